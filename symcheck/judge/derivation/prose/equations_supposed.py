r"""Equations that a sentence supposes: `If $u^\top v = 0$`, `Suppose $u^\top v = 0$.`, `with $|u| = |v| = 1$`."""

from __future__ import annotations

import re

from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names.fresh import is_known_function, is_variable
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import GO_ON, comes_of_numbers, number
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.heads import arguments, is_constant, nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in, undecorated, variable_of
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.documents import Formula

# "At $w = 0$ every $p_i = \\frac12$, so that $a = b$ and": what follows is a conclusion too, unless another condition stands in between.
_CONCLUDED = re.compile(r"\$[^$]*\b(?:so(?:\s+that)?|hence|thus|therefore|then|whence|gives?|yields?|(?:we|one|it)\s+(?:get|gets|have|has|obtains?|finds?|follows))\b"
                        r"(?![^$]*\b(?:if|when|for|with|suppose|assume|let|at|where)\b[^$]*\$)(?!.*\b(?:if|when|suppose|assume)\b)", re.I | re.S)
# "For $\\eta = 1/L$ the second entry is $0$ and": what is joined to a clause that says what holds then is said to hold as well.
_SAID_THEN = re.compile(r"\b(?:for|when|if|at|with)\s+\$[^$]*=[^$]*\$\s*,?\s*(?:the|its|both|all|every|each|this|that)\s+(?:(?!\b(?:if|when|for|with|suppose|assume|let|at|where|and|or|that|which)\b)[^$,;:.])*"
                        r"\b(?:is|are|equals?|becomes?|vanish(?:es)?|has|have)\s+(?:(?:then|both|just|simply)\s+)?\$[^$]*\$\s*,?\s*and\s*$", re.I)
# "At the origin all units are off, so", right before the value of a function at a number: a place in words, and no condition beside it.
_AT_WORDS = re.compile(r"(?:^|[.;:(,]|\n)\s*(?:(?:and|but|so|also|finally|in\s+particular|for\s+example|moreover)\b,?\s*)?at\s+(?:the\s+)?(?:origin|zero|start|peak|elbow|kink|knee|end(?:s|points?)?|left\s+end|right\s+end)\b"
                       r"(?![^$]*\b(?:if|when|suppos\w*|assum\w*|let|want|requir\w*|should|must|impos\w*)\b)[^.;$]*$", re.I)
# "The residual at the optimum satisfies", "So the minimizer $w^\\star$ fulfils": said of what was found, in a sentence that supposes nothing.
_ASSERTED = re.compile(r"^\s*(?:(?:so|hence|thus|therefore|also|moreover|then|now|note\s+that|in\s+particular|we\s+see\s+that|indeed|finally|and)\b,?\s*)*(?:the|this|it|its|our|these|\$[^$]*\$)"
                       r"(?:(?!\b(?:if|when|suppos\w*|assum\w*|let|want|requir\w*|should|must|impos\w*|any|every|each|some|where|which|that|such|provided|constraint\w*|condition\w*)\b)[^.;:])*\b(?:satisf(?:y|ies)|obeys?|fulfil(?:s|ls)?)\s*$", re.I)
# "For the last one I just multiplied out,", "For the second piece,", "at the first point we get", right before an equation: what is found there, and no condition.
_CLAIM_VERB = (r"(?:have|has|had|get|gets|got|gives?|gave|obtain(?:s|ed)?|find|finds|found|see|saw|compute[sd]?|multipl(?:y|ies|ied)(?:\s+out)?|expand(?:s|ed)?|calculate[sd]?|"
               r"evaluate[sd]?|simplif(?:y|ies|ied)|collect(?:s|ed)?|read(?:s)?(?:\s+off)?|work(?:s|ed)?\s+out|wrote|write[s]?|check(?:s|ed)?|verif(?:y|ies|ied)|arrived?\s+at|end(?:ed)?\s+up\s+with)")
# "For one sample", right before an equation of that sample.
_OF_ONE = re.compile(r"(?:^|[.;:!?(,]|\n)\s*(?:(?:and|but|so|then|thus|now)\b,?\s*)*(?:for|of|on)\s+(?:one|a\s+single|a|an|each|every|any|one\s+single)\s+"
                     r"(?:(?:training|data|single|given)\s+)?(?:samples?|examples?|observations?|data\s?points?|points?|rows?|units?|entry|component|coordinate)\s*,?\s*(?:we\s+have\s*,?\s*)?$", re.I)
_CLAIMED_FOR = re.compile(
    r"(?:^|[.;:!?(,]|\n)\s*(?:(?:and|but|so|then|finally|similarly|likewise|now)\b,?\s*)*(?:for|at|in|on)\s+(?!(?:which|whom)\b)"
    r"(?:(?!\b(?:if|when(?:ever)?|with|where|which|such|that|who\w*|satisf\w*|having|suppos\w*|assum\w*|choos\w*|choice|set(?:ting)?|let|want|need|requir\w*|impos\w*|could|would|might|should|must)\b)[^.;:$]){0,60}?"
    rf"(?:\b(?:we|I|one|you|this|it)\s+(?:(?:just|simply|then|also|only|again|now|can|directly|therefore|thus)\s+)*{_CLAIM_VERB}(?:\s+(?:that|out|simply|again|for|both))*\s*[,:]?\s*$|"
    r"\bthe\s+(?:first|second|third|fourth|last|other|final|middle|next|left|right|leftmost|rightmost|outer|inner|remaining)\s*"
    r"(?:\b(?:one|piece|region|part|interval|branch|segment|unit|term|line|entry|sample|example|point|row|step|sum|elbow|kink)\s*)?[,:]\s*$)", re.I)
# "If the columns of $X$ are orthogonal with", "suppose the features are uncorrelated, so that": how long they are is supposed too.
_OF_LINES = re.compile(r"\b(?:if|when(?:ever)?|suppos\w+|assum\w+|let|for|in\s+the\s+(?:special\s+)?case)\b[^.;:]*\b(?:columns?|rows?|features?|regressors?|inputs?|predictors?|covariates|design|vectors?|directions)\b[^.;:]*"
                       r"\b(?:orthogonal|orthonormal|whitened|standardi[sz]ed|uncorrelated|scaled|normali[sz]ed)\s*,?\s*(?:with|so\s+that|such\s+that|and|that\s+is|i\.\s?e\.|meaning(?:\s+that)?|in\s+the\s+sense\s+that)[\s,]*$", re.I)
_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:\{\w\})?(?:[_^]\{?\w\}?)?\s*")


class Hypotheses:
    """Which equations are hypotheses, and how long they last; `at`: the last formula supposed from there on."""

    def __init__(self, state: State, meanings: Meanings, suppositions: Suppositions):
        self.state, self.meanings, self.suppositions = state, meanings, suppositions
        self.at = -9

    def take(self, s: Statement, formula: Formula) -> bool:
        """`If $u^\\top v = 0$`, `Suppose $u^\\top v = 0$.`, `with $|u| = |v| = 1$`."""
        head = self.state.read(s.pieces[0])
        if head is not None and variable_of(head).op == "let" and words.IN_NETWORK.search(formula.before) is not None:
            return False  # `At the top, $g^{(3)} = x^{(3)} - t$`
        if self._is_between_numbers(s) and words.IF.search(formula.before) is None:
            return False  # `Values at the kinks: $g(1) = -4$`
        if GO_ON.fullmatch(formula.before) and head is not None and comes_of_numbers(self.state, head):
            return False  # `For $z = 0$: $p = \\frac12$, $L = \\log 2$`
        if words.ASSERTED_AT.search(formula.before) and (
                not nameable(s.pieces[0].syntax) or is_known_function(self.state, s.pieces[0].syntax)):
            return False
        if is_known_function(self.state, s.pieces[0].syntax) and _AT_WORDS.search(formula.before) and not re.search("[A-Za-z]", "".join(arguments(s.pieces[0].syntax))):
            return False  # `At the origin only the units with positive bias contribute: $f(0) = ..$`
        if head is not None and words.FORM_OF_USE.search(formula.before):
            return False
        if (_CLAIMED_FOR.search(formula.before) or _OF_ONE.search(formula.before)) and not nameable(s.pieces[0].syntax):
            return False
        before, of_its_own = formula.before, words.SENTENCE_OF_ITS_OWN.search(formula.before) is not None
        declared, between = self._declared_before(formula)
        told_of = words.TOLD.search(before) is not None or words.APPOSITION.match(between) is not None \
            or words.SATISFY.match(between) is not None
        alike = self.suppositions.alike  # all of something is one number here, and nothing else is supposed
        joined = not alike and self.suppositions.any and not self.suppositions.after.holds() and words.JOINED.match(before) is not None \
            and (self.suppositions.told_at == self.meanings.at - 1 or _CONCLUDED.search(self.meanings.survey.sentence(formula)) is None and _SAID_THEN.search(self.meanings.survey.sentence(formula)) is None)
        comes_to = words.COMES_TO.match(before) is not None and words.IF_FIRST.match(self.meanings.survey.sentence(formula)) is not None
        goes_on = self.at == self.meanings.at - 1 and words.JOINED.match(before) is not None
        lasting = (of_its_own or goes_on) and (words.STOP.match(formula.after.strip()) is not None
                                               or words.TOLD_ON.match(formula.after) is not None) \
            or told_of and (len(s.pieces) > 2 and {*s.operators} == {"="} and is_constant(s.pieces[-1].syntax) or self._restricts(s, declared)) \
            or words.HYPOTHESIS.search(before) is not None and is_variable(self.state, s.pieces[0]) and models.has_noise(s)
        worded = not alike and head is not None and head.op == "entry" and words.THEN_EVERY.match(before.rpartition(",")[2]) is not None \
            and words.VALUES_IN_WORDS.search(self.meanings.survey.sentence(formula)) is not None
        bracketed = before.rstrip().endswith("(") and formula.after.lstrip().startswith(")") \
            and words.IF_FIRST.match(self.meanings.survey.sentence(formula)) is not None  # `If all units are off ($m = 0$), ..`
        supposes = lasting or _OF_LINES.search(self.meanings.survey.sentence(formula)) is not None or not told_of and (worded or bracketed or of_its_own or words.HYPOTHESIS.search(before) is not None or joined or comes_to)
        if supposes and lasting:
            self.at = self.meanings.at
        taken = supposes and self.suppositions.equation(s, formula if lasting else None)
        if taken:
            self.suppositions.held.starts(before, formula.after)
        return taken

    def _is_between_numbers(self, s: Statement) -> bool:
        """Do both sides come to numbers, whatever the names in the document are? Then the equation holds or not: there is nothing to suppose."""
        return all(p is not None and number(self.state, p) is not None for p in s.pieces)

    def asserts(self, s: Statement, formula: Formula) -> bool:
        r"""Does a sentence that supposes nothing say that what was found satisfies the equation?"""
        return _ASSERTED.match(self.meanings.survey.sentence(formula)) is not None and self._is_of_found(s)

    def _is_of_found(self, s: Statement) -> bool:
        r"""Is the equation about a w^\star that was found before?"""
        for part in (x for p in s.pieces if p is not None for x in p.syntax.walk()):
            if undecorated(part) is not None and (e := self.state.read(Piece(part, s.row))) is not None and e.op == "let":
                return True
        return False

    def _declared_before(self, formula: Formula) -> tuple[str, str]:
        r"""What was declared in this sentence before a formula, with nothing but names between, and the words since: ("u", " be an
        eigenvector of A: ") before `$A u = \lambda u$`."""
        between = formula.before
        for earlier in reversed(self.meanings.document.formulas[max(0, self.meanings.at - 3):self.meanings.at]):
            if formula.display or earlier.display or len(earlier.rows) != 1:
                break
            text = earlier.rows[0].text
            if declared := re.match(r"\s*(.*?)\s*\\in\b", text):
                return declared[1], between
            if _NAME.fullmatch(text) is None:
                break
            if words.LETS.search(earlier.before):  # of a name that has been declared before
                return text, between
            between = earlier.before + text.strip() + between
        return "", formula.before

    def _restricts(self, s: Statement, declared: str) -> bool:
        r"""`any $P \in \mathbb{R}^{n \times n}$ with $P^\top P = \Omega^{-1}$`: an equation for a name declared right before."""
        if not declared or nameable(s.pieces[0].syntax):
            return False
        e, held = self.meanings.shaped(declared), self.state.read(s.pieces[0])
        return e is not None and held is not None and e.op == "var" and names_in(e) <= names_in(held)
