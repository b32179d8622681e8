r"""One definition of a macro: `\newcommand{\R}{\mathbb{R}}`, `\def\x#1{..}`, `\DeclareMathOperator`, .."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from symcheck.text import Source

DEFINERS = frozenset(
    r"\newcommand \renewcommand \providecommand \DeclareRobustCommand \def \gdef \edef \xdef \let "
    r"\DeclareMathOperator \DeclarePairedDelimiter \NewDocumentCommand \RenewDocumentCommand "
    r"\newenvironment \renewenvironment".split())
OPTIONAL = 200          # characters of an optional argument

# What may not get another meaning: on these the reading of a file rests.
_FIXED = frozenset(r"\begin \end \left \right \( \) \[ \] \\ \$ \{ \} \% \item".split()) | DEFINERS
_NAME = r"\\(?:[A-Za-z@]+|[^A-Za-z@\s])"
_NAMED = re.compile(rf"\*?\s*(?:\{{\s*({_NAME})\s*\}}|({_NAME}))\s*(?:\[(\d)\]\s*)?")
_DEF = re.compile(rf"\s*({_NAME})\s*((?:#\d\s*)*)(?=\{{)")
_DEF_OTHER = re.compile(rf"\s*({_NAME})[^{{}}\n]{{0,200}}(?=\{{)")
_LET = re.compile(rf"\s*({_NAME})\s*=?\s*({_NAME}|[^\s\\])")
_TOKEN = re.compile(rf"{_NAME}|[^\s{{}}\\]")
_PARAMETER = re.compile(r"#([1-9])")
_SPACED = re.compile(r"\s*")
_WORD = re.compile(r"(?:[A-Za-z0-9* -]|\\[,;:! ])*")
_IN_BRACKETS = re.compile(r"\\[\s\S]|[{}\]]")

UNREAD = ()     # the parts of a macro whose definition is not read


@dataclass(frozen=True)
class Macro:
    """What a macro stands for: texts and numbers of arguments. The first may have a default."""

    name: str
    parts: tuple[str | int, ...]
    parameters: int = 0
    default: Source | None = None
    primitive: str = ""     # it means what this meant before any definition
    paired: bool = False    # it may have a star and a size in brackets


Closing = Callable[[int], int | None]


def definition(source: Source, m: re.Match[str], closing: Closing) -> tuple[Macro | None, int]:
    """The macro defined by a definer found in a text, and the offset after the definition.

    `closing` tells where the brace at an offset is closed. None stands for an unfinished definition;
    a finished one of a form that is not read gives a macro with the parts UNREAD.
    """
    text, at, definer = source.text, m.end(), m[0]
    if definer == r"\let":
        return _let(text, at)
    if definer in (r"\def", r"\gdef", r"\edef", r"\xdef"):
        return _def(text, at, closing)
    if definer.endswith("environment"):
        return _environment(text, at, closing)
    named = _NAMED.match(text, at)
    if named is None:
        return None, at
    name, at = named[1] or named[2], named.end()
    if definer.endswith("DocumentCommand"):
        _, at = _group(text, at, closing)
        _, at = _group(text, at, closing)
        return Macro(name, UNREAD), at
    default = None
    if named[3] is not None and (end := bracketed(text, at, closing)) is not None:
        default, at = source.cut(at + 1, end), _SPACED.match(text, end + 1).end()
    body, at = _group(text, at, closing)
    if body is None:
        return None, named.end()
    if definer == r"\DeclareMathOperator":
        star = "*" if text.startswith("*", m.end()) else ""
        return _checked(name, _operator(body, star), 0, None, at)
    if definer == r"\DeclarePairedDelimiter":
        right, at = _group(text, at, closing)
        if right is None:
            return None, named.end()
        return Macro(name, (rf"\left{body}", " ", 1, rf"\right{right} "), 1, None, "", True), at
    return _checked(name, body, int(named[3] or 0), default, at)


def _checked(name: str, body: str, parameters: int, default: Source | None, at: int) -> tuple[Macro, int]:
    parts: list[str | int] = []
    last = 0
    for m in _PARAMETER.finditer(body):
        parts += [body[last:m.start()], int(m[1])]
        last = m.end()
    parts.append(body[last:])
    if name in _FIXED:
        return Macro("", UNREAD), at
    return Macro(name, tuple(p for p in parts if p != "") or ("",), parameters, default), at


def _operator(body: str, star: str) -> str:
    return rf"\operatorname{star}{{{body}}}" if _WORD.fullmatch(body) else body


def _let(text: str, at: int) -> tuple[Macro | None, int]:
    m = _LET.match(text, at)
    if m is None:
        return None, at
    return Macro("" if m[1] in _FIXED else m[1], UNREAD, primitive=m[2]), m.end()


def _def(text: str, at: int, closing: Closing) -> tuple[Macro | None, int]:
    m = _DEF.match(text, at) or _DEF_OTHER.match(text, at)
    body, end = _group(text, m.end(), closing) if m else (None, at)
    if body is None:
        return None, at
    if m.re is _DEF_OTHER:
        return Macro("" if m[1] in _FIXED else m[1], UNREAD), end
    return _checked(m[1], body, m[2].count("#"), None, end)


def _environment(text: str, at: int, closing: Closing) -> tuple[Macro | None, int]:
    """An environment of the author's own is passed over."""
    at += text.startswith("*", at)
    name, at = _group(text, at, closing)
    while (end := bracketed(text, at, closing)) is not None:
        at = _SPACED.match(text, end + 1).end()
    _, at = _group(text, at, closing)
    last, at = _group(text, at, closing)
    return (None if name is None or last is None else Macro("", UNREAD)), at


def _group(text: str, at: int, closing: Closing) -> tuple[str | None, int]:
    """A group in braces, or one token: what it holds, and the offset after it and its spaces."""
    at = _SPACED.match(text, at).end()
    if at < len(text) and text[at] == "{":
        end = closing(at)
        if end is None:
            return None, at
        return text[at + 1:end], end + 1
    m = _TOKEN.match(text, at)
    return (m[0], m.end()) if m else (None, at)


def bracketed(text: str, at: int, closing: Closing) -> int | None:
    """Where the optional argument that begins here ends."""
    if not text.startswith("[", at):
        return None
    position = at + 1
    while (m := _IN_BRACKETS.search(text, position, at + OPTIONAL)) is not None:
        position = m.end()
        if m[0] == "]":
            return m.start()
        if m[0] == "}":
            return None
        if m[0] == "{":
            end = closing(m.start())
            if end is None:
                return None
            position = end + 1
    return None
