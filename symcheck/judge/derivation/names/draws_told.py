r"""Random indices and batches told in words: "$i_1, \dots, i_B$ are drawn independently and uniformly from
$\{1, \dots, n\}$", "a batch $\mathcal{B} \subset \{1, \dots, n\}$ of size $B$ drawn uniformly without replacement"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.judge.derivation.laws import laws
from symcheck.read.draws import counted, subset
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.laws_told import Told
    from symcheck.judge.derivation.names.meanings import Meanings

_LETTER = r"(?:\\(?:mathcal|mathbf)\s*\{?\s*[A-Za-z]\s*\}?|[A-Za-z])"
_SET = r"\\\{\s*1\s*,.*\\[lc]?dots[cbmi]?\s*,\s*[A-Za-z]\w*\s*\\\}"
_RANGE = re.compile(_SET, re.S)
_DRAWS = re.compile(rf"^\s*(?:(?:\\mathcal\s*)?\{{?\s*[A-Z]\s*\}}?(?:_\{{?t\}}?)?\s*=\s*\\\{{\s*)?({_LETTER})_\{{?1\}}?\s*,.*\\[lc]?dots[cbmi]?\s*,\s*\1_\{{?([A-Za-z])\}}?\s*(?:\\\}}\s*)?"
                    r"((?:\\in|\\sim|\\overset|\\stackrel)\b.*)?$", re.S)
_BATCH = re.compile(rf"^\s*({_LETTER})\s*\\subset(?:eq)?\s*({_SET})\s*(?:,\s*\|\s*\1\s*\|\s*=\s*(\w+)\s*)?$", re.S)
_ITS_SIZE = re.compile(rf"^\s*\|\s*({_LETTER})\s*\|\s*=\s*(\w+)\s*$")
_OF_SIZE = re.compile(r"\b(?:of\s+(?:fixed\s+)?(?:size|cardinality)|batch\s+size)\s+§(\d+)|§(\d+)\s+(?:distinct\s+)?(?:elements|indices)", re.I)
_LONE = re.compile(r"^\s*(\\mathcal\s*\{?\s*[A-Za-z]\s*\}?|[A-Z])\s*$")
_SUBSET_BEFORE = re.compile(r"\b(?:subset|(?:mini)?-?batch|sample|set)\s*$", re.I)
# "$z_i = 1$ if $i \\in \\mathcal{B}$".
_MEMBER = re.compile(r"§(\d+)\s*,?\s*(?:if|when|for)\s+§(\d+)", re.I)
_IS_ONE = re.compile(r"^\s*(\\?[A-Za-z]+_\{?([a-z])\}?)\s*=\s*1\s*$")
_IS_IN = re.compile(rf"^\s*([a-z])\s*\\in\s*({_LETTER})\s*$")
# `(x_i, y_i)_{i=1}^N`, `i = 1, \\dots, N`: the numbers of the data, from which a batch is drawn where nothing else is said.
_NUMBERED = re.compile(r"(?:\{\s*|^\s*|[,;]\s*)[a-z]\s*=\s*1\s*(?:,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z])\s*$|\}\s*\^\s*\{?\s*([A-Za-z])\b)")
_A_BATCH = re.compile(r"\b(?:mini-?\s?)?batch\s*$", re.I)
_UNIFORM = re.compile(r"\b(?:uniform|at\s+random\b|random\s+ind(?:ex|ices))", re.I)
# "a mini-batch of $B$ independent draws $I_1, .., I_B$", after one that was drawn uniformly.
_AGAIN = re.compile(r"\b(?:(?:independent|i\.?\s*i\.?\s*d\.?|such|further|more)\s+(?:such\s+)?(?:draws?|ind(?:ex|ices)|samples)"
                    r"|(?:draws?|ind(?:ex|ices))\b[^.]{0,60}\bwith\s+replacement)\b", re.I)
_REPLACED = re.compile(r"\bwith\s+replacement\b|\bindependent(?:ly)?\b|\bi\.?\s*i\.?\s*d\b", re.I)
_DISTINCT = re.compile(r"\bwithout\s+replacement\b|\bsubset\b|\bdistinct\b", re.I)


def told(words: str, formulas: list[tuple[int, str]], known: list[str], make: Callable, whole: str | None = None) -> Iterator[Told]:
    """The draws and batches that a sentence tells: its words with § and the number of each formula, the texts of these.
    `known`: the sets that indices were drawn from uniformly before, from which they are drawn again, to which its own are added; `whole`: the numbers of the data,
    from which a batch is drawn."""
    texts = dict(formulas)
    for m in _MEMBER.finditer(words):
        one, inside = _IS_ONE.match(texts[int(m[1])]), _IS_IN.match(texts[int(m[2])])
        if one is not None and inside is not None and one[2] == inside[1]:
            zero = [k for k, text in formulas if text.replace(" ", "") == f"{one[1]}=0".replace(" ", "")]
            yield make(((one[1], inside[2]),), "members", (inside[1],))._replace(
                at=int(m[1]), taken=(int(m[1]), int(m[2]), *zero))
    if not _UNIFORM.search(words) and not (known and _AGAIN.search(words)):
        return
    known += [m[0] for _, text in formulas if (m := _RANGE.search(text)) is not None]
    for k, text in formulas:
        listed = _DRAWS.match(text)
        if listed is not None and known and _REPLACED.search(words):
            i = "b" if listed[2] != "b" else "k"
            yield make(((f"{listed[1]}_{i}", rf", {i} = 1, \dots, {listed[2]}"),), "draws", (known[-1],))._replace(at=k, taken=(k,))
        batch = _BATCH.match(text)
        if batch is None and known and _LONE.match(text) and _SUBSET_BEFORE.search(words[:words.find(f"§{k}")]):
            batch = _BATCH.match(rf"{text} \subset {known[-1]}")
        if batch is None and not known and whole is not None and _LONE.match(text) and _A_BATCH.search(words[:words.find(f"§{k}")]):
            batch = _BATCH.match(rf"{text} \subset {whole}")
        if batch is not None:
            said = _OF_SIZE.search(words)
            sizes = [batch[3], *(m[2] for _, t in formulas if (m := _ITS_SIZE.match(t)) is not None and m[1] == batch[1])]
            if said is not None:
                sizes.append(texts[int(said[1] or said[2])])
            size = next((x for x in sizes if x), None)
            if size is not None:
                way = "distinct" if _DISTINCT.search(words) else "replaced" if _REPLACED.search(words) else ""
                yield make(((batch[1], batch[2]),), "batch", (size, way))


def data_range(rows: list[str]) -> str | None:
    r"""The `\{1, \dots, N\}` of the data, where all that is numbered in a document ends with one letter."""
    ends = {m[1] or m[2] for row in rows for m in _NUMBERED.finditer(row)}
    return rf"\{{1, \dots, {ends.pop()}\}}" if len(ends) == 1 else None


def declare(meanings: Meanings, told: Told, name: str, where: str) -> bool:
    """Take in draws or a batch."""
    def line(text: str) -> bool:
        return meanings.declare(Source(text, meanings.document.name, told.line))

    if told.kind == "draws":
        return re.sub("_[bk]$", "", name) in meanings.context.draws or line(rf"{name} \sim {told.args[0]}{where}")
    if told.kind == "members":
        i = told.args[0]
        return line(rf"{name} = \mathbf{{1}}[{i} \in {where}]")
    letter, font = re.sub(r"\\math[a-z]+|[{}\s]", "", name), "cal" if "mathcal" in name else ""
    found = [e for e in meanings.context.scope.entries.get(letter, ()) if e.kind == "set" and e.font == font]
    if not found:
        line(rf"{name} \subset {where}")
        found = [e for e in meanings.context.scope.entries.get(letter, ()) if e.kind == "set" and e.font == font]
    size = told.args[0]
    if not size.isdigit() and not any(e.kind != "set" for e in meanings.context.scope.entries.get(size, ())):
        line(rf"{size} \in \mathbb{{N}}")
    number: Expr | None = meanings.shaped(size)
    if not found or number is None:
        return False
    entry = found[0]
    law = {"distinct": subset, "replaced": counted}.get(told.args[1])
    if law is None:
        v = entry.expr.data
        mean = build.mul(build.div(number, build.size(entry.dim)), build.ones(v.shape))
        laws.known_moments(meanings, v, (mean,))
    else:
        laws.known(meanings, entry.expr.data, law(number, entry.dim))
    return True
