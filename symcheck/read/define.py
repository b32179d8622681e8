r"""Definitions of quantities, of families, by entries, of functions; and assumptions.

`h = \phi(Wx + b)` defines a quantity, `p_i = ..` with i free on the right its entries (or the members
of a family), `f(x) = ..` a function: of the declared x (then f is also the quantity), or of a dummy x.
An equation that repeats what has a definition is kept as a claim; any other is an assumption.
"""

from __future__ import annotations

import re

from symcheck.expr import SCALAR, At, Expr, Function, Index, Variable, build
from symcheck.expr.shape import describe, is_scalar, long_axes
from symcheck.read.elaborate import headed
from symcheck.read.names import base_of, label, parts, spread
from symcheck.read.reading import Binder, Reading, _uids
from symcheck.read.scope import Entry, Found, Scope, Written, positions
from symcheck.read.syntax import (
    Additive, Group, Listing, Number, Product, Relation, Script, Symbol, Syntax,
)
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

# Operations that act on every entry alike: a function made of these acts so too.
ENTRYWISE = frozenset("num const size add neg hadamard div power apply extremum indicator cases "
                      "let".split())


def define(context, source: Source, rel: Relation, ranges: dict, words: set[str]) -> None:
    """A line `left = right`, possibly `left = right \\in set` or a chain of equal forms."""
    from symcheck.read.sets import read_set
    items, ops = list(rel.items), list(rel.operators)
    shape = None
    if ops[-1] == "\\in":
        shape, *_ = read_set(context, source, items.pop())
        ops.pop()
    if ops and ops[0] == "=:":
        items[0], items[1] = items[1], items[0]
    left, right = items[0], items[1]
    called = _called(left)
    if called is not None:
        done = _define_function(context, source, called, right, ranges)
    else:
        done = _define_quantity(context, source, left, right, ranges, shape)
    if not done:
        if ops[0] in (":=", "\\triangleq", "=:"):
            raise fail("not-a-definition", "the left side is no name that can be defined", source,
                       left.span)
        _equation(context, source, rel)
        return
    for later in items[2:]:
        _claim(context, source, left, later)


def _called(s: Syntax):
    """(function, arguments, subscript after the bracket) of `f(x)`, `\\Phi(z)_i`; else None."""
    if type(s) is not Product or len(s.items) != 2 or any(s.operators):
        return None
    f, bracket = s.items
    sub = None
    if type(bracket) is Script and bracket.sub is not None and not bracket.sups:
        bracket, sub = bracket.base, bracket.sub
    if type(bracket) is not Group or bracket.open not in ("(", "["):
        return None
    base = f.base if type(f) is Script else f
    if base is None or base_of(base) is None or type(f) is Script and f.primes:
        return None
    arguments = bracket.body.items if type(bracket.body) is Listing else (bracket.body,)
    for a in arguments:
        if base_of(a.base if type(a) is Script and a.base is not None else a) is None:
            return None
    return f, arguments, sub


# --- quantities -----------------------------------------------------------------------------------


def _define_quantity(context, source: Source, left: Syntax, right: Syntax, ranges: dict,
                     shape) -> bool:
    from symcheck.read.declare import head_of, new_entry, range_size, variable_name
    left = spread(left)
    if type(left) is Script and type(left.base) is Group and left.base.open in ("(", "[") and (
            base_of(left.base.body) is not None) and not left.sups and left.sub is not None:
        left = Script(left.span, left.base.body, left.sub, (), 0)
    try:
        base, font, sub, sups, primes = head_of(source, left)
    except SymcheckError:
        return False
    known = context.scope.find(base, font, sub, sups, primes, loose=False)
    if known is not None and known.primes and not known.sups and not known.sub and not (
            known.entry.kind in ("function", "map") or known.entry.params
            or context.prime_transpose):
        known = None
    if known is not None and (known.primes or known.sups):
        return False
    if known is not None and known.entry.kind in ("function", "map", "index", "set"):
        return False
    letters = _letters(context, sub, sups)
    r = context.start(source)
    binders: dict[str, Binder] = {}
    for name in letters:
        dim = None
        if name in ranges:
            dim, _ = range_size(context, source, *ranges[name])
        elif (entry := context.scope.bare(name)) is not None and entry.kind == "index":
            dim = entry.dim
        binders[name] = r.bound[name] = Binder(name, dim)
    like = None
    if known is not None and not known.slots and not known.sub:
        like = known.entry.expr.shape
    try:
        body = r.finish(headed(r, right), like or shape, right)
    except SymcheckError:
        if known is not None and known.entry.expr.op == "let":
            raise
        raise
    used = {n: b for n, b in binders.items() if b.index is not None and (
        n in ranges or _occurs(body, b.index))}
    if known is not None and (known.slots or known.sub):
        return _bind_entries(context, source, left, known, body, binders, r)
    if any(n for n in r.free):
        first = next(iter(r.free))
        raise fail("undeclared-name", f"{first} is not declared", source, right.span,
                   f"{first} is an index on the right but not on the left")
    context.notes.extend(r.notes)
    if known is not None:
        entry = known.entry
        if entry.expr.op == "let":
            context.claims.append(("=", entry.expr, body))
            return True
        v = entry.expr.data
        if body.shape != v.shape:
            if body.op == "num" and body.data == 0:
                body = build.zeros(v.shape)
            else:
                raise _unlike(source, right, entry.name, v.shape, body.shape)
        if _mentions(body, entry.expr):
            return False
        entry = _replace(context, entry, build.let(v, body))
        context.definitions[v] = entry.expr
        return True
    if shape is not None and body.shape != shape:
        raise _unlike(source, right, label(left), shape, body.shape)
    slots = _slotted(sub, sups, used)
    if slots is None and used:
        first = next(iter(used))
        raise fail("undeclared-name", f"{first} is not declared", source, right.span,
                   f"{first} is an index on the right but not on the left")
    if not slots:
        entry, _ = new_entry(context, source, left, {})
        v = Variable(variable_name(context, entry, ()), body.shape)
        entry.expr = build.let(v, body)
        _weaken(context, base, font, entry)
        context.scope.add(entry)
        context.definitions[v] = entry.expr
        return True
    return _define_members(context, source, left, slots, used, body)


def _mentions(body: Expr, name: Expr) -> bool:
    return any(node is name for node in body.walk())


def _occurs(body: Expr, index: Index) -> bool:
    return any(index in _indices(node) for node in body.walk())


def _indices(node: Expr):
    data = node.data
    places = data if node.op in ("entry", "item") else (data,) if node.op in (
        "row", "column", "basis", "index") else ()
    return [at.base for at in places]


def _letters(context, sub: Syntax | None, sups: tuple) -> list[str]:
    """Letters of the scripts of a left side that may be indices."""
    places = list(positions(sub)) if sub is not None else []
    for p in parts(sups):
        if type(p) is Group:
            places.append(p.body)
    names = []
    for p in places:
        if type(p) in (Symbol, Script) and base_of(p.base if type(p) is Script else p) is not None:
            name = label(p)
            if len(name.rstrip("'")) == 1 or name[0] == "\\" and "{" not in name:
                entry = context.scope.bare(name)
                if (entry is None or entry.kind == "index") and name not in names:
                    names.append(name)
    return names


def _slotted(sub, sups, used: dict[str, Binder]):
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


def _define_members(context, source: Source, left: Syntax, slots, used, body: Expr) -> bool:
    """`p_i = ..`: a vector by its entries; `z_i = W x_i`: a family."""
    from symcheck.read.declare import head_of
    from symcheck.read.names import spelled
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
    entry = Entry(base, "quantity", font, primes=primes, sup=fixed_sup)
    if is_scalar(body.shape) and not in_sup and len(slots) <= 2:
        shape = (*dims, 1)[:2]
        bare = spelled(base, None, fixed_sup, primes)
        free = context.scope.find(base, font, None, sups, primes, loose=False) is None \
            and bare not in context.upcoming and base not in context.upcoming
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


def _bind_entries(context, source: Source, left: Syntax, known: Found, body: Expr,
                  binders: dict[str, Binder], r: Reading) -> bool:
    """`p_i = ..` for a declared p, `z_i = ..` for a declared family."""
    entry = known.entry
    if entry.expr.op == "let":
        from symcheck.read.elaborate_scripts import entries, member
        if any(b.index is None for b in binders.values()):
            return False
        value = member(r, known)
        if known.sub:
            value = entries(r, value, known.sub if len(known.sub) > 1 else known.sub[0], left)
        context.claims.append(("=", value, body))
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
            raise fail("shape-mismatch", f"{p} does not number this axis", source, left.span,
                       f"{p} runs to {b.index.dim}, but the axis has length {dim}")
        indices.append(b.index)
    if _mentions(body, entry.expr):
        return False
    wanted = SCALAR if known.sub else v.shape
    if body.shape != wanted:
        raise _unlike(source, left, label(left), wanted, body.shape)
    e = build.let(v, build.array(tuple(indices), body, v.shape, len(v.family)))
    _replace(context, entry, e)
    context.definitions[v] = e
    return True


def _unlike(source: Source, at: Syntax, name: str, declared, found) -> SymcheckError:
    return fail("shape-mismatch", "this definition has another shape than its name", source, at.span,
                f"{name} is {describe(declared)}, but this is {describe(found)}")


def _replace(context, entry: Entry, e: Expr) -> Entry:
    """The scope is shared between copies, its entries too: replace, never change."""
    new = Entry(entry.base, entry.kind, entry.font, entry.sub, entry.sup, entry.primes,
                entry.sub_slots, entry.sup_slots, e, entry.function, entry.params, entry.body,
                entry.entrywise, entry.dim, entry.origin, entry.written)
    context.scope.add(new)
    return new


def _weaken(context, base: str, font: str, entry: Entry) -> None:
    """A bare definition after one by entries of the same letter: both stay, by their scripts."""


# --- functions ------------------------------------------------------------------------------------


def _define_function(context, source: Source, called, right: Syntax, ranges: dict) -> bool:
    from symcheck.read.declare import head_of
    f, arguments, sub = called
    base, font, fsub, fsups, primes = head_of(source, f)
    known = context.scope.find(base, font, fsub, fsups, primes, loose=False)
    entry = known.entry if known is not None and not known.sub and not known.sups else None
    if entry is not None and entry.kind == "quantity" and (
            entry.expr.op == "let" or not is_scalar(entry.expr.shape) and sub is None
            and False):
        return False
    if entry is not None and entry.kind in ("map", "index", "set"):
        return False
    builtin = _is_builtin(base) and entry is None
    function = entry.function if entry is not None and entry.kind == "function" else None
    if sub is not None:
        return _by_entries(context, source, called, right, function, builtin)
    if function is not None or builtin or _dummies(context, source, arguments):
        return _define_map(context, source, f, arguments, right, function, builtin, entry)
    return _define_of_declared(context, source, f, arguments, right, entry)


def _is_builtin(base: str) -> bool:
    from symcheck.read.elaborate_heads import HEADS
    return base in HEADS and base not in ("d", "D", "J", "H", "I", "u", "1", "\\Pi")


def _dummies(context, source: Source, arguments) -> bool:
    """Are the arguments names that stand for nothing declared?"""
    from symcheck.read.declare import head_of
    for a in arguments:
        base, font, sub, sups, primes = head_of(source, a)
        found = context.scope.find(base, font, sub, sups, primes, loose=False)
        if found is not None and found.entry.kind == "quantity" and not (
                found.sub or found.sups or found.primes):
            return False
    return True


def local(outer: Scope, source: Source, arguments, shapes) -> tuple[Scope, tuple[Variable, ...]]:
    """A scope in which the arguments are variables of their own."""
    from symcheck.read.declare import head_of
    scope = outer.copy()
    params = []
    for a, shape in zip(arguments, shapes):
        base, font, sub, sups, primes = head_of(source, a)
        flat = parts(sups)
        entry = Entry(base, "quantity", font, label(sub) if sub is not None else None,
                      "".join(map(label, flat)) or None, primes)
        name = entry.name
        if any(e.name == name for e in outer.entries.get(base, ())):
            name += r"_{\cdot}" if sub is None else "'"
        v = Variable(name, shape)
        entry.expr = build.var(v)
        rows = scope.entries.get(base)
        if rows is not None and sub is None and not flat:
            scope.entries[base] = [e for e in rows if not (e.bare and e.font != font)]
        scope.add(entry)
        params.append(v)
    return scope, tuple(params)


def _read_in(context, source: Source, scope: Scope, right: Syntax, like=None,
             sizes=None) -> tuple[Expr, Reading]:
    r = context.start(source)
    r.scope = scope
    if sizes is not None:
        r.sizes = sizes
    e = r.finish(headed(r, right), like, right)
    return e, r


def _define_map(context, source: Source, f: Syntax, arguments, right: Syntax,
                function: Function | None, builtin: bool, entry: Entry | None) -> bool:
    """A function of dummy arguments."""
    from symcheck.read.declare import head_of
    shapes = [_usual_shape(context, a) if function is None and not builtin else SCALAR
              for a in arguments]
    entrywise = all(s == SCALAR for s in shapes)
    if function is not None and function.kind == "general":
        if len(arguments) == 1:
            shapes, entrywise = [function.domain], False
        elif function.domain[0] != len(arguments):
            raise fail("missing-argument", f"{function.name} takes a vector of length "
                       f"{function.domain[0]}", source, right.span)
    scope, params = local(context.scope, source, arguments, shapes)
    try:
        body, r = _read_in(context, source, scope, right,
                           function.codomain if function is not None else None)
    except SymcheckError as error:
        if function is not None or builtin or error.diagnostic.id not in (
                "shape-mismatch", "not-square", "ambiguous"):
            raise
        base, font, sub, sups, primes = head_of(source, f)
        context.scope.add(Entry(base, "map", font, label(sub) if sub is not None else None,
                                "".join(map(label, parts(sups))) or None, primes, params=params,
                                written=Written(tuple(arguments), right, source)))
        return True
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    base, font, sub, sups, primes = head_of(source, f)
    if builtin:
        from symcheck.read.elaborate_calls import KNOWN
        known = "sigmoid" if base == "\\sigma" else KNOWN.get(base)
        if known is not None:
            x = build.var(params[0])
            claim = build.known(known, x)
            if base != "\\sigma" or body in _sigmoids(x):
                context.claims.append(("=", claim, body))
                return True
        else:
            return False
    if function is not None and function.kind == "general" and body.shape != function.codomain:
        raise _unlike(source, right, function.name, function.codomain, body.shape)
    flat = parts(sups)
    entrywise = entrywise and is_scalar(body.shape) and acts_entrywise(source, right)
    if len(params) == 1 and not is_scalar(params[0].shape) and body.shape == params[0].shape:
        turned = _as_entrywise(body, params[0])
        if turned is not None:
            params, body, entrywise = (turned[0],), turned[1], True
    new = Entry(base, "map", font, label(sub) if sub is not None else None,
                "".join(map(label, flat)) or None, primes, params=params, body=body,
                entrywise=entrywise, written=Written(tuple(arguments), right, source))
    context.scope.add(new)
    context.notes.extend(r.notes)
    return True


# What does not act entry by entry on a vector, though it fits a number as well.
_WHOLE = re.compile(r"\^\s*\{?\s*(\\top|T\b|\\intercal)|\\\||\|\||\\[lr]?Vert|\\langle|\\cdot|\\sum|\\prod|"
                    r"\btr\b|\\det|softmax|norm")


def acts_entrywise(source: Source, right: Syntax) -> bool:
    """May a function of numbers be applied entry by entry, as written?"""
    return _WHOLE.search(source.text, right.span.start, right.span.end) is None


def _usual_shape(context, a: Syntax):
    """The shape of a dummy: of the declared names of that letter, if they have one shape."""
    named = base_of(a.base if type(a) is Script else a)
    shapes = {e.expr.shape for e in context.scope.entries.get(named[0], ())
              if e.kind == "quantity" and e.expr is not None}
    return shapes.pop() if len(shapes) == 1 else SCALAR


def _sigmoids(x: Expr) -> tuple[Expr, ...]:
    one, minus = build.num(1), build.known("exp", build.neg(x))
    plus = build.known("exp", x)
    return (build.div(one, build.add(one, minus)), build.div(plus, build.add(one, plus)),
            build.div(plus, build.add(plus, one)), build.div(one, build.add(minus, one)))


def _define_of_declared(context, source: Source, f: Syntax, arguments, right: Syntax,
                        entry: Entry | None) -> bool:
    """`\\ell(w) = ..` of a declared w: a quantity that is also a function of w."""
    from symcheck.read.declare import head_of, new_entry, variable_name
    params, scope = [], context.scope
    dummies = []
    for a in arguments:
        base, font, sub, sups, primes = head_of(source, a)
        found = context.scope.find(base, font, sub, sups, primes, loose=False)
        if found is None or found.entry.kind != "quantity" or found.sub or found.sups:
            dummies.append(a)
            params.append(a)
        elif found.slots:
            dummies.append(a)
            params.append(a)
        else:
            params.append(found.entry.expr.data)
    if dummies and not any(_written_in(right, label(a)) for a in dummies):
        context.notes.append(f"{', '.join(map(label, dummies))} is not used on the right")
        params = [p for p in params if isinstance(p, Variable)]
        dummies = []
    if dummies:
        return _define_mixed(context, source, f, arguments, right)
    left = f
    r = context.start(source)
    letters = _letters(context, f.sub, f.sups) if type(f) is Script else []
    for name in letters:
        r.bound[name] = Binder(name, None)
    like = entry.expr.shape if entry is not None and entry.kind == "quantity" else None
    body = r.finish(headed(r, right), like, right)
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    used = {n: r.bound[n] for n in letters if r.bound[n].index is not None}
    if used and type(f) is Script:
        slots = _slotted(f.sub, f.sups, used)
        if slots:
            return _define_members(context, source, f, slots, used, body)
    if len(params) == 1 and not is_scalar(params[0].shape) and body.shape == params[0].shape:
        dummy = _as_entrywise(body, params[0])
        if dummy is not None:
            base, font, sub, sups, primes = head_of(source, f)
            flat = parts(sups)
            new = Entry(base, "map", font, label(sub) if sub is not None else None,
                        "".join(map(label, flat)) or None, primes, params=(dummy[0],),
                        body=dummy[1], entrywise=True)
            context.scope.add(new)
            return True
    new, _ = new_entry(context, source, left, {})
    if entry is not None and entry.kind == "quantity":
        v = entry.expr.data
        if v.shape != body.shape:
            raise _unlike(source, right, entry.name, v.shape, body.shape)
    else:
        v = Variable(variable_name(context, new, ()), body.shape)
    new.expr = build.let(v, body)
    new.params = tuple(params)
    new.entrywise = all(is_scalar(p.shape) for p in params) and is_scalar(body.shape) \
        and acts_entrywise(source, right)
    context.scope.add(new)
    context.definitions[v] = new.expr
    context.notes.extend(r.notes)
    return True


def _written_in(s, name: str) -> bool:
    """Does a name occur in a piece of syntax?"""
    if isinstance(s, tuple):
        return any(_written_in(x, name) for x in s)
    if type(s) in (Symbol, Script) and label(s) == name:
        return True
    return isinstance(s, Syntax) and any(
        _written_in(getattr(s, f), name) for f in s.__dataclass_fields__ if f != "span")


def _define_mixed(context, source: Source, f: Syntax, arguments, right: Syntax) -> bool:
    """Some arguments declared, some not: all are dummies of the declared shapes (or numbers)."""
    from symcheck.read.declare import head_of
    shapes = []
    for a in arguments:
        base, font, sub, sups, primes = head_of(source, a)
        found = context.scope.find(base, font, sub, sups, primes, loose=False)
        whole = found is not None and found.entry.kind == "quantity" and not (
            found.sub or found.sups)
        shapes.append(found.entry.expr.shape if whole else SCALAR)
    scope, params = local(context.scope, source, arguments, shapes)
    body, r = _read_in(context, source, scope, right)
    if r.free:
        raise r.undeclared(next(iter(r.free)), right)
    base, font, sub, sups, primes = head_of(source, f)
    context.scope.add(Entry(base, "map", font, label(sub) if sub is not None else None,
                            "".join(map(label, parts(sups))) or None, primes, params=params,
                            body=body, entrywise=all(s == SCALAR for s in shapes),
                            written=Written(tuple(arguments), right, source)))
    return True


def _as_entrywise(body: Expr, v: Variable):
    """(dummy, body in the dummy) of an expression that acts entry by entry on v, or None."""
    dummy = Variable(v.name + r"_{\cdot}", SCALAR)
    var, memo = build.var(v), {}

    def turn(e: Expr) -> Expr | None:
        if e is var or e.op == "let" and e.data == v:
            return build.var(dummy)
        if e in memo:
            return memo[e]
        result = None
        if e.op == "ones":
            result = build.num(1)
        elif e.op in ENTRYWISE and e.op != "let":
            args = [turn(a) for a in e.args]
            if all(a is not None for a in args):
                result = Expr(e.op, tuple(args), e.data, SCALAR)
        elif e.op == "mul" and (is_scalar(e.args[0].shape) or is_scalar(e.args[1].shape)):
            args = [turn(a) for a in e.args]
            if all(a is not None for a in args):
                result = Expr("mul", tuple(args), (), SCALAR)
        elif is_scalar(e.shape) and not any(
                n is var or n.op == "let" and n.data == v for n in e.walk()):
            result = e
        memo[e] = result
        return result

    result = turn(body)
    return None if result is None else (dummy, result)


def _by_entries(context, source: Source, called, right: Syntax, function: Function | None,
                builtin: bool) -> bool:
    r"""`\Phi(z)_i = \max(0, z_i)`."""
    from symcheck.read.declare import head_of
    f, arguments, sub = called
    places = positions(sub)
    if len(arguments) != 1 or len(places) != 1:
        return False
    base, font, fsub, fsups, primes = head_of(source, arguments[0])
    found = context.scope.find(base, font, fsub, fsups, primes, loose=False)
    r = context.start(source)
    if function is not None and function.kind == "general":
        shape = function.domain
    elif found is not None and found.entry.kind == "quantity" and not found.sub:
        shape = found.entry.expr.shape
    else:
        shape = (r.open_sizes().fresh(), 1)
    scope, params = local(context.scope, source, arguments, [shape])
    r.scope = scope
    name = label(places[0])
    binder = r.bound[name] = Binder(name, None if r.sizes is not None else long_axes(shape)[0])
    body = headed(r, right)
    if binder.index is None:
        binder.on(shape[0])
    if not is_scalar(body.shape):
        raise _unlike(source, right, label(called[0]) + "(..)_" + name, SCALAR, body.shape)
    dummy = Variable(params[0].name + r"_{\cdot}", SCALAR)
    scalar = _scalarized(body, build.var(params[0]), binder.index, build.var(dummy))
    base, font, fsub, fsups, primes = head_of(source, f)
    if builtin:
        return True
    if scalar is not None:
        context.scope.add(Entry(base, "map", font, params=(dummy,), body=scalar, entrywise=True))
        return True
    body = r.finish(body, None, right)
    whole = build.array((binder.index,), body, shape)
    context.scope.add(Entry(base, "map", font, params=params, body=whole))
    return True


def _scalarized(body: Expr, vector: Expr, index: Index, dummy: Expr) -> Expr | None:
    """The body with z_i replaced by a number, if z occurs in no other way."""
    memo: dict[Expr, Expr | None] = {}

    def turn(e: Expr) -> Expr | None:
        if e is vector:
            return None
        if e not in memo:
            if e.op == "entry" and e.args[0] is vector:
                memo[e] = dummy if e.data == (At(index, 0),) else None
            else:
                args = [turn(a) for a in e.args]
                memo[e] = None if None in args else Expr(e.op, tuple(args), e.data, e.shape)
        return memo[e]

    result = turn(body)
    return None if result is None or _occurs(result, index) else result


# --- assumptions and traits -----------------------------------------------------------------------


def _claim(context, source: Source, left: Syntax, right: Syntax) -> None:
    r = context.start(source)
    a = headed(r, left)
    b = headed(r, right)
    a, b = r.meet(a, b)
    context.claims.append(("=", r.finish(a, None, left), r.finish(b, a.shape, right)))


def _equation(context, source: Source, rel: Relation) -> None:
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
            _replace(context, e, after)
        elif e.expr is not None and swap(e.expr) is not e.expr or e.body is not None and (
                swap(e.body) is not e.body) or old in e.params:
            changed = _replace(context, e, swap(e.expr) if e.expr is not None else None)
            changed.body = swap(e.body) if e.body is not None else None
            changed.params = tuple(new if p == old else p for p in e.params)
    context.definitions = {(new if v == old else v): swap(e)
                           for v, e in context.definitions.items()}
    context.assumptions = [(op, swap(a), swap(b)) for op, a, b in context.assumptions]
    context.claims = [(op, swap(a), swap(b)) for op, a, b in context.claims]


__all__ = ["Additive", "Number", "define", "retrait"]
