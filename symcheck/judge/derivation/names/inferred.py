r"""The shapes of names that a document never declares, inferred from how it uses them.

Authors write `\|Xw - y\|^2` after declaring X and y alone. For such a name the declarations it could
have are tried on the formulas that hold it, the likeliest first: unknown lengths before known ones,
so that what is found is as general as the formulas allow (a square matrix would hide a transpose), and
of vectors, matrices and numbers what letter, font, transposes, norms and indices speak for. It is
declared only where some choice makes the formula at hand well-typed, and what was taken is said.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from itertools import count

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.laws.models import NOISE
from symcheck.judge.derivation.names.candidates import RIVAL, Candidates
from symcheck.judge.derivation.names.survey import Survey
from symcheck.judge.derivation.names.usage import Name, Row, Usage, Use, at_its_head, headed, named_in
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import undecorated
from symcheck.read.context import Context, Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Additive, Group, Number, Product, Script, Symbol, Syntax
from symcheck.text import SymcheckError

UNDECLARED = re.compile(r"^(.*?) is not declared$")
ROWS = 10  # rows of the document on which a choice is tried
CONSTANTS = frozenset(("I", "1", "0", "e"))  # what is read without being declared
CHOICES = 400  # partial choices looked at
FOUND = 24  # whole choices compared
MISFIT = 3.0  # what a row that does not fit costs
FAR = 6  # formulas after which a definition is one of a later part
# Letters of activations, which act entry by entry where their arguments are no plain variables: \phi(Wx + b).
ACTIVATIONS = frozenset((r"\phi", r"\varphi", r"\sigma", r"\psi", r"\rho"))
STRAIN = 4.0  # what a rule for sloppy shapes costs


_NUMBER = re.compile(r"(?:\\[A-Za-z]+|[a-z])(?:_(?:\{?\w\}?))? \\in \\mathbb\{R\}(?:, \S+ > 0)?")

# `\\|W\\|_F^2`, the left side of what a norm is.
_NORM = re.compile(r"\s*(?:\\left\s*)?(?:\\\||\\lVert|\\Vert|‖)[^=]*(?:\\\||\\rVert|\\Vert|‖)\s*(?:_\s*\{?\w\}?)?\s*(?:\^\s*\{?2\}?)?\s*(?:_\s*\{?\w\}?)?\s*")
# `f'(w) =`, `\\nabla_w f(w) &= `, `\\nabla \\mathcal{L}(w) =`: the letter of a function at which its derivative is taken.
_PRIMED = r"(?:(?:'|\\prime\s*\}?)|\\nabla\s*(?:_\s*(?:\{[^{}]*\}|\\?\w)\s*)?\\?[A-Za-z]+(?:\{[A-Za-z]\})?)\s*\(\s*%s\s*\)\s*&?\s*="
# `\\arg\\min_w`, `\\min_{\\theta \\in`, `\\underset{w}{`: the letter over which something is optimized.
_OPTIMIZED = (r"(?:\\m(?:in|ax)|\\argm(?:in|ax)|\\(?:operatorname|mathrm)\s*\*?\s*\{\s*arg\s*(?:\\[,;!: ]|~|\s)*m(?:in|ax)\s*\})\s*(?:\\limits)?\s*_\s*(?:\{\s*)?%s(?![A-Za-z_^'])"
              r"|\\underset\s*\{\s*%s(?![A-Za-z_^'])")

# `f_\\mu`, as it stands.
_GREEK_BELOW = re.compile(r"_\s*\{?\s*\\[A-Za-z]+\s*\}?\s*$")

# `\\mathcal{N}(w \\mid 0, I)`, a law as the author writes its density.
_NORMAL = re.compile(r"\\(?:mathcal|mathrm|text)\s*\{?\s*N\s*\}?")


def _is_number(line: str) -> bool:
    """Is this the declaration of a small letter as a number?"""
    return _NUMBER.fullmatch(line) is not None


def declared_by(line: str) -> str:
    """The name on the left side of a declaration."""
    return re.split(r" \\in | : ", line)[0]


def _is_condition(s: Statement, bare: str) -> bool:
    r"""Is this `t_k \ge 0` or `\sum_k t_k = 1`, of nothing but t and a number?"""
    last = s.pieces[-1]
    return len(s.operators) == 1 and last is not None and type(last.syntax) is Number and s.pieces[0] is not None \
        and {n.base for n in named_in(s.pieces[0].syntax) if n.below or n.base == bare} == {bare}


class Inference:
    """Inference over one document. `survey` says where indices end."""

    def __init__(self, usage: Usage, survey: Survey, far: int = FAR):
        self.usage, self.survey, self.far = usage, survey, far
        self.candidates = Candidates(usage, survey)
        self.inferred: set[str] = set()  # names that were declared so

    def lines(self, context: Context, piece: Piece, at: int) -> tuple[list[str], bool]:
        """Declarations under which the piece, in formula number `at`, is well-typed, none where choices of other kinds
        do nearly as well or where too many rows do not fit; and whether the names are free, as they are not where one is first met in
        a claim (a name that is only mentioned is not met there)."""
        found = sorted(self._found(context, piece, at), key=lambda f: f[0])
        if not found:
            return [], True
        cost, chosen = found[0]
        rows = self._rows(chosen, at)
        rivals = {_kinds(other) for c, other in found if c < cost + RIVAL}
        free = self._are_free(chosen)
        if len(rivals) > 1 or not free and not all(map(_is_number, chosen)) or self._takes_apart(context, chosen):
            return [], True
        misfits = self._misfits(self._under(context, chosen), rows)
        if misfits > max(1, len(rows) // 3) and misfits - self._misfits_anyhow(context, chosen, rows) > 1:
            return [], True
        self.inferred |= {declared_by(line) for line in chosen}
        return list(chosen), free

    def _takes_apart(self, context: Context, chosen: tuple[str, ...]) -> bool:
        r"""Does the document write a matrix that is declared as a product of these names, `X = U S V^\top`? What they are is told in
        words, if at all."""
        names = {_whole(declared_by(line)) for line in chosen}
        for s in (s for row in self.usage.rows for s in row.statements if s.operators):
            name = headed(s)
            entry = context.scope.bare(name.bare) if name is not None and s.pieces[1] is not None else None
            if entry is not None and entry.expr is not None and entry.expr.op == "var" and is_matrix(entry.expr.shape):
                inside = {n.bare for n in named_in(s.pieces[1].syntax)}
                if name.bare not in inside and names & inside and len(inside) > 1:
                    return True
        return False

    def _under(self, context: Context, chosen: tuple[str, ...]) -> Context:
        context = context.copy()
        for line in chosen:
            context.declare(line)
        return context

    def _are_free(self, chosen: tuple[str, ...]) -> bool:
        """Are these names first used in what defines another one, as the data and parameters of a loss are? What is
        first met in a claim may be tied to other names by words that were not understood."""
        for line in chosen:
            used = (u.row for u in self.usage.uses.get(_whole(declared_by(line)), ()))
            bare = _whole(declared_by(line))
            first = next((row for row in used if any(s.operators and s.operators != [r"\in"] and not _is_condition(s, bare) for s in self.usage.rows[row].statements)), None)
            if first not in self.usage.defined.values() and first not in self.usage.models and not self._is_norm_of(bare, first) \
                    and not self._is_argument(bare, first) and not self._is_optimized(bare, first):
                return False
        return True

    def _is_norm_of(self, bare: str, row: int | None) -> bool:
        r"""Is this the W of `\|W\|_F^2 = \sum_{i, j} W_{ij}^2`, alone in a statement that begins with its norm? That holds for any W."""
        return row is not None and any(
            {n.bare for p in s.pieces if p is not None for n in named_in(p.syntax) if n.bare not in ("F", "2")} == {bare}
            and any(u.row == row and u.normed for u in self.usage.uses.get(bare, ())) and _NORM.match(s.text(0)) is not None
            and not any(type(p.syntax) is Number for p in s.pieces if p is not None)
            for s in self.usage.rows[row].statements if s.operators and s.pieces[0] is not None)

    def _is_argument(self, bare: str, row: int | None) -> bool:
        r"""Is this the x of a claim about `\nabla_x \|B x - a\|^2`, where it is met first? It holds for any x."""
        return row is not None and any(
            sum(n.bare == bare for n in named_in(s.pieces[0].syntax)) > 1 and any(
                u.row == row and u.differentiated for u in self.usage.uses.get(bare, ()))
            for s in self.usage.rows[row].statements if s.operators and s.pieces[0] is not None)

    def _is_optimized(self, bare: str, row: int | None = None) -> bool:
        r"""Is this the m of `\arg\min_m (x - m)^2`, in this row or in any? The claim is of every m, and `m = ..` further on solves for it."""
        rows = self.usage.rows if row is None else self.usage.rows[row:row + 1]
        return any(re.search(_OPTIMIZED.replace("%s", re.escape(bare)), r.source.text) is not None for r in rows)

    def _found(self, context: Context, piece: Piece, at: int) -> Iterator[tuple[float, tuple[str, ...]]]:
        """(cost, declarations) of the choices that fit, the cheapest first but for the rows that do not fit."""
        order = count()
        queue: list[tuple[float, int, Context, tuple[str, ...]]] = [(0.0, next(order), context, ())]
        looked = found = 0
        least = float("inf")
        while queue and looked < CHOICES and found < FOUND:
            cost, _, trial, chosen = heapq.heappop(queue)
            if cost > least + RIVAL:
                return
            looked += 1
            missing, strained = self._missing(trial, piece)
            if missing and any(
                    e.base == _base(missing) and e.name not in self.inferred for e in trial.scope) and not chosen:
                return  # a sibling of declared names: forgotten, or a slip
            if missing == "":
                found += 1
                cost += strained + MISFIT * self._misfits(trial, self._rows(chosen, at))
                least = min(least, cost)
                yield cost, chosen
                continue
            name = self._name(missing, piece, at) if missing is not None else None
            if missing in ACTIVATIONS and name is None and self._is_called(missing):
                new = trial.copy()
                new.declare(line := rf"{missing} : \mathbb{{R}} \to \mathbb{{R}}")
                heapq.heappush(queue, (cost, next(order), new, (*chosen, line)))
                continue
            if name is None or any(line.startswith(f"{name.bare} ") for line in chosen):
                continue
            for more, line in self.candidates.of(trial, name):
                new = trial.copy()
                try:
                    new.declare(line)
                except SymcheckError:
                    continue
                heapq.heappush(queue, (cost + more, next(order), new, (*chosen, line)))

    def _is_called(self, letter: str) -> bool:
        """Does this letter stand with an argument wherever it stands, and get no formula?"""
        uses = self.usage.uses.get(letter, ())
        return bool(uses) and all(u.called for u in uses) and letter not in self.usage.defined

    def _missing(self, context: Context, piece: Piece) -> tuple[str | None, float]:
        """The name that a piece still lacks, '' where it is well-typed, None where no name would help; and what it
        costs that it is read by a rule for sloppy shapes only."""
        try:
            notes = context.reading(piece).notes
        except SymcheckError as error:
            found = UNDECLARED.match(error.diagnostic.headline) if error.diagnostic.id == "undeclared-name" else None
            return (found[1] if found is not None else None), 0
        return "", STRAIN * len(notes)

    def _misfits(self, context: Context, rows: list[Row]) -> int:
        """How many rows are ill-typed, as far as their names are known; what they define is known to the next."""
        found, context = 0, context.copy()
        for row in rows:
            found += any(self._misfit(context, s) for s in row.statements)
        return found

    def _misfits_anyhow(self, context: Context, chosen: tuple[str, ...], rows: list[Row]) -> int:
        """How many rows are ill-typed whatever the one name chosen for is: what else they speak of is not known here. None where a rival fits them."""
        name = next((n for row in rows for s in row.statements for p in s.pieces if p is not None for n in named_in(p.syntax)
                     if len(chosen) == 1 and n.bare == declared_by(chosen[0])), None)
        if name is None:
            return 0
        alike = rows
        for _, line in [(0, chosen[0]), *self.candidates.of(context, name)]:
            try:
                under = self._under(context, (line,))
            except SymcheckError:
                continue
            alike = [row for row in alike if self._misfits(under, [row])]
        return len(alike)

    def _misfit(self, context: Context, s: Statement) -> bool:
        if _is_density(s):
            return any(p is not None and _is_ill_typed(context, p) for p in s.pieces[1:])
        s = at_its_head(context, s)
        name = headed(s)
        if name is not None and s.pieces[1] is not None and type(s.pieces[1].syntax) is Number:
            return False  # `x_i = 1` of a special case, where vectors have the length 1
        if name is not None and s.pieces[1] is not None and _is_free(context, name):
            try:
                context.declare(s.cut(2))
            except SymcheckError as error:
                return error.diagnostic.id == "shape-mismatch" and not self._is_numbered(error)
            made = [e.expr for e in context.scope.entries.get(name.base, ()) if e.name == name.bare and e.expr is not None]
            if any(is_scalar(e.shape) for e in made) and any(
                    u.transposed or u.normed for u in self.usage.uses.get(name.bare, ())):
                return True  # a number that is written as a vector
        before: Expr | None = None
        for k, piece in enumerate(s.pieces):
            e = None
            if piece is not None and (k or undecorated(piece.syntax) is None):  # `w_{MAP}` is no entry of w
                try:
                    e = context.reading(piece).expr
                except SymcheckError as error:
                    another = error.diagnostic.headline.endswith("has no entries") and (self.usage.steps or _is_marked(error) or self._is_numbered(error))  # \\theta_t beside a number \\theta: no entry of it
                    if error.diagnostic.id == "shape-mismatch" and not another:
                        return True
            if e is not None and before is not None and s.operators[k - 1] in EQUALITIES \
                    and e.shape not in (before.shape, before.shape[::-1]) and e.op != "num":
                return True
            before = e
        return False

    def _is_numbered(self, error: SymcheckError) -> bool:
        """Is this of `h_{t-1}` in a sum over t, where each of `h_1`, `h_2` has a formula and there is no h?"""
        base = error.diagnostic.headline.removesuffix(" has no entries")
        return base != error.diagnostic.headline and any(re.fullmatch(rf"{re.escape(base)}_\d", name) for name in self.usage.defined) and re.search(
            rf"(?<![A-Za-z\\]){re.escape(base)}(?![A-Za-z]|\s*_)", " ".join(s.row.text for row in self.usage.rows for s in row.statements)) is None

    def _rows(self, chosen: tuple[str, ...], at: int) -> list[Row]:
        """The rows nearest to formula `at` that hold a name chosen for, or one that is defined by it."""
        names = {_whole(declared_by(line)) for line in chosen}
        held = {u.row for name in names for u in self.usage.uses.get(name, ())
                if not u.name.below or not self.candidates.is_letter_apart(name)}
        made = {name for name, row in self.usage.defined.items() if row in held}
        held |= {u.row for name in made for u in self.usage.uses.get(name, ()) if self._is_of_made(name, u)}
        held -= {u.row for name in names & self.usage.stepped for u in self.usage.uses.get(name, ()) if self.usage.steps & {*u.name.below}}  # w_t is no entry of w
        near = sorted(held, key=lambda k: abs(self.usage.rows[k].formula - at))[:ROWS]
        return [self.usage.rows[k] for k in sorted(near)]

    def _is_of_made(self, name: str, use: Use) -> bool:
        r"""Does this use of a name speak of what is defined? The \ell_i beside `\ell(w) = ..` is another thing, and so is the
        letter z of `\sigma(z) = ..` beside `z_i = w^\top x_i`."""
        heads = [n for s in self.usage.rows[self.usage.defined[name]].statements if (n := headed(s)) is not None and n.bare == name]
        if any(n.below for n in heads):
            return use.name.below != () or name not in self.survey.formals
        return use.name.below == () or name not in self.survey.functions

    def _name(self, missing: str, piece: Piece, at: int) -> Name | None:
        """The name that is missing, where the document uses it as one that it never defines."""
        missing = re.sub(r"(?<=\})\^\{?2\}?$", "", missing)  # `W_{ij}^2`
        for name in named_in(piece.syntax):
            if missing in _spellings(name):
                break
        else:
            return None
        uses = self.usage.uses.get(name.bare, ())
        rows = {u.row for u in uses}
        if not rows or len(rows) < 2 and not any(map(self._is_made_of_several, rows)) and not self._is_optimized(name.bare) or name.base in CONSTANTS and missing != "e" or name.base in self.survey.counting or 2 * sum(u.called for u in uses) > len(uses):
            return None
        defined = self.usage.defined.get(name.bare)
        if defined is not None and not self._is_alias(name.bare, defined) and self.usage.rows[defined].formula <= (
                at if any(u.differentiated for u in uses) or self._is_primed(name.bare) or self._is_optimized(name.bare) else at + self.far):
            return None
        return name

    def _is_primed(self, bare: str) -> bool:
        r"""Does the document write `f'(w) = ..` or `\nabla f(w) = ..` of this letter of a function? Then `w = ..` further on is what solves for it."""
        return bare in self.survey.formals and re.search(_PRIMED % re.escape(bare), self.survey.text) is not None

    def _is_made_of_several(self, k: int) -> bool:
        """Does this row define something of several names, none of them noise? What it says of a name is more than a guess."""
        row = self.usage.rows[k]
        names = {n.bare for s in row.statements for p in s.pieces[1:] if p is not None for n in named_in(p.syntax)}
        noise = {n for n in names & NOISE if n != "v" or any(_is_term(p.syntax, n) for s in row.statements for p in s.pieces[1:] if p is not None)}
        return k in self.usage.defined.values() and (row.display or len(names) > 1 and not noise)

    def _is_alias(self, bare: str, row: int) -> bool:
        """Is this name said to be another one there, `a^{(0)} = x`, and no more?"""
        found = [s for s in self.usage.rows[row].statements if (n := headed(s)) is not None and n.bare == bare]
        return any(s.pieces[1] is not None and type(s.pieces[1].syntax) in (Symbol, Accent) for s in found)


def _is_term(s: Syntax, bare: str) -> bool:
    """Does a name stand as a term by itself in a sum, as noise does and the weights of a sum do not?"""
    return any(type(item) in (Symbol, Accent, Script) and any(n.bare == bare for n in named_in(item))
               for x in s.walk() if type(x) is Additive for item in x.items)


def _is_density(s: Statement) -> bool:
    r"""Is this `p(t \mid w) = ..`? Each p is another density, so that such a statement defines no function p."""
    head = s.pieces[0].syntax if s.pieces[0] is not None and s.operators else None
    called = type(head) is Product and len(head.items) == 2 and label(head.items[0]) in ("p", "P") and type(head.items[1]) is Group
    return called and (s.operators[0] == r"\propto" or _NORMAL.search(s.text(1)) is not None)


def _is_marked(error: SymcheckError) -> bool:
    r"""Is this of `f_\mu` beside a function f? A Greek letter below counts no entries."""
    d = error.diagnostic
    return d.span is not None and _GREEK_BELOW.search(d.source.text[d.span.start:d.span.end]) is not None


def _is_ill_typed(context: Context, piece: Piece) -> bool:
    """Do the shapes in a piece not fit?"""
    try:
        context.reading(piece)
    except SymcheckError as error:
        return error.diagnostic.id == "shape-mismatch"
    return False


def _is_free(context: Context, name: Name) -> bool:
    r"""May a statement define this name: has it no meaning, or only that of a number, beside which z_i are others?"""
    entry = context.scope.bare(name.base)
    return entry is None or name.below != () and entry.kind == "quantity" and is_scalar(entry.expr.shape)


def _kinds(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Whether each is a number, a vector or a matrix, and of which sizes known before."""
    return tuple(sorted(re.sub(r"\^\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", lambda m: "^M" if r"\times" in m[0] else "^v",
                               declared_by(line) + "|" + re.split(r" \\in | : ", line)[1]) for line in chosen))


def _spellings(name: Name) -> set[str]:
    """The ways in which a message may call a name."""
    made = set()
    for below in {"", "".join(name.below), ",".join(name.below)}:
        for above in {"", "".join(name.above)}:
            sub = ",".join(x for x in (name.sub, below) if x) or (name.sub + below)
            text = name.base
            if sub:
                text += f"_{sub}" if len(sub) == 1 else f"_{{{sub}}}"
            sup = name.sup + (f"({above})" if above else "")
            for t in ("", "T", r"\top", r"\intercal"):
                whole = sup + t
                made.add(text + ((f"^{whole}" if len(whole) == 1 else f"^{{{whole}}}") if whole else ""))
                if t:
                    made.add(text + (f"^{sup}" if sup else "") + f"^{t}")
    return made


def _base(missing: str) -> str:
    return re.split(r"[_^]", missing)[0]


def _whole(declared: str) -> str:
    """The bare name of a declaration's left side."""
    return re.sub(r"(?:_\{?[a-z](?:,[a-z])*\}?|\^\{\([a-z]\)\})$", "", declared)


