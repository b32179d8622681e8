r"""Worked solutions of worksheets: each kind of part has a derivation that suits it.

    solve(load_worksheet("cs189-fa20-dis7"), "2d-W1")   one part
    solve(sheet, "2d")                                  all parts that begin so, one derivation
    solve_all(sheet)                                    the whole sheet, grouped as it is printed

Parts that ask for derivatives of one loss share a derivation. A part in words has its reference answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.course import solve_counts, solve_words
from symcheck.course.choice import FirstOf
from symcheck.course.graph import Graph
from symcheck.course.growth import Growth
from symcheck.course.minimizer import Minimizer
from symcheck.course.needed import Needed
from symcheck.course.objective import Objective
from symcheck.course.optimizer import Optimizer
from symcheck.course.prose import Prose
from symcheck.course.quantity import Quantity, own_letters
from symcheck.course.share import Share
from symcheck.course.update import AtOneTime, Update
from symcheck.course.worksheet import Part, Task, Worksheet, load_worksheet
from symcheck.derive.evaluate import evaluated_line
from symcheck.derive.objective_lines import objective_section
from symcheck.derive.quantity import (
    as_derivative,
    of_expressions,
    optimum,
    update,
    value_solution,
)
from symcheck.derive.solution import Line, Section, Solution
from symcheck.expr import Expr
from symcheck.tensor.functions import Unsupported
from symcheck.text.diagnostic import fail

Options = dict[str, str]


def solve(worksheet: Worksheet | str, part: str, *, layout: str = "column", spelling: str = "") -> Solution:
    """The worked solution of a part, or of all parts whose ids begin with `part` and a hyphen.

    Raises `SymcheckError` (`unknown-worksheet`, `unknown-part`, `not-derived`).
    """
    sheet = load_worksheet(worksheet) if isinstance(worksheet, str) else worksheet
    found = [_solved(group, sheet, _options(layout, spelling)) for group in _groups(sheet.parts_of(part))]
    return found[0] if len(found) == 1 else _joined(part, found)


def solve_all(worksheet: Worksheet | str, *, layout: str = "column", spelling: str = "") -> list[Solution]:
    """The solutions of all parts in order; those of one loss, one after the other, are one."""
    sheet = load_worksheet(worksheet) if isinstance(worksheet, str) else worksheet
    return [_solved(group, sheet, _options(layout, spelling)) for group in _groups(sheet.parts)]


def _options(layout: str, spelling: str) -> Options:
    return {"layout": layout, "spelling": spelling or ("diag" if layout == "row" else "hadamard")}


def _groups(parts) -> list[list[Part]]:
    """Parts that share a derivation, together."""
    groups: list[list[Part]] = []
    for part in parts:
        loss = _loss(part)
        if groups and loss is not None and _loss(groups[-1][-1]) is loss:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _loss(part: Part) -> Expr | None:
    """The defined number whose derivative a part asks for."""
    task = part.task
    if not isinstance(task, Quantity) or task.stated:
        return None
    e = part.problem.context().read(own_letters(task.target), "column")
    found = as_derivative(e) if e.op == "derivative" else None
    return found[0] if found is not None and found[0].op == "let" else None


def _solved(parts: list[Part], sheet: Worksheet, options: Options) -> Solution:
    task = parts[0].task
    try:
        found = SOLVERS[type(task)](parts, task, options)
    except Unsupported as reason:
        raise fail("not-derived", f"{parts[0].id} of {sheet.name} is not derived: {reason}") from None
    notes = [n for n in (parts[0].problem.views[0].note, getattr(task, "note", "")) if n]
    own = [n for n in found.notes if not (notes and "acts on each entry" in n)]
    ids = tuple(p.id for p in parts)
    title = ids[0] if len(ids) == 1 else _common(ids)
    return replace(found, title=title, notes=tuple(dict.fromkeys((*notes, *own))), parts=ids,
                   question="\n".join(p.text for p in parts))


def _common(ids: tuple[str, ...]) -> str:
    stem = ids[0].split("-")[0]
    return stem if all(i.startswith(stem + "-") for i in ids) else ", ".join(ids)


def _joined(title: str, found: list[Solution]) -> Solution:
    """Several solutions one after the other."""
    sections = [replace(s, title=f"{one.title}: {s.title}") for one in found for s in one.sections]
    return replace(
        found[0], title=title, sections=tuple(sections), question="\n".join(f.question for f in found),
        given=tuple(dict.fromkeys(line for f in found for line in f.given)),
        answers=tuple(line for f in found for line in f.answers),
        notes=tuple(dict.fromkeys(n for f in found for n in f.notes)),
        missing=tuple(m for f in found for m in f.missing), parts=tuple(p for f in found for p in f.parts))


# --- kinds of parts -------------------------------------------------------------------------------


def _quantity(parts: list[Part], task: Quantity, options: Options) -> Solution:
    context, targets = parts[0].problem.context(), [own_letters(p.task.target) for p in parts]
    expressions = [context.read(t, "column") for t in targets]
    if task.stated:
        return _stated(parts[0], task, expressions[0], options)
    if task.estimates:
        return _estimate(parts[0], task, targets[0], options)
    if expressions[0].op != "derivative":
        return value_solution(context, expressions[0], targets[0], title="", question="", **options)
    return of_expressions(context, expressions, targets[0], title="", question="", **options)


def _stated(part: Part, task: Quantity, asked: Expr, options: Options) -> Solution:
    """The quantity under the name the part gives it, which is proved to be the target."""
    context = part.problem.context(extra=part.problem.shorthands_in(task.stated))
    stated = context.read(task.stated, "column")
    line = evaluated_line(context, asked, task.stated, options["spelling"], stated=stated)
    return value_solution(context, asked, task.stated, title="", question="", line=line, **options)


def _estimate(part: Part, task: Quantity, target: str, options: Options) -> Solution:
    """What a quantity is estimated by: judged as an answer to the part."""
    left = own_letters(task.estimates)
    line = Line(left, (target,), r"\approx", reason="the mean over what was drawn, for the mean over all",
                verdict=task.judge(part.problem, rf"{left} \approx {target}"))
    context = part.problem.context()
    found = value_solution(context, context.read(left), left, title="", question="", **options)
    section = Section("Estimate", (line,))
    sets = tuple(x for x in context.lines if r"\subseteq" in x)
    return replace(found, given=(*found.given, *sets), sections=(*found.sections, section), answers=(line,))


def _minimizer(parts: list[Part], task: Minimizer, options: Options) -> Solution:
    return optimum(parts[0].problem.context(), task.objective, task.by, title="", **options)


def _update(parts: list[Part], task: Update, options: Options) -> Solution:
    by, step = own_letters(task.by), own_letters(task.step)
    return update(parts[0].problem.context(), by, f"{by} - {step}", title="", **options)


def _optimizer(parts: list[Part], task: Optimizer, options: Options) -> Solution:
    view = task.views[0]
    context = parts[0].problem.context(view)
    e = context.read(task.target)
    right = e.args[0] if e.op == "let" else e
    found = update(context, task.by, right, title="", **options)
    return replace(found, notes=(*found.notes, *([view.note] if view.note else [])))


def _share(parts: list[Part], task: Share, options: Options) -> Solution:
    """The weight as a derivative; a factor common to all is free."""
    context = parts[0].problem.context()
    weight = context.read(own_letters(task.weight), "column")
    line = evaluated_line(context, weight, own_letters(task.weight), options["spelling"])
    v = task.judge(parts[0].problem, line.right)
    found = value_solution(context, weight, own_letters(task.weight), title="", question="", line=line, **options)
    answer = Line("p_i", (line.right,), r"\propto", space=line.space, shape=line.shape, verdict=v,
                  reason="up to a factor that is common to all")
    words = Section("In words", words=task.reference)
    return replace(found, sections=(*found.sections, Section("Weight", (answer,)), words), answers=(answer,))


def _objective(parts: list[Part], task: Objective, options: Options) -> Solution:
    context = parts[0].problem.context()
    section, answer = objective_section(context, context.read(task.objective), context.read(task.by))
    v = task.judge(parts[0].problem, answer.right)
    answer = replace(answer, verdict=v)
    found = value_solution(context, context.read(task.objective), task.objective, title="", question="", **options)
    sections = (*found.sections[:-1], replace(section, lines=(*section.lines[:-1], answer)))
    return replace(found, sections=sections, answers=(answer,))


def _first(parts: list[Part], task: FirstOf, options: Options) -> Solution:
    """Every way of answering that can be derived, the last first."""
    ways = [t for _, t in reversed(task.tasks)]
    found = [SOLVERS[type(t)]([replace(parts[0], task=t)], t, options) for t in ways]
    main = found[0]
    more = [s for other in found[1:] for s in other.sections
            if s.lines and s.lines[0].latex not in {line.latex for line in main.lines}
            and s.title not in {x.title for x in main.sections}]
    return replace(main, sections=(*main.sections, *more), missing=tuple(m for f in found for m in f.missing))


SOLVERS: dict[type[Task], Callable[[list[Part], Task, Options], Solution]] = {
    Quantity: _quantity, AtOneTime: _quantity, Minimizer: _minimizer, Update: _update, Optimizer: _optimizer, Share: _share,
    Objective: _objective, FirstOf: _first, Growth: solve_counts.growth, Needed: solve_counts.needed,
    Graph: solve_words.graph, Prose: solve_words.prose,
}
