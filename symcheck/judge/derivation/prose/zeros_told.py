r"""Places that solve the equation right before them: "It switches where $w_j x + b_j = 0$, that is at $x = -b_j / w_j$", "has its kink where
$w x + b = 0 \iff x = -b / w$". The equation has to hold there, whatever its names are; nothing gets a value by it."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.solving.equations import zero_like
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Number, Script, Symbol
from symcheck.text import Source, SymcheckError

# Between an equation of a place and the place itself, ", that is at"; the words tell a place, and no value that x has.
_THAT_IS_AT = re.compile(r"[\s,;:(]*(?:(?:that\s+is|i\.\s?e\.|so|hence|thus|therefore|namely|which\s+(?:is|means|happens|occurs|is\s+the\s+case|holds|gives)|or\s+equivalently|equivalently|or|and\s+so|in\s+other\s+words)"
                         r"[\s,]*)*(?:exactly\s+|just\s+|precisely\s+|only\s+)?(?:at|where|when)\s*(?:the\s+(?:point|place|position|location)\s*)?", re.I)
# ", that is", after an equation of which the words before it say that it is one of a place.
_THAT_IS = re.compile(r"[\s,;:(]*(?:that\s+is|i\.\s?e\.|so|hence|thus|therefore|namely|or|or\s+equivalently|equivalently|which\s+(?:gives|means|yields|is)|giving|and\s+so|solved\s+by)[\s,:]*", re.I)
_OF_PLACE = re.compile(r"\b(?:at\s+(?:the\s+)?(?:point|place|position)?\s*(?:where|when)|where|when|point\s+(?:where|with)|at)\s*$", re.I)
# The places of which a sentence may speak so.
_PLACES = re.compile(rf"{words.KINK.pattern}|\b(?:hinges?|bends?|boundar(?:y|ies)|threshold|intersects?|switch(?:es)?|turns?|flips?|zero|root|vanish\w*|changes?|cross(?:es)?|reach(?:es)?|hits?|attains?|passes|jumps?|break\w*|inflection|steepest|largest|smallest)\b", re.I)
_NOT_SAID = re.compile(r"\b(?:not|never|no\s+longer|wrong\w*|instead|would|unless|suppose|assum\w+|let|if|mistake\w*|unlike|leaky|mirror\w*|"
                       r"(?:doubl|halv|replac|rescal|negat|shift)\w+|in\s+its\s+place)\b|\?", re.I)
# `\\mathrm{ReLU}(w x + b)`, `\\max(0, w x + b)`, with a factor before it or without.
_UNIT = re.compile(r"\s*(?:[a-z](?:_\{?\w\}?)?\s*(?:\\[,;:]\s*)?)?(?:(?:\\(?:mathrm|operatorname|text|mathsf)\s*\{\s*[Rr]e[Ll][Uu]\s*\}|\\(?:relu|ReLU))\s*(?:\\left)?\s*\((?P<of>[^()]*)(?:\\right)?\s*\)|"
                   r"\\max\s*(?:\\left)?\s*(?:\(|\\\{)\s*0\s*,(?P<max>[^(){}]*)(?:\\right)?\s*(?:\)|\\\}))\s*[.,;]?\s*")
_SMALL = re.compile(r"[a-z]|\\(?:alpha|beta|gamma|delta|theta|tau|xi|zeta|mu|omega|kappa|nu)")
_OF_UNIT = re.compile(r"([a-z]|\\(?:alpha|beta|gamma|theta))_\{?([h-n])\}?")
_FRESH = (r"\alpha", r"\gamma", r"\delta", r"\kappa", r"\xi", r"\zeta", r"\omega", r"\nu", r"\tau", r"\chi")
_UNDECLARED = re.compile(r"^(.*?) is not declared$")


def judged(chains: Chains, s: Statement, formula: Formula) -> bool:
    """Judge `that is at $x = -b / w$` by the equation right before; False where the words do not say that it holds there, or it is not decided."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    before = formulas[at - 1] if at else None
    if (unit := _unit_written(chains, s, formula)) is not None:
        return _solves(chains, s, unit)
    if before is None or before.display or formula.display or len(before.rows) != 1 or len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces:
        return False
    sentence = re.sub(r"\$[^$]*\$", " § ", chains.meanings.survey.sentence(formula))
    placed = _THAT_IS_AT.fullmatch(formula.before) or _THAT_IS.fullmatch(formula.before) and _OF_PLACE.search(before.before)
    if not placed or not _PLACES.search(sentence) or _NOT_SAID.search(sentence):
        return False
    try:
        found = statements(chains.context, before.rows[0])
    except SymcheckError:
        return False
    return len(found) == 1 and _solves(chains, s, found[0])


def _unit_written(chains: Chains, s: Statement, formula: Formula) -> Statement | None:
    r"""That what is rectified is zero, of the only unit written in this sentence, "The neuron $\mathrm{ReLU}(w x + b)$ has its kink at $x = -b/w$"; None where
    there is none, or the words call the place no kink."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or formula.display or words.KINK_IS.search(formula.before) is None:
        return None
    sentence, formulas, at = chains.meanings.survey.sentence(formula), chains.meanings.document.formulas, chains.meanings.at
    near = [f for f in formulas[max(0, at - 3):at] if not f.display and len(f.rows) == 1 and f.rows[0].text in sentence]
    units = [m for f in near if (m := _UNIT.fullmatch(f.rows[0].text)) is not None]
    if len(units) != 1 or _NOT_SAID.search(re.sub(r"\$[^$]*\$", " § ", sentence)) or any("=" in f.rows[0].text for f in near):
        return None
    try:
        found = statements(chains.context, Source(f"{units[0]['of'] or units[0]['max']} = 0", s.row.name, s.line()))
    except SymcheckError:
        return None
    return found[0] if len(found) == 1 else None


def equivalent(chains: Chains, found: list[Statement], formula: Formula) -> bool:
    r"""Judge the place of `has its kink where $w x + b = 0 \iff x = -b / w$`; False of any other formula."""
    if len(found) != 2 or formula.display or not found[1].logic or len(found[1].pieces) != 2 or found[1].operators != ["="] or None in found[1].pieces:
        return False
    sentence = re.sub(r"\$[^$]*\$", " § ", chains.meanings.survey.sentence(formula))
    return _OF_PLACE.search(formula.before) is not None and _PLACES.search(sentence) is not None and _NOT_SAID.search(sentence) is None \
        and _solves(chains, found[1], found[0])


def _solves(chains: Chains, s: Statement, equation: Statement) -> bool:
    """The step on `x = ..` as what solves an equation; False where it is no equation of that x, or it is not decided."""
    if equation.operators != ["="] or None in equation.pieces or type(s.pieces[0].syntax) is not Symbol:
        return False
    if type(s.pieces[1].syntax) is Number and any(type(x) is Symbol and label(x) != label(s.pieces[0].syntax) for p in equation.pieces for x in p.syntax.walk()):
        return False  # of values that the other letters have here
    if type(equation.pieces[0].syntax) in (Symbol, Script) and type(equation.pieces[1].syntax) is not Number:
        return False  # `where $z = w x + b$`: what z is
    letter = label(s.pieces[0].syntax)
    value = s.text(1).strip().rstrip(".,; ")
    if _at(s, 1, letter) or not any(_at(equation, k, letter) for k in (0, 1)):
        return False
    whole = " - ".join(rf"\left({_put(equation, k, letter, value)}\right)" for k in (0, 1))
    there = _read(chains, Source(whole, s.row.name, s.line()))
    if there is None or not is_scalar(there[1].shape):
        return False
    v = judge(there[0], there[1], zero_like(there[1]))
    if not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, 0, v if v.right else Verdict(V.DIFFERENT, "the equation right before does not hold there", counterexample=v.counterexample),
                reason="the equation right before holds there" if v.right else "")
    return True


def _at(s: Statement, k: int, letter: str) -> list[tuple[int, int]]:
    """Where a letter stands by itself in a piece."""
    return sorted({(x.span.start, x.span.end) for x in s.pieces[k].syntax.walk() if type(x) is Symbol and label(x) == letter})


def _put(s: Statement, k: int, letter: str, value: str) -> str:
    """A piece with an expression for a letter, as it is written."""
    span, text = s.pieces[k].syntax.span, s.pieces[k].source.text
    end, made = span.end, ""
    for start, stop in reversed(_at(s, k, letter)):
        made, end = rf"{{({value})}}{text[stop:end]}{made}", start
    return (text[span.start:end] + made).strip().rstrip(".,; ")


def _read(chains: Chains, text: Source) -> tuple[Context, Expr] | None:
    """What an expression means, its small letters that are declared nowhere any numbers; None where it has no meaning."""
    context = chains.context.copy()
    for _ in range(6):
        try:
            return context, context.read(text)
        except SymcheckError as error:
            missing = _UNDECLARED.match(error.diagnostic.headline) if error.diagnostic.id == "undeclared-name" else None
            of_unit = _OF_UNIT.fullmatch(missing[1]) if missing is not None else None
            if of_unit is not None:  # w_j, of any unit
                text = _renamed(context, text, of_unit)
            elif missing is None or _SMALL.fullmatch(missing[1]) is None:
                return None
            else:
                context.declare(rf"{missing[1]} \in \mathbb{{R}}")
    return None


def _renamed(context: Context, text: Source, name: re.Match) -> Source:
    """The text with a letter of its own for a name with an index."""
    before = "" if name[1].startswith("\\") else r"(?<![A-Za-z\\])"
    written = re.compile(rf"{before}{re.escape(name[1])}\s*_\s*(?:{name[2]}(?![A-Za-z])|\{{\s*{name[2]}\s*\}})")
    fresh = next(x for x in _FRESH if x not in text.text and context.scope.bare(x) is None)
    return Source(written.sub(lambda m: f"{{{fresh}}}", text.text), text.name, text.locate(0)[0])


__all__ = ["equivalent", "judged"]
