r"""Scripts: what a name with sub- and superscripts is, and in which order they are applied.

A symbol with scripts is first matched to a declared name (`scope.find`). The scripts which the name
leaves over say what is taken of it and done to it: subscripts are positions (`elaborate_entries`),
superscripts operations (`elaborate_superscripts`).
"""

from __future__ import annotations

import re

from symcheck.expr import Dim, Expr, build
from symcheck.expr.shape import is_matrix, is_vector
from symcheck.read import draws
from symcheck.read.blocks import named as named_blocks
from symcheck.read.elaborate_entries import entries, is_all, taken, text_of
from symcheck.read.elaborate_heads import CALLS, HEADS
from symcheck.read.elaborate_superscripts import integer, primed, raised
from symcheck.read.names import ADJOINTS, STARS, base_of, is_label, is_transpose, label, parts, spread
from symcheck.read.reading import Reading
from symcheck.read.scope import Found, positions
from symcheck.read.syntax import Additive, Group, Number, Script, Symbol, Syntax

# Readers of special bases (norms, indicators, builtin symbols): (reading, script) -> value or None.
SPECIAL: list = []
# What an undeclared letter means that the definitions use for an argument: (reading, name).
FORMAL: list = []


def script(r: Reading, s: Script) -> Expr:
    base = s.base
    if base is None:
        raise r.error("missing-argument", "a script without anything before it", s)
    if r.draws and (found := draws.unbound(r, s)):
        return draws.over(r, found, lambda: script(r, s))
    base = spread(base)
    if type(base) is Script:
        inner = base
        named = base_of(inner.base) if inner.base is not None else None
        if named is not None:
            s = Script(s.span, inner.base, inner.sub if s.sub is None else s.sub,
                       (*inner.sups, *s.sups), inner.primes + s.primes)
            base = inner.base
    named = base_of(base)
    if named is not None and not (named[0] in r.bound and s.sub is None and not s.primes):
        found = r.scope.find(*named, s.sub, s.sups, s.primes)
        if found is not None and found.entry.kind != "index":
            return declared(r, s, found)
    size = _size(r, s)
    if size is not None:
        return size
    even = _of_square(r, s, named) if named is not None else None
    if even is not None:
        return even
    for special in SPECIAL:
        value = special(r, s, base)
        if value is not None:
            return value
    if named is not None and named[0] not in r.bound and s.sub is not None and not (
            r.scope.bare(*named) is not None):
        if r.formal and (value := FORMAL[0](r, named[0])) is not None:
            return scripted(r, value, s)
        if named[0] in HEADS and named[0] not in ("1", "e", "I", "p", "P"):
            raise r.error("missing-argument", f"`{r.text(s)}` needs an argument", s)
        raise r.undeclared(label(s), s)
    if named is not None and s.sups and is_label(parts(s.sups)[0]) and named[0] not in r.bound:
        raise r.undeclared(label(s), s)
    value = r.expr(base)
    return scripted(r, value, s)


def _is_exponent(s: Syntax) -> bool:
    r"""Is this a power of the number e, beside an error e of which only transposes, squares and samples are spoken?"""
    inner = s.body if type(s) is Group and s.open == "" else s
    return type(inner) is not Number and not is_transpose(inner) and not is_label(inner) and label(inner) not in (*ADJOINTS, *STARS)


def is_constant(e: Expr | None) -> bool:
    r"""Is this `\mathbf 1`, `\mathbf 0` or `I`, of which nothing but the size was declared?"""
    return e is not None and e.op == "let" and e.args[0].op in ("ones", "zeros", "eye")


def _size(r: Reading, s: Script) -> Expr | None:
    """`d_k`, `n_x^2`: a size with a subscript, and what is done to it."""
    name = label(Script(s.span, s.base, s.sub, (), s.primes))
    if name not in r.dims or name in r.bound or s.sub is None:
        return None
    value = build.size(name)
    for sup in parts(s.sups):
        value = raised(r, value, sup, s)
    return value


def _of_square(r: Reading, s: Script, named: tuple[str, str]) -> Expr | None:
    r"""`\sigma^4` where \sigma^2 is what has a meaning: even powers of it."""
    sups = parts(s.sups)
    whole = integer(sups[0]) if len(sups) == 1 and not s.primes else None
    found = r.scope.squared(*named, s.sub) if whole is not None and whole % 2 == 0 else None
    if found is None or named[0] in r.bound:
        return None
    return build.power(member(r, found), build.num(whole // 2))


def declared(r: Reading, s: Script, found: Found) -> Expr:
    """The value of a declared name with the scripts left over."""
    entry = found.entry
    if entry.kind != "quantity":
        if entry.kind == "set":
            raise r.error("not-in-language", f"{entry.name} is a set", s)
        raise r.error("missing-argument", f"{entry.name} is a function and needs an argument", s,
                      help=f"Write {entry.name}(..).")
    if found.sub and is_constant(entry.expr) and (other := next(filter(None, (x(r, s, s.base) for x in SPECIAL)), None)) is not None:
        return other  # `\\mathbf 1_h` beside `\\mathbf 1 \\in \\mathbb{R}^m`: a constant of another size, no entry
    if entry.base == "e" and not entry.font and found.sups and not found.sub and not found.primes and _is_exponent(found.sups[0]):
        value = build.known("exp", r.expr(found.sups[0]))
        for sup in found.sups[1:]:
            value = raised(r, value, sup, s)
        return value
    if (crossed := _crossed(r, found)) is not None or (crossed := _of_one_sample(r, found)) is not None:
        found, entry = crossed, crossed.entry
    value = member(r, found)
    if found.loose:
        _say_loose(r, s, found)
    primes, sups = found.primes, found.sups
    for sub in found.sub[:1]:
        if type(sub) is Symbol and len(sub.name) > 1 and sub.name[0] != "\\":
            raise r.undeclared(label(s), s)
        left = found.sub if len(found.sub) > 1 else sub
        if not (found.loose and entry.base != base_of(s.base)[0]):
            value, primes, sups = first_raised(r, value, left, primes, sups, s)
        value = entries(r, value, left, s, found)
    if primes:
        value = primed(r, value, primes, s, entry.name)
    for sup in sups:
        value = raised(r, value, sup, s)
    return value


def _crossed(r: Reading, found: Found) -> Found | None:
    r"""`u_{ki}` with the k of the entries first, as of a matrix with the columns u_i; None where the index of the member stands first."""
    entry, family = found.entry, found.entry.expr.data.family if found.entry.expr.op in ("var", "let") else ()
    if len(family) != 1 or len(found.slots) != 1 or len(found.sub) != 1 or not is_vector(entry.expr.shape) \
            or type(found.slots[0]) is not Symbol or type(found.sub[0]) is not Symbol or entry.sup_slots:
        return None
    axis, (n,) = next((d for d in entry.expr.shape if d != 1), 1), family
    one, other = (_range(r, x.name) for x in (found.slots[0], found.sub[0]))
    if axis == n or (one, other) != (axis, n):  # only where the letters run over sums: free ones are as they stand
        return None
    return found._replace(slots=found.sub, sub=found.slots)


def _of_one_sample(r: Reading, found: Found) -> Found | None:
    r"""`y_k` as an entry of a vector y, beside samples y_i of its length: where k runs as far as the entries do and not as the
    samples, by what is known of it or by the p_k beside it, or where that is not known and a formula cannot be read otherwise."""
    entry, family = found.entry, found.entry.expr.data.family if found.entry.expr.op in ("var", "let") else ()
    bare = r.scope.bare(entry.base, entry.font)
    if len(family) != 1 or entry.sup_slots or len(found.slots) != 1 or found.sub or type(found.slots[0]) is not Symbol \
            or not is_vector(entry.expr.shape) or bare is None or bare.kind != "quantity" or bare.expr.shape != entry.expr.shape:
        return None
    letter = found.slots[0].name
    axis, runs = next((d for d in entry.expr.shape if d != 1), 1), _range(r, letter) or _beside(r, letter, entry.base) or _by_letter(r, letter)
    if axis == family[0] or runs != axis and not (runs is None and r.by_entries):
        return None
    return found._replace(entry=bare, slots=(), sub=found.slots)


def _beside(r: Reading, letter: str, base: str) -> Dim | None:
    """How far an index runs by the other names that the formula writes with it, where all of these have one axis for it."""
    sizes = set()
    for m in re.finditer(rf"(\\?[A-Za-z]+)\s*_\s*(?:\{{\s*{re.escape(letter)}\s*\}}|{re.escape(letter)}(?![A-Za-z]))", r.source.text):
        found = [e for e in r.scope.entries.get(m[1], ()) if m[1] != base and e.kind == "quantity" and e.expr is not None]
        sizes |= {size for e in found for size in ((e.expr.data.family[:1] if e.expr.op in ("var", "let") and e.sub_slots else e.expr.shape[:1]
                                                     if is_vector(e.expr.shape) else ()))}
    return sizes.pop() if len(sizes) == 1 else None


def _by_letter(r: Reading, letter: str) -> Dim | None:
    r"""How far an index runs in `p_k = ..`, where a name was defined with that letter."""
    arrays = [e.expr.args[0] for e in r.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and e.expr.args[0].op == "array"]
    sizes = {a.data[0][0].dim for a in arrays if len(a.data[0]) == 1 and a.data[0][0].name == letter}
    return sizes.pop() if len(sizes) == 1 else None


def _range(r: Reading, name: str) -> Dim | None:
    """How far the index of a sum runs, as far as that is known by now."""
    binder = r.bound.get(name)
    return binder.index.dim if binder is not None and binder.index is not None else None


def first_raised(r: Reading, value: Expr, sub: Syntax | tuple[Syntax, ...], primes: int,
                 sups: list[Syntax], at: Script) -> tuple[Expr, int, list[Syntax]]:
    r"""`A^\top_{ij}`, `A^{-1}_{ij}`, `X^\top_i`: what is done to a matrix before its part is taken.

    A transpose never belongs to a number, so in `A_{ij}^\top` it is the matrix's too. Other scripts
    belong to the matrix when they are written before the subscript, powers to the entry.
    """
    places = sub if type(sub) is tuple else positions(sub)
    whole = len(places) == 2 and not any(map(is_all, places))
    value = r.settle(value)
    shape = value.shape
    if not (sups or primes) or not (is_matrix(shape) or whole and is_vector(shape)):
        return value, primes, sups
    if primes and (whole or r.source.text[at.base.span.end:].lstrip(" }")[:1] == "'"):
        value, primes = primed(r, value, primes, at, text_of(r, at)), 0
    for k, sup in enumerate(sups):
        before = sup.span.start < places[0].span.start
        inverts = _inverts(sup) and shape[0] == shape[1]
        if whole and not before and inverts:
            raise r.error("ambiguous", "an entry of the inverse, or one over the entry?", at,
                          help=f"Write ({text_of(r, at)}^{{-1}})_{{{label(at.sub)}}} or "
                               f"1/{text_of(r, at)}_{{{label(at.sub)}}}.")
        if not (_turns(r, sup, before) and (whole or before) or before and (inverts or not whole)):
            if whole and before and shape[0] == shape[1]:
                r.note(f"{r.text(at)} is read as a power of the entry")
            return value, primes, sups[k:]
        value = raised(r, value, sup, at)
    return value, primes, []


def _turns(r: Reading, s: Syntax, before: bool) -> bool:
    r"""Is this superscript of a matrix a transpose, `\top` or `-\top`?"""
    while type(s) is Group and s.open == "":
        s = s.body
    if type(s) is Symbol and s.name in ("T", "t") and not before and (
            s.name in r.dims or r.scope.bare(s.name) is not None):
        return False
    return is_transpose(s) or type(s) is Symbol and s.name == "t" or type(s) is Additive and any(
        is_transpose(x) for x in s.items)


def _inverts(s: Syntax) -> bool:
    return integer(s) == -1 or type(s) is Symbol and s.name in ADJOINTS


def _say_loose(r: Reading, s: Script, found: Found) -> None:
    shown = r.text(s)
    rows = found.sub and found.entry.base != base_of(s.base)[0] and len(found.sub) == 1
    if rows and is_matrix(found.entry.expr.shape) and len(positions(found.sub[0])) == 1:
        r.note(f"{shown} is read as a row of {found.entry.name}, as a column vector")
    else:
        r.note(f"{shown} is read from {found.entry.name}")


def member(r: Reading, found: Found) -> Expr:
    """A declared quantity; of a family, the member that the slots name."""
    entry = found.entry
    family = entry.expr.data.family
    if not family:
        return named_blocks(r, entry.expr)
    if len(found.slots) != len(family):
        raise r.error("ambiguous", f"{entry.name} is a family; say which member",
                      (found.slots + found.sub)[0])
    return taken(r, found.slots, family, lambda at: build.item(entry.expr, at), entry.origin)


def scripted(r: Reading, value: Expr, s: Script) -> Expr:
    """A value with the scripts of `s` (whose base it is)."""
    primes, sups = s.primes, parts(s.sups)
    if s.sub is not None:
        if type(s.sub) is Symbol and s.sub.name == "+" or label(s.sub) == "+":
            value = build.known("relu", value)
        else:
            value, primes, sups = first_raised(r, value, s.sub, primes, sups, s)
            value = entries(r, value, s.sub, s)
    if primes:
        value = primed(r, value, primes, s, text_of(r, s))
    for sup in sups:
        value = raised(r, value, sup, s)
    return value


CALLS["value"] = declared
CALLS["entries"] = _of_one_sample
