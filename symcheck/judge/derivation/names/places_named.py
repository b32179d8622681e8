r"""Places at which a function of one argument is taken, named there and nowhere before: the w_0 of `f'(w_0)` and of `\frac{df}{dw}\big|_{w = w_0}`.

Such a name is any value of the shape of the argument. Where the document speaks of it before, or of it alone, words that were not
understood may say which one it is ("the minimizer $w^*$"): then a difference says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+)"
# `w_0`, `w^*`, `x_{\star}`: a letter with the mark of one value, which is no index.
_MARK = r"(?:_\s*(?:\d|\{\s*\d\s*\})|[_^]\s*(?:\*|\\star|\\ast|\{\s*(?:\*|\\star|\\ast)\s*\}))"
_OPEN, _CLOSE = r"(?:\\left|\\[bB]ig+l?)?\s*\(", r"(?:\\right|\\[bB]ig+r?)?\s*\)"
# `f'(w_0)`, `\nabla f(w^*)`, `L(w_0)`.
_TAKEN = re.compile(rf"(?<![A-Za-z\\])(?:\\?[A-Za-z]+|\}})\s*(?:'+|\^\s*\{{?\s*\\prime\s*\}}?)?\s*{_OPEN}\s*(?P<name>(?P<letter>{_LETTER})\s*{_MARK})\s*{_CLOSE}")
# `\big|_{w = w_0}`, `\Big|_{x = a}`.
_EVALUATED = re.compile(rf"[|}}]\s*_\s*\{{\s*(?P<letter>{_LETTER})\s*=\s*(?P<name>{_LETTER}\s*(?:{_MARK})?)\s*\}}")

# The mark of an optimum, and an equation that says which place it is: `f'(x_0) = 2(x_0 - 3) = 0`.
_STARRED = re.compile(r"\*|\\star|\\ast")
_TO_ZERO = re.compile(r"=\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?0(?![\d.]*\d)")
# Right before a name that stands for any place: "the slope at $x_0$", "at any point $x_0$"; and what says more of the place.
_ANY_PLACE = re.compile(r"\b(?:at|around|about|near|"
                        r"(?:an?|any|some|every|the|given|fixed|arbitrary)\s+(?:given\s+|fixed\s+|arbitrary\s+)?(?:point|place|value)s?|any|every|fixed|arbitrary)\s*$")
_CERTAIN = re.compile(r"\b(?:min|max|opti|critical|stationary|saddle|zero|root|vanish|solution|kink|equal|where|such)", re.I)


def named(meanings: Meanings, piece: Piece) -> bool:
    """Declare the places that a formula names so; False where there is none without a meaning."""
    text, found = piece.source.text, False
    if _TO_ZERO.search(text):
        return False
    for m in (*_TAKEN.finditer(text), *_EVALUATED.finditer(text)):
        name = re.sub(r"\s+", " ", m["name"]).strip()
        argument = _argument(meanings, m["letter"].strip())
        if argument is not None and _is_free(meanings, name):
            known = set(meanings.context.variables)
            found = meanings.declare(Source(models.declaration(name, argument), piece.source.name, piece.source.locate(0)[0])) or found
            if _is_spoken_of(meanings, name) or _STARRED.search(name):
                meanings.state.doubts.loose |= set(meanings.context.variables) - known
    return found


def _argument(meanings: Meanings, letter: str) -> Expr | None:
    """The letter as what functions of one argument take, where all that take it agree on its shape."""
    taken = [e.params[0] for e in meanings.context.scope if len(e.params) == 1 and e.params[0].name == letter]
    return build.var(taken[0]) if taken and len({(v.shape, v.family) for v in taken}) == 1 and not taken[0].family else None


def _is_free(meanings: Meanings, name: str) -> bool:
    """Has the name no meaning of its own, here or further on? An entry of what has its letter is none."""
    base, _, mark = name.partition("_") if "_" in name else name.partition("^")
    entries = meanings.context.scope.entries.get(base.strip(), ())
    marked = _STARRED.sub("*", mark.strip(" {}"))  # `^\star` is written `^*` in what is known
    return not any(e.sub == marked or e.sup == marked or not marked for e in entries) and name not in meanings.inference.usage.defined \
        and name not in meanings.iterates.now and name not in meanings.iterates.numbered


def _is_spoken_of(meanings: Meanings, name: str) -> bool:
    """Does a formula before this one hold the name, or any formula that is no equation?"""
    held = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])".replace(r"\ ", r"\s*"))
    return any(held.search(row.text) and (k < meanings.at or re.search(r"=|\\(?:l|g)eq?\b|<|>", row.text) is None) and not _is_any_place(row.text, name, f.before)
               for k, f in enumerate(meanings.document.formulas) for row in f.rows)


def _is_any_place(row: str, name: str, before: str) -> bool:
    """Does a formula hold the name alone, after words that call it any place?"""
    said = words.SENTENCES.split(before)[-1]
    return row.strip() == name and _ANY_PLACE.search(said) is not None and _CERTAIN.search(said) is None
