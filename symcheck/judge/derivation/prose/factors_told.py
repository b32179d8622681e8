r"""What words say that the error is multiplied by in every step: "the distance to the minimum shrinks by the factor $1 - \eta a$ per iteration", "with
$\eta = 0.1$ the error is multiplied by $\frac35$ in every step". Where all rules of one step multiply by one number q, it is compared with q, at the
step size that the sentence or the example gives; of what is squared it is q^2, and of a distance |q|. What shrinks "by a factor of 2" is multiplied by 1/2."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import is_numeric, value_of, with_values
from symcheck.judge.derivation.prose import convergence_told
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import DIFFERENT, UNDECIDED, Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_ERROR = r"(?:errors?|distances?|deviations?|differences?|residuals?|offset)"
_VALUES = r"(?:suboptimality|excess(?:\s+\w+)?|(?:excess\s+)?loss|(?:objective|function)(?:\s+value)?|objective\s+gap|squared\s+(?:error|distance))"
_THING = rf"\b(?:(?P<squared>{_VALUES})|{_ERROR})\b"
_FACTOR = r"(?:(?:a|the|its)\s+)?(?:(?:constant|same|fixed|linear|contraction|amplification)\s+)*(?:factor|rate|ratio)(?:\s+of)?"
# "the error is multiplied by", "shrinks by the factor", right before what it is multiplied by.
_MULTIPLIED = re.compile(rf"{_THING}(?:(?!\b(?:{_VALUES}|{_ERROR})\b)[^.;:]){{0,60}}?\b(?:(?:is|gets|are|be)\s+(?:then\s+|now\s+|always\s+)?(?:multiplied|scaled)\s+(?:exactly\s+)?(?:by|with)(?:\s+{_FACTOR})?|"
                         rf"(?:(?P<shrinks>shrinks?|decreases?|contracts?|decays?|is\s+(?:reduced|shrunk|contracted|decreased))|(?P<grows>grows?)|changes?)\s+(?:(?:in|at|with)\s+(?:every|each)\s+(?:step|iteration|update)\s+)?"
                         rf"(?:exactly\s+)?(?:by|with)\s+{_FACTOR})\s*$", re.I)
# "each step multiplies the error by".
_MULTIPLIES = re.compile(rf"\b(?:every|each|one)\s+(?:\w+\s+)?(?:step|iteration|update)\s+(?:then\s+|thus\s+)?(?:multiplies|scales|(?P<shrinks>shrinks|contracts|reduces))\s+(?:the\s+)?[^.;:$]{{0,20}}{_THING}[^.;:]{{0,40}}?\b"
                         rf"(?:by|with)(?:\s+{_FACTOR})?\s*$", re.I)
_EVERY = re.compile(r"\b(?:(?:every|each|any|one|single)\s+(?:(?:single|such|gradient)\s+)?(?:step|iteration|update)|per\s+(?:step|iteration|update)|from\s+(?:one\s+)?step\s+to\s+(?:the\s+next|step))\b", re.I)
# Of these it is no such number, or nothing is claimed.
_OTHER = re.compile(r"n't\b|\b(?:not|never|neither|at\s+(?:most|least)|roughly|about|approximately|almost|nearly|would|should|could|might|if|unless|average|averages?d?|expect\w*|expected|momentum|Newton\w*|stochastic|"
                    r"SGD|noise|variance|slowest|fastest|worst|direction|eigen\w*|gradient(?!\s+(?:descent|step|method)))\b", re.I)
_NUMBER = r"[-+]?\s*(?:\d[\d.]*(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d))"
_GIVEN = re.compile(rf"\$\s*(\\[a-z]+|[a-z])\s*=\s*({_NUMBER})\s*\$")


def judged(chains: Chains, row: Source, found: list[Statement], formula: Formula) -> bool:
    """Judge the number by which the words say that the error is multiplied in every step; False where they do not, or it is not known."""
    sentence = words.SENTENCES.split(chains.meanings.survey.sentence(formula))[-1]
    said = re.sub(r"\$[^$]*\$", " § ", sentence)
    told = _MULTIPLIED.search(said) or _MULTIPLIES.search(said)
    piece = found[0].pieces[0] if len(found) == 1 and not found[0].operators else None
    beside = said + " § " + words.SENTENCES.split(formula.after)[0]
    if told is None or piece is None or _EVERY.search(beside) is None or _OTHER.search(beside):
        return False
    rules = convergence_told.rules(chains.meanings)
    q = convergence_told.factor(chains.meanings, rules, []) if rules else None
    value = chains.state.read(piece)
    if q is None or value is None or not is_scalar(value.shape):
        return False
    verdict = _verdict(chains, told, q, value, sentence)
    if verdict is None:
        return False
    chains.step(Statement([None, piece], ["="], row, piece.syntax.span), 0, verdict)
    return True


def _verdict(chains: Chains, told: re.Match, q: Expr, value: Expr, sentence: str) -> Verdict | None:
    """The verdict on what is told of the value where every step multiplies the error by q: right in one sense of the words, or wrong in all of them;
    undecided where only its sign is another one, and where what is said to shrink (grow) does not. None where it is not known."""
    shrinks, grows = told["shrinks"], told.groupdict().get("grows")
    size = build.known("abs", q)
    distance = re.search(r"\bdistances?\b", told[0], re.I) is not None
    factors = [build.mul(q, q)] if told["squared"] else [size] if distance else [q, size] if shrinks or grows else [q]
    sides = [(x, value) for x in factors] + [(build.mul(x, value), build.num(1)) for x in factors if shrinks]
    verdicts = [_compared(chains, q, *pair, value, sentence) for pair in sides]
    number = _number(chains, size, sentence)
    if (shrinks or grows) and number is not None and (number >= 1 if shrinks else number <= 1):
        return Verdict(UNDECIDED, "it is said to shrink, and does not" if shrinks else "it is said to grow, and does not")
    good = next((v for v in verdicts if v is not None and v.right), None)
    if good is not None or None in verdicts:
        return good
    signed = [] if told["squared"] else [_compared(chains, q, *pair, value, sentence) for pair in ((q, value), (q, build.neg(value)), (size, value))]
    if any(v is None or v.right for v in signed):
        return Verdict(UNDECIDED, "the sign of what the error is multiplied by is not known")
    return verdicts[0]


def _number(chains: Chains, e: Expr, sentence: str) -> float | None:
    """An expression at the numbers given."""
    _, pairs = _at_numbers(chains, sentence)
    found = value_of(build.substitute(e, tuple((name.data, number) for name, number in pairs)))
    return None if found is None else float(found.ravel()[0])


def _compared(chains: Chains, q: Expr, left: Expr, right: Expr, value: Expr, sentence: str) -> Verdict | None:
    """The verdict on `left = right`, made of q and the value: at the numbers that the sentence gives, else in general or at those given before; None where
    names without a number are left."""
    own = {name.data.name for name, _ in _of_sentence(chains, sentence)}
    v = None if own else judge(chains.context, left, right)
    if v is not None and v.right:
        return v
    with_numbers, pairs = _at_numbers(chains, sentence)
    made_of = _made_of(chains, q)
    free = {n for n in q.walk() if n.op == "var" and is_scalar(n.shape)} - {name for name, _ in pairs}
    pairs += [(n, build.num(0)) for n in free if n.data.name not in made_of]
    sides = [build.substitute(e, tuple((name.data, number) for name, number in pairs)) for e in (left, right)]
    found = judge(with_numbers, *sides)
    if found.right or found.word == DIFFERENT and all(value_of(e) is not None for e in sides):
        return found
    return v if v is not None and v.word == DIFFERENT and not is_numeric(value) and names_in(value) >= made_of else None


def _made_of(chains: Chains, q: Expr) -> set[str]:
    """The names on which q depends."""
    return {n.data.name for n in q.walk() if n.op == "var" and not (is_scalar(n.shape) and chains.state.vanishes(build.derivative(q, n, "column")))}


def _at_numbers(chains: Chains, sentence: str) -> tuple[Context, list[tuple[Expr, Expr]]]:
    """The names with the numbers that the sentence gives them, or else this part of the document."""
    state, instances = chains.state, chains.meanings.instances
    pairs = {name.data.name: (name, number) for name, number in _of_sentence(chains, sentence)}
    part, put = state.put_in
    for name, value in (*state.values, *(put if part == state.part else ()), *(instances.whole(state.context) if instances.open else ())):
        if is_scalar(name.shape):
            pairs.setdefault(name.data.name, (name, value))
    return with_values(state.context, [*pairs.values()])[0], [*pairs.values()]


def _of_sentence(chains: Chains, sentence: str) -> list[tuple[Expr, Expr]]:
    """The names with the numbers that the sentence gives them."""
    found, context = [], chains.state.context
    for name, number in _GIVEN.findall(sentence):
        try:
            e, value = context.read(name), context.read(number)
        except SymcheckError:
            continue
        if e.op in ("var", "let") and is_scalar(e.shape):
            found.append((e, value))
    return found


__all__ = ["judged"]
