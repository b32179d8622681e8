"""Does a name get its meaning in a statement, or is something claimed of what it means already?"""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation import links, words
from symcheck.judge.derivation.heads import is_call, is_operator, nameable
from symcheck.judge.derivation.state import Gradient, State, name_of, undecorated
from symcheck.judge.derivation.statements import Statement
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Product, Script, Symbol, Syntax
from symcheck.text import Source

_LETTERS = frozenset("ABCDFGHJKLMQRSTUVWXYZ")  # single capitals that may name a function of the author's own


def meaning_here(state: State, s: Statement) -> str | None:
    """'definition' or 'solution' where the head is a name that gets its meaning here."""
    head, other = s.pieces[0], s.pieces[1]
    if other is None or not nameable(head.syntax):
        return None
    unknown = solved_for(state, head.syntax)
    named = base_of(head.syntax) if type(head.syntax) in (Symbol, Accent) else None
    if named is not None and state.context.scope.bare(*named) is None and named[0] in state.context.foreseen \
            and named[0] in state.context.scope.entries:
        return "definition"  # L beside a family L_i
    if is_operator(head.syntax):
        return None
    known = state.read(head)
    base = head.syntax.items[0] if type(head.syntax) is Product else head.syntax
    primes = False
    while type(base) is Script and base.base is not None:
        base, primes = base.base, primes or base.primes > 0
    named = base_of(base)
    if known is not None and unknown is None and named is not None and not primes and (
            type(head.syntax) in (Script, Product)) and known.op != "const" \
            and (type(head.syntax) is Script or named[0] in _LETTERS) and named[0] not in state.context.scope.entries:
        return "definition"  # a_1 beside a matrix A, of which it could be a column; H(p) of no Hessian
    if known is None:
        if is_known_function(state, head.syntax):
            return None
        return "solution" if unknown is not None and not mentions(state, other, unknown) else "definition"
    if type(head.syntax) is Script and any(label(x) == "+" for x in head.syntax.sups) and (
            not is_matrix(known.shape)):
        return "definition"  # w^+, the next w: a vector has no pseudo-inverse
    if known.op == "const" and type(head.syntax) is Symbol:
        return "definition"  # e, where it is no number
    if type(head.syntax) is Script and known.op in ("transpose", "pinv", "power") and (
            head.syntax.primes and not state.context.prime_transpose):
        return "definition"  # m', the next m
    if known.op == "entry" and known.args[0].op == "var" and is_scalar(known.shape):
        value = state.read(other)
        if value is not None and value.shape == known.args[0].shape:
            return "definition"  # w_1, another vector beside w
    if known.op != "var" or name_of(head.syntax) in state.optima:
        return None
    if state.about(known) or optimized(state, known, other) \
            or known.data.name in state.context.distributions or mentions(state, other, known):
        return None
    return "definition"


def optimized(state: State, known: Expr, value: Piece) -> bool:
    """Is `known = value` the solution of a gradient set to zero? Then the value holds no names that the
    objective does not."""
    gradient = state.gradient_by(known)
    if gradient is None:
        return False
    e = state.read(value, known)
    held = {n for n in gradient.f.walk() if n.op == "var"}
    return e is not None and {n for n in e.walk() if n.op == "var"} <= held


def is_known_function(state: State, s: Syntax) -> bool:
    """`f(x)` of a function that has a meaning already."""
    if type(s) is not Product:
        return False
    head = s.items[0]
    named = base_of(head.base if type(head) is Script and head.base is not None else head)
    entry = state.context.scope.bare(*named) if named is not None else None
    return entry is not None and (entry.kind in ("function", "map") or entry.kind == "quantity"
                                  and entry.expr is not None and entry.expr.op == "let" and is_call(s.items[1]))


def mentions(state: State, piece: Piece, e) -> bool:
    value = state.read(piece, e)
    return value is not None and any(node is e for node in value.walk())


def solved_for(state: State, s: Syntax):
    r"""The w of `\hat w` or `w^*` where w is what is solved for."""
    bare = undecorated(s)
    if bare is None:
        return None
    e = state.read(Piece(bare, Source(" " * (bare.span.end + 1))))
    if e is None or e.op != "var":
        return None
    if state.about(e) or state.gradient_by(e) is not None:
        return e
    if not words.OPTIMUM.search(state.prose):
        return None
    for f in state.losses_of(e):
        state.gradients.append(Gradient(f, e))
        return e
    return None


def is_variable(state: State, piece: Piece) -> bool:
    e = state.read(piece)
    return e is not None and e.op == "var"


def is_settled(state: State, head: Piece) -> bool:
    """A derivative of something that has a meaning: what it is equal to is not the author's to choose."""
    e = state.read(head)
    return e is not None and links.has_derivative(e) and all(
        n.data[0].known for n in e.walk() if n.op == "apply")


def is_identity(state: State, head: Expr) -> bool:
    """Would an equation with this head be one between functions that are known, not one that is assumed?"""
    functions = [n.data[0] for n in head.walk() if n.op == "apply"]
    return bool(functions) and all(f.known for f in functions) \
        and not state.optima
