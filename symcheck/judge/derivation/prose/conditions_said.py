r"""Equations that hold for some values of their names only, where no word concludes them: "A perfect fit means $p = y$", "The weight moves until $\hat y = y$", and
alternatives, "only if $x = 0$ or $p = y$". They say of what case the sentence speaks, and are held to its end; nothing is claimed by them.

Of this kind is a name with a definition that is equal to a name which that does not hold: no derivation can come to it for all values.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.judge.derivation.chains.hypotheses import free
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.read.documents import Formula
from symcheck.read.syntax import Accent, Script, Symbol

# Right before an equation: it is what the author comes to.
_CONCLUDED = re.compile(r"\b(?:so|hence|thus|therefore|consequently|gets?|finds?|obtains?|have|has|gives?|yields?|follows?|equals?|concludes?|because|since|shows?|sees?|indeed|reads|becomes|comes\s+to|i\.\s?e\.|that\s+is|(?:this|it|which)\s+is)"
                        r"(?:\s+(?:that|also|again|simply|just|then|now|we|always))*\s*,?:?\s*$", re.I)
# Between two alternatives: "$x = 0$ or $p = y$", "$x = 0$, or if $p = y$".
_OR = re.compile(r"\s*,?\s*\bor(?:\s+(?:else|that|if|when|where|for|at|with))?\s*", re.I)
# "At a perfect fit, $p = y$".
_CASE = re.compile(r"(?:^|[.;:!?)]\s+|\n\s*\n|\*\*\s*)\s*(?:(?:now|then|finally|also|and)\s*,?\s+)?(?:at|in|with|when|where|once|for|under)\s+(?!all\b|every\b|each\b|any\b)[^.;:$]*,?\s*$", re.I)
_LIST = re.compile(r"\s*,\s*")


def held(state: State, meanings: Meanings, suppositions: Suppositions, s: Statement, formula: Formula, of_names: bool = False) -> bool:
    """Hold an equation of this kind to the end of its sentence; False of any other, and where words conclude it. `of_names`: of two names only."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces:
        return False
    either = is_alternative(meanings, formula)
    if not _may_be_one(state, s) and not (either and not of_names and _is_no_unknown(state, s)):
        return False
    if not either and _CONCLUDED.search(formula.before):
        return False
    if not either and not suppositions.equation(s):
        state.unused = True
    meanings.outcome.passed_over(s.line(), s.cut(2).text.strip())
    return True


def _may_be_one(state: State, s: Statement) -> bool:
    """Is this a plain name with a definition that is equal to a plain name on which it does not depend? Of a variable on the left its value would be told."""
    if not all(type(p.syntax) in (Symbol, Script, Accent) for p in s.pieces):
        return False
    a = state.read(s.pieces[0])
    b = state.read(s.pieces[1], a) if a is not None else None
    return b is not None and a.shape == b.shape and _tells(a, b)


def _is_no_unknown(state: State, s: Statement) -> bool:
    """Is this a value of a name that was declared, and by which no derivative was taken?"""
    x = state.read(s.pieces[0])
    return x is not None and x.op == "var" and not x.data.family and bool(state.gradients) and state.gradient_by(x) is None


def _tells(made: Expr, other: Expr) -> bool:
    inside, mere = (x.args[0] if x.op in ("item", "entry") else x for x in (made, other))
    return inside.op == "let" and mere.op == "var" and not free(inside.args[0]) & {mere.data.name}


def heads_case(formula: Formula) -> bool:
    """Does the sentence begin with what case it is of: "At a perfect fit, $p = y$,"?"""
    return _CASE.search(formula.before) is not None


def is_alternative(meanings: Meanings, formula: Formula) -> bool:
    """Is this formula one of several that "or" joins?"""
    formulas, at = meanings.document.formulas, meanings.at
    if _OR.fullmatch(formula.before):
        return True
    for following in formulas[at + 1:]:
        if following.display or not (joined := _OR.fullmatch(following.before)) and not _LIST.fullmatch(following.before):
            return False
        if joined:
            return True
    return False


__all__ = ["heads_case", "held", "is_alternative"]
