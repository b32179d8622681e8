r"""Posterior laws that are claimed: `w \mid y \sim \mathcal{N}(m, C)` where w and `y \mid w` have a law already.

By Bayes' rule the law follows from these two. It is judged as `p(w \mid y) \propto \exp(..)`; what cannot be decided so is
taken as the document says it.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import linking
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.relations import modes
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.state import Chain, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.patterns import NAME, letter_of
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.read.elaborate_densities import Law
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Symbol
from symcheck.text import Source, SymcheckError

_SPACE = r"(?:\s|\\[,;:! ])*"
_LAW = re.compile(rf"\s*({NAME}){_SPACE}(?:\\mid(?![A-Za-z])|\|){_SPACE}({NAME}){_SPACE}(?:,[^=~]*?)?\\sim{_SPACE}\\mathcal\s*\{{?\s*N\s*\}}?{_SPACE}"
                  r"(?:\\left|\\[bB]igg?l?)?\((.*)\)\s*[.,;]?\s*", re.S)
# Laws that are no posterior: a family in which one is looked for.
_APPROXIMATE = re.compile(r"\b(?:approximat\w*|variational|encoder|amorti[sz]ed|mean[- ]field|proposal|guess\w*|suppos\w+|assum\w+|model\w*|let)\b", re.I)
_CLOSING = re.compile(r"(?:\\right|\\[bB]igg?r?)\s*$")
# "so the posterior is", right before a law; the law; the posterior density spoken of before.
_POSTERIOR_IS = re.compile(r"\bposterior(?:\s+(?:distribution|density|law))?(?:\s+(?:of|over|for|on)\s+\$[^$]*\$)?\s+(?:is|becomes|reads|equals)"
                           r"(?:\s+(?:then|again|therefore|thus|also|the|an?|Gaussian|normal))*\s*$", re.I)
_ALONE = re.compile(rf"{_SPACE}\\mathcal\s*\{{?\s*N\s*\}}?{_SPACE}(?:\\left|\\[bB]igg?l?)?\((.*)\)\s*[.,;]?\s*", re.S)
# "Calling it", "We recognize the Gaussian", right before a law whose mean and spread have no meaning yet.
_NAMED = re.compile(r"\b(?:call\w*|denot\w+|writ\w+|nam(?:e|ed|ing)|recogni[sz]\w+|identif\w+|match\w*|compar\w+|kernel|Gaussian|normal|posterior)\b", re.I)
_EXPONENTIAL = re.compile(rf"{_SPACE}(?:\\exp{_SPACE}(?:\\left|\\[bB]igg?l?)?\s*(?:\\?\{{|[(\[])(?P<of>.*)(?:\\?\}}|[)\]])|e\s*\^\s*\{{(?P<above>.*)\}})\s*", re.S)
_DENSITY_IS = re.compile(rf"{_SPACE}p{_SPACE}\(\s*({NAME})\s*(?:\\mid(?![A-Za-z])|\|)\s*([^()|]*)\){_SPACE}&?={_SPACE}(?:\\mathcal\s*\{{?\s*N\s*\}}?|N){_SPACE}(?:\\left|\\[bB]igg?l?)?\((.*)\)\s*[.,;]?\s*", re.S)
_DENSITY = re.compile(rf"(?<![A-Za-z\\])p\s*\(\s*({NAME})\s*\\mid(?![A-Za-z])\s*([^()|]*)\)")


def told(chains: Chains, formula: Formula) -> None:
    r"""Take note of "so the posterior is $\mathcal{N}(m, V)$", of the density spoken of last, to be judged when m and V have their meaning."""
    law = _ALONE.fullmatch(formula.rows[0].text) if len(formula.rows) == 1 else None
    of, arguments = _arguments(law[1]) if law is not None else ("", None)
    sentence = chains.meanings.survey.sentence(formula)
    if arguments is None or _POSTERIOR_IS.search(sentence) is None or _APPROXIMATE.search(re.split(r"[,;:$]", formula.before)[-1]):
        settle(chains, formula.rows[-1])
        return
    earlier = [(m[1], m[2].strip()) for f in chains.meanings.document.formulas[:chains.meanings.at] for row in f.rows for m in _DENSITY.finditer(row.text)]
    follow = [pair for pair in earlier if _follows(chains, *pair)] or pairs(chains)
    earlier = [pair for pair in follow or earlier if letter_of(pair[0]) == letter_of(of or pair[0])]
    if earlier:
        chains.posterior = (*earlier[-1], *arguments)
        settle(chains, formula.rows[0])


def to_come(chains: Chains, row: Source) -> bool:
    r"""Take note of `p(w \mid y) = \mathcal{N}(w \mid m, V)` or `w \mid y \sim \mathcal{N}(m, V)`, a posterior whose m or V has no meaning yet, or of a
    density that is equal to a Gaussian one: it is judged by Bayes' rule when both have theirs. False where it is none."""
    density, law = _DENSITY_IS.fullmatch(row.text), _LAW.fullmatch(row.text)
    if density is not None:
        a, b, (of, arguments) = density[1], density[2], _arguments(density[3])
        if letter_of(of) != letter_of(a):
            return False
    elif law is not None:
        a, b, arguments = law[1], law[2], split(_CLOSING.sub("", law[3]))
    else:
        return False
    said = words.SENTENCES.split(chains.state.said.rstrip())[-1]
    if arguments is None or not _follows(chains, a, b.split(",")[0].strip()) or _APPROXIMATE.search(said):
        return False
    if law is not None and all(chains.meanings.shaped(x) is not None or re.fullmatch(NAME, x.strip()) is None for x in arguments):
        return False  # its arguments are known: it is judged as it stands
    chains.posterior = (a, b.strip(), *(x.strip() for x in arguments))
    settle(chains, row)
    return True


def _arguments(text: str) -> tuple[str, tuple[str, str] | None]:
    r"""The w, and the two arguments, of `w \mid m, V`; of `m, V` the arguments alone."""
    found = re.fullmatch(rf"\s*({NAME})\s*(?:\\mid(?![A-Za-z])|\||;|\\,\|)(.*)", text, re.S)
    return (found[1] if found is not None else ""), split(_CLOSING.sub("", found[2] if found is not None else text))


def pairs(chains: Chains) -> list[tuple[str, str]]:
    """What has a law of its own and is spoken of in the law of another name, with that name, as the document writes them."""
    laws = {name: modes.as_written(chains.state, name) for name in chains.context.laws}
    return [(a, _all_members(chains, name, b)) for a in laws.values() for name, b in laws.items() if a != b and (_follows(chains, a, b) or _follows(chains, a, name))]


def _all_members(chains: Chains, name: str, written: str) -> str:
    """`x_{1:n}` of a family x_i of n, whose name is written so without its index."""
    v = chains.context.variables.get(name)
    return rf"{written}_{{1:{v.family[0]}}}" if v is not None and len(v.family) == 1 else written


def named(chains: Chains, formula: Formula) -> None:
    r"""Define the m and V of "Calling it $\mathcal{N}(m, V)$", of a density that was just found to be `\exp(Q)` up to a factor with a Q
    quadratic in its variable: V is the inverse of minus the Hessian of Q, and m is V times the gradient of Q at zero."""
    chain = chains.chain
    law = _ALONE.fullmatch(formula.rows[0].text) if len(formula.rows) == 1 else None
    arguments = split(_CLOSING.sub("", law[1])) if law is not None else None
    if arguments is None or chain is None or chain.wrong or r"\propto" not in chain.operators or _NAMED.search(chains.state.said) is None \
            or _APPROXIMATE.search(words.SENTENCES.split(chains.state.said.rstrip())[-1]):
        return
    head, last = (written(p.source, p.syntax.span).strip() for p in (chain.head, chain.last))
    density, power = _DENSITY.fullmatch(head), _EXPONENTIAL.fullmatch(last)
    of = chains.meanings.shaped(density[1]) if density is not None else None
    if of is None or power is None or of.op != "var" or not all(_is_new(chains, x) for x in arguments):
        return
    a, exponent = density[1], _CLOSING.sub("", power["of"] or power["above"])
    second, first = (rf"\frac{{\partial^2}}{{\partial {a}^2}}", rf"\frac{{\partial}}{{\partial {a}}}") if is_scalar(of.shape) else (
        rf"\nabla_{{{a}}}^2", rf"\nabla_{{{a}}}")
    mean, spread = arguments
    kept = chains.context.copy()
    for line in (rf"{spread} = \left(-{second} \left({exponent}\right)\right)^{{-1}}",
                 rf"{mean} = \left({spread}\right) \left.{first} \left({exponent}\right)\right|_{{{a} = 0}}"):
        chains.meanings.declare(Source(line, formula.rows[0].name, formula.rows[0].locate(0)[0]))
    found = _compared(chains, a, density[2].strip(), mean, spread, formula.rows[0])
    if found is None or not found[1].right:
        chains.context.__dict__.update(kept.__dict__)


def _is_new(chains: Chains, name: str) -> bool:
    r"""Has a name no meaning of its own yet? The n-th entry of a \mu is none."""
    e = chains.state.context_read(name)
    return e is None or e.op == "entry" and e.args[0].op == "var"


def settle(chains: Chains, row: Source) -> None:
    """Judge the posterior that was told before, where its mean and its covariance have a meaning by now."""
    if chains.posterior is None:
        return
    a, data, *arguments = chains.posterior
    sides = [chains.meanings.shaped(x) for x in arguments]
    if None in sides:
        return
    chains.posterior = None
    found = _compared(chains, a, data, *arguments, row)
    if found is None:
        return
    s, verdict = found
    density = chains.state.read(s.pieces[0])
    made_of = names_in(density) if density is not None else set()
    if verdict.word == V.DIFFERENT and (line := _to_blame(chains, a, data, *arguments)):
        s = statements(chains.context, Source(s.row.text, s.row.name, line))[0]
    if verdict.right or verdict.word == V.DIFFERENT and all(names_in(e) <= made_of for e in sides):
        chains.step(s, 0, verdict)


def _to_blame(chains: Chains, a: str, data: str, mean: str, spread: str) -> int:
    """The line in which the mean of a posterior of a number got its meaning, where the spread is right and the mean is not; the other way round that of
    the spread; 0 where that is not known."""
    of, sides = chains.meanings.shaped(a), [chains.meanings.shaped(x) for x in (mean, spread)]
    if of is None or not is_scalar(of.shape) or any(e is None or e.op != "let" for e in sides):
        return 0
    lines = [chains.state.named_on.get(e.data.name, 0) for e in sides]
    slope = rf"\frac{{\partial}}{{\partial {a}}} \ln p({a} \mid {data})"
    claims = (rf"\left.{slope}\right|_{{{a} = {mean}}} = 0", rf"{slope} = -\frac{{{a} - {mean}}}{{{spread}}} + \left.{slope}\right|_{{{a} = {mean}}}")
    verdicts = [equal(chains.context, *t.pieces) if (t := equations_read.looked_up(chains.meanings, claim, Source(claim, "posterior", lines[0] or 1))) is not None else None for claim in claims]
    wrong = [v is not None and v.word == V.DIFFERENT for v in verdicts]
    right = [v is not None and v.right for v in verdicts]
    return lines[0] if wrong[0] and right[1] else lines[1] if right[0] and wrong[1] else 0


def _compared(chains: Chains, a: str, data: str, mean: str, spread: str, row: Source) -> tuple[Statement, Verdict] | None:
    """The density of a given the data, and the verdict on its being Gaussian with this mean and covariance; None where it cannot be read."""
    shift = rf"\left({a} - \left({mean}\right)\right)"
    line = rf"p({a} \mid {data}) \propto \exp\left(-\frac{{1}}{{2}} {shift}^\top \left({spread}\right)^{{-1}} {shift}\right)"
    try:
        s = statements(chains.context, Source(line, row.name, row.locate(0)[0]))[0]
        return s, linking.judged(chains, s, Chain(s.pieces[0], s.pieces[0]), s.operators[0], s.pieces[1], row).verdict
    except SymcheckError:
        return None


def judge(chains: Chains, row: Source) -> None:
    """Judge a law that follows from those known; a step where it is right or wrong."""
    found = _LAW.fullmatch(row.text)
    arguments = split(_CLOSING.sub("", found[3])) if found is not None else None
    if arguments is None or not _follows(chains, found[1], found[2]):
        return
    compared = _compared(chains, found[1], found[2], *arguments, row)
    if compared is None:
        return  # the law is taken as it is said
    s, verdict = compared
    if verdict.right or verdict.word == V.DIFFERENT and is_of_these(chains, found[1], found[2], arguments) \
            and not _APPROXIMATE.search(words.SENTENCES.split(chains.state.said.rstrip())[-1]):
        chains.step(s, 0, verdict)


def _follows(chains: Chains, a: str, b: str) -> bool:
    """Has a law of its own been given for a, and one given a for b (or for the random B of which b is a value)?"""
    laws, first, second = chains.context.laws, letter_of(a), letter_of(b)
    second = second if second in laws else next((x for x in laws if _is_first_of(second, x)), second.swapcase())
    e = chains.meanings.shaped(a)
    return e is not None and e.op == "var" and first in laws and second in laws \
        and first in _names(laws[second]) and not {second, letter_of(b)} & _names(laws[first])


def _is_first_of(name: str, family: str) -> bool:
    """Is this `x_1`, which begins the list of any x_i?"""
    return name.endswith("_1") and re.fullmatch(rf"{re.escape(name[:-1])}[a-z]", letter_of(family)) is not None


def is_of_these(chains: Chains, a: str, b: str, arguments: tuple[str, ...]) -> bool:
    """Are the mean and the spread made of what the two laws are made of, and of the value of b? Others are only named here."""
    letters = {n for x in (a, b) for n in (letter_of(x), letter_of(x).swapcase())}
    laws = {name: law for name, law in chains.context.laws.items()
            if name in letters or _all_members(chains, name, modes.as_written(chains.state, name)) == b}
    read = [chains.meanings.shaped(x) for x in (b, *laws, *(n for law in laws.values() for n in _names(law)))]
    known = set().union(*(names_in(e) for e in read if e is not None))
    sides = [chains.meanings.shaped(x) for x in arguments]
    return None not in sides and all(names_in(e) <= known for e in sides)


def _names(law: Law) -> set[str]:
    """The names in the parameters of a law."""
    return {label(n) for s in law.written for n in s.walk() if type(n) in (Symbol, Accent)}.union(*map(names_in, law.exprs))


def split(text: str) -> tuple[str, str] | None:
    """The two arguments of a law, at the comma outside of brackets."""
    depth, commas = 0, []
    for k, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if c == "," and not depth and not text[:k].endswith("\\"):
            commas.append(k)
    return (text[:commas[0]], text[commas[0] + 1:]) if len(commas) == 1 else None


__all__ = ["is_of_these", "judge", "named", "pairs", "settle", "to_come", "told"]
