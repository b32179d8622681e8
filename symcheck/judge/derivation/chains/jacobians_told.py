r"""Jacobians whose left side is told in words: "The Jacobian of $a$ with respect to $x$ is $\operatorname{diag}(1 - a \odot a) W$", "Let $p = ..$.
Its Jacobian is $..$". They are judged as `\frac{\partial a}{\partial x} = ..`, in the layout of the document. Where the words do
not tell by what, it is by one of the vectors that it is made of, and wrong only where it is wrong by all of them."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.equations_read import equation
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain, speaks_of
from symcheck.judge.derivation.wording.patterns import APPOSED, NAME
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_OF = rf"(?:\s+of\s+(?:(?:the|our|this)\s+{APPOSED})?\$(?P<of>[^$]+)\$)?"
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:(?:the|its)\s+[\w-]+\s+)?\$(?P<by>[^$]+)\$)?"
_THEN = r"(?:\s+(?:then|therefore|thus|hence|now|simply|just|again|given\s+by))*\s*:?\s*$"
_IS = re.compile(rf"\b(?:the|its|this|whose)\s+Jacobian(?:\s+matrix)?{_OF}{_BY}\s+(?:is|equals|becomes|reads){_THEN}", re.I)
_HAS = re.compile(rf"^[\s,]*(?:which\s+)?(?:has|having|with)\s+(?:the\s+|a\s+)?Jacobian(?:\s+matrix)?{_BY}{_THEN}", re.I)
# Words of another Jacobian, or of one that is not claimed; a case right after it.
_ANOTHER = re.compile(r"\b(?:if|suppose\w*|assume\w*|let|would|inverse|determinant|transposed?|at|approximat\w*|not|entries|diagonal|rows?|columns?)\b", re.I)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where\s+\$[^$]*[<>]|for|on|at|as\s+long|unless)\b", re.I)
# "The Jacobian of the softmax $s$ is": of a softmax in general, whatever s is called in the document.
_ANY_OF_ITS_KIND = re.compile(r"\bof\s+(?:the|a)\s+(?:[\w-]+\s+){0,2}(?:softmax|sigmoid|activation|ReLU|function|map|non-?linearity)\s+\$", re.I)
# "The trace of the Jacobian of $z$": of what is made of it.
_MADE_OF_IT = re.compile(r"\b(?:of|in|from|times|minus|plus|to|with)\s+$", re.I)
_WRITTEN = re.compile(rf"\s*(?P<name>{NAME})\s*(?:(?:\\left)?\([^()=]*\))?\s*&?\s*:?=\s*(?P<value>[^=]+?)\s*[.,;]?\s*")
_BACK = 4  # formulas before it in which the name may have been defined
_HEAD = re.compile(rf"\s*(?P<name>{NAME})\s*(?:(?:\\left)?\([^()=]*\))?\s*&?\s*:?=")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a Jacobian; False where it does not, or by what it is taken cannot be told."""
    said = _IS.search(sentence) or _HAS.match(formula.before)
    if said is None or _MADE_OF_IT.search(sentence[:said.start()]) or _CASE.match(formula.after) or _ANOTHER.search(re.sub(r"\$[^$]*\$", " ", sentence[max(0, said.start() - 40):])):
        return False
    groups = said.groupdict()
    if not groups.get("by") and _ANY_OF_ITS_KIND.search(said[0]):
        return False
    of = (groups.get("of") or "").partition("=")[0].strip() or _just_defined(chains)
    e = chains.meaning(of) if of else None
    if e is None or is_scalar(e.shape) or is_matrix(e.shape) and not is_vector(e.shape):
        return False
    claims = [s for a, by in ([(of, groups["by"])] if groups.get("by") else _candidates(chains, of, e)) if (s := _claim(chains, a, by, row)) is not None]
    chosen = claims[0] if len(claims) == 1 else _chosen(chains, claims, row)
    if chosen is None:
        return False
    with chains.apart():
        chains.chain = Chain(chosen.pieces[0], chosen.pieces[0])
        linking.link(chains, chosen, 0)
    return True


def _claim(chains: Chains, of: str, by: str, row: Source) -> Statement | None:
    """The claim in symbols; None where it cannot be read."""
    s = equation(chains.state.context, rf"\frac{{\partial {of}}}{{\partial {by}}} = {row.text.strip().rstrip('.,;')}", row)
    if s is None or chains.state.read(s.pieces[0]) is None:
        return None
    chains.meanings.looked_up(s.pieces[1])
    return s if chains.state.read(s.pieces[1]) is not None or are_declared(chains.meanings, s.pieces[1]) else None


def _chosen(chains: Chains, claims: list[Statement], row: Source) -> Statement | None:
    """Of claims by several vectors the right one; the first where all are wrong."""
    verdicts = []
    for s in claims:
        try:
            verdicts.append(linking.judged(chains, s, Chain(s.pieces[0], s.pieces[0]), "=", s.pieces[1], row).verdict)
        except SymcheckError:
            return None
        if verdicts[-1].right:
            return s
    return claims[0] if verdicts and all(v.word == V.DIFFERENT for v in verdicts) else None


def _just_defined(chains: Chains) -> str:
    r"""The name that the last formula before defines, where declarations alone, `z \in \mathbb{R}^K`, `T > 0`, stand between; "" where there is none."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    for formula in reversed(formulas[max(0, at - _BACK):at]):
        text = formula.rows[-1].text if formula.rows else ""
        if (found := _HEAD.match(text)) is not None:
            return found["name"]
        if re.search(r"\\(?:in|[gl]eq?|neq?)(?![A-Za-z])|[<>]", text) is None:
            break
    return ""


def _candidates(chains: Chains, of: str, e: Expr) -> list[tuple[str, str]]:
    r"""What the Jacobian may be of and by: the name and a vector that it is made of, and what the last formula that defines it writes, `p = \softmax(u)`, and
    a vector in that."""
    found = [(of, name) for name in _vectors(e, e)]
    rows = [row.text for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows]
    written = next((m["value"] for text in reversed(rows) if (m := _WRITTEN.fullmatch(text)) is not None and _plain(m["name"]) == _plain(of)), "")
    value = chains.meaning(written) if written else None
    if value is not None and value.shape == e.shape:
        known = {name for _, name in found}
        found = [*((rf"\left({written}\right)", name) for name in _vectors(value, None) if name not in known), *found]
    return found


def _vectors(e: Expr, but: Expr | None) -> list[str]:
    """The vectors that an expression is made of, from the outside to the inside."""
    return list(dict.fromkeys(n.data.name for n in e.walk() if n.op in ("var", "let") and n is not but and is_vector(n.shape) and not n.data.family and speaks_of(e, n)))


def _plain(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


__all__ = ["judged"]
