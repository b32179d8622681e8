"""The index form: arrays whose entries are sums of products of indexed entries of other arrays.

An `Array` is closed: its free indices are its slots, numbered 0..rank-1 with dimensions `dims`. So
no array depends on how an index was called, equal arrays are one object (interned), and a value
used twice is computed once. Its kinds:

    var     data Variable                     an entry of a declared name; slots: family, then axes
    size    data dimension                    a symbolic dimension as a number
    const   data 'pi' ...                     a constant with no rational value
    delta   dims (n, n)                       1 where the two indices agree
    pin     data At                           1 at one fixed position of its axis
    range   data (At low, At high)            1 between two positions of its axis
    shift   data offset                       1 where second = first + offset
    iota    -                                 the index itself, counted from 1
    map     data (Function, order), args (a,) a function applied to every entry
    gen     data (Function, order), args (a,) a general function; a's last axis is its argument; slots:
                                              a's others, the value's axis if it has one, `order` axes
                                              of differentiation
    inv     args (m,)                         inverse of the matrix in the last two axes
    det     args (m,)                         determinant of the matrix in the last two axes
    svd     data name, args (m,)              what the singular value decomposition says of the matrix in
                                              the last two axes: its value is given by `singular`
    fold    data 'prod' | 'max' | 'min' | ..  over the last axis
    ipow    args (base, exponent)             entrywise power, the exponent whole but not a number
    foreign data template, args               scalar from outside the language
    poly    data terms                        a sum of terms

A term of a poly is `(coefficient, factors)`; a factor is `(array, indices, exponent)`. Indices below
the rank are the slots; the others are summed over within the term. A slot that no factor of a
term uses is a broadcast; a summed index always occurs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import partial
from itertools import count
from weakref import ref

from symcheck.expr.names import At, Function, Variable
from symcheck.expr.node import forget
from symcheck.expr.shape import Dim, long_axes

Indices = tuple[int, ...]
Factor = tuple["Array", Indices, "int | Fraction"]
Term = tuple["int | Fraction", tuple[Factor, ...]]

# The arrays there are, by what they are made of. An array that nothing else holds is forgotten.
_interned: dict[tuple, ref[Array]] = {}
_serial = count()


class Array:
    """One node of the index form (see the module). `serial` orders arrays within a process."""

    __slots__ = ("kind", "data", "args", "dims", "serial", "canonical", "gradients", "__weakref__")
    kind: str
    data: Hashable
    args: tuple[Array, ...]
    dims: tuple[Dim, ...]
    serial: int
    canonical: Array | None  # memo of canonical.canonical
    gradients: dict[Array, Array]  # memo of differentiate.gradient, by variable

    def __new__(cls, kind: str, data: Hashable, args: tuple[Array, ...], dims: tuple[Dim, ...]):
        key = (kind, data, args, dims)
        reference = _interned.get(key)
        node = reference() if reference is not None else None
        if node is None:
            node = object.__new__(cls)
            node.kind, node.data, node.args, node.dims = key
            node.serial = next(_serial)
            node.canonical = None
            node.gradients = {}
            _interned[key] = ref(node, partial(forget, _interned, key))
        return node

    @property
    def rank(self) -> int:
        return len(self.dims)

    def __repr__(self) -> str:
        if self.kind == "poly":
            return "(" + (" + ".join(_show(t) for t in self.data) or "0") + ")"
        if self.kind == "var":
            return self.data.name
        inner = [repr(a) for a in self.args] + ([] if self.data == () else [_plain(self.data)])
        return f"{self.kind}[{', '.join(inner)}]"


def _plain(data: Hashable) -> str:
    if isinstance(data, tuple) and data and isinstance(data[0], Function):
        return data[0].name + "'" * data[1]
    return str(data)


def _show(term: Term) -> str:
    coefficient, factors = term
    parts = [str(coefficient)] if coefficient != 1 or not factors else []
    for a, idx, e in factors:
        parts.append(f"{a!r}{list(idx) if idx else ''}{'' if e == 1 else f'^{e}'}")
    return " ".join(parts)


def poly(terms: tuple[Term, ...], dims: tuple[Dim, ...]) -> Array:
    return Array("poly", terms, (), dims)


def plain(q: int | Fraction) -> int | Fraction:
    """A rational as an int where it is one: much faster to add and to hash."""
    return q.numerator if q.denominator == 1 else q


def number(value: int | Fraction) -> Array:
    return poly(((value, ()),) if value else (), ())


ZERO = number(0)
ONE = number(1)


def is_zero(a: Array) -> bool:
    """True for the empty poly only: other forms of zero show in the canonical form."""
    return a.kind == "poly" and not a.data


def variable(v: Variable) -> Array:
    return Array("var", v, (), v.family + long_axes(v.shape))


def size(dim: Dim) -> Array:
    return number(dim) if isinstance(dim, int) else Array("size", dim, (), ())


def delta(dim: Dim) -> Array:
    return Array("delta", (), (), (dim, dim))


def pin(at: At, dim: Dim) -> Array:
    return Array("pin", at, (), (dim,))


def between(low: At, high: At, dim: Dim) -> Array:
    return Array("range", (low, high), (), (dim,))


def shift(offset: int, dims: tuple[Dim, Dim]) -> Array:
    return Array("shift", offset, (), dims)


def iota(dim: Dim) -> Array:
    return Array("iota", (), (), (dim,))


def mapped(f: Function, a: Array, order: int = 0) -> Array:
    return Array("map", (f, order), (a,), a.dims)


def known(name: str, a: Array) -> Array:
    """One of the functions of `functions.py` by name."""
    return mapped(KNOWN_FUNCTION[name], a)


class _Known(dict):
    def __missing__(self, name: str) -> Function:
        self[name] = Function(name, known=name)
        return self[name]


KNOWN_FUNCTION = _Known()


def general(f: Function, a: Array, order: int = 0) -> Array:
    value = long_axes(f.codomain)
    return Array("gen", (f, order), (a,), a.dims[:-1] + value + (a.dims[-1],) * order)


def inverse(m: Array) -> Array:
    return Array("inv", (), (m,), m.dims)


def determinant(m: Array) -> Array:
    return Array("det", (), (m,), m.dims[:-2])


def singular(name: str, m: Array) -> Array:
    r"""Of U S V^T, with the values in S falling: `spectral` S_1, `nuclear` the sum of S, `leading` u_1 v_1^T,
    `polar` U V^T of as many columns as there are values, `right` v_1 with its largest entry positive, `left` u_1."""
    over, (rows, columns) = m.dims[:-2], m.dims[-2:]
    dims = {"spectral": over, "nuclear": over, "left": (*over, rows), "right": (*over, columns)}.get(
        name, (*over, rows, columns))
    return Array("svd", name, (m,), dims)


def fold(kind: str, a: Array) -> Array:
    return Array("fold", kind, (a,), a.dims[:-1])


def integer_power(base: Array, exponent: Array) -> Array:
    """base^exponent entry by entry, of the same dims."""
    return Array("ipow", (), (base, exponent), base.dims)


def symmetric_slots(a: Array) -> tuple[int, ...]:
    """Slots that may be exchanged freely (at least two of them), or ()."""
    if a.kind == "delta":
        return (0, 1)
    if a.kind == "var":
        return (len(a.dims) - 2, len(a.dims) - 1) if is_symmetric(a.data) and a.rank >= 2 else ()
    if a.kind == "gen" and a.data[1] > 1:
        return tuple(range(a.rank - a.data[1], a.rank))
    if a.kind == "inv":
        return _matrix_symmetry(a.args[0], a.rank)
    return ()


def _matrix_symmetry(m: Array, rank: int) -> tuple[int, ...]:
    """The last two slots if m is in canonical form and swapping its last two slots leaves it."""
    if m.kind != "poly":
        return symmetric_slots(m) if m.kind in ("var", "delta", "inv") else ()
    from symcheck.tensor.canonical import canonical, swapped

    if m.canonical is m and canonical(swapped(m)) is m:
        return (rank - 2, rank - 1)
    return ()


def is_symmetric(v: Variable) -> bool:
    return not v.traits.isdisjoint(("symmetric", "posdef", "possemidef"))


def variables(a: Array) -> frozenset[Array]:
    """The `var` arrays an array depends on."""
    return frozenset(x for x in parts(a) if x.kind == "var")


def parts(*arrays: Array) -> Iterator[Array]:
    """Every distinct array within some, outermost first."""
    seen: set[Array] = set()
    stack = list(arrays)
    while stack:
        a = stack.pop()
        if a in seen:
            continue
        seen.add(a)
        yield a
        stack.extend((f[0] for _, fs in a.data for f in fs) if a.kind == "poly" else a.args)
