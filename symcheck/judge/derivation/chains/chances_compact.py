r"""The chances of a label written as one formula: `p(y \mid x; \theta) = h^y (1 - h)^{1 - y}` after `P(y = 1 \mid x; \theta) = h`.

The formula is what the density is from there on; it is judged as well, by the chances told before it of each value that the label can have, of which the last
one is what the others leave over.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.expr import Expr, ShapeError, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_SPACING = re.compile(r"\\[!,;: ]|\\q?quad(?![A-Za-z])|\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])|[\s&]+")
_CHANCE = r"(?:[pP]|\\Pr|\\(?:mathbb|mathbf|mathrm|operatorname)\{(?:p|P|Pr)\})[(\[]"
_NAME = r"\\?[A-Za-z]+(?:_(?:\{\w+\}|\w)|\^\{\(\w\)\})?"
# `P(y=1|x;\\theta)=h` and `p(y|x;\\theta)`, without spaces.
_OF_VALUE = re.compile(rf"^{_CHANCE}(?P<name>{_NAME})=(?P<at>-?\d)(?P<given>(?:\\mid|\\vert|[|;])[^=]*?)?[)\]]=(?P<value>[^=]+?)(?:=[^=]*)*[.,;]?$")
_OF_ANY = re.compile(rf"^{_CHANCE}(?P<name>{_NAME})(?P<given>(?:\\mid|\\vert|[|;]).*?)?[)\]]$")

_SIGNED = re.compile(r"\\pm|±|\{\s*-\s*1|\+\s*1\s*\\?\}|\bplus\s+or\s+minus\b")


def judged(chains: Chains, s: Statement) -> Verdict | None:
    """The verdict on the formula of a density of a label whose chances were told value by value; None where it is none, or these are not understood."""
    if len(s.pieces) < 2 or None in s.pieces[:2] or s.operators[0] not in ("=", ":="):
        return None
    found = _OF_ANY.match(_plain(s.text(0)))
    if found is None or reservations.keeps(chains.state.paragraph) or reservations.mistaken(chains.state.paragraph):
        return None
    y, value = chains.meanings.shaped(found["name"]), chains.state.read(s.pieces[1])
    told = _told(chains, found["name"], found["given"] or "")
    if y is None or value is None or not told or not is_scalar(y.shape) or not is_scalar(value.shape) or y not in value.walk():
        return None
    chances = {at: chains.meanings.shaped(text) for at, text in told.items()}
    if None in chances.values() or names_in(value) - names_in(y) != set().union(*(names_in(e) for e in chances.values())):
        return None
    values = {Fraction(x) for n in y.walk() if n.op == "var" for x in n.data.values}
    if values != _values_told(chains, found["name"], values) or values != {Fraction(-1), Fraction(1)} and _SIGNED.search(chains.state.since):
        return None  # it has other values since
    chances = {at: e for at, e in chances.items() if not values or at in values}
    if not values and len(chances) > 1 and judge(chains.context, build.add(*chances.values()), build.num(1)).right:
        values = set(chances)  # it has no others
    last, verdicts = _left_over(values, chances), []
    for at, wanted in {**chances, **last}.items():
        try:
            verdicts.append((at, judge(chains.context, exchanged(value, y, build.num(at)), wanted)))
        except ShapeError:
            return None
    wrong = next(((at, v) for at, v in verdicts if v.word == V.DIFFERENT), None)
    if wrong is not None:
        return None if not values else replace(wrong[1], message=f"at {found['name']} = {wrong[0]} this is not the chance of that value")
    return verdicts[-1][1] if len(verdicts) > 1 and all(v.right for _, v in verdicts) else None


def _told(chains: Chains, name: str, given: str) -> dict[Fraction, str]:
    """The chances of its values that formulas before this one tell, as they are written; those that are told later count."""
    found: dict[Fraction, str] = {}
    for f in chains.meanings.document.formulas[:chains.meanings.at]:
        for row in f.rows:
            m = _OF_VALUE.match(_plain(row.text))
            if m is not None and m["name"] == name:
                if (m["given"] or "") != given or reservations.keeps(f.before):
                    return {}  # of another model
                found[Fraction(m["at"])] = _spaced(row.text)
    return found


def _values_told(chains: Chains, name: str, known: set[Fraction]) -> set[Fraction]:
    """The values that the last formula before this one gives to the label."""
    listed = re.compile(r"(?<![A-Za-z\\])" + re.escape(name) + r"\\in\\\{(\\pm1|[-+]?\d(?:,[-+]?\d)*)\\\}")
    texts = [_plain(row.text) for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows]
    found = [m[1] for text in texts for m in listed.finditer(text)]
    return known if not found else {Fraction(-1), Fraction(1)} if "pm" in found[-1] else {Fraction(x.lstrip("+")) for x in found[-1].split(",")}


def _spaced(text: str) -> str:
    """What stands behind the equals sign that ends the chance."""
    depth = 0
    for k, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if c == "=" and not depth:
            return re.split(r"(?<![\\<>!])=", text[k + 1:])[0].strip().rstrip(".,;&")
    return ""


def _left_over(values: set[Fraction], chances: dict[Fraction, Expr]) -> dict[Fraction, Expr]:
    """The chance of the one value of which none is told."""
    missing = [x for x in values if x not in chances]
    if len(missing) != 1:
        return {}
    rest: Expr = build.num(1)
    for e in chances.values():
        rest = build.sub(rest, e)
    return {missing[0]: rest}


def _plain(text: str) -> str:
    return _SPACING.sub("", text)
