r"""Kinds and sizes that prose gives to names: "$b_1$ is a row vector of length $M$", "the $d \times d$ matrix $A$".

A description is a list of names with a kind of thing, a size, or both, before or after them. It is read from the
words and from what the formulas among them look like (a size, a set, a list of names), before any formula has a
meaning, and becomes a declaration: `b_1 \in \mathbb{R}^{1 \times M}`. Words that fit no row of the tables say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.judge.derivation.wording import entries_told
from symcheck.judge.derivation.wording.counts_told import counts
from symcheck.judge.derivation.wording.domains_told import domain
from symcheck.judge.derivation.wording.lines_told import lines
from symcheck.judge.derivation.wording.patterns import (
    ATOM,
    NAME,
    NAMES,
    ONE_SIZE,
    PAIRS,
    PRODUCT,
    SET,
    WITH_SET,
    Described,
    letter_of,
    text_of,
)
from symcheck.judge.derivation.wording.values_described import value_of
from symcheck.read.documents import Document, Formula

_AND = re.compile(r"^\s*(?:,|,?\s*(?:and|or|&))\s*$")
_ENDS = re.compile(r"[.;?!](?:\s|$)|\|\s*\|")
_ITEM = re.compile(r"^\s*[-*+•](?:\s+\w+){0,3}\s*$")  # a gap with which the next item of a list begins

# The words of a description; § stands for a formula.
_BE = (r"(?:(?:(?:is|are|be|being|denotes?|stands? for|as|of|with|has|have|having|whose|=|:|-+|–|—|\(|\||,)\s*)+|"
       r"(?=an?\s|the\s+(?:(?:real|design|data|input|feature|square|symmetric|weight)\s+)*§\d+\s*(?:matrix|-vector)\b))")  # "with $X$ the $n \\times d$ matrix"
_ART = r"(?:(?:an?|the|all|both|some|any|its|their|again|just|simply|given|fixed|which|that)\s+)*"
_ADJ = (r"(?:(?:real|dense|full|constant|unknown|learned|learnable|trainable|symmetric|invertible|orthogonal|"
        r"diagonal|positive|definite|semidefinite|semi-definite|positive-definite|square|data|design|weight|random|"
        r"known|fixed|and|bias|parameter|feature)[\s,]+)*")
_NOUNS = r"(?:\s+(?:of\s+)?(?:the\s+)?[a-z]+){0,4}?"
_OF = r"\s*,?\s*(?:\(\s*)?(?:of|with|has|have|having)\s+(?:the\s+)?"
_LENGTH = r"(?:length|size|dimension(?:ality)?|dimensions|shape|order)"
_ENTRIES = r"(?:entries|components|elements|coordinates|features|attributes)"
_S = r"\s*§(\d+)"
_VECTOR = r"(?:(row|column)[\s-]+)?vectors?"
_MATRIX = r"(?:matrix|matrices)"
_SCALAR = (r"(?:(?:real[\s-]+)?scalars?|real(?:-valued)?\s+(?:numbers?|parameters?|constants?|variables?|coefficients?)"
           r"(?!\s+(?:vectors?|matri\w+|tensors?|spaces?)\b)|reals)")
_HYPER = (r"(?:learning[\s-]+rates?|step[\s-]*sizes?|temperature|weight[\s-]+decay|"
          r"momentum\s+(?:parameter|coefficient)|"
          r"regulari[sz]ation\s+(?:parameter|strength|constant|coefficient|weight))")
_RATE = re.compile(r"\b(?:learning[\s-]+rates?|step[\s-]*sizes?)\b", re.I)
_SIZES = rf"{_S}((?:\s*,?\s*(?:and)?\s*§\d+)*)"


@dataclass(frozen=True)
class _Row:
    """Words after the names (`before` and then `after` them) and what they say: a kind, the group of its size."""

    kind: str
    after: str = ""
    before: str = ""


# First fit wins. A kind: matrix (a product of sizes), vector, row, ones, identity, scalar, set, same.
_ROWS = (
    _Row("ones", rf"{_BE}{_ART}{_ADJ}(?:(?:row|column)[\s-]+)?vector of{_S}\s+ones"),
    _Row("ones", rf"{_BE}{_ART}{_ADJ}(?:all[- ]ones?|ones)[\s-]+(?:(?:row|column)[\s-]+)?vector\s*,?\s*"
                 rf"(?:{_OF}{_LENGTH}|in){_S}"),
    _Row("ones", rf"{_BE}{_ART}{_ADJ}(?:(?:row|column)[\s-]+)?vector of (?:all )?ones\s*,?\s*"
                 rf"(?:{_OF}{_LENGTH}|in){_S}"),
    _Row("ones", rf"{_BE}{_ART}{_S}[- ]?(?:dimensional)?\s*(?:all[- ]ones?|ones)[\s-]+vector"),
    _Row("identity", rf"{_BE}{_ART}{_S}\s*(?:identity\b|unit\s+matrix)"),
    _Row("identity", rf"{_BE}{_ART}(?:identity(?:\s+matrix)?|unit\s+matrix){_OF}{_LENGTH}{_S}"),
    _Row("matrix", rf"{_BE}{_ART}(?:{_LENGTH}|shapes|sizes)\s*(?:is|are|:)?{_SIZES}"),
    _Row("matrix", rf"{_BE}{_ART}{_ADJ}{_S}\s*-?\s*by\s*-?{_S}\b"),
    _Row("vector", rf"{_BE}{_ART}{_ADJ}{_S}[- ]dimensional(?:\s+(?:real|feature|parameter|weight))?\s*{_VECTOR}?"),
    _Row("vector", rf"{_BE}{_ART}{_ADJ}{_S}-vectors?\b"),
    _Row("vector", rf"{_BE}{_ART}{_ADJ}{_VECTOR}{_NOUNS}{_OF}{_LENGTH}{_S}"),
    _Row("vector", rf"{_BE}{_ART}{_ADJ}{_VECTOR}\s+with{_S}\s+{_ENTRIES}"),
    _Row("set", rf"{_BE}{_ART}{_ADJ}(?:{_VECTOR}|{_MATRIX}){_NOUNS}\s+(?:in|from){_S}"),
    _Row("matrix", rf"{_BE}{_ART}{_ADJ}{_MATRIX}{_NOUNS}{_OF}{_LENGTH}{_S}"),
    _Row("matrix", rf"{_BE}{_ART}{_ADJ}{_SIZES}(?!\s*-?\s*(?:dimensional|vector|by\b|ones))"),
    _Row("matrix", rf"\s*for\s+(?:an?|the|our)\s+{_ADJ}{_S}\s+{_ADJ}{_MATRIX}\b"),
    _Row("matrix", rf"\|(?:[^|§]*\|)?{_S}\s*(?:\||$)"),
    _Row("same", rf"{_BE}?{_ART}(?:[a-z]+\s+){{0,3}}?(?:of|with|has|have)\s+(?:the\s+)?"
                 rf"(?:same\s+)?(?:shape|size|length|dimensions?)\s+(?:as|of){_S}"),
    _Row("distribution", rf"{_BE}{_ART}(?:(?:discrete|probability|categorical|finite|two|strictly|positive|true|predicted|target)[\s,]+)*"
                         rf"(?:distributions?|mass\s+functions?|pmfs?|probability\s+(?:vectors?|measures?))\s+(?:over|on|of|for|with)\s+(?:the\s+)?"
                         rf"(?:(?:finite|same|label)\s+)*(?:set\s+|alphabet\s+|space\s+)?{_S}(?!\s*(?:-\s*)?(?:dimension|given|conditional))"),
    _Row("set", rf"(?:{_BE})?\s*(?:lies? |live[s]? |takes? (?:its |their )?values? |(?:taking|having|with) values? |valued )?"
                rf"(?:in|from){_S}"),
    # not of "inputs $x_1, \\dots, x_N$ with scalar targets", where the targets are
    _Row("scalar", rf"(?!,?\s*(?:with|has|have|having)\s+(?:an?\s+)?(?:real\s+)?scalars?\s+[a-z]){_BE}{_ART}(?:{_ADJ})(?:\w+\s+)?{_SCALAR}(?!\s*(?:of|product|function))"),
    _Row("matrix", before=rf"{_ADJ}{_S}\s*{_ADJ}{_MATRIX}$"),
    _Row("identity", before=rf"{_ADJ}{_S}\s*(?:identity|unit)\s+matrix$"),
    _Row("vector", before=rf"{_ADJ}{_S}[- ]dimensional(?:\s+(?:real|feature|parameter|weight|input))?\s*{_VECTOR}$"),
    _Row("vector", before=rf"{_ADJ}{_S}-vectors?$"),
    _Row("vector", rf"{_OF}{_LENGTH}{_S}", rf"{_ADJ}{_VECTOR}(?:\s+of\s+[a-z]+)?$"),
    _Row("vector", rf"\s*,?\s*(?:\(\s*)?(?:of|with|having){_S}\s+(?:(?:real|input|numeric\w*)\s+)?{_ENTRIES}\b", rf"(?:{_VECTOR}|\bcolumn)$"),
    _Row("matrix", rf"{_OF}{_LENGTH}{_S}", rf"{_ADJ}{_MATRIX}(?:\s+of\s+[a-z]+)?$"),
    _Row("scalar", before=rf"\b{_HYPER}$"),
    _Row("scalar", before=r"\beigenvalue$"),
    # "one neuron with one input $x$, one weight $w$ and one bias $b$"
    _Row("scalar", r"(?!\s*(?:per|(?:for|on|in|to)\s+(?:each|every|all))\b)", r"\b(?:one|(?:a|only\s+a)\s+single)\s+(?:weight|bias)$"),
    _Row("scalar", r"\s*(?:,\s*(?:and\s+)?|and\s+)(?:one|a\s+single)\s+(?:weight|bias|output)\b", r"\b(?:with|has|of)\s+(?:one|a\s+single)\s+input$"),
    _Row("scalar", before=r"\b(?:minim(?:al|um)|maxim(?:al|um)|optimal|smallest|largest|lowest|highest|best)\s+(?:value|loss|cost|level|height)$"),
    _Row("scalar", before=r"\b(?:an?|some)\s+(?:(?:constant|vertical|additive|fixed|known|scalar)\s+)*(?:offset|curvature)$"),
    _Row("scalar", before=rf"(?<!\(for a )\b{_SCALAR}(?:\s+(?:parameters?|weights?|variables?|inputs?|constants?))?$"),
)
_COMPILED = [(row, re.compile(rf"\s*{row.after}", re.I) if row.after else None,
              re.compile(row.before, re.I) if row.before else None) for row in _ROWS]
# `\\{1, \\dots, K\\}`, `[K]`: the outcomes of a distribution.
_OUTCOMES = re.compile(r"^\s*(?:\\\{\s*1\s*,(?:\s*2\s*,)?\s*(?:\\[lc]?dots[cb]?|\.\.\.)\s*,\s*([A-Za-z])\s*\\\}|\[(?P<all>[A-Za-z])\])\s*$")
# Before a name that is not what the words after it speak of: "the rows of $X$ are vectors of length $d$".
_INSIDE = re.compile(r"(?<!\ball )(?<!\bboth )(?<!\beach )\b(?:of|in|by|from|on|to|than|times|through|per|into|under)\s*$", re.I)
_ASIDE = re.compile(r"^\s*\([a-z][^()§$]*\)\s*(?=(?:is|are|has|have|with|of)\b)", re.I)  # "$Y$ (one-hot rows) is"
_IN_BRACKETS = re.compile(r"\s*\(\s*§\d+\s*\)")  # `the rows of $X$ ($N \\times D$)`: that is the size of X
_OF_SCALARS = re.compile(r"^[\s,]*(?:of|with|consist\w* of|being|are|be)\s+(?:(?:all|just|simply|some|given|known)\s+)*(?:pairs\s+of\s+)?(?:real\s+)?(?:scalars|"
                         r"real\s+numbers|numbers|reals\b|(?:scalar|real(?:-valued)?)\s+(?:data\s+|number\s+)?(?:pairs|points?\s+pairs))\b", re.I)
_SCALAR_PAIRS = re.compile(r"\b(?:scalar\s+(?:data\s*)?(?:pairs|points)|pairs\s+of\s+(?:scalars|real\s+numbers)|"
                           r"(?:are|the)\s+(?:real\s+)?(?:scalars|numbers)|real\s+(?:numbers|scalars|pairs))\s*$", re.I)
# `(x_1, y_1), \dots, (x_n, y_n)`.
_PAIRS_LISTED = re.compile(r"^\s*\(\s*(\\?[A-Za-z]+)_\{?1\}?\s*,\s*(\\?[A-Za-z]+)_\{?1\}?\s*\)\s*,.*\\[lc]?dots[cb]?\s*,\s*\(\s*\1_\{?([A-Za-z])\}?\s*,"
                           r"\s*\2_\{?\3\}?\s*\)[\s.,;]*$", re.S)
# `(x_i, y_i)` or `(x_i, y_i), i = 1, \\dots, n`, and the range alone in a formula after it.
_ONE_PAIR = re.compile(r"^\s*\(\s*(\\?[A-Za-z]+)_\{?([a-z])\}?\s*,\s*(\\?[A-Za-z]+)_\{?\2\}?\s*\)\s*(?:,?\s*(?:\\quad\s*)?(\2\s*=\s*1\s*,.*))?$", re.S)
_ITS_RANGE = re.compile(r"^\s*([a-z])\s*=\s*1\s*,(?:\s*2\s*,)?\s*\\[lc]?dots[cb]?\s*,\s*([A-Za-z]|\d+)\s*[,.]?\s*$")
_FOR_RANGE = re.compile(r"^[\s,(]*(?:for|with|where)?\s*$", re.I)
# `the block of the classes $c$ and $j$ is a matrix`: the letters are indices.
_INDICES = re.compile(r"\b(?:class(?:es)?|ind(?:ex|ices)|positions?)\s*$", re.I)
_ZERO_ONE = re.compile(r"\s*(?:is|are|takes? (?:the )?values?)\s+(?:either\s+)?§(\d+)\s+(?:or|and)\s+§(\d+)")
# `x^{(1)}, \\dots, x^{(m)}`: names numbered above, which are one family.
_NUMBERED_ABOVE = re.compile(r"^\s*([^,^]+?)\s*\^\s*\{\s*\(\s*1\s*\)\s*\}\s*,(?:\s*\1\s*\^\s*\{\s*\(\s*2\s*\)\s*\}\s*,)?\s*\\[lc]?dots[cbm]?\s*,"
                             r"\s*\1\s*\^\s*\{\s*\(\s*(?:[A-Za-z]|\d+)\s*\)\s*\}\s*$")
# `x_1, \\dots, x_n`, the same numbered below.
_NUMBERED_BELOW = re.compile(r"^\s*([^,^_]+?)\s*_\s*\{?1\}?\s*,(?:\s*\1\s*_\s*\{?2\}?\s*,)?\s*(?:\\[lc]?dots[cbm]?|\.\.\.)\s*,\s*\1\s*_\s*\{?[A-Za-z]\}?\s*$")
_DRAWN = re.compile(rf"^\s*({NAME})\s*\\sim\b")
_TRAIT = re.compile(r"\b(?:symmetric|positive[- ](?:semi-?)?definite|invertible|orthogonal|diagonal)\b", re.I)


def descriptions(document: Document) -> dict[int, list[Described]]:
    """What the words around the formulas of a document describe, by the number of the formula."""
    found: dict[int, list[Described]] = {}
    k = 0
    while k < len(document.formulas):
        end = _run(document.formulas, k)
        for number in range(k, max(end, k + 1)):
            here = _single_one(document.formulas, number)
            here = here or (_described(document.formulas, k, end) if number == k else [])
            if here and end == k + 1 and (entries_told.sized_in_brackets(document.formulas, k) or _ASIDE.match(document.formulas[k].after)):
                here = [*here, *(d for d in entries_told.kind(document.formulas, k) if d.sums)]  # `the one-hot labels $Y$ ($N \\times C$)`
            here = here or lines(document.formulas, number) or _entrywise(document.formulas, number) or value_of(document.formulas, number) or entries_told.kind(document.formulas, number) \
                or counts(document.formulas, number)
            here += domain(document.formulas, number) or entries_told.sign(document.formulas, number) or entries_told.spectrum(document.formulas, number)
            if here:
                found[number] = here
        k = max(end, k + 1)
    return found


def _run(formulas: tuple[Formula, ...], k: int) -> int:
    """One past the last of the lists of names that begin with formula k: `$u$, $v$ and $w \\in \\{0, 1\\}$`."""
    end = k
    while end < len(formulas) and (end == k or _AND.match(formulas[end].before)) and (
            NAMES.match(text_of(formulas[end])) or end > k and WITH_SET.match(text_of(formulas[end]))):
        end += 1
    return end


def _described(formulas: tuple[Formula, ...], start: int, end: int) -> list[Described]:
    if end == start:
        drawn = _DRAWN.match(text_of(formulas[start]))
        return _drawn(formulas, start, drawn[1]) if drawn is not None else _pairs(formulas, start)
    names = [n.strip() for f in formulas[start:end] if not WITH_SET.match(text_of(f)) for n in _listed(text_of(f))]
    after = _ASIDE.sub("", _words_after(formulas, end))
    before = _words_before(formulas, start)
    if (values := _ZERO_ONE.match(after)) is not None:
        numbers = [text_of(formulas[int(n)]).strip() for n in values.groups()]
        if all(re.fullmatch(r"[-+]?\d", n) for n in numbers):
            return [Described(n, rf"{n} \in \{{{', '.join(numbers)}\}}") for n in names]
    if _INDICES.search(before):
        return []
    subject = _INSIDE.search(before) is None or _IN_BRACKETS.match(after) is not None
    for row, follows, precedes in _COMPILED:
        if precedes is None and not subject:
            continue
        left = precedes.search(before) if precedes is not None else None
        right = follows.match(after) if follows is not None else None
        if (precedes is None) == (left is None) and (follows is None) == (right is None):
            said = " ".join(m[0] for m in (left, right) if m is not None)
            if (lines := _declared(row.kind, names, said, formulas)) is not None:
                return lines
    return []


def _drawn(formulas: tuple[Formula, ...], k: int, name: str) -> list[Described]:
    r"""`$\epsilon \sim \mathcal{N}(0, s^2 I)$ with values in $\mathbb{R}^d$`: where a random name is from."""
    after = _words_after(formulas, k + 1)
    for row, follows, precedes in _COMPILED:
        if precedes is None and row.kind in ("set", "vector", "matrix") and (said := follows.match(after)) is not None:
            return _declared(row.kind, [name], said[0], formulas) or []
    return []


# "$E_{kj}$ be the $c \\times h$ matrix with a single $1$ at position $(k, j)$", "whose only nonzero entry is a one in place $(k, j)$".
_TWICE = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?[A-Z]\}?)_\{\s*([a-z])\s*,?\s*([a-z])\s*\}\s*$")
_SINGLE_ONE = re.compile(r"^(?:be|is|denotes?|for)\s+the\s+(?:unit\s+|elementary\s+|single-entry\s+|basis\s+)?§(\d+)(?:\s+(?:unit|elementary|single-entry|basis))?\s+"
                         r"matrix\s*,?\s+(?:(?:with|that\s+has|which\s+has|having)\s+(?:a|exactly|only)\s+(?:single\s+|one\s+)?|"
                         r"whose\s+only\s+non-?\s?zero\s+(?:entry|element)\s+is\s+(?:a\s+)?)(?:§(\d+)|one)\s+(?:at|in|on)\s+(?:the\s+)?"
                         r"(?:position|entry|place|slot|index|location)?\s*§(\d+)", re.I)


def _single_one(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$E_{kj}$ is the $c \times h$ matrix with a single $1$ at position $(k, j)$`: e_k e_j^T."""
    name = _TWICE.match(text_of(formulas[k]))
    said = _SINGLE_ONE.match(_words_after(formulas, k + 1)) if name is not None else None
    if said is None or said[2] and text_of(formulas[int(said[2])]).strip() != "1":
        return []
    sizes, place = PRODUCT.match(text_of(formulas[int(said[1])])), re.findall(r"[A-Za-z]", text_of(formulas[int(said[3])]))
    if sizes is None or place != [name[2], name[3]] or name[2] == name[3]:
        return []
    i, j = place
    line = rf"{name[1]}_{{{i}{j}}} = \mathbf{{e}}_{i} \mathbf{{e}}_{j}^\top, {i} = 1, \dots, {sizes[1]}, {j} = 1, \dots, {sizes[2]}"
    return [Described(f"{name[1]}_{{{i}{j}}}", line, is_line=True)]


# "$\\Phi$ applies $\\phi: .. \\to ..$ to every entry", "is $\\phi$ applied element-wise"; a name or its value, a function of numbers; not what a function is
# taken of, "the sigmoid of $z$, applied to each element".
_EACH = (r"(?:to\s+(?:each|every|all|the\s+individual)\s+(?:(?:of\s+)?(?:the|its)\s+)?(?:single\s+)?(?:entr(?:y|ies)|components?|coordinates?|elements?)\b|"
         r"(?:element|entry|component|coordinate|point)-?\s?wise\b)")
_APPLIES = re.compile(rf"^(?:(?:which|that|just|simply|always|always\s+just)\s+)*(?:appl(?:ies|ying)(?:\s+(?!to\b)[\w-]+){{0,5}}\s+§(\d+)\s+{_EACH}|"
                      rf"(?:is|are|be|denotes?|means?|for|stands?\s+for)(?:\s+(?!to\b|(?<!result\s)of\b)[\w-]+){{0,4}}\s+§(\d+)\s*,?\s+(?:applied|acting|taken)\s+{_EACH})", re.I)
_CALLED = re.compile(r"^\s*(\\?[A-Za-z]+)\s*(?:\([^()]*\))?\s*$")
_OF_NUMBERS = re.compile(r"^\s*(\\?[A-Za-z]+)\s*((?::|\\colon)\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R)\s*\\(?:to|rightarrow)\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R))?\s*$")


def _entrywise(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$\Phi$ applies the function $\phi$ to every entry`: what \Phi is."""
    whole = _CALLED.match(text_of(formulas[k]))
    said = _APPLIES.match(_words_after(formulas, k + 1)) if whole is not None else None
    of = _OF_NUMBERS.match(text_of(formulas[int(said[1] or said[2])])) if said is not None else None
    if of is None or of[1] == whole[1]:
        return []
    function = Described(of[1], rf"{of[1]} : \mathbb{{R}} \to \mathbb{{R}}", is_line=True)
    return [function, Described(whole[1], f"{whole[1]}(t) = {of[1]}(t)", is_line=True)]


def _listed(text: str) -> list[str]:
    r"""The names of a list, split at the commas outside of braces; `x^{(1)}, \dots, x^{(m)}` is one of them, and `x_1, \dots, x_n`."""
    if _NUMBERED_ABOVE.match(text) or _NUMBERED_BELOW.match(text):
        return [text]
    return re.findall(rf"{NAME}", text)


def _words_after(formulas: tuple[Formula, ...], k: int) -> str:
    """The words from formula k - 1 on to the end of their clause; `§7` for formula 7."""
    text = ""
    for n in range(k, min(k + 4, len(formulas) + 1)):
        gap = formulas[n].before if n < len(formulas) else formulas[-1].after
        stop = _ENDS.search(gap)
        if n > k and _ITEM.match(gap):
            break
        joint = "" if gap[:1] in "-," else " "
        text += joint + (gap[:stop.start() + 1] if stop is not None else gap)
        if stop is not None or n >= len(formulas) or formulas[n].display:
            break
        text += f" §{n}" if not text.endswith("-") else f"§{n}"
    return re.sub(r"\s+", " ", text).lstrip()


def _words_before(formulas: tuple[Formula, ...], k: int) -> str:
    """The words since the formula before formula k, that one among them."""
    gap = re.split(r"[.;:?!]\s", formulas[k].before)[-1]
    if gap == formulas[k].before and k and not formulas[k - 1].display:
        joint = "" if gap.lstrip().startswith("-") else " "
        earlier = re.split(r"[.;:?!]\s", formulas[k - 1].before)[-1]
        gap = f"{earlier} §{k - 1}{joint}{gap.lstrip()}"
    return re.sub(r"\s+", " ", gap).strip()


def _declared(kind: str, names: list[str], said: str, formulas: tuple[Formula, ...]) -> list[Described] | None:
    """The declarations of names of one kind, None where the formulas are no sizes of such a thing."""
    texts = [text_of(formulas[int(n)]) for n in re.findall(r"§(\d+)", said)]
    trait = "".join(rf" \text{{ {m[0].lower()}}}" for m in _TRAIT.finditer(said))
    if kind == "scalar" and _RATE.search(said):
        return [Described(n, f"{n} > 0", kind=kind) for n in names]
    if kind == "scalar":
        return [Described(n, rf"{n} \in \mathbb{{R}}", kind=kind) for n in names]
    if kind == "set":
        return [Described(n, rf"{n} \in {texts[0]}") for n in names] if SET.match(texts[0]) else None
    if kind == "same":
        other = texts[0].strip()
        return [Described(n, "", like=other) for n in names] if NAMES.match(other) else None
    if kind == "distribution":
        count = _OUTCOMES.match(texts[-1]) or ONE_SIZE.match(texts[-1])
        return [Described(n, rf"{n} \in \mathbb{{R}}^{{{count[1] or count['all']}}}", sums="rows") for n in names] if count is not None else None
    if kind in ("ones", "vector"):
        return _vectors(kind, names, texts[-1], re.search(r"\brow\b", said) is not None)
    sizes = [size for t in texts for size in _several(t)]
    if kind == "identity":
        one = ONE_SIZE.match(texts[-1])
        sizes = [f"{one[1]} \\times {one[1]}" if one else s for s in sizes]
    if kind == "matrix" and re.search(r"§\d+\s*-?\s*by\s*-?\s*§\d+", said):
        ends = [ONE_SIZE.match(t) for t in texts[-2:]]
        sizes = [rf"{ends[0][1]} \times {ends[1][1]}"] if all(ends) else [None]
    while sizes and sizes[-1] is None:
        sizes.pop()  # the next name of the sentence
    if None in sizes or len(sizes) not in (1, len(names)):
        return None
    sizes = sizes * len(names) if len(sizes) == 1 else sizes
    return [Described(n, rf"{n} \in \mathbb{{R}}^{{{size}}}{trait}",
                      f"{n} = I" if kind == "identity" and letter_of(n) != "I" else "") for n, size in zip(names, sizes)]


def _vectors(kind: str, names: list[str], text: str, lies: bool) -> list[Described] | None:
    one, among = ONE_SIZE.match(text), SET.match(text) is not None and r"\mathbb" in text
    if one is None and not among:
        return None
    space = text.strip() if among else rf"\mathbb{{R}}^{{1 \times {one[1]}}}" if lies else rf"\mathbb{{R}}^{{{one[1]}}}"
    return [Described(n, rf"{n} \in {space}", rf"{n} = \mathbf{{1}}" if kind == "ones" and letter_of(n) != "1" else "")
            for n in names]


def _several(text: str) -> list[str | None]:
    r"""The sizes in `d \times h, 1 \times h`, or the one in `N \times D`."""
    parts = re.split(r"\s*[,;]\s*", text.strip())
    if len(parts) > 1 and any(r"\times" in part for part in parts):
        return [one[1] if (one := ONE_SIZE.match(part)) is not None else _size(part) for part in parts]
    return [_size(text)]


def _size(text: str) -> str | None:
    r"""`N \times D` of a shape as it is written: `N \times D`, `(N, D)`, `(N,)`."""
    if (two := PRODUCT.match(text)) is not None:
        return rf"{two[1]} \times {two[2]}"
    one = re.match(rf"^\s*\(\s*({ATOM})\s*,?\s*\)\s*$", text)
    return one and one[1]


def _pairs(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`\{(x_i, y_i)\}_{i=1}^N` of scalars."""
    text = text_of(formulas[k]) if not formulas[k].display else ""
    pair, listed = PAIRS.search(text), _PAIRS_LISTED.match(text)
    if listed is not None and (_OF_SCALARS.match(formulas[k].after) or _SCALAR_PAIRS.search(formulas[k].before)):
        return [Described(f"{n}_i", rf"{n}_i \in \mathbb{{R}}, i = 1, \dots, {listed[3]}") for n in listed.groups()[:2]]
    one = _ONE_PAIR.match(text)
    if one is not None and (counted := _counted_pairs(formulas, k, one)):
        return counted
    if pair is None or not (_OF_SCALARS.match(formulas[k].after) or _SCALAR_PAIRS.search(formulas[k].before)):
        return []
    return [Described(n, rf"{n} \in \mathbb{{R}}") for n in pair.groups()]


def _counted_pairs(formulas: tuple[Formula, ...], k: int, one: re.Match) -> list[Described]:
    r"""`pairs $(x_i, y_i)$, $i = 1, \dots, n$, of real numbers`."""
    apart = one[4] is None and k + 1 < len(formulas) and not formulas[k + 1].display and _FOR_RANGE.match(formulas[k + 1].before)
    span = _ITS_RANGE.match(one[4] or (text_of(formulas[k + 1]) if apart else ""))
    after = formulas[k + 1 if apart else k].after
    if span is None or span[1] != one[2] or not (_OF_SCALARS.match(after) or _SCALAR_PAIRS.search(formulas[k].before)):
        return []
    return [Described(f"{n}_{one[2]}", rf"{n}_{one[2]} \in \mathbb{{R}}, {one[2]} = 1, \dots, {span[2]}") for n in (one[1], one[3])]
