"""symcheck reads LaTeX derivations and says of every step whether it is right.

    from symcheck import Context, equal

    context = Context([r"X \\in \\mathbb{R}^{n \\times d}", r"w \\in \\mathbb{R}^d"])
    equal(r"\\nabla_w \\|X w\\|^2", r"2 X^\\top X w", context)

The names below are imported when they are first used, so that `import symcheck` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from symcheck import derive, read

__version__ = "0.1.0"

_WHERE = {
    "Context": "symcheck.read.context",
    "SymcheckError": "symcheck.text",
    "TwoLayerNetwork": "symcheck.train.network.network",
    "Verdict": "symcheck.judge.verdict",
    "Worksheet": "symcheck.course",
    "check": "symcheck.faces.library",
    "check_backward": "symcheck.train.network.check",
    "check_forward": "symcheck.train.network.check",
    "compare_descent": "symcheck.faces.training",
    "equal": "symcheck.faces.library",
    "load_worksheet": "symcheck.course",
    "sketch": "symcheck.faces.sketching",
    "train_regression": "symcheck.faces.training",
    "train_relu": "symcheck.faces.training",
    "verify": "symcheck.faces.documents",
}
__all__ = ["Context", "SymcheckError", "TwoLayerNetwork", "Verdict", "Worksheet", "check", "check_backward",
           "check_forward", "compare_descent", "derive", "equal", "load_worksheet", "read",
           "sketch", "train_regression", "train_relu", "verify"]


class _CallableFolder(ModuleType):
    """`symcheck.read` and `symcheck.derive` are folders and, when called, the public functions of these names."""

    def __call__(self, *arguments, **options):
        from symcheck.faces import library

        import_module("symcheck.faces.notebook").show_in_notebooks()
        return getattr(library, self.__name__.rpartition(".")[2])(*arguments, **options)


read.__class__ = derive.__class__ = _CallableFolder


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module("symcheck.faces.notebook").show_in_notebooks()
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
