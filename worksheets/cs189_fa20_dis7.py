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
COMPOSED = Problem("composed", composed, title="The chain rule", text=(
    r"Let $f(x) = x^2$, $g(x) = x$ and $h(x_1, x_2) = x_1^2 + x_2^2$ for numbers $x$, $x_1$, $x_2$."))
MANY = Problem("many functions", many_functions, spellings=(
    (r"\\left\s*\(\s*g_\{?1\}?\(w\).*?g_\{?n\}?\(w\)\s*\\right\s*\)", "(g(w))"),
    (r"\(\s*g_\{?1\}?\(w\).*?g_\{?n\}?\(w\)\s*\)", "(g(w))"),
    (r"(\\frac\{\\partial\s*f\}\{\\partial\s*[xg]_\{?\w\}?\})\s*\((?:x|g\(w\))\s*\)", r"\1"),
    (r"\(\s*x_\{?1\}?\s*,.*?x_\{?n\}?\s*\)", "(x)"),
    (r"\(\s*g_\{?1\}?\s*,.*?g_\{?n\}?\s*\)", "(x)")), views=(
    View(), View(replace=(("g :", r"\Gamma : \mathbb{R} \to \mathbb{R}^n"),
                          ("x =", r"g(w) = \Gamma(w)"), ("F =", "x = g(w)")), add=("F = f(x)",)),
    View(replace=(("g :", r"\Gamma : \mathbb{R} \to \mathbb{R}^n"), ("f :", r"\Psi : \mathbb{R}^n \to \mathbb{R}"),
                  ("x =", r"g(w) = \Gamma(w)"), ("F =", "x = g(w)")), add=(r"f(x) = \Psi(x)", "F = f"))), title="Many functions of one number", text=(
    r"Let $g_1, \dots, g_n : \mathbb{R} \to \mathbb{R}$ and $f : \mathbb{R}^n \to \mathbb{R}$, and $x_i = g_i(w)$ for a number $w$. "
    r"The result is $F = f(x_1, \dots, x_n)$."))
LAYER = Problem("one layer", one_layer, spellings=((LETTER + r"(f)\s*\(\s*w\s*(?:,\s*b\s*)?\)", r"\1"),), shorthands=rates(r"\eta"), title="One hidden layer", sink="f", text=(
    r"Let $f = \left(y - \sum_{i=1}^n \phi(w_i^\top x + b_i)\right)^2$ with $x, w_i \in \mathbb{R}^d$ and numbers $b_i$, $y$. The steps on "
    r"the way are called $u_i = w_i^\top x$, $z_i = u_i + b_i$, $a_i = \phi(z_i)$, $s = \sum_{i=1}^n a_i$ and $r = y - s$."))
NETWORK = Problem("two layers", two_layers, views=(ELEMENTWISE, GENERAL), title="Two layers", sink=r"\ell", text=(
    r"Let $\ell = \frac{1}{2} \|W^{(2)} \Phi(W^{(1)} x + b) - y\|^2$ with the intermediates $x^{(1)} = W^{(1)} x + b$, "
    r"$x^{(2)} = \Phi(x^{(1)})$, $x^{(3)} = W^{(2)} x^{(2)}$, $x^{(4)} = x^{(3)} - y$ and $\ell = \frac{1}{2} \|x^{(4)}\|^2$. "
    r"All vectors are in $\mathbb{R}^d$, both matrices in $\mathbb{R}^{d \times d}$, and $\Phi$ acts on each entry. Beside the "
    r"gradient by an intermediate, the local derivative of the next value by it may be given, named on the left."), shorthands=(
    (used(r"\\delta_\{?4"), r"\delta_4 = \frac{\partial \ell}{\partial x^{(4)}}"),
    (used(r"\\delta_\{?3"), r"\delta_3 = \frac{\partial \ell}{\partial x^{(3)}}"),
    (used(r"\\delta_\{?2"), r"\delta_2 = \frac{\partial \ell}{\partial x^{(2)}}"),
    (used(r"\\delta_\{?1"), r"\delta_1 = \frac{\partial \ell}{\partial x^{(1)}}"),
    (LETTER + r"L(?![A-Za-z])|\\mathcal\s*\{?\s*L", r"L = \ell")))


def local(of: str, *by: str) -> tuple[str, ...]:
    return tuple(rf"\frac{{\partial {of}}}{{\partial {v}}}" for v in by)


X1, X2, X3, X4, W1, W2 = "x^{(1)}", "x^{(2)}", "x^{(3)}", "x^{(4)}", "W^{(1)}", "W^{(2)}"
INTERMEDIATE = r"Give the gradient of $\ell$ by ${}$, with its shape."
PARAMETER = r"Give the gradient of $\ell$ by ${}$, and check its shape."


def cost(kind: str):
    def counted(context):
        from symcheck.derive import counts

        by = (context.read(W1), context.read(W2))
        return getattr(counts, kind)(context.read(r"\ell"), by)
    return counted


GRADIENT_W, GRADIENT_B = r"\frac{\partial f}{\partial w_{<i>}}", r"\frac{\partial f}{\partial b_{<i>}}"
WORKSHEET = Worksheet(
    "cs189-fa20-dis7", "Backpropagation",
    "Chain rules by hand, computation graphs, and the gradients of a network with two layers. Gradients may be rows or "
    "columns.",
    (Part("2a", r"Differentiate $\ell(x) = h(f(x), g(x))$.",
          Quantity(r"\frac{d\ell}{dx}"), COMPOSED),
     Part("2b", r"Give the derivative of $f(g_1(w), \dots, g_n(w))$ by $w$; or its computation graph as edges, as in "
          "w -> g_1; g_1 -> f.",
          FirstOf(((ARROWS, Graph(("w",), "F", ("x_{<i>}",), aliases=(
              (r"g_\{?(\w)\}?\(w\)", r"x_\1"), (r"g_\{?(\w)\}?", r"x_\1"),
              (LETTER + r"f(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?", "F")))),
                   ("", Quantity(r"\frac{dF}{dw}", called=(
                       r"\\frac\{?d\}?\{?dw\}?f\(.*\)", r"\\frac\{df(?:\(.*\))?\}\{dw\}"))))), MANY),
     Part("2c", r"Write $f$ as a computation graph from $w_i$, $x$ and $y$ (and $b_i$, which may be left out) to $f$. Edges are written "
          "a -> b, or as a graph of DOT or Mermaid; steps have the names above, or names that the answer defines. A drawing or "
          "prose is not machine-checked.",
          Graph(("w_{<i>}", "x", "y"), "f", ("u_{<i>}", "z_{<i>}", "a_{<i>}", "s", "r"), least=2,
                optional=("b_{<i>}",), wholes=(("W", "w_{<i>}"), ("w", "w_{<i>}"))),
          LAYER),
     Part("2d-x4", INTERMEDIATE.format(X4), Quantity(*local(r"\ell", X4)), NETWORK),
     Part("2d-x3", INTERMEDIATE.format(X3),
          Quantity(*local(r"\ell", X3), also=local(X4, X3)), NETWORK),
     Part("2d-x2", INTERMEDIATE.format(X2),
          Quantity(*local(r"\ell", X2), also=local(X3, X2, W2)), NETWORK),
     Part("2d-x1", INTERMEDIATE.format(X1),
          Quantity(*local(r"\ell", X1), also=local(X2, X1)), NETWORK),
     Part("2d-x", PARAMETER.format("x"), Quantity(*local(r"\ell", "x"), also=local(X1, "x")), NETWORK),
     Part("2d-W1", PARAMETER.format(W1), Quantity(*local(r"\ell", W1), also=local(X1, W1)), NETWORK),
     Part("2d-W2", PARAMETER.format(W2), Quantity(*local(r"\ell", W2), also=local(X3, W2)), NETWORK),
     Part("2d-b", PARAMETER.format("b"), Quantity(*local(r"\ell", "b"), also=local(X1, "b")), NETWORK),
     Part("2e-analytic", r"How does the cost of the analytic gradient by $W^{(1)}$ and $W^{(2)}$ grow with $d$?",
          Growth(cost("analytic_count"), "one forward and one backward pass"), NETWORK),
     Part("2e-numerical", "How does the cost grow with $d$ if every entry is differentiated numerically?",
          Growth(cost("numerical_count"), "an evaluation of ℓ for each of the 2d² entries"), NETWORK),
     Part("2f", "What does the partial derivative of the output by a node of the graph tell?",
          Prose("How fast the output changes when the value at that node is moved a little, all other inputs "
                "of the nodes after it held as they are: the sum of the effects along every path from it "
                "to the output."), LAYER),
     Part("2g-w", "Give the gradient of $f$ by $w_i$.", Quantity(GRADIENT_W), LAYER),
     Part("2g-b", "Give the derivative of $f$ by $b_i$.", Quantity(GRADIENT_B), LAYER),
     Part("2g-update", r"Write one step of gradient descent for $w_i$ with rate $\eta$.",
          Update(r"w_{<i>}", "w", rf"\eta {GRADIENT_W}", beside=(("b_{<i>}", "b", rf"\eta {GRADIENT_B}"),)),
          LAYER)),
    source="CS 189, Fall 2020, discussion 7")
