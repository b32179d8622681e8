r"""Activations in cases: `a^{(l)} = \begin{cases} \phi(z^{(l)}) & l < L, \\ z^{(l)} & l = L \end{cases}` is, of each layer, the case that this is in.

Only where every condition is one on the letter of the layers that is understood, or "otherwise", and these leave one case for each layer. What is left out
becomes spaces, so that the rest stays in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symcheck.judge.derivation.layers.layers import Layers

_CASES = re.compile(r"(?P<open>\\begin\s*\{[dr]?cases\*?\})(?P<body>(?:(?!\\(?:begin|end)\s*\{).)*)(?P<close>\\end\s*\{[dr]?cases\*?\})", re.S)
_ROW_END = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
_WORDS = re.compile(r"\\(?:text|mathrm|textrm|mbox|textit)\s*\{(?P<words>[^{}]*)\}|\\q?quad(?![A-Za-z])|\\[,;:! ]|[$~]")
_OPENS = re.compile(r"^\s*(?:if|for|when|where|in\s+case|whenever)\b", re.I)
_ELSE = re.compile(r"^\s*(?:otherwise|else|in\s+all\s+other\s+cases)\s*$", re.I)
_HIDDEN = re.compile(r"^\s*(?:(?:if|for|in)\s+)?(?:(?:all|the|any|a|every)\s+)*hidden\s+layers?\s*$|^\s*(?:for\s+)?hidden\s*$", re.I)
_OUTPUT = re.compile(r"^\s*(?:(?:if|for|in)\s+)?(?:(?:the)\s+)?(?:output|last|final)(?:\s+layer)?\s*$", re.I)
_SIGNS = {"<": "<", r"\lt": "<", r"\le": "<=", r"\leq": "<=", r"\leqslant": "<=", ">": ">", r"\gt": ">", r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=",
          "=": "==", r"\ne": "!=", r"\neq": "!="}
_SIGN = "(" + "|".join(re.escape(s) + ("(?![A-Za-z])" if s[0] == "\\" else "") for s in sorted(_SIGNS, key=len, reverse=True)) + ")"


def has(text: str, layers: Layers) -> bool:
    """Is something given in such cases?"""
    return any(_cases(m, layers) is not None for m in _CASES.finditer(text))


def without_conditions(text: str, layers: Layers) -> str:
    """The text without the conditions on the layer, which say nothing of where the whole formula holds."""
    return _CASES.sub(lambda m: m[0] if (found := _cases(m, layers)) is None else " ".join(text[a:b] for _, (a, b) in found), text)


def put(text: str, number: int, layers: Layers) -> str:
    """The text with the case of one layer for all of them, as long as it was."""
    def one(m: re.Match[str]) -> str:
        found = _cases(m, layers)
        if found is None:
            return m[0]
        a, b = next(place for numbers, place in found if number in numbers)
        return " " * (a - m.start()) + text[a:b] + " " * (m.end() - b)
    return _CASES.sub(one, text)


def _cases(m: re.Match[str], layers: Layers) -> list[tuple[frozenset[int], tuple[int, int]]] | None:
    """The layers of each case, and where its value stands in the text; None where these are no such cases."""
    everyone = frozenset(range(min(layers.first, 1), layers.depth + 1))
    left, found = everyone, []
    start, ends = m.start("body"), [*((e.start(), e.end()) for e in _ROW_END.finditer(m.string, m.start("body"), m.end("body"))), (m.end("body"),) * 2]
    for end, following in ends:
        row = m.string[start:end]
        if row.strip():
            value, amp, condition = row.partition("&")
            if not amp or "&" in condition or (numbers := _numbers(condition, left, layers)) is None or numbers & (everyone - left):
                return None
            trimmed = value.rstrip(" ,;\n")
            found.append((numbers, (start, start + len(trimmed))))
            left -= numbers
        start = following
    return found if len(found) > 1 and not left else None


def _numbers(condition: str, left: frozenset[int], layers: Layers) -> frozenset[int] | None:
    """The layers of which a condition speaks, among those that are left; None where it is not understood."""
    text = _WORDS.sub(lambda w: f" {w['words'] or ''} ", condition).strip(" ,.;()\n")
    everyone = range(min(layers.first, 1), layers.depth + 1)
    if _ELSE.match(text):
        return left
    if _HIDDEN.match(text):
        return frozenset(n for n in everyone if n < layers.depth)
    if _OUTPUT.match(text):
        return frozenset((layers.depth,))
    text = _OPENS.sub("", text).strip()
    if re.fullmatch(rf"{layers.here}\s*(?:=|\\in\s*\\\{{)\s*(?:\d\s*,\s*)+\\[lc]?dots[cb]?\s*,\s*{layers.last}\s*(?:-\s*1)?\s*(?:\\\}})?", text):
        bounds = layers._bounds(text)
        return frozenset(range(bounds[0], bounds[1] + 1)) if bounds is not None else None
    parts = re.split(rf"\s*{_SIGN}\s*", text)
    sides = [_side(s, layers) for s in parts[::2]]
    if len(sides) not in (2, 3) or None in sides or not any(of_layer for of_layer, _ in sides):
        return None

    def holds(n: int) -> bool:
        at = [(n if of_layer else 0) + added for of_layer, added in sides]
        return all(_compared(_SIGNS[sign], a, b) for sign, a, b in zip(parts[1::2], at, at[1:]))
    return frozenset(filter(holds, everyone))


def _side(text: str, layers: Layers) -> tuple[bool, int] | None:
    r"""Is this the letter of the layer, and what is added to it? `L - 1` and numbers are added to nothing."""
    m = re.fullmatch(rf"\s*(?:(?P<here>{layers.here})|(?P<last>{layers.last})|(?P<number>\d+))\s*(?P<more>[-+]\s*\d+)?\s*", text)
    if m is None:
        return None
    base = layers.depth if m["last"] else int(m["number"] or 0)
    return bool(m["here"]), base + int(re.sub(r"\s", "", m["more"] or "0"))


def _compared(sign: str, a: int, b: int) -> bool:
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}[sign]
