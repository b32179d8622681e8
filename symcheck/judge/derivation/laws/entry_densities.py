r"""Densities of the entries of a vector: with independent entries `p(w_j) = \frac{1}{2b} e^{-|w_j|/b}` that of w is their product."""

from __future__ import annotations

import re

from symcheck.expr import Index
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.read.context import Piece
from symcheck.read.elaborate_densities import ENTRIES, GAUSSIAN, WRITTEN, Law
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.syntax import Group, Product, Script, Symbol
from symcheck.text import Source

_APART = re.compile(r"\b(?<!not )(?:independent(?:ly)?(?!\s+of\b)|i\.?\s*i\.?\s*d\b)", re.I)
# "on each weight", "for every $j$": one law for each of them is said of independent ones.
_EACH = re.compile(r"\b(?:for|on|of|over|to|puts?|has)\s+(?:each|every|all|any)\s+(?:(?:single|individual|other|the|of\s+the)\s+)*(?:weights?|entry|entries|components?|coordinates?|coefficients?|parameters?|"
                   r"elements?|features?|\$\s*[jikd]\s*(?:\$|=|\\in))|\beach\s+(?:weight|entry|component|coordinate|coefficient|parameter|element)\b", re.I)
# `With independent Laplace priors`, `Under an i.i.d. exponential law`: a law of another kind than that known so far.
_OTHER_KIND = re.compile(r"(?:^|[.;:,)]\s+)(?:now\s+|instead,?\s+)?(?:with|under|for|using|suppose|assume|take|consider|place|put|choose|if)\b[^.$]*?"
                         r"\b(Laplac\w*|double[- ]exponential|exponential|Cauchy|Student\w*|logistic|gamma|beta|uniform)\b[^.$]*"
                         r"\b(?:priors?|densit(?:y|ies)|laws?|distributions?|noise|entries|weights?|components|errors?)\b[^.$]*$", re.I)


def taken(state: State, s: Statement) -> bool:
    """Take in the density of one entry as the law of the vector; False where this is another statement, or nothing says
    that the entries are independent."""
    head, value = s.pieces[0].syntax, s.pieces[1] if len(s.pieces) == 2 else None
    if value is None or s.operators != ["="] or type(head) is not Product or len(head.items) != 2 or label(head.items[0]) not in ("p", "P") \
            or type(head.items[1]) is not Group or state.context.scope.bare(label(head.items[0])) is not None:
        return False
    member = head.items[1].body
    if type(member) is not Script or type(member.sub) is not Symbol:
        return False
    e, density = state.read(Piece(member, s.row)), state.read(value)
    if e is None or density is None or e.op != "entry" or e.args[0].op != "var" or not is_vector(e.args[0].shape) \
            or not is_scalar(density.shape) or not isinstance(e.data[0].base, Index) \
            or _has_law(state, e.args[0].data.name) and not _is_of_another_kind(state, e.args[0].data.name):
        return False
    if _APART.search(state.since) is None and _EACH.search(state.around) is None:
        state.doubts.spoken.add(label(head.items[0]))  # the density of all entries is no function of one
        return False
    whole, name, j = e.args[0], label(member.base), member.sub.name
    size = next(n for n in whole.shape if n != 1)
    one = s.text(1).strip()
    own = s.row.text[member.span.start:member.span.end]
    line = Source(rf"\prod_{{{j}=1}}^{{{size}}} \left( {one} \right), {name}, \left( {one} \right), {own}", s.row.name, s.line(1))
    written = parse(line, state.context.words).items
    if len(written) != 4:
        return False
    state.context.laws = {**state.context.laws, whole.data.name: Law(WRITTEN, tuple(written), line, (), (whole.data.name, ENTRIES))}
    state.context.remembered = {}
    return True


def _has_law(state: State, name: str) -> bool:
    """Has this name got its law in this part already? A law of an earlier part makes way for another."""
    return name in state.context.laws and state.law_in.get(name, state.part) == state.part


def _is_of_another_kind(state: State, name: str) -> bool:
    """Do the words right before it call this the density of a law of another kind than the Gaussian one known of this name?"""
    return state.context.laws[name].kind in GAUSSIAN and _OTHER_KIND.search(state.before.strip()) is not None
