r"""Statements as chains: a head that may define something, then links, each judged against the piece before it.

    chains.py         statements as chains: a head, then links, and the steps found
    linking.py        one link: judged, weighed, named where it is wrong, and what is learnt from it
    introductions.py  definitions, solutions and optima that begin a chain
    solved_values.py  the value of a solution: of which derivative or equation it is, and whether it solves that
    other_estimates.py  estimates made of the one that was found: a corrected `\tilde v = \frac{N}{N - 1} \hat v`
    named_between.py  solutions named within the chain, `w = w^\star := ..`
    implied.py        a name without a meaning that `P \implies u = v` solves for
    functions_exchanged.py  functions that words replace by others: "Replace $\tanh$ by the identity"
    hypotheses.py     what a difference is worth beside what was supposed
    descents_told.py  steps that words call those of gradient descent, along the derivative of the only function with a formula
    descents_meant.py  iterates of a descent whose step no formula gives
    steps_in_numbers.py  steps of gradient descent in numbers alone, `w_{new} = 2 - 0.1 \cdot 16`
    newton_in_numbers.py  Newton steps in numbers alone
    iterates_in_numbers.py  iterates of gradient descent told by their numbers, `we get $w_1 = 3$`
    orders_of_iterates.py  inequalities about iterates of numbers, `|w_t - c| \le \rho^t |w_0 - c|`
    other_methods.py  is `w_{t+1} = ..` a claim, or the update of another method?
    conditions.py     inequalities joined by `\iff`, `|1 - \eta a| < 1 \iff 0 < \eta < 2 / a = c`
    piecewise.py      a function defined piece by piece on rows of their own
    turned.py         names introduced by their transpose, `g^\top := ..`
    braces_claimed.py  values, bounds and sizes claimed under a brace
    braces_told.py    names given under a brace
    heads_told.py     what the words before a display say that it is equal to
    eigenvalues_told.py  eigenvalues of a matrix whose size is a number, told in words
    jacobians_told.py  "the Jacobian of $a$ with respect to $x$ is", before an expression without a left side
    slopes_at_places.py  "Evaluated at $w_0$, the gradient is", before an expression without a left side
    quantities_named.py  results that get a name of their own where words say what they are: "The gradient is $g = ..$"
    wholes_named.py      names for the matrix or vector of derivatives told entry by entry: "i.e. $J = ..$"
    slopes_collected.py  derivatives by entries collected: "in matrix form this is $..$"
    slopes_set_to_zero.py  the function whose derivative was set to zero last: of it "the second derivative" is one
    slopes_of_expressions.py  derivatives of expressions without a name: "is $\ell(w) - w^2$ up to a constant; its derivative $..$ vanishes at"
    slopes_of_objectives.py  "The function in braces has the derivative $..$", after a display of an optimum without a name for it
    slopes_told.py    "the gradient is", before an expression without a left side
    moments_told.py   "the mean of $z$ is", before an expression without a left side
    lawless_densities.py  densities without a law within a definition, `E(w) = -\ln p(t \mid w) = ..`
    likelihoods_told.py   what words call the negative log likelihood, judged by the law of the data
    chances_compact.py  the chances of a label in one formula, `p(y \mid x) = h^y (1 - h)^{1 - y}`
    posteriors.py     posterior laws that are claimed, judged by Bayes' rule
    posteriors_read_off.py  their mean and spread read off a density: "This is the log of a Gaussian with"
    posterior_moments.py  the mean, covariance or precision of a posterior, told in words
    naming.py         which mistake a wrong step is, and which definition is to blame
    wrong_row.py      the line of the first wrong piece of a function in pieces
    gaussian_density.py  the density of a Gaussian number written out, of letters that mean nothing yet
    told_alone.py     functions without a formula on one side alone, which words may tell
    told_otherwise.py  what words tell of a loss or a value at a line that no formula says
    relations_claimed.py  shapes, laws and differences claimed of expressions, `\nabla_W L \in \mathbb{R}^{m \times d}`
    given_without_law.py  what a name with a law is, given one of which no law is known
    optima_as_functions.py  `w^\star(\lambda) = ..` after the number `w^\star` of an example
    existence_supposed.py  what is supposed to exist with a property that only words tell, and proofs by contradiction
    gaps.py           results stated with no step in between
    set_to_zero.py       derivatives without a formula that words set to zero, of which functions and by what
"""
