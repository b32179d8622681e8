"""Worked solutions of parts that ask for a graph or for words."""

from __future__ import annotations

from symcheck.course.graph import Graph
from symcheck.course.prose import Prose
from symcheck.course.worksheet import Part
from symcheck.derive.declared import declarations
from symcheck.derive.evaluate import definitions_section
from symcheck.derive.solution import DEFINITION, Line, Section, Solution


def prose(parts: list[Part], task: Prose, options: dict[str, str]) -> Solution:
    """The reference answer: nothing in it is derived or judged."""
    return Solution("", (), (Section("In words", words=task.reference),), (), **options)


def graph(parts: list[Part], task: Graph, options: dict[str, str]) -> Solution:
    """The edges that follow from the definitions, judged as an answer would be."""
    problem = parts[0].problem
    context = problem.context()
    edges = [(a.replace("<i>", "i"), b.replace("<i>", "i")) for a, b in task.edges(context)]
    verdict = task.judge(problem, "; ".join(f"{a} -> {b}" for a, b in edges))
    lines = tuple(Line(a, (b,), r"\to", kind=DEFINITION, shape="an edge",
                       reason=f"${a}$ stands in the definition of ${b}$") for a, b in edges)
    answer = Line("", (",\\quad ".join(rf"{a} \to {b}" for a, b in edges),), "", shape="a list of edges",
                  verdict=verdict, reason="every name that stands in a definition has an edge to it")
    sink = context.read(task.sink)
    return Solution("", declarations(context, sink), (definitions_section(context, sink),
                    Section("Edges", (*lines, answer))), (answer,), **options)
