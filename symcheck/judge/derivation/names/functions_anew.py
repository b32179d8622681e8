r"""Functions without a formula that a later part gives one for arguments of another shape: "(c) Now let $f_i(w) = \frac12 (w x_i - y_i)^2$ with
$w \in \mathbb{R}$" after `$f_i : \mathbb{R}^p \to \mathbb{R}$`. What was defined by the old ones is read again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge.derivation.wording import words
from symcheck.read.names import base_of
from symcheck.read.scope import Entry
from symcheck.read.syntax import Product
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.expr import Function
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.judge.derivation.rows.statements import Statement


def before(meanings: Meanings, s: Statement) -> Function | None:
    r"""The function without a formula of vectors or matrices that is called on the left side of a definition, `f_i(w) = ..`."""
    head = s.pieces[0].syntax
    name = base_of(head.items[0]) if type(head) is Product and len(head.items) == 2 else None
    name = name or (base_of(head.items[0].base) if type(head) is Product and getattr(head.items[0], "base", None) is not None else None)
    found = [e.function for e in meanings.context.scope.entries.get(name[0], ()) if e.kind == "function"] if name is not None else []
    return next((f for f in found if f.kind == "general" and not f.known), None)


def defined(meanings: Meanings, old: Function | None) -> None:
    """A definition was taken in: where it is of the old function, for arguments of another shape, what was made of that one has no meaning any more."""
    if old is None:
        return
    context = meanings.context
    new = [e for e in context.scope if e.kind in ("map", "quantity") and len(e.params) == 1 and e.params[0].shape != old.domain and e.base == old.name]
    if not new:
        return
    over = [e for e in context.scope if e not in new and any(x is not None and _applies(x, old) for x in (e.expr, e.body))]
    for e in over:
        context.scope.drop(e)
        if e.expr is not None and e.expr.op == "let":
            context.definitions.pop(e.expr.data, None)
    context.remembered = {}
    for line in (_again(e, context.lines, new[0].params[0].name) for e in over):
        if line:
            meanings.declare(Source(line, meanings.document.name, 1))
    meanings.state.gradients[:] = [g for g in meanings.state.gradients if not _applies(g.f, old)]


def of_other_values(meanings: Meanings, old: Function | None) -> bool:
    r"""Is a definition whose value has another shape one of a new function, as words bring in: "Take $W \in \mathbb{R}^{n \times n}$ and $f(x) = x + \tanh(W x)$" after
    `$f : \mathbb{R}^n \to \mathbb{R}^m$`? The old one has no meaning any more then."""
    said = words.SENTENCES.split(meanings.state.said)[-1]
    if old is None or not (words.BEGINS.search(said) or words.INTRODUCES.search(said)) or words.CONCLUDES.search(said):
        return False
    context = meanings.context
    for e in [e for e in context.scope if e.kind == "function" and e.function == old or any(x is not None and _applies(x, old) for x in (e.expr, e.body))]:
        context.scope.drop(e)
        if e.expr is not None and e.expr.op == "let":
            context.definitions.pop(e.expr.data, None)
    context.remembered = {}
    meanings.state.gradients[:] = [g for g in meanings.state.gradients if not _applies(g.f, old)]
    return True


def _again(e: Entry, lines: list[str], letter: str) -> str:
    r"""`F(w) = \frac1n \sum_i f_i(w)`, the definition of a function of one argument with the letter of the new ones; "" of anything else."""
    if len(e.params) != 1:
        return ""
    old = e.params[0].name
    line = next((x for x in reversed(lines) if _plain(x.split("=", 1)[0]) == _plain(f"{e.name}({old})") and "=" in x), "")
    return re.sub(rf"(?<![A-Za-z\\]){re.escape(old)}(?![A-Za-z])", lambda _: letter, line)


def _plain(head: str) -> str:
    return re.sub(r"\\(?:left|right)(?![A-Za-z])|[\s{}&:]", "", head)


def _applies(e: Expr, old: Function) -> bool:
    return any(n.op in ("apply", "jacobian") and (n.data == old or type(n.data) is tuple and old in n.data) for n in e.walk())
