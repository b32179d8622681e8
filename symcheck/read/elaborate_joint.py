r"""Densities of listed samples: `p(x_1, \dots, x_n \mid \theta)` is the product of those of the members, which are independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.read.names import base_of, scripts_of
from symcheck.read.reading import Reading
from symcheck.read.scope import Entry
from symcheck.read.syntax import Group, Listing, Relation, Script, Symbol, Syntax


def grouped(items: tuple[Syntax, ...]) -> tuple[Syntax, ...]:
    r"""What stands in a density, each `x_1, x_2, \dots, x_n` being one group."""
    found: list[Syntax] = []
    k = 0
    while k < len(items):
        if _is_dots(items[k]) and found and k + 1 < len(items) and _base(found[-1]) is not None and _base(found[-1]) == _base(items[k + 1]):
            start = len(found) - 1
            while start and _base(found[start - 1]) == _base(found[-1]):
                start -= 1
            run = (*found[start:], items[k], items[k + 1])
            span = run[0].span.to(run[-1].span)
            found[start:] = [Group(span, "(", Listing(span, run, (",",) * (len(run) - 1)), ")")]
            k += 1
        else:
            found.append(items[k])
        k += 1
    return tuple(found)


def _is_dots(s: Syntax) -> bool:
    return type(s) is Symbol and s.name == r"\ldots"


def _base(s: Syntax) -> tuple[str, str] | None:
    """The x of `x_1` with its font."""
    return base_of(s.base) if type(s) is Script and s.sub is not None and s.base is not None else None


def is_run(s) -> bool:
    r"""Is this a group made of `x_1, \dots, x_n`?"""
    return type(s) is Group and type(s.body) is Listing and any(map(_is_dots, s.body.items))


def written_out(s: Syntax) -> Syntax:
    r"""The group `x_1, \dots, x_n` of `x_{1:n}`; any other as it is."""
    if type(s) is not Script or s.sups or type(s.sub) is not Relation or s.sub.operators != (":",):
        return s
    first, last = (replace(s, sub=k) for k in s.sub.items)
    return Group(s.span, "(", Listing(s.span, (first, Symbol(s.span, r"\ldots", ""), last), (",", ",")), ")")


def named(r: Reading, run: Group) -> set[str]:
    """The name of the family whose members a run lists; empty where it is not known."""
    found = family(r, run)
    return {found.name} if found is not None else set()


def family(r: Reading, run: Group) -> Entry | None:
    """The family, or the vector, whose members a run lists."""
    last = run.body.items[-1]
    named = base_of(last.base) if type(last) is Script and last.base is not None else None
    found = r.scope.find(*named, *scripts_of(last)) if named is not None else None
    return found.entry if found is not None else None


def product(r: Reading, run: Group, letter: str, of: Callable[[Expr], Expr]) -> Expr:
    """The product over a run of what `of` makes of its general member; `letter` is the free index in that."""
    from symcheck.read.elaborate_dots import run_members
    from symcheck.read.elaborate_sums import with_index
    index, member = run_members(r, run.body, letter)
    return build.product_over(index, with_index(of(member), index, letter))
