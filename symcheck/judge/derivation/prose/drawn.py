r"""Equations that are drawn from others: `setting it to zero gives $X^\top X w = X^\top y$`, `the derivative is zero for $x = 1$`."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains import set_to_zero
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import (
    objectives_told,
    places_told,
    second_zeros_told,
)
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations import derivatives_written
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Gradient, State, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT
from symcheck.read.documents import Formula
from symcheck.read.syntax import Group, Number, Product, Script, Symbol
from symcheck.text import SymcheckError

# Between an equation set up and another form of it: ", that is ".
_RESTATES = re.compile(r"^[\s,;]*(?:and\s+)?(?:that\s+is|i\.\s*e\.|(?:or\s+)?equivalently|or|in\s+other\s+words|which\s+(?:is|means)|so|hence|thus|therefore)"
                       r"(?:\s+that)?[\s,:]*$", re.I)

# "Differentiating in $\\theta$ we find", "Taking the derivative gives", right before an equation with zero.
_DIFFERENTIATING = re.compile(r"\b(?:differentiating|taking\s+(?:the\s+)?(?:gradient|derivative)s?)\b[^.;]*?\b(?:find|get|obtain|gives?|yields?|have|reads?|leads?\s+to)\s*:?\s*$", re.I)
# What is set to zero, in the words before what it gives.
_OF_SLOPE = re.compile(r"\b(?:gradient|derivative|slope)s?\b[^.]*$|\bnormal\s+equations?\b[^.]*$|\bfirst[- ]order\b[^.]*$", re.I)

# "both terms vanish", "every unit is zero": parts of a value, and nothing that is set to zero.
_TERMS_VANISH = re.compile(r"\b(?:(?:both|all|every|each|the|either|neither|other|first|second|last|two|three|hidden|of\s+them)\s+)+(?:terms?|units?|neurons?|ReLUs?|parts?|pieces?|summands?|activations?|rectifiers?|hinges?|of\s+them)?"
                           r"\s*(?:vanish(?:es)?|(?:is|are)\s+(?:both\s+|all\s+)?zero)\b", re.I)
# "$f(x) = 3 - x$, which vanishes at": of the value found right before.
_WHICH_VANISHES = re.compile(r"[\s,;.]*(?:and\s+)?(?:which|this|it)\s+(?:vanishes|is\s+zero|equals\s+zero|becomes\s+zero|has\s+(?:a|its|the)\s+(?:only\s+)?(?:zero|root)|crosses\s+zero)\s+"
                             r"(?:(?:only|exactly|precisely)\s+)?(?:at|for|where|when|if)\s*", re.I)
# "the derivative of the first one", "the gradient of their sum": of something else than the one function at hand, "of it", "of this loss".
_OF_ANOTHER = re.compile(r"\b(?:gradient|derivative|slope)s?\s+(?:of|for)\s+(?!(?:it|this|that)\b(?!\s+\w)|(?:it|this|that)\s+(?:with|in|by|to|equal|and)\b|(?:the|this|that|our|its)\s+(?:(?:whole|total|full|same|given|"
                         r"objective|loss|cost|squared|quadratic|penali[sz]ed|regulari[sz]ed|empirical|training|log)[\s-]+)*(?:function|loss|objective|cost|risk|criterion|error|energy|likelihood|posterior|"
                         r"log[\s-]?(?:likelihood|posterior))\b)", re.I)

# "Adding the multiplier term $..$ and setting the derivative to zero": of a function that only words tell.
_ADDED = re.compile(r"\b(?:add(?:ing)?|includ(?:e|ing)|introduc(?:e|ing)|append(?:ing)?|with|using)\b[^.$]{0,40}\b(?:multipliers?|Lagrang\w+|constraints?|penalty|regulari[sz]er)\b.*\bsett?(?:ing)?\b", re.I | re.S)
# Of these, what is surely none whose derivative was written last.
_OF_OTHERS = re.compile(r"\b(?:gradient|derivative|slope)s?\s+(?:of|for)\s+(?:their|both|the\s+(?:first|second|third|former|latter|other)\s+(?:one|function|loss|objective))\b", re.I)

# "No $a_i$ is zero", "none of the $a_i$ vanishes".
_NONE = re.compile(r"\b(?:no|none\s+of(?:\s+(?:the|these|all))?|neither(?:\s+of)?|no\s+(?:entr(?:y|ies)|components?|coordinates?|elements?)\s+of)\s*$", re.I)
_DENIED_ZERO = re.compile(r"\s*(?:(?:is|are|was|equals?|becomes?)\s+(?:\w+ly\s+)?(?:zero|equal\s+to\s+zero)|vanish(?:es)?)\b", re.I)


def _is_at_number(s: Statement) -> bool:
    """Does a statement begin with `f(0)` or `f'(0)`, a function at a number?"""
    head = s.pieces[0].syntax
    return type(head) is Product and len(head.items) == 2 and type(head.items[0]) in (Symbol, Script) and type(head.items[1]) is Group and type(head.items[1].body) is Number


# Right before a formula: that it is none of these.
_DENIED = re.compile(r"\b(?:no|neither\s+an?)\s+(?:\w+\s+){0,2}(?:minim|maxim|optim|extrem|stationary|critical)\w*(?:\s+(?:point|value|place))?(?:\s+(?:is|lies))?\s*(?:\b(?:at|for|by))?\s*$|(?:\b(?:not|never|nowhere)|n['’]t)(?:\s+(?:at|zero|for|when|where|by|attained|reached|minimi[sz]ed|maximi[sz]ed|vanish|in|the|point|value))*\s*$", re.I)
_SUBJECT_TO = re.compile(r"\b(?:subject\s+to|under)\s+(?:a|an|the|this|some|that|such\s+an?)\s+(?:\w+\s+){0,2}constraints?\b", re.I)
_MULTIPLIERS = re.compile(r"\bLagrang|\bmultiplier|\bs\.\s?t\.|\\mathcal\s*\{?\s*L", re.I)
# "Equating to zero and multiplying by $c$ gives".
_SCALED_BY = re.compile(r"\s*,?\s*(?:(?:and|then|by|after)\s+){0,2}(?:multipl|divid)(?:ying|ied|ing|ed|e|y)\s+(?:(?:through|both\s+sides|everything|out|each\s+side)\s+)?(?:through\s+)?(?:by|with)\s*(?:the\s+[\w-]+\s+){0,2}$", re.I)
_GIVES_THEN = re.compile(r"\s*,?\s*(?:then\s+|this\s+|we\s+)?(?:gives?|yields?|gets?|obtains?|leads?\s+to|results?\s+in|leaves?|find|have)\s*(?:us\s+)?:?\s*", re.I)


# "a step with $\\eta = 0.1$ gives", "after one update we have", right before a number.
_STEP = re.compile(r"\b(?:steps?|updates?|iterations?)\b[^.;]*\b(?:gives?|yields?|lands?|leads?|moves?|takes?|brings?|becomes?|have|get|is)\b[^.;$]*$", re.I)


class Drawn:
    """What is solved among words; it remembers the number of the formula that was drawn from a derivative set to zero, was solved
    last, or said last where a derivative is zero."""

    def __init__(self, state: State, meanings: Meanings, remarks: Remarks):
        self.state, self.meanings, self.remarks = state, meanings, remarks
        self.drawn_at = self.solved_at = self.found_zero = -9

    def _is_drawn(self, s: Statement, formula: Formula) -> bool:
        """What is drawn from an equation set up, or from a derivative set to zero."""
        at = self.meanings.at
        if self._is_next_value(s, formula):
            return False
        before = self._with_factor(self._without_denied(formula))
        displayed = at > 0 and self.meanings.document.formulas[at - 1].display
        if self.remarks.multiplier(s, before) or places_told.of_last(self.remarks.chains, s, before, displayed):
            return True
        if words.GIVES.match(formula.after) and self.remarks.zero_derivative(s):
            self.drawn_at = self.meanings.at + 1
            return True
        if at == self.drawn_at:
            self.remarks.aside(s)
            return True
        set_to_zero.heard(self.remarks.chains, s, self.meanings.survey.sentence(formula))
        if self.state.surely_vanishing and self._is_zero(s):
            self.remarks.aside(s)
            return True
        if self.state.equations and words.NORMAL.search(before) or self.remarks.follows(s, before):
            self.remarks.aside(s)
        elif words.NORMAL.search(before) and not self.state.gradients and len(s.pieces) == 2 and self._of_last_function(s, before):
            self.remarks.solved(s)
        elif _RESTATES.match(before) and self._was_set_up() and self.state.read(s.pieces[0]) is not None:
            self.state.near = True
            return self.remarks.aside_if_decided(s)
        elif words.sets(_TERMS_VANISH.sub(" ", before)[-60:]) and not words.SUBJECT.search(before) and not self._is_value_given(s) and not self._is_second_at_point(s, before):
            if not self.state.equations and _ADDED.search(self.meanings.survey.sentence(formula)):
                return False
            if len(s.pieces) > 2:
                self.remarks.aside(s)
            elif not self.remarks.set_up(s):
                if (self._of_display(s, before) or self.state.gradients or self._of_last_function(s, before)) \
                        and not places_told.of_another(self.remarks.chains, before, displayed) and not _OF_OTHERS.search(before):
                    self.remarks.solved(s)
                elif not places_told.set_up(self.remarks.chains, s, before):
                    self.remarks.at_known_place(s)
        elif _DIFFERENTIATING.search(self.meanings.survey.sentence(formula)) and self._is_zero(s) and (
                found := objectives_told.gradient(self.remarks.chains, s)) is not None and self.state.gradient_by(found.by) is None:
            self.state.gradients.append(found)
            self.remarks.solved(s)
        elif (words.AT_OPTIMUM.match(formula.after) or words.FROM.search(before)) and self.state.gradients \
                and len(s.pieces) == 2:
            self.remarks.solved(s)
        else:
            return False
        return True

    def _is_next_value(self, s: Statement, formula: Formula) -> bool:
        """Is this "a step with $\\eta = 0.25$ gives $w = 3 - 0.25 \\cdot 2$" of a w that has a number? No equation set up before speaks of the new one."""
        name = self.state.read(s.pieces[0])
        return name is not None and name.op in ("var", "let") and name.data.name in self.meanings.instances.values and _STEP.search(re.sub(r"\$[^$]*\$", " ", self.meanings.survey.sentence(formula))) is not None

    def _without_denied(self, formula: Formula) -> str:
        """The words before a formula without "is zero" of what the formula before it names, where that is denied: "No $a_i$ is zero, so"."""
        at = self.meanings.at
        denied = _DENIED_ZERO.match(formula.before) if at and _NONE.search(self.meanings.document.formulas[at - 1].before) else None
        return formula.before[denied.end():] if denied is not None else formula.before

    def _with_factor(self, before: str) -> str:
        """The words before "and multiplying by $c$ gives" too, by which the equation is only written otherwise."""
        at = self.meanings.at
        last = self.meanings.document.formulas[at - 1] if at else None
        if last is None or last.display or not _GIVES_THEN.fullmatch(before) or not _SCALED_BY.search(last.before):
            return before
        return f"{_SCALED_BY.sub('', last.before)} {before}"

    def _is_zero(self, s: Statement) -> bool:
        """Is this an equation with zero, without a derivative written in it?"""
        x = self.state.read(s.pieces[0]) if len(s.pieces) == 2 and None not in s.pieces else None
        return x is not None and not derivatives_written.has_derivative(x) and (y := self.state.beside(s.pieces[1], x)) is not None and y.is_zero

    def _of_display(self, s: Statement, before: str) -> bool:
        """Does "Setting the gradient to zero: $..$" speak of what the display right before is about, of whose derivative nothing was written? From
        here on it was."""
        if not _OF_SLOPE.search(before):
            return False
        found = objectives_told.gradient(self.remarks.chains, s)
        if found is None or self.state.gradient_by(found.by) is not None:
            return False
        self.state.gradients.append(found)
        return True

    def _of_last_function(self, s: Statement, before: str) -> bool:
        r"""Does "Setting the gradient to zero gives $..$" speak of the function `J(w)` defined last, of whose derivative nothing was written? From here
        on it was."""
        if not _OF_SLOPE.search(before) or _OF_ANOTHER.search(before):
            return False
        f = next((f for f in reversed(list(self.state.context.definitions.values())) if f.op == "let" and is_scalar(f.shape)), None)
        entry = self.state.context.scope.bare(f.data.name) if f is not None else None
        by = self.state.context_read(entry.params[0].name) if entry is not None and len(entry.params) == 1 else None
        sides = [e for p in s.pieces if p is not None and (e := self.state.read(p)) is not None]
        if by is None or by.op != "var" or not speaks_of(f, by) or not any(speaks_of(e, by) for e in sides):
            return False
        if any(other is not f and not speaks_of(f, other) for other in self._functions_of(by)):
            return False  # the words do not tell of which of several
        self.state.gradients.append(Gradient(f, by))
        return True

    def _functions_of(self, by: Expr) -> list[Expr]:
        """The numbers defined in this part of the document, or in those around it, as functions of this variable."""
        found = [f for f in self.state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and speaks_of(f, by)
                 and self.state.named_when.get(f.data.name, ((), -1))[1] in self.state.within]
        entries = [(f, self.state.context.scope.bare(f.data.name)) for f in found]
        return [f for f, entry in entries if entry is not None and len(entry.params) == 1 and entry.params[0].name == by.data.name]

    def _is_value_given(self, s: Statement) -> bool:
        r"""Is this `$\nabla J(\theta) = A \theta - b$` after words of a stationary point, `$f'(0) = 2$` after "At zero the slope is": what a
        derivative or a value is, and nothing set to zero?"""
        x, y = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        return len(s.pieces) == 2 and x is not None and (
            x.op in ("derivative", "jacobian") or _is_at_number(s) and all(n.data[0].known for n in x.walk() if n.op == "apply")) and y is not None and not y.is_zero and not derivatives_written.has_derivative(y)

    def _is_second_at_point(self, s: Statement, before: str) -> bool:
        """Is this "At the optimum $\\frac{\\partial^2 f}{\\partial x\\, \\partial y} = 0$", which says what a second derivative is there?"""
        x = self.state.read(s.pieces[0]) if len(s.pieces) == 2 and None not in s.pieces else None
        return x is not None and derivatives_written.is_second(x) and words.AT_POINT.search(before) is not None

    def take(self, s: Statement, formula: Formula) -> bool:
        """Judge what is drawn from an equation set up, or from a derivative set to zero; False where nothing is."""
        drawn = self._is_of_others(formula) or self._is_drawn(s, formula)
        if drawn:
            self.solved_at = self.meanings.at
        return drawn

    def _is_of_others(self, formula: Formula) -> bool:
        """Is a place denied, "the minimum is not at", or one under a constraint of which no formula speaks?"""
        constrained = _SUBJECT_TO.search(self.meanings.survey.sentence(formula)) is not None and _MULTIPLIERS.search(self.meanings.survey.text[:formula.start]) is None
        return _DENIED.search(formula.before) is not None or constrained

    def _was_set_up(self) -> bool:
        """Did the formula right before this one set an equation up?"""
        at = self.meanings.at
        rows = self.meanings.document.formulas[at - 1].rows if at else ()
        return bool(rows and self.state.equations) and self.state.equations[-1].line >= rows[0].locate(0)[0]

    def too(self, s: Statement, before: str) -> bool:
        """Of `so $a = 1$ and $b = 2$` the second one."""
        x = self.state.read(s.pieces[0])
        joined = words.DRAWN_TOO.match(before) or words.JOINED.match(before) and x is not None and self.state.gradient_by(x) is not None
        if self.solved_at != self.meanings.at - 1 or not joined or not (self.state.about(x) or self.state.gradient_by(x) is not None):
            return False
        self.solved_at, self.state.near = self.meanings.at, True
        if not self._solves_last(s):
            self.remarks.aside(s)
        return True

    def _solves_last(self, s: Statement) -> bool:
        r"""`gives $p = y$, that is $z = \ln \frac{y}{1 - y}$`, p a name with a definition in z: right where the equation right before holds there."""
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        try:
            found = statements(self.state.context, self.meanings.document.formulas[self.meanings.at - 1].rows[-1])
        except SymcheckError:
            return False
        sides = [self.state.read(p) for p in found[-1].pieces] if found and found[-1].operators == ["="] and None not in found[-1].pieces else [None]
        if x is None or y is None or None in sides or x.op != "var" or x.shape != y.shape or speaks_of(y, x) or x in sides or not any(speaks_of(e, x) for e in sides):
            return False
        v = judge(self.state.context, *(build.substitute(e, ((x.data, y),)) for e in sides))
        if v.right:
            self.remarks.chains.step(s, 0, v, reason="the equation right before holds there")
        return v.right

    def says_where_zero(self, s: Statement, before: str) -> bool:
        """`The derivative is zero for $x = 1$ and $x = -1$.`"""
        if words.VANISHES_OTHER.search(before) or _DENIED.search(before):
            return True  # the derivative is not spoken of
        if second_zeros_told.said(before):
            second_zeros_told.judged(self.remarks.chains, s, before)
            return True
        at = self.meanings.at
        if _WHICH_VANISHES.fullmatch(before) and (judged := self._value_vanishes(s)) is not None:
            return judged
        again = at == self.found_zero + 1 and re.fullmatch(r"[\s,]*(and|or)?\s*", before) is not None
        if (again or words.VANISHES.search(before)) and self.remarks.vanishing(s):
            self.found_zero = at
            return True
        return False

    def _value_vanishes(self, s: Statement) -> bool | None:
        """Judge where the value vanishes that the formula right before found, `f(x) = 3 - x, which vanishes at $x = 3$`, be it a second derivative; None of a first one."""
        at, last = self.remarks.last
        before = self.meanings.document.formulas[self.meanings.at - 1] if self.meanings.at else None
        chain = last if at == self.meanings.at - 1 else self.remarks.chains.chain if before is not None and before.display else None
        x, y = (self.state.read(p) if p is not None else None for p in s.pieces[:2])
        if chain is None or chain.unread or x is None or y is None or x.op != "var" or not is_scalar(x.shape) or s.operators != ["="]:
            return None
        head, value = self.state.read(chain.head), self.state.read(chain.last)
        if head is None or value is None or _is_first_derivative(head) or not is_scalar(value.shape) \
                or not speaks_of(value, x) or derivatives_written.has_derivative(value):
            return None
        there = build.substitute(value, ((x.data, y),))
        v = judge(self.state.context, there, E.zero_like(there))
        if v.right or v.word == DIFFERENT:
            self.remarks.chains.step(s, 0, v, reason="the value before is zero there" if v.right else "")
        return True

    def holds_at_place(self, s: Statement, before: str) -> bool:
        """`At a stationary point $S u = \\lambda u$`: drawn from the derivative set to zero; `At the minimiser $w^*$ we have $f'(w^*) = 0$`: set up."""
        if self._is_second_at_point(s, before):
            return False
        if words.AT_PLACE.search(self.state.said) is not None and self.remarks.zero_derivative(s):
            return True
        if words.AT_PLACE.search(before) is None or not self.state.gradients or len(s.pieces) != 2 or self.state.solved:  # of several unknowns others have their values there too
            return False
        known = len(self.state.equations)
        self.remarks.solved(s)
        return len(self.state.equations) > known


def _is_first_derivative(e: Expr) -> bool:
    """Is this a derivative, and none of a derivative?"""
    if e.op == "let" and "'" in e.data.name:
        return e.data.name.count("'") == 1
    if e.op == "apply" and type(e.data) is tuple and e.data[1] > 1:
        return False
    twice = e.op == "derivative" and (derivatives_written.has_derivative(e.args[0]) or e.args[0].op == "let" and "'" in e.args[0].data.name)
    return derivatives_written.has_derivative(e) and not twice
