r"""The computation graph of a name, from its definitions: what is made of what, and the local derivatives.

Nodes are names; `u_i`, where a definition is by entries, stands for one of `i = 1, \dots, n`. An edge
bears the derivative of its head by its tail, everything else the head is made of held fixed, in column layout:
what a gradient is multiplied by on its way back. For a matrix that is no matrix; there the edge bears what
becomes of a gradient `\delta`. Each is compared with the index form's own derivative, which shares no rule
with it; one that is not found right is left as `\frac{\partial ..}{\partial ..}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symcheck.derive.backprop import Backprop
from symcheck.derive.evaluate import evaluated
from symcheck.derive.indices import bound_by, renamed
from symcheck.derive.names import PLAIN, definitions, held, prepared
from symcheck.derive.reach import stem
from symcheck.derive.shorten import shortened
from symcheck.derive.spoken import Spoken
from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import Dim, is_scalar, is_vector, long_axes
from symcheck.judge.judging import judge
from symcheck.read.context import Context
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text.diagnostic import SymcheckError, fail

SOURCE, STEP, SINK = "source", "step", "sink"
DELTA = r"\delta"


@dataclass(frozen=True, slots=True)
class Node:
    """`name` is how it is printed; `range` the size that its index runs over, '' where it has none."""

    name: str
    kind: str
    index: str = ""
    range: Dim | str = ""
    variable: Variable | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    r"""`local` is LaTeX: the local derivative, or for a matrix `\delta \mapsto ..`. `verified`: found right."""

    tail: Node
    head: Node
    local: str
    verified: bool = False


@dataclass(frozen=True)
class ComputationGraph:
    """`nodes` come after those they are made of; the last one is the sink."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def sink(self) -> Node:
        return self.nodes[-1]

    @property
    def sources(self) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes if n.kind == SOURCE)

    def into(self, head: Node) -> tuple[Edge, ...]:
        return tuple(e for e in self.edges if e.head == head)


def computation_graph(context: Context, sink: str, members: frozenset[str] = frozenset()) -> ComputationGraph:
    """The graph of a defined name. `members`: vectors that are taken entry by entry.

    Raises `SymcheckError` where the name is not defined.
    """
    top = prepared(context.read(sink, "column"))
    if top.op != "let":
        raise fail("no-graph", f"{sink} has no definition to draw", help="Define it, as in L = \\|Xw - y\\|^2.")
    return _Builder(context, top, members).graph()


class _Builder:
    def __init__(self, context: Context, top: Expr, members: frozenset[str]):
        self.context, self.top, self.members = context, top, members
        self.say = Spoken(context)
        self.nodes: dict[Variable, Node] = {}
        self.letters: dict[Dim, str] = {}
        self.values = {held(e.args[0]): build.var(e.data) for e in definitions(top) if e.args[0].op not in PLAIN}

    def graph(self) -> ComputationGraph:
        edges: list[Edge] = []
        for e in definitions(self.top):
            index, body = self._body(e)
            below = self._children(body, index)
            for child in below:
                self._node(child, SOURCE)
            head = self._node(self._entry(e, index), SINK if e is self.top else STEP)
            edges += [self._edge(child, body, head) for child in below]
        return ComputationGraph(tuple(self.nodes.values()), tuple(edges))

    def _letter(self, dim: Dim, wish: str) -> Index:
        """One letter for all that run over the same range."""
        return Index(self.letters.setdefault(dim, wish), dim)

    def _body(self, e: Expr) -> tuple[Index | None, Expr]:
        """A definition; of one by entries, the entry at a free index."""
        body = e.args[0]
        if body.op == "array" and len(body.data[0]) == 1:
            index = self._letter(body.data[0][0].dim, body.data[0][0].name)
            return index, renamed(body.args[0], {body.data[0][0]: At(index)})
        if e.data.name in self.members:
            index = self._letter(long_axes(e.shape)[0], "i")
            return index, build.entry(body, (At(index),))
        return None, body

    def _entry(self, e: Expr, index: Index | None) -> Expr:
        if index is None:
            return e
        return build.item(e, (At(index),)) if e.data.family else build.entry(e, (At(index),))

    def _children(self, body: Expr, index: Index | None) -> list[Expr]:
        """The names in a definition, members at an index where they are taken so."""
        found: dict[Variable, Expr] = {}
        stack = [body]
        while stack:
            e = stack.pop()
            base = stem(e)
            if base.op in ("var", "let"):
                found.setdefault(base.data, self._member(e, base, index))
                continue
            if e.op in ("sum", "prod"):
                bound = bound_by(e)[0]
                stack.append(renamed(e.args[0], {bound: At(self._letter(bound.dim, bound.name))}))
            else:
                stack.extend(reversed(e.args))
        return list(found.values())

    def _member(self, e: Expr, base: Expr, index: Index | None) -> Expr:
        by_entries = base.op == "let" and base.args[0].op == "array" or bool(base.data.family)
        if e is not base and len(e.data) == 1 and (by_entries or index is not None and e.data[0] == At(index)):
            return e
        if base.data.name in self.members:
            return build.entry(base, (At(self._letter(long_axes(base.shape)[0], "i")),))
        return base

    def _node(self, e: Expr, kind: str) -> Node:
        base = stem(e)
        if base.data not in self.nodes:
            index = next((at.base for at in e.data if isinstance(at.base, Index)), None) if e is not base else None
            self.nodes[base.data] = Node(self.say(e), kind, index.name if index else "", index.dim if index else "",
                                         base.data)
        return self.nodes[base.data]

    # --- local derivatives ----------------------------------------------------------------------

    def _edge(self, child: Expr, body: Expr, head: Node) -> Edge:
        tail = self._node(child, SOURCE)
        try:
            local, verified = self._local(child, body)
        except (Unsupported, Limit):
            local, verified = "", False
        return Edge(tail, head, local or rf"\frac{{\partial {head.name}}}{{\partial {tail.name}}}", verified)

    def _local(self, child: Expr, body: Expr) -> tuple[str, bool]:
        if (written := self._of_any_function(child, body)):
            return written, True
        member = child.op in ("item", "entry")
        if member and body.op == "sum" and child not in body.walk():
            bound = bound_by(body)[0]  # a member stands in its own term only, so the others do not count
            body = renamed(body.args[0], {bound: At(self._letter(bound.dim, bound.name))})
        member = member and child in body.walk()
        alone = build.var(Variable(self.say(child), child.shape)) if member else child
        body, child = held(body, {child: alone}), alone
        if not (is_scalar(child.shape) or is_vector(child.shape)) and not is_scalar(body.shape):
            return self._passed_back(child, body)
        asked = build.derivative(body, child, "column")
        found = shortened(evaluated(asked))
        if "derivative" in found.ops or "jacobian" in found.ops or found in (build.num(0), build.zeros(found.shape)):
            return "", False
        right = judge(self.context, asked, found).right
        return (self.say(_turned(found, self.values)), True) if right else ("", False)

    def _of_any_function(self, child: Expr, body: Expr) -> str:
        r"""Of a general function that is only declared: `g_i'(w)`, `\frac{\partial f}{\partial x_i}`, where that reads
        as it; else ''."""
        applied, place = (body.args[0], body.data) if body.op == "entry" else (body, ())
        if applied.op != "apply" or applied.data[0].kind != "general" or stem(applied.args[0]) is not stem(child):
            return ""
        asked = build.derivative(body, child, "column")
        if not is_scalar(asked.shape):
            return ""
        f, at = applied.data[0].name, "".join(p.base.name for p in place if isinstance(p.base, Index))
        written = rf"{f}_{{{at}}}'({self.say(child)})" if at else rf"\frac{{\partial {f}}}{{\partial {self.say(child)}}}"
        try:
            return written if judge(self.context, asked, self.context.read(written, "column")).right else ""
        except SymcheckError:
            return ""

    def _passed_back(self, child: Expr, body: Expr) -> tuple[str, bool]:
        r"""What becomes of a gradient `\delta` of the head: the gradient of its product with the head."""
        delta = build.var(Variable(DELTA, body.shape))
        product = build.let(Variable(r"s^{\circ}"), build.dot(delta, body))
        b = Backprop(product, (child,))
        found = shortened(b.expanded(b.value(child)))
        right = judge(self.context, build.derivative(product, child, "column"), found).right
        return (rf"{DELTA} \mapsto {self.say(found)}", True) if right else ("", False)


def _turned(e: Expr, values: dict[Expr, Expr]) -> Expr:
    """The expression with a name for every value that has one, and no names but the author's."""
    if e in values:
        return values[e]
    if e.op == "let":
        return _turned(e.args[0], values)
    new = e.with_args(tuple(_turned(a, values) for a in e.args))
    return values.get(new, new)
