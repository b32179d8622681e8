r"""`w_j e_j + b_j = 0 \implies e_j = -b_j / w_j` of an e_j that has no meaning yet: the first equation is what e_j solves, and no identity
of an e_j that the second one defines. So is `w x + b = 0 \implies x_e = -b / w`: the x_e is that x."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation, speaks_of, undecorated
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.context import Piece, indices_of
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script, Symbol, Syntax
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains


def declare(chains: Chains, s: Statement, following: Statement | None) -> None:
    """Declare the name for which the statement that follows from `s` solves it, as a variable; it gets its value in `settle`."""
    if following is None or not following.logic or len(following.pieces) != 2 or following.operators[0] not in EQUALITIES or None in following.pieces \
            or not s.operators or s.operators[0] not in EQUALITIES or None in s.pieces:
        return
    head, value = following.pieces
    name = label(head.syntax)
    if _of_a_variable(chains, s, head, value):
        chains.implied = name
        return
    if not _is_plain(chains, head) or not any(_speaks(p, name) for p in s.pieces) or _speaks(value, name):
        return
    chains.meanings.looked_up(value)
    like = chains.state.read(value)
    if like is None or chains.meanings.shaped(following.text(0)) is not None and not _is_basis(chains, head):
        return
    counted = "".join(rf", {i} = 1, \dots, {n}" for i, n in indices_of(like).items() if type(head.syntax) is Script and i == label(head.syntax.sub))
    if len(indices_of(like)) == bool(counted) and chains.meanings.declare(
            Source(models.declaration(following.text(0).replace("&", "").strip(), like) + counted, s.row.name, s.line())):
        chains.implied = name


def _of_a_variable(chains: Chains, s: Statement, head: Piece, value: Piece) -> bool:
    r"""Is this the x_e of `w x + b = 0 \implies x_e = -b / w`? It is declared, and solves the equation in the place of x."""
    x, state = head.syntax, chains.state
    if type(x) is not Script or x.sub is None or x.sups or x.primes or len(s.pieces) != 2 or chains.meanings.shaped(head.source.cut(x.span.start, x.span.end).text) is not None \
            or _is_iterate(chains, x) or any(_speaks(p, label(x)) for p in (*s.pieces, value)):
        return False
    base, sides = state.read(Piece(x.base, head.source)), [state.read(p) for p in s.pieces]
    if base is None or base.op != "var" or None in sides or not any(speaks_of(e, base) for e in sides) or sides[0].shape != sides[1].shape:
        return False
    if not chains.meanings.declare(Source(models.declaration(label(x), base), s.row.name, s.line())):
        return False
    place = state.read(head)
    state.equations.append(Equation(*(exchanged(e, base, place) for e in sides), s.line(), place))
    return True


def settle(chains: Chains, s: Statement) -> None:
    """Once it is judged what the name is equal to, that is what it is from here on."""
    if chains.implied and s.logic and s.pieces[0] is not None and label(s.pieces[0].syntax) == chains.implied:
        chains.implied = ""
        define(chains.meanings, s)


def _speaks(p: Piece, name: str) -> bool:
    """Does a piece hold a name, be it with an exponent?"""
    return any(label(Script(x.span, x.base, x.sub, (), 0) if type(x) is Script and x.sub is not None and (x.sups or x.primes) else x) == name
               for x in p.syntax.walk() if type(x) in (Symbol, Script, Accent))


def _is_plain(chains: Chains, head: Piece) -> bool:
    r"""A name with at most a subscript, no iterate, and no \hat w or w^* of a w that is known."""
    x = head.syntax
    if type(x) is Script and (x.base is None or x.sups or x.primes) or type(x) not in (Symbol, Script, Accent) \
            or (bare := undecorated(x)) is not None and chains.state.read(Piece(bare, head.source)) is not None:
        return False
    return not _is_iterate(chains, x)


def _is_iterate(chains: Chains, x: Syntax) -> bool:
    place = counters.iterate(x)
    return place is not None and chains.meanings.recursions.counts(place[1].counter)


def _is_basis(chains: Chains, head: Piece) -> bool:
    """Is this e_j, which is the j-th unit vector only where nothing else is said?"""
    e = chains.state.read(head)
    return e is not None and e.op == "basis"
