r"""`\overline{x^2}`, `\overline{xy}`: a mean over the index that the mean \bar x is taken over."""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.read.elaborate_limits import Limits
from symcheck.read.elaborate_ranges import bind
from symcheck.read.names import MEANS
from symcheck.read.reading import Reading
from symcheck.read.syntax import Accent, Script, Symbol, Syntax

INDEX = "·"


def mean(r: Reading, s: Accent) -> Expr | None:
    """The mean of what stands under a bar, where a mean of its letters is defined."""
    if s.kind not in MEANS:
        return None
    body = s.body.replaced(lambda x: _numbered(r, x))
    if body is s.body:
        return None
    over = Limits()
    over.ranges.append((INDEX, None, None, s))

    def finish(index, value: Expr, low, high, where):
        return build.div(build.sum_over(index, value, low, high, where), build.size(index.dim))

    value = bind(r, over, lambda: r.expr(body), finish, s)
    r.note(f"{r.text(s)} is the mean of {r.text(s.body)}")
    return value


def _numbered(r: Reading, s: Syntax) -> Syntax | None:
    """A letter that has a mean with an index below it; None of any other syntax."""
    if type(s) is Symbol and _has_mean(r, s.name):
        return Script(s.span, s, Symbol(s.span, INDEX))
    if type(s) is Script and type(s.base) is Symbol and s.sub is None and _has_mean(r, s.base.name):
        return Script(s.span, s.base, Symbol(s.span, INDEX), s.sups, s.primes)
    return None


def _has_mean(r: Reading, name: str) -> bool:
    r"""Is \bar x defined by a sum?"""
    entry = r.scope.bare(rf"\bar{{{name}}}")
    return entry is not None and entry.expr is not None and entry.expr.op == "let" and any(
        node.op == "sum" for node in entry.expr.args[0].walk())
