"""A wrong step is never called right, a right step never wrong: short documents that tempt to either.

Most are about words: what they suppose and for how long, what they define anew, what they only claim.
"""

from pathlib import Path

import pytest

from symcheck import verify

TABLE = {}
for block in Path(__file__).with_name("promises.txt").read_text("utf-8").split("\n=== ")[1:]:
    head, text = block.split("\n", 1)
    name, verdict = head.rsplit(" | ", 1)
    TABLE[name] = (text, int(verdict.removeprefix("wrong ")) if verdict.startswith("wrong") else None, verdict)


@pytest.mark.parametrize("name", TABLE)
def test_promises(name):
    text, line, verdict = TABLE[name]
    d = verify(text)
    assert not any("internal error" in s.verdict.evidence for s in d.steps), d.summary
    assert (d.first_wrong.line if d.first_wrong is not None else None) == line, d.summary
    if line is None:
        assert d.right == (verdict == "right"), d.summary


def test_both_promises_are_tempted():
    assert sum(line is None for _, line, _ in TABLE.values()) > 20
    assert sum(line is not None for _, line, _ in TABLE.values()) > 40
