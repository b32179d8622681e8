r"""Whether words since a function or the laws of random names were told may have changed them, `changes_told`: what is said of "the gradient" or "the
posterior" then is of the changed one, which no formula gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import changes_told

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LAW = re.compile(r"\\sim(?![A-Za-z])|\\(?:mathcal|operatorname|mathrm|text)\s*\{?\s*(?:N|Bern\w*|Bin\w*|Poi\w*|Exp\w*|Gamma|Beta|Unif\w*|Lap\w*|Geo\w*)\s*\}?\s*(?:\\left)?\(")
_CALL = re.compile(r"[^=]*?=", re.S)


def laws(meanings: Meanings) -> str:
    """The words from the last formula that gave a name its law to the formula at hand."""
    return _words(meanings, _of_laws(meanings), _LAW)


def text_of_laws(meanings: Meanings) -> str:
    """The same with the formulas among them."""
    formulas = meanings.document.formulas
    return meanings.document.text[formulas[_last(meanings, _of_laws(meanings), _LAW)].start:formulas[meanings.at].start]


def law_changed(meanings: Meanings) -> bool:
    """May the laws be others at the formula at hand?"""
    return changes_told.of_law(laws(meanings))


def function_changed(meanings: Meanings, names: Iterable[str]) -> bool:
    """May a function be another one at the formula at hand, told on the last line on which one of these names got its definition?"""
    known = {line for name in names if (line := meanings.state.named_on.get(name)) is not None}
    return changes_told.of_objective(_words(meanings, {max(known)}, _CALL)) if known else False


def term_added(meanings: Meanings, names: Iterable[str]) -> bool:
    """Do words since a function got its definition add a penalty to it, which its formula does not have?"""
    known = {line for name in names if (line := meanings.state.named_on.get(name)) is not None}
    return changes_told.adds_term(_words(meanings, {max(known)}, _CALL)) if known else False


def _of_laws(meanings: Meanings) -> set[int]:
    """The lines on which names got their laws."""
    return {law.source.locate(0)[0] for law in meanings.context.laws.values() if law.source is not None}


def _last(meanings: Meanings, lines: set[int], tells: re.Pattern[str]) -> int:
    """The number of the last formula on one of these lines that is such a one; 0 where none is."""
    return max((k for k, f in enumerate(meanings.document.formulas[:meanings.at]) if any(row.locate(0)[0] in lines and tells.search(row.text) for row in f.rows)), default=0)


def _words(meanings: Meanings, lines: set[int], tells: re.Pattern[str]) -> str:
    """The words from the last formula on one of these lines that is such a one."""
    return changes_told.between(meanings.document.formulas[_last(meanings, lines, tells):meanings.at + 1])


__all__ = ["function_changed", "law_changed", "laws", "term_added", "text_of_laws"]
