"""What is drawn for the parts of a worksheet: computation graphs, and sketches of derivatives."""

from __future__ import annotations

from symcheck.course.problem import Problem
from symcheck.course.worksheet import Part
from symcheck.report.page import blocks as B


def figures_of(problem: Problem, parts: list[Part], printed: set[str]) -> list[B.Block]:
    """The figures that stand before the solution of these parts, each once on a sheet."""
    return []
