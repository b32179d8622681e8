r"""Fills the documents in: `python -m docs.generate` runs their examples and writes the real outputs.

A ```symcheck block is a list of lines, each run against the declarations of its block:

    declare: x \in \mathbb{R}^d            a declaration, definition or assumption; alone, it prints nothing
    layout: row                            the layout of what follows
    names:                                 what is declared, with shapes
    read: \nabla_x x^\top x                the shape and what was read, printed back
    readings: 1/2x                         every reading, with what it assumes
    same: x^\top x   ==   \|x\|^2          the verdict in a few words
    equal: x^\top x   ==   \|x\|^2         the verdict with its evidence

The lines below each, indented by four spaces, are its output. What stands between `<!-- table: KIND.. -->`
and `<!-- end -->` is made from the rows of these kinds of the notation table, and between
`<!-- decisions -->` and `<!-- end -->` from the titles of `docs/decisions/`. The tests ask that every
committed page equals what this makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from symcheck.expr.latex import to_latex
from symcheck.expr.shape import describe
from symcheck.faces.library import equal
from symcheck.read.context import Context
from symcheck.read.notation import TABLE, Row
from symcheck.report.text import headline, verdict_text
from symcheck.text import SymcheckError

HERE = Path(__file__).parent
PAGES = [path for path in sorted(HERE.glob("**/*.md"))]
BLOCK = re.compile(r"^```symcheck\n(.*?)^```$", re.S | re.M)
_TABLE = re.compile(r"(<!-- table: ([\w ]+) -->\n).*?(<!-- end -->)", re.S)
_DECISIONS = re.compile(r"(<!-- decisions -->\n).*?(<!-- end -->)", re.S)
INDENT = "    "
WIDTH = 100


# --- examples -------------------------------------------------------------------------------------

def run(block: str) -> Iterator[tuple[str, str, str]]:
    """(verb, argument, output) of each line of a block."""
    lines: list[str] = []
    layout = "column"
    for line in block.splitlines():
        if not line.strip() or line.startswith(INDENT):
            continue
        verb, _, argument = line.partition(":")
        argument = argument.strip()
        if verb == "layout":
            layout, output = argument, ""
        elif verb == "declare":
            output = _declared(lines, argument)
        else:
            output = VERBS[verb](Context(lines, layout=layout), argument)
        yield verb, argument, output


def _declared(lines: list[str], line: str) -> str:
    try:
        context = Context([*lines, line])
    except SymcheckError as error:
        return str(error)
    lines.append(line)
    return "\n".join(context.notes)


def _read(context: Context, latex: str) -> str:
    try:
        found = context.reading(latex)
    except SymcheckError as error:
        return str(error)
    return "\n".join([f"{describe(found.expr.shape)}: {to_latex(found.expr)}",
                      *(f"note: {note}" for note in found.notes)])


def _readings(context: Context, latex: str) -> str:
    try:
        found = context.readings(latex)
    except SymcheckError as error:
        return str(error)
    return "\n".join(to_latex(f.expr) + "".join(f"   ({note})" for note in f.notes) for f in found)


def _verdict(context: Context, sides: str):
    lhs, rhs = re.split(r"\s{2,}==\s{2,}", sides)
    return equal(lhs, rhs, context)


def _same(context: Context, sides: str) -> str:
    verdict = _verdict(context, sides)
    where = f" ({', '.join(verdict.conditions)})" if verdict.conditions else ""
    return headline(verdict) + where


def _equal(context: Context, sides: str) -> str:
    return verdict_text(_verdict(context, sides), width=WIDTH - len(INDENT))


VERBS = {
    "names": lambda context, _: context.explain(),
    "read": _read,
    "readings": _readings,
    "same": _same,
    "equal": _equal,
}


def shown(block: str) -> str:
    """The block with its real outputs."""
    text = []
    for verb, argument, output in run(block):
        text.append(f"{verb}: {argument}".rstrip())
        text += [f"{INDENT}{line}".rstrip() for line in output.splitlines()]
    return "\n".join(text) + "\n"


# --- tables ---------------------------------------------------------------------------------------

def cell(latex: str) -> str:
    """LaTeX as the cell of a Markdown table, in which a bar ends the cell."""
    ticks = "``" if "`" in latex else "`"
    return f"{ticks}{latex}{ticks}".replace("|", r"\|")


# Names that the examples of the notation table use.
NAMES = (
    r"p, q, v, w, x, y, z \in \mathbb{R}^n", r"a, b, c, k, r, t \in \mathbb{R}", r"h, u \in \mathbb{R}^d",
    r"A, B, Q, X \in \mathbb{R}^{n \times n}", r"f : \mathbb{R}^n \to \mathbb{R}", "L = f(w)",
    r"\ell(w) = \|w\|^2",
)
NO_VALUE = "†"


def table(kinds: list[str]) -> str:
    """The rows of these kinds of the notation table; those that mean only their names share a row."""
    rows = [row for row in TABLE if row.kind in kinds]
    plain = [row for row in rows if row.means.startswith("the Greek letter")]
    functions = [row for row in rows if row.means.startswith("the function ") and has_value(row)]
    lines = ["| written | meaning | example |", "|---|---|---|"]
    lines += [_line(row) for row in rows if row not in plain and row not in functions]
    for group, means in ((plain, "Greek letters"), (functions, "functions of numbers")):
        if group:
            names = " ".join(cell(row.spellings[0]) for row in group)
            lines.append(f"| {names} | {means} | {cell(group[0].example)} |")
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    mark = "" if has_value(row) else f" {NO_VALUE}"
    return f"| {' '.join(cell(s) for s in row.spellings)} | {row.means}{mark} | {cell(row.example)} |"


def has_value(row: Row) -> bool:
    """May the example of a row stand in an expression, as far as its notation goes?"""
    try:
        _example_context().read(row.example)
    except SymcheckError as error:
        known = row.kind == "letter" and row.means.startswith("the ")
        return error.diagnostic.id != "not-in-language" and not (
            known and error.diagnostic.id == "undeclared-name")
    return True


@cache
def _example_context() -> Context:
    return Context(NAMES)


def decisions() -> str:
    """A list of the pages of `docs/decisions/` by their titles."""
    lines = []
    for path in sorted((HERE / "decisions").glob("[0-9]*.md")):
        title = path.read_text().partition("\n")[0].lstrip("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join(lines) + "\n"


def made(page: str) -> str:
    """A page with its tables and outputs made anew."""
    page = _TABLE.sub(lambda m: m[1] + table(m[2].split()) + m[3], page)
    page = _DECISIONS.sub(lambda m: m[1] + decisions() + m[2], page)
    return BLOCK.sub(lambda m: f"```symcheck\n{shown(m[1])}```", page)


def main() -> None:
    for path in PAGES:
        text = path.read_text()
        new = made(text)
        if new != text:
            path.write_text(new)
            print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
