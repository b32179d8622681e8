r"""Computation graphs: their edges and local derivatives from the definitions, drawn and compared."""

import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from symcheck.course import load_worksheet
from symcheck.course.figures import of_graph, worksheet_graph
from symcheck.course.graph_languages import as_edges
from symcheck.derive.graph import computation_graph
from symcheck.read.context import Context
from symcheck.report.graph_drawing import HEIGHT, GraphDrawing, _at
from symcheck.report.graph_text import graph_dot, graph_mermaid, graph_text
from symcheck.report.page.tex import latexmk
from symcheck.report.page.typst import snippet
from symcheck.text import SymcheckError
from tests.cases import Case
from tests.commands import symcheck
from tests.oracle import settle

# worksheet, part, sources, sink, edges
GRAPHS = [
    ("cs189-fa20-dis7", "2b", "w", "F", "w>x_{i} x_{i}>F"),
    ("cs189-fa20-dis7", "2c", "w_{i} x b_{i} y", "f", "w_{i}>u_{i} x>u_{i} u_{i}>z_{i} b_{i}>z_{i} z_{i}>a_{i} a_{i}>s y>r s>r r>f"),
    ("cs189-fa20-dis7", "2d", r"W^{(1)} x b W^{(2)} y", r"\ell", "W^{(1)}>x^{(1)} x>x^{(1)} b>x^{(1)} x^{(1)}>x^{(2)} W^{(2)}>x^{(3)} "
     r"x^{(2)}>x^{(3)} x^{(3)}>x^{(4)} y>x^{(4)} x^{(4)}>\ell"),
    ("eecs182-sp23-dis2", "2", r"W_1 x b_1 W_2 b_2 y", "J", r"W_1>z_1 x>z_1 b_1>z_1 z_1>h x>h W_2>z_2 h>z_2 b_2>z_2 z_2>\hat{y} y>J \hat{y}>J"),
    ("i2dl-ss20-ex5", "two-layer", "W_1 x b_1 W_2 b_2 y", "L", r"W_1>z x>z b_1>z z>h W_2>\hat{y} h>\hat{y} b_2>\hat{y} \hat{y}>L y>L"),
]


def graph_of(name, part):
    return worksheet_graph(load_worksheet(name), part)


@pytest.mark.parametrize("name, part, sources, sink, edges", GRAPHS)
def test_graphs_of_the_worksheets(name, part, sources, sink, edges):
    graph = graph_of(name, part)
    assert {n.name for n in graph.sources} == set(sources.split()) and graph.sink.name == sink
    assert {f"{e.tail.name}>{e.head.name}" for e in graph.edges} == set(edges.split())
    places = {n: k for k, n in enumerate(graph.nodes)}
    assert all(places[e.tail] < places[e.head] for e in graph.edges)


@pytest.mark.parametrize("name, part", [g[:2] for g in GRAPHS])
def test_every_edge_of_the_worksheets_bears_its_local_derivative(name, part):
    graph = graph_of(name, part)
    for e in graph.edges:
        assert e.verified and e.local != rf"\frac{{\partial {e.head.name}}}{{\partial {e.tail.name}}}"
    if part == "2b":
        assert [e.local for e in graph.edges] == ["g_{i}'(w)", r"\frac{\partial f}{\partial x_{i}}"]


# declarations, the definition, its name, what is differentiated by, the local derivative
LOCAL = [
    (r"W \in \mathbb{R}^{m \times n}; x \in \mathbb{R}^n", "z = W x", "z", "x", r"W^{\top}"),
    (r"z \in \mathbb{R}^n; \Phi : \mathbb{R} \to \mathbb{R}", r"h = \Phi(z)", "h", "z", r"\operatorname{diag}(\Phi'(z))"),
    (r"z, x \in \mathbb{R}^n", r"h = z \odot x", "h", "z", r"\operatorname{diag}(x)"),
    (r"r \in \mathbb{R}^n", r"L = \|r\|^2", "L", "r", "2 r"),
    (r"w, x \in \mathbb{R}^n", r"u = w^\top x", "u", "w", "x"),
    (r"z \in \mathbb{R}", r"a = \frac{1}{1 + e^{-z}}", "a", "z", None),
    (r"p \in (0, 1); y \in \mathbb{R}", r"J = -y \log p - (1 - y) \log(1 - p)", "J", "p", r"\frac{1 - y}{1 - p} - \frac{y}{p}"),
    (r"y \in \mathbb{R}^n; t \in \mathbb{R}^n", r"r = y - t", "r", "t", "-I_{n}"),
    (r"A \in \mathbb{R}^{n \times n}; x \in \mathbb{R}^n", r"q = x^\top A x", "q", "A", r"x x^{\top}"),
]


@pytest.mark.parametrize("declared, definition, head, tail, local", LOCAL)
def test_local_derivatives_by_finite_differences(declared, definition, head, tail, local):
    lines = [*declared.split("; "), definition]
    (edge,) = (e for e in computation_graph(Context(lines), head).edges if e.tail.name == tail)
    assert edge.verified and (local is None or edge.local == local)
    case = Case("graph", 0, head, tuple(lines), "column", rf"\frac{{\partial {head}}}{{\partial {tail}}}", "==", edge.local)
    assert settle(case).verdict in ("equal", "transposed"), settle(case)


@pytest.mark.parametrize("name, part", [g[:2] for g in GRAPHS[1:]])
def test_every_local_derivative_is_verified(name, part):
    assert all(e.verified and e.local not in ("0", "") for e in graph_of(name, part).edges)


def test_a_matrix_bears_what_becomes_of_a_gradient():
    """δ x^T: checked entry by entry against differences of <δ, W x>."""
    (edge,) = (e for e in graph_of("cs189-fa20-dis7", "2d").edges if e.tail.name == "W^{(1)}")
    assert edge.local == r"\delta \mapsto \delta x^{\top}"
    lines = (r"W \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n", r"\delta \in \mathbb{R}^m", r"s = \delta^\top W x")
    assert settle(Case("graph", 0, "s", lines, "column", r"\frac{\partial s}{\partial W}", "==", r"\delta x^\top")).verdict == "equal"


def test_a_name_without_a_definition_has_no_graph():
    with pytest.raises(SymcheckError, match="no-graph"):
        computation_graph(Context([r"x \in \mathbb{R}"]), "x")
    with pytest.raises(SymcheckError, match="no-graph"):
        graph_of("eecs182-fa22-dis1", "1a-gradient")


# --- handed in ------------------------------------------------------------------------------------

# another language, its edges
LANGUAGES = [
    ("digraph { a -> b -> c; a -> c }", "a -> b; b -> c; a -> c"),
    ('digraph G {\n  rankdir=LR;\n  node [shape=box];\n  n1 [label="w_i"]; n2 [label="$u_i$", color=red]\n  n1 -> n2 [label="x"]\n}', "w_i -> u_i"),
    ("strict digraph { {a b} -> c // comment\n /* a -> z */ }", "a -> c; b -> c"),
    (r'digraph { "x^{(1)}" -> "\\ell" }', r"x^{(1)} -> \ell"),
    ('digraph { z [label="z = W x"]; x -> z }', "x -> z"),
    ("digraph { subgraph cluster_0 { a -> b } b -> c }", "a -> b; b -> c"),
    ("graph TD\n  A --> B\n  B --> C", "A -> B; B -> C"),
    ("flowchart LR;\nA[w_i] --> B(u_i);\nC((x)) -->|times| B", "w_i -> u_i; x -> u_i"),
    ('flowchart LR\n  a["$$x^{(1)}$$"] --> b["$$\\ell$$"]\n  %% a --> c\n  style a fill:#fff', r"x^{(1)} -> \ell"),
    ("graph LR\nA & B --> C --> D", "A -> C; B -> C; C -> D"),
    ("graph LR\nA -- text --> B\nA -.-> C\nA ==> D", "A -> B; A -> C; A -> D"),
    ("```mermaid\ngraph LR\nA --> B\n```", "A -> B"),
    ("w -> g_1; g_1 -> f", "w -> g_1; g_1 -> f"),
]


@pytest.mark.parametrize("text, edges", LANGUAGES)
def test_languages(text, edges):
    assert as_edges(text) == edges


@pytest.mark.parametrize("name, part", [g[:2] for g in GRAPHS])
def test_what_is_printed_can_be_handed_in_again(name, part):
    graph = graph_of(name, part)
    problem = next(p for p in load_worksheet(name).parts if p.id.startswith(part)).problem
    context = problem.context()
    for text in (graph_dot(graph), graph_mermaid(graph)):
        assert of_graph(graph).judge_in(context, text).word == "equal", text


# edges, what is said of them
DIFFERENCES = [
    ("w_i, x -> u_i; u_i, b_i -> z_i; z_i -> a_i; a_i -> s; s, y -> r; r -> f", "equal", []),
    ("w_i, x -> u_i; u_i -> z_i; a_i -> z_i; a_i -> s; s -> r; y -> f; r -> f", "different",
     ["there is no edge from a_{i} to z_{i} among these nodes; it points the other way", "there is no edge from y to f",
      "the edge from y to r is missing"]),
    ("digraph { w_i -> u_i; u_i -> f }", "different", ["x is missing", "y is missing"]),
    ("w_i -> q_i; q_i -> f", "unreadable", []),
]


@pytest.mark.parametrize("answer, word, said", DIFFERENCES)
def test_the_differences_are_named(answer, word, said):
    verdict = load_worksheet("cs189-fa20-dis7").check("2c", answer)
    assert verdict.word == word and all(s in verdict.message for s in said), verdict.message


@pytest.mark.parametrize("text", ["digraph {", "digraph { a -> }", "digraph { [label=", "graph LR\n-->", "flowchart LR\nA[ --> B", "digraph { " + "{" * 500,
                                  "graph LR\n" + "A --> " * 3000, "digraph { a [label=\"" + "\\" * 999])
def test_hostile_graphs_end(text):
    assert isinstance(as_edges(text), str)
    assert load_worksheet("cs189-fa20-dis7").check("2c", text).word in ("undecided", "unreadable", "different")


# --- drawn ----------------------------------------------------------------------------------------

def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.01 and min(a[3], b[3]) - max(a[1], b[1]) > 0.01


@pytest.mark.parametrize("name, part", [g[:2] for g in GRAPHS])
def test_nothing_overlaps_in_a_drawing(name, part):
    d = GraphDrawing(graph_of(name, part))
    nodes = [(b.x - b.width / 2, b.y - HEIGHT / 2, b.x + b.width / 2, b.y + HEIGHT / 2) for b in d.boxes.values()]
    labels = [(p[0] - d._label_width(line.edge) / 2, p[1] - 0.45, p[0] + d._label_width(line.edge) / 2, p[1] + 0.45)
              for line in d.lines for p in (line.label,)]
    rectangles = nodes + labels
    assert not [(a, b) for k, a in enumerate(rectangles) for b in rectangles[k + 1:] if overlap(a, b)]
    left, top, right, bottom = d.frame
    assert all(left <= r[0] and top <= r[1] and r[2] <= right and r[3] <= bottom for r in rectangles)
    for line in d.lines:  # a curve meets no node but its own
        own = {d.boxes[line.edge.tail], d.boxes[line.edge.head]}
        for t in range(1, 20):
            x, y = _at(line, t / 20)
            assert not [b for b in d.boxes.values() if b not in own and abs(x - b.x) < b.width / 2 and abs(y - b.y) < HEIGHT / 2]
    for plate in d.plates:
        inside = [b for b in d.boxes.values() if plate.left < b.x < plate.right and plate.top < b.y < plate.bottom]
        assert {b.node for b in inside} == {n for n in d.graph.nodes if n.index}


@pytest.mark.parametrize("name, part", [g[:2] for g in GRAPHS])
def test_svg_and_png(name, part):
    d = GraphDrawing(graph_of(name, part))
    root = ElementTree.fromstring(d.svg())
    assert root.tag.endswith("svg") and d.svg() == d.svg() and "<script" not in d.svg()
    assert snippet("#" + d.typst(), "png").startswith(b"\x89PNG")
    assert all(part in graph_text(d.graph) for part in ("sources:", "sink:", "->")) and "edges from" in d.alt


@pytest.mark.skipif(latexmk() is None, reason="latexmk is not installed")
def test_tikz(tmp_path):
    pictures = "\n\n".join(GraphDrawing(graph_of(*g[:2])).tikz() for g in GRAPHS)
    head = (r"\documentclass[10pt]{article}\usepackage[landscape,margin=1cm]{geometry}\usepackage{amsmath,amssymb,xcolor,tikz}"
            r"\usetikzlibrary{arrows.meta}\colorlet{answer}{blue}\colorlet{undecided}{orange}\begin{document}")
    (tmp_path / "g.tex").write_text(head + pictures + r"\end{document}")
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "g.tex"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0 and b"Overfull" not in done.stdout, done.stdout[-800:]


# --- the command ----------------------------------------------------------------------------------

def test_the_command(tmp_path):
    done = symcheck("graph", "cs189-fa20-dis7", "2d")
    assert done.returncode == 0 and "x⁽¹⁾ -> x⁽²⁾   diag(Φ'(x⁽¹⁾))" in done.stdout
    for ending, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("tex", b"\\begin{tikz"), ("dot", b"digraph"), ("mmd", b"flowchart")):
        out = tmp_path / f"g.{ending}"
        assert symcheck("graph", "eecs182-sp23-dis2", "2", "-o", str(out)).returncode == 0 and out.read_bytes().startswith(begins)
    assert symcheck("graph", "eecs182-sp23-dis2", "2", "--compare", str(tmp_path / "g.dot")).returncode == 0
    wrong = symcheck("graph", "cs189-fa20-dis7", "2c", "--compare", "-", "--json", given="w_i -> f")
    assert wrong.returncode == 1 and "x is missing" in json.loads(wrong.stdout)["message"]
    own = symcheck("graph", "--declare", r"w, x \in \mathbb{R}^d", "--define", r"r = w^\top x; L = r^2", "L")
    assert own.returncode == 0 and re.search(r"r -> L\s+2r", own.stdout)


BAD = [(["cs189-fa20-dis7"], "a part is wanted"), (["cs189-fa20-dis7", "2a"], "no-graph"), (["cs189-fa20-dis7", "2x"], "unknown-part"),
       (["cs189-fa20-dis7", "2d", "-o", "x.doc"], "must end in"), (["cs189-fa20-dis7", "2d", "--json"], "name a graph"),
       (["cs189-fa20-dis7", "2d", "--compare", "no-such-file"], "cannot read")]


@pytest.mark.parametrize("arguments, message", BAD)
def test_usage(arguments, message):
    done = symcheck("graph", *arguments)
    assert done.returncode == 2 and message in done.stderr and not done.stdout
