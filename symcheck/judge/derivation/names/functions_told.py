r"""Functions that words call by name, "where $g$ is the sigmoid function": before their first use, at it or after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import functions_named, reservations
from symcheck.read.documents import Formula
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# A function alone, or at a letter or a dot: `g`, `\sigma(z)`, `\phi(\cdot)`.
_BARE = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w\}?|\^\{?[(\[]\w[)\]]\}?)?)\s*(?:(?:\\left)?\(\s*(?:\\?[A-Za-z]+|\\cdot)\s*(?:\\right)?\))?\s*[.,;]?\s*")
# "is a differentiable activation function", "some nonlinearity"; "for an arbitrary smooth activation".
_GENERAL = (r"(?:(?:an?|any|some|every)\s+)?(?:(?:fixed|given|entry-?wise|element-?wise|component-?wise|scalar|nonlinear|non-linear|sufficiently|continuously|twice|once|possibly|monotone|increasing)\s+|"
            r"\([^()$]{0,30}\)\s*)*(?:%s)\s+(?:[\w-]+\s+){0,2}?(?:activations?|functions?|non-?linearit(?:y|ies)|transfer\s+functions?|maps?)\b")
_ADJECTIVES = r"arbitrary|any|some|general|generic|differentiable|smooth|unspecified"
_ANY_AFTER = re.compile(r"^[\s,(]*(?:(?:is|be|denotes?|being|for)\s+)?" + _GENERAL % _ADJECTIVES, re.I)
_ANY_BEFORE = re.compile(r"\b" + _GENERAL % _ADJECTIVES + r"\s*$", re.I)
_WISE = r"(?:element|entry|component|coordinate|point)-?\s?wise"
_WISE_BEFORE = re.compile(rf"\b(?:an?|the|some|any)\s+(?:[\w-]+\s+)?{_WISE}\s*$", re.I)
_WISE_AFTER = re.compile(rf"^\s*(?:,?\s*(?:which\s+)?(?:is\s+)?(?:applied|acts?|acting|works?|taken|understood)\s+{_WISE}|\(\s*(?:applied\s+)?{_WISE}\s*\))", re.I)
_SIGMOID = re.compile(r"\b(?:sigmoid|logistic|squash)\w*|\bS-shaped|\btanh\b|\bReLU\b|e\s*\^\s*\{?\s*-|\\exp\s*(?:\\left)?[({]\s*-", re.I)
_ITS_SLOPE = re.compile(r"\\sigma\s*(?:\\left)?\([^()]*(?:\([^()]*\))?[^()]*\)\s*(?:\\odot|\\cdot|\\circ)?\s*(?:\\left|\\[bB]igl?)?\(\s*(?:1|\\(?:mathbf|bm|boldsymbol)\s*\{?\s*1\s*\}?)\s*-\s*\\sigma")


def told_by(meanings: Meanings, formula: Formula) -> tuple[str, str] | None:
    """(name, which function) that the words around a formula say it is; of a name that the document takes as a function."""
    if formula.display or len(formula.rows) != 1:
        return None
    bare = _BARE.fullmatch(formula.rows[0].text)
    which = functions_named.told(meanings.survey.sentence(formula), formula.after) if bare is not None else None
    if which is None or not _is_called(meanings, bare["name"]) or reservations.altered(re.split(r"[.;]", formula.after)[0]):
        return None
    return bare["name"], which


def _is_called(meanings: Meanings, name: str) -> bool:
    """Does the document take this as a function?"""
    return re.search(rf"{re.escape(name)}\s*'*\s*(?:\\[bB]igg?l?\s*|\\left\s*)?[(\[]", "\n".join(meanings.survey.rows)) is not None


def declare(meanings: Meanings, formula: Formula) -> bool:
    """From here on this is the function that the words around it call it. Where they may speak of something else, it is in doubt."""
    found = told_by(meanings, formula)
    if found is None:
        _doubt(meanings, formula)
        return False
    name, which = found
    entry = meanings.context.scope.bare(name)
    if entry is not None and entry.kind == "map":
        meanings.context.scope.drop(entry)
    meanings.state.doubts.spoken.discard(name)
    return meanings.declare(_line(name, which, formula))


def _doubt(meanings: Meanings, formula: Formula) -> None:
    """A difference says nothing of a function without a formula for which words name one, in a way that does not tell of what they speak."""
    bare = _BARE.fullmatch(formula.rows[0].text) if not formula.display and len(formula.rows) == 1 else None
    if bare is not None and functions_named.is_spoken_of(formula.before, formula.after) and _is_called(meanings, bare["name"]) \
            and bare["name"] not in LETTERS and ((entry := meanings.context.scope.bare(bare["name"])) is None or entry.kind != "map"):
        meanings.state.doubts.spoken.add(bare["name"])


def ahead(meanings: Meanings, name: str) -> bool:
    """Declare a name that is missed, where words within reach call it a function."""
    formulas = meanings.document.formulas
    for formula in formulas[meanings.at:meanings.at + meanings.ahead]:
        found = told_by(meanings, formula)
        if found is not None and found[0] == name:
            return meanings.declare(_line(*found, formula))
    return False


def from_the_start(meanings: Meanings) -> None:
    r"""Declare what the document calls one function wherever it calls it any, and gives no formula: it holds before the words too. A \sigma that is
    called nothing is the sigmoid."""
    told: dict[str, list[tuple[str, Formula]]] = {}
    for f in meanings.document.formulas:
        if (found := told_by(meanings, f)) is not None:
            told.setdefault(found[0], []).append((found[1], f))
    for name, calls in told.items():
        which, formula = calls[0]
        if len({w for w, _ in calls}) == 1 and (name not in LETTERS or which != LETTERS[name][0]) and not _has_formula(meanings, name):
            meanings.declare(_line(name, which, formula))
    if r"\sigma" not in told:
        _any_function(meanings)
    _elementwise(meanings, set(told))


def _elementwise(meanings: Meanings, told: set[str]) -> None:
    r"""Declare the \phi of "an elementwise $\phi$", "$\phi$ acts entrywise", that is taken of something and gets no formula: a function of numbers."""
    for f in meanings.document.formulas:
        bare = _BARE.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        name = bare["name"] if bare is not None else ""
        if name and name not in told and name not in LETTERS and name.lstrip("\\") not in KNOWN and (_WISE_BEFORE.search(f.before) or _WISE_AFTER.match(f.after)) and _is_called(meanings, name) \
                and not _has_formula(meanings, name) and not functions_named.is_spoken_of(f.before, f.after) and meanings.context.scope.bare(name) is None:
            meanings.declare(Source(rf"{name} : \mathbb{{R}} \to \mathbb{{R}}", f.rows[0].name, f.rows[0].locate(0)[0]))


def _any_function(meanings: Meanings) -> None:
    r"""Declare a \sigma that words call any function, "for an arbitrary smooth activation function $\sigma$", and nothing calls the sigmoid. A document that
    writes the slope of the sigmoid for it means more than it says: its differences are in doubt."""
    name = r"\sigma"
    for f in meanings.document.formulas:
        if f.display or len(f.rows) != 1 or (bare := _BARE.fullmatch(f.rows[0].text)) is None or bare["name"] != name or not _is_called(meanings, name):
            continue
        if (_ANY_AFTER.match(f.after) or _ANY_BEFORE.search(f.before)) and not _SIGMOID.search(meanings.document.text) and not _has_formula(meanings, name):
            meanings.declare(Source(rf"{name} : \mathbb{{R}} \to \mathbb{{R}}", f.rows[0].name, f.rows[0].locate(0)[0]))
            if _ITS_SLOPE.search(meanings.document.text):
                meanings.state.doubts.spoken.add(name)
            return


def _has_formula(meanings: Meanings, name: str) -> bool:
    """Does a formula say what this is?"""
    made = re.compile(rf"(?<![A-Za-z\\{{]){re.escape(name)}(?![A-Za-z])\s*(?:[_^]|(?:\((?:\\cdot|[^()=]*)\)|\[[^\]=]*\])?\s*&?\s*(?:=|:=|\\equiv|\\in\b|:|\\colon))")
    return any(made.search(row) for row in meanings.survey.rows)


def _line(name: str, which: str, formula: Formula) -> Source:
    row = formula.rows[0]
    return Source(f"{name}(t) = {functions_named.FORMULAS[which]}", row.name, row.locate(0)[0])
