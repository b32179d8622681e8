"""What names mean, wherever the document says so: before the formula at hand, beside it, or after it."""

from __future__ import annotations

import re

from symcheck.judge.derivation import models, rephrasing, words
from symcheck.judge.derivation.heads import is_call, labels_of
from symcheck.judge.derivation.links import EQUALITIES
from symcheck.judge.derivation.outcome import Derivation, unread
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.statements import ORDER, Statement, statements, written
from symcheck.read.context import Context, Piece
from symcheck.read.documents import Document
from symcheck.read.syntax import Product
from symcheck.text import Source, Span, SymcheckError

_UNDECLARED = re.compile(r"^(.*?) is not declared$")
# `_{i=1}^N` and `i = 1, \\dots, N`, wherever they stand; names with one index in a declaration.
_RANGE = re.compile(r"_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*(\{\s*[A-Za-z]\w*\s*\}|[A-Za-z])"
                    r"|(?<![A-Za-z\\])([a-z])\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z](?:_\w)?)")
_MEMBER = re.compile(r"\\in\b|\\sim\b|:|\\colon\b|[<>]|\\[gl]eq?\b")
_INDEXED = re.compile(r"[_^]\s*(?:\{\s*\(?\s*([a-z])\s*\)?\s*\}|([a-z])(?![A-Za-z]))")
# `y_1, \\dots, y_N`: how far the index of y runs, whatever its letter.
_LISTED = re.compile(r"([A-Za-z]|\\[A-Za-z]+)_\{?1\}?\s*,\s*(?:\1_\{?2\}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,\s*"
                     r"\1_\{?([A-Za-z])\}?")
# The head of `p(y \\mid w) = ..`: with two of different names, p is no one function.
_DENSITY = re.compile(r"[pP]\s*(?:\\left)?\(([^|;()\\]*)[^=]*?\)\s*&?\s*(?:=|\\propto)")
_HATTED = re.compile(r"^(?:\\(?:wide)?hat\{(\\?[A-Za-z]+)\}|(\\?[A-Za-z]+)\^\{?(?:\*|\\star|\\ast)\}?)$")
# The letter of `f(t) = ..`, which may be spoken of as any number.
_FORMAL = re.compile(r"\(\s*([a-z]|\\[a-z]+)\s*\)\s*&?\s*:?=")
# A name without scripts that is given a meaning: `L = ..`, `\\ell(w) = ..`.
_BARE = re.compile(r"(?:^|\\q?quad|,|;)\s*((?:\\[A-Za-z]+|[A-Za-z])(?:\s*\{[A-Za-z\\]+\})?)\s*(?:\([^()=$]*\))?\s*&?\s*:?=")
# A general function whose derivative is put on a diagonal or multiplied entry by entry acts entrywise.
_ENTRYWISE = r"(?:diag|odot|circ)\s*\}?\s*(?:\\left|\\[bB]igl?)?\s*[({\[]*\s*%s\s*(?:'|\^\{?\\prime|\^\{\(1)"
AHEAD = 6  # formulas looked through for the meaning of a name that is explained afterwards
DEFINITIONS = 4  # definitions fetched for one, and how deep


class Meanings:
    """Declarations and definitions of a document, taken in when a formula needs them.

    `at` is the number of the formula being judged, `own` the letters that the definition at hand takes as
    arguments, `taken` the formulas whose definitions were needed before their turn.
    """

    def __init__(self, document: Document, state: State, outcome: Derivation):
        self.document, self.state, self.outcome = document, state, outcome
        self.at = 0
        self.own: set[str] = set()
        self.taken: set[int] = set()
        self.depth = 0  # of definitions fetched for one another
        self.pending: list[Source] = []  # assumptions whose names are not declared yet
        rows = [row.text for f in document.formulas for row in f.rows]
        state.context.foreseen = frozenset(m[1].strip() for row in rows for m in _BARE.finditer(row))
        # With two densities of different names, p is no one function.
        self.densities = len({re.split(r"[=,]", m[1])[0].strip() for row in rows if (m := _DENSITY.match(row))})
        self.formals = {m[1] for row in rows for m in _FORMAL.finditer(row)}
        self.ends = {m[1]: m[2] for m in _LISTED.finditer(document.text)}
        self.ranges = {m[1] or m[3]: (m[2] or m[4]).strip("{}") for m in _RANGE.finditer(document.text)}

    @property
    def context(self) -> Context:
        return self.state.context

    def declare(self, row: Source, loud: bool = False) -> bool:
        """Is the row a declaration that could be taken in? `loud`: where it is none, that is a step."""
        try:
            self.context.declare(self.ranged(row))
            return True
        except SymcheckError as error:
            if loud:
                self.outcome.add(unread(row, Span(0, len(row.text)), error))
            return False

    def row_declares(self, row: Source, found: list[Statement] | None = None) -> bool:
        """A row of declarations, taken as a whole."""
        try:
            self.context.declare(self.ranged(row))
        except SymcheckError as error:
            if found is None:
                return False
            lone = [s for s in found if s.operators]
            if len(lone) > 1:
                done = [self.declare(s.cut(len(s.pieces))) for s in lone]
                if any(done):
                    return True
            if error.diagnostic.id not in ("already-declared", "redeclared"):
                self.outcome.add(unread(row, found[0].span, error))
        return True

    def declare_joined(self, row: Source) -> bool:
        r"""`$x_i \in \mathbb{R}$ for $i = 1, \dots, N$`: with the inline formulas beside it."""
        formulas, n = self.document.formulas, self.at
        for first, last in ((n, n + 1), (n - 1, n), (n, n + 2), (n - 1, n + 1), (n - 2, n)):
            parts = formulas[max(first, 0):last + 1]
            if first < 0 or len(parts) < last - first + 1 or any(f.display for f in parts):
                continue
            if any(words.SENTENCE.search(f.before) for f in parts[1:]):
                continue
            line = ", ".join(f.rows[0].text for f in parts if f.rows)
            if self.declare(Source(line, row.name, row.locate(0)[0])):
                return True
        return False

    def ranged(self, row: Source) -> Source:
        r"""A declaration of `x_i` with the range of i that the document states elsewhere, and one of \Phi
        as elementwise where the document treats it so."""
        function = re.match(r"\s*(\\?[A-Za-z]+)\s*(?::|\\colon)\s*\S.*\\(?:to|rightarrow)\b", row.text)
        if function and "wise" not in row.text and re.search(
                _ENTRYWISE % re.escape(function[1]), self.document.text):
            return Source(row.text + r" \text{ elementwise}", row.name, row.locate(0)[0])
        if not _MEMBER.search(row.text) or _RANGE.search(row.text):
            return row
        names = _MEMBER.split(row.text)[0]
        letters = dict.fromkeys(m[1] or m[2] for m in _INDEXED.finditer(names))
        ends = {i: self.ranges.get(i) or next((n for name, n in self.ends.items() if re.search(
            re.escape(name) + r"[_^]\s*\{?\(?\s*" + i, names)), None) for i in letters}
        known = [f", {i} = 1, \\dots, {n}" for i, n in ends.items() if n and not self.is_index(i)]
        return Source(row.text + "".join(known), row.name, row.locate(0)[0]) if known else row

    def is_index(self, letter: str) -> bool:
        entry = self.context.scope.bare(letter)
        return entry is not None and entry.kind == "index"

    def looked_up(self, piece: Piece) -> None:
        for _ in range(6):
            try:
                self.context.reading(piece)
                return
            except SymcheckError as error:
                if not self.fetch(error):
                    return

    def fetch(self, error: SymcheckError) -> bool:
        """Declare the name that an error misses, where a formula shortly after says what it is."""
        found = _UNDECLARED.match(error.diagnostic.headline)
        if error.diagnostic.id != "undeclared-name" or found is None:
            return False
        name = found[1]
        if self.other_name(name, error):
            return True
        formulas = self.document.formulas
        for k in range(self.at, min(self.at + AHEAD, len(formulas))):
            if k in self.taken:
                continue
            for row in formulas[k].rows:
                if self.explained(row, name, whole=k != self.at):
                    if not formulas[k].display:
                        self.taken.add(k)
                    self.laws_ahead(name)
                    return True
        capital = self.context.scope.bare(name.swapcase())
        if len(name) == 1 and name.swapcase() in self.context.laws and capital is not None:
            return self.declare(Source(models.declaration(name, capital.expr), error.diagnostic.source.name, 1))
        if name in self.formals - self.own and self.context.scope.bare(name) is None:
            return self.declare(Source(rf"{name} \in \mathbb{{R}}", error.diagnostic.source.name, 1))
        if name in self.ranges.values():  # the end of a sum: a number of terms
            return self.declare(Source(rf"{name} \in \mathbb{{N}}", error.diagnostic.source.name, 1))
        return False

    def other_name(self, name: str, error: SymcheckError) -> bool:
        r"""`\hat w` in an equation where w is solved for: another name of w."""
        alias = _HATTED.match(name)
        bare = self.context.scope.bare(alias[1] or alias[2]) if alias is not None else None
        if bare is None or bare.kind != "quantity" or bare.expr.op != "var" or not (
                self.state.about(bare.expr) or self.state.gradient_by(bare.expr) is not None):
            return False
        return self.declare(Source(f"{name} = {bare.name}", error.diagnostic.source.name, 1))

    def laws_ahead(self, name: str) -> None:
        r"""The law `N \sim ..` of a name whose shape was found after it."""
        for k in range(self.at, min(self.at + AHEAD, len(self.document.formulas))):
            for row in self.document.formulas[k].rows:
                if name not in self.context.laws and row.text.strip().startswith(name) and r"\sim" in row.text:
                    self.declare(row)

    def explained(self, row: Source, name: str, whole: bool) -> bool:
        """Take in what this row says of the name, if it declares or defines it."""
        try:
            found = statements(self.context, row)
        except SymcheckError:
            return False
        bare = re.split(r"[_^]", name)[0]
        heads: list[str] = []
        for s in found:
            if s.pieces[0] is None:
                continue
            heads += labels_of(s.pieces[0].syntax)
            if not s.operators:
                continue
            here = name in heads or bare in heads
            heads = []
            op = s.operators[0]
            if not here:
                continue
            if s.declares or op in ORDER:
                return self.declare(row) or self.declare(s.cut(len(s.pieces))) \
                    or self.declare_joined(row)
            if op in EQUALITIES and self.depth < 4:
                self.depth += 1
                try:
                    return self.define(s, bare=True) is None
                finally:
                    self.depth -= 1
        return False

    def define(self, s: Statement, bare: bool = False) -> SymcheckError | None:
        """Take in a definition, and before it those of the names in it; what stands in the way, or None.
        `bare`: of `H(p) = ..` with a p that is no name, H alone is defined."""
        line, before = s.cut(2), self.state.read(s.pieces[0])
        for _ in range(DEFINITIONS):
            try:
                self.context.declare(line)
            except SymcheckError as error:
                fault = error
                if self.fetch(error):
                    continue
                shorter = self.without_arguments(s, error) if bare else None
                if shorter is None:
                    break
                line = shorter
            else:
                name = self.state.read(s.pieces[0])
                if name is not None and name.op == "let":
                    if before is not None and before.op == "var":
                        rephrasing.bind(self.context, before, name)
                    rephrasing.abstract(self.context, name)
                return None
        return fault

    def without_arguments(self, s: Statement, error: SymcheckError) -> Source | None:
        """`H(p) = ..` where p is no name of its own: H alone is defined."""
        head = s.pieces[0].syntax
        if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None:
            return None
        span = error.diagnostic.span
        if error.diagnostic.id != "undeclared-name" or span is None or span.start > len(s.text(0)):
            return None
        left = written(s.row, head.items[0].span)
        return Source(f"{left} = {s.text(1)}", s.row.name, s.line())

    def assume(self) -> None:
        """Take in the assumptions whose names have their meaning by now."""
        for row in list(self.pending):
            try:
                self.context.declare(row)
                self.pending.remove(row)
            except SymcheckError:
                continue
