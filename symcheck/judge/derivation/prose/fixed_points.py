r"""Fixed points of a recursion: "Setting $w_{k+1} = w_k = w_\infty$ gives", "Setting $w^+ = w = \bar w$", "its fixed point $w^*$ satisfies $w^* = a w^* + b$", "the fixed
point is $w^* = b / (1 - a)$". The place is a name of its own; what the rule gives at it is the equation that it solves."""

from __future__ import annotations

import re
from typing import NamedTuple

from symcheck.expr import Expr, ShapeError
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Name, Place
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Equation, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece, indices_of
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script, Symbol, Syntax
from symcheck.text import Source

# "Setting", "At a fixed point", before w_{k+1} = w_k.
_SETS = re.compile(r"\b(?:set(?:s|ting)?|put(?:s|ting)?|let(?:ting)?|with|insert(?:s|ing)?|impos(?:e|es|ing)|requir(?:e|es|ing)|solv(?:e|es|ing)|when|where|if|i\.\s*e\.|"
                   r"(?:fixed|stationary|equilibrium)\s+points?|steady\s+states?|equilibri(?:um|a)|limits?|converge[sd]?|stops?|satisf(?:y|ies)|means)\b[^.$]*$", re.I)
_FIXED = re.compile(r"\b(?:(?:fixed|equilibrium)\s+points?|steady\s+states?|equilibri(?:um|a))\b[^.]*$", re.I)
_FIXED_POINT = re.compile(r"\bfixed\s+points?\b", re.I)
# "has the fixed point", "is a fixed point at", right before `u = c`.
_IS_FIXED = re.compile(r"\bfixed\s+points?(?:\s+(?:is|at|are|of\s+(?:this|the)\s+\w+\s+is))*\s*:?\s*$", re.I)
# `\\operatorname{Var}(w_{t+1})`, `\\mathbb{E}[w_{t+1}^2]`, without spaces.
_MOMENT = re.compile(r"(?:\\(?:operatorname|mathrm|text|mathbb)\{\w+\}|\\?(?:Var|E))[\[(][^=\[\]()]*_\{\w\+1\}[^=\[\]()]*[\])]")
# What words call such a name: a variance, a mean, a second moment.
_KINDS = re.compile(r"(?P<V>\bvariances?\b)|(?P<M>\b(?:second\s+moments?|mean[\s-]squares?|mean[\s-]squared\s+\w+)\b)|(?P<E>\b(?:means?|expect\w+|averages?|first\s+moments?)\b(?![\s-]+squared?\b))", re.I)
# It is made of a moment, and none itself.
_MADE_OF_MOMENT = re.compile(r"\b(?:standard\s+deviations?|std|deviations?|roots?|RMS|error\s+bars?|precisions?|half|twice|double|ratio|relative|coefficient|inverse|reciprocal|covariances?|correlations?|"
                             r"squared?\s+(?:mean|bias)|bias)\b", re.I)
_STEPS = re.compile(r"\b(?:after|steps?|iterations?|epochs?)\b[^.$]*$", re.I)


class OneStep(NamedTuple):
    """What the only recursion makes of a variable in one step."""

    iterate: Expr
    value: Expr


def told(meanings: Meanings, chains: Chains, s: Statement, sentence: str) -> bool:
    """Set up, or judge, the equation that a fixed point solves; False where the words or the formula speak of none."""
    if set(s.operators) != {"="} or None in s.pieces:
        return False
    return _alike(meanings, s, sentence) or _of_map(meanings, s, sentence) or _of_function(meanings, chains, s, sentence) or _named(meanings, chains, s, sentence)


def _alike(meanings: Meanings, s: Statement, sentence: str) -> bool:
    r"""`w_{k+1} = w_k = w_\infty`: the place is declared, and solves what the rule gives."""
    if len(s.pieces) != 3 or _SETS.search(sentence) is None:
        return False
    heads = [counters.iterate(p.syntax) for p in s.pieces[:2]]
    if None in heads or heads[0][0] != heads[1][0] or {h[1].counter for h in heads} & {""} \
            or sorted(h[1].number for h in heads) != [0, 1] or not _is_name(meanings, s.pieces[2]):
        return False
    rule = of_one_step(meanings, heads[0][0])
    return rule is not None and _place(meanings, s.pieces[2], rule, s.line()) is not None


def _of_map(meanings: Meanings, s: Statement, sentence: str) -> bool:
    r"""`w^+ = w = \bar w` after `w^+ = a w + b` was defined for any w: the place is declared, and solves what w^+ is there."""
    if len(s.pieces) != 3 or _SETS.search(sentence) is None or not _is_name(meanings, s.pieces[2]):
        return False
    first, second = (meanings.state.read(p) for p in s.pieces[:2])
    for made, x in ((first, second), (second, first)):
        if made is not None and x is not None and made.op == "let" and x.op == "var" and made.shape == x.shape and speaks_of(made, x):
            return _place(meanings, s.pieces[2], OneStep(x, made), s.line()) is not None
    return False


def _of_function(meanings: Meanings, chains: Chains, s: Statement, sentence: str) -> bool:
    r"""`the map $T(u) = ..$ has the fixed point $u = c$`: what T makes of c is c; nothing that u is from here on."""
    if len(s.pieces) != 2 or _IS_FIXED.search(sentence) is None or type(s.pieces[0].syntax) is not Symbol:
        return False
    name, place = label(s.pieces[0].syntax), s.text(1).strip()
    maps = [e.name for e in meanings.context.scope if len(e.params or ()) == 1 and e.params[0].name == name and not e.primes
            and re.search(rf"\$\s*{re.escape(e.name)}\s*(?:\(|\$)", sentence)]
    if len(maps) != 1:
        return False
    meanings.looked_up(s.pieces[1])
    made, value = meanings.state.context_read(f"{maps[0]}({place})"), meanings.state.read(s.pieces[1])
    if made is None or value is None or made.shape != value.shape:
        return False
    chains.step(s, 0, judge(meanings.state.context, made, value))
    return True


def _named(meanings: Meanings, chains: Chains, s: Statement, sentence: str) -> bool:
    r"""`w^* = a w^* + b` or `w^* = b / (1 - a)` of a fixed point that gets its name here: judged by the rule."""
    rules = [name for name, rule in meanings.recursions.rules.items() if rule.offset == 1]
    if _FIXED.search(sentence) is None or _STEPS.search(sentence) or len(rules) != 1 or not _is_name(meanings, s.pieces[0]):
        return False
    rule = of_one_step(meanings, rules[0])
    if rule is not None and _FIXED_POINT.search(sentence) is None and _letter(s.pieces[0].syntax) != _letter(rules[0]):
        return _moment(meanings, chains, s, sentence)
    place = _place(meanings, s.pieces[0], rule, s.line()) if rule is not None else None
    if place is None:
        return False
    meanings.state.near = True
    with chains.apart():
        chains.statement(s, alone=False)
    if place.op == "item":
        define(meanings, s)
    return True


def _letter(s: Syntax | Name) -> str:
    """The letter of a name, without its marks."""
    if type(s) is Name:
        return s.base
    while type(s) in (Script, Accent):
        s = s.base
    return label(s)


def _moment(meanings: Meanings, chains: Chains, s: Statement, sentence: str) -> bool:
    r"""`In steady state $V = a^2 V + b$`, of a name that is no iterate: what `\operatorname{Var}(w_{t+1}) = a^2 \operatorname{Var}(w_t) + b` says where both
    are V. Of several such lines it is one that the words name, else any; where none stands before, or the words say that it is something else made of
    one, nothing is known of it. The equation is set up."""
    text = s.text(0).strip()
    if len(s.pieces) != 2 or not meanings.declare(Source(rf"{text} \in \mathbb{{R}}", s.row.name, s.line())):
        return False
    v, said = meanings.state.read(s.pieces[0]), meanings.state.read(s.pieces[1])
    if v is None or said is None or not speaks_of(said, v):
        return False
    meanings.state.equations.append(Equation(v, said, s.line(), v))
    meanings.state.near = True
    kind = _kind(sentence)
    found = _among([(judge(meanings.state.context, told, said), not kind or of == kind) for told, of in _rows_of_moments(meanings, text)], sentence)
    with chains.apart():
        chains.step(s, 0, found)
    return True


def _among(found: list[tuple[Verdict, bool]], sentence: str) -> Verdict:
    """The verdict of the line that fits, among those that the words may mean, or of the only one there is."""
    meant = [v for v, is_meant in found if is_meant]
    if not meant or _MADE_OF_MOMENT.search(sentence):
        return Verdict(V.UNDECIDED, "nothing that was read gives this")
    right = next((v for v in meant if v.right), None)
    open_ = len(meant) > 1 or any(v.right for v, _ in found)
    return right or (Verdict(V.UNDECIDED, "of which line this is said cannot be told") if open_ else meant[0])


def _kind(sentence: str) -> str:
    """Which moment the words call it, `V` or `E`; empty where they do not."""
    said = [m.lastgroup for m in _KINDS.finditer(re.sub(r"\$[^$]*\$", " ", sentence))]
    return said[0] if len(set(said)) == 1 else ""


def _rows_of_moments(meanings: Meanings, text: str) -> list[tuple[Expr, str]]:
    """What each line of a moment says where it is this name, in both steps, and its kind."""
    found = []
    for row in meanings.state.rows:
        head, _, value = row.partition("=")
        moment = _MOMENT.fullmatch(_plain(head).strip("&"))
        if moment is None or row not in meanings.state.text_so_far:
            continue
        before = re.compile(r"\s*".join(map(re.escape, _plain(moment[0].replace("+1", "")))))
        of_v, count = before.subn(lambda _: f"({text})", re.sub(r"_\{(\w)\}", r"_\1", value.split("=")[-1]).rstrip(" .,;"))
        told = meanings.state.context_read(of_v) if count else None
        if told is not None:
            found.append((told, "V" if "Var" in moment[0] else "M" if "^" in moment[0] else "E"))
    return found


def _plain(text: str) -> str:
    """A formula without spaces and the braces of one letter."""
    return re.sub(r"\\[,;!: ]|\\(?:left|right)(?![A-Za-z])|\s+", "", re.sub(r"_\{(\w)\}", r"_\1", text))


def _is_name(meanings: Meanings, p: Piece) -> bool:
    """Is this a name that has no meaning yet and is no iterate?"""
    return type(p.syntax) in (Symbol, Script, Accent) and meanings.shaped(p.source.cut(p.syntax.span.start, p.syntax.span.end).text) is None \
        and (counters.iterate(p.syntax) is None or not meanings.recursions.counts(counters.iterate(p.syntax)[1].counter))


def _counts(s: Syntax, i: str) -> bool:
    r"""Is i an index of this name, as of `w_i`, `w^{(i)}`, `w_i^*`?"""
    return type(s) is Script and any(type(x) is Symbol and x.name == i for part in (s.sub, *s.sups) if part is not None for x in part.walk())


def of_one_step(meanings: Meanings, name: Name) -> OneStep | None:
    """The rule of one step, in the variables of this step alone."""
    rule = meanings.recursions.rules.get(name)
    if rule is None or rule.offset != 1 or {*rule.positions()} - {0}:
        return None
    now = counters.at_place(rule.base, name, Place(rule.counter, 0))
    x, value = meanings.state.read(Piece(now, rule.source)), meanings.state.read(Piece(rule.value, rule.source))
    if x is None or value is None or x.op != "var" or x.shape != value.shape or not speaks_of(value, x):
        return None
    return OneStep(x, value)


def _place(meanings: Meanings, p: Piece, rule: OneStep, line: int) -> Expr | None:
    """The name declared, and the equation that it solves set up."""
    text = p.source.cut(p.syntax.span.start, p.syntax.span.end).text
    counted = "".join(rf", {i} = 1, \dots, {n}" for i, n in indices_of(rule.value).items() if _counts(p.syntax, i))
    if not meanings.declare(Source(models.declaration(text, rule.iterate) + counted, p.source.name, line)):
        return None
    x = meanings.state.read(p)
    try:
        at_place = exchanged(rule.value, rule.iterate, x) if x is not None else None
    except ShapeError:
        return None
    if at_place is not None:
        if x.op == "var":
            meanings.state.places.add(x)
        meanings.state.equations.append(Equation(x, at_place, line, x))
    return x
