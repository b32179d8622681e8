r"""The clauses of an answer: statements, each a chain `a = b = c`, and what is said beside them.

`L' = 0 \implies \theta = \bar y \ (N > 0)` is two statements, the second with a condition. Nothing leaves the text:
every piece points into what was typed. What each clause does for the answer is decided in `beside.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from symcheck.read import asides
from symcheck.read.context import Piece
from symcheck.read.syntax import (
    Additive,
    Annotated,
    Cases,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
    Words,
)
from symcheck.text import Source, Span
from symcheck.text.diagnostic import fail

EQUALITIES = frozenset({"=", ":=", r"\triangleq", r"\equiv", r"\leftarrow"})
ORDERS = frozenset((r"\ne", "<", ">", r"\le", r"\ge", r"\succ", r"\succeq", r"\prec", r"\preceq"))
_IMPLIES = frozenset((r"\implies", r"\iff"))
STATEMENT, CONDITION, REASON, SHAPE = "statement", "condition", "reason", "shape"
_REASON = re.compile(r"(?:.* )?(?:since|because|as)")
_CONDITION = re.compile(r"(?:.* )?(?:if|for|for all|for any|for every|when|whenever|provided|given|where|assuming|with)")
_CASE = re.compile(r"(?:if|for|when)")
_SHAPE = re.compile(
    r"(?:(?:and|with|which|it|this|is|has|of) )*(?:an? )?(?:(?:column |row )?vector|matrix|array)?"
    r" ?(?:(?:of|with|has|in|and) )*(?:the |its )?(?:shape|size|length|dimensions?)(?: is)?")
_KIND = re.compile(r"(?:(?:and|which|it|this|is) )*an? (?:scalar|(?:real )?number|(?:column |row )?vector|matrix)")
_SAYS = re.compile(r"is|equals|is equal to|is given by")


@dataclass
class Statement:
    """`pieces` are related by `operators`, one fewer; `left` is the text of the first piece. `conditions` are said
    of it alone."""

    pieces: list[Piece]
    operators: list[str]
    left: str
    text: str
    role: str = STATEMENT
    conditions: list[Statement] = field(default_factory=list)


def clauses(read: str, original: Source, syntax: Syntax, peel: bool) -> list[Statement]:
    """The clauses of an answer in order, conditions with what they are said of; `peel`: are brackets at the end of a
    formula beside it? Raises `SymcheckError`."""
    syntax = opened(original, syntax)
    items = list(syntax.items) if type(syntax) is Listing else [syntax]
    for x in items:
        if type(x) is Words and not asides.is_silent(x.text) and not speaks_of_shape(x.text) and not (
                asides.is_otherwise(x.text)):
            raise asides.unread(original, x)
    found: list[Statement] = []
    waiting: list[Statement] = []  # conditions of a statement that is still to come
    said, end = "", 0
    for item in _without_ranges(_merged(items)):
        if type(item) is Words:
            if found and _KIND.fullmatch(asides.plain(item.text)):
                found.append(Statement([], [], "", asides.plain(item.text), SHAPE))
            said, end = f"{said} {asides.plain(item.text)}".strip(), item.span.end
            continue
        item = opened(original, item)
        if type(item) is Relation and item.items[0] is None and item.operators[0] in EQUALITIES and found \
                and found[-1].role == STATEMENT:
            found[-1].pieces += [Piece(p, original) for p in item.items[1:]]
            found[-1].operators += item.operators
            said, end = "", item.span.end
            continue
        for part in _implied(item):
            part, brackets = _peeled(part) if peel else (part, [])
            for x, words in ((part, said), *((b, "") for b in brackets)):
                s = _statement(read, original, x, end if x is part else x.span.start)
                s.role = _role(x, s, words, bool(found), x is not part)
                if s.role == CONDITION:
                    (found[-1].conditions if found else waiting).append(s)
                else:
                    s.conditions, waiting = waiting, []
                    found.append(s)
                end = x.span.end
            said = ""
    return found


def speaks_of_shape(words: str) -> bool:
    said = asides.plain(words)
    return bool(_SHAPE.fullmatch(said) or _KIND.fullmatch(said))


def is_peelable(s: Syntax) -> bool:
    """Does a bracket that may be beside a formula end a statement?"""
    if type(s) is Annotated:
        return is_peelable(s.body)
    if type(s) is Listing:
        return any(map(is_peelable, s.items))
    return type(s) is not Words and any(_peeled(part)[1] for part in _implied(s))


# --- roles ----------------------------------------------------------------------------------------


def _role(x: Syntax, s: Statement, said: str, later: bool, bracketed: bool) -> str:
    relations = set(s.operators)
    if relations and relations <= ORDERS and (later or _CONDITION.fullmatch(said)) and not _REASON.fullmatch(said):
        return CONDITION
    if relations and _REASON.fullmatch(said):
        return REASON
    if relations and _CASE.fullmatch(said) and relations <= ORDERS | {"="}:
        return CONDITION
    if later and not relations and (_SHAPE.fullmatch(said) if said else _is_shape(x)):
        return SHAPE
    return STATEMENT


def _is_shape(s: Syntax) -> bool:
    r"""`d \times 1`, in brackets or without."""
    while type(s) is Group and s.open in ("(", "[", ""):
        s = s.body
    return type(s) is Product and s.operators == ("", "times") and all(type(x) in (Symbol, Number) for x in s.items)


def _peeled(s: Syntax) -> tuple[Syntax, list[Syntax]]:
    r"""A formula without the bracket at its end that says where it holds, `(x \ne 0)`, or its shape, `[d \times 1]`."""
    if type(s) is Relation and s.items[-1] is not None:
        last, brackets = _peeled(s.items[-1])
        return (Relation(Span(s.span.start, last.span.end), (*s.items[:-1], last), s.operators), brackets) if brackets \
            else (s, [])
    if type(s) is Additive:
        last, brackets = _peeled(s.items[-1])
        return (Additive(Span(s.span.start, last.span.end), (*s.items[:-1], last), s.signs), brackets) if brackets \
            else (s, [])
    if type(s) is not Product or s.operators[-1] or type(s.items[-1]) is not Group or s.items[-1].open not in ("(", "["):
        return s, []
    body = s.items[-1].body
    if not _is_shape(body) and not (type(body) is Relation and set(body.operators) == {r"\ne"}):
        return s, []
    rest = s.items[:-1]
    whole = rest[0] if len(rest) == 1 else Product(Span(s.span.start, rest[-1].span.end), rest, s.operators[:-1])
    return whole, [body]


# --- syntax ---------------------------------------------------------------------------------------


def opened(source: Source, s: Syntax) -> Syntax:
    """Without a box or brackets around whole statements, and words that say nothing."""
    while True:
        if type(s) is Annotated:
            s = s.body
        elif type(s) is Group and type(s.body) is Relation and s.open in ("", "(", "["):
            s = s.body
        elif type(s) is Listing and sum(type(x) is not Words for x in s.items) == 1 and not any(
                type(x) is Words and speaks_of_shape(x.text) for x in s.items):
            asides.heard(source, s.items)
            s = next(x for x in s.items if type(x) is not Words)
        else:
            return s


def _merged(items: list[Syntax]) -> list[Syntax]:
    r"""`a \text{ if } c, b \text{ otherwise}` as cases; `a \text{ is } b` as an equation."""
    done: list[Syntax] = []
    k = 0
    while k < len(items):
        cases, after = _cases(items, k)
        if cases is not None:
            done.append(cases)
            k = after
        elif 0 < k < len(items) - 1 and type(items[k]) is Words and _SAYS.fullmatch(asides.plain(items[k].text)) \
                and type(done[-1]) not in (Words, Relation) and type(items[k + 1]) is not Words:
            right = items[k + 1]
            parts, operators = (right.items, right.operators) if type(right) is Relation else ((right,), ())
            done[-1] = Relation(Span(done[-1].span.start, right.span.end), (done[-1], *parts), ("=", *operators))
            k += 2
        else:
            done.append(items[k])
            k += 1
    return done


def _cases(items: list[Syntax], k: int) -> tuple[Syntax | None, int]:
    """Cases written in a line from item k on, and what follows them; None where there are none."""
    rows: list[tuple[Syntax, Syntax | None]] = []
    first = k
    while k + 2 < len(items) and type(items[k]) is not Words and type(items[k + 1]) is Words \
            and _CASE.fullmatch(asides.plain(items[k + 1].text)) and type(items[k + 2]) is Relation:
        rows.append((items[k], items[k + 2]))
        k += 3
    if rows and k + 1 < len(items) and type(items[k + 1]) is Words and asides.is_otherwise(items[k + 1].text):
        rows.append((items[k], None))
        k += 2
    elif rows and k + 1 < len(items) and type(items[k]) is Words and asides.is_otherwise(items[k].text):
        rows.append((items[k + 1], None))
        k += 2
    if len(rows) < 2 or any(type(value) is Relation for value, _ in rows[1:]):
        return None, first
    span = Span(items[first].span.start, items[k - 1].span.end)
    head, when = rows[0]
    if type(head) is not Relation:
        return Cases(span, tuple(rows)), k
    value = Cases(Span(head.items[-1].span.start, span.end), ((head.items[-1], when), *rows[1:]))
    return Relation(span, (*head.items[:-1], value), head.operators), k


def _without_ranges(items: list[Syntax]) -> Iterator[Syntax]:
    r"""Without `i = 1, \dots, N`, `\forall i` and `i \in \{1, \dots, N\}`, which say what numbers an index takes."""
    k = 0
    while k < len(items):
        x = items[k]
        if 0 < k < len(items) - 2 and type(x) is Relation and type(x.items[0]) is Symbol and x.operators == ("=",) \
                and type(items[k + 1]) is Symbol and items[k + 1].name == r"\ldots":
            k += 3
        elif k and _is_range(x):
            k += 1
        else:
            yield x
            k += 1


def _is_range(x: Syntax) -> bool:
    first = x.items[0] if type(x) is Relation else x
    if type(first) is Product and type(first.items[0]) is Symbol and first.items[0].name == r"\forall":
        return True
    return type(x) is Relation and x.operators == (r"\in",) and type(first) is Symbol and type(x.items[1]) is Group


def _implied(s: Syntax) -> Iterator[Syntax]:
    r"""The statements that a chain joins by `\implies`."""
    if type(s) is not Relation:
        yield s
        return
    start = 0
    turns = [k for k, o in enumerate(s.operators) if o in _IMPLIES or o == r"\to" and {*s.operators[:k]} & EQUALITIES
             and {*s.operators[k + 1:]} & EQUALITIES]
    for k in (*turns, len(s.operators)):
        items, operators = s.items[start:k + 1], s.operators[start:k]
        if k == len(s.operators) and start == 0:
            yield s
        elif items[0] is not None or operators:
            last = next((x for x in reversed(items) if x is not None), items[0])
            head = next(x for x in items if x is not None)
            span = Span(head.span.start, last.span.end)
            yield Relation(span, items, operators) if operators else items[0]
        start = k + 1


def _statement(read: str, original: Source, item: Syntax, end: int) -> Statement:
    start, parts, operators = end, [item], []
    if type(item) is Relation:
        parts, operators = [x for x in item.items if x is not None], list(item.operators)
        if item.items[0] is None:
            operators = operators[1:]
        if len(parts) != len(operators) + 1:
            raise fail("missing-operand", "one side of this relation is missing", original, item.span)
    end = item.span.end
    left = _trimmed(_before_operator(read[start:parts[1].span.start])) if operators else ""
    text = _trimmed(_balanced(read, start, end))
    if operators == ["="] and type(parts[1]) is not Cases and _OPERATOR.search(text) is None:
        text = f"{_trimmed(read[start:parts[0].span.end])} = {_balanced(read, parts[1].span.start, end)}"
        left = text.partition(" = ")[0]
    if (taken := _differential(parts)) is not None:
        parts = taken
    return Statement([Piece(p, original) for p in parts], operators, left, text)


def _differential(parts: list[Syntax]) -> list[Syntax] | None:
    r"""The pieces of `d\ell = f \, dx` as of `\frac{d\ell}{dx} = f`; None where it is none."""
    if len(parts) < 2 or type(parts[0]) is not Product or not _is_d(parts[0].items):
        return None
    right = [_without_d(p) for p in parts[1:]]
    by = {p[1].name for p in right if p is not None}
    if None in right or len(by) != 1:
        return None
    below = right[0][1]
    d = parts[0].items[0]
    left = Fraction_(parts[0].span, parts[0], Product(below.span, (d, below), ("", "")))
    return [left, *(p[0] for p in right)]


def _is_d(items: tuple[Syntax, ...]) -> bool:
    return len(items) == 2 and type(items[0]) is Symbol and items[0].name == "d" and type(items[1]) in (Symbol, Script)


def _without_d(s: Syntax) -> tuple[Syntax, Symbol] | None:
    """A sum of which every term ends in the same dx, without it, and the x."""
    if type(s) is Additive:
        terms = [_without_d(x) for x in s.items]
        if None in terms or len({t[1].name for t in terms}) > 1:
            return None
        return Additive(s.span, tuple(t[0] for t in terms), s.signs), terms[0][1]
    if type(s) is not Product or len(s.items) < 3 or not _is_d(s.items[-2:]) or type(s.items[-1]) is not Symbol:
        return None
    rest = s.items[:-2]
    return rest[0] if len(rest) == 1 else Product(s.span, rest, s.operators[:-2]), s.items[-1]


# --- text -----------------------------------------------------------------------------------------

_OPERATOR = re.compile(r"\\(?:leftarrow|gets|triangleq|equiv|implies|Rightarrow|coloneqq|propto|to)|:=|="
                       r"|←|≡|⇒|∝")


def _before_operator(text: str) -> str:
    """The text before its last relation sign."""
    signs = list(_OPERATOR.finditer(text))
    return text[:signs[-1].start()] if signs else text


def _trimmed(text: str) -> str:
    """Without separators, mathematics signs, arrows and linking words in front."""
    return re.sub(r"^(?:[\s,;.&$]|\\\\|\\[;,!: ]|\\qquad|\\quad|\\\[|\\\(|\\begin\{\w+\*?\}|\\boxed\{"
                  r"|\\(?:implies|iff|Rightarrow|Longrightarrow|Leftrightarrow|Longleftrightarrow|therefore|to)(?![A-Za-z])"
                  r"|\\(?:text[a-z]*|mbox)\{[^{}]*\}|(?:where|with|and|then|let|Let|since|if|so|for)(?![A-Za-z]))+", "",
                  text).rstrip(" ,;&$")


def _balanced(text: str, start: int, end: int) -> str:
    """text[start:end] and the closing braces that belong to it."""
    depth = text.count("{", start, end) - text.count("}", start, end)
    while depth > 0 and end < len(text) and text[end] == "}":
        end, depth = end + 1, depth - 1
    return text[start:end]
