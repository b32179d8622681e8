"""Training of small networks in NumPy: the ReLU visualization, two-layer regression, optimizers.

`relu/` fits functions of one variable and keeps the network's states, to be watched as pictures or as
a page; `network/` holds the two-layer network, its checks, the optimizers and the regression. The
formulas of the backward pass stand once, in `formulas.py`. Everything is float64 and seeded.
"""
