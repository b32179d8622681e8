r"""Units of a network that the letter of their index tells apart: `a_j = \sum_i w^{(1)}_{ji} x_i` of the hidden units and `a_k = \sum_j w^{(2)}_{kj} z_j` of the
outputs, with errors `\delta_j` and `\delta_k`.

Where words speak of hidden and output units, letters run to different ends, j = 1, .., M and k = 1, .., K, or number three layers by `w_{ji}` and `w_{kj}`, and a sum with
weights leads from the one to the other, a name that is given a formula with each of them is as many names: all but the first get a number above, `a^{(2)}_k`. A letter with two ends
tells nothing, and neither does a name that stands with any other index, or alone: the first m of n units are no other layer, and weights that are used twice are one matrix.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.outcome import Derivation
from symcheck.judge.derivation.wording.patterns import END, RANGE, plain_size
from symcheck.read.documents import Document
from symcheck.read.unicode import LOWERED

# What layers that the letters can tell apart are called: both of them.
_HIDDEN, _OUTPUT = re.compile(r"\bhidden\b", re.I), re.compile(r"\boutputs?\b", re.I)
# Weights used more than once, and some of the units of a layer.
_ONE_MATRIX = re.compile(r"\b(?:recurrent|recurrence|Hopfield|Elman|lateral|shar(?:ed?|es|ing)|tied?|ties|tying|twice|repeatedly|re-?us\w+|unroll\w*|symmetric|time\s?-?steps?|hidden\s+states?|"
                         r"same\s+(?:weights?|matri\w+|parameters?|layers?|units?|neurons?))\b", re.I)
_SOME_UNITS = re.compile(r"\b(?:some|first|last|remaining|subset|part)\s+(?:\$[^$]*\$\s*)?(?:of\b|(?:(?:hidden|output|input)\s+)?(?:units?|neurons?|nodes|ones|activations)\b)|\b(?:of\s+(?:them|these|which)|for\s+these|among)\b|\bsubset\b", re.I)
# Where no end tells letters apart.
_BOTH = re.compile(r"\b(?:same|both|again)\b", re.I)
_SUM = re.compile(r"\\sum\s*(?:\\limits)?\s*_\s*\{\s*([a-z])\s*=\s*[01]\s*\}\s*\^\s*(?:\{\s*" + END + r"\s*\}|(\w))")
_LETTER = r"(?:\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
# A name with what stands above and below it.
_NAME = re.compile(r"(?P<base>" + _LETTER + r")(?![A-Za-z])(?P<above>\s*(?:\^|').?)?\s*(?:(?P<mark>_)\s*(?:(?P<one>[a-z])(?![A-Za-z])|\{\s*(?P<some>[a-z](?:\s*,?\s*[a-z])?)\s*\})(?P<after>\s*\^\s*\{?\s*[(\[])?|(?P<other>_))?")
_GIVEN_ONE = re.compile(r"^\s*&?\s*(?::?=|\\equiv|\\triangleq|\\coloneqq|\\doteq)")
_GIVEN_TWO = re.compile(r"=:\s*$")
# The rest of `y_k = a_k`, after its left side: the outputs are their activations.
_ALIAS = re.compile(r"(?:^|[,;]|quad|\\\\)\s*&?\s*" + _LETTER + r"\s*_\s*\{?\s*[a-z]\s*\}?\s*&?\s*(?::?=|\\equiv)\s*$")
_STARTS = re.compile(r"(?:^|[,;]|quad|\\\\)\s*&?\s*$")
_OUTPUT_IS = re.compile(r"\s*(?P<left>(?P<name>" + _LETTER + r")\s*_\s*(?:\{\s*)?(?P<index>[a-z])(?:\s*\})?)\s*=\s*(?P<right>(?P<of>" + _LETTER + r")\s*_\s*(?:\{\s*)?(?P<same>[a-z])(?:\s*\})?)\s*[.,;]?\s*")
# `b_k + \\sum_j w_{kj} z_j` and `\\sum_j w_{kj} z_j + b_k`, around the bias.
_BIAS_BEFORE = re.compile(r"\s*\+\s*\\sum(?![A-Za-z])")
_BIAS_AFTER = re.compile(r"\\sum(?![A-Za-z])(?:(?!\\q?quad)[^=+])*(?:=[^=+]*)?\+\s*$")
_ENDS = re.compile(r"\s*(?:$|[.,;]|\\q?quad|\\\\)")
# "the $\delta$'s": all of them, by the letter that they share.
_LETTER_ALONE = re.compile(r"\s*" + _LETTER + r"\s*")
_SEVERAL = re.compile(r"(?:['\u2019]s|s)(?![A-Za-z])|\s+(?:terms|values)\b")
_PAIR = re.compile(r"(?<!\\sum)_\s*\{\s*([a-z])\s*,?\s*([a-z])\s*\}")
# `w_{kj} w_{ji}`, `w_{ij} = W_{ij}`, `w_{kj} = w_{jk}`: a product of weights or a tie of one to another.
_ENTRY = r"\}?\s*(?:\^\s*(?:\{[^{}]*\}|\w))?\s*_\s*\{\s*[a-z]\s*,?\s*[a-z]\s*\}\s*(?:\^\s*(?:\{[^{}]*\}|\w))?"
_TIED = re.compile(r"([A-Za-z])" + _ENTRY + r"\s*&?\s*=?\s*(?:\\(?:mathbf|bm|boldsymbol|tilde|hat|bar)\s*\{?\s*)?(?i:\1)" + _ENTRY)
_CLAIMS = re.compile(r"\\partial|\\nabla|\\delta")
_OPERATORS = frozenset(r"\sum \prod \frac \partial \int \max \min \log \ln \exp \nabla \tfrac \dfrac".split())

Signature = tuple[str, ...]


def told(document: Document) -> dict[str, dict[Signature, int]]:
    """Which number a name has with letters that run to these ends; 0 is its own."""
    rows = [row.text for f in document.formulas for row in f.rows if not (_LETTER_ALONE.fullmatch(row.text) and _SEVERAL.match(f.after))]
    if not (_HIDDEN.search(document.text) and _OUTPUT.search(document.text)) or _ONE_MATRIX.search(document.text) or _SOME_UNITS.search(document.text) \
            or any(_TIED.search(row) for row in rows if not _CLAIMS.search(row)):
        return {}
    ends = _ends(document)
    linked = {frozenset((ends[x], ends[y])) for x, y in _pairs(rows) if x in ends and y in ends}
    met: dict[str, dict[Signature, bool]] = {}  # with which ends a name stands: is it given a formula there?
    loose: set[str] = set()
    for row in rows:
        for m in _NAME.finditer(row):
            if m["base"] in _OPERATORS or m["above"] and not m["mark"] or m["after"]:
                continue
            signature = _signature(m, ends)
            if signature is None:
                loose.add(m["base"])
                continue
            given = len(signature) == 2 and not _CLAIMS.search(row) or _STARTS.search(row[:m.start()]) is not None and _GIVEN_ONE.match(row[m.end():]) is not None \
                or _GIVEN_TWO.search(row[:m.start()]) is not None or _ALIAS.search(row[:m.start()]) is not None and _ENDS.match(row[m.end():]) is not None \
                or len(signature) == 1 and not _CLAIMS.search(row) and (_BIAS_BEFORE.match(row[m.end():]) is not None or _BIAS_AFTER.search(row[:m.start()]) is not None and _ENDS.match(row[m.end():]) is not None)
            signatures = met.setdefault(m["base"], {})
            signatures[signature] = signatures.get(signature, False) or given
    given = {base: [s for s, is_given in found.items() if is_given] for base, found in met.items()
             if base not in loose and len(kinds := {*map(len, found)}) == 1 and not (kinds == {2} and base.upper() in loose)}
    return {base: {s: k for k, s in enumerate(found)} for base, found in given.items() if len(found) > 1 and _are_layers(found, linked)}


def _are_layers(signatures: list[Signature], linked: set[frozenset[str]]) -> bool:
    """Do weights lead from each of these units to others of them; of weights, does each begin where another ends, with three layers in all?"""
    if len(signatures[0]) == 1:
        return all(any(frozenset((*one, *two)) in linked for two in signatures if two != one) for one in signatures)
    return all(any(len({*one, *two}) == 3 and (one[0] == two[1] or one[1] == two[0]) for two in signatures if two != one) for one in signatures)


def _ends(document: Document) -> dict[str, str]:
    """Where letters end that end at one place wherever they stand; of those for which nothing says it the letter itself, where weights tell three
    layers apart."""
    found: dict[str, set[str]] = {}
    for m in (*_SUM.finditer(document.text), *RANGE.finditer(document.text)):
        found.setdefault(m[1], set()).add(plain_size(next(x for x in m.groups()[1:] if x)))
    for letter in _chained([row.text for f in document.formulas for row in f.rows]) if not _BOTH.search(document.text) else ():
        found.setdefault(letter, {letter})
    return {letter: ends.pop() for letter, ends in found.items() if len(ends) == 1}


def _pairs(rows: list[str]) -> set[tuple[str, str]]:
    """The indices of weights w_{ji} that stand in a sum over one of them."""
    return {(m[1], m[2]) for row in rows if not _CLAIMS.search(row) for m in _PAIR.finditer(row)
            if re.search(rf"\\sum[^_]*_\s*(?:\{{\s*)?[{m[1]}{m[2]}](?![A-Za-z])", row)}


def _chained(rows: list[str]) -> set[str]:
    """The letters i, j, k of w_{ji} and w_{kj}, each summed over one of them: inputs, hidden units and outputs. A name with two of them that has no
    formula with each is one vector whatever its letter."""
    pairs = _pairs(rows)
    letters = {x for one in pairs for two in pairs for x in (*one, *two) if len({*one, *two}) == 3 and (one[0] == two[1] or one[1] == two[0])}
    stands: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}
    for row in rows:
        for m in _NAME.finditer(row):
            if m["base"] not in _OPERATORS and m["mark"] and not m["above"] and (letter := m["one"] or m["some"]) in letters:
                stands.setdefault(m["base"], set()).add(letter)
                if _STARTS.search(row[:m.start()]) and _GIVEN_ONE.match(row[m.end():]) or _GIVEN_TWO.search(row[:m.start()]):
                    given.setdefault(m["base"], set()).add(letter)
    return letters if all(len(found) == 1 or found == given.get(base) for base, found in stands.items()) else set()


def _signature(m: re.Match[str], ends: dict[str, str]) -> Signature | None:
    """Where the indices of a name end, None where one is not known or there is none."""
    if m["above"] or m["other"] or not m["mark"]:
        return None
    letters = re.findall("[a-z]", m["one"] or m["some"])
    return tuple(ends[x] for x in letters) if all(x in ends for x in letters) else None


def rewritten(document: Document, names: dict[str, dict[Signature, int]]) -> Document:
    """The document with a number above all names but the first of one letter, as long as it was."""
    ends = _ends(document)

    def numbered(m: re.Match[str]) -> str:
        signature = _signature(m, ends) if m["base"] in names else None
        numbers = names.get(m["base"], {})
        number = numbers.get(signature, numbers.get(signature[::-1], 0)) if signature is not None else 0  # w_{jk}, a slip for w_{kj}, is one of these
        at = m.start("mark") - m.start()
        return m[0][:at] + LOWERED[number] + m[0][at + 1:] if number and number < len(LOWERED) else m[0]

    rows = [row.text for f in document.formulas for row in f.rows]
    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(_NAME.sub(numbered, _turned(row.text, rows, names))) for row in f.rows))
                                            for f in document.formulas))


def _turned(row: str, rows: list[str], names: dict[str, dict[Signature, int]]) -> str:
    """`a_k = y_k` for `y_k = a_k`, where the output y_k gets a formula of its own and its activation a_k none: that tells what a_k is."""
    m = _OUTPUT_IS.fullmatch(row)
    if m is None or m["index"] != m["same"] or m["of"] not in names or m["name"] in names:
        return row

    def given(base: str) -> bool:
        head = re.compile(re.escape(base) + r"\s*_\s*\{?\s*" + m["index"] + r"\s*\}?")
        return any(_STARTS.search(r[:x.start()]) and _GIVEN_ONE.match(r[x.end():]) for r in rows if r != row for x in head.finditer(r))

    return row if given(m["of"]) or not given(m["name"]) else row[:m.start("left")] + m["right"] + row[m.end("left"):m.start("right")] + m["left"] + row[m.end("right"):]


def restored(outcome: Derivation) -> None:
    """The steps as they are written in the file."""
    for k, step in enumerate(outcome.steps):
        outcome.steps[k] = replace(step, source=re.sub(f"[{LOWERED}]", "_", step.source))
    outcome.passed[:] = [(line, re.sub(f"[{LOWERED}]", "_", text)) for line, text in outcome.passed]
