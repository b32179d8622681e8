r"""Whole derivations: statements of a document in order, each link judged against the one before it.

    statements.py     rows as chains of pieces joined by relations
    walk.py           the document from its first line to its last: what is declared, defined, claimed
    state.py          what holds at a place: the context, equations set up, optima introduced
    links.py          one link of a chain: `=`, and which module answers for the other relations
    equations.py      equations solved: what follows from them, solutions, set gradients
    optima.py         \arg\min and \arg\max: equivalent objectives, minimizers in closed form
    proportional.py   \propto in a named variable
    order.py          \le, \ge, <, >, \approx
    updates.py        \leftarrow
    outcome.py        the steps with their verdicts, the first wrong one, the whole verdict
"""
