r"""The letter p of a density given another one: `p(y \mid r) = \frac{r^y e^{-r}}{y!}` after `p(y \mid \mu) = ..`, and "If instead $p(y \mid \mu) = ..$". Every density of a
document may be written p, so that a formula for other parameters is that of another model, unless the one before gives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.names import label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Bar, Group, Listing, Product, Symbol, Syntax

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_DENSITIES = frozenset(("p", "P", "f", "q"))
# What says that another density with the same letters follows.
_ANOTHER = re.compile(r"\b(?:instead|alternatively|another|other|different|replac\w+|switch\w*|now\s+(?:take|let|assume|suppose|consider)|(?:assume|suppose|consider|take)\s+now|"
                      r"if\s+we\s+(?:assume|use|take|choose))\b", re.I)


def make_way(meanings: Meanings, s: Statement) -> None:
    """Forget the density of another model, where a statement gives its letter another formula."""
    if None in s.pieces[:2] or len(s.pieces) < 2 or s.operators[0] not in ("=", ":=", r"\propto"):
        return
    taken = _arguments(s.pieces[0].syntax)
    letter = label(s.pieces[0].syntax.items[0]) if taken else ""
    entry = next((e for e in meanings.context.scope.entries.get(letter, ()) if e.kind == "map"), None) if letter in _DENSITIES else None
    if entry is None or not _is_another(meanings, s, entry, taken):
        return
    meanings.context.scope.drop(entry)
    meanings.context.remembered = {}


def _is_another(meanings: Meanings, s: Statement, entry: Entry, taken: list[str]) -> bool:
    if [p.name for p in entry.params] == taken:
        return _ANOTHER.search(words.SENTENCES.split(meanings.state.before)[-1]) is not None
    if len(entry.params) != len(taken) or entry.params[0].name != taken[0]:
        return True
    for p in s.pieces[:2]:
        meanings.looked_up(p)
    x, y = (meanings.state.read(p) for p in s.pieces[:2])
    return x is None or y is None or not judge(meanings.context, x, y).right


def _arguments(s: Syntax) -> list[str]:
    r"""The names in `p(y \mid r, s)` and `p(y; r)`, none where there is no bar or one is no name."""
    if type(s) is not Product or len(s.items) != 2 or type(s.items[0]) is not Symbol or type(s.items[1]) is not Group:
        return []
    body = s.items[1].body
    sides = [body.left, body.right] if type(body) is Bar else [body] if type(body) is Listing and ";" in body.separators else []
    names = [x for side in sides for x in (side.items if type(side) is Listing else (side,))]
    return [label(x) for x in names] if all(type(x) in (Symbol, Accent) for x in names) else []


__all__ = ["make_way"]
