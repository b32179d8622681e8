r"""Names and sizes being declared: entries, families, canonical names of variables."""

from __future__ import annotations

from symcheck.expr import Variable, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.read.assumptions import retrait
from symcheck.read.names import base_of, label, parts, spelled, spread, stem_of
from symcheck.read.scope import Entry, Found, positions
from symcheck.read.syntax import Additive, Group, Listing, Number, Script, Symbol, Syntax
from symcheck.text import Source
from symcheck.text.diagnostic import fail


def is_dots(s: Syntax) -> bool:
    return type(s) is Symbol and s.name == "\\ldots"


def index_range(s: Syntax) -> tuple[Syntax, Syntax] | None:
    r"""`\{1, \dots, N\}` or `[N]`."""
    if type(s) is Group and s.open in ("{", "[") and type(s.body) is Listing and any(
            map(is_dots, s.body.items)) and not is_dots(s.body.items[-1]):
        given = [x.value for x in s.body.items[:-1] if type(x) is Number]
        return (s.body.items[0], s.body.items[-1]) if all(b - a == 1 for a, b in zip(given, given[1:])) else None  # no `1, 3, 5, \dots, n`
    if type(s) is Group and s.open == "[" and type(s.body) in (Symbol, Number):
        return Number(s.span, type_one(), "1"), s.body
    return None


def type_one():
    from fractions import Fraction
    return Fraction(1)


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
    if named is None or is_dots(s):
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
        elif text in ("\\top", "\\intercal") and context.scope.bare(base) is not None:
            raise fail("not-a-name", "this is no name that can be declared", source, s.span,
                       f"{text} is a transpose", help="Declare the name without it.")
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
    named = stem_of(s)
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


def open_size(name: str) -> str:
    """The length of a vector of which only the law is given."""
    return rf"d_{{{name}}}"


def _is_used(context, e) -> bool:
    return any(node is e for known in context.scope if known.expr is not None and known.expr is not e
               for node in known.expr.walk())


def add_quantity(context, source: Source, s: Syntax, entry: Entry, v: Variable) -> None:
    """Declare a variable; the same name again must have the same shape."""
    for old in context.scope.entries.get(entry.base, ()):
        if old.kind == "quantity" and old.bare and entry.bare and not v.family and old.expr.op == "let" \
                and old.expr.data.shape == v.shape and not is_scalar(v.shape):
            return  # the vector whose entries have a definition already, in another font
        if (old.kind == "quantity" and old.font == entry.font and old.sub == entry.sub
                and old.sup == entry.sup and old.primes == entry.primes
                and old.sub_slots == entry.sub_slots and old.sup_slots == entry.sup_slots):
            if old.expr.data.shape != v.shape:
                if old.expr.data.shape[0] == open_size(old.name) and not _is_used(context, old.expr):
                    continue  # a law named it before its length was declared
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


class Statement:
    """One relation, the names waiting before it, and the ranges said in its line."""

    __slots__ = ("names", "relation", "ranges")

    def __init__(self, names, relation, ranges):
        self.names, self.relation, self.ranges = names, relation, ranges


def is_apart(known: Found, sub: Syntax | None) -> bool:
    r"""Is this the \varepsilon_0 or \varepsilon_* beside a vector \varepsilon, whose positions begin at 1: a name of its own?"""
    return sub is not None and label(sub) in ("0", "*") and known.entry.kind == "quantity" and not known.entry.sub_slots and known.entry.origin != 0 \
        and known.entry.sub is None and known.entry.expr is not None and not is_scalar(known.entry.expr.shape)
