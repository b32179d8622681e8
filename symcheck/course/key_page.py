r"""An instructor's checked key as a page: every part of the worksheet with the key's answer, marked and explained.

What the key says is data: its formulas are printed from trees, its words as characters. Where an answer is wrong
or missing the derived one stands beside it.
"""

from __future__ import annotations

from symcheck.course.answer import is_prose
from symcheck.course.key import Answered, CheckedKey
from symcheck.course.solve import solve
from symcheck.course.worksheet import Part, Worksheet
from symcheck.judge import verdict as V
from symcheck.report.derivation_page import reasons, said
from symcheck.report.formula import Unprintable, formula
from symcheck.report.formula.extent import at_relation
from symcheck.report.key_text import ANSWERED, SIDES, summary
from symcheck.report.page import blocks as B
from symcheck.text import SymcheckError

MARKS = {"right": "right", "wrong": "wrong", "undecided": "undecided", "unreadable": "unread", "missing": "undecided"}
MOODS = {0: "right", 1: "wrong"}


def key_page(key: CheckedKey, sheet: Worksheet) -> B.Page:
    """The page of a key of a worksheet, its parts under their problems."""
    words = summary(key)
    notes = tuple(B.Paragraph(said(n)) for n in key.notes)
    blocks: list[B.Block] = [B.Panel(MOODS.get(key.exit_code, "undecided"), words[:1].upper() + words[1:], notes)]
    for number, problem in enumerate(sheet.problems, 1):
        title = problem.title or problem.name[:1].upper() + problem.name[1:]
        blocks.append(B.Heading(1, (B.Text(f"{number}  {title}"),)))
        for answered in key.parts:
            if (part := sheet.part(answered.part)).problem is problem:
                blocks += _part(answered, part, sheet)
    return B.Page(sheet.title, tuple(blocks), f"{sheet.source}: a key" if sheet.source else "A key",
                  f"{key.name}, checked with symcheck")


def _part(p: Answered, part: Part, sheet: Worksheet) -> list[B.Block]:
    blocks: list[B.Block] = [B.Paragraph((B.Strong(p.part), B.Text("  "), *B.words(part.text)))]
    if p.verdict is None:
        return [*blocks, B.Panel("undecided", "The key has no answer to this", _derived(part, sheet))]
    status = p.status.split()[0]
    mark = MARKS.get(status, "")
    blocks += _answer(p, mark)
    v = p.verdict
    if p.status == "not checked":
        return [*blocks, B.Paragraph((B.Text("In words, which are not machine-checked."),), "note")]
    if v.right:
        return blocks
    return [*blocks, B.Panel(mark, f"Line {p.line} {'is wrong' if status == 'wrong' else B.MARKS[mark][1]}",
                             (*_why(v), *_derived(part, sheet)))]


def _answer(p: Answered, mark: str) -> list[B.Block]:
    """The key's own answer with its mark, and beside it what it rests on."""
    v = p.verdict
    beside = [f"where {c}" for c in v.conditions] if v.right else []
    beside += [p.status] if p.status.startswith("right in") else []
    beside += [n for n in v.notes if not n.startswith("right in ")] if v.right else []
    words = tuple(x for k, r in enumerate(beside) for x in ((B.Text("; "), *said(r)) if k else said(r)))
    if not is_prose(p.answer):
        try:
            return [B.Derivation.of([B.Line(*at_relation(formula(p.answer)), words, mark, str(p.line))])]
        except Unprintable:
            return [B.Source(p.answer, mark, str(p.line))]
    if mark:
        return [B.Source(p.answer, mark, str(p.line))]
    return [B.Paragraph((B.Text(p.answer),))]


def _why(v: V.Verdict) -> tuple[B.Block, ...]:
    sides = tuple(v.extra.get("sides", SIDES))
    return reasons(v, SIDES if sides == ANSWERED else sides)


def _derived(part: Part, sheet: Worksheet) -> tuple[B.Block, ...]:
    """The derived answer, where there is one in formulas."""
    try:
        lines = [line for line in solve(sheet, part.id).answers if line.verified]
    except SymcheckError:
        return ()
    shown = [B.Line(B.tree(line.left), B.tree(f"{line.relation} {line.right}" if line.left else line.right)) for line in lines]
    return (B.Paragraph((B.Text("Derived:"),)), B.Derivation.of(shown)) if shown else ()


