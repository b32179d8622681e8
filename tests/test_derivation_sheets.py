r"""A student's document as a sheet: every step marked, and nothing of theirs run by anyone."""

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from symcheck.faces.documents import derivation_of
from symcheck.read.documents import read_document
from symcheck.report.derivation_page import derivation_page, mark_of, said
from symcheck.report.outline import List, Table, outline
from symcheck.report.page import blocks as B
from symcheck.report.page.html import to_html
from symcheck.report.page.tex import latexmk, pdf_by_latexmk, to_latex
from symcheck.report.page.tex_words import breakable, tex_words, typewriter
from symcheck.report.page.typst import to_pdf, to_typst_source
from symcheck.text import SymcheckError
from tests.commands import symcheck
from tests.derivations import documents

ROOT = Path(__file__).parent.parent
STUDENT = ROOT / "docs" / "examples" / "student.md"
needs_tex = pytest.mark.skipif(latexmk() is None, reason="latexmk is not installed")


def page_of(text, kind="md", name="student.md"):
    return derivation_page(read_document(text, name, kind), derivation_of(text, name, kind))


def walked(blocks):
    for b in blocks:
        yield b
        if isinstance(b, B.Panel):
            yield from walked(b.blocks)
        elif isinstance(b, B.Items):
            for _, inside in b.rows:
                yield from walked(inside)
        elif isinstance(b, B.Table):
            yield from (B.Paragraph(cell) for row in b.rows for cell in row)
        elif isinstance(b, B.Heading):
            yield B.Paragraph(b.words)


def marks(page):
    """The marks of lines and sources, and those in the text, in order."""
    found = []
    for b in walked(page.blocks):
        if isinstance(b, B.Derivation):
            found += [line.mark for line in b.lines if line.mark]
        elif isinstance(b, B.Source) and b.mark:
            found.append(b.mark)
        elif isinstance(b, B.Paragraph):
            found += [w.mark for w in b.words if isinstance(w, B.Mark)]
    return found


def test_a_document_with_a_wrong_step():
    page = page_of(STUDENT.read_text())
    assert marks(page) == ["right", "wrong", "right"]
    assert [b.title for b in page.blocks if isinstance(b, B.Panel)] == ["Step 2 (line 6) is wrong", "Step 2 is wrong"]
    (grid,) = (b for b in walked(page.blocks) if isinstance(b, B.Grid))
    assert [row[0] for row in grid.rows[-2:]] == [(B.Strong("line before"),), (B.Strong("this step"),)]


@pytest.mark.parametrize("path", documents()[::25], ids=lambda p: p.name)
def test_every_step_is_on_the_sheet_once(path):
    text, kind = path.read_text(), "tex" if path.suffix == ".tex" else "md"
    derivation = derivation_of(text, path.name, kind)
    page = derivation_page(read_document(text, path.name, kind), derivation)
    numbers = [n for b in walked(page.blocks) for line in (b.lines if isinstance(b, B.Derivation) else
               [b] if isinstance(b, B.Source) else []) for n in line.number.split(", ") if n]
    shown = len(numbers) + sum(isinstance(w, B.Mark) for b in walked(page.blocks) if isinstance(b, B.Paragraph) for w in b.words)
    assert shown == len(derivation.steps) and len(set(numbers)) == len(numbers)
    wrong = [s for s in derivation.steps if mark_of(s) == "wrong"]
    assert sum(b.kind == "wrong" and b.title.startswith("Step") and b.title.endswith("is wrong") and "(line" not in b.title
               for b in walked(page.blocks) if isinstance(b, B.Panel)) == len(wrong)


# --- what may never happen ------------------------------------------------------------------------

COMMANDS = [r"\input{/etc/passwd}", r"\include{secret}", r"\write18{touch OWNED}", r"\immediate\write18{touch OWNED}",
            r"\openout5=OWNED \write5{x}", r"\catcode`\%=12", r"\def\frac#1{#1}", r"\let\x\input", r"\csname input\endcsname{x}",
            r"\newcommand{\alpha}{\input{secret}}", r"\loop\iftrue\repeat", r"\end{document}", r"\begin{verbatim}",
            r"\special{ps: x}", r"\directlua{os.execute('touch OWNED')}", r"\usepackage{shellesc}", r"\href{javascript:alert(1)}{x}",
            r"\includegraphics{secret}", r"^^5cinput{secret}", r"\expandafter\input secret", r"\verb|x", r"\endinput",
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</math><script>alert(1)</script>", "<style>*{}</style>",
            "&lt;script&gt;", "\"><svg onload=alert(1)>", "<!--", "]]>", "#eval(\"1\")", "#read(\"secret\")", "#include \"secret\"",
            "\"); #read(\"secret\"); #(\"", "\\\"", "$#read(\"secret\")$", "#import \"@preview/x:0.1.0\"", "`#read(\"secret\")`",
            "\u202egnp.exe", "\x1b[31m", "é ñ ő ß 中文 🙂 ∑ ⁻¹", "%", "$$$$", "~^_{}", "\\"]
SECRET = "the-secret-that-is-in-no-sheet"


def hostile(command):
    """A document with the command in prose, in formulas, in words inside formulas, in a heading and in a name."""
    return (f"# {command}\n\nLet $x \\in \\mathbb{{R}}$ and {command} then\n\n$$ {command} x + x = 2x $$\n\n$$ \\text{{{command}}} = x $$\n\n"
            f"so ${command}$ and\n\n$$ x + x = 3x $$\n")


ALL = "\n".join(hostile(c) for c in COMMANDS)


def pages():
    """A page for each kind of document with everything hostile in it."""
    for kind in ("md", "tex"):
        yield page_of(ALL, kind, f"{COMMANDS[0]}<script>.{kind}")
        for c in COMMANDS:
            yield page_of(hostile(c), kind, c)


class Tags(HTMLParser):
    allowed = set("html head meta title style body header h1 h2 h3 h4 p div span strong code pre table tr td ul li math mrow mi mn "
                  "mo mtext mspace mfrac msub msup msubsup munder mover munderover msqrt mroot mtable mtr mtd figure "
                  "figcaption svg".split())

    def handle_starttag(self, tag, attributes):
        assert tag in self.allowed, tag
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("src", "href", "action"), (tag, name)
            assert "javascript:" not in (value or "").lower()

    def handle_comment(self, data):
        raise AssertionError(data)


def test_no_markup_of_theirs_is_live():
    for page in pages():
        html = to_html(page)
        reader = Tags()
        reader.feed(html)
        assert "default-src 'none'" in html and html.count("<script") == 0 and html.count("<style") == 1


OURS = re.compile(r"\\(?:[A-Za-z]+|.)")


def test_no_command_of_theirs_is_written_for_tex():
    """Every command in the body is one of ours: from the style, the table of signs, or an escape."""
    from symcheck.report.formula.symbols import ACCENTS, SYMBOLS
    from symcheck.report.page.tex import _style

    known = {m[0] for m in OURS.finditer(_style())} | {m[0] for s in SYMBOLS.values() for m in OURS.finditer(s.latex)}
    known |= {"\\" + name for name in ACCENTS} | set(OURS.findall(
        r"\begin\end\par\frac\binom\sqrt\left\right\boxed\text\textbf\textit\texttt\mathbf\mathit\mathcal\mathbb\mathsf\mathtt"
        r"\mathfrak\mathrm\boldsymbol\operatorname\mathrel\overset\underset\substack\prime\allowbreak\char\item\\\,\:\;\!\ \{\}"
        r"\$\&\#\_\%\quad\qquad\enspace\ldots\textbackslash\textasciicircum\textasciitilde\linewidth\smallskip\hfill\small\color"
        r"\underbrace\overbrace\ss\ae\AE\o\O\l\L\oe\OE\i\j\S\P\aa\AA\copyright\vspace\H\v\'\`\^\"\~\=\.\u\c\k\r\b"))
    for page in pages():
        body = to_latex(page).split(r"\begin{document}", 1)[1]
        assert set(OURS.findall(body)) <= known, set(OURS.findall(body)) - known
        assert body.count(r"\end{document}") == 1 and "^^" not in re.sub(r"\\char94\{\}", "", body)
        assert not re.search(r"(?<!\\)%", body)


def test_nothing_of_theirs_is_code_for_the_typesetter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("secret").write_text(SECRET)
    for page in pages():
        source = to_typst_source(page)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', source.split("#show: sheet.with(", 1)[1])
        assert not re.search(r"#(?:read|eval|include|import|set|show(?!:))|@preview", bare.replace("#set text(size: 0.9em, fill: quiet)", ""))
        to_pdf(page)
    assert os.listdir() == ["secret"]


@needs_tex
def test_tex_runs_nothing_and_reads_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("secret.tex").write_text(SECRET)
    (page, *_) = pages()
    pdf = pdf_by_latexmk(to_latex(page))
    Path("out.pdf").write_bytes(pdf)
    assert sorted(os.listdir()) == ["out.pdf", "secret.tex"]
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "out.pdf", "-"], capture_output=True, text=True).stdout
        assert SECRET not in text and "root:" not in text and "input" in text


# text, for TeX
ESCAPED = [(r"\input{x}", r"\textbackslash{}input\{x\}"), ("50% & #1_a^b~", r"50\% \& \#1\_a\textasciicircum{}b\textasciitilde{}"),
           ("naïve", r"na\"{\i}ve"), ("über", r"\"{u}ber"), ("α ≤ 中", r"$\alpha$ $\le$ [U+4E2D]"), ("x⁽²⁾", r"x$^{(}$$^2$$^{)}$")]


@pytest.mark.parametrize("text, tex", ESCAPED)
def test_words_for_tex(text, tex):
    assert tex_words(text) == tex


def test_long_words_may_break():
    assert breakable("x" * 100).count(r"\allowbreak") == 12 and typewriter(" \\") == r"\texttt{~\char92{}}"


# sentence of ours, its formulas as plain text
SAID = [(r"The transpose of W^{(2)} is missing.", ["W⁽²⁾"]), ("The sign of the term 2 X^{\\top} y is wrong.", ["2Xᵀ y"]),
        ("a factor is missing", []), (r"where x \ne 0", ["x ≠ 0"]), ("solves for w", [])]


@pytest.mark.parametrize("sentence, formulas", SAID)
def test_names_in_our_sentences_are_formulas(sentence, formulas):
    from symcheck.report.formula.plain import to_plain

    words = said(sentence)
    assert [to_plain(w.tree) for w in words if isinstance(w, B.Math)] == formulas
    assert "".join(w.text for w in words if isinstance(w, B.Text)).split()[0] == sentence.split()[0]


# --- the command ----------------------------------------------------------------------------------

@pytest.mark.parametrize("ending, begins", [("pdf", b"%PDF"), ("tex", b"\\documentclass"), ("html", b"<!doctype html>")])
def test_the_command_writes_a_sheet(tmp_path, ending, begins):
    out = tmp_path / f"out.{ending}"
    done = symcheck("verify", str(STUDENT), "--sheet", str(out))
    assert done.returncode == 1 and "student.md: step 2" in done.stdout and f"wrote {out}" in done.stderr
    assert out.read_bytes().startswith(begins) and os.listdir(tmp_path) == [out.name]


# options, what the message says
BAD = [(["--sheet", "x.doc"], "unknown-format"), (["--latexmk"], "name the sheet too"), (["--sheet", "x.html", "--latexmk"], "makes a PDF"),
       (["--sheet", "x.pdf", str(STUDENT)], "made of one FILE")]


@pytest.mark.parametrize("options, message", BAD)
def test_usage(options, message):
    done = symcheck("verify", str(STUDENT), *options)
    assert done.returncode == 2 and message in done.stderr and not done.stdout


def test_a_sheet_that_cannot_be_written_costs_no_verdict(tmp_path):
    done = symcheck("verify", str(STUDENT), "--sheet", str(tmp_path / "no" / "x.tex"))
    assert done.returncode == 1 and "cannot write" in done.stderr and "step 2 (line 6) is wrong" in done.stdout


def test_without_the_typesetter_it_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(SymcheckError, match="pip install typst"):
        to_pdf(page_of("x"))


def test_without_tex_it_is_said(tmp_path):
    done = symcheck("verify", str(STUDENT), "--sheet", str(tmp_path / "x.pdf"), "--latexmk", PATH=str(tmp_path))
    assert done.returncode == 1 and "latexmk is not installed" in done.stderr


# --- lists, tables, pictures ----------------------------------------------------------------------

SHAPED = [  # source, kind, the parts that are seen
    ("- one\n- two $x$\n", "md", [("•", "one"), ("•", "two \ue0000\ue001")]),
    ("1. one\n2) two\n", "md", [("1.", "one"), ("2)", "two")]),
    ("- one\n  - inner\n- two\n", "md", [("•", "one"), ("•", "two")]),
    ("* one\ngoes on\n\n* two\n", "md", [("•", "one goes on"), ("•", "two")]),
    ("\\begin{enumerate}\\item one \\item two\\end{enumerate}", "tex", [("1.", "one"), ("2.", "two")]),
    ("\\begin{itemize}\\item[(a)] one \\begin{enumerate}\\item x\\end{enumerate} \\item two\\end{itemize}", "tex",
     [("(a)", "one"), ("•", "two")]),
]


@pytest.mark.parametrize("text, kind, entries", SHAPED)
def test_lists_keep_their_shape(text, kind, entries):
    (found,) = outline(signed(text), kind == "md")
    assert isinstance(found, List)
    assert [(e.label, e.parts[0].text) for e in found.entries] == entries


def signed(text):
    return text.replace("$x$", "\ue0000\ue001")


@pytest.mark.parametrize("text, kind, rows, head", [
    ("| a | b |\n|---|:-:|\n| 1 | $x$ |\n| 2 \\| 3 |\n", "md", [("a", "b"), ("1", "\ue0000\ue001"), ("2 | 3", "")], True),
    ("a | b\n--|--\n1 | 2 | 3\n", "md", [("a", "b", ""), ("1", "2", "3")], True),
    ("\\begin{tabular}{l|c}a & b \\\\ \\hline 1 \\& 0 & 2\\end{tabular}", "tex", [("a", "b"), ("1 & 0", "2")], True),
    ("\\begin{tabular}{ll}a & b \\\\ 1 & 2\\\\\\end{tabular}", "tex", [("a", "b"), ("1", "2")], False),
])
def test_tables_keep_their_cells(text, kind, rows, head):
    (found,) = outline(signed(text), kind == "md")
    assert isinstance(found, Table) and (list(found.rows), found.head) == (rows, head)


@pytest.mark.parametrize("text, kind, said", [
    ("See ![my graph](/etc/passwd \"t\") here.", "md", "See [image: my graph] here."),
    ("![](x.png)", "md", "[image]"),
    ('<img src="http://evil.example/a.png" alt="a > b">', "md", "[image: a > b]"),
    (r"\includegraphics[width=3cm]{/etc/passwd}", "tex", "[image]"),
])
def test_pictures_are_notes(text, kind, said):
    (found,) = outline(text, kind == "md")
    assert found.text == said


LISTS = {"md": r"""# Homework

1. Let $x, y \in \mathbb{R}^n$, and $L = \|x - y\|^2$,
   - with a wrong claim $\nabla_x L = x - y$ in it
   - \input{secret} <script>alert(1)</script>

     $$ \nabla_x L = 2 (x - y) $$

| quantity | value |
|---|---|
| $\nabla_y L$ | $\nabla_y L = 2 (y - x)$ |
| \write18{x} | ![p](secret.tex) |
""", "tex": r"""\begin{enumerate}
\item Let $x, y \in \mathbb{R}^n$, and $L = \|x - y\|^2$,
\begin{itemize} \item with a wrong claim $\nabla_x L = x - y$ in it \item \input{secret}
\[ \nabla_x L = 2 (x - y) \]
\end{itemize}
\end{enumerate}
\begin{tabular}{l|l} quantity & value \\ \hline $\nabla_y L$ & $\nabla_y L = 2 (y - x)$ \\ \includegraphics{secret} & \catcode`\%=12 \\
\end{tabular}
"""}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_and_tables_on_the_sheet(kind):
    page = page_of(LISTS[kind], kind, f"s.{kind}")
    assert sorted(marks(page)) == ["right", "right", "wrong"]
    kinds = [type(b) for b in page.blocks]
    assert B.Items in kinds and B.Table in kinds
    shown = to_html(page)
    assert "[image" in shown and "<script" not in shown and "<img" not in shown and 'class="ruled"' in shown
    written = to_latex(page)
    for command in (r"\input{", r"\write18", r"\catcode", r"\includegraphics"):
        assert command not in written.split(r"\begin{document}")[1]
    assert to_pdf(page)[:5] == b"%PDF-"


@needs_tex
@pytest.mark.parametrize("kind", LISTS)
def test_tex_sets_lists_and_tables(kind):
    assert pdf_by_latexmk(to_latex(page_of(LISTS[kind], kind, f"s.{kind}")))[:5] == b"%PDF-"


def test_deep_lists_and_wide_tables_end():
    deep = "\n".join("  " * k + f"- level {k}" for k in range(300))
    wide = "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n"
    assert to_html(page_of(deep)) and to_html(page_of(wide))
    nested = "\\begin{itemize}\\item " * 500 + "x" + "\\end{itemize}" * 500
    assert to_latex(page_of(nested, "tex"))
