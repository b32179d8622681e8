"""Iterates `u_t` of a method, declared where a formula names them and nothing else says what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable, build
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.methods.iterates import letter_of, shaped
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `- \\eta_t \\nabla f(w_t)`, `- \\alpha_t g_t`: the number that a step takes of a direction.
_STEP_SIZE = r"-\s*(?=\\(?:eta|alpha|gamma|tau|epsilon|varepsilon)(?![A-Za-z]))%s(?!\w|\s*\\odot)"


def declare_those_in(meanings: Meanings, text: str, source: Source) -> None:
    """Declare the iterates of letters that have no meaning of their own."""
    iterates = meanings.iterates
    here = [name for name in iterates.now if iterates.stands_in(name, text)]
    shape = next((like for name in here if (like := iterates.like(name, meanings.context)) is not None), None)
    for name in here:
        if name == iterates.in_its_font(meanings.heading):
            continue
        rows = iterates.entries(iterates.now[name], meanings.context)
        if not rows or shape is not None and not any(shaped(e.expr) or e.sub_slots or e.sup_slots for e in rows):
            declare(meanings, name, source.name, shape)


def declare(meanings: Meanings, name: str, source: str, beside: Expr | None = None) -> bool:
    """`u_t` of an iteration: with the shape of u_0, of the iterates beside it, or of the variable of the last
    derivative, or a number."""
    iterates = meanings.iterates
    name = iterates.in_its_font(name)
    if name not in iterates.now and name not in iterates.numbered:
        return False
    like = iterates.like(name, meanings.context)
    if like is None and re.search(_STEP_SIZE % re.escape(name), meanings.document.text) is not None:
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", source, 1), counted=True)
    like = like if like is not None else beside
    like = like if like is not None else _argument(meanings, name)
    if like is None:
        like = next((g.by for g in reversed(meanings.state.gradients)), None)
        meanings.state.doubts.guessed.add(letter_of(iterates.now.get(name) or iterates.numbered[name]))
    line = models.declaration(name, like) if like is not None else rf"{name} \in \mathbb{{R}}"
    return meanings.declare(Source(line, source, 1), counted=True)


def _argument(meanings: Meanings, name: str) -> Expr | None:
    r"""A vector as the one function without a formula takes that is taken at this iterate, `\nabla h(u_k)` after `h : \mathbb{R}^n \to \mathbb{R}`."""
    base, _, mark = name.partition("_")
    found = {e.function.domain for e in meanings.context.scope if e.kind == "function" and e.function.kind == "general" and e.function.domain is not None and mark
             and re.search(rf"(?<![A-Za-z\\]){re.escape(e.base)}\s*\(\s*{re.escape(base)}\s*_\s*\{{?\s*{re.escape(mark.strip('{}'))}\s*\}}?\s*\)", meanings.document.text)}
    return build.var(Variable(name, found.pop())) if len(found) == 1 else None


__all__ = ["declare", "declare_those_in"]
