r"""Functions that get their formula within a chain: the g of `h_\theta(x) = g(\theta^\top x) = \frac{1}{1 + e^{-\theta^\top x}}`, of which nothing else
says what it is.

What stands after it is no claim then. The argument has to stand in the formula as it is written, and nothing of it apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import functions_named
from symcheck.read.documents import Formula
from symcheck.read.elaborate_known import LETTERS
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `h(x) = g(\theta^\top x) = ..` to the end of the row or the next sign.
_CHAIN = re.compile(r"^[^=]*?[A-Za-z}\])\d]\s*&?\s*:?=\s*&?\s*(?P<name>\\?[A-Za-z]+)\s*(?:\\left|\\[bB]igg?l?)?\(\s*(?P<at>[^()=,;|]*[^()=,;|\s])\s*(?:\\right|\\[bB]igg?r?)?\)"
                    r"\s*&?\s*=\s*(?P<body>[^=<>]+?)\s*[.,;]?\s*(?:\\q?quad.*|=.*)?$", re.S)
# Words before a chain that holds in a case, before one that may; right after one that holds in some places only.
_IN_CASE = re.compile(r"\b(?:if|when|whenever|unless|suppos\w+|assum\w+|cases?|e\.g\.|example|instance|special\w*|would|could|might|at|near)\b", re.I)
_IN_ONE = re.compile(r"\b(?:in|for|with|under)\s+(?!the\s+following\b)", re.I)
_SOMEWHERE = re.compile(r"^[^$]*\b(?:only|otherwise|elsewhere|except|if|when|for\s+other)\b", re.I)
_LETTER = re.compile(r"\\?[A-Za-z]+")
_TURNED = re.compile(r"\^\s*\{?\s*(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)\s*\}?")
_OF_VECTORS = re.compile(r"\\\||\\[lr]Vert|\\Vert|\\sum|\\top|\\int(?![a-z])|\\prod|\\partial|\\nabla|'")
_DENSITIES = frozenset(("p", "P", "q", "Q", "E", r"\Pr", r"\log", r"\ln", r"\exp", r"\max", r"\min"))


def from_the_start(meanings: Meanings) -> None:
    """Declare the functions that a chain of the document gives a formula, and nothing else does; of a chain that holds in a case nothing is told."""
    for formula in meanings.document.formulas:
        for row in formula.rows:
            found = _CHAIN.match(row.text)
            if found is not None and (line := _line(meanings, formula, found)) is not None:
                if _is_case(meanings, formula, found["name"]):
                    meanings.state.doubts.spoken.add(found["name"])
                else:
                    meanings.declare(Source(line, row.name, row.locate(0)[0]))


def _is_case(meanings: Meanings, formula: Formula, name: str) -> bool:
    """Do the words say this of a case, or of one of several models that have such a function?"""
    said = meanings.survey.sentence(formula)
    again = sum(len(re.findall(rf"=\s*&?\s*{re.escape(name)}\s*(?:\\left)?\(", row)) for row in meanings.survey.rows) > 1
    return _IN_CASE.search(said) is not None or _SOMEWHERE.match(formula.after) is not None or again and _IN_ONE.search(said) is not None


def _line(meanings: Meanings, formula: Formula, found: re.Match[str]) -> str | None:
    name, at, body = found["name"], found["at"], found["body"]
    if name in _DENSITIES or name in LETTERS or not _is_letter(name) or len(_LETTER.findall(_TURNED.sub(" ", at))) < 2 \
            or meanings.context.scope.entries.get(name) or _is_told(meanings, name) or _said_of(meanings, name) != 1:
        return None
    at, spread = _plain(at), _plain(body)
    if at not in spread:
        return None
    rest = spread.replace(at, " t ")
    inside = {*_LETTER.findall(_TURNED.sub(" ", found["at"]))}
    if {*_LETTER.findall(rest.replace(" t ", ""))} & (inside | {"t", name}) or _OF_VECTORS.search(rest):
        return None
    return f"{name}(t) = {rest}"


def _is_letter(name: str) -> bool:
    return len(name) == 1 or name in (r"\phi", r"\varphi", r"\psi", r"\rho", r"\pi", r"\mu")


def _plain(text: str) -> str:
    """With every transpose written in one way, and no spaces but those after a command."""
    text = re.sub(r"\\[,!;: ]", " ", _TURNED.sub(r"^\\top ", text))
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", re.sub(r"\s+", " ", text)).strip()


def _is_told(meanings: Meanings, name: str) -> bool:
    """Do words anywhere call this name a function?"""
    return any(not f.display and len(f.rows) == 1 and re.match(rf"\s*{re.escape(name)}(?![A-Za-z])", f.rows[0].text)
               and functions_named.told(meanings.survey.sentence(f), f.after) for f in meanings.document.formulas)


def _said_of(meanings: Meanings, name: str) -> int:
    """How often a formula says what this is, this one included."""
    made = re.compile(rf"(?<![A-Za-z\\{{]){re.escape(name)}(?![A-Za-z])\s*(?:(?:\\left)?\([^()=]*(?:\([^()=]*\)[^()=]*)*\)\s*)?&?\s*(?:=|:=|\\equiv|\\in\b|:|\\colon)")
    return sum(len(made.findall(row)) for row in meanings.survey.rows)
