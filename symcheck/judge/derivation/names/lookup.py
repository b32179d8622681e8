"""A name that a formula misses, looked for in turn: in the words and formulas after it, in what other names are to it,
in how the document uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import (
    ahead,
    batches,
    classes_told,
    diagonals_told,
    features_told,
    functions_taken,
    functions_told,
    iterates_named,
    laws_told,
    lengths,
    numbered,
    old_values,
    places_named,
    points_reached,
    samples,
    samples_listed,
    samples_of_letter,
    softmax_told,
    sums_to_one,
    taken_by_numbers,
    unsized,
)
from symcheck.judge.derivation.names.inferred import declared_by
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.relations import constants, equations_set_up
from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.syntax import Relation, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `\\hat w`, `w^*`, `w_\\star`, and `\\hat w_{MAP}` with a word that says which optimum it is.
_HATTED = re.compile(r"^(?:\\(?:wide)?hat\{(?P<hatted>\\?[A-Za-z]+)\}(?:_\{?(?P<which>(?:\\(?:text|mathrm)\{)?[A-Za-z]{2,})\}*)?"
                     r"|(?P<starred>\\?[A-Za-z]+)[_^]\{?(?:\*|\\star|\\ast)\}?)$")
_TILDE = re.compile(r"^\\(?:wide)?tilde\s*\{\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{)?\s*(?P<hatted>\\?[A-Za-z]+)(?P<starred>(?!))?(?P<which>(?!))?\s*\}+$")
_ZERO_SIDE = re.compile(r"=\s*\\?(?:mathbf|boldsymbol|bm)?\s*\{?\s*0\s*\}?\s*[.,;]?\s*$")
# `\\nabla J(\\hat w) = 0`, `\\frac{\\partial J}{\\partial w}(w^*) = 0`, `J'(w^*) = 0`.
_STATIONARY = re.compile(r"(?:\\nabla|\\partial|'|\\frac\s*\{\s*d\b)[^=]*\([^()=]*\)\s*&?\s*=\s*\\?(?:mathbf|boldsymbol|bm)?\s*\{?\s*0\s*\}?(?!\w)")
# An estimate of a name, `\\hat\\Lambda`, `w^*`.
_ESTIMATE = re.compile(r"\\(?:wide)?hat\s*\{?\s*(?P<hatted>\\?[A-Za-z]+)\s*\}?|(?P<starred>\\?[A-Za-z]+)\^\{?(?:\*|\\star|\\ast)\}?")
# The w_0 of `J'(w_0) = 0`: the name of the place with this number.
_PLACE = re.compile(r"\(\s*(\\?[A-Za-z]+)_\{?(\d)\}?\s*\)")
# The prior `p(\\theta) \\propto ..`: what nothing else tells in it are its hyperparameters.
_PRIOR = re.compile(r"\s*[pP]\s*\((?:(?!\\mid|\|)[^()])*\)\s*&?\s*\\propto(?![A-Za-z])")
_TOP = r"\^\s*(?:\\top|T|\{\s*(?:\\top|T|\\(?:rm|mathrm|mathsf)\s*\{?\s*T\s*\}?)\s*\})"
# `v^\\top H v = .. \\ge 0` of any v.
_QUADRATIC = re.compile(rf"\s*(?P<v>(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*)?[a-z]\s*\}}?)\s*{_TOP}.*(?<![A-Za-z\\])(?P=v)\s*(?:=|\\[gl]eq?(?![A-Za-z])|[<>]).*(?:\\[gl]eq?(?![A-Za-z])|[<>])", re.S)
# `where $Y \\in \\mathbb{R}^{n \\times k}$`, after the formula at hand.
_SENTENCE_ENDS = re.compile(r"\.\s|\n\s*\n")
_WHERE = re.compile(r"\b(?:where|with|and)\b[^.;]*$|^\s*,\s*$")
_SET = re.compile(r"\s*([A-Z])\s*\\in\s*\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^")

_TELLS_ENTRIES = 3  # formulas after the name of a matrix that may tell its entries
_GREEK = re.compile(r"\\(?:lambda|mu|alpha|beta|gamma|rho|kappa|tau|eta|nu|delta|epsilon|varepsilon|omega|xi|zeta)")
# A letter, or a fraction of it and a number or size, right before a norm.
_SCALES = (r"(?:\\[dt]?frac\s*(?:\{\s*%(name)s\s*\}|%(name)s(?![A-Za-z]))\s*(?:\{\s*\d*\s*[A-Za-z]?\s*\}|\d)|(?<![A-Za-z\\_^])%(name)s(?![A-Za-z_^]))\s*(?:\\[,;!]\s*)*(?:\\left|\\[bB]igg?l?)?\s*(?:\\\||\\lVert|\\Vert)")


def found(meanings: Meanings, name: str, error: SymcheckError, piece: Piece | None) -> bool:
    """Declare a name that an error misses."""
    if _of_solved_entries(meanings, name, error.diagnostic.source) or piece is not None and unsized.matrices(meanings, piece):
        return True
    if piece is not None and places_named.named(meanings, piece) or old_values.declare(meanings, name, error.diagnostic.source.name):
        return True
    if samples_of_letter.of_vector(meanings, name, error.diagnostic.source.name):
        return True
    if piece is not None and samples_listed.declare(meanings, name, piece):
        return True
    if piece is not None and (features_told.declare(meanings, piece) or samples_of_letter.declare(meanings, piece)):
        return True
    if points_reached.declare(meanings, name, error.diagnostic.source.name) or points_reached.step(meanings, name, error.diagnostic.source.name):
        return True
    if batches.missed(meanings, name) or functions_told.ahead(meanings, name) or softmax_told.declare(meanings, name) or _other_name(meanings, name, error) \
            or iterates_named.declare(meanings, name, error.diagnostic.source.name):
        return True
    if piece is not None and lengths.is_drawn(meanings, name) and _by_use(meanings, name, piece) or laws_told.of_name(meanings, name):
        return True
    described = next((k for k in range(meanings.at, ahead.reach(meanings)) for told in (name, *_members(name, piece)) if meanings.kinds.declare(k, told)), None)
    if described is not None:
        if not any(diagonals_told.define_by(meanings, k) for k in range(described + 1, described + _TELLS_ENTRIES)):
            diagonals_told.leave_open(meanings, described)  # "the $N \times N$ diagonal matrix with the elements $R_{nn} = ..$"
        return True
    bare = re.split(r"[_^]", name)[0]
    if name == bare and _declared_next(meanings, bare) and ahead.taken_in(meanings, bare):
        return True
    if piece is not None and lengths.has_law_ahead(meanings, bare) and _by_use(meanings, bare, piece):
        return True
    if piece is not None and re.search(rf"_\{{\s*{re.escape(bare)}\s*\\sim", piece.source.text) \
            and (line := lengths.only_size(meanings, bare, piece)) is not None:  # `\mathbb{E}_{\epsilon \sim \mathcal{N}(0, I)}`
        return meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    if piece is not None and lengths.has_moments_ahead(meanings, name) and (line := lengths.only_size(meanings, name, piece)) is not None:
        return meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    if ahead.taken_in(meanings, name):
        return True
    if piece is not None and name == bare and lengths.has_law_later(meanings, bare) and (line := lengths.only_size(meanings, bare, piece)) is not None:
        return meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    if piece is not None and (line := classes_told.declaration(meanings, name, piece)) is not None:
        return meanings.declare(line)
    capital = meanings.context.scope.bare(name.swapcase())
    if len(name) == 1 and name.swapcase() in meanings.context.laws and capital is not None:
        return meanings.declare(Source(models.declaration(name, capital.expr), error.diagnostic.source.name, 1))
    if lengths.point(meanings, name, error.diagnostic.source.name):
        return True
    if name in meanings.own and meanings.depth and piece is not None and (line := lengths.only_size(meanings, name, piece)) is not None:
        return meanings.declare(Source(line, error.diagnostic.source.name, 1))  # the x of `f(x) = v^\\top h + c`, where what h is made of tells how long it is
    if sums_to_one.declare(meanings, name, error.diagnostic.source.name):
        return True
    if name in meanings.survey.formals - meanings.own and meanings.context.scope.bare(name) is None:
        return argument(meanings, name, error.diagnostic.source.name, piece)
    if samples.mean_of_samples(meanings, name, error.diagnostic.source) or piece is not None and samples.matrix_of_samples(meanings, name, piece):
        return True
    if (line := constants.declaration(meanings.state, name)) is not None:
        return meanings.declare(Source(line, error.diagnostic.source.name, 1))
    if samples_of_letter.of_singles(meanings, name, error.diagnostic.source.name):
        return True
    if functions_taken.taken(meanings, name, error.diagnostic.source):
        return True
    if name in meanings.survey.vanishing:
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}, {name} \ne 0", error.diagnostic.source.name, 1))
    if _by_total(meanings, name) or _by_prime(name, error.diagnostic.source.text):
        meanings.state.doubts.guessed.add(name)
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", error.diagnostic.source.name, 1))
    if name in meanings.survey.ranges.values() or name in meanings.survey.ends.values():  # the end of a sum or a list: a number of terms
        return meanings.declare(Source(rf"{name} \in \mathbb{{N}}", error.diagnostic.source.name, 1))
    if _scales_a_norm(name, error.diagnostic.source.text) and name not in meanings.inference.usage.defined:
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", error.diagnostic.source.name, 1))
    if piece is not None and (form := _QUADRATIC.match(piece.source.text)) is not None and re.sub(r"\\(?:mathbf|boldsymbol|bm|vec)|[{}\s]", "", form["v"]) == name \
            and lengths.any_vector(meanings, name, piece.source):
        return True
    return meanings.copies.declare(name, error.diagnostic.source.name) or piece is not None and (unsized.vector(meanings, name, piece) or _inferred(meanings, piece))


def _members(name: str, piece: Piece | None) -> list[str]:
    r"""The `x_i` that a piece writes, where x or `x_i^T` is missed: of it the words may tell what it is."""
    base = re.split(r"[_^']", name)[0]
    return [f"{n.base}_{n.below[0]}" for n in (named_in(piece.syntax) if piece is not None else ()) if n.base == base and len(n.below) == 1]


def _scales_a_norm(name: str, text: str) -> bool:
    r"""Is this the \mu of `\frac{\mu}{2} \|W\|_F^2`, `\mu \|w\|^2`: a number?"""
    return _GREEK.fullmatch(name) is not None and re.search(_SCALES % {"name": re.escape(name)}, text) is not None


def _declared_next(meanings: Meanings, name: str) -> bool:
    r"""Does the formula right after the one at hand say in which set the name lies, `J(\mathbf{w}) = ..` "for" `\mathbf{w} \in \mathbb{R}^d`?"""
    after = meanings.document.formulas[meanings.at + 1:meanings.at + 2]
    return any(re.match(rf"\s*(?:\\(?:mathbf|boldsymbol|bm|vec|mathbfit)\s*\{{?\s*)?{re.escape(name)}\s*\}}?\s*\\in(?![A-Za-z])", row.text)
               for f in after for row in f.rows)


def _by_use(meanings: Meanings, name: str, piece: Piece) -> bool:
    """Declare a name by how the document uses it, and its law after that, with the others that the piece lacks."""
    known = set(meanings.context.variables)
    if not _inferred(meanings, piece) or meanings.context.scope.bare(name) is None:
        line = lengths.only_size(meanings, name, piece)
        if line is None or not meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0])):
            return False
    for new in dict.fromkeys((name, *(v for v in meanings.context.variables if v not in known))):
        lengths.laws_ahead(meanings, new)
    return True


def is_stationary(text: str) -> bool:
    r"""Is this `\nabla J(\hat w) = 0`: what \hat w is, and no claim about it?"""
    return _STATIONARY.search(text) is not None


def _inferred(meanings: Meanings, piece: Piece) -> bool:
    """Declare what a piece lacks by how the document uses it; what was taken is said."""
    if _by_layers(meanings, piece) or _functions_next(meanings, piece):
        return True
    explained = [name for name in named_in(piece.syntax)  # of what is declared further on nothing is inferred
                 if name.bare not in meanings.own and meanings.context.scope.bare(name.base) is None
                 and (ahead.declared_later(meanings, name.bare, meanings.at) or ahead.drawn_later(meanings, name) or _described_next(meanings, name.bare)
                      or name.below and meanings.kinds.line_ahead(name.base))]
    for name in named_in(piece.syntax):  # any one sample
        if not name.above and not name.below and (name.bare not in meanings.survey.headed or numbered.is_given_numbers(meanings, name.bare)) \
                and meanings.context.scope.bare(name.bare) is None \
                and (sample := samples.a_sample(meanings, name.bare)) is not None:
            explained.append(name)
            meanings.declare(Source(models.declaration(name.bare, sample), piece.source.name, 1))
    if any(name.bare in meanings.own and meanings.context.scope.bare(name.bare) is None and f"{name.bare}_" in meanings.inference.usage.defined
           for name in named_in(piece.syntax)):
        return bool(explained)  # the z of `\sigma(z) = ..` beside `z_i = ..`: any number
    if _told_after(meanings, piece):
        return True
    lines, free = meanings.inference.lines(meanings.context, piece, meanings.at)
    if lines and (compared := meanings.own & _compared(piece)):  # the z of `\\rho(z) = \\begin{cases} z & z > 0 ..`: a number
        lines = [line for line in lines if declared_by(line) not in compared]
    formula = meanings.document.formulas[meanings.at]
    free = free or _PRIOR.match(piece.source.text) is not None and re.search(r"\bpriors?\b[^.]*$", formula.before) is not None
    if not free and (not formula.display or {line.split(" ")[0] for line in lines} & meanings.iterates.letters):
        lines = []  # among words it may be no claim; a counter is no number
    if not lines or {*meanings.outcome.taken} & {*lines}:
        return bool(explained)
    bars = [line for line in lines if declared_by(line).startswith((r"\bar", r"\overline"))]
    lines = [line for line in lines if line not in bars]
    for line in lines:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    bars = [line for line in bars if not samples.mean_of_samples(meanings, declared_by(line), piece.source)]  # samples that were declared only now
    for line in bars:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    lines += bars
    if not free:  # words that were not understood may tie them to other names
        meanings.state.doubts.loose |= {declared_by(line) for line in lines} - taken_by_numbers.of_slope(piece.source.text)
    meanings.state.doubts.loose |= {name for name in map(declared_by, lines) if _is_estimate(meanings, name)}
    meanings.outcome.taken += lines
    for name in (declared_by(line) for line in lines):
        if lengths.is_drawn(meanings, name):
            lengths.laws_ahead(meanings, name)
    meanings.assume()  # what the words said of these names
    return True


def _described_next(meanings: Meanings, bare: str) -> bool:
    r"""Declare the x of `z = W x + b` of which the words shortly after it tell how long it is: what W is follows from that."""
    return any(meanings.kinds.declare(k, bare) for k in range(meanings.at, meanings.at + meanings.ahead))


def _functions_next(meanings: Meanings, piece: Piece) -> bool:
    r"""Take in the functions that a piece calls and that get their formulas shortly after it, `f(x) = c + \sum_j v_j r(a_j x), \quad r(s) = \max(0, s)`:
    without them the use of no other name can be told."""
    usage, done = meanings.inference.usage, False
    for name in dict.fromkeys(n.bare for n in named_in(piece.syntax) if not n.below and not n.above):
        row = usage.defined.get(name)
        if row is not None and meanings.context.scope.bare(name) is None and name not in meanings.own and all(u.called for u in usage.uses.get(name, ())) \
                and meanings.at <= usage.rows[row].formula <= meanings.at + meanings.ahead:
            done |= ahead.taken_in(meanings, name)
    return done


def _compared(piece: Piece) -> set[str]:
    """The letters in a piece that are said to be less or greater than something."""
    orders = [x for x in piece.syntax.walk() if type(x) is Relation and None not in x.items and {*x.operators} <= ORDER]
    return {item.name for x in orders for item in x.items if type(item) is Symbol and not item.font}


def _is_estimate(meanings: Meanings, name: str) -> bool:
    r"""Is this the \hat\Lambda of `\hat\Lambda^{-1} = C`, beside a \Lambda that a derivative was taken by? It may be tied to what that solves."""
    found = _ESTIMATE.fullmatch(name)
    e = meanings.shaped(found["hatted"] or found["starred"]) if found is not None else None
    return e is not None and e.op in ("var", "let") and any(g.by is e for g in meanings.state.gradients)


def _told_after(meanings: Meanings, piece: Piece) -> bool:
    r"""Take in what the sentence goes on to declare, `where $Y \in \mathbb{R}^{n \times k}$`: the names with which it stands there
    tell more of what a piece lacks than guesses do."""
    known = len(meanings.context.variables)
    for formula in meanings.document.formulas[meanings.at + 1:meanings.at + meanings.ahead]:
        if formula.display or _SENTENCE_ENDS.search(formula.before):
            break
        for row in formula.rows if _WHERE.search(formula.before) else ():
            found = _SET.match(row.text)
            if found is not None and meanings.context.scope.bare(found[1]) is None:
                meanings.declare(row)
    return len(meanings.context.variables) > known


def _by_layers(meanings: Meanings, piece: Piece) -> bool:
    """Declare the parameters, inputs and targets of a network, one of which a piece lacks, by its layers."""
    lacking = {n.bare for n in named_in(piece.syntax) if meanings.shaped(n.bare) is None}
    told = (shapes.lines() for shapes in (meanings.network, meanings.network_entries)) if lacking else ()
    lines = next((lines for lines in told if lacking & {declared_by(line) for line in lines}), [])
    if not lines:
        return False
    for line in lines:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    meanings.outcome.taken += lines
    meanings.assume()
    return any(meanings.shaped(bare) is not None for bare in lacking)


def argument(meanings: Meanings, name: str, source: str, piece: Piece | None) -> bool:
    r"""The t of `f(t) = ..`, spoken of on its own: with the shape of the samples t^{(i)}, with the only one with which
    f can be read, with that which its use tells, else a number."""
    sample = samples.a_sample(meanings, name)
    if sample is not None:
        return meanings.declare(Source(models.declaration(name, sample), source, 1))
    kept = meanings.context.copy()
    calls = [f"{e.name}({name})" for e in meanings.context.scope if [p.name for p in e.params] == [name]]
    fits: list[Source] = []
    for shape in ("", *(f"^{size}" for size in meanings.context.dims)) if calls else ():
        line = Source(rf"{name} \in \mathbb{{R}}{shape}", source, 1)
        kept = meanings.context.copy()
        fitting = meanings.declare(line) and all(meanings.shaped(call) is not None for call in calls)
        if fitting and not shape:
            return True
        meanings.context.__dict__.update(kept.__dict__)
        fits += [line] if fitting else []
    if len(fits) == 1:
        return meanings.declare(fits[0])
    if fits:  # a density of any vector
        lengths.vector_by_use(meanings, name, fits[0])
        if meanings.context.scope.bare(name) is not None:
            return True
    if piece is not None and _inferred(meanings, piece) and meanings.context.scope.bare(name) is not None:
        return True
    if piece is not None and (line := lengths.only_size(meanings, name, piece)) is not None and meanings.declare(Source(line, source, 1)):
        product = meanings.state.read(piece)
        if product is not None and is_scalar(product.shape):
            return True  # the \beta of `\beta^\top u_i`, where the words tell what u_i is
        meanings.context.__dict__.update(kept.__dict__)
    if piece is not None and (with_sample := _times_a_sample(meanings, name, piece)) is not None and meanings.declare(Source(models.declaration(name, with_sample), source, 1)):
        return True
    meanings.state.doubts.guessed.add(name)
    return meanings.declare(fits[0] if fits else Source(rf"{name} \in \mathbb{{R}}", source, 1))


def _times_a_sample(meanings: Meanings, name: str, piece: Piece) -> Expr | None:
    r"""The sample x of `\sigma(y w^\top x)` beside x_i, where w is asked for: w has its shape, though x has no meaning yet."""
    found = re.search(rf"(?<![A-Za-z\\]){re.escape(name)}\s*{_TOP}\s*(?:\\[,;:!]\s*)?(?P<x>\\?[A-Za-z]+)(?!\w*\s*[_^({{])", piece.source.text)
    e = samples.a_sample(meanings, found["x"]) if found is not None else None
    return e if e is not None and is_vector(e.shape) and e.shape[1] == 1 else None


def _by_total(meanings: Meanings, name: str) -> bool:
    r"""Is this the z of `\frac{d}{dz} \max(0, z)` and never written as a vector: any number?"""
    uses = meanings.inference.usage.uses.get(name, ())
    return any(u.differentiated == "total" for u in uses) and not any(
        u.transposed or u.normed or u.font or u.differentiated == "nabla" for u in uses)


def _by_prime(name: str, text: str) -> bool:
    r"""Is this the t of `\Bigl(\frac{\sinh t}{\cosh t}\Bigr)'`, and no other letter stands in the row: any number?"""
    if re.search(r"[)\]]\s*(?:'|\^\s*\{?\s*\\prime)", text) is None or re.fullmatch(r"[a-z]", name) is None:
        return False
    plain = re.sub(r"\\[A-Za-z]+|_\s*(?:\w|\{\w*\})", " ", text)
    return set(re.findall(r"[A-Za-z]", plain)) == {name}


def _other_name(meanings: Meanings, name: str, error: SymcheckError) -> bool:
    r"""`\hat w` in an equation where w is solved for, or in `\nabla J(\hat w) = 0`: another name of w."""
    source = error.diagnostic.source
    alias = _HATTED.match(name) or _is_zero_there(meanings, name, source.text)
    letter = (alias["hatted"] or alias["starred"]) if alias is not None else _of_place(name, source.text)
    if letter in meanings.survey.formals and meanings.context.scope.bare(letter) is None and is_stationary(source.text):
        argument(meanings, letter, source.name, None)
    bare = meanings.context.scope.bare(letter) if letter else None
    if bare is None or bare.kind != "quantity" or bare.expr.op != "var" or not (
            meanings.state.about(bare.expr) or any(o.by is bare.expr for k, o in meanings.state.optima.items() if k == name) or meanings.state.gradient_by(bare.expr) is not None
            or is_stationary(source.text)):
        return False
    if alias is not None and alias["which"] and [k for k, o in meanings.state.optima.items() if o.by is bare.expr] != [name]:
        return False  # one of several optima
    if not meanings.declare(Source(f"{name} = {bare.name}", source.name, 1)):
        return False
    value = meanings.state.solved.get(bare.expr)
    if value is not None and not is_stationary(source.text) and equations_set_up.is_current(meanings.state, bare.expr, value):
        _has_value(meanings, name, value)
    return True


def _of_solved_entries(meanings: Meanings, name: str, source: Source) -> bool:
    r"""`H(p^*)` after $p_k = 1 / K$ was found for any k: p^* is the vector of these."""
    alias = _HATTED.match(name)
    bare = meanings.context.scope.bare(alias["hatted"] or alias["starred"]) if alias is not None and not alias["which"] and not is_stationary(source.text) else None
    value = sums_to_one.of_entries(meanings.state.solved, bare.expr) if bare is not None and bare.kind == "quantity" and bare.expr.op == "var" else None
    if value is None or not meanings.declare(Source(f"{name} = {bare.name}", source.name, 1)):
        return False
    _has_value(meanings, name, value)
    return True


def _is_zero_there(meanings: Meanings, name: str, text: str) -> re.Match[str] | None:
    r"""The \tilde w of "the minimum $\tilde w$ satisfies $\alpha \tilde w + H (\tilde w - c) = 0$", which is solved for it below."""
    return _TILDE.match(name) if _ZERO_SIDE.search(text) is not None and words.OBEYS.search(meanings.state.before) is not None else None


def _of_place(name: str, text: str) -> str:
    r"""The w of a w_0 at which `J'(w_0) = 0` takes the derivative; "" of any other name."""
    return next((m[1] for m in _PLACE.finditer(text) if f"{m[1]}_{m[2]}" == name), "") if is_stationary(text) else ""


def _has_value(meanings: Meanings, name: str, value: Expr) -> None:
    r"""Another name of a w that was solved for: what w was found to be, where the derivative is zero, and not any w."""
    alias = meanings.shaped(name)
    entry = next((e for e in meanings.context.scope if e.expr is alias), None)
    if entry is not None and alias.op == "let":
        entry.expr = meanings.context.definitions[alias.data] = build.let(alias.data, value)
        meanings.context.remembered = {}


