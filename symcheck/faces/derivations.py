"""What a worker does to derive: from a job to the record of a worked solution, and its text.

    {"do": "derive", "quantity", "declare": [...]} or {"do": "derive", "worksheet", "part"},
    with "layout", "spelling" and "format" ('text', 'markdown', 'latex', 'numpy')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symcheck.text import SymcheckError
from symcheck.text.diagnostic import fail

if TYPE_CHECKING:
    from symcheck.derive.solution import Solution


def derived(job: dict[str, Any]) -> dict[str, Any]:
    """The record of a job; what cannot be read or derived has the verdict `unreadable` and a message."""
    from symcheck.judge.verdict import unreadable
    from symcheck.report.json import record

    try:
        solutions = _solutions(job)
        if job.get("cost"):
            return _costed(solutions, job)
        texts = [_text(s, job) for s in solutions] if job.get("format") else []
    except SymcheckError as error:
        return {**record(unreadable(error)), "exit_code": 2}
    records = [s.as_dict() for s in solutions]
    result = records[0] if len(records) == 1 else {
        "solutions": records, "verdict": max((r["verdict"] for r in records), key=("equal", "undecided").index)}
    result["exit_code"] = max((s.exit_code for s in solutions), default=0)
    if texts:
        result["text"] = ("\n\n" + "-" * 72 + "\n\n" if job["format"] == "text" else "\n").join(texts)
    return result


def _costed(solutions: list[Solution], job: dict[str, Any]) -> dict[str, Any]:
    """The cost of the loss of the first solution that has gradients, counted and measured."""
    from symcheck.derive.costs import cost_of
    from symcheck.derive.timing import measured
    from symcheck.report.cost_text import cost_text
    from symcheck.tensor.functions import Unsupported

    g = _gradients(solutions)
    result = cost_of(g).as_dict()
    try:
        result["measured"] = {way: series.as_dict() for way, series in measured(g).items()}
    except (Unsupported, SymcheckError) as reason:
        result["not measured"] = str(reason)
    text = cost_text(result, **job.get("show", {})) if job.get("format") else ""
    return {"title": solutions[0].title, "cost": result, "verdict": "equal", "exit_code": 0, "text": text}


def _gradients(solutions: list[Solution]):
    from symcheck.derive.gradients import Gradients

    found = next((s.source for s in solutions if isinstance(s.source, Gradients)), None)
    if found is None and any(line.range for s in solutions for line in s.lines):
        raise fail("no-gradients", "a program needs the number of layers",
                   help="Write the network out with as many layers as it has.")
    if found is None:
        raise fail("no-gradients", "there are no gradients of a loss in this",
                   help="Name a loss, or derivatives of one.")
    return found


def _solutions(job: dict[str, Any]) -> list[Solution]:
    options = {"layout": job.get("layout") or "column", "spelling": job.get("spelling") or ""}
    if job.get("worksheet"):
        from symcheck.course.solve import solve, solve_all

        if job.get("part"):
            return [solve(job["worksheet"], job["part"], **options)]
        return solve_all(job["worksheet"], **options)
    from symcheck.derive.quantity import derive_lines

    return [derive_lines(job["declare"], job["quantity"], **options)]


def _text(s: Solution, job: dict[str, Any]) -> str:
    match job["format"]:
        case "markdown":
            from symcheck.report.solution_document import markdown

            return markdown(s)
        case "latex":
            from symcheck.report.solution_document import latex

            return latex(s)
        case "numpy":
            from symcheck.derive.program import program

            g = _gradients([s])
            batched = job.get("batch")
            return program(g, None if batched is None else tuple(g.context.read(n) for n in batched))
    from symcheck.report.solution_text import solution_text

    return solution_text(s, **job.get("show", {}))
