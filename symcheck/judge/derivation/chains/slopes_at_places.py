r"""Derivatives at another value of what they are taken by, told in words: "Evaluated at $\beta^{\text{old}}$, the score is $X^\top (y - p)$ and the Hessian is
$-X^\top W X$", "At $w = w_0$ the gradient is $..$", "the gradient at $w_0$ is $..$". They are those of the function differentiated last, with the letter of that
value in the place of its argument.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Gradient, called, speaks_of
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_NOUN = r"(?:gradient|score(?:\s+(?:function|vector))?|slope|(?P<second>Hessian(?:\s+matrix)?|second\s+derivative(?:\s+matrix)?)|(?:first\s+)?derivative)"
_OF = r"(?:\s+of\s+(?:the\s+(?P<noun>(?:log[- ]?)?likelihood|loss|objective|cost)(?:\s+function)?|\$(?P<function>[^$=]{1,20})\$))?"
_AT = r"(?:evaluated\s+|taken\s+|computed\s+)?at\s+(?:the\s+(?:current|old|previous|last)\s+(?:iterate|estimate|value|point|parameters?|guess)\s+)?\$(?P<place>[^$]{1,60})\$"
_IS = r"(?:is|are|equals?|becomes?|reads?)(?:\s+(?:then|thus|therefore|now|just|simply|hence))?\s*:?\s*$"
# "Evaluated at $\beta^{old}$, the score is", "At $w = w_0$ the gradient is then", opening a sentence.
_OPENS = re.compile(rf"^[\s\W]*(?:(?:so|hence|thus|now|then|therefore|when|if)\s*,?\s+)?{_AT}\s*,?\s*(?:the|its)\s+{_NOUN}{_OF}\s+{_IS}", re.I)
# "the gradient at $w_0$ is", "the score evaluated at $\beta^{old}$ equals".
_BEHIND = re.compile(rf"^[\s\W]*(?:(?:so|hence|thus|now|then|therefore|first)\s*,?\s+)?(?:the|its)\s+{_NOUN}{_OF}\s+{_AT}\s+{_IS}", re.I)
# "and the Hessian is", right after such a derivative.
_AND = re.compile(rf"^[\s,;]*(?:and|while)\s+(?:the|its)\s+{_NOUN}\s*(?:{_IS}|$)", re.I)
_GOES_ON = re.compile(r"^\s*(?:$|[.,;:)]|and\b|so\b|which\b|where\b)", re.I)


def judged(chains: Chains, row: Source, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a derivative at a place; False where it does not, or where the place is none of this kind."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    last = chains.slope_at
    goes_on = _AND.match(formulas[at].before) if last is not None and last[0] == at - 1 and not formulas[at].display else None
    said = goes_on or _OPENS.match(sentence) or _BEHIND.match(sentence)
    if said is None or not _GOES_ON.match(formulas[at].after):
        return False
    found = last[1:] if goes_on is not None else _place(chains, said["place"], row)
    if found is None:
        return False
    gradient, place = found
    if goes_on is None and not _is_of(chains, said, gradient):
        return True  # of another function
    chains.slope_at = at, gradient, place
    piece = _read_piece(chains, row)
    value = chains.state.read(piece) if piece is not None else None
    if value is None and piece is not None and are_declared(chains.meanings, piece) and is_misfit(chains.state.context, piece):
        chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0,
                    Verdict(V.DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together"))
    if value is None or value.is_zero:
        return True  # nothing that the rules for derivatives anywhere may judge
    entry = chains.state.context.scope.bare(gradient.f.data.name) if gradient.f.op == "let" else None
    f = entry.expr if entry is not None and entry.expr is not None and entry.expr.op == "let" else gradient.f  # as its names are known by now
    slope = build.derivative(f, gradient.by, "column")
    slope = build.derivative(slope, gradient.by, "column") if said["second"] else slope
    verdict = _verdict(chains, slope, value, place, gradient)
    if verdict is None:
        return True
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, verdict,
                reason=f"the {'second ' * bool(said['second'])}derivative by {called(gradient.by)} at {called(place)}" if verdict.right else "")
    return True


def _is_of(chains: Chains, said: re.Match[str], gradient: Gradient) -> bool:
    """Is the function that the words name, if any, the one that was differentiated?"""
    if said["function"]:
        return gradient.f.op == "let" and re.sub(r"\s*\(.*\)\s*$", "", said["function"]).strip() == gradient.f.data.name
    if said["noun"]:
        line = chains.state.named_on.get(gradient.f.data.name) if gradient.f.op == "let" else None
        formulas = chains.meanings.document.formulas[:chains.meanings.at]
        told = [k for k, f in enumerate(formulas) if any(row.locate(0)[0] == line and row.text.lstrip().startswith(gradient.f.data.name) for row in f.rows)]
        noun = re.split(r"[- ]", said["noun"])[-1]
        since = " ".join(f.before for f in formulas[told[0] + 1:]) if told else ""
        called_so = bool(told) and re.search(rf"\b{noun}\b", formulas[told[0]].before, re.I) is not None
        return called_so and not reservations.altered(since) and re.search(rf"\b{noun}\b", since, re.I) is None
    return True


def _verdict(chains: Chains, slope: Expr, value: Expr, place: Expr, gradient: Gradient) -> Verdict | None:
    """The verdict on a value of the derivative there; None where words, or an equation of the place, may have changed what it is."""
    verdict = judge(chains.state.context, slope, exchanged(value, place, gradient.by))
    changed = since_told.function_changed(chains.meanings, [gradient.f.data.name] if gradient.f.op == "let" else [])
    if changed or verdict.word == V.DIFFERENT and _is_told(chains, place):
        return None
    if verdict.right and speaks_of(value, gradient.by) and not speaks_of(value, place):
        return Verdict(V.UNDECIDED, f"this holds {called(gradient.by)}, in whose place {called(place)} stands")
    return verdict


def _is_told(chains: Chains, place: Expr) -> bool:
    r"""Does a formula say what the place is, `w_0 = 0`, or words that it is an optimum?"""
    name = rf"{re.escape(place.data.name)}(?![A-Za-z])"
    formulas = chains.meanings.document.formulas[:chains.meanings.at]
    return any(re.search(rf"{name}.*=", row.text) for f in formulas for row in f.rows) or any(
        re.match(rf"\s*{name}\s*$", f.rows[0].text) and re.search(r"\b(?:minimi|maximi|optim|stationar|critical|root|solution|zero)\w*", f"{f.before[-40:]} {f.after[:60]}", re.I) for f in formulas if f.rows)


def _place(chains: Chains, text: str, row: Source) -> tuple[Gradient, Expr] | None:
    r"""The derivative spoken of last, and the `\beta^{old}` of `\beta = \beta^{old}` or of `\beta^{old}` at which it is taken: another variable of that shape."""
    head, equals, other = text.rpartition("=")
    piece = _read_piece(chains, Source(other.strip(), row.name, row.locate(0)[0]))
    place = chains.state.read(piece) if piece is not None else None
    if place is None or place.op != "var" or not chains.state.gradients:
        return None
    g = chains.state.gradients[-1]
    if g.by.op != "var" or g.by is place or g.by.shape != place.shape or not is_scalar(g.f.shape) or speaks_of(g.f, place):
        return None
    if equals:
        named = chains.state.context_read(head.strip())
        supposed = named is not None and named.op == "let" and named.args[0] is place and named.data.name == g.by.data.name
        return (g, place) if named is g.by or supposed else None
    return (g, place) if re.split(r"[_^]", place.data.name)[0] == g.by.data.name else None


def _read_piece(chains: Chains, row: Source) -> Piece | None:
    """An expression with its names looked up."""
    try:
        piece = Piece(parse(row, chains.state.context.words), row)
    except SymcheckError:
        return None
    chains.meanings.looked_up(piece)
    return piece


__all__ = ["judged"]
