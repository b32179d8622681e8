"""Every worked document passes whole; every planted error is found at its line.

Of the documents in `tests/documents/` a third are run, and of the errors planted in them a 24th; all with
`SYMCHECK_DERIVATIONS=all`, all documents with a 24th of the errors with `SYMCHECK_DERIVATIONS=documents`.
"""

import os
import random
from pathlib import Path

import pytest

from symcheck.faces.documents import derivation_of
from symcheck.judge.mistakes import MISTAKES
from tests.derivations import documents, flaws

DOCUMENTS = documents()
FLAWS = [flaw for path in DOCUMENTS for flaw in flaws(path)]
SWEEP = os.environ.get("SYMCHECK_DERIVATIONS")


def sampled(path: Path, name: str, share: float) -> bool:
    """Is this one of the fixed sample? All worked documents of `derivations/` are."""
    return path.parent.name == "derivations" or random.Random(name).random() < share


READ = [p for p in DOCUMENTS if SWEEP in ("all", "documents") or sampled(p, p.name, 1 / 3)]
RUN = [f for f in FLAWS if SWEEP == "all" or sampled(f.path, f.id, 1 / 24)]
# Documents and errors that are not judged as they should be yet, each with its reason: they are checked to
# fail still, so that a mended one is noticed.
KNOWN = {line.split("  ")[0]: line for line in Path(__file__).with_name("derivations_known.txt").read_text("utf-8").splitlines()
         if line and not line.startswith("#")}
IDS = {row.id for row in MISTAKES}


def judged(text: str, path):
    d = derivation_of(text, path.name, path.suffix[1:])
    assert not any("internal error" in s.verdict.evidence for s in d.steps), d.summary
    return d


def expect(name: str, good: bool, why: str) -> None:
    if name in KNOWN:
        assert not good, f"{name} is judged as it should be now: take it out of derivations_known.txt"
    else:
        assert good, f"{name}: {why}"


@pytest.mark.parametrize("path", READ, ids=lambda p: p.name)
def test_a_correct_document_passes_whole(path):
    d = judged(path.read_text("utf-8"), path)
    bad = [(s.line, s.verdict.word, s.source, s.verdict.message) for s in d.steps if not s.verdict.right]
    expect(path.name, d.right, f"{d.summary}: {bad}")


@pytest.mark.parametrize("flaw", RUN, ids=lambda f: f.id)
def test_the_first_wrong_step_is_the_planted_one(flaw):
    d = judged(flaw.planted(), flaw.path)
    found = d.first_wrong.line if d.first_wrong is not None else None
    expect(flaw.id, found == flaw.line, f"first wrong is {found}, planted on {flaw.line}; {d.summary}")


@pytest.mark.parametrize("flaw", [f for f in FLAWS if f.mistake != "-"], ids=lambda f: f.id)
def test_mistakes_in_the_tables_have_a_page(flaw):
    assert flaw.mistake in IDS


def test_there_are_enough_documents():
    assert len(DOCUMENTS) >= 60 and len(FLAWS) >= 120
