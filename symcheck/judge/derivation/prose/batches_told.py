r"""Batches with their members: "for $B = \{1, 2\}$", of a set of indices that sums run over; to the end of the sentence, of "Take $B = \{1, 2\}$." to that of the paragraph;
"Take $B_1 = \{1, 2\}$" beside a set B: another set of the same indices."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.judge.derivation.names import batches
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.documents import Formula
from symcheck.read.scope import Entry

_MEMBERS = re.compile(r"^\s*((?:\\mathcal\s*)?\{?\s*[A-Z]\s*\}?)(?:_\{?\s*(\d+)\s*\}?)?\s*=\s*\\\{\s*(\d+(?:\s*,\s*\d+)*)\s*\\\}\s*[.,;:]?\s*$")


def told(state: State, meanings: Meanings, suppositions: Suppositions, text: str, formula: Formula) -> bool:
    """Take in the members of a batch for this sentence; where nothing says of how many data it is one, what differs in the sentence is left open."""
    found = _MEMBERS.match(text)
    entry = batches.of_indices(meanings, found[1].strip()) if found is not None else None
    if entry is None:
        return False
    members = {int(k) for k in found[3].split(",")}
    if not isinstance(entry.dim, int) or not members <= {*range(1, entry.dim + 1)} or entry.expr.op != "var":
        state.unused = True
        return True
    cells = build.matrix(tuple((build.num(int(k in members)),) for k in range(1, entry.dim + 1)))
    if found[2] is not None:
        _numbered(state, entry, found[2], cells)
        return True
    suppositions.held.of_set(entry, cells, words.STOP.match(formula.after.strip()) is not None)
    return True


def _numbered(state: State, like: Entry, number: str, cells: Expr) -> None:
    """Declare a batch that differs from another by its number, for the rest of the document."""
    v = replace(like.expr.data, name=rf"\mathbf{{1}}_{{{like.base}_{number}}}")
    made = build.let(v, cells)
    for known in [e for e in state.context.scope.entries.get(like.base, ()) if e.sub == number]:
        state.context.scope.drop(known)
    state.context.scope.add(replace(like, sub=number, expr=made))
    state.context.definitions[v] = made
    state.context.remembered = {}
