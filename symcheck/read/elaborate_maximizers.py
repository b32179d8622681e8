r"""The maximizers that have a value of their own: singular vectors and polar factors.

    \arg\max_{\|v\| = 1} \|A v\|                          the first right singular vector
    \arg\max_{\|u\| = 1} \|u^\top A\|                     the first left one
    \arg\max_{\|Q\|_2 \le 1} \operatorname{tr}(Q^\top A)  U V^\top, also with \langle Q, A \rangle

Of v and -v one is meant; what does not depend on which is judged. Any other maximizer is no value.
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_matrix
from symcheck.read.elaborate_products import chain
from symcheck.read.names import TRANSPOSES, label
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    BigOperator,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)


def maximizer(r: Reading, items, ops, k: int) -> tuple[Expr, int] | None:
    r"""The value of an `\arg\max` of one of the three forms; None for any other."""
    s = items[k]
    if type(s) is not BigOperator or type(s.lower) is not Relation or len(s.lower.items) != 2:
        return None
    (bound, one), (relation,) = s.lower.items, s.lower.operators
    name, mark = _norm(bound)
    if type(name) is not Symbol or type(one) is not Number or one.value != 1:
        return None
    rest = items[k + 1:]
    if relation == "=" and mark in ("", "2"):
        found = _vector(r, rest, label(name))
    elif relation == r"\le" and mark == "2":
        found = _polar(r, rest, label(name))
    else:
        return None
    return None if found is None else (found, len(items))


def _norm(s: Syntax | None) -> tuple[Syntax | None, str]:
    r"""(what is within `\|..\|`, the mark below it)."""
    mark = ""
    if type(s) is Script and s.sub is not None and not s.sups:
        s, mark = s.base, label(s.sub)
    return (s.body, mark) if type(s) is Group and s.open == "\\|" else (None, "")


def _vector(r: Reading, rest, name: str) -> Expr | None:
    body, mark = _norm(rest[0]) if len(rest) == 1 else (None, "")
    if type(body) is not Product or mark not in ("", "2"):
        return None
    if label(body.items[-1]) == name:
        return _of(r, Product(body.span, body.items[:-1], body.operators[:-1]), lambda a: build.leading(a, "right"))
    if _is_transposed(body.items[0], name):
        return _of(r, _after_first(body), lambda a: build.leading(a, "left"))
    return None


def _polar(r: Reading, rest, name: str) -> Expr | None:
    inner = rest[-1]
    if type(inner) is not Group:
        return None
    if len(rest) == 1 and inner.open == "\\langle" and type(inner.body) is Listing:
        first, *others = inner.body.items
        return _of(r, others[0], build.polar) if len(others) == 1 and label(first) == name else None
    is_trace = len(rest) == 2 and type(rest[0]) is Symbol and rest[0].name.lower() in ("tr", "trace")
    if not is_trace or type(inner.body) is not Product or not _is_transposed(inner.body.items[0], name):
        return None
    return _of(r, _after_first(inner.body), build.polar)


def _after_first(s: Product) -> Product:
    return Product(s.span, s.items[1:], ("", *s.operators[2:]))


def _is_transposed(s: Syntax, name: str) -> bool:
    return type(s) is Script and s.base is not None and label(s.base) == name and len(s.sups) == 1 and \
        label(s.sups[0]) in TRANSPOSES


def _of(r: Reading, s: Syntax, make) -> Expr | None:
    a = r.settle(chain(r, s.items, s.operators) if type(s) is Product else r.expr(s))
    return make(a) if is_matrix(a.shape) else None
