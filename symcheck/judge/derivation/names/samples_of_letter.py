r"""The samples x_i beside the x of a function of any one, `p(x; \beta) = \sigma(\beta^\top x)` and `p(x_i; \beta)`, of which the document declares neither: vectors of
one length, as many as the index runs to; or as the words further on tell, "the matrix with rows $x_i^\top$"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `p(x`, `h_\\theta(x`, and what stands in the brackets up to a comma, a bar or the end.
_CALL = re.compile(r"(\\?[A-Za-z]+(?:_\{?\\?[A-Za-z]+\}?)?)\s*(?:\\left|\\[bB]igl?)?\(\s*(\\?[A-Za-z]+(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))?)\s*(?=[;,)|\\])")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]+))")


def declare(meanings: Meanings, piece: Piece) -> bool:
    """Declare the samples of which a piece names any one, before it is taken for one vector with entries x_i."""
    done = False
    for base in dict.fromkeys(n.base for n in named_in(piece.syntax) if not n.sub and not n.sup):
        if meanings.context.scope.entries.get(base) or base in meanings.iterates.letters:
            continue
        found = _family(meanings, base)
        if found is None or ahead.declared_later(meanings, base, meanings.at):
            continue
        member, letter, end = found
        if meanings.kinds.line_ahead(base, anywhere=True) or re.search(rf"(?<![A-Za-z\\]){re.escape(base)}\s*[_^]\s*\{{?\(?{letter}[^=]*\\in(?![A-Za-z])", meanings.document.text):
            done = True
            continue
        line = rf"{member} \in \mathbb{{R}}^{{n_{{{re.sub(r'[^A-Za-z]', '', base)}}}}}, {letter} = 1, \dots, {end}"
        if meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0])):
            meanings.outcome.taken.append(line)
            done = True
    return done


def _family(meanings: Meanings, base: str) -> tuple[str, str, str] | None:
    r"""(x_i, i, N) where the document takes one function of x and of x_i, and writes x_i as a vector; None where it does not."""
    taken: dict[str, set[str]] = {}
    for row in meanings.survey.rows:
        for m in _CALL.finditer(_FONT.sub(r"\1\2", row)):
            taken.setdefault(m[1], set()).add(re.sub(r"[\s{}]", "", m[2]))
    member = re.compile(rf"{re.escape(base)}(_([a-z])|\^\(([a-z])\))")
    for at in taken.values():
        letters = {(m[1][0], m[2] or m[3]) for x in at if (m := member.fullmatch(x)) is not None}
        if base not in at or len(letters) != 1:
            continue
        mark, letter = letters.pop()
        end = meanings.survey.ranges.get(letter)
        uses = [u for u in meanings.inference.usage.uses.get(f"{base}_" if mark == "_" else f"{base}^", ()) if letter in (*u.name.below, *u.name.above)] \
            or [u for us in meanings.inference.usage.uses.values() for u in us if u.name.base == base and letter in (*u.name.below, *u.name.above)]
        if end is not None and any(u.transposed for u in uses):
            return (f"{base}_{letter}" if mark == "_" else f"{base}^{{({letter})}}"), letter, end
    return None


__all__ = ["declare"]
