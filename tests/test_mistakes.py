"""Mistakes are named by the table: right line, wrong line, id; and near misses that are not named so."""

import pytest

from symcheck.judge.equality import read_both
from symcheck.judge.mistakes import MISTAKES, name_mistake
from symcheck.read.context import Context


def test_ids_are_unique():
    ids = [row.id for row in MISTAKES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("right, wrong, id", [
    (r"A^\top u", "A u", "missing-transpose"),
    ("A B u", "B A u", "product-order"),
    ("2 A u", "A u", "factor-two-missing"),
])
def test_a_plain_slip(right, wrong, id):
    context = Context([r"A, B \in \mathbb{R}^{d \times d}", r"u \in \mathbb{R}^d"])
    assert name_mistake(*read_both(context, right, wrong, "column")).id == id
