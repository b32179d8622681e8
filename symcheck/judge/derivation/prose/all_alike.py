r"""Members that words suppose to be equal: "If all $\sigma_i^2$ equal one $\sigma^2$, the weights cancel", "when every $n_k$ is equal to $m$".

To the end of the sentence each of them is that number. Where this cannot be put in, the words tell no number, "if all the $w_i$ are equal", or
leave some of them out, "equal $1$ but the first", what differs in the sentence is left open.
"""

from __future__ import annotations

import re

from symcheck.expr import Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.values_held import ValuesHeld, is_any_member
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import restrictions
from symcheck.read.documents import Formula
from symcheck.read.reading import fresh_uid
from symcheck.text import Source

# "If all", "when each of the", right before the member, and what else may stand between: nothing that leaves some of them out.
_SUPPOSES = r"\b(?:if|when(?:ever)?|where|once|suppose|assume|in\s+case|provided|as\s+long\s+as|should)\s+(?:that\s+)?"
_KIND = (r"(?:\s+(?:noise|prior|class|cluster|group|sample|error|model|data|observation|measurement|posterior|mixing|mixture|layer|unit|hidden|input|output|feature|individual|different|single|training))?"
         r"(?:\s+(?:variances?|weights?|counts?|numbers?|values?|terms?|entries|entry|components?|coefficients?|rates?|parameters?|samples?|inputs?|outputs?|targets?|labels?|precisions?|means?|sizes?|widths?|"
         r"scales?|probabilit(?:y|ies)|chances?|lengths?|eigenvalues?|data|points?|errors?|residuals?|factors?|bias(?:es)?|logits?|scores?|steps?|members?|observations?|measurements?))?")
_ALL = re.compile(rf"{_SUPPOSES}(?:all|every|each|both)(?:\s+(?:one\s+)?of)?(?:\s+(?:the|these|our))?{_KIND}\s*$", re.I)
_MAYBE_ALL = re.compile(rf"{_SUPPOSES}(?:[^.;:]*\s)?(?:all|every|each|both|any|most|none|no)\b[^.;:]*$", re.I)
_EQUAL = re.compile(r"^\s*(?:(?:are|is|were|be|happen\s+to\s+be)\s+)?(?:all\s+)?(?:equals?(?:\s+to)?|(?:have\s+)?the\s+same(?:\s+(?:value|number))?|share\s+(?:the|one|a)(?:\s+(?:same|common))?(?:\s+(?:value|number))?|identical(?:\s+to)?|coincide)\b", re.I)
_MAYBE_EQUAL = re.compile(r"^[^.;:!?]{0,60}?\b(?:equals?|the\s+same|share|identical|coincide)\b[^.;:!?]*$", re.I)
_LASTS = re.compile(r"\b(?:suppose|assume|should)\s+(?:that\s+)?[^.;:]*$", re.I)
_TO = re.compile(r"^(?:\s+(?:one|a|an|the|some|same|common|single|constant|value|number|say|and))*\s*,?\s*(?:say\s*,?\s*)?$", re.I)
_POWER = re.compile(r"\s*(?P<base>.*?)\s*\^\s*\{?\s*2\s*\}?\s*")
_NAME = re.compile(r"\\?[A-Za-z]+")


def heard(state: State, meanings: Meanings, held: ValuesHeld, formula: Formula) -> None:
    """Take in what the words before and after the formula right before this one suppose of its members."""
    at = next((k for k, f in enumerate(meanings.document.formulas) if f.start == formula.start), 0)
    member = meanings.document.formulas[at - 1] if at else None
    said = _EQUAL.match(formula.before)
    if member is None or member.display or len(member.rows) != 1 or _MAYBE_EQUAL.match(formula.before) is None or _MAYBE_ALL.search(member.before) is None:
        return
    told = _ALL.search(member.before) is not None and said is not None and _TO.match(formula.before[said.end():]) is not None and not formula.display and len(formula.rows) == 1 \
        and not restrictions.limited(member.before, formula.after) and not restrictions.excepts(_rest(meanings, at))
    lasts = _LASTS.search(member.before) is not None  # past this sentence, to where nobody says
    if lasts or not told or not _put(meanings, held, member.rows[0], formula.rows[0]):
        state.unused = True
        if lasts and (e := meanings.shaped(member.rows[0].text)) is not None:
            state.doubts.kinds |= {n.data.name: "as others are" for n in e.walk() if n.op == "var"}


def _rest(meanings: Meanings, at: int) -> str:
    """The words after formula `at` to the end of its sentence."""
    formulas = meanings.document.formulas
    said = " § ".join([formulas[at].after if at + 1 == len(formulas) else "", *(f.before for f in formulas[at + 1:at + 6])])
    return re.split(r"[.;!?](?=\s|$)|\n\s*\n", said)[0]


def _put(meanings: Meanings, held: ValuesHeld, member: Source, number: Source) -> bool:
    """Give all members their number; False where they or it are none that are known, or could be."""
    left, right = member.text.strip(), number.text.strip().rstrip(".,;")
    squared = _POWER.fullmatch(left), _POWER.fullmatch(right)
    if all(squared):  # of positive numbers
        left, right = (m["base"] for m in squared)
    first = meanings.shaped(left)
    if right in re.findall(r"[A-Za-z]", "".join(re.findall(r"_(?:\{[^{}]*\}|\w)", left))):
        return False  # its own number: "if all $w_i$ equal $i$"
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
