"""The verdict: one word, its evidence, and what a person or program needs to act on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from symcheck.text import SymcheckError

EQUAL = "equal"
EQUAL_WHERE = "equal_where"
EQUAL_LAYOUT = "equal_layout"
SUPPORTED = "supported"
DIFFERENT = "different"
UNDECIDED = "undecided"
UNREADABLE = "unreadable"

RIGHT = frozenset({EQUAL, EQUAL_WHERE, EQUAL_LAYOUT, SUPPORTED})

# The process's exit code for a verdict (design, section 7).
EXIT_CODE = {EQUAL: 0, EQUAL_WHERE: 0, EQUAL_LAYOUT: 0, SUPPORTED: 0, DIFFERENT: 1, UNREADABLE: 2,
             UNDECIDED: 3}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Values at which two sides differ: sizes, the names' values, stand-ins for declared functions
    and the values of both sides, all as readable text."""

    sizes: dict[str, int]
    values: dict[str, str]
    functions: dict[str, str]
    lhs: str
    rhs: str

    def as_dict(self) -> dict[str, Any]:
        return {"sizes": self.sizes, "values": self.values, "functions": self.functions,
                "lhs": self.lhs, "rhs": self.rhs}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word` is one of the seven; `evidence` says how it is known, in a sentence."""

    word: str
    evidence: str = ""
    conditions: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    message: str = ""
    mistake: str = ""
    layout: str = ""
    shape: str = ""
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return self.word in RIGHT

    @property
    def exit_code(self) -> int:
        return EXIT_CODE[self.word]

    def as_dict(self) -> dict[str, Any]:
        """The JSON record of the contract, without id and seconds."""
        record: dict[str, Any] = {"verdict": self.word, "evidence": self.evidence,
                                  "conditions": list(self.conditions)}
        if self.counterexample is not None:
            record["counterexample"] = self.counterexample.as_dict()
        for key in ("mistake", "message", "layout", "shape"):
            if getattr(self, key):
                record[key] = getattr(self, key)
        if self.notes:
            record["notes"] = list(self.notes)
        return record


def unreadable(error: SymcheckError) -> Verdict:
    """The verdict on input that could not be read, with its diagnostic."""
    return Verdict(UNREADABLE, evidence=error.diagnostic.headline, message=str(error),
                   extra={"diagnostic": error.diagnostic})
