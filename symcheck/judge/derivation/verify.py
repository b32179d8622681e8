"""A document judged: what its words say written as formulas, layers and indices written out, and then one walk through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.judge import verdict as V
from symcheck.judge.derivation.layers import (
    depths_told,
    enumerated,
    layers,
    letters_beside_units,
    sizes_told,
    step_indices,
    sums_from_zero,
    time_steps,
    units_by_letter,
    widths_one,
    written_sums,
)
from symcheck.judge.derivation.methods import arrows, iterate_entries
from symcheck.judge.derivation.names import numbers_anew
from symcheck.judge.derivation.numbers import lines_in_numbers, priors_in_numbers
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.rows import (
    addressed,
    asides,
    columns_listed,
    densities_by_pi,
    divergences,
    laws_listed,
    means_unbracketed,
    members_of_optima,
    parted,
    products_told,
    rows_spaced,
    sans_serif,
    sets_of_data,
    sides_named,
    sizes_shifted,
    units,
)
from symcheck.judge.derivation.trials import Trials
from symcheck.judge.derivation.walk import Walk
from symcheck.judge.derivation.wording import (
    arguments_dropped,
    averages_told,
    cases_in_steps,
    chances_of_labels,
    class_laws,
    columns_numbered,
    cross_entropies,
    derivative_tables,
    expansions_told,
    functions_by_letter,
    gradient_names,
    iterate_tables,
    labels_of_sign,
    letters_of_slopes,
    losses_stacked,
    neglected,
    per_example,
    piece_tables,
    pieces_claimed,
    pieces_told,
    plain_ones,
    probabilities_told,
    quantity_tables,
    samples_of_density,
    samples_of_model,
    uniform_laws,
)
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context
from symcheck.read.documents import Document

# What writes as formulas what words, tables and brackets say, before any formula is judged.
REWRITINGS = (
    parted.rewritten, products_told.rewritten, means_unbracketed.rewritten, priors_in_numbers.rewritten, asides.unbracketed,
    addressed.unaddressed, units.without, sizes_shifted.rewritten, columns_listed.rewritten, lines_in_numbers.rewritten,
    rows_spaced.rewritten, sets_of_data.rewritten, densities_by_pi.rewritten, arguments_dropped.rewritten, cases_in_steps.rewritten,
    sides_named.rewritten, members_of_optima.rewritten, arrows.rewritten, divergences.rewritten, sums_from_zero.rewritten,
    letters_beside_units.rewritten, functions_by_letter.rewritten, letters_of_slopes.rewritten, cross_entropies.rewritten,
    expansions_told.rewritten, labels_of_sign.rewritten, neglected.rewritten, probabilities_told.rewritten, pieces_told.rewritten,
    laws_listed.rewritten, derivative_tables.rewritten, quantity_tables.rewritten, averages_told.rewritten, losses_stacked.rewritten,
    iterate_tables.rewritten, uniform_laws.rewritten, plain_ones.rewritten, written_sums.rewritten,
    piece_tables.rewritten, pieces_claimed.rewritten, columns_numbered.rewritten, per_example.rewritten, gradient_names.rewritten,
    class_laws.rewritten, samples_of_model.rewritten, samples_of_density.rewritten, chances_of_labels.rewritten)


def verify_document(document: Document, context: Context | None = None, *, layout: str | None = None,
                    gaps: bool = False, seconds: float | None = None,
                    guard: Callable[[Callable[[], None]], str] | None = None) -> Derivation:
    """The judged document. `context` gives declarations to begin with (a worksheet's); `layout` is that of
    derivatives, by default what the document says, else either; `gaps` reports results restated without
    steps; `seconds` limits each step; `guard` runs what it is given and says what went wrong in it, by default
    nothing is caught."""
    trials = Trials(guard)
    sans = trials.of(lambda: sans_serif.told(document), {})
    document = trials.of(lambda: sans_serif.rewritten(document, sans), document)
    letters = trials.of(lambda: numbers_anew.told(document), {})
    document = trials.of(lambda: numbers_anew.rewritten(document), document)
    written = document
    for rewritten in REWRITINGS:
        document = trials.of(lambda: rewritten(document), document)

    def walked(written: Document, ahead: int = 1) -> Derivation:
        walk = Walk(written, context, layout, gaps, seconds, trials)
        walk.meanings.ahead *= ahead
        return walk.run()

    outcome = trials.of(lambda: _in_few_layers(document, walked), None) or trials.of(lambda: _renamed(document, walked), None) or walked(document)
    outcome.steps[:] = [replace(s, source=rows_spaced.as_written(arguments_dropped.as_written(s.source, written), written)) for s in outcome.steps]
    if (classes := trials.of(lambda: class_laws.told(written), None)) is not None:
        outcome.steps[:] = [replace(s, source=class_laws.as_written(s.source, classes)) for s in outcome.steps]
    sums_from_zero.restored(outcome, written)
    letters_beside_units.restored(outcome, written)
    numbers_anew.restored(outcome, letters)
    numbers_anew.restored(outcome, sans)
    outcome.steps.extend(Step(1, 1, "", "", Verdict(V.UNDECIDED, fault), "statement") for fault in trials.faults)
    return outcome


def _in_few_layers(document: Document, walked: Callable[[Document, int], Derivation]) -> Derivation | None:
    """A network with any number of layers, judged with a few of them; None of a document that counts no layers."""
    counting = layers.counted(document) or time_steps.counted(document)
    if counting is None:
        return None

    def with_layers(counted: layers.Layers, of_one: bool = False) -> Derivation:
        written = sizes_told.put(layers.unfolded(document, counted), document, counted)
        outcome = walked(widths_one.put(written) if of_one else written, layers.DEPTH)
        layers.folded(outcome, counted, document.text)
        return outcome

    outcome = with_layers(counting)
    for depth in depths_told.told(document, counting):
        depths_told.taken_in(outcome, with_layers(depth.layers, depth.of_one), depth.formulas)
    return outcome


def _renamed(document: Document, walked: Callable[[Document], Derivation]) -> Derivation:
    """The document judged with its indices of steps renamed, and names that differ by their number written out."""
    if units := units_by_letter.told(document):
        document = units_by_letter.rewritten(document, units)
    index, entries = step_indices.told(document), iterate_entries.told(document)
    written = document if index is None else step_indices.rewritten(document, index)
    written, letters = enumerated.unfolded(written if not entries else iterate_entries.rewritten(written, entries))
    outcome = walked(written)
    for letter in letters:
        layers.folded(outcome, letter, document.text)
    if entries:
        iterate_entries.restored(outcome, entries, document.text)
    if index is not None:
        step_indices.restored(outcome, index, document.text)
    if units:
        units_by_letter.restored(outcome)
    return outcome
