r"""Links right up to an additive constant: `\log p(w \mid y) = -\frac12 \|y - Xw\|^2 + \text{const}`,
or to a constant factor: `p(w \mid y) = \frac{1}{Z} e^{..}`.

`const` is a constant wherever it is a term of a sum; a letter is one where the words call it so ("up to a constant
$C$"). It may change from one line to the next, so such a link says that the difference of its sides does not hold
the variable at hand: the one that the words name ("that does not depend on $w$"), what stands before the bar of a
density, the arguments of a function, or what derivatives were taken by.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.rows.heads import is_call
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.state import Chain, State, called, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.syntax import Additive, Bar, Fraction_, Group, Listing, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

WRITTEN = frozenset(("const", "constant", "cst", "Const"))
# A letter that the words call a constant.
_CALLED = (r"\bconstants?\s+(?:term\s+)?(?:\$|\\\()\s*%s\s*(?:\$|\\\))",
           r"(?:\$|\\\()\s*%s\s*(?:\$|\\\))(?:\s*(?:,|and|,\s*and)\s*(?:\$|\\\()[^$]{1,12}?(?:\$|\\\)))*\s+(?:is|are|for|being|denotes?|collects?|contains?|"
           r"absorbs?|gathers?|stands?\s+for|"
           r"summari[sz]es)\b[^.$]{0,40}(?:\bconstants?\b|\bterms\b|not\s+(?:depend|involve|contain)|"
           r"independent)")
_NAME = re.compile(r"\\?[A-Za-z]+(?:_\{?\w\}?)?'*")
_LETTER = re.compile(r"[cCkK](?:_\{?\d\}?)?'*")
UP_TO = re.compile(r"\b(?:up\s+to|except\s+for|plus|additive|modulo)\s+(?:[a-z]+\s+){0,3}constants?\b", re.I)
# A letter that the words call a constant factor.
_SCALES = (r"\b(?:normali[sz]\w*|proportionality)\s+(?:constant|factor)\s+(?:\$|\\\()\s*%s\s*(?:\$|\\\))",
           r"\b(?:some|a)\s+constants?\s+(?:\$|\\\()\s*%s\s*(?:\$|\\\))",
           r"(?:\$|\\\()\s*%s\s*(?:\$|\\\))\s+(?:is|denotes|being)\s+(?:the|a|some)\s+(?:normali[sz]\w*|constant\s+"
           r"(?:that|which|independent|of\s+proportionality))")
# What a constant does not hold, as the words say it.
_NOT_IN = re.compile(
    r"\b(?:constants?|const|terms?|additive)\b(?:\$[^$]{1,12}\$|[^.$]){0,60}?"
    r"\b(?:not\s+(?:depend(?:ing)?\s+on|involv\w+|contain\w*|hold\w*)|independent\s+of|free\s+of|in|"
    r"with\s+respect\s+to|w\.?\s*r\.?\s*t\.?)(?:\s+(?!the\s+words)[a-z]+){0,3}\s*"
    r"(?:\$|\\\()([^$]{1,40}?)(?:\$|\\\))(?:\s*(?:,|and|or|nor)\s*(?:\$|\\\()([^$]{1,40}?)(?:\$|\\\)))?", re.I)
_HELD = re.compile(r"\b(?:known|fixed|given|treat\w*|hold\w*|held)\b", re.I)
_DROPPED = re.compile(r"\b(?:drop\w*|ignor\w*|omit\w*|leav\w+ (?:out|away)|discard\w*|neglect\w*|without|"
                      r"up to|remov\w*|suppress\w*)\b[^.]*\b(?:(?:additive\s+)?constants?|terms?\s+(?:that|which|independent|not|without|free))\b", re.I)


def terms(s: Syntax) -> list[Syntax]:
    """The terms of a sum, itself where it is none."""
    while type(s) is Group and s.open == "":
        s = s.body
    return list(s.items) if type(s) is Additive else [s]


def in_piece(state: State, piece: Piece | None) -> set[str]:
    """The labels of the constants among the terms of a piece."""
    if piece is None or type(piece.syntax) is not Additive:
        return set()
    return {label(t) for t in terms(piece.syntax) if type(t) in (Symbol, Script) and is_one(state, label(t))}


def is_one(state: State, name: str) -> bool:
    """Is this how a constant is written, or a letter that the words before call one?"""
    if name in WRITTEN or _LETTER.fullmatch(name) and UP_TO.search(state.around):
        return True
    return _NAME.fullmatch(name) is not None and _called(state, name, (*_CALLED, *_SCALES)) or _ends_sums_only(state, name)


def _ends_sums_only(state: State, name: str) -> bool:
    r"""Is this the C of `\log p(w \mid y) = .. + C`, which stands nowhere but at the ends of such sums?"""
    if name not in ("C", "c", "K") or not state.chances:
        return False
    every = [row for row in state.rows if re.search(rf"(?<![A-Za-z\\_]){name}(?![A-Za-z])", row) and row.strip() != name]  # "where $c$ does not depend on $w$"
    return bool(every) and all(re.search(rf"[^=]\+\s*{name}\s*(?:[.,;]|\\\\|&.*)?\s*$", row.split("=", 1)[-1]) and len(
        re.findall(rf"(?<![A-Za-z\\_]){name}(?![A-Za-z])", row)) == 1 for row in every) and any(re.search(r"\\(?:log|ln)\b", row) for row in every)


def _called(state: State, name: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(p % re.escape(name), state.text_so_far) for p in patterns)


def declaration(state: State, name: str) -> str | None:
    """The line that declares a constant that has no meaning yet."""
    if not is_one(state, name):
        return None
    return rf"\text{{{name}}} \in \mathbb{{R}}" if name in WRITTEN else rf"{name} \in \mathbb{{R}}"


def judged(state: State, chain: Chain, a: Piece, b: Piece, plain: Verdict) -> Verdict | None:
    """The verdict on a = b that is no identity, where a constant stands on a side or the words before say that one is
    left out; None where none does."""
    before, after = in_piece(state, a), in_piece(state, b)
    scaled = bool(_factors(state, a) | _factors(state, b))
    unsaid = not before | after and not scaled
    if unsaid and not left_out(state):
        return None
    try:
        x, y = state.sides(a, b)
    except SymcheckError:
        return None
    if not is_scalar(x.shape) or not is_scalar(y.shape):
        return None
    found = _variables(state, chain, x, y)
    if not found:
        return None if unsaid else Verdict(
            V.UNDECIDED, "a constant in which variable cannot be told",
            message="say in which variable this is a constant, as in: a constant that does not depend on w")
    of = {by: free_of(state, x, y, by, scaled) for names in found for by in names}
    sets = [all(of[by].right for by in names) for names in found]
    if any(v.word == V.UNDECIDED for v in of.values()) or len(set(sets)) > 1:
        return Verdict(V.UNDECIDED, "whether the sides differ by a constant depends on what it is a constant in")
    shown, kind = ", ".join(called(e) for e in of), "quotient" if scaled else "difference"
    if sets[0]:
        if (before and not after or _factors(state, a) and not _factors(state, b)) and not left_out(state):
            return Verdict(V.UNDECIDED, "the constant is left out here, and nothing says so")
        return Verdict(V.EQUAL, f"the {kind} of the two sides does not hold {shown}")
    by = next(by for by, v in of.items() if not v.right)
    return replace(plain, message=f"the {kind} of the two sides depends on {called(by)}: it is no constant")


def left_out(state: State) -> bool:
    """Does the sentence say that a constant is left out?"""
    sentence = words.SENTENCES.split(state.said)[-1]
    return UP_TO.search(sentence) is not None or _DROPPED.search(sentence) is not None


def _factors(state: State, piece: Piece) -> set[str]:
    """The labels of the constants that a piece is multiplied or divided by."""
    s = piece.syntax
    items = list(s.items) if type(s) is Product else [s]
    items = [y for x in items for y in ((x.numerator, x.denominator) if type(x) is Fraction_ else (x,))]
    return {name for t in items if type(t) in (Symbol, Script) and len(items) > 1
            and _NAME.fullmatch(name := label(t)) is not None and _called(state, name, _SCALES)}


def free_of(state: State, x: Expr, y: Expr, by: Expr, scaled: bool) -> Verdict:
    """Does the difference of these, or their quotient, not hold the variable?"""
    u, v = (build.derivative(e, by, "column") for e in (x, y))
    return judge(state.context, build.mul(y, u), build.mul(x, v), hint=True) if scaled else judge(
        state.context, u, v, hint=True)


def _variables(state: State, chain: Chain, x: Expr, y: Expr) -> list[list[Expr]]:
    """In what the constant is one: the one set of variables, or those that are possible."""
    if said := _said(state, state.around, x, y):
        return [said]
    left, right = _places(state, chain.head)
    held = [e for e in left if speaks_of(x, e) or speaks_of(y, e)]
    if held and right and not any(_law_speaks_of(state, e, held) for e in right):
        likely = [e for e in right if speaks_of(x, e) or speaks_of(y, e)]
        return [held, *([e] for e in likely)]  # p(y | w): a density of y, or a likelihood of w
    if len(held) > 1 and _HELD.search(state.around):
        return [held, *([e] for e in held)]
    if held:
        return [held]
    if said := _said(state, state.since, x, y):
        return [said]
    unknown = [o.by for o in state.optima.values()] + [g.by for g in state.gradients]
    return [[e] for e in dict.fromkeys(unknown) if speaks_of(x, e) or speaks_of(y, e)]


def _said(state: State, text: str, x: Expr, y: Expr) -> list[Expr]:
    """The variables of x and y that the words last say a constant does not hold."""
    named = list(_NOT_IN.finditer(text))[-1:]
    said = [e for m in named for k in (1, 2) if m[k] for e in _read(state, m[k])]
    return [e for e in dict.fromkeys(said) if speaks_of(x, e) or speaks_of(y, e)]


def _law_speaks_of(state: State, e: Expr, names: list[Expr]) -> bool:
    """Does the law of a variable speak of these? Then theirs, given it, is a posterior."""
    law = state.context.laws.get(e.data.name) if e.op == "var" else None
    return law is not None and any(called(n) in written(law.source, s.span) for n in names for s in law.written)


def _read(state: State, text: str) -> list[Expr]:
    """The variables of `w` or `w, b`."""
    try:
        s = parse(Source(text), state.context.words)
    except SymcheckError:
        return []
    items = s.items if type(s) is Listing else (s,)
    found = [state.read(Piece(x, Source(text))) for x in items]
    return [e for e in found if e is not None and e.op in ("var", "let", "item")]


def _places(state: State, head: Piece) -> tuple[list[Expr], list[Expr]]:
    r"""The variables before and behind the bar of `\log p(w \mid X, y)`, those of `\ell(\mu, \sigma^2)`."""
    s = head.syntax
    while type(s) in (Additive, Script) or type(s) is Product and not is_call(s.items[-1]):
        s = s.base if type(s) is Script else s.items[-1]
        if s is None:
            return [], []
    if type(s) is not Product or type(s.items[-1]) is not Group:
        return [], []
    body = s.items[-1].body
    left, right = (body.left, body.right) if type(body) is Bar else (body, None)
    if type(left) is Listing and ";" in left.separators:
        at = left.separators.index(";") + 1
        return _of(state, head, left.items[:at]), _of(state, head, left.items[at:])
    return _of(state, head, _items(left)), _of(state, head, _items(right))


def _items(s: Syntax | None) -> tuple[Syntax, ...]:
    return () if s is None else s.items if type(s) is Listing else (s,)


def _of(state: State, head: Piece, items: tuple[Syntax, ...]) -> list[Expr]:
    r"""The variables among these; of `\sigma^2` the \sigma."""
    found = []
    for s in items:
        e = state.read(Piece(s, head.source))
        if e is not None and e.op == "power":
            e = e.args[0]
        if e is not None and e.op in ("var", "let", "item"):
            found.append(e)
    return found
