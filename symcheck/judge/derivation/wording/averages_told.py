r"""Losses of all samples told in words: "Let $L$ be the average of the loss over the minibatch", after `\ell = -\sum_{j=1}^q y_j \log \hat y_j` of one sample
whose entries are those of a row of Y and \hat Y. They are written as formulas, `L = \frac1n \sum_{i=1}^n \left(-\sum_{j=1}^q Y_{ij} \log \hat Y_{ij}\right)`.

Nothing is written where a letter of the loss has no such matrix, or the matrices do not all have the samples in their rows, or all in their columns.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula

_LET = re.compile(r"\b(?:let|denote(?:\s+by)?|write|call)\s*$", re.I)
_IS_MEAN = re.compile(r"^\s*(?:be|denote|for|is)?\s*(?:the\s+)?[*_]{0,2}(?:(?P<mean>average|mean)|sum|total)[*_]{0,2}\s+(?:of\s+)?(?:(?:the|this|that|these|all|our)\s+)?(?:(?:per-?(?:example|sample)|single|individual|sample|example|"
                      r"cross-?entropy|training)\s+)*(?:loss(?:es)?|cross-?entrop(?:y|ies)|costs?)\s+(?:over|of|on|across|in)\s+(?:(?:the|all|our|whole|entire|\$[a-zA-Z]\$)\s+)*"
                      r"(?:mini-?\s?batch|batch|data(?:\s?set)?|samples|examples|rows|training\s+(?:set|data))\b(?!\s*(?:plus|and|minus|without|except|weighted|times|squared))", re.I)
# "over the minibatch $\\mathcal{B}$ of $B$ samples": of some of the rows, which are fewer than n.
_OF_A_PART = re.compile(r"\s*(?:$|\$|,?\s*(?:of|with|containing)\s+(?:size\s+)?\$)", re.I)
_NAME = re.compile(r"\s*(?:[A-Z]|\\mathcal\s*\{?\s*[A-Z]\s*\}?|\\ell)\s*")
_LOSS = re.compile(r"\s*(?:[lLJE]|\\ell|\\mathcal\s*\{?\s*[LlJE]\s*\}?)\s*(?:\([^()]*\))?\s*&?\s*:?=\s*(?P<value>(?:[^=]|(?<=[a-z])\s*=\s*(?=\d))*?)\s*(?:\\\\)?\s*[.,;]?\s*$")
_SUM = re.compile(r"\\sum\s*(?:\\limits)?\s*_\s*\{?\s*(?P<i>[a-z])\s*=\s*1\s*\}?\s*\^\s*\{?\s*(?P<end>[A-Za-z])\s*\}?")
_BOLD = r"\\(?:mathbf|boldsymbol|bm)\s*(?:\{\s*%s\s*\}|%s(?![A-Za-z]))"
_ENTRY = re.compile(r"(?P<hat>\\hat\s*)?(?P<open>\{\s*)?(?<![A-Za-z\\])(?P<letter>[a-z])(?(open)\s*\})\s*_\s*(?:\{\s*(?P<a>[a-z])\s*\}|(?P<b>[a-z])(?![A-Za-z]))")
_MATRIX = re.compile(r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?(?<![A-Za-z\\])([A-Z])\s*\}?\s*\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R|\\\{\s*0\s*,\s*1\s*\\\})\s*\^\s*\{\s*([A-Za-z])\s*\\times\s*([A-Za-z])\s*\}")


def rewritten(document: Document) -> Document:
    """The document with such names given their formulas."""
    formulas = document.formulas
    for k, f in enumerate(formulas):
        line = _written(document, k, f) if not f.display and len(f.rows) == 1 else None
        if line is not None:
            formulas = (*formulas[:k], replace(f, rows=(f.rows[0].rewritten(line),)), *formulas[k + 1:])
    return document if formulas is document.formulas else replace(document, formulas=formulas)


def _written(document: Document, k: int, f: Formula) -> str | None:
    """What the words around formula k say that its only name is."""
    said = _IS_MEAN.match(f.after) if _LET.search(f.before) and _NAME.fullmatch(f.rows[0].text) else None
    losses = [m["value"] for g in document.formulas[:k] for row in g.rows[:1] if (m := _LOSS.fullmatch(row.text)) is not None and _SUM.search(m["value"])]
    name = f.rows[0].text.strip()
    if said is None or not losses or re.search(r"batch$", said[0], re.I) and _OF_A_PART.match(f.after, said.end()) or any(re.match(rf"\s*{re.escape(name)}\s*(?:\([^()]*\))?\s*&?\s*:?=", row.text) for g in document.formulas for row in g.rows):
        return None  # or a formula says what it is
    rows = "\n".join(row.text for g in document.formulas for row in g.rows)
    found = _over_samples(losses[-1], rows)
    if found is None:
        return None
    value, i, n = found
    factor = rf"\frac{{1}}{{{n}}} " if said["mean"] else ""
    return rf"{name} = {factor}\sum_{{{i}=1}}^{{{n}}} \left( {value} \right)"


def _over_samples(loss: str, rows: str) -> tuple[str, str, str] | None:
    """The loss of sample i, the letter i and the number of samples."""
    ends = {m["end"] for m in _SUM.finditer(loss)}
    letters = {m["letter"] for m in _ENTRY.finditer(loss)}
    shapes = {m[1]: (m[2], m[3]) for m in _MATRIX.finditer(rows)}
    known = [shapes[c.upper()] for c in letters if c.upper() in shapes]
    if len(ends) != 1 or not known or len({*known}) > 1 or known[0].count(end := ends.pop()) != 1 or re.search(r"\\(?:top|intercal)|\^\s*\{?\s*T(?![a-z])", loss):
        return None
    in_rows, n = known[0][1] == end, known[0][0] if known[0][1] == end else known[0][1]
    i = next((x for x in "ismrt" if not re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", loss) and x not in (n, end)), None)
    spelled = {(hat, c): _spelled(c.upper(), hat, rows) for c in letters for hat in (True, False)}
    if i is None or any(spelled[bool(m["hat"]), m["letter"]] is None for m in _ENTRY.finditer(loss)):
        return None

    def entry(m: re.Match[str]) -> str:
        j = m["a"] or m["b"]
        return rf"{spelled[bool(m['hat']), m['letter']]}_{{{i}{j}}}" if in_rows else rf"{spelled[bool(m['hat']), m['letter']]}_{{{j}{i}}}"

    return _ENTRY.sub(entry, loss), i, n


def _spelled(letter: str, hat: bool, rows: str) -> str | None:
    """How the document writes this matrix; None where it has none."""
    if hat:
        m = re.search(rf"\\hat\s*(?:\{{\s*{_BOLD % (letter, letter)}\s*\}}|{_BOLD % (letter, letter)}|\{{\s*{letter}\s*\}}|{letter}(?![A-Za-z]))", rows)
    else:
        m = re.search(rf"{_BOLD % (letter, letter)}|(?<![A-Za-z\\{{]){letter}(?![A-Za-z])", rows)
    return m[0] if m is not None else None
