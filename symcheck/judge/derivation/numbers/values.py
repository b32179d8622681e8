r"""Numbers given to names that have a meaning: "Take $x = (2, -1)^\top$ and let $W = \begin{pmatrix} .. \end{pmatrix}$."

The names keep their meaning. A statement one side of which is made of numbers, or of an array of numbers and names
that have some, is one about these numbers, with everything defined by the names computed from them; any other is
judged as it is in general.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers import data_released
from symcheck.judge.derivation.rows.heads import is_call
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context, Piece
from symcheck.read.define_formulas import put_formula
from symcheck.read.syntax import Product
from symcheck.tensor.array import variables
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Digits, Exact, NotExact
from symcheck.text import Source, SymcheckError

_GIVES = re.compile(r"\b(let(?!\s+us)|take|suppose|consider|set|given|with|for|choose|pick|plug\w*|example|instance|"
                    r"start\w*|numbers?|values?|inputs?|say|assume|again)\b", re.I)
# Right before a value that was found.
_FOUND = re.compile(r"\b(?:we|one|you|I|this|it|which|that)\s+(?:(?:then|thus|now|therefore|also)\s+)?(?:have|has|find|finds|get|gets|obtain|obtains|see|compute|computes|yields|gives)\s*$", re.I)
_SUPPOSED = re.compile(r"\b(?:suppos\w+|assum\w+|imagine|say|let|data|if|numbers?|example)\b", re.I)
# "With $K = 3$ and $y = (0, 1, 0)^\\top$," before a display: what is given stands among the words.
_ADVERBIAL = re.compile(r"^\s*(?:With|For|At|From|Given|Using)\b[^.:]*,\s*$")
# Between two values of a list.
GO_ON = re.compile(r"[\s,;:&]*(and)?[\s,;:]*")
_NAMES = frozenset(("var", "let", "size", "index", "item", "foreign"))


def is_numeric(e: Expr | None) -> bool:
    """Is an expression made of numbers only?"""
    return e is not None and not any(n.op in _NAMES for n in e.walk())


def is_of_numbers(state: State, e: Expr | None) -> bool:
    """Is an expression one about the numbers given: of numbers, or of names that have some and an array of numbers?"""
    if e is None or is_numeric(e):
        return e is not None
    named = {v.data for v, _ in state.values}
    return any(n.op == "matrix" and is_numeric(n) for n in e.walk()) and all(
        n.data in named for n in e.walk() if n.op == "var")


def given(state: State, s: Statement, meaning: Callable[[State, Statement], str | None]) -> bool:
    """Take in `W = \\begin{pmatrix} 1 & 2 \\end{pmatrix}` where the words give a name numbers, and it has a meaning
    or was spoken of: where it would have no `meaning` here."""
    if len(s.pieces) != 2 or s.pieces[0] is None or s.pieces[1] is None or not _gives(state):
        return False
    if type(s.pieces[0].syntax) is Product and is_call(s.pieces[0].syntax.items[-1]):
        return False  # `For $m \\ge 1$ we have $h(m) = 0$`: a value of a function is claimed
    name = state.read(s.pieces[0])
    if name is None or name.op not in ("var", "let") or name.data.family or comes_out(state, name) \
            or GO_ON.fullmatch(state.before) and comes_of_numbers(state, name):
        return False
    if name.op == "var" and meaning(state, s) is not None:
        return False  # nothing was said of it in general: this is what it means
    value = state.read(s.pieces[1], name)
    if value is None or value.shape != name.shape or not is_numeric(value):
        return False
    state.values = [(v, e) for v, e in state.values if v.data != name.data] + [(name, value)]
    return True


def comes_of_numbers(state: State, e: Expr, known: Iterable[str] = ()) -> bool:
    """Is this a name with a definition, made of data that all have numbers: those given, those that are supposed here, those `known`?"""
    given = {v.data.name for v, _ in (*state.values, *state.put_in[1])} | {
        n for op, a, b in state.supposed if op == "=" and is_numeric(b) for n in names_in(a)}
    return e.op == "let" and rests_on(e.args[0], given | {*known})


def rests_on(e: Expr, given: set[str]) -> bool:
    """Is this made of names with numbers only? A name with a definition that has one need not be looked into."""
    if e.op in ("var", "let") and e.data.name in given:
        return True
    return e.op != "var" and all(rests_on(a, given) for a in e.args)


def comes_out(state: State, name: Expr) -> bool:
    """Is this a display after numbers were given, `With $y = (0, 1)^\\top$,`, of a name with a definition? Then it says what
    comes out."""
    return name.op == "let" and state.displayed and state.before.strip() == "," and \
        _ADVERBIAL.match(words.SENTENCES.split(state.said)[-1]) is not None


def put_in(state: State, s: Statement) -> bool:
    """Take in `Let $a = 1$.` of a variable, or `$a = b = 1$` of several, to the end of this part of the document."""
    names = [state.read(p) if p is not None else None for p in s.pieces[:-1]]
    if s.pieces[-1] is None or len(names) > 1 and {*s.operators} != {"="} or any(x is None or x.op != "var" or x.data.family for x in names):
        return False
    value = state.beside(s.pieces[-1], names[0])
    if value is None or any(value.shape != x.shape for x in names) or not is_numeric(value):
        return False
    part, pairs = state.put_in
    kept = [(v, e) for v, e in pairs if all(v.data != x.data for x in names)] if part == state.part else []
    state.put_in = state.part, [*kept, *((x, value) for x in names)]
    return True


def with_numbers(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on a line that holds where the numbers put in before are put in, and that has none of these names any more: of one
    that has, nothing says that it was written for these numbers."""
    part, pairs = state.put_in
    e = state.read(b, state.read(a)) if part == state.part and pairs else None
    written = {n.data.name for n in outside_definitions(e) if n.op in ("var", "let")} if e is not None else set()
    if e is None or any(name.data.name in written for name, _ in pairs) or data_released.released(words.last_sentence(state.since), (name.data.name for name, _ in pairs)):
        return None
    v = equal(with_values(state.context, pairs)[0], a, b, state.layout)
    shown = ", ".join(f"{to_latex(name)} = {to_latex(value)}" for name, value in pairs)
    return replace(v, notes=(f"with {shown} put in, as it was given", *v.notes)) if v.right else None


def outside_definitions(e: Expr) -> list[Expr]:
    """What stands in this itself, and not in what its names mean."""
    return [e, *(n for a in e.args for n in outside_definitions(a))] if e.op != "let" else [e]


def computed(state: State, s: Statement) -> bool:
    """`$z = 3$ and $f = 9$` of names with a meaning, after numbers were given: what comes out, nothing assumed."""
    if not state.values or s.pieces[1] is None:
        return False
    name = state.read(s.pieces[0])
    return name is not None and name.op != "var" and is_of_numbers(state, state.read(s.pieces[1], name))


def are_put_in(state: State, names: set[str]) -> bool:
    """Are there such names, and were numbers put in for all of them in this part?"""
    part, pairs = state.put_in
    return part == state.part and bool(names) and names <= {name.data.name for name, _ in pairs}


def _gives(state: State) -> bool:
    """Is the last word of the sentence that tells of a value one that gives it?"""
    said = words.SENTENCES.split(state.said.strip())[-1]
    if _FOUND.search(said) and not _SUPPOSED.search(said):
        return False
    gives = max((m.start() for m in _GIVES.finditer(said)), default=-1)
    return gives > max((m.start() for m in words.CONCLUDES.finditer(said)), default=-1)


def valued(state: State) -> Context:
    """The context in which the names have the numbers given to them."""
    return with_values(state.context, state.values)[0]


def with_values(context: Context, pairs: list[tuple[Expr, Expr]]) -> tuple[Context, list[Expr]]:
    """A copy of the context in which names mean these values, for this once, and the names that could be given them."""
    new, put = context.copy(), []
    for name, value in pairs:
        entry = next((e for e in new.scope if e.kind == "quantity" and e.expr is not None
                      and e.expr.op in ("var", "let") and e.expr.data == name.data), None)
        if entry is not None:
            rebuild(new, entry, name.data, name.data, build.let(name.data, value))
            new.remembered = {}
            put.append(name)
    return new, put


def with_formulas(state: State, supposed: list | None = None) -> Context:
    """The context in which functions without a formula are what this sentence supposes, or what was `supposed` before."""
    new = state.context
    for lines in state.formulas if supposed is None else supposed:
        new = with_formula(new, *lines) or new
    return new


def supposing(state: State) -> State:
    """The state at hand, were the functions without a formula what this sentence supposes; the derivatives spoken of among it."""
    for lines in state.formulas:
        context = with_formula(state.context, *lines)
        if context is not None:
            state = replace(state, context=context, gradients=[*state.gradients], equations=[*state.equations],
                            unheld=[*state.unheld], objectives=[*state.objectives])
            state.renew()
    return state


def with_formula(old: Context, *lines: Source) -> Context | None:
    """A copy of a context with this formula for a function that has none, after declarations of its constants; None where it cannot be
    taken in."""
    new = old.copy()
    new.renewals = []
    unknown = {e.name: e.function for e in new.scope if e.kind == "function" and not e.function.known}
    try:
        for line in lines:
            new.declare(line)
    except SymcheckError:
        return None
    for e in list(new.scope):
        if e.kind == "map" and e.name in unknown and len(e.params) == 1 and is_scalar(e.params[0].shape) and e.body is not None:
            put_formula(new, unknown[e.name], e)
    return new


def at_values(state: State, a: Piece, b: Piece, v: Verdict) -> Verdict:
    """What becomes of a statement that does not hold in general, at the numbers given."""
    x = state.read(a)
    at = equal(valued(state), a, b, state.layout)
    if is_of_numbers(state, x) or is_of_numbers(state, state.read(b, x)):
        return at if at.right or at.word == V.DIFFERENT else v
    if at.right:
        return replace(v, word=V.UNDECIDED, evidence="right for the numbers given, not in general")
    return v


def number(state: State, piece: Piece) -> np.ndarray | None:
    """The value of a piece without names, in rational numbers, with digits where that cannot be done, as for `\\log 2`."""
    e = state.read(piece)
    return None if e is None else value_of(e)


def value_of(e: Expr) -> np.ndarray | None:
    """The same of an expression."""
    try:
        array = lower_all(e)
        if variables(array):
            return None
        for field in (Exact(1), Digits(1)):
            try:
                value = np.asarray(Evaluation(field, {}, {})(array)[0], dtype=object)
                return value if np.all(field.valid) else None
            except NotExact:
                continue
    except (Unsupported, Limit, KeyError, SymcheckError):
        return None
    return None
