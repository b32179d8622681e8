"""What begins a chain and gives a name its meaning: a definition, the solution of an equation set up, an optimum."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import hypotheses, steps_in_numbers
from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.names import data_models, letters_taken
from symcheck.judge.derivation.names.defining import define, forget, named
from symcheck.judge.derivation.names.fresh import (
    gives_formula,
    is_variable,
    meaning_here,
    renamed,
    solved_for,
)
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.outcome import unread
from symcheck.judge.derivation.relations import modes, optima, updates
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments, is_call
from symcheck.judge.derivation.rows.statements import ORDER, Statement, written
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
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Group, Product, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# A derivative by a letter: `\\frac{d}{dz} ..`, `\\frac{\\partial h}{\\partial x}`.
_BY = re.compile(r"\s*\\[dt]?frac\s*\{\s*(?:\\partial(?![A-Za-z])|d|\\mathrm\s*\{?d\}?)[^{}]*\}\s*\{\s*(?:\\partial(?![A-Za-z])|d|\\mathrm\s*\{?d\}?)\s*([a-zA-Z])\s*\}")
# "The regularized loss is smallest at": of the loss with the term that words added to it.
_PENALIZED = re.compile(r"\b(?:(?<!un)(?:regulari[sz]ed|penali[sz]ed)|(?:with|including)\s+(?:the\s+|this\s+)?(?:penalty|regulari[sz]\w+|(?:weight\s+)?decay)|new\s+(?:loss|objective|minimum|minimi[sz]er)|"
                        r"total\s+(?:loss|objective|cost))\b", re.I)
# "the minimiser of", before a formula of which it is, and what stands between that and its value; sums of functions.
_OPTIMUM_OF = re.compile(r"\b(?:minimi[sz]er|maximi[sz]er|minimum|maximum|optimum|minimi[sz]\w+)(?:\s+(?:of|for))?(?:\s+the\s+(?:sum|total|average|mean)(?:\s+(?:loss|objective))?)?\s*$", re.I)
_IS = re.compile(r"\s*(?:is|lies\s+at|is\s+at|at|equals)(?:\s+(?:at|then|thus|therefore|given\s+by))*\s*", re.I)
_SUM = re.compile(r"[+]|\\sum(?![A-Za-z])")


def begin(chains: Chains, s: Statement, written: Statement | None = None) -> int:
    """The head of a new chain; how many of its links are definitions and are not judged. `written`: an update as the document
    writes it, with its counter."""
    chains.ended()
    head = s.pieces[0]
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
    found = minimizer(chains.state, s)
    done = definition(chains, s)
    if found is not None:
        chains.step(s, 0, found, "claim", reason="solves the derivative set to zero" if found.right else "")
        chains.chain = Chain(s.pieces[0], s.pieces[1], not found.right)
    return done


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


def _undefined(chains: Chains, s: Statement, error: SymcheckError) -> None:
    """A definition that could not be taken in: wrong where its shapes do not fit. What has no name on
    its left (a joint density) is an expression from which a chain goes on."""
    if error.diagnostic.id == "not-a-name" and chains.state.read(s.pieces[1]) is not None:
        return
    v = unreadable(error)
    if doubts.misfit(v) and not chains.doubtful(True, s.pieces[1]):
        chains.step(s, 0, replace(v, word=V.DIFFERENT, evidence="the shapes do not fit"), "definition")
    else:
        chains.outcome.add(unread(s.row, s.span, error))
    chains.state.doubts.lose(chains.state, *s.pieces[:2])

# `p(\\theta \\mid y) \\propto ..`, and "whose maximum is" right behind it.
_DENSITY_OF = re.compile(r"\s*p\s*\(\s*(?P<of>[^()|]+?)\s*(?:\\mid(?![A-Za-z])|\|)[^()]*\)\s*(?:\\propto(?![A-Za-z])|=)(?P<value>.*?)[.,;]?\s*", re.S)
_WHOSE_MODE = re.compile(r"^[\s,;]*(?:(?:whose|the|its|with|and(?:\s+its)?)\s+){1,2}(?:maximum|mode|maximi[sz]er|MAP(?:\s+estimate)?)\s+(?:is|lies|equals)(?:\s+(?:at|attained\s+at|given\s+by))?\s*$", re.I)


def _of_another(chains: Chains) -> bool:
    r"""Do the words say of what else this is the optimum: `the minimiser of $\ell_1 + \ell_2$ is`?"""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    return at > 0 and not formulas[at].display and _IS.fullmatch(formulas[at].before) is not None and not formulas[at - 1].display \
        and _OPTIMUM_OF.search(formulas[at - 1].before) is not None and _SUM.search(formulas[at - 1].rows[0].text) is not None


def _is_mode_after_estimate(chains: Chains, s: Statement, unknown: Expr) -> bool:
    r"""Is this `\hat\theta_{MAP} = ..` after another estimate of the same name was found, with no derivative taken in between? It is the mode of the
    posterior then, and does not solve what the other one solves."""
    if not modes.is_of_posterior(s.pieces[0].syntax) or unknown not in chains.state.solved:
        return False
    found = [step.line for step in chains.outcome.steps if step.verdict.right and f"solves for {called(unknown)}" in str(step.reason)]
    gradient = chains.state.gradient_by(unknown)
    lines = [e.line for e in chains.state.about(unknown)] + ([gradient.line] if gradient is not None else [])
    return bool(found) and max(lines, default=0) <= found[-1]


def _of_laws(state: State, unknown: Expr, value: Expr) -> Verdict | None:
    r"""The verdict on the value of `\hat\theta_{MAP}` as the mode of the one posterior that the laws give, after a derivative of something else; None
    where there is none, or it is not that."""
    by = variable_of(unknown)
    found = [o for o in modes.every(state, True) if o.by is by]
    v = equations.solution(state, unknown, value, [], Gradient(found[0].objective, by)) if len(found) == 1 else None
    return v if v is not None and v.right else None


def _of_density_before(chains: Chains, unknown: Expr, value: Expr) -> Verdict | None:
    r"""The verdict on a value as the mode of the density among the words right before: "the posterior is $p(\theta \mid y) \propto ..$, whose maximum
    is"; None where there is none, or nothing is decided."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    last = formulas[at - 1] if at else None
    found = _DENSITY_OF.fullmatch(last.rows[0].text) if last is not None and len(last.rows) == 1 and not formulas[at].display else None
    if found is None or _WHOSE_MODE.search(formulas[at].before) is None or chains.state.context_read(found["of"]) is not unknown:
        return None
    density = chains.state.context_read(found["value"])
    if density is None or not is_scalar(density.shape) or not speaks_of(density, unknown):
        return None
    v = equations.solution(chains.state, unknown, value, [], Gradient(build.known("log", density), unknown))
    return v if v is not None and (v.right or v.word == V.DIFFERENT) else None


def _with_penalty(state: State, unknown: Expr, value: Expr) -> Verdict | None:
    """The verdict on a value as the optimum of the loss with the penalty that the words of this part added to it; None where they added none, or speak
    of the loss without it. Where they do not tell which of the two is meant, a value that fits neither is left open."""
    by = variable_of(unknown)
    terms = [term for term, part in state.penalties if part == state.part and speaks_of(term, by)]
    gradient = state.gradient_by(by)
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    if not terms or gradient is None or words.UNPENALIZED.search(said):
        return None
    with_it = Gradient(build.add(gradient.f, terms[-1]), by, gradient.line)
    v = equations.solution(state, unknown, value, [equations.stationary(with_it, gradient.line)], with_it)
    if v is None or v.right or _PENALIZED.search(said):
        return v
    alone = _solves(state, unknown, value)
    return alone if alone is None or alone.right else Verdict(V.UNDECIDED, "it is not told whether this is the loss with the penalty that the words add")


def _differentiated_last(state: State, s: Statement, unknown: Expr) -> None:
    r"""After `\hat w = \arg\min_w J(w)` the \hat w solves the derivative of that J, and not that of another function before it."""
    name, by = name_of(s.pieces[0].syntax), variable_of(unknown)
    optimum, gradient = state.optima.get(name), state.gradient_by(by)
    if optimum is not None and optimum.by is by and gradient is not None and gradient.line < state.optima_at.get(name, 0) and gradient.f is not optimum.objective:
        state.gradients.append(Gradient(optimum.objective, by, state.optima_at[name]))


# "Its minimizer is", right after a function got its formula.
_ITS_OPTIMUM = re.compile(r"\b(?:its|whose)\s+(?:unique\s+|only\s+|global\s+)*(?:minimi[sz]er|maximi[sz]er|minimum|maximum|optimum|stationary\s+point|solution)\b", re.I)


def _of_later_function(state: State, unknown: Expr, value: Expr, v: Verdict | None) -> Verdict | None:
    """The verdict on a value where a function of the unknown got its formula after the last derivative was taken and the last equation set up: it may be
    what words call the optimum then, and is where they say "its minimizer"."""
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    by, gradient = variable_of(unknown), state.gradient_by(unknown)
    later = state.losses_of(by)
    since = max([e.line for e in state.about(unknown)] + [gradient.line if gradient is not None else 0])
    if not later or unknown is not by or not (words.NAMED_SOLUTION.search(said) or _ITS_OPTIMUM.search(said)) \
            or state.named_on.get(later[0].data.name, 0) <= since:
        return v
    taken = Gradient(later[0], by, state.named_on[later[0].data.name])
    of_later = equations.solution(state, unknown, value, [equations.stationary(taken, taken.line)], taken)
    if of_later is None or not of_later.right and not _ITS_OPTIMUM.search(said):
        return v
    if of_later.right:
        state.gradients.append(taken)
    return of_later


def _solves(state: State, unknown: Expr, value: Expr) -> Verdict | None:
    """Does a value solve what was set up? A derivative spoken of after that is what the text solves now; what solves
    the equation before only is left open."""
    gradient = state.gradient_by(unknown)
    v = equations.solution(state, unknown, value, state.equations_beside(gradient), gradient)
    lines = [e.line for e in state.about(unknown)]  # 0 of a value found for an `\\arg\\min`, whose derivative was taken then
    if v is None or gradient is None or not lines or max(lines) >= gradient.line:
        return v
    latest = equations.solution(state, unknown, value, [equations.stationary(gradient, gradient.line)], gradient)
    if latest is None or latest.right or not v.right:
        return latest or v
    return Verdict(V.UNDECIDED, "it solves the equation before, and not that of the derivative after it")


def _at_numbers(chains: Chains, unknown: Expr, value: Expr, v: Verdict) -> Verdict:
    """The verdict on a number that solves nothing in general, where data of the equation have numbers here."""
    example, gradient = chains.meanings.instances, chains.state.gradient_by(unknown)
    about = chains.state.about(unknown) or ([equations.stationary(gradient, gradient.line)] if gradient is not None else [])
    if not example.open or unknown.op != "var" or not about or not is_numeric(value) or not names_in(about[-1].residual) & {*example.values}:
        return v
    solves = example.vanishes(build.substitute(about[-1].residual, ((unknown.data, value),)))
    if solves is None:
        return Verdict(V.UNDECIDED, "not all that this is made of was given a number here")
    return Verdict(V.EQUAL, "it solves the equation at the numbers given") if solves else Verdict(
        V.DIFFERENT, "at the numbers given", message=f"put in for {called(unknown)}, this does not solve the equation at the numbers given")


def solution(chains: Chains, s: Statement) -> int:
    r"""`\hat w = (X^\top X)^{-1} X^\top y`: checked against the equation, then a definition."""
    unknown = solved_for(chains.state, s.pieces[0].syntax)
    value = chains.state.read(s.pieces[1], unknown)
    if value is None:
        return definition(chains, s)
    _differentiated_last(chains.state, s, unknown)
    v = _of_later_function(chains.state, unknown, value, _solves(chains.state, unknown, value))
    if v is None or v.word == V.DIFFERENT and _of_another(chains):
        return definition(chains, s)
    if v.word == V.DIFFERENT and modes.is_of_posterior(s.pieces[0].syntax):
        v = _of_laws(chains.state, unknown, value) or v
    if v.word == V.DIFFERENT and _is_mode_after_estimate(chains, s, unknown):
        v = _of_density_before(chains, unknown, value)
        if v is None:
            return definition(chains, s)
    v = _with_penalty(chains.state, unknown, value) or v
    if v.word == V.DIFFERENT:
        v = _at_numbers(chains, unknown, value, v)
    if v.word == V.DIFFERENT and chains.state.objective_lost:
        v = Verdict(V.UNDECIDED, "what is minimized could not be written in one dimension")
    if v.word == V.DIFFERENT and hypotheses.open_here(chains.state, s.pieces[1]):
        v = Verdict(V.UNDECIDED, "a hypothesis in the words before could not be used")
    if v.right:
        chains.state.solved[unknown] = value
        chains.equation_at = chains.displays
    chains.step(s, 0, v, "claim", reason=f"solves for {called(unknown)}" if v.right else "")
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
        chains.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
        return 1
    if found.values:
        chains.chain = Chain(s.pieces[1], s.pieces[1])
        return 1
    if (mode := modes.of_name(chains.state, s.pieces[0].syntax, found.optimum)) is not None:
        v = optima.same(chains.state, mode, found.optimum)
        if v.right or v.word == V.DIFFERENT:
            chains.step(s, 0, v, "optimum", reason=v.evidence if v.right else "")
    chains.state.optima[name], chains.state.optima_at[name] = found.optimum, chains.state.line
    chains.state.rewritten.pop(name, None)
    chains.state.objectives.append(found.optimum)
    chains.chain = Chain(s.pieces[0], s.pieces[1])
    return 1
