"""The verdict on two expressions that have been read.

The ladder's finding is confirmed by evaluation that shares no code with it, and put into a verdict
with its conditions, its counterexample and its words. Nothing here reads LaTeX.
"""

from __future__ import annotations

from symcheck.expr import build
from symcheck.expr.latex import to_latex
from symcheck.expr.node import Expr
from symcheck.expr.shape import describe, is_scalar, long_axes
from symcheck.judge import verdict as V
from symcheck.judge.claims import equations
from symcheck.judge.ladder import Finding, numbers, question, settle
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.read.roots import KNOWN as ROOTS
from symcheck.tensor.array import variables
from symcheck.tensor.functions import Unsupported
from symcheck.text import SymcheckError

TRAITS = frozenset(("invertible", "posdef", "possemidef", "symmetric"))


def judge(context: Context, a: Expr, b: Expr, layout: str = "",
          notes: tuple[str, ...] = (), hint: bool = False) -> Verdict:
    """The verdict on two expressions that have been read; with `hint`, `different` may come
    unconfirmed and without a counterexample, which `in_full` adds."""
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
        finding = _confirmed(q, finding, a, b, _said(context))
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
        if (condition := _unreached(context, a, b)) is not None:
            return Verdict(V.UNDECIDED, f"under what is supposed here the case {to_latex(condition)} never occurs, so nothing is known of it",
                           shape=describe(a.shape), layout=layout, notes=notes)
    return _verdict(context, a, b, q, finding, layout, notes)


def in_full(context: Context, v: Verdict) -> Verdict:
    """The verdict with its counterexample, confirmed, where it came as a hint."""
    if "found" not in v.extra:
        return v
    q, a, b, finding = v.extra["found"]
    try:
        finding = _confirmed(q, settle(q, presumed=True) if finding.witness is None else finding, a, b,
                             _said(context))
    except Unsupported as reason:
        return Verdict(V.UNDECIDED, f"outside what can be decided: {reason}", message=str(reason))
    return _verdict(context, a, b, q, finding, v.layout, v.notes)


def _said(context: Context) -> list[tuple[str, Expr]]:
    """What is said of expressions that are no variables: `\\Sigma = X^\\top X` is invertible."""
    return [(kind, e) for kind, e, *_ in context.assumptions if kind in TRAITS]


def _uncovered(context: Context, a: Expr, b: Expr) -> str:
    """What is wrong with written cases that leave a region without a value; '' where none do."""
    if "cases" not in a.ops and "cases" not in b.ops:
        return ""
    from symcheck.judge.covering import gap_words, left_out, open_cases

    for e in open_cases(a, b):
        rest = left_out(e)
        nothing = build.num(0) if is_scalar(rest.shape) else build.zeros(rest.shape)
        twice = len({*e.args[1::2]}) < len(e.args) // 2  # even where words suppose this one, another condition is missing
        if twice or settle(question(rest, nothing, equations(context))).word == "different":
            return gap_words(e)
    return ""


def _unreached(context: Context, a: Expr, b: Expr) -> Expr | None:
    """The condition of a written case that cannot hold under what is known of the signs of its names, where the sides are not known to
    agree without that."""
    if "cases" not in a.ops and "cases" not in b.ops:
        return None
    from symcheck.judge.covering import ordered_conditions, without_signs

    known, of_functions = equations(context), _conditions_of_functions(context)
    for condition in ordered_conditions(a, b):
        if any(c.replaced({of: n}.get) is condition for c, of in of_functions for n in condition.walk() if n.op in ("var", "let") and n.shape == of.shape):
            continue  # of `\\rho(z) = \\begin{cases} z & z > 0 \\\\ ..`: no case of what is claimed
        free = without_signs(condition, a, b, known)
        nothing = build.num(0) if is_scalar(condition.shape) else build.zeros(condition.shape)
        if free is not None and settle(question(condition, nothing, known)).word in ("equal", "supported") \
                and settle(question(*free)).word not in ("equal", "supported"):
            return condition
    return None


def _conditions_of_functions(context: Context) -> list[tuple[Expr, Expr]]:
    """The conditions of functions that are defined in pieces, each with the letter of the function."""
    from symcheck.judge.covering import ordered_conditions

    found = [(e.body, build.var(e.params[0])) for e in context.scope if e.kind == "map" and e.body is not None and len(e.params) == 1]
    return [(condition, of) for body, of in found if "cases" in body.ops for condition in ordered_conditions(body)]


def _squared(a: Expr, b: Expr, known: list) -> tuple[Expr, Expr, list]:
    """The sides and the equations, with squares for the matrices whose roots they hold."""
    from symcheck.judge.roots import squared

    a, b, *given = squared([a, b, *(x for c in known for x in c[1:3])])
    return a, b, [(c[0], *given[2 * k:2 * k + 2], *c[3:]) for k, c in enumerate(known)]


def _confirmed(q, finding: Finding, a: Expr, b: Expr, said: list[tuple[str, Expr]]) -> Finding:
    """A difference is shown only when the expressions themselves, evaluated without the index
    form, show it too, at a point that has the traits said of whole expressions; otherwise other points
    are tried, and then it is undecided."""
    if finding.word in ("equal", "supported"):
        from symcheck.judge.conditions import has_switch

        if q.foreign:
            from symcheck.judge.convergence import where_convergent

            finding = where_convergent(q, finding, a, b)
        if finding.word == "undecided" or not (has_switch(a) or has_switch(b)):
            return finding
        from symcheck.judge.kinks import examined

        return examined(q, finding, a, b)
    if finding.word != "different":
        return finding
    from symcheck.judge.agreement import where_defined
    from symcheck.judge.kinks import agreed
    from symcheck.judge.numeric import has_values
    from symcheck.judge.witness import confirmed, obeys

    for seed in (2, 3, 4):
        if finding.word == "undecided":
            break
        disobeys = finding.word == "different" and not obeys(finding.witness, said)
        sure = finding.word == "different" and confirmed(finding.witness, a, b)
        if sure is None and not has_values(q, finding.witness):
            return where_defined(q)
        if finding.word != "different" or sure is not False and not disobeys:
            return finding
        q.seed = seed
        finding = settle(q) if seed == 2 else numbers(q)
    if finding.word == "different" and not obeys(finding.witness, said):
        return Finding("undecided", "the sides differ only at points that break what is said of a matrix")
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
    """Give the question a targeted SymPy proof, for scalars with constructs held as atoms or without variables,
    and values for constructs from outside the language."""
    opaque = False
    for side in (a, b):
        if "foreign" in side.ops:
            q.foreign = True
        if "apply" in side.ops:
            opaque = opaque or any(
                n.op == "apply" and n.data[0].known in _OPAQUE for n in side.walk())
    if q.foreign:
        _register_foreign_values()
    if not is_scalar(a.shape) or not (q.foreign or opaque or not (variables(q.lhs) or variables(q.rhs))):
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
                         if np.isfinite(at).all() else np.nan for at in zip(*points)])
    reals.FOREIGN_VALUE.append(values)
