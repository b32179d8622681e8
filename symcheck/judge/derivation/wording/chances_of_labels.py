r"""Models of labels told by the chance of one value: `P(t_n = 1 \mid x_n, w) = \pi_n`, `p = P(y = 1 \mid x) = \sigma(w^\top x)`.

Of a label that the document says is 0 or 1, or -1 or 1, by the same name, and of names that it introduces, the first such statement is its law, written `t_n \mid x_n, w \sim \text{Bernoulli}(\pi_n)`; what else
the chance is said to be equal to is a claim, and so are later statements under the same condition, of either value. Where the label has a prior, or something has a
law given the label, the chance follows from these, and the document is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_SPACE = r"(?:\s|\\[,;:! ]|&)*"
_INDEX = r"(?:_(?:\{\s*\w\s*\}|[a-z])|\^\s*\{\s*\(\s*[a-z]\s*\)\s*\})?"
_LABEL = rf"(?P<name>[A-Za-z]{_INDEX})"
_P = r"(?<![A-Za-z\\])(?:[pP]|\\Pr(?![A-Za-z])|\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{\s*(?:P|Pr)\s*\})"
_CHANCE = re.compile(rf"{_SPACE}{_P}{_SPACE}(?:\\left|\\[bB]igg?l?)?[(\[]{_SPACE}{_LABEL}{_SPACE}={_SPACE}(?P<at>[+-]?\s*[01]){_SPACE}(?:\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\||;)"
                     rf"(?P<given>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*?)(?:\\right|\\[bB]igg?r?)?[)\]]{_SPACE}")
_ANY_CHANCE = re.compile(rf"{_P}{_SPACE}(?:\\left|\\[bB]igg?l?)?[(\[]{_SPACE}{_LABEL}{_SPACE}={_SPACE}[+-]?\s*[01]{_SPACE}(?:\\right|\\[bB]igg?r?)?[)\]]")
_SET = re.compile(rf"(?<![A-Za-z\\]){_LABEL}(?:{_SPACE},[^$\\]*)?{_SPACE}\\in{_SPACE}\\\{{(?P<set>[^{{}}]*?)\\\}}(?!\s*\^)")
# Between the statements of a row.
_BETWEEN = re.compile(r"[,;]\s*(?=\\q?quad(?![A-Za-z])|\\text|\\\\)|\\q?quad(?![A-Za-z])|\\\\|[.;,]\s*$")
_SIGNED = re.compile(r"\\pm(?![A-Za-z])|±|\bplus\s+or\s+minus\b", re.I)
# A prior of the labels in words, and models of the inputs given them.
_DRAWN = re.compile(r"\b(?:labels?|class(?:es)?|sign)\b[^.;]*\b(?:uniform(?:ly)?|equally\s+(?:likely|probable))\b|\bequally\s+(?:likely|probable)\s+(?:labels?|classes)|\bclass[-\s]+(?:priors?|conditionals?)\b|\bgenerative\b", re.I)
# A name alone; names in a formula, and what is none.
_NAME = re.compile(rf"{_SPACE}(?:\\hat\s*)?\{{?\\?[A-Za-z]+\}}?{_INDEX}{_SPACE}")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\(?:alpha|beta|gamma|delta|theta|vartheta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|psi|omega|Phi|Theta|eta)(?![A-Za-z])")
_SILENT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|operatorname|text)(?![A-Za-z])|[_^]\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\d)|\\sigma(?=\s*(?:\\left|\\[bB]igl?)?\()")
_LAWS = {frozenset((0, 1)): r"\text{Bernoulli}", frozenset((-1, 1)): r"\text{Signs}"}


@dataclass(slots=True)
class _Model:
    """The law of a label: the values, what it is given, and the chance of 1."""

    values: frozenset[int]
    given: str
    chance: str


def rewritten(document: Document) -> Document:
    """The document with such models as laws, and with what it says of these chances as claims."""
    rows = [row.text for f in document.formulas for row in f.rows]
    if not any(_CHANCE.search(text) for text in rows) or _DRAWN.search(document.text):
        return document
    chances = _Chances(_labels(rows, document.text), rows)
    if not chances.labels:
        return document
    formulas, stretches = [], list(document.stretches)
    for f in document.formulas:
        made = chances.formulas(f)
        if len(made) > 1 and stretches:
            at = len(formulas) + 1
            stretches[at:at] = [", "] * (len(made) - 1)
        formulas += made
    return replace(document, formulas=tuple(formulas), stretches=tuple(stretches))


def _labels(rows: list[str], said: str) -> dict[str, frozenset[int]]:
    """The labels that have two values, the same everywhere, and no law of another kind, by their letter."""
    text, found = "\n".join(rows), {}  # of y_i and y apart
    for m in (m for row in rows for m in _SET.finditer(row)):
        letter = m["name"][0]
        numbers = [x.strip().lstrip("+") for x in re.sub(r"\s|\\[,;:! ]", "", m["set"]).split(",")]
        values = frozenset(int(x) for x in numbers if re.fullmatch(r"-?[01]", x))
        given = rf"(?:\\mid(?![A-Za-z])|\||\\vert(?![A-Za-z])){_SPACE}{letter}{_INDEX}{_SPACE}(?:=|\\sim)"
        law = rf"(?<![A-Za-z\\]){letter}{_INDEX}{_SPACE}(?:(?:\\mid(?![A-Za-z])|\|)[^=]*?)?\\sim(?![A-Za-z])"
        if values in _LAWS and len(numbers) == 2 and not re.search(given, text) and not re.search(law, text) \
                and not any(c["name"][0] == letter for c in _ANY_CHANCE.finditer(text)):
            found.setdefault(_kind(m["name"]), set()).add(values)
    return {kind: next(iter(sets)) for kind, sets in found.items() if len(sets) == 1 and not (_SIGNED.search(said) and {0, 1} in sets)}


def _kind(name: str) -> str:
    """A label's letter, and whether it has an index."""
    return name[0] + ("_" if len(name) > 1 else "")


def _are_introduced(texts: list[str], rows: list[str], label: str) -> bool:
    r"""Is each letter of these in a set of its own, `w \in \mathbb{R}^d`, in some row? A name alone, as \pi_n, may get its meaning anywhere, and so may what counts the label."""
    letters = {x for text in texts if not _NAME.fullmatch(text) for x in _LETTER.findall(_SILENT.sub(" ", text))} - {"T", "e", *label}
    return all(any(re.search(rf"(?<![A-Za-z\\]){re.escape(x)}(?![A-Za-z])[^=]*\\in(?![A-Za-z])", row) for row in rows) for x in letters)


class _Chances:
    """What a document says of the chances of its labels; `rows`: all of its formulas."""

    def __init__(self, labels: dict[str, frozenset[int]], rows: list[str]):
        self.labels, self.rows = labels, rows
        self.models: dict[str, _Model] = {}

    def formulas(self, f: Formula) -> list[Formula]:
        """A formula with its statements about chances as laws and claims, among words one for each."""
        rows = [new for row in f.rows for new in self._rows(row, parted=not f.display)]
        if f.display or len(rows) == len(f.rows):
            return [replace(f, rows=tuple(rows))]
        last = len(rows) - 1
        return [replace(f, rows=(row,), before=", " if k else f.before, after=f.after if k == last else ", ", start=f.start + k) for k, row in enumerate(rows)]

    def _rows(self, row: Source, parted: bool) -> list[Source]:
        """A row with the laws and definitions that it tells (`parted`: one for each), and one for each claim: beside a law an equation would be taken as told."""
        if _CHANCE.search(row.text) is None:
            return [row]
        kept, claims, done = [], [], 0
        for m in (*_BETWEEN.finditer(row.text), None):
            end = m.start() if m is not None else len(row.text)
            text = row.text[done:end]
            law, claim = self._statement(text)
            kept += [law] if law.strip() else []
            claims += [claim] if claim else []
            done = m.end() if m is not None else end
        if not self.models or not claims and not any(r"\sim" in x for x in kept):
            return [row]
        told = [x for line in kept for x in line.split(r", \qquad ")] if parted else [r", \qquad ".join(kept)] if kept else []
        return [row.rewritten(line) for line in told + claims]

    def _statement(self, text: str) -> tuple[str, str]:
        """A statement with the chance of a label in it, as the law of the label and its definition, and as a claim; another as it is."""
        sides = _sides(text)
        found = [(k, m) for k, side in enumerate(sides) if (m := _CHANCE.fullmatch(side)) is not None and _kind(m["name"]) in self.labels]
        if len(found) != 1 or len(sides) < 2:
            return text, ""
        k, m = found[0]
        others, at = sides[:k] + sides[k + 1:], int(re.sub(r"\s", "", m["at"]))
        values, given = self.labels[_kind(m["name"])], re.sub(r"\s|\\[,;:! ]", "", m["given"])
        if at not in values:
            return text, ""
        model = self.models.get(m["name"])
        if model is None and at == 1 and re.search(rf"(?<![A-Za-z\\]){m['name'][0]}(?![A-Za-z])", "".join(others)) is None and _are_introduced([m["given"], *others], self.rows, m["name"]):
            self.models[m["name"]] = _Model(values, given, others[0].strip())
            law = rf"{m['name']} \mid {m['given'].strip()} \sim {_LAWS[values]}({others[0].strip()})"
            return (law if len(others) == 1 else rf"{' = '.join(others)}, \qquad {law}"), ""
        if model is None or model.given != given:
            return text, ""
        return "", " = ".join((model.chance if at == 1 else rf"1 - \left({model.chance}\right)", *others))


def _sides(text: str) -> list[str]:
    r"""The sides of a chain of equations, `B, A` of `A =: B`; an equals sign within brackets parts none."""
    if (named := re.fullmatch(r"(?P<of>.*)=\s*:(?P<name>[^=]*)", text, re.S)) is not None:
        return [named["name"].strip(" &."), *_sides(named["of"])]
    sides, depth, start = [], 0, 0
    for k, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if c == "=" and not depth and text[k - 1:k] not in (":", "<", ">"):
            sides.append(text[start:k].rstrip("& "))
            start = k + 1
    return [*sides, text[start:].lstrip("& ")]


__all__ = ["rewritten"]
