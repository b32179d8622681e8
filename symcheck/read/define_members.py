r"""Definitions by entries (`p_i = ..`) and of the members of a family (`z_i = W x_i`)."""

from __future__ import annotations

from symcheck.expr import SCALAR, Expr, Index, Variable, build
from symcheck.expr.shape import describe, is_scalar, long_axes
from symcheck.read.assumptions import Claim, rebuild
from symcheck.read.declare_names import head_of
from symcheck.read.elaborate_entries import entries
from symcheck.read.elaborate_scripts import member
from symcheck.read.names import label, parts, spelled, stem_of
from symcheck.read.reading import Binder, Reading
from symcheck.read.scope import Entry, Found, positions
from symcheck.read.syntax import Group, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail


def mentions_name(body: Expr, name: Expr) -> bool:
    return body.holds(name)


def occurs_in(body: Expr, index: Index) -> bool:
    return any(index in _indices(node) for node in body.walk())


def _indices(node: Expr):
    data = node.data
    places = data if node.op in ("entry", "item") else (data,) if node.op in (
        "row", "column", "basis", "index") else ()
    return [at.base for at in places]


def index_letters(context, sub: Syntax | None, sups: tuple) -> list[str]:
    """Letters of the scripts of a left side that may be indices."""
    places = list(positions(sub)) if sub is not None else []
    for p in parts(sups):
        if type(p) is Group:
            places.append(p.body)
    names = []
    for p in places:
        if type(p) in (Symbol, Script) and stem_of(p) is not None:
            name = label(p)
            if len(name.rstrip("'")) == 1 or name[0] == "\\" and "{" not in name:
                entry = context.scope.bare(name)
                if (entry is None and name not in context.dims or entry is not None
                        and entry.kind == "index") and name not in names:
                    names.append(name)
    return names


def slotted_indices(sub, sups, used: dict[str, Binder]):
    """[(name, 'sub' or 'sup')] when the scripts of the left side are indices used on the right."""
    slots = []
    if sub is not None:
        names = [label(p) for p in positions(sub)]
        if all(n in used for n in names):
            slots += [(n, "sub") for n in names]
        elif any(n in used for n in names):
            return None
    flat = parts(sups)
    if flat:
        inner = label(flat[0].body) if type(flat[0]) is Group else label(flat[0])
        if inner in used:
            slots.insert(0, (inner, "sup"))
    if {n for n, _ in slots} != set(used):
        return None
    return slots


def define_members(context, source: Source, left: Syntax, slots, used, body: Expr,
                   params: tuple[Variable, ...] = ()) -> bool:
    """`p_i = ..`: a vector by its entries; `z_i = W x_i`: a family; `L_i(w) = ..`: of functions."""
    base, font, sub, sups, primes = head_of(source, left)
    indices = tuple(used[n].index for n, _ in slots)
    dims = tuple(i.dim for i in indices)
    in_sup = slots[0][1] == "sup"
    fixed_sup = None
    if sups and not in_sup:
        fixed_sup = "".join(label(p) for p in parts(sups))
    name = spelled(base if font not in ("cal", "bb", "frak") else rf"\math{font}{{{base}}}",
                   label(sub) if sub is not None else None,
                   "".join(label(p) for p in parts(sups)) or None, primes)
    entry = Entry(base, "quantity", font, primes=primes, sup=fixed_sup, params=params)
    if is_scalar(body.shape) and not in_sup and len(slots) <= 2:
        shape = (*dims, 1)[:2]
        bare = spelled(base, None, fixed_sup, primes)
        free = not params and context.scope.find(base, font, None, sups, primes, loose=False) is None \
            and bare not in context.upcoming and (fixed_sup is not None or base not in context.upcoming)
        v = Variable(bare if free else name, shape)
        e = build.let(v, build.array(indices, body, shape))
        if free:
            entry.expr = e
            context.scope.add(entry)
        else:
            entry.sub_slots = len(slots)
            family = Variable(name, SCALAR, dims)
            e = build.let(family, build.array(indices, body, SCALAR, len(slots)))
            entry.expr, v = e, family
            context.scope.add(entry)
        context.definitions[v] = e
        return True
    inner = [n for n, where in slots if where == "sub"] if in_sup else []
    if inner and params:
        raise fail("not-in-language", "a function by its entries is written with one index", source,
                   left.span, help="Define the whole function, or its members: f_i(w) = ..")
    family = dims[:1] if in_sup else dims
    shape = body.shape
    if in_sup and inner:
        shape = (*dims[1:], 1)[:2]
    v = Variable(name if not inner else spelled(base, None, label(parts(sups)[0]), primes), shape,
                 family)
    e = build.let(v, build.array(indices, body, shape, len(family)))
    entry.expr = e
    if in_sup:
        entry.sup, entry.sup_slots = label(parts(sups)[0]), 1
    else:
        entry.sub_slots = len(slots)
    context.scope.add(entry)
    context.definitions[v] = e
    return True


def bind_entries(context, source: Source, left: Syntax, known: Found, body: Expr,
                  binders: dict[str, Binder], r: Reading) -> bool:
    """`p_i = ..` for a declared p, `z_i = ..` for a declared family."""
    entry = known.entry
    if entry.expr.op == "let":
        if any(b.index is None for b in binders.values()):
            return False
        value = member(r, known)
        if known.sub:
            value = entries(r, value, known.sub if len(known.sub) > 1 else known.sub[0], left)
        context.claims.append(Claim("=", value, body, source, left.span))
        return True
    v = entry.expr.data
    places = [label(p) for p in known.slots]
    for s in known.sub:
        places += [label(p) for p in positions(s)]
    axes = (*v.family, *long_axes(v.shape)) if known.sub else v.family
    if len(places) != len(axes) or any(p not in binders for p in places) or r.free:
        return False
    if len(set(places)) != len(places):
        return False
    indices = []
    for p, dim in zip(places, axes):
        b = binders[p]
        b.on(dim)
        if b.index.dim != dim:
            raise fail("not-in-language" if b.least or b.most else "shape-mismatch", f"{p} does not number this axis", source, left.span,
                       f"{p} runs to {b.index.dim}, but the axis has length {dim}")
        indices.append(b.index)
    if mentions_name(body, entry.expr):
        return False
    wanted = SCALAR if known.sub else v.shape
    if body.shape != wanted:
        raise unlike_shape(source, left, label(left), wanted, body.shape)
    e = build.let(v, build.array(tuple(indices), body, v.shape, len(v.family)))
    rebuild(context, entry, v, v, e)  # what was defined by the variable is by what it now is
    context.definitions[v] = e
    return True


def unlike_shape(source: Source, at: Syntax, name: str, declared, found) -> SymcheckError:
    return fail("shape-mismatch", "this definition has another shape than its name", source, at.span,
                f"{name} is {describe(declared)}, but this is {describe(found)}")
