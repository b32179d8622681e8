"""A verdict as a student reads it in a terminal: headline, how it is known, what to do next.

Plain text; with `colour` the headline and the caret line are painted by ANSI codes.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V

if TYPE_CHECKING:
    from symcheck.judge.verdict import Counterexample, Verdict

GREEN, YELLOW, RED = "32", "33", "31"
_BOLD, _DIM = "1", "2"

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
_CARET = re.compile(r"^( *)(\^+)(.*)$")
# Printed as they are, these would let an input drive the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def verdict_text(verdict: Verdict, *, title: str = "", colour: bool = False, width: int = 88) -> str:
    """The verdict in a few lines, without a final newline.

    `title` stands before the headline (the part of a worksheet); `width` is in characters.
    """
    paint = _painter(colour)
    hue = HEADLINES[verdict.word][1]
    lines = [(f"{_clean(title)}: " if title else "") + paint(headline(verdict), f"{_BOLD};{hue}")]
    if verdict.mistake:
        lines += _wrapped(verdict.mistake, "  ", width)
    message = verdict.message if verdict.message != verdict.evidence else ""
    if message:
        lines += _message(message, paint, width)
    if verdict.evidence and verdict.word != V.UNREADABLE:
        lines += _wrapped(verdict.evidence, "  ", width)
    for number, condition in enumerate(verdict.conditions):
        lines += _wrapped(condition, "  where " if number == 0 else "    and ", width)
    if verdict.shape and verdict.word not in (V.DIFFERENT, V.UNREADABLE):
        lines += _wrapped(_shape(verdict), "  ", width)
    if verdict.counterexample is not None:
        lines += ["", *_example(verdict.counterexample, verdict.extra.get("sides", SIDES))]
    for note in verdict.notes:
        lines += _wrapped(note, "  note: ", width)
    return "\n".join(lines)


def headline(verdict: Verdict) -> str:
    """The verdict in a few words."""
    diagnostic = verdict.extra.get("diagnostic")
    if diagnostic is not None and diagnostic.id.startswith("shape"):
        return "the shapes do not fit"
    return HEADLINES[verdict.word][0].format(layout=verdict.layout or "the other")


def _shape(verdict: Verdict) -> str:
    return f"both sides are {verdict.shape}" if " " in verdict.shape else f"shape: {verdict.shape}"


def _painter(colour: bool):
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{_clean(text)}\x1b[0m" if colour else _clean(text)

    return paint


def _wrapped(text: str, first: str, width: int) -> list[str]:
    """Lines of `text`, hung under where it begins; its own line breaks are kept."""
    lines: list[str] = []
    for part in _clean(text).splitlines() or [""]:
        lead = first if not lines else " " * len(first)
        lines += textwrap.wrap(part, max(width, 40), initial_indent=lead,
                               subsequent_indent=" " * len(first), break_long_words=False,
                               break_on_hyphens=False) or [""]
    return lines


def _message(message: str, paint, width: int) -> list[str]:
    """A diagnostic keeps its lines, so that its caret stays under what it points at."""
    if "\n" not in message:
        return _wrapped(message, "  ", width)
    lines = []
    for part in message.splitlines():
        caret = _CARET.match(part)
        if caret:
            lines.append(f"  {caret[1]}{paint(caret[2], _BOLD + ';' + RED)}{paint(caret[3], _DIM)}")
        else:
            lines.append(f"  {_clean(part)}".rstrip())
    return lines


def _example(example: Counterexample, sides: tuple[str, str]) -> list[str]:
    """Values of the names and of both sides, aligned."""
    rows = [*example.values.items(), *example.functions.items()]
    ends = [(sides[0], example.lhs), (sides[1], example.rhs)]
    width = max(len(name) for name, _ in (*rows, *ends))
    sizes = ", ".join(f"{_clean(name)} = {size}" for name, size in example.sizes.items())
    lines = [f"  for example, with {sizes}:" if sizes else "  for example:"]
    for name, value in (*rows, *ends):
        lines.append(f"    {_clean(name).ljust(width)}  {_clean(value)}")
    lines.insert(1 + len(rows), "    " + "-" * width)
    return lines


def _clean(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))
