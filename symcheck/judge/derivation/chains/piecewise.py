r"""Functions defined piece by piece: `f(x) = x \quad (x > 0)` on one line and `f(x) = 0 \quad (x \le 0)` on the next."""

from __future__ import annotations

from symcheck.judge.derivation.names.defining import forget
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Product
from symcheck.text import Source


class Pieces:
    """The pieces so far of each name that was defined under a condition."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.known: dict[str, list[str]] = {}

    def began(self, s: Statement) -> None:
        """A name got its definition; where that is one under a condition, more may come."""
        piece = _piece(s)
        self.known[label(s.pieces[0].syntax)] = [piece] if piece else []

    def defined(self, s: Statement) -> bool:
        """Is this another piece of a name that has some? Then the name is what all of them say."""
        head, piece = s.pieces[0], _piece(s)
        pieces = self.known.get(label(head.syntax))
        if not pieces or not piece or piece.split("&")[1] in {p.split("&")[1] for p in pieces}:
            return False
        name = head.syntax.items[0] if type(head.syntax) is Product else head.syntax
        known = self.meanings.state.read(Piece(name, head.source)) or self.meanings.state.read(head)
        kept = self.meanings.context.copy()
        if known is not None:
            forget(self.meanings, known)
        for entry in [e for e in self.meanings.context.scope.entries.get(label(name), ()) if e.kind == "map"]:
            self.meanings.context.scope.drop(entry)  # a function of a letter that is nowhere declared
            self.meanings.context.remembered = {}
        rows = r" \\ ".join([*pieces, piece])
        line = rf"{s.text(0)} = \begin{{cases}} {rows} \end{{cases}}"
        if not self.meanings.declare(Source(line, s.row.name, s.line())):
            self.meanings.context.__dict__.update(kept.__dict__)
            return False
        pieces.append(piece)
        return True


def _piece(s: Statement) -> str:
    """`value & condition`."""
    if len(s.given) != 1 or len(s.pieces) < 2 or s.pieces[1] is None:
        return ""
    return f"{s.text(1)} & {s.given[0].cut(len(s.given[0].pieces)).text}"
