"""Many jobs over a few workers: records come out in the order in which the jobs came in.

A worker gets a handful of jobs at a time and answers each as it is done, so that the one on which it
hangs, or dies, is known: that one alone is undecided, and the jobs that were behind it go to another
worker. A job whose worker died or ran out of memory while others had been answered before it is
tried once more in a new worker, since what the others left behind may be to blame.
"""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Protocol

from symcheck.faces.workers import ANSWER, START_SECONDS, Limits, Record, Worker, undecided

CHUNK = 16  # jobs a worker holds at most
CHUNK_BYTES = 16_000  # and characters in them: a pipe takes so many without blocking
WINDOW = 512  # results that wait for an earlier one before no more jobs are read


class Item:
    """A job, or the record of a line that is none; `size` in characters."""

    __slots__ = ("fresh", "job", "record", "size")

    def __init__(self, job: Record | None = None, record: Record | None = None, size: int = 0):
        self.job, self.record, self.size = job, record, size
        self.fresh = False  # wants a worker that has answered nothing


class Feed(Protocol):
    """Where items come from: `take` gives those that are there, without waiting for more."""

    done: bool

    def fileno(self) -> int | None:
        """What to wait on, or None where items are always there."""

    def take(self) -> list[Item]:
        """Some items; sets `done` after the last."""


class Listed:
    """A feed from any iterable of items."""

    def __init__(self, items: Iterable[Item]):
        self._items, self.done = iter(items), False

    def fileno(self) -> None:
        return None

    def take(self) -> list[Item]:
        taken = []
        for item in self._items:
            taken.append(item)
            if len(taken) == 4 * CHUNK:
                return taken
        self.done = True
        return taken


class Pool:
    """`jobs` workers at most, started as they are needed."""

    def __init__(self, jobs: int, limits: Limits = Limits(), answer: str = ANSWER,
                 imports: tuple[str, ...] = (), fork: bool = False):
        self.jobs, self.limits = max(1, jobs), limits
        self._arguments = (limits, answer, imports, fork)
        self._workers: list[Worker] = []
        self._held: dict[Worker, deque[Item]] = {}
        self._since: dict[Worker, float] = {}  # when the first held job began
        self._queue: deque[Item] = deque()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def records(self, feed: Feed) -> Iterator[Record]:
        """One record per item, in the feed's order, each as soon as those before it are out."""
        window: deque[Item] = deque()
        while not feed.done or window:
            self._dispatch()
            source = feed.fileno()
            wanting = not feed.done and len(window) < WINDOW and len(self._queue) < WINDOW
            waiting = [*self._workers, *([source] if wanting and source is not None else [])]
            at_once = wanting and source is None
            if waiting:
                arrived = select.select(waiting, [], [], 0 if at_once else self._patience())[0]
            else:
                arrived = []
            for worker in [w for w in self._workers if w in arrived]:
                self._receive(worker)
            if at_once or source in arrived and source is not None:
                taken = feed.take()
                window.extend(taken)
                self._queue.extend(i for i in taken if i.record is None)
            self._expire()
            while window and window[0].record is not None:
                yield window.popleft().record

    # --- feeding ------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        if len(self._queue) > sum(1 for w in self._workers if not self._held[w]) * CHUNK // 2 \
                and len(self._workers) < self.jobs or self._queue and not self._workers:
            self._start()
        for worker in sorted(self._workers, key=lambda w: len(self._held[w])):
            if worker.ready and not worker.leaving:
                self._fill(worker)

    def _start(self) -> None:
        worker = Worker(*self._arguments)
        self._workers.append(worker)
        self._held[worker] = deque()
        self._since[worker] = worker.started

    def _fill(self, worker: Worker) -> None:
        held = self._held[worker]
        room = CHUNK_BYTES - sum(i.size for i in held)
        share = min(CHUNK, max(1, len(self._queue) // (2 * self.jobs)))  # little, near the end
        while self._queue and len(held) < share:
            item = self._queue[0]
            if held and item.size > room:
                return
            if item.fresh and (held or worker.answered):
                if held:
                    return
                self._replace(worker)
                return
            self._queue.popleft()
            if not held:
                self._since[worker] = time.monotonic()
            held.append(item)
            room -= item.size
            worker.send(item.job)
            if item.fresh:
                return

    def _replace(self, worker: Worker) -> None:
        self._drop(worker)
        self._start()

    # --- hearing ------------------------------------------------------------------------------

    def _receive(self, worker: Worker) -> None:
        held = self._held[worker]
        for reply in worker.receive():
            self._since[worker] = time.monotonic()
            item = held.popleft()
            if reply.pop("limit", "") and worker.answered > 1 and not item.fresh:
                item.fresh = True
                self._queue.appendleft(item)
            else:
                item.record = {**_identity(item), **reply}
        if worker.leaving:
            self._drop(worker)
        elif worker.ended:
            first = held.popleft() if held else None
            how = self._drop(worker)
            if not worker.ready:
                raise RuntimeError(f"a worker could not start: {how}")
            if first is not None and worker.answered and not first.fresh:
                first.fresh = True
                self._queue.appendleft(first)
            elif first is not None:
                first.record = {**_identity(first), **undecided(how)}

    def _drop(self, worker: Worker) -> str:
        """End a worker; what it still held goes back to the front of the queue."""
        self._workers.remove(worker)
        self._queue.extendleft(reversed(self._held.pop(worker)))
        del self._since[worker]
        return worker.end()

    # --- limits -------------------------------------------------------------------------------

    def _deadline(self, worker: Worker) -> float | None:
        if not worker.ready:
            return worker.started + START_SECONDS
        return self._since[worker] + self.limits.seconds if self._held[worker] else None

    def _patience(self) -> float | None:
        deadlines = [d for w in self._workers if (d := self._deadline(w)) is not None]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _expire(self) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            deadline = self._deadline(worker)
            if deadline is None or now < deadline:
                continue
            if not worker.ready:
                self._drop(worker)
                raise RuntimeError(f"a worker did not start within {START_SECONDS:g} s")
            if select.select([worker], [], [], 0)[0]:
                continue  # an answer has just arrived
            guilty = self._held[worker].popleft()
            late = undecided(self.limits.time_message, now - self._since[worker])
            guilty.record = {**_identity(guilty), **late}
            self._drop(worker)


def _identity(item: Item) -> Record:
    """The `id` under which the caller knows the job, if it gave one."""
    return {"id": item.job["id"]} if "id" in item.job else {}
