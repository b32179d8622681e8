r"""What a recursion says at every step with the numbers given put in: "Take $\eta = \frac18$. Then $w_{t+1} = \frac12 w_t + \frac32$"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name
from symcheck.judge.derivation.methods.unrolling import Value
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.numbers.values import with_values
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.syntax import Fraction as Quotient
from symcheck.text import Source
