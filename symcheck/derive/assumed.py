r"""Assumptions put to use: \mathbf{1}^\top y is 1 where that was declared."""

from __future__ import annotations

from symcheck.derive.shorten import shortened
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.tensor.array import Array
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower


class Assumed:
    """The equations of a context as rewritings of their left side, in whatever way that is written."""

    def __init__(self, context: Context):
        self.context = context
        self.rules = [(form, a[1].shape, a[2]) for a in context.assumptions
                      if a[0] == "=" and a[1].args and (form := _form(a[1])) is not None]

    def used(self, e: Expr) -> Expr:
        """The expression with the equations put in, where that changes it."""
        if not self.rules:
            return e
        new = e.replaced(self._replaced)
        return e if new is e else shortened(new)

    def _replaced(self, e: Expr) -> Expr | None:
        if not e.args or e.op in ("let", "derivative"):
            return e
        shapes = {shape for _, shape, _ in self.rules}
        form = _form(e) if e.shape in shapes else None
        found = next((right for rule, shape, right in self.rules if rule is form and shape == e.shape), None)
        return build.num(1) if found is None and self._adds_up_to_one(e) else found

    def _adds_up_to_one(self, e: Expr) -> bool:
        r"""Is it \mathbf{1}^\top t of a t that is defined by what is known to add up to 1?"""
        adds = e.op == "reduce" and e.data == "sum" or e.op == "mul" and e.args[0].op == "ones" and is_scalar(e.shape)
        return adds and e.args[-1].op == "let" and judge(self.context, e, build.num(1), hint=True).right


def _form(e: Expr) -> Array | None:
    try:
        found = lower(e)
        return None if found.opens else canonical(found.array)
    except (Unsupported, Limit):
        return None
