"""The oracle itself: planted wrong marks are caught, and malformed tables are refused."""

import ast
from pathlib import Path

import pytest

from tests.cases import CaseError, parse_table
from tests.oracle import agrees, settle
from tests.oracle.settle import settle_pair

BLOCK = (r"A \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n, y \in \mathbb{R}^m",
         r"\phi : \mathbb{R} \to \mathbb{R}", r"z = Ax", r"L = \frac12 \|\phi(z) - y\|^2",
         r"p_i = \frac{e^{x_i}}{\sum_j e^{x_j}}")
PAIRS = [
    (r"\nabla_x L", r"A^\top (\phi'(z) \odot (\phi(z) - y))", "equal"),
    (r"\nabla_x L", r"A^\top (\phi(z) - y)", "different"),
    (r"\nabla_x L", r"(\phi'(z) \odot (\phi(z) - y))^\top A", "transposed"),
    (r"\nabla_x L", r"A (\phi'(z) \odot (\phi(z) - y))", "shape"),
    (r"\frac{\partial L}{\partial z}", r"\operatorname{diag}(\phi'(z)) (\phi(z) - y)", "equal"),
    (r"\frac{\partial L}{\partial A_{ij}}", r"\phi'(z_i) (\phi(z_i) - y_i) x_j", "equal"),
    (r"\frac{\partial L}{\partial A_{ij}}", r"\phi'(z_i) (\phi(z_i) - y_i) x_i", "shape"),
    (r"\frac{\partial p_i}{\partial x_j}", r"p_i(\delta_{ij} - p_j)", "equal"),
    (r"\frac{\partial p_i}{\partial x_j}", r"p_i(1 - p_j)", "different"),
    (r"\frac{\partial z}{\partial x}", r"A^\top", "equal"),
    (r"\frac{d}{dt} \max(0, t)", r"\mathbb{1}[t > 0]", "unsupported"),  # t is not declared
    (r"\frac{\partial L}{\partial q}", "0", "unsupported"),
]


@pytest.mark.parametrize(("lhs", "rhs", "verdict"), PAIRS)
def test_known_verdicts(lhs, rhs, verdict):
    assert settle_pair(lhs, rhs, BLOCK).verdict == verdict


def test_layouts():
    for layout, jacobian in (("column", r"A^\top"), ("row", "A")):
        assert settle_pair(r"\frac{\partial z}{\partial x}", jacobian, BLOCK, layout).verdict == "equal"
    assert settle_pair(r"\frac{\partial z}{\partial x}", "A", BLOCK, "either").verdict == "equal"
    assert settle_pair(r"\frac{\partial z}{\partial x}", "A", BLOCK).verdict == "transposed"


def test_vacuous_agreement_does_not_count():
    vacuous = settle_pair(r"\frac{\partial y}{\partial x}", r"2 \frac{\partial y}{\partial x}", BLOCK)
    assert vacuous.verdict == "unsupported" and "vacuous" in vacuous.detail


def test_wrong_marks_disagree():
    table = "[t]\ndeclare: a, b \\in \\mathbb{R}\n"
    for row in ("(a + b)^2   ==   a^2 + b^2", "a b   !=   b a", "a + b   !!   b + a", "a b   =^   b a"):
        case, = parse_table(table + row)
        assert not agrees(case, settle(case)), row


def test_oracle_line_is_used():
    case, = parse_table("[t]\ndeclare: A \\in \\mathbb{R}^{m \\times n}, \\hat x \\in \\mathbb{R}^n\n"
                        "\\weird   ==   \\strange\noracle: sum(A @ hat_x) ;; np.ones(m) @ A @ hat_x")
    assert settle(case).verdict == "equal"


@pytest.mark.parametrize(("text", "message"), [
    ("a   ==   b", "before the first"),
    ("[t]\na = b", "no mark"),
    ("[t]\na   ==   b   ==   c", "more than one mark"),
    ("[t]\nlayout: diagonal", "layout is"),
    ("[t]\noracle: 1 ;; 2", "without a case"),
    ("[t]\na   ==   b\noracle: 1", "expected"),
])
def test_malformed_tables(text, message):
    with pytest.raises(CaseError, match=message):
        parse_table(text, "f.txt")


def test_the_oracle_never_imports_symcheck():
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            assert not any(n.split(".")[0] == "symcheck" for n in names), path.name
