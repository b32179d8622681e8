r"""A computation graph as text, DOT and Mermaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.report.formula import formula
from symcheck.report.formula.plain import to_plain

if TYPE_CHECKING:
    from symcheck.derive.graph import ComputationGraph


def graph_text(graph: ComputationGraph) -> str:
    """Sources and sink, then every edge with the local derivative that it bears."""
    shown = {n: to_plain(formula(n.name)) for n in graph.nodes}
    lines = [f"sources: {', '.join(shown[n] for n in graph.sources)}", f"sink: {shown[graph.sink]}", ""]
    rows = [(shown[e.tail], shown[e.head], to_plain(formula(e.local))) for e in graph.edges]
    tails, heads = (max(len(row[k]) for row in rows) for k in (0, 1))
    lines += [f"{tail:>{tails}} -> {head:<{heads}}   {local}".rstrip() for tail, head, local in rows]
    ranges = dict.fromkeys((n.index, n.range) for n in graph.nodes if n.index)
    if ranges:
        lines += ["", "for " + ", ".join(f"{i} = 1, ..., {r}" for i, r in ranges)]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def graph_dot(graph: ComputationGraph) -> str:
    """DOT whose nodes are named in LaTeX, so that it can be handed in again."""
    shapes = {"source": "box", "step": "ellipse", "sink": "doublecircle"}
    lines = ["digraph {", "  rankdir=LR;"]
    lines += [f"  {_quoted(n.name)} [shape={shapes[n.kind]}];" for n in graph.nodes]
    lines += [f"  {_quoted(e.tail.name)} -> {_quoted(e.head.name)} [label={_quoted(to_plain(formula(e.local)))}];"
              for e in graph.edges]
    return "\n".join([*lines, "}"])


def graph_mermaid(graph: ComputationGraph) -> str:
    """Mermaid, likewise."""
    ids = {n: f"n{k}" for k, n in enumerate(graph.nodes)}
    brackets = {"source": ("[", "]"), "step": ("(", ")"), "sink": ("((", "))")}
    lines = ["flowchart LR"]
    for n in graph.nodes:
        left, right = brackets[n.kind]
        lines.append(f'  {ids[n]}{left}"$${n.name}$$"{right}')
    lines += [f'  {ids[e.tail]} -->|"$${e.local}$$"| {ids[e.head]}' for e in graph.edges]
    return "\n".join(lines)
