r"""`p(w \mid t)`, `\operatorname{Cov}(w \mid t)` where w has a law and t has none: the words may say how t comes about from w, "each target is the value
$w^\top x$ with Gaussian noise", and were not read. What w is given t is not known then, and nothing about it is refuted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.state import State, names_in
from symcheck.read.context import Piece

_CONDITIONAL = re.compile(r"[(\[]\s*(?P<of>[^()\[\]|=,;]+?)\s*(?:\\[,;:! ])?\s*(?:\\(?:mid|vert|middle\s*\|)(?![A-Za-z])|\|)(?P<given>[^()\[\]|=]+)[)\]]")
# What a mean, a variance or a density is written with.
_OF_RANDOM = re.compile(r"\\mathbb\s*\{?\s*[EVP]|(?<![A-Za-z])(?:E|Var|Cov|Pr)\s*[\[({]|\\mid(?![A-Za-z])|(?<![\\|])\|(?!\|)|\\E(?![A-Za-z])|\\langle")


def are_fixed(state: State, *pieces: Piece) -> bool:
    """Is nothing random in these pieces, and no mean taken? Then it does not matter for their difference what law the mean has that their chain begins with."""
    read = [state.read(p) for p in pieces]
    return all(e is not None and not names_in(e) & state.context.laws.keys() for e in read) and not any(_OF_RANDOM.search(written(p.source, p.syntax.span)) for p in pieces)


def doubt(state: State, *pieces: Piece | None) -> str:
    """Why a difference says nothing, where all that a piece is given is tied by no law to what it is about; "" where there is nothing such."""
    for of, given in (x for p in pieces if p is not None for x in _conditionals(p)):
        name = _name(state, of)
        if name not in state.context.laws:
            continue
        names = [_name(state, g) for g in given]
        if any(n in state.context.laws for n in names) or any(_is_drawn(state, g) for g in given):
            continue  # one that the law ties to it, beside fixed ones
        if any(name in _names_of_law(state, other) for other in state.context.laws if other != name):
            continue  # how data come about from it is told by a law
        known = {name, *_names_of_law(state, name)}
        if loose := [n for n in names if n and n not in known]:
            return f"nothing says how {loose[0]} is drawn, and what is given it is not known"
    return ""


def _conditionals(p: Piece) -> Iterator[tuple[str, list[str]]]:
    for m in _CONDITIONAL.finditer(written(p.source, p.syntax.span)):
        yield m["of"], re.split(r"[,;]", m["given"])


def _name(state: State, text: str) -> str:
    """The variable that a text names, "" for all else."""
    e = state.context_read(text)
    return e.data.name if e is not None and e.op == "var" else ""


def _is_drawn(state: State, text: str) -> bool:
    """Is this a name that is made of names with laws?"""
    e = state.context_read(text)
    return e is not None and e.op != "var" and bool(names_in(e) & state.context.laws.keys())


def _names_of_law(state: State, name: str) -> Iterator[str]:
    """The names of which a law is made."""
    law = state.context.laws[name]
    for e in law.exprs:
        yield from names_in(e)
    for s in law.written:
        for n in named_in(s):
            e = state.context_read(n.bare)
            yield from names_in(e) if e is not None else (n.bare,)
