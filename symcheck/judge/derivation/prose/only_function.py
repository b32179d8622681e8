r"""The one function that the document defines so far, `L(w) = ..`, and its value and derivatives as expressions of its variable: of what words without a
name, "the gradient", "the loss", "gradient descent", speak where there is no other function."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import changes_told
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.text import SymcheckError

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|mathcal|mathrm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])"
# `L(w) = ..`, and any other head of a call.
_HEAD = re.compile(rf"\s*(?P<f>{_LETTER})\s*(?:\\left)?\(\s*(?P<x>{_LETTER})\s*(?:\\right)?\)\s*&?\s*:?=")
_CALLED = re.compile(rf"\s*(?P<f>{NAME})\s*(?:\\left)?\((?P<x>[^()=]*)\)\s*&?\s*:?=")
_MADE = re.compile(rf"\s*(?P<name>{NAME})\s*&?\s*:?=(?P<of>.*)", re.S)


@dataclass(frozen=True)
class Function:
    """A function by its name, its variable, its value there, and the context in which they are read."""

    name: str
    letter: str
    variable: Expr
    value: Expr
    context: Context

    def slope(self) -> Expr:
        return build.derivative(self.value, self.variable, "column")

    def at(self, e: Expr, place: Expr) -> Expr:
        """What an expression in the variable is at a place."""
        return build.substitute(e, ((self.variable.data, place),))


def found(chains: Chains, letter: str = "", named: str = "", length: int | None = None) -> Function | None:
    """The function of this name, or the only one that is defined before the formula at hand, of this letter where it is given; None where there are
    several, it cannot be read, or words after it may have changed it. `length`: of a variable that is declared nowhere, where the words tell it."""
    meanings = chains.meanings
    rows = [row.text for f in meanings.document.formulas[:meanings.at] for row in f.rows]
    heads = {(_plain(m["f"]), _plain(m["x"])): (m["f"], m["x"]) for text in rows if (m := _HEAD.match(text)) is not None}
    others = {_plain(m["f"]) for text in rows if (m := _CALLED.match(text)) is not None} - {f for f, _ in heads}
    fits = [head for key, head in heads.items() if (not letter or key[1] == _plain(letter)) and (not named or key[0] == _plain(named))]
    if len(fits) != 1 or not named and (len({f for f, x in heads if f != r"\sigma" or _plain(letter) == x}) != 1 or any("'" not in name for name in others)):
        return None
    f = _read(chains, *fits[0], length)
    if f is None or not named and any(_is_made_of(chains, text, f) for text in rows):
        return None
    return None if changes_told.of_objective(_said_since(chains, f)) else f


def _said_since(chains: Chains, f: Function) -> str:
    """The words from the last formula that says what the function is to the formula at hand."""
    formulas = chains.meanings.document.formulas[:chains.meanings.at + 1]
    told = [k for k, g in enumerate(formulas[:-1]) for row in g.rows if (m := _HEAD.match(row.text)) is not None and _plain(m["f"]) == _plain(f.name)]
    return changes_told.between(formulas[told[-1]:])


def _is_made_of(chains: Chains, text: str, f: Function) -> bool:
    r"""Is this another number made of the function, or of its variable: the loss of a network, `L = \frac12 (f(x) - y)^2`, written without a call?"""
    made = _MADE.match(text)
    if made is None or _plain(made["name"]) in (_plain(f.letter), _plain(f.name)) or re.search(rf"(?<![A-Za-z\\]){re.escape(f.letter)}(?![A-Za-z_])", made["of"]) is None:
        return False
    e = chains.state.context_read(made["name"])
    return e is None or is_scalar(e.shape)


def _plain(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


def _read(chains: Chains, name: str, letter: str, length: int | None) -> Function | None:
    state = chains.state
    context, x = state.context, state.context_read(letter)
    try:
        if x is None and length is not None:
            context = context.copy()
            context.declare(rf"{letter} \in \mathbb{{R}}" + (f"^{{{length}}}" if length > 1 else ""))
            x = context.read(letter)
        if x is None:
            return None
        value = context.read(f"{name}({letter})")
    except SymcheckError:
        return None
    if x.op == "let":
        v = build.var(x.data)
        value, x = exchanged(value, x, v), v
    if x.op != "var" or x.data.family or not is_scalar(value.shape) or not (is_scalar(x.shape) or is_vector(x.shape)):
        return None
    return Function(name, letter, x, value, context)


def compared(chains: Chains, f: Function, known: Expr, told: Expr, piece: Piece) -> Verdict:
    """Is what words tell, in decimals maybe, equal to what is known?"""
    v = judge(f.context, known, told)
    if v.word == V.DIFFERENT and "." in piece.source.text[piece.syntax.span.start:piece.syntax.span.end] and (number := value_of(known)) is not None:
        v = rounding.rounded(chains.state, np.asarray(number, dtype=object), piece, frozenset()) or v
    if v.word == V.DIFFERENT and has_numbers(chains, f, known, told):
        sides = [chains.meanings.instances.value_of(e, {}) for e in (known, told)]
        if None in sides:
            return Verdict(V.UNDECIDED, "not all numbers of the example are known here")
        v = Verdict(V.EQUAL, "at the numbers of the example") if sides[0] == sides[1] else v
    return v


def has_numbers(chains: Chains, f: Function, *exprs: Expr) -> bool:
    """Does an example, or a sentence before, give a value to a name in these but the variable, which stands for any number elsewhere?"""
    rows = [row.text for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows]
    heads = [_plain(text.partition("=")[0]).strip(":&") for text in rows if "=" in text]
    given = {*chains.meanings.instances.values, *(name for head in heads for name in head.strip("()").split(","))}
    return any({_plain(name) for name in names_in(e)} - {_plain(f.letter)} & {_plain(name) for name in given} for e in exprs)


__all__ = ["Function", "compared", "found", "has_numbers"]
