r"""Extreme points of the formula right before, told in words: "This is a quadratic in $t$, namely $f(x - t g) = f(x) - t \|g\|^2 + ..$, and its minimizer is
$t = ..$". The derivative of what that formula ends with has to vanish there, and to rise in the number for a minimizer, to fall for a maximizer."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.wording import changes_told
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Script, Symbol
from symcheck.text import Source, SymcheckError

# ", and its minimizer is", "; it is minimized at", ", which has its minimum at", ". Its maximum is attained at", right after the formula.
_WORD = r"(?P<kind>minim(?:i[sz]er|um|al\s+point)|maxim(?:i[sz]er|um|al\s+point))"
_ITS = re.compile(rf"[\s,;.:)]*(?:(?:and|so|hence|thus|with|which\s+has|it\s+has|this\s+has|has)\s+)*(?:its|the|whose|an?)\s+(?:unique\s+|exact\s+|only\s+|global\s+)?{_WORD}\s+"
                  r"(?:(?:is|lies|sits|occurs)\s+)?(?:(?:attained|reached|found|located)\s+)?(?:(?:at|is)\s*)?(?:then\s+|therefore\s+)?", re.I)
_MINIMIZED = re.compile(r"[\s,;.:)]*(?:and\s+|so\s+|it\s+|this\s+|which\s+|that\s+)*is\s+(?P<kind>minimi[sz]ed|maximi[sz]ed)\s+(?:at|by|for|when)\s*", re.I)
BACK = 3  # formulas before it among which the equation stands
# Words that restrict the numbers among which it is the least, take it back, or speak of a derivative.
_LIMITED = re.compile(r"\b(?:gradients?|derivatives?|slopes?|Hessians?|stationary|vanish\w*|not|never|subject|constraint\w*|constrained|among|between|within|on\s+the\s+interval|approximate\w*|roughly|local\w*|if|suppose|wrong\w*)\b", re.I)


# A derivative: what it ends with is nothing that is minimized.
_SLOPE = re.compile(r"\\nabla|\\partial|'|\\prime|\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{\s*d\s*\})|\\dot(?![A-Za-z])")


def judged(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge `its minimizer is $t = ..$` by the formula right before, where that is decided. True where t has a meaning, any number, and so gets none here."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    said = _ITS.fullmatch(formula.before) or _MINIMIZED.fullmatch(formula.before)
    if said is None or at == 0 or formula.display or s.operators != ["="] or None in s.pieces or "\n\n" in formula.before \
            or type(s.pieces[0].syntax) not in (Symbol, Script) or not formulas[at - 1].rows \
            or _LIMITED.search(re.sub(r"\$[^$]*\$", " ", chains.meanings.survey.sentence(formula))) or changes_told.here(chains.meanings.survey.sentence(formula)):
        return False
    letter = label(s.pieces[0].syntax)
    context = _with_number(chains, letter, s)
    x = _read(context, Source(letter, s.row.name, s.line())) if context is not None else None
    body, value = _last(context, x, formulas[max(0, at - BACK):at]) if x is not None else None, chains.state.read(s.pieces[1])
    if body is None or value is None or x.op != "var" or x.data.family or not all(is_scalar(e.shape) for e in (x, body, value)) \
            or all(n is not x for n in body.walk()) or any(n is x for n in value.walk()):
        return False
    v = verdict_on(chains, x, body, value, said["kind"].lower().startswith("min"))
    if v is not None and not (is_ranged(chains, letter) and (v.word == V.DIFFERENT or in_interval(chains, letter))):
        chains.step(s, 0, v, reason="the derivative of the formula before vanishes there" if v.right else "")
        if context is chains.state.context and v.right:
            chains.state.solved[x] = value
        return context is chains.state.context
    return False


def verdict_on(chains: Chains, x: Expr, body: Expr, value: Expr, least: bool) -> Verdict | None:
    """Right where the derivative vanishes at the value and the second has the sign for it everywhere; wrong where it vanishes there not, or the second is one number
    of the other sign; None where it is open, as of a function that is curved both ways."""
    state = chains.state
    first = build.derivative(body, x, "column")
    v = judge(state.context, build.substitute(first, ((x.data, value),)), build.num(0))
    if not v.right:
        return v if v.word == V.DIFFERENT else None
    second = build.derivative(first, x, "column")
    sign = order.of_values(state, second, build.num(0), r"\ge" if least else r"\le")
    one_number = all(n is not x for n in second.walk()) or judge(state.context, build.derivative(second, x, "column"), build.num(0)).right
    return v if sign.right else sign if sign.word == V.DIFFERENT and one_number else None


def is_ranged(chains: Chains, letter: str) -> bool:
    r"""Does the document let this number be in a part of the line alone, `t \ge 0`, `t \in [0, 1]`?"""
    name = rf"(?<![A-Za-z\\]){re.escape(letter)}\s*"
    return any(re.search(rf"{name}(?:<|>|\\[gl]eq?(?![a-z])|\\in\s*(?:\\left)?\s*[\[(]|\\in\s*\\(?:\{{|mathbb\s*\{{?\s*[NZ]))|(?:<|\\leq?(?![a-z]))\s*{name}(?:$|[,.<;\s])", row.text)
               for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows)


def in_interval(chains: Chains, letter: str) -> bool:
    r"""Is it in an interval, `t \in [0, 1]`, of which the place told may be no point?"""
    name = rf"(?<![A-Za-z\\]){re.escape(letter)}\s*"
    return any(re.search(rf"{name}\\in\s*(?:\\left)?\s*[\[(\\](?!mathbb\s*\{{?\s*R)", row.text) for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows)


def _with_number(chains: Chains, letter: str, s: Statement) -> Context | None:
    """The context in which the letter is a number: as it is, or with it declared as one."""
    context = chains.state.context
    if context.scope.bare(letter) is None:
        context = context.copy()
        try:
            context.declare(Source(rf"{letter} \in \mathbb{{R}}", s.row.name, s.line()))
        except SymcheckError:
            return None
    return context


def _last(context: Context, x: Expr, near: tuple[Formula, ...]) -> Expr | None:
    """What the last equation ends with, with conditions alone between it and the words."""
    for formula in reversed(near):
        if any(_SLOPE.search(row.text) for row in formula.rows):
            return None
        try:
            found = statements(context, formula.rows[-1]) if formula.rows else []
            pieces = [s.pieces[-1] for s in found if {*s.operators} <= {"=", ":="} and s.operators and None not in s.pieces]
            bodies = [context.reading(p).expr for p in pieces[-1:]]
        except SymcheckError:
            return None
        if bodies:
            return bodies[0]
        if not found or any({*s.operators} - ORDER for s in found):
            return None
    return None


def _read(context: Context, text: Source) -> Expr | None:
    try:
        return context.read(text)
    except SymcheckError:
        return None
