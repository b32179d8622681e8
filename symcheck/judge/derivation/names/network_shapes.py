r"""The shapes of the parameters, inputs and targets of a network, told by its layers: `h = \sigma(W x + b)` of names that are declared nowhere.

A layer is an equation that gives a name its formula and multiplies a capital letter by a small one. There capital letters are matrices
and small ones vectors: columns where the matrix stands before them, rows where it stands after them. The two sides of each layer, and what
a loss subtracts, have one shape; lengths that nothing ties to others stay apart. Only what defines names counts, so that a wrong claim
teaches nothing. Nothing is told where two layers disagree. Where the document has small letters only and never writes a vector as one,
they are numbers: `h_1 = w x_1`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.names.usage import Name, headed, named_in, tag
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.names import base_of, is_transpose, parts
from symcheck.read.syntax import (
    Accent,
    Additive,
    BigOperator,
    Group,
    Listing,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Words with which an author thinks of vectors.
_SPEAKS = re.compile(r"\bvectors?\b|\bmatri(?:x|ces)\b|\b(?:element|entry|component|coordinate)-?\s?wise\b|softmax|\\od?ot\b|\\circ\b|\\mathbb\s*\{?\s*R\s*\}?\s*\^", re.I)
# Words with which an author says that there are none.
_NO_VECTORS_HERE = re.compile(r"\b(?:no|without(?:\s+any)?|instead\s+of|rather\s+than)\s+(?:vectors|matrices)\b|\b(?:everything|all\s+(?:quantities|variables|weights|parameters|names))\s+"
                              r"(?:is|are|being)\s+(?:(?:a|real|just|simply)\s+)*(?:one-dimensional|scalars?|numbers?)\b|\b(?:one-dimensional|scalar|1-?D)\s+(?:\w+\s+)?"
                              r"(?:networks?|nets?|cells?|units?|RNN|perceptrons?|layers?)\b|\b(?:have|has|of|with)\s+width\s+(?:one|1|\$1\$)(?!\w)", re.I)
_VECTORS_TOO = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^|\\top|\\mathbf|\\boldsymbol|\^\s*(?:\{\s*T(?![A-Za-z])|T)|softmax|\\odot")
_ENTRYWISE = frozenset(("sigmoid", "relu", "tanh", "softmax", "softplus", "sin", "cos", "exp", "log", "ln", "sigm", "logistic", "gelu", "elu",
                        "leakyrelu", "lrelu", "swish", "silu", r"\sigma", r"\phi", r"\varphi", r"\psi", r"\rho", "f", "g", "s"))
_NO_VECTORS = frozenset(("I", "e", "1", "0", r"\ldots", r"\dots", r"\cdots", r"\vdots", r"\sigma", r"\phi", r"\varphi", r"\psi", r"\rho"))
_SLOPES = frozenset(("g", "G", r"\delta", r"\Delta", r"\nabla", r"\partial", r"\epsilon", r"\varepsilon"))  # letters of derivatives: claims, mostly
_CLAIMS = (r"\odot", r"\circ", r"\partial", r"\nabla", r"\delta", r"\prime", "'")
_STARRED = re.compile(r"\^\s*\{?\s*(?:\\(?:star|ast)|\*)")
_INVERSE = re.compile(r"[A-Z]\s*(?:\\(?:right|[bB]igg?r?)\s*)?[)\]]?\s*\^\s*\{\s*-\s*1\s*\}")  # `x^\\star = -P^{-1} q`: no layer, but what solves an equation

Shape = tuple[int, int]  # numbers of lengths


class _Unclear(Exception):
    """An expression that is no layer."""


class _Disagree(Exception):
    """Two layers give a name different shapes."""


class _Lengths:
    """Lengths that are equal, by number; 0 is the length 1."""

    def __init__(self) -> None:
        self.parent = [0]
        self.known: dict[int, str] = {0: "1"}

    def new(self) -> int:
        self.parent.append(len(self.parent))
        return len(self.parent) - 1

    def of(self, size: str) -> int:
        found = next((i for i, known in self.known.items() if known == size), None)
        if found is None:
            found = self.new()
            self.known[found] = size
        return self.root(found)

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            i = self.parent[i]
        return i

    def same(self, a: Shape, b: Shape) -> None:
        for i, j in zip(map(self.root, a), map(self.root, b)):
            i, j = min(i, j), max(i, j)
            if i == j:
                continue
            if i in self.known and j in self.known:
                raise _Disagree
            if j in self.known:
                self.known[i] = self.known.pop(j)
            self.parent[j] = i


class NetworkShapes:
    """What the layers of one document tell."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.usage = meanings.inference.usage
        self.raised = any(_is_raised(s.pieces[0].syntax) for row in self.usage.rows for s in row.statements if headed(s) is not None)
        self.lengths = _Lengths()
        self.shapes: dict[str, Shape] = {}
        self.names: dict[str, Name] = {}
        self.defining = self._defining()
        self.maps = {head.bare for s in self.defining if type(s.pieces[0].syntax) is Product and _is_capital(head := self._head(s))}  # F of `F(x) = ..`
        self.ways = {way for s in self.defining for way in self._ways(s.pieces[1].syntax)}
        self.rows = False  # are vectors rows?
        self.letters = {x for uses in self.usage.uses.values() for u in uses for x in (*u.name.below, *u.name.above)}  # of indices

    def lines(self) -> list[str]:
        """Declarations of the names in the layers that have no formula and no meaning yet."""
        if not self.ways and not self._thinks_of_vectors():
            return self._numbers()
        said = _NO_VECTORS_HERE.search(self.meanings.document.text)
        if said is not None and not _VECTORS_TOO.search(self.meanings.document.text[:said.start()]):  # after vectors it is said of a later part alone
            return [] if _VECTORS_TOO.search(self.meanings.document.text) else self._only_numbers()
        if len(self.ways) != 1 or not self._thinks_of_vectors():
            return []
        self.rows = self.ways == {"rows"}
        for bare in {bare for s in self.defining for bare in self._inside(s.pieces[1].syntax)}:
            if self.meanings.shaped(bare) is None:
                ahead.declared_later(self.meanings, bare, self.meanings.at)  # "where $W_1 \\in ..$", further on
        self.lengths, self.shapes, self.names = _Lengths(), {}, {}
        try:
            layers = [s for s in self.defining if self._layer(s)]
            for s in (*self.defining, *self._losses()):
                if not any(s is x for x in layers):
                    self._compares(s.pieces[1].syntax)
        except _Disagree:
            return []
        if not any(self._has_activation(s) or self._feeds(s, layers) for s in layers):
            return []
        heads = {self._head(s).bare for s in self.defining} | self.usage.defined.keys()
        return [line for bare in self.shapes if bare not in heads and (line := self._line(bare)) is not None]

    def _defining(self) -> list[Statement]:
        """The statements in which names first get a formula, and that are no claims about derivatives."""
        found, met = [], set()
        for k, row in enumerate(self.usage.rows):
            for s in row.statements:
                name = self._head(s)
                first = name is not None and (name.bare not in met if self.raised else self.usage.defined.get(name.bare) == k)
                met.add(name.bare if name is not None else "")
                if first and s.pieces[1] is not None and name.base not in _SLOPES and not self._is_of_one_letter(s) \
                        and not any(mark in s.text(0) + s.text(1) for mark in _CLAIMS) and not (_STARRED.search(s.text(0)) and _INVERSE.search(s.text(1))):
                    found.append(s)
        return found

    def _is_of_one_letter(self, s: Statement) -> bool:
        r"""Is this `f(u) = \max\{0, u\}`, `\sigma(t) = 1 / (1 + e^{-t})`: a function of a number, made of its own letter alone? It tells no lengths."""
        letters = arguments(s.pieces[0].syntax) if type(s.pieces[0].syntax) is Product else set()
        return len(letters) == 1 and self._inside(s.pieces[1].syntax) - {"e"} <= letters and not any(_transposed(x) for x in s.pieces[1].syntax.walk() if type(x) is Script)

    def _losses(self) -> list[Statement]:
        """`CE(y, p) = ..`: losses named by their initials."""
        names = self.meanings.survey.abbreviations
        return [s for row in self.usage.rows for s in row.statements if s.operators and s.pieces[1] is not None
                and re.split(r"[_(\s]", s.text(0).strip())[0] in names]

    def _head(self, s: Statement) -> Name | None:
        """The name that a statement may define."""
        name = headed(s)
        return self._plain(s.pieces[0].syntax) if name is not None and self.raised and type(s.pieces[0].syntax) is Script else name

    def _only(self, s: Syntax) -> Name:
        r"""The name that this is, `W^2` one where layers are numbered so; a word of the language is none."""
        name = next(named_in(s), None)
        if name is None or len(name.base) > 1 and "\\" not in name.base:
            raise _Unclear
        number = next((x.text for x in parts(s.sups) if type(x) is Number), "") if self.raised and type(s) is Script else ""
        return replace(name, sup=name.sup + number)

    def _inside(self, s: Syntax) -> set[str]:
        """The names in an expression."""
        names = (self._plain(x) for x in s.walk())
        return {name.bare for name in names if name is not None}

    def _plain(self, s: Syntax) -> Name | None:
        try:
            return self._only(s) if type(s) in (Symbol, Accent) or type(s) is Script and type(s.base) in (Symbol, Accent) else None
        except _Unclear:
            return None

    def _ways(self, s: Syntax) -> set[str]:
        """Does this multiply a capital letter by a small one after it ('columns') or before it ('rows')?"""
        found = set()
        for x in s.walk():
            if type(x) is Product and not any(op.strip() for op in x.operators):
                for a, b in zip(x.items, x.items[1:]):
                    one, two = self._plain(a), self._plain(b)
                    if one is None or two is None or one.below or two.below:
                        continue
                    if _is_capital(one) != _is_capital(two) and not _transposed(b if _is_capital(one) else a):
                        found.add("columns" if _is_capital(one) else "rows")
        return found

    def _thinks_of_vectors(self) -> bool:
        """Is anything in the document written as a vector is?"""
        return _SPEAKS.search(self.meanings.document.text) is not None or any(
            u.transposed or u.normed or u.font == "bf" for uses in self.usage.uses.values() for u in uses)

    def _numbers(self) -> list[str]:
        """Of `h = w x + b` in small letters, where nothing is written as a vector is: numbers. Steps of a method have their own meaning."""
        if self.usage.steps:
            return []
        kept = [s for s in self.defining if not any(type(x) is BigOperator for x in s.pieces[1].syntax.walk())
                and not any(n.below or n.above or _is_capital(n) and n.base in self.usage.uses for n in named_in(s.pieces[1].syntax))]
        if not any(type(x) is Product and any(self._is_small(a) and self._is_small(b) for a, b in zip(x.items, x.items[1:]))
                   for s in kept for x in s.pieces[1].syntax.walk()):
            return []
        given = {name.bare for row in self.usage.rows for s in row.statements if (name := headed(s)) is not None and type(s.pieces[1].syntax) is Number}
        names = {bare: None for s in kept for bare in self._inside(s.pieces[1].syntax)}
        if given & names.keys():  # `starting from $h_0 = 0$`: for how long, the words tell
            return []
        return [rf"{bare} \in \mathbb{{R}}" for bare in names if bare not in self.usage.defined and bare not in _NO_VECTORS
                and not any(u.called or u.name.below for u in self.usage.uses.get(bare, ())) and bare in self.usage.uses
                and self.meanings.shaped(bare) is None and self.meanings.context.scope.bare(bare) is None]

    def _only_numbers(self) -> list[str]:
        """All names that the layers hold, capital or small, of a network without vectors."""
        names = {bare: None for s in self.defining for bare in self._inside(s.pieces[1].syntax)}
        return [rf"{bare} \in \mathbb{{R}}" for bare in names if bare not in self.usage.defined and bare not in _NO_VECTORS and bare not in self.maps
                and bare in self.usage.uses and not any(u.called or u.name.below for u in self.usage.uses[bare])
                and self.meanings.shaped(bare) is None and self.meanings.context.scope.bare(bare) is None]

    def _is_small(self, s: Syntax) -> bool:
        name = self._plain(s)
        return name is not None and not name.below and not _is_capital(name) and not name.base.startswith("\\") and name.bare not in _NO_VECTORS \
            and not any(u.called for u in self.usage.uses.get(name.bare, ()))

    def _has_activation(self, s: Statement) -> bool:
        """Is a function applied to a product in this layer?"""
        return any(type(b) is Group and self._ways(b) and self._is_function(a, b)
                   for x in s.pieces[1].syntax.walk() if type(x) is Product for a, b in zip(x.items, x.items[1:]))

    def _feeds(self, s: Statement, layers: list[Statement]) -> bool:
        """Does another layer take in what this one, a product, puts out?"""
        return bool(self._ways(s.pieces[1].syntax)) and any(self._head(s).bare in self._inside(x.pieces[1].syntax) for x in layers if x is not s)

    def _layer(self, s: Statement) -> bool:
        """Take in what a statement tells where it is a layer."""
        name = self._head(s)
        kept = self.lengths.parent[:], dict(self.lengths.known), dict(self.shapes), dict(self.names)
        try:
            self.lengths.same(self._name(name), self._shape(s.pieces[1].syntax))
        except _Unclear:
            self.lengths.parent, self.lengths.known, self.shapes, self.names = kept
            return False
        return True

    def _name(self, name: Name) -> Shape:
        """The shape of a name: known, met before, or of its letter's kind."""
        if name.sub.isdigit() and (name.base in self.usage.defined or self.meanings.shaped(name.base) is not None):
            raise _Unclear  # an entry of what has a meaning
        if name.below or name.above or name.bare in self.letters or name.base in _NO_VECTORS or name.base in _SLOPES:
            raise _Unclear
        if name.bare not in self.shapes:
            e = self.meanings.shaped(name.bare)
            if e is not None:
                shape = tuple(self.lengths.of(str(d)) for d in e.shape)
            elif _is_capital(name) and name.bare not in self.maps:
                shape = self.lengths.new(), self.lengths.new()
            else:
                shape = (0, self.lengths.new()) if self.rows else (self.lengths.new(), 0)
            self.shapes[name.bare], self.names[name.bare] = shape, name
        return self.shapes[name.bare]

    def _shape(self, s: Syntax) -> Shape:
        kind = type(s)
        if kind is Additive:
            first, *rest = map(self._shape, s.items)
            for other in rest:
                self.lengths.same(first, other)
            return first
        if kind is Group and s.open in ("(", "[", ""):
            return self._shape(s.body)
        if kind is Product:
            return self._product(s)
        if kind in (Symbol, Accent):
            return self._name(self._only(s))
        if kind is Script:
            if s.primes or s.base is None or type(s.base) is Group and s.base.open not in ("", "("):
                raise _Unclear
            name = self._only(s) if type(s.base) is not Group else None
            shape = self._name(name) if name is not None else self._shape(s.base)
            marks = list(parts(s.sups))
            if name is None and (s.sub is not None or not all(map(is_transpose, marks))) or not (self.raised and name is not None) and any(type(m) is Number for m in marks):
                raise _Unclear
            return shape[::-1] if sum(map(is_transpose, marks)) % 2 else shape
        raise _Unclear

    def _product(self, s: Product) -> Shape:
        """A function of what follows it, or factors from left to right."""
        if any(op.strip() for op in s.operators):
            raise _Unclear
        first, *rest = s.items
        if type(first) is BigOperator and first.name == "max" and len(rest) == 1 and type(rest[0]) is Group and type(rest[0].body) is Listing:
            inner = [x for x in rest[0].body.items if type(x) is not Number]
            if len(inner) == 1:
                return self._shape(inner[0])
        shape = None
        for before, x, after in zip((None, *s.items), s.items, (*rest, None)):
            if after is not None and self._is_function(x, after) or before is not None and self._is_map(before) and type(x) is Group:
                continue
            next_ = self._shape(x)
            if shape is None:
                shape = next_
                continue
            if self.lengths.root(shape[1]) == self.lengths.root(next_[0]) == 0 or not {*map(self.lengths.root, (shape[1], next_[0]))} & {0}:
                self.lengths.same((shape[1], 0), (next_[0], 0))
                shape = shape[0], next_[1]
            else:
                raise _Unclear  # a number times a vector, or a slip
        if shape is None:
            raise _Unclear
        return shape

    def _is_map(self, s: Syntax) -> bool:
        name = self._plain(s)
        return name is not None and name.bare in self.maps

    def _is_function(self, s: Syntax, following: Syntax) -> bool:
        """Is this the name of a function that acts entry by entry, or by rows as a softmax does?"""
        base = s
        while type(base) is Script and base.base is not None and not any(map(is_transpose, parts(base.sups))):
            base = base.base
        letter = base_of(base)[0] if base_of(base) is not None else ""
        brackets = type(following) is Group and following.open in ("(", "[")
        return (letter.lower() if len(letter) > 1 else letter) in _ENTRYWISE and (brackets or letter.strip("\\") in ("log", "ln", "exp", "tanh"))

    def _compares(self, s: Syntax) -> None:
        """What a loss subtracts from one another has one shape, a number where its square is written `(o - y)^2`; names that stand in
        its sums with one index have one length."""
        for x in s.walk():
            try:
                if type(x) is Additive and len(x.items) == 2 and all(type(i) in (Symbol, Accent, Script) for i in x.items):
                    self.lengths.same(*map(self._shape, x.items))
                if type(x) is Product and any(type(i) is Symbol and i.name in ("log", "ln") for i in x.items) \
                        and not _transposed(x.items[0]) and (name := self._plain(x.items[0])) is not None:
                    self.lengths.same(self._name(name), (0, 0))  # `y \\log p` of one output; of several, y has an index or is transposed
                    for output in self._under_logarithms(x):
                        self.lengths.same(self._name(output), (0, 0))
                if type(x) is Script and type(x.base) is Group and x.base.open == "(" and any(type(m) is Number for m in x.sups):
                    self.lengths.same(self._shape(x.base.body), (0, 0))
            except _Unclear:
                continue
        summed: dict[tuple[str, ...], Shape] = {}
        for name in named_in(s) if any(type(x) is BigOperator and x.name == "sum" for x in s.walk()) else ():
            bare = Name(name.base, name.sub, name.sup)
            if len(name.below) == 1 and not _is_capital(name) and bare.bare in self.usage.uses and bare.bare not in self.letters \
                    and bare.base not in _NO_VECTORS and bare.base not in _SLOPES and not bare.sub:
                self.lengths.same(self._name(bare), summed.setdefault(name.below, self._name(bare)))

    def _under_logarithms(self, s: Product) -> list[Name]:
        r"""The p of `y \log p` and of `y \log(1 - p)`, where it is the name of a layer's output."""
        found = []
        for log, x in zip(s.items, s.items[1:]):
            inner = x.body if type(x) is Group and x.open in ("(", "[") else x
            names = [i for i in (inner.items if type(inner) is Additive else (inner,)) if type(i) is not Number]
            name = self._plain(names[0]) if len(names) == 1 and not _transposed(names[0]) else None
            if type(log) is Symbol and log.name in ("log", "ln") and name is not None and not name.below and name.bare in self.shapes:
                found.append(name)
        return found

    def _line(self, bare: str) -> str | None:
        """The declaration of a name, None where it has a meaning."""
        name = self.names[bare]
        if self.meanings.shaped(bare) is not None or self.meanings.context.scope.bare(bare) is not None:
            return None
        rows, columns = (self._size(i) for i in self.shapes[bare])
        if columns == "1":
            return rf"{name.bare} \in \mathbb{{R}}" + (rf"^{{{rows}}}" if rows != "1" else "")
        return rf"{name.bare} \in \mathbb{{R}}^{{{rows} \times {columns}}}"

    def _size(self, i: int) -> str:
        root = self.lengths.root(i)
        if root not in self.lengths.known:
            member = next(n for n in self.shapes for j in self.shapes[n] if self.lengths.root(j) == root)
            taken = {*self.lengths.known.values()}
            self.lengths.known[root] = next(t for t in (f"n_{{{tag(member)}}}", f"m_{{{tag(member)}}}") if t not in taken)
        return self.lengths.known[root]


def _is_raised(s: Syntax) -> bool:
    """Is this the `z^1` that a formula defines: a name with a number above, and no power?"""
    return type(s) is Script and s.sub is None and any(type(x) is Number for x in parts(s.sups))


def _transposed(s: Syntax) -> bool:
    return type(s) is Script and any(map(is_transpose, parts(s.sups)))


def _is_capital(name: Name) -> bool:
    letter = re.sub(r"^\\(?:hat|tilde|bar|check)\{(.*)\}$", r"\1", name.base)
    return letter.lstrip("\\")[:1].isupper()
