r"""Derivatives that words set to zero without a formula of their own, "Differentiating with respect to $v$ and setting the result to zero gives": of which functions,
and by what. So they do where they tell what holds at a place where a function is stationary: "Every stationary point solves", "The normal equations are"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.relations.derivatives_written import has_derivative, has_derivative_by
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Gradient, names_in, speaks_of

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_SLOPE = r"(?:(?:partial|first|resulting|total)\s+)*(?:derivatives?|gradients?|slopes?|score)"
_ZERO = r"(?:(?:be\s+)?(?:equal\s+)?to\s+(?:be\s+)?(?:zero|\$\s*\\?(?:mathbf\s*\{?|bm\s*\{?|boldsymbol\s*\{?)?\s*0\s*\}?\s*\$|the\s+zero\s+vector)|(?:equal\s+)(?:zero|\$0\$)|=\s*0)"
# "Setting the derivative to zero", "we differentiate and set this equal to zero", "equating the gradient with zero".
_SETS = re.compile(rf"\b(?:differentiat\w*|{_SLOPE})\b[^.;]*\b(?:set(?:s|ting)?|equat(?:e|es|ing)|put(?:s|ting)?)\b[^.;]*?{_ZERO}|"
                   rf"\b(?:set(?:s|ting)?|equat(?:e|es|ing)|put(?:s|ting)?)\b[^.;]*\b{_SLOPE}\b[^.;]*?(?:{_ZERO}|with\s+zero)", re.I)
_PLACE = (r"(?:(?:stationary|critical|optimal|extremal)\s+(?:points?|solutions?)|minimi[sz]ers?|maximi[sz]ers?|optim(?:um|a)|minim(?:um|a)|maxim(?:um|a)|(?:least[\s-]+squares|ridge|optimal|ML|MAP|maximum[\s-]+likelihood)\s+(?:solutions?|estimat(?:es?|ors?)|weights?))"
          r"(?:\s+(?:of|for)\s+(?:(?:the|this|our)\s+(?:[\w-]+\s+){1,3}|\$[^$]*\$))?(?:\s*\$[^$=<>]*\$)?")
_FULFILS = (r"(?:(?:must|has\s+to|have\s+to|therefore|thus|then|hence|exactly|precisely|necessarily)\s+)*(?:solves?|satisf(?:y|ies)|obeys?|fulfill?s?|(?:is|are)\s+(?:(?:thus|then|exactly|precisely|just|hence)\s+)?"
            r"(?:characteri[sz]ed\s+by|determined\s+by|(?:the\s+)?solutions?\s+(?:of|to)))")
_CALLED = r"(?:\s+(?:the|a|this|following)){0,2}(?:\s+(?:following|linear|normal|stationarity|vector|matrix))*(?:\s+(?:equations?|systems?|conditions?)(?:\s+of\s+(?:linear\s+)?equations)?)?"
# "Every stationary point solves", "The normal equations are", "The first-order condition reads", "It is minimized where", "At a minimum we must have", right before a formula.
_OF_PLACES = re.compile(rf"\b{_PLACE}\s+{_FULFILS}{_CALLED}\s*:?\s*$|"
                        r"\b(?:normal\s+equations?|(?:first[\s-]+order|optimality|stationarity|extremality)(?:\s+(?:optimality|necessary|stationarity))*\s+(?:conditions?|equations?))(?:\s+(?:of|for|on|at)\s+(?:(?:the|this|our|a)\s+(?:[\w-]+\s+){1,3}|\$[^$=]*\$))?"
                        r"\s*(?:(?:is|are|read|reads|becomes?|takes?\s+the\s+form|sa(?:y|ys)(?:\s+that)?|gives?|yields?)(?:\s+(?:then|thus|therefore|hence|simply|now|just|given\s+by))*)?\s*:?\s*$|"
                        r"\b(?:is|are)\s+(?:minimi[sz]ed|maximi[sz]ed|minimal|least|smallest|stationary)\s+(?:exactly\s+|precisely\s+|only\s+)?(?:where|when|if(?:\s+and\s+only\s+if)?|iff|for\s+those\s+\$[^$=<>]*\$\s+with)\s*:?\s*$|"
                        rf"\bat\s+(?:an?|the|any|every|each)\s+(?:local\s+|global\s+)?{_PLACE}\s*,?\s*(?:(?:we|one)\s+(?:must\s+|therefore\s+|then\s+|thus\s+)?(?:have|has)|it\s+holds\s+that|it\s+must\s+hold\s+that)\s*:?\s*$", re.I)
# Where the derivative need not be zero, or of which more than that is told.
_BOUND = re.compile(r"\b(?:constrain\w*|subject\s+to|feasib\w*|projected|KKT|Lagrang\w*|multipliers?|on\s+the\s+(?:boundary|simplex|sphere|ball)|not|never|no|would|if|suppose\w*|assum\w*|both|dual)\b", re.I)
# "with respect to $v$", "in $\mu$".
_BY = re.compile(r"\b(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:the\s+\w+\s+)?\$(?P<by>[^$=<>]+)\$", re.I)
# "the gradient of $J$", "differentiating $\ell$".
_OF = re.compile(rf"\b(?:{_SLOPE}\s+of|differentiat\w+)\s+(?:the\s+(?:[\w-]+\s+){{1,4}})?\$(?P<of>[^$=]+)\$", re.I)
# After these words: nothing of a place, or of another formula.
_NO_MORE = re.compile(r"(?:\s*(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|for)\s+(?:the\s+\w+\s+)?\$[^$=<>]+\$)?(?:(?!\b(?:at|when|where|if)\b)[^$.;])*")
# An inequality with an upper bound, of which words then speak alone.
_ORDERED = re.compile(r"\\(?:leq?|leqslant|lesssim)(?![A-Za-z])")
_RIGHT_SIDE = re.compile(r"\b(?:right(?:[\s-]+hand)?[\s-]+side|(?:this|the|our)\s+(?:upper\s+)?bound|RHS)\b", re.I)
_LEFT_SIDE = re.compile(r"\b(?:left(?:[\s-]+hand)?[\s-]+side|LHS|both\s+sides|lower\s+bound|other|instead|not)\b", re.I)
# What is no derivative as it stands, but what becomes of it.
_SOLVES = re.compile(r"\b(?:solv\w+|rearrang\w+|multiply\w*|divid\w+|dividing|simplif\w+|cancel\w*|collect\w*|isolat\w+|substitut\w+|insert\w*|plug\w*|using|so\s+that|hence|therefore|thus)\b", re.I)


def heard(chains: Chains, s: Statement, sentence: str) -> None:
    """Remember which derivatives the words right before an equation set to zero, where no formula gives them."""
    state = chains.state
    state.vanishing, state.surely_vanishing, state.place_told = [], False, _of_places(sentence)
    if len(s.pieces) != 2 or s.operators[0] not in EQUALITIES or None in s.pieces or s.logic or not _sets(sentence):
        return
    by = _BY.search(sentence)
    named = chains.meaning(by["by"].strip()) if by is not None else None
    if by is not None and named is None:
        return
    first = _right_side(chains, named) or _function(chains, sentence)
    functions = [first] if first is not None else []
    if state.place_told and first is None and not any(_is_function(f) and f.op == "let" and not f.data.family for f in state.context.definitions.values()):
        functions += [o.objective for o in state.objectives[-1:]]
        named = named or (state.objectives[-1].by if functions else None)
    functions += [f for f in reversed(list(state.context.definitions.values())) if f is not first and _is_function(f) and f.op == "let" and not f.data.family]
    sides = [e for p in s.pieces if (e := state.read(p)) is not None]
    names = set().union(*map(names_in, sides))
    found = [Gradient(f, x, state.line) for f in functions for x in _variables(chains, f, named, names)]
    state.vanishing = [g for g in found if state.place_told or not any(known[:2] == g[:2] for known in state.gradients)]
    meant = functions[:1] if first is not None or len(functions) == 1 else []
    only = [g for g in found if g.f in meant]
    told = named is not None or bool(only and _arguments(chains, only[0].f))
    state.surely_vanishing = told and len(only) == 1 and (_SOLVES.search(sentence) is None or state.place_told)


def _sets(sentence: str) -> bool:
    """Do the words set a derivative to zero, and say no more than what by, and what comes of it?"""
    if _of_places(sentence):
        return True
    found = [*_SETS.finditer(sentence)]
    return bool(found) and _NO_MORE.fullmatch(sentence, found[-1].end()) is not None


def _of_places(sentence: str) -> bool:
    """Do the words tell what holds where a function is least, or stationary?"""
    return _OF_PLACES.search(sentence) is not None and _BOUND.search(re.sub(r"\$[^$]*\$", " ", sentence)) is None


def _function(chains: Chains, sentence: str) -> Expr | None:
    """The function that the words name, or that the display right before them writes."""
    of = _OF.search(sentence)
    if of is not None:
        f = chains.meaning(of["of"].strip())
        return f if _is_function(f) else None
    chain, at = chains.chain, chains.meanings.at
    formulas = chains.meanings.document.formulas
    last = next((k for k in range(at - 1, -1, -1) if formulas[k].display), None)
    if chain is None or chain.unread or chain.wrong or last is None or any("=" in row.text for f in formulas[last + 1:at] for row in f.rows):
        return None
    return next((f for p in (chain.head, chain.last) if _is_function(f := chains.state.read(p))), None)


def _right_side(chains: Chains, by: Expr | None) -> Expr | None:
    """The side of the inequality right before, of which the words speak alone: "The right-hand side is a quadratic in $\\eta$", "we minimize this bound over $\\eta$"."""
    chain, at, document = chains.chain, chains.meanings.at, chains.meanings.document
    last = next((k for k in range(at - 1, -1, -1) if document.formulas[k].display), None)
    if by is None or chain is None or chain.wrong or last is None or not _ORDERED.search("".join(row.text for row in document.formulas[last].rows)):
        return None
    between = document.formulas[last + 1:at]
    said = " ".join(f.before for f in (*between, document.formulas[at]))
    if not _RIGHT_SIDE.search(said) or _LEFT_SIDE.search(said) or any("=" in row.text for f in between for row in f.rows):
        return None
    f = chains.state.read(chain.last)
    return f if f is not None and f.op not in ("var", "num") and is_scalar(f.shape) and not has_derivative_by(f, by) else None


def _is_function(f: Expr | None) -> bool:
    return f is not None and f.op not in ("var", "num") and is_scalar(f.shape) and not has_derivative(f) and not (f.op == "let" and has_derivative(f.args[0]))


def _arguments(chains: Chains, f: Expr) -> set[str]:
    """The letters that a function takes."""
    if chains.chain is not None and chains.state.read(chains.chain.head) is f:
        return arguments(chains.chain.head.syntax)
    entry = chains.state.context.scope.bare(f.data.name) if f.op == "let" else None
    return {p.name for p in entry.params} if entry is not None else set()


def _variables(chains: Chains, f: Expr, named: Expr | None, names: set[str]) -> list[Expr]:
    """By what the derivative may be taken: the variable that the words name, else the arguments of the function, else what the equation speaks of."""
    if named is not None:
        return [named] if speaks_of(f, named) else []
    free = {n.data.name: n for n in f.walk() if n.op == "var" and not n.data.family}
    return [v for name, v in free.items() if name in (_arguments(chains, f) or names)]


__all__ = ["heard"]
