r"""Jacobians whose left side is told in words: "The Jacobian of $a$ with respect to $x$ is $\operatorname{diag}(1 - a \odot a) W$", "Let $p = ..$.
Its Jacobian is $..$". They are judged as `\frac{\partial a}{\partial x} = ..`, in the layout of the document."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import Chain, speaks_of
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_OF = r"(?:\s+of\s+(?:(?:the|our|this)\s+(?:[\w-]+\s+){0,3})?\$(?P<of>[^$]+)\$)?"
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:(?:the|its)\s+[\w-]+\s+)?\$(?P<by>[^$]+)\$)?"
_THEN = r"(?:\s+(?:then|therefore|thus|hence|now|simply|just|again|given\s+by))*\s*:?\s*$"
_IS = re.compile(rf"\b(?:the|its|this|whose)\s+Jacobian(?:\s+matrix)?{_OF}{_BY}\s+(?:is|equals|becomes|reads){_THEN}", re.I)
_HAS = re.compile(rf"^[\s,]*(?:which\s+)?(?:has|having|with)\s+(?:the\s+|a\s+)?Jacobian(?:\s+matrix)?{_BY}{_THEN}", re.I)
# Words of another Jacobian, or of one that is not claimed; a case right after it.
_ANOTHER = re.compile(r"\b(?:if|suppose\w*|assume\w*|let|would|inverse|determinant|transposed?|at|approximat\w*|not|entries|diagonal|rows?|columns?)\b", re.I)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where\s+\$[^$]*[<>]|for|on|at|as\s+long|unless)\b", re.I)
# "The Jacobian of the softmax $s$ is": of a softmax in general, whatever s is called in the document.
_ANY_OF_ITS_KIND = re.compile(r"\bof\s+(?:the|a)\s+(?:[\w-]+\s+){0,2}(?:softmax|sigmoid|activation|ReLU|function|map|non-?linearity)\s+\$", re.I)
_BACK = 4  # formulas before it in which the name may have been defined
_HEAD = re.compile(rf"\s*(?P<name>{NAME})\s*(?:(?:\\left)?\([^()=]*\))?\s*&?\s*:?=")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a Jacobian; False where it does not, or by what it is taken cannot be told."""
    said = _IS.search(sentence) or _HAS.match(formula.before)
    if said is None or _CASE.match(formula.after) or _ANOTHER.search(re.sub(r"\$[^$]*\$", " ", sentence[max(0, said.start() - 40):])):
        return False
    groups = said.groupdict()
    if not groups.get("by") and _ANY_OF_ITS_KIND.search(said[0]):
        return False
    of = (groups.get("of") or "").partition("=")[0].strip() or _just_defined(chains)
    e = _read(chains, of) if of else None
    by = groups.get("by") or _argument(chains, e)
    if e is None or not by or is_scalar(e.shape) or is_matrix(e.shape) and not is_vector(e.shape):
        return False
    try:
        found = statements(chains.state.context, Source(rf"\frac{{\partial {of}}}{{\partial {by}}} = {row.text.strip().rstrip('.,;')}", row.name, row.locate(0)[0]))
    except SymcheckError:
        return False
    if len(found) != 1 or found[0].operators != ["="] or None in found[0].pieces or chains.state.read(found[0].pieces[0]) is None:
        return False
    chains.meanings.looked_up(found[0].pieces[1])
    if chains.state.read(found[0].pieces[1]) is None and not chains.meanings.are_declared(found[0].pieces[1]):
        return False
    with chains.apart():
        chains.chain = Chain(found[0].pieces[0], found[0].pieces[0])
        linking.link(chains, found[0], 0)
    return True


def _read(chains: Chains, text: str):
    row = Source(text, "words", chains.state.line)
    try:
        piece = Piece(parse(row, chains.state.context.words), row)
    except SymcheckError:
        return None
    chains.meanings.looked_up(piece)
    return chains.state.read(piece)


def _just_defined(chains: Chains) -> str:
    r"""The name that the last formula before defines, where declarations alone, `z \in \mathbb{R}^K`, stand between; "" where there is none."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    for formula in reversed(formulas[max(0, at - _BACK):at]):
        text = formula.rows[-1].text if formula.rows else ""
        if (found := _HEAD.match(text)) is not None:
            return found["name"]
        if r"\in" not in text:
            break
    return ""


def _argument(chains: Chains, e) -> str:
    """The only vector that this is made of, as it is written; "" where there are several."""
    names = {n for n in e.walk() if n.op == "var" and is_vector(n.shape) and not n.data.family and speaks_of(e, n)} if e is not None else set()
    return names.pop().data.name if len(names) == 1 else ""


__all__ = ["judged"]
