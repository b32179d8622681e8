r"""Solutions that get their name within the chain: `w = w^\star := \frac{\sum_i x_i y_i}{\sum_i x_i^2}`.

What is claimed is that w is this value; the decorated name stands for the value, and not for any w.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.defining import named
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import undecorated
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains


def parted(chains: Chains, s: Statement) -> tuple[Statement, Statement | None]:
    r"""`w = value` and `w^\star = value` of `w = w^\star := value`; the statement as it is, and None, of any other."""
    if len(s.pieces) < 3 or None in s.pieces[:3] or not {*s.operators[:2]} <= EQUALITIES:
        return s, None
    unknown, name = chains.state.read(s.pieces[0]), s.pieces[1]
    bare = undecorated(name.syntax)
    if unknown is None or unknown.op != "var" or bare is None or chains.state.read(Piece(bare, name.source)) is not unknown \
            or chains.state.read(name) is not None or not chains.state.about(unknown):
        return s, None
    return replace(s, pieces=[s.pieces[0], *s.pieces[2:]], operators=s.operators[1:]), replace(s, pieces=s.pieces[1:], operators=s.operators[1:])


def declare(chains: Chains, s: Statement | None) -> None:
    """Once what is claimed was judged: the name of the solution."""
    if s is not None and not chains.chain.wrong and chains.meanings.declare(Source(f"{s.text(0)} = {s.text(1)}", s.row.name, s.line())):
        named(chains.meanings, s)
