r"""Markdown to stretches of text: quotes stripped, code taken out, fences of mathematics apart.

A stretch is prose with its formulas, or the inside of a fence of mathematics.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from symcheck.read.documents import directives
from symcheck.read.documents.compose import Composer
from symcheck.read.documents.directives import Directive
from symcheck.read.documents.faults import Faults
from symcheck.text import Source, Span

MATHEMATICS = frozenset(("math", "latex", "tex", "katex", "{math}", "{latex}", "$$"))

_BY_LINE = re.compile(r"```|~~~|^ {0,3}>", re.M)   # what makes a text to be read line by line
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTE = re.compile(r" {0,3}>(?: {0,3}>)* ?")
_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(`{3,}|~{3,})[ \t]*([^`\n]*)\n?")
_CLOSING = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*\n?")
# A letter with what stands below it, alone in code; a formula, and the letters in it that are names.
_NAME_IN_CODE = re.compile(r"(?<![`$\\\w])`([A-Za-z](?:_[A-Za-z0-9])?)`(?![`$\w])")
_FORMULA = re.compile(r"(\$\$?)(?!\s*\$)[^$]+?\1")
_LONE_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_OUT = re.compile(r"\\[\s\S]|<!--|`+|<(pre|code|script|style)\b[^>\n]*>", re.I)
_BLANK = re.compile(r"\n[ \t]*\n")
_SEPARATE = "\n\n"


@dataclass(frozen=True)
class Stretch:
    """A part of the document: the inside of a fence (with the fence's kind), or prose (with none)."""

    source: Source
    fence: str = ""


def stretches(source: Source, start: int, found: list[Directive], faults: Faults) -> list[Stretch]:
    """The document in parts, in order."""
    if not _BY_LINE.search(source.text, start):
        return [Stretch(_cleaned(source.cut(start, len(source.text)), found, faults))]
    lines = _unquoted(source, start)
    closings = _closings(source.text, lines)
    made: list[Stretch] = []
    prose = Composer(source.origin.file)
    k = 0
    begun = done = start    # the run of lines that is not yet in `prose`
    while k < len(lines):
        at, to = lines[k]
        fence = _FENCE.match(source.text, at, to)
        if fence is None or _inline(fence):
            if at != done:
                prose.add(source, begun, done)
                begun = at
            done = to
            k += 1
            continue
        end = _closed(closings, fence[1], k)
        prose.add(source, begun, done)
        if end is None:
            faults.fault("unclosed-formula", "this fence is never closed", source, Span(*fence.span(1)),
                         "no line after it closes it", help=f"Write {fence[1]} on a line after its end.")
            end = k
        prose.put(_SEPARATE, fence.start(1), fence.start(1))
        kind = (fence[2].split() or [""])[0].lower()
        if kind in MATHEMATICS and end > k:
            made.append(Stretch(_cleaned(prose.source(), found, faults)))
            prose = Composer(source.origin.file)
            inside = Composer(source.origin.file)
            for line in lines[k + 1:end]:
                inside.add(source, *line)
            made.append(Stretch(inside.source(), kind))
            prose.put(_SEPARATE, fence.start(1), fence.start(1))
        k = end + 1
        begun = done = lines[end][1]
    prose.add(source, begun, done)
    made.append(Stretch(_cleaned(prose.source(), found, faults)))
    return made


def _inline(fence: re.Match[str]) -> bool:
    """Three backticks that a code span begins with, on one line."""
    text, end = fence.string, fence.end()
    return fence[1][0] == "`" and text[end - 1] != "\n" and text.startswith("`", end)


def _unquoted(source: Source, start: int) -> list[tuple[int, int]]:
    """The lines without their quote marks. A `>` in the middle of a paragraph is an inequality."""
    lines: list[tuple[int, int]] = []
    quoted, blank = False, True
    for m in _LINE.finditer(source.text, start):
        quote = _QUOTE.match(source.text, *m.span())
        if quote is not None and (quoted or blank):
            quoted, blank = True, False
            lines.append((quote.end(), m.end()))
        else:
            quoted, blank = False, not m[0].strip()
            lines.append(m.span())
    return lines


def _closings(text: str, lines: list[tuple[int, int]]) -> dict[tuple[str, int], list[int]]:
    """The lines that close a fence of a given character and length."""
    found: dict[tuple[str, int], list[int]] = {}
    for k, (at, to) in enumerate(lines):
        m = _CLOSING.fullmatch(text, at, to)
        if m is not None:
            for length in range(3, min(len(m[1]), 12) + 1):
                found.setdefault((m[1][0], length), []).append(k)
    return found


def names_as_formulas(text: str) -> str:
    """The text with names in code, "the target `t`", as formulas where formulas have the same letter; every place is where it was."""
    if "`" not in text or "$" not in text:
        return text
    lines = text.splitlines(keepends=True)
    fences = [k for k, line in enumerate(lines) if _FENCE.match(line)]
    inside = {k for a, b in zip(fences[::2], [*fences[1::2], len(lines)]) for k in range(a, b + 1)}
    letters = {x for m in _FORMULA.finditer(text) for x in _LONE_LETTER.findall(m[0])}
    return "".join(line if k in inside else _NAME_IN_CODE.sub(lambda m: f"${m[1]}$" if m[1][0] in letters else m[0], line) for k, line in enumerate(lines))


def _closed(closings: dict[tuple[str, int], list[int]], marks: str, k: int) -> int | None:
    ends = closings.get((marks[0], len(marks)), [])
    at = bisect_left(ends, k + 1)
    return ends[at] if at < len(ends) else None


def _cleaned(source: Source, found: list[Directive], faults: Faults) -> Source:
    """Without comments, code spans and preformatted text."""
    text = source.text
    if "`" not in text and "<" not in text:
        return source
    made, position = Composer(source.origin.file), 0
    runs = _runs(text)
    blanks = [m.start() for m in _BLANK.finditer(text)]
    lower = text.lower() if "</" in text else ""
    missing: set[str] = set()      # ends that do not occur any more
    at = 0
    while (m := _OUT.search(text, at)) is not None:
        at = m.end()
        if m[0][0] == "\\":
            continue
        keep = None
        if m[0][0] == "`":
            end = _code_end(runs, blanks, m)
            if end is None:
                continue
            if text[m.start() - 1:m.start()] == "$" and text[end:end + 1] == "$":
                keep = (m.end(), end - len(m[0]))
        else:
            closing = "-->" if m[0] == "<!--" else f"</{m[1].lower()}>"
            end = -1 if closing in missing else (lower or text).find(closing, m.end())
            if end < 0:
                missing.add(closing)
                continue
            if closing == "-->":
                directives.comment(source, m.end(), end, found, faults)
            end += len(closing)
        made.add(source, position, m.start())
        if keep is not None:
            made.add(source, *keep)
        elif m[0] != "<!--":
            made.instead(" ", source, m.start(), end)
        position = at = end
    made.add(source, position, len(text))
    return made.source()


def _runs(text: str) -> dict[int, list[int]]:
    """Where the runs of backticks of each length start."""
    runs: dict[int, list[int]] = {}
    for m in re.finditer("`+", text):
        runs.setdefault(len(m[0]), []).append(m.start())
    return runs


def _code_end(runs: dict[int, list[int]], blanks: list[int], m: re.Match[str]) -> int | None:
    """Where the code span that begins here ends: at a run as long, in the same paragraph."""
    starts = runs.get(len(m[0]), [])
    k = bisect_left(starts, m.end())
    if k == len(starts):
        return None
    blank = bisect_left(blanks, m.end())
    if blank < len(blanks) and blanks[blank] < starts[k]:
        return None
    return starts[k] + len(m[0])
