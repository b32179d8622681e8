r"""Where the one of a one-hot vector stands, as words tell it: "with the one at the true class $c$", "with $y_c = 1$", "so $y_c = 1$ for the true class $c$",
"a one-hot label $y$" where "$c$ is the true class".

A letter that some sum of the document runs over is any place, not this one.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import text_of
from symcheck.read.documents import Formula

TRUE = r"(?:true|correct|right|actual|observed|target|gold|ground[- ]truth|desired|given)"
CLASS = r"(?:class|label|category|word|token|symbol|outcome|index|digit|answer|item|position)"
_REACH = 5  # formulas of one sentence that are looked at
_ENDS = re.compile(r"[.;!?](?:\s|$)")
_SHORT = re.compile(r"\b(?:i\.e\.|e\.g\.|resp\.|cf\.)", re.I)
# "with the one at the true class", "whose only $1$ sits in position", before the letter; 1 for a formula that is a one.
_ONE_AT = re.compile(r"\b(?:one|1)\s+(?:(?:is|being|sits?|sitting|stands?|standing|placed|located)\s+)?(?:at|in|on)\s+"
                     r"(?:(?!and\b|or\b)[\w-]+\s+){0,4}$", re.I)
_GOES_ON = re.compile(r"^\s*(?:[.,;:)]|(?:and|of|in|for|where|while|so|then|with)\b|$)")
# "for the true class", before the letter, and "is the true class" after it.
_CLASS_BEFORE = re.compile(rf"\b{TRUE}\s+(?:\w+\s+){{0,2}}{CLASS}\s*(?:,|is|be|being)?\s*$", re.I)
_CLASS_AFTER = re.compile(rf"^\s*,?\s*(?:(?:is|be|being|denotes?|for|as)\s+)?(?:the\s+)?(?:index\s+of\s+the\s+|{CLASS}\s+of\s+the\s+)?"
                          rf"{TRUE}\s+(?:\w+\s+){{0,2}}(?:{CLASS}|one)\b", re.I)
# "one-hot label", "one-hot target vector": the vector is that of the true class, which another sentence names.
_OF_LABEL = re.compile(r"one-hot\b(?:[- ]encoded)?(?:\s+(?!with\b|and\b|of\b|for\b|in\b|inputs?\b)[\w-]+){0,2}?\s+(?:labels?|targets?|truth|ground[- ]truth)\b|"
                       r"\b(?:label|target|truth)\b[^.]{0,20}one-hot|\b(?:its|the\s+(?:corresponding|associated))\s+one-hot\b|\b(?:label|target|truth)\s*\$[^$]*\$[^.]{0,60}one-hot", re.I)
# "a sample of class", "the input belongs to class", before the letter of the true class.
_SAMPLE_OF = re.compile(rf"\b(?:sample|example|image|input|point|observation|instance|document|digit|item|pattern|it)\s+(?:(?:is|comes|that\s+is|which\s+is)\s+)?(?:of|in|from|belong(?:s|ing)\s+to|with)\s+(?:(?:the|true)\s+)*{CLASS}\s*$", re.I)
# After `y_c = 1` of a one-hot y.
_PLAINLY = re.compile(r"^\s*(?:[.;:)]|,\s*(?:so|hence|thus|then|the)\b|,?\s*(?:and\s+)?(?:zeros?|0)\s+(?:else(?:where)?|otherwise)|$)", re.I)


def place(formulas: tuple[Formula, ...], k: int, name: str) -> str:
    """The letter of the place at which the one of this vector stands, which formula k says or the words beside it say to be one-hot;
    "" where the document does not tell one."""
    letter = _in_sentence(formulas, k, name) or _true_class(formulas, k)
    return letter if letter and letter != name and not runs(formulas, letter) else ""


def _in_sentence(formulas: tuple[Formula, ...], k: int, name: str) -> str:
    """The place that the words of the sentence tell."""
    said = ""
    for n in range(k + 1, min(k + _REACH, len(formulas))):
        before = _SHORT.sub(" ", formulas[n].before)
        if formulas[n].display or _ENDS.search(before) or n > k + 1 and "one-hot" in before:
            return ""
        said, text = f"{said} {before} ", text_of(formulas[n]).strip()
        if re.fullmatch(r"[a-z]", text) and _ONE_AT.search(said) and _GOES_ON.match(_after(formulas, n)):
            return text
        one = re.fullmatch(rf"{re.escape(name)}\s*_\s*\{{?\s*([a-z])\s*\}}?\s*=\s*1", text)
        if one is not None and (_PLAINLY.match(_after(formulas, n)) or n + 1 < len(formulas) and _is_class(formulas, n + 1) and text_of(formulas[n + 1]).strip() == one[1]):
            return one[1]
        said += " 1 " if text == "1" else " § "
    return ""


def _true_class(formulas: tuple[Formula, ...], k: int) -> str:
    """The only letter that the document calls the true class, where the vector is said to be its label."""
    if _OF_LABEL.search(f"{formulas[k].before} {_after(formulas, k)}") is None:
        return ""
    named = {text_of(formulas[n]).strip() for n in range(len(formulas)) if _is_class(formulas, n)}
    return named.pop() if len(named) == 1 else ""


def _is_class(formulas: tuple[Formula, ...], n: int) -> bool:
    """Is formula n a letter that the words beside it call the true class?"""
    letter = not formulas[n].display and re.fullmatch(r"\s*[a-z]\s*(?:\\in\b.*)?", text_of(formulas[n])) is not None
    return letter and bool(_CLASS_BEFORE.search(formulas[n].before) or _SAMPLE_OF.search(formulas[n].before) or _CLASS_AFTER.match(_after(formulas, n)))


def _after(formulas: tuple[Formula, ...], n: int) -> str:
    return formulas[n + 1].before if n + 1 < len(formulas) else formulas[n].after


def runs(formulas: tuple[Formula, ...], letter: str) -> bool:
    """Does some sum or list of the document run over this letter?"""
    over = re.compile(rf"\\(?:sum|prod|max|min)(?:\\limits)?\s*_\s*(?:{letter}(?![A-Za-z])|\{{\s*{letter}(?![A-Za-z]))|{letter}\s*=\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots")
    return any(over.search(row.text) for f in formulas for row in f.rows)
