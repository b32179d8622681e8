r"""Equations that are drawn from others: `setting it to zero gives $X^\top X w = X^\top y$`, `the derivative is zero for $x = 1$`."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import places_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations import links
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import Gradient, State, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.documents import Formula
from symcheck.read.syntax import Group, Number, Product, Script, Symbol
from symcheck.text import SymcheckError

# Between an equation set up and another form of it: ", that is ".
_RESTATES = re.compile(r"^[\s,;]*(?:and\s+)?(?:that\s+is|i\.\s*e\.|(?:or\s+)?equivalently|or|in\s+other\s+words|which\s+(?:is|means)|so|hence|thus|therefore)"
                       r"(?:\s+that)?[\s,:]*$", re.I)

# What is set to zero, in the words before what it gives.
_OF_SLOPE = re.compile(r"\b(?:gradient|derivative|slope)s?\b[^.]*$|\bnormal\s+equations?\b[^.]*$|\bfirst[- ]order\b[^.]*$", re.I)


def _is_at_number(s: Statement) -> bool:
    """Does a statement begin with `f(0)` or `f'(0)`, a function at a number?"""
    head = s.pieces[0].syntax
    return type(head) is Product and len(head.items) == 2 and type(head.items[0]) in (Symbol, Script) and type(head.items[1]) is Group and type(head.items[1].body) is Number


class Drawn:
    """What is solved among words; it remembers the number of the formula that was drawn from a derivative set to zero, was solved
    last, or said last where a derivative is zero."""

    def __init__(self, state: State, meanings: Meanings, remarks: Remarks):
        self.state, self.meanings, self.remarks = state, meanings, remarks
        self.drawn_at = self.solved_at = self.found_zero = -9

    def _is_drawn(self, s: Statement, formula: Formula) -> bool:
        """What is drawn from an equation set up, or from a derivative set to zero."""
        before = formula.before
        at = self.meanings.at
        displayed = at > 0 and self.meanings.document.formulas[at - 1].display
        if self.remarks.multiplier(s, before) or places_told.of_last(self.remarks.chains, s, before, displayed):
            return True
        if words.GIVES.match(formula.after) and self.remarks.zero_derivative(s):
            self.drawn_at = self.meanings.at + 1
            return True
        if at == self.drawn_at:
            self.remarks.aside(s)
            return True
        if self.state.equations and words.NORMAL.search(before) or self.remarks.follows(s, before):
            self.remarks.aside(s)
        elif words.NORMAL.search(before) and not self.state.gradients and len(s.pieces) == 2 and self._of_last_function(s, before):
            self.remarks.solved(s)
        elif _RESTATES.match(before) and self._was_set_up() and self.state.read(s.pieces[0]) is not None:
            self.state.near = True
            return self.remarks.aside_if_decided(s)
        elif words.sets(before[-60:]) and not words.SUBJECT.search(before) and not self._is_value_given(s):
            if len(s.pieces) > 2:
                self.remarks.aside(s)
            elif not self.remarks.set_up(s):
                if (self.state.gradients or self._of_last_function(s, before)) and not places_told.of_another(self.remarks.chains, before, displayed):
                    self.remarks.solved(s)
                else:
                    places_told.set_up(self.remarks.chains, s, before)
        elif (words.AT_OPTIMUM.match(formula.after) or words.FROM.search(before)) and self.state.gradients \
                and len(s.pieces) == 2:
            self.remarks.solved(s)
        else:
            return False
        return True

    def _of_last_function(self, s: Statement, before: str) -> bool:
        r"""Does "Setting the gradient to zero gives $..$" speak of the function `J(w)` defined last, of whose derivative nothing was written? From here
        on it was."""
        if not _OF_SLOPE.search(before):
            return False
        f = next((f for f in reversed(list(self.state.context.definitions.values())) if f.op == "let" and is_scalar(f.shape)), None)
        entry = self.state.context.scope.bare(f.data.name) if f is not None else None
        by = self.state.context_read(entry.params[0].name) if entry is not None and len(entry.params) == 1 else None
        sides = [e for p in s.pieces if p is not None and (e := self.state.read(p)) is not None]
        if by is None or by.op != "var" or not speaks_of(f, by) or not any(speaks_of(e, by) for e in sides):
            return False
        self.state.gradients.append(Gradient(f, by))
        return True

    def _is_value_given(self, s: Statement) -> bool:
        r"""Is this `$\nabla J(\theta) = A \theta - b$` after words of a stationary point, `$f'(0) = 2$` after "At zero the slope is": what a
        derivative or a value is, and nothing set to zero?"""
        x, y = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        return len(s.pieces) == 2 and x is not None and (
            x.op in ("derivative", "jacobian") or _is_at_number(s) and all(n.data[0].known for n in x.walk() if n.op == "apply")) and y is not None and not y.is_zero and not links.has_derivative(y)

    def take(self, s: Statement, formula: Formula) -> bool:
        """Judge what is drawn from an equation set up, or from a derivative set to zero; False where nothing is."""
        drawn = self._is_drawn(s, formula)
        if drawn:
            self.solved_at = self.meanings.at
        return drawn

    def _was_set_up(self) -> bool:
        """Did the formula right before this one set an equation up?"""
        at = self.meanings.at
        rows = self.meanings.document.formulas[at - 1].rows if at else ()
        return bool(rows and self.state.equations) and self.state.equations[-1].line >= rows[0].locate(0)[0]

    def too(self, s: Statement, before: str) -> bool:
        """Of `so $a = 1$ and $b = 2$` the second one."""
        if self.solved_at != self.meanings.at - 1 or not words.DRAWN_TOO.match(before) or not self.state.about(self.state.read(s.pieces[0])):
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
        if words.VANISHES_OTHER.search(before):
            return True  # the derivative is not spoken of
        at = self.meanings.at
        again = at == self.found_zero + 1 and re.fullmatch(r"[\s,]*(and|or)?\s*", before) is not None
        if (again or words.VANISHES.search(before)) and self.remarks.vanishing(s):
            self.found_zero = at
            return True
        return False

    def holds_at_place(self, s: Statement, before: str) -> bool:
        """`At a stationary point $S u = \\lambda u$`: drawn from the derivative set to zero."""
        if words.AT_PLACE.search(before) is None or not self.state.gradients or len(s.pieces) != 2 \
                or self.state.solved:  # of several unknowns others have their values there too
            return False
        known = len(self.state.equations)
        self.remarks.solved(s)
        return len(self.state.equations) > known
