r"""Samples declared anew in a later part, with another shape: "(ii) Now $x_i \in \mathbb{R}^d$" after numbers $x_1, \dots, x_n$.

What was defined by the old ones, as their mean, is read again for the new ones; where it cannot be, it has no meaning any more.
Nor have functions of the old ones, or names beside them that were never declared but taken from their use or from the law of the
old ones, as a mean \mu. What was set up or found of all these is over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable
from symcheck.judge.derivation.state import names_in
from symcheck.read.scope import Entry
from symcheck.read.syntax import Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `x_i \\in ..`
_MEMBER = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?\\?[A-Za-z]+\s*\}?)\s*_\s*\{?\s*[a-z]\s*\}?\s*\\in\b")


def declared(meanings: Meanings, row: Source) -> bool:
    """Take in the declaration of samples that were others in an earlier part."""
    state, context = meanings.state, meanings.context
    found = _MEMBER.match(row.text)
    entry = next((e for e in context.scope.entries.get(found[1].strip(), ()) if e.kind == "quantity" and e.expr is not None
                  and e.expr.op == "var" and e.sub_slots == len(e.expr.data.family) == 1), None) if found is not None else None
    if entry is None or state.declared_in.get(entry.expr.data.name, state.part) == state.part:
        return False
    kept = context.copy()
    over = _over(meanings, entry)
    for e in over:
        context.scope.drop(e)
        if e.expr is not None:
            context.definitions.pop(e.expr.data, None)
    context.laws = {name: law for name, law in context.laws.items() if name != entry.expr.data.name}
    context.remembered = {}
    try:
        context.declare(meanings.survey.ranged(row, context))
    except SymcheckError:
        context.__dict__.update(kept.__dict__)
        return False
    state.declared_in[entry.expr.data.name] = state.part
    _read_again(meanings, [e for e in over if e.expr is not None and e.expr.op == "let" and not e.params], kept.lines)
    _forget(meanings, {e.expr.data for e in over if e.expr is not None})
    return True


def _over(meanings: Meanings, samples: Entry) -> list[Entry]:
    """The samples, what is made of them, and what was taken from its use beside them."""
    taken = {line.split(r" \in ")[0] for line in meanings.outcome.taken if r" \in " in line}
    law = meanings.context.laws.get(samples.expr.data.name)
    told = set() if law is None else {x.name for s in law.written for x in s.walk() if type(x) is Symbol}.union(*map(names_in, law.exprs))
    told = {n for n in told if not _is_declared(meanings, n)}
    taken |= told
    names, over = {samples.expr.data.name, *told}, [samples]
    known = [e for e in meanings.context.scope if e is not samples and e.kind in ("quantity", "map")]
    while more := [e for e in known if e not in over and _holds(e, names, taken)]:
        over += more
        names |= {e.expr.data.name for e in more if e.expr is not None and e.expr.op == "var"}
        names |= taken & set().union(*(names_in(x) for e in more for x in (e.expr, e.body) if x is not None))
    return over


def _is_declared(meanings: Meanings, name: str) -> bool:
    r"""Does some formula of the document say `\mu \in ..`?"""
    return any(re.match(rf"[^=]*(?:^|,)\s*{re.escape(name)}\s*(?:,[^=]*)?\\in\b", row) for row in meanings.state.rows)


def _holds(e: Entry, names: set[str], taken: set[str]) -> bool:
    if e.expr is not None and e.expr.op == "var":
        return e.expr.data.name in names & taken
    return any(x is not None and names_in(x) & names for x in (e.expr, e.body))


def _read_again(meanings: Meanings, over: list[Entry], lines: list[str]) -> None:
    """The definitions of these names, as far as they hold of the new samples too."""
    names = {_plain(e.expr.data.name) for e in over}
    for line in lines:
        if "=" in line and _plain(line.split("=", 1)[0].rstrip(":")) in names:
            meanings.declare(Source(line, meanings.document.name, 1))


def _forget(meanings: Meanings, gone: set[Variable]) -> None:
    state = meanings.state

    def is_over(*exprs: Expr | None) -> bool:
        return any(n.op in ("var", "let") and n.data in gone for e in exprs if e is not None for n in e.walk())

    state.equations[:] = [e for e in state.equations if not is_over(e.lhs, e.rhs)]
    state.gradients[:] = [g for g in state.gradients if not is_over(g.f, g.by)]
    state.objectives[:] = [o for o in state.objectives if not is_over(o.objective, o.by)]
    state.dropped[:] = [d for d in state.dropped if not d & {v.name for v in gone}]
    state.solved = {u: value for u, value in state.solved.items() if not is_over(u, value)}
    state.objective = None if is_over(state.objective) else state.objective


def _plain(name: str) -> str:
    return re.sub(r"[{}\s&]", "", name)


__all__ = ["declared"]
