"""Function words, brackets and relations by their spelling in LaTeX."""

import itertools

OPERATOR_WORDS = {"exp": "exp", "log": "log", "ln": "log", "max": "max", "min": "min", "tr": "tr",
                  "Tr": "tr", "trace": "tr", "det": "det", "diag": "diag", "Diag": "diag",
                  "relu": "relu", "ReLU": "relu", "RELU": "relu", "Relu": "relu", "sigmoid": "sigmoid",
                  "sigm": "sigmoid", "tanh": "tanh", "sin": "sin", "cos": "cos", "tan": "tan",
                  "softmax": "softmax", "Softmax": "softmax", "softplus": "softplus", "sign": "sign",
                  "sgn": "sign", "vec": "vec", "cosh": "cosh", "sinh": "sinh", "logsumexp": "lse",
                  "LSE": "lse", "lse": "lse", "step": "step", "erf": "erf", "Softplus": "softplus",
                  "arctan": "arctan", "Trace": "tr", "logit": "logit", "sum": "sumall", "ELU": "elu",
                  "LeakyReLU": "leaky", "SiLU": "silu", "swish": "silu", "rank": "rank", "sech": "sech",
                  "gelu": "gelu", "GELU": "gelu", "Var": "var", "logdet": "logdet", "Heaviside": "step"}
TYPED = sorted(OPERATOR_WORDS, key=len, reverse=True)
BUILTIN_MACROS = {"\\" + w: n for w, n in OPERATOR_WORDS.items() if w != "vec"}  # \vec is an arrow
GREEK_FUNCTIONS = {r"\sigma": "sigmoid"}

RELATIONS = {"=": "=", "<": "<", ">": ">", r"\le": "<=", r"\ge": ">=", r"\neq": "!=", r"\in": "in"}
TEXT_CONDITION = {"w:if", "w:otherwise", "w:else", "w:for", "w:when", "w:and", "w:or"}
BRACKETS = {"(": ")", "[": "]", r"\{": r"\}"}
OPENERS = {"(", "[", "{", r"\{"}
CLOSING = {")", "]", "}", r"\}"}
PRODUCT_LIKE = {r"\cdot", r"\times", "*", "/", r"\odot", r"\circ", r"\otimes"}
_ids = itertools.count(1)


def fresh():
    """A new number, for size-less constants and for the index of a series."""
    return next(_ids)
