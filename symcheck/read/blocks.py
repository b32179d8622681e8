r"""Block matrices: `\begin{bmatrix} A & B \end{bmatrix}` with named sizes.

A block matrix lives only during elaboration and as the meaning of a name, as an expression of its own op,
and products, sums, transposes and norms are carried out block by block. One that is left at the end is read as its inner
product with arbitrary arrays \Box_{11}, \Box_{12}, ..., one for each block: two block matrices of one
partition are equal exactly when these are.
"""

from __future__ import annotations

from symcheck.expr import At, Dim, Expr, ShapeError, Variable, build
from symcheck.expr.shape import describe, is_scalar, is_vector
from symcheck.read import stacks
from symcheck.read.reading import Reading
from symcheck.read.sizes import Sizes, is_open, open_in
from symcheck.read.syntax import Syntax

MARK = "\\Box_{"


def block(r: Reading, rows: list[list[Expr]], s: Syntax) -> Expr:
    """Blocks put together; zeros and identities among them take the sizes of their neighbours."""
    heights = [_common(r, [c.shape[0] for c in row if not _plain_zero(c)]) for row in rows]
    widths = [_common(r, [row[j].shape[1] for row in rows if not _plain_zero(row[j])])
              for j in range(len(rows[0]))]
    done = []
    for row, h in zip(rows, heights):
        cells = []
        for cell, w in zip(row, widths):
            if h is None or w is None:
                raise r.misfit("these blocks do not fit together", s,
                               "blocks of a row have one height, blocks of a column one width")
            if _plain_zero(cell):
                cell = build.zeros((h, w))
            elif not (r.same(cell.shape[0], h) and r.same(cell.shape[1], w)):
                raise r.misfit("these blocks do not fit together", s,
                               f"a block is {describe(cell.shape)} where {h} x {w} is wanted")
            cells.append(r.settle(cell))
        done.append(cells)
    return _of_lines(done) or _made(done)


def _of_lines(rows: list[list[Expr]]) -> Expr | None:
    r"""The plain matrix of columns, `(x \;\; \mathbf 1)` as x e_1^\top + \mathbf 1 e_2^\top, or of rows; None for other blocks."""
    lines = [c for row in rows for c in row]
    if len(lines) < 2 or not all(is_vector(c.shape) for c in lines):
        return None
    columns = len(rows) == 1 and all(c.shape[1] == 1 for c in lines)
    if not columns and not (len(rows) == len(lines) and all(c.shape[0] == 1 for c in lines)):
        return None
    units = [build.basis(At(None, k), len(lines)) for k in range(1, len(lines) + 1)]
    terms = [build.mul(x, build.transpose(e)) if columns else build.mul(e, x) for x, e in zip(lines, units)]
    return build.add(*terms)


def _plain_zero(e: Expr) -> bool:
    return e.op == "num" and e.data == 0


def _common(r: Reading, sizes: list[Dim]) -> Dim | None:
    known = [d for d in sizes if not is_open(d)]
    first = (known or sizes or [r.open_sizes().fresh(True)])[0]  # of zeros alone
    return first if all(r.same(d, first) for d in sizes) else None


def _made(rows: list[list[Expr]]) -> Expr:
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    heights = [row[0].shape[0] for row in rows]
    widths = [c.shape[1] for c in rows[0]]
    flat = tuple(c for row in rows for c in row)
    return Expr("block", flat, (len(rows), len(rows[0])), (_total(heights), _total(widths)))


def _total(sizes: list[Dim]) -> Dim:
    if all(isinstance(d, int) for d in sizes):
        return sum(sizes)
    return "+".join(map(str, sizes))


def rows_of(e: Expr) -> list[list[Expr]]:
    if e.op != "block":
        return [[e]]
    _, width = e.data
    return [list(e.args[k:k + width]) for k in range(0, len(e.args), width)]


def named(r: Reading, e: Expr) -> Expr:
    r"""The blocks, or the stack, that a name stands for; another name itself. The height of the 0 in `\begin{bmatrix} y \\ 0
    \end{bmatrix}` is found where the name is used: it is one unwritten size in all of a reading."""
    if (stack := stacks.named(e)) is not e:
        return stack
    if e.op != "let" or e.args[0].op != "block":
        return e
    unwritten = dict.fromkeys(d for c in e.args[0].args for d in c.shape if is_open(d))
    if not unwritten:
        return e.args[0]
    r.open_sizes()
    own = Sizes()
    own.known = {d: f"?0.{e.data.name}.{k}" for k, d in enumerate(unwritten)}
    return _made([[own.settle(c) for c in row] for row in rows_of(e.args[0])])


def multiplied(r: Reading, a: Expr, b: Expr) -> Expr:
    """Block by block; a number scales every block."""
    if is_scalar(a.shape):
        return _made([[r.mul(a, c) for c in row] for row in rows_of(b)])
    if is_scalar(b.shape):
        return _made([[r.mul(c, b) for c in row] for row in rows_of(a)])
    left, right = rows_of(a), rows_of(b)
    inner = [c.shape[1] for c in left[0]]
    if len(inner) != len(right) or not all(
            r.same(d, row[0].shape[0]) for d, row in zip(inner, right)):
        raise ShapeError("product", a.shape, b.shape)
    result = []
    for row in left:
        cells = []
        for j in range(len(right[0])):
            terms = [r.mul(row[k], right[k][j]) for k in range(len(right))]
            cells.append(terms[0] if len(terms) == 1 else build.add(*terms))
        result.append(cells)
    return _made(result)


def transposed(e: Expr) -> Expr:
    rows = rows_of(e)
    return _made([[build.transpose(row[j]) for row in rows] for j in range(len(rows[0]))])


def added(r: Reading, terms: list[Expr]) -> Expr:
    """Sum of block matrices of one partition."""
    grids = [[[build.neg(c) for c in row] for row in rows_of(t.args[0])] if t.op == "neg"
             else rows_of(t) for t in terms]
    first = grids[0]
    for t, grid in zip(terms, grids):
        if [len(row) for row in grid] != [len(row) for row in first] or not all(
                r.same(m, n) for row, own in zip(grid, first) for c, d in zip(row, own) for m, n in zip(c.shape, d.shape)):
            raise ShapeError("sum", terms[0].shape, t.shape)
    return _made([[build.add(*(r.settle(g[i][j]) for g in grids)) for j in range(len(first[0]))]
                  for i in range(len(first))])


def norm(e: Expr) -> Expr:
    """The 2-norm (Frobenius norm) over all blocks."""
    squares = [build.power(build.norm(c, "fro"), build.num(2)) for c in e.args]
    return build.known("sqrt", build.add(*squares))


def spread(r: Reading, e: Expr, like: Expr | None, at: Syntax) -> Expr:
    """A reading's whole value: a block matrix as its inner product with arbitrary blocks."""
    wanted = _partition(like) if like is not None else {}
    if e.op != "block":
        if "block" in e.ops:
            raise r.error("not-in-language", "a block matrix cannot stand here", at,
                          help="Sums, products, transposes and norms of block matrices are read.")
        if wanted and not _plain_zero(e):
            raise r.misfit("one side is a block matrix, the other is not", at,
                           f"this is {describe(e.shape)}")
        return e
    terms, found = [], {}
    for i, row in enumerate(rows_of(e), 1):
        for j, cell in enumerate(row, 1):
            if open_in(cell.shape) and (shape := wanted.get(f"{MARK}{i}{j}}}")) is not None and r.open_sizes().unify_shapes(cell.shape, shape):
                cell = r.settle(cell)  # a 0 as high as that of the other side
            v = Variable(f"{MARK}{i}{j}}}", cell.shape)
            found[v.name] = v.shape
            terms.append(build.dot(build.var(v), cell))
    if like is not None and wanted != found and not _plain_zero(like):
        raise r.misfit("the two sides are not of one shape", at, f"this one is {describe(e.shape)}",
                       f"the other is {describe(like.shape) if not wanted else 'in other blocks'}")
    r.note("a block matrix is compared block by block")
    return build.add(*terms) if len(terms) > 1 else terms[0]


def _partition(e: Expr) -> dict:
    if e.op != "add" or not all(t.op == "dot" and t.args[0].op == "var" and
                                t.args[0].data.name.startswith(MARK) for t in e.args):
        return {}
    return {t.args[0].data.name: t.args[0].shape for t in e.args}
