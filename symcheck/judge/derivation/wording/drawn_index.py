r"""How the words draw an index: "draw $i$ uniformly from $\{1, \dots, n\}$", "pick $i \in \{1, 2\}$ with probability $\frac12$ each"."""

from __future__ import annotations

import re

_INDEX = re.compile(r"\s*([A-Za-z](?:_\{?[a-z]\}?)?)\s*")
_MEMBER = re.compile(r"^\s*([A-Za-z](?:_\{?[a-z]\}?)?)\s*\\in\s*(\\\{.*\\\}|\[\s*[A-Za-z]\s*\])\s*$", re.S)
_TO_N = re.compile(r"\s*(?:\\\{\s*1\s*,(?:\s*2\s*,(?:\s*3\s*,)?)?\s*\\[lc]?dots[cbmi]?\s*,\s*(\w+)\s*\\\}|\[\s*([A-Za-z])\s*\])\s*$", re.S)
_LISTED = re.compile(r"\s*\\\{\s*(1(?:\s*,\s*\d+)+)\s*\\\}\s*$")
# "uniformly from", between a letter and the set it is drawn from.
_UNIFORM = re.compile(r"^\s*(?:is|be|being)?\s*(?:\w+\s+)?uniform(?:ly)?(?:\s+\w+){0,3}\s*$", re.I)
# "be independent and uniform on", "are drawn independently and uniformly from", after several letters.
_INDEPENDENT = re.compile(r"\s*(?:is|be|are|being)?\s*(?:(?:both|each|drawn|sampled|chosen|picked|two)\s+)*independent(?:ly)?(?:,?\s+and)?(?:\s+(?:drawn|sampled|chosen|picked|each|both))*"
                          r"\s+uniform(?:ly)?(?:\s+(?:drawn|sampled|chosen|at|random|distributed|from|on|over|in))*\s*", re.I)
_AND = re.compile(r"\s*,?\s*(?:and)?\s*", re.I)
# Right before a letter that is chosen, and what says beside it that all choices are alike.
_CHOOSES = re.compile(r"\b(?:pick|choos|chose|draw|drawn|select|sampl|tak(?:e|ing))\w*\b[^.$]{0,60}$", re.I)
_ALIKE = re.compile(r"\buniform(?:ly)?\b|\bat\s+random\b|\bwith\s+(?:equal|the\s+same)\s+(?:probabilit(?:y|ies)|chances?|odds)\b|\bequally\s+likely\b", re.I)
# "draw an index $i$", "uniformly at random", with no word of a set.
_DRAWS = re.compile(r"\b(?:draw|pick|choose|select|sample)(?:s|ing)?(?:\s+(?:an?|one|the))?(?:\s+(?:single|random))*(?:\s+(?:index|sample|example|point|data\s+point|term|summand))?\s*$", re.I)
_DRAWN = re.compile(r"\b(?:for|with|over|of)\s+(?:an?|the)\s+uniformly\s+(?:at\s+random\s+)?(?:drawn|chosen|sampled|selected|picked|random)(?:\s+(?:index|sample|example|point))?\s*$", re.I)
_AT_RANDOM = re.compile(r"^\s*(?:(?:uniformly|independently)\s+(?:and\s+\w+\s+)?)?at\s+random\s*(?:$|[.,;)]|\n|\band\b(?!\s+(?:with|weighted)))|^\s*uniformly\s*(?:$|[.,;)]|\n)", re.I)
# "with probability", before the chance of each.
_CHANCE = re.compile(r"^\s*,?\s*(each\s+|both\s+)?with\s+(?:a\s+)?(?:probabilit(?:y|ies)|chances?|weights?)(?:\s+of)?\s*$", re.I)
_EACH = re.compile(r"^\s*,?\s*(?:each|apiece|for\s+(?:each|both|every|either))\b", re.I)
_ONE_OVER = re.compile(r"\s*(?:\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{?\s*(\w+?)\s*\}?|1\s*/\s*(\w+))\s*")


def drawn(letter: str, after: str, where: str) -> str | None:
    r"""`i \sim \{1, \dots, n\}` of "$i$ uniform on $\{1, \dots, n\}$"."""
    index = _INDEX.fullmatch(letter)
    end = _end(where)
    return rf"{index[1]} \sim \{{1, \dots, {end}\}}" if index is not None and _UNIFORM.match(after) and end is not None else None


def independent(letter: str, then: list[tuple[str, str]]) -> str | None:
    r"""`i \sim \{1, \dots, n\}` of "$i$ and $j$ are independent and uniform on $\{1, \dots, n\}$"; `then` are the formulas after the letter, each with the
    words before it."""
    index = _INDEX.fullmatch(letter)
    for words, text in then if index is not None else ():
        if _INDEPENDENT.fullmatch(words) and (end := _end(text)) is not None:
            return rf"{index[1]} \sim \{{1, \dots, {end}\}}"
        if _INDEX.fullmatch(text) is None or _AND.fullmatch(words) is None:
            return None
    return None


def at_random(letter: str, before: str, after: str) -> str | None:
    r"""The letter of "draw $i$ uniformly at random", which does not say from where: from all that are numbered by it."""
    index = _INDEX.fullmatch(letter)
    return index[1] if index is not None and (_DRAWS.search(before) and _AT_RANDOM.match(after) or _DRAWN.search(before)) else None


def chosen(text: str, before: str, after: str, chance: str, after_chance: str) -> str | None:
    r"""The same of "pick $i \in \{1, 2\}$ with probability $\frac12$ each"; `chance` is the formula after it, with the words behind that."""
    member = _MEMBER.match(text)
    end = _end(member[2]) if member is not None else None
    if end is None or _CHOOSES.search(before) is None:
        return None
    said = re.split(r"[.;]\s", after)[0]
    each, value = _CHANCE.match(after), _ONE_OVER.fullmatch(chance)
    alike = each is not None and value is not None and (value[1] or value[2]) == end and (each[1] or _EACH.match(after_chance)) \
        or each is None and (_ALIKE.search(said) or _ALIKE.search(_CHOOSES.search(before)[0]))
    return rf"{member[1]} \sim \{{1, \dots, {end}\}}" if alike else None


def _end(where: str) -> str | None:
    r"""The n of `\{1, \dots, n\}`, the 3 of `\{1, 2, 3\}`."""
    if (whole := _TO_N.match(where)) is not None:
        return whole[1] or whole[2]
    listed = _LISTED.match(where)
    numbers = [int(x) for x in listed[1].split(",")] if listed is not None else []
    return str(len(numbers)) if numbers and numbers == [*range(1, len(numbers) + 1)] else None
