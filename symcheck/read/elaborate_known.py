r"""Functions known undeclared: `\log`, `\tanh^2(x)`, `\sigma`, `\operatorname{tr}`, `\det`, softmax."""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.read import stacks
from symcheck.read.elaborate_arguments import after, argument, split_head
from symcheck.read.elaborate_entries import entries
from symcheck.read.elaborate_heads import HEADS, bracket
from symcheck.read.elaborate_superscripts import entrywise_noted, raised
from symcheck.read.names import base_of
from symcheck.read.reading import Reading
from symcheck.read.syntax import Additive, Group, Number, Script, Symbol, Syntax

# Name as written -> name in the table of known elementwise functions.
KNOWN = {
    "exp": "exp", "log": "log", "ln": "log", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh",
    "sin": "sin", "cos": "cos", "tan": "tan", "arcsin": "arcsin", "arccos": "arccos",
    "arctan": "arctan", "sigmoid": "sigmoid", "sigm": "sigmoid", "relu": "relu", "ReLU": "relu",
    "softplus": "softplus", "sign": "sign", "sgn": "sign", "erf": "erf", "sqrt": "sqrt",
    "Heaviside": "step", "abs": "abs", "lgamma": "loggamma", "loggamma": "loggamma",
    "digamma": "digamma",
}

# Letters that are a function where they are not declared: its name in the table and in words.
LETTERS = {"\\sigma": ("sigmoid", "the sigmoid"), "\\Gamma": ("gamma", "the gamma function")}


INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "exp": "log", "log": "exp",
            "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh", "sigmoid": "logit"}


def _over(top: str, bottom: str):
    """The function `top` over `bottom`, entry by entry; 1 where top is empty."""
    return lambda a: build.div(build.known(top, a) if top else build.num(1),
                               build.known(bottom, a))


def _plus(a: Expr, n: int) -> Expr:
    return build.add(a, build.num(n), broadcast=True)


def _area(sign: int):
    """log(a + sqrt(a^2 + sign))."""
    return lambda a: build.known("log", build.add(
        a, build.known("sqrt", _plus(build.power(a, build.num(2)), sign))))


def _arctanh(a: Expr) -> Expr:
    return build.mul(build.num(Fraction(1, 2)), build.known(
        "log", build.div(_plus(a, 1), _plus(build.neg(a), 1))))


# Functions made of those in the table.
COMPOSED = {
    "sec": _over("", "cos"), "csc": _over("", "sin"), "cot": _over("cos", "sin"),
    "sech": _over("", "cosh"), "csch": _over("", "sinh"), "coth": _over("cosh", "sinh"),
    **dict.fromkeys(("arcsinh", "arsinh", "asinh"), _area(1)),
    **dict.fromkeys(("arccosh", "arcosh", "acosh"), _area(-1)),
    **dict.fromkeys(("arctanh", "artanh", "atanh"), _arctanh),
    "logit": lambda a: build.known("log", build.div(a, _plus(build.neg(a), 1))),
}


def known(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\log x`, `\sigma'(z)`, `\tanh^2(x)`, `\sin^{-1} x`, `\log_2 a`."""
    name, sub, sups, primes = split_head(r, items[k])
    if name in LETTERS:
        follows = k + 1 < len(items) and ops[k + 1] == ""
        if not follows or bracket(items[k + 1]) is None and (name == "\\Gamma" or not is_plain_name(items[k + 1])):
            raise r.undeclared(name, items[k])
        function, words = LETTERS[name]
        if name not in r.scope.repeated:
            r.note(f"{name} is taken as {words}, since it is not declared")
    else:
        function = KNOWN.get(name, name)
    order, power = primes, None
    for s in sups:
        if type(s) is Number and s.value.denominator == 1:
            power = s.value
        elif _minus_one(s):
            if function not in INVERSES:
                raise r.error("not-in-language", f"the inverse of {name} cannot be read", items[k],
                              help=f"One over it is 1/{r.text(items[k].base)}(..).")
            function = INVERSES[function]
        elif type(s) is Group and s.open == "(" and type(s.body) is Number:
            order += int(s.body.value)
        elif type(s) is Symbol and s.name == "\\prime":
            order += 1
        else:
            power = s
    a = argument(r, items, ops, k, f"`{r.text(items[k])}`")
    if function not in COMPOSED:
        value = build.known(function, a.values[0], order)
        entrywise_noted(r, function, value)
    elif order:
        raise r.error("not-in-language", f"the derivative of {name} is not written with a prime",
                      items[k])
    else:
        value = COMPOSED[function](r.settle(a.values[0]))
    if sub is not None:
        if function != "log":
            value = component(r, value, sub)
        else:
            value = build.div(value, build.known("log", r.expr(sub)))
    if power is not None:
        exponent = r.expr(power) if isinstance(power, Syntax) else build.num(power)
        value = build.power(value, exponent)
    return after(r, value, a), a.after


def is_plain_name(s: Syntax) -> bool:
    return type(s) in (Symbol, Script) and base_of(s if type(s) is Symbol else s.base) is not None


def _minus_one(s: Syntax) -> bool:
    return (type(s) is Additive and s.signs == ("-",) and type(s.items[0]) is Number
            and s.items[0].value == 1)


def component(r: Reading, value: Expr, sub: Syntax) -> Expr:
    return entries(r, value, sub, sub)


def unary(make, square: bool = False):
    """A head for a function of one array: `\\operatorname{tr}`, `\\det`, `softmax`."""

    def head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
        name, sub, sups, primes = split_head(r, items[k])
        a = argument(r, items, ops, k, f"`{r.text(items[k])}`")
        value = make(r, r.settle(a.values[0]), items[k])
        if primes:
            raise r.error("not-in-language", f"the derivative of {name} is not written with a prime",
                          items[k])
        if sub is not None:
            value = component(r, value, sub)
        for s in sups:
            value = raised(r, value, s, items[k])
        return after(r, value, a), a.after

    return head


def _trace(r: Reading, a: Expr, s: Syntax) -> Expr:
    if a.op == "kron":
        return build.mul(_trace(r, a.args[0], s), _trace(r, a.args[1], s))
    need_square(r, a, s, "trace")
    return build.trace(a)


def kronecker_determinant(r: Reading, a: Expr, s: Syntax) -> Expr:
    """det(A x B) = det(A)^q det(B)^p for a p x p matrix A and a q x q matrix B, and of a number times it."""
    if a.op == "kron":
        rows = [build.size(x.shape[0]) for x in a.args]
        return build.mul(build.power(_det(r, a.args[0], s), rows[1]), build.power(_det(r, a.args[1], s), rows[0]))
    if a.op == "mul" and is_scalar(a.args[0].shape):
        order = build.mul(build.size(a.shape[0]), build.size(a.shape[1]))
        return build.mul(build.power(a.args[0], order), kronecker_determinant(r, a.args[1], s))
    raise r.error("not-in-language", "this determinant cannot be read", s, "it holds a sum of Kronecker products")


def need_square(r: Reading, a: Expr, s: Syntax, what: str) -> None:
    if len(a.shape) != 2 or a.shape[0] != a.shape[1]:
        if len(a.shape) == 2 and r.same(*a.shape):
            return
        raise r.error("not-square", f"the {what} needs a square matrix", s,
                      f"this is {r.shapes(a)[0]}")


def _det(r: Reading, a: Expr, s: Syntax) -> Expr:
    if len(a.shape) == 4:
        return kronecker_determinant(r, a, s)
    need_square(r, a, s, "determinant")
    return build.det(a)


def _diag(r: Reading, a: Expr, s: Syntax) -> Expr:
    if is_vector(a.shape) or is_scalar(a.shape):
        return build.diag(a)
    need_square(r, a, s, "diagonal")
    return build.diagonal(a)


def _vec(r: Reading, a: Expr, s: Syntax) -> Expr:
    return stacks.vec(a)


def _softmax(r: Reading, a: Expr, s: Syntax) -> Expr:
    if r.by_columns and is_matrix(a.shape):
        return build.transpose(build.softmax(build.transpose(a)))
    return build.softmax(a)


def _logsumexp(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.reduce("logsumexp", a)


def _mean(r: Reading, a: Expr, s: Syntax) -> Expr:
    """The mean of the entries of a vector; of random names it may be another one."""
    if not is_vector(a.shape) or any(n.op == "var" and n.data.name in r.laws for n in a.walk()):
        raise r.error("not-in-language", "this mean cannot be read", s, help="Only the mean of the entries of a vector is read.")
    return build.reduce("mean", a)


def _silu(r: Reading, a: Expr, s: Syntax) -> Expr:
    return build.hadamard(a, build.known("sigmoid", a))


def is_known(r: Reading, s: Syntax) -> bool:
    return type(s) is Symbol and (s.name in KNOWN or s.name == "\\sigma")


HEADS.update({name: known for name in COMPOSED})
HEADS.update({name: known for name in KNOWN})


HEADS.update({name: known for name in LETTERS})


HEADS.update({
    "tr": unary(_trace), "Tr": unary(_trace), "trace": unary(_trace), "det": unary(_det),
    "diag": unary(_diag), "Diag": unary(_diag), "vec": unary(_vec),
    "softmax": unary(_softmax), "Softmax": unary(_softmax), "logsumexp": unary(_logsumexp),
    **dict.fromkeys(("mean", "avg", "Mean", "Avg"), unary(_mean)),
    "silu": unary(_silu), "SiLU": unary(_silu), "swish": unary(_silu),
})
