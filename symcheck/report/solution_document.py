r"""A worked solution as a Markdown or LaTeX document that `symcheck verify` itself checks.

Declarations come first, then a display for each line with its reason in prose, so that every step of the
document is one the judge can read again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.derive.solution import DEFINITION, EQUATION, GIVEN
from symcheck.report.page.tex_words import tex_words
from symcheck.report.solution_text import formula

if TYPE_CHECKING:
    from symcheck.derive.solution import Line, Section, Solution

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath, amssymb}
\begin{document}
"""
# What declares a name: its space, its kind as a function, or its sign.
DECLARED = re.compile(r"\\in(?![A-Za-z])|\\subseteq|\\to(?![A-Za-z])|^[^\s=]+(?:, [^\s=]+)* (?:>|<|\\ge|\\le) 0$")
NEVER_CHECKED = (r"\to", r"\text{ is used in }", "", r"\propto")


def markdown(s: Solution) -> str:
    """The solution as Markdown with `$` and `$$`."""
    parts = [f"# {s.title}"] if s.title and "\\" not in s.title else [f"# ${s.title}$"] if s.title else []
    parts.append(f"<!-- symcheck: layout {s.layout} -->")
    parts += [q.strip() for q in s.question.splitlines() if q.strip()]
    parts += _declared(s)
    for section in s.sections:
        parts.append(f"## {section.title}")
        parts += [section.words] if section.words else []
        parts += [p for group in _displays(section) for p in _display(group, "$$\n{}\n$$")]
    parts += [f"Not derived: {m}." for m in s.missing]
    return "\n\n".join(parts) + "\n"


def latex(s: Solution) -> str:
    """The solution as a LaTeX article; only amsmath and amssymb are used."""
    parts = [rf"\section*{{{_text(s.title) if chr(92) not in s.title else '$' + s.title + '$'}}}"] if s.title else []
    parts.append(f"% symcheck: layout {s.layout}")
    parts += [_text(q.strip()) for q in s.question.splitlines() if q.strip()]
    parts += [_text(p) for p in _declared(s)]
    for section in s.sections:
        parts.append(rf"\subsection*{{{_text(section.title)}}}")
        parts += [_text(section.words)] if section.words else []
        parts += [_text(p) if k else p for group in _displays(section)
                  for k, p in enumerate(_display(group, "\\[\n{}\n\\]"))]
    parts += [_text(f"Not derived: {m}.") for m in s.missing]
    return PREAMBLE + "\n\n".join(parts) + "\n\\end{document}\n"


def _declared(s: Solution) -> list[str]:
    """Declarations in one sentence, assumptions in one after it."""
    names = [f"${line}$" for line in s.given if DECLARED.search(line)]
    assumed = [f"${line}$" for line in s.given if not DECLARED.search(line)]
    said = [f"Let {_listed(names)}."] if names else []
    said += [f"Suppose that {_listed(assumed)}."] if assumed else []
    return [*said, *(f"Here {note}." for note in s.notes)]


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def _displays(section: Section) -> list[list[Line]]:
    """Lines that stand in one display: definitions together, each claim for itself."""
    groups: list[list[Line]] = []
    for line in section.lines:
        together = line.kind in (DEFINITION, GIVEN) and not line.reason
        before = groups[-1][0] if groups else line
        if together and groups and before.kind == line.kind and not before.reason and bool(before.range) == bool(line.range):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _display(lines: list[Line], frame: str) -> list[str]:
    """The display, then the reason of its line."""
    if lines[0].relation in NEVER_CHECKED or lines[0].left.startswith(r"\text"):
        return ["; ".join(f"${' '.join(formula(line))}$" for line in lines), *_reasons(lines)]
    if lines[0].kind == EQUATION:
        return ["Setting the gradient to zero gives" if lines[0].right in ("0",) or "mathbf{0}" in lines[0].right
                else "that is", frame.format(" ".join(formula(lines[0])) + ".")]
    if len(lines) == 1:
        space = rf" \in {lines[0].space}" if lines[0].space and lines[0].relation == "=" else ""
        return [frame.format(" ".join(formula(lines[0])) + space + _range(lines[0])), *_reasons(lines)]
    rows = [rf"{line.left} &{line.relation} " + " = ".join(line.rights) + _range(line) for line in lines]
    return [frame.format("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}")]


def _range(line: Line) -> str:
    return rf", \qquad {line.range}" if line.range else ""


def _reasons(lines: list[Line]) -> list[str]:
    said = [line.reason for line in lines if line.reason]
    return [_sentence(r) for r in said]


def _sentence(text: str) -> str:
    text = text if text.startswith("$") else text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def _text(words: str) -> str:
    """Words with formulas between dollars for LaTeX: what is special outside of the formulas is escaped."""
    return "".join(f"${part}$" if k % 2 else tex_words(part) for k, part in enumerate(re.split(r"(?<!\\)\$", words)))
