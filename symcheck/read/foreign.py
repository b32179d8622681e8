r"""Scalar constructs outside the language, handed to the second reader as a template.

Integrals, limits, binomials, factorials, sums to infinity or to a declared number.
Everything in them that the language reads and that holds no bound letter becomes a placeholder
`s_{101}`, `s_{102}`, ... with its expression; the rest is printed with explicit products.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import describe, is_scalar
from symcheck.read import foreign_calls
from symcheck.read.elaborate_derivatives import denominator, numerator
from symcheck.read.elaborate_heads import bracket
from symcheck.read.foreign_definitions import FUNCTIONS, WRITTEN, holds_bound, written
from symcheck.read.names import base_of, label
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Additive,
    BigOperator,
    Binomial,
    Fraction_,
    Group,
    Listing,
    Number,
    Product,
    Relation,
    Root,
    Script,
    Symbol,
    Syntax,
)

LETTERS = "txyzuvwrspqabcghjklmn"
LARGEST = 400  # of what factorials and binomials are worked out


class Template:
    """The template being written: its arguments and the letters it binds."""

    def __init__(self, r: Reading):
        self.r = r
        self.args: list[Expr] = []
        self.letters: dict[str, str] = {}
        self.variables: dict[str, Variable] = {}  # what a function is taken at, where that holds a bound letter

    def variable(self, name: str) -> Variable:
        return self.variables.setdefault(name, foreign_calls.fresh(name))

    def bind(self, name: str, at: Syntax) -> str:
        taken = set(self.letters.values())
        own = name if len(name) == 1 and name in LETTERS and name not in taken else None
        letter = own or next((c for c in LETTERS if c not in taken), None)
        if letter is None:
            raise self.r.error("not-in-language", "too many bound letters", at)
        self.letters[name] = letter
        return letter

    def bound_in(self, s: Syntax) -> bool:
        return any(type(x) is Symbol and x.name in self.letters for x in s.walk())

    def place(self, s: Syntax) -> str:
        """A part without bound letters, as a placeholder."""
        if type(s) is Symbol and s.name == "\\infty":
            return "\\infty"
        return self.value(self.r.settle(self.r.expr(s)), s)

    def value(self, e: Expr, s: Syntax) -> str:
        if not is_scalar(e.shape):
            raise self.r.error("not-in-language", "only numbers can stand in this construct", s,
                               f"this is {describe(e.shape)}")
        return self.argument(e) if not holds_bound(self, e) else f"({written(self, e, s)})"

    def argument(self, e: Expr) -> str:
        if e.op == "num" and e.data.denominator == 1 and e.data >= 0:
            return str(e.data)
        if e not in self.args:
            self.args.append(e)
        return f"s_{{{101 + self.args.index(e)}}}"

    def text(self, s: Syntax) -> str:
        """The template text of a piece of syntax."""
        kind = type(s)
        if kind is Number:
            return s.text if s.value.denominator == 1 else \
                rf"\frac{{{s.value.numerator}}}{{{s.value.denominator}}}"
        if kind is Symbol and s.name in self.letters:
            return self.letters[s.name]
        if kind is Binomial:
            return rf"\binom{{{self.text(s.top)}}}{{{self.text(s.bottom)}}}"
        if kind is Group and s.close == "!":
            return f"({self.text(s.body)})!"
        if kind is BigOperator or not self.bound_in(s) and not _foreign_inside(s):
            return self.place(s)
        if kind is Group and s.open in ("(", "[", "{", ""):
            return f"({self.text(s.body)})"
        if kind is Group and s.open == "|":
            return f"|{self.text(s.body)}|"
        if kind is Additive:
            return "".join(("-" if sign == "-" else "+" if k else "")
                           + self.text(x) for k, (x, sign) in enumerate(zip(s.items, s.signs)))
        if kind is Fraction_:
            if (top := numerator(s.numerator)) is not None and denominator(s.denominator, top[0]) is not None:
                raise self.r.error("not-in-language", "a derivative cannot be read here", s)
            return rf"\frac{{{self.text(s.numerator)}}}{{{self.text(s.denominator)}}}"
        if kind is Root:
            degree = f"[{self.text(s.degree)}]" if s.degree is not None else ""
            return rf"\sqrt{degree}{{{self.text(s.body)}}}"
        if kind is Product:
            return self.product(s.items, s.operators)
        if kind is Script and len(s.sups) == 1 and s.sub is None and not s.primes:
            if type(s.base) is Symbol and s.base.name == "e" and "e" not in self.letters:
                return f"e^{{{self.text(s.sups[0])}}}"
            return f"({self.text(s.base)})^{{{self.text(s.sups[0])}}}"
        raise self.r.error("not-in-language", "this cannot be read here", s)

    def product(self, items, ops) -> str:
        pieces, k = [], 0
        while k < len(items):
            s, sign = items[k], "/" if ops[k] == "/" else "\\cdot "
            base = s.base if type(s) is Script else s
            if type(base) is BigOperator and base.name in ("max", "min") and base.lower is None:
                piece, k = self.extremum(items, k)
            elif type(base) is BigOperator:
                piece, k = self.operator(items, ops, k), len(items)
            elif self.is_function(base):
                piece, k = self.call(items, ops, k)
            elif (taken := foreign_calls.called(self, items, ops, k)) is not None:
                piece, k = self.value(taken[0], s), taken[1]
            else:
                piece = self.text(s)
                if type(s) is Additive or piece[:1] == "-":
                    piece = f"({piece})"
                k += 1
            pieces.append((sign if pieces else "") + piece)
        return "".join(pieces)

    def is_function(self, s: Syntax) -> bool:
        return type(s) is Symbol and s.name not in self.letters and (
            (s.name in FUNCTIONS or s.name in WRITTEN) and self.r.scope.bare(s.name, s.font) is None)

    def extremum(self, items, k: int) -> tuple[str, int]:
        r"""`\max(0, t)`."""
        s = items[k]
        group = bracket(items[k + 1]) if k + 1 < len(items) else None
        if type(s) is Script or group is None or type(group.body) is not Listing or type(items[k + 1]) is Script and (
                items[k + 1].sub is not None or items[k + 1].primes):
            raise self.r.error("not-in-language", f"\\{(s.base if type(s) is Script else s).name} cannot be read here", s,
                               help=r"Write \max(a, b).")
        text = rf"\{s.name}({','.join(map(self.text, group.body.items))})"
        for sup in items[k + 1].sups if type(items[k + 1]) is Script else ():
            text = f"({text})^{{{self.text(sup)}}}"
        return text, k + 2

    def call(self, items, ops, k: int) -> tuple[str, int]:
        s = items[k]
        base = s.base if type(s) is Script else s
        name = FUNCTIONS.get(base.name, base.name)
        if type(s) is Script and (s.sub is not None or s.primes):
            raise self.r.error("not-in-language", "this cannot be read here", s)
        j = k + 1
        if j >= len(items) or ops[j] != "":
            raise self.r.error("missing-argument", f"{name} needs an argument", s)
        group = bracket(items[j])
        end = j + 1
        if group is not None:
            argument = self.text(group.body)
        else:
            taken = foreign_calls.called(self, items, ops, j)
            while taken is None and end < len(items) and ops[end] == "" and bracket(items[end]) is None and not self.is_function(
                    items[end]) and foreign_calls.called(self, items, ops, end) is None:
                end += 1
            end = end if taken is None else taken[1]
            argument = self.product(items[j:end], ("", *ops[j + 1:end]))
        text = f"({WRITTEN[base.name].format(argument)})" if base.name in WRITTEN else f"{name}({argument})"
        sups = list(s.sups) if type(s) is Script else []
        if type(items[j]) is Script and group is not None:
            sups += items[j].sups
        for sup in sups:
            text = f"({text})^{{{self.text(sup)}}}"
        return text, end

    def operator(self, items, ops, k: int) -> str:
        s = items[k]
        rest, rest_ops = items[k + 1:], ("", *ops[k + 2:])
        if s.name == "lim":
            low = s.lower
            if type(low) is not Relation or low.operators != ("\\to",) or \
                    base_of(low.items[0]) is None:
                raise self.r.error("not-in-language", "this limit cannot be read", s)
            target = self.text(low.items[1])
            letter = self.bind(label(low.items[0]), s)
            return rf"\lim_{{{letter} \to {target}}} ({self.product(rest, rest_ops)})"
        if s.name in ("sum", "prod"):
            low = s.lower
            if type(low) is not Relation or low.operators != ("=",) or s.upper is None:
                raise self.r.error("not-in-language", "these limits cannot be read", s)
            first, last = self.text(low.items[1]), self.text(s.upper)
            letter = self.bind(label(low.items[0]), s)
            return rf"\{s.name}_{{{letter}={first}}}^{{{last}}} ({self.product(rest, rest_ops)})"
        raise self.r.error("not-in-language", f"\\{s.name} cannot be read here", s)

    def integral(self, s: BigOperator, body, body_ops, name: Syntax) -> str:
        low = "" if s.lower is None else self.text(s.lower)
        high = "" if s.upper is None else self.text(s.upper)
        letter = self.bind(label(name), s)
        inner = self.product(body, body_ops) if body else "1"
        ends = rf"_{{{low}}}^{{{high}}}" if low and high else ""
        if not ends:
            raise self.r.error("not-in-language", "an integral needs its limits", s)
        return rf"\int{ends} ({inner}) \, d{letter}"


def _number(e: Expr) -> Fraction | None:
    """The value of sums and products of numbers."""
    if e.op == "num":
        return e.data
    parts = [_number(a) for a in e.args] if e.op in ("neg", "add", "mul", "hadamard") else [None]
    if None in parts:
        return None
    return -parts[0] if e.op == "neg" else sum(parts) if e.op == "add" else parts[0] * parts[1]


def _has_letters(s: Syntax) -> bool:
    return any(type(x) in (Symbol, BigOperator) for x in s.walk())


def _foreign_inside(s: Syntax) -> bool:
    return any(type(x) is Binomial or type(x) is Group and x.close == "!" for x in s.walk())


def foreign(r: Reading, s: Syntax) -> Expr:
    r"""`\binom{n}{k}`, `n!`: a number where n and k are written as numbers."""
    parts = (s.top, s.bottom) if type(s) is Binomial else (s.body,)
    if not any(map(_has_letters, parts)):
        whole = [_number(r.expr(x)) for x in parts]
        if all(n is not None and n.denominator == 1 and 0 <= n <= LARGEST for n in whole):
            return build.num((comb if type(s) is Binomial else factorial)(*map(int, whole)))
    t = Template(r)
    text = t.text(s)
    return build.foreign(text, tuple(t.args))


def foreign_operator(r: Reading, items, ops, k: int, name: str) -> tuple[Expr, int]:
    r"""`\int_0^1 x^2 dx`, `\lim_{x \to 0} ..`, `\sum_{k=0}^\infty ..`."""
    s = items[k].base if type(items[k]) is Script else items[k]
    if name in ("argmin", "argmax"):
        raise r.error("not-in-language", f"\\{name} is no value", items[k],
                      help="State what holds at it instead.")
    t = Template(r)
    saved = r.bound
    if name != "int":
        if k + 1 >= len(items):
            raise r.error("missing-argument", "nothing stands after this operator", items[k])
        text = t.operator(items, ops, k)
        return build.foreign(text, tuple(t.args)), len(items)
    end = next((j for j in range(len(items) - 1, k, -1)
                if type(items[j]) is Symbol and items[j].name == "d" and j + 1 < len(items)), None)
    if end is None:
        raise r.error("missing-argument", "this integral has no differential", items[k],
                      help=r"Write \int_0^1 f(x) \, dx.")
    variable = items[end + 1]
    if base_of(variable) is None:
        raise r.error("not-in-language", "this integral cannot be read", items[k])
    text = t.integral(s, items[k + 1:end], ("", *ops[k + 2:end]), variable)
    r.bound = saved
    return build.foreign(text, tuple(t.args)), end + 2
