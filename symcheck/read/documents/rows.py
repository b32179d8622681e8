r"""The inside of a display to its rows: split at its `\\`, labels blanked, continued rows merged."""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.read.documents.compose import Composer
from symcheck.read.documents.continued import continues, looked, relates
from symcheck.text import Source

NESTED = 4      # layouts in layouts

# Environments that lay out the rows of a display they fill.
LAYOUTS = frozenset("aligned alignedat gathered split array align align* alignat alignat* flalign flalign* "
                    "gather gather* multline multline* eqnarray eqnarray* equation equation*".split())

_DEEP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
# Blanked wherever they stand; `\\` is matched so that `\\label` is read as what it is.
_BLANK = re.compile(
    rf"\\\\|\\(?:label|tag\*?|raisetag|noalign)[ \t]*{_DEEP}|\\(?:nonumber|notag|hline|ensuremath|xspace"
    r"|displaybreak|allowdisplaybreaks|pagebreak|nopagebreak|allowbreak)(?![A-Za-z])[ \t]*(?:\[\d\])?"
    r"|\\eqno[ \t]*\([^()\n]*\)")
_COMMENT = re.compile(r"\\[\s\S]|^[ \t]*%[^\n]*\n?|%[^\n]*", re.M)
_PART = re.compile(
    r"\\(?:\\\*?(?:[ \t]*\[[ \t]*-?[\d.]+[ \t]*(?:[a-z]{2}|\\[a-z]+)[ \t]*\])?"
    r"|(?:cr|newline|tabularnewline|left|right)(?![A-Za-z])|(?:begin|end)[ \t]*\{[A-Za-z]+\*?\}"
    r"|(?:short)?intertext[ \t]*\{|[A-Za-z]+|[\s\S])|[{}]")
_ENDS = frozenset((r"\cr", r"\newline", r"\tabularnewline"))
_OPTION = re.compile(r"[ \t]*\[([^\[\]\n]*)\]")
# A bracket that is interrupted at the end of a row and taken up in the next.
_BROKEN = re.compile(r"\\right[ \t]*\.\s*$")
_RESUMED = re.compile(r"(?:[\s&~]|\\[,;:!]|\\q?quad(?![A-Za-z])|\{\})*\\left[ \t]*\.")
_ARGUMENT = re.compile(r"[ \t]*\{[^{}\n]*\}")
_LEADING = re.compile(
    r"(?:\s|~|\\[,;:! ]|\\(?:displaystyle|textstyle|small|large|Large|normalsize|footnotesize|scriptsize"
    r"|tiny|centering|boldmath|quad|qquad)(?![A-Za-z]))*")
_TRAILING = re.compile(r"(?:\s|~|\\[,;:! ]|[.,;])*")
_WITH_ARGUMENT = frozenset("alignat alignat* alignedat array empheq IEEEeqnarray IEEEeqnarray* xalignat "
                           "xxalignat".split())


def opening(text: str, name: str, start: int, end: int) -> int:
    r"""Where the inside of `\begin{name}` begins, after its options and argument."""
    option = _OPTION.match(text, start, end)
    if option is not None and (name == "empheq" or option[1] in ("t", "b", "c")):
        start = option.end()
    if name in _WITH_ARGUMENT:
        argument = _ARGUMENT.match(text, start, end)
        start = argument.end() if argument else start
    return start


def blanked(source: Source, comments: bool) -> Source:
    r"""Without labels, tags and the like, each a space; where asked, without comments."""
    for pattern in (_COMMENT, _BLANK) if comments and "%" in source.text else (_BLANK,):
        made, position = None, 0
        for m in pattern.finditer(source.text):
            if m[0] == r"\\" or pattern is _COMMENT and m[0][0] == "\\":
                continue
            made = made or Composer(source.origin.file)
            made.add(source, position, m.start())
            if pattern is _BLANK:
                made.instead(" ", source, *m.span())
            position = m.end()
        if made is not None:
            made.add(source, position, len(source.text))
            source = made.source()
    return source


class Row(NamedTuple):
    r"""A row as ranges of the display's text; or prose between rows, of `\intertext`."""

    ranges: list[tuple[int, int]]
    prose: bool = False


def rows(source: Source, name: str = "") -> list[tuple[Source, bool]]:
    """The rows in order, each with whether it is prose between rows instead (`\\intertext`).

    `source` is blanked; `name` is the environment whose inside it is.
    """
    found: list[tuple[list[tuple[int, int]], bool]] = []
    look = None
    for row in _split(source.text, 0, len(source.text), NESTED):
        text = " ".join(source.text[a:b] for a, b in row.ranges)
        before, look = look, None if row.prose else looked(text, look)
        if before is None or look is None or not continues(before, look, name.startswith("multline")):
            if look is not None and before is not None:
                look = looked(text, None)
            found.append(([*row.ranges], row.prose))
            continue
        ranges = found[-1][0]
        look.relation = look.relation or before.relation
        (a, b), (c, d) = ranges[-1], row.ranges[0]
        broken, resumed = _BROKEN.search(source.text, max(a, b - 40), b), _RESUMED.match(source.text, c, d)
        if broken is not None and resumed is not None:
            ranges[-1], row.ranges[0] = (a, broken.start()), (resumed.end(), d)
        ranges += row.ranges
    return [(_joined(source, ranges), prose) for ranges, prose in found]


def _joined(source: Source, ranges: list[tuple[int, int]]) -> Source:
    """Parts put together; a space stands for what lies between two."""
    if len(ranges) == 1:
        return source.cut(*ranges[0])
    made, last = Composer(source.origin.file), None
    for start, end in ranges:
        if last is not None and last < start:
            made.instead(" ", source, last, start)
        made.add(source, start, end)
        last = end
    return made.source()


def _split(text: str, start: int, end: int, nested: int) -> list[Row]:
    """The rows of a part, not merged."""
    start, end = _stripped(text, start, end)
    if start == end:
        return []
    tokens = _matched(text, start, end)
    layout = _layout(text, start, end, tokens) if nested else None
    if layout is not None:
        inside, outside, tail = layout
        found = _split(text, inside, outside, nested - 1)
        if found and tail < end:
            found[-1].ranges.append(_stripped(text, tail, end))
        return found
    parts = _parts(start, end, tokens)
    if len(parts) == 1:
        return [Row([(start, end)])]
    found = []
    for a, b, prose in parts:
        found += [Row([(a, b)], True)] if prose else _split(text, a, b, nested - 1 if nested else 0)
    return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Token(NamedTuple):
    """A bracket, or an end of a row; `partner` is the index of the bracket that closes it, or -1."""

    start: int
    end: int
    text: str
    partner: int


def _matched(text: str, start: int, end: int) -> list[Token]:
    """The brackets and row ends of a part. A bracket without partner has no part in nesting."""
    tokens: list[Token] = []
    waiting: list[tuple[str, int]] = []
    count: dict[str, int] = {}
    for m in _PART.finditer(text, start, end):
        token = m[0]
        if token[-1] == "{":
            opens = "}"
        elif token.startswith((r"\begin", r"\left")) and token[-1] in "}t":
            opens = r"\right" if token == r"\left" else r"\end" + token[6:]
        elif token == "}" or token.startswith((r"\end", r"\right")) and token[-1] in "}t":
            if count.get(token):
                while (last := waiting.pop())[0] != token:
                    count[last[0]] -= 1
                count[token] -= 1
                at = last[1]
                tokens[at] = tokens[at]._replace(partner=len(tokens))
            tokens.append(Token(*m.span(), token, -1))
            continue
        elif token.startswith("\\\\") or token in _ENDS:
            tokens.append(Token(*m.span(), token, -1))
            continue
        else:
            continue
        waiting.append((opens, len(tokens)))
        count[opens] = count.get(opens, 0) + 1
        tokens.append(Token(*m.span(), token, -1))
    return tokens


def _layout(text: str, start: int, end: int, tokens: list[Token]) -> tuple[int, int, int] | None:
    """Inside and tail of the environment or braces that are the whole part, if there are any."""
    lead = _LEADING.match(text, start, end).end()
    if not tokens or tokens[0].start != lead or tokens[0].partner < 0:
        return None
    first, last = tokens[0], tokens[tokens[0].partner]
    if _TRAILING.match(text, last.end, end).end() != end:
        return None
    if first.text == "{":
        return first.end, last.start, last.end
    if not first.text.startswith(r"\begin"):
        return None
    name = first.text[first.text.index("{") + 1:-1]
    inside = opening(text, name, first.end, last.start)
    if name not in LAYOUTS or name == "array" and not relates(text[inside:last.start]):
        return None
    return inside, last.start, last.end


def _parts(start: int, end: int, tokens: list[Token]) -> list[tuple[int, int, bool]]:
    """The parts between the row ends of the part's own level, and the prose in it."""
    found: list[tuple[int, int, bool]] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token.partner >= 0:
            if "intertext" in token.text:
                found.append((start, token.start, False))
                found.append((token.end, tokens[token.partner].start, True))
                start = tokens[token.partner].end
            k = token.partner
        elif token.text.startswith("\\\\") or token.text in _ENDS:
            found.append((start, token.start, False))
            start = token.end
        k += 1
    return [*found, (start, end, False)]
