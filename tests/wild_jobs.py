"""Jobs that misbehave as real ones could: what `tests/test_workers.py` lets workers run."""

import ctypes
import os
import time

KEPT = []


def answer(job):
    """Do what the job says, then report it as judged."""
    WAYS[job["do"]](job)
    return {"verdict": "equal", "evidence": job["do"], "conditions": [], "pid": os.getpid()}


def _loop(job):
    while True:
        pass


def _loop_in_c(job):
    pow(7, 10 ** 40_000, 10 ** 40_000 + 1)


def _hog(job):
    held = []
    while True:
        held.append(bytes(32 << 20))


def _swell(job):
    KEPT.append(b"\1" * job["bytes"])


def _raise(job):
    raise ValueError("a fault of symcheck's own")


def _recurse(job):
    _recurse(job)


WAYS = {
    "echo": lambda job: None,
    "sleep": lambda job: time.sleep(job["for"]),
    "loop": _loop,
    "loop in C": _loop_in_c,
    "hog": _hog,
    "swell": _swell,
    "raise": _raise,
    "recurse": _recurse,
    "exit": lambda job: os._exit(7),
    "segfault": lambda job: ctypes.string_at(0),
    "print": lambda job: os.write(1, b"not a reply"),
}
