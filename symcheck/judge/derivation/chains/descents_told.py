r"""Steps of plain gradient descent that are told among words: "gradient descent with step size $\alpha$ reads $w_{t+1} = w_t - \alpha (a w_t - b)$",
"one step gives $w_1 - w^* = (1 - \eta h)(w_0 - w^*)$". They are steps along the derivative of the only function of w that has a formula."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.recursions import solved
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.rows.statements import Statement, bare
from symcheck.judge.derivation.state import Gradient, State, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.methods_named import CHANGED_STEPS, METHODS, RATE_TOLD, STOCHASTIC
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.names import base_of
from symcheck.read.syntax import Additive, Group, Symbol
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

DESCENT = re.compile(r"\b(?:gradient[- ]descent|gradient\s+(?:step|update)s?|steepest\s+descent|GD)\b", re.I)
# Of these the step is another one, or the function is.
ANOTHER = re.compile(rf"\b(?:{STOCHASTIC}|{METHODS}|{CHANGED_STEPS}|decay\w*|sign|regulari[sz]\w*|penal\w*|ridge|ascent|variant|instead|other|another|second|sample\w*|"
                      r"constrain\w*|dual|maximi[sz]\w*|continuous|flow|if|unlike|not|wrong\w*|absorb\w*|rescal\w*)\b", re.I)
# What a sentence calls the rule of the method that those before it speak of.
_RULE = re.compile(r"\b(?:update|iteration|recursion|iterates?|rule)\b", re.I)
_RATE_NUMBER = re.compile(r"=\s*(\d+(?:\.\d+)?)\s*\$")
# The function along which it goes: "on $f$", "for $2 f$", "applied to $L(w)$".
_ON = re.compile(rf"{DESCENT.pattern}(?:\s+(?:method|steps?|iterations?|updates?))?(?:\s*,?\s*(?:applied\s+to|(?:to\s+)?minimi[sz](?:e|ing)|(?:with|at|of)\s+[^.$]{{0,30}}\$[^$]*\$\s*,?\s*(?:on|for)|on|for|of))"
                 r"\s+(?:(?:the|this|our|its)\s+)?(?:(?:function|loss|objective|risk|cost|problem)\s+)?\$([^$]+)\$", re.I)
RATES = (r"\eta", r"\alpha", r"\gamma", r"\epsilon", r"\varepsilon", r"\tau")


def judged(chains: Chains, s: Statement) -> Verdict | None:
    """The verdict on the step that the words call one of gradient descent; None where they do not, or nothing can be told."""
    state = chains.state
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    if _RULE.search(said) is not None and DESCENT.search(said) is None:
        said = state.said  # `We run gradient descent on $f$. The update reads ..`
    if DESCENT.search(said) is None or ANOTHER.search(re.sub(r"\$[^$]*\$", " ", said)) or s.operators[0] != "=" or None in s.pieces[:2]:
        return None
    first, rest = solved(s.pieces[0].syntax)
    head = counters.iterate(first)
    value = s.pieces[1].syntax
    if rest is not None:
        value = Additive(value.span, (Group(value.span, "(", value, ")"), Group(value.span, "(", rest, ")")), ("+", "+"))
    if head is None or {place for _, place in counters.iterates(value)} != {head[1]._replace(number=head[1].number - 1)} \
            or {name for name, _ in counters.iterates(value)} != {head[0]}:
        return None
    base = next(iter(counters.iterates(first).values()))
    found = counters.iterates(value)
    mark = {counters.label_of(counters.at_place(base, *x)).strip("{()}[]") for x in found}
    step = Piece(bare(value, mark, base_of(base)), s.pieces[1].source)
    if counters.iterates(step.syntax):
        return None
    for piece in (Piece(base, s.pieces[0].source), step):
        chains.meanings.looked_up(piece)
    context, found_for = objectives(state.context, base)
    sentence = words.SENTENCES.split(re.sub(r"\s*\${1,2}\s*$", "", chains.meanings.survey.sentence(chains.meanings.document.formulas[chains.meanings.at])))[-1]
    on = _ON.search(sentence)
    if on is not None and not _is_rate(on[1]):
        found_for = [f for f in found_for if _named(f) == _named(on[1])]
    updates.declare_rates(context, step, context.declare)
    verdicts = [v for f in found_for if (v := _along(state, context, Piece(base, s.pieces[0].source), step, f, sentence)) is not None]
    good = next((v for v in verdicts if v.right), None)
    return good or (verdicts[0] if len(found_for) == len(verdicts) == 1 else None)


def objectives(context: Context, base: Symbol) -> tuple[Context, list[str]]:
    """Functions of this number with a formula, as they are written at it, and the context in which it has its name."""
    name = base_of(base)[0]
    known = context.scope.bare(*base_of(base))
    maps = [e for e in context.scope if e.kind == "map" and len(e.params) == 1 and e.body is not None and e.params[0].name == name
            and not e.primes and is_scalar(e.params[0].shape) and is_scalar(e.body.shape)]
    lets = [e for e in context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and not e.primes and not e.expr.data.family
            and is_scalar(e.expr.shape) and known is not None and known.expr is not None and speaks_of(e.expr, known.expr)]
    context = context.copy()
    try:
        if known is None:
            context.declare(rf"{name} \in \mathbb{{R}}")
    except SymcheckError:
        return context, []
    return context, [*(f"{e.name}({name})" for e in maps), *(e.name for e in lets)]


def _along(state: State, context: Context, head: Piece, step: Piece, objective: str, sentence: str) -> Verdict | None:
    """The verdict on the new value as a step along the derivative of this function; None where it cannot be told."""
    state = replace(state, context=context, equations=[], gradients=[], updated={}, optima={})
    w, f = state.read(head), state.context_read(objective)
    if w is None or f is None or w.op != "var" or not speaks_of(f, w):
        return None
    state.gradients, state.descent, state.otherwise = [Gradient(f, w)], True, False
    v = updates.taken(state, Statement([head, step], [r"\leftarrow"], step.source, step.syntax.span))
    if v is None or not (v.right and "along" in v.evidence or v.word == V.DIFFERENT):
        return None
    new = state.read(step)
    rate = _rate(state, w, new, f, sentence) if v.right and new is not None else None
    if rate is None and v.right and new is not None and (number := _number_told(state, sentence)) is not None and names_in(new) == names_in(w):
        if judge(state.context, build.sub(w, new), build.mul(number, build.derivative(f, w, "column"))).word == V.DIFFERENT:
            return Verdict(V.DIFFERENT, "the step is another with the step size told", message="with the step size told, the step is another")
        return v
    if rate is None:
        return v
    moved, along = build.sub(w, new), build.mul(rate, build.derivative(f, w, "column"))
    if judge(state.context, moved, build.neg(along), hint=True).right:
        return Verdict(V.DIFFERENT, "the step goes up the derivative", mistake="sign-whole", message="the sign is wrong: this step goes up the derivative, not down")
    return v if judge(state.context, moved, along, hint=True).right else Verdict(V.UNDECIDED, updates.ANOTHER_STEP)


def _number_told(state: State, sentence: str) -> Expr | None:
    r"""The number of `step size $\alpha = 0.1$`, where the last one told is one."""
    told = next(reversed([*RATE_TOLD.finditer(sentence)]), None) or next(reversed([*RATE_TOLD.finditer(state.paragraph)]), None)
    number = _RATE_NUMBER.search(told[0]) if told is not None else None
    return build.num(Fraction(number[1])) if number is not None else None


def _named(text: str) -> str:
    """The name of a function, without what it is taken at."""
    return re.sub(r"\s|\\left|\\right", "", text).split("=")[0].split("(")[0]


def _is_rate(text: str) -> bool:
    return text.split("=")[0].strip() in RATES


def _rate(state: State, w: Expr, new: Expr, f: Expr, sentence: str) -> Expr | None:
    r"""The step size: what the words give, those of this sentence before those of others, else the only number in the step alone that is called as one.
    "The step $\theta_{k+1} = ..$" names no size of it."""
    told = next(reversed([*RATE_TOLD.finditer(sentence)]), None) or next(reversed([*RATE_TOLD.finditer(state.text_so_far)]), None)
    named = state.context_read(told[1]) if told is not None else None
    if named is not None and is_scalar(named.shape) and not speaks_of(named, w) and names_in(named) and any(speaks_of(new, n) for n in named.walk() if n.op == "var"):
        return named
    rates = {n for n in new.walk() if n.op == "var" and is_scalar(n.shape) and n.data.name in RATES and not speaks_of(f, n)}
    return rates.pop() if len(rates) == 1 else None
