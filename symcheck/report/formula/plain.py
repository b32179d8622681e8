"""The tree as Unicode text for a terminal: `W⁽²⁾ᵀ x⁽⁴⁾`, `∂ℓ/∂W⁽¹⁾`, `½`."""

from __future__ import annotations

import re
import unicodedata

from symcheck.report.formula.mathml import in_alphabet
from symcheck.report.formula.parse import formula
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
    side_by_side,
)

_UP = dict(zip("0123456789+−=()n i⊤TNktjlm*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ ⁱᵀᵀᴺᵏᵗʲˡᵐ*")) | {"′": "'", "d": "ᵈ", "a": "ᵃ", "b": "ᵇ", "x": "ˣ"}
_DOWN = dict(zip("0123456789+−=()aeijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
_HALVES = {("1", "2"): "½", ("1", "3"): "⅓", ("1", "4"): "¼", ("2", "3"): "⅔", ("3", "4"): "¾"}
_DOLLARS = re.compile(r"\$([^$]+)\$")
_WIDE = frozenset(("rel", "bin"))


def in_unicode(text: str) -> str:
    """Words of ours, the formulas between their dollars as one line of text each."""
    return _DOLLARS.sub(lambda m: to_plain(formula(m[1])), text)


def to_plain(node: Node) -> str:
    """One line of text."""
    return " ".join(_joined(node).split())


def _joined(node: Node) -> str:
    items = side_by_side(node)
    out, before = "", None
    for item in items:
        text = _one(item)
        kind = item.symbol.kind if isinstance(item, Sign) else ""
        unary = kind == "bin" and (before is None or isinstance(before, Sign) and before.symbol.kind not in (
            "close", "ord", "bar"))
        tight = isinstance(item, Sign) and item.symbol.char in "/:"
        if kind in _WIDE and not unary and not tight:
            text = f" {text} "
        elif kind == "punct":
            text += " "
        elif isinstance(item, Sign) and item.symbol.char == ":":
            text = ": "
        elif (isinstance(item, Word) or _big(item)) and out and out[-1] not in " ([{|‖":
            text = " " + text
        elif isinstance(before, Word) and before.kind != "text" and text[:1] not in "([|":
            text = " " + text
        elif _apart(before, item):
            text = " " + text
        out, before = out + text, item
    return out


def _big(item: Node) -> bool:
    base = item.base if isinstance(item, Scripts) else item
    return isinstance(base, Sign) and base.symbol.kind == "big"


def _closing(item: Node) -> bool:
    base = item.base if isinstance(item, Scripts) else item
    return isinstance(base, Sign) and base.symbol.kind in ("close", "bar")


def _apart(before: Node | None, item: Node) -> bool:
    """Would two factors side by side read as one name?"""
    return isinstance(before, Scripts) and isinstance(item, (Letter, Scripts, Accent)) and not _closing(item)


def _one(node: Node) -> str:
    match node:
        case Letter(char, _, font):
            return in_alphabet(char, font) if font == "bb" else char
        case Number(text, font):
            return "".join(in_alphabet(c, font) for c in text) if font == "bb" else text
        case Sign(symbol):
            return symbol.char if symbol.char != "−" else "-"
        case Word(text):
            return text
        case Space(width):
            return " " * (1 + width // 12) if width > 0 else ""
        case Align():
            return ""
        case Row():
            return _joined(node)
        case Scripts(base, sub, sup):
            out = _bracketed(base)
            out += _script(sub, _DOWN, "_") if sub is not None else ""
            return out + (_script(sup, _UP, "^") if sup is not None else "")
        case Fraction(top, bottom, kind):
            a, b = _joined(top), _joined(bottom)
            if kind == "binom":
                return f"({a} over {b})"
            return _HALVES.get((a, b)) or f"{_bracketed(top, True)}/{_bracketed(bottom, True)}"
        case Root(body, degree):
            return ("" if degree is None else _script(degree, _UP, "")) + "√" + _bracketed(body)
        case Accent(name, body):
            text = _joined(body)
            return unicodedata.normalize("NFC", text + ACCENTS[name][0]) if len(text) == 1 else f"{name}({text})"
        case Fenced(opening, body, closing):
            return (opening.char if opening else "") + _joined(body).strip() + (closing.char if closing else "")
        case Stack(base, _, under, _):
            return _joined(base) + (f" [{_joined(under)}]" if under is not None else "")
        case Table(kind, rows):
            body = "; ".join((" " if kind == "cases" else ", ").join(_joined(c).strip() for c in row) for row in rows)
            return f"{{{body}}}" if kind == "cases" else f"[{body}]" if kind.endswith("matrix") else body
        case Boxed(body):
            return _joined(body)
    raise TypeError(node)


def _bracketed(node: Node, operand: bool = False) -> str:
    text = _joined(node)
    items = side_by_side(node)
    closed = len(items) <= 1 or text[:1] in "(|‖[" and text[-1:] in ")|‖]" or operand and len(items) <= 3 and not any(
        isinstance(x, Sign) and x.symbol.kind in _WIDE for x in items)
    return text if closed else f"({text})"


def _script(node: Node, raised: dict[str, str], mark: str) -> str:
    text = _joined(node)
    tight = text.replace(" ", "").replace("-", "−")
    if all(c in raised for c in tight):
        return "".join(raised[c] for c in tight)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"
