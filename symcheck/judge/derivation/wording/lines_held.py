r"""A matrix told to hold vectors of another letter, wherever in the sentence: "the rows of $X$ are the $u_i^\top$", "$X$ has the $u_i^\top$
as its rows", "row $i$ of $X$ is $u_i^\top$", "stack the inputs $u_i$ as the columns of $X$"; and a
vector told to hold numbers of another letter: "$t \\in \\mathbb{R}^n$ collects the $y_i$", "the entries of $t$ are the $y_i$"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.patterns import NAME, WHOLE, letter_of, text_of
from symcheck.judge.derivation.wording.samples_gathered import is_changed
from symcheck.read.documents import Document, Formula


@dataclass(frozen=True)
class Held:
    """The words beside formula `at` tell that the `side`s of a matrix, or each `entry` of a vector, are these; `known`: unless they are told to be changed."""

    at: int
    matrix: str
    declared: str  # `X \in ..` where this is how the matrix is named
    vector: str
    side: str
    known: bool


# Between "the" and what is named: nothing that would make it another thing, as "centred" does.
_NOUN = (r"(?:(?:the|our|these|those|input|data|feature|sample|training|covariate|design|regressor|individual|matrix|vectors?|points?|inputs?|samples?|examples?|observations?|"
         r"features?|covariates?|predictors?|row|column|transposed|transposes\s+of(?:\s+the)?)\s+)*")
_SIDE = r"(?P<side>row|column)"
_MATRIX = r"§(?P<matrix>\d+)(?:\s*\(?\s*of\s+(?:size|shape|dimensions?)\s+§\d+\)?)?"
_VECTOR = _NOUN + r"§(?P<vector>\d+)"
_ARE = r"(?:is|are|be|being|equals?|contains?|holds?)\s+(?:then\s+|just\s+|exactly\s+|simply\s+|precisely\s+)?(?:(?:given|denoted|formed)\s+by\s+|called\s+)?"
_PATTERNS = [re.compile(p, re.I) for p in (
    rf"(?:§(?P<index>\d+)\s*-?\s*th\s+)?\b{_SIDE}s?(?:\s+vectors?)?\s+of\s+{_NOUN}{_MATRIX}\s*,?\s*{_ARE}{_VECTOR}",
    rf"\b{_SIDE}\s+§(?P<index>\d+)\s+of\s+{_NOUN}{_MATRIX}\s*,?\s*{_ARE}{_VECTOR}",
    rf"{_MATRIX}\s*,?\s*(?:has|have|with|having)\s+(?:as\s+)?(?:the\s+|its\s+)?{_SIDE}s?\s+(?:vectors?\s+)?(?:are\s+|is\s+)?{_VECTOR}",
    rf"§(?P<matrix>\d+)\s*(?:is|be|denotes?|for)\s+(?:the|an?)\s+(?:§\d+\s+)?{_NOUN}(?:whose|with|having)\s+(?:the\s+)?(?:§(?P<index>\d+)\s*-?\s*th\s+)?{_SIDE}s?\s+(?:vectors?\s+)?(?:are\s+|is\s+)?{_VECTOR}",
    rf"{_MATRIX}\s*,?\s*(?:whose|and\s+its|where\s+the|its)\s+{_SIDE}s?\s+(?:vectors?\s+)?{_ARE}{_VECTOR}",
    rf"{_MATRIX}\s*,?\s*(?:has|have|with|having|contains?|holds?|stacks?|collects?|gathers?)\s+{_VECTOR}\s+(?:as|in|for|along)\s+(?:its\s+|the\s+)?{_SIDE}s\b",
    rf"{_MATRIX}\s*,?\s*(?:has|have|with|having)\s+{_SIDE}\s+§(?P<index>\d+)\s+(?:equal\s+to|given\s+by)\s+{_VECTOR}",
    rf"\b(?:stack|collect|gather|put|arrange|write|store|combine|assembl|pack)\w*\s+(?:up\s+)?{_VECTOR}\s+(?:together\s+)?(?:as|into|in|to\s+be|to\s+form)\s+(?:the\s+)?{_SIDE}s\s+of\s+(?:an?\s+)?{_NOUN}{_MATRIX}",
    rf"(?:^|[.;,(]|\b(?:let|where|and|with|the|here|inputs|samples|vectors|points))\s*§(?P<vector>\d+)\s*(?:are|be|form|as|being)\s+(?:the\s+)?{_SIDE}s\s+of\s+(?:an?\s+)?{_NOUN}{_MATRIX}",
)]
# Vectors that are written as rows are put below one another.
_STACKED = [re.compile(p, re.I) for p in (
    rf"\b(?:stack|collect|gather|arrange|combin|assembl)\w*\s+(?:up\s+)?{_VECTOR}\s+(?:together\s+)?(?:into|in|to\s+form)\s+(?:the\s+|an?\s+)?{_NOUN}{_MATRIX}",
    rf"{_MATRIX}\s*,?\s*(?:stacks|collects|gathers)\s+(?:the\s+rows\s+)?{_VECTOR}(?!\s+(?:as|in|along)\b)",
)]
# "$M$ and $Y$ have the rows $p_n^\\top$ and $y_n^\\top$", in their order.
_JOINED = r"\s*(?:,\s*(?:and\s+)?|and\s+)"
_BOTH = re.compile(rf"§(?P<one>\d+){_JOINED}§(?P<two>\d+)\s*,?\s*(?:both\s+|each\s+)?(?:have|with|having|stack|collect|gather|hold|contain)\s+(?:as\s+)?(?:the\s+|their\s+)?(?P<kind>(?:(?!rows|columns|§)\S+\s+){{0,2}})"
                   rf"{_SIDE}s\s+(?:vectors\s+)?{_NOUN}"
                   rf"§(?P<first>\d+){_JOINED}§(?P<second>\d+)(?!{_JOINED}§\d+\s*(?:,|\.|$))", re.I)
_NUMBERS = (r"(?:(?:the|our|these|those|all|target|training|observed|true|individual|scalars?|numbers?|values?|targets?|labels?|responses?|outputs?|observations?|weights?|"
            r"predictions?|residuals?|errors?)\s+)*§(?P<vector>\d+)")
_WHOLE = r"(?:(?:the|an?|column|vector)\s+)*§(?P<matrix>\d+)"
_ENTRIES = r"(?:entries|components|elements|coordinates)"
_VECTORS = [re.compile(p, re.I) for p in (
    rf"§(?P<matrix>\d+)\s*,?\s*(?:collects?|stacks?|gathers?|holds?|contains?|(?:has|have|with|having)\s+(?:the\s+)?{_ENTRIES})\s+{_NUMBERS}",
    rf"§(?P<matrix>\d+)\s*(?:is|be|denotes?|for)\s+(?:the|a)\s+(?:column\s+)?vector\s+(?:of|(?:with|that\s+has|having|whose)\s+(?:the\s+)?{_ENTRIES}(?:\s+are)?|(?:that\s+|which\s+)?(?:collect|stack|hold|contain|gather)(?:s|ing))\s+{_NUMBERS}",
    rf"\b{_ENTRIES}\s+of\s+{_WHOLE}\s*(?:are|be|being)\s+{_NUMBERS}",
    rf"(?:^|[.;,(]|\b(?:let|where|and|with|the|here|targets|labels|responses|outputs))\s*§(?P<vector>\d+)\s*(?:are|be|form|as|being)\s+(?:the\s+)?{_ENTRIES}\s+of\s+{_WHOLE}",
    rf"\b(?:stack|collect|gather|put|arrange|write|store|combine|assembl|pack)\w*\s+(?:up\s+)?{_NUMBERS}\s+(?:together\s+)?(?:into|in|as|to\s+form)\s+{_WHOLE}",
    # "stack the $u_i^\top$ into $X$ and the $y_i$ into $t$"
    rf"\b(?:stack|collect|gather|put|arrange|write|store|combin|assembl|pack)\w*\b[^.;]*(?:,|\band)\s+{_NUMBERS}\s+(?:into|in|as)\s+{_WHOLE}",
)]
_SIZED = re.compile(r"\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?)\s*\^(?!\s*\{[^{}]*\\times)|^[^\\]*$|^\s*\\(?:mathbf|boldsymbol|bm|vec)[^\\]*(?:\\[a-z]+[\s}]*)?$")
_MEMBER = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z]))|\\[A-Za-z]+|[A-Za-z])\s*_\s*\{?\s*([a-z])\s*\}?\s*"
                     r"(?:\^\s*\{?\s*(?P<turned>\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)\s*\}?)?\s*(?:,\s*[a-z]\s*=.*)?$")
# `u_1^\top, \dots, u_n^\top`
_LIST = re.compile(r"^\s*(\S.*?)\s*_\s*\{?\s*1\s*\}?\s*(?P<turned>\^\s*\{?\s*(?:\\top|\\intercal|T)\s*\}?)?\s*,.*\\[lc]?dots[cbmi]?\s*,\s*\1\s*_[^,]*$")
_NAME = re.compile(NAME)
# Before and after the words: they tell it of several, in their order.
_ONE_MORE_BEFORE, _ONE_MORE_AFTER = re.compile(r"§\d+\s*(?:,\s*(?:and\s+)?|and\s+)$"), re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+)§")
# Right after the vectors: they come in another order.
_REORDERED = re.compile(r"^\s*,?\s*(?:but\s+)?(?:in\s+(?!this\b|that\b|the\s+(?:same|given)\b|their\b)(?:[\w-]+\s+){1,2}order\b|reversed\b|permuted\b|shuffled\b|sorted\b|reordered\b)", re.I)


def lines_held(document: Document) -> list[Held]:
    """What the words between the formulas of a document tell of the lines of its matrices."""
    formulas = document.formulas
    text = " ".join(f"{f.before} " + (f"§{k}" if not f.display else ".\n\n") for k, f in enumerate(formulas))
    text = re.sub(r"\s+", " ", re.sub(r"\n\s*\n", " . ", text + " " + (formulas[-1].after if formulas else "")))
    found = [_held(formulas, m) for p in (*_PATTERNS, *_STACKED, *_VECTORS) for m in p.finditer(text)]
    found += [h for m in _BOTH.finditer(text) for h in _each(formulas, m)]
    return sorted({h for h in found if h is not None}, key=lambda h: h.at)


def _each(formulas: tuple[Formula, ...], m: re.Match) -> list[Held | None]:
    """The same of each of two matrices that words tell together; none where three are told."""
    if _ONE_MORE_BEFORE.search(m.string[:m.start()]) is not None:
        return []
    before, after = re.split(r"[.;!?]\s", m.string[:m.start()])[-1], m.string[m.end():]
    said = [f"{before} ; §{m[a]} has the {m['side']}s §{m[b]} {after}" for a, b in (("one", "first"), ("two", "second"))]
    held = [_held(formulas, found) if (found := _PATTERNS[2].search(text, len(before))) is not None else None for text in said]
    plain = m["kind"].strip().lower() in ("", "corresponding", "respective", "transposed")  # of others it is not known what they are
    return [h if h is None or plain else replace(h, known=False) for h in held]


def _held(formulas: tuple[Formula, ...], m: re.Match) -> Held | None:
    matrix, vector = text_of(formulas[int(m["matrix"])]), text_of(formulas[int(m["vector"])])
    whole, member = WHOLE.match(matrix), _MEMBER.match(vector)
    listed = _LIST.match(vector) if member is None else None
    one = member or listed
    if whole is None or one is None or listed is not None and _NAME.fullmatch(one[1]) is None or letter_of(one[1]).lower() == letter_of(whole[1]).lower():
        return None  # samples of its own letter are tied without words
    stacked, start = m.re in _STACKED, min(m.start("matrix"), m.start("vector")) - 1
    several = _ONE_MORE_BEFORE.search(m.string[:start]) is not None and _ONE_MORE_AFTER.match(m.string, m.end()) is not None
    if several or stacked and one["turned"] is None:
        return None
    index, side = member[2] if member is not None else "i", "row" if stacked else m.groupdict().get("side", "entry").lower()
    counted = m.groupdict().get("index")
    as_told = counted is None or text_of(formulas[int(counted)]).strip() == index
    turned = one["turned"] is not None and side != "row"
    after = formulas[int(m["vector"])].after
    declared = matrix if r"\in" in matrix and (side == "entry" or r"\times" in matrix) else ""
    if side == "entry" and _SIZED.search(matrix) is None:
        return None
    return Held(max(int(m["matrix"]), int(m["vector"])), whole[1].strip(), declared, f"{one[1]}_{index}", side,
                as_told and not turned and not is_changed(after) and not _REORDERED.match(after) and not _reserved(m))


def _reserved(m: re.Match) -> bool:
    """Does the sentence say so with a reservation, or does it or the next one alter the lines?"""
    before, after = re.split(r"[.;!?]\s", m.string[:m.start()])[-1], re.split(r"[.;!?](?:\s|$)", m.string[m.end():])
    following = after[1] if len(after) > 1 else ""
    goes_on = re.search(rf"\b(?:it|its|them|their|each|these|data)\b|§{m['matrix']}\b", following) is not None
    return reservations.keeps(f"{before} {after[0]}") or reservations.altered(f"{before} {after[0]}") or goes_on and reservations.altered(following)
