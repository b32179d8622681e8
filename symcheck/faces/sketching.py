"""Sketches of a number as a function of one variable, in Python and for `symcheck sketch`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symcheck.read.context import Context
    from symcheck.report.sketch_drawing import SketchDrawing


def sketch(quantity: str, declare: Context | Iterable[str] | str = (), *, by: str = "x",
           at: dict[str, float] | None = None, worksheet: str | None = None) -> SketchDrawing:
    r"""A sketch of `quantity` as a function of `by`, with kinks, jumps, levels and slopes labelled.

    `quantity` is LaTeX for a number under declarations, as for `read`, or with `worksheet` the id of a part.
    `at` gives values of the other names as they are printed (`W^{(1)}_{i}`); the rest have typical ones. The
    sketch shows itself in a notebook and has `.svg()`, `.png()` and `.figure()`, a matplotlib figure. Raises
    `SymcheckError` (`not-sketched`).
    """
    from symcheck.derive.sketch import sketched
    from symcheck.report.sketch_drawing import SketchDrawing

    if worksheet is not None:
        from symcheck.course import load_worksheet
        from symcheck.course.figures import part_sketch

        return SketchDrawing(part_sketch(load_worksheet(worksheet).part(quantity), at))
    from symcheck.faces.library import context_of

    return SketchDrawing(sketched(context_of(declare), quantity, by, at))


def sketch_record(job: dict[str, Any]) -> dict[str, Any]:
    """{"data": base64} of the sketch in `form`, or a `message` and the exit code 2."""
    from symcheck.text import SymcheckError

    try:
        if "worksheet" in job:
            drawing = sketch(job["part"], at=job["at"], worksheet=job["worksheet"])
        else:
            drawing = sketch(job["quantity"], job["declare"], by=job["by"], at=job["at"])
        data = {"svg": lambda: (drawing.svg() + "\n").encode(), "png": drawing.png,
                "tex": lambda: (drawing.tikz() + "\n").encode(), "text": lambda: (drawing.alt + "\n").encode()}[job["form"]]()
    except SymcheckError as error:
        return {"message": str(error), "exit_code": 2}
    return {"data": b64encode(data).decode(), "exit_code": 0}
