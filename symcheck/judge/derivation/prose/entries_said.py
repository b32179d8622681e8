r"""Entries, rows, columns and traces of matrices told in words, before an expression without a left side: "the entry of $A B$ in position $(i, j)$ is
$a_i^\top b_j$", "the $j$-th column of $A B$ is $A b_j$", "its trace equals $..$", "the diagonal entries are $p_i (1 - p_i)$ and the off-diagonal ones
$-p_i p_j$" after the derivative of $p_i$ by $z_j$. "which is the entry $(j, k)$ of $X^\top X$" is said of the expression before it.

A matrix that is a variable may be introduced so: nothing is claimed of its entries, rows and columns.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import names_in
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_ENTRY = r"(?:entry|entries|elements?|components?|coefficients?)"
# "$(i, j)$", "$i, j$", "$ij$": the places of an entry.
_PLACE = r"\$\s*\(?\s*(?P<place>[a-z]\s*,?\s*[a-z])\s*\)?\s*\$"
_ONE = r"(?:\$\s*(?P<one>[a-z])\s*(?:\^\s*\{?\s*(?:\\(?:text|mathrm|rm|textrm)\s*\{?\s*)?th\s*\}*\s*)?\$\s*-?\s*(?:th|st|nd)?|(?P<letter>[a-z])-?th)"
_IS = r"(?:is|are|equals?|becomes?|reads?)(?:\s+(?:(?:then|thus|therefore|now|just|simply|hence|again|exactly|equal\s+to|given\s+by|the\s+(?:inner|dot|scalar)\s+product)\b\s*)*)?\s*:?\s*$"
_OF = r"\s+of\s+(?:the\s+)?(?:(?:matrix|product|square\s+matrix|Gram\s+matrix|Jacobian|Hessian|outer\s+product|vector)\s+)?\$(?P<of>[^$=]+)\$"
_KINDS = (rf"(?:(?P<diagonal>{_ONE}\s+diagonal\s+{_ENTRY})|(?P<line>{_ONE}\s+(?P<which>row|column|{_ENTRY}))|(?P<pair>(?:{_PLACE}(?:\s*-?\s*th)?\s*-?\s*{_ENTRY}|{_ENTRY}\s+{_PLACE}))|(?P<trace>trace))")


def _once(pattern: str) -> str:
    """The pattern with the groups that stand in it more than once numbered."""
    seen: dict[str, int] = {}

    def numbered(m: re.Match) -> str:
        seen[m[1]] = seen.get(m[1], 0) + 1
        return f"(?P<{m[1]}{seen[m[1]]}>"
    return re.sub(r"\(\?P<(place|one|letter)>", numbered, pattern)


_OF_MATRIX = re.compile(_once(rf"\b(?:the|its|and|that\s+the)\s+{_KINDS}{_OF}\s+{_IS}"), re.I)
_AT_PLACE = re.compile(_once(rf"\bthe\s+{_ENTRY}{_OF}\s+(?:in|at)\s+(?:the\s+)?(?:position|place|row\s+and\s+column)?\s*{_PLACE}\s+{_IS}"), re.I)
# "its trace equals", ", and the $i$-th row is" after what was said so of a matrix.
_ITS = re.compile(_once(rf"\b(?P<its>its|the)\s+{_KINDS}\s+{_IS}"), re.I)
# ", which is the entry $(j, k)$ of".
_WHICH_IS = re.compile(_once(rf"(?:,\s*|[^\w\s]\s+|^)(?:which|this|that)\s+(?:is|equals)\s+(?:just\s+|exactly\s+|precisely\s+|nothing\s+but\s+)?the\s+{_KINDS}\s+of(?:\s+the)?(?:\s+(?:matrix|product|vector))?\s*$"), re.I)
_DIAGONAL = re.compile(rf"\bthe\s+(?:\w+\s+)?diagonal\s+(?:{_ENTRY}|ones|terms?)\s+{_IS}", re.I)
_OFF = re.compile(rf"\bthe\s+(?:\w+\s+)?off-?\s?diagonal\s+(?:{_ENTRY}|ones|terms?)\s+{_IS}", re.I)
# Not claimed, or of a case that no formula tells.
_SUPPOSES = re.compile(r"\b(?:let|assum\w*|suppos\w*|if|when(?:ever)?|given|such\s+that|provided|whose|unless|not|never|would|wrong\w*|students?|mistake\w*|instead|might|could|denot\w*|"
                       r"writ(?:e|ing)|call(?:ed)?|define[sd]?|where|with|approximately|roughly|about|naive\w*|tempt\w*|zero\s+unless)\b", re.I)
_CASE = re.compile(r"^[\s,]*(?:only\s+)?(?:when(?:ever)?|if|for|unless|provided|except|otherwise|or)\b", re.I)
_SENTENCE_ENDS = re.compile(r"[.;](?:\s|$)|\n\s*\n")
_LETTER = re.compile(r"_\s*(?:\{\s*([a-z])\s*([a-z])?\s*\}|([a-z]))")


class EntriesSaid:
    """What words say of the entries of matrices."""

    def __init__(self, chains: Chains, remarks: Remarks):
        self.chains, self.remarks = chains, remarks
        self.told: tuple[int, str] = -9, ""  # the last formula that was said to be an entry, and of which matrix

    def judged(self, row: Source, formula: Formula, sentence: str) -> bool:
        """Judge an expression that the words before it call an entry, a row, a column or a trace of a matrix; False where they do not."""
        reverse = _WHICH_IS.search(sentence)
        if reverse is not None:
            return not _SUPPOSES.search(_clause(sentence)) and self._of_last(reverse, row, formula)
        if formula.display or _CASE.match(formula.after):
            return False
        said = _OF_MATRIX.search(sentence) or _AT_PLACE.search(sentence)
        if said is not None:
            return not _SUPPOSES.search(_clause(sentence[:said.start()])) and self._claimed(said, said["of"], row)
        if (diagonal := _OFF.search(sentence) or _DIAGONAL.search(sentence)) is not None:
            return self._of_derivative(diagonal.re is _OFF, row)
        said = _ITS.search(sentence)
        if said is None or _SUPPOSES.search(_clause(sentence)):
            return False
        at, formulas = self.chains.meanings.at, self.chains.meanings.document.formulas
        goes_on = at - 4 < self.told[0] < at and not any(_SENTENCE_ENDS.search(f.before) or f.display for f in formulas[self.told[0] + 1:at + 1])
        if goes_on and self.told[1]:
            return self._claimed(said, self.told[1], row)
        return said["its"].lower() == "its" and any(self._claimed(said, text, row) for text in self._subjects(formula, sentence)[:1])

    def _claimed(self, said: re.Match, of: str, row: Source) -> bool:
        left = _left(said, of.strip())
        return left is not None and self._judge(left, row, of, trace=bool(said.groupdict().get("trace")))

    def _judge(self, left: str, row: Source, of: str, trace: bool = False, cases: tuple = ()) -> bool:
        """Judge an expression against what it is told to be: of a matrix that is made of others."""
        state, text = self.chains.state, row.text.strip().rstrip(".,;")
        matrix = self._read(of, row) if of else None
        if of and (matrix is None or matrix.op == "var" and not trace or is_scalar(matrix.shape)):
            return False
        s = self._statement(f"{left} = {text}", row)
        if s is None:
            return False
        head, value = (state.read(p) for p in s.pieces)
        if head is None:
            return False
        if value is None and not self._misfits(s.pieces[1]):
            return False
        if value is not None and head.shape != value.shape and is_vector(head.shape) and head.shape == value.shape[::-1]:
            s = self._statement(rf"\left({left}\right)^\top = {text}", row)  # a row written as a column
        if s is None or value is not None and not names_in(value) & names_in(head) and matrix is not None and matrix.op == "var":
            return False
        self.told = self.chains.meanings.at, of
        return self.remarks.aside_if_decided(replace(s, cases=cases))

    def _of_last(self, said: re.Match, row: Source, formula: Formula) -> bool:
        """`.. $= \\sum_n X_{nj} X_{nk}$, which is the entry $(j, k)$ of $X^\\top X$`: a claim about what stands before it."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        k = at - 1 - bool(said.groupdict().get("place1") or said.groupdict().get("place2") or said.groupdict().get("one1") or said.groupdict().get("one2"))
        left = _left(said, row.text.strip().rstrip(".,;"))
        if k < 0 or left is None or formula.display or _CASE.match(formula.after) or len(formulas[k].rows) != 1:
            return False
        try:
            found = statements(self.chains.state.context, formulas[k].rows[0])
        except SymcheckError:
            return False
        if len(found) != 1 or not {*found[0].operators} <= EQUALITIES or found[0].pieces[-1] is None:
            return False
        s = self._statement(f"{found[0].text(len(found[0].pieces) - 1).strip().rstrip('.,;')} = {left}", row)
        read = [self.chains.state.read(p) for p in s.pieces] if s is not None else [None]
        if read[0] is not None and read[-1] is None and self._misfits(s.pieces[1]):
            return self.remarks.aside_if_decided(s)
        if None in read or any(e.op == "var" for e in read) or not names_in(read[0]) & names_in(read[1]):
            return False
        return self.remarks.aside_if_decided(s)

    def _of_derivative(self, off: bool, row: Source) -> bool:
        r"""`the diagonal entries are $p_i (1 - p_i)$` after `\frac{\partial p_i}{\partial z_j} = ..`."""
        head = self._last_derivative()
        letters = list(dict.fromkeys(x for m in _LETTER.finditer(head or "") for x in m.groups() if x))
        own = list(dict.fromkeys(x for m in _LETTER.finditer(row.text) for x in m.groups() if x))
        if head is None or len(letters) != 2 or not own:
            return False
        if off:
            return {*letters} <= {*own} and self._judge(head, row, "", cases=((r"\ne", letters[0], letters[1]),))
        letter = next((x for x in own if x in letters), None)
        if letter is None:
            return False
        other = letters[1 - letters.index(letter)]
        one = _LETTER.sub(lambda m: re.sub(rf"\b{other}\b|(?<=[{{_])\s*{other}", letter, m[0]), head)
        return self._judge(one, row, "")

    def _misfits(self, piece: Piece) -> bool:
        """Do only its shapes keep a piece of declared names from being read?"""
        return are_declared(self.chains.meanings, piece) and equations_read.is_misfit(self.chains.state.context, piece)

    def _last_derivative(self) -> str | None:
        """The left side of the last formula with equals, where it is a derivative, as it is written."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        for formula in reversed(formulas[max(0, at - 3):at]):
            for r in reversed(formula.rows):
                head = r.text.partition("=")[0].replace("&", "").strip()
                if head != r.text.replace("&", "").strip() and head:
                    return head if r"\partial" in head else None
        return None

    def _subjects(self, formula: Formula, sentence: str) -> list[str]:
        """What "its" may speak of: the first formula of the sentence that is a matrix."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        count = len(re.findall(r"\$[^$]*\$", sentence))
        found = []
        for f in formulas[max(0, at - count):at]:
            if f.display or len(f.rows) != 1:
                return []
            text = f.rows[0].text.partition("=")[0].strip().rstrip(".,;")
            e = self._read(text, f.rows[0])
            if e is not None and len(e.shape) == 2 and not is_vector(e.shape) and not is_scalar(e.shape):
                found.append(text)
        return found

    def _read(self, text: str, row: Source) -> Expr | None:
        s = self._statement(f"{text.strip()} = 0", row)
        return self.chains.state.read(s.pieces[0]) if s is not None else None

    def _statement(self, line: str, row: Source) -> Statement | None:
        """An equation with its names looked up."""
        s = equations_read.statement(self.chains.state.context, line, row)
        if s is None or len(s.pieces) != 2:
            return None
        for p in s.pieces:
            self.chains.meanings.looked_up(p)
        return s


def _left(said: re.Match, of: str) -> str | None:
    """What the words call the expression, as a formula: an entry, a row, a column or the trace of a matrix."""
    groups = said.groupdict()
    place = next((v for k, v in groups.items() if k.startswith("place") and v), None)
    one = next((v for k, v in groups.items() if k.startswith(("one", "letter")) and v), None)
    whole = rf"\left({of}\right)"
    if place is not None:
        i, j = re.findall("[a-z]", place)
        return f"{whole}_{{{i},{j}}}"
    if groups.get("trace"):
        return rf"\operatorname{{tr}}{whole}"
    if one is None:
        return None
    if groups.get("diagonal"):
        return f"{whole}_{{{one},{one}}}"
    which = (groups.get("which") or "").lower()
    return f"{whole}_{{{one},:}}" if which == "row" else f"{whole}_{{:,{one}}}" if which == "column" else f"{whole}_{{{one}}}"


def _clause(text: str) -> str:
    """The words of the last sentence of a text, without its formulas."""
    return _SENTENCE_ENDS.split(re.sub(r"\$[^$]*\$", "§", text))[-1]


__all__ = ["EntriesSaid"]
