r"""Rows of a document as statements: each a chain of pieces joined by relations.

`\nabla L = 2Xw = 0 \implies w = 0` is two statements, the second hanging on the first. A row that
begins with a relation goes on with the chain of the row before. Ranges of an index
(`i = 1, \dots, N`, `\forall i`) and words between formulas belong to no chain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symcheck.judge.derivation.rows import chances
from symcheck.judge.derivation.rows.heads import arguments, nameable
from symcheck.judge.derivation.rows.provisos import provisos, ranges
from symcheck.read.asides import is_silent
from symcheck.read.context import Context, Piece
from symcheck.read.declare import conditional
from symcheck.read.names import base_of, label
from symcheck.read.parser import parse
from symcheck.read.reading import whole_span, whole_text
from symcheck.read.syntax import (
    Additive,
    Annotated,
    Bar,
    Group,
    Listing,
    Relation,
    Script,
    Symbol,
    Syntax,
    Words,
)
from symcheck.text import Source, Span

LOGIC = {r"\implies": r"\implies", r"\iff": r"\iff", r"\land": ""}
CASES = frozenset(("=", r"\ne", "<", ">", r"\le", r"\ge"))
ORDER = frozenset((r"\le", r"\ge", "<", ">", r"\ll", r"\gg", "<=", ">="))
DECLARES = frozenset((r"\in", r"\sim", ":", r"\subset", r"\subseteq", r"\succ", r"\succeq", r"\mapsto",
                      r"\to"))


@dataclass(slots=True)
class Statement:
    """`pieces` joined by `operators`, one fewer; a missing first piece goes on with the chain before.

    `logic` says how it hangs on the statement before: "", `\\implies` or `\\iff`; `cases` are the relations of
    free indices for which the row says that it holds, `given` its other conditions (`provisos.py`).
    """

    pieces: list[Piece | None]
    operators: list[str]
    row: Source
    span: Span
    words: str = ""
    logic: str = ""
    cases: tuple[tuple[str, str, str], ...] = ()
    given: tuple[Statement, ...] = ()

    @property
    def declares(self) -> bool:
        return bool(self.operators) and self.operators[0] in DECLARES

    def text(self, k: int) -> str:
        """What was written for piece k."""
        piece = self.pieces[k]
        return "" if piece is None else written(self.row, piece.syntax.span)

    def cut(self, pieces: int) -> Source:
        """The text of the first pieces as a source of its own."""
        kept = [p for p in self.pieces[:pieces] if p is not None]
        return self.row.cut(*whole_span(self.row.text, kept[0].syntax.span.start, kept[-1].syntax.span.end))

    def line(self, k: int = 0) -> int:
        """The line on which piece k begins."""
        piece = self.pieces[k]
        return self.row.locate(piece.syntax.span.start if piece is not None else self.span.start)[0]


def written(row: Source, span: Span) -> str:
    return whole_text(row.text, span.start, span.end)


def statements(context: Context, row: Source) -> list[Statement]:
    """The statements of a row. Raises `SymcheckError` where it cannot be parsed."""
    syntax = _headed_by_words(_opened(parse(row, context.words)))
    items = _listed(syntax)
    items = [y for x in items for y in (type(x) is Bar and conditional(x) or [x])]
    words = " ".join(x.text for x in items if type(x) is Words)
    found: list[Statement] = []
    meant: list[Statement] = []  # since the last case of indices
    case: tuple = ()  # one that stands before its statement
    conditions = {id(x) for x, is_one in zip(items, provisos(items)) if is_one}
    given: tuple = ()
    bound: list[Statement] = []  # since the last condition
    for item in _without_ranges([x for x in items if type(x) is not Words]):
        if len(items) > 1 and (said := index_case(context, item)) is not None:
            for s in meant:
                s.cases += (said,)
            case, meant = (() if meant else (*case, said)), []
            continue
        proviso = id(item) in conditions
        item = _opened(item)
        if proviso:
            said = () if ranges(item) and not _of_argument(item, bound) and not _of_quantities(context, item) else tuple(_chains(item, row))
            for s in bound:
                s.given += said
            given, bound = (() if bound else (*given, *said)), []
            continue
        new = _chains(item, row) if type(item) is Relation else [Statement([Piece(item, row)], [], row, item.span)]
        new = [one for s in new for one in _by_components(s)]
        for s in new:
            s.cases, s.given = case, given
        found += new
        bound += new
        meant += new
    for s in found:
        s.words = words
        if (left := chances.named(context, s.pieces, s.operators, row)) is not None:
            s.pieces, s.row = left
            del s.operators[0]
    return found


def _of_argument(condition: Syntax, bound: list[Statement]) -> bool:
    r"""Is this `t > 0` beside `H(t) = 1`, of the letter that the left side takes? Then it is no counter."""
    taken = {x for s in bound if s.pieces[0] is not None for x in arguments(s.pieces[0].syntax)}
    return any(type(x) is Symbol and x.name in taken for x in condition.items)


def _of_quantities(context: Context, condition: Syntax) -> bool:
    """Is this `s < t` of two letters that are quantities, or `m < 1` of an m that has a definition? Then neither is a counter."""
    entries = [context.scope.bare(x.name) for x in condition.items if type(x) is Symbol]
    return all(e is not None and e.kind == "quantity" for e in entries) and (
        len(entries) > 1 or bool(entries) and entries[0].expr is not None and entries[0].expr.op == "let")


def _by_components(s: Statement) -> list[Statement]:
    """Of `(a, b) = (1, 2)`, tuples of names and of values, one statement for each name."""
    parts = [_tuple(p.syntax) if p is not None else () for p in s.pieces]
    if set(s.operators) != {"="} or len({*map(len, parts)}) != 1 or not parts[0] or not all(map(nameable, parts[0])):
        return [s]
    signs = [s.row.text.index("=", p.syntax.span.end) for p in s.pieces[:-1]]
    return [_component(s, one, signs) for one in zip(*parts)]


def _component(s: Statement, parts: tuple[Syntax, ...], signs: list[int]) -> Statement:
    """The statement about one component, with spaces for all else in its row, so that its parts stand where they stood."""
    kept = {k for x in parts for k in range(x.span.start, x.span.end)} | {*signs}
    row = s.row.rewritten("".join(c if k in kept or c == "\n" else " " for k, c in enumerate(s.row.text)))
    return replace(s, row=row, pieces=[Piece(x, row) for x in parts])


def _tuple(s: Syntax) -> tuple[Syntax, ...]:
    """The components of `(a, b)`."""
    return s.body.items if type(s) is Group and s.open == "(" and type(s.body) is Listing and set(s.body.separators) == {","} else ()


def _listed(s: Syntax) -> list[Syntax]:
    r"""What a row lists; of `w \sim .., \quad y \mid x, w \sim .., \quad u = ..` two laws and an equation, though the bar binds less than the comma."""
    if type(s) is Listing:
        return list(s.items)
    if type(s) is not Bar:
        return [s]
    *before, left = _listed(s.left)
    items = _listed(s.right)
    law = next((k for k, x in enumerate(items) if type(x) is Relation), None)
    names = items[:law + 1] if law is not None and items[law].operators == ("\\sim",) else items[:1]
    right, after = names[0], items[len(names):]
    if len(names) > 1:
        right = Listing(right.span.to(names[-1].span), tuple(names), (",",) * (len(names) - 1))
    return [*before, Bar(left.span.to(right.span), left, right), *after]


def _headed_by_words(s: Syntax) -> Syntax:
    r"""Of `\text{jump of } f' \text{ at the elbow} = v` one relation, the left side of which is all that stands before the sign: words
    that are not known to be silent say what it is, so that it is neither f' nor what the row before ends with."""
    if type(s) is not Listing:
        return s
    items, separators = list(s.items), list(s.separators)
    for x in [x for x in s.items if type(x) is Relation and x.items[0] is None]:
        k = next(k for k, y in enumerate(items) if y is x)
        if not k or type(items[k - 1]) is not Words:
            continue
        start = k - 1
        while start and separators[start - 1] == "":
            start -= 1
        said = [w.text for w in items[start:k] if type(w) is Words]
        if all(map(is_silent, said)) or said[-1].rstrip().endswith((":", ")", ",", ".", ";")) or any(type(y) is Relation for y in items[start:k]):
            continue
        left = Words(items[start].span.to(items[k - 1].span), " ".join(said))
        items[start:k + 1] = [Relation(left.span.to(x.span), (left, *x.items[1:]), x.operators)]
        separators[start:k] = []
    return items[0] if len(items) == 1 else Listing(s.span, tuple(items), tuple(separators))


def index_case(context: Context, s: Syntax) -> tuple[str, str, str] | None:
    r"""The `(\ne, i, j)` of `i \ne j` between letters that name no quantities."""
    s = _opened(s)
    if type(s) is not Relation or len(s.items) != 2 or s.operators[0] not in CASES or not all(map(_is_letter, s.items)):
        return None
    i, j = (x.name for x in s.items)
    entries = [context.scope.bare(name) for name in (i, j)]
    if any(e is not None and e.kind != "index" for e in entries):
        return None
    return s.operators[0], i, j


def _chains(relation: Relation, row: Source) -> list[Statement]:
    """The chains between the signs of implication."""
    relation = _unboxed(relation)
    found: list[Statement] = []
    pieces = [_piece(relation.items[0], row)]
    operators: list[str] = []
    logic, start = "", relation.span.start
    for op, item in zip(relation.operators, relation.items[1:]):
        if op in LOGIC:
            if pieces != [None]:
                found.append(Statement(pieces, operators, row, Span(start, _end(pieces, start)), "", logic))
            pieces, operators, logic = [_piece(item, row)], [], LOGIC[op]
            start = item.span.start if item is not None else start
        else:
            pieces.append(_piece(item, row))
            operators.append(op)
    if pieces != [None]:
        found.append(Statement(pieces, operators, row, Span(start, _end(pieces, start)), "", logic))
    return found


def _unboxed(relation: Relation) -> Relation:
    r"""Of `a = 0 \implies \boxed{b = c =: d}` the relations in the box are links like others."""
    items: list[Syntax | None] = []
    operators: list[str] = []
    for k, item in enumerate(relation.items):
        operators += relation.operators[k - 1:k]
        inner = _opened(item) if type(item) is Annotated else item
        if type(inner) is Relation and inner.items[0] is not None:
            operators += inner.operators
            items += inner.items
        else:
            items.append(item)
    return relation if len(items) == len(relation.items) else Relation(relation.span, tuple(items), tuple(operators))


def _end(pieces: list[Piece | None], start: int) -> int:
    return max((p.syntax.span.end for p in pieces if p is not None), default=start)


def _piece(s: Syntax | None, row: Source) -> Piece | None:
    return None if s is None else Piece(_unlabelled(s), row)


def _unlabelled(s: Syntax) -> Syntax:
    while type(s) is Annotated:
        s = s.body
    return s


def _opened(s: Syntax) -> Syntax:
    """Without a box or brackets around whole statements."""
    while True:
        if type(s) is Annotated:
            s = s.body
        elif type(s) is Group and type(s.body) in (Relation, Listing) and s.open in ("", "(", "[", "{") \
                and (type(s.body) is Relation or any(type(x) is Relation for x in s.body.items)):
            s = s.body
        else:
            return s


def _without_ranges(items: list[Syntax]) -> list[Syntax]:
    r"""Without `i = 1, \dots, N`, `i \in \{1, \dots, N\}` after a formula and `\forall i`."""
    kept = list(items)
    k = 0
    while k < len(kept):
        x = kept[k]
        if type(x) is Symbol and x.name in (r"\ldots", r"\dots", r"\cdots") and k + 1 < len(kept):
            low = k - 1
            while low >= 0 and type(kept[low]) is not Relation and k - low <= 2:
                low -= 1
            if low >= 0 and type(kept[low]) is Relation and len(kept[low].items) == 2 \
                    and _is_letter(kept[low].items[0]):
                del kept[low:k + 2]
                k = low
                continue
        if type(x) is Symbol and x.name == r"\forall":
            del kept[k:k + 2]
            continue
        k += 1
    return kept


def _is_letter(s: Syntax | None) -> bool:
    return type(s) is Symbol and len(s.name) == 1 and not s.name.isdigit()


def is_range(s: Statement) -> bool:
    r"""`i \in \{1, \dots, N\}` or a bar between conditions: no claim of its own."""
    return len(s.pieces) == 1 and s.pieces[0] is not None and type(s.pieces[0].syntax) in (Symbol, Bar)


_NEXT = frozenset(("new", r"\text{new}", r"\mathrm{new}", "next", r"\text{next}"))
_OLD = frozenset(x for name in ("old", "prev", "previous", "cur", "curr", "current") for x in (name, rf"\text{{{name}}}", rf"\mathrm{{{name}}}"))


def counted(s: Statement, context: Context) -> Statement:
    r"""`w_{t+1} = w_t - \eta g` and `w^{(k+1)} = ..` with the counter taken away, where w is declared without
    one: then it is the update of w. Other statements as they are."""
    head = s.pieces[0].syntax if s.pieces[0] is not None else None
    if type(head) is not Script or head.base is None or base_of(head.base) is None:
        return s
    entry = context.scope.bare(*base_of(head.base))
    counter = _counter(head)
    if counter is None or entry is None or entry.kind != "quantity" or entry.expr.data.family:
        return s
    found = context.scope.find(*base_of(head.base), head.sub, head.sups, head.primes, loose=False)
    if found is not None and found.entry is not entry:
        return s
    if s.pieces[1] is not None and any(type(x) is Script and x.primes and x.sub is not None and _label(x.sub) == counter
                                       and base_of(x.base) == base_of(head.base) for x in s.pieces[1].syntax.walk()):
        return s  # `w_{t+1} = .. w_t' ..`: from a place between w_t and w_{t+1}
    own = _has_old(context, base_of(head.base)[0])
    marks = {counter} if own else {counter} | _OLD
    pieces = [None if p is None else Piece(head.base if k == 0 else bare(p.syntax, marks, base_of(head.base)), p.source)
              for k, p in enumerate(s.pieces)]
    return Statement(pieces, [r"\leftarrow", *s.operators[1:]], s.row, s.span, s.words, s.logic)


def _has_old(context: Context, base: str) -> bool:
    r"""Has `w_{\text{old}}` a meaning of its own?"""
    return any(x in _OLD for e in context.scope.entries.get(base, ()) for x in (e.sub, e.sup))


def is_old_mark(mark: str | None) -> bool:
    r"""Is this the `old` of `w_{\text{old}}`?"""
    return mark in _OLD


def is_old(s: Script) -> bool:
    r"""Is this `w_{\text{old}}`, `w^{\text{old}}`?"""
    marks = [x for x in (s.sub, *s.sups) if x is not None]
    return len(marks) == 1 and not s.primes and _label(marks[0]) in _OLD


def is_next(s: Syntax) -> bool:
    r"""Is this `w_{\text{new}}`, `w^{\text{next}}` or `w^+`?"""
    return type(s) is Script and s.base is not None and base_of(s.base) is not None and (
        _counter(s) == "" or s.sub is None and not s.primes and [label(x) for x in s.sups] == ["+"])


def _counter(s: Script) -> str | None:
    """The t of `w_{t+1}`, `w^{(t+1)}`; "" of `w_{new}`."""
    marks = [x for x in (s.sub, *s.sups) if x is not None]
    if len(marks) != 1 or s.primes:
        return None
    mark = marks[0]
    while type(mark) is Group:
        mark = mark.body
    if label(mark) in _NEXT:
        return ""
    if type(mark) is Additive and len(mark.items) == 2 and label(mark.items[1]) == "1" and mark.signs[1] == "+" \
            and type(mark.items[0]) is Symbol:
        return label(mark.items[0])
    return None


def bare(s: Syntax, marks: set[str], name) -> Syntax:
    """Syntax with `w_t` as w."""
    return s.replaced(lambda x: _bare(x, marks, name))


def _bare(s: Syntax, marks: set[str], name) -> Syntax | None:
    if type(s) is Script and s.base is not None and base_of(s.base) == name:
        sub, sups = s.sub, s.sups
        if sub is not None and _label(sub) in marks:
            sub = None
        sups = tuple(x for x in sups if _label(x) not in marks)
        if sub is None and not sups and not s.primes:
            return s.base
        return Script(s.span, s.base, sub, sups, s.primes)
    return None


def _label(s: Syntax) -> str:
    while type(s) is Group:
        s = s.body
    return label(s)
