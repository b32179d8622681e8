"""Lines on a terminal: painted, wrapped, and clean of what an input could drive the terminal with."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symcheck.judge.verdict import Counterexample

Paint = Callable[[str, str], str]  # of a text and an ANSI code

GREEN, YELLOW, RED = "32", "33", "31"
BOLD, DIM = "1", "2"
_CARET = re.compile(r"^( *)(\^+)(.*)$")
# Printed as they are, these would let an input drive the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def painter(colour: bool) -> Paint:
    """Paints by ANSI codes, or with no colour not at all; what it gives is clean."""
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{clean(text)}\x1b[0m" if colour else clean(text)

    return paint


def wrapped(text: str, first: str, width: int) -> list[str]:
    """Lines of `text`, hung under where it begins; its own line breaks are kept."""
    lines: list[str] = []
    for part in clean(text).splitlines() or [""]:
        lead = first if not lines else " " * len(first)
        lines += textwrap.wrap(part, max(width, 40), initial_indent=lead,
                               subsequent_indent=" " * len(first), break_long_words=False,
                               break_on_hyphens=False) or [""]
    return lines


def message_lines(message: str, paint: Paint, width: int) -> list[str]:
    """A diagnostic keeps its lines, so that its caret stays under what it points at."""
    if "\n" not in message:
        return wrapped(message, "  ", width)
    lines = []
    for part in message.splitlines():
        caret = _CARET.match(part)
        if caret:
            lines.append(f"  {caret[1]}{paint(caret[2], BOLD + ';' + RED)}{paint(caret[3], DIM)}")
        else:
            lines.append(f"  {clean(part)}".rstrip())
    return lines


def example_lines(example: Counterexample, sides: tuple[str, str]) -> list[str]:
    """Values of the names and of both sides, which are called `sides`, aligned."""
    rows = [*example.values.items(), *example.functions.items()]
    ends = [(sides[0], example.lhs), (sides[1], example.rhs)]
    width = max(len(name) for name, _ in (*rows, *ends))
    sizes = ", ".join(f"{clean(name)} = {size}" for name, size in example.sizes.items())
    lines = [f"  for example, with {sizes}:" if sizes else "  for example:"]
    for name, value in (*rows, *ends):
        lines.append(f"    {clean(name).ljust(width)}  {clean(value)}")
    lines.insert(1 + len(rows), "    " + "-" * width)
    return lines


def clean(text: str) -> str:
    """Without characters that a terminal would act on."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))
