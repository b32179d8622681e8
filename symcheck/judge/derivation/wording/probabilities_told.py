r"""Softmax probabilities told in words beside their logits: "write $z, p, y \in \mathbb{R}^K$ for its logits, probabilities and label", "let $z \in \mathbb{R}^K$
be the logits and $p \in \mathbb{R}^K$ the softmax probabilities". Where the document speaks of the softmax, and no formula says what p is, `p = softmax(z)` is
written behind these words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.patterns import NAME, text_of
from symcheck.read.documents import Document, Formula

_LOGITS = r"(?:logits?|(?:raw\s+|class\s+)?scores?)(?:\s+vector)?"
_CHANCES = r"(?P<soft>softmax\s+)?(?:predicted\s+|class\s+|output\s+)*(?:probabilit(?:y|ies)(?:\s+vector)?|outputs?(?=\s+of\s+the\s+softmax))"
_SOFT = r"softmax\s+(?:(?:class\s+)?probabilit(?:y|ies)(?:\s+vector)?|outputs?|predictions?)"
# The nouns of a list of names, in their order.
_NOUNS = re.compile(r"^\s*(?:for|be|are|denote|stand\s+for)\s+(?:(?:its|the|their|respectively)\s+)*(?P<nouns>[a-z][a-z\s,-]*?)(?=\s*(?:[.;:(]|$|\b(?:as|of|for|in|respectively|written|on|at)\b))", re.I)
_LIST = re.compile(rf"^\s*(?P<names>{NAME}(?:\s*,\s*{NAME})+)\s*(?:\\in\s*(?P<set>\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(?:\{{[^{{}}]*\}}|\w)))?\s*$")
_ONE = re.compile(rf"^\s*(?P<name>{NAME})\s*(?:\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(?P<set>\{{[^{{}}]*\}}|\w))?\s*$")
_SPLIT = re.compile(r"\s*,?\s+and\s+|\s*,\s*")
# Words of logits and probabilities right behind or before their names.
_BE = r"(?:(?:be|is|are|for|denotes?|as)\s+)?(?:the|its|their)\s+(?:vector\s+of\s+)?"
_LOGITS_AFTER, _LOGITS_BEFORE = re.compile(rf"^\s*{_BE}{_LOGITS}\b", re.I), re.compile(rf"\b{_LOGITS}\s*$", re.I)
_SOFT_AFTER, _SOFT_BEFORE = re.compile(rf"^\s*{_BE}(?:corresponding\s+|resulting\s+)?{_SOFT}\b(?!\s+(?:of|for)\s+(?:all|the\s+batch|another))", re.I), re.compile(rf"\b{_SOFT}\s*$", re.I)
_EXPONENTIALS = re.compile(r"\\exp\s*(?:\\left|\\[bB]igl?)?\s*[({]|(?<![A-Za-z])e\s*\^\s*\{|\\exp\b")
_PLAIN = re.compile(rf"(?:\\exp\s*(?:\\left|\\[bB]igl?)?\s*\(\s*{NAME}\s*(?:\\right|\\[bB]igr?)?\)|\\exp\s*(?:\{{\s*{NAME}\s*\}}|{NAME})|(?<![A-Za-z])e\s*\^\s*\{{\s*{NAME}\s*\}})")
_FRACTION_OF = re.compile(r"\\frac\s*\{\s*(?:\\exp|e\s*\^)[^=]*?\\sum|(?:\\exp|e\s*\^)[^=]*?/\s*\\sum")
_OTHERWISE = re.compile(r"\btemperature|\bsparsemax|\blog-?softmax|\bGumbel|\bsigmoid\s+probabilit|\bhierarchical|\bsmoothed|\bmulti-?label", re.I)
_SIGMOID = re.compile(r"\bsigmoids?\b", re.I)
_SENTENCE_ENDS = re.compile(r"[.;!?](?:\s|$)")


def rewritten(document: Document) -> Document:
    """The document with the formula of such probabilities behind the words that introduce them."""
    if re.search(r"\bsoftmax", document.text, re.I) is None or _OTHERWISE.search(document.text) or not _is_plain(document):
        return document
    for k, f in enumerate(document.formulas):
        found = _told(document.formulas, k) if not f.display and len(f.rows) == 1 else None
        if found is not None and _LIST.match(text_of(f)) and _SIGMOID.search(document.text):
            continue  # the probabilities may be those of another model
        if found is None or _is_defined(document, found[1]) or reservations.keeps(f.before):
            continue
        formulas = list(document.formulas)
        after = ", where"
        formula = replace(f, rows=(f.rows[0].rewritten(rf"{found[1]} = \operatorname{{softmax}}({found[0]})"),), before=after, start=f.start + 1)
        formulas[k:k + 1] = [replace(f, after=after + " "), formula]
        stretches = list(document.stretches)
        stretches[k + 1:k + 1] = [after + " "] if stretches else []
        return replace(document, formulas=tuple(formulas), stretches=tuple(stretches))
    return document


def _told(formulas: tuple[Formula, ...], k: int) -> tuple[str, str] | None:
    """The names of logits and probabilities of which the words around formula k tell that, the last of them in it."""
    text = text_of(formulas[k])
    after = formulas[k + 1].before if k + 1 < len(formulas) else formulas[k].after
    if (listed := _LIST.match(text)) is not None:
        said = _NOUNS.match(after)
        names = [n.strip() for n in listed["names"].split(",")]
        nouns = [re.sub(r"^(?:its|the|their)\s+", "", n.strip(), flags=re.I) for n in _SPLIT.split(said["nouns"])] if said is not None else []
        if len(nouns) != len(names) or listed["set"] is not None and "times" in listed["set"]:
            return None
        logits = [n for n, noun in zip(names, nouns) if re.fullmatch(_LOGITS, noun, re.I)]
        chances = [n for n, noun in zip(names, nouns) if re.fullmatch(_CHANCES, noun, re.I)]
        return (logits[0], chances[0]) if len(logits) == len(chances) == 1 else None
    p = _ONE.match(text)
    if p is None or "times" in (p["set"] or "") or not (_SOFT_AFTER.match(after) or _SOFT_BEFORE.search(formulas[k].before)):
        return None
    for n in range(k - 1, max(k - 3, -1), -1):
        if _SENTENCE_ENDS.search(formulas[n + 1].before) or formulas[n].display:
            return None
        z = _ONE.match(text_of(formulas[n]))
        if z is not None and "times" not in (z["set"] or "") and (_LOGITS_AFTER.match(formulas[n + 1].before) or _LOGITS_BEFORE.search(formulas[n].before)):
            return z["name"], p["name"]
    return None


def _is_plain(document: Document) -> bool:
    """Are all softmaxes that the document writes out those of names alone, and not of names over a temperature?"""
    for row in (row.text for f in document.formulas for row in f.rows):
        if _FRACTION_OF.search(row) and len(_EXPONENTIALS.findall(row)) != len(_PLAIN.findall(row)):
            return False
    return True


def _is_defined(document: Document, name: str) -> bool:
    """Does a formula say what the name, or any of its entries, is? Numbers in an example do not."""
    head = re.compile(rf"(?:^|[,;&]|\\q?quad)\s*{re.escape(name)}\s*(?:_\s*(?:\{{\s*[a-z]+\s*\}}|[a-z]))?\s*(?:\([^()]*\))?\s*&?\s*:?=(?!\s*[\d(\-]|\s*\\[dt]?frac\s*\{{?\d|\s*\\begin)")
    return any(head.search(row.text) for f in document.formulas for row in f.rows)


__all__ = ["rewritten"]
