r"""The number of units in the last layer or of inputs, told as a number: "The last layer has one unit ($n_L = 1$)", "with $n_L = 1$ output".

It stands for the size wherever that stands in the layers written out. What is only a case, "if $n_L = 1$", "for $n_L = 1$", tells no size.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.layers.layers import Layers
from symcheck.read.documents import Document, Formula

# `n_L = 1`, `n^{[L]} = 1`: a size with the number of a layer, %s.
_NAME = r"(?P<base>(?<![A-Za-z\\])[a-zA-Z])\s*(?P<mark>[_^])\s*(?P<open>\{\s*)?(?:[(\[]\s*)?%s(?:\s*[)\]])?(?(open)\s*\})"
_TOLD = _NAME + r"\s*=\s*(?P<number>\d+)\s*[.,;]?\s*"
_CASE = re.compile(r"\b(?:if|when(?:ever)?|case|for|unless|suppos\w+|assum\w+|e\.\s?g\.?|instance|example|say|not|n['’]t|or|either|consider)\b[^.;:$]*$", re.I)
_SPACE = re.compile(r"\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)\s*\^\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
# `\\mathbb{R}^{1}`: numbers.
_LENGTH_ONE = re.compile(r"(?P<space>\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals))\s*\^\s*\{\s*1\s*\}")


def put(written: Document, document: Document, layers: Layers) -> Document:
    """The document with its layers written out, with such numbers for the sizes."""
    sizes = {(m["base"], m["mark"]): m["number"] for f in document.formulas if (m := _told(f, layers)) is not None and _is_size(document, m, layers)}
    if not sizes:
        return written
    last = re.compile(_NAME % rf"{layers.depth}(?!\d)")
    said = re.compile(_TOLD % rf"{layers.depth}(?!\d)")

    def number(m: re.Match[str]) -> str:
        return sizes[m["base"], m["mark"]].ljust(len(m[0])) if (m["base"], m["mark"]) in sizes else m[0]

    def put_in(text: str) -> str:
        return _LENGTH_ONE.sub(lambda m: m["space"].ljust(len(m[0])), last.sub(number, text))

    kept = [f for f in written.formulas if f.display or len(f.rows) != 1 or (m := said.fullmatch(f.rows[0].text)) is None or (m["base"], m["mark"]) not in sizes]
    return replace(written, formulas=tuple(replace(f, rows=tuple(row.rewritten(put_in(row.text)) for row in f.rows)) for f in kept))


def _told(f: Formula, layers: Layers) -> re.Match[str] | None:
    m = re.fullmatch(_TOLD % layers.last, f.rows[0].text.strip()) if not f.display and len(f.rows) == 1 else None
    return m if m is not None and not _CASE.search(f.before) else None


def _is_size(document: Document, told: re.Match[str], layers: Layers) -> bool:
    """Does the name with the number of any layer stand as the size of a space, and nothing give it two numbers?"""
    name = re.compile(rf"(?<![A-Za-z\\]){told['base']}\s*{re.escape(told['mark'])}\s*(?:\{{\s*)?(?:[(\[]\s*)?(?:{layers.here}|{layers.last})")
    spaces = [m[0] for f in document.formulas for row in f.rows for m in _SPACE.finditer(row.text)]
    numbers = {m["number"] for f in document.formulas if (m := _told(f, layers)) is not None and m["base"] == told["base"]}
    return len(numbers) == 1 and any(map(name.search, spaces))
