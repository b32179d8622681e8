"""NumPy spellings of known functions and of their first derivatives, one line each.

They are written by hand from the definitions, so that nothing is shared with the engine's own table
of derivatives.
"""

from __future__ import annotations

KNOWN = {
    "exp": "np.exp", "log": "np.log", "tanh": "np.tanh", "sqrt": "np.sqrt", "abs": "np.abs",
    "sign": "np.sign", "sin": "np.sin", "cos": "np.cos", "tan": "np.tan", "arcsin": "np.arcsin",
    "arccos": "np.arccos", "arctan": "np.arctan", "sinh": "np.sinh", "cosh": "np.cosh",
}
# Spelled out where NumPy has no name; `t` is the argument.
WRITTEN = {
    "sigmoid": "1 / (1 + np.exp(-t))", "softplus": "np.logaddexp(0, t)",
    "relu": "np.maximum(t, 0)", "step": "np.where(t > 0, 1.0, 0.0)",
    "erf": "np.vectorize(math.erf)(t)", "gamma": "np.vectorize(math.gamma)(t)",
    "loggamma": "np.vectorize(math.lgamma)(t)",
}
# First derivatives.
PRIMED = {
    "exp": "np.exp(t)", "log": "1 / t", "tanh": "1 - np.tanh(t)**2", "sqrt": "0.5 / np.sqrt(t)",
    "abs": "np.sign(t)", "sign": "0 * t", "step": "0 * t", "relu": "np.where(t > 0, 1.0, 0.0)",
    "sigmoid": "np.exp(-t) / (1 + np.exp(-t))**2", "softplus": "1 / (1 + np.exp(-t))",
    "sin": "np.cos(t)", "cos": "-np.sin(t)", "tan": "1 / np.cos(t)**2",
    "arctan": "1 / (1 + t**2)", "arcsin": "1 / np.sqrt(1 - t**2)",
    "arccos": "-1 / np.sqrt(1 - t**2)", "sinh": "np.cosh(t)", "cosh": "np.sinh(t)",
    "erf": "2 / np.sqrt(np.pi) * np.exp(-t**2)",
}
