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
from symcheck.judge.derivation.wording import words
from symcheck.read.names import base_of, spread

_START = r"(?:re-?)?(?:start|begin|beginn|initiali[sz]|run|ran|runn|go|going|set)(?:s|e|es|ed|ing)?"
# "start again at", "restart from", "again starting at", "from the same start", "this time", right before the first iterate.
_AGAIN = re.compile(rf"\b(?:{_START}\s+(?:\w+\s+){{0,3}}(?:again|anew|afresh|over|once\s+more|fresh)|(?:re-?(?:start|initiali[sz])(?:ed|ing|e)?)|"
                    rf"(?:again|anew|afresh|once\s+more|this\s+time|as\s+before),?\s+(?:we\s+|i\s+)?(?:\w+\s+){{0,2}}?(?:{_START}|from|at|with))\b[^.;$]{{0,40}}$", re.I)
_STARTS = re.compile(r"\b(?:start|begin|initiali[sz]|from|run)\w*\b[^.;$]{0,30}$", re.I)


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
