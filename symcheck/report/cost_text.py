"""What a loss and its gradients cost, as text."""

from __future__ import annotations

from typing import Any

from symcheck.report.terminal import BOLD, painter, wrapped

WAYS = (("forward", "one evaluation of the loss"), ("backward", "the backward pass after it"),
        ("analytic", "loss and gradients together"), ("numerical", "a forward difference for each entry"))


def cost_text(cost: dict[str, Any], *, colour: bool = False, width: int = 88) -> str:
    """The record of `derive --cost` (operations, what is kept, measured times) for a terminal."""
    paint = painter(colour)
    lines = [paint("Operations", BOLD)]
    for way, says in WAYS:
        row = cost[way]
        lines.append(f"  {way:<10} {row['growth']:<12} {says}")
        counts = ", ".join(f"{row[kind]} {kind if kind != 'evaluations' else 'evaluations of functions'}"
                           for kind in ("multiplications", "additions", "evaluations"))
        lines += wrapped(counts, " " * 13, width)
    lines += ["", paint("Kept for the backward pass", BOLD)]
    kept = ", ".join(cost["kept"]) or "nothing"
    lines += wrapped(f"{kept}: {cost['memory']} numbers", "  ", width)
    if "measured" in cost:
        lines += ["", paint("Measured in NumPy, all sizes d", BOLD)]
        rows = cost["measured"]
        lines.append(f"  {'d':>6}  {'analytic':>12}  {'numerical':>12}")
        for d in rows["analytic"]["sizes"]:
            cells = [_time(rows[way], d) for way in ("analytic", "numerical")]
            lines.append(f"  {d:>6}  {cells[0]:>12}  {cells[1]:>12}")
        lines.append(f"  {'grows as':>6} d^{rows['analytic']['exponent']:.2f}"
                     f"          d^{rows['numerical']['exponent']:.2f}, fitted to the larger half")
    if "not measured" in cost:
        lines += ["", *wrapped(cost["not measured"], "not measured: ", width)]
    return "\n".join(lines)


def _time(series: dict[str, Any], d: int) -> str:
    if d not in series["sizes"]:
        return ""
    seconds = series["seconds"][series["sizes"].index(d)]
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
