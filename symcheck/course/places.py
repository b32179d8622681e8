r"""Where the names of an update rule stand: in which statement, and whether that is about them.

A statement is about a name where it begins with it and gives it its value: `\theta_{t+1} = ..`, `v \leftarrow ..`,
`w_i \mathrel{-}= ..`, `\theta_{t+1} - \theta_t = ..`. What a rule says beside its steps (values at the start, the range of
the counter) is left blank. Every offset is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from symcheck.course.marks import Marked, Name, Time, marked, written

LONGEST = 3000  # characters; in a longer text no name is looked for, and nothing is left blank
ARROW = r"\\leftarrow|\\gets|←|:=|\\coloneqq"
ASSIGNED = r"\\mathrel\s*\{\s*[-+]\s*=\s*\}|(?:\\math(?:rel|bin)\s*)?\{\s*[-+]\s*\}\s*=|[-+−]\s*="
_END = r"\\q?quad(?![A-Za-z])"
_WORDS = r"\\text\s*\{[^{}]*\}"
_GIVES = re.compile(rf"\s*\}}*\s*&?\s*(?:(?P<arrow>{ARROW}|{ASSIGNED})|=(?!=))")
_FONT = r"\\(?:boldsymbol|mathbf|bm|bf|vec|mathrm|hat)(?![A-Za-z])"
_LEAD = (rf"\s|&|\$|\\[,;:! ]|\\\[|\\\(|\\begin\s*\{{\w+\*?\}}(?:\{{[lcr]+\}})?|\\boxed\s*\{{|\\left\s*\\\{{|\\displaystyle"
         rf"|{_FONT}|\{{|{_WORDS}|(?<![A-Za-z])(?:where|with|and|then|let)(?![A-Za-z])")
_BEGINS = re.compile(rf"(?:^|[,;\n]|\\\\(?:\s*\[[^\]]*\])?|{_END}|{_WORDS}|\\implies|\\Rightarrow)"
                     rf"(?:{_LEAD}|[,;]|\\\\|{_END})*$")
_RANGE = re.compile(rf"(?:[,;(\s]|{_END}|\\[,;:! ]|\\text\s*\{{[\s,]*(?:for|with)?[\s,]*\}}|for)+[tkns]\s*=\s*\d"
                    r"(?:\s*,\s*(?:\d|\\[lc]?dots|\.\.\.|[A-Z](?:\s*-\s*1)?))+[\s,.)]*$")
_START = re.compile(rf"(?<![A-Za-z_^{{\\])(?:(?:{_LEAD})*[a-z]\}}?\s*_\s*\{{?\s*0\s*\}}?\s*=\s*)+"
                    rf"(?:0|{_FONT}\s*\{{?\s*0\s*\}}?)"
                    rf"(?![\s\d]*[-+.\d\\A-Za-z])(?:[,;\s]|\\[,;:! ]|{_END}|\\\\)*")
_BY = re.compile(rf"(?:\\nabla\s*_\s*\{{?|\\partial|(?<![A-Za-z])d)(?:{_LEAD})*$")  # what is differentiated by has no time


@dataclass(frozen=True)
class Place:
    """A marked name.

    `left` where the statement gives it its value, `arrow` where it does so by assignment; `chained` behind a second sign of
    equality, where older values may be put in; `by` where something is differentiated by it, `at` where it is what a
    function is taken at.
    """

    mark: Marked
    statement: int = 0
    left: bool = False
    arrow: bool = False
    chained: bool = False
    by: bool = False
    at: bool = False

    @property
    def time(self) -> Time | None:
        return self.mark.time


def places(text: str, names: tuple[Name, ...], scalar: bool = False) -> list[Place]:
    """Where the names stand, and which of them their statements are about."""
    if len(text) > LONGEST:
        return []
    found, statement, since = [], 0, 0
    marks, signs = marked(text, names, scalar), _signs(text)
    for k, m in enumerate(marks):
        gives = _GIVES.match(text, m.end)
        if gives is None and k + 1 < len(marks) and marks[k + 1].name == m.name and (
                re.fullmatch(r"\s*-\s*(?:\\\w+\s*\{?\s*)?", text[m.end:marks[k + 1].start])):
            gives = _GIVES.match(text, marks[k + 1].end)
        left = gives is not None and m.name.role != "power" and _BEGINS.search(_before(text, m.start)) is not None
        if left:
            statement, since = statement + 1, m.end
        chained = statement > 0 and bisect_left(signs, m.start) - bisect_left(signs, since) > 1
        found.append(Place(m, statement, left, left and gives["arrow"] is not None, chained,
                           _BY.search(_before(text, m.start)) is not None, _is_argument(text, m)))
    return found


def _is_argument(text: str, m: Marked) -> bool:
    return re.search(rf"\((?:{_LEAD})*$", _before(text, m.start)) is not None and (
        re.compile(r"[\s}]*(?:\\right\s*)?[),;]").match(text, m.end) is not None)


def _before(text: str, at: int) -> str:
    """What stands before, as far as a lead reaches."""
    return text[:at] if at <= 200 else "x" + text[at - 200:at]


def _signs(text: str) -> list[int]:
    """Where the signs of relations stand that are in no script."""
    found, scripts = [], []
    for m in re.finditer(rf"\\[{{}}]|(?P<open>(?P<script>[_^]\s*)?\{{)|(?P<close>\}})|(?P<sign>{ARROW}|=)", text):
        if m["open"]:
            scripts.append(m["script"] is not None)
        elif m["close"] and scripts:
            scripts.pop()
        elif m["sign"] and not any(scripts):
            found.append(m.start())
    return found


def rewritten(text: str, found: list[Place], names: dict[int, tuple[str, str]] | None = None) -> str:
    """The text without its times, every offset kept; `names`: (old, new) of what is called otherwise, by its start."""
    made, end = [], 0
    for p in found:
        made += text[end:p.mark.start], written(p.mark, *(names or {}).get(p.mark.start, ()))
        end = p.mark.end
    return "".join(made) + text[end:]


def as_spelling(text: str, read: str) -> tuple[str, str]:
    """A spelling by which this one text is read as another, so that messages quote what was typed."""
    return rf"\A{re.escape(text)}\Z", read.replace("\\", r"\\")


def without_range(text: str) -> str:
    r"""Without the range of the counter at the end, `t = 0, 1, \dots`."""
    said = _RANGE.search(text) if len(text) <= LONGEST else None
    return text[:said.start()] + " " * (len(text) - said.start()) if said else text


def without_start(text: str) -> str:
    """Without the values at the start, `v_0 = 0`."""
    return _START.sub(lambda m: " " * len(m[0]), text) if len(text) <= LONGEST else text
