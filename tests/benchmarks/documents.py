r"""Whole derivations: a document of ten steps, and how the time grows with their number."""

from tests.benchmarks.timing import median, report, show, timed

HEAD = r"""Let $X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $\lambda > 0$ and
$$ L(w) = \|Xw - y\|^2 + \lambda \|w\|^2 . $$
"""
STEPS = (
    r"\nabla L(w) &= 2X^\top (Xw - y) + 2\lambda w \\",
    r"&= 2X^\top X w - 2X^\top y + 2\lambda w \\",
    r"&= 2(X^\top X + \lambda I) w - 2X^\top y \\",
    r"&= 2\left( (X^\top X + \lambda I) w - X^\top y \right) \\",
    r"&= -2X^\top (y - Xw) + 2\lambda w \\",
)
RUNS = 7


def document(steps):
    rows = [STEPS[k % len(STEPS)] for k in range(steps)]
    return HEAD + "$$\\begin{aligned}\n" + "\n".join(rows) + "\n\\end{aligned}$$\n"


def seconds(steps):
    """Of one run over a document with that many steps, all right."""
    from symcheck import verify

    taken, derivation = timed(verify, document(steps))
    assert derivation.right and len(derivation.steps) == steps, derivation.summary
    return taken


def main():
    seconds(10)
    ten, forty = (median([seconds(n) for _ in range(RUNS)]) for n in (10, 40))
    print(f"10 steps: {show(ten)}   40 steps: {show(forty)}")
    report("a document of ten steps", show(ten), "under 0.3 s", ten < 0.3)
    report("time for four times the steps", f"{forty / ten:.1f} times", "no worse than 5 times", forty / ten <= 5)
