r"""The table of mistakes: id, sentence, rank, and where each is looked for.

`rank` is the one place where the order is stated: of two rows that reproduce a line, the one of the
lower rank is named, and none where two ids share the lowest. Slips of the whole line come first, then
rules misapplied that leave a clear trace, then one place, then terms, then what merely could be.
The sentence is a format of the facts: `{what}` is the place, `{should}` what belongs there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One mistake. `where`: 'whole', 'place', 'function', 'index', 'rule', 'derivative', 'term',
    'shape', or 'relation' (those are named where relations are judged)."""

    id: str
    where: str
    rank: float
    sentence: str


def _rows(where: str, rank: float, *pairs: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(Row(id, where, rank, sentence) for id, sentence in pairs)


MISTAKES: tuple[Row, ...] = (
    *_rows(
        "whole", 0,
        ("row-for-column",
         "The entries are right, but a row stands where a column is due, or a column for a row."),
    ),
    *_rows(
        "place", 1,
        ("residual-reversed", "The difference is reversed: it should be {should}, not {what}."),
    ),
    *_rows(
        "whole", 1.9,
        ("log-base",
         "The base of the logarithm is wrong: natural and base-{number} logarithms are confused."),
    ),
    *_rows(
        "whole", 2,
        ("sign-whole", "The sign of the whole is wrong."),
        ("factor-two-missing", "A factor 2 is missing."),
        ("factor-two-extra", "There is a factor 2 too many."),
        ("factor-half-missing",
         r"A factor \frac{{1}}{{2}} is missing: this is twice what it should be."),
        ("factor-half-extra",
         r"There is a factor \frac{{1}}{{2}} too many: this is half of what it should be."),
        ("sum-for-mean",
         r"The factor \frac{{1}}{{{what}}} is missing: this is a sum where a mean is due."),
        ("mean-for-sum",
         r"There is a factor \frac{{1}}{{{what}}} too many: this is a mean where a sum is due."),
        ("count-missing",
         "A factor {what} is missing: a sum of {what} equal terms is {what} times the term."),
        ("count-extra", "There is a factor {what} too many."),
        ("scale-missing", "The factor {what} is missing."),
        ("scale-extra", "There is a factor {what} too many."),
        ("division-missing", "The division by {what} is missing."),
        ("division-extra", "This should not be divided by {what}."),
    ),
    *_rows(
        "index", 2.8,
        ("indices-exchanged", "The indices of {what} are exchanged."),
    ),
    *_rows(
        "place", 2.9,
        ("extra-transpose", "{what} should not be transposed."),
        ("missing-transpose", "The transpose of {what} is missing."),
    ),
    *_rows(
        "place", 3,
        ("product-order",
         "The factors stand in the wrong order: it should be {should}, not {what}."),
        ("trace-order",
         "Under the trace, factors may only move around in a circle; {what} is another product."),
        ("hadamard-for-product",
         "{what} should be a matrix product, not a product entry by entry."),
        ("product-for-hadamard",
         r"{what} should be a product entry by entry (\odot), not a matrix product."),
        ("extra-inverse", "{what} should not be inverted."),
        ("missing-inverse", "The inverse of {what} is missing."),
        ("squared-norm", "The norm should not be squared in {what}."),
        ("norm-not-squared", "The square of {what} is missing."),
        ("indicator-side", "The condition is the wrong way round in {what}."),
        ("fraction-inverted", "A fraction is upside down: {what}."),
        ("identity-missing",
         "A scalar cannot be added to a matrix: {what} should be {what} times the identity."),
    ),
    *_rows(
        "rule", 3,
        ("transpose-of-product",
         r"The transpose of a product reverses the order: (AB)^\top = B^\top A^\top."),
        ("inverse-of-product",
         "The inverse of a product reverses the order: (AB)^{{-1}} = B^{{-1}} A^{{-1}}."),
        ("inverse-of-sum", "The inverse of a sum is not the sum of the inverses: {what}."),
        ("inverse-of-scaled", "The scalar is inverted too: (cA)^{{-1}} = c^{{-1}} A^{{-1}}."),
        ("term-in-inverse-lost", "A term inside the inverse is lost: it should be {what}."),
        ("reciprocal-of-sum", "A quotient by a sum is not the sum of the quotients: {what}."),
        ("log-of-sum", "The logarithm of a sum does not split into logarithms: {what}."),
        ("log-of-product",
         "The logarithm of a product is the sum of the logarithms, not their product: {what}."),
        ("log-of-quotient",
         "The logarithm of a quotient is the difference of the logarithms: {what}."),
        ("log-of-power", "The exponent comes out of the logarithm as a factor: {what}."),
        ("exp-of-sum",
         "The exponential of a sum is the product of the exponentials, not their sum: {what}."),
        ("exp-of-product",
         "The exponential of a product is not the product of the exponentials: {what}."),
        ("exp-of-negative", r"The exponential of -z is \frac{{1}}{{e^z}}, not -e^z: {what}."),
        ("root-of-sum", "The square root of a sum does not split: {what}."),
        ("root-of-square", r"\sqrt{{z^2}} is |z|, not z: {what}."),
        ("square-of-sum", "The square of a sum has a cross term: {what}."),
        ("square-of-negative", "The square of a negative is positive: {what}."),
        ("power-of-product", "The power belongs to every factor: {what}."),
        ("norm-of-sum", "The norm of a sum does not split: {what}."),
        ("function-of-sum", "This function of a sum is not the sum of its values: {what}."),
        ("det-of-scaled",
         r"A scalar comes out of an n \times n determinant as its n-th power: {what}."),
        ("det-of-sum", "The determinant of a sum does not split: {what}."),
        ("trace-of-product", "The trace of a product is not the product of the traces: {what}."),
        ("sum-of-product", "A sum of products is not the product of the sums: {what}."),
        ("sum-of-quotient", "A sum of quotients is not the quotient of the sums: {what}."),
        ("division-of-one-term", "The divisor belongs to every term of the numerator: {what}."),
        ("bracket-sign", "The minus sign before a bracket turns every term in it: {what}."),
        ("bracket-factor", "The factor before a bracket belongs to every term in it: {what}."),
    ),
    *_rows(
        "function", 3,
        ("function-for-derivative", "The derivative is due where {what} stands."),
        ("derivative-for-function", "{what} should be the function itself, not its derivative."),
        ("missing-derivative-factor", "The factor {what} is missing."),
        ("extra-derivative-factor", "There is a factor {what} too many."),
        ("derivative-at-activation",
         "The derivative is taken at the activation: {what} should be at {should}, not at {is}."),
        ("derivative-at-wrong-layer",
         "The derivative is taken at another layer: {what} should be at {should}, not at {is}."),
        ("bias-forgotten", "The bias is forgotten: {what} should be at {should}, not at {is}."),
        ("indicator-argument",
         "The condition is on the wrong quantity: {what} should be about {should}."),
        ("sigma-without-complement",
         r"The derivative of the logistic function is \sigma(z)(1 - \sigma(z)): one of the two "
         "factors is missing."),
        ("sigma-plus",
         r"The derivative of the logistic function is \sigma(z)(1 - \sigma(z)), with a minus."),
        ("tanh-square-lost", r"The derivative of \tanh z is 1 - \tanh^2 z."),
        ("softmax-diagonal-only",
         r"The Jacobian of the softmax is \operatorname{{diag}}(p) - p p^\top: the entries off "
         "the diagonal are missing."),
        ("softmax-denominator-held",
         r"The denominator of the softmax depends on the variable too: the term -p p^\top is "
         "missing."),
    ),
    *_rows(
        "index", 3,
        ("index-off-by-one", "An index is off by one in {what}."),
        ("wrong-index", "The index is wrong: it should be {should}, not {what}."),
        ("delta-missing", "The 1 stands only where the indices agree: it should be {should}."),
        ("sum-range", "The sum runs over the wrong range: {what}."),
        ("missing-sum", "The sum over {what} is missing."),
        ("extra-sum", "There should be no sum here, one term of it is due: {what}."),
    ),
    *_rows(
        "shape", 3.1,
        ("transposes-exchanged", "The transpose stands on the wrong factor of {what}."),
    ),
    *_rows(
        "rule", 3.2,
        ("function-of-index-sum", "The function is taken of each term, not of the sum: {what}."),
    ),
    *_rows(
        "derivative", 3.5,
        ("regularizer-factor", "The factor of the regularizer is off by 2."),
        ("quotient-rule-plus", "The second term of the quotient rule is subtracted: {what}."),
    ),
    *_rows(
        "derivative", 3.9,
        ("inner-sign", "The sign of the inner derivative of {what} is lost."),
    ),
    *_rows(
        "name", 4,
        ("weights-of-another-layer",
         "These are the weights of another layer: it should be {should}, not {what}."),
        ("activation-exchanged",
         "Before and after the activation are confused: it should be {should}, not {what}."),
        ("quantity-of-another-layer",
         "This belongs to another layer: it should be {should}, not {what}."),
        ("regularizer-argument", "The regularizer is about {should}, not {what}."),
        ("missing-summand", "A term is missing beside {what}: it should be {should}."),
    ),
    *_rows(
        "derivative", 4,
        ("product-rule-term",
         "The product rule has a term for each factor: in {what}, {held} is taken as constant."),
        ("quadratic-one-sided",
         r"Both factors of {what} vary: the gradient of x^\top A x is (A + A^\top) x."),
        ("quadratic-symmetric",
         r"The gradient of x^\top A x is (A + A^\top) x, which is 2 A x only for a symmetric A."),
        ("quotient-rule-term",
         "The quotient rule has two terms: in {what}, {held} is taken as constant."),
        ("quotient-rule-square",
         "The quotient rule divides by the square of the denominator: {what}."),
        ("quotient-rule-sign", "The two terms of the quotient rule are exchanged: {what}."),
        ("reciprocal-sign",
         r"The derivative of \frac{{1}}{{u}} is -\frac{{u'}}{{u^2}}, with a minus: {what}."),
        ("inner-derivative",
         "The inner derivative is missing: {what} depends on the variable by the chain rule."),
        ("power-rule-exponent", "The exponent goes down by one when {what} is differentiated."),
        ("power-rule-factor", "The exponent comes down as a factor when {what} is differentiated."),
        ("log-derivative", r"The derivative of \log u is \frac{{u'}}{{u}}: {what}."),
        ("inverse-derivative-sign", "The derivative of an inverse has a minus: {what}."),
        ("inverse-derivative-one-sided",
         "The derivative of an inverse has the inverse on both sides: {what}."),
        ("skip-path-forgotten", "The skip path is forgotten: {what} also depends on the variable."),
        ("missing-regularizer", "The regularizer is not differentiated: its term is missing."),
        ("not-differentiated", "{what} is not differentiated."),
    ),
    *_rows(
        "derivative", 4.2,
        ("wrong-variable", "This is the derivative by {what}, not by {should}."),
    ),
    *_rows(
        "derivative", 4.5,
        ("term-sign-in-derivative", "The sign of the derivative of the term {what} is wrong."),
    ),
    *_rows(
        "whole", 5,
        ("constant-factor",
         "A constant factor is wrong: this is {number} times what it should be."),
        ("scale-power", "The power of the factor {what} is wrong."),
    ),
    *_rows(
        "place", 6,
        ("sign-of-term", "The sign of the term {what} is wrong."),
        ("extra-factor", "There is a factor too many: {what}."),
        ("missing-factor", "The factor {what} is missing."),
        ("function-at-activation",
         "The activation is applied twice: {what} should be at {should}, not at {is}."),
    ),
    *_rows(
        "place", 6.1,
        ("sign-inside", "The sign of the argument is wrong in {what}."),
    ),
    *_rows(
        "place", 6.5,
        ("exponent", "The exponent is wrong: it should be {should}, not {what}."),
    ),
    *_rows(
        "function", 6.8,
        ("wrong-argument", "The argument is wrong: {what} should be at {should}, not at {is}."),
    ),
    *_rows(
        "term", 7,
        ("constant-kept", "The term {what} does not hold the variable: its derivative is 0."),
        ("extra-term", "There is a term too many: {what}."),
        ("term-factor", "The factor of the term {what} is off by 2."),
        ("term-not-differentiated", "The derivative of the term {what} is missing."),
        ("wrong-quantity", "It should be {should}, not {what}."),
    ),
    *_rows(
        "term", 7.5,
        ("term-scale", "The term {what} is off by the factor {scale}."),
    ),
    *_rows(
        "term", 8,
        ("missing-term", "A term is missing."),
        ("spurious-term", "There is a term too many."),
        ("sign-of-one-term", "Multiplied out, the sign of one term is wrong."),
        ("factor-of-one-term", "Multiplied out, one term is {number} times what it should be."),
    ),
    *_rows(
        "relation", 0,
        ("argmin-scaled-negative", r"Scaling by a negative number turns \arg\min into \arg\max."),
        ("argmin-shift-depends",
         "The term left out depends on the variable that is minimized over."),
        ("argmin-not-monotone",
         "The function is not increasing there, so the minimizer may change."),
        ("argmax-for-argmin", r"\arg\min and \arg\max are exchanged."),
        ("normalizer-depends",
         "The factor left out depends on the variable, so proportionality does not hold."),
        ("inverse-not-allowed", "The inverse is taken of a matrix that need not be invertible."),
        ("division-by-zero", "This divides by a quantity that may be zero."),
        ("gap", "The result is stated without the steps that lead to it."),
    ),
)

BY_ID: dict[str, Row] = {row.id: row for row in MISTAKES}
