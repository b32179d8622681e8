r"""What a parameter of an objective must be for it to be the one at hand: "so this is $J$ with $\lambda = \sigma^2 / \tau^2$", "the MAP estimate is
the ridge estimate $\hat w$ of part (a) with $\lambda = ..$", "comparing with $J$ we read off $\lambda = ..$".

The J of the document, with this value for the parameter, has its optimum where the posterior has its mode, or where the display right before has
its own; a place \hat w with this value is that optimum. Where several objectives hold the parameter, they must agree.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import objectives_told
from symcheck.judge.derivation.relations import modes, optima
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import Gradient, Optimum, names_in, speaks_of
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict

# What is said to be the same as what: "this is exactly", "coincides with", "and recovers".
_SAME = (r"\b(?:is|are|be|becomes?|equals?|coincides?\s+with|agrees?\s+with|match(?:es)?|recovers?|gives?|yields?|reduces?\s+to|corresponds?\s+to|amounts?\s+to|turns\s+into|"
         r"minimi[sz]es|solves)(?:\s+(?:therefore|back|thus|then|also|hence|exactly|just|precisely|again|nothing\s+but|simply|indeed|the\s+same\s+(?:as|thing\s+as)|equal\s+to|identical\s+to|"
         r"equivalent\s+to|proportional\s+to|of\s+the\s+form|up\s+to\s+(?:a|an|the)\s+(?:\w+\s+)?(?:constant|factor)|minimi[sz]ing))*")
_KIND = (r"(?:objective|loss|cost|criterion|problem|function|regression|estimate|estimator|solution|minimi[sz]er|formula|penalty|version|one)s?(?:\s+function)?")
# The object: a name, "the ridge objective $J$ of part (a)", "(1)".
_OBJECT = (rf"\s+,?(?:(?:the|our|a)\s+(?:[\w-]+\s+){{0,4}}?{_KIND}(?:\s+(?:of\s+)?§)?|(?:the\s+)?(?:ridge|Tikhonov)(?:\s+{_KIND})?(?:\s+§)?|§|\((?:\w+|§)\)|that\s+(?:of|in)(?=\s+(?:part|question|\())|(?:part|question|equation|step)\s+\(?\w+\)?)"
           r"(?:\s*,?\s+(?:of|in|from|above|before|again|itself|we\s+started\s+(?:from|with)|defined\s+(?:above|before|in)|part|question|equation|step|section|(?:the\s+)?(?:first|previous|last)|\(?\w{1,4}\)|\d+|"
           r"\\(?:eq)?ref\s*\{[^{}]*\}))*")
# Between the object and the value of the parameter.
_WITH = (r"(?:\s*,?\s+up\s+to\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:factor|constant|scal\w+))?\s*,?\s+(?:with|for|where|provided(?:\s+that)?|by\s+(?:setting|choosing|taking|putting)|(?:exactly\s+|precisely\s+)?(?:once|when|if|as\s+soon\s+as)(?:\s+(?:we|one|you)\s+\w+)?|"
         r"upon\s+\w+ing|under\s+the\s+(?:identification|choice))(?:\s+(?:the\s+)?(?:[\w-]+\s+){0,2}(?:parameter|strength|weight|coefficient|constant|choice|identification|value|penalty|regulari[sz]ation))?(?:\s+of)?\s*:?\s*$")
_IS_OBJECTIVE = re.compile(_SAME + _OBJECT + _WITH, re.I)
# "$\\hat w_{MAP} = \\hat w$ with": the object is the last side of the formula before.
_EQUALS_PLACE = re.compile("§" + _WITH, re.I)
# "Comparing with $J$, we read off", "matching the two objectives gives".
_COMPARED = re.compile(r"\b(?:compar(?:e|ed|ing|ison)|match(?:ed|ing|es)?|identify(?:ing)?|read(?:ing)?\s+off|equating)\b[^.;:]*?(?:\b(?:gives?|yields?|shows?(?:\s+that)?|read\s+off|find|see(?:\s+that)?|get|obtain|identify|"
                       r"requires?|needs?|so|hence|thus|therefore|we\s+(?:have|need)|off|with)\s*|,\s*)(?:we\s+\w+\s+)?(?:that\s+)?:?\s*$", re.I)
# What is no denial of the equation: "multiplying by $2 \\sigma^2$ does not move the minimizer".
_HARMLESS = re.compile(r"\b(?:do(?:es)?\s+not|doesn't|don't|cannot|never)\s+(?:move|change|alter|affect|depend|influence|matter|shift|involve|contain)s?\b", re.I)
# Of runs in which the parameter is only given a value.
_TRIED = re.compile(r"\b(?:plot\w*|train\w*|run|ran|experiment\w*|cross-validat\w+|tun\w+|default\w*|try|tried|choos\w+\s+instead)\b", re.I)


def judged(chains: Chains, s: Statement, sentence: str) -> bool:
    """Judge the value that the words give to the parameter of an objective; False where they say no such thing, or it is not decided."""
    text = _HARMLESS.sub(" ", re.sub(r"\$[^$]*\$", "§", sentence))
    told = _IS_OBJECTIVE.search(text) or _COMPARED.search(text)
    said = told or _EQUALS_PLACE.search(text)
    if said is None or told is None and not _last_side(sentence) or len(s.pieces) != 2 or None in s.pieces or _TRIED.search(text) or modes.OTHER.search(text[:said.start()]) or re.search(r"\b(?:not|never|neither|nor)\b", text):
        return False
    state = chains.state
    letter, value = state.read(s.pieces[0]), state.read(s.pieces[1])
    if letter is None or value is None or letter.op != "var" or not is_scalar(letter.shape) or not is_scalar(value.shape) or not names_in(value) or speaks_of(value, letter):
        return False
    for known in _known(chains):
        if known.by is letter or speaks_of(known.objective, letter) or not names_in(value) <= names_in(known.objective):
            continue
        verdicts = [optima.same(state, known, Optimum(exchanged(f.args[0], letter, value), known.by, True))
                    for f in (_named(_objectives(chains, known, letter), sentence) if told is not None else ())]
        verdicts = verdicts or [v for e in _named(_places(chains, known, letter), sentence, needed=True) if (v := _is_there(chains, known, exchanged(e, letter, value))) is not None]
        if not verdicts or len({v.right for v in verdicts}) != 1 or not (verdicts[0].right or all(v.word == V.DIFFERENT for v in verdicts)):
            continue
        with chains.apart():
            chains.step(s, 0, verdicts[0], "optimum", "the same optimum" if verdicts[0].right else "")
        return True
    return False


def _known(chains: Chains) -> list[Optimum]:
    """The display right before, or the one posterior that the laws give."""
    shown, posterior = objectives_told.displayed(chains), modes.every(chains.state, True)
    last = chains.state.objectives[-1] if chains.state.objectives and chains.meanings.at and chains.meanings.document.formulas[chains.meanings.at - 1].display else None
    return [o for o in (shown, last, posterior[0] if len(posterior) == 1 else None) if o is not None]


def _objectives(chains: Chains, known: Optimum, letter: Expr) -> dict[str, Expr]:
    """The functions with a formula that hold the parameter and what is optimized, by their names."""
    return {v.name: f for v, f in chains.state.context.definitions.items() if f.op == "let" and not v.family and "'" not in v.name and is_scalar(f.shape)
            and not has_derivative(f) and speaks_of(f, letter) and speaks_of(f, known.by)}


def _places(chains: Chains, known: Optimum, letter: Expr) -> dict[str, Expr]:
    """What is defined or was found in terms of the parameter, of the kind of what is optimized."""
    found = {}
    for v, e in chains.state.context.definitions.items():
        place = chains.state.solved.get(e.args[0]) if e.op == "let" and e.args[0].op == "var" else e.args[0] if e.op == "let" else None
        if place is not None and not v.family and place.shape == known.by.shape and speaks_of(place, letter) and not speaks_of(place, known.by):
            found[v.name] = place
    return found


def _named(found: dict[str, Expr], sentence: str, needed: bool = False) -> list[Expr]:
    """Those that the sentence calls by their names, or else all, unless a name is `needed`."""
    formulas = [re.sub(r"\s|\\(?:left|right)|[{}]", "", f) for f in [*re.findall(r"\$([^$=]*)\$", sentence), _last_side(sentence)]]
    called = [e for name, e in found.items() if any(re.fullmatch(re.escape(re.sub(r"\s|[{}]", "", name)) + r"(?:\(.*\))?", f) for f in formulas)]
    return called or ([] if needed else list(found.values()))


def _last_side(sentence: str) -> str:
    """What the last formula of a sentence ends with, where that is an equation."""
    found = re.findall(r"\$([^$]*)\$", sentence)
    return found[-1].split("=")[-1].strip() if found and "=" in found[-1] else ""


def _is_there(chains: Chains, known: Optimum, place: Expr) -> Verdict | None:
    """Is the derivative of what is optimized zero at a place?"""
    return equations.solution(chains.state, known.by, place, [], Gradient(known.objective, known.by))


__all__ = ["judged"]
