"""An instructor's key as a sheet: each part marked, the derived answer beside what is wrong, nothing of theirs run."""

from pathlib import Path

import pytest

from symcheck.course import load_worksheet
from symcheck.course.key import check_key
from symcheck.course.key_page import key_page
from symcheck.report.page import blocks as B
from symcheck.report.page.html import to_html
from symcheck.report.page.tex import to_latex
from symcheck.report.page.typst import to_pdf
from tests.commands import symcheck

KEYS = Path(__file__).parent / "keys"
SHEETS = {"discussion1.md": "eecs182-fa22-dis1", "discussion7.tex": "cs189-fa20-dis7", "exercise5.md": "i2dl-ss20-ex5"}


def page_of(name):
    sheet = load_worksheet(SHEETS[name])
    path = KEYS / name
    key = check_key(sheet, path.read_text(), name, path.suffix[1:])
    return sheet, key, key_page(key, sheet)


def marks(blocks):
    for b in blocks:
        if isinstance(b, B.Derivation):
            yield from (line.mark for line in b.lines if line.mark)
        elif isinstance(b, B.Source) and b.mark:
            yield b.mark


@pytest.mark.parametrize("name", SHEETS)
def test_each_part_stands_there_once_with_its_mark(name):
    sheet, key, page = page_of(name)
    asked = [b.words[0].text for b in page.blocks if isinstance(b, B.Paragraph) and isinstance(b.words[0], B.Strong)]
    assert sorted(asked) == sorted(p.part for p in key.parts)
    found = list(marks(page.blocks))
    for status, mark in (("right", "right"), ("wrong", "wrong")):
        assert found.count(mark) == key.count(status) > 0
    panels = [b for b in page.blocks if isinstance(b, B.Panel)]
    assert sum(b.title == "The key has no answer to this" for b in panels) == key.count("missing")


def test_the_derived_answer_stands_beside_a_wrong_one():
    _, key, page = page_of("discussion1.md")
    (panel,) = (b for b in page.blocks if isinstance(b, B.Panel) and b.kind == "wrong" and b.title.startswith("Line"))
    assert any(isinstance(b, B.Grid) for b in panel.blocks)
    assert isinstance(panel.blocks[-1], B.Derivation) and panel.blocks[-2].words == (B.Text("Derived:"),)


@pytest.mark.parametrize("name", SHEETS)
def test_the_three_forms(name):
    _, _, page = page_of(name)
    assert to_pdf(page)[:5] == b"%PDF-"
    assert to_html(page).count("<math") > 5 and "<script" not in to_html(page)
    assert r"\end{document}" in to_latex(page)


def test_a_hostile_key_is_data():
    sheet = load_worksheet("cs189-fa20-dis7")
    text = "# 2a\n\n$$ \\input{/etc/passwd} = x $$\n\n# 2f\n\n<script>alert(1)</script> it tells how fast the output moves\n"
    page = key_page(check_key(sheet, text, "k.md", "md"), sheet)
    assert "<script" not in to_html(page)
    assert r"\input{/etc" not in to_latex(page)
    assert to_pdf(page)[:5] == b"%PDF-"


def test_the_command(tmp_path):
    for ending, head in (("pdf", b"%PDF-"), ("html", b"<!doctype"), ("tex", b"\\documentclass")):
        out = tmp_path / f"key.{ending}"
        done = symcheck("verify", str(KEYS / "discussion1.md"), "--worksheet", "eecs182-fa22-dis1", "--sheet", str(out))
        assert done.returncode == 1 and "7 right, 1 wrong" in done.stdout
        assert head in out.read_bytes()[:300]
