"""The state of one reading: bound and free indices, unwritten sizes, notes, spans, errors.

Elaboration is plain functions of (reading, syntax), registered by node type in `elaborate.py`; they
build expressions through the arithmetic below, which meets shapes (finding unwritten sizes) and turns
a `ShapeError` into a message that points into the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from itertools import count

from symcheck.expr import SCALAR, At, Dim, Expr, Index, Shape, ShapeError, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.read.notation import PLAIN_WORDS
from symcheck.read.scope import Scope
from symcheck.read.sizes import Sizes, is_open, open_in
from symcheck.read.syntax import Syntax
from symcheck.text import Source, Span, SymcheckError
from symcheck.text.diagnostic import fail

_uids = count(1)


def fresh_uid() -> int:
    """The number of a binder that there is no other of."""
    return next(_uids)


class Binder:
    """An index being summed over: its `Index` exists as soon as its range is known.

    It runs from 1: of a sum that starts at 0 it is i + `shift` (shift 1). A position i is then
    index - 1, or the index itself where the sum counts the positions from 0 (`from_zero`).
    """

    __slots__ = ("name", "index", "least", "most", "shift", "from_zero", "numbered", "wide")

    def __init__(self, name: str, dim: Dim | None = None, shift: int = 0, from_zero: bool = False):
        self.name, self.shift, self.from_zero = name, shift, from_zero
        self.least: int | None = None  # smallest offset at which it stood as a position
        self.most: int | None = None   # and the largest
        self.index = Index(name, dim, next(_uids)) if dim is not None else None
        self.numbered = self.wide = False  # has it numbered an axis? One longer than its range?

    def on(self, dim: Dim) -> Index:
        if self.index is None:
            self.index = Index(self.name, dim, next(_uids))
        return self.index

    def widened(self, dim: Dim) -> Index:
        r"""On a longer axis than its range, before it numbers any: the j of `\sum_{j=1}^k \lambda_j` with d numbers \lambda_j."""
        self.index, self.wide = Index(self.name, dim, next(_uids)), True
        return self.index


class Reading:
    """Everything one reading of one source needs; made by `Context`."""

    __slots__ = ("scope", "dims", "source", "in_layout", "by_layout", "bound", "free", "hints", "notes",
                 "sizes", "prime_transpose", "uniform", "chances", "drawn_otherwise", "laws", "supposed", "draws", "points", "differentials", "upright", "ahead", "data_ends", "data_letters", "draws_e", "numbers_e", "defines_pi", "samples_told", "taken_at", "added_to_columns",
                 "by_columns", "matrix_norm", "ranges", "shorter", "slopes_by",
                 "last", "relaxed", "by_entries", "closed", "formal",
                 "sides", "by_sides", "alone", "noises", "_outer")
    table: dict[type, Callable] = {}

    def __init__(self, scope: Scope, dims: dict, source: Source, layout: str = "column",
                 prime_transpose: bool = False, relaxed: str = ""):
        self.scope, self.dims, self.source, self.in_layout = scope, dims, source, layout
        self.by_layout = False  # has the layout been asked for? If not, the reading is that of any
        self.bound: dict[str, Binder] = {}
        self.free: dict[str, Index] = {}
        self.hints: dict[str, Dim] = {}
        self.notes: list[str] = []
        self.sizes: Sizes | None = None
        self.prime_transpose, self.by_columns = prime_transpose, False
        self.matrix_norm = "fro"  # see Context
        # "sums": sums may broadcast; "bars": and |v| is taken entry by entry.
        self.relaxed = relaxed
        self.by_entries = False  # is y_k, with a k that runs nobody knows how far, an entry of y rather than a sample?
        self.formal = False  # may the arguments of defined functions be named?
        self.closed = False  # may no index stay free but those of `hints`?
        # The syntax of all sides of the statement, where they are known: one of `outside` says
        # which letters are free. A reading that asked depends on the other sides.
        self.sides: Callable[[], tuple[Syntax, ...]] | None = None
        self.noises = 0  # variables that stand for noise so far
        self.by_sides = False
        self.alone = False  # is it one side of which the others are not known?
        self._outer: set[str] | None = None
        self.drawn_otherwise: frozenset[str] = frozenset()
        self.uniform: frozenset[str] = frozenset()  # random indices
        self.chances: dict[str, Expr] = {}  # of those that are not drawn uniformly
        self.laws: dict = {}  # elaborate_densities.Law by name
        self.draws: dict = {}  # draws.Draws by the letter of the random index
        self.supposed: list = []  # what the context assumes, (relation, left, right)
        self.points: dict[str, str] = {}
        self.slopes_by: Expr | None = None  # of a bare nabla, where nothing else tells by what it is
        self.shorter: frozenset[tuple[str, str]] = frozenset()  # (k, d): a sum to k may be one over a part of d
        self.ranges: dict[str, Dim] = {}  # how far the letters of a head being defined run
        self.differentials: tuple[str, ...] = ()
        self.upright = False  # are differentials written with an upright d, and is the other one a size?
        self.data_ends: frozenset[str] | None = frozenset()  # see Context
        self.draws_e = False  # see Context
        self.defines_pi = False  # does the document say `\\pi = ..`? Then a \\pi with members \\pi_k is no number
        self.data_letters: frozenset[str] = frozenset()  # see Context
        self.numbers_e = False  # see Context
        self.samples_told: dict = {}  # see Context
        self.taken_at: dict[str, set[str]] = {}  # see Context
        self.added_to_columns = False  # see Context
        self.ahead: frozenset[str] = frozenset()  # letters that a document declares, so that they are no functions
        self.last: set[str] = set()  # sizes that stood for the last position of their axis

    @property
    def layout(self) -> str:
        self.by_layout = True
        return self.in_layout

    # --- reading --------------------------------------------------------------------------------

    def expr(self, s: Syntax) -> Expr:
        """The typed expression of a piece of syntax."""
        e = self.table[type(s)](self, s)
        return e

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def text(self, s: Syntax | Span) -> str:
        """The source text of a piece of syntax."""
        span = s if isinstance(s, Span) else s.span
        return whole_text(self.source.text, span.start, span.end)

    # --- errors ---------------------------------------------------------------------------------

    def error(self, id: str, headline: str, at: Syntax | Span, *facts: str,
              help: str = "") -> SymcheckError:
        span = at if isinstance(at, Span) else at.span
        return fail(id, headline, self.source, span, *facts, help=help)

    def undeclared(self, name: str, at: Syntax | Span) -> SymcheckError:
        """`undeclared-name`, with the nearest declared names; of a known word, `not-in-language`."""
        word = name[6:-1] if name.startswith(r"\text{") else ""
        if word in PLAIN_WORDS:
            return self.error("not-in-language", f"{word} cannot be read here", at)
        names = sorted({e.name for e in self.scope} | set(self.dims))
        core = name.lstrip("\\")
        cores = {n.lstrip("\\"): n for n in names}
        near = [cores[c] for c in get_close_matches(core, cores, 3, 0.6)]
        near += [n for c, n in cores.items() if n not in near and c.lower() == core.lower()]
        near = [n for n in names if n.startswith(name + "_")] or near
        if not near and len(core) > 1 and name[0] != "\\":
            near = [n for n in names if n[:1] == core[:1]][:3]
        help = f"Did you mean {_listed(near)}?" if near else (
            "Declare it, as in `" + name + r" \in \mathbb{R}`." if len(names) < 1 else
            f"Declared are {', '.join(names[:12])}.")
        return self.error("undeclared-name", f"{name} is not declared", at, help=help)

    def misfit(self, headline: str, at: Syntax | Span, *facts: str, help: str = "",
               ) -> SymcheckError:
        return self.error("shape-mismatch", headline, at, *facts, help=help)

    # --- indices --------------------------------------------------------------------------------

    def open_sizes(self) -> Sizes:
        if self.sizes is None:
            self.sizes = Sizes()
        return self.sizes

    def same(self, a: Dim, b: Dim) -> bool:
        """Are two sizes one (making them so where one is unwritten)?"""
        if a == b:
            return True
        return self.sizes is not None and self.sizes.unify(a, b)

    def index_on(self, name: str, dim: Dim, at: Syntax, offset: int = 0) -> At:
        """The position `name` + offset on an axis of size `dim`: bound, declared or free."""
        binder = self.bound.get(name)
        if binder is not None:
            binder.least = offset if binder.least is None else min(offset, binder.least)
            binder.most = offset if binder.most is None else max(offset, binder.most)
            index = binder.on(dim)
            if (index.dim, dim) in self.shorter and not binder.numbered:
                index = binder.widened(dim)
            binder.numbered = True
            if not self.same(index.dim, dim):
                longer = (index.dim, dim) in self.shorter or binder.wide and (dim, index.dim) in self.shorter
                raise self._part(name, at, offset or longer) or self.misfit(
                    f"the sum over {name} does not fit", at, f"{name} runs to {index.dim}, but this axis has length {dim}")
            return At(index, offset if binder.from_zero else offset - binder.shift)
        entry = self.scope.bare(name)
        if entry is not None and entry.kind == "index":
            if not self.same(entry.dim, dim):
                raise self._part(name, at, offset) or self.misfit(f"{name} does not number this axis", at,
                                  f"{name} runs to {entry.dim}, but the axis has length {dim}")
            return At(Index(name, entry.dim), offset)
        if name in self.last:
            raise self.misfit(f"{name} is used in two ways", at,
                              f"as the last position of an axis of length {name}, and as an index")
        known = self.free.get(name)
        if known is None:
            hint = self.hints.get(name)
            if hint is not None and not self.same(hint, dim):
                raise self.misfit(f"{name} numbers axes of different length on the two sides", at,
                                  f"{name} runs to {hint} on the other side and to {dim} here")
            known = self.free[name] = Index(name, dim)
        elif not self.same(known.dim, dim):
            raise self._part(name, at, offset) or self.misfit(
                f"{name} numbers two axes of different length", at, f"{name} runs to {known.dim} elsewhere and to {dim} here")
        return At(known, offset)

    def end_of(self, name: str) -> Dim | None:
        """How far an index letter runs, as far as that is known before it is put anywhere."""
        if name in self.bound:
            index = self.bound[name].index
            return index.dim if index is not None else self.ranges.get(name)
        entry = self.scope.bare(name)
        if entry is not None:
            return entry.dim if entry.kind == "index" else None
        known = self.free.get(name)
        return known.dim if known is not None else self.hints.get(name, self.ranges.get(name))

    def _part(self, name: str, at: Syntax, offset: int | bool) -> SymcheckError | None:
        """Of `x_{i+2}` with an i that need not reach the end of the axis, or of one that is said to be longer: no error of shapes."""
        return self.error("not-in-language", f"{name} runs over a part of this axis", at,
                          "an index on a longer axis, or on two, cannot be read") if offset else None

    def is_outside(self, name: str) -> bool:
        """Does a letter stand outside the sums of the statement, or is it free already?"""
        if name in self.free or name in self.hints:
            return True
        sides = self.both_sides()
        if self._outer is None:
            from symcheck.read.outside import outside
            self._outer = set().union(*map(outside, sides))
        return name in self._outer

    def both_sides(self) -> tuple[Syntax, ...]:
        """Both sides of the statement, of which this is one: beside another the same text may be another expression."""
        self.by_sides = True
        return self.sides() if self.sides is not None else ()

    @property
    def whole(self) -> bool:
        """Is this all of a definition, so that only the indices of its left side are free?"""
        return self.closed and self.sides is None

    def value_of(self, name: str, at: Syntax) -> Expr | None:
        """An index used as a number, or None where `name` is none."""
        b = self.bound.get(name)
        if b is not None:
            if b.index is None:
                b.on(self.open_sizes().fresh(True))
            value = build.index_value(At(b.index, 0))
            return build.sub(value, build.num(b.shift)) if b.shift else value
        entry = self.scope.bare(name)
        if entry is not None and entry.kind == "index":
            return build.index_value(At(Index(name, entry.dim), 0))
        known = self.free.get(name)
        return None if known is None else build.index_value(At(known, 0))

    def free_index(self, name: str) -> Index:
        """A free index of a size not yet known."""
        known = self.free.get(name)
        if known is None:
            dim = self.hints.get(name)
            dim = self.open_sizes().fresh(True) if dim is None else dim
            known = self.free[name] = Index(name, dim)
        return known

    # --- shapes that meet -----------------------------------------------------------------------

    def settle(self, e: Expr) -> Expr:
        if self.sizes is not None and open_in(e.shape):
            return self.sizes.settle(e)
        return e

    def meet(self, a: Expr, b: Expr) -> tuple[Expr, Expr]:
        """Two parts whose shapes should agree, with unwritten sizes found."""
        if self.sizes is None or a.shape == b.shape:
            return a, b
        a, b = self.settle(a), self.settle(b)
        if open_in(a.shape) or open_in(b.shape):
            if len(a.shape) == len(b.shape) == 2:
                before = dict(self.sizes.known)
                if not self.sizes.unify_shapes(a.shape, b.shape):
                    self.sizes.known = before
            a, b = self.settle(a), self.settle(b)
        return a, b

    def mul(self, a: Expr, b: Expr) -> Expr:
        if a.op == "block" or b.op == "block":
            from symcheck.read import blocks
            return blocks.multiplied(self, a, b)
        if len(a.shape) == 3 or len(b.shape) == 3:
            from symcheck.read import stacks
            if stacks.is_stack(a) or stacks.is_stack(b):
                return stacks.multiplied(self, self.settle(a), self.settle(b))
        if self.sizes is not None:
            a, b = self.settle(a), self.settle(b)
            if (open_in(a.shape) or open_in(b.shape)) and a.shape != SCALAR and b.shape != SCALAR:
                self.sizes.unify(a.shape[-1], b.shape[0])
                a, b = self.settle(a), self.settle(b)
        if len(a.shape) == 4 or len(b.shape) == 4:
            return _kronecker(a, b)
        return build.mul(a, b)

    def combine(self, make: Callable[[Expr, Expr], Expr], a: Expr, b: Expr) -> Expr:
        """A constructor that wants equal shapes."""
        return make(*self.meet(a, b))

    def finish(self, e: Expr, like: Shape | None, at: Syntax) -> Expr:
        """Settle the whole; what is still unwritten takes the expected shape."""
        if self.sizes is None:
            return e
        sizes = self.sizes
        e = sizes.settle(e)
        if like is not None and open_in(e.shape) and not (
                len(like) == len(e.shape) and sizes.unify_shapes(e.shape, like)):
            raise self.misfit("the two sides are not of one shape", at,
                              f"this cannot be {describe(like)}, as the other side is")
        if e.op == "block":
            return e  # the height of a 0 in it is found where it is used
        if any(is_open(d) for node in e.walk() for d in _dims(node)):
            e = sizes.settle(e)
            e = self._like_the_others(e)
            for node in e.walk():
                for d in _dims(node):
                    if is_open(sizes.find(d)):
                        if d.startswith("?0") and node.op in ("zeros",):
                            sizes.known[d] = 1
            e = sizes.settle(e)
            for node in e.walk():
                if any(is_open(d) for d in _dims(node)):
                    what = {"eye": "the identity", "ones": "the vector of ones",
                            "basis": "the basis vector", "sum": "the sum", "prod": "the product",
                            "zeros": "the zero"}.get(node.op)
                    if what:
                        raise self.error("ambiguous", f"the size of {what} cannot be told", at,
                                         "nothing beside it has a size",
                                         help="Write it, as in `I_n`, `\\mathbf 1_n` or limits.")
            if any(is_open(d) for node in e.walk() for d in _dims(node)):
                raise self.error("ambiguous", "a size here cannot be told", at)
        return e

    def _like_the_others(self, e: Expr) -> Expr:
        r"""One size for all `\mathbf 1` (all `I`) of an expression, where one of them is known."""
        for op in ("ones", "eye"):
            found = [node for node in e.walk() if node.op == op]
            known = {node.shape for node in found if not open_in(node.shape)}
            if len(known) == 1:
                for node in found:
                    if open_in(node.shape):
                        self.sizes.unify_shapes(node.shape, next(iter(known)))
        return self.sizes.settle(e)

    def settle_binders(self, binders: dict[str, Binder]) -> None:
        """The indices of binders, with their sizes as they were found."""
        for b in binders.values():
            if self.sizes is not None and b.index is not None:
                b.index = Index(b.name, self.sizes.find(b.index.dim), b.index.uid)

    def shapes(self, *of: Expr) -> list[str]:
        return [describe(e.shape) for e in of]


def _kronecker(a: Expr, b: Expr) -> Expr:
    """(A x B)(C x D) = AC x BD: Kronecker products are multiplied factor by factor."""
    if a.op == "kron" and b.op == "kron":
        return build.kron(build.mul(a.args[0], b.args[0]), build.mul(a.args[1], b.args[1]))
    if is_scalar(a.shape) or is_scalar(b.shape):
        return build.mul(a, b)
    if "kron" in a.ops or "kron" in b.ops:
        raise ShapeError("product with a Kronecker product", a.shape, b.shape)
    return build.mul(a, b)


def _dims(node: Expr):
    yield from node.shape
    data = node.data
    if node.op in ("eye", "size"):
        yield data
    elif node.op in ("sum", "prod"):
        yield data[0].dim
    elif node.op == "index" and type(data.base) is Index:
        yield data.base.dim
    elif node.op == "entry":
        for at in data:
            if type(at.base) is Index:
                yield at.base.dim


# The macro of a letter, without braces as in `\\mathbf X` or before the one that opens as in `\\mathbf{X}`.
_TYPEFACE = re.compile(r"\\(?:mathbf|mathrm|mathsf|mathit|mathcal|mathbb|mathfrak|mathscr|boldsymbol|bm|pmb|symbf|vb)\s*$")


def whole_text(text: str, start: int, end: int) -> str:
    r"""The slice, widened to whole braces and their macro: never `W}^{(1)`, nor the X of `\mathbf X`."""
    start, end = whole_span(text, start, end)
    return text[start:end].strip()


def whole_span(text: str, start: int, end: int) -> Span:
    """The span of `whole_text`."""
    depth = least = 0
    for k in range(start, end):
        c = text[k]
        if c in "{}" and (k == 0 or text[k - 1] != "\\"):
            depth += 1 if c == "{" else -1
            least = min(least, depth)
    while least < 0 and start > 0:
        start -= 1
        if text[start] == "{":
            least += 1
            depth += 1
            macro = start
            while macro > 0 and text[macro - 1].isalpha():
                macro -= 1
            if macro > 0 and text[macro - 1] == "\\":
                start = macro - 1
    while depth > 0 and end < len(text):
        if text[end] == "}":
            depth -= 1
        end += 1
    if text[start - 1:start] == "{" and text[end:end + 1] == "}" and _TYPEFACE.search(text, max(0, start - 20), start - 1):
        start, end = start - 1, end + 1  # all that stands in the braces of `\mathbf{X}`
    typeface = _TYPEFACE.search(text, max(0, start - 20), start)
    return Span(start if typeface is None else typeface.start(), end)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + " or " + names[-1]


__all__ = ["Binder", "Reading", "ShapeError", "is_scalar"]
