r"""Functions called by words: "$g$ is the logistic sigmoid", "the sigmoid $g$", "where $\Theta$ denotes the Heaviside step function", "$\phi$ (ReLU)".

The name has to be what the words speak of: "the derivative of $g$ is the sigmoid" and "the composition of $h$ and $g$ is the identity" say nothing of g
itself, nor does a choice among several, "a special choice of $\phi$ is the ReLU", nor what holds in some place only, "$g$ is the identity up to second order".
"""

from __future__ import annotations

import re

_QUALITY = r"(?:(?:usual|standard|plain|ordinary|familiar|well-known|logistic|elementwise|element-wise|entrywise|pointwise|component-?wise)\s+)*"
NAMES = (r"(?:(?P<sigmoid>(?:logistic\s+)?sigmoid|logistic(?=\s+(?:function|map|curve)))|(?P<tanh>hyperbolic\s+tangent|tanh)|"
         r"(?P<relu>re\s?lu|rectified\s+linear\s+(?:unit|function)|rectifier|ramp(?=\s+function)|positive\s+part)|(?P<softplus>softplus)|(?P<identity>identity)|"
         r"(?P<step>heaviside(?:\s+step)?|unit\s+step|step(?=\s+function))|"
         r"(?P<cdf>standard\s+(?:normal|gaussian)\s+(?:c\.?d\.?f\b\.?|(?:cumulative\s+)?distribution\s+function|cumulative\s+distribution)|"
         r"(?:c\.?d\.?f\b\.?|(?:cumulative\s+)?distribution\s+function)\s+of\s+(?:the|a)\s+standard\s+(?:normal|gaussian)(?:\s+(?:distribution|law|variable))?))")
_KIND = r"(?:\s+(?:function|map|mapping|activation|unit|non-?linearity|curve)){0,2}"
# What goes on after the name as another function than it alone: "the sigmoid of x", "the identity matrix", "sigmoid-like".
_OTHER = (r"(?!\s*-?\s*(?:of|at|composed|times|plus|minus|like|type|squared|scaled|shifted|matrix|matrices|cross|unit|output|layer|neuron|belief|loss|al\b|"
          r"(?:with|having|whose)(?!\s+(?:(?:its|the|a)\s+)?(?:(?:well-?known|simple|familiar|usual)\s+)*derivative)|in\s+base|to\s+(?:base|the\s+power)|applied|raised|multiplied|divided|stretched|"
          r"rescaled|clipped|centered|centred|or\b|\$))\b")
# What each is at a number t.
FORMULAS = {"sigmoid": r"\frac{1}{1 + e^{-t}}", "tanh": r"\tanh(t)", "relu": r"\max(0, t)", "softplus": r"\log(1 + e^t)", "identity": "t",
            "step": r"\operatorname{Heaviside}(t)", "cdf": r"\frac{1}{2} \left(1 + \operatorname{erf}\left(\frac{t}{\sqrt{2}}\right)\right)"}
_CALLED = rf"{_QUALITY}{NAMES}{_KIND}{_OTHER}"
# Right behind a function: "is the logistic sigmoid function".
IS = re.compile(r"\s*(?:\(?the\s+activation(?:\s+function)?\)?\s+)?(?:is|were|was|be)\s+(?:chosen\s+(?:as|to\s+be)\s+|taken\s+(?:as|to\s+be)\s+)?"
                rf"(?:the|a|an)?\s*{_CALLED}", re.I)
_OFTEN = r"(?:here\s+|always\s+|again\s+|just\s+|simply\s+|now\s+)*"
# "denotes the sigmoid", "as the ReLU", ", the ReLU,", "(sigmoid)", right behind a function.
_IS_SAID = re.compile(rf"\s*(?:,\s*)?(?:which\s+)?{_OFTEN}(?:is|be|denotes?|denoting|being|stands\s+for|represents?|will\s+be|means)\s+{_OFTEN}"
                      rf"(?:(?:chosen|taken|set)\s+(?:as|to\s+be)\s+)?(?:the|a|an)?\s*{_CALLED}", re.I)
_TAKEN_AS = re.compile(rf"\s*(?:as|for|to\s+be)\s+(?:the|a|an)?\s*{_CALLED}", re.I)
_BESIDE = re.compile(rf"\s*,?\s*(?:the|a|an|being(?:\s+the|\s+an?)?)\s+{_CALLED}", re.I)
_BRACKETED = re.compile(rf"\s*\(\s*(?:the\s+|a\s+)?{_CALLED}(?=\s*\))", re.I)
# "the sigmoid function", "with ReLU activation", right before a function; no "leaky ReLU", no "chain-rule identity".
_BEFORE = re.compile(rf"(?:^|[.,;:(]|\b(?:the|an?|with|by|and|using|through|as|to|our|its|uses?|apply|applying|of|for|usual|ordinary|is|are|called))\s*(?<![-\w]){_QUALITY}{NAMES}"
                     rf"(?P<kind>{_KIND})\s*$", re.I)
# Any of them, however loose.
_SPOKEN = re.compile(r"\s*(?:(?:,\s*)?(?:(?:which|here|always|again|now|usually|often|then|also)\s+)*(?:is|be|denotes?|being|means|as|for|to\s+be|,|\()\s*(?:[a-z]+\s+)?(?:the|a|an)?\s*"
                     rf"|,?\s*(?:the|a|an)\s+){_CALLED}", re.I)

# How a clause may begin before the name that it speaks of.
_ACTIVATION = (r"(?:(?:the|an?|our|its|each|every|all)\s+)?(?:(?!(?:of|in|on|for|with|to|than|by|and|or|no)\b)[a-z-]+\s+){0,2}"
               r"(?:activations?|non-?linearit(?:y|ies)|functions?|link|transfer|squashing|units?)(?:\s+functions?)?")
_LEADS = (r"(?:(?:and|now|here|again|also|as\s+(?:usual|before|always|above)|throughout|below|recall(?:\s+that)?|remember(?:\s+that)?|note\s+that|but|so|thus|"
          r"in\s+(?:this|these|our)\s+\w+|in\s+what\s+follows|for\s+simplicity|by\s+convention)[\s,]*)*")
_ITEM = r"(?:[-*+>]|\d+[.)]|\(?[a-z]\)|\\item\b|\*\*|_)*\s*"
_SUBJECT = re.compile(rf"(?:^|[.;:!?](?:\s|$)|\(|\b(?:where(?:in)?|let|i\.\s?e\.,?|that\s+is,|in\s+which))\s*{_ITEM}{_LEADS}(?:{_ACTIVATION})?\s*$", re.I)
_TAKES = re.compile(rf"(?:^|[.;:,!?](?:\s|$)|\b(?:we|I|and|now|to|let\s+us))\s*(?:here\s+|now\s+|always\s+)*(?:write|take|choose|pick|use|set|fix|define)\s+(?:{_ACTIVATION}\s*)?$", re.I)
_WITH = re.compile(rf"(?:\b(?:with|where|using|let)|{_ACTIVATION})\s*$", re.I)
# One of several that a sentence introduces: "where $z = W x$ and", "let $x$ be the input and". A formula with a relation is §, one without ¤.
_INTRODUCES = re.compile(r"\b(?:where|let|here|denote\w*)\b", re.I)
_NEXT = re.compile(rf"(?:§\s*|¤[^§¤]*[a-z][^§¤]*?)(?:,\s*and\b|,|\band\b)\s*{_LEADS}(?:{_ACTIVATION})?\s*$", re.I)
# "Logarithms are natural,", a clause of its own.
_CLAUSE = re.compile(r"(?:^|[.;:]\s)\s*(?!(?:on|near|at|for|in|if|when|where|with|as|to|by|from|since|because)\b)[^.;:,§¤]*\b(?:is|are)\b[^.;:,§¤]*,\s*(?:and\s*)?$", re.I)
_OF_BOTH = re.compile(r"\b(?:of|between|from|for|on|near|at|when|if|by|to|both|either|inside|outside|in|over|than)\b[^,.;:§¤]*[§¤](?:[\s,]|\b(?:and|with|or|by|to)\b)*$", re.I)
# What is denied, or said of a case.
_DENIED = re.compile(r"\b(?:not|no|instead|rather|unlike|than|if|when|whenever|unless|were|assuming|supposing|suppose|case|e\.g\.|such\s+as|example|instance|may|might|could|can|would|"
                     r"should|replac\w*|swap\w*|exchang\w*|approximat\w*|compar\w*|clos\w+\s+to|nobody|never)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|in\s+case|assuming|provided(?:\s+that)?|supposing|say)(?:\s+(?:that|the\s+activation(?:\s+function)?))?\s*$", re.I)
_WHERE = re.compile(r".*\b(?:where|let)\b", re.I | re.S)
# What takes back a part of what was said, before the end of the sentence; a place that follows as a formula.
_LIMITED = re.compile(r"^[^.;]*\b(?:but|elsewhere|otherwise|up\s+to|or|except|unless|possible|allowed|cases?|choices?|if|when|whereas|while|approximately|nearly|only|instead|respectively|"
                      r"there|locally|example|instance)\b|^[^.;]*\b(?:for|on|at|near|around|above|below|between|over|left\s+of|right\s+of)\b[\w\s]{0,20}$", re.I)
# A place in which alone it is this function, "in the last layer", "during training", "(for positive inputs)"; none that is all of them, or this text.
_PARTLY = r"(?:(?:\w+\s+)?(?:positive|negative|non-?negative|small|large|tiny|big|low|high|odd|even|other|hidden|inner|outer|first|last|final|early|late|next|previous)\b)"
_ALL_OR_THIS = (rf"(?:(?:all|any|every|each|both|our|this|these)\b(?!\s+{_PARTLY})|(?:what|the)\s+follow|(?:the\s+)?(?:network|model|exercise|problem|section|paper|derivation|text|"
                r"notes?|lecture|chapter|whole|entire|sequel|usual|sense)\b|simplicity|convenience|brevity|concreteness|definiteness|short\b|now\b|(?:the\s+)?moment|binary|fact\b|general\b|"
                r"the\s+hidden\s+layers?\s*[;,.]\s*(?:and\s+)?the\s+(?:output|last|final|readout)\s+(?:layer|unit)s?\s+(?:is|are|stays?|remains?)\b)")
_SAME_PHRASE = r"(?:(?!\b(?:and|so|then|we|its|has)\b)[^.;,:])*"
_PLACE = re.compile(rf"^{_SAME_PHRASE}\b(?:for|on|in|at|during|inside|within|outside|until|before|after|with|under|where)\s+(?!{_ALL_OR_THIS})(?=\w)(?!(?:the\s+|its\s+|a\s+)?(?:\w+\s+)*derivative)", re.I)
# Another function beside it, "and zero for negative inputs", "and saturates for large ones".
_AND_ANOTHER = re.compile(rf"^[^.]*?(?:[,;]|\b(?:and|then|but))\s+(?:(?:and|is|be|as|to|a|an|the|just|simply|equals?|becomes?|goes|stays?|remains?)\s+)*(?:{_QUALITY}{NAMES}\b(?!\s*$)|zero|one\b|constant|flat|linear\b"
                          r"|saturat\w*|vanish\w*|clip\w*|cut\b|quadratic|exponential|the\s+(?:negative|rest)\b)", re.I)
# The same right behind the function itself, "the identity map $g$ for positive inputs", "the sigmoid $g$ during training": what goes on may be about another name.
_WITHIN = re.compile(rf"^\s*\(?\s*(?:only\s+)?(?:during\b|(?:for|on|at)\s+(?!{_ALL_OR_THIS})(?:\w+\s+)?(?:positive|negative|non-?negative|small|large|tiny|big|training|test|inference)\b)", re.I)
_CHOICE = re.compile(r"^[^.;]*\b(?:or|possible|allowed|choices?|instead|would|could|might)\b", re.I)
# "the inverse of the sigmoid $g$": of which of both is g the name?
_MADE_OF = re.compile(r"\b(?:version|variant|approximation|inverse|analog\w*|relative|generali[sz]ation|modification|part|multiple|integral|antiderivative|primitive|graph)s?\s+(?:of|to)\s+(?:the|an?)\b[^,.;]*$"
                      r"|\b(?:call|name|denote|let|write)\b[^.;]*\bof\s+(?:the|an?)\b[^,.;]*$", re.I)
_FORMULA = re.compile(r"\$([^$]*)\$|\\\((.*?)\\\)", re.S)
_RELATION = re.compile(r"=|\\(?:in|sim|le|ge|leq|geq|ne|to)(?![a-z])|<|>|:")


def told(sentence: str, after: str) -> str | None:
    """Which function the words around a bare name say it is, with the sentence before it; None where they say none, or speak of a case."""
    said = _with_marks(sentence)
    where = _WHERE.match(said)
    notation = _BEFORE.search(said)
    if notation is not None and notation["cdf"]:  # "If $a > 0$, the probability is, with the standard normal distribution function": a name for it, whatever holds
        return None if _DENIED.search(re.split(r"[,;:]", said)[-1]) or _CHOICE.match(after) or _MADE_OF.search(said) else "cdf"
    if _DENIED.search(said[where.end():] if where is not None else said):
        return None
    before = _BEFORE.search(said)
    if before is not None and not _CHOICE.match(after) and not _WITHIN.match(after) and not _MADE_OF.search(said) and (not before["identity"] or before["kind"]):
        return _which(before)  # "the identity $g(x) = x$" is an equation, "the identity map $g$" a function
    found = next((m for p, holds in ((_IS_SAID, _is_subject), (_TAKEN_AS, _TAKES.search), (_BESIDE, _WITH.search), (_BRACKETED, _is_alone))
                  if (m := p.match(after)) is not None and holds(said)), None)
    return _which(found) if found is not None and not is_limited(after[found.end():]) else None


def is_limited(after: str) -> bool:
    """Do the words after a function's name take back a part of what they said, or say it of some place only?"""
    return any(p.match(after) is not None for p in (_LIMITED, _PLACE, _AND_ANOTHER))


def _with_marks(sentence: str) -> str:
    """The words of a sentence since its last display, a mark for each formula."""
    said = re.split(r"\$\$|\\\]|\\end\{\w+\*?\}", sentence)[-1]
    if said.count("$") % 2:
        said = said.partition("$")[2]
    return _FORMULA.sub(lambda m: " § " if _RELATION.search(m[1] or m[2] or "") else " ¤ ", said).rstrip()


def is_spoken_of(before: str, after: str) -> bool:
    """Do the words around a name call something by such a name, that name or another thing? "If $g$ is the sigmoid" is a hypothesis."""
    return _SUPPOSED.search(before) is None and (_SPOKEN.match(after) is not None or _BEFORE.search(before) is not None)


def _which(m: re.Match[str]) -> str:
    return next(name for name in FORMULAS if m[name])


def _is_subject(said: str) -> bool:
    return _SUBJECT.search(said) is not None or _CLAUSE.search(said) is not None or _INTRODUCES.search(said) is not None and _NEXT.search(said) is not None and not _OF_BOTH.search(said)


def _is_alone(said: str) -> bool:
    return re.search(r"\b(?:of|for|than|to|like|at|on)\s*$", said) is None
