r"""The new point of an exact line search: "`f(x - t g) = ..`, which is minimized by `t = \frac{g^\top g}{g^\top P g}`. The new point `x^+` satisfies `f(x^+) = ..`".

The name is the place at which the function stands in that formula, with the minimizer put in. Whether it is the minimizer is judged where the words tell it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import reservations
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+)"
_NEXT = r"(?:\^\s*(?:\+|\{\s*\+\s*\}|\{\s*\\?(?:text|mathrm|rm)?\s*\{?\s*(?:new|next)\s*\}?\s*\})|_\s*(?:\+|\{\s*\+\s*\}|\{\s*\\?(?:text|mathrm|rm)?\s*\{?\s*(?:new|next)\s*\}?\s*\})|'|\^\s*\{?\s*\\prime\s*\}?)"
_NAME = re.compile(rf"(?P<letter>{_LETTER})\s*{_NEXT}")
# `f(x - t g) = ..`, `f(x + \\alpha d)`: the ray.
_RAY = re.compile(r"(?<![A-Za-z\\])\\?[A-Za-z]+\s*(?:\\left|\\[bB]ig+l?)?\(\s*(?P<place>(?P<letter>%s)\s*[-+]\s*(?P<rest>[^()=]*))(?:\\right|\\[bB]ig+r?)?\)\s*&?\s*=")
_MINIMIZED = re.compile(r"\b(?:minimi[sz](?:ed|er|es|ing)|minimum|minimal|smallest|least)\b[^.;$]*$", re.I)
_VALUE = re.compile(r"\s*(?P<step>\\?[A-Za-z]+(?:\s*(?:\^\s*(?:\*|\\star|\{\s*(?:\*|\\star)\s*\})))?)\s*&?\s*=(?P<value>[^=]+?)[\s.,;]*")
_POINT = re.compile(r"\b(?:the|this|our|a|that)\s+(?:new|next|resulting|updated)\s+(?:point|iterate|place|position|vector|value|estimate)\s*$", re.I)
BACK = 6  # formulas before it among which the ray stands


def declare(meanings: Meanings, name: str, source: str) -> bool:
    """Declare the name of the point that a line search reaches; False where the words do not tell which it is."""
    named = _NAME.fullmatch(name.strip())
    formulas, at = meanings.document.formulas, meanings.at
    if named is None or meanings.context.scope.bare(named["letter"]) is None:
        return False
    near = range(max(0, at - BACK), at + 1)
    if not any(_POINT.search(formulas[k].before) is not None and formulas[k].rows and _plain(formulas[k].rows[0].text).startswith(_plain(name)) for k in near):
        return False
    name = re.sub(r"\{\s*(new|next)\s*\}$", r"{\\text{\1}}", name.strip())
    for k in reversed(near[:-1]):
        value = _VALUE.fullmatch(formulas[k].rows[-1].text) if formulas[k].rows else None
        if value is None or k == 0 or _MINIMIZED.search(formulas[k].before) is None or reservations.keeps(meanings.survey.sentence(formulas[k])):
            continue
        step = re.split(r"\s*\^", value["step"])[0]
        ray = re.compile(_RAY.pattern % re.escape(named["letter"])).search(formulas[k - 1].rows[-1].text)
        held = re.compile(rf"(?<![A-Za-z\\]){re.escape(step)}(?![A-Za-z])" if len(step) > 1 else rf"(?<![A-Za-z\\]){re.escape(step)}")
        if ray is None or len(held.findall(ray["rest"])) != 1:
            return False
        place = named["letter"] + held.sub(lambda _: rf"\left({value['value'].strip()}\right) ", ray["place"].removeprefix(named["letter"]))
        return meanings.declare(Source(f"{name} = {place}", source, formulas[k].rows[0].locate(0)[0]))
    return False


def step(meanings: Meanings, name: str, source: str) -> bool:
    r"""Declare the t of `f(x - t g) = ..` as any number where the next formula says at which t this is least."""
    formulas, at = meanings.document.formulas, meanings.at
    if at + 1 >= len(formulas) or not formulas[at].rows or len(formulas[at + 1].rows) != 1 or re.fullmatch(r"\\?[A-Za-z]+", name) is None:
        return False
    value, ray = _VALUE.fullmatch(formulas[at + 1].rows[0].text), re.compile(_RAY.pattern % _LETTER).search(formulas[at].rows[-1].text)
    if value is None or ray is None or re.split(r"\s*\^", value["step"])[0] != name or _MINIMIZED.search(formulas[at + 1].before) is None or _holds(name, ray["rest"]) is None:
        return False
    return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", source, formulas[at].rows[0].locate(0)[0]))


def _plain(text: str) -> str:
    """Without spaces, and without the font of words below names."""
    return re.sub(r"\\(?:text|mathrm|rm)(?![A-Za-z])|[\s{}]", "", text)


def _holds(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}" + ("(?![A-Za-z])" if len(name) > 1 else ""), text)


__all__ = ["declare", "step"]
