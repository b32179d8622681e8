r"""Parts that ask for a computation graph, answered as a list of edges: `w_i, x -> z_i; z_i -> a_i`, or as a
graph in DOT or Mermaid.

The right edges are derived from the definitions: the nodes named in the answer are looked up in
them, and what each is made of, down to other named nodes, are its edges. So any choice of
intermediates is right that has the sources, the sink and enough steps between; nodes are names,
formulas that equal a named intermediate, or names that the answer defines (`h_i = \phi(z_i)`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import padded, undecided, wrong
from symcheck.course.graph_languages import as_edges
from symcheck.course.problem import Problem
from symcheck.course.quantity import plain
from symcheck.derive.reach import stem
from symcheck.expr import At, Expr, Index
from symcheck.judge import verdict as V
from symcheck.judge.equality import equal
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context
from symcheck.text import SymcheckError

ARROW = re.compile(r"\s*(?:--?>|→|⟶|⇒|\\(?:long)?rightarrow(?![A-Za-z])|\\to(?![A-Za-z])"
                   r"|\\mapsto|\\xrightarrow\{[^{}]*\})\s*")
_DOTS = re.compile(r"^\s*(?:\\[lcv]?dots[a-z]?|\.\.\.|…)?\s*$")


@dataclass(frozen=True)
class Node:
    """A name of the graph and the member meant: an index letter, a number, or '' for all."""

    name: str
    member: str = ""


@dataclass(frozen=True)
class Graph:
    """Asks for the graph from `sources` to `sink`; `steps` are the intermediates, as LaTeX with
    `<i>` for a member. At least `least` of them must be named. `aliases` are ways of writing nodes,
    `wholes` names of all members together."""

    sources: tuple[str, ...]
    sink: str
    steps: tuple[str, ...]
    least: int = 1
    optional: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    wholes: tuple[tuple[str, str], ...] = ()

    def judge(self, problem: Problem, answer: str) -> Verdict:
        return self.judge_in(problem.context(), answer)

    def judge_in(self, context: Context, answer: str) -> Verdict:
        """The verdict on a graph: edges, DOT or Mermaid."""
        answer = as_edges(answer)
        if not ARROW.search(answer):
            return undecided("no graph is read here: a graph is written as edges, as in a -> b; b -> c. "
                             "Prose and pictures are not machine-checked")
        text = padded(answer, self.aliases)
        try:
            edges, context = _edges(text, context)
            nodes = {word: self._node(word, context) for edge in edges for word in edge}
        except SymcheckError as error:
            return unreadable(error)
        for word, node in nodes.items():
            if node is None:
                return undecided(f"the node {word} is not recognized: name a step of the definition, or "
                                 f"define it, as in {word} = ...")
        return self._compared({(nodes[a], nodes[b]) for a, b in edges if nodes[a] != nodes[b]}, context)

    def _node(self, word: str, context: Context) -> Node | None:
        """The node that a piece of text names."""
        whole = dict(self.wholes).get(plain(word))
        if whole is not None:
            return Node(whole)
        e = read_side(context, word, "column")
        member = _member(e)
        known = (*self.sources, *self.optional, *self.steps, self.sink)
        for template in known:
            if "<i>" in template and not member:
                if _family(read_side(context, template.replace("<i>", "i"), "column")) == _family(e):
                    return Node(template)
                continue
            if equal(context, template.replace("<i>", member), e).right:
                return Node(template, member if "<i>" in template else "")
        return None

    def _compared(self, edges: set[tuple[Node, Node]], context: Context) -> Verdict:
        named = {n.name for edge in edges for n in edge}
        drawn = {(a.name, b.name) for a, b in edges}
        derived = self._derived(named, context)
        found = [f"{_shown(name)} is missing" for name in (*self.sources, self.sink) if name not in named]
        found += [f"{_shown(a.name, a.member)} does not enter {_shown(b.name, b.member)}"
                  for a, b in sorted(edges, key=str) if a.member and b.member and a.member != b.member]
        turned = {(a, b) for a, b in drawn - derived if (b, a) in derived}
        found += [f"there is no edge from {_shown(a)} to {_shown(b)} among these nodes"
                  + ("; it points the other way" if (a, b) in turned else "") for a, b in sorted(drawn - derived)]
        found += [f"the edge from {_shown(a)} to {_shown(b)} is missing" for a, b in sorted(derived - drawn)
                  if (b, a) not in turned]
        if not found and len(named & set(self.steps)) < self.least:
            found = ["the function is not taken apart: name its intermediate steps"]
        if found:
            return wrong("; ".join(found))
        left_out = [_shown(name) for name in self.optional if name not in named]
        return Verdict(V.EQUAL, f"all {len(derived)} kinds of edges follow from the definition, and none is missing"
                       + (f" ({', '.join(left_out)} left out, as the question allows)" if left_out else ""))

    def edges(self, context: Context) -> list[tuple[str, str]]:
        """The edges between all known nodes, from the definitions, those into the sink last."""
        known = {*self.sources, *self.optional, *self.steps, self.sink}
        order = [*self.sources, *self.optional, *self.steps, self.sink]
        return sorted(self._derived(known, context), key=lambda e: (order.index(e[1]), order.index(e[0])))

    def _derived(self, named: set[str], context: Context) -> set[tuple[str, str]]:
        """Edges between the named nodes, from the definitions."""
        known = (*self.sources, *self.optional, *self.steps, self.sink)
        family = {_family(read_side(context, t.replace("<i>", "i"), "column")): t for t in known}
        edges = set()
        for target in named:
            e = read_side(context, target.replace("<i>", "i"), "column")
            stack, seen = [_definition(e)], set()
            while stack:
                node = stack.pop()
                if node is None or node in seen:
                    continue
                seen.add(node)
                name = family.get(_family(node))
                if name in named and name != target:
                    edges.add((name, target))
                elif node.op in ("item", "entry") and node.args[0].op in ("let", "item"):
                    stack.append(_definition(node))
                else:
                    stack.extend(node.args)
        return edges


def _family(e: Expr):
    """The variable that a name, a member or an entry belongs to."""
    e = stem(e)
    return e.data if e.op in ("var", "let") else None


def _definition(e: Expr) -> Expr | None:
    e = stem(e)
    return e.args[0] if e.op == "let" else None if e.op == "var" else e


def _member(e: Expr) -> str:
    """The index or number that an expression has, where it has one only."""
    found = set()
    for node in e.walk():
        if node.op in ("item", "entry"):
            found |= {_place(at) for at in node.data}
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _place(at: At) -> str:
    if type(at.base) is Index:
        return at.base.name if at.base.uid == 0 else ""
    return str(at.offset) if at.base is None else at.base if at.offset == 0 else ""


def _shown(name: str, member: str = "i") -> str:
    return name.replace("<i>", member)


def _edges(text: str, context: Context) -> tuple[list[tuple[str, str]], Context]:
    """The edges as pairs of texts, and the context with the nodes that are defined."""
    edges: list[tuple[str, str]] = []
    for group in re.split(r"[;\n]|\\\\|\\q?quad", text):
        waiting: list[str] = []
        before: list[str] = []
        for part in _commas(group):
            if ARROW.search(part):
                first, *rest = (list(_commas(x)) for x in ARROW.split(part))
                before = waiting + first
                waiting = []
                for after in rest:
                    edges += [(a, b) for a in map(_bare, before) for b in map(_bare, after)
                              if not _DOTS.match(a) and not _DOTS.match(b)]
                    before = after
            elif re.search(r"(?<![<>])=", part):
                context = context.copy()
                context.declare(_bare(part))
            elif not _DOTS.match(part):
                waiting.append(part)
    return edges, context


def _bare(text: str) -> str:
    """A node without brackets around it."""
    text = text.strip().strip("$").strip()
    while text[:1] == "(" and text[-1:] == ")" or text[:1] == "[" and text[-1:] == "]":
        text = text[1:-1].strip()
    return text


def _commas(text: str):
    """Split at commas outside brackets; brackets around a whole list are dropped."""
    text = text.strip()
    inner = re.fullmatch(r"\\?[{(\[](.*?)\\?[)}\]]", text)
    if inner and "," in text and not re.search(r"[(){}\[\]]", inner[1]):
        text = inner[1]
    depth, start = 0, 0
    for k, c in enumerate(text):
        if c in "({[":
            depth += 1
        elif c in ")}]":
            depth -= 1
        elif c == "," and depth == 0:
            yield text[start:k]
            start = k + 1
    yield text[start:]
