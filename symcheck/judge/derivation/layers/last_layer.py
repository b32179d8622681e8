r"""The letter of the last layer: the L of `l = 1, \dots, L`; a small one beside another letter, "a network of depth $l$", `k \in \{1, \dots, l\}`."""

from __future__ import annotations

import re

# `l = 1, \\dots, L`, `k \\in \\{1, \\dots, l\\}`: where a letter %s ends.
_END = r"(?<![A-Za-z\\])%s\s*(?:=|\\in\s*\\?\{?)\s*\d\s*,.*?\\[lc]?dots[cb]?\s*,\s*(%s)(?![A-Za-z])"
_SMALL = r"\\ell|[a-z]"
# "depth $l$", "$n$ layers", "an $n$-layer network": a number of layers.
_DEPTH = r"\bdepth\s+\$?\s*%s(?![A-Za-z])|\$\s*%s\s*\$?[\s-]+(?:(?:hidden|weight|linear|dense)\s+)?layers?\b"
_SPACES = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*\{(?:[^{}]|\{[^{}]*\})*\}")


def letter(rows: list[str], text: str, layer: str, bracket: str) -> str | None:
    """The letter of the last of the layers that the letter `layer` counts, where the document tells it."""
    here = re.escape(layer)
    if (capital := re.search(_END % (here, "[A-Z]"), text)) is not None:
        return capital[1]
    for m in re.finditer(_END % (here, _SMALL), text):
        if m[1] != layer and _is_layer(rows, text, m[1], bracket):
            return m[1]
    return None


def _is_layer(rows: list[str], text: str, small: str, bracket: str) -> bool:
    """Does the document number layers by this small letter, or say that there are so many? It is the size of no space then."""
    name = re.escape(small) + r"(?![A-Za-z])"
    if any(re.search(rf"[\^_\s{{]{name}", m[0]) for row in rows for m in _SPACES.finditer(row)):
        return False
    used = bool(bracket) and any(re.search(rf"\^\s*\{{\s*{re.escape(bracket)}\s*{name}\s*[)\]]", row) for row in rows)
    return used or re.search(_DEPTH % (name, name), text) is not None


__all__ = ["letter"]
