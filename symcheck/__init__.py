"""symcheck reads LaTeX derivations and says of every step whether it is right.

    from symcheck import Context, equal

    context = Context([r"X \\in \\mathbb{R}^{n \\times d}", r"w \\in \\mathbb{R}^d"])
    equal(r"\\nabla_w \\|X w\\|^2", r"2 X^\\top X w", context)

The names below are imported when they are first used, so that `import symcheck` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

_WHERE = {
    "Context": "symcheck.read.context",
    "SymcheckError": "symcheck.text",
    "Verdict": "symcheck.judge.verdict",
    "Worksheet": "symcheck.course",
    "check": "symcheck.faces.library",
    "equal": "symcheck.faces.library",
    "load_worksheet": "symcheck.course",
    "read": "symcheck.faces.library",
}
__all__ = ["Context", "SymcheckError", "Verdict", "Worksheet", "check", "equal", "load_worksheet",
           "read"]


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
