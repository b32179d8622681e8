r"""The tree as Typst's mathematics: characters of the table, escaped, and strings. Nothing else is written."""

from __future__ import annotations

from symcheck.report.formula.symbols import ACCENTS
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
    primes,
    side_by_side,
)

_FONTS = {"bf": "bold", "it": "italic", "cal": "cal", "bb": "bb", "sf": "sans", "tt": "mono", "frak": "frak", "rm": "upright"}
_DELIMITERS = {"p": '"("', "b": '"["', "B": '"{"', "v": '"|"', "V": '"‖"'}
_CLASSES = {"open": "opening", "close": "closing", "bar": "normal"}
_LINES = ("overline", "underline")


def string(text: str) -> str:
    """A Typst string literal."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_typst(node: Node) -> str:
    """Typst's mathematics of a tree, without the dollars."""
    return _joined(node)


def _joined(node: Node) -> str:
    items = side_by_side(node)
    out = ""
    for text in filter(None, map(_one, items)):
        # Typst keeps spaces beside strings; those that are wanted stand inside them.
        out += text if not out or out[-1] == '"' or text[0] == '"' else f" {text}"
    return out or '""'


def _character(char: str) -> str:
    if char in '"!?.%@`' or not char.isprintable():
        return string(char)
    special = char.isascii() and not char.isalnum() and char not in "+=<>" or char in "⟨⟩⌊⌋⌈⌉‖"
    return "\\" + char if special else char


def _one(node: Node) -> str:
    match node:
        case Letter(char, _, font):
            return f"{_FONTS[font]}({_upright(char, font)})" if font else char
        case Number(text, font):
            return f"{_FONTS[font]}({text})" if font not in ("", "it") else text
        case Sign(symbol):
            kind = _CLASSES.get(symbol.kind)
            return f'class("{kind}", {_character(symbol.char)})' if kind else _character(symbol.char)
        case Word(text, kind, font):
            return _word(text, kind, font)
        case Space(width):
            return f"#h({width / 18:.3f}em)"
        case Align():
            return ""
        case Row():
            return _joined(node)
        case Scripts(base, sub, sup):
            return _scripts(base, sub, sup)
        case Fraction(top, bottom, kind):
            return f"{kind}({_joined(top)}, {_joined(bottom)})"
        case Root(body, degree):
            return f"root({_joined(degree)}, {_joined(body)})" if degree is not None else f"sqrt({_joined(body)})"
        case Accent(name, body):
            if ACCENTS[name][1] in _LINES:
                return f"{ACCENTS[name][1]}({_joined(body)})"
            return f"accent({_joined(body)}, {ACCENTS[name][1]})"
        case Fenced(opening, body, closing):
            ends = [_character(x.char) if x is not None else "" for x in (opening, closing)]
            return f"lr({ends[0]} {_joined(body)} {ends[1]})"
        case Stack():
            return _stack(node)
        case Table(kind, rows):
            return _table(kind, rows)
        case Boxed(body):
            return f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, ${_joined(body)}$)"
    raise TypeError(node)


def _upright(char: str, font: str) -> str:
    return f"upright({char})" if font == "bf" and char.isascii() else char


def _word(text: str, kind: str, font: str) -> str:
    shown = string(text)
    if kind == "text":
        return f"{_FONTS[font]}({shown})" if font in ("bf", "it", "tt", "sf") else shown
    return f"op({shown}, limits: #true)" if kind == "limit" else f"op({shown})"


def _scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    parts = [_joined(base)]
    if sup is not None:
        count, rest = primes(sup)
        if count and rest.items:
            parts.append(f"tr: {' '.join(['′'] * count)} {_joined(rest)}")
        else:
            parts.append(f"t: {_joined(sup)}")
    if sub is not None:
        parts.append(f"b: {_joined(sub)}")
    return f"attach({', '.join(parts)})"


def _stack(node: Stack) -> str:
    if node.brace:
        note = node.under if node.brace == "underbrace" else node.over
        return f"{node.brace}({_joined(node.base)}" + (f", {_joined(note)})" if note is not None else ")")
    parts = [f"limits({_joined(node.base)})"]
    parts += [f"t: {_joined(node.over)}"] if node.over is not None else []
    parts += [f"b: {_joined(node.under)}"] if node.under is not None else []
    return f"attach({', '.join(parts)})"


def _table(kind: str, rows) -> str:
    if kind == "cases":
        return "cases(" + ", ".join(" & #h(1em) ".join(map(_joined, row)) for row in rows) + ")"
    cells = "; ".join(", ".join(map(_joined, row)) for row in rows)
    if kind == "substack":
        return f"mat(delim: #none, gap: #0.2em, {cells})"
    if kind == "aligned":
        return f"mat(delim: #none, align: #left, column-gap: #0.2em, {cells})"
    delimiter = _DELIMITERS.get(kind[0], "#none") if kind not in ("matrix", "smallmatrix") else "#none"
    return f"mat(delim: {delimiter}, {cells})"
