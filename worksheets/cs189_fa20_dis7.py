"""CS 189 Fall 2020, discussion 7: the chain rule, backpropagation and its cost, in our words."""

from __future__ import annotations

from symcheck.course import (
    FirstOf, Graph, Growth, Part, Problem, Prose, Quantity, Update, View, Worksheet,
)
from symcheck.course.problem import LETTER, used
from symcheck.course.update import rates

ARROWS = r"->|→|\\(?:long)?rightarrow|\\to(?![A-Za-z])"


def composed():
    import sympy as sp

    x, x1, x2 = sp.symbols("x x_1 x_2", real=True)
    f, g = sp.Function("f"), sp.Function("g")
    return [x1, x2, x, (f(x), x**2), (g(x), x), r"x_1 = f(x)", r"x_2 = g(x)",
            (r"h(x_1, x_2)", x1**2 + x2**2), r"\ell(x) = h(f(x), g(x))"]


def many_functions():
    """f and every g_i are opaque, which SymPy's matrices cannot hold: declared in LaTeX."""
    import sympy as sp

    return [sp.Symbol("w", real=True), r"f : \mathbb{R}^n \to \mathbb{R}",
            r"g : \mathbb{R} \to \mathbb{R}^n", r"x = g(w)", r"F = f(x)"]


def one_layer():
    import sympy as sp

    i, k = sp.symbols("i k", integer=True)
    n, d = sp.symbols("n d", integer=True, positive=True)
    x, b = sp.MatrixSymbol("x", d, 1), sp.MatrixSymbol("b", n, 1)
    y, eta = sp.Symbol("y", real=True), sp.Symbol("eta", positive=True)
    phi = sp.Function("phi")
    w, u, z, a = (sp.IndexedBase(name) for name in "wuza")
    return [r"w_i \in \mathbb{R}^d, i = 1, \dots, n", x, b, y, phi,
            (u[i], sp.Sum(w[i, k] * x[k - 1, 0], (k, 1, d))), (z[i], u[i] + b[i - 1, 0]),
            (a[i], phi(z[i])), (sp.Symbol("s"), sp.Sum(a[i], (i, 1, n))),
            (sp.Symbol("r"), y - sp.Symbol("s")), (sp.Symbol("f"), sp.Symbol("r") ** 2), eta]


def two_layers():
    import sympy as sp

    d = sp.Symbol("d", integer=True, positive=True)
    x, b, y = (sp.MatrixSymbol(name, d, 1) for name in "xby")
    W1, W2 = (sp.MatrixSymbol(f"W^{{({k})}}", d, d) for k in (1, 2))
    x1, x2, x3, x4 = (sp.MatrixSymbol(f"x^{{({k})}}", d, 1) for k in (1, 2, 3, 4))
    Phi = sp.Function("Phi")
    return [x, b, y, W1, W2, Phi, (x1, W1 * x + b), (x2, x1.applyfunc(Phi)), (x3, W2 * x2),
            (x4, x3 - y), (r"\ell", x4.T * x4 / 2)]


# Writing a Jacobian of Φ is taking Φ to be general.
_PHI = r"\{?\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?\\Phi"
JACOBIAN = "|".join((r"J_", r"\\mathbf\s*\{?\s*J", rf"D\s*\}}?\s*{_PHI}", rf"\\partial\s*{_PHI}",
                     rf"\\nabla\s*(?:_\s*(?:\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|\\?\w+)\s*)?{_PHI}"))
ELEMENTWISE = View("Φ is taken to act on each entry", unless=JACOBIAN)
GENERAL = View("Φ is taken to be general, with its Jacobian",
               replace=((r"\Phi :", r"\Phi : \mathbb{R}^d \to \mathbb{R}^d"),))
COMPOSED = Problem("composed", composed)
MANY = Problem("many functions", many_functions, spellings=(
    (r"\\left\s*\(\s*g_\{?1\}?\(w\).*?g_\{?n\}?\(w\)\s*\\right\s*\)", "(g(w))"),
    (r"\(\s*g_\{?1\}?\(w\).*?g_\{?n\}?\(w\)\s*\)", "(g(w))"),
    (r"(\\frac\{\\partial\s*f\}\{\\partial\s*[xg]_\{?\w\}?\})\s*\((?:x|g\(w\))\s*\)", r"\1"),
    (r"\(\s*x_\{?1\}?\s*,.*?x_\{?n\}?\s*\)", "(x)"),
    (r"\(\s*g_\{?1\}?\s*,.*?g_\{?n\}?\s*\)", "(x)")), views=(
    View(), View(replace=(("g :", r"\Gamma : \mathbb{R} \to \mathbb{R}^n"),
                          ("x =", r"g(w) = \Gamma(w)"), ("F =", "x = g(w)")), add=("F = f(x)",)),
    View(replace=(("g :", r"\Gamma : \mathbb{R} \to \mathbb{R}^n"), ("f :", r"\Psi : \mathbb{R}^n \to \mathbb{R}"),
                  ("x =", r"g(w) = \Gamma(w)"), ("F =", "x = g(w)")), add=(r"f(x) = \Psi(x)", "F = f"))))
LAYER = Problem("one layer", one_layer, shorthands=rates(r"\eta"))
NETWORK = Problem("two layers", two_layers, views=(ELEMENTWISE, GENERAL), shorthands=(
    (used(r"\\delta_\{?4"), r"\delta_4 = \frac{\partial \ell}{\partial x^{(4)}}"),
    (used(r"\\delta_\{?3"), r"\delta_3 = \frac{\partial \ell}{\partial x^{(3)}}"),
    (used(r"\\delta_\{?2"), r"\delta_2 = \frac{\partial \ell}{\partial x^{(2)}}"),
    (used(r"\\delta_\{?1"), r"\delta_1 = \frac{\partial \ell}{\partial x^{(1)}}"),
    (LETTER + r"L(?![A-Za-z])|\\mathcal\s*\{?\s*L", r"L = \ell")))


def local(of: str, *by: str) -> tuple[str, ...]:
    return tuple(rf"\frac{{\partial {of}}}{{\partial {v}}}" for v in by)


X1, X2, X3, X4, W1, W2 = "x^{(1)}", "x^{(2)}", "x^{(3)}", "x^{(4)}", "W^{(1)}", "W^{(2)}"
INTERMEDIATE = ("Give the gradient of ℓ by {}, with its shape. (The local derivative of the next value by it "
                "may be given too, named on the left.)")
PARAMETER = "Give the gradient of ℓ by {}, and check its shape."


def cost(kind: str):
    def counted(context):
        from symcheck.derive import counts

        by = (context.read(W1), context.read(W2))
        return getattr(counts, kind)(context.read(r"\ell"), by)
    return counted


GRADIENT_W = r"\frac{\partial f}{\partial w_{<i>}}"
WORKSHEET = Worksheet(
    "cs189-fa20-dis7", "Backpropagation",
    "Chain rules by hand, then a two-layer network ℓ = ½‖W⁽²⁾ Φ(W⁽¹⁾ x + b) - y‖² with the intermediates "
    "x⁽¹⁾ = W⁽¹⁾x + b, x⁽²⁾ = Φ(x⁽¹⁾), x⁽³⁾ = W⁽²⁾x⁽²⁾, x⁽⁴⁾ = x⁽³⁾ - y and ℓ = ½‖x⁽⁴⁾‖². All vectors have "
    "length d, both matrices are d x d. Gradients may be rows or columns, Φ elementwise or general.",
    (Part("2a", "With f(x) = x², g(x) = x and h(x₁, x₂) = x₁² + x₂², differentiate ℓ(x) = h(f(x), g(x)).",
          Quantity(r"\frac{d\ell}{dx}"), COMPOSED),
     Part("2b", "Give the derivative by the number w of f(g₁(w), ..., gₙ(w)), where x_i = g_i(w); or its "
          "computation graph as edges, as in w -> g_1; g_1 -> f.",
          FirstOf(((ARROWS, Graph(("w",), "F", ("x_{<i>}",), aliases=(
              (r"g_\{?(\w)\}?\(w\)", r"x_\1"), (r"g_\{?(\w)\}?", r"x_\1"),
              (LETTER + r"f(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?", "F")))),
                   ("", Quantity(r"\frac{dF}{dw}", called=(
                       r"\\frac\{?d\}?\{?dw\}?f\(.*\)", r"\\frac\{df(?:\(.*\))?\}\{dw\}"))))), MANY),
     Part("2c", "Write f = (y - Σ φ(w_iᵀx + b_i))² as a graph from w_i, x and y (and b_i, which may be left out) to f. "
          "Edges are written a -> b; steps may be called u_i = w_iᵀx, z_i = u_i + b_i, a_i = φ(z_i), s = Σ a_i, r = y - s, or "
          "defined by the answer. A drawing or prose is not machine-checked.",
          Graph(("w_{<i>}", "x", "y"), "f", ("u_{<i>}", "z_{<i>}", "a_{<i>}", "s", "r"), least=2,
                optional=("b_{<i>}",), wholes=(("W", "w_{<i>}"), ("w", "w_{<i>}"))),
          LAYER),
     Part("2d-x4", INTERMEDIATE.format("x⁽⁴⁾"), Quantity(*local(r"\ell", X4)), NETWORK),
     Part("2d-x3", INTERMEDIATE.format("x⁽³⁾"),
          Quantity(*local(r"\ell", X3), also=local(X4, X3)), NETWORK),
     Part("2d-x2", INTERMEDIATE.format("x⁽²⁾"),
          Quantity(*local(r"\ell", X2), also=local(X3, X2, W2)), NETWORK),
     Part("2d-x1", INTERMEDIATE.format("x⁽¹⁾"),
          Quantity(*local(r"\ell", X1), also=local(X2, X1)), NETWORK),
     Part("2d-x", PARAMETER.format("x"), Quantity(*local(r"\ell", "x"), also=local(X1, "x")), NETWORK),
     Part("2d-W1", PARAMETER.format("W⁽¹⁾"), Quantity(*local(r"\ell", W1), also=local(X1, W1)), NETWORK),
     Part("2d-W2", PARAMETER.format("W⁽²⁾"), Quantity(*local(r"\ell", W2), also=local(X3, W2)), NETWORK),
     Part("2d-b", PARAMETER.format("b"), Quantity(*local(r"\ell", "b"), also=local(X1, "b")), NETWORK),
     Part("2e-analytic", "How does the cost of the analytic gradient by W⁽¹⁾ and W⁽²⁾ grow with d?",
          Growth(cost("analytic_count"), "one forward and one backward pass"), NETWORK),
     Part("2e-numerical", "How does the cost grow with d if every entry is differentiated numerically?",
          Growth(cost("numerical_count"), "an evaluation of ℓ for each of the 2d² entries"), NETWORK),
     Part("2f", "What does the partial derivative of the output by a node of the graph tell?",
          Prose("How fast the output changes when the value at that node is moved a little, all other inputs "
                "of the nodes after it held as they are: the sum of the effects along every path from it "
                "to the output."), LAYER),
     Part("2g-w", "Give the gradient of f = (y - Σ φ(w_iᵀx + b_i))² by w_i.", Quantity(GRADIENT_W), LAYER),
     Part("2g-b", "Give the derivative of f by b_i.", Quantity(r"\frac{\partial f}{\partial b_{<i>}}"), LAYER),
     Part("2g-update", "Write one step of gradient descent for w_i with rate η.",
          Update(r"w_{<i>}", r"(?:\\(?:mathbf|vec|boldsymbol|bm)\s*)?\{?w\}?_\{?[a-z]\}?", rf"\eta {GRADIENT_W}"),
          LAYER)),
    source="CS 189, Fall 2020, discussion 7")
