r"""The documents are what the program makes of them, and complete: notation, messages, limits, decisions."""

import ast
import re
from pathlib import Path

import pytest

from docs.generate import BLOCK, HERE, INDENT, PAGES, made, run
from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.read.notation import TABLE
from symcheck.read.parser import parse
from symcheck.text import Source
from tests.readme import blocks

ROOT = HERE.parent
SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.S | re.M)
IDS_FIRST = {"fail", "error", "fault", "_fail"}  # functions whose first literal argument is an id


@pytest.mark.parametrize("page", PAGES, ids=[str(p.relative_to(HERE)) for p in PAGES])
def test_a_page_is_what_is_generated(page):
    """`python -m docs.generate` writes the outputs of examples, the tables and the lists."""
    text = page.read_text()
    assert made(text) == text


# --- the language ---------------------------------------------------------------------------------

@pytest.mark.parametrize("row", [r for r in TABLE if r.kind != "refused"], ids=lambda r: r.spellings[0])
def test_every_example_of_the_notation_table_is_parsed(row):
    parse(Source(row.example), frozenset())


def test_every_kind_of_notation_is_on_the_page():
    text = (HERE / "language.md").read_text()
    shown = {kind for kinds in re.findall(r"<!-- table: ([\w ]+) -->", text) for kind in kinds.split()}
    assert shown == {row.kind for row in TABLE}


def test_every_example_of_the_language_reads():
    for block in BLOCK.findall((HERE / "language.md").read_text()):
        for verb, argument, output in run(block):
            first = output.partition("\n")[0]
            assert not re.match(r"[a-z]+(-[a-z]+)*: ", first) or first.startswith("note"), (argument, output)
            assert first not in ("could not read this", "could not decide"), (verb, argument)


# --- messages -------------------------------------------------------------------------------------

def ids_in_source():
    """Every id that a Diagnostic of the source may have, as regular expressions, with its place."""
    found = {}
    for path in sorted((ROOT / "symcheck").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in IDS_FIRST:
                    patterns = next(filter(None, map(_ids, node.args[:2])), [])
                    for pattern in patterns:
                        found.setdefault(pattern, f"{path.relative_to(ROOT)}:{node.lineno}")
                    if not patterns and path.name != "diagnostic.py":
                        passed_on = isinstance(node.args[0], ast.Name) and node.args[0].id == "id"
                        assert passed_on, f"{path}:{node.lineno}: an id that is no literal"
    return found


def _ids(node):
    """The ids that an argument may be, as regular expressions; several where a condition chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(v.value) if isinstance(v, ast.Constant) else "[a-z]+" for v in node.values)]
    return [*_ids(node.body), *_ids(node.orelse)] if isinstance(node, ast.IfExp) else []


SECTIONS = dict(SECTION.findall((HERE / "messages.md").read_text()))


def test_every_message_is_documented_and_every_documented_one_exists():
    patterns = ids_in_source()
    undocumented = [f"{p} ({where})" for p, where in patterns.items()
                    if not any(re.fullmatch(p, id) for id in SECTIONS)]
    assert not undocumented
    assert [id for id in SECTIONS if not any(re.fullmatch(p, id) for p in patterns)] == []
    assert list(SECTIONS) == sorted(SECTIONS)


@pytest.mark.parametrize("id", SECTIONS)
def test_a_message_is_shown_by_an_input_that_brings_it_about(id):
    """The shown outputs are real: this file and test_readme.py run the blocks."""
    shown = [line.strip() for line in SECTIONS[id].splitlines()]
    assert any(line.startswith(f"{id}: ") for line in shown)
    assert "To mend it:" in SECTIONS[id]


# --- limits ---------------------------------------------------------------------------------------

def test_every_limit_has_a_case():
    text = (HERE / "limits.md").read_text()
    for part in re.split(r"^(?=\*\*)", text, flags=re.M)[1:]:
        assert "```symcheck" in part, part[:80]
        assert INDENT in part


# --- what writing the documents found --------------------------------------------------------------

DECLARED = (r"x, y \in \mathbb{R}^d", r"S \subseteq \{1, \dots, d\}", r"A \in \mathbb{R}^{d \times d}",
            r"u_i \in \mathbb{R}, i = 1, \dots, n", r"w \in \mathbb{R}", r"L = \|x\|^2")


@pytest.mark.parametrize("lhs, rhs, words", [
    # a range of positions is no position
    (r"x_{1:3}", "x", "unreadable"),
    (r"x_{2:d}", "x", "unreadable"),
    (r"x_{i:}", "x_i", "equal"),
    (r"A_{1:2,:}", "A", "unreadable"),
    # the largest offset must be inside as well
    (r"\sum_{i=1}^{d} (x_{i+1} - x_i)", "-x_1", "unreadable"),
    (r"\sum_{i=1}^{n} (u_{i+1} - u_i)", "-u_1", "unreadable"),
    (r"\sum_{i=1}^{d-1} (x_{i+1} - x_i)", "x_d - x_1", "equal"),
    # a set belongs to every name before it
    (r"\sum_{i,j \in S} x_i x_j", r"(\sum_{i \in S} x_i)^2", "equal"),
    (r"\sum_{i,j : i \ne j} x_i y_j", r"(\mathbf 1^\top x)(\mathbf 1^\top y) - x^\top y", "equal"),
    # a differential is no product by a size, and a product by a size is none
    ("dL", r"2 x^\top dx", "equal"),
    (r"d \cdot x", r"\sum_{i=1}^{d} x", "equal"),
    # of three vectors there is no array of two axes
    (r"x \otimes (y \otimes x)", r"(x \otimes y) \otimes x", "unreadable"),
    (r"A \oplus A", "A", "unreadable"),
    # what diverges has no value, and is no crash
    (r"\sum_{k=1}^{\infty} \frac{1}{k}", "w", "undecided"),
    (r"\int_{-1}^1 \frac1t dt", "w", "undecided"),
    (r"\lim_{t \to 0} \frac{|t|}{t}", "w", "unreadable"),
])
def test_found_while_documenting(lhs, rhs, words):
    assert equal(Context(DECLARED), lhs, rhs).word in words.split()


def test_a_law_is_declared_of_a_declared_vector():
    context = Context([r"w \in \mathbb{R}^d", r"w \sim \mathcal{N}(0, I)"])
    assert "w" in context.distributions


def test_python_examples_are_run_as_well():
    assert any(kind == "python" for kind, _ in blocks(Path(HERE / "messages.md")))
