"""Every row of the table of mistakes: pages, tables of right and wrong lines, near misses, time.

`tests/mistakes/*.txt` holds blocks of declarations and rows `RIGHT   ~>   WRONG   ::   id`; `not id` is a
near miss that must not be named so, `nothing` one that must not be named at all. The pages of
`docs/mistakes/` are run too; `python -m tests.test_mistakes` writes their outputs and the index.
"""

import re
from itertools import combinations
from pathlib import Path

import pytest

from symcheck.judge.mistakes import MISTAKES, name_misfit, name_mistake
from symcheck.judge.sides import read_both
from symcheck.read.context import Context
from symcheck.text import SymcheckError
from tests.patience import patience

PAGES = Path(__file__).parent.parent / "docs" / "mistakes"
TABLES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))
BLOCK = re.compile(r"^```mistake\n(.*?)^```$", re.S | re.M)
ROW = re.compile(r"(.*\S)\s+~>\s+(.*\S)\s+::\s+(.*\S)\s*$")
NAMED = [row for row in MISTAKES if row.where != "relation"]


def mistake_of(context, right, wrong, layout="column", limit=5.0):
    """The mistake named between two lines of LaTeX, also where the second does not fit."""
    try:
        a, b = read_both(context, right, wrong, layout)
    except SymcheckError:
        syntax, source = context.parsed(wrong)
        return name_misfit(context, context.read(right, layout), syntax, source, layout, limit)
    return name_mistake(a, b, context.assumptions, limit)


# --- the tables -----------------------------------------------------------------------------------

def blocks():
    """(title, declarations, layout, rows) of every table."""
    for path in TABLES:
        title, lines, layout, rows = path.stem, [], "column", []
        for line in [*path.read_text().splitlines(), "[end]"]:
            if line.startswith("["):
                if rows:
                    yield title, lines, layout, rows
                title, lines, layout, rows = f"{path.stem} {line}", [], "column", []
            elif line.startswith("declare: "):
                lines.append(line[9:])
            elif line.startswith("layout: "):
                layout = line[8:]
            elif line.strip() and not line.startswith("%"):
                rows.append(ROW.match(line).groups())


BLOCKS = list(blocks())


@pytest.mark.parametrize("title, declare, layout, rows", BLOCKS, ids=[b[0] for b in BLOCKS])
def test_table(title, declare, layout, rows):
    context = Context(declare, layout=layout)
    unexpected = []
    for right, wrong, expected in rows:
        m = mistake_of(context, right, wrong, layout)
        got = m.id if m else "nothing"
        if (got == expected[4:]) if expected.startswith("not ") else (got != expected):
            unexpected.append(f"{right}  ~>  {wrong}\n    {got}: {m and m.sentence}, not {expected}")
    assert not unexpected, "\n".join(unexpected)


def test_every_row_has_several_tests():
    ids = [expected for *_, rows in BLOCKS for _, _, expected in rows]
    assert len(MISTAKES) >= 45 and len({row.id for row in MISTAKES}) == len(MISTAKES)
    few = [row.id for row in NAMED if ids.count(row.id) < 2]
    assert not few
    assert [row.id for row in NAMED if f"not {row.id}" not in ids and "nothing" not in ids] == []


def test_lines_with_two_slips_are_not_named():
    """Pairs of slips in one line: no row may explain it alone by one of the two ids."""
    slips = {r"X^\top": "X^\\top 2", "Xw - y": "y - Xw", r"\lambda w": r"\lambda w_0"}
    context = Context([r"X \in \mathbb{R}^{n \times d}", r"y \in \mathbb{R}^n", r"w, w_0 \in \mathbb{R}^d",
                       r"\lambda > 0"])
    right = r"X^\top (Xw - y) + \lambda w"
    for pair in combinations(slips.items(), 2):
        wrong = right
        for old, new in pair:
            wrong = wrong.replace(old, new, 1)
        assert mistake_of(context, right, wrong) is None, wrong


# --- the pages ------------------------------------------------------------------------------------

def run(block):
    """The block with the mistake that is named written below."""
    lines = [line for line in block.splitlines() if line and not line.startswith("    ")]
    said = dict(line.split(": ", 1) for line in lines if not line.startswith("declare"))
    if "wrong" in said:
        m = mistake_of(Context([line[9:] for line in lines if line.startswith("declare: ")]),
                       said["right"], said["wrong"])
        lines.append(f"    {m.id}: {m.sentence}" if m else "    nothing")
    return "\n".join(lines) + "\n"


def made(row, text):
    """A page with the output of its block, and the sentence where relations name it."""
    def filled(match):
        shown = run(match[1])
        if row.where == "relation":
            shown += f"    {row.id}: {row.sentence.format()}\n"
        return f"```mistake\n{shown}```"

    return BLOCK.sub(filled, text)


def index():
    lines = ["# Mistakes", "", "When a line is wrong, symcheck looks for a slip that turns the right line into "
             "it. It is named when exactly one", "row of this table does; otherwise the counterexample speaks. "
             "Each page shows one, run by the tests.", ""]
    for title, where in HEADINGS.items():
        lines += [f"## {title}", ""]
        for row in MISTAKES:
            if row.where in where:
                said = re.search(f"^    {row.id}: (.*)$", PAGES.joinpath(f"{row.id}.md").read_text(), re.M)
                lines.append(f"- [{row.id}]({row.id}.md): {said[1]}")
        lines.append("")
    return "\n".join(lines)


HEADINGS = {"The whole line": ("whole",), "Transposes, products, signs": ("place", "shape"),
            "Rules that do not hold": ("rule",), "Functions and their derivatives": ("function",),
            "Indices and sums": ("index",), "Names": ("name",), "Differentiation": ("derivative",),
            "Terms": ("term",), "Relations": ("relation",)}


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.id)
def test_a_page_is_what_the_program_says(row):
    text = PAGES.joinpath(f"{row.id}.md").read_text()
    assert text.startswith(f"# {row.id}\n")
    assert f"    {row.id}: " in text
    assert made(row, text) == text
    why = text.split("## Why it is wrong\n\n")[1].split("\n\n## How to see it\n\n")
    assert len(why) == 2 and all(part.strip().endswith(".") for part in why)


def test_the_index_lists_every_page():
    assert (PAGES / "index.md").read_text() == index()
    assert {p.stem for p in PAGES.glob("*.md")} == {row.id for row in MISTAKES} | {"index"}


# --- limits ---------------------------------------------------------------------------------------

def test_a_search_ends_in_time():
    context = Context([r"A, B, C \in \mathbb{R}^{d \times d}", r"u \in \mathbb{R}^d"])
    a, b = read_both(context, r"A B C A B C u", r"A C B B A C u + u", "column")
    with patience():
        name_mistake(a, b, limit=0.1)


if __name__ == "__main__":
    for row in MISTAKES:
        page = PAGES / f"{row.id}.md"
        page.write_text(made(row, page.read_text()))
    (PAGES / "index.md").write_text(index())
