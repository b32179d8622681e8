r"""Means and covariances given what was observed: `\mathbb E[w \mid y]`, `\operatorname{Cov}(w \mid y)` of a w that the law of y speaks of.

Given y such a w no longer has the law that it was declared with. Where w and y are Gaussian, with a mean of y that is linear in w and a
covariance that does not hold it, the posterior is Gaussian: its covariance is the inverse of the second derivative of
-\log p(w \mid y), which holds no w, and its mean is where the first one is zero. What is linear in w, `x_*^\top w`, has the mean and the
covariance that follow; so has `x_*^\top w + \varepsilon` with noise of its own. Where the document tells the posterior, `w \mid y \sim \mathcal{N}(m, S)`,
that is the law given y. Any other posterior is not read.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.read import elaborate_densities as densities
from symcheck.read import elaborate_joint as joint
from symcheck.read.noise import degree, random_names
from symcheck.read.reading import Reading
from symcheck.read.syntax import Relation, Syntax

_GIVEN = re.compile(r"(?:\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\|)\s*([^|&;]*?)\s*$")

_SUMS = frozenset(("add", "sub", "neg", "let", "transpose"))


def is_told_of(r: Reading, of: set[str], held: tuple[Syntax, ...]) -> bool:
    """Does what is held speak of these random names, or of others that they are made of, which are not held?"""
    known = {name for s in held for name in _names(r, s)}
    return any(_made_of(r, {name}, known - {name}) & _made_of(r, of, known) for name in known)


def moment(r: Reading, of: tuple[Expr, ...], held: tuple[Syntax, ...], at: Syntax, covariance: bool) -> Expr | None:
    """The mean or covariance of an expression given these; None where they leave the laws of its names what they are."""
    names = {name for e in of for name in random_names(r, e)}
    if any(_is_part_of(r, e, r.expr(_name(s))) for e in of for s in held if not joint.is_run(s)):
        raise r.error("not-in-language", "this cannot be read, given what is observed", at, "it is made of the same random names")
    if not held or not is_told_of(r, names, held):
        return None
    e, own = _taken_apart(r, of[0], held) if len({*of}) == 1 else (of[0], None)
    w, others = _variables(r, e, held)
    law = r.laws.get(w.data.name) if len({*of}) == 1 and w is not None else None
    known = law is not None and law.kind in densities.GAUSSIAN and not w.data.family and (is_scalar(w.shape) or is_vector(w.shape) and w.shape[1] == 1)
    if known and _is_law_given(law, r, held):
        centre, spread = _moments_of_law(r, w)
    elif not known or not all(_is_linear(r, name, w) for s in held for name in _names(r, s)) or _has_others(r, w.data.name, held):
        raise r.error("not-in-language", "this cannot be read, given what is observed", at,
                      "of Gaussian names of which one has a mean that is linear in the other, the posterior is known")
    else:
        centre, spread = _posterior(r, w, held, at)
    if covariance:
        parts = [spread] if e is w else [_along(e, n, c) for n, c in ((w, spread), *((n, _moments_of_law(r, n)[1]) for n in others))]
        parts += [own] if own is not None else []
        return build.add(*parts) if len(parts) > 1 else parts[0]
    return centre if e is w else build.substitute(e, ((w.data, centre), *((n.data, _moments_of_law(r, n)[0]) for n in others)))


def _posterior(r: Reading, w: Expr, held: tuple[Syntax, ...], at: Syntax) -> tuple[Expr, Expr]:
    """The mean and the covariance that follow from the laws."""
    observed = {name: s if joint.is_run(s) else r.settle(r.expr(_name(s))) for s in held for name in _names(r, s)}
    energy = build.neg(build.known("log", densities.density_of(r, w.data.name, w, {*observed}, observed, at)))
    slope = build.derivative(energy, w, "column")
    bend = build.derivative(slope, w, "column")
    spread = build.div(build.num(1), bend) if is_scalar(bend.shape) else build.inverse(bend)
    nothing = build.num(0) if is_scalar(w.shape) else build.zeros(w.shape)
    return build.neg(build.mul(spread, build.substitute(slope, ((w.data, nothing),)))), spread


def _is_law_given(law: densities.Law, r: Reading, held: tuple[Syntax, ...]) -> bool:
    r"""Was the law told of the name given these, `w \mid y \sim \mathcal{N}(m, S)`? Then it is the posterior."""
    if law.source is None or not law.written:
        return False
    told = _GIVEN.search(law.source.text[:law.written[0].span.start].rpartition(r"\sim")[0])
    return told is not None and {re.sub(r"[\s{}]", "", x) for x in told[1].split(",")} == {re.sub(r"[\s{}]", "", r.text(s)) for s in held}


def _moments_of_law(r: Reading, v: Expr) -> tuple[Expr, Expr]:
    """The mean and the covariance that the law of a Gaussian name tells."""
    mean, spread = densities.arguments(r, v.data.name)
    return mean, spread if is_scalar(v.shape) or not is_scalar(spread.shape) else build.mul(spread, build.eye(v.shape[0]))


def _taken_apart(r: Reading, e: Expr, held: tuple[Syntax, ...]) -> tuple[Expr, Expr | None]:
    r"""The mean that the law of a Gaussian name tells and the variance around it, where that mean holds another random name, `y_* \sim \mathcal{N}(x_*^\top w, \sigma^2)`,
    and what is held says nothing of this name itself; anything else as it is."""
    law = r.laws.get(e.data.name) if e.op == "var" else None
    observed = {name for s in held for name in _names(r, s)}
    if law is None or law.kind not in densities.GAUSSIAN or e.data.family or len(densities.arguments(r, e.data.name)) != 2 or _is_law_given(law, r, held):
        return e, None
    mean, spread = _moments_of_law(r, e)
    told_by = {p for name in observed for p in densities.parents(r, name)}
    spoken_of = densities.parents(r, e.data.name) & r.laws.keys()
    if not spoken_of or e.data.name in told_by | observed or spoken_of & observed or random_names(r, spread):
        return e, None
    return mean, spread


def _along(e: Expr, v: Expr, spread: Expr) -> Expr:
    """The covariance of an expression that is linear in v, as far as it comes from v."""
    along = build.derivative(e, v, "row")
    return build.mul(build.mul(along, spread), build.transpose(along))


def _variables(r: Reading, e: Expr, held: tuple[Syntax, ...]) -> tuple[Expr | None, tuple[Expr, ...]]:
    """The one random variable of which what is held tells, and Gaussian ones with laws of their own of which it does not: an expression that is linear in all
    of them, as `x_*^\\top w + \\varepsilon_*`. (None, ..) where there is none."""
    w = _variable(r, e, held)
    if w is not None or e.op == "var":
        return w, ()
    known = {name for s in held for name in _names(r, s)}
    found = {n for n in e.walk() if n.op == "var" and n.data.name in random_names(r, e)}
    told = {n for n in found if is_told_of(r, {n.data.name}, held)}
    others = tuple(sorted(found - told, key=lambda n: n.data.name))
    if len(told) != 1 or known & random_names(r, e) or not all(_is_apart(r, n, e) for n in others):
        return None, ()
    (w,) = told
    return (w, others) if degree(e, w) <= 1 and _are_added(e, (w, *others)) else (None, ())


def _are_added(e: Expr, names: tuple[Expr, ...]) -> bool:
    """Does an expression hold these in different terms of sums only?"""
    held = [n for n in names if any(x is n for x in e.walk())]
    return len(held) < 2 or e.op in _SUMS and all(_are_added(x, names) for x in e.args)


def _is_apart(r: Reading, n: Expr, e: Expr) -> bool:
    """Is this a Gaussian name with a law of its own, which speaks of no other random one, in which e is linear?"""
    law = r.laws.get(n.data.name)
    return law is not None and law.kind in densities.GAUSSIAN and not law.alone and not n.data.family and (is_scalar(n.shape) or is_vector(n.shape) and n.shape[1] == 1) \
        and len(densities.arguments(r, n.data.name)) == 2 and not densities.parents(r, n.data.name) & r.laws.keys() and degree(e, n) <= 1


def _variable(r: Reading, e: Expr, held: tuple[Syntax, ...]) -> Expr | None:
    """The one random variable of which an expression is made, beside what is held, and in which it is linear; itself where it is one."""
    if e.op == "var":
        return e
    known = {name for s in held for name in _names(r, s)}
    found = {n for n in e.walk() if n.op == "var" and n.data.name in random_names(r, e) - known}
    if len(found) != 1 or known & random_names(r, e):
        return None
    (w,) = found
    return w if degree(e, w) <= 1 else None


def _is_part_of(r: Reading, e: Expr, held: Expr) -> bool:
    """Does an expression, without the name that is held, hold random names that this is made of, and does that not tell each of them?"""
    made = held
    while made.op in ("let", "transpose") and made.args:
        made = made.args[0]
    if made.op in ("var", "item", "entry") or held.op != "let":
        return False
    rest = e.replaced(lambda n: build.zeros(n.shape) if n is held and not is_scalar(n.shape) else build.num(0) if n is held else None)
    return bool(random_names(r, rest) & random_names(r, held))


def _has_others(r: Reading, name: str, held: tuple[Syntax, ...]) -> bool:
    """Do these laws speak of other random names, which are not held? The posterior is a mean over these too."""
    known = {n for s in held for n in _names(r, s)}
    return any(p in r.laws for n in (name, *known) for p in densities.parents(r, n) - known - {name})


def _name(s: Syntax) -> Syntax:
    return s.items[0] if type(s) is Relation else s


def _names(r: Reading, s: Syntax) -> set[str]:
    """The name under which the law of what is held is known; empty of what has none."""
    if joint.is_run(s):
        return joint.named(r, s) & r.laws.keys()
    key = densities.law_name(r, _name(s), r.expr(_name(s)))
    return {key} if key in r.laws else set()


def _made_of(r: Reading, names: set[str], held: set[str]) -> set[str]:
    """These random names, and those that their laws speak of, as far as these are not held."""
    found: set[str] = set()
    waiting = names - held
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= {p for p in densities.parents(r, name) if p in r.laws} - held - found
    return found


def _is_linear(r: Reading, name: str, w: Expr) -> bool:
    """Is this a Gaussian name with a mean that is linear in w and a covariance without it?"""
    law = r.laws[name]
    args = densities.arguments(r, name) if law.kind in densities.GAUSSIAN else []
    return len(args) == 2 and degree(args[0], w) <= 1 and degree(args[1], w) == 0
