r"""One link of a chain, `a = b` or another relation, judged.

    link.py              what one link of a chain is: its verdict, and what it sets up
    links.py             one link of a chain: `=`, and which module answers for the other relations
    equations_set_up.py  a link that is no identity: an equation set up, or one that follows from such
    penalized.py         derivatives set to zero with a term that words add to the loss
    derivatives_written.py  derivatives that an expression writes
    order.py             \le, \ge, <, >, \approx
    where_equal.py       values at which the sides of a strict order are equal, `12 w^2 > 0` at w = 0
    memberships.py       `a \in \mathbb{R}^{m \times n}`: shapes stated as sets
    proportional.py      \propto in a named variable
    updates.py           \leftarrow, and `w = w - ..`
    renewed.py           what a step makes of names that depend on it, `z_{new}` after `W \leftarrow ..`
    newton.py            Newton steps
    optima.py            \arg\min and \arg\max: equivalent objectives, minimizers in closed form
    optimal_values.py    the values of optima, `\min_w f(w) = -\max_w (-f(w))`
    modes.py             what a mark says an estimator is: the mode of the posterior, of the likelihood
    constants.py         links right up to an additive constant
    inequalities.py      inequalities said to be one: `|1 - 2\eta| < 1 \iff 0 < \eta < 1`
    thresholds.py        from which step on an inequality holds, `q^t \le \epsilon`, i.e. `t \ge \ln \epsilon / \ln q`
    spectra.py           inequalities for all of several ordered numbers: `|1 - \eta \lambda_i| < 1` for all i
    limits_told.py       limits written with an arrow
    expansions.py        Taylor polynomials, `s(x) \approx \ln 2 + \frac{x}{2}`, by the derivatives at the place that words tell
    limit.py             the time a step may take
    layouts.py           links right in one layout of derivatives only
    calls.py             letters of a function's definition that stand for what the function is taken at
    at_solution.py       derivatives taken where another variable has the value found for it
    beside_place.py      a variable and its optimum in one sum, `\nabla f(w) = A (w - w^*)`
    restated.py          functions written again at a place, or in another variable, and their derivatives after that
    movement.py          what moves in differentials, where the words say that only some names do
    decompositions.py    singular value decompositions told in words
    functions_of_class.py  inequalities about functions without a formula that words call smooth, convex, strongly convex
    subdifferentials.py  subdifferentials of functions of a number, `\partial f(0) = [-1, 1]`
    eigen_told.py        eigendecompositions told in words
    eigenbasis.py        what names mean in a basis of the eigenvectors of a matrix whose extreme eigenvalues have names
    alike_in_kind.py     chains between arrays of different sizes that end at what has any size, `D^{(1)} = D^{(2)} = I`
    members_of_kinds.py  differences beside matrices of a kind, as a rotation, that says more than its equations
    in_eigenbasis.py     links about extreme eigenvalues, judged in such a basis
    signs_of_fractions.py  absolute values and maxima of fractions of known sign
    sizes_multiplied.py  sizes of a product: `(H \times N)(N \times K) = (H \times K)`
    vanishing.py         an equation that words call a derivative set to zero, where no formula gives it
"""
