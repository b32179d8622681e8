"""Known functions on arrays, and fixed smooth generic functions in place of undeclared ones."""

import math
import zlib

import numpy as np

from tests.oracle.errors import ShapeError, Unsupported
from tests.oracle.products import finite, matrix, normal


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


ELEMENTWISE = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "tanh": np.tanh, "sinh": np.sinh, "cosh": np.cosh, "arctan": np.arctan, "sigmoid": _sigmoid,
    "softplus": lambda z: np.log1p(np.exp(z)), "silu": lambda z: z * _sigmoid(z),
    "logit": lambda p: np.log(p / (1 - p)), "sech": lambda z: 1 / np.cosh(z),
    "erf": np.vectorize(math.erf, otypes=[float]),
    "gelu": lambda z: z * 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(z / math.sqrt(2))),
}
BRANCHED = {
    "relu": (lambda z: z > 0, lambda z: np.maximum(z, 0)),
    "step": (lambda z: z > 0, lambda z: np.where(z > 0, 1.0, 0.0)),
    "sign": (lambda z: z > 0, np.sign),
    "abs": (lambda z: z > 0, np.abs),
    "elu": (lambda z: z > 0, lambda z: np.where(z > 0, z, np.exp(z) - 1)),
    "leaky": (lambda z: z > 0, lambda z: np.where(z > 0, z, 0.01 * z)),
}


def square(a, what):
    """a as a square matrix."""
    if a.ndim == 0:
        return a.reshape(1, 1)
    if a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise ShapeError(f"{what} of {a.shape}")
    return a


def vector(a, what):
    """a as a vector; a row is refused."""
    if a.ndim == 2 and a.shape[0] == 1:
        return a[0]
    if a.ndim != 1:
        raise ShapeError(f"{what} of {a.shape}")
    return a


def softmax(a):
    """Of a vector; of a matrix row by row."""
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def call(name, args, trace):
    """A known function; trace collects which branch was taken, so that kinks are noticed."""
    if name in ELEMENTWISE:
        if len(args) != 1:
            raise Unsupported(f"{name} of {len(args)} arguments")
        with np.errstate(all="ignore"):
            return finite(ELEMENTWISE[name](args[0]))
    if name in BRANCHED:
        side, value = BRANCHED[name]
        trace.append(np.asarray(side(args[0])).tobytes())
        return np.asarray(value(args[0]), dtype=float)
    if name in {"max", "min"}:
        return extreme(name, args, trace)
    a = args[0]
    if name == "tr":
        return np.asarray(np.trace(square(a, "trace")))
    if name == "det":
        return np.asarray(np.linalg.det(square(a, "determinant")))
    if name == "logdet":
        return np.asarray(np.linalg.slogdet(square(a, "determinant"))[1])
    if name == "diag":
        if len(args) > 1:
            return np.diag([float(x) for x in args])
        if a.ndim == 2 and a.shape[0] == a.shape[1]:
            return np.diagonal(a).copy()
        return np.diag(vector(a, "diag")) if a.ndim else a
    if name == "softmax":
        return softmax(vector(a, "softmax") if a.ndim < 2 or a.shape[0] == 1 else a)
    if name == "lse":
        return np.log(np.sum(np.exp(vector(a, "log-sum-exp"))))
    if name == "vec":
        return normal(matrix(a).T.reshape(-1)) if a.ndim else a
    if name == "sumall":
        return np.sum(a)
    if name == "rank":
        return np.asarray(float(np.linalg.matrix_rank(a)))
    if name == "hpow":
        with np.errstate(all="ignore"):
            return finite(np.power(a, args[1]))
    if name == "binom":
        n, k = float(a), float(args[1])
        return np.asarray(math.gamma(n + 1) / math.gamma(k + 1) / math.gamma(n - k + 1))
    if name == "factorial":
        return np.asarray(float(math.gamma(float(a) + 1)))
    raise Unsupported(f"function {name}")


def extreme(name, args, trace):
    """max or min of several values, or over the entries of one."""
    pick = np.maximum if name == "max" else np.minimum
    if len(args) == 1:
        flat = args[0].ravel()
        trace.append(bytes([int(np.argmax(flat) if name == "max" else np.argmin(flat)) % 256]))
        return np.asarray(flat.max() if name == "max" else flat.min())
    acc = args[0]
    for other in args[1:]:
        if acc.shape != other.shape and acc.ndim and other.ndim:
            raise ShapeError(f"{name} of {acc.shape} and {other.shape}")
        trace.append(np.asarray(acc > other).tobytes())
        acc = pick(acc, other)
    return acc


def norm(kind, a, trace):
    """kind 2, F, 1, inf or a number p."""
    if kind == "1":
        return np.sum(call("abs", (a,), trace))
    if kind == "\\infty":
        return extreme("max", (call("abs", (a,), trace),), trace)
    if isinstance(kind, str):
        if kind == "2" and a.ndim == 2 and min(a.shape) > 1:
            raise Unsupported("spectral norm or Frobenius norm")
        total = np.sum(a * a)
        if total < 1e-18:  # not differentiable here
            trace.append(b"zero")
        return np.sqrt(total)
    return np.sum(call("abs", (a,), trace) ** kind) ** (1 / kind)


class Generic:
    """A fixed smooth function without special properties, the same for one name in one run."""

    def __init__(self, name, seed, inputs, outputs, positive):
        rng = np.random.default_rng([zlib.crc32(name.encode()), seed])
        self.outputs, self.positive = outputs, positive
        width = int(np.prod(outputs)) if outputs else 1
        self.w = [rng.normal(size=(5, inputs)) * 0.8 / math.sqrt(inputs) for _ in range(2)]
        self.c = [rng.normal(size=5) for _ in range(2)]
        self.v = [rng.normal(size=(width, 5)) * 0.6 for _ in range(2)]
        self.lin = rng.normal(size=(width, inputs)) * 0.7

    def __call__(self, flat):
        """The value at a flat input."""
        one = np.sin(self.w[0] @ flat + self.c[0])
        two = np.tanh(self.w[1] @ flat + self.c[1])
        out = self.v[0] @ one + self.v[1] @ two + self.lin @ flat + 0.3
        if self.positive:
            out = np.exp(0.5 * out)
        return out.reshape(self.outputs)

    def each(self, a):
        """Elementwise on an array (one input, one output)."""
        flat = a.reshape(1, -1)
        one = np.sin(self.w[0] @ flat + self.c[0][:, None])
        two = np.tanh(self.w[1] @ flat + self.c[1][:, None])
        out = (self.v[0] @ one + self.v[1] @ two + self.lin @ flat + 0.3)[0]
        return (np.exp(0.5 * out) if self.positive else out).reshape(a.shape)
