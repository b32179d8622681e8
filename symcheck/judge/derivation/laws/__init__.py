r"""Random names: their laws, densities and means.

    models.py           densities and laws as the author writes them
    gamma_laws.py       Gamma laws of which the document shows that their second argument is a rate
    laws.py             what a law says of the names in it
    lines_drawn.py      laws of the rows or columns of a matrix, as laws of its entries
    entry_densities.py  densities of the entries of a vector, of which the words say that they are independent
    sample_densities.py densities of any one sample, written with the letter of the samples alone
    expectations.py     means given a name that is held fixed
"""
