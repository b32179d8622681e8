"""A page as Typst source, and set by the embedded typesetter: PDF, SVG, PNG.

The source holds calls of the functions of `sheet.typ`, string literals and mathematics that
`report/formula/typst.py` writes; no text of an input stands outside a literal. The typesetter runs in
an empty folder and sees no file.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from importlib.resources import files

from symcheck.report.formula.typst import string, to_typst
from symcheck.report.page import blocks as B
from symcheck.text.diagnostic import fail

_BREAK = 24  # characters of a word after which a line may end inside it


def to_typst_source(page: B.Page) -> str:
    """The whole source of a page."""
    head = f"#show: sheet.with(title: {string(page.title)}, subtitle: {string(page.subtitle)}, aside: {string(page.aside)})"
    return "\n".join([_style(), head, *map(_block, page.blocks), ""])


def to_pdf(page: B.Page) -> bytes:
    """The page as PDF. Raises `SymcheckError` (`missing-package`) where typst is not installed."""
    return set_in_type(to_typst_source(page), "pdf")


def snippet(body: str, form: str, resolution: float = 144.0) -> bytes:
    """A drawing by itself, as large as it is. `form` is `svg` or `png`."""
    head = ('#set page(width: auto, height: auto, margin: 3pt, fill: none)\n#set text(font: "New Computer Modern", size: '
            '10.5pt)\n#show math.equation: set text(font: "New Computer Modern Math")\n')
    return set_in_type(head + body, form, resolution)


def set_in_type(source: str, form: str, resolution: float = 144.0):
    """What the typesetter makes of a source of ours."""
    try:
        import typst
    except ImportError:
        raise fail("missing-package", "the typesetter is not installed",
                   help="Install it with `pip install typst`, or write .tex or .html instead.") from None
    options = {"ppi": resolution} if form == "png" else {}
    with tempfile.TemporaryDirectory() as empty:
        return typst.compile(source.encode(), format=form, root=empty, ignore_system_fonts=True, timestamp=0, **options)


@lru_cache
def _style() -> str:
    return files("symcheck.report.page").joinpath("sheet.typ").read_text(encoding="utf-8")


# --- words ----------------------------------------------------------------------------------------

def literal(text: str) -> str:
    """A string literal with places in long words where a line may end."""
    parts = []
    for word in text.split(" "):
        parts.append(word if len(word) <= _BREAK else "\u200b".join(word[k:k + 8] for k in range(0, len(word), 8)))
    text = " ".join(parts)
    clean = "".join(c if c.isprintable() or c in "\u200b\u00a0" else " " if c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inline(x: B.Inline) -> str:
    match x:
        case B.Text(text):
            return f"#{literal(text)};"
        case B.Strong(text):
            return f"#strong[#{literal(text)};]"
        case B.Code(text):
            return f'#text(font: "DejaVu Sans Mono", size: 0.85em)[#{literal(text)};]'
        case B.Math(tree):
            return f"${to_typst(tree)}$"
        case B.Mark(mark):
            return f"#marked({string(mark)});"
    raise TypeError(x)


def _words(words: B.Words) -> str:
    return "[" + "".join(map(_inline, words)) + "]"


def _some(words: B.Words) -> str:
    return _words(words) if words else "none"


def _display(tree) -> str:
    return f"$display({to_typst(tree)})$"


# --- blocks ---------------------------------------------------------------------------------------

def _block(block: B.Block) -> str:
    match block:
        case B.Heading(level, words):
            return f"#heading(level: {level})" + _words(words)
        case B.Paragraph(words, kind):
            size = "#set text(size: 0.9em, fill: quiet); " if kind == "note" else ""
            return f"#par[{size}{_words(words)[1:-1]}]"
        case B.Derivation(lines):
            return "#steps(" + ",\n  ".join(map(_line, lines)) + ")"
        case B.Source(text, mark, number):
            lines = ", ".join(literal(line.replace(" ", "\u00a0") if line.startswith(" ") else line or " ")
                              for line in text.splitlines() or [" "])
            return f"#source({string(mark)}, {string(number)}, ({lines},))"
        case B.Panel(kind, title, inside):
            return f"#panel({string(kind)}, {string(title)})[" + "\n".join(map(_block, inside)) + "]"
        case B.Grid(rows, caption):
            cells = ", ".join("(" + ", ".join(map(_words, row)) + ",)" for row in rows)
            return f"#table-of({_some(caption)}, ({cells},))"
        case B.Items(rows):
            cells = [f"{string(label)}, [" + "\n".join(map(_block, inside)) + "]" for label, inside in rows]
            return f"#items-of({', '.join(cells)})"
        case B.Table(rows, head):
            cells = ", ".join("(" + ", ".join(map(_words, row)) + ",)" for row in rows)
            return f"#ruled-table({'true' if head else 'false'}, ({cells},))"
        case B.Figure(drawings, caption):
            return f"#figure-of({_some(caption)}, " + ", ".join(d.typst() for d in drawings) + ")"
        case B.Blank(lines):
            return f"#rule-lines({lines})"
    raise TypeError(block)


def _line(line: B.Line) -> str:
    return (f"(mark: {string(line.mark)}, number: {string(line.number)}, left: {_display(line.left)}, "
            f"right: {_display(line.right)}, words: {_some(line.words)})")
