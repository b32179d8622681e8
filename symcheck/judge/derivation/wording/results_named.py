r"""How words call the result in an equation: "The gradient is $g = ..$", "with the Hessian $H = ..$", "Let $g$ denote the gradient. We find $g = ..$", "where $H = ..$ is the Hessian".

Each of these says of the name what "The gradient is" says of a value alone, and is turned into that. Words that give the quantity, or suppose it, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Formula

_THEN = r"(?:\s+(?:then|thus|therefore|hence|now|just|simply|again|given\s+by))*\s*:?\s*$"
_LETTER = re.compile(r"\b(?:let|write|put|use|with|call)\s*$", re.I)
_COMES_TO = re.compile(r"^\s*(?:then|thus|therefore|now)?\s*(?:is|equals|becomes|reads|is\s+given\s+by|comes\s+out\s+as)(?:\s+(?:then|thus|therefore|now|just|simply))?\s*:?\s*$", re.I)
# Of what is given, or supposed.
_GIVEN = re.compile(r"\b(?:let|suppos\w*|assum\w*|if|when|given|noise|errors?|draws?|drawn|prior|approximat\w*|instead|not|would|should|consider|choose|pick|at|there|numerical(?:ly)?|empirical|sample|estimat\w*)\b", re.I)
_BACK = 2


class Wordings:
    """The wordings that call an equation by one of some nouns. `nouns`: these, with of what they are; `told_after`: those of them that may stand after it,
    "$H = ..$ is the Hessian", and that "let $H = ..$ be" claims."""

    def __init__(self, nouns: str, told_after: str):
        noun = rf"(?P<noun>{nouns})"
        self.says = re.compile(rf"\b(?:the|its|this|whose)\s+{noun}\s+(?:is|equals|becomes|reads|comes\s+out\s+as){_THEN}", re.I)
        apposed = re.compile(rf"\b(?:the|its|with|has|have|having)\s+{noun}\s*,?\s*$", re.I)
        found = re.compile(rf"\b(?:for|as)\s+(?:the|its)\s+{noun}\s*,?\s+(?:we|one|I)\s+(?:(?:then|thus|therefore|now)\s+)?(?:obtains?|gets?|finds?|haves?|has)\s*:?\s*$", re.I)
        self.before = apposed, found
        self.title = re.compile(rf"(?:^|\n|[.;]\s+|\*\*)[\s*#\d.()a-z]{{0,8}}?{noun}\s*[.:]\s*\**\s*$", re.I)
        self.after = re.compile(rf"^\s*(?:is|be|denotes?|being)\s+(?:the|its)\s+(?P<noun>{told_after})(?=\s*(?:[.,;:)]|$|\b(?:and|so|which|where|at|then)\b))", re.I)
        self.stands_for = re.compile(rf"^\s*(?:for|denotes?|be|stand(?:s|ing)?\s+for|denoting)\s+(?:the|its)\s+{noun}(?=\s*(?:[.,;:)]|$|\b(?:and|then|we)\b))", re.I)
        self.called = re.compile(rf"\b(?:call|denote|write|name)\s+(?:the|its)\s+{noun}\s*(?:by|as)?\s*$", re.I)
        self.the_one = re.compile(rf"\b(?:the|its)\s+{noun}\s*$", re.I)

    def told(self, name: str, formulas: Sequence[Formula], at: int, sentence: str, text: str) -> str:
        """The sentence that says of a value alone what these words say of the equation of a name, formula `at`; "" where they say nothing. `sentence`: the words before
        it, with the formulas among them; `text`: all that stands right before it."""
        if reservations.keeps(sentence):
            return ""
        if self.says.search(sentence):
            return sentence
        after = self.after.match(formulas[at].after)
        if after is not None:
            return _sentence(after, re.sub(r"\blet\s*$", "", _words(sentence), flags=re.I))
        said = next((m for p in self.before if (m := p.search(sentence)) is not None), None) or self.title.search(text[-80:].rstrip("$ "))
        return _sentence(said, _words(sentence)) if said is not None else self._called_before(name, formulas, at)

    def comes_to(self, formulas: Sequence[Formula], at: int, earlier: str, sentence: str) -> tuple[str, str]:
        """Of "the gradient $g$ equals $..$", formula `at`, the letter and the sentence without it; "" of other words. `earlier`: the words before the letter."""
        if not at or formulas[at - 1].display or _COMES_TO.match(formulas[at].before) is None or len(formulas[at - 1].rows) != 1:
            return "", ""
        name, said = formulas[at - 1].rows[0].text.strip(), self.the_one.search(earlier)
        if said is None or re.fullmatch(r"\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\}", name) is None:
            return "", ""
        return name, _sentence(said, _words(sentence))

    def _called_before(self, name: str, formulas: Sequence[Formula], at: int) -> str:
        """The same where a formula shortly before is the name alone, with the words around it."""
        for k in range(at - 1, max(-1, at - 1 - _BACK), -1):
            f = formulas[k]
            if f.display or [row.text.strip() for row in f.rows] != [name]:
                continue
            after = "".join(g.before + (f" ${g.rows[0].text}$ " if n < at and g.rows else "") for n, g in enumerate(formulas[k + 1:at + 1], k + 1))
            said = self.stands_for.match(after) if _LETTER.search(f.before) else self.called.search(f.before)
            between = after[len(said[0]) if said is not None and said.re is self.stands_for else 0:]
            return _sentence(said, _words(between)) if said is not None else ""
        return ""


def _sentence(said: re.Match[str], beside: str) -> str:
    """"The gradient is", unless the words beside it give or suppose it."""
    return f"The {said['noun']} is" if _GIVEN.search(beside) is None else ""


def _words(sentence: str) -> str:
    """The words of a sentence; one that begins with a formula is told apart by the full stop before it."""
    return re.split(r"(?<!\bi\.e)[.;](?:\s|$)", re.sub(r"\$[^$]*\$", " § ", sentence))[-1]


__all__ = ["Wordings"]
