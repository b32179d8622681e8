r"""Does a row go on from the one before? `&\quad + \lambda \|w\|^2` does, `&= X^\top X w` does not.

A row is looked at token by token at its own level: whether it begins or ends with an operator, and
whether it has a relation sign of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.read import notation

_TOKEN = re.compile(
    r"\\(?:begin|end)[ \t]*\{[A-Za-z]+\*?\}"
    r"|\\(?:left|right|[bB]igg?[lrm]?)[ \t]*(?:\\?[.|()\[\]{}<>/]|\\[A-Za-z]+)"
    r"|\\[A-Za-z]+|\\[\s\S]|:=|=:|<=>|<=|>=|==|=>|->|!=|[^\s]")
_SIZED = re.compile(r"\\(left|right|[bB]igg?([lrm]?))[ \t]*(\S+)")
_LAYOUT = frozenset((*r"\, \; \: \! \> ~ \quad \qquad \enspace \thinspace \medspace \thickspace".split(),
                     "\\ ", "\\\n",
                     *r"\negthinspace \displaystyle \textstyle \left. \right. \relax \null".split()))
_WITH_ARGUMENT = frozenset(r"\phantom \hphantom \vphantom \hspace \hspace* \vspace \mkern \color".split())
_RELATIONS = frozenset(s for row in notation.TABLE if row.kind in ("relation", "arrow")
                       for s in row.spellings) - {":"} | {r"\stackrel", r"\overset"}
_OPERATORS = frozenset(s for row in notation.TABLE if row.kind in ("sign", "product")
                       for s in row.spellings) - {".", r"\bullet", r"\backslash"}
_SIGNS = frozenset(("-", r"\pm", r"\mp"))
_OPEN = frozenset(s for row in notation.BRACKETS if row.kind == "open" for s in row.spellings)
_CLOSE = frozenset(s for row in notation.BRACKETS if row.kind == "close" for s in row.spellings)


@dataclass(slots=True)
class Look:
    """What a row looks like from outside."""

    first: str = ""         # its first token that is no layout
    empty_cell: bool = False    # does `&` stand before that?
    relation: bool = False  # has it a relation sign of its own level?
    ends: str = ""          # the operator, relation or bracket it ends with
    depth: int = 0          # brackets that are still open at its end


def looked(text: str, before: Look | None) -> Look:
    """Look at a row; the brackets that the row before left open are open."""
    look = Look(depth=before.depth if before is not None else 0)
    groups = 0      # braces and environments
    skipping = False
    last = previous = ""
    for token in _TOKEN.findall(text):
        if token == "{" or token.startswith(r"\begin"):
            groups += 1
            if groups == 1 and not skipping:
                previous, last = last, token
            continue
        if token == "}" or token.startswith(r"\end"):
            groups = max(0, groups - 1)
            if groups == 0:
                if not skipping and last != "{":
                    look.first = look.first or "}"
                previous, last = ("", "") if last == "{" and look.first == "" else (previous, token)
                skipping = False
            continue
        if groups:
            if not skipping:
                look.first = look.first or "{"
                last = "}"
            continue
        if token in _WITH_ARGUMENT:
            skipping = True
            continue
        if token in _LAYOUT:
            continue
        if token == "&":
            look.empty_cell = look.empty_cell or not look.first
            continue
        token = _bare(token, look)
        if not look.first:
            look.first = token
        if token in _OPEN:
            look.depth += 1
        elif token in _CLOSE:
            look.depth = max(0, look.depth - 1)
        elif token in _RELATIONS and look.depth == 0 and not look.relation:
            look.relation = True
        previous, last = last, token
    script = previous in ("^", "_")
    if last in _OPEN or not script and (last in _OPERATORS or last in _RELATIONS):
        look.ends = last
    return look


def _bare(token: str, look: Look) -> str:
    """A bracket without its size."""
    sized = _SIZED.match(token)
    if sized is None:
        return token
    if sized[3] in _OPEN or sized[3] in _CLOSE:
        return sized[3]
    if sized[3] == ".":
        look.depth = max(0, look.depth + (1 if sized[1] == "left" else -1))
    return "|"


def continues(before: Look, look: Look, multline: bool) -> bool:
    """Does the second of two rows go on with the first? It was looked at as if it did."""
    if look.first in _RELATIONS:
        return False
    if before.ends:
        return True
    if before.depth and not look.relation:
        return True
    if look.first in _OPERATORS:
        return not look.relation or look.first not in _SIGNS or look.empty_cell and before.relation
    return multline and not look.relation


def relates(text: str) -> bool:
    """Has a text a relation sign of its own level?"""
    return looked(text, None).relation
