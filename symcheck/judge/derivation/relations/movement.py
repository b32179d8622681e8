r"""What moves in differentials: "if only $V$ moves, $dE = H\, dV$", "with $x$ and $b$ fixed".

In general every name moves of which a differential is written in the document. Where the words before a line say which
names move there, or which are held, the line is judged so too, and the verdict says so. What words say that moves, "If $H$ changes", moves to the
end of the paragraph, or until they say it of another name: "For the bias". Where they speak of the parameters of one layer,
"For the parameters of the first layer", those of the others are held: the names with other numbers than what is written. Of names without
such numbers they leave it open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.elaborate_differentials import written
from symcheck.read.parser import parse
from symcheck.text import Source

_F = r"(?:\$([^$]+)\$|\\\((.+?)\\\))"
_FS = r"((?:(?:\$[^$]+\$|\\\(.+?\\\))(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*))+)"
_MOVES = r"(?:mov|var|chang|perturb|differ)\w*"
_ONLY = (re.compile(rf"\b(?:only|just)\s+{_FS}\s*(?:(?:is|are|to)\s+)?{_MOVES}", re.I),
         re.compile(rf"\b{_MOVES}\s+(?:only|just)\s+{_FS}", re.I),
         re.compile(rf"\b{_MOVES}\s+{_FS}\s*(?:only|alone)\b", re.I),
         re.compile(rf"{_FS}\s*alone\s+{_MOVES}", re.I))
# "a change $dW$ acts in both places", "for a perturbation $dW$ of $W$".
_CHANGE = re.compile(rf"\b(?:change|perturbation|variation|step|increment|nudge)\s+(?:(?:of|in|to|by)\s+)?(?:size\s+)?{_F}", re.I)
_FIXED = (re.compile(rf"{_FS}\s*(?:(?:is|are|be|being|stays?|remains?)\s+)?(?:(?:held|kept)\s+)?(?:fixed|constant)\b", re.I),
          re.compile(rf"\b(?:fix|fixing|hold|holding|keep|keeping|freez\w+)\s+{_FS}", re.I))
# "if $x$ is variable as well", "when the input $x$ changes too", of a line in which nothing else moves.
_THIS_ONE = (re.compile(rf"\b(?:if|when|suppose|let|should)\s+(?:also\s+)?(?:the\s+(?:\w+\s+)?)?{_FS}\s*(?:(?:is|are|be)\s+)?(?:also\s+|itself\s+|too\s+)?(?:an?\s+)?"
                        rf"(?:variables?\b|{_MOVES}|not\s+(?:fixed|constant))", re.I),)
# "with the weights held fixed", "when only layer $l$ is perturbed": what is written moves, and nothing else.
_NO_MORE = re.compile(rf"\b(?:weights?|parameters?)\s+(?:(?:is|are|being)\s+)?(?:(?:held|kept)\s+)?(?:fixed|constant)\b"
                      rf"|\b(?:fix|fixing|hold|holding|keep|keeping|freez\w+)\s+(?:the|all)\s+(?:weights?|parameters?)\b"
                      rf"|\bonly\s+(?:layer|block)\s+{_F}\s+(?:is|are)\s+{_MOVES}", re.I)
# "For the bias", "For $b$ we get", before the one differential of a line.
_FOR_ONE = re.compile(rf"^[\W\d]*(?:(?:and|but|now|next|then|similarly|likewise|finally|also)\b[\s,]*)*for\s+(?:a\s+(?:small\s+)?change\s+(?:in|of)\s+)?(?:the\s+)?"
                      rf"(?:(?:first|second|last|other|hidden|output|two)\s+)?(?:(?P<role>bias|offset|intercept|weight|input|activation)(?:e?s|\s+(?:vector|matrix|matrices|vectors))?)?\s*(?P<names>{_FS}?)"
                      r"(?:\s*alone)?\s*[,:]?\s*(?:(?:we|one|I)\s+(?:have|has|get|gets|find|finds|obtain|write)|it\s+is|this\s+(?:gives|is)|the\s+differential\s+is)?\s*:?\s*$", re.I)
# "$dA = X\\, dW$ for the parameters", right after a line: what is written moves, and nothing else.
_FOR_THEM = re.compile(r"\s*(?:\$|\\\))\s*(?:for|in|with\s+respect\s+to|as\s+far\s+as)\s+(?:only\s+)?(?:the|a\s+change\s+(?:in|of)\s+the)\s+(?:[\w-]+\s+)?(?:parameters?|weights?|inputs?|bias(?:es)?|offsets?|layer|activations?)"
                       r"(?:\s+(?:alone|only|matrix|matrices|vectors?|and\s+(?:the\s+)?(?:bias(?:es)?|weights?)))*(?=[\s.,;:]|$)", re.I)
# "For the parameters of the first layer", "With respect to the weights and biases of the hidden layer".
_PARAMETERS = r"(?:parameters|weights(?:\s+and\s+(?:the\s+)?(?:bias(?:es)?|offsets?))?|weight\s+matrix\s+and\s+(?:the\s+)?bias|variables)"
_ONE_LAYER = r"(?:first|second|third|fourth|hidden|output|input|last|final|same|lower|upper|this|inner|outer|bottom|top)"
_FOR_LAYER = re.compile(rf"\b(?:for|with\s+respect\s+to|regarding|concerning|turning\s+to|consider(?:ing)?|as\s+to|in\s+terms\s+of|vary(?:ing)?|perturb(?:ing)?|chang(?:e|ing))\s+(?:now\s+)?(?:only\s+)?(?:the\s+)?"
                        rf"(?:{_PARAMETERS}\s+of\s+(?:the\s+)?{_ONE_LAYER}(?:\s+(?:hidden|linear|dense))?\s+layer\b|{_ONE_LAYER}[-\s]layer(?:'s)?\s+{_PARAMETERS}\b)(?!\s*(?:,|and|or)\s+(?:of\s+)?(?:the|those)\b)", re.I)
_NOT_HELD = re.compile(r"\b(?:not|never|also|too|as\s+well|all\s+layers|every\s+layer|each\s+layer|both\s+layers|other\s+layers?|instead)\b|n['’]t\b", re.I)
_NUMBER = re.compile(r"\d+")
_ROLES = {"bias": "bcdBC\\beta", "offset": "bcd\\beta", "intercept": "bcd\\beta", "weight": "wWvVuUA\\theta\\Theta", "input": "xX", "activation": "aAhHzZ"}
# Several names move again.
_ALL_MOVE = re.compile(r"\b(?:in\s+(?:general|total|all)|al?together|overall|everything|all\s+of\s+(?:them|these)|both|total\s+differential|simultaneously|at\s+once|at\s+the\s+same\s+time)\b", re.I)
_LETTER = re.compile(r"\\?[A-Za-z]+")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|mathcal|vec|hat|tilde|bar)\s*(?:\{([^{}]*)\}|\s([A-Za-z]))")


def judged(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict where only what the words say moves, if the line is right then."""
    names = {n for p in (a, b) if p is not None for n in written(p.syntax)}
    if not names:
        return None
    said = re.split(r"\b[Ii]n\s+general\b", state.paragraph)[-1]
    moving = _told(_ONLY, said) | _changed(said) | (_this_one(state, {_letter(n) for n in written(b.syntax)}) if written(b.syntax) else set())
    fixed = _told(_FIXED, said)
    if _NO_MORE.search(said) or _FOR_THEM.match(state.text_so_far.rpartition(b.source.text.strip())[2]):
        left = ()
    elif moving and all(_is_moved(state, n, moving) for n in written(b.syntax)):
        left = ()
    elif fixed and not {_letter(n) for n in names} & fixed:
        left = tuple(n for n in state.context.differentials if _letter(n) not in fixed)
    else:
        return _of_layer(state, a, b, names)
    v = _equal(state, a, b, left)
    note = "what is written moves here, and nothing else" if not (moving or fixed) else \
        f"only {', '.join(sorted(moving))} moves here" if moving else f"{', '.join(sorted(fixed))} held fixed here"
    return replace(v, notes=(note, *v.notes)) if v.right else _of_layer(state, a, b, names)


def _equal(state: State, a: Piece, b: Piece, moving: tuple[str, ...]) -> Verdict:
    """The verdict where these names move, beside what is written."""
    context = state.context.copy()
    context.differentials, context.remembered = moving, {}
    return equal(context, a, b, state.layout)


def _of_layer(state: State, a: Piece, b: Piece, names: set[str]) -> Verdict | None:
    """The verdict where the words speak of the parameters of one layer, and what is written is right of them alone: those with other numbers are held,
    of others nothing is told."""
    told = _FOR_LAYER.search(state.paragraph)
    if told is None or _ALL_MOVE.search(state.paragraph[told.start():]) or _NOT_HELD.search(state.paragraph[told.start():]) or not _equal(state, a, b, ()).right:
        return None
    numbers = {x for n in names for x in _NUMBER.findall(n)}
    others = [n for n in state.context.differentials if n not in names]
    if not _equal(state, a, b, tuple(n for n in others if numbers.intersection(_NUMBER.findall(n)))).right:
        return None  # of the same layer
    v = _equal(state, a, b, tuple(n for n in others if not numbers or not _NUMBER.findall(n)))
    if v.right:
        return replace(v, notes=("only the parameters of one layer move here", *v.notes))
    return Verdict(V.UNDECIDED, "right where nothing moves but what is written; the words do not tell whether that is meant")


def refuted(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict on a line that holds where only what is written moves, where the words say that something else does."""
    moving = _told(_ONLY, re.split(r"\b[Ii]n\s+general\b", state.paragraph)[-1])
    moving |= _this_one(state, {_letter(n) for n in written(b.syntax)}) if moving else set()
    if not moving or not written(b.syntax) or all(_is_moved(state, n, moving) for n in written(b.syntax)):
        return None
    context = state.context.copy()
    context.differentials, context.remembered = tuple(dict.fromkeys((*context.differentials, *sorted(moving)))), {}
    v = equal(context, a, b, state.layout)
    return v if v.word == V.DIFFERENT else None


def _this_one(state: State, written_here: set[str]) -> set[str]:
    """The letters of which the last sentence of this kind in the paragraph says that they move, "If $H$ changes", "For the bias"."""
    for sentence in reversed(re.split(r"[.:;]\s", _ALL_MOVE.split(state.paragraph)[-1])):
        if found := _told(_THIS_ONE, sentence):
            return found
        if _told(_ONLY, sentence):
            return set()
        opening = re.split(r"\$[^$]*=", sentence)[0]
        one = _FOR_ONE.match(opening)
        if one is None or not (one["role"] or one["names"]):
            continue
        found = {_letter(m[1] or m[2]) for m in re.finditer(_F, one["names"] or "")}
        if not found and len(written_here) == 1:
            letter = next(iter(written_here))
            found = {letter} if letter in re.findall(r"\\[a-z]+|[A-Za-z]", _ROLES[one["role"].lower()]) else set()
        return found
    return set()


def _is_moved(state: State, name: str, moving: set[str]) -> bool:
    """Is this one of the names that move, or made of one?"""
    e = state.read(Piece(parse(Source(name)), Source(name))) if _letter(name) not in moving else None
    return e is None and _letter(name) in moving or e is not None and e.op == "let" and any(_letter(n) in moving for n in names_in(e))


def _told(patterns: tuple[re.Pattern, ...], said: str) -> set[str]:
    """The letters of the names that the words list so."""
    return {_letter(m[1] or m[2]) for p in patterns for found in p.finditer(said) for m in re.finditer(_F, found[1])}


def _changed(said: str) -> set[str]:
    """The letter of the one name of which a change is spoken of; none where there are several."""
    found = {_letter(re.sub(r"^\s*(?:\\(?:delta|Delta|mathrm\s*\{d\}|,)\s*|d(?=[A-Z\\]))", "", m[1] or m[2])) for m in _CHANGE.finditer(said)}
    return found if len(found) == 1 else set()


def _letter(name: str) -> str:
    r"""W of `\mathbf{W}^{(1)}`."""
    plain = _FONT.sub(lambda m: m[1] or m[2], name)
    found = _LETTER.search(plain)
    return found[0] if found is not None else plain
