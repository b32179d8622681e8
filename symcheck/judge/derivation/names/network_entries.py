r"""The shapes of a network's parameters, inputs and targets where its layers are told entry by entry:
`z^{(l)}_j = \sum_k w^{(l)}_{jk} a^{(l-1)}_k + b^{(l)}_j` of names that are declared nowhere.

An index that stands at two names of one formula, free in it or bound by one sum, runs over one length. Only what defines names tells lengths, so that a
wrong claim teaches nothing; what a length is called is read off the limits of sums, `\sum_{k=1}^{n_0}`, ranges `j = 1, \dots, M` in the formula, and
names that have a shape; lengths that nothing names get a name of their own. Nothing is told where two of these disagree. It is done only for names
that differ by the number of their layer, `w^{(1)}_{ji}` and `w^{(2)}_{kj}`, at least one of them a matrix that a sum multiplies.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.usage import Name, headed, named_in, tag
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording.patterns import RANGE, plain_size
from symcheck.read.context import Piece
from symcheck.read.syntax import (
    Additive,
    BigOperator,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SLOPES = frozenset(("g", "G", r"\delta", r"\Delta", r"\nabla", r"\partial", r"\epsilon", r"\varepsilon"))  # letters of derivatives: claims, mostly
_CLAIMS = (r"\partial", r"\nabla", r"\delta", r"\prime", "'")
_NUMBERED = re.compile(r"[(\[]?\d[)\]]?")

Scope = dict[str, int]  # which length a letter of an index runs over


class _Disagree(Exception):
    """Two formulas give one length different names."""


class _Lengths:
    """Lengths that are equal, by number, and what they are called."""

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.known: dict[int, str] = {}
        self.seen: dict[int, set[str]] = {}  # what claims call them

    def new(self) -> int:
        self.parent.append(len(self.parent))
        return len(self.parent) - 1

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            i = self.parent[i]
        return i

    def same(self, i: int, j: int) -> None:
        i, j = sorted((self.root(i), self.root(j)))
        if i == j:
            return
        if j in self.known:
            self.called(i, self.known.pop(j))
        self.parent[j] = i

    def called(self, i: int, size: str) -> None:
        if self.known.setdefault(self.root(i), size) != size:
            raise _Disagree


class NetworkEntries:
    """What the layers of one document tell, entry by entry."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.usage = meanings.inference.usage
        self.lengths = _Lengths()
        self.shapes: dict[str, list[int]] = {}
        self.names: dict[str, Name] = {}

    def lines(self) -> list[str]:
        """Declarations of the names in the layers that have no formula and no meaning yet."""
        self.lengths, self.shapes, self.names = _Lengths(), {}, {}
        defining = self._defining()
        if not any(map(self._is_layer, defining)):
            return []
        try:
            for s in defining:
                self._statement(s)
            self._aliases(defining)
            for s in (s for row in self.usage.rows for s in row.statements):
                self._named(s)
        except _Disagree:
            return []
        for i, sizes in self.lengths.seen.items():
            if self.lengths.root(i) not in self.lengths.known:
                if len(sizes) > 1:
                    return []
                self.lengths.called(i, *sizes)
        numbers = [rf"{bare} \in \mathbb{{R}}" for s in defining for bare in self._numbers(s)]
        return numbers + [self._line(bare) for bare in self.shapes if bare not in self.usage.defined
                and self.meanings.shaped(bare) is None and self.meanings.context.scope.bare(bare) is None]

    def _defining(self) -> list[Statement]:
        """The statements in which names first get a formula, and that are no claims about derivatives."""
        found = []
        for k, row in enumerate(self.usage.rows):
            for s in row.statements:
                name = headed(s)
                if name is not None and self.usage.defined.get(name.bare) == k and s.pieces[1] is not None and name.base not in _SLOPES \
                        and type(s.pieces[1].syntax) is not Number and not any(mark in s.text(0) + s.text(1) for mark in _CLAIMS):
                    found.append(s)
        return found

    def _is_layer(self, s: Statement) -> bool:
        r"""Is this `z^{(1)}_j = \sum_k w^{(1)}_{jk} a^{(0)}_k + ..`: a sum over one index of an entry by two, of a name with the number of its layer?"""
        head = headed(s)
        bound = {i for x in s.pieces[1].syntax.walk() if type(x) is BigOperator and x.name == "sum" for i in _letters(x.lower)}
        names = [*named_in(s.pieces[1].syntax)]
        return len(head.below) == 1 and any(
            len(w.below) == 2 and _is_numbered(w) and {*w.below} == {*head.below, i} and any(a.below == (i,) for a in names)
            for w in names for i in bound)

    def _statement(self, s: Statement) -> None:
        """Take in what a definition tells."""
        head = headed(s)
        scope = {i: self.lengths.new() for i in head.below}
        for letter, size in RANGE.findall(s.row.text):
            if letter in scope:
                self.lengths.called(scope[letter], plain_size(size))
        self._axes(head, scope, True)
        self._walk(s.pieces[1], s.pieces[1].syntax, scope, True)

    def _numbers(self, s: Statement) -> list[str]:
        r"""The b^{(2)} of `z^{(2)} = \sum_i w^{(2)}_i a^{(1)}_i + b^{(2)}`, the b of `z = \sum_j w_j x_j + b`: the bias of one output."""
        right = s.pieces[1].syntax
        if headed(s).below or type(right) is not Additive or not any(type(x) is BigOperator for x in right.walk()):
            return []
        names = [next(named_in(x), None) for x in right.items if type(x) is Script and type(x.base) is Symbol or type(x) is Symbol and x.name == "b"]
        return [n.bare for n in names if n is not None and not n.below and not n.above and (_is_numbered(n) or n.bare == "b") and n.bare not in self.shapes
                and n.bare not in self.usage.defined and self.meanings.shaped(n.bare) is None]

    def _named(self, s: Statement) -> None:
        """Take in what a statement calls the lengths over which it sums."""
        for piece in s.pieces:
            if piece is not None:
                self._walk(piece, piece.syntax, {}, False)

    def _walk(self, piece: Piece, s: Syntax, scope: Scope, defines: bool) -> None:
        if type(s) is Product:
            for x in s.items:
                if type(x) is BigOperator and x.name in ("sum", "prod"):
                    scope = {**scope, **self._bound(piece, x)}
                else:
                    self._walk(piece, x, scope, defines)
            return
        name = next(named_in(s), None) if type(s) is Script and type(s.base) is Symbol else None
        if name is not None:
            self._axes(name, scope, defines)
        elif type(s) is not BigOperator:
            for x in s.children():
                self._walk(piece, x, scope, defines)

    def _bound(self, piece: Piece, s: BigOperator) -> Scope:
        """The letters that a sum binds, each with a length of its own, called by its upper limit."""
        found = {i: self.lengths.new() for i in _letters(s.lower)}
        if s.upper is not None and type(s.lower) is Relation and len(found) == 1 and (size := piece.source.text[s.upper.span.start:s.upper.span.end].strip()):
            self.lengths.called(*found.values(), plain_size(size))
        return found

    def _axes(self, name: Name, scope: Scope, defines: bool) -> None:
        """The lengths of a name with the indices of a scope."""
        if not name.below or len(name.below) > 2 or name.above or not {*name.below} <= {*scope}:
            return
        if not defines:
            for i, letter in zip(self.shapes.get(name.bare, ()), name.below):
                if (size := self.lengths.known.get(self.lengths.root(scope[letter]))) is not None:
                    self.lengths.seen.setdefault(self.lengths.root(i), set()).add(size)
            return
        shape = self._shape(name)
        if len(shape) != len(name.below):
            raise _Disagree
        for i, letter in zip(shape, name.below):
            self.lengths.same(i, scope[letter])

    def _shape(self, name: Name) -> list[int]:
        """The lengths of a name: those that it has, else its own."""
        if name.bare not in self.shapes:
            self.names[name.bare] = replace(name, below=())
            self.shapes[name.bare] = [self.lengths.new() for _ in name.below]
            e = self.meanings.shaped(name.bare)
            known = [str(d) for d in e.shape if str(d) != "1"] if e is not None else []
            for i, size in zip(self.shapes[name.bare], known):
                self.lengths.called(i, plain_size(size))
        return self.shapes[name.bare]

    def _aliases(self, defining: list[Statement]) -> None:
        """`a^{(0)} = x`: two names of one shape."""
        for s in defining:
            other = next(named_in(s.pieces[1].syntax), None) if type(s.pieces[1].syntax) in (Symbol, Script) else None
            head = headed(s)
            if other is None or head.below or other.below or head.above or other.above:
                continue
            for one, two in ((head, other), (other, head)):
                if one.bare in self.shapes:
                    letters = tuple("ij"[:len(self.shapes[one.bare])])
                    for i, j in zip(self.shapes[one.bare], self._shape(replace(two, below=letters))):
                        self.lengths.same(i, j)

    def _line(self, bare: str) -> str:
        """The declaration of a name."""
        sizes = r" \times ".join(map(self._size, self.shapes[bare]))
        return rf"{bare} \in \mathbb{{R}}^{{{sizes}}}"

    def _size(self, i: int) -> str:
        root = self.lengths.root(i)
        if root not in self.lengths.known:
            member = next(n for n in self.shapes for j in self.shapes[n] if self.lengths.root(j) == root)
            taken = {*self.lengths.known.values()}
            self.lengths.known[root] = next(t for t in (f"n_{{{tag(member)}}}", f"m_{{{tag(member)}}}", f"d_{{{tag(member)}}}") if t not in taken)
        return self.lengths.known[root]


def _is_numbered(name: Name) -> bool:
    return _NUMBERED.fullmatch(name.sup) is not None or name.sub.isdigit()


def _letters(lower: Syntax | None) -> list[str]:
    """The letters that the lower limit of a sum binds: of `k`, `k = 1`, `j, k`."""
    if type(lower) is Relation:
        lower = lower.items[0]
    items = lower.items if type(lower) is Listing else (lower,)
    return [x.name for x in items if type(x) is Symbol and len(x.name) == 1]
