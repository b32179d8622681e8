"""A ReLU network with one hidden layer fitted to a function on [0, 1] by SGD, and its states on the way."""
