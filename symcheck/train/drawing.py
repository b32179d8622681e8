"""Figures that look alike and whose files depend on nothing but what they show."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

INK, PALE, DATA = "#1b1b1f", "#b9bcc4", "#8d93a1"
FIT, SECOND, THIRD = "#c92a2a", "#1864ab", "#e67700"  # told apart by the colour-blind as well
TRUE = SECOND
CYCLE = (SECOND, FIT, THIRD, "#2b8a3e", "#862e9c", "#0b7285")
STYLE = {
    "font.size": 9, "axes.titlesize": 9.5, "axes.edgecolor": DATA, "axes.linewidth": 0.7,
    "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "text.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "legend.fontsize": 8,
    "figure.constrained_layout.use": True, "svg.hashsalt": "symcheck", "svg.fonttype": "path",
}


class Picture(Figure):
    """A figure that shows itself in a notebook without pyplot."""

    def _repr_png_(self) -> bytes:
        data = BytesIO()
        write(self, data)
        return data.getvalue()


@contextmanager
def figure(width: float, height: float):
    """A figure of this size in inches, drawn in the house style; nothing global changes."""
    with matplotlib.rc_context(STYLE):
        yield Picture(figsize=(width, height))


def write(drawn: Figure, file: Path | BytesIO) -> None:
    """Write a figure as the file's name says, `.png` or `.svg`; the same figure gives the same bytes."""
    svg = isinstance(file, Path) and file.suffix == ".svg"
    with matplotlib.rc_context(STYLE):
        drawn.savefig(file, format="svg" if svg else "png", dpi=150, metadata={"Date": None} if svg else {"Software": None})
