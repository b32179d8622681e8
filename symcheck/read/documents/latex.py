r"""LaTeX files: comments, verbatim text and what is not in the document taken out."""

from __future__ import annotations

import re

from symcheck.read.documents import directives
from symcheck.read.documents.compose import Composer
from symcheck.read.documents.directives import Directive
from symcheck.read.documents.faults import Faults
from symcheck.text import Source, Span

_OUT = re.compile(
    r"\\begin[ \t]*\{(verbatim|Verbatim|lstlisting|minted|comment|filecontents|alltt)(\*?)\}"
    r"|\\verb\*?([^A-Za-z\s*])|\\lstinline([^A-Za-z\s{\[])|\\iffalse(?![A-Za-z])"
    r"|\\[\s\S]|^[ \t]*%([^\n]*)\n?|%([^\n]*)", re.M)


def without_comments(source: Source, found: list[Directive], faults: Faults) -> Source:
    """Without comments (whose directives are kept) and verbatim text."""
    text = source.text
    if "%" not in text and "\\verb" not in text and "\\iffalse" not in text and \
            "\\begin" not in text and "\\lstinline" not in text:
        return source
    made, position, at = Composer(source.origin.file), 0, 0
    missing: set[str] = set()       # ends that do not occur any more
    while (m := _OUT.search(text, at)) is not None:
        at = m.end()
        token = m[0]
        if m[5] is not None or m[6] is not None:
            directives.comment(source, *m.span(5 if m[5] is not None else 6), found, faults)
            end = at
        elif m[1] is not None or token == r"\iffalse":
            closing = r"\fi" if m[1] is None else f"\\end{{{m[1]}{m[2]}}}"
            end = -1 if closing in missing else text.find(closing, at)
            if end < 0:
                missing.add(closing)
                _unclosed(source, m, closing, faults)
                continue
            end += len(closing)
        elif m[3] is not None or m[4] is not None:
            end = text.find(m[3] or m[4], at, _line_end(text, at)) + 1
            if not end:
                continue
        else:
            continue
        made.add(source, position, m.start())
        position = at = end
    made.add(source, position, len(text))
    return made.source()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _unclosed(source: Source, m: re.Match[str], closing: str, faults: Faults) -> None:
    faults.fault("unclosed-formula", "this environment is never closed", source, Span(*m.span()),
                 f"it has no {closing}", help=f"Write {closing} after it.")
