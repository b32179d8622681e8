"""The kinds of files that a page is written as, told by their endings."""

from __future__ import annotations

from pathlib import PurePath

from symcheck.report.page.blocks import Page
from symcheck.text.diagnostic import fail

FORMS = ("pdf", "tex", "html")


def form_of(path: str) -> str:
    """`pdf`, `tex` or `html`. Raises `SymcheckError` (`unknown-format`) for another ending."""
    ending = PurePath(path).suffix.lower().removeprefix(".")
    ending = {"htm": "html", "latex": "tex"}.get(ending, ending)
    if ending not in FORMS:
        raise fail("unknown-format", f"{path} names no kind of sheet", help="End it in .pdf, .tex or .html.")
    return ending


def in_form(page: Page, form: str) -> bytes:
    """The page as a file. A PDF is set without TeX. Raises `SymcheckError` where the typesetter is missing."""
    if form == "tex":
        from symcheck.report.page.tex import to_latex

        return to_latex(page).encode()
    if form == "html":
        from symcheck.report.page.html import to_html

        return to_html(page).encode()
    from symcheck.report.page.typst import to_pdf

    return to_pdf(page)
