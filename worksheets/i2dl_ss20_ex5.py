"""I2DL summer 2020, exercise 5: layers, losses and optimizers as algebra, in our words."""

from __future__ import annotations

from symcheck.course import (
    AtOneTime, FirstOf, Optimizer, Part, Problem, Quantity, Update, View, Worksheet,
)
from symcheck.course.problem import LETTER, used
from symcheck.course.update import rates


def affine():
    import sympy as sp

    m, n = sp.symbols("m n", integer=True, positive=True)
    W, x, b, z = (sp.MatrixSymbol("W", m, n), sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("b", m, 1),
                  sp.MatrixSymbol("z", m, 1))
    return [W, x, b, (z, W * x + b), r"\Psi : \mathbb{R}^m \to \mathbb{R}", r"L = \Psi(z)"]


def sigmoid():
    import sympy as sp

    z = sp.Symbol("z", real=True)
    return [z, (r"\sigma(z)", 1 / (1 + sp.exp(-z)))]


def mean_squared():
    import sympy as sp

    i, n = sp.Symbol("i", integer=True), sp.Symbol("n", integer=True, positive=True)
    y, fitted = sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol(r"\hat{y}", n, 1)
    return [y, fitted, ("J", sp.Sum((fitted[i - 1, 0] - y[i - 1, 0]) ** 2, (i, 1, n)) / n)]


def outputs():
    import sympy as sp

    i = sp.Symbol("i", integer=True)
    m, n = sp.symbols("m n", integer=True, positive=True)
    W, x, b, y, fitted = (sp.MatrixSymbol("w", m, n), sp.MatrixSymbol("x", n, 1),
                          sp.MatrixSymbol("b", m, 1), sp.MatrixSymbol("y", m, 1),
                          sp.MatrixSymbol(r"\hat{y}", m, 1))
    each = sp.IndexedBase("L")
    return [W, x, b, y, (fitted, W * x + b), (each[i], (fitted[i - 1, 0] - y[i - 1, 0]) ** 2),
            ("L", sp.Sum(each[i], (i, 1, m)))]


def two_layers():
    """Usual names of one value follow each other, so that a derivative by any of them is meant."""
    import sympy as sp

    d, m, k = sp.symbols("d m k", integer=True, positive=True)
    W1, W2 = sp.MatrixSymbol("W_1", m, d), sp.MatrixSymbol("W_2", k, m)
    x, b2, y, fitted = (sp.MatrixSymbol("x", d, 1), sp.MatrixSymbol("b_2", k, 1),
                        sp.MatrixSymbol("y", k, 1), sp.MatrixSymbol(r"\hat{y}", k, 1))
    b1, z1, z, a1, a, h1, h = (sp.MatrixSymbol(name, m, 1)
                               for name in ("b_1", "z_1", "z", "a_1", "a", "h_1", "h"))
    return [W1, W2, x, b1, b2, y, r"\sigma(t) = \frac{1}{1 + e^{-t}}", (z1, W1 * x + b1), (z, z1),
            (a1, z.applyfunc(sp.Function("sigmoid"))), (a, a1), (h1, a), (h, h1), (fitted, W2 * h + b2),
            ("L", (fitted - y).T * (fitted - y))]


def samples():
    """The loss of each sample is any function of θ, which SymPy's matrices cannot hold."""
    import sympy as sp

    return [r"\theta \in \mathbb{R}^p", r"\Psi : \mathbb{R}^p \to \mathbb{R}^n",
            r"L_i = \Psi(\theta)_i, i = 1, \dots, n", r"L = \frac{1}{n} \sum_{i=1}^n L_i",
            sp.Symbol("alpha", positive=True), r"S \subseteq \{1, \dots, n\}"]


def momentum():
    """Old values are θ and v, the new velocity is V; g is the gradient at θ."""
    import sympy as sp

    return [r"\theta, v \in \mathbb{R}^p", r"\Psi : \mathbb{R}^p \to \mathbb{R}",
            r"L(\theta) = \Psi(\theta)", r"g = \nabla_\theta L", sp.Symbol("alpha", positive=True),
            r"\beta \in (0, 1)", r"V = \beta v + g"]


def adam():
    """Old values are θ, m and v, the new moments M and V."""
    import sympy as sp

    return [r"\theta, m, v \in \mathbb{R}^p", r"\Psi : \mathbb{R}^p \to \mathbb{R}",
            r"L(\theta) = \Psi(\theta)", r"g = \nabla_\theta L", sp.Symbol("alpha", positive=True),
            sp.Symbol("epsilon", positive=True), r"\beta_1, \beta_2 \in (0, 1)", r"t \in \mathbb{N}",
            r"M = \beta_1 m + (1 - \beta_1) g", r"V = \beta_2 v + (1 - \beta_2) g^2",
            r"\hat{m} = \frac{M}{1 - \beta_1^t}", r"\hat{v} = \frac{V}{1 - \beta_2^t}"]


# The loss of a sample, at θ and the sample's own data.
ARGUMENTS = (r"(L_\{?(\w)\}?)\s*\(\s*(?:\\(?:boldsymbol|bm|mathbf)\s*\{?\s*)?\\theta\s*\}?\s*"
             r"(?:[,;]\s*(?:\\(?:boldsymbol|bm|mathbf)\s*\{?\s*)?[xy]\s*\}?\s*_\s*\{?\2\}?\s*)*\)", r"\1")
SLOPE = (r"(\\frac\s*\{\s*\\partial\s*L(?:_\{?\w\}?)?\s*\}\s*\{\s*\\partial\s*\\theta\s*(?:_\s*\{?\w\}?)?\s*\})\s*\(\s*\\theta\s*\)", r"\1")
AFFINE = Problem("affine layer", affine, title="An affine layer", text=(
    r"Let $z = W x + b$ with $W \in \mathbb{R}^{m \times n}$, and $L$ any loss that depends on $z$."), shorthands=(
    (used(r"\\delta(?!_\{[a-z],?\s*[a-z]\})"), r"\delta = \frac{\partial L}{\partial z}"),
    (used(LETTER + r"dout"), r"\text{dout} = \frac{\partial L}{\partial z}")))
SIGMOID = Problem("sigmoid", sigmoid, title="The sigmoid", text=r"Let $\sigma(z) = \frac{1}{1 + e^{-z}}$.", views=(
    View(), View("σ is taken to act on each entry of a vector",
                 replace=((r"z \in", r"z \in \mathbb{R}^n"), (r"\sigma", r"s = \sigma(z)")))),
    letters=(("z", "xt"),), shorthands=((used(LETTER + r"s(?![A-Za-z])"), r"s = \sigma(z)"),
                (used(LETTER + r"a(?![A-Za-z])"), r"a = \sigma(z)")),
    spellings=((r"\\sigma(?!\s*(?:\\left)?\s*\(\s*-?\s*[a-z]\s*(?:\\right)?\s*\)|'|\s*\^)", "s"),))
MSE = Problem("mean squared error", mean_squared, title="The mean squared error", text=(
    r"Let $J = \frac{1}{n} \sum_{i=1}^n (\hat{y}_i - y_i)^2$."), shorthands=(
    (LETTER + r"L_\{?[a-z]", r"L_i = (\hat{y}_i - y_i)^2"),
    (LETTER + r"L(?![A-Za-z_])|\\mathcal\s*\{?\s*L", "L = J")),
    spellings=((r"(J)\s*\(\s*\\?(?:boldsymbol\s*\{?)?\\?theta\s*\}?\s*\)", r"\1"),), views=(
    View(), View("ŷ is taken to depend on the parameters θ", replace=(
        (r"\hat{y}", r"\hat{y} = \Psi(\theta)"),
        ("y", r"y \in \mathbb{R}^n, \theta \in \mathbb{R}^p, \Psi : \mathbb{R}^p \to \mathbb{R}^n")))))
RATE = tuple((used(rf"\\{x}(?![A-Za-z])"), rf"\{x} = \alpha") for x in ("eta", "lambda"))
MOMENTUM = Problem("momentum", momentum, title="Momentum", text=(
    r"The velocity $v$ is $\beta$ times its old value plus $\nabla L(\theta)$, and $\theta$ moves by $-\alpha$ times it; or one of the "
    r"equivalent conventions with $\alpha$ in the velocity."), shorthands=(
    *RATE, *((used(rf"\\{x}(?![A-Za-z])"), rf"\{x} = \beta") for x in ("gamma", "mu", "rho")),
    (LETTER + r"J(?![A-Za-z])", r"J(\theta) = L(\theta)"),
    (LETTER + r"f(?![A-Za-z])", r"f(\theta) = L(\theta)")))
ADAM = Problem("adam", adam, title="Adam", text=(
    r"$m$ and $v$ are running means, with $\beta_1$ and $\beta_2$, of the gradient $g = \nabla L$ and of its entrywise square; both are "
    "corrected for their start at 0."), shorthands=(
    *RATE, (r"\\varepsilon", r"\varepsilon = \epsilon"),
    (LETTER + r"J(?![A-Za-z])", r"J(\theta) = L(\theta)"),
    (LETTER + r"f(?![A-Za-z])", r"f(\theta) = L(\theta)")))
CONVENTIONS = (View("with the velocity v' = βv + ∇L and the step θ - αv'", add=(r"N = \theta - \alpha V", r"P = \theta + \alpha v")),
               View("with the velocity v' = βv - α∇L and the step θ + v'",
                    replace=(("V =", r"V = \beta v - \alpha g"),), add=(r"N = \theta + V", r"P = \theta - v")),
               View("with the velocity v' = βv + α∇L and the step θ - v'",
                    replace=(("V =", r"V = \beta v + \alpha g"),), add=(r"N = \theta - V", r"P = \theta + v")))
ADAM_VIEWS = (View(), View("read entry by entry", replace=(
    (r"\theta, m, v", r"\theta, m, v \in \mathbb{R}"),
    (r"\Psi", r"\Psi : \mathbb{R} \to \mathbb{R}")),
    unless=r"\\top|\^\s*\{?\s*T|\\\||\\langle|\\l?Vert|‖|g[^+]*\\cdot\s*g"))
# A row w_i of the weights is often written as a column.
OUTPUTS = Problem("outputs", outputs, title="Entry by entry", text=(
    r"Let $L = \sum_i L_i$ with $L_i = (\hat{y}_i - y_i)^2$ and $\hat{y}_i = \sum_k w_{ik} x_k + b_i$."), spellings=((
    r"(w_\{?[a-z]\}?)\s*\^\s*\{?\s*(?:\\top|\\intercal|T)\s*\}?(?=\s*x)", r"\1"),))
NETWORK = Problem("two-layer network", two_layers, title="A two-layer network", sink="L", text=(
    r"Let $\hat{y} = W_2 h + b_2$ with $h = \sigma(z)$ and $z = W_1 x + b_1$, and $L = \|\hat{y} - y\|^2$."), shorthands=(
    (used(r"\\delta_\{?2\}?"), r"\delta_2 = \frac{\partial L}{\partial \hat{y}}"),
    (used(r"\\delta_\{?1\}?"), r"\delta_1 = \frac{\partial L}{\partial z_1}"),
    (used(LETTER + "s(?![A-Za-z_])"), "s = h"), (r"\\ell(?![A-Za-z])", r"\ell = L"),
    (LETTER + r"J(?![A-Za-z])", "J = L")))
# Drawn uniformly from {1, ..., n}, however that set is written.
DRAWN = (r"(\\mathbb\s*\{?\s*E\s*\}?\s*_\{\s*[a-z])\s*\\sim\s*(?:\[[^\]]*\]|\\\{(?:[^\\}]|\\[a-zA-Z]+)*\\\}"
         r"|\\(?:text|mathrm|mathcal)\s*\{[^{}]*\}(?:\([^()]*\))?|U(?:\([^()]*\))?|[^{}\[\]\\]*)\s*\}", r"\1}")
EXPECT = r"\\(?:mathbb|mathrm|operatorname)\s*\{?\s*E"
SAMPLES = Problem("samples", samples, title="Gradient descent and its stochastic kin", text=(
    r"Let $L(\theta) = \frac{1}{n} \sum_{i=1}^n L_i(\theta)$, a mean over $n$ samples."), spellings=(ARGUMENTS, SLOPE, DRAWN), shorthands=(
    *((rf"{EXPECT}.*(?<![A-Za-z\\]){x}(?![A-Za-z])", rf"{x} \sim \{{1, \dots, n\}}") for x in "ijk"),
    *rates(r"\alpha"), (LETTER + r"J(?![A-Za-z])", "J = L"), (r"\|\s*B\s*\||\\in\s*\{?B", "B = S")))


def partial(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


MINIBATCH = r"\frac{1}{|S|} \sum_{j \in S} \nabla_\theta L_j"
EXPECTED = (r"\\(?:mathbb)?\{?E\}?(?:_\{?[^\[]*\}?)?[\[(]\\frac\{?1\}?\{\|S\|\}\\sum_\{[ij]\\inS\}"
            r"\\nabla(?:_\{?\\theta\}?)?L_[ij](?:\(.*\))?[\])]")
WORKSHEET = Worksheet(
    "i2dl-ss20-ex5", "A two-layer network and its optimizers",
    "Derivatives of the layers and the loss of a small regression network, and the update rules that train "
    "it. Gradients may be rows or columns.",
    (Part("affine-x", "Give the derivative of $z$ by $x$; or the gradient of $L$ by $x$ in terms of that by $z$.",
          Quantity(partial("z", "x"), others=(partial("L", "x"),)), AFFINE),
     Part("affine-W", "Likewise by $W$: the derivatives of the entries of $z$ by those of $W$, or the gradient of $L$.",
          Quantity(partial("L", "W"), others=(
              partial("z_{<i>}", "W_{<j><k>}"), partial("z_{<i>}", "W_{<i><j>}"), partial("z", "W"),
              partial("z", "W_{<i><j>}"), partial("L", "W_{<i><j>}"))), AFFINE),
     Part("sigmoid", r"Differentiate $\sigma(z) = \frac{1}{1 + e^{-z}}$.", Quantity(partial(r"\sigma(z)", "z"), called=(
              r"\\sigma'(?:\([a-z]\))?",)), SIGMOID),
     Part("mse-yhat", r"Give the derivative of $J$ by $\hat{y}_i$ (or by the vector $\hat{y}$; or by the parameters $\theta$ that $\hat{y}$ "
          "depends on).",
          Quantity(partial("J", r"\hat{y}_{<i>}"), others=(partial("J", r"\hat{y}"), partial("J", r"\theta")),
                   also=(partial("L_{<i>}", r"\hat{y}_{<i>}"),)), MSE),
     Part("w_ik", r"Give $\frac{\partial L}{\partial w_{ik}}$.",
          Quantity(partial("L", "w_{<i><k>}")), OUTPUTS),
     *(Part(f"two-layer-{id}", f"Give the gradient of $L$ by ${by}$.", Quantity(partial("L", by)), NETWORK)
       for id, by in (("W1", "W_1"), ("b1", "b_1"), ("W2", "W_2"), ("b2", "b_2"))),
     Part("gd", r"Write one step of gradient descent on $L$ with rate $\alpha$.",
          Update(r"\theta", r"\\theta", r"\alpha \nabla_\theta L"), SAMPLES),
     Part("sgd-expectation", r"A sample $i$ is drawn uniformly. Write the expectation of $\nabla L_i$ as a sum.",
          AtOneTime(r"\nabla_\theta L", at=r"\\theta", generic=True, stated=r"\mathbb{E}_i[\nabla_\theta L_i]"), SAMPLES),
     Part("minibatch", r"$S$ is a random set of samples. Write the estimate of $\nabla L$ that it gives, or the step of "
          "gradient descent with it.",
          FirstOf(((r"\\alpha|\\eta|\\lambda|\\gamma|\\leftarrow|\\gets|←",
                    Update(r"\theta", r"\\theta", rf"\alpha {MINIBATCH}")),
                   (r"\\mathbb\s*\{?\s*E|\\operatorname\{E\}", AtOneTime(
                       r"\nabla_\theta L", at=r"\\theta", called=(EXPECTED,), generic=True)),
                   ("", AtOneTime(MINIBATCH, at=r"\\theta", called=(r"\\hat\{?g\}?(?:_S)?", "g(?:_S)?"), generic=True,
                                 estimates=r"\nabla_\theta L")))), SAMPLES),
     Part("momentum", r"Write the new $\theta$, in old values or through the new velocity.",
          Optimizer(r"\theta", "N", (("v", "V"),), CONVENTIONS, earlier="P"), MOMENTUM),
     Part("adam", r"Write Adam's new $\theta$ with rate $\alpha$.",
          Optimizer(r"\theta", r"\theta - \alpha \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}", (("m", "M"), ("v", "V")),
                    ADAM_VIEWS, corrected=True), ADAM)),
    source="I2DL, summer 2020, exercise 5")
