r"""Iterates of which the words say that they are alike at each step: constant gradients, or those with one mean.

"If the gradients were constant, $g_s = g$ for all $s$", "If the gradient is a constant $g$" and "with zero gradients"
hold to the end of the sentence, "Suppose $g_s = g$ for all $s$." from there on. "Assume that $\mathbb{E}[h_s] = \bar h$"
says what stands for the expectation of what is affine in the h_s; whatever is not affine in them is left alone.
"""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.expr import Expr, Variable, build
from symcheck.judge.derivation.laws.models import declaration
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name, Unwritten
from symcheck.judge.derivation.methods.recursions import Recursions
from symcheck.judge.derivation.methods.unrolling import Unrolling, Value
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Group, Number, Product, Syntax
from symcheck.text import Source, Span

_CONSTANT = re.compile(r"\b(?:constant|fixed)(?:\s+(?:vector|number|gradient|value))?\s*(?:,|:|equal to)?\s*$", re.I)
# "a constant gradient gives", "for constant gradients we have", after the words that named it.
_ALIKE = re.compile(r"(?<!not\s)(?<!no\s)(?<!never\s)(?<!than\s)(?<!without\s)\b(?:an?|the|this|for|with|under|our)\s+(?:constant|steady|unchanging)\s+(?:gradients?|slopes?)\b(?:\s+\$[^$]{1,16}\$)?\s*,?\s*"
                    r"(?:(?:then\s+)?(?:gives?|yields?|leads?\s+to|makes?|means|implies)(?:\s+that)?|(?:we|one|this|it)\s+(?:now\s+|again\s+|then\s+)?(?:gives?|gets?|have|has|obtains?|finds?|becomes?))?\s*:?\s*$", re.I)
_TO_ITS_END = re.compile(r"[^$]*\$?,?\s*(?:(?:for|in|at)\s+(?:all|every|each|any)\s+(?:\$[^$]*\$|steps?|iterations?)(?:\s+\$[^$]*\$)?)?\s*\.?\s*")
_ZERO = re.compile(r"\b(?:zero|no|vanishing|without)\s+(?:\w+\s+)?gradients?\b|\bgradients?\s+(?:\w+\s+){0,2}"
                   r"(?:zero|vanish\w*)\b", re.I)


def supposed(meanings: Meanings, s: Statement, before: str, after: str) -> bool:
    r"""`g_s = g` of iterates that no rule gives or that are supposed constant; `\mathbb{E}[h_s] = \bar h`."""
    if len(s.pieces) < 2 or s.pieces[0] is None or s.pieces[1] is None:
        return False
    head, value = s.pieces[0].syntax, s.pieces[1]
    inner = expected(head)
    found = counters.iterate(inner if inner is not None else head)
    if found is None or not found[1].counter or found[1].number or counters.stands_alone(value.syntax, found[1].counter) \
            or any(p.counter for _, p in counters.iterates(value.syntax)):
        return False
    name, all_ = found[0], meanings.recursions
    if name not in all_.names() or inner is not None and name in all_.rules:
        return False
    hypothesis = words.HYPOTHESIS.search(before) or words.SENTENCE_OF_ITS_OWN.search(before) or words.SUPPOSED.search(before)
    if inner is None and not hypothesis:
        return False
    _named(meanings, value.syntax, name, s.row)
    kept = Value(value.syntax, value.source)
    if inner is not None:
        all_.means[name] = kept
    else:
        all_.constant[name] = all_.alike[name] = kept
        if words.SENTENCE_OF_ITS_OWN.search(before) and (words.STOP.search(after[:40]) or _ends_here(meanings)) or _is_asked(meanings):
            all_.lasting[name] = meanings.state.part
    return True


def _ends_here(meanings: Meanings) -> bool:
    """Does the sentence end with this formula, the steps that it is said of aside: "$g_k = g$ for every $k$."?"""
    formula = meanings.document.formulas[meanings.at]
    return _TO_ITS_END.fullmatch(meanings.survey.rest(formula).removeprefix("$")) is not None


def _is_asked(meanings: Meanings) -> bool:
    """Does the sentence of this formula end in a question mark: "What if $g_t = g$ for all $t$?"? Then it is supposed in what comes after it."""
    formula, text = meanings.document.formulas[meanings.at], meanings.survey.text
    return text[formula.start + len(meanings.survey.rest(formula)):].startswith("?")


def mentioned(meanings: Meanings, row: Source, syntax: Syntax, before: str) -> bool:
    """`If the gradient is a constant $g$`."""
    named = base_of(syntax)
    name = next((n for n in meanings.recursions.names() if (n.base, n.font) == named), None) if named else None
    if name is None or not _CONSTANT.search(before):
        return False
    _named(meanings, syntax, name, row)
    meanings.recursions.constant[name] = meanings.recursions.alike[name] = Value(syntax, row)
    return True


def vanishing(all_: Recursions, s: Statement, said: str) -> None:
    """`After $t$ steps with zero gradients`, `a constant gradient gives`: of the one name that no rule gives."""
    found = counters.iterate(s.pieces[0].syntax)
    rule = all_.rules.get(found[0]) if found is not None else None
    zero = _ZERO.search(said) is not None
    if rule is None or not zero and _ALIKE.search(said) is None:
        return
    free = {n for n, p in counters.iterates(rule.value) if p.counter == rule.counter and (n not in all_.rules if zero else n in all_.alike)}
    if len(free) == 1:
        name = free.pop()
        all_.constant[name] = Value(Number(Span(0, 0), Fraction(0), "0"), s.row) if zero else all_.alike[name]


def _named(meanings: Meanings, value: Syntax, name: Name, row: Source) -> None:
    """The letter for the common value is declared with the shape of the iterates, where it has no meaning."""
    named = base_of(value)
    if named is None or meanings.context.scope.bare(*named) is not None:
        return
    like = Unrolling(meanings.recursions, "", None).shape(name)
    if like is not None:
        meanings.declare(Source(declaration(label(value), like), row.name, row.locate(0)[0]))


def expected(s: Syntax) -> Syntax | None:
    r"""The x of `\mathbb{E}[x]`."""
    if type(s) is Product and len(s.items) == 2 and _is_expectation(s.items[0]) and type(s.items[1]) is Group \
            and s.items[1].open in ("[", "(", r"\{"):
        return s.items[1].body
    return None


def _is_expectation(s: Syntax) -> bool:
    named = base_of(s)
    return named is not None and named[0] == "E" and named[1] in ("bb", "rm", "text", "")


def opened(all_: Recursions, p: Piece) -> Piece | None:
    r"""A side with x for each `\mathbb{E}[x]` that is affine in the iterates with a common mean; None where one is not."""
    inner: list[Syntax] = []
    syntax = _replaced(p.syntax, lambda body: inner.append(body) or body)
    if not inner:
        return p
    outside = counters.iterates(_emptied(p.syntax))
    if not all_.means or any(n in all_.means or n in all_.rules for n, _ in outside) \
            or not all(_affine(all_, Piece(x, p.source)) for x in inner):
        return None
    return Piece(syntax, p.source)


def _emptied(s: Syntax) -> Syntax:
    """Syntax without what stands in expectations."""
    return _replaced(s, lambda body: Number(body.span, Fraction(1), "1"))


def _replaced(s: Syntax, new) -> Syntax:
    """Syntax with `new(x)` for each expectation of x."""
    if type(s) is Product:
        items, operators = list(s.items), list(s.operators)
        k = 0
        while k + 1 < len(items):
            if _is_expectation(items[k]) and type(items[k + 1]) is Group and items[k + 1].open in ("[", "("):
                items[k:k + 2] = [Group(items[k].span, "(", new(items[k + 1].body), ")")]
                del operators[k + 1]
            k += 1
        s = Product(s.span, tuple(items), tuple(operators))
    return s.with_children([_replaced(x, new) for x in s.children()])


def _affine(all_: Recursions, p: Piece) -> bool:
    """Is an expression affine in the iterates with a mean? Tried at one counter: what is no affine function of them
    there is none."""
    if counters.iterate(p.syntax) is not None and counters.iterate(p.syntax)[0] in all_.means:
        return True
    letters = {q.counter for _, q in counters.iterates(p.syntax) if all_.counts(q.counter)}
    if len(letters) > 1:
        return False
    try:
        s = counters.put(p.syntax, letters.pop(), 3) if letters else p.syntax
    except Unwritten:
        return False
    values = [_at(all_, s, p.source, way) for way in ("a", "b", "ab", "")]
    if None in values:
        return False
    a, b, both, none = values
    return judge(all_.state.context, build.add(both, none), build.add(a, b)).right


def _at(all_: Recursions, s: Syntax, source: Source, way: str) -> Expr | None:
    """The value of an expression where the iterates with a mean are sums of variables named by the letters."""
    run = Unrolling(all_, "", None)
    run.constant = {}
    for name in all_.means:
        like = run.shape(name)
        if like is None:
            return None
        for n in range(8):
            terms = [build.var(Variable(f"{name.base}_{{{n}{x}}}", like.shape)) for x in way] or [build.zeros(like.shape)]
            run.values[name, n] = terms[0] if len(terms) == 1 else build.add(*terms)
    return run.side(s, source)


__all__ = ["expected", "mentioned", "opened", "supposed", "vanishing"]
