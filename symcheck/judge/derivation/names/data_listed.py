r"""Data of which a document gives all values in one place: a table with the columns or rows x_i and y_i, a set of pairs
`D = \{(1, 2), (2, 3)\}` or `(x, y) \in \{(1, 2), (2, 3)\}`, pairs one after the other, `(x_i, y_i) = (1, 2), (2, 3)` also where these
stand among the words, numbers one after the other, `x_i = 1, 2, 3`, a list with an item `(x_1, y_1) = (1, 2)` for each.

They are the numbers x_i and y_i, where the document writes these and no other formula says what they are.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:/\d+)?"
_PAIR = rf"\(\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)"
_SET = rf"\\\{{\s*(?P<pairs>{_PAIR.replace('(' + _NUMBER, '(?:' + _NUMBER)}(?:\s*[,;]\s*{_PAIR.replace('(' + _NUMBER, '(?:' + _NUMBER)})+)\s*\\\}}\s*[.,;]?\s*$"
# `\\mathcal{D} = \\{(1, 2), (2, 3)\\}`, `(x, y) \\in \\{..\\}`, `(x_i, y_i) \\in \\{..\\}`
_NAMED = re.compile(rf"\s*(?:\\(?:mathcal|mathbf)\s*)?\{{?\s*[A-Z]\s*\}}?\s*:?=\s*{_SET}")
_MEMBER = re.compile(rf"\s*\(\s*(?P<x>[a-z])(?:_\{{?[a-z]\}}?)?\s*,\s*(?P<y>[a-z])(?:_\{{?[a-z]\}}?)?\s*\)\s*\\in\s*{_SET}")
# `\\{(1, 2), (2, 2)\\}`, where the words right before it call it the data.
_UNNAMED = re.compile(rf"\s*{_SET}")
_DATA_ARE = re.compile(r"\b(?:data(?:[\s-]*set)?|training[\s-]+(?:set|data|examples|samples|pairs|points)|points|pairs|samples|observations)\b[^.;$]{0,30}$", re.I)
_VALUED = re.compile(rf"\s*\(\s*([a-z])_\{{?(\d)\}}?\s*,\s*([a-z])_\{{?\2\}}?\s*\)\s*=\s*{_PAIR}\s*[.,;]?\s*$")
# `(x_i, y_i) = (1, 2), (2, 3), (3, 7)`, `\\{(x_i, y_i)\\}_{i=1}^3 = \\{(1, 2), ..\\}`, `(x_1, y_1), \\dots, (x_3, y_3) = (1, 2), ..`; the name alone before words that list the pairs.
_ANY_MEMBER = r"\(\s*(?P<x>[a-z])_\{?(?P<i>[a-z])\}?\s*,\s*(?P<y>[a-z])_\{?(?P=i)\}?\s*\)"
_MEMBERS = (rf"(?:(?:\\(?:mathcal|mathbf)\s*\{{?\s*[A-Z]\s*\}}?|[A-Z])\s*:?=\s*)?(?:\\(?:left|bigl?|Bigl?)\s*)?(?:\\\{{|\(|)\s*{_ANY_MEMBER}\s*"
            r"(?:(?:\\(?:right|bigr?|Bigr?)\s*)?(?:\\\}|\))?\s*(?:_\s*\{\s*(?P=i)\s*=\s*1\s*\}\s*\^\s*\{?\s*\d+\s*\}?|_\s*\{?\s*(?P=i)\s*\}?)?|)")
_SEPARATED = r"\s*(?:,\s*and|[,;]|\band\b|\\text\s*\{\s*,?\s*and\s*\})\s*(?:\\[,; ]|\\q?quad)?\s*"
_OPEN_PAIR = _PAIR.replace("(" + _NUMBER, "(?:" + _NUMBER)
_PAIRS = rf"(?P<pairs>{_OPEN_PAIR}(?:{_SEPARATED}\$?{_OPEN_PAIR}\$?)+)"
_AFTER_NAME = re.compile(rf"\s*{_MEMBERS}\s*(?::?=|:|\\in|\\colon)\s*(?:\\(?:left|bigl?|Bigl?)\s*)?(?:\\\{{|\(|\[)?\s*{_PAIRS}\s*(?:\\(?:right|bigr?|Bigr?)\s*)?(?:\\\}}|\)|\])?\s*[.,;]?\s*$")
_NAME_ALONE = re.compile(rf"\s*{_MEMBERS}\s*(?::?=)?\s*$")
_LISTED_IN_WORDS = re.compile(rf"\s*(?:(?:=|:|,|are|is|be|namely|given\s+by|as\s+follows|being|the|pairs|points|data)\s*)+\$?\s*{_PAIRS}(?!\s*,?\s*(?:\.\.|\\[lc]?dots|…|etc))")
# `x_i = 1, 2, 3`, `x_i \\in (1, 2, 3)`
_NUMBERS_IN_TURN = re.compile(rf"\s*(?P<x>[a-z])_\{{?(?P<i>[a-z])\}}?\s*(?:=|:)\s*\(?\s*(?P<numbers>{_NUMBER}(?:\s*,\s*(?:\\[,; ]\s*)?{_NUMBER})+)\s*\)?\s*[.,;]?\s*$")
# A row of a table, and the cell that heads a column of numbers: `$x_i$`, `x`.
_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.M)
_TABLE = re.compile(r"(?:^[ \t]*\|.+\|[ \t]*(?:\n|$))+", re.M)
_TABULAR = re.compile(r"\\begin\s*\{(?:tabular|array)\}\s*(?:\[\w\]\s*)?\{[^{}]*\}(?P<body>.*?)\\end\s*\{(?:tabular|array)\}", re.S)
_RULE = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\s*\{[^{}]*\}|cmidrule\s*(?:\([^()]*\))?\s*\{[^{}]*\})")
_COLUMN = re.compile(r"\s*\$?\s*([a-z])(?:_\{?([a-z])\}?)?\s*\$?\s*")
_CELL = re.compile(rf"\s*\$?\s*({_NUMBER})\s*\$?\s*")
_USED = r"(?<![A-Za-z\\])%s_\{?[a-z]\}?(?![A-Za-z])"
_MEANT = r"(?:^|,)[\s&]*%s(?:_\{?\w\}?)?\s*&?\s*:?=|(?<![A-Za-z\\])%s(?:_\{?\w\}?)?\s*&?\s*(?:\\in(?![A-Za-z])|\\sim(?![A-Za-z])|\^\s*\{?\s*(?:\\top|\\intercal|T)\b)"

# Words that call a set of pairs the data at hand, and those of other data, or of data of any number.
_DATA = re.compile(r"\b(?:data|training|samples?|observations?|observe\w*|measure\w*|examples?|pairs?|given|points)\b", re.I)
_NO_DATA = re.compile(r"\b(?:test|validation|held-?out|grid|corners?|vertices|toy|plots?|curve|parabola|line|e\.g\.|for\s+(?:example|instance)|say)\b", re.I)
_ANY_DATA = re.compile(r"\b(?:general|any|arbitrary|new|real|other|unseen|further|another)\s+(?:data|training|set|pairs|samples?|examples?)\b|\bunknown\b|\bof\s+any\s+(?:number|size)\b"
                       r"|\bof\s+\$\s*[A-Za-z]\s*\$\s+(?:pairs|samples|points|examples|data)\b", re.I)

_COUNTERS = frozenset("ijklmnst")

_IN_GENERAL = re.compile(r"\b(?:in\s+general|more\s+generally|generally)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?](?=\s|\$|\\\]|$)|\$\$|\n\s*\n")

# `(x_1, y_1), \\dots, (x_n, y_n)`, a model of x, and what it is at x_i; what speaks of vectors.
_LISTED = re.compile(r"\(\s*([a-z])_\{?1\}?\s*,\s*([a-z])_\{?1\}?\s*\)\s*,.*\\[lc]?dots[cbmi]?\s*,\s*\(\s*\1_\{?([A-Za-z])\}?\s*,\s*\2_\{?\3\}?\s*\)")
_MODEL = r"\s*(?:f|h|g|\\hat\s*\{?y\}?)(?:_\{?\\?[A-Za-z]+\}?)?\s*\(\s*%s\s*(?:[;,][^()=]*)?\)\s*:?="
_AT_MEMBER = r"\(\s*%s_\{?[a-z]\}?\s*[;,)]"
_VECTORS = re.compile(r"\\top|\\intercal|\\mathbf|\\boldsymbol|\\bm(?![a-z])|\\\||\\lVert|\\langle|\\mathbb\s*\{?\s*R\s*\}?\s*\^|\^\s*(?:\{\s*T(?![A-Za-z])|T)")
_TO_ANY = re.compile(r"\\sum(?:\\limits)?\s*_\s*(?:\{[^{}]*\}|\w)\s*\^\s*(?:\{\s*[A-Za-z]\s*\}|[A-Za-z])")
_FORMAL = r"\(\s*(?:[a-z]\s*[,;]\s*|\\?[A-Za-z]+\s*;\s*)?%s\s*[,;)]"  # `f(x; \\theta)`, of any one x


def declare(meanings: Meanings) -> None:
    """Declare such data before the document is walked, where there are one set of them."""
    _of_numbers(meanings)
    in_turn = _in_turn(meanings.document)
    meanings.taken.update(k for k, f in enumerate(meanings.document.formulas) if len(f.rows) == 1 and (
        _AFTER_NAME.match(f.rows[0].text) or in_turn and _NUMBERS_IN_TURN.match(f.rows[0].text)))
    found = [*_tables(meanings.document), *_sets(meanings.document), *_items(meanings.document), *_pairs(meanings.document), *in_turn]
    if len(found) != 1 or _of_any_data(meanings.document.text, found[0]):
        meanings.state.doubts.listed |= {name for data in [*found, *_sets(meanings.document, all_sets=True)] for name in data}
        return
    rows = [row.text for f in meanings.document.formulas for row in f.rows]
    if any(_TO_ANY.search(row) and re.search(_USED % name, row) for row in rows for name in found[0]):
        return  # data of any number, of which these are an example
    for name, values in found[0].items():
        others = [row for row in rows if not any(p.match(row) for p in (_MEMBER, _VALUED, _AFTER_NAME, _NUMBERS_IN_TURN, _NAME_ALONE))]
        if len(values) > 1 and any(re.search(_USED % name, row) for row in rows) and not any(re.search(_MEANT % (name, name), row) for row in others):
            if any(re.search(_FORMAL % name, row) for row in others):
                meanings.declare(Source(rf"{name} \in \mathbb{{R}}", meanings.document.name, 1))
            numbers = r" \\ ".join(values)
            meanings.declare(Source(rf"{name}_i = \begin{{pmatrix}} {numbers} \end{{pmatrix}}_i", meanings.document.name, 1))


def _of_any_data(text: str, data: dict[str, list[str]]) -> bool:
    """Does the text speak of data of which these are an example?"""
    general = [sentence for sentence in _SENTENCE_END.split(text) if _IN_GENERAL.search(sentence)]
    return _ANY_DATA.search(text) is not None or any(_DATA.search(s) or any(re.search(_USED % name, s) for name in data) for s in general)


def _of_numbers(meanings: Meanings) -> None:
    r"""Declare the numbers of `(x_1, y_1), \dots, (x_n, y_n)` beside a model `f(x; \theta) = \theta x` that is taken at x_i, in a document without vectors."""
    rows = [row.text for f in meanings.document.formulas for row in f.rows]
    listed = {(m[1], m[2], m[3]) for row in rows if (m := _LISTED.search(row)) is not None}
    if len(listed) != 1 or any(map(_VECTORS.search, rows)):
        return
    (x, y, end), = listed
    if any(re.match(_MODEL % x, row) for row in rows) and any(re.search(_AT_MEMBER % x, row) for row in rows):
        for line in (rf"{x} \in \mathbb{{R}}", *(rf"{name}_i \in \mathbb{{R}}, i = 1, \dots, {end}" for name in (x, y))):
            if meanings.declare(Source(line, meanings.document.name, 1)):
                meanings.outcome.taken.append(line)


def _tables(document: Document) -> list[dict[str, list[str]]]:
    """The columns of numbers of the tables, or their rows, by their letters; without those that number the others."""
    cells = [[m[1].split("|") for m in _ROW.finditer(table[0])] for table in _TABLE.finditer(document.text)]
    cells += [[row.split("&") for row in re.split(r"\\\\(?:\[[^\]]*\])?", _RULE.sub("", m["body"])) if row.strip()] for m in _TABULAR.finditer(document.text)]
    found = []
    for table in cells:
        body = [row for row in table if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in row)]
        if len({len(row) for row in body}) != 1:
            continue
        turned = [list(column) for column in zip(*body)]
        found += [data for lines in (turned, body) if (data := _lines(lines)) is not None][:1]
    return found


def _lines(lines: list[list[str]]) -> dict[str, list[str]] | None:
    """The numbers of each line after its head, by the letter of the head."""
    heads = [_COLUMN.fullmatch(line[0]) for line in lines]
    if not all(heads):
        return None
    indices = {m[2] for m in heads if m[2]} | {"i", "n", "t", "k"}
    data = {m[1]: [_CELL.fullmatch(cell) for cell in line[1:]] for m, line in zip(heads, lines) if m[1] not in indices}
    if not data or any(c is None for line in data.values() for c in line):
        return None
    return {name: [c[1] for c in line] for name, line in data.items()}


def _sets(document: Document, all_sets: bool = False) -> list[dict[str, list[str]]]:
    """The sets of pairs of numbers that words call the data, or all of them; of one that does not name its members x and y."""
    found = []
    for f, row in ((f, row.text) for f in document.formulas for row in f.rows):
        if (m := _MEMBER.match(row) or _NAMED.match(row) or (_UNNAMED.match(row) if _DATA_ARE.search(f.before) else None)) is not None and (all_sets or _are_data(f)):
            xs, ys = zip(*re.findall(_PAIR, m["pairs"]))
            x, y = (m["x"], m["y"]) if "x" in m.groupdict() else ("x", "y")
            found.append({x: [*xs], y: [*ys]})
    return found


def _are_data(formula: Formula) -> bool:
    """Do the words beside a set call it the data?"""
    beside = re.split(r"[.;]\s", formula.before)[-1] + " " + re.split(r"[.;](?:\s|$)", formula.after)[0]
    return _DATA.search(beside) is not None and not _NO_DATA.search(beside)


def _items(document: Document) -> list[dict[str, list[str]]]:
    """The pairs `(x_1, y_1) = (1, 2)` that stand each in an item of a list, numbered from 1."""
    pairs = [m for f in document.formulas if not f.display and len(f.rows) == 1 and re.search(r"(?:^|\n)\s*(?:[-*+]|\d+[.)]|\\item)\s*$", f.before)
             and (m := _VALUED.match(f.rows[0].text)) is not None]
    if len({(m[1], m[3]) for m in pairs}) != 1 or [int(m[2]) for m in pairs] != [*range(1, len(pairs) + 1)]:
        return []
    return [{pairs[0][1]: [m[4] for m in pairs], pairs[0][3]: [m[5] for m in pairs]}]


def _pairs(document: Document) -> list[dict[str, list[str]]]:
    """Pairs of numbers one after the other, after the name of any of them."""
    found = []
    for f in document.formulas:
        row = f.rows[0].text if len(f.rows) == 1 else ""
        m = _AFTER_NAME.match(row)
        name = m or _NAME_ALONE.match(row)
        listed = m or (_LISTED_IN_WORDS.match(("= " if "=" in row else "") + f.after) if name is not None else None)
        if listed is not None and not (m is not None and _MEMBER.match(row)):
            xs, ys = zip(*re.findall(_PAIR, listed["pairs"]))
            found.append({name["x"]: [*xs], name["y"]: [*ys]})
    return found


def _in_turn(document: Document) -> list[dict[str, list[str]]]:
    """Numbers one after the other, after the name of any of them; those of x_i and those of y_i are one set of data."""
    found: dict[str, list[str]] = {}
    for f in document.formulas:
        for row in f.rows:
            if (m := _NUMBERS_IN_TURN.match(row.text)) is not None and m["x"] not in _COUNTERS:
                if m["x"] in found:
                    return []
                found[m["x"]] = re.findall(_NUMBER, m["numbers"])
    lengths = {len(values) for values in found.values()}
    one = next(iter(found.values()), [])
    is_count = len(found) == 1 and (len(one) < 3 or [*map(Fraction, one)] in ([*range(len(one))], [*range(1, len(one) + 1)]))  # the classes 0, 1, 2
    return [found] if len(lengths) == 1 and not is_count else []
