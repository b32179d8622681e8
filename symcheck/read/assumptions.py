r"""Claims, assumptions and traits: what a line says of names that have a meaning already."""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.read.elaborate import headed
from symcheck.read.scope import Entry
from symcheck.read.syntax import Relation, Syntax
from symcheck.text import Source
from symcheck.text.diagnostic import fail


def replace_entry(context, entry: Entry, e: Expr) -> Entry:
    """The scope is shared between copies, its entries too: replace, never change."""
    new = Entry(entry.base, entry.kind, entry.font, entry.sub, entry.sup, entry.primes,
                entry.sub_slots, entry.sup_slots, e, entry.function, entry.params, entry.body,
                entry.entrywise, entry.dim, entry.origin, entry.written, entry.squared)
    context.scope.add(new)
    return new


def keep_claim(context, source: Source, left: Syntax, right: Syntax) -> None:
    r = context.start(source)
    a = headed(r, left)
    b = headed(r, right)
    a, b = r.meet(a, b)
    context.claims.append(("=", r.finish(a, None, left), r.finish(b, a.shape, right)))


def take_equation(context, source: Source, rel: Relation) -> None:
    """An equation that defines nothing: a trait of a matrix, a claim or an assumption."""
    if len(rel.items) == 2:
        r = context.start(source)
        a, b = r.meet(headed(r, rel.items[0]), headed(r, rel.items[1]))
        a, b = r.finish(a, b.shape, rel), r.finish(b, a.shape, rel)
        trait = _trait(a, b)
        if trait is not None:
            v, name = trait
            for entry in list(context.scope):
                if entry.kind == "quantity" and entry.expr is v:
                    retrait(context, entry, {name})
                    return
    assume(context, source, rel)


def _trait(a: Expr, b: Expr) -> tuple[Expr, str] | None:
    if a.op == "var" and b.op == "transpose":
        a, b = b, a
    if a.op == "transpose" and a.args[0] is b and b.op == "var":
        return b, "symmetric"
    if a.op == "mul" and b.op == "eye":
        x, y = a.args
        if x.op == "transpose" and x.args[0] is y and y.op == "var" and y.shape[0] == y.shape[1]:
            return y, "orthogonal"
        if y.op == "transpose" and y.args[0] is x and x.op == "var" and x.shape[0] == x.shape[1]:
            return x, "orthogonal"
    return None


def assume(context, source: Source, rel: Relation) -> None:
    """Each link of a relation, both sides as expressions."""
    r = context.start(source)
    sides: list[Expr] = []
    for s in rel.items:
        sides.append(headed(r, s))
    for k, op in enumerate(rel.operators):
        a, b = r.meet(sides[k], sides[k + 1])
        a = r.finish(a, b.shape, rel.items[k])
        b = r.finish(b, a.shape, rel.items[k + 1])
        if a.shape != b.shape and not is_scalar(a.shape) and not is_scalar(b.shape):
            raise fail("shape-mismatch", "the sides of this relation differ in shape", source,
                       rel.span, f"the left side is {describe(a.shape)}, the right {describe(b.shape)}")
        context.assumptions.append((op, a, b))


def retrait(context, entry: Entry, traits, bounds=None) -> None:
    """Say more of a declared variable: everything that holds it is rebuilt with the new one."""
    old = entry.expr.data
    merged = frozenset(old.traits | set(traits))
    low, high = old.bounds
    if bounds is not None:
        low = bounds[0] if bounds[0] is not None else low
        high = bounds[1] if bounds[1] is not None else high
    if low == 0 and high == 1 and "positive" in merged:
        merged |= {"unit"}
    new = Variable(old.name, old.shape, old.family, merged, (low, high), old.values)
    if entry.expr.op == "let":
        return
    before, after = entry.expr, build.var(new)
    memo: dict[Expr, Expr] = {before: after}

    def swap(e: Expr) -> Expr:
        done = memo.get(e)
        if done is None:
            args = tuple(map(swap, e.args))
            data = new if e.data == old else e.data
            if e.op == "substitute":
                data = tuple(new if v == old else v for v in e.data)
            done = memo[e] = e if args == e.args and data is e.data else Expr(
                e.op, args, data, e.shape)
        return done

    for e in list(context.scope):
        if e is entry or e.expr is before:
            replace_entry(context, e, after)
        elif e.expr is not None and swap(e.expr) is not e.expr or e.body is not None and (
                swap(e.body) is not e.body) or old in e.params:
            changed = replace_entry(context, e, swap(e.expr) if e.expr is not None else None)
            changed.body = swap(e.body) if e.body is not None else None
            changed.params = tuple(new if p == old else p for p in e.params)
    context.definitions = {(new if v == old else v): swap(e)
                           for v, e in context.definitions.items()}
    context.assumptions = [(op, swap(a), swap(b)) for op, a, b in context.assumptions]
    context.claims = [(op, swap(a), swap(b)) for op, a, b in context.claims]
