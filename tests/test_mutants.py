"""Every right row of the case tables with planted mistakes, against loops and difference quotients.

A mutant whose value differs must be called different; one whose value is the same must not be.
The sample is fixed; `SYMCHECK_MUTANTS=all` runs every mutant.
"""

import os
import random

import numpy as np
import pytest

from symcheck.judge.judging import judge
from symcheck.judge.ladder import question
from symcheck.judge.numeric import people_of, sizes_to_try
from symcheck.judge.sampling import draw
from symcheck.judge.sides import read_both
from symcheck.tensor import reals
from symcheck.tensor.direct import Direct
from symcheck.tensor.evaluate import choose_sizes
from symcheck.tensor.functions import Unsupported
from symcheck.text import SymcheckError
from tests.mutants import mutants
from tests.test_cases import BLOCKS, context_of

WHOLE = os.environ.get("SYMCHECK_MUTANTS") == "all"
PER_ROW = 10**6 if WHOLE else 1
SAMPLE = 1.0 if WHOLE else 0.2  # of the rows


def truth(q, lhs, rhs) -> str:
    """'same', 'differ' or 'unknown' by the direct evaluation at three points."""
    try:
        people, dims, least = people_of(q, q.lhs, q.rhs)
        seen = 0
        small = sizes_to_try(dims, least)
        choices = [*small[1:4], choose_sizes(dims, least, 2)] * 4 if len(small) > 1 else small * 12
        draws = len(choices)
        for k, sizes in enumerate(choices):
            field = reals.Float(1)
            with np.errstate(all="ignore"):
                at = draw(people, field, sizes, np.random.default_rng([97, k]))
            if not field.valid.all():
                continue
            values = {v.data: x[0][0] for v, x in at.values.items()}
            evaluate = Direct(sizes, values, stand_in, general(sizes))
            opens = sorted({i for e in (lhs, rhs) for i in free_indices(e)},
                           key=lambda i: (i.name, str(i.dim)))
            sides = [np.array([evaluate(e, {i: n + 1 for i, n in zip(opens, place)})
                               for place in np.ndindex(*(evaluate.size(i.dim) for i in opens))])
                     for e in (lhs, rhs)]
            if not all(np.isfinite(s).all() for s in sides):
                continue
            seen += 1
            scale = max(1e-3, *(np.abs(s).max(initial=0) for s in sides))
            if np.abs(sides[0] - sides[1]).max(initial=0) > 1e-3 * scale:
                return "differ"
        return "same" if seen >= max(1, draws // 2) else "unknown"
    except (Unsupported, KeyError, ValueError, np.linalg.LinAlgError):
        return "unknown"


def stand_in(f, order, t):
    return reals.wave(f.name, order, t, np.sin, np.cos)


def general(sizes):
    def value(f, z):
        outputs = [d for d in f.codomain if d != 1]
        m = None if not outputs else outputs[0] if isinstance(outputs[0], int) else sizes[outputs[0]]
        return reals.general_wave(f, 0, np.asarray(z, float), m, np.sin, np.cos)
    return value


def free_indices(e):
    from symcheck.tensor.lower import lower

    return lower(e).opens


@pytest.mark.parametrize("rows", BLOCKS, ids=lambda rows: f"{rows[0].file}:{rows[0].line}")
def test_mutants(rows):
    wrong = []
    for c in rows:
        if c.sign != "==" or random.Random(f"{c.file}{c.line}{c.lhs}").random() > SAMPLE:
            continue
        context = context_of(c.declarations, c.layout)
        layout = "row" if c.layout == "row" else "column"
        try:
            lhs, rhs = read_both(context, c.lhs, c.rhs, layout)
        except SymcheckError:
            continue  # right in the other layout only
        found = list(mutants(rhs))
        if len(found) > PER_ROW:
            found = random.Random(f"{c.file}{c.line}").sample(found, PER_ROW)
        for what, m in found:
            try:
                q = question(lhs, m, [a for a in context.assumptions if a[0] == "="])
            except Unsupported:
                continue
            v = judge(context, lhs, m, layout)
            real = truth(q, lhs, m)
            if (v.right and real == "differ") or (v.word == "different" and real == "same") \
                    or (v.word == "undecided" and real == "differ"):
                wrong.append(f"{c.file}:{c.line} {c.lhs} == {c.rhs}\n   {what}: {v.word}, "
                             f"but the values {real}\n   {m!r}\n   {v.evidence} {v.counterexample}")
    assert not wrong, "\n".join(wrong)
