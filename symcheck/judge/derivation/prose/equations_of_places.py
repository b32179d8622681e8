r"""Equations of places: "it is steepest where $p(x) = \frac12$, i.e. at $x = -b/a$", "the decision boundary is the line $w^\top x + b = 0$", "$p = \frac12$ if and
only if $z = 0$". Such an equation is no claim that holds everywhere; another form of it right after, or what solves it, is judged by it."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT

# "it is steepest where", "attains its maximum exactly when", "is least at points with", right before the equation of the place.
_EXTREME = re.compile(r"\b(?:largest|smallest|greatest|biggest|steepest|flattest|strongest|weakest|fastest|slowest|highest|lowest|least|most\s+\w+|maximal|minimal|maximum|minimum|"
                      r"maximi[sz]ed|minimi[sz]ed|peaks?|attained|reached|occurs?|inflection(?:\s+point)?|crosse[sd])(?:\s+(?:there|value|slope|of\s+all))?\s*,?\s*"
                      r"(?:exactly\s+|precisely\s+|just\s+|only\s+)?(?:where|when|at\s+(?:the\s+)?(?:points?|places?)\s+(?:where|with|at\s+which))\s*$", re.I)
# ", i.e. at", "that is, when", between that equation and another form of it.
_OTHER_FORM = re.compile(r"[\s,;(]*(?:or\s+)?(?:i\.\s?e\.|that\s+is|which\s+is|namely|so|hence|equivalently|in\s+other\s+words|which\s+means)[\s,]*"
                         r"(?:exactly\s+)?(?:at|when|where|for|if)?\s*$", re.I)


# "the decision boundary is the line", "the boundary between the classes is where", right before the equation.
_BOUNDARY = re.compile(r"\b(?:(?:decision|class)\s+)?(?:boundary|threshold|level\s+set|separating\s+(?:line|hyperplane|plane))\b[^.;$]{0,60}\b(?:is|are|where|at|by|equation|line|hyperplane|point|set|satisfies)"
                       r"(?:\s+(?:the|a|an|where|when|at|line|hyperplane|set|points?|with|of|equation|given|by))*\s*:?\s*$", re.I)
# Right after one side of an equivalence, and right before the other.
_IFF = re.compile(r"^\s*,?\s*(?:if\s+and\s+only\s+if|iff|(?:exactly|precisely|just)\s+(?:if|when|for|where|at)|only\s+(?:if|when|for|at))\s*$", re.I)
# "Solving for $x_2$ yields", "Rearranging gives", "which gives", between the equation and what solves it.
_SOLVED = re.compile(r"(?:[\s,.;]*(?:\([^()]*\)[\s,.;]*)?(?:and\s+|so\s+|by\s+)?(?:solving|rearranging|isolating|resolving)\b[^.;]*|^[\s,]*(?:which|this)\s+|^[\s,]*)"
                     r"(?:gives|yields|giving|leads\s+to|(?:we|one)\s+(?:gets?|obtains?|finds?)|is\s+solved\s+by)\s*:?\s*$", re.I)
# "The equation", right before one, and "has" or "is solved by" right after it: it is solved, and not claimed.
_NAMED = re.compile(r"\b(?:the|this|our|its)\s+(?:(?:fixed-?\s?point|linear|quadratic|scalar|resulting)\s+)?equation\s*:?\s*$", re.I)
_HAS = re.compile(r"\s*,?\s*(?:(?:then|thus|therefore|also|only)\s+)?(?:has|have|is\s+(?:only\s+)?solved|is\s+(?:only\s+)?satisfied\s+(?:by|at|for))(?!\s+(?:all|every|any|each)\b)", re.I)
# Between such an equation and a solution, or between two of these: "has, besides", "the solution", "and".
_SOLUTIONS = re.compile(r"[\s,:(]*(?:(?:has|have|is|are|only|solved|satisfied|by|at|for|when|exactly|just|the|an?|two|three|single|unique|trivial|non-?trivial|second|first|third|other|further|another|obvious|positive|negative|"
                        r"non-?zero|solutions?|roots?|fixed|points?|namely|besides?|apart|from|in|addition|to|next|and|or|then|also)[\s,:]+)+", re.I)
_LETTER = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w\}?)?\s*")


class Places:
    """The equation of the last such place, and the number of its formula."""

    def __init__(self, chains: Chains):
        self.chains, self.state = chains, chains.state
        self.equation: tuple[int, Equation | None] = -9, None
        self.solutions_at = -9  # the number of the last formula that was such an equation or solves it

    def place(self, s: Statement, before: str, after: str) -> bool:
        """Take the equation of a place at which something is largest, or of one side of an equivalence; not of a variable, which has that value then."""
        named = _NAMED.search(before) is not None and (_HAS.match(after) is not None)
        if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces \
                or not (named or _EXTREME.search(before) or _BOUNDARY.search(before) or _IFF.match(after)):
            return False
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or x.op == "var" or not is_scalar(x.shape) or x.shape != y.shape or has_derivative(x) or has_derivative(y) \
                or judge(self.state.context, x, y, hint=True).right:
            return False
        self.equation = self.chains.meanings.at, Equation(x, y, s.line())
        self.solutions_at = self.chains.meanings.at if named else -9
        return True

    def solution(self, s: Statement, before: str) -> bool:
        """Judge `has, besides $x = 0$, the solution $x = \\frac23$` by the equation that is solved; False of anything else."""
        now, e = self.chains.meanings.at, self.equation[1]
        if e is None or self.solutions_at != now - 1 or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or _SOLUTIONS.fullmatch(before + " ") is None:
            return False
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if y is None or x.op != "var" or x.shape != y.shape or speaks_of(y, x) or x.data.name not in names_in(e.lhs) | names_in(e.rhs):
            return False
        verdict = judge(self.state.context, *(build.substitute(side, ((x.data, y),)) for side in (e.lhs, e.rhs)))
        if verdict.right or verdict.word == DIFFERENT:
            self.chains.step(s, 0, verdict, reason="the equation holds there" if verdict.right else "")
        self.solutions_at = now
        return True

    def other_form(self, s: Statement, before: str) -> None:
        """Judge `i.e. at $x = -b/a$` by the equation right before: that has to hold there."""
        at, e = self.equation
        if e is None or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or not self._follows(at, before):
            return
        x = self.state.read(s.pieces[0])
        y = self.state.beside(s.pieces[1], x) if x is not None else None
        if x is None or y is None or x.op != "var" or x.shape != y.shape or speaks_of(y, x) or x.data.name not in names_in(e.lhs) | names_in(e.rhs):
            return
        verdict = judge(self.state.context, *(build.substitute(side, ((x.data, y),)) for side in (e.lhs, e.rhs)))
        if verdict.right or verdict.word == DIFFERENT:
            self.chains.step(s, 0, verdict, reason="the equation before holds there" if verdict.right else "")

    def _follows(self, at: int, before: str) -> bool:
        """Do the words say that this is another form of the equation, or solves it?"""
        now, formulas = self.chains.meanings.at, self.chains.meanings.document.formulas
        if at == now - 1:
            return any(p.fullmatch(before) for p in (_OTHER_FORM, _IFF, _SOLVED))
        between = range(at + 1, now)
        if not 0 < len(between) <= 2 or at < 0 or any(formulas[k].display for k in between) or "\n\n" in "".join(formulas[k].before for k in between):
            return False
        words = "".join(formulas[k].before + ("" if _LETTER.fullmatch(formulas[k].rows[0].text) else " x ") for k in between) + before
        return _LETTER.fullmatch(formulas[at + 1].rows[0].text) is not None and _SOLVED.fullmatch(words) is not None
