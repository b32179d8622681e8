"""Medians of wall times, and a line of a report."""

import statistics
import time


def timed(function, *arguments):
    """(seconds, result) of one call."""
    begun = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - begun, result


def median(seconds):
    return statistics.median(seconds)


def show(seconds):
    """A time in the unit that suits it."""
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def report(what, figure, wanted, reached):
    """One line: the quantity, its value, what is wanted, and whether that is reached."""
    print(f"{'ok  ' if reached else 'MISS'} {what}: {figure} (wanted: {wanted})", flush=True)
