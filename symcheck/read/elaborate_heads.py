r"""Which items of a product are heads that take what stands to their right.

`factor` reads one factor: a function with its argument, `\sum`, `\nabla`, `\frac{d}{dx}`, an indicator
`\mathbf 1[..]`, or any plain item. Each head is a function of (reading, items, operators, position) that
returns the value and the position after what it took.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.expr import Expr
from symcheck.read.blocks import named as named_blocks
from symcheck.read.names import base_of, spread
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import (
    Accent,
    Additive,
    BigOperator,
    Fraction_,
    Group,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

Head = Callable[..., tuple[Expr, int]]

# Filled by the modules that own them: by symbol name, for names that are not declared.
HEADS: dict[str, Head] = {}
# Letters that are heads of their own in a font.
_SPECIAL = {"bb": r"\mathbb{{{}}}", "cal": r"\mathcal{{{}}}"}
# For syntax that may be a head whatever is declared.
BIG: dict[str, Head] = {}
CALLS: dict[str, Callable] = {}
FRACTION: list[Callable] = []


def factor(r: Reading, items: tuple[Syntax, ...], ops: tuple[str, ...], k: int,
           ) -> tuple[Expr, int]:
    """The factor that begins at items[k], and the position after it."""
    s = items[k]
    kind = type(s)
    if kind is Symbol or kind is Accent:
        return _symbol(r, items, ops, k, s)
    if kind is Script:
        return _script(r, items, ops, k, s)
    if kind is Fraction_:
        return FRACTION[0](r, items, ops, k)
    if kind is BigOperator:
        return BIG[s.name](r, items, ops, k)
    if kind is Number and s.value == 1 and is_condition(items, ops, k + 1):
        return HEADS["1"](r, items, ops, k)
    if kind is Group and k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None:
        if _names_function(r, s) or pointwise(r, s.body, False) or pointwise(r, s.body, True) and _is_place(r, s.body, items[k + 1]):
            return CALLS["composed"](r, items, ops, k)
        if _is_gradient(r, s.body):
            return CALLS["gradient"](r, items, ops, k)
    return r.expr(s), k + 1


def _symbol(r: Reading, items, ops, k: int, s: Syntax) -> tuple[Expr, int]:
    s = spread(s)
    if type(s) is Script:
        return _script(r, items, ops, k, s)
    name, font = base_of(s) or ("", "")
    if name in r.bound:
        return r.expr(s), k + 1
    if name == "1" and is_condition(items, ops, k + 1):
        return HEADS["1"](r, items, ops, k)  # also where \mathbf 1 is a declared vector
    entry = r.scope.plain.get(name)
    if font in _SPECIAL and (special := _SPECIAL[font].format(name)) in HEADS and not any(e.font == font for e in r.scope.entries.get(name, ())) and (
            entry is not None or k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None):
        return HEADS[special](r, items, ops, k)  # a mean, beside an error E; a density, beside a number N
    if entry is None:
        entry = r.scope.bare(name, font)
        if entry is None:
            found = r.scope.find(name, font, None, (), 0)
            entry = found.entry if found is not None and not found.slots else None
    if entry is not None:
        return _declared(r, items, ops, k, s, Found(entry, (), (), [], 0))
    head = _head(name, font)
    if head is not None and not (name in ("D", "H", "J") and name in r.dims and font == "") and name not in r.ahead:
        return head(r, items, ops, k)
    if k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None and (found := _of_members(r, name, font)) is not None:
        return _declared(r, items, ops, k, s, found)
    return r.expr(s), k + 1


def _of_members(r: Reading, name: str, font: str) -> Found | None:
    """The f of `f(w)` beside functions f_i(w), where f has no meaning of its own: the vector of their values."""
    entries = [e for e in r.scope.entries.get(name, ()) if e.font == font and e.sub_slots and not (e.sub or e.sup or e.primes)]
    if len(entries) != 1 or entries[0].kind != "quantity" or not entries[0].params or name in r.dims or name in r.free:
        return None
    whole = CALLS["family"](r, name)
    return None if whole is None else Found(replace(entries[0], expr=whole, sub_slots=0), (), (), [], 0)


def _head(name: str, font: str) -> Head | None:
    if font == "bb":
        return HEADS.get(rf"\mathbb{{{name}}}") or (HEADS.get(name) if name in "1I" else None)
    if font == "cal":
        return HEADS.get(rf"\mathcal{{{name}}}") or HEADS.get(name)
    return HEADS.get(name if name != "E" else r"\mathrm{E}")


def _outside(s: Script) -> Script:
    r"""`{g^{(1)}}'` as `g^{(1)}'`: invisible braces around a name with scripts keep primes apart from these."""
    inner = s.base.body if s.primes and type(s.base) is Group and s.base.open == "" else None
    if type(inner) is not Script or inner.primes or s.sub is not None or inner.base is None:
        return s
    return Script(s.span, inner.base, inner.sub, (*inner.sups, *s.sups), s.primes)


def _script(r: Reading, items, ops, k: int, s: Script) -> tuple[Expr, int]:
    s = _outside(s)
    base = spread(s.base) if s.base is not None else None
    named = base_of(base)
    if named is None:
        if type(base) is Script:
            named = None
        elif type(base) is BigOperator:
            return BIG[base.name](r, items, ops, k)
        elif type(base) is Fraction_:
            return FRACTION[0](r, items, ops, k)
        if type(base) is Number and base.value == 1 and is_condition(items, ops, k + 1):
            return HEADS["1"](r, items, ops, k)
        if (type(base) is Group and k + 1 < len(items) and ops[k + 1] == "" and (
                _names_function(r, base) or s.primes and not r.prime_transpose
                and bracket(items[k + 1]) is not None and pointwise(r, base.body, True))):
            return CALLS["composed"](r, items, ops, k)
        return r.expr(s), k + 1
    name, font = named
    if (spectrum := CALLS["spectrum"](r, items, ops, k, s)) is not None:
        return spectrum
    found = r.scope.find(name, font, s.sub, s.sups, s.primes)
    if found is not None and name in ("J", "D", "H") and found.sub and s.sub is not None \
            and function_of(r, s.sub) is not None and found.entry.kind == "quantity" \
            and found.entry.expr is not None and found.entry.expr.shape == (1, 1):
        return HEADS[name](r, items, ops, k)  # J_f beside a loss J
    if found is not None and not (found.loose and name in HEADS and name not in r.scope.entries):
        return _declared(r, items, ops, k, s, found)
    variance = name == "\\sigma" and name in r.ahead and k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None
    head = None if variance else _head(name, font)  # `\sigma^2(w)`
    if head is not None and name not in r.bound and not (
            s.sups and r.scope.squared(name, font, s.sub) is not None):
        return head(r, items, ops, k)
    return r.expr(s), k + 1


def _declared(r: Reading, items, ops, k: int, s: Syntax, found: Found) -> tuple[Expr, int]:
    if found.entry.kind == "quantity" and (entries := CALLS["entries"](r, found)) is not None:
        found = entries
    entry = found.entry
    if entry.kind in ("function", "map"):
        return CALLS["declared"](r, items, ops, k, found)
    if entry.by_square and entry.base in HEADS and type(s) is Symbol and k + 1 < len(items) and (
            ops[k + 1] == "" and bracket(items[k + 1]) is not None):
        raise r.error("ambiguous", f"is {entry.name} a function here, or a factor?", s,
                      f"{entry.name}^2 is declared, which makes {entry.name} a number",
                      help=f"Write {entry.name} \\cdot (..), or give the function another letter.")
    if k + 1 < len(items) and ops[k + 1] == "" and entry.kind == "quantity":
        if (entry.params or entry.expr.op == "let") and bracket(items[k + 1]) is not None:
            called = CALLS["quantity"](r, items, ops, k, found)
            if called is not None:
                return called
    if found.primes and entry.params or found.primes and entry.kind == "quantity":
        called = CALLS["primed"](r, items, ops, k, found)
        if called is not None:
            return called
    if entry.kind == "quantity":
        if type(s) is Script:
            return CALLS["value"](r, s, found), k + 1
        if not entry.expr.data.family:
            return named_blocks(r, entry.expr), k + 1
    return r.expr(s), k + 1


def bracket(s: Syntax) -> Group | None:
    """The bracket of an argument: `(..)`, `[..]`, `\\{..\\}`, also with scripts after it."""
    if type(s) is Script:
        s = s.base
    return s if type(s) is Group and s.open in ("(", "[", "{") else None


def is_multiplied(items, ops, k: int) -> bool:
    r"""Does a bracket after the one behind items[k] say product, as in `\frac{dL}{dh}(h)(1 - h)`?"""
    return k + 2 < len(items) and ops[k + 2] == "" and bracket(items[k + 2]) is not None


def is_condition(items, ops, k: int) -> bool:
    """Is items[k] a bracket that holds a condition?"""
    if k >= len(items) or ops[k] != "":
        return False
    group = bracket(items[k])
    return group is not None and holds_condition(group.body)


def holds_condition(s: Syntax) -> bool:
    if type(s) is Relation:
        return True
    return hasattr(s, "items") and type(s) is not Product and type(s) is not Additive and any(
        type(x) is Relation for x in s.items)


def takes_argument(r: Reading, s: Syntax) -> bool:
    """Does this item begin something that takes what stands to its right?"""
    kind = type(s)
    if kind is BigOperator:
        return True
    if kind is Script:
        if type(s.base) is BigOperator:
            return True
        named = base_of(s.base) if s.base is not None else None
    elif kind is Symbol or kind is Accent:
        named = base_of(s)
    elif kind is Fraction_:
        return FRACTION[1](r, s)
    else:
        return False
    if named is None:
        return False
    entry = r.scope.bare(*named)
    if kind is Symbol and named[1] in _SPECIAL and _SPECIAL[named[1]].format(named[0]) in HEADS and not any(
            e.font == named[1] for e in r.scope.entries.get(named[0], ())):
        return True
    if entry is None and named[0] in r.scope.entries and kind is Script:
        found = r.scope.find(*named, s.sub, s.sups, s.primes)
        entry = found.entry if found is not None else None
    if entry is not None:
        return entry.kind in ("function", "map") or bool(entry.params)
    return named[0] in HEADS and named[0] not in ("1", "I", "e") and named[0] not in r.bound


def function_of(r: Reading, s: Syntax) -> Entry | None:
    """The declared function or map that a bare symbol names."""
    named = base_of(s)
    if named is None:
        if type(s) is Script and s.base is not None and base_of(s.base) is not None:
            found = r.scope.find(*base_of(s.base), s.sub, s.sups, s.primes, loose=False)
            if found is not None and not found.sub and not found.sups and not found.primes:
                entry = found.entry
                return entry if entry.kind in ("function", "map") or entry.params else None
        return None
    entry = r.scope.bare(*named)
    if entry is not None and (entry.kind in ("function", "map") or entry.params):
        return entry
    return None


def _names_function(r: Reading, g: Group) -> bool:
    """Is this bracket a function, as `(f \\circ g)` or `(\\nabla f)`?"""
    body = g.body
    if g.open not in ("(", "", "["):
        return False
    if type(body) is Product and "circ" in body.operators:
        return all(CALLS["composable"](r, x) is not None for x in body.items)
    return False


def _is_place(r: Reading, s: Syntax, at: Syntax) -> bool:
    """Does this bracket hold a number or a name alone, so that `(f + g)(x)` of defined functions is no product?"""
    inside = bracket(at).body
    functions = [e for x in s.walk() if (e := function_of(r, x)) is not None]
    return bool(functions) and type(at) is Group and all(len(e.params) == 1 for e in functions) and (
        type(inside) is Number or type(inside) is Symbol and function_of(r, inside) is None)


def pointwise(r: Reading, s: Syntax, quantities: bool) -> bool:
    """Is this made of functions by +, -, products and quotients, as the `fg` of `(fg)'(x)`?

    Defined quantities that are functions too count where `quantities` is set.
    """
    return type(s) in (Additive, Product, Fraction_, Script) and "function" in (
        found := _made_of(r, s, quantities)) and "" not in found


def _made_of(r: Reading, s: Syntax, quantities: bool) -> set[str]:
    """Of "function" and "number", what the parts are; "" for anything else."""
    kind = type(s)
    if kind is Additive and set(s.signs) <= {"+", "-"}:
        return set().union(*(_made_of(r, x, quantities) for x in s.items))
    if kind is Product and set(s.operators) <= {"", "cdot", "times", "/"}:
        found = [_made_of(r, x, quantities) for x in s.items]
        for k, op in enumerate(s.operators[1:]):  # `f z` is a value, and so are `f(z)`, `\log f`
            if op == "" and found[k] == {"function"} and (
                    found[k + 1] != {"function"} or bracket(s.items[k + 1]) is not None
                    or function_of(r, s.items[k]) is None):
                return {""}
        return set().union(*found)
    if kind is Fraction_:
        return _made_of(r, s.numerator, quantities) | _made_of(r, s.denominator, quantities)
    if kind is Group and s.open in ("(", "["):
        return _made_of(r, s.body, quantities)
    if kind is Number:
        return {"number"}
    found = CALLS["composable"](r, s)
    if found is not None:
        return {"function" if quantities or type(found[0]) is str or found[0].kind != "quantity"
                else ""}
    if kind is Script and len(s.sups) == 1 and type(s.sups[0]) is Number and s.sub is None \
            and not s.primes and s.base is not None:
        return _made_of(r, s.base, quantities)
    entry = r.scope.bare(*base_of(s)) if kind is Symbol else None
    return {"number" if entry is not None and entry.kind == "quantity" and entry.expr.op == "var"
            and not entry.expr.data.family else ""}


def _is_gradient(r: Reading, body: Syntax) -> bool:
    r"""Is this the `\nabla f` of `(\nabla f)(x)`?"""
    if type(body) is not Product or len(body.items) != 2 or body.operators[1] not in ("", "."):
        return False
    head = body.items[0].base if type(body.items[0]) is Script else body.items[0]
    return type(head) is Symbol and head.name == "\\nabla" and function_of(r, body.items[1]) is not None
