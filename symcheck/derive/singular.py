r"""Names for what the gradients of the spectral and the nuclear norm are made of.

    v_1 = \arg\max_{\|v\| = 1} \|W v\|,  u_1 = W v_1 / \|W\|_2       \nabla \|W\|_2 = u_1 v_1^\top
    Q = \arg\max_{\|Q\|_2 \le 1} \operatorname{tr}(Q^\top W)         \nabla \|W\|_* = Q = U V^\top

The first holds where the largest singular value is simple, the second where the rank is full (Watson,
Characterization of the subdifferential of some matrix norms, 1992).
"""

from __future__ import annotations

from symcheck.derive.indices import free
from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_matrix

WORDS = {"right": "the right singular vector of the largest singular value",
         "left": "the left singular vector of the largest singular value",
         "polar": r"the polar factor: $U V^\top$ of the singular value decomposition $U \Sigma V^\top$"}


def singular_names(loss: Expr) -> dict[Expr, Expr]:
    """The name (a `let`) of each singular vector and polar factor that a gradient of the loss may hold."""
    norms = [e for e in loss.walk() if e.op == "norm" and e.data in ("spectral", "nuclear")
             and is_matrix(e.args[0].shape) and not free(e.args[0])]
    taken = {e.data.name for e in loss.walk() if e.op in ("let", "var")} if norms else set()
    found: dict[Expr, Expr] = {}
    for e in norms:
        a = e.args[0]
        if e.data == "nuclear":
            key = build.polar(a)
            found[key] = build.let(Variable(_name("Q", "", taken), a.shape), key)
            continue
        key = build.leading(a, "right")
        v = found[key] = build.let(Variable(_name("v", "1", taken), key.shape), key)
        left = build.leading(a, "left")
        u = build.div(build.mul(a, v), e)
        found[left] = build.let(Variable(_name("u", "1", taken), left.shape), u)
    return found


def _name(letter: str, sub: str, taken: set[str]) -> str:
    """A name that is free: v_1, or \\tilde v_1, v_{1,2} .."""
    choices = [f"{letter}_{sub}" if sub else letter, *(f"{letter}_{{{sub}{',' if sub else ''}{k}}}" for k in range(2, 99))]
    name = next(n for n in choices if n not in taken)
    taken.add(name)
    return name


def words(u: Expr) -> str:
    """What a name of these is, in words."""
    definition = u.args[0]
    if definition.op == "polar":
        return WORDS["polar"]
    return WORDS["right" if definition.op == "leading" else "left"]
