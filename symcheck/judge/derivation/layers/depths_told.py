r"""Networks that get a depth for a while: "With $L = 2$ everything can be written out".

What the document says of L layers is written out for three. A formula after such words that speaks of no layer by a letter, only of layers by
their numbers, holds in a network of the depth that is told: it is judged in the document written out for this depth.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.judge.derivation.layers import widths_one
from symcheck.judge.derivation.layers.layers import Layers
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.read.documents import Document, Formula

# "With", "for a network with", "in the case", "Example:", right before `L = 2`; numbers of layers that can be written out.
_CASE = re.compile(r"\b(?:with|for|when|if|take|taking|consider|case|set|setting|let|suppose|choose|choosing|where|i\.\s*e\.|e\.\s*g\.|(?:sanity\s+)?check|"
                   r"(?:worked\s+)?(?:examples?|instance|illustration))\b[^.;!?$]{0,40}$", re.I)
_AND = re.compile(r"\s*(?:,|,?\s*and)\s*")
_DEPTHS = frozenset((1, 2, 4))
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}\s|\\(?:sub)*(?:section|paragraph)\b)|\bin\s+general\b|\bgeneral\s+case\b|"
                      r"\b(?:any|arbitrary)\s+(?:depth|number\s+of\s+layers)\b", re.I | re.M)
_SCRIPT = re.compile(r"[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\ell(?![A-Za-z])|[A-Za-z])")


class Told(NamedTuple):
    """A depth and the formulas that are judged in a network of it."""

    layers: Layers
    formulas: tuple[Formula, ...]
    of_one: bool  # do all layers have one unit?


def told(document: Document, layers: Layers) -> list[Told]:
    """The depths that the words tell, each with the formulas after it, to the end of its part or to the next one."""
    if layers.all:
        return []
    value = re.compile(rf"\s*{layers.last}\s*=\s*(\d+)\s*[.,;]?\s*")
    depths = [(k, int(m[1])) for k, f in enumerate(document.formulas) if not f.display and len(f.rows) == 1
              and (m := value.fullmatch(f.rows[0].text)) is not None and _is_case(document, k)]
    found = []
    for (k, depth), following in zip(depths, [*(n for n, _ in depths[1:]), len(document.formulas)]):
        over = _HEADING.search(document.text, document.formulas[k].start)
        end = over.start() if over is not None else len(document.text)
        spoken = tuple(f for f in document.formulas[k + 1:following] if f.start < end and not _is_general(f, layers))
        if depth in _DEPTHS and spoken:
            found.append(Told(layers._replace(depth=depth), spoken, widths_one.told(document, document.formulas[k], spoken)))
    return found


def _is_case(document: Document, k: int) -> bool:
    r"""Do words make formula k a case, "With $\phi(s) = s$ and $L = 2$"?"""
    while k and not document.formulas[k - 1].display and _AND.fullmatch(document.formulas[k].before):
        k -= 1
    return _CASE.search(document.formulas[k].before) is not None


def _is_general(f: Formula, layers: Layers) -> bool:
    """Does a formula speak of a layer by a letter?"""
    letters = re.compile(rf"{layers.here}|{layers.last}")
    return any(letters.search(m[0]) for row in f.rows for m in _SCRIPT.finditer(row.text))


def taken_in(outcome: Derivation, at_depth: Derivation, formulas: tuple[Formula, ...]) -> None:
    """The steps of these formulas are those found at the depth that is told."""
    ranges = [(row.locate(0), row.locate(len(row.text))) for f in formulas for row in f.rows]

    def is_told(step: Step) -> bool:
        return any(begin <= (step.line, step.column) <= end for begin, end in ranges)

    steps = [s for s in outcome.steps if not is_told(s)] + [s for s in at_depth.steps if is_told(s)]
    outcome.steps[:] = sorted(steps, key=lambda s: (s.line, s.column))
