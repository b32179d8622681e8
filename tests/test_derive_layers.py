"""Networks of L layers: the recursion that is read off three layers, at other depths too, against finite differences."""

import re

import pytest

from symcheck import SymcheckError, derive
from symcheck.derive import layers
from symcheck.faces.documents import derivation_of
from symcheck.judge.derivation.layers import layers as counted
from symcheck.report.solution_document import latex, markdown
from tests.oracle.settle import settle_pair

MLP = [r"W^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}, l = 1, \dots, L", r"b^{(l)} \in \mathbb{R}^{n_l}", r"x \in \mathbb{R}^{n_0}",
       r"y \in \mathbb{R}^{n_L}", r"\phi : \mathbb{R} \to \mathbb{R}", r"a^{(0)} = x", r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}"]
SQUARE = [*MLP, r"a^{(l)} = \phi(z^{(l)})", r"C = \frac12 \|a^{(L)} - y\|^2"]
SOFTMAX = [*MLP, r"a^{(l)} = \phi(z^{(l)}), l = 1, \dots, L-1", r"p = \operatorname{softmax}(z^{(L)})", r"C = -y^\top \log p"]
SQUARES = [r"W_l \in \mathbb{R}^{d \times d}", r"x, y \in \mathbb{R}^d", r"\lambda > 0", r"a_0 = x"]
RESIDUAL = [*SQUARES, r"a_l = a_{l-1} + \tanh(W_l a_{l-1})", r"C = \|a_L - y\|^2"]
PENALTY = [*SQUARES, r"z_l = W_l a_{l-1}", r"a_l = \tanh(z_l)", r"C = \|a_L - y\|^2 + \lambda \sum_{l=1}^L \|W_l\|_F^2"]
BRACKETS = [x.replace("(l)", "[l]").replace("(l-1)", "[l-1]").replace("(L)", "[L]").replace("(0)", "[0]") for x in SQUARE]
BRACKETS = [x.replace(r"\phi[l]", r"\phi(l)") for x in BRACKETS]

NETWORKS = [  # definitions, quantity, lines: left, the last right side, its range
    (SQUARE, r"\nabla_{W^{(l)}} C; \nabla_{b^{(l)}} C", [
        (r"\frac{\partial C}{\partial a^{(L)}}", "a^{(L)} - y", ""),
        (r"\delta^{(L)}", r"\phi'(z^{(L)}) \odot (a^{(L)} - y)", ""),
        (r"\delta^{(l)}", r"\phi'(z^{(l)}) \odot W^{(l+1)\top} \delta^{(l+1)}", r"l = L-1, \dots, 1"),
        (r"\frac{\partial C}{\partial W^{(l)}}", r"\delta^{(l)} a^{(l-1)\top}", r"l = 1, \dots, L"),
        (r"\frac{\partial C}{\partial b^{(l)}}", r"\delta^{(l)}", r"l = 1, \dots, L")]),
    (SOFTMAX, r"\nabla_{W^{(l)}} C", [
        (r"\frac{\partial C}{\partial p}", r"-\frac{y}{p}", ""),
        (r"\delta^{(L)}", r"(\mathbf{1}_{n_L}^{\top} y) p - y", ""),
        (r"\delta^{(l)}", r"\phi'(z^{(l)}) \odot W^{(l+1)\top} \delta^{(l+1)}", r"l = L-1, \dots, 1"),
        (r"\frac{\partial C}{\partial W^{(l)}}", r"\delta^{(l)} a^{(l-1)\top}", r"l = 1, \dots, L")]),
    (RESIDUAL, r"\nabla_{W_l} C", [
        (r"\delta_L", "2 (a_L - y)", ""),
        (r"\delta_l", r"\delta_{l+1} + W_{l+1}^{\top} ((\mathbf{1}_{d} - (\tanh(W_{l+1} a_l))^{2}) \odot \delta_{l+1})",
         r"l = L-1, \dots, 1"),
        (r"\frac{\partial C}{\partial W_l}", r"((\mathbf{1}_{d} - (\tanh(W_l a_{l-1}))^{2}) \odot \delta_l) a_{l-1}^{\top}",
         r"l = 1, \dots, L")]),
    (PENALTY, r"\nabla_{W_l} C", [
        (r"\frac{\partial C}{\partial a_L}", "2 (a_L - y)", ""),
        (r"\delta_L", r"2 ((\mathbf{1}_{d} - a_L^{2}) \odot (a_L - y))", ""),
        (r"\delta_l", r"(\mathbf{1}_{d} - a_l^{2}) \odot W_{l+1}^{\top} \delta_{l+1}", r"l = L-1, \dots, 1"),
        (r"\frac{\partial C}{\partial W_l}", r"2 \lambda W_l + \delta_l a_{l-1}^{\top}", r"l = 1, \dots, L")]),
]
NAMES = ["square", "softmax", "residual", "penalty"]


@pytest.mark.parametrize("depth", [3, 4])
@pytest.mark.parametrize("defined, quantity, expected", NETWORKS, ids=NAMES)
def test_the_recursion_is_that_of_a_textbook_at_every_depth(monkeypatch, depth, defined, quantity, expected):
    for module in (layers, counted):
        monkeypatch.setattr(module, "DEPTH", depth)
    s = derive(quantity, defined)
    assert s.verified
    assert [(line.left, line.right, line.range) for line in s.backward] == expected
    assert [line.left for line in s.answers] == [line for line, _, _ in expected if "W" in line or "b^" in line]
    assert all(line.verdict.word == "supported" and line.reason for line in s.backward)


def written(text, l, depth):
    """A general formula at a layer: l, l + 1, l - 1 and L as numbers."""
    text = re.sub(r"(?<![A-Za-z\\])l([+-]1)(?![A-Za-z])", lambda m: str(l + int(m[1])), text)
    return re.sub(r"(?<![A-Za-z\\])L(?![A-Za-z])", str(depth), re.sub(r"(?<![A-Za-z\\{])l(?![A-Za-z])|(?<=_\{)l(?=\})", str(l), text))


@pytest.mark.parametrize("defined, quantity, expected", [n for n in NETWORKS if n[0] is not PENALTY], ids=NAMES[:3])
def test_general_lines_agree_with_finite_differences_of_four_layers(defined, quantity, expected):
    """The lines put down for four layers by the test's own rules, beside differences of the loss."""
    depth, block = 4, []
    for line in defined:
        first, last = (1, 3) if "L-1" in line else (1, depth)
        line = re.sub(r", l = .*", "", line)
        block += [written(line, n, depth) for n in range(first, last + 1)] if re.search(r"[_({]l", line) else [written(line, 0, depth)]
    heads = [x for x in block if re.match(r"[za]", x)]
    at = min(map(block.index, heads[1:]))
    rest = [x for x in block if x not in heads[1:]]
    order = sorted(heads[1:], key=lambda x: (int(re.search(r"\d", x)[0]), x[0] != "z"))
    block = [*rest[:at], *order, *rest[at:]]
    s = derive(quantity, defined)
    for line in s.backward:
        numbers = {"": [depth], r"l = L-1, \dots, 1": [3, 2, 1], r"l = 1, \dots, L": [1, 2, 3, 4]}[line.range]
        for n in numbers:
            left, right = written(line.left, n, depth), written(line.right, n, depth)
            if left.startswith(r"\delta"):
                left = written(line.rights[0], n, depth)
            found = settle_pair(left, right, tuple(block))
            assert found.verdict == "equal", (left, right, found)
            if line.left.startswith(r"\delta"):
                block.append(f"{written(line.left, n, depth)} = {written(line.rights[0], n, depth)}")


@pytest.mark.parametrize("options", [{}, {"layout": "row"}])
@pytest.mark.parametrize("defined, quantity", [(n[0], n[1]) for n in NETWORKS] + [(BRACKETS, "C")])
def test_documents_pass_verify(defined, quantity, options):
    s = derive(quantity, defined, **options)
    assert s.verified
    for text, ending in ((markdown(s), "md"), (latex(s), "tex")):
        d = derivation_of(text, f"solution.{ending}", ending)
        assert not d.faults and all(x.verdict.right for x in d.steps), [
            (x.line, x.verdict.word, x.source, x.verdict.message) for x in d.steps if not x.verdict.right]


@pytest.mark.parametrize("defined, quantity", [
    (SQUARE, r"\arg\min_{W^{(l)}} C"),
    ([*SQUARES, r"a_l = \tanh(W_l a_{l-1})", r"C = \|a_L + a_2 - y\|^2"], r"\nabla_{W_l} C"),
])
def test_what_is_no_recursion_is_refused(defined, quantity):
    with pytest.raises(SymcheckError) as error:
        derive(quantity, defined)
    assert error.value.diagnostic.id == "not-derived"


def test_a_wrong_line_at_one_layer_is_missing(monkeypatch):
    from symcheck.derive import rules
    from symcheck.expr import build

    original = rules.RULES["mul"]
    monkeypatch.setitem(rules.RULES, "mul", lambda e, g: [(a, build.mul(build.num(2), x)) for a, x in original(e, g)])
    try:
        s = derive(r"\nabla_{W_l} C", RESIDUAL)
    except SymcheckError:
        return
    assert not s.verified
