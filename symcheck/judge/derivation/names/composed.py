r"""Names made of functions without a formula, once these get one: `u = g(x)`, `h(x) = f(u)`, and later "Now take $u = Ax + b$ and
$f(u) = \frac12 u^\top u$". Then h is that of the new u and f, until these are given otherwise again.

So too `f = \frac12 \|r\|^2` after another `r = ..`: what is made of a name that is given anew follows it.

So too L of `L(w) = \frac1N \sum_n \ell_n(w)`, and later `\ell_n(w) = \frac12 (w x_n - y_n)^2`: that of these losses from there on.

Where the text goes on to write g, the words do not say so much: until a line about such a name was found right, no line that has its
variables is called wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import names_in
from symcheck.read.assumptions import rebuild
from symcheck.read.scope import Entry

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings


# Of one function f counted by an index nothing is made; functions f_i of a family are put in with their index.
_COUNTED = frozenset(("sum", "mean", "array", "item", "entry", "expectation"))
_RANDOM = "expectation"


def remember(meanings: Meanings) -> None:
    """Keep the definitions so far that hold functions without a formula, as they were first."""
    context, generic = meanings.context, meanings.state.generic
    if any(e.kind == "function" and e.function.kind == "general" and not e.function.known for e in context.scope):
        generic.update({v: e for v, e in context.definitions.items() if v not in generic and not v.family and any(map(_is_general, e.walk()))
                        and (_is_of_family(e) or not any(n.op in _COUNTED for n in e.walk()))})


def _is_of_family(e: Expr) -> bool:
    r"""Are all functions without a formula in it those of a family, `\ell_n`, and is nothing random?"""
    return not any(n.op == _RANDOM or _is_general(n) and is_scalar(n.shape) for n in e.walk())


def is_family(meanings: Meanings, name: str) -> bool:
    r"""Is this the letter of functions \ell_n with a formula?"""
    return _family(meanings, name) is not None


def _family(meanings: Meanings, name: str) -> Entry | None:
    return next((row for row in meanings.context.scope.entries.get(name, ()) if row.kind == "quantity" and row.sub_slots == 1 and len(row.params) == 1
                 and not row.sub and row.expr is not None and row.expr.op == "let" and row.expr.args[0].op == "array"), None)


def renew(meanings: Meanings, name: Expr | None) -> None:
    """Make of what was kept what the functions make of it that have a formula by now, the `name` or those of a family."""
    context, state = meanings.context, meanings.state
    if name is not None and name.data in state.generic and not _is_said_again(meanings, name):
        state.given_anew.add(name.data)
    for v, first in [*state.generic.items()]:
        entry = next((e for e in context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and e.expr.data == v), None)
        if entry is None or v in state.given_anew:
            continue
        body = _with_formulas(meanings, first.args[0])
        if body == first.args[0] or not names_in(body) <= {*context.variables} | names_in(first):
            continue  # no function of it got a formula
        if body.shape == first.shape and body != entry.expr.args[0]:
            after = build.let(v, body)
            if _still_written(meanings):
                state.unsure[v.name] = names_in(after) | names_in(first)
            rebuild(context, entry, v, v, after, passing=True)
            context.remembered = {}


def follow(meanings: Meanings, old: Expr, new: Expr, told: bool) -> None:
    r"""After `f = \frac12 \|r\|^2` and another r, `let r = ..`: f is that of the new one. Unless the words told so, no line about it is called
    wrong until one was right."""
    context, state = meanings.context, meanings.state
    params = next((e.params for e in context.scope if e.kind == "quantity" and e.expr is new), ())
    for entry in [e for e in context.scope if e.kind == "quantity" and (not e.params or e.params == params) and e.expr is not None and e.expr.op == "let" and not e.expr.data.family]:
        before = entry.expr
        if before is new or new.shape != old.shape or not any(n is old for n in before.args[0].walk()) or any(n is before for n in new.walk()):
            continue
        after = build.let(before.data, _exchanged(before.args[0], old, new))
        if not told:
            state.unsure[before.data.name] = set()
        rebuild(context, entry, before.data, before.data, after, passing=True)
        state.gradients[:] = [g._replace(f=after) if g.f is before else g for g in state.gradients]
        context.remembered = {}


def forget_optima(meanings: Meanings, params: tuple[Variable, ...]) -> None:
    r"""Forget what `w^*` and `\tilde w` were, once words begin another function of w: those of it are other places, and what was set up for w was for the first."""
    context, state = meanings.context, meanings.state
    for p in params:
        letter = rf"(?:\\(?:mathbf|boldsymbol|bm)\s*\{{?\s*)?{re.escape(p.name)}\s*\}}?"
        marked = re.compile(rf"\\(?:wide)?(?:tilde|hat|bar)\s*\{{?\s*{letter}\s*\}}?|{letter}\s*[\^_]\s*\{{?\s*(?:\*|\\star|\\ast)\s*\}}?")
        for entry in [e for e in context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op in ("var", "let") and not e.expr.data.family and marked.fullmatch(e.name)]:
            context.scope.drop(entry)
            context.definitions.pop(entry.expr.data, None)
        state.solved = {x: y for x, y in state.solved.items() if x.data != p}
        state.equations[:] = [e for e in state.equations if p.name not in names_in(e.lhs) | names_in(e.rhs)]
    context.remembered = {}


def _exchanged(e: Expr, old: Expr, new: Expr) -> Expr:
    args = tuple(_exchanged(x, old, new) for x in e.args)
    return new if e is old else e if args == e.args else Expr(e.op, args, e.data, e.shape)


def _is_said_again(meanings: Meanings, name: Expr) -> bool:
    """Is this the definition by functions of a family that was kept, once more?"""
    first = meanings.state.generic[name.data]
    return _is_of_family(first) and name.op == "let" and name.shape == first.shape and meanings.state.vanishes(build.sub(name.args[0], first.args[0]))


def _still_written(meanings: Meanings) -> bool:
    """Does the text go on to write a function that names a value which was given another meaning?"""
    state = meanings.state
    functions = {first.args[0].data[0].name for v, first in state.generic.items() if v in state.given_anew and _is_general(first.args[0])}
    rows = [row.text for f in meanings.document.formulas[meanings.at + 1:] for row in f.rows]
    return any(re.search(rf"(?<![A-Za-z\\]){re.escape(g)}(?![A-Za-z])", row) for g in functions for row in rows)


def _with_formulas(meanings: Meanings, e: Expr) -> Expr:
    """An expression with the values that names u of `u = g(x)` have now, and the formulas that functions have."""
    state, context = meanings.state, meanings.context
    values = {first.args[0]: context.definitions.get(v, first) for v, first in state.generic.items() if v in state.given_anew and _is_general(first.args[0])}
    known = {first: context.definitions.get(v, first) for v, first in state.generic.items() if v in state.given_anew}

    def swap(x: Expr) -> Expr:
        if x in known or x in values:
            return known.get(x) or values[x]
        args = tuple(map(swap, x.args))
        if x.op == "entry" and _is_general(args[0]) and len(args[0].args) == 1 and (entry := _family(meanings, args[0].data[0].name)) is not None:
            inner, at = entry.expr.args[0], args[0].args[0]
            counted = [index.dim for index in inner.data[0]]
            if entry.params[0].shape == at.shape and is_scalar(inner.shape) and counted == [n for n in args[0].shape if n != 1]:
                member = build.item(entry.expr, x.data)
                return member if at.op == "var" and at.data == entry.params[0] else build.substitute(member, ((entry.params[0], at),))
        if _is_general(x) and len(args) == 1:
            entry = context.scope.bare(x.data[0].name)
            if entry is not None and entry.kind == "quantity" and len(entry.params) == 1 and entry.expr.op == "let" \
                    and entry.params[0].shape == args[0].shape and entry.expr.shape == x.shape:
                if args[0].op == "var" and args[0].data == entry.params[0]:
                    return entry.expr  # under its name, which may be given anew
                return build.substitute(entry.expr.args[0], ((entry.params[0], args[0]),))
        return x if args == x.args else Expr(x.op, args, x.data, x.shape)

    return swap(e)


def _is_general(e: Expr) -> bool:
    """Is this `g(x)` of a function of which nothing is known but what it takes and gives?"""
    return e.op == "apply" and e.data[0].kind == "general" and not e.data[0].known and not e.data[1]
