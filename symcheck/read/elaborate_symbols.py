r"""Symbols: declared names, indices, sizes, and the undeclared `I`, `\mathbf 1`, `e`, `\delta_{ij}`."""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.read.blocks import named as named_blocks
from symcheck.read.elaborate_heads import CALLS
from symcheck.read.elaborate_scripts import FORMAL, SPECIAL, is_constant, scripted
from symcheck.read.elaborate_superscripts import entrywise_noted
from symcheck.read.names import BOLD, VARIANTS, base_of, label, spread
from symcheck.read.reading import Reading, _uids
from symcheck.read.scope import positions
from symcheck.read.syntax import (
    Accent,
    Additive,
    Group,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)


def symbol(r: Reading, s: Syntax) -> Expr:
    s = spread(s)
    if type(s) is Script:
        return r.expr(s)
    named = base_of(s)
    if named is None:
        from symcheck.read.means import mean
        value = mean(r, s)
        if value is None:
            raise r.error("not-in-language", "this accent stands over an expression", s,
                          help=r"Of a mean, define the letters' own: \bar x = \frac1n \sum_i x_i."
                          if s.kind == "bar" else "")
        return value
    name, font = named
    if name in r.bound:
        return r.value_of(name, s)
    entry = r.scope.bare(name, font)
    if entry is None:
        found = r.scope.find(name, font, None, (), 0)
        if found is not None and not found.slots:
            entry = found.entry
    if name in r.dims and entry is None and font in BOLD:
        raise r.undeclared(_written(name, font), s)  # a bold letter is a vector or matrix, no size
    if name in r.dims and entry is not None and entry.font in BOLD and font not in BOLD:
        return build.size(name)
    if entry is not None:
        if entry.kind == "quantity":
            return named_blocks(r, entry.expr)
        if entry.kind == "index":
            return r.value_of(name, s)
        if entry.kind == "set":
            raise r.error("not-in-language", f"{entry.name} is a set", s)
        raise r.error("missing-argument", f"{entry.name} is a function and needs an argument", s,
                      help=f"Write {entry.name}(..).")
    if name in r.dims:
        return build.size(name)
    if name in r.free:
        return r.value_of(name, s)
    value = constant(r, name, font)
    if value is not None:
        return value
    value = whole_family(r, name)
    if value is not None:
        return value
    if r.hints and name in r.hints:
        r.free_index(name)
        return r.value_of(name, s)
    value = formal_argument(r, name)
    if value is not None:
        return value
    raise r.undeclared(_written(name, font), s)


def formal_argument(r: Reading, name: str) -> Expr | None:
    """An undeclared letter which the definitions use for an argument: it stands for any."""
    if not r.formal:
        return None
    found = {p for e in r.scope if e.kind == "map" and e.body is not None for p in e.params
             if p.name in (name, name + r"_{\cdot}")}
    if len(found) != 1:
        return None
    r.note(f"{name} is any argument of the function that is defined with it")
    return build.var(found.pop())


def _written(name: str, font: str) -> str:
    return rf"\text{{{name}}}" if len(name) > 1 and name[0] != "\\" else name


def constant(r: Reading, name: str, font: str) -> Expr | None:
    """What a symbol means that nobody declared."""
    if name == "I":
        n = r.open_sizes().fresh()
        return build.eye(n)
    if name == "1" and font:
        return build.ones((r.open_sizes().fresh(), 1))
    if name == "0":
        if not font:
            return build.num(0)
        sizes = r.open_sizes()
        return build.zeros((sizes.fresh(True), sizes.fresh(True)))
    if name == "1":
        return build.num(1)
    if name == "e":
        return None if r.draws_e or font in BOLD else build.const("e")
    if name == "\\pi":
        return whole_family(r, name) if r.defines_pi and r.scope.entries.get(name) else build.const("pi")
    if name == "\\infty":
        return build.const("infinity")
    return None


def whole_family(r: Reading, name: str) -> Expr | None:
    """A family of scalars named without its index: the vector (or matrix) of its members."""
    for entry in r.scope.entries.get(name, ()):
        if (entry.kind == "quantity" and (entry.sub_slots or entry.sup_slots)
                and entry.expr.shape == (1, 1) and entry.sub in (None, "")
                and len(entry.expr.data.family) <= 2):
            family = entry.expr.data.family
            indices = tuple(Index("ij"[n], d, next(_uids)) for n, d in enumerate(family))
            r.note(f"{name} is read as the vector of all {entry.name}")
            body = build.item(entry.expr, tuple(At(i, 0) for i in indices))
            return build.array(indices, body, (*family, 1)[:2])
    return None


# --- scripted constants ----------------------------------------------------------------------------


def scripted_constant(r: Reading, s: Script, base: Syntax) -> Expr | None:
    r"""`I_n`, `\mathbf 1_n`, `\mathbf 0_{m \times n}`, `e^{x}`, `e_i`, `\delta_{ij}`, `I_{ij}`."""
    if type(base) is Number and base.value == 1 and s.sub is not None:
        return _subscripted_one(r, s, base, "")
    named = base_of(base)
    if named is None or named[0] in r.bound:
        return None
    name, font = named
    if name == "e" and r.scope.bare(name, font) is None:
        if s.sub is None and s.sups:
            exponent = r.expr(s.sups[0])
            value = build.known("exp", exponent)
            entrywise_noted(r, "exp", value)
            return scripted(r, value, Script(s.span, base, None, s.sups[1:], 0)) \
                if len(s.sups) > 1 else value
        if s.sub is not None and r.numbers_e:
            if not r.scope.entries.get("e"):
                raise r.undeclared(f"e_{int(s.sub.value)}" if type(s.sub) is Number else f"e_{label(s.sub)}" if type(s.sub) is Symbol else "e", s)
            return None
        if s.sub is not None:
            return _rest(r, _basis(r, s.sub), s, base)
    known = r.scope.bare(name, font)
    if known is not None and (not is_constant(known.expr) or type(s.sub) is Number):
        return None
    if name == "\\delta" and s.sub is not None:
        places = positions(s.sub)
        if len(places) == 1 and s.sups:
            places = (*places, *positions(s.sups[0]))
            s = Script(s.span, s.base, s.sub, s.sups[1:], s.primes)
        if len(places) == 2:
            return _rest(r, _delta(r, *places), s, base)
        return None
    if name == "I" and s.sub is not None:
        sizes = _sizes(r, s.sub)
        if sizes is None and known is not None:
            return None
        if sizes is None:
            places = positions(s.sub)
            if len(places) == 2:
                return _rest(r, _delta(r, *places), s, base)
            if font == "bb" or type(s.sub) not in (Symbol, Number):
                return _subscripted_one(r, s, base, font)
            return _rest(r, _basis(r, s.sub), s, base) if font == "bf" else None
        return _rest(r, build.eye(sizes[0]), s, base)
    if name in ("1", "0") and s.sub is not None:
        sizes = _sizes(r, s.sub)
        if sizes is None and known is not None:
            return None
        if sizes is None:
            return _subscripted_one(r, s, base, font) if name == "1" else None
        shape = (*sizes, 1)[:2]
        return _rest(r, build.ones(shape) if name == "1" else build.zeros(shape), s, base)
    return None


def _rest(r: Reading, value: Expr, s: Script, base: Syntax) -> Expr:
    """The superscripts that follow the subscript which made the constant."""
    if not s.sups and not s.primes:
        return value
    return scripted(r, value, Script(s.span, base, None, s.sups, s.primes))


def _sizes(r: Reading, sub: Syntax) -> tuple | None:
    r"""The sizes written below `I` or `\mathbf 1`: `n`, `3`, `d \times d`, `r,c`."""
    while type(sub) is Group and sub.open in ("", "("):
        sub = sub.body
    items = sub.items if type(sub) is Product and set(sub.operators[1:]) <= {"times"} \
        else positions(sub)
    sizes = []
    for s in items:
        if type(s) is Number and s.value.denominator == 1:
            sizes.append(int(s.value))
        elif type(s) in (Symbol, Accent, Script) and label(s) in r.dims and label(s) not in r.bound:
            sizes.append(label(s))
        else:
            return None
    return tuple(sizes) if len(sizes) <= 2 else None


def _subscripted_one(r: Reading, s: Script, base: Syntax, font: str) -> Expr | None:
    from symcheck.read.elaborate_conditions import condition, is_condition_syntax
    if not is_condition_syntax(s.sub):
        return None
    value = condition(r, s.sub)
    return _rest(r, value, s, base)


def place(r: Reading, p: Syntax) -> At:
    """A position whose axis is not known: an index, a number, an index plus a number."""
    if type(p) is Number:
        return At(None, int(p.value))
    if type(p) is Additive and len(p.items) == 2 and type(p.items[1]) is Number:
        at = place(r, p.items[0])
        step = int(p.items[1].value) * (-1 if p.signs[1] == "-" else 1)
        return At(at.base, at.offset + step)
    if type(p) is Group and p.open in ("", "("):
        return place(r, p.body)
    name = label(p)
    binder = r.bound.get(name)
    if binder is not None:
        if binder.index is None:
            binder.on(r.open_sizes().fresh(True))
        binder.least = 0 if binder.least is None else min(0, binder.least)
        binder.most = 0 if binder.most is None else max(0, binder.most)
        return At(binder.index, 0 if binder.from_zero else -binder.shift)
    entry = r.scope.bare(name)
    if entry is not None and entry.kind == "index":
        return At(Index(name, entry.dim), 0)
    if entry is not None and (entry.kind != "quantity" or is_scalar(entry.expr.shape)):
        raise r.error("not-in-language", f"{name} is no position", p)
    if name in r.dims and name not in r.free:
        return At(name, 0)
    return At(r.free_index(name), 0)


def _size_of(r: Reading, at: At):
    if type(at.base) is Index:
        return at.base.dim
    return at.base if at.base is not None else None


def _delta(r: Reading, p: Syntax, q: Syntax) -> Expr:
    """The Kronecker delta, as an entry of the identity."""
    a, b = place(r, p), place(r, q)
    dims = [d for d in (_size_of(r, a), _size_of(r, b)) if d is not None]
    if len(dims) == 2 and not r.same(*dims):
        raise r.misfit("these indices number axes of different length", p,
                       f"{label(p)} runs to {dims[0]}, {label(q)} to {dims[1]}")
    n = dims[0] if dims else r.open_sizes().fresh(True)
    if r.sizes is not None:
        n = r.sizes.find(n)
        a, b = _settled(r, a), _settled(r, b)
    return build.entry(build.eye(n), (a, b))


def _settled(r: Reading, at: At) -> At:
    if type(at.base) is Index:
        return At(Index(at.base.name, r.sizes.find(at.base.dim), at.base.uid), at.offset)
    return at


def _basis(r: Reading, sub: Syntax) -> Expr:
    at = place(r, sub)
    n = _size_of(r, at)
    if n is None:
        n = r.open_sizes().fresh()
    return build.basis(at, n)


VARIANTS.setdefault("\\mathbb{1}", "1")
SPECIAL.append(scripted_constant)
FORMAL.append(formal_argument)
CALLS["family"] = whole_family
