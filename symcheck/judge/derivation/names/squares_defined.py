r"""Names of which a definition gives the square, `\sigma^2 = \frac1n \sum_i (x_i - \mu)^2`, and of which the document writes the root too, `\frac{x_i - \mu}{\sigma}`.

Such a definition is one of the root, `\sigma = \sqrt{..}`, as nothing else says what that is. Where the document never writes the name without its square, says
otherwise what it is, takes it as a function, or differentiates by the square, \sigma^2 stays a name of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.read.names import label
from symcheck.read.syntax import Number, Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\sigma^2`, `\\sigma_B^2`, `s^{2}_k`.
_LETTER = r"(?P<letter>\\[a-z]+|[A-Za-z])"
_SUB = r"\s*_\s*(?P<sub%d>\w|\\[a-z]+|\{[^{}]*\})"
_SQUARE = re.compile(rf"\s*{_LETTER}(?:{_SUB % 1})?\s*\^\s*(?:2|\{{\s*2\s*\}})(?:{_SUB % 2})?\s*")
_NEVER = frozenset(("d", "e", "i", "R", r"\chi", r"\partial", r"\nabla", r"\ell"))
_DIFFERENTIAL = r"(?:\\partial|\\mathrm\s*\{?\s*d\s*\}?|d(?![A-Za-z]))"
# `s^2 = t^2 \\iff s = t`: an equation of which something follows.
_IMPLIES = re.compile(r"\\(?:iff|implies|(?:Long)?(?:leftr|Leftr|R|r)ightarrow)(?![A-Za-z])")
# What says otherwise what the name is: an equation of its own, a set but that of numbers, a law, what it is taken at.
_SAYS = r"\s*&?\s*(?::?=(?!\s*\\sqrt\s*(?:\{\s*)?%s\s*\^)|\\(?:in(?!\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R)\s*(?:_|[\s.,;]*$))|sim|gets|leftarrow|mid)(?![A-Za-z])|\(|\\left\s*\(|:)"


def as_root(meanings: Meanings, s: Statement) -> Source | None:
    r"""`\sigma = \sqrt{..}` of `\sigma^2 = ..` with a \sigma that has no meaning; None of anything else."""
    square = _SQUARE.fullmatch(s.text(0)) if s.operators[:1] and s.operators[0] in ("=", ":=") and s.pieces[1] is not None else None
    if square is None or _IMPLIES.search(s.row.text) or square["letter"] in _NEVER or square["letter"] in meanings.context.dims:
        return None
    sub = square["sub1"] or square["sub2"]
    name = square["letter"] + (f"_{sub}" if sub else "")
    value = meanings.state.read(s.pieces[1]) if _is_root_written(meanings, square["letter"], sub) else None
    known = meanings.shaped(name)
    if value is None or not is_scalar(value.shape) or known is not None and not _is_only_signed(meanings.state, name, known):
        return None
    return Source(rf"{name} = \sqrt{{{s.text(1).rstrip(' .,;&')}}}", s.row.name, s.line())


def is_first_told(state: State, s: Statement, other: Expr | None) -> bool:
    r"""Is this the first that is said of a number \sigma but its sign, `\sigma^2 = ..` after "Let $\sigma > 0$"?"""
    head = s.pieces[0].syntax
    if _IMPLIES.search(s.row.text) or type(head) is not Script or type(head.base) is not Symbol or head.sub is not None or len(head.sups) != 1 or type(head.sups[0]) is not Number or head.sups[0].value != 2:
        return False
    known = state.context_read(label(head.base))
    return other is not None and is_scalar(other.shape) and known is not None and _is_only_signed(state, label(head.base), known)


def _is_only_signed(state: State, name: str, known: Expr) -> bool:
    """Is this a number of which the text so far writes nothing but where it lies?"""
    if known.op != "var" or not is_scalar(known.shape) or known.data.family or known.data.name in state.context.distributions or state.about(known):
        return False
    own = rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])"
    lies = re.compile(rf"\$\s*(?:\\?[A-Za-z]+(?:_\w)?\s*,\s*)*{own}\s*(?:,\s*\\?[A-Za-z]+\s*)*(?:(?:>|\\geq?(?![A-Za-z])|\\in(?![A-Za-z]))[^$=]*)?\$")
    first = re.search(own + r"(?P<head>\s*\^\s*(?:2|\{\s*2\s*\})\s*&?\s*:?=)?", lies.sub("", state.text_so_far))
    return first is not None and first["head"] is not None


def _is_root_written(meanings: Meanings, letter: str, sub: str | None) -> bool:
    """Does the document write the name without its square, and say nothing else of it, nor differentiate by its square?"""
    index = re.escape(sub.strip("{} ")) if sub else ""
    own = rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])" + (rf"\s*_\s*(?:{index}(?![A-Za-z])|\{{\s*{index}\s*\}})" if sub else r"(?!\s*_)")
    alone, said = re.compile(rf"{own}(?!\s*\^)"), re.compile(own + _SAYS % own)
    by_square = re.compile(rf"(?:\}}\s*\{{|/)\s*{_DIFFERENTIAL}\s*\{{?\s*{own}\s*\^\s*\{{?\s*2|\\nabla\s*_\s*\{{?\s*{own}")
    differential = re.compile(rf"{_DIFFERENTIAL}\s*(?:\\[,;:!]\s*)*{own}")  # `\mathrm{{d}}\sigma = ..` says nothing of what \sigma is
    rows = [row.text for f in meanings.document.formulas for row in f.rows]
    return any(map(alone.search, rows)) and not any(said.search(differential.sub(" ", row)) or by_square.search(row) for row in rows)
