r"""`\delta_{kj} = 1` where k = j, else 0: the Kronecker delta told, as it is known anyway for indices of any range."""

from __future__ import annotations

import re

from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.documents import Document

_HEAD = re.compile(r"\s*\\delta_\s*\{\s*([a-z]|\\ell)\s*,?\s*([a-z]|\\ell)\s*\}\s*$")
# `\begin{cases} 1 & \text{if } k = j, \\ 0 & \text{otherwise} \end{cases}`; `\mathbb{1}[k = j]`.
_WORDS = r"(?:\\(?:text|mathrm|mbox)\s*\{[^{}]*\}|\\[,;: ]|\\q?quad|if|for|when|[\s,.;&])*"
_SAME, _OTHER = r"([a-z]|\\ell)\s*=\s*([a-z]|\\ell)", r"(?:([a-z]|\\ell)\s*(?:\\neq?|\\not\s*=)\s*([a-z]|\\ell))?"
_CASES = re.compile(rf"\s*\\begin\s*\{{d?cases\}}{_WORDS}(?:1{_WORDS}{_SAME}{_WORDS}\\\\{_WORDS}0{_WORDS}{_OTHER}"
                    rf"|0{_WORDS}{_OTHER}{_WORDS}\\\\{_WORDS}1{_WORDS}{_SAME}){_WORDS}\\end\s*\{{d?cases\}}[\s.,;]*$")
_INDICATOR = re.compile(rf"\s*(?:\\(?:mathbb|mathbf|bm)\s*\{{?\s*1\s*\}}?\s*|\\mathds\s*\{{?1\}}?\s*)?(?:_\s*)?(?:\\left|\\[bB]ig+l?)?\s*(?:\\?[\[{{(])\s*{_SAME}\s*"
                        r"(?:\\right|\\[bB]ig+r?)?\s*(?:\\?[\]})])[\s.,;]*$")


_L = r"(?:[a-z]|\\ell)"
_ONE = re.compile(rf"^\s*\\delta_\s*\{{\s*(?P<a>{_L})\s*,?\s*(?P<b>{_L})\s*\}}\s*(?P<one>=\s*1)?\s*$")
_EQUAL = re.compile(rf"^\s*(?P<a>{_L})\s*=\s*(?P<b>{_L})\s*$")
_UNEQUAL = re.compile(rf"^\s*(?P<a>{_L})\s*(?:\\neq?|\\not\s*=)\s*(?P<b>{_L})\s*$")
_ZERO = re.compile(rf"^\s*(?:\\delta_\s*\{{\s*{_L}\s*,?\s*{_L}\s*\}}\s*=\s*)?0\s*$")
_IF = re.compile(r"\s*,?\s*(?:if|when(?:ever)?|for|where)\s*$", re.I)
_AND = re.compile(r"\s*[,;]?\s*(?:and|but|while|or)?\s*(?:is\s+|equals\s+)?$", re.I)
_ELSE = re.compile(r"\s*,?\s*(?:otherwise\b|else\b|in\s+all\s+other\s+cases\b|(?:if|when)\s+not(?=\s*(?:[.,;:)\n]|$)))", re.I)
_ELSE_BEFORE = re.compile(r"\s*[,;]?\s*(?:and\s+|or\s+)?(?:otherwise|else|in\s+all\s+other\s+cases)\s*,?\s*(?:(?:it\s+)?is\s+)?$", re.I)
_IS_ONE = re.compile(r"\s*,?\s*(?:is|equals|be|which\s+is|denotes)\s*(?:one\s*(?:if|when|for)\s*)?$", re.I)


def in_words(document: Document) -> set[int]:
    r"""The formulas of `$\delta_{kj} = 1$ if $k = j$ and $0$ otherwise`, which say no more than what the Kronecker delta is."""
    formulas, found = document.formulas, set()
    for k, f in enumerate(formulas):
        one = _ONE.match(f.rows[0].text) if len(f.rows) == 1 and not f.display else None
        if one is None:
            continue
        at = k if one["one"] else k + 1
        if at > k and not (at < len(formulas) and _IS_ONE.match(formulas[at].before) and formulas[at].rows[0].text.strip() == "1"):
            continue
        if at + 2 >= len(formulas) or any(g.display or len(g.rows) != 1 for g in formulas[at:at + 3]):
            continue
        equal, zero = _EQUAL.match(formulas[at + 1].rows[0].text), _ZERO.match(formulas[at + 2].rows[0].text)
        if equal is None or zero is None or {equal["a"], equal["b"]} != {one["a"], one["b"]} or not _IF.match(formulas[at + 1].before):
            continue
        if _ELSE_BEFORE.match(formulas[at + 2].before):
            found |= {*range(k, at + 3)}
            continue
        if not _AND.match(formulas[at + 2].before):
            continue
        if _ELSE.match(formulas[at + 2].after):
            found |= {*range(k, at + 3)}
        elif at + 3 < len(formulas) and _IF.match(formulas[at + 3].before) and (other := _UNEQUAL.match(formulas[at + 3].rows[0].text)) is not None \
                and {other["a"], other["b"]} == {one["a"], one["b"]}:
            found |= {*range(k, at + 4)}
    return found


def is_said(s: Statement) -> bool:
    """Does a statement say no more than what the Kronecker delta is?"""
    head = _HEAD.match(s.text(0)) if len(s.pieces) == 2 and s.operators in (["="], [":="], [r"\equiv"]) and s.pieces[0] is not None else None
    if head is None:
        return False
    rest = s.row.text[s.row.text.index(s.text(0)) + len(s.text(0)):]
    rest = re.split(r"(?::?=|\\equiv|\\coloneqq)", rest, maxsplit=1)[-1]
    value = _CASES.match(rest) or _INDICATOR.match(rest)
    letters = [x for x in value.groups() if x is not None] if value is not None else []
    return bool(letters) and all({*pair} == {*head.groups()} for pair in zip(letters[::2], letters[1::2]))
