r"""Numbers as their text alone writes them: `-2`, `0.5`, `\tfrac12`, `-\frac{3}{4}`, `1/2`."""

from __future__ import annotations

import re
from fractions import Fraction

WRITTEN = r"[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+(?![\d.]))?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d))"
_FRACTION = re.compile(r"([-+]?)\\[dt]?frac(?:\{(\d+)\}|(\d))(?:\{(\d+)\}|(\d))")


def fraction(text: str) -> Fraction:
    """The number that a text writes."""
    plain = re.sub(r"\s", "", text)
    over = _FRACTION.fullmatch(plain)
    return Fraction(plain) if over is None else Fraction(f"{over[1]}{over[2] or over[3]}/{over[4] or over[5]}")


def fractions(text: str) -> list[Fraction]:
    """The numbers that stand in a text, one after another."""
    return [fraction(found) for found in re.findall(WRITTEN, text)]


__all__ = ["WRITTEN", "fraction", "fractions"]
