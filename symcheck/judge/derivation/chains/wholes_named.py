r"""Names for the matrix or vector of derivatives that were told entry by entry: after `\frac{\partial p_k}{\partial z_j} = ..`, "in matrix form
$J = \operatorname{diag}(p) - p p^\top$", "i.e. $G = \delta x^\top$". The whole has these entries; of a derivative by a matrix each in its place."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Index, build
from symcheck.expr.shape import describe, is_matrix, is_scalar, long_axes
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import indices_of
from symcheck.read.syntax import Accent, Symbol

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# Of a new name right after a formula of its entries: "in matrix form $J = ..$", "that is, $J = ..$", "Collecting these, $J = ..$"; "$J = ..$ in matrix form".
_AS_WHOLE = (r"(?:in\s+(?:matrix|vector|matrix-vector|vectori[sz]ed|compact)(?:[\s-]+)(?:form|notation)|(?:written\s+)?as\s+(?:one\s+|a\s+)?(?:matrix|vector)|i\.\s?e\.|that\s+is|in\s+other\s+words|"
             r"(?:collect|stack|gather|assembl|arrang)\w*|the\s+(?:matrix|vector)\s+of\s+(?:these|all|the)\b|(?:matrix|vector)\s+(?:\$[^$]*\$\s+)?of\s+these)")
_BEFORE_WHOLE = re.compile(rf"(?<![\w-]){_AS_WHOLE}", re.I)
_AFTER_WHOLE = re.compile(r"^\s*,?\s*(?:in\s+(?:matrix|vector|vectori[sz]ed|compact)[\s-]+(?:form|notation)|as\s+a\s+(?:matrix|vector))\b", re.I)
# Letters of such a whole after no more than "so".
_USUAL = re.compile(r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?[GHJ]\s*\}?")
_SO = re.compile(r"\b(?:so|hence|thus|therefore)\s*,?\s*$", re.I)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)


def named(chains: Chains, s: Statement, before: Chain | None) -> Verdict | None:
    r"""The verdict on `J = \operatorname{diag}(p) - p p^\top`, a name for what collects the derivatives `\frac{\partial p_k}{\partial z_j} = p_k (\delta_{kj} - p_j)` that
    the chain before ends with; None where it says something else. Words have to say so where it is wrong: the name may be of something else."""
    if before is None or before.wrong or before.unread or before.misfit or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or type(s.pieces[0].syntax) not in (Symbol, Accent):
        return None
    entry, head, value = (chains.state.read(p) for p in (before.last, before.head, s.pieces[1]))
    if entry is None or head is None or value is None or not is_scalar(entry.shape) or is_scalar(value.shape) or not has_derivative(head) or has_derivative(value):
        return None
    letters, axes = [Index(name, dim) for name, dim in indices_of(head).items()], long_axes(value.shape)
    if {i.name for i in letters} != {*indices_of(entry)} | {*indices_of(head)} or not letters or len(letters) != len(axes) or indices_of(value):
        return None
    fixed, found = _is_by_matrix(head) and chains.state.layout != "row", None
    for order in [tuple(letters)] if fixed else permutations(letters):
        if [i.dim for i in order] == list(axes):
            v = judge(chains.state.context, build.array(order, entry, value.shape), value)
            if v.right:
                return v
            found = found or v
    found = found or Verdict(V.DIFFERENT, "the shapes do not fit", message=f"the entries make {describe(tuple(i.dim for i in letters))}, the right side is {describe(value.shape)}")
    formula = chains.meanings.document.formulas[chains.meanings.at]
    words, after = re.sub(r"\$[^$]*\$", " § ", s.words or (chains.state.before if formula.display else chains.meanings.survey.sentence(formula))), formula.after
    told_so = (_BEFORE_WHOLE.search(words) or _AFTER_WHOLE.match(after) or s.logic or _USUAL.fullmatch(s.text(0).strip()) and _SO.search(words)) and not reservations.keeps(words) and not reservations.altered(words) and not _CASE.match(after)
    return found if told_so and found.word == V.DIFFERENT else None


def _is_by_matrix(head: Expr) -> bool:
    """Is this a derivative by the entry of a matrix, which has its place in the whole?"""
    return any(n.op in ("derivative", "jacobian") and n.args[-1].op == "entry" and is_matrix(n.args[-1].args[0].shape) for n in head.walk())


__all__ = ["named"]
