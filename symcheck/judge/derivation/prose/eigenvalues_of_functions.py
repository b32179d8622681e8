r"""Eigenvalues of what is made of a matrix with named ones: "the eigenvalues of $A + c I$ are $\lambda_i + c$" where words call the eigenvalues of A \lambda_i; and eigenvectors
with their eigenvalues: "$u$ is an eigenvector of $u u^\top$ with eigenvalue $\|u\|^2$", "$u u^\top$ has the eigenvalue $\|u\|^2$ with eigenvector $u$".

A polynomial in A, or an inverse of one, has the same polynomial of \lambda_i as its eigenvalue; an eigenvector is judged by `M v = \mu v`."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_NAME = r"(?:\\[a-z]+|[a-z])"
_EIGENVALUES = re.compile(r"\b(?:the\s+)?eigenvalues?\s+of\s+(?:the\s+matrix\s+)?⟦(?P<of>\d+)⟧\s+(?:are|is)(?:\s+(?:then|thus|therefore|hence|simply|just|given\s+by|exactly))*\s*:?\s*$", re.I)
# "$A$ be symmetric with eigenvalues $\lambda_1, \dots, \lambda_n$", before that.
_NAMED = (re.compile(r"⟦(?P<of>\d+)⟧[^⟦⟧.;]*\b(?:with|has|have|having)\s+(?:the\s+|real\s+|positive\s+)*eigenvalues\s+⟦(?P<names>\d+)⟧", re.I),
          re.compile(r"\beigenvalues\s+⟦(?P<names>\d+)⟧\s+of\s+(?:the\s+matrix\s+)?⟦(?P<of>\d+)⟧", re.I),
          re.compile(r"\beigenvalues\s+of\s+(?:the\s+matrix\s+)?⟦(?P<of>\d+)⟧\s+(?:be|by)\s+⟦(?P<names>\d+)⟧", re.I))
_LETTER = re.compile(rf"\s*(?P<letter>{_NAME})_(?:\{{\s*(?:1|[ijk])\s*\}}|1|[ijk])(?![\w])")
# "has the eigenvalue $..$ with eigenvector $u$", "$u$ is an eigenvector of $M$ with eigenvalue $..$".
_HAS_VALUE = re.compile(r"⟦(?P<of>\d+)⟧\s+has\s+(?:the|an)\s+eigenvalue\s*$", re.I)
_WITH_VECTOR = re.compile(r"^\s*,?\s*(?:with|for)\s+(?:the\s+)?(?:corresponding\s+)?eigenvector\s*$", re.I)
_VECTOR_OF = re.compile(r"⟦(?P<vector>\d+)⟧\s+is\s+(?:then\s+|thus\s+|also\s+)?an\s+eigenvector\s+of\s+(?:the\s+matrix\s+)?⟦(?P<of>\d+)⟧\s+(?:with|for|to)\s+(?:the\s+)?(?:corresponding\s+)?eigenvalue\s*$", re.I)
_NUMBERS = frozenset((r"\alpha", r"\beta", r"\gamma", r"\eta", r"\lambda", r"\mu", r"\rho", r"\tau", r"\epsilon"))
_DENIED = re.compile(r"\b(?:if|suppos\w*|assum\w*|let|when|would|approximat\w*|not|unless|instead|wrong\w*|students?|nonzero|non-zero|largest|smallest|only)\b", re.I)


def judged(chains: Chains, remarks: Remarks, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge what the words before a formula call an eigenvalue in this way; False where they do not, or it is not decided."""
    words, texts = noun_phrases.tokens(sentence)
    if formula.display or _DENIED.search(words):
        return False
    if (said := _VECTOR_OF.search(words)) is not None and equals_told.ends(formula.after):
        return _of_vector(chains, remarks, row, texts[int(said["of"])], texts[int(said["vector"])])
    following = next(iter(chains.meanings.document.formulas[chains.meanings.at + 1:]), None)
    if (said := _HAS_VALUE.search(words)) is not None and _WITH_VECTOR.match(formula.after) and following is not None and not following.display:
        return _of_vector(chains, remarks, row, texts[int(said["of"])], following.rows[0].text.strip().rstrip(".,;"))
    said = _EIGENVALUES.search(words)
    return said is not None and equals_told.ends(formula.after) and _of_function(chains, row, texts[int(said["of"])])


def _of_vector(chains: Chains, remarks: Remarks, row: Source, of: str, vector: str) -> bool:
    text = row.text.strip().rstrip(".,;")
    matrix, v = (chains.state.context_read(t.partition("=")[0].strip()) for t in (of, vector))
    if matrix is None or v is None or matrix.op == "var" or is_scalar(matrix.shape) or is_scalar(v.shape):
        return False
    s = equations_read.equation(chains.state.context, rf"\left({of.partition('=')[0]}\right) \left({vector.partition('=')[0]}\right) = \left({text}\right) \left({vector.partition('=')[0]}\right)", row)
    return s is not None and all(chains.state.read(p) is not None for p in s.pieces) and remarks.aside_if_decided(s)


def _of_function(chains: Chains, row: Source, of: str) -> bool:
    """Judge the eigenvalues of a polynomial in a matrix whose own have a name."""
    context, named = chains.state.context, _named(chains)
    if named is None:
        return False
    whole, letter = named
    trial = context.copy()
    _declare_numbers(trial, of)
    matrix, made = _read(trial, whole), _read(trial, of)
    text = row.text.strip().rstrip(".,;")
    member = re.search(rf"{re.escape(letter)}_\{{?([ijk])\}}?", text)
    if matrix is None or matrix.op != "var" or made is None or made is matrix or member is None:
        return False
    mu = r"\mu_{\star}"
    try:
        trial.declare(rf"{mu} \in \mathbb{{R}}")
        x = trial.read(mu)
        claimed = trial.read(re.sub(rf"{re.escape(letter)}_(?:\{{{member[1]}\}}|{member[1]})", lambda _: mu, text))
    except SymcheckError:
        return False
    value = _scalar(made, matrix, x)
    if value is None or not is_scalar(claimed.shape):
        return False
    v = judge(trial, value, claimed)
    if not v.right and v.word != V.DIFFERENT:
        return False
    found = statements(context, row)
    if len(found) != 1 or found[0].operators or found[0].pieces[0] is None:
        return False
    chains.step(Statement([None, found[0].pieces[0]], ["="], row, found[0].span), 0, v, reason="the same function of the eigenvalues" if v.right else "")
    return True


def _named(chains: Chains) -> tuple[str, str] | None:
    """The only matrix whose eigenvalues the words before have named, and the letter of these."""
    text = chains.meanings.document.text[:chains.meanings.document.formulas[chains.meanings.at].start]
    words, texts = noun_phrases.tokens(text.rstrip("$ (\\"))
    found = {(re.split(r"\\in|=", texts[int(m["of"])])[0].strip(), letter["letter"]) for p in _NAMED for m in p.finditer(words)
             if (letter := _LETTER.match(texts[int(m["names"])])) is not None}
    return found.pop() if len(found) == 1 else None


def _scalar(e: Expr, matrix: Expr, x: Expr) -> Expr | None:
    """A polynomial in a matrix, or an inverse of one, with x for the matrix and 1 for the identity; None of anything else."""
    if e is matrix:
        return x
    if e.op == "eye":
        return build.num(1)
    if is_scalar(e.shape):
        return None if any(n is matrix for n in e.walk()) else e
    if e.op == "let":
        return _scalar(e.args[0], matrix, x)
    if e.op == "power" and e.args[1].op == "num":
        inner = _scalar(e.args[0], matrix, x)
        return build.power(inner, e.args[1]) if inner is not None else None
    if e.op not in ("add", "sub", "neg", "mul", "inverse", "div"):
        return None
    parts = [_scalar(a, matrix, x) for a in e.args]
    if None in parts:
        return None
    if e.op == "inverse":
        return build.div(build.num(1), parts[0])
    made = parts[0]
    for p in parts[1:]:
        made = {"add": build.add, "sub": build.sub, "mul": build.mul, "div": build.div}[e.op](made, p)
    return build.neg(made) if e.op == "neg" else made


def _declare_numbers(context: Context, text: str) -> None:
    """Small letters without a meaning that stand in a matrix are numbers."""
    for letter in dict.fromkeys(re.findall(r"\\[A-Za-z]+|[a-df-z]", text)):
        if (len(letter) == 1 or letter in _NUMBERS) and _read(context, letter) is None:
            try:
                context.declare(rf"{letter} \in \mathbb{{R}}")
            except SymcheckError:
                return


def _read(context: Context, text: str) -> Expr | None:
    try:
        return context.read(text)
    except SymcheckError:
        return None


__all__ = ["judged"]
