r"""How a document writes its names: with which scripts, transposed, inside a norm, under a nabla.

From the syntax alone: nothing here knows what a name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symcheck.judge.derivation.names import examples_ahead
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.heads import is_call, is_error, is_operator, nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import matrices_named, put_in, words
from symcheck.read.context import Context, Piece
from symcheck.read.documents import Document
from symcheck.read.names import STARS, base_of, is_transpose, label, parts, spelled
from symcheck.read.syntax import (
    Accent,
    BigOperator,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source, SymcheckError

NORMS = frozenset((r"\|", r"\lVert", r"\Vert", "‖"))
_MODEL = re.compile(r"\s*(?:p|P|\\Pr|\\(?:mathbb|mathrm|operatorname)\s*\{P\w*\})(?:_\S+)?\s*(?:\\left)?[(\[].*(?:\\mid|\|)")
_DENSITIES = frozenset(("p", "P"))
_BY = {r"\partial": "partial", "d": "total"}
COUNTERS = frozenset("ijklmnrstuvbcdp")
_MATRICES = frozenset("ABHMPQSUVWX")  # letters that stand for matrices where a small letter comes right after them


@dataclass(frozen=True, slots=True)
class Name:
    r"""A name as it is declared: `W_2`, `\theta^*`, and the letters that count members or entries.

    `below` are index letters in the subscript, `above` in the superscript.
    """

    base: str
    sub: str = ""
    sup: str = ""
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """Without the index letters: what a declaration of the whole would name."""
        return spelled(self.base, self.sub or None, self.sup or None)


@dataclass(frozen=True, slots=True)
class Use:
    """One occurrence of a name, in which row and how."""

    name: Name
    row: int
    font: str
    transposed: bool  # or right after a vector that is, as the x of "w^T x"
    normed: bool  # or in a product by entries
    differentiated: str  # by `nabla`, `partial` or `total` (`d/dz`), else ""
    called: bool
    applied: bool = False  # right after the letter of a matrix, as the x of `W x`


@dataclass(slots=True)
class Row:
    """A row of the document with its statements; `formula` is the number of its formula, in a `display` or among words."""

    source: Source
    formula: int
    display: bool
    statements: list[Statement]


# `(t_1, \\dots, t_N)^\\top`
_LIST = re.compile(r"\s*(?:\\left)?\s*[(\[][^()\[\]]*\\[lcv]?dots")

# `w \\leftarrow w - ..`
_MOVED = re.compile(r"\s*([a-z]|\\(?:theta|beta|mu|alpha))\s*&?\s*(?:\\leftarrow|\\gets)(?![A-Za-z])\s*&?\s*\1(?![A-Za-z_^])")

_VALUES = re.compile(r"\s*(?:\\left)?\s*\(\s*[-+]?[\d./]+(?:\s*,\s*[-+]?[\d./]+)+\s*(?:\\right)?\s*\)(?:\s*\^\s*\{?\s*(?:\\top|T)\s*\}?)?\s*[.,;]?\s*")


def _begins_anew(before: str, found: list[Statement]) -> bool:
    r"""Do the words begin with another function, "For linear regression we take $J(w) = ..$"?"""
    said = words.SENTENCES.split(words.ABBREVIATION.sub("", before))[-1]
    head = found[0].pieces[0] if found and found[0].operators[:1] == ["="] else None
    return head is not None and type(head.syntax) is Product and len(head.syntax.items) == 2 and is_call(head.syntax.items[1]) \
        and words.BEGINS.search(said) is not None and words.CONCLUDES.search(said) is None and words.CASE.search(said) is None


class Usage:
    """Every occurrence of every name. `defined`: bare name -> first row in which it heads an equation; `models`: rows
    that say what a density is, how data come about, or what holds of a name introduced beside them; `steps`: letters that count the steps of a method, as in w_{t+1}, and
    `stepped` the w of these."""

    def __init__(self, document: Document, context: Context):
        self.rows: list[Row] = []
        self.uses: dict[str, list[Use]] = {}
        self.defined: dict[str, int] = {}
        self.models: set[int] = set()
        for k, formula in enumerate(document.formulas):
            for row in formula.rows:
                try:
                    found = statements(context, row)
                except SymcheckError:
                    continue
                if not formula.display and words.FITTED.search(formula.before) and any(s.operators[:1] == [r"\approx"] for s in found):
                    continue  # "we fit $y \\approx \\theta x$": any one of the samples
                if self._are_values_of_example(document, found, row, k):
                    continue
                self.rows.append(Row(row, k, formula.display, found))
                self._take(context, found, len(self.rows) - 1, not formula.display and (words.KINK_IS.search(formula.before) is not None or matrices_named.is_decomposition(formula.before, formula.after) or put_in.is_one(document.formulas, k)))
                if words.MODELLED.search(formula.before) or words.SUBJECT.search(formula.before) or not formula.display and (
                        words.APPOSITION.match(formula.before) or _is_total(found)) or _begins_anew(formula.before, found):
                    self.models.add(len(self.rows) - 1)
        for bare, found in self.uses.items():
            if any(u.called for u in found) and matrices_named.is_matrix(bare, document.text):  # `H (w - c)` is a product
                self.uses[bare] = [replace(u, called=False) for u in found]
        for bare in [b for b, k in self.defined.items() if self._is_example(b, k)]:
            del self.defined[bare]
        marked = {u.name.base: m[1] for found in self.uses.values() for u in found[:1]
                  if (m := re.fullmatch(r"([a-z])[-+]1", u.name.sub.replace(" ", ""))) is not None}
        marked |= {base: "t" for base in self._moved() if base not in marked and any("t" in u.name.below for u in self.uses.get(f"{base}_", self.uses.get(base, ())))}
        self.steps, self.stepped = {*marked.values()}, {*marked}

    def _moved(self) -> set[str]:
        r"""The w of `w \leftarrow w - \eta J'(w)`, of which the w_t are what the steps make."""
        return {m[1] for row in self.rows if (m := _MOVED.match(row.source.text)) is not None}

    def _is_example(self, bare: str, row: int) -> bool:
        r"""Does this row give numbers, `t = (1, 4)`, to a name whose members t_n stood in formulas before it?"""
        values = [s.text(1) for s in self.rows[row].statements if s.pieces[0] is not None and s.pieces[-1] is not None and len(s.pieces) > 1]
        return any(map(_VALUES.fullmatch, values)) and any(u.name.below and u.row < row for u in self.uses.get(bare, ()))

    def _are_values_of_example(self, document: Document, found: list[Statement], row: Source, k: int) -> bool:
        """Does this row give numbers to names of which formulas before it speak in general, or tell what comes out of these?"""
        first = min((u.row for s in found if s.pieces[0] is not None for name, *_ in _names(s.pieces[0].syntax) for u in self.uses.get(name.bare, ())), default=None)
        return first is not None and examples_ahead.are_values(document, row.text, self.rows[first].formula, k)

    def _take(self, context: Context, found: list[Statement], row: int, is_place: bool) -> None:
        for s in found:
            name = headed(at_its_head(context, s))
            if name is not None and (is_place or _is_number(s.pieces[1]) or _is_symmetry(s) or _lists_members(name, s)):
                pass  # `A = A^\\top`, `t = 5` of an example, `the kink is at $x = -b / w$`: a value, not what t is
            elif name is not None:
                self.defined.setdefault(name.bare, row)
                if name.below or name.above:  # `f_i(w) = ..` after `f(w) = ..` is a definition too
                    self.defined.setdefault(f"{name.bare}_", row)
                if name.base in _DENSITIES:  # a second `p(..) = ..` is the density of something else
                    self.models.add(row)
            elif s.operators and (s.operators[0] in EQUALITIES and _MODEL.match(s.text(0))
                                   or s.operators[0] == r"\sim" and r"\mid" in s.text(0)):
                self.models.add(row)  # or `y_i \mid x_i \sim ..`: how data come about
            for piece in s.pieces:
                if piece is not None:
                    for name, font, *how in _names(piece.syntax):
                        if font == "cal" and name.base == "N":
                            continue  # of a law
                        self.uses.setdefault(name.bare, []).append(Use(name, row, font, *how))


def _is_total(found: list[Statement]) -> bool:
    r"""`\sum_k n_k = N`, `\sum_j p_j = 1`: what holds of names introduced beside it, and no claim about them."""
    return len(found) == 1 and found[0].operators == ["="] and None not in found[0].pieces and found[0].text(0).lstrip().startswith(r"\sum") \
        and type(found[0].pieces[1].syntax) in (Symbol, Number) and len([*named_in(found[0].pieces[0].syntax)]) == 1


def _is_symmetry(s: Statement) -> bool:
    r"""`A = A^\top`: what it is like, and not what it is."""
    own = re.escape(s.text(0).strip())
    return re.fullmatch(rf"\s*{own}\s*\^\s*\{{?\s*(?:\\top|T|\\intercal|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{{?\s*T\s*\}}?)\s*\}}?\s*[.,;]?\s*", s.text(1)) is not None


def _lists_members(name: Name, s: Statement) -> bool:
    r"""Is this `t = (t_1, \dots, t_N)^\top`, the vector of members that are told elsewhere?"""
    members = [n for n in named_in(s.pieces[1].syntax) if n.base not in ("T", r"\top", r"\dots", r"\ldots", r"\cdots", r"\vdots")] if s.pieces[1] is not None else []
    return _LIST.match(s.text(1)) is not None and len(members) > 1 and all(n.base == name.base and (n.sub or n.below or n.above) for n in members)


def _is_number(piece: Piece | None) -> bool:
    return piece is not None and re.fullmatch(r"\s*[-+]?\s*[\d.]+\s*[.,]?\s*", piece.source.text[piece.syntax.span.start:piece.syntax.span.end]) is not None


_ACCENTS = re.compile(r"\\(?:hat|tilde|bar|check|vec|dot|widehat|widetilde|overline)(?![A-Za-z])")
_GREEK_LETTER = re.compile(r"\\(?:var)?[A-Za-z]+")


def tag(bare: str) -> str:
    r"""What a length of a name is called by, `n_{\theta}` of \theta and `n_{z1}` of z_1: a subscript that can be read."""
    plain = _ACCENTS.sub("", bare).strip("{} ")
    if plain == bare and re.fullmatch(r"\\[A-Za-z]+", bare):
        return bare
    return re.sub(r"[^A-Za-z0-9]", "", _GREEK_LETTER.sub(lambda m: m[0][1:3], plain))


def named_in(s: Syntax) -> Iterator[Name]:
    """The names in a piece of syntax, from left to right."""
    for name, *_ in _names(s):
        yield name


def headed(s: Statement) -> Name | None:
    """The name that a statement may define: that of `f` in `f(x) = ..`."""
    if not s.operators or s.operators[0] not in EQUALITIES or s.pieces[0] is None:
        return None
    head = s.pieces[0].syntax
    if not nameable(head) or is_operator(head) and not is_error(head):
        return None
    while type(head) is Product:
        head = head.items[0]
    name, font, normed = next(((name, font, how[1]) for name, font, *how in _names(head)), (None, "", False))
    if name is None or normed or not font and len(name.base) > 1 and "\\" not in name.base:
        return None  # a word of the language, as in `\operatorname{tr}(S) = ..`
    return name


def at_its_head(context: Context, s: Statement) -> Statement:
    r"""`\mu = \sigma(w^\top x)` of `P(y = 1 \mid x) = \sigma(w^\top x) =: \mu`; any other statement as it is."""
    if not s.operators or s.operators[-1] != "=:" or None in s.pieces[-2:] or not nameable(s.pieces[-1].syntax):
        return s
    line = Source(f"{s.text(len(s.pieces) - 1)} = {s.text(len(s.pieces) - 2)}", s.row.name, s.line())
    return next(iter(statements(context, line)), s)


def _names(s: Syntax, normed: bool = False, called: bool = False) -> Iterator[tuple]:
    """(name, font, transposed, in a norm or a product by entries, by what sign something is differentiated by it, called) of each occurrence."""
    kind = type(s)
    if kind in (Symbol, Accent):
        named = base_of(s)
        if named is not None and named[1] not in ("bb", "text", "frak"):
            yield Name(named[0]), named[1], False, normed, "", called
        return
    if kind is Script:
        named = base_of(s.base) if s.base is not None else None
        if named is not None and named[1] in ("bb", "text", "frak"):
            return
        if named is not None and named[0] not in (r"\nabla", r"\partial"):
            name, transposed = _scripted(named[0], s)
            yield name, named[1], transposed, normed, "", called
            for x in s.sups:
                if _is_exponent(named[0], x):
                    yield from _names(x, normed)
            return
        if named is not None and s.sub is not None:
            for name, font, transposed, *_ in _names(s.sub):
                yield name, font, transposed, False, "nabla", False
            return
    if kind is BigOperator:
        return
    primed = called and (kind is Script and s.primes > 0 or kind is Group and s.open == "")
    inside = normed or kind is Group and s.open in NORMS or kind is Product and r"\odot" in s.operators
    inner = s.children()
    signs = s.operators if kind is Product else ("",) * len(inner)
    for before, part, after, sign in zip((None, *inner), inner, (*inner[1:], None), signs):
        applied = kind is Product and sign == "" and type(part) in (Symbol, Accent) and _is_matrix_letter(before)
        called = kind is Product and type(after) is Group and after.open == "(" or primed
        by = _BY.get(before.name, "") if kind is Product and type(before) is Symbol else ""
        paired = kind is Product and not called and type(part) in (Symbol, Accent, Script) and _is_vector_turned(before)
        for name, font, transposed, in_norm, nabla, call, *more in _names(part, inside, called):
            yield name, font, transposed or paired, in_norm, nabla or by, call, applied or any(more)


def _is_matrix_letter(s: Syntax | None) -> bool:
    named = base_of(s.base if type(s) is Script and s.base is not None else s) if s is not None else None
    return named is not None and named[0] in _MATRICES


def _is_vector_turned(s: Syntax | None) -> bool:
    r"""Is this `w^\top`, `\boldsymbol\theta^T`, of a small letter? What stands right after it is a vector too, or a matrix."""
    if type(s) is not Script or s.base is None or (named := base_of(s.base)) is None:
        return False
    return named[0].lstrip("\\")[:1].islower() and _scripted(named[0], s)[1]


def _is_exponent(base: str, x: Syntax) -> bool:
    r"""Are there names in this superscript, as in `e^{-y_i z_i}` and `\theta^{x_i}`, and not a mark or a number of a step?"""
    if base == "e":
        return not is_transpose(x) and label(x) not in STARS
    return type(x) not in (Symbol, Number, Group) and not any(is_transpose(y) for y in x.walk())


def _scripted(base: str, s: Script) -> tuple[Name, bool]:
    """The name of a base with scripts, and whether it is transposed."""
    sub, below = _split(s.sub)
    sup, above, transposed = "", (), False
    for x in parts(s.sups):
        if is_transpose(x):
            transposed = True
        elif type(x) is Group and x.open in ("(", "["):
            inner = _counters(x.body)
            above = inner or above
            sup += "" if inner else label(x)
        elif label(x) in STARS or type(x) is Symbol and len(x.name) > 1:
            sup += label(x)
    return Name(base, sub, sup, below, above), transposed


def _split(sub: Syntax | None) -> tuple[str, tuple[str, ...]]:
    """(the part that belongs to the name, index letters) of a subscript."""
    if sub is None:
        return "", ()
    counters = _counters(sub)
    if counters:
        return "", counters
    if type(sub) is Listing:
        first, *rest = sub.items
        found = [_counters(x) for x in rest]
        if all(found):
            return label(first), tuple(x for c in found for x in c)
    return label(sub), ()


def _counters(s: Syntax) -> tuple[str, ...]:
    """The index letters of `i`, `ij` or `i, j`; () where anything else stands there."""
    items = s.items if type(s) in (Product, Listing) else (s,)
    if type(s) is Relation or not all(type(x) is Symbol and x.name in COUNTERS and not x.font for x in items):
        return ()
    return tuple(x.name for x in items)
