r"""Networks of L layers: `z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}`, and the recursion for the error signals.

The lines are put down for a network of three layers (`judge/derivation/layers/`), worked out and judged there,
and read back: what is the same for each layer it speaks of, with l for its number, is the general line. A line
that differs from layer to layer in anything else is no recursion, and is refused. So each general line was
derived and judged once for each layer of three: that is support, and no proof for other depths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from symcheck.derive.solution import DEFINITION, Line, Section, Solution
from symcheck.judge import verdict as V
from symcheck.judge.derivation.layers.layers import DEPTH, EVIDENCE, Layers, layers_in
from symcheck.text import Source
from symcheck.text.diagnostic import fail

# A declaration, which says what kind of thing a name is before any equation.
_DECLARES = re.compile(r"[^=]*(\\in(?![A-Za-z])|\\to(?![A-Za-z])|:(?!=)|>|<|\\sim)")
_NUMBER = r"(\d+)(?!\d)"


def layers_of(lines: Iterable[str]) -> Layers | None:
    """How declarations and definitions count layers; None where they do not."""
    lines = list(lines)
    found = layers_in(lines, "\n".join(lines))
    return found and found._replace(depth=DEPTH, all=False)


def written_out(lines: Iterable[str], layers: Layers) -> list[str]:
    """The lines for a network of three layers, each once for every layer that it speaks of: layer after layer."""
    out: list[str] = []
    spoken = [(line, layers.numbers((Source(line),), "")) for line in lines]
    for layered, group in groupby(spoken, key=lambda x: bool(x[1])):
        members = list(group)
        for n in range(DEPTH + 1) if layered else (None,):
            out += [_put(line, n, layers) for line, numbers in members if n is None or n in numbers]
    return out


def _put(line: str, n: int | None, layers: Layers) -> str:
    return re.sub(r"(\d)\s+(?=[)\]},])", r"\1", layers.put(line, n)).strip()


def folded(s: Solution, lines: Iterable[str], layers: Layers) -> Solution:
    """The solution for three layers as that for L."""
    fold = _Fold(list(lines), layers)
    asked = {_bare(line.left) for line in s.answers}
    sections = tuple(Section(x.title, _recursive(fold.lines(x.lines), asked, layers), fold.words(x.words))
                     for x in s.sections)
    claims = [line for x in sections for line in x.lines if line.verdict is not None]
    answers = tuple(line for line in claims if _is_asked(line, asked, layers))
    given = tuple(line for line in lines if _DECLARES.match(line))
    notes = (*s.notes, f"each line was derived and judged in a network of {DEPTH} layers, for each layer that it speaks "
                       "of; that is no proof for other depths")
    return replace(s, sections=sections, answers=answers, given=given, notes=notes, source=None)


def _is_asked(line: Line, asked: set[str], layers: Layers) -> bool:
    return any(_bare(_put(line.left, n, layers)) in asked for n in range(DEPTH + 1))


def _bare(text: str) -> str:
    """Without spaces, and without braces around a single figure."""
    return re.sub(r"\{(\d)\}", r"\1", text.replace(" ", ""))


def _recursive(lines: tuple[Line, ...], asked: set[str], layers: Layers) -> tuple[Line, ...]:
    """Without the lines in between: the signal of a layer by that of the layer above."""
    between = {line.left: line for line in lines if line.range and line.verdict is not None
               and line.left.startswith(r"\frac") and not _is_asked(line, asked, layers)}
    out = []
    for line in lines:
        if line.left in between:
            continue
        through = [b for left, b in between.items() if any(left in r for r in line.rights[:-1])]
        if through and line.range:
            rights = tuple(r for r in line.rights if not any(b.left in r for b in through))
            reason = "; then the ".join([b.reason for b in through] + [line.reason])
            line = replace(line, rights=rights, reason=reason)
        out.append(line)
    return tuple(out)


class _Fold:
    def __init__(self, lines: list[str], layers: Layers):
        self.letter, self.top, self.given = layers.letter, layers.top, lines
        stems = {m for line in lines for m in self._stems(line)} | {r"\delta" + s[len(stem):] for line in lines
                                                                   for s in self._stems(line) for stem in [_base(s)]}
        longest = sorted(stems, key=len, reverse=True)
        self.place = re.compile(rf"(?<![A-Za-z\\])({'|'.join(map(re.escape, longest))})(\{{?){_NUMBER}")

    def _stems(self, line: str) -> Iterable[str]:
        """What stands before the number of a layer in the names of a line: `W^{(`, `n_`."""
        letter = re.escape(self.letter) + r"(?![A-Za-z])"
        name, bracket = r"((?:\\[A-Za-z]+|[A-Za-z])\s*[_^]\s*)", r"(\{?\s*[(\[]?)\s*"
        for m in re.finditer(rf"{name}{bracket}(?:{letter}|{self.top}(?![A-Za-z]))", line):
            inner = m[2].replace(" ", "")
            yield m[1].replace(" ", "") + (inner if inner not in ("", "{") else "")

    # --- one formula ----------------------------------------------------------------------------

    def layer(self, text: str) -> int | None:
        """The number of the layer that a left side names, None where it names none."""
        found = self.place.search(text)
        return int(found[3]) if found else None

    def general(self, text: str, k: int, near_first: bool) -> str | None:
        """The text with l for k and L for the last layer; None where another number is left."""
        near = {k: self.letter, k - 1: f"{self.letter}-1", k + 1: f"{self.letter}+1"}
        last = {DEPTH: self.top}
        said = last | near if near_first else near | last
        return self._turned(text, said.get)

    def _turned(self, text: str, said) -> str | None:
        """The text with other words for the numbers of layers; None where there is none for one."""
        if any(said(int(m[3])) is None for m in self.place.finditer(text)):
            return None

        def turned(m: re.Match) -> str:
            new = said(int(m[3]))
            braced = m[2] or m[1].endswith(("(", "["))
            return m[1] + m[2] + new if braced or len(new) == 1 else f"{m[1]}{{{new}}}"

        return self.place.sub(turned, text)

    # --- lines ----------------------------------------------------------------------------------

    def lines(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Lines of one kind as one line."""
        groups: dict[str, list[tuple[int | None, Line]]] = {}
        for line in lines:
            k = self.layer(line.left)
            stem = line.left if k is None else self.place.sub(lambda m: m[1] + "#", line.left)
            groups.setdefault(stem, []).append((k, line))
        order = {id(line): n for n, line in enumerate(lines)}
        out = [(min(order[id(line)] for line in found), general) for members in groups.values()
               for found, general in self._group(members)]
        return tuple(line for _, line in sorted(out, key=lambda x: x[0]))

    def _group(self, members: list[tuple[int | None, Line]]) -> list[tuple[list[Line], Line]]:
        """The general line for the lines about one name, with these; those of the last and of the first layer perhaps by
        themselves."""
        if members[0][0] is None:
            return [([line], self._single(line, None)) for _, line in members]
        members = sorted(members, key=lambda m: m[0])
        for skip in (0, 1):  # the last layer may be another
            chosen = members[:len(members) - skip] if skip else members
            for low in (0, 1):  # as may be the first
                inner = chosen[low:]
                whole = self._same(inner) if len(inner) > 1 else None
                if whole is None:
                    continue
                alone = members[:low] + (members[len(members) - skip:] if skip else [])
                return [([line for _, line in inner], self._ranged(whole, inner)),
                        *(([line], self._single(line, k)) for k, line in alone)]
        if len(members) == 1:
            return [([members[0][1]], self._single(members[0][1], members[0][0]))]
        return self._refuse(members[0][1])

    def _same(self, members: list[tuple[int, Line]]) -> Line | None:
        for near_first in (True, False):
            found = [self._one(line, k, near_first) for k, line in members]
            if None not in found and len({(x.left, x.rights, x.space) for x in found}) == 1:
                return replace(found[min(1, len(found) - 1)], verdict=_joined([line for _, line in members]))
        return None

    def _ranged(self, line: Line, members: list[tuple[int, Line]]) -> Line:
        """With the layers for which it holds, from the last down where it goes by the layer above."""
        numbers = [k for k, _ in members]
        low, high = str(min(numbers)), self.top if max(numbers) == DEPTH else f"{self.top}-{DEPTH - max(numbers)}"
        if any(f"{self.letter}+1" in r for r in line.rights):
            low, high = high, low
        return replace(line, range=rf"{self.letter} = {low}, \dots, {high}")

    def _single(self, line: Line, k: int | None) -> Line:
        """A line of the last layer, of the first ones, or of no layer."""
        parts = [self._fixed(x, k) for x in (line.left, *line.rights, line.space, line.shape)]
        if None in parts and line.kind == DEFINITION:
            return self._as_given(line)
        if None in parts:
            self._refuse(line)
        left, *rights, space, shape = parts
        return replace(line, left=left, rights=tuple(rights), space=space, shape=shape,
                       reason=self._fixed(line.reason, k) or "", verdict=_joined([line]))

    def _as_given(self, line: Line) -> Line:
        r"""A definition that adds up layers, as its author wrote it: `\sum_{l=1}^L \|W_l\|^2`."""
        given = next((x for x in self.given if _bare(x.split("=")[0]) == _bare(line.left)), None)
        if given is None:
            self._refuse(line)
        return replace(line, rights=(given.split("=", 1)[1].strip(),))

    def _fixed(self, text: str, k: int | None) -> str | None:
        """0 and 1 as they are, 3 as L, and next to it 2 as L-1; None where a number may be either."""
        said = {0: "0", 1: "1", DEPTH: self.top} | ({DEPTH - 1: f"{self.top}-1"} if k == DEPTH else {})
        return self._turned(text, lambda n: said.get(n))

    def _one(self, line: Line, k: int, near_first: bool) -> Line | None:
        parts = [self.general(x, k, near_first) for x in (line.left, *line.rights, line.space, line.shape)]
        if None in parts:
            return None
        left, *rights, space, shape = parts
        return replace(line, left=left, rights=tuple(rights), space=space, shape=shape,
                       reason=self.general(line.reason, k, near_first) or "", verdict=_joined([line]))

    def words(self, text: str) -> str:
        """What is said before the lines, of error signals by their letter."""
        if not text:
            return ""
        found = re.search(r"\$(\\delta[^$]*)\$", text)
        named = None if found is None else self.place.sub(lambda m: m[1] + m[2] + self.letter, found[1])
        return text if named is None else \
            f"The error signals ${named}$ are used more than once; each is computed once and kept."

    def _refuse(self, line: Line):
        raise fail("not-derived", f"the layers follow no recursion: {line.latex} is of no other layer's form",
                   help=f"Write the network out with as many layers as it has, without the letter {self.top}.")


def _base(stem: str) -> str:
    return re.match(r"\\[A-Za-z]+|[A-Za-z]", stem)[0]


def _joined(lines: list[Line]) -> V.Verdict | None:
    """The verdict on a line that was judged for several layers."""
    verdicts = [line.verdict for line in lines]
    if None in verdicts:
        return None
    wrong = next((v for v in verdicts if not v.right), None)
    if wrong is not None:
        return wrong
    conditions = tuple(dict.fromkeys(c for v in verdicts for c in v.conditions))
    return V.Verdict(V.SUPPORTED, EVIDENCE, conditions)
