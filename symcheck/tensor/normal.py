"""Normal forms of what is not a sum of products, by kind of array.

`RULES[kind]` brings an array to a form in which equal things look equal; its arguments become
canonical first.
"""

from symcheck.tensor import normal_functions, normal_matrices

RULES = {**normal_functions.RULES, **normal_matrices.RULES}
