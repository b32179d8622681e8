r"""Losses without a formula, `f = \frac1n \sum_{i=1}^n f_i` or L with its `\nabla L(w)`: any functions of the only thing they are taken at.

What they are taken at is a point w, with or without the number of a step; where the document differentiates with `\nabla` it is a vector of any length,
where with a prime a number. Nothing is taken where a formula of the document defines or declares one of them, or a point of other letters stands in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symcheck.read.documents import Document
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.judge.derivation.rows.statements import Statement

_FUNCTION = r"(?:\\(?:mathcal|tilde|widetilde)\s*(?:\{\s*[A-Za-z]\s*\}|[A-Z])|\\ell(?![A-Za-z])|(?<![A-Za-z\\])[fFghJLRQ](?![A-Za-z]))"
_POINT = re.compile(r"(\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\(?:theta|beta|phi|omega|alpha)|[A-Za-z])"
                    r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?:\^\s*(?:\{[^{}]*\}|\*|\+|\\star|\\ast))?")
_BELOW = r"(?:_\s*(?P<below>\{(?:[^{}]|\{[^{}]*\})*\}|\w))"
_CALL = re.compile(rf"(?P<nabla>\\nabla(?:_(?:\w|\\[a-z]+|\{{[^{{}}]*\}}))?\s*)?(?P<name>{_FUNCTION})\s*{_BELOW}?\s*(?P<primes>'*)\s*(?:\\left|\\[bB]igl?)?\((?P<at>[^()]*)\)")
# `f = \\frac1n \\sum_{i=1}^n f_i`, `F(w) = \\sum_{i=1}^N \\ell_i(w)`: what is summed, by which letter, to which number.
_SUM = re.compile(rf"(?P<whole>{_FUNCTION})\s*(?:\([^()]*\))?\s*&?\s*:?=[^=]*?\\sum(?:\\limits)?\s*_\s*(?:\{{\s*(?P<i>[a-z])\s*(?:=\s*1)?\s*\}}|(?P<j>[a-z]))"
                  rf"\s*(?:\^\s*(?:\{{\s*(?P<n>[A-Za-z])\s*\}}|(?P<m>[A-Za-z])))?\s*(?P<name>{_FUNCTION})\s*{_BELOW}")
# `\\{1, \\dots, n\\}`, `[n]`: where the index of such a sum ends that does not say it.
_SET = re.compile(r"\\\{\s*1\s*,.*?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z])\s*\\\}|(?:\\in\s*|^\s*)\[\s*([A-Za-z])\s*\]")
# `f = \\frac1n \\sum_{i=1}^n f_i.`, an equation between functions.
_BARE_SUM = re.compile(rf"(?:\s|\\q?quad(?![a-z])|\\[;,:!])*(?P<whole>{_FUNCTION})\s*&?\s*:?=\s*(?P<factor>\\[dt]?frac\s*(?:\{{?\s*1\s*\}}?)\s*(?:\{{\s*\w\s*\}}|\w)|1\s*/\s*\w|)\s*"
                       rf"(?P<sum>\\sum(?:\\limits)?(?:\s*[_^]\s*(?:\{{[^{{}}]*\}}|\w))+)\s*(?P<name>{_FUNCTION}\s*{_BELOW})\s*[.,;]?\s*$")
_HEADS = r"(?:^|[,;&]|\\q?quad(?![a-z])|\\text\s*\{[^{}]*\})\s*%s\s*%s(?:\([^()]*\))?\s*&?\s*(?::?=|:|\\colon|\\triangleq|\\equiv)"
_DECLARED = r"%s\s*(?:_\s*(?:\{[^{}]*\}|\w))?(?:\s*,[^=]*)?\s*\\in\s*\\(?:mathbb|mathbf|R)"
# `f : \\mathbb{R}^d \\to \\mathbb{R}`
_TOLD = re.compile(rf"(?P<name>{_FUNCTION})\s*{_BELOW}?\s*(?::|\\colon)\s*(?P<space>\\mathbb\s*(?:\{{\s*R\s*\}}|R)\s*(?:\^\s*(?:\{{\s*\w\s*\}}|\w))?)\s*\\(?:to|rightarrow)(?![A-Za-z])")
_NUMBERED = r"_\s*(?:\{[^{}]*\}|\w)\s*'*\s*"
# What words may say of functions without a formula beyond that: of those that equations follow from nothing is taken, and inequalities of the others are not refuted.
_TRAITS = re.compile(r"(?<!expectation\sis\s)(?<!gradient\sis\s)(?<!mean\sis\s)(?<!expectations\sare\s)\b(?:linear|affine|quadratic|homogeneous|constant|identical|interpolat\w*|over-?parametri[sz]ed|"
                     r"even|odd|periodic|separable|isotropic|radial\w*|harmonic|symmetric|invariant|additive)\b(?!\s+(?:step|learning|rate|model|regression|penalty|regulari[sz]\w+|term))|"
                     r"\bcopies\b|\b(?:all\s+alike|do(?:es)?\s+not\s+differ)\b|\b(?:the|one)\s+(?:very\s+)?same\s+(?:loss|function|gradient|objective|curve|shape)\b|"
                     r"\b(?:loss(?:es)?|functions?|gradients?)\b[^.$]{0,40}\b(?:agree|coincide|(?:is|are)\s+(?:all\s+)?(?:equal|the\s+same))\b", re.I)
_BOUNDS = re.compile(r"convex|concave|smooth|Lipschitz|bounded|\bgrowth\b|asiewicz|coercive|monoton|non-?negative|dissipative|small|\bPL\b|positive|minimi|maximi|optim", re.I)
_SHAPES = re.compile(r"\b(?:strongly\s+|strictly\s+)?(?:convex|concave)\b|\$-?\s*smooth\b|Lipschitz|coercive|asiewicz|\bmonoton", re.I)
# `\\nabla f_i(w^*) = 0`, `\\nabla f(w) = A w - b`: a gradient of such a function that is told.
_GRADIENT_TOLD = r"(?:^|[,;])[\s&]*(?:\\nabla(?:_(?:\w|\\[a-z]+|\{[^{}]*\}))?\s*%s\s*(?:_\s*(?:\{[^{}]*\}|\w))?|%s\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*'+)\s*\([^()]*\)\s*&?\s*=(.*)$"
# Words by which a function of numbers acts on vectors.
_BY_ENTRIES = re.compile(r"\b(?:entry|element|component|coordinate)-?\s?wise\b|\b(?:each|every)\s+(?:entry|component|coordinate)\b|\bactivation", re.I)
_ONE = re.compile(r"\b(?:one-dimensional|scalar\s+parameter|in\s+one\s+dimension)\b", re.I)


@dataclass(frozen=True)
class _Loss:
    """A function, its index letter and the end of this where it is one of several; what it is differentiated by."""

    name: str
    index: str = ""
    end: str = ""


def lines(document: Document) -> list[str]:
    """The declarations of such losses, after that of what they are taken at; none where one of them has a meaning of its own."""
    rows = [row.text for f in document.formulas for row in f.rows]
    calls = [m for row in rows for m in _CALL.finditer(row)]
    losses = [loss for loss in _of_sums(rows) or _alone(rows, calls) if not _is_defined(rows, loss)]
    names = {_bare(loss.name) for loss in losses} | {_bare(m["whole"]) for row in rows for m in _SUM.finditer(row)}
    ours = [m for m in calls if _bare(m["name"]) in names]
    points = [_POINT.fullmatch(m["at"].strip()) for m in ours]
    if _TRAITS.search(document.text) or any(_is_told(rows, name, names) for name in names):
        return []
    if not losses:
        return [] if _BY_ENTRIES.search(document.text) else [*_places(rows, calls)]
    if not points or None in points or len({m[1] for m in points}) > 1:
        return []
    point = points[0][1]
    if _has_meaning(rows, point) or not _is_counted(rows, point):
        return []
    primed, nabla = any(m["primes"] for m in ours), any(m["nabla"] for m in ours)
    if primed == nabla:
        return []
    tag = re.sub(r"\\(?:mathbf|boldsymbol|bm|vec)|[\s{}]", "", point)
    space = r"\mathbb{R}" if primed or _ONE.search(document.text) else rf"\mathbb{{R}}^{{n_{{{tag}}}}}"
    return [rf"{point} \in {space}", *(_declared(loss, space) for loss in losses)]


def declare(meanings: Meanings) -> None:
    """Declare such losses before the document is walked, and their sum where it is defined as one of functions; what was taken is said."""
    said = lines(meanings.document)
    declared = any(_TOLD.search(row.text) for f in meanings.document.formulas for row in f.rows)
    if said and _BOUNDS.search(meanings.document.text) or declared and _SHAPES.search(meanings.document.text):
        meanings.state.unread_order = True
    for line in said:
        if meanings.declare(Source(line, meanings.document.name, 1)):
            meanings.outcome.taken.append(line)
    sums = {re.sub(r"[\s{}.,;:]", "", m[0]): m for row in _equations(meanings.document) if (m := _BARE_SUM.match(row)) is not None}
    if not said or len(sums) != 1 or (numbered := re.search(r", (\w) = 1, \\dots, (\w)$", said[-1])) is None:
        return
    (m,), point, (index, end) = sums.values(), said[0].partition(r" \in")[0], numbered.groups()
    meanings.declare(Source(rf"{m['whole']}({point}) = {m['factor']} \sum_{{{index}=1}}^{end} {m['name']}({point})", meanings.document.name, 1))


def is_taken(meanings: Meanings, s: Statement) -> bool:
    """Is this the definition of a sum of functions, which has its meaning from the beginning?"""
    m = _BARE_SUM.match(s.cut(len(s.pieces)).text) if len(s.pieces) == 2 and None not in s.pieces else None
    entry = meanings.context.scope.bare(m["whole"].strip()) if m is not None else None
    return entry is not None and (entry.kind == "map" or bool(entry.params))


def _equations(document: Document) -> Iterator[str]:
    """The rows of a document, and what stands behind the commas of each."""
    for f in document.formulas:
        for row in f.rows:
            yield row.text
            yield from re.split(r",\s*(?:\\q?quad\s*)*", row.text)[1:]


def _places(rows: list[str], calls: list[re.Match]) -> Iterator[str]:
    """The declarations of points w, w_t at which the document takes a function whose domain it tells, and of which it tells nothing else."""
    domains = {_bare(m["name"]): m["space"] for row in rows for m in _TOLD.finditer(row)}
    found = {(p[1], domains[_bare(m["name"])]) for m in calls if m["name"] not in "gh" and _bare(m["name"]) in domains and (p := _POINT.fullmatch(m["at"].strip()))}
    for point, space in sorted(found):
        if sum(point == other for other, _ in found) == 1 and not _has_meaning(rows, point) and _is_counted(rows, point):
            yield rf"{point} \in {space}"


def _has_meaning(rows: list[str], point: str) -> bool:
    """Does a formula declare this letter, draw it, or say what it is?"""
    return any(re.search(_DECLARED % re.escape(point), row) or re.match(rf"\s*{re.escape(point)}\s*&?\s*(?::?=[^=]|\\sim(?![A-Za-z]))", row) for row in rows)


def _is_counted(rows: list[str], point: str) -> bool:
    """Are all letters below this one the counters of steps, w_t beside w_{t+1}? Another w_s is no entry of w."""
    text = "\n".join(rows)
    below = {a or b for a, b in re.findall(rf"(?<![A-Za-z\\]){re.escape(point)}\s*_\s*(?:([a-z])|\{{\s*([a-z])\s*\}})", text)}
    return all(re.search(rf"(?<![A-Za-z\\]){re.escape(point)}\s*_\s*\{{\s*{x}\s*[-+]\s*1\s*\}}", text) for x in below)


def _is_told(rows: list[str], name: str, names: set[str]) -> bool:
    """Does a formula say what the gradient of this function is, in terms of none of them?"""
    told = [m for row in rows if (m := re.search(_GRADIENT_TOLD % (2 * (_spelled(name),)), row)) is not None]
    return any(not any(re.search(rf"(?<![A-Za-z\\]){_spelled(other)}(?![A-Za-z])", m[1]) for other in names) for m in told)


def _spelled(name: str) -> str:
    r"""A pattern of a name without its braces, `\mathcalL`."""
    return re.sub(r"^\\\\([a-z]+)([A-Z])$", lambda m: rf"\\{m[1]}\s*\{{?\s*{m[2]}\s*\}}?", re.escape(name))


def _bare(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


def _declared(loss: _Loss, space: str) -> str:
    if not loss.index:
        return rf"{loss.name} : {space} \to \mathbb{{R}}"
    return rf"{loss.name}_{loss.index} : {space} \to \mathbb{{R}}, {loss.index} = 1, \dots, {loss.end}"


def _of_sums(rows: list[str]) -> list[_Loss]:
    """What is summed in the definitions of losses, where all these sums end at one number."""
    sums = [m for row in rows for m in _SUM.finditer(row) if (m["below"].strip("{} ")) == (m["i"] or m["j"])]
    ends = {m["n"] or m["m"] for m in sums} - {None} or {m[1] or m[2] for row in rows for m in _SET.finditer(row)}
    if len(ends) != 1 or len({_bare(m["name"]) for m in sums}) != 1:
        return []
    first = sums[0]
    return [_Loss(first["name"].strip(), first["i"] or first["j"], ends.pop())]


def _alone(rows: list[str], calls: list[re.Match]) -> Iterator[_Loss]:
    """Functions of which the document takes gradients, without an index."""
    named = {_bare(m["name"]): m["name"].strip() for m in calls if not m["below"] and (m["nabla"] or m["primes"])}
    numbered = {_bare(m["name"]) for m in calls if m["below"]}
    return (_Loss(name) for bare, name in named.items() if bare not in numbered)


def _is_defined(rows: list[str], loss: _Loss) -> bool:
    """Does a formula say what this function is, or between which spaces?"""
    name = re.escape(loss.name)
    return any(re.search(_HEADS % (name, _NUMBERED if loss.index else ""), row) for row in rows)
