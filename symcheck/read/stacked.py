r"""`\stackrel`, `\overset`, `\underset`: a relation with a note, or an operator with its limit."""

from __future__ import annotations

from symcheck.read import faults, notation
from symcheck.read.syntax import Annotated, BigOperator, Syntax
from symcheck.read.tokens import (
    BEGIN,
    BRACE,
    CLOSE,
    END,
    END_BRACE,
    END_ENVIRONMENT,
    OPEN,
    RELATION,
    STACK,
)
from symcheck.text import Span

_VALUE = {s: row.value for s, row in notation.ROWS.items()}
_DEFINES = ("def", r"\triangle", r"\Delta", "△", "Def", r"\wedge")


def _after_argument(parser, i: int) -> int:
    """The index after the argument that begins at token i."""
    codes = parser.codes
    if codes[i] != BRACE:
        return i + 1
    depth = 0
    while codes[i] != END:
        if codes[i] in (BRACE, OPEN, BEGIN):
            depth += 1
        elif codes[i] in (CLOSE, END_BRACE, END_ENVIRONMENT):
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    return i


def relation_ahead(parser) -> int:
    """The index of the relation operator that the stack here decorates, or 0."""
    return _decorated(parser, parser.i)


def _decorated(parser, i: int) -> int:
    if parser.texts[i] == r"\mathrel":
        first = i + 1 + (parser.codes[i + 1] == BRACE)
        return first if parser.codes[first] == RELATION else _decorated(parser, first) \
            if parser.codes[first] == STACK else 0
    second = _after_argument(parser, i + 1)
    if second >= len(parser.codes):
        return 0
    if parser.codes[second] == BRACE:
        second += 1
    return second if parser.codes[second] == RELATION else 0


def relation(parser) -> str:
    """Step over a decorated relation; its operator, or '' where the stack is none."""
    at = relation_ahead(parser)
    if not at:
        return ""
    i = parser.i
    if parser.texts[i] == r"\mathrel":
        return _as_relation(parser, i)
    note = parser.source.text[parser.ends[i]:parser.starts[at]]
    operator = _VALUE[parser.texts[at]]
    braced = parser.codes[at - 1] == BRACE and parser.codes[at - 2] != RELATION
    parser.i = at + 1
    if braced and parser.codes[at - 1] == BRACE:
        if parser.codes[parser.i] != END_BRACE:
            raise faults.unclosed(parser, "{", Span(parser.starts[at - 1], parser.ends[at - 1]))
        parser.i += 1
    if operator == "=" and any(mark in note for mark in _DEFINES):
        return r"\triangleq"
    return operator


def _as_relation(parser, i: int) -> str:
    r"""Step over `\mathrel{=}` and `\mathrel{\overset{(i)}{=}}`."""
    braced = parser.codes[i + 1] == BRACE
    parser.i = i + 1 + braced
    if parser.codes[parser.i] == STACK:
        operator = relation(parser)
    else:
        operator = _VALUE[parser.texts[parser.i]]
        parser.i += 1
    if braced and parser.codes[parser.i] != END_BRACE:
        raise faults.unclosed(parser, "{", Span(parser.starts[i + 1], parser.ends[i + 1]))
    parser.i += braced
    return operator


def factor(parser) -> Syntax:
    r"""`\underset{w}{\arg\min}` is the operator with its lower limit; `\underset{n}{X}` is X."""
    i = parser.i
    macro = parser.texts[i]
    start = parser.starts[i]
    parser.i = i + 1
    if macro == r"\mathrel":
        return parser.argument(macro)
    first = parser.argument(macro)
    note = parser.source.text[first.span.start:first.span.end]
    font, parser.font = parser.font, ""
    body = parser.argument(macro)
    parser.font = font
    span = Span(start, parser.done())
    if type(body) is BigOperator:
        if _VALUE[macro] == "under" and body.lower is None:
            return BigOperator(span, body.name, first, body.upper)
        if _VALUE[macro] == "over" and body.upper is None:
            return BigOperator(span, body.name, body.lower, first)
    if type(body) is Annotated or len(note) <= 2 or note.startswith("\\") and note[1:].isalpha():
        raise faults.fault(parser, "unread-annotation", "this mark has no meaning here", first.span,
                           f"{note} above or below a name is not read",
                           help="give the name an accent, an index or a superscript")
    return Annotated(span, body, note)
