r"""Networks with any number of layers: `z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}` for l = 1, .., L.

What such a document says is written out for a network of three layers, every formula about layer l once for each
layer that it speaks of, and judged as any other document. A line holds where it holds for each of them: that is
support, and no proof for other depths. A line that fails for one is wrong. Texts keep their length when numbers are put
in (`(l-1)` becomes `(1  )`), so that a step stays in its place in the file.

Where the words give the last layer an activation of its own ("the last layer is a softmax, $a^{(L)} = \operatorname{softmax}(z^{(L)})$"),
`a^{(l)} = \phi(z^{(l)})` is said of the layers below it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from symcheck.judge import verdict as V
from symcheck.judge.derivation.layers import (
    activations_shared,
    cases_of_layers,
    for_all_layers,
    last_layer,
    layer_products,
    powers_told,
    ranges_after,
    small_entries,
    statements_parted,
)
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.wording import last_named
from symcheck.read.documents import Document, Formula
from symcheck.read.unicode import RINGS
from symcheck.text import Source

DEPTH = 3
MOST = 4  # layers that a document lists one by one
EVIDENCE = f"it holds in a network of {DEPTH} layers, for each layer that it speaks of; that is no proof for other depths"
ALL = "it holds for each number that it speaks of"
_SPEAKS = re.compile(r"\b(?:layers?|blocks?)\b|\bdeep\b|\bdepth\b|\bback-?prop\w*|\bneural\s+net\w*|\bperceptrons?\b|\bMLPs?\b|\b(?:chains?|stacks?|cascades?)\s+of\s+(?:\$[^$]*\$|\w+)\s+(?:[\w-]+\s+){0,2}(?:units|neurons)\b", re.I)
# `W^{[l]} a^{[l-1]}`, `W^{(\\ell)} h^{(\\ell-1)}`: layers, whatever the words are.
_BRACKETED = re.compile(r"(?:[A-Z]|\bw)\s*\}*\s*\^\s*\{\s*([(\[])\s*(l|\\ell)\s*[)\]]\s*\}\s*(?:\\[,;!:]\s*)*\\?[A-Za-z]+(?:\{\w\})?\s*\^\s*\{\s*[(\[]\s*\2\s*-\s*1\s*[)\]]")
_LETTER = r"(?:\\ell(?![A-Za-z])|(?<![A-Za-z\\])[a-z](?![A-Za-z]))"
# `W^{(l)}` beside `a^{(l-1)}` or `\\delta^{(l+1)}`; `W_l` beside `a_{l-1}`.
_NEXT = re.compile(rf"([_^])\s*\{{\s*([(\[]?)\s*({_LETTER})\s*[-+]\s*1\s*[)\]]?\s*(?:,[^{{}}]*|T|\\top)?\}}")
_MATRIX = r"(?:[A-Z]|(?<![A-Za-z\\])w|\\(?:[Tt]heta|[Oo]mega)(?![A-Za-z]))\s*\}*\s*"
_ENTRY = r"(?:_\s*(?:\{[^{}]*\}|\w)\s*)?(?=%(where)s)(?!_)"  # the indices of `w_{ij}^{(l)}` before the number of the layer
_WEIGHT = _MATRIX + r"(?:" + _ENTRY + r")?%(where)s\s*\{?\s*%(bracket)s\s*%(letter)s(?![A-Za-z])"
_TOLD = r"\b(?:layers?|blocks?)\s+\$\s*%s\b|\$\s*%s\s*(?:=|\\in(?![A-Za-z]))[^$]*\$\s*,?\s*(?:the|our|its)\s+(?:layers?|blocks?)\b|\$\s*%s\s*\$?\s*-?\s*th\s+(?:layer|block)"
# `W^{(k)} h^{(k-1)}`, `W_i h_{i-1}`: a matrix with a number, and what the layer before it puts out.
_FED = (_MATRIX + r"(?:" + _ENTRY + r")?%(where)s\s*\{?\s*%(bracket)s\s*%(letter)s\s*[)\]]?\s*\}?\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?(?:\\[,;!:]\s*)*"
        r"(?:\\(?:mathbf|boldsymbol|bm|vec|hat|tilde)\s*\{?\s*)?\\?[A-Za-z]+\s*\}?\s*(?:" + _ENTRY + r")?%(where)s\s*\{\s*%(bracket)s\s*%(letter)s\s*-\s*1")
_RINGS = re.compile(f"[{RINGS}]")
_SCRIPT = re.compile(r"([_^]\s*)(\{(?:[^{}]|\{[^{}]*\})*\}|\\ell(?![A-Za-z])|[A-Za-z]|(?<=\^)\d(?!\d))")
_BELOW = re.compile(r"_\s*(?:\{[^{}]*)?$")  # in a subscript: the l of `\\mathbb{R}^{n_l}`
_GOES_ON = re.compile(r"[\s&]*(?:=|\\(?:approx|propto|[lg]eq?|iff|implies|Rightarrow|therefore)\b|<|>|\+|-)")
# `a^{(l)} = \\phi(z^{(l)})`, `a^{(L)} = z^{(L)}`: a name, its layer, a function or none, the name and the layer it is taken at.
_MARK = r"\s*[_^]\s*\{?\s*[(\[]?\s*(\\ell|[A-Za-z])\s*[)\]]?\s*\}?"
_FUNCTION = r"\\(?:operatorname|mathrm|text|mathsf|textrm|mathbf)\*?\s*\{[^{}]*\}(?:_\{?[\w]+\}?)?|\\?[A-Za-z]+(?:_\{?[\w]+\}?)?"
_ACTIVATION = re.compile(rf"(?:,\s*)?(?:\\q?quad\s*|\\[,;: ]\s*)*(?<![A-Za-z\\])(\\?[A-Za-z]+){_MARK}\s*&?\s*:?=\s*(?:({_FUNCTION})\s*"
                         rf"(?:\\(?:left|bigl?|Bigl?))?[(\[]\s*)?(\\?[A-Za-z]+){_MARK}(?(3)\s*(?:\\(?:right|bigr?|Bigr?))?[)\]]|"
                         r"(?=\s*(?:[,.;&]|\\q?quad|\\text|$)))")
# What is said of something in this layer, and not of the letter.
_OF_THIS = re.compile(r"^\s*(?:is|are|equals?|be|has|gives?)\b", re.I)
# "If all $W_i = 0$", "when every $b_l = 0$", "Suppose that $g_l'(z) \\le 1$".
_SUPPOSES = re.compile(r"\b(?:if|when(?:ever)?|suppos\w+|assum\w+|provided|in\s+case)\b[^.;:$]*$", re.I)
# `g_2(z) = `
_FUNCTION_IS = re.compile(r"\s*\\?[A-Za-z]+\s*(?:[_^]\s*(?:\{[^{}]*\}|\d)\s*)+\(\s*[a-z]\s*\)\s*:?=")
# Words that give the last layer an activation of its own, and words that draw one as a conclusion.
_LAST_LAYER = re.compile(r"\b(?:last|output|final|top)\b|\bhidden\s+layers?\b|\bexcept\b", re.I)
_DRAWN = re.compile(r"\b(?:so|hence|thus|therefore|then|get|gives?|obtain\w*|follows?|implies|conclude\w*)\b", re.I)
# `\\mathbf{x}^{(\\ell+1)}`, `\\delta_i^{(l+1)}`: a name with its number, %s; sizes `d_{\\ell+1}` of spaces are numbers that may always be.
_NUMBERED = (r"(?P<base>\\(?:mathbf|boldsymbol|bm|hat|tilde|bar|vec|mathrm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+|\))\s*(?:_\s*(?:\{\s*[a-z]+\s*\}|[a-z])\s*)?"
              r"(?P<where>_|\^(?=\s*\{))\s*\{?\s*[(\[]?\s*%s\s*[)\]]?")
_PLUS_ONE = r"\s*\+\s*1"
_SLOPE = re.compile(r"\\nabla|\\partial")
_MINUS_ONE = r"\s*-\s*1"
_GIVES = r"(?:^|[&,;]|quad|\\\\)\s*%s\s*\}?\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?&?\s*:?=(?P<right>.*?)(?=\\q?quad|$)"
_SPACES = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*\{(?:[^{}]|\{[^{}]*\})*\}")
# `\\ell = 1, 2, 3`, `l = 2, 1`, `l \\in \\{1, 2\\}`: the numbers, one by one.
_ONE_BY_ONE = r"%s\s*(?:=|\\in(?![A-Za-z])\s*\\?\{?)\s*(\d(?:\s*,\s*\d)*)\s*(?:\\?\})?(?!\s*,?\s*(?:\\[lc]?dots|[A-Za-z\d]))"
# "For $l = 1, 2, 3$ the layers compute", "and for each $\\ell = 2, 1$", before the numbers; where a sentence ends.
_FOR_THESE = re.compile(r"\bhidden\s+layers?\s*[,(]?\s*$|\b(?:for|with|at|in|as\s+long\s+as|while|whenever|when|provided(?:\s+that)?|if|unless)(?:\s+(?:each|every|all|any|both|(?:the\s+)?layers?))*\s*$", re.I)
_IS_NUMBER = re.compile(r"=\s*\d+\s*$")
# Behind a display: a sentence of something else, which tells no range of it; not "Here $l = 1, 2$".
_OTHER_SENTENCE = re.compile(r"\s*(?!(?:Here|For|This|Where|With|In|As|Again|All|Both)\b)[A-Z]|[^$]*[.;]\s")
# "the hidden layers use", right before `g^{[l]} = \\tanh`.
_HIDDEN_USE = re.compile(r"\bhidden\s+(?:layers?|ones)\b(?![^.;:$]*\b(?:and|output|last)\b)[^.;:$]*$", re.I)
_SENTENCE = re.compile(r"[.;!?](?:\s|$)|\n\s*\n")
# `l = 1, 2, 3`, `\\ell \\in \\{1, 2\\}`, `l = 1, \\dots, 4`, `k = 0, 1, 2`: all layers.
_FEW = r"(?<![A-Za-z\\])%s\s*(?:=|\\in\s*\\?\{?)\s*([01](?:\s*,\s*\d)*)(?:\s*,\s*\\[lc]?dots\s*,\s*(\d))?(?!\s*,?\s*\\[lc]?dots|\d)"
# `a^1 = x`, `a^{(1)}_j = x_j`: the input numbered as a layer, where layers begin with the second.
_INPUT_ONE = re.compile(r"(?:^|[,;&]|quad)\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*)?\\?[A-Za-z]+\s*\}?\s*(?:_\s*(?:\{\s*[a-z]\s*\}|[a-z])\s*)?\^\s*(?:1|\{\s*[(\[]?\s*1\s*[)\]]?\s*\})"
                        r"\s*(?:_\s*(?:\{\s*[a-z]\s*\}|[a-z])\s*)?&?\s*:?=\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*)?\\?[a-z]+\s*\}?\s*(?:_\s*(?:\{\s*[a-z]\s*\}|[a-z])\s*)?[.,;]?\s*(?:$|[,;&]|\\q?quad)")
_BOUND = r"\\(?:sum|prod)\s*(?:\\limits)?\s*_\s*\{\s*%s\s*="


class Layers(NamedTuple):
    """The letter that counts layers, that of the last one, and how many are written out; `all`: are there no more?
    `evidence`: what is said of a line that holds for each."""

    letter: str
    top: str
    depth: int
    all: bool = False
    evidence: str = EVIDENCE
    bare: bool = False  # `W^l a^{l-1}`: numbers put in for the letter would be powers without a ring around them
    first: int = 1  # 0 where the input of layer 0 is x^{(0)}, 2 where the input is a^{(1)} = x
    starting: frozenset[str] = frozenset()  # names that the first layer is the first to have: z^{(l)} = W^{(l)} a^{(l-1)}, and W^{(l)}
    early: frozenset[str] = frozenset()  # names of slopes by a^{(l)} that the input a^{(0)} has, too: \\delta_{i-1} beside \\delta_i = \\nabla_{h_i} E
    powers: frozenset[str] = frozenset()  # bases of which such a superscript is a power: `\\gamma^l` of a number \\gamma
    entries: frozenset[str] = frozenset()  # small letters of entries: w^l_{jk} beside the matrix W^l
    numbered: frozenset[str] = frozenset()  # bases above which a digit is the number of a layer: `W^2` beside `W^l`

    @property
    def here(self) -> str:
        """A pattern of the letter."""
        return re.escape(self.letter) + r"(?![A-Za-z])" if self.letter.startswith("\\") else \
            rf"(?<![A-Za-z\\]){self.letter}(?![A-Za-z])"

    @property
    def last(self) -> str:
        return rf"(?<![A-Za-z\\]){self.top}(?![A-Za-z])"

    def numbers(self, rows: tuple[Source, ...], words: str, beyond: frozenset[str] = frozenset()) -> tuple[int, ...]:
        """The layers of which a formula speaks, in order: all for which the ones it names exist, and the words allow. `beyond`: the names
        that there are one layer after the last."""
        text = " ".join(row.text for row in rows)
        if not any(re.search(self.here, m[2]) for m in _SCRIPT.finditer(text)) or re.search(_BOUND % self.here, text):
            return ()
        following = self._following(text)
        first, last = self.first + bool(self.before(text) & self.starting) - self._is_early(text), self.depth - (not following <= beyond)
        for said in (text, words):
            if (bounds := self._bounds(said)) is not None:
                first, last = max(first, bounds[0]), min(last, bounds[1])
                break
        found = tuple(range(first, last + 1))
        return found[::-1] if following and not self._heads(text) else found  # a recursion goes down

    def _following(self, text: str) -> frozenset[str]:
        """The names that a formula has of the next layer, each with where its number stands."""
        bare = _SPACES.sub(" ", text)
        return frozenset(_name_in(m) for m in re.finditer(_NUMBERED % (self.here + _PLUS_ONE), bare))

    def before(self, text: str) -> frozenset[str]:
        """The names that a formula has of the layer before."""
        bare = _SPACES.sub(" ", text)
        return frozenset(_name_in(m) for m in re.finditer(_NUMBERED % (self.here + _MINUS_ONE), bare))

    def _is_early(self, text: str) -> bool:
        """Does a formula say what a slope by the input of a layer is called?"""
        m = re.match(_GIVES % (_NUMBERED % self.here), text)
        return m is not None and _name_in(m) in self.early and _SLOPE.search(m["right"]) is not None and not self.before(text)

    def named(self, text: str) -> frozenset[str]:
        """The names that a formula has of the layer at hand."""
        return frozenset(map(_name_in, re.finditer(_NUMBERED % self.here + r"(?!\s*[-+])", text)))

    def _heads(self, text: str) -> frozenset[str]:
        """The names that a formula says of the next layer by what this one has, `x^{(l+1)} = \\phi(z^{(l)})`."""
        head = re.compile(rf"(?:^|[&,;]|quad|\\\\)\s*{_NUMBERED % (self.here + _PLUS_ONE)}\s*\}}\s*&?\s*:?=")
        return frozenset(_name_in(m) for m in head.finditer(text))

    def beyond(self, rows: list[str]) -> frozenset[str]:
        """The names that there are one layer after the last: `x^{(4)}` beside three layers, `x^{(L+1)}`."""
        text = "\n".join(rows)
        written = (rf"{self.depth + 1}(?!\d)", self.last + _PLUS_ONE)
        return frozenset(re.sub(r"\s", "", m["base"] + m["where"]) for number in written for m in re.finditer(_NUMBERED % number, text))

    def _bounds(self, text: str) -> tuple[int, int] | None:
        """Between which layers `l = 1, \\dots, L-1`, `l < L` and `l \\ge 2` are."""
        i, last = "(?<![_^])" + self.here, self.last  # the i of `W_i = 0` runs nowhere
        if found := re.search(_ONE_BY_ONE % i, text):
            listed = [int(n) for n in found[1].split(",")]
            return min(listed), max(listed)
        if found := re.search(rf"{i}\s*(?:=|\\in\s*\\?\{{?)\s*(\d)\s*,.*?\\[lc]?dots[cb]?\s*,\s*{last}\s*(-\s*1)?", text):
            return int(found[1]), self.depth - bool(found[2])
        if found := re.search(rf"{i}\s*=\s*{last}\s*(-\s*1)?\s*,.*?\\[lc]?dots[cb]?\s*,\s*(\d)", text):
            return int(found[2]), self.depth - bool(found[1])
        if found := re.search(rf"(?:(\d)\s*(<|\\leq?)\s*)?{i}\s*(<|\\leq?|\\neq?)\s*{last}\s*(-\s*1)?", text):
            first = int(found[1]) + (found[2] == "<") if found[1] else 1
            return first, self.depth - (found[3] not in (r"\le", r"\leq")) - bool(found[4])
        if found := re.search(rf"{i}\s*(>|\\geq?)\s*(\d)", text):
            return int(found[2]) + (found[1] == ">"), self.depth
        return None

    def is_range(self, text: str) -> bool:
        """Does a formula say no more than how the letter runs, or name it?"""
        bare = re.sub(r"\\(?:text|mathrm)\s*\{[^{}]*\}|\\q?quad|\\[,;: ]", " ", text)
        return re.fullmatch(rf"[\s.,;$]*(?:\d\s*(?:<|\\leq?)\s*)?(?:{self.here}|{self.last})"
                            rf"(?:\s*(?:[-+]\s*1|=|<|>|\\[gl]eq?|\\neq?|\\in|\d|,|{self.last}|\\[lc]?dots[cb]?|\\[{{}}]|[\s.,;]))*", bare) is not None

    def put(self, text: str, number: int | None) -> str:
        """The text with that number for the letter, and self.depth for the last layer, as long as it was."""
        def inside(m: re.Match) -> str:
            script = m[2]
            ring = self.bare and m[1].startswith("^") and not powers_told.is_power(m.string[:m.start()], self.powers)
            for pattern, n in ((self.here, number), (self.last, self.depth)):
                if n is not None:
                    script = re.sub(rf"{pattern}(\s*([-+])\s*(\d))?", lambda f, n=n: (
                        _ringed if ring and not _BELOW.search(f.string[:f.start()]) else _padded)(n, f), script)
            if ring and (script == "{0}" or powers_told.is_layer(m.string[:m.start()], script, self.numbered)):
                script = RINGS[int(script.strip("{ }"))].ljust(len(script))
            return m[1] + script

        text = small_entries.put(text, self.entries)
        return layer_products.written_out(_SCRIPT.sub(inside, self._unconditioned(text)), self._runs_up(text))

    def _runs_up(self, text: str) -> bool:
        r"""Does `W^{(l)} \cdots W^{(L)}` go from the layer at hand up to the last one? Else it goes down, or dots are no such product."""
        before, _, after = text.partition("dots")
        scripts = ["".join(m[2] for m in _SCRIPT.finditer(part)) for part in (before, after)]
        return re.search(self.here, scripts[0]) is not None or re.search(self.last, scripts[1]) is not None

    def _unconditioned(self, text: str) -> str:
        """Without `\\qquad l = 1, \\dots, L` at the end of a row."""
        found = re.search(rf"(?:,\s*)?(?:\\q?quad|\\text\s*\{{[^{{}}]*\}}|\\[,;: ]|\s|,)+(?:\\text\s*\{{[^{{}}]*\}}\s*)?\(?"
                          rf"(?:\d\s*(?:<|\\leq?)\s*)?{self.here}\s*(?:=|<|>|\\[gl]eq?|\\neq?|\\in).*$", text, re.S)
        if found is None or not self.is_range(re.sub(r"[()]", " ", found[0]).strip(" ,\\")) and not self._bounds(found[0]):
            return text
        return text[:found.start()] + " " * len(found[0])


def _ringed(n: int, found: re.Match) -> str:
    """A number with a ring in the place of the letter, and of what is added to it."""
    text = _padded(n, found)
    return RINGS[int(text.strip())] + " " * (len(text) - 1)


def _padded(n: int, found: re.Match) -> str:
    value = n + (int(found[3]) if found[2] == "+" else -int(found[3])) if found[1] else n
    return str(value).ljust(len(found[0]))


def counted(document: Document) -> Layers | None:
    """How the document counts layers, None where it does not."""
    if not _SPEAKS.search(document.text) and not _BRACKETED.search(document.text):
        return None
    return layers_in([row.text for f in document.formulas for row in f.rows], document.text)


def layers_in(rows: list[str], text: str) -> Layers | None:
    """How formulas count layers, None where they do not; `text` is all that is said."""
    for row in rows:
        for where, bracket, letter in (m.groups() for m in _NEXT.finditer(row)):
            numbered = {"where": re.escape(where), "bracket": re.escape(bracket), "letter": re.escape(letter)}
            weight = re.compile(_WEIGHT % numbered)
            told = letter in ("l", r"\ell") or re.search(_TOLD % ((re.escape(letter),) * 3), text) or _SPEAKS.search(text) and any(
                re.search(_FED % numbered, r) for r in rows)
            if told and any(weight.search(r) for r in rows):
                top = last_layer.letter(rows, text, letter, bracket)
                depth = max((_last_listed(m[1], m[2]) for m in re.finditer(_FEW % re.escape(letter), text)), default=0)
                first = 0 if _from_zero(rows, letter, text) else 2 if _from_two(rows, letter, text) else 1
                if top is None and depth > first:
                    return Layers(letter, "L", depth, all=True, first=first, entries=small_entries.told(rows, letter, text))
                bare = where == "^" and not bracket
                found = Layers(letter, top or "L", DEPTH + (first == 2), bare=bare, first=first, entries=small_entries.told(rows, letter, text))
                found = found._replace(**_starting(found, rows))
                return found._replace(powers=powers_told.bases(rows, letter), numbered=powers_told.numbered(rows, letter)) if bare else found
    return None


def _from_zero(rows: list[str], letter: str, text: str) -> bool:
    """Is the first layer number 0, which takes x^{(0)}? Layers that take what the one before them gives have no number 0."""
    here = re.escape(letter) + r"(?![A-Za-z])"
    return re.search(rf"(?<![A-Za-z\\]){here}\s*(?:=|\\in\s*\\?\{{?)\s*0\s*,", text) is not None and not any(
        re.search(rf"{here}\s*-\s*1", m[2]) for row in rows for m in _SCRIPT.finditer(row))


def _from_two(rows: list[str], letter: str, text: str) -> bool:
    r"""Is layer 1 the input alone, `a^1 = x`, and "$l = 2, \dots, L$" where layers are told? No formula has a layer 0 or speaks of all from 1 on."""
    start = rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])\s*(?:=|\\in\s*\\?\{{?)\s*%s\s*,\s*(?:\d\s*,\s*)*\\[lc]?dots"
    return re.search(start % 2, text) is not None and re.search(start % 1, text) is None and not any(
        re.search(r"\^\s*(?:0|\{\s*[(\[]?\s*0\s*[)\]]?\s*\})", row) for row in rows) and any(map(_INPUT_ONE.search, rows))


def _starting(layers: Layers, rows: list[str]) -> dict[str, frozenset[str]]:
    """`starting`: the names with a formula that takes in what the layer before puts out, none of them what it takes in. `early`: names of slopes by what
    layers take in, of which the document writes that of the layer before or of the input."""
    heads = [m for row in rows for m in re.finditer(_GIVES % (_NUMBERED % layers.here), row)]
    given = [m for m in heads if layers.before(m["right"])]
    taken = frozenset(name for m in given for name in layers.before(m["right"]))
    starting = frozenset(map(_name_in, given)) - taken
    zero = frozenset(_name_in(m) for row in rows for m in re.finditer(_NUMBERED % "0", row))
    before = frozenset(name for row in rows for name in layers.before(row)) | zero
    early = frozenset(_name_in(m) for m in heads if _SLOPE.search(m["right"]) and layers.named(m["right"]) and layers.named(m["right"]) <= taken)
    return {"starting": starting, "early": early & before - starting}


def _name_in(m: re.Match[str]) -> str:
    """A name with where its number stands, without spaces."""
    return re.sub(r"\s", "", m["base"] + m["where"])


def _last_listed(listed: str, last: str | None) -> int:
    """The number of the last layer that `1, 2, 3` lists, or `1, \\dots, 4` with the last one after dots; 0 where these are not few, or one alone."""
    numbers = [int(n) for n in listed.split(",")]
    end = int(last) if last is not None else numbers[-1]
    return end if numbers == [*range(numbers[0], numbers[-1] + 1)] and numbers[0] < end <= MOST else 0


def unfolded(document: Document, layers: Layers) -> Document:
    """The document of a network of three layers."""
    formulas: list[Formula] = []
    document = for_all_layers.rewritten(document, layers)
    copies = 0  # of the last formula
    own = _own_activations(document, layers)
    document, shared = activations_shared.told(document, re.escape(layers.letter), re.escape(layers.top))
    beyond = layers.beyond([row.text for f in document.formulas for row in f.rows])
    bound, spoken = re.compile(_BOUND % layers.here), re.compile(layers.here)
    parts = tuple(part for f in document.formulas for part in statements_parted.parted(
        f, lambda text: bound.search(text) is not None, lambda text: any(spoken.search(m[2]) for m in _SCRIPT.finditer(text)), layers.is_range))
    said: Formula | None = None  # the numbers that the words say right before
    listed: Formula | None = None  # the depth, right before
    said_last: Formula | None = None  # the letter alone, right before: "in layer $l$"
    for k, (f, following) in enumerate(zip(parts, (*parts[1:], None))):
        if not f.display and all(layers.is_range(row.text) for row in f.rows):
            said, said_last = f if _FOR_THESE.search(f.before) else None, f
            listed = f if _IS_NUMBER.search(f.rows[0].text) else None  # "Let $L = 2$, $W^{(1)} = 0.5$"
            continue
        if listed is not None and listed.after == f.before and f.before.lstrip().startswith(",") and not f.display:
            f = replace(f, before=listed.before + f.before)
        listed = None
        if said_last is not None and said_last.after == f.before and _OF_THIS.match(f.before):  # "unit $i$ in layer $l$ is $s^l_i = ..$"
            f = replace(f, before=said_last.before + said_last.rows[0].text + f.before)
        said_last = None
        before = " ".join(row.text for row in said.rows) if said is not None and not _SENTENCE.search(said.after) and said.after == f.before else ""
        said = None
        near = " ".join(row.text for row in following.rows) if following is not None and not following.display and len(
            following.before) < 20 and _OTHER_SENTENCE.match(following.before) is None else ""
        in_cases = any(cases_of_layers.has(row.text, layers) for row in f.rows)
        numbers = layers.numbers(tuple(row.rewritten(cases_of_layers.without_conditions(row.text, layers)) for row in f.rows) if in_cases else f.rows, before or ranges_after.limits(parts, k, layers.is_range) or near, beyond)
        if in_cases:
            numbers = tuple(n for n in numbers if n >= 1)
        if not f.display and last_named.names_last(f) and formulas and len(numbers) == copies > 1:  # `$.. = o_t - y_t$. We call this $\epsilon_t$.`: each the one of its layer
            for copy, number in enumerate(numbers):
                named = replace(f, rows=tuple(row.rewritten(layers.put(row.text, number)) for row in f.rows),
                                start=formulas[-1].start)  # events keep the order of where they start
                formulas.insert(len(formulas) - copies + 1 + copy, named)
            continue
        if layers.depth in numbers and _HIDDEN_USE.search(f.before) and _has_own_last(document, f, layers):
            numbers = tuple(n for n in numbers if n != layers.depth)
        copies = len(numbers)
        for copy, number in enumerate(numbers or (None,)):
            of_one = tuple(row.rewritten(cases_of_layers.put(row.text, number, layers)) for row in f.rows) if in_cases and number is not None else f.rows
            rows = tuple(row.rewritten(layers.put(shared.put(_below_last(row.text, own) if number == layers.depth else row.text, number == layers.depth), number))
                         for row in of_one
                         if not numbers or _is_in(of_one, row, layers, copy == 0, copy == len(numbers) - 1))
            rows = tuple(row for row in rows if row.text.strip(" &.,;"))
            if rows and copy and ranges_after.is_case(f, following) and not layers.is_range(following.rows[0].text):
                formulas[-1] = replace(formulas[-1], rows=formulas[-1].rows + rows)  # the case holds for all of them
            elif rows:
                formulas.append(_listed(replace(f, rows=rows), copy, len(numbers)))
    return replace(document, formulas=tuple(formulas))


def _has_own_last(document: Document, f: Formula, layers: Layers) -> bool:
    """Does the document say what the name that a formula gives to each layer is for the last one?"""
    heads = {_name_in(m) for row in f.rows for m in re.finditer(_GIVES % (_NUMBERED % layers.here), row.text)}
    last = re.compile(r"\s*" + _NUMBERED % layers.last + r"\s*[)\]]?\s*\}?\s*(?:$|=)")
    return any(_name_in(m) in heads for g in document.formulas if g is not f for row in g.rows if (m := last.match(row.text)) is not None)


def _listed(f: Formula, copy: int, copies: int) -> Formula:
    """A copy of what is supposed of each layer, "if all $W_i = 0$": one of a list, so that all hold together."""
    if f.display or copies < 2 or not _SUPPOSES.search(f.before) or _FUNCTION_IS.match(f.rows[0].text):
        return f  # "If all layers were linear, $g_l(z) = z$": each under the words
    return replace(f, before=f.before if copy == 0 else " and ", after=f.after if copy == copies - 1 else " and ")


def _own_activations(document: Document, layers: Layers) -> frozenset[tuple[str, str, str]]:
    r"""(a, \phi, z) of each `a^{(l)} = \phi(z^{(l)})` of which the words say another function for the last layer."""
    general: dict[tuple[str, str], str] = {}
    found = set()
    for f in document.formulas:
        said = f.before.split(".")[-1]
        for m in (m for row in f.rows for m in _ACTIVATION.finditer(row.text) if m[2] == m[5]):
            if m[2] == layers.letter and m[3]:
                general.setdefault((m[1], m[4]), m[3])
            elif m[2] == layers.top and general.get((m[1], m[4]), m[3]) != m[3] and _LAST_LAYER.search(said) and not _DRAWN.search(said):
                found.add((m[1], general[m[1], m[4]], m[4]))
    return frozenset(found)


def _below_last(text: str, own: frozenset[tuple[str, str, str]]) -> str:
    """A row about the last layer without the activations that it does not have, as long as it was."""
    return _ACTIVATION.sub(lambda m: " " * len(m[0]) if (m[1], m[3], m[4]) in own and m[2] == m[5] else m[0], text)


def _is_in(rows: tuple[Source, ...], row: Source, layers: Layers, first: bool, last: bool) -> bool:
    r"""Does a row stand in the copy of a display for one layer? One that speaks of no layer, `a^{(0)} = x` before the others
    and `\ell = \|a^{(L)} - y\|^2` after them, stands in one copy only; a row that goes on with a chain goes with it."""
    heads = [k for k, r in enumerate(rows) if not _GOES_ON.match(r.text)] or [0]
    spoken = [any(re.search(layers.here, m[2]) for r in rows[k:end] for m in _SCRIPT.finditer(r.text))
              for k, end in zip([0, *heads[1:]], [*heads[1:], len(rows)])]
    own = sum(k <= rows.index(row) for k in heads[1:])
    if spoken[own]:
        return True
    return first if not any(spoken[:own]) else last


def folded(outcome: Derivation, layers: Layers, text: str) -> None:
    """Each line of the file as one step again."""
    lines, steps = text.split("\n"), []
    for (line, column), group in groupby(sorted(outcome.steps, key=_place), key=_place):
        found = list(group)
        step = _worst(found) if len(found) > 1 else found[0]
        written = _as_written(step, lines, layers)
        if step.verdict.right and (len(found) > 1 or written != step.source):
            step = replace(step, verdict=replace(step.verdict, word=step.verdict.word if layers.all else V.SUPPORTED,
                                                 evidence=ALL if layers.all else layers.evidence))
        if step.verdict.notes:
            step = replace(step, verdict=replace(step.verdict, notes=tuple(_RINGS.sub(lambda m: f"{{({RINGS.index(m[0])})}}", n) for n in step.verdict.notes)))
        steps.append(replace(step, source=written))
    outcome.steps[:] = steps


def _place(step: Step) -> tuple[int, int]:
    return step.line, step.column


def _worst(steps: list[Step]) -> Step:
    """What is to be said of a line that was judged for several layers."""
    for word in (V.DIFFERENT, V.UNDECIDED):
        found = next((s for s in steps if s.verdict.word == word), None)
        if found is not None:
            return found
    right = [s for s in steps if s.verdict.right]
    if not right:
        return steps[0]
    conditions = tuple(dict.fromkeys(c for s in right for c in s.verdict.conditions))
    return replace(right[-1], verdict=replace(right[-1].verdict, conditions=conditions), follows=any(s.follows for s in right))


def _as_written(step: Step, lines: list[str], layers: Layers) -> str:
    """The source of a step as it stands in the file, where no more than numbers were put in."""
    written = "\n".join(lines[step.line - 1:])[step.column - 1:][:len(step.source)]
    return written if any(layers.put(written, n) == step.source for n in (None, *range(layers.first, layers.depth + 1))) else step.source
