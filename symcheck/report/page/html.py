"""A page as one HTML file: no script, nothing loaded, every text escaped, formulas as MathML."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib.resources import files

from symcheck.report.formula.mathml import to_mathml
from symcheck.report.formula.tree import Row
from symcheck.report.page import blocks as B

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def to_html(page: B.Page) -> str:
    """The whole file."""
    side = f'<span class="quiet">{escape(page.aside)}</span>' if page.aside else ""
    below = f'<p class="quiet">{escape(page.subtitle)}</p>' if page.subtitle else ""
    body = "\n".join(map(_block, page.blocks))
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(page.title)}</title>\n<style>\n{_style()}</style></head>\n<body>\n"
            f"<header><h1>{escape(page.title)}</h1>{side}</header>\n{below}\n{body}\n</body></html>\n")


@lru_cache
def _style() -> str:
    return files("symcheck.report.page").joinpath("sheet.css").read_text(encoding="utf-8")


def _inline(x: B.Inline) -> str:
    match x:
        case B.Text(text):
            return escape(text)
        case B.Strong(text):
            return f"<strong>{escape(text)}</strong>"
        case B.Code(text):
            return f"<code>{escape(text)}</code>"
        case B.Math(tree):
            return to_mathml(tree)
        case B.Mark(mark):
            return _mark(mark, "")
    raise TypeError(x)


def _words(words: B.Words) -> str:
    return "".join(map(_inline, words))


def _mark(mark: str, number: str) -> str:
    sign, says = B.MARKS.get(mark, ("", ""))
    count = f'<span class="number">{escape(number)}</span> ' if number else ""
    shown = f'<span style="color: var(--{mark})" title="{escape(says)}">{sign}</span>' if sign else ""
    return f'<span class="mark">{count}{shown}</span>'


def _block(block: B.Block) -> str:
    match block:
        case B.Heading(level, words, label):
            id = f' id="{escape(label)}"' if label else ""
            return f"<h{level + 1}{id}>{_words(words)}</h{level + 1}>"
        case B.Paragraph(words, kind):
            return f"<p{' class=' + chr(34) + 'note' + chr(34) if kind == 'note' else ''}>{_words(words)}</p>"
        case B.Derivation(lines):
            return '<div class="steps">' + "".join(map(_line, lines)) + "</div>"
        case B.Source(text, mark, number):
            return f'<div class="source">{_mark(mark, number)}<pre>{escape(text)}</pre></div>'
        case B.Panel(kind, title, inside):
            head = f'<div class="title" style="color: var(--{kind})">{escape(title)}</div>' if title else ""
            return f'<div class="panel" style="border-color: var(--{kind})">{head}' + "".join(map(_block, inside)) + "</div>"
        case B.Grid(rows, caption):
            cells = "".join("<tr>" + "".join(f"<td>{_words(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return (f"<p>{_words(caption)}</p>" if caption else "") + f"<table>{cells}</table>"
        case B.Items(rows):
            return '<div class="items">' + "".join(f"<div>{escape(label)}</div><div>{''.join(map(_block, inside))}</div>"
                                                   for label, inside in rows) + "</div>"
        case B.Table(rows, head):
            return '<table class="ruled">' + "".join("<tr>" + "".join(
                f"<{'th' if head and not k else 'td'}>{_words(cell)}</{'th' if head and not k else 'td'}>" for cell in row) + "</tr>"
                for k, row in enumerate(rows)) + "</table>"
        case B.Figure(drawings, caption):
            shown = "".join(f'<div role="img" aria-label="{escape(d.alt)}">{d.svg()}</div>' for d in drawings)
            below = f"<figcaption>{_words(caption)}</figcaption>" if caption else ""
            return f'<figure><div class="drawings">{shown}</div>{below}</figure>'
        case B.Blank(lines):
            return f'<div style="height: {lines * 1.6:.1f}em"></div>'
    raise TypeError(block)


def _line(line: B.Line) -> str:
    left = f'<span class="left">{_displayed(line.left)}</span>' if line.left != Row() else "<span></span>"
    return (f'{_mark(line.mark, line.number)}{left}<span>{_displayed(line.right)}</span>'
            f'<span class="words">{_words(line.words)}</span>')


def _displayed(tree) -> str:
    return to_mathml(tree).replace("<math>", '<math displaystyle="true">', 1)
