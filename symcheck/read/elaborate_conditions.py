r"""Conditions: indicators in all their spellings, `cases`, and comparisons of indices."""

from __future__ import annotations

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.read import asides, subsets
from symcheck.read.elaborate_arguments import after, argument
from symcheck.read.elaborate_entries import position
from symcheck.read.elaborate_heads import HEADS, bracket
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.elaborate_symbols import place
from symcheck.read.labels import declared_label
from symcheck.read.names import label, stem_of
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Additive,
    Cases,
    Group,
    Listing,
    Number,
    Relation,
    Script,
    Symbol,
    Syntax,
    Words,
)

RELATIONS = {"=": "=", "\\equiv": "=", "\\ne": "!=", "<": "<", ">": ">", "\\le": "<=",
             "\\ge": ">=", "\\lt": "<", "\\gt": ">", "\\ll": "<", "\\gg": ">"}


def is_condition_syntax(s: Syntax) -> bool:
    if type(s) is Relation:
        return all(o in RELATIONS or o == "\\in" for o in s.operators)
    if type(s) is Listing:
        return any(map(is_condition_syntax, s.items))
    if type(s) is Group and s.open in ("{", "(", "[", ""):
        return is_condition_syntax(s.body)
    return False


def condition(r: Reading, s: Syntax) -> Expr:
    """The 0/1 value of a condition; chained and comma-separated parts must all hold."""
    if type(s) is Group and s.open in ("{", "(", "[", ""):
        return condition(r, s.body)
    if type(s) is Listing:
        disjunction = any("lor" in sep or "vee" in sep for sep in s.separators) or any(
            type(x) is Words and x.text.strip() == "or" for x in s.items)
        asides.heard(r.source, s.items)
        held = [condition(r, x) for x in s.items if type(x) is not Words]
        value = held[0]
        for x in held[1:]:
            if disjunction:
                both = r.combine(build.hadamard, value, x)
                value = build.sub(build.add(value, x, broadcast=True), both, broadcast=True)
            else:
                value = r.combine(build.hadamard, value, x)
        return value
    if type(s) is Relation:
        value = None
        for a, op, b in zip(s.items, s.operators, s.items[1:]):
            one = compare(r, a, op, b, s)
            value = one if value is None else r.combine(build.hadamard, value, one)
        return value
    raise r.error("not-in-language", "this is no condition that can be read", s,
                  help=r"A condition compares, as in x > 0 or i = j.")


def compare(r: Reading, a: Syntax | None, op: str, b: Syntax | None, at: Syntax) -> Expr:
    """One comparison, entry by entry."""
    if a is None or b is None:
        raise r.error("missing-argument", "one side of this condition is missing", at)
    relation = RELATIONS.get(op)
    if relation is None:
        if op == "\\in" and type(b) is Group and b.open == "{":
            items = b.body.items if type(b.body) is Listing else (b.body,)
            held = [compare(r, a, "=", x, at) for x in items]
            value = held[0]
            for x in held[1:]:
                value = build.add(value, x)
            return value
        found = subsets.found(r.scope, b) if op == "\\in" else None
        if found is not None:
            return build.entry(found.expr, (position(r, a, found.dim),))
        raise r.error("not-in-language", f"the relation {op} cannot stand in a condition", at)
    if _is_index(r, a) or _is_index(r, b):
        pair = _indices(r, a, b, at)
        if pair is not None:
            return build.indicator(relation, *pair)
        for i, other in ((a, b), (b, a)):  # c = y_i with a label y_i: c has its range
            known = declared_label(r, other) if type(i) is Symbol and _is_index(r, i) else None
            if known is not None:
                r.index_on(i.name, known.data.bounds[1], i)
    x, y = r.meet(r.expr(a), r.expr(b))
    if not is_scalar(x.shape) and not is_scalar(y.shape) and x.shape != y.shape:
        raise r.misfit("these cannot be compared", at,
                       f"{r.text(a)} is {r.shapes(x)[0]}, but {r.text(b)} is {r.shapes(y)[0]}")
    return build.indicator(relation, x, y)


def _is_index(r: Reading, s: Syntax) -> bool:
    if type(s) is Additive:
        return _is_index(r, s.items[0]) and all(type(x) is Number for x in s.items[1:])
    if type(s) is Script and (s.sub is not None or s.sups):
        return False
    named = stem_of(s)
    if named is None:
        return False
    name = label(s)
    if name in r.bound or name in r.free:
        return True
    entry = r.scope.bare(name)
    if entry is not None:
        return entry.kind == "index"
    return (name not in r.dims and (len(name.rstrip("'")) == 1 or name == "\\ell")
            and name not in ("e", "I"))


def _indices(r: Reading, a: Syntax, b: Syntax, at: Syntax) -> tuple[Expr, Expr] | None:
    """Both sides as index values of one range; None where one of them is an ordinary number."""
    sides = []
    for s in (a, b):
        if _is_index(r, s) or type(s) is Number or _is_size(r, s):
            sides.append(place(r, s) if not _is_size(r, s) else None)
        else:
            return None
    dims = [x.base.dim for x in sides if x is not None and type(x.base) is Index]
    if len(dims) == 2 and not r.same(*dims):
        raise r.misfit("these indices have different ranges", at,
                       f"{label(a)} runs to {dims[0]}, {label(b)} to {dims[1]}")
    values = []
    for s, x in zip((a, b), sides):
        if x is None:
            values.append(r.expr(s))
        elif x.base is None:
            values.append(build.num(x.offset))
        else:
            dim = x.base.dim if r.sizes is None else r.sizes.find(x.base.dim)
            index = Index(x.base.name, dim, x.base.uid)
            value = build.index_value(At(index, x.offset))
            binder = r.bound.get(x.base.name)
            if binder is not None and binder.from_zero:
                value = build.sub(value, build.num(binder.shift))
            values.append(value)
    return values[0], values[1]


def _is_size(r: Reading, s: Syntax) -> bool:
    return (type(s) is Symbol and s.name in r.dims and s.name not in r.bound
            and r.scope.bare(s.name) is None)


def indicator_head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\mathbf 1[z > 0]`, `1\{y = k\}`, `\mathbb I(z > 0)`; without a condition the symbol itself."""
    if k + 1 < len(items) and ops[k + 1] == "":
        group = bracket(items[k + 1])
        if group is not None and is_condition_syntax(group.body):
            s = items[k]
            if type(s) is not Script or s.sub is None and not s.sups:
                value = condition(r, group.body)
                if type(items[k + 1]) is Script:
                    value = scripted(r, value, items[k + 1])
                return value, k + 2
    return r.expr(items[k]), k + 1


def step_head(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`H(x)`, `u(x)`: the Heaviside step, when nothing of that name is declared."""
    if type(items[k]) is Symbol and k + 1 < len(items) and ops[k + 1] == "" \
            and bracket(items[k + 1]) is not None:
        a = argument(r, items, ops, k, items[k].name)
        r.note(f"{items[k].name} is taken as the Heaviside step, since it is not declared")
        return after(r, build.known("step", a.values[0]), a), a.after
    if type(items[k]) is Script and items[k].sub is None:
        return r.expr(items[k]), k + 1  # of `u^\top` the u is what is missing
    raise r.undeclared(label(items[k]), items[k])


def cases(r: Reading, s: Cases) -> Expr:
    """Values with conditions; the last may be `otherwise`."""
    branches, otherwise = [], None
    for value, when in s.rows:
        e = r.expr(value)
        if type(when) is Words and not asides.is_otherwise(when.text):
            raise asides.unread(r.source, when)
        if when is None or type(when) is Words:
            otherwise = e
        else:
            branches.append((e, condition(r, _stripped(r, when))))
    if not branches:
        raise r.error("missing-argument", "no case has a condition", s)
    flat = [x for pair in branches for x in pair] + ([] if otherwise is None else [otherwise])
    for x in flat[1:]:
        r.meet(flat[0], x)
    branches = [(r.settle(a), r.settle(b)) for a, b in branches]
    return build.cases(tuple(branches), otherwise)


def _stripped(r: Reading, s: Syntax) -> Syntax:
    """A condition without prose around it."""
    if type(s) is Listing:
        asides.heard(r.source, s.items)
        items = tuple(x for x in s.items if type(x) is not Words)
        if len(items) == 1:
            return items[0]
        if len(items) < len(s.items) and not any(
                type(x) is Words and x.text.strip() == "or" for x in s.items):
            return Listing(s.span, items, tuple("," for _ in items))
    return s


HEADS.update({"1": indicator_head, "I": indicator_head, "H": step_head, "u": step_head})
