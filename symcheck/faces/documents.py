"""A document's text to its judged derivation: worksheet, layout and limits as asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symcheck.judge.derivation.outcome import Derivation
    from symcheck.read.context import Context


def verify(document: str | Path, *, declare: Context | None = None, worksheet: str | None = None,
           part: str | None = None, layout: str | None = None, gaps: bool = False,
           seconds: float | None = None) -> Derivation:
    """Judge every step of a derivation: a path to a .md or .tex file, or the text itself.

    `declare` is a `Context` to begin with, or `worksheet` (and `part`) names one; what the document
    declares comes on top. `layout` is 'column', 'row' or 'either' (the default). `gaps` reports results
    restated without steps. `seconds` limits each step. Raises `SymcheckError` for an unknown worksheet,
    `OSError` for a file that cannot be read; never for what stands in the document.
    """
    name, kind = "document", None
    if isinstance(document, Path) or "\n" not in document and document.endswith((".md", ".tex")):
        path = Path(document)
        name, kind = path.name, {".md": "md", ".tex": "tex"}.get(path.suffix)
        document = path.read_bytes().decode("utf-8-sig", "replace")
    return derivation_of(document, name, kind, context=declare, worksheet=worksheet, part=part,
                         layout=layout, gaps=gaps, seconds=seconds)


def derivation_of(text: str, name: str, kind: str | None, *, context: Context | None = None,
                  worksheet: str | None = None, part: str | None = None, layout: str | None = None,
                  gaps: bool = False, seconds: float | None = None) -> Derivation:
    """As `verify`, of a text."""
    from symcheck.judge.derivation.verify import verify_document
    from symcheck.read.documents import read_document

    document = read_document(text, name, kind)
    said = {d.key: d.value.text.strip() for d in document.directives}
    worksheet, part = worksheet or said.get("worksheet"), part or said.get("part")
    if worksheet is not None:
        from symcheck.course import load_worksheet

        sheet = load_worksheet(worksheet)
        problem = sheet.part(part).problem if part else sheet.problems[0]
        context = problem.context()
    return verify_document(document, context, layout=layout, gaps=gaps or "gaps" in said, seconds=seconds,
                           guard=_guarded)


def _guarded(run: Callable[[], None]) -> str:
    """What went wrong inside the program in a step, "" where nothing did: all else is judged all the same."""
    try:
        run()
    except Exception as error:
        return f"internal error, not a verdict: {type(error).__name__}: {error}"[:500]
    return ""
