r"""Brackets and bars.

A bar opens where an operand is expected. Where an operator is expected it closes the innermost
level if that was opened by the same bar; followed by a script it means 'evaluated at'; if the next
bar on its level closes, it opens a factor (`|A||B|`); otherwise it divides: `p(x|y)`.
"""

from __future__ import annotations

from symcheck.read import faults, notation, scripts
from symcheck.read.chain import takes_operand
from symcheck.read.syntax import (
    Cases,
    Fraction_,
    Group,
    Listing,
    Matrix,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.read.tokens import (
    BANG,
    BAR,
    BEGIN,
    BRACE,
    CLOSE,
    COMMA,
    END_BRACE,
    END_ENVIRONMENT,
    LETTER,
    NUMBER,
    OPEN,
    PRODUCT,
    RELATION,
    ROW,
    RUN,
    SCRIPT,
    SYMBOL,
    TEXT,
    WORD,
)
from symcheck.text import Span

AHEAD = 2_000       # tokens looked at to find what a bar means

_tuple = tuple.__new__
_PAIRS = {"(": ")", "[": "]", "{": "}", r"\langle": r"\rangle", r"\lfloor": r"\rfloor",
          r"\lceil": r"\rceil", "|": "|", r"\|": r"\|", ".": "."}
_VALUE = {
    **{s: row.value for row in notation.BRACKETS for s in row.spellings},
    r"\left|": "|", r"\left\|": r"\|", r"\left.": ".", r"\right|": "|", r"\right\|": r"\|",
    r"\right.": ".",
}
_MATRICES = {"(": "pmatrix", "[": "bmatrix", "{": "Bmatrix", "|": "vmatrix", r"\|": "Vmatrix"}
_BARE = frozenset(["matrix", "array", "smallmatrix"])
_OPERAND_ENDS = frozenset([LETTER, NUMBER, SYMBOL, RUN, WORD, TEXT, CLOSE, END_BRACE, END_ENVIRONMENT,
                           SCRIPT, BANG])
_BEFORE_INTERVAL = frozenset([RELATION, COMMA, PRODUCT])


def group(parser) -> Syntax:
    """`(..)` and its kin, from the opening bracket on."""
    i = parser.i
    texts = parser.texts
    opening = _VALUE[texts[i]]
    if parser.codes[i + 1] <= SYMBOL and _PAIRS[opening] == texts[i + 2] and opening in "([":
        parser.i = i + 1
        body = parser.item()
        parser.i = i + 3
        return Group(_tuple(Span, (parser.starts[i], parser.ends[i + 2])), opening, body, texts[i + 2])
    place = Span(parser.starts[i], parser.ends[i])
    parser.i = i + 1
    body = parser.sequence(opening if opening in ("|", r"\|", ".") else "")
    closing = _close(parser, opening, place)
    if body is None:
        raise faults.empty_group(parser, Span(place.start, parser.done()))
    if closing != _PAIRS[opening] and "." not in (opening, closing):
        interval = (opening in "([" and closing in ")]" and type(body) is Listing
                    and body.separators == (",",)
                    and (i == 0 or parser.codes[i - 1] in _BEFORE_INTERVAL))
        if not interval:
            parser.i -= 1
            raise faults.unclosed(parser, opening, place)
    return _grouped(opening, body, closing, Span(place.start, parser.done()))


def _close(parser, opening: str, place: Span) -> str:
    """Step over the closing bracket; its canonical spelling."""
    i = parser.i
    code = parser.codes[i]
    if code == CLOSE:
        parser.i = i + 1
        return _VALUE[parser.texts[i]]
    if code == BAR:
        kind = kind_of_bar(parser)
        if opening == "|" and kind in ("|", r"\|") and parser.texts[i] != r"\|":
            parser.i = i + 1
            return "|"
        if opening == kind:
            parser.i = i + (2 if parser.texts[i] == "|" else 1)
            return kind
    raise faults.unclosed(parser, opening, place)


def bars(parser) -> Syntax:
    """`|..|` or `||..||` from the opening bar on."""
    i = parser.i
    kind = kind_of_bar(parser)
    if kind == r"\|" and parser.texts[i] == "|" and not _opens_double(parser):
        kind = "|"
    width = 2 if kind == r"\|" and parser.texts[i] == "|" else 1
    place = Span(parser.starts[i], parser.ends[i + width - 1])
    parser.i = i + width
    body = parser.sequence(kind)
    if kind == r"\mid":
        if parser.texts[parser.i] != kind:
            raise faults.unclosed(parser, kind, place)
        parser.i += 1
        kind = "|"
    else:
        closing = _close(parser, kind, place)
        if closing != kind:
            parser.i -= 1
            raise faults.unclosed(parser, kind, place)
    span = Span(place.start, parser.done())
    if body is None:
        raise faults.empty_group(parser, span)
    return _grouped(kind, body, kind, span)


def _grouped(opening: str, body: Syntax, closing: str, span: Span) -> Syntax:
    """The group, or the matrix, cases or norm that its brackets and body make together."""
    if type(body) is Matrix and body.environment in _BARE:
        if closing == _PAIRS[opening] and opening in _MATRICES:
            return Matrix(span, _MATRICES[opening], body.rows)
        if opening == "{" and closing == "." and all(len(row) <= 2 and row[0] for row in body.rows):
            return Cases(span, tuple((row[0], row[1] if len(row) == 2 else None)
                                     for row in body.rows))
    if type(body) is Cases and opening == "{" and closing == ".":
        return Cases(span, body.rows)
    if type(body) is Group and opening == closing == body.open == body.close == "|":
        return Group(span, r"\|", body.body, r"\|")
    return Group(span, opening, body, closing)


def kind_of_bar(parser) -> str:
    r"""`|`, `\|` or `\mid`: two single bars side by side are `\|`."""
    i = parser.i
    text = parser.texts[i]
    if text == r"\mid":
        return text
    if text in (r"\|", r"\Vert"):
        return r"\|"
    if parser.texts[i + 1] == "|" == text and parser.ends[i] == parser.starts[i + 1]:
        return r"\|"
    return "|"


def bar(parser, chain) -> bool:
    """A bar within a level: opens, closes, divides or evaluates (see above)."""
    if not chain.items or chain.operator or takes_operand(chain.items[-1]):
        chain.add(parser.operand())
        return True
    i = parser.i
    kind, text = kind_of_bar(parser), parser.texts[i]
    place = Span(parser.starts[i], parser.ends[i])
    if chain.closer == kind or chain.closer == "|" and kind == r"\|" and text == "|":
        return False
    if kind == "|" and parser.codes[i + 1] == SCRIPT and parser.texts[i + 1] != "'":
        _evaluated(parser, chain)
    elif kind == r"\mid":
        chain.given(place)
        parser.i = i + 1
    elif _opens_factor(parser, kind):
        chain.add(parser.operand())
    elif chain.closer in ("|", r"\|"):
        raise faults.fault(parser, "unbalanced-bracket", "this bar closes another one", place,
                           f"a {chain.closer} is open here")
    elif kind == "|":
        chain.given(place)
        parser.i = i + 1
    else:
        chain.relate(r"\parallel", place)
        parser.i = i + (2 if text == "|" else 1)
    return True


def _evaluated(parser, chain) -> None:
    """`f(x)|_{x=3}`: the product to the left, evaluated at what the scripts of the bar say.

    After a derivative as a fraction, `a df/dx|_{x=3}`, it is that fraction alone.
    """
    if len(chain.items) > 1 and _is_derivative(chain.items[-1]):
        body = chain.items[-1]
        parser.i += 1
        node = Group(Span(body.span.start, parser.done()), ".", body, "|")
        chain.items[-1] = scripts.attach(parser, node)
        return
    body = chain.close_product()
    parser.i += 1
    node = Group(Span(body.span.start, parser.done()), ".", body, "|")
    chain.add(scripts.attach(parser, node))


def _is_derivative(s: Syntax) -> bool:
    r"""`\frac{\partial f}{\partial x}`, with something differentiated."""
    if type(s) is not Fraction_ or type(s.numerator) is not Product:
        return False
    mark = s.numerator.items[0]
    mark = mark.base if type(mark) is Script else mark
    return type(mark) is Symbol and mark.name in ("d", r"\partial")


def closing_bar(parser, chain) -> bool:
    r"""`f(x)\bigr|_{x=3}`: a closing bar that closes nothing and has a subscript evaluates."""
    if not evaluates(parser, chain.closer) or not chain.items or chain.operator:
        return False
    _evaluated(parser, chain)
    return True


def evaluates(parser, closer: str) -> bool:
    """Can the closing bracket here only mean 'evaluated at'?"""
    i = parser.i
    return (parser.texts[i] in (r"\rvert", r"\right|") and parser.codes[i + 1] == SCRIPT
            and closer not in ("|", "."))


def _opens_double(parser) -> bool:
    """Do two bars side by side open a norm, rather than two absolute values as `||a|-|b||`?"""
    codes, depth = parser.codes, 0
    for j in range(parser.i + 2, min(len(codes), parser.i + AHEAD)):
        code = codes[j]
        if code in (OPEN, BRACE, BEGIN):
            depth += 1
        elif code in (CLOSE, END_BRACE, END_ENVIRONMENT):
            depth -= 1
            if depth < 0:
                return True
        elif code == BAR and depth == 0:
            adjacent = codes[j + 1] == BAR and parser.ends[j] == parser.starts[j + 1]
            return parser.texts[j] != "|" or adjacent or not _after_operand(parser, j)
    return True


def _opens_factor(parser, kind: str) -> bool:
    """Is the next bar of this kind on this level one that closes, after an operand?"""
    codes, texts, depth = parser.codes, parser.texts, 0
    i = parser.i
    width = 2 if kind == r"\|" and texts[i] == "|" else 1
    for j in range(i + width, min(len(codes), i + AHEAD)):
        code = codes[j]
        if code in (OPEN, BRACE, BEGIN):
            depth += 1
        elif code in (CLOSE, END_BRACE, END_ENVIRONMENT, ROW):
            depth -= 1
            if depth < 0:
                return False
        elif code == BAR and depth == 0 and texts[j] == texts[i]:
            return j > i + width and _after_operand(parser, j)
    return False


def _after_operand(parser, j: int) -> bool:
    r"""Does an operand end before token j? `w^*` and a lone `\cdot` are operands too."""
    before, further = parser.codes[j - 1], parser.codes[j - 2]
    return before in _OPERAND_ENDS or before == PRODUCT and further in (SCRIPT, BAR)
