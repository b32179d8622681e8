"""An equation among words, as the rules that may take it see it."""

from __future__ import annotations

from dataclasses import dataclass

from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.documents import Formula


@dataclass
class Equation:
    r"""An equation among words as the rules see it.

    `before` and `after` are the words beside it, `said` those since the last display; `unheard`: its right side had names without a meaning
    before it; `anew`: it stands in a heading that exchanges the model; `plugged`: it is put into something ("plugging $x = 1$ into");
    `fresh` is what gives its head a meaning here ("definition", "solution"), None where its head has one; `variable`: its head is a variable
    that was declared; `defines`: the words define something.
    """

    s: Statement
    formula: Formula
    said: str = ""
    unheard: bool = False
    anew: bool = False
    plugged: bool = False
    fresh: str | None = None
    variable: bool = False
    defines: bool = False

    @property
    def before(self) -> str:
        return self.formula.before

    @property
    def after(self) -> str:
        return self.formula.after
