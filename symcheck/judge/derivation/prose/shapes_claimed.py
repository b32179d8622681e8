r"""Shapes told in words of what has one already: "$\nabla_W L = \delta x^\top$, an $m \times d$ matrix", "which has $n$ rows and $d$ columns",
"This is a $1 \times d$ row". What the words say is a claim about the formula before them; of a name without a definition it is a declaration,
which is no business of this room.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import shapes_listed
from symcheck.judge.derivation.prose.equals_told import is_subject
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.relations.sizes_multiplied import are_tied
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording.patterns import ONE_SIZE, PRODUCT, text_of
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source, Span, SymcheckError

_ADVERB = r"(?:(?:then|therefore|thus|hence|also|now|again|indeed|as\s+(?:expected|required|it\s+should\s+be)|of\s+course|just|simply)[\s,]+)*"
_WHICH = (r"(?:(?:which|it|this|that|the\s+(?:result|product|gradient|sum)|each\s+of\s+(?:the|these|its)(?:\s+two)?\s+(?:terms|summands)|"
          r"both\s+(?:terms|summands|sides)|(?:each|every)\s+(?:term|summand))\s+)?")
# Between an expression and its sizes, "of size $m \\times n$", "is an $m \\times n$ matrix", "(an $m \\times n$ matrix)".
_SIZED = re.compile(rf"^[\s,.(:]*{_WHICH}{_ADVERB}(?:(?:is|are)\s+{_ADVERB}(?:again\s+)?(?:of\s+)?|has\s+|have\s+|having\s+|of\s+|with\s+)?(?:the\s+)?"
                    r"(?:(?:an?|the)\s+(?:full\s+)?|(?:shape|size|dimensions?)\s*:?\s*)?$", re.I)
_KIND_AFTER = re.compile(r"^[\s-]*(?:(?:dimensional|full|dense|rank-one|real)\s+)*(matrix|matrices|array|row|column|object|shape|Jacobian|gradient|one)\b", re.I)
# "The $k \\times k$ matrix $A C A^\\top$ is": of the formula after it.
_OF_WHAT_FOLLOWS = re.compile(r"^[\s-]*[\w-]+(?:\s+[\w-]+){0,2}\s*\$$")
_SAYS_SIZE = re.compile(r"\b(?:shape|size|dimensions?)\s*:?\s*$", re.I)
_BARE = re.compile(r"\b(?:is|are)\s*$", re.I)
_ENDS = re.compile(r"^\s*(?:$|[.,;:)]|\n|(?:and|as|like|so|which|while|just|because|since|but|matching)\b)", re.I)
# "$n$ rows and $d$ columns".
_HAS = re.compile(rf"^[\s,.(]*{_WHICH}{_ADVERB}(?:has|have|having|with)\s*$", re.I)
_ROWS = re.compile(r"^\s*rows\s*(?:and|,|by)\s*$", re.I)
_COLUMNS = re.compile(r"^\s*columns\b", re.I)
# "$S^\\top \\delta$ has length $d$": the number of entries, where that is a size of the document.
_LENGTH = re.compile(rf"^[\s,(]*{_WHICH}{_ADVERB}(?:(?:is|are)\s+(?:an?\s+)?(?:(?:column|row)\s+)?(?:vectors?\s+)?of|has|have|having|of|with)\s+(?:the\s+)?length\s*$", re.I)
# "an $m$ by $d$ matrix", "an $m$-by-$d$ matrix".
_BY = re.compile(r"^\s*-?\s*by\s*-?\s*$", re.I)
# "For a single example $X$ is $1 \\times p$", "stored as its transpose": of a case, or of something else.
_CASE = re.compile(r"\b(?:single|only\s+one|one\s+(?:example|sample|unit|output|input|row)|each|every|per|example|sample|cases?|if|when|whenever|unless|instead|stored|code|transpose\w*|"
                   r"would|not|never|wrong\w*|students?|some|others?|books?|reshap\w*|flatten\w*|vectori[sz]\w*|stack\w*|(?:first|second|last)\s+(?:row|column|entry|block|term|factor|layer)|block)\b(?!\s+of\s+(?:the|these|its)\s+terms)", re.I)


def judged(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge a size that the words give to the formula before it; False where it is none, or where nothing can be told."""
    document, at = chains.meanings.document, chains.meanings.at
    if formula.display or not at:
        return False
    if _LENGTH.match(formula.before) and not document.formulas[at - 1].display and _ENDS.match(formula.after):
        return _length(chains, row, formula, document.formulas[at - 1])
    subject = shapes_listed.subject(document.formulas, at)
    told, first = (PRODUCT.match(text_of(formula)).groups(), at) if subject is not None else _two(document.formulas, at, row)
    if told is None or not first:
        return False
    subject = subject or document.formulas[first - 1]
    s, e = _expression(chains, subject)
    if e is None or not _may_be_claimed(chains.state, e) or not s.operators and (shapes_listed.subject(document.formulas, at) is not None or not is_subject(subject)):
        return False
    v = _verdict(chains.state, e, told)
    if v is None or not v.right and _CASE.search(chains.meanings.survey.sentence(formula)):
        return False
    span = Span(0, len(row.text))
    chains.step(Statement([None, None], [r"\in"], row, span), 0, v, reason="its shape" if v.right else "")
    return True


def _length(chains: Chains, row: Source, formula: Formula, subject: Formula) -> bool:
    """Judge the number of entries that words give to the vector before it; True also of a name that was declared so, False where no size is told."""
    said = row.text.strip().rstrip(".,;")
    s, e = _expression(chains, subject)
    if said not in chains.state.context.dims or e is None or not is_vector(e.shape) or not s.operators and not is_subject(subject):
        return False
    told = (said, "1") if str(e.shape[1]) == "1" else ("1", said)
    v = _verdict(chains.state, e, told) if _may_be_claimed(chains.state, e) else None
    if v is not None and (v.right or not _CASE.search(chains.meanings.survey.sentence(formula))):
        chains.step(Statement([None, None], [r"\in"], row, Span(0, len(row.text))), 0, v, reason="its length" if v.right else "")
    return True


def _two(formulas: tuple[Formula, ...], at: int, row: Source) -> tuple[tuple[str, str] | None, int]:
    """The sizes that end with formula `at` of something before it, and the number of the first formula that tells them."""
    formula, before = formulas[at], f"{formulas[at].before} "
    product = PRODUCT.match(text_of(formula)) if r"\times" in row.text else None
    if product is not None and _SIZED.match(before) and not _OF_WHAT_FOLLOWS.match(formula.after + "$" * (at + 1 < len(formulas))):
        sized = _SAYS_SIZE.search(before) or _KIND_AFTER.match(formula.after) or _BARE.search(before) and _ENDS.match(formula.after)
        return (product.groups(), at) if sized else (None, 0)
    if at < 2 or formulas[at - 1].display:
        return None, 0
    one, other = ONE_SIZE.match(text_of(formulas[at - 1])), ONE_SIZE.match(text_of(formula))
    if one is None or other is None:
        return None, 0
    before = f"{formulas[at - 1].before} "
    if _ROWS.match(formula.before) and _COLUMNS.match(formula.after) and _HAS.match(before) \
            or _BY.match(formula.before) and _KIND_AFTER.match(formula.after) and _SIZED.match(before):
        return (one[1], other[1]), at - 1
    return None, 0


def _expression(chains: Chains, subject: Formula) -> tuple[Statement | None, Expr | None]:
    """What the last equation of a formula ends with, where it is no name that words or sets declare: its shape is the one told."""
    row = subject.rows[-1] if subject.rows else None
    try:
        found = [s for s in statements(chains.state.context, row) if s.operators or s.pieces[-1] is not None] if row is not None else []
    except SymcheckError:
        return None, None
    if len(found) != 1 or not set(found[0].operators) <= {"=", ":="} or r"\times" in row.text:  # sizes multiplied
        return None, None
    s = found[0]
    read = [chains.state.read(p) for p in s.pieces if p is not None]
    known = [e for e in read if e is not None]
    plain = [e for e in known if not has_derivative(e)]
    return s, plain[-1] if plain else known[-1] if known else None


def _may_be_claimed(state: State, e: Expr) -> bool:
    """Is this more than a name that was declared? Then it has its shape by what it is made of."""
    return len(e.shape) == 2 and e.op not in ("var", "num", "zeros", "item", "size", "index", "ones", "eye")


def _verdict(state: State, e: Expr, told: tuple[str, str]) -> Verdict | None:
    """The verdict on the sizes told of an expression; None where they or its own cannot be compared."""
    shape = tuple(map(str, e.shape))
    sizes = tuple(map(str.strip, told))
    if sizes == shape:
        return Verdict(V.EQUAL, "this is its shape")
    known = {*shape, *sizes}
    if not all(a in state.context.dims or a.isdigit() for a in known) or are_tied(state, known) or any(a.startswith("n_{") for a in shape):
        return None
    if _in_either_layout(state, e) and sizes == shape[::-1]:
        return None
    return Verdict(V.DIFFERENT, f"this is {shape[0]} x {shape[1]}, not {sizes[0]} x {sizes[1]}")


def _in_either_layout(state: State, e: Expr) -> bool:
    """Is this a derivative alone, or a name for one, which another layout would turn?"""
    while e.op == "let":
        e = e.args[0]
    return has_derivative(e) and state.layout == "either"


__all__ = ["judged"]
