r"""Random names that words tie to each other after their laws: "They have covariance $\frac12$", "Note that $y = x$ in every draw", "where $\operatorname{Cov}(x, y) = \rho$".

From there on nothing says that such names are independent: what holds for all their covariances is right, the rest is open. They are those of the sentence, or all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.wording import dependence
from symcheck.read.documents import Formula

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SIDES = re.compile(r"\s*(\\?[A-Za-z]+)\s*=(?P<other>[^=]*)", re.S)
_LETTER = re.compile(r"\\?[A-Za-z]+")


def heard(meanings: Meanings, formula: Formula) -> None:
    """Take in that the words up to a formula tie names to each other."""
    context = meanings.context
    apart = {name for name, law in context.laws.items() if not law.alone and (v := context.variables.get(name)) is not None and not v.family}
    if len(apart) < 2 or not (dependence.ties(_text(meanings, formula), apart) or _told_equal(meanings, apart) or dependence.tells_moment(
            formula.before, formula.rows[0].text if formula.rows else "")):
        return
    for name in apart:
        context.laws[name].alone = True
    context.remembered = {}


def _text(meanings: Meanings, formula: Formula) -> str:
    """What stands there since the laws were told, and in the paragraph."""
    return f"{since_told.text_of_laws(meanings)}\n\n{meanings.survey.paragraph(formula)}"


def _told_equal(meanings: Meanings, names: set[str]) -> bool:
    """Does a formula among the words say of one of these names, after its law, that it is made of others?"""
    formulas, k = meanings.document.formulas, meanings.at
    drawn = set()
    for f in formulas[:k + 1]:
        drawn |= {name for row in f.rows if r"\sim" in row.text for name in _LETTER.findall(re.split(r"\\mid|\||\\sim", row.text)[0])}
        said = _SIDES.match(f.rows[0].text) if len(f.rows) == 1 and not f.display else None
        if said is not None and said[1] in names & drawn and {*_LETTER.findall(said["other"])} & names - {said[1]}:
            return True
    return False


__all__ = ["heard"]
