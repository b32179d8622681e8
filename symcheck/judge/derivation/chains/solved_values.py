"""The value of a solution, `\\hat w = ..`: of which derivative, equation, posterior or penalized loss it is, and whether it solves that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import hypotheses, other_estimates
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations import decompositions, modes
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import (
    Gradient,
    State,
    called,
    name_of,
    names_in,
    speaks_of,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

# "The regularized loss is smallest at": of the loss with the term that words added to it.
_PENALIZED = re.compile(r"\b(?:(?<!un)(?:regulari[sz]ed|penali[sz]ed)|(?:with|including)\s+(?:the\s+|this\s+)?(?:penalty|regulari[sz]\w+|(?:weight\s+)?decay)|new\s+(?:loss|objective|minimum|minimi[sz]er)|"
                        r"total\s+(?:loss|objective|cost))\b", re.I)
# "the minimiser of", before a formula of which it is, and what stands between that and its value; sums of functions.
_OPTIMUM_OF = re.compile(r"\b(?:minimi[sz]er|maximi[sz]er|minimum|maximum|optimum|minimi[sz]\w+)(?:\s+(?:of|for))?(?:\s+the\s+(?:sum|total|average|mean)(?:\s+(?:loss|objective))?)?\s*$", re.I)
_IS = re.compile(r"\s*(?:is|lies\s+at|is\s+at|at|equals)(?:\s+(?:at|then|thus|therefore|given\s+by))*\s*", re.I)
_SUM = re.compile(r"[+]|\\sum(?![A-Za-z])")
# `p(\\theta \\mid y) \\propto ..`, and "whose maximum is" right behind it.
_DENSITY_OF = re.compile(r"\s*p\s*\(\s*(?P<of>[^()|]+?)\s*(?:\\mid(?![A-Za-z])|\|)[^()]*\)\s*(?:\\propto(?![A-Za-z])|=)(?P<value>.*?)[.,;]?\s*", re.S)
_WHOSE_MODE = re.compile(r"^[\s,;]*(?:(?:whose|the|its|with|and(?:\s+its)?)\s+){1,2}(?:maximum|mode|maximi[sz]er|MAP(?:\s+estimate)?)\s+(?:is|lies|equals)(?:\s+(?:at|attained\s+at|given\s+by))?\s*$", re.I)
# `\\tilde w`, `\\hat J`; "the ordinary and the regularized solutions are".
_MARK = re.compile(r"\\(?:wide)?(tilde|hat|bar|check)\s*\{")
_SOLUTIONS = re.compile(r"\b(?:solutions|minimi[sz]ers|estimates|estimators|optima)\s+(?:are|become|read)\b", re.I)
# "Its minimizer is", right after a function got its formula.
_ITS_OPTIMUM = re.compile(r"\b(?:its|whose)\s+(?:unique\s+|only\s+|global\s+)*(?:minimi[sz]er|maximi[sz]er|minimum|maximum|optimum|stationary\s+point|solution)\b", re.I)
# "Inserting this into the second", "with this substituted".
_PUTS_IN = re.compile(r"\b(?:insert|plug|substitut|put)\w*\s+(?:it|this|that|these|them|the(?:ir|se)?\s+\w+)\b|\b(?:this|that)\s+(?:value\s+)?(?:inserted|plugged\s+in|substituted|put\s+in)\b", re.I)
# "we may let $\\alpha \\to 0$, and we recover".
_IN_A_LIMIT = re.compile(r"\b(?:let|letting|as|when|if|limit|for)\s+(?:the\s+)?\$[^$]*\\(?:to|rightarrow|downarrow|searrow)(?![A-Za-z])", re.I)
# "For comparison, ordinary least squares gives".
_COMPARED = re.compile(r"\b(?:(?:for|in|by|as\s+a)\s+(?:the\s+sake\s+of\s+)?(?:comparison|contrast)|compare(?:d)?\s+(?:this|it)?\s*(?:with|to)|in\s+place\s+of|unlike|whereas)\b", re.I)


def verdict(chains: Chains, s: Statement, unknown: Expr, value: Expr) -> Verdict | None:
    r"""The verdict on `\hat w = value` as the solution of what was set up last; None where nothing was, or it is the optimum of something else, and
    the value is what the name means from here on."""
    _differentiated_last(chains.state, s, unknown)
    v = _of_later_function(chains.state, unknown, value, _solves(chains.state, unknown, value))
    if v is not None and v.word == V.DIFFERENT:
        v = _decomposed(chains.state, s, unknown, value) or v
    if v is None or v.word == V.DIFFERENT and (_of_another(chains) or other_estimates.is_one(chains, s, unknown, _solves)):
        return None
    if v.word == V.DIFFERENT and modes.is_of_posterior(s.pieces[0].syntax):
        v = _of_laws(chains.state, unknown, value) or v
    if v.word == V.DIFFERENT and _is_mode_after_estimate(chains, s, unknown):
        v = _of_density_before(chains, unknown, value)
        if v is None:
            return None
    v = _with_penalty(chains.state, unknown, value) or v
    if (marked := _of_marked(chains.state, s, unknown, value, v)) is not None:
        v = marked if v.word == V.DIFFERENT or marked.right else Verdict(V.UNDECIDED, "it is not told of which function this is the optimum")
    if v.word == V.DIFFERENT:
        v = _at_numbers(chains, unknown, value, v)
    if v.word == V.DIFFERENT and modes.is_beside_posterior(chains.state, s.pieces[0].syntax):
        return Verdict(V.UNDECIDED, "it is an estimate of another kind than the one that was found before")
    if v.word == V.DIFFERENT and _IN_A_LIMIT.search(chains.meanings.survey.sentence(chains.meanings.document.formulas[chains.meanings.at])) is not None:
        return Verdict(V.UNDECIDED, "the words speak of a limit, in which another equation may hold")
    if v.word == V.DIFFERENT and _COMPARED.search(chains.meanings.survey.leading(chains.meanings.document.formulas[chains.meanings.at])) is not None:
        return Verdict(V.UNDECIDED, "the words compare with another method, which may solve another equation")
    if v.word == V.DIFFERENT and _with_another_put_in(chains, unknown, value):
        return Verdict(V.UNDECIDED, "what the words put in before this could not be read")
    if v.word == V.DIFFERENT and chains.state.objective_lost:
        return Verdict(V.UNDECIDED, "what is minimized could not be written in one dimension")
    if v.word == V.DIFFERENT and hypotheses.open_here(chains.state, s.pieces[1]):
        return Verdict(V.UNDECIDED, "a hypothesis in the words before could not be used")
    return v


def _with_another_put_in(chains: Chains, unknown: Expr, value: Expr) -> bool:
    r"""Do words put in something, "Inserting this and solving for $v$", where the derivative speaks of another variable \mu of which no value was found, and
    the solution does not?"""
    gradient = chains.state.gradient_by(unknown)
    if gradient is None or _PUTS_IN.search(f"{chains.state.said} {chains.meanings.survey.sentence(chains.meanings.document.formulas[chains.meanings.at])}") is None:
        return False
    solved = {x.data.name for x in chains.state.solved if x.op == "var"}
    others = {variable_of(g.by).data.name for g in chains.state.gradients if g.by is not gradient.by and variable_of(g.by).op == "var"}
    return bool((others & names_in(gradient.f)) - names_in(value) - solved)


def _decomposed(state: State, s: Statement, unknown: Expr, value: Expr) -> Verdict | None:
    """The verdict on a value in which factors of a decomposition are written, with the product in the place of what it decomposes; None of others."""
    if not decompositions.speaks(state, s.pieces[1]):
        return None
    pairs = tuple((f.whole.data, f.product) for f in state.factored)
    gradient = state.gradient_by(unknown)
    put = [e._replace(lhs=build.substitute(e.lhs, pairs), rhs=build.substitute(e.rhs, pairs)) for e in state.equations_beside(gradient)]
    return equations.solution(state, unknown, build.substitute(value, pairs), put,
                              gradient._replace(f=build.substitute(gradient.f, pairs)) if gradient is not None else None)


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


def _of_marked(state: State, s: Statement, unknown: Expr, value: Expr, found: Verdict) -> Verdict | None:
    r"""The verdict on the value of `\tilde w` as the optimum of a `\tilde J` of which the derivative was taken before that of J; where words tell several solutions, and
    the value is one for another function, it is left open for which it is meant."""
    by, mark = variable_of(unknown), _MARK.match(name_of(s.pieces[0].syntax) or "")
    others = [g for g in state.gradients if g.by is by and g.f.op == "let"]
    marked = [g for g in others if mark is not None and (m := _MARK.match(g.f.data.name)) is not None and m[1] == mark[1]]
    if len({g.f for g in marked}) == 1:
        return equations.solution(state, unknown, value, [equations.stationary(marked[-1], marked[-1].line)], marked[-1])
    if found.right or _SOLUTIONS.search(words.SENTENCES.split(state.said.rstrip())[-1]) is None:
        return None
    solved = [equations.solution(state, unknown, value, [equations.stationary(g, g.line)], g) for g in others]
    return Verdict(V.UNDECIDED, "it is not told of which function this is the optimum") if any(v is not None and v.right for v in solved) else None


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
