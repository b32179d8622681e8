r"""Laws of the lines of a matrix, `k_j \sim \mathcal{N}(0, I)` of rows k_j^\top of K: that of each entry, `K_{ji} \sim \mathcal{N}(0, 1)`, where the words say that
the lines are independent. Of any other law of them no mean is taken: the matrix would be taken for a fixed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LAW = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:\s*\{\s*\\?[A-Za-z]+\s*\})?\s*_\s*(?:\{\s*(?P<braced>[a-z])\s*\}|(?P<index>[a-z])))\s*(?P<sign>\\sim|\\(?:overset|stackrel)\s*\{.*?\}\s*\{\s*\\sim\s*\})(?P<law>.*)", re.S)
_STANDARD = re.compile(r"\s*(?:\\mathcal\s*\{?\s*N\s*\}?|N)\s*(?:\\left|\\[bB]igg?l?)?\s*\(\s*(?:0|\\(?:mathbf|boldsymbol|bm)\s*\{?\s*0\s*\}?)\s*,(?P<spread>[^,]*?)\s*(?:\\[,;! ]\s*)*"
                       r"(?:\\(?:mathbf|mathbb|mathrm|boldsymbol|bm)\s*\{\s*I\s*\}|I)(?:_\s*(?:\w|\{\s*\w+\s*\}))?\s*(?:\\right|\\[bB]igg?r?)?\s*\)\s*[.,;]?\s*(?:,.*)?", re.S)
_INDEPENDENT = re.compile(r"\b(?:independent(?:ly)?|i\.?\s?i\.?\s?d\b)", re.I)
_DEPENDENT = re.compile(r"\b(?:not|no\s+longer|un|never|without)\b[^.;]*\bindependen|\bdependent\b", re.I)
_LETTERS = ("i", "j", "k", "l", "m")


def of_entries(meanings: Meanings, row: Source) -> Source:
    """The law of the entries of a matrix that one of its lines tells; the same law where it is another one."""
    found = _LAW.fullmatch(row.text)
    line = _line(meanings.shaped(found["name"])) if found is not None else None
    if line is None:
        return row
    matrix, across = line
    meanings.state.lawless.add(matrix)
    standard, sentence = _STANDARD.fullmatch(found["law"]), _around(meanings)
    together = _INDEPENDENT.search(sentence + found["sign"]) is not None and _DEPENDENT.search(sentence) is None
    if standard is None or not together:
        return row
    at = found["braced"] or found["index"]
    other = next(x for x in _LETTERS if x != at and x not in meanings.context.dims and meanings.context.scope.bare(x) is None)
    entry = f"{matrix}_{{{at}{other}}}" if across else f"{matrix}_{{{other}{at}}}"
    meanings.state.lawless.discard(matrix)
    return Source(rf"{entry} \sim \mathcal{{N}}(0, {standard['spread'].strip() or '1'})", row.name, row.locate(0)[0])


def _line(e: Expr | None) -> tuple[str, bool] | None:
    """The matrix of which this is one line, any one, and whether it is a row."""
    if e is None or e.op != "item" or e.args[0].op != "let" or e.args[0].args[0].op != "array":
        return None
    body = e.args[0].args[0].args[0]
    body = body.args[0] if body.op == "transpose" else body
    return (body.args[0].data.name, body.op == "row") if body.op in ("row", "column") and body.args[0].op == "var" else None


def _around(meanings: Meanings) -> str:
    """The sentence that the formula at hand stands in."""
    formula = meanings.document.formulas[meanings.at]
    return meanings.survey.sentence(formula) + " " + meanings.survey.rest(formula)
