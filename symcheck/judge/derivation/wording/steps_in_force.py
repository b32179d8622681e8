r"""The step size, the method and the loss that the words before a step in numbers have put in force: "learning rate $0.1$", "we use Newton's method",
"a step on $J$". What was told last holds; what is not plain is not known."""

from __future__ import annotations

import re
from fractions import Fraction

_FRACTION = r"\\[dt]?frac\s*(?:\{\s*(?P<over>\d+)\s*\}|(?P<over1>\d))\s*(?:\{\s*(?P<under>\d+)\s*\}|(?P<under1>\d))"
_NUMBER = re.compile(rf"\s*(?:(?P<plain>\d*\.?\d+(?:\s*/\s*\d+)?)|10\s*\^\s*\{{?\s*-\s*(?P<tenth>\d)\s*\}}?|{_FRACTION})\s*")
_SIZE = r"(?:step[\s-]?(?:sizes?|lengths?)|learning[\s-]?rates?|(?<!\w\s)rates?|(?:the|our|a|an|its|this|of|with|by|at)\s+rate|steps?\s+of\s+(?:length|size))"
# What the words call the step size: "learning rate $\\alpha$", "$\\gamma$ is the step size".
_CALLED = re.compile(rf"\b{_SIZE}\s+(?:(?:is|of|be|as|to)\s+)*\$\s*(?P<name>\\?[A-Za-z]+)(?![A-Za-z])|"
                     rf"\$\s*(?P<before>\\?[A-Za-z]+)\s*(?:[=><][^$]*)?\$\s+(?:is|denotes|be|for|as)\s+(?:the|our|a)\s+(?:\w+\s+)?{_SIZE}\b", re.I)
# Its number: "with learning rate 0.1", "the step size is now $\\frac12$", "from $0.1$ to $0.05$".
_TOLD = re.compile(rf"\b{_SIZE}\s+(?:(?:is|of|be|being|was|equals?|equal\s+to|becomes?|now|set|changed|lowered|raised|reduced|to|at|then|just|only|=|from\s+\$?[\d.]+\$?\s+to)\s+)*"
                   r"\$?\s*(?P<number>[\d.]\S*|\\[dt]?frac\s*(?:\{[^{}]*\}|\d)\s*(?:\{[^{}]*\}|\d))", re.I)
# It is another one than before, and by these words alone one does not know which.
_CHANGED = re.compile(rf"\b(?:(?:halv|doubl|tripl|quadrupl|reduc|increas|decreas|lower|rais|divid|multipl|shrink|anneal|decay|schedul|adapt|chang)\w*|twice|half|(?:smaller|larger|"
                      rf"bigger|higher|different|other|another|new|ten\s+times))\s+(?:the|our|its|this|that|a|an|\s)*{_SIZE}\b|"
                      rf"\b{_SIZE}\s+(?:is|was|gets|has\s+been)\s+(?:then\s+|now\s+)?(?:halved|doubled|divided|multiplied|decayed|annealed)\b", re.I)
# Of these a number is no number of this document's steps.
_SUPPOSED = re.compile(r"\b(?:would|could|might|if|suppose\w*|diverges?|too\s+(?:large|small|big)|comparison|unlike|instead\s+of|rather\s+than|not)\b", re.I)
_SURE_LETTERS = (r"\eta", r"\alpha")
# What stands before the slope in a step, `w_0 - \\gamma L'(w_0)`, `w - \\tau \\nabla L`.
_IN_STEP = re.compile(r"-\s*(?P<name>\\(?:gamma|tau|epsilon|varepsilon|delta|mu|nu|rho)|[hs])\s*(?:\\[,;:! ]\s*|\\cdot\s*)?(?:\\nabla(?![A-Za-z])|\\?[A-Za-z]+\s*'\s*(?:\\left)?\(|\\[dt]?frac\s*\{\s*(?:d|\\partial)(?![a-z]))")
# Beside the name of the method: "by gradient descent, with $\\gamma = 0.05$".
_BESIDE_METHOD = re.compile(r"\b(?:gradient[-\s]descent|GD)\b(?:(?!momentum|decay|penalt|regulari|prior|weight|strength|coefficient|noise|friction|discount|threshold|toleran)[^.;$]){0,60}"
                            r"\$\s*(?P<name>\\(?:gamma|tau|epsilon|varepsilon))\s*(?:=|>)", re.I)
_NO_RATE = re.compile(r"\b(?:momentum|penalty|regulari[sz]\w*|strength|level|coefficient|weights?|decay|tolerance|mean|prior)\s+(?:\w+\s+)?\$?\s*$", re.I)
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n\s*\n")

# Methods whose steps are others, those with a part that stays with plain descent among them, and plain descent.
_RIVAL = re.compile(r"\b(?:Newton\w*|Adam\w*|RMSProp|AdaGrad|AdaDelta|quasi-Newton|L?-?BFGS|natural\s+gradient|mirror\s+descent|line\s+search|Gauss)\b", re.I)
_BESIDE = re.compile(r"\b(?:momentum|heavy[\s-]ball|Nesterov\w*|accelerated|(?:weight|rate)\s+decay|proximal|projected|clip\w*|sign\s*(?:SGD|descent|gradient)|normali[sz]ed\s+gradient|"
                     r"noisy|Polyak)\b", re.I)
_DENIED = re.compile(r"\b(?:without|no|not|unlike|instead\s+of|rather\s+than|compared?\s+(?:to|with))\s+(?:\w+\s+)?(?:momentum|heavy[\s-]ball|Nesterov\w*|weight\s+decay|clip\w*|Newton\w*|"
                     r"Adam\w*)", re.I)
_PLAIN = re.compile(r"\b(?:(?:plain|vanilla|simple)\s+(?:GD|SGD)|gradient[\s-]descent|steepest\s+descent|SGD|GD)\b", re.I)
_HEADING = re.compile(r"^#+\s.*$|\\(?:sub)*section\*?\{[^{}]*\}|^\*\*[^*\n]+\*\*\s*$", re.M)
# The loss along which one step goes.
_ON = re.compile(r"\b(?:descent|steps?|updates?|iterations?|SGD|GD|minimi[sz](?:e|es|ed|ing)|optimi[sz](?:e|es|ed|ing)|gradient|apply(?:ing)?|applied)\b[^.;$]{0,30}?"
                 r"(?:\b(?:on|for|of|along|to|minimi[sz](?:e|es|ed|ing))\s+)?(?:(?:the|this|our)\s+)?(?:(?:total\s+|full\s+|whole\s+|training\s+)?(?:function|loss|objective|risk|cost|sum)\s+)?"
                 r"\$\s*(?P<name>\\?[A-Za-z]+(?:\s*\{\s*[A-Za-z]\s*\})?)\s*(?:\([^$()]*\))?\s*\$", re.I)


def rates(text: str) -> list[Fraction | None]:
    """The step sizes that a text tells, in order; None for one that is no plain number, or that is told of a step not taken."""
    called = {m["name"] or m["before"] for m in _CALLED.finditer(text)}
    sure = {x for x in _SURE_LETTERS if re.search(rf"{re.escape(x)}\s*:?=", text)}
    letters = called or {min(sure, key=_SURE_LETTERS.index)} if called or sure else {m["name"] for p in (_IN_STEP, _BESIDE_METHOD) for m in p.finditer(text)} or {_SURE_LETTERS[0]}
    named = re.compile(rf"(?<![A-Za-z\\^_{{])(?:{'|'.join(sorted(map(re.escape, letters)))})(?![A-Za-z])\s*(?:_\s*(?:\w|\{{[^{{}}]*\}})\s*)?(?::?=|\\leftarrow|\\gets)"
                       r"(?P<number>[^,;$&\n]*?)\s*(?=[,;$&\n]|\\\\|\\q?quad|\\[\])]|\\text|\\end|\.\s|\.?$)")
    found = [(m.start(), m.start("number"), m["number"]) for p in (_TOLD, named) for m in p.finditer(text)]
    found = [x for x in found if not _NO_RATE.search(text[:x[0]])] + [(m.end(), m.start(), "") for m in _CHANGED.finditer(text)]
    numbers: dict[int, Fraction | None] = {}
    for start, at, number in sorted(found):
        if not number and any(start <= other <= start + 40 and _number(n) is not None and "." not in text[start:other].replace(". ", "..") for _, other, n in found if n):
            continue  # `reducing the learning rate to 0.05`
        numbers[at] = None if _supposed(text, at) else _number(number)
    return [numbers[at] for at in sorted(numbers)]


def _supposed(text: str, at: int) -> bool:
    """Is this told in a sentence, before the last one, of what is not done?"""
    end = _SENTENCE.search(text, at)
    if end is None:
        return False
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, at)), default=0)
    return _SUPPOSED.search(text[start:end.end()]) is not None


def _number(text: str) -> Fraction | None:
    """The number that the last side of `1 / L = 0.5` writes; None where it is none."""
    m = _NUMBER.fullmatch(text.split("=")[-1].rstrip(" .,;:$)"))
    if m is None:
        return None
    if m["tenth"]:
        return Fraction(1, 10 ** int(m["tenth"]))
    return Fraction(re.sub(r"\s", "", m["plain"])) if m["plain"] else Fraction(int(m["over"] or m["over1"]), int(m["under"] or m["under1"]))


def another_method(text: str) -> bool:
    """May a step told at the end of this text be one of another method than plain gradient descent?"""
    text = re.sub(r"\$[^$]*\$", " § ", text)
    part = text[max((m.start() for m in _HEADING.finditer(text)), default=0):]
    sentences = [_DENIED.sub(" ", s) for s in _SENTENCE.split(part)]
    if any(map(_BESIDE.search, sentences)):
        return True
    last = next((s for s in reversed(sentences) if _RIVAL.search(s) or _PLAIN.search(s)), "")
    return _RIVAL.search(last) is not None


def loss_named(sentence: str) -> str:
    """The name of the loss along which the words say that a step goes; "" where they name none."""
    found = [m["name"] for m in _ON.finditer(sentence)]
    return re.sub(r"[\s{}]", "", found[-1]) if found else ""
