"""The tree as MathML Core, every text escaped."""

from __future__ import annotations

import unicodedata
from html import escape

from symcheck.report.formula.symbols import ACCENTS, Symbol
from symcheck.report.formula.tree import (
    Accent,
    Align,
    Boxed,
    Fenced,
    Fraction,
    Letter,
    Node,
    Number,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Stack,
    Table,
    Word,
    side_by_side,
)

_ALPHABETS = {"bf": "BOLD", "it": "ITALIC", "cal": "SCRIPT", "bb": "DOUBLE-STRUCK", "sf": "SANS-SERIF", "tt": "MONOSPACE",
              "frak": "FRAKTUR"}
_STYLES = {"bf": "font-weight: bold", "it": "font-style: italic", "tt": "font-family: monospace", "sf": "font-family: sans-serif"}
_DELIMITERS = {"p": "()", "b": "[]", "B": "{}", "v": "||", "V": "‖‖"}
_ACCENT_SIGNS = {"hat": "^", "widehat": "^", "bar": "‾", "overline": "‾", "tilde": "~", "widetilde": "~", "dot": "˙",
                 "ddot": "¨", "vec": "→", "overrightarrow": "→", "check": "ˇ", "widecheck": "ˇ", "underline": "_",
                 "acute": "´", "grave": "`", "breve": "˘", "mathring": "˚"}


def to_mathml(node: Node, display: bool = False) -> str:
    """A `<math>` element."""
    kind = ' display="block"' if display else ""
    return f"<math{kind}>{_row(node)}</math>"


def in_alphabet(char: str, font: str) -> str:
    """A letter or digit of one of Unicode's mathematical alphabets, itself where that has none."""
    name = _ALPHABETS.get(font)
    if name is None:
        return char
    usual = unicodedata.name(char, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for full in (f"MATHEMATICAL {name} {usual}", f"{name} {usual}", f"{'BLACK-LETTER' if font == 'frak' else name} {usual}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return char


def _row(node: Node) -> str:
    items = side_by_side(node)
    inside, before = "", None
    for k, item in enumerate(items):
        after = items[k + 1] if k + 1 < len(items) else None
        if isinstance(item, Word) and item.kind == "name" and not (before is None or isinstance(before, (Sign, Space))
                                                                   and not _closes(before)):
            inside += '<mspace width="0.1667em"></mspace>'
        inside += _operator(item.symbol, unary=_unary(before)) if isinstance(item, Sign) and item.symbol.kind == "bin" \
            else _one(item)
        if isinstance(item, Word) and item.kind == "name" and not (
                after is None or isinstance(after, (Fenced, Space)) or isinstance(after, Sign)):
            inside += '<mspace width="0.1667em"></mspace>'
        before = item
    return inside if len(items) == 1 and not isinstance(items[0], Row) else f"<mrow>{inside}</mrow>"


def _closes(node: Node) -> bool:
    return isinstance(node, Sign) and node.symbol.kind in ("close", "ord")


def _unary(before: Node | None) -> bool:
    """Is a sign after this a sign of what follows it?"""
    return before is None or isinstance(before, Sign) and before.symbol.kind in ("open", "rel", "bin", "punct", "big")


def _operator(symbol: Symbol | None, stretchy: bool = False, unary: bool = False) -> str:
    if symbol is None:
        return ""
    fence = symbol.kind in ("open", "close", "bar")
    form = {"open": ' form="prefix"', "close": ' form="postfix"'}.get(symbol.kind, "")
    if symbol.kind == "bar" or symbol.char == "/":
        form = ' lspace="0" rspace="0"'
    elif unary:
        form = ' form="prefix" lspace="0" rspace="0"'
    stretch = ' stretchy="true"' if stretchy else ' stretchy="false"' if fence else ""
    return f"<mo{form}{stretch}>{escape(symbol.char)}</mo>"


def _one(node: Node) -> str:
    match node:
        case Letter(char, _, font):
            upright = font == "rm" or font == "" and char.isupper() and not char.isascii()
            return f"<mi{' mathvariant=' + chr(34) + 'normal' + chr(34) if upright else ''}>{escape(in_alphabet(char, font))}</mi>"
        case Number(text, font):
            return f"<mn>{''.join(in_alphabet(c, font) for c in text)}</mn>"
        case Sign(symbol):
            if symbol.kind == "ord":
                return f'<mi mathvariant="normal">{escape(symbol.char)}</mi>'
            return _operator(symbol)
        case Word(text, kind, font):
            if kind == "text":
                style = f' style="{_STYLES[font]}"' if font in _STYLES else ""
                return f"<mtext{style}>{escape(text).replace(' ', '&#160;')}</mtext>"
            return f'<mo form="prefix" lspace="0.1667em" rspace="0.1667em">{escape(text)}</mo>' if kind == "limit" else \
                f'<mi mathvariant="normal">{escape(text)}</mi>'
        case Space(width):
            return f'<mspace width="{width / 18:.3f}em"></mspace>'
        case Align():
            return ""
        case Row():
            return _row(node)
        case Scripts(base, sub, sup):
            return _scripts(base, sub, sup)
        case Fraction(top, bottom, kind):
            if kind == "binom":
                return (f'<mrow><mo stretchy="true">(</mo><mfrac linethickness="0">{_row(top)}{_row(bottom)}</mfrac>'
                        '<mo stretchy="true">)</mo></mrow>')
            return f"<mfrac>{_row(top)}{_row(bottom)}</mfrac>"
        case Root(body, degree):
            return f"<mroot>{_row(body)}{_row(degree)}</mroot>" if degree is not None else f"<msqrt>{_row(body)}</msqrt>"
        case Accent(name, body):
            tag = "munder" if ACCENTS[name][1] == "underline" else "mover"
            return f'<{tag} accent="true">{_row(body)}<mo stretchy="{str(name.startswith(("over", "wide", "under"))).lower()}">' \
                   f"{escape(_ACCENT_SIGNS[name])}</mo></{tag}>"
        case Fenced(opening, body, closing):
            return f"<mrow>{_operator(opening, True)}{_row(body)}{_operator(closing, True)}</mrow>"
        case Stack():
            return _stack(node)
        case Table(kind, rows):
            return _table(kind, rows)
        case Boxed(body):
            return f'<mrow style="border: 1px solid; padding: 0.2em">{_row(body)}</mrow>'
    raise TypeError(node)


def _scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    limits = isinstance(base, Sign) and base.symbol.kind == "big" and base.symbol.char not in "∫∬∮" or \
        isinstance(base, Word) and base.kind == "limit"
    below, above, both = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    tag = both if sub is not None and sup is not None else below if sub is not None else above
    return f"<{tag}>{_row(base)}" + "".join(_row(x) for x in (sub, sup) if x is not None) + f"</{tag}>"


def _stack(node: Stack) -> str:
    inside = _row(node.base)
    if node.brace:
        sign, tag = ("⏟", "munder") if node.brace == "underbrace" else ("⏞", "mover")
        inside = f'<{tag}>{inside}<mo stretchy="true">{sign}</mo></{tag}>'
    if node.under is not None:
        inside = f"<munder>{inside}{_row(node.under)}</munder>"
    if node.over is not None:
        inside = f"<mover>{inside}{_row(node.over)}</mover>"
    return inside


def _table(kind: str, rows) -> str:
    align = ' style="text-align: left"' if kind in ("cases", "aligned") else ""
    cells = "".join("<mtr>" + "".join(f"<mtd{align}>{_row(cell)}</mtd>" for cell in row) + "</mtr>" for row in rows)
    table = f"<mtable>{cells}</mtable>"
    if kind == "cases":
        return f'<mrow><mo stretchy="true" form="prefix">{{</mo>{table}</mrow>'
    if kind.endswith("matrix") and kind not in ("matrix", "smallmatrix"):
        left, right = _DELIMITERS[kind[0]]
        return (f'<mrow><mo stretchy="true" form="prefix">{left}</mo>{table}'
                f'<mo stretchy="true" form="postfix">{right}</mo></mrow>')
    return table
