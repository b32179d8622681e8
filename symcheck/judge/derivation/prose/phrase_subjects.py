r"""What a noun phrase speaks of, where it does not name it: "its trace", "whose inverse", "the expected gradient", "the hat matrix".

"Its" is what was told of right before, or the only formula shortly before of which the noun can be said; means and variances are of what is random.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.state import names_in, speaks_of
from symcheck.judge.derivation.wording import sayings
from symcheck.judge.derivation.wording.noun_phrases import DERIVATIVES, MOMENTS, Phrase
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula

_NAMED = re.compile(r"\s*(?P<head>[^=<>]+?)\s*&?\s*:?=(?!=)")
_MEMBER = re.compile(r"\s*(?P<head>[^=<>]+?)\s*(?:\\in|\\sim)(?![A-Za-z])")
# `f_i(w) =`
_MEMBER_FUNCTION = re.compile(rf"\s*(?P<of>\\?[A-Za-z]+_\{{?[ijk]\}}?\s*\(\s*(?P<by>{NAME})\s*\))\s*&?\s*:?=")
_STOP = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
# `x_1, \dots, x_n`
_LISTED = re.compile(r"(?:,|\\[lc]?dots)")
_NUMBER = re.compile(r"\s*[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)|\d*\s*\\sqrt\s*(?:\{\s*\d+\s*\}|\d))\s*[.,;]?\s*")
_BACK = 3  # formulas before it of which "its" may speak


@dataclass(frozen=True)
class Claim:
    """What a phrase says something of, as it is written, by what, in which context, and where."""

    phrase: Phrase
    of: str
    by: str
    traits: str = ""
    where: str = ""


def has_one_subject(p: Phrase, words: str, formula: Formula, lead: str) -> bool:
    """Is "the trace", said to be a number, that of the only thing right before it of which it can be said?"""
    return sayings.are_plain(lead) and p.nouns[-1:] in (("trace",), ("determinant",), ("norm",), ("squared norm",)) and words.lower().startswith("the ") and len(formula.rows) == 1 \
        and _NUMBER.fullmatch(formula.rows[0].text) is not None


def of_subject(chains: Chains, p: Phrase, words: str, whose: bool, last: Claim | None) -> Claim | None:
    """The phrase of what "its" or "whose" speaks of: what was told of `last`, right before it, or the only formula before it that can be meant."""
    meanings = chains.meanings
    goes_on = last is not None and (
        _STOP.search(meanings.document.formulas[meanings.at].before) is None or {*p.nouns} <= MOMENTS and {*last.phrase.nouns} <= MOMENTS)
    if goes_on and not DERIVATIVES & {*p.nouns} and words.lower().startswith("its"):
        return Claim(p, last.of, last.by, last.traits)
    if p.nouns == ("mean", "gradient") and not whose:
        return _of_any_member(chains, p)
    if not whose and not words.lower().startswith("its"):
        return None
    if {*p.nouns} <= MOMENTS and not whose:
        found = _random_before(chains, p)
    else:
        found = []
        for k in range(meanings.at - 1, max(-1, meanings.at - 1 - (0 if whose else _BACK)) - whose, -1):
            f = meanings.document.formulas[k]
            if k < 0 or f.display or len(f.rows) != 1:
                break
            e = value_of(chains, head(f.rows[0].text))
            if fits(p, e) and (not MOMENTS & {*p.nouns} or _is_random(chains, e)):
                found.append((head(f.rows[0].text), e))
            if whose or _STOP.search(f.before) and k < meanings.at - 1 and not MOMENTS & {*p.nouns}:
                break
    whole = [text for text, e in found if all(e is other or speaks_of(e, other) for _, other in found)]  # made of all others
    return Claim(p, whole[0], "") if whole and len({*whole}) == 1 else None


def _random_before(chains: Chains, p: Phrase) -> list[tuple[str, Expr]]:
    """What is random in this sentence and in the two before it, each as it is written; none where a formula right there may be meant that is not understood."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    found, sentences = [], _STOP.search(formulas[at].before) is not None
    for f in reversed(formulas[:at]):
        if f.display or len(f.rows) != 1:
            return found * (sentences > 1)
        text = head(f.rows[0].text)
        e = value_of(chains, text)
        if e is None and _LISTED.search(text) is None and sentences < 2:
            return []
        if fits(p, e) and _is_random(chains, e):
            found.append((text, e))
        sentences += _STOP.search(f.before) is not None
        if sentences > 2:
            break
    return found


def _is_random(chains: Chains, e: Expr) -> bool:
    return e.op != "var" and bool(names_in(e) & chains.state.context.laws.keys())


def _of_any_member(chains: Chains, p: Phrase) -> Claim | None:
    r"""The phrase of "the expected gradient", of the one function f_i that is numbered by a random index."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    found = {(m["of"], m["by"]) for f in formulas[:at] for r in f.rows if (m := _MEMBER_FUNCTION.match(r.text)) is not None}
    return Claim(p, *found.pop()) if len(found) == 1 and {"i", "j", "k"} & {*chains.state.context.distributions} else None


def of_kind(chains: Chains, p: Phrase) -> Claim | None:
    """The phrase of "the hat matrix": of the only matrix with a definition of which the noun can be said."""
    found = [v.name for v, e in chains.state.context.definitions.items() if e.op == "let" and not e.data.family and fits(p, e) and not is_vector(e.shape)]
    return Claim(p, found[0], "") if len(found) == 1 else None


def value_of(chains: Chains, text: str) -> Expr | None:
    """What is meant by a text that stands among words, its names looked up."""
    row = chains.meanings.document.formulas[chains.meanings.at].rows[0]
    s = equations_read.looked_up(chains.meanings, f"{text.strip()} = 0", row) if text.strip() else None
    return chains.state.read(s.pieces[0]) if s is not None else None


def head(text: str) -> str:
    """What a formula is about: the left side of an equation, or of a declaration."""
    found = _MEMBER.match(text) or _NAMED.match(text)
    return found["head"].strip() if found is not None else text.strip()


def fits(p: Phrase, e: Expr | None) -> bool:
    """Can the innermost noun be said of this?"""
    if e is None:
        return False
    square = len(e.shape) == 2 and e.shape[0] == e.shape[1] and not is_scalar(e.shape)
    noun = p.nouns[-1]
    if noun in ("trace", "determinant", "inverse"):
        return square
    if noun in ("logarithm", "odds", "log odds", "second moment", "reciprocal", "square"):
        return is_scalar(e.shape)
    return noun not in ("norm", "squared norm", "transpose") or not is_scalar(e.shape)


__all__ = ["Claim", "fits", "has_one_subject", "head", "of_kind", "of_subject", "value_of"]
