r"""Names that a document never declares: what is taken of them, and what is judged with it.

Each row: what it is about, the document, the declarations taken, the verdict on the whole, the first wrong line.
"""

import pytest

from symcheck.faces.documents import derivation_of

LEAST_SQUARES = r"""Let $X \in \mathbb{R}^{n \times d}$ and $y \in \mathbb{R}^n$. The loss is
$$ L(w) = \frac{1}{2n} \|Xw - y\|_2^2. $$
Its gradient is
$$ \nabla_w L = %s $$
"""
MEAN = r"""We predict a constant $\theta \in \mathbb{R}$ for $N$ numbers:
$$ L(\theta) = \frac{1}{N} \sum_{i=1}^N (y_i - \theta)^2. $$
Then
$$ \frac{dL}{d\theta} = -\frac{2}{N} \sum_{i=1}^N %s $$
"""
LAYER = r"""The input is $x \in \mathbb{R}^d$ and the target $y \in \mathbb{R}^k$. The network computes
\[ z = W x + b, \qquad L = \frac{1}{2} \|z - y\|^2 . \]
Hence
\[ \frac{\partial L}{\partial W} = %s, \qquad \frac{\partial L}{\partial b} = z - y . \]
"""
WEIGHTED = r"""With $x^{(i)} \in \mathbb{R}^n$ for $i = 1, \dots, m$ we minimize
$$ J(\theta) = \frac{1}{2} \sum_{i=1}^m w^{(i)} (\theta^T x^{(i)} - y^{(i)})^2. $$
The gradient is
$$ \nabla_\theta J(\theta) = \sum_{i=1}^m %s $$
"""
EIGEN = r"""Let $S \in \mathbb{R}^{p \times p}$ be symmetric and let its eigenvalues be sorted.
$$ \operatorname{tr}(S) = \sum_{j=1}^p \lambda_j $$
so that
$$ \operatorname{tr}(S) - \lambda_1 = \sum_{j=2}^p \lambda_j . $$
"""
SLIP = r"""Let $x \in \mathbb{R}^d$, $W_1, W_2 \in \mathbb{R}^{d \times d}$ and $f = x^\top W_1 W_2 x$.
$$ f = x^\top W_1 W_3 x $$
"""
N = r"i = 1, \dots, N"
TABLE = [
    ("parameters of a loss", LEAST_SQUARES % r"\frac{1}{n} X^\top (Xw - y)", [r"w \in \mathbb{R}^{d}"], "equal", None),
    ("a lost transpose", LEAST_SQUARES % r"\frac{1}{n} X (Xw - y)", [r"w \in \mathbb{R}^{d}"], "different", 4),
    ("a lost factor", LEAST_SQUARES % r"X^\top (Xw - y)", [r"w \in \mathbb{R}^{d}"], "different", 4),
    ("data", MEAN % r"(y_i - \theta)", [rf"y_{{i}} \in \mathbb{{R}}, {N}"], "equal", None),
    ("data, a sign", MEAN % r"(y_i + \theta)", [rf"y_{{i}} \in \mathbb{{R}}, {N}"], "different", 4),
    ("a layer, no square matrix", LAYER % r"(z - y) x^\top",
     [r"W \in \mathbb{R}^{k \times d}", r"b \in \mathbb{R}^{k}"], "equal", None),
    ("a layer, order", LAYER % r"x (z - y)^\top",
     [r"W \in \mathbb{R}^{k \times d}", r"b \in \mathbb{R}^{k}"], "different", 4),
    ("weights and targets of samples", WEIGHTED % r"w^{(i)} (\theta^T x^{(i)} - y^{(i)}) x^{(i)}",
     [r"w^{(i)} \in \mathbb{R}, i = 1, \dots, m", r"\theta \in \mathbb{R}^{n}",
      r"y^{(i)} \in \mathbb{R}, i = 1, \dots, m"], "equal", None),
    ("weights lost", WEIGHTED % r"(\theta^T x^{(i)} - y^{(i)}) x^{(i)}", None, "different", 4),
]
# What is first met in a claim may be tied to other names by words: never called wrong for that.
NOT_WRONG = [("eigenvalues", EIGEN), ("a slip of the pen", SLIP)]


@pytest.mark.parametrize("about, text, taken, word, line", TABLE, ids=[row[0] for row in TABLE])
def test_names_that_are_not_declared(about, text, taken, word, line):
    d = derivation_of(text, "note.md", None)
    assert (d.word, d.first_wrong and d.first_wrong.line) == (word, line), [str(s) for s in d.steps]
    if taken is not None:
        assert sorted(d.taken) == sorted(taken)


@pytest.mark.parametrize("about, text", NOT_WRONG, ids=[row[0] for row in NOT_WRONG])
def test_what_is_guessed_is_not_called_wrong(about, text):
    d = derivation_of(text, "note.md", None)
    assert d.first_wrong is None and not d.right


def test_what_was_taken_is_said():
    text = LEAST_SQUARES % r"\frac{1}{n} X^\top (Xw - y)"
    d = derivation_of(text, "note.md", None)
    assert d.notes == [r"not declared, taken from its use: w \in \mathbb{R}^{d}"]
    assert d.as_dict()["taken"] == [r"w \in \mathbb{R}^{d}"]
