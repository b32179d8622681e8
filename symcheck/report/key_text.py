"""A checked key in a terminal and as JSON: each part with its line and status; what is wrong, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symcheck.judge import verdict as V
from symcheck.report.json import record
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
    from symcheck.course.key import Answered, CheckedKey

SIDES, ANSWERED = ("derived", "the key"), ("derived", "your answer")
HUES = {"right": GREEN, "wrong": RED}
WORDS = {"unreadable": "could not be read", "not checked": "not machine-checked"}


def key_text(key: CheckedKey, *, colour: bool = False, width: int = 88) -> str:
    """Every part on its line, with what is wrong below it, and a line that sums up."""
    paint = painter(colour)
    margin = max((len(p.part) for p in key.parts), default=0)
    lines: list[str] = []
    for p in key.parts:
        lines += _part(p, margin, paint, width)
    for note in key.notes:
        lines += ["", *wrapped(f"note: {note}", "", width)]
    if lines and lines[-1]:
        lines.append("")
    hue = {0: GREEN, 1: RED}.get(key.exit_code, YELLOW)
    lines.append(paint(f"{clean(key.name)}: {summary(key)}", f"{BOLD};{hue}"))
    return "\n".join(lines)


def summary(key: CheckedKey) -> str:
    """`14 right, 1 wrong, 2 missing`."""
    groups = {"right": "right", "wrong": "wrong", "unreadable": "unreadable", "undecided": "undecided",
              "not checked": "in words, which are not machine-checked", "missing": "missing"}
    return ", ".join(f"{n} {words}" for status, words in groups.items() if (n := key.count(status)))


def _part(p: Answered, margin: int, paint, width: int) -> list[str]:
    hue = HUES.get(p.status.split()[0], YELLOW)
    where = f"line {p.line}" if p.line else ""
    status = WORDS.get(p.status, p.status)
    lines = [f"{p.part:<{margin}}  {where:<9} {paint(status, hue)}"]
    v, lead = p.verdict, " " * (margin + 12)
    if v is None or p.status == "not checked":
        return lines
    if v.right:
        for condition in v.conditions:
            lines += wrapped(f"where {condition}", lead, width)
        for note in v.notes:
            if not note.startswith("right in "):
                lines += wrapped(note, lead, width)
        return lines
    lines += ["", *wrapped(" ".join(p.answer.split()), "    ", width)]
    if v.extra.get("sentence"):
        lines += wrapped(v.extra["sentence"], "    ", width)
    if v.message:
        lines += ["  " + line for line in message_lines(v.message, paint, width)]
    if v.word != V.UNREADABLE and v.evidence != v.message:
        lines += wrapped(v.evidence, "    ", width)
    if v.counterexample is not None:
        sides = v.extra.get("sides", SIDES)
        lines += ["  " + line for line in example_lines(v.counterexample, SIDES if sides == ANSWERED else sides)]
    for note in v.notes:
        lines += wrapped(f"note: {note}", "    ", width)
    return [*lines, ""]


def key_record(key: CheckedKey) -> dict[str, Any]:
    """{"name", "worksheet", "verdict", "summary", "parts": [{"part", "status", "line", "answer", ...}], "notes"}."""
    words = {1: V.DIFFERENT, 2: V.UNREADABLE, 3: V.UNDECIDED}
    parts = []
    for p in key.parts:
        row: dict[str, Any] = {"part": p.part, "status": p.status}
        if p.verdict is not None:
            row |= {"line": p.line, "answer": p.answer, **record(p.verdict)}
            if "sentence" in p.verdict.extra:
                row["explanation"] = p.verdict.extra["sentence"]
        parts.append(row)
    return {"name": key.name, "worksheet": key.worksheet, "verdict": words.get(key.exit_code, V.EQUAL),
            "summary": summary(key), "parts": parts, "notes": key.notes}
