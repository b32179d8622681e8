r"""Values of what was found last, for numbers put in: "hence $\hat w = \frac{7}{5 + \lambda}$. For $\lambda = 0$ this is $1.4$, for $\lambda = 2$ it is $1$,
and for $\lambda = 9$ only $0.5$." And roots of the equation right before: "$-3 + 0.5 h = 0$, that is, at $h = 6$"."""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import is_numeric, value_of
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import called
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Number, Script, Symbol
from symcheck.text import Source, SymcheckError

# Right before the number put in.
_FOR = re.compile(r"\b(?:for|at|with|when|taking|setting|choosing|if)\s*$", re.I)
# Between it and what comes out.
_IT_IS = re.compile(r"[\s,]*(?:(?:this|it|that|we)\s+(?:(?:then|again|simply|just|now|already)\s+)*(?:is|equals|becomes|gives|yields|get|obtain|have|find|drops\s+to|falls\s+to|"
                    r"shrinks\s+to|reduces\s+to|evaluates\s+to|comes\s+to)(?:\s+(?:again|only|just|simply|exactly|already|still|even|the\s+(?:[\w-]+\s+)?value))*|only|just|merely|gives|yields)\s*", re.I)
# From one pair of a list to the next.
_NEXT = re.compile(r"[\s,;]*(?:(?:and|while|but|whereas)\s+)?(?:for|at|with|when)\s*", re.I)
# The words in which the list begins: right after what was found.
_NEGATED = re.compile(r"\b(?:not|never|no|would|wrong\w*|instead|mistake\w*|unless|otherwise)\b|\?", re.I)
# Between an equation and what solves it.
_THAT_IS = re.compile(r"[\s,;:(]*(?:that\s+is|i\.\s?e\.|so|hence|thus|therefore|and\s+so|which\s+(?:gives|means|yields|happens|is\s+the\s+case)|giving|or\s+equivalently|equivalently|so\s+that|"
                      r"and\s+(?:therefore|hence|thus))[\s,]*(?:that\s+is[\s,]*)?(?:(?:at|for|when|where|exactly\s+at|exactly\s+when|precisely\s+at)\s*)?", re.I)
_SUPPOSED = re.compile(r"\b(?:suppose|let|assum\w+|take|set|choose|pick|say|initial\w*|start\w*)\b", re.I)


def judged(chains: Chains, remarks: Remarks, row: Source, found: list[Statement], formula: Formula) -> bool:
    """Judge a number that the words say comes out for the number right before it; False where they do not, or nothing tells of what."""
    piece = found[0].pieces[0] if len(found) == 1 and not found[0].operators else None
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    if piece is None or formula.display or not at or _IT_IS.fullmatch(formula.before) is None:
        return False
    place = _place(chains.context, formulas[at - 1])
    value = chains.state.read(piece)
    if place is None or value is None or not is_numeric(value) or not is_scalar(value.shape) or _NEGATED.search(chains.meanings.survey.sentence(formula)):
        return False
    f = _found_last(chains, remarks, at)
    there = _put(f, *place) if f is not None else None
    if there is None:
        return False
    v = _compared(there, value, row.text[piece.syntax.span.start:piece.syntax.span.end])
    if v is None:
        return False
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, v, reason=f"for {place[0]} = {place[1]}" if v.right else "")
    return True


def _compared(there: Expr, value: Expr, text: str) -> Verdict | None:
    """The verdict on two numbers, of which the second may be rounded."""
    values = value_of(there), value_of(value)
    if None in values:
        return None
    found = rounding.exactly(values[0].ravel()[0], values[1].ravel()[0], text)
    if found == rounding.OPEN:
        return None
    return Verdict(V.EQUAL, "it is this value there") if found == rounding.AGREES else Verdict(V.DIFFERENT, "it has another value there")


def _place(context: Context, formula: Formula) -> tuple[str, Fraction] | None:
    r"""The name and the number of `$\lambda = 2$` after "for"."""
    if formula.display or len(formula.rows) != 1 or not (_FOR.search(formula.before) or _NEXT.fullmatch(formula.before)):
        return None
    return _named_number(context, formula.rows[0])


def _named_number(context: Context, row: Source) -> tuple[str, Fraction] | None:
    try:
        found = statements(context, row)
    except SymcheckError:
        return None
    if len(found) != 1 or found[0].operators != ["="] or None in found[0].pieces or type(found[0].pieces[0].syntax) not in (Symbol, Script):
        return None
    try:
        value = context.reading(found[0].pieces[1]).expr
    except SymcheckError:
        return None
    number = value_of(value) if is_numeric(value) and is_scalar(value.shape) else None
    return (label(found[0].pieces[0].syntax), number.ravel()[0]) if number is not None and isinstance(number.ravel()[0], (int, Fraction)) else None


def _found_last(chains: Chains, remarks: Remarks, at: int) -> Expr | None:
    """What was found last, where nothing but such a list stands between."""
    number, chain = remarks.last
    formulas = chains.meanings.document.formulas
    between = formulas[number + 1:at]
    pairs = list(zip(between[::2], between[1::2]))
    if number < 0 or len(between) % 2 != 1 or chain is None or chain.wrong or chain.unread or not all(
            _place(chains.context, a) is not None and _IT_IS.fullmatch(b.before) is not None for a, b in pairs):
        return None
    f = chains.state.read(chain.last)
    return f if f is not None and is_scalar(f.shape) and not is_numeric(f) and "derivative" not in f.ops else None


def _put(f: Expr, name: str, number: Fraction) -> Expr | None:
    """f with a number for a name, where it is one of nothing else."""
    for n in [n for n in dict.fromkeys(f.walk()) if n.op in ("var", "let") and n.data.name == name and is_scalar(n.shape)]:
        f = exchanged(f, n, build.num(number))
    return f if is_numeric(f) else None


def root(chains: Chains, s: Statement, formula: Formula) -> bool:
    r"""Judge `at $h = 6$` as a root of the equation right before, "$-3 + 0.5 h = 0$, that is, at $h = 6$"; False where that is no equation in
    this number alone."""
    at, formulas, context = chains.meanings.at, chains.meanings.document.formulas, chains.context
    if not at or formula.display or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or _THAT_IS.fullmatch(formula.before) is None \
            or type(s.pieces[0].syntax) not in (Symbol, Script) or len(formulas[at - 1].rows) != 1:
        return False
    sentence = words.SENTENCES.split(chains.meanings.survey.sentence(formula))[-1]
    if _SUPPOSED.search(re.sub(r"\$[^$]*\$", " ", sentence)):
        return False
    place = _named_number(context, s.row)
    if place is None:
        return False
    context = context.copy()
    try:
        if chains.state.read(s.pieces[0]) is None:
            context.declare(rf"{s.text(0)} \in \mathbb{{R}}")
        found = statements(context, formulas[at - 1].rows[0])
        if len(found) != 1 or set(found[0].operators) != {"="} or None in found[0].pieces[-2:] or type(found[0].pieces[-2].syntax) in (Symbol, Script, Number):
            return False
        sides = [context.reading(p).expr for p in found[0].pieces[-2:]]
    except SymcheckError:
        return False
    if not all(is_scalar(e.shape) for e in sides) or is_numeric(sides[0]) or not is_numeric(sides[1]):
        return False
    there = _put(sides[0], *place)
    if there is None:
        return False
    v = judge(context, there, sides[1])
    if not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, 0, v, reason=f"the equation right before holds for this {called(chains.state.read(s.pieces[0])) if chains.state.read(s.pieces[0]) is not None else place[0]}"
                if v.right else "")
    return True


__all__ = ["judged", "root"]
