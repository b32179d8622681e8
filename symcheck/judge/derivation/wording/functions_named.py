r"""Functions called by words: "$g$ is the logistic sigmoid", "the sigmoid $g$", "where $\Theta$ denotes the Heaviside step function", "$\phi$ (ReLU)"."""

from __future__ import annotations

import re

_QUALITY = r"(?:(?:usual|standard|plain|ordinary|familiar|well-known|logistic|elementwise|element-wise|entrywise|pointwise|component-?wise)\s+)*"
NAMES = (r"(?:(?P<sigmoid>(?:logistic\s+)?sigmoid|logistic(?=\s+(?:function|map|curve)))|(?P<tanh>hyperbolic\s+tangent|tanh)|"
         r"(?P<relu>re\s?lu|rectified\s+linear\s+(?:unit|function)|rectifier|ramp(?=\s+function)|positive\s+part)|(?P<softplus>softplus)|(?P<identity>identity)|"
         r"(?P<step>heaviside(?:\s+step)?|unit\s+step|step(?=\s+function)))")
_KIND = r"(?:\s+(?:function|map|mapping|activation|unit|non-?linearity|curve)){0,2}"
# What goes on after the name as another function than it alone: "the sigmoid of x", "the identity matrix", "sigmoid-like".
_OTHER = (r"(?!\s*-?\s*(?:of|at|composed|times|plus|minus|like|type|squared|scaled|shifted|matrix|matrices|cross|unit|output|layer|neuron|belief|loss|al\b|"
          r"(?:with|having|whose)(?!\s+(?:(?:its|the|a)\s+)?(?:(?:well-?known|simple|familiar|usual)\s+)*derivative)|in\s+base|to\s+(?:base|the\s+power)|applied|raised|multiplied|divided|stretched|"
          r"rescaled|clipped|centered|centred|or\b|\$))\b")
# What each is at a number t.
FORMULAS = {"sigmoid": r"\frac{1}{1 + e^{-t}}", "tanh": r"\tanh(t)", "relu": r"\max(0, t)", "softplus": r"\log(1 + e^t)", "identity": "t",
            "step": r"\operatorname{Heaviside}(t)"}
# Right behind a function: "is the logistic sigmoid function".
IS = re.compile(r"\s*(?:\(?the\s+activation(?:\s+function)?\)?\s+)?(?:is|were|was|be)\s+(?:chosen\s+(?:as|to\s+be)\s+|taken\s+(?:as|to\s+be)\s+)?"
                rf"(?:the|a|an)?\s*{_QUALITY}{NAMES}{_KIND}{_OTHER}", re.I)
# "denotes the sigmoid", ", the ReLU,", "(sigmoid)", "the hyperbolic tangent", right behind a function.
_AFTER = re.compile(r"\s*(?:(?:,\s*)?(?:which\s+|here\s+|always\s+|again\s+|now\s+)*(?:is|be|denotes?|denoting|being|stands\s+for|represents?|will\s+be|means|as|for|to\s+be)\s+(?:here\s+|always\s+|again\s+|just\s+|simply\s+)*"
                    r"(?:(?:chosen|taken|set)\s+(?:as|to\s+be)\s+)?(?:the|a|an)?\s*|,?\s*(?:the|a|an)\s+|\(\s*(?:the\s+|a\s+)?)"
                    rf"{_QUALITY}{NAMES}{_KIND}{_OTHER}", re.I)
# "the sigmoid function", "with ReLU activation", right before a function.
_BEFORE = re.compile(rf"\b{_QUALITY}{NAMES}{_KIND}\s*$", re.I)
# Right before such a name, or of what is another function made of it: "the leaky ReLU", "the scaled sigmoid".
_CHANGED = re.compile(r"\b(?:\w*scaled|shifted|leaky|parametric|hard|smooth(?:ed)?|soft|approximate|modified|generali[sz]ed|stretched|bipolar|symmetric|cent(?:er|re)d|truncated|clipped|capped|negative|inverse|"
                      r"double|half|twice|squared|noisy|steep(?:er)?|flat(?:ter)?|tempered|two|three|minus|non-?\w+)[\s-]+$", re.I)
_DENIED = re.compile(r"\b(?:not|instead|rather|unlike|than|if|when|whenever|were|assuming|supposing|suppose|case|e\.g\.|such\s+as|example|instance)\b[^.$]*$", re.I)


def told(before: str, after: str) -> str | None:
    """Which function the words around a bare name say it is; None where they say none, or speak of a case."""
    if _DENIED.search(before):
        return None
    found = _AFTER.match(after) or _BEFORE.search(before)
    if found is not None and found.re is _BEFORE and _CHANGED.search(before[:found.start()]):
        return None
    return found.lastgroup if found is not None else None
