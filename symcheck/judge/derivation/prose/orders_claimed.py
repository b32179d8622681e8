r"""Inequalities that words conclude: "hence $L''(w) \ge 0$", "so that $0 < \sigma'(t) \le \frac14$". They are of expressions with a
meaning; of plain names an inequality says what they are taken to be. Where no word concludes it, one is judged that holds for all values or for none:
of a restriction neither is true. One that fails somewhere is wrong only where no word may have limited it; else it is passed over."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import orders_of_iterates
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import claims_of_all
from symcheck.judge.derivation.relations import functions_of_class, inequalities, order, where_equal
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.documents import Formula

# Right before the inequality, and what of the sentence so far speaks against a conclusion.
_CONCLUDES = re.compile(r"\b(?:so(?:\s+that)?|hence|thus|therefore|consequently|(?:it\s+)?follows(?:\s+that)?|conclude(?:\s+that)?|implies(?:\s+that)?|shows?(?:\s+that)?|because|since|"
                        r"(?:since|because|as)\s+[^.;$]*,|(?:the|an?)\s+(?:upper\s+|lower\s+)?(?:bounds?|inequality)|in\s+particular|note\s+that|indeed|moreover|always|clearly|we\s+(?:also\s+)?have|we\s+get|and\s+(?:therefore|hence|thus|so))"
                        r"(?:\s+(?:also|that|we\s+have|always|in\s+particular|then))*\s*,?\s*$", re.I)
_SUPPOSES = re.compile(r"\b(?:if|when(?:ever)?|let|assum\w*|suppos\w*|where|provided|such\s+that|choos\w*|take|requir\w*|need|must|condition\w*|iff|exactly|as\s+long\s+as|unless|"
                       r"until|while|should|would|converge\w*|small|large|near|close|enough|want)\b", re.I)
# Right after it: it holds in a case only.
_IN_CASE = re.compile(r"^\s*,?\s*(?:(?:if\s+and\s+)?only\s+(?:if|when|for)|iff|(?:exactly|precisely|just)\s+(?:if|when|for|where)|if|when(?:ever)?|as\s+(?:soon|long)\s+as|provided|unless|"
                      r"where|on|is\s+(?:equivalent|the\s+same)|means|amounts|says)\b", re.I)
# At the beginning of a sentence before it.
_OPENS_CASE = re.compile(r"\W*(?:(?:now|so|but|and|then|first|next|also)\s*,?\s+)?(?:(?:if|when(?:ever)?|suppos\w*|assum\w*|in\s+(?:the|this|that)\s+case|as\s+long\s+as|provided)\b|"
                         r"(?:for|on|to\s+the\s+(?:left|right)\s+of|take|let)\s+\$[^$]*(?:[<>]|\\[lg]eq?(?![A-Za-z]))[^$]*\$)", re.I)
# A reason may remind of what was supposed.
_REASON = re.compile(r"\b(?:since|because|as)\s*$", re.I)
_MEANT = frozenset(("let", "derivative", "apply"))
_CONTRARY = {"<": r"\ge", ">": r"\le", r"\le": ">", r"\ge": "<"}
MATRIX_ORDERS = frozenset((r"\prec", r"\succ", r"\preceq", r"\succeq"))
_CONTRARY_OF_MATRICES = {r"\prec": r"\succeq", r"\succ": r"\preceq", r"\preceq": r"\succ", r"\succeq": r"\prec"}
# Right before an inequality that is one side of an equivalence, a region, or what somebody asks for.
_RESTRICTS = re.compile(r"\b(?:for|with|in|if|when|where|or|and\s+only|not|never|no|cannot|impossible|region|regime|set|points?|values?|all|any|every|some|those|from|of|than|whether|between)\W*$", re.I)


def supposes(sentence: str) -> bool:
    """Does something in a sentence speak against a conclusion?"""
    return _SUPPOSES.search(re.sub(r"\$[^$]*\$", " ", sentence)) is not None


def judged(chains: Chains, s: Statement, formula: Formula, sentence: str) -> bool:
    """Judge an inequality that the words conclude; False where they do not, go on to say when it holds, or it cannot be told."""
    before = formula.before
    concluded = _CONCLUDES.search(before) is not None
    if _IN_CASE.match(formula.after) or not (inequalities.is_order(s) or _is_of_matrices(s)) or supposes(sentence):
        return False
    if concluded and len(s.pieces) == 2 and (v := orders_of_iterates.judged(chains, *s.pieces, s.operators[0])) is not None:
        if v.word == V.DIFFERENT and (claims_of_all.limited(chains, formula) or _goes_on(chains, formula)):
            chains.outcome.passed_over(s.line(), s.row.text.strip())
        else:
            chains.step(s, 0, v)
        return True
    if concluded and len(s.pieces) == 2 and (v := functions_of_class.judged(chains, *s.pieces, s.operators[0])) is not None:
        chains.step(s, 0, v, settled=True)  # "Hence $\\|\\nabla f(x)\\|^2 \\ge 2 \\mu (f(x) - f^\\star)$" of a strongly convex f
        return True
    exprs = [chains.state.read(p) for p in s.pieces]
    matrices = _is_of_matrices(s)
    if any(e is None or is_scalar(e.shape) == matrices and not (matrices and e.op in ("num", "zeros")) for e in exprs) or not any((_MEANT & e.ops) or matrices and e.op != "var" for e in exprs) or all(
            e.op in ("var", "num", "item", "entry", "zeros") or not concluded and _is_size(e) for e in exprs):
        return False
    if claims_of_all.mistaken(chains, formula):
        chains.outcome.passed_over(s.line(), s.row.text.strip())
        return True
    judge = order.definiteness if matrices else order.judged
    found = [judge(chains.state, a, b, op) for op, a, b in zip(s.operators, s.pieces, s.pieces[1:])]
    if not concluded and (_RESTRICTS.search(before) or not (all(v.right for v in found) or any(_never(chains, *of) for of in zip(s.operators, s.pieces, s.pieces[1:])))):
        return False
    if any(not v.right and v.word != V.DIFFERENT and (v.evidence != where_equal.EVIDENCE or _REASON.search(before)) for v in found):
        return False
    if any(v.word == V.DIFFERENT and not _never(chains, *of) for v, *of in zip(found, s.operators, s.pieces, s.pieces[1:])) and (claims_of_all.limited(chains, formula) or claims_of_all.numbers_given(chains, exprs)):
        chains.outcome.passed_over(s.line(), s.row.text.strip())
        return True
    for k, v in enumerate(found):
        chains.step(s, k, v)
    return True


def _goes_on(chains: Chains, formula: Formula) -> bool:
    """Does a sentence before this one in its paragraph suppose something, "If $w_k > c$, the derivative is positive. So ..", which may hold here too?"""
    so_far = re.split(r"\n\s*\n", chains.meanings.document.text[:formula.start])[-1]
    return any(_OPENS_CASE.match(sentence) is not None for sentence in re.split(r"(?<=[.!?;:])\s+|\$\$|\\\]", so_far))


def _never(chains: Chains, op: str, a: Piece, b: Piece) -> bool:
    """Does the contrary hold for all values?"""
    if op in _CONTRARY_OF_MATRICES:
        return order.definiteness(chains.state, a, b, _CONTRARY_OF_MATRICES[op]).right
    return op in _CONTRARY and order.judged(chains.state, a, b, _CONTRARY[op]).right


def _is_size(e: Expr) -> bool:
    """Is this the absolute value or the norm of a name, of which an order tells a region?"""
    return e.op in ("apply", "norm", "sqrt", "reduce") and not any(n.op in ("let", "derivative") for n in e.walk()) and sum(n.op == "var" for n in e.walk()) == 1 \
        and (e.op != "apply" or e.data[0].known == "abs")


def _is_of_matrices(s: Statement) -> bool:
    return bool(s.operators) and None not in s.pieces and {*s.operators} <= MATRIX_ORDERS
