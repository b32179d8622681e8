r"""A page as LaTeX that a plain installation sets (`texlive-latex-recommended`, `texlive-pictures`).

Formulas are written from their trees, words with every character escaped: no command of an input's reaches
TeX. Formulas, tables and drawings that are too wide are made to fit.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from symcheck.report.formula.latex import to_tex
from symcheck.report.page import blocks as B
from symcheck.report.page.tex_words import breakable, typewriter
from symcheck.text.diagnostic import fail

SECONDS = 60  # a run of latexmk may take
_WIDTH = 88   # characters of source on a line


def to_latex(page: B.Page) -> str:
    """The whole .tex file."""
    head = rf"\symtitle{{{breakable(page.title)}}}{{{breakable(page.subtitle)}}}{{{breakable(page.aside)}}}"
    return "\n".join([_style() + r"\begin{document}", head, *map(_block, page.blocks), r"\end{document}", ""])


def latexmk() -> str | None:
    """Where latexmk is, if it is installed."""
    return shutil.which("latexmk")


def pdf_by_latexmk(latex: str) -> bytes:
    """What TeX makes of `to_latex`, without shell escape. Raises `SymcheckError` where TeX is missing or
    fails."""
    program = latexmk()
    if program is None:
        raise fail("missing-program", "latexmk is not installed",
                   help="Install TeX with latexmk, or leave --latexmk out: the PDF is then made without TeX.")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sheet.tex").write_text(latex, encoding="utf-8")
        try:
            done = subprocess.run([program, "-pdf", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape",
                                   "-norc", "sheet.tex"], cwd=folder, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise fail("tex-failed", f"TeX took longer than {SECONDS} s") from None
        made = Path(folder, "sheet.pdf")
        if done.returncode or not made.exists():
            log = Path(folder, "sheet.log")
            said = [line for line in log.read_text(errors="replace").splitlines() if line.startswith("!")] \
                if log.exists() else []
            raise fail("tex-failed", "TeX could not set this page", help=(said or ["It left no log."])[0])
        return made.read_bytes()


@lru_cache
def _style() -> str:
    return files("symcheck.report.page").joinpath("sheet.tex").read_text(encoding="utf-8")


# --- words ----------------------------------------------------------------------------------------

def _inline(x: B.Inline) -> str:
    match x:
        case B.Text(text):
            return breakable(text)
        case B.Strong(text):
            return rf"\textbf{{{breakable(text)}}}"
        case B.Code(text):
            return r"\allowbreak{}".join(typewriter(text[k:k + 8]) for k in range(0, len(text), 8))
        case B.Math(tree):
            return f"${to_tex(tree)}$"
        case B.Mark(mark):
            return rf"\symmark{{{mark}}}"
    raise TypeError(x)


def _words(words: B.Words) -> str:
    return "".join(map(_inline, words))


# --- blocks ---------------------------------------------------------------------------------------

def _block(block: B.Block) -> str:
    match block:
        case B.Heading(level, words):
            return rf"\symheading{{{level}}}{{{_words(words)}}}"
        case B.Paragraph(words, kind):
            shown = _words(words)
            return rf"{{\small\color{{quiet}}{shown}\par}}" if kind == "note" else f"{shown}\n"
        case B.Derivation(lines):
            return _derivation(lines)
        case B.Source(text, mark, number):
            rows = [row for line in text.splitlines() or [""] for row in _cut(line)]
            shown = r"\\ ".join(map(typewriter, rows))
            return rf"\symsource{{{breakable(number)}}}{{{mark}}}{{{shown}}}"
        case B.Panel(kind, title, inside):
            body = "\n".join(map(_block, inside))
            return rf"\begin{{sympanel}}{{{kind}}}{{{breakable(title)}}}" + "\n" + body + "\n" + r"\end{sympanel}"
        case B.Grid(rows, caption):
            shown = "\n".join(rf"\symrow{{{_words(row[0])}}}{{{' '.join(map(_words, row[1:]))}}}" for row in rows)
            return (f"{_words(caption)}\\par\n" if caption else "") + shown
        case B.Items(rows):
            inner = "".join(rf"\symitem{{{breakable(label)}}}" + "\n" + "\n".join(map(_block, inside)) + r"\symitemdone" + "\n"
                            for label, inside in rows)
            return rf"\begin{{symitems}}{inner}\end{{symitems}}"
        case B.Table(rows, head):
            # `{}`: a cell that begins with a bracket is no argument of the line's end before it
            shown = ["{}" + " & ".join(map(_words, row)) + r" \\" + (r" \hline" if head and not k else "") for k, row in enumerate(rows)]
            columns = "l" * len(rows[0])
            return rf"\symtable{{\begin{{tabular}}{{{columns}}}\hline " + "\n".join(shown) + r" \hline\end{tabular}}"
        case B.Figure(drawings, caption):
            return _figure(drawings, caption)
        case B.Blank(lines):
            return rf"\vspace{{{lines * 1.6:.1f}em}}"
    raise TypeError(block)


def _derivation(lines: tuple[B.Line, ...]) -> str:
    margin = "3em" if any(line.mark or line.number for line in lines) else "1.2em"
    sides = [(to_tex(line.left), to_tex(line.right)) for line in lines]
    measured = "".join(rf"\symmeasure{{{a}}}{{{b}}}" for a, b in sides)
    worded = int(any(line.words for line in lines))
    steps = "\n".join(rf"\symstep{{{line.number}}}{{{line.mark}}}{{{a}}}{{{b}}}{{{_words(line.words)}}}"
                      for line, (a, b) in zip(lines, sides))
    return rf"\begin{{symsteps}}{{{margin}}}{{{measured}}}{{{worded}}}" + "\n" + steps + "\n" + r"\end{symsteps}"


def _figure(drawings: tuple[B.Drawing, ...], caption: B.Words) -> str:
    columns = min(len(drawings), 2)
    width = r"\linewidth" if columns == 1 else r"0.48\linewidth"
    shown = [rf"\symdrawing{{{width}}}{{{d.tikz()}}}" for d in drawings]
    rows = [r"\hfill ".join(shown[k:k + columns]) for k in range(0, len(shown), columns)]
    body = "\\par\\smallskip\n".join(rows)
    below = rf"\par{{\small\color{{quiet}}{_words(caption)}\par}}" if caption else ""
    return rf"\begin{{center}}{body}{below}\end{{center}}"


def _cut(line: str) -> list[str]:
    return [line[k:k + _WIDTH] for k in range(0, len(line), _WIDTH)] or [" "]
