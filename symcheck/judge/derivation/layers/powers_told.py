r"""Powers beside layers that are counted by plain superscripts: `\gamma^l` of a number `\gamma \in (0, 1)` beside `W^l a^{l-1}`, and `W^l h^0` of one
matrix `W \in \mathbb{R}^{n \times n}` that all layers share.

A base that is declared and used without a superscript, and that no formula gives or declares with one, keeps its power; so do numbers and brackets. A
number that is told to lie in an interval has powers alone. A digit is the number of a layer above a base that never stands without a superscript and
has the letter above it, `\delta^1 = (W^2)^\top \delta^2` beside `\delta^l` and `W^l`; above any other it is a power.
"""

from __future__ import annotations

import re

_BASE = r"(?:\\(?:mathbf|boldsymbol|bm|hat|tilde|bar|vec|mathrm|mathsf|mathcal)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])"
_LAST = re.compile(rf"({_BASE})\s*$")
_CLOSED = re.compile(r"(?:\d|[)\]])\s*$")
# After a name, or after a list that it begins: `\gamma, \eta \in (0, 1)`, `\gamma > 0`, `\gamma = 0.9`; `W \in \mathbb{R}^{n \times n}`.
_LIST = r"\s*(?:,\s*[^\s,=^_]+\s*)*"
_IN_INTERVAL = _LIST + r"(?:[<>]|\\(?:[gl]eq?|[gl]eqslant)(?![A-Za-z])|\\in\s*[(\[]|=\s*[\d.]+(?![\w\\^])|=\s*\\t?frac\s*\{?\d)"
_IN_SPACE = _LIST + r"\\(?:in|sim)(?![A-Za-z])"
_USED = r"\s*(?![\s^,']|\\(?:in|sim)(?![A-Za-z])|$)"
_HEAD = r"(?:^|&|,|;|\\q?quad|\\\\|\b(?:and|with)\s)\s*%s\s*\^\s*(?:\{[^{}]*\}|\\ell|\w)\s*&?\s*(?::?=|\\in(?![A-Za-z])|\\sim(?![A-Za-z])|\\leftarrow|\\gets|\\equiv|\\triangleq)"

_DIGIT = re.compile(r"\{?\s*\d\s*\}?")


def _above(rows: list[str], letter: str) -> frozenset[str]:
    """The bases with the letter above them."""
    script = rf"\s*\^\s*(?:\{{\s*)?{re.escape(letter)}(?![A-Za-z])"
    return frozenset(m[1] for row in rows for m in re.finditer(rf"(?<![A-Za-z\\])({_BASE})(?={script})", row))


def numbered(rows: list[str], letter: str) -> frozenset[str]:
    """The bases above which a digit is the number of a layer."""
    return frozenset(base for base in _above(rows, letter) - bases(rows, letter) if not any(
        re.search(rf"(?<![A-Za-z\\]){re.escape(base)}(?![A-Za-z])(?!\s*\^)", row) for row in rows))


def bases(rows: list[str], letter: str) -> frozenset[str]:
    """The bases with the letter above them of which this is a power."""
    return frozenset(base for base in _above(rows, letter) if _told(rows, base, _IN_INTERVAL) or _told(rows, base, _IN_SPACE) and _told(rows, base, _USED) and not any(
        re.search(_HEAD % re.escape(base), row) for row in rows))


def _told(rows: list[str], base: str, said: str) -> bool:
    return any(re.search(rf"(?<![A-Za-z\\_^{{]){re.escape(base)}(?![A-Za-z]){said}", row) for row in rows)


def is_power(before: str, powers: frozenset[str]) -> bool:
    """Is what stands after this text, above what ends it, a power?"""
    base = _LAST.search(before)
    return base[1] in powers if base is not None else _CLOSED.search(before) is not None


def is_layer(before: str, script: str, numbered: frozenset[str]) -> bool:
    """Is the script after this text a digit which numbers a layer?"""
    base = _LAST.search(before)
    return (_DIGIT.fullmatch(script) is not None and base is not None and base[1] in numbered
            and not before[:base.start()].rstrip(" {").endswith("_"))
