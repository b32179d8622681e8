r"""Whole derivations: statements of a document in order, each link judged against the one before it.

A room imports only from those above it in this list:

    rows/        formulas as rows and pieces, before any name has a meaning
    wording/     what words say, read off their wording alone
    doubts.py    names of which a difference would say nothing: unread definitions, guessed shapes, cases of sizes
    state.py     what holds at a place: the context, equations set up, optima introduced
    outcome.py   the steps with their verdicts, the first wrong one, the whole verdict
    laws/        random names: their laws, densities and means
    layers/      networks with any number of layers, written out for a few
    methods/     iterates of a method, by its rule
    numbers/     numbers put in for names
    solving/     equations, and what solves them
    relations/   one link of a chain judged
    names/       what names mean, wherever the document says so
    chains/      statements as chains of links
    prose/       formulas among words
    trials.py    what is done to a document as a whole, each part tried
    walk.py      the document from its first line to its last, each formula given to whom it concerns
    verify.py    the document as the walk takes it: words written as formulas, layers and indices written out
"""
