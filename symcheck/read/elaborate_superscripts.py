r"""Superscripts as operations: transposes, primes, inverses and powers of a value.

Of a square matrix a power is the matrix power, of other arrays it is taken entry by entry; where
that may not be what was meant, a note says so. A superscript that can only be part of a name is
refused as undeclared.
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import describe, is_matrix, is_scalar, is_vector
from symcheck.read import stacks
from symcheck.read.elaborate_entries import text_of
from symcheck.read.names import ADJOINTS, STARS, is_label, is_transpose, label, spelled
from symcheck.read.reading import Reading
from symcheck.read.syntax import Additive, Group, Listing, Number, Product, Script, Symbol, Syntax


def raised(r: Reading, value: Expr, s: Syntax, at: Syntax) -> Expr:
    """A value with one superscript: transpose, inverse or power."""
    kind = type(s)
    if kind is Group and s.open == "":
        return raised(r, value, s.body, at)
    if kind is Symbol:
        name = s.name
        if name == "t" and (is_scalar(value.shape) or "t" in r.bound or "t" in r.dims
                            or r.scope.bare("t") is not None):
            return power(r, value, s, at)
        if is_transpose(s) or name == "t":
            if name == "T" and is_scalar(value.shape) and (
                    "T" in r.dims or r.scope.bare("T") is not None):
                return power(r, value, s, at)
            return transpose(r, value, at)
        if name == "+" and is_scalar(value.shape) and type(at) is Script and type(at.base) is Group:
            r.note(f"{text_of(r, at)} is read as the positive part")
            return build.known("relu", value)
        if name == "+" and (is_scalar(value.shape) or is_vector(value.shape) and type(at) is Script and type(at.base) is not Group):
            raise r.undeclared(spelled(text_of(r, at), None, "+"), at)  # the next value, or the positive part
        if name in ADJOINTS:
            return pseudo_inverse(r, value, at)
        if name == "\\prime":
            return primed(r, value, 1, at, text_of(r, at))
        if name in STARS:
            raise r.undeclared(spelled(text_of(r, at), None, "*"), at)
    if kind is Additive and (inverted := _inverted(r, value, s, at)) is not None:
        return inverted
    if kind is Listing or kind is Product and is_transpose(s.items[-1]) and not any(s.operators):
        for item in s.items:
            value = raised(r, value, item, at)
        return value
    if kind is Product and s.operators[0] == "" and type(s.items[0]) is Symbol and \
            s.items[0].name in ("\\odot", "\\circ"):
        return build.power(value, r.expr(s.items[1]))
    if is_label(s):
        raise r.undeclared(spelled(text_of(r, at), None, label(s)), at)
    return power(r, value, s, at)


def _inverted(r: Reading, value: Expr, s: Additive, at: Syntax) -> Expr | None:
    r"""`A^{-1}`, `A^{-\top}`, `A^{\top - 1}`; None where the exponent is none of these."""
    first = s.items[0]
    if len(s.items) == 1 and s.signs == ("-",):
        if type(first) is Symbol and (is_transpose(first) or first.name == "t"
                                      and not is_scalar(value.shape)):
            return transpose(r, inverse(r, value, at), at)
        if type(first) is Number and first.value == 1 and not is_vector(value.shape):
            return inverse(r, value, at)
    if len(s.items) == 2 and type(s.items[1]) is Number and is_transpose(first) and (
            not is_scalar(value.shape)) and s.signs[1] == "-" and s.items[1].value == 1:
        return transpose(r, inverse(r, value, at), at)
    return None


def primed(r: Reading, value: Expr, primes: int, at: Syntax, name: str) -> Expr:
    if not is_scalar(value.shape) or r.prime_transpose:
        if not r.prime_transpose:
            r.note(f"the prime of {name} is read as a transpose")
        return transpose(r, value, at) if primes % 2 else value
    by = _only_variable(value) if type(at) is Script and type(at.base) is Group and at.base.open in ("(", "[") else None
    if by is None:
        raise r.undeclared(name + "'" * primes, at)
    for _ in range(primes):
        value = build.derivative(value, by, "row" if r.layout == "row" else "column")
    return value


def _only_variable(e: Expr) -> Expr | None:
    r"""The t of `\bigl(\frac{\sinh t}{\cosh t}\bigr)'`: the one name in an expression, where that is a number without a definition."""
    names = {n for n in e.walk() if n.op in ("var", "let", "size", "index", "foreign")}
    by = names.pop() if len(names) == 1 else None
    return by if by is not None and by.op == "var" and is_scalar(by.shape) and not by.data.family else None


def transpose(r: Reading, value: Expr, at: Syntax) -> Expr:
    value = r.settle(value)
    if value.op == "num" and value.data == 0:  # `0^\\top`: a zero row, of any length
        sizes = r.open_sizes()
        return build.zeros((sizes.fresh(True), sizes.fresh(True)))
    if value.op == "kron":
        return build.kron(build.transpose(value.args[0]), build.transpose(value.args[1]))
    if value.op == "block":
        from symcheck.read import blocks
        return blocks.transposed(value)
    if stacks.is_stack(value):
        return stacks.transposed(value)
    if len(value.shape) != 2:
        raise r.misfit("this has no transpose", at, f"it is {describe(value.shape)}")
    return build.transpose(value)


def inverse(r: Reading, value: Expr, at: Syntax) -> Expr:
    value = r.settle(value)
    if value.op == "kron":
        return build.kron(inverse(r, value.args[0], at), inverse(r, value.args[1], at))
    shape = value.shape
    if len(shape) != 2 or shape[0] != shape[1] and not r.same(*shape):
        raise r.error("not-square", "this has no inverse", at,
                      f"{text_of(r, at)} is {describe(shape)}, not square")
    return build.inverse(r.settle(value))


def pseudo_inverse(r: Reading, value: Expr, at: Syntax) -> Expr:
    """`X^\\dagger` as (X^T X)^{-1} X^T: for independent columns."""
    if is_scalar(value.shape):
        return inverse(r, value, at)
    turned = build.transpose(value)
    r.note(f"the pseudo-inverse of {text_of(r, at)} is taken for independent columns")
    return build.mul(build.inverse(build.mul(turned, value)), turned)


def entrywise_noted(r: Reading, function: str, value: Expr) -> None:
    """A note where a square matrix might have been meant as an operator."""
    shape = value.shape
    if function in ("exp", "log") and len(shape) == 2 and shape[0] == shape[1] != 1:
        what = {"exp": "exponential", "log": "logarithm"}[function]
        r.note(f"the {what} of a matrix is taken entry by entry")


def power(r: Reading, value: Expr, s: Syntax, at: Syntax) -> Expr:
    r"""`x^2`: of a square matrix the matrix power, of other arrays entry by entry. The `\mathrm N` of `x^{\mathrm N}` is a mark, and no
    number N."""
    if type(s) is Symbol and s.font in ("rm", "text") and len(s.name) == 1 and s.name.isupper() and r.scope.bare(s.name, s.font) is None:
        raise r.undeclared(rf"{text_of(r, at)}^{{\mathrm{{{s.name}}}}}", at)
    value = r.settle(value)
    if stacks.is_stack(value):
        raise r.misfit("a stacked matrix has no powers", at)
    whole = integer(s)
    shape = value.shape
    if len(shape) == 2 and shape[0] != 1 and shape[0] == shape[1]:
        if whole is not None:
            return build.matrix_power(value, whole)
        from symcheck.read.roots import half_power
        half = half_power(r, value, s)
        if half is not None:
            return half
        exponent = r.expr(s)
        raise r.error("not-in-language", "this power of a matrix cannot be read", at,
                      f"{text_of(r, at)} is {describe(shape)}",
                      help="A matrix has integer powers only, and half ones where it is declared "
                           "positive definite." if is_scalar(exponent.shape) else "")
    if value.op == "kron":
        raise r.error("not-in-language", "a power of a Kronecker product cannot be read", at)
    if is_matrix(shape) and whole is not None and whole < 0:
        raise r.error("not-square", "this has no inverse", at,
                      f"{text_of(r, at)} is {describe(shape)}, not square")
    if is_scalar(shape) and whole is not None:
        return build.power(value, build.num(whole))
    exponent = r.expr(s)
    if not is_scalar(shape):
        if not is_scalar(exponent.shape):
            raise r.misfit("the exponent of an array is a number", at,
                           f"this one is {describe(exponent.shape)}")
        r.note(f"{r.text(at)} is taken entry by entry")
    return build.power(value, exponent)


def integer(s: Syntax) -> int | None:
    """The whole number that a piece of syntax is."""
    if type(s) is Number and s.value.denominator == 1:
        return int(s.value)
    if type(s) is Additive and len(s.items) == 1 and s.signs == ("-",):
        inner = integer(s.items[0])
        return None if inner is None else -inner
    if type(s) is Group and s.open in ("", "("):
        return integer(s.body) if s.open == "" else None
    return None
