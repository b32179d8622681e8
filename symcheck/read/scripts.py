r"""Sub- and superscripts, primes, and the limits of `\sum` and `\min`."""

from __future__ import annotations

from symcheck.read import faults
from symcheck.read.syntax import (
    Additive,
    BigOperator,
    Group,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.read.tokens import (
    ACCENT,
    BIG,
    BRACE,
    CLOSE,
    CONSTRUCT,
    END_BRACE,
    FONT,
    LETTER,
    NUMBER,
    OPEN,
    OPERAND,
    PRODUCT,
    RELATION,
    RUN,
    SCRIPT,
    SIGN,
    SWITCH,
    SYMBOL,
    TEXT,
    WORD,
)
from symcheck.text import Span

_tuple = tuple.__new__
PLAIN_LABELS = frozenset("new old next prev".split())  # as in u^{new}, which is no product of letters
EXPONENT = 10_000   # the largest exponent written in digits


def attach(parser, base: Syntax | None) -> Syntax:
    r"""The base with the scripts that follow it; `{}` between two superscripts is stepped over."""
    codes, texts = parser.codes, parser.texts
    if type(base) is BigOperator:
        return limits(parser, base)
    start = base.span[0] if base is not None else parser.starts[parser.i]
    sub: Syntax | None = None
    sups: tuple[Syntax, ...] = ()
    primes = 0
    joined = True       # does the next superscript stand directly on the same base?
    font, parser.font = parser.font, ""
    while True:
        i = parser.i
        text = texts[i]
        if text == "'":
            parser.i = i + 1
            primes += 1
        elif text == "_":
            if sub is not None:
                raise faults.fault(parser, "double-subscript", "there are two subscripts on one base",
                                   Span(parser.starts[i], parser.ends[i]),
                                   "one base takes one subscript",
                                   help="put both in one pair of braces, as in x_{i,j}")
            sub = _inner(parser, text)
        elif count := _primes(parser):
            primes += count
        else:
            if sups and joined and not _closed(sups[-1]):
                raise _double(parser, start, i)
            sup, more = _unprimed(_inner(parser, text))
            sups, primes = sups + (sup,), primes + more
            joined = True
        i = parser.i
        if codes[i] == SCRIPT:
            continue
        if codes[i] == BRACE and codes[i + 1] == END_BRACE and codes[i + 2] == SCRIPT:
            parser.i = i + 2
            joined = False
            continue
        break
    parser.font = font
    if sups and type(base) is Number and _exponent(sups[0]) > EXPONENT:
        raise faults.fault(parser, "exponent-too-large", "this power is too large", sups[0].span,
                           "exponents in digits are read up to 10,000")
    return Script(_tuple(Span, (start, parser.done())), base, sub, sups, primes)


def limits(parser, node: BigOperator) -> BigOperator:
    """The operator with its limits, written in either order."""
    given = {"_": node.lower, "^": node.upper}
    font, parser.font = parser.font, ""
    while parser.codes[parser.i] == SCRIPT:
        i = parser.i
        text = parser.texts[i]
        place = Span(parser.starts[i], parser.ends[i])
        if text == "'":
            raise faults.stray(parser, place, text)
        if given[text] is not None:
            which = "subscript" if text == "_" else "superscript"
            raise faults.fault(parser, f"double-{which}", "this limit is given twice", place,
                               "one of them is given already")
        given[text] = _inner(parser, text)
    parser.font = font
    return BigOperator(Span(node.span.start, parser.done()), node.name, given["_"], given["^"])


def _inner(parser, script: str) -> Syntax:
    """The script whose `_` or `^` stands here; one token, braced or not, and `{(1)}` without ado."""
    codes, i = parser.codes, parser.i
    k = i + 1
    if codes[k] == BRACE:
        k += 1
        after = 0
        if codes[k + 1] == END_BRACE and codes[k] <= SYMBOL:
            after = k + 2
        elif codes[k + 3] == END_BRACE and codes[k] == OPEN and codes[k + 2] == CLOSE:
            after = k + 4
    else:
        after = k + 1 if codes[k] <= SYMBOL and len(parser.texts[k]) == 1 else 0
    if after:
        parser.i = k
        node = parser.item()
        parser.i = after
        return node
    parser.i = i + 1
    return argument(parser, script)


def argument(parser, script: str) -> Syntax:
    """What a `_` or `^` raises or lowers: braces, or a single token as TeX takes it."""
    i = parser.i
    code, text = parser.codes[i], parser.texts[i]
    span = Span(parser.starts[i], parser.ends[i])
    if code == BRACE:
        return _braced(parser, span, script)
    if code == LETTER:
        parser.i = i + 1
        return Symbol(span, text)
    if code in (SYMBOL, FONT, ACCENT, CONSTRUCT, TEXT, SWITCH):
        return parser.item()
    if code == NUMBER:
        if len(text) > 1:
            raise faults.braces_needed(parser, span, f"{script}{text}", f"{script}{{{text}}}")
        return parser.item()
    if code == RUN:
        return _named(parser.first_of_run(script == "_"))
    if code in (WORD, BIG):
        return _named(parser.item())
    if code == PRODUCT and text != ".":
        parser.i = i + 1
        return Symbol(span, "*" if text in ("*", r"\ast", r"\star") else text)
    if code == RELATION and text in (r"\perp", r"\parallel"):
        parser.i = i + 1
        return Symbol(span, text)
    if code == SIGN:
        return _signed(parser, script)
    if code == OPEN:
        raise faults.braces_needed(parser, span, f"{script}{text}..", f"{script}{{{text}..}}")
    place = parser.i - 1
    raise faults.missing_argument(parser, script, Span(parser.starts[place], parser.ends[place]),
                                  f"x{script}{{i}}")


def _braced(parser, place: Span, script: str = "") -> Syntax:
    i = parser.i
    if parser.codes[i + 2] == END_BRACE and parser.codes[i + 1] in (LETTER, NUMBER, SYMBOL):
        parser.i = i + 1
        node = parser.item()
        parser.i = i + 3
        return node
    if script == "^" and parser.codes[i + 2] == END_BRACE and parser.texts[i + 1] in PLAIN_LABELS:
        parser.i = i + 3
        return Symbol(Span(parser.starts[i + 1], parser.ends[i + 1]), parser.texts[i + 1], "text")
    parser.i = i + 1
    circle = None
    if parser.texts[i + 1] in (r"\odot", r"\circ") and parser.codes[i + 2] != END_BRACE:
        circle = Symbol(Span(parser.starts[i + 1], parser.ends[i + 1]), parser.texts[i + 1])
        parser.i = i + 2
    cells, parser.cells = parser.cells, False
    node = parser.sequence(script=True)
    parser.cells = cells
    if circle is not None and node is not None:
        node = Product(circle.span.to(node.span), (circle, node), ("", ""))
    if parser.codes[parser.i] != END_BRACE:
        raise faults.unclosed(parser, "{", place)
    parser.i += 1
    if node is None:
        raise faults.empty_group(parser, Span(place.start, parser.done()))
    return _named(node)


def _named(node: Syntax) -> Syntax:
    r"""`\lambda_{\max}` is named by a word, not by a maximum."""
    if type(node) is BigOperator and node.lower is None is node.upper:
        return Symbol(node.span, node.name)
    return node


def _signed(parser, script: str) -> Syntax:
    """`A^+`, and the sloppy `e^-x`, which is read as `e^{-x}` where nothing else could be meant."""
    i = parser.i
    start, text = parser.starts[i], parser.texts[i]
    parser.i = i + 1
    code = parser.codes[i + 1]
    if text not in "+-" or code >= OPERAND or code in (OPEN, BIG, WORD) \
            or parser.ends[i] != parser.starts[i + 1]:
        return Symbol(Span(start, parser.ends[i]), text)
    if text == "+":
        return Symbol(Span(start, parser.ends[i]), text)
    inner = parser.first_of_run(False) if code == RUN else parser.argument(text, whole=True)
    end = inner.span.end
    following = parser.codes[parser.i]
    if following == SCRIPT or following < OPERAND and parser.starts[parser.i] == end:
        shown = parser.source.text[start:end]
        raise faults.braces_needed(parser, Span(start, end), script + shown, f"{script}{{{shown}}}")
    return Additive(Span(start, end), (inner,), ("-",))


def _primes(parser) -> int:
    r"""Step over a superscript made of primes only, `^\prime` or `^{''}`; their number, or 0."""
    texts, codes = parser.texts, parser.codes
    i = parser.i + 1
    if texts[i] == r"\prime":
        parser.i = i + 1
        return 1
    if codes[i] != BRACE:
        return 0
    j = i + 1
    while texts[j] in ("'", r"\prime"):
        j += 1
    if j == i + 1 or codes[j] != END_BRACE:
        return 0
    parser.i = j + 1
    return j - i - 1


def _unprimed(sup: Syntax) -> tuple[Syntax, int]:
    r"""The `[l]` of `g^{[l]'}`, `g^{[l]\prime}` and `g^{\prime(l)}`, and how many primes stand beside it; anything else as it is."""
    if type(sup) is Script and type(sup.base) is Group and sup.base.open in ("(", "[") and sup.primes and sup.sub is None and not sup.sups:
        return sup.base, sup.primes
    if type(sup) is Product and len(sup.items) == 2 and not any(sup.operators):
        marks = [x for x in sup.items if type(x) is Symbol and x.name == r"\prime"]
        inner = [x for x in sup.items if type(x) is Group and x.open in ("(", "[")]
        if len(marks) == len(inner) == 1:
            return inner[0], 1
    return sup, 0


def _closed(sup: Syntax) -> bool:
    r"""May another superscript follow this one? `W^{(2)}^\top` and `w^*^\top` mean one thing only."""
    return type(sup) is Group or type(sup) is Symbol and sup.name == "*"


def _double(parser, start: int, i: int):
    base = parser.source.text[start:parser.starts[i]].strip()
    return faults.fault(parser, "double-superscript", "there are two superscripts on one base",
                        Span(parser.starts[i], parser.ends[i]), "one base takes one superscript",
                        help=f"write {{{base}}}^.. or put both in one pair of braces")


def _exponent(node: Syntax) -> float:
    """The size of a number written in digits, signs and powers; 0 for everything else."""
    if type(node) is Number:
        return float(min(abs(node.value), 10 ** 9))
    if type(node) is Additive and len(node.items) == 1:
        return _exponent(node.items[0])
    if type(node) is Group:
        return _exponent(node.body)
    if type(node) is Script and node.sups and node.base is not None and node.sub is None:
        base, power = _exponent(node.base), _exponent(node.sups[0])
        if base <= 1 or not power:
            return base
        return float("inf") if power > 30 else base ** power
    return 0.0
