r"""Samples, and what a document makes of them without a word: x beside samples x^{(i)} is any one of them, \bar{x} their mean, X the matrix
of which they are the rows or columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.syntax import Number, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\bar y = ..` at the beginning of a formula or of one in a list; not `a - \\bar y = ..`.
_DEFINED = r"(?:\$|\\[\[(]|\\begin\{[a-z*]+\}|\\\\|[,;&]|\\q?quad|\\text\{[^{}]*\})\s*&?\s*\\(?:bar|overline)\s*\{?\s*%s\s*\}?\s*&?\s*:?=(?!%s)|=:\s*\\(?:bar|overline)"
# A number alone, `$\\bar y = 5$`: the mean of the numbers of an example.
_NUMBER_ALONE = r"\s*[-+]?\s*(?:[\d.]+|\\[dt]?frac\s*\{?\d+\}?\s*\{?\d+\}?)\s*(?:[$,;&]|\\q?quad|\\\)|\.(?!\d))"
# `$x_2 = (0, 1)^\top$`, `$y_2 = -1$`, `$x_2 = \begin{pmatrix} 0 \\ 1 \end{pmatrix}$`
_LISTED = (r"(?:[$,;&]|\\q?quad|\\\[|\\\()\s*%s_\{?(\d)\}?\s*=\s*(\([-+\d.,\s]+\)|\\begin\{[pb]matrix\}[^$&A-Za-z]*\\end\{[pb]matrix\}"
           r"|[-+]?\s*[\d.]+(?=\s*(?:[,$;&]|\\q?quad|\.)))")
_DIAGONAL = re.compile(r"\\?(?:operatorname|mathrm|text)?\s*\*?\s*\{?\s*\\?diag\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\(\s*(?P<value>\\?[A-Za-z]+)\s*_\s*\{?\s*1\s*\}?\s*,"
                       r"(?:[^()$]*?,)?\s*\\[lc]?dots[cb]?\s*,\s*(?P=value)\s*_\s*\{?\s*(?P<end>[A-Za-z])\s*\}?\s*(?:\\right|\\[bB]igg?r?)?\)")
_BAR = re.compile(r"\\(?:bar|overline)\{(\\?[A-Za-z]+)\}")


def a_sample(meanings: Meanings, name: str) -> Expr | None:
    r"""A member of the family x^{(i)}, or of vectors x_i, beside which x is any one of them."""
    found = [e.expr for e in meanings.context.scope.entries.get(name, ())
             if e.kind == "quantity" and e.expr is not None and e.sub_slots + e.sup_slots == 1
             and (e.sup_slots or not is_scalar(e.expr.shape))]
    return found[0] if len(found) == 1 else None


# "I use a bar for the derivative of the loss by it", "bars denote adjoints".
_BAR_TOLD = re.compile(r"\b(?:over-?)?bars?\b[^.$]{0,40}\b(?:derivatives?|gradients?|adjoints?|sensitivit(?:y|ies)|cotangents?)\b", re.I)


def mean_of_samples(meanings: Meanings, name: str, source: Source) -> bool:
    r"""The \bar{x} that is defined nowhere, beside samples x_i: their mean. What was taken is said."""
    letter = _BAR.fullmatch(name)
    if letter is None or re.search(_DEFINED % (re.escape(letter[1]), _NUMBER_ALONE), meanings.document.text) or _BAR_TOLD.search(meanings.document.text):
        return False
    if any(u.differentiated for u in meanings.inference.usage.uses.get(name, ())):
        return False  # what the document differentiates by is no mean
    families = [e for e in meanings.context.scope.entries.get(letter[1], ()) if e.kind == "quantity" and e.expr is not None
                and e.sub_slots == len(e.expr.data.family) == 1 and not e.sup_slots]
    whole = meanings.context.scope.bare(letter[1])
    n = families[0].expr.data.family[0] if len(families) == 1 else whole.expr.shape[0] if whole is not None and whole.kind == "quantity" \
        and is_vector(whole.expr.shape) else None
    if n is None:
        return False
    line = rf"{name} = \frac{{1}}{{{n}}} \sum_{{i=1}}^{{{n}}} {letter[1]}_i"
    if not meanings.declare(Source(line, source.name, source.locate(0)[0])):
        return False
    meanings.outcome.taken.append(line)
    return True


def matrix_of_samples(meanings: Meanings, name: str, piece: Piece) -> bool:
    r"""The X that is declared nowhere, beside vectors x_i: the matrix of which they are the rows, or else the columns, whichever fits. What was
    taken is said."""
    letter = name.lower() if len(name) == 1 else name
    families = [e.expr for e in meanings.context.scope.entries.get(letter, ()) if e.kind == "quantity" and e.expr is not None
                and e.sub_slots == len(e.expr.data.family) == 1 and not e.sup_slots and e.expr.op == "var" and is_vector(e.expr.shape)]
    if letter == name or len(families) != 1 or name in meanings.inference.usage.defined:
        return False
    n, d = families[0].data.family[0], families[0].shape[0]
    for line in (rf"{name} \in \mathbb{{R}}^{{{n} \times {d}}}", rf"{name} \in \mathbb{{R}}^{{{d} \times {n}}}"):
        trial = meanings.context.copy()
        try:
            trial.declare(line)
            trial.reading(piece)
        except SymcheckError as error:
            if error.diagnostic.id != "undeclared-name":
                continue
        if meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0])):
            meanings.outcome.taken.append(line)
            return True
    return False


def listed(meanings: Meanings, s: Statement) -> None:
    r"""Declare the samples x_1, .., x_n of `x_1 = (1, 2)^\top, x_2 = (0, 1)^\top` where the document goes on to speak of x_i."""
    head = s.pieces[0].syntax if len(s.pieces) == 2 and None not in s.pieces else None
    if type(head) is not Script or type(head.base) is not Symbol or type(head.sub) is not Number or head.sups or meanings.state.read(s.pieces[0]) is not None:
        return
    name = head.base.name
    uses = meanings.inference.usage.uses.get(name, ())
    if meanings.context.scope.bare(name) is not None or meanings.context.scope.entries.get(name) or not any(
            len(u.name.below) == 1 and not u.name.above for u in uses):
        return
    lengths = [_length(m[2]) for m in re.finditer(_LISTED % re.escape(name), meanings.document.text)]
    numbers = [int(m[1]) for m in re.finditer(_LISTED % re.escape(name), meanings.document.text)]
    if numbers != [*range(1, len(numbers) + 1)] or len(numbers) < 2 or len({*lengths}) != 1:
        return
    space = r"\mathbb{R}" + (f"^{{{lengths[0]}}}" if lengths[0] > 1 else "")
    meanings.declare(Source(rf"{name}_i \in {space}, i = 1, \dots, {numbers[-1]}", s.row.name, s.line()))


def on_diagonal(meanings: Meanings, s: Statement) -> None:
    r"""Declare the numbers s_1, .., s_d of `S = \operatorname{diag}(s_1, \dots, s_d)` that are declared and defined nowhere."""
    found = _DIAGONAL.fullmatch(s.text(1)) if len(s.pieces) > 1 and s.pieces[1] is not None else None
    if found is None or meanings.context.scope.entries.get(found["value"]) or meanings.state.read(s.pieces[0]) is not None \
            or found["value"] in meanings.inference.usage.defined or re.search(
                rf"(?<![A-Za-z\\]){re.escape(found['value'])}\s*(?:_\s*\{{?\s*\w\s*\}}?\s*)?(?::?=|\\(?:in|[lg]eq?)(?![A-Za-z])|[<>])", meanings.document.text):
        return
    meanings.declare(Source(rf"{found['value']}_i \in \mathbb{{R}}, i = 1, \dots, {found['end']}", s.row.name, s.line()))


def _length(value: str) -> int:
    """How many numbers are written in a value."""
    return value.count(",") + 1 if value.startswith("(") else value.count("\\\\") + 1 if "matrix" in value else 1
