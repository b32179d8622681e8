r"""Systems of equations that words start from: "Start with $Ax = b$", "we want to solve $Ax = b$, where $A$ is $m \times n$".

It is not claimed that x solves it (there may be no solution); but the shapes of an x and a b that are declared nowhere are told by those of A.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Product
from symcheck.text import Source

# "Start with", "We want to solve the system", "Given the equations", "has no solution": what is said of a system of equations.
_STARTS = re.compile(r"\b(?:start(?:s|ing)?\s+(?:with|from)|begin(?:s|ning)?\s+with|solve[sd]?|solving|solutions?\s+(?:of|to)|(?:linear|overdetermined|normal|inconsistent|given)\s+(?:system|equations?)|"
                     r"system(?:\s+of\s+(?:linear\s+)?equations)?|(?:the|these|those|our|\$?\w\$?)\s+equations|consider(?:ing)?(?:\s+the\s+(?:\w+\s+)?equations?)?|given|suppose\s+(?:that\s+)?we\s+(?:have|are\s+given|want)|"
                     r"unknowns?\s+in|want|would\s+like|try|hope)\b[^.;:$]{0,60}$", re.I)
_NO_SOLUTION = re.compile(r"^[^.;$]{0,40}\b(?:has\s+no|no\s+(?:exact\s+)?solution|cannot\s+be\s+solved|is\s+(?:overdetermined|inconsistent|underdetermined|unsolvable)|may\s+(?:not\s+)?have)\b", re.I)
# "Given the solution", "start with the fact that": what is known then.
_KNOWN = re.compile(r"\b(?:fact|know[ns]?|since|because|identity|shows?|so|hence|thus|therefore|proves?)\b[^.;:$]{0,40}$", re.I)


def told(meanings: Meanings, s: Statement, before: str, after: str) -> bool:
    """Is a system of equations told here whose unknown or right side is declared nowhere? These are declared then."""
    if s.operators != ["="] or None in s.pieces or _KNOWN.search(before) or not (_STARTS.search(before) or _NO_SOLUTION.search(after)):
        return False
    product, right = s.pieces[0].syntax, s.pieces[1].syntax
    if type(product) is not Product or len(product.items) != 2 or not nameable(right) or not all(map(nameable, product.items)):
        return False
    matrix, unknown = (Piece(x, s.pieces[0].source) for x in product.items)
    if meanings.state.read(matrix) is None:
        meanings.looked_up(matrix)
    known = meanings.state.read(matrix)
    names = label(unknown.syntax), label(right)
    missing = [k for k, name in enumerate(names) if meanings.shaped(name) is None and meanings.context.scope.bare(name) is None]
    if known is None or not is_matrix(known.shape) or not missing or any(name[-1:].isupper() for name in names) or names[0] == names[1]:
        return False
    for k in missing:
        if not _declared_elsewhere(meanings, names[k]):
            meanings.declare(Source(rf"{names[k]} \in \mathbb{{R}}^{{{known.shape[1 - k]}}}", s.row.name, s.line()))
    return True


def _declared_elsewhere(meanings: Meanings, name: str) -> bool:
    r"""Does another formula of the document declare the name, `b \in \mathbb{R}^m`?"""
    return any(re.match(rf"\s*(?:\w\s*,\s*)*{re.escape(name)}(?:\s*,\s*\w)*\s*\\in(?![A-Za-z])", row.text) is not None
               for f in meanings.document.formulas for row in f.rows)
