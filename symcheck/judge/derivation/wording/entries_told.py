r"""What prose tells of the entries of names: one-hot vectors, probabilities, vectors of ones, signs of numbers."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording import hot_places, lengths_beside
from symcheck.judge.derivation.wording.patterns import NAME, NAMES, WHOLE, Described, letter_of, text_of
from symcheck.read.documents import Formula

_ONE_HOT = re.compile(r"^\s*(?:(?:is|be|denotes?)\s+)?(?:(?:an?|the|its|their)\s+)?(?:corresponding\s+)?one-hot\s+"
                      r"(?:\w+\s+){0,2}(?:of|for|encoding)(?:\s+[\w-]+){0,6}\s*$", re.I)


_ARRAY = r"(?:(?:column|row)\s+)?(?:vector|matrix)"
_CONSTANT = re.compile(r"^\s*(?:(?:is|be|being|denotes?|for)\s+)?(?:an?\s+|the\s+)?"
                       rf"(?:{_ARRAY}\s+of\s+(?:all\s+)?(?:(?P<ones>ones)|zeros)(?!\s+(?:and|or)\b)|(?P<all_ones>all[- ]ones?|ones)[- ]{_ARRAY}|"
                       rf"(?:all[- ])?zeros?[- ]{_ARRAY})\b", re.I)
_SHAPE = re.compile(r"\\mathbb\s*\{?R\}?\s*\^\s*(?:\{([^{}]*\\times[^{}]*)\}|)")


_FILLERS = (r"(?:(?:is|are|be|being|denotes?|which|an?|the|its|their|our|given|as|usual|target|labels?|class|true|correct|"
            r"ground-truth|vectors?|matrix|with|has|have|corresponding|holds?|contains?|collects?|stacks?|all|again)\s+)*")
_HOT_AFTER = re.compile(rf"^[\s,(]*{_FILLERS}one-hot\b", re.I)
_HOT_BEFORE = re.compile(r"\bone-hot\b(?:[- ]encoded)?(?:\s+(?!(?:is|are|and|of|for|with|in)\b)[\w-]+){0,3}\s*$", re.I)
# "$x$ with one-hot label $y$", "$x$ and its one-hot target $t$": said of what comes next; not "$Y$ with one-hot rows $y_i$".
_HOT_NEXT = re.compile(rf"^[\s,(]*{_FILLERS}(?<![a-z])(?:with|has|have|and|its|their)\s+(?:an?\s+|the\s+|its\s+|their\s+|corresponding\s+|given\s+)*one-hot\b(?!.*\b(?:rows|columns)\b)", re.I)
# "the one-hot labels in the rows of", right before the matrix.
_HOT_LINES = re.compile(r"\bone-hot\b(?:[- ]encoded)?\s+(?:[\w-]+\s+){0,3}?(?:(?:in|as|into|form|forming|make\s+up|are|being)\s+)?the\s+(row|column)s\s+of(?:\s+(?:the|an?))?"
                        r"(?:\s+(?:label|target|data)?\s*matrix)?\s*$", re.I)
# "the labels are one-hot rows of", right before the matrix.
_HOT_ROWS_OF = re.compile(r"\bone-hot(?:[- ]encoded)?\s+(row|column)s\s+of(?:\s+(?:the|an?))?(?:\s+(?:label|target|data)?\s*matrix)?\s*$", re.I)
# "where we used that the entries of", right before a vector, and "sum to one" behind it.
_USED = re.compile(r"\b(?:(?:where|here|as)\s+(?:we|one)\s+(?:have\s+)?used(?:\s+the\s+fact)?(?:\s+that)?|using(?:\s+the\s+fact)?(?:\s+that)?|since|because|recall(?:\s+that)?|as)\s+(?:all\s+)?the\s+"
                   r"(?:entries|components|coordinates|elements)\s+of(?:\s+the\s+(?:label|target|vector|one-hot\s+vector))?\s*$", re.I)
_SUM_TO_ONE = re.compile(r"^\s*(?:always\s+|also\s+)?(?:sum|add)\s+(?:up\s+)?to\s+(?:one|unity|1)\b(?!\s*(?:only|if|when|for|in|at|under|up\s+to))", re.I)
_IF = re.compile(r"\b(?:if|when(?:ever)?|unless|suppos\w+|would|not|never|only)\b", re.I)
# Words that speak of labels of others, or of what could be.
_OF_OTHERS = re.compile(r"\b(?:compar\w*|earlier|unlike|instead|previous|others?)\b[^.;]*$", re.I)
_WOULD = re.compile(r"^[^.]*\b(?:would|could|might|real(?:-valued)?\s+(?:entries|values|targets|numbers|rows))\b", re.I)
_CHANCES = re.compile(rf"^[\s,(]*{_FILLERS}(?:probability\s+(?:vector|distribution)|(?:target\s+)?distribution\s+over)\b", re.I)
# "$p, q \\in \\mathbb{R}^K$ be probability vectors".
_SEVERAL = re.compile(rf"\s*(?P<names>{NAME}(?:\s*,\s*{NAME})+)\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*\{{?\s*(?P<size>[A-Za-z])\s*\}}?\s*")
_ALL_CHANCES = re.compile(r"^[\s,]*(?:be|are|denote|being)\s+(?:(?:two|both|three|all|discrete|positive|strictly|the)\s+)*(?:probability\s+(?:vectors|distributions)|distributions\s+(?:over|on))\b(?!\s+(?:if|when|only))", re.I)
_COLUMNS = re.compile(r"\bcolumns\b[^.$]*$", re.I)
_HOT_COLUMNS = re.compile(rf"^[\s,(]*{_FILLERS}one-hot\s+columns\b", re.I)


def kind(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """Ones and zeros: what formula k is said to be."""
    return _several_chances(formulas, k) or _one_hot(formulas, k) or _unit(formulas, k) or _by_entries(formulas, k) or _constant(formulas, k) or _hot(formulas, k) or _sums_used(formulas, k)


def _sums_used(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`where we used that the entries of $y$ sum to one`"""
    whole = WHOLE.match(text_of(formulas[k])) if not formulas[k].display else None
    before = formulas[k].before
    if whole is None or _USED.search(before) is None or _IF.search(re.split(r"[.;]\s", before)[-1]) or _SUM_TO_ONE.match(_behind_size(formulas, k)) is None:
        return []
    return [Described(whole[1], "", sums="rows")]


def _several_chances(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`Let $p, q \in \mathbb{R}^K$ be probability vectors`: entries that are positive and sum to one, of each of them."""
    listed = _SEVERAL.fullmatch(text_of(formulas[k])) if not formulas[k].display else None
    if listed is None or _ALL_CHANCES.match(_behind_size(formulas, k)) is None or _IF.search(re.split(r"[.;]\s", formulas[k].before)[-1]):
        return []
    names = re.findall(NAME, listed["names"])
    return [d for name in names for d in (Described(name, rf"{name} \in (0, 1)^{{{listed['size']}}}"), Described(name, "", sums="rows"))]


def _hot(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`a one-hot label $y$`, "the rows of $Y$ are one-hot": ones and zeros that sum to one."""
    whole = WHOLE.match(text_of(formulas[k]))
    if whole is None or formulas[k].display:
        return []
    after = _behind_size(formulas, k)
    lines = _HOT_LINES.search(formulas[k].before) or _HOT_ROWS_OF.search(formulas[k].before)
    if _HOT_NEXT.match(after) and _HOT_BEFORE.search(after):
        after = ""
    hot = _HOT_AFTER.match(after) or _HOT_BEFORE.search(formulas[k].before) or lines
    if not hot and not _CHANCES.match(after) or hot and (_OF_OTHERS.search(formulas[k].before) or _WOULD.match(after)):
        return []
    text = _with_length(formulas, k, whole[1]) if hot_places.place(formulas, k, whole[1]) else text_of(formulas[k])
    first = [Described(whole[1], re.sub(r"\\mathbb\s*\{?R\}?", r"\\{0, 1\\}", text) if hot else text)] if r"\in" in text else []
    if hot and (place := hot_places.place(formulas, k, whole[1])):
        return [*first, *_label(text, place), _indicator(whole[1], place)]
    return [*first, Described(whole[1], "", sums="columns" if lines and lines[1].lower() == "column" or not lines and _COLUMNS.search(formulas[k].before) or _HOT_COLUMNS.match(after) else "rows")]


def _with_length(formulas: tuple[Formula, ...], k: int, name: str) -> str:
    """The text of formula k, a vector, with a set of vectors as long as this one, where the document tells the length."""
    text = text_of(formulas[k])
    size = lengths_beside.length(formulas, name) if r"\in" not in text else ""
    return rf"{name} \in \mathbb{{R}}^{size}" if size else text


def _behind_size(formulas: tuple[Formula, ...], k: int) -> str:
    r"""The words behind a name, or behind its size in brackets, `$Y$ ($N \times C$) the one-hot labels`."""
    if not sized_in_brackets(formulas, k):
        return formulas[k + 1].before if k + 1 < len(formulas) else formulas[k].after
    behind = formulas[k + 2].before if k + 2 < len(formulas) else formulas[k + 1].after
    return behind.lstrip(" )") if re.match(r"\s*\)\s*[a-z]", behind, re.I) else ""


def sized_in_brackets(formulas: tuple[Formula, ...], k: int) -> bool:
    r"""Does a size in brackets stand right behind formula k, `$Y$ ($N \times C$)`?"""
    return k + 1 < len(formulas) and formulas[k + 1].before.strip() == "(" and not formulas[k + 1].display and r"\times" in text_of(formulas[k + 1])


_KINDS = r"(?:(?:real|whole|scalar|constant)\s+)*(?:integers?|numbers?|reals?|counts?|scalars?|constants?|values?|weights?|labels?|targets?)"
_SIGN = r"(?:strictly\s+)?(positive|non-?\s?negative)"
_SIGN_AFTER = re.compile(rf"^[\s,(]*(?:(?:which|that|all|each|both)\s+)*(?:is|are|be|being)\s+(?:(?:all|each|an?|some)\s+)*(?:{_SIGN}"
                         rf"(?:\s+(?:real\s+)?{_KINDS})?|counts?|natural\s+numbers?)\s*(?:[.,;)]|and\b|for\b|$)", re.I)
_SIGN_BEFORE = re.compile(rf"\b(?:{_SIGN}\s+(?:real\s+)?{_KINDS}|(?:observed\s+|the\s+|all\s+)counts|natural\s+numbers)\s*$", re.I)
_FAMILY = re.compile(rf"^\s*({NAME})\s*,.*\\[lc]?dots", re.S)


def sign(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`the counts $x_1, \dots, x_n$`, "each $r_i$ is a non-negative integer": what the name, or its members, are at least."""
    text = text_of(formulas[k])
    whole, family = WHOLE.match(text) or NAMES.match(text), _FAMILY.match(text)
    if formulas[k].display or whole is None and family is None:
        return []
    after = formulas[k + 1].before if k + 1 < len(formulas) else formulas[k].after
    said = _SIGN_AFTER.match(after) or _SIGN_BEFORE.search(formulas[k].before)
    if said is None:
        return []
    names = [re.sub(r"1(?=\W*$)", "i", family[1])] if family is not None else re.findall(NAME, text) if NAMES.match(text) else [whole[1]]
    relation = ">" if "positive" in said[0].lower() else r"\ge"
    return [Described(name, "", sign=f"{name} {relation} 0") for name in names]


_DOTS = r"(?:\\[lc]?dots[cbmi]?|\.\.\.)"
_LESS = r"(?:\\leq?(?![a-z])|<|\\geq?(?![a-z])|>)"
SPECTRUM = re.compile(rf"^\s*(?:(0)\s*(<|\\leq?)\s*)?(?:({NAME})\s*=\s*)?(\\?[A-Za-z]+)_\{{?1\}}?\s*{_LESS}\s*(?:\4_\{{?2\}}?\s*{_LESS}\s*)?{_DOTS}\s*{_LESS}\s*"
                       rf"\4_\{{?([A-Za-z])\}}?\s*(?:=\s*({NAME})\s*)?(?:(>|\\geq?)\s*(0)\s*)?$")


def spectrum(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$0 < \mu = \lambda_1 \le \dots \le \lambda_d = L$`: numbers in their order, the first and last of which have names."""
    found = SPECTRUM.match(text_of(formulas[k]))
    if found is None or formulas[k].display:
        return []
    positive = "<" == found[2] or ">" == found[7] or _positive_after(formulas, k, found[3] or rf"{found[4]}_1")
    said = "> 0" if positive else r"\ge 0" if found[1] or found[8] else r"\in \mathbb{R}"
    family = f"{found[4]}_i"
    return [Described(family, rf"{family} {said}, i = 1, \dots, {found[5]}"),
            *(Described(name, f"{name} {said}", kind="tied") for name in (found[3], found[6]) if name)]


def _positive_after(formulas: tuple[Formula, ...], k: int, least: str) -> bool:
    r"""Does `\mu > 0` or `0 < \mu` stand right after the chain that begins with this name?"""
    words = r"\s*(?:,|,?\s*(?:and|where|with))\s*"
    if k + 1 == len(formulas) or re.fullmatch(words, formulas[k + 1].before) is None:
        return False
    after, name = text_of(formulas[k + 1]), re.escape(least.replace(" ", ""))
    return re.fullmatch(rf"{name}>0|0<{name}", re.sub(r"\s|[.,;]$", "", after)) is not None


def _constant(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$e \in \mathbb{R}^n$ is the vector of ones`, "$Z$ the zero matrix"."""
    text = text_of(formulas[k])
    whole = WHOLE.match(text)
    after = formulas[k + 1].before if k + 1 < len(formulas) else formulas[k].after
    if whole is None or r"\in" not in text or letter_of(whole[1]) in ("0", "1") or (said := _CONSTANT.match(after)) is None:
        return []
    shape = _SHAPE.search(text)
    size = f"_{{{shape[1]}}}" if shape is not None and shape[1] else ""
    ones = said["ones"] or said["all_ones"]
    return [Described(whole[1], text, rf"{whole[1]} = \mathbf{{1}}{size}" if ones else f"{whole[1]} = 0")]


_LENGTH = re.compile(r"\\in\s*(?:\\mathbb\s*\{?R\}?|\\\{\s*0\s*,\s*1\s*\\\})\s*\^\s*(?:\{([^{}]*)\}|(\w))")


def _label(declared: str, letter: str) -> list[Described]:
    """The place of the one of a one-hot vector, where its declaration tells how long it is."""
    size = _LENGTH.search(declared)
    ends = size and (size[1] or size[2])
    return [Described(letter, rf"{letter} \in \{{1, \dots, {ends}\}}")] if ends and r"\times" not in ends else []


def _indicator(name: str, place: str) -> Described:
    """What a one-hot vector is, the one of which stands at this place."""
    k = "k" if place != "k" else "j"
    return Described(name, "", rf"{name}_{k} = \mathbb{{1}}[{k} = {place}]")


def _one_hot(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$y \in \mathbb{R}^V$ is the one-hot vector of the true word $o$`: o is a label and y its indicator."""
    whole = WHOLE.match(text_of(formulas[k]))
    if whole is None or k + 1 >= len(formulas) or not _ONE_HOT.match(formulas[k + 1].before):
        return []
    name, of = whole[1], text_of(formulas[k + 1]).strip()
    text = _with_length(formulas, k, name)
    first = [Described(name, text)] if _LENGTH.search(text) is not None else []
    if re.fullmatch(r"[a-z]", of):
        return [*first, *_label(text, of), _indicator(name, of)]
    if (member := re.fullmatch(r"([a-z])_\{?([a-z])\}?", of)) is not None and member[2] != "k":
        return [*first, Described(name, "", rf"{name}_{{{member[2]}k}} = \mathbb{{1}}[k = {of}]")]
    return []


# `y = e_c`, `y_c = 1` and `y_k = 0`.
_BASIS = re.compile(rf"\s*({NAME})\s*:?=\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*)?e\s*\}}?\s*_\s*\{{?\s*([a-z])\s*\}}?\s*[.,;]?\s*")
_IS_BASIS = re.compile(r"^[\s,(]*(?:(?:be|is|being|for|the|an?|its|corresponding|usual)\s+)*(?:one-hot\b|(?:standard\s+)?(?:unit|basis)\s+vector)", re.I)
_ENTRY_IS = re.compile(r"\s*([a-z]|\\[a-z]+)\s*_\s*\{?\s*([a-z])\s*\}?\s*=\s*([01])\s*[.,;]?\s*")
_OTHERS = re.compile(r"^\s*,?\s*(?:otherwise|else(?:where)?|for\b\s*(?:(?:all|every|any)\b\s*)?(?:the\s+)?(?:others?\b|$))", re.I)


def _unit(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$y = e_c$ is the one-hot vector of ..`, where the document tells how long y is."""
    m = _BASIS.fullmatch(text_of(formulas[k]))
    if m is None or formulas[k].display or not (_IS_BASIS.match(_behind_size(formulas, k)) or _HOT_BEFORE.search(formulas[k].before)) or _OF_OTHERS.search(formulas[k].before):
        return []
    return _placed(formulas, m[1], m[2])


def _by_entries(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$y_c = 1$ and $y_k = 0$ for $k \ne c$`"""
    m = _ENTRY_IS.fullmatch(text_of(formulas[k])) if not formulas[k].display and k + 1 < len(formulas) else None
    other = _ENTRY_IS.fullmatch(text_of(formulas[k + 1])) if m is not None and m[3] == "1" and re.fullmatch(r"\s*,?\s*(?:and|while|but)\s*", formulas[k + 1].before) else None
    if other is None or (other[1], other[3]) != (m[1], "0") or other[2] == m[2] or _IF.search(re.split(r"[.;]\s", formulas[k].before)[-1]):
        return []
    after = formulas[k + 2].before if k + 2 < len(formulas) else formulas[k + 1].after
    told = _OTHERS.match(after)
    if told is None or told[0].rstrip().endswith(("for", "all", "every", "any")) and not (
            k + 2 < len(formulas) and re.fullmatch(rf"\s*(?:{other[2]}\s*\\neq?\s*{m[2]}|{m[2]}\s*\\neq?\s*{other[2]})\s*[.,;]?\s*", text_of(formulas[k + 2]))):
        return []
    return _placed(formulas, m[1], m[2])


def is_of_others(formulas: tuple[Formula, ...], k: int) -> bool:
    r"""Is formula k the `y_k = 0` of `$y_c = 1$ and $y_k = 0$ for $k \ne c$`?"""
    return k > 0 and bool(_by_entries(formulas, k - 1))


def _placed(formulas: tuple[Formula, ...], name: str, place: str) -> list[Described]:
    """A vector that no set tells, with its one at a place; [] where the document does not tell how long it is, or the place is any one."""
    size = lengths_beside.length(formulas, name)
    if not size or place == name or hot_places.runs(formulas, place):
        return []
    declared = rf"{name} \in \mathbb{{R}}^{size}"
    return [Described(name, declared), *_label(declared, place), _indicator(name, place)]
