r"""Sizes of a product, written as a product: `(n \times m)(m \times h) = n \times h`. Nothing in it is a number; it holds where
neighbours have the size between them in common and the outer ones are those of the result."""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.patterns import ATOM
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Document

_PAIR = rf"({ATOM})\s*\\times\s*({ATOM})"
_SPACE = r"(?:\s|&|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_BRACKETED = re.compile(rf"{_SPACE}(?:\\left|\\[bB]igl?)?[(\[]\s*{_PAIR}\s*(?:\\right|\\[bB]igr?)?[)\]]{_SPACE}(?:(?:\\cdot|\\times){_SPACE})?")
_BARE = re.compile(rf"{_SPACE}{_PAIR}{_SPACE}[.,;]?{_SPACE}")
_TIE = re.compile(rf"\s*({ATOM})\s*=\s*({ATOM})\s*[.,;]?\s*")
_JOINS = frozenset(("=", r"\to", r"\rightarrow", r"\Rightarrow", r"\implies", r"\leadsto", r"\mapsto"))


# Words between a product of matrices and the sizes of its factors.
_HAS_SHAPE = re.compile(r"^\s*(?:(?:is|are|has|have|of|the|a|with|then|indeed|an?\s+object)\s+|(?:shapes?|dimensions?|sizes?|product)\b\s*|[(:,])*$", re.I)


def shape_before(document: Document, at: int, state: State) -> tuple[str, str] | None:
    r"""The shape of the `$A^\top G$` of which formula number `at` is the shape, as in "$A^\top G$ has shape ..", if any."""
    formula, before = document.formulas[at], document.formulas[at - 1] if at else None
    if formula.display or before is None or before.display or len(before.rows) != 1 or not _HAS_SHAPE.match(f"{formula.before} "):
        return None
    e = state.context_read(before.rows[0].text)
    return tuple(map(str, e.shape)) if e is not None and len(e.shape) == 2 else None


def is_lone(state: State, text: str) -> bool:
    r"""Is this a product of sizes without a result, `(H \times N)(N \times K)`? It is no number."""
    found = _sizes(text)
    return found is not None and len(found) > 1 and _are_sizes(state, {a for pair in found for a in pair})


def lone(state: State, text: str, wanted: tuple[str, str]) -> Verdict:
    r"""The verdict on such a product that is said to be what the shape `wanted` comes to, "$A^\top G$ is $(H \times N)(N \times K)$"."""
    pieces = [_sizes(text) or []]
    return _fits(state, pieces, wanted)


def _are_sizes(state: State, atoms: set[str]) -> bool:
    return all(a in state.context.dims or a.isdigit() for a in atoms) and not all(a.isdigit() for a in atoms)


def judged(state: State, s: Statement, wanted: tuple[str, str] | None = None) -> Verdict | None:
    """The verdict on a statement about sizes, None where it is none; `wanted`: the shape that it must come to."""
    if not s.operators or not set(s.operators) <= _JOINS or None in s.pieces:
        return None
    pieces = [_sizes(s.text(k)) for k in range(len(s.pieces))]
    if None in pieces or all(len(p) < 2 for p in pieces):
        return None
    atoms = {a for p in pieces for pair in p for a in pair}
    return _fits(state, pieces, wanted) if _are_sizes(state, atoms) else None


def _fits(state: State, pieces: list[list[tuple[str, str]]], wanted: tuple[str, str] | None) -> Verdict:
    """Do neighbours have the size between them in common, and all pieces the same outer ones, those `wanted`?"""
    atoms = {a for p in pieces for pair in p for a in pair}
    inner = next(((a[1], b[0]) for p in pieces for a, b in zip(p, p[1:]) if a[1] != b[0]), None)
    outer = {(p[0][0], p[-1][1]) for p in pieces} | ({wanted} if wanted is not None else set())
    if (inner is not None or len(outer) > 1) and are_tied(state, atoms):
        return Verdict(V.UNDECIDED, "the document says elsewhere that some of these sizes are the same")
    if inner is not None:
        return Verdict(V.DIFFERENT, f"sizes {inner[0]} and {inner[1]} stand beside each other: these cannot be multiplied")
    if len(outer) > 1:
        shown = " and ".join(f"{a} x {b}" for a, b in sorted(outer))
        return Verdict(V.DIFFERENT, f"the sizes of the sides are {shown}")
    return Verdict(V.EQUAL, "the sizes fit")


def are_tied(state: State, atoms: set[str]) -> bool:
    """Does a formula of the document join two of these sizes, `d = 2`, `n = m`?"""
    return any((m := _TIE.fullmatch(row)) is not None and {m[1], m[2]} <= atoms for row in state.rows)


def _sizes(text: str) -> list[tuple[str, str]] | None:
    """The factors of a product of sizes, from left to right."""
    if (bare := _BARE.fullmatch(text)) is not None:
        return [bare.groups()]
    found, at = [], 0
    while (m := _BRACKETED.match(text, at)) is not None:
        found.append(m.groups())
        at = m.end()
    return found if found and text[at:].strip(" .,;") == "" else None
