r"""`\sum`, `\prod`, `\max_i`, `\mathbb E_i`: binders, their ranges and their scope.

The scope is the rest of the product to the right, up to the next + or -. A range comes from the
limits or, without limits, from the axes the index numbers. `\sum_{i=0}^{N-1} x_i` over an axis of
length N runs over all of it (`i` as a number still runs from 0).
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.read.elaborate_arguments import after, argument
from symcheck.read.elaborate_heads import BIG, HEADS, bracket
from symcheck.read.elaborate_limits import Limits, has_dots, index_name, limits
from symcheck.read.elaborate_matrices import has_entries
from symcheck.read.elaborate_maximizers import maximizer
from symcheck.read.elaborate_products import chain
from symcheck.read.elaborate_ranges import bind
from symcheck.read.elaborate_samples import over_samples
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.names import base_of, is_transpose, label, stem_of, written_in
from symcheck.read.reading import Reading
from symcheck.read.rewritten_sums import of_numbers, or_rewritten
from symcheck.read.syntax import (
    Accent,
    Additive,
    Bar,
    BigOperator,
    Binomial,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)


def _head(items, k: int) -> tuple[BigOperator, Script | None]:
    s = items[k]
    return (s.base, s) if type(s) is Script else (s, None)


def _body(r: Reading, items, ops, k: int):
    if k + 1 >= len(items):
        raise r.error("missing-argument", "nothing stands after this operator", items[k])
    return lambda: chain(r, items, ops, k + 1)


def total(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\sum`."""
    s, _ = _head(items, k)
    if (summed := over_samples(r, s, items, ops, k)) is not None:
        return summed, len(items)
    body = _body(r, items, ops, k)
    foreign = _is_foreign(r, s, items[k + 1:])
    written = of_numbers(r, s, items, ops, k, foreign)
    if written is not None:
        return r.expr(written), len(items)
    if foreign:
        from symcheck.read.foreign import foreign_operator
        return foreign_operator(r, (*items[:k], s, *items[k + 1:]), ops, k, "sum")
    found = limits(r, s, items[k + 1:])
    if found.ranges:
        return or_rewritten(r, s, items, ops, k, lambda: bind(r, found, body, build.sum_over, s)), \
            len(items)
    if s.upper is not None:
        raise r.error("missing-argument", "this sum has no index", s)
    before = dict(r.free)
    value = body()
    if not is_scalar(value.shape):
        r.note("a sum without an index runs over all entries")
        return build.reduce("sum", value), len(items)
    new = [name for name in r.free if name not in before]
    if len(new) != 1:
        raise r.error("missing-argument", "this sum has no index", s,
                      help=r"Write it: \sum_{i=1}^n.")
    del r.free[new[0]]
    r.note(f"the sum is taken over {new[0]}")
    found.ranges.append((new[0], None, None, s))
    return bind(r, found, body, build.sum_over, s), len(items)


def _is_foreign(r: Reading, s: BigOperator, body: tuple[Syntax, ...]) -> bool:
    """Does it run to infinity or a declared number, which is no size, or hold a binomial of its index?"""
    top = s.upper
    if type(top) is Additive and all(type(x) is Number for x in top.items[1:]):
        top = top.items[0]
    if s.upper is not None and type(s.lower) is Relation and any(
            _is_combinatorial(x) and written_in(x, label(s.lower.items[0])) for y in body for x in y.walk()):
        return True
    if type(top) is not Symbol or top.name in r.bound:
        return False
    if top.name == "\\infty":
        return True
    entry = r.scope.bare(top.name, top.font)
    return entry is not None and entry.kind == "quantity" and "integer" in entry.expr.data.traits


def _is_combinatorial(s: Syntax) -> bool:
    """Is it a binomial or a factorial?"""
    return type(s) is Binomial or type(s) is Group and s.close == "!" and not has_entries(s.body)


def product(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\prod`."""
    s, _ = _head(items, k)
    body = _body(r, items, ops, k)
    foreign = _is_foreign(r, s, items[k + 1:])
    written = of_numbers(r, s, items, ops, k, foreign)
    if written is not None:
        return r.expr(written), len(items)
    if foreign:
        from symcheck.read.foreign import foreign_operator
        return foreign_operator(r, (*items[:k], s, *items[k + 1:]), ops, k, "prod")
    found = limits(r, s, items[k + 1:])
    if not found.ranges:
        value = body()
        if is_scalar(value.shape):
            raise r.error("missing-argument", "this product has no index", s)
        return build.reduce("prod", value), len(items)

    def finish(index, body: Expr, low, high, where):
        if not is_scalar(body.shape):
            raise r.misfit("a product over an index is of numbers", s,
                           f"its factor is {r.shapes(body)[0]}")
        return build.product_over(index, body, low, high, where)

    return or_rewritten(r, s, items, ops, k, lambda: bind(r, found, body, finish, s)), len(items)


def extremum(kind: str):
    r"""`\max(0, x)` elementwise, `\max_i x_i` and `\max(v)` over all entries."""

    def head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
        s, scripts = _head(items, k)
        if s.lower is None:
            a = argument(r, items, ops, k, "\\" + kind, many=True)
            values = [r.settle(x) for x in a.values]
            if len(values) == 1:
                value = build.reduce(kind, values[0])
            else:
                value = values[0]
                for x in values[1:]:
                    value, x = r.meet(value, x)
                    value = build.extremum(kind, value, x)
            if scripts is not None and scripts.sups:
                value = scripted(r, value, Script(scripts.span, s, None, scripts.sups, 0))
            return after(r, value, a), a.after
        found = limits(r, s, items[k + 1:])

        def finish(index, body: Expr, low, high, where):
            if not is_scalar(body.shape) or low != At(None, 1):
                raise r.error("not-in-language", f"this {kind} cannot be read", s)
            if where is not None:
                body = _where(kind, index, body, where)
            return build.reduce(kind, build.array((index,), body, (index.dim, 1)))

        for name, *_ in found.ranges:
            entry = r.scope.bare(name)
            if entry is not None and entry.kind == "quantity":
                raise r.error("not-in-language", f"\\{kind} over a variable is no value here", s)
        return bind(r, found, _body(r, items, ops, k), finish, s), len(items)

    return head


def _where(kind: str, index: Index, body: Expr, where: Expr) -> Expr:
    """The body where a condition holds, and elsewhere a value that is never beyond those."""
    least = build.reduce("min" if kind == "max" else "max",
                         build.array((index,), body, (index.dim, 1)))
    return build.add(build.mul(where, body), build.mul(build.sub(build.num(1), where), least))


def refuse(name: str):
    def head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
        from symcheck.read.foreign import foreign_operator

        found = maximizer(r, items, ops, k) if name == "argmax" else None
        return found or foreign_operator(r, items, ops, k, name)
    return head


def expectation(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\mathbb E_i[..]`, `\mathbb E_{i \sim \{1, \dots, n\}}[..]`, `\mathbb E \|x_i\|^2`: a mean.

    Over a uniform index, which may go unnamed where it is the only one. Square brackets and braces
    end its scope; else it is the rest of the product: E(a - b)^2 is E[(a - b)^2].
    """
    s = items[k]
    if r.laws or type(s) is Script and type(s.sub) is Relation:
        from symcheck.read.elaborate_moments import mean_of_names
        found = mean_of_names(r, items, ops, k)
        if found is not None:
            return found
    low = s.sub if type(s) is Script else None
    if k + 1 >= len(items) or type(s) is Script and s.sups:
        raise _unread(r, s)
    group = bracket(items[k + 1])
    if group is not None and group.open == "(":
        power = type(items[k + 1]) is Script and not all(map(is_transpose, items[k + 1].sups))
        if power and type(group.body) not in (Additive, Product):
            raise r.error("ambiguous", "is the mean raised to this power, or its argument?",
                          items[k + 1], help=r"Write \mathbb{E}[..]^2 or \mathbb{E}[(..)^2].")
        group = None

    given: tuple[Syntax, ...] = ()
    inside = group.body if group is not None else None
    if type(inside) is Bar:
        given = inside.right.items if type(inside.right) is Listing else (inside.right,)
        inside = inside.left

    def body() -> Expr:
        return _held(r, r.expr(inside), given, s) if inside is not None else chain(r, items, ops, k + 1)

    if low is None:
        outer = r.bound
        r.bound = {n: b for n, b in outer.items() if n not in r.uniform}
        try:
            index = _uniform(r, body())
        finally:
            r.bound = outer
        if index is None:
            raise _unread(r, s)
        low = Symbol(s.span, index)
    found, chances = Limits(), None
    if type(low) is Relation and low.operators == ("\\sim",):
        low_name, where = low.items
        if low_name is None:
            raise r.error("missing-argument", "this expectation has no index", s)
        if type(where) is Group and type(where.body) is Listing and has_dots(where.body):
            found.ranges.append((index_name(r, low_name), where.body.items[0], where.body.items[-1],
                                 low_name))
        else:
            found.ranges.append((index_name(r, low_name), None, None, low_name))
            chances = chances_of(r, where)
    else:
        if index_name(r, low) in r.drawn_otherwise:
            raise _unread(r, s)
        found.ranges.append((index_name(r, low), None, None, low))
        chances = r.chances.get(label(low))

    def finish(index, body: Expr, low, high, where):
        if chances is not None:
            if (chances.data.family if chances.data.family else chances.shape) != ((index.dim,) if chances.data.family else (index.dim, 1)):
                raise _unread(r, s)
            return build.sum_over(index, build.mul(one_chance(chances, At(index, 0)), with_index(body, index)), low, high, where)
        whole = build.sum_over(index, with_index(body, index), low, high, where)
        return build.div(whole, build.size(index.dim))

    value = bind(r, found, body, finish, s)
    if group is None:
        return value, len(items)
    if type(items[k + 1]) is Script:
        value = scripted(r, value, items[k + 1])
    return value, k + 2


def one_chance(chances: Expr, at: At) -> Expr:
    """The chance of one index."""
    return build.item(chances, (at,)) if chances.data.family else build.entry(chances, (at,))


def chances_of(r: Reading, law: Syntax) -> Expr | None:
    r"""The p of `k \sim p`, a vector of the chances of each index; None where it is no vector with a meaning."""
    named = base_of(law) if type(law) in (Symbol, Accent) else None
    entry = r.scope.bare(*named) if named is not None else None
    return entry.expr if entry is not None and entry.kind == "quantity" and entry.expr is not None and is_vector(entry.expr.shape) else None


def _held(r: Reading, e: Expr, given: tuple[Syntax, ...], at: Syntax) -> Expr:
    r"""What a mean over an index is of, given `w_t`, which it holds fixed anyway, or `w_t = w^*`, which it is taken at."""
    for s in given:
        head, value = s.items if type(s) is Relation and s.operators == ("=",) else (s, None)
        name = r.expr(head)
        if name.op not in ("var", "let") or value is not None and name.op == "let" or name.data.family or _uniform(r, name) is not None \
                or any(n.op in ("var", "let") and n.data.name in r.laws for n in name.walk()):
            raise _unread(r, at)
        if value is not None:
            e = build.substitute(e, ((name.data, r.finish(r.expr(value), name.shape, value)),))
    return e


def with_index(e: Expr, index: Index, letter: str = "") -> Expr:
    r"""e with the names that were defined by the free index, `w^+ = w - \eta \nabla \ell_i`, written out for the index
    that the mean runs over; `letter`: the free index, where it is another letter."""
    memo: dict[Expr, Expr] = {}

    def free(at) -> bool:
        return type(at) is At and type(at.base) is Index and at.base.uid == 0 and at.base.name == (letter or index.name)

    def swap(x: Expr) -> Expr:
        if x not in memo:
            args = tuple(map(swap, x.args))
            data = x.data
            if type(data) is tuple and any(map(free, data)):
                data = tuple(At(index, at.offset) if free(at) else at for at in data)
            elif free(data):
                data = At(index, data.offset)
            same = args == x.args and data is x.data
            memo[x] = x if same else args[0] if x.op == "let" else Expr(x.op, args, data, x.shape)
        return memo[x]

    return swap(e)


def _unread(r: Reading, s: Syntax) -> Exception:
    return r.error("not-in-language", "this expectation cannot be read", s,
                   "no law of what stands in it is known, and it has no uniform index",
                   help=r"Name the index: \mathbb{E}_{i}[..], declared by i \sim \{1, \dots, n\}.")


def roman_expectation(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\mathrm{E}[x_i]`: the mean, where a uniform index is declared and E is not."""
    s = items[k]
    name = stem_of(s)
    if (r.uniform or r.laws) and name is not None and name[1] in ("rm", "text", "") and (
            k + 1 < len(items) and bracket(items[k + 1]) is not None):
        return expectation(r, items, ops, k)
    return r.expr(s), k + 1


def _uniform(r: Reading, e: Expr) -> str | None:
    r"""The index declared by `i \sim \{1, \dots, n\}` on which the body depends, if there is one."""
    found = {at.base.name for node in e.walk() if node.op in ("entry", "item", "index")
             for at in (node.data if node.op != "index" else (node.data,))
             if type(at.base) is Index and at.base.uid == 0 and at.base.name in r.uniform}
    return found.pop() if len(found) == 1 else None


def big_pi(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\Pi_{j=1}^k x_j` typed for `\prod`."""
    s = items[k]
    if type(s) is Script and s.sub is not None and type(s.sub) is Relation and s.sups:
        operator = BigOperator(s.span, "prod", s.sub, s.sups[0])
        return product(r, (*items[:k], operator, *items[k + 1:]), ops, k)
    return r.expr(s), k + 1


def lone(r: Reading, s: BigOperator) -> Expr:
    """A big operator with nothing to its right."""
    raise r.error("missing-argument", "nothing stands after this operator", s)


BIG.update({"sum": total, "prod": product, "max": extremum("max"), "min": extremum("min"),
            "sup": extremum("max"), "inf": extremum("min"), "int": refuse("int"),
            "lim": refuse("lim"), "argmin": refuse("argmin"), "argmax": refuse("argmax")})


HEADS.update({"\\mathbb{E}": expectation, "\\mathrm{E}": roman_expectation, "\\Pi": big_pi})
