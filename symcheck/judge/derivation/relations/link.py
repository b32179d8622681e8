"""One link of a chain: how it was judged and what it sets up; the signs of equality."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.judge.derivation.state import (
    Equation,
)
from symcheck.judge.verdict import Verdict

EQUALITIES = frozenset(("=", ":=", r"\triangleq", r"\equiv", "=:", r"\overset{!}{=}"))
LEADS_ON = "leads on"  # an implication follows the statement
SET = "set"  # the author wants it to hold: `\\overset{!}{=}`
_SET = re.compile(r"\\(?:overset|stackrel)\s*\{\s*(?:!|\\(?:text|mathrm)\{\s*(?:!|set)\s*\})\s*\}\s*\{?\s*=\s*\}?\s*\}?\s*&?\s*$")


def is_set(text: str) -> bool:
    r"""Does a text end with `\overset{!}{=}`?"""
    return _SET.search(text) is not None


@dataclass
class Link:
    """How a link was judged, and what it sets up; `at_numbers`: with all sizes and names in it being numbers; `settled`: with all that words suppose."""

    verdict: Verdict
    kind: str = "claim"
    reason: str = ""
    equation: Equation | None = None
    at_numbers: bool = False
    settled: bool = False


__all__ = ["EQUALITIES", "LEADS_ON", "SET", "Link", "is_set"]
