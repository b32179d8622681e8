r"""Numbers put in for names: values given in an example, and what comes out at them.

    values.py     numbers given to names that have a meaning
    instances.py  numbers put in to the end of a part, and values at them
    places.py     which entries of the data a value gives: those of a row for `x_1 = (1, 0)^\top`
"""
