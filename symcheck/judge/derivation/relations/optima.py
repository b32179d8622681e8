r"""`\arg\min` and `\arg\max`: when two objectives have the same optimum, and minimizers in closed form.

An objective may be scaled by a positive factor, shifted by what does not hold the argument, passed
through a monotone function, or negated with min and max exchanged. Each is a rule with its reason in
words. Where no rule fits, two objectives with a single stationary point each are compared at it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Chain, Equation, Gradient, Optimum, State, called, name_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.read.reading import whole_text
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, UNKNOWN, sign
from symcheck.text import Source, SymcheckError

_HEAD = re.compile(
    r"\s*(?:\{\s*)?(?:\\mathop\s*\{)?"
    r"(?:\\(?P<under>under)set\s*\{(?P<below>(?:[^{}]|\{[^{}]*\})*)\}\s*\{\s*)?"
    r"(?P<arg>\\arg\s*(?:\\[,;!: ])*\s*|\\operatorname\s*\*?\s*\{\s*arg\s*(?:\\[,;!: ]|~|\s)*\s*(?=m)|"
    r"\\argm(?=in|ax)|\\mathrm\s*\{\s*arg"
    r"(?:\\[,;!: ]|~|\s)*|\\text\s*\{\s*arg\s*)?"
    r"\\?(?P<sense>min|max|in(?![a-z])|ax(?![a-z]))(?:imi[sz]e)?\s*\}?\s*\}?\s*(?:\\limits|\\nolimits)?\s*")


@dataclass
class Objective:
    """What an `\\arg\\min` is of; `values`: it is `\\min`, the value rather than the place."""

    optimum: Optimum | None
    values: bool = False
    fault: SymcheckError | None = None
    piece: Piece | None = None  # what is optimized, where it can be parsed


def read(state: State, piece: Piece | None, row: Source) -> Objective | None:
    r"""The objective of `\arg\min_w f(w)`; None where the piece is no such thing."""
    if piece is None:
        return None
    span = piece.syntax.span
    text = whole_text(piece.source.text, span.start, span.end)
    found = _HEAD.match(text)
    if found is None or "arg" not in text[:found.end()] and "\\" not in text[:found.end()]:
        return None
    by, end = found["below"], found.end()
    if by is None:
        by, end = _subscript(text, end)
    if by is None:
        return None
    name, *domain = re.split(r"(?=\\in(?![a-z])|\\ge|\\le|>|<|:)", by, maxsplit=1)
    if domain and not state.context.scope.bare(name.strip()):
        try:
            state.context.declare(Source(by, row.name, row.locate(0)[0]))
        except SymcheckError:
            pass  # the name may have scripts, or a meaning already
    by = name
    least = found["sense"] in ("min", "in")
    of, objective = piece.source.cut(span.start + end, span.start + len(text)), None
    try:
        objective = Piece(parse(of, state.context.words), of)
        name = state.context.reading(by).expr
        f = state.context.reading(objective, "column").expr
    except SymcheckError as error:
        return None if _is_value(state, piece) else Objective(None, found["arg"] is None, error, objective)
    return Objective(Optimum(f, name, least, _limiting(domain)), found["arg"] is None, None, objective)


def _limiting(domain: list[str]) -> str:
    r"""The set `\ge 1` of `\min_{x \ge 1}` as it is written; "" of all vectors or numbers, of open half-lines from 0, and of a set that is a letter, which
    stands for all that is asked for."""
    text = re.sub(r"\s|\\[,;:! ]|\\(?:left|right)(?![A-Za-z])", "", "".join(domain))
    return "" if re.fullmatch(r"\\in\\?(?:mathbb|mathbf)?\{?R\}?.*|>0|\\in\(0,\\infty\)|\\in(?:\\math(?:cal|bb|bf|rm|scr)\{?)?(?:[A-Z]|\\[A-Z][a-z]+)\}?", text) else text


def _is_value(state: State, piece: Piece) -> bool:
    r"""Is it no optimum over a variable but a value: `\max_i x_i`, `\arg\max_{\|v\| = 1} \|A v\|`?"""
    try:
        state.context.reading(piece, "column")
    except SymcheckError:
        return False
    return True


def _subscript(text: str, at: int) -> tuple[str | None, int]:
    if at >= len(text) or text[at] != "_":
        return None, at
    at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    if at < len(text) and text[at] == "{":
        depth = 0
        for k in range(at, len(text)):
            depth += (text[k] == "{") - (text[k] == "}")
            if depth == 0:
                return text[at + 1:k], k + 1
        return None, at
    found = re.match(r"\\[A-Za-z]+(?:\s*\{[^{}]*\})?|\S", text[at:])
    return (found[0], at + found.end()) if found else (None, at)


def of_piece(state: State, chain: Chain) -> Optimum | None:
    """The optimum that the chain so far is about."""
    found = read(state, chain.last, chain.last.source)
    if found is not None and found.optimum is not None:
        return found.optimum
    names = (name_of(chain.head.syntax), name_of(chain.last.syntax))
    found = next((known[name] for name in names for known in (state.rewritten, state.optima) if name in known), None)
    earlier = next((name for name in names if name in state.optima and _is_of_earlier_part(state, name)), None)
    if found is None or earlier is None:
        return found
    f = _taken_here(state, found.by).f
    bend = E.curvature(state, f, found.by)  # the part may be about minus what was maximized
    return Optimum(f, found.by, bend > 0 if bend else found.least, found.domain)  # of the function that this part is about


def _taken_here(state: State, by: Expr) -> Gradient | None:
    """The last derivative by a variable that was written in this part."""
    return next((g for g in reversed(state.gradients) if g.by is by and g.line >= state.part_line), None)


def _is_of_earlier_part(state: State, name: str) -> bool:
    """Was this optimum introduced in an earlier part, and is another function of the same variable differentiated in this one?"""
    o, g = state.optima[name], _taken_here(state, state.optima[name].by)
    return 0 < state.optima_at.get(name, 0) < state.part_line and g is not None \
        and g.f is not o.objective and not (name in state.rewritten and g.f is state.rewritten[name].objective)


def link(state: State, before: Optimum | None, found: Objective | None, piece: Piece,
         first: Optimum | None = None, last: Piece | None = None, chain: Chain | None = None):
    """A link with an optimum on one side or both."""
    if found is not None and found.fault is not None:
        return Link(unreadable(found.fault), "statement")
    value = read(state, last, last.source) if last is not None else None
    if value is not None and value.values or found is not None and found.values:
        if value is not None and value.optimum is not None and found is None:
            return _value(state, value.optimum, piece)
        return Link(Verdict(V.UNDECIDED, "the value of an optimum is not judged"), "optimum")
    if found is not None and before is not None:
        v = same(state, before, found.optimum)
        if v.right and chain is not None and (name := name_of(chain.head.syntax)) in state.optima:
            state.rewritten[name] = found.optimum
        return Link(v, "optimum", v.evidence if v.right else "")
    if before is None and last is not None and found is not None:
        return closed_form(state, found.optimum, last)
    if before is None:
        return Link(Verdict(V.UNDECIDED, "what stands before this optimum is not known as one"), "optimum")
    return closed_form(state, before, piece, first)


def _value(state: State, optimum: Optimum, piece: Piece):
    """`\\min f = value`, where the place of the optimum was found before: f there."""
    place = state.solved.get(optimum.by)
    value = state.read(piece)
    if place is None or value is None:
        return Link(Verdict(V.UNDECIDED, "where this optimum is was not found before, so its value is not "
                                         "judged"), "optimum")
    there = build.substitute(optimum.objective, ((optimum.by.data, place),))
    return Link(judge(state.context, there, value), "optimum")


def closed_form(state: State, optimum: Optimum, piece: Piece, first: Optimum | None = None):
    """`\\arg\\min f = value`: the gradient vanishes there and the second derivative has its sign, which
    may be seen of the `first` objective of the chain, the same optimum."""
    try:
        value = state.context.reading(piece, "column", optimum.by).expr
    except SymcheckError as error:
        return Link(unreadable(error), "statement")
    gradient = Gradient(optimum.objective, optimum.by)
    state.gradients.append(gradient)
    v = E.solution(state, optimum.by, value, [], gradient)
    if v is None:
        return Link(Verdict(V.UNDECIDED, f"{called(optimum.by)} stands on both sides"), "optimum")
    if not v.right and (about := _open_equations(state, optimum.by)):
        other = E.solution(state, optimum.by, value, about, gradient)
        if other is not None and other.right:
            return Link(other, "optimum", "solves the equation set up before, which is not the right one")
    if not v.right:
        return Link(replace(v, message=v.message or "the gradient of the objective is not zero "
                                                    "here"), "optimum")
    state.solved[optimum.by] = value
    bend = E.curvature(state, optimum.objective, optimum.by)
    if not bend and first is not None and first.by is optimum.by:
        optimum, bend = first, E.curvature(state, first.objective, first.by)
    wanted = 1 if optimum.least else -1
    equation = Equation(optimum.by, value, 0)
    if bend == -wanted:
        kind = "maximum" if optimum.least else "minimum"
        return Link(Verdict(V.DIFFERENT, "the second derivative has the wrong sign", shape=v.shape,
                            mistake="argmax-for-argmin", message=f"there the objective has a "
                                                                 f"{kind}"), "optimum")
    if bend == wanted:
        sign_word = "positive" if wanted == 1 else "negative"
        return Link(replace(v, evidence="the gradient is 0 there and the second derivative is "
                                        f"{sign_word} definite: {v.evidence}"), "optimum",
                    "gradient zero, second derivative of the right sign", equation)
    return Link(replace(v, notes=(*v.notes, "that this stationary point is the optimum was not proved")),
                "optimum", "the gradient is zero there", equation)


def _open_equations(state: State, by: Expr) -> list[Equation]:
    """The equations set up for a variable that do not hold whatever it is: one at a place found before says nothing of it."""
    return [e for e in state.equations if e.unknown is by and not state.vanishes(e.residual)]


# --- equivalent objectives -----------------------------------------------------------------------


def same(state: State, a: Optimum, b: Optimum) -> Verdict:
    """Whether two optima are at the same place, with the rule that says so."""
    if a.by is not b.by:
        return Verdict(V.DIFFERENT, "the variables differ", message=(
            f"one is an optimum over {called(a.by)}, the other over {called(b.by)}"))
    if a.domain != b.domain:
        return Verdict(V.UNDECIDED, "the optima are over different sets, or sets that are written differently")
    f, g = a.objective, b.objective
    if not is_scalar(f.shape) or not is_scalar(g.shape):
        return Verdict(V.DIFFERENT, "an objective is a number", message=(
            f"shape-mismatch: an objective is a scalar, this is {describe(g.shape)}"))
    turned = a.least != b.least
    if turned:
        g = build.neg(g)
    for rule in (_equal, _affine, _monotone):
        v = rule(state, f, g, a.by, turned)
        if v is not None:
            return v
    if not state.vanishes(build.derivative(f, a.by, "column")) and (v := _monotone(state, f, build.neg(g), a.by, not turned)) is not None and v.right:
        return Verdict(V.DIFFERENT, "one objective falls where the other rises", mistake="argmin-scaled-negative",
                       message="min and max were exchanged without changing the sign of the objective" if turned else
                       "where the sign of the objective changes, min and max are exchanged")
    return _at_stationary(state, f, g, a.by, a.least)


def _right(reason: str, notes: tuple[str, ...] = (), conditions: tuple[str, ...] = ()) -> Verdict:
    return Verdict(V.EQUAL_WHERE if conditions else V.EQUAL, reason, conditions, notes=notes)


def _equal(state: State, f: Expr, g: Expr, by: Expr, turned: bool) -> Verdict | None:
    v = judge(state.context, f, g, hint=True)
    if v.right:
        return replace(v, evidence="the objective is negated and min and max exchanged" if turned
                       else f"the objectives are equal: {v.evidence}")
    slope = build.sub(build.derivative(f, by, "column"), build.derivative(g, by, "column"))
    if judge(state.context, slope, E.zero_like(slope), hint=True).right:
        return _right(f"the objectives differ by what does not hold {called(by)}")
    return None


def _affine(state: State, f: Expr, g: Expr, by: Expr, turned: bool) -> Verdict | None:
    """f = c g + terms free of `by`."""
    df, dg = (build.derivative(e, by, "column") for e in (f, g))
    for c in _factors(df, dg, by):
        scaled = build.mul(c, dg)
        if not judge(state.context, df, scaled, hint=True).right:
            continue
        try:
            array = canonical(lower(c).array)
        except (Unsupported, Limit):
            return None
        if sign(array) == POSITIVE:
            return _right("the objective is scaled by a positive factor and shifted by what does not "
                          f"hold {called(by)}")
        if sign(canonical(lower(build.neg(c)).array)) == POSITIVE:
            other = "min" if not turned else "max"
            return Verdict(V.DIFFERENT, "the objective is scaled by a negative factor",
                           mistake="argmin-scaled-negative", message=(
                               "a negative factor exchanges min and max: the optimum asked for became the "
                               f"opposite one ({other} stayed {other})" if not turned else
                               "min and max were exchanged without changing the sign of the objective"))
        return Verdict(V.UNDECIDED, "the sign of the factor between the objectives is not known")
    return None


def _factors(df: Expr, dg: Expr, by: Expr):
    """Numbers and names that one gradient may be the multiple of the other by."""
    try:
        x, y, held = (canonical(lower(e).array) for e in (df, dg, by))
    except (Unsupported, Limit):
        return
    yield from E.factors(x, y, held)


_MONOTONE = (
    ("log", "the logarithm is increasing", lambda e: build.known("log", e), "positive"),
    ("exp", "the exponential is increasing", lambda e: build.known("exp", e), ""),
    ("sqrt", "the root is increasing", lambda e: build.known("sqrt", e), "nonnegative"),
    ("square", "squaring is increasing where nothing is negative", lambda e: build.power(e, build.num(2)),
     "nonnegative"),
)


def _monotone(state: State, f: Expr, g: Expr, by: Expr, turned: bool) -> Verdict | None:
    """One objective a monotone function of the other, up to a positive factor and a shift."""
    flip = build.neg if turned else lambda e: e
    for name, why, through, needs in _MONOTONE:
        for inner, outer in ((f, g), (g, f)):
            # `g` is negated where min and max are exchanged: the function acts on what was written, or on that.
            written = flip(inner) if inner is g else inner
            images = [] if needs and not _has_sign(written, needs) else [build.neg(through(written)) if inner is g and turned else through(written)]
            if inner is g and turned and not (needs and not _has_sign(g, needs)):
                images.append(through(g))
            for image, rule in product(images, (_equal, _affine)):
                try:
                    v = rule(state, outer, image, by, False)
                except Unsupported:
                    v = None
                if v is not None and v.word == V.DIFFERENT:
                    return v
                if v is not None and v.right:
                    note = f"{why}, so the optimum stays where it is"
                    return _right(note if name != "log" else "the logarithm is increasing, so the optimum "
                                  "stays where it is")
    return None


def _has_sign(e: Expr, needs: str) -> bool:
    try:
        s = sign(canonical(lower(e).array))
        raw = sign(lower(e).array)
    except (Unsupported, Limit):
        return False
    return max(s, raw) == POSITIVE if needs == "positive" else max(s, raw) != UNKNOWN


def _at_stationary(state: State, f: Expr, g: Expr, by: Expr, least: bool) -> Verdict:
    """Objectives without a common rule: is the stationary point of one that of the other?"""
    f, g = (build.known("log", e) if _has_sign(e, "positive") else e for e in (f, g))
    gradient = E.stationary(Gradient(f, by), 0)
    other = E.stationary(Gradient(g, by), 0)
    v = E.follows(state, other.lhs, other.rhs, [gradient])
    if v is None or v.word == V.UNDECIDED:
        v = E.follows(state, gradient.lhs, gradient.rhs, [other])
    if v is None:
        return Verdict(V.UNDECIDED, "no rule for optima leads from one objective to the other")
    if v.word == V.DIFFERENT:
        return replace(v, message=v.message or (
            "the objectives have different optima: at a place where the gradient of the first is zero, "
            "that "
            "of the second is not (the values shown are that gradient and 0)"))
    bends = [E.curvature(state, e, by) for e in (f, g)]
    if v.right and bends[0] and bends[0] == bends[1]:
        return _right("both objectives have the same stationary point and curvature")
    return Verdict(V.UNDECIDED, "no rule for optima leads from one objective to the other")
