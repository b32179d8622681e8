"""A judged derivation as a student reads it in a terminal: each step with its line, mark and reason.

A wrong step shows the line of the file with a caret under the step, the mistake where it has a name,
and numbers at which the two sides differ. Right steps take one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.report.terminal import (
    BOLD,
    GREEN,
    RED,
    YELLOW,
    clean,
    example_lines,
    message_lines,
    painter,
    wrapped,
)

if TYPE_CHECKING:
    from symcheck.judge.derivation.outcome import Derivation, Step

MARKS = {V.EQUAL: ("ok", GREEN), V.EQUAL_WHERE: ("ok", GREEN), V.EQUAL_LAYOUT: ("ok", GREEN),
         V.SUPPORTED: ("ok", GREEN), V.DIFFERENT: ("WRONG", RED), V.UNDECIDED: ("?", YELLOW),
         V.UNREADABLE: ("unread", YELLOW)}
SHOWN = 60  # characters of a step on its line
KINDS = {"equation": "set up", "optimum": "ok", "update": "ok", "gap": "gap"}


def derivation_text(d: Derivation, *, text: str = "", colour: bool = False, width: int = 88) -> str:
    """The whole report. `text` is the document's, from which wrong steps quote their line."""
    paint = painter(colour)
    lines: list[str] = []
    for fault in d.faults:
        lines += message_lines(str(fault), paint, width) + [""]
    rows = text.splitlines()
    for number, step in enumerate(d.steps, 1):
        lines += _step(number, step, rows, paint, width)
    for note in d.notes:
        lines += [*wrapped(f"note: {note}", "", width), ""]
    hue = {0: GREEN, 1: RED}.get(d.exit_code, YELLOW)
    if lines and lines[-1]:
        lines.append("")
    lines.append(paint(f"{clean(d.name)}: {d.summary}", f"{BOLD};{hue}"))
    return "\n".join(lines)


def _step(number: int, step: Step, rows: list[str], paint, width: int) -> list[str]:
    mark, hue = MARKS[step.verdict.word]
    if step.verdict.right:
        mark = KINDS.get(step.kind, mark)
        if step.follows:
            mark, hue = "follows", YELLOW
    source = " ".join(step.source.split())
    if len(source) > SHOWN:
        source = source[:SHOWN - 3] + "..."
    head = f"{number:>3}  line {step.line:<4}"
    lines = [f"{head} {paint(f'{mark:<7}', hue)} {clean(f'{step.relation} {source}'.strip())}"]
    v = step.verdict
    if v.right:
        for condition in v.conditions:
            lines += wrapped(f"where {condition}", " " * 22, width)
        if step.reason:
            lines += wrapped(step.reason, " " * 22, width)
        for note in v.notes:
            lines += wrapped(f"note: {note}", " " * 22, width)
        return lines
    lines.append("")
    if v.word == V.DIFFERENT and 0 < step.line <= len(rows) and "\n" not in v.message:
        row = rows[step.line - 1]
        shown = row.rstrip()
        first = step.source.split("\n")[0]
        at = shown.find(first, max(0, step.column - 1))
        at = at if at >= 0 else step.column - 1
        gutter = f"    {step.line} | "
        caret = "^" * max(1, min(len(first), len(shown) - at))
        lines += [f"{gutter}{clean(shown)}", " " * (len(gutter) + at) + paint(caret, hue)]
    if v.extra.get("sentence"):
        lines += wrapped(v.extra["sentence"], "    ", width)
    elif v.mistake:
        lines += wrapped(v.mistake, "    ", width)
    if v.message and v.message != v.evidence:
        lines += ["  " + line for line in message_lines(v.message, paint, width)]
    if v.word != V.UNREADABLE and v.evidence and "\n" not in v.message:
        lines += wrapped(v.evidence, "    ", width)
    if v.counterexample is not None:
        sides = v.extra.get("sides", ("line before", "this step"))
        lines += ["  " + line for line in example_lines(v.counterexample, sides)]
    for note in v.notes:
        lines += wrapped(f"note: {note}", "    ", width)
    lines.append("")
    return lines
