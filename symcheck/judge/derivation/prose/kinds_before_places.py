r"""What kind of place it is, told before the place: "there is a local maximum at $0$", "$f$ has a local minimum at $x = a$", "there are local minima at $\pm 1$".

It is judged as what is told after the place (`kinds_of_places.py`), where that decides it: a local extreme point by both derivatives there, any other one only as far as the second
derivative has the wrong sign. A number alone is one of the variable by which the document differentiated last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import claims_of_all, kinds_of_places
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_SAID = re.compile(r"\b(?:is|are|has|have|gets?|find|finds|obtain|lies|lie|sits|sit|with)\s+(?:(?:thus|therefore|also|indeed|then|hence|now|its|a|an|the|two|both|strict|isolated)\s+)*"
                   r"(?P<scope>local\s+|global\s+|absolute\s+)?(?:(?P<least>minim(?:um|a))|(?P<most>maxim(?:um|a)))\s+(?:(?:is|are|lies?|located|found|attained)\s+)?at\s*(?:the\s+(?:points?|places?)\s*)?$", re.I)
_SIGNS = re.compile(r"\\pm(?![A-Za-z])")
_VALUE = re.compile(r"[^=<>,;&]+")


def equation(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge `x = a` after such words; False where they say nothing of that kind, or it is not decided."""
    said = _SAID.search(formula.before)
    if said is None or formula.display or s.operators != ["="] or None in s.pieces:
        return False
    x = chains.state.read(s.pieces[0])
    if x is None or x.op != "var" or not is_scalar(x.shape):
        return False
    chains.meanings.looked_up(s.pieces[1])
    return _step(chains, s, formula, said, x, [chains.state.read(s.pieces[1])])


def place(chains: Chains, row: Source, formula: Formula) -> bool:
    r"""Judge the $0$ of "there is a local maximum at $0$", the $\pm 1$ of "there are local minima at $\pm 1$"; False where words say nothing of that kind, or it is not decided."""
    said = _SAID.search(formula.before)
    text = row.text.strip(" .,;")
    if said is None or formula.display or _VALUE.fullmatch(text) is None or not chains.state.gradients:
        return False
    x = chains.state.gradients[-1].by
    if x.op != "var" or not is_scalar(x.shape):
        return False
    try:
        piece = Piece(parse(row, chains.state.context.words), row)
    except SymcheckError:
        return False
    values = [chains.state.context_read(v) for v in _of_signs(text)]
    return _step(chains, Statement([None, piece], ["="], row, piece.syntax.span), formula, said, x, values)


def _of_signs(text: str) -> Iterator[str]:
    if _SIGNS.search(text) is None:
        yield text
        return
    for sign in ("+", "-"):
        yield _SIGNS.sub(sign, text).strip().removeprefix("+")


def _step(chains: Chains, s: Statement, formula: Formula, said: re.Match[str], x: Expr, values: list[Expr | None]) -> bool:
    """The step on these values of x as places of this kind; False where they are not decided."""
    sentence = chains.meanings.survey.sentence(formula)
    g = chains.state.gradient_by(x)
    if g is None or not is_scalar(g.f.shape) or any(v is None or not is_scalar(v.shape) for v in values):
        return False
    f = kinds_of_places.meant(chains, formula, g.f, x, sentence)
    if f is None or kinds_of_places.keeps_open(chains, formula, sentence, formula.after):
        return False
    found = [kinds_of_places.verdict(chains, f, x, v, said) for v in values]
    wrong = next((v for v in found if v is not None and v.word == V.DIFFERENT), None)
    if wrong is not None and kinds_of_places.may_differ(chains, formula, f, x, values[0], said, claims_of_all.place_limited):
        return False
    if wrong is None and (None in found or (said["scope"] or "").strip().lower() != "local"):
        return False
    chains.step(s, 0, wrong or Verdict(V.EQUAL, found[0].evidence))
    return True


__all__ = ["equation", "place"]
