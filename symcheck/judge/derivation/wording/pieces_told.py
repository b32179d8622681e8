r"""Functions and entries defined in pieces among words: "let $H(t) = 1$ for $t > 0$ and $H(t) = 0$ for $t < 0$", "$H(t) = 1$ if $t > 0$ and $0$
otherwise", "$m_i = 1$ if $a_i > 0$, else $m_i = 0$"; entries of which all are 0 or 1: "let $M \in \{0, 1\}^{n \times m}$ have $M_{ij} = 1$ exactly where
$A_{ij} > 0$"; and those collected: "the slope is $1$ if $Z_{ij} > 0$ and $0$ if $Z_{ij} < 0$. Collect these slopes in a matrix $B$".

The formulas of such a definition are one, `H(t) = \begin{cases} 1 & t > 0 \\ 0 & t < 0 \end{cases}`. It is one where no equation before it has
the name on its left; the pieces of a function with a meaning, or of a derivative, are claims, each of its case. A case of entries
has all their indices in it; a name without an index or an argument is one that no formula before it has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.read.documents import Document, Formula

_FONT = r"\\(?:mathrm|mathbf|mathsf|mathit|mathbb|mathcal|text|textrm|operatorname\*?|boldsymbol|bm)\s*(?:\{[^{}]*\}|[A-Za-z0-9])"
_NAME = rf"(?:{_FONT}|\\[A-Za-z]+|[A-Za-z])(?:\s*_\s*(?:\{{[^{{}}]*\}}|[A-Za-z0-9]))?"
_MARK = r"(?:\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?)\s*)?"
# `H(t) = 1`: a name, the letter that it takes, and a value.
_PIECE = re.compile(rf"\s*(?P<head>(?P<name>{_NAME})\s*{_MARK}\(\s*(?P<letter>[a-zA-Z]|\\[a-z]+)\s*{_MARK}\))\s*:?=\s*(?P<value>[^=]+?)\s*[.,;]?\s*")
_RELATION = re.compile(r"[=<>&]|\\(?:[lg]eq?|neq?|in|iff|implies|to|approx|equiv|leftarrow|sim|subset|mapsto)(?![A-Za-z])|\\\\")
_ORDER = re.compile(r"\s*[^=&\\]*(?:\\(?!\\)[^=&\\]*)*(?:[<>]|\\[lg]eq?(?![A-Za-z]))[^=&]*")
# `m_{ij} = 1`, `\hat{m}^{(l)}_i = 1`: entries, and `m = 1`, a number.
_ACCENTED = rf"(?:\\(?:hat|bar|tilde|widehat|widetilde|vec)\s*(?:\{{\s*(?:{_FONT}|\\?[A-Za-z]+)\s*\}}|\\?[A-Za-z])|{_FONT}|\\[A-Za-z]+|[A-Za-z])"
_NUMBERED = r"(?:\s*\^\s*\{\s*[(\[][^{}]*[)\]]\s*\})?"
_ENTRY = re.compile(rf"\s*(?P<head>(?P<name>{_ACCENTED}){_NUMBERED}(?:\s*_\s*(?:\{{\s*(?P<letters>[a-z](?:\s*,?\s*[a-z]){{0,2}})\s*\}}|(?P<letter>[a-z])))?{_NUMBERED})"
                    r"\s*:?=\s*(?P<value>[^=]+?)\s*[.,;]?\s*")
_CONDITION = re.compile(r"\s*[^=&\\]*(?:\\(?!\\|[cl]?dots)[^=&\\]*)*?(?:[<>=]|\\(?:[lg]eq?|neq?|in)(?![A-Za-z]))(?:[^=&\\]|\\(?![\\]|[cl]?dots))*")
_INDICES = re.compile(r"_\s*\{([^{}]*)\}|_\s*([a-z])|(?<![A-Za-z\\])([a-z])(?![A-Za-z])")
# Between a piece and its case: "for", "if", "whenever".
_CASE = re.compile(r"\s*,?\s*\(?\s*(?:(?:exactly|precisely|just)\s+)?(?:for|iff?|if\s+and\s+only\s+if|when|whenever|where|wherever|as\s+long\s+as|in\s+the\s+case)(?:\s+(?:all|every|any|each))?\s*$", re.I)
# The same of a piece that has its value nowhere else.
_NOWHERE_ELSE = re.compile(r"\b(?:exactly|precisely|just|iff|if\s+and\s+only\s+if)\b", re.I)
# `M \in \{0,1\}^{n \times m}`, and "binary mask", "zero-one matrix", right before its name: all entries are 0 or 1.
_TWO_VALUES = r"\\(?:in|subset)(?![A-Za-z])\s*\\\{\s*(?:0\s*,\s*1|1\s*,\s*0)\s*\\\}"
_BINARY = re.compile(r"\b(?:(?:binary|boolean|0\s*[-/]\s*1|zero[\s-]one)(?:[\s-]valued)?\s+(?:mask(?:ing)?|matrix|vector|indicators?|diagonal)|mask(?:ing)?|indicators?)"
                     r"(?:\s+(?:vector|matrix))?(?:\s+(?:with|has|have|having|whose|of|entries))*\s*$", re.I)
# "and zero elsewhere", right after a case; what else makes a case narrower than its formula.
_ELSE_IN_WORDS = re.compile(r"\s*,?\s*(?:and|but)?\s*(?:(?:it\s+)?(?:is|are|equals)\s+)?(?P<value>zero|one)\s+(?:otherwise|elsewhere|else|everywhere\s+else|in\s+all\s+other\s+cases)\b", re.I)
_NARROWED = re.compile(r"^\s*,?\s*(?:and(?!\s+(?:let|define|write|put|denote|set|then|we|call)\b)|or|but|unless|except|provided|if|when|where|for|on|in|with|while|whereas)\b", re.I)
# Between a case and the next piece, and right after the last one, or before it.
_JOINED = re.compile(r"\s*\)?\s*[,;]?\s*(?:(?:and|but|while|whereas|or)(?:\s+(?:by|to|is|equals))?)?\s*\(?\s*$", re.I)
_ELSE = re.compile(r"\s*,?\s*(?:otherwise|else(?:where)?|in\s+all\s+other\s+cases|in\s+the\s+other\s+cases?|everywhere\s+else|(?:if|when)\s+not(?=\s*(?:[.,;:)\n]|$)))(?!\s+(?:if|when)\b)", re.I)
_ELSE_BEFORE = re.compile(r"\s*\)?\s*[,;]?\s*(?:(?:and|or|but)\s+)?(?:otherwise|else|in\s+all\s+other\s+cases|in\s+the\s+other\s+cases?)\s*,?\s*(?:(?:it\s+is|we\s+(?:set|put|have|let)|by|is|set|let)\s*)?$", re.I)
# "the slope is", right before the first value; "Collect these slopes in a mask matrix", right before the name of what holds them.
_ENTRY_IS = re.compile(r"\b(?:slope|derivative|factor|value|indicator)\s+(?:there\s+)?(?:is|equals)\s*$", re.I)
_COLLECTED = re.compile(r"\s*[.;,]\s*(?:(?:let\s+us|we|I|now|and)\s+)*(?:collect|gather|put|store|stack|arrange|record|pack|write)\s+(?:all\s+)?(?:(?:of\s+)?(?:these|those|the)\s+"
                        r"(?:\w+\s+)?(?:slopes|values|derivatives|numbers|indicators|factors)|them)\s+(?:all\s+)?(?:in(?:to)?|as)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}(?:matrix|vector|mask|array)\s*$", re.I)
_HOLDS = re.compile(rf"\s*(?P<name>{_FONT}|\\[A-Za-z]+|[A-Za-z])\s*(?:{_TWO_VALUES}.*)?")
_OF_ENTRY = re.compile(r"\s*[A-Za-z\\{}]+\s*(?P<lower>_\s*(?:\{\s*[a-z](?:\s*,?\s*[a-z])?\s*\}|[a-z]))\s*(?:[<>]|\\[lg]eq?(?![A-Za-z]))\s*0\s*[.,;]?\s*")


class _Defined(NamedTuple):
    """A definition in pieces: how many formulas it takes, its text, and the words after it."""

    count: int
    text: str
    after: str


def rewritten(document: Document) -> Document:
    """The document with one formula for each definition in pieces."""
    document = _collected(document)
    formulas, k = [], 0
    source, stretches = document.formulas, list(document.stretches[:1])
    while k < len(source):
        found = _defined(source, k)
        if found is None:
            formulas.append(source[k])
            k += 1
            stretches += document.stretches[k:k + 1]
            continue
        row = source[k].rows[0]
        formulas.append(replace(source[k], rows=(row.rewritten(found.text),), after=found.after))
        k += found.count
        stretches += document.stretches[k:k + 1]
        if k < len(source) and (words := _ELSE.match(source[k].before)) is not None:
            source = (*source[:k], replace(source[k], before=source[k].before[words.end():]), *source[k + 1:])
    return document if len(formulas) == len(document.formulas) else replace(document, formulas=tuple(formulas), stretches=tuple(stretches))


def _collected(document: Document) -> Document:
    """The document with a formula for each array in which the values of all cases right before it are collected."""
    formulas = list(document.formulas)
    for k in range(4, len(formulas)):
        *cases, last = formulas[k - 4:k + 1]
        texts = [_text(f).strip(" .,;") for f in cases]
        held, entries = _HOLDS.fullmatch(_text(last)), [_OF_ENTRY.fullmatch(texts[n]) for n in (1, 3)]
        if held is None or None in entries or entries[0]["lower"] != entries[1]["lower"] or {texts[0], texts[2]} != {"0", "1"} or _COLLECTED.fullmatch(last.before) is None \
                or _ENTRY_IS.search(cases[0].before) is None or not all(_CASE.fullmatch(cases[n].before) for n in (1, 3)) or _JOINED.fullmatch(cases[2].before) is None \
                or _is_headed(tuple(formulas[:k]), held["name"]):
            continue
        text = rf"{held['name']}{entries[0]['lower']} = \begin{{cases}} {texts[0]} & {texts[1]} \\ {texts[2]} & {texts[3]} \end{{cases}}"
        formulas[k] = replace(last, rows=(last.rows[0].rewritten(text),))
    return replace(document, formulas=tuple(formulas))


def _defined(formulas: tuple[Formula, ...], k: int) -> _Defined | None:
    """The definition in pieces that begins with formula k."""
    first = _PIECE.fullmatch(_text(formulas[k])) or _ENTRY.fullmatch(_text(formulas[k]))
    if first is None or _RELATION.search(first["value"]) or _is_headed(formulas[:k], first["name"]):
        return None
    shape, letters = first.re, _letters(first)
    if not letters and any(_has(row.text, first["name"]) for f in formulas[:k] for row in f.rows):
        return None
    pieces: list[str] = []
    at, value = k, first["value"]
    while True:
        if pieces and ((words := _ELSE.match(formulas[at].after)) is not None or _ELSE_BEFORE.fullmatch(formulas[at].before) is not None):
            pieces.append(rf"{value} & \text{{otherwise}}")
            return _of(first["head"], pieces, at + 1 - k, formulas[at].after[words.end() if words is not None else 0:])
        case = formulas[at + 1] if at + 1 < len(formulas) else None
        if case is None or _CASE.fullmatch(case.before) is None or not _limits(_text(case), letters, shape):
            return _ended(formulas, k, at, first, pieces)  # the last formula is none of it
        pieces.append(f"{value} & {_text(case).strip(' .,;')}")
        following = formulas[at + 2] if at + 2 < len(formulas) else None
        joined = following is not None and (_JOINED.fullmatch(following.before) or _ELSE_BEFORE.fullmatch(following.before))
        value = _value(_text(following), first["head"], shape) if joined else ""
        if not value:
            return _ended(formulas, k, at + 2, first, pieces)
        at += 2


def _ended(formulas: tuple[Formula, ...], k: int, end: int, first: re.Match, pieces: list[str]) -> _Defined | None:
    """What formulas k up to the end define, where the words after them, or what all entries are, may tell the last piece."""
    after = formulas[end - 1].after
    if (words := _ELSE_IN_WORDS.match(after)) is not None and pieces:
        pieces.append(rf"{int(words['value'].lower() == 'one')} & \text{{otherwise}}")
        after = after[words.end():]
    elif len(pieces) == 1 and first["value"].strip() in ("0", "1") and _ORDER.fullmatch(_text(formulas[k + 1])) is not None \
            and _NARROWED.match(after) is None and _is_two_valued(formulas, k, first):
        pieces.append(rf"{1 - int(first['value'])} & \text{{otherwise}}")
    return _of(first["head"], pieces, end - k, after)


def _is_two_valued(formulas: tuple[Formula, ...], k: int, first: re.Match) -> bool:
    """Is every entry 0 or 1, as the formula right before says, or as another one says where the words make the value hold nowhere else?"""
    if first.re is not _ENTRY or not _letters(first):
        return False
    entry = rf"\s*{re.escape(first['name'])}(?:\s*_\s*(?:\{{[^{{}}]*\}}|[a-z]))?"
    told = re.compile(rf"{entry}\s*{_TWO_VALUES}.*")
    if told.fullmatch(_text(formulas[k - 1])) is not None and k and "." not in formulas[k].before:
        return True
    if _NOWHERE_ELSE.search(formulas[k + 1].before) is None:
        return False
    return any(told.fullmatch(_text(f)) is not None for f in formulas[:k]) or _BINARY.search(formulas[k].before) is not None \
        or any(re.fullmatch(rf"{entry}\s*(?:\\in(?![A-Za-z]).*)?", _text(f)) and _BINARY.search(f.before) is not None for f in formulas[:k])


def _of(head: str, pieces: list[str], count: int, after: str) -> _Defined | None:
    rows = r" \\ ".join(pieces)
    return _Defined(count, rf"{head} = \begin{{cases}} {rows} \end{{cases}}", after) if len(pieces) > 1 else None


def _text(formula: Formula) -> str:
    return formula.rows[0].text if len(formula.rows) == 1 and not formula.display else ""


def _letters(first: re.Match) -> str:
    """What a function is taken at, or the indices of entries; "" of a name alone."""
    return first["letter"] or re.sub(r"[\s,]", "", first["letters"] or "") if first.re is _ENTRY else first["letter"]


def _value(text: str, head: str, shape: re.Pattern[str]) -> str:
    """The value of the next piece, `H(t) = 0` or `0`; "" where this is none."""
    again = shape.fullmatch(text)
    if again is not None and re.sub(r"\s", "", again["head"]) != re.sub(r"\s", "", head):
        return ""
    value = again["value"] if again is not None else text.strip(" .,;")
    return "" if _RELATION.search(value) else value


def _limits(text: str, letters: str, shape: re.Pattern[str]) -> bool:
    """Is this an order in which the letter stands? Or of entries a condition in which their indices stand, of a number an order?"""
    if shape is _PIECE:
        return _ORDER.fullmatch(text) is not None and _has(text, letters)
    if not letters:
        return _ORDER.fullmatch(text) is not None
    return _CONDITION.fullmatch(text) is not None and {*letters} <= {x for m in _INDICES.finditer(text) for x in m[0]}


def _has(text: str, name: str) -> bool:
    """Does the name stand in the text?"""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None


def _is_headed(formulas: tuple[Formula, ...], name: str) -> bool:
    """Has an equation of these the name, or a call of it, on its left?"""
    head = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z'])\s*(?:{_MARK}\([^()]*\)\s*)?&?\s*(?::?=(?!:)|\\equiv)")
    return any(head.search(row.text) for f in formulas for row in f.rows)
