r"""Inequalities for all of several ordered numbers: "$|1 - \eta \lambda_i| < 1$ for all $i$, that is $0 < \eta < 2 / M$" where the document
says `0 < \mu = \lambda_1 \le \dots \le \lambda_n = M`.

What holds for all of them is tried for the least, the greatest, and several between; what is said instead has to be the same whatever
they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, Variable, build
from symcheck.expr.shape import SCALAR
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations import inequalities
from symcheck.judge.derivation.relations.inequalities import Condition
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording.entries_told import SPECTRUM
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Formula
    from symcheck.text import Source

# Between a condition and the index that it is said of: "for all $i$".
FOR_ALL = re.compile(r"^[\s,]*(?:holds\s+)?for\s+(?:all|every|each|any)(?:\s+(?:index|indices|eigenvalues?))?\s*$", re.I)
_EIGENVALUES = re.compile(r"\beigenvalues\b[^.;]*$", re.I)
_BETWEEN = (1, 3)  # of four parts


def pair(chains: Chains, first: Statement, letter: str, second: Statement, loosely: bool = False) -> bool:
    """Judge whether a condition for all values of an index is the same as another one, or said `loosely` to be; False where that cannot
    be done."""
    state = chains.state
    p, q = inequalities.condition(state, first), inequalities.condition(state, second)
    member = next((n for _, a, b in p or () for e in (a, b) for n in e.walk() if n.op == "item" and n.args[0].op == "var"), None)
    if p is None or q is None or member is None or len(member.data) != 1 or getattr(member.data[0].base, "name", "") != letter:
        return False
    found = next((m for row in state.rows if (m := SPECTRUM.match(row.strip())) is not None
                  and re.sub(r"_.*", "", member.args[0].data.name) == m[4]), None)
    if found is None or r"\ge" in found[0] or ">" in found[0]:
        return False
    least, greatest = (_named(chains, name, member, mark) for name, mark in ((found[3], "min"), (found[6], "max")))
    if least is None or greatest is None:
        return False
    for end, number in ((At(None, 1), least), (At(found[5]), greatest)):  # `\lambda_1`, `\lambda_d` themselves
        node = build.item(member.args[0], (end,))
        q = [(op, exchanged(a, node, number), exchanged(b, node, number)) for op, a, b in q]
    if any(n.op == "item" for _, a, b in q for e in (a, b) for n in e.walk()):
        return False
    parts = [build.div(build.add(build.mul(build.num(4 - k), least), build.mul(build.num(k), greatest)), build.num(4)) for k in _BETWEEN]
    for_all: Condition = [(op, exchanged(a, member, x), exchanged(b, member, x)) for x in (least, *parts, greatest) for op, a, b in p]
    ordered: Condition = [(r"\le", least, greatest)]
    v = inequalities.same(state, for_all, q, ordered)
    if v is None:
        return False
    if loosely and v.word == V.DIFFERENT and (follows := inequalities.same(state, for_all, q, ordered, both_ways=False)) is not None and follows.right:
        v = Verdict(V.UNDECIDED, inequalities.FOLLOWS_ONLY)
    doubts, state.doubts.loose = state.doubts.loose, state.doubts.loose - {found[3], found[6], member.args[0].data.name}
    chains.step(second, len(second.operators) - 1, v)
    state.doubts.loose = doubts
    return True


def named_ends(meanings: Meanings, row: Source, formula: Formula) -> bool:
    r"""Does "with eigenvalues $\mu = \lambda_1 \le \dots \le \lambda_n = L$" name the first and the last of them, which mean nothing else? Nothing is claimed by it."""
    found = SPECTRUM.match(row.text.strip()) if _EIGENVALUES.search(formula.before) else None
    return found is not None and not {found[3], found[6], f"{found[4]}_1"} & {v.name for v in meanings.context.definitions}


def _named(chains: Chains, name: str | None, member: Expr, mark: str) -> Expr | None:
    """The number of this name, or any that has none, with what is known of the members."""
    if name:
        e = chains.meanings.shaped(name)
        return e if e is not None and e.op == "var" else None
    v = member.args[0].data
    return build.var(Variable(f"{v.name}^{{{mark}}}", SCALAR, (), v.traits))


__all__ = ["FOR_ALL", "named_ends", "pair"]
