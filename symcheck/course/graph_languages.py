r"""Graphs written in DOT or Mermaid, as a list of edges `a -> b; b -> c` over the names of their nodes.

A node's label counts, else its id; of a label `z = W x` the left side. Styles, ranks, directions and
subgraphs are passed over; a subgraph's edges count. Nothing of a label is carried out: the names go the way
of any answer.
"""

from __future__ import annotations

import re

_DOT = re.compile(r"^\s*(?:strict\s+)?(?:di)?graph\b[^{;\n]*\{", re.I)
_MERMAID = re.compile(r"^\s*(?:%%[^\n]*\n\s*)*(?:graph|flowchart)(?:[ \t]+(?:TB|TD|BT|RL|LR))?[ \t]*(?:;|\n)", re.I)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|^\s*#[^\n]*", re.S | re.M)
_DOT_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|<(?:[^<>]|<[^<>]*>)*>|->|--|\[|\]|[{};,=]|\\[A-Za-z]+|[^\s"{}\[\];,=<>-]+|\S')
_KEYWORDS = frozenset(("node", "edge", "graph", "subgraph", "digraph", "strict"))
_LINK = re.compile(r"\s*(?:<?(?:--+|==+|-\.+-?)(?:\s*(?:\"[^\"]*\"|[^-=.|>\"\n]+?)\s*(?:--+|==+|\.+-))?[>ox]?)(?:\|[^|]*\|)?\s*")
_SHAPE = re.compile(r"(?P<id>[^\s\[\](){}<>&|;]+?)\s*(?P<open>\(\[|\[\[|\[\(|\(\(+|\{\{|\[/|\[\\|>|\[|\(|\{)(?P<label>.*?)"
                    r"(?:\]\)|\]\]|\)\]|\)\)+|\}\}|/\]|\\\]|\]|\)|\})\s*(?::::\w+)?$", re.S)
_IGNORED = re.compile(r"^(?:%%|subgraph\b|end\b|direction\b|classDef\b|class\b|style\b|linkStyle\b|click\b|accTitle|accDescr)")
_FENCE = re.compile(r"^\s*(?:```|~~~)[^\n]*\n(.*?)(?:```|~~~)\s*$", re.S)


def as_edges(text: str) -> str:
    """The edges of a graph in DOT or Mermaid; any other text as it is."""
    fenced = _FENCE.match(text)
    inside = fenced[1] if fenced else text
    if _DOT.match(inside):
        return _written(_dot(inside))
    if _MERMAID.match(inside):
        return _written(_mermaid(inside))
    return inside if fenced else text


def _written(edges: list[tuple[str, str]]) -> str:
    return "; ".join(f"{a} -> {b}" for a, b in edges)


def _name(label: str) -> str:
    """The name that a label begins with."""
    label = label.strip()
    if len(label) > 1 and label[0] == label[-1] == '"':
        label = re.sub(r"\\([\"\\])", r"\1", label[1:-1])
    label = re.sub(r"<[^<>]*>", "", label).strip().strip("$").strip()
    return re.split(r"(?<![<>:])=|:=|\\n", label)[0].strip().rstrip(":").strip()


# --- DOT ------------------------------------------------------------------------------------------

def _dot(text: str) -> list[tuple[str, str]]:
    tokens = _DOT_TOKEN.findall(_COMMENT.sub("", text[text.index("{") + 1:]))
    labels: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    ends: list[list[str]] = [[]]  # of the statement at hand, by level of braces
    before: list[list[str] | None] = [None]

    def close() -> None:
        ends[-1], before[-1] = [], None

    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token == "[":
            stop = tokens.index("]", at) if "]" in tokens[at:] else len(tokens)
            for k in range(at, stop - 2):
                if tokens[k].lower() == "label" and tokens[k + 1] == "=" and before[-1] is None:
                    labels |= dict.fromkeys(ends[-1], tokens[k + 2])
            at = stop + 1
        elif token in ("->", "--"):
            before[-1], ends[-1] = ends[-1], []
        elif token == "{":
            ends.append([])
            before.append(None)
        elif token == "}":
            inner = ends.pop() if len(ends) > 1 else []
            if len(before) > 1:
                before.pop()
            _add(edges, before[-1], inner)
            ends[-1] = inner
        elif token in (";",):
            if len(ends) == 1:
                close()
            else:
                before[-1] = None
        elif token == ",":
            continue
        elif token == "=":  # rankdir = LR
            if ends[-1]:
                ends[-1].pop()
            at += 1
        elif token.lower() in _KEYWORDS:
            close()
        else:
            following = tokens[at] if at < len(tokens) else ";"
            if len(ends) == 1 and before[-1] is None and ends[-1] and following != "=":
                close()  # a new statement without a semicolon
            _add(edges, before[-1], [token])
            ends[-1] = [*ends[-1], token]
    return [(_name(labels.get(a, a)), _name(labels.get(b, b))) for a, b in edges]


def _add(edges: list[tuple[str, str]], tails: list[str] | None, heads: list[str]) -> None:
    edges += [(a, b) for a in tails or () for b in heads]


# --- Mermaid --------------------------------------------------------------------------------------

def _mermaid(text: str) -> list[tuple[str, str]]:
    labels: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    body = text[_MERMAID.match(text).end():]
    for line in re.split(r"[\n;]", body):
        line = line.strip()
        if not line or _IGNORED.match(line):
            continue
        kept: list[str] = []
        line = re.sub(r"\"[^\"]*\"", lambda m: kept.append(m[0]) or f"\x00{len(kept) - 1}\x00", line)
        tails: list[str] = []
        for part in _LINK.split(line):
            heads = [_declared(x, labels, kept) for x in part.split("&") if x.strip()]
            _add(edges, tails or None, heads)
            tails = heads
    return [(_name(labels.get(a, a)), _name(labels.get(b, b))) for a, b in edges]


def _declared(text: str, labels: dict[str, str], kept: list[str]) -> str:
    """The id of a node, its label kept."""
    text = text.strip()

    def put(s: str) -> str:
        return re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], s)

    m = _SHAPE.match(text)
    if m is None:
        return put(re.sub(r":::\w+$", "", text))
    labels[m["id"]] = put(m["label"])
    return m["id"]
