r"""Which sample each step of SGD takes, as the words say: "visited in this order", or "Visiting the first example, $w_1 = 0.2$. With the second one, $w_2 = 0.72$".

Read off the sentences that hold the iterates: the sample that words call last before `w_k = ..` is the one of step k, where no two of its sentences differ; in
the sentence of the formula itself it is what this one says. Of a step of which no sentence tells it nothing is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece

if TYPE_CHECKING:
    from symcheck.judge.derivation.numbers.at_numbers import AtNumbers

# "visited in this order", "we take the samples one after the other": step t takes sample t.
_IN_ORDER = re.compile(r"\b(?:visit\w*|us(?:e|ed|ing)|tak(?:e|en|ing)|process\w*|present\w*|go(?:ing|ne)?\s+through|cycl\w+|pass\w*|sampl\w+|feed\w*|fed|draw\w*|drawn|seen)\b[^.;$]{0,40}"
                       r"\b(?:in\s+(?:this|that|the\s+given|the\s+listed|their|the\s+stated|its)\s+order|in\s+order|in\s+turn|one\s+after\s+(?:the\s+other|another))\b", re.I)
_NOT_IN_ORDER = re.compile(r"\b(?:random\s+order|reverse\w*|backwards|shuffl\w+|not\s+in|at\s+random|opposite)\b", re.I)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_THING = r"(?:(?:training|data)\s+)?(?:examples?|samples?|points?|pairs?|observations?|ones?)"
_CALLED = re.compile(rf"\b(?:the\s+(?P<nth>first|second|third|fourth|fifth)\s+{_THING}|(?:example|sample|data\s+point|point|pair|observation)\s+(?:number\s+)?\$?\s*(?:i\s*=\s*)?(?P<number>[1-5])\b(?!\s*[,.]\s*\d))|"
                     r"\$\s*i(?:_\{?\w+\}?)?\s*=\s*(?P<index>[1-5])\s*\$", re.I)
# Right before the sample: it is what the step is made on, and not what something is compared with.
_ON = re.compile(r"\b(?:visit\w*|us(?:e|es|ed|ing)|tak(?:e|es|en|ing)|pick\w*|draw\w*|drawn|process\w*|present\w*|feed\w*|fed|see\w*|sampl\w+|select\w*|choos\w+|chosen|step\w*|update\w*|on|with|for|from|at)\b[^.;:$]{0,30}$", re.I)
_OTHERWISE = re.compile(r"n't\b|\b(?:not|never|no|without|instead|unlike|unless|or|either|both|than|again|twice|whichever|any|whether)\b", re.I)

_FULL = re.compile(r"\b(?:full|whole|all|batch|deterministic|gradient\s+descent)\b", re.I)


def visited(at: AtNumbers, *pieces: Piece) -> dict[int, int]:
    """The sample of each step, from step 1 on, where the words tell it, 0 where they do so in a way that is not understood; without the steps of which they tell none."""
    drawn = [x for x, (law, _) in at.state.context.distributions.items() if law == "uniform"]
    counts = {len(values) for name, values in at.values.items() if (v := at.state.context.variables.get(name)) is not None
              and (v.family or any(isinstance(n, str) for n in v.shape))}
    if len(drawn) > 1 or len(counts) != 1:
        return {}
    count, since = counts.pop(), at.state.since
    if drawn and _IN_ORDER.search(since) and not _NOT_IN_ORDER.search(since):
        return {k: (k - 1) % count + 1 for k in range(1, counters.MOST + 1)}
    if _FULL.search(re.sub(r"\$[^$]*\$", " ", words.SENTENCES.split(since)[-1])):
        return {}
    heads = [(name, place.number) for p in pieces[:1] for name, place in [counters.iterate(p.syntax) or (None, None)] if name is not None and not place.counter]
    return {k: sample for k, sample in _told(since, *heads[0]).items() if sample <= count} if heads else {}


def _told(text: str, name: counters.Name, last: int) -> dict[int, int]:
    """The same as the sentences tell it that hold iterates of this name, the formula after them with the `last`."""
    written = re.compile(rf"(?<![A-Za-z\\]){re.escape(name.base)}\s*(?:_\s*\{{?\s*(?P<k>\d)\s*\}}?|\^\s*\{{\s*\(\s*(?P<m>\d)\s*\)\s*\}})\s*&?\s*=")
    found: dict[int, set[int]] = {}
    sentences = words.SENTENCES.split(text)
    for n, said in enumerate(sentences):
        iterates = [(m.start(), int(m["k"] or m["m"])) for m in written.finditer(said)] + ([(len(said), last)] if n == len(sentences) - 1 else [])
        start = 0
        for end, k in iterates:
            if (sample := _sample(said[start:end])) is not None:
                if n == len(sentences) - 1 and end == len(said):
                    found[k] = set()  # here it is another run, or a step that is supposed
                found.setdefault(k, set()).add(sample)
            start = end
    return {k: samples.pop() if len(samples) == 1 else 0 for k, samples in found.items() if k > 0}


def _sample(said: str) -> int | None:
    """The one sample that these words say a step is made on; 0 where they speak of several, or deny it."""
    called = list(_CALLED.finditer(said))
    if not called:
        return None
    samples = {_NTH[(m["nth"] or m["number"] or m["index"]).lower()] for m in called}
    plain = re.sub(r"\$[^$]*\$", " ", said)
    stands = len(samples) == 1 and _OTHERWISE.search(plain) is None and any(m["index"] or _ON.search(said[:m.start()]) for m in called)
    return samples.pop() if stands else 0


__all__ = ["visited"]
