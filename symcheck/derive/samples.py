r"""A loss that is a sum or a mean over data: the gradient of one sample, before that of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.derive.backprop import Backprop
from symcheck.derive.declared import space
from symcheck.derive.indices import bound_by, free, renamed
from symcheck.derive.products import Product
from symcheck.derive.reach import places, stem
from symcheck.derive.solution import Line, Section
from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge.judging import judge
from symcheck.tensor.functions import Unsupported

if TYPE_CHECKING:
    from symcheck.derive.gradients import Gradients


def one_sample(g: Gradients) -> Section | None:
    """The gradient of the summand at a free index by each name that all samples share; None where the
    loss is no sum over data, or where its summand has a name already."""
    found = _summand(g.ready.args[0])
    if found is None:
        return None
    letter, body = found
    body = _instance(body, letter, {})
    if body is None or body.op in ("item", "entry", "let") or letter not in free(body):
        return None
    one = build.let(Variable(r"\ell^{\circ}"), body)
    lines = []
    for t in g.targets:
        if t.op != "var" or t.data.family:
            continue
        try:
            value = Backprop(one, (t,), named=False)
            result = g.in_layout(value.expanded(value.value(t)))
        except Unsupported:
            continue
        asked = build.derivative(body, t, g.layout)
        v = judge(g.context, asked, result)
        if v.right and result.op not in ("num", "zeros") and not _is_clumsy(result):
            lines.append(Line(g.say(asked), (g.say(result),), space=space(asked.shape),
                              shape=describe(asked.shape), verdict=v,
                              reason=f"the term of sample ${letter.name}$ alone"))
    if not lines:
        return None
    return Section("One sample", tuple(lines), f"The loss adds up a term for each sample. For sample ${letter.name}$:")


def _is_clumsy(e: Expr) -> bool:
    return any(n.op in ("basis", "array") or n.op == "sum" and not is_scalar(n.shape) for n in e.walk())


def _instance(e: Expr, letter: Index, memo: dict[Expr, Expr]) -> Expr | None:
    """The term with a name of its own for each value of the sample: p_i, defined at i. None where a value
    at i is defined through those of other samples."""
    if e in memo:
        return memo[e]
    new = e
    if e.op in ("item", "entry") and letter in free(e) and stem(e).op == "let":
        u, at = stem(e), places(e)
        if u.args[0].op != "array" or at != (At(letter),) * len(at) or len(at) != len(u.args[0].data[0]):
            return None
        body = _instance(renamed(u.args[0].args[0], dict(zip(u.args[0].data[0], at))), letter, memo)
        new = None if body is None else build.let(Variable(to_latex(e), e.shape), body)
    elif e.op not in ("let", "var") and letter in free(e):
        args = [_instance(a, letter, memo) for a in e.args]
        new = None if None in args else Expr(e.op, tuple(args), e.data, e.shape)
    memo[e] = new
    return new


def _summand(e: Expr) -> tuple[Index, Expr] | None:
    """The index, free, and the term of the one sum over data in a loss."""
    terms = e.args if e.op == "add" else (e,)
    sums = [s for t in terms for s, power in Product.of(t).scalars.items if s.op == "sum" and power == 1]
    if len(sums) != 1 or len(sums[0].args) > 1:
        return None
    (index,) = bound_by(sums[0])
    letter = Index(index.name, index.dim)
    return letter, renamed(sums[0].args[0], {index: At(letter)})
