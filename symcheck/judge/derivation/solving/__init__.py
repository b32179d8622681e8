r"""Equations: what follows from them, what solves them, and whether it is the only solution.

    equations.py    equations solved: what follows from them, solutions, set gradients
    uniqueness.py   is a solution the only one?
    joint.py        stationary points of two or three numbers at once
    multipliers.py  solutions in which a Lagrange multiplier stands no more
    roots.py        solutions of scalar equations
"""
