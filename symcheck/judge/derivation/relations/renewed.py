r"""What a step makes of names that depend on it: `z_{\text{new}} = (W - \eta G) x + b` after `W \leftarrow W - \eta G`, where $z = W x + b$;
`z^+ = -0.4 \cdot 2 + 3.3` after `w^+ = -0.4` and `b^+ = 3.3`, with the number given for x."""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement, is_next
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Additive, Script


def is_one(state: State, s: Statement, made: Verdict | None) -> bool:
    r"""Is this the new value of a name with a definition, `z_{\text{new}} = ..`? `z - \eta g` is a step of z itself, unless it is what
    the steps made before give (`made`)."""
    if _of_new(state, s) is None or s.pieces[1] is None:
        return False
    value = s.pieces[1].syntax
    begins = type(value) is Additive and label(value.items[0]) == label(s.pieces[0].syntax.base)
    return not begins or made is not None and made.right


def judged(state: State, s: Statement) -> Verdict | None:
    """The verdict on the new value of a name with a definition that speaks of what was updated; None for any other statement."""
    name = _of_new(state, s)
    steps = [(old, new) for old, new in state.updated.items() if name is not None and speaks_of(name.args[0], old)]
    value = state.read(s.pieces[1], name) if steps and s.pieces[1] is not None else None
    if value is None or value.shape != name.shape:
        return None
    found = [judge(state.context, made, value) for made in _made(name.args[0], steps)]
    right = next((v for v in found if v.right), None)
    if right is not None or len(steps) == 1:
        return right or found[0]
    return Verdict(V.UNDECIDED, "the words do not tell which of the steps are made in it")


def marked(state: State, vanishes: Callable[[Expr], bool | None], s: Statement) -> Verdict | None:
    """The verdict on a name with a definition under the mark of a step, where names in it have values under the same mark; None for any other statement.
    `vanishes`: is a difference zero at the numbers given?"""
    mark = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(mark) is not Script or mark.base is None or mark.primes > 1:
        return None
    name = _of_new(state, s) if is_next(mark) else state.read(Piece(mark.base, s.pieces[0].source))
    value = state.read(s.pieces[1], name) if name is not None and s.pieces[1] is not None else None
    if value is None or name.op != "let" or value.shape != name.shape or not is_scalar(name.shape):
        return None
    head, base = (s.pieces[0].source.cut(x.span.start, x.span.end).text for x in (s.pieces[0].syntax, s.pieces[0].syntax.base))
    steps = [(v, new) for v in dict.fromkeys(n for n in name.walk() if n.op == "var")
             if (new := state.context_read(v.data.name + head[len(base):])) is not None and new.op == "let" and new.shape == v.shape]
    if not steps:
        return None
    made = exchanged(name.args[0], *steps[0], dict(steps))
    v = judge(state.context, made, value)
    if v.right or speaks_of(value, name):
        return v if v.right else None
    there = vanishes(build.sub(made, value))
    sure = is_next(mark) or mark.primes == 1 and all(not names_in(new.args[0]) for _, new in steps)
    if there is None or not there and not sure:
        return None  # `z_1` may be another one
    return Verdict(V.EQUAL, "both sides agree at the numbers given") if there else Verdict(
        V.DIFFERENT, "the values at the numbers given differ", message="with the values after the step put in, it comes to another value")


def _made(body: Expr, steps: list[tuple[Expr, Expr]]) -> list[Expr]:
    """The body after all steps at once, then after each alone."""
    together = exchanged(body, *steps[0], dict(steps))
    return [together, *(exchanged(body, old, new) for old, new in steps if len(steps) > 1)]


def _of_new(state: State, s: Statement) -> Expr | None:
    r"""The z of `z_{\text{new}} = ..`, where it has a definition and z_new has none."""
    head = s.pieces[0]
    if head is None or s.operators[0] != "=" or not is_next(head.syntax):
        return None
    entry = state.context.scope.bare(*base_of(head.syntax.base))
    known = entry is not None and entry.kind == "quantity" and entry.expr.op == "let" and state.read(head) is None
    return entry.expr if known else None
