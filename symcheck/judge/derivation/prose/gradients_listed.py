r"""Gradients and Hessians of functions of several numbers, in components: `\nabla F(u, v) = (2u, 6v)`, "at the point $(2, 1)$ it equals $(4, 6)$",
"the Hessian is $\begin{pmatrix} 2 & 0 \\ 0 & 6 \end{pmatrix}$". Each component is compared with the partial derivative that stands there."""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.outcome import Step
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.scope import Entry
from symcheck.text import Source, SymcheckError

_HEAD = re.compile(r"\s*\\nabla\s*(?P<twice>\^\s*(?:2|\{\s*2\s*\}))?\s*(?P<name>\\?[A-Za-z]+)\s*(?:\\left)?\(\s*(?P<taken>[^()=]+?)\s*(?:\\right)?\)\s*=")
_TUPLE = re.compile(r"\s*(?:\\left|\\bigl?)?\s*[(\[](?P<inside>.*?)(?:\\right|\\bigr?)?\s*[)\]]\s*(?:\^\s*(?:\{?\s*\\(?:top|intercal)\s*\}?|\{?\s*T\s*\}?|\\mathsf\s*\{?T\}?))?\s*[.,;]?\s*", re.S)
_MATRIX = re.compile(r"\s*\\begin\{(?P<kind>[pb]matrix)\}(?P<inside>.*?)\\end\{(?P=kind)\}\s*(?:\^\s*(?:\{?\s*\\(?:top|intercal)\s*\}?|\{?\s*T\s*\}?))?\s*[.,;]?\s*", re.S)
_NUMBERS = re.compile(r"\s*\(\s*-?\d+(?:\.\d+)?(?:\s*,(?:\s|\\[,;:! ])*-?\d+(?:\.\d+)?)+\s*\)(?:\s*\^\s*\{?\s*(?:\\top|T)\s*\}?)?\s*")
# Right before components without a left side.
_IS = re.compile(r"\b(?:the|its|whose)\s+(?P<what>gradient|hessian)(?:\s+(?:matrix|vector))?(?:\s+of\s+\$\s*(?P<name>\\?[A-Za-z]+)\s*\$)?\s+(?:is|equals|reads|becomes)(?:\s+(?:then|thus|the\s+constant\s+matrix|constant,?))?\s*:?\s*$", re.I)
_AT = re.compile(r"\bat\b\s*(?:the\s+)?(?:(?:starting|initial|current|first|given)\s+)?(?:point|place|start|iterate)?\s*$", re.I)
_IT_IS = re.compile(r"[\s,]*(?:(?:it|this|the\s+gradient|which|that|we\s+(?:get|obtain|have|find))\s*)?(?:(?:then|there|thus)\s+)?(?:is|equals|becomes|gives|reads|evaluates\s+to|comes\s+to|has\s+the\s+value)?(?:\s+(?:equal\s+to|the\s+gradient))?\s*", re.I)
# Words by which it is one at a place.
_SOMEWHERE = re.compile(r"\b(?:at|along|on|near|after|before|around|where|there|here|starting|initial\w*|for)\b", re.I)
_DENIED = re.compile(r"\b(?:not|never|wrong\w*|incorrect\w*|mistake\w*|would|instead|direction|proportional|parallel|scaled|normali[sz]ed|negative|minus|approximat\w*|estimat\w*|stochastic|if|suppose)\b", re.I)
_SIGNED = re.compile(r"\b(?:negative|minus|norm|length|inverse|determinant|eigenvalues?|trace)\b", re.I)


class _Function(NamedTuple):
    """A function of several numbers with a formula: its name, its letters, its value as an expression of them, and the context in which it is one."""

    name: str
    letters: tuple[Expr, ...]
    value: Expr
    context: Context


def judged(chains: Chains, formula: Formula, known: int) -> None:
    """Judge what a formula claims of a gradient or a Hessian in components; `known` steps stand before those of the formula."""
    for row in formula.rows:
        head = _HEAD.match(row.text)
        if head is not None:
            f = _function(chains.context, head["name"])
            if f is not None:
                _compare(chains, formula, row, f, head["taken"], bool(head["twice"]), head.end(), known)
        elif not formula.display and len(formula.rows) == 1:
            _without_head(chains, formula, row, known)


def _without_head(chains: Chains, formula: Formula, row: Source, known: int) -> None:
    r"""`the Hessian is $..$`, `at the point $(2, 1)$ it equals $(4, 6)$` after `\nabla F(u, v) = ..`."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    said = _IS.search(formula.before)
    if said is not None and _SOMEWHERE.search(chains.meanings.survey.sentence(formula)):
        _at_point(chains, formula, row, said, known)
    elif said is not None and (f := _function(chains.context, said["name"] or "")) is not None and not _SIGNED.search(formula.before):
        _compare(chains, formula, row, f, "", said["what"].lower() == "hessian", 0, known)
    if said is not None or at < 2 or _NUMBERS.fullmatch(row.text) is None or _IT_IS.fullmatch(formula.before) is None or not formula.before.strip(" ,\n"):
        return
    point, before = formulas[at - 1], formulas[at - 2]
    if len(point.rows) != 1 or _NUMBERS.fullmatch(point.rows[0].text) is None or _AT.search(point.before) is None or len(before.rows) != 1:
        return
    head = _HEAD.match(before.rows[0].text)
    f = _function(chains.context, head["name"]) if head is not None and not head["twice"] else None
    if f is not None:
        _compare(chains, formula, row, f, re.sub(r"^\s*\(|\).*$", "", point.rows[0].text, flags=re.S), False, 0, known)


def _at_point(chains: Chains, formula: Formula, row: Source, said: re.Match, known: int) -> None:
    """`At $(1, 1)$ the gradient is $(2, 6)$`: judged where the point stands right before these words, by numbers."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    point = formulas[at - 1] if at else None
    between = formula.before[:said.start()].strip(" ,\n")
    f = _function(chains.context, said["name"] or "")
    if point is None or f is None or between or len(point.rows) != 1 or _NUMBERS.fullmatch(point.rows[0].text) is None or _AT.search(point.before) is None:
        return
    _compare(chains, formula, row, f, re.sub(r"^\s*\(|\).*$", "", point.rows[0].text, flags=re.S), said["what"].lower() == "hessian", 0, known)


def _function(context: Context, name: str) -> _Function | None:
    """The function of this name, or the only one, of two numbers or more."""
    found = [e for e in context.scope if len(e.params) > 1 and not e.primes and name in ("", e.name) and (made := _made(e)) is not None
             and is_scalar(made.shape) and all(is_scalar(p.shape) for p in e.params)]
    if len(found) != 1:
        return None
    letters = [p.name for p in found[0].params]
    context = context.copy()
    try:
        for letter in letters:
            if context.scope.bare(letter) is None:
                context.declare(rf"{letter} \in \mathbb{{R}}")
        variables = tuple(context.read(letter) for letter in letters)
        value = context.read(f"{found[0].name}({', '.join(letters)})")
    except SymcheckError:
        return None
    value = value.args[0] if value.op == "let" else value
    return _Function(found[0].name, variables, value, context) if all(v.op == "var" for v in variables) else None


def _made(e: Entry) -> Expr | None:
    """What a function is made of, None of other names."""
    if e.kind == "map":
        return e.body
    return e.expr if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" else None


def _compare(chains: Chains, formula: Formula, row: Source, f: _Function, taken: str, twice: bool, start: int, known: int) -> None:
    """Judge the components in a row from `start` on as those of the gradient of f, or of its Hessian where `twice`, at what is `taken`."""
    if _DENIED.search(chains.meanings.survey.sentence(formula).rsplit(".", 1)[-1] if formula.before.strip() else ""):
        return
    partials = [build.derivative(f.value, v, "column") for v in f.letters]
    if twice:
        partials = [build.derivative(p, v, "column") for p in partials for v in f.letters]
    try:
        places = [f.context.read(x) for x in _split(taken)] if taken else list(f.letters)
        if len(places) != len(f.letters):
            return
        put = tuple((v.data, place) for v, place in zip(f.letters, places) if place is not v)
        partials = [build.substitute(p, put) if put else p for p in partials]
        sides = [_components(text, twice) for text in re.split(r"(?<![<>\\])=", row.text[start:])]
        shown = [[f.context.read(x) for x in side] if side is not None else None for side in sides]
    except SymcheckError:
        return
    if not all(is_scalar(e.shape) for side in shown if side is not None for e in side):
        return
    known_names = {n.data for v in (*f.letters, *places, f.value) for n in v.walk() if n.op == "var"}
    if any(n.op == "var" and n.data not in known_names for side in shown if side is not None for e in side for n in e.walk()):
        return  # of another function
    at = start
    for side, text in zip(shown, re.split(r"(?<![<>\\])=", row.text[start:])):
        if side is not None:
            place = at + len(text) - len(text.lstrip(" &"))
            _step(chains, row, place, text.strip(" &.,;"), _verdict(f.context, partials, side), known)
        at += len(text) + 1


def _verdict(context: Context, partials: list[Expr], side: list[Expr]) -> Verdict | None:
    if len(side) != len(partials):
        return None
    found = [judge(context, p, e) for p, e in zip(partials, side)]
    wrong = next((v for v in found if v.word == V.DIFFERENT), None)
    if wrong is not None:
        return wrong
    return Verdict(V.EQUAL, "each component is the partial derivative") if all(v.right for v in found) else None


def _step(chains: Chains, row: Source, start: int, text: str, v: Verdict | None, known: int) -> None:
    """Report the verdict in the place of what could not be read or decided before."""
    line, column = row.locate(start)
    steps = chains.outcome.steps
    if v is None or any(s.line == line and s.verdict.word not in (V.UNREADABLE, V.UNDECIDED) and s.column == column for s in steps):
        return
    steps[known:] = [s for s in steps[known:] if s.verdict.word not in (V.UNREADABLE, V.UNDECIDED) or s.line != line]
    chains.outcome.add(Step(line, column, text, "=", v))


def _components(text: str, twice: bool) -> list[str] | None:
    """The components of a tuple, of a column or of a row, or of a square matrix, row by row."""
    matrix = _MATRIX.fullmatch(text.strip(" &"))
    if matrix is not None:
        rows = [r.split("&") for r in re.split(r"\\\\(?:\[[^\]]*\])?", matrix["inside"].strip().removesuffix(r"\\"))]
        return [x for r in rows for x in r] if twice and all(len(r) == len(rows) for r in rows) or not twice and (len(rows) == 1 or all(len(r) == 1 for r in rows)) else None
    found = _TUPLE.fullmatch(text.strip(" &")) if not twice else None
    return _split(found["inside"]) if found is not None else None


def _split(text: str) -> list[str]:
    """What stands between the commas that are in no brackets."""
    found, depth, start = [], 0, 0
    for k, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if c == "," and depth == 0 and text[k - 1:k] != "\\":
            found.append(text[start:k])
            start = k + 1
    return [re.sub(r"^(?:\s|~|\\[,;:! ]|\\q?quad)+", "", x).strip() for x in (*found, text[start:])]


__all__ = ["judged"]
