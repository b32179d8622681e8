r"""Solutions that get their name within the chain: `w = w^\star := \frac{\sum_i x_i y_i}{\sum_i x_i^2}`.

What is claimed is that w is this value; the decorated name stands for the value, and not for any w. So it is with any new name
before `:=`, `x = e := -b / w`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.defining import named
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import undecorated
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains


def parted(chains: Chains, s: Statement) -> tuple[Statement, Statement | None]:
    r"""`w = value` and `w^\star = value` of `w = w^\star := value`; the statement as it is, and None, of any other."""
    if len(s.pieces) < 3 or None in s.pieces[:3] or not {*s.operators[:2]} <= EQUALITIES:
        return s, None
    unknown, name = chains.state.read(s.pieces[0]), s.pieces[1]
    if s.operators[1] == ":=" and s.operators[0] != ":=" and _is_new(chains, name):
        return _without(s), replace(s, pieces=s.pieces[1:], operators=s.operators[1:])
    bare = undecorated(name.syntax)
    if unknown is None or unknown.op != "var" or bare is None or chains.state.read(Piece(bare, name.source)) is not unknown \
            or chains.state.read(name) is not None or not chains.state.about(unknown):
        return s, None
    return _without(s), replace(s, pieces=s.pieces[1:], operators=s.operators[1:])


def _without(s: Statement) -> Statement:
    """The claim without the name in it, which an equality makes."""
    return replace(s, pieces=[s.pieces[0], *s.pieces[2:]], operators=[s.operators[0], *s.operators[2:]])


def _is_new(chains: Chains, name: Piece) -> bool:
    """Is this a letter without a meaning of the author's, be it the e of a known number?"""
    known = chains.state.read(name)
    return type(name.syntax) is Symbol and (known is None or known.op == "const") and chains.context.scope.bare(label(name.syntax)) is None


def declare(chains: Chains, s: Statement | None) -> None:
    """Once what is claimed was judged: the name of the solution. What stands after `:=` is what the name means, be the claim right or not."""
    if s is not None and (not chains.chain.wrong or s.operators[0] == ":=") and chains.meanings.declare(Source(f"{s.text(0)} = {s.text(1)}", s.row.name, s.line())):
        named(chains.meanings, s)
