r"""A defined quantity followed by a bracket: `\ell(w)`, `L'(w)`, `\hat y(1 - \hat y)`.

It is applied, named with what it depends on, or multiplied; where that cannot be told it is an error.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import Argument, after, argument
from symcheck.read.elaborate_calls import call, fits, other_variable, substituted
from symcheck.read.elaborate_heads import CALLS, bracket
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.names import label, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Found
from symcheck.read.syntax import (
    Accent,
    Additive,
    Bar,
    Cases,
    Listing,
    Matrix,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import SymcheckError


def quantity(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    r"""`\ell(w)`, `L(w, b)`, `\hat y(x)`: a defined quantity followed by a bracket.

    It is applied when it was defined as a function, or when the bracket holds nothing but names;
    else it is multiplied.
    """
    entry = found.entry
    if (entry.params or _is_loss(entry)) and len(found.sups) == 1 and not found.sub and (
            type(found.sups[0]) in (Number, Additive)):
        return _power_of_call(r, items, ops, k, found)
    if found.sub and not found.sups and not found.primes and _is_loss(entry):
        return _entry_of_loss(r, items, k, found)
    if found.sub or any(not derivative_mark(s) for s in found.sups):
        return None
    order = found.primes + len(found.sups)
    body = bracket(items[k + 1]).body
    if entry.params:
        if _bare_in(label(items[k]), body):
            return None  # \hat y(1 - \hat y) is a product
        a = argument(r, items, ops, k, entry.name, many=True)
        if len(a.values) == len(entry.params) and (
                order or all(_could_be(r, x, p) for x, p in zip(a.values, entry.params))):
            if found.slots:
                return after(r, _call_member(r, found, a.values, order, items[k]), a), a.after
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        if len(entry.params) == 1 and entry.entrywise:
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        taken_by_another = _is_loss(entry) and not order and len(entry.params) == len(a.values) == 1 and other_variable(
            entry.expr, r.settle(a.values[0])) is not None
        if (taken_by_another or type(body) is not Additive) and not found.slots:  # `f(3)` is no product, `f(1 - y)` may be
            return after(r, call(r, entry, a.values, order, items[k]), a), a.after
        return None
    e = _bare_value(r, found)
    below = set(e.walk())
    names = names_in(r, body)
    if names is None:
        if _is_loss(entry):
            inside = _mentioned(r, body)
            if inside is None or not ({e, entry.expr} & inside):
                raise _taken_or_multiplied(r, entry, items, k)
        elif type(body) is Number:
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    if len(names) == 1 and order:
        by = names[0]
        for _ in range(order):
            e = build.derivative(e, by, "row")
        script = items[k + 1] if type(items[k + 1]) is Script else None
        return after(r, e, Argument([by], k + 2, script)), k + 2
    if not all(_core(n) in below for n in names):
        if _is_loss(entry):
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    if type(body) is not Listing and type(body) is not Bar and not _is_loss(entry) and (
            type(items[k + 1]) is Script or not is_scalar(e.shape) or is_scalar(names[0].shape)):
        entry_of = type(items[k + 1]) is Script and items[k + 1].sub is not None and not is_scalar(names[0].shape)
        if is_scalar(e.shape) and e is not names[0] and not entry_of:  # `r (w)_i` is r times an entry
            raise _taken_or_multiplied(r, entry, items, k)
        return None
    r.note(f"{r.text(items[k])}({r.text(body)}) is read as the quantity {entry.name}")
    script = items[k + 1] if type(items[k + 1]) is Script else None
    return after(r, e, Argument(names, k + 2, script)), k + 2


# Letters that name a loss or a function far more often than a factor.
LOSSES = frozenset(("J", "L", "\\ell", "f", "F"))


def _is_loss(entry: Entry) -> bool:
    return entry.base in LOSSES


def _entry_of_loss(r: Reading, items, k: int, found: Found) -> tuple[Expr, int] | None:
    r"""`\ell_i(w)`, where the \ell_i are defined without an argument."""
    names = names_in(r, bracket(items[k + 1]).body)
    if found.entry.params or names is None:
        return None
    e = CALLS["value"](r, items[k], found)
    below = set(e.walk())
    if not all(_core(n) in below for n in names):
        return None
    r.note(f"{r.text(items[k])}({r.text(bracket(items[k + 1]).body)}) is read as the quantity")
    script = items[k + 1] if type(items[k + 1]) is Script else None
    return after(r, e, Argument(names, k + 2, script)), k + 2


def _taken_or_multiplied(r: Reading, entry: Entry, items, k: int) -> SymcheckError:
    inside = r.text(bracket(items[k + 1]).body)
    return r.error("ambiguous", f"is {entry.name} taken at {inside}, or multiplied?",
                   items[k].span.to(items[k + 1].span),
                   f"{entry.name} is defined without an argument",
                   help=f"Define it as a function, {entry.name}(..) = .., or write "
                        f"{entry.name} \\cdot ({inside}).")


def _mentioned(r: Reading, body: Syntax) -> set[Expr] | None:
    """The names that a bracket holds; None where it is no expression."""
    try:
        e = r.expr(body)
    except SymcheckError:
        return None
    names = ("var", "let", "item")
    return {n for n in e.walk(names) if n.op in names}


def _bare_in(name: str, s: Syntax) -> bool:
    """Does a name stand in a piece of syntax with no bracket after it?"""
    if type(s) in (Symbol, Accent, Script) and label(s) == name:
        return True
    parts = s.children() if type(s) not in (Matrix, Cases) else []
    for n, x in enumerate(parts):
        called = type(s) is Product and n + 1 < len(parts) and bracket(parts[n + 1]) is not None
        if not (called and label(x) == name) and _bare_in(name, x):
            return True
    return False


def _power_of_call(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    """`L^2(w)` is L(w)^2."""
    done = quantity(r, items, ops, k, found._replace(sups=[]))
    if done is None:
        return None
    power = found.sups[0]
    if type(power) is Additive and power.signs == ("-",):
        raise r.error("not-in-language", f"the inverse of {found.entry.name} cannot be read",
                      items[k], help=f"One over it is 1/{found.entry.name}(..).")
    return raised(r, done[0], power, items[k]), done[1]


def _call_member(r: Reading, found: Found, args: list[Expr], order: int, at: Syntax) -> Expr:
    r"""`L_i(w)`: a member of a family of functions at its arguments."""
    body, entry = member(r, found), found.entry
    if order and len(entry.params) != 1:
        raise r.error("ambiguous", f"say by which variable of {entry.name}", at)
    for _ in range(order):
        body = build.derivative(body, build.var(entry.params[0]), "row")
    return substituted(r, entry, body, entry.params, args, at)


def _core(e: Expr) -> Expr:
    while e.op in ("item", "entry"):
        e = e.args[0]
    return e


def _bare_value(r: Reading, found: Found) -> Expr:
    return member(r, found)


def _could_be(r: Reading, a: Expr, p: Variable) -> bool:
    return a.shape == p.shape or fits(r, a, p) or a.op == "num" and a.data == 0


def derivative_mark(s: Syntax) -> bool:
    return type(s) is Symbol and s.name == "\\prime"


def names_in(r: Reading, body: Syntax) -> list[Expr] | None:
    """The names in a bracket that holds nothing else."""
    if type(body) is Bar:
        left, right = names_in(r, body.left), names_in(r, body.right)
        return left + right if left is not None and right is not None else None
    items = body.items if type(body) is Listing else (body,)
    values = []
    for s in items:
        named = stem_of(s)
        if named is None or named[0] in r.bound:
            return None
        found = r.scope.find(*named, *scripts_of(s))
        if found is None or found.entry.kind != "quantity" or found.sub or found.sups:
            return None
        values.append(r.expr(s))
    return values


def primed(r: Reading, items, ops, k: int, found: Found) -> tuple[Expr, int] | None:
    """`f'` of a quantity without an argument: by its parameter."""
    entry = found.entry
    if not found.primes or not entry.params or len(entry.params) != 1 or found.sub or found.sups \
            or entry.squared:
        return None
    e, by = entry.expr, build.var(entry.params[0])
    if e is None or r.prime_transpose:
        return None
    for _ in range(found.primes):
        e = build.derivative(e, by, "row")
    return e, k + 1


CALLS.update({"quantity": quantity, "primed": primed})
