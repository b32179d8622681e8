"""One module per worksheet: the problem encoded with SymPy objects, its text, its parts."""
