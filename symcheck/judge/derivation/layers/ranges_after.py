r"""What stands after a formula about layer l and limits it: the layers that it speaks of, "for $l < L$", and cases of other names, "for $z > 0$".

"As $g_l'(z) = 1$ for $z > 0$ and $g_l'(z) = 0$ for $z < 0$ when $l < L$" says both of the layers below the last one."""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.read.documents import Formula

_MOST = 5  # formulas of one sentence
_NEAR = 20  # letters between them
_ORDER = re.compile(r"^[^=]*(?:<|>|\\[gl]eq?(?![A-Za-z])|\\neq?(?![A-Za-z]))[^=]*$")
_CASE = re.compile(r"^\s*,?\s*\(?\s*(?:for|if|when(?:ever)?|where|at)(?:\s+(?:all|every|each|any))?\s*$", re.I)
_AND = re.compile(r"^\s*,?\s*(?:and|while|but)\s*$", re.I)
_SENTENCE = re.compile(r"[.;!?](?:\s|$)|\n\s*\n")
_HEAD = re.compile(r"\s*(\\?[A-Za-z]+)[^=]*=")


def is_case(f: Formula, after: Formula | None) -> bool:
    """Does an order stand right after a formula among words, a case that it holds in?"""
    return not f.display and after is not None and not after.display and len(after.rows) == 1 and _ORDER.match(after.rows[0].text) is not None and _CASE.match(after.before) is not None


def limits(formulas: tuple[Formula, ...], k: int, is_range: Callable[[str], bool]) -> str:
    """The range at the end of the cases that formula k begins with others of the same head; "" where there is none."""
    here = _HEAD.match(formulas[k].rows[0].text)
    if formulas[k].display or here is None:
        return ""
    for before, f in zip(formulas[k:k + _MOST], formulas[k + 1:k + 1 + _MOST]):
        if f.display or len(f.before) >= _NEAR or _SENTENCE.search(f.before) or len(f.rows) != 1:
            return ""
        text, head = f.rows[0].text, _HEAD.match(f.rows[0].text)
        if is_range(text):
            return text if _CASE.match(f.before) else ""
        goes_on = head is not None and head[1] == here[1] and _AND.match(f.before) is not None
        if not goes_on and not (is_case(before, f)):
            return ""
    return ""


__all__ = ["is_case", "limits"]
