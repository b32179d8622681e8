r"""Links between numbers alone in a formula, whatever else stands in it: `P(+) = 0.95 \cdot 0.01 + 0.05 \cdot 0.99 = 0.059`,
`$-\ln 0.659 \approx 0.417$`. They are judged where no other rule judged them; nothing in them can mean something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers import rounding
from symcheck.judge.derivation.numbers.values import is_numeric, value_of
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.read.syntax import Number, Script
from symcheck.text import Source, Span, SymcheckError

# Words of a sentence with numbers of which nobody says that they are equal, and those right before such numbers.
_DENIED = re.compile(r"\b(?:contradict\w*|impossib\w*|absurd|false|wrong\w*|incorrect\w*|mistake\w*|mistaken\w*|errors?\s+is|typo|"
                     r"modulo|mod|XOR|bitwise|hexa\w*|octal|pretend\w*|thought|forg[eo]t\w*|wrote|suppos\w+|hop(?:e|es|ed|ing))\b|\?", re.I)
_DENIED_HERE = re.compile(r"(?:\b(?:not|never|nor|neither|no|cannot|unless|rather\s+than|instead\s+of)\b|n't\b)[^,;:.$]{0,40}$", re.I)
# Logarithms of a document that may be to another base than e.
_OTHER_BASE = re.compile(r"\bbits?\b|\bbase[-\s]*(?:\$\s*)?(?:2|10|two|ten)\b|\\log_\{?(?:2|10)|\blog_?(?:2|10)\b|decibel|\bdB\b|\bhartley", re.I)
_LOG = re.compile(r"\\(?:log|lg)(?![A-Za-z])(?!\s*_)|\\(?:operatorname|mathrm)\s*\{lo?g\}(?!\s*_)")
# Numbers with a comma among their digits.
_COMMA = re.compile(r"\d\s*(?:,|\{,\})\s*\d{3}(?!\d)|\d,\d")
_TWO_DECIMALS = re.compile(r"\d?\.\d\d")
_TOKEN = re.compile(r"\\begin\s*\{[^{}]*\}|\\end\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|[{}()\[\]=<>,;:&~]|[^\\{}()\[\]=<>,;:&~]+", re.S)
_ABOUT = frozenset((r"\approx", r"\simeq", r"\thickapprox"))
_BREAKS = frozenset((",", ";", ":", "<", ">", r"\quad", r"\qquad", r"\text", r"\mbox", r"\textrm", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\to", r"\leftarrow",
                     r"\gets", r"\Rightarrow", r"\implies", r"\iff", r"\Leftrightarrow", r"\rightarrow", r"\mapsto", r"\equiv", r"\propto", r"\sim", r"\in", r"\cong", r"\mid",
                     r"\longrightarrow", r"\Longrightarrow", r"\lesssim", r"\gtrsim", r"\ll", r"\gg", r"\mathrm"))


class _Side(NamedTuple):
    """What stands in a row from `start` to `end`; `relation`: that to the side right before it, empty where none is."""

    relation: str
    start: int
    end: int


def judged(chains: Chains, formula: Formula, sentence: str) -> None:
    """Judge the links between numbers of a formula that are not judged yet."""
    after = words.SENTENCES.split(formula.after)[0]
    if _DENIED.search(re.sub(r"\$[^$]*\$", " ", sentence)) or _DENIED.search(after) or _DENIED_HERE.search(formula.before):
        return
    for row in formula.rows:
        if _COMMA.search(re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\\[,;:!]", " ", row.text)):
            continue
        before: _Side | None = None
        for side in _sides(row.text):
            if before is not None and side.relation:
                _link(chains, row, before, side)
            before = side


def _link(chains: Chains, row: Source, a: _Side, b: _Side) -> None:
    pieces = [_piece(chains, row, s) for s in (a, b)]
    if None in pieces:
        return
    about, place = b.relation in _ABOUT, row.locate(pieces[1].syntax.span.start)
    if any((s.line, s.column) == place for s in chains.outcome.steps):
        return
    values = [_value(chains, p, free=about and k == 0) for k, p in enumerate(pieces)]
    if values[0] is None and about and type(pieces[0].syntax) is not Number:
        values[0] = _of_iterates(chains, pieces[0])
    text = row.text[b.start:b.end]
    if values[0] is None or values[1] is None or values[0].size != values[1].size:
        return
    if any(_LOG.search(row.text[s.start:s.end]) for s in (a, b)) and _OTHER_BASE.search(chains.meanings.document.text):
        return
    compare = rounding.about if about else rounding.exactly
    if not about and all(type(p.syntax) is Number for p in pieces):
        return  # `0 = 1`: nobody claims it
    found = {compare(p, q, text) for p, q in zip(values[0].ravel(), values[1].ravel())}
    if rounding.DIFFERS in found and not about and _TWO_DECIMALS.search(row.text[a.start:a.end]) and all(
            abs(float(p) - float(q)) <= 0.005 * abs(float(p)) for p, q in zip(values[0].ravel(), values[1].ravel())):
        return  # made of rounded numbers, which the author may have known better
    if rounding.OPEN in found and rounding.DIFFERS not in found:
        return
    v = Verdict(V.DIFFERENT, "the numbers differ") if rounding.DIFFERS in found else Verdict(V.EQUAL, "the numbers agree in the digits written")
    s = Statement(pieces, [r"\approx" if about else "="], row, Span(pieces[0].syntax.span.start, pieces[1].syntax.span.end))
    with chains.apart():
        chains.step(s, 0, v)


def _of_iterates(chains: Chains, piece: Piece) -> np.ndarray | None:
    """The value of a side in which numbered iterates stand, `f(w_3)`, that a rule gives with all that it is made of."""
    gives = chains.meanings.recursions.gives
    if not any(gives(x) is not None for x in piece.syntax.walk() if type(x) is Script):
        return None
    value = chains.meanings.instances.value_at(piece)
    return None if value is None else np.asarray(value, dtype=object)


def _sides(text: str) -> list[_Side]:
    """The sides of the relations `=` and `\\approx` of a row, outside of all brackets."""
    found, depth, start, relation = [], 0, 0, ""
    for m in _TOKEN.finditer(text):
        token = m[0]
        if token in "([{" or token.startswith(r"\begin"):
            depth += 1
        elif token in ")]}" or token.startswith(r"\end"):
            depth -= 1
        elif depth == 0 and (token == "=" or token in _ABOUT):
            found.append(_Side(relation, start, m.start()))
            start, relation = m.end(), token
        elif depth == 0 and token in _BREAKS:
            found.append(_Side(relation, start, m.start()))
            start, relation = m.end(), ""
    return [*found, _Side(relation, start, len(text))]


def _piece(chains: Chains, row: Source, side: _Side) -> Piece | None:
    text = row.text[side.start:side.end].rstrip().rstrip(".&\\ ~")
    lead = len(text) - len(text.lstrip(" &\t\n~"))
    if not text.strip(" &\t\n~") or "%" in text:
        return None
    start, end = side.start + lead, side.start + len(text)
    source = row.rewritten(" " * start + row.text[start:end] + " " * (len(row.text) - end))  # so that it stands where it stood
    try:
        return Piece(parse(source, chains.context.words), source)
    except SymcheckError:
        return None


def _value(chains: Chains, piece: Piece, free: bool) -> np.ndarray | None:
    """The value of a side made of numbers alone; where it may be `free`, of one made of known functions of numbers too, as `\\sigma(2)`."""
    e = chains.state.read(piece)
    if e is None or not is_numeric(e) and (not free or e.op in ("let", "var")):
        return None
    value = value_of(e)
    return None if value is None else np.asarray(value, dtype=object)
