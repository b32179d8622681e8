r"""Places of which words tell the value: "The first vanishes exactly when $\mu$ equals the sample mean $\bar x$", judged as "when $\mu = \bar x$"."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import reservations, words
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

# What stands between the place and its value: "equals the sample mean", "is the average of the labels", "coincides with".
_EQUALS = re.compile(r"^\s*(?:equals|is(?:\s+(?:exactly|just|precisely))?(?:\s+equal\s+to|\s+given\s+by)?|coincides\s+with)(?:\s+(?:the|its|their)(?:\s+[\w-]+){1,3}?(?:\s+of\s+(?:the|all)(?:\s+\w+){1,2})?)?\s*$", re.I)
_OTHERWISE = re.compile(r"\b(?:not|no|never|less|greater|larger|smaller|than|at\s+(?:most|least)|between|any|one|root|inverse|negative|twice|half|square)\b", re.I)


def told(meanings: Meanings, formula: Formula) -> tuple[Statement, Formula] | None:
    """The equation of a place and this formula, or the name that begins it, with the words before the place; None where none is told."""
    at, formulas = meanings.at, meanings.document.formulas
    left = formulas[at - 1] if at else None
    if left is None or left.display or formula.display or len(left.rows) != 1 or len(formula.rows) != 1 or re.fullmatch(NAME, left.rows[0].text.strip()) is None:
        return None
    if _EQUALS.match(formula.before) is None or _OTHERWISE.search(formula.before) or words.VANISHES.search(left.before) is None or words.VANISHES_OTHER.search(left.before) \
            or not equals_told.ends(formula.after) or reservations.keeps(meanings.survey.sentence(formula)):
        return None
    row = formula.rows[0]
    value = row.text.split("=")[0].strip().rstrip(".,;")
    try:
        found = statements(meanings.context, Source(f"{left.rows[0].text.strip()} = {value}", row.name, row.locate(0)[0]))
    except SymcheckError:
        return None
    e = meanings.shaped(value)
    if len(found) != 1 or found[0].operators != ["="] or None in found[0].pieces or e is None or e.op == "var":
        return None  # a "true parameter" that nothing defines may be the place of something else
    return found[0], replace(formula, before=left.before)


__all__ = ["told"]
