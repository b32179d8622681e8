"""Walks through expressions and syntax and replacements within them: which nodes come, in which order, and what becomes."""

import pytest

from symcheck.expr import Variable
from symcheck.expr import build as b
from symcheck.expr.latex import to_latex
from symcheck.read.parser import parse
from symcheck.read.syntax import Group, Matrix, Script, Symbol
from symcheck.text import Source

W, x, y = b.var(Variable("W", ("m", "n"))), b.var(Variable("x", ("n", 1))), b.var(Variable("y", ("m", 1)))
s, t = b.var(Variable("s")), b.var(Variable("t"))
z = b.let(Variable("z", ("m", 1)), b.mul(W, x))
r = b.let(Variable("r", ("m", 1)), b.sub(z, y))
DEEP = s
for _ in range(5000):
    DEEP = b.neg(DEEP)

# expression; its nodes upwards; downwards; downwards without the definitions of names
WALKS = [
    (s, "s", "s", "s"),
    (b.add(s, s), "s, s + s", "s + s, s", "s + s, s"),
    (b.add(s, t), "s, t, s + t", "s + t, t, s", "s + t, t, s"),
    (b.add(b.mul(s, t), t), "s, t, s t, s t + t", "s t + t, t, s t, s", "s t + t, t, s t, s"),
    (b.mul(t, b.add(s, t)), "t, s, s + t, t (s + t)", "t (s + t), s + t, t, s", "t (s + t), s + t, t, s"),
    (z, "W, x, W x, z", "z, W x, x, W", "z"),
    (b.hadamard(r, z), r"W, x, W x, z, y, -y, z - y, r, r \odot z", r"r \odot z, z, W x, x, W, r, z - y, -y, y",
     r"r \odot z, z, r"),
]


@pytest.mark.parametrize("e, upwards, downwards, own", WALKS, ids=[to_latex(row[0]) for row in WALKS])
def test_every_node_comes_once_in_its_order(e, upwards, downwards, own):
    for nodes, expected in ((e.upwards(), upwards), (e.walk(), downwards), (e.walk(("let",)), own)):
        assert ", ".join(to_latex(n) for n in nodes) == expected


# expression; what is put in the place of what; what becomes of it
REPLACED = [
    (s, {}, s),
    (s, {s: t}, t),
    (b.add(s, b.mul(s, t)), {s: t}, b.add(t, b.mul(t, t))),
    (b.add(s, t), {s: t, t: s}, b.add(t, s)),  # at once, not one after the other
    (b.mul(s, b.neg(s)), {b.neg(s): t, s: b.num(2)}, b.mul(b.num(2), t)),  # the outer one first
    (s, {s: b.add(s, s)}, b.add(s, s)),  # what was put in is left alone
    (b.dot(z, y), {z: b.var(z.data)}, b.dot(b.var(z.data), y)),
    (b.transpose(r), {x: b.zeros(("n", 1))},
     b.transpose(b.let(r.data, b.sub(b.let(z.data, b.mul(W, b.zeros(("n", 1)))), y)))),
]


@pytest.mark.parametrize("e, by, expected", REPLACED)
def test_nodes_are_replaced_from_the_outside_in(e, by, expected):
    assert e.replaced(by.get) is expected


def test_each_node_is_asked_for_once_and_none_below_a_replaced_one():
    asked = []

    def by(n):
        asked.append(n)
        return t if n.op == "mul" else None

    b.add(b.mul(s, t), b.neg(b.mul(s, t)), b.neg(s)).replaced(by)
    assert [to_latex(n) for n in asked] == ["s t - s t - s", "s t", "-s t", "-s", "s"]


def test_depth_is_no_limit():
    assert len(list(DEEP.upwards())) == len(list(DEEP.walk())) == 5001
    assert DEEP.replaced({t: s}.get) is DEEP
    assert t in DEEP.replaced({s: t}.get).walk()


# LaTeX; the nodes of its syntax, apart by spaces; those not below a name with scripts, a bracket or a matrix
WRITTEN = [
    ("a", "a", "a"),
    ("a-b", "a-b a b", "a-b a b"),
    ("w_{i}^{2}=1", "w_{i}^{2}=1 w_{i}^{2} w i 2 1", "w_{i}^{2}=1 w_{i}^{2} 1"),
    ("=a", "=a a", "=a a"),
    (r"\sum_ib", r"\sum_ib \sum_i i b", r"\sum_ib \sum_i i b"),
    ("(a,b)", "(a,b) a,b a b", "(a,b)"),
    (r"\begin{bmatrix}a&\\b&c\end{bmatrix}", r"\begin{bmatrix}a&\\b&c\end{bmatrix} a b c", r"\begin{bmatrix}a&\\b&c\end{bmatrix}"),
]


@pytest.mark.parametrize("text, nodes, outer", WRITTEN)
def test_syntax_is_walked_from_left_to_right(text, nodes, outer):
    written = parse(Source(text))
    for walk, expected in ((written.walk(), nodes), (written.walk((Script, Group, Matrix)), outer)):
        assert " ".join(text[n.span.start:n.span.end] for n in walk) == expected
    assert written.with_children(written.children()) is written is written.replaced(lambda n: None)


@pytest.mark.parametrize("text, expected", [
    ("a", "b"), ("c", "c"), ("a-a^{a}", "b-b^{b}"), ("=a", "=b"), (r"\sum_ia", r"\sum_ib"), ("b_{c}a", "ab"),
    (r"\begin{bmatrix}a&\\c&a\end{bmatrix}", r"\begin{bmatrix}b&\\c&b\end{bmatrix}"),
])
def test_what_is_put_into_syntax_is_left_alone(text, expected):
    def by(n):
        if type(n) is Script and n.base.name == "b":
            return Symbol(n.span, "a")
        return Symbol(n.span, "b") if type(n) is Symbol and n.name == "a" else None

    new = parse(Source(text)).replaced(by)
    assert [getattr(n, "name", type(n)) for n in new.walk()] == [
        getattr(n, "name", type(n)) for n in parse(Source(expected)).walk()]
