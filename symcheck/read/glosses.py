r"""Words beside the condition of a case that only say what it means: `z > 0 \text{ (active)}`, `\text{unit on, i.e. } z > 0`.

A condition written as a formula is the condition; what is said of it in brackets, behind a dash, after "where" or before "that is"
changes nothing. Words that may change it ("not", "unless", "or") are kept, and refused later.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.syntax import Group, Listing, Product, Relation, Symbol, Syntax, Words

# "(the unit is active)", "[on]", "--- the flat side", "where the unit is off", "so the unit is on", "i.e.\ left of the elbow", after a condition.
_AFTER = re.compile(r"\s*,?\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|(?:-{1,3}|[:–—]|where|so|thus|hence|i\.e\.|that\s+is|meaning|namely)[\s,~]*"
                    r"(?P<told>[^()]*))[\s,.;]*", re.I)
# "unit $i$ is on, that is, ..", before a condition.
_BEFORE = re.compile(r"(?:\bi\.e\.|\bthat\s+is|\bmeaning(?:\s+that)?|\bnamely|\bso)[\s,:~]*$", re.I)
# Words that may change a condition.
_CHANGES = re.compile(r"\b(?:or|unless|except|only|but|also|not)\b", re.I)
# "if not $(z > 0)$"
_DENIED = re.compile(r"(?:\b(?:not|unless|except|or|than|and|of)|n't)\s*\(?\s*$", re.I)
_OPENED = re.compile(r"\(\s*$")
_CLOSED = re.compile(r"\s*\)[\s,.;]*")


def removed(parts: list[Syntax], joins: list[str]) -> tuple[list[Syntax], list[str]]:
    """The parts of the condition of a case, and what stands before each, without glosses."""
    kept, before = [_without_last_word(p) for p in parts], list(joins)
    k = 0
    while k < len(kept):
        part, following = kept[k], kept[k + 1] if k + 1 < len(kept) else None
        if type(part) is Words and k and _says(kept[k - 1]) and _is_gloss(part.text):
            del kept[k], before[k]
        elif type(part) is Words and following is not None and _says(following) and not any(map(_says, kept[:k])) and _leads(kept, k):
            del kept[:k + 1], before[:k + 1]
            k = 0
            if len(kept) > 1 and type(kept[1]) is Words and _CLOSED.fullmatch(kept[1].text):
                del kept[1], before[1]
        else:
            k += 1
    return kept, before


def without_brackets(words: str) -> str:
    """`otherwise (the unit is dead)`: what stands before the brackets."""
    return re.sub(r"(?<=\w)\s*\([^()]*\)[\s,.;]*$", "", words)


def _leads(parts: list[Syntax], k: int) -> bool:
    """Do the words at k, and what stands before them, only say in words what the condition after them is?"""
    said = parts[k].text
    if any(_CHANGES.search(p.text) for p in parts[:k] if type(p) is Words):
        return False
    if _BEFORE.search(said):
        return not re.search(r"\b(?:or|unless|except)\b", said, re.I)
    bracketed = _OPENED.search(said) is not None and k + 2 < len(parts) and type(parts[k + 2]) is Words and _CLOSED.match(parts[k + 2].text) or (
        type(parts[k + 1]) is Group and parts[k + 1].open in ("(", "["))
    return bool(bracketed) and len(said.split()) > 1 and _DENIED.search(said) is None and not re.search(r"\b(?:or|unless|except)\b", said, re.I)


def _is_gloss(words: str) -> bool:
    found = _AFTER.fullmatch(words)
    if found is None:
        return False
    told = found["told"]
    return (told is None or _CHANGES.search(told) is None) and not re.search(r"\b(?:or|unless|except|if)\b", words, re.I)


def _says(s: Syntax) -> bool:
    """Is this a condition written as a formula?"""
    if type(s) is Group and s.open in ("(", "[", ""):
        return _says(s.body)
    return type(s) is Relation or type(s) is Listing and all(map(_says, s.items))


def _without_last_word(s: Syntax) -> Syntax:
    r"""`z > 0 \text{ on}`, `z > 0\ (\text{on})`, where the word was taken for a factor of the right side."""
    if type(s) is not Relation or type(s.items[-1]) is not Product or s.items[-1].operators[-1] != "":
        return s
    product = s.items[-1]
    last = product.items[-1]
    word = last.body if type(last) is Group and last.open in ("(", "[") else last
    if not (type(word) is Words and _is_gloss(f"({word.text})") or type(word) is Symbol and word.font == "text" and len(word.name) > 1):
        return s
    rest = product.items[:-1]
    side = rest[0] if len(rest) == 1 else replace(product, items=rest, operators=product.operators[:-1])
    return replace(s, items=(*s.items[:-1], side))
