r"""Data sets and vectors in sans serif letters, `\mathsf{x} = (x_1, \ldots, x_N)^{\mathrm T}`, as other authors set them in bold face.

Such a letter is read as the bold one, which is as long, where the document has no bold one of it. Capitals that name operators, the T of a transpose and
the letters of differentials and constants stay what they are."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_SANS = re.compile(r"(?<!\^)(?<!\^\s)(?<!\^\{)\\mathsf(?:\s*\{\s*[abcf-hj-zXYZW]\s*\}|\s+[abcf-hj-zXYZW](?![A-Za-z]))(?!\s*(?:\\left)?\[)")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec|mathbfit|symbf|pmb)\s*\{?\s*([A-Za-z])(?![A-Za-z])")


def told(document: Document) -> dict[str, str]:
    r"""As what each `\mathsf{x}` is read, as it is written; {} where there is none."""
    text = "\n".join(row.text for f in document.formulas for row in f.rows)
    bold = {m[1] for m in _BOLD.finditer(text)}
    return {m[0]: m[0].replace(r"\mathsf", r"\mathbf") for m in _SANS.finditer(text) if re.sub(r"\\mathsf|[{}\s]", "", m[0]) not in bold}


def rewritten(document: Document, letters: dict[str, str]) -> Document:
    """The document with these letters in bold face, as long as it was."""
    if not letters:
        return document

    def with_bold(text: str) -> str:
        return _SANS.sub(lambda m: letters.get(m[0], m[0]), text)

    formulas = tuple(replace(f, rows=tuple(row.rewritten(with_bold(row.text)) for row in f.rows)) for f in document.formulas)
    return replace(document, text=with_bold(document.text), formulas=formulas)


__all__ = ["rewritten", "told"]
