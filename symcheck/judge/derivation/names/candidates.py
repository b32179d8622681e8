r"""The declarations that a name without one could have, each with how unlikely it is: numbers, vectors and matrices of lengths of their own or known
ones, members of families. Letter, font, transposes, norms and indices speak for one or the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.judge.derivation.names.survey import Survey
from symcheck.judge.derivation.names.usage import Name, Usage, headed, tag
from symcheck.judge.derivation.wording import single_examples
from symcheck.read.context import Context

RIVAL = 2.5  # a choice that costs no more than this above the best is a rival of it
# "K classes", "of $K$ classes".
_CLASSES = re.compile(r"(?<![A-Za-z\\])\$?\s*([A-Z])\s*\$?\s+(?:classes|categories|labels|logits|scores|outputs)\b")
# `e^{z_k}` over a sum of such, `\\operatorname{softmax}(z)`.
_IN_SOFTMAX = r"(?:e\s*\^\s*\{?\s*|\\exp\s*(?:\\left)?\s*\(?\s*)%s\s*_\s*\{?\s*[a-z]\b[^$]*\\sum|softmax\s*\}?\s*(?:\\left)?\s*\(?\s*%s(?![A-Za-z_])"
# `\\ell(\\mu, \\sigma^2)`, `\\mathcal{N}(0, \\sigma^2)`: the square of a number as an argument, which is a scale then.
_SQUARED = r"[(,;]\s*%s\s*\^\s*(?:2|\{\s*2\s*\})\s*(?:I(?:_\w)?\s*)?(?:\\[bB]ig+r?|\\right)?\s*[),;]"
# `(x_1, y_1) = (1, 2)`: members of x, or of y, that are numbers.
_FIRST_LISTED = r"\(\s*(?:%s_\{?1\}?\s*,\s*\\?[A-Za-z]+_\{?1\}?|\\?[A-Za-z]+_\{?1\}?\s*,\s*%s_\{?1\}?)\s*\)\s*=\s*\(\s*[-+]?[\d.]+\s*,\s*[-+]?[\d.]+\s*\)"

# "a one-hot vector $y$", "the parameter vector $\\theta$"; not "each vector $x$ of", "the vector $a_i$".
_VECTOR = r"\b(?:a|the|an)\s+(?:(?!not\b)[\w-]+\s+){0,3}vector\s+\$\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?%s\s*\}?\s*\$"
# `J(w) = ..` and `J'(w)`, `L'(w_0)`: a function of which the derivative has a prime, which is one of a number, where it is no activation.
_HAS_FORMULA = r"(?<![A-Za-z\\'])(\\?(?:[A-Za-z]|ell|mathcal\s*\{?\s*[A-Z]\s*\}?))\s*\(\s*%s\s*\)\s*&?\s*:?="
_PRIMED_AT = r"(?<![A-Za-z\\])%s\s*(?:'|\^\s*\{?\s*\\prime)+\s*\}?\s*\(\s*%s(?![A-Za-z])"

# `x > -b/w`, `e_1 < x`: what is compared with something other than zero.
_COMPARED = r"(?<![A-Za-z\\_^])%s\s*(?:[<>]|\\[lg]t(?![A-Za-z]))\s*(?!\s*(?:0|\\mathbf)(?![.\d]))|(?<=[<>])\s*%s(?![A-Za-z_^(])"


class Candidates:
    """The declarations that the names of one document could have."""

    def __init__(self, usage: Usage, survey: Survey):
        self.usage, self.survey = usage, survey
        self.singles = single_examples.letters(survey.text)

    def of(self, context: Context, name: Name) -> Iterator[tuple[float, str]]:
        """(cost, declaration) of what a name may be."""
        if not name.below and not name.above and self._takes_listed(name.bare):
            yield 0, rf"{name.bare} \in \mathbb{{R}}"
            return
        uses = [u for u in self.usage.uses[name.bare] if not self.usage.steps & {*u.name.below}]  # w_t is no entry of w
        if not name.below and self.is_letter_apart(name.bare):
            uses = [u for u in uses if not u.name.below] or uses
        if len(name.below) < 2 and not name.above and self._is_told_vector(name.bare):
            uses = [u for u in uses if len(u.name.below) < 2] or uses  # the y_{nj} beside a "one-hot vector $y$" are those of several
        whole = any(not u.name.below and not u.name.above for u in uses)
        axes = max((len(u.name.below) for u in uses), default=0)
        if name.above or axes and not whole:
            yield from self._families(context, name, uses)
        if name.above or axes > 1 and not whole and not _capital(name):
            return
        if axes and not whole and not _capital(name) and any(u.transposed and u.name.below for u in uses):
            return  # the x_i of `w^\\top x_i`: no entry, but a vector for each i
        number, vector, matrix = _costs(name, uses, axes if whole or axes > 1 else 0)
        if len(name.below) < 2 and not name.above and self._is_told_vector(name.bare):
            number, vector, matrix = 9, 0, 9
        if not self.survey.has_vectors and number < 9:
            vector, matrix = vector + RIVAL, matrix + RIVAL
        if number <= 1 and (self._is_of_primed(name.bare) or self._is_compared(name.bare)):
            vector, matrix = vector + 2 * RIVAL, matrix + 2 * RIVAL
        if name.bare in self.survey.drawn_vectors:
            number, matrix = 9, 9
        if number < 9:
            scale = rf", {name.bare} > 0" if self._is_scale(name) else ""
            yield number, rf"{name.bare} \in \mathbb{{R}}{scale}"
        if self.survey.scalars_only:
            return
        own, *known = self._sizes(context, name)
        told = [self._range(context, uses, axis, axes) for axis in range(axes)]
        first = (told[0] if axes == 1 else None) or self._of_classes(name) or own
        for size in dict.fromkeys((first, own, *known)):
            yield vector + (size != first) * 0.2, rf"{name.bare} \in \mathbb{{R}}^{{{size}}}"
        if matrix < 9:
            told = told if axes == 2 else [None, None]
            rows = tuple(dict.fromkeys((told[0] or f"m_{{{tag(name.bare)}}}", *known)))
            columns = tuple(dict.fromkeys((told[1] or f"n_{{{tag(name.bare)}}}", *known)))
            for m in rows:
                for n in columns:
                    worth = matrix + (m != rows[0]) * 0.2 + (n != columns[0]) * 0.2 + (m == n) * 0.5
                    yield worth, rf"{name.bare} \in \mathbb{{R}}^{{{m} \times {n}}}"

    def _is_told_vector(self, bare: str) -> bool:
        """Do words call this a vector, "encode the label as a one-hot vector $y$"?"""
        return re.search(_VECTOR % re.escape(bare), self.survey.text, re.I) is not None

    def _of_classes(self, name: Name) -> str | None:
        r"""The K of "$K$ classes", of a z of which a softmax is taken, `\frac{e^{z_k}}{\sum_l e^{z_l}}`."""
        letter = re.escape(name.bare)
        said = {m[1] for m in _CLASSES.finditer(self.survey.text)}
        return said.pop() if len(said) == 1 and re.search(_IN_SOFTMAX % (letter, letter), self.survey.text) is not None else None

    def _takes_listed(self, bare: str) -> bool:
        r"""Is this the letter x of a function `f(x; w)` that is taken at numbers x_i, listed as `(x_1, y_1) = (1, 2)`?"""
        return bare in self.survey.formals and re.search(_FIRST_LISTED % (2 * (re.escape(bare),)), self.survey.text) is not None

    def _is_of_primed(self, bare: str) -> bool:
        r"""Is this the w of a `J(w) = ..` of which the document writes the derivative as `J'(w)`?"""
        letter, text = re.escape(bare), self.survey.text
        return any(re.search(_PRIMED_AT % (re.escape(m[1]), letter), text) is not None for m in re.finditer(_HAS_FORMULA % letter, text))

    def _is_compared(self, bare: str) -> bool:
        r"""Is this the x of a `g(x) = ..` of which the document says that it is greater than something, `x > -b/w`?"""
        return bare in self.survey.formals and re.search(_COMPARED % (2 * (re.escape(bare),)), self.survey.text) is not None

    def _is_scale(self, name: Name) -> bool:
        r"""Does the document take functions at the square of a name, as `\ell(\mu, \sigma^2)`? That is a positive number."""
        return re.search(_SQUARED % re.escape(name.bare), self.survey.text) is not None

    def is_letter_apart(self, bare: str) -> bool:
        r"""Is this the letter z of `\phi(z) = ..` in a document that defines `z_i = w_i x + b_i`? Those are no entries of it then,
        but values for it. And is it the x of "one example $(x, y)$", beside `x_i`?"""
        if bare in self.singles:
            return True
        row = self.usage.defined.get(f"{bare}_")
        return row is not None and bare in self.survey.formals and not self._is_summed(bare) and any(
            n.bare == bare and n.below for s in self.usage.rows[row].statements if (n := headed(s)) is not None)

    def _is_summed(self, bare: str) -> bool:
        r"""Is this the \theta of `\ell(\theta) = \sum_k n_k \log \theta_k`, a function of its entries?"""
        letter = re.escape(bare)
        return re.search(rf"\(\s*{letter}\s*\)\s*&?\s*=[^=$]*\\(?:sum|prod)\b[^=$]*{letter}\s*_\s*\{{?\s*[a-z]", self.survey.text) is not None

    def _families(self, context: Context, name: Name, uses) -> Iterator[tuple[float, str]]:
        """Members numbered by the index letters of a name that never stands without them."""
        letters = name.above or name.below
        ends = [self._end(context, x) for x in letters]
        if None in ends:
            return
        shown = spelled_with(name, letters)
        ranges = "".join(rf", {x} = 1, \dots, {end}" for x, end in zip(letters, ends))
        entries = name.below if name.above else ()
        number, vector, matrix = _costs(name, uses, len(entries))
        if number < 9 and not entries:
            yield number, rf"{shown} \in \mathbb{{R}}{ranges}"
        own, *known = self._sizes(context, name)
        for size in (own, *known):
            yield vector + (size != own) * 0.2, rf"{shown} \in \mathbb{{R}}^{{{size}}}{ranges}"

    def _end(self, context: Context, letter: str) -> str | None:
        """Where an index ends."""
        if letter in self.survey.ranges:
            return self.survey.ranges[letter]
        entry = context.scope.bare(letter)
        if entry is not None and entry.kind == "index" and isinstance(getattr(entry, "dim", None), str):
            return entry.dim
        if (number := self.survey.counted_end(letter)) is not None:
            return number
        return next(iter(self.survey.ranges.values()), None) if len({*self.survey.ranges.values()}) == 1 else None

    def _range(self, context: Context, uses, axis: int, axes: int) -> str | None:
        r"""How far the index at a place of the name runs by a sum or a list of the document: D for the i of `W_{ki}`
        in `\sum_{i=1}^D W_{ki} x_i`, 3 for that of `\sum_{i=1}^3 x_i`; None where it runs differently in other places."""
        found = {self._end(context, u.name.below[axis]) for u in uses if len(u.name.below) == axes
                 and (u.name.below[axis] in self.survey.ranges or self.survey.counted_end(u.name.below[axis]) is not None)}
        return found.pop() if len(found) == 1 else None

    def _sizes(self, context: Context, name: Name) -> list[str]:
        """A length of its own, then the known ones."""
        return [f"n_{{{tag(name.bare)}}}", *(d for d in context.dims if isinstance(d, str) and "{" not in d or "_{" in str(d))]


def spelled_with(name: Name, letters: tuple[str, ...]) -> str:
    """The name with its index letters, as members of a family are declared."""
    inner = ",".join(letters) if len(letters) > 1 else letters[0]
    return f"{name.bare}^{{({inner})}}" if name.above else f"{name.bare}_{{{inner}}}"


def _capital(name: Name) -> bool:
    letter = re.sub(r"^\\(?:hat|tilde|bar|check)\{(.*)\}$", r"\1", name.base)
    return letter.lstrip("\\")[:1].isupper()


def _costs(name: Name, uses, entries: int) -> tuple[float, float, float]:
    """How unlikely it is that a name is a number, a vector, a matrix; 9 and more is out of the question."""
    if entries == 1:
        return 9, 0, 6 if not _capital(name) and any(u.transposed for u in uses) else 2
    if entries > 1:
        return 9, 9, 0
    bold = any(u.font in ("bf", "bm", "vec") for u in uses)
    vector_like = bold or any(u.transposed or u.normed or u.applied or u.differentiated == "nabla" for u in uses)
    if _capital(name):
        return (6, 4, 0) if vector_like else (3.5, 4, 0)
    if vector_like:
        return 5, 0, 6
    greek = name.base.startswith("\\") and not name.base.startswith((r"\hat", r"\bar", r"\tilde", r"\ell"))
    return (0, 3, 8) if greek or name.below or name.above else (1, 1.5, 7)
