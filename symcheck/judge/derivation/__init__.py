r"""Whole derivations: statements of a document in order, each link judged against the one before it.

    statements.py     rows as chains of pieces joined by relations
    walk.py           the document from its first line to its last, each formula given to whom it concerns
    layers.py         networks with any number of layers, written out for three
    layer_products.py  products over layers with dots
    enumerated.py     `W_\ell` for $\ell = 1, 2$: names that differ by their number, written out
    step_indices.py   the index $i_t$ that step t draws
    prose.py          formulas among words: what they declare, define, set up or claim
    suppositions.py   what holds to the end of a sentence, or until the words take it back
    one_dimension.py  parts in which vectors have the length 1 and are written as numbers
    described.py      names of which the words beside them say something
    descriptions.py   kinds and sizes that the words give to names
    entries_told.py   one-hot vectors, vectors of ones, signs, as words tell them
    lines_told.py     which vectors are the rows or columns of a matrix, as words tell it
    wording.py        how names, sizes and sets look among words
    remarks.py        statements among words that are judged
    words.py          what the words around a formula say of it
    provisos.py       conditions written beside a displayed formula
    piecewise.py      a function defined piece by piece on rows of their own
    braces_told.py    names given under a brace
    summands.py       names of what stands under the last sum, told in words
    decompositions.py singular value decompositions told in words
    kronecker.py      the Kronecker delta told
    diagonals.py      a diagonal matrix by its entries
    doubts.py         names of which a difference would say nothing: unread definitions, guessed shapes, cases of sizes
    told.py           what prose tells of names: symmetric, rows of X; the layout it declares
    chains.py         statements as chains: a head, then links, and the steps found
    introductions.py  definitions, solutions and optima that begin a chain
    hypotheses.py     what a difference is worth beside what was supposed
    turned.py         names introduced by their transpose, `g^\top := ..`
    fresh.py          does a name get its meaning here, or is something claimed of it?
    heads.py          what a left side looks like: a name, a call of one, an operator
    heads_told.py     what the words before a display say that it is equal to
    slopes_told.py  "the gradient is", before an expression without a left side
    meanings.py       declarations and definitions, wherever the document has them
    defining.py       definitions taken in
    lookup.py         a name that a formula misses, looked for after it, in other names and in its use
    one_sample.py     one sample named beside all of them
    inferred.py       shapes of names that are declared nowhere, by their use
    usage.py          how the document writes its names
    functions_supposed.py  "if $\phi = \tanh$": functions without a formula that are known ones to the end of a sentence
    standing.py       what one sentence supposes for those after it, until it is taken back or its case is over
    survey.py         what the document says in other places of the names at hand
    laws.py           what a law says of the names in it
    laws_told.py      laws told in words: means and variances, Bernoulli masks, random names without a law
    constants.py      links right up to an additive constant
    expectations.py   means given a name that is held fixed
    calls.py          letters of a function's definition that stand for what the function is taken at
    penalties_told.py  terms that words add to a loss
    models_anew.py  headings that exchange the model: losses of the earlier one
    samples_anew.py   samples that have another shape from a later part on
    restated.py       functions written again at a place, or in another variable, and their derivatives after that
    movement.py       what moves in differentials, where the words say that only some names do
    ties.py           samples and targets declared twice: x_i beside X, y_i beside y
    upstream.py       losses without a formula: any function of the outputs
    differentiation.py  what the text differentiates, and by what
    adjoints.py       names of derivatives told in words; a bar for every one of them
    copies.py         p^{(n)} and L^{(n)}: what was defined for one sample, for each
    iterates.py       w_t and w_{t+1} of a method written with a counter
    counters.py       the counter in syntax: a number put in, sums to it written out
    recursions.py     what `w_{t+1} = ..` makes of claims at any step: by unrolling, by induction
    unrolling.py      iterates as what the rules make of them, down to the start or to a symbolic step
    methods.py        is `w_{t+1} = ..` a claim, or the update of another method?
    steady.py         constant gradients, and those with one mean
    instances.py      numbers put in to the end of a part, and values at them
    places.py         which entries of the data a value gives: those of a row for `x_1 = (1, 0)^\top`
    inequalities.py   inequalities said to be one: `|1 - 2\eta| < 1 \iff 0 < \eta < 1`
    rows_told.py      samples that words call rows: written as rows or as columns
    sizes_multiplied.py  sizes of a product: `(H \times N)(N \times K) = (H \times K)`
    layouts.py        links right in one layout of derivatives only
    state.py          what holds at a place: the context, equations set up, optima introduced
    links.py          one link of a chain: `=`, and which module answers for the other relations
    equations.py      equations solved: what follows from them, solutions, set gradients
    uniqueness.py     is a solution the only one?
    multipliers.py    solutions in which a Lagrange multiplier stands no more
    optima.py         \arg\min and \arg\max: equivalent objectives, minimizers in closed form
    proportional.py   \propto in a named variable
    order.py          \le, \ge, <, >, \approx
    values.py         numbers given to names that have a meaning
    updates.py        \leftarrow, and `w = w - ..`
    entry_densities.py  densities of the entries of a vector, of which the words say that they are independent
    posteriors.py     posterior laws that are claimed, judged by Bayes' rule
    models.py         densities and laws as the author writes them
    newton.py         Newton steps
    naming.py         which mistake a wrong step is, and which definition is to blame
    gaps.py           results stated with no step in between
    rephrasing.py     names known by what they were shown to be equal to
    roots.py          solutions of scalar equations
    limits_told.py  limits written with an arrow
    limit.py          the time a step may take
    outcome.py        the steps with their verdicts, the first wrong one, the whole verdict
"""
