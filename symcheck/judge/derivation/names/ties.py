r"""Data declared twice: samples x_i beside the matrix X that holds them, targets y_i beside the vector y.

A family and an array of the same letter (X and x_i, \Phi and \phi_i, y and y_i) whose sizes fit are the same data:
x_i^\top is row i of an n x d matrix, x_i column i of a d x n one. Whichever has a definition already defines the
other; where neither has, the array stays the variable.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import SCALAR, At, Expr, Index, Variable, build
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context, indices_of
from symcheck.read.elaborate_densities import WRITTEN
from symcheck.read.elaborate_sums import with_index
from symcheck.read.reading import fresh_uid
from symcheck.read.scope import Entry

_ACCENT = re.compile(r"(\\[A-Za-z]+)\{(.+)\}")  # `\\hat{y}`, as names are written


def tie(context: Context, sides: dict[str, str]) -> None:
    """Tie each family that is a free variable, or whose array is, to the array of its letter. `sides` says of
    matrices whether their samples are rows or columns, '' where they hold something else."""
    done: set[tuple] = set()
    while (pair := _next_pair(context, sides, done)) is not None:  # each anew: what was tied is rebuilt in the others
        done.add(tuple((e.name, e.font) for e in pair))
        _tied(context, *pair, sides.get(pair[1].name))


def _next_pair(context: Context, sides: dict[str, str], done: set[tuple]) -> tuple[Entry, Entry] | None:
    """A family and the array of its letter that were not looked at yet."""
    entries = [e for e in context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op in ("var", "let")]
    families = [e for e in entries if e.sub_slots + e.sup_slots == len(e.expr.data.family) == 1 and not e.primes]
    for family in families:
        whole = next((w for w in entries if w.bare and _of_one_letter(family, w) and "var" in (family.expr.op, w.expr.op)
                      and sides.get(w.name) != "" and ((family.name, family.font), (w.name, w.font)) not in done), None)  # the \vec{y} beside the y of one example
        if whole is not None:
            return family, whole
    return None


def sums_to_one(context: Context) -> str | None:
    r"""What a Y of which nothing is known sums to, where a y of its letter sums to one: `\sum_{c=1}^{K} Y_{ci} = 1` for the labels of all
    examples beside those of one."""
    said = [(next(iter(v)), a) for op, a, b, *_ in context.assumptions if op == "=" and b.op == "num" and b.data == 1 and a.op in ("sum", "mul", "dot")
            and len(v := {n.data for n in a.walk() if n.op == "var"}) == 1]
    for y, _ in said:
        Y = context.variables.get(_capital(y.name))
        if Y is None or Y in context.definitions or not is_vector(y.shape) or not is_matrix(Y.shape) or Y.shape.count(y.shape[0]) != 1 \
                or y.shape[0] not in Y.shape or any(op == "=" and any(n.op == "var" and n.data == Y for n in a.walk()) for op, a, *_ in context.assumptions):
            continue
        i, c = [x for x in "icabjk" if context.scope.bare(x) is None and x not in Y.shape][:2]
        return rf"\sum_{{{c}=1}}^{{{y.shape[0]}}} {Y.name}_{{{c + i if Y.shape[0] == y.shape[0] else i + c}}} = 1"
    return None


def gathered(context: Context, base: str, font: str, shape: tuple) -> bool:
    """Declare the vector or matrix, beside something of that shape, whose entries were defined as H_{kl}, where H has no meaning."""
    found = [e.expr for e in context.scope.entries.get(base, ())
             if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and is_scalar(e.expr.shape)
             and e.sub_slots == len(e.expr.data.family) and e.sup is None and not (e.primes or e.params)]
    own = (*found[0].data.family, 1)[:2] if len(found) == 1 else ()
    if is_scalar(shape) or shape != own and not (is_matrix(shape) and is_matrix(own)):
        return False
    shape = own  # of which the author may claim another
    indices = tuple(Index(x, n, fresh_uid()) for x, n in zip("ij", found[0].data.family))
    v = Variable(base, shape)
    e = build.let(v, build.array(indices, build.item(found[0], tuple(map(At, indices))), shape))
    context.scope.add(Entry(base, "quantity", font, expr=e))
    context.definitions[v] = e
    context.remembered = {}
    return True


def defined_by_lines(context: Context, whole: Entry, line: Expr, side: str) -> bool:
    """The matrix whose rows (or columns) are `line`, an expression with one free index."""
    free = indices_of(line)
    if whole.expr is None or whole.expr.op != "var" or not is_matrix(whole.expr.shape) or len(free) != 1:
        return False
    (name, n), shape = next(iter(free.items())), whole.expr.shape
    d = next((size for size in line.shape if size != 1), 1)
    if not is_vector(line.shape) or shape != ((n, d) if side == "row" else (d, n)):
        return False
    i, j = Index(name, n, fresh_uid()), Index("j", d, fresh_uid())
    body = build.entry(with_index(line, i), (At(j),))
    made = build.array((i, j) if side == "row" else (j, i), body, shape)
    rebuild(context, whole, whole.expr.data, whole.expr.data, build.let(whole.expr.data, made))
    context.remembered = {}
    return True


def _of_one_letter(family: Entry, whole: Entry) -> bool:
    r"""X and x_i, y and y_i, and where \mu was defined by its entries `\mu_{nc} = ..` the vectors \mu_n of these."""
    if is_scalar(family.expr.shape) or whole.expr.op == "let" and whole.expr.args[0].op == "array" and whole.base == family.base:
        return whole.base == family.base
    return whole.base == _capital(family.base)


def _capital(letter: str) -> str:
    """X for x, `\\Phi` for `\\phi`, `\\hat{Y}` for `\\hat{y}`."""
    if (accent := _ACCENT.fullmatch(letter)) is not None:
        return f"{accent[1]}{{{_capital(accent[2])}}}"
    if letter.startswith("\\"):
        return "\\" + letter[1:].removeprefix("var").capitalize()
    return letter.upper()


def _tied(context: Context, family: Entry, whole: Entry, side: str | None) -> None:
    (n,), one, all_ = family.expr.data.family, family.expr, whole.expr
    if any(node is other for e, other in ((one, all_), (all_, one)) for node in e.walk()):
        return
    i = Index("i", n, fresh_uid())
    if is_scalar(one.shape):
        if all_.shape != (n, 1):
            return
        member, shape = build.entry(all_, (At(i),)), SCALAR
        stacked = build.array((i,), build.item(one, (At(i),)), all_.shape)
    else:
        d = one.shape[0]
        if not (is_vector(one.shape) and is_matrix(all_.shape)) or n == d and side is None or set(all_.shape) != {n, d}:
            return
        by_row = all_.shape[0] == n if n != d else side == "row"
        member, shape = build.transpose(build.row(all_, At(i))) if by_row else build.column(all_, At(i)), one.shape
        j = Index("j", d, fresh_uid())
        stacked = build.array((i, j) if by_row else (j, i), build.entry(build.item(one, (At(i),)), (At(j),)), all_.shape)
    if one.op == "var" and all_.op == "var" and is_scalar(one.shape):
        whole = _with_domain(context, whole, one.data)  # labels are labels in the vector too
        all_, member = whole.expr, build.entry(whole.expr, (At(i),))
    if one.op == "var":
        rebuild(context, family, one.data, one.data, build.let(one.data, build.array((i,), member, shape, 1)))
        if is_scalar(one.shape) and family.sub_slots:
            context.scope.drop(family)  # y_i reads as the entry of y
            _law_of_entries(context, family.name, all_.data.name)
    else:
        rebuild(context, whole, all_.data, all_.data, build.let(all_.data, stacked))
    context.remembered = {}


def _law_of_entries(context: Context, one: str, whole: str) -> None:
    r"""The law `y_i \sim ..` told of the members is that of the entries of y, which was declared after it."""
    law = context.laws.get(one)
    if law is None or law.kind == WRITTEN or len(law.letters) != 1 or whole in context.laws:
        return
    context.laws = {name: known for name, known in context.laws.items() if name != one} | {whole: law}
    if one in context.distributions:
        context.distributions[whole] = context.distributions.pop(one)


def _with_domain(context: Context, whole: Entry, one: Variable) -> Entry:
    """The vector with what is known of the numbers that are its entries."""
    v = whole.expr.data
    if v.values or v.bounds != (None, None) or not (one.values or one.traits or one.bounds != (None, None)):
        return whole
    new = replace(v, traits=v.traits | one.traits, bounds=one.bounds, values=one.values)
    rebuild(context, whole, v, new, build.var(new))
    return next((e for e in context.scope.entries.get(whole.base, ()) if e.bare and e.font == whole.font and e.expr is not None and e.expr.data == new), whole)
