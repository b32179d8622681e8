r"""For which names the nouns of a document stand: "The loss is $L = ..$", "the residual $r$", "$p = \sigma(z)$ is the predicted probability"; and by how they are
written, the z of `\sigma(z)` is a logit, \hat y a prediction.

A noun may have several names, or the same with other words before it: who asks says with which words, and is told whether these are the words of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.derivation.wording.sayings import NOUNS

_HEAD = re.compile(rf"\s*(?P<name>{NAME}(?:\s*\(\s*{NAME}\s*\))?)\s*(?:&?\s*:?=|[.,;]?\s*$|\\in(?![A-Za-z])|\\approx(?![A-Za-z]))")
_MODIFIERS = r"(?P<modifiers>(?:(?!(?:the|its|our|an?|of|with|for|at|in|is|and|or|to|by|as|be|where|this|that)\b)[a-z][a-z-]*\s+){0,3})"
_TAIL = r"(?:\s+(?:function|vector|value|unit))?(?:\s+(?:of|for|on)\s+(?:(?:the|this|an?|one|our|each|any|every)\s+)?(?:[a-z-]+\s*){1,2})?"
_IS = r"(?:\s*,?\s+(?:is|be|equals|given\s+by|defined\s+(?:as|by)|then|thus|by|now|called|denoted(?:\s+by)?|again|just|simply|also))*\s*:?\s*$"
_BEFORE = {kind: re.compile(rf"\b(?:(?:the|our|its|an?|with|and|,)\s+|^\s*){_MODIFIERS}(?:{words}){_TAIL}{_IS}", re.I) for kind, words in NOUNS.items()}
_AFTER = {kind: re.compile(rf"^\s*,?\s*(?:is|denotes|be|are|as|for|called)\s+(?:(?:the|our|its|an?)\s+)?{_MODIFIERS}(?:{words})\b(?!\s+of\b|-)", re.I) for kind, words in NOUNS.items()}
# By how they are written, where no words say more.
_SQUASHED = re.compile(rf"\\(?:sigma|operatorname\{{(?:softmax|sigmoid)\}}|mathrm\{{(?:softmax|sigmoid)\}})\s*(?:\\left)?\(\s*(?P<name>{NAME})\s*(?:\\right)?\)")
_SIGMOID = re.compile(rf"\s*(?P<name>{NAME})\s*&?\s*:?=\s*\\(?:sigma|operatorname\{{sigmoid\}}|mathrm\{{sigmoid\}})\s*(?:\\left)?\([^()=]*(?:\\right)?\)\s*[.,;]?\s*$")
_HAT = re.compile(r"\s*(?P<name>\\hat\s*\{?\s*y\s*\}?)\s*&?\s*:?=")
_WRITTEN = {"score": (_SQUASHED,), "probability": (_SIGMOID,), "activation": (_SIGMOID,), "output": (_HAT, _SIGMOID)}
# Names of losses that are called nothing else.
_LOSS = re.compile(r"\s*(?P<name>(?:L|J|E|C|\\ell|\\mathcal\s*\{\s*L\s*\})(?:\s*\(\s*" + NAME + r"\s*\))?)\s*&?\s*:?=")
# Derivatives on the left of an equation, and what they are taken by.
_SLOPE = re.compile(rf"\s*(?P<head>\\[dt]?frac\s*\{{\s*(?:d|\\mathrm\s*\{{?d\}}?|\\partial)(?![A-Za-z])\s*[^{{}}=]*\}}\s*\{{\s*(?:d|\\mathrm\s*\{{?d\}}?|\\partial)(?![A-Za-z])\s*(?P<by>{NAME})\s*\}}(?:\s*\(\s*{NAME}\s*\))?"
                    rf"|\\partial\s*{NAME}\s*/\s*\\partial\s*(?P<by2>{NAME})|\\nabla\s*_\s*\{{?\s*(?P<by3>\\?[A-Za-z]+)\s*\}}?\s*{NAME}|(?:\\[A-Za-z]+|[A-Za-z])'\s*\(\s*(?P<by4>{NAME})\s*\))\s*&?\s*:?=")
_OF_A_LAW = ("moment", "place", "likelihood")  # there are several of these, of which the words before them say which
# Of which law a mean or a variance is one.
_WHICH_LAW = re.compile(r"\b(?:posterior|prior|predictive|marginal|sampling|conditional|empirical|sample|noise|likelihood)\b")
_GOES_ON = re.compile(r"^\s*,?\s*(?:and|with)\b", re.I)
# These words before a noun say nothing of which one it is.
_NEUTRAL = frozenset(("resulting", "corresponding", "predicted", "network", "model", "whole", "network's", "model's", "neuron", "neuron's", "unit's", "output", "logistic", "computed", "actual", "estimated",
                      "cross-entropy", "squared-error", "quadratic"))


@dataclass(frozen=True)
class Named:
    """The names that a noun may stand for, and whether the words before it are those of the document, so that it stands for no other thing; `written`: known only by
    how the names are written."""

    names: tuple[str, ...]
    sure: bool
    written: bool = False


def found(meanings: Meanings, kind: str, noun: str, modifiers: tuple[str, ...]) -> Named:
    """The names that a noun of this kind stands for before the formula at hand."""
    told: dict[str, tuple[str, ...]] = {}
    law: list[str] = []
    for f in meanings.document.formulas[:meanings.at]:
        head = _HEAD.match(f.rows[0].text) if f.rows else None
        said = head is not None and (_BEFORE[kind].search(f.before) or not f.display and _AFTER[kind].match(f.after))
        if said and kind == "moment":  # "with mean", and after it "and variance"
            law = _WHICH_LAW.findall(meanings.survey.sentence(f).lower()) or (law if _GOES_ON.match(f.before) else [])
        if said and _is_same(kind, noun, said[0]):
            told.setdefault(_plain(head["name"]), (*said["modifiers"].lower().split(), *law))
    wanted = {*modifiers} - _NEUTRAL
    fits = {name for name, words in told.items() if wanted <= {*words}}
    if told:
        exact = len(fits) == 1 and (len(told) == 1 and not wanted and kind not in _OF_A_LAW or wanted == {*told[[*fits][0]]} - _NEUTRAL)
        return Named(tuple(fits or told), exact)
    written = _WRITTEN.get(kind, (_LOSS,) if kind == "loss" else ())
    rows = [row.text for f in meanings.document.formulas[:meanings.at] for row in f.rows] if written else []
    names = {_plain(m["name"]) for text in rows for p in written for m in ([p.match(text)] if p is not _SQUASHED else p.finditer(text)) if m is not None}
    return Named(tuple(names), len(names) == 1 and not wanted, written=True)


def slopes(meanings: Meanings, by: str) -> tuple[str, ...]:
    """The derivatives that stand on the left of an equation before the formula at hand, by this name where it is given."""
    rows = [row.text for f in meanings.document.formulas[:meanings.at] for row in f.rows]
    told = {re.sub(r"\s", "", m["head"]): m for text in rows if (m := _SLOPE.match(text)) is not None}
    bys = {_plain(m["head"]): _plain(next(x for x in (m["by"], m["by2"], m["by3"], m["by4"]) if x)) for m in told.values()}
    entry = re.compile(rf"{re.escape(_plain(by))}\s*_\s*(?:\{{\s*[a-z]\s*\}}|[a-z])") if by else None
    found = [head for head, of in bys.items() if not by or of == _plain(by)]
    # of `\frac{\partial \ell}{\partial z_j}`, entry by entry, the gradient by z
    wholes = [entry.sub(lambda _: by, head) for head, of in bys.items() if entry is not None and entry.fullmatch(of) and not re.search(r"_\s*\{?\s*[a-z]\s*\}?\s*\}", head.split(of)[0])]
    return tuple(dict.fromkeys([*found, *wholes]))


def _is_same(kind: str, noun: str, said: str) -> bool:
    """Is it this noun, or another one for the same thing?"""
    if kind == "moment":
        return noun in said.lower()
    pairs = (("error", "residual"), ("residual", "error"))  # an error may be a loss too
    words = re.sub(r"\s+", " ", said.lower())
    return not any(noun == a and b in words and a not in words for a, b in pairs)


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


__all__ = ["Named", "found", "slopes"]
