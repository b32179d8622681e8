r"""The `Context`: what has been declared, defined and assumed, and the reading of LaTeX against it.

    context = Context([r"x, y \in \mathbb{R}^d", r"L = \|x - y\|^2"])
    gradient = context.read(r"\nabla_x L")

Reading never changes a context; only `declare` does. The whole input is read or `SymcheckError` is
raised with a `Diagnostic` that points into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from symcheck.expr import Expr, Function, Index, Variable
from symcheck.expr.shape import describe, is_vector
from symcheck.read.elaborate import headed
from symcheck.read.parser import parse
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry, Scope
from symcheck.read.syntax import Listing, Relation, Syntax, Words
from symcheck.text import Diagnostic, Source, SymcheckError

LAYOUTS = ("column", "row", "either")
REMEMBERED = 512  # readings a context keeps: the same text is read again for each layout tried
BY_SIDES = object()  # kept for a text whose reading depends on the other side


@dataclass
class Read:
    """The outcome of one reading: the expression, what was decided on the way, the source."""

    expr: Expr
    notes: tuple[str, ...]
    source: Source
    free: dict[str, Index] = field(default_factory=dict)
    by_layout: bool = True  # whether another layout might give another expression
    by_sides: bool = False  # whether beside another side it might be another expression


class Unread(NamedTuple):
    """Why a reading failed, and what it asked before it did, as `Read` says it."""

    diagnostic: Diagnostic
    by_layout: bool
    by_sides: bool


class Piece(NamedTuple):
    """A part of a source that is parsed already, to be read on its own."""

    syntax: Syntax
    source: Source


class Context:
    """Declared names with their shapes, definitions, assumptions, and a layout policy.

    `declare`: declarations, definitions and assumptions in LaTeX, one a line (a string is split at
    line ends). `layout`: `column` (a gradient has the shape of its variable), `row`, or `either`.
    Raises `SymcheckError` where a line cannot be used.
    """

    def __init__(self, declare: Iterable[str] | str = (), *, layout: str = "column"):
        if layout not in LAYOUTS:
            raise ValueError(f"layout is one of {', '.join(LAYOUTS)}, not {layout!r}")
        self.layout = layout
        self.scope = Scope()
        self.dims: dict[str, bool] = {}
        self.words: frozenset[str] = frozenset()
        self.definitions: dict[Variable, Expr] = {}
        self.assumptions: list[tuple[str, Expr, Expr]] = []
        self.cases: tuple[tuple[str, str, str], ...] = ()  # relations of free indices, by name: (r"\ne", "i", "j")
        self.renewals: list = []  # functions from expressions read before names were rebuilt to those of now
        self.claims: list[tuple] = []  # of names that have a definition already
        self.checked: tuple | None = None  # what the judge found of them
        self.distributions: dict[str, tuple[str, tuple[Expr, ...]]] = {}
        self.chances: dict[str, Expr] = {}  # of random indices that are not drawn uniformly: a vector, or one number for each index
        self.laws: dict = {}  # elaborate_densities.Law by name
        self.draws: dict = {}  # draws.Draws by the letter of the random index
        self.drawn_otherwise: frozenset[str] = frozenset()  # indices drawn by a law that is not read: no mean over one is uniform
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.prime_transpose = False
        self.by_columns = False  # does softmax act on the columns of a matrix?
        self.matrix_norm = "fro"  # of which kind `\\|A\\|` is of a matrix; "" where a document leaves that open
        self.data_ends: frozenset[str] | None = frozenset()  # sizes with which all the data that \\mathcal{D} stands for end; None where it is a part of them
        self.data_letters: frozenset[str] = frozenset()  # letters of data sets beside `\\mathcal{D}`
        self.added_to_columns = False  # does a document say that biases are added to every column?
        self.draws_e = False  # does a document say `e \\sim ..` of an e? Then none is Euler's number, but `e^x`
        self.numbers_e = False  # does a document call its e_j numbers, as the places of kinks? Then none is a basis vector
        self.samples_told: dict = {}  # letters of inputs that sums run over, `\\sum_x`, each with how many there are and what other names have one value for each
        self.upcoming: frozenset[str] = frozenset()
        self.foreseen: frozenset[str] = frozenset()  # bare names that a document defines somewhere
        self.points: dict[str, str] = {}  # where a function is taken whose argument is left out, by its name
        self.taken_at: dict[str, set[str]] = {}  # what a document takes functions at, by their names
        self.ahead: frozenset[str] = frozenset()  # letters that a document declares somewhere: H is no step function there
        self.ranges: dict[str, str] = {}  # how far the index letters of the head that is being defined run, as the document says
        self.slopes_by: Expr | None = None  # the only variable by which derivatives were taken so far
        self.shorter: frozenset[tuple[str, str]] = frozenset()  # sizes (k, d) of which a document says that `k < d`
        self.differentials: tuple[str, ...] = ()  # names of which a document writes differentials: `dW`
        self.local = False  # may a derivative in the line at hand be that along one arrow of a graph of computations?
        self.upright = False  # does it write them as `\\mathrm{d}W`, and d for a size?
        self.remembered: dict | None = None  # readings done; None while declarations change
        self.listed: dict[str, tuple] = {}
        lines = declare.splitlines() if isinstance(declare, str) else list(declare)
        lines = [line for line in lines if not isinstance(line, str) or line.strip()]
        if lines:
            from symcheck.read.declare import declare_lines
            declare_lines(self, lines)
        self.remembered = {}

    # --- declaring ------------------------------------------------------------------------------

    def declare(self, line: str | Source) -> None:
        """One more declaration, definition or assumption. Raises `SymcheckError`; then nothing changed."""
        from symcheck.read.declare import declare_lines
        kept = self.copy()
        self.remembered = None
        try:
            declare_lines(self, [line])
            self.remembered = {}
        except SymcheckError:
            self.__dict__.update(kept.__dict__)
            raise

    def copy(self) -> Context:
        """An independent context with the same contents."""
        new = object.__new__(Context)
        new.__dict__.update(self.__dict__)
        new.scope = self.scope.copy()
        new.remembered = {}
        for name in ("dims", "definitions", "distributions", "chances", "laws", "draws"):
            setattr(new, name, dict(getattr(self, name)))
        for name in ("assumptions", "claims", "lines", "notes", "renewals"):
            setattr(new, name, list(getattr(self, name)))
        return new

    def with_layout(self, layout: str) -> Context:
        new = self.copy()
        new.layout = layout
        return new

    @property
    def variables(self) -> dict[str, Variable]:
        """Declared and defined quantities by canonical name."""
        return {e.expr.data.name: e.expr.data for e in self.scope
                if e.kind == "quantity" and e.expr is not None}

    @property
    def functions(self) -> dict[str, Function | Entry]:
        """Declared functions, and defined ones as their entries."""
        return {e.name: e.function or e for e in self.scope if e.kind in ("function", "map")}

    # --- reading --------------------------------------------------------------------------------

    def read(self, latex: str | Source, layout: str | None = None, like: Expr | None = None,
             relaxed: bool = False) -> Expr:
        """The typed expression of a whole LaTeX input.

        `layout` overrides the context's for derivatives (`either` counts as `column`). `like` is an
        expression that this one is to be compared with: it gives `I`, `0` and free indices their
        sizes where nothing else does. `relaxed` reads as NumPy would where the shapes differ: a
        number is added to every entry, a vector to every row or column, |v| is taken entry by entry;
        each is noted.
        """
        return self.reading(latex, layout, like, relaxed).expr

    def reading(self, latex: str | Source | Piece, layout: str | None = None,
                like: Expr | None = None, relaxed: bool = False, beside=None) -> Read:
        """As `read`, with the notes of what was decided on the way. `beside` is the other side of
        the statement, as written: an index that stands there outside sums is bound by none here."""
        if isinstance(latex, Piece):
            return self.elaborate(latex.syntax, latex.source, layout, like, relaxed, beside)
        source = latex if isinstance(latex, Source) else Source(latex)
        key = (source, layout or self.layout, like, relaxed)
        known = self.remembered.get(key) if self.remembered is not None else None
        if known is BY_SIDES:
            known = self.remembered.get((*key, beside))
        if known is None:
            known = self._attempt(parse(source, self.words), source, layout, like, relaxed, beside)
            if self.remembered is not None:
                self._remember(known, key, beside)
        return _read(known)

    def _remember(self, known: Read | Unread, key: tuple, beside) -> None:
        if len(self.remembered) >= REMEMBERED:
            self.remembered.clear()
        source, layout, *rest = key
        for other in (layout,) if known.by_layout else LAYOUTS:
            if known.by_sides:
                self.remembered[source, other, *rest] = BY_SIDES
                self.remembered[source, other, *rest, beside] = known
            else:
                self.remembered[source, other, *rest] = known

    def parsed(self, latex: str | Source | Piece) -> tuple[Syntax, Source]:
        """The syntax of an input, with its source."""
        if isinstance(latex, Piece):
            return latex.syntax, latex.source
        source = latex if isinstance(latex, Source) else Source(latex)
        return parse(source, self.words), source

    def is_ambiguous(self, latex: str | Source | Piece) -> bool:
        """Whether the text has a place that a convention in use reads in another way."""
        from symcheck.read.alternatives import alternatives
        syntax, source = self.parsed(latex)
        return next(alternatives(syntax, source.text, self.local), None) is not None

    def readings(self, latex: str | Source | Piece, layout: str | None = None,
                 like: Expr | None = None, beside=None) -> list[Read]:
        r"""The primary reading, then others that a convention allows and that mean something else,

        each with a note: `1/2x` is (1/2)x, and also 1/(2x). Raises as `read` where none can be read.
        """
        from symcheck.read.alternatives import alternatives
        syntax, source = self.parsed(latex)
        found, failure = [], None
        try:
            found.append(self.reading(latex, layout, like, beside=beside))
        except SymcheckError as error:
            failure = error
        for other, note in alternatives(syntax, source.text, self.local):
            try:
                read = self.elaborate(other, source, layout, like, beside=beside)
            except SymcheckError:
                continue
            if all(read.expr is not r.expr for r in found):
                found.append(Read(read.expr, (*read.notes, note), source, read.free))
        if not found:
            raise failure
        return found

    def elaborate(self, syntax: Syntax, source: Source, layout: str | None = None,
                  like: Expr | None = None, relaxed: bool = False, beside=None) -> Read:
        """The typed expression of syntax that was parsed from `source`."""
        return _read(self._attempt(syntax, source, layout, like, relaxed, beside))

    def _attempt(self, syntax: Syntax, source: Source, layout: str | None, like: Expr | None,
                 relaxed: bool, beside) -> Read | Unread:
        found = self._elaborated(syntax, source, layout, like, "bars" if relaxed else "", beside)
        if type(found) is Unread and found.diagnostic.id == "shape-mismatch" and self._has_one_sample():
            by_entries = self._elaborated(syntax, source, layout, like, "bars" if relaxed else "", beside, True)
            if type(by_entries) is not Unread:
                return by_entries
        if relaxed and type(found) is Unread:
            return self._elaborated(syntax, source, layout, like, "sums", beside)
        return found

    def _has_one_sample(self) -> bool:
        """Has any name a meaning as one vector beside samples of the same letter?"""
        return any(e.kind == "quantity" and e.sub_slots == 1 and (bare := self.scope.bare(e.base)) is not None
                   and bare.kind == "quantity" and is_vector(bare.expr.shape) for e in self.scope)

    def _elaborated(self, syntax: Syntax, source: Source, layout: str | None, like: Expr | None,
                    relaxed: str, beside, by_entries: bool = False) -> Read | Unread:
        r = self.start(source, layout, relaxed, like is not None)
        r.by_entries = by_entries
        try:
            return self._elaborate(r, syntax, like, beside)
        except SymcheckError as error:
            return Unread(error.diagnostic, r.by_layout, r.by_sides)

    def _elaborate(self, r: Reading, syntax: Syntax, like: Expr | None, beside) -> Read:
        source = r.source
        r.sides = partial(self._sides, syntax, beside)
        r.alone = beside is None and like is None
        r.formal = True
        if like is not None:
            r.hints = indices_of(like)
        try:
            e = headed(r, syntax)
        except RecursionError:
            raise r.error("nesting-too-deep", "this is nested too deeply to be read", syntax) from None
        if "block" in e.ops or like is not None and like.op == "add":
            from symcheck.read.blocks import spread
            e = spread(r, e, like, syntax)
        e = r.finish(e, None if like is None else like.shape, syntax)
        if like is not None and len(e.shape) != len(like.shape):
            from symcheck.read import stacks
            e = stacks.beside(r, e, like, syntax)
        return Read(e, tuple(r.notes), source, r.free, r.by_layout, r.by_sides)

    def _sides(self, syntax: Syntax, beside) -> tuple[Syntax, ...]:
        """The syntax of a side and of those beside it, as far as they are written in LaTeX."""
        if isinstance(beside, Piece):
            return (syntax, beside.syntax)
        if isinstance(beside, Syntax):
            return (syntax, beside)
        if isinstance(beside, (str, Source)):
            source = beside if isinstance(beside, Source) else Source(beside)
            try:
                return (syntax, parse(source, self.words))
            except SymcheckError:
                pass  # the other side is said to be unreadable when it is read
        return (syntax,)

    def start(self, source: Source, layout: str | None = None, relaxed: str = "",
              closed: bool = False) -> Reading:
        """A fresh reading against this context; a `closed` one leaves no index free."""
        layout = layout or self.layout
        r = Reading(self.scope, self.dims, source, layout if layout in ("row", "mixed") else "column",
                    self.prime_transpose, relaxed)
        r.closed = closed
        r.laws, r.supposed, r.draws, r.points = self.laws, self.assumptions, self.draws, self.points
        r.differentials, r.ahead, r.by_columns, r.ranges = self.differentials, self.ahead, self.by_columns, self.ranges
        r.draws_e, r.numbers_e, r.samples_told, r.taken_at, r.added_to_columns = self.draws_e, self.numbers_e, self.samples_told, self.taken_at, self.added_to_columns
        r.defines_pi = "\\pi" in self.foreseen
        r.slopes_by, r.shorter, r.upright, r.data_ends, r.drawn_otherwise = self.slopes_by, self.shorter, self.upright, self.data_ends, self.drawn_otherwise
        r.data_letters, r.matrix_norm = self.data_letters, self.matrix_norm
        if self.distributions:
            r.uniform = frozenset(n for n, (law, _) in self.distributions.items()
                                  if law == "uniform")
        if self.chances:
            r.uniform, r.chances = r.uniform | self.chances.keys(), self.chances
        return r

    def read_pair(self, lhs: str | Source, rhs: str | Source, layout: str | None = None,
                  ) -> tuple[Expr, Expr]:
        """Two inputs to be compared: each may give the other its unwritten sizes."""
        try:
            a = self.read(lhs, layout)
        except SymcheckError as error:
            if error.diagnostic.id != "ambiguous":
                raise
            b = self.read(rhs, layout)
            return self.read(lhs, layout, like=b), b
        return a, self.read(rhs, layout, like=a)

    # --- saying ---------------------------------------------------------------------------------

    def explain(self) -> str:
        """What was understood: each name with its shape, definitions and assumptions marked."""
        rows = []
        for e in self.scope:
            if e.kind == "quantity":
                v = e.expr.data
                text = describe(v.shape)
                if v.family:
                    text += f", one for each of {' x '.join(map(str, v.family))}"
                if v.traits:
                    text += f" ({', '.join(sorted(v.traits))})"
                if e.expr.op == "let":
                    text += ", defined"
                rows.append((e.name, text))
            elif e.kind == "function":
                f = e.function
                rows.append((e.name, {
                    "elementwise": "a function of numbers, entry by entry",
                    "general": f"a function of {describe(f.domain)}, its value {describe(f.codomain)}",
                    "many": f"a function of {f.arity} numbers"}[f.kind]))
            elif e.kind == "map":
                rows.append((e.name, f"a defined function of "
                                     f"{', '.join(p.name for p in e.params)}"))
            elif e.kind == "index":
                rows.append((e.name, f"an index from 1 to {e.dim}"))
            elif e.kind == "set":
                rows.append((e.name, f"a set of indices from 1 to {e.dim}"))
        width = max((len(name) for name, _ in rows), default=0)
        lines = [f"{name:<{width}}  {text}" for name, text in rows]
        if self.dims:
            lines.append(f"sizes: {', '.join(self.dims)}")
        return "\n".join(lines)


def _read(found: Read | Unread) -> Read:
    """The reading, or its error raised."""
    if type(found) is Unread:
        raise SymcheckError(found.diagnostic)
    return found


# The operations that hold positions.
_PLACED = frozenset(("entry", "item", "row", "column", "basis", "index"))


def indices_of(e: Expr) -> dict[str, object]:
    """Free indices of an expression, name -> size."""
    found: dict[str, object] = {}
    if _PLACED.isdisjoint(e.ops):
        return found
    for node in e.walk():
        data = node.data
        if node.op in ("entry", "item"):
            places = data
        elif node.op in ("row", "column", "basis", "index"):
            places = (data,)
        else:
            continue
        for at in places:
            if type(at.base) is Index and at.base.uid == 0:
                found[at.base.name] = at.base.dim
    return found


def read_relation(context: Context, source: str | Source, layout: str | None = None,
                  ) -> tuple[list[Expr], list[str]]:
    """The items and operators of `lhs = rhs` (or a longer chain, or one expression alone)."""
    source = source if isinstance(source, Source) else Source(source)
    syntax = parse(source, context.words)
    while type(syntax) is Listing and sum(type(x) is not Words for x in syntax.items) == 1:
        syntax = next(x for x in syntax.items if type(x) is not Words)
    if type(syntax) is not Relation:
        return [context.elaborate(syntax, source, layout).expr], []
    items = [x for x in syntax.items if x is not None]
    operators = list(syntax.operators)
    if len(items) < len(syntax.items) and operators:
        operators = operators[1:] if syntax.items[0] is None else operators[:-1]
    done: list[Expr | None] = [None] * len(items)
    waiting: list[int] = []
    like = None
    for k, s in enumerate(items):
        try:
            done[k] = context.elaborate(s, source, layout, like, beside=syntax).expr
            like = like or done[k]
        except SymcheckError as error:
            if error.diagnostic.id != "ambiguous" or like is not None:
                raise
            waiting.append(k)
    for k in waiting:
        done[k] = context.elaborate(items[k], source, layout, like, beside=syntax).expr
    return done, operators
