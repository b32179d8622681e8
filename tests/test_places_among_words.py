r"""Where a derivative is zero, and what holds for some values only, is told in many ways: each right place is called right, each wrong one wrong, whatever words stand
between the derivative and the place; and a condition is never taken for a claim.
"""

import random

import pytest

from symcheck.faces.documents import derivation_of

# A setting, the equation that is solved (Z), its solution (S), and a wrong one.
PLACES = {
    "a number": (r"Let $w, a \in \mathbb{R}$ with $a > 0$ and $f(w) = \frac{a}{2} (w - 3)^2$. Then $f'(w) = a (w - 3)$.", r"f'(w) = 0", "w = 3", "w = -3"),
    "a vector": (r"Let $X \in \mathbb{R}^{n \times d}$ have full column rank, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$ and $f(w) = \frac12 \|Xw - y\|^2$. Then $\nabla f(w) = X^\top (Xw - y)$.",
                 r"\nabla f(w) = 0", r"w = (X^\top X)^{-1} X^\top y", r"w = 2 (X^\top X)^{-1} X^\top y"),
    "a vector with a hat": (r"Let $X \in \mathbb{R}^{n \times d}$ have full column rank, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$ and $f(w) = \frac12 \|Xw - y\|^2$. Then $\nabla f(w) = X^\top (Xw - y)$.",
                            r"\nabla f(\hat w) = 0", r"\hat w = (X^\top X)^{-1} X^\top y", r"\hat w = (X^\top X)^{-1} y"),
}
SAID = """$Z$ means that $S$.|$Z$ means $S$.|$Z$ requires $S$.|$Z$ only if $S$.|$Z$ if and only if $S$.|$Z$ exactly when $S$.|$Z$ happens at $S$.|For $Z$ we need $S$.|The condition $Z$ gives $S$.|
The equation $Z$ has the solution $S$.|$Z$ is solved by $S$.|$Z$ gives $S$.|$Z$ implies $S$.|From $Z$ we get $S$.|From $Z$ it follows that $S$.|We need $Z$, so $S$.|We want $Z$, i.e. $S$.|Solve $Z$: $S$.|
Solving $Z$ gives $S$.|At the minimum $Z$, so $S$.|At a stationary point $Z$, which means $S$.|Setting $Z$ we get $S$.|Set $Z$. Then $S$.|We set $Z$ and solve for $w$: $S$.|If $Z$ then $S$.|When $Z$ we have $S$.|$Z \\iff S$.|
$Z$ holds for $S$.|$Z$ holds only for $S$.|We have $Z$ at $S$.|The root of $Z$ is $S$.|The zero of the derivative is $S$.|The derivative is zero at $S$.|The derivative vanishes only at $S$.|The minimum is at $S$.|The minimizer is $S$.|
The best value is $S$.|The stationary point is $S$.|The solution of $Z$ is $S$.|So the minimum is reached at $S$.|$f$ is minimal for $S$.|$f$ is minimized at $S$.|$f$ takes its minimum at $S$.|It follows that the minimum is at $S$.""".replace("\n", "").split("|")
# Of these the wrong place is open: of another function, of a constraint, denied, supposed.
OPEN = ["The minimum of the penalized loss is at $S$.", "Subject to a constraint the minimizer is $S$.", "The minimum is not at $S$.", "If $Z$ at $S$, we are done.", "Gradient descent starts at $S$.", "Close to the minimum we have $S$."]


def judged(setting: str, said: str, zero: str, place: str) -> list[str]:
    text = said.replace(r"\\iff", r"\iff").replace("Z", zero, said.count("Z")).replace("$S", f"${place}").replace(" S$", f" {place}$")
    return [s.verdict.word for s in derivation_of(f"{setting} {text}", "places.md", "md").steps]


@pytest.mark.parametrize("kind", PLACES)
def test_a_place_is_judged_whatever_words_tell_it(kind):
    setting, zero, right, wrong = PLACES[kind]
    said = random.Random(kind).sample(SAID, 20)
    silent = [x for x in said if "different" not in judged(setting, x, zero, wrong)]
    refused = [x for x in said if {*judged(setting, x, zero, right)} & {"different", "undecided", "unreadable"}]
    assert (silent, refused) == ([], [])


@pytest.mark.parametrize("kind", ["a number", "a vector"])
def test_a_place_of_which_something_else_is_said_is_left_alone(kind):
    setting, zero, _, wrong = PLACES[kind]
    assert [x for x in OPEN if "different" in judged(setting, x, zero, wrong)] == []


# `p = y` holds at a perfect fit only.
SETTING = r"Let $w, x, y \in \mathbb{R}$ and $p = e^{wx}$, $\ell(w) = \frac12 (p - y)^2$. Then $\ell'(w) = (p - y) p x$."
CONDITIONS = r"""So the gradient is zero only if $x = 0$ or $p = y$.|It is not zero unless $x = 0$ or $p = y$.|At a stationary point either $x = 0$ or $p = y$.|Setting $\ell'(w) = 0$ gives $p = y$ or $x = 0$.|
$\ell'(w) = 0$ means that $x = 0$ or $p = y$.|So $\ell'(w) = 0 \iff x = 0$ or $p = y$.|Whenever $x = 0$ or $p = y$ nothing changes.|Learning stops once $p = y$.|The minimum of the loss is where $p = y$.|A perfect fit means $p = y$.|
A perfect fit, $p = y$, has gradient zero.|With $p = y$ the gradient is zero.|The weight moves towards $p = y$.|The fit is perfect: $p = y$.|Ideally $p = y$.|Is $p = y$ possible?|At a perfect fit, where $p = y$, we get $\ell''(w) = x^2 y^2$.""".replace("\n", "").split("|")


@pytest.mark.parametrize("said", CONDITIONS)
def test_what_holds_for_some_values_is_no_claim(said):
    after = r"Also $\frac{dp}{dw} = x p$ and $\ell''(w) = x^2 p (2 p - y)$."
    assert derivation_of(f"{SETTING} {said}\n\n{after}", "conditions.md", "md").right
    wrong = after.replace("2 p - y", "p - 2 y")
    assert derivation_of(f"{SETTING} {said}\n\n{wrong}", "conditions.md", "md").first_wrong is not None
