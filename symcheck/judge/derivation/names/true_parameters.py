r"""The parameters of a model of data, where nothing else says what they are: "Suppose now $y = X \beta^* + \varepsilon$ for a fixed $\beta^*$".

y and X are known, so the product tells how long \beta^* is, and y how long the noise is. It is a name of its own there, and no other way to write the \beta
of which an objective spoke before: that one is a variable, or has the value that was found for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.wording import words
from symcheck.read.syntax import Accent, Additive, Product, Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\beta^*`, `\\theta_0`, `w_{true}`: the true one among all values of a name.
_TRUE = re.compile(r".*(?:\^\s*\{?\s*(?:\*|\\star|\\ast|\\dagger)\s*\}?|_\s*(?:0|\*|\\star|\\ast|\{\s*(?:0|\*|\\star|\\ast|\\(?:text|mathrm|rm)\s*\{?\s*true\s*\}?)\s*\}))\s*", re.S)
_RANDOM = re.compile(r"\\mathbb\s*\{?\s*E(?![a-z])|\\E(?![A-Za-z])|\\(?:operatorname|mathrm|text)\s*\*?\s*\{\s*(?:E|Var|Cov)\s*\}|\b(?:noise|covariance|variance|unbiased|errors?)\b", re.I)


def declare(meanings: Meanings, s: Statement) -> None:
    """Declare the true parameters and the noise of such a model, where they have no meaning yet."""
    value = s.pieces[1].syntax if len(s.pieces) == 2 and None not in s.pieces and s.operators == ["="] else None
    if type(value) is not Additive or len(value.items) != 2 or not models.has_noise(s) or type(value.items[0]) is not Product or len(value.items[0].items) != 2 \
            or type(value.items[1]) not in (Symbol, Accent) or words.MODELS_DATA.search(words.SENTENCES.split(meanings.state.said)[-1]) is None or _RANDOM.search(meanings.document.text) is None:
        return
    x, w = (written(s.row, p.span).replace("&", "").strip() for p in value.items[0].items)
    noise = written(s.row, value.items[1].span).replace("&", "").strip()
    data, matrix = meanings.state.read(s.pieces[0]), meanings.shaped(x)
    if type(value.items[0].items[1]) is not Script or _TRUE.fullmatch(w) is None or meanings.shaped(w) is not None or data is None or matrix is None or data.op != "var" or matrix.op != "var" \
            or data.data.family or matrix.data.family or not is_vector(data.shape) or not is_matrix(matrix.shape) or (matrix.shape[0], 1) != data.shape:
        return
    if _was_used(meanings, w) or ahead.declared_later(meanings, w, meanings.at):
        return
    lines = [rf"{w} \in \mathbb{{R}}^{{{matrix.shape[1]}}}"]
    if meanings.shaped(noise) is None and not ahead.declared_later(meanings, noise, meanings.at):
        lines.append(rf"{noise} \in \mathbb{{R}}^{{{matrix.shape[0]}}}")
    meanings.outcome.taken += [line for line in lines if meanings.declare(Source(line, s.row.name, s.line()))]


def _was_used(meanings: Meanings, name: str) -> bool:
    """Did a formula before speak of this name?"""
    plain = re.sub(r"[\s{}]", "", name)
    return any(re.search(rf"(?<![A-Za-z\\]){re.escape(plain)}(?![A-Za-z\d])", re.sub(r"[\s{}]", "", row.text)) for f in meanings.document.formulas[:meanings.at] for row in f.rows)


__all__ = ["declare"]
