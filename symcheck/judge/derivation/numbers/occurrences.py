r"""How often words say that something came out, "7 heads in $n = 10$ tosses": a number of the data that no formula has.

What is said at these numbers is left open, where a formula of the document would need it.
"""

from __future__ import annotations

import re

_COUNT = r"(?:\$\s*\d+\s*\$|\d+|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
_CAME_OUT = re.compile(rf"(?<![\w.$\\]){_COUNT}\s+(?:of\s+(?:them|these|the\s+\w+)\s+(?:are|were|is|was|came\s+up|show(?:ed)?|land(?:ed)?)\b|"
                       r"(?:\w+\s+)?(?:heads?|tails?|success(?:es)?|failures?|ones|zeros|zeroes|positives?|negatives?|wins?|loss(?:es)|hits?|misses|clicks?|events?|arrivals?|defects?|defective|"
                       r"conversions?|purchases?|sixes)\b)", re.I)
# "two positives multiply to": no data.
_NO_DATA = re.compile(r"\b(?:true|false)\s+(?:positives?|negatives?)\b", re.I)


def told(said: str) -> bool:
    """Do the words of a sentence say how often something came out?"""
    return _CAME_OUT.search(_NO_DATA.sub(" ", said)) is not None


__all__ = ["told"]
