r"""Names of expressions that words alone tie to them: "Let $E$ be the data term $\frac1n \|P - Y\|^2$", "write $J(w)$ for $\|Xw - y\|^2$", "we
abbreviate $X^\top X$ by $G$"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.state import names_in
from symcheck.read.documents import Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Before a name of its own, and between it and the expression that it is.
_LETS = re.compile(r"\b(?:let|where|here|write|writing|call|use|denote\s+by|with)\s*$", re.I)
_THE_TERM = re.compile(r"^\s*(?:be|denotes?|is|for|stands?\s+for)\s+(?:just\s+|simply\s+)?the\s+(?:[\w-]+\s+){0,3}(?:term|loss|part|sum|norm|ratio|expression|"
                       r"objective|penalty|regulari[sz]er|residuals?|errors?|product|difference|quantity|bracket|factor|fraction|numerator|denominator|"
                       r"exponent|combination|average|energy|cost|risk)\s*$", re.I)
_FOR = re.compile(r"^\s*(?:for|to\s+denote|to\s+mean|as\s+(?:an?\s+)?(?:shorthand|short|abbreviation)\s+for|in\s+place\s+of|instead\s+of)(?:\s+the(?:\s+[\w-]+){1,4})?\s*$", re.I)
# "for the variance of": of what is made of it.
_MADE_OF = re.compile(r"\bthe\b(?!\s+(?:value|quantity|expression|product|quotient|ratio|fraction|difference)\s+of\b).*\bof\s*$", re.I | re.S)
# "abbreviate $X^\\top X$ by $G$": before the expression, and between it and its name.
_SHORTENS = re.compile(r"\b(?:abbreviat(?:e|ing)|denot(?:e|ing)|shorten(?:ing)?|writ(?:e|ing))\s*$", re.I)
_BY = re.compile(r"^\s*(?:(?:simply\s+)?(?:by|as)|with\s+the\s+(?:letter|symbol))\s*$", re.I)
_AND = re.compile(r"^\s*,?\s*and\s*$")
_WRITES = re.compile(r"\b(?:write|writing|use|denote\s+by)\s*$", re.I)
_BASE = r"(?:\\[A-Za-z]+\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+)(?:_(?:\{\w+\}|\w))?"
_ALONE = re.compile(rf"^\s*(?P<base>{_BASE})\s*(?:\([^()=]*\))?\s*$")


def told(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Take in the definition that the words make of a formula and the one before it, at the second of the two."""
    formulas, at = meanings.document.formulas, meanings.at
    earlier = formulas[at - 1] if at else None
    if earlier is None or earlier.display or len(earlier.rows) != 1:
        return False
    first = earlier.rows[0]
    if _ALONE.match(first.text) and (_THE_TERM.match(formula.before) and _LETS.search(earlier.before)
                                     or _FOR.match(formula.before) and _MADE_OF.search(formula.before) is None and _begins(meanings, earlier.before)):
        return _define(meanings, first, row)
    return _SHORTENS.search(earlier.before) is not None and _BY.match(formula.before) is not None and _ALONE.match(row.text) is not None \
        and _define(meanings, row, first)


def _begins(meanings: Meanings, before: str) -> bool:
    r"""Is this "Write", or the "and" of "Write $\lambda = c$ and $J$ for $..$"?"""
    return _LETS.search(before) is not None or _AND.match(before) is not None and meanings.at > 1 \
        and _WRITES.search(meanings.document.formulas[meanings.at - 2].before) is not None


def _define(meanings: Meanings, name: Source, value: Source) -> bool:
    """Declare a name that has no meaning yet by an expression that has one."""
    e = meanings.shaped(value.text)
    if e is None or meanings.shaped(_ALONE.match(name.text)["base"]) is not None or e.op in ("var", "item", "entry", "size") or not names_in(e):
        return False
    return meanings.declare(Source(f"{name.text.strip()} = {value.text.strip().rstrip('.,;')}", value.name, value.locate(0)[0]))
