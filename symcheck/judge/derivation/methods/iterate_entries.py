r"""Entries of iterates: `u_{k,i}`, the i-th entry of the vector u_k that a method gives, read as `(u_k)_i`.

The document has to write u_k by itself too. Where `u_{k,i}` is a vector (it is transposed, stands in a norm, is declared, or is made of the
whole u_k, as one of several workers makes it) it is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.methods.iterates import Iterates
from symcheck.judge.derivation.outcome import Derivation
from symcheck.read.documents import Document

_INDEX = r"(?:[a-z]|\d)"
_VECTOR = r"(?:\s*\^\s*\{?\s*(?:\\top|T|\\intercal|\\mathsf)|\s*\\in\b)"
_HEAD = r"(?:^|[&,;]|\\q?quad)\s*%s\s*&?\s*:?=([^=]*)"


def told(document: Document) -> tuple[str, ...]:
    """Patterns of such names, of which the place and the index are the groups 1 and 2."""
    rows = [row.text for f in document.formulas for row in f.rows]
    text = "\n".join(rows)
    iterates, found = Iterates(text), []
    for name, base in dict.fromkeys(iterates.now.items()):
        if "^" in name or not name.endswith(tuple(f"_{letter}" for letter in iterates.letters)):
            continue
        letter, start = name[-1], rf"(?<![A-Za-z\\]){re.escape(base)}"
        entry = rf"{start}_\s*\{{\s*({letter}(?:\s*[+-]\s*1)?|\d)\s*,\s*((?!{letter}){_INDEX})\s*\}}"
        alone = re.search(rf"{start}_\s*(?:{letter}(?![A-Za-z])|\{{\s*{letter}\s*(?:[+-]\s*\d\s*)?\}})", text)
        if alone is None or re.search(entry.replace(r"|\d)", ")", 1), text) is None:
            continue
        made = [m for row in rows for m in re.finditer(_HEAD % entry, row)]
        if not re.search(rf"\\(?:\||[lr]Vert)\s*{entry}|{entry}{_VECTOR}", text) and not any(
                re.search(rf"{start}_\s*(?:{letter}(?![A-Za-z])|\{{\s*{letter}\s*(?:[+-]\s*\d\s*)?\}})", m[3]) for m in made):
            found.append(rf"({start})" + entry.removeprefix(start))
    return tuple(found)


def rewritten(document: Document, found: tuple[str, ...]) -> Document:
    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(put(row.text, found)) for row in f.rows)) for f in document.formulas))


def put(text: str, found: tuple[str, ...]) -> str:
    """The text with entries of vectors; as long as it was where the place is one letter."""
    for pattern in found:
        text = re.sub(pattern, lambda m: rf"({m[1]}_{m[2] if len(m[2]) == 1 else '{' + m[2] + '}'})_{m[3]}".ljust(len(m[0])), text)
    return text


def restored(outcome: Derivation, found: tuple[str, ...], text: str) -> None:
    """The steps as they are written in the file."""
    lines = text.split("\n")
    for k, step in enumerate(outcome.steps):
        after = "\n".join(lines[step.line - 1:])[step.column - 1:]
        length = next((n for n in range(len(step.source), max(0, len(step.source) - 2 * step.source.count(")_") - 1), -1)
                       if put(after[:n], found) == step.source), None)
        if length is not None:
            outcome.steps[k] = replace(step, source=after[:length])


__all__ = ["put", "restored", "rewritten", "told"]
