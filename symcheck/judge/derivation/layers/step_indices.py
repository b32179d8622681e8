r"""The index that a step draws: "in step $t$ an index $i_t$ is drawn uniformly from $\{1, \dots, n\}$", then `\ell_{i_t}(w_t)`.

Where the document writes this index with one counter only, it is read as a letter of its own, as if the step drew an
index k; what spans several steps, of which each draws its own, is not unrolled then (`unrolling.py`). Texts keep their
length, so that a step stays in its place in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.outcome import Derivation
from symcheck.read.documents import Document, Formula

_INDEX = re.compile(r"\s*([ijkrsIJ])_\s*(?:\{\s*([ktns])\s*\}|([ktns]))\s*(?:(?:\\in|\\sim)(?![A-Za-z]).*)?$", re.S)
_SET = re.compile(r"\\\{\s*1\s*,.*\\[lc]?dots[cbmi]?\s*,\s*[A-Za-z]\w*\s*\\\}", re.S)
_UNIFORM = re.compile(r"\buniform|\bat\s+random\b|\brandom\s+(?:ind(?:ex|ices)|example|sample)", re.I)
_SENTENCE = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_STANDS = "krqmjl"  # letters that may stand for it


def told(document: Document) -> tuple[str, str, str] | None:
    """(base, counter, the letter that stands for it) of such an index, None where there is none."""
    rows = [row.text for f in document.formulas for row in f.rows]
    for f, after in zip(document.formulas, (*document.formulas[1:], None)):
        m = _INDEX.match(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        if m is None or not _is_drawn(f, after) and (_drawn_before(document, f) is None or not _says_uniform(f)):
            continue
        base, counter = m[1], m[2] or m[3]
        written = re.findall(rf"(?<![A-Za-z\\]){base}_\s*(?:\{{([^{{}}]*)\}}|(\w|\\\w+))", " ; ".join(rows))
        letter = next((x for x in _STANDS if not any(re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", row) for row in rows)), None)
        if letter is not None and all((a or b).strip() == counter for a, b in written):
            return base, counter, letter
    return None


def _is_drawn(f: Formula, after: Formula | None) -> bool:
    """Do the words say that this is drawn uniformly from 1..n?"""
    inside = _SET.search(f.rows[0].text) is not None
    beside = after is not None and not after.display and not _SENTENCE.search(after.before) and _SET.match(after.rows[0].text.strip()) is not None
    return _says_uniform(f) and (inside or beside)


def _says_uniform(f: Formula) -> bool:
    return _UNIFORM.search(_SENTENCE.split(f.before)[-1] + " " + _SENTENCE.split(f.after)[0]) is not None


def _drawn_before(document: Document, f: Formula) -> str | None:
    r"""The one set from which the words before a formula say that indices are drawn uniformly: "$I_t$ is uniform" means it too."""
    sets = {m[0].replace(" ", "") for g in document.formulas if g.start < f.start and not g.display and len(g.rows) == 1
            and (m := _SET.search(g.rows[0].text)) is not None and _says_uniform(g)}
    return sets.pop() if len(sets) == 1 else None


def put(text: str, base: str, counter: str, letter: str) -> str:
    """The text with the letter for the index, as long as it was."""
    return re.sub(rf"(?<![A-Za-z\\]){base}_\s*(?:\{{\s*{counter}\s*\}}|{counter}(?![A-Za-z]))", lambda m: letter.ljust(len(m[0])), text)


def rewritten(document: Document, found: tuple[str, str, str]) -> Document:
    def text_of(f: Formula, text: str) -> str:
        whole = not f.display and (m := _INDEX.fullmatch(text)) is not None and m[1] == found[0] and _SET.search(text) is None and _says_uniform(f)
        drawn = _drawn_before(document, f) if whole else None
        return put(text, *found) + (rf" \sim {drawn}" if drawn is not None else "")

    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(text_of(f, row.text)) for row in f.rows))
                                            for f in document.formulas))


def restored(outcome: Derivation, found: tuple[str, str, str], text: str) -> None:
    """The steps as they are written in the file."""
    lines = text.split("\n")
    for k, step in enumerate(outcome.steps):
        written = "\n".join(lines[step.line - 1:])[step.column - 1:][:len(step.source)]
        if put(written, *found) == step.source:
            outcome.steps[k] = replace(step, source=written)
