r"""Sets of indices that words alone introduce: "the loss on a minibatch $B$" beside `\sum_{i \in B}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import long_axes
from symcheck.judge.derivation.names import draws_told
from symcheck.read.scope import Entry
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_CALLED = r"\b(?:(?:mini-?\s?)?batch(?:es)?|subset|set|indices|samples|examples)(?:\s+of\s+[\w\s-]{1,30})?\s+\$\s*%s(?![A-Za-z])|\|\s*%s\s*\|"
_SUMMED = r"\\in\s*%s(?![A-Za-z])"


def missed(meanings: Meanings, name: str) -> bool:
    """Declare the set that a formula misses, `the set B` as messages call it."""
    return of_indices(meanings, name.removeprefix("the set ")) is not None


def of_indices(meanings: Meanings, name: str) -> Entry | None:
    r"""The entry of a set of indices; of one that is declared nowhere but summed over, `\sum_{i \in B}`, and called a batch or a set, a
    subset of the numbers of the data, where these are known."""
    letter = re.escape(name)
    context, document = meanings.context, meanings.document
    known = context.scope.bare(name)
    if known is not None or not any(re.search(_SUMMED % letter, row) for row in meanings.state.rows):
        return known if known is not None and known.kind == "set" else None
    sizes = {axes[0] for v in (*context.variables.values(), *context.definitions) if (axes := v.family or long_axes(v.shape))}
    ends = {end for m in re.finditer(rf"([a-z])\s*{_SUMMED % letter}", "\n".join(meanings.state.rows))
            if (end := meanings.survey.ranges.get(m[1]) or meanings.survey.counted_end(m[1])) is not None}
    whole = draws_told.data_range([*meanings.state.rows])
    if len(sizes) != 1:
        sizes = ends
    if len(sizes) == 1:
        whole = rf"\{{1, \dots, {sizes.pop()}\}}"
    if whole is None or re.search(_CALLED % (letter, letter), document.text, re.I) is None \
            or not meanings.declare(Source(rf"{name} \subseteq {whole}", document.name, 1)):
        return None
    known = context.scope.bare(name)
    return known if known is not None and known.kind == "set" else None
