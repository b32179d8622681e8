"""Streams of random numbers by a seed, which remember what plain variables draw.

What is drawn is what a generator of numpy of the same seed gives, whether it was remembered or not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symcheck.judge.first_values import first_values
from symcheck.tensor.array import Array

_MOST_REMEMBERED, _LARGEST_REMEMBERED = 512, 4096  # draws, and numbers in one
_REMEMBERED: dict[tuple, list[list[np.ndarray]]] = {}


class Stream:
    """Random numbers by a seed, as a generator of numpy gives them.

    What plain variables draw is a function of the seed, of what was drawn before and of their traits
    and shapes only. It is remembered, and a generator is not even made where all of it is known.
    """

    __slots__ = ("seed", "_key", "_generator", "_skipped")

    def __init__(self, *seed: int):
        self.seed = seed
        self._key: tuple = seed  # of the last draw, with all before it
        self._generator: np.random.Generator | None = None
        self._skipped: list[Callable] = []  # draws before this one that were remembered

    @property
    def generator(self) -> np.random.Generator:
        if self._generator is None:
            self._generator = np.random.default_rng(self.seed)
        for again in self._skipped:
            again(self._generator)
        self._skipped.clear()
        return self._generator

    def values(self, variables: tuple[Array, ...], shapes, field,
               spread: str) -> list[list[np.ndarray]]:
        """First values of plain variables, at every level. They are not to be changed."""
        def drawn(rng):
            return [first_values(v.data, field, shape, rng, spread, {})
                    for v, shape in zip(variables, shapes)]

        self._key = (self._key, type(field), field.points, spread, tuple(
            (v.data.traits, v.data.bounds, shape) for v, shape in zip(variables, shapes)))
        found = _REMEMBERED.get(self._key)
        if found is not None:
            self._skipped.append(drawn)
            return found
        found = drawn(self.generator)
        if len(_REMEMBERED) >= _MOST_REMEMBERED:
            _REMEMBERED.clear()
        if sum(a.size for levels in found for a in levels) <= _LARGEST_REMEMBERED:
            for levels in found:
                for a in levels:
                    a.flags.writeable = False
            _REMEMBERED[self._key] = found
        return found
