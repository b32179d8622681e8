"""A target for the trainer: a function of x, in LaTeX or as a SymPy expression, as a function of arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symcheck.expr.shape import is_scalar
from symcheck.faces.library import read
from symcheck.read.context import Context
from symcheck.tensor.array import parts
from symcheck.tensor.evaluate import Evaluation, TooLarge
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Float
from symcheck.text.diagnostic import fail


def curve(expression) -> Callable[[np.ndarray], np.ndarray]:
    """The function of x, evaluated in float64. Raises `SymcheckError` for what cannot be read so."""
    context = Context([r"x \in \mathbb{R}"])
    expr = read(expression, context)
    if not is_scalar(expr.shape):
        raise fail("bad-target", "a target is a number for each x, but this is none")
    lowered = lower_all(expr)
    variables = [a for a in parts(lowered) if a.kind == "var"]

    def value(x: np.ndarray) -> np.ndarray:
        evaluation = Evaluation(Float(len(x)), {}, {v: [np.asarray(x, dtype=float)] for v in variables})
        try:
            with np.errstate(all="ignore"):
                return np.asarray(evaluation(lowered), dtype=float)
        except (Unsupported, TooLarge) as error:
            raise fail("bad-target", "the target cannot be computed in numbers",
                       help=str(error) or type(error).__name__) from None

    return value
