"""One child process that answers jobs and can be killed.

A `Worker` reads jobs and writes replies, one JSON frame each, in order (`worker_process.py`). Its time limit
is kept by the parent, which kills it, and, should the parent be gone, by a timer in the kernel; its memory
limit is RLIMIT_AS, set before it reads anything. Neither needs the cooperation of the code that runs
(threads, signal handlers in Python): a loop in C ends all the same. Limits of this: memory is limited
on Linux only, where the kernel honours RLIMIT_AS.

Nothing heavy is imported here, since a cold `symcheck equal` starts with this module.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from importlib import import_module

from symcheck.faces.worker_process import (
    Limits,
    Record,
    frame_of,
    function_of,
    one_thread,
    serve,
    undecided,
    write_frame,
)

ANSWER = "symcheck.faces.jobs:answer"
START_SECONDS = 60.0  # for the imports of a new worker, which no check is charged with


class Worker:
    """A child process.

    `fork` starts it faster. It is for parents that have no threads and are small, since the child
    begins with the parent's memory: with what `preload` loaded, if it was called.
    """

    def __init__(self, limits: Limits = Limits(), answer: str = ANSWER,
                 imports: tuple[str, ...] = (), fork: bool = False):
        self.limits = limits
        start = _fork if fork and hasattr(os, "fork") else _fresh
        self._process, self._to, self._from = start(limits, answer, imports)
        self._open = [self._to, self._from]
        self._received = bytearray()
        self.started = time.monotonic()
        self.ready = False  # its imports are done
        self.leaving = False  # it answers no more jobs
        self.ended = False
        self.answered = 0

    def fileno(self) -> int:
        return self._from

    def send(self, job: Record) -> None:
        """Hand over a job; one whose process has ended is noticed by `receive`."""
        with contextlib.suppress(BrokenPipeError):
            write_frame(self._to, job)

    def receive(self, timeout: float | None = None) -> list[Record]:
        """The replies that have arrived, waiting up to `timeout` s; sets `ended` at the end."""
        if timeout is not None and not select.select([self._from], [], [], max(0.0, timeout))[0]:
            return []
        chunk = os.read(self._from, 1 << 16)
        if not chunk:
            self.ended = True
            return []
        self._received += chunk
        replies = []
        while (frame := frame_of(self._received)) is not None:
            reply = json.loads(frame)
            if "ready" in reply:
                self.ready = True
                continue
            self.leaving = bool(reply.pop("leaving", False))
            self.answered += 1
            replies.append(reply)
        return replies

    def end(self) -> str:
        """Kill the process, if it still runs, and say how it ended. May be called again."""
        while self._open:
            os.close(self._open.pop())
        self.ended = True
        status = self._process.end()
        if status < 0:
            return f"the check's process was ended by signal {-status}"
        return f"the check's process ended by itself with status {status}"

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def ask(worker: Worker, job: Record) -> Record:
    """One job's record; whatever happens to the worker, this returns within its limits."""
    worker.send(job)
    begun = None
    while True:
        now = time.monotonic()
        if worker.ready and begun is None:
            begun = now
        left = (worker.started + START_SECONDS if begun is None
                else begun + worker.limits.seconds) - now
        if left <= 0:
            worker.end()
            if begun is None:
                return undecided(f"no start within {START_SECONDS:g} s")
            return undecided(worker.limits.time_message, now - begun)
        replies = worker.receive(left)
        if replies:
            return replies[0]
        if worker.ended:
            return undecided(worker.end(), 0 if begun is None else time.monotonic() - begun)


def next_worker(worker: Worker | None, limits: Limits, imports: tuple[str, ...]) -> Worker:
    """The worker for the next job: the same one, or a new one where it has ended or had better."""
    if worker is not None and not worker.leaving and not worker.ended:
        return worker
    if worker is not None:
        worker.end()
    return Worker(limits, imports=imports, fork=True)


# --- starting a process ---------------------------------------------------------------------------


def preload(answer: str, imports: tuple[str, ...], job: Record | None = None) -> None:
    """Load once, in a parent without threads, what every worker forked from it then has at its start.

    `job` is one of our own, answered here so that what is imported only when it is needed is there too.
    Without fork it would be for nothing, and on macOS the system's linear algebra does not outlive one:
    there, workers load for themselves.
    """
    if sys.platform == "darwin" or not hasattr(os, "fork"):
        return
    import gc

    one_thread()
    for name in imports:
        import_module(name)
    function = function_of(answer)
    if job is not None:
        function(job)
    gc.collect()
    gc.freeze()  # what is never looked at is never copied for a child


class _Child:
    """A forked child, ended like a `Popen`."""

    def __init__(self, pid: int):
        self.pid: int | None = pid

    def end(self) -> int:
        if self.pid is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.pid = None
        return os.waitstatus_to_exitcode(status)


class _Process:
    """A process with an interpreter of its own."""

    def __init__(self, popen):
        self.popen = popen

    def end(self) -> int:
        self.popen.kill()
        return self.popen.wait()


def _fork(limits: Limits, answer: str, imports: tuple[str, ...]):
    jobs_out, jobs_in = os.pipe()
    replies_out, replies_in = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            # Other workers' pipes must not stay open here, or those would outlive the parent.
            low, high = sorted((jobs_out, replies_in))
            for first, last in ((3, low), (low + 1, high), (high + 1, high + 256)):
                os.closerange(first, last)
            serve(jobs_out, replies_in, limits, answer, imports)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)
    os.close(jobs_out)
    os.close(replies_in)
    return _Child(pid), jobs_in, replies_out


_FRESH = ("import sys; sys.path[:] = sys.argv[5:]; from symcheck.faces import worker_process; "
          "worker_process.serve_standard_streams(*sys.argv[1:5])")


def _fresh(limits: Limits, answer: str, imports: tuple[str, ...]):
    import subprocess

    command = [sys.executable, "-c", _FRESH, str(limits.seconds), str(limits.memory), answer,
               ",".join(imports), *sys.path]
    popen = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    to, back = os.dup(popen.stdin.fileno()), os.dup(popen.stdout.fileno())
    popen.stdin.close()
    popen.stdout.close()
    return _Process(popen), to, back
