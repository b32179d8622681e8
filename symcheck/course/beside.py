r"""What stands beside the statement that answers: definitions, claims, conditions, reasons and shapes.

What a student defines on the way (`\delta = \hat y - y`) is declared for this answer; a statement about known names
must be true, as must a reason; a shape must be that of the answer. A condition says of what the answer is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from symcheck.course.answer import Reading, noted, undecided, wrong
from symcheck.course.clauses import EQUALITIES, ORDERS, REASON, SHAPE, STATEMENT, Statement
from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.equality import equal
from symcheck.judge.orders import FLIPPED, difference, known_sign
from symcheck.judge.sides import read_both, read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context, Piece
from symcheck.read.sets import read_set
from symcheck.read.syntax import Group, Listing, Product, Script, Symbol, Syntax
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, UNKNOWN
from symcheck.text import SymcheckError

PARTIAL = "this is said only {}; what holds elsewhere is missing"


@dataclass
class Main:
    """The statement that answers, and the context with what the others define; `shapes` are told of it."""

    statement: Statement
    context: Context
    shapes: list[Statement]

    def settled(self, v: Verdict, again: Callable[[Context], Verdict]) -> Verdict:
        """The verdict on the statement, as its conditions and what is told of its shape leave it; `again` judges it
        in another context."""
        said = [c for c in self.statement.conditions if not holds(self.context, c).right]
        if v.right:
            for s in self.shapes:
                v = shaped(v, self.context, self.statement.pieces[-1], s)
            if v.right and any(_of_indices(c) or set(c.operators) != {r"\ne"} for c in said):
                return undecided(PARTIAL.format("for " + ", ".join(c.text for c in said)), shape=v.shape)
            if v.right and said:
                return replace(v, word=V.EQUAL_WHERE if v.word == V.EQUAL else v.word, conditions=tuple(
                    dict.fromkeys((*v.conditions, *(c.text for c in said)))))
            return v
        if v.word == V.DIFFERENT and said:
            try:
                context = self.context.copy()
                for c in said:
                    context.declare(c.text)
                if again(context).right:
                    return undecided(PARTIAL.format("where " + ", ".join(c.text for c in said)), shape=v.shape)
            except SymcheckError:
                pass  # a condition that cannot be supposed makes nothing right
        return v


def main_statement(r: Reading, denotes: Callable[[Statement, Context], bool],
                   claimed: Callable[[Context, Statement, Statement], Verdict] | None = None) -> Main | Verdict:
    """The statement that answers: the only formula without a left side, or the last one whose left side is what is
    asked (`denotes`). `claimed(context, statement, main)` judges the other statements about known names, which must hold;
    where one does not, its verdict is returned."""
    statements = [s for s in r.answer.statements if s.role == STATEMENT]
    if not statements:
        return undecided("no statement here is about what is asked")
    several = len(statements) > 1
    named = [s for s in statements if s.operators and not (several and s.operators == [r"\in"]) and denotes(s, r.context)]
    rest = [s for s in statements if all(s is not x for x in named)] if several else []
    context, others = _defined(r.context, rest)
    if isinstance(context, Verdict):
        return context
    named = named or [s for s in others if s.operators and s.operators != [r"\in"] and denotes(s, context)]
    formulas = [s for s in others if not s.operators]
    whole = [s for s in named if not s.conditions] or named
    if not several:
        main = statements[0]
    elif len(formulas) == 1:
        main = formulas[0]
    elif whole and not formulas:
        main = whole[-1]
    elif not formulas and others:
        main = others[-1]
    elif not formulas:
        return undecided("no statement here is about what is asked")
    else:
        return undecided("several expressions are given; which is the answer?")
    for s in (x for x in statements if x is not main and any(x is y for y in (*others, *named))):
        if not s.operators:
            return undecided("several expressions are given; which is the answer?")
        inside = _in_cases(context, s.conditions)
        v = claimed(inside, s, main) if claimed is not None else claim(inside, s)
        if not v.right:
            return noted(v, f"in the statement {s.text}")
    for s in r.answer.statements:
        if s.role == REASON:
            v = claim(context, s)
            if not v.right:
                return noted(v, f"in the reason {s.text}")
    return Main(main, _in_cases(context, main.conditions), [s for s in r.answer.statements if s.role == SHAPE])


def _defined(context: Context, statements: list[Statement]) -> tuple[Context | Verdict, list[Statement]]:
    """The context with every definition of a fresh name, in whatever order they are given; and the other statements."""
    others: list[Statement] = []
    waiting = []
    for s in statements:
        (waiting if s.operators == ["="] and _fresh(context, s) else others).append(s)
    if waiting:
        context = context.copy()
    while waiting:
        left, error = [], None
        for s in waiting:
            if any(t is not s and re.search(_name(t.left), _right(s)) for t in waiting):
                left.append(s)
                continue
            try:
                context.declare(s.text)
            except SymcheckError as e:
                left.append(s)
                error = error or e
        if len(left) == len(waiting):
            return unreadable(error) if error is not None else undecided(
                "these definitions go in a circle: " + ", ".join(s.text for s in left)), others
        waiting = left
    return context, others


def _name(left: str) -> str:
    return rf"(?<![A-Za-z\\]){re.escape(left)}(?![A-Za-z])"


def _right(s: Statement) -> str:
    return s.text.partition("=")[2]


def _fresh(context: Context, s: Statement) -> bool:
    """Is the left side a name that is not declared yet, or a function of letters that are not?"""
    left = s.pieces[0].syntax
    if type(left) is Product and any(type(x) is Symbol and x.font == "text" for x in left.items):
        return False  # a word before a formula: `\text{at } x = 1`
    try:
        return context.reading(s.pieces[0], "column").expr.op == "const"  # e, used as a name
    except SymcheckError as error:
        if error.diagnostic.id == "ambiguous":  # e_i, where no length is known
            return True
        span = error.diagnostic.span
        return error.diagnostic.id == "undeclared-name" and span is not None and (
            span.start <= s.pieces[0].syntax.span.start or _is_call(left))


def _is_call(s: Syntax) -> bool:
    """`H(t)`, `\\psi(s, t)`."""
    if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group:
        return False
    body = s.items[1].body
    return type(s.items[0]) in (Symbol, Script) and all(
        type(x) is Symbol for x in (body.items if type(body) is Listing else (body,)))


# --- claims ---------------------------------------------------------------------------------------


def claim(context: Context, s: Statement) -> Verdict:
    """A chain about known names: every link."""
    v = undecided("nothing is claimed here")
    for a, b, operator in zip(s.pieces, s.pieces[1:], s.operators):
        if operator == r"\in":
            v = _member(context, a, b)
        elif operator in ORDERS:
            v = ordered(context, a, b, operator)
        elif operator in EQUALITIES:
            v = equal(context, a, b)
        else:
            return undecided(f"the relation {operator} is not judged here")
        if not v.right:
            return v
    return v


def holds(context: Context, s: Statement) -> Verdict:
    """Is a condition known to hold anyway?"""
    if set(s.operators) & ORDERS:
        return claim(context, s)
    return undecided("this is not known to hold")


def ordered(context: Context, a: Piece, b: Piece, operator: str) -> Verdict:
    r"""`a > b`, `A \succ B`, `a \ne b`: where a sign is proved."""
    try:
        x, y = read_both(context, a, b, "column")
    except SymcheckError as error:
        return unreadable(error)
    if operator in FLIPPED:
        x, y, operator = y, x, FLIPPED[operator]
    if x.shape != y.shape:
        return undecided(f"the sides are {describe(x.shape)} and {describe(y.shape)}")
    above, below = known_sign(difference(x, y)), known_sign(difference(y, x))
    if _is_supposed(context, x, y):
        above = POSITIVE
    elif _is_supposed(context, y, x):
        below = POSITIVE
    if above == POSITIVE or operator in (r"\ge", r"\succeq") and above != UNKNOWN or operator == r"\ne" and below == POSITIVE:
        return Verdict(V.EQUAL, "the difference is proved positive")
    if operator != r"\ne" and (below == POSITIVE or operator in (">", r"\succ") and below != UNKNOWN):
        return wrong("the opposite is true")
    return undecided("this is not known to hold")


def _is_supposed(context: Context, x: Expr, y: Expr) -> bool:
    """Is x > y one of the assumptions, perhaps with other terms on its sides?"""
    try:
        gap = canonical(lower(difference(x, y)).array)
        return any(op == ">" and a.shape == b.shape == x.shape and canonical(lower(build.sub(a, b)).array) == gap
                   for op, a, b, *_ in context.assumptions)
    except (Unsupported, Limit):
        return False


def unsettled(r: Reading) -> Verdict | None:
    """No verdict where anything is said beside the statements that is not known to hold: for parts without use for it."""
    said = [c for s in r.answer.statements for c in (*s.conditions, *([s] if s.role != STATEMENT else []))]
    left = next((c for c in said if not holds(r.context, c).right), None)
    return None if left is None else undecided(f"what is said beside the answer is not judged here: {left.text}")


# --- conditions and shapes ------------------------------------------------------------------------


def _of_indices(s: Statement) -> bool:
    """`k \\ne i`: of single letters."""
    return len(s.pieces) == 2 and all(
        type(p.syntax) is Symbol and len(p.syntax.name) == 1 and p.syntax.name in "abcdefghijklmnpqrst" for p in s.pieces)


def _in_cases(context: Context, conditions: list[Statement]) -> Context:
    """The context in which free indices are as the conditions say."""
    cases = tuple((c.operators[0], *(p.syntax.name for p in c.pieces)) for c in conditions if _of_indices(c))
    if cases:
        context = context.copy()
        context.cases = (*context.cases, *cases)
    return context


def _member(context: Context, a: Piece, space: Piece) -> Verdict:
    try:
        said, *_ = read_set(context, space.source, space.syntax)
        shape = read_side(context, a, "column").shape
    except SymcheckError as error:
        return unreadable(error)
    if said in (shape, shape[::-1]):
        return Verdict(V.EQUAL, f"it is {describe(said)}")
    return wrong(f"shape-mismatch: this is {describe(shape)}, not {describe(said)}")


def shaped(v: Verdict, context: Context, piece: Piece, told: Statement) -> Verdict:
    r"""A right verdict where what is told of the shape, `[d \times 1]` or `\in \mathbb{R}^{m \times n}`, is right too."""
    try:
        shape = read_side(context, piece, v.layout or context.layout).shape
        if not told.pieces:
            return v if _is_kind(shape, told.text) else wrong(
                f"the formula is right, but it is {describe(shape)}, not {told.text}")
        said, *_ = read_set(context, told.pieces[-1].source, _space(told.pieces[-1].syntax))
    except SymcheckError as error:
        return unreadable(error)
    if said == shape or told.role == SHAPE and "length" in told.text and said == shape[::-1]:
        return v
    return wrong(f"the formula is right, but it is {describe(shape)}, not {describe(said)}")


def _is_kind(shape, words: str) -> bool:
    """Is an array of this shape a scalar, a vector, a row vector.. as the words say?"""
    if words.endswith("matrix"):
        return len(shape) == 2 and 1 not in shape
    if words.endswith("vector"):
        long = [d != 1 for d in shape]
        return long == [True, False] or long == [False, True] and "column" not in words if "row" not in words \
            else long == [False, True]
    return is_scalar(shape)


def _space(s: Syntax) -> Syntax:
    r"""`\mathbb{R}^{d \times 1}` of what is told as a shape alone."""
    body = s
    while type(body) is Group and body.open in ("(", "[", ""):
        body = body.body
    if type(s) is Script or type(body) is Symbol and body.font == "bb":
        return s
    return Script(s.span, Symbol(s.span, "R", "bb"), None, (body,))
