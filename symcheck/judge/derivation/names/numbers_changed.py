r"""Numbers of an example that the words may have changed since: "A second example is $a = 5$", "Now change $a$ to $5$", "the other matrix is $\operatorname{diag}(2, 4)$".

Where such words were neither taken as what is given nor judged as a claim, the number given before may hold on or not: what comes out at it is undecided until the name
is given one again."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.values import number
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import SymcheckError

_CHANGES = r"(?:chang|rais|lower|increas|decreas|reduc|doubl|halv|tripl|replac|reset|exchang|enlarg|shrink|shrunk)\w*"
_BEFORE = re.compile(rf"\b{_CHANGES}(?:\s+the)?(?:\s+(?:value|number|parameter|weight|matrix|rate|step\s+size))?(?:\s+of)?\s*$", re.I)
_AFTER = re.compile(rf"^\s*(?:is|are|gets|has\s+been|was)\s+(?:now\s+|then\s+)?{_CHANGES}\b", re.I)
_ONTO = re.compile(r"^\s*(?:from\s*)?(?:(?:up|down|in)?to|by|[,.;:]|$|and\b|(?:changes|alters|affects)\b)", re.I)
_ANOTHER = re.compile(r"\b(?:now|next|second|third|other|another|instead|then|different)\b", re.I)
# Before the value after a step, of the name that has had another one.
_RENEWED = re.compile(r"\b(?:the|our|its)\s+(?:new|updated|next)\s+(?:weight|parameter|value|iterate|estimate|point|position|guess|slope|intercept|coefficient)(?:\s+(?:of\s+)?\$[^$]*\$)?"
                      r"\s+(?:is|equals|becomes|reads)(?:\s+(?:then|now|therefore|thus|hence))?\W*(?:`{3,}\s*\w*\s*)?$", re.I)
# Of what is wanted, denied, or the same said again in general.
_NOT_TOLD = re.compile(r"\b(?:would|could|might|should|target|desired|wanted|true|correct|not|never|unless|until|whether|at|where|for\s+which)\W*$|\b(?:would|could|might)\b", re.I)


def heard(meanings: Meanings, formula: Formula, judged: bool) -> None:
    """Put the numbers in doubt that this formula and the words beside it may have changed. `judged`: was it judged as a claim?"""
    instances = meanings.instances
    if judged and instances.open and formula.display and len(formula.rows) == 1 and _RENEWED.search(words.last_sentence(formula.before)):
        _stepped(meanings, formula)
    if not instances.open or len(formula.rows) != 1 or judged or words.IF.search(formula.before) and not re.search(r"\binstead\W*$", formula.before, re.I):
        return
    text = formula.rows[0].text.strip(" .,;")
    head, _, value = text.partition("=")
    if value and _NOT_TOLD.search(re.split(r"[.;:]\s", formula.before)[-1]) is None:
        e, now = _read(meanings, formula, head), _read(meanings, formula, value)
        told = number(meanings.state, now) if now is not None else None
        name = places.base(meanings.state.read(e)) if e is not None else None
        if told is not None and name is not None and name.op in ("var", "let") and name is meanings.state.read(e) and _differs(meanings, name, told):
            _doubt(meanings, name.data.name)
    elif not value and text in instances.values:
        if _BEFORE.search(formula.before) and _ONTO.match(formula.after) or _AFTER.match(formula.after):
            _doubt(meanings, text)
    elif not value and not formula.display and instances.spectra and _ANOTHER.search(words.last_sentence(formula.before)):
        piece = _read(meanings, formula, text)
        told = number(meanings.state, piece) if piece is not None else None
        for name in [x.matrix for x in instances.spectra if told is not None and told.ndim == 2 and x.matrix in instances.values]:
            _doubt(meanings, name)


def _stepped(meanings: Meanings, formula: Formula) -> None:
    r"""Take in what `w = 1 - 0.3 \cdot (-2) = 1.6` comes to after "the new weight is": the weight from here on, whatever it was before."""
    head, *between, value = formula.rows[0].text.strip(" .,;").split("=")
    e, now = _read(meanings, formula, head), _read(meanings, formula, value)
    told = number(meanings.state, now) if now is not None and between else None
    name = meanings.state.read(e) if e is not None else None
    if told is None or told.size != 1 or name is None or name.op != "var" or name.data.name not in meanings.instances.values or not _differs(meanings, name, told):
        return
    meanings.instances.moves(name.data.name, meanings.instances.values[name.data.name], told.ravel()[0])


def why(meanings: Meanings, pieces: Iterable[Piece | None], verdict: Verdict) -> str:
    """Why a verdict on these pieces of a line says nothing: it rests on a number that is in doubt; "" where it does not."""
    unsure, known = meanings.instances.unsure, [p for p in pieces if p is not None]
    if not unsure or not (verdict.word == V.DIFFERENT or verdict.right and any(number(meanings.state, p) is not None for p in known)):
        return ""
    spoken = {n.data.name for p in known if (e := meanings.state.read(p)) is not None for n in e.walk() if n.op in ("var", "let")}
    return f"the words may have given {min(spoken & unsure)} another number since" if spoken & unsure else ""


def _doubt(meanings: Meanings, name: str) -> None:
    meanings.instances.unsure |= {name, *_ends(meanings, name)}


def _ends(meanings: Meanings, name: str) -> Iterable[str]:
    """The names of the extreme eigenvalues of a matrix."""
    return (x for told in meanings.instances.spectra if told.matrix == name for x in (told.least, told.greatest) if x)


def _differs(meanings: Meanings, name: Expr, told: np.ndarray) -> bool:
    """Was another number given to this name?"""
    instances = meanings.instances
    held = instances.values.get(name.data.name)
    given = places.given(name, told, instances.sizes) if held else None
    return given is not None and any(held.get(place, q) != q for place, q in given.entries.items())


def _read(meanings: Meanings, formula: Formula, text: str) -> Piece | None:
    row = formula.rows[0]
    at = row.text.find(text.strip())
    try:
        source = row.cut(at, at + len(text.strip()))
        return Piece(parse(source, meanings.state.context.words), source)
    except SymcheckError:
        return None


__all__ = ["heard", "why"]
