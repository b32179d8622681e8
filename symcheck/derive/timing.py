"""Both ways to a gradient measured in NumPy over growing sizes, and the exponents of their growth.

All sizes are the same number d. The functions measured are those of `program.py`; times are the least of
several runs, and exponents are fitted to the larger half of the sizes, where the work outweighs the calls.
Forward differences are timed on a few entries and scaled to all of them: each is one evaluation of the loss.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from symcheck.derive.gradients import Gradients
from symcheck.derive.program import LOSS_ALONE, NAME, assembled, given, loss_source, program
from symcheck.derive.reach import stem
from symcheck.expr.names import Variable
from symcheck.expr.shape import is_scalar
from symcheck.tensor.functions import Unsupported

SIZES = tuple(round(2 ** (k / 2)) for k in range(6, 21))  # 8, 11, 16, .. 1024
ENTRIES = 12  # of each variable, whose differences are timed
RUNS = 5
LONG = 0.1  # seconds after which a measurement is not repeated


@dataclass(frozen=True)
class Series:
    """Times in seconds at sizes, and the exponent and factor of the power fitted to the last of them."""

    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    exponent: float
    factor: float

    def as_dict(self) -> dict:
        return {"sizes": list(self.sizes), "seconds": list(self.seconds), "exponent": round(self.exponent, 2)}


def measured(g: Gradients, seconds: float = 2.0) -> dict[str, Series]:
    """The series "analytic" (loss and gradients) and "numerical" (forward differences).

    `seconds` bounds each series. Raises `Unsupported` where the loss has functions of vectors that are only
    declared, since these cannot be run.
    """
    if any(n.op in ("apply", "jacobian", "apply_many") and _cannot_run(n) for n in g.ready.walk()):
        raise Unsupported("measuring a function that is only declared")
    scope: dict = {}
    exec(compile(program(g, ()), "<derived>", "exec"), scope)  # noqa: S102 - written by program.py
    exec(compile(loss_source(g), "<derived>", "exec"), scope)  # noqa: S102
    both, loss = scope[NAME], scope[LOSS_ALONE]
    names = given(g)
    targets = [k for k, v in enumerate(names) if any(v is t.data for t in map(stem, g.targets))]

    extra, slopes_too = functions(g, order_too=False), functions(g, order_too=True)

    def analytic(values: list) -> float:
        return _least(lambda: both(*values, *slopes_too))

    def numerical(values: list) -> float:
        total = 0.0
        for k in targets:
            n = int(np.size(values[k]))
            few = min(n, ENTRIES)
            total += _least(lambda: differences(loss, values, [k], extra, few)) * n / few
        return total
    return {"analytic": _series(analytic, names, seconds), "numerical": _series(numerical, names, seconds)}


def differences(loss: Callable, values: list, targets: list[int], extra: list, most: int | None = None,
                step: float = 1e-6) -> list:
    """Forward differences of a loss by every entry (or the first `most`) of the values at `targets`."""
    base = loss(*values, *extra)
    found = []
    for k in targets:
        moved = np.array(values[k], dtype=float)
        slope = np.empty_like(moved)
        for at in islice(np.ndindex(moved.shape), most):
            kept = moved[at]
            moved[at] = kept + step
            trial = [*values[:k], moved if moved.shape else float(moved), *values[k + 1:]]
            slope[at] = (loss(*trial, *extra) - base) / step
            moved[at] = kept
        found.append(slope)
    return found


def functions(g: Gradients, order_too: bool) -> list[Callable]:
    """Stand-ins for the declared functions, in the order in which the source takes them."""
    table = {0: np.tanh, 1: lambda t: 1 - np.tanh(t) ** 2}
    p = assembled(g)
    return [table[order] for _, order in p.names.functions if order_too or order == 0]


def _series(timed: Callable[[list], float], names: list[Variable], seconds: float) -> Series:
    sizes, times = [], []
    begun = time.perf_counter()
    for d in SIZES:
        sizes.append(d)
        times.append(timed(sample(names, d)))
        if time.perf_counter() - begun > seconds:
            break
    half = max(3, len(sizes) // 2)
    exponent, logarithm = np.polyfit(np.log(sizes[-half:]), np.log(times[-half:]), 1)
    return Series(tuple(sizes), tuple(times), float(exponent), float(np.exp(logarithm)))


def _least(run: Callable[[], object]) -> float:
    """The least time of a few runs, in seconds."""
    best, begun = float("inf"), time.perf_counter()
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
        if time.perf_counter() - begun > LONG:
            break
    return best


def sample(names: list[Variable], d: int, seed: int = 1) -> list:
    """Random values of variables with every size d; positive and symmetric ones as declared."""
    rng = np.random.default_rng(seed)
    values = []
    for v in names:
        shape = tuple(d if isinstance(n, str) else n for n in (*v.family, *v.shape))
        if is_scalar(v.shape):
            shape = shape[:len(v.family)]
        x = rng.standard_normal(shape) / np.sqrt(d)
        if v.traits & {"positive", "nonnegative", "unit"}:
            x = 0.5 + 0.4 * np.tanh(x)
        if v.traits & {"symmetric", "posdef", "possemidef"}:
            x = x @ x.T + np.eye(d)
        values.append(float(x) if not shape else x)
    return values


def _cannot_run(n) -> bool:
    f = n.data[0] if n.op == "apply" else n.data
    return f.kind != "elementwise"

