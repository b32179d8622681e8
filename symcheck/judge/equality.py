"""`equal`: are two sides the same, under a context and a layout?

Both sides are read, compared by the ladder, and the finding is put into a verdict with its
conditions, counterexample and words. Bad input never raises: it is the verdict `unreadable`.
"""

from __future__ import annotations

from dataclasses import replace as changed

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import describe, is_scalar, long_axes
from symcheck.judge import verdict as V
from symcheck.judge.claims import contradiction, equations
from symcheck.judge.ladder import Finding, numbers, question, settle
from symcheck.judge.verdict import Verdict
from symcheck.read.alternatives import WIDER_SUM
from symcheck.read.context import Context, Piece, indices_of
from symcheck.read.counts import as_sizes, counting
from symcheck.read.roots import KNOWN as ROOTS
from symcheck.read.syntax import Relation
from symcheck.tensor.functions import Unsupported
from symcheck.text import Source, SymcheckError


def equal(context: Context, lhs, rhs, layout: str | None = None) -> Verdict:
    """Judge `lhs = rhs`. Each side is LaTeX, a `Source`, an `Expr` or a SymPy expression.

    `layout` is 'column', 'row' or 'either'; by default the context's.
    """
    if context.claims and (broken := contradiction(context)) is not None:
        return broken
    context = _counted(context, lhs, rhs)
    policy = layout or context.layout
    first = "row" if policy == "row" else "column"
    judged: set[tuple[Expr, Expr]] = set()
    main = _in_layout(context, lhs, rhs, first, judged)
    if main.right or main.word == V.UNDECIDED:
        return main
    if main.word == V.UNREADABLE and main.extra["diagnostic"].id == "not-an-expression":
        try:
            return _along_chains(context, lhs, rhs, layout) or main
        except SymcheckError as error:
            return unreadable(error)
    if _has_derivative(context, lhs, rhs, first, main):
        for other, second, accepted in _other_layouts(context, lhs, rhs, first, policy, judged):
            if other.right and accepted:
                return changed(other, layout=second,
                               notes=(*other.notes, f"right in {second} layout"))
            if other.right:
                return changed(other, word=V.EQUAL_LAYOUT, layout=second, message=_LAYOUT_WORDS.get(
                    second, f"This is right in {second} layout; here the layout is {first}, "
                            "in which it is the transpose."))
    for other in _other_conventions(context, lhs, rhs, first, judged, main):
        if other.right:
            return other
    return _hinted(context, (lhs, rhs), first, main)


def _along_chains(context: Context, lhs, rhs, layout: str | None) -> Verdict | None:
    """The verdict where a side is a chain `a = b = c`: everything written must be equal to the first part of
    the left side. None where no side is such a chain."""
    parts = [part for side in (lhs, rhs) for part in _parts(context, side)]
    if len(parts) == 2:
        return None
    found = []
    for part in parts[1:]:
        found.append(equal(context, parts[0], part, layout))
        if not found[-1].right:
            break
    return max(found, key=lambda v: _WEAKNESS.index(v.word))


_WEAKNESS = (V.EQUAL, V.EQUAL_LAYOUT, V.EQUAL_WHERE, V.SUPPORTED, V.UNDECIDED, V.UNREADABLE, V.DIFFERENT)


def _parts(context: Context, side) -> list:
    """The sides of `a = b = c`, or the side itself."""
    if not isinstance(side, (str, Source, Piece)):
        return [side]
    syntax, source = context.parsed(side)
    if type(syntax) is not Relation or None in syntax.items or set(syntax.operators) != {"="}:
        return [side]
    return [Piece(item, source) for item in syntax.items]


def _counted(context: Context, *sides) -> Context:
    """The context with sizes for the natural numbers to which sums in the sides run."""
    texts = [s if isinstance(s, str) else s.text for s in sides if isinstance(s, (str, Source))]
    letters = {n for n in counting(texts) if n not in context.dims and context.scope.bare(n) is not None}
    if not letters:
        return context
    new = context.copy()
    return new if as_sizes(new, letters) else context


# Combinations of readings tried before an answer is called wrong.
MAX_READINGS = 12


def _other_conventions(context: Context, lhs, rhs, layout: str, judged: set, main: Verdict):
    """Verdicts on readings by other conventions in use (the scope of a sum, a slash, a broadcast),
    each with the note that says so."""
    if "found" in main.extra and not any(_ambiguous(context, side) for side in (lhs, rhs)):
        return
    sides = [_conventions(context, a, layout, b) for a, b in ((lhs, rhs), (rhs, lhs))]
    first = [_indices(side[0][0]) if side else set() for side in sides]
    pairs = [(a, b) for a in sides[0] for b in sides[1]]
    pairs.sort(key=lambda pair: sum(len(notes) > 0 for _, notes in pair))
    for (a, notes_a), (b, notes_b) in pairs[:MAX_READINGS]:
        a, b = _fitted(a, b)
        if (a, b) not in judged and a.shape == b.shape and _same_indices(a, b, first):
            judged.add((a, b))
            yield judge(context, a, b, layout, (*notes_a, *notes_b), hint=True)


def _ambiguous(context: Context, side) -> bool:
    """Whether a side as written might be read by another convention, or only by one."""
    if not isinstance(side, (str, Source, Piece)):
        return False
    try:
        return context.is_ambiguous(side) or _has_bars(side)
    except SymcheckError:
        return True


def _has_bars(side: str | Source | Piece) -> bool:
    """Of what fits as it stands, only bars are read otherwise where shapes may be relaxed."""
    text = side if isinstance(side, str) else side.source.text if isinstance(side, Piece) else side.text
    return not _BARS.isdisjoint(text) or "vert" in text or "mid" in text


def _same_indices(a: Expr, b: Expr, first: list[set[str]]) -> bool:
    """Whether both sides speak of the same free indices: a reading that binds more than the `first`
    ones of the sides must on both."""
    of_a, of_b = _indices(a), _indices(b)
    return of_a == of_b or first[0] <= of_a and first[1] <= of_b and (of_a, of_b) != tuple(first)


def _indices(e: Expr) -> set[str]:
    return {*indices_of(e)}


def _conventions(context: Context, side, layout: str, beside) -> list[tuple[Expr, tuple[str, ...]]]:
    """The readings of one side with what each assumes, the standard one first if there is one."""
    if not isinstance(side, (str, Source, Piece)):
        try:
            return [(read_side(context, side, layout), ())]
        except SymcheckError:
            return []
    found: dict[Expr, tuple[str, ...]] = {}
    try:
        for k, reading in enumerate(context.readings(side, layout, None, beside)):
            # A sum of more terms than were bracketed is a slip of its own, not a convention.
            if not any(note.startswith(WIDER_SUM) for note in reading.notes):
                found.setdefault(reading.expr, () if not k else reading.notes)
    except SymcheckError:
        pass  # no strict reading: the relaxed one may still be meant
    if found and not _has_bars(side):
        return list(found.items())
    try:
        reading = context.reading(side, layout, None, True, beside)
        found.setdefault(reading.expr, reading.notes)
    except SymcheckError:
        pass
    return list(found.items())


def _hinted(context: Context, sides: tuple, layout: str, main: Verdict) -> Verdict:
    """The verdict in full, with what the line may have overlooked."""
    full = _in_full(context, main)
    if full.word != V.DIFFERENT or "found" not in main.extra:
        return full
    from symcheck.judge.hints import hints

    read = main.extra["found"][1:3]

    def is_right(k: int, e: Expr) -> bool:
        a, b = (e, read[1]) if k == 0 else (read[0], e)
        return a.shape == b.shape and judge(context, a, b, layout, hint=True).right
    found = tuple(hints(context, sides, read, is_right))
    return changed(full, notes=(*full.notes, *found)) if found else full


def _in_full(context: Context, v: Verdict) -> Verdict:
    """The verdict with its counterexample, confirmed, where it came as a hint."""
    if "found" not in v.extra:
        return v
    q, a, b, finding = v.extra["found"]
    try:
        finding = _confirmed(q, settle(q, presumed=True) if finding.witness is None else finding, a, b)
    except Unsupported as reason:
        return Verdict(V.UNDECIDED, f"outside what can be decided: {reason}", message=str(reason))
    return _verdict(context, a, b, q, finding, v.layout, v.notes)


_BARS = frozenset("|\u2223\u2016\u2225")
_LAYOUT_WORDS = {"mixed": "This is right where the gradient is a column and Jacobians of vectors are "
                          "m x n; in column layout these are n x m."}


def _other_layouts(context: Context, lhs, rhs, first: str, policy: str, judged: set):
    """Verdicts in the other layout: (verdict, layout, whether the policy accepts it).

    Both sides in the other layout; a gradient that keeps its variable's shape, equal to a chain of
    m x n Jacobians, which is what most authors mix; a gradient by nabla against a row.
    """
    second = "row" if first == "column" else "column"
    by_matrix = _is_matrix_gradient(context, lhs)
    kept = policy == "row" and (by_matrix or _is_nabla(context, lhs))
    yield _in_layout(context, lhs, rhs, second, judged), second, policy == "either" or kept
    if by_matrix or _gradient_side(context, lhs, "column") is not None:
        yield (_in_layout(context, lhs, rhs, "column", judged, "row"), "mixed",
               policy == "either" or (policy == "row" and by_matrix))
    yield _transposed(context, lhs, rhs, first), second, policy == "either" or kept


def read_side(context: Context, side, layout: str, like: Expr | None = None,
              notes: list[str] | None = None, beside=None) -> Expr:
    """An expression from LaTeX, an `Expr` or a SymPy object. Raises `SymcheckError`."""
    if isinstance(side, Expr):
        return side
    if isinstance(side, (str, tuple)):
        reading = context.reading(side, layout, like, False, beside)
        if notes is not None:
            notes += [n for n in reading.notes if n not in notes]
        return reading.expr
    from symcheck.bridge.sympy_in import from_sympy

    return from_sympy(side, context)


def _in_layout(context: Context, lhs, rhs, layout: str, judged: set,
               right_layout: str = "") -> Verdict:
    """The verdict on both sides read in a layout; expressions `judged` before are not right."""
    notes: list[str] = []
    try:
        a, b = read_both(context, lhs, rhs, layout, notes, right_layout or layout)
    except SymcheckError as error:
        return unreadable(error)
    if (a, b) in judged:
        return Verdict(V.DIFFERENT, "in this layout it reads the same")
    judged.add((a, b))
    return judge(context, a, b, layout, tuple(notes), hint=True)


def read_both(context: Context, lhs, rhs, layout: str, notes: list[str] | None = None,
              right_layout: str = "") -> tuple[Expr, Expr]:
    """Both sides, each lending its sizes to the other where one leaves them open (0, I, 1)."""
    try:
        a = read_side(context, lhs, layout, None, notes, rhs)
    except SymcheckError as error:
        if error.diagnostic.id != "ambiguous":
            raise
        b = read_side(context, rhs, right_layout or layout, None, notes, lhs)
        return _fitted(read_side(context, lhs, layout, b, notes, rhs), b)
    b = read_side(context, rhs, right_layout or layout, a, notes, lhs)
    if isinstance(lhs, (str, Source, Piece)) and not _indices(a) <= _indices(b):
        try:  # an index that the other side does not know may be one that a sum binds
            a = read_side(context, lhs, layout, b, notes, rhs)
        except SymcheckError:
            pass
    return _fitted(a, b)


def _fitted(a: Expr, b: Expr) -> tuple[Expr, Expr]:
    """A plain 0 takes the shape of the other side."""
    if a.shape != b.shape:
        if b.op == "num" and b.data == 0:
            return a, build.zeros(a.shape)
        if a.op == "num" and a.data == 0:
            return build.zeros(b.shape), b
    return a, b


def unreadable(error: SymcheckError) -> Verdict:
    return Verdict(V.UNREADABLE, evidence=error.diagnostic.headline, message=str(error),
                   extra={"diagnostic": error.diagnostic})


def judge(context: Context, a: Expr, b: Expr, layout: str = "",
          notes: tuple[str, ...] = (), hint: bool = False) -> Verdict:
    """The verdict on two expressions that have been read; with `hint`, `different` may come
    unconfirmed and without a counterexample, which `_in_full` adds."""
    if a.shape != b.shape and long_axes(a.shape) != long_axes(b.shape) or \
            a.shape != b.shape and not is_scalar(a.shape) and a.shape[::-1] == b.shape:
        return Verdict(V.DIFFERENT, "the shapes differ", shape=describe(a.shape), message=(
            f"shape-mismatch: the left side is {describe(a.shape)}, "
            f"the right side is {describe(b.shape)}"))
    if a is b:
        return Verdict(V.EQUAL, "both sides are the same expression", shape=describe(a.shape),
                       layout=layout, notes=notes)
    if context.cases or any(c[1].op == "index" for c in context.assumptions):
        from symcheck.judge.index_cases import restricted

        a, b, said = restricted(context, a, b)
        notes = (*notes, *said)
    try:
        known = equations(context)
        if ROOTS:
            a, b, known = _squared(a, b, known)
        q = question(a, b, known)
        _attach_sympy(q, a, b)
        finding = settle(q, hint)
        if hint and finding.word == "different":
            return Verdict(V.DIFFERENT, finding.evidence, shape=describe(a.shape), layout=layout,
                           notes=notes, extra={"found": (q, a, b, finding)})
        finding = _confirmed(q, finding, a, b)
    except Unsupported as reason:
        return Verdict(V.UNDECIDED, f"outside what can be decided: {reason}", message=str(reason))
    except SymcheckError as error:
        return unreadable(error)  # a foreign part that turns out not to be readable
    except RecursionError:
        return Verdict(V.UNDECIDED, "the expression is nested too deeply to be compared")
    if finding.word in ("equal", "supported"):
        gap = _uncovered(context, a, b)
        if gap:
            return Verdict(V.DIFFERENT, gap, shape=describe(a.shape), layout=layout, notes=notes, message=gap)
    return _verdict(context, a, b, q, finding, layout, notes)


def _uncovered(context: Context, a: Expr, b: Expr) -> str:
    """What is wrong with written cases that leave a region without a value; '' where none do."""
    if "cases" not in a.ops and "cases" not in b.ops:
        return ""
    from symcheck.judge.covering import gap_words, left_out, open_cases

    for e in open_cases(a, b):
        rest = left_out(e)
        if settle(question(rest, build.num(0), equations(context))).word == "different":
            return gap_words(e)
    return ""


def _squared(a: Expr, b: Expr, known: list) -> tuple[Expr, Expr, list]:
    """The sides and the equations, with squares for the matrices whose roots they hold."""
    from symcheck.judge.roots import squared

    a, b, *given = squared([a, b, *(x for c in known for x in c[1:3])])
    return a, b, [(c[0], *given[2 * k:2 * k + 2], *c[3:]) for k, c in enumerate(known)]


def _confirmed(q, finding: Finding, a: Expr, b: Expr) -> Finding:
    """A difference is shown only when the expressions themselves, evaluated without the index
    form, show it too; otherwise other points are tried, and then it is undecided."""
    if finding.word in ("equal", "supported"):
        from symcheck.judge.conditions import has_switch

        if not (has_switch(a) or has_switch(b)):
            return finding
        from symcheck.judge.kinks import examined

        return examined(q, finding, a, b)
    if finding.word != "different":
        return finding
    from symcheck.judge.kinks import agreed
    from symcheck.judge.witness import confirmed

    for seed in (2, 3, 4):
        if finding.word == "undecided":
            break
        if finding.word != "different" or confirmed(finding.witness, a, b) is not False:
            return finding
        q.seed = seed
        finding = settle(q) if seed == 2 else numbers(q)
    return agreed(q, a, b) or Finding("undecided", (
        "the sides have jumps or kinks, and evaluated in two ways they differ and do not differ at "
        "the points tried, so it could not be settled"))


def _verdict(context: Context, a: Expr, b: Expr, q, finding: Finding, layout: str, notes) -> Verdict:
    shape = describe(a.shape)
    if finding.word == "different":
        from symcheck.judge.witness import counterexample

        return Verdict(V.DIFFERENT, finding.evidence, shape=shape, layout=layout, notes=notes,
                       counterexample=counterexample(finding.witness, a, b))
    if finding.word == "undecided":
        return Verdict(V.UNDECIDED, finding.evidence, shape=shape, message=finding.evidence, notes=notes)
    from symcheck.judge.conditions import missing

    declared = [(kind, x) for kind, x, *_ in context.assumptions if kind == "invertible"]
    conditions = (*missing(a, b, q.constraints, declared), *finding.conditions)
    word = V.EQUAL_WHERE if finding.conditions else V.SUPPORTED if finding.word == "supported" else \
        V.EQUAL_WHERE if conditions else V.EQUAL
    return Verdict(word, finding.evidence, conditions, shape=shape, layout=layout, notes=notes)


_OPAQUE = frozenset({"sin", "cos", "tan", "arctan", "arcsin", "arccos", "sinh", "cosh", "erf", "gamma",
                     "loggamma", "digamma"})


def _attach_sympy(q, a: Expr, b: Expr) -> None:
    """Give the question a targeted SymPy proof, for scalars with constructs held as atoms, and
    values for constructs from outside the language."""
    opaque = False
    for side in (a, b):
        if "foreign" in side.ops:
            q.foreign = True
        if "apply" in side.ops:
            opaque = opaque or any(
                n.op == "apply" and n.data[0].known in _OPAQUE for n in side.walk())
    if q.foreign:
        _register_foreign_values()
    if not is_scalar(a.shape) or not (q.foreign or opaque):
        return

    def proof() -> bool | None:
        from symcheck.bridge.scalar_proof import prove_zero
        from symcheck.bridge.sympy_out import to_sympy

        try:
            return prove_zero(to_sympy(a) - to_sympy(b), seconds=1.0)
        except SymcheckError:
            return None
    q.scalar_proof = proof


def _register_foreign_values() -> None:
    from symcheck.tensor import reals

    if reals.FOREIGN_VALUE:
        return
    import numpy as np

    from symcheck.bridge.foreign import foreign_value

    def values(template: str, orders: tuple, args: list) -> np.ndarray:
        points = np.broadcast_arrays(*args) if args else [np.zeros(1)]
        return np.array([foreign_value(template, tuple(float(x) for x in at) if args else (), orders)
                         for at in zip(*points)])
    reals.FOREIGN_VALUE.append(values)


def _has_derivative(context: Context, lhs, rhs, layout: str, main: Verdict) -> bool:
    if "found" in main.extra:
        return any("derivative" in side.ops for side in main.extra["found"][1:3])
    for side in (lhs, rhs):
        try:
            e = read_side(context, side, layout)
        except SymcheckError:
            return True  # ill-typed in this layout may be well-typed in the other
        if "derivative" in e.ops:
            return True
    return False


def _is_gradient(e: Expr) -> bool:
    return e.op == "derivative" and is_scalar(e.args[0].shape) and not is_scalar(e.shape)


def _transposed(context: Context, lhs, rhs, layout: str) -> Verdict:
    """The left side a gradient (by \\nabla, whose layout is fixed) and the right its transpose."""
    try:
        a, b = read_both(context, lhs, rhs, layout)
    except SymcheckError as error:
        return unreadable(error)
    if not _is_gradient(a) or len(a.shape) != 2:
        return Verdict(V.DIFFERENT)
    return judge(context, build.transpose(a), b, layout)


def _gradient_side(context: Context, lhs, layout: str) -> Expr | None:
    try:
        e = read_side(context, lhs, layout)
    except SymcheckError:
        return None
    return e if _is_gradient(e) else None


def _is_matrix_gradient(context: Context, lhs) -> bool:
    e = _gradient_side(context, lhs, "column")
    return e is not None and all(d != 1 for d in e.args[1].shape)


def _is_nabla(context: Context, lhs) -> bool:
    """A gradient that stays a column when read in row layout."""
    e = _gradient_side(context, lhs, "row")
    return e is not None and e.data == "column"
