r"""The worked solution as data: sections of displayed lines, each with its shape, reason and verdict.

Everything is LaTeX without delimiters, except what is said in words (`reason`, `words`, `notes`,
`missing`, `question`): plain text in which mathematics stands between dollar signs. Renderers (text,
Markdown, LaTeX, JSON, a sheet) print these records and add nothing of their own. Nothing here was
typed in: lines come from definitions, and a line that claims something holds the judge's verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from symcheck.judge.verdict import RIGHT, UNDECIDED, Verdict

# Kinds of lines. A `definition` and a `given` claim nothing; an `equation` is set up to be solved.
GIVEN, DEFINITION, CLAIM, EQUATION, UPDATE = "given", "definition", "claim", "equation", "update"

FORWARD, BACKWARD = "Forward pass", "Backward pass"


@dataclass(frozen=True, slots=True)
class Line:
    r"""`left relation rights[0] = rights[1] = ...`; the last right side is the result.

    `space` is where both sides live (`\mathbb{R}^{d \times d}`), `shape` the same in words ("d x d");
    `reason` says in words why. `verdict` is that of the judge on the whole chain, None for kinds
    that claim nothing. `range` says for which numbers of a layer it holds (`l = 1, \dots, L`). `relation` is
    `=`, `\leftarrow`, `\propto` or `\in`.
    """

    left: str
    rights: tuple[str, ...]
    relation: str = "="
    kind: str = CLAIM
    space: str = ""
    shape: str = ""
    reason: str = ""
    verdict: Verdict | None = None
    range: str = ""

    @property
    def right(self) -> str:
        """The result."""
        return self.rights[-1]

    @property
    def latex(self) -> str:
        r"""The line as one formula; with `\in` its space is not repeated."""
        return " ".join([self.left, f"{self.relation} {self.rights[0]}",
                         *(f"= {r}" for r in self.rights[1:])])

    @property
    def verified(self) -> bool:
        return self.verdict is None or self.verdict.word in RIGHT

    def as_dict(self) -> dict[str, Any]:
        record = {"kind": self.kind, "left": self.left, "relation": self.relation,
                  "rights": list(self.rights), "space": self.space, "shape": self.shape,
                  "reason": self.reason}
        if self.range:
            record["range"] = self.range
        if self.verdict is not None:
            record |= {"verdict": self.verdict.word, "evidence": self.verdict.evidence,
                       "conditions": list(self.verdict.conditions)}
        return record


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title ("Forward pass", "Backward pass", "Optimum"); `words` stand before them."""

    title: str
    lines: tuple[Line, ...] = ()
    words: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"title": self.title, "words": self.words,
                "lines": [line.as_dict() for line in self.lines]}


@dataclass(frozen=True)
class Solution:
    r"""A worked solution.

    `title` names it ("2d-W1", or the quantity), `question` says in words what is asked. `given` are
    declarations in LaTeX (`x \in \mathbb{R}^d`), `sections` the way, `answers` the lines that are asked
    for (they stand in a section too). `layout` is `column` or `row`, `spelling` `hadamard` or `diag`.
    `notes` are conventions that were taken, `missing` what could not be derived, and why.
    """

    title: str
    given: tuple[str, ...]
    sections: tuple[Section, ...]
    answers: tuple[Line, ...]
    question: str = ""
    layout: str = "column"
    spelling: str = "hadamard"
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # ids of the worksheet's parts that it answers
    source: Any = field(default=None, compare=False, repr=False)  # what code and costs are made of

    def section(self, title: str) -> Section | None:
        return next((s for s in self.sections if s.title == title), None)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for s in self.sections for line in s.lines)

    @property
    def forward(self) -> tuple[Line, ...]:
        """The definitions, in the order in which they are computed."""
        found = self.section(FORWARD)
        return found.lines if found else ()

    @property
    def backward(self) -> tuple[Line, ...]:
        """The derivatives, from the loss back to what is asked for."""
        found = self.section(BACKWARD)
        return found.lines if found else ()

    @property
    def verified(self) -> bool:
        """Whether every claim was judged right, and nothing is missing."""
        return not self.missing and all(line.verified for line in self.lines)

    @property
    def exit_code(self) -> int:
        """0 where all is verified, 3 where something is missing."""
        return 0 if self.verified else 3

    def as_dict(self) -> dict[str, Any]:
        """The JSON record of the command line."""
        return {"title": self.title, "question": self.question, "layout": self.layout,
                "spelling": self.spelling, "given": list(self.given),
                "sections": [s.as_dict() for s in self.sections],
                "answers": [line.as_dict() for line in self.answers], "notes": list(self.notes),
                "missing": list(self.missing), "verdict": "equal" if self.verified else UNDECIDED}
