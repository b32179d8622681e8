r"""Numbers of things, as words tell them: "labels $t_1, \dots, t_N$, of which $N_1$ are equal to one", "$n_1$ of them", "let $n_0$ be the number of zeros",
"a batch $B_t$ of $m$ indices", "mini-batches of size $b$", "we observe $h$ heads"."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import Described, text_of
from symcheck.read.documents import Formula

_NAME = re.compile(r"^\s*([A-Za-z]_\{?(?:\d|[+-]|\\pm)\}?)\s*$")
_AFTER = re.compile(r"^\s*(?:of\s+(?:them|these|which|the\s+(?:\w+\s+)?(?:labels|samples|points|examples|observations|targets|outcomes))\b|"
                    r"(?:is|be|are|denotes?|for|counts?)\s+(?:the\s+)?(?:number|count)s?\s+of\b|counts?\s+the\b)", re.I)
_OF_WHICH = re.compile(r"\bof\s+(?:which|whom|these|them)(?:\s+exactly)?\s*$", re.I)
_ARE = re.compile(r"^\s*(?:are|have|belong|lie|equal|satisfy|take|is|has|carry|come)\b", re.I)
_NUMBER_IS = re.compile(r"\bnumbers?\s+of\s+[\w\s-]{1,40}?(?:is|are|by|,)\s*$", re.I)
# "a batch $B_t$ of $m$ indices", "mini-batches of size $b$", "with batch size $b$".
_LETTER = re.compile(r"^\s*([A-Za-z])\s*$")
_OF_SIZE = re.compile(r"\b(?:(?:mini-?\s?)?batch(?:es)?|subsets?)\b[^.;:$]{0,30}(?:,\s*)?(?:of|has|have|with)\s+(?:the\s+)?(?:fixed\s+)?(?:batch\s+)?size\s*$|\b(?:mini-?\s?)?batch[- ]?size\s*(?:is|of|be)?\s*$", re.I)
_OF_THINGS = re.compile(r"\b(?:(?:mini-?\s?)?batch(?:es)?|subsets?)\b[^.;:$]{0,30}\b(?:of|contain(?:s|ing)|with|has|have|holds?|from)\s*(?:exactly\s*)?$|^\s*of\s*$", re.I)
_THINGS = re.compile(r"^\s*(?:(?:training|random|distinct|different|data|randomly\s+\w+|i\.i\.d\.)\s+)*(?:indices|samples|examples|points|pairs|observations)\b", re.I)
# "we observe $h$ heads and $t$ tails", "contains $k$ ones".
_SEEN = re.compile(r"\b(?:observ\w+|see|saw|seen|counts?|counted|record\w*|with|there\s+(?:are|were)|contain\w*|get|got|obtain\w*|had|have|has|of\s+which|after|from|and)\s*$", re.I)
_OUTCOMES = re.compile(r"^\s*(?:heads?|tails?|success(?:es)?|failures?|ones|zeros|zeroes|positives?|negatives?|wins?|losses|clicks?|events|defects|hits|misses)\b", re.I)
_BATCH = re.compile(r"\b(?:(?:mini-?\s?)?batch(?:es)?|subsets?)\s*$", re.I)


def _is_batch_size(formulas: tuple[Formula, ...], k: int, before: str, after: str) -> bool:
    """Is formula k the size of a batch? Its name may stand between: "a batch $B_t$ of $m$ indices"."""
    named = k > 0 and not formulas[k - 1].display and _BATCH.search(formulas[k - 1].before) is not None
    whole = f"{formulas[k - 1].before[-40:]} {before}" if named else before
    return _OF_SIZE.search(whole) is not None or _OF_THINGS.search(whole) is not None and (
        named or not before.strip().lower() == "of") and _THINGS.match(after) is not None


def counts(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """What formula k is a number of, where the words beside it say so: a natural number."""
    name = _NAME.match(text_of(formulas[k])) if not formulas[k].display else None
    letter = _LETTER.match(text_of(formulas[k])) if not formulas[k].display else None
    if name is None and letter is None:
        return []
    before = re.split(r"[.;:?!]\s", formulas[k].before)[-1]
    after = formulas[k + 1].before if k + 1 < len(formulas) else formulas[k].after
    if letter is not None and _SEEN.search(before) is not None and _OUTCOMES.match(after) is not None:
        return [Described(letter[1], rf"{letter[1]} \in \mathbb{{N}}")]
    if name is None:
        return [Described(letter[1], rf"{letter[1]} \in \mathbb{{N}}")] if _is_batch_size(formulas, k, before, after) else []
    told = _AFTER.match(after) is not None or _NUMBER_IS.search(before) is not None \
        or _OF_WHICH.search(before) is not None and _ARE.match(after) is not None
    return [Described(name[1], rf"{name[1]} \in \mathbb{{N}}")] if told else []
