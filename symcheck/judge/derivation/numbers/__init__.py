r"""Numbers put in for names: values given in an example, and what comes out at them.

    values.py     numbers given to a name for a formula or two: the context in which it has them
    example.py    the numbers of an example, which hold to the end of its part
    class_given.py  the class of an example told in words, as the numbers of a one-hot label
    members_given.py  values given to all members of a family by their letter
    example_words.py  the wordings of an example: what opens it, what goes in, what is drawn
    fractions.py  numbers as their text alone writes them, and lists of them
    points_listed.py  data told as a list without names, "the points $(1, 2)$ and $(2, 3)$"
    lines_in_numbers.py  matrices told by their rows or columns in numbers: "let $W$ have the rows $(1, -1)$ and $(0, 1)$"
    priors_in_numbers.py  priors of an example told as a law in numbers: "if the prior is $\mathcal N(0, 1)$"
    told_by_nouns.py  numbers that a noun calls, "with inputs $1, 2$ and labels $0, 1$": the values of the names that the document calls so
    samples_in_turn.py  one sample of a document that speaks of any one, and several that steps take in turn
    steps_on_samples.py  which sample each step takes, "Visiting the first example, $w_1 = 0.2$"
    data_released.py  words that take numbers back: "For arbitrary $x$ and $y$"
    at_numbers.py  the value of both sides of a link at these numbers
    tried.py      links tried at several values of the names without numbers
    moved.py      names with numbers that a formula in pieces moves, `\hat y(x_1) = \max(0, x_1 - 2)` after `x = (1, 2)`
    instances.py  links judged at the numbers of an example
    at_every_step.py  what a recursion says at every step, with these numbers put in
    read_off.py   parameters read off an example, `g(w) = (w - 2)^2 + 3`, so a = 2
    put_in_form.py  numbers told nowhere but where they are put in, `x w = 2 \cdot (-1)`
    occurrences.py  how often words say that something came out: "7 heads in $n = 10$ tosses"
    rounding.py   numbers in decimals, and what agrees with them up to rounding
    spectra_given.py  extreme eigenvalues of the matrix of an example, and the step size of which `\eta^*` is the best one
    places.py     which entries of the data a value gives: those of a row for `x_1 = (1, 0)^\top`
"""
