"""What is drawn for the parts of a worksheet: computation graphs, and sketches of derivatives."""

from __future__ import annotations

from symcheck.course.choice import FirstOf
from symcheck.course.graph import Graph
from symcheck.course.problem import Problem
from symcheck.course.quantity import Quantity, own_letters
from symcheck.course.worksheet import Part, Worksheet
from symcheck.derive.graph import ComputationGraph, computation_graph
from symcheck.derive.sketch import Sketched, sketched
from symcheck.report.graph_drawing import GraphDrawing
from symcheck.report.page import blocks as B
from symcheck.report.sketch_drawing import SketchDrawing
from symcheck.text.diagnostic import fail

EDGES = ("Each edge bears the local derivative of the value that it points to, in column layout: what a gradient is multiplied by "
         "on its way back.")
PASSED = r" At a matrix it is what becomes of a gradient $\delta$."


def figures_of(problem: Problem, parts: list[Part], printed: set[str]) -> list[B.Block]:
    """The figures that stand before the solution of these parts, each once on a sheet."""
    task = graph_task(parts[0])
    name = task.sink if task is not None else problem.sink
    if not name or f"graph {name}" in printed or task is None and not any(isinstance(p.task, Quantity) for p in parts):
        return []
    printed.add(f"graph {name}")
    graph = part_graph(problem, task)
    return [B.Figure((GraphDrawing(graph),), B.words(caption(graph)))]


def sketches_of(problem: Problem, parts: list[Part]) -> list[B.Block]:
    """The sketches that stand after the solution of these parts, in one figure."""
    asked = [p for p in parts if isinstance(p.task, Quantity)] if problem.sketched_by else []
    if not asked:
        return []
    drawings = [SketchDrawing(part_sketch(p)) for p in asked]
    sketches = [d.sketch for d in drawings]
    names = [f"${name} = {value:g}$" for name, value in dict(x for s in sketches for x in s.at.items()).items()]
    jumps = any(b.kind == "jump" for s in sketches for b in s.breaks)
    told = f"Sketches of {', '.join(p.id for p in asked)} as functions of ${problem.sketched_by}$."
    if names:
        told += f" Drawn with values such as {', '.join(names)}; where a weight is negative the sides change places."
    if jumps:
        told += (" At a jump the derivative does not exist; the filled end is the value that the formula has there, and any "
                 "other may be taken.")
    return [B.Figure(tuple(drawings), B.words(told))]


def part_sketch(part: Part, at: dict[str, float] | None = None) -> Sketched:
    """What a part asks for as a function of the problem's variable. Raises `SymcheckError` (`not-sketched`)."""
    problem = part.problem
    if not isinstance(part.task, Quantity):
        raise fail("not-sketched", f"{part.id} asks for no quantity")
    return sketched(problem.context(), own_letters(part.task.target), problem.sketched_by or "x", at)


def caption(graph: ComputationGraph) -> str:
    """What stands under a graph: whose it is, and what its edges bear."""
    ends = f"The computation graph of ${graph.sink.name}$. "
    return ends + EDGES + (PASSED if any(r"\mapsto" in e.local for e in graph.edges) else "")


def graph_task(part: Part) -> Graph | None:
    """The graph that a part asks for, if it does."""
    tasks = [t for _, t in part.task.tasks] if isinstance(part.task, FirstOf) else [part.task]
    return next((t for t in tasks if isinstance(t, Graph)), None)


def part_graph(problem: Problem, task: Graph | None) -> ComputationGraph:
    """The graph of a problem: to the sink of the task, or of the problem."""
    context = problem.context()
    if task is None:
        return computation_graph(context, problem.sink)
    whole = {name for name in (*task.steps, *task.sources) if name.endswith("_{<i>}")}
    members = frozenset(name.removesuffix("_{<i>}") for name in whole)
    return computation_graph(context, task.sink, members)


def of_graph(graph: ComputationGraph) -> Graph:
    """The task that asks for this graph: what another one is compared with."""
    def template(n) -> str:
        return n.name.replace(f"_{{{n.index}}}", "_{<i>}") if n.index else n.name

    steps = tuple(template(n) for n in graph.nodes if n.kind == "step")
    return Graph(tuple(map(template, graph.sources)), graph.sink.name, steps, least=min(1, len(steps)))


def worksheet_graph(sheet: Worksheet, id: str) -> ComputationGraph:
    """The graph for a part, or for the parts that begin so. Raises `SymcheckError`."""
    part = sheet.parts_of(id)[0]
    task = graph_task(part)
    if task is None and not part.problem.sink:
        raise fail("no-graph", f"{id} of {sheet.name} has no computation graph",
                   help="Its problem defines no value through others.")
    return part_graph(part.problem, task)
