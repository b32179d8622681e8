r"""Members that words suppose to be equal: "If all $\sigma_i^2$ equal one $\sigma^2$, the weights cancel", "when every $n_k$ is equal to $m$".

To the end of the sentence each of them is that number. Where this cannot be put in, or the words tell no number, "if all the $w_i$ are equal",
what differs in the sentence is left open.
"""

from __future__ import annotations

import re

from symcheck.expr import Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.values_held import ValuesHeld, is_any_member
from symcheck.judge.derivation.state import State
from symcheck.read.documents import Formula
from symcheck.read.reading import fresh_uid
from symcheck.text import Source

# "If all", "when each of the", right before the member; "are equal to one", right before the number.
_ALL = re.compile(r"\b(?:if|when(?:ever)?|where|once|suppose|assume|in\s+case|provided|as\s+long\s+as|should)\s+(?:that\s+)?(?:all|every|each|both)(?:\s+(?:one\s+)?of)?(?:\s+(?:the|these|our))?(?:\s+[a-z-]+){0,2}\s*$", re.I)
_EQUAL = re.compile(r"^\s*(?:(?:are|is|were|be|happen\s+to\s+be)\s+)?(?:all\s+)?(?:equals?(?:\s+to)?|(?:have\s+)?the\s+same(?:\s+(?:value|number))?|share\s+(?:the|one|a)(?:\s+(?:same|common))?(?:\s+(?:value|number))?|identical(?:\s+to)?|coincide)\b", re.I)
_TO = re.compile(r"^(?:\s+(?:one|a|an|the|some|same|common|single|constant|value|number|say|and))*\s*,?\s*(?:say\s*,?\s*)?$", re.I)
_POWER = re.compile(r"\s*(?P<base>.*?)\s*\^\s*\{?\s*2\s*\}?\s*")
_NAME = re.compile(r"\\?[A-Za-z]+")


def heard(state: State, meanings: Meanings, held: ValuesHeld, formula: Formula) -> None:
    """Take in what the words before and after the formula right before this one suppose of its members."""
    at = next((k for k, f in enumerate(meanings.document.formulas) if f.start == formula.start), 0)
    member = meanings.document.formulas[at - 1] if at else None
    said = _EQUAL.match(formula.before)
    if member is None or said is None or member.display or len(member.rows) != 1 or _ALL.search(member.before) is None:
        return
    told = _TO.match(formula.before[said.end():]) is not None and not formula.display and len(formula.rows) == 1
    if not told or not _put(meanings, held, member.rows[0], formula.rows[0]):
        state.unused = True


def _put(meanings: Meanings, held: ValuesHeld, member: Source, number: Source) -> bool:
    """Give all members their number; False where they or it are none that are known, or could be."""
    left, right = member.text.strip(), number.text.strip().rstrip(".,;")
    squared = _POWER.fullmatch(left), _POWER.fullmatch(right)
    if all(squared):  # of positive numbers
        left, right = (m["base"] for m in squared)
    first = meanings.shaped(left)
    name = first.args[0] if first is not None and is_any_member(first) else None
    entry = next((e for e in meanings.context.scope if e.expr is name), None) if name is not None else None
    if entry is None or not is_scalar(name.shape) or all(squared) and name.data.bounds[0] is None:
        return False
    if _NAME.fullmatch(right) is not None and meanings.context.scope.bare(right) is None and (right == left or not meanings.declare(
            Source(f"{right} > 0" if all(squared) else rf"{right} \in \mathbb{{R}}", number.name, number.locate(0)[0]))):
        return False
    value = meanings.shaped(right)
    if value is None or not is_scalar(value.shape) or value.op not in ("var", "num") or value.op == "var" and value.data.family:
        return False
    held.take(entry, name, build.array((Index("i", name.data.family[0], fresh_uid()),), value, name.shape, 1))
    return True
