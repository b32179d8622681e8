"""NumPy source of one expression: a rule for each operation.

Scalars are floats, everything else two-dimensional arrays (a column is n x 1, a row 1 x n); a
family has its own axes in front. What has no rule, or more than two axes, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.bridge.numpy_functions import KNOWN, PRIMED, WRITTEN
from symcheck.bridge.numpy_names import Names
from symcheck.expr.names import Function
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.tensor.opened import constant_value
from symcheck.tensor.roots import is_odd_root
from symcheck.text.diagnostic import SymcheckError, fail

RELATIONS = {">": ">", ">=": ">=", "<": "<", "<=": "<=", "=": "==", "!=": "!="}


def code(e: Expr, names: Names) -> str:
    """The source of an expression; what it needs besides is put down in the names."""
    rule = RULES.get(e.op)
    if rule is None or len(e.shape) != 2:
        raise _refused(e)
    return rule(e, names)


def _refused(e: Expr) -> SymcheckError:
    return fail("not-in-numpy", f"the operation {e.op} has no NumPy source here")


def _args(e: Expr, names: Names) -> list[str]:
    return [code(a, names) for a in e.args]


def _infix(sign: str) -> Callable[[Expr, Names], str]:
    return lambda e, names: "(" + f" {sign} ".join(_args(e, names)) + ")"


def _power(e: Expr, names: Names) -> str:
    """NumPy has no odd roots of negative numbers, but for `cbrt`."""
    exponent = constant_value(e.args[1])
    if exponent is None or not is_odd_root(exponent):
        return _infix("**")(e, names)
    base, n, q = code(e.args[0], names), exponent.numerator, exponent.denominator
    root = f"np.cbrt({base})" if q == 3 else f"(np.sign({base}) * np.abs({base})**(1 / {q}))"
    return root if n == 1 else f"({root}**{n})" if n > 0 else f"({root}**({n}))"


def _call(head: str) -> Callable[[Expr, Names], str]:
    return lambda e, names: f"{head}({', '.join(_args(e, names))})"


def _mul(e: Expr, names: Names) -> str:
    a, b = e.args
    left, right = _args(e, names)
    for condition, guarded, shown in ((a, right, left), (b, left, right)):
        if _on_indices(condition):  # what is out of range elsewhere is not looked at
            return f"({guarded} if {shown} else 0.0)"
    if is_scalar(a.shape) or is_scalar(b.shape):
        return f"({left} * {right})"
    return f"({left} @ {right}).item()" if is_scalar(e.shape) else f"({left} @ {right})"


def _on_indices(e: Expr) -> bool:
    """Is it a condition on positions?"""
    return e.op == "indicator" and all(a.op in ("index", "size", "num") for a in e.args)


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
        value = code(body.args[0], names.with_bound(dict(zip(indices, (
            f"({names.position(a)})" for a in e.data)))))
        if len(indices) == family:
            return value
        raise _refused(e)
    places = ", ".join(names.place(a) for a in e.data)
    return f"{names.variables[of.data]}[{places}]"


def _entry(e: Expr, names: Names) -> str:
    a = e.args[0]
    axes = iter(e.data)
    places = ", ".join(names.place(next(axes)) if d != 1 else "0" for d in a.shape)
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


def _big(head: str) -> Callable[[Expr, Names], str]:
    def rule(e: Expr, names: Names) -> str:
        index, low, high = e.data
        python = names.fresh(index.name)
        inner = names.with_bound({index: python})
        body = code(e.args[0], inner)
        where = f" if {code(e.args[1], inner)}" if len(e.args) > 1 else ""
        over = f"range({names.position(low)}, {names.position(high)} + 1)"
        start = "" if is_scalar(e.shape) else f", start=np.zeros({names.shape(e)})"
        text = f"({body} for {python} in {over}{where})"
        return f"{head}{text}" if not start else f"{head}({text}{start})"
    return rule


def _array(e: Expr, names: Names) -> str:
    (indices, family), (body,) = e.data, e.args
    if family:
        raise _refused(e)
    named = {x: names.fresh(x.name) for x in indices}
    value = code(body, names.with_bound(named))
    ranges = [f"for {n} in range(1, {names.size(x.dim)} + 1)" for x, n in named.items()]
    if len(indices) == 2:
        return f"np.array([[{value} {ranges[1]}] {ranges[0]}])"
    return f"np.array([{value} {ranges[0]}]).reshape({names.shape(e)})"


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


def _leading(e: Expr, names: Names) -> str:
    """A singular vector; of v and -v that which NumPy gives."""
    a = code(e.args[0], names)
    if e.data == "right":
        return f"np.linalg.svd({a}, full_matrices=False)[2][:1].T"
    return f"np.linalg.svd({a}, full_matrices=False)[0][:, :1]"


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
    place = names.place(e.data)
    one = f"{place}:{place} + 1"
    return f"{code(e.args[0], names)}[{one + ', :' if e.op == 'row' else ':, ' + one}]"


def _basis(e: Expr, names: Names) -> str:
    n, k = names.size(e.shape[0]), names.place(e.data)
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
    "size": lambda e, n: n.size(e.data),
    "index": lambda e, n: f"({n.position(e.data)})",
    "var": lambda e, n: n.variables[e.data],
    "let": _let,
    "item": _item,
    "eye": lambda e, n: f"np.eye({n.size(e.data)})",
    "ones": lambda e, n: "1.0" if is_scalar(e.shape) else f"np.ones({n.shape(e)})",
    "zeros": lambda e, n: "0.0" if is_scalar(e.shape) else f"np.zeros({n.shape(e)})",
    "basis": _basis,
    "add": _infix("+"),
    "neg": lambda e, n: f"(-{code(e.args[0], n)})",
    "mul": _mul,
    "hadamard": _infix("*"),
    "div": _infix("/"),
    "power": _power,
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
    "leading": _leading,
    "polar": lambda e, names: f"np.matmul(*np.linalg.svd({code(e.args[0], names)}, full_matrices=False)[::2])",
    "matrix": lambda e, n: f"np.array([{', '.join(_args(e, n))}]).reshape{e.data}",
    "apply": _apply,
    "apply_many": _named_function(""),
    "jacobian": _named_function("J_"),
    "softmax": _softmax,
    "reduce": _reduce,
    "extremum": _extremum,
    "indicator": _indicator,
    "cases": _cases,
    "sum": _big("sum"),
    "prod": _big("math.prod"),
    "entry": _entry,
    "row": _line,
    "column": _line,
    "array": _array,
    "substitute": _substitute,
}
