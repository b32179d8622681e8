r"""Jacobians and Hessians by name: `D f(x)`, `D_x f`, `J_f(x)`, `H_f(x)`; the Jacobian is m x n."""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_arguments import arguments
from symcheck.read.elaborate_calls import call, entrywise, fitted, substituted
from symcheck.read.elaborate_conditions import step_head
from symcheck.read.elaborate_heads import HEADS, bracket, function_of
from symcheck.read.elaborate_nabla import nabla
from symcheck.read.elaborate_parameters import of_whole, parameter_of, told_or_implied
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_superscripts import raised
from symcheck.read.elaborate_targets import (
    TARGETS,
    Target,
    differentiate,
    operand,
    target,
    tight_operand,
    whole,
    with_scripts,
)
from symcheck.read.names import base_of, scripts_of, stem_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import Number, Script, Symbol, Syntax


def big_d(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`D\Phi(x)`, `Df(x)`, `D_x f`: the m x n Jacobian."""
    s = items[k]
    sub = s.sub if type(s) is Script else None
    if type(s) is Script and s.sups:
        return r.expr(s), k + 1
    named = tight_operand(r, items, ops, k) if k + 1 < len(items) and ops[k + 1] == "" else None
    if named is None:
        if sub is not None and k + 1 < len(items):
            f, after = operand(r, items, ops, k)
            return differentiate(r, f, target(r, sub), "row", s), after
        return r.expr(s), k + 1
    found, j, argued = named
    return jacobian_of(r, found.entry, items, ops, j, argued, sub, s, found)


def big_j(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`J_\Phi(x)`, `J_f`: the Jacobian of the function below."""
    s = items[k]
    if type(s) is Script and s.sub is not None:
        entry = function_of(r, s.sub)
        named = stem_of(s.sub)
        if entry is None and named is not None and named[0] not in r.bound:
            found = r.scope.find(*named, *scripts_of(s.sub))
            if found is not None and found.entry.kind == "quantity" \
                    and found.entry.expr.op == "let" and not found.sub and not found.sups:
                entry = found.entry
        if entry is not None:
            argued = k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None
            value, after = jacobian_of(r, entry, items, ops, k, argued, None, s, None)
            for sup in s.sups:
                value = raised(r, value, sup, s)
            return value, after
    return r.expr(s), k + 1


def big_h(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`H_f(x)`, `H_L`: the Hessian of the function or quantity below."""
    s = items[k]
    if type(s) is not Script or s.sub is None or s.primes or function_of(r, s.sub) is None and not (
            _defined(r, s.sub)):
        return step_head(r, items, ops, k)
    two = Number(s.span, Fraction(2), "2")
    head = Script(s.span, Symbol(s.span, "\\nabla"), None, (two,))
    argued = k + 1 < len(items) and ops[k + 1] == "" and bracket(items[k + 1]) is not None
    value, after = nabla(r, (head, s.sub, *items[k + 1:k + 1 + argued]), ("", "", "")[:2 + argued], 0)
    for sup in s.sups:
        value = raised(r, value, sup, s)
    return value, k + after - 1


def _defined(r: Reading, s: Syntax) -> bool:
    named = base_of(s)
    entry = r.scope.bare(*named) if named is not None else None
    return entry is not None and entry.kind == "quantity" and entry.expr.op == "let"


def jacobian_of(r: Reading, entry: Entry, items, ops, j: int, argued: bool, sub, at: Syntax,
                found) -> tuple[Expr, int]:
    """The m x n Jacobian of a function or defined quantity; its argument, if any, is items[j+1]."""
    args = [r.settle(a) for a in arguments(r, bracket(items[j + 1]).body)] if argued else []
    script = items[j + 1] if argued and type(items[j + 1]) is Script else None
    if entry.kind == "function":
        f = entry.function
        if not args:
            raise r.error("missing-argument", f"{f.name} needs an argument", at)
        if f.kind == "general":
            value = call(r, entry, args, 1, at)
        elif f.kind == "elementwise":
            value = build.apply(f, args[0], 1)
            value = value if is_scalar(value.shape) else build.diag(value)
        else:
            raise r.error("not-in-language", f"the Jacobian of {f.name} cannot be read", at)
    elif entry.params:
        family = found is not None and found.slots and entry.kind == "quantity"
        entry = fitted(r, entry, args, at)
        body = member(r, found) if family else whole(r, entry, at)
        t = of_whole(r, entry, args, sub)
        if t is not None:
            value = differentiate(r, substituted(r, entry, body, entry.params, args, at), t, "row", at)
            return with_scripts(r, value, script), j + 2
        if len(entry.params) != 1 and sub is None:
            raise r.error("ambiguous", f"say by which variable of {entry.name}", at)
        t = parameter_of(entry, 0, at) if sub is None else target(r, sub)
        value = differentiate(r, body, t, "row", at)
        if args:
            if entry.entrywise and not is_scalar(args[0].shape):
                value = build.diag(entrywise(value, entry.params, args))
            else:
                value = substituted(r, entry, value, entry.params, args, at)
    else:
        e = member(r, found) if found is not None and found.slots else entry.expr
        if args and args[0].op in TARGETS and sub is None:
            t = Target(args[0], at)
        else:
            t = told_or_implied(r, sub, e, entry, at)
        value = differentiate(r, e, t, "row", at)
    after = j + 2 if argued else j + 1
    if found is not None and found.sups and not argued:
        for sup in found.sups:
            value = raised(r, value, sup, at)
    return with_scripts(r, value, script), after


HEADS.update({"D": big_d, "J": big_j, "H": big_h})
