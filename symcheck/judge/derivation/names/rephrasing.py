r"""Definitions rewritten through names that are introduced later.

After `L = \|\sigma(Wx + b) - y\|^2` a student may name `z = Wx + b` and differentiate L by z. Then z
stands in the definition of L wherever its own definition does. Likewise a second form `f = r^2`,
found right, replaces a first form that did not go through r.
"""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import ShapeError
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import chained, exchanged, factors
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context


def rephrase(context: Context, name: Expr, body: Expr) -> bool:
    """`name` (a let) is defined as `body` from here on, which was found equal to its definition."""
    if name.op != "let" or name.data.family or body.shape != name.shape or body is name.args[0]:
        return False
    inside = {n for n in body.walk() if n.op == "let"}
    if name in inside or inside <= set(name.args[0].walk()):
        return False
    _redefine(context, name, body)
    return True


def of_letters(context: Context, name: Expr, letters: list[Expr]) -> None:
    """`name`, a quantity until now, was shown to be a function of these variables and of nothing else: `L(x, y) = ..`."""
    entry = next((x for x in context.scope if x.expr is name), None)
    if entry is not None and entry.kind == "quantity" and not entry.params and not name.data.family \
            and all(x.op == "var" and not x.data.family for x in letters) \
            and {n for n in name.walk() if n.op == "var"} == set(letters):
        entry.params = tuple(x.data for x in letters)
        context.remembered = {}


def bind(context: Context, before: Expr, name: Expr) -> None:
    """A variable got a definition: what was defined by the variable is from here on defined by the name,
    where it is no other thing of the same letter."""
    if before.shape != name.shape:
        return
    defined = [entry.expr.data for entry in context.scope if entry.expr is not None and entry.expr.op == "let"]
    for v in defined:  # one by one, as each change makes others anew
        e = next((x.expr for x in context.scope if x.expr is not None and x.expr.op == "let" and x.expr.data == v), None)
        if e is None or e is name or not any(n is before for n in e.walk()):
            continue
        if any(n is e for n in name.walk()):
            continue
        _redefine(context, e, exchanged(e.args[0], before, name))


def abstract(context: Context, name: Expr, wanted: bool = False) -> bool:
    """Put `name` into the definitions that its own definition is a part of; was there one? `wanted`: it is
    differentiated by, so products are grouped anew for it, and names that it is made of may be put in first."""
    found = _put_in(context, name, wanted)
    if found or not wanted:
        return found
    made_of = sorted({n for n in name.walk() if n.op == "let" and n is not name}, key=lambda n: sum(1 for _ in n.walk()))
    return any([_put_in(context, n, True) for n in made_of]) and _put_in(context, name, True)


def _put_in(context: Context, name: Expr, wanted: bool) -> bool:
    """The same of this name alone."""
    found = False
    if name.op != "let" or name.args[0].op in ("var", "num", "let", "item"):
        return False
    for entry in list(context.scope):
        e = entry.expr
        if e is None or e.op != "let" or e is name or any(n is name for n in e.walk()):
            continue
        body = e.args[0]
        try:
            for node, member in _occurrences(context, body, name, wanted):
                body = exchanged(body, node, member)
        except ShapeError:
            continue
        if body is not e.args[0] and not any(n is e for n in body.walk()):
            _redefine(context, e, body)
            found = True
    return found


def _redefine(context: Context, name: Expr, body: Expr) -> None:
    entry = next((x for x in context.scope if x.expr is name), None)
    if entry is not None:
        rebuild(context, entry, name.data, name.data, build.let(name.data, body))
        context.remembered = {}


def _occurrences(context: Context, body: Expr, name: Expr, wanted: bool) -> list[tuple[Expr, Expr]]:
    """(node of body, the name or its member that it is) wherever the definition of the name stands."""
    definition = name.args[0]
    if not name.data.family:
        same = [(n, name) for n in body.walk() if n is definition or n.op == definition.op and _alike(definition, n, {})]
        return same or _other_names(body, name) or _entries(body, name) or wanted and (_grouped(body, name) or _applied_to(context, body, name)) or []
    if definition.op != "array":
        return []
    indices, family = definition.data
    if family != len(indices):
        return []
    found = []
    for node in body.walk():
        binding: dict[Index, At] = {}
        if node.op == definition.args[0].op and _matches(definition.args[0], node, binding) \
                and set(binding) == set(indices):
            found.append((node, build.item(name, tuple(binding[i] for i in indices))))
    return found


def _entries(body: Expr, name: Expr) -> list[tuple[Expr, Expr]]:
    r"""(node of body, the entry that it is) of a vector or matrix told by its entries: `\sum_j W_{ij} x_j + b_i` in `h_i = \phi(\sum_j W_{ij} x_j + b_i)` is a_i."""
    definition = name.args[0]
    if definition.op != "array" or definition.data[1]:
        return []
    indices, inner = definition.data[0], definition.args[0]
    found = []
    for node in body.walk():
        binding: dict[Index, At] = {}
        if node.op == inner.op and node is not definition and _matches(inner, node, binding) and set(indices) <= set(binding) \
                and all(type(binding[i].base) is Index and binding[i].base.dim == i.dim and not binding[i].offset for i in indices):
            found.append((node, build.entry(name, tuple(binding[i] for i in indices))))
    return found


def _other_names(body: Expr, name: Expr) -> list[tuple[Expr, Expr]]:
    r"""The same where a variable has two names: `W_1 x + b_1` of the body is the `a_1 = W_1 h_0 + b_1` of an h_0 = x."""
    definition = _without_other_names(name.args[0])
    if definition is name.args[0] and not any(map(_is_other_name, body.walk())):
        return []
    return [(n, name) for n in body.walk() if n.op == definition.op and n.shape == definition.shape and _without_other_names(n) is definition]


def _is_other_name(e: Expr) -> bool:
    return e.op == "let" and not e.data.family and e.args[0].op == "var"


def _without_other_names(e: Expr) -> Expr:
    """An expression with variables themselves in the place of other names for these."""
    for n in [n for n in e.walk() if _is_other_name(n)]:
        e = exchanged(e, n, n.args[0])
    return e


def _alike(a: Expr, b: Expr, bound: dict[Index, Index]) -> bool:
    """Are these the same but for the letters of sums and other binders in them?"""
    if a is b and not bound:
        return True
    return a.op == b.op and a.shape == b.shape and len(a.args) == len(b.args) and _data_alike(a.data, b.data, bound) \
        and all(_alike(x, y, bound) for x, y in zip(a.args, b.args))


def _data_alike(p, x, bound: dict[Index, Index]) -> bool:
    if type(p) is Index and type(x) is Index and p.uid and x.uid:
        return p.dim == x.dim and bound.setdefault(p, x) == x
    if type(p) is At and type(x) is At and type(p.base) is Index and type(x.base) is Index:
        return p.offset == x.offset and bound.get(p.base, p.base) == x.base
    if type(p) is tuple and type(x) is tuple and len(p) == len(x):
        return all(_data_alike(a, b, bound) for a, b in zip(p, x))
    return p == x


def _applied_to(context: Context, body: Expr, name: Expr) -> list[tuple[Expr, Expr]]:
    """(what a function is taken at, the name) where these are equal, though written otherwise: `c^\\top v` for a sum of products."""
    definition = name.args[0]
    variables = {n for n in definition.walk() if n.op == "var"}
    taken = dict.fromkeys(a for n in body.walk() if n.op == "apply" for a in n.args if a.shape == definition.shape and a.op not in ("var", "let", "num"))
    return [(a, name) for a in taken if {n for n in a.walk() if n.op == "var"} == variables and judge(context, a, definition, hint=True).right]


def _grouped(body: Expr, name: Expr) -> list[tuple[Expr, Expr]]:
    """(a product of matrices, the same with `name` for the factors in it that are its definition): B(AX) of BAX."""
    inner = factors(name.args[0])
    found = []
    for node in body.walk() if len(inner) > 1 else ():
        outer = factors(node) if node.op == "mul" else []
        for k in range(len(outer) - len(inner) + 1):
            if len(outer) > len(inner) and outer[k:k + len(inner)] == inner:
                found.append((node, chained([*outer[:k], name, *outer[k + len(inner):]])))
                break
    return found[:1]


def _matches(pattern: Expr, e: Expr, binding: dict[Index, At]) -> bool:
    """Is e the pattern with its free indices replaced as `binding` says?"""
    if pattern is e and e.op == "let":  # in whose definition no index is free
        return True
    if pattern.op != e.op or pattern.shape != e.shape or len(pattern.args) != len(e.args):
        return False
    if not _data_matches(pattern.data, e.data, binding):
        return False
    return all(_matches(p, x, binding) for p, x in zip(pattern.args, e.args))


def _data_matches(p, x, binding: dict[Index, At]) -> bool:
    if type(p) is At and type(x) is At and type(p.base) is Index:
        if p.offset:
            return p == x
        return binding.setdefault(p.base, x) == x
    if type(p) is Index and type(x) is Index and p.dim == x.dim:  # bound within
        return binding.setdefault(p, At(x, 0)) == At(x, 0)
    if type(p) is tuple and type(x) is tuple and len(p) == len(x):
        return all(_data_matches(a, b, binding) for a, b in zip(p, x))
    return p == x
