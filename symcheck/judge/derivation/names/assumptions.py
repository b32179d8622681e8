r"""Assumptions that words make: "assume $a > 0$", "let $t \ne 0$", taken in where some values obey them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.claims import contradiction, equations
from symcheck.judge.derivation.names import lengths
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import reservations
from symcheck.judge.ladder import numbers, question
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_ORDER = re.compile(r"\s*(?:0\s*(?:<|\\leq?)\s*)?(\\?[A-Za-z](?:_\w)?)\s*(?:\\neq?|<|>|\\[gl]eq?)\s*"
                    r"(?:0|\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*0\s*\}?|(\\?[A-Za-z](?:_\w)?))\s*[.,]?\s*")
_POSITIVE = re.compile(r"\s*(?:(\\?[A-Za-z]+(?:_\w)?)\s*(?:>|\\geq?(?:slant)?(?![A-Za-z]))\s*0|0\s*(?:<|\\leq?(?:slant)?(?![A-Za-z]))\s*(\\?[A-Za-z]+(?:_\w)?))\s*[.,]?\s*")
# `t_k \\ge 0`, `\\sum_k t_k = 1`.
_ENTRIES = re.compile(r"\s*(?:(?P<name>\\?[A-Za-z]+)_\{?(?P<index>[a-z])\}?\s*(?:>|\\geq?)\s*0|\\sum(?:\\limits|\\nolimits)?\s*_\s*\{?\s*(?P<over>[a-z])(?:\s*=\s*1)?\s*\}?(?:\s*\^\s*(?:\{\s*\w\s*\}|\w))?\s*"
                      r"(?P<summed>\\?[A-Za-z]+)_\{?(?P=over)\}?\s*=\s*1)\s*[.,;]?\s*")
_SUMMED = r"\\sum(?:\\limits|\\nolimits)?\s*_\s*\{?\s*%s(?![A-Za-z])"
# `\\|W\\|_2 \\le \\rho`: a bound by a letter.
_BOUND_OF_NORM = re.compile(r"\s*&?\s*(?:\\left|\\[bB]igg?l?)?\s*(?:\\\||\\lVert|\\Vert|\||\\lvert|\\lambda_\s*\{\s*\\max\s*\}).*?(?:\\leq?(?:slant)?(?![A-Za-z])|<)\s*(?P<name>\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?)\s*[.,;]?\s*", re.S)
_RELATIONS = frozenset(("=", r"\ne", "<", ">", r"\le", r"\ge"))


def suppose(meanings: Meanings, row: Source, lasting: bool = True) -> bool:
    """Take in an assumption that prose makes, unless no values are found that obey it beside the others; what
    depends on a lasting one is then left open."""
    if of_unknown(meanings, row):
        wait(meanings, row)
        return True
    kept = meanings.context.copy()
    bound_named(meanings, row)
    if not root(meanings, row) and not meanings.declare(row) and not nonzero(meanings, row):
        return False
    if len(meanings.context.claims) > len(kept.claims) and contradiction(meanings.context) is not None:  # "with $p = y$" of a p with a definition: of this place only
        meanings.context.__dict__.update(kept.__dict__)
        return False
    known = len(kept.assumptions)
    if known < len(meanings.context.assumptions) and all(a in kept.assumptions for a in meanings.context.assumptions[known:]):
        del meanings.context.assumptions[known:]  # said before
        return True
    for op, a, b in meanings.context.assumptions[known:]:
        residual = build.sub(a, b) if a.shape == b.shape else a
        if op in _RELATIONS and a.op != "index" and not possible(meanings, residual):
            if lasting:
                meanings.state.dropped.append(names_in(a) | names_in(b))
            meanings.context.__dict__.update(kept.__dict__)
            return False
    return True


def wait(meanings: Meanings, row: Source) -> None:
    """Keep what the sentence at hand says of the entries of an unknown, unless it says so with a reservation."""
    if not reservations.keeps(meanings.survey.sentence(meanings.document.formulas[meanings.at])):
        meanings.pending.append((row, False))


def of_unknown(meanings: Meanings, row: Source) -> bool:
    r"""Is this `t_k \ge 0` or `\sum_k t_k = 1` of a t without a meaning so far, of which the document writes t or t_j too, and
    sums over k? It says something of the entries of t, once it has one."""
    found = _ENTRIES.fullmatch(row.text)
    name, index = (found["name"] or found["summed"], found["index"] or found["over"]) if found is not None else ("", "")
    if not name or name in (r"\pi", "e") or meanings.context.scope.entries.get(name) or re.search(_SUMMED % index, meanings.document.text) is None:
        return False
    below = [u.name.below for u in meanings.inference.usage.uses.get(name, ())]
    listed = any(x.isdigit() or meanings.survey.counts(x) for names in below for x in names)  # d_1, \dots, d_n are numbers, and no entries of a d
    return not listed and any(names != (index,) for names in below)


def bound_named(meanings: Meanings, row: Source) -> None:
    r"""Declare the letter of `\|W\|_2 \le \rho` as a number, where it has no meaning: it is what bounds the norm of something known."""
    found = _BOUND_OF_NORM.fullmatch(row.text)
    name = found["name"] if found is not None else ""
    if not name or name in meanings.context.dims or meanings.context.scope.bare(name) is not None or meanings.shaped(name) is not None:
        return
    head = Source(re.split(r"\\leq?(?:slant)?(?![A-Za-z])|<", row.text)[0].replace("&", " ").strip(), row.name)
    if (e := meanings.state.context_read(head.text)) is not None and is_scalar(e.shape):
        meanings.declare(Source(rf"{name} \in \mathbb{{R}}", row.name, row.locate(0)[0]))


def root(meanings: Meanings, row: Source) -> bool:
    r"""Is this the sign of a name without a meaning whose square has one, "Set $\Delta^2 = ..$ with $\Delta \ge 0$"? It is the root of that."""
    found = _POSITIVE.fullmatch(row.text)
    name = (found[1] or found[2]) if found is not None else ""
    if not name or meanings.context.scope.bare(name) is not None or meanings.shaped(name) is not None:
        return False
    square = meanings.state.context_read(f"{name}^2")
    return square is not None and square.op == "let" and is_scalar(square.shape) \
        and meanings.declare(Source(rf"{name} = \sqrt{{{name}^2}}", row.name, row.locate(0)[0]))


def nonzero(meanings: Meanings, row: Source, passing: bool = False) -> bool:
    r"""`t \ne 0`, `a < c` of a name that has no meaning yet: a number; where it is written as a vector, the vector. `passing`: it is the case of a
    sentence alone; the name is a number from here on, of which the order is still to be supposed, and False."""
    found = _ORDER.fullmatch(row.text)
    if found is not None and found[2] is None and lengths.any_vector(meanings, found[1], row):
        return True
    fresh = [x for x in dict.fromkeys(found.groups()) if x and meanings.shaped(x) is None and x not in meanings.context.dims] \
        if found is not None else []
    if passing:
        if len(fresh) == 1 and meanings.context.scope.bare(fresh[0]) is None:
            meanings.declare(Source(rf"{fresh[0]} \in \mathbb{{R}}", row.name, row.locate(0)[0]))
        return False
    return len(fresh) == 1 and meanings.declare(Source(rf"{fresh[0]} \in \mathbb{{R}}, {row.text}", row.name, row.locate(0)[0]))


def possible(meanings: Meanings, e: Expr) -> bool:
    """Are there points at which e has a value?"""
    try:
        return numbers(question(e, build.add(e, build.ones(e.shape)), equations(meanings.context))).word == V.DIFFERENT
    except (Unsupported, Limit):
        return False
