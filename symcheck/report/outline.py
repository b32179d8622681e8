r"""The shape of an author's prose: headings, lists, tables and pictures, as plain data.

`outline(text, markdown)` reads the source of a document in which each formula is a single sign (`formula_sign`). Nothing of
it is carried out: a table is split at its signs, a picture is its description, whatever else is not known stays
characters. Of LaTeX the environments of lists and tables are known, of Markdown what its lines begin with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.read.documents.prose import plain

FORMULA = re.compile("\ue000(\\d+)\ue001")
DEEPEST = 6      # lists within lists that keep their shape
MOST_CELLS = 20  # of a row of a table


def formula_sign(number: int) -> str:
    """What stands for the formula of that number in a text."""
    return f"\ue000{number}\ue001"


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph, with signs of formulas."""

    text: str


@dataclass(frozen=True)
class Entry:
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class List:
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    head: bool = False  # is the first row a head?


Part = Heading | Words | List | Table


def outline(text: str, markdown: bool) -> list[Part]:
    """The parts of a document in order; every formula sign of the text is in one of them."""
    return _markdown(_pictures(text).split("\n"), 0) if markdown else _latex(_pictures_of_latex(text))


# --- Markdown -------------------------------------------------------------------------------------

_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(.*?)[ \t#]*$")
_ENTRY = re.compile(r"([ \t]*)([-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|!\[([^\]\n]*)\]\[[^\]\n]*\]")
_TAG = re.compile(r"<img\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


def _picture(alt: str) -> str:
    return f"[image: {alt.strip()}]" if alt.strip() else "[image]"


def _pictures(text: str) -> str:
    text = _PICTURE.sub(lambda m: _picture(m[1] or m[2] or ""), text)

    def tag(m: re.Match) -> str:
        alt = _ALT.search(m[0])
        return _picture(next((x for x in alt.groups() if x), "") if alt else "")

    return _TAG.sub(tag, text)


def _markdown(lines: list[str], depth: int) -> list[Part]:
    parts: list[Part] = []
    kept: list[str] = []
    k = 0

    def close() -> None:
        parts.extend(Words(p) for p in plain("\n".join(kept), True).split("\n\n") if p.strip())
        kept.clear()

    while k < len(lines):
        line = lines[k]
        if found := _HEADING.fullmatch(line):
            close()
            parts.append(Heading(plain(found[1], True)))
        elif depth < DEEPEST and (entry := _ENTRY.match(line)) and not _RULE.fullmatch(line):
            close()
            entries, k = _entries(lines, k, entry, depth)
            parts.append(List(tuple(entries)))
            continue
        elif _BAR.search(line) and k + 1 < len(lines) and "-" in lines[k + 1] and _BAR.search(lines[k + 1]) and _RULE.fullmatch(lines[k + 1]):
            close()
            rows = [_cells(line)]
            k += 2
            while k < len(lines) and _BAR.search(lines[k]) and lines[k].strip():
                rows.append(_cells(lines[k]))
                k += 1
            parts.append(_table(rows, True))
            continue
        else:
            kept.append(line)
        k += 1
    close()
    return parts


def _entries(lines: list[str], k: int, first: re.Match, depth: int) -> tuple[list[Entry], int]:
    """The entries of the list that begins at line k, and the line after it."""
    indent, entries = _width(first[1]), []
    while k < len(lines):
        entry = _ENTRY.match(lines[k])
        if entry is None or _width(entry[1]) < indent or _width(entry[1]) > indent + 1:
            break
        inside, room = [lines[k][entry.end():]], indent + 2
        k += 1
        while k < len(lines):
            line = lines[k]
            if not line.strip():
                after = next((x for x in lines[k + 1:] if x.strip()), "")
                if not after or _width(after) < room and not _ENTRY.match(after):
                    break
                if _ENTRY.match(after) and _width(after) < room:
                    k += 1
                    break
            elif (other := _ENTRY.match(line)) and _width(other[1]) < room or _HEADING.fullmatch(line):
                break
            inside.append(line[min(room, len(line) - len(line.lstrip())):])
            k += 1
        label = "•" if entry[2] in "-*+" else entry[2]
        entries.append(Entry(label, tuple(_markdown(inside, depth + 1))))
        while k < len(lines) and not lines[k].strip() and k + 1 < len(lines) and (
                following := _ENTRY.match(lines[k + 1])) and _width(following[1]) == indent:
            k += 1
    return entries, k


def _width(text: str) -> int:
    return len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())  if text.strip() else len(text.expandtabs(4))


def _cells(line: str) -> list[str]:
    cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
    return [plain(c.replace("\\|", "|"), True) for c in cells]


def _table(rows: list[list[str]], head: bool) -> Table:
    """All rows as wide as the widest; a row with too many cells keeps the rest in its last."""
    width = min(max(map(len, rows)), MOST_CELLS)
    return Table(tuple((*r[:width - 1], " ".join(r[width - 1:]), *[""] * (width - len(r)))[:max(width, 1)] for r in rows), head)


# --- LaTeX ----------------------------------------------------------------------------------------

_PICTURE_OF_LATEX = re.compile(r"\\includegraphics\*?[ \t]*(?:\[[^\]]*\])?[ \t]*\{[^{}]*\}")
_TOKEN = re.compile(r"\\(begin|end)[ \t]*\{(enumerate|itemize|description|tabular|tabularx|tabular\*|array)\}"
                    r"|\\item(?![A-Za-z])(?:[ \t]*\[([^\]]*)\])?|\\(?:sub)*section\*?[ \t]*\{([^{}]*)\}")
_COLUMNS = re.compile(r"(?:[ \t]*(?:\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}))*")
_LINES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|centering|raggedright)(?![A-Za-z])|\\cline[ \t]*\{[^{}]*\}")


def _pictures_of_latex(text: str) -> str:
    return _PICTURE_OF_LATEX.sub("[image]", text)


def _latex(text: str) -> list[Part]:
    parts, _ = _of_latex(text, 0, 0, None)
    return parts


def _of_latex(text: str, at: int, depth: int, within: str | None) -> tuple[list[Part], int]:
    """The parts up to the end of the environment `within` (or the next entry of its list), and where that is."""
    parts: list[Part] = []

    def said(to: int) -> None:
        parts.extend(Words(p) for p in plain(text[at:to], False).split("\n\n") if p.strip())

    while (m := _TOKEN.search(text, at)) is not None:
        listed = m[0].startswith("\\item")
        if within is not None and (listed or m[1] == "end" and m[2] == within):
            break
        said(m.start())
        at = m.end()
        if m[4] is not None:
            parts.append(Heading(plain(m[4], False)))
        elif m[1] == "begin" and m[2] in ("enumerate", "itemize", "description") and depth < DEEPEST:
            entries, at = _entries_of_latex(text, at, m[2], depth)
            if entries:
                parts.append(List(tuple(entries)))
        elif m[1] == "begin" and m[2] not in ("enumerate", "itemize", "description"):
            end = text.find(rf"\end{{{m[2]}}}", at)
            end = len(text) if end < 0 else end
            body = _LINES.sub("", text[_COLUMNS.match(text, at).end():end])
            rows = [[plain(c, False) for c in re.split(r"(?<!\\)&", row)] for row in re.split(r"\\\\(?:\[[^\]]*\])?|\\tabularnewline", body)
                    if row.strip()]
            if rows:
                parts.append(_table(rows, r"\hline" in text[at:end] or r"\midrule" in text[at:end]))
            at = min(len(text), end + len(rf"\end{{{m[2]}}}"))
    end = len(text) if m is None else m.start()
    said(end)
    return parts, end


def _entries_of_latex(text: str, at: int, kind: str, depth: int) -> tuple[list[Entry], int]:
    entries: list[Entry] = []
    before, at = _of_latex(text, at, depth + 1, kind)
    if before:
        entries.append(Entry("", tuple(before)))
    number = 0
    while (m := _TOKEN.match(text, at)) is not None and m[0].startswith("\\item"):
        number += 1
        label = plain(m[3], False) if m[3] is not None else f"{number}." if kind == "enumerate" else "•"
        parts, at = _of_latex(text, m.end(), depth + 1, kind)
        entries.append(Entry(label, tuple(parts)))
    return entries, m.end() if m is not None and m[1] == "end" else at
