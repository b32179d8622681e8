"""Elaboration: syntax to typed expressions. This module registers the reader of each node type."""

from __future__ import annotations

from symcheck.expr import SCALAR, Expr, ShapeError, build
from symcheck.expr.shape import describe, is_matrix, is_scalar, is_vector
from symcheck.read import (  # each `elaborate_..` registers its heads
    asides,
    elaborate_calls,
    elaborate_composed,
    elaborate_jacobians,
    elaborate_known,
    elaborate_members,
    elaborate_moments,
    elaborate_nabla,
    elaborate_partial,
    elaborate_quantities,
    elaborate_spectra,
    elaborate_sums,
    stacks,
)
from symcheck.read import elaborate_dots as dots
from symcheck.read.alternatives import sum_of, widened
from symcheck.read.elaborate_conditions import cases
from symcheck.read.elaborate_derivatives import fraction
from symcheck.read.elaborate_heads import factor
from symcheck.read.elaborate_limits import limits
from symcheck.read.elaborate_matrices import group, matrix
from symcheck.read.elaborate_products import product
from symcheck.read.elaborate_scripts import script
from symcheck.read.elaborate_symbols import symbol
from symcheck.read.names import written_in
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Accent,
    Additive,
    Annotated,
    Bar,
    BigOperator,
    Binomial,
    Cases,
    Fraction_,
    Group,
    Listing,
    Matrix,
    Number,
    Product,
    Relation,
    Root,
    Script,
    Symbol,
    Syntax,
    Words,
)
from symcheck.text import Span


def number(r: Reading, s: Number) -> Expr:
    q = s.value
    return build.num(q.numerator if q.denominator == 1 else q)  # an int is hashed faster


def additive(r: Reading, s: Additive) -> Expr:
    """A sum of terms of one shape; a number is added to every entry, and said to be."""
    if dots.dotted(s):
        return dots.added(r, s)
    terms = []
    for k, (item, sign) in enumerate(zip(s.items, s.signs)):
        if sign not in "+-":
            raise r.error("not-in-language", f"{sign} says two things at once", s)
        before = len(r.free)
        value = r.expr(item)
        if len(r.free) > before and r.closed and k:
            wide = _widened(r, s, k, list(r.free)[before:])
            if wide is not None:
                return r.expr(wide)
        terms.append(value if sign != "-" else stacks.negated(value) if stacks.is_stack(value)
                     else build.neg(value))
    if len(terms) == 1:
        return terms[0]
    if all(t.shape == SCALAR and "block" not in t.ops for t in terms):
        return build.add(*terms)
    blocked = any(t.op == "block" or t.op == "neg" and t.args[0].op == "block" for t in terms)
    if r.sizes is not None and not blocked:
        first = next((t for t in terms if not is_scalar(t.shape)), terms[0])
        for k, t in enumerate(terms):
            if t is not first and not is_scalar(t.shape):
                first, terms[k] = r.meet(first, t)
        terms = [r.settle(t) for t in terms]
    if blocked:
        from symcheck.read import blocks
        return blocks.added(r, terms)
    if terms[0].op == "vec" and (whole := stacks.added(terms)) is not None:
        return whole
    shape = terms[0].shape
    if all(t.shape == shape for t in terms):
        return build.add(*terms)
    wide = next(t for t in terms if not is_scalar(t.shape))
    for t in terms:
        if is_scalar(t.shape):
            if not r.relaxed and not _constant(t) and (is_matrix(wide.shape) or not _offset(t)):
                raise _unlike(r, s, terms)
        elif t.shape != wide.shape:
            return _broadcast_rows(r, s, terms)
    zero = [t for t in terms if is_scalar(t.shape) and not (t.op == "num" and t.data == 0)]
    if zero:
        given = [r.text(x) for x, t in zip(s.items, terms) if is_scalar(t.shape)]
        r.note(f"{given[0]} is added to every entry" if r.relaxed and len(given) == 1 else
               f"in {r.text(s)} a number is added to every entry")
    return build.add(*terms, broadcast=True)


def _widened(r: Reading, s: Additive, k: int, names: list[str]) -> Syntax | None:
    r"""`\sum_i a_i + b_i` with i bound nowhere else: the sum is over both terms."""
    names = [n for n in names if n not in r.hints]
    for j in range(k - 1, -1, -1):
        at = sum_of(s.items[j])
        if at is None or len(names) != 1 or not written_in(at.lower, names[0]) or all(
                names[0] != name for name, *_ in limits(r, at).ranges):
            continue
        del r.free[names[0]]
        last = max(n for n, x in enumerate(s.items) if n == k or n > k and written_in(x, names[0]))
        wide, shown = widened(s, j, last + 1, r.source.text)
        r.note(f"the sum is taken over all of {shown}")
        return wide
    return None


def _constant(t: Expr) -> bool:
    while t.op == "neg":
        t = t.args[0]
    return t.op == "num"


def _offset(t: Expr) -> bool:
    """A number that may stand for a vector of equal entries: a plain name, no weight like lambda."""
    while t.op == "neg":
        t = t.args[0]
    if t.op in ("var", "let"):
        return "positive" not in t.data.traits or t.data.name in ("\\epsilon", "\\varepsilon")
    return t.op in ("item", "const", "entry")


def _broadcast_rows(r: Reading, s: Additive, terms: list[Expr]) -> Expr:
    """`XW + b`: a declared b of the width of XW is added to every row; `WX + b`: one of its height to every column, where the document says so."""
    wide = next((t for t in terms if is_matrix(t.shape)), None)
    if wide is None or wide.shape[0] == wide.shape[1]:
        raise _unlike(r, s, terms)
    if r.relaxed:
        return build.add(*(_spread(r, s, x, t, terms, wide.shape)
                           for x, t in zip(s.items, terms)), broadcast=True)
    spread = []
    for t in terms:
        core = t.args[0] if t.op == "neg" else t
        if t.shape == wide.shape:
            spread.append(t)
        elif is_vector(t.shape) and (core.op == "var" and wide.shape[1] in t.shape or core.op == "transpose"
                                     and core.args[0].op == "var" and wide.shape[1] == t.shape[1]) \
                and wide.op == "mul":
            row = t if t.shape[0] == 1 else build.transpose(t)
            spread.append(build.mul(build.ones((wide.shape[0], 1)), row))
            r.note(f"{r.text(s)}: the vector is added to every row")
        elif r.added_to_columns and core.op == "var" and t.shape == (wide.shape[0], 1) and wide.op == "mul":
            spread.append(build.mul(t, build.ones((1, wide.shape[1]))))
            r.note(f"{r.text(s)}: the vector is added to every column")
        else:
            raise _unlike(r, s, terms)
    return build.add(*spread)


def _spread(r: Reading, s: Additive, item: Syntax, t: Expr, terms: list[Expr], shape) -> Expr:
    """A term of a relaxed sum: a vector as long as one side is repeated along the other."""
    if t.shape == shape or is_scalar(t.shape):
        return t
    n, m = shape
    if is_vector(t.shape) and (n in t.shape) != (m in t.shape):
        rows = m in t.shape
        r.note(f"{r.text(item)} is added to every {'row' if rows else 'column'}")
        if rows:
            return build.mul(build.ones((n, 1)), t if t.shape[0] == 1 else build.transpose(t))
        return build.mul(t if t.shape[1] == 1 else build.transpose(t), build.ones((1, m)))
    raise _unlike(r, s, terms)


def _unlike(r: Reading, s: Additive, terms: list[Expr]) -> Exception:
    a = terms[0]
    for item, t in zip(s.items[1:], terms[1:]):
        if t.shape != a.shape:
            verb = "subtracted" if s.signs[s.items.index(item)] == "-" else "added"
            help = ""
            if t.shape == a.shape[::-1]:
                help = f"Is one of them to be transposed, `({r.text(item)})^\\top`?"
            elif is_scalar(t.shape) and is_matrix(a.shape) and a.shape[0] == a.shape[1]:
                help = f"Did you mean `{r.text(item)} I`?"
            elif is_scalar(a.shape) and is_matrix(t.shape) and t.shape[0] == t.shape[1]:
                help = f"Did you mean `{r.text(s.items[0])} I`?"
            return r.misfit(f"these cannot be {verb}", s,
                            f"{r.text(s.items[0])} is {describe(a.shape)}, "
                            f"but {r.text(item)} is {describe(t.shape)}", help=help)
    return r.misfit("these cannot be added", s)


def root(r: Reading, s: Root) -> Expr:
    value = r.settle(r.expr(s.body))
    if s.degree is None or type(s.degree) is Number and s.degree.value == 2:
        if is_matrix(value.shape) and value.shape[0] == value.shape[1]:
            r.note("the root of a matrix is taken entry by entry")
        return build.known("sqrt", value)
    return build.power(value, build.div(build.num(1), r.expr(s.degree)))


def annotated(r: Reading, s: Annotated) -> Expr:
    return r.expr(s.body)


def relation(r: Reading, s: Relation) -> Expr:
    raise r.error("not-an-expression", "an expression is wanted here, not a relation", s)


def listing(r: Reading, s: Listing) -> Expr:
    items = [x for x in s.items if type(x) is not Words]
    asides.heard(r.source, s.items)
    if len(items) == 1:
        return r.expr(items[0])
    raise r.error("not-an-expression", "one expression is wanted here", s,
                  f"{len(items)} are written")


def bar(r: Reading, s: Bar) -> Expr:
    raise r.error("not-in-language", "a conditional bar cannot be read here", s)


def nothing(r: Reading, s: None) -> Expr:
    raise r.error("missing-argument", "something is missing here", Span(0, len(r.source.text)))


def words(r: Reading, s: Words) -> Expr:
    raise asides.unread(r.source, s)


def binomial(r: Reading, s: Binomial) -> Expr:
    from symcheck.read.foreign import foreign
    return foreign(r, s)


def headed(r: Reading, s: Syntax) -> Expr:
    """A symbol or script on its own that may be a head (a function without argument is an error)."""
    value, _ = factor(r, (s,), ("",), 0)
    return value


def guarded(read):
    """Turn a `ShapeError` that nobody explained into a message at this node."""

    def reader(r: Reading, s: Syntax) -> Expr:
        try:
            return read(r, s)
        except ShapeError as error:
            shapes = " and ".join(describe(x) for x in error.shapes)
            raise r.misfit(f"the {error.rule} does not fit", s, f"here: {shapes}") from error

    return reader


Reading.table = {
    Number: number, Symbol: symbol, Accent: symbol, Script: script, Group: guarded(group),
    Product: guarded(product), Additive: guarded(additive), Fraction_: guarded(fraction),
    Root: guarded(root), BigOperator: elaborate_sums.lone, Matrix: guarded(matrix),
    Cases: guarded(cases), Annotated: annotated, Relation: relation, Listing: listing, Bar: bar,
    Words: words, Binomial: binomial, type(None): nothing,
}
HEADED_BY = (elaborate_calls, elaborate_composed, elaborate_jacobians, elaborate_known,
             elaborate_members, elaborate_moments, elaborate_nabla, elaborate_partial, elaborate_quantities, elaborate_spectra, elaborate_sums)
