r"""Values told right after the place of an extreme: "The minimum is at $x = 1$, where $y = 3$", "is attained at $x = 1$ with value $3$", "the minimizer is
$w^\star = 2$ and the minimum is $7$". The value has to be that of the function there: of the one that the words name, that the equation has on its left, or of the only one
of this number. Where the words suppose or deny something, or may have made another function of it, nothing is said."""

from __future__ import annotations

import re

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.prose import only_function
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import changes_told, reservations
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_PLACE = re.compile(r"\s*(?P<x>\\?[A-Za-z]+)\s*(?:\^\s*\{?\s*(?:\*|\\star|\\ast)\s*\}?)?\s*=\s*(?P<place>[^=<>]+?)\s*[.,;]?\s*")
# Before the place, in its clause.
_EXTREME = re.compile(r"\b(?:minim(?:um|i[sz]er|i[sz]ed|al)|maxim(?:um|i[sz]er|i[sz]ed|al)|(?:largest|smallest|lowest|highest|greatest|least)|optimum)\b(?P<rest>[^.;]*)$", re.I)
_OF = re.compile(r"\bof\s+(?:the\s+(?:function|derivative|loss|objective|curve|parabola|polynomial)\s+)?\$(?P<f>[^$=]+)\$", re.I)
# Between the place and the value.
_VALUE = r"(?:(?:minim(?:um|al)|maxim(?:um|al)|optimal|function|smallest|largest|lowest|highest|least|greatest)\s+)?(?:value|height|level)"
_KIND = r"(?:minimum|maximum|(?:minimal|maximal|optimal|smallest|largest|lowest|highest|least|greatest)\s+value)"
_AND_VALUE = re.compile(rf"[\s,;(]*(?:(?:and\s+)?(?:with|has|of)\s+(?:(?:a|the|its)\s+)?{_VALUE}(?:\s+(?:of|is|being))?|(?:and|where|there)\s+(?:it\s+)?(?:then\s+)?(?:equals|has\s+the\s+value|takes\s+the\s+value)|"
                        rf"(?:and\s+)?(?:the|its)\s+{_KIND}\s+(?:there\s+)?(?:is|equals)(?:\s+(?:then|thus|therefore))?)\s*", re.I)
_WHERE = re.compile(r"[\s,;(]*(?:and\s+)?(?:where|there|with|at\s+which)\s*(?:we\s+(?:have|get|find)\s+|one\s+has\s+)?", re.I)
_ENDS = re.compile(r"^\s*(?:$|[.;,:)]|and\b|so\b|while\b|but\b|which\b)")
_OTHERWISE = re.compile(r"\b(?:which|this|that|these|whose|if|suppose|assum\w+|unless|whether|would|constrain\w*|subject|among|between|within|over|on|local|approximate\w*|second|derivative|slope|curvature|negative|log\w*|average|mean|sum|ratio)\b", re.I)


def equation(chains: Chains, s: Statement, formula: Formula) -> bool:
    r"""Judge the `$y = 3$` of ", where $y = 3$" after the place of an extreme; False where it is nothing of that kind."""
    if s.operators != ["="] or None in s.pieces or _WHERE.fullmatch(formula.before) is None:
        return False
    found = _place(chains, formula)
    if found is None:
        return False
    x, place, _ = found
    head = _function(chains, s.text(0).strip(), x)
    return head is not None and _step(chains, s, 0, head, x, place, s.pieces[1])


def value(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge the $3$ of "with value $3$" after the place of an extreme; False where it is nothing of that kind."""
    if _AND_VALUE.fullmatch(formula.before) is None or _ENDS.match(formula.after) is None or "=" in row.text:
        return False
    found = _place(chains, formula)
    if found is None:
        return False
    x, place, said = found
    f = _spoken_of(chains, said, x)
    try:
        piece = Piece(parse(row, chains.state.context.words), row)
    except SymcheckError:
        return False
    return f is not None and _step(chains, Statement([None, piece], ["="], row, piece.syntax.span), 0, f, x, place, piece)


def _place(chains: Chains, formula: Formula) -> tuple[Expr, Expr, str] | None:
    """The number and its value at the extreme that the formula right before tells, and the words before that."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    before = formulas[at - 1] if at else None
    if before is None or before.display or formula.display or len(before.rows) != 1 or "\n\n" in formula.before:
        return None
    told, sentence = _PLACE.fullmatch(before.rows[0].text), chains.meanings.survey.sentence(before)
    words = re.sub(r"\$[^$]*\$", " § ", sentence)
    if told is None or _EXTREME.search(words) is None or _OTHERWISE.search(words) or reservations.keeps(words) or changes_told.here(sentence):
        return None
    x, place = chains.state.context_read(told["x"]), chains.state.context_read(told["place"])
    if x is None or place is None or x.op not in ("var", "let") or not is_scalar(x.shape) or not is_scalar(place.shape) or speaks_of(place, x):
        return None
    state = chains.state
    in_case = state.traits or state.standing or state.unused or any(not (h[0] == "=" and h[1].op in ("var", "let") and h[1].data == x.data) for h in state.supposed)
    return None if in_case else (x, place, sentence)


def _function(chains: Chains, text: str, x: Expr) -> Expr | None:
    """The function of x by this name, as `y`, `f` or `f(x)`."""
    name = re.sub(r"\s*(?:\\left)?\([^()]*(?:\\right)?\)\s*$", "", text).strip()
    for written in dict.fromkeys((f"{name}({x.data.name})", name)):
        f = chains.state.context_read(written)
        if f is not None and f is not x and is_scalar(f.shape) and f.op != "mul" and speaks_of(f, x):
            return f
    return None


def _spoken_of(chains: Chains, sentence: str, x: Expr) -> Expr | None:
    """The function of which the words tell an extreme: the one that they name, or the only one that was differentiated by x."""
    named = [m["f"] for m in _OF.finditer(sentence)]
    if named:
        return _function(chains, named[-1].strip(), x)
    named = [f for m in re.finditer(r"\$([^$=]+)\$", sentence) if (f := _function(chains, m[1].strip(), x)) is not None]
    state = chains.state
    functions = named[-1:] or list(dict.fromkeys(g.f for g in state.gradients if (g.by is x or g.by.op == "var" and g.by.data == x.data) and is_scalar(g.f.shape)
                                                 and not (g.f.op == "let" and "'" in g.f.data.name) and g.f.op != "derivative"))
    if not functions and (only := only_function.found(chains, x.data.name)) is not None and only.variable.data == x.data:
        return only.value
    return functions[0] if len(functions) == 1 else None


def _step(chains: Chains, s: Statement, k: int, f: Expr, x: Expr, place: Expr, piece: Piece) -> bool:
    """The step on the value of f at the place; False where it is not decided."""
    state, told = chains.state, chains.state.read(piece)
    if told is None or not is_scalar(told.shape) or since_told.function_changed(chains.meanings, [f.data.name] if f.op == "let" else []):
        return False
    free = build.var(x.data)
    known = build.substitute(exchanged(f, x, free) if x.op == "let" else f, ((free.data, place),))
    v = judge(state.context, known, told)
    if v.word == V.DIFFERENT and "." in piece.source.text[piece.syntax.span.start:piece.syntax.span.end] and (number := value_of(known)) is not None:
        v = rounding.rounded(state, np.asarray(number, dtype=object), piece, frozenset()) or v
    if v.word == V.DIFFERENT and chains.meanings.instances.open:
        sides = [chains.meanings.instances.value_of(e, {}) for e in (known, told)]
        v = Verdict(V.UNDECIDED, "not all numbers of the example are known here") if None in sides else Verdict(V.EQUAL, "at the numbers of the example") if sides[0] == sides[1] else v
    if not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, k, v, reason="the value at this place" if v.right else "")
    return True


__all__ = ["equation", "value"]
