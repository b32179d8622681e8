"""Every row of tests/cases: the verdict the table asks for, and whole counts.

The same rows are settled by an oracle that shares no code with symcheck in test_oracle.py.
"""

from collections import Counter
from functools import lru_cache
from itertools import groupby

import pytest

from symcheck.judge.equality import equal
from symcheck.read.context import Context
from tests.cases import load

RIGHT = {"equal", "equal_where", "equal_layout", "supported"}
ALLOWED = {"==": RIGHT, "!=": {"different"}, "!!": {"different", "unreadable"},
           "=?": {"equal_where"}, "=^": {"equal_layout"}}

SHAPE_WORDS = ("shape", "size", "multipl", "dimension", "square", "length")

CASES = load()
BLOCKS = [list(rows) for _, rows in groupby(
    CASES, key=lambda c: (c.file, c.title, c.declarations, c.layout))]


@lru_cache(maxsize=4)
def context_of(declarations, layout) -> Context:
    return Context(declarations, layout=layout)


@pytest.mark.parametrize("rows", BLOCKS, ids=lambda rows: f"{rows[0].file}:{rows[0].line}")
def test_block(rows):
    unexpected = []
    for c in rows:
        v = equal(context_of(c.declarations, c.layout), c.lhs, c.rhs)
        if v.word not in ALLOWED[c.sign]:
            unexpected.append(f"{c.file}:{c.line}  {c.lhs}   {c.sign}   {c.rhs}\n"
                              f"    got {v.word}: {v.message or v.evidence}")
        if c.sign == "!=":
            assert v.counterexample is not None or "shape" in v.message, (c.file, c.line)
        if c.sign == "!!" and v.counterexample is None:
            assert any(word in v.message for word in SHAPE_WORDS), (c.file, c.line, v.message)
    assert not unexpected, "\n".join(unexpected)


def test_there_are_enough_rows():
    signs = Counter(c.sign for c in CASES)
    assert signs["=="] + signs["=?"] + signs["=^"] >= 600
    assert signs["!="] + signs["!!"] >= 600
