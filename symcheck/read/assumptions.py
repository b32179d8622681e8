r"""Claims, assumptions and traits: what a line says of names that have a meaning already."""

from __future__ import annotations

from typing import NamedTuple

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import describe, is_matrix, is_scalar
from symcheck.read.elaborate import headed
from symcheck.read.renewal import renew
from symcheck.read.scope import Entry
from symcheck.read.syntax import Relation, Syntax
from symcheck.text import Source, Span
from symcheck.text.diagnostic import fail


class Claim(NamedTuple):
    """An equation between things that have a meaning already; `at` is where it was written."""

    op: str
    lhs: Expr
    rhs: Expr
    source: Source
    at: Span


def keep_claim(context, source: Source, left: Syntax, right: Syntax) -> None:
    r = context.start(source)
    a = headed(r, left)
    b = headed(r, right)
    a, b = r.meet(a, b)
    context.claims.append(Claim("=", r.finish(a, None, left), r.finish(b, a.shape, right), source,
                                right.span))


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
    if a.op == "transpose" and b.op == "inverse":
        a, b = b, a
    if a.op == "inverse" and b.op == "transpose" and a.args[0] is b.args[0] \
            and a.args[0].op == "var":
        return a.args[0], "orthogonal"
    if a.op == "mul" and b.op == "eye":
        x, y = a.args
        if x.op == "transpose" and x.args[0] is y and y.op == "var" and y.shape[0] == y.shape[1]:
            return y, "orthogonal"
        if y.op == "transpose" and y.args[0] is x and x.op == "var" and x.shape[0] == x.shape[1]:
            return x, "orthogonal"
    return None


def assume(context, source: Source, rel: Relation) -> None:
    """Each link of a relation, both sides as expressions; of a chain of equations, each side with
    the last."""
    r = context.start(source)
    sides: list[Expr] = []
    for s in rel.items:
        sides.append(headed(r, s))
    equations = set(rel.operators) == {"="}
    for k, op in enumerate(rel.operators):
        other = len(sides) - 1 if equations else k + 1
        a, b = r.meet(sides[k], sides[other])
        a = r.finish(a, b.shape, rel.items[k])
        b = r.finish(b, a.shape, rel.items[other])
        if a.shape != b.shape and not is_scalar(a.shape) and not is_scalar(b.shape):
            raise fail("shape-mismatch", "the sides of this relation differ in shape", source,
                       rel.span, f"the left side is {describe(a.shape)}, the right {describe(b.shape)}")
        context.assumptions.append((op, a, b))


def rank(context, e: Expr, word: str) -> bool:
    """`full column rank`: the product that is invertible; True where the word is about ranks."""
    if word not in ("full rank", "full column rank", "full row rank"):
        return False
    rows, columns = e.shape
    turned = build.transpose(e)
    if rows == columns:
        context.assumptions.append(("invertible", e, e))
    elif word != "full rank":
        square = build.mul(turned, e) if word == "full column rank" else build.mul(e, turned)
        context.assumptions.append(("invertible", square, square))
    return True


def say_of(context, entry: Entry, words, source: Source, at: Syntax) -> None:
    """What words say of a declared variable: traits, its rank, or that it is diagonal."""
    e = entry.expr
    square = len(e.shape) == 2 and e.shape[0] == e.shape[1]
    words = {"invertible" if square and w.startswith("full") else w for w in words}
    for word in words:
        rank(context, e, word)
    if "diagonal" in words:
        if not square or e.data.family:
            raise fail("not-square", "a diagonal matrix is square", source, at.span,
                       f"{entry.name} is {describe(e.shape)}")
        v = e.data
        signs = {"posdef": "positive", "possemidef": "nonnegative", "invertible": "nonzero"}
        said = {signs.get(x, x) for x in (words | v.traits) - {"diagonal", "symmetric"}}
        entries = Variable(rf"\operatorname{{diag}}({v.name})", (v.shape[0], 1), (), frozenset(said))
        after = context.definitions[v] = build.let(v, build.diag(build.var(entries)))
        rebuild(context, entry, v, v, after)
        return
    retrait(context, entry, {w for w in words if not w.startswith("full")})


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
        e = entry.expr
        context.assumptions += [(t, e, e) for t in traits if is_matrix(e.shape) and (t, e, e) not in context.assumptions]
        return
    rebuild(context, entry, old, new, build.var(new))


def rebuild(context, entry: Entry, old: Variable, new: Variable, after: Expr, passing: bool = False) -> None:
    """Put `after` for a name wherever the context holds it. What others keep of expressions is renewed by
    `context.renewals`, unless the change is a passing one, to be undone."""
    memo: dict[Expr, Expr] = {entry.expr: after}

    def swap(e: Expr) -> Expr:
        done = memo.get(e)
        if done is None:
            own = e.op == "substitute" and old in e.data and after.op != "var"  # the letter of a function, not this name
            args = (e.args[0], *map(swap, e.args[1:])) if own else tuple(map(swap, e.args))
            data = new if e.data == old else e.data
            if e.op == "substitute":
                data = tuple(new if v == old else v for v in e.data)
            done = memo[e] = e if args == e.args and data is e.data else Expr(
                e.op, args, data, e.shape)
        return done

    renew(context, swap, lambda x: new if x == old else x, letter=None if after.op == "var" else old)
    if not passing:
        context.renewals.append(swap)
