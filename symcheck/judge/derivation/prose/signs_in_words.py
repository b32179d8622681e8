r"""Signs and directions that words tell without a formula of them: "$a w^2 + b$ is positive for all $w$", "At $w = 2$ the derivative is positive", "The second derivative
is negative everywhere", "so a step of gradient descent decreases $w$", "Hence the loss is convex".

A sign is right where it holds, and wrong only where the contrary one holds wherever the words may speak of: at the place, in the region, or everywhere. A direction is
judged by the sign of the derivative that its own sentence told.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import only_function, orders_claimed, shapes_of_functions
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.state import Gradient, State
from symcheck.judge.derivation.wording import cases_told, changes_told, reservations, sayings
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_SIGN = r"(?:(?:always|strictly|clearly|again|also|everywhere|then|thus|therefore|hence|indeed|still)\s+)*(?P<sign>positive|negative|non-?\s?negative|non-?\s?positive)"
_IS = r"(?:is|stays|remains)\s+"
_ENDS = r"(?:\s+everywhere)?\s*(?=$|[.,;:)!]|\b(?:and|so|hence|thus|but|because|since)\b)"
# Right after an expression: "is positive for all $w$", "is always negative."
_OF_FORMULA = re.compile(rf"^\s*{_IS}{_SIGN}(?:\s+(?P<all>for\s+(?:all|every|any|each)(?:\s+(?:real|value\s+of|choice\s+of|[a-z]+\s+[a-z]*\s*)?)?\s*)$|{_ENDS})", re.I)
_NOUN = r"(?P<second>second\s+)?(?:derivative|slope|gradient|(?P<bend>curvature))"
# "the derivative is positive", "Its second derivative stays positive everywhere."
_OF_SLOPE = re.compile(rf"(?P<lead>(?:^|[.;]\s+)(?:(?!\.\s)[^;:$])*?)\b(?:the|its)\s+{_NOUN}(?P<there>\s+(?:there|here))?\s+{_IS}{_SIGN}(?:{_ENDS}|\s+(?P<all>for\s+(?:all|every|any|each))\s*$)", re.I)
# "The derivative at", before a place, and what follows it.
_SLOPE_AT = re.compile(rf"(?:^|[.;,:]\s+|\b(?:so|hence|thus|and|then|that)\s+)(?:the|its)\s+{_NOUN}\s+at\s*$", re.I)
_AFTER_PLACE = re.compile(rf"^\s*{_IS}{_SIGN}{_ENDS}", re.I)
_AT = re.compile(r"\b(?:at|for|when|where)\s*$", re.I)
_PLACE = re.compile(rf"\s*(?P<x>{NAME})\s*=\s*(?P<place>[^=<>]+?)\s*[.,;]?\s*")
# "the loss is convex", of the only function.
_LOSS_IS = re.compile(r"(?:^|[.;,]\s+|\b(?:so|hence|thus|and|then|that|therefore)\s+)(?:the|our)\s+(?:loss|cost|objective|function|criterion)(?:\s+function)?\s+is\s+(?P<traits>(?:strictly\s+)?(?:convex|concave|increasing|decreasing)"
                      r"(?:\s+and\s+(?:strictly\s+)?(?:convex|concave|increasing|decreasing))?)(?=\s*(?:[.,;]|$|\bso\b|\bhence\b))", re.I)
# `L''(0) = -1 < 0`, `\nabla^2 f(a) \succ 0`, and "so this is a local maximum", ", a minimum", right after it.
_BENT = re.compile(r"\s*(?:[^=]*''|\\nabla\s*\^\s*\{?2)[^=]*(?:=.*)?(?P<sign>>|<|\\succ|\\prec)\s*0\s*[.,;]?\s*", re.S)
_KIND = re.compile(r"^\s*,?\s*(?:(?:and\s+)?(?:so|hence|thus|therefore|and)\s+)?(?:(?:this|it|that|both|they|these|both\s+of\s+them)\s+(?:is|are)\s+(?:indeed\s+|both\s+)?|(?=an?\s))(?:(?:an?|the|strict|local|isolated|two)\s+)*"
                   r"(?:(?P<least>minim(?:um|a|i[sz]ers?))|maxim(?:um|a|i[sz]ers?))(?=\s*(?:[.,;:)]|$|and\b|while\b))", re.I)
# Where a variable goes: right after its name, or around it.
_GOES = re.compile(r"^\s*(?:then\s+|thus\s+|therefore\s+)?(?:(?:goes|moves|is\s+(?:pushed|moved|driven|pulled))\s+(?P<way>up|down|(?:to\s+the\s+)?(?:left|right)|upwards?|downwards?)|(?P<verb>increases|decreases|grows|shrinks|rises|falls)|"
                   r"(?:gets|becomes)\s+(?P<size>larger|smaller|bigger|greater))\b", re.I)
_MAKES = re.compile(r"\b(?P<verb>increases|decreases|raises|lowers|reduces|enlarges)\s*$", re.I)
_MOVES = re.compile(r"\b(?:moves|pushes|drives|shifts|sends|makes|pulls)\s*$", re.I)
_TO = re.compile(r"^\s*(?P<way>up|down|to\s+the\s+(?:left|right)|larger|smaller|bigger|upwards?|downwards?)\b", re.I)
_UP = re.compile(r"up|right|increas|grow|ris|larg|bigg|great|rais|enlarg", re.I)
_UPHILL = re.compile(r"\b(?:ascent|maximi[sz]\w*|uphill)\b", re.I)
_OPPOSITE = re.compile(r"\b(?:ascent|maximi\w*|uphill|negative|against|opposite|if|would|with|as|when)\b", re.I)
_STEP = re.compile(r"\b(?:step|update|descent|SGD|iteration)\b", re.I)
# All words that may stand between the sign and the variable.
_BETWEEN = frozenset("""so hence thus and then therefore that which this a an the one single small next first step update iteration of gradient descent sgd method is the derivative slope positive negative
    increases decreases raises lowers reduces enlarges moves pushes drives shifts sends makes pulls it means we have weight parameter at for there here in""".split())
_WORD = re.compile(r"[a-z]+", re.I)
# Before what a sign is told of: a condition, or some of several.
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|unless|suppos\w+|assum\w+|where(?:ver)?|let|provided|once|as\s+long\s+as|until|which|with|for|any|some|every|each|needs?|require\w*|want|must|should|of|in|by|to|than|minus|times|plus|or)\b"
                        r"[^.;$]*$", re.I)
_NEGATED = re.compile(r"\b(?:not|no|never|neither|nor|maximi[sz]e|if|instead|negative\s+of|minus)\b|-\s*[A-Za-z]''", re.I)
_LIMITED = re.compile(r"^\s*(?:for|on|if|when(?:ever)?|where|near|at|in|only|unless|around|until|there)\b", re.I)
_OPERATORS = {"positive": ">", "negative": "<", "nonnegative": r"\ge", "nonpositive": r"\le"}
_CONTRARY = {">": r"\le", "<": r"\ge", r"\ge": "<", r"\le": ">"}


class SignsInWords:
    """The sign of a derivative that was told last, and the number of the formula after which it was."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.told: tuple[int, str, int] | None = None  # the formula, the variable, +1 or -1

    def heard(self, formula: Formula) -> None:
        """Judge what the words around a formula, already taken in, tell of signs and directions."""
        sentence = self.chains.meanings.survey.sentence(formula)
        row = formula.rows[-1] if formula.rows else None
        if row is None or reservations.mistaken(sentence):
            return
        first = re.split(r"[.;!?](?:\s|$)", formula.after)[0]
        plain = not reservations.keeps(f"{sentence} § {first}") and not orders_claimed.supposes(sentence)
        if not formula.display and plain:
            self._sign_of(row, formula, sentence)
            self._direction(row, formula, sentence)
            self._kind(row, formula, sentence)
        self._slopes(row, formula, sentence)
        self._loss(row, formula)

    def _sign_of(self, row: Source, formula: Formula, sentence: str) -> None:
        """`$a w^2 + b$ is positive for all $w$`."""
        said = _OF_FORMULA.match(formula.after)
        if said is None or _CONDITION.search(formula.before) or cases_told.opens(sentence) or cases_told.there(sentence):
            return
        if said["all"] and not self._all_values():
            return
        piece = self._only(row)
        e = self.chains.state.read(piece) if piece is not None else None
        if e is not None and is_scalar(e.shape) and e.op not in ("num", "var", "size", "index"):
            self._judge(self.chains.state, row, piece, e, said["sign"], "")

    def _all_values(self) -> bool:
        """Is the next formula a name alone, of which "for all" speaks?"""
        following = next(iter(self.chains.meanings.document.formulas[self.chains.meanings.at + 1:]), None)
        return following is not None and bool(following.rows) and re.fullmatch(NAME, following.rows[0].text.strip()) is not None and _LIMITED.match(following.after) is None

    def _slopes(self, row: Source, formula: Formula, sentence: str) -> None:
        """`At $w = 2$ the derivative is positive`, `The second derivative is negative everywhere`."""
        if _SLOPE_AT.search(sentence) is not None and (said := _AFTER_PLACE.match(formula.after)) is not None:
            before = _SLOPE_AT.search(sentence)
            self._slope(row, row, said["sign"], bool(before["second"] or before["bend"]), at_place=True)
            return
        for said in _OF_SLOPE.finditer(formula.after):
            goes_on = not re.search(r"[.;]\s", said["lead"]) and said.start() == 0 and not re.match(r"\s*\.(?:\s|$)", formula.after)
            lead = re.sub(r"^[\s.;,]+", "", said["lead"])
            clause = f"{sentence} § {said['lead']}" if goes_on else lead
            if reservations.keeps(clause) or not sayings.are_plain(lead.replace("Since", "").replace("Because", "")) or _LIMITED.match(formula.after[said.end():]):
                continue
            if said["all"] and not self._all_values():
                continue
            place = goes_on and _AT.search(formula.before) is not None
            if goes_on and not place and _CONDITION.search(re.sub(r"\$[^$]*\$", " § ", sentence)):
                continue
            self._slope(row, self._words(row, formula, said.start("sign"), said[0]), said["sign"], bool(said["second"] or said["bend"]), at_place=place)

    def _slope(self, row: Source, told: Source, sign: str, twice: bool, at_place: bool) -> None:
        """A sign of a derivative, told at this place; by `row` at a value or in a region, where that is one."""
        chains = self.chains
        place = _PLACE.fullmatch(row.text) if at_place else None
        region = self._only(row, orders=True) if at_place and place is None else None
        if at_place and place is None and region is None:
            return
        f = self._function(place["x"] if place is not None else "")
        if f is None or not is_scalar(f.variable.shape) or has_derivative(f.value):
            return
        e = build.derivative(f.slope(), f.variable, "column") if twice else f.slope()
        state = replace(chains.state, context=f.context) if f.context is not chains.state.context else chains.state
        where = "everywhere"
        if place is not None:
            try:
                there = f.context.read(place["place"])
            except SymcheckError:
                return
            if not is_scalar(there.shape):
                return
            e, where = f.at(e, there), "there"
        elif region is not None:
            sides = [chains.state.read(p) for p in region.pieces]
            if None in sides or not all(is_scalar(x.shape) for x in sides) or not any(n is f.variable for x in sides for n in x.walk()):
                return
            context = state.context.copy()
            context.assumptions = [*context.assumptions, *((_plain(op), x, y) for op, x, y in zip(region.operators, sides, sides[1:]))]
            state, where = replace(state, context=context), "there"
        if self._judge(state, told, None, e, sign, where) and not twice and (place is not None or region is not None) and sign.lower() in ("positive", "negative"):
            self.told = chains.meanings.at, f.letter, 1 if sign.lower() == "positive" else -1

    def _function(self, letter: str) -> only_function.Function | None:
        """The only function that the document defines."""
        return only_function.found(self.chains, letter, length=1)

    def _loss(self, row: Source, formula: Formula) -> None:
        """`Hence the loss is convex`."""
        said = _LOSS_IS.search(formula.after)
        if said is None:
            return
        lead = re.split(r"[.;]\s", formula.after[:said.start()])[-1]
        f = self._function("") if not reservations.keeps(lead) and sayings.are_plain(re.sub(r"\b(?:because|since)\b", "", lead, flags=re.I)) and not changes_told.here(lead) else None
        if f is not None and re.search(r"[.;]\s", formula.after[:said.start("traits")]):
            shapes_of_functions.of_function(self.chains, self._words(row, formula, said.start("traits"), f.name), Gradient(f.value, f.variable), said["traits"])

    def _kind(self, row: Source, formula: Formula, sentence: str) -> None:
        """`$L''(0) = -1 < 0$, so this is a local maximum`: wrong where a second derivative of this sign can be no such place."""
        said, bent = _KIND.match(formula.after), _BENT.fullmatch(row.text)
        if said is None or bent is None or _NEGATED.search(f"{said[0]} {sentence}"):
            return
        steps = [s for s in self.chains.outcome.steps[-2:] if s.line == row.locate(0)[0] and s.source.strip() == "0" and s.verdict.right]
        if steps and (bent["sign"] in (">", r"\succ")) != bool(said["least"]):
            word = "positive" if bent["sign"] in (">", r"\succ") else "negative"
            self._step(row, None, Verdict(V.DIFFERENT, f"the second derivative is {word} there", message=f"the second derivative is {word} there"), "")

    def _direction(self, row: Source, formula: Formula, sentence: str) -> None:
        """`so a step of gradient descent decreases $w$`, by the sign that this sentence told."""
        said = _GOES.match(formula.after) or _MAKES.search(formula.before) or (_TO.match(formula.after) if _MOVES.search(formula.before) else None)
        name = row.text.strip()
        told = self.told or self._from_number(formula)
        if said is None or told is None or re.fullmatch(NAME, name) is None or told[1].strip() != name:
            return
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        between = " § ".join(f.before for f in formulas[told[0] + 1:at + 1])
        if re.search(r"[.!?]\s", between) or not {w.lower() for w in _WORD.findall(between)} <= _BETWEEN or _OPPOSITE.search(formula.after[:40]) or _UPHILL.search(self.chains.state.since) or _STEP.search(f"{between} {formula.after[:40]} {self.chains.state.said}") is None or changes_told.here(between):
            return
        words = next(x for x in said.groupdict().values() if x)
        up = _UP.search(words) is not None
        right = up == (told[2] < 0)
        v = Verdict(V.EQUAL, "a step against the derivative goes this way") if right else Verdict(
            V.DIFFERENT, "a step against the derivative goes the other way", message=f"the derivative is {'positive' if told[2] > 0 else 'negative'}, so a step of gradient descent goes the other way")
        self._step(row, self._only(row), v, "")

    def _from_number(self, formula: Formula) -> tuple[int, str, int] | None:
        """The sign of `f'(2) = 10`, right before this formula."""
        at = self.chains.meanings.at - 1
        f = self._function("")
        before = self.chains.meanings.document.formulas[at] if at >= 0 else None
        called = re.match(rf"\s*{re.escape(f.name)}'\s*\([^()]*\)\s*=\s*(?P<value>[-+]?\s*[\d.]+)\s*$", before.rows[0].text) if f is not None and before is not None and before.rows and not before.display else None
        if called is None or float(called["value"].replace(" ", "")) == 0:
            return None
        steps = [s for s in self.chains.outcome.steps if s.line == before.rows[0].locate(0)[0] and s.source.strip() == called["value"].strip()]
        return (at, f.letter, 1 if float(called["value"].replace(" ", "")) > 0 else -1) if steps and steps[-1].verdict.right else None

    def _judge(self, state: State, row: Source, piece: Piece | None, e: Expr, sign: str, where: str) -> bool:
        """Make it a step where the sign holds, or the contrary does; is it right?"""
        op, zero = _OPERATORS[re.sub(r"[\s-]", "", sign.lower())], build.num(0)
        v = order.of_values(state, e, zero, op)
        if not v.right:
            if not order.of_values(state, e, zero, _CONTRARY[op]).right:
                return False
            v = Verdict(V.DIFFERENT, f"it is not {sign} {where or 'there'}", message=f"it is not {sign} {where}".strip())
        self._step(row, piece, v, f"it is {sign}")
        return v.right

    def _step(self, row: Source, piece: Piece | None, v: Verdict, reason: str) -> None:
        piece = piece or self._any(row)
        if piece is not None:
            self.chains.step(Statement([None, piece], [""], row, piece.syntax.span), 0, v, reason=reason if v.right else "")

    def _words(self, row: Source, formula: Formula, at: int, said: str) -> Source:
        """What a step is about that words after a formula tell, on the line of these words: the name of the function, or its derivative."""
        text = self.chains.meanings.document.text
        start = max(text.find(formula.after, formula.start), formula.start) + at
        f = self._function("") if said != row.text else None
        written = row.text if f is None else f.name if said == f.name else f"{f.name}{chr(39) * (2 if re.search('second|curvature', said, re.I) else 1)}({f.letter})"
        return Source(written, row.name, text.count("\n", 0, start) + 1)

    def _only(self, row: Source, orders: bool = False):
        """The expression that a row is; with `orders`, the inequality."""
        try:
            found = statements(self.chains.state.context, row)
        except SymcheckError:
            return None
        if len(found) != 1 or None in found[0].pieces:
            return None
        if orders:
            return found[0] if found[0].operators and {*found[0].operators} <= {*ORDER} else None
        return found[0].pieces[0] if not found[0].operators else None

    def _any(self, row: Source) -> Piece | None:
        """The last piece of a row."""
        try:
            found = statements(self.chains.state.context, row)
        except SymcheckError:
            return None
        return next((p for s in reversed(found) for p in reversed(s.pieces) if p is not None), None)


def _plain(op: str) -> str:
    return {r"\leq": r"\le", r"\geq": r"\ge", r"\leqslant": r"\le", r"\geqslant": r"\ge", r"\lt": "<", r"\gt": ">"}.get(op, op)


__all__ = ["SignsInWords"]
