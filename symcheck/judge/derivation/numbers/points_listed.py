r"""Data told as a list without names: "the points $(1, 2)$ and $(2, 3)$", "the waiting times $1, 2, 6$"."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.example import Example
from symcheck.judge.derivation.numbers.example_words import ENTRY, GIVES, ROW
from symcheck.judge.derivation.numbers.fractions import fractions
from symcheck.judge.derivation.numbers.places import Given
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import words

_TUPLE = re.compile(r"^\s*\(\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*\)\s*$")
# `(1, 2), (2, 3), (3, 7)`, several points in one formula.
_POINTS_LISTED = re.compile(rf"^\s*(?:\\\{{)?\s*{ROW.pattern}(?:\s*[,;]\s*(?:\\[,; ]|\\q?quad)?\s*{ROW.pattern})+\s*(?:\\\}})?\s*[.,;]?\s*$")
_LISTING = re.compile(rf"^\s*(?:\\\{{)?\s*{ENTRY}\s*(?:,\s*(?:\\[,; ])?\s*{ENTRY}\s*)+(?:\\\}})?\s*$")
_POINT = re.compile(ROW.pattern + r"\s*[.,;]?\s*")  # one of several points
# `(x_i, y_i)` of the data, or `(x_1, y_1)` of `(x_1, y_1), \\dots, (x_N, y_N)`.
_PAIR = re.compile(r"\(\s*([a-z][_^]\{?\(?([a-z]|1(?=\)?\}?\s*,))\)?\}?)\s*,\s*([a-z][_^]\{?\(?\2\)?\}?)\s*\)")
_POINTS = re.compile(r"\b(?:points?|pairs?|samples?|examples?|data|observations?|measurements?|values?|numbers?|(?:waiting\s+|inter-?arrival\s+|life)?times|counts|readings|outcomes|labels|"
                     r"durations|lengths|weights|heights|tosses|flips|draws|scores)\b", re.I)

# Of these all are drawn from a law, where there is one.
_DRAWN = re.compile(r"\b(?:samples?|data|observations?|measurements?|draws|readings|outcomes)\b", re.I)


class PointsListed(Example):
    """The values given in the part of the document at hand, also those of points listed without a name."""

    def points(self, text: str, said: str, document: str) -> bool:
        r"""Take in the next of `the points $(1, 2)$ and $(2, 3)$` as x_k and y_k, where the data are pairs (x_i, y_i)."""
        if _POINTS_LISTED.match(text):
            rows = ROW.findall(text)
            said = f"{said} points" if self._as_many(len(rows), said, document) else said
            return all([self.points(row, said, document) for row in rows])
        if _LISTING.match(text) and _POINTS.search(words.SENTENCES.split(said.rstrip())[-1]):
            return self.listing(fractions(text), _DRAWN.search(words.SENTENCES.split(said.rstrip())[-1]) is not None)
        found, pair = _TUPLE.match(text), _PAIR.search(document)
        if pair is None and _POINT.fullmatch(text) is not None and _POINTS.search(words.SENTENCES.split(said.rstrip())[-1]):
            return self._vector(fractions(text))
        if found is None or pair is None or not _POINTS.search(said):
            return False
        read = [self.state.context_read(name) for name in pair.group(1, 3)]
        if any(e is None or e.op not in ("item", "entry") or e.args[0].op not in ("var", "let") for e in read) or all(e.args[0].op == "let" for e in read):
            return False
        made = [self._of_matrix(name, e, read, Fraction(value)) for name, e, value in zip(pair.group(1, 3), read, found.groups())]
        if any(e.args[0].op == "let" and x is None for e, x in zip(read, made)):
            return False
        self.begin()
        for e, value, of_matrix in zip(read, found.groups(), made):
            if of_matrix is not None:
                self._take(of_matrix)
                continue
            known = self.values.setdefault(e.args[0].data.name, {})
            known[(len(known), 0) if self._of_length_one(e) else (len(known),)] = Fraction(value)
            size = next(iter((*e.args[0].data.family, *e.args[0].shape)), None)
            if isinstance(size, str) and (size not in self.sizes or size in self.counted):
                self.sizes[size] = len(known)  # there are as many as are listed, where their number is not given
                self.counted.add(size)
        self.lately = True
        return True

    def _of_matrix(self, name: str, e: Expr, read: list[Expr], value: Fraction) -> Given | None:
        """Of a sample that is a row of a matrix: the entries that its value gives there, after as many others as the other member of the pair has; None of any other."""
        if e.args[0].op != "let":
            return None
        other = next(x.args[0].data.name for x in read if x.args[0].op == "var")
        count = len(self.values.get(other, {})) if self.open else 0
        one = self.state.context_read(re.sub(r"(?<=[_^])\{?\(?\w\)?\}?$", lambda m: re.sub(r"\w", str(count + 1), m[0]), name))
        return None if one is None else places.given(one, np.array(value, dtype=object), self.sizes)

    def _of_length_one(self, e: Expr) -> bool:
        """Is this a vector of the length 1, whose samples are written as numbers?"""
        return isinstance(e.shape[0], str) and self.sizes.get(e.shape[0]) == 1

    def _as_many(self, count: int, said: str, document: str) -> bool:
        r"""Right after "with $N = 3$": are these N rows of numbers, where the data are N pairs? They are the data."""
        pair = _PAIR.search(document)
        e = self.state.context_read(pair[1]) if pair is not None and self.lately and GIVES.search(words.SENTENCES.split(said.rstrip())[-1]) else None
        size = next(iter((*e.args[0].data.family, *e.args[0].shape)), None) if e is not None and e.op in ("item", "entry") \
            and e.args[0].op == "var" else None
        return self.open and size in self.sizes and self.sizes[size] == count

    def _vector(self, numbers: list[Fraction]) -> bool:
        """Take in the next of `the points $(1, 2)$, $(0, 1)$` as the next member of the only family of vectors, of which there are as many as
        are listed; where there are several families, nothing is known of which."""
        families = [v for v in self.state.context.variables.values() if len(v.family) == 1 and is_vector(v.shape)]
        if len(families) != 1:
            self.vague = self.state.part
            return False
        (v,) = families
        known = self.values.get(v.name, {}) if self.open else {}
        size, length = v.family[0], v.shape[0]
        count = 1 + max((place[0] for place in known), default=-1)
        if (length if isinstance(length, int) else self.sizes.get(length, len(numbers)) if self.open else len(numbers)) != len(numbers) \
                or count and size not in self.counted or isinstance(size, int):
            self.vague = self.state.part
            return False
        self.begin()
        self._take(Given(v.name, {(count, k): x for k, x in enumerate(numbers)}, {} if isinstance(length, int) else {length: len(numbers)}))
        self.sizes[size] = count + 1
        self.counted.add(size)
        self.lately = True
        return True

    def listing(self, numbers: list[Fraction], drawn: bool = True) -> bool:
        """Take in `the data $1, 2, 6$` as the members of the only family of numbers, or the only one with a law where they are `drawn`; where there are several,
        nothing is known of which."""
        if not any(v.family or is_vector(v.shape) for v in self.state.context.variables.values()):
            return False  # there is nothing of which these could be the values
        families = [v for v in self.state.context.variables.values() if len(v.family) == 1 and is_scalar(v.shape)]
        if not families and drawn:  # the entries of the only vector with a law
            families = [v for v in self.state.context.variables.values() if not v.family and is_vector(v.shape) and v.name in self.state.context.laws]
        if len(families) > 1 and self.state.solved:  # those of which the last estimate is made
            made = names_in(next(reversed(self.state.solved.values())))
            families = [v for v in families if v.name in made] or families
        if len(families) > 1 and drawn:
            families = [v for v in families if v.name in self.state.context.laws]
        size = next(iter((*families[0].family, *families[0].shape)), None) if len(families) == 1 else None
        if size is None or (size if isinstance(size, int) else self.sizes.get(size, len(numbers)) if self.open else len(numbers)) != len(numbers):
            self.unplaced = self.state.part
            return False
        self.begin()
        self._take(Given(families[0].name, {(k,): x for k, x in enumerate(numbers)}, {} if isinstance(size, int) else {size: len(numbers)}))
        self.lately = True
        return True
