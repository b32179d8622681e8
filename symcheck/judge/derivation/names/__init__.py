r"""What names mean, wherever the document says so: declared, defined, inferred from use.

    meanings.py      declarations and definitions, wherever the document has them
    defining.py      definitions taken in
    around_place.py  functions defined by their own value at a place, `J(w) = J(w^*) + ..`
    letters_taken.py  the letters that a function is defined for, as its right side takes them
    shapes_made.py   the shape of what a definition makes, where its right side leaves it open
    squares_defined.py  \sigma^2 = .. of which \sigma is written too: a definition of the root
    composed.py      names made of functions without a formula, once these get one
    inputs_named.py  the input of a network under another name, a^{(0)} = x
    inner_values.py  u(t) and v(t) beside f(u, v) where the document writes df/dt
    fresh.py         does a name get its meaning here, or is something claimed of it?
    instances_given.py  functions of which an example gives one with numbers for its parameters
    given_anew.py    names that get another meaning: drawn, renamed, of another range
    solved_names.py  names of what is solved for: \hat w of w, of other data, of all samples
    kinds_told.py    kinds, sizes and sums that words give to names, taken in when these are needed
    assumptions.py   what words assume, where some values obey it
    lookup.py        a name that a formula misses, looked for in turn: after it, in other names, in its use
    ahead.py         declarations and definitions that stand too late, taken in
    no_meanings.py   cases, results and examples after a name, which say nothing that it means
    letters_ahead.py  letters that mean something else without a font or in other places, told after the formula at hand
    examples_ahead.py  arrays of numbers of a later example, from which what stands before takes no meaning
    letters_for_now.py  the z of \rho(z) as a number, beside a vector z further on
    numbers_from_here.py  vectors that words make numbers from a place on
    old_values.py    the \beta^{old} at which a method makes its next step
    iterates_named.py  iterates u_t, declared where a formula names them
    numbered.py      u_1 beside u: another value of the same shape, or an example
    places_named.py  the w_0 of `f'(w_0)`: any value, named where a function is taken at it
    points_reached.py  the new point of a line search, "minimized by $t = ..$. The new point $x^+$"
    taken_by_numbers.py  letters that a claim takes functions of numbers at: any number
    functions_taken.py  functions that get no formula: any function of what they are taken at
    data_listed.py     tables, sets and lists of data, x_i and y_i by their numbers
    losses_taken.py    losses without a formula, and what they are taken at
    functions_told.py   functions that words call by name
    nouns_of_names.py   for which names nouns stand: "the loss is $L = ..$", the z of `\sigma(z)` as a logit
    softmax_told.py     letters that words call the softmax: "where $S$ is the softmax function"
    functions_by_cases.py  functions that are one known function in one case and another in the next
    densities_anew.py    the p of another model, `p(y \mid r) = ..` after `p(y \mid \mu) = ..`
    features_told.py     feature maps of which only the design matrix tells how long they are
    functions_anew.py       functions without a formula that get one for arguments of another shape
    functions_within.py  functions that get their formula within a chain
    entries_numbered.py  the length of a vector that only its entries tell, `L(w) = w_1^2 + w_2^2`
    named_in_turn.py   chains that begin with two names without a meaning, `a = z = W x + b`
    entries_listed.py  vectors told by the list of their own entries, `z = (z_1, \dots, z_K)^\top`
    unsized.py       square matrices and vectors that words name without a size
    lengths.py       how long a vector is that words only name, and laws that stand after their names
    densities_counted.py  of how many names the document writes densities
    samples_listed.py     numbers that words list without a set, $t_1, \dots, t_m$, one of which a formula needs
    samples.py       any one sample, their mean, the matrix of them
    sums_to_one.py   vectors of which nothing is told but what their entries sum up to
    sizes_settled.py  names whose shape the document itself settles
    equations_read.py  what words say, written as a line and read as one equation
    inferred.py      shapes of names that are declared nowhere, by their use
    candidates.py    the declarations that a name without one could have
    network_shapes.py  shapes of parameters, inputs and targets that the layers of a network tell
    network_entries.py  the same where the layers are told entry by entry
    units_on_line.py parameters of ReLU units of one number, declared nowhere
    usage.py         how the document writes its names
    survey.py        what the document says in other places of the names at hand
    rephrasing.py    names known by what they were shown to be equal to
    upstream.py      losses without a formula: any function of the outputs
    adjoints.py      names of derivatives told in words; a bar for every one of them
    labelled.py      derivatives named by what they are taken by: G_W, G_b
    ties.py          samples and targets declared twice: x_i beside X, y_i beside y
    copies.py        p^{(n)} and L^{(n)}: what was defined for one sample, for each
    without_number.py  a beside samples a^{(i)}: that of any one of them
    one_sample.py    one sample named beside all of them
    parameters_below.py  S_{0.1} after `S_\lambda(z) = ..`, g_{B_1} after `g_B(w) = ..`: functions with a parameter below at other values
    any_member.py    any one of the numbers m_i: the m of `\frac{d}{dm}`
    numbers_changed.py  numbers that words may have changed since: "A second example is $a = 5$", "Now change $a$ to $5$"
    numbers_anew.py  parts in which letters of vectors and matrices stand for numbers
    summed_by_entries.py  letters written as numbers in one part, and as sums over their entries in another
    arrows.py         `\\vec{y}` beside the y of one example: the vector of all
    one_example.py   functions that sum over all examples, where words speak of a single one
    samples_of_letter.py  the x_i beside the x of p(x), of which the document declares neither
    samples_anew.py  samples that have another shape from a later part on
    lines_held.py    matrices defined by lines of another letter, as words tell them
    ranks.py         ranks that words give to matrices, assumed: "of rank $p$", "because $A$ has full column rank"
    rows_told.py     samples that words call rows: written as rows or as columns
    laws_told.py     laws told in words: means and variances, Bernoulli masks, random names without a law
    classes_told.py  the class of a sample that words alone introduce
    chances_told.py  laws told by the chances of values
    priors_told.py   priors of labels with two values, as formulas and words tell them
    data_models.py      data told by a model with noise, where the document differentiates by its parameters
    roles_told.py    names that words call a minimizer, an eigenvector, a fixed point, and that no formula defines
    dependence_told.py  random names that words tie to each other after their laws
    since_told.py  what words have changed since a function or the laws were told
    true_parameters.py  parameters of a model of data that nothing else tells: "Suppose $y = X \beta^* + \varepsilon$ for a fixed $\beta^*$"
    models_told_anew.py  data with a law of which a later part tells another model
    batches.py  sets of indices that words alone introduce
    draws_told.py    random indices and batches told in words
    steady.py        constant gradients, and those with one mean
    diagonals_told.py  diagonal matrices told by their entries, or by the vector on their diagonal
    kronecker.py     the Kronecker delta told
"""
