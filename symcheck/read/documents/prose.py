"""Prose as plain text: what stands between formulas, without macros and marks of layout."""

from __future__ import annotations

import re

# A macro whose argument is no prose.
_SILENT = re.compile(
    r"\\(?:label|ref|eqref|autoref|[cC]ref|cite[a-z]*|includegraphics|input|include|[hv]space|begin|end"
    r"|usepackage|documentclass|bibliography|bibliographystyle|pagestyle|thispagestyle|hypersetup"
    r"|setlength|setcounter|addtocounter|vskip|hskip|url|color|newtheorem|geometry|title|author|date)\*?"
    r"(?![A-Za-z])[ \t]*(?:\[[^\]\n]*\][ \t]*)*(?:\{[^{}\n]*\}(?:\[[^\]\n]*\])?)*")
_HEADING = re.compile(r"\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|item)\*?(?![A-Za-z])"
                      r"(?:[ \t]*\[([^\]\n]*)\])?[ \t]*(?:\{([^{}\n]*)\})?")
_MACRO = re.compile(r"\\[A-Za-z@]+\*?[ \t]*")
_SIGN = re.compile(r"\\([%$&#_{} -])|\\[\s\S]")
_BRACES = re.compile(r"[{}]")
_MARKDOWN = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+(?=\S)|\d{1,3}[.)][ \t]+)"
                       r"|\*\*?|(?<!\w)__?|__?(?!\w)|`", re.M)
_HEADING_LINE = re.compile(r"^([ \t]*#{1,6}[ \t].*)$", re.M)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_SPACE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*|[ \t\r\f\v]+")


def plain(text: str, markdown: bool) -> str:
    """The words of a stretch of prose, one space between two, a blank line between paragraphs."""
    if not text or text.isspace():
        return "\n\n" if _PARAGRAPH.search(text) else ""
    if markdown:
        text = _HEADING_LINE.sub(r"\n\n\1\n\n", text)
        text = _MARKDOWN.sub("", text)
    if "\\" in text:
        text = _SILENT.sub(" ", text)
        text = _HEADING.sub(lambda m: f"\n\n{m[1] or ''}{m[2] or ''}" + ("\n\n" if m[2] else " "), text)
        text = _MACRO.sub("", text)
        text = _SIGN.sub(lambda m: m[1] or " ", text)
    text = _BRACES.sub("", text).replace("~", " ")
    paragraphs = (_SPACE.sub(" ", p).strip() for p in _PARAGRAPH.split(text))
    return "\n\n".join(paragraphs)
