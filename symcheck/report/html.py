"""A verdict as an HTML fragment, every text in it escaped: nothing of an input's becomes markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.report.text import HEADLINES, SIDES, headline

if TYPE_CHECKING:
    from symcheck.judge.verdict import Counterexample, Verdict

HUES = {"32": "#1a7f37", "33": "#9a6700", "31": "#cf222e"}


def verdict_html(verdict: Verdict, title: str = "") -> str:
    """The verdict as one `<div>`."""
    hue = HUES[HEADLINES[verdict.word][1]]
    parts = [f'<div class="symcheck" style="border-left: 3px solid {hue}; padding-left: 0.8em">',
             f'<div>{escaped(title + ": " if title else "")}'
             f'<strong style="color: {hue}">{escaped(headline(verdict))}</strong></div>']
    if verdict.mistake:
        parts.append(f"<div>{escaped(verdict.mistake)}</div>")
    if verdict.message and verdict.message != verdict.evidence:
        tag = "pre" if "\n" in verdict.message else "div"
        parts.append(f"<{tag}>{escaped(verdict.message)}</{tag}>")
    if verdict.evidence and verdict.word != V.UNREADABLE:
        parts.append(f"<div>{escaped(verdict.evidence)}</div>")
    if verdict.conditions:
        parts.append("<div>where " + " and ".join(
            f"<code>{escaped(c)}</code>" for c in verdict.conditions) + "</div>")
    if verdict.shape and verdict.word not in (V.DIFFERENT, V.UNREADABLE):
        parts.append(f"<div>both sides are {escaped(verdict.shape)}</div>")
    if verdict.counterexample is not None:
        parts.append(example_table(verdict.counterexample, verdict.extra.get("sides", SIDES)))
    parts += [f"<div>note: {escaped(note)}</div>" for note in verdict.notes]
    return "\n".join([*parts, "</div>"])


def example_table(example: Counterexample, sides: tuple[str, str]) -> str:
    """Values of the names and of both sides, which are called `sides`."""
    sizes = ", ".join(f"{name} = {size}" for name, size in example.sizes.items())
    rows = [*example.values.items(), *example.functions.items(),
            (sides[0], example.lhs), (sides[1], example.rhs)]
    cells = "".join(f"<tr><td><code>{escaped(name)}</code></td><td><code>{escaped(value)}</code></td></tr>"
                    for name, value in rows)
    caption = f"for example, with {sizes}" if sizes else "for example"
    return f"<table><caption>{escaped(caption)}</caption>{cells}</table>"


def escaped(text: str) -> str:
    """Escaped, and with no `$` or backslash that a page's mathematics renderer would act on."""
    clean = escape(str(text), quote=True)
    return clean.replace("$", "&#36;").replace("\\", "&#92;")
