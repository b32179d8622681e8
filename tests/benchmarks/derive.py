r"""Worked solutions: part 2d of the worksheet on backpropagation, and a network of 32 layers, all gradients."""

from tests.benchmarks.timing import median, report, show, timed

LAYERS, RUNS = 32, 9


def network(depth, mark):
    """Declarations and definitions of a network whose names no other run has used, and its quantities."""
    x, y = f"x_{{{mark}}}", f"y_{{{mark}}}"
    lines = [rf"{x}, {y} \in \mathbb{{R}}^d", r"\phi : \mathbb{R} \to \mathbb{R}"]
    last, wanted = x, []
    for k in range(1, depth + 1):
        lines += [rf"W^{{({k})}} \in \mathbb{{R}}^{{d \times d}}", rf"b^{{({k})}} \in \mathbb{{R}}^d",
                  rf"z^{{({k})}} = W^{{({k})}} {last} + b^{{({k})}}", rf"h^{{({k})}} = \phi(z^{{({k})}})"]
        last = rf"h^{{({k})}}"
        wanted += [rf"\nabla_{{W^{{({k})}}}} L", rf"\nabla_{{b^{{({k})}}}} L"]
    return [*lines, rf"L = \frac{{1}}{{2}} \|{last} - {y}\|^2"], "; ".join(wanted)


def main():
    from symcheck import derive
    from symcheck.course.solve import solve

    solve("cs189-fa20-dis7", "2d")
    times = []
    for _ in range(RUNS):
        seconds, solution = timed(solve, "cs189-fa20-dis7", "2d")
        assert solution.verified
        times.append(seconds)
    part = median(times)
    deep = []
    for run in range(3):
        lines, wanted = network(LAYERS, run)
        seconds, solution = timed(derive, wanted, lines)
        assert solution.verified and len(solution.answers) == 2 * LAYERS
        deep.append(seconds)
    report("part 2d, warm", show(part), "under 50 ms", part < 0.05)
    report(f"{LAYERS} layers, {2 * LAYERS} gradients", show(median(deep)), "under 2 s", median(deep) < 2)


if __name__ == "__main__":
    main()
