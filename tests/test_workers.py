"""Limits are kept from outside: loops, memory hogs and crashes cost their own line and no other."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symcheck.faces.pool import Item, Listed, Pool
from symcheck.faces.workers import Limits, Worker, ask, next_worker

ANSWER = "tests.wild_jobs:answer"
QUICK = Limits(1.0, 256 << 20)


def items(*ways):
    """Items with ids, from ways of misbehaving or whole jobs."""
    jobs = [{"do": way} if isinstance(way, str) else way for way in ways]
    return [Item({"id": k, **job}, size=40) for k, job in enumerate(jobs)]


def judged(todo, jobs=1, limits=QUICK):
    with Pool(jobs, limits, ANSWER) as pool:
        return list(pool.records(Listed(todo)))


def asked(way):
    with Worker(QUICK, ANSWER) as worker:
        return ask(worker, {"do": way})


def asked_of_a_fork(way):
    """As the command line does it: a fork of a small process, unlike the one that runs these tests."""
    program = ("import json; from symcheck.faces.workers import *;"
               f"w = Worker(Limits{tuple(QUICK)}, {ANSWER!r}, fork=True);"
               f"print(json.dumps(ask(w, {{'do': {way!r}}})))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def asked_of_forks_with_the_engine(*ways):
    """As a batch does it: what is loaded is loaded once, and each way has a fork of that to itself."""
    program = ("import json; from symcheck.faces.workers import *;"
               f"preload({ANSWER!r}, ('symcheck.judge.equality',), {{'do': 'echo'}});"
               f"print(json.dumps([ask(Worker(Limits{tuple(QUICK)}, {ANSWER!r}, fork=True), {{'do': way}})"
               f" for way in {ways!r}]))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


# way: what its record says
MISBEHAVIOUR = {
    "loop": "time limit of 1 s reached",
    "loop in C": "time limit of 1 s reached",
    "hog": "memory limit of 256 MiB reached",
    "raise": "internal error, not a verdict on the input: ValueError: a fault of symcheck's own",
    "recurse": "nested too deeply",
    "exit": "ended by itself with status 7",
    "segfault": f"ended by signal {signal.SIGSEGV.value}",
}


@pytest.mark.parametrize("how", [asked, asked_of_a_fork], ids=["fresh", "forked"])
@pytest.mark.parametrize("way", MISBEHAVIOUR)
def test_one_check_that_misbehaves_is_undecided(way, how):
    record = how(way)
    assert record["verdict"] == "undecided"
    assert MISBEHAVIOUR[way] in record["message"]
    assert record["seconds"] < 2


def test_forks_of_a_process_with_the_engine_keep_their_limits():
    ways = list(MISBEHAVIOUR)
    for way, record in zip(ways, asked_of_forks_with_the_engine(*ways)):
        assert record["verdict"] == "undecided"
        assert MISBEHAVIOUR[way] in record["message"]


def test_what_is_loaded_before_forking_starts_no_threads():
    program = ("import os; from symcheck.faces.workers import preload, ANSWER; from symcheck.faces.batch import _FIRST;"
               "preload(ANSWER, ('symcheck.judge.equality',), _FIRST); print(len(os.listdir('/proc/self/task')))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_misbehaviour_in_one_batch_costs_its_own_line_only(jobs):
    ways = []
    for way in MISBEHAVIOUR:
        ways += ["echo", "echo", way, "echo"]
    records = judged(items(*ways), jobs)
    assert [r["id"] for r in records] == list(range(len(ways)))
    for way, record in zip(ways, records):
        if way == "echo":
            assert record["verdict"] == "equal", record
        else:
            assert record["verdict"] == "undecided"
            assert MISBEHAVIOUR[way] in record["message"]


def test_records_come_in_the_order_of_the_lines_though_workers_finish_in_another():
    todo = items(*({"do": "sleep", "for": 0.12 if k % 5 == 0 else 0} for k in range(40)))
    records = judged(todo, 2)
    assert [r["id"] for r in records] == list(range(40))
    assert len({r["pid"] for r in records}) == 2


def test_a_line_that_is_no_case_keeps_its_place():
    bad = Item(record={"id": 9, "verdict": "unreadable"})
    records = judged([*items("echo"), bad, *items("echo")])
    assert [r["verdict"] for r in records] == ["equal", "unreadable", "equal"]


def test_a_worker_that_has_grown_is_replaced_and_nobody_is_blamed():
    swell = {"do": "swell", "bytes": 150 << 20}
    records = judged(items("echo", swell, "echo", swell, "echo"), limits=Limits(8.0, 256 << 20))
    assert [r["verdict"] for r in records] == ["equal"] * 5
    assert len({r["pid"] for r in records}) == 3


def test_what_a_check_prints_does_not_reach_the_replies():
    assert judged(items("print", "echo"))[1]["verdict"] == "equal"


def test_a_job_larger_than_a_pipe_holds():
    big = {"do": "echo", "lhs": "x" * 3_000_000}
    records = judged([Item({"id": 0, **big}, size=3_000_000), *items("echo")])
    assert [r["verdict"] for r in records] == ["equal", "equal"]


def test_records_are_handed_on_before_all_jobs_are_read():
    def feed():
        yield from items(*["echo"] * 2000)
        raise AssertionError("not all jobs need to be read for the first record")

    with Pool(1, QUICK, ANSWER) as pool:
        assert next(pool.records(Listed(feed())))["verdict"] == "equal"


def test_a_worker_whose_parent_was_killed_ends_by_itself():
    program = ("import os, sys, time; from symcheck.faces.workers import *;"
               f"w = Worker(Limits(0.3, 1 << 30), {ANSWER!r}, fork=True);"
               "w.send({'do': 'loop'}); print(w._process.pid, flush=True); time.sleep(60)")
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        with open(f"/proc/{child}/stat") as stat:
            if stat.read().split()[2] == "Z":
                return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the worker outlived its parent")


def children() -> set[str]:
    """Process ids of this process's children, zombies too."""
    found = set()
    for thread in Path("/proc/self/task").iterdir():
        found |= set((thread / "children").read_text().split())
    return found


def test_no_process_or_descriptor_is_left_behind():
    before = set(os.listdir("/proc/self/fd")), children()
    judged(items("echo", "loop", "exit", "echo"), 2)
    assert set(os.listdir("/proc/self/fd")) == before[0]
    assert children() <= before[1]


def test_the_limits_are_the_child_s_alone():
    judged(items("echo"))
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != QUICK.memory


def test_the_next_worker_is_another_one_only_where_the_last_has_ended_or_leaves():
    held = len(os.listdir("/proc/self/fd"))
    first = next_worker(None, Limits(), ())
    assert next_worker(first, Limits(), ()) is first
    first.leaving = True
    second = next_worker(first, Limits(), ())
    assert second is not first and first.ended
    second.end()
    assert next_worker(second, Limits(), ()).end()
    second.end()  # again, which closes nothing that is another's now
    assert len(os.listdir("/proc/self/fd")) == held
