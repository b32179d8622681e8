r"""Names introduced by their transpose or their inverse: `g^\top := \frac{\partial L}{\partial o}` of a g that has no meaning yet, and
`S^{-1} = \alpha I + \beta \Phi^\top \Phi` of such an S.

Then S is the inverse of the right side, and g is a column: the transpose of the right side, or the derivative itself where the author, who writes derivatives
as rows, has a row there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.names.solved_names import solved_for
from symcheck.judge.derivation.rows.reciprocals import inverted
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.read.elaborate_superscripts import integer
from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.syntax import Accent, Fraction_, Number, Script, Symbol, Syntax
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


def declare(meanings: Meanings, s: Statement) -> None:
    """Declare the name of which a statement gives the transpose; the statement is then about a name with a meaning."""
    name = _name(s)
    if name is None or s.pieces[1] is None or meanings.shaped(name) is not None:
        return
    meanings.looked_up(s.pieces[1])
    value = meanings.state.read(s.pieces[1])
    text = s.text(1)
    if _is_inverse(s) and value is not None and (is_scalar(value.shape) or is_matrix(value.shape) and value.shape[0] == value.shape[1]):
        meanings.declare(Source(rf"{name} = \left({text}\right)^{{-1}}", s.row.name, s.line()))
        return
    if value is None or is_scalar(value.shape) or _is_inverse(s):
        return
    if not (value.op == "derivative" and value.shape[1] == 1):
        text = rf"\left({text}\right)^\top"
    meanings.declare(Source(f"{name} = {text}", s.row.name, s.line()))


def of_inverse(meanings: Meanings, s: Statement, before: list[Statement]) -> None:
    r"""Declare the S of `S^{-1} = ..` of which the statements before it in the row speak, and none of them is what it means, `S = ..`."""
    name = inverted(s) if _name(s) is not None and _is_inverse(s) else ""
    if name and any(name in t.row.text[t.span.start:t.span.end] for t in before) and not any(
            t.pieces[0] is not None and t.operators[:1] == ["="] and t.text(0).replace("&", "").strip() == name for t in before):
        declare(meanings, s)


def solved_by_reciprocal(meanings: Meanings, s: Statement) -> Statement | None:
    r"""`\hat\Lambda = \left(\frac1N S\right)^{-1}` of `\hat\Sigma = \hat\Lambda^{-1} = \frac1N S`, where \Lambda is what an equation set up is
    solved for and \hat\Lambda has no value yet: what is claimed of it. None of others."""
    for k in range(len(s.pieces) - 1):
        held, value = s.pieces[k], s.pieces[k + 1]
        base = _reciprocal(held.syntax) if held is not None and value is not None and s.operators[k] == "=" else None
        name = written(held.source, base.span) if base is not None else ""
        if not name or meanings.shaped(name) is not None or solved_for(meanings.state, base) is None:
            continue
        line = Source(rf"{name} = \left({s.text(k + 1)}\right)^{{-1}}", s.row.name, s.line())
        return statements(meanings.state.context, line)[0]
    return None


def _reciprocal(s: Syntax) -> Syntax | None:
    r"""The b of `b^{-1}` and of `\frac{1}{b}`."""
    if type(s) is Script and len(s.sups) == 1 and not s.primes and s.sub is None and integer(s.sups[0]) == -1:
        return s.base
    if type(s) is Fraction_ and type(s.numerator) is Number and s.numerator.value == 1:
        return s.denominator
    return None


def _is_inverse(s: Statement) -> bool:
    return inverted(s) is not None


def _name(s: Statement) -> str | None:
    r"""`\delta_2` of `\delta_2^\top = ..`, `\delta_2^{-1} = ..` or `\frac{1}{\delta_2} = ..`."""
    if s.operators[:1] not in (["="], [":="], [r"\equiv"], [r"\triangleq"]) or s.pieces[0] is None:
        return None
    if _is_inverse(s):
        return inverted(s)
    head = s.pieces[0].syntax
    if type(head) is not Script or len(head.sups) != 1 or head.primes or not is_transpose(head.sups[0]) \
            or type(head.base) not in (Symbol, Accent) or base_of(head.base) is None:
        return None
    below = f"_{{{label(head.sub)}}}" if head.sub is not None else ""
    return written(s.pieces[0].source, head.base.span) + below


__all__ = ["declare", "of_inverse", "solved_by_reciprocal"]
