r"""The names of methods whose steps are no plain multiples of a gradient, and how words call the step size: "learning rate $\eta = 0.1$"."""

from __future__ import annotations

import re

# Methods by their names; a rule adds what else is another step where it looks.
METHODS = (r"momentum|heavy[\s-]ball|Nesterov\w*|Newton\w*|Adam\w*|RMSProp|AdaGrad|AdaDelta|natural\s+gradient|proximal|mirror\s+descent|"
           r"precondition\w*")
# Those of gradient descent on a sample or some of them.
STOCHASTIC = r"stochastic\w*|SGD|mini-?batch\w*"
# Words of a step that is changed before it is taken.
CHANGED_STEPS = r"accelerat\w*|projected|coordinate|clip\w*|normali[sz]ed|nois\w*|heavy|natural|mirror|implicit|adaptive"

# Of these the steps may be others than those of plain gradient descent, wherever the document speaks of them.
OTHER_STEPS = re.compile(rf"\b(?:{STOCHASTIC}|{METHODS}|{CHANGED_STEPS}|schedul\w*|ascent|maximi[sz]\w*|gradient\s+flow|line\s+search|weight\s+decay|"
                         r"(?:rates?|steps?|sizes?)\s+(?:that\s+)?(?:is\s+|are\s+)?(?:decay\w*|shrink\w*|decreas\w*))\b", re.I)

# "step size $\eta$", "a learning rate of $\alpha = 0.1$", "rate is $\gamma \in (0, 1)$": what they call so stands first in the group.
RATE_TOLD = re.compile(r"\b(?:step(?:[- ]?(?:sizes?|lengths?))?|(?:learning[- ])?rates?)\s+(?:(?:of|is|equal\s+to)\s+)*\$\s*([^$=<>]+?)\s*"
                       r"(?:(?:[=<>]|\\[gl]eq?(?![A-Za-z])|\\in(?![A-Za-z]))\s*[^$]*)?\$", re.I)


def rates_named(text: str) -> list[str]:
    """What the words call the step size by a letter, in order."""
    return [m[1] for m in RATE_TOLD.finditer(text) if re.match(r"\\?[A-Za-z]", m[1])]
