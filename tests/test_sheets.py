r"""Solution sheets of every worksheet: complete, set without an error, and nothing too wide."""

import re
import subprocess

import pytest

from symcheck.course import load_worksheet, worksheet_names
from symcheck.course.sheet import sheet_page
from symcheck.course.solve import solve_all
from symcheck.report.page import blocks as B
from symcheck.report.page.html import to_html
from symcheck.report.page.tex import latexmk, to_latex
from symcheck.report.page.typst import set_in_type, to_pdf, to_typst_source
from tests.commands import symcheck

NAMES = worksheet_names()
needs_tex = pytest.mark.skipif(latexmk() is None, reason="latexmk is not installed")


@pytest.fixture(scope="module")
def pages():
    return {(name, only): sheet_page(load_worksheet(name), problems_only=only) for name in NAMES for only in (False, True)}


def texts(page):
    return [w.text for b in page.blocks if isinstance(b, (B.Paragraph, B.Heading)) for w in b.words if hasattr(w, "text")]


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_on_both_sheets(pages, name):
    for only in (False, True):
        labels = [w.text for b in pages[name, only].blocks if isinstance(b, B.Paragraph) for w in b.words if isinstance(w, B.Strong)]
        assert sorted(labels) == sorted(p.id for p in load_worksheet(name).parts)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_printed_and_verified(pages, name):
    from symcheck.report.formula import formula
    from symcheck.report.formula.tree import Row

    def items(tree):
        return tree.items if isinstance(tree, Row) else (tree,)

    shown = [b.lines for b in pages[name, False].blocks if isinstance(b, B.Derivation)]
    printed = [items(line.left) + items(line.right) for lines in shown for line in lines]
    asked = {line.left for s in solve_all(name) for line in s.answers if line.left}
    assert all(any(row[:len(formula(left).items)] == formula(left).items for row in printed) for left in asked)
    assert not [b for b in pages[name, False].blocks if isinstance(b, B.Panel)]


@pytest.mark.parametrize("name", NAMES)
def test_the_problems_give_nothing_away(pages, name):
    assert not [b for b in pages[name, True].blocks if isinstance(b, (B.Derivation, B.Figure, B.Panel))]


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_is_set_without_tex(pages, name):
    for only in (False, True):
        page = pages[name, only]
        assert to_pdf(page).startswith(b"%PDF") and not re.search(r"\$[^$\s]|\\[a-z]", "".join(texts(page)))
        assert "<math" in to_html(page)


@pytest.mark.parametrize("name", NAMES)
def test_the_typesetter_scales_nothing(pages, name):
    """A formula wider than its line would be shrunk to fit: none on our sheets is, by the measure of the page itself."""
    source = to_typst_source(pages[name, False]).replace(
        "#let fit(width, body) = shrink(width, body)", "#let fit(width, body) = context { let natural = measure(body).width\n"
        "if natural > width + 0.6pt { panic(\"too wide: \" + repr(natural)) } else { shrink(width, body) } }", 1)
    assert "panic" in source
    assert set_in_type(source, "pdf")


@needs_tex
def test_every_sheet_is_set_by_tex(pages, tmp_path):
    """One run over all sheets, both ways: no error, nothing overfull, nothing scaled down."""
    blocks = [b for page in pages.values() for b in (B.Heading(1, B.words(page.title)), *page.blocks)]
    tex = to_latex(B.Page("All sheets", tuple(blocks)))
    tex = tex.replace(r"\ifdim\wd\symbox>#1\resizebox", r"\ifdim\wd\symbox>#1\typeout{Scaled down}\resizebox", 1)
    assert r"\typeout" in tex
    (tmp_path / "all.tex").write_text(tex)
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"], cwd=tmp_path,
                          capture_output=True, timeout=120)
    log = (tmp_path / "all.log").read_text(errors="replace")
    assert done.returncode == 0, log[-1500:]
    assert not re.findall(r"^(?:Overfull|Scaled down|LaTeX Warning).*", log, re.M)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_the_same_twice(name):
    sheet = load_worksheet(name)
    assert to_pdf(sheet_page(sheet)) == to_pdf(sheet_page(sheet)) and to_html(sheet_page(sheet)) == to_html(sheet_page(sheet))


def test_the_command(tmp_path):
    for options, ending, begins in (([], "pdf", b"%PDF"), (["--problems-only"], "tex", b"\\documentclass"), (["--layout", "row"], "html", b"<!doctype")):
        out = tmp_path / f"x.{ending}"
        done = symcheck("sheet", "eecs182-fa22-dis1", "-o", str(out), *options)
        assert done.returncode == 0 and done.stderr == f"wrote {out}\n" and out.read_bytes().startswith(begins)
    assert symcheck("sheet", "eecs182-fa22-dis1").stdout.startswith(r"\documentclass")


# arguments, what the message says
BAD = [(["nothing"], "unknown-worksheet"), (["cs189-fa20-dis7", "-o", "x.png"], "unknown-format"),
       (["cs189-fa20-dis7", "--latexmk"], "name the sheet too"), ([], "Missing argument")]


@pytest.mark.parametrize("arguments, message", BAD)
def test_usage(arguments, message):
    done = symcheck("sheet", *arguments)
    assert done.returncode == 2 and message in done.stderr and not done.stdout
