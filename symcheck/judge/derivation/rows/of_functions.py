r"""Equations between functions that leave their argument out: `\sigma' = \sigma (1 - \sigma)`, `\tanh' = 1 - \tanh^2`, `\phi' = \mathbf{1}`.

They are read at a letter t; only where the function is known, since of another they say what it is. So is `\frac{d\sigma}{dz} = \sigma (1 - \sigma)`, at z.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.read.context import Context
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.text import Source, SymcheckError

_NAME = r"\\?[A-Za-z]+(?:_\{?\w+\}?)?"
_HEAD = re.compile(rf"\s*(?:\\(?:operatorname|mathrm|text)\s*\{{\s*(?P<word>[A-Za-z]+)\s*\}}|(?P<name>{_NAME}))\s*(?P<primes>'+|\^\s*\{{?\s*(?:\\prime\s*)+\}}?)\s*&?\s*(?:=|\\equiv)\s*(?P<rest>[^=].*)", re.S)
# `\frac{d\sigma}{dz} = ..`: of the letter z.
_SLOPE = re.compile(rf"\s*\\[dt]?frac\s*\{{\s*(?:d|\\partial|\\mathrm\s*\{{\s*d\s*\}})\s*(?P<name>{_NAME})\s*\}}\s*\{{\s*(?:d|\\partial|\\mathrm\s*\{{\s*d\s*\}})\s*(?P<letter>[a-z])\s*\}}"
                    r"\s*&?\s*(?:=|\\equiv)\s*(?P<rest>[^=].*)", re.S)
_OTHER = re.compile(r"(\\[A-Za-z]+)(?![A-Za-z])")
_LETTERS = ("t", "s", "u", "r", r"\xi")


def applied(context: Context, found: list[Statement]) -> list[Statement]:
    """The statements of a row, with a letter put in for the argument where they are such equations."""
    return [one for s in found for one in (_applied(context, s) or (s,))]


def _applied(context: Context, s: Statement) -> list[Statement] | None:
    if not s.operators or s.operators[0] not in ("=", r"\equiv") or None in s.pieces:
        return None
    text = s.cut(len(s.pieces)).text
    if (slope := _SLOPE.fullmatch(text)) is not None:
        return _read(context, s, _put_in(text, slope["name"], slope["letter"])) if _is_known(context, slope["name"]) and _stands_alone(slope) else None
    head = _HEAD.fullmatch(text)
    name = (head["word"] or head["name"]) if head is not None else None
    if name is None or not _is_known(context, name):
        return None
    letter = next((x for x in _LETTERS if not context.scope.entries.get(x)), None)
    spelled = re.escape(head["word"] and text[:head.end("word")].strip() or name)
    if letter is None or re.search(rf"{spelled}\s*\(\s*\\?[a-z]\s*\)", head["rest"]):  # `\phi' = \phi(x)`
        return None
    text = _put_in(text, name, letter)
    for other in {m[1] for m in _OTHER.finditer(head["rest"])} - {name}:
        if _is_known(context, other) and context.scope.bare(letter) is None:
            text = _put_in(text, other, letter)
    return _read(context, s, text)


def _stands_alone(slope: re.Match[str]) -> bool:
    r"""Does the function stand without an argument on the right, nowhere with its letter, and beside no other letter? `\sigma (1 - \sigma) x` is by a w."""
    name = rf"{re.escape(slope['name'])}(?![A-Za-z])"
    alone = re.search(rf"{name}\s*(?:\^\s*(?:\{{\w+\}}|\w)\s*)?(?!\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]|')", slope["rest"])
    letters = set(re.findall(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+", " ", slope["rest"]))) - {slope["letter"]}
    return alone is not None and not letters and re.search(rf"{name}\s*\(\s*[a-z]\s*\)", slope["rest"]) is None


def _read(context: Context, s: Statement, text: str) -> list[Statement] | None:
    try:
        return statements(context, Source(text, s.row.name, s.line()))
    except SymcheckError:
        return None


def _is_known(context: Context, name: str) -> bool:
    """Has this function a formula, or a meaning of its own?"""
    entry = context.scope.bare(name)
    if entry is not None:
        return entry.kind == "map"
    return name.lstrip("\\") in KNOWN or name in LETTERS


def _put_in(text: str, name: str, letter: str) -> str:
    r"""The text with `(t)` behind each function that stands without an argument; a bracket behind one is a factor."""
    spelled = rf"(?:\\(?:operatorname|mathrm|text)\s*\{{\s*{re.escape(name)}\s*\}}|(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z]))"
    marks = r"(?:\s*(?:'+|\^\s*(?:\{[^{}]*\}|\d)))*"
    return re.sub(rf"({spelled}{marks})(\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[])?",
                   lambda m: f"{m[1]}({letter})" + (rf" \cdot {m[2]}" if m[2] else ""), text)
