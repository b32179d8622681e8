r"""What an estimator is by its mark: `\hat w_{MAP}` is the place where the posterior is largest, `\hat w_{ML}` that where the likelihood is.
An objective written for it must have its optimum there, where the laws of the data and of w are known."""

from __future__ import annotations

import re

from symcheck.expr import Expr, Variable
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import statements, written
from symcheck.judge.derivation.state import Optimum, State, names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.read.elaborate_densities import GAUSSIAN, WRITTEN, Law
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

_POSTERIOR = re.compile(r"(?<![A-Za-z])(?:MAP|map)(?![A-Za-z])")
_LIKELIHOOD = re.compile(r"(?<![A-Za-z])(?:MLE?|mle?)(?![A-Za-z])")
_UNPENALIZED = re.compile(r"(?<![A-Za-z])(?:MLE?|mle?|O?LS|o?ls)(?![A-Za-z])")
# "the MAP estimate is", "the maximum likelihood estimator of $w$ solves", right before an optimum without such a mark.
_IS = (r"(?:\s+(?:estimates?|estimators?|solutions?))?(?:\s+(?:of|for)\s+(?:the\s+\w+|it))?\s+(?:is|are|reads|solves|equals|becomes)(?:\s+(?:then|thus|therefore|hence|given\s+by|just|simply))*"
       r"\s*:?\s*$")
_POSTERIOR_IS = re.compile(r"\b(?:MAP|maximum[\s-]+a[\s-]+posteriori|posterior\s+mode|mode\s+of\s+the\s+posterior)" + _IS, re.I)
# "maximizing the posterior means minimizing its negative logarithm:", "the MAP estimate maximizes the log posterior, i.e. it minimizes its negative:".
_MAXIMIZED = (r"\bmaximi[sz](?:ing|es?|ation\s+of|ers?\s+of)\s+(?:(?:the|this|that|a)\s+)?(?:log[\s-]*)?{what}(?:\s+(?:density|probability|distribution|function))?"
              r"(?:\s+(?:in|over|with\s+respect\s+to)\s+\$?[^$:;.]{{0,30}}\$?)?\s*,?\s*(?:(?:i\.e\.|that\s+is|which)\s*,?\s*)?(?:(?:it|we|one)\s+)?"
              r"(?:means|amounts\s+to|is\s+(?:the\s+same\s+as|equivalent\s+to)|comes\s+down\s+to|or|and\s+so|hence|thus|=)?\s*(?:to\s+)?"
              r"minimi[sz](?:ing|es?|ation\s+of)\s+(?:its|the|minus\s+its|minus\s+the)\s+(?:negative\s+)?(?:log\w*|negative)(?:[\s-]+{what})?\s*:?\s*$")
_POSTERIOR_LARGEST = re.compile(_MAXIMIZED.format(what="posterior"), re.I)
_LIKELIHOOD_LARGEST = re.compile(_MAXIMIZED.format(what="likelihood"), re.I)
_LIKELIHOOD_IS = re.compile(r"\b(?:MLE?|maximum[\s-]+likelihood)" + _IS, re.I)
# Of another model, or of none: the laws known are not those of the sentence.
OTHER = re.compile(r"\b(?:instead|another|different|other|if|were|would|could|when|unlike|whereas|without|flat|uniform|improper|no\s+longer|not|never|suppose|assum\w+|"
                   r"approximat\w+|Laplace|variational|hypothetical)\b", re.I)

_LIST = re.compile(r"\\[lc]?dots")
_INDEX = re.compile(r"(?:_\{?[a-z]\}?|\^\{\s*\(\s*[a-z]\s*\)\s*\})$")


def of_name(state: State, head: Syntax, objective: Optimum) -> Optimum | None:
    """The optimum that the mark of a name says it is, of the one law of data that depends on the same variable; None where it has no such
    mark, or the laws are not known."""
    mark = label(head)
    said = words.SENTENCES.split(state.said)[-1]
    said = "" if OTHER.search(said) else said
    likelihood = _LIKELIHOOD.search(mark) is not None
    posterior = _POSTERIOR.search(mark) is not None or not likelihood and any(p.search(said) for p in (_POSTERIOR_IS, _POSTERIOR_LARGEST))
    if objective.by.op != "var" or not posterior and not likelihood and not any(p.search(said) for p in (_LIKELIHOOD_IS, _LIKELIHOOD_LARGEST)):
        return None
    by = objective.by.data.name
    held = names_in(objective.objective)
    found = [o for name, law in state.context.laws.items() if name != by and _speaks(law, by) and not (name not in held and name.swapcase() in held) and (o := _mode(state, name, by, posterior)) is not None]
    return found[0] if len(found) == 1 and found[0].by is objective.by and speaks_of(found[0].objective, objective.by) else None


def is_of_posterior(head: Syntax) -> bool:
    r"""Does the mark of a name, `\hat\theta_{MAP}`, say that it is the mode of the posterior?"""
    return _POSTERIOR.search(label(head)) is not None


def is_beside_posterior(state: State, head: Syntax) -> bool:
    r"""Does the mark of a name, `w_{ML}`, say that it is the mode of the likelihood alone, or `w_{LS}` that it solves least squares without a penalty, in a document
    that has a `w_{MAP}` too?"""
    mark = label(head)
    return _UNPENALIZED.search(mark) is not None and any(e.name != mark and _POSTERIOR.search(e.name) is not None and e.name.split("_")[0] == mark.split("_")[0]
                                                         for e in state.context.scope)


def every(state: State, posterior: bool) -> list[Optimum]:
    """The modes of all posteriors, or likelihoods, that the laws give: of data whose law speaks of a variable with a law of its own, or of a vector."""
    found = []
    for name, law in state.context.laws.items():
        if state.context.variables.get(name) is None:
            continue
        for by, v in list(state.context.variables.items()):
            if by == name or v.family or (by not in state.context.laws) == posterior or not _holds(law, by) or not posterior and not is_vector(v.shape):
                continue
            o = _mode(state, name, by, posterior)
            if o is not None and o.by.op == "var" and speaks_of(o.objective, o.by):
                found.append(o)
    return found or _of_noisy(state, posterior)


def log_likelihoods(state: State, of_numbers: bool = False) -> list[tuple[Expr, Expr]]:
    """The logarithm of the likelihood of all data, and the vector that their law speaks of, be this one random or not; for every such pair. With
    `of_numbers` the same for the numbers that the law of samples speaks of."""
    found = []
    for name, law in state.context.laws.items():
        y = state.context.variables.get(name)
        for by, v in list(state.context.variables.items()) if y is not None else ():
            if by == name or v.family or not (y.family and is_scalar(v.shape) if of_numbers else is_vector(v.shape)) or not (_holds(law, by) or law.kind == WRITTEN and _speaks(law, by)):
                continue
            e, w = state.context_read(log_likelihood(state, name, y, law, by)), state.context_read(as_written(state, by))
            if e is not None and w is not None and is_scalar(e.shape) and speaks_of(e, w):
                found.append((e, w))
    return found


def log_likelihood(state: State, data: str, y: Variable, law: Law, by: str) -> str:
    head = re.split(r"\\sim|\\mid|\|", law.source.text)[0].strip() if law.source is not None and law.kind != WRITTEN else data
    if _LIST.search(head):  # `x_1, \\dots, x_n \\sim ..`: any of them
        head = data
    index, given = _INDEX.search(head), as_written(state, by)
    size = str(y.family[0]) if y.family else str(y.shape[0])
    if index is None:
        return rf"\log p({as_written(state, data) if law.kind != WRITTEN else data} \mid {given})"
    letter = re.search("[a-z]", index[0])[0]  # the law of each sample
    return rf"\sum_{{{letter}=1}}^{{{size}}} \log p({head} \mid {given})"


def _of_noisy(state: State, posterior: bool) -> list[Optimum]:
    r"""The same of data that are defined by their noise, `y = \Phi \theta + e` with a law of e."""
    found = []
    for f in state.context.definitions.values():
        if f.op != "let" or f.data.family or has_derivative(f) or not names_in(f) & state.context.laws.keys():
            continue
        for by in {n for n in f.walk() if n.op == "var" and not n.data.family and (n.data.name in state.context.laws) == posterior}:
            noise = names_in(f) & state.context.laws.keys() - {by.data.name}
            o = _mode(state, f.data.name, by.data.name, posterior) if len(noise) == 1 and (posterior or is_vector(by.shape)) else None
            if o is not None and o.by is by and speaks_of(o.objective, by):
                found.append(o)
    return found


def misfit(state: State, by: Expr) -> tuple[str, str] | None:
    r"""The `\| y - X w \|^2`, or `\sum_i (y_i - x_i^\top w)^2`, of the one Gaussian law with a mean that speaks of a variable whose own law has the
    mean 0, and how long y is."""
    prior = _argument(state.context.laws.get(by.data.name), 0).strip(" {}")
    found = [(name, _argument(law, 0)) for name, law in state.context.laws.items() if name != by.data.name and _holds(law, by.data.name)]
    y = state.context.variables.get(found[0][0]) if len(found) == 1 else None
    if y is None or len(y.family) > 1 or y.family and not is_scalar(y.shape) or re.fullmatch(r"0|\\(?:mathbf|boldsymbol|bm)\s*\{?\s*0", prior) is None:
        return None
    size = str(y.family[0]) if y.family else str(y.shape[0]) if is_vector(y.shape) else ""
    law = state.context.laws[found[0][0]]
    head = re.split(r"\\sim|\\mid|\|", law.source.text)[0].strip()
    if (index := _INDEX.search(head)) is not None:  # the law of each sample
        letter = re.search("[a-z]", index[0])[0]
        return (rf"\sum_{{{letter}=1}}^{{{size}}} \left({head} - \left({found[0][1]}\right)\right)^2", size) if size else None
    return rf"\left\| {as_written(state, found[0][0])} - \left({found[0][1]}\right) \right\|^2", size


def _argument(law: Law | None, k: int) -> str:
    """An argument of a Gaussian law as it is written, empty of any other."""
    if law is None or law.source is None or len(law.written) != 2 or law.kind not in GAUSSIAN:
        return ""
    return written(law.source, law.written[k].span)


def _holds(law: Law, name: str) -> bool:
    """Does the mean of a Gaussian law speak of a name?"""
    return bool(_argument(law, 0)) and _named(law.written[0], name)


def _speaks(law: Law, name: str) -> bool:
    """Does a law speak of a name? One that is no formula may."""
    return not law.written or any(_named(s, name) for s in law.written)


def _named(s: Syntax, name: str) -> bool:
    return any(label(n) == name for n in s.walk() if type(n) in (Symbol, Script, Accent))


def _mode(state: State, data: str, by: str, posterior: bool) -> Optimum | None:
    w, y = (as_written(state, name) for name in (by, data))
    row = Source(rf"\arg\max_{{{w}}} p({w} \mid {y})" if posterior else rf"\arg\max_{{{w}}} p({y} \mid {w})", "the mode", 1)
    try:
        found = optima.read(state, statements(state.context, row)[0].pieces[0], row)
    except SymcheckError:
        return None
    return found.optimum if found is not None else None


def as_written(state: State, name: str) -> str:
    """A name as the document writes it in its law; without the index where that is the law of each sample, for the estimate is made of all."""
    law, v = state.context.laws.get(name), state.context.variables.get(name)
    head = re.split(r"\\sim|\\mid|\|", law.source.text)[0].strip() if law is not None and law.source is not None and law.kind != "written" else ""  # else that is the density
    head = head or name
    return _INDEX.sub("", head) if v is not None and v.family else head
