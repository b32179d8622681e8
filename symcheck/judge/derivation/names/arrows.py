r"""`\vec{y}` and `\mathbf{h}` beside the y and h of one example: the vector of what these are for all examples.

A letter that is a number made of one example (x, y), where the document has the examples `x^{(i)}` too, is with an arrow or in bold the vector of
these numbers for every i, unless the document declares or defines that itself.
It is what a formula right after it defines, where the letter without a mark is a number, or that of a function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording import told
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.context import Piece
from symcheck.read.names import BOLD, base_of
from symcheck.read.reading import fresh_uid
from symcheck.read.scope import Entry
from symcheck.read.syntax import Script
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_MARKED = re.compile(r"\\(?:vec|mathbf|boldsymbol|bm)(?![A-Za-z])")
# The words must speak of all of them somewhere right beside the name.
_OF_ALL = r"\$\s*\\(?:vec|mathbf|boldsymbol|bm)\s*\{?\s*%s\s*\}?\s*\$[^$.;]{0,40}\bvectors?\b|\bvectors?\b[^$.;]{0,30}\$\s*\\(?:vec|mathbf|boldsymbol|bm)\s*\{?\s*%s\s*\}?\s*\$"


def declare(meanings: Meanings, piece: Piece) -> None:
    """Give the letters with an arrow or in bold of a piece their meaning, where these are vectors over the examples."""
    if _MARKED.search(piece.source.text) is None:
        return
    for s in piece.syntax.walk():
        named = None if type(s) is Script else base_of(s)
        if named is None or named[1] not in BOLD:
            continue
        name, font = named
        entry = meanings.context.scope.bare(name, font)
        if entry is None and name in meanings.survey.formals:  # beside the z of `g(z) = ..`
            _defined_next(meanings, piece, name, font)
        if entry is None or entry.font in BOLD or entry.expr is None or entry.kind != "quantity" or not is_scalar(entry.expr.shape) or entry.expr.data.family \
                or entry.font == font:
            continue
        of_all = re.search(_OF_ALL % (re.escape(name), re.escape(name)), meanings.document.text) is not None
        whole = _for_all(meanings, entry.expr, Variable(rf"\vec{{{name}}}", entry.expr.shape)) if of_all else None
        if _defined_next(meanings, piece, name, font):
            continue
        if whole is not None:
            meanings.context.scope.add(Entry(name, "quantity", font, expr=whole))
            meanings.context.definitions[whole.data] = whole
            meanings.context.remembered = {}


def _defined_next(meanings: Meanings, piece: Piece, name: str, font: str) -> bool:
    r"""Define the \vec{z} of a piece by the `\vec z = ..` that stands after it, in the same formula or the next one."""
    for formula in meanings.document.formulas[meanings.at:meanings.at + 2]:
        for row in formula.rows:
            if not re.search(rf"\\(?:vec|mathbf|boldsymbol|bm)\s*\{{?\s*{re.escape(name)}\s*\}}?\s*&?\s*:?=", row.text) or told.is_place(row.text, formula.before):
                continue
            try:
                found = statements(meanings.context, row)
            except SymcheckError:
                continue
            for s in found:
                head = s.pieces[0].syntax if len(s.pieces) == 2 and None not in s.pieces and s.operators[0] in ("=", ":=") else None
                if head is not None and type(head) is not Script and base_of(head) == (name, font) \
                        and not any(base_of(x) == (name, font) for x in s.pieces[1].syntax.walk() if type(x) is not Script):
                    e = meanings.state.read(s.pieces[1])
                    if e is not None and is_vector(e.shape) and e.shape[0] != 1:
                        meanings.declare(Source(rf"{s.text(0).strip()} \in \mathbb{{R}}^{{{e.shape[0]}}}", row.name, s.line()))
                    return meanings.declare(s.cut(2))
    return False


def _for_all(meanings: Meanings, one: Expr, v: Variable) -> Expr | None:
    """The vector of what a number made of one example is for all; None where it is made of none."""
    body = one.args[0] if one.op == "let" else one
    pairs = [(n, family) for n in dict.fromkeys(body.walk()) if n.op == "var" and (family := _family(meanings, n)) is not None]
    counts = {family.data.family[0] for _, family in pairs}
    if len(counts) != 1:
        return None
    i = Index("i", counts.pop(), fresh_uid())
    for single, family in pairs:
        body = exchanged(body, single, build.item(family, (At(i, 0),)), by_too=True)
    shape = (i.dim, 1)
    return build.let(Variable(v.name, shape), build.array((i,), body, shape))


def _family(meanings: Meanings, single: Expr) -> Expr | None:
    """The examples of the letter of a single one."""
    rows = [e.expr for e in meanings.context.scope.entries.get(single.data.name, ()) if e.kind == "quantity" and e.expr is not None and e.expr.op in ("var", "let")
            and e.sub_slots + e.sup_slots == len(e.expr.data.family) == 1]
    return rows[0] if len(rows) == 1 and rows[0].shape == single.shape else None
