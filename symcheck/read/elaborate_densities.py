r"""Densities: `p(y \mid X, w)`, `p(w)`, `p(w \mid y)` of names with declared laws, `\mathcal N(y; \mu, \Sigma)`.

A law is what `y \mid w \sim \mathcal{N}(Xw, \lambda I)` declares. What stands behind the bar and has no law of
its own is a constant. A density given one of its children is Bayes' rule: the likelihoods times the
prior over the evidence, a positive number that does not hold the argument.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import SCALAR, is_scalar, is_vector
from symcheck.read import conjugate_laws
from symcheck.read import elaborate_data as data
from symcheck.read import elaborate_joint as joint
from symcheck.read import elaborate_labels as labels
from symcheck.read.elaborate_heads import HEADS, bracket
from symcheck.read.names import base_of, label, scripts_of
from symcheck.read.reading import Reading, fresh_uid
from symcheck.read.scope import Entry, Found, Scope
from symcheck.read.syntax import Accent, Bar, Group, Listing, Number, Relation, Script, Symbol, Syntax

GAUSSIAN = ("N", r"\mathcal{N}", r"\text{N}", "Normal", r"\text{Normal}", r"\mathrm{Normal}")
BERNOULLI = ("Bernoulli", r"\text{Bernoulli}", "Ber", r"\text{Ber}", "Bern", r"\text{Bern}")
POISSON = ("Poisson", r"\text{Poisson}", "Pois", r"\text{Pois}", "Poi", r"\text{Poi}")
WRITTEN = "written"  # a density of the author's own: `p(w) = ..`
ENTRIES = "entries"  # mark of a written law that has the density of one entry too
UNKNOWN = "unknown"  # of a name that is only said to be random
EXPONENTIAL = ("Exp", r"\text{Exp}", "Exponential", r"\text{Exponential}")


class Law:
    """A declared law: its kind, and its arguments as syntax with their source, or as expressions. `alone`: nothing says
    that the name is independent of others with such laws."""

    __slots__ = ("kind", "written", "source", "exprs", "letters", "alone")

    def __init__(self, kind: str, written: tuple[Syntax, ...] = (), source=None,
                 exprs: tuple[Expr, ...] = (), letters: tuple[str, ...] = (), alone: bool = False):
        self.kind, self.written, self.source, self.exprs, self.letters = kind, written, source, exprs, letters
        self.alone = alone


def density(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """`p(..)` with a bracket: the density of what stands before the bar."""
    if k + 1 >= len(items) or ops[k + 1] != "" or bracket(items[k + 1]) is None:
        return r.expr(items[k]), k + 1
    group = items[k + 1]
    if type(group) is Script:
        raise r.error("not-in-language", "a power of a density cannot be read so", group,
                      help="Put brackets around the density.")
    chance = _of_index(r, group.body)
    if chance is not None:
        return chance, k + 2
    left, right = (joint.grouped(tuple(map(joint.written_out, side))) for side in _sides(group.body))
    if right and not r.laws and label(items[k]) in r.dims:  # `p(y; \\eta)` beside a number p of columns
        raise _no_law(r, label(_name(left[0])), group)
    if not r.laws:
        return r.expr(items[k]), k + 1
    left, right = _with_data(r, left, right), _with_data(r, right, left)
    of = [_value(r, s) for s in left]
    given = [_name(s) for s in right]
    names = [law_name(r, _name(s), e) for s, e in zip(left, of)]
    samples = {s: entry for s in given if _found(r, s) is None and (entry := _all_samples(r, s)) is not None}
    for s in given:
        if _found(r, s) is None and s not in samples and any(e.name in r.laws for e in r.scope.entries.get(label(s), ())):
            raise r.error("not-in-language", f"a density given all the samples {label(s)} cannot be read", s,
                          help=r"Write the product of the densities of the samples, as in \prod_i p(x_i \mid \mu).")
        if joint.is_run(s) and s not in samples and r.laws and all(n in r.laws and r.laws[n].kind == WRITTEN for n in names):
            raise r.error("not-in-language", "no law of all of these is known: nothing says that they are independent", s)
    known = [(law_name(r, _name(s), _value(r, s)), s) for s in right if _found(r, _name(s)) is not None]
    behind = {key for key, _ in known}
    observed = {key: _value(r, s) for key, s in known if type(s) is Relation or key != _found(r, s).entry.name}
    behind |= {entry.name for entry in samples.values()}
    observed |= {entry.name: _value(r, s) for s, entry in samples.items()}
    result = None
    for n, (name, value, at) in enumerate(zip(names, of, left)):
        one = density_of(r, name, value, behind | set(names[n + 1:]), observed, at)
        if given and not _is_related(r, name, behind):
            unknown = next((s for s in given if _found(r, s) is None and s not in samples), None)
            raise r.undeclared(label(unknown), unknown) if unknown is not None else _no_law(r, label(given[0]), given[0])
        result = one if result is None else build.mul(result, one)
    return labels.at_values(r, result, [(r.expr(s.items[0]), _value(r, s), s) for s in (*left, *right) if type(s) is Relation and _found(r, _name(s)) is not None]), k + 2


def _with_data(r: Reading, items: tuple[Syntax, ...], others: tuple[Syntax, ...]) -> tuple[Syntax, ...]:
    r"""The names on one side of the bar, with what was observed for `\mathcal{D}`."""
    beside = {label(_name(s)) for s in (*items, *others) if not joint.is_run(s)}
    return tuple(data.observed(r, s, parents, beside) if data.is_data(r, s) else s for s in items)


def _no_law(r: Reading, name: str, at: Syntax) -> Exception:
    return r.error("not-in-language", f"the law of {name} is not known", at,
                   help=rf"Declare it, as in {name} \sim \mathcal{{N}}(\mu, \Sigma).")


def _of_index(r: Reading, body: Syntax) -> Expr | None:
    r"""`P(I = i)` of an index drawn uniformly from 1..n: 1/n; `P(z_i = 1)` where z_i says whether i is in a random set."""
    if type(body) is not Relation or body.operators != ("=",) or None in body.items:
        return None
    name = label(body.items[0])
    entry = r.scope.bare(name)
    if name in r.chances:
        e = r.chances[name]
        at = r.index_on(label(body.items[1]), e.data.family[0] if e.data.family else e.shape[0], body.items[1]) if type(body.items[1]) is Symbol else None
        return None if at is None else build.item(e, (at,)) if e.data.family else build.entry(e, (at,))
    if name in r.uniform and entry is not None and entry.kind == "index":
        return build.div(build.num(1), build.size(entry.dim))
    if type(body.items[1]) is not Number or body.items[1].value != 1 or not r.laws:
        return None
    e = r.expr(body.items[0])
    inner = e
    while inner.op in ("item", "let", "array") or inner.op == "entry" and inner.args[0].op == "let":
        inner = inner.args[0]
    if inner.op == "entry" and inner.args[0].op == "var" and inner.args[0].data.bounds == (0, 1):
        from symcheck.read.elaborate_moments import mean
        return mean(r, e, body)  # of what is 0 or 1 the chance of 1 is the mean
    return None


def _sides(body: Syntax) -> tuple[tuple[Syntax, ...], tuple[Syntax, ...]]:
    if type(body) is Bar:
        return _list(body.left), _list(body.right)
    if type(body) is Listing and ";" in body.separators:
        at = body.separators.index(";") + 1
        return tuple(body.items[:at]), tuple(body.items[at:])
    return _list(body), ()


def _list(s: Syntax) -> tuple[Syntax, ...]:
    if type(s) is Listing:
        return tuple(x for item in s.items for x in _list(item))
    return (s,)


def _name(s: Syntax) -> Syntax:
    """The y of `y`, the Y of `Y = y`."""
    return s.items[0] if type(s) is Relation else s


def _value(r: Reading, s: Syntax) -> Expr | Group:
    """The value at which the density is taken; of listed samples the list."""
    if joint.is_run(s):
        if joint.family(r, s) is None:
            r.expr(s.body.items[-1])
        return s
    return r.settle(r.expr(s.items[1] if type(s) is Relation else s))


def _found(r: Reading, s: Syntax) -> Found | None:
    base = s.base if type(s) is Script else s
    named = base_of(base) if type(base) in (Symbol, Accent) else None
    if named is None:
        return None
    return r.scope.find(*named, *scripts_of(s))


def law_name(r: Reading, s: Syntax, value: Expr | Group) -> str:
    """The name under which the law of this is known: its own, or that of the family of its samples."""
    if joint.is_run(s):
        return entry.name if (entry := joint.family(r, s)) is not None else label(s.body.items[-1])
    found = _found(r, s)
    name = found.entry.name if found is not None else label(s)
    family = members(r.scope, r.laws, value) if _law(r, name) is None else None
    return family.name if family is not None else name


def members(scope: Scope, laws: dict[str, Law], whole: Expr) -> Entry | None:
    r"""The family with a law, y_i with the law of each, that `whole` holds, y or X."""
    if is_scalar(whole.shape):
        return None
    for entry in scope:
        e = entry.expr
        if entry.kind == "quantity" and e is not None and entry.name in laws and e.op in ("var", "let") and len(e.data.family) == 1 \
                and (_gathers(whole, e) or _is_cut(e, whole)):
            return entry
    return None


def _all_samples(r: Reading, s: Syntax) -> Entry | None:
    """The family of the samples with this letter, or listed here, where one law says that of each."""
    if joint.is_run(s):
        entry = joint.family(r, s)
        return entry if entry is not None and entry.name in r.laws and not r.laws[entry.name].alone else None
    found = [e for e in r.scope.entries.get(label(s), ()) if e.name in r.laws and e.kind == "quantity"] if type(s) is Symbol else []
    if len(found) != 1 or found[0].expr is None or found[0].expr.op != "var" or len(found[0].expr.data.family) != 1:
        return None
    law = r.laws[found[0].name]
    return found[0] if law.kind != WRITTEN and len(law.letters) == 1 and not law.alone else None


def _gathers(whole: Expr, family: Expr) -> bool:
    r"""Is this `y = (y_1, \dots, y_n)`?"""
    while whole.op in ("let", "transpose"):
        whole = whole.args[0]
    return whole.op == "array" and whole.args[0].op == "item" and whole.args[0].args[0] is family


def _is_cut(family: Expr, whole: Expr) -> bool:
    """Are the members the rows, the columns or the entries of the whole?"""
    if family.op != "let" or family.args[0].op != "array":
        return False
    one = family.args[0].args[0]
    while one.op == "transpose":
        one = one.args[0]
    return one.op in ("row", "column", "entry") and one.args[0] is whole


def _law(r: Reading, name: str) -> Law | None:
    """The law of a name, or of the same letter as a capital (Y, observed to be y)."""
    return r.laws.get(name) or r.laws.get(name.swapcase())


def density_of(r: Reading, name: str, value: Expr, given: set[str], observed: dict[str, Expr],
               at: Syntax) -> Expr:
    """The density of a name given others, `observed` where these have another value than their name."""
    law = _law(r, name)
    if law is None:
        raise _no_law(r, name, at)
    children = [c for c in r.laws if c not in (name, name.swapcase()) and parents(r, c) & {name, name.swapcase()}]
    bayes = [c for c in children if c in given or c.swapcase() in given]
    unknown = {p for p in parents(r, name) if p in r.laws} - given - {g.swapcase() for g in given}
    if unknown and not bayes:
        return _of_label(r, unknown, given, lambda: _of(r, law, value, at), at) or _evidence(name.lower())
    result = _of(r, law, value, at)
    likelihood = build.num(1)
    for child in bayes:
        shown = child if child in given else child.swapcase()
        entry = next((e for e in r.scope if e.name == shown and e.expr is not None), None)
        seen = observed.get(shown) or (entry.expr if entry is not None else None)
        if seen is None:
            raise r.error("not-in-language", f"the value of {shown} is not declared", at)
        likelihood = build.mul(_of(r, r.laws[child], seen, at), likelihood)
    if bayes:
        others = {p for c in bayes for p in parents(r, c) if p in r.laws} - {*bayes}
        result = build.div(build.mul(likelihood, result), _of_label(r, others, given, lambda: likelihood, at) or _evidence(_seen(bayes, observed)))
    return result


def _of_label(r: Reading, unknown: set[str], given: set[str], joint: Callable[[], Expr], at: Syntax) -> Expr | None:
    """The density of what was observed, where the only random name that its law speaks of, beside what is given, is a label; None else."""
    (name, *more) = unknown - given or ("",)
    law, e = r.laws.get(name), labels.label(r, name)
    both = labels.values(law.kind, BERNOULLI) if law is not None else ()
    if more or not both or e is None or any(p in r.laws for p in parents(r, name)):
        return None
    return labels.summed(e, both, joint(), lambda v: _of(r, law, v, at))


def _seen(names: list[str], observed: dict[str, Expr]) -> str:
    """The names of what was observed, with the numbers that were."""
    return ", ".join(f"{n.lower()} = {v.data}" if isinstance(v := observed.get(n), Expr) and v.op == "num" else n.lower() for n in sorted(names))


def _is_related(r: Reading, name: str, behind: set[str]) -> bool:
    """Does what stands behind the bar have to do with this name, as far as is known? Else the law that ties them was not read,
    and the density given it is another."""
    law = _law(r, name)
    if law.kind == WRITTEN:
        return not any(b not in r.laws and b.swapcase() not in r.laws and _is_sample(r, b) for b in behind - parents(r, name))
    both = {name, name.swapcase()}
    return any(b in parents(r, name) or b in r.laws or b.swapcase() in r.laws and b.swapcase() not in both for b in behind) \
        or any(parents(r, c) & both for c in r.laws if c in behind)


def _is_sample(r: Reading, name: str) -> bool:
    """Is this a family of numbered names beside a lone letter that has a law: was the law of each of them meant?"""
    found = next((e for e in r.scope if e.name == name and e.expr is not None and e.expr.op == "var" and e.expr.data.family), None)
    return found is not None and name.split("_")[0] in r.laws


def _evidence(name: str) -> Expr:
    """The density of what was observed, a positive number of which nothing else is known."""
    return build.var(Variable(f"p({name})", SCALAR, (), frozenset(("positive",))))


def parents(r: Reading, name: str) -> set[str]:
    """Names that occur in the arguments of a law."""
    return {n.data.name for e in arguments(r, name) for n in e.walk() if n.op in ("var", "let")} - {name}


def arguments(r: Reading, name: str) -> list[Expr]:
    """The arguments of the law of a name."""
    law = _law(r, name)
    entry = next((e for e in r.scope if e.name == name and e.expr is not None), None)
    like = entry.expr if entry is not None and law.kind != WRITTEN and not _is_of_entries(law, entry.expr) else None
    return _args(r, law, like)


def _args(r: Reading, law: Law, like: Expr | None = None) -> list[Expr]:
    if law.exprs:
        return list(law.exprs)
    inner = Reading(r.scope, r.dims, law.source, r.in_layout, r.prime_transpose, r.relaxed)
    inner.bound = dict(r.bound)
    inner.laws = {}
    done = []
    for n, s in enumerate(law.written):
        wanted = None if like is None else like.shape if n == 0 else (
            (like.shape[0], like.shape[0]) if not is_scalar(like.shape) else like.shape)
        done.append(inner.finish(inner.expr(s), wanted, s))
    return done


def _of(r: Reading, law: Law, x: Expr | Group, at: Syntax) -> Expr:
    """The density of a law at x; where it is that of each member of x, of all of them together."""
    if joint.is_run(x):
        return _of_all(r, law, x)
    if law.kind != WRITTEN and law.letters and (each := _each(r, law, x)) is not None:
        if law.alone:
            raise r.error("not-in-language", "nothing says that these are independent", at)
        from symcheck.read.elaborate_sums import with_index
        i, one = each
        return build.product_over(i, with_index(_of(r, law, one, at), i))
    if law.kind == WRITTEN:
        return _written(r, law, x, at)
    if law.kind in GAUSSIAN:
        mean, spread = _args(r, law, x)
        return gaussian(r, x, mean, spread, at)
    args = _args(r, law)
    one = build.num(1)
    if law.kind in labels.SIGNS:
        return labels.of_sign(args[0], x)
    if law.kind in BERNOULLI:
        p, = args
        return build.mul(build.power(p, x), build.power(build.sub(one, p), build.sub(one, x)))
    if law.kind in POISSON:
        rate, = args
        return build.div(build.mul(build.power(rate, x), build.known("exp", build.neg(rate))),
                         build.known("gamma", build.add(x, one)))
    if law.kind in EXPONENTIAL:
        rate, = args
        return build.mul(rate, build.known("exp", build.neg(build.mul(rate, x))))
    if (told := conjugate_laws.density(law.kind, args, x)) is not None:
        return told
    raise r.error("not-in-language", f"the density of {law.kind} cannot be read", at)


def _of_all(r: Reading, law: Law, run: Group) -> Expr:
    """The density of all listed samples, where the law is that of one of them."""
    if law.alone:
        raise r.error("not-in-language", "nothing says that these are independent", run)
    if law.kind != WRITTEN:
        if len(law.letters) != 1:
            raise r.error("not-in-language", "no law of one of these is known", run)
        return joint.product(r, run, law.letters[0], lambda x: _of(r, law, x, run))
    body, own, *one = _args(r, law)
    own, body = (one[1], one[0]) if ENTRIES in law.letters else (own, body)
    if own.op not in ("item", "entry") or type(own.data[0].base) is not Index or own.data[0].base.uid or own.data[0].offset:
        raise r.error("not-in-language", "this density is not written of any one of these", run)
    return joint.product(r, run, own.data[0].base.name, lambda x: body)


def _is_of_entries(law: Law, e: Expr) -> bool:
    r"""Was `y_i \sim ..` declared of the entries of a vector y?"""
    return bool(law.letters) and e.op == "var" and not e.data.family and not is_scalar(e.shape)


def _each(r: Reading, law: Law, x: Expr) -> tuple[Index, Expr] | None:
    """An index, and the member of x that it counts, as the law writes it; None where x is a member itself."""
    if len(law.letters) != 1:
        return None
    if x.op == "var" and is_vector(x.shape) and _is_of_entries(law, x):
        free = At(Index(law.letters[0], x.shape[0], 0))
        return Index(law.letters[0], x.shape[0], fresh_uid()), build.entry(x, (free,))
    family = members(r.scope, r.laws, x)
    if family is None or r.laws[family.name] is not law:
        return None
    n = family.expr.data.family[0]
    return Index(law.letters[0], n, fresh_uid()), build.item(family.expr, (At(Index(law.letters[0], n, 0)),))


def _written(r: Reading, law: Law, x: Expr, at: Syntax) -> Expr:
    """A density written out, at x; it was written of its second argument, a name or a member of a family."""
    body, own, *one = _args(r, law)
    if ENTRIES in law.letters and x is one[1]:
        return one[0]
    if own.op == "var" and x is not own and x.shape == own.shape:
        body = build.substitute(body, ((own.data, x),))
    elif x is not own:
        raise r.error("not-in-language", "this density is written of another member", at)
    if "up to a factor" in law.letters:
        body = build.mul(_evidence(f"factor of {law.letters[0]}"), body)
    return body


def gaussian(r: Reading, x: Expr, mean: Expr, spread: Expr, at: Syntax) -> Expr:
    """Bishop, Pattern Recognition and Machine Learning (2006), equations 1.46 and 2.43. `spread` is the
    variance of a number, the covariance of a vector."""
    two_pi = build.mul(build.num(2), build.const("pi"))
    half = build.num("1/2")
    if mean.op == "num" and not mean.data and not is_scalar(x.shape):
        mean = build.zeros(x.shape)
    gap = build.sub(x, mean)
    if is_scalar(x.shape):
        exponent = build.neg(build.div(build.power(gap, build.num(2)), build.mul(build.num(2), spread)))
        return build.div(build.known("exp", exponent), build.known("sqrt", build.mul(two_pi, spread)))
    n = build.size(x.shape[0])
    factor = _multiple_of_identity(spread)
    if factor is not None:
        square = build.div(build.power(build.norm(gap, "fro"), build.num(2)), factor)
        below = build.power(build.mul(two_pi, factor), build.mul(half, n))
    elif spread.shape == (x.shape[0], x.shape[0]):
        square = build.mul(build.mul(build.transpose(gap), build.inverse(spread)), gap)
        below = build.mul(build.power(two_pi, build.mul(half, n)), build.known("sqrt", build.det(spread)))
    else:
        raise r.misfit("this is no covariance", at, "a square matrix of the length of the vector is wanted")
    return build.div(build.known("exp", build.neg(build.mul(half, square))), below)


def _multiple_of_identity(e: Expr) -> Expr | None:
    if e.op == "eye":
        return build.num(1)
    if e.op == "mul":
        for a, b in (e.args, e.args[::-1]):
            if is_scalar(a.shape) and (inner := _multiple_of_identity(b)) is not None:
                return a if inner.op == "num" and inner.data == 1 else build.mul(a, inner)
    if e.op == "div" and is_scalar(e.args[1].shape) and (inner := _multiple_of_identity(e.args[0])) is not None:
        return build.div(inner, e.args[1])
    return None


def normal(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\mathcal N(y; \mu, \Sigma)`, `\mathcal N(y \mid \mu, \Sigma)`: the density at y."""
    group = bracket(items[k + 1]) if k + 1 < len(items) and ops[k + 1] == "" else None
    if group is None or type(items[k + 1]) is not Group:
        return r.expr(items[k]), k + 1
    left, right = _sides(group.body)
    if len(left) + len(right) != 3:
        raise r.error("not-in-language", "this is a distribution, no number", items[k].span.to(group.span),
                      help=r"Write \sim before it, or \mathcal{N}(x; \mu, \Sigma) for its density.")
    x, mean, spread = (left + right)
    at = r.settle(r.expr(x))
    square = (at.shape[0], at.shape[0]) if not is_scalar(at.shape) else at.shape
    mean_e = r.finish(r.expr(mean), at.shape, mean)
    spread_e = r.finish(r.expr(spread), square, spread)
    return gaussian(r, at, mean_e, spread_e, group), k + 2


HEADS.update({"p": density, "P": density, "\\Pr": density, "Pr": density, "\\mathbb{P}": density, "\\mathcal{N}": normal})
