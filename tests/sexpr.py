"""A compact notation for syntax trees, for the tables of the reader's tests."""

from symcheck.read.syntax import (
    Accent,
    Additive,
    Annotated,
    Bar,
    BigOperator,
    Binomial,
    Cases,
    Fraction_,
    Group,
    Listing,
    Matrix,
    Number,
    Product,
    Relation,
    Root,
    Script,
    Symbol,
    Words,
)


def _limits(node, show):
    lower = "" if node.lower is None else f" _{show(node.lower)}"
    upper = "" if node.upper is None else f" ^{show(node.upper)}"
    return f"[{node.name}{lower}{upper}]"


def _script(node, show):
    sub = "" if node.sub is None else f" _{show(node.sub)}"
    sups = "".join(f" ^{show(s)}" for s in node.sups)
    return f"(script {show(node.base)}{sub}{sups}" + "'" * node.primes + ")"


def _chain(items, before, show):
    return "(" + " ".join(f"{o} {show(i)}" if o and o not in "+-" else o + show(i)
                          for i, o in zip(items, before)) + ")"


def _listing(node, show):
    assert len(node.separators) == len(node.items) - 1
    seps = [f" {s or '~'} " for s in node.separators] + [""]
    return "{" + "".join(show(i) + s for i, s in zip(node.items, seps)) + "}"


_SHOW = {
    type(None): lambda n, s: "_",
    Number: lambda n, s: n.text,
    Symbol: lambda n, s: n.name + (f":{n.font}" if n.font else ""),
    Words: lambda n, s: f'"{n.text}"',
    Accent: lambda n, s: f"({n.kind} {s(n.body)})",
    Script: _script,
    Group: lambda n, s: f"<{n.open} {s(n.body)} {n.close}>",
    Product: lambda n, s: _chain(n.items, n.operators, s),
    Additive: lambda n, s: _chain(n.items, n.signs, s),
    Fraction_: lambda n, s: f"(frac {s(n.numerator)} {s(n.denominator)})",
    Root: lambda n, s: f"(root {s(n.body)}" + (f" {s(n.degree)})" if n.degree else ")"),
    Binomial: lambda n, s: f"(binom {s(n.top)} {s(n.bottom)})",
    BigOperator: _limits,
    Listing: _listing,
    Bar: lambda n, s: f"(bar {s(n.left)} {s(n.right)})",
    Matrix: lambda n, s: f"({n.environment} " + " // ".join(
        " & ".join(map(s, r)) for r in n.rows) + ")",
    Cases: lambda n, s: "(cases " + " // ".join(f"{s(v)} ? {s(c)}" for v, c in n.rows) + ")",
    Relation: lambda n, s: "(" + s(n.items[0]) + "".join(
        f" {o} {s(i)}" for o, i in zip(n.operators, n.items[1:])) + ")",
    Annotated: lambda n, s: f'(note {s(n.body)} "{n.note}")',
}


def sexpr(node):
    """The tree in one line: (script x _i ^2), (frac a b), [sum _(i = 1) ^n], <( x )>, {a , b}."""
    return _SHOW[type(node)](node, sexpr)
