r"""Differentials: `d\ell = \operatorname{tr}(G^\top dW)`, `dY = X\, dW`, `d(A^{-1}) = -A^{-1} dA\, A^{-1}`.

What varies are the names of which a differential is written. That of a variable is another variable of its shape (and
symmetric where it is); that of anything made of them is its derivative in the direction of these,
d f(v) = (d/dt) f(v + t dv) at t = 0 (Magnus and Neudecker, Matrix Differential Calculus). A name with a definition that
none of the varying names is in varies by itself.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import SCALAR
from symcheck.read.elaborate_heads import factor
from symcheck.read.names import is_label, is_transpose, label, parts
from symcheck.read.parser import parse
from symcheck.read.reading import Reading
from symcheck.read.syntax import Accent, Group, Number, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

_ALONG = Variable(r"\tau^{d}", SCALAR)
_SYMMETRIC = frozenset(("symmetric", "posdef", "possemidef"))


def is_differential(s: Syntax) -> bool:
    r"""`d\ell`, `\mathrm{d}W`, `d(AB)`: a d and what it belongs to, and no more."""
    return type(s) is Product and len(s.items) == 2 and s.operators[1] == "" and is_sign(s.items[0])


def is_sign(s: Syntax) -> bool:
    """The d of a differential."""
    return type(s) is Symbol and s.name == "d" and s.font in ("", "rm", "text")


def written(s: Syntax) -> list[str]:
    """The names right behind a d, wherever they stand in a piece of syntax."""
    return [label(core) for x in s.walk() if type(x) is Product for d, of, op in zip(x.items, x.items[1:], x.operators[1:])
            if op == "" and is_sign(d) and (core := _without_transpose(of)) is not None]


def _has_sign(s: Syntax) -> bool:
    return type(s) is Product and any(op == "" and is_sign(d) for d, op in zip(s.items, s.operators[1:]))


def _without_transpose(s: Syntax) -> Syntax | None:
    """The name of `W^\\top`, `W`; of `W_2^\\top`, `W_2`; of `W^{(2)\\top}`, `W^{(2)}`."""
    if _is_transposed(s) and s.sub is None:
        s = s.base
    s = _labelled(s) or s
    return s if type(s) in (Symbol, Accent, Script) and label(s) else None


def _labelled(s: Syntax) -> Syntax | None:
    r"""The `W^{(2)}` of `W^{(2)\top}`, the `W_2` of `W_2^\top`; None of anything else."""
    if _is_transposed(s) and s.sub is not None:
        return replace(s, sups=())
    above = parts(s.sups) if type(s) is Script and s.base is not None and not s.primes else []
    return replace(s, sups=(above[0],)) if len(above) == 2 and is_label(above[0]) and is_transpose(above[1]) else None


def _is_transposed(s: Syntax) -> bool:
    """Does a transpose stand above it, and nothing else?"""
    return type(s) is Script and s.base is not None and bool(s.sups) and not s.primes and all(map(is_transpose, s.sups))


def differential(r: Reading, items, ops, k: int) -> tuple[Expr, int] | None:
    """What `d` and the factor behind it stand for; None where nothing varies."""
    if not speaks(r) or r.upright and "d" in r.dims and items[k].font == "":  # of `\\frac{1}{d\\, s}` beside `\\mathrm{d}s` it is the size
        return None
    varying = _varying(r)
    if not varying or k + 1 >= len(items) or ops[k + 1] != "":
        return None
    of = items[k + 1]
    if _is_transposed(of) and of.sub is None:  # `dW^\\top` is that of dW
        return build.transpose(_of(r, r.settle(r.expr(of.base)), varying, items[k])), k + 2
    if (core := _labelled(of)) is not None:
        return build.transpose(_of(r, r.settle(r.expr(core)), varying, items[k])), k + 2
    e, after = (r.expr(of), k + 2) if type(of) in (Symbol, Accent, Script, Group) and not _calls(r, items, ops, k + 1) \
        else factor(r, items, ops, k + 1)
    return _of(r, r.settle(e), varying, items[k]), after


def speaks(r: Reading) -> bool:
    """Is a d the sign of a differential here? Where d is a size as well, one of the sides has to be a differential; and
    a differential is equal to one, or to 0: `dW = \\partial L / \\partial W` gives a derivative a name."""
    sides = r.both_sides()
    if len(sides) > 1 and not all(type(s) is Number or any(map(_has_sign, s.walk())) for s in sides):
        return False
    return bool(r.differentials) or "d" not in r.dims or any(map(is_differential, sides))


def _calls(r: Reading, items, ops, k: int) -> bool:
    r"""`\log\det`, `\operatorname{tr}`, `f(x)`: what takes the factors behind it."""
    s = items[k].base if type(items[k]) is Script else items[k]
    return type(s) is Symbol and (s.name not in r.scope.entries or k + 1 < len(items) and ops[k + 1] == "" and type(items[k + 1]) is Group)


def _varying(r: Reading) -> list[Expr]:
    """The names that vary: variables, and names with a definition that holds none of those."""
    names = dict.fromkeys(r.differentials)
    for side in r.both_sides():
        names.update(dict.fromkeys(written(side)))
    found: list[Expr] = []
    for name in names:
        try:
            source = Source(name)
            inner = Reading(r.scope, r.dims, source, r.in_layout, r.prime_transpose)
            e = inner.expr(parse(source))
        except SymcheckError:
            continue
        if e.op in ("var", "let") and not e.data.family and e not in found:
            found.append(e)
    return [e for e in found if e.op == "var" or not any(x is not e and x in found for x in e.walk())]


def _of(r: Reading, e: Expr, varying: list[Expr], at: Syntax) -> Expr:
    if e in varying:
        return _new(e)
    if not any(x in varying for x in e.walk()):
        raise r.error("not-in-language", "nothing says what varies in this differential", at,
                      help="The differential of one of its names has to be written too.")
    t = build.var(_ALONG)
    moved = build.substitute(e, tuple((v.data, build.add(v, build.mul(t, _new(v)))) for v in varying))
    return build.substitute(build.derivative(moved, t, "column"), ((_ALONG, build.num(0)),))


def substitutions(e: Expr) -> tuple[Expr, ...]:
    """Of a differential: of its parts those that put something in. Of anything else none."""
    inner = e.args[0].args[0] if e.op == "substitute" and e.data == (_ALONG,) and e.args[0].op == "derivative" else None
    return (e, inner) if inner is not None and inner.op == "substitute" else ()


def _new(v: Expr) -> Expr:
    """The variable that stands for the differential of a name."""
    traits = frozenset(("symmetric",)) if v.data.traits & _SYMMETRIC else v.data.traits & {"diagonal"}
    return build.var(Variable(f"d{v.data.name}", v.shape, (), traits))
