"""Wordings of numbers that an example gives: what opens it, what goes in, what is drawn from it."""

from __future__ import annotations

import re

from symcheck.judge.derivation.numbers.fractions import WRITTEN
from symcheck.judge.derivation.wording.hot_places import CLASS, TRUE

OPENS = re.compile(r"\b(take|examples?|for\s+instance|numerical\w*|numbers|concrete\w*|plug\w*|put(?:ting)? in|sanity|(?:quick|small|numerical|simple)\s+(?:check|test)|"
                    r"try\s+(?:it|this)|by\s+hand|tiny|toy)\b", re.I)
NUMBERS = r"\b(?:numbers?|numerical\w*|examples?|by\s+hand|toy|concrete\w*)\b"
TITLE = re.compile(rf"\*\*[^*]*{NUMBERS}[^*]*\*\*|\\(?:textbf|emph|paragraph)\*?\{{[^{{}}]*{NUMBERS}", re.I)
# The title of a paragraph that gives data: "**Toy data.**", "\\textbf{The numbers}".
DATA_TITLE = re.compile(r"\s*(?:\*\*|\\(?:noindent\s*)?\\?(?:textbf|paragraph)\*?\s*\{)\s*(?:(?:\(?\w\)|\d+[.)])\s*)?"
                         r"(?:(?:the|our|some|a|toy|tiny|small|given|training|numerical|concrete|example|sample|input|initial)\s+){0,4}"
                         r"(?:data(?:\s*set)?|numbers?|samples|points|values|example|set-?up)\b[^*{}]{0,40}(?:\*\*|\})", re.I)
GIVES = re.compile(r"\b(take|taking|let|with|for|suppose|assume|start\w*|begin\w*|choose|pick|put|fix|set|where|say|example|input|"
                    r"target|data|points?|samples?|and|at|from|use|again|try)\b", re.I)
# "For $K = 3$: logits $a = ..$ give": the name of what goes in, and no more, before its numbers in an example.
GOES_IN = re.compile(r"\s*(?:(?:the|our|some|two|three|raw|initial|training|feature)\s+)*(?:logits?|scores?|inputs?|pre-?activations?|weights?|features?|parameters?|"
                      r"margins?|labels?|targets?|data|points?|samples?|observations?)(?:\s+vectors?)?\s*", re.I)
# What is said of biases in an example, and how these are written.
NO_BIASES = re.compile(r"\b(?:zero|no|without(?:\s+any)?)\s+bias(?:es)?\b|\b(?:all\s+|both\s+)?bias(?:es)?\s+(?:terms\s+)?(?:(?:are|is|be|set|equal)\s+)*(?:to\s+)?(?:zero|0\b|\$0\$)|"
                        r"\bbias(?:es)?\s+(?:terms\s+)?(?:vanish(?:es)?|(?:are|is|be)\s+(?:absent|omitted|dropped|ignored))\b", re.I)
# The same between two values of a list.
WITHOUT = re.compile(rf"(?:\b(?:and|with|let|the|both|all|have|has|a)\s+)*(?:{NO_BIASES.pattern})", re.I)
# "biases $b \\in \\mathbb{R}^h$ and $c$": the names of these.
_BIAS_NAME = r"\$\s*(\\?[A-Za-z]+(?:_\{?\w\}?|\^\{\s*[\[(](?:\\ell|[a-z])[\])]\s*\})?)(?:\s*\\in[^$]*)?\$"
BIASES_CALLED = re.compile(rf"\bbias(?:es)?(?:\s+(?:vectors?|terms?|columns?))?\s+{_BIAS_NAME}(?:\s*(?:,|and|,\s*and)\s*{_BIAS_NAME})?(?:\s*(?:,|and|,\s*and)\s*{_BIAS_NAME})?", re.I)
BIAS = re.compile(r"b(?:_\{?\w\}?|\^\{?[\[(]?\d[\])]?\}?)?|\\(?:mathbf|boldsymbol|bm)\{b\}(?:_\{?\w\}?|\^\{?[\[(]?\d[\])]?\}?)?")
# Right before numbers: "Numbers: $N = 2$, ..", "A numerical example for".
HEADED = re.compile(r"\b(?:numbers|numerically|numerical\s+(?:example|values?|check|instance)|concrete\s+(?:example|numbers|values)|example|values)"
                     r"(?:\s+for)?\W*$", re.I)
# "The numerical values are $x = 2$", "the inputs and weights are given as": the numbers that go in, and no more, before what they are.
GOES_IN_AS = re.compile(r"\W*(?:(?:the|for\s+(?:which|this|that|it)|our|all|its|some|these|their|here|now|and|with|while|where|numerical|concrete|given|following|particular|specific|chosen|initial|"
                         r"current|input|parameter|weight|actual|required|training|corresponding|associated|matching|respective|observed|measured|output|target)\s+)*"
                         r"(?:values?|numbers?|data|inputs?|weights?|parameters?|constants?|scalars?|variables?|targets?|labels?|outputs|responses|observations|features|samples|points|"
                         r"logits?|scores|(?:class|raw)\s+scores|pre-?activations?|margins?)"
                         r"(?:\s+(?:and|of|for|in|at)(?:\s+(?:the|all|our|these|this|each|a))*\s+(?:values?|numbers?|data|inputs?|weights?|parameters?|constants?|scalars?|"
                         r"variables?|labels?|targets?|biases|quantities|letters|leaves|nodes|graph|example|exercise|problem)){0,3}"
                         r"\s+(?:are|is|read|be|have\s+(?:the\s+)?values?|take\s+(?:the\s+)?values?)"
                         r"(?:\s+(?:given|chosen|set|fixed|taken|specified))?(?:\s+(?:by|as|to(?:\s+be)?|at|as\s+follows|the\s+following))?\s*", re.I)
# "If the second class is the true one, $y = (0, 1, 0)$", "the true class is the second, so $y = ..$": the label goes into an example.
OF_LABEL = re.compile(rf"\b(?:{TRUE}\s+{CLASS}\s+(?:is|being|be)\s+(?:the\s+)?\w+(?:\s+one)?|"
                       rf"{CLASS}\s+(?:\w+\s+)?(?:is|being|be|were)\s+(?:the\s+)?{TRUE}(?:\s+(?:one|{CLASS}))?)"
                       r"\s*[,;:(]?\s*(?:(?:so|i\.e\.|that\s+is|hence|thus|then|with|and)(?:\s+that)?[\s,]*)?(?:the\s+(?:one-hot\s+)?(?:label|target)(?:\s+vector)?\s+is\s+)?$", re.I)
# The title of a part in which data are numbers, and what such data are called: "Three points in the plane: $x_1 = ..$".
_TEST = r"(?:(?:a|one|quick|small|numeric|sanity|final|short)\s+)*(?:test(?:\s+case)?|check|trial)"
OF_NUMBERS = re.compile(rf"{NUMBERS}|^\W*(?:\\[a-z]+\*?\s*\{{\s*)?(?:(?:\(?\w\)|\d+[.)])\s*)?{_TEST}\s*[.:}}*]", re.I)
TEST = re.compile(rf"\W*(?:(?:\(?\w\)|\d+[.)])\s*)?{_TEST}\W*", re.I)
DATA = re.compile(r"\b(?:points?|samples?|observations?|examples?|data|labels?|targets?|inputs?|pairs?|rows|features?|weights?|parameters?)\b"
                   r"(?!.*\b(?:so|hence|thus|therefore|then|gives?|get|obtain\w*|yields?|becomes?|solution|optimum|minimi[sz]er|result\w*|if|new|"
                   r"updated|next)\b)", re.I | re.S)
# What gives a value to a name that has a definition: "Take $z = 2$" goes on from this z.
GIVES_ANEW = re.compile(r"\b(?:take|taking|let|suppose|assume|choose|pick|put|fix|set|setting|say|start\w*|use|given|input|instead|try)\b", re.I)
# A number, and a row of numbers.
ENTRY = WRITTEN
ROW = re.compile(rf"\(\s*{ENTRY}\s*(?:,\s*{ENTRY}\s*)+\)(?:\s*\^\s*\{{?\s*(?:\\(?:top|intercal|(?:mathsf|mathrm|mathtt)\s*\{{?T\}}?)|T)\s*\}}?)?")
STARTS = re.compile(r"\b(start|begin|initial)", re.I)
DRAWN = re.compile(r"\b(so|hence|thus|therefore|then|gives?|get|is|are|obtain\w*|yields?|becomes?|solution|optimum|"
                    r"minimi[sz]er|result\w*|if)\b", re.I)
# Words before the first of several values that come out, which may stand before what is given too.
FOUND = re.compile(r"\b(?:we|one|you|I)\s+(?:(?:then|thus|now|therefore)\s+)?(?:have|find|see|compute|get|obtain|read\s+off)\b|\b(?:forward|backward|backwards|result\w*)(?:\s+(?:pass|sweep|step))?\s*:", re.I)
# "Then take $a = 5$": the next example, and nothing that is drawn.
TAKES_NEXT = re.compile(r"(?:^|\b(?:then|next|now|finally)[\s,]+)(?:(?:we|let\s+us)\s+)?(?:(?:then|next|now)\s+)?(?:take|let|put|pick|choose|consider|try|use)(?:\s+instead)?\s*$", re.I)
CONCLUDED = re.compile(r"\b(?:so|hence|thus|therefore|then|gives?|get|obtain\w*|yields?|becomes?|solution|optimum|minimi[sz]er|result\w*|if)\b", re.I)
# "With $x = 2$, $w = 1$ and $y = 5$", "Evaluate it at $x = 2$, $w = 1$", "Starting from $w_0 = 1$ with $\\alpha = 0.1$".
VALUE = r"\$\s*([^$=]{1,16}?)\s*=\s*(?:[-+]?\s*(?:\d[\d.]*(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d))|\([-+\d.,\s]+\)(?:\s*\^[^$]{1,9})?|\\begin\{[pb]matrix\}[^$A-Za-z]*\\end\{[pb]matrix\})\s*\$"
# "Use the sample", "at the training point", "with the weights": what the numbers are, right before them.
THING = r"(?:(?:the|a|an|one|this|our|these)\s+(?:(?:single|training|first|one|data|input|initial|sample|example|current|concrete|following|specific|new)\s+){0,2}" \
         r"(?:samples?|examples?|points?|pairs?|inputs?|datum|observations?|values?|numbers?|parameters?|weights?|case|choices?|network|unit|data)\s+)?"
STARTING = r"(?:we\s+|then\s+)*(?:start|begin|initiali[sz])\w*\s+(?:(?:the\s+)?(?:iteration|method|weight|parameter)s?\s+)?(?:at|from|with|to)"
LISTED = re.compile(rf"\b(?:with|for|at|given|when|let|set|put|fix|choose|pick|use|suppose|say|from|{STARTING})\s+{THING}{VALUE}((?:\s*(?:,|,?\s*and|with|[.,;]?\s*(?:and\s+)?{STARTING})\s*{VALUE})+)",
                     re.I)
# "Let $a = b = 2$", "with $\sigma^2 = \tau^2 = 2$": one value for several names.
CHAINED = re.compile(r"\b(?:with|let|set|put|take|fix|choose|pick|use|suppose|say)\s+\$[^$=]{1,16}?=" + VALUE.removeprefix(r"\$"), re.I)
# "At $(w, x, y) = (1, 3, 1)$", "at the point $(a, b) = (2, -1)$".
TUPLES = re.compile(r"\b(?:with|for|at|given|when|let|set|put|fix|choose|pick|use|suppose|say)\s+(?:the\s+(?:point|place|values?)\s+)?"
                     r"\$\s*\([^()$=]*,[^()$=]*\)\s*=\s*\(\s*[-+]?[\d.]+\s*(?:,\s*[-+]?[\d.]+\s*)+\)\s*\$", re.I)

_GIVING = re.compile(r"[\s*_}]*(?:(?:now|here|we|again|for\s+example)[\s,]+)*(?:let|take|set|put|choose|pick|with|for|suppose)\b(?!\s+us)", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;:])[*_}]*\s+|\n[ \t]*\n")
# "Let", before an array of numbers for a vector of any length.
LET = re.compile(r"\W*(?:(?:now|next|first|finally|for\s+(?:example|instance)|as\s+an\s+example)\W+)?(?:(?:we|let\s+us)\s+)?(?:let|suppose(?:\s+that)?|set|assume(?:\s+that)?|choose|pick|consider|use|try|for|with|given)\W*", re.I)
# "Use the sample $x = 3$", after a part that gave numbers.
OF_A_SAMPLE = re.compile(rf"(?:(?:now|next|then|we|let\s+us|and)\s+)*(?:with|for|at|given|take|taking|use|using|consider|pick|choose|feed(?:\s+in)?)\s+{THING}\s*", re.I)
# Between the numbers of one member and those of the next, "; then", ", and for the second unit".
NEXT = re.compile(r"[\s,;.:]*(?:(?:and|then|next|finally|lastly|also|further|for|the|unit|neuron|sample|point|number|first|second|third|fourth|last|\d)\b[\s,;:]*)+", re.I)
# Before the next value of a list, what it is called: "and the residuals".
NOUN_NEXT = re.compile(r"[\s,;&]*(?:and|with|,)\s+(?:(?:the|two|three|some|their)\s+){0,2}(?:residuals|errors|margins|logits|scores|pre-?activations|activations|outputs|predictions|weights|inputs|values)\s*", re.I)
# Between two formulas of a list.
JOINED = re.compile(r"[\s,;&]*(and)?[\s,;]*")


def several(paragraph: str) -> bool:
    """Do the words give numbers to several names at once?"""
    if TUPLES.search(paragraph) or CHAINED.search(paragraph):
        return True
    found = next(reversed([*LISTED.finditer(paragraph)]), None)
    return found is not None and len({found[1], *re.findall(VALUE, found[2])}) > 1


def many(paragraph: str) -> bool:
    """Does a sentence that begins with "let" or "take" give three numbers or more, with words between them, "let $x = 1$, all biases zero, $w = 2$"?"""
    return any(_GIVING.match(sentence) is not None and len(re.findall(VALUE, sentence)) > 2 for sentence in _SENTENCES.split(paragraph))
