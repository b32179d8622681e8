r"""What operators and separators do within one bracket level.

Each function takes the parser, standing at the token, and the chain gathered so far; it returns
whether the level goes on. `ON_LEVEL` maps token codes to them; a code without one ends the level.
"""

from __future__ import annotations

from symcheck.read import brackets, faults, notation, scripts, stacked, words
from symcheck.read.chain import takes_operand
from symcheck.read.syntax import Additive, Group, Symbol, Words
from symcheck.read.tokens import (
    AMP,
    ARROW,
    BANG,
    BAR,
    CLOSE,
    COMMA,
    END,
    END_BRACE,
    END_ENVIRONMENT,
    FORALL,
    LOGIC,
    OPERAND,
    PRODUCT,
    QUAD,
    RELATION,
    ROW,
    SCRIPT,
    SIGN,
    STACK,
    TEXT,
    words_of,
)
from symcheck.text import Span

VALUE = {s: row.value for s, row in notation.ROWS.items()}
_ENDS = frozenset([COMMA, CLOSE, END_BRACE, END, AMP, ROW, END_ENVIRONMENT, QUAD])
_LINE_ENDS = frozenset([END, ROW, AMP, END_ENVIRONMENT])


def _span(parser) -> Span:
    return Span(parser.starts[parser.i], parser.ends[parser.i])


def sign(parser, chain) -> bool:
    """`+` and `-`: between terms, before the first, or belonging to the factor that follows."""
    i = parser.i
    text, items = parser.texts[i], chain.items
    following = parser.codes[i + 1]
    if following in _ENDS and following != QUAD or following == SIGN and chain.script:
        if not items and not chain.pending():
            return _mark(parser, chain)
    parser.i = i + 1
    if items and not chain.operator:
        if not takes_operand(items[-1]):
            chain.terms.append(chain.close_product())
            chain.signs.append(chain.sign or "+")
            chain.sign = text
            return True
    elif not chain.operator and not chain.sign:
        chain.sign, chain.start = text, parser.starts[i]
        return True
    code = parser.codes[parser.i]
    if code >= OPERAND and code not in (BAR, TEXT, STACK):
        raise faults.stray(parser, Span(parser.starts[i], parser.ends[i]), text)
    item = parser.operand()
    if text != "+":
        item = Additive(Span(parser.starts[i], item.span.end), (item,), (text,))
    chain.add(item)
    return True


def _mark(parser, chain) -> bool:
    r"""Signs that stand alone are a name: `\mathbb{R}_{++}`, `A^{+}`."""
    first = parser.i
    while parser.codes[parser.i] == SIGN:
        parser.i += 1
    span = Span(parser.starts[first], parser.done())
    if parser.codes[parser.i] not in _ENDS or not chain.script:
        raise faults.dangling(parser, parser.texts[first])
    chain.add(Symbol(span, "".join(parser.texts[first:parser.i])))
    return True


def product(parser, chain) -> bool:
    r"""A product sign; alone it is a name: `w^*`, `f(\cdot)`."""
    i = parser.i
    text, following = parser.texts[i], parser.codes[i + 1]
    value = VALUE[text]
    ends = following in _ENDS or following == BAR or value == "." and following == TEXT and _is_prose(parser, i + 1)
    if value == "." and not chain.items and parser.codes[i - 1] == TEXT and following in _LINE_ENDS:
        parser.i = i + 1  # the full stop of `\text{otherwise}.`
        return True
    if not chain.items or chain.operator:
        alone = not chain.operator and not chain.sign and (ends or value == "*" and chain.script)
        if not alone or value == ".":
            raise faults.stray(parser, _span(parser), text)
        chain.add(Symbol(_span(parser), "*" if value == "*" else text))
    elif ends and value == "." and following != CLOSE:
        pass
    elif ends and value == "*" and chain.script:
        chain.add(Symbol(_span(parser), "*"))
    elif takes_operand(chain.items[-1]):
        raise faults.stray(parser, _span(parser), text)
    else:
        chain.operator = value
    parser.i = i + 1
    return True


def _is_prose(parser, i: int) -> bool:
    """Is the text token here prose, not a name?"""
    plain = words_of(parser.texts[i])[1]
    return plain in notation.PROSE and plain not in parser.words or " " in plain


def relation(parser, chain) -> bool:
    i = parser.i
    place = _span(parser)
    parser.i = i + 1
    chain.relate(VALUE[parser.texts[i]], place)
    return True


def arrow(parser, chain) -> bool:
    r"""`\xrightarrow{note}`: the note is not read."""
    i = parser.i
    place = _span(parser)
    parser.i = i + 1
    parser.skip_argument(parser.texts[i])
    chain.relate(VALUE[parser.texts[i]], place)
    return True


def comma(parser, chain) -> bool:
    """Separates; before the end of a row it is punctuation."""
    i = parser.i
    after_words = not chain.items and chain.parts and type(chain.parts[-1]) is Words
    if parser.codes[i + 1] not in _LINE_ENDS or parser.cells and not chain.items and not after_words:
        chain.split(parser.texts[i], _span(parser))
    elif not chain.items and not after_words:
        raise faults.missing_operand(parser, _span(parser), parser.texts[i])
    parser.i = i + 1
    return True


def logic(parser, chain) -> bool:
    chain.split(VALUE[parser.texts[parser.i]], _span(parser))
    parser.i += 1
    return True


def quad(parser, chain) -> bool:
    """A wide space, or `&` outside a table, between two complete formulas separates them."""
    codes = parser.codes
    if codes[parser.i] == AMP and parser.cells:
        return False
    place = _span(parser)
    wide = False
    while codes[parser.i] == QUAD or codes[parser.i] == AMP and not parser.cells:
        wide = wide or codes[parser.i] == QUAD
        parser.i += 1
    i = parser.i
    code = codes[i]
    if not chain.items or chain.operator or takes_operand(chain.items[-1]):
        return True
    entry = (code == SIGN and wide and parser.ends[i] == parser.starts[i + 1]
             and parser.source.text[parser.starts[i] - 1:parser.starts[i]].isspace()
             and chain.parts and chain.separators[-1] == r"\quad")
    if code == TEXT and codes[i + 1] in _LINE_ENDS:
        chain.split(r"\quad", place)
        parser.i = i + 1
        prose(chain, Words(Span(parser.starts[i], parser.ends[i]), words_of(parser.texts[i])[1]), place)
    elif code < OPERAND or code in (TEXT, FORALL) or entry:
        chain.split(r"\quad", place)
    elif code == STACK and not stacked.relation_ahead(parser):
        chain.split(r"\quad", place)
    return True


def row(parser, chain) -> bool:
    r"""`\\` outside a table: the next row goes on with the chain, or makes a new claim."""
    if parser.cells:
        return False
    codes = parser.codes
    place = _span(parser)
    aligned = False
    while codes[parser.i] in (ROW, AMP, QUAD):
        aligned = aligned or codes[parser.i] == AMP
        parser.i += 1
    code = codes[parser.i]
    if chain.pending() or code in (RELATION, ARROW, PRODUCT):
        return True
    if code == SIGN and (aligned or not _has_left_cell(parser)):
        return True
    if code == STACK and stacked.relation_ahead(parser):
        return True
    if chain.items and takes_operand(chain.items[-1]):
        return True
    chain.split(r"\\", place)
    return True


def _has_left_cell(parser) -> bool:
    """Does `&` follow later in this row?"""
    for code in parser.codes[parser.i:]:
        if code in (ROW, END, END_ENVIRONMENT):
            return False
        if code == AMP:
            return True
    return False


def for_all(parser, chain) -> bool:
    place = _span(parser)
    if chain.items or chain.pending():
        chain.split(r"\quad", place)
    chain.add(Symbol(place, parser.texts[parser.i]))
    parser.i += 1
    return True


def factorial(parser, chain) -> bool:
    if not chain.items or chain.operator:
        raise faults.stray(parser, _span(parser), "!")
    item = chain.items[-1]
    chain.items[-1] = Group(Span(item.span.start, _span(parser).end), "", item, "!")
    parser.i += 1
    if parser.codes[parser.i] == SCRIPT:
        chain.items[-1] = scripts.attach(parser, chain.items[-1])
    return True


def text(parser, chain) -> bool:
    """A word is a factor; prose stands between formulas."""
    place = _span(parser)
    node = words.text(parser)
    if type(node) is not Words:
        if parser.codes[parser.i] == SCRIPT:
            node = scripts.attach(parser, node)
        chain.add(node)
        return True
    prose(chain, node, place)
    return True


def prose(chain, node: Words, place: Span) -> None:
    """Put prose beside what is complete, or in the place of a missing right side."""
    if not chain.items and (chain.relations or chain.terms) and not chain.operator:
        chain.add(node)
        return
    chain.split("", place)
    chain.parts.append(node)
    chain.separators.append("")


def stack(parser, chain) -> bool:
    r"""`\overset{!}{=}` is a relation, `\underset{w}{\arg\min}` a factor."""
    place = _span(parser)
    operator = stacked.relation(parser)
    if operator:
        chain.relate(operator, Span(place.start, parser.done()))
    else:
        chain.add(parser.operand())
    return True


def script(parser, chain) -> bool:
    if not chain.items or chain.operator:
        raise faults.fault(parser, "missing-base", "nothing carries this script", _span(parser),
                           "a name or bracket should stand before it")
    chain.items[-1] = scripts.attach(parser, chain.items[-1])
    return True


ON_LEVEL = {
    SIGN: sign, PRODUCT: product, RELATION: relation, ARROW: arrow, COMMA: comma, LOGIC: logic,
    QUAD: quad, AMP: quad, ROW: row, FORALL: for_all, BANG: factorial, TEXT: text, STACK: stack,
    SCRIPT: script, BAR: brackets.bar, CLOSE: brackets.closing_bar,
}
