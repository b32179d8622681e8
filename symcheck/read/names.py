r"""Canonical names: the LaTeX text of a symbol with its decorations and scripts, without fonts.

`W^{(1)}`, `\mathbf{W}^{(1)}` and `W^{ (1) }` have one name; blackboard, calligraphic and Fraktur
letters keep their font as part of the *font key*, by which two spellings are told apart when both
are declared.
"""

from __future__ import annotations

from symcheck.read.syntax import (
    Accent,
    Additive,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

BOLD = frozenset(("bf", "bm", "vec"))  # fonts of vectors and matrices: a size is never written so
TRANSPOSES = frozenset({"T", "\\top", "\\intercal", "⊤", "\\transpose"})
ADJOINTS = frozenset({"\\dagger", "\\dag", "+"})
# Accents under which a power is not that of the name: `\\overline{x^2}` is a mean of squares.
MEANS = frozenset(("bar",))
STARS = frozenset({"*", "\\ast", "\\star"})
# Spellings of one letter: used when the letter itself is not declared and its variant is.
VARIANTS = {"\\phi": "\\varphi", "\\epsilon": "\\varepsilon", "\\theta": "\\vartheta",
            "\\ell": "l", "\\rho": "\\varrho", "\\sigma": "\\varsigma", "\\Phi": "\\varPhi"}
VARIANTS |= {b: a for a, b in VARIANTS.items()}


def label(s: Syntax | None) -> str:
    """Canonical text of a piece of syntax used inside a name."""
    kind = type(s)
    if kind is Symbol:
        return "*" if s.name in STARS else s.name
    if kind is Number:
        return s.text
    if kind is Accent:
        return rf"\{s.kind}{{{label(s.body)}}}"
    if kind is Group:
        return s.open + label(s.body) + s.close
    if kind is Product:
        return joined(label(x) if o in ("", ",") else o + label(x)
                      for x, o in zip(s.items, s.operators))
    if kind is Additive:
        text = "".join((sign if k or sign != "+" else "") + label(x)
                       for k, (x, sign) in enumerate(zip(s.items, s.signs)))
        return text
    if kind is Listing:
        return ",".join(label(x) for x in s.items)
    if kind is Script:
        return spelled(label(s.base) if s.base is not None else "",
                       label(s.sub) if s.sub is not None else None,
                       "".join(label(x) for x in s.sups) or None, s.primes)
    if kind is Relation:
        return "".join((o if k else "") + label(x) for k, (x, o) in
                       enumerate(zip(s.items, ("", *s.operators))) if x is not None)
    return f"?{kind.__name__}"


def joined(parts) -> str:
    """Labels side by side; a macro before a letter keeps its space."""
    text = ""
    for part in parts:
        word = text.rsplit("\\", 1)[-1]
        if "\\" in text and word.isalpha() and part[:1].isalpha():
            text += " "
        text += part
    return text


def spelled(base: str, sub: str | None = None, sup: str | None = None, primes: int = 0) -> str:
    """The canonical name of a base with scripts."""
    text = base
    if primes:
        text += "'" * primes
    if sub is not None:
        text += "_" + (sub if len(sub) == 1 else f"{{{sub}}}")
    if sup is not None:
        text += "^" + (sup if len(sup) == 1 else f"{{{sup}}}")
    return text


def base_of(s: Syntax | None) -> tuple[str, str] | None:
    """(name, font key) of a symbol with its accents, or None if this is no name."""
    kind = type(s)
    if kind is Symbol:
        return (s.name, s.font)
    if kind is Accent:
        inner = base_of(s.body)
        if inner is None:
            return None
        if s.kind == "vec":  # an arrow is a way to write a vector, as bold is
            return (inner[0], "vec")
        return (rf"\{s.kind}{{{inner[0]}}}", inner[1])
    if kind is Group and s.open == "" and type(s.body) in (Symbol, Accent, Group):
        return base_of(s.body)
    return None


def stem_of(s: Syntax | None) -> tuple[str, str] | None:
    """(name, font key) of a name that may carry scripts, or None if this is no name."""
    return base_of(s.base if type(s) is Script else s)


def scripts_of(s: Syntax) -> tuple[Syntax | None, tuple[Syntax, ...], int]:
    """(subscript, superscripts, primes) of a piece of syntax."""
    return (s.sub, s.sups, s.primes) if type(s) is Script else (None, (), 0)


def spread(s: Syntax) -> Syntax:
    r"""Scripts inside an accent or invisible braces belong outside: `\hat{y_i}` is `\hat{y}_i`."""
    if type(s) is Accent and type(s.body) is Script and s.body.base is not None and not (
            s.kind in MEANS and any(type(x) is Number for x in s.body.sups)):
        inner = s.body
        return Script(s.span, Accent(s.span, s.kind, inner.base), inner.sub, inner.sups,
                      inner.primes)
    return s


def parts(sups: tuple[Syntax, ...]) -> list[Syntax]:
    r"""Superscripts flattened: `(2)\top` is `(2)` and then `\top`."""
    flat: list[Syntax] = []
    for s in sups:
        while type(s) is Group and s.open == "":
            s = s.body
        if type(s) is Script and type(s.base) is Group and s.sub is None and not s.primes \
                and s.base.open in ("(", "[", "") and all(
                    is_transpose(x) or is_star(x) for x in s.sups):
            flat.extend((*parts((s.base,)), *s.sups))
            continue
        if type(s) is Product and not any(s.operators) and (
                type(s.items[0]) is Group or is_transpose(s.items[-1])
                or is_star(s.items[0])):
            flat.extend(s.items)
        elif type(s) is Listing and type(s.items[0]) is Group:
            flat.extend(s.items)
        else:
            flat.append(s)
    return flat


def is_transpose(s: Syntax) -> bool:
    return type(s) is Symbol and (s.name in TRANSPOSES or s.name == "t" and s.font != "")


def is_star(s: Syntax) -> bool:
    return type(s) is Symbol and s.name in STARS


def is_label(s: Syntax) -> bool:
    """A superscript that cannot be a power: `(1)`, `[1]`, `*`, a word."""
    kind = type(s)
    if kind is Group:
        return s.open in ("(", "[", "\\langle") and not _arithmetic(s.body)
    return is_star(s) or kind is Symbol and len(s.name) > 1 and s.name[0] != "\\"


def _arithmetic(s: Syntax) -> bool:
    return type(s) is Additive and len(s.items) == 1


def number_in(text: str) -> str | None:
    """The digits of a label such as `(1)`, `[1]`, `1`; None for any other."""
    core = text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text
    return core if core.isdigit() else None


def written_in(s: Syntax | None, name: str) -> bool:
    """Does a name occur in a piece of syntax?"""
    return s is not None and any(type(x) in (Symbol, Script) and label(x) == name for x in s.walk())
