r"""Means and covariances of a posterior told in words: "the posterior is Gaussian with mean $\mu = ..$ and covariance $\Sigma = ..$", "the posterior
covariance is $..$", "$w \mid y$ is normal with precision $..$".

Each is judged as `\mathbb E[w \mid y] = ..` or `\operatorname{Cov}(w \mid y) = ..` of the one name whose posterior follows from the laws of the
document, as soon as all of its names have a meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import linking, posteriors
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.names.equations_read import equation
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import Chain, names_in
from symcheck.judge.derivation.wording import changes_told, reservations
from symcheck.judge.derivation.wording.patterns import NAME, letter_of, stands_in
from symcheck.judge.derivation.wording.results_named import Wordings
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_NOUN = r"(?:mean|expectation|(?:co)?variance|precision)(?:[\s-]+(?:matrix|vector))?"
_NOUNS = rf"(?P<nouns>{_NOUN}(?:\s*(?:,|and)\s*(?:the\s+|its\s+)?{_NOUN})*)"
_IS = r"(?:\s+(?:is|are|equals?|becomes?|reads?|given\s+by|again|also|then|thus|therefore|simply|just|respectively|as\s+follows)\b)*\s*:?\s*$"
_NORMAL = r"(?:Gaussian|normal)(?:\s+(?:distribution|density|law|again|as\s+well|too))*"
_WITH = r"\s*,?\s*(?:with|whose|having|that\s+has|which\s+has|and\s+has|it\s+has)\s+(?:an?\s+|the\s+)?(?:posterior\s+)?"
_OF = rf"(?:\s+(?:of|for|over)\s+(?:(?:the|our)\s+[\w-]+\s+)*\$\s*(?P<of>{NAME})\s*\$)?"
_GIVEN = r"(?:\s*(?:,|\bgiven)\s*[^$.;]{0,20}\$[^$]*\$)?"
_PAIR = rf"\$\s*(?:p\s*\(\s*)?(?P<a>{NAME})\s*(?:\\,)?(?:\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\|)[^$=]*\$"
# Right before the formula, in its sentence.
_TOLD = [re.compile(p, re.I) for p in (
    rf"\bposterior\s+{_NOUNS}{_OF}{_GIVEN}{_IS}",
    rf"\bposterior\b(?:\s+(?:distribution|density|law))?{_OF}{_GIVEN}(?:\s+{_PAIR.replace('P<a>', 'P<a1>')})?(?:[^.;$]*?)\b{_NORMAL}{_WITH}{_NOUNS}{_IS}",
    rf"\b{_NORMAL}\s+posterior\b{_OF}{_WITH}{_NOUNS}{_IS}",
    rf"{_PAIR}\s+(?:is|are|has)\s+(?:then\s+|thus\s+|again\s+|also\s+|an?\s+)*{_NORMAL}{_WITH}{_NOUNS}{_IS}")]
# "and covariance", right after another of them; "Its covariance is", in the sentence after one that speaks of a Gaussian posterior.
_AND = re.compile(rf"^[\s,;]*(?:and|with|while)?\s*(?:has\s+|with\s+)?(?:(?:the|its|an?)\s+)?(?:posterior\s+)?{_NOUNS}{_IS}", re.I)
_ITS = re.compile(rf"(?:^|[.;,]\s*|\b(?:and|so|hence|thus)\s+)its\s+{_NOUNS}{_IS}", re.I)
_SPOKEN_OF = re.compile(rf"\bposterior\b[^.;]*\b(?:is|remains|stays)\b[^.;$]*\b{_NORMAL}", re.I)
# Words of another posterior, or of one that is only supposed.
_ANOTHER = re.compile(r"\b(?:approximat\w*|variational|encoder|amorti[sz]ed|mean[- ]field|Laplace|proposal|guess\w*|suppos\w+|assum\w+|let|if|would|prior|predictive|"
                      r"marginal\w*|instead|another|different|limit|not|as|flat|uninformative|without)\b", re.I)
# In its sentence these may change what it is given, so that nothing is wrong there.
_CHANGED = re.compile(r"\b(?:approximat\w*|variational|Laplace|suppose|if|when|would|flat|uninformative|improper|instead|another|different|limit|not|as|without|were|had|single|first|only|small|large)\b|"
                      r"\\(?:to|rightarrow|lim|approx|infty)(?![A-Za-z])|=\s*0\s*\$", re.I)
_CONDITION = re.compile(r"^\s*,?\s*(?:only\s+)?(?:if|when(?:ever)?|unless|as|for\s+(?:large|small)|in\s+the\s+limit)\b", re.I)
_MEANS = ("mean", "expectation")
_WORDINGS = Wordings(rf"posterior\s+{_NOUN}", rf"posterior\s+{_NOUN}")
_NEW = re.compile(rf"\s*{NAME}\s*")


@dataclass(frozen=True)
class Told:
    """A moment that waits until its names have a meaning: of a given b, the text that is said to be equal to it, and the name that it gets, or ""."""

    noun: str
    a: str
    b: str
    row: Source
    name: str
    sure: bool  # is nothing said that may change what it is given?


class PosteriorMoments:
    """What was told of posteriors and waits to be judged."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.waiting: list[Told] = []
        self.wrong: set[str] = set()  # names of covariances and precisions that are others
        self.told_at = -9  # the last formula of which this was said
        self.pair: tuple[str, str] | None = None

    def heard(self, formula: Formula) -> None:
        """Take note of what the words before a formula call a moment of a posterior."""
        nouns = self._nouns(formula)
        if nouns and self.pair is not None and not since_told.law_changed(self.chains.meanings):
            self.told_at = self.chains.meanings.at
            sure = _CHANGED.search(self.chains.meanings.survey.sentence(formula)) is None and not changes_told.of_law_maybe(since_told.laws(self.chains.meanings))
            self.waiting += [Told(noun, *self.pair, row, name, sure) for noun, (row, name) in zip(nouns, self._values(formula, len(nouns)))]

    def before(self, formula: Formula) -> None:
        """Judge what was told before a formula, where this one does not go on with it: a mean may be made of a covariance told after it."""
        if self.waiting and not self._nouns(formula):
            self.settle()

    def settle(self) -> None:
        """Judge what waits and can be read by now; what is made of a name that was found wrong follows from that."""
        ready = [(told, s) for told in self.waiting if (s := self._statement(told)) is not None]
        self.waiting = [told for told in self.waiting if all(told is not known for known, _ in ready)]
        verdicts = [(told, s, v) for told, s in ready if (v := self._verdict(told, s)) is not None]
        self.wrong |= {told.name for told, _, v in verdicts if not v.right and told.name and told.noun not in _MEANS}
        for told, s, v in verdicts:
            if v.right or not any(stands_in(name, told.row.text) for name in self.wrong - {told.name}):
                self._replace(told, s, v)

    def _replace(self, told: Told, s: Statement, v: Verdict) -> None:
        """Make this the step of its line, in place of the one that says what the name stands for."""
        steps = self.chains.outcome.steps
        line, written = told.row.locate(0)[0], told.row.text.strip()
        steps[:] = [x for x in steps if not (x.line == line and x.source.strip() == written and x.verdict.right)]
        self.chains.step(s, 0, v)

    def _nouns(self, formula: Formula) -> list[str]:
        """The moments that the words right before a formula name, of a posterior that is known then as `pair`."""
        meanings = self.chains.meanings
        sentence = meanings.survey.sentence(formula)
        goes_on = _AND.match(formula.before) if self.told_at == meanings.at - 1 else None
        its = _ITS.search(sentence) if goes_on is None else None
        said = goes_on or next((m for words in (sentence, self._called(formula, sentence)) for p in _TOLD if (m := p.search(words)) is not None), None)
        if said is None and its is not None and (self.told_at in (meanings.at - 1, meanings.at - 2) or _SPOKEN_OF.search(self.chains.state.since[-300:])):
            said = its
        if said is None or reservations.mistaken(sentence) or _CONDITION.match(formula.after) or _ANOTHER.search(re.sub(r"\$[^$]*\$", " ", said[0])):
            return []
        if goes_on is None:
            named = said.groupdict()
            self.pair = self._pair(named.get("of") or named.get("a") or named.get("a1"))
        return [re.split(r"[\s-]", noun.lower())[0] for noun in re.findall(_NOUN, said["nouns"], re.I)]

    def _called(self, formula: Formula, sentence: str) -> str:
        """"The posterior covariance is", where words call the only equation of a formula so in another way."""
        name, equals, _ = formula.rows[0].text.partition("=") if len(formula.rows) == 1 else ("", "", "")
        name = name.strip() if equals else ""
        meanings = self.chains.meanings
        return _WORDINGS.told(name, meanings.document.formulas, meanings.at, sentence, meanings.survey.text[:formula.start]) if _NEW.fullmatch(name) else ""

    def _pair(self, of: str | None) -> tuple[str, str] | None:
        """The name whose posterior is meant, and what it is given: the only pair of names of which one is in the law of the other."""
        pairs = [p for p in posteriors.pairs(self.chains) if of is None or letter_of(p[0]) == letter_of(of)]
        return pairs[0] if len(pairs) == 1 else None

    def _values(self, formula: Formula, count: int) -> list[tuple[Source, str]]:
        r"""What stands behind the first equals sign of each of so many statements of a formula, and the name before it; or what it writes alone."""
        found: list[tuple[Source, str]] = []
        for row in formula.rows:
            try:
                told = statements(self.chains.state.context, row)
            except SymcheckError:
                return []
            for s in told:
                if None in s.pieces or {*s.operators} - {"="} or len(s.pieces) > 1 and _NEW.fullmatch(s.text(0)) is None:
                    return []
                piece = s.pieces[min(1, len(s.pieces) - 1)]
                found.append((piece.source.cut(piece.syntax.span.start, piece.syntax.span.end), s.text(0).strip() if len(s.pieces) > 1 else ""))
        return found if len(found) == count or len(formula.rows) == 1 == count else []

    def _statement(self, told: Told) -> Statement | None:
        """The claim in symbols; None where a name in it has no meaning yet."""
        held = self.chains.meanings.shaped(told.a)
        if held is None:
            return None
        scalar, given = is_scalar(held.shape), rf"{told.a} \mid {told.b}"
        spread = rf"\operatorname{{{'Var' if scalar else 'Cov'}}}\left({given}\right)"
        left = rf"\mathbb{{E}}\left[{given}\right]" if told.noun in _MEANS else spread
        if told.noun == "precision":
            left = rf"\frac{{1}}{{{spread}}}" if scalar else rf"\left({spread}\right)^{{-1}}"
        text = told.row.text.strip().rstrip(".,; ")
        s = equation(self.chains.state.context, f"{left} = {text}", told.row)
        return s if s is not None and all(self.chains.state.read(p) is not None for p in s.pieces) else None

    def _verdict(self, told: Told, s: Statement) -> Verdict | None:
        """The verdict on the claim, where it is right, or wrong and made of nothing but what the laws are made of."""
        chains = self.chains
        if not names_in(chains.state.read(s.pieces[1])):
            return None  # in the numbers of an example
        try:
            v = linking.judged(chains, s, Chain(s.pieces[0], s.pieces[0]), "=", s.pieces[1], told.row).verdict
        except SymcheckError:
            return None
        known = posteriors.is_of_these(chains, told.a, told.b, (told.row.text.strip().rstrip(".,; "),))
        return v if v.right or v.word == V.DIFFERENT and known and told.sure else None


__all__ = ["PosteriorMoments"]
