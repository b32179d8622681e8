"""A worksheet as a page: its problems, and with them the worked solutions that are derived.

Parts stand under their problem. What a solution repeats of the one before it, the forward pass above
all, is printed once. Graphs and sketches are drawn from the same definitions.
"""

from __future__ import annotations

from symcheck.course.figures import figures_of, sketches_of
from symcheck.course.problem import Problem
from symcheck.course.solve import solve_all
from symcheck.course.worksheet import Part, Worksheet
from symcheck.derive.solution import DEFINITION, EQUATION, GIVEN, Line, Solution
from symcheck.report.page import blocks as B

ROOM = 6  # lines to write in below a part
SCALAR = r"\mathbb{R}"
DRAWN = "Edges"  # the section that a drawing of the graph replaces


def sheet_page(sheet: Worksheet, *, problems_only: bool = False, layout: str = "column") -> B.Page:
    """The page of a worksheet. `problems_only` leaves out the solutions and leaves room instead."""
    blocks: list[B.Block] = [B.Paragraph(B.words(sheet.text))] if sheet.text else []
    solutions = {} if problems_only else {id: s for s in solve_all(sheet, layout=layout) for id in s.parts}
    for number, problem in enumerate(sheet.problems, 1):
        parts = [p for p in sheet.parts if p.problem is problem]
        title = problem.title or problem.name[:1].upper() + problem.name[1:]
        blocks.append(B.Heading(1, (B.Text(f"{number}  {title}"),), f"problem-{number}"))
        if problem.text:
            blocks.append(B.Paragraph(B.words(problem.text)))
        if problems_only:
            blocks += [b for part in parts for b in (_asked(part), B.Blank(ROOM))]
        else:
            blocks += _worked(problem, parts, solutions)
    if not problems_only:
        blocks.append(B.Paragraph(B.words(_verified(solutions)), "note"))
    kind = "Problems" if problems_only else "Worked solutions"
    return B.Page(sheet.title, tuple(blocks), f"{sheet.source}: {kind.lower()}" if sheet.source else kind)


def _asked(part: Part) -> B.Block:
    return B.Paragraph((B.Strong(part.id), B.Text("  "), *B.words(part.text)))


def _worked(problem: Problem, parts: list[Part], solutions: dict[str, Solution]) -> list[B.Block]:
    """The parts of a problem in order, those of one solution together."""
    blocks: list[B.Block] = []
    printed: set[str] = set()
    done: set[int] = set()
    for part in parts:
        solution = solutions[part.id]
        if id(solution) in done:
            continue
        done.add(id(solution))
        group = [p for p in parts if p.id in solution.parts]
        blocks += [_asked(p) for p in group]
        blocks += _solution(problem, group, solution, printed)
    return blocks


def _solution(problem: Problem, group: list[Part], s: Solution, printed: set[str]) -> list[B.Block]:
    drawings = figures_of(problem, group, printed)
    sections = [x for x in s.sections if not (drawings and x.title == DRAWN)]
    kept = [(x, [line for line in x.lines if line.latex not in printed]) for x in sections]
    answers = {line.latex: _short(id, s.parts) for line, id in zip(s.answers, s.parts)} \
        if len(s.answers) == len(s.parts) else dict.fromkeys((line.latex for line in s.answers), "")
    printed |= {line.latex for x in sections for line in x.lines if line.latex not in answers or len(s.parts) > 1}
    blocks: list[B.Block] = [*drawings]
    for section, lines in kept:
        if section.lines and not lines:
            continue
        if len([1 for _, left in kept if left or not _.lines]) > 1 or section.title not in ("Result", "In words"):
            blocks.append(B.Heading(3, (B.Text(section.title),)))
        if section.words:
            blocks.append(B.Paragraph(B.words(section.words)))
        if lines:
            blocks.append(B.Derivation.of([_line(line, answers) for line in lines]))
    blocks += sketches_of(problem, group)
    blocks += [B.Paragraph(B.words(f"Here {_small(note)}."), "note") for note in s.notes if _new(note, printed)]
    blocks += [B.Panel("undecided", "Not derived", (B.Paragraph(B.words(m)),)) for m in s.missing]
    return blocks


def _line(line: Line, answers: dict[str, str]) -> B.Line:
    right = f"{line.relation} {line.rights[0]}" + "".join(f" = {r}" for r in line.rights[1:])
    if line.space and line.space != SCALAR and line.kind != EQUATION:
        right += rf" \; \in {line.space}"
    if line.range:
        right += rf" \qquad {line.range}"
    mark = "undecided" if not line.verified else "answer" if line.latex in answers else ""
    return B.Line(B.tree(line.left), B.tree(right if line.left else right.removeprefix("= ")), B.words(line.reason), mark,
                  answers.get(line.latex, ""))


def _short(id: str, ids: tuple[str, ...]) -> str:
    """An id without what all of them begin with; nothing for a single one."""
    stem = id.rpartition("-")[0]
    return "" if len(ids) == 1 else id.removeprefix(stem + "-") if all(x.startswith(stem) for x in ids) else id


def _new(text: str, printed: set[str]) -> bool:
    found = text not in printed
    printed.add(text)
    return found


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _verified(solutions: dict[str, Solution]) -> str:
    """What was checked of the whole sheet."""
    distinct = {id(s): s for s in solutions.values()}
    claims = [line for s in distinct.values() for line in s.lines if line.kind not in (DEFINITION, GIVEN, EQUATION)]
    right = sum(line.verdict is not None and line.verified for line in claims)
    words = [s.title for s in distinct.values() if not s.answers]
    told = f" Answers in words ({', '.join(words)}) are not machine-checked." if words else ""
    return (f"Derived with symcheck from the definitions of the problems. {right} of {len(claims)} lines that claim something "
            f"were verified by its judge.{told}")
