r"""A sketch of a function drawn by matplotlib: kinks, jumps with open and closed ends, levels and slopes in symbols.

Labels take the first place beside what they name where they meet no other label, no curve and no axis, so
that none overlap. TikZ repeats the same places. The same sketch gives the same SVG.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from symcheck.report.formula import formula
from symcheck.report.formula.latex import to_tex
from symcheck.report.formula.plain import to_plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from symcheck.derive.sketch import Sketched

WIDTH, HEIGHT = 3.3, 2.25  # inches
INK, HUE, QUIET = "#1b1f24", "#0b5394", "#8b949e"
RESOLUTION = 160
STYLE = {"mathtext.fontset": "cm", "font.family": "serif", "font.serif": ["cmr10", "DejaVu Serif"], "font.size": 9,
         "axes.formatter.use_mathtext": True, "svg.fonttype": "path", "svg.hashsalt": "symcheck", "axes.unicode_minus": False}


@dataclass(frozen=True)
class Label:
    """Mathematics at a place in the data's coordinates; `dx`, `dy` in points; `anchor` as matplotlib's (ha, va)."""

    latex: str
    x: float
    y: float
    dx: float
    dy: float
    anchor: tuple[str, str]
    hue: str = INK


class SketchDrawing:
    """A sketch with everything in its place. `alt` says in words what it shows."""

    def __init__(self, sketch: Sketched):
        self.sketch = sketch
        breaks = "; ".join(f"a {b.kind} at {to_plain(formula(b.says))}" for b in sketch.breaks) or "no kinks or jumps"
        self.alt = (f"{to_plain(formula(sketch.name))} as a function of {to_plain(formula(sketch.by))}: "
                    f"{to_plain(formula(sketch.formula))}, with {breaks}")

    # --- what is shown --------------------------------------------------------------------------

    @cached_property
    def span(self) -> tuple[float, float]:
        """The range of the variable: what happens, and 0, with room on both sides."""
        places = [0.0, *(b.x for b in self.sketch.breaks)]
        room = max(1.6, 0.8 * (max(places) - min(places)))
        return min(places) - room, max(places) + room

    @cached_property
    def curves(self) -> list[tuple[np.ndarray, np.ndarray]]:
        low, high = self.span
        made = []
        for p in self.sketch.pieces:
            a, b = max(p.start, low), min(p.end, high)
            xs = np.linspace(a, b, 2 if p.kind != "curved" else 200)
            made.append((xs, p.value(xs)))
        return made

    @cached_property
    def heights(self) -> tuple[float, float]:
        ys = np.concatenate([[0.0], *(y for _, y in self.curves), [v for b in self.sketch.breaks for v in (b.left, b.right, b.value)]])
        low, high = float(ys.min()), float(ys.max())
        size = max(high - low, 1.0)
        return low - 0.34 * size, high + 0.34 * size

    def _wishes(self) -> list[tuple[str, float, float, list[tuple[float, float, tuple[str, str]]], str]]:
        """Each label with the places it would take, the best first."""
        around = [(dx, dy, (ha, va)) for dy, va in ((5, "bottom"), (-5, "top")) for dx, ha in ((0, "center"), (6, "left"), (-6, "right"))]
        below = [(0, -5, ("center", "top")), (6, -5, ("left", "top")), (-6, -5, ("right", "top")),
                 (0, 5, ("center", "bottom")), (6, 5, ("left", "bottom")), (-6, 5, ("right", "bottom"))]
        far = [(dx, dy * k, anchor) for k in (2.5, 4.5) for dx, dy, anchor in around]
        wishes = [(b.says, b.x, 0.0, below + [(dx, 3 * dy, a) for dx, dy, a in below], INK) for b in self.sketch.breaks]
        for p, (xs, ys) in zip(self.sketch.pieces, self.curves):
            x = float(xs[0] + xs[-1]) / 2
            y = float(np.interp(x, xs, ys))
            if p.kind == "linear":
                wishes.append((r"\text{slope } " + p.slope, x, y, around + far, HUE))
            elif p.kind == "constant":
                wishes.append((p.level, x, y, around + far, HUE))
        for b in self.sketch.breaks:
            levels = {p.level for p in self.sketch.pieces if p.kind == "constant"}
            wishes += [(says, b.x, value, around + far, INK) for says, value in ((b.left_says, b.left), (b.right_says, b.right))
                       if says and says not in levels]
        return wishes

    # --- drawn ----------------------------------------------------------------------------------

    def figure(self) -> Figure:
        """A new matplotlib figure."""
        return self._drawn()[0]

    @cached_property
    def labels(self) -> list[Label]:
        return self._drawn()[1]

    def _drawn(self) -> tuple[Figure, list[Label]]:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        with matplotlib.rc_context(STYLE):
            figure = Figure(figsize=(WIDTH, HEIGHT), dpi=100)
            FigureCanvasAgg(figure)
            axes = figure.add_axes((0.03, 0.04, 0.94, 0.79))
            axes.set_xlim(*self.span)
            axes.set_ylim(*self.heights)
            axes.axis("off")
            boxes = self._axes_drawn(axes)
            for xs, ys in self.curves:
                axes.plot(xs, ys, color=HUE, linewidth=1.7, solid_capstyle="butt", zorder=3)
            for b in self.sketch.breaks:
                self._ends(axes, b)
            labels = self._placed(figure, axes, boxes)
        return figure, labels

    def _axes_drawn(self, axes) -> list:
        """Both axes with their names; what they cover."""
        (left, right), (bottom, top) = self.span, self.heights
        arrow = {"arrowstyle": "-|>,head_width=0.15,head_length=0.3", "color": INK, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (right, 0), (left, 0), arrowprops=arrow, annotation_clip=False)
        axes.annotate("", (0, top), (0, bottom), arrowprops=arrow, annotation_clip=False)
        by = axes.annotate(_mathtext(self.sketch.by), (right, 0), (-2, -4), textcoords="offset points", ha="right", va="top")
        name = axes.annotate(_mathtext(self.sketch.name), (0, top), (0, 3), textcoords="offset points", ha="center", va="bottom",
                             annotation_clip=False, fontsize=12)
        return [by, name]

    def _ends(self, axes, b) -> None:
        if b.kind == "kink":
            axes.plot([b.x], [b.value], "o", markersize=3.6, color=HUE, zorder=4)
        else:
            axes.plot([b.x, b.x], [b.left, b.right], linestyle=(0, (2, 2)), linewidth=0.8, color=QUIET, zorder=2)
            for limit in (b.left, b.right):
                closed = abs(limit - b.value) < 1e-9 * (1 + abs(limit))
                axes.plot([b.x], [limit], "o", markersize=4.6, markeredgewidth=1.2, color=HUE, zorder=5,
                          markerfacecolor=HUE if closed else "white")
        axes.plot([b.x, b.x], [-0.012 * (self.heights[1] - self.heights[0]), 0.012 * (self.heights[1] - self.heights[0])],
                  color=INK, linewidth=0.9, zorder=2)

    def _placed(self, figure, axes, fixed) -> list[Label]:
        from matplotlib.transforms import Bbox

        renderer = figure.canvas.get_renderer()
        taken = [t.get_window_extent(renderer).expanded(1.02, 1.05) for t in fixed]
        page = figure.bbox
        lines = self._paths(axes)
        labels: list[Label] = []
        for latex, x, y, places, hue in self._wishes():
            best = None
            probe = axes.text(x, y, _mathtext(latex), fontsize=_size(latex))
            size = probe.get_window_extent(renderer)
            probe.remove()
            at = axes.transData.transform((x, y))
            for dx, dy, anchor in places:
                left = at[0] + dx * figure.dpi / 72 - {"left": 0, "center": 0.5, "right": 1}[anchor[0]] * size.width
                low = at[1] + dy * figure.dpi / 72 - {"bottom": 0, "top": 1}[anchor[1]] * size.height
                box = Bbox.from_bounds(left, low, size.width, size.height)
                wide = Bbox.from_extents(box.x0 - 1.5, box.y0 - 1.0, box.x1 + 1.5, box.y1 + 1.0)
                cost = (100 * sum(wide.overlaps(other) for other in taken) + 10 * sum(wide.count_contains(p) > 0 for p in lines)
                        + 100 * (box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1))
                if best is None or cost < best[0]:
                    best = (cost, dx, dy, anchor, wide)
                if cost == 0:
                    break
            _, dx, dy, anchor, box = best
            axes.annotate(_mathtext(latex), (x, y), (dx, dy), textcoords="offset points", ha=anchor[0], va=anchor[1], color=hue,
                          annotation_clip=False, zorder=6, fontsize=_size(latex))
            taken.append(box)
            labels.append(Label(latex, x, y, dx, dy, anchor, hue))
        self.taken = taken
        return labels

    def _paths(self, axes) -> list[np.ndarray]:
        """Points along the curves and both axes, in pixels."""
        (left, right), (bottom, top) = self.span, self.heights
        data = [np.column_stack([np.interp(np.linspace(0, 1, 160), np.linspace(0, 1, len(xs)), xs),
                                 np.interp(np.linspace(0, 1, 160), np.linspace(0, 1, len(ys)), ys)]) for xs, ys in self.curves]
        data += [np.column_stack([np.linspace(left, right, 240), np.zeros(240)]), np.column_stack([np.zeros(160), np.linspace(bottom, top, 160)])]
        data += [np.column_stack([np.full(40, b.x), np.linspace(b.left, b.right, 40)]) for b in self.sketch.breaks if b.kind == "jump"]
        return [axes.transData.transform(points) for points in data]

    def svg(self) -> str:
        """An SVG element, letters as outlines."""
        import matplotlib

        out = io.StringIO()
        with matplotlib.rc_context(STYLE):
            self.figure().savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        made = out.getvalue()
        return made[made.index("<svg"):]

    def png(self, resolution: float = RESOLUTION) -> bytes:
        import matplotlib

        out = io.BytesIO()
        with matplotlib.rc_context(STYLE):
            self.figure().savefig(out, format="png", dpi=resolution, metadata={"Software": None})
        return out.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg()

    def typst(self) -> str:
        source = '<?xml version="1.0" encoding="utf-8"?>' + self.svg()
        quoted = source.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        return f'image(bytes("{quoted}"), format: "svg", width: {WIDTH * 0.9:.2f}in)'

    def tikz(self) -> str:
        """The same picture with TeX's own letters."""
        (left, right), (bottom, top) = self.span, self.heights
        across, up = 7.4 / (right - left), 4.0 / (top - bottom)

        def at(x: float, y: float) -> str:
            return f"({(x - left) * across:.3f},{(y - bottom) * up:.3f})"

        lines = [r"\begin{tikzpicture}[x=1cm,y=1cm,>={Stealth[length=0.5em,width=0.4em]}]",
                 rf"\draw[->] {at(left, 0)} -- {at(right, 0)} node[below left,inner sep=0.2em] {{\small ${to_tex(formula(self.sketch.by))}$}};",
                 rf"\draw[->] {at(0, bottom)} -- {at(0, top)} node[above] {{${to_tex(formula(self.sketch.name))}$}};"]
        for xs, ys in self.curves:
            lines.append(r"\draw[answer,line width=1.1pt] " + " -- ".join(at(x, y) for x, y in zip(xs, ys)) + ";")
        for b in self.sketch.breaks:
            lines.append(rf"\draw {at(b.x, 0)} ++(0,-0.05) -- ++(0,0.1);")
            if b.kind == "kink":
                lines.append(rf"\fill[answer] {at(b.x, b.value)} circle (0.055);")
                continue
            lines.append(rf"\draw[gray,dashed] {at(b.x, b.left)} -- {at(b.x, b.right)};")
            for limit in (b.left, b.right):
                closed = abs(limit - b.value) < 1e-9 * (1 + abs(limit))
                lines.append(rf"\draw[answer,fill={'answer' if closed else 'white'},line width=0.8pt] {at(b.x, limit)} circle (0.07);")
        sides = {"center": "", "left": "west", "right": "east"}
        for one in self.labels:
            anchor = f"{'south' if one.anchor[1] == 'bottom' else 'north'} {sides[one.anchor[0]]}".strip()
            hue = "answer" if one.hue == HUE else "black"
            lines.append(rf"\node[anchor={anchor},{hue},inner sep=0pt,xshift={one.dx}pt,yshift={one.dy}pt] at {at(one.x, one.y)} "
                         rf"{{\small ${to_tex(formula(one.latex))}$}};")
        return "\n".join([*lines, r"\end{tikzpicture}"])


def _size(latex: str) -> float:
    """Points; a fraction's parts are set smaller, so that it is larger as a whole."""
    return 11.5 if r"\frac" in latex else 9.0


def _mathtext(latex: str) -> str:
    """LaTeX as matplotlib reads it."""
    return "$" + to_tex(formula(latex)).replace(r"\text{slope }", r"\mathrm{slope}\ ").replace(r"\ge", r"\geq").replace(
        r"\le ", r"\leq ") + "$"
