r"""Densities without a law within a definition, `E(w) = -\ln p(t \mid w) = -\sum_n \{t_n \ln y_n + ..\}`, where only words tell the model.

E is what the piece after the density says; that this is the logarithm of the likelihood is not judged, and the reader is told so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.fresh import meaning_here
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# `-\\ln p(t | w)`, `-\\frac{1}{N} \\log p(\\mathbf{y} \\mid X, w)`, `p(\\mathcal{D} \\mid \\theta)`.
_DENSITY = re.compile(r"\s*[-+]?\s*(?:\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}\s*|\\[dt]?frac\s*\d\s*\\?\w\s*)?(?:\\(?:ln|log)(?![A-Za-z])\s*)?(?:\\left|\\[bB]igl?)?\s*\[?\s*([pP])\s*(?:\\left|\\[bB]igl?)?\s*\("
                      r"[^=]*(?:\\mid(?![A-Za-z])|\||;)[^=]*\)\s*\]?\s*")


def without(chains: Chains, s: Statement) -> Statement:
    """The statement without a density right after a head that gets its meaning here, where nothing says what that density is."""
    if len(s.pieces) < 3 or None in s.pieces[:3] or not {*s.operators[:2]} <= EQUALITIES or not nameable(s.pieces[0].syntax):
        return s
    found = _DENSITY.fullmatch(s.text(1))
    if found is None or chains.context.scope.entries.get(found[1]) or meaning_here(chains.state, s) != "definition":
        return s
    chains.meanings.looked_up(s.pieces[1])
    if chains.context.scope.entries.get(found[1]) or chains.state.read(s.pieces[1]) is not None:
        return s
    chains.outcome.passed_over(s.line(), f"{s.text(0).strip()} = {s.text(1).strip()}")
    text = s.text(0).strip() + "".join(f" {op} {s.text(k + 1).strip()}" for k, op in enumerate(s.operators) if k)
    written = statements(chains.context, Source(text, s.row.name, s.line()))
    return written[0] if len(written) == 1 and len(written[0].pieces) == len(s.pieces) - 1 else s
