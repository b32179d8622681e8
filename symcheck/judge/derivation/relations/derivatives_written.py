"""Derivatives that an expression writes, beside those in what a name is defined as."""

from __future__ import annotations

from symcheck.expr import Expr


def is_second(e: Expr) -> bool:
    """A derivative of a derivative, which says something where that is zero too."""
    return e.op == "derivative" and e.args[0].op in ("derivative", "jacobian") or e.op == "jacobian" and e.args[0].op in ("derivative", "jacobian")


def has_derivative(e: Expr) -> bool:
    """Is a derivative written here, not only in what a name is defined as?"""
    stack = [e]
    while stack:
        node = stack.pop()
        if node.op in ("derivative", "jacobian") or node is e and node.op == "apply" and node.data[1]:
            return True
        if node.op != "let":
            stack.extend(node.args)
    return False


def has_derivative_by(e: Expr, name: Expr) -> bool:
    """The same, of what this name is in: the slopes `\\nabla f(w)` in a bound are numbers to the step size."""
    return has_derivative(e) and any(n.op in ("derivative", "jacobian", "apply") and any(m is name for m in n.walk()) for n in e.walk())


__all__ = ["has_derivative", "has_derivative_by", "is_second"]
