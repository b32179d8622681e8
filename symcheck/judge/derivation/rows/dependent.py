r"""Which names a document differentiates by which, `\frac{\partial p_k}{\partial z_j}`, `\partial \log p_k / \partial z_j`: the first depend on the second, whether
a formula says how or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr

_D = r"(?:\\partial(?![A-Za-z])|\\(?:mathrm|operatorname)\s*\{\s*d\s*\}|(?<![A-Za-z\\])d(?=[\sA-Za-z\\]))\s*(?:\\[,;:!]\s*)?"
_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|vec|hat|bar|tilde|mathcal)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z])|\\[A-Za-z]+|[A-Za-z])"
_SCRIPTS = r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\d))*"
_NAME = re.compile(rf"(?P<name>{_LETTER}){_SCRIPTS}")
# Letters that count; the e of `x_e`, the elbow, does not.
_INDEX = re.compile(r"\s*_\s*(?:\{\s*[a-di-np-v](?:\s*,?\s*[a-di-np-v])*\s*\}|[a-di-np-v](?![A-Za-z]))")
_FRACTION = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}(?P<of>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*?)\}}\s*\{{\s*{_D}(?P<by>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*?)\}}")
_SLASHED = re.compile(rf"{_D}(?P<of>(?:\\(?:log|ln)\s*)?{_LETTER}{_SCRIPTS})\s*/\s*{_D}(?P<by>{_LETTER}{_SCRIPTS})")
_ONE = re.compile(rf"\s*(?:\\(?:log|ln)\s*)?{_LETTER}{_SCRIPTS}\s*")
_FUNCTIONS = frozenset((r"\log", r"\ln", r"\exp", r"\partial", r"\top", r"\left", r"\right", r"\mathrm"))


def pairs(rows: list[str]) -> dict[str, set[str]]:
    """By name of what is differentiated: the names by which it is. Neither has its indices."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for m in (*_FRACTION.finditer(row), *_SLASHED.finditer(row)):
            by = {*_names(m["by"])}
            for name in _names(m["of"]) if len(by) == 1 and _ONE.fullmatch(m["of"]) else ():
                found.setdefault(name, set()).update(by - {name})
    return {name: by for name, by in found.items() if by}


def bare(name: str) -> str:
    r"""A name without letters as its indices, `p` of `p_k`, `\hat{y}` of `\hat y_{ij}`."""
    return re.sub(r"[\s{}]", "", _INDEX.sub("", name))


def constant(depends: dict[str, set[str]], exprs: list[Expr]) -> str:
    """A variable in what is differentiated in these, by something by which the document differentiates it; "" where there is none."""
    for n in (n for e in exprs for n in e.walk() if n.op in ("derivative", "jacobian") and len(n.args) == 2):
        of, by = ({bare(x.data.name) for x in a.walk() if x.op == "var"} for a in n.args)
        if found := {name for name in of - by if depends.get(name, set()) & by}:
            return min(found)
    return ""


def _names(text: str) -> Iterator[str]:
    for m in _NAME.finditer(text):
        if m["name"] not in _FUNCTIONS:
            yield bare(m[0])


__all__ = ["bare", "constant", "pairs"]
