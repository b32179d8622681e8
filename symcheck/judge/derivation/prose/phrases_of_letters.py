r"""Derivatives of any letters, told as noun phrases: "the derivative of $\frac{x}{1 + x^2}$ is $..$" where the document says nothing of x.

Letters without a meaning are any numbers, vectors of one length and square matrices, as they are written; of those that a formula before the sentence
holds words may say something else, and nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.prose.phrase_subjects import Claim, head
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.derivation.wording.noun_phrases import DERIVATIVES, FUNCTIONS, Phrase
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.text import Source, SymcheckError

CONDITION = re.compile(r"\s*(?P<letter>[a-z])\s*(?:[<>]|\\neq?(?![A-Za-z])|\\not\s*=|\\[gl]eq?(?![A-Za-z]))\s*0\s*")
_UPRIGHT = re.compile(r"\\(?:mathbb|operatorname|mathrm|text)\s*\{[^{}]*\}")
_LETTER = re.compile(r"(?P<greek>\\(?:alpha|beta|gamma|theta|mu|nu|rho|tau|lambda|delta|epsilon|xi|eta|kappa|omega)(?![A-Za-z]))|\\[A-Za-z]+|[A-Za-z]")
_VARIABLES = ("x", "w", r"\theta", "z", "t", "u", "v", r"\beta", "s", "r", "X", "W")
_CHOICES = 8  # meanings of letters that are tried


def judged(chains: Chains, claim: Claim, row: Source, told: Context | None) -> Context | None:
    """Judge a derivative whose letters have no meaning in the document: of any numbers, vectors and matrices as they are written. The context in
    which they are these; None where it is not decided. `told`: that of the phrase right before."""
    p, text = claim.phrase, row.text.strip().rstrip(".,;")
    if not {*p.nouns} <= DERIVATIVES or len(p.nouns) != 1:
        return None
    of = claim.of
    if p.function:
        condition = CONDITION.fullmatch(claim.where or "")
        own = letters(text) or ([condition["letter"]] if condition is not None else ["z"])
        if len(own) != 1:
            return None
        of = FUNCTIONS[p.function][1]
        of = rf"{of}({own[0]})" if of in (r"\tanh", r"\sigma") else re.sub(r"\bz\b", own[0], of)
        text = {r"\sigma": rf"\sigma({own[0]})"}.get(re.sub(r"\s", "", text), text)
    elif "=" in of or r"\in" in of:
        return None
    if claim.where == "=0":
        return None
    contexts = list(islice(_contexts(chains, of, text, claim, told), _CHOICES))
    for context, declared in contexts:
        likely = [claim.by] if claim.by else [x for x in _VARIABLES if x in declared and x in letters(of)] or declared[:1] * (len(declared) == 1)
        found = [(by, s, v) for by in likely if (found := _derived(chains, p, of, by, text, row, context, len(contexts) == 1)) is not None for s, v in [found]]
        right = next((f for f in found if f[2].right), found[0] if len(found) == len(likely) == 1 else None)
        if right is None:
            if found:
                return None
            continue
        by, s, v = right
        chains.step(s, 0, v, reason=f"the {'second ' * (p.nouns[0] == 'hessian')}derivative by {by}" if v.right else "")
        return context
    return None


def _derived(chains: Chains, p: Phrase, of: str, by: str, text: str, row: Source, context: Context, alone: bool) -> tuple[Statement, Verdict] | None:
    """The claim as an equation in a context, and its verdict; None where it cannot be read, or it is not decided. `alone`: is this the only context?"""
    x = _read(context, by)
    if x is None or x.op != "var":
        return None
    s = equations_read.equation(context, f"{p.left(of, by, is_scalar(x.shape))} = {text}", row)
    if s is None or _piece(context, s.pieces[0]) is None or _piece(context, s.pieces[1]) is None and not (alone and is_misfit(context, s.pieces[1])):
        return None
    v = verdict(chains, s, context)
    return (s, v) if v.right or v.word == V.DIFFERENT else None


def verdict(chains: Chains, s: Statement, context: Context) -> Verdict:
    """The verdict on an equation in a context; one whose right side is a misfit is wrong."""
    if is_misfit(context, s.pieces[1]):
        return Verdict(V.DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together")
    return equal(context, *s.pieces, chains.state.layout)


def _contexts(chains: Chains, of: str, text: str, claim: Claim, told: Context | None) -> Iterator[tuple[Context, list[str]]]:
    """The contexts in which the letters without a meaning have one, the likeliest first, and these letters."""
    context = chains.state.context.copy()
    missing = [x for x in dict.fromkeys(letters(f"{of} {text} {claim.by}")) if _read(context, x) is None]
    if any(_is_spoken_of(chains, x, told) for x in missing) or not missing and not claim.traits:
        return
    vectors = r"\top" in of or r"\|" in of or any(x.isupper() for x in missing)
    if not missing or len(missing) > 5:
        return
    shaped = [n for x in letters(of) if (n := _read(context, x)) is not None and not is_scalar(n.shape)] if vectors else []
    sizes = list(dict.fromkeys(str(d) for n in shaped for d in n.shape if d != 1)) or ["n"]
    if len(sizes) > 1 and any(x.isupper() for x in missing):
        return
    small = [x for x in missing if not x.isupper()]
    for kinds in product(*[(*sizes, "") if vectors and x.islower() else ("",) for x in small]):
        trial = context.copy()
        try:
            for x, size in zip(small, kinds):
                trial.declare(rf"{x} \in \mathbb{{R}}^{{{size}}}" if size else rf"{x} \in \mathbb{{R}}")
            for x in (x for x in missing if x.isupper()):
                trait = r" \text{ symmetric}" if claim.traits and head(claim.traits) == x else ""
                trial.declare(rf"{x} \in \mathbb{{R}}^{{{sizes[0]} \times {sizes[0]}}}{trait}")
            if claim.where and claim.where != "=0":
                trial.declare(claim.where)
        except SymcheckError:
            continue
        f = _read(trial, of)
        if f is not None and is_scalar(f.shape):
            yield trial, missing


def _is_spoken_of(chains: Chains, letter: str, told: Context | None) -> bool:
    """Does a formula before this sentence hold the letter, which was not any one in the phrase right before? Then words may say what it is."""
    meanings = chains.meanings
    sentence = meanings.survey.sentence(meanings.document.formulas[meanings.at])
    count = len(noun_phrases.INLINE.findall(sentence))
    rows = [r.text for f in meanings.document.formulas[:max(0, meanings.at - count)] for r in f.rows]
    return any(letter in letters(re.sub(r"\\[a-z]+\s*\(\s*[a-z]\s*\)", "", t)) for t in rows) and (told is None or _read(told, letter) is None)


def letters(text: str) -> list[str]:
    """The names of one letter in a formula, as they are written."""
    return [m["greek"] or m[0] for m in _LETTER.finditer(_UPRIGHT.sub(" ", text)) if m[0] not in ("e", "I") and (m["greek"] or not m[0].startswith("\\"))]


def _read(context: Context, text: str) -> Expr | None:
    try:
        return context.read(text)
    except SymcheckError:
        return None


def _piece(context: Context, piece: Piece) -> Expr | None:
    try:
        return context.reading(piece).expr
    except SymcheckError:
        return None


__all__ = ["CONDITION", "judged", "letters", "verdict"]
