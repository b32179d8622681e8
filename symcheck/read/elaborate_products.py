r"""Products: what a chain of factors means, decided by their shapes.

Standard reading: juxtaposition and `/` bind tighter than the written operators, which go from left
to right (`A \odot B C` is `A \odot (BC)`, `1/2x` is `(1/2)x`). Where that is ill-typed, the elementwise
product is tried tighter than juxtaposition, then any association; the choice is noted.
"""

from __future__ import annotations

from symcheck.expr import SCALAR, Expr, ShapeError, build
from symcheck.expr.shape import is_scalar, is_vector, long_axes
from symcheck.read import draws
from symcheck.read.elaborate_heads import factor
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.mending import mend_product, said
from symcheck.read.reading import Reading
from symcheck.read.syntax import Additive, Group, Product, Script, Symbol, Syntax
from symcheck.text import Span

ELEMENTWISE = frozenset(("odot", "oslash", "circ", "*"))
STANDARD = {"": 3, "/": 3, ".": 3}
ELEMENTWISE_FIRST = {"": 3, "/": 3, ".": 3, "odot": 4, "oslash": 4, "circ": 4, "*": 4}


def product(r: Reading, s: Product) -> Expr:
    if any(type(x) is Symbol and x.name == "\\ldots" for x in s.items):
        from symcheck.read.elaborate_dots import multiplied
        return multiplied(r, s)
    return chain(r, s.items, s.operators)


def chain(r: Reading, items: tuple[Syntax, ...], ops: tuple[str, ...], start: int = 0,
          end: int | None = None) -> Expr:
    """The product of items[start:end]; prefix operators take what stands to their right."""
    end = len(items) if end is None else end
    if start >= end:
        raise r.error("missing-argument", "something is missing here", items[start - 1])
    if r.draws and not (end == start + 1 and type(items[start]) is Group and type(items[start].body) is Additive):
        found = draws.unbound(r, items[start:end])
        if found:
            return draws.over(r, found, lambda: chain(r, items, ops, start, end))
    values, joins, spans = [], [], []
    k = start
    if end < len(items):
        items, ops = items[:end], ops[:end]
    while k < end:
        s = items[k]
        if type(s) is Script and s.base is None and values:
            values[-1] = scripted(r, values[-1], s)
            spans[-1] = spans[-1].to(s.span)
            k += 1
            continue
        if type(s) is Script and s.base is None and k + 1 < end:
            value, after = factor(r, items, ops, k + 1)
            value = scripted(r, value, s)
        else:
            value, after = factor(r, items, ops, k)
        values.append(value)
        joins.append(ops[k])
        spans.append(items[k].span if after == k + 1
                     else items[k].span.to(items[after - 1].span))
        k = after
    joins[0] = ""
    if len(values) == 1:
        return values[0]
    return associate(r, values, joins, spans)


def associate(r: Reading, values: list[Expr], joins: list[str], spans: list[Span]) -> Expr:
    """One expression of a chain of factors."""
    try:
        if not any(joins):
            result = values[0]
            for value in values[1:]:
                result = r.mul(result, value)
            return result
        return _fold(r, values, joins, STANDARD)
    except ShapeError as error:
        primary = error
    if any(j in ELEMENTWISE for j in joins):
        try:
            result = _fold(r, values, joins, ELEMENTWISE_FIRST)
            r.note(f"in {r.text(spans[0].to(spans[-1]))} the elementwise product is taken first, "
                   "since the other order does not fit")
            return result
        except ShapeError:
            pass
    if not any(j in ELEMENTWISE or j == "/" for j in joins) and len(values) <= 12:
        result = _any_order(r, values, joins)
        if result is not None:
            return result
    raise _misfit(r, values, joins, spans) from primary


def _fold(r: Reading, values: list[Expr], joins: list[str], levels: dict[str, int]) -> Expr:
    """Left-associative with the given precedence levels (2 where none is given)."""
    out, pending = [values[0]], []
    for value, op in zip(values[1:], joins[1:]):
        level = levels.get(op, 2)
        while pending and levels.get(pending[-1], 2) >= level:
            b = out.pop()
            out[-1] = join(r, pending.pop(), out[-1], b)
        out.append(value)
        pending.append(op)
    while pending:
        b = out.pop()
        out[-1] = join(r, pending.pop(), out[-1], b)
    return out[0]


def _any_order(r: Reading, values: list[Expr], joins: list[str]) -> Expr | None:
    """Some association that fits; all that fit agree, since each step is a product or a scaling."""
    best: dict[tuple[int, int], Expr | None] = {}

    def span(i: int, j: int) -> Expr | None:
        if j - i == 1:
            return values[i]
        if (i, j) not in best:
            best[i, j] = None
            for m in range(j - 1, i, -1):
                a, b = span(i, m), span(m, j)
                if a is None or b is None:
                    continue
                try:
                    best[i, j] = join(r, joins[m], a, b)
                    break
                except ShapeError:
                    continue
        return best[i, j]

    return span(0, len(values))


def join(r: Reading, op: str, a: Expr, b: Expr) -> Expr:
    """Two factors joined by a written operator."""
    if op == "":
        return r.mul(a, b)
    if op == "/":
        return divide(r, a, b)
    if op in ("cdot", "times", "."):
        return dotted(r, a, b, "times" if op == "times" else "cdot")
    if op == "oslash":
        return build.div(a, b) if is_scalar(b.shape) else r.combine(build.div, r.settle(a), r.settle(b))
    if op in ELEMENTWISE:
        a, b = r.settle(a), r.settle(b)
        if is_scalar(a.shape) or is_scalar(b.shape):
            return r.mul(a, b)
        if op == "*" and a.shape != b.shape and not _open(a, b):
            return r.mul(a, b)
        return r.combine(build.hadamard, a, b)
    if op == "otimes":
        return tensor(r, a, b)
    raise ShapeError(op, a.shape, b.shape)


def _open(a: Expr, b: Expr) -> bool:
    return any(type(d) is str and d[0] == "?" for d in a.shape + b.shape)


def divide(r: Reading, a: Expr, b: Expr) -> Expr:
    r"""`a/b`, `\frac{a}{b}`: by a scalar, or elementwise."""
    a, b = r.meet(a, b)
    if not is_scalar(b.shape) and len(long_axes(b.shape)) > 1:
        raise ShapeError("quotient", a.shape, b.shape)
    return build.div(a, b)


def dotted(r: Reading, a: Expr, b: Expr, op: str = "cdot") -> Expr:
    r"""`a \cdot b`: the dot product of two columns (or rows) of one length, else the product."""
    if a.shape == SCALAR or b.shape == SCALAR:
        return build.mul(a, b)
    a, b = r.settle(a), r.settle(b)
    if op == "cdot" and a.op == b.op == "vec":
        return build.dot(*r.meet(a, b))
    if op == "cdot" and is_vector(a.shape) and is_vector(b.shape):
        if (a.shape[0] == 1) == (b.shape[0] == 1):
            a, b = r.meet(a, b)
            return build.dot(a, b)
    return r.mul(a, b)


def tensor(r: Reading, a: Expr, b: Expr) -> Expr:
    r"""`\otimes`: outer product of two vectors, Kronecker product of matrices."""
    if is_scalar(a.shape) or is_scalar(b.shape):
        return build.mul(a, b)
    if is_vector(a.shape) and is_vector(b.shape):
        return build.outer(a, b)
    if "outer" in (a.op, b.op) and (is_vector(a.shape) or is_vector(b.shape)):
        raise ShapeError("otimes", a.shape, b.shape)  # of three vectors: an array of three axes
    return build.kron(a, b)


def _misfit(r: Reading, values: list[Expr], joins: list[str], spans: list[Span]) -> Exception:
    """The message for the first two neighbours that do not fit."""
    a, where = values[0], spans[0]
    levels = [STANDARD.get(j, 2) for j in joins]
    parts: list[tuple[Expr, Span, str]] = []
    for value, span, level, op in zip(values, spans, levels, joins):
        if parts and level == 3:
            a, where, head = parts[-1]
            try:
                parts[-1] = (join(r, op, a, value), where.to(span), head)
                continue
            except ShapeError:
                return _said(r, op, a, where, value, span, values, joins, spans)
        parts.append((value, span, op))
    a, where, _ = parts[0]
    for value, span, op in parts[1:]:
        try:
            a, where = join(r, op, a, value), where.to(span)
        except ShapeError:
            return _said(r, op, a, where, value, span, values, joins, spans)
    return r.misfit("these do not fit", spans[0].to(spans[-1]))


def _said(r: Reading, op: str, a: Expr, at: Span, b: Expr, bt: Span, values, joins, spans):
    if op == "otimes":
        return r.error("not-in-language", r"\otimes of three vectors cannot be read", at.to(bt))
    if op in ("oplus", "cup", "cap", "setminus"):
        return r.error("not-in-language", rf"\{op} cannot be read here", at.to(bt))
    verb = {"odot": "multiplied entry by entry", "circ": "multiplied entry by entry",
            "/": "divided", "oslash": "divided entry by entry", "*": "multiplied", "cdot": "multiplied"}.get(op, "multiplied")
    return r.misfit(f"these cannot be {verb}", at.to(bt),
                    f"{r.text(at)} is {said(a)}, but {r.text(bt)} is {said(b)}",
                    help=mend_product(r, values, joins, spans, join))
