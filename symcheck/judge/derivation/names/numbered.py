"""Names with a number below, beside the name without it: another value of the same shape, or an example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import ahead, no_meanings
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Number
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def numbered(meanings: Meanings, piece: Piece) -> bool:
    r"""Declare the u_1 of `u^\top u_1 = 0` beside a vector u of which the document writes no entries: another vector
    of its shape, where with that the piece can be read."""
    numbered_names = {n.bare: n for n in named_in(piece.syntax) if re.fullmatch(r"\d|\*", n.sub) and not n.sup}.values()
    if any([ahead.drawn_apart(meanings, name.bare) for name in numbered_names]):
        return True
    if any([ahead.declared_later(meanings, name.bare, meanings.at) for name in numbered_names if not any(
            e.sub == name.sub for e in meanings.context.scope.entries.get(name.base, ()))]):
        return True
    kept, uses = meanings.context.copy(), meanings.inference.usage.uses
    lines = []
    for name in numbered_names:
        entry = meanings.context.scope.bare(name.base)
        if entry is None or entry.kind != "quantity" or entry.expr.op != "var" or name.base in meanings.state.doubts.guessed \
                or name.bare in meanings.inference.usage.defined and not is_given_numbers(meanings, name.bare) or any(u.name.below for u in uses.get(name.base, ())) \
                or any(e.sub == name.sub for e in meanings.context.scope.entries[name.base]) \
                or not is_scalar(entry.expr.shape) and not any(u.transposed or u.normed for u in uses.get(name.bare, ())):
            continue
        lines.append(models.declaration(name.bare, entry.expr))
    for line in lines:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    try:
        meanings.context.reading(piece)
    except SymcheckError as error:
        if not lines or error.diagnostic.id == "shape-mismatch" and not error.diagnostic.headline.endswith("has no entries"):
            meanings.context.__dict__.update(kept.__dict__)
            return False
    return bool(lines)


# `\begin{pmatrix} 1 & -2 \\ 0.5 & 3 \end{pmatrix}`, which may stand before a factor or a transpose.
_NUMBERS = re.compile(r"\s*(?:\\[dt]?frac\s*(?:\{\d+\}\s*\{\d+\}|\d\s*\d)\s*)?\\begin\s*\{[pb]?matrix\}(?:[-+\d.,/&\s{}]|\\\\|\\[dt]?frac|\\[,;! ])+\\end\s*\{[pb]?matrix\}"
                      r"(?:\s*\^\s*\{?\s*(?:\\top|T|\\intercal)\s*\}?)?\s*[.,;]?\s*")
# `-2`, `\\tfrac12`, `-3/4`.
_SIGNED = re.compile(r"\s*[-+]?\s*(?:[\d.]+(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d))\s*[.,;]?\s*")


def is_given_numbers(meanings: Meanings, bare: str) -> bool:
    r"""Is a name the head of equations with numbers only: `$\beta_1 = 0.9$`, an example?"""
    rows = meanings.inference.usage.rows
    heads = [s for row in {u.row for u in meanings.inference.usage.uses.get(bare, ())} for s in rows[row].statements
             if s.pieces[0] is not None and s.operators[:1] == ["="] and label(s.pieces[0].syntax) == bare]
    return bool(heads) and all(type(s.pieces[1].syntax) is Number or _SIGNED.fullmatch(s.text(1)) or no_meanings.VALUES.fullmatch(s.text(1)) or _NUMBERS.fullmatch(s.text(1)) for s in heads if s.pieces[1] is not None)
