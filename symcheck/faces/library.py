"""The functions of `import symcheck`: each takes LaTeX or SymPy expressions and shows itself in a notebook.

They judge in the caller's process, without limits, unless `seconds` is given: then the check runs in
a worker that is killed when its time or memory is up, and the verdict is `undecided`.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from symcheck.faces.workers import Limits, Record, Worker, ask
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context

if TYPE_CHECKING:
    from symcheck.derive.solution import Solution
    from symcheck.expr import Expr


def read(latex, declare: Context | Iterable[str] | str = (), *, layout: str | None = None) -> Expr:
    """The typed expression of LaTeX, or of a SymPy expression, under declarations.

    `declare` is a `Context`, or declarations, definitions and assumptions in LaTeX: a list, or a text
    of one a line. `layout` is 'column' or 'row', for derivatives. Raises `SymcheckError`, whose
    `diagnostic` points at what could not be read.
    """
    from symcheck.judge.sides import read_side

    context = context_of(declare)
    return read_side(context, latex, layout or context.layout)


def equal(lhs, rhs, declare: Context | Iterable[str] | str = (), *, layout: str | None = None,
          seconds: float | None = None, memory: int = 1 << 30) -> Verdict:
    """The verdict on `lhs = rhs`, each LaTeX or a SymPy expression, under declarations.

    `declare` as for `read`. `layout` is 'column', 'row' or 'either'. With `seconds` (of wall time) the
    check runs in a worker that is killed at that limit or at `memory` bytes; both sides and the
    declarations must then be LaTeX. Never raises for what stands in them: what cannot be read is the
    verdict `unreadable`, with a message.
    """
    from symcheck.judge.equality import equal as judged
    from symcheck.judge.verdict import unreadable
    from symcheck.text import SymcheckError

    if seconds is not None:
        lines = declare.lines if isinstance(declare, Context) else _lines(declare)
        if not all(isinstance(text, str) for text in (lhs, rhs, *lines)):
            raise TypeError("a check with a time limit takes LaTeX only")
        if layout is None and isinstance(declare, Context):
            layout = declare.layout
        return _limited({"do": "equal", "declare": lines, "lhs": lhs, "rhs": rhs, "layout": layout},
                        Limits(seconds, memory))
    try:
        context = context_of(declare)
    except SymcheckError as error:
        return unreadable(error)
    return judged(context, lhs, rhs, layout)


def check(worksheet: str, part: str, answer, *, seconds: float | None = None,
          memory: int = 1 << 30) -> Verdict:
    """The verdict on an answer to a part of a worksheet.

    `answer` is LaTeX (`lhs = rhs` or the right side alone) or a SymPy expression. Raises
    `SymcheckError` for a worksheet or part that there is not.
    """
    from symcheck.course import load_worksheet

    sheet = load_worksheet(worksheet)
    if seconds is None:
        return sheet.check(part, answer)
    if not isinstance(answer, str):
        raise TypeError("a check with a time limit takes LaTeX only")
    return _limited({"do": "check", "worksheet": worksheet, "part": part, "answer": answer},
                    Limits(seconds, memory))


def derive(quantity: str = "", declare: Context | Iterable[str] | str = (), *, worksheet: str = "",
           part: str = "", layout: str = "column", spelling: str = "") -> Solution:
    r"""The worked solution for a quantity under declarations and definitions, or of a worksheet's part.

    `quantity` is LaTeX: `\frac{\partial L}{\partial W}` or several such, separated by semicolons, a loss alone
    (its gradients), `\arg\min_w L`, an update `w \leftarrow w - \eta \nabla_w L`. `declare` as for `read`.
    `part` may be the beginning of several parts' ids (`2d`). `layout` is 'column' or 'row', `spelling`
    'hadamard' or 'diag' (by default as is usual in the layout). Raises `SymcheckError` for what cannot be
    read or derived, an unknown worksheet or part.
    """
    if layout not in ("column", "row") or spelling not in ("", "hadamard", "diag"):
        raise ValueError("layout is column or row, spelling hadamard or diag")
    if worksheet:
        from symcheck.course.solve import solve

        return solve(worksheet, part, layout=layout, spelling=spelling)
    from symcheck.derive.quantity import derive_lines, derive_quantity

    if isinstance(declare, Context):
        return derive_quantity(declare, quantity, layout=layout, spelling=spelling)
    return derive_lines(_lines(declare), quantity, layout=layout, spelling=spelling)


def context_of(declare: Context | Iterable[str] | str) -> Context:
    """The context itself, or one made of declarations. Raises `SymcheckError`."""
    return declare if isinstance(declare, Context) else Context(_lines(declare))


def _lines(declare: Iterable[str] | str) -> list[str]:
    return declare.splitlines() if isinstance(declare, str) else list(declare)


# --- checks with limits ---------------------------------------------------------------------------

_lock = Lock()
_kept: dict[Limits, Worker] = {}


def _limited(job: Record, limits: Limits) -> Verdict:
    """The verdict from a worker, which is kept for the next check with the same limits."""
    from symcheck.report.json import verdict_of

    with _lock:
        worker = _kept.pop(limits, None)
    if worker is None or worker.ended:
        worker = Worker(limits)
    record = ask(worker, job)
    if worker.leaving or worker.ended:
        worker.end()
    else:
        with _lock:
            worker, other = None if limits in _kept else worker, worker
            if worker is not None:
                _kept[limits] = worker
        if worker is None:
            other.end()
    return verdict_of(record)


@atexit.register
def _end_workers() -> None:
    for worker in _kept.values():
        worker.end()
