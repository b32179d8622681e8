"""Names within a loss: its definitions in textbook form, and values written by their names."""

from __future__ import annotations

from itertools import product

from symcheck.derive.indices import bound_by, opened, positions, renamed
from symcheck.derive.lift import is_by_entries, is_plain, lifted, lifted_sums
from symcheck.derive.singular import singular_names
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, Index, build
from symcheck.tensor.canonical import canonical
from symcheck.tensor.lower import lower
from symcheck.tensor.replace import differentiated_by, replace

PLAIN = frozenset("var let item entry num size const".split())


class Names:
    """The definitions of a loss, by what they say."""

    def __init__(self, loss: Expr, but: Expr | None = None):
        named = [e for e in loss.walk() if e.op == "let" and e is not but]
        self.by_definition = {e.args[0]: e for e in named
                              if e.args[0].op not in PLAIN and not bound_by(e.args[0])}
        self.singular = singular_names(loss)
        self.by_definition |= self.singular
        self.by_members = [e for e in named if e.args[0].op == "array" and e.args[0].args[0].op not in PLAIN]

    def written(self, e: Expr) -> Expr:
        """The expression with the name for every value that has one: h for \\sigma(z)."""
        names = self.by_definition | self._members(e)
        return e.replaced(lambda n: names.get(n) or (n if n.op in ("let", "derivative") else None))

    def _members(self, e: Expr) -> dict[Expr, Expr]:
        """The values of members and entries at the indices that stand in an expression, with their names."""
        if not self.by_members:
            return {}
        places = {at for n in e.walk(("let",)) for at in positions(n) if n.op in ("entry", "item")}
        found = {}
        for u in self.by_members:
            indices, family = u.args[0].data
            choices = [[p for p in places if isinstance(p.base, Index) and p.base.dim == i.dim] for i in indices]
            for at in product(*choices):
                member = build.item(u, at[:family]) if family else u
                member = build.entry(member, at[family:]) if at[family:] else member
                found[renamed(u.args[0].args[0], dict(zip(indices, at)))] = member
        return found


def held(e: Expr, but: dict[Expr, Expr] | None = None) -> Expr:
    """The expression with every name in it a variable, whatever it stands for; for those in `but`, what is
    given there."""
    but = but or {}
    return e.replaced(lambda n: but.get(n) or (build.var(n.data) if n.op == "let" else None))


def prepared(loss: Expr) -> Expr:
    """The loss with each definition in textbook form: values put in, sums over entries as products,
    and one name for each value (the shortest, of those the last)."""
    return _Preparation(loss).turn(loss)


class _Preparation:
    def __init__(self, loss: Expr):
        self.matrices = is_by_entries(loss)
        self.called = _called(loss)
        self.memo: dict[Expr, Expr] = {}

    def turn(self, e: Expr) -> Expr:
        if e not in self.memo:
            self.memo[e] = self._turned(e)
        return self.memo[e]

    def _turned(self, e: Expr) -> Expr:
        if e.op == "substitute" and not differentiated_by(e.args[0], e.data):
            return self.turn(replace(e.args[0], dict(zip(e.data, e.args[1:]))))
        if e.op == "let" and _is_alias(e):
            return self.turn(e.args[0])
        args = tuple(self.turn(a) for a in e.args)
        if e.op == "reduce" and e.data in ("max", "min") and args[0].op == "array":
            return build.reduce(e.data, _of_all_entries(e.data, args[0]))
        if e.op != "let":
            return e.with_args(args)
        body = _as_softmax(tidy(args[0]))
        if self.matrices:
            body = tidy(lifted_sums(body))
        return build.let(self.called.get(e, e).data, body)


def _of_all_entries(kind: str, a: Expr) -> Expr:
    """What the largest (smallest) entry of an array is taken of: as a matrix where it has a short form."""
    indices, body = opened(a)
    if body.op == "reduce" and body.data == kind and body.args[0].op == "array" and len(indices) == 1:
        inner, body = opened(body.args[0])
        indices += inner
        a = build.array(indices, body, tuple(i.dim for i in indices))
    whole = lifted(body, indices)
    return whole if whole is not None and is_plain(whole) and whole.shape == a.shape else a


def _as_softmax(body: Expr) -> Expr:
    """A vector that is by its entries the softmax of a name in it, as that."""
    if body.op != "array" or body.data[1] or "sum" not in body.ops or "apply" not in body.ops:
        return body
    vectors = [n for n in body.walk(("let",))
               if n.op in ("let", "var") and n.shape == body.shape and not n.data.family]
    for z in vectors:
        if canonical(lower(body).array) is canonical(lower(build.softmax(z)).array):
            return build.softmax(z)
    return body


def _is_alias(e: Expr) -> bool:
    """Is the name another one for what has a name already?"""
    return e.args[0].op == "let" and not e.data.family and e.args[0].shape == e.shape


def _called(loss: Expr) -> dict[Expr, Expr]:
    """The name to use for a value that has several, by the first one."""
    groups: dict[Expr, list[Expr]] = {}
    for e in definitions(loss):
        if _is_alias(e):
            first = e
            while _is_alias(first):
                first = first.args[0]
            groups.setdefault(first, [first]).append(e)
    return {first: min(reversed(names), key=lambda n: len(n.data.name)) for first, names in groups.items()
            if loss not in names}


def renamed_target(by: Expr, loss: Expr, prepared_loss: Expr) -> Expr:
    """A name, member or entry of the loss as it stands in the prepared loss."""
    if by.op in ("item", "entry"):
        return Expr(by.op, (renamed_target(by.args[0], loss, prepared_loss),), by.data, by.shape)
    if by.op != "let":
        return by
    first = by
    while _is_alias(first):
        first = first.args[0]
    name = _called(loss).get(first, first).data
    return next((u for u in definitions(prepared_loss) if u.data == name), by)


def definitions(loss: Expr) -> list[Expr]:
    """The names defined within a loss, each after those it is made of."""
    return [e for e in loss.upwards() if e.op == "let"]
