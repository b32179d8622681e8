r"""The same loss for many samples at once: rows are samples, W x is `x @ W.T`, outer products add up to `D.T @ X`.

A value that differs from sample to sample is an N x d array, a number of each sample N x 1. The result
is the mean of the losses; gradients by what all samples share are means, too. Where a step would need a matrix
for each sample, the function of one sample is called for one after the other.
"""

from __future__ import annotations

from symcheck.bridge.numpy_names import Names
from symcheck.bridge.numpy_rules import RELATIONS, code
from symcheck.derive.gradients import Gradients
from symcheck.derive.names import definitions
from symcheck.derive.program import NAME as ONE
from symcheck.derive.program import (
    Program,
    assembled,
    given,
    parameters,
    python_name,
    readable,
    rewritten,
    unescaped,
)
from symcheck.derive.reach import depending, stem
from symcheck.expr import Expr, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.tensor.functions import Unsupported
from symcheck.text import SymcheckError

NAME = "batch_loss_and_gradients"
DATA = ("x", "y")


def default_names(g: Gradients) -> tuple[Expr, ...]:
    """The variables called x and y, where the loss is not a sum over samples already."""
    found = [n for n in g.ready.upwards() if n.op == "var" and not n.data.family]
    data = tuple(n for n in found if n.data.name in DATA and not is_matrix(n.shape))
    several = any(n.op in ("sum", "item") for n in g.ready.walk()) or any(
        n.data.name in ("X", "Y") for n in found)
    return () if several else data


def batch_source(g: Gradients, batched: tuple[Expr, ...]) -> str:
    """The source of the function: of whole arrays where that can be, else of a loop over the samples."""
    try:
        return _Batch(g, batched).source()
    except (Unsupported, SymcheckError):
        return loop_source(g, batched)


def loop_source(g: Gradients, batched: tuple[Expr, ...]) -> str:
    """The function that calls that of one sample for each, and takes the means."""
    p = assembled(g)
    called = p.names.variables
    rows = {called[v.data]: v.data for v in batched}
    each = [_sample(n, rows[n]) if n in rows else n for n in parameters(p)]
    data, first = [n for n in parameters(p) if n in rows], called[batched[0].data]
    lines = [f"def {NAME}({', '.join(parameters(p))}):",
             f'    """The mean of {unescaped(to_latex(g.ready))} over N samples, and its gradients, sample after sample.', "",
             f"    {', '.join(data)}: with a first axis of the samples, N x d for vectors and N x 1 for numbers; all "
             "else is as for one sample.", '    """',
             f"    N = {first}.shape[0]",
             f"    samples = [{ONE}({', '.join(each)}) for n in range(N)]"]
    shared = {called[u.data]: u for u in map(stem, g.targets) if u.data in called and called[u.data] in p.results}
    results = []
    for n, u in shared.items():
        slope = p.results[n]
        if depending(u, batched) or u in batched:
            lines.append(f"    {slope} = {_stacked(f'slopes[{n!r}]', u)} / N")
        else:
            lines.append(f"    {slope} = sum(slopes[{n!r}] for _, slopes in samples) / N")
        results.append(f"{n!r}: {slope}")
    lines.append(f"    return np.mean([loss for loss, _ in samples]), {{{', '.join(results)}}}")
    return "\n".join([*lines, ""])


def _sample(name: str, v: Variable) -> str:
    """One sample of an array of them, in the shape that a function of one takes."""
    if v.family or is_matrix(v.shape):
        return f"{name}[n]"
    if is_scalar(v.shape):
        return f"{name}[n, 0]"
    return f"{name}[n].reshape({'-1, 1' if v.shape[1] == 1 else '1, -1'})"


def _stacked(slope: str, u: Expr) -> str:
    """The gradients by each sample, along a first axis as the samples are."""
    if is_scalar(u.shape) and not u.data.family:
        return f"np.array([[{slope}] for _, slopes in samples])"
    flat = slope if u.data.family or is_matrix(u.shape) else f"{slope}.ravel()"
    return f"np.stack([{flat} for _, slopes in samples])"


class _Batch:
    def __init__(self, g: Gradients, batched: tuple[Expr, ...]):
        self.p = Program(g, Names(taken={"np", "math", "t", NAME, "N"}))
        self.rows: set[Variable] = {n.data for n in batched}
        self.given = given(g)
        for v in self.given:
            python_name(self.p.names, v)
        self.lines: list[str] = []
        self._assemble()

    def _assemble(self) -> None:
        p, g = self.p, self.p.g
        for u in (*definitions(g.ready), *g.singular):
            e = rewritten(p, u.args[0])
            if self._varies(e):
                self.rows.add(u.data)
            self.lines.append(f"{python_name(p.names, u.data)} = {readable(self.code(e))}")
        if g.ready.data not in self.rows:
            raise Unsupported("a loss that is the same for all samples")
        self.forward = len(self.lines)
        found: dict[Expr, str] = {}
        for u, gradient in g.pass_.gradients.items():
            if gradient.indices:
                raise Unsupported("a gradient by entries")
            e = rewritten(p, gradient.value)
            slope = Variable(f"d{p.names.variables[u.data]}", u.shape)
            p.slopes[u] = slope
            name = python_name(p.names, slope)
            if u.data in self.rows:
                self.rows.add(slope)
                self.lines.append(f"{name} = {readable(self.code(e))}")
                value = f"{name} / N"
            else:
                self.lines.append(f"{name} = {readable(f'({self.total(e)}) / N')}")
                value = name
            found[u] = value
        self.results = {p.names.variables[u.data]: found[u] for u in map(stem, g.targets) if u in found}

    def _varies(self, e: Expr) -> bool:
        return any(n.op == "var" and n.data in self.rows for n in e.walk())

    # --- values of each sample ------------------------------------------------------------------

    def code(self, e: Expr) -> str:
        """A value of each sample as rows; of what all share, in its own shape."""
        if not self._varies(e):
            return code(e, self.p.names)
        if is_matrix(e.shape):
            raise Unsupported("a matrix for each sample")
        match e.op:
            case "var":
                return self.p.names.variables[e.data]
            case "transpose":
                return self.code(e.args[0])
            case "neg":
                return f"(-{self.code(e.args[0])})"
            case "add" | "hadamard" | "div" | "power":
                sign = {"add": "+", "hadamard": "*", "div": "/", "power": "**"}[e.op]
                return "(" + f" {sign} ".join(self._beside(a) for a in e.args) + ")"
            case "apply":
                return self._applied(e)
            case "mul":
                return self._product(e)
            case "dot":
                a, b = (self._beside(a) for a in e.args)
                return f"np.sum({a} * {b}, axis=1, keepdims=True)"
            case "norm" if e.data == "fro":
                return f"np.sqrt(np.sum(np.square({self.code(e.args[0])}), axis=1, keepdims=True))"
            case "softmax":
                a = self.code(e.args[0])
                return f"(np.exp({a}) / np.sum(np.exp({a}), axis=1, keepdims=True))"
            case "reduce" if e.data in ("sum", "mean"):
                return f"np.{e.data}({self.code(e.args[0])}, axis=1, keepdims=True)"
            case "extremum":
                out, *rest = [self._beside(a) for a in e.args]
                for other in rest:
                    out = f"np.{e.data}imum({out}, {other})"
                return out
            case "indicator":
                a, b = (self._beside(a) for a in e.args)
                return f"(1.0 * ({a} {RELATIONS[e.data]} {b}))"
        raise Unsupported(f"{e.op} for all samples at once")

    def _beside(self, e: Expr) -> str:
        """An operand of an elementwise operation: a column that all share lies down."""
        text = self.code(e)
        column = not self._varies(e) and not is_scalar(e.shape) and e.shape[1] == 1
        return f"({text}).T" if column else text

    def _applied(self, e: Expr) -> str:
        """As for one sample, with the argument in rows."""
        stand_in = Variable("argument", e.args[0].shape)
        names = self.p.names
        names.variables[stand_in] = "argument_"
        text = code(Expr("apply", (build.var(stand_in),), e.data, e.shape), names)
        del names.variables[stand_in]
        return text.replace("argument_", self.code(e.args[0]))

    def _product(self, e: Expr) -> str:
        a, b = e.args
        if is_scalar(a.shape) or is_scalar(b.shape):
            return f"({self._beside(a)} * {self._beside(b)})"
        if self._varies(a) and self._varies(b):
            if is_scalar(e.shape):
                return f"np.sum({self.code(a)} * {self.code(b)}, axis=1, keepdims=True)"
            raise Unsupported("a matrix for each sample")
        if self._varies(b):
            if b.shape[1] != 1:
                raise Unsupported("a matrix for each sample")
            return f"({self.code(b)} @ ({self.code(a)}).T)"
        if a.shape[0] != 1:
            raise Unsupported("a matrix for each sample")
        return f"({self.code(a)} @ {self.code(b)})"

    # --- sums over the samples ------------------------------------------------------------------

    def total(self, e: Expr) -> str:
        """The sum over the samples, in the value's own shape."""
        if not self._varies(e):
            return f"(N * {self.code(e)})"
        if e.op == "add":
            return "(" + " + ".join(self.total(a) for a in e.args) + ")"
        if e.op == "neg":
            return f"(-{self.total(e.args[0])})"
        if e.op == "transpose":
            return f"({self.total(e.args[0])}).T"
        if e.op == "mul" and is_matrix(e.shape):
            return self._total_product(e)
        if is_scalar(e.shape):
            return f"np.sum({self.code(e)})"
        if e.shape[1] == 1:
            return f"np.sum({self.code(e)}, axis=0).reshape(-1, 1)"
        return f"np.sum({self.code(e)}, axis=0, keepdims=True)"

    def _total_product(self, e: Expr) -> str:
        """Outer products add up to a product of matrices; what all share stays outside."""
        a, b = e.args
        if is_scalar(a.shape) and not self._varies(a):
            return f"({self.code(a)} * {self.total(b)})"
        if is_scalar(a.shape) and b.op == "mul":  # a number of each sample goes with the column
            return f"(({self.code(a)} * {self.code(b.args[0])}).T @ {self.code(b.args[1])})"
        if a.shape[-1] == 1 and b.shape[0] == 1:
            if self._varies(a) and self._varies(b):
                return f"(({self.code(a)}).T @ {self.code(b)})"
            if self._varies(a):
                return f"({self.total(a)} @ {self.code(b)})"
            return f"({self.code(a)} @ {self.total(b)})"
        if not self._varies(a):
            return f"({self.code(a)} @ {self.total(b)})"
        if not self._varies(b):
            return f"({self.total(a)} @ {self.code(b)})"
        raise Unsupported("a sum of products of matrices")

    def _shown(self) -> dict:
        """Where a size is read off: rows have the length of the vector they are."""
        found: dict = {}
        for v in self.given:
            name = self.p.names.variables[v]
            axes = [(d, 1 if v in self.rows else k) for k, d in enumerate(v.shape) if isinstance(d, str)]
            for d, k in axes if not is_scalar(v.shape) and not v.family else ():
                found.setdefault(d, f"{name}.shape[{k}]")
        return found

    # --- writing --------------------------------------------------------------------------------

    def source(self) -> str:
        p, names = self.p, self.p.names
        arguments = [*(names.variables[v] for v in self.given), *names.functions.values()]
        where = self._shown()
        if names.free or not set(names.sizes) <= set(where):
            raise Unsupported("a size within a batch")
        data = [names.variables[v] for v in self.given if v in self.rows]
        says = [f'"""The mean of {unescaped(to_latex(p.g.ready))} over N samples, and its gradients.', "",
                f"The rows of {' and '.join(data)} are samples, N x 1 where a sample is a number; all else is as "
                "for one sample.",
                '"""']
        lines = [f"def {NAME}({', '.join(arguments)}):", *(f"    {s}".rstrip() for s in says),
                 f"    N = {data[0]}.shape[0]", *(f"    {n} = {where[d]}" for d, n in names.sizes.items()),
                 "    # forward pass"]
        lines += [f"    {line}" for line in self.lines[:self.forward]]
        lines += ["    # backward pass", *(f"    {line}" for line in self.lines[self.forward:])]
        loss = names.variables[p.g.ready.data]
        results = ", ".join(f"{n!r}: {value}" for n, value in self.results.items())
        return "\n".join([*lines, f"    return np.mean({loss}), {{{results}}}", ""])

