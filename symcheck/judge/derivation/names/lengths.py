r"""Vectors and laws whose words leave something open: `N \sim \mathcal{N}(0, I)` does not say how long N is, "for any $v \ne 0$" not
what v is, and a law may stand after its name. The length is the only one with which what follows can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Function, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Context, Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Additive, Number, Product, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_PLAIN_LAW = re.compile(r"^\s*\S+\s*\\sim\s*\\?\w+\s*(?:\{\s*N\s*\}\s*|N\s*)?(?:\\left|\\[bB]igg?l?)?\(\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?0\s*\}?\s*,\s*"
                        r"(?:\S*\s*)?\\?\w*\{?I\}?\s*(?:\\right|\\[bB]igg?r?)?\)\s*[.,;]?\s*$")
_ONE_NAME = re.compile(r"\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}")
# Between a law and `\\mathbb{R}^d`: "be a random vector in", "is a multivariate Gaussian vector in".
_VECTOR_IN = re.compile(r"^\s*,?\s*(?:be|is|being|which\s+is)?\s*(?:an?\s+)?(?:[A-Za-z-]+\s+){0,3}vector\s+(?:in|on|from|with\s+values\s+in)\s*$", re.I)
_SPACE = re.compile(r"^\s*(\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^\s*(?:\{[^{}]*\}|\w))\s*[.,;]?\s*$")
_NULL = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*)?\{?\s*0\s*\}?\s*")
_IN_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathbfit|vec)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")  # `\mathbf{v}_0`
_SUBSCRIPTED = re.compile(r"(\\?[A-Za-z]+)\s*_\s*\{?\s*\w+\s*\}?")  # `\theta_0`
_LETTER = re.compile(r"[a-z]|\\(?!mathbf|boldsymbol|bm|vec)[a-z]+")
_SENTENCE, _SENTENCE_ENDS = 8, re.compile(r"[.;:!?](?:\s|$)|\n\s*\n")  # formulas of one
_FONT = r"(?:\\(?:mathbf|boldsymbol|bm|mathbfit|vec)\s*\{?\s*)?"  # before a letter


def is_drawn(meanings: Meanings, name: str) -> bool:
    r"""Does the document say `N \sim \mathcal{N}(0, I)` of this name, and nowhere how long it is?"""
    drawn = re.compile(rf"\s*{_FONT}{re.escape(name)}\s*\}}?\s*\\sim\b.*,\s*[^,]*(?<![A-Za-z\\])I\s*(?:\\right)?\)")
    return any(map(drawn.match, meanings.survey.rows)) and not any(
        re.match(rf"[^=]*(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])[^=]*\\in\b", row) for row in meanings.survey.rows)


def has_law_ahead(meanings: Meanings, name: str) -> bool:
    r"""Does `z \sim \mathcal{N}(0, I)` follow, which says nothing of the length of z?"""
    coming = meanings.document.formulas[meanings.at:meanings.at + meanings.ahead]
    return any(_PLAIN_LAW.match(row.text) and _heads(name, row.text) for f in coming for row in f.rows)


def has_moments_ahead(meanings: Meanings, name: str) -> bool:
    r"""Do `\mathbb{E}[\epsilon] = 0` and `\operatorname{Cov}(\epsilon) = ..` follow in the sentence of a model with this noise, or one of them, which say nothing of its length?"""
    if name not in models.NOISE:
        return False
    moment = re.compile(rf"\s*\\(?:mathbb\s*\{{?\s*E|(?:operatorname|mathrm|text)\s*\{{\s*(?:E|Cov|Var|cov)|Cov(?![A-Za-z]))\s*\}}?\s*(?:\\left|\\[bB]igl?)?\s*[(\[{{]\s*{_FONT}{re.escape(name)}\s*\}}?\s*[)\]}}]*\s*(?:\\right[)\]])?\s*=")
    for f in meanings.document.formulas[meanings.at:meanings.at + _SENTENCE]:
        if f.display or f.start != meanings.document.formulas[meanings.at].start and _SENTENCE_ENDS.search(f.before):
            return False
        if any(moment.match(row.text) for row in f.rows):
            return words.WITH.search(f.before) is not None  # else only what the model is told with can say so
    return False


def has_law_later(meanings: Meanings, name: str) -> bool:
    r"""Do laws `w \sim ..` or `w_j \sim ..` follow, the first further on or of an entry? The shape of w holds before it, the law does not."""
    rows = [(k, row.text) for k, f in enumerate(meanings.document.formulas) if k >= meanings.at for row in f.rows if r"\sim" in row.text]
    whole = re.compile(rf"\s*{_FONT}{re.escape(name)}\s*\}}?(_\{{?[a-z]\}}?)?\s*\\sim\b")
    found = [(k, m[1]) for k, text in rows if (m := whole.match(text)) is not None]
    return bool(found) and (found[0][0] >= meanings.at + meanings.ahead or found[0][1] is not None) and meanings.context.scope.bare(name) is None


def laws_ahead(meanings: Meanings, name: str) -> None:
    r"""The law `N \sim ..` of a name whose shape was found after it."""
    for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas))):
        for row in meanings.document.formulas[k].rows:
            if name not in meanings.context.laws and _heads(name, row.text) and r"\sim" in row.text:
                meanings.declare(row)


def _heads(name: str, text: str) -> bool:
    r"""Does a text begin with this name, in whatever font?"""
    return re.match(rf"\s*{_FONT}{re.escape(name)}", text) is not None


def shaped_ahead(meanings: Meanings, row: Source) -> None:
    r"""Declare the u of `u \sim \mathcal{N}(0, I)`, which says nothing of its length, by its use in what follows."""
    _in_its_space(meanings, row)
    if not _PLAIN_LAW.match(row.text):
        return
    name = row.text.split(r"\sim")[0].strip()
    if re.fullmatch(r"\\?[A-Za-z]+", name) is not None and meanings.context.scope.bare(name) is None:
        vector_by_use(meanings, name, row)


def _in_its_space(meanings: Meanings, row: Source) -> None:
    r"""Declare the x of "$x \sim \mathcal{N}(\mu, \Sigma)$ is a Gaussian vector in $\mathbb{R}^d$" before its law is read."""
    formulas, at = meanings.document.formulas, meanings.at
    name = row.text.split(r"\sim")[0].strip()
    if at + 1 >= len(formulas) or formulas[at + 1].display or _ONE_NAME.fullmatch(name) is None or meanings.shaped(name) is not None:
        return
    space = _SPACE.match(formulas[at + 1].rows[0].text)
    if space is not None and _VECTOR_IN.match(formulas[at + 1].before):
        meanings.declare(Source(rf"{name} \in {space[1]}", row.name, row.locate(0)[0]))


def vector_by_use(meanings: Meanings, name: str, row: Source) -> None:
    """Declare a vector with the one size with which the formulas around can be read."""
    if meanings.survey.scalars_only:
        return
    for piece in _uses_around(meanings, name):
        if (line := only_size(meanings, name, piece)) is not None:
            meanings.declare(Source(line, row.name, row.locate(0)[0]))
            return


def _uses_around(meanings: Meanings, name: str) -> Iterator[Piece]:
    """The pieces of the formulas around that hold a name; of a law, its mean."""
    coming, bare = meanings.document.formulas[max(meanings.at - 3, 0):meanings.at + meanings.ahead], _IN_FONT.sub(r"\1", name)
    for text in (r for f in coming for r in f.rows if name in r.text):
        try:
            found = statements(meanings.context, text)
        except SymcheckError:
            continue
        for piece in (p for s in found for p in ([laws.mean_of(meanings.context, text)] if r"\sim" in s.operators else s.pieces) if p is not None):
            if bare in {n.bare for n in named_in(piece.syntax)}:
                yield piece


def is_number_by_use(meanings: Meanings, name: str) -> bool:
    r"""Is the \theta_0 of `$\theta_0 = 0$` a number: is its letter one, or do the formulas around take it where no vector of a known
    length could stand? A u without scripts is one where they take it nowhere where only a vector could stand."""
    found = _SUBSCRIPTED.fullmatch(name)
    entry = meanings.context.scope.bare(found[1]) if found is not None else None
    if entry is not None and entry.kind == "quantity" and entry.expr is not None and entry.expr.op == "var":
        return is_scalar(entry.expr.shape) and not entry.expr.data.family
    read = [(_reads(meanings, rf"{name} \in \mathbb{{R}}", [piece]),
             any(_reads(meanings, rf"{name} \in \mathbb{{R}}^{{{size}}}", [piece]) for size in meanings.context.dims))
            for piece in _uses_around(meanings, name)]
    return (True, False) in read or _LETTER.fullmatch(name) is not None and (False, True) not in read


_IN = r"\in"


def with_its_set(meanings: Meanings, s: Statement) -> Statement:
    r"""`h_0 = 0` of `h_0 = 0 \in \mathbb{R}^q`, which says where a name without a meaning lies."""
    if s.operators != ["=", r"\in"] or None in s.pieces[:2] or type(s.pieces[1].syntax) is not Number \
            or meanings.state.read(s.pieces[0]) is not None:
        return s
    lies = s.row.text[s.pieces[1].syntax.span.end:s.span.end]
    line = f"{s.text(0)} {lies[lies.index(_IN):]}"
    meanings.declare(Source(line, s.row.name, s.line()))
    return replace(s, pieces=s.pieces[:2], operators=["="])


# What a message says of such a letter.
_GREEK = re.compile(r"(\\(?:alpha|beta|gamma|delta|eta|kappa|lambda|mu|nu|rho|sigma|tau|omega|epsilon|varepsilon)) is not declared")


def any_vector(meanings: Meanings, name: str, row: Source) -> bool:
    """Declare the v of "for any $v \\neq 0$", "for all nonzero $v$" that has no meaning yet, where what follows writes it as a
    vector and has one length for it."""
    usage, at = meanings.inference.usage, meanings.at
    known = meanings.shaped(name)
    formal = known is not None and known.op == "var" and is_scalar(known.shape) and not known.data.family and name in meanings.survey.formals
    if known is not None and not formal or name in meanings.context.dims or not any(
            (u.transposed or u.normed) and at <= usage.rows[u.row].formula <= at + meanings.ahead for u in usage.uses.get(name, ())):
        return False
    if formal and (entry := meanings.context.scope.bare(name)) is not None:  # the z of `g(z) = ..` before: another one
        meanings.context.scope.drop(entry)
        meanings.context.remembered = {}
    vector_by_use(meanings, name, row)
    meanings.any_vectors.add(name)
    return meanings.shaped(name) is not None


def not_zero(meanings: Meanings, s: Statement) -> None:
    r"""Declare the v of "for every $v \ne 0$" that has no meaning yet."""
    if s.pieces[0] is not None and type(s.pieces[0].syntax) in (Symbol, Accent) and _NULL.fullmatch(s.text(1)):
        any_vector(meanings, label(s.pieces[0].syntax), s.row)


def of_shape(meanings: Meanings, known: Piece, other: Piece | None) -> None:
    r"""Declare the U of "we take $B = U$" that has no meaning yet, beside a vector or matrix B that is declared: one of its shape."""
    e = meanings.state.read(known)
    if e is None or e.op != "var" or e.data.family or is_scalar(e.shape) or other is None or type(other.syntax) not in (Symbol, Accent):
        return
    name = label(other.syntax)
    if meanings.context.scope.bare(name) is None and meanings.shaped(name) is None and name not in meanings.context.dims:
        meanings.declare(Source(models.declaration(name, e), other.source.name, other.source.locate(0)[0]))


def only_size(meanings: Meanings, name: str, piece: Piece) -> str | None:
    """The declaration of a vector with the one size with which a piece can be read, or else the terms of it that it stands in."""
    s = piece.syntax
    terms = [Piece(t, piece.source) for t in s.items if type(t) is Product and name in {n.bare for n in named_in(t)}] \
        if type(s) is Additive else []
    return _fitting(meanings, name, [piece]) or (_fitting(meanings, name, terms) if terms else None)


def _fitting(meanings: Meanings, name: str, pieces: list[Piece]) -> str | None:
    """The declaration of a vector with the one size with which all these pieces can be read."""
    fits = []
    numbers = {n for v in meanings.context.variables.values() for n in v.shape if isinstance(n, int) and n > 1}  # the 2 of `A \in \mathbb{R}^{3 \times 2}`
    for size in (*meanings.context.dims, *sorted(numbers)):
        line = rf"{name} \in \mathbb{{R}}^{{{size}}}"
        if _reads(meanings, line, pieces):
            fits.append(line)
    return fits[0] if len(fits) == 1 else None


def is_settled_vector(meanings: Meanings, name: str, piece: Piece) -> bool:
    """Is this name a vector, with the one size with which a piece can be read?"""
    e = meanings.shaped(name)
    return e is not None and e.op == "var" and is_vector(e.shape) and not e.data.family and _fitting(meanings, name, [piece]) == rf"{name} \in \mathbb{{R}}^{{{e.shape[0]}}}" \
        and not _reads(meanings, rf"{name} \in \mathbb{{R}}", [piece])


def _reads(meanings: Meanings, line: str, pieces: list[Piece]) -> bool:
    r"""Can all these pieces be read with this declaration? A Greek letter that nothing declares, the \lambda of `\lambda I + A`, may be any number."""
    trial = meanings.context.copy()
    try:
        trial.declare(line)
        for piece in pieces:
            _read_with_numbers(trial, piece)
    except SymcheckError:
        return False
    return True


def _read_with_numbers(trial: Context, piece: Piece) -> None:
    """Read a piece, with what it misses of Greek letters as numbers. Raises `SymcheckError`."""
    while True:
        try:
            trial.reading(piece)
            return
        except SymcheckError as error:
            missing = _GREEK.fullmatch(error.diagnostic.headline) if error.diagnostic.id == "undeclared-name" else None
            if missing is None:
                raise
            trial.declare(rf"{missing[1]} \in \mathbb{{R}}")


def point(meanings: Meanings, name: str, source: str) -> bool:
    """Declare a letter at which a function is taken that is only declared: with the shape of its arguments."""
    for f in meanings.context.functions.values():
        if isinstance(f, Function) and f.kind == "general" and name in meanings.survey.taken_at.get(f.name, ()):
            return meanings.declare(Source(models.declaration(name, build.zeros(f.domain)), source, 1))
    for e in meanings.context.scope:  # the z of `\phi(x)^\top \phi(z)`
        if e.kind == "map" and len(e.params) == 1 and not e.entrywise and not is_scalar(e.params[0].shape) \
                and name in meanings.survey.taken_at.get(e.base, ()):
            return meanings.declare(Source(models.declaration(name, build.zeros(e.params[0].shape)), source, 1))
    return False
