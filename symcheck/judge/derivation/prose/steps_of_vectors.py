r"""One step of gradient descent on a vector of numbers, told by what it gives: "a gradient step of size $1$ on the scores gives $z = (0.2, \frac34)$" after
`z = (\log 2, 0)`. The new numbers are compared with those of one step from the ones before, along the derivative of the only loss; after it the vector has
the new ones, and under a name of its own, `v_{\text{new}} = ..`, a matrix may have them too. Where the step, its size or the loss are not plain, the new numbers are left open: never are they those of before."""

from __future__ import annotations

import re

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.values import is_numeric, number
from symcheck.judge.derivation.prose import steps_told
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement, is_next
from symcheck.judge.derivation.wording import steps_in_force, words
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula

# Up to the new numbers, in the sentence of the step.
_NEW = re.compile(r"\b(?:the|our|its)\s+(?:new|updated|next)\s+(?:\w+\s+){0,2}(?:is|are|be|becomes?|reads?)\s*$", re.I)


def judged(chains: Chains, s: Statement, formula: Formula, sentence: str) -> bool:
    """Judge the value that a step gives to a vector with numbers; False where the words tell no step, or this is no such vector."""
    instances, state = chains.meanings.instances, chains.state
    head = s.pieces[0] if s.pieces else None
    if len(s.pieces) != 2 or None in s.pieces or s.operators != ["="] or not instances.open and not is_next(head.syntax):
        return False
    new = is_next(head.syntax) and state.read(head) is None  # `v_{\text{new}} = ..`: another name, and v keeps its numbers
    e, value = state.read(Piece(head.syntax.base, head.source) if new else head), number(state, s.pieces[1])
    if new:
        known = e is not None and value is not None and value.ndim and (e.op == "var" and e.data.name in instances.values or e.op == "let" and is_numeric(e.args[0]))
        return bool(known) and _named_anew(chains, s, e, value, sentence)
    if e is None or e.op != "var" and e not in instances.freed or not is_vector(e.shape) or e.data.name not in instances.values or value is None or value.size < 2:
        return False
    said = re.sub(r"\$[^$]*\$", " § ", sentence)
    if not steps_told.GIVES.search(said) and not (_NEW.search(said) and re.search(r"\bstep\b", said)):
        return False
    found = places.given(e, value, instances.sizes)
    v = _judge(chains, e, value, sentence, said) if found is not None else Verdict(V.UNDECIDED, "the new numbers are of another length")
    chains.step(s, 0, v)
    if v.right and found is not None:
        instances.hold(found)
    else:
        instances.values.pop(e.data.name, None)  # it is no longer what it was
    return True


def _named_anew(chains: Chains, s: Statement, e: Expr, value: np.ndarray, sentence: str) -> bool:
    """Judge the numbers that a step gives to a vector or a matrix under a name of its own, which means them from here on."""
    said = re.sub(r"\$[^$]*\$", " § ", sentence)
    if steps_told.GIVES.search(said) is None and not (_NEW.search(said) and re.search(r"\bstep\b", said)):
        return False
    chains.step(s, 0, _judge(chains, e, value, sentence, said))
    define(chains.meanings, s, bare=True)
    return True


def _judge(chains: Chains, e: Expr, value: np.ndarray, sentence: str, said: str) -> Verdict:
    """The verdict on the numbers after one step."""
    state, meanings = chains.state, chains.meanings
    text = meanings.survey.text[:meanings.document.formulas[meanings.at].start]
    rates = steps_in_force.rates(text)
    if steps_told.OTHER.search(said) or state.penalties or steps_in_force.another_method(text) or updates.goes_up(state) or words.UPHILL.search(state.since):
        return Verdict(V.UNDECIDED, "the words tell no single step of gradient descent")
    loss = _loss(chains, e)
    if loss is None or not rates or rates[-1] is None:
        return Verdict(V.UNDECIDED, "of which loss this is a step, or how long it is, is not known")
    z = e if e.op == "let" and is_numeric(e.args[0]) else build.var(e.data)  # with numbers of its own, whatever it is made of
    new = meanings.instances.array_of(build.sub(z, build.mul(build.num(rates[-1]), build.derivative(loss if z is e else exchanged(loss, e, z), z, "column"))))
    if new is None or new.size != value.size:
        return Verdict(V.UNDECIDED, "not all numbers that this step is made of are known")
    if all(abs(float(p) - float(q)) <= 1e-12 * max(1, abs(float(p))) for p, q in zip(new.ravel(), value.ravel())):
        return Verdict(V.EQUAL, "one step of gradient descent with these numbers")
    if any(type(q) is float or "." in str(q) for q in value.ravel()) and all(abs(float(p) - float(q)) <= max(0.01 * abs(float(p)), 0.005) for p, q in zip(new.ravel(), value.ravel())):
        return Verdict(V.UNDECIDED, "it may be rounded")
    return Verdict(V.DIFFERENT, "the step gives other numbers", message=f"one step of gradient descent gives ({', '.join(f'{float(x):.6g}' for x in new.ravel())})")


def _loss(chains: Chains, e: Expr) -> Expr | None:
    """The only function of a number of which the document has taken the derivative by this vector or its entries, or has a formula."""
    taken = {g.f for g in chains.state.gradients if is_scalar(g.f.shape) and g.f.op == "let" and (g.by is e or g.by.op == "entry" and g.by.args[0] is e)}
    found = taken or {*chains.state.losses_of(e)}
    return found.pop() if len(found) == 1 else None


__all__ = ["judged"]
