"""NumPy source for an expression: what a person would type, used as an independent evaluation.

Scalars are floats, everything else two-dimensional arrays (a column is n x 1, a row 1 x n); a
family has its own axes in front. Positions count from 1 in the expression and from 0 in NumPy.
The function takes the free variables, then the sizes that no argument shows, then the free indices
(from 1), then the declared functions (`phi` and, where needed, `d1_phi`, `d2_phi`, `J_Phi`).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from symcheck.expr.latex_indices import free_indices
from symcheck.expr.latex_pieces import family_stem
from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import Dim, is_scalar, is_vector
from symcheck.text.diagnostic import SymcheckError, fail

KNOWN = {
    "exp": "np.exp", "log": "np.log", "tanh": "np.tanh", "sqrt": "np.sqrt", "abs": "np.abs",
    "sign": "np.sign", "sin": "np.sin", "cos": "np.cos", "tan": "np.tan", "arcsin": "np.arcsin",
    "arccos": "np.arccos", "arctan": "np.arctan", "sinh": "np.sinh", "cosh": "np.cosh",
}
# Spelled out where NumPy has no name; `t` is the argument.
WRITTEN = {
    "sigmoid": "1 / (1 + np.exp(-t))", "softplus": "np.logaddexp(0, t)",
    "relu": "np.maximum(t, 0)", "step": "np.where(t > 0, 1.0, 0.0)",
    "erf": "np.vectorize(math.erf)(t)", "gamma": "np.vectorize(math.gamma)(t)",
    "loggamma": "np.vectorize(math.lgamma)(t)",
}
# First derivatives, by hand so that nothing is shared with the engine's own table.
PRIMED = {
    "exp": "np.exp(t)", "log": "1 / t", "tanh": "1 - np.tanh(t)**2", "sqrt": "0.5 / np.sqrt(t)",
    "abs": "np.sign(t)", "sign": "0 * t", "step": "0 * t", "relu": "np.where(t > 0, 1.0, 0.0)",
    "sigmoid": "np.exp(-t) / (1 + np.exp(-t))**2", "softplus": "1 / (1 + np.exp(-t))",
    "sin": "np.cos(t)", "cos": "-np.sin(t)", "tan": "1 / np.cos(t)**2",
    "arctan": "1 / (1 + t**2)", "arcsin": "1 / np.sqrt(1 - t**2)",
    "arccos": "-1 / np.sqrt(1 - t**2)", "sinh": "np.cosh(t)", "cosh": "np.sinh(t)",
    "erf": "2 / np.sqrt(np.pi) * np.exp(-t**2)",
}
RELATIONS = {">": ">", ">=": ">=", "<": "<", "<=": "<=", "=": "==", "!=": "!="}


@dataclass
class Names:
    """Python names given out so far, and what the source needs besides the expression."""

    variables: dict[Variable, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    free: dict[Index, str] = field(default_factory=dict)
    bound: dict[Index, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"np", "math", "t"})

    def fresh(self, name: str) -> str:
        plain = re.sub(r"\\text|[^A-Za-z0-9_]", "", name) or "x"
        plain = "x" + plain if plain[0].isdigit() else plain
        plain += "_" if keyword.iskeyword(plain) else ""
        unique, n = plain, 2
        while unique in self.taken:
            unique, n = f"{plain}_{n}", n + 1
        self.taken.add(unique)
        return unique

    def of(self, table: dict, key, name: str) -> str:
        if key not in table:
            table[key] = self.fresh(name)
        return table[key]


def to_numpy(expr: Expr, name: str) -> str:
    """The source of a function `name` that evaluates the expression; begins with its imports.

    Raises `SymcheckError` (`not-in-numpy`) for derivatives, arrays of more than two axes, and
    what only the second reader understands.
    """
    names = Names(taken={"np", "math", "t", name})
    for v in _variables(expr):
        names.of(names.variables, v, family_stem(v) if v.family else v.name)
    for index in sorted(free_indices(expr), key=str):
        names.of(names.free, index, index.name)
    body = code(expr, names)
    where = {d: f"{names.variables[v]}.shape[{k}]" for v in sorted(names.variables, key=str)
             for k, d in reversed(list(enumerate((*v.family, *v.shape))))
             if isinstance(d, str) and not (is_scalar(v.shape) and k >= len(v.family))}
    shown = [f"    {n} = {where[d]}" for d, n in names.sizes.items() if d in where]
    missing = [n for d, n in names.sizes.items() if d not in where]
    arguments = ", ".join([*names.variables.values(), *missing, *names.free.values(),
                           *names.functions.values()])
    needs_math = any("math." in text for text in (body, *names.written.values()))
    imports = ["import math", ""] if needs_math else []
    written = [f"    {n} = lambda t: {text}" for n, text in names.written.items()]
    return "\n".join([*imports, "import numpy as np", "", "", f"def {name}({arguments}):",
                      *shown, *written, f"    return {body}", ""])


def _variables(expr: Expr) -> list[Variable]:
    """In the order in which they are written."""
    seen: dict[Expr, None] = {}
    stack = [expr]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen[node] = None
            stack.extend(reversed(node.args))
    return [node.data for node in seen if node.op == "var"]


def code(e: Expr, names: Names) -> str:
    rule = RULES.get(e.op)
    if rule is None or len(e.shape) != 2:
        raise _refused(e)
    return rule(e, names)


def _refused(e: Expr) -> SymcheckError:
    return fail("not-in-numpy", f"the operation {e.op} has no NumPy source here")


def _size(dim: Dim, names: Names) -> str:
    return str(dim) if isinstance(dim, int) else names.of(names.sizes, dim, dim)


def _position(at: At, names: Names) -> str:
    """A position counted from 1."""
    if at.base is None:
        return str(at.offset)
    if isinstance(at.base, Index):
        if at.base in names.bound:
            base = names.bound[at.base]
        else:
            base = names.of(names.free, at.base, at.base.name)
    else:
        base = _size(at.base, names)
    return base if not at.offset else f"{base} {'+' if at.offset > 0 else '-'} {abs(at.offset)}"


def _place(at: At, names: Names) -> str:
    """A position counted from 0."""
    return _position(At(at.base, at.offset - 1), names)


def _args(e: Expr, names: Names) -> list[str]:
    return [code(a, names) for a in e.args]


def _infix(sign: str) -> Callable[[Expr, Names], str]:
    return lambda e, names: "(" + f" {sign} ".join(_args(e, names)) + ")"


def _call(head: str) -> Callable[[Expr, Names], str]:
    return lambda e, names: f"{head}({', '.join(_args(e, names))})"


def _mul(e: Expr, names: Names) -> str:
    a, b = e.args
    left, right = _args(e, names)
    if is_scalar(a.shape) or is_scalar(b.shape):
        return f"({left} * {right})"
    return f"({left} @ {right}).item()" if is_scalar(e.shape) else f"({left} @ {right})"


def _scalar_or(scalar: str, otherwise: str) -> Callable[[Expr, Names], str]:
    def rule(e: Expr, names: Names) -> str:
        return (scalar if is_scalar(e.args[0].shape) else otherwise).format(*_args(e, names))
    return rule


def _let(e: Expr, names: Names) -> str:
    if e.data.family:
        raise _refused(e)
    return code(e.args[0], names)


def _item(e: Expr, names: Names) -> str:
    of = e.args[0]
    if of.op == "let":
        body = of.args[0]
        if body.op != "array":
            raise _refused(e)
        indices, family = body.data
        value = code(body.args[0], _with(names, dict(zip(indices, (
            f"({_position(a, names)})" for a in e.data)))))
        if len(indices) == family:
            return value
        raise _refused(e)
    places = ", ".join(_place(a, names) for a in e.data)
    return f"{names.variables[of.data]}[{places}]"


def _with(names: Names, bound: dict[Index, str]) -> Names:
    return replace(names, bound={**names.bound, **bound})


def _entry(e: Expr, names: Names) -> str:
    a = e.args[0]
    axes = iter(e.data)
    places = ", ".join(_place(next(axes), names) if d != 1 else "0" for d in a.shape)
    return f"{code(a, names)}[{places}]"


def _apply(e: Expr, names: Names) -> str:
    (f, order), argument = e.data, code(e.args[0], names)
    if not f.known:
        head = names.of(names.functions, (f, order), (f"d{order}_" if order else "") + f.name)
        return f"{head}({argument})"
    if order == 0 and f.known in KNOWN:
        return f"{KNOWN[f.known]}({argument})"
    text = {0: WRITTEN, 1: PRIMED}.get(order, {}).get(f.known)
    if text is None:
        raise _refused(e)
    head = f"{f.known}{'_prime' * order}"
    names.written[head] = text
    return f"{head}({argument})"


def _named_function(prefix: str) -> Callable[[Expr, Names], str]:
    def rule(e: Expr, names: Names) -> str:
        f: Function = e.data
        head = names.of(names.functions, (f, prefix), prefix + f.name)
        return f"{head}({', '.join(_args(e, names))})"
    return rule


def _big(head: str, idle: str) -> Callable[[Expr, Names], str]:
    def rule(e: Expr, names: Names) -> str:
        index, low, high = e.data
        python = names.fresh(index.name)
        inner = _with(names, {index: python})
        body = code(e.args[0], inner)
        where = f" if {code(e.args[1], inner)}" if len(e.args) > 1 else ""
        over = f"range({_position(low, names)}, {_position(high, names)} + 1)"
        start = "" if is_scalar(e.shape) else f", start=np.zeros({_shape(e, names)})"
        text = f"({body} for {python} in {over}{where})"
        return f"{head}{text}" if not start else f"{head}({text}{start})"
    return rule


def _array(e: Expr, names: Names) -> str:
    (indices, family), (body,) = e.data, e.args
    if family:
        raise _refused(e)
    named = {x: names.fresh(x.name) for x in indices}
    value = code(body, _with(names, named))
    ranges = [f"for {n} in range(1, {_size(x.dim, names)} + 1)" for x, n in named.items()]
    if len(indices) == 2:
        return f"np.array([[{value} {ranges[1]}] {ranges[0]}])"
    return f"np.array([{value} {ranges[0]}]).reshape({_shape(e, names)})"


def _shape(e: Expr, names: Names) -> str:
    return f"({_size(e.shape[0], names)}, {_size(e.shape[1], names)})"


def _softmax(e: Expr, names: Names) -> str:
    a = code(e.args[0], names)
    axis = "" if is_vector(e.shape) or is_scalar(e.shape) else ", axis=1, keepdims=True"
    return f"(np.exp({a}) / np.sum(np.exp({a}){axis}))"


def _reduce(e: Expr, names: Names) -> str:
    a = code(e.args[0], names)
    return f"np.log(np.sum(np.exp({a})))" if e.data == "logsumexp" else f"np.{e.data}({a})"


def _norm(e: Expr, names: Names) -> str:
    a = code(e.args[0], names)
    if e.data == "p":
        p = code(e.args[1], names)
        return f"(np.sum(np.abs({a})**{p})**(1 / {p}))"
    text = {"fro": "np.sqrt(np.sum(np.square({0})))", "nuclear": "np.linalg.norm({0}, 'nuc')",
            "inf": "np.max(np.abs({0}))", "spectral": "np.linalg.norm({0}, 2)"}[e.data]
    return text.format(a)


def _extremum(e: Expr, names: Names) -> str:
    out, *rest = _args(e, names)
    for other in rest:
        out = f"np.{e.data}imum({out}, {other})"
    return out


def _indicator(e: Expr, names: Names) -> str:
    a, b = _args(e, names)
    return f"(1.0 * ({a} {RELATIONS[e.data]} {b}))"


def _cases(e: Expr, names: Names) -> str:
    parts = _args(e, names)
    out = parts.pop() if len(parts) % 2 else "np.nan"
    for k in range(len(parts) - 2, -1, -2):
        out = f"np.where({parts[k + 1]}, {parts[k]}, {out})"
    return out


def _line(e: Expr, names: Names) -> str:
    place = _place(e.data, names)
    one = f"{place}:{place} + 1"
    return f"{code(e.args[0], names)}[{one + ', :' if e.op == 'row' else ':, ' + one}]"


def _basis(e: Expr, names: Names) -> str:
    n, k = _size(e.shape[0], names), _place(e.data, names)
    return f"(np.arange({n}) == {k}).astype(float).reshape(-1, 1)"


def _substitute(e: Expr, names: Names) -> str:
    """The function as a local one of the variables that are replaced."""
    if any(v.family for v in e.data) or any(n.op == "let" for n in e.args[0].walk()):
        raise _refused(e)
    local = {v: names.fresh(v.name) for v in e.data}
    inner = replace(names, variables={**names.variables, **local})
    parameters = ", ".join(inner.variables[v] for v in e.data)
    values = ", ".join(code(a, names) for a in e.args[1:])
    return f"(lambda {parameters}: {code(e.args[0], inner)})({values})"


RULES: dict[str, Callable[[Expr, Names], str]] = {
    "num": lambda e, n: str(e.data) if e.data.denominator == 1 and e.data >= 0 else f"({e.data})",
    "const": lambda e, n: {"pi": "np.pi", "e": "np.e", "infinity": "np.inf"}[e.data],
    "size": lambda e, n: _size(e.data, n),
    "index": lambda e, n: f"({_position(e.data, n)})",
    "var": lambda e, n: n.variables[e.data],
    "let": _let,
    "item": _item,
    "eye": lambda e, n: f"np.eye({_size(e.data, n)})",
    "ones": lambda e, n: "1.0" if is_scalar(e.shape) else f"np.ones({_shape(e, n)})",
    "zeros": lambda e, n: "0.0" if is_scalar(e.shape) else f"np.zeros({_shape(e, n)})",
    "basis": _basis,
    "add": _infix("+"),
    "neg": lambda e, n: f"(-{code(e.args[0], n)})",
    "mul": _mul,
    "hadamard": _infix("*"),
    "div": _infix("/"),
    "power": _infix("**"),
    "matpow": lambda e, n: _scalar_or(
        f"({{0}}**{e.data})", f"np.linalg.matrix_power({{0}}, {e.data})")(e, n),
    "transpose": _scalar_or("{0}", "{0}.T"),
    "inverse": _scalar_or("(1 / {0})", "np.linalg.inv({0})"),
    "trace": _scalar_or("{0}", "np.trace({0})"),
    "det": _scalar_or("{0}", "np.linalg.det({0})"),
    "diag": _scalar_or("{0}", "np.diag(np.ravel({0}))"),
    "diagonal": _scalar_or("{0}", "np.diag({0}).reshape(-1, 1)"),
    "dot": lambda e, n: "np.sum(np.ravel({}) * np.ravel({}))".format(*_args(e, n)),
    "outer": _call("np.outer"),
    "norm": _norm,
    "matrix": lambda e, n: f"np.array([{', '.join(_args(e, n))}]).reshape{e.data}",
    "apply": _apply,
    "apply_many": _named_function(""),
    "jacobian": _named_function("J_"),
    "softmax": _softmax,
    "reduce": _reduce,
    "extremum": _extremum,
    "indicator": _indicator,
    "cases": _cases,
    "sum": _big("sum", "0"),
    "prod": _big("math.prod", "1"),
    "entry": _entry,
    "row": _line,
    "column": _line,
    "array": _array,
    "substitute": _substitute,
}
