r"""Means and variances told in words, without a left side: "the stochastic gradient $g = w - a_i$ has expectation $w - \bar a$ and variance $\sigma^2$". They
are judged as `\mathbb{E}[g] = ..` and `\operatorname{Var}(g) = ..` of the name that the formula right before is about."""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.equations_read import statement
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Chain
from symcheck.read.context import indices_of
from symcheck.read.documents import Formula
from symcheck.text import Source

_KIND = r"(?:(?P<mean>expectation|mean|expected\s+value)|(?P<variance>variance)|(?P<second>second\s+moment))"
# ", which has expectation", right after the name; " and variance", after what was said so.
_HAS = re.compile(rf"^[\s,]*(?:which\s+|it\s+|then\s+|therefore\s+|thus\s+)*has\s+(?:the\s+)?{_KIND}(?:\s+equal\s+to)?\s*$", re.I)
_AND = re.compile(rf"^[\s,]*and\s+(?:has\s+)?(?:the\s+|its\s+)?{_KIND}(?:\s+(?:is|equals))?\s*$", re.I)
_NAME = re.compile(r"(?:\\(?:bar|hat|tilde|overline|widehat)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z])|\\?[A-Za-z]+)(?:_(?:\{\w+\}|\w))?(?:\^\{?[+*]\}?)?")
# `f_i'(x)`, `g_i(w)`, `\\nabla f_i(w)`: of an index that is drawn.
_SLOPE = re.compile(r"(?:\\nabla\s*)?\\?[A-Za-z]+_(?:\{\w+\}|\w)'?\s*\(\s*\\?[A-Za-z]+(?:_\w|_\{\w+\})?\s*\)")
_CONDITION = re.compile(r"^\s*,?\s*(?:only\s+)?(?:if|when|given|conditional)\b", re.I)

# Of these it is what the name is taken to have.
_SUPPOSES = re.compile(r"\b(?:predictive|unseen|future|fresh|new\s+(?:input|point|observation|sample|target|example|data\w*|measurement|value)s?|let|assum\w*|suppos\w*|if|when(?:ever)?|where|given|such\s+that|provided|whose|noise|any|every)\b", re.I)


class MomentsTold:
    """The name of which a mean or variance was told last, and by which formula."""

    def __init__(self, chains: Chains):
        self.chains = chains
        self.told: tuple[int, str] | None = None

    def judged(self, row: Source, formula: Formula) -> bool:
        """Judge an expression that the words right before it call a mean or a variance of the name before; False where they do not, or that has no law."""
        meanings = self.chains.meanings
        at = meanings.at
        goes_on = _AND.match(formula.before) if self.told is not None and self.told[0] == at - 1 else None
        said = goes_on or _HAS.match(formula.before)
        name = self.told[1] if goes_on is not None else self._name() if said is not None else ""
        clause = re.split(r",\s+(?=[A-Za-z])", re.sub(r"\$[^$]*\$", "§", meanings.survey.sentence(formula)))[-1] if said is not None else ""
        if said is None or not name or _SUPPOSES.search(clause) or _CONDITION.match(formula.after):
            return False
        left = rf"\mathbb{{E}}[{name}]" if said["mean"] else rf"\operatorname{{Var}}({name})" if said["variance"] else rf"\mathbb{{E}}[{name}^2]"
        s = statement(self.chains.state.context, f"{left} = {row.text.strip()}", row)
        if s is None or not self._is_known(s, name):
            return False
        steps = len(self.chains.outcome.steps)
        with self.chains.apart():
            self.chains.chain = Chain(s.pieces[0], s.pieces[0])
            linking.link(self.chains, s, 0)
        self.told = at, name
        return len(self.chains.outcome.steps) > steps

    def _is_known(self, s: Statement, name: str) -> bool:
        """Can both sides be read, and is it of a name with a definition? Of another one it may be what that is taken to have."""
        for p in s.pieces:
            self.chains.meanings.looked_up(p)
        held = self.chains.state.context_read(name)
        drawn = held is not None and any(law == "uniform" and letter in indices_of(held) for letter, (law, _) in self.chains.state.context.distributions.items())
        return held is not None and (held.op == "let" or drawn) and all(self.chains.state.read(p) is not None for p in s.pieces)

    def _name(self) -> str:
        """What the formula right before is about: `g`, `g = w - a_i`."""
        meanings = self.chains.meanings
        earlier = meanings.document.formulas[meanings.at - 1] if meanings.at else None
        if earlier is None or earlier.display or len(earlier.rows) != 1:
            return ""
        head = earlier.rows[0].text.partition("=")[0].strip()
        return head if _NAME.fullmatch(head) or _SLOPE.fullmatch(head) else ""
