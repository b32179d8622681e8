r"""Words beside a formula: `\text{so } x`, `\text{the gradient is } 2x`, `x \text{ as required}`.

Only words that are known to say nothing of a value may be left out of it: those that join statements, name what is
asked and say that it is what follows. All others ("half of", "times two", "not") leave the formula unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcheck.read.syntax import Syntax, Words
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail


def _any(*words: str) -> str:
    return "(?:" + "|".join(words).replace(" ", r"\s+") + ")"


_JOINS = _any(
    "so", "thus", "hence", "therefore", "then", "and", "also", "now", "finally", "here", "consequently", "accordingly",
    "first", "second", "next", "because", "since", "as", "for", "if", "when", "whenever", "where", "wherever", "with",
    "let", "let us", "given", "such", "that", "which", "this", "implies", "means", "iff", r"i\.e\.?", r"e\.g\.?", r"s\.t\.?",
    "any", "all", "every", "each", "define", "defined", "defining", "denote", "write", "put", "call", "note", "recall",
    "suppose", "assume", "subject to", "provided", "it follows", "in conclusion", "in summary", "in short", "in total",
    "in other words", "that is", "this is", "it is", "as (?:required|desired|wanted|claimed|asked)", "qed", "q\\.e\\.d\\.?", "done",
    "the (?:best|optimal|optimum|new)", "by definition",
    "setting", "setting the (?:gradient|derivative) to (?:zero|0)", "solving for [a-z]+", "we set", "elementwise", r"w\.r\.t\.?", "wrt",
    "(?:by|from|using) (?:the )?(?:chain rule|product rule|quotient rule|linearity|symmetry|definition|above|assumption)",
    "(?:we|i|one|you) (?:then |thus |hence |can |now )?(?:get|gets|have|has|obtain|obtains|find|finds|see|conclude|know|write)")
_NOUN = _any(
    "(?:final |correct |full |required )?answer", "(?:partial |total |first )?derivative", "(?:partial |total )?gradient",
    "jacobian", "result", "solution", "optimum", r"minimi[sz]er", "optimal value", "best value", "closed form", "estimate",
    "estimator", "update(?: rule)?", "(?:update |gradient )?step", "rule", "weights?", "value", "formula", "expression",
    "loss", "cost", "error", "objective", "function", "output", "prediction", "parameters?", "contribution", "inputs?",
    "bias(?:es)?", "network", "layer", "complexity", "running time", "new (?:value|point|parameters?|weights?|theta|w)", "(?:hidden |output )?unit")
_NAME = rf"(?:(?:the|our|its|this|each|a|an)\s+)?(?:{_NOUN}|[a-z]|theta|w\d|b\d)"
_SUBJECT = (rf"(?:(?:the|our|my|its|a|an)\s+)?{_NOUN}"
            rf"(?:\s+(?:of|by|for|in|with\s+respect\s+to|wrt|w\.r\.t\.)\s+{_NAME})*")
_VERB = _any("is(?: therefore| then| thus| just| simply)?(?: equal to| given by)?", "are(?: given by)?", "equals", "be",
             "becomes", "reads", "gives", "yields", "get", "obtain", "must be", "given by", "as follows", "denotes", "comes out as",
             "turns out to be", "simplifies to", "evaluates to")
_ONE = rf"(?:{_SUBJECT}\s+{_VERB}|{_VERB}\s+{_SUBJECT}|{_JOINS}|{_VERB})"
_SILENT = re.compile(rf"{_ONE}(?:\s+{_ONE})*")
_HEADED = re.compile(rf"(?:{_JOINS}\s+)*{_SUBJECT}")
OTHERWISE = re.compile(r"(?:and )?(?:otherwise|else|o\.w\.?|in (?:all|any) other cases?|elsewhere|in the other cases?"
                       r"|for all others?)")


def plain(words: str) -> str:
    """Words in lower case without their punctuation."""
    return " ".join(re.sub(r"[,;:!?()\[\]$&~]|\\[ ,;:!]|\.(?=\s|$)(?<![a-z]\.[a-z]\.)|--+|\\(?:quad|qquad)", " ", words.lower()).split())


def is_silent(words: str) -> bool:
    """Is it known that these words change nothing of the formulas beside them?"""
    said = plain(words)
    return not said or _SILENT.fullmatch(said) is not None or said == "or" or (
        words.rstrip().endswith(":") and _HEADED.fullmatch(said) is not None)


def is_otherwise(words: str) -> bool:
    """Do these words stand for the condition that no other holds?"""
    return OTHERWISE.fullmatch(plain(words)) is not None


def heard(source: Source, items: Iterable[Syntax]) -> None:
    """Raise `unread-words` for the first words that are not known to be silent."""
    for item in items:
        if type(item) is Words and not is_silent(item.text):
            raise unread(source, item)


def unread(source: Source, words: Words) -> SymcheckError:
    said = words.text.strip(" ,.;:")
    return fail("unread-words", f"the words “{said}” are not understood", source, words.span,
                "they may change what the formula says", help="Leave them out, or say it in the formula.")
