r"""Declarations by kind: members of sets, functions, distributions, subsets, bounds."""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, Function, Variable, build
from symcheck.expr.shape import SCALAR, describe, is_scalar, long_axes
from symcheck.read import subsets
from symcheck.read.assumptions import assume, retrait, say_of
from symcheck.read.declare_names import (
    Statement,
    add_quantity,
    declare_index,
    head_of,
    index_range,
    is_apart,
    new_entry,
    open_size,
    range_size,
    size_name,
    variable_name,
)
from symcheck.read.define_arguments import usual_shape
from symcheck.read.define_known import REDEFINED
from symcheck.read.draws import drawn, one_of
from symcheck.read.elaborate_densities import Law
from symcheck.read.elaborate_heads import HEADS
from symcheck.read.names import base_of, label, parts
from symcheck.read.scope import Entry, positions
from symcheck.read.sets import members_of, read_set
from symcheck.read.syntax import (
    Accent,
    Additive,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

OF_SQUARES = frozenset(("symmetric", "posdef", "possemidef", "orthogonal", "invertible"))


def _factors(where: Syntax, n: int) -> tuple[Syntax, ...]:
    r"""The n factors of `\mathbb{R}^2`, of which a pair is a member; none where the power is another number."""
    if type(where) is not Script or len(where.sups) != 1 or where.primes or where.base is None:
        return ()
    power = where.sups[0]
    while type(power) is Group and power.open == "":
        power = power.body
    if type(power) is not Number or power.value != n:
        return ()
    return n * (where.base if where.sub is None else replace(where, sups=()),)


def declare_member(context, source: Source, s: Syntax, where: Syntax, ranges: dict,
                   words: set[str]) -> None:
    r"""`x \in \mathbb{R}^d` and its kin."""
    if type(s) is Group and s.open in ("(", "{") and type(s.body) is Listing:
        sets = where.items if type(where) is Product else _factors(where, len(s.body.items)) if s.open == "(" else ()
        if len(sets) != len(s.body.items):
            raise fail("not-a-declaration", "as many sets as names are wanted", source, where.span)
        for name, one in zip(s.body.items, sets):
            declare_member(context, source, name, one, ranges, words)
        return
    span = index_range(where)
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
    shape, traits, bounds = read_set(context, source, where)
    if "symmetric" in words:
        traits |= {"symmetric"}
    for word in ("posdef", "possemidef", "orthogonal", "invertible", "integer", "positive",
                 "nonnegative", "nonzero"):
        if word in words:
            traits |= {word}
    base = head_of(source, s)
    name = base[0]
    if traits & OF_SQUARES and (len(shape) != 2 or shape[0] != shape[1]):
        raise fail("not-square", "a symmetric, definite, orthogonal or invertible matrix is square", source, s.span,
                   f"{label(s)} is {describe(shape)}")
    if shape == SCALAR and "integer" in traits and name in context.dims and base[2] is None:
        return
    constant = _constant(base, shape)
    if constant is not None:
        entry, _ = new_entry(context, source, s, {})
        v = Variable(variable_name(context, entry, ()), shape)
        entry.expr = context.definitions[v] = build.let(v, constant)
        context.scope.add(entry)
        context.notes.append(f"{entry.name} is not a variable: it has its usual meaning")
        return
    root = _square_of(context, base, traits)
    if root is not None:
        s = root
    entry, family = new_entry(context, source, s, ranges)
    if root is not None:
        bounds, entry.by_square = (None, None), True
        context.notes.append(f"{entry.name} is declared by its square, as {min(traits)}")
    v = Variable(variable_name(context, entry, family), shape, family, frozenset(traits), bounds,
                 members_of(where))
    add_quantity(context, source, s, entry, v)
    if any(w == "diagonal" or w.startswith("full") for w in words):
        found = context.scope.find(*head_of(source, s), loose=False)
        say_of(context, found.entry, {w for w in words if w != "elementwise"}, source, s)


def _constant(head, shape) -> Expr | None:
    r"""`\mathbf 1 \in \mathbb{R}^n`, `I \in \mathbb{R}^{n \times n}`: nothing new, but its size."""
    base, font, _, sups, primes = head
    if sups or primes:
        return None
    if base in ("0", "1") and not is_scalar(shape):
        return build.ones(shape) if base == "1" else build.zeros(shape)
    if base == "I" and shape[0] == shape[1] != 1:
        return build.eye(shape[0])
    return None


def _square_of(context, head, traits) -> Syntax | None:
    r"""`\sigma^2 > 0`, `\sigma_i^2 \in \mathbb{R}_{++}`: the name that is squared, if it is fresh."""
    base, font, sub, sups, primes = head
    flat = parts(sups)
    if len(flat) != 1 or primes or type(flat[0]) is not Number or flat[0].value != 2 or not (
            traits & {"positive", "nonnegative"}) or "integer" in traits:
        return None
    known = context.scope.find(base, font, sub, (), 0, loose=False)
    if known is not None and not known.sub:
        return None
    name = Symbol(flat[0].span, base, font)
    return name if sub is None else Script(flat[0].span, name, sub)


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
        if len(shapes) != 1 or len(long_axes(shapes[0])) > 1 or target != SCALAR or len(family) != 1:
            raise fail("not-in-language", "a family of such functions cannot be read", source, s.span)
        name = entry.base
        entry.function = Function(name, "general", "", shapes[0], (family[0], 1))
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


def declare_value(context, source: Source, called: Product, codomain: Syntax, ranges: dict) -> None:
    r"""`\phi(x) \in \mathbb{R}^M`: any function of what x is, a number where nothing tells."""
    f, argument = called.items[0], called.items[1].body
    entry, _ = new_entry(context, source, f, ranges, "function")
    domain, (target, *_) = usual_shape(context, argument), read_set(context, source, codomain)
    if any(len(long_axes(shape)) > 1 for shape in (domain, target)):
        raise fail("not-in-language", "a function of or to matrices cannot be declared", source, codomain.span)
    name = variable_name(context, entry, ())
    entry.function = Function(name) if domain == target == SCALAR else Function(name, "general", "", domain, target)
    context.scope.add(entry)


def is_value(context, s: Syntax, where: Syntax) -> bool:
    r"""Is this `f(x)` of an f that has no meaning, at a plain name, in all of a space? A number `f(x)` of an x that is not known yet may be one of
    any array, and what lies in an interval, `\Phi(x) \in (0, 1)`, has a meaning that the words give it."""
    if type(s) is not Product or len(s.items) != 2 or any(s.operators) or type(s.items[1]) is not Group or s.items[1].open != "(":
        return False
    f, x = s.items[0], s.items[1].body
    if type(f) not in (Symbol, Accent) or type(x) not in (Symbol, Accent) or type(where) is Group:
        return False
    known = type(where) is Script or bool(context.scope.entries.get(base_of(x)[0]))
    return known and not _has_usual_meaning(f) and context.scope.bare(*base_of(f)) is None


def _has_usual_meaning(s: Syntax) -> bool:
    r"""Is this the name of a known function or operator, `\tanh`, `\sigma` or `\operatorname{tr}`? Letters that anyone may use for functions are none."""
    name, _ = base_of(s)
    return name in REDEFINED or name in HEADS and len(name) > 1


# Words right after a law that say what is taken anyway.
_INDEPENDENT = frozenset(("independent", "independently", "iid", "i.i.d.", "i.i.d"))


def declare_distribution(context, source: Source, s: Syntax, law: Syntax, ranges: dict) -> None:
    r"""`w \sim \mathcal{N}(0, I)`, `i \sim \{1, \dots, n\}`."""
    span = index_range(law)
    if span is not None:
        if not _draws(context, source, s, span, ranges):
            declare_index(context, source, label(s), *span)
            context.distributions[label(s)] = ("uniform", ())
            context.chances = {i: p for i, p in context.chances.items() if i != label(s)}
        return
    base, font, sub, sups, primes = head_of(source, s)
    known = context.scope.find(base, font, sub, sups, primes, loose=False)
    if known is not None and is_apart(known, sub):
        known = None
    kind, body = _kind_of(source, law)
    syntaxes = body.items if type(body) is Listing else (body,)
    like = None
    if known is not None and known.entry.kind == "quantity" and not known.sub and not known.sups:
        like = known.entry.expr
    args: list[Expr] = []
    _new_sizes(context, source, law)
    for x in syntaxes:
        try:
            args.append(context.elaborate(x, source, None, like).expr)
        except SymcheckError as error:
            if error.diagnostic.id not in ("ambiguous", "shape-mismatch"):
                raise
            if like is None:
                if known is not None:
                    raise
                mean = args[0] if args and not is_scalar(args[0].shape) else None
                like = mean or build.zeros((open_size(label(s)), 1))
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
    letters = tuple(label(x).strip("()[]") for x in (*(positions(sub) if sub is not None else ()), *sups))
    context.laws[key] = Law(kind, tuple(syntaxes), source, (), letters)


def _draws(context, source: Source, s: Syntax, span, ranges: dict) -> bool:
    r"""`i_b \sim \{1, \dots, n\}, b = 1, \dots, B`: independent draws."""
    if type(s) is not Script or type(s.base) is not Symbol or s.sub is None or label(s.sub) not in ranges:
        return False
    size, _ = range_size(context, source, *span)
    count, _ = range_size(context, source, *ranges[label(s.sub)][:2])
    found, name, law = drawn(s.base.name, count, size)
    context.draws[s.base.name], context.laws[name] = found, law
    context.assumptions.append(("=", one_of(found), build.num(1)))
    return True


def _kind_of(source: Source, law: Syntax) -> tuple[str, Syntax]:
    r"""The name of a law, and what stands in its brackets: of `(\mu, \Sigma)`, a mean and a covariance alone, ''."""
    if type(law) is Group and law.open == "(" and type(law.body) is Listing and len(law.body.items) == 2:
        return "", law.body
    if type(law) is Product and len(law.items) == 3 and type(law.items[2]) is Symbol and law.items[2].font == "text" \
            and law.items[2].name in _INDEPENDENT:
        law = Product(law.span, law.items[:2], law.operators[:2])
    if type(law) is not Product or len(law.items) != 2 or type(law.items[1]) is not Group:
        raise fail("not-in-language", "this distribution cannot be read", source, law.span)
    return label(law.items[0]), law.items[1].body


def _new_sizes(context, source: Source, law: Syntax) -> None:
    r"""The n of `I_n` in a law becomes known as a size."""
    for s in law.walk():
        if type(s) is Script and type(s.base) is Symbol and s.base.name == "I" and (
                type(s.sub) is Symbol and context.scope.bare(s.sub.name) is None):
            size_name(context, source, s.sub)


def declare_set(context, source: Source, s: Syntax, where: Syntax) -> None:
    r"""`S \subseteq \{1, \dots, n\}`: kept as its 0/1 membership vector."""
    span = index_range(where)
    if span is None:
        raise fail("not-in-language", "a subset is one of a range of numbers", source, where.span,
                   help=r"Write S \subseteq \{1, \dots, n\}.")
    base, font, sub, *_ = head_of(source, s)
    dim = _number_given(context, span) or range_size(context, source, *span)[0]
    context.scope.add(Entry(base, "set", font, label(sub) if sub is not None else None, expr=build.var(subsets.variable(s, dim)), dim=dim))


def _number_given(context, span) -> int | None:
    r"""The 4 that `\{1, \dots, N\}` ends with where N = 4 was given; None where the end is no name of a number."""
    low, high = span
    entry = context.scope.bare(label(high)) if label(low) == "1" and type(high) is Symbol else None
    value = entry.expr.args[0] if entry is not None and entry.expr is not None and entry.expr.op == "let" else None
    return int(value.data) if value is not None and value.op == "num" and value.data >= 1 and value.data == int(value.data) else None


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
        if known is not None and s.ranges and known.sub and not known.sups and not _fixed(known.sub) and known.entry.kind == "quantity" \
                and known.entry.expr.op == "var" and is_scalar(known.entry.expr.shape) and not known.entry.expr.data.family:
            known = None  # the numbers v_i beside a number v
        if known is None:
            root = _square_of(context, (base, font, sub, sups, primes), traits)
            if root is not None:
                name, low, high = root, None, None
                traits = traits - {"unit"}
            entry, family = new_entry(context, source, name, s.ranges)
            entry.by_square = root is not None
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
