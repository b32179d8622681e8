r"""Functions of which an example gives one with numbers for its parameters, `f(x) = a x^2 + b`, "Example: $f(x) = 3 x^2 + 1$": a formula that speaks of f
and of these parameters is of the general one, `\partial f / \partial a`; all others are of the example, until words go back to the general case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge.derivation.state import names_in
from symcheck.read.documents import Formula
from symcheck.read.scope import Entry

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Words after which nothing is of the example any more.
_GENERAL = re.compile(r"\b(?:in\s+(?:full\s+)?general(?:ity)?|(?:back|return\w*)\s+to\s+(?:the\s+)?general|(?:the|for|with)\s+(?:an?\s+)?general\s+(?:case|formula|model|network|function)|"
                      r"for\s+(?:arbitrary|general)\s+(?:parameters|weights|values|coefficients))\b", re.I)
_SYMBOL = r"(?<![A-Za-z\\])%s(?![A-Za-z])"


@dataclass(frozen=True)
class Instance:
    """The entries of a name as the general definition and the example give it, and the letters of the parameters that have numbers in the example."""

    base: str
    general: tuple[Entry, ...]
    example: tuple[Entry, ...]
    letters: frozenset[str]


def entries_of(meanings: Meanings, name: Expr) -> tuple[Entry, ...]:
    """The entries that a name has now."""
    return tuple(e for e in meanings.context.scope if e.expr is name)


def remember(meanings: Meanings, general: tuple[Entry, ...], example: Expr) -> None:
    """Keep the general definition of a name that an example has just given another one with numbers."""
    own = entries_of(meanings, example)
    if not general or not own or general[0].params and not own[0].params:
        return
    letters = frozenset(re.split(r"[_^]", n)[0] for n in names_in(general[0].expr) - names_in(example))
    base = general[0].base
    meanings.state.instances[base] = Instance(base, general, own, letters - {base})


def heard(meanings: Meanings, formula: Formula) -> None:
    """Give each such name the definition that the formula speaks of."""
    over = _GENERAL.search(formula.before) is not None
    for base, one in list(meanings.state.instances.items()):
        text = " ".join(row.text for row in formula.rows)
        wanted = over or re.search(_SYMBOL % re.escape(base), text) and any(re.search(_SYMBOL % re.escape(x), text) for x in one.letters)
        to, other = (one.general, one.example) if wanted else (one.example, one.general)
        _exchange(meanings, other, to)
        if over:
            del meanings.state.instances[base]


def _exchange(meanings: Meanings, now: tuple[Entry, ...], to: tuple[Entry, ...]) -> None:
    """Put other entries in the place of those that a name has now."""
    context = meanings.context
    held = [e for e in context.scope if any(e is x for x in now)]
    if not held:
        return
    for entry in held:
        context.scope.drop(entry)
    for entry in to:
        context.scope.add(entry)
        context.definitions[entry.expr.data] = entry.expr
    context.remembered = {}
