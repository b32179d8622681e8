r"""Iterates of a descent of which no formula says how one comes from the one before: "We run gradient descent from $w_0 = 0$ with learning rate $\eta$.
.. In general $w_{t+1} - w^* = (1 - \eta a) (w_t - w^*)$". Where the document speaks of plain gradient descent alone, and one function of this number
has a formula, the iterates are those of steps along its derivative; where an arrow `w \leftarrow ..` says what a step does, those of that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import descents_told
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import steps_in_force
from symcheck.judge.derivation.wording.methods_named import OTHER_STEPS, rates_named
from symcheck.read.names import base_of
from symcheck.read.syntax import Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_LETTERS = (r"\eta", r"\alpha", r"\gamma", r"\epsilon", r"\varepsilon", r"\tau")  # of step sizes
# "by gradient descent, with $\\eta = 0.05$": the letter of step sizes beside the method.
_RATE_BESIDE = re.compile(r"\b(?:gradient[- ]descent|GD)\b(?:[^.;]{0,60}?\$\s*(?P<rate>\\(?:eta|alpha))|(?:(?!momentum|decay|penalt|regulari|prior|weight|strength|coefficient|noise|friction|"
                          r"discount|threshold|toleran)[^.;$]){0,60}\$\s*(?P<other>\\(?:gamma|tau|epsilon|varepsilon)))\s*(?:=|>)")
_ARROW = r"^\s*%s\s*&?\s*(?:\\leftarrow|\\gets|←)(?![A-Za-z])\s*&?\s*([^=]*?)\s*(?:=.*)?[.,;]?\s*$"


def supposed(chains: Chains, s: Statement) -> None:
    """Take in the rule of the iterates that a claim begins with, where none is known and the document tells it in such a way."""
    recursions = chains.meanings.recursions
    if None in s.pieces[:2] or len(s.pieces) < 2:
        return
    head = {(name, place.counter): base for (name, place), base in counters.iterates(s.pieces[0].syntax).items() if place.counter}
    used = {(name, place.counter) for p in s.pieces[:2] for name, place in counters.iterates(p.syntax) if place.counter}
    if len(head) != 1 or used != {*head}:
        return
    (name, letter), base = next(iter(head.items()))
    made_of = recursions.rules.get(name)
    if made_of is not None and made_of.offset == 0:  # e_t of `e_t = w_t - w^*`
        found = {n: of for (n, place), of in counters.iterates(made_of.value).items() if (place.counter, place.number) == (letter, 0)}
        for n, of in found.items() if len(found) == 1 else ():
            _suppose(chains, s, n, of, letter)
        return
    whole = counters.iterate(s.pieces[0].syntax)
    if whole is not None and whole[1].number:
        return  # an update of its own
    _suppose(chains, s, name, base, letter)


def _suppose(chains: Chains, s: Statement, name: counters.Name, base: Syntax, letter: str) -> None:
    """Take in the rule of this iterate, where the document tells it so."""
    recursions = chains.meanings.recursions
    if name in recursions.rules or name in recursions.former or not recursions.counts(letter) or OTHER_STEPS.search(chains.state.text_so_far):
        return
    value = _of_arrow(chains, base, letter) or _of_descent(chains, base)
    if value is None:
        return
    row = Source(f"{_spelled(base, name, f'{letter}+1')} = {value.replace(chr(0), _spelled(base, name, letter))}", s.row.name, s.line())
    try:
        found = statements(chains.context, row)
    except SymcheckError:
        return
    if len(found) == 1 and found[0].operators == ["="] and None not in found[0].pieces and counters.iterate(found[0].pieces[0].syntax) is not None:
        recursions.met(found[0])
        _rate_given(chains, value)


def _rate_given(chains: Chains, value: str) -> None:
    r"""Take in the number of `\eta = 0.5`, told before the rule was known: what the steps give comes to numbers then."""
    formulas, at, instances = chains.meanings.document.formulas, chains.meanings.at, chains.meanings.instances
    for letter in (x for x in _LETTERS if re.search(rf"{re.escape(x)}(?![A-Za-z])", value)):
        told = next((m for f in reversed(formulas[:at]) for row in reversed(f.rows) if (m := re.fullmatch(rf"\s*{re.escape(letter)}\s*:?=(.*)", row.text, re.S)) is not None), None)
        e = chains.state.context_read(letter)
        rates = steps_in_force.rates(chains.meanings.survey.text[:formulas[at].start]) if told is not None else []
        if rates and rates[-1] is not None and e is not None and e.op == "var" and e.data.name not in instances.values \
                and (given := places.given(e, np.array(rates[-1], dtype=object), {})) is not None:
            instances.hold(given)


def _spelled(base: Syntax, name: counters.Name, mark: str) -> str:
    """The iterate at a step, as it is written."""
    return rf"{_letter(base)}^{{({mark})}}" if name.above else rf"{_letter(base)}_{{{mark}}}"


def _letter(base: Syntax) -> str:
    named = base_of(base)
    return {"bf": rf"\mathbf{{{named[0]}}}"}.get(named[1], named[0])


def _of_arrow(chains: Chains, base: Syntax, letter: str) -> str | None:
    r"""The right side of the only arrow `w \leftarrow ..` of the document, with a mark for w."""
    rows = [row.text for f in chains.meanings.document.formulas for row in f.rows]
    found = [m[1] for row in rows if (m := re.match(_ARROW % re.escape(_letter(base)), row)) is not None]
    if len(found) != 1 or re.search(rf"(?<![A-Za-z\\])(?:{letter})(?![A-Za-z])", found[0]):
        return None
    alone = re.compile(rf"(?<![A-Za-z\\]){re.escape(_letter(base))}(?![A-Za-z_^])")
    return alone.sub(lambda m: "\0", found[0]) if alone.search(found[0]) else None


def _of_descent(chains: Chains, base: Syntax) -> str | None:
    """The step along the derivative of the only function of this number, with the step size told by its letter or by its number."""
    text = chains.state.text_so_far
    if descents_told.DESCENT.search(chains.meanings.document.text) is None:
        return None
    known = chains.context.scope.bare(*base_of(base))
    if known is not None and known.expr is not None and not is_scalar(known.expr.shape):
        return None
    _, objectives = descents_told.objectives(chains.context, base)
    letters = {x for x in rates_named(text) if x in _LETTERS} or {m["rate"] or m["other"] for m in _RATE_BESIDE.finditer(text)}
    numbers = {*steps_in_force.rates(text)}
    rate = letters.pop() if len(letters) == 1 else str(numbers.pop()) if not letters and len(numbers) == 1 and None not in numbers else None
    objectives = [f for f in objectives if re.match(rf"{re.escape(base_of(base)[0])}(?![A-Za-z])", f) is None]  # w_1, w^*
    functions = [f.split("(")[0] for f in objectives if "(" in f or any(e.name == f and len(e.params) == 1 for e in chains.context.scope)]
    if rate is None or len(objectives) != 1 or len(functions) != 1:
        return None
    return rf"{chr(0)} - {rate} {functions[0]}'({chr(0)})"


__all__ = ["supposed"]
