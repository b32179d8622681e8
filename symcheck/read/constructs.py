r"""Fractions, roots, accents, fonts and the other commands that take arguments."""

from __future__ import annotations

from symcheck.read import faults, notation, scripts
from symcheck.read.syntax import (
    Accent,
    Annotated,
    BigOperator,
    Binomial,
    Fraction_,
    Group,
    Number,
    Product,
    Root,
    Script,
    Symbol,
    Syntax,
)
from symcheck.read.tokens import BRACE, NUMBER, OPEN, OPERAND, SCRIPT, STACK, TEXT
from symcheck.text import Span

_OPTIMA = frozenset("argmin argmax min max sup inf".split())
_VALUE = {s: row.value for s, row in notation.ROWS.items()}


def construct(parser) -> Syntax:
    return _READERS[_VALUE[parser.texts[parser.i]]](parser)


def _begin(parser) -> tuple[str, int]:
    i = parser.i
    parser.i = i + 1
    return parser.texts[i], parser.starts[i]


def _end(parser, start: int) -> Span:
    return Span(start, parser.done())


def _last(parser, node: Syntax) -> Syntax:
    r"""An argument after which no digit may follow directly: `\frac123` is refused."""
    i = parser.i
    if type(node) is Number and parser.codes[i] == NUMBER and parser.starts[i] == node.span.end:
        digits = node.text + parser.texts[i]
        raise faults.braces_needed(parser, Span(node.span.start, parser.ends[i]), digits,
                                   f"{{{digits}}}")
    return node


def _fraction(parser) -> Syntax:
    macro, start = _begin(parser)
    top = parser.argument(macro)
    bottom = _last(parser, parser.argument(macro))
    return Fraction_(_end(parser, start), top, bottom)


def _binomial(parser) -> Syntax:
    macro, start = _begin(parser)
    top = parser.argument(macro)
    bottom = _last(parser, parser.argument(macro))
    return Binomial(_end(parser, start), top, bottom)


def _root(parser) -> Syntax:
    macro, start = _begin(parser)
    degree = None
    if parser.texts[parser.i] == "[":
        place = faults.here(parser)
        parser.i += 1
        degree = parser.sequence()
        if parser.texts[parser.i] != "]":
            raise faults.unclosed(parser, "[", place)
        parser.i += 1
    if parser.codes[parser.i] == OPEN:
        body = parser.item()
        if type(body) is Group and body.open == "(":
            body = body.body
    else:
        body = _last(parser, parser.argument(macro))
    return Root(_end(parser, start), body, degree)


def _derivative(parser) -> Syntax:
    r"""`\dv{f}{x}` and `\pdv{f}{x}`, as the fractions they print."""
    macro, start = _begin(parser)
    mark = Symbol(Span(start, parser.done()), "d" if macro == r"\dv" else r"\partial")
    top, bottom = parser.argument(macro), parser.argument(macro)
    span = _end(parser, start)
    return Fraction_(span, *(Product(Span(start, node.span.end), (mark, node), ("", ""))
                             for node in (top, bottom)))


def _enclosed(parser) -> Syntax:
    r"""`\norm{x}`, `\abs{x}`."""
    macro, start = _begin(parser)
    if parser.texts[parser.i] == "*":
        parser.i += 1
    body = parser.argument(macro)
    bar = "|" if macro == r"\abs" else r"\|"
    return Group(_end(parser, start), bar, body, bar)


def _transpose(parser) -> Syntax:
    macro, start = _begin(parser)
    mark = Symbol(Span(start, parser.done()), r"\top")
    body = parser.argument(macro)
    span = _end(parser, start)
    if type(body) not in (Symbol, Accent):
        body = Group(body.span, "", body, "")
    return Script(span, body, None, (mark,))


def _brace(parser) -> Syntax:
    r"""`\underbrace{body}_{note}`: the note is kept as it was typed."""
    macro, start = _begin(parser)
    body = parser.argument(macro)
    note = ""
    while parser.codes[parser.i] == SCRIPT and parser.texts[parser.i] != "'":
        parser.i += 1
        note = parser.skip_argument(macro)
    return Annotated(_end(parser, start), body, note)


def _through(parser) -> Syntax:
    macro, start = _begin(parser)
    cells, parser.cells = parser.cells, False
    body = parser.argument(macro)
    parser.cells = cells
    if macro in (r"\boxed", r"\fbox"):
        return Annotated(_end(parser, start), body, "")
    return _kept(parser, body, start)


def _operator(parser) -> Syntax:
    r"""`\mathop{..}` is its body, which may take limits."""
    macro, start = _begin(parser)
    body = parser.argument(macro)
    if type(body) is Symbol and body.name.lstrip("\\") in _OPTIMA:
        body = BigOperator(body.span, body.name.lstrip("\\"))
    return _kept(parser, body, start)


def _colored(parser) -> Syntax:
    macro, start = _begin(parser)
    parser.skip_argument(macro)
    return _kept(parser, parser.argument(macro), start)


def _kept(parser, body: Syntax, start: int) -> Syntax:
    """The body of a command that changes nothing: grouped unless it is one item."""
    if type(body) is BigOperator and parser.codes[parser.i] == SCRIPT:
        return scripts.limits(parser, body)
    if parser.is_single(body):
        return body
    return Group(_end(parser, start), "", body, "")


def accent(parser) -> Syntax:
    macro, start = _begin(parser)
    body = parser.argument(macro)
    return Accent(_end(parser, start), _VALUE[macro], body)


def font(parser) -> Syntax:
    r"""`\mathbf{..}` and its kin: the letters inside take the font, their scripts do not."""
    macro, start = _begin(parser)
    before, parser.font = parser.font, _VALUE[macro] if macro != r"\mathnormal" else ""
    body = parser.argument(macro)
    parser.font = before
    return _kept(parser, body, start)


def switch(parser) -> Syntax:
    r"""`\bf`: the rest of the group, or the braces that follow directly, take the font."""
    macro, start = _begin(parser)
    code = parser.codes[parser.i]
    if code == BRACE:
        before, parser.font = parser.font, _VALUE[macro]
        body = parser.argument(macro)
        parser.font = before
        return _kept(parser, body, start)
    parser.font = _VALUE[macro]
    if code >= OPERAND and code not in (TEXT, STACK):
        raise faults.missing_argument(parser, macro, Span(start, parser.done()), r"\mathbf{x}")
    parser.depth += 1
    if parser.depth > parser.deepest:
        raise faults.too_deep(parser)
    node = parser.item()
    parser.depth -= 1
    return node


_READERS = {
    "fraction": _fraction, "root": _root, "binomial": _binomial, "total": _derivative,
    "partial": _derivative, "norm": _enclosed, "abs": _enclosed, "transpose": _transpose,
    "brace": _brace, "through": _through, "operator": _operator, "colored": _colored,
}
