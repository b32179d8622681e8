r"""What an estimator is by its mark: `\hat w_{MAP}` is the place where the posterior is largest, `\hat w_{ML}` that where the likelihood is.
An objective written for it must have its optimum there, where the laws of the data and of w are known."""

from __future__ import annotations

import re

from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import Optimum, State, speaks_of
from symcheck.read.names import label
from symcheck.read.syntax import Syntax
from symcheck.text import Source, SymcheckError

_POSTERIOR = re.compile(r"(?<![A-Za-z])(?:MAP|map)(?![A-Za-z])")
_LIKELIHOOD = re.compile(r"(?<![A-Za-z])(?:MLE?|mle?)(?![A-Za-z])")

_INDEX = re.compile(r"(?:_\{?[a-z]\}?|\^\{\s*\(\s*[a-z]\s*\)\s*\})$")


def of_name(state: State, head: Syntax, objective: Optimum) -> Optimum | None:
    """The optimum that the mark of a name says it is, of the one law of data that depends on the same variable; None where it has no such
    mark, or the laws are not known."""
    mark = label(head)
    posterior = _POSTERIOR.search(mark) is not None
    if objective.by.op != "var" or not posterior and _LIKELIHOOD.search(mark) is None:
        return None
    by = objective.by.data.name
    found = [o for name in state.context.laws if name != by and (o := _mode(state, name, by, posterior)) is not None]
    return found[0] if len(found) == 1 and found[0].by is objective.by and speaks_of(found[0].objective, objective.by) else None


def _mode(state: State, data: str, by: str, posterior: bool) -> Optimum | None:
    w, y = (_written(state, name) for name in (by, data))
    row = Source(rf"\arg\max_{{{w}}} p({w} \mid {y})" if posterior else rf"\arg\max_{{{w}}} p({y} \mid {w})", "the mode", 1)
    try:
        found = optima.read(state, statements(state.context, row)[0].pieces[0], row)
    except SymcheckError:
        return None
    return found.optimum if found is not None else None


def _written(state: State, name: str) -> str:
    """A name as the document writes it in its law; without the index where that is the law of each sample, for the estimate is made of all."""
    law, v = state.context.laws.get(name), state.context.variables.get(name)
    head = re.split(r"\\sim|\\mid|\|", law.source.text)[0].strip() if law is not None and law.source is not None else ""
    head = head or name
    return _INDEX.sub("", head) if v is not None and v.family else head
