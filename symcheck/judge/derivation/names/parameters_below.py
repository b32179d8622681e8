r"""Functions with a parameter below: after `S_\lambda(z) = ..`, made of \lambda, S_{0.1} and S_{\eta \tau} are the same with another
number in its place, unless the document gives them a formula of their own; after `g_B(w) = ..` with a sum over a set B of indices, g_{B_1} is that
of the set B_1 where its members are listed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.scope import Entry
from symcheck.read.syntax import Script
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# A call of one, `S_{0.1}\bigl(`, and a formula of its own, `S_{0.1}(z) = `.
_CALL = r"(?<![A-Za-z\\])%s_(?:\{((?:[^{}]|\{[^{}]*\})+)\}|(\w|\\[A-Za-z]+))\s*(?:\\left|\\[bB]igg?l?|\\!)?\s*[(\[]"
_OWN = r"(?<![A-Za-z\\])%s_\{?\s*%s\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\(\s*(?:\\[a-z]+\s*\{)?\\?[A-Za-z]+\}?\s*(?:\\right|\\[bB]igg?r?)?\)\s*&?\s*:?="


def declare(meanings: Meanings, formula: Formula) -> None:
    """Declare the functions that a formula takes at other values of their parameter below."""
    for entry in list(meanings.context.scope):
        own = _parameter(meanings, entry)
        if own is None:
            continue
        call = re.compile(_CALL % re.escape(entry.base))
        for text in dict.fromkeys((m[1] or m[2]).strip() for row in formula.rows for m in call.finditer(row.text)):
            if text != entry.sub and ("members" in own.data.traits or not any(re.search(_OWN % (re.escape(entry.base), re.escape(text)), row) for row in meanings.survey.rows)):
                _declare(meanings, entry, own, text)


def _value(meanings: Meanings, own: Expr, text: str) -> Expr | None:
    """What stands below, to be put in for the parameter: for a set another one of which the members are known."""
    if "members" not in own.data.traits:
        return meanings.shaped(text)
    known = next((e for e in meanings.context.scope if e.kind == "set" and e.sub is not None and e.name == _label("g", text)), None)
    return known.expr if known is not None and known.expr.op == "let" else None


def _parameter(meanings: Meanings, entry: Entry) -> Expr | None:
    """The variable below the name of a function that is made of it."""
    if entry.kind != "quantity" or not entry.params or entry.sub is None or entry.sub_slots or entry.expr is None or entry.expr.op != "let":
        return None
    below = meanings.context.scope.bare(entry.sub)
    own = below.expr if below is not None and below.kind in ("quantity", "set") else None
    return own if own is not None and own.op == "var" and speaks_of(entry.expr.args[0], own) else None


def _declare(meanings: Meanings, entry: Entry, own: Expr, text: str) -> None:
    value, key = _value(meanings, own, text), _label(entry.base, text)
    context = meanings.context
    if value is None or not key or value.shape != own.shape or any(n.op == "var" and n.data in entry.params for n in value.walk()) \
            or any(e.sub == key for e in context.scope.entries.get(entry.base, ())):
        return
    v = replace(entry.expr.data, name=f"{entry.base}_{{{text}}}")
    made = build.let(v, exchanged(entry.expr.args[0], own, value) if "members" in own.data.traits else build.substitute(entry.expr.args[0], ((own.data, value),)))
    context.scope.add(replace(entry, sub=key, expr=made))
    context.definitions[v] = made
    context.remembered = {}


def _label(base: str, text: str) -> str:
    """How the subscript is looked up; "" where it is no label."""
    try:
        s = parse(Source(f"{base}_{{{text}}}", "", 1))
    except SymcheckError:
        return ""
    return label(s.sub) if type(s) is Script and s.sub is not None else ""
