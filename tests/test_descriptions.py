"""Kinds and sizes that prose gives to names: what the words declare, and what they do not."""

import pytest

from symcheck.judge.derivation.wording.descriptions import descriptions
from symcheck.read.documents import read_document

# (words, declarations in order)
TABLE = (
    (r"$X$ is $N \times D$, targets $Y$ are $N \times C$", r"X \in \mathbb{R}^{N \times D}; Y \in \mathbb{R}^{N \times C}"),
    (r"- $W_1$ is $D \times M$, $b_1$ is a row vector of length $M$",
     r"W_1 \in \mathbb{R}^{D \times M}; b_1 \in \mathbb{R}^{1 \times M}"),
    (r"- $\mathbf{1}$ is the column vector of $N$ ones", r"\mathbf{1} \in \mathbb{R}^{N}"),
    (r"The learned parameters are the scalars $\gamma$ and $\beta$.", r"\gamma \in \mathbb{R}; \beta \in \mathbb{R}"),
    (r"where $\gamma$ and $\beta$ are real numbers", r"\gamma \in \mathbb{R}; \beta \in \mathbb{R}"),
    (r"Let $A$ be a $d \times d$ matrix and $v$ an $m$-dimensional vector.",
     r"A \in \mathbb{R}^{d \times d}; v \in \mathbb{R}^{m}"),
    (r"the $d \times d$ matrix $A$ and the $m$-dimensional vector $v$",
     r"A \in \mathbb{R}^{d \times d}; v \in \mathbb{R}^{m}"),
    (r"labels $t_n$ in $\{0,1\}$", r"t_n \in \{0,1\}"),
    (r"$y$ is either $0$ or $1$", r"y \in \{0, 1\}"),
    (r"a dataset $\mathcal{D} = \{(x_i, y_i)\}_{i=1}^N$ of scalars", r"x_i \in \mathbb{R}; y_i \in \mathbb{R}"),
    (r"where $W$ has shape $(h, d)$ and $b$ has shape $(h,)$.", r"W \in \mathbb{R}^{h \times d}; b \in \mathbb{R}^{h}"),
    (r"where $W$ and $b$ have shapes $(h, d)$ and $(h,)$, respectively.",
     r"W \in \mathbb{R}^{h \times d}; b \in \mathbb{R}^{h}"),
    (r"| $X$ | $N \times D$ | the data |", r"X \in \mathbb{R}^{N \times D}"),
    (r"| $X$ | the data | $N \times D$ |", r"X \in \mathbb{R}^{N \times D}"),
    (r"$X$ is an $n$-by-$d$ matrix", r"X \in \mathbb{R}^{n \times d}"),
    (r"$X$ ($N \times D$) is the data", r"X \in \mathbb{R}^{N \times D}"),
    (r"$X$: $N \times D$", r"X \in \mathbb{R}^{N \times D}"),
    (r"where $I$ is the $d \times d$ identity", r"I \in \mathbb{R}^{d \times d}"),
    (r"for vectors $u$, $v$ of length $n$", r"u \in \mathbb{R}^{n}; v \in \mathbb{R}^{n}"),
    (r"a symmetric $n \times n$ matrix $A$", r"A \in \mathbb{R}^{n \times n} \text{ symmetric}"),
    (r"Let $A$ be a symmetric matrix of size $n \times n$.", r"A \in \mathbb{R}^{n \times n} \text{ symmetric}"),
    (r"$x$ is a vector in $\mathbb{R}^d$", r"x \in \mathbb{R}^d"),
    (r"with $v$ an $m$-vector", r"v \in \mathbb{R}^{m}"),
    (r"Let $u, v$ be column vectors with $n$ entries", r"u \in \mathbb{R}^{n}; v \in \mathbb{R}^{n}"),
    (r"With learning rate $\alpha$ the step is", r"\alpha > 0"),
    # words that say nothing of the names beside them
    (r"the gradient of $L$ is a vector of length $n$", ""),
    (r"the rows of $X$ are vectors of length $d$", ""),
    (r"The product $AB$ is $n \times p$.", ""),
    (r"the product of an $m \times 1$ and a $1 \times d$ matrix", ""),
    (r"Only an $n \times n$ matrix needs to be inverted. $A$ is invertible.", ""),
    (r"$n$ is the number of examples", ""),
    (r"a scalar function $f$", ""),
    (r"the dot product $a$ is a scalar product", ""),
)


@pytest.mark.parametrize("words, lines", TABLE)
def test_what_words_declare(words, lines):
    found = descriptions(read_document(words + "\n", "words.md"))
    assert "; ".join(d.line for here in found.values() for d in here) == lines


def test_a_letter_for_the_vector_of_ones():
    (d,), = descriptions(read_document("$e$ is the all-ones vector of length $n$\n", "words.md")).values()
    assert (d.line, d.value) == (r"e \in \mathbb{R}^{n}", r"e = \mathbf{1}")


def test_of_the_same_shape():
    (d,), = descriptions(read_document("and $b_1$ the bias of the same length as $h$\n", "words.md")).values()
    assert (d.name, d.like) == ("b_1", "h")
