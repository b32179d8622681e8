r"""Bounds with the sign in words: "$\sigma(s) (1 - \sigma(s))$ is at most $\frac14$", "$x (1 - x)$ never exceeds $\frac14$".

They are claims of expressions, and not of plain names, of which such words say what they are taken to be; of no case, and not of what a noun before the
formula is of it: "the norm of $x + y$ is at most $1$"; what fails somewhere is wrong only where no word may have limited it. A function may stand without what it is taken at: `\sigma (1 - \sigma)`.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import claims_of_all, orders_claimed
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_ALWAYS = r"(?:(?:always|everywhere|also|again|clearly|even|still)\s+)*"
_WHICH = rf"\s*,?\s*(?:(?:which|and\s+this|and\s+it|it|this)\s+)?{_ALWAYS}"
_SIGNS = ((r"\le", re.compile(rf"{_WHICH}(?:(?:is|stays|remains)\s+{_ALWAYS}(?:at\s+most|(?:no|never|not)\s+(?:larger|greater|bigger|more)\s+than|bounded\s+(?:from\s+)?above\s+by)|"
                             r"(?:never|does\s+not|can\s?not|can\s+never)\s+exceeds?)\s*", re.I)),
          (r"\ge", re.compile(rf"{_WHICH}(?:(?:is|stays|remains)\s+{_ALWAYS}(?:at\s+least|(?:no|never|not)\s+(?:smaller|less|lower)\s+than|never\s+below|bounded\s+(?:from\s+)?below\s+by))\s*", re.I)),
          ("<", re.compile(r"\s*(?:is|stays|remains)\s+always\s+(?:(?:strictly\s+)?(?:smaller|less)\s+than|below)\s*", re.I)),
          (">", re.compile(r"\s*(?:is|stays|remains)\s+always\s+(?:(?:strictly\s+)?(?:larger|greater|bigger|more)\s+than|above)\s*", re.I)))
# The same in a clause of its own, ", which is less than": wrong only where the contrary holds everywhere.
_CLAUSE = r"\s*,?\s*(?:which|and\s+this|and\s+it)\s+(?:is|stays|remains)\s+(?:(?:always|clearly|indeed|strictly|even|thus|again)\s+)*"
_REMARKS = (("<", re.compile(rf"{_CLAUSE}(?:(?:smaller|less|lower)\s+than|below)\s*", re.I)),
            (">", re.compile(rf"{_CLAUSE}(?:(?:larger|greater|bigger|higher|more)\s+than|above)\s*", re.I)))
_CONTRARY = {"<": r"\ge", ">": r"\le"}
# Right before the expression: it is a part of what is bounded.
_PART_OF = re.compile(r"\b(?:of|in|by|for|with|at|on|from|to|than|between|over|per|under|without|and|or|plus|minus|times|if|when(?:ever)?|where|not)\s*$", re.I)
# Right after the bound: nothing limits the claim.
_OVER = re.compile(r"\s*(?:[.,;:)]|$|(?:and|so|which|because|since|hence|everywhere|always|with\s+equality)\b)(?!\s*(?:if|when(?:ever)?|for|as\s+long|provided|where|on|at|only|times|in)\b)", re.I)


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge the bound that this formula is, of the one before it; False where the words tell none, or it cannot be told."""
    state, at = chains.state, chains.meanings.at
    op = next((op for op, words in (*_SIGNS, *_REMARKS) if words.fullmatch(formula.before)), None)
    remark = any(words.fullmatch(formula.before) for _, words in _REMARKS)
    before = chains.meanings.document.formulas[at - 1] if at and op is not None else None
    if before is None or before.display or len(before.rows) != 1 or _PART_OF.search(before.before) or not _OVER.match(formula.after) \
            or state.in_case or orders_claimed.supposes(sentence):
        return False
    a, b = _piece(chains, before.rows[0]), _piece(chains, row)
    exprs = [state.read(p) if p is not None else None for p in (a, b)]
    if any(e is None or not is_scalar(e.shape) for e in exprs) or exprs[0].op in ("var", "let", "num", "item", "entry", "size", "index"):
        return False
    v = order.judged(state, a, b, op)
    if not v.right and (v.word != V.DIFFERENT or remark and not order.judged(state, a, b, _CONTRARY[op]).right):
        return False
    if claims_of_all.mistaken(chains, formula) or v.word == V.DIFFERENT and not remark and (claims_of_all.limited(chains, formula) or claims_of_all.numbers_given(chains, exprs)):
        chains.outcome.passed_over(row.locate(0)[0], row.text.strip())
        return True
    chains.step(Statement([a, b], [op], row, b.syntax.span), 0, v)
    return True


def _piece(chains: Chains, row: Source) -> Piece | None:
    """The expression that a formula is, or that its equations end with; None of another relation. Functions without their argument are taken at the letter that they are defined for."""
    try:
        found = statements(chains.state.context, row)
    except SymcheckError:
        return None
    piece = found[0].pieces[-1] if len(found) == 1 and {*found[0].operators} <= {"="} else None
    if piece is None or chains.state.read(piece) is not None:
        return piece
    return _with_argument(chains, row) or piece if not found[0].operators else piece


def _with_argument(chains: Chains, row: Source) -> Piece | None:
    """The same with its one bare function taken at the letter that the document defines it for, `\\sigma(s) (1 - \\sigma(s))`."""
    text, rows = row.text.strip(" .,;"), [r.text for f in chains.meanings.document.formulas for r in f.rows]
    for name in dict.fromkeys(re.findall(r"\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", text)):
        defined = re.compile(rf"(?:^|\s){re.escape(name)}\s*(?:\\left\s*)?\(\s*([a-z])\s*(?:\\right\s*)?\)\s*&?\s*:?=")
        letter = next((m[1] for r in rows if (m := defined.search(r)) is not None), None)
        if letter is None or re.search(rf"{re.escape(name)}\s*\(\s*{letter}\s*\)", text):
            continue
        taken = Source(re.sub(rf"{re.escape(name)}(?![A-Za-z'_^])", lambda m, n=name, x=letter: f"{n}({x})", text), row.name, row.locate(0)[0])
        try:
            made = Piece(parse(taken, chains.state.context.words), taken)
        except SymcheckError:
            continue
        if chains.state.context_read(letter) is None:
            chains.meanings.declare(Source(rf"{letter} \in \mathbb{{R}}", row.name, row.locate(0)[0]))
        if chains.state.read(made) is not None:
            return made
    return None
