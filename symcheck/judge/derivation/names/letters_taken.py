r"""The letters that a function is defined for, `h(u, v) = ..`: numbers of its own, any one of several samples, entries and families, as what stands on the
right takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.names import fresh
from symcheck.judge.derivation.rows.heads import arguments, is_call, sample_of
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.read.names import label
from symcheck.read.syntax import Accent, BigOperator, Product, Symbol
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `u, v \\in \\mathbb{R}^n`; `u^2` of a letter alone.
_IN_SPACE = r"(?<![A-Za-z\\])%s(?![A-Za-z])[^$=;.]*\\in(?![A-Za-z])\s*\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^"
_SQUARED = r"(?<![A-Za-z\\|])%s\s*\^\s*(?:2|\{\s*2\s*\})"


def of_own_letters(meanings: Meanings, s: Statement, line: Source) -> bool:
    r"""Take in `h(u, v) = u^2 + v^2` before a network with vectors u and v: what a function of several letters has squared, as a letter alone,
    is a number of its own, where only what comes after this calls it a vector, or how it is used there."""
    here, text = meanings.document.formulas[meanings.at].start, meanings.document.text
    taken = arguments(s.pieces[0].syntax)
    letters = [x for x in taken if len(taken) > 1 and not re.search(_IN_SPACE % re.escape(x), text[:here]) and (
        re.search(_IN_SPACE % re.escape(x), text[here:]) or (e := meanings.context.scope.bare(x)) is not None and e.kind == "quantity" and not is_scalar(e.expr.shape))]
    if any(re.search(rf"(?<![A-Za-z\\_]){re.escape(x)}\s*(?:\(|=)", text[here:]) for x in letters):
        return False  # the u of `u(t) = t^2` is what f is taken at
    if not letters or s.pieces[1] is None or not all(re.search(_SQUARED % re.escape(x), s.text(1)) for x in letters):
        return False
    trial = meanings.context.copy()
    for e in [e for x in letters for e in trial.scope.entries.get(x, ()) if e.bare and e.kind == "quantity"]:
        trial.scope.drop(e)
    try:
        trial.declare(line)
    except SymcheckError:
        return False
    made = trial.scope.bare(label(s.pieces[0].syntax.items[0]))
    if made is None or made.kind != "map":
        return False
    meanings.context.scope.add(made)
    return True


def of_one_member(meanings: Meanings, s: Statement, line: Source) -> bool:
    r"""Take in the loss `\ell(a, y) = -y \log a - (1 - y) \log(1 - a)` of one sample beside numbers a_i and y_i: where it does not fit all of them at once,
    a and y are any one."""
    scope = meanings.context.scope
    letters = [x for x in arguments(s.pieces[0].syntax) if scope.bare(x) is None and any(
        e.kind == "quantity" and e.expr is not None and e.expr.op == "var" and is_scalar(e.expr.shape) and e.expr.data.family for e in scope.entries.get(x, ()))]
    if not letters:
        return False
    trial = meanings.context.copy()
    try:
        for x in letters:
            trial.declare(rf"{x} \in \mathbb{{R}}")
        trial.declare(line)
    except SymcheckError:
        return False
    meanings.context.__dict__.update(trial.__dict__)
    return True


def numbers_taken(meanings: Meanings, s: Statement) -> None:
    """`h(x_1, x_2) = ..` beside a number x: the arguments may be spoken of, as numbers."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]):
        return
    for letter in arguments(head):
        found = re.fullmatch(r"(\\?[A-Za-z]+)_\{?\d\}?", letter)
        entry = meanings.context.scope.bare(found[1]) if found is not None else None
        if entry is not None and entry.kind == "quantity" and is_scalar(entry.expr.shape) \
                and not entry.expr.data.family:
            meanings.declare(Source(rf"{letter} \in \mathbb{{R}}", s.row.name, s.line()))


_DOTS = re.compile(r"\\[lc]?dots(?![A-Za-z])")


def entries_with_dots(meanings: Meanings, s: Statement) -> None:
    r"""Declare the x of `f(x) = \log(e^{x_1} + \dots + e^{x_n})` that has no meaning yet: a vector of length n."""
    if s.pieces[1] is None or not _DOTS.search(s.text(1)):
        return
    for letter in arguments(s.pieces[0].syntax):
        ends = set(re.findall(rf"(?<![A-Za-z\\]){re.escape(letter)}_\{{?([A-Za-z]|\d+)\}}?(?![A-Za-z\d])", s.text(1)))
        sizes = [end for end in ends if not end.isdigit()]
        if len(letter) == 1 and "1" in ends and len(sizes) == 1 and not meanings.context.scope.entries.get(letter):
            meanings.declare(Source(rf"{letter} \in \mathbb{{R}}^{{{sizes[0]}}}", s.row.name, s.line()))


_SUM = re.compile(r"\\sum\s*_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*\{?\s*([A-Za-z])\b")


def entries_meant(meanings: Meanings, s: Statement) -> None:
    r"""The x_i of `h(x) = \log \sum_{i=1}^n e^{x_i}` with a vector x of length n are its entries from here on, though
    there were samples x_i, of another number, before."""
    if s.pieces[1] is None:
        return
    sums = {i: n for i, n in _SUM.findall(s.text(1))}
    for letter in arguments(s.pieces[0].syntax):
        whole = meanings.context.scope.bare(letter)
        if whole is None or whole.kind != "quantity" or is_scalar(whole.expr.shape):
            continue
        for e in list(meanings.context.scope.entries[letter]):
            if e.kind == "quantity" and e.sub_slots == 1 and not e.sup_slots and e.expr.data.family[0] not in whole.expr.shape \
                    and any(n in whole.expr.shape and re.search(rf"{re.escape(letter)}_\{{?{i}\b", s.text(1))
                            for i, n in sums.items()):
                meanings.context.scope.drop(e)
                meanings.context.remembered = {}


def through_names(meanings: Meanings, s: Statement) -> None:
    r"""`f(x) = x + W h` of a declared f: \mathbb{R}^n \to \mathbb{R}^n, with an h that is made of x: f is a name for this, of which x
    is the argument; no function of a letter of its own, for h would not go with the letter."""
    if not fresh.gives_formula(meanings.state, s) or type(s.pieces[0].syntax.items[0]) not in (Symbol, Accent):
        return
    head, value = meanings.state.read(s.pieces[0]), meanings.state.read(s.pieces[1])
    if head is None or head.op != "apply" or value is None or value.shape != head.shape or head.data[0].kind != "general":
        return
    if any(n.op == "let" and x in set(n.walk()) for x in head.args for n in value.walk()):
        for e in [e for e in meanings.context.scope if e.kind == "function" and e.function == head.data[0]]:
            meanings.context.scope.drop(e)
        meanings.context.remembered = {}


def any_sample(meanings: Meanings, s: Statement) -> None:
    r"""The y of `p(y; \theta) = \theta^y (1 - \theta)^{1 - y}` beside samples y_i: any of them."""
    letter = sample_of(s.pieces[0].syntax)
    if not all_samples(meanings, s) and letter and s.pieces[1] is not None and meanings.context.scope.bare(letter) is None \
            and any(e.sub_slots == 1 for e in meanings.context.scope.entries.get(letter, ())):
        meanings.argument(letter, s.row.name, None)


def all_samples(meanings: Meanings, s: Statement) -> bool:
    r"""Is there a \mathbf{t} in `p(\mathbf{t} \mid w) = \prod_{n=1}^N p(t_n \mid w)`, beside samples t_n that are numbers? It is the vector of them all."""
    letter = sample_of(s.pieces[0].syntax) if s.pieces[0] is not None else ""
    if not letter or s.pieces[1] is None or meanings.context.scope.bare(letter) is not None or not any(type(x) is BigOperator for x in s.pieces[1].syntax.walk()):
        return False
    family = next((e.expr.data for e in meanings.context.scope.entries.get(letter, ()) if e.sub_slots == 1 and e.expr is not None and e.expr.op == "var"), None)
    if family is not None and len(family.family) == 1 and is_scalar(family.shape):
        meanings.declare(Source(rf"{letter} \in \mathbb{{R}}^{{{family.family[0]}}}", s.row.name, s.line()))
    return True


def takes_families(meanings: Meanings, s: Statement) -> bool:
    r"""`\Lambda(\theta, \nu) = ..` where only \theta_k is declared: all of them together."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None or sample_of(head):
        return False
    at = meanings.survey.taken_at.get(label(head.items[0]), set())
    if any(place not in arguments(head) and not place.isdigit() for place in at) and len(arguments(head)) == 1:
        return False  # `g(t) = ..` beside g(w_i x + b_i): of any number
    for letter in arguments(head):
        rows = meanings.context.scope.entries.get(letter, ())
        if rows and meanings.context.scope.bare(letter) is None and any(e.sub_slots for e in rows):
            return not _of_each_number(meanings, s, letter)
    return False


def _of_each_number(meanings: Meanings, s: Statement, letter: str) -> bool:
    r"""`\phi(m) = \log(1 + e^{-m})` beside margins m_i, with a \phi'(m) or \phi(m_i) elsewhere: of any number, where all of them together would give one value for each."""
    head, text = s.pieces[0].syntax, meanings.document.text
    name = re.escape(label(head.items[0]))
    value = meanings.state.read(s.pieces[1]) if len(arguments(head)) == 1 else None
    return value is not None and is_vector(value.shape) and any(type(n) is Symbol and n.name == letter for n in s.pieces[1].syntax.walk()) \
        and re.search(rf"{name}\s*(?:'|\^\s*\{{?\s*\\prime|\(\s*{re.escape(letter)}_)", text) is not None


# The brackets of a call at a number, or at what begins with a sign.
_AT_A_VALUE = re.compile(r"(?:\\left|\\[bB]igg?l?)?\s*[(\[]\s*(?:[-+]|\d)")


def without_arguments(meanings: Meanings, s: Statement, error: SymcheckError) -> Source | None:
    """`H(p) = ..` where p is no name of its own: H alone is defined. `g(-1) = 0` and `g(-x) = 0` say something of a function g, and not what it is."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None or _AT_A_VALUE.match(written(s.row, head.items[-1].span)):
        return None
    span = error.diagnostic.span
    if error.diagnostic.id != "undeclared-name" or span is None or span.start > len(s.text(0)):
        return None
    left = written(s.row, head.items[0].span)
    return Source(f"{left} = {s.text(1)}", s.row.name, s.line())
