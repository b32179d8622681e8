r"""Words that take back the numbers of a part called "Toy data" in a part after it: "For arbitrary $x$ and $y$", "**General formula.**"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.patterns import stands_in

# Words of any data instead of these, "For arbitrary data", "**General formula.**"; of any values of names; and of these data again.
_IN_GENERAL = re.compile(r"\bin\s+general\b|\bgeneral\s+(?:cases?|formulas?|expression|rule|results?|form|solution|derivation|gradient|derivative|data|inputs?|setting)\b|"
                         r"\b(?:arbitrary|any|all|unspecified)\s+(?:(?:other|possible|given)\s+)?(?:data(?:\s*sets?)?|inputs?|samples?|points|targets?|labels?|observations?)\b", re.I)
_FOR_ANY = re.compile(r"\b(?:arbitrary|any|general|all|every)\s+(?:(?:real|positive|other|fixed|given|values?|choices?|numbers?|inputs?|targets?|of|the)\s+){0,3}"
                      r"((?:\$[^$]*\$|\\\(.*?\\\))(?:\s*(?:,\s*and|,|and)\s*(?:\$[^$]*\$|\\\(.*?\\\)))*)", re.I)
# "In general $w_{k+1} - w^* = ..$", "in general, after $k$ steps": at any step, of the same data.
_AT_ANY_STEP = re.compile(r"in\s+general\b(?=(?:[^.;]|\.(?=\d)){0,160}?(?:[_^]\s*\{?\s*\(?\s*[a-z]\s*\+\s*1|\b(?:steps?|iterat\w+)\b))", re.I)
_DATA_AGAIN = re.compile(r"\b(?:our|these|those|the|toy|given|above|such)\s+(?:\w+\s+)?(?:data(?:\s*set)?|numbers|values|example|points|samples)\b|\bnumerical\w*\b|\bin\s+(?:our|the|this)\s+(?:\w+\s+)?(?:case|example)\b", re.I)


def released(text: str, names: Iterable[str]) -> bool:
    """Does a part speak of any data, "For arbitrary $x$ and $y$", and not of those given after that? `names`: those that were given numbers."""
    ends = [m.end() for p in (_IN_GENERAL, words.GENERAL_AGAIN) for m in p.finditer(text) if _AT_ANY_STEP.match(text, m.start()) is None]
    ends += [m.end() for m in _FOR_ANY.finditer(text) if any(stands_in(name, m[1]) for name in names)]
    return bool(ends) and _DATA_AGAIN.search(text, max(ends)) is None


def names_taken_back(text: str, names: Iterable[str]) -> set[str] | None:
    r"""Which of these names "For an arbitrary $\eta$" takes back, where the text takes back nothing else; None where it takes back all, or any data."""
    rest = _FOR_ANY.sub(" ", text)
    if any(p.search(rest) for p in (words.RELEASES, words.GENERAL_AGAIN, _IN_GENERAL)):
        return None
    return {name for m in _FOR_ANY.finditer(text) for name in names if stands_in(name, m[1])}
