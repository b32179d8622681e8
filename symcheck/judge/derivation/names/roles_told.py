r"""Names that words call a minimizer, an eigenvector, a fixed point, and that no formula defines: a difference says nothing of them.

A minimizer of a function with a formula obeys that its gradient is zero there, which is supposed where it can be; what follows from it is right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import reservations, roles_told
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_OF_SLOPE = re.compile(r"\b(?:minim|maxim|optim|arg|stationary|critical|saddle)", re.I)
_FUNCTION = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)\s*(?:\(|=|[.,;]?\s*$)")


def heard(meanings: Meanings, formula: Formula) -> None:
    """Take in what the words right around a formula call the name in it."""
    said = roles_told.told(formula.rows[0].text, formula.before, formula.after) if len(formula.rows) == 1 and not formula.display else None
    if said is None or reservations.keeps(meanings.survey.sentence(formula)):
        return
    name, role = said
    if _has_formula(meanings, name, formula):
        return
    row = formula.rows[0]
    try:
        written = parse(Source(name, row.name, row.locate(0)[0]), meanings.context.words)
    except SymcheckError:
        return
    meanings.state.doubts.told_kind(written, f"{'an' if role[0].lower() in 'aeiou' else 'a'} {role}")
    if _OF_SLOPE.match(role) is not None and (f := _function(meanings, formula)) is not None:
        meanings.pending.append((Source(rf"\nabla {f}({name}) = 0", row.name, row.locate(0)[0]), False))


def _has_formula(meanings: Meanings, name: str, formula: Formula) -> bool:
    """Does an equation of the document begin with this name, or one before it or in the same sentence hold it?"""
    own = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")
    formulas, at = meanings.document.formulas, meanings.at
    if any(own.match(row.text.strip()) and re.match(r"\s*(?:\([^()]*\)\s*)?:?=", row.text.strip()[len(name):]) for f in formulas for row in f.rows):
        return True
    if any("=" in row.text and own.search(row.text) for f in formulas[:at] for row in f.rows):
        return True  # what it is the minimizer of is written in it
    sentence = [formula]
    for f in formulas[at + 1:at + 5]:
        if re.search(r"[.!?](?:\s|$)", f.before):
            break
        sentence.append(f)
    value = re.compile(rf"(?<!\\nabla)(?<!\\nabla )(?<![A-Za-z'])(?:[A-Za-z]|\\[A-Za-z]+(?:\{{[A-Za-z]\}})?)\s*\(\s*{re.escape(name)}\s*\)")  # `f(w^\star) = ..`: that is of what it is, and does not say it
    return any("=" in row.text and own.search(value.sub("", row.text)) for f in sentence[1:] for row in f.rows)


def _function(meanings: Meanings, formula: Formula) -> str | None:
    """The function of which it is the minimizer: the one named right after, or the only one with a formula so far."""
    formulas, at = meanings.document.formulas, meanings.at
    names = [e.name for e in meanings.context.scope if e.kind in ("map", "quantity") and len(e.params) == 1]
    following = formulas[at + 1] if at + 1 < len(formulas) else None
    if re.search(r"\bof\s*$", formula.after) and following is not None:
        said = _FUNCTION.match(following.rows[0].text)
        return said["name"] if said is not None and said["name"] in names else None
    return names[0] if len(names) == 1 else None


__all__ = ["heard"]
