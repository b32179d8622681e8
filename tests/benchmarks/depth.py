r"""The first-layer gradient of a network of L layers, L = 2..32: the exponent of the growth in time."""

import math

from tests.benchmarks.timing import median, report, show, timed

DEPTHS = (2, 4, 8, 16, 32)
RUNS = 5


def network(depth, mark):
    """Seconds to derive the gradient by the first layer and to decide an answer given by recursion."""
    from symcheck.judge.equality import equal
    from symcheck.read.context import Context

    x, y = f"x_{{{mark}}}", f"y_{{{mark}}}"
    lines = [rf"{x}, {y} \in \mathbb{{R}}^d", r"\phi : \mathbb{R} \to \mathbb{R}"]
    last = x
    for k in range(1, depth + 1):
        lines += [rf"W^{{({k})}} \in \mathbb{{R}}^{{d \times d}}",
                  rf"z^{{({k})}} = W^{{({k})}} {last}", rf"h^{{({k})}} = \phi(z^{{({k})}})"]
        last = rf"h^{{({k})}}"
    lines.append(rf"L = \frac{{1}}{{2}} \|{last} - {y}\|^2")
    error = rf"({last} - {y}) \odot \phi'(z^{{({depth})}})"
    for k in range(depth, 1, -1):
        lines.append(rf"\delta^{{({k})}} = {error}")
        error = rf"W^{{({k})\top}} \delta^{{({k})}} \odot \phi'(z^{{({k - 1})}})"
    context = Context(lines)
    seconds, verdict = timed(equal, context, r"\nabla_{W^{(1)}} L", rf"({error}) {x}^\top")
    assert verdict.word == "equal", (depth, verdict)
    return seconds


def main():
    network(2, "warm")
    times = [median([network(depth, k) for k in range(RUNS)]) for depth in DEPTHS]
    print("   ".join(f"L = {depth}: {show(t)}" for depth, t in zip(DEPTHS, times)))
    slope = _slope([math.log(d) for d in DEPTHS], [math.log(t) for t in times])
    steepest = max(math.log(b / a) / math.log(2) for a, b in zip(times, times[1:]))
    report("growth of the first-layer gradient", f"L^{slope:.2f} (steepest doubling L^{steepest:.2f})",
           "no worse than L^1.5", slope <= 1.5)


def _slope(xs, ys):
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)
