r"""Formulas found in text: `$..$`, `$$..$$`, `\(..\)`, `\[..\]` and environments, in one pass.

A formula that is never closed is a fault and is not read; the text after it is. No reader here looks
twice at what another looked through, but for a bounded number of times: time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.read import notation
from symcheck.read.documents.braces import Braces
from symcheck.read.documents.faults import Faults
from symcheck.text import Source, Span

UNCLOSED = 5_000    # formulas that are not closed, dollars that are none among them

# Displays that cannot stand in one another, and what else is a formula when it stands in the text.
DISPLAYS = frozenset(
    f"{name}{star}" for star in ("", "*") for name in
    "equation align alignat flalign gather multline eqnarray displaymath math dmath empheq IEEEeqnarray "
    "xalignat xxalignat".split())
INNER = frozenset("aligned alignedat gathered split".split()) | frozenset(
    s for row in notation.ENVIRONMENTS if row.kind != "display" for s in row.spellings)

_ENVIRONMENT = r"\\(begin|end)[ \t]*\{([A-Za-z]+\*?)\}"
_OPENER = re.compile(rf"\\\\[\[(]|\\\\|{_ENVIRONMENT}|\\ensuremath[ \t]*\{{|\\[\s\S]|\$\$?")
_INSIDE = re.compile(
    rf"\\\\|{_ENVIRONMENT}|\\(?:text|mbox|textrm|textbf|textit|intertext|shortintertext|tag\*?)[ \t]*\{{"
    r"|\\(?:part|chapter|(?:sub)*section|item|maketitle|bigskip)(?![A-Za-z])|\\[\s\S]|\$\$?|\n[ \t]*\n\s*"
    r"|\n#{1,6}[ ]|[{}]")
_PROSE = re.compile(r"[A-Za-z]+[,:]?\s+(?:[a-z]+[,:]?\s+[a-z]|\$(?!\$))|#{1,6}[ ]|\\(?:sub)*section")
_DISPLAY_AHEAD = re.compile(r"\\begin[ \t]*\{([A-Za-z]+\*?)\}|\\\[")
_MATHEMATICAL = re.compile(r"\\[A-Za-z]|[=^_<>]")
_IN_PARENTHESES = re.compile(r"(?<!\\)\\\((?:(?!\\[()])[^\n])*?(?:\\[A-Za-z]|[=^_])(?:(?!\\[()])[^\n])*?\\\)")
_WORD = re.compile(r"[A-Za-z]{2}")
_PRICE = re.compile(r"\d[\d.,]*\s+[A-Za-z]{2,}")
_CLOSES = {"$": "$", "$$": "$$", r"\[": r"\]", r"\(": r"\)", r"\\[": r"\\]", r"\\(": r"\\)"}
INLINE = frozenset(("$", r"\(", r"\\(", "math", r"\ensuremath"))


class Scan:
    """One pass over a stretch of text.

    `formula(environment, opened, start, end, closed)` is called for each formula: it begins at offset
    `opened`, its inside is `start`..`end`, and the text goes on at `closed`. `skipped(start, end)` is
    called for what belongs to an unclosed one.
    """

    def __init__(self, source: Source, markdown: bool, faults: Faults,
                 formula: Callable[[str, int, int, int, int], None],
                 skipped: Callable[[int, int], None]):
        self.source, self.text, self.markdown = source, source.text, markdown
        self.faults, self.formula, self.skipped = faults, formula, skipped
        self.braces = Braces(source.text)
        self.resume = 0     # where the text goes on after a formula that was not closed
        self.failed = 0
        self.parentheses = markdown and _IN_PARENTHESES.search(source.text) is not None  # are formulas written `\(x_i\)` here?
        self.unfound = 0    # up to here, a `\\\\[` of Markdown is not closed

    def run(self) -> None:
        """All formulas, in order."""
        at = 0
        while not self.faults.full and (m := _OPENER.search(self.text, at)) is not None:
            at = m.end()
            token, end = m[0], None
            if m[1] is not None:
                at = self._environment(m)
                continue
            if token.startswith(r"\ensuremath"):
                end = self.braces.closing.get(m.end() - 1)
                if end is not None:
                    self.formula(r"\ensuremath", m.start(), m.end(), end, end + 1)
                    at = end + 1
                continue
            if token == "$" and self.markdown:
                at = self._dollar(m)
                continue
            if token not in _CLOSES or len(token) == 3 and not self.markdown:
                if len(token) == 3:
                    at -= 1
                continue
            if len(token) == 3 and at <= self.unfound:
                continue
            end = self._closing(_CLOSES[token], m.end(), token not in INLINE)
            if len(token) == 3 and end is None:
                self.unfound = self.resume
            if self.markdown and token != "$$" and not self._mathematical(m, token, end):
                continue
            if end is None:
                at = self._unclosed(m, token, _CLOSES[token])
                continue
            self.formula(token, m.start(), m.end(), *end)
            at = end[1]

    def _mathematical(self, m: re.Match[str], token: str, end: tuple[int, int] | None) -> bool:
        r"""Is this `\[` of a Markdown text no escaped bracket, and this `\\[` no end of a line?"""
        text = self.text
        if end is None:
            line = text[m.end():m.end() + 200].partition("\n")[0]
            return len(token) == 2 and (not line.strip() or bool(_MATHEMATICAL.search(line)))
        return text[m.end()].isspace() or bool(_MATHEMATICAL.search(text, m.end(), end[0])) \
            or token == r"\(" and self.parentheses and not _WORD.search(text, m.end(), end[0])

    def _environment(self, m: re.Match[str]) -> int:
        name = m[2]
        if name not in DISPLAYS and name not in INNER:
            return m.end()
        if m[1] == "end":
            self.faults.fault("unbalanced-environment", "this environment was never begun", self.source,
                              Span(*m.span()), rf"no \begin{{{name}}} matches it",
                              help=rf"Write \begin{{{name}}} before it, or leave it out.")
            return m.end()
        end = self._closing(rf"\end{{{name}}}", m.end(), name != "math", name)
        if end is None:
            return self._unclosed(m, rf"\begin{{{name}}}", rf"\end{{{name}}}")
        self.formula(name, m.start(), m.end(), *end)
        return end[1]

    def _unclosed(self, m: re.Match[str], opening: str, closing: str) -> int:
        self.faults.fault("unclosed-formula", "this formula is never closed", self.source,
                          Span(*m.span()), f"{opening} has no {closing}",
                          help=f"Write {closing} where the formula ends.")
        if opening == "$":
            return m.end()
        self.skipped(m.start(), self.resume)
        return self.resume

    def _dollar(self, m: re.Match[str]) -> int:
        """`$` in Markdown: a formula, or a dollar. The text goes on at the offset returned."""
        text, start = self.text, m.end()
        end = self._closing("$", start, False)
        if end is None:
            line = text[start:start + 200].partition("\n")[0].partition("$")[0]
            if line and not line[0].isspace() and not line[0].isdigit() and _MATHEMATICAL.search(line):
                self._unclosed(m, "$", "$")
            return start
        stop, after = end
        blank = text[start:stop].isspace()
        digit = text[after:after + 1].isdigit()
        left, right = text[start].isspace(), text[stop - 1].isspace()
        if digit and not blank or left != right:
            return start
        if (left or _PRICE.match(text, start, stop)) and not blank and \
                not _MATHEMATICAL.search(text, start, stop):
            return start
        self.formula("$", m.start(), start, stop, after)
        return after

    def _closing(self, wanted: str, start: int, display: bool, name: str = "") -> tuple[int, int] | None:
        """Where the inside ends and where the text goes on; None (and `resume`) if it is not closed."""
        text, at = self.text, start
        first = None        # the first place where the text may go on
        begun: list[str] = []
        count: dict[str, int] = {}
        while (m := _INSIDE.search(text, at)) is not None:
            token, at = m[0], m.end()
            here = m.start()
            if token == wanted or token == "$$" and wanted == "$" and here > start:
                return here, here + len(wanted)
            if token == r"\\":
                if len(wanted) == 3 and text[at:at + 1] == wanted[2]:
                    return here, at + 1
            elif m[2] is not None:
                if m[1] == "begin":
                    if m[2] == name or m[2] in DISPLAYS and not display:
                        break
                    if m[2] in DISPLAYS and first is None:
                        first = here
                    begun.append(m[2])
                    count[m[2]] = count.get(m[2], 0) + 1
                elif m[2] == name:
                    return here, at
                elif count.get(m[2]):
                    while (popped := begun.pop()) != m[2]:
                        count[popped] -= 1
                    count[m[2]] -= 1
                elif m[2] in DISPLAYS and name:
                    self.faults.fault(
                        "unbalanced-environment", "this ends another environment", self.source,
                        Span(*m.span()), rf"\begin{{{name}}} is still open",
                        help=rf"Write \end{{{name}}} instead.")
                    return here, at
                elif m[2] not in INNER:
                    break
            elif token == "}":
                if self.braces.opening.get(here, start) < start:
                    break
            elif token[-1] == "{":
                if len(token) > 1:
                    at = self.braces.closing.get(at - 1, at - 1) + 1
            elif token[0] == "\n":
                if not display or token[1] == "#":
                    break
                first = here if first is None else first
                ahead = _DISPLAY_AHEAD.match(text, at)
                if _PROSE.match(text, at) or ahead and (not ahead[1] or ahead[1] in DISPLAYS) \
                        and text[start:here].strip():
                    break
            elif token == "$$" and wanted != "$" or token in (r"\[", r"\("):
                if token != r"\(" or wanted == r"\)":
                    break
            elif len(token) > 2:
                break
        stop = m.start() if m is not None else len(text)
        self.resume = stop if first is None else first
        self.failed += 1
        if self.failed > UNCLOSED:
            self.faults.stop(self.source, Span(start - 1, start), "too many formulas are not closed",
                             f"{UNCLOSED:,} are looked at")
        return None
