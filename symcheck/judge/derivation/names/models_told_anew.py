r"""Data with a law of which the document tells another model later: "(c) Here $y = X w_0 + \varepsilon$ with fixed $w_0$", after a part in which w
was random and $y \mid w \sim \mathcal{N}(Xw, \sigma^2 I)$. From there on the data are what this model says, and their earlier law holds no more.

A model with the same mean tells nothing anew, and one whose mean speaks of a name by which the document differentiates, or that has a law, is left
to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.state import names_in
from symcheck.read.elaborate_densities import GAUSSIAN
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def takes_the_place(meanings: Meanings, s: Statement) -> bool:
    """Is this a model of data that have a Gaussian law, with a mean that speaks of another name than theirs, which is fixed?"""
    state = meanings.state
    head, mean = state.read(s.pieces[0]), _mean(meanings, s)
    law = state.context.laws.get(head.data.name) if head is not None and head.op == "var" else None
    if law is None or law.kind not in GAUSSIAN or len(law.written) != 2 or mean is None or mean.shape != head.shape:
        return False
    told = {label(x) for x in law.written[0].walk() if type(x) in (Symbol, Script, Accent)}
    return not names_in(mean) <= told and _is_fixed(meanings, mean)


def noise_unknown(meanings: Meanings, s: Statement) -> bool:
    """Is this a model of data without a law, with a noise of which nothing is said before it, beside a fixed mean?"""
    state = meanings.state
    head, mean = state.read(s.pieces[0]), _mean(meanings, s)
    return head is not None and head.op == "var" and head.data.name not in state.context.laws and mean is not None and mean.shape == head.shape \
        and _is_fixed(meanings, mean) and _noise_to_declare(meanings, s) != ""


def begin(meanings: Meanings, s: Statement) -> None:
    """Declare the noise with the shape of the mean, and forget the law that the data had."""
    head, mean, noise = meanings.state.read(s.pieces[0]), _mean(meanings, s), _noise_to_declare(meanings, s)
    if noise:
        meanings.declare(Source(models.declaration(noise, mean), s.row.name, s.line()))
    context = meanings.context
    context.laws = {name: law for name, law in context.laws.items() if name != head.data.name}
    context.remembered = {}


def _mean(meanings: Meanings, s: Statement) -> Expr | None:
    """The model without its noise, a number or a vector."""
    value = s.pieces[1].syntax
    text = s.row.text[value.span.start:value.items[-1].span.start].rstrip().removesuffix("+")
    try:
        piece = statements(meanings.context, Source(text, s.row.name, s.line()))[0].pieces[0]
    except SymcheckError:
        return None
    meanings.looked_up(piece)
    e = meanings.state.read(piece)
    return e if e is not None and (is_scalar(e.shape) or is_vector(e.shape)) else None


def _is_fixed(meanings: Meanings, mean: Expr) -> bool:
    """Is nothing in the mean random or differentiated by?"""
    by = {n for g in meanings.state.gradients for n in names_in(g.by)}
    return not names_in(mean) & (by | meanings.context.laws.keys())


def _noise_to_declare(meanings: Meanings, s: Statement) -> str:
    """The noise as it is written, where it has no meaning yet and gets none further on; "" otherwise."""
    last = s.pieces[1].syntax.items[-1]
    if s.pieces[1].syntax.signs[-1] not in ("+", "") or base_of(last) is None or type(last) not in (Symbol, Accent):
        return ""
    noise = written(s.row, last.span).strip()
    known = meanings.shaped(noise)
    return noise if (known is None or known.op == "const") and not ahead.declared_later(meanings, noise, meanings.at) else ""
