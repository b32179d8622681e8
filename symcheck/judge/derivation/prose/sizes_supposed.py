r"""Sizes that are numbers for a sentence or a part: "For $d = 1$", "## Example in one dimension", "with a single feature".

In a part that begins so vectors of this length are numbers (`one_dimension.py`); where it is only said of a sentence, what differs in it is left open.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_vector
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import occurrences
from symcheck.judge.derivation.prose.one_dimension import OneDimension
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.documents import Formula
from symcheck.read.syntax import Number

_TITLE = re.compile(r"\s*(?:#{1,6}\s.*|\*\*[^*]*\*\*|\\(?:sub)*(?:section|paragraph)\*?\{[^}]*\}|\\textbf\{[^}]*\})")
_MATRIX = re.compile(r"\\begin\s*\{[pb]?(?:small)?matrix\}")
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|\$|$)")
# "**Step 6 (numbers, $d = 1$).**", "\\paragraph{Example with $d = 1$}": up to a formula in the title of a part.
_IN_TITLE = re.compile(r"\s*(?:#{1,6}\s[^\n]*|\*\*[^*]*|\\(?:(?:sub)*(?:section|paragraph)|textbf)\*?\{[^{}]*)$")
# "K = 2:", "for K = 2", written without dollars.
_PLAIN_SIZE = re.compile(r"(?:^|[\n(]|\b(?:[Ff]or|[Ww]ith|[Ii]f|[Ww]hen|case|[Tt]ake|[Ll]et)\s+)\s*([A-Za-z])\s*=\s*\d+\b(?![.,]\d)")
# `x \\in \\mathbb{R}`, "a scalar input $x$": functions take a number.
_NUMBER_TAKEN = re.compile(r"\$\s*x\s*\\in\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R(?![A-Za-z]))\s*[$,.;]|(?:,|\\q?quad)\s*x\s*\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*(?![\s^])|"
                           r"\b(?:scalar|real|real-valued|one-dimensional)\s+(?:input|variable|argument|number)\s+\$\s*x\s*\$", re.I)
# "With two classes, ..", "in the case of three categories"; "over $K$ classes".
_CLASSES = re.compile(r"\b(?:with|for|in\s+the\s+case\s+of|(?:if|when)\s+there\s+are|(?:if|when)\s+we\s+have|given)\s+(?:only\s+|just\s+|exactly\s+)?(?P<number>two|three|four|[2-9])\s+"
                      r"(?:classes|categories|outcomes|labels)\b", re.I)
_CLASSES_NAMED = re.compile(r"\$\s*([A-Za-z])\s*\$\s+(?:\w+\s+)?(?:classes|categories|outcomes)\b")
_NUMBERS = {"two": 2, "three": 3, "four": 4}


class SizesSupposed:
    """The sizes that words make numbers, and the parts in which vectors are."""

    def __init__(self, state: State, meanings: Meanings, one: OneDimension):
        self.state, self.meanings, self.one = state, meanings, one

    def heard(self, formula: Formula) -> None:
        """What the words before a formula say of sizes."""
        if (size := _PLAIN_SIZE.search(formula.before)) is not None and size[1] in self.state.context.dims:
            self.state.unused = True
        if occurrences.told(self.meanings.survey.sentence(formula)):
            self.state.unused = True  # at numbers of the data that no formula has
        self._in_one_dimension(formula.before)
        self._of_single_feature(formula)
        self._of_classes(formula)

    def _of_classes(self, formula: Formula) -> None:
        """`With two classes, ..`: how many there are to the end of the sentence; where it is not known which size that is, what differs is left open."""
        said = _CLASSES.search(self.meanings.survey.sentence(formula))
        if said is None:
            return
        labels = {n for op, a, b, *_ in self.state.context.assumptions if op == "=" and b.op == "num" and b.data == 1
                  for x in a.walk() if x.op == "var" and is_vector(x.shape) for n in x.shape if type(n) is str}
        sizes = {m[1] for m in _CLASSES_NAMED.finditer(self.meanings.document.text)} or labels
        sizes &= {*self.state.context.dims}
        if len(sizes) != 1:
            self.state.unused = True
            return
        self.state.special[sizes.pop()] = -1, _NUMBERS.get(said["number"].lower()) or int(said["number"])

    def supposed(self, s: Statement, formula: Formula) -> bool:
        """`For $d = 1$`: sizes are no variables, so that what differs in such a sentence is left open; where a part begins
        with it, in all of this part."""
        if len(s.pieces) != 2 or s.operators[0] != "=" or type(s.pieces[1].syntax) is not Number \
                or s.text(0).strip() not in self.state.context.dims \
                or not words.SPECIAL.search(self.meanings.survey.sentence(formula)):
            return False
        whole = self.begins(s, formula)
        self.state.special[s.text(0).strip()] = (self.state.part if whole else -1, int(s.pieces[1].syntax.value))
        return True

    def begins(self, s: Statement, formula: Formula, given: bool = False) -> bool:
        """Does a part begin with "For $d = 1$"? Then vectors of this length are numbers in it. `given`: the number is one of those of an example, where
        matrices that the sentence writes keep their lines of length 1."""
        titled = _IN_TITLE.match(self.state.since) is not None
        whole = titled or words.SENTENCES.search(self.state.since.strip().split("\n", 1)[-1].strip()) is None
        size = s.text(0).strip()
        if given and self._writes_matrices(formula):
            return whole
        if whole and type(s.pieces[1].syntax) is Number and s.pieces[1].syntax.value == 1 and size in self.state.context.dims \
                and (titled or given or words.SPECIAL.search(self.meanings.survey.sentence(formula))):
            self.one.begin(size, formula.start, titled)
        elif type(s.pieces[1].syntax) is Number and s.pieces[1].syntax.value == 1 and size in self.state.context.dims \
                and words.SPECIAL.search(self.meanings.survey.sentence(formula)):
            self.one.for_a_while(size, formula)
        return whole

    def _in_one_dimension(self, before: str) -> None:
        """`## Example in one dimension`: vectors have the length 1, in all of the part that begins so, else in this sentence."""
        title = _TITLE.match(self.state.since)
        whole = title is not None and words.ONE_DIMENSION.search(title[0]) is not None
        said = words.ONE_DIMENSION.search(before)
        if _NUMBER_TAKEN.search(self.meanings.document.text):
            return  # what is one-dimensional is the input, and that is a number already
        if whole or said is not None and words.SENTENCES.search(before[said.end():]) is None:
            lengths = {size for v in self.state.context.variables.values() for size in v.shape if type(size) is str and size in self.state.context.dims}
            self.state.special.update((size, (self.state.part if whole else -1, 1)) for size in lengths)

    def _writes_matrices(self, formula: Formula) -> bool:
        """Does the sentence go on with a matrix?"""
        text = self.meanings.document.text
        end = _SENTENCE_ENDS.search(text, formula.start)
        return _MATRIX.search(text, formula.start, end.start() if end is not None else len(text)) is not None

    def _of_single_feature(self, formula: Formula) -> None:
        """`With a single feature, ..`: the vectors by which derivatives were taken have the length 1 to the end of the sentence."""
        said = words.SINGLE_FEATURE.search(formula.before) if not formula.display and not self.one.size else None
        if said is None or re.search(r"[,:\s](?:the|we|this|its?|these|all|both|everything|that\s+is)\b|[,:]", said[0]) is None and not words.FEATURE_NAMED.match(formula.after):
            return
        lengths = {g.by.shape[0] for g in self.state.gradients if is_vector(g.by.shape)}
        if len(lengths) != 1 or type(size := lengths.pop()) is not str or size not in self.state.context.dims:
            self.state.unused = True
            return
        self.state.special[size] = -1, 1
        self.one.for_a_while(size, formula)


__all__ = ["SizesSupposed"]
