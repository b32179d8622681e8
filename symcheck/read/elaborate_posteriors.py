r"""Means and covariances given what was observed: `\mathbb E[w \mid y]`, `\operatorname{Cov}(w \mid y)` of a w that the law of y speaks of.

Given y such a w no longer has the law that it was declared with. Where w and y are Gaussian, with a mean of y that is linear in w and a
covariance that does not hold it, the posterior is Gaussian: its covariance is the inverse of the second derivative of
-\log p(w \mid y), which holds no w, and its mean is where the first one is zero. What is linear in w, `x_*^\top w`, has the mean and the
covariance that follow. Any other posterior is not read.
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.read import elaborate_densities as densities
from symcheck.read import elaborate_joint as joint
from symcheck.read.noise import degree, random_names
from symcheck.read.reading import Reading
from symcheck.read.syntax import Relation, Syntax


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
    w = _variable(r, of[0], held)
    law = r.laws.get(w.data.name) if len({*of}) == 1 and w is not None else None
    if law is None or law.kind not in densities.GAUSSIAN or w.data.family or not (is_scalar(w.shape) or is_vector(w.shape) and w.shape[1] == 1) \
            or not all(_is_linear(r, name, w) for s in held for name in _names(r, s)) or _has_others(r, w.data.name, held):
        raise r.error("not-in-language", "this cannot be read, given what is observed", at,
                      "of Gaussian names of which one has a mean that is linear in the other, the posterior is known")
    observed = {name: s if joint.is_run(s) else r.settle(r.expr(_name(s))) for s in held for name in _names(r, s)}
    energy = build.neg(build.known("log", densities.density_of(r, w.data.name, w, {*observed}, observed, at)))
    slope = build.derivative(energy, w, "column")
    bend = build.derivative(slope, w, "column")
    spread = build.div(build.num(1), bend) if is_scalar(bend.shape) else build.inverse(bend)
    if covariance:
        along = build.derivative(of[0], w, "row")
        return spread if of[0] is w else build.mul(build.mul(along, spread), build.transpose(along))
    nothing = build.num(0) if is_scalar(w.shape) else build.zeros(w.shape)
    mean = build.neg(build.mul(spread, build.substitute(slope, ((w.data, nothing),))))
    return mean if of[0] is w else build.substitute(of[0], ((w.data, mean),))


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
