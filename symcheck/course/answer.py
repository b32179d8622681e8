r"""An answer taken apart: statements, each a chain `a = b = c`, without leaving the text.

Ways of writing that mean the same are rewritten in place, padded with spaces, so that every offset
still points into what was typed. What a student defines on the way (`\delta = \hat y - y`) is
declared for this answer; a statement about known names is checked like the answer itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.course.problem import Problem, View, renamed
from symcheck.judge import verdict as V
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read import asides
from symcheck.read.context import Context, Piece
from symcheck.read.parser import parse
from symcheck.read.syntax import Annotated, Group, Listing, Relation, Syntax, Words
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

EQUALITIES = frozenset({"=", ":=", r"\triangleq", r"\equiv", r"\leftarrow"})
LONGEST = 100_000  # characters; the reader has its own limits below this
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]{2,}(?![\w{])")


@dataclass
class Statement:
    """`pieces` are related by `operators`, one fewer; `left` is the text of the first piece."""

    pieces: list[Piece]
    operators: list[str]
    left: str
    text: str


@dataclass
class Answer:
    """The statements of an answer; `text` as it was typed, `read` as it is read."""

    text: str
    read: str
    statements: list[Statement]


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


def split(text: str, problem: Problem, context: Context, spellings=()) -> Answer:
    """The statements of an answer. Raises `SymcheckError` where it cannot be parsed."""
    read = spelled(text, problem, spellings)
    original = Source(text, "answer")
    syntax = parse(Source(read, "answer"), context.words)
    syntax, whole = _opened(original, syntax), syntax
    items = syntax.items if type(syntax) is Listing else (syntax,)
    asides.heard(original, items)
    statements: list[Statement] = []
    end = 0
    for item in items:
        if type(item) is Words:
            end = item.span.end
            continue
        start, item = end, _opened(original, item)
        end = item.span.end
        if type(item) is Relation:
            parts, operators = [x for x in item.items if x is not None], list(item.operators)
            if item.items[0] is None:
                if statements and operators[0] in EQUALITIES:
                    statements[-1].pieces += [Piece(p, original) for p in parts]
                    statements[-1].operators += operators
                    continue
                operators = operators[1:]
            if len(parts) != len(operators) + 1:
                raise fail("missing-operand", "one side of this relation is missing", original, item.span)
        else:
            parts, operators = [item], []
        left = ""
        if operators:
            left = _trimmed(_before_operator(read[start:parts[1].span.start]))
        statements.append(Statement([Piece(p, original) for p in parts], operators, left,
                                    _trimmed(_balanced(read, start, end))))
    if not statements:
        statements.append(Statement([Piece(whole, original)], [], "", read))
    return Answer(text, read, statements)


def _opened(source: Source, s: Syntax) -> Syntax:
    """Without a box or brackets around whole statements, and words that say nothing."""
    while True:
        if type(s) is Annotated:
            s = s.body
        elif type(s) is Group and type(s.body) is Relation and s.open in ("", "(", "["):
            s = s.body
        elif type(s) is Listing and sum(type(x) is not Words for x in s.items) == 1:
            asides.heard(source, s.items)
            s = next(x for x in s.items if type(x) is not Words)
        else:
            return s


_OPERATOR = re.compile(r"\\(?:leftarrow|gets|triangleq|equiv|implies|Rightarrow|coloneqq|propto|to)|:=|="
                       r"|←|≡|⇒|∝")


def _before_operator(text: str) -> str:
    """The text before its last relation sign."""
    signs = list(_OPERATOR.finditer(text))
    return text[:signs[-1].start()] if signs else text


def _trimmed(text: str) -> str:
    """Without separators, mathematics signs and linking words in front."""
    return re.sub(r"^(?:[\s,;&$]|\\\\|\\qquad|\\quad|\\\[|\\\(|\\begin\{\w+\*?\}|\\boxed\{"
                  r"|\\text\{[^{}]*\}|where|with|and|then)+", "", text).rstrip(" ,;&$")


def _balanced(text: str, start: int, end: int) -> str:
    """text[start:end] and the closing braces that belong to it."""
    depth = text.count("{", start, end) - text.count("}", start, end)
    while depth > 0 and end < len(text) and text[end] == "}":
        end, depth = end + 1, depth - 1
    return text[start:end]


# --- judging ------------------------------------------------------------------------------------


@dataclass
class Reading:
    """An answer against one view of its problem."""

    context: Context
    answer: Answer
    view: View


def readings(problem: Problem, text: str, spellings=(), views=None):
    """The answer against each view in turn; a `SymcheckError` in place of one that cannot be parsed."""
    read = spelled(text, problem, spellings)
    extra = problem.shorthands_in(read) if len(text) <= LONGEST else ()
    for view in views or problem.views:
        if view.unless and re.search(view.unless, read):
            continue
        try:
            context = problem.context(view, extra)
            yield Reading(context, split(text, problem, context, spellings), view)
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


def main_statement(r: Reading, denotes) -> tuple[Statement, Context] | Verdict:
    """The statement that answers, and the context with what the others define.

    `denotes(statement)` tells whether a left side is what is asked. A statement about names that
    are known must hold; where it does not, that verdict is returned.
    """
    statements = r.answer.statements
    if len(statements) == 1:
        return statements[0], r.context
    context, main, rest = r.context, None, []
    for s in statements:
        if main is None and s.operators and denotes(s, context):
            main = s
        elif s.operators == ["="] and _fresh(context, s):
            if context is r.context:
                context = context.copy()
            try:
                context.declare(s.text)
            except SymcheckError as error:
                return unreadable(error)
        else:
            rest.append(s)
    if main is None:
        if not rest:
            return undecided("no statement here is about what is asked")
        main = rest.pop()
    for s in rest:
        if not s.operators:
            return undecided("several expressions are given; which is the answer?")
        v = claim(context, s)
        if not v.right:
            return noted(v, f"in the statement {s.text}")
    return main, context


def _fresh(context: Context, s: Statement) -> bool:
    """Is the left side a name that is not declared yet?"""
    try:
        return context.reading(s.pieces[0], "column").expr.op == "const"  # e, used as a name
    except SymcheckError as error:
        if error.diagnostic.id == "ambiguous":  # e_i, where no length is known
            return True
        return error.diagnostic.id == "undeclared-name" and error.diagnostic.span is not None and (
            error.diagnostic.span.start <= s.pieces[0].syntax.span.start)


def claim(context: Context, s: Statement) -> Verdict:
    """A chain about known names: every link."""
    v = undecided("nothing is claimed here")
    for a, b, operator in zip(s.pieces, s.pieces[1:], s.operators):
        if operator not in EQUALITIES:
            return undecided(f"the relation {operator} is not judged here")
        v = equal(context, a, b)
        if not v.right:
            return v
    return v
