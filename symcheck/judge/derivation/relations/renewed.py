r"""What a step makes of names that depend on it: `z_{\text{new}} = (W - \eta G) x + b` after `W \leftarrow W - \eta G`, where $z = W x + b$."""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.statements import Statement, is_next
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Additive


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
