r"""What is supposed to exist with a property that only words tell: "Assume for contradiction that there are $w_1, w_2, b$ such that $f$ is positive exactly on
these two points". What follows from that fails for names without it, and in a proof by contradiction it fails for all, so that a difference says nothing:
an inequality about such names, and until the contradiction is reached any inequality, and any equation about a name that the supposition speaks of."""

from __future__ import annotations

import re

from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece

_OPENS = re.compile(r"\b(?:assum\w+|suppos\w+|were|if)\b[^.;]*?\b(?:(?:for|by|toward?s?|seeking|aiming\s+(?:at|for))\s+(?:a\s+|the\s+sake\s+of\s+(?:a\s+)?)?contradiction|to\s+the\s+contrary|on\s+the\s+contrary|the\s+contrary|the\s+opposite)\b|"
                    r"\b(?:toward?s?|for|by|seeking|to\s+(?:get|obtain|derive|reach))\s+(?:a\s+|the\s+sake\s+of\s+)?contradiction\b[^.;]*?\b(?:assum\w+|suppos\w+|let)\b|\b(?:proof|prove|argue|argument|show)\b[^.;$]*\bby\s+contradiction\b", re.I)
_REACHED = re.compile(r"\bcontradict\w*|\bimpossib\w+|\babsurd\w*|\bcannot\s+(?:both|all|hold|be)\b|\bno\s+such\b", re.I)
_OVER = re.compile(r"\n\s*#|\n\s*\*\*[A-Z]|\\(?:section|subsection|paragraph)\b|\\end\s*\{\s*proof|\\(?:square|blacksquare|qed)\b|[∎□■]")
# "Suppose there are $w, b$ such that", "pick $w$ for which": then words with a property.
_EXISTS = re.compile(r"\b(?:there\s+(?:is|are|exists?|were|was)|assum\w+|suppos\w+|let|pick|choos\w+|find|take|given)\b[^.;]*?(?P<names>\$[^$]+\$(?:\s*(?:,|and)\s*\$[^$]+\$)*)[^.;$]*?\b(?:such\s+that|for\s+which|so\s+that|with\s+the\s+property\s+that)\b(?P<property>.*)", re.I | re.S)
_FORMULA = re.compile(r"\$[^$]*\$")
# Words between the formulas of a property that tell nothing themselves.
_TELLS_NOTHING = re.compile(r"\b(?:and|both|also|the|function|we|have|has|is|are|holds?|for|all|every|each|any|or|with|where|then|so|moreover|but|at|least|one|some)\b|[^\w]", re.I)


def doubt(state: State, op: str, *pieces: Piece | None) -> str:
    """Why a difference between these pieces says nothing, "" where it does."""
    text = state.text_so_far
    text = text[max((m.end() for m in _OVER.finditer(text)), default=0):]
    held = {name for p in pieces if p is not None and (e := state.read(p)) is not None for name in names_in(e)}
    if (opened := next((m for m in reversed([*_OPENS.finditer(text)]) if not _is_reached(text[m.end():])), None)) is not None:
        told = _named(words.SENTENCES.split(text[opened.start():])[0])
        if op in ORDER or held & told:
            return "it may follow from what is supposed for a contradiction"
    if op in ORDER:
        for sentence in words.SENTENCES.split(text):
            found = _EXISTS.search(sentence)
            if found is not None and _TELLS_NOTHING.sub("", _FORMULA.sub(" ", found["property"])) and held & _named(found["names"]):
                return f"what the words suppose of {min(held & _named(found['names']))} could not be used"
    return ""


def _is_reached(text: str) -> bool:
    """Is the contradiction reached in these words, and said more since?"""
    found = _REACHED.search(_FORMULA.sub(lambda m: "§" * len(m[0]), text))
    return found is not None and "$" in text[found.end():]


def _named(text: str) -> set[str]:
    r"""The names in the formulas of a text, `w_1, w_2, b \in \mathbb{R}`: each of a list."""
    return {re.sub(r"[{}\s]", "", name) for m in _FORMULA.finditer(text) for part in re.split(r",", m[0].strip("$")) for name in re.split(r"\\in(?![A-Za-z])|\\neq?(?![A-Za-z])|:|[=<>()+]|\\[lg]eq?(?![A-Za-z])", part) if name.strip()}
