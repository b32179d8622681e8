r"""Iterates `w_t` of a method: what its rule makes of them at any step.

    iterates.py    w_t and w_{t+1} of a method written with a counter
    counters.py    the counter in syntax: a number put in, sums to it written out
    recursions.py  what `w_{t+1} = ..` makes of claims at any step: by unrolling, by induction
    arrows.py      `w_{t+1} \leftarrow w_t - ..`: an arrow that says what the next iterate is
    mean_iterates.py  means of iterates, by the rule of the mean of one step
    unrolling.py   iterates as what the rules make of them, down to the start or to a symbolic step
    iterate_entries.py  `u_{k,i}`, the i-th entry of the iterate u_k
"""
