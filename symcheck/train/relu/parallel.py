"""The runs of an experiment side by side, one process for each core, and the same in one process.

Workers ignore Ctrl-C and look at a flag instead, which the parent sets: so they end between saves with
all that they have, whether the signal reached them or only the parent.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from symcheck.train.relu.run import Experiment, History, advance
from symcheck.train.relu.settings import batches

Progress = Callable[[int, int, float, float], None]  # number of the run, steps done, both errors
SHORT = 200_000  # steps in all below which further processes cost more than they save
LOOK = 0.1  # seconds between two looks at the workers' progress

_shared = None


def usual_jobs(experiment: Experiment) -> int:
    """Processes worth starting: as many as there are cores and runs; one where they cannot be forked."""
    missing = sum(experiment.settings.steps - int(h.steps[-1]) for h in experiment.runs if not h.ended)
    if not sys.platform.startswith("linux") or missing < SHORT:
        return 1
    return min(len(os.sched_getaffinity(0)), sum(not h.ended for h in experiment.runs))


def train_runs(experiment: Experiment, engine: str, jobs: int,
               progress: Progress = lambda *_: None) -> bool:
    """Advance every run that has not ended; false where Ctrl-C stopped it. The runs are replaced in place."""
    waiting = [n for n, history in enumerate(experiment.runs) if not history.ended]
    if jobs > 1 and len(waiting) > 1:
        return _side_by_side(experiment, waiting, engine, jobs, progress)
    for number in waiting:
        history = advance(experiment.runs[number], experiment.settings, experiment.samples, engine,
                          report=lambda *now, number=number: progress(number, *now))
        experiment.runs[number] = history
        if not history.ended:
            return False
    return True


def _side_by_side(experiment: Experiment, waiting: list[int], engine: str, jobs: int,
                  progress: Progress) -> bool:
    context = multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")
    table = context.RawArray("d", 3 * len(experiment.runs))
    flag = context.RawValue("b", 0)
    batches(experiment.settings)  # drawn here, they are shared by all workers that are forked
    # Training all layers takes longest, and more with the width.
    waiting = sorted(waiting, key=lambda n: (experiment.runs[n].mode == "all", experiment.runs[n].width),
                     reverse=True)
    seen: dict[int, float] = {}
    with ProcessPoolExecutor(min(jobs, len(waiting)), context, _begin, (table, flag)) as pool:
        futures = {pool.submit(_one, n, experiment.runs[n], experiment, engine): n for n in waiting}
        left = set(futures)
        while left:
            try:
                _, left = wait(left, LOOK, FIRST_COMPLETED)
                for n in waiting:
                    steps, *errors = table[3 * n : 3 * n + 3]
                    if steps > seen.get(n, 0):
                        seen[n] = steps
                        progress(n, int(steps), *errors)
            except KeyboardInterrupt:
                flag.value = 1
        died = [n for future, n in futures.items() if isinstance(future.exception(), BrokenProcessPool)]
        for future, n in futures.items():
            if n not in died:
                experiment.runs[n] = future.result()
    for n in died:  # a worker was killed, by want of memory for example: what it was to do is done here
        experiment.runs[n] = advance(experiment.runs[n], experiment.settings, experiment.samples, engine,
                                     lambda: bool(flag.value), lambda *now, n=n: progress(n, *now))
    return not flag.value and all(experiment.runs[n].ended for n in waiting)


def _begin(table, flag) -> None:
    global _shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared = table, flag


def _one(number: int, history: History, experiment: Experiment, engine: str) -> History:
    table, flag = _shared

    def report(*now) -> None:
        table[3 * number : 3 * number + 3] = now

    return advance(history, experiment.settings, experiment.samples, engine, lambda: bool(flag.value), report)
