r"""One sample beside all of them: "for a single example $x$ with label $y$" next to samples x_i, y_i.

Such an x is any one of the samples. It is declared where the words name it, or where a formula can be read with entries of one vector
only and the document speaks of one sample.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names.samples import a_sample
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# Words that speak of one sample, of which names are written without its index.
_ONE_SAMPLE = re.compile(r"\b(?:single|one|any|each|fixed|per|given)[\s-]+(?:(?:training|fixed|data|labell?ed|given)[\s-]+)?(?:examples?|samples?|observations?|points?|pairs?|"
                         r"images?|instances?|inputs?)\b|\b(?:drop|omit|suppress|without|skip)\w*\s+(?:the\s+)?(?:\w+\s+)?(?:index|indices|subscripts?|\$i\$)", re.I)
# "for a single example $x$ with label $y$", "consider one pair $(x, y)$": right before or after such names, and no vector of all.
_OF_ONE = re.compile(r"\b(?:a\s+single|single|one|any|an?|some|fixed|given|this)\s+(?:(?:training|fixed|labell?ed|given|input|data)[\s-]+)*(?:examples?|samples?|observations?|points?|"
                     r"pairs?|images?|instances?|inputs?)\b(?!\s+(?:from|per)\b)", re.I)
_OF_ALL = re.compile(r"\b(?:vectors?|matrix|matrices|all|stack\w*|collect\w*|gather\w*|rows?|columns?|examples|samples|observations|points|pairs|every|each)\b", re.I)
_LETTERS = re.compile(r"\s*\(?\s*(\\?[A-Za-z])(?:\s*,\s*(\\?[A-Za-z]))?\s*\)?\s*")


def one_told(meanings: Meanings, row: Source, sentence: str) -> bool:
    """Declare the x and y of "a single example $x$ with label $y$" beside samples x_i, y_i."""
    letters, said = _LETTERS.fullmatch(row.text), list(_OF_ONE.finditer(sentence))
    if letters is None or not said or _OF_ALL.search(sentence, said[-1].end()):
        return False
    done = False
    for name in filter(None, letters.groups()):
        families = [e.expr for e in meanings.context.scope.entries.get(name, ()) if e.kind == "quantity" and e.expr is not None
                    and e.sub_slots == len(e.expr.data.family) == 1 and e.sup is None and e.expr.op == "var"]
        if len(families) == 1 and meanings.context.scope.bare(name) is None:
            v = families[0].data
            values = rf" \in \{{{', '.join(map(str, sorted(v.values)))}\}}" if v.values and is_scalar(v.shape) else ""
            done = meanings.declare(Source(f"{name}{values}" if values else models.declaration(name, families[0]), row.name, row.locate(0)[0])) or done
            meanings.kinds.sums_as(name, name)
        entry = meanings.context.scope.bare(name)
        if entry is not None and entry.kind == "quantity" and entry.expr.op == "var" and is_vector(entry.expr.shape) and rf"\vec{{{name}}}" in meanings.document.text.replace(" ", ""):
            done = meanings.declare(Source(rf"{name} \in \mathbb{{R}}", row.name, row.locate(0)[0])) or done  # beside the vector \vec y of all
    return done


def of_one_sample(meanings: Meanings, piece: Piece) -> bool:
    r"""Declare the y of `\sum_k y_k \log p_k` beside samples y_i, where the words speak of one sample, the letter is not that of the samples, and
    the piece can be read with entries of one vector only."""
    if _ONE_SAMPLE.search(meanings.document.text) is None:
        return False
    names = {n.base for n in named_in(piece.syntax) if len(n.below) == 1 and meanings.context.scope.bare(n.base) is None}
    kept = meanings.context.copy()
    for name in names:
        sample = a_sample(meanings, name)
        if sample is None or not is_vector(sample.shape):
            continue
        if meanings.declare(Source(models.declaration(name, sample), piece.source.name, piece.source.locate(0)[0])):
            try:
                meanings.context.reading(piece)
            except SymcheckError as error:
                if error.diagnostic.id != "undeclared-name":
                    meanings.context.__dict__.update(kept.__dict__)
                    continue
            meanings.kinds.sums_as(name, name)
            meanings.assume()
            return True
    return False


def of_one_row(meanings: Meanings, piece: Piece) -> bool:
    r"""Declare the o and y of `\sum_{j=1}^q y_j o_j` beside matrices O and Y with q columns, where the words speak of one sample and the piece cannot be
    read with rows of these: its entries. Where all rows of Y sum to one, so does y."""
    if _ONE_SAMPLE.search(meanings.document.text) is None:
        return False
    context, done = meanings.context, False
    for name, (index,) in sorted({(n.base, n.below) for n in named_in(piece.syntax) if len(n.below) == 1 and not n.above and not n.sub}):
        size, whole = meanings.survey.settled.get(index), context.scope.bare(name.upper()) if re.fullmatch("[a-z]", name) else None
        if context.scope.entries.get(name) or size is None or whole is None or whole.kind != "quantity" or whole.expr is None \
                or not is_matrix(whole.expr.shape) or whole.expr.shape.count(size) != 1 or 1 in whole.expr.shape:
            continue
        values = sorted(whole.expr.data.values or ()) if whole.expr.op == "var" else []
        space = rf"\{{{', '.join(map(str, values))}\}}" if values else r"\mathbb{R}"
        if not meanings.declare(Source(rf"{name} \in {space}^{{{size}}}", piece.source.name, piece.source.locate(0)[0])):
            continue
        done = True
        if any(op == "=" and b.op == "num" and b.data == 1 and {n.data for n in a.walk() if n.op == "var"} == {whole.expr.data}
               for op, a, b, *_ in context.assumptions):
            meanings.declare(Source(rf"\sum_{{{index}=1}}^{{{size}}} {name}_{index} = 1", piece.source.name, piece.source.locate(0)[0]))
    return done


def of_entries(meanings: Meanings, piece: Piece) -> bool:
    r"""The p_i of `\sum_{i=1}^n x_i (p_i - y_i)^\top` where `p_k = ..` was said of the K classes of one sample: the vector of sample i."""
    counted = {(n.base, n.below[0]) for n in named_in(piece.syntax) if len(n.below) == 1}
    return any([meanings.copies.of_entries(base, letter, piece.source.name) for base, letter in sorted(counted)])
