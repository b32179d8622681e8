"""A verdict as a student reads it in a terminal: headline, how it is known, what to do next.

Plain text; with `colour` the headline and the caret line are painted by ANSI codes.
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
    from symcheck.judge.verdict import Verdict

# word: headline, colour. `{layout}` is the layout in which the answer is right.
HEADLINES = {
    V.EQUAL: ("right", GREEN),
    V.EQUAL_WHERE: ("right, on the condition below", GREEN),
    V.EQUAL_LAYOUT: ("right in {layout} layout", GREEN),
    V.SUPPORTED: ("right as far as numbers can tell", GREEN),
    V.DIFFERENT: ("not equal", RED),
    V.UNDECIDED: ("could not decide", YELLOW),
    V.UNREADABLE: ("could not read this", YELLOW),
}
SIDES = ("left side", "right side")


def verdict_text(verdict: Verdict, *, title: str = "", colour: bool = False, width: int = 88) -> str:
    """The verdict in a few lines, without a final newline.

    `title` stands before the headline (the part of a worksheet); `width` is in characters.
    """
    paint = painter(colour)
    hue = HEADLINES[verdict.word][1]
    lines = [(f"{clean(title)}: " if title else "") + paint(headline(verdict), f"{BOLD};{hue}")]
    if verdict.mistake:
        lines += wrapped(verdict.mistake, "  ", width)
    message = verdict.message if verdict.message != verdict.evidence else ""
    if message:
        lines += message_lines(message, paint, width)
    if verdict.evidence and verdict.word != V.UNREADABLE:
        lines += wrapped(verdict.evidence, "  ", width)
    for number, condition in enumerate(verdict.conditions):
        lines += wrapped(condition, "  where " if number == 0 else "    and ", width)
    if verdict.shape and verdict.word not in (V.DIFFERENT, V.UNREADABLE):
        lines += wrapped(_shape(verdict), "  ", width)
    if verdict.counterexample is not None:
        lines += ["", *example_lines(verdict.counterexample, verdict.extra.get("sides", SIDES))]
    for note in verdict.notes:
        lines += wrapped(note, "  note: ", width)
    return "\n".join(lines)


def headline(verdict: Verdict) -> str:
    """The verdict in a few words."""
    diagnostic = verdict.extra.get("diagnostic")
    if diagnostic is not None and diagnostic.id.startswith("shape"):
        return "the shapes do not fit"
    return HEADLINES[verdict.word][0].format(layout=verdict.layout or "the other")


def _shape(verdict: Verdict) -> str:
    return f"both sides are {verdict.shape}" if " " in verdict.shape else f"shape: {verdict.shape}"
