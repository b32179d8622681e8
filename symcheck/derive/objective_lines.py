r"""An objective in its shortest form: terms free of the variable and a common factor left out."""

from __future__ import annotations

from symcheck.derive.evaluate import inlined
from symcheck.derive.linear import cleared
from symcheck.derive.names import prepared
from symcheck.derive.shorten import shortened
from symcheck.derive.solution import DEFINITION, Line, Section
from symcheck.derive.spoken import Spoken
from symcheck.expr import Expr, build
from symcheck.read.context import Context


def objective_section(context: Context, objective: Expr, by: Expr) -> tuple[Section, Line]:
    """The objective in the variables, then up to a positive factor and constants; the last line is the
    answer, still to be judged."""
    say = Spoken(context)
    whole = shortened(inlined(prepared(objective)))
    terms = [t for t in (whole.args if whole.op == "add" else (whole,)) if by in t.walk()]
    kept = shortened(terms[0] if len(terms) == 1 else build.add(*terms))
    short = shortened(cleared(kept)[0])
    lines = (
        Line(say(objective), (say(whole),), kind=DEFINITION, space=r"\mathbb{R}", shape="a scalar",
             reason="the names put in"),
        Line("", (say(short),), "", space=r"\mathbb{R}", shape="a scalar",
             reason=f"without the terms that do not hold ${say(by)}$, and times what clears the fractions"))
    return Section("Objective", lines, "A positive factor, and terms that do not hold the variable, do not move "
                   "the minimizer."), lines[1]
