"""A fault of the program itself costs the part it is in: the rest is judged, and the document is not called right."""

import pytest

from symcheck.faces.documents import derivation_of
from symcheck.judge.derivation import verify, walk
from symcheck.judge.derivation.layers import layers, step_indices
from symcheck.judge.derivation.names import data_listed
from symcheck.judge.derivation.rows import units

TEXT = r"Let $a, b \in \mathbb{R}$. Then $$(a + b)^2 = a^2 + 2ab + b^2$$ and $$(a - b)^2 = a^2 - b^2.$$"


def fails(*_, **__):
    raise RuntimeError("a fault of symcheck's own")


PLACES = {
    "writing words as formulas": (verify, "REWRITINGS", (units.without, fails)),
    "counting layers": (layers, "counted", fails),
    "finding indices of steps": (step_indices, "told", fails),
    "declaring listed data": (data_listed, "declare", fails),
    "hearing a formula": (walk.Walk, "_display", fails),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_costs_its_part(place, monkeypatch):
    monkeypatch.setattr(*PLACES[place])
    d = derivation_of(TEXT, "fault.md", "md")
    assert not d.right
    assert any("internal error" in s.verdict.evidence and "symcheck's own" in s.verdict.evidence for s in d.steps)
    if place != "hearing a formula":
        assert [s.verdict.right for s in d.steps if s.source] == [True, False]
        assert d.first_wrong.source.endswith("a^2 - b^2")
