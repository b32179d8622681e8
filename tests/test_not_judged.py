"""Equations among words that are neither judged nor used are named, and say nothing against the document."""

import pytest

from symcheck.faces.documents import derivation_of

LET = r"Let $A \in \mathbb{R}^{n \times n}$, $w, x \in \mathbb{R}^n$ and $a, b \in \mathbb{R}$. "
STEP = r" Then $$\nabla_w (w^\top x) = x.$$"

# the words, and what of them is not judged
WORDS = [
    (LET + STEP, []),
    (LET + r"The fair price is $a = \frac12 b$." + STEP, [r"a = \frac12 b"]),
    (LET + r"On average $\mathbb{E}[\kappa] = a$." + STEP, [r"\mathbb{E}[\kappa] = a"]),
    (LET + r"We write $v = \operatorname{blur}(w)$ for it." + STEP, [r"v = \operatorname{blur}(w)"]),
    (LET + r"Everything is $a = = b$." + STEP, ["a = = b"]),
    (LET + r"Let $v = A w$; then $v^\top x = w^\top A^\top x$." + STEP, []),
    (LET + r"Suppose $a = b$; then $a + b = 2a$." + STEP, []),
    (LET + r"The kink sits where $a = 0$." + STEP, []),
]


@pytest.mark.parametrize("text, passed", WORDS, ids=[w[len(LET):len(LET) + 40] for w, _ in WORDS])
def test_what_is_not_judged_is_named(text, passed):
    d = derivation_of(text, "words.md", "md")
    assert [source for _, source in d.passed] == passed
    assert all(line == 1 for line, _ in d.passed)
    assert d.right
    assert all(any(source in note for note in d.notes) for source in passed)
    assert [n["source"] for n in d.as_dict().get("not_judged", ())] == passed
