r"""Where a function is told to live: "$f(\theta) = \frac12 \theta^\top A \theta$ on $\mathbb{R}^d$" says that $\theta$ is a vector of length $d$. Only of the whole
space: a smaller set may hold what is not told here."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import NAME, Described, text_of
from symcheck.read.documents import Formula

_FUNCTION = re.compile(rf"^\s*{NAME}\s*\(\s*({NAME})\s*\)\s*:?=(?!.*(?:\\iff|\\implies|\\quad|\\le|\\ge|[<>]))", re.S)
_SPACE = re.compile(r"^\s*(\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^\s*(?:\{\s*)?([A-Za-z]|\d+)(?:\s*\})?)\s*[.,;]?\s*$")
_ON = re.compile(r"^\s*,?\s*(?:(?:defined\s+)?on|over)\s*(?:the\s+space\s+|all\s+of\s+)?$", re.I)


def domain(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """The argument of the function of formula k, where the words right behind tell its space."""
    if k + 1 >= len(formulas) or formulas[k + 1].display or not _ON.match(formulas[k + 1].before):
        return []
    function, space = _FUNCTION.match(text_of(formulas[k])), _SPACE.match(text_of(formulas[k + 1]))
    return [Described(function[1], rf"{function[1]} \in \mathbb{{R}}^{{{space[2]}}}")] if function is not None and space is not None else []


__all__ = ["domain"]
