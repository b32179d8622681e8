r"""Families written out: `x_1, \dots, x_N \in \mathbb{R}^d`, `\{(x_i, y_i)\}_{i=1}^N`.

Each is rewritten to one name with an index (`x_i`) whose range is said in the line.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Variable
from symcheck.expr.shape import describe
from symcheck.read.declare_names import (
    add_quantity,
    head_of,
    is_dots,
    new_entry,
    range_size,
    variable_name,
)
from symcheck.read.names import base_of, is_transpose, label, spelled, written_in
from symcheck.read.scope import positions
from symcheck.read.syntax import Group, Listing, Number, Relation, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

LETTERS = "ijklmnpqrst"


def written_out(source: Source, flat: list[Syntax], ranges: dict) -> list[Syntax]:
    r"""The items of a line with each `x_1, \dots, x_N` made one `x_i`."""
    flat = list(flat)
    k = 0
    while k < len(flat):
        if not is_dots(flat[k]) or _of_range(flat, k):
            k += 1
            continue
        last = flat[k + 1] if k + 1 < len(flat) else None
        head = last.items[0] if type(last) is Relation else last
        start, found = k, None
        while start and head is not None:  # x_1, x_2, \dots: back to the first
            before = _varied(flat[start - 1], head)
            if before is None or found is not None and not _next(before[0], found[0]):
                break
            start, found = start - 1, before
        if found is None:
            raise fail("not-a-declaration", "these dots cannot be read", source, flat[k].span,
                       help=r"Write x_1, \dots, x_N or x_i, i = 1, \dots, N.")
        low, high = found
        name = _letter(ranges, low, high, head)
        ranges[name] = (low, high)
        one = _varied(flat[start], head, Symbol(high.span, name))
        flat[start:k + 2] = [one if head is last else Relation(
            last.span, (one, *last.items[1:]), last.operators)]
        k = start
    return flat


def _of_range(flat: list[Syntax], k: int) -> bool:
    r"""Do these dots stand in `i = 1, \dots, N` or `i = 1, 2, \dots, N`?"""
    before = flat[k - 1] if k else None
    if type(before) is Number and k > 1:
        before = flat[k - 2]
    return type(before) is Relation and before.operators[-1] == "="


def _next(a: Syntax, b: Syntax) -> bool:
    return type(a) is Number and type(b) is Number and a.value + 1 == b.value


def _varied(a: Syntax, b: Syntax, put: Syntax | None = None):
    """(first, last) of the one place in which two names differ; or `a` with `put` there."""
    if type(a) is Group and type(b) is Group and type(a.body) is Listing is type(b.body):
        pairs = list(zip(a.body.items, b.body.items))
        found = [_varied(x, y, put) for x, y in pairs]
        if None in found or len(a.body.items) != len(b.body.items):
            return None
        if put is not None:
            return replace(a, body=replace(a.body, items=tuple(found)))
        same = {(label(low), label(high)) for low, high in found}
        return found[0] if len(same) == 1 else None
    if type(a) is not Script or type(b) is not Script or a.base is None or b.base is None:
        return None
    if label(a.base) != label(b.base) or a.primes != b.primes or len(a.sups) != len(b.sups) or (
            (a.sub is None) != (b.sub is None)):
        return None
    subs = [label(x) == label(y) for x, y in ((a.sub, b.sub),) if x is not None]
    sups = [label(x) == label(y) for x, y in zip(a.sups, b.sups)]
    if subs == [False] and all(sups):
        xs, ys = positions(a.sub), positions(b.sub)
        if len(xs) != len(ys) or [label(x) for x in xs[1:]] != [label(y) for y in ys[1:]]:
            return None
        if put is None:
            return _ends(xs[0], ys[0])
        rest = xs[1:]
        return replace(a, sub=put if not rest else Listing(a.sub.span, (put, *rest),
                                                           (",",) * len(rest)))
    if all(subs) and sups[:1] == [False] and all(sups[1:]):
        x, y = a.sups[0], b.sups[0]
        if type(x) is Group and type(y) is Group and x.open == y.open and x.open in ("(", "["):
            return _ends(x.body, y.body) if put is None else replace(
                a, sups=(replace(x, body=put), *a.sups[1:]))
    return None


def _ends(low: Syntax, high: Syntax):
    return (low, high) if type(low) is Number and label(low) != label(high) else None


def _letter(ranges: dict, low: Syntax, high: Syntax, head: Syntax) -> str:
    """A name for the index: one of the same range, or one that is not in use."""
    for name in LETTERS:
        if name in ranges:
            if tuple(map(label, ranges[name])) == (label(low), label(high)):
                return name
        elif not written_in(high, name) and not written_in(head, name):
            return name
    return "i" + label(high)


def braced(s: Syntax | None):
    r"""(members, index, low, high) of `\{(x_i, y_i)\}_{i=1}^N`; None for anything else."""
    if type(s) is not Script or type(s.base) is not Group or s.base.open not in ("{", "("):
        return None
    sub, high = s.sub, s.sups[0] if len(s.sups) == 1 else None
    if type(sub) is Listing and high is None and any(map(is_dots, sub.items)):
        sub, high = sub.items[0], sub.items[-1]
    if type(sub) is not Relation or sub.operators != ("=",) or high is None or (
            base_of(sub.items[0]) is None):
        return None
    members = s.base.body
    if type(members) is Listing:
        members = Group(members.span, "(", members, ")")
    return members, label(sub.items[0]), sub.items[1], high


def unbraced(context, source: Source, flat: list[Syntax], ranges: dict) -> list[Syntax]:
    r"""The items of a line with `\{x_i\}_{i=1}^N` made `x_i`, its range noted.

    Where nothing says what its members are, their range is kept for the line that will.
    """
    out: list[Syntax] = []
    alone = []
    for x in flat:
        rel = x if type(x) is Relation else None
        items = list(rel.items) if rel is not None else [x]
        ops = list(rel.operators) if rel is not None else []
        if len(items) > 1 and ops[0] in ("=", ":=", "\\triangleq") and (
                braced(items[1]) is not None and braced(items[0]) is None):
            items, ops = items[1:], ops[1:]
        found = braced(items[0])
        if found is None:
            out.append(x)
            continue
        members, name, low, high = found
        ranges[name] = (low, high)
        if ops:
            if ops[0] == "\\subset":
                ops[0] = "\\in"
            out.append(Relation(x.span, (members, *items[1:]), tuple(ops)))
        else:
            alone.append((members, name, low, high))
    for members, name, low, high in alone:
        _expect(context, source, members, name, low, high)
    return out


def _expect(context, source: Source, members: Syntax, name: str, low: Syntax, high: Syntax) -> None:
    """The members of a family of this range: checked if declared, else kept for their line."""
    while type(members) is Group and type(members.body) in (Script, Symbol):
        members = members.body
    several = type(members) is Group and type(members.body) is Listing
    for one in members.body.items if several else (members,):
        try:
            known = context.scope.find(*head_of(source, one), loose=False)
        except SymcheckError:
            raise fail("not-a-declaration", "the members of this set are no names", source,
                       one.span) from None
        dim, _ = range_size(context, source, low, high)
        if known is None or known.entry.kind != "quantity":
            context.listed = context.listed | {label(one): (name, low, high)}
            continue
        family = known.entry.expr.data.family if known.slots else known.entry.expr.shape
        if dim not in family:
            raise fail("declared-twice", f"{label(one)} is declared with another range", source,
                       one.span, f"it was {' x '.join(map(str, family))}, now {dim}")


def expected_range(context, names: list[Syntax], ranges: dict) -> None:
    """Ranges said by an earlier set, for the names that were its members."""
    for s in names:
        for one in s.body.items if type(s) is Group and type(s.body) is Listing else (s,):
            said = context.listed.get(label(one))
            if said is not None:
                ranges.setdefault(said[0], said[1:])


def made_of(context, source: Source, left: Syntax, right: Syntax, shape) -> bool:
    r"""`X = [x_1, \dots, x_m]^\top \in \mathbb{R}^{m \times n}` of undeclared x_i: both are declared."""
    turned = type(right) is Script and right.sub is None and len(right.sups) == 1 and (
        is_transpose(right.sups[0]))
    list_ = right.base if turned else right
    if type(list_) is not Group or list_.open not in ("[", "(") or type(list_.body) is not Listing:
        return False
    items = list_.body.items
    if len(items) < 3 or not is_dots(items[-2]) or (ends := _varied(items[0], items[-1])) is None:
        return False
    if context.scope.find(*head_of(source, items[0])) is not None or (
            context.scope.find(*head_of(source, left), loose=False) is not None):
        return False
    dim, _ = range_size(context, source, *ends)
    index = _letter({}, *ends, items[-1])
    whole, member = label(left), label(_varied(items[0], items[-1], Symbol(left.span, index)))
    if shape == (dim, 1):
        of = spelled(whole, index)
    elif turned and shape[0] == dim:
        of = rf"{whole}_{{{index},:}}^\top"
    elif not turned and shape[1] == dim:
        of = rf"{whole}_{{:,{index}}}"
    else:
        raise fail("shape-mismatch", "this definition has another shape than its name", source,
                   right.span, f"{dim} are listed, but {whole} is {describe(shape)}",
                   help=r"Columns are listed in [..], rows in [..]^\top.")
    entry, _ = new_entry(context, source, left, {})
    add_quantity(context, source, left, entry, Variable(variable_name(context, entry, ()), shape))
    if member != of:
        from symcheck.read.declare import declare_line
        declare_line(context, source.rewritten(f"{member} = {of}"))
    return True
