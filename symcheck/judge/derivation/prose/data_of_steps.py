"""The numbers of the data that a document gives, and the losses of one sample or of all of them made of these: what steps told in words are taken along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.fractions import fraction
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.read.context import Context
from symcheck.text import SymcheckError

NAME = r"(?:\\[A-Za-z]+|[A-Za-z])"
_FRACTION = r"\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)"
NUMBER = rf"[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|{_FRACTION})"
VALUE = re.compile(rf"\s*({NUMBER})\s*[.,;]?\s*")
SET = re.compile(rf"\s*(\\?[A-Za-z]+)(?:_0|_\{{0\}})?\s*:?=\s*({NUMBER})\s*[.,;]?\s*")
PAIR = re.compile(rf"\s*(?:\(\s*[a-z]\s*(?:_\s*\{{?\s*(\d)\s*\}}?)?[^()=]*(?:\(\d\)[^()=]*)*\)\s*=\s*)?\(\s*({NUMBER})\s*,\s*({NUMBER})\s*\)\s*[.,;]?\s*")
RATES = frozenset((r"\eta", r"\alpha", r"\gamma", r"\epsilon", r"\varepsilon", r"\mu", r"\tau"))
OF_A_SAMPLE = re.compile(r"_\s*(?:\{\s*[ijkn]\s*\}|[ijkn])|\^\s*\{?\s*\(\s*[ijkn]\s*\)\s*\}?")
LOSS_WORD = re.compile(r"\b(?:loss|cost|error|objective|risk)(?:\s+(?:function|of|is|on|for|given|by|the|an?|one|each|training|sample|example|point|pair|data|\$[^$]*\$))*\s*$", re.I)
MACRO = re.compile(r"\\(?:[dt]?frac|left|right|cdot|times|big[lr]?|Big[lr]?|,|;|!|:|hat)(?![A-Za-z])")
LETTER = re.compile(NAME)
_ENTRY = re.compile(rf"\s*([a-z])\s*(?:_\s*\{{?\s*(\d)\s*\}}?|\^\s*\{{?\s*\(\s*(\d)\s*\)\s*\}}?)?\s*=\s*({NUMBER})\s*[.,;]?\s*")
_INDEX = r"(?:_\s*\{?\s*\w\s*\}?|\^\s*\{?\s*\(\s*\w\s*\)\s*\}?)?"
_NAMES = re.compile(rf"\s*\(\s*([a-z])\s*{_INDEX}\s*,\s*([a-z])\s*{_INDEX}\s*\)(?:\s*=.*)?\s*")
# `L(w) = ..`, `\\ell_i(w) = ..`, `E = ..`; "with loss $(w x - y)^2$"; `f(x) = w x`, `\\hat y = w x`.
_HEAD = re.compile(r"\s*(\\?[A-Za-z]+)\s*(?:[_^]\s*(?:\{[^{}]*\}|\w))?\s*\(\s*([^()]*)\)\s*:?=\s*(.*)", re.S)
_LOSS_NAME = re.compile(r"\s*(L|J|E|C|Q|\\ell|\\mathcal\s*\{?\s*L\s*\}?)\s*(?:[_^]\s*(?:\{[^{}]*\}|\w))?\s*:?=\s*(.*)", re.S)
_MODEL = re.compile(r"\s*((?:\\hat\s*\{?\s*[a-z]\s*\}?|[a-z])\s*(?:[_^]\s*(?:\{[^{}]*\}|\w))?(?:\s*\(\s*[a-z]\s*(?:[_^]\s*(?:\{[^{}]*\}|\w))?\s*\))?)\s*:?=\s*([^=]*)", re.S)


class Data:
    """The numbers that the document gives before a formula."""

    def __init__(self, meanings: Meanings, at: int):
        self.meanings, self.at = meanings, at
        self.values: dict[str, Fraction] = {}
        self.samples: dict[int, dict[str, Fraction]] = {}
        self.names = ("x", "y")
        self.called: set[str] = set()  # the names of the losses that were asked for last,
        self.composed: set[str] = set()  # and of these the ones made of others
        for f in meanings.document.formulas[:at]:
            for row in f.rows:
                self._row(row.text)

    def _row(self, text: str) -> None:
        named, pair, one, put = (p.fullmatch(text) for p in (_NAMES, PAIR, _ENTRY, SET))
        if named is not None:
            self.names = named[1], named[2]
        if pair is not None:
            number = int(pair[1]) if pair[1] else len(self.samples) + 1
            self.samples[number] = dict(zip(self.names, (fraction(pair[2]), fraction(pair[3]))))
        elif one is not None and (one[2] or one[3]):
            self.samples.setdefault(int(one[2] or one[3]), {})[one[1]] = fraction(one[4])
        elif put is not None:
            self.values[put[1]] = fraction(put[2])

    def of_sample(self, which: int | tuple[Fraction, Fraction] | None) -> dict[str, Fraction] | None:
        """All numbers known, those of this sample among them; None where it is not known which one it is."""
        if which is None or type(which) is int and which and which not in self.samples:
            return None
        if type(which) is tuple:
            return self.values | dict(zip(self.names, which))
        if which == 0:
            return self.values | next(iter(self.samples.values()), {})
        return self.values | self.samples[which]

    def losses(self, name: str, beside: str = "", of: str = "") -> Iterator[tuple[Expr, Expr, Context]]:
        """Losses of one sample by this variable, with that, and a context in which all names, those of a formula beside it among them, are numbers.
        `of`: only those of this name, where one has it."""
        models, bodies = [], []
        for f in self.meanings.document.formulas[:self.at]:
            for row in f.rows:
                text = OF_A_SAMPLE.sub("", row.text.strip().rstrip(".,;").replace("&", ""))
                head, named, model = _HEAD.fullmatch(text), _LOSS_NAME.fullmatch(text), _MODEL.fullmatch(text)
                if head is not None and re.match(rf"{re.escape(name)}(?![A-Za-z])", head[2].strip()):
                    bodies.append((_called(head[1]), head[3]))
                elif named is not None:
                    bodies.append((_called(named[1]), named[2]))
                elif "=" not in text and len(f.rows) == 1 and LOSS_WORD.search(self.meanings.survey.sentence(f)):
                    bodies.append(("", text))
                elif model is not None and not VALUE.fullmatch(model[2]) and name in model[2]:
                    models.append((model[1], model[2]))
        called = self.called = {h for h, _ in bodies if h}
        self.composed = {h for h, b in bodies if h and any(re.search(rf"(?<![A-Za-z\\]){re.escape(other)}(?:_\{{?\w\}}?)?\s*(?:\(|[-+]|$)", b) for other in called - {h})}
        for body in dict.fromkeys(b.split("=")[0] for h, b in bodies if of not in called or h == of):
            if r"\sum" not in body and (found := _read(body, models, name, OF_A_SAMPLE.sub("", beside))) is not None:
                yield found


def _read(body: str, models: list[tuple[str, str]], name: str, beside: str) -> tuple[Expr, Expr, Context] | None:
    """A loss, its names any numbers, and the variable; None where it is linear in that, and so none."""
    context = Context()
    heads = [re.sub(r"\s*\(.*", "", h) for h, _ in models]
    letters = {m[0] for text in (body, beside, *(b for _, b in models)) for m in LETTER.finditer(MACRO.sub(" ", text))}
    try:
        for letter in sorted(letters - set(heads)):
            context.declare(f"{letter} > 0" if letter in RATES else rf"{letter} \in \mathbb{{R}}")
        for h, b in models:
            context.declare(f"{h} = {b}")
        f, w = context.read(body), context.read(name)
    except SymcheckError:
        return None
    if w.op != "var" or not is_scalar(f.shape):
        return None
    others = tuple((n.data, build.num(Fraction(2 * k + 3, k + 2))) for k, n in enumerate(sorted(variables_of(f, w) - {w}, key=lambda n: n.data.name)))
    slopes = [value_of(build.substitute(slope_of(f, w), ((w.data, build.num(at)), *others))) for at in (1, 4)]
    return (f, w, context) if None not in slopes and slopes[0] != slopes[1] else None


def _called(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)



def variables_of(f: Expr, w: Expr) -> set[Expr]:
    return {w, *(n for n in f.walk() if n.op == "var")}


def slope_of(f: Expr, w: Expr) -> Expr:
    return build.derivative(f, w, "column")

__all__ = ["NAME", "LETTER", "LOSS_WORD", "MACRO", "NUMBER", "OF_A_SAMPLE", "PAIR", "RATES", "SET", "VALUE", "Data", "slope_of", "variables_of"]
