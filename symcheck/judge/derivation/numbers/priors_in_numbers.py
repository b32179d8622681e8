r"""Priors of an example told as a law in numbers: "if the prior is $\mathcal N(0, 1)$", where the document told "the prior $\mathcal N(m_0, v_0)$" before. The
names of the prior get these numbers, as if they stood there: $m_0 = 0$ and $v_0 = 1$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symcheck.read.documents import Document, Formula

_NORMAL = r"\\(?:mathcal|mathrm|text)\s*\{?\s*N\s*\}?\s*(?:\\left)?\(\s*(?P<mean>%s)\s*,\s*(?P<spread>%s)\s*(?:\\right)?\)"
_LETTER = r"(?:\\(?:mu|theta|tau|sigma|nu|kappa|lambda|alpha|beta|gamma)(?![A-Za-z])|[A-Za-z])(?:\s*_\s*(?:\{\s*\w+\s*\}|\w))?"
_NUMBER = r"[-+]?\s*\d+(?:\.\d+)?"
_NAMED = re.compile(r"^\s*(?:(?P<of>[^=]*)\\sim(?![A-Za-z])\s*)?" + _NORMAL % (_LETTER, rf"{_LETTER}(?:\s*\^\s*(?:2|\{{\s*2\s*\}}))?") + r"\s*[.,;]?\s*$")
_IN_NUMBERS = re.compile(r"^\s*" + _NORMAL % (_NUMBER, _NUMBER) + r"\s*[.,;]?\s*$")
_PRIOR = re.compile(r"\bprior(?:\s+(?:law|distribution|density))?\s*$", re.I)
_IS = re.compile(r"\b(?:the|a)\s+prior(?:\s+(?:law|distribution))?\s*(?:(?:is|being|becomes)\s*(?:now\s+)?)?$", re.I)
_DENIED = re.compile(r"\b(?:not|no|never|unlike|than|improper|flat)\b", re.I)


def rewritten(document: Document) -> Document:
    """The document with the numbers of the one prior that it tells with names."""
    named = [m for f in document.formulas if not f.display and len(f.rows) == 1 and (m := _NAMED.match(f.rows[0].text)) is not None and _PRIOR.search(f.before)]
    if len({(re.sub(r"\s", "", m["mean"]), re.sub(r"\s", "", m["spread"])) for m in named}) != 1:
        return document
    formulas = tuple(part for f in document.formulas for part in _parts(f, named[0]["mean"].strip(), named[0]["spread"].strip()))
    return document if len(formulas) == len(document.formulas) else replace(document, formulas=formulas)


def _parts(f: Formula, mean: str, spread: str) -> Iterator[Formula]:
    """The two equations in the place of a prior in numbers; any other formula as it is."""
    m = _IN_NUMBERS.match(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
    told = _IS.search(f.before) if m is not None else None
    lines = [f"{name}={m[key]}" for name, key in ((mean, "mean"), (spread, "spread"))] if told is not None else []
    if not lines or any(len(line) > len(f.rows[0].text) for line in lines) or _DENIED.search(re.split(r"[.;:!?]\s", f.before)[-1]):
        yield f
        return
    length = len(f.rows[0].text)
    yield replace(f, rows=(f.rows[0].rewritten(lines[0].ljust(length)),), before=f"{f.before[:told.start()].rstrip()} with ", after=" and ")
    yield replace(f, rows=(f.rows[0].rewritten(lines[1].ljust(length)),), before=" and ")


__all__ = ["rewritten"]
