"""What a worker does with a job of `symcheck graph`: the graph in the form asked for, or a verdict on another one."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symcheck.derive.graph import ComputationGraph
    from symcheck.read.context import Context

FORMS = ("text", "dot", "mermaid", "tex", "svg", "png", "pdf")


def graph_record(job: dict[str, Any]) -> dict[str, Any]:
    """{"data": base64} of the drawing in `form`, or with `compare` the record of a verdict; a `message`
    and the exit code where there is no graph."""
    from symcheck.text import SymcheckError

    try:
        graph, task, context = _found(job)
        if "compare" in job:
            return _compared(task, context, job)
        return {"data": b64encode(in_form(graph, job["form"])).decode(), "exit_code": 0}
    except SymcheckError as error:
        return {"message": str(error), "exit_code": 2}


def _found(job: dict[str, Any]):
    """The graph, the task that judges others against it, and their context."""
    from symcheck.course.figures import graph_task, of_graph, worksheet_graph
    from symcheck.derive.graph import computation_graph
    from symcheck.read.context import Context

    if "worksheet" not in job:
        context = Context(job["declare"], layout="column")
        graph = computation_graph(context, job["quantity"])
        return graph, of_graph(graph), context
    from symcheck.course import load_worksheet

    sheet = load_worksheet(job["worksheet"])
    graph = worksheet_graph(sheet, job["part"])
    part = sheet.parts_of(job["part"])[0]
    return graph, graph_task(part) or of_graph(graph), part.problem.context()


def _compared(task, context: Context, job: dict[str, Any]) -> dict[str, Any]:
    from symcheck.report.json import record
    from symcheck.report.text import verdict_text

    verdict = task.judge_in(context, job["compare"])
    made = {**record(verdict), "exit_code": verdict.exit_code}
    if job.get("show") is not None:
        made["text"] = verdict_text(verdict, **job["show"])
    return made


def in_form(graph: ComputationGraph, form: str) -> bytes:
    """The graph as text, DOT, Mermaid, TikZ (`tex`), SVG, PNG or PDF."""
    from symcheck.report.graph_drawing import GraphDrawing
    from symcheck.report.graph_text import graph_dot, graph_mermaid, graph_text

    if form in ("text", "dot", "mermaid"):
        return ({"text": graph_text, "dot": graph_dot, "mermaid": graph_mermaid}[form](graph) + "\n").encode()
    drawing = GraphDrawing(graph)
    if form == "tex":
        return (drawing.tikz() + "\n").encode()
    if form == "svg":
        return (drawing.svg() + "\n").encode()
    from symcheck.report.page.typst import snippet

    return snippet("#" + drawing.typst(), form)
