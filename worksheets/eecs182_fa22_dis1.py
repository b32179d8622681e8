"""EECS 182 Fall 2022, discussion 1: gradient descent on two one-parameter models, in our words."""

from __future__ import annotations

from symcheck.course import Minimizer, Part, Problem, Quantity, Share, Update, Worksheet
from symcheck.course.problem import LETTER
from symcheck.course.update import rates

MEAN = r"\frac{1}{N} \sum_{i=1}^N"
# A loss may be called J, \ell, \mathcal{L}, ..., and take its arguments along.
LOSSES = tuple((pattern, line) for pattern, line in (
    (LETTER + r"J(?![A-Za-z])", r"J(\theta) = L(\theta)"),
    (r"\\ell(?![A-Za-z_])", r"\ell(\theta) = L(\theta)"),
    (r"\\mathcal\s*\{?\s*L", r"\mathcal{L}(\theta) = L(\theta)"),
    (r"\\mathcal\s*\{?\s*J", r"\mathcal{J}(\theta) = L(\theta)"),
    (LETTER + r"E(?![A-Za-z])", r"E(\theta) = L(\theta)")))
SPELLINGS = ((r"(L\}?|J\}?|\\ell)\s*\(\s*f_\{?\\theta\}?\s*,\s*\\?[A-Za-z]*\s*\{?\s*D\s*\}?\s*\)", r"\1"),
             (r"(L\}?|J\}?|\\ell)\s*\(\s*f_\{?\\theta\}?\s*\)", r"\1"),
             (r"([xy]\}?)\^\{\(([a-z])\)\}", r"\1_\2"))
BEST = (r"(?:\\hat|\\widehat)?\{?\\theta\}?(?:\^\{?(?:\*|\\star|\\ast)\}?|_\{?(?:const|\\?min|opt|\*|ML|MLE|OLS)\}?"
        r"|\^\{?opt\}?)?", r"\\(?:arg\\min|argmin)_\{?\\theta(?:\\in\\mathbb\{?R\}?)?\}?\{?L\}?(?:\(.*\))?")
OWN = (r"(?:\\nabla(?:_\{?\\theta\}?)?|\\frac\{?\\partial)\{?(?:L|J|\\ell|g)_\{?i\}?.*", r"g_\{?i\}?(?:\(\\theta\))?",
       r"c_\{?i\}?")


def constant_model():
    import sympy as sp

    i, N = sp.Symbol("i", integer=True), sp.Symbol("N", integer=True, positive=True)
    theta, y = sp.Symbol("theta", real=True), sp.MatrixSymbol("y", N, 1)
    return [theta, y, r"\hat{y}_i = \theta, i = 1, \dots, N",
            (r"L(\theta)", sp.Sum((y[i - 1, 0] - theta) ** 2, (i, 1, N)) / N),
            sp.Symbol("eta", positive=True)]


def linear_model():
    import sympy as sp

    i, N = sp.Symbol("i", integer=True), sp.Symbol("N", integer=True, positive=True)
    theta = sp.Symbol("theta", real=True)
    x, y = (sp.MatrixSymbol(name, N, 1) for name in "xy")
    fitted = theta * x[i - 1, 0]
    return [theta, x, y, (r"\hat{y}_i", fitted),
            (r"L(\theta)", sp.Sum((y[i - 1, 0] - fitted) ** 2, (i, 1, N)) / N),
            sp.Symbol("eta", positive=True), r"\sum_{i=1}^N x_i^2 > 0"]


MEANS = ((r"\\(?:bar|overline)\s*\{?\s*y\s*\}?(?!\s*x)", rf"\bar{{y}} = {MEAN} y_i"),
         (r"\\mu_\{?y\}?", rf"\mu_y = {MEAN} y_i"),
         (r"\\hat\s*\{?\\mu", rf"\hat{{\mu}} = {MEAN} y_i"))
# The means of x y and of x^2, whose names are read as one letter each.
MIXED = (r"\\overline\{\s*(?:xy|yx|x_i\s*y_i)\s*\}|\\langle\s*xy\s*\\rangle", r"\\bar{u}")
SQUARED = (r"\\overline\{\s*x(?:_i)?(?:\^2|\^\{2\})\s*\}", r"\\bar{v}")
PRODUCTS = ((r"\\bar\{u\}", rf"\bar{{u}} = {MEAN} x_i y_i"),
            (r"\\bar\{v\}", rf"\bar{{v}} = {MEAN} x_i^2"),
            (r"\\(?:bar|overline)\s*\{?\s*x\s*\}?(?!\s*y)", rf"\bar{{x}} = {MEAN} x_i"))

CONSTANT = Problem("constant", constant_model, title="A constant", text=(
    r"Every point is predicted by the same number $\theta$: $\hat{y}_i = \theta$. The loss is the mean squared error "
    r"$L(\theta) = \frac{1}{N} \sum_{i=1}^N (y_i - \theta)^2$."), shorthands=(*LOSSES, *rates(r"\eta"), *MEANS),
                   spellings=SPELLINGS)
LINEAR = Problem("linear", linear_model, title="A line through the origin", text=(
    r"Now the prediction is $\hat{y}_i = \theta x_i$, and the loss $L(\theta) = \frac{1}{N} \sum_{i=1}^N (y_i - \theta x_i)^2$."), shorthands=(*LOSSES, *rates(r"\eta"), *MEANS, *PRODUCTS),
                 spellings=(*SPELLINGS, MIXED, SQUARED))


def model_parts(letter: str, problem: Problem, residual: str) -> list[Part]:
    """The five questions that are asked of each model; `residual` is that of point <i>."""
    gradient = r"\frac{\partial L}{\partial \theta}"
    own = rf"\frac{{\partial}}{{\partial \theta}} ({residual})^2"
    return [
        Part(f"{letter}-gradient", r"Differentiate the mean squared error $L$ by the parameter $\theta$.",
             Quantity(gradient), problem),
        Part(f"{letter}-optimum", r"At which $\theta$ is $L$ least?",
             Minimizer(r"L", r"\theta", BEST), problem),
        Part(f"{letter}-update", r"Write one step of gradient descent on $L$ with rate $\eta$.",
             Update(r"\theta", r"\\theta", rf"\eta {gradient}"), problem),
        Part(f"{letter}-contribution",
             r"Which part of the gradient of $L$ comes from data point $i$ ($\frac{1}{N}$ included)?",
             Quantity(rf"\frac{{1}}{{N}} {own}", called=OWN), problem),
        Part(f"{letter}-sgd",
             "Write the step of stochastic gradient descent that uses data point $i$ alone.",
             Update(r"\theta", r"\\theta", rf"\eta {own}"), problem),
    ]


WORKSHEET = Worksheet(
    "eecs182-fa22-dis1", "Gradient descent mechanics",
    r"Two models with one parameter are fitted to $N$ points $(x_i, y_i)$ by the mean squared error. $\bar{y}$ is the mean of "
    r"the $y_i$, $\eta > 0$ the learning rate.",
    (*model_parts("1a", CONSTANT, r"y_{<i>} - \theta"),
     *model_parts("1b", LINEAR, r"y_{<i>} - \theta x_{<i>}"),
     Part("1b-vote", r"Each point pulls $\theta$ towards $y_i / x_i$. The contribution of point $i$ is its weight "
          r"times $\theta - y_i / x_i$: how large is the weight, up to a factor common to all points? Or say "
          "in words whether all points get the same vote.",
          Share(r"\frac{\partial}{\partial \theta} (\theta x_{<i>} - y_{<i>}) x_{<i>}",
                r"No. Point $i$ would like $\theta$ to be $y_i / x_i$ and pulls towards it with weight $x_i^2$, so points "
                "far from the origin count for more, and one at $x_i = 0$ does not count at all.",
                called=(r"[vwp]_\{?i\}?", r"weight.*", r"vote.*", r"\\alpha_\{?i\}?")), LINEAR)),
    source="EECS 182, Fall 2022, discussion 1")
