r"""`\delta_{kj} = 1` where k = j, else 0: the Kronecker delta told, as it is known anyway for indices of any range."""

from __future__ import annotations

import re

from symcheck.judge.derivation.rows.statements import Statement

_HEAD = re.compile(r"\s*\\delta_\s*\{\s*([a-z]|\\ell)\s*,?\s*([a-z]|\\ell)\s*\}\s*$")
# `\begin{cases} 1 & \text{if } k = j, \\ 0 & \text{otherwise} \end{cases}`; `\mathbb{1}[k = j]`.
_WORDS = r"(?:\\(?:text|mathrm|mbox)\s*\{[^{}]*\}|\\[,;: ]|\\q?quad|if|for|when|[\s,.;&])*"
_SAME, _OTHER = r"([a-z]|\\ell)\s*=\s*([a-z]|\\ell)", r"(?:([a-z]|\\ell)\s*(?:\\neq?|\\not\s*=)\s*([a-z]|\\ell))?"
_CASES = re.compile(rf"\s*\\begin\s*\{{d?cases\}}{_WORDS}(?:1{_WORDS}{_SAME}{_WORDS}\\\\{_WORDS}0{_WORDS}{_OTHER}"
                    rf"|0{_WORDS}{_OTHER}{_WORDS}\\\\{_WORDS}1{_WORDS}{_SAME}){_WORDS}\\end\s*\{{d?cases\}}[\s.,;]*$")
_INDICATOR = re.compile(rf"\s*(?:\\(?:mathbb|mathbf|bm)\s*\{{?\s*1\s*\}}?\s*|\\mathds\s*\{{?1\}}?\s*)?(?:_\s*)?(?:\\left|\\[bB]ig+l?)?\s*(?:\\?[\[{{(])\s*{_SAME}\s*"
                        r"(?:\\right|\\[bB]ig+r?)?\s*(?:\\?[\]})])[\s.,;]*$")


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
