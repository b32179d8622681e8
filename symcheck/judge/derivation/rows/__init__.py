r"""The document's formulas as rows: chains of pieces joined by relations, before any name has a meaning.

    statements.py       rows as chains of pieces joined by relations
    asides.py           brackets that open among words and close among formulas
    products_told.py    what `\odot` is, told within the display that has it
    means_unbracketed.py  means without brackets, `\mathbb{E}\,\varepsilon = 0`
    densities_by_pi.py  densities by the letter of priors, `\pi(\theta) \propto ..`
    parted.py           equations whose right side stands in a formula of its own
    addressed.py        clauses that address the reader and suppose nothing
    columns_listed.py   columns listed without commas, `[x_1 \; \cdots \; x_m]`
    rows_spaced.py      rows of numbers with spaces between them, `(1\;\;2)`
    sets_of_data.py     the numbers of a set of data whose samples are named, `\mathcal{D} = \{2, 4, 9\}`
    sizes_shifted.py    lengths written as a letter and a number, `\mathbb{R}^{p+1}`
    units.py            units beside numbers, and per cent
    laws_listed.py      models and laws listed in one formula, each told in one of its own
    sans_serif.py       letters in sans serif, `\mathsf{x}`, read as bold ones
    sides_named.py      LHS and RHS of the claim at hand
    members_of_optima.py  names for one of the minimizers, `\hat w \in \arg\min_w f(w)`
    divergences.py      divergences with bars between their arguments, letters for functions of one argument and of two
    reciprocals.py      left sides that give a name by what is one over it
    provisos.py         conditions written beside a displayed formula
    chances.py          names of probabilities
    heads.py            what a left side looks like: a name, a call of one, an operator
    of_functions.py       equations between functions that leave their argument out
    differentiation.py  what the text differentiates, and by what
    dependent.py        names that the text differentiates by others, and so depend on these
"""
