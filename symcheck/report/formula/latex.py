r"""The tree as LaTeX for amsmath and amssymb: commands of the table, letters, digits and escaped words only."""

from __future__ import annotations

from symcheck.report.formula.symbols import SYMBOLS, TEX_NAMES, Symbol
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
from symcheck.report.page.tex_words import tex_words

_FONTS = {"bf": r"\mathbf", "it": r"\mathit", "cal": r"\mathcal", "bb": r"\mathbb", "sf": r"\mathsf", "tt": r"\mathtt",
          "frak": r"\mathfrak", "rm": r"\mathrm"}
_WORD_FONTS = {"": r"\text", "bf": r"\textbf", "it": r"\textit", "sf": r"\textsf", "tt": r"\texttt"}
_SPACES = {3: r"\,", 4: r"\:", 5: r"\;", -3: r"\!", 6: r"\ ", 9: r"\enspace ", 18: r"\quad ", 36: r"\qquad "}
_ACCENTS = {"overrightarrow": "vec", "widecheck": "check"}
# Not in the fonts of a plain installation, or with another class there: what is written instead.
_INSTEAD = {":=": r"\mathrel{:=}", "=:": r"\mathrel{=:}", "==": r"\mathrel{==}", "\"": r"\text{''}", "`": r"\text{`}",
            "@": r"\text{@}", r"\clubsuit": r"\clubsuit", r"\amalg": r"\amalg", "?": "?", r"\P": r"\text{\P}",
            r"\S": r"\text{\S}", r"\ne=": r"\ne"}


def to_tex(node: Node) -> str:
    """LaTeX of a tree, without delimiters."""
    return _joined(node)


def _joined(node: Node) -> str:
    out = ""
    for item in side_by_side(node):
        text = _one(item)
        if out and out[-1].isalpha() and text[:1].isalpha() and _ends_in_command(out):
            out += " "
        out += text
    return out


def _ends_in_command(text: str) -> bool:
    at = len(text)
    while at and text[at - 1].isalpha():
        at -= 1
    return at > 0 and text[at - 1] == "\\"


def _one(node: Node) -> str:
    match node:
        case Letter(char, latex, font):
            return _letter(char, latex, font)
        case Number(text, font):
            return text if font in ("", "rm", "it") else rf"\mathbf{{{text}}}"
        case Sign(symbol):
            return _INSTEAD.get(symbol.latex, symbol.latex)
        case Word(text, kind, font):
            return _word(text, kind, font)
        case Space(width):
            return _SPACES.get(width, r"\ ")
        case Align():
            return ""
        case Row():
            return f"{{{_joined(node)}}}"
        case Scripts(base, sub, sup):
            return _scripts(base, sub, sup)
        case Fraction(top, bottom, kind):
            return rf"\{kind}{{{_joined(top)}}}{{{_joined(bottom)}}}"
        case Root(body, degree):
            return r"\sqrt" + (f"[{{{_joined(degree)}}}]" if degree is not None else "") + f"{{{_joined(body)}}}"
        case Accent(name, body):
            return rf"\{_ACCENTS.get(name, name)}{{{_joined(body)}}}"
        case Fenced(opening, body, closing):
            return rf"\left{_fence(opening)} {_joined(body)} \right{_fence(closing)}"
        case Stack():
            return _stack(node)
        case Table(kind, rows):
            return _table(kind, rows)
        case Boxed(body):
            return rf"\boxed{{{_joined(body)}}}"
    raise TypeError(node)


def _letter(char: str, latex: str, font: str) -> str:
    if font in ("", "it") and (font == "" or not char.isascii()):
        return latex
    if not char.isascii():
        return rf"\boldsymbol{{{latex}}}" if font == "bf" else latex
    if font in ("bb", "cal") and not char.isupper():
        return rf"\mathbf{{{latex}}}" if font == "bb" else latex
    return f"{_FONTS[font]}{{{latex}}}"


def _word(text: str, kind: str, font: str) -> str:
    if kind == "text":
        return f"{_WORD_FONTS.get(font, _WORD_FONTS[''])}{{{tex_words(text)}}}"
    symbol = SYMBOLS.get("\\" + text.replace(" ", ""))
    if symbol is not None and symbol.char == text and symbol.kind == kind and text in TEX_NAMES:
        return symbol.latex
    inside = r"\,".join(tex_words(part) for part in text.split(" "))
    return rf"\operatorname{'*' if kind == 'limit' else ''}{{{inside}}}"


def _scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    out = _joined(base) if isinstance(base, (Letter, Number, Sign, Word, Accent, Fenced, Table)) else \
        f"{{{_joined(base)}}}"
    if isinstance(base, Word) and base.kind == "text":
        out = f"{{{out}}}"
    if sub is not None:
        out += f"_{{{_joined(sub)}}}"
    if sup is not None:
        count, rest = primes(sup)
        out += "^{" + r"\prime" * count + (" " if count and rest.items else "") + _joined(rest) + "}"
    return out


def _fence(symbol: Symbol | None) -> str:
    if symbol is None:
        return "."
    return {r"\lvert": r"\lvert ", r"\rvert": r"\rvert "}.get(symbol.latex, symbol.latex)


def _stack(node: Stack) -> str:
    if node.brace:
        out = rf"\{node.brace}{{{_joined(node.base)}}}"
        for mark, note in (("_", node.under), ("^", node.over)):
            out += f"{mark}{{{_joined(note)}}}" if note is not None else ""
        return out
    out = _joined(node.base)
    if node.over is not None:
        out = rf"\overset{{{_joined(node.over)}}}{{{out}}}"
    if node.under is not None:
        out = rf"\underset{{{_joined(node.under)}}}{{{out}}}"
    return out


def _table(kind: str, rows) -> str:
    body = r" \\ ".join(" & ".join(_joined(cell) for cell in row) for row in rows)
    if kind == "substack":
        return rf"\substack{{{body}}}"
    if kind.endswith("matrix") and max(map(len, rows)) > 10:
        columns = "c" * max(map(len, rows))
        left, right = {"p": "()", "b": "[]", "v": "||"}.get(kind[0], "..")
        return rf"\left{left}\begin{{array}}{{{columns}}} {body} \end{{array}}\right{right}"
    return rf"\begin{{{kind}}} {body} \end{{{kind}}}"
