r"""Places that words say a derivative is zero at, or a function is least at: "We need $f'(w) = 0$, so $w = 3$", "The stationary point is $w = 3$", "$f$ is minimized at $w = a$".

The value has to make the derivative zero. This is asked of what no other rule has judged, whatever words stand between the derivative and the place, as long as they are
those of a solution; a word of another kind (a constraint, another function, a denial, a start) leaves it alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.names.equations_read import is_misfit, statement
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose.minimizers_told import in_interval, is_ranged, verdict_on
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Gradient, State, speaks_of, undecorated
from symcheck.judge.derivation.wording import changes_told, reservations
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula

# What may stand between `f'(w) = 0` (Z) and the place that solves it (H, at the end): nothing but words of a solution.
_LINKS = (r"(?:means?|requires?|needs?|only|iff?|and|or|exactly|precisely|just|when|where|once|happens?|occurs?|holds?|can|be|true|at|for|we|one|must|have|has|take|gives?|the|a|an|its|this|that|it|which|unique|single|simple|"
          r"solutions?|roots?|zeros?|is|are|solved|satisfied|fulfilled|met|reached|by|implies|leads|leading|to|yields?|yielding|gets?|obtains?|finds?|giving|follows?|so|hence|thus|therefore|then|i|e|in|other|words|solving|solve|solves|"
          r"equivalent|equivalently|condition|equation|place|point|value|with|immediately|directly|now|if|from|namely|V)")
_ZERO_FIRST = re.compile(rf"Z(?:[\s,:;.()]*\b(?i:{_LINKS})\b)*[\s,:;.()]*$")
# "Solve Z: H" and "The root of Z is H" begin with the same; these stand before Z and take nothing back.
_AT_PLACE_BEFORE = re.compile(r"\b(?:if|suppose|assume|unless|whether|not|never|no|would|until|near|close|almost|nearly|approximately|instead|wrong\w*|student\w*|second|Hessian)\b", re.I)
_THEN = re.compile(r"\b(?:then|so|hence|thus|therefore|must|gets?|obtains?|finds?)\b|,", re.I)
# Right after the place: of a case only.
_IN_CASE = re.compile(r"\s*,?\s*(?:for(?!\s+(?:all|every|any|each)\b)|if|when(?:ever)?|provided|where|as\s+(?:long|soon)\s+as|unless|in\s+(?:the|this|that)\s+case)\b", re.I)
# "The derivative vanishes only at", "the stationary point is", "$f$ is minimized by", "takes its minimum at".
_SLOPE = r"(?:derivative|gradient|slope)"
_IS = r"(?:is|are|lies|sits|occurs|(?:is|are)\s+(?:thus|then|therefore|hence|now|clearly|again|indeed)|must\s+be|equals|(?:is|are)\s+(?:attained|reached|achieved|found|located|taken|given|obtained))"
_HERE = r"(?:\s+(?:only|exactly|precisely|just|uniquely))?(?:\s+(?:at|by|for|when|where|if|in))?(?:\s+the\s+(?:point|place|value))?\s*:?\s*$"
_SLOPE_ZERO = re.compile(rf"\b(?:the|its|this|that)\s+{_SLOPE}\s+(?:(?:of|by|with\s+respect\s+to|in)\s+[FV]\s+)*(?:(?:is\s+|becomes\s+)(?:zero|0)|vanishes|equals\s+zero){_HERE}|"
                         rf"\b(?:zero|root)\s+of\s+(?:the|this|its)\s+{_SLOPE}\s+{_IS}{_HERE}|\b(?P<kind>stationary|critical)\s+point\s+(?:of\s+(?:F|it|this(?:\s+function)?)\s+)?{_IS}{_HERE}", re.I)
_EXTREME = r"(?:minim(?:um|i[sz]er)|maxim(?:um|i[sz]er)|optimum|(?:best|optimal)\s+(?:value|choice|point|parameter|weight))"
_LEAST = re.compile(rf"\b(?:the|its|their|a)\s+(?:unique\s+|only\s+|global\s+|exact\s+)?(?P<noun>{_EXTREME})\s+(?:of\s+(?:F|it|this(?:\s+function)?|the\s+(?:function|loss|objective|cost)(?:\s+F)?)\s+)?(?:(?:is|lies|sits|occurs)\s+at|{_IS}){_HERE}|"
                    rf"\b(?:F|it|the\s+(?:function|loss|objective|cost)(?:\s+F)?)\s+is\s+(?:then\s+|thus\s+|therefore\s+)?(?P<done>minimi[sz]ed|maximi[sz]ed|minimal|maximal|smallest|largest|lowest|highest|least){_HERE}|"
                    rf"\b(?:F|it|the\s+(?:function|loss|objective|cost)(?:\s+F)?)\s+(?:has|takes|attains|reaches|assumes|achieves)\s+its\s+(?:unique\s+|global\s+|only\s+)?(?P<takes>minimum|maximum)(?:\s+value)?{_HERE}", re.I)
_OTHERWISE = re.compile(r"\b(?:subject|constrain\w*|among|between|within|over|on\s+(?:the\s+interval|§)|approximate\w*|roughly|about|nearly|almost|near|close|term|terms|part|penalt\w*|regulari\w*|bound|second|Hessian|starts?|starting|initial\w*|"
                        r"guess\w*|if|suppose|assume|unless|whether|each|every|both|first|weighted|sampled?|example|student\w*|claims?|wrong\w*|corner|kink\w*|subgradient\w*|multiplier\w*|Lagrang\w*|log|logarithm)\b", re.I)
_FORMULAS = re.compile(r"\$\$?([^$]*)\$\$?")
_REACH = 300  # letters of the paragraph that may say of what it is the zero


class _Told(NamedTuple):
    """A place, the value of it, and the derivative that is said to be zero there; of an extreme point whether it is a least one."""

    x: Expr
    y: Expr | None
    gradient: Gradient
    least: bool | None
    misfit: bool


def told(chains: Chains, s: Statement, formula: Formula) -> _Told | None:
    """What the words say of the equation `x = ..`; None where they say nothing of that kind."""
    if formula.display or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or formula.rows[-1] is not s.row and len(formula.rows) > 1:
        return None
    state = chains.state
    if _IN_CASE.match(formula.after):
        return None
    taken = [g for g in state.gradients if is_scalar(g.f.shape) and g.by.op == "var"]
    x = _unknown(state, s.pieces[0]) if taken else None
    taken = [g for g in taken if g.by is x and not (g.f.op == "let" and "'" in g.f.data.name)]
    if not taken or state.in_case:
        return None
    text, at = _abstract(chains, formula, x)
    found = _words(text)
    if found is None:
        return None
    kind, named = found
    if kind is None and at:
        gradient = next((g for g in reversed(taken) if g.f is at[-1].f), Gradient(at[-1].f, x))
    else:
        functions = list(dict.fromkeys(g.f for g in taken))
        if named:
            functions = [f for f in functions if f.op == "let" and f.data.name == named]
        if len(functions) != 1:
            return None
        gradient = Gradient(functions[0], x)
    if not speaks_of(gradient.f, x) or since_told.function_changed(chains.meanings, [gradient.f.data.name] if gradient.f.op == "let" else []):
        return None
    chains.meanings.looked_up(s.pieces[1])
    y = state.beside(s.pieces[1], x)
    misfit = y is None and are_declared(chains.meanings, s.pieces[1]) and is_misfit(state.context, s.pieces[1])
    if y is None and not misfit or y is not None and (y.shape != x.shape or speaks_of(y, x)):
        return None
    return _Told(x, y, gradient, kind, misfit)


def judge_place(chains: Chains, s: Statement, said: _Told) -> bool:
    """Judge the place; False where that is not decided."""
    state = chains.state
    if said.misfit:
        chains.step(s, 0, Verdict(V.DIFFERENT, "the shapes do not fit"))
        return True
    slope = build.derivative(said.gradient.f, said.x, "column")
    there = build.substitute(slope, ((said.x.data, said.y),))
    if said.least is not None and is_scalar(said.x.shape):
        v = verdict_on(chains, said.x, said.gradient.f, said.y, said.least)
        if v is not None and (is_ranged(chains, said.x.data.name) and v.word == V.DIFFERENT or in_interval(chains, said.x.data.name)):
            v = None
    else:
        v = judge(state.context, there, E.zero_like(there))
    decided = v is not None and (v.right or v.word == V.DIFFERENT)
    if decided:
        chains.step(s, 0, v, reason="the derivative is zero there" if v.right else "")
    return decided


def _unknown(state: State, piece: Piece) -> Expr | None:
    r"""The variable that a head names, w of `w` and of `\hat w`."""
    bare = undecorated(piece.syntax)
    x = state.read(piece) if bare is None else state.read(Piece(bare, piece.source))
    return x if x is not None and x.op == "var" and not x.data.family else None


def _abstract(chains: Chains, formula: Formula, x: Expr) -> tuple[str, list[Gradient]]:
    """The paragraph before a formula with letters for its formulas: Z for a derivative by x that is zero, V for x alone, F for the name of a function of x, § for
    others; and the derivatives of the Z."""
    text = chains.meanings.survey.before(formula)[-_REACH:]
    text = re.split(r"\n\s*\n", text)[-1]
    if text.count("$") % 2 == 0:
        text = text.rstrip("$ (\\") if text.endswith("$") else text
    else:
        text = text.rpartition("$")[0]
    zeros: list[Gradient] = []

    def letter(m: re.Match[str]) -> str:
        s = statement(chains.state.context, m[1], formula.rows[0])
        if s is None:
            return " § "
        if not s.operators:
            e = chains.state.read(s.pieces[0])
            return " V " if e is x else f" F<{e.data.name}> " if e is not None and e.op == "let" and is_scalar(e.shape) and speaks_of(e, x) else " § "
        if s.operators == ["="] and len(s.pieces) == 2 and (g := _zero(chains.state, s, x)) is not None:
            zeros.append(g)
            return " Z "
        return " § "

    return _FORMULAS.sub(letter, text), zeros


def _zero(state: State, s: Statement, x: Expr) -> Gradient | None:
    r"""The derivative that `f'(w) = 0` or `\nabla f(\hat w) = 0` says is zero."""
    a, b = (state.read(p) for p in s.pieces)
    if a is None or b is None or not b.is_zero:
        return None
    while a.op in ("neg", "transpose", "substitute"):
        a = a.args[0]
    if a.op == "let" and a.args[0].op == "derivative":
        a = a.args[0]
    return Gradient(a.args[0], x) if a.op == "derivative" and a.args[1] is x and is_scalar(a.args[0].shape) else None


def _words(text: str) -> tuple[bool | None, str] | None:
    """(is it a least place, the name of the function of which they speak), None and "" of a zero, where these words tell a place right after them."""
    plain = re.sub(r"F<[^>]*>", "F", text)
    if (m := _ZERO_FIRST.search(plain)) is not None:
        clause = re.split(r"[.;]\s", plain[:m.start()])[-1]
        supposed = re.match(r"\s*(?:and\s+|but\s+)?if\b", clause, re.I)
        if supposed is not None and not _THEN.search(m[0]):
            return None  # "If $f'(w) = 0$ at $w = 1$": nothing of this is told
        return None if _AT_PLACE_BEFORE.search(clause[supposed.end() if supposed is not None else 0:]) else (None, "")
    sentence = re.split(r"[.;!?]\s+(?=[A-Z§])", plain)[-1]
    m = _SLOPE_ZERO.search(sentence)
    least = None
    if m is None:
        m = _LEAST.search(sentence)
        if m is None:
            return None
        word = (m["noun"] or m["done"] or m["takes"]).lower()
        least = True if word.startswith(("minim", "small", "low", "least")) else False if word.startswith(("maxim", "larg", "high")) else None
    if _OTHERWISE.search(sentence) or reservations.keeps(sentence) or changes_told.here(sentence) or "Z" in sentence:
        return None
    names = re.findall(r"F<([^>]*)>", text[-len(m[0]) - 60:])
    spoken = m[0].count("F")
    return least, names[-1] if spoken and names else ""


__all__ = ["judge_place", "told"]
