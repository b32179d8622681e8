r"""Numbers of parameters told in words: "A network with $d$ inputs, one hidden layer with $h$ units and a scalar output has $h d + 2 h + 1$ parameters, biases included",
"The total number of parameters is $h d + 2 h + 1$" after the declarations of all weights and biases."""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names.equations_read import equation
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import networks_told, noun_phrases
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

# "has $..$ parameters", "there are $..$ trainable parameters", "The total number of parameters is $..$".
_HAS = re.compile(r"\b(?:has|have|there\s+are|contains?|with|makes?|gives?|uses?|a\s+total\s+of|in\s+total)(?:\s+(?:then|thus|therefore|hence|exactly|altogether|a\s+total\s+of|in\s+total))*\s*:?\s*$", re.I)
_PARAMETERS = re.compile(r"^\s*(?:(?:trainable|learnable|free|adjustable|scalar|real)\s+)*(?:parameters|weights\s+and\s+biases)\b", re.I)
_NUMBER_IS = re.compile(r"\b(?:the|its)\s+(?:total\s+)?(?:number|count)\s+of\s+(?:all\s+)?(?:(?:trainable|learnable|free|adjustable|scalar)\s+)*parameters(?:\s+(?:of|in)\s+(?:the|this)\s+(?:whole\s+)?(?:network|model|layer))?"
                        r"\s*,?\s*(?:(?:including|counting)\s+(?:the\s+)?biases\s*,?\s*)?\s+(?:is|equals)(?:\s+(?:then|thus|therefore|hence))*\s*:?\s*$", re.I)
_OTHER = re.compile(r"\b(?:if|would|were|instead|not|never|unlike|wrong\w*|students?|incorrect\w*|claims?|approximately|roughly|about|almost|at\s+(?:least|most)|fewer|more\s+than|only|"
                    r"frozen|diagonal|symmetric|grouped|groups|depth-?wise|separable|shared|tied|two\s+such|copies)\b", re.I)
# A part of the network, or another model, of which the number is told: "The output layer has".
_OF_PART = re.compile(r"\b(?:(?:output|hidden|input|first|second|third|last|each|every|one)\s+(?:layers?|units?|neurons?)|(?:linear|logistic|softmax)\s+(?:models?|regression|classifiers?))\s+(?:alone\s+)?(?:has|have|contains?|needs?|uses?)\b[^.;]*$", re.I)
# Sentences that change nothing: "It has", "In total the network has", "Counting all biases, there are"; "Every unit has a bias".
_PLAIN = re.compile(r"(?:(?:in\s+total|altogether|all\s+in\s+all|so|hence|thus|then|therefore|(?:with|counting|including)\s+(?:all\s+|the\s+)?(?:weights\s+and\s+)?bias(?:es)?(?:\s+included)?)[\s,]*)*"
                    r"(?:(?:it|this|that|there|the\s+(?:whole\s+|full\s+)?(?:network|model)|(?:the|its)\s+(?:total\s+)?(?:number|count)\s+of\s+(?:all\s+)?(?:\w+\s+)?parameters(?:\s+of\s+(?:the|this)\s+(?:network|model))?)\s+)?"
                    r"(?:then\s+|therefore\s+|thus\s+)?(?:has|have|are|is|contains|gives|makes|equals)(?:\s+(?:then|thus|exactly|altogether|in\s+total|a\s+total\s+of))*", re.I)
_BIASES_ALONE = re.compile(r"(?:every|each|all)\s+[^.;]{0,30}\bbias(?:es)?|bias(?:es)?\s+are\s+(?:included|counted|used)[^.;]{0,20}", re.I)
_NAMES = re.compile(rf"\s*(?P<names>{NAME}(?:\s*,\s*{NAME})*)\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*(?:\^\s*(?:\{{\s*(?P<shape>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*)\}}|(?P<one>\w)))?\s*")
_OF_PARAMETERS = re.compile(r"\\?(?:mathbf|boldsymbol|bm)?\s*\{?\s*[WUVBbcwv]\s*\}?(?:[_^].*)?")
# A weight or a bias in a formula, and words that count those of the whole network.
_PARAMETER = re.compile(r"(?<![_^{])[WUVBbcwv](?:\s*[_^]\s*(?:\{\s*\(?\[?\w\]?\)?\s*\}|\d))?")
_IN_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm)\s*\{\s*([A-Za-z])\s*\}")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_OF_THE_NETWORK = re.compile(r"(?:^|[.;⟧]\s+)(?:(?:so|hence|thus|therefore|in\s+total|altogether)[\s,]+)*(?:the|this|our)\s+(?:whole\s+|full\s+)?(?:network|model)\s+(?:then\s+|thus\s+|therefore\s+)?(?:has|contains)\b[^.;]*$", re.I)
_LETTER = re.compile(r"\\(?:times|cdot|mathrm|text|frac|left|right)(?![A-Za-z])|\\?[A-Za-z](?:_(?:\{\s*\\?(?:mathrm|text)?\s*\{?\s*\w+\s*\}?\s*\}|\w))?")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a number that the words call one of parameters; False where they do not, or the network is not told."""
    has = _HAS.search(formula.before) is not None and _PARAMETERS.match(formula.after) is not None
    if formula.display or not has and not _NUMBER_IS.search(re.sub(r"\s+", " ", sentence)):
        return False
    text = chains.meanings.document.text
    paragraph = re.split(r"\n\s*\n", text[:formula.start])[-1]
    rest = re.split(r"[.;](?:\s|$)|\n\s*\n", text[formula.start + len(row.text) + 1:])[0]
    words, texts = noun_phrases.tokens(paragraph.rstrip("$ (\\"))
    if _OTHER.search(words) or _OF_PART.search(words):
        return False
    network = networks_told.told(f"{words} {re.sub(chr(36), '', rest)}", texts)
    numbers = network.numbers() if network is not None else _declared(texts) if not has or "network" in words else ()
    if not numbers and network is None and _OF_THE_NETWORK.search(words):
        numbers = _used(chains.meanings.document.formulas[:chains.meanings.at])
    verdicts = [v for n in numbers if (v := _verdict(chains, n, row)) is not None]
    found = next(((s, v) for s, v in verdicts if v.right), verdicts[0] if len(verdicts) == 1 == len(numbers) else None)
    if found is None:
        return False
    s, v = found
    if v.word == V.DIFFERENT and network is not None and not _is_plain(words):
        return False
    chains.step(s, 0, v, reason="the number of parameters" if v.right else "")
    return True


def _is_plain(words: str) -> bool:
    """Is nothing said between the network and its number that may change what is counted?"""
    sentences = [x for x in re.split(r"[.;](?:\s+|$)", words.strip()) if x.strip()]
    described = next((k for k, x in enumerate(sentences) if networks_told.tells(x)), len(sentences) - 1)
    between = sentences[described + 1:]
    return all(_BIASES_ALONE.fullmatch(x.strip()) for x in between[:-1]) and (not between or _PLAIN.fullmatch(between[-1].strip()) is not None)


def _declared(texts: list[str]) -> tuple[str, ...]:
    """How many entries all declared names have, where these are weights and biases and nothing else."""
    sizes = []
    for text in texts:
        if r"\in" not in text:
            return ()
        found = _NAMES.fullmatch(text)
        if found is None:
            return ()
        names = re.split(r"\s*,\s*(?![^{]*\})", found["names"])
        if not all(_OF_PARAMETERS.fullmatch(name.strip()) for name in names):
            return ()
        shape = re.split(r"\\times", found["shape"] or found["one"] or "1")
        sizes += [" ".join(f"({d.strip()})" for d in shape)] * len(names)
    return (" + ".join(sizes),) if len(sizes) > 1 else ()


def _used(formulas: tuple[Formula, ...]) -> tuple[str, ...]:
    """How many entries the weights and biases have that the displays so far are made of, where all of them are declared among words."""
    sizes: dict[str, list[str]] = {}
    for f in formulas:
        if not f.display and (found := _NAMES.fullmatch(f.rows[-1].text.strip().rstrip(".,;"))) is not None:
            shape = re.split(r"\\times", found["shape"] or found["one"] or "1")
            sizes |= {_bare(name): shape for name in re.split(r"\s*,\s*(?![^{]*\})", found["names"])}
    used = dict.fromkeys(_bare(m[0]) for f in formulas if f.display for row in f.rows for m in _PARAMETER.finditer(_COMMAND.sub(" ", _IN_FONT.sub(r"\1", row.text))))
    if len(used) < 2 or not any(name[0] in "WUV" for name in used) or not used.keys() <= sizes.keys():
        return ()
    return (" + ".join(" ".join(f"({d.strip()})" for d in sizes[name]) for name in used),)


def _bare(name: str) -> str:
    """W_1 of `\\mathbf{W}_{1}`."""
    return re.sub(r"\\(?:mathbf|boldsymbol|bm)(?![A-Za-z])|[\s{}]", "", name)


def _verdict(chains: Chains, number: str, row: Source) -> tuple[Statement, Verdict] | None:
    """The verdict on what is told as this number: its letters are those of the document, or any numbers."""
    context = chains.state.context.copy()
    text = row.text.strip().rstrip(".,;")
    for letter in dict.fromkeys(m[0] for m in _LETTER.finditer(f"{number} {text}") if not re.match(r"\\(?:times|cdot|mathrm|text|frac|left|right)", m[0])):
        try:
            context.read(letter)
        except SymcheckError:
            try:
                context.declare(rf"{letter} \in \mathbb{{R}}")
            except SymcheckError:
                return None
    s = equation(context, f"{number} = {text}", row)
    if s is None or not all(_is_read(context, p) for p in s.pieces):
        return None
    v = equal(context, *s.pieces, chains.state.layout)
    return (s, v) if v.right or v.word == V.DIFFERENT else None


def _is_read(context: Context, piece: Piece | None) -> bool:
    try:
        return piece is not None and context.reading(piece).expr is not None
    except SymcheckError:
        return False


__all__ = ["judged"]
