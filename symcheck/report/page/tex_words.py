r"""Plain text for TeX: every character is escaped, or a letter TeX has, or shown by its number."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
            "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": "$<$", ">": "$>$",
            "|": "$|$", '"': "''"}
_IN_SOURCE = {" ": "~", "`": "{`}", "-": "{-}", "'": "{'}", '"': r"\char34{}", "<": "{<}", ">": "{>}", "|": "{|}",
              "\\": r"\char92{}", "{": r"\char123{}", "}": r"\char125{}", "^": r"\char94{}", "_": r"\char95{}",
              "~": r"\char126{}", "$": r"\char36{}"}
_OTHERS = {"\u00a0": "~", "\u2009": r"\,", "\u202f": r"\,", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
           "„": ",,", "…": r"\ldots{}", "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ø": r"\o{}", "Ø": r"\O{}", "ł": r"\l{}",
           "Ł": r"\L{}", "œ": r"\oe{}", "Œ": r"\OE{}", "ı": r"\i{}", "§": r"\S{}", "¶": r"\P{}", "©": r"\copyright{}",
           "å": r"\aa{}", "Å": r"\AA{}", "\t": " ", "\n": " ", "½": r"$\frac{1}{2}$", "²": "$^2$", "³": "$^3$", "°": r"$^\circ$",
           "¼": r"$\frac{1}{4}$", "¬": r"$\neg$", "⁻": "$^{-}$", "₋": "$_{-}$"}
_MARKS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0304": "=", "\u0306": "u",
          "\u0307": ".", "\u030c": "v", "\u030a": "r", "\u030b": "H", "\u0327": "c", "\u0328": "k", "\u0331": "b"}
BREAK = 24  # characters of a word after which a line may end inside it


@lru_cache(4096)
def _character(c: str) -> str:
    if c in _ESCAPES:
        return _ESCAPES[c]
    if " " <= c <= "~":
        return c
    if c in _OTHERS:
        return _OTHERS[c]
    from symcheck.report.formula.symbols import CHARACTERS

    symbol = CHARACTERS.get(c)
    if symbol is not None:
        return f"${symbol.latex}$"
    parts = unicodedata.normalize("NFKD", c)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in _MARKS:
        letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0]) if parts[1] not in "\u0327\u0328" else parts[0]
        return rf"\{_MARKS[parts[1]]}{{{letter}}}"
    for script, name in (("^", "SUPERSCRIPT"), ("_", "SUBSCRIPT")):
        if name in unicodedata.name(c, "") and parts.isascii() and (parts.isalnum() or parts in "()+-="):
            return f"${script}{{{parts}}}$"
    if parts.isascii() and parts.isalnum():
        return parts
    return f"[U+{ord(c):04X}]"


def tex_words(text: str) -> str:
    """Text to be typeset as it is read, in text mode."""
    return "".join(map(_character, text))


def breakable(text: str) -> str:
    """As `tex_words`, with places in long words where a line may end."""
    out = []
    for word in re.split(r"(\s+)", text):
        if len(word) <= BREAK:
            out.append(tex_words(word))
        else:
            out.append(r"\allowbreak{}".join(tex_words(word[k:k + 8]) for k in range(0, len(word), 8)))
    return "".join(out)


def typewriter(text: str) -> str:
    """One line of source text, every character of it shown, spaces kept."""
    return rf"\texttt{{{''.join(_IN_SOURCE.get(c) or _character(c) for c in text)}}}"
