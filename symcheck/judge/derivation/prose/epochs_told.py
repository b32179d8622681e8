r"""Steps of SGD on one sample, and rounds over all of them, told as maps of the weight: "the second sample maps $w$ to $(1 - 4 \eta) w + 4 \eta$", "a whole
epoch is the map $w \mapsto \frac{7}{16} w + \frac58$, whose fixed point is $\frac{10}{9}$". The step on sample k goes along the derivative of \ell_k; a round
takes the steps one after another, in the order told."""

from __future__ import annotations

import random
import re
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import steps_in_force, words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT, SUPPORTED, UNDECIDED, Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_WEIGHT = r"(?P<w>w|\\theta|\\beta|v|u)"
_MAP = re.compile(rf"\s*{_WEIGHT}\s*\\mapsto(?![A-Za-z])\s*(?P<value>.+?)\s*[.,;]?\s*$", re.S)
_MAPS = re.compile(rf"\b(?:maps?|sends?|takes?|turns?|moves?|carries|changes?)\s+(?:the\s+weight\s+)?\$\s*{_WEIGHT}\s*\$\s+(?:in)?to\s*$", re.I)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_THING = r"(?:one|sample|example|(?:data\s+)?point|pair|observation)"
_SAMPLE = re.compile(rf"\b(?:the\s+(?:step\s+(?:on|with|for)\s+the\s+)?(?P<nth>first|second|third|fourth|fifth)\s+(?:{_THING}|step|update)|{_THING}\s+\$?\s*(?:i\s*=\s*)?(?P<number>\d)\s*\$?)\b(?!.*\bthe\s+(?:first|second|third|fourth|fifth)\b)", re.I)
_EPOCH = re.compile(r"\b(?:(?:whole|one|full|entire|each|every|an?|the)\s+(?:\w+\s+)?(?:epoch|round|sweep|pass)|epoch|(?:one|a|full)\s+pass\s+(?:over|through))\b", re.I)
_THIS = re.compile(r"\b(?:this|it|the\s+(?:map|epoch|round|composition))\s+(?:is|becomes|reads|reduces\s+to|turns\s+into)\s*(?:the\s+map\s*)?:?\s*$", re.I)
_FIXED = re.compile(r"^[\s,;]*(?:(?:whose|its|and\s+its|the|with)\s+)(?:only\s+|unique\s+)?fixed\s+point(?:\s+is|\s+lies\s+at|\s+being)?\s*$", re.I)
_ORDER = re.compile(r"\bin\s+(?:the\s+)?(?:fixed\s+|given\s+)?order\s+(?:of\s+)?(?P<order>\$?\s*\d[\d\s,$]*(?:(?:then|and|\\to|\\rightarrow|->|→)[\s,$]*\d[\s,$]*)*)", re.I)
_OTHER = re.compile(r"n't\b|\b(?:not|never|random\w*|shuffl\w*|momentum|decay\w*|revers\w*|mini-?batch\w*|averag\w*|expect\w*|would|if|backwards?|permut\w*|full[- ]batch|gradient\s+descent)\b", re.I)
_LOSS = re.compile(r"\s*(\\ell|[fLJECg])\s*_\s*\{?\s*[ijkn]\s*\}?\s*\(\s*(w|\\theta|\\beta|v|u)\s*\)\s*&?\s*:?=")
_RATES = (r"\eta", r"\alpha", r"\gamma", r"\epsilon", r"\varepsilon")
_NUMBER = r"\d[\d.]*(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)"
_MOST = 6  # samples of a round
_POINTS = 6  # at which two maps are compared, where the data have numbers


class EpochsTold:
    """The last round told, with the place where it stands."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.last: tuple[int, Expr, Expr] | None = None  # the number of the formula, the weight, and what the round makes of it

    def judged(self, row: Source, formula: Formula) -> bool:
        """Judge a map of the weight that the words call a step on a sample, or a round; or the fixed point of the last one. False where they do not."""
        sentence = words.SENTENCES.split(self.chains.meanings.survey.sentence(formula))[-1]
        if _FIXED.match(formula.before) is not None and self.last is not None and self.last[0] == self.chains.meanings.at - 1:
            return self._fixed_point(row)
        named, moved = _MAP.fullmatch(row.text), _MAPS.search(sentence)
        if named is None and moved is None or _OTHER.search(re.sub(r"\$[^$]*\$", " § ", sentence)):
            return False
        weight, text = (named["w"], named["value"]) if named is not None else (moved["w"], row.text)
        w = self.chains.state.context_read(weight)
        if w is None or w.op != "var" or not is_scalar(w.shape):
            return False
        start = row.text.index(text)
        try:
            cut = row.cut(start, start + len(text))
            piece = Piece(parse(cut, self.chains.state.context.words), cut)
        except SymcheckError:
            return False
        value = self.chains.state.read(piece)
        numbers = self._told(sentence)
        expected = self._expected(weight, w, sentence, text, numbers) if value is not None else None
        if expected is None:
            return False
        at = [build.substitute(e, tuple((n.data, x) for n, x in numbers)) for e in (expected, value)]
        self.chains.step(Statement([None, piece], ["="], cut, piece.syntax.span), 0, self._compared(*at, w))
        self.last = self.chains.meanings.at, w, at[0]
        return True

    def _compared(self, expected: Expr, value: Expr, w: Expr) -> Verdict:
        """The verdict on `expected = value`: in general where the value is one for any data, else at the numbers of the data."""
        v = judge(self.chains.context, expected, value)
        if v.right:
            return v
        general, told = (self._agree_at(expected, value, w, rates) for rates in (_RATES, ()))
        if general:
            return Verdict(SUPPORTED, "at the numbers of the data")
        if general is False and told is False:
            return Verdict(DIFFERENT, "the sides differ at the numbers of the data")
        if v.word == DIFFERENT and told is not True and names_in(expected) <= names_in(value):
            return v
        return Verdict(UNDECIDED, "the numbers of the data are not known")

    def _agree_at(self, expected: Expr, value: Expr, w: Expr, rates: tuple[str, ...]) -> bool | None:
        """Are both the same at the numbers of the data, for any weight and any of these rates? None where numbers are missing."""
        instances, sides = self.chains.meanings.instances, (expected, value)
        free = {n for e in sides for n in e.walk() if n.op == "var" and (n.data.name not in instances.values or n is w or n.data.name in rates)}
        if not instances.open or not all(is_scalar(n.shape) for n in free):
            return None
        draws, names = random.Random(5), sorted(free, key=lambda n: n.data.name)
        points = [{n: Fraction(draws.randint(-40, 40), 7) for n in names} for _ in range(_POINTS)]
        found = [[instances.value_of(e, point) for e in sides] for point in points]
        return None if any(None in pair for pair in found) else all(a == b for a, b in found)

    def _told(self, sentence: str) -> list[tuple[Expr, Expr]]:
        """The step size with the number that the sentence gives it."""
        found = []
        for letter, number in re.findall(rf"\$\s*(\\[a-z]+)\s*=\s*({_NUMBER})\s*\$", sentence):
            e, x = self.chains.state.context_read(letter), self.chains.state.context_read(number)
            if letter in _RATES and e is not None and x is not None and e.op in ("var", "let"):
                found.append((e, x))
        return found

    def _expected(self, weight: str, w: Expr, sentence: str, text: str, numbers: list[tuple[Expr, Expr]]) -> Expr | None:
        """What the words say that the map is; None where that is not known."""
        sample = _SAMPLE.search(sentence)
        if _EPOCH.search(sentence) is None and not (_THIS.search(sentence) and self.last is not None) and sample is None:
            return None
        rate = self._rate(text, bool(numbers))
        steps = self._steps(weight, w, rate) if rate is not None else {}
        if sample is not None and _EPOCH.search(sentence) is None:
            return steps.get(_NTH.get((sample["nth"] or "").lower()) or int(sample["number"] or 0))
        order = self._order(len(steps))
        if not steps or order is None or len(steps) >= _MOST or sorted(order) != sorted(steps):
            return None
        made: Expr = w
        for k in order:
            made = build.substitute(steps[k], ((w.data, made),))
        return made

    def _rate(self, text: str, given: bool) -> Expr | None:
        """The step size: its letter where it stands in the map or has a number in the sentence, else the number told last."""
        state = self.chains.state
        letters = [x for x in _RATES if re.search(re.escape(x) + r"(?![A-Za-z_])", text if not given else state.text_so_far)]
        if len(letters) == 1:
            return state.context_read(letters[0])
        told = steps_in_force.rates(state.text_so_far)
        return build.num(Fraction(told[-1])) if not letters and told and told[-1] is not None else None

    def _steps(self, weight: str, w: Expr, rate: Expr) -> dict[int, Expr]:
        """What the step on each sample makes of the weight."""
        names = {m[1] for row in self.chains.state.rows if (m := _LOSS.match(row)) is not None and m[2] == weight}
        if len(names) != 1:
            return {}
        loss, steps = names.pop(), {}
        for k in range(1, _MOST + 1):
            f = self.chains.state.context_read(f"{loss}_{k}({weight})")
            if f is None or not is_scalar(f.shape):
                break
            steps[k] = build.sub(w, build.mul(rate, build.derivative(f, w, "column")))
        return steps

    def _order(self, count: int) -> list[int] | None:
        """The order in which a round takes the samples; None where the words leave it open."""
        text = self.chains.state.text_so_far
        told = [[int(x) for x in re.findall(r"\d", m["order"])] for m in _ORDER.finditer(text)]
        if told:
            return told[-1]
        return None if re.search(r"\b(?:random\s+order|shuffl\w*|permut\w*|revers\w*)\b", text, re.I) else [*range(1, count + 1)]

    def _fixed_point(self, row: Source) -> bool:
        _, w, made = self.last
        try:
            piece = Piece(parse(row, self.chains.state.context.words), row)
        except SymcheckError:
            return False
        value = self.chains.state.read(piece)
        if value is None or not is_scalar(value.shape):
            return False
        v = judge(self.chains.context, build.substitute(made, ((w.data, value),)), value)
        if not v.right and v.word != DIFFERENT:
            return False
        self.chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, v, reason="what the map leaves as it is" if v.right else "")
        return True


__all__ = ["EpochsTold"]
