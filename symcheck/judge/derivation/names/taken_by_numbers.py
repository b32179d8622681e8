r"""Letters that a claim takes functions of numbers at: the x of "$|x| = r(x) + r(-x)$" after `r(z) = \max(0, z)`, the c and z of
"$\mathrm{ReLU}(cz) = c\,\mathrm{ReLU}(z)$".

Such a letter is any number, where the document never says anything else of it: it is declared, defined and written as a vector nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.read.names import label
from symcheck.read.syntax import Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# What acts on a number and is called so in every document.
_KNOWN = r"\\(?:max|min|lvert|vert|sigma|tanh|operatorname|mathrm|text)(?![A-Za-z])|\||\)_\{?\+"
_LETTER = re.compile(r"\\(?:alpha|beta|gamma|delta|theta|xi|eta|zeta|lambda|mu|tau|chi|omega)(?![A-Za-z])|(?<![A-Za-z\\{])[a-z](?![A-Za-z])|(?<=[^A-Za-z\\][a-z])[a-z](?![A-Za-z])")
_WORDS = re.compile(r"\\(?:mathrm|operatorname|text|textrm|mathsf)\s*\*?\s*\{[^{}]*\}|\\[lr]vert|\\(?:max|min|frac|tfrac|dfrac|left|right|cdot|quad|sigma|tanh)(?![A-Za-z])")
_OPERATORS = re.compile(r"[A-Z]|\\(?:nabla|partial|sum|prod|int|mathbb|mathbf|boldsymbol|bm|top|log|ln|exp|lVert|Vert|\|)(?![A-Za-z])|\^|_\s*\{?\s*[A-Za-z0-9]|'|\bd[a-z]\b")
_SIGN = re.compile(r"\s*(\\?[A-Za-z]+)\s*(>|<|\\geq?(?![A-Za-z])|\\leq?(?![A-Za-z]))\s*0\s*")
# Words that say of which numbers a claim holds.
_RESTRICTS = re.compile(r"\b(?:positive|negative|non-?(?:negative|positive|zero)|signs?|integers?|larger|smaller|greater|less|between|if|when|whenever|unless|provided|as\s+long\s+as|except|only|near|"
                        r"suppos\w*|assum\w*|let|case|vectors?|matri\w+|coordinates?|entries|entry-?wise|element-?wise)\b", re.I)

# `\\tanh'(x) =`: the letter at which a derivative is told.
_SLOPE = re.compile(r"[\s&]*\\?[A-Za-z]+\s*'+\s*(?:\\left)?\(\s*(?P<letter>[a-z]|\\[a-z]+)\s*(?:\\right)?\)\s*&?\s*=(?P<value>.*)", re.S)


def of_slope(text: str) -> set[str]:
    r"""The x of `\tanh'(x) = 1 - \tanh(x)^2`: where both sides are made of the letter, the line tells the derivative at any number."""
    m = _SLOPE.match(text)
    return {m["letter"]} if m is not None and re.search(rf"(?<![A-Za-z\\]){re.escape(m['letter'])}(?![A-Za-z])", m["value"]) else set()


def declare(meanings: Meanings, s: Statement) -> None:
    """Declare the letters without a meaning of an equation between values of functions of numbers; none where that does not make it read."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or all(meanings.state.read(p) is not None for p in s.pieces):
        return
    text = s.row.text
    if _OPERATORS.search(_WORDS.sub(" ", text)) or not (re.search(_KNOWN, text) or _takes_number(meanings, text)):
        return
    free = [x for x in dict.fromkeys(_LETTER.findall(_WORDS.sub(" ", text))) if meanings.context.scope.bare(x) is None]
    if not free or any(type(p.syntax) is Symbol and label(p.syntax) in free for p in s.pieces[1:]) or not all(_is_nothing_else(meanings, x) for x in free):
        return
    signs = _signs(meanings, free)
    if signs is None:
        return
    kept = meanings.context.copy()
    said = all(meanings.declare(Source(rf"{x} \in \mathbb{{R}}{signs.get(x, '')}", s.row.name, s.line())) for x in free)
    read = [meanings.state.read(p) for p in s.pieces] if said else [None]
    if any(e is None or not is_scalar(e.shape) for e in read):
        meanings.context.__dict__.update(kept.__dict__)


def _signs(meanings: Meanings, letters: list[str]) -> dict[str, str] | None:
    r"""What the formulas after this one in its sentence say of the signs of these letters: `, c > 0` of c; None where the sentence restricts them in
    another way."""
    at, formulas = meanings.at, meanings.document.formulas
    found: dict[str, str] = {}
    if _RESTRICTS.search(re.sub(r"\$[^$]*\$", " ", meanings.survey.sentence(formulas[at]))) is not None:
        return None
    for f in formulas[at + 1:]:
        if f.display or words.STOP.search(f.before) is not None:
            break
        for row in f.rows:
            m = _SIGN.fullmatch(row.text)
            if m is not None and m[1] in letters:
                found[m[1]] = f", {m[1]} {m[2]} 0"
            elif re.search(r"[<>]|\\(?:[lg]eq?(?:slant)?|neq?|in)(?![A-Za-z])", row.text) and any(x in letters for x in _LETTER.findall(row.text)):
                return None
    return found


def _takes_number(meanings: Meanings, text: str) -> bool:
    """Is a function called here that takes one number?"""
    maps = [e for e in meanings.context.scope if e.kind == "map" and len(e.params) == 1 and is_scalar(e.params[0].shape)]
    return any(re.search(rf"(?<![A-Za-z\\]){re.escape(e.name)}\s*(?:\\left\s*)?\(", text) for e in maps)


def _is_nothing_else(meanings: Meanings, letter: str) -> bool:
    """Is this letter declared, defined and written as a vector nowhere?"""
    uses = meanings.inference.usage.uses.get(letter, ())
    head = re.compile(rf"\s*{re.escape(letter)}\s*&?\s*:?=(.*)", re.S)
    values = [m[1] for row in meanings.survey.rows if (m := head.match(row)) is not None]
    return not any(set(_LETTER.findall(_WORDS.sub(" ", v))) - {letter} - meanings.survey.functions for v in values) and letter not in meanings.survey.functions \
        and not any(u.transposed or u.normed or u.font or u.called or u.applied or u.differentiated == "nabla" for u in uses) \
        and not ahead.declared_later(meanings, letter, meanings.at)


__all__ = ["declare"]
