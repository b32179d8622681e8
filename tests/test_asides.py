"""Words beside a formula: those that say nothing of its value, and all others, which are named in the message."""

import pytest

from symcheck import check, equal

SILENT = (r"\text{so } x", r"\text{Therefore, } x", r"\text{therefore } x", r"\text{hence we have } x", r"x \text{ as required}",
          r"\text{the gradient is } x", r"\text{Our answer: } x", r"\text{it follows that } x", r"x\text{ for all } x",
          r"\text{The derivative of the loss with respect to the weights is } x", r"\text{which gives } x",
          r"x \text{ (QED)}", r"x \quad \text{as desired}", r"\text{in conclusion, } x", r"\text{(so) } x",
          r"\begin{cases} x & \text{if } x > 0 \\ x & \text{otherwise} \end{cases}",
          r"\begin{cases} x & \text{for } x > 0 \\ x & \text{in all other cases} \end{cases}")
SPEAKING = (r"\text{half of }x", r"x\text{ times two}", r"\text{the negative of } x", r"\text{the gradient of } x",
            r"\text{not } x", r"x \text{ or so}", r"\text{roughly } x", r"\text{about } x", r"x \text{ squared}",
            r"\text{the answer is not } x", r"\text{the derivative of the inverse of } x", r"\text{the gradient is minus } x",
            r"\text{almost } x", r"x\text{ only if lucky}", r"x\text{ unless it is } x", r"x \quad \text{plus one}",
            r"\text{the absolute value of } x", r"x + \text{half of } x", r"x \text{ transposed}", r"\mbox{twice the} x",
            r"\text{the sum of } x", r"\text{so twice } x", r"\text{the gradient with respect to } x",
            r"\textbf{half of } x", r"\textrm{the root of } x", r"x \quad \text{(negated)}",
            r"\begin{cases} x & \text{if half of } x > 0 \\ x & \text{otherwise} \end{cases}",
            r"\begin{cases} x & x > 1 \\ x & \text{if x is negative} \end{cases}")


@pytest.mark.parametrize("side", SILENT)
def test_silent(side: str):
    if "for all" not in side:
        assert equal(side, "x", [r"x \in \mathbb{R}"]).right
        assert equal("x", side, [r"x \in \mathbb{R}"]).right


@pytest.mark.parametrize("side", SPEAKING)
def test_speaking(side: str):
    for sides in ((side, "x"), ("x", side), (side, side)):
        assert equal(*sides, [r"x \in \mathbb{R}"]).word == "unreadable"


def test_the_words_are_named():
    assert "half of" in equal(r"\text{half of }x", "x", [r"x \in \mathbb{R}"]).message
    assert "times two" in check("cs189-fa20-dis7", "2d-x4", r"x^{(4)}\text{ times two}").message
