"""The `Diagnostic`: what is wrong, where, the facts, and one thing that would mend it.

Every refusal of symcheck ends in this record, which the terminal, JSON and HTML faces all show.
Ids are frozen once shipped and each has its entry in `docs/messages.md`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from symcheck.text.source import Source, Span

# A caret line under a megabyte of input helps nobody: the excerpt keeps this many characters.
EXCERPT = 76
SENTENCE = 400  # characters of a headline, a fact or a help


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """id, headline, where (`source`, `span`), facts (each a sentence) and one help, if any."""

    id: str
    headline: str
    source: Source | None = None
    span: Span | None = None
    facts: tuple[str, ...] = ()
    help: str = ""

    def __str__(self) -> str:
        lines = [f"{self.id}: {self.headline}"]
        if self.source is not None and self.span is not None:
            lines += ["", *self._excerpt(self.source, self.span)]
        elif self.facts:
            lines += ["", *self.facts]
        if self.help:
            lines += ["", f"help: {self.help}"]
        return "\n".join(lines)

    def _excerpt(self, source: Source, span: Span) -> list[str]:
        number, column = source.locate(span.start)
        line = source.line(span.start)
        length = max(1, min(source.extent(span), len(line) - column + 1))
        left = max(0, min(column - 1 - EXCERPT // 3, len(line) - EXCERPT))
        shown = line[left : left + EXCERPT]
        prefix = "..." if left else ""
        suffix = "..." if left + EXCERPT < len(line) else ""
        gutter = f"{number} | "
        caret = column - 1 - left
        length = max(1, min(length, EXCERPT - caret))
        under = " " * (len(gutter) + len(prefix) + _width(shown[:caret]))
        under += "^" * max(1, _width(shown[caret : caret + length]))
        first, *rest = self.facts or ("",)
        clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
        indent = " " * (len(gutter) + len(prefix))
        return [f"{gutter}{prefix}{clean}{suffix}", f"{under} {first}".rstrip(),
                *(indent + fact for fact in rest)]


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 1 for c in text)


class SymcheckError(Exception):
    """Raised for input that cannot be used; carries the `Diagnostic` that says why."""

    def __init__(self, diagnostic: Diagnostic):
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        return str(self.diagnostic)


def fail(id: str, headline: str, source: Source | None = None, span: Span | None = None,
         *facts: str, help: str = "") -> SymcheckError:
    """The error to raise, in one call. What it quotes of a long input is shortened."""
    headline, help, *facts = (_shortened(text) for text in (headline, help, *facts))
    return SymcheckError(Diagnostic(id, headline, source, span, tuple(facts), help))


def _shortened(text: str) -> str:
    return text if len(text) <= SENTENCE else f"{text[:SENTENCE // 2]} ... {text[-SENTENCE // 2:]}"
