r"""The parameters of ReLU units of one number that the document declares nowhere: numbers, all of them, the w_1, b_1, v_1 of
`f(x) = v_1 \phi(w_1 x + b_1) + v_2 \phi(w_2 x + b_2)` with a number x.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.usage import Name, named_in
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.syntax import BigOperator
from symcheck.text import Source

# Words of a network of one number, and of none.
_ON_LINE = re.compile(r"\b(?:elbows?|kinks?|knees?|hinges?|break-?\s?points?|knots?|slopes?|piecewise|one-dimensional|one\s+dimension|univariate|on\s+the\s+(?:real\s+)?line|scalars?|real\s+(?:input|number)s?|"
                      r"(?:one|single)\s+(?:real\s+)?input|1-?\s?D)\b", re.I)
_UNIT = re.compile(r"\bReLU|rectif|\\max|_\s*\{?\s*\+|\\operatorname\s*\{\s*(?:relu|ReLU)|\brelu\b", re.I)
_SMALL = re.compile(r"[a-z]|\\(?:alpha|beta|gamma|delta|theta|tau|xi|zeta|mu|omega|kappa|nu|rho)")
_NO_NUMBERS = frozenset(("e", "i", r"\pi", "d"))


def declare(meanings: Meanings) -> None:
    """Declare such parameters before the document is walked; what was taken is said."""
    text = meanings.document.text
    if _ON_LINE.search(text) is None or _UNIT.search(text) is None:
        return
    for line in dict.fromkeys(line for row in meanings.inference.usage.rows for s in row.statements for line in _lines(meanings, s)):
        if meanings.declare(Source(line, meanings.document.name, 1)):
            meanings.outcome.taken.append(line)


def _lines(meanings: Meanings, s: Statement) -> Iterator[str]:
    """The declarations of the parameters of `f(x) = v_1 \\phi(w_1 x + b_1) + .. + c`, where nothing says of one of them that it is no number."""
    head, body = (s.pieces[0], s.pieces[1]) if len(s.pieces) > 1 and s.operators[:1] == ["="] and None not in s.pieces[:2] else (None, None)
    taken = arguments(head.syntax) if head is not None else set()
    if len(taken) != 1 or any(type(x) is BigOperator and x.name == "sum" for x in body.syntax.walk()):
        return
    x, = taken
    names = [n for n in named_in(body.syntax) if n.bare != x]
    numbered = [n for n in names if n.sub.isdigit()]
    if len({n.sub for n in numbered}) < 2 or x in _declared(meanings) and not _is_real(meanings, x):
        return
    own = [n for n in dict.fromkeys(names) if not _is_function(meanings, n)]
    if all(_is_number(meanings, n) or meanings.shaped(n.bare) is not None or _is_real(meanings, n.bare) for n in own):
        yield from (rf"{n.bare} \in \mathbb{{R}}" for n in own if meanings.shaped(n.bare) is None and n.bare not in _declared(meanings))
        if x not in _declared(meanings) and meanings.shaped(x) is None and not any(
                re.match(rf"\s*{re.escape(x)}\s*&?\s*:?=\s*(?![-+]?\s*(?:[\d.]|\\[dt]?frac\s*\{{?\s*\d))", row.text) for f in meanings.document.formulas for row in f.rows):
            yield rf"{x} \in \mathbb{{R}}"


def _declared(meanings: Meanings) -> set[str]:
    """The names that stand before a sign of a set or a law."""
    heads = [re.split(r"\\(?:in|sim)(?![A-Za-z])", row.text)[0] for f in meanings.document.formulas for row in f.rows if re.search(r"\\(?:in|sim)(?![A-Za-z])", row.text)]
    return {re.sub(r"[\s{}]", "", m[0]) for head in heads for m in re.finditer(r"\\?[A-Za-z]+(?:\s*_\s*(?:\{\s*\w+\s*\}|\w))?", head)}


def _is_real(meanings: Meanings, x: str) -> bool:
    r"""Is this letter said to be a number, `x \in \mathbb{R}`?"""
    return any(re.search(rf"(?<![A-Za-z\\]){re.escape(x)}(?![A-Za-z])[^=]*\\in\s*(?:\\mathbb\s*\{{?\s*R\s*\}}?|\[)\s*(?!\s*\^)", row.text) for f in meanings.document.formulas for row in f.rows)


def _is_function(meanings: Meanings, name: Name) -> bool:
    """Is this name called wherever it stands, as an activation is?"""
    uses = meanings.inference.usage.uses.get(name.bare, ())
    return any(u.called for u in uses) and name.base in meanings.survey.formals | meanings.inference.usage.defined.keys() or all(u.called for u in uses) or name.base == r"\max"


def _is_number(meanings: Meanings, name: Name) -> bool:
    """Is this a small letter with a number or nothing below, declared nowhere and never written as a vector?"""
    uses = meanings.inference.usage.uses.get(name.bare, ())
    return _SMALL.fullmatch(name.base) is not None and name.base not in _NO_NUMBERS and not name.sup and not name.below and not name.above \
        and name.bare not in _declared(meanings) and name.bare not in meanings.inference.usage.defined \
        and not any(u.transposed or u.normed or u.font or u.differentiated == "nabla" for u in uses)
