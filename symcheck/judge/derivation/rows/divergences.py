r"""`D_{\mathrm{KL}}(p \,\|\, q)` with bars between its arguments, and a letter that is one function of one argument and another of two, the
entropy $H(p)$ and the cross-entropy $H(p, q)$: rewritten as calls of functions with names of their own, where the document defines them."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_SPACE = r"(?:\s|\\[,;:!]|~)*"
_WORD = r"\\(?:mathrm|operatorname|text|textrm|mathbf)\s*\{\s*%s\s*\}"
_KL = rf"(?:{_WORD % 'KL'}|KL)"
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igg?l?)?[(\[]", r"(?:\\right|\\[bB]igg?r?)?[)\]]"
_ARGUMENT = r"[^()\[\]|,=]+?"
_DIVERGENCE = re.compile(
    rf"(?<![A-Za-z\\])(?:(?:\\mathcal\s*\{{?\s*D\s*\}}?|\\mathbb\s*\{{?\s*D\s*\}}?|D)(?:\s*_\s*(?:\{{\s*{_KL}\s*\}}|{_WORD % 'KL'}))?|{_WORD % 'KL'}|KL){_SPACE}{_OPEN}{_SPACE}"
    rf"(?P<p>{_ARGUMENT}){_SPACE}(?:\\middle\s*)?(?:\\\||\|\||\\parallel(?![A-Za-z])|\\[lr]?Vert(?![A-Za-z])|\\mid\s*\\mid|\|){_SPACE}(?P<q>{_ARGUMENT}){_SPACE}{_CLOSE}")
_DEFINED = re.compile(r"\s*&?\s*(?::?=|\\(?:equiv|triangleq|coloneqq|doteq)(?![A-Za-z]))")
_HEAD = re.compile(rf"[\s&]*(?P<name>[A-Z]|\\(?:mathrm|mathcal|mathbb|operatorname)\s*\{{\s*[A-Z]\s*\}})\s*{_OPEN}(?P<args>[^()=]*){_CLOSE}\s*&?\s*(?::?=|\\equiv|\\triangleq)")
_NAME = r"D_{\mathrm{KL}}(%s, %s)"


def rewritten(document: Document) -> Document:
    """The document with names of their own for such functions."""
    rows = [row for f in document.formulas for row in f.rows]
    first = next((m for row in rows for m in _DIVERGENCE.finditer(row.text)), None)
    if first is not None and _DEFINED.match(first.string, first.end()):
        document = _with(document, _DIVERGENCE, lambda m: _NAME % (m["p"].strip(), m["q"].strip()))
    for name in _overloaded(rows):
        call = re.compile(rf"(?<![A-Za-z\\{{]){re.escape(name)}(?=\s*{_OPEN}[^()=]*,[^()=]*{_CLOSE})")
        document = _with(document, call, lambda m: rf"{m[0]}_{{\times}}")
    return document


def _overloaded(rows: list[Source]) -> list[str]:
    """The letters that are defined as functions of one name and of two."""
    counts: dict[str, set[int]] = {}
    for row in rows:
        for m in _HEAD.finditer(row.text):
            if re.fullmatch(r"[\s&]*", row.text[:m.start()]) or row.text[:m.start()].rstrip().endswith((",", "&", "quad")):
                counts.setdefault(m["name"], set()).add(m["args"].count(","))
    return [name for name, found in counts.items() if found == {0, 1}]


def _with(document: Document, pattern: re.Pattern, written) -> Document:
    return replace(document, renamed=True, formulas=tuple(replace(f, rows=tuple(_written_out(row, pattern, written) for row in f.rows)) for f in document.formulas))


def _written_out(row: Source, pattern: re.Pattern, written) -> Source:
    found = list(pattern.finditer(row.text))
    if not found or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for m in found:
        composer.add(row, done, m.start())
        composer.instead(written(m), row, m.start(), m.end())
        done = m.end()
    composer.add(row, done, len(row.text))
    return composer.source()


__all__ = ["rewritten"]
