r"""Declarations of a context as LaTeX that reads back: what a worked solution begins with."""

from __future__ import annotations

from collections.abc import Iterable

from symcheck.derive.indices import free
from symcheck.expr import Expr, Function, Variable
from symcheck.expr.latex import to_latex
from symcheck.expr.latex_pieces import function_latex, variable_latex
from symcheck.expr.shape import Shape, is_scalar
from symcheck.read.context import Context

SETS = {"posdef": "S}_{++}", "possemidef": "S}_{+}", "symmetric": "S}"}
SIGNS = {"positive": "> 0", "nonnegative": r"\ge 0", "negative": "< 0"}


def space(shape: Shape) -> str:
    r"""Where an array of this shape lives: `\mathbb{R}`, `\mathbb{R}^{n}`, `\mathbb{R}^{n \times d}`."""
    if is_scalar(shape):
        return r"\mathbb{R}"
    if len(shape) == 2 and shape[1] == 1:
        return rf"\mathbb{{R}}^{{{shape[0]}}}"
    return r"\mathbb{R}^{" + r" \times ".join(map(str, shape)) + "}"


def declarations(context: Context, *used: Expr) -> tuple[str, ...]:
    """The declarations and assumptions that these expressions rest on, names of one space together."""
    variables, functions = _names(used)
    groups: dict[str, list[str]] = {}
    for v in context.variables.values():  # in the order of declaration
        if v in variables:
            groups.setdefault(_where(v), []).append(variable_latex(v))
    lines = [f"{', '.join(names)} {where}" for where, names in groups.items()]
    for f in functions:
        lines.append(rf"{function_latex(f)} : {_sets(f)}")
    places = frozenset().union(*map(free, used))
    declared = {e.name: e.dim for e in context.scope if e.kind == "index"}
    lines += [rf"{i.name} \in \{{1, \dots, {i.dim}\}}" for i in sorted(places, key=lambda i: i.name)
              if declared.get(i.name) == i.dim]
    lines += [f"{to_latex(a)} {'=' if relation == '=' else relation} {to_latex(b)}"
              for relation, a, b in _relations(context)
              if {x.data for e in (a, b) for x in e.walk() if x.op == "var"} <= variables]
    return tuple(lines)


def _relations(context: Context):
    known = {"=", ">", "<", r"\ge", r"\le", ">=", "<=", r"\ne"}
    return [a[:3] for a in context.assumptions if a[0] in known]


def _names(used: Iterable[Expr]) -> tuple[set[Variable], list[Function]]:
    variables: set[Variable] = set()
    functions: dict[Function, None] = {}
    for e in used:
        for node in e.walk():
            if node.op == "var":
                variables.add(node.data)
            elif node.op in ("apply", "apply_many", "jacobian"):
                f = node.data[0] if node.op == "apply" else node.data
                if not f.known:
                    functions[f] = None
    return variables, list(functions)


def _where(v: Variable) -> str:
    if v.traits & {"integer"} and "positive" in v.traits:
        return r"\in \mathbb{N}"
    if is_scalar(v.shape) and "unit" in v.traits:
        return r"\in (0, 1)"
    if is_scalar(v.shape) and v.values:
        return rf"\in \{{{', '.join(map(str, v.values))}\}}"
    for trait, sign in SIGNS.items():
        if is_scalar(v.shape) and trait in v.traits:
            return sign
    for trait, head in SETS.items():
        if trait in v.traits:
            return rf"\in \mathbb{{{head}^{{{v.shape[0]}}}"
    where = rf"\in {space(v.shape)}"
    if v.family:
        letters = "ijk"
        where += "".join(rf", {letters[k]} = 1, \dots, {n}" for k, n in enumerate(v.family))
    return where


def _sets(f: Function) -> str:
    if f.kind == "elementwise":
        return r"\mathbb{R} \to \mathbb{R}"
    return rf"{space(f.domain)} \to {space(f.codomain)}"
