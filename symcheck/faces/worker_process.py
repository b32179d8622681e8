"""What runs in a worker's process: jobs in, replies out, one JSON frame each, under its own limits.

The memory limit is set before anything is read, a timer in the kernel ends a process whose parent is gone, and
nothing but replies is written. Nothing heavy is imported here, since a cold `symcheck equal` starts with this module.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import time
from importlib import import_module
from typing import Any, NamedTuple

GRACE_SECONDS = 1.0  # after which the kernel ends a worker whose parent did not
RETIRE_SHARE = 0.5  # of the memory limit: a worker that holds so much is replaced
_HEAD = struct.Struct("!I")

Record = dict[str, Any]


class Limits(NamedTuple):
    """What one check may use: seconds of wall time, bytes of address space."""

    seconds: float = 3.0
    memory: int = 1 << 30

    @property
    def time_message(self) -> str:
        return f"time limit of {self.seconds:g} s reached"

    @property
    def memory_message(self) -> str:
        gib = self.memory / (1 << 30)
        size = f"{gib:g} GiB" if gib >= 1 else f"{self.memory / (1 << 20):g} MiB"
        return f"memory limit of {size} reached"


def undecided(message: str, seconds: float | None = None) -> Record:
    """The record of a check that did not come to an end."""
    record: Record = {"verdict": "undecided", "evidence": message, "conditions": [],
                      "message": message}
    if seconds is not None:
        record["seconds"] = round(seconds, 6)
    return record


def serve(jobs: int, replies: int, limits: Limits, answer: str, imports: tuple[str, ...]) -> None:
    """Answer jobs until there are no more. Runs in the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _confine(limits)
    import gc
    import warnings

    gc.disable()
    warnings.simplefilter("ignore")
    for name in imports:
        import_module(name)
    function = function_of(answer)
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    gc.enable()
    write_frame(replies, {"ready": True})
    received = bytearray()
    while True:
        frame = frame_of(received)
        if frame is None:
            chunk = os.read(jobs, 1 << 16)
            if not chunk:
                return
            received += chunk
            continue
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
        begun = time.perf_counter()
        record, leaving = _answered(function, frame, limits)
        record["seconds"] = round(time.perf_counter() - begun, 6)
        signal.setitimer(signal.ITIMER_REAL, 0)
        write_frame(replies, {**record, "leaving": leaving})
        if leaving:
            return


def function_of(path: str):
    """What `module:name` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def _answered(function, frame: bytes, limits: Limits) -> tuple[Record, bool]:
    """The record, and whether this process had better be replaced now."""
    try:
        record = function(json.loads(frame))
    except MemoryError:
        return {**undecided(limits.memory_message), "limit": "memory"}, True
    except RecursionError:
        return undecided("the input is nested too deeply to be checked"), False
    except Exception as error:
        return undecided(f"internal error, not a verdict on the input: "
                         f"{type(error).__name__}: {error}"[:500]), False
    return record, _memory() > RETIRE_SHARE * limits.memory


def _confine(limits: Limits) -> None:
    """Memory limit, no core files, one thread for linear algebra, nothing but replies written."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    one_thread()
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def one_thread() -> None:
    """Linear algebra loaded after this starts no threads."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"


def _memory() -> int:
    """Bytes of memory this process holds now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def serve_standard_streams(seconds: str, memory: str, answer: str, imports: str) -> None:
    """What a process started by `_fresh` runs: jobs on standard input, replies on standard output."""
    jobs, replies = os.dup(0), os.dup(1)
    serve(jobs, replies, Limits(float(seconds), int(memory)), answer,
          tuple(filter(None, imports.split(","))))


# --- frames ---------------------------------------------------------------------------------------


def frame_of(received: bytearray) -> bytes | None:
    """The first whole frame, taken out of what was received."""
    if len(received) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack_from(received)
    end = _HEAD.size + length
    if len(received) < end:
        return None
    frame = bytes(received[_HEAD.size:end])
    del received[:end]
    return frame


def write_frame(fd: int, record: Record) -> None:
    """Write a record, waiting where the pipe is full."""
    body = json.dumps(record).encode()
    view = memoryview(_HEAD.pack(len(body)) + body)
    while view:
        view = view[os.write(fd, view):]
