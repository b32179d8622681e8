r"""A scalar answer, read and decided, against Math-Verify's parse and verify on the same pairs."""

import json
import subprocess
import sys
from importlib.util import find_spec

from tests.benchmarks.timing import median, report, show, timed

DECLARE = [r"x, y, z, a, b, c, t, w, \mu, \theta \in \mathbb{R}", r"\sigma > 0", r"\lambda > 0",
           r"p \in (0, 1)", r"n \in \mathbb{N}"]
PAIRS = [
    (r"(x+1)^2", r"x^2 + 2x + 1", True),
    (r"(x+y)(x-y)", r"x^2 - y^2", True),
    (r"\frac{x^2 - 1}{x - 1} - 1", r"x", True),
    (r"\frac{1}{1 + e^{-x}}", r"\frac{e^x}{1 + e^x}", True),
    (r"1 - \frac{1}{1 + e^{-x}}", r"\frac{1}{1 + e^x}", True),
    (r"\frac{e^{-x}}{(1 + e^{-x})^2}", r"\frac{1}{1 + e^{-x}} \left(1 - \frac{1}{1 + e^{-x}}\right)",
     True),
    (r"4x^3 + 2x", r"2x(2x^2 + 1)", True),
    (r"\frac{(x - \mu)^2}{2\sigma^2}", r"\frac{1}{2}\left(\frac{x - \mu}{\sigma}\right)^2", True),
    (r"-2(y - wx)x", r"2x(wx - y)", True),
    (r"\frac{p - y}{p(1-p)}", r"-\frac{y}{p} + \frac{1-y}{1-p}", True),
    (r"\sqrt{x^2 + 2x + 1 + y^2}", r"\sqrt{(x+1)^2 + y^2}", True),
    (r"e^{a + b}", r"e^a e^b", True),
    (r"e^{2x} - 1", r"(e^x - 1)(e^x + 1)", True),
    (r"\ln(e^x)", r"x", True),
    (r"\frac{a}{b} + \frac{c}{b}", r"\frac{a + c}{b}", True),
    (r"w - \lambda (2w + 2)", r"(1 - 2\lambda) w - 2\lambda", True),
    (r"\frac{e^x - e^{-x}}{e^x + e^{-x}}", r"\frac{e^{2x} - 1}{e^{2x} + 1}", True),
    (r"\frac{x}{2} + \frac{x}{3}", r"\frac{5x}{6}", True),
    (r"(a+b+c)^2", r"a^2 + b^2 + c^2 + 2ab + 2bc + 2ca", True),
    (r"\frac{1}{\sigma^2} (x - \mu)", r"\frac{x}{\sigma^2} - \frac{\mu}{\sigma^2}", True),
    (r"x^{-2} y^3", r"\frac{y^3}{x^2}", True),
    (r"\frac{xy + xz}{x}", r"y + z", True),
    (r"\sqrt{\sigma^2}", r"\sigma", True),
    (r"\frac{n(n+1)}{2}", r"\frac{n^2 + n}{2}", True),
    (r"\ln(1 + e^x)", r"x + \ln(1 + e^{-x})", True),
    (r"(x+1)^2", r"x^2 + 1", False),
    (r"(x+y)(x-y)", r"x^2 + y^2", False),
    (r"\frac{1}{1 + e^{-x}}", r"\frac{1}{1 + e^x}", False),
    (r"\frac{e^{-x}}{(1 + e^{-x})^2}", r"\frac{1}{1 + e^{-x}}", False),
    (r"4x^3 + 2x", r"4x^3 + x", False),
    (r"\frac{(x - \mu)^2}{2\sigma^2}", r"\frac{(x - \mu)^2}{\sigma^2}", False),
    (r"-2(y - wx)x", r"2x(y - wx)", False),
    (r"\frac{p - y}{p(1-p)}", r"\frac{y}{p} + \frac{1-y}{1-p}", False),
    (r"\sqrt{x^2 + y^2}", r"x + y", False),
    (r"e^{a + b}", r"e^a + e^b", False),
    (r"\sqrt{x^2}", r"x", False),
    (r"\frac{a}{b + c}", r"\frac{a}{b} + \frac{a}{c}", False),
    (r"w - \lambda (2w + 2)", r"(1 - 2\lambda) w + 2\lambda", False),
    (r"\frac{x}{2} + \frac{x}{3}", r"\frac{x}{5}", False),
    (r"\ln(x^2 + 1)", r"2\ln(x + 1)", False),
]
# Makes each program load what it needs: none of it is timed, and none of these is a pair above.
WARM = [(r"t^2 + t - \theta", r"t(t + 1)"), (r"\frac{1}{z + 1} + \frac{1}{z}", r"\frac{2z + 1}{z^2 + z}"),
        (r"\sqrt{t^2 + 1}", r"t + 1"), (r"\ln(z^2)", r"2\ln z"), (r"e^{-z}", r"\frac{1}{e^z}"),
        (r"(t - 1)^3", r"t^3 - 1"), (r"\frac{e^z}{2}", r"\frac{z}{2}"), (r"\frac{w + z}{t}", r"\frac{w}{t}"),
        (r"\frac{e^z}{e^z + 2}", r"\frac{1}{1 + 2e^{-z}}"), (r"\theta^2 - t^2", r"(\theta - t)(\theta + t)")]
PASSES = 3


def ours():
    """Per pair: seconds, and whether it was decided rightly. The declarations are read once."""
    from symcheck.judge.equality import equal
    from symcheck.read.context import Context

    context = Context(DECLARE)
    for pair in WARM:
        equal(context, *pair)
    for lhs, rhs, same in PAIRS:
        seconds, verdict = timed(equal, context, lhs, rhs)
        yield seconds, verdict.right if same else verdict.word == "different"


def theirs():
    from math_verify import parse, verify

    def check(lhs, rhs):
        return verify(parse(f"${lhs}$"), parse(f"${rhs}$"))

    for pair in WARM:
        check(*pair)
    for lhs, rhs, same in PAIRS:
        seconds, accepted = timed(check, lhs, rhs)
        yield seconds, bool(accepted) == same


def passes(who):
    """Medians per pair over some fresh processes: each sees every pair for the first time."""
    runs = []
    for _ in range(PASSES):
        done = subprocess.run([sys.executable, "-m", "tests.benchmarks.scalar_pairs", who],
                              capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    return [median([run[k][0] for run in runs]) for k in range(len(PAIRS))], [r for _, r in runs[0]]


def main():
    mine, mine_right = passes("ours")
    print(f"symcheck: {sum(mine_right)} of {len(PAIRS)} pairs right, median {show(median(mine))}, "
          f"p95 {show(sorted(mine)[int(0.95 * len(mine))])}")
    for (lhs, rhs, _), right in zip(PAIRS, mine_right):
        if not right:
            print(f"     not decided rightly: {lhs} and {rhs}")
    if find_spec("math_verify") is None:
        print("skip Math-Verify is not installed")
        return
    their, their_right = passes("theirs")
    print(f"Math-Verify: {sum(their_right)} of {len(PAIRS)} pairs right, median {show(median(their))}")
    ratio = median(their) / median(mine)
    report("scalar answer against Math-Verify", f"{ratio:.0f} times faster", "100 times",
           ratio >= 100)
    report("scalar pairs decided rightly", f"{sum(mine_right)} against {sum(their_right)}",
           "at least as many", sum(mine_right) >= sum(their_right))


if __name__ == "__main__":
    print(json.dumps(list({"ours": ours, "theirs": theirs}[sys.argv[1]]())))
