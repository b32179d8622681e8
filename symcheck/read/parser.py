r"""Tokens to syntax: one flat chain per bracket level, items read by a table of readers.

`parse` reads the whole input or raises `SymcheckError`; it never returns the reading of a prefix.
Levels nest at most `DEPTH` deep, and each costs a bounded number of Python frames.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from symcheck.read import (
    brackets,
    constructs,
    environments,
    faults,
    level,
    scripts,
    stacked,
)
from symcheck.read import (
    words as names,
)
from symcheck.read.chain import ITEMS, Chain, is_function
from symcheck.read.syntax import (
    Additive,
    Bar,
    BigOperator,
    Binomial,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
    Words,
)
from symcheck.read.tokens import (
    ACCENT,
    BAR,
    BEGIN,
    BIG,
    BRACE,
    CLOSE,
    CONSTRUCT,
    DIGITS,
    END,
    END_BRACE,
    FONT,
    INFIX,
    LETTER,
    NUMBER,
    OPEN,
    OPERAND,
    RUN,
    SCRIPT,
    SIGN,
    STACK,
    SWITCH,
    SYMBOL,
    TEXT,
    WORD,
    tokenize,
)
from symcheck.text import Source, Span

DEPTH = 100         # brackets inside brackets

_FONTED = {r"\R": ("R", "bb"), r"\E": ("E", "bb")}
_tuple = tuple.__new__      # builds a Span in half the time of Span(..)
_CLOSES = frozenset([CLOSE, END_BRACE, END])
_MANY = (Product, Additive, Relation, Listing, Bar)


@lru_cache(1024)
def parse(source: Source, words: frozenset[str] = frozenset()) -> Syntax:
    """The syntax of the whole text. `words` are declared names of more than one letter.

    Raises `SymcheckError` with a `Diagnostic` for everything that is not read as a whole. Trees are
    never changed, so a text read before gives the same tree again.
    """
    parser = Parser(source, words)
    try:
        node = parser.sequence()
    except RecursionError:
        raise faults.too_deep(parser) from None
    if parser.codes[parser.i] != END:
        raise faults.unexpected(parser)
    if node is None:
        raise faults.fault(parser, "empty-input", "there is nothing to read", Span(0, len(source.text)))
    return node


class Parser:
    """The state of one reading: the tokens, the place, and the font in force."""

    __slots__ = ("source", "words", "texts", "codes", "starts", "ends", "i", "partial", "font",
                 "cells", "depth")
    deepest = DEPTH

    def __init__(self, source: Source, words: frozenset[str]):
        self.source, self.words = source, words
        self.texts, self.codes, self.starts, self.ends = tokenize(source)
        self.i = 0
        self.partial = -1       # the token of which a part is read: its start is moved
        self.font = ""
        self.cells = False      # do `&` and `\\` end a cell here?
        self.depth = 0

    def done(self) -> int:
        """Where what has been read ends."""
        return self.starts[self.i] if self.partial == self.i else self.ends[self.i - 1]

    def sequence(self, closer: str = "", script: bool = False) -> Syntax | None:
        """Everything up to a token that this level cannot hold; None when that is nothing."""
        self.depth += 1
        if self.depth > DEPTH:
            raise faults.too_deep(self)
        codes, texts, starts, ends, font = self.codes, self.texts, self.starts, self.ends, self.font
        items: list[Syntax] = []
        while (code := codes[i := self.i]) < BRACE:
            if code == LETTER:
                item = Symbol(_tuple(Span, (starts[i], ends[i])), texts[i], self.font)
                self.i = i + 1
            else:
                item = _READERS[code](self)
            if codes[self.i] == SCRIPT:
                item = scripts.attach(self, item)
            elif type(item) is Words:
                return self._level(Chain(self, closer, script, items), font, item)
            if code == NUMBER and items and type(items[-1]) is Number and type(item) is Number:
                raise faults.two_numbers(self, items[-1].span, item.span)
            items.append(item)
        if not items or code not in _CLOSES and (code != BAR or texts[self.i] != closer) or (
                code == CLOSE and brackets.evaluates(self, closer)):
            return self._level(Chain(self, closer, script, items), font)
        self.depth -= 1
        self.font = font
        if len(items) == 1:
            node = items[0]
            return node.body if type(node) is Group and not node.open and not node.close else node
        if len(items) > ITEMS:
            raise faults.too_many(self, items[ITEMS].span, "factors")
        span = _tuple(Span, (items[0].span[0], items[-1].span[1]))
        return Product(span, tuple(items), ("",) * len(items))

    def _level(self, chain: Chain, font: str, item: Syntax | None = None) -> Syntax | None:
        """The rest of a level that is more than a product of juxtaposed items."""
        codes = self.codes
        if item is not None:
            level.prose(chain, item, item.span)
        while True:
            code = codes[self.i]
            if code < OPERAND:
                if code == BRACE:
                    self._braces(chain)
                    continue
                item = self.operand()
                if type(item) is Words:
                    level.prose(chain, item, item.span)
                    continue
                if code == NUMBER and type(item) is Number and chain.items \
                        and not chain.operator and type(chain.items[-1]) is Number:
                    raise faults.two_numbers(self, chain.items[-1].span, item.span)
                chain.add(item)
            else:
                act = level.ON_LEVEL.get(code)
                if act is None or not act(self, chain):
                    break
        self.depth -= 1
        self.font = font
        if codes[self.i] == INFIX:
            return self._infix(chain)
        return chain.close()

    def _infix(self, chain: Chain) -> Syntax:
        r"""`{a \over b}`: all of the level before it is the numerator."""
        macro, place = self.texts[self.i], faults.here(self)
        top = chain.close()
        self.i += 1
        self.depth += 1
        bottom = self.sequence(chain.closer, chain.script)
        self.depth -= 1
        if top is None or bottom is None:
            raise faults.missing_argument(self, macro, place, rf"{{a {macro} b}}")
        kind = Fraction_ if macro == r"\over" else Binomial
        return kind(Span(top.span.start, bottom.span.end), top, bottom)

    def _braces(self, chain: Chain) -> None:
        """TeX braces at the place of an item: empty, the base of scripts, or read through."""
        i = self.i
        if self.codes[i + 1] == END_BRACE:
            self.i = i + 2
            if self.codes[i + 2] == SCRIPT:
                if chain.items and not chain.operator:
                    chain.items[-1] = scripts.attach(self, chain.items[-1])
                else:
                    chain.add(scripts.attach(self, None))
            return
        previous = chain.items[-1] if chain.items and not chain.operator else None
        node = self.braced()
        if type(node) is Words:
            return level.prose(chain, node, node.span)
        if type(node) is not Group or node.open or node.close:
            if previous is not None and _keeps_braces(previous):
                node = Group(Span(self.starts[i], self.done()), "", node, "")
        else:
            chain.braced = True
        chain.add(node)

    def braced(self) -> Syntax:
        """`{..}` as an item, with the scripts after it."""
        i = self.i
        place = Span(self.starts[i], self.ends[i])
        self.i = i + 1
        cells, self.cells = self.cells, False
        body = self.sequence()
        self.cells = cells
        if self.codes[self.i] != END_BRACE:
            raise faults.unclosed(self, "{", place)
        self.i += 1
        span = Span(place.start, self.done())
        if body is None:
            raise faults.empty_group(self, span)
        scripted = self.codes[self.i] == SCRIPT
        if isinstance(body, _MANY):
            if scripted:
                raise faults.invisible(self, span)
            return Group(span, "", body, "")
        if not scripted:
            return body
        return scripts.attach(self, Group(span, "", body, "") if type(body) is Script else body)

    def operand(self) -> Syntax:
        """One item with its scripts."""
        i = self.i
        code = self.codes[i]
        if code == LETTER:
            node = Symbol(Span(self.starts[i], self.ends[i]), self.texts[i], self.font)
            self.i = i + 1
        else:
            node = self.item()
        if self.codes[self.i] == SCRIPT:
            return scripts.attach(self, node)
        return node

    def item(self) -> Syntax:
        """One item without the scripts after it."""
        reader = _READERS.get(self.codes[self.i])
        if reader is None:
            raise faults.unexpected(self)
        return reader(self)

    def letter(self) -> Syntax:
        i = self.i
        self.i = i + 1
        return Symbol(Span(self.starts[i], self.ends[i]), self.texts[i], self.font)

    def symbol(self) -> Syntax:
        i = self.i
        text = self.texts[i]
        self.i = i + 1
        span = _tuple(Span, (self.starts[i], self.ends[i]))
        if text in _FONTED:
            return Symbol(span, *_FONTED[text])
        return Symbol(span, level.VALUE.get(text, text), self.font)

    def number(self) -> Syntax:
        i = self.i
        text = self.texts[i]
        span = _tuple(Span, (self.starts[i], self.ends[i]))
        self.i = i + 1
        if self.font and text in ("0", "1"):
            return Symbol(span, text, self.font)
        if self.texts[i + 1] == "e" and self.starts[i + 1] == span.end and (
                self.codes[i + 2] in (NUMBER, SIGN) and self.ends[i + 1] == self.starts[i + 2]
                and (self.codes[i + 2] == NUMBER or self.codes[i + 3] == NUMBER)):
            raise faults.fault(self, "ambiguous-number", "this number can be read in two ways",
                               Span(span.start, self.ends[i + 2]), "e is also Euler's number",
                               help=rf"write {text} \cdot 10^{{..}} or put a space before e")
        return Number(span, self.value(text, span), text)

    def value(self, text: str, span: Span) -> Fraction:
        """The exact value of a literal."""
        if len(text) > DIGITS:
            raise faults.fault(self, "number-too-long", "this number has too many digits", span,
                               f"at most {DIGITS} are read")
        return _value(text)

    def argument(self, macro: str, whole: bool = False) -> Syntax:
        """What a command takes: braces, or one token (of a number its first digit, or it `whole`)."""
        i = self.i
        code = self.codes[i]
        self.depth += 1
        if self.depth > DEPTH:
            raise faults.too_deep(self)
        if code == BRACE:
            place = Span(self.starts[i], self.ends[i])
            self.i = i + 1
            cells, self.cells = self.cells, False
            node = self.sequence()
            self.cells = cells
            if self.codes[self.i] != END_BRACE:
                raise faults.unclosed(self, "{", place)
            self.i += 1
            if node is None:
                raise faults.empty_group(self, Span(place.start, self.done()))
        elif code == NUMBER and not whole and len(self.texts[i]) > 1:
            text, start = self.texts[i], self.starts[i]
            if not text.isdigit():
                raise faults.braces_needed(self, faults.here(self), text, f"{{{text}}}")
            self.texts[i], self.starts[i], self.partial = text[1:], start + 1, i
            node = Number(Span(start, start + 1), self.value(text[0], Span(start, start + 1)), text[0])
        elif code == RUN:
            node = names.first_of_run(self, False)
        elif code in _ARGUMENTS:
            node = self.item()
        else:
            raise faults.missing_argument(self, macro, faults.here(self, 1), f"{macro}{{x}}")
        self.depth -= 1
        return node

    def first_of_run(self, whole_words: bool) -> Syntax:
        return names.first_of_run(self, whole_words)

    def skip_argument(self, macro: str) -> str:
        """Step over an argument; its text as it was typed."""
        i = self.i
        if self.codes[i] in (END, END_BRACE):
            raise faults.missing_argument(self, macro, faults.here(self, 1), f"{macro}{{x}}")
        if self.codes[i] != BRACE:
            self.i = i + 1
            return faults.shown(self, i)
        depth = 0
        for j in range(i, len(self.codes)):
            code = self.codes[j]
            depth += (code == BRACE) - (code == END_BRACE)
            if depth == 0:
                self.i = j + 1
                return self.source.text[self.ends[i]:self.starts[j]].strip()
        raise faults.fault(self, "unbalanced-bracket", "this bracket is never closed",
                           Span(self.starts[i], self.ends[i]), "no } matches it")

    @staticmethod
    def is_single(node: Syntax) -> bool:
        """Is this one item, rather than a chain?"""
        return not isinstance(node, _MANY)


@lru_cache(4096)
def _value(text: str) -> Fraction:
    return Fraction(text.replace("{,}", ""))


def _keeps_braces(previous: Syntax) -> bool:
    r"""Do braces after this item say where its argument ends, as in `\log{x}y`?"""
    return type(previous) in (BigOperator, Fraction_) or is_function(previous)


_READERS = {
    LETTER: Parser.letter, NUMBER: Parser.number, SYMBOL: Parser.symbol, RUN: names.run,
    WORD: names.word, BIG: names.big, OPEN: brackets.group, BRACE: Parser.braced,
    BEGIN: environments.environment, CONSTRUCT: constructs.construct, FONT: constructs.font,
    ACCENT: constructs.accent, SWITCH: constructs.switch, TEXT: names.text, STACK: stacked.factor,
    BAR: brackets.bars,
}
_ARGUMENTS = frozenset(_READERS) - {BAR, OPEN, BRACE}
