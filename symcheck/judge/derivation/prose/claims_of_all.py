r"""Claims of all values of their names: whether the words limit none of them, and no number that the document gave meanwhile is meant.

A claim among words that fails somewhere is wrong only then; what is said of some, or told as somebody's error, is passed over. The words alone are in
`wording/plain_claims.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcheck.expr import Expr
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import places_limited, plain_claims, reservations
from symcheck.read.documents import Formula

_SENTENCE = re.compile(r"[.;!?](?=\s|$)|\n\s*\n")
_NUMBER = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*&?\s*:?=\s*[-+]?\s*(?:\d|\\[dt]?frac\s*\{?\s*\d|\\pi|\\infty|e\b)")

# "Because $s_i \le \frac14$, ".
_REASON = re.compile(r"\b(?:because|since|as)\s+\$([^$]*)\$", re.I)
_LAST = 4  # steps in which a reason of the same sentence was judged


def following(chains: Chains, formula: Formula) -> str:
    """The rest of the sentence after a formula, with the formulas in it."""
    formulas = chains.meanings.document.formulas
    at = next((k for k, f in enumerate(formulas) if f.start == formula.start), len(formulas) - 1)
    said = formula.after
    for k in range(at + 1, min(at + 5, len(formulas))):
        if _SENTENCE.search(said) or formulas[k].display or not formulas[k].rows:
            break
        said += f" ${formulas[k].rows[0].text}$ {formulas[k].after}"
    return _SENTENCE.split(said)[0]


def limited(chains: Chains, formula: Formula) -> bool:
    """May words limit what is claimed here to some values, or to some case?"""
    survey = chains.meanings.survey
    sentence = survey.sentence(formula)
    so_far = survey.text[:formula.start].rstrip("$ (\\")
    return not plain_claims.is_of_all(_REASON.sub(lambda m: "" if _was_right(chains, m[1]) else m[0], sentence), following(chains, formula), so_far[:max(0, len(so_far) - len(sentence))])


def _was_right(chains: Chains, text: str) -> bool:
    """Was what a formula claims found right, as a step? Then it limits nothing."""
    return any(step.kind == "claim" and step.verdict.right and not step.verdict.conditions and text.strip().endswith(step.source) for step in chains.outcome.steps[-_LAST:])


def place_limited(chains: Chains, formula: Formula) -> bool:
    """May words make the place told here that of a range, or of another function?"""
    survey = chains.meanings.survey
    sentence = survey.sentence(formula)
    so_far = survey.text[:formula.start].rstrip("$ (\\")
    return places_limited.limited(f"{sentence} § {following(chains, formula)}", so_far[:max(0, len(so_far) - len(sentence))])


def mistaken(chains: Chains, formula: Formula) -> bool:
    """Do the words of its sentence tell this as an error, or as what somebody says?"""
    return reservations.mistaken(f"{chains.meanings.survey.sentence(formula)} § {following(chains, formula)}")


def numbers_given(chains: Chains, exprs: Iterable[Expr], but: Iterable[str] = ()) -> bool:
    """Did an equation so far give a number to a name in these, other than some, that it does not have here?"""
    names = {_plain(n) for e in exprs for n in names_in(e)} - {_plain(n) for n in but}
    return any(_plain(m["name"]) in names for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows if (m := _NUMBER.match(row.text)) is not None)


def _plain(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


__all__ = ["following", "limited", "mistaken", "numbers_given", "place_limited"]
