r"""Labels of a worksheet's parts in a document: where each begins, and which parts it names.

    # 2d-W1     ## Problem 2(d), $W^{(1)}$     **2d-W1.**     \section*{2d-W1}     \item[2d-W1]
    2d-W1: ..   | 2d-W1 | .. |     ## 2 with ### (d) with **W1** below it

Letters and digits count, their case, marks and spaces do not. A label that names no part ends the
answer before it only where it is a heading as high as that answer's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\1[ \t]*$|<!--.*?-->|(?<!\\)%[^\n]*", re.S | re.M)
_BRACED = r"\{((?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*)\}"
_SHAPES = re.compile(
    r"^[ \t]*(?P<marks>\#{1,6})[ \t]+(?P<heading>[^\n]*)"
    rf"|\\(?P<level>(?:sub)*(?:section|paragraph)|part|chapter)\*?{_BRACED}"
    r"|^[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+|>[ \t]*)?(?P<bold>\*\*|__)(?P<strong>[^\n]+?)(?P=bold)"
    r"|(?P<within>\*\*|\\textbf\{)(?P<named>[^\n*{}]{1,40})(?:[.:](?:\*\*|\})|(?:\*\*|\})[.:])"
    rf"|^[ \t]*(?:\\noindent|\\item)?[ \t]*\{{?\\(?:textbf|textit|underline|emph|bf){_BRACED.replace('(', '(?P<slanted>', 1)}"
    r"|\\item[ \t]*\[(?P<item>[^\]\n]*)\]|\\begin\{(?:problem|exercise|question|solution|answer|part)\*?\}"
    r"[ \t]*\[(?P<option>[^\]\n]*)\]"
    r"|^[ \t]*\|[ \t]*(?P<cell>[^|\n$]{1,60}?)[ \t]*(?=\|)"
    r"|^[ \t]*(?:[-*+][ \t]+|\\item[ \t]+)?(?P<line>\(?[A-Za-z0-9][^\s:$]{0,30}?(?:[ \t]\([a-z]\))?\)?)[ \t]*(?::|\.(?=\s)|\)(?=\s))",
    re.M)
_LEVELS = {"part": 0, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4,
           "subparagraph": 5}
_LOW = 10  # the level of what is no heading
_LEADING = re.compile(r"^(?:the|solutions?|answers?|key|problem|part|question|exercise|ex|q|no|number|task|item|to|for"
                      r"|of|and)(?![A-Za-z])[\s.:#]*", re.I)
_SILENT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|text|textbf|texttt|mathcal|left|right)(?![A-Za-z])")


@dataclass(frozen=True)
class Label:
    """A label at `start`..`end` of the text; `parts` are the ids it may stand for, none for a heading
    that names none. `unknown`: what seems to be meant for an id, and the nearest there is."""

    parts: tuple[str, ...]
    start: int
    end: int
    line: int
    unknown: tuple[str, ...] = ()


def labels(text: str, ids: list[str]) -> list[Label]:
    """The labels of a document in order."""
    quiet = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    names = {bare(id): id for id in ids}
    above: list[tuple[int, str, bool]] = []  # level, what it names, whether that is a part or several
    found: list[Label] = []
    for m in _SHAPES.finditer(quiet):
        level, said = _level(m)
        said = text[m.start():m.end()] if said is None else said
        weak = m["line"] is not None or m["cell"] is not None
        while above and above[-1][0] >= level:
            above.pop()
        stem = above[-1][1] if above else ""
        name = next((n for n in (*_names(said, whole=weak), *(stem + n for n in _names(said, whole=weak)))
                     if n in names or n and _group(n, ids)), None)
        if name is None:
            near = () if weak else _nearest(said, ids)
            if near:
                above.append((level, stem, True))
                found.append(Label((), m.start(), m.end(), _line(text, m.start()), near))
            elif level < _LOW:
                bold_or_lower = any(part for _, _, part in above)
                above.append((level, stem, bold_or_lower))
                if not bold_or_lower:
                    found.append(Label((), m.start(), m.end(), _line(text, m.start())))
            continue
        if weak and name not in names:
            continue
        above.append((level, name, True))
        parts = (names[name],) if name in names else _group(name, ids)
        found.append(Label(parts, m.start(), m.end(), _line(text, m.start())))
    return found


def _line(text: str, at: int) -> int:
    """The line of the first character at or after `at` that is no blank."""
    here = re.compile(r"\S").search(text, at)
    return text.count("\n", 0, here.start() if here else at) + 1


def _level(m: re.Match[str]) -> tuple[int, str]:
    """How high a label stands, and its words."""
    if m["marks"] is not None:
        return len(m["marks"]), m["heading"].rstrip("# ")
    if m["level"] is not None:
        return _LEVELS[m["level"]], m[4]
    for key in ("strong", "named", "item", "option", "cell", "line"):
        if m[key] is not None:
            return _LOW + (key in ("item", "option", "cell", "line")), m[key]
    return _LOW, m["slanted"]


def bare(text: str) -> str:
    """Letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", _SILENT.sub("", text).casefold())


def _names(said: str, whole: bool = False) -> list[str]:
    """What a label may name: its words, from all of them down to the first."""
    said = said.strip()
    while (lead := _LEADING.match(said)) and lead.end() < len(said):
        said = said[lead.end():]
    words = said.split()
    if whole:
        words, counts = [said], [1]
    else:
        counts = range(min(len(words), 6), 0, -1)
    return list(dict.fromkeys(name for k in counts if (name := bare(" ".join(words[:k])))))


def _nearest(said: str, ids: list[str]) -> tuple[str, ...]:
    """A word that looks like an id but is none, and the nearest one; nothing where there is none."""
    for word in said.split():
        word = word.strip("*:.,()")
        if re.search(r"\d", word) and re.search(r"[A-Za-z]", word) and (
                near := get_close_matches(word, ids, 1, 0.7)):
            return word, near[0]
    return ()


def _group(name: str, ids: list[str]) -> tuple[str, ...]:
    """The ids that begin with a name that ends where one of their own words does."""
    found = []
    for id in ids:
        for m in re.finditer(r"-|(?<=\d)(?=[a-z])", id):
            if bare(id[:m.start()]) == name:
                found.append(id)
                break
    return tuple(found)
