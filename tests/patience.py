"""A guard against hanging. Speed is measured by the benchmarks, never by a test."""

import signal
from contextlib import contextmanager


class OutOfPatience(AssertionError):
    """What was to end has not."""


@contextmanager
def patience(seconds=60):
    """Fail once the block has used that many seconds of this process' own time.

    Time in which a busy machine ran something else does not count. The limit is far above what the
    block needs: it tells work that ends from work that grows without bound, not fast from slow.
    """
    def fail(number, frame):
        raise OutOfPatience(f"not done after {seconds} seconds of its own")

    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
