r"""Results that get a name of their own, in the ways in which authors tell them: each right one is called right, each wrong one wrong."""

import pytest

from symcheck.faces.documents import derivation_of

_SQUARES = r"Let $X \in \mathbb{R}^{n \times d}$ have full column rank, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$ and $f(w) = \frac12 \|X w - y\|^2$."
_LOGISTIC = (r"Let $x_i \in \mathbb{R}^d$, $y_i \in \{0, 1\}$ for $i = 1, \dots, n$, $w \in \mathbb{R}^d$, $p_i = \sigma(w^\top x_i)$ with the sigmoid $\sigma$, and "
             r"$f(w) = -\sum_{i=1}^n (y_i \log p_i + (1 - y_i) \log(1 - p_i))$.")
_RIDGE = r"Let $X \in \mathbb{R}^{n \times d}$, $w \sim \mathcal{N}(0, \tau^2 I)$ and $y \mid w \sim \mathcal{N}(X w, \sigma^2 I)$ with $\sigma, \tau > 0$."
# What is given; what the result is called; its letter, value, and a wrong value.
RESULTS = {
    "gradient": (_SQUARES, "gradient", "g", r"X^\top (X w - y)", r"X^\top (y - X w)"),
    "Hessian": (_SQUARES, "Hessian", "H", r"X^\top X", r"X X^\top"),
    "derivative": (r"Let $w, a, b \in \mathbb{R}$ with $a > 0$ and $f(w) = \frac{a}{2} w^2 - b w$.", "derivative", "g", "a w - b", "a w + b"),
    "second derivative": (r"Let $w, a, b \in \mathbb{R}$ with $a > 0$ and $f(w) = \frac{a}{2} w^2 - b w$.", "second derivative", "h", "a", "2 a"),
    "gradient of a sum": (_LOGISTIC, "gradient", "g", r"\sum_{i=1}^n (p_i - y_i) x_i", r"\sum_{i=1}^n (y_i - p_i) x_i"),
    "Hessian of a sum": (_LOGISTIC, "Hessian", "H", r"\sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top", r"\sum_{i=1}^n p_i (1 + p_i) x_i x_i^\top"),
    "posterior covariance": (_RIDGE, "posterior covariance", "S", r"\left(\frac{1}{\sigma^2} X^\top X + \frac{1}{\tau^2} I\right)^{-1}", r"\left(\frac{1}{\sigma^2} X^\top X + \tau^2 I\right)^{-1}"),
    "posterior mean": (_RIDGE, "posterior mean", "m", r"\left(X^\top X + \frac{\sigma^2}{\tau^2} I\right)^{-1} X^\top y", r"\left(X^\top X + \frac{\tau^2}{\sigma^2} I\right)^{-1} X^\top y"),
}
NOT_OF_POSTERIORS = {"The # $@$ equals $%$."}
WAYS = ["The # is $@ = %$.", "The # is then $@ = %$.", "The #, $@ = %$, is easy to compute.", "This has the # $@ = %$.", "We write $@$ for the #. Then $@ = %$.", "Let $@ = %$ be the #.",
        "Let $@$ denote the #. We find\n$$ @ = %. $$", "The # is\n$$ @ = %. $$", "with the # $@ = %$.", "$@ = %$ is the #.", "where $@ = %$ is the #.", "Call the # $@$. Differentiation gives $@ = %$.",
        "Its # reads $@ = %$.", "The # $@$ equals $%$.", "For the # we obtain $@ = %$.", "Denote the # by $@$, so $@ = %$.", "**#.** $@ = %$."]
# Of these nothing is claimed.
OPEN = ["Suppose the # were $@ = %$.", "If the # is $@ = %$, we are done.", "The # is not $@ = %$.", "A student writes that the # is $@ = %$."]


def _steps(name: str, way: str, value: int) -> list[str]:
    given, called, letter, *values = RESULTS[name]
    text = f"{given} {way.replace('%', values[value]).replace('@', letter).replace('#', called)}"
    return [s.verdict.word for s in derivation_of(text, "x.md", "md").steps]


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_with_a_name_is_judged_whatever_words_tell_it(name):
    silent = [way for way in WAYS if "different" not in _steps(name, way, 1) and not (RESULTS[name][0] is _RIDGE and way in NOT_OF_POSTERIORS)]
    alarms = [way for way in WAYS if {*_steps(name, way, 0)} & {"different", "unreadable"}]
    assert (silent, alarms) == ([], [])


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_that_is_not_claimed_is_left_alone(name):
    assert [way for way in OPEN if "different" in _steps(name, way, 1)] == []
