r"""Does a name get its meaning in a statement, or is something claimed of what it means already?"""

from __future__ import annotations

import re

from symcheck.expr import Expr, Index
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.names import squares_defined, ties
from symcheck.judge.derivation.names.given_anew import renamed
from symcheck.judge.derivation.names.solved_names import (
    mentions,
    of_all_samples,
    of_other_data,
    optimized,
    solved_for,
)
from symcheck.judge.derivation.relations import derivatives_written
from symcheck.judge.derivation.rows.heads import (
    arguments,
    is_call,
    is_error,
    is_operator,
    nameable,
    of_names,
    sample_of,
)
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import (
    State,
    name_of,
    names_in,
    variable_of,
)
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Product, Script, Symbol, Syntax

_LET_BE = re.compile(r"\blet\s+\$([^$]+)\$\s+(?:be|denote|stand\s+for)\b", re.I)
# `\\arg\\min_w E(w)`, `\\nabla E`: an objective, and no mean.
_OPTIMIZED = r"\\(?:arg\s*)?(?:min|max)(?![A-Za-z])\s*(?:\\limits\s*)?(?:_\s*(?:\{[^=]{1,24}\}|\\?[A-Za-z]+))?\s*(?:\\[,;! ]\s*)*%s\s*\("
# `\\nabla E(w)`, `\\partial E`, `E'(w)`: of an objective; a mean is not differentiated so.
_DIFFERENTIATED = r"(?:\\nabla(?:\s*\^\s*2)?\s*(?:_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+))?|\\partial|(?<![A-Za-z\\])d)\s*(?:\\[,;! ]\s*)*%s(?![A-Za-z\[_])|(?<![A-Za-z\\])%s\s*(?:'|\\prime)"
_NAMED_DERIVATIVES = {"J": re.compile(r"\bJacobi", re.I), "H": re.compile(r"\bHess", re.I)}
_LETTERS = frozenset("ABCDFGHJKLMQRSTUVWXYZu")  # letters that may name a function of the author's own


def meaning_here(state: State, s: Statement) -> str | None:
    """'definition' or 'solution' where the head is a name that gets its meaning here."""
    head, other = s.pieces[0], s.pieces[1]
    if other is None or not nameable(head.syntax):
        return None
    unknown = solved_for(state, head.syntax)
    if renamed(state, s) is not None:
        return "definition" if unknown is None or mentions(state, other, unknown) else "solution"
    if is_of_components(state, head.syntax) or is_beside_members(state, head, other):
        return "definition"
    named = base_of(head.syntax) if type(head.syntax) in (Symbol, Accent) else None
    if named is not None and state.context.scope.bare(*named) is None and named[0] in state.context.foreseen \
            and named[0] in state.context.scope.entries:
        value = state.read(other)
        gathered = value is not None and (ties.gathered(state.context, *named, value.shape) or _are_members(state, named[0], value))
        return None if gathered else "definition"  # L beside a family L_i
    if operates(state, head.syntax):
        return "definition" if is_error(head.syntax) and _is_let(state, s) else None
    if other_density(state, head.syntax):
        return "definition"
    if is_operator(head.syntax) and state.context.scope.bare("E") is None:
        return "definition"
    known = state.read(head)
    base = head.syntax.items[0] if type(head.syntax) is Product else head.syntax
    primes = False
    while type(base) is Script and base.base is not None:
        base, primes = base.base, primes or base.primes > 0
    named = base_of(base)
    if known is not None and unknown is None and named is not None and not primes and (
            type(head.syntax) in (Script, Product)) and known.op != "const" and not (
            named[0] == "e" and type(head.syntax) is Script and head.syntax.sub is None) \
            and (type(head.syntax) is Script or named[0] in _LETTERS) and named[0] not in state.context.scope.entries and not _is_jacobian(state, head.syntax, known, other):
        return "definition"  # a_1 beside a matrix A, of which it could be a column; H(p) of no Hessian
    if known is None:
        if is_known_function(state, head.syntax):
            return None
        solves = unknown is not None and not mentions(state, other, unknown) \
            and not of_other_data(state, unknown, other) and not of_all_samples(state, unknown, other)
        return "solution" if solves else "definition"
    if _is_next(state, head.syntax, known, other):
        return "definition"
    if known.op == "const" and type(head.syntax) is Symbol or type(head.syntax) is Product and label(base) == "e" \
            and len(head.syntax.items) == 2 and is_call(head.syntax.items[1]) and of_names(head.syntax.items[1]) \
            and state.context.scope.bare("e") is None:
        return "definition"  # e, where it is no number
    if type(head.syntax) is Script and known.op in ("transpose", "pinv", "power") and (
            head.syntax.primes and not state.context.prime_transpose):
        return "definition"  # m', the next m
    if known.op == "entry" and known.args[0].op == "var" and is_scalar(known.shape):
        value = state.read(other)
        if value is not None and value.shape == known.args[0].shape:
            return "definition"  # w_1, another vector beside w
        if value is None and known.data[0].base is not None and known.data[0].offset:
            return "definition"  # w_{t+1}, made of what has no meaning yet
    if by_entries(state, known, other):
        return "definition"
    if _is_another(state, head.syntax, known, other):
        return "definition"
    if is_any_diagonal(known) and type(head.syntax) in (Symbol, Accent) and not mentions(state, other, known):
        return "definition"
    if known.op == "power" and squares_defined.is_first_told(state, s, state.read(other)):
        return "definition"
    if known.op != "var" or name_of(head.syntax) in state.optima:
        return None
    if state.about(known) or optimized(state, known, other) \
            or known.data.name in state.context.distributions or mentions(state, other, known):
        return None
    return "definition"


def _is_jacobian(state: State, head: Syntax, known: Expr, other: Piece) -> bool:
    r"""Is this `J_f(x) = ..` or `H_f(x) = ..` of a function with a formula: what is claimed of its Jacobian or Hessian, by the words or by its shape?"""
    base = head.items[0] if type(head) is Product else head
    if type(base) is not Script or base.sub is None or base.base is None or label(base.base) not in _NAMED_DERIVATIVES or is_scalar(known.shape) or not derivatives_written.has_derivative(known):
        return False
    value = state.read(other)
    return _NAMED_DERIVATIVES[label(base.base)].search(state.text_so_far) is not None or value is not None and value.shape == known.shape


def _are_members(state: State, name: str, value: Expr) -> bool:
    r"""Is this a list of numbers, `p = (\frac16, \frac13, \frac12)^\top` beside p_k with a definition: the values of all of these?"""
    if not is_vector(value.shape) or any(n.op in ("var", "let") for n in value.walk()):
        return False
    found = [e.expr for e in state.context.scope.entries[name] if e.kind == "quantity" and e.sub_slots and e.expr is not None and e.expr.op == "let"]
    return len(found) == 1 and is_scalar(found[0].shape) and len(found[0].data.family) == 1 and (
        isinstance(found[0].data.family[0], str) or found[0].data.family[0] in value.shape)


def _is_another(state: State, head: Syntax, known: Expr, other: Piece) -> bool:
    r"""Does `let $g_B = \frac1B \sum_b ..` introduce another vector beside a g that is made of others, of its length?"""
    if type(head) is not Script or known.op != "entry" or known.args[0].op != "let" or not is_scalar(known.shape) \
            or words.DEFINES.search(state.before) is None:
        return False
    value = state.read(other)
    return value is not None and value.shape == known.args[0].shape


def _is_let(state: State, s: Statement) -> bool:
    """`Let $P(w)$ be the log of the prior:`, right before `P(w) = ..`?"""
    said = next(reversed([*_LET_BE.finditer(state.text_so_far)]), None)
    return said is not None and said.end() + 2 * len(s.row.text) + 80 > len(state.text_so_far) and re.sub(r"\s", "", said[1]) == re.sub(r"[\s&]", "", s.text(0))


def _is_next(state: State, head: Syntax, known: Expr, other: Piece) -> bool:
    r"""`w^+ = ..`, `B_+ = B - \eta v u^\top`, the next w and B: no pseudo-inverse, of which only matrices have one, and
    no positive part. The next value is made of the present one and of more."""
    if type(head) is not Script or not any(x is not None and label(x) == "+" for x in (head.sub, *head.sups)):
        return False
    if not is_matrix(known.shape) and known.op != "let" and head.sub is None:
        return True
    now, value = state.read(Piece(head.base, other.source)), state.read(other)
    return now is not None and value is not None and value.shape == now.shape and known.op not in ("var", "let") \
        and mentions(state, other, now) and names_in(value) > names_in(known)


def is_any_diagonal(e: Expr | None) -> bool:
    """Is this a matrix of which nothing is known but that it is diagonal?"""
    return e is not None and e.op == "let" and e.args[0].op == "diag" and e.args[0].args[0].op == "var"


def operates(state: State, head: Syntax) -> bool:
    r"""Is this an operator on what stands behind it? `E(w) = ..` of a w without a law, or beside \mathbb{E}, is an
    error or an energy."""
    if not is_operator(head) or is_error(head) and words.NAMED_OBJECTIVE.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return False
    if is_error(head) and any(re.search(_OPTIMIZED % head.items[0].name, row) or re.search(_DIFFERENTIATED.replace("%s", head.items[0].name), row)
                              for row in state.rows):
        return False
    return not is_error(head) or not (state.blackboard or all(a not in state.context.laws for a in arguments(head)))


def by_entries(state: State, known: Expr, other: Piece) -> bool:
    r"""`Y_{ic} = ..`, `a_i = ..` of a declared Y or a_i that has no meaning yet and is not what is solved for."""
    if known.op not in ("entry", "item") or known.args[0].op != "var":
        return False
    name, letters = known.args[0], [at.base for at in known.data]
    return all(isinstance(i, Index) and not i.uid for i in letters) and len(set(letters)) == len(letters) \
        and not any(at.offset for at in known.data) and not state.about(name) \
        and state.gradient_by(name) is None \
        and not (words.sets(state.said) and any(variable_of(g.by) is name for g in state.gradients)) and name.data.name not in state.context.distributions \
        and not mentions(state, other, name)


def is_of_components(state: State, head: Syntax) -> bool:
    """`f(w) = ..` beside declared functions f_i: f has no meaning yet, though it could be the vector of these."""
    if type(head) is not Product or type(head.items[0]) not in (Symbol, Accent) or not is_call(head.items[-1]):
        return False
    named = base_of(head.items[0])
    rows = state.context.scope.entries.get(named[0], ()) if named is not None else ()
    whole = next((e.function for e in rows if e.kind == "function" and e.bare), None)
    return whole is not None and any(e.sub_slots and e.function is whole for e in rows)


def is_beside_members(state: State, head: Piece, other: Piece) -> bool:
    """`f(w) = ..` beside defined functions f_i(w), where f has no meaning and the value is not of the shape of the vector of these."""
    if type(head.syntax) is not Product or len(head.syntax.items) != 2 or type(head.syntax.items[0]) not in (Symbol, Accent) \
            or not is_call(head.syntax.items[1]) or not of_names(head.syntax.items[1]):
        return False
    name, font = base_of(head.syntax.items[0])
    rows = [e for e in state.context.scope.entries.get(name, ()) if e.font == font and e.sub_slots and e.kind == "quantity" and e.params]
    if not rows or state.context.scope.bare(name, font) is not None:
        return False
    known, value = state.read(head), state.read(other)
    return known is not None and value is not None and known.shape != value.shape


def other_density(state: State, head: Syntax) -> list[Entry]:
    r"""The p of other samples, beside which `p(t; \rho) = ..` is a density of its own."""
    sample = sample_of(head)
    entries = state.context.scope.entries.get(label(head.items[0]), ()) if sample else ()
    return [e for e in entries if e.params and e.params[0].name != sample]


def gives_formula(state: State, s: Statement) -> bool:
    r"""Is this `\ell_i(\theta) = ..` of a declared \ell_i that has no formula yet?"""
    head = s.pieces[0].syntax
    if type(head) is not Product or len(head.items) != 2 or not is_call(head.items[1]) or not of_names(head.items[1]):
        return False
    base = head.items[0].base if type(head.items[0]) is Script else head.items[0]
    if state.formulas and type(head.items[0]) is Script and head.items[0].primes:
        return False  # `For $\phi = \tanh$ we have $\phi'(z) = ..$`: a claim
    named = base_of(base) if base is not None else None
    rows = state.context.scope.entries.get(named[0], ()) if named is not None else ()
    return any(e.kind == "function" and not e.function.known for e in rows) \
        and not any(e.kind == "map" for e in rows)


def is_known_function(state: State, s: Syntax) -> bool:
    """`f(x)` of a function that has a meaning already."""
    if type(s) is not Product:
        return False
    head = s.items[0]
    named = base_of(head.base if type(head) is Script and head.base is not None else head)
    if named is None:
        return False
    entry = state.context.scope.bare(*named)
    if entry is not None and entry.font != named[1] and entry.params and not {p.name for p in entry.params} & arguments(s):
        return False  # `\mathcal{L}(u, \lambda)` beside L(W, V)
    if type(head) is Script and head.sub is not None:
        found = state.context.scope.find(*named, head.sub, head.sups, head.primes, loose=False)
        entry = found.entry if found is not None and not (found.sub or found.sups) else None
    if entry is not None and entry.kind == "function" and not entry.function.known and len(s.items) == 2 \
            and of_names(s.items[1]) and not any(state.context.scope.entries.get(a) for a in arguments(s)):
        return False  # `\Phi(z)_i = ..` of a declared \Phi and a letter of its own: what \Phi is
    return entry is not None and (entry.kind in ("function", "map") or entry.kind == "quantity"
                                  and entry.expr is not None and entry.expr.op == "let" and is_call(s.items[1]))


def is_variable(state: State, piece: Piece) -> bool:
    e = state.read(piece)
    return e is not None and e.op == "var"


def is_settled(state: State, head: Piece) -> bool:
    """A derivative of something that has a meaning: what it is equal to is not the author's to choose."""
    e = state.read(head)
    return e is not None and derivatives_written.has_derivative(e) and all(
        n.data[0].known for n in e.walk() if n.op == "apply")


def is_identity(state: State, head: Expr) -> bool:
    """Would an equation with this head be one between functions that are known, not one that is assumed?"""
    functions = [n.data[0] for n in head.walk() if n.op == "apply"]
    return bool(functions) and all(f.known for f in functions) \
        and not state.optima
