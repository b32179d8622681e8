r"""Functions written without what they are taken at, as the words say: "write $\sigma$ for $\sigma(w^\top x)$", "with $\sigma = \sigma(z)$".

From there on `\sigma (1 - \sigma)` is written `\sigma(z) (1 - \sigma(z))`, up to where the words tell otherwise, or another part begins. Only names that
are functions by custom: of a `J = J(w)` it is told only what J depends on. A document in which `\sigma (1 - y)` may be a product or a value is left
as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_NAME = r"\\(?:sigma|phi|varphi|psi|rho|tanh)"
_CALL = rf"(?P<name>{_NAME})(?![A-Za-z])\s*(?:\\left|\\[bB]igl?)?\((?P<at>[^=]*?)(?:\\right|\\[bB]igr?)?\)"
# `\sigma = \sigma(z)`, `\sigma \equiv \sigma(w^\top x)`, and `\sigma(z)` for which a name alone is written.
_EQUATION = re.compile(rf"\s*(?P<short>{_NAME})\s*(?:=|\\equiv|:=|\\triangleq)\s*{_CALL}\s*[.,;]?\s*")
_ALONE = re.compile(rf"\s*(?P<short>{_NAME})\s*")
_TAKEN = re.compile(rf"\s*{_CALL}\s*[.,;]?\s*")
_WRITE = re.compile(r"\b(?:writ(?:e|es|ing|ten)|abbreviat\w*|short(?:hand|en)?|say|set|put|let|denot\w+|use)\s*$", re.I)
_FOR = re.compile(r"\s*(?:for|instead\s+of|in\s+place\s+of|to\s+(?:mean|denote)|as\s+(?:a\s+)?short(?:hand)?\s+for)\s*", re.I)
# Words that say it of a name: "with $\sigma = \sigma(z)$ for short", "where $\sigma = \sigma(z)$", "we write".
_SAYS = re.compile(r"\b(?:with|where|writ(?:e|ing)|abbreviat\w*|short(?:hand)?|denot\w+|let|put|set(?:ting)?|here)\b[^.;$]*$", re.I)
_SHORT = re.compile(r"\s*(?:,\s*)?(?:for\s+(?:short|brevity)|as\s+(?:a\s+)?short)", re.I)
# `1 - y`, `a + b`: what may be a factor in brackets as well as what a function is taken at.
_MAY_BE_FACTOR = re.compile(r"^\s*-?\s*[^-+]+[-+]")
_PART = re.compile(r"^#{1,6}\s|\\(?:sub)*section\b|\b(?:no\s+longer|again\s+as\s+a\s+function|as\s+a\s+function\s+again)\b", re.M)


def rewritten(document: Document) -> Document:
    """The document with what such functions are taken at, and without the formulas that say it."""
    if not any(_told(document.formulas, k) for k in range(len(document.formulas))):
        return document
    formulas, made, stretches = document.formulas, [], [*document.stretches[:1]]
    told: tuple[str, str] | None = None
    call = False  # is the formula at hand the call for which the one before it stands?
    for k, (f, after) in enumerate(zip(formulas, document.stretches[1:] or [""] * len(formulas))):
        told = None if told is not None and _PART.search(f.before) else told
        found = None if call else _told(formulas, k)
        if call or found is not None:
            stretches[-1:] = [f"{s} {after}" for s in stretches[-1:]]
            told, call = found or told, not call and _ALONE.fullmatch(f.rows[0].text) is not None
            continue
        stretches.append(after)
        rows = [row if told is None or told[0] not in row.text else _row(row, *told) for row in f.rows]
        if None in rows:
            return document
        made.append(replace(f, rows=tuple(rows)))
    return replace(document, formulas=tuple(made), stretches=tuple(stretches) if document.stretches else ())


def as_written(source: str, document: Document) -> str:
    """The source of a step as it stands in the document."""
    for name, at in {told for k in range(len(document.formulas)) if (told := _told(document.formulas, k)) is not None}:
        call = rf"({re.escape(name)}'*)\({re.escape(at)}\)"
        if source not in document.text:
            source = re.sub(rf"{call}(?: \\cdot)? ?", r"\1", re.sub(rf"\({call}\)(?=\^)", r"\1", source))
    return source


def _told(formulas: tuple[Formula, ...], k: int) -> tuple[str, str] | None:
    """The name, and what it is taken at, where formula k says so; alone, or with the one after it."""
    f = formulas[k]
    if f.display or len(f.rows) != 1:
        return None
    equation = _EQUATION.fullmatch(f.rows[0].text)
    if equation is not None:
        said = _SAYS.search(f.before) or _SHORT.match(f.after)
        return (equation["name"], equation["at"].strip()) if said and equation["short"] == equation["name"] and _closed(equation["at"]) else None
    alone = _ALONE.fullmatch(f.rows[0].text)
    following = formulas[k + 1] if k + 1 < len(formulas) else None
    if alone is None or following is None or following.display or len(following.rows) != 1 or not _WRITE.search(f.before) or not _FOR.fullmatch(following.before):
        return None
    call = _TAKEN.fullmatch(following.rows[0].text)
    return (call["name"], call["at"].strip()) if call is not None and call["name"] == alone["short"] and _closed(call["at"]) else None


def _closed(text: str) -> bool:
    """Is each bracket closed that a text opens, and none before?"""
    depth = 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return False
    return depth == 0 and text.strip() != ""


def _row(row: Source, name: str, at: str) -> Source | None:
    """A row with the name taken there; None where it is not told whether a bracket behind it is what it is taken at."""
    slope = re.search(rf"(?:d|\\partial|\\mathrm\s*\{{\s*d\s*\}})\s*{re.escape(name)}\s*\}}\s*\{{\s*(?:d|\\partial|\\mathrm\s*\{{\s*d\s*\}})\s*(?P<by>\\?[a-z]+)", row.text)
    if slope is not None and slope["by"] not in re.findall(r"\\[A-Za-z]+|[A-Za-z]", at):
        return row  # by another letter than those in what it is taken at
    calls = [_inside(row.text[m.end():]) for m in re.finditer(rf"{re.escape(name)}(?![A-Za-z])'*\s*(?:\\left|\\[bB]igg?l?)?\(", row.text)]
    if any("".join(c.split()) != "".join(at.split()) and not re.search(rf"{re.escape(name)}(?![A-Za-z])", c) and _MAY_BE_FACTOR.search(c) for c in calls):
        return None
    return row.rewritten(_taken(row.text, name, at))


def _taken(text: str, name: str, at: str) -> str:
    """A text with the name taken there, but where it is taken at something."""
    parts, end = [], 0
    for m in re.finditer(rf"{re.escape(name)}(?![A-Za-z])(?P<marks>\s*(?:'+|\^\s*(?:\{{[^{{}}]*\}}|\w))*)", text):
        after = text[m.end():]
        bracket = re.match(r"\s*(?:\\left|\\[bB]igg?l?)?\s*\(", after)
        if text[m.end():m.end() + 1] == "_" or re.search(r"\\circ\s*$", text[:m.start()]):
            continue
        if bracket is not None and not re.search(rf"{re.escape(name)}(?![A-Za-z])\s*(?!\s*\()", _inside(after[bracket.end():])):
            continue
        marks, primes = m["marks"].rstrip(), "'" * m["marks"].count("'")
        called = f"{name}{primes}({at})"
        power = marks.replace("'", "").strip()
        parts += [text[end:m.start()], f"({called}){power}" if power else called, " " if bracket is None else r" \cdot "]
        end = m.end()
    return "".join([*parts, text[end:]])


def _inside(text: str) -> str:
    """What stands up to where a bracket closes that is open."""
    depth = 1
    for k, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return text[:k]
    return text
