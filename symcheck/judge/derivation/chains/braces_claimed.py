r"""What is claimed under a brace: `\underbrace{\frac{\partial z}{\partial w}}_{= x}`, `\underbrace{\sum_i (x_i - \bar x)}_{= 0}`, `\underbrace{X^\top}_{d \times n}`.

An equation or an inequality is judged as if it stood in a line of its own; a formula without a relation only where it or what is over it is a written
derivative, `\underbrace{p (1 - p)}_{\partial p / \partial z}`, so that it can be nothing else than its value, and sizes under what has a shape. A note that names what is over it defines it (`braces_told`); one in words says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.names.equations_read import statement
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.context import Piece
from symcheck.read.syntax import Annotated, Group
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_RELATION = re.compile(r"(?P<op>=|\\geq?(?![A-Za-z])|\\leq?(?![A-Za-z])|\\geqslant|\\leqslant|<|>|\\in(?![A-Za-z]))\s*(?P<value>[^=<>:]+)")
_SIZES = re.compile(r"\(?\s*(?P<m>\w|\d+)\s*\\times\s*(?P<n>\w|\d+)\s*\)?")
_SPACES = re.compile(r"\\(?:[,;:! ]|quad|qquad)|\\(?:displaystyle|scriptstyle|textstyle)(?![A-Za-z])")
_WORDS = re.compile(r"\\(?:text\w*|mbox|operatorname|cite|ref|eqref)\b|:=|=:|\?")
_DERIVATIVE = re.compile(r"\s*(?:\\[dt]?frac\s*(?:\{\s*(?:\\partial|d|\\mathrm\s*\{?\s*d\s*\}?)(?![A-Za-z])|\\partial)|\\partial(?![A-Za-z])|\\nabla|\\?\w+'\s*\()")
# Around a piece: `\\underbrace{`, and `}_{= x}`.
_AROUND = re.compile(r"\\(?:under|over)brace\s*\{\s*(?:\\displaystyle\s*)?$")
_BELOW = re.compile(r"\s*\}\s*[_^]\s*(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})")
# Below a sum, an index of some members only.
_SOME = re.compile(r"\\(?:sum|prod)\s*(?:\\(?:limits|nolimits)\s*)?_\s*\{(?![^{}]*\\substack)[^{}]*(?:\\neq?|\\in|<|>|\\le|\\ge|\\mid|:|\\colon)|\\substack|\\begin\s*\{\s*cases")
_SOLVED = re.compile(r"\\(?:hat|widehat|tilde|star|ast|bar)(?![A-Za-z])|\^\s*\{?\s*\*")


def judged(chains: Chains, s: Statement) -> None:
    """Judge what a statement claims under its braces, each as a chain of its own."""
    for piece in (p for p in s.pieces if p is not None):
        for body, note, at in _braced(piece):
            claim = _claim(chains, body, note, Source(body, piece.source.name, piece.source.locate(at)[0]))
            if claim is not None and _may_be_judged(chains, claim, piece):
                with chains.apart():
                    chains.chain = Chain(claim.pieces[0], claim.pieces[0])
                    linking.link(chains, claim, 0)


def _braced(piece: Piece) -> Iterator[tuple[str, str, int]]:
    """(what is over it, the note, where) of each brace in a piece, and of one around all of it."""
    text, span = piece.source.text, piece.syntax.span
    around = _AROUND.search(text[:span.start]), _BELOW.match(text[span.end:])
    if None not in around:
        yield text[span.start:span.end], around[1][1], span.start
    for node in piece.syntax.walk():
        if type(node) is Annotated and node.note:
            body = node.body.body if type(node.body) is Group and node.body.open == "" else node.body
            yield text[body.span.start:body.span.end], node.note, body.span.start


def _claim(chains: Chains, body: str, note: str, row: Source) -> Statement | None:
    """What the note says of what is over it; None where that is a name for it, in words, or cannot be read."""
    note = _SPACES.sub(" ", note).strip()
    note = _SPACES.sub(" ", note[1:-1] if note.startswith("{") and note.endswith("}") else note).strip()
    if not note or _WORDS.search(note) or body.lstrip().startswith(("+", "-")) and not _RELATION.match(note):
        return None
    if (sizes := _SIZES.fullmatch(note)) is not None:
        line = rf"{body} \in \mathbb{{R}}^{{{sizes['m']}" + (rf" \times {sizes['n']}" if sizes["n"] != "1" else "") + "}"
        return _with_meaning(chains, statement(chains.context, line, row), of_sizes=(sizes["m"], sizes["n"]))
    found = _RELATION.fullmatch(note)
    if found is None and not (re.search(r"[A-Za-z0-9]", note) and (_DERIVATIVE.match(body) or _DERIVATIVE.match(note))):
        return None
    op, value = (found["op"], found["value"].strip()) if found is not None else ("=", note)
    if re.fullmatch(NAME, value) and chains.meanings.shaped(value) is None and value not in chains.context.dims:
        return None  # it gets its meaning here, or further on
    line = f"{body} {op} {value}" if found is not None or _DERIVATIVE.match(body) else f"{value} = {body}"
    return _with_meaning(chains, statement(chains.context, line, row))


def _with_meaning(chains: Chains, s: Statement | None, of_sizes: tuple[str, ...] = ()) -> Statement | None:
    """The statement where both sides mean something, and all sizes are known; None otherwise."""
    if s is None or len(s.operators) != 1 or any(not n.isdigit() and n not in chains.context.dims for n in of_sizes):
        return None
    for p in s.pieces if s.operators != [r"\in"] else s.pieces[:1]:
        chains.meanings.looked_up(p)
        if chains.state.read(p) is None:
            return None
    return s


def _may_be_judged(chains: Chains, s: Statement, piece: Piece) -> bool:
    """Is a note right, or wrong for what is over the brace and all that it is taken at? A derivative that is zero there is one set to zero."""
    value = chains.state.read(s.pieces[1]) if s.operators != [r"\in"] else None
    zero = value is not None and (value.is_zero or value.op == "num" and value.data == 0)
    if zero and s.operators == ["="] and _DERIVATIVE.match(s.text(0)):
        return False
    try:
        v = linking.judged(chains, s, Chain(s.pieces[0], s.pieces[0]), s.operators[0], s.pieces[1], s.row).verdict
    except SymcheckError:
        return False
    if v.word != V.DIFFERENT:
        return v.right
    around = piece.source.text
    return not _SOME.search(around) and not (zero and _SOLVED.search(s.text(0))) and not (s.operators[0] in ("<", ">") and "equal" in (v.evidence or ""))
