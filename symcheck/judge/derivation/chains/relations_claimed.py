r"""What is claimed of expressions by relations that declare names: `\nabla_W L \in \mathbb{R}^{m \times d}` is its shape, `x + y \sim \mathcal{N}(0, 2)` its mean and its
variance, `A + B \ne B + A` is wrong where both are the same. Of a plain name they say what it is, which is no business of this room.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read, since_told
from symcheck.judge.derivation.relations import memberships
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.relations.sizes_multiplied import are_tied
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import dependence
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.syntax import Accent, Listing, Script, Symbol

_REALS = re.compile(r"\s*\\(?:mathbb|R(?![A-Za-z]))")
_GAUSSIAN = re.compile(r"\s*\\(?:mathcal|operatorname|mathrm|text)?\s*\{?\s*N\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\((?P<of>.*?)(?:\\right|\\[bB]igg?r?)?\)\s*[.,;]?\s*", re.S)
_PLAIN = frozenset(("var", "num", "zeros", "ones", "eye", "item", "size", "index"))


def judged(chains: Chains, s: Statement, settled: bool = True) -> bool:
    """Judge such a claim; False where it is none, or it is not decided. `settled`: do the words leave a name what it was?"""
    if len(s.pieces) != 2 or None in s.pieces:
        return False
    e = chains.state.read(s.pieces[0])
    named = type(s.pieces[0].syntax) in (Symbol, Script, Accent, Listing)
    if e is None or e.op in _PLAIN or named and not (e.op == "let" and settled and not e.data.family):
        return False
    rule = {r"\in": _member, r"\sim": _law, r"\ne": _other}.get(s.operators[0])
    v = rule(chains, s, e) if rule is not None else None
    if v is not None:
        chains.step(s, 0, v)
    return v is not None


def _member(chains: Chains, s: Statement, e: Expr) -> Verdict | None:
    """The verdict on the shape; None of another set, or where sizes may be tied or were guessed."""
    state = chains.state
    if _REALS.match(s.text(1)) is None or names_in(e) & state.doubts.guessed:
        return None
    v = memberships.judged(state, *s.pieces)
    if v.word != V.DIFFERENT:
        return v if v.right else None
    sizes = set(re.findall(r"[A-Za-z]\w*|\d+", s.text(1).partition("^")[2].replace(r"\times", " "))) | {str(d) for d in e.shape}
    turnable = has_derivative(e) or e.op == "let" and has_derivative(e.args[0])
    known = all(d.isdigit() or d in state.context.dims for d in sizes)
    return v if known and not turnable and not are_tied(state, sizes) and not state.sizes and not any(d in state.special for d in sizes) else None


def _law(chains: Chains, s: Statement, e: Expr) -> Verdict | None:
    """The verdict on mean and variance of what is made of Gaussians; None of another law."""
    said = _GAUSSIAN.fullmatch(s.text(1))
    parts = _parts(said["of"]) if said is not None else []
    if len(parts) != 2 or not names_in(e) & chains.state.context.laws.keys():
        return None
    formula = chains.meanings.document.formulas[chains.meanings.at]
    if not dependence.concludes(chains.meanings.survey.sentence(formula), since_told.laws(chains.meanings)):
        return None
    head = s.text(0).strip()
    spread = "Var" if is_scalar(e.shape) else "Cov"
    lines = (rf"\mathbb{{E}}[{head}] = {parts[0]}", rf"\operatorname{{{spread}}}({head}) = {parts[1]}")
    found = [equations_read.looked_up(chains.meanings, line, s.row) for line in lines]
    if None in found:
        return None
    if sum(chains.state.context.laws[name].alone for name in names_in(e) & chains.state.context.laws.keys()) > 1:
        return Verdict(V.UNDECIDED, "nothing says that these are independent")
    verdicts = [equal(chains.state.context, *t.pieces, chains.state.layout) for t in found]
    wrong = next((k for k, v in enumerate(verdicts) if v.word == V.DIFFERENT), None)
    if wrong is not None:
        return Verdict(V.DIFFERENT, verdicts[wrong].evidence, message=f"this is not its {('mean', 'variance')[wrong]}", counterexample=verdicts[wrong].counterexample)
    return Verdict(V.EQUAL, "its mean and its variance are these, and it is linear in Gaussians") if all(v.right for v in verdicts) and _is_linear(e, chains) else None


def _is_linear(e: Expr, chains: Chains) -> bool:
    """Is this a sum of multiples of names with Gaussian laws?"""
    if e.op == "let":
        return _is_linear(e.args[0], chains)
    if e.op == "add":
        return all(_is_linear(a, chains) for a in e.args)
    random = [a for a in e.args if names_in(a) & chains.state.context.laws.keys()]
    if not random and e.op != "var":
        return True
    return e.op in ("var", "neg", "transpose") and all(_is_linear(a, chains) for a in e.args) or e.op in ("mul", "matmul") and len(random) == 1 and _is_linear(random[0], chains)


def _other(chains: Chains, s: Statement, e: Expr) -> Verdict | None:
    r"""`A \ne B` is wrong where both are the same; of numbers, right where they differ."""
    value = chains.state.read(s.pieces[1], e)
    if value is None or e.shape != value.shape or value.is_zero and names_in(e):
        return None
    v = judge(chains.state.context, e, value)
    if v.right:
        return Verdict(V.DIFFERENT, v.evidence, message="both sides are the same")
    settled = v.word == V.DIFFERENT and chains.meanings.instances.is_settled(chains.state.context, *s.pieces)
    return Verdict(V.EQUAL, "both sides are numbers, and differ") if settled else None


def _parts(text: str) -> list[str]:
    """The arguments of a law, parted at commas and bars that stand in no brackets."""
    found, depth = [""], 0
    for x in text:
        depth += (x in "([{") - (x in ")]}")
        if not depth and x in ",;":
            found.append("")
        else:
            found[-1] += x
    return [part.strip() for part in found]


__all__ = ["judged"]
