r"""Functions that a document defines by their own value at a place: `J(w) = J(w^*) + \frac12 (w - w^*)^\top H (w - w^*)`, of a J of which nothing else is known.

The value at the place is any number. Such a line says what J is as long as the rest of its right side is zero there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.read.scope import Entry
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathit)\s*\{?\s*)?"
_CALL = re.compile(rf"\s*(?P<name>[A-Za-z]|\\ell|\\mathcal\s*\{{?\s*[A-Z]\s*\}}?)\s*\(\s*(?P<letter>{_FONT}\\?[a-z]+\s*\}}?)\s*\)[\s&]*")
_MARK = r"(?:\s*[\^_]\s*(?:\{\s*)?(?:\\star|\\ast|\*|0)(?:\s*\})?)"


def _found(s: Statement) -> tuple[re.Match[str], re.Match[str]] | None:
    """The call on the left side, and that of the same function at the marked place with which the right side begins."""
    call = _CALL.fullmatch(s.text(0))
    if call is None or len(s.pieces) < 2 or s.pieces[1] is None:
        return None
    value = re.compile(rf"(?<![A-Za-z\\]){re.escape(call['name'])}\s*\(\s*(?P<place>{re.escape(call['letter'].strip())}{_MARK})\s*\)")
    right = s.text(1)
    found = [*value.finditer(right)]
    plain = re.compile(rf"(?<![A-Za-z\\]){re.escape(call['name'])}(?![A-Za-z])")
    if len(found) != 1 or len(plain.findall(right)) != 1 or right[:found[0].start()].strip(" &") or not re.match(r"[&\s]*\+", right[found[0].end():]):
        return None
    return call, found[0]


def is_one(s: Statement) -> bool:
    """Is this an equation of a function and its own value at a marked place?"""
    return _found(s) is not None


def rewritten(meanings: Meanings, s: Statement) -> Statement | None:
    """The definition with a number for the value of its own function at a marked place; None where the right side writes none, or the function has a formula."""
    if (written := _found(s)) is None:
        return None
    call, value = written
    entry = _entry(meanings.context, call["name"])
    if entry is not None and (entry.kind != "function" or entry.function.known):
        return None
    letter = re.sub(r"\\mathcal\s*|[{}\s]", "", call["name"])
    number = rf"\mathring{{{letter}}}"
    rest = s.text(1)[value.end():].strip().rstrip(".,;")
    if not meanings.declare(Source(rf"{number} \in \mathbb{{R}}", s.row.name, s.line())):
        return None
    at, of = value["place"].strip(), meanings.shaped(call["letter"].strip())
    known = meanings.shaped(at)
    entry = next((e for e in meanings.context.scope if e.expr is known), None) if known is not None and known.op == "let" and known.args[0] is of else None
    if entry is not None:  # taken for another name of the letter, which it is no more: the optimum of something else may be meant by that
        meanings.context.scope.drop(entry)
        meanings.context.definitions.pop(known.data, None)
        meanings.context.remembered = {}
    if meanings.shaped(at) is None and of is not None:
        meanings.declare(Source(models.declaration(at, of), s.row.name, s.line()))
    try:
        return next(iter(statements(meanings.context, Source(f"{s.text(0).replace('&', '')} = {number} {rest.replace('&', '')}", s.row.name, s.line()))), None)
    except SymcheckError:
        return None


def is_consistent(meanings: Meanings, s: Statement) -> bool:
    """After the definition: has the function at its place the value that the author writes?"""
    x, y = meanings.state.read(s.pieces[0]), meanings.state.read(s.pieces[1])
    return x is not None and y is not None and is_scalar(x.shape) and x.shape == y.shape and judge(meanings.context, build.sub(x, y), build.num(0), hint=True).right


def without_function(context: Context, s: Statement) -> None:
    """Forget the function of which only was known what it takes: it gets its formula."""
    call = _CALL.fullmatch(s.text(0))
    if call is not None and (entry := _entry(context, call["name"])) is not None and entry.kind == "function":
        context.scope.drop(entry)
        context.remembered = {}


def forget_derivatives(state: State, before: Context, s: Statement) -> None:
    """Forget the derivatives that were taken while the function had no formula: they are those of any function."""
    call = _CALL.fullmatch(s.text(0))
    entry = _entry(before, call["name"]) if call is not None else None
    if entry is not None and entry.kind == "function":
        now = state.context.definitions
        state.gradients[:] = [g._replace(f=now.get(g.f.data, g.f)) if g.f.op == "let" else g for g in state.gradients]  # of what is made of it
        state.gradients[:] = [g for g in state.gradients if not any(n.op == "apply" and n.data[0] == entry.function for n in g.f.walk())]


def _entry(context: Context, name: str) -> Entry | None:
    return context.scope.bare(re.sub(r"\\mathcal\s*|[{}\s]", "", name), "cal" if "mathcal" in name else "")


__all__ = ["forget_derivatives", "is_consistent", "is_one", "rewritten", "without_function"]
