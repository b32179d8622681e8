r"""Equations: what follows from them, what solves them, and whether it is the only solution.

    equations.py    equations solved: what follows from them, solutions, set gradients
    uniqueness.py   is a solution the only one?
    estimates_beside.py  solutions made of another estimate that nothing has judged
    joint.py        stationary points of two or three numbers at once
    multipliers.py  solutions in which a Lagrange multiplier stands no more
    roots.py        solutions of scalar equations
"""
