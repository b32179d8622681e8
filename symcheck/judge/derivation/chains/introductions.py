"""What begins a chain and gives a name its meaning: a definition, the solution of an equation set up, an optimum."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import solved_values, steps_in_numbers, wholes_named
from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.names import around_place, data_models, letters_taken
from symcheck.judge.derivation.names.defining import define, forget, named
from symcheck.judge.derivation.names.fresh import gives_formula, is_variable, meaning_here
from symcheck.judge.derivation.names.given_anew import renamed
from symcheck.judge.derivation.names.solved_names import solved_for
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.outcome import unread
from symcheck.judge.derivation.relations import decompositions, modes, optima, updates
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments, is_call, sample_of
from symcheck.judge.derivation.rows.statements import ORDER, Statement, is_next, written
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import (
    Chain,
    Gradient,
    State,
    called,
    name_of,
    names_in,
    speaks_of,
    undecorated,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece, indices_of
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Group, Product, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# A derivative by a letter: `\\frac{d}{dz} ..`, `\\frac{\\partial h}{\\partial x}`.
_BY = re.compile(r"\s*\\[dt]?frac\s*\{\s*(?:\\partial(?![A-Za-z])|d|\\mathrm\s*\{?d\}?)[^{}]*\}\s*\{\s*(?:\\partial(?![A-Za-z])|d|\\mathrm\s*\{?d\}?)\s*([a-zA-Z])\s*\}")


def begin(chains: Chains, s: Statement, written: Statement | None = None) -> int:
    """The head of a new chain; how many of its links are definitions and are not judged. `written`: an update as the document
    writes it, with its counter."""
    chains.ended()
    head, before = s.pieces[0], chains.chain
    set_to_zero(chains, s)
    chains.chain = Chain(head, head)
    op = s.operators[0]
    updates.step_size(chains.meanings, s)
    if op in updates.ARROWS:
        chains.needed(s, 0)
        updates.step_size(chains.meanings, s)
    stepped = {*chains.state.updated}
    update = updates.taken(chains.state, s)
    if update is not None:
        if update.right and op in updates.ARROWS and _is_of_one_sample(chains, s):
            chains.meanings.recursions.replaced()
        update = steps_in_numbers.judged(chains, s, update, chains.state.read(head) in stepped)
        update = updates.unknown_rule(chains.state, update, written)
        if doubts.misfit(update):
            update = replace(update, word=V.DIFFERENT, evidence="the shapes do not fit")
        chains.step(s, 0, update, "update")
        chains.chain = Chain(head, s.pieces[1], not update.right)
        return 1
    if op not in EQUALITIES and op != r"\propto":
        chains.needed(s, 0)
        return 0
    if chains.meanings.instances.array_given(s, meaning_here):
        return 1
    if optima.read(chains.state, head, s.row) is not None:
        return 0
    if s.pieces[1] is not None:
        chains.objective_looked_up(s.pieces[1])
    objective = optima.read(chains.state, s.pieces[1], s.row) if s.pieces[1] is not None else None
    if objective is not None and op in EQUALITIES:
        return optimum(chains, s, objective)
    data_models.shapes(chains.meanings, s)
    laws.noise_scale(chains.meanings, s)
    if s.pieces[1] is not None and op in EQUALITIES | {r"\propto"}:
        chains.meanings.own = arguments(head.syntax)
        chains.meanings.looked_up(s.pieces[1])
        chains.meanings.own = set()
    if op in EQUALITIES and (models.law_of(chains.state, s) or data_models.taken(chains.meanings, s)):
        return len(s.operators)
    if op in EQUALITIES | {r"\propto"}:
        laws.at_any_point(chains.meanings, head)
        letters_taken.all_samples(chains.meanings, s)
        laws.precisions(chains.meanings, s.pieces[1])
    if entry_densities.taken(chains.state, s):
        chains.chain = Chain(s.pieces[0], s.pieces[1])
        return 1
    if op in EQUALITIES and chains.meanings.survey.densities > 1 and sample_of(head.syntax) and s.pieces[1] is not None:
        chains.meanings.looked_up(s.pieces[1])
    if (op == r"\propto" or op in EQUALITIES and (chains.meanings.survey.densities > 1 or models.is_log_density(s))) \
            and models.written_density(chains.state, s):
        chains.chain = Chain(s.pieces[0], s.pieces[1])
        return 1
    if s.given and chains.pieces.defined(s):
        chains.chain = Chain(head, s.pieces[1])
        return 1
    if (logged := models.of_logarithm(chains.state, s)) is not None and define(chains.meanings, logged, bare=True) is None:
        chains.chain = Chain(head, s.pieces[1])
        return 1
    argument(chains, head)
    fresh = meaning_here(chains.state, s) or ("definition" if is_its_formula(chains.state, s) else None)
    supposed = fresh == "definition" and chains.leads_on and is_variable(chains.state, head)  # the P of `P \\iff Q`
    if fresh is None or supposed or op == r"\propto":
        chains.needed(s, 0)
        return 0
    if fresh == "solution":
        return solution(chains, s)
    found = minimizer(chains.state, s) or wholes_named.named(chains, s, before)
    done = definition(chains, s)
    if found is not None:
        chains.step(s, 0, found, "claim", reason="solves the derivative set to zero" if found.right else "")
        chains.chain = Chain(s.pieces[0], s.pieces[1], not found.right)
    return done


def _is_of_one_sample(chains: Chains, s: Statement) -> bool:
    r"""Is this `\theta \leftarrow \theta - \eta (\theta x_i - y_i) x_i` after a rule `\theta_{k+1} = ..` that is made of all samples? It takes its place."""
    state, recursions = chains.state, chains.meanings.recursions
    head, new = state.read(s.pieces[0]), state.read(s.pieces[1])
    return head is not None and head.op == "var" and new is not None and bool(indices_of(new)) and any(
        name.base == base_of(s.pieces[0].syntax)[0] for name in recursions.rules if base_of(s.pieces[0].syntax) is not None)


def set_to_zero(chains: Chains, s: Statement) -> None:
    r"""Of "Setting the gradient to zero gives `\hat w = ..`" right after a display `-\log p(w \mid y) = ..`, where no derivative by w was spoken of:
    it is that of what the display is about."""
    state, chain = chains.state, chains.chain
    bare = undecorated(s.pieces[0].syntax) if s.pieces[0] is not None and s.operators and s.operators[0] in EQUALITIES else None
    if bare is None or chain is None or chain.unread or words.SLOPE_SET.search(words.SENTENCES.split(state.said.rstrip())[-1]) is None:
        return
    unknown = state.read(Piece(bare, s.row))
    f = about(state, chain, unknown, words.SENTENCES.split(state.said.rstrip())[-1])
    if unknown is None or unknown.op != "var" or state.gradient_by(unknown) is not None or state.about(unknown) or f is None:
        return
    if is_scalar(f.shape) and speaks_of(f, unknown):
        state.gradients.append(Gradient(f, unknown))


# Of "f(w) \\le g(w)": which side words speak of.
_RIGHT_SIDE = re.compile(r"\b(?:right(?:[\s-]+hand)?[\s-]+side|r\.?h\.?s\.?|(?:upper|lower|quadratic|last|this)\s+(?:\w+\s+)?(?:bound|expression)|bound|majori[sz]er|surrogate)\b", re.I)
_LEFT_SIDE = re.compile(r"\b(?:left(?:[\s-]+hand)?[\s-]+side|l\.?h\.?s\.?)\b", re.I)


def about(state: State, chain: Chain, unknown: Expr | None, said: str) -> Expr | None:
    r"""What a display is about: its head, or of `f(w) \le g(w)` the side that the words name; None where they name none."""
    head, last = state.read(chain.head), state.read(chain.last)
    both = unknown is not None and all(e is not None and speaks_of(e, unknown) for e in (head, last))
    if not both or not ORDER & {*chain.operators} or _LEFT_SIDE.search(said):
        return head
    return last if _RIGHT_SIDE.search(said) else None


def argument(chains: Chains, head: Piece) -> None:
    r"""Of `\sigma'(t) = ..` with a known \sigma and an undeclared t: t is any number."""
    s = head.syntax
    if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or not is_call(s.items[1]):
        return
    function, letter = s.items[0], s.items[1].body
    named = base_of(function.base if type(function) is Script else function)
    if type(letter) is not Symbol or named is None or chains.context.scope.bare(*base_of(letter)) is not None:
        return
    entry = chains.context.scope.bare(*named)
    if entry is None and type(function) is Script and function.sub is not None:  # the g_1 of a layer
        entry = next((e for e in chains.context.scope.entries.get(named[0], ()) if e.kind == "map" and e.sub == label(function.sub)), None)
    if (entry is not None and (entry.kind == "map" or entry.kind == "function"
                               and entry.function.kind == "elementwise")
            or entry is None and type(function) is Script and (
                named[0] in LETTERS or function.primes and named[0].lstrip("\\") in KNOWN)):
        chains.meanings.declare(Source(rf"{label(letter)} \in \mathbb{{R}}", head.source.name, 1))


def input_of_case(chains: Chains, head: Piece) -> None:
    r"""Of `\sigma'(t) = ..` and of `\frac{d}{dt} \max(0, t) = ..`, where a condition on t stands beside it, the t: any number."""
    by = _BY.match(written(head.source, head.syntax.span))
    if by is None:
        argument(chains, head)
    elif chains.meanings.shaped(by[1]) is None and chains.context.scope.bare(by[1]) is None:
        chains.meanings.declare(Source(rf"{by[1]} \in \mathbb{{R}}", head.source.name, 1))


def is_its_formula(state: State, s: Statement) -> bool:
    r"""Is a display `f(x) = ..` of a declared f without a formula where it gets one? It is said of the x it takes, and neither
    it nor anything defined before speaks of f."""
    if gives_formula(state, s) and words.BEGINS.search(words.SENTENCES.split(state.said)[-1]) and around_place.is_one(s):
        return True  # `Suppose $J$ is quadratic, $$J(w) = J(w^*) + ..$$`
    if not gives_formula(state, s) or words.sets(state.said) or words.CONCLUDES.search(words.SENTENCES.split(state.said)[-1]):
        return False
    head, value = state.read(s.pieces[0]), state.read(s.pieces[1])
    if head is None or head.op != "apply" or value is None or value.shape != head.shape:
        return False
    taken = [n for a in head.args for n in a.walk() if n.op == "var"]
    inside = {n for e in (value, *state.context.definitions.values()) for n in e.walk()}
    return any(n in set(value.walk()) for n in taken) and not any(n.op == "apply" and n.data[0] == head.data[0] for n in inside)


def minimizer(state: State, s: Statement) -> Verdict | None:
    r"""Of "Setting the gradient to zero, the minimizer is `\mu = ..`": the verdict on its value, which is one of the variable
    of the last derivative."""
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    gradient = state.gradients[-1] if state.gradients else None
    value = state.read(s.pieces[1])
    if gradient is None or value is None or gradient.by.op != "var" or not words.NAMED_SOLUTION.search(said) or words.DEFINES.search(said) \
            or value.shape != gradient.by.shape or not names_in(value) <= names_in(gradient.f) - {gradient.by.data.name}:
        return None
    v = equations.solution(state, gradient.by, value, [equations.stationary(gradient, 0)], gradient)
    return v if v is not None and (v.right or v.word == V.DIFFERENT) else None


def outdated(chains: Chains, *pieces: Piece) -> bool:
    r"""Forget the \hat w of an earlier part that these pieces speak of, where a new derivative by w was taken in this part: it may
    be the optimum of another objective. Is there one?"""
    state, found = chains.state, []
    for p, s in ((p, x) for p in pieces for x in p.syntax.walk() if type(x) in (Accent, Script)):
        known, bare = state.read(Piece(s, p.source)), undecorated(s)
        if known is None or bare is None or known.op != "let" or state.named_when.get(known.data.name, ((), state.part))[1] == state.part:
            continue
        of = state.read(Piece(bare, p.source))
        if of is not None and of.op == "var" and state.taken_in.get(of.data.name) == state.part and known not in found:
            found.append(known)
    for name in found:
        forget(chains.meanings, name)
    for p in pieces if found else ():
        chains.meanings.looked_up(p)
    return bool(found)


def definition(chains: Chains, s: Statement) -> int:
    if (stepped := steps_in_numbers.of_new(chains, s)) is not None:
        chains.step(s, 0, stepped, "update")
    error = define(chains.meanings, s)
    if error is not None and models.written_density(chains.state, s):  # of one sample, with an index of its own
        chains.chain = Chain(s.pieces[0], s.pieces[1])
        return 1
    if error is not None:
        _undefined(chains, s, error)
        chains.chain = Chain(s.pieces[1], s.pieces[1]) if s.pieces[1] is not None else None
        return 1
    chains.pieces.began(s)
    name = chains.state.read(s.pieces[0])
    chains.state.saw(name, chains.state.read(s.pieces[1]))
    if name is not None and name.op == "let":
        chains.introduced[name] = (len(chains.outcome.steps), s)
    chains.chain = Chain(s.pieces[0], s.pieces[1])
    return 1


# "m_V", "n_{a1}": lengths that were named for names that nothing declares.
_OWN_SIZE = re.compile(r"\b[nmd]_(?:\{\w+\}|[A-Za-z]\w*)")


def _undefined(chains: Chains, s: Statement, error: SymcheckError) -> None:
    """A definition that could not be taken in: wrong where its shapes do not fit. What has no name on
    its left (a joint density) is an expression from which a chain goes on."""
    if error.diagnostic.id == "not-a-name" and chains.state.read(s.pieces[1]) is not None:
        return
    v = unreadable(error)
    own = [size for size in _OWN_SIZE.findall(v.message) if size not in chains.meanings.document.text]
    known, value = (chains.state.read(p) if p is not None else None for p in s.pieces[:2])
    if doubts.misfit(v) and value is not None and is_numeric(value) and known is not None and any(isinstance(n, str) for n in known.shape):
        chains.step(s, 0, Verdict(V.UNDECIDED, "these may be the numbers of an example, of another size"), "definition")
    elif doubts.misfit(v) and not chains.doubtful(True, s.pieces[1]) and not own:
        chains.step(s, 0, replace(v, word=V.DIFFERENT, evidence="the shapes do not fit"), "definition")
    else:
        chains.outcome.add(unread(s.row, s.span, error))
    chains.state.doubts.lose(chains.state, *s.pieces[:2])


def solution(chains: Chains, s: Statement) -> int:
    r"""`\hat w = (X^\top X)^{-1} X^\top y`: checked against the equation, then a definition."""
    unknown = solved_for(chains.state, s.pieces[0].syntax)
    value = chains.state.read(s.pieces[1], unknown)
    v = solved_values.verdict(chains, s, unknown, value) if value is not None else None
    if v is None:
        return definition(chains, s)
    if v.right:
        chains.state.solved[unknown] = value
        chains.equation_at = chains.displays
    chains.step(s, 0, v, "claim", reason=f"solves for {called(unknown)}" if v.right else "")
    held = chains.state.read(s.pieces[0])
    if v.right and held is not None and held.op == "let" and held.args[0].op != "var" and decompositions.speaks(chains.state, s.pieces[1]):
        chains.chain = Chain(s.pieces[0], s.pieces[1])
        return 1  # its value by the data still says more than that by the factors of a decomposition
    if (another := renamed(chains.state, s)) is not None:
        forget(chains.meanings, another)
    if chains.meanings.declare(s.cut(2)):
        named(chains.meanings, s)
    chains.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
    return 1


def optimum(chains: Chains, s: Statement, found: optima.Objective) -> int:
    r"""`\hat w = \arg\min_w L(w)`: from here on \hat w is that place."""
    name = name_of(s.pieces[0].syntax)
    if isinstance(found.fault, SymcheckError):
        if found.piece is not None:
            chains.meanings.looked_up(found.piece)
            found = optima.read(chains.state, s.pieces[1], s.row) or found
        if isinstance(found.fault, SymcheckError):
            chains.step(s, 0, unreadable(found.fault), "statement")
            return 1
    known = chains.state.optima.get(name)
    if known is not None:
        v = optima.same(chains.state, known, found.optimum)
        chains.step(s, 0, v, "optimum")
        if v.right:
            chains.state.rewritten[name] = found.optimum
        chains.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
        return 1
    if found.values:
        chains.chain = Chain(s.pieces[1], s.pieces[1])
        return 1
    new = chains.state.read(s.pieces[0]) if is_next(s.pieces[0].syntax) else None
    if new is not None and new.op == "let":  # `\beta_{new} = \arg\min_\beta ..` of a new value that a step gave
        v = optima.closed_form(chains.state, found.optimum, s.pieces[0]).verdict
        if v.right or v.word == V.DIFFERENT:
            chains.step(s, 0, v, "optimum")
    if (mode := modes.of_name(chains.state, s.pieces[0].syntax, found.optimum)) is not None:
        v = optima.same(chains.state, mode, found.optimum)
        if v.right or v.word == V.DIFFERENT:
            chains.step(s, 0, v, "optimum", reason=v.evidence if v.right else "")
    chains.state.optima[name], chains.state.optima_at[name] = found.optimum, chains.state.line
    chains.state.rewritten.pop(name, None)
    chains.state.objectives.append(found.optimum)
    chains.chain = Chain(s.pieces[0], s.pieces[1])
    return 1
