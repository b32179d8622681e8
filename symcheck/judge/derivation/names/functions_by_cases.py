r"""Functions that words suppose to be one known function in one case and another in the next: "If $\phi$ is the sigmoid, .. If $\phi$ is $\tanh$, ..",
"For $g = \tanh$ .., for $g = \sigma$ ..". Where such a function gets no formula, it is any function of a number, from the start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import functions_named
from symcheck.read.documents import Formula
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Right before a case: "If", "for", "and when the activation".
_CASE = re.compile(r"(?:^|[.;:,(]\s*|\s)(?:if|when|whenever|for|with|in\s+case|assuming|provided(?:\s+that)?|supposing|say)(?:\s+(?:that|instead|the\s+activation(?:\s+function)?))?\s*$", re.I)
_BARE = re.compile(r"\s*(\\?[A-Za-z]+)\s*")
_EQUAL = re.compile(r"\s*(\\?[A-Za-z]+)\s*=\s*(\\?[A-Za-z]+|\\(?:operatorname|mathrm|text)\s*\{\s*[A-Za-z]+\s*\})\s*[.,;]?\s*")
_IS = re.compile(r"\s*(?:is|equals|was|were)(?:\s+(?:chosen\s+(?:as|to\s+be)|taken\s+(?:as|to\s+be)|the(?:\s+function)?))?\s*$", re.I)


def known(text: str) -> str | None:
    r"""The formula at t of a formula that is a known function alone: `\tanh(t)` of `\tanh`, `\mathrm{ReLU}(t)`, `\sigma(t)`."""
    name = re.sub(r"\\(?:operatorname|mathrm|text)\s*\{([^{}]*)\}", r"\1", text).strip(" .,;")
    return f"{text.strip(' .,;')}(t)" if name in LETTERS or name.lstrip("\\") in KNOWN else None


def said_to_be(formula: Formula, following: Formula | None) -> str | None:
    r"""What the words after a bare name say that it is, at t: "is the sigmoid", "is $\tanh$"."""
    if (found := functions_named.IS.match(formula.after)) is not None:
        return functions_named.FORMULAS[found.lastgroup]
    if following is None or following.display or len(following.rows) != 1 or not _IS.fullmatch(following.before):
        return None
    return known(following.rows[0].text)


def _case(formula: Formula, following: Formula | None) -> tuple[str, str] | None:
    """(name, formula at t) of a function supposed to be this one in a case."""
    if formula.display or len(formula.rows) != 1 or not _CASE.search(formula.before):
        return None
    if (equal := _EQUAL.fullmatch(formula.rows[0].text)) is not None:
        return (equal[1], value) if (value := known(equal[2])) is not None else None
    bare = _BARE.fullmatch(formula.rows[0].text)
    return (bare[1], value) if bare is not None and (value := said_to_be(formula, following)) is not None else None


def from_the_start(meanings: Meanings) -> None:
    """Declare the functions without a formula of which several cases are told, or one in words."""
    cases: dict[str, set[str]] = {}
    in_words: set[str] = set()
    formulas = meanings.document.formulas
    for f, following in zip(formulas, [*formulas[1:], None]):
        if (case := _case(f, following)) is not None:
            cases.setdefault(case[0], set()).add(case[1])
            if _BARE.fullmatch(f.rows[0].text) is not None and case[0] not in LETTERS:
                in_words.add(case[0])
    for name, values in cases.items():
        row = "\n".join(meanings.survey.rows)
        called = re.search(rf"{re.escape(name)}\s*'*\s*(?:\\[bB]igg?l?\s*|\\left\s*)?[(\[]", row) is not None
        told = re.search(rf"(?<![A-Za-z\\{{]){re.escape(name)}(?![A-Za-z])\s*(?:(?:\\left)?\((?:\\cdot|[^()=]*)\)\s*&?\s*(?::?=|\\equiv)|\\in(?![A-Za-z])|:|\\colon)", row) is not None
        if (len(values) > 1 or name in in_words) and called and not told and meanings.context.scope.bare(name) is None:
            meanings.declare(Source(rf"{name} : \mathbb{{R}} \to \mathbb{{R}}", "the cases of a function", 1))
