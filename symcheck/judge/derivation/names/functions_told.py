r"""Letters that words say to be known functions: "where $f$ is the sigmoid", "the hyperbolic tangent activation $g$", "$\sigma$ denotes the ReLU".

That holds in the whole document, before the words and after them, of a letter that is taken at something and gets no formula. A letter of
which the words also suppose another function ("if $\sigma$ is the ReLU") is told nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_FUNCTIONS = {
    r"\operatorname{sigmoid}": r"(?:standard\s+)?(?:[Ll]ogistic(?:[\s-]+sigmoid)?|[Ss]igmoid(?:al)?(?:\s+logistic)?|\$\\(?:operatorname|mathrm|text)\{sigmoid\}\$)",
    r"\tanh": r"(?:[Hh]yperbolic\s+tangent|tanh|\$\\tanh\$)",
    r"\operatorname{ReLU}": r"(?:ReLUs?|relu|[Rr]ectifier|[Rr]ectified\s+linear(?:\s+unit)?|\$\\(?:operatorname|mathrm|text)\{(?:ReLU|relu)\}\$)(?:\s*\(ReLU\))?",
    r"\operatorname{softplus}": r"soft-?plus",
}
_LETTER = r"(?:\$|\\\()\s*(\\[a-z]+|[A-Za-z])\s*(?:\(\s*(?:\\cdot|[a-z])\s*\))?\s*(?:\$|\\\))"
_ADJECTIVES = r"(?:(?:element-?wise|entry-?wise|component-?wise|point-?wise|usual|standard|scalar|nonlinear|so-called)\s+)*"
_KIND = r"(?:\s+(?:activation(?:\s+function)?|non-?linearity|(?:activation\s+)?function|map))?"
# "$f$ is the sigmoid", "$\\sigma(\\cdot)$ denotes the logistic function"; "$p$ is the sigmoid of $z$" and "$h$ is a sigmoid unit" say no such thing.
_IS = (_LETTER + r"\s*,?\s*(?:to\s+be|is|be|as|denotes|being|denoting|stands\s+for|represents|means|is\s+(?:chosen|taken)\s+(?:as|to\s+be))\s+(?:again\s+|here\s+)?(?:the\s+|a\s+|an\s+)?"
       + _ADJECTIVES + r"%s" + _KIND + r"(?=\s*(?:[.,;:()]|$|and\b|applied|acting|which|that\b|with\b|taken|as\b|element|entry|component|point))")
# "the hyperbolic tangent activation $g$", "the logistic function, denoted by $\\sigma$".
_NAMED = r"\b%s" + _KIND + r"\s*(?:,?\s*denoted\s+(?:by\s+|as\s+)?)?" + _LETTER
# "Denote by $f$ the sigmoid", "writing $\\sigma$ for the logistic function".
_DENOTED = r"\b(?:(?:[Dd]enot\w+|[Ww]rit\w+)\s+(?:by\s+)?)" + _LETTER + r"\s+(?:for\s+)?the\s+" + _ADJECTIVES + r"%s\b"
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|case|e\.g\.|example|suppos\w+|instead|could|may|might|unlike|replac\w+|not|for)\b[^.;]*$", re.I)


def declare(meanings: Meanings) -> None:
    """Give the letters that words tell their functions, at the beginning."""
    text = meanings.document.text
    told: dict[str, set[str]] = {}
    for function, wording in _FUNCTIONS.items():
        for pattern in (_IS % wording, _NAMED % wording, _DENOTED % wording):
            for m in re.finditer(pattern, text):
                sentence = re.split(r"\.\s|\n\s*\n", text[:m.start()])[-1]
                told.setdefault(m[1], set()).add("" if _SUPPOSED.search(sentence) else function)
    for letter, functions in told.items():
        if len(functions) == 1 and (function := functions.pop()) and _is_called(letter, text) and not _has_formula(letter, meanings.survey.rows):
            if (letter, function) != (r"\sigma", r"\operatorname{sigmoid}"):  # which it is anyway
                meanings.declare(Source(f"{letter}(t) = {function}(t)", meanings.document.name, 1))


def _is_called(letter: str, text: str) -> bool:
    """Is the letter taken at something?"""
    return re.search(_alone(letter) + r"\s*'?\s*(?:\\(?:left|[bB]igg?l?))?\s*[(\[]", text) is not None


def _has_formula(letter: str, rows: list[str]) -> bool:
    """Does a formula say what the letter is, or that it has an index, as a function of its own for each layer?"""
    made = re.compile(_alone(letter) + r"\s*(?:[_^]|(?:\((?:\\cdot|[^()=]*)\)|\[[^\]=]*\])?\s*&?\s*(?:=|:=|\\equiv|\\in\b|:|\\colon))")
    return any(made.search(row) for row in rows)


def _alone(letter: str) -> str:
    return re.escape(letter) + r"(?![A-Za-z])" if letter.startswith("\\") else rf"(?<![A-Za-z\\{{]){letter}(?![A-Za-z])"
