r"""Priors of labels with two values: "a label $y \in \{-1, +1\}$ with $P(y = +1) = P(y = -1) = \frac12$", "both classes are equally likely".

The values are told by the set that the label is said to be in, or by the chances of both. What is told is the chance of 1; where formulas tell different
ones, no law is told. A label on which a law is conditioned, `x \mid y \sim ..`, is random: its mean is a name where no prior is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import reservations
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.laws_told import Told
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Document

SIGNS, BERNOULLI = r"\text{Signs}", r"\text{Bernoulli}"
_SPACE = r"(?:\s|\\[,;:! ]|&)*"
_P = r"(?<![A-Za-z\\])(?:[pP]|\\Pr(?![A-Za-z])|\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{\s*(?:P|Pr)\s*\})"
_CHANCE = rf"{_P}{_SPACE}(?:\\left|\\[bB]igg?l?)?[(\[]{_SPACE}(?P<name>[A-Za-z]){_SPACE}={_SPACE}(?P<sign>[+-]?){_SPACE}(?P<at>[01]){_SPACE}(?:\\right|\\[bB]igg?r?)?[)\]]"
_CHANCES = re.compile(_CHANCE)
_VALUE = re.compile(r"\\[dt]?frac\s*(?:\{[^{}]*\}\s*\{[^{}]*\}|\d\s*\d)|\d+(?:\.\d+)?(?:\s*/\s*\d+)?|1\s*-\s*\\?[A-Za-z]+(?:_\w)?|\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?")
_BETWEEN = re.compile(r"[,;]\s*(?:\\q?quad(?![A-Za-z])|\\[,;: ]|\s)*|\\q?quad(?![A-Za-z])|\\text\s*\{[^{}]*\}|\band\b")
_GIVEN = re.compile(r"(?:\\mid(?![A-Za-z])|\|)(?:\s|\\[,;: ])*(?P<name>[A-Za-z])(?:\s|\\[,;: ])*(?:=(?:\s|\\[,;: ])*[+-]?\s*[01]\s*)?\\sim(?![A-Za-z])")
_SET = re.compile(r"(?<![A-Za-z\\])(?P<name>[A-Za-z])(?:_\{?\w\}?)?(?:\s|\\[,;: ])*\\in(?:\s|\\[,;: ])*\\\{(?P<set>[^{}]*?)\\\}")
_ALIKE = re.compile(r"\b(?:(?:both|two|the)\s+(?:labels?|class(?:es)?|values)(?:\s+\$[^$]*\$)*\s+(?:are|being)\s+(?:a\s+priori\s+)?equally\s+(?:likely|probable)"
                    r"|equally\s+(?:likely|probable)\s+(?:labels?|class(?:es)?)|(?:labels?|class(?:es)?)\s+(?:have|with|of)\s+(?:the\s+)?(?:equal|same)\s+(?:prior\s+)?probabilit(?:y|ies)"
                    r"|\b(?:labels?|class(?:es)?)\s+(?:\$[^$]*\$\s+)?(?:is|are)\s+(?:drawn\s+)?uniform(?:ly(?:\s+distributed)?)?(?:\s+(?:on|over|in)\b|(?=[\s,.;](?!ly))))", re.I)
_OF_A_CASE = re.compile(r"\b(?:case|for|when|whenever|if|unless|were|once|where)\b", re.I)


def told(document: Document, make) -> Iterator[Told]:
    """The laws of labels that formulas and words tell."""
    sets = _sets(document)
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for k, f in enumerate(document.formulas):
        for row in f.rows if len(f.rows) == 1 else ():
            for name, at, value in _chances(row.text):
                found.setdefault(name, []).append((at, value, k))
    known: set[str] = set()
    for name, chances in found.items():
        values = sets.get(name) or frozenset(at for at, _, _ in chances)
        if values not in ({-1, 1}, {0, 1}) or any(at not in values for at, _, _ in chances):
            continue
        of_one = {re.sub(r"\s", "", v if at == 1 else _rest(v)): (v if at == 1 else _rest(v)) for at, v, _ in chances}
        if len(of_one) == 1 and not any(reservations.keeps(document.formulas[k].before) for _, _, k in chances):
            known.add(name)
            yield _made(make, name, values, next(iter(of_one.values())), min(k for _, _, k in chances))
    if len(sets) == 1 and not found:
        ((name, values),) = sets.items()
        m = _ALIKE.search(document.text)
        sentence = re.split(r"[.;](?=\s)", document.text[:m.end()])[-1] + re.split(r"[.;](?:\s|$)", document.text[m.end():])[0] if m is not None else ""
        if m is not None and not reservations.keeps(sentence) and not _OF_A_CASE.search(sentence[:sentence.find(m[0])]):
            known.add(name)
            yield _made(make, name, values, r"\frac{1}{2}", next((k for k, f in enumerate(document.formulas) if f.start >= m.end()), len(document.formulas) - 1))
    for k, f in enumerate(document.formulas):
        for m in (m for row in f.rows for m in _GIVEN.finditer(row.text)):
            if m["name"] in sets and m["name"] not in known:
                known.add(m["name"])
                yield make(((m["name"], _set(sets[m["name"]])),), "?", ("",), k)


def declare_chance(meanings: Meanings, told: Told) -> None:
    r"""Declare the \pi of `P(y = 1) = \pi`, where it has no other meaning: a chance."""
    if told.kind in (SIGNS, BERNOULLI) and re.fullmatch(r"\\?[A-Za-z]+(?:_\w)?", told.args[0]) \
            and ((e := meanings.shaped(told.args[0])) is None or e.op == "const" and told.args[0] == r"\pi"):
        meanings.declare(Source(rf"{told.args[0]} \in (0, 1)", meanings.document.name, told.line))


def _made(make, name: str, values: frozenset[int], chance: str, k: int) -> Told:
    return make(((name, _set(values)),), SIGNS if -1 in values else BERNOULLI, (chance,), k)


def _set(values: frozenset[int]) -> str:
    return rf"\in \{{{', '.join(map(str, sorted(values)))}\}}"


def _sets(document: Document) -> dict[str, frozenset[int]]:
    """The two values of each name that is said to be in a set of such."""
    found: dict[str, set[frozenset[int]]] = {}
    for f in document.formulas:
        for row in f.rows:
            for m in _SET.finditer(row.text):
                listed = re.sub(r"[\s+]|\\[,;]", "", m["set"])
                values = frozenset((-1, 1)) if listed in ("-1,1", "1,-1", r"\pm1") else frozenset((0, 1)) if listed in ("0,1", "1,0") else frozenset()
                found.setdefault(m["name"], set()).add(values)
    return {name: next(iter(v)) for name, v in found.items() if len(v) == 1 and next(iter(v))}


def _chances(text: str) -> Iterator[tuple[str, int, str]]:
    """Whose chance of which value is which number, in equations of such chances and numbers alone."""
    for part in _BETWEEN.split(text):
        sides = _sides(part)
        chances = [m for side in sides if (m := _CHANCES.fullmatch(side)) is not None]
        values = [side for side in sides if _VALUE.fullmatch(side)]
        if chances and len(values) == 1 and len(chances) + 1 == len(sides):
            for m in chances:
                yield m["name"], -1 if m["sign"] == "-" else int(m["at"]), values[0]


def _sides(part: str) -> list[str]:
    """The sides of a chain of equations, without the signs within brackets."""
    sides, depth, start = [], 0, 0
    for k, c in enumerate(part):
        depth += (c in "([{") - (c in ")]}")
        if c == "=" and not depth:
            sides.append(part[start:k])
            start = k + 1
    return [re.sub(r"^[\s&:]+|[\s&.,;]+$", "", side) for side in (*sides, part[start:])]


def _rest(value: str) -> str:
    """What is left of 1."""
    plain = re.sub(r"\s", "", value)
    if plain in (r"\frac{1}{2}", r"\frac12", r"\tfrac12", r"\tfrac{1}{2}", r"\dfrac{1}{2}", "0.5", "1/2"):
        return value
    return value.split("-", 1)[1].strip() if plain.startswith("1-") else f"1 - {value}"
