"""Worksheets: problems, their parts, and the judging of answers to them.

    from symcheck import load_worksheet
    load_worksheet("eecs182-fa22-dis1").check("1a-optimum", r"\\frac{1}{N} \\sum_{i=1}^N y_i")

The target of a part is a definition to derive from (a derivative of the encoded loss, its minimizer,
an update rule), never a typed-in answer. A worksheet's module in `worksheets/` holds its text
and encodes its problems with SymPy objects; the names below are what such a module uses.
"""

from __future__ import annotations

from importlib import import_module

_WHERE = {
    "Worksheet": "worksheet", "Part": "worksheet", "load_worksheet": "worksheet",
    "worksheet_names": "worksheet", "Problem": "problem", "Row": "problem", "View": "problem",
    "Quantity": "quantity", "Minimizer": "minimizer", "Update": "update", "AtOneTime": "update", "Growth": "growth",
    "Graph": "graph", "Needed": "needed", "Objective": "objective", "Prose": "prose",
    "Share": "share", "FirstOf": "choice", "Optimizer": "optimizer",
}
__all__ = list(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"symcheck.course.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
