r"""Parts in which vectors have the length 1: "For $d = 1$ .." at the beginning of a part.

There authors write numbers for the vectors that they declared before: $(x_i - \mu)^2$ with $x_i \in \mathbb{R}^d$. What was declared
and defined before the part is read anew for it, with numbers for vectors of this length; what cannot be read so is not known in
it. After the part all names mean again what they meant before it, and of those that it introduced only numbers are left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import Gradient, State
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_HEADING = re.compile(r"^[ \t]*(?:#{1,6}\s|(?<=\n\n)(?:\d+\.\s+)?\*\*[^*\n]{1,80}\*\*|\\(?:sub)*(?:section|paragraph)\b|\\(?:begin|end)\{(?:proof|theorem|proposition|lemma|remark|example|document)\})", re.M)
# "As a sanity check take", right before `$d = 1$`.
_TAKES = re.compile(r"\b(?:take|consider|set|let|choose|look\s+at|put|suppose|assume)\b[^.$]*$", re.I)
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|\$|$)")
# Before a sentence that goes on with the case of the one before it ("For $y = (1, 2)$ that is"), and what would end the case there: sizes and matrices.
_INSTANCE = re.compile(r"\s*(?:\$\$|\\\]|(?:\\end\{[a-z]+\*?\}\s*)+)?\s*(?:for\s+(?:instance|example)|e\.\s*g\.,?|in\s+(?:this|that)\s+case|then|"
                       r"(?:for|with|at)\s+(?:[^.]|\.\d)*?\b(?:that|this|it)\s+(?:is|gives|equals|becomes|reads|(?:comes|amounts|evaluates)\s+to))(?![a-z])", re.I)
_OF_MATRICES = re.compile(r"\\begin\s*\{[a-z]?matrix|\\times\b|\\operatorname\s*\{diag|\\mathbb|\bmatri(?:x|ces)\b")
_PARAGRAPH_ENDS = re.compile(r"\n[ \t]*\n(?!\s*(?:\$\$|\\\[|\\begin\b))")
_WORDS = re.compile(r"\\text\s*\{[^{}]*\}")
_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?"  # before a letter
_POSITIVE = re.compile(r"\\text\s*\{[^{}]*positive (semi-?)?definite[^{}]*\}")
_NUMBER = re.compile(r"^\s*\\?[A-Za-z]+\s*(?:\\in\s*\\mathbb\s*\{?R\}?|>\s*0)\s*$")
# Members with a definition that are the rows of a matrix: `\\tilde{x}_i = \\tilde{X}_{i,:}^\\top, i = 1, \\dots, n`.
_ROW_OF = re.compile(r"\s*(\S+_\{?(?P<i>[a-z])\}?)\s*=\s*(\S+?)_\{(?P=i),:\}(?:\^\\top)?(?:\s*,.*)?$")
# An identity without its size.
_UNSIZED = re.compile(r"(?:\\(?:mathbf|mathbb|boldsymbol|bm)\s*(?:\{\s*I\s*\}|I)|(?<![A-Za-z\\{])I)(?![A-Za-z_])")
_KEPT = ("equations", "gradients", "objectives", "optima", "rewritten", "solved", "unheld", "restated", "objective", "values", "dropped")


class OneDimension:
    """`size`: the length that is 1 in the part at hand, "" outside of such parts; `ends`: the number of headings before its end; `part`: the part in
    the title of which it is told; `alike`: are data of this part said to be one number, all of them?
    `kept`, `held`: the context and what else was known before it; `known`: the lines it began with."""

    def __init__(self, state: State, meanings: Meanings):
        self.state, self.meanings = state, meanings
        self.headings = [m.start() for m in _HEADING.finditer(meanings.document.text)]
        self.size, self.ends, self.alike = "", 0, False
        self.part: int | None = None
        self.until: int | None = None  # where in the text it is over, where no heading says so
        self.kept: Context | None = None
        self.held: dict[str, object] = {}
        self.known: frozenset[str] = frozenset()

    def _heading(self, at: int) -> int:
        return bisect_right(self.headings, at)

    def begin(self, size: str, at: int, titled: bool = False) -> None:
        """From the formula at this place of the document to the next heading vectors of this length are numbers; `titled`: it stands
        in the title of the part, with which it ends."""
        context = self.state.context
        self.until = None
        if self.size or any(_has_rows(v, size) and v not in context.definitions for v in context.variables.values()):
            return
        self.size, self.ends, self.kept = size, self._heading(at), context.copy()
        self.alike = False
        self.part = self.state.part if titled else None
        self.held = {name: getattr(self.state, name) for name in _KEPT}
        for name, value in self.held.items():
            setattr(self.state, name, None if value is None else type(value)() if isinstance(value, (list, dict)) else None)
        self.state.one_dimension, self.state.known_in_general = True, frozenset(context.variables)
        self._put(_anew(context, size))
        self.meanings.united()
        again = [self._again(old) for old in self.held["gradients"]]
        self.state.gradients += [g for g in again if g is not None]
        self.state.objective_lost = bool(again) and again[-1] is None
        self.known = frozenset(context.lines)

    def for_a_while(self, size: str, formula: Formula) -> None:
        """The same to the end of the sentence, or of the paragraph where the sentence says nothing but this: "As a check take $d = 1$.";
        also in the sentences right after it that give an instance, "For example, .."."""
        text = self.meanings.document.text
        ends = _PARAGRAPH_ENDS if _TAKES.search(formula.before) else _SENTENCE_ENDS
        end = ends.search(text, formula.start)
        self.begin(size, formula.start)
        while end is not None and ends is _SENTENCE_ENDS and (instance := _INSTANCE.match(text, end.end())) is not None:
            following = _SENTENCE_ENDS.search(text, instance.end())
            sentence = text[instance.end():following.start() if following is not None else len(text)]
            if _OF_MATRICES.search(sentence) or re.search(rf"(?<![A-Za-z\\]){re.escape(size)}\s*=", sentence):
                break
            end = following
        self.until = end.start() if end is not None else len(text)

    def _again(self, old: Gradient) -> Gradient | None:
        """The same derivative of numbers, where it is one of a name by a name."""
        found = [self.meanings.shaped(e.data.name) if e.op in ("var", "let") else None for e in (old.f, old.by)]
        f, by = found
        return Gradient(f, by, old.line) if None not in found and by.op == "var" and f.op == "let" and is_scalar(by.shape) else None

    def heard(self, at: int, before: str) -> None:
        """At the next formula: is the part over, or does the text speak of the general case?"""
        other_part = self.part is not None and self.part not in self.state.within
        passed = self.until is not None and at >= self.until
        if self.size and (passed or other_part or self._heading(at) != self.ends or _IN_GENERAL.search(before)):
            self.over()

    def over(self) -> None:
        new = [line for line in self.state.context.lines if line not in self.known and _NUMBER.match(line)]
        self._put(self.kept)
        self.__dict__.update(size="", kept=None)
        self.state.one_dimension = self.state.objective_lost = False
        self.state.__dict__.update(self.held)
        for line in new:
            self.meanings.declare(Source(line, self.meanings.document.name, 1))

    def _put(self, context: Context) -> None:
        self.state.context.__dict__.update(context.__dict__)
        self.state.context.remembered, self.state.context.renewals = {}, []


_IN_GENERAL = re.compile(r"\b(?:in\s+general|general\s+case|(?:for|of|with)\s+(?:a\s+)?general|arbitrary|any\s+dimension)\b", re.I)


def _has_rows(v: Variable, size: str) -> bool:
    """Is this a matrix that would become a row, or a family of that many members? Those stay what they are."""
    return size in v.family or v.shape[0] == size and v.shape[1] not in (1, size)


def _anew(context: Context, size: str) -> Context:
    """A context in which the lines of another hold, with numbers for vectors of this length."""
    new = Context().with_layout(context.layout)
    for name in ("words", "prime_transpose", "foreseen", "points", "ahead", "differentials", "upright", "shorter", "matrix_norm"):
        setattr(new, name, getattr(context, name))
    for line in _samples_first(context, size):
        for text in _as_numbers(line, size):
            if not _say(new, text) and context.scope.bare("I") is None and (one := _UNSIZED.sub("1", text)) != text:
                _say_of_numbers(new, one, context, size)
            if new.claims:  # said twice of a name: what it means was said first
                claim, new.claims = new.claims[-1], []
                if (row := _ROW_OF.match(text)) is not None:
                    _say(new, f"{row[3]}_{row[2]} = {row[1]}")
                elif claim.lhs.op == "let" and claim.lhs.args[0].op == "var" and (
                        entry := next((x for x in new.scope if x.expr is claim.lhs), None)) is not None:
                    new.scope.drop(entry)  # a place that was a mere name, and was found since
                    new.remembered = {}
                    _say(new, text)
    return new


def _say(context: Context, text: str) -> bool:
    """Declare a line; what cannot be said of numbers is not known in this part."""
    try:
        context.declare(Source(text, "declaration", 1))
    except SymcheckError:
        return False
    return True


def _say_of_numbers(new: Context, text: str, old: Context, size: str) -> None:
    r"""Declare a definition with 1 for an identity of which nothing says how long it is, where its name has the shape that it had, with the length 1
    for this one: not `\Sigma = \sigma^2 I` of another length."""
    kept = new.copy()
    if not _say(new, text):
        return
    for name, v in new.variables.items():
        shape = tuple(1 if n == size else n for n in old.variables[name].shape) if name in old.variables else None
        if name not in kept.variables and shape != v.shape:
            new.__dict__.update(kept.__dict__)
            return


def _samples_first(context: Context, size: str) -> list[str]:
    """The lines of a context, with the samples that are rows or columns of a matrix as entries of the vector that it is here."""
    lines = list(context.lines)
    for entry in context.scope:
        found = _cut_of(entry.expr) if entry.kind == "quantity" and entry.expr is not None else None
        if found is None or size not in found.shape or len(entry.expr.data.family) != 1:
            continue
        name, i = found.data.name, re.search(r"_\{?([a-z])\}?$", entry.name)
        whole = [line for line in lines if re.match(rf"\s*{_FONT}{re.escape(name)}\s*\}}?\s*\\in\b", line)]
        if i is not None and whole:
            own = re.compile(rf"\s*(?:{_FONT}{re.escape(entry.base)}\s*\}}?_\{{?[a-z]\}}?|{re.escape(entry.name)})\s*(?:\\in\b|=\s*{_FONT}{re.escape(name)}\s*\}}?_)")
            lines = [*whole, f"{entry.name} = {name}_{i[1]}", *(x for x in lines if x not in whole and not own.match(x))]
    return lines + [line for entry in context.scope if entry.kind == "quantity" and entry.expr is not None and (line := _made_of(entry.name, entry.expr, size))]


def _made_of(name: str, e: Expr, size: str) -> str:
    r"""`X_i = u_i` of a matrix that is defined by its rows or columns u_i of this length; "" of any other."""
    if e.op != "let" or e.args[0].op != "array" or size not in e.shape or e.data.family:
        return ""
    held = {n.data for n in e.args[0].walk() if n.op in ("var", "let")}
    member = held.pop() if len(held) == 1 else None
    i = re.search(r"_\{?([a-z])\}?$", member.name) if member is not None and len(member.family) == 1 else None
    return f"{name}_{i[1]} = {member.name}" if i is not None else ""


def _cut_of(e: Expr) -> Expr | None:
    """The matrix of which the members of a family are the rows or the columns."""
    if e.op != "let" or e.args[0].op != "array":
        return None
    one = e.args[0].args[0]
    while one.op == "transpose":
        one = one.args[0]
    return one.args[0] if one.op in ("row", "column") and one.args[0].op == "var" else None


def _as_numbers(line: str, size: str) -> list[str]:
    """A declaration without the axes of this length; what its words say of a matrix as far as it holds of a number."""
    d = re.escape(size)
    identity = rf"(?:(?<![A-Za-z\\])I|\\(?:mathbf|boldsymbol|bm)\s*\{{?\s*I\s*\}}?|\\mathbb\s*\{{?\s*1\s*\}}?)_\{{?\s*{d}\s*\}}?"
    line = re.sub(rf"{identity}(?![A-Za-z])", " 1", line)
    product = rf"(?:{d}\s*\\times\s*{d}|{d})"
    text = re.sub(rf"(\\mathbb\s*\{{?R\}}?)\s*\^\s*(?:\{{\s*{product}\s*\}}|{d}(?![A-Za-z]))", r"\1", line)
    text = re.sub(rf"(\\mathbb\s*\{{?R\}}?)\s*\^\s*\{{\s*(?:{d}\s*\\times\s*(\w+|\\\w+)|(\w+|\\\w+)\s*\\times\s*{d})\s*\}}", r"\1^{\2\3}", text)
    if text == line or not _WORDS.search(text):
        return [text]
    name = text.split(r"\in")[0].strip()
    positive = _POSITIVE.search(text)
    sign = [] if positive is None else [rf"{name} \ge 0" if positive[1] else f"{name} > 0"]
    return [_WORDS.sub("", text), *sign]


__all__ = ["OneDimension"]
