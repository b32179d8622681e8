"""Verdicts that show themselves in a notebook."""

from __future__ import annotations

from symcheck.judge.verdict import Verdict
from symcheck.report.html import verdict_html
from symcheck.report.text import verdict_text


def show_in_notebooks() -> None:
    """Give `Verdict` the method that notebooks look for: HTML and plain text."""
    Verdict._repr_mimebundle_ = _bundle
    Verdict.__str__ = verdict_text


def _bundle(verdict: Verdict, include=None, exclude=None) -> dict[str, str]:
    bundle = {"text/plain": verdict_text(verdict), "text/html": verdict_html(verdict)}
    wanted = set(include or bundle) - set(exclude or ())
    return {kind: text for kind, text in bundle.items() if kind in wanted}
