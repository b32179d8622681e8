r"""Left sides that give a name by what is one over it: `S^{-1} = ..`, `\frac{1}{v} = ..`, `\frac{1}{\sigma_N^2} = ..`."""

from __future__ import annotations

from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.read.elaborate_superscripts import integer
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Fraction_, Number, Script, Symbol, Syntax


def inverted(s: Statement) -> str | None:
    r"""The S of `S^{-1} = ..`, the v of `\frac{1}{v} = ..` and the `\sigma_N^2` of `\frac{1}{\sigma_N^2} = ..`; None of another left side."""
    head = s.pieces[0].syntax if s.pieces and s.pieces[0] is not None else None
    if type(head) is Fraction_ and type(head.numerator) is Number and head.numerator.value == 1 and _is_named(head.denominator):
        return written(s.pieces[0].source, head.denominator.span).strip()
    if type(head) is not Script or len(head.sups) != 1 or head.primes or integer(head.sups[0]) != -1 or type(head.base) not in (Symbol, Accent) or base_of(head.base) is None:
        return None
    return written(s.pieces[0].source, head.base.span) + (f"_{{{label(head.sub)}}}" if head.sub is not None else "")


def _is_named(s: Syntax) -> bool:
    """Is this a letter, with what stands below it, or its square?"""
    if type(s) is Script and not s.primes and (not s.sups or len(s.sups) == 1 and integer(s.sups[0]) == 2):
        s = s.base
    return type(s) in (Symbol, Accent) and base_of(s) is not None


__all__ = ["inverted"]
