r"""Laws of rates and of chances, as priors of them: `\lambda \sim \mathrm{Gamma}(\alpha, \beta)` with a shape and a rate, `\theta \sim \mathrm{Beta}(a, b)`.

Their densities and moments (Bishop, Pattern Recognition and Machine Learning, 2006, appendix B). The second argument of a Gamma law is a rate to some and a
scale to others: only what the document shows to be a rate (`RATED`) is understood.
"""

from __future__ import annotations

from symcheck.expr import Expr, build

GAMMA = ("Gamma", r"\text{Gamma}", r"\Gamma", "Gam", r"\text{Gam}", "Ga", r"\text{Ga}")
RATED = "Gamma with a rate"
BETA = ("Beta", r"\text{Beta}")


def density(kind: str, args: list[Expr], x: Expr) -> Expr | None:
    """The density of such a law at x; None of any other."""
    if len(args) != 2:
        return None
    a, b = args
    one = build.num(1)
    if kind == RATED:
        return build.mul(build.div(build.power(b, a), build.known("gamma", a)), build.mul(build.power(x, build.sub(a, one)), build.known("exp", build.neg(build.mul(b, x)))))
    if kind in BETA:
        constant = build.div(build.known("gamma", build.add(a, b)), build.mul(build.known("gamma", a), build.known("gamma", b)))
        return build.mul(constant, build.mul(build.power(x, build.sub(a, one)), build.power(build.sub(one, x), build.sub(b, one))))
    return None


def gamma_moments(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """Mean and variance by shape and rate."""
    return build.div(a, b), build.div(a, build.power(b, build.num(2)))


def beta_moments(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """Mean and variance of a chance."""
    whole = build.add(a, b)
    return build.div(a, whole), build.div(build.mul(a, b), build.mul(build.power(whole, build.num(2)), build.add(whole, build.num(1))))
