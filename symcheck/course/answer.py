"""An answer as it is read: its ways of writing, its clauses, the views of its problem, the best of their verdicts.

Ways of writing that mean the same are rewritten in place, padded with spaces, so that every offset
still points into what was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.course.clauses import Statement, clauses, is_peelable
from symcheck.course.problem import Problem, View, renamed
from symcheck.judge import verdict as V
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

LONGEST = 100_000  # characters; the reader has its own limits below this
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]{2,}(?![\w{])")


@dataclass
class Answer:
    """The clauses of an answer; `text` as it was typed, `read` as it is read. `peelable`: may a bracket at the end of
    a formula be said beside it?"""

    text: str
    read: str
    statements: list[Statement]
    peelable: bool = False


def is_prose(text: str) -> bool:
    """Is this mostly words rather than a formula?"""
    bare = re.sub(r"\\(?:text|mathrm|operatorname|textbf)\*?\s*\{([^{}]*)\}", r" \1 ", text)
    words = _WORD.findall(re.sub(r"\\[A-Za-z]+", " ", bare))
    return len(words) >= 4 and sum(map(len, words)) > 0.4 * len(re.sub(r"\s", "", bare))


def padded(text: str, spellings) -> str:
    """Each pattern's matches replaced, without moving anything else."""
    for pattern, new in spellings:
        def put(match: re.Match, new=new) -> str:
            made = match.expand(new)
            room = len(match[0]) - len(made)
            return made + " " * room if room >= 0 else match[0]
        text = re.sub(pattern, put, text)
    return text


def spelled(text: str, problem: Problem, spellings=()) -> str:
    """The answer as it is read: in the problem's letters and ways of writing, every offset kept."""
    if len(text) > LONGEST:
        return text
    return padded(renamed(text, problem.letters), (*spellings, *problem.spellings))


def split(text: str, problem: Problem, context: Context, spellings=(), peel: bool = False) -> Answer:
    """The clauses of an answer; `peel`: are brackets at the end of a formula beside it? Raises `SymcheckError` where
    it cannot be parsed."""
    read = spelled(text, problem, spellings)
    original = Source(text, "answer")
    syntax = parse(Source(read, "answer"), context.words)
    found = clauses(read, original, syntax, peel)
    return Answer(text, read, found or [Statement([Piece(syntax, original)], [], "", read)], is_peelable(syntax))


# --- judging ------------------------------------------------------------------------------------


@dataclass
class Reading:
    """An answer against one view of its problem."""

    context: Context
    answer: Answer
    view: View


def readings(problem: Problem, text: str, spellings=(), views=None):
    """The answer against each view in turn, with brackets at the end of a formula as part of it and as beside it; a
    `SymcheckError` in place of one that cannot be parsed."""
    read = spelled(text, problem, spellings)
    extra = problem.shorthands_in(read) if len(text) <= LONGEST else ()
    for view in views or problem.views:
        if view.unless and re.search(view.unless, read):
            continue
        try:
            context = problem.context(view, extra, read)
            answer = split(text, problem, context, spellings)
            yield Reading(context, answer, view)
            if answer.peelable:
                yield Reading(context, split(text, problem, context, spellings, True), view)
        except SymcheckError as error:
            yield error


def best_of(verdicts) -> Verdict:
    """The first right verdict; else one that says most about what is wrong."""
    found: list[Verdict] = []
    for v in verdicts:
        if v.right:
            return v
        found.append(v)
    return min(found, key=_telling)


def _telling(v: Verdict) -> int:
    if v.word == V.UNDECIDED:
        return 0
    if v.word == V.DIFFERENT:
        return 1 if v.counterexample is not None else 2
    return 3


def noted(v: Verdict, *notes: str) -> Verdict:
    """With notes added, each once."""
    new = tuple(n for n in notes if n and n not in v.notes)
    return replace(v, notes=(*v.notes, *new)) if new else v


def wrong(message: str, **more) -> Verdict:
    """A refusal for a stated reason."""
    return Verdict(V.DIFFERENT, message, message=message, **more)


def undecided(reason: str, **more) -> Verdict:
    """No verdict, for a stated reason."""
    return Verdict(V.UNDECIDED, reason, message=reason, **more)
