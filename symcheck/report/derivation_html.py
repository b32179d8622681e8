"""A judged derivation as an HTML fragment: a table of steps, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.report.derivation_text import KINDS, MARKS
from symcheck.report.html import HUES, escaped, example_table

if TYPE_CHECKING:
    from symcheck.judge.derivation.outcome import Derivation, Step


def derivation_html(d: Derivation) -> str:
    """The derivation as one `<div>` with a row for each step."""
    rows = "".join(_row(n, step) for n, step in enumerate(d.steps, 1))
    faults = "".join(f"<pre>{escaped(f)}</pre>" for f in d.faults)
    note = "".join(f"<div>note: {escaped(note)}</div>" for note in d.notes)
    hue = HUES[{0: "32", 1: "31"}.get(d.exit_code, "33")]
    return (f'<div class="symcheck">{faults}<table><thead><tr><th>step</th><th>line</th><th></th><th>written</th>'
            f'<th>why</th></tr></thead><tbody>{rows}</tbody></table>{note}'
            f'<strong style="color: {hue}">{escaped(d.name)}: {escaped(d.summary)}</strong></div>')


def _row(number: int, step: Step) -> str:
    v = step.verdict
    mark, hue = MARKS[v.word]
    if v.right:
        mark = "follows" if step.follows else KINDS.get(step.kind, mark)
    why = [step.reason, v.extra.get("sentence", v.mistake)]
    if not v.right:
        why += [v.message, v.evidence if v.word != V.UNREADABLE else ""]
    why += [f"where {c}" for c in v.conditions]
    lines = "".join(f'<div style="white-space: pre-wrap">{escaped(w)}</div>' for w in dict.fromkeys(why) if w)
    if v.counterexample is not None:
        lines += example_table(v.counterexample, v.extra.get("sides", ("line before", "this step")))
    written = f"{step.relation} {step.source}".strip()
    return (f'<tr><td>{number}</td><td>{step.line}</td><td style="color: {HUES[hue]}">{mark}</td>'
            f"<td><code>{escaped(written)}</code></td><td>{lines}</td></tr>")
