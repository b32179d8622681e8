r"""Equations whose right side stands in a formula of its own, `$J = $ $\|K \alpha - y\|^2$`: both are one formula."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula

_OPEN = re.compile(r"[^&]*[^&<>=!:\\]\s*=\s*$", re.S)
_BEGINS = re.compile(r"\s*(?!=|\\(?:leq?|geq?|approx|in|sim)(?![A-Za-z]))\S")


def rewritten(document: Document) -> Document:
    """The document with one formula for each such pair among words."""
    formulas: list[Formula] = []
    stretches = list(document.stretches[:1])
    for k, f in enumerate(document.formulas):
        if formulas and _goes_on(formulas[-1], f):
            last = formulas[-1]
            row = last.rows[0].rewritten(f"{last.rows[0].text.rstrip()} {f.rows[0].text.strip()}")
            formulas[-1] = replace(last, rows=(row,), after=f.after)
            stretches[-1:] = document.stretches[k + 1:k + 2]
            continue
        formulas.append(f)
        stretches += document.stretches[k + 1:k + 2]
    return replace(document, formulas=tuple(formulas), stretches=tuple(stretches)) if len(formulas) < len(document.formulas) else document


def _goes_on(first: Formula, then: Formula) -> bool:
    """Does a formula among words end with an equals sign, and the next one, with nothing between, go on with it?"""
    return not first.display and not then.display and len(first.rows) == len(then.rows) == 1 and not then.before.strip() and "\n\n" not in then.before \
        and _OPEN.fullmatch(first.rows[0].text) is not None and _BEGINS.match(then.rows[0].text) is not None


__all__ = ["rewritten"]
