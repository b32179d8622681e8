r"""Declarations, definitions and assumptions in LaTeX.

    x, b \in \mathbb{R}^d      x_i \in \mathbb{R}^d, i = 1, \dots, N      \lambda > 0
    \phi : \mathbb{R} \to \mathbb{R}      A \in \mathbb{S}_{++}^n      w \sim \mathcal{N}(0, I)
    h = \phi(Wx + b)      p_i = e^{z_i} / \sum_j e^{z_j}      \ell(w) = \|Xw - y\|^2
    A^\top = A      \mathbf 1^\top y = 1      X^\top X \text{ invertible}

An equation whose left side is a fresh name (or a declared one without a definition) defines it; any
other relation is an assumption.
"""

from __future__ import annotations

import re

from symcheck.expr import Function
from symcheck.read.assumptions import rank, say_of
from symcheck.read.declare_families import expected_range, unbraced, written_out
from symcheck.read.declare_kinds import (
    add_trait,
    bounded,
    declare_distribution,
    declare_function,
    declare_member,
    declare_set,
    declare_value,
    is_value,
)
from symcheck.read.declare_names import Statement, declare_index, head_of, index_range, is_dots
from symcheck.read.declare_words import blanked, lines_named
from symcheck.read.define import define
from symcheck.read.names import base_of, label, parts
from symcheck.read.notation import PLAIN_WORDS
from symcheck.read.parser import parse
from symcheck.read.scope import positions
from symcheck.read.syntax import (
    Bar,
    Group,
    Listing,
    Number,
    Relation,
    Script,
    Symbol,
    Syntax,
    Words,
)
from symcheck.text import Source, SymcheckError
from symcheck.text.diagnostic import fail

_PRIME = re.compile(r"^\s*prime\s*:\s*transpose\s*$")


_WORD_LEFT = re.compile(r"^\s*([A-Za-z]{2,})\s*(?:=|:=|\\in\b|:|\()")


_WORD_RM = re.compile(r"\\(?:operatorname|mathrm|text|textrm|mathit)\s*\{\s*([A-Za-z]{2,})\s*\}")


_DEFINED = re.compile(r"\s*([^_^=(]+?)\s*(?:\([^=]*\))?\s*:?=")


def declare_lines(context, lines) -> None:
    """Take in lines; names defined bare further down are known before, so that `L_i` and `L` differ."""
    sources = []
    for number, line in enumerate(lines, 1):
        if isinstance(line, Source):
            sources.append(line)
        else:
            first = len(context.lines) + number
            sources.append(Source(line, "declaration", first))
    context.upcoming = frozenset(
        m.group(1).strip() for s in sources if (m := _DEFINED.match(s.text))) | context.foreseen
    for source in sources:
        declare_line(context, source)
        context.lines.append(source.text)


def declare_line(context, source: Source) -> None:
    """One line."""
    text = source.text
    if _PRIME.match(text):
        context.prime_transpose = True
        return
    words: set[str] = set()
    named = None
    if "e" in text or "i" in text or "o" in text:
        text, named = lines_named(text)
        text = blanked(text, words)
    fresh = _WORD_LEFT.match(text)
    if fresh and not _letters_declared(context, fresh.group(1)):
        context.words = context.words | {fresh.group(1)}
    for m in _WORD_RM.finditer(text):
        if m.start() < 3:
            context.words = context.words | {m.group(1)}
    syntax = parse(source.rewritten(text), context.words)
    if words and type(syntax) not in (Relation, Listing):
        _directive(context, source, syntax, words)
        return
    for statement in sorted(statements(context, source, syntax, words), key=_is_definition):
        take(context, source, statement, words)
    if named is not None:
        head = syntax.items[0] if type(syntax) is Listing else syntax
        whole = head.items[0] if type(head) is Relation else head
        name_lines(context, source, whole, *named)


def _is_definition(s: Statement) -> bool:
    r"""Of `f(w) = \|w - a\|^2, w \in \mathbb{R}^d` the shape of w comes before the f that is made of it."""
    return type(s.relation) is Relation and s.relation.operators[0] in ("=", ":=", "\\triangleq", "\\equiv")


def name_lines(context, source: Source, whole: Syntax, kind: str, name: str, index: str) -> None:
    r"""`X .. with rows x_i^\top`: x_i is row i of X as a column, or column i."""
    matrix = source.text[whole.span.start:whole.span.end]
    of = rf"{matrix}_{{{index},:}}^\top" if kind == "row" else rf"{matrix}_{{:,{index}}}"
    declare_line(context, source.rewritten(f"{name} = {of}"))


def _letters_declared(context, word: str) -> bool:
    return word in PLAIN_WORDS or all(c in context.scope.entries for c in word)


def statements(context, source: Source, syntax: Syntax, words=()) -> list[Statement]:
    """A line as statements; `i = 1, \\dots, N` becomes a range of the line."""
    items = list(syntax.items) if type(syntax) is Listing else [syntax]
    flat: list[Syntax] = []
    for x in items:
        if type(x) is Group and x.open == "(" and type(x.body) is Listing and len(items) > 1 and (
                type(x.body.items[0]) is Relation):
            x = x.body
        if type(x) is Listing:
            flat.extend(x.items)
        elif type(x) is Bar and (law := conditional(x)) is not None:
            flat.extend(law)
        elif type(x) is not Words and not (type(x) is Symbol and x.font == "text"
                                           and x.name in ("and", "with", "for")):
            flat.append(x)
    ranges: dict[str, tuple[Syntax, Syntax]] = {}
    flat = written_out(source, unbraced(context, source, flat, ranges), ranges)
    if not flat:
        return []
    found: list[Statement] = []
    names: list[Syntax] = []
    k = 0
    while k < len(flat):
        x = flat[k]
        if type(x) is Relation and x.operators[-1] == "=" and k + 2 < len(flat) and (
                is_dots(flat[k + 1]) or k + 3 < len(flat) and is_dots(flat[k + 2])
                and type(flat[k + 1]) is Number):
            at = k + 1 if is_dots(flat[k + 1]) else k + 2
            for name in (*names, x.items[0]):
                ranges[label(name)] = (x.items[1], flat[at + 1])
            names = []
            k = at + 2
            continue
        if type(x) is Relation:
            found.append(Statement(names, x, ranges))
            names = []
        else:
            names.append(x)
        k += 1
    if names:
        if not found and not ranges and not words:
            raise fail("not-a-declaration", "this declares nothing", source, syntax.span,
                       help=r"Write a shape, as in x \in \mathbb{R}^d, or a definition.")
        found.append(Statement(names, None, ranges))
    lone = [s for s in found if s.relation is not None]
    for s in list(lone):
        rel = s.relation
        if rel.operators == ("\\le", "\\le") and len(found) > 1 and not s.names and (
                base_of(rel.items[1]) is not None) and any(
                _mentions(o, label(rel.items[1])) for o in found if o is not s):
            ranges[label(rel.items[1])] = (rel.items[0], rel.items[2])
            found.remove(s)
            continue
        if rel.operators == ("\\in",) and len(found) > 1 and not s.names:
            span = index_range(rel.items[1])
            if span is not None and base_of(rel.items[0]) is not None and any(
                    _mentions(o, label(rel.items[0])) for o in found if o is not s):
                ranges[label(rel.items[0])] = span
                found.remove(s)
    if not found and ranges:
        for name, (low, high) in ranges.items():
            found.append(Statement([], (name, low, high), {}))
    return found


def conditional(s: Bar) -> list[Syntax] | None:
    r"""`y \mid X, w \sim P` as `y \sim P`, with what follows it: the law's arguments say what it depends
    on; `x_1, \dots, x_n \mid \mu \sim P` as `x_1, \dots, x_n \sim P`. None of what is no law."""
    items = list(s.right.items) if type(s.right) is Listing else [s.right]
    for k, x in enumerate(items):
        if type(x) is Relation:
            if x.operators != ("\\sim",):
                return None
            *others, last = s.left.items if type(s.left) is Listing and any(map(is_dots, s.left.items)) else (s.left,)
            return [*others, Relation(last.span.to(s.span) if others else s.span, (last, x.items[1]), x.operators), *items[k + 1:]]
    return None


def _mentions(s: Statement, name: str) -> bool:
    heads = [*s.names, *(s.relation.items[:1] if s.relation is not None else ())]
    for x in heads:
        while type(x) is Group and type(x.body) is Listing:
            x = x.body.items[0]
        if type(x) is Script and (x.sub is not None and name in map(label, positions(x.sub)) or any(
                name in map(label, positions(p)) for p in parts(x.sups))):
            return True
    return False


def take(context, source: Source, s: Statement, words: set[str]) -> None:
    """Carry out one statement."""
    rel = s.relation
    if rel is None:
        for name in s.names:
            _directive(context, source, name, words)
        return
    if type(rel) is tuple:
        name, low, high = rel
        declare_index(context, source, name, low, high)
        return
    ops = rel.operators
    first = ops[0]
    if any(x is None for x in rel.items):
        raise fail("missing-argument", "one side of this is missing", source, rel.span)
    if first in ("\\in", "\\sim", ":") and context.listed:
        expected_range(context, [*s.names, rel.items[0]], s.ranges)
    if first == "\\in" and len(ops) == 1:
        for name in _split(s.names, rel.items[0]):
            if is_value(context, name, rel.items[1]):
                declare_value(context, source, name, rel.items[1], s.ranges)
                continue
            declare_member(context, source, name, rel.items[1], s.ranges, words)
    elif first == ":" and ops[-1] in ("\\to", "\\mapsto") and len(rel.items) == 3:
        for name in (*s.names, rel.items[0]):
            declare_function(context, source, name, rel.items[1], rel.items[2], s.ranges, words)
    elif first == "\\sim" and len(ops) == 1:
        for name in (*s.names, rel.items[0]):
            declare_distribution(context, source, name, rel.items[1], s.ranges)
    elif first == "\\subset" and len(ops) == 1:
        declare_set(context, source, rel.items[0], rel.items[1])
    elif first in ("\\succ", "\\succeq") and len(ops) == 1 and type(rel.items[1]) is Number and not rel.items[1].value:
        for name in (*s.names, rel.items[0]):
            add_trait(context, source, name, "posdef" if first == "\\succ" else "possemidef")
    elif all(o in BOUNDS for o in ops):
        bounded(context, source, s, rel)
    elif first in ("=", ":=", "\\triangleq", "\\equiv", "=:"):
        if s.names and not s.ranges:
            raise fail("not-a-declaration", "these names have no shape", source,
                       s.names[0].span.to(s.names[-1].span),
                       help=r"Write their shape, as in x, y \in \mathbb{R}^d.")
        define(context, source, rel, s.ranges, words)
    else:
        raise fail("not-a-declaration", f"the relation {first} declares nothing", source, rel.span)


def _split(names: list[Syntax], last: Syntax) -> list[Syntax]:
    """Names before a membership; `(x_i, y_i)` stays whole."""
    return [*names, last]


BOUNDS = frozenset((">", "<", "\\ge", "\\le", "\\ne"))


def _directive(context, source: Source, s: Syntax, words: set[str]) -> None:
    r"""`\Phi elementwise`, `X^\top X \text{ invertible}`, `A \text{ symmetric}`."""
    if not words:
        raise fail("not-a-declaration", "this declares nothing", source, s.span,
                   help=r"Write a shape, as in x \in \mathbb{R}^d, or a definition.")
    e = context.elaborate(s, source).expr if _is_expression(context, source, s) else None
    if e is not None and e.op == "inverse" and "exists" in words:
        e, words = e.args[0], {"invertible"}
    for entry in list(context.scope):
        if e is not None and entry.kind == "quantity" and entry.expr is e and e.op == "var":
            say_of(context, entry, words, source, s)
            return
    if e is None:
        entry = context.scope.find(*head_of(source, s), loose=False).entry
        if entry.kind == "function" and "elementwise" in words:
            entry.function = Function(entry.function.name)
        return
    for word in words:
        if not rank(context, e, word):
            context.assumptions.append((word, e, e))


def _is_expression(context, source: Source, s: Syntax) -> bool:
    """Is this more than the name of a function?"""
    try:
        found = context.scope.find(*head_of(source, s), loose=False)
    except SymcheckError:
        return True
    return found is None or found.entry.kind != "function"
