"""Records what PyTorch computes where symcheck's trainer computes the same: `python -m tests.record_torch`.

Needs torch, which the tests do not: they compare with the numbers recorded here, in
`tests/recorded/torch.json`. The code is what one writes in PyTorch, in float64; only the data, the first
weights and the batches are symcheck's. The whole runs of 150,000 steps take some minutes.
"""

import json
from pathlib import Path

import numpy as np

from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.network.optimizers import RULES
from symcheck.train.relu.settings import (
    MODES,
    Settings,
    batches,
    curve_of,
    draw_samples,
    first_state,
)

RECORDED = Path(__file__).parent / "recorded" / "torch.json"
SHORT, LONG = 2_000, 150_000
STEPS, ROWS, BATCH, INPUTS, HIDDEN, OUTPUTS = 400, 90, 11, 4, 7, 3
ACTIVATIONS = ("relu", "sigmoid")
CONSTANTS = {"gd": {"rate": 0.1}, "sgd": {"rate": 0.05}, "momentum": {"rate": 0.02, "beta": 0.9},
             "nesterov": {"rate": 0.02, "beta": 0.9},
             "adam": {"rate": 0.005, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}}


def regression_data():
    """X (ROWS, INPUTS), Y (ROWS, OUTPUTS) and the batches (STEPS, BATCH)."""
    rng = np.random.RandomState(2024)
    X = rng.randn(ROWS, INPUTS)
    Y = np.sin(X[:, :OUTPUTS]) + 0.1 * rng.randn(ROWS, OUTPUTS)
    return X, Y, rng.randint(0, ROWS, (STEPS, BATCH))


def rows_of(optimizer, index):
    """Gradient descent sees all rows at each step."""
    return np.arange(ROWS)[None].repeat(len(index), 0) if optimizer == "gd" else index


def torch_network(first, activation):
    """`Sequential(Linear, activation, Linear)` with these first parameters W1, b1, W2, b2."""
    import torch

    W1, b1, W2, b2 = (np.asarray(a, dtype=float) for a in first)
    net = torch.nn.Sequential(torch.nn.Linear(W1.shape[1], W1.shape[0]),
                              torch.nn.ReLU() if activation == "relu" else torch.nn.Sigmoid(),
                              torch.nn.Linear(W2.shape[1], W2.shape[0])).double()
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), (W1, b1, W2, b2)):
            parameter.copy_(torch.from_numpy(np.array(value)))
    return net


def torch_optimizer(name, parameters, constants):
    import torch

    rate = constants["rate"]
    if name == "adam":
        return torch.optim.Adam(parameters, rate, (constants["beta1"], constants["beta2"]), constants["epsilon"])
    beta = constants.get("beta", 0.0)
    return torch.optim.SGD(parameters, rate, momentum=beta, nesterov=name == "nesterov")


def torch_train(net, optimizer, X, Y, index):
    """The loop as it is written everywhere."""
    import torch

    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    mse = torch.nn.MSELoss()
    for rows in index:
        optimizer.zero_grad()
        loss = mse(net(X[rows]), Y[rows])
        loss.backward()
        optimizer.step()


def parameters_of(net):
    return [p.detach().numpy().copy() for p in net.parameters()]


def relu_states(width, mode, steps):
    """The end states after each of these numbers of steps, as (w1, b1, w2, b2)."""
    import torch

    settings = Settings().checked()
    data = draw_samples(settings, curve_of(settings))
    w1, b1, w2, b2 = first_state(settings, width)
    net = torch_network((w1[:, None], b1, w2[None], b2[None]), "relu")
    trained = list(net.parameters()) if mode == "all" else list(net[2].parameters())
    optimizer = torch.optim.SGD(trained, settings.rate(mode))
    drawn, done, found = batches(settings), 0, {}
    for end in steps:
        torch_train(net, optimizer, data.x[:, None], data.y[:, None], drawn.rows(done, end))
        done = end
        found[end] = [p.ravel().tolist() for p in parameters_of(net)]
    return found


def main():
    import torch

    torch.set_num_threads(1)
    X, Y, index = regression_data()
    recorded = {"torch": torch.__version__, "numpy": np.__version__, "relu": {}, "optimizers": {}}
    for activation in ACTIVATIONS:
        for name in RULES:
            first = TwoLayerNetwork(INPUTS, HIDDEN, OUTPUTS, activation).parameters
            net = torch_network(first, activation)
            torch_train(net, torch_optimizer(name, net.parameters(), CONSTANTS[name]), X, Y, rows_of(name, index))
            recorded["optimizers"][f"{activation} {name}"] = [p.ravel().tolist() for p in parameters_of(net)]
    for mode in MODES:
        for width in Settings().widths:
            for steps, state in relu_states(width, mode, (SHORT, LONG)).items():
                recorded["relu"][f"{mode} {width} {steps}"] = state
            print(mode, width, flush=True)
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(json.dumps(recorded, indent=0) + "\n")


if __name__ == "__main__":
    main()
