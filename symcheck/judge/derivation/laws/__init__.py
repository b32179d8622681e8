r"""Random names: their laws, densities and means.

    models.py           densities and laws as the author writes them
    gamma_laws.py       Gamma laws of which the document shows that their second argument is a rate
    laws.py             what a law says of the names in it
    entry_densities.py  densities of the entries of a vector, of which the words say that they are independent
    expectations.py     means given a name that is held fixed
"""
