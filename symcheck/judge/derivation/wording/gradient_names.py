r"""One notation told for the gradients by all names: "I write $dV$ for $\partial\,\text{loss} / \partial V$", "we denote by $\bar{M}$ the matrix of
partial derivatives, $\bar{M}_{ij} = \partial \mathcal{L} / \partial M_{ij}$", "`grad_V` is the gradient of the loss with respect to `V`".

Each such name is written as the derivative that it stands for, before any formula is judged. The formula that tells it is left as it is.
An accent has many other uses: beside the names that are told, only words that say it of any name make it a derivative, and of no name
that is defined otherwise or called a mean, normalized or an estimate. Where d is a size, `d s` is a product.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from symcheck.judge.derivation.rows.differentiation import derivatives, plain
from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z](?![A-Za-z]))|\\(?:alpha|beta|gamma|delta|theta|phi|mu|nu|xi|rho|psi|omega|Theta|Phi|Omega|Gamma|Sigma|Lambda)(?![A-Za-z])|[A-Za-z])"
# The scripts that belong to a name: a subscript, and the number of a layer or a sample in brackets above.
_SCRIPTS = r"(?:\s*(?:_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)|\^\s*\{\s*[(\[][^{}]*[)\]]\s*\}))*"
_UPRIGHT = r"\\(?:mathrm|text|textrm|texttt|mathtt|operatorname|mathit|mathsf)\s*\{\s*"
# dV, \mathrm{d}V, \text{dV}; \bar{V}; \text{grad}_V, \mathrm{grad\_V}, \text{d\_V}
_FORMS = {
    "d": (rf"(?<![A-Za-z\\_^])(?:d|{_UPRIGHT}d\s*\}})\s*(?:\\[,!]\s*)?(?P<b>{_LETTER})(?![A-Za-z])(?P<s>{_SCRIPTS})",
          rf"{_UPRIGHT}d\s*(?:\\?_\s*)?(?P<b>[A-Za-z])(?P<n>\d*)\s*\}}(?P<s>{_SCRIPTS})",
          rf"(?<![A-Za-z\\_^])d\s*\\_\s*(?P<b>[A-Za-z])(?![A-Za-z])(?P<n>\d*)(?P<s>{_SCRIPTS})"),
    "grad": (rf"(?:{_UPRIGHT}(?:grad|Grad|g|G)\s*\}}|(?<![A-Za-z\\])grad)\s*_\s*(?:\{{\s*(?P<b>{_LETTER})(?P<s>{_SCRIPTS})\s*\}}|(?P<c>[A-Za-z]|\\[A-Za-z]+)(?P<t>{_SCRIPTS}))",
             rf"(?:{_UPRIGHT}(?:grad|Grad)\s*(?:\\?_|\\\s)?\s*(?P<b>[A-Z])(?P<n>\d*)\s*\}}|(?<![A-Za-z\\])grad\s*\\_\s*(?P<c>[A-Za-z]))(?P<s>{_SCRIPTS})"),
}
ACCENTS = ("bar", "hat", "tilde", "dot")
for _accent in ACCENTS:
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
                         r"the|array|matrix|variable|quantity|notation|name|vector|with|of|that|(?:all|these)|entries|(?:partial\s+)?derivatives?|gradients?)\b[\s$`,]*)*(?::?=|\\equiv|\\triangleq)?[\s$`,]*$", re.I)
# "the matrix of the partial derivatives $\\partial J / \\partial M_{ij}$"
_COLLECTS = re.compile(r"\b(?:matrix|vector|array)\b[^.;$]*\b(?:derivatives|entries)\b[^.;$]*\$?$", re.I)
_ENTRY = re.compile(r"_\s*(?:\{\s*[a-z]\s*,?\s*[a-z]?\s*\}|[a-z])\s*$")
_WORDED = re.compile(r"\b(?:for|denot\w+|stands?|means?|mean|represents?|short\w*|abbreviat\w+|refers?|is|be|as|holds?)\b|=", re.I)
_IS_WRITTEN = re.compile(r"^[\s$`,]*(?:=:|(?:(?:is|are|be|will|always|simply|just|written|denoted|abbreviated|called|by|as|with|to|the|symbol|name|variable)\b[\s$`,]*)*)[\s$`,]*$", re.I)
_WRITES = re.compile(r"\b(?:denot\w+|writ(?:e|es|ing|ten)|abbreviat\w+|call(?:s|ed|ing)?|shorten\w*|nam(?:e|ed|ing)|shorthand|use)\b", re.I)
_DENOTES_BY = re.compile(r"\bdenot(?:e|ed|es|ing)\s+by[\s$`]*$", re.I)
# What makes it a notation for all names.
_GENERAL = re.compile(r"\b(?:any|every|each|all|whatever|throughout|notation|convention|shorthand|abbreviat\w+|writ(?:e|es|ing|ten)|denot\w+|stands?\s+for|always|means?|short\s+for|"
                      r"likewise|similar\w*|analog\w*|and\s+so\s+on|etc)\b", re.I)
# What says it of any name, besides a letter that stands for nothing else in the document: "for every $v$", "likewise for the others", "a bar denotes".
_ANY_NAME = re.compile(r"\b(?:any|every|each|all|whatever|for\s+an?(?!\s+(?:fixed|given|certain|single|particular|specific|constant)\b))\s+(?:the\s+|other\s+|of\s+)*(?:(?!layers?\b|samples?\b|steps?\b|units?\b|epochs?\b)\w+\s+){0,3}?(?:(?P<of>\$[^$]*\$)|(?:names?|variables?|symbols?|quantit(?:y|ies)|matri(?:x|ces)|"
                       r"vectors?|arrays?|tensors?|parameters?|intermediates?|nodes?|others?)\b)|\b(?:likewise|similar\w*|analog\w*|and\s+so\s+on|etc|anything|something|the\s+others|other\s+(?:names|variables|quantities))\b|"
                       r"\b(?:(?:a|the)\s+)?(?:over-?)?(?:bars?|hats?|tildes?|dots?)\s+(?:always\s+)?(?:denotes?|means?|marks?|indicates?|stands?\s+for|is|are)\b", re.I)
# What says of an accent that it makes no derivative: before the name, and after it.
_NO_SLOPE = r"(?:means?|averages?|averaged|normali[sz]ed|standardi[sz]ed|cent(?:er|r)ed|estimat\w+|predict\w+|unit(?=\s+(?:vector|norm|length|direction)|-|\s*$)|augmented|noisy|corrupted|smoothed|corrected|empirical|sample)"
_OTHER_BEFORE = re.compile(rf"\b(?:let|where|with|define|set|put|for|given|{_NO_SLOPE})\b[^.;:]{{0,40}}$", re.I)
_OTHER_AFTER = re.compile(rf"^[\s,]*(?:is|are|be|denotes?|for|as|the|its|being)\b[^.;:$]{{0,40}}\b{_NO_SLOPE}\b", re.I)
# What says that it is something else, or that there are others; "not the differential" only says what it is not.
_DENIES = re.compile(r"\b(?:not|never|no\s+longer|cannot|except|unless|unlike|instead|rather|but|differentials?|perturbations?|infinitesimals?|averages?|means?\s+over|estimat\w+|predict\w+|tempt\w+|sometimes|some\s+(?:authors?|books?|texts?|people))\b|n['’]t\b", re.I)
_NO_DIFFERENTIAL = re.compile(r"[,(;]?\s*(?:\bit\s+|\bthis\s+)?(?:\b(?:is|are|and|which|but)\s+)*\b(?:not|never)\s+(?:to\s+be\s+confused\s+with\s+|for\s+)?(?:an?\s+|the\s+|any\s+)?(?:\w+\s+)?(?:differentials?|infinitesimals?)\b"
                              r"|\bdon['’]t\s+(?:read|confuse)\b[^.;]{0,60}\b(?:differentials?|infinitesimals?)\b", re.I)
_SENTENCE = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bw\.r\.t)(?<!\bresp)[.!?:](?=\s|$)|\n\s*\n")

# "Its differential is": d is that of calculus.
_DIFFERENTIAL = re.compile(r"\b(?:differentials?|infinitesimals?|perturbations?)\b", re.I)
_D_HEADS = re.compile(rf"(?:^|[,;&]|\\q?quad)[\s&]*d(?P<b>{_LETTER})(?![A-Za-z])(?P<s>{_SCRIPTS})\s*&?\s*:?=")
_FUNCTION = re.compile(r"(?:^|[,;&]|\\q?quad)\s*(?P<name>\\?[A-Za-z]+)\s*\([^()=]*\)\s*&?\s*:?=")

# Losses as authors name them, where words alone speak of one.
_LOSSES = re.compile(r"(?:J|L|E|C|\\ell|\\mathcal\s*\{?[LJEC]\}?|\\(?:text|mathrm|operatorname|mathit)\s*\{\s*(?:[Ll]oss|[Cc]ost|[Ee]rr(?:or)?|CE|BCE|MSE|NLL|obj)\s*\})$")
_HEAD = re.compile(r"(?:^|\\q?quad|[,;&])\s*(?P<name>\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+|[A-Z])\s*(?:\([^()=]*\))?\s*&?\s*:?=")
# A name alone among words: "the shape of $V$".
_ALONE = re.compile(rf"\s*{_LETTER}{_SCRIPTS}\s*")
# What is left of the marks around formulas.
_DELIMITERS = re.compile(r"\$+|\\[()\[\]]|\\(?:begin|end)\s*\{[a-z]+\*?\}|```[^`]*```")
# What is a derivative already, or no place for a name: `\frac{dL}{dW}`, `dL/dW`, `\int .. dx`.
_TAKEN = re.compile(r"\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{\s*d\s*\})(?:[^{}]|\{[^{}]*\})*\}\s*\{(?:[^{}]|\{[^{}]*\})*\}|(?<![A-Za-z\\])d\s*\\?[A-Za-z]+(?:\{[^{}]*\})?\s*/\s*d\s*\\?[A-Za-z]")
_INTEGRAL = re.compile(r"\\int(?![a-z])")
_SIZES = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*(?:\{([^{}]*)\}|([A-Za-z]))")


@dataclass(frozen=True)
class Told:
    """A notation: its mark, the loss, the numbers of the formulas that tell it, and the name of which it is told, "" where it is told of any."""

    mark: str
    loss: str
    at: frozenset[int]
    of: str = ""


def rewritten(document: Document) -> Document:
    """The document with such names written as derivatives."""
    told = list(_told(document))
    for mark in dict.fromkeys(t.mark for t in told):
        found = [t for t in told if t.mark == mark]
        if len({t.loss for t in found}) == 1 and not _is_otherwise(document, found[0]):
            document = _written(document, found, _tellings(document, mark).union(*(t.at for t in found)))
    return document


def losses_told(document: Document) -> set[str]:
    """The losses of which sentences say that a d marks their derivatives."""
    return {t.loss for t in _told(document) if t.mark == "d"}


def has_differentials(document: Document, loss: str) -> bool:
    """Is a d that of calculus somewhere, in differentials of this loss or in integrals?"""
    return _is_otherwise(document, Told("d", loss, frozenset()))


def _told(document: Document) -> Iterator[Told]:
    """The notations that sentences of the document tell."""
    if len(document.stretches) != len(document.formulas) + 1 or not any(mark in document.text for mark in ("d", r"\bar", r"\overline", "hat", "tilde", "dot", "grad")):
        return
    text, places = _flat(document)
    for start, end in _sentences(text):
        if (prefix := _PREFIX.search(text, start, end)) is not None and not _DENIES.search(prefix[0]) and (loss := plain(prefix["loss"].strip("$ ")) if prefix["loss"] else the_loss(document)):
            yield Told("d", loss, frozenset())
        for mark, loss, base, at, sentence in _stated(document, text, places, start, end, _marked):
            yield Told(mark, loss, at, "" if _is_of_any(document, sentence, base, at) else _bare(base))


def stated(document: Document, marked: Callable[[str], Iterator[tuple[str, int, int, str]]]) -> Iterator[tuple[str, str, str, str]]:
    """(mark, loss, of what, the sentence) of the `marked` names of which sentences say that they are derivatives."""
    if len(document.stretches) == len(document.formulas) + 1:
        text, places = _flat(document)
        for start, end in _sentences(text):
            for mark, loss, base, _, sentence in _stated(document, text, places, start, end, marked):
                yield mark, loss, base, sentence


def _stated(document: Document, text: str, places: list[tuple[int, int]], start: int, end: int, marked: Callable[[str], Iterator[tuple[str, int, int, str]]]) \
        -> Iterator[tuple[str, str, str, frozenset[int], str]]:
    """The same of one sentence, with the formulas that tell it."""
    sentence = _NO_DIFFERENTIAL.sub(lambda m: " " * len(m[0]), text[start:end])
    if not _GENERAL.search(sentence) or _DENIES.search(sentence):
        return
    for mark, name_start, name_end, base in marked(sentence):
        for slope_start, slope_end, loss, by in _slopes(sentence, document):
            if _bare(by) != _bare(base) and not (_COLLECTS.search(sentence[name_end:slope_start]) and _bare(_ENTRY.sub("", by)) == _bare(base)):
                continue
            stands = name_end <= slope_start and _STANDS_FOR.match(sentence[name_end:slope_start]) \
                and (_WORDED.search(sentence[name_end:slope_start]) or _DENOTES_BY.search(sentence[:name_start]))
            written = slope_end <= name_start and _IS_WRITTEN.match(sentence[slope_end:name_start]) and _WRITES.search(sentence)
            if stands or written:
                first, last = start + min(name_start, slope_start), start + max(name_end, slope_end)
                yield mark, loss, base, frozenset(k for k, (a, b) in enumerate(places) if a < last and first < b), sentence


def _is_of_any(document: Document, sentence: str, base: str, at: frozenset[int]) -> bool:
    """Is it told of any name: by words, or by a letter that stands for nothing but any name?"""
    if said_of_any(sentence, base):
        return True
    letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(_letter(base))}(?![A-Za-z])" if not base.startswith("\\") else re.escape(_letter(base)))
    others = [row.text for k, f in enumerate(document.formulas) if k not in at for row in f.rows if not _ALONE.fullmatch(row.text)]
    return not any(letter.search(text) for text in others)


def formulas_of_any(document: Document) -> set[int]:
    r"""The formulas of such sentences that speak of the letter for any name, "For a matrix $A$ we write $\bar A = \partial L / \partial A$, so
    $dL = \operatorname{tr}(\bar A^\top dA)$": they claim nothing of a name of the document."""
    if len(document.stretches) != len(document.formulas) + 1:
        return set()
    text, places = _flat(document)
    found: set[int] = set()
    for start, end in _sentences(text):
        for _, _, base, at, sentence in _stated(document, text, places, start, end, _marked):
            letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(_bare(base))}(?![A-Za-z])")
            within = {k for k, (a, b) in enumerate(places) if start <= a and b <= end}
            rows = [(k, row.text) for k, f in enumerate(document.formulas) for row in f.rows if letter.search(row.text)]
            if said_of_any(sentence, base) and all(k in within for k, _ in rows):
                found |= {k for k, _ in rows if k not in at and not _ALONE.fullmatch(document.formulas[k].rows[0].text)}
    return found


def said_of_any(sentence: str, base: str) -> bool:
    """Do words say that what is told of this name is so of any?"""
    return any(m["of"] is None or _bare(m["of"]).split(r"\in")[0] in (_bare(base), _letter(base)) for m in _ANY_NAME.finditer(sentence))


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
    """Are there integrals, words of differentials, or the differential of the loss itself or of another function, beside a d?"""
    if told.mark != "d":
        return False
    rows = [row.text for f in document.formulas for row in f.rows]
    scalars = {told.loss, *(m["name"] for row in rows for m in _FUNCTION.finditer(row))}
    own = re.compile(rf"(?<![A-Za-z\\{{])(?:d|\\mathrm\s*\{{\s*d\s*\}})\s*(?:\\[,!]\s*)?(?:{'|'.join(map(re.escape, sorted(scalars)))})(?![A-Za-z])")
    return _DIFFERENTIAL.search(_NO_DIFFERENTIAL.sub(" ", document.text)) is not None or any(_INTEGRAL.search(row) or own.search(_TAKEN.sub(" ", row)) for row in rows)


def _tellings(document: Document, mark: str) -> set[int]:
    r"""The formulas that say what such a name is by its derivative: `dV = \partial L / \partial V`."""
    return {k for k, f in enumerate(document.formulas) if not f.display for row in f.rows for m, _, end, base in _marked(row.text) if m == mark
            for start, _, _, by in derivatives(row.text) if start >= end and _bare(by) == _bare(base) and re.fullmatch(r"[\s&]*:?=\s*", row.text[end:start])}


def _written(document: Document, told: list[Told], left: set[int]) -> Document:
    """The document with the names of one notation written as derivatives."""
    mark, loss = told[0].mark, told[0].loss
    sizes = {letter for f in document.formulas for row in f.rows for m in _SIZES.finditer(row.text) for letter in re.findall("[A-Za-z]", m[1] or m[2])} if mark == "d" else set()
    heads = _heads(document) if "d" in sizes else set()
    only, otherwise = {t.of for t in told}, defined_otherwise(document, mark, left) if mark in ACCENTS else set()

    def is_meant(name: str, base: str) -> bool:
        if base in sizes:
            return False
        if any(_letter(base) == _letter(of) and (of == _letter(of) or _bare(base) != _letter(base)) for of in only):
            return True
        if mark in ACCENTS:
            return "" in only and _bare(base) not in otherwise
        return mark != "d" or "d" not in sizes or re.match(r"d(?:\s|\\[,!])", name) is None and ("" in only or _bare(base) in heads)

    formulas = tuple(f if k in left else replace(f, rows=tuple(_row(row, mark, loss, is_meant) for row in f.rows)) for k, f in enumerate(document.formulas))
    return replace(document, renamed=True, shaped=document.shaped or mark in ("d", "grad"), formulas=formulas)


def _heads(document: Document) -> set[str]:
    r"""What a d stands right before on the left side of an equation, `dW = ..`: no product of a size."""
    return {_bare(m["b"] + m["s"]) for f in document.formulas for row in f.rows for m in _D_HEADS.finditer(row.text)}


def defined_otherwise(document: Document, mark: str, left: set[int]) -> set[str]:
    r"""What such a name is defined or described on, as another thing than a derivative: "where $\hat x = x / \|x\|$", "the mean $\bar x$"."""
    found, weakly, passed_back = set(), set(), set()
    for k, f in enumerate(document.formulas):
        for row in f.rows if k not in left else ():
            heads = [(m.end(), _of(m)) for pattern in _NAMES[mark] for m in pattern.finditer(row.text) if re.search(r"(?:^|[,;&]|\\q?quad)[\s&]*$", row.text[:m.start()])]
            for end, base in heads:
                value = re.match(r"\s*&?\s*:?=((?:(?!,\s|\\q?quad).)*)", row.text[end:], re.S)
                if value is not None and (any(True for _ in derivatives(value[1])) or any(m == mark for m, *_ in _marked(value[1]))):
                    passed_back.add(_bare(base))
                    continue
                before, after = re.split(r"\n\s*\n", f.before.rstrip())[-1], f.after
                if value is not None and not f.display and re.search(r"\bwith\s*$", before, re.I):
                    weakly.add(_bare(base))  # "what remains is the regression with $\bar w = ..$"
                elif _OTHER_BEFORE.search(before) if value is not None and not f.display else re.search(rf"\b{_NO_SLOPE}\b[^.;:]{{0,40}}$", before, re.I):
                    found.add(_bare(base))
                elif not f.display and _OTHER_AFTER.match(after):
                    found.add(_bare(base))
    return found | weakly - passed_back


def _letter(base: str) -> str:
    """A name without its scripts."""
    return re.split(r"[_^]", _bare(base))[0]


def _row(row: Source, mark: str, loss: str, is_meant: Callable[[str, str], bool]) -> Source:
    taken = [m.span() for m in _TAKEN.finditer(row.text)]
    found = sorted(((m.start(), m.end(), _of(m)) for pattern in _NAMES[mark] for m in pattern.finditer(row.text)))
    found = [(start, end, base) for start, end, base in found if is_meant(row.text[start:end], base) and not any(a <= start < b for a, b in taken)
             and not _is_mean(row.text, start, end, base, mark)]
    if not found or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for start, end, base in found:
        if start < done:
            continue
        composer.add(row, done, start)
        composer.instead(rf"{{\frac{{\partial {loss}}}{{\partial {base}}}}}", row, start, end)
        done = end
    composer.add(row, done, len(row.text))
    return composer.source()


def _is_mean(row: str, start: int, end: int, base: str, mark: str) -> bool:
    r"""Is this `\bar x = \frac1n \sum_i x_i`, the mean of what it stands on?"""
    return mark != "d" and re.match(rf"\s*&?\s*:?=[^=]*\\sum[^=]*(?<!\{{)(?<![A-Za-z\\]){re.escape(base)}\s*_", row[end:]) is not None


def _bare(text: str) -> str:
    return re.sub(r"[\s{}$`]", "", text)


__all__ = ["ACCENTS", "defined_otherwise", "formulas_of_any", "has_differentials", "losses_told", "rewritten", "said_of_any", "stated", "the_loss"]
