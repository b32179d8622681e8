r"""Tables of iterates: a column that counts the steps and columns for what they give, `| $k$ | $\theta_k$ | $f(\theta_k)$ |`. Each cell with a number
claims that this is the value at its step. Only tables of Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.wording.derivative_tables import SHUFFLED, TABLE, cells_of
from symcheck.read.documents import Document, Formula
from symcheck.text import Source
from symcheck.text.source import Origin, Piece

# The head of the column that counts: `$k$`, `step $t$`, `iteration`.
_COUNTER = re.compile(r"\s*(?:\*\*)?(?:(?:step|iteration|iter\.?|round|no\.)\s*)?(?:\$?\s*\\?(?P<letter>[knt])\s*\$?)?(?:\*\*)?\s*", re.I)
_NAMED = re.compile(r"step|iter|round|no\.", re.I)
_HEAD = re.compile(r"\s*\$([^$]+)\$\s*")
_WHOLE = re.compile(r"\s*\$?\s*(\d+)\s*\$?\s*")
_VALUE = re.compile(r"\s*\$?\s*((?:-|\u2212)?\d+(?:\.\d+)?)\s*\$?\s*")
ENVIRONMENT = "table of iterates"  # of the formulas that cells claim
_RELATION = re.compile(r"=|\\(?:in|le|ge|leq|geq|to|approx|text|dots)(?![a-z])")


def rewritten(document: Document) -> Document:
    r"""The document with `\theta_{1} = 0.6` for the cell with 0.6 in the row of step 1."""
    if not document.markdown or not document.formulas:
        return document
    claims: list[tuple[int, str, str]] = []
    for table in TABLE.finditer(document.text):
        if SHUFFLED.search(document.text[max(0, table.start() - 300):table.start()]):
            continue
        heads = [text for _, text in cells_of(table["head"], 0)]
        letter, columns = _columns(heads)
        columns = columns if columns and _is_stepped(document, letter) else {}
        at = table.start("body")
        for line in table["body"].splitlines(keepends=True) if columns else ():
            first = line.index("|") + 1
            claims += _claims(cells_of(line[first:].rstrip().removesuffix("|"), at + first), letter, columns)
            at += len(line)
    return _with(document, claims) if claims else document


def _columns(heads: list[str]) -> tuple[str, dict[int, str]]:
    """The letter that counts, and the formulas at the head of columns for iterates; none where no column counts, which is the first."""
    counts = _COUNTER.fullmatch(heads[0]) if heads else None
    formulas = {k: m[1].strip() for k, text in enumerate(heads) if k and (m := _HEAD.fullmatch(text)) is not None and not _RELATION.search(m[1])}
    if counts is None or not counts["letter"] and not _NAMED.search(heads[0]):
        return "", {}
    letters = [counts["letter"]] if counts["letter"] else sorted({m[1] for text in formulas.values() for m in re.finditer(r"[_^]\s*\{?\s*\(?\s*([ktn])(?![A-Za-z])", text)})
    if len(letters) != 1:
        return "", {}
    return letters[0], {k: text for k, text in formulas.items() if _index(letters[0]).search(text) and _rest(text, letters[0])}


def _is_stepped(document: Document, letter: str) -> bool:
    r"""Does a formula give the next iterate, `\theta_{k+1} = ..`? Else these are data."""
    following = re.compile(rf"[_^]\s*\{{\s*\(?\s*{letter}\s*\+\s*1\s*\)?\s*\}}")
    return any(following.search(row.text) for f in document.formulas for row in f.rows)


def _index(letter: str) -> re.Pattern[str]:
    r"""Where an iterate is counted: `_k`, `_{k+1}`, `^{(k)}`, `^{(k+1)}`."""
    return re.compile(rf"_\s*(?:{letter}(?![A-Za-z])|\{{\s*{letter}\s*(?P<below>[-+]\s*\d+)?\s*\}})|\^\s*\{{\s*\(\s*{letter}\s*(?P<above>[-+]\s*\d+)?\s*\)\s*\}}")


def _rest(text: str, letter: str) -> bool:
    """Does the letter stand nowhere but where iterates are counted?"""
    return re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", _index(letter).sub(" ", text)) is None


def _claims(cells: list[tuple[int, str]], letter: str, columns: dict[int, str]) -> list[tuple[int, str, str]]:
    """Where the cells of a row with a number begin, what is claimed of each, and the number."""
    count = _WHOLE.fullmatch(cells[0][1]) if cells else None
    found = []
    for k, text in columns.items() if count is not None else ():
        value = _VALUE.fullmatch(cells[k][1]) if k < len(cells) else None
        if value is None or count[1] == "0" and _index(letter).sub("", text).strip().lstrip("\\").isalpha():
            continue  # the start is given elsewhere
        at = _index(letter).sub(lambda m, n=int(count[1]): _at(m, n), text)
        found.append((cells[k][0] + value.start(1), at, value[1].replace("\u2212", "-")))
    return found


def _at(m: re.Match[str], count: int) -> str:
    number = count + int(re.sub(r"\s", "", m["below"] or m["above"] or "0"))
    return f"_{{{number}}}" if m[0].startswith("_") else f"^{{({number})}}"


def _with(document: Document, claims: list[tuple[int, str, str]]) -> Document:
    """The document with these claims as displays; a formula that is in a cell already is rewritten."""
    origin = next((f.rows[0].origin for f in document.formulas if f.rows and f.rows[0].origin is not None), None)
    if origin is None or any(origin.file.text[start:start + 1] != document.text[start:start + 1] for start, *_ in claims):
        return document
    formulas, stretches = [*document.formulas], [*document.stretches]
    for start, head, value in claims:
        text = f"{head} = {value}"
        lead = len(head) + 3
        row = Source(text, document.name, 1, Origin(origin.file, [Piece(0, start, start + 1), Piece(lead, start, -1)]))
        inside = next((k for k, f in enumerate(formulas) if f.start <= start < f.start + 40 and not f.display and document.text[f.start:start].strip(" $(\\") == ""), None)
        if inside is not None:
            formulas[inside] = replace(formulas[inside], rows=(row,), display=True, environment=ENVIRONMENT)
            continue
        at = next((k for k, f in enumerate(formulas) if f.start > start), len(formulas))
        formulas.insert(at, Formula((row,), True, "", "", start, ENVIRONMENT))
        if stretches:
            stretches.insert(at, "")
    return replace(document, formulas=tuple(formulas), stretches=tuple(stretches))
