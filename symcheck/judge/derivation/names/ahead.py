"""What formulas after the one at hand say of its names: declarations and definitions that stand too late, taken in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import (
    diagonals_told,
    inner_values,
    laws_told,
    lengths,
    no_meanings,
    samples,
)
from symcheck.judge.derivation.names.defining import DEPTH, define
from symcheck.judge.derivation.names.no_meanings import FONTS, ORDERED, SENTENCE_ENDS
from symcheck.judge.derivation.names.usage import Name, named_in
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments, labels_of
from symcheck.judge.derivation.rows.reciprocals import inverted
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.wording import told
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Number, Script, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `z^{(2)}`, `W_1`: beside another number it is another name.
_NUMBERED = re.compile(r"[_^]\s*(?:\{\s*[(\[]?\s*\d+\s*[)\]]?\s*\}|\d)$")
# `v_j`, any one of several; a number given to one of them.
_LETTERED = re.compile(r"[_^]\s*(?:\{\s*\(?\s*[a-z]\s*\)?\s*\}|[a-z])$")
_INDEX = re.compile(r"_(?:[a-z]|\{[a-z](?:,?[a-z])?\})")
_VALUE = re.compile(r"\s*(?:[-+]?\s*(?:[\d.]+(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)))\s*[.,;]?\s*")
# `v \\neq 0`, of any such v.
_NOT_ZERO = re.compile(r"\s*\\neq?(?![A-Za-z])\s*\{?\s*(?:\\(?:mathbf|bm|boldsymbol|vec)\s*\{?\s*)?0\s*\}*[\s.,;]*$")
# `\\mathcal{N}(\\mu, \\sigma^2)`, with the square of a letter alone; what begins a part about other data.
_OF_NUMBERS = r"\\sim\s*(?:\\(?:mathcal|mathrm|text)\s*\{?\s*)?N\s*\}?\s*(?:\\left)?\(\s*%s\s*,\s*\\?[A-Za-z]+\s*\^\s*(?:2|\{\s*2\s*\})\s*(?:\\right)?\)"
_ANOTHER_LAW = re.compile(r"\b(?:now|instead|next|multivariate|general(?:ly|i[sz]\w+)?|in\s+(?:several|more|many|higher|\$?d\$?)[\s-]+dimensions?)\b", re.I)
SENTENCE = 12  # of one sentence
AHEAD = 6  # formulas looked through for the meaning of a name that is explained afterwards
# `\\iff t \\ge 50`: what follows from the row before.
_FOLLOWS = re.compile(r"[\s&]*(?:\\(?:q?quad(?![a-z])|[,;: ])\s*)*\\(?:iff|implies|Rightarrow|Leftrightarrow|Longrightarrow|Longleftrightarrow|therefore|Leftarrow)(?![A-Za-z])")
# `b, z, a \\in \\mathbb{R}^m`: the names that are declared together.
_LIST = re.compile(r"[^=;]*?(?=\\in(?![A-Za-z]))")
_GIVEN = r"(?:^|[&,;]|\\q?quad|\\\\)\s*%s\s*&?\s*:?="


def taken_in(meanings: Meanings, name: str) -> bool:
    """Take in the first formula within reach that says what a name is, and is no case or result of its own."""
    formulas = meanings.document.formulas
    if _of_numbers(meanings, name):
        return True
    for k in range(meanings.at, reach(meanings)):
        if k in meanings.taken:
            continue
        for row in formulas[k].rows:
            if _of_every_one(meanings, name, row, formulas[k]):
                return True
            if _FOLLOWS.match(row.text) is not None and ORDERED.search(row.text) or told.is_place(row.text, formulas[k].before) or no_meanings.is_index(meanings, name, row) or no_meanings.is_kink(meanings, name, formulas[k]) or k > meanings.at and no_meanings.is_one(meanings, name, row, k):
                continue
            if fitting(meanings, row, name, k):
                if not formulas[k].display and _not_given(meanings, row, name, k) is row:
                    meanings.taken.add(k)
                    meanings.kinds.declare(k, sums_only=True)
                if not diagonals_told.define_by(meanings, k + 1):
                    diagonals_told.leave_open(meanings, k)
                lengths.laws_ahead(meanings, name)
                return True
        if diagonals_told.define_by(meanings, k) and meanings.context.scope.bare(name) is not None:
            return True
    return declared_later(meanings, name)


def reach(meanings: Meanings) -> int:
    """Up to which formula a name may be explained: a few formulas on, or to the end of a sentence that goes on with "where .., where .. and .."."""
    formulas, at = meanings.document.formulas, meanings.at
    near = min(at + meanings.ahead, len(formulas))
    end = next((k for k in range(at + 1, min(at + SENTENCE, len(formulas))) if formulas[k].display or SENTENCE_ENDS.search(formulas[k].before)), near)
    return max(near, end)


def _of_every_one(meanings: Meanings, name: str, row: Source, formula: Formula) -> bool:
    r"""Take in the v of `.. for every $v \ne 0$`, `.. for all nonzero $v$` after the formula at hand."""
    text = _NOT_ZERO.sub("", row.text).strip()
    return re.fullmatch(rf"{FONTS}{re.escape(name)}\s*\}}?", text) is not None and (text != row.text.strip() or told.any_vector(formula.before)) and lengths.any_vector(meanings, name, row)


def declared_later(meanings: Meanings, name: str, start: int | None = None) -> bool:
    r"""Take in `$b \in \mathbb{R}^k$`, wherever it stands after the formula at hand."""
    bare = re.split(r"[_^]", name)[0]
    formulas = meanings.document.formulas
    return _of_numbers(meanings, name) or any(fitting(meanings, row, name, k)
               for k in range(meanings.at + meanings.ahead if start is None else start, len(formulas))
               for row in formulas[k].rows if _speaks_of(bare, row) and not _in_bold_anew(meanings, bare, row, k))


def _in_bold_anew(meanings: Meanings, bare: str, row: Source, k: int) -> bool:
    r"""Is this the `\mathbf{x}_i \in \mathbb{R}^d` of a document that writes x in plain type before it and in bold face from it on: other data?"""
    letter = re.escape(bare.lstrip("\\"))
    bold = re.compile(rf"\\(?:mathbf|boldsymbol|bm)\s*(?:\{{\s*\\?{letter}\s*\}}|\\?{letter}(?![A-Za-z]))")
    plain = re.compile(rf"(?<![A-Za-z\\]){'' if letter == bare else re.escape(chr(92))}{letter}(?![A-Za-z])")
    before, after = ([bold.sub(lambda m: "@" * len(m[0]), r.text) for f in formulas for r in f.rows] for formulas in (meanings.document.formulas[:k], meanings.document.formulas[k:]))
    return bold.search(row.text) is not None and not any("@" in text for text in before) and any(map(plain.search, before)) and not any(map(plain.search, after))


def _speaks_of(bare: str, row: Source) -> bool:
    """Is this a declaration in which the letters of this name stand?"""
    return r"\in" in row.text and bare in row.text and "=" not in row.text


def _of_numbers(meanings: Meanings, name: str) -> bool:
    r"""Declare the \mu of `x_i \sim \mathcal{N}(\mu, \sigma^2)` at hand as a number, where a sentence further on speaks of other data with a \mu of
    their own: "Now $x_i \in \mathbb{R}^d$ .. $\mu \in \mathbb{R}^d$"."""
    formulas, at = meanings.document.formulas, meanings.at
    law = re.compile(_OF_NUMBERS % re.escape(name))
    if not any(law.search(row.text) for row in formulas[at].rows) or not any(
            _ANOTHER_LAW.search(meanings.survey.sentence(f)) for f in formulas[at + 1:] for row in f.rows if _speaks_of(name, row)):
        return False
    return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", meanings.document.name, formulas[at].rows[0].locate(0)[0]))


def drawn_apart(meanings: Meanings, name: str) -> bool:
    r"""Take in the law `\varepsilon_* \sim ..` of a name beside a vector \varepsilon, where it stands shortly after the formula at hand."""
    return any(explained(meanings, row, name, k) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
               for row in meanings.document.formulas[k].rows if re.match(rf"\s*(?:{re.escape(name)}|{re.escape(name.replace('_', '_{') + '}')})\s*\\sim(?![A-Za-z])", row.text))


_SIZED = re.compile(r"(?<![A-Za-z\\])(?:\\(?:mathbf|mathbb|boldsymbol)\s*\{?\s*)?I\s*\}?\s*_\s*\{?\s*[A-Za-z]")  # `I_n`


def drawn_later(meanings: Meanings, name: Name) -> bool:
    r"""Take in the law `\varepsilon_n \sim \mathcal{N}(0, \sigma^2)` of any one of several numbers without a meaning, where it stands shortly
    after the formula at hand; that of a vector only where it says how long it is, `\\mathcal{N}(0, \\sigma^2 I_n)`."""
    if meanings.context.scope.bare(name.base) is not None or name.base in meanings.context.scope.entries:
        return False
    law = re.compile(rf"\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*)?{re.escape(name.base)}(?![A-Za-z])\s*\}}?(?:_(?:\{{\w+\}}|\w))?\s*\\sim(?![A-Za-z])")
    return any(explained(meanings, row, name.bare, k) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
               for row in meanings.document.formulas[k].rows if law.match(row.text) is not None and (name.below or _SIZED.search(row.text)))


def _of_inverse(meanings: Meanings, s: Statement, name: str) -> bool:
    r"""Take in `S_N^{-1} = \alpha I + \beta \Phi^\top \Phi` of an S_N without a meaning: S_N is the inverse of that; so of `\frac{1}{v} = ..`."""
    own = inverted(s) if len(s.pieces) == 2 and None not in s.pieces and s.operators[0] in EQUALITIES else None
    if own is None or meanings.depth >= DEPTH:
        return False
    plain = re.sub(r"[\s{}]|\^-1|\\(?:mathbf|boldsymbol|bm)", "", own)
    if re.sub(r"\^2$", "", plain) != re.sub(r"[\s{}]|\^\{?-1\}?$|\^\{?2\}?$", "", name) or meanings.shaped(own) is not None:
        return False
    meanings.depth += 1
    try:
        meanings.looked_up(s.pieces[1])
        value = meanings.state.read(s.pieces[1])
        square = value is not None and (is_scalar(value.shape) or is_matrix(value.shape) and value.shape[0] == value.shape[1])
        return square and meanings.declare(Source(rf"{own} = \left({s.text(1).rstrip(' .,;')}\right)^{{-1}}", s.row.name, s.line()))
    finally:
        meanings.depth -= 1


def fitting(meanings: Meanings, row: Source, name: str, number: int) -> bool:
    r"""Take in what a row far ahead says of a name, if it is no other thing there: after `f : \mathbb{R}^d \to \mathbb{R}` the \theta of
    `f(\theta)` is not the one of a later example with `\theta \in \mathbb{R}`."""
    bare = re.split(r"[_^]", name)[0]
    domains = [e.function.domain for e in meanings.context.scope if e.kind == "function" and e.function.kind == "general"
               and bare in meanings.survey.taken_at.get(e.base, ())]
    kept = meanings.context.copy()
    if not explained(meanings, row, name, number):
        return False
    entry = meanings.context.scope.bare(bare)
    if domains and entry is not None and entry.kind == "quantity" and entry.expr.op in ("var", "let") and entry.expr.shape not in domains:
        meanings.context.__dict__.update(kept.__dict__)
        return False
    return True


def explained(meanings: Meanings, row: Source, name: str, number: int) -> bool:
    """Take in what this row of a formula and the words beside it say of the name, if it declares or defines it."""
    formula = meanings.document.formulas[number]
    row = _not_given(meanings, row, name, number)
    try:
        found = statements(meanings.context, row)
    except SymcheckError:
        return False
    bare = re.split(r"[_^]", name)[0]
    if any(_of_inverse(meanings, s, name) for s in found):
        return True
    heads: list[str] = []
    fits: list[tuple[int, Statement]] = []  # how well a statement's heads fit the name
    for s in found:
        if s.pieces[0] is None:
            continue
        bounded = type(s.pieces[0].syntax) is Number and s.operators and s.operators[0] in ORDER and s.pieces[1] is not None
        own = labels_of(s.pieces[1 if bounded else 0].syntax)  # `0 < a < 1` is about a
        heads += own
        if s.operators and own:
            if name in heads or _is_entry_of_one(name, own[0]) or bare in heads and not (_NUMBERED.search(name) and _NUMBERED.search(own[0])):
                fits.append((0 if name in heads else 1 if own[0] != bare else 2, s))
            heads = []
    for _, s in sorted(fits, key=lambda fit: fit[0]):
        op = s.operators[0]
        if meanings.recursions.gives(s.pieces[0].syntax) is not None or op in EQUALITIES and _is_implied(s, found):
            continue
        if op in ORDER and samples.mean_of_samples(meanings, name, row):
            return True  # a mean that is not zero, beside the data
        if s.declares or op in ORDER:
            said = told.with_traits(row, formula.before, told.said_after(meanings.document.formulas, number)) \
                if op == r"\in" else row
            done = said is not row and meanings.declare(said) or meanings.declare(row) or meanings.declare(s.cut(len(s.pieces))) or meanings.declare_joined(row)
            if done and s.declares:
                meanings.early.update(dict.fromkeys((x for t in found for p in t.pieces[:1] if p is not None for x in labels_of(p.syntax)), number))
            return done
        if op in EQUALITIES and _LETTERED.search(name) and _NUMBERED.search(labels_of(s.pieces[0].syntax)[0]) and _VALUE.fullmatch(s.text(1)):
            continue  # `v_1 = 1` says nothing of any v_j
        if name != bare and labels_of(s.pieces[0].syntax)[0] == bare and (known := meanings.context.scope.bare(bare)) is not None \
                and known.expr is not None and known.expr.op == "let" and op in EQUALITIES:
            continue  # `\\ell = \\log 3` of an \\ell with a definition says nothing of \\ell_i
        if number > meanings.at and arguments(s.pieces[0].syntax) and _stands_alone(meanings, name) and not inner_values.is_one(meanings, s.pieces[0].syntax):
            continue
        if op in EQUALITIES and meanings.depth < DEPTH and (name != bare or labels_of(s.pieces[0].syntax)[0] == name or _is_by_entries(name, s.text(0)) or number == meanings.at and _is_of_vectors(meanings, name, s)):
            meanings.depth += 1
            try:
                return _of_law(meanings, s, number) or define(meanings, meanings.with_member(s), bare=True) is None
            finally:
                meanings.depth -= 1
    return False


def _of_law(meanings: Meanings, s: Statement, number: int) -> bool:
    r"""Take in `t_n = w^\top x_n + \varepsilon_n` as the law of t_n, where the document speaks of densities: a definition would leave it without one."""
    if not (meanings.state.likelihoods and models.has_noise(s)):
        return False
    laws_told.of_noise(meanings, s, number)
    meanings.looked_up(s.pieces[1])
    return models.law_of(meanings.state, s)


def _is_by_entries(name: str, head: str) -> bool:
    r"""Is this `M_{ij}`, the head of what the entries of a matrix M are?"""
    found = re.fullmatch(rf"\s*{FONTS}{re.escape(name)}\s*\}}?\s*_\s*\{{\s*([a-z])\s*,?\s*([a-z])\s*\}}\s*", head)
    return found is not None and found[1] != found[2]


def _is_of_vectors(meanings: Meanings, name: str, s: Statement) -> bool:
    r"""Is this the `m_i = \mathbb{1}[a_i > 0]` of a vector m, made of entries of vectors?"""
    head = re.fullmatch(rf"\s*{FONTS}{re.escape(name)}\s*\}}?\s*_\s*\{{?\s*([a-z])\s*\}}?\s*", s.text(0))
    right = s.row.text[s.pieces[1].syntax.span.start:] if head is not None and s.pieces[1] is not None else ""
    letters = re.findall(rf"(\\?[A-Za-z]+)\s*\}}?\s*_\s*\{{?\s*{head[1]}\s*\}}?(?![A-Za-z])", right) if right else []
    known = [meanings.shaped(x) for x in letters]
    return bool(known) and all(e is not None and e.op in ("var", "let") and is_vector(e.shape) and not e.data.family for e in known)


def _is_entry_of_one(name: str, head: str) -> bool:
    r"""Are these entries of one name with a number, a_k^{(0)} and a_j^{(0)}?"""
    one, two = (_INDEX.sub("", x) for x in (name, head))
    return one == two and one != name and two != head and _NUMBERED.search(one) is not None


def _not_given(meanings: Meanings, row: Source, name: str, number: int) -> Source:
    r"""The row `b, z, a \in \mathbb{R}^m` of formula `number` without the names other than this one that a formula from the one at hand to it gives,
    `z = W x + b`, `a = \phi(z)`: these are defined there, and are no variables before."""
    before = [r.text for f in meanings.document.formulas[meanings.at:number] for r in f.rows]
    listed = _LIST.match(row.text)
    if listed is None or "," not in listed[0] or not before:
        return row
    names = listed[0].split(",")
    kept = [n for n in names if n.strip() == name or not any(re.search(_GIVEN % _spaced(n), text) for text in before)]
    if not kept or len(kept) == len(names):
        return row
    return row.rewritten(",".join(kept).ljust(len(listed[0])) + row.text[listed.end():])


def _spaced(name: str) -> str:
    """A pattern of a name as it is written, with any spaces."""
    return r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", name))


def _is_implied(s: Statement, found: list[Statement]) -> bool:
    r"""Is this the `x = -b / w` of `w x + b = 0 \implies x = -b / w`, the p_k of `\frac{\partial L}{\partial p_k} = .. \implies p_k = ..`? It says where an equation of x
    holds, and nothing that x means."""
    head, before = s.pieces[0].syntax, found[:next((k for k, t in enumerate(found) if t is s), 0)]
    plain = type(head) is Symbol or type(head) is Script and not head.sups  # a w^\\star has no other meaning than what solves for it
    return s.logic != "" and plain and any(label(head) in (label(x) for x in p.syntax.walk() if type(x) in (Symbol, Accent, Script))
                                                                   for t in before for p in t.pieces if p is not None)


def _stands_alone(meanings: Meanings, name: str) -> bool:
    """Is this the y of `h(x, y) = ..`, written without an argument in the formula at hand? A function y(t) further on is another one."""
    usage = meanings.inference.usage
    here = [u for u in usage.uses.get(name, ()) if usage.rows[u.row].formula == meanings.at]
    return name in meanings.survey.formals and bool(here) and not any(u.called for u in here)


def vectors_ahead(meanings: Meanings, piece: Piece) -> bool:
    r"""Take in the `for fixed $w, x \in \mathbb{R}^d$` after `\sum_j m_j w_j x_j`, where samples x_i of an earlier part do not fit and with
    that the piece can be read."""
    formulas, state = meanings.document.formulas, meanings.state
    ahead = [row for f in formulas[meanings.at + 1:meanings.at + 1 + meanings.ahead] if not f.display for row in f.rows if r"\in" in row.text and "=" not in row.text]
    kept = meanings.context.copy()
    for base in {n.base for n in named_in(piece.syntax) if len(n.below) == 1 and meanings.context.scope.bare(n.base) is None}:
        samples_then = [e.expr.data for e in meanings.context.scope.entries.get(base, ()) if e.expr is not None and e.expr.op == "var"]
        row = next((r for r in ahead if re.match(rf"[^=]*?(?:^|,)\s*{re.escape(base)}\s*(?:,[^=]*)?\\in\b", r.text)), None)
        if row is None or not samples_then or any(state.declared_in.get(v.name, state.part) == state.part for v in samples_then):
            continue
        meanings.declare(row)
    try:
        meanings.context.reading(piece)
    except SymcheckError as error:
        if error.diagnostic.id == "shape-mismatch" or len(meanings.context.variables) == len(kept.variables):
            meanings.context.__dict__.update(kept.__dict__)
            return False
    return len(meanings.context.variables) > len(kept.variables)
