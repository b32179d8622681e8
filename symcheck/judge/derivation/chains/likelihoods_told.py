r"""What words call the negative log likelihood, `\text{NLL}(w) = \frac{1}{2\sigma^2} \sum_n (y_n - w^\top x_n)^2 + \frac{N}{2} \log(2\pi\sigma^2)`, judged by
the law of the data.

Many leave the terms out that do not hold the parameter; so a formula that has no such terms is judged up to them, and any other one as it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.names import given_anew, since_told
from symcheck.judge.derivation.relations import modes
from symcheck.judge.derivation.rows.heads import arguments, nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_LIKELIHOOD = r"log(?:arithm\s+of\s+the)?[\s-]*likelihood(?:\s+function)?(?:\s+\(\s*\w+\s*\))?(?:\s+of\s+(?:the\s+(?:(?:whole|training|full|entire)\s+)?(?:data(?:\s*set)?|sample|parameters?|weights?)|\$[^$]*\$))?"
# "The negative log likelihood is given by", "Its negative log-likelihood then reads", right before a formula.
_IS = re.compile(rf"\b(?P<minus>(?:negative|minus(?:\s+the)?)\s+)?{_LIKELIHOOD}\s*,?\s*(?:is|reads|becomes|equals|takes\s+the\s+form)(?:\s+(?:then|thus|therefore|hence|given\s+by|simply|just|now))*\s*:?\s*$", re.I)
# "**Negative log likelihood.**", "Log-likelihood of the data:", a heading right before a formula.
_HEADS = re.compile(rf"(?:^|\n|[.;]\s|\*\*|\{{|\)|\d[.)])[\s*-]*(?:(?:the|our|its)\s+)?(?P<minus>(?:negative|minus(?:\s+the)?)\s+)?{_LIKELIHOOD}(?:\s*\([A-Za-z -]*\))?\s*(?:\*\*|\}})?\s*[:.]\s*(?:\*\*|\}})?\s*$", re.I)
# "Take the log of the product:", "the logarithm of this product is": of the densities of all samples.
_OF_PRODUCT = re.compile(r"\b(?:tak(?:e|ing|es)|the)\s+(?P<minus>(?:negative|minus(?:\s+the)?)\s+)?(?:natural\s+)?log(?:s|arithms?)?\s+of\s+(?:the|this|that)\s+(?:product|(?:joint\s+)?likelihood)"
                         r"(?:\s+(?:of\s+(?:the|these|all|their)\s+(?:\w+\s+)?(?:densities|likelihoods|terms|factors)|function))?"
                         r"(?:\s*,?\s*(?:is|equals|gives|yields|becomes|reads|we\s+(?:get|obtain|have|find)))?(?:\s+(?:then|thus|therefore|hence|simply|just|now|us))*\s*[,:]?\s*$", re.I)
# "Summing the logs of the densities,", "Adding up the log-densities of all samples we get": of all samples, right before a formula.
_OF_SUM = re.compile(r"\b(?:summ|add)ing\s+(?:up\s+)?(?:all\s+)?(?:the\s+|these\s+)?(?:(?:natural\s+)?log(?:s|arithms)\s+of\s+(?:the|these|all|their|all\s+the)\s+(?:\w+\s+)?densities|log[\s-]*(?:densities|likelihoods))"
                     r"(?:\s+(?:of|over|for)\s+(?:all|the|these)\s+(?:\w+\s+)?(?:samples?|observations|points|examples|data))?(?P<minus>(?!))?[\s,]*(?:(?:we|one)\s+(?:get|obtain|have|find)|gives|yields)?\s*[,:]?\s*$", re.I)
# Of another model, a part of the data, a multiple of it, or up to what is left out.
_OTHERWISE = re.compile(r"\b(?:up\s+to|average\w*|mean|scaled|normali[sz]ed|per\s+(?:sample|example|point|datum)|one\s+(?:sample|example|observation)|single|batch|approximat\w*|drop\w*|ignor\w*|omit\w*|"
                        r"constants?|proportional|if|instead|another|not|never|would|were|suppose|regulari[sz]ed|penali[sz]ed|conditional\s+on|profile|marginal)\b", re.I)
# Said before it: what is left out of it.
_LEFT_OUT = re.compile(r"\b(?:drop\w*|ignor\w*|omit\w*|discard\w*|neglect\w*|leav\w+\s+(?:out|away)|left\s+(?:out|away))\b", re.I)


def judged(chains: Chains, s: Statement) -> Verdict | None:
    """The verdict on a new name's formula that the words right before call the log likelihood, or its negative; None where they do not, or where
    the laws do not tell which likelihood is meant."""
    if len(s.pieces) < 2 or None in s.pieces[:2] or s.operators[0] not in ("=", ":=") or not nameable(s.pieces[0].syntax):
        return None
    said = words.SENTENCES.split(chains.state.said.rstrip())[-1]
    found = _IS.search(said) or _HEADS.search(chains.state.said.rstrip()) or _OF_PRODUCT.search(said) or _OF_SUM.search(said)
    if found is None or _OTHERWISE.search(said) or _LEFT_OUT.search(since_told.laws(chains.meanings)) or since_told.law_changed(chains.meanings):
        return None
    value, likelihoods = chains.state.read(s.pieces[1]), modes.log_likelihoods(chains.state)
    if value is not None and not likelihoods and is_scalar(value.shape):
        return _of_numbers(chains, s, value, found["minus"] is not None)
    if value is None or len(likelihoods) != 1 or not is_scalar(value.shape):
        return None
    wanted, by = likelihoods[0]
    if not speaks_of(value, by):
        return None
    wanted = build.neg(wanted) if found["minus"] else wanted
    v = judge(chains.context, wanted, value)
    if v.word != V.DIFFERENT:
        return v if v.right else None
    if r"\pi" not in s.text(1) and _is_same_for_all(chains, build.sub(wanted, value)):
        return None  # `-\frac{N D}{2} \log 2\pi` was left out, as many do
    slopes = [build.derivative(e, by, "column") for e in (wanted, value)]
    alike = judge(chains.context, *slopes)
    if alike.word == V.DIFFERENT:
        return v
    return v if alike.right and _has_constants(value, by) and names_in(value) <= names_in(wanted) else None  # not with a constant of its own


def _of_numbers(chains: Chains, s: Statement, value: Expr, minus: bool) -> Verdict | None:
    r"""The same where the law of the samples speaks of numbers, `\mathcal{N}(\mu, v)`: wrong where the slope is another in one of those that
    the new name is taken at; where it is written without any, in all of them."""
    likelihoods = modes.log_likelihoods(chains.state, of_numbers=True)
    if not likelihoods or any(not speaks_of(value, by) for _, by in likelihoods):
        return None
    wanted = likelihoods[0][0]
    if any(not judge(chains.context, wanted, other).right for other, _ in likelihoods[1:]):
        return None
    wanted = build.neg(wanted) if minus else wanted
    v = judge(chains.context, wanted, value)
    if v.word != V.DIFFERENT:
        return v if v.right else None
    places = given_anew.arguments_read(chains.state, s.pieces[0]) if arguments(s.pieces[0].syntax) else []
    taken = dict.fromkeys(n for e in places if e is not None for n in e.walk() if n.op == "var" and is_scalar(n.shape) and not n.data.family and speaks_of(wanted, n))
    slopes = [judge(chains.context, *(build.derivative(e, by, "column") for e in (wanted, value))).word == V.DIFFERENT for by in taken or [by for _, by in likelihoods]]
    return v if (any if taken else all)(slopes) and names_in(value) <= names_in(wanted) else None


def _is_same_for_all(chains: Chains, e: Expr) -> bool:
    """Is the value of an expression the same whatever its variables are?"""
    other = e
    for v in dict.fromkeys(n for n in e.walk() if n.op == "var"):
        other = exchanged(other, v, build.var(replace(v.data, name=v.data.name + "'")))
    return judge(chains.context, e, other).right


def _has_constants(e: Expr, by: Expr) -> bool:
    """Is one of the terms of a sum free of the variable?"""
    while e.op == "let":
        e = e.args[0]
    return e.op == "add" and any(not speaks_of(a, by) for a in e.args)
