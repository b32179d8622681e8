"""A worked solution as text for a terminal: each line with its shape and its reason, LaTeX as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.derive.solution import CLAIM, UPDATE
from symcheck.report.formula.plain import in_unicode
from symcheck.report.terminal import BOLD, DIM, GREEN, YELLOW, painter, wrapped

if TYPE_CHECKING:
    from symcheck.derive.solution import Line, Solution


def solution_text(s: Solution, *, colour: bool = False, width: int = 88) -> str:
    """The whole solution, without a final newline."""
    paint = painter(colour)
    lines = [paint(s.title, BOLD)] if s.title else []
    for question in s.question.splitlines():
        lines += wrapped(in_unicode(question), "  ", width)
    if s.given:
        lines += ["", paint("Given", BOLD), *(f"  {line}" for line in s.given)]
    for note in s.notes:
        lines += wrapped(plain(note), "  note: ", width)
    number = 0
    for section in s.sections:
        lines += ["", paint(section.title, BOLD)]
        if section.words:
            lines += wrapped(plain(section.words), "  ", width)
        for line in section.lines:
            claimed = line.kind in (CLAIM, UPDATE)
            number += claimed
            lines += _line(line, f"{number:>3}  " if claimed else "     ", paint, width)
    lines += ["", *_conclusion(s, paint, width)]
    return "\n".join(lines)


def _line(line: Line, head: str, paint, width: int) -> list[str]:
    pieces = _ranged(line)
    joined = " ".join(pieces)
    if len(head) + len(joined) <= width or len(pieces) == 1:
        out = [head + joined]
    else:
        out = [head + pieces[0], *("       " + piece for piece in pieces[1:])]
    shape = line.shape
    if shape:
        room = width - len(out[-1]) - len(shape) - 2
        out = [*out[:-1], out[-1] + " " * (room + 2) + paint(shape, DIM)] if room >= 0 else [
            *out, " " * max(width - len(shape), 7) + paint(shape, DIM)]
    if line.reason:
        out += wrapped(plain(line.reason), "       ", width)
    if line.verdict is not None:
        for condition in line.verdict.conditions:
            out += wrapped(f"where {condition}", "       ", width)
    return out


def formula(line: Line) -> list[str]:
    """The line in pieces: left side and first right side, then each further `= ..`."""
    first = " ".join(x for x in (line.left, line.relation, line.rights[0]) if x)
    return [first, *(f"= {r}" for r in line.rights[1:])]


def _ranged(line: Line) -> list[str]:
    """As `formula`, with the numbers of layers for which it holds."""
    *before, last = formula(line)
    return [*before, last + (f"   for {line.range}" if line.range else "")]


def plain(text: str) -> str:
    """Words without the dollar signs around their mathematics."""
    return re.sub(r"(?<!\\)\$", "", text)


def _conclusion(s: Solution, paint, width: int) -> list[str]:
    claims = [line for line in s.lines if line.verdict is not None]
    if s.missing:
        return [line for m in s.missing for line in wrapped(plain(m), "missing: ", width)]
    if not claims:
        return [paint("nothing here is machine-checked", YELLOW)]
    words = {line.verdict.word for line in claims}
    how = "proved" if words <= {"equal", "equal_where"} else "checked"
    one = len(claims) == 1
    return [paint(f"{'the step is' if one else f'all {len(claims)} steps are'} {how} by the judge, against "
                  "derivatives of its own", f"{BOLD};{GREEN}")]
