r"""Chains of equations between arrays of different sizes that end at what has any size: `D^{(1)} = D^{(2)} = I`, `\nabla_w L = \frac{\partial L}{\partial b} = 0`.

Each array is the identity, or zero, of its own size: so the chain says, and it is read as one equation for each. Read strictly, arrays of different
sizes differ.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.read.syntax import Number, Symbol


def parted(state: State, s: Statement) -> list[Statement]:
    """The equations of such a chain, each with its end; the statement itself for any other."""
    if len(s.pieces) < 3 or {*s.operators} != {"="} or None in s.pieces or not _is_of_any_size(s):
        return [s]
    sides = [state.read(p) for p in s.pieces[:-1]]
    if None in sides or len({e.shape for e in sides}) == 1:
        return [s]
    return [replace(s, pieces=[p, s.pieces[-1]], operators=["="], logic=s.logic if k == 0 else "") for k, p in enumerate(s.pieces[:-1])]


def _is_of_any_size(s: Statement) -> bool:
    end = s.pieces[-1].syntax
    return type(end) is Number and end.value == 0 or type(end) is Symbol and end.name == "I"


__all__ = ["parted"]
