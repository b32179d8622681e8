r"""Conditions under which words say that gradient descent on a quadratic function of a vector converges, with the greatest eigenvalue written of a matrix:
"converges from every start exactly when $0 < \eta < 2 / \lambda_{\max}(A^\top W A)$".

Where one step multiplies the error by `I - t k M` with a number k and the M of the condition, the iteration converges for `0 < t < 2 / (k \lambda_{\max}(M))` and for no
other t, as long as M is positive definite.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import convergence_of_vectors, fixed_points
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.judging import judge
from symcheck.judge.orders import known_sign
from symcheck.judge.verdict import Verdict
from symcheck.tensor.signs import UNKNOWN

_GREATEST = r"\\lambda\s*_\s*\{?\s*\\?(?:max|mathrm\s*\{\s*max\s*\}|text\s*\{\s*max\s*\})\s*\}?\s*(?:\\left|\\[bB]igl?)?\s*\((?P<matrix>.+?)(?:\\right|\\[bB]igr?)?\)"
_BOUND = re.compile(rf"\s*(?:(?P<over>.+?)\s*/\s*{_GREATEST}|\\[dt]?frac\s*\{{(?P<numerator>[^{{}}]+)\}}\s*\{{\s*{_GREATEST.replace('matrix', 'below')}\s*\}})\s*[.,;]?\s*")
_RATE = re.compile(r"\s*\\?[A-Za-z]+\s*")
_NUMBERS = ("1", "2", "1/2", "4")


def judged(chains: Chains, s: Statement, clause: str, both: bool, sure: bool) -> bool:
    """Judge such a condition; False where it is none, or where the steps are not of that kind. `sure`: does it have to hold there, and not only suffice?"""
    if s.operators not in (["<", "<"], ["<"]) or None in s.pieces or convergence_of_vectors.denied(clause):
        return False
    rate_text, bound = s.text(len(s.pieces) - 2), _BOUND.fullmatch(s.text(len(s.pieces) - 1))
    if bound is None or not _RATE.fullmatch(rate_text) or len(s.pieces) == 3 and s.text(0).strip() != "0":
        return False
    state = chains.state
    matrix = state.context_read(bound["matrix"] or bound["below"])
    above, rate = state.context_read(bound["over"] or bound["numerator"]), state.context_read(rate_text)
    if matrix is None or above is None or rate is None or rate.op != "var" or not is_scalar(above.shape) or len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1] or is_scalar(matrix.shape):
        return False
    slope = _slope(chains)
    if known_sign(matrix) == UNKNOWN or slope is None or slope.shape != matrix.shape:
        return False

    def multiplies(k: Expr) -> bool:
        return judge(chains.context, slope, build.sub(build.eye(matrix.shape[0]), build.mul(build.mul(rate, k), matrix)), hint=True).right

    if multiplies(build.div(build.num(2), above)):
        v = Verdict(V.EQUAL, r"the error is multiplied by I - t P, and the greatest eigenvalue of P is the one of the condition")
    else:
        numbers = [build.num(k) for k in _NUMBERS]
        parts = [x for n in state.context.dims if (x := state.context_read(n)) is not None]
        found = next((k for k in [*numbers, *(build.div(k, n) for n in parts for k in numbers)] if multiplies(k)), None)
        if found is None:
            return False
        known = above.op == "num" == found.op
        if not both and known and above.data * found.data < 2:
            v = Verdict(V.EQUAL, "it converges there, and for more")
        elif not (both or known) or not sure:
            return False
        else:
            v = Verdict(V.DIFFERENT, "the error is multiplied by I - t P, which contracts for t below 2 over the greatest eigenvalue of P and for no other")
    chains.step(s, len(s.operators) - 1, v)
    return True


def _slope(chains: Chains) -> Expr | None:
    """By what one step of the only iteration of vectors multiplies the error; None where there are others."""
    slopes = []
    for name, rule in chains.meanings.recursions.rules.items():
        one = fixed_points.of_one_step(chains.meanings, name) if rule.part in chains.state.within else None
        if one is not None and is_vector(one.iterate.shape):
            slopes.append(build.derivative(one.value, one.iterate, "column"))
    return slopes[0] if len(slopes) == 1 else None


__all__ = ["judged"]
