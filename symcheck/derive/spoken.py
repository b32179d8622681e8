r"""How expressions of a solution are printed: in LaTeX, by the names of functions that the context uses.

The sigmoid is printed as `\sigma` where that is no other name, and a function that the context defines to be
a known one as the context calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from symcheck.derive.indices import renamed
from symcheck.expr import At, Expr, Function, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.latex_pieces import function_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.text import SymcheckError

Say = Callable[[Expr], str]
KNOWN = ("sigmoid", "tanh", "relu", "softplus")


class Spoken:
    """Prints expressions; `functions` are the context's own names of known functions."""

    def __init__(self, context: Context):
        self.functions = _called(context)
        self.memo: dict[Expr, Expr] = {}

    def __call__(self, e: Expr) -> str:
        return to_latex(self._turned(e))

    def function(self, f: Function) -> Function:
        return self.functions.get(f.known, f)

    def _turned(self, e: Expr) -> Expr:
        if not self.functions:
            return e
        if e not in self.memo:
            if e.op in ("let", "var"):
                self.memo[e] = e
            else:
                args = tuple(self._turned(a) for a in e.args)
                data = e.data
                if e.op == "apply" and data[0].known in self.functions:
                    data = (self.functions[data[0].known], data[1])
                self.memo[e] = e if args == e.args and data == e.data else Expr(e.op, args, data, e.shape)
        return self.memo[e]


def _called(context: Context) -> dict[str, Function]:
    """The names under which a context defines known functions of one number."""
    found: dict[str, Function] = {}
    try:
        sigma = context.read(r"\sigma(0)")
        if sigma.op == "apply" and sigma.data[0].known == "sigmoid":
            found["sigmoid"] = Function(r"\sigma", known="sigmoid")
    except SymcheckError:
        pass  # there \sigma is a number
    for name, entry in context.functions.items():
        if isinstance(entry, Function) or len(entry.params) != 1:
            continue
        body = entry.body
        parameter = entry.params[0]
        if body is None or not is_scalar(parameter.shape) or not is_scalar(body.shape):
            continue
        known = _known(body, parameter)
        if known:
            found.setdefault(known, Function(name, known=known))
    return found


@lru_cache(256)
def _known(body: Expr, parameter: Variable) -> str:
    """Which of the known functions a defined one is; '' for another."""
    t = build.var(parameter)
    same = (k for k in KNOWN if judge(Context(), body, build.known(k, t), hint=True).right)
    return next(same, "")


def function_name(f: Function, say) -> str:
    """LaTeX of a function, in the words of `say` where that knows others than its own."""
    return function_latex(say.function(f) if isinstance(say, Spoken) else f)


def latex_of(u: Expr, say: Say) -> tuple[str, str]:
    """The two sides of a definition: of a member or an entry where it is by members or entries."""
    definition = u.args[0]
    if definition.op != "array":
        return say(u), say(definition)
    indices, family = definition.data
    at = tuple(At(Index(i.name, i.dim)) for i in indices)
    left = build.item(u, at[:family]) if family else u
    if at[family:]:
        left = build.entry(left, at[family:])
    return say(left), say(renamed(definition.args[0], dict(zip(indices, at))))
