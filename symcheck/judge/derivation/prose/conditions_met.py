r"""Conditions on the values of a function, and what they give for its parameters: "We look for $f(x) = v_1 (x)_+ + v_2 (x - 1)_+$ with $f(1) = 2$ and
$f(2) = 1$. The first condition gives $v_1 = 2$, the second one reads $2 v_1 + v_2 = 1$, so $v_2 = -3$", "The condition $f(1) = 2$ gives $v_1 = 2$".

A condition is no claim. What is drawn from it is judged by it, with the values that the conditions before it gave; a value that may differ only because of
names that nothing was said of is left open.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.hypotheses import free
from symcheck.judge.derivation.names.fresh import is_known_function
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT, Verdict

_CONDITION = r"(?:conditions?|requirements?|constraints?|equations?)"
# A sentence that asks for a function with given values.
_ASKED = re.compile(r"\b(?:look(?:ing)?\s+for|seek|search|find|wants?|choose|determine|needs?|requir\w+|should|must|demand\w*|ask\w*|impos\w+|interpolat\w+|fit(?:s|ting)?)\b", re.I)
_WITH = re.compile(r"\b(?:with|such\s+that|so\s+that|satisf\w+|that|and|need|want|requir\w+|demand\w*|impos\w+|to\s+have|should\s+have)\s*$|^\s*,\s*(?:and\s+)?$", re.I)
# "The condition", right before an equation, and what follows it where something is drawn from it.
_NAMED = re.compile(rf"\b(?:the|this|our|from\s+the|by\s+the)\s+(?:(?:first|second|third|last|other|remaining)\s+)?{_CONDITION}\s*$", re.I)
_ORDINAL = r"(?P<which>first|second|third|last|other|remaining|former|latter)"
# "The first condition gives", "the second one reads", "from the third we get", right before what is drawn.
_FROM_ONE = re.compile(rf"\b(?:the|from\s+the|by\s+the)\s+{_ORDINAL}(?:\s+(?:one|of\s+these|of\s+them|{_CONDITION}))?,?\s*(?:(?:then|thus|now|simply|directly|immediately|we|one|it)\s+)*"
                       r"(?:gives?|reads?|becomes?|says|means|yields?|implies|forces|requires|is|get|gets|obtain|find|follows)(?:\s+(?:then|that|us|simply|just|directly))*\s*:?\s*$", re.I)
# "gives", ", so", "and hence", right before what is drawn from the last one.
_DRAWN = re.compile(r"[\s,;]*(?:(?:and|which|this|it)\s+)*(?:gives?|yields?|means|reads?|becomes?|implies|forces|says|requires|so|hence|thus|therefore|i\.\s?e\.|that\s+is|whence|then)"
                    r"(?:\s+(?:that|now|we\s+(?:get|have|need|must\s+have)|it\s+follows\s+that|simply|just|then))*[\s,:]*", re.I)
_PLACES = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "last": -1, "other": 1, "remaining": -1}


class Conditions:
    """The conditions of the document so far, the one spoken of last, and what they gave; `found`: by name."""

    def __init__(self, chains: Chains):
        self.chains, self.state = chains, chains.state
        self.listed: list[Equation] = []
        self.at, self.last = -9, -1  # the number of the last formula that was one or was drawn from one, and of which
        self.found: list[tuple[Expr, Expr]] = []

    def take(self, s: Statement, before: str, sentence: str) -> bool:
        """Take a condition, or judge what is drawn from one; False where the equation is neither, or still has to give a name its value."""
        if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces:
            return False
        if self._is_condition(s, before, sentence):
            return self._set_up(s, _NAMED.search(before) is None)
        drawn = self._which(before)
        if drawn is None or not -len(self.listed) <= drawn < len(self.listed):
            return False
        judged = self._judge(s, self.listed[drawn])
        if judged is None:
            return False
        self.at, self.last = self.chains.meanings.at, drawn
        x, y = judged
        if x.op == "var" and is_numeric(y):
            self.found.append((x, y))
            return False
        return True

    def _is_condition(self, s: Statement, before: str, sentence: str) -> bool:
        at_numbers = is_known_function(self.state, s.pieces[0].syntax) and not re.search("[A-Za-z]", "".join(arguments(s.pieces[0].syntax)))
        return at_numbers and (_NAMED.search(before) is not None or _ASKED.search(sentence) is not None and _WITH.search(before) is not None)

    def _set_up(self, s: Statement, one_of_list: bool) -> bool:
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or not is_scalar(x.shape) or x.shape != y.shape or has_derivative(x) or not free(x):
            return False  # of numbers alone it holds or not
        now = self.chains.meanings.at
        if not one_of_list or not self.listed or self.at != now - 1:
            self.listed, self.found = self.listed * (not one_of_list), self.found * (not one_of_list)
        self.listed.append(Equation(x, y, s.line()))
        self.at, self.last = now, len(self.listed) - 1
        return True

    def _which(self, before: str) -> int | None:
        """The number of the condition that the words draw this from."""
        if (m := _FROM_ONE.search(before)) is not None:
            k = _PLACES[m["which"].lower()]
            k = k if k >= 0 else len(self.listed) - 1
            return k if k < len(self.listed) else None
        return self.last if self.listed and self.at == self.chains.meanings.at - 1 and _DRAWN.fullmatch(before) is not None else None

    def _judge(self, s: Statement, condition: Equation) -> tuple[Expr, Expr] | None:
        """Judge what is drawn from a condition; None where it cannot be read. Its sides."""
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or not is_scalar(x.shape) or x.shape != y.shape or not (free(x) | free(y)) <= free(condition.lhs) | free(condition.rhs):
            return None
        lhs, rhs = (self._known(e) for e in (condition.lhs, condition.rhs))
        if x.op == "var" and x.data.name not in free(y):
            v = self._of_value(x, y, lhs, rhs)
        else:
            v = self._of_form(x, y, condition, lhs, rhs)
        if v is not None:
            self.chains.step(s, 0, v, reason="it is what the condition says" if v.right else "")
        return x, y

    def _known(self, e: Expr) -> Expr:
        return build.substitute(e, tuple((x.data, y) for x, y in self.found)) if self.found else e

    def _of_value(self, x: Expr, y: Expr, lhs: Expr, rhs: Expr) -> Verdict | None:
        """Does the condition hold with this value? None where that depends on names without a value here."""
        lhs, rhs = (build.substitute(e, ((x.data, y),)) for e in (lhs, rhs))
        v = judge(self.state.context, lhs, rhs)
        if v.right or v.word != DIFFERENT:
            return v if v.right else None
        others = [n for n in {n for e in (lhs, rhs) for n in e.walk() if n.op == "var"} if n.data.name in free(lhs) | free(rhs) and n.data.name not in free(y)]
        moved = build.add(lhs, build.neg(rhs))
        put = [build.substitute(moved, tuple((n.data, build.num(k)) for n in others)) for k in (0, 3)] if all(is_scalar(n.shape) for n in others) else []
        return v if put and judge(self.state.context, *put, hint=True).right else None

    def _of_form(self, x: Expr, y: Expr, condition: Equation, lhs: Expr, rhs: Expr) -> Verdict | None:
        """Is this the condition, up to its order and sign? None where it may be a multiple of it."""
        here = build.add(x, build.neg(y))
        forms = [build.add(a, build.neg(b)) for a, b in ((condition.lhs, condition.rhs), (lhs, rhs))]
        verdicts = [judge(self.state.context, here, f) for form in forms for f in (form, build.neg(form))]
        right = next((v for v in verdicts if v.right), None)
        if right is not None or any(v.word != DIFFERENT for v in verdicts):
            return right
        scale = judge(self.state.context, x, condition.lhs, hint=True).right or judge(self.state.context, y, condition.rhs, hint=True).right
        return verdicts[0] if scale else None


__all__ = ["Conditions"]
