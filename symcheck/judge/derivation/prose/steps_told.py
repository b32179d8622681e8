r"""Steps of gradient descent told by what they give: "From $w = 0$, the step on the first sample gives $w = 1$", "a step moves $w$ to $\frac12$",
"the new weight is $1.6$". The value is compared with that of one step from the last one told, along the derivative of the loss of one sample, with
the numbers that the document gives before it; where these are not all known it is left open. After the step the weight is no longer what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.fractions import fraction
from symcheck.judge.derivation.numbers.values import is_numeric, value_of
from symcheck.judge.derivation.prose.data_of_steps import (
    LETTER,
    LOSS_WORD,
    MACRO,
    NAME,
    NUMBER,
    OF_A_SAMPLE,
    PAIR,
    RATES,
    SET,
    VALUE,
    Data,
    slope_of,
    variables_of,
)
from symcheck.judge.derivation.prose.values_held import ValuesHeld
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Gradient, State, speaks_of
from symcheck.judge.derivation.wording import steps_in_force, words
from symcheck.judge.derivation.wording.methods_named import CHANGED_STEPS, METHODS
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

# Between the outcomes of a step with a random index.
_LISTS = re.compile(r"[\s,;]*(?:(?:or|and)(?:\s+to)?\s*)?")
_OR = re.compile(r"^[\s,]*or\b", re.I)
# What a sentence speaks of before its verb, and the verbs after which the new value stands.
_STEP = r"\b(?:(?<!\bstep\s)step(?![\s-]*(?:sizes?|lengths?))|update|iteration|(?:applying|doing|performing|taking)\s+(?:it|this|one))\b"
GIVES = re.compile(rf"{_STEP}(?:(?!\.\s)[^;])*?\b(?:gives?|yields?|leads?\s+(?:us\s+)?to|results?\s+in|produces?|arrives?\s+at|lands?\s+(?:us\s+)?(?:at|on|in)|"
                    r"(?:ends?|winds?)\s+up\s+(?:at|with|in)|(?:brings?|takes?|moves?|carries|sends?)\s+us\s+to|reach(?:es)?|we\s+(?:get|obtain|reach|find)|goes\s+to)"
                    r"(?:\s+(?:us|then|the|a|new|updated|next|weight|parameter|value|iterate|position|point)\b)*\s*$", re.I)
_MOVES = re.compile(r"\b(?:maps?|moves?|takes?|brings?|sends?|changes?|pushes|pulls|updates?|turns?|carries)\s+(?:(?:the\s+)?(?:current\s+|old\s+)?(?:weight|parameter|value|iterate)\s*)?"
                    r"(?:\$(?P<name>[^$=]+)\$|(?P<it>it|the\s+weight|the\s+parameter))?(?:\s+from\s+\$(?P<start>[^$=]+)\$)?\s+(?:in)?to\s*$", re.I)
_NEW = re.compile(r"\b(?:the|our|its)\s+(?:new|updated|next)\s+(?:weight|parameter|value\s+of\s+\$(?P<name>[^$=]+)\$|iterate)\s+(?:\$(?P<also>[^$=]+)\$\s+)?"
                  r"(?:is|equals|becomes|reads|comes\s+out\s+(?:as|at|to\s+be))\s*$", re.I)
# "it reaches", before a place and ".. in one step"; "with $\\eta = 1 / h$".
_REACHES = re.compile(r"\b(?:reach(?:es)?|arrives?\s+at|lands?\s+(?:at|on|in)|jumps?\s+(?:straight\s+|directly\s+|right\s+)?to|gets?\s+(?:us\s+)?(?:straight\s+|directly\s+)?to|hits?|finds?|ends?\s+(?:up\s+)?(?:at|in)|"
                      r"goes\s+(?:straight\s+|directly\s+)?to|(?:takes|brings|leads)\s+(?:us|\$[^$]*\$|it)\s+(?:straight\s+|directly\s+)?to|converges\s+to)"
                      r"(?:\s+the\s+(?:minimum|minimi[sz]er|optimum|solution|target))?\s*$", re.I)
_AT_ONCE = re.compile(r"\s*,?\s*(?:exactly\s+|just\s+|only\s+|already\s+)?(?:in|after)\s+(?:exactly\s+|just\s+|only\s+)?(?:one|a\s+single)\s+(?:\w+\s+)?(?:step|iteration|update)\b", re.I)
_RATE_IS = re.compile(r"\$\s*(\\[a-z]+)\s*=\s*([^$=]+?)\s*\$")
# Of these it is more than one step, another method, or no claim; and the words that say that it is a step of SGD or gradient descent at all.
OTHER = re.compile(rf"\b(?:{METHODS}|{CHANGED_STEPS}|decay\w*|regulari[sz]\w*|penal\w*|ridge|ascent|maximi\w*|sign|"
                    r"average[sd]?|averaging|expect\w*|on\s+the\s+mean|mean\s+(?:step|gradient|of)|batch\w*|mini-?batch\w*|full|epochs?|passe?s?|would|if|not|never|wrong\w*|instead|half|"
                    r"(?:two|three|four|five|ten|several|many|few|more|all|\d+)\s+(?:\w+\s+)?(?:steps|updates|iterations))\b", re.I)
_IN_NUMBERS = re.compile(r"\$[^$]*\$\s+(?:\w+\s+)?(?:steps|updates|iterations)\b")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_THING = r"(?:training\s+|data\s+)?(?:sample|example|point|pair|observation|datum|data\s+point)"
_WHICH = re.compile(rf"\b(?P<nth>first|second|third|fourth|fifth)\s+{_THING}\b|\b{_THING}\s+(?:number\s+)?\$?\s*(?:i\s*=\s*)?(?P<number>\d)\b|"
                    rf"(?P<same>\b(?:same|this|that)\s+{_THING}\b|\bagain\b)|\$(?P<pair>\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\))\$|\$\s*i\s*=\s*(?P<i>\d)\s*\$", re.I)
_AND = re.compile(r"\s*,?\s*(?:and|with)?\s*")
_WEIGHTS = frozenset(("w", r"\theta", r"\beta"))


class _Told(NamedTuple):
    """What the words say of a step: the variable, where they tell it, and the place from which it starts, where they tell that."""

    name: str
    start: Fraction | None = None


class StepsTold:
    """The values that steps gave so far."""

    def __init__(self, meanings: Meanings, chains: Chains, held: ValuesHeld):
        self.meanings, self.chains, self.held = meanings, chains, held
        self.reached: tuple[int, str, Fraction] | None = None  # the number of the last formula that told a value, and of what
        self.first: int | None = None  # the first formula of the last step told
        self.sample: int | tuple[Fraction, Fraction] | None = None  # the one of the last step
        self.at_start: dict = {}  # the numbers of the example before the last step

    def gives(self, s: Statement, formula: Formula) -> bool:
        """Judge `.. the step gives $w = 1$`; False where the words tell no step."""
        sentence = self._sentence(formula)
        found = SET.fullmatch(s.row.text)
        if found is None or "_" in found[0] or found[1] in RATES or len(s.pieces) != 2 or None in s.pieces:
            return False
        at = self.meanings.at
        goes_on = self.first is not None and self.reached is not None and self.reached[0] == at - 1 and _AND.fullmatch(formula.before) is not None \
            and self.reached[1] != found[1]
        if not goes_on and GIVES.search(self._words(sentence)) is None and _NEW.search(sentence) is None:
            return False
        self.first = self.first if goes_on else at  # of `w = 1` and `b = 2` both are made of what was before the step
        self.at_start = self.at_start if goes_on else dict(self.meanings.instances.values)
        now = self.value_before(found[1])
        if now is None:
            return False
        held = self.meanings.instances.values.get(found[1]) if self.meanings.instances.open else None
        v = self._numeric(found[1], now, fraction(found[2]), sentence)
        self.chains.step(s, 0, v)
        if held is not None and v.right and "step" in v.evidence:
            self.meanings.instances.moves(found[1], held, fraction(found[2]))
        return True

    def value(self, row: Source, formula: Formula) -> bool:
        r"""Judge the $\frac12$ of "moves $w$ to $\frac12$", "the new weight is"; False where the words tell no step."""
        sentence = self._sentence(formula)
        at_once = _REACHES.search(sentence) is not None and _AT_ONCE.match(formula.after) is not None
        told = self._told_of("", "") if at_once else self._told(sentence, row.text)
        try:
            piece = Piece(parse(row, self.chains.state.context.words), row) if told is not None else None
        except SymcheckError:
            piece = None
        if told is None or piece is None or _OR.match(formula.after) is not None or any(_OR.search(f.before) for f in self._next()):
            return False
        number = VALUE.fullmatch(row.text)
        self.first = self.meanings.at
        s = Statement([None, piece], ["="], row, piece.syntax.span)
        if number is None:
            v = self._symbolic(told.name, piece, sentence)
            if v is not None:
                self.chains.step(s, 0, v)
            return v is not None
        now = told.start if told.start is not None else self.value_before(told.name)
        if now is None:
            return False
        self.chains.step(s, 0, self._numeric(told.name, now, fraction(number[1]), sentence))
        return True

    def _next(self) -> Iterator[Formula]:
        """The formulas that a list of outcomes goes on with: "to $\frac12$, $1$ or $3$"."""
        for f in self.meanings.document.formulas[self.meanings.at + 1:]:
            if f.display or _LISTS.fullmatch(f.before) is None:
                return
            yield f

    def _sentence(self, formula: Formula) -> str:
        return self.meanings.survey.sentence(formula)

    @staticmethod
    def _words(sentence: str) -> str:
        return re.sub(r"\$[^$]*\$", " § ", sentence)

    def _told(self, sentence: str, text: str) -> _Told | None:
        """The step of which the words tell the new value, this text, right after them."""
        moved = _MOVES.search(sentence)
        if moved is not None and re.search(_STEP, self._words(sentence), re.I) is None and re.search(r"\b(?:SGD|descent|one|it|sample|example|data\s+point)\b", sentence) is None:
            return None
        found = moved or _NEW.search(sentence)
        if found is None:
            gives = GIVES.search(self._words(sentence))
            return None if gives is None else self._told_of("", text)
        named = found.groupdict()
        start = VALUE.fullmatch(named.get("start") or "")
        told = self._told_of((named.get("name") or named.get("also") or "").strip(), text)
        return told._replace(start=fraction(start[1])) if told is not None and start is not None else told

    def _told_of(self, name: str, text: str) -> _Told | None:
        """The variable by this name, or else the one that the new value is made of, that moved last, or that has been given a value."""
        if name:
            return _Told(name) if re.fullmatch(NAME, name) else None
        made = [m[0] for m in LETTER.finditer(MACRO.sub(" ", text)) if m[0] in _WEIGHTS]
        if made or self.reached is not None:
            return _Told(made[0] if made else self.reached[1])
        for f in reversed(self.meanings.document.formulas[:self.meanings.at]):
            m = SET.fullmatch(f.rows[0].text) if len(f.rows) == 1 else None
            if m is not None and m[1] in _WEIGHTS:
                return _Told(m[1])
        used = [w for w in sorted(_WEIGHTS) if self.chains.state.context_read(w) is not None]
        return _Told(used[0]) if len(used) == 1 else None

    def value_before(self, name: str) -> Fraction | None:
        """The last value of the variable that was told before this formula."""
        for k in range((self.meanings.at if self.first is None else self.first) - 1, -1, -1):
            if self.reached is not None and self.reached[:2] == (k, name):
                return self.reached[2]
            for row in reversed(self.meanings.document.formulas[k].rows):
                m = SET.fullmatch(row.text)
                if m is not None and m[1] == name:
                    return fraction(m[2])
        return None

    def _symbolic(self, name: str, piece: Piece, sentence: str) -> Verdict | None:
        """The verdict on an expression as the new value of the variable; None where it is not known to be one along a derivative, or against one."""
        state = self.chains.state
        source = Source(name, piece.source.name, piece.source.locate(0)[0])
        head = Piece(parse(source, state.context.words), source)
        updates.declare_rates(state.context, piece, lambda line: self.meanings.declare(Source(line, source.name, source.locate(0)[0])))
        for p in (head, piece):
            self.meanings.looked_up(p)
        old, new = state.read(head), state.read(piece)
        if OTHER.search(self._words(sentence)):
            return None
        if old is None or new is None:
            return self._of_numbers(name, piece)
        if old.op != "var" or not is_scalar(old.shape):
            return None
        if not any(n.op == "var" and n.data.name in RATES for n in new.walk()):
            return self._with_rate(old, new, sentence)
        v = updates.along(state, old, new)
        if not v.right or "along" not in v.evidence:
            v = next((found for f in self._unnamed(old) if (found := updates.along(replace(state, gradients=[Gradient(f, old)]), old, new)).right), v)
        return v if v.word in (V.DIFFERENT, V.UNDECIDED) or v.right and "along" in v.evidence else None

    def _with_rate(self, old: Expr, new: Expr, sentence: str) -> Verdict | None:
        r"""The verdict on the place that a step by the step size of the sentence, `with $\eta = 1 / h$`, reaches; None where none is told."""
        state = self.chains.state
        told = [m for m in _RATE_IS.finditer(sentence) if m[1] in RATES]
        rate = state.context_read(told[-1][2]) if told else None
        losses = list(dict.fromkeys([g.f for g in state.gradients if g.by is old] or state.losses_of(old)))
        if rate is None or not is_scalar(rate.shape) or speaks_of(rate, old):
            return None
        found = [judge(state.context, build.sub(old, build.mul(rate, slope_of(f, old))), new) for f in losses]
        good = next((v for v in found if v.right), None)
        return good or (found[0] if len(found) == 1 else None)

    def _of_numbers(self, name: str, piece: Piece) -> Verdict | None:
        """The same where the names have no meaning but that all are numbers; None where it is along no derivative, or there are several losses."""
        found = []
        for f, w, context in Data(self.meanings, self.meanings.at).losses(name, piece.source.text):
            new = State.context_read(replace(self.chains.state, context=context), OF_A_SAMPLE.sub("", piece.source.text))
            state = replace(self.chains.state, context=context, gradients=[Gradient(f, w)], equations=[], updated={}, optima={}, penalties=[])
            found += [updates.along(state, w, new)] if new is not None else []
        known = [v for v in found if v.word in (V.DIFFERENT, V.UNDECIDED) or v.right and "along" in v.evidence]
        return next((v for v in known if v.right), known[0] if len(known) == len(found) == 1 else None)

    def _unnamed(self, by: Expr) -> Iterator[Expr]:
        """Losses by this variable that words call so, and that have no name."""
        for f in self.meanings.document.formulas[:self.meanings.at]:
            if "=" not in f.rows[0].text and len(f.rows) == 1 and LOSS_WORD.search(self.meanings.survey.sentence(f)):
                loss = self.chains.state.context_read(f.rows[0].text)
                if loss is not None and is_scalar(loss.shape) and speaks_of(loss, by) and loss is not by:
                    yield loss

    def _numeric(self, name: str, now: Fraction, value: Fraction, sentence: str) -> Verdict:
        """The verdict on a value as that of one step from `now`."""
        at = self.meanings.at
        before, self.reached = self.reached, (at, name, value)
        self._moved(name)
        said = self._words(sentence)
        state, start = self.chains.state, at if self.first is None else self.first
        text = self.meanings.survey.text[:self.meanings.document.formulas[start].start]
        if OTHER.search(said) or _IN_NUMBERS.search(sentence) or state.penalties or steps_in_force.another_method(text):
            return Verdict(V.UNDECIDED, "the words tell no single step of gradient descent")
        here = sentence if before is None else re.split(rf"\$[^$]*{re.escape(_last_text(self.meanings, before[0]))}[^$]*\$", sentence)[-1]
        data = Data(self.meanings, start)
        numbers = data.of_sample(self._which(here, data))
        rates = steps_in_force.rates(text)
        if not rates or rates[-1] is None or numbers is None:
            return Verdict(V.UNDECIDED, "not all numbers that this step is made of are known")
        of = steps_in_force.loss_named(sentence)
        losses = [(f, w) for f, w, _ in data.losses(name, of=of)]
        ways = {"up" if m[1] is None else "down" for m in words.UPHILL.finditer(state.since)} or ({"up", "down"} if updates.goes_up(state) else {"down"})
        if len(ways) > 1 or ways == {"up"} and re.search(r"\bascent\b", state.since, re.I) is None:  # the loss may be minus what is maximized
            return Verdict(V.UNDECIDED, "which way this step goes the words do not say")
        towards, kind = (1, "descent") if ways == {"down"} else (-1, "ascent")
        found = [x for x in (_stepped(f, w, now, towards * rates[-1], numbers) for f, w in losses) if x is not None]
        if not found and _WHICH.search(here) is None:
            found = self._along_differentiated(name, now, towards * rates[-1])
        if any(x != y for x in found for y in found) and value in found or data.composed - {of} and of not in data.called:
            return Verdict(V.UNDECIDED, "of which loss this is a step the words do not say")
        if value in found:
            return Verdict(V.EQUAL, f"one step of gradient {kind} from {now} with these numbers")
        earlier = any(_stepped(f, w, now, towards * r, numbers) == value for f, w in losses for r in rates if r is not None)
        if len(set(found)) == 1 and not (earlier and steps_in_force.rates(sentence) != rates[-1:]):
            return Verdict(V.DIFFERENT, "the step gives another number", message=f"one step of gradient {kind} from {now} gives {found[0]}")
        return Verdict(V.UNDECIDED, "the loss of which this is a step is not known")

    def _along_differentiated(self, name: str, now: Fraction, rate: Fraction) -> list[Fraction]:
        """What one step along the derivative gives of the functions that the document differentiated by this variable, at the numbers of the example."""
        state = self.chains.state
        w = state.context_read(name)
        losses = dict.fromkeys(g.f for g in state.gradients if w is not None and g.by is w and is_scalar(g.f.shape) and is_scalar(w.shape))
        if not losses and w is not None and w.op == "var" and is_scalar(w.shape):
            losses = dict.fromkeys(state.losses_of(w))
        losses = [f for f in losses if not any(other is not f and speaks_of(other, f) for other in losses)]  # not the a that \\ell is made of
        instances = self.meanings.instances
        kept, instances.values = instances.values, instances.values | (self.at_start if self.first != self.meanings.at else {})
        try:
            values = [instances.value_of(build.derivative(f, w, "column"), {w: now}) for f in losses]
        finally:
            instances.values = kept
        return [now - rate * v for v in values if v is not None]

    def move(self, name: str, value: Fraction) -> None:
        """A step told elsewhere has brought the variable to this value."""
        self.reached = self.meanings.at, name, value
        self._moved(name)

    def _moved(self, name: str) -> None:
        """The variable is no longer where words or an example had it."""
        self.held.over()
        self.held.stays, self.held.place = False, []
        self.meanings.instances.values.pop(name, None)
        context = self.chains.state.context
        entry = context.scope.bare(name)
        if entry is not None and entry.expr is not None and entry.expr.op == "let" and is_numeric(entry.expr.args[0]):
            context.scope.drop(entry)
            context.remembered = {}
            self.meanings.declare(Source(rf"{name} \in \mathbb{{R}}", "name", 1))

    def _which(self, sentence: str, data: Data) -> int | tuple[Fraction, Fraction] | None:
        """The sample that the words call the one of this step: its number or its values; None where they call none."""
        found = list(_WHICH.finditer(sentence))
        if found:
            m = found[-1]
            pair = PAIR.fullmatch(m["pair"]) if m["pair"] else None
            if pair is not None:
                self.sample = fraction(pair[2]), fraction(pair[3])
            elif not m["same"]:
                self.sample = _ORDINALS[m["nth"].lower()] if m["nth"] else int(m["number"] or m["i"])
            return self.sample
        return None if len(data.samples) > 1 else 0


def _stepped(f: Expr, w: Expr, now: Fraction, rate: Fraction, numbers: dict[str, Fraction]) -> Fraction | None:
    """What one step makes of the variable; None where not all names of the loss have a number."""
    others = variables_of(f, w) - {w}
    if any(n.data.name not in numbers for n in others):
        return None
    put = ((w.data, build.num(now)), *((n.data, build.num(numbers[n.data.name])) for n in others))
    slope = value_of(build.substitute(slope_of(f, w), put))
    return None if slope is None else now - rate * Fraction(slope.item())


def _last_text(meanings: Meanings, k: int) -> str:
    return meanings.document.formulas[k].rows[-1].text.strip()
