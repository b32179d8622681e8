r"""An instructor's key, a Markdown or LaTeX document, checked against the derived answers.

The parts are named by labels: headings, items, words in bold face, `2d-W1:` at the beginning of a line
or of a table's row. `## 2d` with `(W1)` or `**b**` below it names 2d-W1 and 2d-b; under `## 2d` alone, each
formula goes to the part that its left side is about. What stands under a label is the answer to its
part: its displays, else its formulas in the text, else its text. All statements of an answer must hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from symcheck.course.answer import is_prose, noted, padded
from symcheck.course.choice import FirstOf
from symcheck.course.graph import ARROW, Graph
from symcheck.course.labels import Label, labels
from symcheck.course.prose import NOT_CHECKED, Prose
from symcheck.course.quantity import Quantity
from symcheck.course.worksheet import Part, Worksheet
from symcheck.judge import verdict as V
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula, read_document

_RELATION = re.compile(r"\s*&?\s*(?:=|\\(?:leftarrow|propto|approx|equiv|triangleq|gets|in)(?![A-Za-z])|:=|\+|-)")
_EQUATION = re.compile(r"(?<![<>!:])=")
_END = re.compile(r"(?:[\s.,;]|\\[,;: ]|\\q?quad(?![A-Za-z])|\\blacksquare|\\square|\\checkmark)+$")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)^[ \t]*\1[ \t]*$", re.S | re.M)


@dataclass(frozen=True)
class Given:
    """What a key gives under a label: `attempts` are readings of it, the fullest first.

    `parts` are those it may be about: one, or several under a label such as `2d`.
    """

    parts: tuple[str, ...]
    attempts: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Answered:
    """A part of the worksheet as the key has it: `line` 0 and verdict None where it is missing."""

    part: str
    line: int = 0
    answer: str = ""
    verdict: Verdict | None = None

    @property
    def status(self) -> str:
        """right, wrong, missing, not checked, undecided, unreadable; or `right in row layout`."""
        v = self.verdict
        if v is None:
            return "missing"
        if v.right:
            other = v.word == V.EQUAL_LAYOUT or v.layout == "row"
            return f"right in {v.layout or 'the other'} layout" if other else "right"
        if v.word == V.UNDECIDED and v.evidence == NOT_CHECKED:
            return "not checked"
        return {V.DIFFERENT: "wrong"}.get(v.word, v.word)


@dataclass
class CheckedKey:
    """A key with every part of the worksheet, in the worksheet's order."""

    name: str
    worksheet: str
    parts: list[Answered] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, status: str) -> int:
        return sum(p.status.startswith(status) for p in self.parts)

    @property
    def exit_code(self) -> int:
        """1 where a part is wrong, else 2 where one is unreadable, else 3 where one is undecided or
        missing, else 0: words are not counted, for they are not checked."""
        for status, code in (("wrong", 1), ("unreadable", 2), ("undecided", 3), ("missing", 3)):
            if self.count(status):
                return code
        return 0


def read_key(sheet: Worksheet, text: str, name: str = "key", kind: str | None = None) -> list[Given]:
    """What a document gives under labels that name parts of the worksheet; none where it is no key.

    A label that seems to name a part, but none there is, gives nothing for no parts: `attempts` holds
    what it says and the nearest id.
    """
    document = read_document(text, name, kind)
    found = [replace(x, line=document.line(len(document.text) - len(document.text[x.start:].lstrip())))
             for x in labels(document.text, [p.id for p in sheet.parts])]
    given: list[Given] = []
    for label, end in zip(found, [x.start for x in found[1:]] + [len(document.text)]):
        if label.unknown:
            given.append(Given((), label.unknown, label.line))
        elif label.parts:
            formulas = [f for f in document.formulas if label.end <= f.start < end]
            given += _under(label, formulas, document.text[label.end:end])
    return given


def _under(label: Label, formulas: list[Formula], text: str) -> list[Given]:
    """The answers under one label."""
    displays = [_joined(f) for f in formulas if f.display and f.environment != "```"]
    inline = [_joined(f) for f in formulas if not f.display]
    inline = [f for f in inline if _EQUATION.search(f) or r"\boxed" in f] or inline
    drawn = [m[2].strip() for m in _FENCE.finditer(text)]
    words = _words(text)
    if drawn and not displays:
        return [Given(label.parts, (drawn[-1],), label.line)]
    if ARROW.search(words) and not displays and not any(_EQUATION.search(f) for f in inline):
        return [Given(label.parts, (words,), label.line)]
    if len(label.parts) > 1:
        each = [s for f in formulas if f.display and f.environment != "```" for s in _statements(f)] or inline
        return [Given(label.parts, (s,), label.line) for s in each if _EQUATION.search(s)]
    main = displays or inline
    if not main:
        return [Given(label.parts, (words,), label.line)] if words else []
    attempts = [", ".join(main)]
    if displays and (said := [f for f in inline if _EQUATION.search(f)]):
        attempts += [", ".join([*main, *said])]
    attempts += [next((f for f in reversed(main) if r"\boxed" in f), main[-1])]
    if is_prose(re.sub(r"\$[^$]*\$", "", words)):
        attempts += [words]
    return [Given(label.parts, tuple(dict.fromkeys(attempts)), label.line)]


def _joined(formula: Formula) -> str:
    return ", ".join(_statements(formula))


def _statements(formula: Formula) -> list[str]:
    """The statements of a formula: a row that begins with a relation goes on, another one is a new one."""
    found: list[str] = []
    for row in formula.rows:
        text = _END.sub("", padded(row.text, ((r"(?<!\\)&", ""),)).strip())
        if found and _RELATION.match(text):
            found[-1] += " " + text
        elif text:
            found.append(text)
    return found


def _words(text: str) -> str:
    """Text without marks of layout."""
    text = re.sub(r"\\(?:begin|end)\{[^{}]*\}|\\item(?![A-Za-z])|(?<!\\)%[^\n]*|</?[A-Za-z][^<>]*>|[*`]{1,3}|^#+", "",
                  text, flags=re.M)
    return " ".join(text.split()).strip("|:. ")


def check_key(sheet: Worksheet, text: str, name: str = "key", kind: str | None = None) -> CheckedKey:
    """Every part of the worksheet with what the key says of it, judged."""
    return assembled(sheet, name, [(g, judged(sheet, g)) for g in read_key(sheet, text, name, kind)])


def judged(sheet: Worksheet, given: Given) -> Answered | None:
    """The verdict on an answer: of the readings of it, the first that is decided. None for a formula
    under a label of several parts that is about none of them."""
    if not given.parts:
        return None
    tried = [(_telling(v), part, attempt, v) for part in given.parts for attempt in given.attempts
             for v in (_verdict(sheet.part(part), attempt, sheet),)]
    if len(given.parts) > 1:
        tried = [t for t in tried if t[0] < ELSEWHERE]
        tried.sort(key=lambda t: not t[3].right)
        if not tried:
            return None
    _, part, attempt, v = min(tried, key=lambda t: t[0])
    if v.right and given.attempts[0] not in attempt:
        v = noted(v, "judged by its last formula; what stands before it was not read")
    return Answered(part, given.line, attempt, _explained(sheet.part(part), attempt, v))


def _verdict(part: Part, answer: str, sheet: Worksheet) -> Verdict:
    v = sheet.check(part.id, answer)
    silent = v.word in (V.UNDECIDED, V.UNREADABLE) and is_prose(answer)
    if isinstance(part.task, Prose) or silent and _takes_words(part):
        return Verdict(V.UNDECIDED, NOT_CHECKED, message=NOT_CHECKED, notes=v.notes)
    return v


def _takes_words(part: Part) -> bool:
    return hasattr(part.task, "reference") or isinstance(part.task, Graph | FirstOf)


DECIDED, ELSEWHERE = 0, 2


def _telling(v: Verdict) -> int:
    """Less for a verdict that says more."""
    if v.right or v.word == V.DIFFERENT and "not what is asked" not in v.message:
        return DECIDED
    if v.word == V.UNDECIDED and v.evidence == NOT_CHECKED:
        return 1
    return {V.DIFFERENT: ELSEWHERE, V.UNDECIDED: 3}.get(v.word, 4)


def _explained(part: Part, answer: str, v: Verdict) -> Verdict:
    """A wrong verdict with the mistake by name, where one row of the table explains it."""
    if v.word == V.DIFFERENT and v.counterexample is not None and isinstance(part.task, Quantity):
        return part.task.explained(part.problem, answer, v)
    return v


def assembled(sheet: Worksheet, name: str, answers: list[tuple[Given, Answered | None]]) -> CheckedKey:
    """The parts in the worksheet's order; a part answered twice stands twice."""
    key = CheckedKey(name, sheet.name)
    by_part: dict[str, list[Answered]] = {}
    for given, answered in answers:
        if not given.parts:
            unknown, near = given.attempts
            key.notes.append(f"line {given.line}: there is no part {unknown} of {sheet.name}; did you mean {near}?")
        elif answered is None:
            key.notes.append(f"line {given.line}: {given.attempts[0]} answers none of {', '.join(given.parts)}, "
                             "as far as it could be read")
        else:
            by_part.setdefault(answered.part, []).append(answered)
    for part in sheet.parts:
        key.parts += by_part.get(part.id) or [Answered(part.id)]
    return key
