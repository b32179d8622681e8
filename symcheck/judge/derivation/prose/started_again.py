r"""A method that words start again: "start again at $w_0 = 0$", "this time from $w_0 = 0$ with $\eta = 0.1$". The iterates that an earlier run gave in
numbers have no values any more."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.chains.other_methods import names_first
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import steps_in_force, words
from symcheck.read.documents import Formula
from symcheck.read.names import base_of, spread

_START = r"(?:re-?)?(?:start|begin|beginn|initiali[sz]|run|ran|runn|go|going|set)(?:s|e|es|ed|ing)?"
# "start again at", "restart from", "again starting at", "from the same start", "this time", right before the first iterate.
_AGAIN = re.compile(rf"\b(?:{_START}\s+(?:\w+\s+){{0,3}}(?:again|anew|afresh|over|once\s+more|fresh)|(?:re-?(?:start|initiali[sz])(?:ed|ing|e)?)|"
                    rf"(?:again|anew|afresh|once\s+more|this\s+time|as\s+before),?\s+(?:we\s+|i\s+)?(?:\w+\s+){{0,2}}?(?:{_START}|from|at|with))\b[^.;$]{{0,40}}$", re.I)
_STARTS = re.compile(r"\b(?:start|begin|initiali[sz]|from|run)\w*\b[^.;$]{0,30}$", re.I)
# `\theta_1 = `, `w^{(1)} = `: the first iterate of a run.
_FIRST = re.compile(r"\s*(?P<head>(?P<name>\\?[A-Za-z]+)(?:_\s*(?:1|\{\s*1\s*\})|\^\s*\{\s*\(\s*1\s*\)\s*\}))\s*&?\s*=")
_RATES = re.compile(r"\\(?:eta|alpha|gamma|epsilon|varepsilon|tau)(?![A-Za-z])")


class StartedAgain:
    """The parts in which methods were started so far."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.parts: dict[counters.Name, int] = {}

    def heard(self, s: Statement, before: str) -> None:
        r"""What `w_0 = 0` says of earlier runs: that they are over, where its words say so, or where they start it in another part than the last one."""
        head = counters.iterate(s.pieces[0].syntax) if len(s.pieces) == 2 and None not in s.pieces and s.operators == ["="] else None
        state = self.meanings.state
        if head is None or head[1].counter or words.IF.search(before) or not is_numeric(state.read(s.pieces[1])):
            return
        again = _AGAIN.search(before) is not None
        if not again and (head[1].number != 0 or _STARTS.search(before) is None):
            return
        if again or self.parts.get(head[0], state.part) != state.part:
            self._forget(s, *head)
        self.parts[head[0]] = state.part

    def at_another_rate(self, formula: Formula) -> None:
        r"""Before `$\theta_1 = 10 - 0.5 \cdot 16$`: where the words told another step size since \theta_1 came to a number, this is a run of its own, and what the
        one before it gave has no meaning any more."""
        state = self.meanings.state
        for row in formula.rows:
            m = _FIRST.match(row.text)
            e = state.context_read(m["head"]) if m is not None else None
            if e is None or e.op != "let" or not is_scalar(e.shape) or not is_numeric(e.args[0]):
                continue
            text = state.text_so_far[:formula.start]
            since = text[text.rfind(m["head"]) + len(m["head"]):] if m["head"] in text else ""
            if not steps_in_force.rates(since) or words.IF.search(formula.before):
                continue
            rules = self.meanings.recursions.rules
            for name in [n for n, rule in rules.items() if n.base == m["name"] and not _RATES.search(rule.source.text)]:
                del rules[name]  # made with the number of the step size before
            digits = re.compile(r"\(?([1-9]\d?)\)?")
            for entry in [x for x in state.context.scope.entries.get(m["name"], ()) if x.expr is not None and x.expr.op == "let" and is_scalar(x.expr.shape)
                          and digits.fullmatch(x.sub or x.sup or "") and is_numeric(x.expr.args[0])]:
                state.context.scope.drop(entry)
                state.context.definitions.pop(entry.expr.data, None)
            state.context.remembered = {}

    def _forget(self, s: Statement, name: counters.Name, first: counters.Place) -> None:
        """The iterates after this one that are numbers have no meaning any more, nor has the rule of another method than the one that this part names."""
        context = self.meanings.state.context
        base = base_of(spread(s.pieces[0].syntax).base)
        places = {counters.label_of(counters.at(spread(s.pieces[0].syntax).base, name, k)) for k in range(first.number + 1, first.number + 1 + counters.MOST)}
        for entry in [e for e in context.scope.entries.get(base[0], ()) if e.expr is not None and e.expr.op == "let" and is_scalar(e.expr.shape)
                      and {e.sub, e.sup} & places and is_numeric(e.expr.args[0])]:
            context.scope.drop(entry)
            context.definitions.pop(entry.expr.data, None)
        context.remembered = {}
        recursions, state = self.meanings.recursions, self.meanings.state
        rule = recursions.rules.get(name)
        if rule is not None and rule.part != state.part and names_first(state.text_so_far, state.since, state.since):
            del recursions.rules[name]  # "Now SGD": the rule was of another method
