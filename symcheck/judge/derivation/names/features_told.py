r"""Feature maps of which only the design matrix tells how long they are: "the $N \times M$ design matrix whose $n$-th row is $\phi(x_n)^\top$". Where the document declares
neither \phi nor the x_n, \phi is any function to vectors of length M, and there are N inputs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_NAME = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])|\\?[A-Za-z]+)"
_TOP = r"\^\s*\{?\s*(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)\s*\}?"
# `\\phi(x_n)^\\top`, a row of the matrix.
_ROW = re.compile(rf"\s*(?P<map>{_NAME})\s*(?:\\left)?\(\s*(?P<x>{_NAME})\s*_\s*\{{?\s*(?P<n>[a-z])\s*\}}?\s*(?:\\right)?\)\s*{_TOP}\s*[.,;]?\s*")
_LISTED = re.compile(rf"\s*(?P<map>{_NAME})\s*(?:\\left)?\(\s*(?P<x>{_NAME})\s*_\s*\{{?\s*1\s*\}}?\s*(?:\\right)?\)\s*{_TOP}\s*,\s*(?:.*?,)?\s*\\[lc]?dots[cb]?\s*,\s*(?P=map)\s*(?:\\left)?\(\s*(?P=x)\s*_.*", re.S)
_ROWS = re.compile(r"\brows?\b[^.;]*$", re.I)
# `\\Phi \\in \\mathbb{R}^{N \\times M}`, `N \\times M`.
_SIZES = re.compile(r"(?:.*\\in\s*\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^\s*\{\s*)?([A-Za-z])\s*\\times\s*([A-Za-z])\s*\}?\s*")


def declare(meanings: Meanings, piece: Piece) -> bool:
    """Declare the feature map that a piece lacks, and its inputs."""
    lacking = {n.base for n in named_in(piece.syntax)} - {*meanings.context.scope.entries}
    for k, formula in enumerate(meanings.document.formulas):
        row = next(iter(formula.rows), None)
        found = _ROW.fullmatch(row.text) or _LISTED.fullmatch(row.text) if row is not None and not formula.display else None
        if found is None or not {_bare(found["map"]), _bare(found["x"])} & lacking or _bare(found["map"]) in meanings.context.scope.entries:
            continue
        sizes = _sizes(meanings, k)
        if sizes is None or any(re.search(rf"(?<![A-Za-z\\]){re.escape(_bare(name))}\s*\}}?\s*(?:_\s*\{{?\w\}}?)?\s*(?::(?!=)|\\colon|\\in(?![a-z]))", meanings.document.text) for name in (found["map"], found["x"])):
            continue
        x, letter = found["x"], found.groupdict().get("n") or "n"
        lines = [rf"{found['map']} : \mathbb{{R}}^{{n_{{{re.sub(r'[^A-Za-z]', '', _bare(x))}}}}} \to \mathbb{{R}}^{{{sizes[1]}}}"]
        if _bare(x) not in meanings.context.scope.entries:
            lines.append(rf"{x}_{letter} \in \mathbb{{R}}^{{n_{{{re.sub(r'[^A-Za-z]', '', _bare(x))}}}}}, {letter} = 1, \dots, {sizes[0]}")
        if all([meanings.declare(Source(line, row.name, row.locate(0)[0])) for line in lines]):
            meanings.outcome.taken += lines
            return True
    return False


def _sizes(meanings: Meanings, k: int) -> tuple[str, str] | None:
    """(N, M) of the matrix of which the words of the sentence say that formula k is a row."""
    formulas = meanings.document.formulas
    words = formulas[k].before
    for j in range(k - 1, max(-1, k - 5), -1):
        if formulas[j].display or re.search(r"[.;](?:\s|$)|\n\s*\n", words):
            return None
        size = _SIZES.fullmatch(formulas[j].rows[0].text) if formulas[j].rows else None
        if size is not None and _ROWS.search(words):
            return size[1], size[2]
        words = f"{formulas[j].before} {words}"
    return None


def _bare(name: str) -> str:
    """A letter without the command that sets it."""
    return re.sub(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?", r"\1", name)


__all__ = ["declare"]
