r"""`\operatorname{vec}`: columns stacked. Every stacked value is held as `vec` of one matrix.

So sums, scalings and products move inside: (B \otimes A) vec(X) = vec(A X B^T), vec(A)^T vec(B) is the
inner product. A stack is no matrix: all other products are refused.
"""

from __future__ import annotations

from symcheck.expr import Expr, ShapeError, build
from symcheck.expr.shape import describe, is_matrix, is_scalar


def vec(a: Expr) -> Expr:
    """vec(a); a vector is its own stack, as a column."""
    if is_matrix(a.shape):
        return build.vec(a)
    return build.transpose(a) if a.shape[0] == 1 else a


def is_stack(a: Expr) -> bool:
    return a.op == "vec" or a.op == "transpose" and a.args[0].op == "vec"


def named(a: Expr) -> Expr:
    r"""Of a name for a stack, `w = \operatorname{vec}(W)`, the stack: a product with it depends on what is stacked."""
    return a.args[0] if a.op == "let" and not a.data.family and is_stack(a.args[0]) else a


def transposed(a: Expr) -> Expr:
    return a.args[0] if a.op == "transpose" else Expr("transpose", (a,), (), (1, *a.shape[:2]))


def added(terms: list[Expr]) -> Expr | None:
    """A sum of stacks as the stack of the sum; None where a term is none."""
    plain = []
    for t in terms:
        core = t.args[0] if t.op == "neg" else t
        if core.op != "vec" or core.shape != terms[0].shape:
            return None
        plain.append(build.neg(core.args[0]) if t.op == "neg" else core.args[0])
    return build.vec(build.add(*plain))


def negated(a: Expr) -> Expr:
    if a.op == "vec":
        return build.vec(build.neg(a.args[0]))
    return transposed(negated(a.args[0]))


def multiplied(r, a: Expr, b: Expr) -> Expr:
    """A product one of whose factors is a stack."""
    if is_scalar(a.shape) or is_scalar(b.shape):
        s, v = (a, b) if is_scalar(a.shape) else (b, a)
        if v.op == "transpose":
            return transposed(multiplied(r, s, v.args[0]))
        return build.vec(build.mul(s, v.args[0]))
    if a.op == "transpose" and b.op == "vec":
        return build.dot(*r.meet(a.args[0].args[0], b.args[0]))
    if b.op == "vec" and len(a.shape) == 4:
        return build.vec(_through(r, a, b.args[0]))
    if a.op == "transpose" and len(b.shape) == 4:
        return transposed(build.vec(_through(r, b, a.args[0].args[0], True)))
    raise ShapeError("product with a stacked matrix", a.shape, b.shape)


def beside(r, e: Expr, like: Expr, at) -> Expr:
    r"""An expression beside another. A stack beside a matrix is refused, but `b \otimes a` beside `vec(a b^\top)` is a stack:
    for two vectors the sign is the Kronecker product there, not the outer one."""
    if is_stack(like) and like.op == "vec" and e.op == "outer":
        return build.vec(build.outer(*reversed(e.args)))
    if is_stack(e) and is_matrix(like.shape) or is_stack(like) and is_matrix(e.shape):
        raise r.misfit("the two sides are not of one shape", at,
                       f"this is {describe(e.shape)}, the other side is {describe(like.shape)}")
    return e


def _through(r, k: Expr, x: Expr, turned: bool = False) -> Expr:
    """The X for which k vec(x) is vec(X), k being made of Kronecker products; k^T when turned."""
    if k.op == "kron":
        p, q = k.args
        if turned:
            return r.mul(r.mul(build.transpose(q), x), p)
        return r.mul(r.mul(q, x), build.transpose(p))
    if k.op == "neg":
        return build.neg(_through(r, k.args[0], x, turned))
    if k.op == "add":
        return build.add(*(_through(r, a, x, turned) for a in k.args))
    if k.op == "mul" and is_scalar(k.args[0].shape):
        return build.mul(k.args[0], _through(r, k.args[1], x, turned))
    raise ShapeError("product with a stacked matrix", k.shape, x.shape)
