"""Definitions taken in: what a head `f(x) = ..` makes of the letters it takes, and of a name that has a meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Index
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws.models import declaration
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.names import (
    composed,
    fresh,
    functions_anew,
    inner_values,
    kronecker,
    lengths,
    rephrasing,
)
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.heads import arguments, is_call, sample_of
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.wording import told
from symcheck.read.context import Context, Piece
from symcheck.read.define_formulas import put_formula
from symcheck.read.names import label
from symcheck.read.scope import positions
from symcheck.read.syntax import Accent, Additive, Group, Listing, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_GREEK = re.compile(r"^(\\(?:alpha|beta|gamma|eta|mu|nu|rho|tau|kappa|lambda|epsilon|varepsilon)) is not declared$")
_DENSITIES = ("p(", "P(", "q(", r"\Pr(")
# `u, v \\in \\mathbb{R}^n`; `u^2` of a letter alone.
_IN_SPACE = r"(?<![A-Za-z\\])%s(?![A-Za-z])[^$=;.]*\\in(?![A-Za-z])\s*\\(?:mathbb|mathbf)\s*\{?\s*R\s*\}?\s*\^"
_SQUARED = r"(?<![A-Za-z\\|])%s\s*\^\s*(?:2|\{\s*2\s*\})"
DEFINITIONS = 6  # names fetched for one definition


def define(meanings: Meanings, s: Statement, bare: bool = False) -> SymcheckError | None:
    """Take in a definition, and before it those of the names in it; what stands in the way, or None.
    `bare`: of `H(p) = ..` with a p that is no name, H alone is defined."""
    meanings.context.ranges = {x: end for x, end in meanings.state.ends.items() if end in meanings.context.dims
                               and x in indices(s.pieces[0].syntax)}
    meanings.state.doubts.sizes.update((size, (meanings.state.part, False)) for size in _sizes_of_any(meanings, s))
    try:
        return _define(meanings, s, bare)
    finally:
        meanings.context.ranges = {}


def _sizes_of_any(meanings: Meanings, s: Statement) -> list[str]:
    r"""The sizes of the general f of `f(x_1, x_2) = (x_1 x_2, x_1^2)`, which has other ones in this part then."""
    head = s.pieces[0].syntax
    entry = meanings.context.scope.bare(label(head.items[0])) if type(head) is Product and head.items else None
    f = entry.function if entry is not None and entry.kind == "function" and entry.function.kind == "general" else None
    listed = f is not None and len(arguments(head)) > 1
    return [d for d in (*f.domain, *f.codomain) if isinstance(d, str)] if listed else []


def indices(head: Syntax) -> set[str]:
    """The letters in the subscript of a head."""
    return {x.name for x in positions(head.sub) if type(x) is Symbol} if type(head) is Script and head.sub is not None else set()


def _define(meanings: Meanings, s: Statement, bare: bool) -> SymcheckError | None:
    if kronecker.is_said(s) and not meanings.context.scope.entries.get(r"\delta"):
        return None
    composed.remember(meanings)
    line, before = _as_row(meanings, s) or _as_column(meanings, s) or s.cut(2), meanings.state.read(s.pieces[0])
    if (another := fresh.renamed(meanings.state, s)) is not None:
        forget(meanings, another)
        before = None
    for entry in fresh.other_density(meanings.state, s.pieces[0].syntax):
        meanings.context.scope.drop(entry)
    if fresh.is_any_diagonal(before) and type(s.pieces[0].syntax) in (Symbol, Accent):
        meanings.forget_diagonal(label(s.pieces[0].syntax))
    meanings.iterates_in(s.row.text, s.row)
    _counter_alone(meanings, s)
    _numbers_taken(meanings, s)
    _entries_with_dots(meanings, s)
    letters = arguments(s.pieces[0].syntax)
    quantities = [e for x in letters if (e := meanings.context.scope.bare(x)) is not None and e.kind == "quantity"]
    for letter in letters:
        if meanings.context.scope.bare(letter) is None and not lengths.point(meanings, letter, s.row.name) and quantities \
                and s.pieces[1] is not None and re.fullmatch(r"\\?[A-Za-z]+", letter) and not label(s.pieces[0].syntax).startswith(_DENSITIES):
            meanings.argument(letter, s.row.name, s.pieces[1])
    inner_values.declare_argument(meanings, s)
    _any_sample(meanings, s)
    _entries_meant(meanings, s)
    _through_names(meanings, s)
    if _takes_families(meanings, s):
        line = Source(f"{written(s.row, s.pieces[0].syntax.items[0].span)} = "
                      f"{s.text(1)}", s.row.name, s.line())
    if _of_own_letters(meanings, s, line):
        return None
    anew = functions_anew.before(meanings, s)
    unknown = {e.name: e.function for e in meanings.context.scope if e.kind == "function" and not e.function.known
               and e.function.kind == "elementwise"}
    for _ in range(DEFINITIONS):
        try:
            meanings.context.declare(line)
        except SymcheckError as error:
            fault = error
            if _alias(meanings, s, error):
                return None
            if meanings.fetch(error, s.pieces[1]) or _rate(meanings, s, error) or _start(meanings, s, error):
                continue
            if (sized := _sized(meanings, s, line, error)) is not None:
                line = sized
                continue
            if error.diagnostic.id == "shape-mismatch" and (_of_own_letters(meanings, s, line) or _of_one_member(meanings, s, line)):
                return None
            shorter = _without_arguments(meanings, s, error) if bare else None
            if shorter is None:
                break
            line = shorter
        else:
            if (part := _over_part(meanings, s)) is not None:
                fault = part
                break
            meanings.recursions.met(s)
            for e in list(meanings.context.scope) if unknown else ():
                if e.kind == "map" and e.name in unknown and len(e.params) == 1 and is_scalar(e.params[0].shape) \
                        and e.body is not None:
                    put_formula(meanings.context, unknown[e.name], e)
            functions_anew.defined(meanings, anew)
            meanings.state.doubts.found(s.pieces[0])
            name = named(meanings, s)
            if name is not None:
                if before is not None and before.op == "var":
                    rephrasing.bind(meanings.context, before, name)
                rephrasing.abstract(meanings.context, name)
                composed.renew(meanings, name)
                meanings.copies.renew(name, s.row.name)
            elif composed.is_family(meanings, label(s.pieces[0].syntax.items[0].base)
                                    if type(s.pieces[0].syntax) is Product and type(s.pieces[0].syntax.items[0]) is Script else ""):
                composed.renew(meanings, None)
            return None
    return fault


_ROW_SET = re.compile(r"\s*\\(?:mathbb|mathbf)?\s*\{?\s*R\s*\}?\s*\^\s*\{\s*1\s*\\times\s*(?!1\s*\})[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[\s.,;]*")


def _as_row(meanings: Meanings, s: Statement) -> Source | None:
    r"""`v = \frac{\partial L}{\partial z} \in \mathbb{R}^{1 \times m}` of a derivative that is a column where nothing is said, as the row
    that the set or the words say it to be, with the length of z; None of anything else."""
    if s.pieces[1] is None or type(s.pieces[0].syntax) not in (Symbol, Script, Accent):
        return None
    value = meanings.state.read(s.pieces[1])
    if value is None or value.op != "derivative" or not is_vector(value.shape) or value.shape[1] != 1 or not _is_row_told(meanings, s):
        return None
    return Source(rf"{s.text(0)} = {s.text(1)} \in \mathbb{{R}}^{{1 \times {value.shape[0]}}}", s.row.name, s.line())


def _is_row_told(meanings: Meanings, s: Statement) -> bool:
    """Do the set behind a definition, the words beside it or the convention of the document make it a row?"""
    if s.operators[1:] == [r"\in"] and s.pieces[2] is not None:
        return _ROW_SET.fullmatch(s.text(2)) is not None
    formula = meanings.document.formulas[meanings.at]
    return told.slopes_are_rows(meanings.document.text) or not formula.display and told.is_row(formula.before, formula.after)


def _of_own_letters(meanings: Meanings, s: Statement, line: Source) -> bool:
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


def _of_one_member(meanings: Meanings, s: Statement, line: Source) -> bool:
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


def _as_column(meanings: Meanings, s: Statement) -> Source | None:
    r"""`z = (e^{x_1}, \dots, e^{x_n})` of a z without a meaning as the column that `\mathbf{1}^\top z` and `z z^\top` take it for; None where what
    the document makes of z fits a row as well."""
    value = s.pieces[1]
    if len(s.pieces) != 2 or value is None or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or type(value.syntax) is not Group \
            or value.syntax.open != "(" or type(value.syntax.body) is not Listing or meanings.state.read(s.pieces[0]) is not None:
        return None
    row, column = s.cut(2), Source(rf"{s.text(0)} = {s.text(1).rstrip(' .,;')}^\top", s.row.name, s.line())
    fits = []
    for line in (row, column):
        trial = meanings.context.copy()
        try:
            trial.declare(line)
        except SymcheckError:
            return None
        fits.append(_uses_read(meanings, trial, label(s.pieces[0].syntax))[0])
    return column if fits[1] > fits[0] else None


USES = 8  # rows in which the use of a name tells its size


def _sized(meanings: Meanings, s: Statement, line: Source, error: SymcheckError) -> Source | None:
    r"""`C = I - \frac1m \mathbf1 \mathbf1^\top` with the one size that it names, or with which what is made of C can be read."""
    if error.diagnostic.id != "ambiguous" or type(s.pieces[0].syntax) not in (Symbol, Accent, Script) or r"\in" in line.text:
        return None
    letters = {x.name for x in s.pieces[1].syntax.walk() if type(x) is Symbol}
    named_sizes = [n for n in meanings.context.dims if n in letters]
    fits = []
    for n in named_sizes if len(named_sizes) == 1 else meanings.context.dims:
        for shape in (rf"{n} \times {n}", n):
            new = Source(rf"{line.text} \in \mathbb{{R}}^{{{shape}}}", line.name, line.locate(0)[0])
            trial = meanings.context.copy()
            try:
                trial.declare(new)
            except SymcheckError:
                continue
            if len(named_sizes) == 1 or _reads(meanings, trial, label(s.pieces[0].syntax)):
                fits.append(new)
    return fits[0] if len(fits) == 1 else None


def _reads(meanings: Meanings, trial: Context, name: str) -> bool:
    """Can what the next rows make of a name be read in a context, as far as its shapes go?"""
    seen, fit = _uses_read(meanings, trial, name)
    return fit and seen > 0


def _uses_read(meanings: Meanings, trial: Context, name: str) -> tuple[int, bool]:
    """How many uses of a name in the next rows fit before the first that does not, and whether there is no such."""
    seen = 0
    for f in meanings.document.formulas[meanings.at + 1:]:
        for row in f.rows:
            try:
                found = statements(trial, row)
            except SymcheckError:
                continue
            for piece in (p for s in found for p in s.pieces if p is not None and name in {n.bare for n in named_in(p.syntax)}):
                try:
                    trial.reading(piece)
                except SymcheckError as error:
                    if error.diagnostic.id in ("shape-mismatch", "not-square", "ambiguous"):
                        return seen, False
                seen += 1
                if seen == USES:
                    return seen, True
    return seen, True


def _over_part(meanings: Meanings, s: Statement) -> SymcheckError | None:
    r"""Of `z_i = w_1 x_i + w_2 x_{i+1}`, for i = 1, .., 4, with an x of length 6: indices run over all of an axis here."""
    name = meanings.state.read(s.pieces[0])
    if name is None or name.op not in ("entry", "item") or name.args[0].op != "let":
        return None
    for i in (at.base for at in name.data if isinstance(at.base, Index)):
        end = meanings.survey.told_end(i.name, s.row)
        if end is not None and end.isdigit() and isinstance(i.dim, int) and int(end) != i.dim:
            forget(meanings, name.args[0])
            return fail("not-in-language", f"{i.name} runs over part of an axis: up to {end} of {i.dim}", s.row,
                        help="Write it with vectors and matrices, or entry by entry.")
    return None


def _alias(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""Of `a^{(0)} = x` with a known a^{(0)} and an x that has no meaning: x is another name for it."""
    known = meanings.state.read(s.pieces[0])
    return error.diagnostic.id == "undeclared-name" and known is not None and known.op == "var" \
        and type(s.pieces[1].syntax) in (Symbol, Accent) \
        and meanings.declare(Source(f"{s.text(1)} = {s.text(0).replace('&', '')}", s.row.name, s.line()))


def _counter_alone(meanings: Meanings, s: Statement) -> None:
    r"""The t of `\hat m_t = m_t / (1 - \beta^t)`: a natural number."""
    head = counters.iterate(s.pieces[0].syntax)
    if head is not None and meanings.recursions.counts(head[1].counter) and s.pieces[1] is not None \
            and meanings.context.scope.bare(head[1].counter) is None \
            and counters.stands_alone(s.pieces[1].syntax, head[1].counter):
        meanings.declare(Source(rf"{head[1].counter} \in \mathbb{{N}}", s.row.name, s.line()))


def _rate(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""The \alpha of `w_{t+1} = w_t - \alpha g_t` that is declared nowhere: a number, and a step size is positive."""
    head = counters.iterate(s.pieces[0].syntax)
    found = _GREEK.match(error.diagnostic.headline)
    return found is not None and error.diagnostic.id == "undeclared-name" and head is not None \
        and meanings.recursions.counts(head[1].counter) and s.pieces[1] is not None and any(
            p.counter for _, p in counters.iterates(s.pieces[1].syntax)) \
        and meanings.declare(Source(found[1] + (r" > 0" if found[1] in (r"\alpha", r"\eta") else r" \in \mathbb{R}"),
                                    s.row.name, s.line()))


def _start(meanings: Meanings, s: Statement, error: SymcheckError) -> bool:
    r"""The \theta_0 of `\theta_1 = \theta_0 - \alpha g` that is declared nowhere: of the shape of what it is added to."""
    head = counters.iterate(s.pieces[0].syntax)
    d, value = error.diagnostic, s.pieces[1]
    if head is None or head[1].counter or d.id != "undeclared-name" or value is None or type(value.syntax) is not Additive:
        return False
    missed = next((x for x in value.syntax.items if (p := counters.iterate(x)) is not None and p[0] == head[0]
                   and p[1].number < head[1].number and d.headline == f"{label(x)} is not declared"), None)
    like = next((e for x in value.syntax.items if x is not missed
                 and (e := meanings.state.read(Piece(x, value.source))) is not None), None)
    return missed is not None and like is not None and meanings.declare(
        Source(declaration(label(missed), like), s.row.name, s.line()))


def _numbers_taken(meanings: Meanings, s: Statement) -> None:
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


def _entries_with_dots(meanings: Meanings, s: Statement) -> None:
    r"""Declare the x of `f(x) = \log(e^{x_1} + \dots + e^{x_n})` that has no meaning yet: a vector of length n."""
    if s.pieces[1] is None or not _DOTS.search(s.text(1)):
        return
    for letter in arguments(s.pieces[0].syntax):
        ends = set(re.findall(rf"(?<![A-Za-z\\]){re.escape(letter)}_\{{?([A-Za-z]|\d+)\}}?(?![A-Za-z\d])", s.text(1)))
        sizes = [end for end in ends if not end.isdigit()]
        if len(letter) == 1 and "1" in ends and len(sizes) == 1 and not meanings.context.scope.entries.get(letter):
            meanings.declare(Source(rf"{letter} \in \mathbb{{R}}^{{{sizes[0]}}}", s.row.name, s.line()))


_SUM = re.compile(r"\\sum\s*_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*\{?\s*([A-Za-z])\b")


def _entries_meant(meanings: Meanings, s: Statement) -> None:
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


def _through_names(meanings: Meanings, s: Statement) -> None:
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


def _any_sample(meanings: Meanings, s: Statement) -> None:
    r"""The y of `p(y; \theta) = \theta^y (1 - \theta)^{1 - y}` beside samples y_i: any of them."""
    letter = sample_of(s.pieces[0].syntax)
    if letter and s.pieces[1] is not None and meanings.context.scope.bare(letter) is None \
            and any(e.sub_slots == 1 for e in meanings.context.scope.entries.get(letter, ())):
        meanings.argument(letter, s.row.name, None)


def _takes_families(meanings: Meanings, s: Statement) -> bool:
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
            return True
    return False


# The brackets of a call at a number, or at what begins with a sign.
_AT_A_VALUE = re.compile(r"(?:\\left|\\[bB]igg?l?)?\s*[(\[]\s*(?:[-+]|\d)")


def _without_arguments(meanings: Meanings, s: Statement, error: SymcheckError) -> Source | None:
    """`H(p) = ..` where p is no name of its own: H alone is defined. `g(-1) = 0` and `g(-x) = 0` say something of a function g, and not what it is."""
    head = s.pieces[0].syntax
    if type(head) is not Product or not is_call(head.items[-1]) or s.pieces[1] is None or _AT_A_VALUE.match(written(s.row, head.items[-1].span)):
        return None
    span = error.diagnostic.span
    if error.diagnostic.id != "undeclared-name" or span is None or span.start > len(s.text(0)):
        return None
    left = written(s.row, head.items[0].span)
    return Source(f"{left} = {s.text(1)}", s.row.name, s.line())


def named(meanings: Meanings, s: Statement) -> Expr | None:
    """Remember when a name got its definition; the name, None where it is none."""
    name = meanings.state.read(s.pieces[0])
    if name is not None and name.op in ("entry", "item") and name.args[0].op == "let":
        whole = name.args[0].data.name
        meanings.state.named_when[whole] = frozenset(meanings.context.variables), meanings.state.part
    if name is None or name.op != "let":
        return None
    meanings.state.named_when[name.data.name] = frozenset(meanings.context.variables), meanings.state.part
    return name


def forget(meanings: Meanings, name: Expr) -> None:
    """A name that is given another meaning: what was defined by it keeps the first."""
    for entry in [e for e in meanings.context.scope if e.expr is name]:
        meanings.context.scope.drop(entry)
    meanings.context.definitions.pop(name.data, None)
    meanings.context.remembered = {}
