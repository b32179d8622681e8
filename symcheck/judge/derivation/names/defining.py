"""Definitions taken in: what a head `f(x) = ..` makes of the letters it takes, and of a name that has a meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Index, Variable
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws.models import declaration
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names import (
    around_place,
    composed,
    fresh,
    functions_anew,
    given_anew,
    inner_values,
    instances_given,
    iterates_named,
    kronecker,
    lengths,
    letters_taken,
    rephrasing,
    shapes_made,
    squares_defined,
    without_number,
)
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.state import speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.define_formulas import put_formula
from symcheck.read.names import label
from symcheck.read.scope import Entry, positions
from symcheck.read.syntax import Accent, Additive, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_GREEK = re.compile(r"^(\\(?:alpha|beta|gamma|eta|mu|nu|rho|tau|kappa|lambda|epsilon|varepsilon)) is not declared$")
# "Now put an elementwise $\\phi$ after", "insert a ReLU between them", "we add a bias, i.e. let", "with a skip connection now": a change of the model itself.
_CHANGES_MODEL = re.compile(r"\b(?:put|insert|plac|add|attach|append|includ|wrap|appl|sandwich|replac|exchang|swap|switch|chang|trad)\w*\b(?=[^.;]*\b(?:element-?wise|entry-?wise|pointwise|non-?linear\w*|activations?|ReLUs?|sigmoids?|tanh|"
                            r"softmax|bias(?:es)?|skip|residual|normali[sz]ation|dropout|gate|layer)\b)[^.;]*\b(?:let|define|set|put|so\s+that|now|i\.?\s?e\.?|that\s+is)\b"
                            r"|\bnow\b[^.;]*\b(?:put|insert|plac|add|attach|append|includ|wrap|appl|sandwich|replac|exchang|swap|switch|chang|trad)\w*\b(?=[^.;]*\b(?:element-?wise|entry-?wise|pointwise|non-?linear\w*|activations?|ReLUs?|sigmoids?|"
                            r"tanh|softmax|bias(?:es)?|skip|residual|normali[sz]ation|dropout|gate|layer)\b)", re.I)
_DENSITIES = ("p(", "P(", "q(", r"\Pr(")
DEFINITIONS = 6  # names fetched for one definition
DEPTH = 4  # of definitions fetched for one another


def define(meanings: Meanings, s: Statement, bare: bool = False) -> SymcheckError | None:
    """Take in a definition, and before it those of the names in it; what stands in the way, or None.
    `bare`: of `H(p) = ..` with a p that is no name, H alone is defined."""
    meanings.context.ranges = {x: end for x, end in meanings.state.ends.items() if end in meanings.context.dims
                               and x in indices(s.pieces[0].syntax)}
    meanings.state.doubts.sizes.update((size, (meanings.state.part, False)) for size in _sizes_of_any(meanings, s))
    try:
        kept = meanings.context.copy()
        if (around := around_place.rewritten(meanings, s)) is None:
            return _define(meanings, s, bare)
        composed.remember(meanings)
        around_place.without_function(meanings.context, s)
        fault = _define(meanings, around, bare)
        if fault is None and not around_place.is_consistent(meanings, s):
            fault = fail("not-in-language", "this defines a function by its own value, which the right side does not have there", s.row)
        if fault is not None:
            meanings.context.__dict__.update(kept.__dict__)
        else:
            around_place.forget_derivatives(meanings.state, kept, s)
        return fault
    finally:
        meanings.context.ranges = {}


def _sizes_of_any(meanings: Meanings, s: Statement) -> list[str]:
    r"""The sizes of the general f of `f(x_1, x_2) = (x_1 x_2, x_1^2)`, which has other ones in this part then."""
    head = s.pieces[0].syntax
    entry = meanings.context.scope.bare(label(head.items[0])) if type(head) is Product and head.items else None
    f = entry.function if entry is not None and entry.kind == "function" and entry.function.kind == "general" else None
    listed = f is not None and len(arguments(head)) > 1
    return [d for d in (*f.domain, *f.codomain) if isinstance(d, str)] if listed else []


def indices(head: Syntax) -> set[str]:
    """The letters in the subscript of a head."""
    return {x.name for x in positions(head.sub) if type(x) is Symbol} if type(head) is Script and head.sub is not None else set()


def _define(meanings: Meanings, s: Statement, bare: bool) -> SymcheckError | None:
    if kronecker.is_said(s) and not meanings.context.scope.entries.get(r"\delta"):
        return None
    composed.remember(meanings)
    line, before = shapes_made.as_row(meanings, s) or shapes_made.as_column(meanings, s) or shapes_made.untransposed(meanings, s) or squares_defined.as_root(meanings, s) or s.cut(2), meanings.state.read(s.pieces[0])
    general: tuple[Entry, ...] = ()
    begun: tuple[Variable, ...] = ()  # what a function takes that words begin anew
    if (another := given_anew.renamed(meanings.state, s)) is not None:
        if (value := meanings.state.read(s.pieces[1])) is not None and given_anew.is_example(meanings.state, s, another, value):
            general = instances_given.entries_of(meanings, another)
        elif words.BEGINS.search(words.SENTENCES.split(words.ABBREVIATION.sub("", meanings.state.said))[-1]):
            begun = next((e.params for e in meanings.context.scope if e.expr is another), ())
        forget(meanings, another)
        before = None
    for entry in fresh.other_density(meanings.state, s.pieces[0].syntax):
        meanings.context.scope.drop(entry)
    if fresh.is_any_diagonal(before) and type(s.pieces[0].syntax) in (Symbol, Accent):
        forget_any_diagonal(meanings, label(s.pieces[0].syntax))
    iterates_named.declare_those_in(meanings, s.row.text, s.row)
    _counter_alone(meanings, s)
    letters_taken.numbers_taken(meanings, s)
    letters_taken.entries_with_dots(meanings, s)
    letters = arguments(s.pieces[0].syntax)
    quantities = [e for x in letters if (e := meanings.context.scope.bare(x)) is not None and e.kind == "quantity"]
    for letter in letters:
        if meanings.context.scope.bare(letter) is None and not lengths.point(meanings, letter, s.row.name) and quantities \
                and s.pieces[1] is not None and re.fullmatch(r"\\?[A-Za-z]+", letter) and not label(s.pieces[0].syntax).startswith(_DENSITIES):
            meanings.argument(letter, s.row.name, s.pieces[1])
    inner_values.declare_argument(meanings, s)
    without_number.before(meanings, s)
    letters_taken.any_sample(meanings, s)
    letters_taken.entries_meant(meanings, s)
    letters_taken.through_names(meanings, s)
    if letters_taken.takes_families(meanings, s):
        line = Source(f"{written(s.row, s.pieces[0].syntax.items[0].span)} = "
                      f"{s.text(1)}", s.row.name, s.line())
    if letters_taken.of_own_letters(meanings, s, line):
        return None
    anew = functions_anew.before(meanings, s)
    unknown = {e.name: e.function for e in meanings.context.scope if e.kind == "function" and not e.function.known
               and e.function.kind == "elementwise"}
    for _ in range(DEFINITIONS):
        try:
            meanings.context.declare(line)
        except SymcheckError as error:
            fault = error
            if _alias(meanings, s, error):
                return None
            if meanings.fetch(error, s.pieces[1]) or _rate(meanings, s, error) or _start(meanings, s, error):
                continue
            if (sized := shapes_made.sized(meanings, s, line, error)) is not None:
                line = sized
                continue
            if error.diagnostic.id == "shape-mismatch" and (letters_taken.of_own_letters(meanings, s, line) or letters_taken.of_one_member(meanings, s, line)):
                return None
            if error.diagnostic.id == "shape-mismatch" and functions_anew.of_other_values(meanings, anew):
                anew = None
                continue
            shorter = letters_taken.without_arguments(meanings, s, error) if bare else None
            if shorter is None:
                break
            line = shorter
        else:
            if (part := _over_part(meanings, s)) is not None:
                fault = part
                break
            meanings.recursions.met(s)
            for e in list(meanings.context.scope) if unknown else ():
                if e.kind == "map" and e.name in unknown and len(e.params) == 1 and is_scalar(e.params[0].shape) \
                        and e.body is not None:
                    put_formula(meanings.context, unknown[e.name], e)
            functions_anew.defined(meanings, anew)
            meanings.state.doubts.found(*s.pieces[:2])
            name = named(meanings, s)
            if name is not None and another is not None:
                if begun:
                    composed.forget_optima(meanings, begun)
                composed.follow(meanings, another, name, _changes_model(meanings, name, another))
                instances_given.remember(meanings, general, name)
            if name is not None:
                if before is not None and before.op == "var":
                    rephrasing.bind(meanings.context, before, name)
                rephrasing.abstract(meanings.context, name)
                composed.renew(meanings, name)
                meanings.copies.renew(name, s.row.name)
            elif composed.is_family(meanings, label(s.pieces[0].syntax.items[0].base)
                                    if type(s.pieces[0].syntax) is Product and type(s.pieces[0].syntax.items[0]) is Script else ""):
                composed.renew(meanings, None)
            return None
    return fault


def _changes_model(meanings: Meanings, name: Expr, another: Expr) -> bool:
    r"""Do words change the model itself, "Now put an elementwise $\phi$ after $D$, i.e. let $r = A \phi(D x) - y$", so that what was made of this name is made
    of the new one?"""
    said = words.SENTENCES.split(words.ABBREVIATION.sub("", meanings.state.said))[-1]
    return name.op == "let" and another.op == "let" and not name.data.family and name.shape == another.shape and not speaks_of(name.args[0], another) \
        and _CHANGES_MODEL.search(said) is not None


def _over_part(meanings: Meanings, s: Statement) -> SymcheckError | None:
    r"""Of `z_i = w_1 x_i + w_2 x_{i+1}`, for i = 1, .., 4, with an x of length 6: indices run over all of an axis here."""
    name = meanings.state.read(s.pieces[0])
    if name is None or name.op not in ("entry", "item") or name.args[0].op != "let":
        return None
    for i in (at.base for at in name.data if isinstance(at.base, Index)):
        end = meanings.survey.told_end(i.name, s.row)
        if end is not None and end.isdigit() and isinstance(i.dim, int) and int(end) != i.dim:
            forget(meanings, name.args[0])
            return fail("not-in-language", f"{i.name} runs over part of an axis: up to {end} of {i.dim}", s.row,
                        help="Write it with vectors and matrices, or entry by entry.")
    return None


def _alias(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""Of `a^{(0)} = x` with a known a^{(0)} and an x that has no meaning: x is another name for it."""
    known = meanings.state.read(s.pieces[0])
    return error.diagnostic.id == "undeclared-name" and known is not None and known.op == "var" \
        and type(s.pieces[1].syntax) in (Symbol, Accent) \
        and meanings.declare(Source(f"{s.text(1)} = {s.text(0).replace('&', '')}", s.row.name, s.line()))


def _counter_alone(meanings: Meanings, s: Statement) -> None:
    r"""The t of `\hat m_t = m_t / (1 - \beta^t)`: a natural number."""
    head = counters.iterate(s.pieces[0].syntax)
    if head is not None and meanings.recursions.counts(head[1].counter) and s.pieces[1] is not None \
            and meanings.context.scope.bare(head[1].counter) is None \
            and counters.stands_alone(s.pieces[1].syntax, head[1].counter):
        meanings.declare(Source(rf"{head[1].counter} \in \mathbb{{N}}", s.row.name, s.line()))


def _rate(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""The \alpha of `w_{t+1} = w_t - \alpha g_t` that is declared nowhere: a number, and a step size is positive."""
    head = counters.iterate(s.pieces[0].syntax)
    found = _GREEK.match(error.diagnostic.headline)
    return found is not None and error.diagnostic.id == "undeclared-name" and head is not None \
        and meanings.recursions.counts(head[1].counter) and s.pieces[1] is not None and any(
            p.counter for _, p in counters.iterates(s.pieces[1].syntax)) \
        and meanings.declare(Source(found[1] + (r" > 0" if found[1] in (r"\alpha", r"\eta") else r" \in \mathbb{R}"),
                                    s.row.name, s.line()))


def _start(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""The \theta_0 of `\theta_1 = \theta_0 - \alpha g` that is declared nowhere: of the shape of what it is added to."""
    head = counters.iterate(s.pieces[0].syntax)
    d, value = error.diagnostic, s.pieces[1]
    if head is None or head[1].counter or d.id != "undeclared-name" or value is None or type(value.syntax) is not Additive:
        return False
    missed = next((x for x in value.syntax.items if (p := counters.iterate(x)) is not None and p[0] == head[0]
                   and p[1].number < head[1].number and d.headline == f"{label(x)} is not declared"), None)
    like = next((e for x in value.syntax.items if x is not missed
                 and (e := meanings.state.read(Piece(x, value.source))) is not None), None)
    return missed is not None and like is not None and meanings.declare(
        Source(declaration(label(missed), like), s.row.name, s.line()))


def named(meanings: Meanings, s: Statement) -> Expr | None:
    """Remember when a name got its definition; the name, None where it is none."""
    name = meanings.state.read(s.pieces[0])
    if name is not None and name.op in ("entry", "item") and name.args[0].op == "let":
        whole = name.args[0].data.name
        meanings.state.named_when[whole] = frozenset(meanings.context.variables), meanings.state.part
    if name is None or name.op != "let":
        return None
    meanings.state.named_when[name.data.name] = frozenset(meanings.context.variables), meanings.state.part
    meanings.state.named_on[name.data.name] = meanings.state.line
    return name


def forget(meanings: Meanings, name: Expr) -> None:
    """A name that is given another meaning: what was defined by it keeps the first."""
    for entry in [e for e in meanings.context.scope if e.expr is name]:
        meanings.context.scope.drop(entry)
    meanings.context.definitions.pop(name.data, None)
    meanings.context.remembered = {}


def forget_any_diagonal(meanings: Meanings, name: str) -> None:
    """Make way for the entries of a matrix that was any diagonal one until now."""
    entry = meanings.context.scope.bare(name)
    if entry is not None and fresh.is_any_diagonal(entry.expr):
        meanings.context.scope.drop(entry)
        meanings.context.remembered = {}
