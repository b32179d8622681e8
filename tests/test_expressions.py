"""Walks through expressions, as tables: which nodes come, in which order, and what is put in their place."""

import pytest

from symcheck.expr import Variable
from symcheck.expr import build as b

a, c, d, x = (b.var(Variable(name)) for name in "acdx")
NEGATED = b.neg(a)
Z = b.let(Variable("z"), b.mul(a, x))
H = b.let(Variable("h"), b.known("exp", Z))


@pytest.fixture
def shown(request):
    return request


def names(nodes):
    """What the nodes are: names by their name, others by their operation."""
    return " ".join(n.data.name if n.op in ("var", "let") else n.op for n in nodes)
