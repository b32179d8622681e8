r"""Why a step holds, in words: the rule of the operation through which the gradient is passed back."""

from __future__ import annotations

from symcheck.derive.backprop import Backprop
from symcheck.derive.spoken import function_name, latex_of
from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector

KNOWN_SLOPES = {"sigmoid": "the derivative of the sigmoid is itself times one minus itself",
                "tanh": "the derivative of tanh is one minus its square",
                "exp": "the exponential is its own derivative",
                "log": "the derivative of the logarithm is one over its argument",
                "relu": "the derivative of ReLU is 1 above zero and 0 below"}
NORMS = {"spectral": "the gradient of the largest singular value is $u_1 v_1^\\top$ of its singular vectors, where "
                     "that value is simple",
         "nuclear": "the gradient of the sum of the singular values is $U V^\\top$, where the rank is full"}
LONGEST = 70  # characters of a definition that is repeated in a reason


def reason(b: Backprop, name: Expr, say, unnamed: bool = False) -> str:
    """Why the gradient by a name is the sum of its shares. `say` prints an expression; a loss that is
    `unnamed` is not spoken of."""
    gradient = b.gradients.get(name)
    if gradient is None:
        return f"{math(b.loss, say)} does not depend on {math(name, say)}"
    if unnamed:
        return _rule(b.loss.args[0], name, say)
    consumers = list(dict.fromkeys(s.consumer for s in gradient.shares))
    if len(consumers) == 1:
        return _through(b, consumers[0], name, say)
    inner = "; ".join(_through(b, c, name, say) for c in consumers)
    places = {2: "two", 3: "three", 4: "four"}.get(len(consumers), str(len(consumers)))
    return f"{math(name, say)} is used in {places} places, and what each gives is added up: {inner}"


def math(e: Expr, say) -> str:
    """An expression between dollars."""
    return f"${say(e)}$"


def _through(b: Backprop, u: Expr, name: Expr, say) -> str:
    rule = _rule(u.args[0], name, say)
    definition = defined(u, say)
    if u is b.loss:
        return f"{rule}, in {definition}" if rule else f"from {definition}"
    return f"chain rule through {definition}" + (f": {rule}" if rule else "")


def defined(u: Expr, say) -> str:
    """`$u = f(v)$`, or the name alone where that would be long."""
    left, right = latex_of(u, say)
    return f"${left} = {right}$" if len(right) <= LONGEST else f"the definition of ${left}$"


def _rule(e: Expr, name: Expr, say) -> str:
    """The rule of the operations between the definition and the name, the outermost first."""
    found: list[str] = []
    _collect(e, name, say, found)
    distinct = list(dict.fromkeys(found))
    if not distinct:
        if e.op not in ("add", "neg"):
            return ""
        return "it is subtracted, so the sign changes" if _subtracted(e, name) else \
            "a sum passes the gradient on as it is"
    return ", then ".join(distinct[:3])


def _subtracted(e: Expr, name: Expr) -> bool:
    """Does a name stand behind an odd number of minus signs?"""
    odd = False
    while e is not name and e.op in ("add", "neg"):
        odd ^= e.op == "neg"
        e = next(a for a in e.args if name in a.walk(("let",)))
    return odd


def _collect(e: Expr, name: Expr, say, found: list[str]) -> None:
    while e is not name:
        inside = [a for a in e.args if name in a.walk(("let",))]
        if not inside or e.op in ("let", "var"):
            return
        words = _words(e, inside, say)
        if words:
            found.append(words)
        if e.op == "power" and e.args[0].op == "norm" and e.args[0].data == "fro":
            inside = [e.args[0].args[0]]
        e = inside[0]


def _words(e: Expr, inside: list[Expr], say) -> str:
    match e.op:
        case "mul":
            return _product_words(e, inside, say)
        case "apply":
            f, _ = e.data
            if f.kind == "general" and is_scalar(e.args[0].shape):
                return "the chain rule of several variables, a term for each"
            if f.kind == "general":
                return f"the Jacobian of ${function_name(f, say)}$ is put in front, transposed"
            if is_scalar(e.shape):
                return KNOWN_SLOPES.get(f.known, "")
            return f"${function_name(f, say)}$ acts on each entry, so its Jacobian is diagonal"
        case "power" if e.args[0].op == "norm" and e.args[0].data == "fro":
            return "the derivative of a square"
        case "power":
            return "the power rule"
        case "norm" if e.data in NORMS and not is_vector(e.args[0].shape):
            return NORMS[e.data]
        case "norm" if e.data == "inf":
            return "the largest size of an entry moves with that entry alone, where only one has it"
        case "norm" if e.data == "p":
            return ""
        case "norm":
            return "the gradient of a norm is the direction"
        case "softmax":
            return r"the Jacobian of the softmax $s$ is $\operatorname{diag}(s) - s s^\top$"
        case "hadamard":
            return "product rule, entry by entry" if not is_scalar(e.shape) else ""
        case "sum":
            return "a sum is differentiated term by term"
        case "trace":
            return "the derivative of a trace of a product is the transposed factor"
        case "det":
            return r"$\mathrm{d} \det A = \det A \operatorname{tr}(A^{-1} \mathrm{d} A)$"
        case "inverse":
            return r"$\mathrm{d} A^{-1} = - A^{-1} \mathrm{d} A \, A^{-1}$"
        case "extremum":
            return "the maximum passes the gradient on where this is the larger one" \
                if e.data == "max" else "the minimum passes the gradient on where this is the smaller one"
        case "cases":
            return "case by case"
        case "div" if e.args[1] in inside:
            return "quotient rule"
        case "reduce" if e.data in ("max", "min"):
            which = "largest" if e.data == "max" else "smallest"
            return f"the {which} entry moves with that entry alone, where only one is the {which}"
        case "reduce" if e.data == "logsumexp":
            return "the gradient of log-sum-exp is the softmax"
    return ""


def _product_words(e: Expr, inside: list[Expr], say) -> str:
    a, b = e.args
    if len(inside) == 2:
        return "product rule"
    if is_scalar(a.shape) or is_scalar(b.shape):
        return ""
    if inside[0] is b:
        if is_scalar(e.shape):
            return "an inner product: the other vector"
        return f"linear, so the gradient goes back through the transpose of ${say(a)}$"
    if is_scalar(e.shape):
        return "an inner product: the other vector"
    if b.shape[1] == 1:
        return f"linear in the matrix, so an outer product with ${say(b)}$"
    return f"linear, so the gradient goes back through the transpose of ${say(b)}$"
