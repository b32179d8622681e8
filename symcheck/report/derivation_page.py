"""A judged derivation as a page: the author's words and formulas in order, each step marked and explained.

Formulas are printed from the tree that the closed table of `report/formula/` holds; what that cannot read is
shown as it was typed. Of the author's text nothing is a command to anyone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.read.documents import Document, Formula
from symcheck.report.formula import Unprintable, formula
from symcheck.report.formula.extent import at_relation
from symcheck.report.outline import FORMULA, Heading, List, Table, Words, formula_sign, outline
from symcheck.report.page import blocks as B

if TYPE_CHECKING:
    from symcheck.judge.derivation.outcome import Derivation, Step
    from symcheck.text import Source

_MARKS = {V.DIFFERENT: "wrong", V.UNDECIDED: "undecided", V.UNREADABLE: "unread"}
ASIDE = "checked with symcheck"
_RANK = ("right", "setup", "gap", "follows", "undecided", "unread", "wrong")
_NAMES = re.compile(r"\\[A-Za-z]+|[_^]")


def derivation_page(document: Document, derivation: Derivation) -> B.Page:
    """The page of a document as `read_document` made it and as `verify_document` judged it."""
    return _Writer(document, derivation).page()


def mark_of(step: Step) -> str:
    """The mark of a step, as in `blocks.MARKS`."""
    if not step.verdict.right:
        return _MARKS[step.verdict.word]
    if step.follows:
        return "follows"
    return {"equation": "setup", "gap": "gap"}.get(step.kind, "right")


class _Writer:
    def __init__(self, document: Document, derivation: Derivation):
        self.document, self.derivation = document, derivation
        self.shown: set[int] = set()  # formulas that stand on the page
        self.numbers = {id(s): str(k) for k, s in enumerate(derivation.steps, 1)}
        self.waiting = list(derivation.steps)  # steps that no formula has shown yet
        self.blocks: list[B.Block] = []
        self.words: list[B.Inline] = []        # of the paragraph being written
        self.panels: list[B.Block] = []        # what explains its steps

    def page(self) -> B.Page:
        d = self.derivation
        mood = {0: "right", 1: "wrong"}.get(d.exit_code, "undecided")
        self.blocks.append(B.Panel(mood, _capital(d.summary), tuple(B.Paragraph(said(n)) for n in d.notes)))
        for f in d.faults:
            self.blocks.append(B.Panel("unread", f.headline, (B.Source(str(f)),)))
        stretches = self.document.stretches
        text = stretches[0] + "".join(formula_sign(k) + after for k, after in enumerate(stretches[1:])) if stretches else ""
        self._parts(outline(text, self.document.markdown))
        for k in range(len(self.document.formulas)):  # what stands in a part that has no place for it
            if k not in self.shown:
                self._formula(k)
        self._end_paragraph()
        if self.waiting:
            self._left_over()
        title = next((b for b in self.blocks[:2 + len(d.faults)] if isinstance(b, B.Heading)), None)
        if title is None or not all(isinstance(w, B.Text) for w in title.words):
            return B.Page(d.name, tuple(self.blocks), aside=ASIDE)
        self.blocks.remove(title)
        return B.Page("".join(w.text for w in title.words), tuple(self.blocks), aside=f"{d.name}, {ASIDE}")

    # --- words ----------------------------------------------------------------------------------

    def _parts(self, parts) -> None:
        for part in parts:
            match part:
                case Heading(text):
                    self._end_paragraph()
                    if words := self._cell(text):
                        self.blocks.append(B.Heading(2, words))
                    self._end_paragraph()
                case Words(text):
                    self._words(text)
                    self._end_paragraph()
                case List(entries):
                    self.blocks.append(B.Items(tuple((e.label, self._inside(e.parts)) for e in entries)))
                case Table(rows, head):
                    self.blocks.append(B.Table(tuple(tuple(map(self._cell, row)) for row in rows), head))
                    self._end_paragraph()

    def _inside(self, parts) -> tuple[B.Block, ...]:
        """The blocks of an entry of a list."""
        outer, self.blocks = self.blocks, []
        self._parts(parts)
        inner, self.blocks = self.blocks, outer
        return tuple(inner)

    def _cell(self, text: str) -> B.Words:
        """Words of a cell or a heading, formulas among them in the line; what explains them follows it."""
        outer, self.words = self.words, []
        self._words(text, displays=False)
        inner, self.words = self.words, outer
        return tuple(inner)

    def _words(self, text: str, displays: bool = True) -> None:
        """Characters, and the formulas for their signs."""
        at = 0
        for m in FORMULA.finditer(text):
            self._said(text[at:m.start()])
            self._formula(int(m[1]), displays)
            at = m.end()
        self._said(text[at:])

    def _said(self, text: str) -> None:
        if text.strip():
            self.words.append(B.Text(text if self.words else text.lstrip()))
        elif text and self.words:
            self.words.append(B.Text(" "))

    def _formula(self, number: int, displays: bool = True) -> None:
        if number in self.shown or number >= len(self.document.formulas):
            return
        self.shown.add(number)
        f = self.document.formulas[number]
        if f.display and displays:
            self._end_paragraph()
            self._display(f)
        else:
            self._inline(f)

    def _end_paragraph(self) -> None:
        if self.words:
            self.blocks.append(B.Paragraph(tuple(self.words)))
        self.blocks += self.panels
        self.words, self.panels = [], []

    def _inline(self, f: Formula) -> None:
        for row in f.rows:
            self.words.append(B.math(row.text))
            for step in self._steps(row):
                self.words += [B.Text(" "), B.Mark(mark_of(step))]
                self.panels += self._explained(step)

    # --- displays -------------------------------------------------------------------------------

    def _display(self, f: Formula) -> None:
        lines: list[B.Line] = []
        for row in f.rows:
            steps = self._steps(row)
            number = ", ".join(self.numbers[id(s)] for s in steps)
            mark = max(map(mark_of, steps), key=_RANK.index) if steps else ""
            reasons = dict.fromkeys(r for s in steps for r in _reasons(s))
            try:
                left, right = at_relation(formula(row.text))
                lines.append(B.Line(left, right, tuple(x for k, r in enumerate(reasons) for x in (
                    (B.Text("; "), *said(r)) if k else said(r))), mark, number))
            except Unprintable:
                self._flush(lines)
                self.blocks.append(B.Source(row.text, mark, number))
            panels = [panel for s in steps for panel in self._explained(s)]
            if panels:
                self._flush(lines)
                self.blocks += panels
        self._flush(lines)

    def _flush(self, lines: list[B.Line]) -> None:
        if lines:
            self.blocks.append(B.Derivation.of(lines))
            lines.clear()

    def _steps(self, row: Source) -> list[Step]:
        """The steps that stand in a row of the file, each given once."""
        start, end = row.locate(0), row.locate(len(row.text))
        found = [s for s in self.waiting if start <= (s.line, s.column) <= end]
        self.waiting = [s for s in self.waiting if s not in found]
        return found

    def _left_over(self) -> None:
        self.blocks.append(B.Heading(2, (B.Text("Further steps"),)))
        for step in self.waiting:
            self.blocks.append(B.Source(f"line {step.line}: {step.relation} {step.source}", mark_of(step),
                                        self.numbers[id(step)]))
            self.blocks += self._explained(step)

    # --- why ------------------------------------------------------------------------------------

    def _explained(self, step: Step) -> list[B.Block]:
        """What is wrong with a step, or why nothing could be said."""
        v = step.verdict
        if v.right:
            return []
        title = f"Step {self.numbers[id(step)]} {B.MARKS[mark_of(step)][1] if v.word != V.DIFFERENT else 'is wrong'}"
        return [B.Panel(mark_of(step), title, reasons(v, v.extra.get("sides", ("line before", "this step"))))]


def reasons(v: V.Verdict, sides: tuple[str, str]) -> tuple[B.Block, ...]:
    """Why a verdict is not right: its sentence, its message, the numbers that show it, its notes."""
    inside: list[B.Block] = []
    sentence = v.extra.get("sentence") or v.mistake
    if sentence:
        inside.append(B.Paragraph(said(sentence)))
    if v.message and v.message not in (v.evidence, sentence):
        inside.append(B.Source(v.message) if "\n" in v.message else B.Paragraph(said(v.message)))
    if v.evidence and v.word != V.UNREADABLE and v.counterexample is None:
        inside.append(B.Paragraph(said(v.evidence)))
    if v.counterexample is not None:
        inside.append(example(v.counterexample, sides))
    return (*inside, *(B.Paragraph(said(f"Note: {n}")) for n in v.notes))


def example(e: V.Counterexample, sides: tuple[str, str]) -> B.Grid:
    """The numbers at which two sides differ."""
    sizes = [x for k, (name, size) in enumerate(e.sizes.items())
             for x in ((B.Text(", "),) if k else ()) + (B.math(f"{name} = {size}"),)]
    caption = (B.Text("The numbers show it" + (", with " if sizes else "")), *sizes, B.Text(":"))
    rows = [((B.math(name),), (B.Text(value),)) for name, value in (*e.values.items(), *e.functions.items())]
    rows += [((B.Strong(sides[0]),), (B.Strong(e.lhs),)), ((B.Strong(sides[1]),), (B.Strong(e.rhs),))]
    return B.Grid(tuple(rows), caption)


def said(text: str) -> B.Words:
    """A sentence of ours, in which names stand as LaTeX: what has a command or a script is set as a formula."""
    out: list[B.Inline] = []
    for k, word in enumerate(_chunks(text)):
        if k % 2 and _NAMES.search(word):
            mathematics = B.math(word.strip())
            out += [mathematics] if isinstance(mathematics, B.Math) else [B.Text(word)]
        else:
            out.append(B.Text(word))
    return tuple(out)


# A run of mathematics in a sentence: commands, scripts, brackets and single letters between words.
_RUN = re.compile(r"((?<![A-Za-z\\])(?:(?:\\[A-Za-z]+|[_^](?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w|\\[A-Za-z]+)|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
                  r"|[0-9+\-=<>()\[\]|/,']|(?<![A-Za-z])[A-Za-z](?![A-Za-z]))\s*)+)")


def _chunks(text: str) -> list[str]:
    """Words and runs of mathematics in turn, the spaces and final punctuation of a run with the words."""
    parts = _RUN.split(text)
    for k in range(1, len(parts), 2):
        run = parts[k]
        body = run.rstrip(" ,=(")
        lead = len(body) - len(body.lstrip(" ,)"))
        parts[k - 1] += body[:lead]
        parts[k], parts[k + 1] = body[lead:], run[len(body):] + parts[k + 1]
    return parts


def _reasons(step: Step) -> list[str]:
    """What is said beside a right step."""
    if not step.verdict.right:
        return []
    said = [f"where {c}" for c in step.verdict.conditions]
    said += [step.reason] if step.reason else []
    said += ["right by itself, but it goes on from a wrong step"] if step.follows else []
    return said + [n for n in step.verdict.notes]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
