r"""Activations numbered by their layers of which the words say that they are two functions: "Hidden layers share $\phi_\ell = \phi$; the last one is
the sigmoid, $\phi_L = \sigma$". Then \phi_\ell is \phi in each layer but the last one, and \sigma there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.read.documents import Document, Formula

_FUNCTION = r"\\?[A-Za-z]+|\\(?:mathrm|operatorname|text)\s*\{[A-Za-z]+\}"
_TOLD = r"\s*(?P<name>\\?[A-Za-z]+)\s*_\s*(?:%s(?![A-Za-z])|\{\s*%s\s*\})\s*=\s*(?P<function>" + _FUNCTION + r")\s*[.,;]?\s*"
_HIDDEN = re.compile(r"\b(?:hidden|inner|intermediate|earlier|lower|other)\b", re.I)


@dataclass(frozen=True)
class Shared:
    """The name of the activations, what it is in hidden layers and in the last one; no name where the words say nothing of this."""

    name: str = ""
    letter: str = ""
    top: str = ""
    hidden: str = ""
    last: str = ""

    def put(self, text: str, in_last: bool) -> str:
        """A row about a layer with its function in the place of the name, as long as before where it can be."""
        if not self.name:
            return text
        for index, function in ((self.letter, self.last if in_last else self.hidden), (self.top, self.last)):
            numbered = re.compile(rf"(?<![A-Za-z\\]){re.escape(self.name)}\s*_\s*(?:{index}(?![A-Za-z])|\{{\s*{index}\s*\}})")
            text = numbered.sub(lambda m: function.ljust(len(m[0])), text)
        return text


def told(document: Document, letter: str, top: str) -> tuple[Document, Shared]:
    """The document without the formulas that say so, and what they say."""
    if not letter or not top:
        return document, Shared()
    hidden = [(f, m) for f in document.formulas if (m := _function(f, letter)) is not None and _HIDDEN.search(re.split(r"[.;]\s", f.before)[-1])]
    last = [(f, m) for f in document.formulas if (m := _function(f, top)) is not None]
    if len(hidden) != 1 or len(last) != 1 or hidden[0][1]["name"] != last[0][1]["name"]:
        return document, Shared()
    rest = tuple(f for f in document.formulas if f is not hidden[0][0] and f is not last[0][0])
    shared = Shared(hidden[0][1]["name"], letter, top, hidden[0][1]["function"], last[0][1]["function"])
    return replace(document, formulas=rest), shared


def _function(formula: Formula, index: str) -> re.Match[str] | None:
    r"""`\phi_\ell = \phi` among words."""
    return re.fullmatch(_TOLD % (index, index), formula.rows[0].text) if not formula.display and len(formula.rows) == 1 else None
