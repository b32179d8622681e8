r"""Reverse mode through named intermediates: each name's gradient in terms of those of later names.

A loss is a name defined by names. For each definition u = f(v, ..) the gradient by u, written
`\frac{\partial \ell}{\partial u}`, is passed back through f to the names in it: these are the shares
of the chain rule. A name's gradient is the sum of its shares; one whose members or entries are used one by
one has a gradient member by member.
"""

from __future__ import annotations

from functools import reduce

from symcheck.derive.entries import entry
from symcheck.derive.indices import free, fresh, opened, renamed
from symcheck.derive.lift import is_plain, lifted_as
from symcheck.derive.names import Names
from symcheck.derive.raised import Raised
from symcheck.derive.reach import (
    depending,
    direct_names,
    downwards,
    is_curve,
    is_opaque,
    mark,
    places,
    stem,
)
from symcheck.derive.rules import passed_on
from symcheck.derive.shares import Binder, Gradient, Share, as_array, condition, placed, shifted
from symcheck.derive.shorten import length, shortened
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, Index, build
from symcheck.expr.names import At
from symcheck.expr.shape import is_scalar
from symcheck.tensor.array import variable
from symcheck.tensor.canonical import canonical
from symcheck.tensor.differentiate import gradient as gradient_of
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.lower import lower


class Backprop:
    """The backward pass of a loss (a `let`) to the names in `by`, one gradient after another.

    Raises `Unsupported` where an operation has no rule.
    """

    def __init__(self, loss: Expr, by: tuple[Expr, ...], named: bool = True):
        self.loss = loss
        self.by = tuple(dict.fromkeys(stem(v) for v in by))
        self.needed = depending(loss, self.by)
        self.words = Names(loss, None if named else loss)
        self.shares: dict[Expr, list[Share]] = {}
        self.gradients: dict[Expr, Gradient] = {}
        self.shortened: dict[Expr, Expr | None] = {}
        for u in downwards(loss, self.needed):
            if u is not loss:
                if u not in self.shares:
                    continue
                self.gradients[u] = self._combined(u)
            if u.op == "let":
                try:
                    self._pass(u)
                except Unsupported:
                    for uses in self.shares.values():
                        uses[:] = [s for s in uses if s.consumer is not u]
                    self._pass_by_entries(u)

    # --- passing back ---------------------------------------------------------------------------

    def symbol(self, u: Expr) -> Expr:
        """The gradient by a name, as it is written."""
        return build.num(1) if u is self.loss else build.derivative(self.loss, u, "column")

    def _pass(self, u: Expr) -> None:
        """Pass the gradient by u back through its definition."""
        definition = u.args[0]
        if u is not self.loss and is_opaque(definition):
            return self._pass_opaque(u)
        if is_curve(definition):
            return self._pass_curve(u)
        if definition.op != "array":
            return self._pull(definition, self.symbol(u), (), u)
        indices, body = opened(definition)
        self._open(body)
        family = definition.data[1]
        of = build.item(u, tuple(map(At, indices[:family]))) if family else u
        g = self.symbol(of)
        if indices[family:]:
            g = entry(g, tuple(map(At, indices[family:])))
        self._pull(body, g, tuple(map(Binder, indices)), u)

    def _pass_opaque(self, u: Expr) -> None:
        """The derivative of a number that is any function of a name stays as it is written."""
        definition = u.args[0]
        binders: tuple[Binder, ...] = ()
        of, body = u, definition
        if definition.op == "array":
            indices, body = opened(definition)
            of, binders = build.item(u, tuple(map(At, indices))), tuple(map(Binder, indices))
        v = (body.args[0] if body.op == "entry" else body).args[0]
        if v in self.needed:
            g = build.mul(self.symbol(of), build.derivative(of, v, "column"))
            self._record(v, (), g, binders, u)

    def _pass_curve(self, u: Expr) -> None:
        """The chain rule of several variables: a vector that is any function of a number is differentiated
        entry by entry, and what each entry gives is added up."""
        v = u.args[0].args[0]
        if v in self.needed:
            i = fresh(Index("i", u.shape[0]))
            one = build.entry(u, (At(i),))
            g = build.mul(build.derivative(self.loss, one, "column"), build.derivative(one, v, "column"))
            self._record(v, (), g, (Binder(i),), u)

    def _pass_by_entries(self, u: Expr) -> None:
        """As `_pass`, by the index form's own derivative of the definition, written by entries."""
        names = direct_names(u.args[0])
        held = frozenset(v.data for v in names)
        array, opens = lower(u.args[0], held)
        if opens:
            raise Unsupported("a definition with open indices")
        family = len(u.data.family)
        axes = tuple(fresh(Index("ijkl"[k], d)) for k, d in enumerate(array.dims))
        of = build.item(u, tuple(map(At, axes[:family]))) if family else u
        g = self.symbol(of)
        g = entry(g, tuple(map(At, axes[family:]))) if axes[family:] else g
        raised = Raised({v.data: v for v in names})
        for v in names:
            if v not in self.needed:
                continue
            d = canonical(gradient_of(array, variable(v.data)))
            mine = tuple(fresh(Index("klmn"[k], n)) for k, n in enumerate(d.dims[array.rank:]))
            body = raised.entry(d, tuple(map(At, axes + mine)))
            value = build.mul(g, body) if g.op != "num" else body
            for i in reversed(axes):
                value = build.sum_over(i, value)
            self.shares.setdefault(v, []).append(Share(u, mine, self.words.written(shortened(value))))

    def _pull(self, e: Expr, g: Expr, binders: tuple[Binder, ...], u: Expr) -> None:
        if e not in self.needed:
            return
        match e.op:
            case "var" | "let":
                self._record(e, (), g, binders, u)
            case "item":
                self._record(e.args[0], e.data, g, binders, u)
            case "entry":
                self._pull_entry(e, g, binders, u)
            case "row" | "column":
                self._pull_line(e, g, binders, u)
            case "sum":
                (index,), body = opened(e)
                where = renamed(e.args[1], {e.data[0]: At(index)}) if len(e.args) > 1 else None
                self._open(body)
                self._pull(body, g, (*binders, Binder(index, e.data[1], e.data[2], where)), u)
            case "prod":
                (index,), body = opened(e)
                self._open(body)
                self._pull(body, build.div(build.mul(g, e), body),
                           (*binders, Binder(index, *e.data[1:])), u)
            case "array" if not e.data[1]:
                indices, body = opened(e)
                self._open(body)
                self._pull(body, entry(g, tuple(map(At, indices))), (*binders, *map(Binder, indices)), u)
            case _:
                for arg, share in passed_on(e, g):
                    self._pull(arg, share, binders, u)

    def _open(self, body: Expr) -> None:
        """An opened body depends on what its binder's does."""
        mark(body, set(self.by), self.needed, {})

    def _pull_entry(self, e: Expr, g: Expr, binders, u: Expr) -> None:
        a = e.args[0]
        if a.op in ("var", "let"):
            return self._record(a, e.data, g, binders, u)
        if a.op == "item":
            return self._record(a.args[0], a.data + e.data, g, binders, u)
        mine = {b.index: b for b in binders if b.whole}
        bases = [p.base for p in e.data]
        if all(p.base in mine and not p.offset for p in e.data) and not set(bases) & free(a) \
                and len(set(bases)) == len(bases):
            inner = tuple(fresh(i) for i in bases)
            body = renamed(g, dict(zip(bases, map(At, inner))))
            rest = tuple(b for b in binders if b.index not in bases)
            return self._pull(a, shortened(build.array(inner, body, a.shape)), rest, u)
        self._pull(a, placed(g, e.data, a), binders, u)

    def _pull_line(self, e: Expr, g: Expr, binders, u: Expr) -> None:
        """A row or a column of a matrix: its share stands in that row or column."""
        a = e.args[0]
        unit = build.basis(e.data, a.shape[0 if e.op == "row" else 1])
        share = build.mul(unit, g) if e.op == "row" else build.mul(g, build.transpose(unit))
        self._pull(a, share, binders, u)

    def _record(self, name: Expr, at: tuple[At, ...], g: Expr, binders: tuple[Binder, ...], u: Expr) -> None:
        mine = {b.index: b for b in binders}
        bases = [p.base for p in at]
        if at and all(p.base in mine for p in at) and len(set(bases)) == len(bases) and any(p.offset for p in at):
            at, g, binders = shifted(at, g, binders)
            bases = [p.base for p in at]
            mine = {b.index: b for b in binders}
        simple = all(p.base in mine and not p.offset for p in at) and len(set(bases)) == len(bases)
        if not simple:
            if name.data.family:
                raise Unsupported("a member at a fixed or shifted place")
            g, at, bases = placed(g, at, name), (), []
        kept = tuple(bases)
        for i in kept:
            if not mine[i].whole:
                g = build.mul(condition(mine[i]), g)
        for b in reversed(binders):
            if b.index not in kept:
                g = build.sum_over(b.index, g, b.low, b.high, b.where)
        self.shares.setdefault(name, []).append(Share(u, kept, self.words.written(tidy(g))))

    # --- adding up ------------------------------------------------------------------------------

    def _combined(self, name: Expr) -> Gradient:
        shares = self.shares[name]
        if any(not s.indices for s in shares) and not name.data.family:
            shares = [s if not s.indices else Share(s.consumer, (), as_array(s, name)) for s in shares]
        indices = tuple(fresh(i) for i in shares[0].indices)
        values = [renamed(s.value, dict(zip(s.indices, map(At, indices)))) for s in shares]
        value = shortened(reduce(build.add, values))
        by_entries = name.op == "let" and name.args[0].op == "array"
        if indices and not name.data.family and not by_entries:
            whole = lifted_as(value, indices, name.shape)
            if whole is not None and is_plain(whole):
                return Gradient(name, (), whole, shares)
        return Gradient(name, indices, value, shares)

    # --- results --------------------------------------------------------------------------------

    def value(self, by: Expr) -> Expr:
        """The gradient by a name, a member or an entry, in names and gradients by later names."""
        name = stem(by)
        gradient = self.gradients.get(name)
        if gradient is None:
            return build.num(0) if is_scalar(by.shape) else build.zeros(by.shape)
        at = places(by)
        value = gradient.value
        if gradient.indices:
            n = len(gradient.indices)
            if len(at) < n:
                if name.data.family and len(at) < len(name.data.family):
                    raise Unsupported("a gradient by all members at once")
                indices = gradient.indices[len(at):]
                value = build.array(indices, value, by.shape)
            value = renamed(value, dict(zip(gradient.indices, at)))
            at = at[n:]
        elif name.data.family:
            raise Unsupported("a member of a family that is used as a whole")
        return tidy(entry(value, at)) if at else tidy(value)

    def short(self, by: Expr, most: int) -> Expr | None:
        """The gradient by a name in forward values; None where that, or a gradient on the way to it, has more
        than `most` symbols. Takes time in proportion to what is short."""
        if by not in self.shortened:
            memo: dict[Expr, Expr] = {}
            value = self.value(by)
            for symbol in self._symbols(value):
                if not self.is_upstream(symbol.args[1]):
                    inner = self.short(symbol.args[1], most)
                    if inner is None:
                        self.shortened[by] = None
                        return None
                    memo[symbol] = inner
            whole = _expanded(self, value, frozenset(), memo) if not self.is_upstream(by) else value
            self.shortened[by] = whole if length(whole) <= most else None
        return self.shortened[by]

    def _symbols(self, e: Expr) -> list[Expr]:
        return [n for n in e.walk() if n.op == "derivative" and n.args[0] is self.loss]

    def is_upstream(self, by: Expr) -> bool:
        """Is the loss any function of this name, so that its gradient is given and not worked out?"""
        definition = self.loss.args[0]
        return definition.op == "apply" and definition.data[0].kind == "general" and definition.args[0] is by

    def expanded(self, e: Expr, keep: frozenset[Expr] = frozenset()) -> Expr:
        """An expression with the gradients by later names written out, except by those in `keep`."""
        return _expanded(self, e, keep, {})


def _expanded(b: Backprop, e: Expr, keep, memo: dict[Expr, Expr]) -> Expr:
    if e in memo:
        return memo[e]
    if e.op == "derivative" and e.args[0] is b.loss:
        new = e if stem(e.args[1]) in keep or b.is_upstream(e.args[1]) else _expanded(b, b.value(e.args[1]), keep, memo)
    elif e.op in ("let", "var"):
        new = e
    else:
        args = tuple(_expanded(b, a, keep, memo) for a in e.args)
        new = e if args == e.args else b.words.written(shortened(Expr(e.op, args, e.data, e.shape)))
    memo[e] = new
    return new
