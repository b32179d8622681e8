r"""Networks of which all layers have one unit for a while: "Let $L = 2$, all widths $1$, $W^{(1)} = 0.5$". What is said then is judged in the document with numbers in
the place of vectors and matrices.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Document, Formula

_ONE = r"\$?\s*(?:1\b|one\b)\s*\$?"
_TOLD = re.compile(rf"\b(?:all\s+(?:the\s+|of\s+the\s+)?(?:layer\s+)?(?:widths|layer\s+sizes)|every\s+(?:layer\s+)?width)\s*(?:(?:are|is|be|being|equal(?:s)?|set|to|of|$n_l$)\s+)*{_ONE}(?!\s*(?:or|to|/|\.\d|\w))"
                   rf"|\b(?:all|every|each|the)\s+layers?\s+(?:(?:all|now|then)\s+)?(?:of|with|ha(?:s|ve|ving)|are\s+of)\s+(?:width|size)\s+{_ONE}(?!\w)"
                   r"|\b(?:exactly\s+|only\s+|just\s+)?(?:one|a\s+single)\s+(?:unit|neuron)\s+(?:per|in\s+each|in\s+every)\s+layer\b", re.I)
# `n_0 = n_1 = n_2 = 1`: the sizes of all layers.
_SIZES = re.compile(r"\s*(?P<n>[a-zA-Z])\s*_\s*\{?\s*0\s*\}?(?:\s*=\s*(?P=n)\s*_\s*\{?\s*\d\s*\}?){2,}\s*=\s*1\s*[.,;]?\s*")
_ARRAY = re.compile(r"\\begin\s*\{[a-z]*(?:matrix|array)|[(\[]\s*[-+]?[\d.]+\s*,")
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_SPACE = re.compile(r"(?P<space>\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals))\s*\^\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)")
_WIDTHS = re.compile(r"[\s,]*\b(?:and\s+|with\s+)?(?:all|every)\s+(?:the\s+)?(?:layer\s+)?(?:widths?|layer\s+sizes)(?:\s+(?:are|is|be|being|equal|to|of))*\s*$", re.I)
_PRODUCT = re.compile(r"[\s\w{}^()\[\]+-]+\\times[\s\w{}^()\[\]+-]+")
_OF_SIZE = re.compile(r"^\s*,?\s*(?:(?:which\s+)?(?:is|has|be|are)\s+)?(?:(?:an?|of|the|with)\s+)*(?:size|shape|dimensions?|format)?\s*(?:of\s+)?$", re.I)


def told(document: Document, formula: Formula, spoken: tuple[Formula, ...]) -> bool:
    """Does the sentence that goes on with this formula say that all layers have one unit, and do the formulas `spoken` after it write no arrays?"""
    if any(_ARRAY.search(row.text) for f in spoken for row in f.rows):
        return False
    if spoken and _SIZES.fullmatch(spoken[0].rows[0].text):
        return True
    end = _SENTENCE_ENDS.search(document.text, formula.start)
    return _TOLD.search(document.text, formula.start, end.start() if end is not None else len(document.text)) is not None


def put(document: Document) -> Document:
    """The document with numbers for vectors and matrices of any size."""
    formulas: list[Formula] = []
    for f in document.formulas:
        if formulas and not f.display and len(f.rows) == 1 and _PRODUCT.fullmatch(f.rows[0].text) and _OF_SIZE.match(f.before) and _is_name(formulas[-1]):
            start = formulas[-1].start
            for k in range(len(formulas) - 1, -1, -1):  # of all copies, those of a formula about each layer
                if formulas[k].start != start or not _is_name(formulas[k]):
                    break
                row = formulas[k].rows[0]
                formulas[k] = replace(formulas[k], rows=(row.rewritten(rf"{row.text.strip()} \in \mathbb{{R}}"),))
            continue
        if formulas and _PRODUCT.fullmatch(f.rows[0].text if f.rows else "") and _OF_SIZE.match(f.before) and not f.display:
            continue  # the size of another copy
        if formulas and _SIZES.fullmatch(formulas[-1].rows[0].text) and formulas[-1].after == f.before:
            f = replace(f, before=formulas.pop().before + f.before)
        if formulas and formulas[-1].rows[0].text.strip() == "1" and _WIDTHS.search(formulas[-1].before) and formulas[-1].after == f.before:
            f = replace(f, before=_WIDTHS.sub("", formulas.pop().before) + f.before)
        formulas.append(replace(f, rows=tuple(row.rewritten(_SPACE.sub(lambda m: m["space"].ljust(len(m[0])), row.text)) if _SPACE.search(row.text) else row for row in f.rows)))
    return replace(document, formulas=tuple(formulas))


def _is_name(f: Formula) -> bool:
    return not f.display and len(f.rows) == 1 and re.fullmatch(NAME, f.rows[0].text.strip()) is not None


__all__ = ["put", "told"]
