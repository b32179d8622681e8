r"""How words say which value a quantity has, whatever the quantity: "the loss is", "gives a loss of", "the gradient there comes to about", "with slope".

`said` reads the words right before a value as a noun, what stands beside it, and whether the value is said to hold about, or to be a new one. `plainly` writes
them as "the slope is", so that who knows the noun need not know all the ways to say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Quantities, by the kind of thing that they are. Each noun of a kind may be said of the same.
NOUNS = {
    "second slope": r"second\s+derivative|curvature|hessian",
    "slope": r"gradient|derivative|slope",
    "loss": r"loss|cost|objective(?:\s+function)?|risk",
    "residual": r"residual|error",
    "probability": r"probability",
    "score": r"logit|pre-?activation|net\s+input|weighted\s+input|score",
    "activation": r"activation|hidden\s+(?:value|unit|activation)",
    "output": r"predicted\s+value|prediction|output|fitted\s+value",
    "margin": r"margin",
    "matrix": r"trace|determinant|rank|condition\s+number",
    "spectrum": r"eigenvalue",
    "norm": r"norm|length",
    "moment": r"mean|variance|expectation|precision|standard\s+deviation",
    "entropy": r"entropy",
    "place": r"minimi[sz]er|maximi[sz]er|estimate|estimator",
    "extreme": r"minimum|maximum",
    "likelihood": r"log-?\s?likelihood",
    "weight": r"weight|bias|iterate|parameter",
}
# What may stand before the noun and says which one it is.
_MODIFIER = (r"(?:(?!(?:the|its|our|this|that|whose|an?|of|with|for|at|in|on|by|to|and|or|but|so|is|are|was|has|have|having|get|gets|give|gives|yields?|find|finds|we|it|from|then|now|than|no|not|as|if|"
             r"see|obtain|where|which|hence|thus|here|there|about|only|when|while|because|since)\b)[a-z][a-z-]*\s+)")
_NOUN = "(?:" + "|".join(f"(?P<{kind.replace(' ', '_')}>{words})" for kind, words in NOUNS.items()) + r")"
_PHRASE = rf"(?P<modifiers>{_MODIFIER}{{0,3}}?){_NOUN}(?![\w-])"
_THERE = r"(?P<there>(?:\s+(?:there|here|now|then|itself|at\s+(?:this|that)\s+(?:point|place)))*)"
_ABOUT = r"about|roughly|approximately|around|nearly|close\s+to|almost"
_ADVERB = rf"(?:\s+(?:exactly|just|simply|then|thus|still|only|now|again|already|therefore|equal\s+to|precisely|a\s+(?:mere|full)|{_ABOUT}))*"
_CHANGES = (r"(?:falls|drops|decreases|shrinks|sinks|climbs|rises|grows|increases|jumps|goes|moves|changes)\s+(?:down\s+|up\s+|back\s+)?to|becomes|is\s+now|lands\s+(?:on|at)|ends\s+up\s+at|reaches")
_VERB = (rf"(?:is|equals|reads|was|stands\s+at|comes\s+(?:out\s+)?(?:to(?:\s+be)?|as|at)|works\s+out\s+(?:as|at|to(?:\s+be)?)|evaluates\s+to|turns\s+out\s+(?:to\s+be|as)|amounts\s+to|"
         rf"(?:has|takes|attains)\s+the\s+value|is\s+given\s+by|(?P<changes>{_CHANGES}))")
_END = r"\s*:?\s*$"
# Of what there is one only.
_OF = r"(?:\s+(?:of|for|on)\s+(?:the|our|this|that)\s+(?:(?:single|only|one|training|whole)\s+)*(?:model|network|net|example|sample|neuron|unit|point|data\s+point|perceptron|input|classifier|predictor))?"
# Of a derivative, by what it is taken: "with respect to $w$".
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:the\s+(?:weight|bias|parameter|input|logit)\s+)?\$(?P<by>_+)\$)?"
# "the loss there is about", "its slope comes to".
_SAID = re.compile(rf"\b(?P<whose>the|its|our|this|whose)\s+{_PHRASE}{_OF}{_BY}{_THERE}{_ADVERB}\s+{_VERB}{_ADVERB}{_END}", re.I)
# "gives a loss of", "with gradient", "we find the slope": after a verb or "with", with the value right behind the noun.
_BESIDE = re.compile(r"\b(?:with|has|have|having|(?:we|one|you|I)\s+(?:then\s+|now\s+|thus\s+)?(?:find|get|obtain|see|compute|read\s+off)|finds|gets|gives|yields|produces|results\s+in|leads\s+to|means|finding|giving|yielding|for)(?:\s+(?:us|then))?"
                     rf"\s+(?P<whose>(?:the|an?|its)\s+)?{_PHRASE}{_THERE}(?:\s+(?:of|equal\s+to))?{_ADVERB}{_END}", re.I)
_NEARLY = re.compile(rf"\b(?:{_ABOUT})\b", re.I)
_TOKEN = re.compile(r"\$[^$]*\$|\\\(.*?\\\)", re.S)
# Words that leave it open neither of what nor of when a value is told; any other word before the noun may.
_OPEN_WORDS = frozenset("""
    so then hence thus therefore now here there this that these those it which we one you i and also again finally first clearly indeed in fact forward pass plugging plug putting inserting insert
    substituting substitute evaluating evaluate into numbers number values value example data weights parameters point place with for at the our a an given above chosen starting start concrete small toy
    get gets got obtain obtains find finds see sees have has is are gives give gave yields yield giving yielding finding means compute computing computed result as formula equation check
    numerically numerical since because while only just exactly simply initial initially current us let these explicitly particular instance calculation check""".split())
_NOUN_WORDS = {word for kind in NOUNS.values() for word in re.findall(r"[a-z]+", kind.replace(r"\s", " "))} - {"s", "second", "hidden", "standard", "condition", "minimum", "maximum", "minimi", "maximi", "sz", "er", "estimate", "estimator"}
_PREPOSITION = re.compile(r"\b(?:in|for|with|at|into|as|above)\s*$", re.I)
_WORD = re.compile(r"[a-z][a-z']*", re.I)
_SUBJECT = re.compile(r"(?:^|[\s,;:.(])(?:this|that|these|which|we|one|you|i|it|inserting|plugging|substituting|evaluating|giving|yielding|finding)\b|^\W*$|\$\W*$", re.I)


@dataclass(frozen=True)
class Said:
    """A noun, its kind, the words that tell which one, and how its value is said."""

    noun: str
    kind: str
    modifiers: tuple[str, ...]
    lead: str  # what stands before it in its sentence
    there: bool
    about: bool
    changes: bool
    beside: bool  # is the value right behind the noun, without a verb between?
    whose: bool
    by: str = ""  # of a derivative, what it is taken by

    @property
    def is_plain(self) -> bool:
        """Is the value told of what the document speaks of, by each word before the noun: "Here we get a loss of", and not "A perfect fit has loss"?"""
        words = _TOKEN.sub(" § ", self.lead)
        clause = re.split(r"[,;:]|\band\b", words)[-1] if self.beside else ""
        return are_plain(self.lead) and (self.beside or _PREPOSITION.search(self.lead) is None) and not _NOUN_WORDS & {*clause.lower().split()} and (not self.beside or _SUBJECT.search(self.lead) is not None)


def are_plain(words: str) -> bool:
    """Are these words, with the formulas among them, none that say of what or when something is told?"""
    return all(w.lower() in _OPEN_WORDS or w.lower() in _NOUN_WORDS for w in _WORD.findall(re.sub(r"⟦\d+⟧", " § ", _TOKEN.sub(" § ", words))))


def said(sentence: str) -> Said | None:
    """What the words of a sentence up to a value say that it is the value of; None where they say no such thing."""
    words = _TOKEN.sub(lambda m: "$" + "_" * (len(m[0]) - 2) + "$", sentence)
    found = _SAID.search(words) or _BESIDE.search(words)
    if found is None:
        return None
    named = found.groupdict()
    kind = next(kind for kind in NOUNS if named.get(kind.replace(" ", "_")))
    noun = re.sub(r"\s+", " ", named[kind.replace(" ", "_")].lower())
    beside = found.re is _BESIDE
    start = found.start("modifiers") if beside else found.start()
    return Said(noun, kind, tuple(named["modifiers"].lower().split()), sentence[:start], bool(named["there"].strip()), _NEARLY.search(words[found.start():]) is not None,
                bool(named.get("changes")), beside, (named["whose"] or "").strip().lower() in ("whose", "its"),
                sentence[slice(*found.span("by"))].strip() if named.get("by") else "")


def plainly(sentence: str) -> str | None:
    """The sentence with the noun said plainly, "the slope is"; None where it says it so, or says no such thing."""
    told = said(sentence)
    if told is None or told.whose or told.by:
        return None
    lead = re.sub(r"\s+(?:the|an?)\s*$", " ", told.lead) if told.beside else told.lead
    plain = f"{lead.rstrip()} the {' '.join((*told.modifiers, told.noun))} is " if not told.beside else f"{_clause(lead)} the {' '.join((*told.modifiers, told.noun))} is "
    return plain if re.sub(r"\s+", " ", plain).strip() != re.sub(r"\s+", " ", sentence).strip() else None


def _clause(lead: str) -> str:
    """What stands before the verb of a clause, without it: "At $w = 2$," of "At $w = 2$, we get a"."""
    cut = re.search(r"(?:,|;|:|\b(?:and|so|hence|thus|then))\s*(?:(?!\$)[^,;:$])*$", lead)
    return lead[:cut.end() - len(cut[0]) + 1] if cut is not None and cut[0][0] in ",;:" else lead[:cut.start()] if cut is not None else re.sub(r"[^$]*$", "", lead)


__all__ = ["NOUNS", "Said", "are_plain", "plainly", "said"]
