r"""Products of shapes: `(H \times N)(N \times K) = (H \times K)` says which shape a product of matrices has.

Sizes are compared by their names: neighbours must be the same one, and the first and the last one are the result. Where
the document says elsewhere that two sizes are equal, what differs by them only is left open. A product that stands
before the shapes ("$A^\top G$ has shape ..") must have the shape that they come to.
"""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.state import State
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Document, Formula
from symcheck.read.parser import parse
from symcheck.text import SymcheckError

# A shape in brackets, `(N \times K)` or `(N, K)`; what may stand between factors; what joins the sides.
_SIZE = r"\s*(?:\\[,;!:]\s*)*([A-Za-z](?:_\{?\w+\}?)?|\d+)\s*(?:\\[,;!:]\s*)*"
_SHAPE = re.compile(rf"\s*(?:\\left|\\[bB]ig+l?)?\s*[(\[]{_SIZE}(?:\\times|,){_SIZE}(?:\\right|\\[bB]ig+r?)?\s*[)\]]\s*")
_BARE = re.compile(rf"{_SIZE}\\times{_SIZE}$")
_BETWEEN = re.compile(r"\s*(?:\\cdot|\\times|@|\\,|\\;|\\!|\\:|~)*\s*")
_JOINED = re.compile(r"=|\\(?:long)?(?:right)arrow(?![A-Za-z])|\\(?:Long)?Rightarrow(?![A-Za-z])|\\to(?![A-Za-z])|\\leadsto(?![A-Za-z])")
# Words that say that numbers in brackets are sizes, and words between a product of matrices and its shape.
_OF_SHAPES = re.compile(r"\b(?:shapes?|dimensions?|dims?|sizes?)\b", re.I)
_HAS_SHAPE = re.compile(r"^\s*(?:(?:is|are|has|have|of|the|a|with|then|indeed|an?\s+object)\s+|(?:shapes?|dimensions?|sizes?|product)\b\s*|[(:,])*$", re.I)

Shape = tuple[str, str]


def judge(document: Document, at: int, state: State, outcome: Derivation) -> bool:
    """Judge formula number `at` where it is a product of shapes; False where it is none."""
    formula = document.formulas[at]
    if len(formula.rows) != 1:
        return False
    row = formula.rows[0]
    sides = sides_of(row.text)
    if sides is None or not _are_sizes(sides, state, formula):
        return False
    wanted = _shape_before(document, at, state)
    for text, start, side in sides[1:]:
        line, column = row.locate(start)
        outcome.add(Step(line, column, text, "=", _verdict(sides[0][2], side, wanted, state)))
    return True


def sides_of(text: str) -> list[tuple[str, int, list[Shape]]] | None:
    """(text, place, factors) of each side, the first a product; None where it is no equation of shapes."""
    found, start = [], 0
    for part in _JOINED.split(text.rstrip(" .,;\n")):
        at = text.index(part, start)
        start = at + len(part)
        factors = _factors(part)
        if not factors:
            return None
        found.append((part.strip(), at + len(part) - len(part.lstrip()), factors))
    return found if len(found) > 1 and len(found[0][2]) > 1 else None


def _factors(text: str) -> list[Shape]:
    bare = _BARE.match(text)
    if bare is not None:
        return [(bare[1], bare[2])]
    found, at = [], 0
    while at < len(text):
        m = _SHAPE.match(text, at)
        if m is None:
            return []
        found.append((m[1], m[2]))
        at = _BETWEEN.match(text, m.end()).end()
    return found


def _are_sizes(sides: list[tuple[str, int, list[Shape]]], state: State, formula: Formula) -> bool:
    """Are these letters sizes of the document, and numbers not to be multiplied?"""
    names = [x for _, _, side in sides for shape in side for x in shape]
    letters = [x for x in names if not x.isdigit()]
    return all(x in state.context.dims for x in letters) and (bool(letters) or _OF_SHAPES.search(formula.before) is not None)


def _shape_before(document: Document, at: int, state: State) -> Shape | None:
    r"""The shape of the `$A^\top G$` before "has shape", if any."""
    formula, before = document.formulas[at], document.formulas[at - 1] if at else None
    if before is None or before.display or len(before.rows) != 1 or not _HAS_SHAPE.match(formula.before):
        return None
    try:
        e = state.read(Piece(parse(before.rows[0], state.context.words), before.rows[0]))
    except SymcheckError:
        return None
    return tuple(map(str, e.shape)) if e is not None and len(e.shape) == 2 else None


def _verdict(product: list[Shape], side: list[Shape], wanted: Shape | None, state: State) -> Verdict:
    """Do both sides have the same shape, the wanted one?"""
    unequal = [(a[1], b[0]) for factors in (product, side) for a, b in zip(factors, factors[1:])]
    unequal += zip(_outer(product), _outer(side))
    if wanted is not None:
        unequal += zip(_outer(side), wanted)
    unequal = [(a, b) for a, b in unequal if a != b]
    if not unequal:
        return Verdict(V.EQUAL, "the sizes between the factors agree, and the outer ones are the shape")
    a, b = unequal[0]
    if any(_said_equal(x, y, state) for x, y in unequal):
        return Verdict(V.UNDECIDED, f"the document says elsewhere how {a} and {b} are tied")
    return Verdict(V.DIFFERENT, "the shapes do not fit", message=f"shape-mismatch: {a} meets {b}")


def _outer(factors: list[Shape]) -> Shape:
    return factors[0][0], factors[-1][1]


def _said_equal(a: str, b: str, state: State) -> bool:
    """Does a formula of the document join two sizes, `d = 2`, `n = m`?"""
    pair = rf"{re.escape(a)}\s*=\s*{re.escape(b)}|{re.escape(b)}\s*=\s*{re.escape(a)}"
    return not (a.isdigit() and b.isdigit()) and any(re.search(rf"(?<!\w)(?:{pair})(?!\w)", row) for row in state.rows)
