r"""Expressions with derivatives in them, the derivatives worked out: \theta - \eta \frac{\partial L}{\partial \theta}."""

from __future__ import annotations

from symcheck.derive.backprop import Backprop
from symcheck.derive.declared import space
from symcheck.derive.jacobian import jacobian
from symcheck.derive.layout import spelled
from symcheck.derive.names import Names, definitions, prepared, renamed_target
from symcheck.derive.reach import is_opaque
from symcheck.derive.shorten import length, shortened
from symcheck.derive.solution import CLAIM, DEFINITION, FORWARD, UPDATE, Line, Section
from symcheck.derive.spoken import Spoken, latex_of
from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import SCALAR, describe, is_scalar
from symcheck.judge.judging import judge
from symcheck.read.context import Context

ONE_LINE = 40  # symbols of a value that is written out


def evaluated(e: Expr) -> Expr:
    """The expression with every derivative in it worked out, in column layout.

    Raises `Unsupported` where one has no rule. The derivative of a function that is nowhere defined stays.
    """
    return shortened(_evaluated(e, {}))


def _evaluated(e: Expr, memo: dict[Expr, Expr]) -> Expr:
    if e not in memo:
        if e.op == "derivative":
            memo[e] = _derivative(e, memo)
        elif e.op == "let" and "derivative" not in e.ops or e.op == "var":
            memo[e] = e
        elif e.op == "let":
            body = _evaluated(e.args[0], memo)
            memo[e] = e if body is e.args[0] else build.let(e.data, body)
        else:
            memo[e] = e.with_args(tuple(_evaluated(a, memo) for a in e.args))
    return memo[e]


def _derivative(e: Expr, memo) -> Expr:
    f, by = e.args
    if f.op == "item" and is_opaque(f.args[0].args[0] if f.args[0].op == "let" else f):
        return e
    if f.op == "derivative":
        f = _evaluated(f, memo)
    loss = f if f.op == "let" else build.let(Variable(r"f^{\circ}", f.shape), f)
    ready = prepared(loss)
    target = renamed_target(by, loss, ready)
    if not is_scalar(f.shape):
        column = jacobian(ready.args[0] if f.op != "let" else ready, target)
        return column if e.data == "column" or is_scalar(by.shape) else build.transpose(column)
    b = Backprop(ready, (target,))
    if b.is_upstream(target):
        return e
    value = b.expanded(b.value(target))
    return value if e.data == "column" else build.transpose(value)


def inlined(e: Expr) -> Expr:
    """The expression with the definitions of names put in for them, but in derivatives, and but for
    definitions that are derivatives or by entries."""
    new: dict[Expr, Expr] = {}
    for n in e.upwards():
        if n.op == "let" and not n.data.family and n.args[0].op not in ("array", "derivative"):
            new[n] = new[n.args[0]]
        else:
            new[n] = n if n.op == "derivative" else n.with_args(tuple(new[a] for a in n.args))
    return new[e]


def evaluated_line(context: Context, e: Expr, left: str, spelling: str, relation: str = "=",
                   kind: str = CLAIM, stated: Expr | None = None) -> Line:
    """`left relation e = e worked out`, judged. `left` may stand for another expression, `stated`."""
    say = Spoken(context)
    if "derivative" in e.ops:
        result = spelled(evaluated(e), spelling)
        result = Names(e).written(result)
    else:
        result = shortened(inlined(prepared(e)))
        result = result if length(result) <= ONE_LINE else shortened(prepared(e))
    if kind == UPDATE and all(n.op != "derivative" for n in e.walk(("let",))):
        whole = shortened(inlined(e))
        result = whole if length(whole) <= ONE_LINE else result
    v = judge(context, e if stated is None else stated, result)
    shown = [say(e), say(result)] if relation != "=" else [say(result)]
    if relation == "=" and e.op not in ("let", "var", "derivative", "item") and say(e) != left:
        shown = [say(e), say(result)]
    return Line(left, tuple(dict.fromkeys(shown)), relation, kind, space(e.shape), describe(e.shape),
                "with the derivatives worked out" if "derivative" in e.ops else "by the definitions", v)


def definitions_section(context: Context, e: Expr) -> Section:
    """The names in an expression with what they stand for."""
    say = Spoken(context)
    lines = []
    for u in definitions(prepared(e)):
        if u.data == e.data:
            continue
        left, right = latex_of(u, say)
        shape = SCALAR if u.args[0].op == "array" and left != say(u) and not u.data.family else u.shape
        lines.append(Line(left, (right,), kind=DEFINITION, space=space(shape), shape=describe(shape)))
    return Section(FORWARD, tuple(lines))
