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
from symcheck.judge.derivation.names.survey import Survey
from symcheck.judge.derivation.names.usage import Name, Row, Usage, Use, at_its_head, headed, named_in, tag
from symcheck.judge.derivation.relations.links import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import undecorated
from symcheck.read.context import Context, Piece
from symcheck.read.syntax import Accent, Additive, Number, Script, Symbol, Syntax
from symcheck.text import SymcheckError

UNDECLARED = re.compile(r"^(.*?) is not declared$")
ROWS = 10  # rows of the document on which a choice is tried
CONSTANTS = frozenset(("I", "1", "0", "e"))  # what is read without being declared
CHOICES = 400  # partial choices looked at
FOUND = 24  # whole choices compared
RIVAL = 2.5  # a choice that costs no more than this above the best is a rival of it
MISFIT = 3.0  # what a row that does not fit costs
FAR = 6  # formulas after which a definition is one of a later part
# Letters of activations, which act entry by entry where their arguments are no plain variables: \phi(Wx + b).
ACTIVATIONS = frozenset((r"\phi", r"\varphi", r"\sigma", r"\psi", r"\rho"))
STRAIN = 4.0  # what a rule for sloppy shapes costs


_NUMBER = re.compile(r"(?:\\[A-Za-z]+|[a-z])(?:_(?:\{?\w\}?))? \\in \\mathbb\{R\}(?:, \S+ > 0)?")
# `\\ell(\\mu, \\sigma^2)`, `\\mathcal{N}(0, \\sigma^2)`: the square of a number as an argument, which is a scale then.
_SQUARED = r"[(,;]\s*%s\s*\^\s*(?:2|\{\s*2\s*\})\s*(?:I(?:_\w)?\s*)?(?:\\[bB]ig+r?|\\right)?\s*[),;]"

# `f'(w) =`, `\\nabla_w f(w) &= `, `\\nabla \\mathcal{L}(w) =`: the letter of a function at which its derivative is taken.
_PRIMED = r"(?:(?:'|\\prime\s*\}?)|\\nabla\s*(?:_\s*(?:\{[^{}]*\}|\\?\w)\s*)?\\?[A-Za-z]+(?:\{[A-Za-z]\})?)\s*\(\s*%s\s*\)\s*&?\s*="


# `(x_1, y_1) = (1, 2)`: members of x, or of y, that are numbers.
_FIRST_LISTED = r"\(\s*(?:%s_\{?1\}?\s*,\s*\\?[A-Za-z]+_\{?1\}?|\\?[A-Za-z]+_\{?1\}?\s*,\s*%s_\{?1\}?)\s*\)\s*=\s*\(\s*[-+]?[\d.]+\s*,\s*[-+]?[\d.]+\s*\)"


def _is_number(line: str) -> bool:
    """Is this the declaration of a small letter as a number?"""
    return _NUMBER.fullmatch(line) is not None


def declared_by(line: str) -> str:
    """The name on the left side of a declaration."""
    return re.split(r" \\in | : ", line)[0]


class Inference:
    """Inference over one document. `survey` says where indices end."""

    def __init__(self, usage: Usage, survey: Survey):
        self.usage, self.survey = usage, survey
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
        if len(rivals) > 1 or not free and not all(map(_is_number, chosen)) or self._takes_apart(context, chosen) \
                or self._misfits(self._under(context, chosen), rows) > max(1, len(rows) // 3):
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
            first = next((row for row in used if any(s.operators and s.operators != [r"\in"] for s in self.usage.rows[row].statements)), None)
            if first not in self.usage.defined.values() and first not in self.usage.models and not self._is_argument(_whole(declared_by(line)), first):
                return False
        return True

    def _is_argument(self, bare: str, row: int | None) -> bool:
        r"""Is this the x of a claim about `\nabla_x \|B x - a\|^2`, where it is met first? It holds for any x."""
        return row is not None and any(
            sum(n.bare == bare for n in named_in(s.pieces[0].syntax)) > 1 and any(
                u.row == row and u.differentiated for u in self.usage.uses.get(bare, ()))
            for s in self.usage.rows[row].statements if s.operators and s.pieces[0] is not None)

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
            for more, line in self._candidates(trial, name):
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

    def _misfit(self, context: Context, s: Statement) -> bool:
        s = at_its_head(context, s)
        name = headed(s)
        if name is not None and s.pieces[1] is not None and type(s.pieces[1].syntax) is Number:
            return False  # `x_i = 1` of a special case, where vectors have the length 1
        if name is not None and s.pieces[1] is not None and _is_free(context, name):
            try:
                context.declare(s.cut(2))
            except SymcheckError as error:
                return error.diagnostic.id == "shape-mismatch"
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
                    stepped = self.usage.steps and error.diagnostic.headline.endswith("has no entries")  # \\theta_t beside a number \\theta: no entry of it
                    if error.diagnostic.id == "shape-mismatch" and not stepped:
                        return True
            if e is not None and before is not None and s.operators[k - 1] in EQUALITIES \
                    and e.shape not in (before.shape, before.shape[::-1]) and e.op != "num":
                return True
            before = e
        return False

    def _rows(self, chosen: tuple[str, ...], at: int) -> list[Row]:
        """The rows nearest to formula `at` that hold a name chosen for, or one that is defined by it."""
        names = {_whole(declared_by(line)) for line in chosen}
        held = {u.row for name in names for u in self.usage.uses.get(name, ())
                if not u.name.below or not self._is_letter_apart(name)}
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
        for name in named_in(piece.syntax):
            if missing in _spellings(name):
                break
        else:
            return None
        uses = self.usage.uses.get(name.bare, ())
        rows = {u.row for u in uses}
        if not rows or len(rows) < 2 and not any(map(self._is_made_of_several, rows)) or name.base in CONSTANTS or name.base in self.survey.counting or 2 * sum(u.called for u in uses) > len(uses):
            return None
        defined = self.usage.defined.get(name.bare)
        if defined is not None and not self._is_alias(name.bare, defined) and self.usage.rows[defined].formula <= (
                at if any(u.differentiated for u in uses) or self._is_primed(name.bare) else at + FAR):
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

    def _candidates(self, context: Context, name: Name) -> Iterator[tuple[float, str]]:
        """(cost, declaration) of what a name may be."""
        if not name.below and not name.above and self._takes_listed(name.bare):
            yield 0, rf"{name.bare} \in \mathbb{{R}}"
            return
        uses = [u for u in self.usage.uses[name.bare] if not self.usage.steps & {*u.name.below}]  # w_t is no entry of w
        if not name.below and self._is_letter_apart(name.bare):
            uses = [u for u in uses if not u.name.below] or uses
        whole = any(not u.name.below and not u.name.above for u in uses)
        axes = max((len(u.name.below) for u in uses), default=0)
        if name.above or axes and not whole:
            yield from self._families(context, name, uses)
        if name.above or axes > 1 and not whole and not _capital(name):
            return
        if axes and not whole and not _capital(name) and any(u.transposed and u.name.below for u in uses):
            return  # the x_i of `w^\\top x_i`: no entry, but a vector for each i
        number, vector, matrix = _costs(name, uses, axes if whole or axes > 1 else 0)
        if not self.survey.has_vectors and number < 9:
            vector, matrix = vector + RIVAL, matrix + RIVAL
        if name.bare in self.survey.drawn_vectors:
            number, matrix = 9, 9
        if number < 9:
            scale = rf", {name.bare} > 0" if self._is_scale(name) else ""
            yield number, rf"{name.bare} \in \mathbb{{R}}{scale}"
        if self.survey.scalars_only:
            return
        own, *known = self._sizes(context, name)
        told = [self._range(context, uses, axis, axes) for axis in range(axes)]
        first = told[0] if axes == 1 and told[0] else own
        for size in dict.fromkeys((first, own, *known)):
            yield vector + (size != first) * 0.2, rf"{name.bare} \in \mathbb{{R}}^{{{size}}}"
        if matrix < 9:
            told = told if axes == 2 else [None, None]
            rows = tuple(dict.fromkeys((told[0] or f"m_{{{tag(name.bare)}}}", *known)))
            columns = tuple(dict.fromkeys((told[1] or f"n_{{{tag(name.bare)}}}", *known)))
            for m in rows:
                for n in columns:
                    worth = matrix + (m != rows[0]) * 0.2 + (n != columns[0]) * 0.2 + (m == n) * 0.5
                    yield worth, rf"{name.bare} \in \mathbb{{R}}^{{{m} \times {n}}}"

    def _is_scale(self, name: Name) -> bool:
        r"""Does the document take functions at the square of a name, as `\ell(\mu, \sigma^2)`? That is a positive number."""
        return re.search(_SQUARED % re.escape(name.bare), self.survey.text) is not None

    def _is_letter_apart(self, bare: str) -> bool:
        r"""Is this the letter z of `\phi(z) = ..` in a document that defines `z_i = w_i x + b_i`? Those are no entries of it then,
        but values for it."""
        row = self.usage.defined.get(f"{bare}_")
        return row is not None and bare in self.survey.formals and any(
            n.bare == bare and n.below for s in self.usage.rows[row].statements if (n := headed(s)) is not None)

    def _takes_listed(self, bare: str) -> bool:
        r"""Is this the letter x of a function `f(x; w)` that is taken at numbers x_i, listed as `(x_1, y_1) = (1, 2)`?"""
        return bare in self.survey.formals and re.search(_FIRST_LISTED % (2 * (re.escape(bare),)), self.survey.text) is not None

    def _families(self, context: Context, name: Name, uses) -> Iterator[tuple[float, str]]:
        """Members numbered by the index letters of a name that never stands without them."""
        letters = name.above or name.below
        ends = [self._end(context, x) for x in letters]
        if None in ends:
            return
        shown = spelled_with(name, letters)
        ranges = "".join(rf", {x} = 1, \dots, {end}" for x, end in zip(letters, ends))
        entries = name.below if name.above else ()
        number, vector, matrix = _costs(name, uses, len(entries))
        if number < 9 and not entries:
            yield number, rf"{shown} \in \mathbb{{R}}{ranges}"
        own, *known = self._sizes(context, name)
        for size in (own, *known):
            yield vector + (size != own) * 0.2, rf"{shown} \in \mathbb{{R}}^{{{size}}}{ranges}"

    def _end(self, context: Context, letter: str) -> str | None:
        """Where an index ends."""
        if letter in self.survey.ranges:
            return self.survey.ranges[letter]
        entry = context.scope.bare(letter)
        if entry is not None and entry.kind == "index" and isinstance(getattr(entry, "dim", None), str):
            return entry.dim
        if (number := self.survey.counted_end(letter)) is not None:
            return number
        return next(iter(self.survey.ranges.values()), None) if len({*self.survey.ranges.values()}) == 1 else None

    def _range(self, context: Context, uses, axis: int, axes: int) -> str | None:
        r"""How far the index at a place of the name runs by a sum or a list of the document: D for the i of `W_{ki}`
        in `\sum_{i=1}^D W_{ki} x_i`, 3 for that of `\sum_{i=1}^3 x_i`; None where it runs differently in other places."""
        found = {self._end(context, u.name.below[axis]) for u in uses if len(u.name.below) == axes
                 and (u.name.below[axis] in self.survey.ranges or self.survey.counted_end(u.name.below[axis]) is not None)}
        return found.pop() if len(found) == 1 else None

    def _sizes(self, context: Context, name: Name) -> list[str]:
        """A length of its own, then the known ones."""
        return [f"n_{{{tag(name.bare)}}}", *(d for d in context.dims if isinstance(d, str) and "{" not in d or "_{" in str(d))]


def _is_term(s: Syntax, bare: str) -> bool:
    """Does a name stand as a term by itself in a sum, as noise does and the weights of a sum do not?"""
    return any(type(item) in (Symbol, Accent, Script) and any(n.bare == bare for n in named_in(item))
               for x in s.walk() if type(x) is Additive for item in x.items)


def _is_free(context: Context, name: Name) -> bool:
    r"""May a statement define this name: has it no meaning, or only that of a number, beside which z_i are others?"""
    entry = context.scope.bare(name.base)
    return entry is None or name.below != () and entry.kind == "quantity" and is_scalar(entry.expr.shape)


def _kinds(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Whether each is a number, a vector or a matrix, and of which sizes known before."""
    return tuple(sorted(re.sub(r"\^\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", lambda m: "^M" if r"\times" in m[0] else "^v",
                               declared_by(line) + "|" + re.split(r" \\in | : ", line)[1]) for line in chosen))


def spelled_with(name: Name, letters: tuple[str, ...]) -> str:
    """The name with its index letters, as members of a family are declared."""
    inner = ",".join(letters) if len(letters) > 1 else letters[0]
    return f"{name.bare}^{{({inner})}}" if name.above else f"{name.bare}_{{{inner}}}"


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


def _capital(name: Name) -> bool:
    letter = re.sub(r"^\\(?:hat|tilde|bar|check)\{(.*)\}$", r"\1", name.base)
    return letter.lstrip("\\")[:1].isupper()


def _costs(name: Name, uses, entries: int) -> tuple[float, float, float]:
    """How unlikely it is that a name is a number, a vector, a matrix; 9 and more is out of the question."""
    if entries == 1:
        return 9, 0, 6 if not _capital(name) and any(u.transposed for u in uses) else 2
    if entries > 1:
        return 9, 9, 0
    bold = any(u.font in ("bf", "bm", "vec") for u in uses)
    vector_like = bold or any(u.transposed or u.normed or u.applied or u.differentiated == "nabla" for u in uses)
    if _capital(name):
        return (6, 4, 0) if vector_like else (3.5, 4, 0)
    if vector_like:
        return 5, 0, 6
    greek = name.base.startswith("\\") and not name.base.startswith((r"\hat", r"\bar", r"\tilde", r"\ell"))
    return (0, 3, 8) if greek or name.below or name.above else (1, 1.5, 7)

