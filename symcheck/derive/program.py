r"""A loss and its gradients as a NumPy function: the forward pass, the backward pass, one line a value.

Vectors are columns (d x 1), numbers floats, members of a family stand along a first axis. `program` writes
the function for one sample, and with `batched` names a second one for many samples at once, whose rows
are samples (`batches.py`). Nothing of symcheck is needed to run it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from symcheck.bridge.numpy_functions import PRIMED, WRITTEN
from symcheck.bridge.numpy_names import Names
from symcheck.bridge.numpy_rules import code
from symcheck.derive.gradients import Gradients
from symcheck.derive.indices import opened
from symcheck.derive.lift import is_whole_sum, lifted, lifted_as
from symcheck.derive.names import definitions
from symcheck.derive.reach import stem
from symcheck.expr import Expr, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.latex_pieces import family_stem
from symcheck.expr.shape import is_scalar

NAME, LOSS_ALONE = "loss_and_gradients", "loss_alone"  # the functions that are written


@dataclass
class Program:
    """Assignments in order, `results` by the name of the variable, and the names they use."""

    g: Gradients
    names: Names
    lines: list[tuple[str, str]] = field(default_factory=list)  # (Python name, source)
    results: dict[str, str] = field(default_factory=dict)
    slopes: dict[Expr, Variable] = field(default_factory=dict)  # the gradient by a name
    forward: int = 0  # how many of the lines are the forward pass


def program(g: Gradients, batched: tuple[Expr, ...] | None = None) -> str:
    """The source of the functions. `batched` are the names that differ from sample to sample (by default
    what is called x and y); where nothing does, there is one function.

    Raises `SymcheckError` (`not-in-numpy`) for what has no NumPy source.
    """
    from symcheck.derive.batches import batch_source, default_names

    if batched is None:
        batched = default_names(g)
    p = assembled(g)
    second = batch_source(g, batched) if batched else ""
    parts = [_source(p, NAME, _said(p, bool(second)))]
    parts += [second] if second else []
    written = dict(p.names.written)
    body = "\n\n".join(parts)
    if second:
        written |= _needed(second)
    helpers = [f"def {n}(t):\n    return {readable(text)}\n" for n, text in written.items()]
    imports = ["import math\n" if "math." in body + "".join(helpers) else "", "import numpy as np\n"]
    return "\n".join([*filter(None, imports), "", *(h + "\n" for h in helpers), body])


def loss_source(g: Gradients) -> str:
    """The source of the loss alone, its arguments those of `loss_and_gradients` but for derivatives."""
    p = _forward(g, LOSS_ALONE, definitions(g.ready))
    where = _shown(p)
    lines = ["import math", "import numpy as np"]
    lines += [f"def {n}(t):\n    return {readable(text)}" for n, text in p.names.written.items()]
    lines += [f"def {LOSS_ALONE}({', '.join(parameters(p))}):"]
    lines += [f"    {n} = {where[d]}" for d, n in p.names.sizes.items() if d in where]
    lines += [f"    {left} = {readable(text)}" for left, text in p.lines]
    return "\n".join([*lines, f"    return {p.names.variables[g.ready.data]}", ""])


def _needed(source: str) -> dict[str, str]:
    used = {n.func.id for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    found = {n: WRITTEN[n] for n in used if n in WRITTEN}
    return found | {n: PRIMED[n.removesuffix("_prime")] for n in used if n.endswith("_prime")}


def _forward(g: Gradients, name: str, values: list[Expr]) -> Program:
    """The assignments of these names, in a function called `name`."""
    p = Program(g, Names(taken={"np", "math", "t", name}))
    for v in given(g):
        python_name(p.names, v)
    for u in values:
        p.lines.append((python_name(p.names, u.data), _line_code(p, u.args[0])))
    p.forward = len(p.lines)
    return p


def assembled(g: Gradients) -> Program:
    """The assignments of the forward and the backward pass."""
    p = _forward(g, NAME, [*definitions(g.ready), *g.singular])
    b = g.pass_
    for u, gradient in b.gradients.items():
        slope = Variable(f"d{p.names.variables[u.data]}", u.shape, u.data.family)
        p.slopes[u] = slope
        value = gradient.value
        if gradient.indices:
            value = build.array(gradient.indices, value, u.shape, len(u.data.family))
        text = _line_code(p, value)
        p.lines.append((python_name(p.names, slope), text))
    for t in g.targets:
        u = stem(t)
        if u in p.slopes:
            p.results[p.names.variables[u.data]] = p.names.variables[p.slopes[u]]
    return p


def given(g: Gradients) -> list[Variable]:
    """The variables of the loss, in the order of declaration."""
    used = [n.data for n in g.ready.upwards() if n.op == "var"]
    order = {v: k for k, v in enumerate(g.context.variables.values())}
    return sorted(used, key=lambda v: order.get(v, len(order)))


def _line_code(p: Program, e: Expr) -> str:
    """The source of a value, in whole arrays where that can be; its bound names are its own."""
    taken = set(p.names.taken)
    text = _array_code(vectorized(rewritten(p, e)), p.names)
    tables = (p.names.variables, p.names.functions, p.names.sizes, p.names.free)
    p.names.taken.clear()
    p.names.taken.update(taken, *(table.values() for table in tables))
    return text


def vectorized(e: Expr) -> Expr:
    """Values by entries as arrays: z_i = u_i + b_i as u + b, a sum over entries as the sum of an array."""
    return e.replaced(_as_array)


def _as_array(e: Expr) -> Expr | None:
    if e.op == "array" and not e.data[1]:
        indices, body = opened(e)
        return lifted_as(body, indices, e.shape)
    if e.op == "sum" and is_scalar(e.shape) and len(e.args) == 1 and is_whole_sum(e):
        indices, body = opened(e)
        inner = lifted(body, indices)
        return None if inner is None else build.reduce("sum", inner)
    return None


def rewritten(p: Program, e: Expr) -> Expr:
    """Names for what has been assigned: definitions, and gradients by names."""
    def assigned(n: Expr) -> Expr | None:
        if n.op == "derivative" and n.args[0] is p.g.ready:
            return _slope(p, n.args[1])
        return build.var(n.data) if n.op == "let" else None

    return e.replaced(assigned)


def _slope(p: Program, by: Expr) -> Expr:
    """The gradient by a name, a member or an entry, from the array of the whole."""
    if by.op == "item":
        return build.item(_slope(p, by.args[0]), by.data)
    if by.op == "entry":
        return build.entry(_slope(p, by.args[0]), by.data)
    return build.var(p.slopes[by])


def _array_code(e: Expr, names: Names) -> str:
    """The source of a value; of all members of a family, one after the other along the first axis."""
    if e.op != "array" or not e.data[1]:
        return code(e, names)
    indices, family = e.data
    named = {i: names.fresh(i.name) for i in indices[:family]}
    inner = e.args[0]
    if indices[family:]:
        inner = build.array(indices[family:], inner, e.shape)
    text = code(inner, names.with_bound(named))
    for i, n in reversed(named.items()):
        text = f"[{text} for {n} in range(1, {names.size(i.dim)} + 1)]"
    return f"np.array({text})"


def python_name(names: Names, v: Variable) -> str:
    """The Python name of a variable, the same one at each call."""
    return names.of(names.variables, v, family_stem(v) if v.family else v.name)


# --- writing --------------------------------------------------------------------------------------


def parameters(p: Program) -> list[str]:
    """The function's arguments: variables, sizes that none shows, free indices, declared functions."""
    names = p.names
    missing = [n for d, n in names.sizes.items() if d not in _shown(p)]
    return [*(names.variables[v] for v in given(p.g)), *missing, *names.free.values(), *names.functions.values()]


def _shown(p: Program) -> dict:
    """Where a size is read off: the shape of an argument."""
    found = {}
    for v in given(p.g):
        axes = (*v.family, *v.shape) if not is_scalar(v.shape) else v.family
        for k, d in enumerate(axes):
            if isinstance(d, str):
                found.setdefault(d, f"{p.names.variables[v]}.shape[{k}]")
    return found


def _source(p: Program, name: str, says: list[str]) -> str:
    lines = [f"def {name}({', '.join(parameters(p))}):", *(f"    {s}".rstrip() for s in says)]
    where = _shown(p)
    lines += [f"    {n} = {where[d]}" for d, n in p.names.sizes.items() if d in where]
    for k, (left, text) in enumerate(p.lines):
        if k in (0, p.forward):
            lines.append(f"    # {'forward' if k == 0 else 'backward'} pass")
        lines.append(f"    {left} = {readable(text)}")
    loss = p.names.variables[p.g.ready.data]
    results = ", ".join(f"{n!r}: {value}" for n, value in p.results.items())
    return "\n".join([*lines, f"    return {loss}, {{{results}}}", ""])


def _said(p: Program, second: bool) -> list[str]:
    """The docstring: what is computed, and the shapes of the arguments."""
    by = ", ".join(p.results)
    one = "for one sample, " if second else ""
    out = [f'"""{unescaped(to_latex(p.g.ready))} {one}and its gradients by {by}.', ""]
    for v in given(p.g):
        shape = "a number" if is_scalar(v.shape) else f"({', '.join(map(str, v.shape))})"
        if v.family:
            count = " x ".join(map(str, v.family))
            shape = f"{count} of shape {shape}" if not is_scalar(v.shape) else f"{count} numbers"
        out.append(f"{p.names.variables[v]}: {shape}")
    for (f, order), n in p.names.functions.items():
        what = f"the function {unescaped(f.name)}" if order == 0 else \
            f"the Jacobian of {unescaped(f.name)}" if order == "J_" else f"the derivative of {unescaped(f.name)}"
        out.append(f"{n}: {what}, of arrays")
    return [*out, '"""']


def unescaped(latex: str) -> str:
    """LaTeX for a docstring, where backslashes would have to be doubled: without them."""
    return latex.replace("\\", "")


class _Shorter(ast.NodeTransformer):
    """np.sqrt(x)**2 is x, a + -b is a - b, x.T.T is x, a - np.ones(..) is a - 1."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        inner = node.value
        twice = node.attr == "T" and isinstance(inner, ast.Attribute) and inner.attr == "T"
        return inner.value if twice else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add) and isinstance(node.right, ast.UnaryOp) and isinstance(
                node.right.op, ast.USub):
            node = ast.BinOp(node.left, ast.Sub(), node.right.operand)
        if isinstance(node.op, ast.Add | ast.Sub) and not (_ones(node.left) and _ones(node.right)):
            return ast.BinOp(_ones(node.left) or node.left, node.op, _ones(node.right) or node.right)
        inner = node.left
        if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2 and \
                isinstance(inner, ast.Call) and ast.unparse(inner.func) == "np.sqrt":
            return inner.args[0]
        return node


def _ones(e: ast.AST) -> ast.AST | None:
    """The number by which an array of ones is scaled, which broadcasts in a sum; None for anything else."""
    if isinstance(e, ast.Attribute) and e.attr == "T":
        return _ones(e.value)
    if isinstance(e, ast.Call) and ast.unparse(e.func) == "np.ones":
        return ast.Constant(1)
    if isinstance(e, ast.BinOp) and isinstance(e.op, ast.Mult) and _ones(e.right) is not None:
        return e.left if ast.unparse(_ones(e.right)) == "1" else None
    return None


def readable(text: str) -> str:
    """Python source without brackets that it does not need."""
    return ast.unparse(_Shorter().visit(ast.parse(text, mode="eval")))
