r"""Names that words call what solves something: "let $x^\star$ be its minimizer", "let $v \in \mathbb{R}^n$ be the corresponding eigenvector", "the fixed point $u$".

Such a name is no free one, whether or not an equation is told that it obeys.
"""

from __future__ import annotations

import re

_ROLE = (r"(?:minimi[sz]ers?|minim(?:um|a|al\s+point)|maximi[sz]ers?|maxim(?:um|a)|arg-?\s?m(?:in|ax)|optim(?:um|a|i[sz]ers?)|optimal\s+(?:point|solution|weights?|parameters?|vector|value|place)s?|solutions?|(?:generali[sz]ed\s+)?eigen-?vectors?|"
         r"(?:left\s+|right\s+)?singular\s+vectors?|principal\s+(?:component|axis|direction)s?|fixed\s+points?|(?:stationary|critical|saddle|equilibrium)\s+points?|equilibrium|roots?|zeros?(?=\s+of\b)|eigen-?space|kernel|null-?\s?space|"
         r"median|nearest\s+(?!to\b)\w+|closest\s+(?!to\b)\w+|limit(?=\s+of\b|\s+point))")
_BETWEEN = r"(?:(?:its|the|an?|any|some|this|that|their|one|of|unique|only|global|local|strict|corresponding|associated|belonging|matching|respective|unit|normali[sz]ed|leading|dominant|top|first|last|true|exact|unconstrained|in|lie|vector|point|non-?zero|smallest|largest)\s+)*"
_AFTER = re.compile(rf"^\s*,?\s*(?:be|is|denotes?|for|as|lies?|lie|means?|stands?\s+for|being|,)\s+{_BETWEEN}(?P<role>{_ROLE})\b", re.I)
_BEFORE = re.compile(rf"\b(?P<role>{_ROLE})(?:\s+(?:is|be|are)?\s*(?:called|denoted(?:\s+by)?|named|written(?:\s+as)?|by|at|(?:attained|reached|achieved|assumed)\s+(?:only\s+)?(?:at|by|in)(?:\s+(?:the|a|some)(?:\s+\w+)?\s+(?:point|place|vector))?))?\s*$", re.I)
_NAME = re.compile(r"\s*(?P<name>(?:\\(?:mathbf|boldsymbol|bm|hat|bar|tilde)\s*\{\s*\\?[A-Za-z]+\s*\}|\\(?!in\b)[A-Za-z]+|[A-Za-z])\s*(?:[_^]\s*(?:\{[^{}]*\}|\\(?:star|ast)(?![A-Za-z])|[\w*]))*)\s*(?:\\in\b[^=]*)?[.,;]?\s*", re.S)


def told(row: str, before: str, after: str) -> tuple[str, str] | None:
    """The name of a formula and what the words right around it call it; None where they do not."""
    name = _NAME.fullmatch(row)
    found = [m for m in (_AFTER.match(after), _BEFORE.search(before)) if m is not None] if name is not None else []
    said = next((m for m in found if not m["role"].lower().startswith("solution")), next(iter(found), None))  # "the minimizer $w^\\star$ is the solution of"
    return (name["name"].strip(), said["role"]) if said is not None else None


__all__ = ["told"]
