r"""Values that are over where a range leaves them out: "With $\eta = 1/a$ a single step suffices. For $1/a < \eta < 2/a$ the factor is negative".

A name that was declared as any number, and that a sentence gave a value, is any number again once the words speak of a range in which this value
does not lie. A name that was never more than its definition keeps it. Where the document gives it several values one after the other, "With
$\eta = 1/a$ ..", "With $\eta = 2/a$ ..", each is that of a case: it holds to the end of its paragraph, or to the next one.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.read.assumptions import rebuild
from symcheck.read.documents import Formula
from symcheck.read.syntax import Symbol

_CONTRARY = {"<": r"\ge", ">": r"\le", r"\le": ">", r"\ge": "<", r"\leq": ">", r"\geq": "<", r"\lt": r"\ge", r"\gt": r"\le"}
# Right before a value: "With", "For the step size".
_GIVEN = re.compile(r"(?:^|[.;:]\s|\n)\W*(?:(?:so|now|then|in\s+particular|for\s+example)\W+)?(?:with|for|taking|choosing|setting|using|under|at|if\s+(?:we\s+)?(?:take|choose|set|use))"
                    r"(?:\s+(?:the|a)(?:\s+[\w-]+){0,2}\s+(?:size|rate|choice|value|step|parameter|constant|factor|number))?\s*$", re.I)
_DECLARES = r"\s*(?:0\s*<\s*)?%s\s*(?:(?:<|>|\\[gl]eq?(?![A-Za-z])|\\in(?![A-Za-z])|\\ne(?![A-Za-z])).*)?\s*[.,;]?\s*"


def heard(meanings: Meanings, s: Statement, formula: Formula) -> None:
    """Take back the values of names in an inequality that supposes others of them."""
    if words.FOR_CASE.search(formula.before) is None and words.IF.search(formula.before) is None or None in s.pieces or not {*s.operators} <= {*_CONTRARY}:
        return
    sides = [meanings.state.read(p) for p in s.pieces]
    if None in sides or not all(is_scalar(e.shape) for e in sides):
        return
    for k, name in enumerate(sides):
        if name.op != "let" or name.data.family or name.args[0].op == "num" or not _was_any(meanings, name):
            continue
        beside = [(sides[i], sides[i + 1], s.operators[i]) for i in (k - 1, k) if 0 <= i < len(s.operators)]
        if any(order.of_values(meanings.state, a, b, _CONTRARY[op]).right for a, b, op in beside):
            _free(meanings, name)


def is_of_case(meanings: Meanings, s: Statement, formula: Formula) -> bool:
    r"""Does a sentence begin with this value of a declared number, "With $\eta = 1/a$", where others of the document do so with other values of it?"""
    if formula.display or len(formula.rows) != 1 or s.operators != ["="] or None in s.pieces or type(s.pieces[0].syntax) is not Symbol \
            or _GIVEN.search(formula.before) is None:
        return False
    name, value = (meanings.state.read(p) for p in s.pieces)
    if name is None or value is None or name.op != "var" or not is_scalar(name.shape) or name.data.family or value.op == "num":
        return False
    declares, gives = re.compile(_DECLARES % re.escape(name.data.name)), re.compile(rf"\s*{re.escape(name.data.name)}\s*=(.*)", re.S)
    inline = [f for f in meanings.document.formulas if not f.display and len(f.rows) == 1]
    values = {re.sub(r"\s", "", m[1]) for f in inline if (m := gives.fullmatch(f.rows[0].text)) is not None and _GIVEN.search(f.before) is not None}
    return len(values) > 1 and any(declares.fullmatch(f.rows[0].text) for f in inline if f.start < formula.start)


def _was_any(meanings: Meanings, name: Expr) -> bool:
    r"""Did a formula declare the name, `\eta > 0`, before words gave it a value, "With $\eta = 1/a$"?"""
    declares, value = re.compile(_DECLARES % re.escape(name.data.name)), re.compile(rf"\s*{re.escape(name.data.name)}\s*=.*", re.S)
    inline = [f for f in meanings.document.formulas[:meanings.at] if not f.display and len(f.rows) == 1]
    given = next((k for k, f in enumerate(inline) if value.fullmatch(f.rows[0].text)), None)
    return given is not None and _GIVEN.search(inline[given].before) is not None and any(declares.fullmatch(f.rows[0].text) for f in inline[:given])


def _free(meanings: Meanings, name: Expr) -> None:
    """From here on the name is any number."""
    context = meanings.context
    entry = next((e for e in context.scope if e.kind == "quantity" and e.expr is name), None)
    if entry is not None:
        rebuild(context, entry, name.data, name.data, build.var(name.data), passing=True)
        context.definitions.pop(name.data, None)
        context.remembered = {}
        meanings.state.renew()


__all__ = ["heard", "is_of_case"]
