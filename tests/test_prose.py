"""Equations in prose: what is claimed is judged, what is assumed is taken, and the words tell which.

Each row: what the document says, and the line of its first wrong step (None: all steps are right).
"""

import pytest

from symcheck.faces.documents import derivation_of

LEAST_SQUARES = r"""Let $w \in \mathbb{R}^d$, $X \in \mathbb{R}^{n\times d}$, $y \in \mathbb{R}^n$ and $J(w) = \|Xw-y\|^2$.
$$\nabla J(w) = 2X^\top(Xw-y) = 0$$
"""
MEAN = r"""Let $x_i, y_i, \theta \in \mathbb{R}$ for $i = 1, \dots, N$, $\eta > 0$ and
$$L(\theta) = \frac1N \sum_{i=1}^N (\theta x_i - y_i)^2, \quad \frac{dL}{d\theta} = \frac2N \sum_{i=1}^N (\theta x_i - y_i) x_i$$
"""
SQUARE = "Let $x \\in \\mathbb{R}$, $f(x) = x^2$ and $g(x) = x$.\n\n"
SIGMOID = "Let $z \\in \\mathbb{R}$. Put $s(z) = \\frac{1}{1+e^{-z}}$.\n"
END = "\n$$ s'(z) = s(z)(1-s(z)) $$\n"
VECTORS = "Let $u, v \\in \\mathbb{R}^d$.\n"

TABLE = {
    "derivative of a defined function, right": (SQUARE + "With $f'(x) = 2x$ and $g'(x) = 1$.", None),
    "derivative of a defined function, factor": (SQUARE + "With $f'(x) = x$ and $g'(x) = 1$.", 3),
    "list item, right": (SIGMOID + "\n- $s(-z) = 1 - s(z)$\n" + END, None),
    "list item, sign": (SIGMOID + "\n- $s(-z) = -s(z)$\n" + END, 3),
    "conclusion, wrong": (SIGMOID + "Then $s(z) = s(-z)$.\n" + END, 2),
    "reason, right": (SIGMOID + r"Because $\log s(z) = z - \log(1+e^z)$, we go on." + END, None),
    "reason, sign": (SIGMOID + r"Because $\log s(z) = z + \log(1+e^z)$, we go on." + END, 2),
    "only supposed": (SIGMOID + "Suppose that $s(z) = s(-z)$ were true." + END, None),
    "fact, right": (VECTORS + r"Note that $\|u+v\|^2 = \|u\|^2 + 2u^\top v + \|v\|^2$.", None),
    "fact, no cross term": (VECTORS + r"Note that $\|u+v\|^2 = \|u\|^2 + \|v\|^2$.", 2),
    "normal equations, right": (LEAST_SQUARES + r"This yields the normal equations $X^\top X w = X^\top y$.", None),
    "normal equations, factor": (LEAST_SQUARES + r"This yields the normal equations $X^\top X w = 2X^\top y$.", 3),
    "update, right": (MEAN + r"$$\theta \leftarrow \theta - \frac{2\eta}{N} \sum_{i=1}^N (\theta x_i - y_i) x_i$$", None),
    "update, constants in the rate": (MEAN + r"$$\theta \leftarrow \theta - \eta \sum_{i=1}^N (\theta x_i - y_i) x_i$$",
                                      None),
    "update, one term": (MEAN + r"$$\theta \leftarrow \theta - 2\eta (\theta x_i - y_i) x_i$$", None),
    "update, 1/N forgotten": (MEAN + r"$$\theta \leftarrow \theta - 2\eta \sum_{i=1}^N (\theta x_i - y_i) x_i$$", 3),
    "update, uphill": (MEAN + r"$$\theta = \theta + \frac{2\eta}{N} \sum_{i=1}^N (\theta x_i - y_i) x_i$$", 3),
    "given ends with its sentence": (
        r"Let $\theta, c \in \mathbb{R}$. The optimum satisfies $\theta = c$. "
        r"$$(\theta-c)^2 = \theta^2 - 2c\theta + \theta^2$$", 1),
}


@pytest.mark.parametrize("name", TABLE)
def test_prose(name):
    text, line = TABLE[name]
    d = derivation_of(text, "prose.md", None)
    found = d.first_wrong.line if d.first_wrong is not None else None
    assert found == line, d.summary
    if line is None and d.steps:
        assert d.right, d.summary
