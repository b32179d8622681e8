r"""What words say, read off their wording alone: no name needs a meaning for it.

    patterns.py      how names, sizes and sets look among words
    sayings.py       how words say which value a quantity has, whatever the quantity
    words.py         what the words around a formula say of it
    told.py          what prose tells of names: symmetric, rows of X; the layout it declares
    descriptions.py  kinds and sizes that the words give to names
    counts_told.py   numbers of things
    domains_told.py  where a function is told to live: "$f(\theta) = ..$ on $\mathbb{R}^d$"
    extremes_of_spectra.py  names for the least and the greatest eigenvalue of a matrix, as words give them
    entries_told.py  one-hot vectors, vectors of ones, signs, as words tell them
    reservations.py   denials, hypotheses, what others do, and what alters what was told: nothing is taken from such a sentence
    results_named.py  how words call the result in an equation of a new name: "with the Hessian $H = ..$"
    restrictions.py  what words take away from a supposition beside them: that it fails, at a place alone, for others
    plain_claims.py  claims of all values, as plain words make them
    places_limited.py  words beside a place that limit it to a range, or make it that of another function
    cases_told.py    cases told without a formula: "on positive examples", "to the right of $1$"
    functions_named.py     functions called by words: "the sigmoid $g$"
    drawn_index.py    how the words draw an index
    roles_told.py     names that words call what solves something: "let $v$ be the corresponding eigenvector"
    dependence.py     words that tie random names to each other, or say that one is known
    plain_ones.py     vectors of ones written with a plain 1: `b 1^\top`, `1_n^\top A 1_m`
    uniform_laws.py   uniform laws of an index: `I \sim \mathrm{Unif}\{1, \dots, n\}`
    put_in.py      values put in for the letters of a formula: "Insert $x = x_t$"
    lengths_beside.py  how long a vector is that no set tells, by the vectors beside which it stands
    hot_places.py     where the one of a one-hot vector stands, as words tell it
    lines_held.py    a matrix told to have vectors of another letter as its rows or columns
    lines_told.py    which vectors are the rows or columns of a matrix, as words tell it
    arguments_dropped.py  functions without what they are taken at: "write $\sigma$ for $\sigma(z)$"
    averages_told.py   losses of all samples told in words, as formulas: "the average of the loss over the minibatch"
    losses_stacked.py  the loss of one example in a cost of all, where examples are the columns of Y and A^{[L]}
    single_examples.py  letters of one example beside numbered ones: "for one example $(x, y)$"
    samples_gathered.py  a matrix said to hold the samples under another letter
    values_described.py  names told to be the value of a function called by words
    function_classes.py    what words tell of a function without a formula: "$L$-smooth and $\mu$-strongly convex with minimizer $x^\star$"
    probabilities_told.py  softmax probabilities told in words beside their logits: "write $z, p, y$ for its logits, probabilities and label"
    functions_by_letter.py   a function that words call another one: "$g$ is the sigmoid $\sigma(z) = ..$"
    samples_of_model.py  "independent samples $(x_n, y_n)$ from this model": what the model of one says of each
    chances_of_labels.py  models of labels told by the chance of one value, as laws: "P(t_n = 1 \mid x_n, w) = \pi_n"
    samples_of_density.py  "i.i.d. samples from the density $p(x \mid \lambda) = ..$": what it says of each
    class_laws.py    normal laws of the inputs of two classes, their densities, and Bayes' rule
    last_named.py    names that words give to the formula right before: "which we denote by $H$"
    entries_of_derivatives.py  how derivatives are laid out, told by their entries
    losses_called.py  the formula of a loss whose letter words called a number before: "and the loss is $\ell = ..$"
    cross_entropies.py   `\mathrm{CE}(y, \operatorname{softmax}(a))` as a formula
    labels_of_sign.py  "labels $y = \pm 1$" as the set of both
    expansions_told.py  Taylor polynomials among words, as displays without their rest
    questions.py     sentences that ask and claim nothing
    kinks_named.py   where e_1 and e_j are the places of kinks
    letters_of_slopes.py  functions whose letter only their derivatives show: `L = ..`, `L'(w) = ..` and `L''(0)`
    letters_of_pieces.py  the r of a function `\rho(r) = ..` in pieces, beside numbers r_i: a number of its own
    pieces_told.py   functions defined in pieces among words, as one formula
    piece_tables.py  tables of a function piece by piece, as displays
    pieces_claimed.py  slopes and values claimed piece by piece among words, as displays
    methods_named.py   methods that take other steps, and the step size by its name
    networks_told.py   networks told by the sizes of their layers, and how many parameters these have
    predicates_supposed.py  what "if" says of a vector in words: "If $A$ is a column of ones"
    matrices_named.py  letters that are matrices and no functions: "a positive definite matrix $H$" beside `H (w - c)`
    ranks_told.py      ranks of matrices in words: "a known matrix of rank $p$"
    matrix_kinds.py    kinds of matrices that an equation says, "an orthogonal projection", and those that none does
    unit_vectors.py    vectors that words call unit vectors
    noun_phrases.py    noun phrases as formulas: "the trace of $A B$", "the expected squared norm of $g$"
    pieces_said.py     what sentences claim of a function piece by piece
    functions_and_kinks.py  the functions told so far, and the places of their kinks in order
    cases_in_steps.py    functions in pieces whose values are chains: a row for each
    derivative_tables.py  tables with a column of functions and one of their derivatives
    quantity_tables.py   tables of intermediate quantities: a name, its expression, and its local derivative in each row
    iterate_tables.py  tables with a column that counts steps and columns for what they give
    steps_in_force.py   the step size, the method and the loss that words have put in force for a step in numbers
    changes_told.py     words that change a function, a law or the data told before: "double the noise variance"
    neglected.py        small constants that words neglect: "(neglecting $\epsilon$)"
    notations_told.py    notation told of any function, before one with its letter
    data_told.py     the letter of a data set for a part of the data
    inputs_summed.py   sums over training inputs without an index: "the sum is over all training inputs $x$"
    gradient_names.py  one notation told for the gradients by all names: dV, a bar, grad_V
    columns_numbered.py  a^{[2](i)}, column i of A^{[2]}
    per_example.py     dZ with a column for each example beside dW of their mean
    norms_told.py    which norm a matrix has: "matrix norms are spectral"
    diagonals.py     a diagonal matrix by its entries
"""
