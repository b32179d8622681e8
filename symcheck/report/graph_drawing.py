r"""A computation graph drawn: layers from left to right, the same geometry as Typst, TikZ and SVG.

A node's layer is the longest way to it from what it is made of; a source stands just before what uses it.
Nodes with an index stand in a plate, a dashed frame with the range of the index. Lengths are in letters
(1 em), y grows downwards.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from symcheck.derive.graph import SINK, SOURCE, ComputationGraph, Edge, Node
from symcheck.report.formula import formula
from symcheck.report.formula.extent import extent
from symcheck.report.formula.latex import to_tex
from symcheck.report.formula.typst import to_typst

LETTER = 0.56        # em of a letter
HEIGHT, GAP = 1.9, 2.9   # of a node; from row to row
APART = 1.5          # between the frames of layers, beside the widest label
LABEL = 0.8          # the size of labels beside that of names
FOOT = 1.6           # of a plate, for its range
Point = tuple[float, float]
Row = Node | Edge  # what takes a row of a layer: a node, or an edge that passes the layer by


@dataclass(frozen=True)
class Box:
    """A node's place: its middle and its width."""

    node: Node
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Line:
    """An edge's curve (a cubic) and where its label stands."""

    edge: Edge
    start: Point
    one: Point
    two: Point
    end: Point
    label: Point


@dataclass(frozen=True)
class Plate:
    """The frame around the nodes of an index; `says` is its range in LaTeX."""

    left: float
    top: float
    right: float
    bottom: float
    says: str


@dataclass
class GraphDrawing:
    """A graph with the place of everything. `alt` says in words what it shows."""

    graph: ComputationGraph
    alt: str = ""
    labels: bool = True

    def __post_init__(self):
        from symcheck.report.formula.plain import to_plain

        names = ", ".join(f"{to_plain(formula(e.tail.name))} to {to_plain(formula(e.head.name))}" for e in self.graph.edges)
        self.alt = self.alt or f"Computation graph with edges from {names}"

    # --- places ---------------------------------------------------------------------------------

    @cached_property
    def layers(self) -> dict[Node, int]:
        layer: dict[Node, int] = {}
        for n in self.graph.nodes:
            layer[n] = 1 + max((layer[e.tail] for e in self.graph.into(n)), default=-1)
        for n in reversed(self.graph.nodes):
            if n.kind == SOURCE:
                layer[n] = min((layer[e.head] for e in self.graph.edges if e.tail == n), default=1) - 1
        return layer

    @cached_property
    def order(self) -> dict[int, list[Row]]:
        """The rows of each layer from top to bottom; an edge stands where it passes a layer by."""
        rows: dict[int, list[Row]] = defaultdict(list)
        for n in self.graph.nodes:
            rows[self.layers[n]].append(n)
        passing = [e for e in self.graph.edges if self.layers[e.head] - self.layers[e.tail] > 1]
        for e in passing:
            for k in range(self.layers[e.tail] + 1, self.layers[e.head]):
                rows[k].append(e)
        beside = self._beside()
        for sweep in range(8):
            place = {(k, x): i - (len(rows[k]) - 1) / 2 for k in rows for i, x in enumerate(rows[k])}
            ks = sorted(rows) if sweep % 2 == 0 else sorted(rows, reverse=True)
            for k in ks:
                def wish(x, k=k):
                    near = [place[p] for p in beside[k, x] if p in place]
                    return sum(near) / len(near) if near else place[k, x]
                rows[k].sort(key=lambda x: (not _in_plate(x), wish(x)))
        return dict(rows)

    def _beside(self) -> dict[tuple[int, Row], list[tuple[int, Row]]]:
        """The neighbours of what stands in a row, in the layers before and after it."""
        found: dict[tuple[int, Row], list[tuple[int, Row]]] = defaultdict(list)
        for e in self.graph.edges:
            a, b = self.layers[e.tail], self.layers[e.head]
            way = [(a, e.tail), *((k, e) for k in range(a + 1, b)), (b, e.head)]
            for one, two in zip(way, way[1:]):
                found[one].append(two)
                found[two].append(one)
        return found

    @property
    def boxes(self) -> dict[Node, Box]:
        return self._placed[0]

    @property
    def ways(self) -> dict[Edge, list[Point]]:
        """Where an edge passes the layers between its ends, if there are any."""
        return self._placed[1]

    @cached_property
    def _placed(self) -> tuple[dict[Node, Box], dict[Edge, list[Point]]]:
        places: dict[Node, Box] = {}
        ways: dict[Edge, list[Point]] = defaultdict(list)
        x = 0.0
        plated = any(n.index for n in self.graph.nodes)
        deepest = max((y for row in self.order.values() for y in _heights([n for n in row if _in_plate(n)]).values()),
                      default=0.0)
        below = deepest + HEIGHT + FOOT + 0.6  # of a plate, what stands in its layers but not in it
        for k in sorted(self.order):
            row = self.order[k]
            widths = {n: self._width(n) for n in row if isinstance(n, Node)}
            wide = max(widths.values(), default=0.0)
            if k:
                x += self._room(k)
            x += wide / 2
            inside = [r for r in row if _in_plate(r)]
            outside = [r for r in row if not _in_plate(r)]
            ys = _heights(inside)
            if plated and min(self._plate_layers) <= k <= max(self._plate_layers):
                ys |= {r: below + i * GAP for i, r in enumerate(outside)}
            else:
                ys |= _heights(outside, {r: places[r.tail].y for r in outside if isinstance(r, Edge)})
            for r in row:
                if isinstance(r, Node):
                    places[r] = Box(r, x, ys[r], widths[r])
                else:
                    ways[r].append((x, ys[r]))
            x += wide / 2
        return places, ways

    @cached_property
    def _plate_layers(self) -> list[int]:
        return [self.layers[n] for n in self.graph.nodes if n.index]

    def _width(self, n: Node) -> float:
        return max(HEIGHT, LETTER * extent(formula(n.name)) + 1.1)

    def _room(self, k: int) -> float:
        """Between layer k - 1 and layer k: for the widest label there."""
        labels = [e for e in self.graph.edges if self.layers[e.head] == k]
        return APART + 1.6 + max((self._label_width(e) for e in labels), default=0.0)

    def _label_width(self, e: Edge) -> float:
        return LABEL * LETTER * extent(formula(e.local)) + 0.5 if self.labels else 0.0

    @cached_property
    def lines(self) -> list[Line]:
        found = []
        for e in self.graph.edges:
            a, b = self.boxes[e.tail], self.boxes[e.head]
            start, end = (a.x + a.width / 2, a.y), (b.x - b.width / 2, b.y)
            way = self.ways.get(e, [])
            y = way[len(way) // 2][1] if way else None
            if y is None:
                pull = 0.45 * (end[0] - start[0])
                one, two = (start[0] + pull, start[1]), (end[0] - pull, end[1])
            else:
                reach = 4 / 3 * (y - (start[1] + end[1]) / 2)
                pull = 0.3 * (end[0] - start[0])
                one = (start[0] + pull, (start[1] + end[1]) / 2 + reach)
                two = (end[0] - pull, (start[1] + end[1]) / 2 + reach)
            found.append(Line(e, start, one, two, end, (0.0, 0.0)))
        return [self._labelled(line) for line in found]

    def _labelled(self, line: Line) -> Line:
        rivals = sum(e.head == line.edge.head and self.layers[e.head] - self.layers[e.tail] == 1 for e in self.graph.edges)
        t = 0.5 if rivals < 2 or self.ways.get(line.edge) else 0.42
        return Line(line.edge, line.start, line.one, line.two, line.end, _at(line, t))

    @cached_property
    def plates(self) -> list[Plate]:
        found = []
        for index, range_ in dict.fromkeys((n.index, n.range) for n in self.graph.nodes if n.index):
            inside = [self.boxes[n] for n in self.graph.nodes if (n.index, n.range) == (index, range_)]
            says = rf"{index} = 1, \ldots, {range_}"
            left, right = min(b.x - b.width / 2 for b in inside) - 0.8, max(b.x + b.width / 2 for b in inside) + 0.8
            more = max(0.0, LETTER * extent(formula(says)) + 1.0 - (right - left)) / 2
            found.append(Plate(left - more, min(b.y for b in inside) - HEIGHT / 2 - 0.7, right + more, max(b.y for b in inside) + HEIGHT / 2 + FOOT, says))
        return found

    @cached_property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        boxes, plates = self.boxes.values(), self.plates
        ys = [p[1] for line in self.lines for p in (_at(line, t / 8) for t in range(9))]
        return (min([b.x - b.width / 2 for b in boxes] + [p.left for p in plates]) - 0.3,
                min([b.y - HEIGHT / 2 for b in boxes] + [p.top for p in plates] + ys) - 0.6,
                max([b.x + b.width / 2 for b in boxes] + [p.right for p in plates]) + 0.3,
                max([b.y + HEIGHT / 2 for b in boxes] + [p.bottom for p in plates] + ys) + 0.6)

    # --- drawn ----------------------------------------------------------------------------------

    def typst(self) -> str:
        """A Typst expression, as wide as the drawing is."""
        left, top, right, bottom = self.frame

        def em(x: float) -> str:
            return f"{x:.2f}em"

        def at(p: Point) -> str:
            return f"({em(p[0] - left)}, {em(p[1] - top)})"

        def middle(p: Point, body: str) -> str:
            return f"place(top + left, dx: {em(p[0] - left)}, dy: {em(p[1] - top)}, place(center + horizon, {body}))"

        parts = [f"place(top + left, dx: {em(p.left - left)}, dy: {em(p.top - top)}, rect(width: {em(p.right - p.left)}, "
                 f"height: {em(p.bottom - p.top)}, radius: 0.5em, stroke: (paint: luma(130), thickness: 0.6pt, dash: \"dashed\")))"
                 for p in self.plates]
        parts += [f"place(top + left, dx: {em(p.right - left - 0.4)}, dy: {em(p.bottom - top - 0.35)}, place(bottom + right, "
                  f"text(size: 0.8em, fill: luma(90), ${to_typst(formula(p.says))}$)))" for p in self.plates]
        for line in self.lines:
            parts.append(f"place(top + left, curve(stroke: 0.7pt + luma(80), curve.move({at(line.start)}), "
                         f"curve.cubic({at(line.one)}, {at(line.two)}, {at(_before(line))})))")
            tip, a, b = _tip(line)
            parts.append(f"place(top + left, polygon(fill: luma(80), {at(tip)}, {at(a)}, {at(b)}))")
        if self.labels:
            for line in self.lines:
                edges = 'top-edge: "bounds", bottom-edge: "bounds"'
                parts.append(middle(line.label, f"box(fill: white, inset: (x: 0.2em, y: 0.15em), text(size: {LABEL}em, {edges}, "
                                    f"${to_typst(formula(line.edge.local))}$))"))
        for b in self.boxes.values():
            fill = {SOURCE: "rgb(\"#eef3f8\")", SINK: "rgb(\"#fdf3e1\")"}.get(b.node.kind, "white")
            radius = "0.3em" if b.node.kind == SOURCE else "0.95em"
            width = "1.1pt" if b.node.kind == SINK else "0.7pt"
            parts.append(middle((b.x, b.y), f"rect(width: {em(b.width)}, height: {em(HEIGHT)}, radius: {radius}, fill: {fill}, "
                                f"stroke: {width} + luma(40), inset: 0pt, align(center + horizon, ${to_typst(formula(b.node.name))}$))"))
        return f"box(width: {em(right - left)}, height: {em(bottom - top)}, {{ set text(hyphenate: false); {'; '.join(parts)} }})"

    def tikz(self) -> str:
        """A TikZ picture in the colours of `sheet.tex`."""
        def at(p: Point) -> str:
            return f"({p[0]:.2f},{-p[1]:.2f})"

        lines = [r"\begin{tikzpicture}[x=1em,y=1em,line width=0.5pt,>={Stealth[length=0.5em,width=0.4em]}]"]
        for p in self.plates:
            lines.append(rf"\draw[dashed,gray,rounded corners=0.5em] {at((p.left, p.top))} rectangle {at((p.right, p.bottom))};")
            lines.append(rf"\node[anchor=south east,gray!60!black,inner sep=0.4em] at {at((p.right, p.bottom))} "
                         rf"{{\small ${to_tex(formula(p.says))}$}};")
        for line in self.lines:
            lines.append(rf"\draw[->,black!75] {at(line.start)} .. controls {at(line.one)} and {at(line.two)} .. {at(line.end)};")
        if self.labels:
            lines += [rf"\node[fill=white,inner sep=0.15em] at {at(line.label)} {{\small ${to_tex(formula(line.edge.local))}$}};"
                      for line in self.lines]
        for b in self.boxes.values():
            style = {SOURCE: "fill=answer!7,rounded corners=0.3em", SINK: "fill=undecided!10,rounded corners=0.95em,line width=0.9pt"}.get(
                b.node.kind, "fill=white,rounded corners=0.95em")
            lines.append(rf"\node[draw,{style},minimum width={b.width:.2f}em,minimum height={HEIGHT}em,inner sep=0pt] "
                         rf"at {at((b.x, b.y))} {{${to_tex(formula(b.node.name))}$}};")
        return "\n".join([*lines, r"\end{tikzpicture}"])

    def svg(self) -> str:
        """An SVG element; its letters are outlines, so that it needs no font."""
        from symcheck.report.page.typst import snippet

        made = snippet("#" + self.typst(), "svg").decode()
        return made[made.index("<svg"):]


def _in_plate(x: Row) -> bool:
    return isinstance(x, Node) and bool(x.index)


def _heights(row: list[Row], lean: dict[Row, float] | None = None) -> dict[Row, float]:
    """Heights of a row: its one step on the middle line, the others around it, on the side to which they
    lean; several steps evenly."""
    lean = lean or {}
    steps = [r for r in row if isinstance(r, Node) and r.kind != SOURCE]
    if len(steps) != 1:
        return {r: (i - (len(row) - 1) / 2) * GAP for i, r in enumerate(row)}
    others = [r for r in row if r is not steps[0]]
    found, count = {steps[0]: 0.0}, {1: 0, -1: 0}
    for r in others:
        side = -1 if lean.get(r, 0.0) < 0 else 1 if r in lean or count[1] <= count[-1] else -1
        count[side] += 1
        found[r] = side * count[side] * GAP
    return found


def _at(line: Line, t: float) -> Point:
    s = 1 - t
    w = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    points = (line.start, line.one, line.two, line.end)
    return tuple(sum(w[k] * points[k][axis] for k in range(4)) for axis in (0, 1))


def _direction(line: Line) -> Point:
    dx, dy = line.end[0] - line.two[0], line.end[1] - line.two[1]
    size = (dx * dx + dy * dy) ** 0.5 or 1.0
    return dx / size, dy / size


def _before(line: Line) -> Point:
    """Where the stroke ends, inside the arrow's head."""
    dx, dy = _direction(line)
    return line.end[0] - 0.3 * dx, line.end[1] - 0.3 * dy


def _tip(line: Line) -> tuple[Point, Point, Point]:
    dx, dy = _direction(line)
    back = line.end[0] - 0.52 * dx, line.end[1] - 0.52 * dy
    return line.end, (back[0] - 0.2 * dy, back[1] + 0.2 * dx), (back[0] + 0.2 * dy, back[1] - 0.2 * dx)
