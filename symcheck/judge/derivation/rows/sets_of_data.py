r"""A set of data given in numbers, `\mathcal{D} = \{2, 4, 9\}`, where the document says of which samples it is made, `\mathcal{D} = \{x_1, \ldots, x_N\}`
or `\{x_n\}_{n=1}^N`: written as `x = (2, 4, 9)`, in its place. Nothing is written where x itself is another name of the document. Where the set is named
but once, in "let $\mathcal{D} = \{x_1, \ldots, x_N\}$ be iid samples from", this is said of the samples themselves."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document
from symcheck.text import Source

_SET = r"(?P<set>\\(?:mathcal|mathbf|mathbb)\s*(?:\{\s*[A-Z]\s*\}|[A-Z](?![A-Za-z]))|(?<![A-Za-z\\])[A-Z](?![A-Za-z]))\s*:?=\s*(?:\\left\s*)?"
_LISTED = re.compile(_SET + r"\\\{\s*(?P<x>[a-z])_\{?1\}?\s*,\s*(?:(?P=x)_\{?2\}?\s*,\s*)?(?:\\[lc]?dots[cb]?(?![a-z])|\.\.\.)\s*,\s*(?P=x)_\s*(?:\{\s*\w+\s*\}|\w)\s*(?:\\right\s*)?\\\}")
_ANY = re.compile(_SET + r"\\\{\s*(?P<x>[a-z])_\s*\{?(?P<i>[a-z])\}?\s*(?:\\right\s*)?\\\}\s*_\s*\{\s*(?P=i)\s*=\s*1\s*\}")
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_GIVEN = re.compile(rf"\s*{_SET}\\\{{\s*(?P<numbers>{_NUMBER}(?:\s*,\s*{_NUMBER})+)\s*(?:\\right\s*)?\\\}}\s*[.,;]?\s*")
_ARE_DRAWN = re.compile(r"\s*(?:be|are|is|consists?\s+of|denotes?)\b[^.;$]{0,60}\b(?:iid|i\.\s?i\.\s?d\.?|independent|drawn|sampled)(?![A-Za-z])", re.I)
# The letter in another name: with a mark upon it, in another font.
_MARKED = r"\\(?:bar|overline|hat|widehat|tilde|widetilde|mathbf|boldsymbol|bm|vec)\s*(?:\{\s*%s\s*\}|%s(?![A-Za-z]))"


def rewritten(document: Document) -> Document:
    """The document with the numbers of such sets given to their samples, and with laws told of the samples themselves."""
    return _drawn(_given(document))


def _given(document: Document) -> Document:
    rows = [row.text for f in document.formulas for row in f.rows]
    given = [m for m in map(_GIVEN.fullmatch, rows) if m is not None]
    made = {_bare(m["set"]): m["x"] for row in rows for p in (_LISTED, _ANY) for m in p.finditer(row)} if given else {}
    samples = {name: x for name, x in made.items() if not _stands_alone(rows, x)}
    if not any(_bare(m["set"]) in samples for m in given):
        return document

    def written(row: Source) -> Source:
        found = _GIVEN.fullmatch(row.text)
        if found is None or _bare(found["set"]) not in samples:
            return row
        text = f"{samples[_bare(found['set'])]} = ({found['numbers']})"
        return row.rewritten(text + " " * (len(row.text) - len(text)))

    return replace(document, formulas=tuple(replace(f, rows=tuple(map(written, f.rows))) if len(f.rows) == 1 else f for f in document.formulas))


def _drawn(document: Document) -> Document:
    """The document with the samples alone where words draw them under the name of a set that stands nowhere else."""
    rows = [row.text for f in document.formulas for row in f.rows]
    formulas = list(document.formulas)
    for k, f in enumerate(formulas):
        found = _LISTED.fullmatch(f.rows[0].text.strip(" .,;")) if len(f.rows) == 1 and not f.display and _ARE_DRAWN.match(f.after) else None
        if found is not None and sum(_bare(found["set"]) in _bare(row) for row in rows) == 1:
            text = f.rows[0].text
            samples = text[text.index("{", found.end("set")) + 1:].rpartition("\\}")[0].removesuffix("\\right")
            formulas[k] = replace(f, rows=(f.rows[0].rewritten(" " * (text.index(samples)) + samples + " " * (len(text) - text.index(samples) - len(samples))),))
    return replace(document, formulas=tuple(formulas))


def _stands_alone(rows: list[str], x: str) -> bool:
    """Does the letter stand without an index somewhere, or is it told to be something else by an equation?"""
    marked = re.compile(_MARKED % (x, x))
    return any(re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])(?!\s*_)", marked.sub(" ", row)) for row in rows)


def _bare(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)
