"""Verdicts and derivations that show themselves in a notebook."""

from __future__ import annotations

from symcheck.derive.solution import Solution
from symcheck.judge.derivation.outcome import Derivation
from symcheck.judge.verdict import Verdict
from symcheck.report.derivation_html import derivation_html
from symcheck.report.derivation_text import derivation_text
from symcheck.report.html import verdict_html
from symcheck.report.solution_document import markdown
from symcheck.report.solution_text import solution_text
from symcheck.report.text import verdict_text


def show_in_notebooks() -> None:
    """Give `Verdict` the method that notebooks look for: HTML and plain text."""
    Verdict._repr_mimebundle_ = _bundle
    Verdict.__str__ = verdict_text
    Solution._repr_mimebundle_ = _solution
    Solution.__str__ = solution_text
    Derivation._repr_mimebundle_ = _document
    Derivation.__str__ = derivation_text


def _bundle(verdict: Verdict, include=None, exclude=None) -> dict[str, str]:
    return _wanted({"text/plain": verdict_text(verdict), "text/html": verdict_html(verdict)},
                   include, exclude)


def _document(derivation: Derivation, include=None, exclude=None) -> dict[str, str]:
    return _wanted({"text/plain": derivation_text(derivation), "text/html": derivation_html(derivation)},
                   include, exclude)


def _solution(solution: Solution, include=None, exclude=None) -> dict[str, str]:
    return _wanted({"text/plain": solution_text(solution), "text/markdown": markdown(solution)},
                   include, exclude)


def _wanted(bundle: dict[str, str], include, exclude) -> dict[str, str]:
    wanted = set(include or bundle) - set(exclude or ())
    return {kind: text for kind, text in bundle.items() if kind in wanted}
