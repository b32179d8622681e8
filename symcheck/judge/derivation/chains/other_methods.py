r"""Methods written as recursions: is `w_{t+1} = ..` a claim about the one at hand, or the update of another?

Where a rule for w is known, a statement that follows from it is a claim. Otherwise it is the update of another
method where a new part of the document, or the words right before it ("the SGD step is"), bring it in with letters that
the rule does not hold, and nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.expr import build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.hypotheses import free
from symcheck.judge.derivation.methods import counters, mean_iterates
from symcheck.judge.derivation.methods.recursions import Recursions, Rule, solved
from symcheck.judge.derivation.names import steady
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers import at_every_step, moved, tried
from symcheck.judge.derivation.relations import updates
from symcheck.judge.derivation.relations.link import EQUALITIES, Link
from symcheck.judge.derivation.rows.statements import Statement, bare
from symcheck.judge.derivation.state import Chain, State
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Additive, Bar, BigOperator, Group, Number, Script, Symbol, Syntax

_LEFT = "not all that this is made of was given a number here"
_NEITHER = "this follows from no recursion, and is no step along a derivative that was spoken of"
_METHOD = re.compile(r"\b(update|step|iterat\w*|rule|method|algorithm|scheme|SGD|descent|momentum|Nesterov|Adam|decay|"
                     r"velocity|alternativ\w*|instead|now|variants?|version|mini-?batch|stochastic|sample|keeps?)\b", re.I)
# In the part of the document that has a rule already.
_OTHER_METHOD = re.compile(r"\b(SGD|momentum|Nesterov|Adam\w*|RMSProp|decay|alternativ\w*|instead|now|variants?|versions?|mini-?batch|"
                           r"stochastic|samples?|draw\w*|single|another|other|different|method|algorithm|scheme|keeps?)\b", re.I)
# A method beside the one at hand.
_BESIDE = re.compile(r"\b(alternativ\w*|instead|variants?|versions?|mini-?batch|stochastic|samples?|draw\w*|another|other|different|method|algorithm|scheme|keeps?)\b", re.I)
_CONCLUDES = re.compile(r"\b(obeys?|itself|(?<!start\s)(?<!starts\s)(?<!starting\s)(?<!started\s)(?<!begins\s)(?<!beginning\s)(?<!initialised\s)(?<!initialized\s)from|which|substitut\w*|rewrit\w*|eliminat\w*|unroll\w*|induction|gives|yields?|get|obtain\w*|hence|so|"
                        r"thus|therefore|satisf\w*|solv\w*|equivalent\w*|follows?|written|in general|simplif\w*|becomes|"
                        r"recall|same as|that is|expand\w*|insert\w*|plug\w*|means|implies)\b", re.I)
# "Draw an index uniformly from $\\{1, \\dots, n\\}$", "pick a sample from the data": where a random thing comes from concludes nothing.
_DRAWN_FROM = re.compile(r"\b(?:draw\w*|drew|sampl\w+|pick\w*|choos\w+|chosen|select\w*|uniformly|at\s+random|randomly)\b[^.;]{0,60}?\bfrom\b", re.I)
# Names of methods: where one is met for the first time, what stands there is its update.
_NAMES = re.compile(r"\b(Newton|Nesterov|Adam\w*|RMSProp|momentum|heavy[- ]ball|Polyak|SGD|stochastic gradient|mirror descent|natural gradient|"
                    r"proximal|coordinate descent|weight decay|gradient descent|gradient ascent)\b", re.I)
# Of these, those that are no words for the method at hand.
_NAMED_ANEW = re.compile(r"\b(Newton|Nesterov|Adam\w*|RMSProp|heavy[- ]ball|Polyak|mirror|natural gradient|proximal|coordinate descent|(?:semi-?)?implicit|backward|trapez\w+|leapfrog|Richardson|secant)\b", re.I)


def claims(meanings: Meanings, s: Statement) -> bool:
    """Is this a claim about an iterate that a rule gives? The rule of another method is forgotten."""
    recursions = meanings.recursions
    if not s.operators or s.operators[0] not in EQUALITIES or s.pieces[0] is None or s.pieces[1] is None:
        return False
    recursions.started(s)
    steady.vanishing(recursions, s, words.SENTENCES.split(recursions.state.said.rstrip())[-1])
    rule = recursions.gives(s.pieces[0].syntax)
    if rule is None and _of_entry(recursions, s):
        return True
    if rule is None and not any(name in recursions.rules for name, place in counters.iterates(s.pieces[0].syntax) if place.counter):
        return False
    found = judged(recursions, *s.pieces[:2])
    if rule is None and mean_iterates.is_about(recursions, *s.pieces[:2]) and words.IF.search(recursions.state.before) is None:
        return found is not None
    if rule is None:  # `\\eta v_t = w_{t-1} - w_t`, of which more may be said than the rules give
        at_numbers = _at_every_step(meanings, *s.pieces[:2]) if found is not None and not found.right else None
        return found is not None and (found.right or at_numbers is not None and at_numbers.right or found.word == V.DIFFERENT and _is_drawn(recursions, s))
    if found is not None and found.right or _is_with_numbers(meanings, s, rule):
        return True
    if _another(recursions, s, rule):
        _forget(recursions, s)
        return False
    return True


# Letters of the numbers that steps take of their directions, `\\eta_t`.
_STEP_SIZES = frozenset((r"\eta", r"\alpha", r"\gamma", r"\tau", r"\epsilon", r"\varepsilon"))
# What is said of iterates that a rule gives, and no more than that is known of: "so that the excess decays as", "it follows that", "by induction,".
_DRAWN = re.compile(r"\b(?:so(?:\s+that)?|hence|thus|therefore|it\s+follows|consequently|we\s+(?:get|obtain|conclude|find)|decays?|shrinks?|contracts?|"
                    r"(?:which|this)\s+(?:gives|yields|means|implies|shows))\b[^,;:.$]{0,50}$", re.I)
# The rule taken many times: "Unrolling it,", "By induction we have", "After $t$ steps", "The recursion has the closed form".
_UNROLLED = re.compile(r"\b(?:(?:by|via|using)\s+(?:an?\s+)?(?:easy\s+|simple\s+|straightforward\s+)?(?:induction|recursion|iteration|telescoping)|inductively|recursively|"
                       r"(?:un-?roll|un-?fold|un-?wind|iterat|repeat|telescop|expand)(?:ing|s|ed)?\b(?!\s+steps)|(?:apply|do|repeat|us|carry)(?:ing)?\s+(?:this|it|that|the\s+\w+|these\s+\w+)\b|(?:(?:\$[^$]{1,12}\$|\w+)\s+|^\s*)times|after\s+(?:\$[^$]{1,12}\$|\w+)\s+(?:steps|iterations|updates)|"
                       r"(?:has|have|in|its|the|a)\s+(?:the\s+|a\s+)?closed[- ]form|solution\s+(?:of|to)\s+(?:this|the)\s+recur\w+|solv(?:e|es|ing)\s+(?:this|the)\s+recur\w+|"
                       r"in\s+general)\b[^;:.]{0,60}[:,]?\s*$", re.I)


# "After $t$ steps", right before the formula that says so, with which the text ends.
_AFTER_STEPS = re.compile(r"\b(?:after|in)\s+\$[^$=<>]{1,12}\$\s+(?:such\s+|of\s+these\s+)?(?:steps|iterations|updates)\b[^;:.$]{0,60}[:,]?\s*\$[^$]+\$?\s*$", re.I)
# "The distance to the minimum is halved in every step:", right before what says so.
_SHRINKS = re.compile(r"\b(?:errors?|distances?|deviations?|gaps?|differences?|excess|residuals?|suboptimality)\b[^.;:$]{0,60}\b(?:halve[sd]?|multiplied|multiplies|shrinks?|shrunk|reduced|decreases?|decays?|"
                      r"contracts?|contracted|grows?|doubles?|doubled|changes?|scaled|evolves?|behaves?|obeys?|satisf\w+)\b[^.;]{0,60}[:,]?\s*$", re.I)
# Right after a formula that says the same of one step: "and $w_t - c = q^t (w_0 - c)$".
_JOINED = re.compile(r"[\s.,;:]*(?:and|so)?(?:[\s,]+(?:then|so|hence|thus|also|therefore|likewise|finally|in\s+turn|by\s+induction))*[\s,:]*", re.I)
# Words that deny it, or speak of something else beside the method at hand.
_OF_ELSE = re.compile(r"n't\b|\b(?:not|never|nowhere|neither|cannot|fails?|would|should|could|might|unless|alternativ\w*|instead|variants?|versions?|another|other|different|contrast|unlike|"
                      r"momentum|SGD|stochastic)\b", re.I)


def _is_drawn(recursions: Recursions, s: Statement) -> bool:
    r"""Do the words draw `f(w_t) - c = q^t (f(w_0) - c)` from the rules: with nothing supposed, of what has a meaning, and of iterates that are
    all given by rules of one method?"""
    state = recursions.state
    head = state.read(s.pieces[0])
    counted = {name for p in s.pieces[:2] for name, place in counters.iterates(p.syntax) if place.counter}
    said = words.SENTENCES.split(state.before)[-1]
    unrolled = (_UNROLLED.search(state.before) or _SHRINKS.search(said) or _AFTER_STEPS.search(state.text_so_far)) is not None and _OF_ELSE.search(said) is None and _NAMED_ANEW.search(said) is None
    joined = _JOINED.fullmatch(state.before) is not None and _is_power(recursions, s) and _is_of_rule(recursions, s, counted)
    return (unrolled or joined or _DRAWN.search(state.before) is not None) and words.IF.search(state.before) is None and not state.supposed and not state.unused \
        and not state.dropped and not recursions.former \
        and (head is not None and any(n.op in ("let", "substitute") for n in head.walk()) or _is_of_rule(recursions, s, counted)) and counted <= recursions.rules.keys()


def _is_power(recursions: Recursions, s: Statement) -> bool:
    r"""Does the right side hold the counter of the iterates by itself, as in `q^t`?"""
    return any(recursions.counts(place.counter) and counters.stands_alone(s.pieces[1].syntax, place.counter) for _, place in counters.iterates(s.pieces[0].syntax) if place.counter)


def _is_of_rule(recursions: Recursions, s: Statement, counted: set[counters.Name]) -> bool:
    r"""Is this `w_t - 2 = (1 - 2 \eta)^t (w_0 - 2)`, of nothing but what the rule is made of?"""
    rules, bases = [recursions.rules[name] for name in counted if name in recursions.rules], {name.base for name in counted}
    places = [place for p in s.pieces[:2] for _, place in counters.iterates(p.syntax)]
    known = set().union(*(_letters(r.value) for r in rules), {place.counter for place in places}, bases, recursions.made_of(*s.pieces[:2]))
    started = any(place.number == 0 and not place.counter for place in places) or all((name, 0) in recursions.starts for name in counted)
    letters = {x for x in _letters(s.pieces[0].syntax) | _letters(s.pieces[1].syntax) if x.split("_")[0] not in bases}
    defined = {x for x in letters if (e := recursions.state.context_read(x)) is not None and e.op == "let" and free(e) <= known}  # S of `S = \\frac1n \\sum_i x_i^2`
    return bool(rules) and started and letters - {"*", r"\star", r"\ast"} - defined <= known


def _of_entry(recursions: Recursions, s: Statement) -> bool:
    r"""Is this `(u_t)_i = (1 - \eta \lambda_i)^t (u_0)_i`, a claim about an entry of an iterate that a rule gives, which can be judged by it?"""
    head = s.pieces[0].syntax
    if type(head) is not Script or type(head.base) is not Group or head.sups or head.primes or type(head.sub) not in (Symbol, Number) \
            or recursions.gives(head.base.body) is None:
        return False
    found = judged(recursions, *s.pieces[:2])
    return found is not None and (found.right or found.word == V.DIFFERENT)


def _is_with_numbers(meanings: Meanings, s: Statement, rule: Rule) -> bool:
    r"""Is `The update with this step size is $w_{t+1} = \frac12 w_t + \frac32$` one of the method at hand, at the numbers given? What differs from it
    is where no other method is spoken of."""
    v = _at_every_step(meanings, *s.pieces[:2])
    said = words.SENTENCES.split(meanings.state.said.rstrip())[-1]
    return v is not None and (v.right or not (_letters(s.pieces[1].syntax) - _letters(rule.value))
                              and _NAMES.search(said) is None and _BESIDE.search(said) is None)


def _another(recursions: Recursions, s: Statement, rule: Rule) -> bool:
    """Is this the update of another method?"""
    state = recursions.state
    said = words.SENTENCES.split(state.said.rstrip())[-1]
    name, place = counters.iterate(s.pieces[0].syntax)
    if not place.counter:
        return False
    if rule.part != state.part and names_first(state.text_so_far, state.since, said):
        return True
    if _CONCLUDES.search(_DRAWN_FROM.sub(" ", said)):
        return False
    if name.base in _STEP_SIZES and rule.offset == place.number == 0 and not any(p.counter for _, p in counters.iterates(s.pieces[1].syntax)):
        return True  # another schedule
    words_first = re.split(r"\s{2,}|\s[,.;]", said.strip())[0][:40]
    if any(re.search(re.escape(m[1]), state.text_so_far[:max(0, state.text_so_far.rfind(words_first))], re.I) is None for m in _NAMED_ANEW.finditer(said)):
        return True
    value = s.pieces[1].syntax
    fresh = bool(_letters(value) - _letters(rule.value))
    goes_on = any(n == name and p.counter and p.number < place.number for n, p in counters.iterates(value))
    if rule.part != state.part:
        return fresh or _METHOD.search(said) is not None
    return fresh and goes_on and _OTHER_METHOD.search(said) is not None


def names_first(text: str, since: str, said: str) -> bool:
    """"Newton's method thus reads": do the words name a method of which the text before this part did not speak?"""
    before = text[:text.rfind(since[:200])] if since else text
    return any(re.search(re.escape(m[1]), before, re.I) is None for m in _NAMES.finditer(said))


def _letters(s: Syntax) -> set[str]:
    """The letters written, without those that sums run over."""
    found = list(s.walk())
    bound = {b[0] for x in found if type(x) is BigOperator and (b := counters.bound(x)) is not None}
    numbered = {label(x) for x in found if type(x) is Script and type(x.sub) is Number and type(x.base) is Symbol}  # \beta_2 beside \beta
    return {x.name for x in found if type(x) is Symbol} - bound | numbered


def _forget(recursions: Recursions, s: Statement) -> None:
    """The iterate that another method gives has no meaning any more."""
    name, _ = counters.iterate(s.pieces[0].syntax)
    recursions.former.setdefault(name, []).insert(0, recursions.rules.pop(name))
    context = recursions.state.context
    mark = counters.label_of(s.pieces[0].syntax)
    schedule = name.base in _STEP_SIZES  # of which the values at steps are others, too
    if schedule:
        recursions.starts = {at: value for at, value in recursions.starts.items() if at[0] != name or not at[1]}
    for entry in [e for e in context.scope.entries.get(name.base, ()) if (mark in (e.sub, e.sup) or schedule and (e.sub or "0").isdigit() and int(e.sub or 0))
                  and e.expr is not None and e.expr.op == "let"]:
        context.scope.drop(entry)
        context.definitions.pop(entry.expr.data, None)
    context.remembered = {}


def judged(recursions: Recursions, a: Piece, b: Piece) -> Verdict | None:
    """The verdict by the rules, with the common means of iterates put in for expectations."""
    if (mean := mean_iterates.judged(recursions, a, b)) is not None:
        return mean
    sides = [steady.opened(recursions, p) for p in (a, b)]
    if None in sides:
        return None
    if sides == [a, b]:
        return recursions.judged(a, b)
    kept, recursions.constant = recursions.constant, recursions.constant | recursions.means
    try:
        return recursions.judged(*sides)
    finally:
        recursions.constant = kept


def _at_every_step(meanings: Meanings, a: Piece, b: Piece) -> Verdict | None:
    """The verdict by the rules with the numbers given put in, where they are spoken of."""
    return at_every_step.judged(meanings.instances, a, b, lambda x, y: judged(meanings.recursions, x, y))


def _given_by(recursions: Recursions, p: Piece) -> Rule | None:
    """The rule of the iterate that a side `w_{t+1} - w^*` begins with."""
    return recursions.gives(solved(p.syntax)[0])


def _step(recursions: Recursions, a: Piece, b: Piece, rule: Rule) -> Verdict | None:
    """Is `w_t - w^* = w_{t-1} - .. - w^*` a step of another method along a derivative that was spoken of?"""
    first, rest = solved(a.syntax)
    name, place = counters.iterate(first)
    before = [(n, p) for n, p in counters.iterates(b.syntax) if n == name and p.counter == place.counter]
    if len(before) != 1 or before[0][1].number != place.number - 1:
        return None
    mark = counters.label_of(counters.at_place(rule.base, *before[0]))
    value = b.syntax if rest is None else Additive(b.syntax.span, (b.syntax, Group(b.syntax.span, "(", rest, ")")), ("+", "+"))
    new = Piece(bare(value, {mark}, (name.base, name.font)), b.source)
    v = updates.taken(recursions.state, Statement([Piece(rule.base, rule.source), new], [r"\leftarrow"], b.source,
                                                  b.syntax.span))
    if v is None or not (v.right and "along" in v.evidence):
        return v if v is not None and v.word == V.DIFFERENT else None
    recursions.former.setdefault(name, []).insert(0, rule)
    recursions.rules[name] = Rule(rule.base, place.counter, place.number, value, b.source, recursions.state.part)
    return v


def _is_zero(state: State, piece: Piece) -> bool:
    e = state.read(piece)
    return e is not None and e.is_zero


def _is_step_size(recursions: Recursions, name: counters.Name, place: counters.Place) -> bool:
    r"""Is this the `\eta_t` of a step, which no rule gives: any number?"""
    return name.base in _STEP_SIZES and not name.above and name not in recursions.rules and not place.number and place.counter != ""


def _of_one_step(recursions: Recursions, a: Piece, b: Piece) -> bool:
    r"""Is a the mean `\mathbb{E}[w_{t+1} \mid w_t]`, where both sides hold no iterates but those given and what a rule makes of these? Then nothing
    more can be put in: those given are any values."""
    bars = [x for x in a.syntax.walk() if type(x) is Bar]
    given = set(counters.iterates(bars[0].right)) if len(bars) == 1 else set()
    letters = {place.counter for _, place in given}
    if len(letters) != 1 or "" in letters:
        return False
    of = [a.syntax, b.syntax, *(rule.value for name, _ in counters.iterates(a.syntax) if (rule := recursions.rules.get(name)) is not None)]
    given |= {x for syntax in of for x in counters.iterates(syntax) if _is_step_size(recursions, *x)}
    for name, place in (x for p in (a, b) for x in counters.iterates(p.syntax) if x not in given and x[1].counter in letters):
        rule = recursions.rules.get(name)
        if rule is None or (rule.counter, rule.offset) != (place.counter, place.number) or not given.issuperset(
                x for x in counters.iterates(rule.value) if x[1].counter in letters):
            return False
    return True


def _may_be_another(recursions: Recursions, rule: Rule) -> bool:
    """Do the words leave it open that this is the step of another method than the one given by a rule?"""
    said = words.SENTENCES.split(recursions.state.said.rstrip())[-1]
    return _CONCLUDES.search(said) is None and (rule.part != recursions.state.part or _OTHER_METHOD.search(said) is not None)


def _is_of_another_method(recursions: Recursions, a: Piece, b: Piece) -> bool:
    r"""Of `w_t - w^* = ..`: was the rule for w_t given in another part of the document, without letters that stand here?"""
    rule = _given_by(recursions, a) if solved(a.syntax)[1] is not None else next(
        (recursions.rules[name] for name, place in counters.iterates(a.syntax) if not place.counter and name in recursions.rules), None)
    if rule is None or rule.part == recursions.state.part:
        return False
    known = _letters(a.syntax) | _letters(rule.value)
    made = {name.base for name, other in recursions.rules.items() if _letters(other.value) <= known}  # e_t of `e_t = w_t - w^*`
    return bool(_letters(b.syntax) - known - made)


def _at_known_numbers(meanings: Meanings, a: Piece, b: Piece, found: Verdict) -> Verdict:
    """Of an iterate that comes to a number, which could not be put in at the numbers given: a difference in general says nothing,
    since names without a number are left. So it does where a step may be one of the best size, of which alone a number was told."""
    if found.word == V.DIFFERENT and meanings.instances.open and meanings.instances.best_steps():
        v = meanings.instances.found(a, b)
        return v or Verdict(V.UNDECIDED, _LEFT)
    if found.word != V.DIFFERENT or not (meanings.instances.comes_to_number(a, b) or meanings.instances.leaves_out(a, b)):
        return found
    return Verdict(V.UNDECIDED, _LEFT)


def _solves_at_numbers(meanings: Meanings, a: Piece, b: Piece) -> Verdict | None:
    r"""The verdict on `E'(m) = 0 \implies m = \frac34` that this solves what was set up last, at the numbers given; None where it does not, or that is
    not known."""
    x, y = meanings.state.read(a), meanings.state.read(b)
    about = meanings.state.about(x) if x is not None and y is not None and x.op == "var" and x.shape == y.shape else []
    solves = bool(about) and meanings.instances.vanishes(build.substitute(about[-1].residual, ((x.data, y),)))
    return Verdict(V.EQUAL, "it solves the equation at the numbers given") if solves else None


def link(meanings: Meanings, chain: Chain, piece: Piece, usually: Callable[[], Link], first: bool, later: list[Piece]) -> Link:
    """A link that may be about numbers put in, or about iterates: by those or by the rules where it is, else as
    `usually` says; `later`: the pieces of its line that come after it. What is not right so may be right at numbers that an earlier part gave."""
    found = _here(meanings, chain, piece, usually, first, later)
    if found.verdict.word != V.UNDECIDED and found.kind == "claim" and (
            v := moved.judged(meanings.instances, chain.last, piece)) is not None and (found.verdict.word != V.DIFFERENT or v.right):
        return Link(v)
    if found.verdict.word not in (V.DIFFERENT, V.UNDECIDED):
        return found
    value = meanings.instances.earlier(chain.last, piece, any(map(meanings.instances.is_numeric, later)))
    return Link(value, at_numbers=True) if value is not None else found


def _here(meanings: Meanings, chain: Chain, piece: Piece, usually: Callable[[], Link], first: bool, later: list[Piece]) -> Link:
    """The same with what this part of the document gives."""
    recursions = meanings.recursions
    value = meanings.instances.judged(chain.last, piece)
    if value is not None:
        if value.right and not meanings.instances.is_numeric(piece):
            recursions.state.saw(*(recursions.state.read(p) for p in (chain.last, piece)))
        return Link(value, at_numbers=True)
    alone = recursions.alone(chain.last, piece)
    if first or alone:
        found = judged(recursions, chain.last, piece)
        if found is not None and not found.right and (value := _at_every_step(meanings, chain.last, piece)) is not None:
            return Link(_at_known_numbers(meanings, chain.last, piece, value), at_numbers=True)
        if found is not None:
            return Link(_at_known_numbers(meanings, chain.last, piece, found))
        if alone and recursions.state.read(piece) is None:
            return Link(Verdict(V.UNDECIDED, "what this says at every step could not be written out"))
    usual = usually()
    if not usual.verdict.right and usual.kind == "claim" and not meanings.instances.released() and (
            value := meanings.instances.put(chain.last, piece) or meanings.instances.function_at(chain.last, piece, not later) or tried.at_any(meanings.instances, chain.last, piece)) is not None:
        if value.right:
            recursions.state.saw(*(recursions.state.read(p) for p in (chain.last, piece)))
        return Link(value, at_numbers=True)
    if usual.verdict.word == V.DIFFERENT and meanings.instances.lacks(chain.last, piece):
        return Link(_solves_at_numbers(meanings, chain.last, piece) or Verdict(V.UNDECIDED, _LEFT))
    if usual.kind == "equation" and (s := chain.last) is chain.head and (rule := _given_by(recursions, s)) is not None:
        found = judged(recursions, s, piece)
        if found is None or not found.right:
            other = _step(recursions, s, piece, rule) if _may_be_another(recursions, rule) else None
            found = other or (_at_known_numbers(meanings, s, piece, found) if found is not None and rule.part == recursions.state.part else None)
        return Link(found or Verdict(V.UNDECIDED, _NEITHER))
    if usual.kind == "claim" and not usual.verdict.right:
        at_numbers = meanings.instances.held(chain.last, piece, any(map(meanings.instances.is_numeric, later)))
        if at_numbers is not None:
            return Link(at_numbers)
        if usual.verdict.word == V.DIFFERENT and meanings.instances.open and any(
                meanings.instances.lacks(chain.last, p) for p in later if meanings.instances.is_numeric(p) and not _is_zero(recursions.state, p)):
            return Link(Verdict(V.UNDECIDED, _LEFT))
    if usual.verdict.right or not recursions.speaks_of(chain.last, piece):
        return usual
    found = None if first else judged(recursions, chain.last, piece)
    if found is not None and not found.right and (value := _at_every_step(meanings, chain.last, piece)) is not None:
        return Link(_at_known_numbers(meanings, chain.last, piece, value), at_numbers=True)
    if found is not None and found.word == V.DIFFERENT and _is_of_another_method(recursions, chain.last, piece):
        return Link(Verdict(V.UNDECIDED, _NEITHER))
    if found is not None:
        return Link(_at_known_numbers(meanings, chain.last, piece, found))
    if usual.verdict.word == V.DIFFERENT and recursions.holds_given(chain.last, piece) and not _of_one_step(recursions, chain.last, piece):
        return Link(Verdict(V.UNDECIDED, "the recursion for this could not be put in"))
    return usual


__all__ = ["claims", "link", "names_first"]
