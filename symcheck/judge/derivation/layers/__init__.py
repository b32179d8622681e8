r"""Networks with any number of layers, and names that differ by their number: written out for a few.

    layers.py          networks with any number of layers, written out for three
    ranges_after.py    what stands after a formula about layer l and limits it: layers, and cases of other names
    last_layer.py      the letter of the last layer
    activations_shared.py  "Hidden layers share $\phi_\ell = \phi$; the last one is $\phi_L = \sigma$"
    cases_of_layers.py  `a^{(l)} = ..` in cases, for `l < L` and for `l = L`
    for_all_layers.py  "If $\|W^{(k)}\| \le \rho$ for all $k$" beside the letter l of the layers
    depths_told.py      "With $L = 2$": what is said of networks of this depth
    widths_one.py       "Let $L = 2$, all widths $1$": numbers in the place of vectors
    sizes_told.py  the number of units in the last layer, `n_L = 1`
    time_steps.py      recurrent networks with any number of steps, written out for three
    statements_parted.py  displays of which one statement sums over the letter and another is of each number
    layer_products.py  products over layers with dots
    powers_told.py     `\gamma^l` of a number beside layers counted by plain superscripts
    small_entries.py   "$W^l$ has entries $w^l_{jk}$"
    enumerated.py      `W_\ell` for $\ell = 1, 2$: names that differ by their number, written out
    units_by_letter.py  a_j of hidden units beside a_k of outputs: names that the letter of their index tells apart
    letters_beside_units.py  the letter of `h(a) = ..` beside units a_j: one of that formula alone
    written_units.py    a few units written out, `v_1 \phi(w_1 x + b_1) + v_2 \phi(w_2 x + b_2)`, beside formulas of unit j
    sums_from_zero.py  sums from 0 over the inputs of a unit: the term at 0 is its bias
    written_sums.py     sums over two to four units written out
    step_indices.py    the index $i_t$ that step t draws
"""
