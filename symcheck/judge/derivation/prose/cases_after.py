r"""Cases that stand after what is said of them: "$\nabla f(x) = 2 A x$ if $A$ is symmetric", "$f'(u) = 1$ for $u > 0$ and $f'(u) = 0$ otherwise".

Such a case holds for the claim before it, and to the end of the sentence, unless another case is told there. A value, "$q < 0$ for $y = 1$ and
$q > 0$ for $y = 0$", holds for the claim before it alone: what else the sentence says may be said of that value or of all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import introductions
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import units_told
from symcheck.judge.derivation.relations import derivatives_written
from symcheck.judge.derivation.rows.statements import ORDER, Statement, index_case, statements
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.derivation.wording import told, words
from symcheck.judge.derivation.wording.pieces_claimed import PIECE
from symcheck.read.documents import Formula
from symcheck.read.syntax import Relation
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.prose.suppositions import Suppositions

_ORDER = re.compile(r"^[^=]*(?:[<>]|\\[gl]eq?(?![A-Za-z]))[^=]*$")
# "between the kinks", "to the right of both", "on $(0, 1)$", right after an equation, of places that were not found.
_REGION = re.compile(r"\s*,?\s*(?:but\s+|only\s+|and\s+only\s+)?(?:(?:far\s+)?(?:to|on)\s+(?:the|its)\s+(?:left|right)\b|(?:left|right)\s+of\b|(?:in\s+)?between\b|beyond\b|past\b|on\s+(?:the\s+)?"
                     r"(?:(?:left|right|middle|first|second|third|last|outer|inner)\b|(?:interval\s+)?\$[^$]*[(\[]))", re.I)
# Between a claim and the case of indices that it holds in: "for all $j \\ne k$", "when $i = j$", "(for $k \\ne j$)".
_FOR_INDICES = re.compile(r"^(?!\s*\n\s*\n)\s*(?P<comma>,)?\s*\(?\s*(?:(?:and\s+)?(?:this|that|it|which)\s+(?:holds?|is\s+(?:valid|true))\s+)?(?:(?:but|valid|only|here|now)\s+)*(?:for|if|when(?:ever)?|where(?:ver)?|with|"
                          r"provided(?:\s+that)?|as\s+long\s+as|in\s+(?:the\s+)?case(?:\s+(?:of|that))?)(?:\s+(?:all|every|any|each|the|case|both|indices|classes|distinct|different|two))*\s*$|^\s*,?\s*\(\s*$", re.I)
_INDEX_IN = r"_\s*(?:\{{[^{{}}]*(?<![A-Za-z\\]){0}(?![A-Za-z])[^{{}}]*\}}|{0}(?![A-Za-z]))"
# Between a claim and the value that it holds for, and right after that value.
_FOR_VALUE = re.compile(r"^(?!\s*\n\s*\n)\s*\(?\s*(?:(?:but|only)\s+)?(?:for|if|when(?:ever)?|in\s+the\s+case)\s*$|^\s*,\s*(?:but\s+)?(?:if|when(?:ever)?)\s*$", re.I)
_VALUE_ENDS = re.compile(r"^\s*\)?\s*(?:$|[.;]|\n\s*\n|,?\s*(?:and|but|while|whereas|resp\b)|,\s*$)", re.I)
_LEADS = re.compile(r"\b(?:we|it|one|there|this|that|the)\b|^\s*,?\s*$", re.I)
_OPPOSITE = {">": r"\le", r"\gg": r"\le", "<": r"\ge", r"\ll": r"\ge", r"\ge": "<", ">=": "<", r"\le": ">", "<=": ">"}
# After the second of two cases.
_MAIN_CLAUSE = re.compile(r"^\s*,\s*(?!(?:and|or|but|while|whereas|with|else|otherwise|if|when|where|for|respectively)\b)\w", re.I)
_STRICT = _OPPOSITE | {">": "<", "<": ">"}


def _ends_sentence(formula: Formula, after: Formula) -> bool:
    """Is a sentence over with this formula? What the next one supposes ("If $B = 0$, ..") says nothing of it."""
    return formula.rows[-1].text.rstrip(" \n&\\").endswith(".") or after.before.lstrip(" \n,")[:1].isupper()


class CasesAfter:
    """The case that the last claim was told to hold in, and the formulas that told one."""

    def __init__(self, state: State, suppositions: Suppositions):
        self.state, self.suppositions = state, suppositions
        self.order: Statement | None = None  # the last order told so
        self.traits: list[tuple[Variable, Variable]] = []  # what it supposes
        self.equations: list[tuple] = []
        self.opened = False  # was the formula before a case of what comes after it?
        self.taken: set[int] = set()  # where the formulas of cases begin
        self.second = False  # is the case told last another one than the case before it in its sentence?
        self.valued: Expr | None = None  # the name that has a value for the last claim
        self.of_values: set[int] = set()  # where the formulas of such values begin

    def heard(self, formula: Formula, after: Formula | None) -> None:
        """Suppose what the words between a formula and the one `after` it tell of it, before it is judged."""
        if formula.start in self.of_values:
            return
        left = self._value_over()
        if after is not None and self._of_value(formula, after):
            self.of_values.add(after.start)
            return
        self.state.unused = self.state.unused or left
        formulas, at = self.suppositions.meanings.document.formulas, self.suppositions.meanings.at
        if self.second and at and formulas[at - 1].start in self.taken and _MAIN_CLAUSE.match(formula.before):
            self._end()  # "As $f'(u) = 1$ for $u > 0$ and $f'(u) = 0$ for $u < 0$, we get $..$": of all u
        if words.ELSE_AFTER.match(formula.after) and self.order is not None and self.holds():
            self._otherwise(self.order, self._head(formula))
        self._units(formula)
        region = _REGION.match(formula.after) if formula.environment != PIECE and any("=" in row.text for row in formula.rows) else None
        if region is not None and words.KINK.search(self.state.since) and _LEADS.search(formula.after[region.end():]) is None and not (
                "$" in region[0] and after is not None and (words.CASE_LEADS.match(after.after) or _LEADS.search(after.after[:30]))):
            self.state.somewhere = True
        opened, self.opened = self.opened, self._opens(formula)
        if after is not None and self._of_indices(formula, after):
            return
        told_if = after is not None and words.IF_AFTER.match(after.before) is not None
        if after is None or after.display or len(after.rows) != 1 or not (told_if or words.FOR_AFTER.match(after.before)) or _ends_sentence(formula, after):
            return
        row = after.rows[0]
        try:
            s = next((s for s in statements(self.state.context, row) if s.operators), None)
        except SymcheckError:
            return
        if s is not None and s.operators[0] in ORDER:
            if told_if or not opened and not words.CASE_LEADS.match(after.after) and self._limits(formula, s, after.before):
                self._begin(s, row)
                self.taken.add(after.start)
        elif not told_if:
            return
        elif s is None or s.declares:
            said = told.with_traits(row, after.before, after.after)
            if said is not row:
                self.suppositions.scoped(said)
        elif s.operators == ["="] and None not in s.pieces:
            self.suppositions.equation(s)

    def _of_value(self, formula: Formula, after: Formula) -> bool:
        r"""Take in the `y = 1` right after a claim about y, for that claim."""
        held = self.suppositions.held
        if formula.display or after.display or len(after.rows) != 1 or len(formula.rows) != 1 or _ends_sentence(formula, after) \
                or _FOR_VALUE.match(after.before) is None or _VALUE_ENDS.match(after.after) is None:
            return False
        try:
            claim, told_case = (next(iter(found), None) for found in (statements(self.state.context, formula.rows[0]), statements(self.state.context, after.rows[0])))
        except SymcheckError:
            return False
        if claim is None or claim.declares or not claim.operators or None in claim.pieces or not {*claim.operators} <= {"=", *ORDER} \
                or told_case is None or told_case.operators != ["="] or None in told_case.pieces:
            return False
        name, value, *sides = (self.state.read(p) for p in (*told_case.pieces, *claim.pieces))
        if name is None or name.op != "var" or name.data.family or not is_scalar(name.shape) or value is None or not is_numeric(value) \
                or None in sides or sides[0].op == "var" or not any(speaks_of(e, name) for e in sides) or not held.value(told_case, name):
            return False
        self.valued = name
        return True

    def _value_over(self) -> bool:
        """Does the sentence go on after a claim that was told to hold for one value? What it says now is said of that value, or of all."""
        held = self._has_value()
        if held:
            self.suppositions.held.leaves(self.valued)
        self.valued = None
        return held

    def _has_value(self) -> bool:
        return self.valued is not None and self.valued.data in self.suppositions.held.values

    def _of_indices(self, formula: Formula, after: Formula) -> bool:
        r"""Take in the `j \ne k` right after a claim that has both letters as indices, for that claim."""
        if after.display or len(after.rows) != 1 or len(formula.rows) != 1 or _ends_sentence(formula, after) or (
                said := _FOR_INDICES.match(after.before)) is None or words.CASE_LEADS.match(after.after):
            return False
        following = self.suppositions.meanings.document.formulas[self.suppositions.meanings.at + 2:][:1]
        if said["comma"] and after.after.strip() in ("", ",", ":") and any("=" in row.text for f in following for row in f.rows):
            return False  # of which of the two it is said is open
        try:
            claims, told_case = (next(iter(found), None) for found in (statements(self.state.context, formula.rows[0]), statements(self.state.context, after.rows[0])))
        except SymcheckError:
            return False
        if claims is None or not claims.operators or told_case is None or len(told_case.pieces) != 2 or None in told_case.pieces:
            return False
        span = told_case.span
        case = index_case(self.state.context, Relation(span, tuple(p.syntax for p in told_case.pieces), tuple(told_case.operators)))
        if case is None or not all(re.search(_INDEX_IN.format(x), formula.rows[0].text) for x in case[1:]):
            return False
        self.suppositions.chains.cases = (case,)
        return True

    def _units(self, formula: Formula) -> None:
        """`.., if the unit is active`: the sign of what its ReLU is taken of."""
        for row in units_told.after(self.state, formula.after) or ():
            s = next((s for s in statements(self.state.context, row) if s.operators), None)
            if s is not None:
                self._begin(s, row)

    def _opens(self, formula: Formula) -> bool:
        """Is this a case of what comes after it, "For $w > 0$ we get"? Then so is the next one in the sentence."""
        return formula.start not in self.taken and len(formula.rows) == 1 and words.CASES.search(formula.before) is not None \
            and _ORDER.search(formula.rows[0].text) is not None and words.STOP.search(formula.after) is None

    def _limits(self, formula: Formula, s: Statement, before: str) -> bool:
        """Is `x > 0` a case of what is claimed by the formula before it, of names that have their meaning? `Where` tells one only of
        what stands on the left: of other names it says what they are."""
        head = self._head(formula)
        sides = [self.state.read(p) if p is not None else None for p in s.pieces]
        if head is None or head.op == "var" or None in sides or any(n.op in ("size", "index") for e in sides for n in e.walk()):
            return False
        return not before.strip(" ,(").endswith("where") or any(names_in(e) & names_in(head) for e in sides)

    def _head(self, formula: Formula) -> Expr | None:
        """The left side of the equation in a formula; None where there is none, or it has no meaning."""
        try:
            claim = next((c for row in formula.rows[-1:] for c in statements(self.state.context, row) if c.operators), None)
        except SymcheckError:
            return None
        if claim is None or claim.operators[0] != "=" or claim.pieces[0] is None:
            return None
        introductions.argument(self.suppositions.chains, claim.pieces[0])
        return self.state.read(claim.pieces[0])

    def _begin(self, s: Statement, row: Source) -> None:
        """The case from here on, in the place of the one told before it."""
        before = self.order if self.holds() else None
        self._end()
        self.second = before is not None and before.text(0).strip() == s.text(0).strip() and before.operators != s.operators
        held = self.suppositions
        held.ranges.other_case(row)
        traits, equations = [*held.traits], [*held.equations]
        if not held.scoped(row, passing=True):
            self.state.unused = True
        self.order, self.traits, self.equations = s, [t for t in held.traits if t not in traits], [a for a in held.equations if a not in equations]

    def _otherwise(self, s: Statement, head: Expr | None) -> None:
        """The opposite of the case told last; of a derivative, which kinks have none of, without the place between the two."""
        opposites = _STRICT if head is not None and derivatives_written.has_derivative(head) else _OPPOSITE
        row = Source(f"{s.text(0)} {opposites[s.operators[0]]} {s.text(1)}", s.row.name, s.line())
        opposite = next((o for o in statements(self.state.context, row) if o.operators), None) if len(s.operators) == 1 else None
        if opposite is not None:
            self._begin(opposite, row)
        else:
            self._end()
            self.state.unused = True

    def holds(self) -> bool:
        """Does what is judged now hold in a case that was told after it?"""
        return self._has_value() or any(t in self.suppositions.traits for t in self.traits) or any(a in self.suppositions.equations for a in self.equations)

    def _end(self) -> None:
        if self.holds():
            self.suppositions.forget(self.traits, self.equations)
        self.order, self.traits, self.equations, self.second = None, [], [], False
