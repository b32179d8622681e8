r"""One notation told for the gradients by all names: "I write $dV$ for $\partial\,\text{loss} / \partial V$", "we denote by $\bar{M}$ the matrix of
partial derivatives, $\bar{M}_{ij} = \partial \mathcal{L} / \partial M_{ij}$", "`grad_V` is the gradient of the loss with respect to `V`".

Each such name is written as the derivative that it stands for, before any formula is judged. The formula that tells it is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.judge.derivation.rows.differentiation import derivatives, plain
from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z](?![A-Za-z]))|\\(?:alpha|beta|gamma|delta|theta|phi|mu|nu|xi|rho|psi|omega|Theta|Phi|Omega|Gamma|Sigma|Lambda)(?![A-Za-z])|[A-Za-z])"
# The scripts that belong to a name: a subscript, and the number of a layer or a sample in brackets above.
_SCRIPTS = r"(?:\s*(?:_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)|\^\s*\{\s*[(\[][^{}]*[)\]]\s*\}))*"
_UPRIGHT = r"\\(?:mathrm|text|textrm|texttt|mathtt|operatorname|mathit|mathsf)\s*\{\s*"
_ACCENT = r"\\(?:bar|overline|widebar|hat|widehat|tilde|widetilde|dot)"
# dV, \mathrm{d}V, \text{dV}; \bar{V}; \text{grad}_V, \mathrm{grad\_V}, \text{d\_V}
_FORMS = {
    "d": (rf"(?<![A-Za-z\\_^])(?:d|{_UPRIGHT}d\s*\}})\s*(?:\\[,!]\s*)?(?P<b>{_LETTER})(?![A-Za-z])(?P<s>{_SCRIPTS})",
          rf"{_UPRIGHT}d\s*(?:\\?_\s*)?(?P<b>[A-Za-z])(?P<n>\d*)\s*\}}(?P<s>{_SCRIPTS})",
          rf"(?<![A-Za-z\\_^])d\s*\\_\s*(?P<b>[A-Za-z])(?![A-Za-z])(?P<n>\d*)(?P<s>{_SCRIPTS})"),
    "grad": (rf"(?:{_UPRIGHT}(?:grad|Grad|g|G)\s*\}}|(?<![A-Za-z\\])grad)\s*_\s*(?:\{{\s*(?P<b>{_LETTER})(?P<s>{_SCRIPTS})\s*\}}|(?P<c>[A-Za-z]|\\[A-Za-z]+)(?P<t>{_SCRIPTS}))",
             rf"(?:{_UPRIGHT}(?:grad|Grad)\s*(?:\\?_|\\\s)?\s*(?P<b>[A-Z])(?P<n>\d*)\s*\}}|(?<![A-Za-z\\])grad\s*\\_\s*(?P<c>[A-Za-z]))(?P<s>{_SCRIPTS})"),
}
for _accent in ("bar", "hat", "tilde", "dot"):
    _spelled = {"bar": "bar|overline|widebar", "hat": "hat|widehat", "tilde": "tilde|widetilde", "dot": "dot"}[_accent]
    _FORMS[_accent] = (rf"\\(?:{_spelled})\s*(?:\{{\s*(?P<b>{_LETTER})(?P<s>{_SCRIPTS})\s*\}}|(?P<c>{_LETTER}))(?P<t>{_SCRIPTS})",)
_NAMES = {mark: tuple(map(re.compile, patterns)) for mark, patterns in _FORMS.items()}

# What the words may say of the gradient itself: "the gradient of the loss with respect to $V$".
_LOSS_WORD = r"(?:loss|cost|objective|error|risk|criterion)(?:\s+function)?"
_IN_WORDS = re.compile(rf"(?:the\s+|its\s+)?(?:upstream\s+)?(?:matrix\s+of\s+|array\s+of\s+|vector\s+of\s+)?(?:partial\s+)?(?:gradients?|derivatives?|adjoints?|sensitivit(?:y|ies))\s+of\s+"
                       rf"(?:(?:the|our|a|this)\s+)?(?:(?:scalar|final|total|batch|training|mean|average)\s+)*(?:{_LOSS_WORD}\s*)?(?:(?P<loss>\$[^$]+\$)\s*)?"
                       r"(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|by|in)\s+(?:(?:any|every|each|an?|the)\s+(?:[\w-]+\s+){0,3})?[$`](?P<by>[^$`]+)[$`]", re.I)
# "a leading `d` denotes the derivative of the cost", "`d`-something is short for the gradient of $J$".
_PREFIX = re.compile(r"(?:\b(?:leading|prefix(?:ed)?|initial|letter)\s+[`$]d[`$]|[`$]d[`$]\s*-?\s*(?:something|anything|whatever|prefix|names?|variables?|in\s+front)|\bprefix\s+d\b)[^.;:]{0,60}?\b(?:denot\w+|means?|short\s+for|stands?\s+for|"
                     rf"marks?|indicates?|is|represents?)\s+(?:(?:an?|the|its|their|always|that|this|partial)\s+)*(?:derivative|gradient)s?\s+of\s+(?:(?:the|our)\s+)?(?:(?:scalar|final|total|batch|training|mean|average)\s+)*"
                     rf"(?:{_LOSS_WORD}\s*)?(?P<loss>\$[^$]+\$)?", re.I)
# Between the name and the derivative, and between the derivative and the name.
_STANDS_FOR = re.compile(r"^[\s$`,]*(?:(?:\([^()]*\)|always|simply|just|here|then|will|shall|to|as|a|an|is|be|stands?|short(?:hand)?|abbreviation|for|denotes?|denoting|means?|mean|represents?|refers?|holds?|"
                         r"the|array|matrix|variable|quantity|notation|name|with|of|that|entries)\b[\s$`,]*)*(?::?=|\\equiv|\\triangleq)?[\s$`,]*$", re.I)
_WORDED = re.compile(r"\b(?:for|denot\w+|stands?|means?|mean|represents?|short\w*|abbreviat\w+|refers?|is|be|as|holds?)\b|=", re.I)
_IS_WRITTEN = re.compile(r"^[\s$`,]*(?:=:|(?:(?:is|are|be|will|always|simply|just|written|denoted|abbreviated|called|by|as|with|to|the|symbol|name|variable)\b[\s$`,]*)*)[\s$`,]*$", re.I)
_WRITES = re.compile(r"\b(?:denot\w+|writ(?:e|es|ing|ten)|abbreviat\w+|call(?:s|ed|ing)?|shorten\w*|nam(?:e|ed|ing)|shorthand|use)\b", re.I)
# What makes it a notation for all names.
_GENERAL = re.compile(r"\b(?:any|every|each|all|whatever|throughout|notation|convention|shorthand|abbreviat\w+|writ(?:e|es|ing|ten)|denot\w+|stands?\s+for|always|means?|short\s+for|"
                      r"likewise|similar\w*|analog\w*|and\s+so\s+on|etc)\b", re.I)
# What says that it is something else, or that there are others; "not the differential" only says what it is not.
_DENIES = re.compile(r"\b(?:not|never|no\s+longer|cannot|except|unless|unlike|instead|rather|but|differentials?|perturbations?|infinitesimals?|averages?|means?\s+over|estimat\w+|predict\w+|tempt\w+|sometimes|some\s+(?:authors?|books?|texts?|people))\b|n['’]t\b", re.I)
_NO_DIFFERENTIAL = re.compile(r"[,(;]?\s*(?:\bit\s+|\bthis\s+)?(?:\b(?:is|are|and|which|but)\s+)*\b(?:not|never)\s+(?:to\s+be\s+confused\s+with\s+|for\s+)?(?:an?\s+|the\s+|any\s+)?(?:\w+\s+)?(?:differentials?|infinitesimals?)\b"
                              r"|\bdon['’]t\s+(?:read|confuse)\b[^.;]{0,60}\b(?:differentials?|infinitesimals?)\b", re.I)
_SENTENCE = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bw\.r\.t)(?<!\bresp)[.!?:](?=\s|$)|\n\s*\n")

# Losses as authors name them, where words alone speak of one.
_LOSSES = re.compile(r"(?:J|L|E|C|\\ell|\\mathcal\s*\{?[LJEC]\}?|\\(?:text|mathrm|operatorname|mathit)\s*\{\s*(?:[Ll]oss|[Cc]ost|[Ee]rr(?:or)?|CE|BCE|MSE|NLL|obj)\s*\})$")
_HEAD = re.compile(r"(?:^|\\q?quad|[,;&])\s*(?P<name>\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+|[A-Z])\s*(?:\([^()=]*\))?\s*&?\s*:?=")
# What is left of the marks around formulas.
_DELIMITERS = re.compile(r"\$+|\\[()\[\]]|\\(?:begin|end)\s*\{[a-z]+\*?\}|```[^`]*```")
# What is a derivative already, or no place for a name: `\frac{dL}{dW}`, `dL/dW`, `\int .. dx`.
_TAKEN = re.compile(r"\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{\s*d\s*\})(?:[^{}]|\{[^{}]*\})*\}\s*\{(?:[^{}]|\{[^{}]*\})*\}|(?<![A-Za-z\\])d\s*\\?[A-Za-z]+(?:\{[^{}]*\})?\s*/\s*d\s*\\?[A-Za-z]")
_INTEGRAL = re.compile(r"\\int(?![a-z])")
_SIZES = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*(?:\{([^{}]*)\}|([A-Za-z]))")


@dataclass(frozen=True)
class Told:
    """A notation: its mark, the loss, and the numbers of the formulas that tell it."""

    mark: str
    loss: str
    at: frozenset[int]


def rewritten(document: Document) -> Document:
    """The document with such names written as derivatives."""
    told = list(_told(document))
    for mark in dict.fromkeys(t.mark for t in told):
        found = [t for t in told if t.mark == mark]
        if len({t.loss for t in found}) == 1 and not _is_otherwise(document, found[0]):
            document = _written(document, found[0], _tellings(document, mark).union(*(t.at for t in found)))
    return document


def _told(document: Document) -> Iterator[Told]:
    """The notations that sentences of the document tell."""
    if len(document.stretches) != len(document.formulas) + 1 or not any(mark in document.text for mark in ("d", r"\bar", r"\overline", "hat", "tilde", "dot", "grad")):
        return
    text, places = _flat(document)
    for start, end in _sentences(text):
        if (prefix := _PREFIX.search(text, start, end)) is not None and not _DENIES.search(prefix[0]) and (loss := plain(prefix["loss"].strip("$ ")) if prefix["loss"] else the_loss(document)):
            yield Told("d", loss, frozenset())
        sentence = _NO_DIFFERENTIAL.sub(lambda m: " " * len(m[0]), text[start:end])
        if not _GENERAL.search(sentence) or _DENIES.search(sentence):
            continue
        for mark, name_start, name_end, base in _marked(sentence):
            for slope_start, slope_end, loss, by in _slopes(sentence, document):
                if _bare(by) != _bare(base):
                    continue
                stands = name_end <= slope_start and _STANDS_FOR.match(sentence[name_end:slope_start]) and _WORDED.search(sentence[name_end:slope_start])
                written = slope_end <= name_start and _IS_WRITTEN.match(sentence[slope_end:name_start]) and _WRITES.search(sentence)
                if stands or written:
                    first, last = start + min(name_start, slope_start), start + max(name_end, slope_end)
                    yield Told(mark, loss, frozenset(k for k, (a, b) in enumerate(places) if a < last and first < b))


def _flat(document: Document) -> tuple[str, list[tuple[int, int]]]:
    """The text with the formulas as they are read, and where each of them begins and ends."""
    between = _with_code(document) if document.markdown and "`" in document.text else document.stretches
    text, places = between[0], []
    for formula, stretch in zip(document.formulas, between[1:]):
        told = " ; ".join(row.text.rstrip(" .") for row in formula.rows)
        places.append((len(text) + 2, len(text) + 2 + len(told)))
        text += f" ${told}$ {stretch}"
    return text, places


def _with_code(document: Document) -> list[str]:
    """What stands before, between and after the formulas, names in code included."""
    ends = [0]
    for f in document.formulas:
        last = f.rows[-1] if f.rows else None
        ends.append(last.origin.place(max(len(last.text) - 1, 0))[1] if last is not None and last.origin is not None else f.start)
    starts = [*(f.start for f in document.formulas), len(document.text)]
    return [_DELIMITERS.sub(" ", document.text[min(a, b):b]) for a, b in zip(ends, starts)]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a full stop within a formula ends none."""
    inside = [m.span() for m in re.finditer(r"\$[^$]*\$", text)]
    ends = [m.end() for m in _SENTENCE.finditer(text) if not any(a < m.start() < b for a, b in inside)]
    yield from zip([0, *ends], [*ends, len(text)])


def _marked(sentence: str) -> Iterator[tuple[str, int, int, str]]:
    """(mark, start, end, of what) of the marked names in a sentence, those in code included."""
    for mark, patterns in _NAMES.items():
        for pattern in patterns:
            for m in pattern.finditer(sentence):
                yield mark, m.start(), m.end(), _of(m)


def _of(m: re.Match) -> str:
    """What a marked name is the derivative by."""
    parts = m.groupdict()
    number = f"_{{{parts['n']}}}" if parts.get("n") else ""
    return (parts.get("b") or parts.get("c") or "") + number + (parts.get("s") or "") + (parts.get("t") or "")


def _slopes(sentence: str, document: Document) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, loss, by what) of the derivatives in a sentence, those in words included."""
    for start, end, loss, by in derivatives(sentence):
        yield start, end, plain(loss), by
    for m in _IN_WORDS.finditer(sentence):
        loss = plain(m["loss"].strip("$ ")) if m["loss"] else the_loss(document)
        if loss:
            yield m.start(), m.end(), loss, m["by"]


def the_loss(document: Document) -> str:
    """The one loss of a document: of those that get a formula, the one that is differentiated where there are several; "" where it is not
    known which."""
    rows = [row.text for f in document.formulas for row in f.rows]
    headed = {plain(m["name"]) for row in rows for m in _HEAD.finditer(row) if _LOSSES.match(m["name"])}
    if len(headed) > 1:
        headed &= {plain(name) for row in rows for _, _, name, _ in derivatives(row)}
    return headed.pop() if len(headed) == 1 else ""


def _is_otherwise(document: Document, told: Told) -> bool:
    """Are there integrals, or the differential of the loss itself, beside a d?"""
    rows = [row.text for f in document.formulas for row in f.rows]
    own = re.compile(rf"(?<![A-Za-z\\{{])(?:d|\\mathrm\s*\{{\s*d\s*\}})\s*(?:\\[,!]\s*)?{re.escape(told.loss)}(?![A-Za-z])")
    return told.mark == "d" and any(_INTEGRAL.search(row) or own.search(_TAKEN.sub(" ", row)) for row in rows)


def _tellings(document: Document, mark: str) -> set[int]:
    r"""The formulas that say what such a name is by its derivative: `dV = \partial L / \partial V`."""
    return {k for k, f in enumerate(document.formulas) if not f.display for row in f.rows for m, _, end, base in _marked(row.text) if m == mark
            for start, _, _, by in derivatives(row.text) if start >= end and _bare(by) == _bare(base) and re.fullmatch(r"[\s&]*:?=\s*", row.text[end:start])}


def _written(document: Document, told: Told, left: set[int]) -> Document:
    """The document with the names of one notation written as derivatives."""
    sizes = {letter for f in document.formulas for row in f.rows for m in _SIZES.finditer(row.text) for letter in re.findall("[A-Za-z]", m[1] or m[2])} if told.mark == "d" else set()
    formulas = tuple(f if k in left else replace(f, rows=tuple(_row(row, told, sizes) for row in f.rows)) for k, f in enumerate(document.formulas))
    return replace(document, renamed=True, shaped=document.shaped or told.mark in ("d", "grad"), formulas=formulas)


def _row(row: Source, told: Told, sizes: set[str]) -> Source:
    taken = [m.span() for m in _TAKEN.finditer(row.text)]
    found = sorted(((m.start(), m.end(), _of(m)) for pattern in _NAMES[told.mark] for m in pattern.finditer(row.text)))
    found = [(start, end, base) for start, end, base in found if base not in sizes and not any(a <= start < b for a, b in taken)
             and not _is_mean(row.text, start, end, base, told.mark)]
    if not found or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for start, end, base in found:
        if start < done:
            continue
        composer.add(row, done, start)
        composer.instead(rf"{{\frac{{\partial {told.loss}}}{{\partial {base}}}}}", row, start, end)
        done = end
    composer.add(row, done, len(row.text))
    return composer.source()


def _is_mean(row: str, start: int, end: int, base: str, mark: str) -> bool:
    r"""Is this `\bar x = \frac1n \sum_i x_i`, the mean of what it stands on?"""
    return mark != "d" and re.match(rf"\s*&?\s*:?=[^=]*\\sum[^=]*(?<!\{{)(?<![A-Za-z\\]){re.escape(base)}\s*_", row[end:]) is not None


def _bare(text: str) -> str:
    return re.sub(r"[\s{}$`]", "", text)


__all__ = ["rewritten", "the_loss"]
