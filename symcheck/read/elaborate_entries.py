r"""Positions and entries: `x_i`, `W_{ij}`, `W_{i:}`, `(Ax)_i`, `x_{n-1}`."""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import At, Dim, Expr, build
from symcheck.expr.shape import describe, is_matrix, is_scalar, is_vector, long_axes
from symcheck.read import stacks
from symcheck.read.labels import at_labels, label_at
from symcheck.read.names import STARS, base_of, label
from symcheck.read.reading import Reading
from symcheck.read.scope import Found, positions
from symcheck.read.syntax import Additive, Group, Number, Relation, Script, Symbol, Syntax


def position(r: Reading, p: Syntax, dim: Dim, origin: int = 1, offset: int = 0) -> At:
    """The place that a piece of subscript names on an axis of size `dim`."""
    kind = type(p)
    if kind is Symbol:
        if dim == p.name and p.name not in r.bound and p.name not in r.free and (
                r.scope.bare(p.name) is None):
            r.last.add(p.name)
            return At(dim, offset)
        if len(p.name) > 1 and p.name[0] != "\\":
            raise r.undeclared(rf"\text{{{p.name}}}", p)
        entry = r.scope.bare(p.name) if p.name not in r.bound else None
        if entry is not None and entry.kind == "quantity" and is_scalar(entry.expr.shape):  # a vector is no position
            raise r.error("not-in-language", f"{p.name} is no position", p,
                          f"{p.name} is {describe(entry.expr.shape)}",
                          help=f"Declare it as a label: {p.name} \\in \\{{1, \\dots, K\\}}.")
        return r.index_on(p.name, dim, p, offset + 1 - origin)
    if kind is Number and p.value.denominator == 1:
        place = int(p.value) + offset + 1 - origin
        if place < 1 or type(dim) is int and place > dim:
            raise r.error("index-out-of-range", f"there is no position {p.text} here", p,
                          f"positions run from {origin} to {dim}")
        return At(None, place)
    if kind is Group and p.open in ("", "("):
        return position(r, p.body, dim, origin, offset)
    if kind is Additive:
        base = None
        for item, sign in zip(p.items, p.signs):
            if type(item) is Number and item.value.denominator == 1:
                offset += int(item.value) * (-1 if sign == "-" else 1)
            elif base is None and sign == "+":
                base = item
            else:
                base = p
                break
        if base is not None and base is not p:
            return position(r, base, dim, origin, offset)
    if kind is Script and base_of(p.base) is not None:
        name = label(p)
        if name == dim and name not in r.bound:
            return At(dim, offset)
        if name in r.bound or r.scope.find(*base_of(p.base), p.sub, p.sups, p.primes,
                                           loose=False) is None:
            return r.index_on(name, dim, p, offset + 1 - origin)
    raise r.error("not-in-language", "this is no position that can be read", p,
                  help="A position is an index, a number, or an index plus a number.")


def taken(r: Reading, places, dims, made: Callable[[tuple[At, ...]], Expr], origin: int = 1) -> Expr:
    """`made` at the positions that are written, some of which may be labels."""
    found: list[At | tuple[Expr, Dim]] = []
    for p, d in zip(places, dims):
        value = label_at(r, p, d) if origin == 1 else None
        found.append(position(r, p, d, origin) if value is None else (value, d))
    return at_labels(found, made)


def entries(r: Reading, value: Expr, sub: Syntax | tuple[Syntax, ...], at: Syntax,
            found: Found | None = None) -> Expr:
    """`x_i`, `W_{ij}`, `W_{i:}`, `(Ax)_i`: entries, rows and columns of a value."""
    value = r.settle(value)
    places = sub if type(sub) is tuple else positions(sub)
    shape = value.shape
    if stacks.is_stack(value):
        raise r.error("not-in-language", "the entries of a stacked matrix are not numbered", at)
    if type(at) is Script and (any(_is_matrix_named(r, p) for p in places) or _is_starred(places, shape)):
        raise r.undeclared(label(at), at)
    if (sample := _sample(r, value, places, at) or _of_matrix(r, value, places, at)) is not None:
        return sample
    axes = long_axes(shape)
    places = _digits(places, axes)
    if len(places) == len(axes):
        if len(axes) == 2 and any(map(is_all, places)):
            return _line(r, value, places)
        if not any(map(is_all, places)):
            return taken(r, places, axes, lambda at: build.entry(value, at))
    if len(places) == 2 and len(axes) == 1:
        one = 0 if shape[0] == 1 else 1
        if type(places[one]) is Number and places[one].value == 1 or is_all(places[one]):
            if is_all(places[1 - one]):
                return value
            return build.entry(value, (position(r, places[1 - one], axes[0]),))
    if len(places) == 1 and is_matrix(shape):
        fonts = found is None or type(at) is not Script or at.base is None or base_of(at.base)[1] == found.entry.font  # the y_j beside \\mathbf{Y} is a number
        if fonts and type(places[0]) is Symbol and axes[0] != axes[1] == r.end_of(places[0].name):  # no row has this number
            r.note(f"{r.text(at)} is read as a column")
            return taken(r, places, axes[1:], lambda at: build.column(value, at[0]))
        row = taken(r, places, axes, lambda at: build.row(value, at[0]))
        lower = found is not None and found.loose and not found.entry.base.islower() \
            and found.entry.base != base_of(at.base)[0] if type(at) is Script else False
        if lower:
            return build.transpose(row)
        r.note(f"{r.text(at)} is read as a row")
        return row
    if is_scalar(shape):
        raise r.misfit(f"{text_of(r, at)} has no entries", at, "it is a scalar",
                       help=_as_derivative(r, value, places, at))
    if all(type(p) is Symbol and p.name.isupper() and p.name not in r.dims for p in places):
        raise r.undeclared(r.text(at), at)  # `\theta_{ML}`, another name
    if len(places) == 2 and len(axes) == 1 and all(type(p) is Symbol for p in places) and r.end_of(places[0].name) not in (None, axes[0]) \
            and r.end_of(places[1].name) in (None, axes[0]):
        raise r.undeclared(r.text(at), at)  # `\mu_{nj}` of sample n beside the \mu of one: another name
    raise r.misfit(f"this is no entry of {text_of(r, at)}", at,
                   f"it is {describe(shape)}, and {len(places)} "
                   f"position{'s' if len(places) > 1 else ''} are written")


def _sample(r: Reading, value: Expr, places, at: Syntax) -> Expr | None:
    r"""The x_n of N samples beside one sample x of length d and the matrix X of all: a row of X where that is N x d. Only where n
    runs to N, so that x_n is no entry of x."""
    named = base_of(at.base) if type(at) is Script and at.base is not None else None
    if named is None or len(places) != 1 or type(places[0]) is not Symbol or not is_vector(value.shape) or value.op not in ("var", "let"):
        return None
    end, length = r.end_of(places[0].name), value.shape[0]
    capital = named[0].upper() if len(named[0]) == 1 else ""
    entry = r.scope.bare(capital) if capital != named[0] else None
    if end is None or end == length or entry is None or entry.kind != "quantity" or entry.expr is None:
        return None
    if entry.expr.shape == (end, length):
        return build.transpose(build.row(entry.expr, r.index_on(places[0].name, end, places[0])))
    if entry.expr.shape == (length, end):
        return build.column(entry.expr, r.index_on(places[0].name, end, places[0]))
    return None


def _of_matrix(r: Reading, value: Expr, places, at: Syntax) -> Expr | None:
    r"""The x_{ij} of the matrix X of all samples beside one sample x, a vector: the entry of X, where what i and j run to is the size of its rows and columns."""
    named = base_of(at.base) if type(at) is Script and at.base is not None else None
    if named is None or len(named[0]) != 1 or not named[0].islower() or len(places) != 2 or not all(type(p) is Symbol for p in places) or not is_vector(value.shape) or value.op != "var":
        return None
    entry = r.scope.bare(named[0].upper())
    whole = entry.expr if entry is not None and entry.kind == "quantity" else None
    if whole is None or whole.op != "var" or whole.data.family or not is_matrix(whole.shape) or value.shape[0] not in whole.shape:
        return None
    ends = [r.end_of(p.name) for p in places]
    fits = any(ends) and all(end in (None, axis) for end, axis in zip(ends, whole.shape))
    return taken(r, places, whole.shape, lambda at: build.entry(whole, at)) if fits else None


def _is_starred(places, shape) -> bool:
    r"""Is this the star of `w_\star` after a vector or a number? It picks no entries there: the whole is a name of its own."""
    return len(places) == 1 and len(long_axes(shape)) < 2 and type(places[0]) is Symbol and places[0].name in STARS


def _is_matrix_named(r: Reading, p: Syntax) -> bool:
    r"""Is this the R of `\hat w_R`, a matrix with a meaning, or the W_2 of `G_{W_2}`? Then it numbers nothing: the whole is a name of its own."""
    if type(p) is Script:
        return label(p) not in r.bound and r.scope.array(p) is not None
    entry = r.scope.bare(p.name) if type(p) is Symbol and p.name not in r.bound and p.name not in r.free else None
    return entry is not None and entry.kind == "quantity" and entry.expr is not None and is_matrix(entry.expr.shape)


def _as_derivative(r: Reading, value: Expr, places, at: Syntax) -> str:
    r"""How to write the derivative that `\ell_\mu` may be meant for."""
    named = base_of(places[0]) if len(places) == 1 else None
    entry = r.scope.bare(*named) if named is not None else None
    if entry is None or entry.kind != "quantity" or all(n is not entry.expr for n in value.walk()):
        return ""
    return rf"Its derivative is \frac{{\partial {text_of(r, at)}}}{{\partial {r.text(places[0])}}}."


def text_of(r: Reading, at: Syntax) -> str:
    return r.text(at.base) if type(at) is Script and at.base is not None else r.text(at)


def _digits(places, axes):
    """`A_{12}` of a matrix is entry 1, 2."""
    if len(places) == 1 and len(axes) == 2 and type(places[0]) is Number:
        text, span = places[0].text, places[0].span
        if len(text) == 2 and text.isdigit():
            return tuple(Number(span, type(places[0].value)(int(c)), c) for c in text)
    return places


def is_all(p: Syntax) -> bool:
    """`:`, `\\cdot` or `*` in place of a position."""
    return (type(p) is Symbol and p.name in (":", "\\cdot", "\\bullet", *STARS)
            or type(p) is Relation and p.operators == (":",) and not any(p.items))


def _line(r: Reading, value: Expr, places) -> Expr:
    i, j = places
    if is_all(i) and is_all(j):
        return value
    if is_all(j):
        return taken(r, (i,), value.shape[:1], lambda at: build.row(value, at[0]))
    return taken(r, (j,), value.shape[1:], lambda at: build.column(value, at[0]))
