r"""Samples that words list in pairs: `two samples $(x_1, y_1)$ and $(x_2, y_2)$`, `pairs $(x_i, y_i)$, namely $(1, 3)$, $(-1, 0)$`,
`points $(x_1, y_1) = (1, 2)$ and $(x_2, y_2) = (2, 1)$`, `the points $(1, 2)$ and $(2, 1)$` beside a sum over x_i and y_i."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.wording import words
from symcheck.text import Source

_PAIR = re.compile(r"\s*\(\s*(\\?[A-Za-z]+)_\{?([a-z])\}?\s*,\s*(\\?[A-Za-z]+)_\{?\2\}?\s*\)\s*$")
# The last of `(x_1, y_1), \\dots, (x_n, y_n)`.
_ENDS_IN = re.compile(r".*\\[lc]?dots\s*,\s*\(\s*(\\?[A-Za-z]+)_\{?([A-Za-z])\}?\s*,\s*(\\?[A-Za-z]+)_\{?\2\}?\s*\)\s*$")
_NUMBERED = re.compile(r"(?:^|,)\s*\(\s*(\\?[A-Za-z]+)_\{?(\d)\}?\s*,\s*(\\?[A-Za-z]+)_\{?\2\}?\s*\)\s*(?=,|$)")
# `(x_1, y_1) = (1, 2)`
_VALUED = re.compile(r"\s*\(\s*(\\?[A-Za-z]+)_\{?(\d)\}?\s*,\s*(\\?[A-Za-z]+)_\{?\2\}?\s*\)\s*=\s*(\([^()]*\))\s*[.,;]?\s*$")
# `x_1 = 1`, one of several numbers.
_ONE_VALUE = re.compile(r"\s*([A-Za-z])_\{?(\d)\}?\s*=\s*([-+]?(?:\d+(?:\.\d+)?(?:/\d+)?|\\[dt]?frac\s*(?:\{\d+\}|\d)\s*(?:\{\d+\}|\d)))\s*[.,;]?\s*$")
_ANY_MEMBER = r"%s\s*_\s*\{?\s*[a-z]\s*\}?(?![A-Za-z])"  # x_i of some i
_MOMENTS = re.compile(r"\\mathbb\s*\{?\s*E|\\(?:operatorname|mathrm|text)\*?\s*\{\s*(?:E|Var|Cov)\b|\\(?:Var|Cov|E)\b|(?<![A-Za-z])P\s*\(")
_NUMBERS = re.compile(r"\s*\(\s*([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+)\s*\)\s*$")
# `\{(1, 2), (2, 3)\}`
_SEVERAL = re.compile(r"\s*(?:\\\{)?\s*(?:\(\s*[-+]?[\d.]+\s*,\s*[-+]?[\d.]+\s*\)\s*[,;]?\s*){2,}(?:\\\})?\s*[.,;]?\s*")
# `x_i` of samples without a name for their pair, and names of pairs.
_INPUT = re.compile(r"(?<![A-Za-z\\{])x_\{?([a-z])\}?(?![A-Za-z])")
_ANY_PAIR = re.compile(r"\(\s*\\?[A-Za-z]+[_^]\{?\(?\w\)?\}?\s*,\s*\\?[A-Za-z]+[_^]\{?\(?\w\)?\}?\s*\)")
_SPELLING = str.maketrans("", "", " {}")
_POINTS = re.compile(r"\b(?:points?|pairs?|samples?|examples?|data|observations?|measurements?)\b", re.I)
# Before or around a letter that is a vector: `w^\\top x_i`, `x_i \\in`, `\\langle w, x_i`.
_AS_VECTOR = r"(?:(?:\^\s*\{?\s*(?:\\top|\\intercal|T)\s*\}?|\\langle[^$]*?,|\\mathbf|\\bm|\\boldsymbol)\s*\{?\s*%s|%s\s*_\s*\{?\w\}?\s*(?:\\in|\^\s*\{?\s*(?:\\top|\\intercal|T)\b))"
_IN_NORM = r"\\(?:\||[lr]?Vert(?![A-Za-z]))[^$|]*?(?<![A-Za-z\\])(?:%s|%s)\s*_"


def told(meanings: Meanings, row: Source) -> bool:
    """Are these samples, listed here? Their names get their meaning, where they have none."""
    return _by_values(meanings, row) or _by_numbers(meanings, row) or _of_one_number(meanings, row) or _of_one_sample(meanings, row)


def unnamed(meanings: Meanings, row: Source) -> str:
    r"""What `the points $(1, 2)$ and $(2, 3)$` are pairs of, where the document names no pair: `(x_i, y_i)` of numbers x_i and y_i that get their
    meaning here, if it sums over these and no others are written so; empty where that is not told."""
    text = meanings.document.text
    if _NUMBERS.match(row.text) is None and _SEVERAL.fullmatch(row.text) is None or _POINTS.search(words.SENTENCES.split(meanings.state.said.rstrip())[-1]) is None:
        return ""
    letters = {m[1] for m in _INPUT.finditer(text)}
    letters -= {meanings.survey.ranges.get(i) for i in letters}  # x_n, the last one
    seconds = {y for i in letters for y in ("y", "t") if re.search(rf"(?<![A-Za-z\\{{]){y}_\{{?{i}\}}?(?![A-Za-z])", text)}
    if len(letters) != 1 or len(seconds) != 1:
        return ""
    i, y = letters.pop(), seconds.pop()
    if any(m[0].translate(_SPELLING) != f"(x_{i},{y}_{i})" for m in _ANY_PAIR.finditer(text)):
        return ""
    end = meanings.survey.ranges.get(i) or meanings.survey.counted_end(i)
    if end is None or any(re.search(_AS_VECTOR % (2 * (name,)), text) for name in ("x", y)):
        return ""
    for name in ("x", y):
        e, known = meanings.state.context_read(f"{name}_{i}"), meanings.context.scope.bare(name)
        if e is not None and e.op in ("item", "entry"):
            continue
        line = rf"{name}_{i} \in \mathbb{{R}}, {i} = 1, \dots, {end}"
        if known is not None and (known.expr is None or not is_scalar(known.expr.shape)) or not meanings.declare(Source(line, row.name, row.locate(0)[0])):
            return ""  # some other thing
        meanings.outcome.taken.append(line)
    return f"(x_{i}, {y}_{i})"


def _by_values(meanings: Meanings, row: Source) -> bool:
    r"""`$(x_i, y_i)$, namely $(1, 3)$, $(-1, 0)$ and $(2, 3)$`: the vectors x and y of these values."""
    pair, formulas = _PAIR.match(row.text), meanings.document.formulas
    if pair is None or any(meanings.shaped(name) is not None for name in (pair[1], pair[3], pair[1] + "_i", pair[3] + "_i")):
        return False
    listed: list[tuple[str, str]] = []
    for formula in formulas[meanings.at + 1:]:
        numbers = _NUMBERS.match(formula.rows[0].text)
        if formula.display or numbers is None or listed and words.JOINED.match(formula.before) is None:
            break
        listed.append(numbers.groups())
    return len(listed) > 1 and all([
        meanings.declare(Source(rf"{name} = \begin{{pmatrix}} {values} \end{{pmatrix}}", row.name, row.locate(0)[0]))
        for name, values in zip((pair[1], pair[3]), map(r" \\ ".join, zip(*listed)))])


def valued(meanings: Meanings, row: Source) -> bool:
    r"""`$(x_1, y_1) = (1, 2)$ and $(x_2, y_2) = (2, 1)$`: x_i and y_i of these values, where the document writes these too."""
    listed: list[tuple[str, ...]] = []
    names, formulas = ("", ""), meanings.document.formulas
    for formula in formulas[meanings.at:]:
        found = _VALUED.match(formula.rows[0].text) if len(formula.rows) == 1 else None
        numbers = _NUMBERS.match(found[4]) if found is not None else None
        if formula.display or numbers is None or int(found[2]) != len(listed) + 1 or listed and (
                words.JOINED.match(formula.before) is None or names != (found[1], found[3])):
            break
        names = found[1], found[3]
        listed.append(numbers.groups())
    if len(listed) < 2 or not all(re.search(_ANY_MEMBER % re.escape(name), meanings.document.text) for name in names) \
            or any(meanings.shaped(x) is not None for name in names for x in (name + "_i", name + "_1")) \
            or any((e := meanings.shaped(name)) is not None and not is_scalar(e.shape) for name in names):
        return False
    meanings.taken.update(range(meanings.at + 1, meanings.at + len(listed)))
    return all([meanings.declare(Source(rf"{name}_i = \begin{{pmatrix}} {values} \end{{pmatrix}}_i", row.name, row.locate(0)[0]))
                for name, values in zip(names, map(r" \\ ".join, zip(*listed)))])


def _of_one_number(meanings: Meanings, row: Source) -> bool:
    r"""`the training pairs $(x_i, y_i)$, $i = 1, \dots, n$`, where x is a number that a function of the document takes, which is a number too: numbers x_i
    and y_i."""
    pair = _PAIR.match(row.text) or _ENDS_IN.match(row.text)
    if pair is None or _POINTS.search(words.SENTENCES.split(meanings.state.said.rstrip())[-1]) is None:
        return False
    x, y, text = pair[1], pair[3], meanings.document.text
    letters = {m[1] for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(x)}_\{{?([a-z])\}}?(?![A-Za-z])", text)} & meanings.survey.ranges.keys()
    known = meanings.context.scope.bare(x)
    if len(letters) != 1 or known is None or known.expr is None or known.expr.op != "var" or not is_scalar(known.expr.shape) or x in meanings.state.doubts.guessed \
            or not any(e.kind == "map" and e.body is not None and is_scalar(e.body.shape) and [p.shape for p in e.params] == [known.expr.shape]
                       or e.kind == "quantity" and e.expr is not None and is_scalar(e.expr.shape) and [p.name for p in e.params] == [x] for e in meanings.context.scope):
        return False
    i = letters.pop()
    if any(meanings.state.context_read(f"{name}_{i}") is not None or re.search(_AS_VECTOR % (2 * (re.escape(name),)), text) for name in (x, y)) \
            or (held := meanings.context.scope.bare(y)) is not None and (held.expr is None or not is_scalar(held.expr.shape)):
        return False
    line = rf"{x}_{i}, {y}_{i} \in \mathbb{{R}}, {i} = 1, \dots, {meanings.survey.ranges[i]}"
    if not meanings.declare(Source(line, row.name, row.locate(0)[0])):
        return False
    meanings.outcome.taken.append(line)
    return True


def _of_one_sample(meanings: Meanings, row: Source) -> bool:
    r"""`a sample $(x_1, y_1), \\dots, (x_n, y_n)$` after one input `x \in \mathbb{R}^d` with a label `y \in \\{-1, 1\\}`: each x_i and y_i is of the same kind.
    A y that nothing was said of is a number, where the document does not write it as a vector."""
    pair = _PAIR.match(row.text) or _ENDS_IN.match(row.text)
    if pair is None or _POINTS.search(words.SENTENCES.split(meanings.state.said.rstrip())[-1]) is None:
        return False
    text, spaces = meanings.document.text, {name: _space(meanings, name) for name in (pair[1], pair[3])}
    letters = {m[1] for name in spaces for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(name)}_\{{?([a-z])\}}?(?![A-Za-z])", text)} & meanings.survey.ranges.keys()
    spaces |= {name: r"\mathbb{R}" for name, space in spaces.items() if not space and meanings.context.scope.bare(name) is None and not meanings.context.scope.entries.get(name)
               and not any(re.search(p % (2 * (re.escape(name),)), text) for p in (_AS_VECTOR, _IN_NORM)) and any(spaces.values())}
    if len(letters) != 1 or not all(spaces.values()) or any(meanings.context.laws.get(name) for name in spaces) and _MOMENTS.search(text, meanings.document.formulas[meanings.at].start):
        return False
    i = letters.pop()
    if any((e := meanings.state.context_read(f"{name}_{i}")) is not None and e.op not in ("entry",) for name in spaces):
        return False
    lines = [rf"{name}_{i} \in {space}, {i} = 1, \dots, {meanings.survey.ranges[i]}" for name, space in spaces.items()]
    return all([meanings.declare(Source(line, row.name, row.locate(0)[0])) for line in lines])


def _space(meanings: Meanings, name: str) -> str:
    """In what the document declares this name, a variable, to lie, where it does so once."""
    known = meanings.context.scope.bare(name)
    if known is None or known.expr is None or known.expr.op != "var" or known.expr.data.family:
        return ""
    found = [m[1].strip() for f in meanings.document.formulas for row in f.rows if (m := re.fullmatch(rf"\s*{re.escape(name)}\s*\\in\s*([^=]+?)\s*[.,;]?\s*", row.text))]
    return found[0] if len(found) == 1 else ""


def numbered(meanings: Meanings, row: Source) -> bool:
    r"""`the inputs are $x_1 = 1$, $x_2 = 2$, $x_3 = 3$`: the numbers x_i, where the document writes these too and none of them has another value."""
    listed: list[str] = []
    name, formulas, text = "", meanings.document.formulas, meanings.document.text
    last = meanings.at
    for at, formula in enumerate(formulas[meanings.at:], meanings.at):
        found = [_ONE_VALUE.match(part) for part in formula.rows[0].text.split(",")] if len(formula.rows) == 1 and not formula.display else [None]
        if None in found or listed and words.JOINED.match(formula.before) is None or name and found[0][1] != name:
            break
        if [int(m[2]) for m in found] != [*range(len(listed) + 1, len(listed) + 1 + len(found))] or len({m[1] for m in found}) > 1:
            break
        name = found[0][1]
        listed += [m[3] for m in found]
        last = at
    known = meanings.shaped(name) if name else None
    if len(listed) < 2 or not re.search(_ANY_MEMBER % re.escape(name), text) or any(meanings.shaped(x) is not None for x in (name + "_i", name + "_1")) \
            or known is not None and not is_scalar(known.shape) \
            or re.search(_AS_VECTOR % (2 * (re.escape(name),)), text) or _is_of_any_number(meanings, name) \
            or len(re.findall(rf"(?<![A-Za-z\\]){re.escape(name)}_\{{?1\}}?\s*=", text)) != 1:
        return False
    meanings.taken.update(range(meanings.at + 1, last + 1))
    values = r" \\ ".join(listed)
    return meanings.declare(Source(rf"{name}_i = \begin{{pmatrix}} {values} \end{{pmatrix}}_i", row.name, row.locate(0)[0]))


def _is_of_any_number(meanings: Meanings, name: str) -> bool:
    """Is this numbered by a letter that runs to a letter somewhere in the document, or is it an iterate?"""
    letters = {m[1] for row in meanings.state.rows for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(name)}_\{{?([a-z])\}}?(?![A-Za-z])", row)}
    ends = {meanings.survey.ranges.get(x) or meanings.survey.counted_end(x) for x in letters} - {None}
    return any(not end.isdigit() for end in ends) or any(base == name for base in meanings.iterates.now.values())


def _by_numbers(meanings: Meanings, row: Source) -> bool:
    r"""`$(x_1, y_1)$ and $(x_2, y_2)$`: numbers x_1, .., x_m and y_1, .., y_m, where the document writes x_i too, and none of them as
    a vector."""
    listed = _NUMBERED.findall(row.text)
    for formula in meanings.document.formulas[meanings.at + 1:]:
        if formula.display or words.JOINED.match(formula.before) is None or not (more := _NUMBERED.findall(formula.rows[0].text)):
            break
        listed += more
    if len(listed) < 2 or [int(k) for _, k, _ in listed] != [*range(1, len(listed) + 1)] or len({(x, y) for x, _, y in listed}) > 1:
        return False
    names = listed[0][0], listed[0][2]
    uses = meanings.inference.usage.uses
    if any(meanings.context.scope.entries.get(name) or re.search(_AS_VECTOR % (2 * (re.escape(name),)), meanings.document.text) for name in names) \
            or not any(len(u.name.below) == 1 for name in names for u in uses.get(name, ())):
        return False
    return meanings.declare(Source(rf"{names[0]}_i, {names[1]}_i \in \mathbb{{R}}, i = 1, \dots, {len(listed)}", row.name, row.locate(0)[0]))
