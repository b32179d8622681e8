"""Settings that no training accepts, each refused with its name, what was found and what would mend it."""

from __future__ import annotations

import math
from numbers import Integral, Real

from symcheck.text import SymcheckError
from symcheck.text.diagnostic import fail

MOST = 50_000_000  # of a count: more is a slip of the keyboard, and would fill the memory


def refused(name: str, found: object, wanted: str, help: str = "") -> SymcheckError:
    """The error for a setting: `name` as it is typed, what was found, what is wanted."""
    return fail("bad-setting", f"{name} is {found}, but {wanted}", help=help)


def count(name: str, value: object, least: int = 1, most: int = MOST) -> int:
    """A whole number of at least `least`. Raises `SymcheckError` (`bad-setting`)."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise refused(name, repr(value), "a whole number is wanted")
    if not least <= value <= most:
        raise refused(name, value, f"at least {least} is wanted" if value < least else
                      f"at most {most} can be had")
    return int(value)


def number(name: str, value: object, above: float = -math.inf, least: float = -math.inf,
           below: float = math.inf, help: str = "") -> float:
    """A finite number greater than `above`, at least `least` and less than `below`. Raises likewise."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise refused(name, repr(value), "a number is wanted", help)
    if not math.isfinite(value):
        raise refused(name, value, "a finite number is wanted", help)
    if value <= above:
        raise refused(name, f"{value:g}", f"more than {above:g} is wanted", help)
    if value < least:
        raise refused(name, f"{value:g}", f"at least {least:g} is wanted", help)
    if value >= below:
        raise refused(name, f"{value:g}", f"less than {below:g} is wanted", help)
    return float(value)


def rate(name: str, value: object) -> float:
    """A learning rate: finite and positive."""
    return number(name, value, above=0.0, help="A step of descent is minus the rate times the gradient.")
