"""What was found of a document: its steps with verdicts, the first wrong one, the whole verdict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from symcheck.judge import verdict as V
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.text import Diagnostic, Source, Span, SymcheckError


@dataclass(frozen=True, slots=True)
class Step:
    """One judged link: where it stands, what was written, how it was judged.

    `relation` is the sign; `kind` is 'claim', 'equation' (set up, not claimed: a gradient set to
    zero), 'definition', 'optimum', 'update', 'gap' (a right claim with steps left out, where these are
    asked for) or 'statement' (one that could not be read).
    `follows`: right by itself, but it goes on from a wrong step.
    """

    line: int
    column: int
    source: str
    relation: str
    verdict: Verdict
    kind: str = "claim"
    follows: bool = False
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        record = {"line": self.line, "column": self.column, "source": self.source,
                  "relation": self.relation, "kind": self.kind, **self.verdict.as_dict()}
        if self.follows:
            record["follows_from_wrong"] = True
        if self.reason:
            record["reason"] = self.reason
        if "sentence" in self.verdict.extra:
            record["explanation"] = self.verdict.extra["sentence"]
        return record


@dataclass(slots=True)
class Derivation:
    """A judged document. `summary` says in a sentence what became of it."""

    name: str
    steps: list[Step] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    result: str = ""
    layout: str = ""  # said where the author mixes layouts
    taken: list[str] = field(default_factory=list)  # declarations taken from how names are used
    passed: list[tuple[int, str]] = field(default_factory=list)  # line and text of equations among words that were not judged

    @property
    def first_wrong(self) -> Step | None:
        """The first wrong step in the order of the document."""
        return next((s for s in self.steps if s.verdict.word == V.DIFFERENT), None)

    @property
    def notes(self) -> list[str]:
        """What is said of the document as a whole."""
        taken = [f"not declared, taken from its use: {', '.join(self.taken)}"] if self.taken else []
        passed = [f"not judged, as the words do not tell what is meant: {', '.join(f'{text} (line {line})' for line, text in self.passed)}"] \
            if self.passed else []
        return [self.layout] * bool(self.layout) + taken + passed

    @property
    def word(self) -> str:
        """The verdict on the whole: the worst of the steps'."""
        words = [s.verdict.word for s in self.steps]
        for worst in (V.DIFFERENT, V.UNREADABLE, V.UNDECIDED):
            if worst in words:
                return worst
        if self.faults:
            return V.UNREADABLE
        if not words:
            return V.UNDECIDED
        for word in (V.SUPPORTED, V.EQUAL_WHERE, V.EQUAL_LAYOUT):
            if word in words:
                return word
        return V.EQUAL

    @property
    def right(self) -> bool:
        return self.word in V.RIGHT

    @property
    def exit_code(self) -> int:
        return V.EXIT_CODE[self.word]

    @property
    def summary(self) -> str:
        wrong = self.first_wrong
        judged = len(self.steps)
        if wrong is not None:
            after = [k for k, s in enumerate(self.steps, 1) if s.follows]
            text = f"step {self.steps.index(wrong) + 1} (line {wrong.line}) is wrong"
            if after:
                text += f"; {_numbers(after)} follow{'s' * (len(after) == 1)} from it"
            return text + (f"; {self.result}" if self.result else "")
        counts = {w: sum(s.verdict.word == w for s in self.steps) for w in (V.UNREADABLE, V.UNDECIDED)}
        parts = [f"{n} {'step' if n == 1 else 'steps'} {word}" for n, word in (
            (counts[V.UNREADABLE], "could not be read"), (counts[V.UNDECIDED], "could not be "
                                                                               "decided")) if n]
        if parts:
            return "no step is wrong, but " + " and ".join(parts)
        if not judged:
            return "there is no step to judge in this document"
        gaps = [k for k, s in enumerate(self.steps, 1) if s.kind == "gap"]
        left_out = f"; something is left out before step{'s' * (len(gaps) > 1)} {_numbers(gaps)}" if gaps else ""
        return ("the one step is right" if judged == 1 else f"all {judged} steps are right") + left_out

    def passed_over(self, line: int, text: str) -> None:
        """An equation among words is neither judged nor used."""
        if (line, text) not in self.passed:
            self.passed.append((line, text))

    def add(self, step: Step) -> None:
        self.steps.append(step)

    def replace(self, old: Step, **changes) -> None:
        self.steps[self.steps.index(old)] = replace(old, **changes)

    def as_dict(self) -> dict[str, Any]:
        wrong = self.first_wrong
        return {"name": self.name, "verdict": self.word,
                "first_wrong": wrong.line if wrong is not None else None, "summary": self.summary,
                **({"layout": self.layout} if self.layout else {}),
                **({"taken": self.taken} if self.taken else {}),
                **({"not_judged": [{"line": line, "source": text} for line, text in self.passed]} if self.passed else {}),
                "steps": [s.as_dict() for s in self.steps],
                "faults": [{"id": f.id, "message": str(f)} for f in self.faults]}


def unread(row: Source, span: Span, error: SymcheckError) -> Step:
    """The step of a statement that could not be read, where the error points."""
    at = error.diagnostic.span.start if error.diagnostic.span is not None and \
        error.diagnostic.source is row else span.start
    line, column = row.locate(at)
    return Step(line, column, row.text.strip(), "", unreadable(error), "statement")


def _numbers(numbers: list[int]) -> str:
    """`4`, `4 and 6`, `4 to 6`."""
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return str(numbers[0]) if len(numbers) == 1 else \
        ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
