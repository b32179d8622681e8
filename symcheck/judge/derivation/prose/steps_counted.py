r"""How many steps words say are needed, where an inequality stands beside that: "we need $n \ge \frac{3 \ln 10}{-\ln 0.6} \approx 13.52$, that is $n = 14$ steps",
"at least $14$ steps to get $\rho^n \le 10^{-3}$". At that number the inequality has to hold; where the words call it the least one, it must fail one step
before. It is judged only where everything but the number of steps has a value."""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import is_numeric, value_of
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Number, Symbol
from symcheck.text import Source, SymcheckError

_THINGS = r"(?:gradient\s+|descent\s+|more\s+|such\s+|full\s+|SGD\s+)*(?:steps?|iterations?|updates?|epochs?)\b"
_OF_STEPS = re.compile(rf"^\s*{_THINGS}", re.I)
# Right before the number: "we need at least", "so after", "which means".
_NEEDED = re.compile(r"\b(?:needs?|needed|requires?|required|takes|at\s+least|minimum\s+of|need\s+exactly|necessary|suffices?\s+to\s+take|after|within|i\.\s?e\.|that\s+is|so|hence|thus|therefore|which\s+(?:means|gives|is)|meaning|namely)"
                     r"(?:\s+(?:we|one|you|i|it|need|needs|takes|at\s+least|exactly|after|that|is|means|gives|about|only|just|already|,))*[\s,:]*$", re.I)
_LEAST = re.compile(r"\b(?:at\s+least|needs?|requires?|required|minimum|smallest|least|first)\b[^.;$]*$", re.I)
_ENOUGH = re.compile(r"\b(?:suffic\w+|enough|already|fine|below|certainly|safe\w*)\b", re.I)
_SO = re.compile(r"^[\s,;:(]*(?:(?:so|i\.\s?e\.|that\s+is|hence|thus|therefore|which\s+(?:means|gives|is)|meaning|namely|and\s+so|so\s+that|giving)[\s,]*)+(?:we\s+need\s+|at\s+least\s+|after\s+)*(?:that\s+is\s*)?$", re.I)
_UNSURE = re.compile(r"\b(?:not|no|never|fewer|less|more\s+than|about|roughly|approximately|around|nearly|almost|would|wrong\w*|instead|take|choose|pick|if|unless|round\w*|half|twice|double)\b|n't\b", re.I)
_NEAR = 1e-9


def number(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge the $14$ of "we need at least $14$ steps"; False where the words say no such thing, or no inequality tells."""
    text = row.text.strip().rstrip(".,;")
    if not re.fullmatch(r"\d+", text) or formula.display or _OF_STEPS.match(formula.after) is None or _NEEDED.search(formula.before) is None:
        return False
    return _judged(chains, Statement([None, None], ["="], row, None), "", int(text), formula)


def equation(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge "that is $n = 14$ steps"; False of any other equation."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or type(s.pieces[0].syntax) is not Symbol or type(s.pieces[1].syntax) is not Number \
            or s.pieces[1].syntax.value.denominator != 1 or formula.display or not (_SO.match(formula.before) or _OF_STEPS.match(formula.after) and _NEEDED.search(formula.before)):
        return False
    return _judged(chains, s, label(s.pieces[0].syntax), int(s.pieces[1].syntax.value), formula)


def _judged(chains: Chains, s: Statement, letter: str, n: int, formula: Formula) -> bool:
    sentence = _whole_sentence(chains, formula)
    said = re.sub(r"\$[^$]*\$", " § ", formula.before.rsplit(".", 1)[-1] + " " + formula.after.split(".")[0])
    if n < 1 or _UNSURE.search(said):
        return False
    found = [held for other in sentence if other is not formula and (held := _inequality(chains, other, letter, n)) is not None]
    if not found:
        return False
    here, before = all(h for h, _ in found), all(b for _, b in found)
    least = _LEAST.search(formula.before) is not None or letter and not _ENOUGH.search(said)
    if here and (not before or _ENOUGH.search(said)):
        v = Verdict(V.EQUAL, "the inequality beside it holds after so many steps" + ("" if before else ", and not one step before"))
    elif here and not least:
        return False
    elif here:
        v = Verdict(V.UNDECIDED, "the inequality beside it holds one step before, too")
    else:
        v = Verdict(V.DIFFERENT, "the inequality beside it does not hold after so many steps", message="the inequality beside it does not hold after so many steps")
    if s.span is None:
        piece = statements(chains.context, s.row)[0].pieces[0]
        s = Statement([None, piece], ["="], s.row, piece.syntax.span)
    chains.step(s, 0, v)
    return True


def _whole_sentence(chains: Chains, formula: Formula) -> list[Formula]:
    """The formulas of the sentence in which this one stands, and the display right before it."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    first = at
    while first > 0 and not re.search(r"[.!?](?:\s|$)|\n\s*\n", formulas[first].before) and at - first < 4:
        first -= 1
        if formulas[first].display:
            break
    last = at
    while last + 1 < len(formulas) and not re.search(r"[.!?](?:\s|$)|\n\s*\n", formulas[last + 1].before) and last - at < 3 and not formulas[last + 1].display:
        last += 1
    return formulas[first:last + 1]


def _inequality(chains: Chains, formula: Formula, letter: str, n: int) -> tuple[bool, bool] | None:
    """Does the inequality of a formula hold at n, and at n - 1, with the only letter that has no value as the number of steps? None where it is none."""
    if len(formula.rows) != 1:
        return None
    try:
        found = statements(chains.context, formula.rows[0])
    except SymcheckError:
        return None
    s = found[-1] if found else None
    k = next((k for k, op in enumerate(s.operators) if op in ORDER), None) if s is not None else None
    if k is None or None in s.pieces[k:k + 2]:
        return None
    letters = {label(x) for p in s.pieces[k:k + 2] for x in p.syntax.walk() if type(x) is Symbol}
    free = [x for x in letters if re.fullmatch(r"[nktmTNK]", x) and _number(chains, x) is None]
    if letter and letter not in free or len(free) != 1:
        return None
    truth = [_holds(chains, s, k, free[0], m) for m in (n, n - 1)]
    return None if None in truth else (truth[0], truth[1])


def _holds(chains: Chains, s: Statement, k: int, letter: str, n: int) -> bool | None:
    """Does the k-th relation hold with a number for the letter? None where it cannot be computed, or it is too near."""
    a, b = (_number(chains, _put(s, j, letter, n)) for j in (k, k + 1))
    if a is None or b is None:
        return None
    op = s.operators[k]
    if abs(a - b) <= _NEAR * max(abs(a), abs(b)):
        return "e" in op or "=" in op
    return a < b if op in ("<", r"\le", r"\leq", r"\leqslant", "<=") else a > b


def _put(s: Statement, k: int, letter: str, n: int) -> str:
    """A piece with a number for a letter, as it is written."""
    span, text = s.pieces[k].syntax.span, s.pieces[k].source.text
    end, made = span.end, ""
    places = sorted({(x.span.start, x.span.end) for x in s.pieces[k].syntax.walk() if type(x) is Symbol and label(x) == letter})
    for start, stop in reversed(places):
        made, end = rf"{{{n}}}{text[stop:end]}{made}", start
    return (text[span.start:end] + made).strip().rstrip(".,; ")


def _number(chains: Chains, text: str) -> float | None:
    """The value of an expression, at the numbers given."""
    try:
        e = chains.context.read(text)
    except SymcheckError:
        return None
    found = value_of(e) if is_numeric(e) else None
    value = found.ravel()[0] if found is not None and found.size == 1 else chains.meanings.instances.value_of(e, {})
    try:
        return None if value is None else float(value if not isinstance(value, Fraction) else value)
    except (TypeError, ValueError, OverflowError):
        return None


__all__ = ["equation", "number"]
