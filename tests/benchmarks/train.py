"""The trainer beside PyTorch: the notebook's six runs, and a step of the two-layer regression.

PyTorch runs the notebook's loop (draws, saves and test errors included) for a part of the steps, which is
scaled to all of them; symcheck runs all. Both are measured in turns, and medians are reported. Without
torch, symcheck's own times are printed.
"""

import subprocess
import sys

import numpy as np

from symcheck.faces import training
from symcheck.train.network.fused import FusedTrainer
from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.relu.parallel import train_runs
from symcheck.train.relu.settings import Settings, curve_of, draw_samples, first_state
from tests import record_torch as recorder
from tests.benchmarks.timing import median, report, show, timed

ROUNDS = 3
PART = 3_000  # steps of each run that PyTorch does
STEPS = 3_000  # of the regression
MEMORY = """
import resource, sys
from symcheck.faces.training import train_relu
train_relu(jobs=int(sys.argv[1]))
own, other = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own + int(sys.argv[1] > "1") * 2 * other)
"""


def notebook(torch, settings, data, mode, width, steps):
    """A run as the notebook writes it, in float32."""
    w1, b1, w2, b2 = first_state(settings, width)
    net = recorder.torch_network((w1[:, None], b1, w2[None], b2[None]), "relu").float()
    X, Y, X_test, Y_test = (torch.from_numpy(a[:, None]).float() for a in data)
    optimizer = torch.optim.SGD(net.parameters() if mode == "all" else net[2].parameters(), settings.rate(mode))
    mse, saved = torch.nn.MSELoss(), []
    for step in range(steps):
        rows = np.random.choice(settings.samples, settings.batch)
        optimizer.zero_grad()
        loss = mse(net(X[rows]), Y[rows])
        loss.backward()
        optimizer.step()
        if step % settings.save_every == 0:
            with torch.no_grad():
                saved.append(({k: v.clone() for k, v in net.state_dict().items()},
                              mse(net(X), Y).item(), mse(net(X_test), Y_test).item()))


def theirs(torch):
    """Seconds of the six runs, scaled from a part of them."""
    settings = Settings().checked()
    data = draw_samples(settings, curve_of(settings))
    return sum(timed(notebook, torch, settings, data, mode, width, PART)[0]
               for mode in settings.modes for width in settings.widths) * settings.steps / PART


def ours(engine, jobs):
    """Seconds of the whole experiment, from the settings to the last error."""
    def whole():
        settings = Settings()
        experiment = training.start(settings, settings.target)
        assert train_runs(experiment, engine, jobs) and experiment.complete

    return timed(whole)[0]


def regression_step(name, torch=None):
    """Seconds of a step, 1000 x 8, 50 hidden units, batches of 32; ours, or PyTorch's."""
    rng = np.random.RandomState(0)
    X, Y, index = rng.randn(1000, 8), rng.randn(1000, 1), rng.randint(0, 1000, (STEPS, 32))
    network = TwoLayerNetwork(8, 50, 1, "relu")
    if torch is None:
        trainer = FusedTrainer(network, X, Y, 32, name)
        return timed(trainer.run, index)[0] / STEPS
    net = recorder.torch_network(network.parameters, "relu").float()
    optimizer = recorder.torch_optimizer(name, net.parameters(), recorder.CONSTANTS[name])
    return timed(recorder.torch_train, net, optimizer, X.astype("f4"), Y.astype("f4"), index)[0] / STEPS


def peak_memory(jobs):
    """MB of a training in a fresh process, its workers included."""
    done = subprocess.run([sys.executable, "-c", MEMORY, str(jobs)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def largest_difference():
    """Between the end states of the reference and of the fused step, over all six whole runs."""
    made = {engine: training.train_relu(engine=engine) for engine in ("reference", "fused")}
    return max(np.abs(a - b).max() for one, other in zip(made["reference"].runs, made["fused"].runs)
               for a, b in zip(one.state(), other.state()))


def main():
    # Before torch is loaded: a process inherits the high-water mark of the one that began it.
    memory = {jobs: peak_memory(jobs) for jobs in (1, 2)}
    try:
        import torch
    except ImportError:
        torch = None
        print("skip torch is not installed")
    if torch is not None:
        torch.set_num_threads(1)  # such small arrays are slower with more
    ways = [("NumPy, one process", "fused", 1, 60), ("NumPy, two processes", "fused", 2, 100)]
    try:
        import numba  # noqa: F401

        ours("numba", 1)  # compiled once, and kept
        ways.append(("numba, one process", "numba", 1, 600))
    except ImportError:
        print("skip numba is not installed")
    times = {way: [] for way, *_ in ways}
    notebook_times = []
    for _ in range(ROUNDS):
        if torch is not None:
            notebook_times.append(theirs(torch))
        for way, engine, jobs, _ in ways:
            times[way].append(ours(engine, jobs))
    if torch is not None:
        print(f"the notebook in PyTorch: {show(median(notebook_times))}")
    for way, engine, jobs, wanted in ways:
        seconds = median(times[way])
        if torch is None:
            print(f"{way}: {show(seconds)}")
            continue
        ratio = median(notebook_times) / seconds
        report(f"the notebook's six runs, {way}", f"{show(seconds)}, {ratio:.0f} times faster",
               f"{wanted} times", ratio >= wanted)
    for name in ("sgd", "momentum", "adam"):
        mine, other = [], []
        for _ in range(ROUNDS):
            mine.append(regression_step(name))
            if torch is not None:
                other.append(regression_step(name, torch))
        if torch is None:
            print(f"a step of the regression with {name}: {show(median(mine))}")
            continue
        ratio = median(other) / median(mine)
        report(f"a step of the regression with {name}", f"{show(median(mine))}, {ratio:.0f} times faster", "15 times",
               ratio >= 15)
    for jobs, found in memory.items():
        report(f"peak memory, {jobs} process{'es' if jobs > 1 else ''}", f"{found:.0f} MB", "under 300 MB", found < 300)
    found = largest_difference()
    report("reference and fused step over all six whole runs", f"{found:.0e} apart", "1e-12", found < 1e-12)
