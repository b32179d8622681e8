r"""The index that a step draws: "in step $t$ an index $i_t$ is drawn uniformly from $\{1, \dots, n\}$", then `\ell_{i_t}(w_t)`.

Where the document writes this index with one counter only, it is read as a letter of its own, as if the step drew an
index k; what spans several steps, of which each draws its own, is not unrolled then (`unrolling.py`). Where it writes those of
several steps, `y_{i_1}` and `y_{i_t}`, these samples are read as a sequence of any numbers or vectors, one a step: what
holds for any such sequence holds for this one. Texts keep their length, so that a step stays in its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from symcheck.judge.derivation.outcome import Derivation
from symcheck.read.documents import Directive, Document, Formula
from symcheck.text import Source

_INDEX = re.compile(r"\s*([ijkrsIJ])_\s*(?:\{\s*([ktns])\s*\}|([ktns]))\s*(?:(?:\\in|\\sim)(?![A-Za-z]).*)?$", re.S)
_SET = re.compile(r"\\\{\s*1\s*,.*\\[lc]?dots[cbmi]?\s*,\s*[A-Za-z]\w*\s*\\\}|(?:^|\\in|\\sim)\s*\[\s*[A-Za-z]\s*\]", re.S)
_UNIFORM = re.compile(r"\buniform|\bat\s+random\b|\brandom\s+(?:ind(?:ex|ices)|example|sample)", re.I)
# "uniform over the $n$ training examples", "uniformly at random among all $n$ terms"
_OVER = re.compile(r"\buniform(?:ly)?(?:\s+(?:distributed|drawn|sampled|chosen|random|at\s+random))*\s+(?:over|from|among|on)\s+(?:(?:the|all|our|of|these)\s+)*$", re.I)
_THINGS = re.compile(r"\s*(?:(?:training|data|loss|component|per-example|individual)\s+)*(?:examples?|samples?|points?|observations?|terms?|losses|functions?|ind(?:ex|ic)es|summands?|components?)\b", re.I)
# "with a uniform index", of an index that stands in subscripts only.
_A_UNIFORM = re.compile(r"\b(?:uniform(?:ly)?(?:[\s-]+(?:at\s+random|random|drawn|sampled|chosen))*\s+(?:ind(?:ex|ices)|examples?|samples?|data\s+points?|terms?)|"
                        r"(?:ind(?:ex|ices)|examples?|samples?|data\s+points?|terms?)\s+(?:(?:that\s+)?(?:is|are)\s+)?(?:(?:drawn|sampled|chosen|picked)\s+)?uniformly)\b", re.I)
# "a non-uniform index", "not uniform", "instead of a uniform index", before the word; "uniformly over the even positions", after it.
_NOT_UNIFORM = re.compile(r"(?:\bnon\s*-?\s*|\b(?:not|no|never|neither|nor|without|hardly|than|anything\s+but)\b[^.;,:]{0,40}|n't\b[^.;,:]{0,40}|"
                          r"\b(?:instead\s+of|as\s+opposed\s+to|in\s+contrast\s+to|unlike|no\s+longer|in\s+place\s+of)\s[^.;,:]{0,30})$", re.I)
_SOME_ONLY = re.compile(r"uniform(?:ly)?(?:\s+(?:distributed|drawn|sampled|chosen|picked|random|at\s+random))*\s+(?:over|from|among|on|in)\s+(?!\$|\s*$)"
                        r"(?!(?:(?:the|all|our|of|these|whole|entire|full|set|list|\$\w\$|available|training|data|loss|component|per-example|individual|samples?)(?:\s+|$))*"
                        r"(?:examples?|samples?|points?|observations?|terms?|losses|functions?|ind(?:ex|ic)es|summands?|components?|numbers?|\$[^$]*|"
                        r"(?:training|data)[\s-]*sets?|data|dataset|$)(?![\w-]))", re.I)
# Other chances than uniform ones: "with probability $p_i$", "importance sampling".
_OTHER_CHANCES = re.compile(r"\bnon-?\s*uniform|\bnot\s+(?:drawn\s+|sampled\s+)?uniform|\bimportance[\s-]+(?:sampl|weight)|\bwith\s+probabilit(?:y|ies)\s+(?:proportional|\$\s*(?:p|q|\\pi)_)", re.I)
# "is drawn independently of", "drawn anew", right after the index of a step; words of another law than the one told before.
_DRAWN = re.compile(r"\s*,?\s*(?:(?:is|be|are|being|was|which\s+is)\s+)?(?:(?:again|now|always|independently|freshly)\s+)*(?:drawn|sampled|chosen|picked)\b", re.I)
_OTHER_LAW = re.compile(r"\b(?:probabilit\w+|proportional\w*|weight\w*|cycl\w+|order|turn|permut\w+|without\s+replacement|adversar\w+|worst|best|greed\w+|largest|smallest|not|never|any|other|another|differently|determin\w+)\b", re.I)
_SENTENCE = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
# `\\sum_{i=1}^n`, `i = 1, \\dots, n`, `\\{1, \\dots, n\\}`
_ENDS = re.compile(r"\\sum(?:\\limits)?\s*_\s*\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))|\b1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z])(?![A-Za-z_])")
_STANDS = "krqmjl"  # letters that may stand for it
_OTHERS = "vsugqrzh"  # letters that may stand for samples that steps take
_NAME = r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*[A-Za-z]\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z]"
_RANDOM = re.compile(r"\\(?:nabla|partial)(?![A-Za-z])|\\mathbb\s*\{?\s*[EP]|\\(?:operatorname|mathrm)\s*\*?\s*\{\s*(?:E|Var|Cov|P)\s*\}|\\sim(?![A-Za-z])|\\E(?![A-Za-z])")
_IN = r"\\in\s*(?:(?P<space>\\mathbb\s*\{?\s*R\s*\}?(?:\s*\^\s*(?:\{\s*[A-Za-z]\s*\}|[A-Za-z]))?)(?!\s*[\^_\\])|\\\{|\(|\[)"
_CALLED = r"\s*'*\s*(?:\\left)?\s*[(]"


@dataclass(frozen=True)
class Renaming:
    r"""What stands for `i_t`, or for `y_{i_t}`, wherever it is written: each pattern with what it is replaced by."""

    pairs: tuple[tuple[str, str], ...]
    index: str = ""  # the letter of an index that each step draws
    drawn: str = ""  # from which numbers, where no formula tells it
    declared: tuple[str, ...] = ()  # what the new names are; with them the whole text is renamed, not its formulas alone

    def put(self, text: str) -> str:
        """The text with other names, as long as it was."""
        for pattern, name in self.pairs:
            text = re.sub(pattern, lambda m, name=name: m.expand(name).ljust(len(m[0])), text)
        return text


def told(document: Document) -> Renaming | None:
    """How such an index, or the samples that have one, are renamed; None where there is none."""
    rows = [row.text for f in document.formulas for row in f.rows]
    for f, after in zip(document.formulas, (*document.formulas[1:], None)):
        m = _INDEX.match(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
        if m is None:
            continue
        base, counter = m[1], m[2] or m[3]
        written = {(a or b).strip() for a, b in re.findall(rf"(?<![A-Za-z\\]){base}_\s*(?:\{{([^{{}}]*)\}}|(\w|\\\w+))", " ; ".join(rows))}
        if written == {counter} or counter in written and written - {counter} <= _of_batch(rows, base):
            letter = next(_unused(_STANDS, rows), None) if _is_drawn(f, after) or _drawn_before(document, f) and (_says_uniform(f) or _is_drawn_as(document, f, base)) else None
            if letter is not None:
                return Renaming(((rf"(?<![A-Za-z\\]){base}_\s*(?:\{{\s*{counter}\s*\}}|{counter}(?![A-Za-z]))", letter),), index=base)
        elif (found := _sequences(rows, base)) is not None:
            return found
    return _below_only(document, rows)


def _below_only(document: Document, rows: list[str]) -> Renaming | None:
    r"""The i_t that stands in subscripts only, `a_{i_t}`, after words about a uniform index, where all that is numbered ends with one letter."""
    found = {(a, b or c) for row in rows for a, b, c in re.findall(r"_\s*\{\s*([ijkrsIJ])_\s*(?:\{\s*([ktns])\s*\}|([ktns]))\s*\}", row)}
    ends = {x for row in rows for m in _ENDS.finditer(row) if (x := m[1] or m[2] or m[3])}
    letter = next(_unused(_STANDS, rows), None)
    if len(found) != 1 or len(ends) != 1 or letter is None or not _is_uniform(document.text, _A_UNIFORM) or _OTHER_CHANCES.search(document.text):
        return None
    (base, counter), = found
    if any(re.search(rf"(?<![A-Za-z\\]){base}_\s*(?!\{{?\s*{counter}(?![A-Za-z]))", row) for row in rows):
        return None
    return Renaming(((rf"(?<![A-Za-z\\]){base}_\s*(?:\{{\s*{counter}\s*\}}|{counter}(?![A-Za-z]))", letter),), index=base,
                    drawn=rf"{letter} \sim \{{1, \dots, {ends.pop()}\}}")


def _unused(letters: str, rows: list[str]) -> Iterator[str]:
    return (x for x in letters if not any(re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", row) for row in rows))


def _sequences(rows: list[str], base: str) -> Renaming | None:
    r"""Of `y_{i_1}`, `y_{i_2}`, `y_{i_t}`, samples that several steps take: a sequence of any numbers, one a step. None where
    means are taken of them, and where the index stands anywhere else."""
    index = rf"(?<![A-Za-z\\]){base}_\s*(?:\{{([^{{}}]*)\}}|(\w))"
    sample = rf"(?P<name>{_NAME})_\s*\{{\s*{index}\s*\}}"
    held = [row for row in rows if re.search(index, row) and not _INDEX.match(row)]
    names = sorted({m["name"] for row in held for m in re.finditer(sample, row)})
    if not names or any(_RANDOM.search(row) or re.search(index, re.sub(sample, "", row)) or re.search(sample + _CALLED, row) for row in held):
        return None
    spaces = [_space(rows, name) for name in names]
    letters = list(islice(_unused(_OTHERS, rows), len(names)))
    if None in spaces or len(letters) < len(names):
        return None
    pairs = tuple((rf"(?<![A-Za-z\\]){re.escape(name)}_\s*\{{\s*{index}\s*\}}", letter + r"_{\1\2}") for name, letter in zip(names, letters))
    return Renaming(pairs, declared=tuple(rf"{letter} \in {space}" for letter, space in zip(letters, spaces)))


def _space(rows: list[str], name: str) -> str | None:
    r"""The space in which the samples lie, `\mathbb{R}^d` of `x_1, \dots, x_n \in \mathbb{R}^d`; None where no formula tells it."""
    member = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}_\s*(?:\{{\s*\w\s*\}}|\w)\s*{_IN}")
    found = next((m for row in rows if (m := member.search(row))), None)
    return None if found is None else found["space"] or r"\mathbb{R}"


def _is_drawn(f: Formula, after: Formula | None) -> bool:
    """Do the words say that this is drawn uniformly from 1..n?"""
    inside = _SET.search(f.rows[0].text) is not None
    beside = after is not None and not after.display and not _SENTENCE.search(after.before) and _SET.match(after.rows[0].text.strip()) is not None
    return _says_uniform(f) and (inside or beside or _over(f, after) is not None)


def _over(f: Formula, after: Formula | None) -> str | None:
    r"""The `\{1, \dots, n\}` of "$i_t$ uniform over the $n$ training examples"."""
    if after is None or after.display or len(after.rows) != 1 or _OVER.search(after.before + " ") is None or _THINGS.match(after.after) is None:
        return None
    number = after.rows[0].text.strip()
    return rf"\{{1, \dots, {number}\}}" if re.fullmatch(r"[A-Za-z]", number) else None


def _says_uniform(f: Formula) -> bool:
    return _is_uniform(_SENTENCE.split(f.before)[-1] + " $.$ " + _SENTENCE.split(f.after)[0], _UNIFORM)


def _is_uniform(text: str, pattern: re.Pattern) -> bool:
    """Do words of this pattern stand there, and do none before or after one say that the chances are others?"""
    found = list(pattern.finditer(text))
    return bool(found) and not any(_NOT_UNIFORM.search(text[:m.start()]) for m in found) and _SOME_ONLY.search(text) is None


def _drawn_before(document: Document, f: Formula) -> str | None:
    r"""The one set from which the words before a formula say that indices are drawn uniformly: "$I_t$ is uniform" means it too."""
    sets = {m[0].replace(" ", "") for g in document.formulas if g.start < f.start and not g.display and len(g.rows) == 1
            and (m := _SET.search(g.rows[0].text)) is not None and _says_uniform(g)}
    return sets.pop() if len(sets) == 1 else None


def _is_drawn_as(document: Document, f: Formula, base: str) -> bool:
    r"""Do the words say that i_t is drawn, and no more of how, after an index i was drawn uniformly: "if $i_t$ is drawn independently of $w_t$"?"""
    said = _SENTENCE.split(f.before)[-1] + " $.$ " + _SENTENCE.split(f.after)[0]
    first = next((k for k, g in enumerate(document.formulas) if g.start < f.start and not g.display and len(g.rows) == 1 and re.match(rf"\s*{base}\s*(?:$|\\(?:in|sim)(?![A-Za-z]))", g.rows[0].text)
                  and _is_drawn(g, document.formulas[k + 1])), None)
    return first is not None and _DRAWN.match(_SENTENCE.split(f.after)[0]) is not None and not _OTHER_LAW.search(said) and not _OTHER_CHANCES.search(document.text)


def _of_batch(rows: list[str], base: str) -> set[str]:
    r"""The numbers of the indices of a mini-batch, `i_1, \dots, i_B` and the i_b of its sums: other ones than that of a step."""
    listed = re.compile(rf"(?<![A-Za-z\\]){base}_\s*\{{?\s*1\s*\}}?\s*,(?:\s*{base}_\s*\{{?\s*2\s*\}}?\s*,)?\s*\\[lc]?dots[cbmi]?\s*,\s*{base}_\s*\{{?\s*(?P<end>[A-Z])\s*\}}?(?![A-Za-z])")
    ends = {m["end"] for row in rows for m in listed.finditer(row)}
    sums = {m[1] for row in rows for end in ends for m in re.finditer(rf"\\sum(?:\\limits)?\s*_\s*\{{\s*([a-z])\s*=\s*1\s*\}}\s*\^\s*\{{?\s*{end}(?![A-Za-z])", row)}
    return {"1", "2", *ends, *sums} if len(ends) == 1 else set()


def rewritten(document: Document, found: Renaming) -> Document:
    def text_of(f: Formula, text: str) -> str:
        whole = not f.display and (m := _INDEX.fullmatch(text)) is not None and m[1] == found.index and found.put(text) != text and _SET.search(text) is None and (_says_uniform(f) or _is_drawn_as(document, f, m[1]))
        drawn = _drawn_before(document, f) or _over(f, next((g for g in document.formulas if g.start > f.start), None)) if whole else None
        return found.put(text) + (rf" \sim {drawn}" if drawn is not None else "")

    formulas = tuple(replace(f, rows=tuple(row.rewritten(text_of(f, row.text)) for row in f.rows)) for f in document.formulas)
    if found.drawn:
        return replace(document, formulas=formulas, directives=(Directive("declare", Source(found.drawn, document.name, 1), 0), *document.directives))
    if not found.declared:
        return replace(document, formulas=formulas)
    said = tuple(Directive("declare", Source(line, document.name, 1), 0) for line in found.declared)
    return replace(document, formulas=formulas, text=found.put(document.text), directives=(*said, *document.directives))


def restored(outcome: Derivation, found: Renaming, text: str) -> None:
    """The steps as they are written in the file."""
    lines = text.split("\n")
    for k, step in enumerate(outcome.steps):
        written = "\n".join(lines[step.line - 1:])[step.column - 1:][:len(step.source)]
        if found.put(written) == step.source:
            outcome.steps[k] = replace(step, source=written)
