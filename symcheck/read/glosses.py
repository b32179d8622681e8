r"""Words beside the condition of a case that only say what it means: `z > 0 \text{ (active)}`, `\text{unit on, i.e. } z > 0`.

A condition written as a formula is the condition; what is said of it in brackets, behind a dash, after "where" or before "that is"
changes nothing where it is made of words for what is active and where. Any others ("mod 2", "in absolute value", "half of the time") may change it:
they are kept, and refused later.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.syntax import Group, Listing, Product, Relation, Symbol, Syntax, Words

# "(the unit is active)", "[on]", "--- the flat side", "where the unit is off", "so the unit is on", "i.e.\ left of the elbow", after a condition.
_AFTER = re.compile(r"\s*,?\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|(?:-{1,3}|[:–—]|where|so|thus|hence|i\.e\.|that\s+is|meaning|namely)[\s,~]*"
                    r"(?P<told>[^()]*))[\s,.;]*", re.I)
# "unit $i$ is on, that is, ..", before a condition.
_BEFORE = re.compile(r"(?:\bi\.e\.|\bthat\s+is|\bmeaning(?:\s+that)?|\bnamely|\bso)[\s,:~]*$", re.I)
# The words of which glosses are made: what is active, where, what it is of. Any other word may change the condition.
_STATES = (r"on|off|active|inactive|activated|deactivated|dead|alive|live|flat|linear|quadratic|saturated|unsaturated|clipped|unclipped|firing|silent|quiet|"
           r"violated|satisfied|misclassified|open|closed|blocked|smooth|sloped|nonzero|positive|negative|wrong|right|correct|left|upper|lower|inner|outer|"
           r"central|middle|interior|exterior|inside|outside|underestimates?|overestimates?|above|below|overshoots?|undershoots?")
_THINGS = (r"units?|neurons?|nodes?|gates?|inputs?|outputs?|pre-?activations?|activations?|relu|hinge|kink|elbow|corner|margin|loss|residuals?|errors?|sides?|parts?|pieces?|"
           r"regions?|regimes?|zones?|branch|branches|cases?|arm|arms|half|halves|half-?lines?|line|tails?|bowl|slope|gradients?|derivatives?|signals?|examples?|samples?|points?|"
           r"predictions?|thresholds?|origin|here|there|constraints?|identity|ramp|plateau")
_LINKS = (r"the|an?|this|that|its|our|of|in|at|to|on|from|for|so|by|which|it|we|are|is|be|stays?|sits?|lies?|passes?|flows?|goes|gets?|comes?|through|fires?|acts?|"
          r"if|when|where|whenever|as|while|e\.g\.|i\.e\.|thus|hence|pass|copies|copied|kept|hidden|side")
_PLAIN = re.compile(rf"[\s,.;:~'-]*(?:(?:{_STATES}|{_THINGS}|{_LINKS})(?:[\s,.;:~'-]+|$))*", re.I)
# Those that nobody takes for the name of a number.
_STATE = re.compile(r"(?:on|off|(?:in)?active|dead|alive|flat|linear|(?:un)?saturated|(?:un)?clipped|firing|silent|violated|satisfied)", re.I)
# "if not $(z > 0)$", "(z > 0) or"
_CHANGES = re.compile(r"\b(?:or|unless|except|only|but|also|not)\b|n't\b", re.I)
_OPENED = re.compile(r"\(\s*$")
_CLOSED = re.compile(r"\s*\)[\s,.;]*")


def removed(parts: list[Syntax], joins: list[str]) -> tuple[list[Syntax], list[str]]:
    """The parts of the condition of a case, and what stands before each, without glosses."""
    kept, before = [_without_last_word(p) for p in parts], list(joins)
    k = 0
    while k < len(kept):
        part, following = kept[k], kept[k + 1] if k + 1 < len(kept) else None
        if type(part) is Words and k and _says(kept[k - 1]) and _is_gloss(part.text):
            del kept[k], before[k]
        elif type(part) is Words and following is not None and _says(following) and not any(map(_says, kept[:k])) and _leads(kept, k):
            del kept[:k + 1], before[:k + 1]
            k = 0
            if len(kept) > 1 and type(kept[1]) is Words and _CLOSED.fullmatch(kept[1].text):
                del kept[1], before[1]
        else:
            k += 1
    return kept, before


def without_brackets(words: str) -> str:
    """`otherwise (the unit is dead)`: what stands before the brackets."""
    return re.sub(r"(?<=\w)\s*\([^()]*\)[\s,.;]*$", "", words)


def _leads(parts: list[Syntax], k: int) -> bool:
    """Do the words at k, and what stands before them, only say in words what the condition after them is?"""
    said = parts[k].text
    if not all(_PLAIN.fullmatch(p.text) for p in parts[:k] if type(p) is Words):
        return False
    if before := _BEFORE.search(said):
        return _PLAIN.fullmatch(said[:before.start()]) is not None
    bracketed = _OPENED.search(said) is not None and k + 2 < len(parts) and type(parts[k + 2]) is Words and _CLOSED.match(parts[k + 2].text) or (
        type(parts[k + 1]) is Group and parts[k + 1].open in ("(", "["))
    return bool(bracketed) and len(said.split()) > 1 and _PLAIN.fullmatch(_OPENED.sub("", said)) is not None


def _is_gloss(words: str) -> bool:
    found = _AFTER.fullmatch(words)
    return found is not None and _CHANGES.search(words) is None and _PLAIN.fullmatch(found["round"] or found["square"] or found["told"] or "") is not None \
        and re.search(r"\b(?:if|when(?:ever)?)\b", words, re.I) is None


def _says(s: Syntax) -> bool:
    """Is this a condition written as a formula?"""
    if type(s) is Group and s.open in ("(", "[", ""):
        return _says(s.body)
    return type(s) is Relation or type(s) is Listing and all(map(_says, s.items))


def _without_last_word(s: Syntax) -> Syntax:
    r"""`z > 0 \text{ on}`, `z > 0\ (\text{on})`, where the word was taken for a factor of the right side."""
    if type(s) is not Relation or type(s.items[-1]) is not Product or s.items[-1].operators[-1] != "":
        return s
    product = s.items[-1]
    last = product.items[-1]
    word = last.body if type(last) is Group and last.open in ("(", "[") else last
    if not (type(word) is Words and _is_gloss(f"({word.text})") or type(word) is Symbol and word.font == "text" and _STATE.fullmatch(word.name)):
        return s
    rest = product.items[:-1]
    side = rest[0] if len(rest) == 1 else replace(product, items=rest, operators=product.operators[:-1])
    return replace(s, items=(*s.items[:-1], side))
