r"""The parameters of a model of data, where nothing else says what they are: "Suppose now $y = X \beta^* + \varepsilon$ for a fixed $\beta^*$".

y and X are known, so the product tells how long \beta^* is, and y how long the noise is. It is a name of its own there, and no other way to write the \beta
of which an objective spoke before: that one is a variable, or has the value that was found for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_vector
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.wording import words
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Additive, Product, Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\beta^*`, `\\theta_0`, `w_{true}`: the true one among all values of a name.
_TRUE = re.compile(r".*(?:\^\s*\{?\s*(?:\*|\\star|\\ast|\\dagger)\s*\}?|_\s*(?:0|\*|\\star|\\ast|\{\s*(?:0|\*|\\star|\\ast|\\(?:text|mathrm|rm)\s*\{?\s*true\s*\}?)\s*\}))\s*", re.S)
# The y of `y \\sim ..`, `y \\mid X \\sim ..`.
_HEAD = re.compile(r"\s*(\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:(?:\\mid(?![A-Za-z])|\|)[^=~]*?)?\\sim(?![a-z])")
# "a fixed $w_0$", "the true parameter is $w_0$"; "$w_0$ is a unit vector", "$w_0$ with $..$".
_FIXED = re.compile(r"\b(?:fixed|true|unknown|deterministic|underlying|non-?random|ground\s+truth)(?:\s+(?:but|and)\s+(?:fixed|unknown))?(?:\s+(?:parameters?|weights?|coefficients?|vectors?|values?|is|are|called|the))*\s*$", re.I)
_MORE = re.compile(r"\s*,?\s*(?:with|of|on|in|from|which|whose|that\s+(?!is\b)|is|has|having|was|be|where|such|satisf\w+|obey\w*)\b", re.I)
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
    if type(value.items[0].items[1]) is not Script or _TRUE.fullmatch(w) is None or meanings.shaped(w) is not None or not _are_data(data, matrix):
        return
    if _was_used(meanings, w) or ahead.declared_later(meanings, w, meanings.at):
        return
    lines = [rf"{w} \in \mathbb{{R}}^{{{matrix.shape[1]}}}"]
    if meanings.shaped(noise) is None and not ahead.declared_later(meanings, noise, meanings.at):
        lines.append(rf"{noise} \in \mathbb{{R}}^{{{matrix.shape[0]}}}")
    meanings.outcome.taken += [line for line in lines if meanings.declare(Source(line, s.row.name, s.line()))]


def of_law(meanings: Meanings, row: Source) -> None:
    r"""Declare the true parameters of a model told as a law, "a fixed $w_0$ generated the data, $y \sim \mathcal{N}(X w_0, \sigma^2 I)$", where they have no meaning yet."""
    mean, head = laws.mean_of(meanings.context, row), _HEAD.match(row.text)
    if mean is None or head is None or type(mean.syntax) is not Product or len(mean.syntax.items) != 2 or type(mean.syntax.items[1]) is not Script:
        return
    x, w = (written(mean.source, p.span).replace("&", "").strip() for p in mean.syntax.items)
    data, matrix = meanings.shaped(head[1].strip()), meanings.shaped(x)
    if _TRUE.fullmatch(w) is None or meanings.shaped(w) is not None or not _are_data(data, matrix) or label(mean.syntax.items[1]) in meanings.inference.usage.defined \
            or _was_used(meanings, w) or ahead.declared_later(meanings, w, meanings.at):
        return
    line, known = rf"{w} \in \mathbb{{R}}^{{{matrix.shape[1]}}}", set(meanings.context.variables)
    if meanings.declare(Source(line, row.name, row.locate(0)[0])):
        meanings.outcome.taken.append(line)
        if any(_says_more(f.before, f.after) for f in meanings.document.formulas if any(_plain(r.text) == _plain(w) for r in f.rows)):
            meanings.state.doubts.spoken |= set(meanings.context.variables) - known  # a difference says nothing


def _says_more(before: str, after: str) -> bool:
    """May the words beside such a name say more of it than that it is the fixed one?"""
    return _FIXED.search(before) is None or _MORE.match(after) is not None


def _plain(name: str) -> str:
    return re.sub(r"[\s{}.,;]", "", name)


def _are_data(data: Expr | None, matrix: Expr | None) -> bool:
    """Are these a vector and a matrix with a row for each entry of it?"""
    return data is not None and matrix is not None and data.op == matrix.op == "var" and not data.data.family and not matrix.data.family \
        and is_vector(data.shape) and is_matrix(matrix.shape) and (matrix.shape[0], 1) == data.shape


def _was_used(meanings: Meanings, name: str) -> bool:
    """Did a formula before speak of this name, other than naming it alone?"""
    plain = _plain(name)
    return any(_plain(row.text) != plain and re.search(rf"(?<![A-Za-z\\]){re.escape(plain)}(?![A-Za-z\d])", re.sub(r"[\s{}]", "", row.text)) for f in meanings.document.formulas[:meanings.at] for row in f.rows)


__all__ = ["declare"]
