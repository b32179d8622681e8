"""What each declared name stands for, and which declared name a written symbol means.

A name is a base with fixed scripts (`W^{(1)}`, `x_{t+1}`, `y^*`) and, for a family, with slots where
an index goes (`x_i`, `x^{(i)}`). A written symbol is matched to the entry that explains most of its
scripts; what is left over is for elaboration to read as entries, transposes, powers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from symcheck.expr import Expr, Function, Variable
from symcheck.expr.shape import is_scalar
from symcheck.read.names import BOLD, VARIANTS, base_of, is_label, label, number_in, parts, spelled
from symcheck.read.syntax import (
    Additive,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source, Span


class Written(NamedTuple):
    """A function's arguments and right side as written."""

    arguments: tuple[Syntax, ...]
    right: Syntax
    source: Source


@dataclass(slots=True)
class Entry:
    r"""One declared name.

    `kind`: 'quantity' (a variable or a definition; `expr` is its `var` or `let`), 'function'
    (declared: `function`), 'map' (a defined function of dummy `params` with `body`; `entrywise` when it
    acts on any shape entry by entry), 'index' (a letter with a range: `dim`), 'set' (`dim` is its size).
    A quantity with `params` is also a function of these. `sub_slots`, `sup_slots` count index places.
    A map keeps how it was `written`, to be read again for arguments of other shapes (`body` is None
    where it fits no number and no declared shape). Of `\ell(\mu, \sigma^2)` the second parameter is
    \sigma, and its argument is the square: `squared` is (1,).
    `by_square`: only its square was declared.
    """

    base: str
    kind: str
    font: str = ""
    sub: str | None = None
    sup: str | None = None
    primes: int = 0
    sub_slots: int = 0
    sup_slots: int = 0
    expr: Expr | None = None
    function: Function | None = None
    params: tuple[Variable, ...] = ()
    body: Expr | None = None
    entrywise: bool = False
    dim: object = None
    origin: int = 1
    written: Written | None = None
    squared: tuple[int, ...] = ()
    by_square: bool = False

    @property
    def name(self) -> str:
        """How the name is spelled in messages."""
        sub = self.sub
        if self.sub_slots and not sub:
            sub = "ijk"[:self.sub_slots]
        return spelled(self.base, sub, self.sup, self.primes)

    @property
    def bare(self) -> bool:
        return (self.sub is None and self.sup is None and not self.primes
                and not self.sub_slots and not self.sup_slots)


class Found(NamedTuple):
    """An entry, the syntax of its slots, and the scripts it leaves unexplained."""

    entry: Entry
    slots: tuple[Syntax, ...]
    sub: tuple[Syntax, ...]
    sups: list[Syntax]
    primes: int
    loose: bool = False


def _is_another_letter(e: Entry, font: str) -> bool:
    r"""Is this a function with numbers as its values, `p(x; \beta)` in plain type, which a bold p does not mean, or any one of the numbers x_i, which `\mathbf{x}_i` is not;
    or the density `\mathcal{N}(x \mid \mu, \sigma^2)`, which is never the number N?"""
    if e.base == "N" and e.font == "cal" and font != "cal":
        return True
    if font not in BOLD or e.font in BOLD or e.kind != "quantity" or e.expr is None or not is_scalar(e.expr.shape):
        return False
    return bool(e.params) or e.sub_slots == 1 and e.expr.op == "var" and len(e.expr.data.family) == 1


class Scope:
    """Entries by base name. `plain` holds those with no scripts and no rival spelling; `repeated`
    the known functions whose usual meaning a definition repeated."""

    __slots__ = ("entries", "plain", "repeated")

    def __init__(self, entries: dict[str, list[Entry]] | None = None,
                 plain: dict[str, Entry] | None = None, repeated: frozenset[str] = frozenset()):
        self.entries = entries if entries is not None else {}
        self.plain = plain if plain is not None else {}
        self.repeated = repeated

    def copy(self) -> Scope:
        return Scope({base: list(rows) for base, rows in self.entries.items()}, dict(self.plain),
                     self.repeated)

    def add(self, entry: Entry) -> None:
        """Declare; the same spelling again replaces the earlier entry."""
        rows = self.entries.setdefault(entry.base, [])
        key = _spelling(entry)
        rows[:] = [e for e in rows if _spelling(e) != key]
        rows.append(entry)
        bare = [e for e in rows if e.bare]
        if len(bare) == 1:
            self.plain[entry.base] = bare[0]
        else:
            self.plain.pop(entry.base, None)

    def drop(self, entry: Entry) -> None:
        """Forget a spelling, so that it is read as what else it may mean."""
        spelled = _spelling(entry)
        kept = [e for e in self.entries.pop(entry.base) if _spelling(e) != spelled]
        self.plain.pop(entry.base, None)
        for e in kept:
            self.add(e)

    def __iter__(self):
        for rows in self.entries.values():
            yield from rows

    def fonts(self, base: str) -> set[str]:
        return {e.font for e in self.entries.get(base, ())}

    def bare(self, base: str, font: str = "") -> Entry | None:
        """The entry of a symbol without scripts."""
        entry = self.plain.get(base)
        if entry is not None or base not in self.entries:
            return None if entry is not None and _is_another_letter(entry, font) else entry
        rows = [e for e in self.entries[base] if e.bare and not _is_another_letter(e, font)]
        for e in rows:
            if e.font == font:
                return e
        return rows[0] if rows else None

    def array(self, s: Script) -> Entry | None:
        r"""The entry of a vector or matrix of which the name has these scripts, `W_2`, `b^{(1)}`; None of members and entries of others."""
        named = base_of(s.base)
        found = self.find(*named, s.sub, s.sups, s.primes, loose=False) if named is not None else None
        whole = found is not None and found.entry.kind == "quantity" and found.entry.expr is not None and not (found.slots or found.sub or found.sups or found.primes)
        return found.entry if whole and not is_scalar(found.entry.expr.shape) else None

    def squared(self, base: str, font: str, sub: Syntax | None) -> Found | None:
        r"""The entry of `\sigma^2`, where that and not \sigma is what has a meaning."""
        span = Span(0, 0)
        if base not in self.entries or self.find(base, font, sub, (), 0, loose=False) is not None:
            return None
        found = self.find(base, font, sub, (Number(span, Fraction(2), "2"),), 0, loose=False)
        fits = found is not None and found.entry.kind == "quantity" and not (found.sups or found.sub)
        return found if fits else None

    def find(self, base: str, font: str, sub: Syntax | None, sups: tuple[Syntax, ...],
             primes: int, loose: bool = True) -> Found | None:
        """The entry that a written symbol means, or None.

        With `loose`, other spellings of a number label (`W_1` for `W^{(1)}`), other forms of the
        letter and the lower-case letter of a declared matrix are tried when nothing matches.
        """
        rows = [e for e in self.entries.get(base, ()) if not _is_another_letter(e, font)]
        flat = parts(sups) if sups else []
        if rows:
            found = self._best(rows, font, sub, flat, primes) or (
                self._entry_of_member(rows, font, sub, flat, primes) if loose else None)
            if found is not None:
                return found
            if loose:
                found = _relabelled(rows, sub, flat, primes)
                if found is not None:
                    return found
        if not loose:
            return None
        other = VARIANTS.get(base)
        if other in self.entries and not rows:
            return self.find(other, font, sub, sups, primes)
        upper = _upper(base)
        if upper in self.entries and sub is not None and (not rows or is_labelled(flat)):
            capital = [e for e in self.entries[upper] if e.kind == "quantity"
                       and e.expr is not None and e.expr.shape != (1, 1)]
            found = self._best(capital, font, sub, flat, primes)
            if found is None or not (found.sub or found.slots):
                found = _relabelled(capital, sub, flat, primes)
            if found is not None and (found.sub or found.slots):
                return found._replace(loose=True)
        return None

    def _entry_of_member(self, rows: list[Entry], font: str, sub: Syntax | None,
                         flat: list[Syntax], primes: int) -> Found | None:
        """`w_{t,i}`, where only w_t is declared: its entry i."""
        if type(sub) is not Listing or len(sub.items) < 2:
            return None
        found = self._best([e for e in rows if e.sub is not None and not e.sub_slots], font,
                           sub.items[0], flat, primes)
        return None if found is None else found._replace(sub=sub.items[1:])

    def _best(self, rows: list[Entry], font: str, sub: Syntax | None, flat: list[Syntax],
              primes: int) -> Found | None:
        best, score = None, -9
        sub_key = label(sub) if sub is not None else None
        sup_key = label(flat[0]) if flat else None
        for e in rows:
            if e.primes > primes:
                continue
            points, slots, left, sups = 4 * e.primes, (), (), flat
            if e.sub is not None and not e.sub_slots:
                if e.sub != sub_key:
                    continue
                points += 4
            elif e.sub_slots:
                places = _places(sub, e)
                if places is None:
                    continue
                slots, left = places
                points += 2
            elif sub is not None:
                left = (sub,)
                points -= _has_no_entry(e, sub)
            if e.sup is not None and not e.sup_slots:
                if e.sup != sup_key:
                    continue
                sups = flat[1:]
                points += 4
            elif e.sup_slots:
                if not flat or not _fits_slot(flat[0], e):
                    continue
                slots = (flat[0].body if type(flat[0]) is Group else flat[0], *slots)
                sups = flat[1:]
                points += 2
            elif flat and is_label(flat[0]) and not _may_follow(e, flat[0]):
                continue
            points = 2 * points + (e.font == font)
            if points > score:
                best, score = Found(e, slots, left, sups, primes - e.primes), points
        return best


def _has_no_entry(e: Entry, sub: Syntax) -> bool:
    r"""Is this a number t, of which a t_i beside a vector \boldsymbol{t} is none?"""
    index = type(sub) is Number or type(sub) is Symbol and len(sub.name) == 1 and sub.name.islower()
    return index and e.kind == "quantity" and e.bare and e.expr is not None and is_scalar(e.expr.shape) and not e.params


def _spelling(e: Entry) -> tuple:
    """Two declarations of one spelling are of the same name."""
    return (e.font, None if e.sub_slots else e.sub, None if e.sup_slots else e.sup, e.primes,
            e.sub_slots, e.sup_slots)


def is_labelled(flat: list[Syntax]) -> bool:
    return bool(flat) and is_label(flat[0])


def _may_follow(e: Entry, s: Syntax) -> bool:
    """`\\phi^{(2)}` is a derivative of a function; otherwise a label is part of a name."""
    return e.kind in ("function", "map") or bool(e.params)


def positions(sub: Syntax) -> tuple[Syntax, ...]:
    """The places written in a subscript: `i,j` and `ij` are two."""
    if type(sub) is Group and sub.open in ("", "("):
        return positions(sub.body)
    if type(sub) is Listing:
        return sub.items
    if type(sub) is Relation and sub.operators == (":",) and any(sub.items):
        whole = Relation(sub.span, (None, None), (":",))
        i, j = sub.items
        if i is not None and j is not None:
            return (sub,)  # a range is no position
        return (*positions(i), whole) if j is None else (whole, *positions(j))
    if type(sub) is Product and not any(sub.operators) and all(
            type(x) in (Symbol, Number, Script) for x in sub.items):
        if type(sub.items[0]) is Number and len(sub.items) == 2 and type(sub.items[1]) is Symbol:
            return sub.items
        return sub.items
    return (sub,)


def _places(sub: Syntax | None, e: Entry):
    """(slots, left over) of a family's subscript, or None if it cannot be one."""
    if sub is None or type(sub) is Symbol and len(sub.name) > 1 and sub.name[0] != "\\":
        return None
    places = positions(sub)
    fixed = e.sub.split(",")[e.sub_slots:] if e.sub else []
    if fixed:
        if len(places) != e.sub_slots + len(fixed):
            return None
        if [label(p) for p in places[e.sub_slots:]] != fixed:
            return None
        return places[:e.sub_slots], ()
    places = _digits(places, e.sub_slots)
    if len(places) < e.sub_slots:
        return None
    return places[:e.sub_slots], places[e.sub_slots:]


def _digits(places: tuple[Syntax, ...], slots: int) -> tuple[Syntax, ...]:
    """The `12` of `w_{12}` as 1, 2 beside numbers `w_{jk}` with two indices."""
    if len(places) == 1 < slots and type(places[0]) is Number and len(places[0].text) == slots and places[0].text.isdigit() and "0" not in places[0].text:
        return tuple(Number(places[0].span, type(places[0].value)(int(c)), c) for c in places[0].text)
    return places


def _fits_slot(s: Syntax, e: Entry) -> bool:
    style = e.sup[:1] if e.sup else "("
    if type(s) is Group and s.open in ("(", "["):
        return s.open == style or style not in "(["
    return style not in "([" and type(s) in (Symbol, Number, Additive)


def _relabelled(rows: list[Entry], sub: Syntax | None, flat: list[Syntax],
                primes: int) -> Found | None:
    """`W_1`, `W^1`, `W^{[1]}` for `W^{(1)}`, when exactly one name carries that number."""
    for text, rest in ((label(sub) if sub is not None else "", (None, flat)),
                       (label(flat[0]) if flat else "", (sub, flat[1:]))):
        number = number_in(text)
        if number is None:
            continue
        hits = [e for e in rows if not e.sub_slots and not e.sup_slots
                and number in (number_in(e.sub or ""), number_in(e.sup or ""))
                and (e.sub is None or e.sup is None) and e.primes <= primes]
        if len(hits) == 1:
            left_sub, left = rest
            return Found(hits[0], (), () if left_sub is None else (left_sub,), list(left),
                         primes - hits[0].primes, True)
    slotted = [e for e in rows if e.sup_slots and not e.sub_slots and e.sub is None]
    if len(slotted) == 1 and sub is not None and not is_labelled(flat):
        places = positions(sub)
        return Found(slotted[0], (places[0],), places[1:], flat, primes - slotted[0].primes, True)
    slotted = [e for e in rows if e.sub_slots == 1 and not e.sup_slots and e.sup is None]
    if len(slotted) == 1 and is_labelled(flat) and type(flat[0]) is Group:
        left = () if sub is None else (sub,)
        return Found(slotted[0], (flat[0].body,), left, flat[1:], primes - slotted[0].primes, True)
    return None


def _upper(base: str) -> str:
    """The capital of a letter: `w` -> `W`, `\\theta` -> `\\Theta`; itself if it has none."""
    if len(base) == 1:
        return base.upper() if base.islower() else ""
    if base[:1] == "\\" and base[1:].isalpha() and base[1].islower():
        return "\\" + base[1].upper() + base[2:]
    return ""
