r"""Updates, `w \leftarrow w - \eta \nabla L` or `w_{t+1} = w_t - \eta \nabla L(w_t)`.

The first right side says what the update is. Where it is a step along a derivative that was spoken of,
it must go down it (up where a maximum is looked for).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import supposing
from symcheck.judge.derivation.relations import newton
from symcheck.judge.derivation.rows.statements import Statement, is_old_mark
from symcheck.judge.derivation.solving.equations import factors
from symcheck.judge.derivation.state import State, called, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.methods_named import rates_named
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context, Piece
from symcheck.read.names import label
from symcheck.read.syntax import Additive, Syntax
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, sign
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\frac{\\partial J_{neg}}{\\partial u}` of a name.
_BRACED = r"[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*"
_SLOPE = re.compile(rf"\\[dt]?frac\s*\{{\s*(?:\\partial(?![A-Za-z])|d(?![A-Za-z]))\s*(?P<of>{_BRACED})\}}\s*\{{\s*(?:\\partial(?![A-Za-z])|d(?![A-Za-z]))"
                    rf"\s*(?P<by>{_BRACED})\}}")
NOTHING_CLAIMED = "says what the update is; nothing was claimed before to compare it with"
# Of these the step size need not be the one of the derivative itself.
_FREELY = re.compile(r"\b(?:absorb\w*|fold\w*|swallow\w*|proportional|up\s+to|rescal\w*|redefin\w*|effective(?:ly)?|constant\s+factor|drop\w*|ignor\w*)\b", re.I)
# Another length is meant than that of the step before: "If we double the step", "a learning rate twice as large", "without the factor $\\frac12$".
_ANOTHER_LENGTH = re.compile(r"\b(?:doubl\w*|tripl\w*|halv\w*|twice|thrice|half|times\s+(?:as|larger|longer|bigger)|factors?|without|would|larger|smaller|longer|shorter|bigger|higher|lower|faster|slower|"
                             r"(?:re)?scal(?:es?|ed|ing)|multipl\w*|instead|unlike|other|another|different)\b", re.I)
# A term of the loss is meant to grow: "To unlearn the sample, we climb on the data term".
# "The new objective has the gradient $..$", of a function that no formula names.
_NEW_OBJECTIVE = re.compile(r"\b(?:new|changed|modified)\s+(?:objective|loss|cost|criterion|function|risk)\b", re.I)
_UP_A_TERM = re.compile(r"\b(?:climb\w*|ascen\w*|unlearn\w*|forget\w*|adversar\w*|maximi[sz]\w*|uphill|rais\w*|increas\w*|grow\w*|revers\w*|repel\w*|attack\w*|worsen\w*|"
                        r"push\w*\s+away|away\s+from|opposite)\b", re.I)
TURNED = "the step goes up the derivative of one term of the loss, and down that of the others, and the words speak of one that is to grow"
_FACTORS = (2, Fraction(1, 2), 4, Fraction(1, 4), 3, Fraction(1, 3))
ANOTHER_STEP = "this is a step along the derivative, but not by the step size that the words give"

DROPPED = -1  # in the place of the part that adds a penalty: the words have taken it back
ARROWS = frozenset((r"\leftarrow", r"\gets", "←"))


def taken(state: State, s: Statement) -> Verdict | None:
    """The verdict on a statement that is an update of a known variable, in general or with the formulas that functions are
    supposed to have here; None where it is none."""
    v = _taken(state, s)
    return _taken(supposing(state), s) if v is not None and not v.right and state.formulas else v


def _taken(state: State, s: Statement) -> Verdict | None:
    head, piece = s.pieces[0], s.pieces[1]
    if piece is None or s.operators[0] not in ARROWS | {":=", "="}:
        return None
    old = state.read(head)
    if old is None or old.op not in ("var", "let", "item", "entry"):
        return None
    if s.operators[0] == "=" and not _assigns(head.syntax, piece.syntax):
        return None
    try:
        new = state.context.reading(piece, "column", old).expr
    except SymcheckError as error:
        return unreadable(error)
    if new.shape != old.shape:
        return judge(state.context, old, new)
    if s.operators[0] == ":=" and not any(n is old for n in new.walk()):
        return None
    state.saw(new)
    if (kept := _before(state, old)) is not None:
        new = exchanged(new, kept, old)  # `w_{old}`, of which other names are made, is the w of before
    v = along(state, old, new)
    if v.right:
        state.updated[old] = new
    if v.evidence == NOTHING_CLAIMED and (loss := _unread_loss(state, s.text(0))):
        return Verdict(V.UNDECIDED, f"the derivative of {loss} was spoken of, which could not be read")
    return v


def _before(state: State, old: Expr) -> Expr | None:
    r"""The `w_{\text{old}}` that has a meaning of its own."""
    entries = state.context.scope.entries.get(old.data.name, ()) if old.op == "var" else ()
    return next((e.expr for e in entries if is_old_mark(e.sub) != is_old_mark(e.sup) and e.expr is not None and e.expr.op == "var" and e.expr.shape == old.shape), None)


def unknown_rule(state: State, v: Verdict, written: Statement | None) -> Verdict:
    r"""The verdict on an update, left open where it says what the update is and this is no place for that: the document has given the rule
    of `w_{t+1}` before, which could not be read, or a formula for `w_{t+1} - w^*` is drawn from something."""
    if v.evidence != NOTHING_CLAIMED or written is None:
        return v
    if head := state.doubts.lost_head(written.pieces[0]):
        return Verdict(V.UNDECIDED, f"the rule for {head} before could not be read")
    if type(written.pieces[0].syntax) is Additive and words.DRAWN_HERE.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return Verdict(V.UNDECIDED, "nothing that was read gives this")
    return v


_RATE = re.compile(r"^(\\(?:alpha|eta|gamma|epsilon|rho|nu|mu|tau|lambda|beta)(?:_\w)?) is not declared$")


def step_size(meanings: Meanings, s: Statement) -> None:
    r"""Declare the \eta of `w \leftarrow w - \eta g` that is declared nowhere: a number, and a step size is positive."""
    if s.operators[0] in ARROWS and s.pieces[1] is not None:
        declare_rates(meanings.context, s.pieces[1], lambda line: meanings.declare(Source(line, s.row.name, s.line())))


def declare_rates(context: Context, step: Piece, declare: Callable[[str], object]) -> None:
    """Declare the step sizes in this piece that are declared nowhere."""
    for _ in range(3):
        try:
            context.reading(step)
            return
        except SymcheckError as error:
            found = _RATE.match(error.diagnostic.headline) if error.diagnostic.id == "undeclared-name" else None
            said = "> 0" if found is not None and found[1] in (r"\alpha", r"\eta") else r"\in \mathbb{R}"
            if found is None or declare(f"{found[1]} {said}") is False:
                return


def _assigns(head: Syntax, value: Syntax) -> bool:
    """`w = w - \\eta g`: an assignment written as an equation."""
    if type(value) is not Additive or len(value.items) < 2 or value.signs[0] != "+":
        return False
    return type(value.items[0]) is type(head) and label(value.items[0]) == label(head) != ""


def along(state: State, old: Expr, new: Expr) -> Verdict:
    """Is old - new a positive multiple of a derivative by old, of the loss or of one of its terms? Of a loss to which the words of this
    part add a penalty by old, it must be one of both."""
    step = build.sub(old, new)
    losses = [g.f for g in reversed(state.gradients) if g.by is old] or state.losses_of(old)
    added = [(term, part) for term, part in state.penalties if speaks_of(term, old)] if losses else []
    return _along_penalized(state, old, step, losses, *added[-1]) if added else _along_losses(state, old, step, losses)


def _along_penalized(state: State, old: Expr, step: Expr, losses: list[Expr], penalty: Expr, part: int) -> Verdict:
    """The same for these losses, each with a penalty that the words of a part add to it. One that they have taken back makes a step neither right
    nor wrong."""
    v = _along_losses(state, old, step, [build.add(f, penalty) for f in losses])
    along = v.right and v.evidence != NOTHING_CLAIMED
    if along and part != DROPPED:
        return v
    plain = _along_losses(state, old, step, losses)
    if along:
        return plain if plain.right and plain.evidence != NOTHING_CLAIMED else Verdict(
            V.UNDECIDED, "this step is one of the loss with a penalty that the words have taken back")
    if part == state.part and not plain.right:
        return v
    if part == state.part and not words.UNPENALIZED.search(state.said):
        return Verdict(V.UNDECIDED, "this step is one of the loss without the penalty that the words add")
    return plain


def _along_losses(state: State, old: Expr, step: Expr, losses: list[Expr]) -> Verdict:
    """The same for these losses."""
    rate, longer = _rate_told(state, step), None
    pairs = (build.add(f, g) for f, g in combinations(losses[:3], 2))  # a loss with its penalty
    for f in (*losses, *pairs, *_of_one_sample(state, old, step)):
        for slope in _slopes(f, old, step):
            for c, quotient in chain(((c, False) for c in chain(_multiples(step, slope, old), _rates(step, f))),
                                  ((c, True) for c in _quotients(step, slope, old))):
                if not judge(state.context, step, build.mul(c, slope), hint=True).right:
                    continue
                try:
                    positive = sign(canonical(lower(c).array)) == POSITIVE
                    negative = sign(canonical(lower(build.neg(c)).array)) == POSITIVE
                except (Unsupported, Limit):
                    positive = negative = False
                if quotient and not (positive or negative):
                    continue  # a factor `1 / x_i` that was lost is no step size
                way = _way(state.said)
                if positive and way == "up" or negative and way == "down":
                    return Verdict(V.DIFFERENT, "the step goes the "
                                                "other way", mistake="sign-whole", message=(
                        f"the sign is wrong: this step goes {'down' if way == 'up' else 'up'} the "
                        f"derivative, not {way}"))
                up = goes_up(state)
                if positive and _count(state, c) and not state.otherwise:
                    return Verdict(V.DIFFERENT, "a step along the derivative, too "
                                                "long", mistake="sum-for-mean",
                                   message="the derivative is a mean: here its number of terms is not "
                                           "divided by")
                if positive or not negative or up:
                    times = _times_the_rate(state, c, rate)
                    if times is not None and times != 1:
                        longer = max(longer or times, times)
                        break  # another loss or term may be meant
                    return Verdict(V.EQUAL, "a step along the negative derivative" if not up else
                                   "a step along the derivative")
                return Verdict(V.DIFFERENT, "the step goes up the derivative", mistake="sign-whole",
                               message="the sign is wrong: this step goes up the derivative, not down")
    if longer is not None:
        if longer > 1 and _is_of_that_length(state):
            return Verdict(V.DIFFERENT, "a step along the derivative, too long", message=(
                f"this step is {longer} times as long as the derivative times the step size that the words give"))
        return Verdict(V.UNDECIDED, ANOTHER_STEP)
    if state.otherwise and (found := newton.judged(state, step, losses, old)) is not None:
        return found
    if losses and state.otherwise and (plain := _without_momentum(step, old)) is not None:
        return _along_losses(state, old, plain, losses)
    if not state.otherwise and any(_turned_term(state, f, step, old) for f in losses):
        if any(_UP_A_TERM.search(said) for said in (state.said, state.paragraph, state.around)):
            return Verdict(V.UNDECIDED, TURNED)
        return Verdict(V.DIFFERENT, "one term of the derivative with the other sign", message=(
            "the sign of one term is wrong: this step goes up the derivative of one term of the loss, and down that of the others"))
    if losses and _written_out(losses, step, old):
        if state.descent and not state.otherwise and any(_NEW_OBJECTIVE.search(said) for said in (state.said, state.paragraph, state.around)):
            return Verdict(V.UNDECIDED, ANOTHER_STEP)
        if state.descent and not state.otherwise:
            return Verdict(V.DIFFERENT, "no multiple of the derivative", message=(
                "this step is no multiple of the derivative of the loss, nor of one term of it"))
        return Verdict(V.UNDECIDED, "this step is no multiple of a derivative taken before")
    return Verdict(V.EQUAL, NOTHING_CLAIMED)


def _turned_term(state: State, f: Expr, step: Expr, old: Expr) -> bool:
    """Is this step one along the derivative, but for the sign of what one term of the loss gives?"""
    body = f.args[0] if f.op == "let" else f
    terms = [t for t in body.args if speaks_of(t, old)] if body.op == "add" else []
    rates = [n for n in _rates(step, f) if n.op == "var"] if len(terms) > 1 else []
    return any(judge(state.context, step, build.mul(rate, build.sub(build.derivative(f, old, "column"), build.mul(
        build.num(2), build.derivative(t, old, "column")))), hint=True).right for rate in dict.fromkeys(rates) for t in terms)


def goes_up(state: State) -> bool:
    """Is a maximum looked for?"""
    return state.ascent or any(not o.least for o in state.optima.values()) or words.TO_RAISE.search(state.since) is not None


def _rate_told(state: State, step: Expr) -> Expr | None:
    """The step size in this step that the words of its sentence, or the last words before, call one; None where they call none, say that it takes in a factor,
    or speak of another method or of a maximum."""
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    told = rates_named(said) or rates_named(state.text_so_far)
    if not told or state.otherwise or _FREELY.search(state.text_so_far) or _FREELY.search(state.around):
        return None
    rate = state.context_read(told[-1])
    return rate if rate is not None and rate.op == "var" and is_scalar(rate.shape) and speaks_of(step, rate) else None


def _is_of_that_length(state: State) -> bool:
    """Does the sentence call the step size by its name, and do the words around speak of no step of another length?"""
    return bool(rates_named(words.last_sentence(state.since))) and not any(
        _ANOTHER_LENGTH.search(said) for said in (state.said, state.paragraph, state.around))


def _times_the_rate(state: State, c: Expr, rate: Expr | None) -> Fraction | None:
    """How many times the step size the multiple c of the derivative is, up to its sign; None where it is no number times it."""
    if rate is None or names_in(c) != {rate.data.name}:
        return None
    for n in (1, *_FACTORS):
        times = build.mul(build.num(n), rate)
        if any(judge(state.context, c, e, hint=True).right for e in (times, build.neg(times))):
            return Fraction(n)
    return None


def _unread_loss(state: State, name: str) -> str:
    """The first name without a meaning of which a derivative by this one has been written before; "" where there is none."""
    by = re.sub(r"\s", "", name)
    for m in _SLOPE.finditer(state.text_so_far):
        if re.sub(r"\s", "", m["by"]) == by and state.context_read(m["of"]) is None:
            return m["of"].strip()
    return ""


def _without_momentum(step: Expr, old: Expr) -> Expr | None:
    r"""The step without `\beta (u_k - u_{k-1})`, of the heavy ball (Polyak, 1964); None where it has no such part."""
    base = called(old).split("_")[0].split("^")[0]
    inside = [n for n in step.walk() if n.op == "var"]
    for before in inside:
        if before is old or before.shape != old.shape or called(before).split("_")[0].split("^")[0] != base:
            continue
        for beta in (n for n in inside if is_scalar(n.shape) and n not in (old, before)):
            rest = build.sub(step, build.mul(beta, build.sub(before, old)))
            if canonical(lower(before).array) not in variables(canonical(lower(rest).array)):
                return rest
    return None


def _way(said: str) -> str:
    """'up' or 'down' where the words right before an update say which way it goes."""
    if words.NEGATIVE.search(said):
        return ""
    explicit = [m[1].lower() for m in words.GRADIENT_STEP.finditer(said)]
    if len(set(explicit)) > 1 and "nlike" not in said:
        return ""  # descent on L and ascent on -L are the same
    if explicit:
        return "up" if explicit[-1] == "ascent" else "down"
    ways = {"up" if m[1] is None else "down" for m in words.UPHILL.finditer(said)}
    return ways.pop() if len(ways) == 1 else ""


def _count(state: State, c: Expr) -> bool:
    """Is the step size a declared rate times a number of terms? Every other factor of the derivative was kept,
    so the count was not taken into the rate but forgotten."""
    leaves = {n for n in c.walk() if not n.args and n.op != "num"}
    rates = [n for n in leaves if n.op == "var"]
    sizes = [n for n in leaves if n.op == "size"]
    return len(leaves) == 2 and len(rates) == len(sizes) == 1 and \
        judge(state.context, c, build.mul(rates[0], sizes[0]), hint=True).right


def _slopes(f: Expr, by: Expr, step: Expr):
    """The derivative of f, then that of the term of a sum in f, with its index a free one of the step and the sign that the sum has in f."""
    yield build.derivative(f, by, "column")
    for node, beside in _sums(f):
        if any(n is by for n in node.args[0].walk()):
            for term in _members(node.args[0], node.data[0], step):
                yield build.derivative(build.neg(term) if _is_negative(beside) else term, by, "column")
                if (drawn := _drawn(f, node, term)) is not None:
                    yield build.derivative(drawn, by, "column")
            return


def _members(term: Expr, index: Index, step: Expr) -> Iterator[Expr]:
    """The term at each free index that the step has over the same range, as the drawn i of a sum over n; at a free one of its own letter."""
    letters = {at.base.name: None for n in step.walk() if n.op in ("item", "entry") for at in n.data
               if type(at) is At and type(at.base) is Index and at.base.uid == 0 and at.base.dim == index.dim}
    for letter in dict.fromkeys((*letters, index.name)):
        yield freed(term, index, letter)


def _drawn(f: Expr, whole: Expr, term: Expr) -> Expr | None:
    r"""f with a sum in it as its size times one term, whose mean over the index is f: `\ell_i(w) + \frac\lambda2 w^2` of
    `\frac1n \sum_i \ell_i(w) + \frac\lambda2 w^2`. None where the sum does not run from 1 to a size."""
    body = f.args[0] if f.op == "let" else f
    _, low, high = whole.data
    if (low.base, low.offset) != (None, 1) or type(high.base) is not str or high.offset or body is whole:
        return None
    return body.replaced(lambda n: build.mul(build.size(high.base), term) if n is whole else None)


def _of_one_sample(state: State, by: Expr, step: Expr) -> Iterator[Expr]:
    r"""The losses of one sample that were defined, `\ell_i(w) = ..`, with their index a free one of the step."""
    for f in reversed(list(state.context.definitions.values())):
        body = f.args[0] if f.op == "let" and f.data.family else None
        if body is not None and body.op == "array" and is_scalar(body.args[0].shape) and len(body.data[0]) == 1 and speaks_of(body, by):
            yield from _members(body.args[0], body.data[0][0], step)


def _sums(e: Expr, beside: tuple[Expr, ...] = ()) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
    r"""The outermost sums in e, each with the factors that stand beside it: (-1, 1/N) of `-\frac1N \sum_i ..`."""
    if e.op == "sum":
        yield e, beside
        return
    for k, a in enumerate(e.args):
        rest = e.args[:k] + e.args[k + 1:]
        more = (build.num(-1),) if e.op == "neg" else rest if e.op in ("mul", "div") and all(is_scalar(r.shape) for r in rest) else ()
        yield from _sums(a, (*beside, *more))


def _is_negative(factors: tuple[Expr, ...]) -> bool:
    """Is the product of these factors, or of what they divide by, below zero?"""
    try:
        return sum(sign(canonical(lower(build.neg(c)).array)) == POSITIVE for c in factors) % 2 == 1
    except (Unsupported, Limit):
        return False


def freed(e: Expr, index: Index, letter: str = "") -> Expr:
    """The expression with a bound index as a free one of the same letter, or of this one."""
    free = Index(letter or index.name, index.dim)

    def data(d):
        if type(d) is At:
            return At(free, d.offset) if d.base is index or d.base == index else d
        return tuple(map(data, d)) if type(d) is tuple else d

    def walk(e: Expr) -> Expr:
        args = tuple(map(walk, e.args))
        return Expr(e.op, args, data(e.data), e.shape)

    return walk(e)


def _multiples(step: Expr, slope: Expr, old: Expr):
    try:
        x, y, held = (canonical(lower(e).array) for e in (step, slope, old))
    except (Unsupported, Limit):
        return
    yield from factors(x, y, held if held.kind == "var" else None)


def _quotients(step: Expr, slope: Expr, old: Expr) -> Iterator[Expr]:
    r"""What a number's step may be times the derivative, where both are linear in it: `1 / (c_i x_i^4)`, the step size that is
    best for one sample."""
    if old.op != "var" or not is_scalar(old.shape) or not speaks_of(step, old):
        return
    ends = [[build.substitute(e, ((old.data, build.num(n)),)) for n in (0, 1)] for e in (step, slope)]
    try:
        slant = [canonical(lower(build.sub(one, zero)).array) for zero, one in ends]
    except (Unsupported, Limit):
        return
    if all(a.kind != "const" and a is not canonical(lower(build.num(0)).array) for a in slant):
        yield build.div(*(build.sub(one, zero) for zero, one in ends))


def _rates(step: Expr, f: Expr):
    """The names of numbers in the step that the objective does not hold, and their negatives."""
    held = {n for n in f.walk() if n.op == "var"}
    for n in step.walk():
        if n.op == "var" and is_scalar(n.shape) and not n.data.family and n not in held:
            yield build.neg(n)
            yield n


def _written_out(losses: list[Expr], step: Expr, old: Expr) -> bool:
    """Does the step speak of what the objective is made of, as a gradient written out does?"""
    held = {n if n.op == "var" else n.args[0] for f in losses for n in f.walk() if n.op in ("var", "item")} - {old}
    stack, named = [step], set()
    while stack:
        e = stack.pop()
        if e.op in ("var", "let", "item"):
            named.add(e.args[0] if e.op == "item" else e)
        else:
            stack.extend(e.args)
    return not held.isdisjoint(named)
