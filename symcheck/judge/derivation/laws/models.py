r"""Models with noise, `Y = Xw + \sqrt\lambda N` where N has a declared Gaussian law: the law of Y."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import sample_densities
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.elaborate_data import NAMES as DATA
from symcheck.read.elaborate_densities import GAUSSIAN, WRITTEN, Law, members
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.parser import parse
from symcheck.read.syntax import Accent, Additive, Bar, Group, Listing, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

# Letters that stand for noise; a parameter with a prior (w) is none.
NOISE = frozenset(("N", "n", r"\epsilon", r"\varepsilon", r"\xi", r"\eta", "Z", "z", r"\nu", r"\zeta", "e", "v",
                   r"\boldsymbol{\epsilon}"))

# What says that samples are independent.
_APART = re.compile(r"\b(?:independent(?:ly)?(?!\s+of\b)|i\.?\s*i\.?\s*d\b)", re.I)


def law_of(state: State, s: Statement, asked: bool = False) -> bool:
    """Take in `head = mean + c noise` as the law of the head; False where it is none. `asked`: whether or not the document speaks of
    densities."""
    head, piece = s.pieces[0], s.pieces[1]
    if not (state.likelihoods or asked) or piece is None or type(piece.syntax) is not Additive or len(s.pieces) != 2:
        return False  # where no density is asked for, what is defined so is random by its definition
    if written(s.row, head.syntax.span).replace(" ", "") in state.differentiated:
        return False  # z = \mu + \sigma \epsilon, by which is differentiated
    terms = piece.syntax.items
    noisy = [k for k, t in enumerate(terms) if noise(state, t) is not None]
    if len(noisy) > 1:
        noisy = [k for k in noisy if not _is_weighted(state, s.row, terms[k])]
    if len(noisy) != 1:
        return False
    term = terms[noisy[0]]
    name, factor = noise(state, term)
    value = state.read(piece)
    if value is None:
        return False
    law = state.context.laws[name]
    row = s.row
    if any((e := state.read(Piece(f, row))) is None or not is_scalar(e.shape) for f in factor):
        return False  # A z: what is defined so is random by its definition
    mean = "".join(f" {sign} {written(row, t.span)}" for k, (sign, t) in enumerate(
        zip(piece.syntax.signs, terms)) if k != noisy[0]).strip().removeprefix("+")
    spread = f"({written(row, factor[0].span.to(factor[-1].span))})^2 " if factor else ""
    spread += written(law.source, law.written[1].span)
    left = written(row, head.syntax.span)
    if len(law.letters) == 1 and type(head.syntax) in (Symbol, Accent) and is_vector(value.shape):
        i = law.letters[0]  # the law of y_i, where that of \epsilon_i speaks of i
        if state.read(head) is None:
            state.context.declare(Source(declaration(left, value), row.name, row.locate(0)[0]))
        left, mean = f"{left}_{{{i}}}", f"({mean})_{{{i}}}"
    lines = [rf"{left} \sim \mathcal{{N}}({mean}, {spread})"]
    if state.read(head) is None:
        lines.insert(0, declaration(left, value) + _counted_as(state, head.syntax, name, piece.syntax))
    kept = state.context.copy()
    try:
        for line in lines:
            state.context.declare(Source(line, row.name, row.locate(0)[0]))
    except SymcheckError:
        state.context.__dict__.update(kept.__dict__)
        return False
    return True


def _counted_as(state: State, head: Syntax, noise: str, made: Syntax) -> str:
    r"""The range of the t_n of `t_n = w^\top x_n + \varepsilon_n`: that of its noise, which is counted by the same letter, or that of the x_n, where
    the noise has no index. What t_n is `made` of."""
    if type(head) is not Script or type(head.sub) is not Symbol:
        return ""
    same = {label(x.base) for x in made.walk() if type(x) is Script and type(x.sub) is Symbol and x.sub.name == head.sub.name and x.base is not None}
    ends = {name: v.family[0] for name, v in state.context.variables.items() if len(v.family) == 1 and name.split("_")[0] in same}
    found = {ends[noise]} if noise in ends else set(ends.values())
    return rf", {head.sub.name} = 1, \dots, {found.pop()}" if len(found) == 1 else ""


def has_noise(s: Statement) -> bool:
    r"""Is this `y = Xw + \epsilon`, with a letter of noise?"""
    if len(s.pieces) != 2 or s.pieces[1] is None or type(s.pieces[1].syntax) is not Additive:
        return False
    last = s.pieces[1].syntax.items[-1]
    factors = last.items if type(last) is Product else (last,)
    return any(label(getattr(x, "base", None) or x) in NOISE for x in factors if type(x) in (Symbol, Script))


def _is_weighted(state: State, row: Source, term: Syntax) -> bool:
    r"""Is this `Xv` or `v x`, a product with a v that has a law of its own, as the prior of weights, beside a term of noise?"""
    found = noise(state, term)
    return found is not None and found[0] == "v" and bool(found[1]) or found is not None and any(
        (e := state.read(Piece(f, row))) is not None and not is_scalar(e.shape) for f in found[1])


def declaration(left: str, value) -> str:
    """The line that declares a name with the shape of an expression."""
    if is_scalar(value.shape):
        return rf"{left} \in \mathbb{{R}}"
    n, m = value.shape
    return rf"{left} \in \mathbb{{R}}^{{{n}}}" if m == 1 else rf"{left} \in \mathbb{{R}}^{{{n} \times {m}}}"


def noise(state: State, term: Syntax) -> tuple[str, list[Syntax]] | None:
    """(the noise's name in the laws, the factors beside it) of a term that is noise, scaled."""
    while type(term) is Group and term.open == "":
        term = term.body
    items = list(term.items) if type(term) is Product else [term]
    for k, x in enumerate(items):
        base = label(x.base) if hasattr(x, "base") and x.base is not None else label(x) if type(x) is Symbol else ""
        if base not in NOISE:
            continue
        apart = type(x) is Script and label(x.sub) in ("0", "*")  # `\\varepsilon_*` beside a vector \\varepsilon is another one
        found = [n for n, law in state.context.laws.items()
                 if (n == label(x) or n.split("_")[0] == base and not apart) and law.kind in GAUSSIAN and len(law.written) == 2]
        if found:
            return found[0], items[:k] + items[k + 1:]
    return None


def written_density(state: State, s: Statement) -> bool:
    r"""Take in `p(w) = ..`, `p(y \mid w) \propto ..`, `\log p(y; \eta) = ..` as the density of its first name; False where it is
    none."""
    logged = is_log_density(s)
    s = _exponential(state, s)
    head, piece = s.pieces[0], s.pieces[1]
    if piece is None or type(head.syntax) is not Product or len(head.syntax.items) != 2 \
            or label(head.syntax.items[0]) not in ("p", "P", "f", r"\pi", "q") or type(head.syntax.items[1]) is not Group:
        return False
    letter = label(head.syntax.items[0])
    if state.context.scope.bare(letter) is not None:
        return False
    body = head.syntax.items[1].body
    given = type(body) is Listing and body.separators[0] == ";"
    conditional = type(body) is Bar or given
    name = body.items[0] if given else body.left if conditional else body
    if type(name) is Listing or not (letter in ("p", "P") and state.chances or conditional or logged):
        return False
    each = sample_densities.of_each(state, s, name) if s.operators[0] == "=" and not _is_known(state, label(name)) else None
    told = each is not None and written_density(state, each)
    if type(body) is Bar and _stands_for_data(state, name, body.right):
        state.context.declare(Source(rf"{name.name} \in \mathbb{{R}}", s.row.name, s.line()))
    e = state.read(Piece(name, head.source))
    if e is None or e.op not in ("var", "item", "entry") or state.read(piece) is None:
        return told
    owner = e if e.op == "var" else e.args[0]
    if owner.op not in ("var", "let"):
        return told
    known = owner.data.name
    if any(n in state.context.laws and not _makes_way(state, n) for n in (known, known.swapcase())) \
            or not told and members(state.context.scope, state.context.laws, e) is not None:
        return told
    if not logged and s.operators[0] != r"\propto" and _gaussian(state, s, label(name)):
        return True
    letters = (known, "up to a factor") if s.operators[0] == r"\propto" else (known,)
    state.context.laws = {**state.context.laws,
                          known: Law(WRITTEN, (piece.syntax, name), piece.source, (), letters, _APART.search(state.text_so_far) is None)}
    state.law_in[known] = state.part
    state.context.remembered = {}
    return True


def _stands_for_data(state: State, name: Syntax, given: Syntax) -> bool:
    r"""Is this the \mathcal{D} of `p(\mathcal{D} \mid \theta) = ..` where nothing but what it is given has a law? A name of its own then, for what was observed."""
    behind = {label(x) for x in (given.items if type(given) is Listing else (given,))}
    return type(name) is Symbol and name.name in DATA and not name.name.startswith("\\") and name.name not in state.context.dims \
        and not state.context.scope.entries.get(name.name) and {*state.context.laws} <= behind


def _is_known(state: State, letter: str) -> bool:
    """Has the letter, alone or numbered, a law already?"""
    return any(n in state.context.laws for e in state.context.scope.entries.get(letter, ()) for n in (e.name, e.name.swapcase()))


def _makes_way(state: State, name: str) -> bool:
    """Does the law of an earlier part make way for another one, which the words before it introduce?"""
    said = words.SENTENCES.split(state.said)[-1]
    return state.law_in.get(name, state.part) != state.part and any(p.search(said) for p in (words.BEGINS, words.ANOTHER))


def is_another_prior(state: State, s: Statement) -> bool:
    r"""Is this `Now $p(\theta) = ..$` of a name that had another law in an earlier part?"""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(head) is not Product or len(head.items) != 2 or label(head.items[0]) not in ("p", "P", r"\pi") or type(head.items[1]) is not Group:
        return False
    e = state.read(Piece(head.items[1].body, s.pieces[0].source))
    return e is not None and e.op == "var" and e.data.name in state.context.laws and _makes_way(state, e.data.name)


def is_log_density(s: Statement) -> bool:
    r"""Does `\log p(..) =` begin it?"""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    return type(head) is Product and len(head.items) == 3 and label(head.items[0]) in ("log", "ln") \
        and label(head.items[1]) in ("p", "P") and type(head.items[2]) is Group and s.pieces[1] is not None and s.operators[0] == "="


def of_logarithm(state: State, s: Statement) -> Statement | None:
    r"""`L(\theta) = \exp(v)` of `\log L(\theta) = v`, where L has no meaning yet."""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(head) is not Product or len(head.items) not in (2, 3) or label(head.items[0]) not in ("log", "ln") or s.pieces[1] is None \
            or s.operators[0] != "=" or base_of(head.items[1]) is None or len(head.items) == 3 and type(head.items[2]) is not Group:
        return None
    name = Piece(head.items[1], s.pieces[0].source)
    letter = label(head.items[1])
    if letter in ("p", "P") or letter in LETTERS or letter.lstrip("\\") in KNOWN or state.context.scope.entries.get(letter) or state.read(name) is not None or state.read(s.pieces[0]) is not None:
        return None
    written_head = s.row.text[head.items[1].span.start:head.span.end]
    value = Source(rf"{written_head} = \exp\left( {s.text(1)} \right)", s.row.name, s.line())
    return statements(state.context, value)[0]


def _exponential(state: State, s: Statement) -> Statement:
    r"""`p(y; \eta) = \exp(v)` of `\log p(y; \eta) = v`."""
    if not is_log_density(s):
        return s
    logged = s.pieces[0]
    density = Product(logged.syntax.items[1].span.to(logged.syntax.span), logged.syntax.items[1:], logged.syntax.operators[1:])
    value = Source(rf"\exp\left( {s.text(1)} \right)", s.row.name, s.line(1))
    return replace(s, pieces=[Piece(density, logged.source), Piece(parse(value, state.context.words), value), *s.pieces[2:]])


NORMAL = re.compile(r"\\mathcal\s*\{?\s*N\s*\}?\s*(?:\\left|\\[bB]igl?)?\(\s*(.+?)\s*(?:\\mid|\\?\||;|\\;|\\,\|)\s*(.+,.+)"
                     r"(?:\\right|\\[bB]igr?)?\)\s*[.,;]?\s*$", re.S)


def _gaussian(state: State, s: Statement, name: str) -> bool:
    r"""Take in `p(w) = \mathcal{N}(w \mid 0, \alpha^{-1} I)` as `w \sim \mathcal{N}(0, \alpha^{-1} I)`."""
    found = NORMAL.match(s.text(1).strip())
    if found is None or len(s.pieces) != 2:
        return False
    own = state.read(Piece(parse(Source(found[1])), Source(found[1])))
    e = state.read(Piece(parse(Source(name)), Source(name)))
    if own is None or own is not e:
        return False
    try:
        state.context.declare(Source(rf"{name} \sim \mathcal{{N}}({found[2]})", s.row.name, s.line()))
    except SymcheckError:
        return False
    return True
