r"""Singular value decompositions told in words: "Let $X = U S V^\top$ be the thin SVD with singular values $s_1, \dots, s_r > 0$".

The same may be written as a sum, "$X = \sum_{j=1}^r s_j u_j v_j^\top$ with orthonormal $u_j$ and $v_j$".

X stays what it is. U and V have orthonormal columns and S is diagonal; a statement that speaks of one of these is also
judged with the product in the place of X. Of a decomposition that is not said to be thin (compact, reduced) nothing is
taken unless the shapes of its factors are written beside it and are those of a thin one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix
from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import with_values
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Factored, State, names_in
from symcheck.judge.derivation.wording.patterns import NAME, letter_of
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Number, Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_THIN = r"(?:thin|compact|reduced|economy(?:[\s-]sized?)?|truncated\s+to\s+the\s+rank)"
_SVD = rf"(?P<thin>{_THIN}\s+)?(?:SVD|singular[\s-]+value\s+decomposition)\b"
_AFTER = re.compile(rf"^[\s,]*(?:(?:be|is|denotes?|for)\s+)?(?:(?:the|an?|its)\s+)?{_SVD}", re.I)
_BEFORE = re.compile(rf"\b{_SVD}[^.]{{0,40}}$", re.I)
# A transpose, however its T is set.
_T = r"(?:\\top|T|\\intercal|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)"
_TOP = rf"\^\s*(?:{_T}|\{{\s*{_T}\s*\}})"
_TYPE = r"\\(?:mathbf|boldsymbol|bm|mathsf)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)"
_THREE = re.compile(rf"\s*({_TYPE}|\\?[A-Za-z]+?)(?:\s+|(?=[\\A-Z]))(?:\\[,;:!]\s*)?({_TYPE}|\\?[A-Za-z]+?)\s*(?:\\[,;:!]\s*)?({_TYPE}|\\[A-Za-z]+|[A-Z])\s*"
                    rf"{_TOP}\s*[.,;]?\s*$")
# `U \\in \\mathbb{R}^{n \\times k}`, `S \\in \\mathbb{R}^{k \\times k}`; `S = \\operatorname{diag}(s_1, \\dots, s_k)`.
_SHAPED = r"(?<![A-Za-z\\]){name}\s*\\in\s*\\(?:mathbb\s*\{{?\s*)?R\s*\}}?\s*\^\s*\{{\s*[A-Za-z]\s*\\times\s*([A-Za-z])\s*\}}"
_DIAGONAL = (r"(?<![A-Za-z\\]){name}\s*:?=\s*\\?(?:operatorname|mathrm|text)?\s*\{{?\s*\\?diag\s*\}}?\s*(?:\\left|\\[bB]igg?l?)?\(\s*(\\?[A-Za-z]+)\s*_\s*\{{?\s*1\s*\}}?\s*,"
             r"(?:[^()$]*?,)?\s*\\[lc]?dots[cb]?\s*,\s*\1\s*_\s*\{{?\s*([A-Za-z])\s*\}}?\s*(?:\\right|\\[bB]igg?r?)?\)")
# `\\sum_{j=1}^r s_j u_j v_j^\\top`, and what has to be said of it: a singular value decomposition, or that both are orthonormal.
_FONT = r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*\\?[A-Za-z]+\s*\}?"
_SUM = re.compile(r"\s*\\sum(?:\\limits)?\s*_\s*(?:\{\s*)?([a-z])\s*(?:=\s*1\s*\}\s*\^\s*\{?\s*([a-z])\s*\}?|\}|)\s*(?:\\[,;:!]\s*)?" + r"\s*(?:\\[,;:!]\s*)?".join(
    rf"({_FONT}|\\?[A-Za-z]+)\s*_\s*\{{?\s*\1\s*\}}?" for _ in range(3)) + rf"\s*{_TOP}\s*[.,;]?\s*$")
# Words within a formula.
_WORDS = re.compile(r"\\(?:text|mbox|operatorname|mathrm)\s*\{[^{}]*\}")
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n")
_SVD_SUM = re.compile(r"\b(?:SVD|singular[\s-]+value\s+decomposition)\b", re.I)
_ORTHONORMAL = re.compile(r"\borthonormal\b", re.I)
_RANK = re.compile(r"\$\s*([a-z])\s*=\s*\\(?:operatorname\s*\*?\s*\{\s*rank\s*\}|mathrm\s*\{\s*rank\s*\}|rank)|\brank\s+\$\s*([a-z])\s*\$", re.I)
# "with singular values $d_i$ and left singular vectors $u_i$"; `\\sum_{i=1}^n .. d_i`.
_EACH_VALUE = re.compile(rf"\b(?P<positive>(?:positive|nonzero)\s+)?singular\s+values\s+\$\s*(?P<name>{NAME})_\{{?(?P<i>[a-z])\}}?\s*(?:>\s*0\s*)?\$", re.I)
_EACH_VECTOR = re.compile(rf"\b(?P<side>left|right)\s+singular\s+vectors\s+\$\s*(?P<name>{NAME})_\{{?(?P<i>[a-z])\}}?\s*\$", re.I)
_ENDS = re.compile(r"\\sum(?:\\limits)?\s*_\s*\{?\s*([a-z])\s*=\s*1\s*\}?\s*\^\s*\{?\s*([a-z])\s*\}?(.{0,60})", re.S)
_VALUES = re.compile(r"\bsingular\s+values\s+\$\s*(\\?[A-Za-z]+)_\{?1\}?[^$]*?\1_\{?([a-z])\}?\s*(>\s*0)?")
# `$U^\\top U = I$`, `$V^\\top V = V V^\\top = I_d$`, told beside it.
_IDENTITY = re.compile(r"\$([^$]*?=\s*(?:\\(?:mathbf|mathbb|boldsymbol|bm)\s*)?\{?\s*I\s*\}?(?:_\{?\w+\}?)?)\s*[.,;]?\s*\$")
_IS_DIAGONAL = re.compile(r"\$\s*MIDDLE\s*(?:=[^$]*diag[^$]*)?\$[^$.]{0,20}(?:\$[^$]{1,30}\$[^$.]{0,12})?\bdiagonal\b|\bdiagonal\b[^$.]{0,20}\$\s*MIDDLE\b|\$\s*MIDDLE\s*:?=[^$]*diag", re.I)
_POSITIVE = re.compile(r"\bpositive\s+(?:diagonal\s+)?(?:entries|elements|numbers|singular\s+values|values)\b|\b(?:entries|elements|numbers|singular\s+values|values)\s+(?:are|is)\s+(?:all\s+)?positive\b", re.I)
_COLUMNS = r"\$\s*({name})_\{{?([a-z])\}}?\s*\$\s*(?:,|and)\s*\$\s*({name})_\{{?\2\}}?\s*\$[^$.]{{0,30}}\bcolumns\s+of\s+\$\s*{u}\s*\$\s+and\s+\$\s*{v}\s*\$"


def told(meanings: Meanings, s: Statement, formula: Formula) -> bool:
    """Take in a decomposition; False where the statement is none, or one of which the words say too little."""
    if s.operators == ["="] and None not in s.pieces and (terms := _SUM.match(s.text(1))) is not None:
        return _summed(meanings, s, formula, *terms.groups())
    if s.operators != ["="] or None in s.pieces or s.pieces[1] is None:
        return False
    whole, factors = meanings.state.read(s.pieces[0]), _THREE.fullmatch(s.text(1))
    if whole is None or whole.op != "var" or not is_matrix(whole.shape) or factors is None \
            or any(meanings.context.scope.bare(letter_of(name)) is not None for name in factors.groups()):
        return False
    said = meanings.survey.text[formula.start:formula.start + 600].split("\n\n")[0]
    left, middle, right = (re.escape(name) for name in factors.groups())
    here = _SENTENCE_END.split(said)[0]  # what comes after it is claimed
    by_identities = _inner(left, here), _inner(right, here), _outer(left, here), _outer(right, here)
    called = _AFTER.match(formula.after) or _BEFORE.search(meanings.survey.sentence(formula))
    if called is None and not (all(by_identities[:2]) and _IS_DIAGONAL.search(re.sub(middle, "MIDDLE", said))):
        return False
    square = whole.shape[1] if by_identities[3] else whole.shape[0] if by_identities[2] else None
    if square is not None and (by_identities[2] and by_identities[3] and whole.shape[0] != whole.shape[1] or not all(by_identities[:2])):
        return False  # of a middle factor that is not square
    rank, listed = _RANK.search(said), re.search(_DIAGONAL.format(name=middle), said)
    ranked = any(op == "invertible" and names_in(a) == {whole.data.name} and a.shape == (whole.shape[1], whole.shape[1]) for op, a, *_ in meanings.context.assumptions)
    values = _VALUES.search(said) or listed or _each(meanings, whole, said, ranked)
    shaped = [m[1] for name in (left, middle, right) for m in re.finditer(_SHAPED.format(name=name), said)]
    lengths = {*shaped} or {square} - {None} or {(rank[1] or rank[2]) if rank is not None else values[2] if values is not None else "r"}
    r = min(lengths)
    thin = called is not None and called["thin"] or len(shaped) >= 2 or square is not None
    if len(lengths) > 1 or not thin or square is None and meanings.context.scope.bare(r) is not None and not (ranked and r == whole.shape[1]) or square is not None and square != r \
            or listed is not None and (listed[2] != r or listed[1] != values[1]):
        return False
    lines = _lines(factors.groups(), whole, r, values, _POSITIVE.search(said) is not None)
    if not all([meanings.declare(Source(line, s.row.name, s.line())) for line in lines]):
        return False
    u, _, v = map(re.escape, factors.groups())
    if (columns := re.search(_COLUMNS.format(name=NAME, u=u, v=v), said)) is not None:
        for member, matrix in ((columns[1], factors[1]), (columns[3], factors[3])):
            meanings.declare(Source(f"{member}_{columns[2]} = {matrix}_{{:,{columns[2]}}}", s.row.name, s.line()))
    for each in _EACH_VECTOR.finditer(said):
        matrix = factors[1] if each["side"].lower() == "left" else factors[3]
        meanings.declare(Source(f"{each['name']}_{each['i']} = {matrix}_{{:,{each['i']}}}", s.row.name, s.line()))
    letters = (*factors.groups(), *([values[1]] if values is not None else ()), *((columns[1], columns[3]) if columns is not None else ()))
    value = meanings.state.read(s.pieces[1])
    if value is None or value.shape != whole.shape:
        return False
    meanings.state.factored = [f for f in meanings.state.factored if f.whole is not whole] + [
        Factored(whole, value, frozenset(map(letter_of, letters)))]
    if listed is not None:  # the formula that lists the numbers says no more
        again = re.compile(rf"\s*{_DIAGONAL.format(name=middle)}\s*[.,;]?\s*")
        meanings.taken.update(k for k, f in enumerate(meanings.document.formulas) if k > meanings.at and f.start < formula.start + len(said)
                              and not f.display and len(f.rows) == 1 and again.fullmatch(f.rows[0].text))
    return True


def _each(meanings: Meanings, whole: Expr, said: str, ranked: bool) -> re.Match[str] | None:
    r"""The letter of "singular values $d_i$", how many there are, and whether they are positive: one for each column of a matrix with full column rank, or as many as
    the document sums over."""
    each = _EACH_VALUE.search(said)
    if each is None:
        return None
    ends = {m[2] for m in _ENDS.finditer(meanings.survey.text) if re.search(rf"{re.escape(each['name'])}\s*_\s*\{{?\s*{m[1]}", m[3]) is not None}
    size = str(whole.shape[1]) if ranked else ends.pop() if len(ends) == 1 and not ends & {*map(str, whole.shape)} else "r"
    return re.fullmatch(r"(.*)\|(.*)\|(>0)?", f"{each['name']}|{size}|{'>0' if ranked or each['positive'] else ''}")


def _summed(meanings: Meanings, s: Statement, formula: Formula, j: str, end: str | None, sigma: str, u: str, v: str) -> bool:
    r"""Take in `X = \sum_{j=1}^r s_j u_j v_j^\top` with orthonormal u_j and v_j, which are the columns of matrices that have no name in the
    document; where the sum does not tell its end, that has a name of its own too."""
    state, whole = meanings.state, meanings.state.read(s.pieces[0])
    text = meanings.survey.text
    r = end or next((x for x in "rkmlhg" if x not in meanings.context.scope.entries and re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", text) is None), None)
    if r is None:
        return False
    said = _SENTENCE_END.split(text[formula.start:formula.start + 600])[0]
    rest = said[len(s.row.text):]
    members = [re.search(rf"(?<![A-Za-z\\]){re.escape(letter_of(letter))}\s*\}}?\s*_\s*\{{?\s*{j}", rest) for letter in (u, v)]
    orthonormal = _ORTHONORMAL.search(rest) is not None and None not in members
    if whole is None or whole.op != "var" or not is_matrix(whole.shape) or r in meanings.context.scope.entries or not (
            orthonormal or _SVD_SUM.search(f"{meanings.survey.sentence(formula)} {said}")):
        return False
    free = [x for x in "PQUVGHBCEF" if x not in meanings.context.scope.entries and re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", text) is None]
    if len(free) < 2 or not _free(meanings, {sigma: (), u: whole.shape[:1], v: whole.shape[1:]}):
        return False
    order = ">" if re.search(rf"{re.escape(letter_of(sigma))}\s*_\s*\{{?\s*\w\s*\}}?\s*>\s*0", rest) else r"\ge"
    lines = [rf"{sigma} \in \mathbb{{R}}^{{{r}}}", rf"{sigma}_i {order} 0"]
    for letter, matrix, length in zip((u, v), free, whole.shape):
        lines += [rf"{matrix} \in \mathbb{{R}}^{{{length} \times {r}}}", rf"{matrix}^\top {matrix} = I",
                  rf"{letter}_{{{j}}} = {matrix}_{{:,{j}}}"]
    if not all([meanings.declare(Source(line, s.row.name, s.line())) for line in lines]):
        return False
    value = state.read(s.pieces[1])
    if value is None or value.shape != whole.shape:
        return False
    state.factored = [f for f in state.factored if f.whole is not whole] + [
        Factored(whole, value, frozenset(map(letter_of, (sigma, u, v))))]
    if end is None:  # `s_j > 0` and `u_j \in \mathbb{R}^n` after it, of a j without an end, say no more
        again = [re.compile(rf"\s*{re.escape(sigma)}\s*_\s*\{{?\s*{j}\s*\}}?\s*(?:>|\\geq?)\s*0\s*[.,;]?\s*")] + [
            re.compile(rf"\s*{re.escape(name)}\s*_\s*\{{?\s*{j}\s*\}}?\s*\\in\s*\\(?:mathbb\s*\{{?\s*)?R\s*\}}?\s*\^\s*\{{?\s*{re.escape(str(length))}\s*\}}?\s*[.,;]?\s*")
            for name, length in zip((u, v), whole.shape)]
        meanings.taken.update(k for k, f in enumerate(meanings.document.formulas) if k > meanings.at and f.start < formula.start + len(said)
                              and not f.display and len(f.rows) == 1 and any(x.fullmatch(f.rows[0].text) for x in again))
    return True


def _free(meanings: Meanings, members: dict[str, tuple]) -> bool:
    r"""Have these no meaning yet, or none but the set that a formula after it tells, `u_j \in \mathbb{R}^n`? They are then declared anew; a letter that was another
    vector before, "for $u \ne 0$ we have", and stands nowhere after that without an index, is that no more."""
    scope, context = meanings.context.scope, meanings.context
    known = [(e, shape) for name, shape in members.items() for e in scope.entries.get(letter_of(name), ())]
    over = [e for e, _ in known if _is_over(meanings, e)]
    known = [(e, shape) for e, shape in known if e not in over]
    if any(e.kind != "quantity" or e.sub_slots + (e.sub is not None) != 1 or e.sup_slots or e.expr is None or e.expr.op != "var"
           or e.expr.data in context.definitions or len(e.expr.data.family) != e.sub_slots or tuple(n for n in e.expr.shape if n != 1) != shape or e.expr.data.name in context.laws for e, shape in known) \
            or len({e.base for e, _ in known}) < len(known):
        return False
    for e in (*over, *(e for e, _ in known)):
        scope.drop(e)
    context.remembered = {}
    return True


def _is_over(meanings: Meanings, entry: Entry) -> bool:
    """Is this a name without a definition or a law that what comes after does not write by itself?"""
    context, e = meanings.context, entry.expr
    after = " ".join(row.text for f in meanings.document.formulas[meanings.at:] for row in f.rows)
    return entry.kind == "quantity" and e is not None and e.op == "var" and not e.data.family and entry.sub is None and not entry.sub_slots and not entry.sup_slots \
        and e.data not in context.definitions and e.data.name not in context.laws \
        and re.search(rf"(?<![A-Za-z\\]){re.escape(letter_of(e.data.name))}(?![A-Za-z])(?!\s*\}}?\s*_)", _WORDS.sub("", after)) is None


def _inner(name: str, said: str) -> bool:
    r"""Do the words say `U^\top U = I` of this name?"""
    return any(re.search(rf"(?<![A-Za-z\\]){name}\s*{_TOP}\s*{name}(?![A-Za-z])", text) for text in _IDENTITY.findall(said))


def _outer(name: str, said: str) -> bool:
    r"""Do the words say `U U^\top = I` of this name, or that it is orthogonal?"""
    return any(re.search(rf"(?<![A-Za-z\\]){name}\s*{name}\s*{_TOP}", text) for text in _IDENTITY.findall(said))


def _lines(factors: tuple[str, ...], whole: Expr, r: str, values: re.Match | None, positive: bool = False) -> list[str]:
    u, s, v = factors
    n, d = whole.shape
    diagonal = [rf"{s} \in \mathbb{{R}}^{{{r} \times {r}}} \text{{ diagonal positive {'' if positive or _are_positive(values) else 'semi'}definite}}"]
    if values is not None and values[1] != s:
        order = ">" if positive or _are_positive(values) else r"\ge"
        diagonal = [rf"{values[1]} \in \mathbb{{R}}^{{{r}}}", rf"{values[1]}_i {order} 0",
                    rf"{s} = \operatorname{{diag}}({values[1]})"]
    return [*_orthonormal(u, n, r), *_orthonormal(v, d, r), *diagonal]


def _orthonormal(name: str, n: str, r: str) -> list[str]:
    """What says that a matrix has r orthonormal columns of length n."""
    if n == r:
        return [rf"{name} \in \mathbb{{R}}^{{{n} \times {n}}} \text{{ orthogonal}}"]
    return [rf"{name} \in \mathbb{{R}}^{{{n} \times {r}}}", rf"{name}^\top {name} = I"]


def _are_positive(values: re.Match | None) -> bool:
    """Are the singular values told to be positive? They are not negative in any case."""
    return values is not None and (values.lastindex or 0) >= 3 and values[3] is not None


def speaks(state: State, *pieces: Piece) -> bool:
    """Is a factor of a decomposition written in one of these pieces?"""
    names = {label(n) for p in pieces for n in p.syntax.walk() if type(n) in (Symbol, Accent)}
    return any(f.names & names for f in state.factored)


def judged(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict with the products in the places of what they decompose, on a link in which their factors are written."""
    if not speaks(state, a, b):
        return None
    held = {n for p in (a, b) if (e := state.read(p)) is not None for n in names_in(e)}
    pairs = [(f.whole, f.product) for f in state.factored if f.whole.data.name in held]
    v = equal(with_values(state.context, pairs)[0], a, b, state.layout)
    if v.word == V.DIFFERENT and _numbered(state, a, b):
        return Verdict(V.UNDECIDED, "in which order the numbers of a decomposition stand is not known")
    return v


def _numbered(state: State, *pieces: Piece) -> bool:
    r"""Is the first or the last of the numbers written, as the \lambda_1 of `\|A\|_2 = \lambda_1`, of which the words may say that it is the greatest?"""
    letters = {name for f in state.factored for name in f.names}
    return any(type(n) is Script and n.sub is not None and n.base is not None and label(n.base) in letters
               and (type(n.sub) is Number or label(n.sub) in state.context.dims or "m" in label(n.sub)) for p in pieces for n in p.syntax.walk())


__all__ = ["judged", "speaks", "told"]
