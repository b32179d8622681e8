r"""Formulas among words: what they declare, define, suppose or claim.

    prose.py               formulas among words: what they declare, define, set up or claim
    equations.py           an equation among words: the table of rules that may take it
    expressions.py         an expression without a relation: the rooms that may know what the words say of it
    orders.py              an inequality among words: a case, a condition, an assumption, or the same as another one
    rules_of_examples.py   rules for numbers of an example, places, steps and runs of a method
    rules_of_meaning.py    rules for what gets a meaning in an equation, is supposed, solved or claimed
    equation.py            an equation among words, as the rules see it
    next_example.py        numbers of the next example, where data were given other numbers since
    started_again.py       methods that words start again: iterates of an earlier run are over
    special_cases.py       rules for sizes, and for values and meanings that hold for a while
    operators_told.py      rules for models, densities, means and optima
    definitions.py         definitions among words, now or when their names are known
    equations_supposed.py  which equations are hypotheses, and for how long
    drawn.py               what is solved, or drawn from a derivative set to zero
    suppositions.py        what holds to the end of a sentence, or until the words take it back
    all_alike.py           members supposed to be equal: "If all $\sigma_i^2$ equal one $\sigma^2$"
    all_the_same.py        the same told by a noun: "If all weights are equal, ..", "when all logits are zero"
    values_held.py         values that names have for a sentence, a paragraph or a part
    tied.py                parameters that words tie to others, until they are separate again
    values_over.py         values that are over where a range leaves them out: "For $1/a < \eta < 2/a$" after "With $\eta = 1/a$"
    reparametrized.py      variables written in a new one: "it is convenient to set $\lambda = e^\theta$"
    kinks_told.py          where words say the kinks of ReLU units are
    orders_beside.py       `s < t` beside a definition
    sizes_supposed.py      sizes that are numbers for a sentence or a part: "For $d = 1$", "with a single feature"
    ranges_supposed.py     ranges, regions and half lines of a sentence, and where they are over within it
    regions_told.py        "left of both kinks", "on $(0, 1)$": where a claim holds
    cases_after.py         cases that stand after what is said of them: "$f'(u) = 1$ for $u > 0$"
    units_told.py          units that words call active or not
    standing.py            what one sentence supposes for those after it, until it is taken back or its case is over
    stationary_told.py     places at which words say that a derivative is zero, or a function is least
    claims.py              what is claimed among words, and what the words assume
    claims_of_all.py       whether words limit a claim to some values, or tell it as somebody's error
    last_formula.py        names for the formula right before, and claims about it
    bounds_told.py         bounds with the sign in words: "is at most", "never exceeds"
    orders_claimed.py      inequalities that words conclude
    remarks.py             statements among words that are judged
    described.py           names of which the words beside them say something
    lines_described.py     the rows and columns of a matrix, as words tell them
    moments_described.py   means, covariances and observed values that words give of names without a law
    functions_supposed.py  "if $\phi = \tanh$": functions without a formula that are known ones to the end of a sentence
    misfits.py             definitions among words whose shapes do not fit
    models_anew.py         headings that exchange the model: losses of the earlier one
    one_dimension.py       parts in which vectors have the length 1 and are written as numbers
    places_told.py         equations that words say a place solves, or at which a differential is zero
    places_equal.py        places of which words tell the value: "vanishes when $\mu$ equals the sample mean $\bar x$"
    conditions_met.py      conditions on the values of a function, and what they give for its parameters
    conditions_said.py     equations that hold for some values only, where nothing concludes them
    fixed_points.py        fixed points of a recursion
    limits_said.py        limits told among words, of what the last display ends with
    limits_reached.py     what an expression tends to: "As $\lambda \to 0$ the solution tends to $..$"
    limits_with_arrows.py  the same written with an arrow: "For $n \to \infty$ we have $\alpha \to 1$"
    only_function.py       the one function that the document defines so far
    slopes_with_signs.py  derivatives told with their sign: "the second derivative is $-n / v < 0$"
    gradients_at.py        gradients at a place, and their norms: "At $w = 0$ the gradient is $..$ and its norm is $..$"
    losses_dropping.py     "the loss drops from $9$ to $2.25$"
    minimizers_told.py     extreme points of the formula right before: "and its minimizer is $t = ..$"
    estimates_told.py      "the maximum likelihood estimates are $\hat\mu = ..$ and $\hat\sigma^2 = ..$"
    optimal_values_told.py  optimal values told after the place was found: "and the optimal value is $p^\star = ..$"
    extremes_told.py       extreme values told with their place: "its maximum is $1$, attained at $x = 0$"
    values_at_extremes.py  values told right after the place of an extreme: "at $x = 1$, where $y = 3$", "is attained at $w = 2$ with value $7$"
    single_steps.py        "reaches the minimum in a single step when $\eta = 1/a$"
    epochs_told.py  steps on one sample, and rounds over all of them, told as maps of the weight
    factors_told.py  what words say that the error is multiplied by in every step
    convergence_told.py  conditions under which words say that an iteration converges
    convergence_of_vectors.py  the same of gradient descent on vectors, by the extreme eigenvalues
    convergence_by_spectrum.py  the same with the greatest eigenvalue of a matrix that is written: "when $\eta < 2 / \lambda_{\max}(X^\top X)$"
    same_place.py          a place said to be another one at some value
    moments_told.py        means and variances told in words: "$g$ has expectation $..$ and variance $..$"
    steps_told.py          what one step of gradient descent gives: "the step gives $w = 1$", "moves $w$ to $..$"
    data_of_steps.py       the numbers of the data, and the losses made of them, along which steps told in words are taken
    newton_steps_told.py   Newton steps told among words: "the first Newton step from $w = 0$ is $w_1 = ..$"
    steps_of_vectors.py    one step of gradient descent on a vector of numbers: "a gradient step of size $1$ gives $z = (..)$"
    places_approached.py   what one step comes to about: "takes us to $w \approx 1.95$"
    penalties_told.py      terms that words add to a loss
    pairs.py               samples listed in pairs: "$(x_1, y_1)$ and $(x_2, y_2)$"
    only_lines.py          the only column or row of a matrix that has one
    batches_told.py  batches with their members: "for $B = \{1, 2\}$", "take $B_1 = \{1, 2\}$"
    case_heads.py          values at the head of a case: "Confident and wrong, $t = 0$ and $o = 0.9$: .."
    abbreviations.py       names of expressions: "write $J(w)$ for $..$"
    index_chances.py       random indices that are not drawn uniformly
    equations_of_places.py  equations of places: of a boundary, of where something is largest, one side of an equivalence
    equated_told.py        two sides that words make equal, and what that gives: "balances the two terms, $1 - tm = tM - 1$, hence $t = ..$"
    steps_counted.py       how many steps words say are needed, beside an inequality: "that is $n = 14$ steps"
    roots_listed.py       equations with the list of what solves them: "$f'(t) = 0$ exactly when $t = a$ or $t = -a$"
    second_zeros_told.py   places of which words tell that a second derivative is zero: "the curvature vanishes at $x = 0$", "its inflection point is at $x = 2$"
    roots_named.py         the same with the places after a noun: "The roots of $L'$ are $w = 0$ and $w = \pm a$"
    both_signs.py          equations of both signs at once: "$L''(\pm a) = 4 b$"
    kinds_of_places.py    what kind of place a value is: "$t = 0$ is a local maximum"
    kinds_before_places.py  the same told before the place: "there is a local maximum at $0$", "local minima at $\pm 1$"
    zeros_told.py          places that solve the equation right before: "switches where $w x + b = 0$, that is at $x = -b / w$"
    signs_told.py          signs that words tell of the formula before them
    signs_in_words.py      signs and directions told without a formula: "the derivative is positive everywhere", "so a step decreases $w$"
    values_told.py         values and slopes at a place that words tell
    quantities_told.py     values told by a noun, at the numbers of an example: "the loss is $0.125$", "gives a prediction of $2.5$"
    said_plainly.py        other ways to tell a value than "the slope is": "we get a slope of $4$", "the curvature comes to $2$"
    summands.py            names of what stands under the last sum, told in words
    objectives_in_words.py objectives without a name that are optimized to the end of their paragraph
    objectives_told.py     objectives without a name: "the MAP estimate minimizes $..$", "this is ridge regression with $..$"
    objectives_unnamed.py  objectives of which what is set to zero after them may be the derivative: "the objective becomes $..$"
    parameters_matched.py  values of a parameter for which an objective is the one at hand: "so this is $J$ with $\lambda = ..$"
    common_values.py      numbers that are all the same in a case: "If $\sigma_i = \sigma$ for all $i$"
    equals_told.py        equations with the equals sign in words: "$\frac{dL}{dw}$ is $(p - y) x$"
    phrases_told.py        values of noun phrases: "the inverse of $AB$ is", "the derivative of $\tanh$ is"
    phrase_subjects.py     what a noun phrase speaks of that does not name it: "its trace", "whose inverse"
    phrases_of_letters.py  derivatives of any letters, told as noun phrases
    log_priors_told.py     logarithms of priors told in words: "contributes $..$ to the negative log posterior"
    parameters_counted.py  numbers of parameters of networks told in words
    spectra_claimed.py     bounds and values of eigenvalues, norms and traces of a matrix, told in words
    spectra_told.py        extreme eigenvalues of matrices of numbers, and constants that are such: "its condition number is $4$"
    eigenvalues_of_functions.py  eigenvalues of what is made of a matrix whose own have a name, and eigenvectors with theirs
    vectors_of_entries.py  vectors told by the formulas of their entries: "let $\vec y$ and $\vec h$ be the vectors with entries $..$ and $..$"
    sums_told.py           sums of entries told in words: "the entries of this gradient add up to $0$"
    entries_said.py        entries, rows, columns and traces told in words: "the $j$-th column of $A B$ is $A b_j$"
    values_for.py         values of what was found last, for numbers put in, and roots of the equation right before
    gradients_listed.py   gradients and Hessians of functions of several numbers, in components
    gradients_read_off.py  the rule by which gradients are read off differentials, told of any function
    numbers_written.py    links between numbers alone, whatever else stands beside them
    cells_rounded.py      cells of tables of iterates that hold rounded numbers
    systems_told.py       systems of equations that words start from: "Start with $Ax = b$"
    shapes_of_functions.py  "$f$ is decreasing and convex", judged by the derivatives of f
    shapes_claimed.py     shapes that words claim of expressions: "$\delta x^\top$, an $m \times d$ matrix"
    shapes_listed.py       shapes of several formulas in their order: "of shapes $m \times k$ and $n \times m$"
"""
