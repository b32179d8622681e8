"""What the lines of a context claim of names that have a definition already: checked once, before

anything is judged. A second definition that contradicts the first is an error, never dropped.
"""

from __future__ import annotations

from symcheck.judge import verdict as V
from symcheck.judge.ladder import question, settle
from symcheck.judge.verdict import Verdict
from symcheck.read.assumptions import Claim
from symcheck.read.context import Context
from symcheck.tensor.functions import Unsupported
from symcheck.text.diagnostic import fail


def contradiction(context: Context) -> Verdict | None:
    """The verdict `unreadable` of a context whose lines contradict each other."""
    key = (len(context.claims), len(context.assumptions))
    if context.checked is None or context.checked[0] != key:
        context.checked = key, next((v for c in context.claims if (v := _refuted(context, c))), None)
    return context.checked[1]


def _refuted(context: Context, claim: Claim) -> Verdict | None:
    if claim.lhs is claim.rhs or claim.lhs.shape != claim.rhs.shape:
        return None
    try:
        q = question(claim.lhs, claim.rhs, equations(context))
        if q.lhs.dims != q.rhs.dims:
            return None  # of members on one side and of a name on the other
        found = settle(q)
    except (Unsupported, RecursionError):
        return None  # what cannot be decided contradicts nothing
    if found.word != V.DIFFERENT:
        return None
    error = fail("defined-twice", "this contradicts an earlier definition", claim.source, claim.at,
                 "it differs from what was defined above",
                 help="Give one of them another name, or mend one.")
    return Verdict(V.UNREADABLE, evidence=error.diagnostic.headline, message=str(error),
                   extra={"diagnostic": error.diagnostic})


def equations(context: Context) -> list:
    """The assumptions of a context that hold between values, not between free indices."""
    known = {"=", ">", "<", r"\ge", r"\le", r"\ne", ">=", "<="}
    return [c for c in context.assumptions if c[0] in known and c[1].op != "index"]
