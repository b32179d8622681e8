r"""Names of which words without a formula say that all of them are alike: "If all weights are equal, ..", "when all logits are zero", "with all the
variances equal to one".

The noun is that of one family of numbers or one vector of the document. To the end of a sentence that differentiates nothing each of them is one
number, of which no more is known than of them; what a definition made them of the sentence must not speak of. Any other noun is left to those who leave open what depends on it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, Index, build
from symcheck.expr.shape import is_vector, long_axes
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.values_held import ValuesHeld, is_any_entry, is_any_member
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import restrictions
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.read.reading import fresh_uid

_SAID = re.compile(r"(?:^|[.;:,(]\s*|\n\s*)\W*(?:(?:so|in\s+particular|and|but|now|thus|for\s+instance|for\s+example|as\s+a\s+check)\W+)*(?:if|when(?:ever)?|once|in\s+case|with)\s+all\s+(?:of\s+)?(?:(?:the|these|our)\s+)?"
                   r"(?P<noun>[a-z-]+s|probabilities)\s+(?:(?:are|were|being)\s+)?(?:all\s+)?(?:(?P<one>(?:equal\s+to\s+)?one)|(?P<zero>(?:equal\s+to\s+)?zero)|equal|the\s+same|identical)"
                   r"(?P<then>\s*(?:[,:]|then\b)(?:(?!\b(?:if|when|unless|except|but|not)\b)[^.;])*|\s*)$", re.I)
_DERIVATIVE = re.compile(r"\\nabla|\\partial|\\frac\s*\{\s*d|'\s*\(|\\operatorname\s*\{(?:Var|Cov)|\\mathbb\s*\{\s*E")
_OF_NUMBERS = frozenset(("positive", "nonnegative", "negative", "nonzero", "integer", "unit"))
_MEMBER = re.compile(rf"\s*(?P<name>{NAME}(?:\s*_\s*(?:[a-z]|\{{\s*[a-z]\s*\}}))?)\s*(?:$|[>,.;]|\\(?:in|ge|geq)(?![A-Za-z])|=)")


def put(meanings: Meanings, held: ValuesHeld, formula: Formula) -> bool:
    """Give all of them one number, where the words right before a formula say this; False where they do not, or it cannot be done."""
    said = _SAID.search(formula.before)
    if said is None or restrictions.excepts(meanings.survey.rest(formula)) \
            or _DERIVATIVE.search(" ".join(row.text for row in formula.rows) + meanings.survey.rest(formula)):
        return False
    name = _named(meanings, said["noun"].lower())
    if name is not None and not said["then"].strip(" ,:\n") and re.match(rf"\s*{re.escape(name.data.name.split('_')[0])}\s*(?:[_^]|=).*=", formula.rows[0].text):
        return False  # "If all gradients are the same, $g_1 = g_2 = g$": the formula says it itself
    entry = next((e for e in meanings.context.scope if e.expr is name), None) if name is not None else None
    if name is not None and name.op == "let" and any(re.search(rf"(?<![A-Za-z\\]){re.escape(n)}(?![A-Za-z])", meanings.survey.rest(formula)) for n in names_in(name.args[0])):
        return False  # what it is made of is tied to it, which is not known any more with another value
    if entry is None or name.data.name in meanings.context.laws or name.data.name in meanings.context.distributions \
            or any(name.data.name in names_in(side) for op, *sides in meanings.context.assumptions for side in sides if op == "=" and isinstance(side, Expr)):
        return False
    lowest = name.data.bounds[0]
    if said["zero"] and lowest is not None:
        return False
    family = name.data.family
    value = build.num(1) if said["one"] else build.num(0) if said["zero"] else build.var(
        replace(name.data, name=f"{name.data.name}^{{=}}", shape=(1, 1), family=(), traits=name.data.traits & _OF_NUMBERS))
    axis = Index("i", family[0] if family else long_axes(name.shape)[0], fresh_uid())
    values = build.array((axis,), value, name.shape, len(family))
    if name.op == "let":
        held.others.append(name)
        return held.put(name.data, build.let(name.data, values))
    held.take(entry, name, values)
    return True


def without(before: str) -> str:
    """Words before a formula without what they suppose of all of something: what is left says what is claimed then."""
    said = _SAID.search(before)
    return before if said is None else before[:said.start()] + " then " + re.sub(r"^[\s,:]*(?:then\b)?", "", said["then"])


def _named(meanings: Meanings, noun: str) -> Expr | None:
    """The one family of numbers, or the one vector, that the document calls so."""
    before = re.compile(rf"\b(?:{noun})\s*$", re.I)
    after = re.compile(rf"^\s*(?:be|is|are|denotes?|as|for|,)\s+(?:(?:the|an?|our|its|their|vector|of|positive|known|real|unknown|given|corresponding|raw)\s+)*(?:{noun})\b(?!\s+of\b|-)", re.I)
    found = set()
    for f in meanings.document.formulas[:meanings.at]:
        member = _MEMBER.match(f.rows[0].text) if not f.display and f.rows else None
        if member is not None and (before.search(f.before) or after.match(f.after)):
            e = meanings.shaped(member["name"])
            found.add(e.args[0] if e is not None and (is_any_member(e) or is_any_entry(e)) else e)
    one = found.pop() if len(found) == 1 else None
    ours = one is not None and one.op in ("var", "let") and not (one.op == "let" and one.data.family) and (len(one.data.family) == 1 and one.shape == (1, 1) or not one.data.family and is_vector(one.shape))
    return one if ours else None


__all__ = ["put", "without"]
