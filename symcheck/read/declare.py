r"""Declarations, definitions and assumptions in LaTeX.

    x, b \in \mathbb{R}^d      x_i \in \mathbb{R}^d, i = 1, \dots, N      \lambda > 0
    \phi : \mathbb{R} \to \mathbb{R}      A \in \mathbb{S}_{++}^n      w \sim \mathcal{N}(0, I)
    h = \phi(Wx + b)      p_i = e^{z_i} / \sum_j e^{z_j}      \ell(w) = \|Xw - y\|^2
    A^\top = A      \mathbf 1^\top y = 1      X^\top X \text{ invertible}

An equation whose left side is a fresh name (or a declared one without a definition) defines it; any
other relation is an assumption.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, Function, Variable, build
from symcheck.expr.shape import SCALAR, describe, is_scalar, long_axes
from symcheck.read.define import define, retrait
from symcheck.read.names import base_of, label, parts, spread
from symcheck.read.parser import parse
from symcheck.read.scope import Entry, positions
from symcheck.read.sets import members_of, read_set
from symcheck.read.syntax import (
    Additive, Group, Listing, Number, Product, Relation, Script, Symbol, Syntax, Words,
)
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

TRAIT_WORDS = {
    "elementwise": "elementwise", "entrywise": "elementwise", "entry-wise": "elementwise",
    "element-wise": "elementwise", "componentwise": "elementwise", "invertible": "invertible",
    "nonsingular": "invertible", "non-singular": "invertible", "symmetric": "symmetric",
    "orthogonal": "orthogonal", "positive definite": "posdef", "positive semidefinite": "possemidef",
    "full rank": "invertible", "integer": "integer", "positive": "positive",
    "nonnegative": "nonnegative", "nonzero": "nonzero",
}
_DIRECTIVE = re.compile(
    r"(?:\\(?:text|textrm|mathrm|mbox|textit)\s*\{\s*)?(?:\(\s*)?(?:(?:is|are|be|has|of|acts|applied)\s+)*"
    r"(?:\ban?\s+)?\b(" + "|".join(sorted(map(re.escape, TRAIT_WORDS), key=len, reverse=True))
    + r")\b(?:\s+matrix|\s+function)?\s*\)?\s*\}?")
_PROSE = re.compile(r"^\s*(?:\\text\s*\{\s*)?\b(?:let|Let|where|with|Define|define)\b\s*\}?")
_PRIME = re.compile(r"^\s*prime\s*:\s*transpose\s*$")
_WORD_LEFT = re.compile(r"^\s*([A-Za-z]{2,})\s*(?:=|:=|\\in\b|:|\()")
_WORD_RM = re.compile(r"\\(?:operatorname|mathrm|text|textrm|mathit)\s*\{\s*([A-Za-z]{2,})\s*\}")


def declare_lines(context, lines) -> None:
    """Take in lines; names defined bare further down are known before, so that `L_i` and `L` differ."""
    sources = []
    for number, line in enumerate(lines, 1):
        if isinstance(line, Source):
            sources.append(line)
        else:
            first = len(context.lines) + number
            sources.append(Source(line, "declaration", first))
    context.upcoming = frozenset(
        m.group(1).strip() for s in sources if (m := re.match(r"\s*([^_^=(]+?)\s*:?=", s.text)))
    for source in sources:
        declare_line(context, source)
        context.lines.append(source.text)


def declare_line(context, source: Source) -> None:
    """One line."""
    text = source.text
    if _PRIME.match(text):
        context.prime_transpose = True
        return
    words: set[str] = set()
    if "e" in text or "i" in text:
        text = _blanked(text, words)
    fresh = _WORD_LEFT.match(text)
    if fresh and not _letters_declared(context, fresh.group(1)):
        context.words = context.words | {fresh.group(1)}
    for m in _WORD_RM.finditer(text):
        if m.start() < 3:
            context.words = context.words | {m.group(1)}
    syntax = parse(Source(text, source.name, source.first_line), context.words)
    if words and type(syntax) not in (Relation, Listing):
        _directive(context, source, syntax, words)
        return
    for statement in statements(context, syntax):
        take(context, source, statement, words)


def _blanked(text: str, words: set[str]) -> str:
    """The line with its directive words replaced by spaces, so that places stay."""

    def erase(m: re.Match) -> str:
        words.add(TRAIT_WORDS[m.group(1)])
        return " " * len(m.group())

    text = _DIRECTIVE.sub(erase, text)
    m = _PROSE.match(text)
    return " " * m.end() + text[m.end():] if m else text


def _letters_declared(context, word: str) -> bool:
    from symcheck.read.notation import PLAIN_WORDS
    return word in PLAIN_WORDS or all(c in context.scope.entries for c in word)


class Statement:
    """One relation, the names waiting before it, and the ranges said in its line."""

    __slots__ = ("names", "relation", "ranges")

    def __init__(self, names, relation, ranges):
        self.names, self.relation, self.ranges = names, relation, ranges


def statements(context, syntax: Syntax) -> list[Statement]:
    """A line as statements; `i = 1, \\dots, N` becomes a range of the line."""
    items = list(syntax.items) if type(syntax) is Listing else [syntax]
    flat: list[Syntax] = []
    for x in items:
        if type(x) is Listing:
            flat.extend(x.items)
        elif type(x) is not Words and not (type(x) is Symbol and x.font == "text"
                                           and x.name in ("and", "with", "for")):
            flat.append(x)
    ranges: dict[str, tuple[Syntax, Syntax]] = {}
    found: list[Statement] = []
    names: list[Syntax] = []
    k = 0
    while k < len(flat):
        x = flat[k]
        if type(x) is Relation and x.operators[-1] == "=" and k + 2 < len(flat) and (
                _is_dots(flat[k + 1]) or k + 3 < len(flat) and _is_dots(flat[k + 2])
                and type(flat[k + 1]) is Number):
            at = k + 1 if _is_dots(flat[k + 1]) else k + 2
            for name in (*names, x.items[0]):
                ranges[label(name)] = (x.items[1], flat[at + 1])
            names = []
            k = at + 2
            continue
        if type(x) is Relation:
            found.append(Statement(names, x, ranges))
            names = []
        else:
            names.append(x)
        k += 1
    if names:
        if not found and not ranges:
            raise fail("not-a-declaration", "this declares nothing", None, None,
                       help=r"Write a shape, as in x \in \mathbb{R}^d, or a definition.")
        found.append(Statement(names, None, ranges))
    lone = [s for s in found if s.relation is not None]
    for s in list(lone):
        rel = s.relation
        if rel.operators == ("\\in",) and len(found) > 1 and not s.names:
            span = _index_range(rel.items[1])
            if span is not None and base_of(rel.items[0]) is not None and any(
                    _mentions(o, label(rel.items[0])) for o in found if o is not s):
                ranges[label(rel.items[0])] = span
                found.remove(s)
    if not found and ranges:
        for name, (low, high) in ranges.items():
            found.append(Statement([], (name, low, high), {}))
    return found


def _mentions(s: Statement, name: str) -> bool:
    heads = [*s.names, *(s.relation.items[:1] if s.relation is not None else ())]
    for x in heads:
        while type(x) is Group and type(x.body) is Listing:
            x = x.body.items[0]
        if type(x) is Script and (x.sub is not None and name in map(label, positions(x.sub)) or any(
                name in map(label, positions(p)) for p in parts(x.sups))):
            return True
    return False


def _is_dots(s: Syntax) -> bool:
    return type(s) is Symbol and s.name == "\\ldots"


def _index_range(s: Syntax) -> tuple[Syntax, Syntax] | None:
    r"""`\{1, \dots, N\}` or `[N]`."""
    if type(s) is Group and s.open in ("{", "[") and type(s.body) is Listing and any(
            map(_is_dots, s.body.items)):
        return s.body.items[0], s.body.items[-1]
    if type(s) is Group and s.open == "[" and type(s.body) in (Symbol, Number):
        return Number(s.span, type_one(), "1"), s.body
    return None


def type_one():
    from fractions import Fraction
    return Fraction(1)


# --- one statement --------------------------------------------------------------------------------


def take(context, source: Source, s: Statement, words: set[str]) -> None:
    """Carry out one statement."""
    rel = s.relation
    if rel is None:
        for name in s.names:
            _directive(context, source, name, words)
        return
    if type(rel) is tuple:
        name, low, high = rel
        declare_index(context, source, name, low, high)
        return
    ops = rel.operators
    first = ops[0]
    if any(x is None for x in rel.items):
        raise fail("missing-argument", "one side of this is missing", source, rel.span)
    if first == "\\in" and len(ops) == 1:
        for name in _split(s.names, rel.items[0]):
            declare_member(context, source, name, rel.items[1], s.ranges, words)
    elif first == ":" and ops[-1] in ("\\to", "\\mapsto") and len(rel.items) == 3:
        for name in (*s.names, rel.items[0]):
            declare_function(context, source, name, rel.items[1], rel.items[2], s.ranges, words)
    elif first == "\\sim" and len(ops) == 1:
        for name in (*s.names, rel.items[0]):
            declare_distribution(context, source, name, rel.items[1], s.ranges)
    elif first == "\\subset" and len(ops) == 1:
        declare_set(context, source, rel.items[0], rel.items[1])
    elif first in ("\\succ", "\\succeq") and len(ops) == 1:
        for name in (*s.names, rel.items[0]):
            add_trait(context, source, name, "posdef" if first == "\\succ" else "possemidef")
    elif all(o in BOUNDS for o in ops):
        bounded(context, source, s, rel)
    elif first in ("=", ":=", "\\triangleq", "\\equiv", "=:"):
        if s.names and not s.ranges:
            raise fail("not-a-declaration", "these names have no shape", source,
                       s.names[0].span.to(s.names[-1].span),
                       help=r"Write their shape, as in x, y \in \mathbb{R}^d.")
        define(context, source, rel, s.ranges, words)
    else:
        raise fail("not-a-declaration", f"the relation {first} declares nothing", source, rel.span)


def _split(names: list[Syntax], last: Syntax) -> list[Syntax]:
    """Names before a membership; `(x_i, y_i)` stays whole."""
    return [*names, last]


BOUNDS = frozenset((">", "<", "\\ge", "\\le", "\\ne"))


def head_of(source: Source, s: Syntax) -> tuple[str, str, Syntax | None, tuple, int]:
    """(base, font, sub, sups, primes) of a name being declared."""
    s = spread(s)
    while type(s) is Group and s.open == "":
        s = spread(s.body)
    if type(s) is Script and s.base is not None:
        base = spread(s.base)
        if type(base) is Script:
            s = Script(s.span, base.base, base.sub if s.sub is None else s.sub,
                       (*base.sups, *s.sups), base.primes + s.primes)
            base = s.base
        named = base_of(base)
        if named is not None:
            return (*named, s.sub, s.sups, s.primes)
    named = base_of(s)
    if named is None:
        raise fail("not-a-name", "this is no name that can be declared", source, s.span)
    return (*named, None, (), 0)


def new_entry(context, source: Source, s: Syntax, ranges: dict, kind: str = "quantity"):
    """An entry for a name, with its family's sizes: (entry, family)."""
    base, font, sub, sups, primes = head_of(source, s)
    entry = Entry(base, kind, font, primes=primes)
    family = []
    flat = parts(sups) if sups else []
    if flat:
        text = label(flat[0])
        inner = label(flat[0].body) if type(flat[0]) is Group else text
        if inner in ranges or _declared_index(context, inner):
            entry.sup, entry.sup_slots = text, 1
            family.append(inner)
        else:
            entry.sup = "".join(label(p) for p in flat)
    if sub is not None:
        places = positions(sub)
        names = [label(p) for p in places]
        slots = [n for n in names if n in ranges or _declared_index(context, n)]
        if slots and names[:len(slots)] == slots:
            entry.sub_slots = len(slots)
            entry.sub = ",".join([*slots, *names[len(slots):]]) if len(names) > len(slots) else None
            family.extend(slots)
        else:
            entry.sub = label(sub)
    sizes = []
    for name in family:
        if name in ranges:
            low, high = ranges[name]
            dim, origin = range_size(context, source, low, high)
            entry.origin = origin
        else:
            dim = context.scope.bare(name).dim
        sizes.append(dim)
    return entry, tuple(sizes)


def _declared_index(context, name: str) -> bool:
    entry = context.scope.bare(name)
    return entry is not None and entry.kind == "index"


def variable_name(context, entry: Entry, family: tuple) -> str:
    """The canonical name of the variable: with its font where two fonts are declared."""
    text = entry.base
    fonts = {e.font for e in context.scope.entries.get(entry.base, ())
             if e.sub == entry.sub and e.sup == entry.sup and e.primes == entry.primes
             and e.sub_slots == entry.sub_slots and e.font != entry.font}
    if entry.font in ("bb", "cal", "frak") or fonts and entry.font:
        text = rf"\math{entry.font}{{{text}}}"
    from symcheck.read.names import spelled
    sub = entry.sub
    if entry.sub_slots and not sub:
        sub = "".join("ijk"[n] for n in range(entry.sub_slots))
    return spelled(text, sub, entry.sup, entry.primes)


def range_size(context, source: Source, low: Syntax, high: Syntax) -> tuple:
    """(size, origin) of a range."""
    if type(high) is Additive and len(high.items) == 2 and label(low) == "0" and (
            label(high.items[1]) == "1" and high.signs[1] == "-"):
        return size_name(context, source, high.items[0]), 0
    if label(low) == "0" and type(high) is Number:
        return int(high.value) + 1, 0
    if label(low) != "1":
        raise fail("not-in-language", "a range begins at 1", source, low.span)
    return size_name(context, source, high), 1


def size_name(context, source: Source, s: Syntax):
    """A dimension: a positive number or a name, which becomes known as one."""
    if type(s) is Number:
        if s.value.denominator != 1 or s.value < 1:
            raise fail("not-a-size", "a size is a positive whole number", source, s.span)
        return int(s.value)
    if type(s) is Group and s.open in ("", "("):
        return size_name(context, source, s.body)
    named = base_of(s.base if type(s) is Script and s.base is not None else s)
    if named is None:
        if type(s) is Group and s.open == "|":
            name = label(s)
            context.dims[name] = True
            return name
        raise fail("not-in-language", "this size cannot be read", source, s.span,
                   help="A size is a number or a name, such as n or d_1.")
    name = label(s)
    entry = context.scope.bare(name)
    if entry is not None and entry.kind == "quantity" and is_scalar(entry.expr.shape):
        context.scope.entries[name] = [e for e in context.scope.entries[name] if e is not entry]
        context.scope.plain.pop(name, None)
        if not context.scope.entries[name]:
            del context.scope.entries[name]
    context.dims[name] = True
    return name


def declare_member(context, source: Source, s: Syntax, where: Syntax, ranges: dict,
                   words: set[str]) -> None:
    r"""`x \in \mathbb{R}^d` and its kin."""
    if type(s) is Group and s.open in ("(", "{") and type(s.body) is Listing:
        sets = where.items if type(where) is Product else ()
        if len(sets) != len(s.body.items):
            raise fail("not-a-declaration", "as many sets as names are wanted", source, where.span)
        for name, one in zip(s.body.items, sets):
            declare_member(context, source, name, one, ranges, words)
        return
    span = _index_range(where)
    if span is not None:
        if type(s) is Script and (s.sub is not None or s.sups):
            dim, _ = range_size(context, source, *span)
            entry, family = new_entry(context, source, s, ranges)
            traits = frozenset(("integer", "positive"))
            v = Variable(variable_name(context, entry, family), SCALAR, family, traits, (1, dim))
            add_quantity(context, source, s, entry, v)
            return
        declare_index(context, source, label(s), *span)
        return
    if type(s) is Script and s.sub is None and not s.sups or type(s) is not Script or True:
        shape, traits, bounds = read_set(context, source, where)
    if "symmetric" in words:
        traits |= {"symmetric"}
    for word in ("posdef", "possemidef", "orthogonal", "invertible", "integer", "positive",
                 "nonnegative", "nonzero"):
        if word in words:
            traits |= {word}
    base = head_of(source, s)
    name = base[0]
    if shape == SCALAR and "integer" in traits and name in context.dims and base[2] is None:
        return
    entry, family = new_entry(context, source, s, ranges)
    v = Variable(variable_name(context, entry, family), shape, family, frozenset(traits), bounds,
                 members_of(where))
    add_quantity(context, source, s, entry, v)


def add_quantity(context, source: Source, s: Syntax, entry: Entry, v: Variable) -> None:
    """Declare a variable; the same name again must have the same shape."""
    for old in context.scope.entries.get(entry.base, ()):
        if (old.kind == "quantity" and old.font == entry.font and old.sub == entry.sub
                and old.sup == entry.sup and old.primes == entry.primes
                and old.sub_slots == entry.sub_slots and old.sup_slots == entry.sup_slots):
            if old.expr.data.shape != v.shape:
                raise fail("declared-twice", f"{old.name} is declared twice", source, s.span,
                           f"it was {describe(old.expr.data.shape)}, now {describe(v.shape)}")
            if v.traits - old.expr.data.traits:
                retrait(context, old, v.traits)
            return
    entry.expr = build.var(v)
    context.scope.add(entry)


def declare_index(context, source: Source, name: str, low: Syntax, high: Syntax) -> None:
    r"""`k \in \{1, \dots, K\}`: a letter that is an index."""
    dim, origin = range_size(context, source, low, high)
    entry = Entry(name, "index", dim=dim, origin=origin)
    context.scope.add(entry)


def declare_function(context, source: Source, s: Syntax, domain: Syntax, codomain: Syntax,
                     ranges: dict, words: set[str]) -> None:
    r"""`f : \mathbb{R}^n \to \mathbb{R}`."""
    entry, family = new_entry(context, source, s, ranges, "function")
    name = variable_name(context, entry, ())
    factors = domain.items if type(domain) is Product and set(domain.operators[1:]) == {"times"} \
        else (domain,)
    shapes = [read_set(context, source, d)[0] for d in factors]
    target, *_ = read_set(context, source, codomain)
    if family:
        if shapes != [SCALAR] or target != SCALAR or len(family) != 1:
            raise fail("not-in-language", "a family of such functions cannot be read", source, s.span)
        name = entry.base
        entry.function = Function(name, "general", "", SCALAR, (family[0], 1))
        if context.scope.bare(entry.base) is None:
            context.scope.add(Entry(entry.base, "function", entry.font, function=entry.function))
    elif "elementwise" in words or len(shapes) == 1 and shapes[0] == SCALAR == target:
        entry.function = Function(name)
    elif len(shapes) > 1:
        if any(x != SCALAR for x in shapes) or target != SCALAR:
            raise fail("not-in-language", "a function of several arrays cannot be declared", source,
                       domain.span, help="Define it, or declare a function of one vector.")
        entry.function = Function(name, "many", arity=len(shapes))
    else:
        for shape, at in ((shapes[0], domain), (target, codomain)):
            if len(long_axes(shape)) > 1:
                raise fail("not-in-language", "a function of or to matrices cannot be declared",
                           source, at.span, help="Add `elementwise` if it acts entry by entry.")
        entry.function = Function(name, "general", "", shapes[0], target)
    context.scope.add(entry)


def declare_distribution(context, source: Source, s: Syntax, law: Syntax, ranges: dict) -> None:
    r"""`w \sim \mathcal{N}(0, I)`, `i \sim \{1, \dots, n\}`."""
    span = _index_range(law)
    if span is not None:
        declare_index(context, source, label(s), *span)
        context.distributions[label(s)] = ("uniform", ())
        return
    base, font, sub, sups, primes = head_of(source, s)
    known = context.scope.find(base, font, sub, sups, primes, loose=False)
    if type(law) is not Product or len(law.items) != 2 or type(law.items[1]) is not Group:
        raise fail("not-in-language", "this distribution cannot be read", source, law.span)
    kind = label(law.items[0])
    body = law.items[1].body
    syntaxes = body.items if type(body) is Listing else (body,)
    like = None
    if known is not None and known.entry.kind == "quantity" and not known.sub and not known.sups:
        like = known.entry.expr
    args: list[Expr] = []
    for x in syntaxes:
        try:
            args.append(context.elaborate(x, source, None, like).expr)
        except SymcheckError as error:
            if error.diagnostic.id != "ambiguous" or like is None:
                raise
            square = build.zeros((like.shape[0], like.shape[0]))
            args.append(context.elaborate(x, source, None, square).expr)
    if known is None:
        shape = args[0].shape
        if is_scalar(shape) and len(args) > 1 and not is_scalar(args[1].shape):
            shape = (args[1].shape[0], 1)
        entry, family = new_entry(context, source, s, ranges)
        v = Variable(variable_name(context, entry, family), shape, family)
        add_quantity(context, source, s, entry, v)
        key = v.name
    else:
        key = known.entry.name
    context.distributions[key] = (kind, tuple(args))


def declare_set(context, source: Source, s: Syntax, where: Syntax) -> None:
    r"""`S \subseteq \{1, \dots, n\}`: kept as its 0/1 membership vector."""
    span = _index_range(where)
    if span is None:
        raise fail("not-in-language", "a subset is one of a range of numbers", source, where.span,
                   help=r"Write S \subseteq \{1, \dots, n\}.")
    base, font, *_ = head_of(source, s)
    dim, _ = range_size(context, source, *span)
    v = Variable(rf"\mathbf{{1}}_{{{label(s)}}}", (dim, 1), (), frozenset(("nonnegative", "integer")),
                 (0, 1))
    context.scope.add(Entry(base, "set", font, expr=build.var(v), dim=dim))


def bounded(context, source: Source, s: Statement, rel: Relation) -> None:
    r"""`\lambda > 0`, `0 < p < 1`, `c \ne 0`: declares a fresh scalar, or says more of a known one."""
    names = [*s.names]
    middle = [k for k, x in enumerate(rel.items) if not _is_number(x)]
    if len(middle) != 1:
        return assume(context, source, rel)
    k = middle[0]
    names.append(rel.items[k])
    low, high, traits = None, None, set()
    for j, op in enumerate(rel.operators):
        a, b = rel.items[j], rel.items[j + 1]
        if j + 1 == k:
            op = {">": "<", "<": ">", "\\ge": "\\le", "\\le": "\\ge"}.get(op, op)
            value = _number(a)
        elif j == k:
            value = _number(b)
        else:
            continue
        if op in (">", "\\ge"):
            low = value
            if value >= 0:
                traits.add("positive" if op == ">" or value > 0 else "nonnegative")
        elif op in ("<", "\\le"):
            high = value
            if value <= 0 and op == "<" or value < 0:
                traits.add("negative")
        elif value == 0:
            traits.add("nonzero")
    if low == 0 and high == 1 and "positive" in traits:
        traits.add("unit")
    for name in names:
        try:
            base, font, sub, sups, primes = head_of(source, name)
        except SymcheckError:
            assume(context, source, rel)
            continue
        known = context.scope.find(base, font, sub, sups, primes, loose=False)
        if known is None and base in context.dims:
            continue
        if known is None:
            entry, family = new_entry(context, source, name, s.ranges)
            v = Variable(variable_name(context, entry, family), SCALAR, family, frozenset(traits),
                         (low, high))
            add_quantity(context, source, name, entry, v)
        elif known.entry.kind == "quantity" and known.entry.expr.op == "var" and not (
                known.sub or known.sups or known.primes) and traits:
            retrait(context, known.entry, traits, (low, high))
        elif known.entry.kind == "quantity" and known.entry.expr.op == "var" and known.sub \
                and not known.sups and traits and not _fixed(known.sub):
            retrait(context, known.entry, traits, (low, high))
        else:
            assume(context, source, rel)


def _fixed(sub) -> bool:
    return any(type(p) is Number for s in sub for p in positions(s))


def _is_number(s: Syntax) -> bool:
    return type(s) is Number or type(s) is Additive and len(s.items) == 1 and _is_number(s.items[0]) \
        or type(s) is Symbol and s.name in ("0", "1", "\\infty")


def _number(s: Syntax):
    if type(s) is Number:
        return s.value
    if type(s) is Additive:
        return -_number(s.items[0])
    return 0 if s.name == "0" else 1 if s.name == "1" else 10**9


def add_trait(context, source: Source, s: Syntax, trait: str) -> None:
    r"""`A \succ 0`."""
    base, font, sub, sups, primes = head_of(source, s)
    known = context.scope.find(base, font, sub, sups, primes)
    if known is None or known.entry.kind != "quantity":
        raise fail("undeclared-name", f"{label(s)} is not declared", source, s.span,
                   help=rf"Declare its shape first: {label(s)} \in \mathbb{{R}}^{{n \times n}}.")
    shape = known.entry.expr.shape
    if shape[0] != shape[1]:
        raise fail("not-square", "a definite matrix is square", source, s.span,
                   f"{known.entry.name} is {describe(shape)}")
    retrait(context, known.entry, {trait, "symmetric"})


def _directive(context, source: Source, s: Syntax, words: set[str]) -> None:
    r"""`\Phi elementwise`, `X^\top X \text{ invertible}`, `A \text{ symmetric}`."""
    if not words:
        raise fail("not-a-declaration", "this declares nothing", source, s.span,
                   help=r"Write a shape, as in x \in \mathbb{R}^d, or a definition.")
    named = None
    try:
        head = head_of(source, s)
        named = context.scope.find(*head, loose=False)
    except SymcheckError:
        pass
    if named is not None and not named.sub and not named.sups:
        entry = named.entry
        if entry.kind == "function":
            if "elementwise" in words:
                entry.function = Function(entry.function.name)
            return
        if entry.kind == "quantity" and entry.expr.op == "var":
            retrait(context, entry, words)
            return
    e = context.elaborate(s, source).expr
    for word in words:
        context.assumptions.append((word, e, e))


def assume(context, source: Source, rel: Relation) -> None:
    """Every link of a chain is an assumption."""
    from symcheck.read.define import assume as keep
    keep(context, source, rel)


__all__ = ["Product", "declare_line", "declare_lines"]
