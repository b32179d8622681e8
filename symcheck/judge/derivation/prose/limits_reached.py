r"""What an expression tends to, told in words with what its variable does: "As $\lambda \to 0$ the ridge solution tends to $(X^\top X)^{-1} X^\top y$", "this approaches
$b / a$ as $\lambda \to 0$", "For $\tau \to \infty$ it converges to $\bar x$".

They speak of the formula that they name, or of the last equation before them that holds the variable. Where that is continuous, as far as its denominators and inverses do not
vanish there for all values of its other names, the limit is the value there; `(A + \lambda I)^{-1}` vanishes as \lambda grows. Other limits are judged as `\lim`.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.limits_told import is_continuous
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import called, names_in, speaks_of
from symcheck.judge.derivation.wording import noun_phrases, reservations
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

# `\lambda \to 0`, `\tau \rightarrow \infty`
APPROACH = re.compile(r"\s*(?P<h>\\?[A-Za-z]+)\s*\\(?:to|rightarrow|longrightarrow|downarrow|searrow|nearrow|uparrow)(?![A-Za-z])\s*\+?\s*(?P<at>\\infty|\d+)\s*(?:\^\s*\{?\+\}?)?\s*")
_TENDS = (r"(?:(?:then|thus|therefore|hence|now|clearly|simply|just|in\s+turn)\s+)*(?:(?:tends?|converges?|goes|shrinks?|reduces?|collapses?|turns?|relaxes?)\s+(?:back\s+)?(?:to(?:wards?)?|into)|approach(?:es)?|becomes?|has\s+the\s+limit|recovers?|"
          r"we\s+(?:recover|get(?:\s+back)?|obtain))(?:\s+(?:the|an?)(?:\s+[\w-]+){1,4})?\s*$")
_SUBJECT = (r"(?P<subject>(?:this|it|that|which|(?:the|our|its)\s+(?:(?:ridge|lasso|posterior|optimal|resulting|corresponding|same|shrinkage|regulari[sz]ed|penali[sz]ed|MAP|whole|limiting|least[- ]squares|closed-form|predictive|learn(?:ed|t)|"
            r"estimated|fitted|marginal|Bayes(?:ian)?|mixing|effective|above|last|entire|full|prior|conditional|maximum|likelihood|a|posteriori|logistic|Kalman|Newton|weight|step|learning|damped|Tikhonov)\s+){0,3}?(?:solution|estimate|estimator|minimi[sz]er|mean|variance|covariance|expression|quantity|factor|weight|coefficient|value|ratio|"
            r"probability|slope|gradient|prediction|posterior|degrees\s+of\s+freedom)(?:\s+of\s+⟦\d+⟧)?(?:\s+(?P<named>⟦\d+⟧))?)|(?P<alone>⟦\d+⟧))")
WHEN = r"(?:as|for|if|when|in\s+the\s+limit(?:\s+(?:as|of|where|for))?|letting)\s+"
_FIRST = re.compile(rf"(?:^|[.;:,]\s*|\b(?:and|but|while)\s+){WHEN}⟦(?P<when>\d+)⟧\s*,?\s*(?:we\s+see\s+that\s+)?{_SUBJECT}?\s*,?\s*{_TENDS}", re.I)
_LAST = re.compile(rf"(?:^|[.;:,]\s*|\b(?:and|but|so|hence|thus|while|that|then)\s+){_SUBJECT}\s*,?\s*{_TENDS}", re.I)
DENIED = re.compile(r"n't\b|\b(?:not|never|would|should|could|might|unless|until|instead|without|cannot|fails?|wrong\w*|students?|incorrect\w*|only\s+if|suppose|assum\w+|let)\b", re.I)
# Words of which the formula must be called the same: the limit of a mean is none of a variance.
_KINDS = re.compile(r"\b(?:mean|variance|covariance|slope|gradient|derivative|prediction|probability|posterior|degrees\s+of\s+freedom|ratio|weight|coefficient|factor)\b", re.I)
_OF_OTHERS = frozenset(("variance", "covariance", "slope", "gradient", "derivative", "prediction"))  # of something else than the formula before, if that is not called so
NO_MATTER = re.compile(r"^[^.;]*\b(?:whether|even\s+(?:if|when|for)|although|though|regardless|no\s+matter|irrespective)\b", re.I)
# What may stand before a limit in its clause, so that it is told as it is; and in the clauses before it, what may tie the variable to others.
_LEAD = re.compile(r"(?:\s|[,*()>]|\b(?:then|so|that|hence|thus|therefore|and|but|while|also|clearly|now|again|finally|here|indeed|moreover|in|particular|consequently|we|one|have|has|see|sees|find|finds|get|gets|obtain|obtains|"
                   r"it|this|which|follows|holds|note|notice|observe|know|conclude|means|shows|implies|gives|is|are|the|its|as|solution|limit|accordingly|naturally|for|example|instance|other|hand|on|conversely|similarly|likewise)\b)*", re.I)
_TIES = re.compile(r"\b(?:if|when\w*|where|suppos\w*|assum\w*|imagine|let|keep\w*|hold\w*|fix\w*|grows?|growing|scal\w+|proportional\w*|tied|such\s+that|with|under|provided|given|unless|case|along|like|myth|claim\w*|wrong\w*|mistake\w*)\b", re.I)
# In the paragraph before it.
_TIED = re.compile(r"\b(?:grow(?:s|ing)?\s+(?:with|like|as|at|along|together)|scal(?:e|es|ed|ing)\s+(?:with|like|as|by|§)|proportional(?:ly)?|tied\s+to|in\s+step|in\s+lockstep|at\s+the\s+same\s+(?:rate|speed)|(?:keep\w*|kept|hold\w*|held|fix\w*)\s+(?:\w+\s+){0,2}?ratio|"
                   r"(?:chosen|set|taken|put)\s+(?:to\s+be\s+)?(?:equal|as|to\s+be)\b|equals?\s+(?:to\s+)?(?:the\s+)?(?:number|§)|depends?\s+on|along\s+with|together\s+with)", re.I)
_SYMBOL = re.compile(r"\\(?!(?:[dt]?frac|sqrt|cdot|left|right|to|infty|log|exp|propto|sim|approx|top|mathbb|in|ge|le)(?![a-z]))[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_BACK = 6  # formulas before it of which "it" may speak


def judged(chains: Chains, remarks: Remarks, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the words around it call a limit; False where they do not, or it is not decided."""
    if formula.display:
        return False
    words, texts = noun_phrases.tokens(sentence)
    if DENIED.search(words) or NO_MATTER.match(formula.after):
        return False
    first = _FIRST.search(words)
    said = first or _LAST.search(words)
    if said is None or not is_plain(before(words, said)):
        return False
    approach = APPROACH.fullmatch(texts[int(first["when"])]) if first is not None else behind(chains, formula)
    if approach is None or first is not None and not equals_told.ends(formula.after):
        return False
    h = chains.state.context_read(approach["h"])
    token = said["named"] or said["alone"]
    value = equations_read.looked_up(chains.meanings, f"{row.text.strip().rstrip('.,;')} = 0", row)
    s = _whole(chains, texts[int(token[1:-1])], row) if token else _meant(chains, h, said["subject"] or "", value, approach, row)
    return s is not None and value is not None and claimed(chains, remarks, s, value.pieces[0], approach, row)


def before(words: str, said: re.Match[str]) -> str:
    """The words before what was found, with the sign that ends their clause."""
    return words[:said.start()] + (said[0][0] + " " if said[0][:1] in tuple(".;:") else "")


def is_plain(lead: str) -> bool:
    """Do the words of a sentence before a limit leave it as it is told?"""
    *earlier, clause = re.split(r"[;:.]\s", lead)
    return _LEAD.fullmatch(clause) is not None and not any(_TIES.search(part) or "=" in part or reservations.keeps(part) for part in earlier)


def claimed(chains: Chains, remarks: Remarks, s: Piece, value: Piece, approach: re.Match, row: Source) -> bool:
    """Judge a value as the limit of an expression; False where that does not hold what moves, or it is not decided."""
    h = chains.state.context_read(approach["h"])
    if h is None or h.op != "var" and not (h.op == "size" and approach["at"] == r"\infty"):
        return False
    x, y = chains.state.read(s), chains.state.read(value)
    claim = Statement([None, value], ["="], row, value.syntax.span)
    if x is not None and _tied(chains, x, h):
        chains.outcome.passed_over(claim.line(), row.text.strip())
        return True
    if x is not None and speaks_of(x, h) and y is None and equations_read.is_misfit(chains.state.context, value) and are_declared(chains.meanings, value):
        chains.step(claim, 0, Verdict(V.DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together"))
        return True
    if x is None or not speaks_of(x, h) or y is None or speaks_of(y, h):
        return False
    y = build.zeros(x.shape) if y.is_zero and not is_scalar(x.shape) else y
    v = _verdict(chains, x, y, h, approach["at"])
    if v is not None and (v.right or v.word == V.DIFFERENT):
        chains.step(claim, 0, v)
        return True
    if not is_scalar(x.shape):
        return False
    text, written = (p.source.text[p.syntax.span.start:p.syntax.span.end] for p in (s, value))
    limit = equations_read.looked_up(chains.meanings, rf"\lim_{{{approach['h']} \to {approach['at']}}} \left({text}\right) = {written}", row)
    return limit is not None and chains.state.read(limit.pieces[0]) is not None and remarks.aside_if_decided(limit)


def _tied(chains: Chains, x: Expr, h: Expr) -> bool:
    """May a formula before this one, or words of its paragraph, tie another name in an expression to what moves: "Take $\\lambda = n^2$"?"""
    moving, others = called(h), {n.data.name for n in x.walk() if n.op == "var" and n is not h}
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    for row in (row for f in formulas[:at] for row in f.rows if others):
        left, sign, _ = re.split(r"(:?=|\\propto|\\sim|\\approx)", f"{row.text}= =", maxsplit=2)[:3]
        names = {m[0] for m in _SYMBOL.finditer(left)}
        if names and names <= {moving, *others} and moving in {m[0] for m in _SYMBOL.finditer(row.text)} and others & {m[0] for m in _SYMBOL.finditer(row.text)} and sign.strip() and ("=" in row.text or sign != "="):
            return True
    so_far = re.split(r"\n\s*\n", chains.meanings.survey.text[:formulas[at].start])[-1]
    return bool(others) and _TIED.search(re.sub(r"\$[^$]*\$", " § ", so_far)) is not None


def behind(chains: Chains, formula: Formula) -> re.Match | None:
    """The approach told right behind a formula, "as $\\lambda \\to 0$"."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    if at + 1 >= len(formulas) or not re.fullmatch(rf"\s*,?\s*{WHEN[:-3]}\s*", formula.after, re.I) or formulas[at + 1].display or len(formulas[at + 1].rows) != 1:
        return None
    return APPROACH.fullmatch(formulas[at + 1].rows[0].text.strip().rstrip(".,; "))


def _verdict(chains: Chains, x: Expr, y: Expr, h: Expr, at: str) -> Verdict | None:
    """The verdict on y as the limit of x; None where it cannot be told."""
    context = chains.state.context
    if x.shape != y.shape:
        return None
    if at != r"\infty":
        place = build.num(int(at))
        if not is_continuous(x, h, lambda e: judge(context, build.substitute(e, ((h.data, place),)), build.zeros(e.shape) if not is_scalar(e.shape) else build.num(0)).word == V.DIFFERENT):
            return None
        v = judge(context, build.substitute(x, ((h.data, place),)), y)
        return Verdict(V.EQUAL, f"the value at {called(h)} = {at}, where it is continuous") if v.right else v
    found = x
    for e in [e for e in x.walk() if e.op == "inverse" and _grows(e.args[0], h)]:
        found = exchanged(found, e, build.zeros(e.shape))
    if found is x or speaks_of(found, h):
        return None
    v = judge(context, found, y)
    return Verdict(V.EQUAL, f"the inverse vanishes as {called(h)} grows") if v.right else v


def _grows(e: Expr, h: Expr) -> bool:
    r"""Is this `A + \lambda I` with an A that does not hold \lambda?"""
    terms = e.args if e.op == "add" else (e,)
    moving = [t for t in terms if speaks_of(t, h)]
    return len(moving) == 1 and moving[0].op == "mul" and h in moving[0].args and any(a.op == "eye" for a in moving[0].args) and all(
        a is h or not names_in(a) or a.op in ("num", "size") for a in moving[0].args)


def _meant(chains: Chains, h: Expr | None, subject: str, value: Statement | None, approach: re.Match, row: Source) -> Piece | None:
    """Of which formula before it a limit speaks. Where the words do not name a kind, "we recover", it is one with that limit, if there is one, or else the last."""
    kinds = {m[0].lower() for m in _KINDS.finditer(subject)} - {"posterior"}
    found, unread = _before(chains, h)
    if kinds or not found or value is None:
        last, called_so = found[0] if found else (None, set())
        return last if kinds <= called_so or not called_so and not kinds & _OF_OTHERS else None
    fitting = next((piece for piece, _ in found if (v := _tried(chains, piece, value.pieces[0], approach, row)) is not None and v.right), None)
    return fitting or (found[0][0] if not unread and (len(found) == 1 or subject) else None)


def _before(chains: Chains, h: Expr | None) -> tuple[list[tuple[Piece, set[str]]], bool]:
    """The equations before the sentence, or in it, that hold the variable, the last first, with the kinds that they are called; and whether one could not be read."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    pieces: list[tuple[Piece, set[str]]] = []
    unread = False
    for f in reversed(formulas[max(0, at - _BACK):at] if h is not None else ()):
        called_so = {m[0].lower() for m in _KINDS.finditer(f.before)} - {"posterior"}
        for row in reversed(f.rows):
            try:
                found = [s for s in statements(chains.state.context, row) if None not in s.pieces and {*s.operators} <= {"=", ":="}]
            except SymcheckError:
                unread = True
                continue
            for s in reversed(found):
                e = chains.state.read(s.pieces[-1])
                if e is not None and e is not h and speaks_of(e, h):
                    pieces.append((s.pieces[-1], called_so))
    return pieces, unread


def _tried(chains: Chains, s: Piece, value: Piece, approach: re.Match, row: Source) -> Verdict | None:
    """The verdict on a value as the limit of an expression, of which no step is made."""
    h, x, y = chains.state.context_read(approach["h"]), chains.state.read(s), chains.state.read(value)
    if h is None or x is None or y is None or speaks_of(y, h) or x.shape != y.shape:
        return None
    if (v := _verdict(chains, x, y, h, approach["at"])) is not None or not is_scalar(x.shape):
        return v
    text = s.source.text[s.syntax.span.start:s.syntax.span.end]
    limit = equations_read.looked_up(chains.meanings, rf"\lim_{{{approach['h']} \to {approach['at']}}} \left({text}\right) = 0", row)
    e = chains.state.read(limit.pieces[0]) if limit is not None else None
    return judge(chains.state.context, e, y) if e is not None else None


def _whole(chains: Chains, text: str, row: Source) -> Piece | None:
    s = equations_read.looked_up(chains.meanings, f"{text.partition('=')[0].strip()} = 0", row)
    return s.pieces[0] if s is not None else None


__all__ = ["APPROACH", "DENIED", "NO_MATTER", "WHEN", "before", "behind", "claimed", "is_plain", "judged"]
