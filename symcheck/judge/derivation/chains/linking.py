"""One link of a chain: judged against the piece before it, weighed, named where it is wrong, and what is learnt from it."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import (
    functions_exchanged,
    hypotheses,
    introductions,
    naming,
    optima_as_functions,
    orders_of_iterates,
    told_alone,
    wrong_row,
)
from symcheck.judge.derivation.chains import other_methods as methods
from symcheck.judge.derivation.names import rephrasing
from symcheck.judge.derivation.numbers import put_in_form, rounding
from symcheck.judge.derivation.numbers.values import number
from symcheck.judge.derivation.outcome import Step
from symcheck.judge.derivation.relations import (
    decompositions,
    eigenbasis,
    equations_set_up,
    expansions,
    functions_of_class,
    in_eigenbasis,
    limits_told,
    links,
    memberships,
    optima,
    optimal_values,
    order,
    proportional,
    restated,
)
from symcheck.judge.derivation.relations.limit import limited
from symcheck.judge.derivation.relations.link import EQUALITIES, LEADS_ON, SET, Link, is_set
from symcheck.judge.derivation.rows.heads import formal_product, is_call
from symcheck.judge.derivation.rows.statements import ORDER, Statement, written
from symcheck.judge.derivation.state import Chain, Optimum, name_of, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Number, Product, Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# "u^T is a row of length 2, but x is a vector of length d".
_SIZE_OF_EXAMPLE = re.compile(r"length \d+,? .*length [A-Za-z]|length [A-Za-z]\w*,? .*length \d", re.S)
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")  # digits, maybe with a point
# What stands around the names of `\\begin{pmatrix} w \\\\ b \\end{pmatrix}`, `(w, b)^\\top`.
_LAYOUT = re.compile(r"\\(?:begin|end)\s*\{[pb]?(?:small)?matrix\}|\\(?:left|right)(?![A-Za-z])|\^\s*\{?\s*(?:\\top|T)\s*\}?|\\\\|[()&,\[\]]")
_LISTED = re.compile(r"\\?[A-Za-z]+(?:_\{?\w\}?)?")
_STEPS = re.compile(r"\b(?:steps?|updat\w+|iterat\w+|new|next|becomes?|moves?|lands?|arrives?)\b", re.I)
ABOUT = frozenset((r"\approx", r"\simeq", r"\sim"))


def link(chains: Chains, s: Statement, k: int) -> None:
    """Judge the k-th relation of a statement, which the chain at hand goes on with, and report it as a step."""
    chain, op, piece = chains.chain, s.operators[k], s.pieces[k + 1]
    if op == "=:" and (chains.state.read(piece) is None or _is_new_function(chains, piece)):
        left = written(chain.last.source, chain.last.syntax.span)
        chains.meanings.declare(Source(f"{s.text(k + 1)} = {left}", s.row.name, s.line()))
        return
    chains.needed(s, k)
    left_out = chains.gaps.left_out(chain, piece) if chains.gaps is not None and op in EQUALITIES else ""
    found = _judged_as_known(chains, s, chain, op, piece)
    if found.verdict.word == V.UNREADABLE:
        _unread(chains, s, k, found)
        return
    found, tied = in_eigenbasis.instead(chains, chain.last, piece, op, _taken_in(chains, s, found))
    if found.verdict.word == V.DIFFERENT and op in EQUALITIES and not doubts.misfit(found.verdict):
        found.verdict = _rounded(chains, chain.last, piece) or found.verdict
    with eigenbasis.known(chains.state, tied):
        found.verdict = _weighed(chains, found, op, piece)
    if found.verdict.word in (V.DIFFERENT, V.UNDECIDED) and found.kind == "claim" and op in EQUALITIES and put_in_form.taken_in(
            chains.state, chains.meanings.instances, chain.last, piece):
        found.verdict = Verdict(V.UNDECIDED, "nothing tells the numbers that are put in here")
    if found.verdict.word == V.DIFFERENT and k == 0 and _are_next_values(chains, s):
        found.verdict = Verdict(V.UNDECIDED, "these may be the values after the step")
    if found.verdict.word == V.DIFFERENT and k == 0 and optima_as_functions.may_be(chains, s):
        found.verdict = Verdict(V.UNDECIDED, "this may be the optimum as a function of what stands in the brackets")
    if found.verdict.word == V.DIFFERENT and found.kind == "claim":
        if _of_another(chains, chain, piece):
            chains.step(s, k, Verdict(V.EQUAL, "right with what the name blamed before is used as"), follows=True)
            chain.last = piece
            return
        found.verdict = naming.named(chains.state, chain, piece, found.verdict)
    if found.verdict.right and op in EQUALITIES:
        _head_given(chains, s, k, found)
    if left_out and found.verdict.right and not chain.wrong:
        found.kind, found.reason = "gap", left_out
    within = wrong_row.found(chains.state, s, chain.last, piece) if found.verdict.word == V.DIFFERENT and op in EQUALITIES else None
    with eigenbasis.known(chains.state, tied):
        chains.step(s, k, found.verdict, found.kind, follows=chain.wrong and found.verdict.right, reason=found.reason, within=within, settled=found.settled)
    if op in EQUALITIES:
        _learnt(chains, s, k, found)
    chain.wrong, chain.misfit = chain.wrong or found.verdict.word == V.DIFFERENT, False
    chain.unread = False
    chain.last = piece
    chain.operators.append(op)


def _are_next_values(chains: Chains, s: Statement) -> bool:
    r"""Is this `\begin{pmatrix} w \\ b \end{pmatrix} = ..` of names with numbers, after words of a step? Then they have others from here on."""
    head = s.pieces[0]
    text = _LAYOUT.sub(" ", written(head.source, head.syntax.span)) if head is not None else ""
    names = _LISTED.findall(text)
    return len(names) > 1 and not _LISTED.sub("", text).strip() and {*names} <= {*chains.meanings.instances.values} \
        and _STEPS.search(words.SENTENCES.split(chains.state.said.rstrip())[-1]) is not None


def _is_new_function(chains: Chains, piece: Piece) -> bool:
    """Is this `E(w)` of a letter without a meaning here, which would be read as an expectation elsewhere?"""
    s = piece.syntax
    return type(s) is Product and len(s.items) == 2 and type(s.items[0]) is Symbol and is_call(s.items[1]) and chains.context.scope.bare(s.items[0].name) is None


def _judged_as_known(chains: Chains, s: Statement, chain: Chain, op: str, piece: Piece) -> Link:
    """The link judged with all that is known by now: samples turned to rows or columns, optima of this part. Shapes that do not fit
    say nothing where a name in it is in doubt."""
    chains.context.cases = s.cases or chains.cases
    try:
        found = limited(lambda: judged(chains, s, chain, op, piece, s.row), chains.seconds)
        if doubts.of_shapes(found.verdict) and chains.meanings.rows.turned(chain.last, piece):
            chains.state.renew()
            found = limited(lambda: judged(chains, s, chain, op, piece, s.row), chains.seconds)
        if found.verdict.word == V.DIFFERENT and op in EQUALITIES:
            found = judged_anew(chains, s, chain, op, piece) or found
    finally:
        chains.context.cases = ()
    if doubts.misfit(found.verdict) and (unknown := doubts.unread_otherwise(chains.state, piece, chain.last)) is not None:
        found.verdict = unknown
    if doubts.misfit(found.verdict) and (why := chains.doubtful(True, chain.last, piece)):
        found.verdict = Verdict(V.UNDECIDED, why)
    if doubts.misfit(found.verdict) and chains.meanings.instances.open and _SIZE_OF_EXAMPLE.search(found.verdict.message):
        found.verdict = Verdict(V.UNDECIDED, "a size that is a number in this example stands beside its letter")
    return found


def _unread(chains: Chains, s: Statement, k: int, found: Link) -> None:
    """The step of a link that cannot be read: a wrong one where its shapes do not fit. The chain goes on with what can be read."""
    chain, piece = chains.chain, s.pieces[k + 1]
    places = {label(x) for p in (chain.last, piece) for x in p.syntax.walk() if type(x) is Script} & chains.state.doubts.loose
    if doubts.misfit(found.verdict) and places:  # the a^* of `f(a^*)`, a place with the shape that f was thought to take
        chains.step(s, k, Verdict(V.UNDECIDED, f"nothing says what {min(places)} is"), "statement")
        chain.unread = True
        return
    if doubts.misfit(found.verdict) and not formal_product(s.text(k + 1)) \
            and not hypotheses.open_here(chains.state, chain.last, piece, misfit=True):
        v = replace(found.verdict, word=V.DIFFERENT, evidence="the shapes do not fit")
        chains.step(s, k, naming.misfit(chains.state, chain, piece, v))
        chain.wrong = chain.misfit = True
        return
    chains.step(s, k, found.verdict, "statement")
    if chains.state.read(piece) is not None:
        chains.chain = Chain(piece, piece)
    chain.unread = True


def _taken_in(chains: Chains, s: Statement, found: Link) -> Link:
    """The equation that a link sets up, known from here on; after `\\iff` only where the one before follows from it."""
    state = chains.state
    if found.equation is not None and s.logic == r"\iff" and state.equations and found.kind == "claim":
        v = equations_set_up.converse(state, state.equations[-1], found.equation)
        if v is not None and v.right:
            found.verdict = replace(found.verdict, word=V.EQUAL_WHERE, conditions=(*found.verdict.conditions, *v.conditions))
        elif v is not None:
            found = Link(v)
    if found.equation is not None:
        if found.equation.supposed and found.kind == "equation":  # the P of another implication
            state.equations[:] = [e for e in state.equations if not e.supposed]
        state.equations.append(found.equation)
        chains.equation_at = chains.displays
        state.near = True
    return found


def _weighed(chains: Chains, found: Link, op: str, piece: Piece) -> Verdict:
    """The verdict beside what was supposed, a loss without a formula, and the layout of the document. What follows from an equation
    that could not be read holds where that one does."""
    chain, v = chains.chain, found.verdict
    if found.kind == "claim" and v.word != V.UNREADABLE and (
            why := functions_exchanged.doubt(chains, chain.last, piece) or v.word == V.SUPPORTED and told_alone.doubt(chains.state, op, chain.last, piece)):
        return Verdict(V.UNDECIDED, why)
    if found.settled:
        return v
    if v.right and op in EQUALITIES and (made := chains.state.read(piece)) is not None and not {"derivative", "jacobian"} & made.ops \
            and (name := chains.state.doubts.differentiated(chains.state, chain.last)):
        return Verdict(V.UNDECIDED, f"{name} depends on what it is differentiated by here, and no formula says how")
    if v.right and chain.head is chain.last and hypotheses.unknown_posterior(chains.state, chain.head):
        return Verdict(V.UNDECIDED, "it is not known what the posterior is")
    if v.word == V.DIFFERENT and chains.premise_open and found.kind == "claim" and not doubts.misfit(v):
        return Verdict(V.UNDECIDED, "it is said to follow from an equation that could not be read or decided")
    if v.word in (V.DIFFERENT, V.UNDECIDED):
        instances = chains.meanings.instances
        valued = frozenset(name for name, held in instances.values.items() if held) if found.at_numbers and instances.open else frozenset()
        v = hypotheses.weighed(chains.state, found, op, chain, piece, chains.meanings.recursions.made_of(chain.last, piece), valued)
    if chains.state.hidden and not found.at_numbers:
        x = chains.state.read(chain.last)
        v = chains.upstream.judged(v, x, chains.state.read(piece, x))
    if v.word == V.EQUAL_LAYOUT and chains.state.layout != "either":
        v = replace(v, word=V.DIFFERENT, mistake="row-for-column")
    return v


def _rounded(chains: Chains, a: Piece, b: Piece) -> Verdict | None:
    r"""The verdict on `\sigma(1) = 0.731`, of numbers: right as far as the decimals tell. None where it is no such link, or they differ by more."""
    if "." not in b.source.text[b.syntax.span.start:b.syntax.span.end]:
        return None
    value = number(chains.state, a)
    if value is None and chains.meanings.instances.open:
        value = chains.meanings.instances.value_at(a)
    if value is None:
        return None
    instances = chains.meanings.instances
    literals = [a.source.text[n.span.start:n.span.end] for n in a.syntax.walk() if type(n) is Number]
    given = {abs(q) for entries in instances.values.values() for q in entries.values() if isinstance(q, (int, Fraction))} if instances.open else set()
    known = frozenset(Fraction(q) for q in (*given, *filter(_PLAIN.fullmatch, literals)))
    found = rounding.rounded(chains.state, np.asarray(value, dtype=object), b, known)
    return None if found is not None and put_in_form.other_datum(chains.state, instances, a, b) else found


def _of_another(chains: Chains, chain: Chain, piece: Piece) -> bool:
    """Is a link that does not hold right with what a wrongly defined name is used as? Then its definition is blamed."""
    if naming.as_meant(chains.state, chain, piece, chains.meant):
        return True
    found = naming.blamed(chains.state, chain, piece, chains.introduced, chains.meant)
    if found is not None:
        blame(chains, *found)
        chains.meant[found[0]] = found[1]
    return found is not None


def _head_given(chains: Chains, s: Statement, k: int, found: Link) -> None:
    """A right link gives its head a value, where that was a name of the optimum or of the solution."""
    chain, piece, state = chains.chain, s.pieces[k + 1], chains.state
    if chain.head is chain.last and (found.reason.startswith("solves") or found.kind == "optimum" and found.verdict.right and found.equation is not None):
        chains.meanings.given_value(chain.head, piece)
    if not chain.wrong and name_of(chain.head.syntax) in state.optima and state.read(chain.head) is None and state.read(piece) is not None:
        chains.meanings.declare(Source(f"{written(chain.head.source, chain.head.syntax.span)} = {s.text(k + 1)}", s.row.name, s.line()))


def _learnt(chains: Chains, s: Statement, k: int, found: Link) -> None:
    """What a right equation says of its head, and of the layout of the document."""
    chain, piece, state = chains.chain, s.pieces[k + 1], chains.state
    chain.turned |= found.verdict.layout != ""
    if found.verdict.word in (V.EQUAL, V.EQUAL_WHERE) and not chain.wrong and not decompositions.speaks(state, piece):
        name, body = state.read(chain.head), state.read(piece)
        if name is not None and body is not None and not state.in_case and not (chain.turned and "derivative" in body.ops) and not (chains.equated is not None and chains.equated.is_chosen(name)):
            rephrasing.rephrase(chains.context, name, body)
        restated.met(state, name, body)
        if name is not None and body is not None and "derivative" in name.ops and "derivative" not in body.ops and names_in(body):
            state.shown[name.data if name.op == "let" else name] = piece
    elif found.verdict.word == V.SUPPORTED and found.kind == "claim" and not chain.wrong and (name := state.read(chain.head)) is not None and name.op == "derivative":
        state.shown.setdefault(name, piece)
    if found.verdict.right and found.kind in ("claim", "gap"):
        chains.layouts.met(chain.last, piece, found.verdict, s.line(k + 1))


def judged(chains: Chains, s: Statement, chain: Chain, op: str, piece: Piece, row: Source) -> Link:
    """The verdict on one relation between the last piece of a chain and the next."""
    state, line = chains.state, s.line()
    if op == r"\propto":
        return Link(proportional.judged(state, chain, chain.last, piece))
    if op in ORDER:
        if (of_class := functions_of_class.judged(chains, chain.last, piece, op)) is not None:
            return Link(of_class, settled=True)
        found = orders_of_iterates.judged(chains, chain.last, piece, op) or order.judged(state, chain.last, piece, op)
        return Link(Verdict(V.UNDECIDED, why) if found.word == V.DIFFERENT and (why := functions_of_class.doubt(chains, chain.last, piece)) else found)
    if op in (r"\succ", r"\succeq", r"\prec", r"\preceq"):
        return Link(order.definiteness(state, chain.last, piece, op))
    if op in ABOUT and (expanded := expansions.judged(chains, chain.last, piece)) is not None:
        return Link(expanded, settled=True)
    if op in ABOUT:
        value = chains.meanings.instances.about(chain.last, piece)
        about = value or order.about(state, chain.last, piece)
        if value is None and about.word == V.DIFFERENT and chains.meanings.instances.lacks(chain.last, piece):
            about = Verdict(V.UNDECIDED, "not all that this is made of was given a number here")
        return Link(about, at_numbers=value is not None)
    if op == r"\in":
        return Link(memberships.judged(state, chain.last, piece))
    if op == r"\to" and (limit := limits_told.judged(state, s, chain.last, piece)) is not None:
        return Link(limit)
    if op not in EQUALITIES:
        return Link(Verdict(V.UNDECIDED, f"{op} is not judged"))
    if (value := optimal_values.judged(state, chain.last, piece)) is not None:
        return Link(value, "optimum")
    found = optima.read(state, piece, row)
    if found is not None and found.optimum is not None:
        state.objectives.append(found.optimum)
    before = optima.of_piece(state, chain)
    if before is not None and found is None and _is_of_truth(chains, piece, before):
        before = None
    if before is not None and found is None and (at_numbers := _optimum_at_numbers(chains, chain, piece)) is not None:
        return at_numbers
    if before is not None or found is not None:
        if (product := decompositions.judged(state, chain.last, piece)) is not None:
            return Link(product)
        first = None if chain.wrong else state.optima.get(name_of(chain.head.syntax))
        return optima.link(state, before, found, piece, first, chain.last, None if chain.wrong else chain)
    leads = SET if is_set(row.text[:piece.syntax.span.start]) else LEADS_ON if chains.leads_on else ""
    return methods.link(chains.meanings, chain, piece, lambda: links.equality(
        state, chain, chain.last, piece, line, s.logic or leads), first=chains.by_recursion, later=_after(s, piece))


def _optimum_at_numbers(chains: Chains, chain: Chain, piece: Piece) -> Link | None:
    r"""Of `\hat w = (2 I + 2 I)^{-1} (6, 2)^\top` where data have numbers: the verdict at these; None of what is told in general."""
    example = chains.meanings.instances
    if not example.open or not example.is_numeric(piece):
        return None
    v = example.judged(chain.last, piece)
    if v is None and example.is_numeric(chain.last):
        return Link(equal(chains.context, chain.last, piece, chains.state.layout))
    if v is None and (known := chains.state.optima.get(name_of(chain.head.syntax))) is not None and (value := example.state.read(piece)) is not None:
        slope = build.substitute(build.derivative(known.objective, known.by, "column"), ((known.by.data, value),)) if value.shape == known.by.shape else None
        zero = example.vanishes(slope) if slope is not None else None
        v = None if zero is None else Verdict(V.EQUAL, "the gradient is zero there at the numbers given") if zero else Verdict(
            V.DIFFERENT, "the gradient is not zero there at the numbers given")
    return Link(v or Verdict(V.UNDECIDED, "not all that this is made of was given a number here"), at_numbers=True)


def judged_anew(chains: Chains, s: Statement, chain: Chain, op: str, piece: Piece) -> Link | None:
    r"""A link that is right where \hat w is the optimum of this part, not that of an earlier one; None where there is none."""
    kept = chains.context.copy()
    if introductions.outdated(chains, chain.last, piece):
        link = limited(lambda: judged(chains, s, chain, op, piece, s.row), chains.seconds)
        if link.verdict.right:
            return link
    chains.context.__dict__.update(kept.__dict__)
    return None


def _is_of_truth(chains: Chains, piece: Piece, optimum: Optimum) -> bool:
    r"""Of `\hat w = A (X w + \epsilon)`, with a \hat w that has its value: no closed form, but \hat w by the true w."""
    name, value = chains.state.read(chains.chain.last), chains.state.read(piece)
    return name is not None and value is not None and name is not optimum.by and value.shape == name.shape \
        and speaks_of(value, optimum.by) and not (name.op == "let" and name.args[0] is optimum.by)


def blame(chains: Chains, name: Expr, slope: Expr, why: str) -> None:
    """The definition of a name is at fault: its line is the wrong step."""
    at, s = chains.introduced.pop(name)
    piece = s.pieces[1]
    line, column = s.row.locate(piece.syntax.span.start)
    v = naming.explained(slope, name, Verdict(V.DIFFERENT, why, message=why))
    step = Step(line, column, written(s.row, piece.syntax.span), s.operators[0], v, "definition")
    chains.outcome.steps.insert(at, step)
    for other, (place, t) in list(chains.introduced.items()):
        if place >= at:
            chains.introduced[other] = (place + 1, t)


def _after(s: Statement, piece: Piece) -> list[Piece]:
    """The pieces of a statement after this one."""
    at = next((k for k, p in enumerate(s.pieces) if p is piece), len(s.pieces))
    return [p for p in s.pieces[at + 1:] if p is not None]
