"""Directives: what a document tells symcheck, in front matter or in comments.

    ---                                        <!-- symcheck: layout row -->
    layout: row                                % symcheck: declare x \\in \\mathbb{R}^d
    declare:
      - x \\in \\mathbb{R}^d
    ---
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from symcheck.read.documents.compose import Composer, stripped
from symcheck.read.documents.faults import Faults
from symcheck.text import Source, Span

KEYS = ("layout", "declare", "worksheet", "part", "target", "gaps", "assume")
# Keys of front matter that other programs read.
OTHERS = frozenset(
    "abstract author authors bibliography categories category course date description documentclass draft "
    "email fontsize format geometry header-includes institute jupyter jupytext kernelspec keywords lang "
    "language mathjax math katex name number-sections output pdf permalink semester slug student subject "
    "subtitle summary tag tags theme title toc version week".split())

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_ENTRY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?=\s|$)[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_LINE = re.compile(r"[^\n]+")
_COMMENT = re.compile(r"\s*symcheck\s*:[ \t]*")
_SAID = re.compile(r"[ \t]*([A-Za-z][\w-]*)[ \t]*:?[ \t]*(.*)")


@dataclass(frozen=True)
class Directive:
    """One thing the document says of how it is to be read; `start` is its place in the file."""

    key: str
    value: Source
    start: int


def comment(source: Source, start: int, end: int, found: list[Directive], faults: Faults) -> None:
    """The directives of a comment's inside, one a line, if it begins with `symcheck:`."""
    m = _COMMENT.match(source.text, start, end)
    if m is None:
        return
    for line in _LINE.finditer(source.text, m.end(), end):
        said = _SAID.match(source.text, *line.span())
        if said is not None:
            _take(source, said, *said.span(2), found, faults)
        elif line[0].strip():
            _unread(source, *line.span(), faults)


def front_matter(source: Source, found: list[Directive], faults: Faults) -> int:
    """Read the front matter, if the file begins with it; the offset after it."""
    text = source.text
    opening = _FENCE.match(text)
    if opening is None:
        return 0
    end = _END.search(text, opening.end())
    if end is None:
        if _ENTRY.match(text, opening.end()):
            faults.fault("not-a-directive", "this front matter is never closed", source,
                         Span(0, 3), "it begins here", help="Write --- on a line after it.")
            return opening.end()
        return 0
    key = None      # of the list or block that goes on
    for line in _LINE.finditer(text, opening.end(), end.start()):
        at, to = line.span()
        entry, item = _ENTRY.match(text, at, to), _ITEM.match(text, at, to)
        if entry is not None:
            key = entry
            if entry[1] in OTHERS:
                continue
            if entry[2].strip() in ("", "|", ">", "|-", ">-"):
                if entry[1] not in KEYS:
                    _take(source, entry, *entry.span(2), found, faults)
                continue
            for part in _parts(text, *entry.span(2)):
                _take(source, entry, *part, found, faults)
        elif key is not None and (item is not None or text[at].isspace()):
            if key[1] in KEYS:
                _take(source, key, *(item.span(1) if item else (at, to)), found, faults)
        elif line[0].strip() and not line[0].lstrip().startswith("#"):
            _unread(source, at, to, faults)
    return end.end()


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The values of `[a, "b"]` written on one line whose items are quoted, else the whole value."""
    inside = text[start:end].strip()
    if not (inside.startswith(('["', "['")) and inside.endswith(('"]', "']"))):
        return [(start, end)]
    quoted = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
    return [m.span() for m in quoted.finditer(text, start, end)]


def _take(source: Source, key: re.Match[str], start: int, end: int, found: list[Directive],
          faults: Faults) -> None:
    name = key[1]
    if name not in KEYS:
        near = get_close_matches(name, KEYS, n=1, cutoff=0.6)
        faults.fault("not-a-directive", "this is no directive", source, Span(*key.span(1)),
                     f"known are {', '.join(KEYS)}", help=f"did you mean {near[0]}?" if near else "")
        return
    start, end = stripped(source, start, end)
    value = _unquoted(source, start, end)
    if not value.text and name != "gaps":
        faults.fault("not-a-directive", "this directive says nothing", source, Span(*key.span(1)),
                     f"a value of {name} should follow")
        return
    found.append(Directive(name, value, source.origin.place(start)[0]))


def _unquoted(source: Source, start: int, end: int) -> Source:
    """Without quotes around; in double quotes a doubled backslash is one, as in YAML."""
    text = source.text
    if end - start < 2 or text[start] not in "'\"" or text[end - 1] != text[start]:
        return source.cut(start, end)
    if text[start] == "'" or "\\\\" not in text[start:end]:
        return source.cut(start + 1, end - 1)
    made, at = Composer(source.origin.file), start + 1
    for m in re.compile(r"\\\\").finditer(text, start + 1, end - 1):
        made.add(source, at, m.start() + 1)
        at = m.end()
    made.add(source, at, end - 1)
    return made.source()


def _unread(source: Source, start: int, end: int, faults: Faults) -> None:
    faults.fault("not-a-directive", "this line of directives is not read", source, Span(start, end),
                 "a key and its value should stand here", help="Write it as `declare: x > 0`.")
