r"""Optimal values told after the place was found: "has the solution $x^\star = -P^{-1} q$, and the optimal value is $p^\star = ..$".

The value has to be that of the function whose derivative was set to zero, at what was found for its variables. Nothing is judged where the words name another
function or restrict where the optimum is sought, or where another function got its formula since."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.read.documents import Formula

_SPACED = r"(?:\s+(?:then|thus|therefore|hence|now|simply|just|again|given\s+by))*"
# "and the optimal value is", "The minimum value of $f$ is therefore", right before it.
_IS = re.compile(r"(?:^|[.;,:]|\b(?:and|so|hence|thus|therefore|that|with)\b)\s*(?:the|its)\s+(?:(?:corresponding|resulting|global)\s+)?(?:optimal|optimum|minimum|minimal|smallest|least|lowest|maximum|maximal|largest|greatest|highest)\s+"
                 rf"(?:(?:(?:function|objective|loss|cost)\s+)?value|loss|cost|objective)(?:\s+of\s+(?:the\s+(?:problem|function|loss|cost|objective)\s*)?(?:\$\s*(?P<f>[^$=]+?)\s*\$)?)?\s+(?:is|equals|becomes|reads){_SPACED}\s*:?\s*$", re.I)
_LIMITED = re.compile(r"\b(?:if|when|where|under|subject|among|between|within|constraint|constrained|unless|not|over|on|dual|primal|average|mean|expected)\b", re.I)
_ENDS = re.compile(r"^\s*(?:$|[.;,]|and\b|so\b|which\b|\()")


def judged(chains: Chains, found: list[Statement], formula: Formula) -> bool:
    """Judge an optimal value, under a name of its own or alone; False where the words tell none, or it is not known of what."""
    said = _IS.search(re.split(r"(?<=[.;:])\s", chains.meanings.survey.sentence(formula))[-1])
    s = found[0] if len(found) == 1 and found[0].pieces else None
    if said is None or s is None or None in s.pieces or {*s.operators} - {"="} or _ENDS.match(formula.after) is None \
            or _LIMITED.search(re.sub(r"\$[^$]*\$", "", re.split(r"[,;]", chains.meanings.survey.sentence(formula))[-1])):
        return False
    piece = s.pieces[1 if s.operators else 0]
    told, value = chains.state.read(piece), _at_solution(chains, said["f"])
    head = chains.state.read(s.pieces[0]) if s.operators else None
    if told is None or value is None or not is_scalar(told.shape) or head is not None and head.op not in ("var", "let") or any(n.op in ("var", "let") and n is not told and n in chains.state.solved for n in told.walk()):
        return False
    v = judge(chains.context, value, told)
    if v.word == V.DIFFERENT and (chains.state.in_case or chains.state.values or is_numeric(told) and ("." in s.row.text or names_in(value))):
        return False  # of numbers put in, or rounded
    if v.right or v.word == V.DIFFERENT:
        chains.step(s if s.operators else Statement([None, piece], ["="], s.row, piece.syntax.span), 0, v, reason="the value at the solution" if v.right else "")
    return v.right or v.word == V.DIFFERENT


def _at_solution(chains: Chains, named: str | None) -> Expr | None:
    """The function whose derivative was set to zero last, at what was found for its variables; None where not all of this is known."""
    state = chains.state
    taken = [g for g in state.gradients if not g.factor and g.by in state.solved and is_scalar(g.f.shape) and g.line >= state.part_line]
    if not taken:
        return None
    f = taken[-1].f
    by = [g.by for g in state.gradients if g.f is f]
    if any(u not in state.solved or u.op != "var" for u in by) or any(g.f is not f and g.line > taken[-1].line for g in state.gradients):
        return None
    if f.op != "let" or named is not None and chains.state.context_read(re.sub(r"\s*\(.*", "", named)) is not f and chains.state.context_read(named) is not f:
        return None
    later = [name for name, line in state.named_on.items() if line >= taken[-1].line and (e := state.context_read(name)) is not None and is_scalar(e.shape) and e is not f and any(speaks_of(e, u) for u in by)]
    return None if later else build.substitute(f, tuple((u.data, state.solved[u]) for u in dict.fromkeys(by)))


__all__ = ["judged"]
