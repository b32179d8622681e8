"""The measured cost of both ways to a gradient over the size, both axes logarithmic, with fitted slopes."""

from __future__ import annotations

from typing import Any

LOOKS = {"analytic": ("#1f6fb2", "o", "forward and backward pass"),
         "numerical": ("#c4572a", "s", "a difference for each entry")}


def cost_plot(cost: dict[str, Any], path: str, title: str) -> None:
    """Write the plot to a .png or .svg file. Deterministic for the same record.

    Raises `ImportError` where matplotlib is not installed, `OSError` where the file cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "symcheck"
    import matplotlib.pyplot as plt
    import numpy as np

    figure, axes = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
    for way, (colour, marker, says) in LOOKS.items():
        series = cost["measured"][way]
        sizes, seconds = np.array(series["sizes"]), np.array(series["seconds"])
        label = f"{says}: measured $d^{{{series['exponent']:.2f}}}$, counted ${_power(cost[way]['growth'])}$"
        axes.loglog(sizes, seconds, marker, color=colour, markersize=4, label=label)
        half = sizes[-max(3, len(sizes) // 2):]
        middle = np.exp(np.mean(np.log(seconds[-len(half):]) - series["exponent"] * np.log(half)))
        axes.loglog(half, middle * half ** series["exponent"], color=colour, linewidth=1)
    axes.set_xlabel("size $d$")
    axes.set_ylabel("seconds")
    axes.set_title(title, fontsize=11)
    axes.grid(True, which="major", linewidth=0.4, alpha=0.6)
    axes.legend(fontsize=8, loc="upper left", framealpha=0.9)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high * 20)  # room for the legend
    metadata = {"Date": None} if path.endswith(".svg") else {"Software": None}
    figure.savefig(path, dpi=150, metadata=metadata)
    plt.close(figure)


def _power(growth: str) -> str:
    """`O(d^{2})` for mathematics in a label."""
    import re

    return re.sub(r"\^(\d+)", r"^{\1}", growth)
