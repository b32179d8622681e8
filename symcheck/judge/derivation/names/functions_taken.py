"""Functions that get no formula: any function of what they are taken at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import build
from symcheck.expr.shape import is_scalar, long_axes
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names.inferred import ACTIVATIONS, FAR
from symcheck.judge.derivation.names.usage import headed
from symcheck.judge.derivation.rows.statements import statements
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_LETTER = re.compile(r"\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}")


def _is_of_matrix_products(meanings: Meanings, function: str) -> bool:
    """Is this function taken at matrices by vectors, and at no plain variable?"""
    places = [meanings.shaped(text) for text in meanings.survey.taken_at.get(function, ())]
    return bool(places) and all(e is not None and e.op != "var" and any(n.op == "var" and len(long_axes(n.shape)) == 2 for n in e.walk()) for e in places)


_NUMBERS = r"\mathbb{R}"


def taken(meanings: Meanings, name: str, source: Source) -> bool:
    r"""The \ell_i of `L(\theta) = \frac1N \sum_i \ell_i(\theta)`, which stands with an argument wherever it stands and
    gets no formula: any function of what it is taken at. What was taken is said. p is a density, rather, and O a Landau symbol."""
    usage = meanings.inference.usage
    name, letter = name.strip("{}'") + "}" * name.strip("'").endswith("}"), re.split(r"[_^]", name.strip("{"))[0]
    base = name if re.search(r"\^\{[(\[]\d+[)\]]\}$", name) else letter  # g^{[1]}, the function of a layer
    uses, defined = usage.uses.get(base, ()), usage.defined.get(base)
    if base == letter and re.fullmatch(r"_\{?[a-z]\}?", name[len(letter):]) is not None:  # f_i beside an f that is made of them
        uses = [u for u in uses if u.name.below]
        heads = [headed(s) for s in usage.rows[defined].statements] if defined is not None else []
        defined = defined if any(n is not None and n.bare == base and n.below for n in heads) else None
    called, told_so = sum(u.called for u in uses), meanings.survey.is_told_entrywise(letter)
    if not called or 2 * called <= len(uses) and not told_so and not meanings.survey.is_told_function(letter):
        return False
    if told_so and any(re.fullmatch(rf"\s*{re.escape(letter)}\s*=\s*(?:\\?[A-Za-z]+|\\(?:operatorname|mathrm|text)\s*\{{[A-Za-z]+\}})\s*", row) for row in meanings.survey.rows):
        defined = None  # `For $\phi = \tanh$`: of one case
    if base in ("p", "P", "O", "o") or not uses or defined is not None and usage.rows[defined].formula < meanings.at + FAR \
            or any(u.transposed or u.name.above or u.name.sub for u in uses):
        return False
    if (meanings.survey.acts_entrywise(letter) or letter in ACTIVATIONS and _is_of_matrix_products(meanings, base)) and not any(u.name.below for u in uses):
        line = rf"{base} : \mathbb{{R}} \to \mathbb{{R}}"
        meanings.outcome.taken.append(line)
        return meanings.declare(Source(line, source.name, source.locate(0)[0]))
    _argument_by_use(meanings, base, source)
    places = [e for text in meanings.survey.taken_at.get(base, ()) if (e := meanings.shaped(text)) is not None]
    taken = {e.shape for e in places if e.op in ("var", "let")} or {e.shape for e in places}  # f(w^+): of no pseudo-inverse
    letters = {u.name.below for u in uses}
    index = next(iter(letters - {()}), ())
    if len(taken) != 1 or letters - {()} and () in letters or len(index) > 1:
        return False
    ends = {meanings.survey.ranges[x[0]] for x in letters if x and x[0] in meanings.survey.ranges}
    if index and len(ends) != 1:
        return False
    head, counted = (rf"{base}_{index[0]}", rf", {index[0]} = 1, \dots, {ends.pop()}") if index else (base, "")
    of = build.zeros(taken.pop())
    domain = models.declaration("", of).removeprefix(r" \in ")
    line = rf"{head} : {domain} \to {_values(meanings, base) if not counted else _NUMBERS}{counted}"
    if not meanings.declare(Source(line, source.name, source.locate(0)[0])):
        return False
    meanings.outcome.taken.append(line)
    if not index:
        meanings.state.doubts.without[base] = not is_scalar(of.shape)
    return True


def _values(meanings: Meanings, function: str) -> str:
    r"""The space of the values: that of a vector y, declared with a set, of which a formula says `y = f(x)`; numbers where there is none."""
    made = re.compile(rf"(?:^|[,;&]|quad)\s*(?P<name>\\?[A-Za-z]+)\s*&?\s*:?=\s*{re.escape(function)}\s*(?:\\left)?\([^()=]*\)\s*(?:$|[.,;]|\\q?quad)")
    names = {m["name"] for row in meanings.survey.rows for m in made.finditer(row)}
    vector = re.compile(r"(?<![A-Za-z\\])%s\s*(?:,[^=]*)?\\in\s*\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*(\{\s*[A-Za-z]\w*\s*\}|[A-Za-z])\s*(?:$|[.,;])" % "|".join(map(re.escape, sorted(names))))
    sizes = {m[1].strip("{ }") for row in meanings.survey.rows for m in vector.finditer(row)} if len(names) == 1 else set()
    return rf"\mathbb{{R}}^{{{sizes.pop()}}}" if len(sizes) == 1 else _NUMBERS


def _argument_by_use(meanings: Meanings, function: str, source: Source) -> None:
    r"""Declare the w of `\tilde L(w) = L(w) + \frac{\lambda}{2} \|w\|^2`, the only letter at which the function is taken: as formulas shortly
    after do, or by its use elsewhere."""
    places = {text.strip() for text in meanings.survey.taken_at.get(function, ())}
    letter = next(iter(places)) if len(places) == 1 else ""
    if not _LETTER.fullmatch(letter) or meanings.shaped(letter) is not None or not any(
            u.normed or u.transposed for u in meanings.inference.usage.uses.get(letter, ())):
        return
    near = [f for f in meanings.document.formulas[meanings.at:meanings.at + meanings.ahead] if not f.display and len(f.rows) == 1]
    if any(re.match(rf"\s*{re.escape(letter)}\s*\\in(?![A-Za-z])", f.rows[0].text) and meanings.declare(f.rows[0]) for f in near):
        return
    piece = statements(meanings.context, Source(letter, source.name, source.locate(0)[0]))[0].pieces[0]
    lines, _ = meanings.inference.lines(meanings.context, piece, meanings.at)
    for line in lines:
        if meanings.declare(Source(line, source.name, source.locate(0)[0])):
            meanings.outcome.taken.append(line)
