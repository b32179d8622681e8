"""The one edit that would make a chain of factors fit: a transpose, or two neighbours exchanged."""

from __future__ import annotations

from collections.abc import Callable

from symcheck.expr import Expr, ShapeError, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.text import Span


def said(e: Expr) -> str:
    """A shape in words."""
    return describe(e.shape)


def mend_product(r, values: list[Expr], joins: list[str], spans: list[Span],
                 join: Callable) -> str:
    """A help line with the edited product, or ''."""
    if len(values) > 12 or any(len(v.shape) != 2 for v in values):
        return ""
    for k, value in enumerate(values):
        if is_scalar(value.shape):
            continue
        edited = [*values[:k], build.transpose(value), *values[k + 1:]]
        if _fits(r, edited, joins, join):
            text = _transposed(r.text(spans[k]))
            shape = describe(edited[k].shape)
            return f"{text} is {shape}. Did you mean `{_written(r, joins, spans, k, text)}`?"
    for k in range(len(values) - 1):
        if is_scalar(values[k].shape) or is_scalar(values[k + 1].shape):
            continue
        edited = [*values[:k], values[k + 1], values[k], *values[k + 2:]]
        if _fits(r, edited, joins, join):
            a, b = r.text(spans[k]), r.text(spans[k + 1])
            return f"In the other order, `{b} {a}`, they fit."
    return ""


def _fits(r, values: list[Expr], joins: list[str], join: Callable) -> bool:
    try:
        result = values[0]
        for value, op in zip(values[1:], joins[1:]):
            result = join(r, op, result, value)
    except ShapeError:
        return False
    return True


def _transposed(text: str) -> str:
    if text.endswith(r"^\top"):
        return text[:-5]
    if text.endswith("^T"):
        return text[:-2]
    if text.endswith(r"^{\top}"):
        return text[:-7]
    if "^" in text or "_" in text or len(text) > 1 and text[0] not in "([\\":
        return f"({text})^\\top"
    return text + r"^\top"


def _written(r, joins, spans, k: int, text: str) -> str:
    source = r.source.text
    before = r.text(Span(spans[0].start, spans[k].start)) if k else ""
    after = r.text(Span(spans[k].end, spans[-1].end)) if k + 1 < len(spans) else ""
    gap = " " if after[:1].isalpha() and text[-1:].isalpha() and "\\" in text[-6:] else ""
    return (before + source[spans[0].start:spans[0].start] + text + gap + after).strip()
