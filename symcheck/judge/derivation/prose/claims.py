r"""Equations among words that no other rule takes: assumptions where the words say so, claims, or what is neither."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.chains.hypotheses import free
from symcheck.judge.derivation.names import assumptions, rephrasing
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.names.fresh import is_identity, is_known_function, is_settled, is_variable
from symcheck.judge.derivation.names.given_anew import arguments_read
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.sizes_settled import are_declared, are_settled_by
from symcheck.judge.derivation.numbers import values
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import constants, decompositions, derivatives_written
from symcheck.judge.derivation.rows.heads import arguments, is_constant, is_operator
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import (
    State,
    are_alike,
    holds_no_more,
    is_mere,
    names_in,
    speaks_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.syntax import Number

# What is not supposed: "Without this assumption,".
_TAKEN_BACK = re.compile(r"\b(?:not|without)\b[^,:]*[,:]", re.I)
# Between two equations of a list, of which the second is of a name with a definition: "$a = b$ and $c = d$".
_JOINED = re.compile(r"[\s,;]*(?:and(?:\s+(?:also|so|likewise|similarly))?|as\s+well\s+as)?[\s,;]*", re.I)
# "The mixed second derivative is", right before what it is equal to.
_SECOND_IS = re.compile(r"\b(?:second|mixed|cross)\b[^.;:$]{0,60}\b(?:is|are|equals?|vanish(?:es)?|reads?)\s*:?\s*$", re.I)
# Right after an equation that holds everywhere.
_ALWAYS = re.compile(r"\s*,?\s*(?:holds?\s+)?(?:(?:for|at)\s+(?:all|every|any|each|both\s+signs)\b|always\b|everywhere\b)", re.I)
# Words beside an equation that may be supposed.
_SUPPOSING = (words.SUPPOSED, words.WITH, words.WHERE, words.GIVEN, words.HYPOTHESIS)
# "it follows that", "one sees that": a claim, for all the "that".
_CONCLUDED_THAT = re.compile(r"\b(?:follows?|shows?|shown|sees?|seen|impl(?:y|ies)|concludes?|concluded|means|finds?|found|gets?|gives?|yields?|obtains?|proves?|proved|deduced?|verif(?:y|ies)|checks?|"
                             r"notes?|notice|clear|obvious|tells\s+us|saying|have)\s*,?\s+that\W*$", re.I)
# "Pythagoras says that", "the product rule gives", right before an equation.
_SAYS = re.compile(r"\b(?:Pythagoras(?:'s?)?|Parseval|theorem|identity|lemma|rule|law|formula|inequality)(?:\s+of\s+\w+)?\s+(?:then\s+|now\s+|also\s+|thus\s+)?"
                   r"(?:says?|gives?|tells?(?:\s+us)?|states?|yields?|reads?|shows?)(?:\s+that)?\W*$", re.I)
# What joins an equation to the one before it, and words of a sentence that supposes or wants one.
_AND = re.compile(r"\W*(?:and|so\s+that|that\s+is|that|since|because|i\.\s*e)\W*", re.I)
_SETS_UP = re.compile(r"\b(?:if|suppose|assum\w+|with|such\s+that|let(?!\s+us)|choose|given|want|when(?:ever)?|unless|would|should|not|until|where|requir\w+|impos\w+|need\w*|satisf\w+)\b", re.I)
_COMBINED = frozenset(("mul", "dot", "sum", "reduce", "trace"))
_MEANT = frozenset(("let", "derivative", "apply", "foreign"))
# What says a fact, and supposes nothing.
_SAYS = re.compile(r"\b(?:note|notice|observe|follows|means|see|sees|conclude|checks?|checked|recall|remember|knows?|shows?|implies|finds?|verif\w+|deduce|clear|obvious|evident|fact)\b[^.;:$]*\bthat\W*$|"
                   r"(?:^|[.;]\s*)\s*(?:and\s+(?:since|also|because)|since|because|that\s+is|i\.\s?e\.)\W*$|[.;!?]\s+and\W*$", re.I)
# Between the declaration of matrices and an equation of theirs: "with", "be invertible, with".
_OF_THESE = re.compile(r"[\s,]*(?:(?:be|are|is)\s+(?:[\w-]+[\s,]+){0,4}?)?(?:with|where|satisfying|obeying)[\s,]*", re.I)
# "We need $f'(w) = -2$": what is asked for.
_NEEDED = re.compile(r"\b(?:we|one|you)\s+(?:now\s+)?(?:need|want|require|ask|demand|seek|must\s+have|look\s+for)s?(?:\s+that)?\s*$", re.I)


# "With $\\omega_i = 1 / \\nu_i$ the covariance is": at the head of a sentence.
_WITH_VALUES = re.compile(r"(?:^|[.;:]\s+|\n\s*)(?:with|for|choosing|taking)(?:\s+the\s+(?:weights|choice|values))?\s*$", re.I)


class Claims:
    """What is claimed among words."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions, remarks: Remarks):
        self.state, self.meanings, self.chains, self.suppositions, self.remarks = state, meanings, chains, suppositions, remarks

    def take(self, s: Statement, before: str) -> None:
        """An assumption, or a claim."""
        before = words.FORM_OF_USE.sub("", before)
        if words.GRADIENT_IS.search(before) and self.remarks.stationarity(s):
            return
        if words.SUBJECT.search(before) and self.state.read(s.pieces[0]) is None:
            self.meanings.pending.append((s.cut(2), False))  # of names that are met after it
            return
        if assumptions.of_unknown(self.meanings, s.row):
            assumptions.wait(self.meanings, s.cut(2))
            return
        supposed = self.assumed(s, before) or self._of_declared(s, before) or words.SUCH.search(before) \
            and is_variable(self.state, s.pieces[1]) and not is_settled(self.state, s.pieces[0])
        if supposed and (self.fact(s) or values.computed(self.state, s)):
            supposed = False
        if supposed and _is_member_of_meant(self.state.read(s.pieces[0])):
            self.may_restrict(s)  # `e_1 = 1` of e_j with a definition: of one case, which nothing else may contradict
            return
        if supposed:
            if not self.remarks.set_up(s) and not assumptions.suppose(self.meanings, s.cut(2)) and not self.suppositions.equation(s):
                self.state.unused = True
            return
        if not self.claimed(s, before) and not self.fact(s):
            if _WITH_VALUES.search(before) and self._is_of_members(s) and self.suppositions.equation(s):
                return
            self.may_restrict(s)
        name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if name is not None and name.op == "let" and body is not None and body.shape == name.shape and not self.state.in_case \
                and judge(self.state.context, name, body, hint=True).right:
            rephrasing.rephrase(self.state.context, name, body)
            taken = arguments_read(self.state, s.pieces[0]) if arguments(s.pieces[0].syntax) else []
            if taken and None not in taken:
                rephrasing.of_letters(self.state.context, self.state.read(s.pieces[0]), taken)

    def _is_of_members(self, s: Statement) -> bool:
        r"""Is this `\omega_i = 1 / \nu_i`, of numbers that are any so far?"""
        head = self.state.read(s.pieces[0]) if len(s.pieces) == 2 and s.operators == ["="] and None not in s.pieces else None
        return head is not None and head.op in ("item", "entry") and head.args[0].op == "var" and is_scalar(head.shape) and self.state.read(s.pieces[1]) is not None

    def fact(self, s: Statement) -> bool:
        """Does the equation hold anyway? Then it is a step, and there is nothing to assume."""
        head, value = self.state.read(s.pieces[0]), s.pieces[1]
        value = self.state.beside(value, head) if head is not None else None
        return value is not None and head.shape == value.shape and judge(self.state.context, head, value, hint=True).right

    def assumed(self, s: Statement, before: str) -> bool:
        r"""Is this an equation with a constant, `\sum_k y_k = 1`, of names that nothing is known of? What says so
        is the word before it; of a constant other than 0 there need be none."""
        if _NEEDED.search(before) and len(s.pieces) == 2 and values.number(self.state, s.pieces[1]) is not None and not self.meanings.instances.is_settled(self.state.context, *s.pieces):
            return True
        if not is_constant(s.pieces[1].syntax) or self.suppositions.in_case and not words.SUPPOSED.search(before):
            return False  # `and $f'(u) = 0$ for $u < 0$`: claimed of a case
        head, value = self.state.read(s.pieces[0]), s.pieces[1].syntax
        if head is None or not free(head) or words.OBEYS.search(before) and _is_meant(head) and self._is_of_data(head):
            return False
        if not words.SUPPOSED.search(before) and self._is_put_in(head):
            return False  # "With $w = 2$ we get $h(3) = 5$ and $h(1) = 1$": a number that the value of w tells
        if _SAYS.search(before) and self.meanings.instances.is_settled(self.state.context, *s.pieces[:2]):
            return False  # "Note that $f''(w) = 2$": a number that f tells already
        if head.op == "derivative" and head.args[0].op == "let" and type(value) is not Number and _AND.fullmatch(before) \
                and not _SETS_UP.search(words.last_sentence(self.state.said)):
            return False  # "we have $\\frac{\\partial s}{\\partial h} = u^\\top$ and $\\frac{\\partial s}{\\partial u} = h^\\top$" of an s with a formula
        if words.WITH.search(before) or words.SUBJECT.search(before) or self._restates(head, before) \
                and not (head.op == "var" and self._is_of_others(s, head)):
            return True
        if _conclusion(before):
            return False
        return head is not None and not (type(value) is Number and value.value == 0) and len(s.pieces) == 2 \
            and not (words.SUPPOSED.search(before) or words.CASE.search(before)) \
            and head.op not in ("var", "let") and all(n.op not in _MEANT for n in head.walk())

    def _of_declared(self, s: Statement, before: str) -> bool:
        r"""`Let $A, B \in \mathbb{R}^{n \times n}$ with $A B = B A$`: an equation of what is declared right before it, and of nothing else."""
        at, formulas = self.meanings.at, self.meanings.document.formulas
        if _OF_THESE.fullmatch(before) is None or at == 0 or len(s.pieces) != 2 or s.operators != ["="] or len(formulas[at - 1].rows) != 1:
            return False
        head, declared = self.state.read(s.pieces[0]), formulas[at - 1].rows[0].text.partition(r"\in")
        value = self.state.beside(s.pieces[1], head) if head is not None else None
        if not declared[1] or value is None or head.shape != value.shape or not all(free(e) and all(n.op not in _MEANT for n in e.walk()) for e in (head, value)):
            return False
        names = names_in(head) | names_in(value)
        return head.op != "var" and names <= {name.strip() for name in declared[0].split(",")}

    def _is_of_others(self, s: Statement, head: Expr) -> bool:
        """`A = B^\\top`: a value of A, and no property of it."""
        value = self.state.read(s.pieces[1], head)
        return value is None or not speaks_of(value, head)

    def _restates(self, head: Expr, before: str) -> bool:
        """`Let the columns of $U$ form an orthonormal basis, so $U^\\top U = I$`: what the words say of names of which
        nothing else is known, in a formula."""
        names = names_in(head)
        return words.PROPERTY.search(words.SENTENCES.split(self.state.said)[-1]) is not None \
            and all(n.op not in _MEANT for n in head.walk()) \
            and not any(n.op == "var" and n.data.traits for n in head.walk()) \
            and not any(names & (names_in(a) | names_in(b)) for op, a, b, *_ in self.state.context.assumptions if op == "=")

    def claimed(self, s: Statement, before: str) -> bool:
        """A statement in prose is a step like one in a display where it is about what has a meaning, or is an
        identity between expressions of the same names; unless it is only supposed. False where no use is made of it."""
        head = self.state.read(s.pieces[0])
        value = self.state.read(s.pieces[1], head)
        if self.misfit(s, before):
            return True
        if head is not None and head.op == "var" and value is not None and _ALWAYS.match(self.meanings.document.formulas[self.meanings.at].after) and free(value) == {head.data.name}:
            self.remarks.aside(s)  # `$x = r(x) - r(-x)$ for all x`
            return True
        if head is None or head.op == "var" or names_in(head) and words.SUPPOSED.search(_TAKEN_BACK.sub("", before)):
            return False  # of a variable nothing is known that could be claimed
        meant = _is_meant(head)
        if words.WHERE.search(before) and not any(n.op in _MEANT for n in head.walk()) and not _comes_to_a_number(head):
            return False
        if value is not None and value.is_zero and not names_in(value) and not words.sets(self.state.said[-60:]) \
                and not derivatives_written.has_derivative(head) and (self._is_put_in(head) or meant and self.meanings.instances.is_settled(self.state.context, *s.pieces[:2])):
            claimed = True  # of a number that the names tell
        elif value is not None and value.is_zero:
            if derivatives_written.has_derivative(head):  # a derivative alone may be set to zero, one multiplied or summed is not
                claimed = self.fact(s) or _comes_to_a_number(head) and not words.sets(self.state.said[-60:]) or (self.suppositions.any or self.suppositions.in_case or head.op in _COMBINED) and not words.sets(self.state.said[-60:]) \
                    or derivatives_written.is_second(head) and (words.AT_POINT.search(before) or _SECOND_IS.search(before))
            else:
                claimed = self.suppositions.in_case or head.op == "let" and self.suppositions.any and words.THEN_CLAIMED.search(
                    words.last_sentence(self.state.said)) is not None or values.number(self.state, s.pieces[0]) is not None \
                    or head.op not in ("var", "let") and (self.fact(s) or meant and (
                    _conclusion(before) or words.SUMS_TO.search(before) or words.OBEYS.search(before) and self._is_of_data(head)))
        elif derivatives_written.has_derivative(head):
            claimed = True
        elif value is None:  # of the name of a derivative something is claimed, whether it can be read or not
            claimed = head.op == "let" and derivatives_written.has_derivative(head.args[0]) \
                or is_known_function(self.state, s.pieces[0].syntax) and is_misfit(self.state.context, s.pieces[1])
        elif head.op == "let" or is_known_function(self.state, s.pieces[0].syntax) or self.suppositions.any \
                or words.REASON.search(self.state.said) and is_identity(self.state, head) or not free(head) \
                or not names_in(value) and (_conclusion(before) or words.ASSERTED_AT.search(before)):
            claimed = True
        elif meant and any(constants.in_piece(self.state, p) for p in s.pieces[1:]):
            claimed = True  # `$\\log p(w) = -\\frac12 \\|w\\|^2 + \\text{const}$`
        elif are_alike(head, value) or _are_of_the_same(head, value) or (meant or _conclusion(before) and not is_mere(value)) and (
                holds_no_more(value, head)):
            supposed = words.GIVEN.search(before) and not words.SATISFIES.search(before)
            if supposed and not self.fact(s) and assumptions.suppose(self.meanings, s.cut(2), lasting=False):
                return True
            claimed = True
        elif decompositions.speaks(self.state, *s.pieces[:2]) and any(f.whole.data.name in names_in(head) | names_in(value) for f in self.state.factored):
            claimed = True  # `$A^\top A = V S^2 V^\top$` of a decomposition of A
        elif words.REASON.search(before) is not None and is_operator(s.pieces[0].syntax) and self.fact(s):
            claimed = True
        elif (meant or _conclusion(before) and not is_mere(value)) and self._are_tied(head, value):
            return self.remarks.aside_if_decided(s)
        elif (words.REASON.search(before) is not None or _conclusion(before)) and not is_mere(head) and any(n.op == "let" for n in value.walk()) \
                and holds_no_more(head, value):
            claimed = True  # `Because $X^\top X = W^{-1} - \lambda I$` of a W that is defined by X, `hence $\|t\|^2 = \|\hat t\|^2 + \|r\|^2$`
        else:  # of names that nothing ties: what the author knows of them
            return words.REASON.search(before) is not None and assumptions.suppose(self.meanings, s.cut(2))
        if claimed:
            self.remarks.aside(s)
        return bool(claimed)

    def _is_put_in(self, head: Expr) -> bool:
        """Is this no mere name, and made of names alone for which numbers were put in?"""
        return head.op not in ("var", "let") and values.are_put_in(self.state, free(head))

    def _is_of_data(self, head: Expr) -> bool:
        """Is this made of names alone that nothing was differentiated by: no condition for an optimum?"""
        return all(self.state.gradient_by(n) is None for n in head.walk() if n.op == "var")

    def _are_tied(self, head: Expr, value: Expr) -> bool:
        r"""After `S u = \lambda u` was set up: is `u^\top S u = \lambda u^\top u` of names that it ties?"""
        tied = [names_in(e.lhs) | names_in(e.rhs) for e in self.state.equations]
        return any(names_in(head) & names and names_in(value) <= names_in(head) | names for names in tied)

    def misfit(self, s: Statement, before: str) -> bool:
        """Judge a statement that is wrong by its shapes alone, unless it is only supposed; False of any other."""
        head = self.state.read(s.pieces[0])
        joined = head is not None and head.op == "let" and _JOINED.fullmatch(before) is not None
        if not self._misfits(s, head, self.state.read(s.pieces[1], head)) or not (joined or _CONCLUDED_THAT.search(before) or not any(p.search(before) for p in _SUPPOSING)):
            return False
        self.remarks.aside(s)
        return True

    def _misfits(self, s: Statement, head: Expr | None, value: Expr | None) -> bool:
        """Do only shapes keep one side of an equation between expressions from being read?"""
        if None not in s.pieces[:2] and head is not None and value is None and head.op not in ("let", "var", "entry", "item") and is_misfit(self.state.context, s.pieces[1]) \
                and are_settled_by(self.meanings, s.pieces[1], s.pieces[0]):
            return True
        if None in s.pieces[:2] or not are_declared(self.meanings, s.pieces[head is not None and head.op in ("let", "var")]):
            return False
        if head is None:
            return value is not None and value.op not in ("var", "num", "zeros") and are_declared(self.meanings, s.pieces[1]) and is_misfit(self.state.context, s.pieces[0])
        return value is None and (head.op == "let" or are_declared(self.meanings, s.pieces[1])) and (head.op not in ("entry", "item") or _is_member_of_meant(head)) and is_misfit(self.state.context, s.pieces[1])

    def may_restrict(self, s: Statement) -> None:
        """An equation of which no use was made: what differs of its names below may be equal because of it."""
        name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if name is not None and body is not None:
            self.state.dropped.append(names_in(name) | names_in(body))
        self.passed_over(s)

    def passed_over(self, s: Statement) -> None:
        """The statement is neither judged nor used."""
        self.chains.outcome.passed_over(s.line(), s.cut(len(s.pieces)).text.strip())


def _conclusion(before: str) -> bool:
    """Do the words of the sentence draw a conclusion?"""
    return words.CONCLUDES.search(words.SENTENCES.split(before)[-1]) is not None or _SAYS.search(before) is not None


def _are_of_the_same(head: Expr, value: Expr) -> bool:
    """Are these two expressions, neither a mere name or number, with the value of a function in one of them, of the same variables?"""
    return not is_mere(head) and not is_mere(value) and free(head) == free(value) != set() \
        and any(n.op == "substitute" for e in (head, value) for n in e.walk())


def _comes_to_a_number(e: Expr) -> bool:
    r"""Is this `\phi'(0)` of a function with a formula? Of that nothing can be supposed."""
    return e.op != "num" and not free(e) and not any(n.op in ("apply", "apply_many", "jacobian") and not (n.data[0] if n.op == "apply" else n.data).known for n in e.walk())


def _is_meant(head: Expr) -> bool:
    """Does a part of this have a meaning that the author gave it, or is known?"""
    return any(n.op in _MEANT and not (n.op == "apply" and not n.data[0].known) for n in head.walk())


def _is_member_of_meant(head: Expr | None) -> bool:
    """Is this one member or entry of a name with a definition?"""
    return head is not None and head.op in ("item", "entry") and head.args[0].op == "let"
