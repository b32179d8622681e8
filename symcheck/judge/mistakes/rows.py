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
    rank: int
    sentence: str


def _rows(where: str, rank: int, *pairs: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(Row(id, where, rank, sentence) for id, sentence in pairs)


MISTAKES: tuple[Row, ...] = (
    *_rows(
        "whole", 0,
        ("row-for-column", "This is the right vector, but as a row where a column is due, or the other way round."),
    ),
    *_rows(
        "place", 1,
        ("residual-reversed", "The difference is reversed: {should}, not {what}."),
    ),
    *_rows(
        "whole", 2,
        ("sign-whole", "The sign of the whole is wrong."),
        ("factor-two-missing", "A factor 2 is missing."),
        ("factor-two-extra", "There is a factor 2 too many."),
        ("factor-half-missing", r"A factor \frac{{1}}{{2}} is missing: this is twice the right result."),
        ("factor-half-extra", r"There is a factor \frac{{1}}{{2}} too many: this is half the right result."),
        ("sum-for-mean", r"The factor \frac{{1}}{{{what}}} is missing: this is a sum where a mean is due."),
        ("mean-for-sum", r"The factor \frac{{1}}{{{what}}} is too many: this is a mean where a sum is due."),
        ("count-missing", "A factor {what} is missing: it counts equal terms of a sum."),
        ("count-extra", "There is a factor {what} too many."),
        ("scale-missing", "The factor {what} is missing."),
        ("scale-extra", "There is a factor {what} too many."),
        ("division-missing", "The division by {what} is missing."),
        ("division-extra", "This should not be divided by {what}."),
        ("log-base", "The logarithm is natural here, not to base {number}, or the other way round."),
    ),
    *_rows(
        "whole", 5,
        ("constant-factor", "A constant factor is wrong: this is {number} times the right result."),
        ("scale-power", "The power of {what} is wrong."),
    ),
    *_rows(
        "place", 3,
        ("extra-transpose", "{what} should not be transposed."),
        ("missing-transpose", "The transpose of {what} is missing."),
        ("product-order", "The factors stand in the wrong order: {should}, not {what}."),
        ("transpose-of-product", r"The transpose of a product reverses the order: (AB)^\top = B^\top A^\top."),
        ("inverse-of-product", "The inverse of a product reverses the order: (AB)^{{-1}} = B^{{-1}} A^{{-1}}."),
        ("trace-order", "Under the trace factors move only in a circle; {what} is another product."),
        ("hadamard-for-product", "{what} should be a matrix product, not entry by entry."),
        ("product-for-hadamard", r"{what} should be a product entry by entry (\odot), not a matrix product."),
        ("extra-inverse", "{what} should not be inverted."),
        ("missing-inverse", "The inverse of {what} is missing."),
        ("squared-norm", "The norm should not be squared: {what}."),
        ("norm-not-squared", "The norm should be squared: {what}."),
        ("indicator-side", "The condition of {what} is the wrong way round."),
        ("fraction-inverted", "A fraction is upside down: {what}."),
    ),
    *_rows(
        "place", 6,
        ("sign-of-term", "The sign of the term {what} is wrong."),
        ("sign-inside", "The sign of the argument is wrong in {what}."),
        ("exponent", "The exponent is wrong: {should}, not {what}."),
        ("extra-factor", "There is a factor too many: {what}."),
    ),
    *_rows(
        "term", 7,
        ("extra-term", "There is a term too many: {what}."),
        ("term-factor", "The factor of the term {what} is off by 2."),
    ),
    *_rows(
        "relation", 0,
        ("argmin-scaled-negative", r"Scaling by a negative number turns \arg\min into \arg\max."),
        ("argmin-shift-depends", r"The term left out depends on the variable that is minimized over."),
        ("argmin-not-monotone", r"The function is not increasing there, so the minimizer may change."),
        ("argmax-for-argmin", r"\arg\min and \arg\max are exchanged."),
        ("normalizer-depends", "The factor left out depends on the variable, so proportionality does not hold."),
        ("inverse-not-allowed", "The inverse is taken of a matrix that need not be invertible."),
        ("division-by-zero", "This divides by a quantity that may be zero."),
        ("gap", "The result is stated without the steps that lead to it."),
    ),
)

BY_ID: dict[str, Row] = {row.id: row for row in MISTAKES}
