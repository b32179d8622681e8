r"""Means and covariances given a name: "For a fixed true $w$ the expectation over the noise is \mathbb{E}[\hat w] = .."

A mean over everything random holds no random name any more. Where the other side of a link speaks of one, the mean may
be meant given that name: the words have to say so ("fixed", "true", "given", "over the noise").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.heads import MOMENTS
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read import noise
from symcheck.read.context import Piece
from symcheck.read.syntax import Bar, Cases, Group, Matrix, Product, Relation, Script, Symbol
from symcheck.text import Source

MOMENT = re.compile(r"\\mathbb\s*\{?\s*[EV]\b|\\operatorname\*?\s*\{\s*(?:E|Var|Cov|Bias|MSE)\b|\\(?:Var|Cov|E)\b|"
                     r"\\mathrm\s*\{\s*(?:E|Var|Cov)\b|\\text\s*\{\s*(?:E|Var|Cov)\b")
_FIXED = re.compile(r"\b(?:fix(?:ed|ing)?|true|given|conditional(?:ly)?|condition(?:ed|ing)|deterministic|"
                    r"non-?random|not\s+random|hold(?:ing)?|treat(?:ed|ing)?|frequentist|"
                    r"(?:over|in|to|of|only)\s+(?:the\s+)?(?:noise|data|errors?|targets?|labels?|"
                    r"\$\\(?:var)?epsilon\$))\b", re.I)
# By its likelihood a parameter is estimated as a number that is not random.
_LIKELIHOOD = re.compile(r"\b(?:maximi[sz]ing|maximum)[\s-]+(?:the\s+)?(?:log[\s-]*)?likelihood\b", re.I)
_BAYES = re.compile(r"\b(?:prior|posterior|Bayes\w*|MAP|unlike|not|than)\b", re.I)
# "for fixed $w$", "given the true weights $w$": names held fixed in all of a part.
_FIXED_NAME = (r"\b(?:fix(?:ed|ing)?|true|given|conditional(?:ly)?\s+on|deterministic|hold(?:ing)?)\s+(?:(?:the|true|weights?|parameters?|vector)\s+){{0,3}}"
               r"\$(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*)?{name}(?![A-Za-z])")


def given(state: State, a: Piece, b: Piece, sides: list[Expr]) -> Verdict | None:
    """The verdict on a = b with the random names it is a function of held fixed; None where nothing is gained. Nothing
    is called wrong that takes a mean of what no law is known of."""
    if not any(MOMENT.search(p.source.text) for p in (a, b)):
        return None
    if not state.context.laws:
        lawless = next((e for p in (a, b) for e in _before_bars(state, p) if names_in(e)), None)
        return Verdict(V.UNDECIDED, f"no law of {to_latex(lawless)} is known") if lawless is not None else None
    unknown = {n for e in sides for n in e.walk() if _is_unknown(n)}
    if unknown and not _whatever(state, sides, unknown):
        return Verdict(V.UNDECIDED, "of a random name in it nothing is said that tells this mean")
    lawless = next((e for p in (a, b) for e in (*_arguments(state, p), *_before_bars(state, p)) if not _is_random(state, e)), None)
    if lawless is not None:
        state.lawless |= names_in(lawless)
        return Verdict(V.UNDECIDED, f"no law of {to_latex(lawless)} is known")
    inside, behind = {n.data.name for e in sides for n in e.walk() if n.op == "var"} & state.context.laws.keys(), _behind(state, a, b)
    held = {name for p in (a, b) for e in _arguments(state, p) for name in names_in(e)}
    others = [{name} for name in sorted(state.context.laws.keys() - held)] if not behind else []
    told = _given_already(state, a, b)  # these are held fixed as it is written
    found = [v for names in (inside - told, behind - told, *(one - told for one in others)) if names and (v := _given(state, a, b, names)) is not None]
    return next((v for v in found if v.right), found[0] if found else None)


def _given(state: State, a: Piece, b: Piece, names: set[str]) -> Verdict | None:
    """The verdict where these random names are held fixed; None where the sides differ then."""
    context = state.context.copy()
    context.laws = {name: law for name, law in context.laws.items() if name not in names}
    context.remembered = {}
    v = equal(context, a, b, state.layout)
    if not v.right:
        return None
    shown = ", ".join(sorted(names))
    if _FIXED.search(state.around) or all(re.search(_FIXED_NAME.format(name=re.escape(letter_of(name))), state.since) for name in names):
        return v
    if _LIKELIHOOD.search(sentence := words.last_sentence(state.since)) and not _BAYES.search(sentence):
        return v
    return Verdict(V.UNDECIDED, f"this mean is right given {shown}, but {shown} is random too, and nothing says that "
                                "it is held fixed")


def _behind(state: State, a: Piece, b: Piece) -> set[str]:
    r"""The random names that the laws of others speak of, as y \sim \mathcal{N}(X w, ..) of a w with a prior, where means are taken of
    those."""
    held = {name for p in (a, b) for e in _arguments(state, p) for name in names_in(e)}
    texts = [law.source.text.split(r"\sim", 1)[-1] for name, law in state.context.laws.items() if name in held and law.source is not None]
    return {name for name in state.context.laws if name not in held
            and any(re.search(rf"(?<![A-Za-z\\]){re.escape(letter_of(name))}(?![A-Za-z])", text) for text in texts)}


def _is_unknown(e: Expr) -> bool:
    """Is this the mean or covariance of a random name of which nothing is told?"""
    return e.op == "var" and e.data.name.startswith((r"\mathbb{E}[", r"\operatorname{Cov}("))


def _whatever(state: State, sides: list[Expr], unknown: set[Expr]) -> bool:
    """Is the difference of two sides the same whatever the means and covariances are that nothing is told of?"""
    if len(sides) != 2 or sides[0].shape != sides[1].shape:
        return False
    gap = build.sub(*sides)
    slopes = [build.derivative(gap, n, "column") for n in unknown]
    return all(judge(state.context, e, build.num(0) if is_scalar(e.shape) else build.zeros(e.shape), hint=True).right
               for e in slopes)


def _given_already(state: State, *pieces: Piece) -> set[str]:
    r"""The names behind the bars of these pieces, as y in `\mathbb{E}[w \mid y]`."""
    read = [state.read(Piece(bar.right, p.source)) for p in pieces for bar in p.syntax.walk((Matrix, Cases)) if type(bar) is Bar]
    return {name for e in read if e is not None for name in names_in(e)}


def _is_random(state: State, e: Expr) -> bool:
    r = state.context.start(Source(""))
    return noise.is_random(r, e) or not names_in(e) or not noise.free_indices(e).isdisjoint(r.uniform)


def _before_bars(state: State, piece: Piece) -> Iterator[Expr]:
    r"""What means and covariances given that a name has a value are taken of, the s of `\mathbb{E}[s \mid y = 1]`."""
    for product in (x for x in piece.syntax.walk((Matrix, Cases)) if type(x) is Product):
        for operator, group in zip(product.items, product.items[1:]):
            head = operator.base if type(operator) is Script else operator
            if type(head) is Symbol and (head.name in MOMENTS or head.name == "E" and head.font == "bb") and type(group) is Group and type(group.body) is Bar and type(group.body.right) is Relation \
                    and (e := state.read(Piece(group.body.left, piece.source))) is not None:
                yield e


def _arguments(state: State, piece: Piece) -> Iterator[Expr]:
    """What means and covariances are taken of."""
    for product in (x for x in piece.syntax.walk((Matrix, Cases)) if type(x) is Product):
        for operator, group in zip(product.items, product.items[1:]):
            head = operator.base if type(operator) is Script else operator
            body = group.base if type(group) is Script else group
            if type(head) is Symbol and (head.name in MOMENTS or head.name == "E" and head.font == "bb") \
                    and type(body) is Group:
                e = state.read(Piece(body.body, piece.source))
                if e is not None:
                    yield e
