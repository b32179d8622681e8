r"""Products over layers with dots: `W^{(1)} W^{(2)} \cdots W^{(3)}`, once numbers stand for the layers, without the dots.

The factor after the dots is the last one, and the same factor of other layers stands before them, once or in its first
two members. Each member has the numbers of the one before it plus 1, or minus 1. Nothing is done where the product is empty, or
has no room in the text that it stands in: such dots stay unread.
"""

from __future__ import annotations

import re

_DOTS = re.compile(r"(?:\\[,;:! ]|\s)*\\(?:c|l)?dots[cb]?(?![A-Za-z])(?:\\[,;:! ]|\s)*")
_SCRIPT = re.compile(r"[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\d)")
_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\\[,;:! ]|\s+")


def written_out(text: str, up: bool) -> str:
    """The text, as long as it was, with the factors in the place of the dots; `up`: where one factor stands before the dots, do
    the numbers grow?"""
    found = _DOTS.search(text)
    if found is None or _DOTS.search(text, found.end()) is not None:
        return text
    end = _last_factor(text, found)
    if end is None:
        return text
    last = text[found.end():end]
    start = _same_before(text, found.start(), last)
    second = text[start:found.start()]
    first_at = _same_before(text, start, last)
    step = 1 if up else -1
    first = second
    if first_at is not None:
        step, first, start = _shift(text[first_at:start], second), text[first_at:start], first_at
    count = _shift(first, last)
    if step not in (1, -1) or count is None or count * step < 0:
        return text
    members = " ".join(_moved(_SPACE.sub(" ", first).strip(), k * step) for k in range(count * step + 1))
    return text[:start] + members.ljust(end - start) + text[end:] if len(members) <= end - start else text


def _last_factor(text: str, dots: re.Match) -> int | None:
    """Where the factor right after the dots ends: the shortest text that stands before them too, for another layer."""
    for end in range(dots.end() + 1, len(text) + 1):
        factor = text[dots.end():end]
        if factor.count("(") == factor.count(")") and factor.count("{") == factor.count("}") and _shape(factor)[1] \
                and not re.match(r"\s*[\d^_']", text[end:end + 1]) and _same_before(text, dots.start(), factor) is not None:
            return end
    return None


def _same_before(text: str, until: int, factor: str) -> int | None:
    """Where the text begins that ends here and is this factor of some layer."""
    shape, numbers = _shape(factor)
    for start in range(until - 1, -1, -1):
        other, own = _shape(text[start:until])
        if len(other) > len(shape):
            return None
        if other == shape and not re.match(r"[A-Za-z\\]$", text[start - 1:start] if text[start].isalpha() else ""):
            return start if len({a - b for a, b in zip(own, numbers)}) == 1 else None
    return None


def _shift(a: str, b: str) -> int | None:
    """What is added to the numbers of one factor to get those of another."""
    found = {y - x for x, y in zip(_shape(a)[1], _shape(b)[1])}
    return found.pop() if len(found) == 1 else None


def _shape(factor: str) -> tuple[str, list[int]]:
    """A factor without its numbers and spaces, and the numbers."""
    numbers: list[int] = []

    def taken(m: re.Match) -> str:
        numbers.extend(map(int, _NUMBER.findall(m[0])))
        return _NUMBER.sub("#", m[0])

    return _SPACE.sub("", _SCRIPT.sub(taken, factor)), numbers


def _moved(factor: str, by: int) -> str:
    return _SCRIPT.sub(lambda m: re.sub(r"(\d+)", lambda n: str(int(n[1]) + by), m[0]), factor)
