"""A name that a formula misses, looked for: in the words and formulas after it, in what other names are to it, in
how the document uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.names import classes_told, lengths, samples
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.inferred import FAR
from symcheck.judge.derivation.names.usage import headed, named_in
from symcheck.judge.derivation.relations import constants
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.heads import arguments, labels_of
from symcheck.judge.derivation.rows.statements import ORDER, Statement, statements
from symcheck.judge.derivation.wording import told, words
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import BOLD, label
from symcheck.read.syntax import Number, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_HATTED = re.compile(r"^(?:\\(?:wide)?hat\{(\\?[A-Za-z]+)\}|(\\?[A-Za-z]+)\^\{?(?:\*|\\star|\\ast)\}?)$")
# `\\nabla J(\\hat w) = 0`, `\\frac{\\partial J}{\\partial w}(w^*) = 0`, `J'(w^*) = 0`.
_STATIONARY = re.compile(r"(?:\\nabla|\\partial|'|\\frac\s*\{\s*d\b)[^=]*\([^()=]*\)\s*&?\s*=\s*\\?(?:mathbf|boldsymbol|bm)?\s*\{?\s*0\s*\}?(?!\w)")
_NUMBER = re.compile(r"^[^=]*(?:=(?:[-+\d.,\s(){}/]|\\(?:cdot|times|[dt]?frac)(?![A-Za-z]))*\d(?:[\d.,\s)}])*)+$")
# "For $0 < m < 1$ the first terms are ..": a case, and nothing that m is.
_CASE = re.compile(r"\b(?:for|if|when|whenever|while|once)\s*$", re.I)
_ORDERED = re.compile(r"<|>|\\[lg]eq?(?![a-z])")
# A vector of numbers: `(2, 1)^\\top`.
_VALUES = re.compile(r"\s*(?:\\left)?\s*\(\s*[-+]?[\d.]+(?:\s*,\s*[-+]?[\d.]+)+\s*(?:\\right)?\s*\)(?:\s*\^\s*\{?\s*(?:\\top|T|\\intercal)\s*\}?)?\s*[.,;]?\s*")
AHEAD = 6  # formulas looked through for the meaning of a name that is explained afterwards
_CONCLUDES = re.compile(r"\b(?:then|hence|thus|therefore|so|gives?|get|obtain\w*|yields?|conclude\w*|follows?|fix(?:es)?|determines?|forces?)\b[^.$]{0,20}$", re.I)
DEPTH = 4  # of definitions fetched for one another


_E_DECLARED = re.compile(r"\s*e\s*\\in\b")


def found(meanings: Meanings, name: str, error: SymcheckError, piece: Piece | None) -> bool:
    """Declare a name that an error misses."""
    if _other_name(meanings, name, error) or meanings.iterate(name, error.diagnostic.source.name):
        return True
    formulas = meanings.document.formulas
    if piece is not None and lengths.is_drawn(meanings, name) and _by_use(meanings, name, piece) or meanings.law_told(name):
        return True
    if any(meanings.kinds.declare(k, name) for k in range(meanings.at, meanings.at + meanings.ahead)):
        return True
    bare = re.split(r"[_^]", name)[0]
    if piece is not None and lengths.has_law_ahead(meanings, bare) and _by_use(meanings, bare, piece):
        return True
    if piece is not None and name == bare and lengths.has_law_later(meanings, bare) and (line := lengths.only_size(meanings, bare, piece)) is not None:
        return meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    if piece is not None and re.search(rf"_\{{\s*{re.escape(bare)}\s*\\sim", piece.source.text) \
            and (line := lengths.only_size(meanings, bare, piece)) is not None:  # `\mathbb{E}_{\epsilon \sim \mathcal{N}(0, I)}`
        return meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    for k in range(meanings.at, min(meanings.at + meanings.ahead, len(formulas))):
        if k in meanings.taken:
            continue
        for row in formulas[k].rows:
            if told.is_place(row.text, formulas[k].before) or k > meanings.at and (
                    _CASE.search(formulas[k].before) and _ORDERED.search(row.text) or
                    _is_result(row, formulas[k]) or _concludes(row, formulas[k], name) or _is_of_a_sample(meanings, row, name) or _NUMBER.match(row.text) and (
                        meanings.survey.counts(name) or k > meanings.at + 1 or words.WHERE.search(formulas[k].before) is None)):
                continue
            if _fitting(meanings, row, name, k):
                if not formulas[k].display:
                    meanings.taken.add(k)
                meanings.diagonal(k + 1)
                lengths.laws_ahead(meanings, name)
                return True
        if meanings.diagonal(k) and meanings.context.scope.bare(name) is not None:
            return True
    if _declared_later(meanings, name):
        return True
    if piece is not None and (line := classes_told.declaration(meanings, name, piece)) is not None:
        return meanings.declare(line)
    capital = meanings.context.scope.bare(name.swapcase())
    if len(name) == 1 and name.swapcase() in meanings.context.laws and capital is not None:
        return meanings.declare(Source(models.declaration(name, capital.expr), error.diagnostic.source.name, 1))
    if lengths.point(meanings, name, error.diagnostic.source.name):
        return True
    if name in meanings.survey.formals - meanings.own and meanings.context.scope.bare(name) is None:
        return argument(meanings, name, error.diagnostic.source.name, piece)
    if samples.mean_of_samples(meanings, name, error.diagnostic.source) or piece is not None and samples.matrix_of_samples(meanings, name, piece):
        return True
    if (line := constants.declaration(meanings.state, name)) is not None:
        return meanings.declare(Source(line, error.diagnostic.source.name, 1))
    if _function(meanings, name, error.diagnostic.source):
        return True
    if name in meanings.survey.vanishing:
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}, {name} \ne 0", error.diagnostic.source.name, 1))
    if _by_total(meanings, name) or _by_prime(name, error.diagnostic.source.text):
        meanings.state.doubts.guessed.add(name)
        return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", error.diagnostic.source.name, 1))
    if name in meanings.survey.ranges.values() or name in meanings.survey.ends.values():  # the end of a sum or a list: a number of terms
        return meanings.declare(Source(rf"{name} \in \mathbb{{N}}", error.diagnostic.source.name, 1))
    return meanings.copies.declare(name, error.diagnostic.source.name) or piece is not None and _inferred(meanings, piece)


def _is_of_a_sample(meanings: Meanings, row: Source, name: str) -> bool:
    r"""Is this `x = (1, 2)^\top` of an x that is any one of the samples x_i: an example?"""
    return _VALUES.fullmatch(row.text.partition("=")[2]) is not None and samples.a_sample(meanings, name) is not None


def _by_use(meanings: Meanings, name: str, piece: Piece) -> bool:
    """Declare a name by how the document uses it, and its law after that, with the others that the piece lacks."""
    known = set(meanings.context.variables)
    if not _inferred(meanings, piece) or meanings.context.scope.bare(name) is None:
        line = lengths.only_size(meanings, name, piece)
        if line is None or not meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0])):
            return False
    for new in dict.fromkeys((name, *(v for v in meanings.context.variables if v not in known))):
        lengths.laws_ahead(meanings, new)
    return True


def is_stationary(text: str) -> bool:
    r"""Is this `\nabla J(\hat w) = 0`: what \hat w is, and no claim about it?"""
    return _STATIONARY.search(text) is not None


def bold_beside_sizes(meanings: Meanings, piece: Piece) -> None:
    r"""Declare the bold n of `\mathbf y = X \mathbf w + \mathbf n` beside a length n, where it is told after it what \mathbf n is."""
    for x in piece.syntax.walk():
        if type(x) is not Symbol or x.font not in BOLD or x.name not in meanings.context.dims or meanings.context.scope.bare(x.name) is not None:
            continue
        bold = re.compile(rf"\s*\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*{re.escape(x.name)}\s*\}}?\s*\\(?:sim|in)\b")
        rows = [(k, row) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
                for row in meanings.document.formulas[k].rows if bold.match(row.text)]
        any(_explained(meanings, row, x.name, k) for k, row in rows)


def letter_of_constant(meanings: Meanings, piece: Piece) -> None:
    r"""Declare the e of `o = C h + e`, the letter of a known number, where it is told after it that e is a vector."""
    if meanings.context.scope.bare("e") is not None or not any(x.name == "e" and not x.font for x in _terms(piece.syntax)):
        return
    rows = [(k, row) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
            for row in meanings.document.formulas[k].rows if _E_DECLARED.match(row.text)]
    any(_explained(meanings, row, "e", k) for k, row in rows)


def _terms(s: Syntax) -> Iterator[Symbol]:
    """The symbols in a formula, but those that a power is taken of."""
    if type(s) is Symbol:
        yield s
    elif not (type(s) is Script and s.sups and type(s.base) is Symbol):
        for x in s.children():
            yield from _terms(x)


def _is_result(row: Source, formula: Formula) -> bool:
    r"""`so $\kappa = 0$`: a number that is found, not what the name means."""
    return _NUMBER.match(row.text) is not None and words.CONCLUDES.search(formula.before[-20:]) is not None


def _concludes(row: Source, formula: Formula, name: str) -> bool:
    r"""`Then $$\lambda = 5 / \sum_j c_j^2$$` of the \lambda of a hypothesis: what it comes to, not what it means."""
    return _CONCLUDES.search(formula.before) is not None and row.text.strip().startswith(name) and r"\in" not in row.text


def _declared_later(meanings: Meanings, name: str, start: int | None = None) -> bool:
    r"""Take in `$b \in \mathbb{R}^k$`, wherever it stands after the formula at hand."""
    bare = re.split(r"[_^]", name)[0]
    formulas = meanings.document.formulas
    return any(_fitting(meanings, row, name, k)
               for k in range(meanings.at + meanings.ahead if start is None else start, len(formulas))
               for row in formulas[k].rows if r"\in" in row.text and bare in row.text and "=" not in row.text)


def _fitting(meanings: Meanings, row: Source, name: str, number: int) -> bool:
    r"""Take in what a row far ahead says of a name, if it is no other thing there: after `f : \mathbb{R}^d \to \mathbb{R}` the \theta of
    `f(\theta)` is not the one of a later example with `\theta \in \mathbb{R}`."""
    bare = re.split(r"[_^]", name)[0]
    domains = [e.function.domain for e in meanings.context.scope if e.kind == "function" and e.function.kind == "general"
               and bare in meanings.survey.taken_at.get(e.base, ())]
    kept = meanings.context.copy()
    if not _explained(meanings, row, name, number):
        return False
    entry = meanings.context.scope.bare(bare)
    if domains and entry is not None and entry.kind == "quantity" and entry.expr.op == "var" and entry.expr.shape not in domains:
        meanings.context.__dict__.update(kept.__dict__)
        return False
    return True


def _inferred(meanings: Meanings, piece: Piece) -> bool:
    """Declare what a piece lacks by how the document uses it; what was taken is said."""
    explained = [name for name in named_in(piece.syntax)  # of what is declared further on nothing is inferred
                 if name.bare not in meanings.own and meanings.context.scope.bare(name.base) is None
                 and _declared_later(meanings, name.bare, meanings.at)]
    for name in named_in(piece.syntax):  # any one sample
        if not name.above and not name.below and (name.bare not in meanings.survey.headed or _is_given_numbers(meanings, name.bare)) \
                and meanings.context.scope.bare(name.bare) is None \
                and (sample := samples.a_sample(meanings, name.bare)) is not None:
            explained.append(name)
            meanings.declare(Source(models.declaration(name.bare, sample), piece.source.name, 1))
    if any(name.bare in meanings.own and f"{name.bare}_" in meanings.inference.usage.defined for name in named_in(piece.syntax)):
        return bool(explained)  # the z of `\sigma(z) = ..` beside `z_i = ..`: any number
    lines, free = meanings.inference.lines(meanings.context, piece, meanings.at)
    if not free and (not meanings.document.formulas[meanings.at].display or {line.split(" ")[0] for line in lines} & meanings.iterates.letters):
        lines = []  # among words it may be no claim; a counter is no number
    if not lines or {*meanings.outcome.taken} & {*lines}:
        return bool(explained)
    for line in lines:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    if not free:  # words that were not understood may tie them to other names
        meanings.state.doubts.loose |= {line.split(r" \in ")[0] for line in lines}
    meanings.outcome.taken += lines
    for name in (line.split(r" \in ")[0] for line in lines):
        if lengths.is_drawn(meanings, name):
            lengths.laws_ahead(meanings, name)
    meanings.assume()  # what the words said of these names
    return True


def argument(meanings: Meanings, name: str, source: str, piece: Piece | None) -> bool:
    r"""The t of `f(t) = ..`, spoken of on its own: with the shape of the samples t^{(i)}, with the only one with which
    f can be read, with that which its use tells, else a number."""
    sample = samples.a_sample(meanings, name)
    if sample is not None:
        return meanings.declare(Source(models.declaration(name, sample), source, 1))
    calls = [f"{e.name}({name})" for e in meanings.context.scope if [p.name for p in e.params] == [name]]
    for shape in ("", *(f"^{size}" for size in meanings.context.dims)) if calls else ():
        line = Source(rf"{name} \in \mathbb{{R}}{shape}", source, 1)
        kept = meanings.context.copy()
        if meanings.declare(line) and all(meanings.shaped(call) is not None for call in calls):
            return True
        meanings.context.__dict__.update(kept.__dict__)
    if piece is not None and _inferred(meanings, piece) and meanings.context.scope.bare(name) is not None:
        return True
    meanings.state.doubts.guessed.add(name)
    return meanings.declare(Source(rf"{name} \in \mathbb{{R}}", source, 1))


def _function(meanings: Meanings, name: str, source: Source) -> bool:
    r"""The \ell_i of `L(\theta) = \frac1N \sum_i \ell_i(\theta)`, which stands with an argument wherever it stands and
    gets no formula: any function of what it is taken at. What was taken is said. p is a density, rather, and O a Landau symbol."""
    usage = meanings.inference.usage
    name, letter = name.strip("{}'") + "}" * name.strip("'").endswith("}"), re.split(r"[_^]", name.strip("{"))[0]
    base = name if re.search(r"\^\{[(\[]\d+[)\]]\}$", name) else letter  # g^{[1]}, the function of a layer
    uses, defined = usage.uses.get(base, ()), usage.defined.get(base)
    if base == letter and re.fullmatch(r"_\{?[a-z]\}?", name[len(letter):]) is not None:  # f_i beside an f that is made of them
        uses = [u for u in uses if u.name.below]
        heads = [headed(s) for s in usage.rows[defined].statements] if defined is not None else []
        defined = defined if any(n is not None and n.bare == base and n.below for n in heads) else None
    called, told_so = sum(u.called for u in uses), meanings.survey.is_told_entrywise(letter)
    if not called or 2 * called <= len(uses) and not told_so:
        return False
    if told_so and any(re.fullmatch(rf"\s*{re.escape(letter)}\s*=\s*(?:\\?[A-Za-z]+|\\(?:operatorname|mathrm|text)\s*\{{[A-Za-z]+\}})\s*", row) for row in meanings.survey.rows):
        defined = None  # `For $\phi = \tanh$`: of one case
    if base in ("p", "P", "O", "o") or not uses or defined is not None and usage.rows[defined].formula <= meanings.at + FAR \
            or any(u.transposed or u.name.above or u.name.sub for u in uses):
        return False
    if meanings.survey.acts_entrywise(letter) and not any(u.name.below for u in uses):
        line = rf"{base} : \mathbb{{R}} \to \mathbb{{R}}"
        meanings.outcome.taken.append(line)
        return meanings.declare(Source(line, source.name, source.locate(0)[0]))
    places = [e for text in meanings.survey.taken_at.get(base, ()) if (e := meanings.shaped(text)) is not None]
    taken = {e.shape for e in places if e.op in ("var", "let")} or {e.shape for e in places}  # f(w^+): of no pseudo-inverse
    letters = {u.name.below for u in uses}
    index = next(iter(letters - {()}), ())
    if len(taken) != 1 or letters - {()} and () in letters or len(index) > 1:
        return False
    ends = {meanings.survey.ranges[x[0]] for x in letters if x and x[0] in meanings.survey.ranges}
    if index and len(ends) != 1:
        return False
    head, counted = (rf"{base}_{index[0]}", rf", {index[0]} = 1, \dots, {ends.pop()}") if index else (base, "")
    domain = models.declaration("", build.zeros(taken.pop())).removeprefix(r" \in ")
    line = rf"{head} : {domain} \to \mathbb{{R}}{counted}"
    if not meanings.declare(Source(line, source.name, source.locate(0)[0])):
        return False
    meanings.outcome.taken.append(line)
    return True


def _by_total(meanings: Meanings, name: str) -> bool:
    r"""Is this the z of `\frac{d}{dz} \max(0, z)` and never written as a vector: any number?"""
    uses = meanings.inference.usage.uses.get(name, ())
    return any(u.differentiated == "total" for u in uses) and not any(
        u.transposed or u.normed or u.font or u.differentiated == "nabla" for u in uses)


def _drawn_apart(meanings: Meanings, name: str) -> bool:
    r"""Take in the law `\varepsilon_* \sim ..` of a name beside a vector \varepsilon, where it stands shortly after the formula at hand."""
    return any(_explained(meanings, row, name, k) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))
               for row in meanings.document.formulas[k].rows if re.match(rf"\s*(?:{re.escape(name)}|{re.escape(name.replace('_', '_{') + '}')})\s*\\sim(?![A-Za-z])", row.text))


def numbered(meanings: Meanings, piece: Piece) -> bool:
    r"""Declare the u_1 of `u^\top u_1 = 0` beside a vector u of which the document writes no entries: another vector
    of its shape, where with that the piece can be read."""
    numbered_names = {n.bare: n for n in named_in(piece.syntax) if re.fullmatch(r"\d|\*", n.sub) and not n.sup}.values()
    if any([_drawn_apart(meanings, name.bare) for name in numbered_names]):
        return True
    if any([_declared_later(meanings, name.bare, meanings.at) for name in numbered_names if not any(
            e.sub == name.sub for e in meanings.context.scope.entries.get(name.base, ()))]):
        return True
    kept, uses = meanings.context.copy(), meanings.inference.usage.uses
    lines = []
    for name in numbered_names:
        entry = meanings.context.scope.bare(name.base)
        if entry is None or entry.kind != "quantity" or entry.expr.op != "var" or name.base in meanings.state.doubts.guessed \
                or name.bare in meanings.inference.usage.defined and not _is_given_numbers(meanings, name.bare) or any(u.name.below for u in uses.get(name.base, ())) \
                or any(e.sub == name.sub for e in meanings.context.scope.entries[name.base]) \
                or not is_scalar(entry.expr.shape) and not any(u.transposed or u.normed for u in uses.get(name.bare, ())):
            continue
        lines.append(models.declaration(name.bare, entry.expr))
    for line in lines:
        meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0]))
    try:
        meanings.context.reading(piece)
    except SymcheckError as error:
        if not lines or error.diagnostic.id == "shape-mismatch" and not error.diagnostic.headline.endswith("has no entries"):
            meanings.context.__dict__.update(kept.__dict__)
            return False
    return bool(lines)


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


def _by_prime(name: str, text: str) -> bool:
    r"""Is this the t of `\Bigl(\frac{\sinh t}{\cosh t}\Bigr)'`, and no other letter stands in the row: any number?"""
    if re.search(r"[)\]]\s*(?:'|\^\s*\{?\s*\\prime)", text) is None or re.fullmatch(r"[a-z]", name) is None:
        return False
    plain = re.sub(r"\\[A-Za-z]+|_\s*(?:\w|\{\w*\})", " ", text)
    return set(re.findall(r"[A-Za-z]", plain)) == {name}


def _is_given_numbers(meanings: Meanings, bare: str) -> bool:
    r"""Is a name the head of equations with numbers only: `$\beta_1 = 0.9$`, an example?"""
    rows = meanings.inference.usage.rows
    heads = [s for row in {u.row for u in meanings.inference.usage.uses.get(bare, ())} for s in rows[row].statements
             if s.pieces[0] is not None and s.operators[:1] == ["="] and label(s.pieces[0].syntax) == bare]
    return bool(heads) and all(type(s.pieces[1].syntax) is Number or _VALUES.fullmatch(s.text(1)) for s in heads if s.pieces[1] is not None)


def _other_name(meanings: Meanings, name: str, error: SymcheckError) -> bool:
    r"""`\hat w` in an equation where w is solved for, or in `\nabla J(\hat w) = 0`: another name of w."""
    alias, source = _HATTED.match(name), error.diagnostic.source
    letter = (alias[1] or alias[2]) if alias is not None else ""
    if letter in meanings.survey.formals and meanings.context.scope.bare(letter) is None and is_stationary(source.text):
        argument(meanings, letter, source.name, None)
    bare = meanings.context.scope.bare(letter) if letter else None
    if bare is None or bare.kind != "quantity" or bare.expr.op != "var" or not (
            meanings.state.about(bare.expr) or any(o.by is bare.expr for k, o in meanings.state.optima.items() if k == name) or meanings.state.gradient_by(bare.expr) is not None
            or is_stationary(source.text)):
        return False
    return meanings.declare(Source(f"{name} = {bare.name}", source.name, 1))


def _stands_alone(meanings: Meanings, name: str) -> bool:
    """Is this the y of `h(x, y) = ..`, written without an argument in the formula at hand? A function y(t) further on is another one."""
    usage = meanings.inference.usage
    here = [u for u in usage.uses.get(name, ()) if usage.rows[u.row].formula == meanings.at]
    return name in meanings.survey.formals and bool(here) and not any(u.called for u in here)


def _explained(meanings: Meanings, row: Source, name: str, number: int) -> bool:
    """Take in what this row of a formula and the words beside it say of the name, if it declares or defines it."""
    formula = meanings.document.formulas[number]
    try:
        found = statements(meanings.context, row)
    except SymcheckError:
        return False
    bare = re.split(r"[_^]", name)[0]
    heads: list[str] = []
    fits: list[tuple[int, Statement]] = []  # how well a statement's heads fit the name
    for s in found:
        if s.pieces[0] is None:
            continue
        bounded = type(s.pieces[0].syntax) is Number and s.operators and s.operators[0] in ORDER and s.pieces[1] is not None
        own = labels_of(s.pieces[1 if bounded else 0].syntax)  # `0 < a < 1` is about a
        heads += own
        if s.operators and own:
            if name in heads or bare in heads:
                fits.append((0 if name in heads else 1 if own[0] != bare else 2, s))
            heads = []
    for _, s in sorted(fits, key=lambda fit: fit[0]):
        op = s.operators[0]
        if meanings.recursions.gives(s.pieces[0].syntax) is not None:
            continue
        if op in ORDER and samples.mean_of_samples(meanings, name, row):
            return True  # a mean that is not zero, beside the data
        if s.declares or op in ORDER:
            said = told.with_traits(row, formula.before, told.said_after(meanings.document.formulas, number)) \
                if op == r"\in" else row
            return said is not row and meanings.declare(said) or meanings.declare(row) or meanings.declare(s.cut(len(s.pieces))) \
                or meanings.declare_joined(row)
        if name != bare and labels_of(s.pieces[0].syntax)[0] == bare and (known := meanings.context.scope.bare(bare)) is not None \
                and known.expr is not None and known.expr.op == "let" and op in EQUALITIES:
            continue  # `\\ell = \\log 3` of an \\ell with a definition says nothing of \\ell_i
        if number > meanings.at and arguments(s.pieces[0].syntax) and _stands_alone(meanings, name):
            continue
        if op in EQUALITIES and meanings.depth < DEPTH and (name != bare or labels_of(s.pieces[0].syntax)[0] == name):
            meanings.depth += 1
            try:
                return define(meanings, s, bare=True) is None
            finally:
                meanings.depth -= 1
    return False
