r"""Where words say the kinks of ReLU units are: "the elbow is at $x = -b / w$", "It switches where $x = 2$", "unit $j$ has its kink at
$e_j = -b_j / w_j$". What the ReLU is taken of has to be zero there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import moved
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import units_told
from symcheck.judge.derivation.prose.regions_told import Regions
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving.equations import zero_like
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.names import base_of, label, stem_of
from symcheck.read.syntax import Symbol
from symcheck.text import Source

# ", that is, at", "i.e. where", right after the equation of a kink.
GOES_ON = re.compile(r"[\s,;(]*(?:that\s+is|that\s+means|this\s+means|i\.\s?e\.|so|hence|thus|namely|in\s+other\s+words|and\s+so|which\s+(?:means|is|gives))?[,\s~]*"
                     r"(?:exactly\s+|just\s+|precisely\s+)?(?:at|where|when)?\s*")
# "and the second one at", "; that of the other unit is at", right after the place of a kink.
_AND_OTHER = re.compile(r"[\s,;]*(?:(?:and|while|whereas|but)\b)?[\s,]*(?:(?:that|the\s+(?:kink|elbow|knee|hinge|break-?\s?point))\s+of\s+)?the\s+(?:first|second|third|fourth|other|next|last)"
                        r"(?:\s+(?:one|unit|neuron|node|kink|elbow|knee|hinge|break-?\s?point))?(?:\s+(?:has|it|its|one|is|sits|lies|kinks|switches|turns|bends|on|off))*\s*(?:at|where|when)\s*", re.I)
# Words for where a unit has a kink, and for nothing else.
_OF_UNITS = re.compile(r"\b(?:kinks?|elbows?|knees?|hinges?|break-?\s?points?|(?:switch|turn|bend)(?:s|es)?|flips?)\b", re.I)


def declare_input(meanings: Meanings, s: Statement) -> None:
    r"""Of "the elbow of $h(x) = \max(0, w x + b)$ is at $x = -b / w$" the x: any number, where nothing was said of it."""
    letter = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(letter) is Symbol and letter.name in meanings.survey.formals and meanings.state.context.scope.bare(*base_of(letter)) is None:
        meanings.declare(Source(rf"{label(letter)} \in \mathbb{{R}}", s.row.name, s.line()))


def judge_place(chains: Chains, regions: Regions, s: Statement, said: str, goes_on: bool) -> bool:
    """Judge a place that words call a kink, or that goes on from one; False where they call it something else, or where it is not known of
    which unit it is one."""
    sentence = words.SENTENCES.split(said.rstrip())[-1]
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or stem_of(s.pieces[0].syntax) is None or not _OF_UNITS.search(sentence) \
            or not (goes_on or words.KINK_IS.search(sentence)):
        return False
    state = chains.state
    value, head = state.read(s.pieces[1]), state.read(s.pieces[0])
    if value is None or not is_scalar(value.shape):
        return False
    by = head if head is not None and head.op == "var" else None
    found = [v for a in (*units_told.taken(state), *_of_functions(chains, by)) if (v := _zero(chains, a, value, by)) is not None]
    best = next((v for v in found if v.right), None)
    if best is not None and by is not None:
        regions.met(by, value)
    if best is None and (not found or any(v.word != V.DIFFERENT for v in found) or _has_other_kinks(chains)):
        return False
    chains.step(s, 0, Verdict(best.word, "what the ReLU is taken of is zero there") if best is not None else
                Verdict(V.DIFFERENT, "what the ReLU is taken of is not zero there: the values are those of it and of 0", counterexample=found[0].counterexample))
    return True


def _has_other_kinks(chains: Chains) -> bool:
    r"""Has a function of this document kinks that are none of a ReLU, `\min(\max(u, 0), 6)`?"""
    functions = [f for f in chains.state.context.definitions.values() if f.op == "let" and is_scalar(f.shape)] + [e.body for e in chains.state.context.scope if e.kind == "map" and e.body is not None]
    return any(n.op == "extremum" and not any(a.is_zero for a in n.args) or n.op == "cases" for f in functions for n in f.walk())


def judge_of_number(chains: Chains, s: Statement, before: str, goes_on: bool) -> bool:
    r"""Judge the place `$x_1 = 2$` of a kink of what the last display is equal to, where x_1 has a number of its own; `goes_on`: a kink was told right
    before. False where the words tell no kink, or it is not decided."""
    state = chains.state
    if not (words.KINK_IS.search(before) or goes_on and (_AND_OTHER.fullmatch(before) or words.PLACES_JOINED.fullmatch(before))) \
            or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or chains.chain is None:
        return False
    head, value, shown = state.read(s.pieces[0]), state.read(s.pieces[1]), state.read(chains.chain.last)
    if head is None or value is None or shown is None or not (moved.is_number(head) or head.op == "entry" and head.args[0].op == "var") or not is_numeric(value) or not is_scalar(value.shape):
        return False
    found = [judge(state.context, exchanged(a, head, value), zero_like(a)) for a in units_told.arguments(shown) if a.holds(head)]
    best = next((v for v in found if v.right), None)
    if best is None and (not found or any(v.word != V.DIFFERENT for v in found)):
        return False
    chains.step(s, 0, Verdict((best or found[0]).word, f"what the ReLU is taken of is {'' if best else 'not '}zero there", counterexample=found[0].counterexample if best is None else None))
    return True


def _of_functions(chains: Chains, by: Expr | None) -> Iterator[Expr]:
    """What functions like `f(x) = 3 \\max(0, 2 x - 4)` take a ReLU of; the letter alone where that is their input."""
    for entry in chains.state.context.scope:
        formula = entry.body if entry.kind == "map" else entry.expr if entry.params else None
        yield from (a for a in (units_told.arguments(formula) if formula is not None else ()) if a.op != "var" or a is by)


def _zero(chains: Chains, a: Expr, value: Expr, by: Expr | None) -> Verdict | None:
    """Is what a ReLU is taken of zero where its input has this value? None where it is not known which of its names is the input."""
    while a.op == "let":
        a = a.args[0]
    free = chains.meanings.shaped(to_latex(a))  # its indices are free then
    a = a if free is None and all(n.op not in ("item", "entry") for n in a.walk()) else free
    if a is None or not is_scalar(a.shape) or not names_in(value) <= names_in(a):
        return None
    held = names_in(value)
    inputs = {n for n in a.walk() if n.op == "var" and is_scalar(n.shape) and not n.data.family and n.data.name not in held}
    if by is not None:
        inputs &= {by}
    if len(inputs) != 1 or not held and names_in(a) != {n.data.name for n in inputs}:  # a number, of an example
        return None
    there = build.substitute(a, ((inputs.pop().data, value),))
    return judge(chains.state.context, there, zero_like(there))
