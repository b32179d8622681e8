"""One place of the wrong line mended: positions, ranges of sums, sums."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symcheck.expr import build
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, long_axes
from symcheck.judge.mistakes.places import Place, written
from symcheck.judge.mistakes.scene import Guess, Scene, positions


def reindexings(scene: Scene) -> Iterator[Guess]:
    """The wrong line with one position moved, or with a sum put in, taken off or bounded otherwise."""
    extra = _free_only_here(scene)
    for place in written(scene.wrong):
        for rule in (_moved, _bounds, _delta):
            for id, new, facts in rule(place, scene):
                try:
                    yield Guess(id, place.put(new), "right", facts)
                except (ShapeError, IndexError, ValueError):
                    continue
        for index in extra:
            yield Guess("missing-sum", place.put(build.sum_over(index, place.node)), "right",
                        {"what": index.name})
            yield Guess("missing-sum", place.put(build.div(build.sum_over(index, place.node),
                                                           build.size(index.dim))), "right",
                        {"what": index.name})
        if place.node.op == "sum" and len(place.node.args) == 1:
            yield from _sum_off(place, scene)


def _free_only_here(scene: Scene) -> list[Index]:
    from symcheck.tensor.lower import lower

    right = set(lower(scene.right).opens)
    return [i for i in lower(scene.wrong).opens if i not in right]


def _moved(place: Place, scene: Scene):
    node = place.node
    where = positions(node)
    facts = {"what": node}
    bound = {e.data[0] for e in place.above if e.op in ("sum", "prod")}
    others = [*bound, *scene.probe.opens]
    for k, at in enumerate(where):
        for step in (1, -1):
            yield ("index-off-by-one", _with(node, k, At(at.base, at.offset + step)), facts)
        for index in others:
            if index != at.base and index.dim == _axis(node, k):
                new = _with(node, k, At(index, at.offset))
                yield "wrong-index", new, {**facts, "should": new}
    if len(where) == 2 and node.op in ("entry", "item"):
        yield ("indices-exchanged", Expr(node.op, node.args, where[::-1], node.shape), facts)


def _delta(place: Place, scene: Scene):
    """1 for a Kronecker delta of two free indices."""
    node = place.node
    if node.op != "num" or node.data != 1:
        return
    for i, j in combinations(scene.probe.opens, 2):
        if i.dim == j.dim:
            delta = build.entry(build.eye(i.dim), (At(i), At(j)))
            yield "delta-missing", delta, {"what": node, "should": rf"\delta_{{{i.name}{j.name}}}"}


def _axis(node: Expr, k: int):
    """The size of the axis or family that position `k` of a node is on."""
    at = positions(node)[k]
    if isinstance(at.base, Index):
        return at.base.dim
    if node.op == "item":
        return node.args[0].data.family[k]
    return long_axes(node.args[0].shape)[k] if node.op == "entry" else None


def _with(node: Expr, k: int, at: At) -> Expr:
    where = positions(node)
    data = (*where[:k], at, *where[k + 1:]) if node.op in ("entry", "item") else at
    return Expr(node.op, node.args, data, node.shape)


def _bounds(place: Place, scene: Scene):
    node = place.node
    if node.op not in ("sum", "prod"):
        return
    index, low, high = node.data
    for step in (1, -1):
        for data in ((index, At(low.base, low.offset + step), high),
                     (index, low, At(high.base, high.offset + step))):
            if data[1].base is None and data[1].offset < 1 or \
                    data[2].base is not None and data[2].offset > 0:
                continue
            yield "sum-range", Expr(node.op, node.args, data, node.shape), {"what": node}


def _sum_off(place: Place, scene: Scene) -> Iterator[Guess]:
    """A sum that should be one term of it."""
    index, low, high = place.node.data
    for other in scene.probe.opens:
        if other.dim == index.dim:
            from symcheck.judge.mistakes.places import with_index

            yield Guess("extra-sum", place.put(with_index(place.node.args[0], index, other)),
                        "right", {"what": place.node})
