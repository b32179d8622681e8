r"""`W_\ell \leftarrow W_\ell - \eta \nabla_{W_\ell} L` for $\ell = 1, 2$: a formula about a few names that differ by their number.

Such a formula is written out, once for each number, where the document writes each of its names with these numbers, `W_1`
and `W_2`, and neither declares them together (`x_i \in \mathbb{R}`, but for sizes d_k that go with the letter) nor sums over the letter: then they are no members
of a family but names of their own. It is right where it is right for each. Where one formula says so, `v^{(k)} = v^{(k+1)} A^{(k)}`
for $k = 1, 2, 3$, others of the same names and letter, `v^{(k)} = \partial L / \partial x^{(k)}`, are written out too, for all numbers with
which each of their names is written; so are those of the i of "unit $i$" where the words tell of two or three units. In a display of several statements each has the numbers that its own row says; in "For $k = 1, 2$ let
$W^{(k)} \in ..$ and $b^{(k)} \in ..$" they are said before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.layers import written_units
from symcheck.judge.derivation.layers.layers import Layers
from symcheck.read.documents import Document, Formula
from symcheck.text import Source

# `\\delta_i = \\nabla_{x^{(i)}} L`, `g^{(k)} := \\frac{\\partial \\ell}{\\partial z^{(k)}}`: a derivative by what has the same number, named for any number; and
# "write $g_i$ for the gradient" before the derivative.
_LETTERED = r"(?:\\[A-Za-z]+|[A-Za-z]|\\(?:hat|tilde|bar|mathbf|boldsymbol)\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:_\s*\{?\s*|\^\s*\{\s*[(\[]\s*)(\\ell|[a-z])(?![A-Za-z])\s*(?:[)\]]\s*)?\}?"
_SLOPE = r"(?:\\nabla\s*_|\\[dt]?frac\s*\{\s*(?:\\partial|d\b|\\mathrm\s*\{?\s*d)|\\partial)"
_NAMES_SLOPE = re.compile(rf"\s*{_LETTERED}\s*(?::=|=|\\equiv|\\triangleq|\\coloneqq)\s*{_SLOPE}[^=]*")
_ALONE = re.compile(rf"\s*{_LETTERED}\s*")
_WRITTEN_FOR = re.compile(r"^\s*,?\s*(?:for|to\s+be|be|denote|denotes|as\s+(?:a\s+)?(?:shorthand|abbreviation)\s+for|instead\s+of)\s+(?:the\s+)?(?:(?:corresponding|partial|total|local|upstream|incoming|"
                          r"backpropagated|respective|layer|layer-wise|layerwise|loss|full|column|row|vector)\s+){0,3}(?:gradients?|derivatives?|errors?|error\s+signals?|sensitivit(?:y|ies)|slopes?)?\s*"
                          r"(?:of\s+(?:the\s+)?(?:loss|cost|objective|error|risk)(?:\s+(?:function|by|with\s+respect\s+to))?\s*)?$", re.I)
_WRITE = re.compile(r"\b(?:write|writing|let|denote|use|put|abbreviate|call)\s*$", re.I)
NEVER = "(?!)"  # a pattern: no letter stands for the last one
MOST = 4  # more numbers are no few names
# `\ell = 1, 2`, `i \in \{1, 2, 3\}`, `k = 1` and `2`, `i = 1, \dots, 4`.
_LISTED = re.compile(r"(\\ell|[a-z])\s*(?:=|\\in)\s*(?:\\?\{)?\s*((?:\d\s*,\s*)*(?:\\[lc]?dots\s*,\s*)?\d)\s*(?:\\?\})?[\s.,;]*$")
_DOTS = re.compile(r"(\d)\s*,\s*\\[lc]?dots\s*,\s*(\d)")
_SAID_OF_IT = re.compile(r"^\s*[,(]?\s*(?:(?:for|with|where|and|each|both|all|every|of)(?:\s+|$)){1,3}$", re.I)
# "For $k = 1, 2, 3$ let $W_k ..$ and $b_k ..$": before the numbers, and between them and what is said for each.
_FOR_EACH = re.compile(r"\b(?:for|with)(?:\s+(?:each|every|all|any|both))?\s*$", re.I)
_IS_SAID = re.compile(r"^\s*,?\s*(?:let|we\s+(?:let|have|define|write|set|put|use|take)|define|write|suppose|assume|and|and\s+let|,)?\s*:?\s*$", re.I)
_GOES_ON = re.compile(r"[\s&]*(?:=|\\(?:approx|propto|[lg]eq?|iff|implies|Rightarrow|therefore)\b|<|>|\+|-)")  # a row that goes on with a chain
_CONDITION = re.compile(r"(?:[\s,(&]|\\q?quad|\\[,;: ]|\\text\s*\{[^{}]*\})+$")
# `x_i \\in ..`, but not `v_i = .. \\in ..`, which says what v_i is.
_DECLARES = re.compile(r"^[^=]*\\(?:in|sim|subset|subseteq)(?![A-Za-z])|\\sim(?![A-Za-z])")
_BASE = r"(\\?[A-Za-z]+|\\(?:hat|tilde|bar|mathbf|boldsymbol)\s*\{\s*\\?[A-Za-z]+\s*\})"
# `W_k`, `W_{k+1}`, `x^{(k)}`, `x^{(k+1)}`: a name, where the letter stands, and what is added to it.
_NAMED = _BASE + r"\s*(?:(_)\s*(?:\{\s*%s\s*([-+]\s*\d)?\s*\}|%s)|(\^)\s*\{\s*[(\[]\s*%s\s*([-+]\s*\d)?\s*[)\]]\s*\})"
_NUMBER = {"_": r"_\s*(?:\{\s*%d\s*\}|%d)", "^": r"\^\s*\{\s*[(\[]\s*%d\s*[)\]]\s*\}"}
_FAMILY = {"_": r"_\s*(?:\{\s*(?:\\ell|[a-z])\s*\}|\\ell|[a-z])", "^": r"\^\s*\{\s*[(\[]\s*(?:\\ell|[a-z])\s*[)\]]\s*\}"}
# `W^{(k)} \\in \\mathbb{R}^{d_{k+1} \\times d_k}`: a size that goes with the letter, which members of one family do not have.
_SIZED = r"^[^=]*?\\in(?![A-Za-z])\s*\\mathbb\s*\{?\s*R\s*\}?\s*\^[^=]*_\s*\{?\s*%s(?![A-Za-z])"
# "two hidden units", "3 neurons": how many there are of what "unit $i$" and "the $i$-th neuron" speak of.
_COUNTED = re.compile(r"\b(two|three|four|[234])\s+(?:[a-z-]+\s+){0,2}(units?|neurons?|nodes?|kinks?|elbows?)\b", re.I)
_ANY_ONE = (r"\b%s\s+\$\s*(\\ell|[a-z])\s*\$", r"\$\s*(\\ell|[a-z])\s*\$\s*-?\s*th\s+(?:[a-z-]+\s+)?%s\b", r"\$\s*(\\ell|[a-z])\s*\^\s*\{?\s*\\(?:text|mathrm)\s*\{\s*th\s*\}\s*\}?\s*\$\s*(?:[a-z-]+\s+)?%s\b")
_COUNTS = {"two": 2, "three": 3, "four": 4}
_Name = tuple[str, str]  # a name, and where its number stands


def unfolded(document: Document) -> tuple[Document, list[Layers]]:
    """The document with such formulas written out, and the letters of which this was done."""
    given, formulas = document, []
    done: dict[str, Layers] = {}
    document = replace(document, formulas=tuple(part for f in document.formulas for part in _parted(f)))
    document = replace(document, formulas=_as_equations(document.formulas))
    everything = [row.text for f in document.formulas for row in f.rows]
    together = _together(document, everything)
    any_one = _any_one(document)
    units = written_units.units(document)
    skipped = -1
    for k, f in enumerate(document.formulas):
        if k == skipped:
            continue
        after = document.formulas[k + 1] if k + 1 < len(document.formulas) else None
        listed, alone = _numbers(f, after)
        if listed is None:
            listed = _said_before(document.formulas, k)
        if listed is None:
            listed = _slope_named(f, everything)
            alone = alone and listed is None
        if listed is None:
            listed = _goes_with(f, together, everything)
        if listed is None and any_one is not None and _named(f, any_one[0]):
            listed = any_one
        of_units = written_units.speaks_of(units, f) if listed is None or listed == any_one and written_units.solves(f) or not _are_names(f, *listed, everything) else None
        if of_units is not None:
            listed, alone = of_units, _numbers(f, after)[1]
        elif listed is None or listed == any_one and written_units.solves(f) or not _are_names(f, *listed, everything):
            formulas.append(f)
            continue
        letter, numbers = listed
        layers = Layers(letter, NEVER, max(numbers), all=True)
        done[letter] = layers
        rows = f.rows if alone or _numbers(f, None)[0] is None else (*f.rows[:-1], _without_numbers(f.rows[-1]))
        formulas += [replace(f, rows=tuple(row.rewritten(layers.put(row.text, n)) for row in rows)) for n in numbers]
        skipped = k + 1 if alone else -1
    return (replace(document, formulas=tuple(formulas)) if done else given), list(done.values())


def _as_equations(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    r"""`Write $g_i$ for the gradient $\nabla_{x^{(i)}} L$` as `$g_i = \nabla_{x^{(i)}} L$`."""
    made, skip = [], False
    for f, after in zip(formulas, (*formulas[1:], None)):
        if skip:
            skip = False
            continue
        if after is not None and not f.display and not after.display and len(f.rows) == len(after.rows) == 1 and _ALONE.fullmatch(f.rows[0].text) \
                and _WRITE.search(f.before) and _WRITTEN_FOR.match(after.before) and re.match(rf"\s*{_SLOPE}", after.rows[0].text):
            text = f"{f.rows[0].text.strip()} = {after.rows[0].text.strip()}"
            made.append(replace(f, rows=(f.rows[0].rewritten(text),), after=after.after))
            skip = True
        else:
            made.append(f)
    return tuple(made)


def _slope_named(f: Formula, everything: list[str]) -> tuple[str, list[int]] | None:
    """The letter and the numbers of a derivative that is named for any number, where the document has names with numbers alone."""
    m = _NAMES_SLOPE.fullmatch(f.rows[0].text.rstrip(" .,;")) if len(f.rows) == 1 else None
    if m is None:
        return None
    letter, named = m[1], _named(f, m[1])
    numbers = [n for n in range(10) if all(_is_written(name, n + beyond, everything) for name, beyond in named)]
    general = [row for row in everything if row != f.rows[0].text and any(
        re.search(rf"(?<![A-Za-z\\]){re.escape(base)}\s*{_FAMILY[where]}", row) for (base, where), _ in named)]
    return (letter, numbers) if len(named) > 1 and 0 < len(numbers) <= MOST and not general else None


def _parted(f: Formula) -> list[Formula]:
    """A display whose statements are of several numbers as one formula for each; those of one formula go on to the row that says its numbers."""
    heads = [k for k, row in enumerate(f.rows) if not k or not _GOES_ON.match(row.text)]
    blocks = [f.rows[k:end] for k, end in zip(heads, [*heads[1:], len(f.rows)])]
    said = [_numbers(replace(f, rows=block), None)[0] for block in blocks]
    if not any(said[:-1]):
        return [f]
    parts: list[Formula] = []
    kept: tuple[Source, ...] = ()
    for block, listed in zip(blocks, said):
        of_it = listed is not None and kept and _named(replace(f, rows=kept), listed[0])
        if kept and listed is not None and not of_it:
            parts.append(replace(f, rows=kept))
            kept = ()
        kept = (*kept, *block)
        if listed is not None:
            parts.append(replace(f, rows=kept))
            kept = ()
    return [*parts, replace(f, rows=kept)] if kept else parts


def _said_before(formulas: tuple[Formula, ...], k: int) -> tuple[str, list[int]] | None:
    """The letter and its numbers that the words say before this formula, or before others that it goes on with."""
    while k and _IS_SAID.match(formulas[k].before) and not formulas[k - 1].display:
        k -= 1
        f = formulas[k]
        m = _LISTED.fullmatch(f.rows[0].text.strip()) if len(f.rows) == 1 else None
        numbers = _in_list(m[2]) if m is not None else []
        if m is not None:
            return (m[1], numbers) if _FOR_EACH.search(f.before) and 1 < len(numbers) <= MOST and len({*numbers}) == len(numbers) else None
    return None


def _numbers(f: Formula, after: Formula | None) -> tuple[tuple[str, list[int]] | None, bool]:
    """The letter and its numbers, as the formula or the one beside it says; is it said in one of its own?"""
    beside = after is not None and not after.display and len(after.rows) == 1 and _SAID_OF_IT.match(after.before) is not None
    for text, alone in ((after.rows[0].text if beside else "", True), (f.rows[-1].text if f.rows else "", False)):
        m = _LISTED.search(text)
        if m is None or alone and text[:m.start()].strip() or not alone and not re.search(r"\\q?quad|\\text|,|\(", text[:m.start()]):
            continue
        numbers = _in_list(m[2])
        if 1 < len(numbers) <= MOST and len({*numbers}) == len(numbers):
            return (m[1], numbers), alone
    return None, False


def _in_list(text: str) -> list[int]:
    r"""The numbers of `1, 2, 3`, of `1, \dots, 4`."""
    filled = _DOTS.sub(lambda m: ", ".join(map(str, range(int(m[1]), int(m[2]) + 1))) or "0", text)
    return [int(x) for x in filled.split(",")]


def _without_numbers(row: Source) -> Source:
    r"""The row without its `\qquad i = 1, 2`, as long as it was."""
    start = _LISTED.search(row.text).start()
    return row.rewritten(_CONDITION.sub(lambda m: " " * len(m[0]), row.text[:start]) + " " * (len(row.text) - start))


def _together(document: Document, everything: list[str]) -> dict[str, set[_Name]]:
    """The letters of which a formula says the numbers, each with the names in such formulas."""
    found: dict[str, set[_Name]] = {}
    for f, after in zip(document.formulas, (*document.formulas[1:], None)):
        listed, _ = _numbers(f, after)
        if listed is not None and _are_names(f, *listed, everything):
            found.setdefault(listed[0], set()).update(name for name, _ in _named(f, listed[0]))
    return found


def _any_one(document: Document) -> tuple[str, list[int]] | None:
    """The letter of "unit $i$", with the numbers of the few units that the words tell of; None where they tell of none, or of others, or the letter
    has a range somewhere."""
    counted = {(m[2].lower().removesuffix("s"), _COUNTS.get(m[1].lower()) or int(m[1])) for m in _COUNTED.finditer(document.text)
               if m[1].isdigit() or m[1].lower() in _COUNTS}
    found = {(m[1], count) for noun, count in counted for p in _ANY_ONE for m in re.finditer(p % noun, document.text, re.I)}
    if len(found) != 1 or len({count for _, count in counted}) != 1:
        return None
    (letter, count), = found
    ranged = re.search(rf"(?<![A-Za-z\\_]){re.escape(letter)}\s*(?:=|\\(?:in|leq?)(?![A-Za-z])|<)|\\[lc]?dots", document.text)
    return (letter, [*range(1, count + 1)]) if ranged is None else None


def _goes_with(f: Formula, together: dict[str, set[_Name]], everything: list[str]) -> tuple[str, list[int]] | None:
    """The letter and the numbers of an equation that says no numbers, about names of another one that does."""
    if not any("=" in row.text for row in f.rows):
        return None
    for letter, names in together.items():
        named = _named(f, letter)
        numbers = [n for n in range(10) if all(_is_written(name, n + beyond, everything) for name, beyond in named)]
        if not names.isdisjoint(name for name, _ in named) and 1 < len(numbers) <= MOST:
            return letter, numbers
    return None


def _named(f: Formula, letter: str) -> set[tuple[_Name, int]]:
    """The names of a formula whose number is the letter, each with what is added to it."""
    text = " ".join(row.text for row in f.rows)
    found = re.finditer(_NAMED % ((re.escape(letter) + r"(?![A-Za-z])",) * 3), text)
    return {((re.sub(r"\s", "", m[1]), m[2] or m[4]), int(re.sub(r"\s", "", m[3] or m[5] or "0"))) for m in found if m[1] != r"\nabla"}


def _is_written(name: _Name, number: int, everything: list[str]) -> bool:
    """Does the document write the name with this number?"""
    base, where = name
    pattern = re.compile(rf"(?<![A-Za-z\\]){re.escape(base)}\s*{_NUMBER[where].replace('%d', str(number))}(?!\d)")
    return any(map(pattern.search, everything))


def _are_names(f: Formula, letter: str, numbers: list[int], everything: list[str]) -> bool:
    """Does the document write the names of a formula with these numbers, or declare them by sizes that go with the letter, and never as members of
    a family?"""
    named = _named(f, letter)
    if any(map(_DECLARES.search, (row.text for row in f.rows))):
        if len(f.rows) > 1 or not _is_sized(f.rows[0].text, letter):
            return False
        named = _named(replace(f, rows=(f.rows[0].rewritten(f.rows[0].text.split(r"\in")[0]),)), letter)
    together = " \n ".join(everything)
    return bool(named) and re.search(rf"\\(?:sum|prod)\s*(?:\\limits)?\s*_\s*\{{?\s*{re.escape(letter)}", together) is None and all(
        (any(_declares_sized(row, letter, (base, where)) for row in everything)
         or all(_is_written((base, where), n + beyond, everything) for n in numbers))
        and not any(re.search(rf"(?<![A-Za-z\\]){re.escape(base)}\s*{_FAMILY[where]}\s*(?:\\in|\\sim)(?![A-Za-z])", row) and not _is_sized(row, letter)
                    for row in everything)
        for (base, where), beyond in named)


def _declares_sized(text: str, letter: str, name: _Name) -> bool:
    r"""Is this the `b^{(k)} \in \mathbb{R}^{n_{k+1}}` that declares the name by a size that goes with the letter?"""
    return _is_sized(text, letter) and re.match(_NAMED % ((re.escape(letter) + r"(?![A-Za-z])",) * 3), text.strip()) is not None \
        and re.match(rf"\s*{re.escape(name[0])}\s*{re.escape(name[1])}", text) is not None


def _is_sized(text: str, letter: str) -> bool:
    """Does a formula declare names by sizes that go with the letter?"""
    return re.search(_SIZED % re.escape(letter), text) is not None
