r"""Syntax: what was written, with spans and without types.

The parser knows no declarations. Products and sums stay flat chains in the order written, with
the operator between the items, so that elaboration (which knows shapes) decides what a
juxtaposition means and which reading of an ambiguous chain is meant.

From loose to tight: `Bar`, `Listing` (comma, semicolon, wide space, new row, `\land`), `Relation`,
`Additive`, `Product`, item. So
`x, b, y \in R^d` is Listing(x, b, Relation(y in R^d)); `i = 1, \dots, N` is
Listing(Relation(i = 1), \ldots, N); `p(a, b | c)` is Product(p, Group(Bar(Listing(a, b), c))).

Flat forms worth knowing:
- `\partial J/\partial W_2` is Product([\partial, J, \partial, W_2], ['', '', '/', '']).
- `\frac{\partial^2 f}{\partial x \partial y}` is Fraction_(Product([Script(\partial, sups=(2,)),
  f]), Product([\partial, x, \partial, y])); `\frac{d}{dx} f` is
  Product([Fraction_(d, Product([d, x])), f]).
- `a \cdot -1`, `\sum_i -2 x_i`, `\exp -x`: the signed item is Additive((item,), ('-',)) in the
  Product.
- `f(x)|_{x=3}` and `\left. f(x) \right|_{x=3}` are Script(Group('.', body, '|'), sub=Relation):
  evaluated at. Without `\left.` the body is the whole product to the left of the bar, within its sum.
- `n!` is Group('', n, '!'). `\{`..`\right.` has close '.'. `[0, 1)` is Group('[', Listing, ')').
- `\left[\begin{array}..\end{array}\right]` is Matrix('bmatrix'), likewise for the other brackets;
  `\left\{\begin{array}..\right.` is Cases.
- Braces that matter, `\log{2\pi}x`, `{x^{(i)}}^T`, keep Group('', body, '').
- Rows of an aligned display that make new claims are a Listing with the separator '\\'; prose
  between formulas is a `Words` item of a Listing, with '' as its separators.

Nodes are never changed once made.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from operator import is_

from symcheck.text import Span

# Slots without frozen: a third of the time to build, and reading builds little else.
_node = dataclass(unsafe_hash=True, slots=True)


@_node
class Syntax:
    """Base of all nodes."""

    span: Span

    def children(self) -> list[Syntax]:
        """The nodes right below this one, from left to right."""
        found: list[Syntax] = []
        for part in _PARTS[type(self)]:
            below = getattr(self, part)
            if type(below) is not tuple:
                below = (below,)
            elif below and type(below[0]) is tuple:
                below = chain.from_iterable(below)
            found.extend([x for x in below if x is not None])
        return found

    def with_children(self, children: Sequence[Syntax]) -> Syntax:
        """The same node with others right below it, as many."""
        if all(map(is_, children, self.children())):
            return self
        rest = iter(children)
        return type(self)(*[_filled(getattr(self, f), rest) for f in self.__dataclass_fields__])

    def walk(self, closed: Container[type[Syntax]] = ()) -> Iterator[Syntax]:
        """This node and every one below it, from left to right; what is below nodes of the types in `closed` is
        left out."""
        stack = [self]
        while stack:
            s = stack.pop()
            yield s
            if type(s) not in closed:
                stack.extend(reversed(s.children()))

    def replaced(self, by: Callable[[Syntax], Syntax | None]) -> Syntax:
        """This syntax with what `by` gives for a node in the place of that node.

        `by` is asked from here downwards; what it gives is not gone through.
        """
        done: list[Syntax] = []
        stack = [(self, -1)]
        while stack:
            s, count = stack.pop()
            if count >= 0:  # the nodes right below it are the last in `done`
                at = len(done) - count
                done[at:] = [s.with_children(done[at:])]
            elif (found := by(s)) is not None:
                done.append(found)
            else:
                below = s.children()
                stack.append((s, len(below)))
                stack.extend((x, -1) for x in reversed(below))
        return done[0]


def _filled(field, rest: Iterator[Syntax]):
    """The value of a field with the next nodes for those in it."""
    if isinstance(field, Syntax):
        return next(rest)
    return tuple([_filled(x, rest) for x in field]) if type(field) is tuple else field


@_node
class Number(Syntax):
    """A decimal literal, exact."""

    value: Fraction
    text: str


@_node
class Symbol(Syntax):
    r"""A letter, Greek letter, or word.

    `name` is canonical LaTeX without font: `x`, `\theta`, `softmax`, `MAP`, `\partial`, `\nabla`,
    `\ldots`, `\infty`, `\top`. `font` is '' or one of `bf it rm cal bb sf tt frak text`.
    A word (more than one letter) comes from `\text{..}`, `\mathrm{..}`, `\operatorname{..}`, a
    `\log`-like macro (then name is `log`), or a run of letters known as a word. A word that the
    notation table knows has font '' however it was typed. A digit with a font, as `\mathbf{1}` and
    `\mathbb{1}`, is a Symbol named by the digit.
    """

    name: str
    font: str = ""


@_node
class Accent(Syntax):
    r"""`\hat x`, `\bar x`, `\tilde x`, `\dot x`, `\ddot x`, `\vec x`, `\check x`, `\underline x`.

    `\widehat`, `\overline`, `\widetilde`, `\overrightarrow` are the same kinds.
    """

    kind: str
    body: Syntax


@_node
class Script(Syntax):
    r"""A base with scripts: `x_i^{(1)\top}'`. Repeated superscripts are kept in order.

    `sub` and each of `sups` is the syntax inside the braces (a `Listing` when it has commas, a
    `Product` for `ij`, `(1)\top` a Product of Group and Symbol). A transpose `^T`, `^\top`,
    `^{\mathsf T}` is just a superscript here. `primes` counts apostrophes and `^\prime`s.
    `base` is None for `{}^T` with nothing before it. `limits` are those of `\sum` and `\min`.
    """

    base: Syntax | None
    sub: Syntax | None = None
    sups: tuple[Syntax, ...] = ()
    primes: int = 0


@_node
class Group(Syntax):
    r"""Bracketed syntax. `open`/`close` are one of `( ) [ ] { } | \| \langle \rangle \lfloor
    \rfloor \lceil \rceil`; `{`/`}` are the visible `\{ \}`; TeX braces group without a node
    except where they hold a whole item, as `{x^{(i)}}^T`: then open is '' and close is ''."""

    open: str
    body: Syntax
    close: str


@_node
class Product(Syntax):
    r"""A flat chain. `items[k]` is preceded by `operators[k]`; `operators[0]` is ''.

    Operators: '' (juxtaposition), 'cdot' (`\cdot`, `·`, `\bullet`), 'times' (`\times`), '*' (`*`,
    `\ast`, `\star`), '/' (`/`, `\div`, `\slash`), 'odot' (`\odot`, `\circledast`), 'circ' (`\circ`),
    'otimes', 'oplus', '.' (a period as product), 'cup', 'cap', 'setminus'. An operator that stands
    alone, `f(\cdot)` or `w^*`, is a Symbol: `\cdot`, `*`.
    A `BigOperator` or prefix function is an item like any other; what it acts on is to its right.
    """

    items: tuple[Syntax, ...]
    operators: tuple[str, ...]


@_node
class Additive(Syntax):
    r"""A flat sum. `signs[k]` is '+', '-', `\pm` or `\mp`; a leading '+' sign is implied.

    A chain of one item with sign '-' is a negation.
    """

    items: tuple[Syntax, ...]
    signs: tuple[str, ...]


@_node
class Fraction_(Syntax):
    r"""`\frac{a}{b}` and its kin (`\dfrac`, `\tfrac`, `\cfrac`, `{a \over b}`), also `\frac12`."""

    numerator: Syntax
    denominator: Syntax


@_node
class Root(Syntax):
    r"""`\sqrt[n]{x}`."""

    body: Syntax
    degree: Syntax | None = None


@_node
class Binomial(Syntax):
    r"""`\binom{n}{k}`."""

    top: Syntax
    bottom: Syntax


@_node
class BigOperator(Syntax):
    r"""`\sum`, `\prod`, `\int`, `\lim`, `\min`, `\max`, `\arg\min`, `\arg\max`, `\mathbb E`-less.

    `name` in `sum prod int lim min max argmin argmax sup inf`; `lower`/`upper` are its limits
    (either may be None). `\max(0, x)` is BigOperator('max') followed by a Group in its Product.
    `\underset{w}{\arg\min}`, `\min\limits_w` and `\operatorname*{argmin}_w` are the same node.
    """

    name: str
    lower: Syntax | None = None
    upper: Syntax | None = None


@_node
class Listing(Syntax):
    r"""Items separated by commas or semicolons; `separators[k]` follows item k, so there is one
    fewer than items. Separators: `,` `;` `\quad` (also `\qquad`), `\\` (a new row), `\land`, `\lor`,
    and '' beside `Words`."""

    items: tuple[Syntax, ...]
    separators: tuple[str, ...]


@_node
class Bar(Syntax):
    r"""`left \mid right`, also `|` and `\vert` where they cannot be delimiters: `p(x|y)`."""

    left: Syntax
    right: Syntax


@_node
class Matrix(Syntax):
    """`bmatrix`, `pmatrix`, `vmatrix`, `array`...: rows of cells (None for an empty cell)."""

    environment: str
    rows: tuple[tuple[Syntax | None, ...], ...]


@_node
class Cases(Syntax):
    r"""`\begin{cases}`: (value, condition) rows; condition None for `otherwise`, `else` or blank.

    Words such as `\text{if}`, `\text{for}`, `\text{when}` before the condition are dropped.
    """

    rows: tuple[tuple[Syntax, Syntax | None], ...]


@_node
class Relation(Syntax):
    r"""A chain `a = b \le c`: `items[k+1]` is joined to `items[k]` by `operators[k]`.

    Operators are canonical: `= \ne < > \le \ge \approx \equiv := =: \triangleq \propto \sim \in
    \notin \subset \succ \succeq \prec \preceq \to \leftarrow \mapsto \implies \impliedby \iff :
    \parallel` (all in `notation.RELATIONS`). `f : A \to B` has operators (':', '\to'). `\neq` is `\ne`,
    `\leq` `\leqslant` is `\le`, `\gt` is `>`, `\coloneqq` is `:=`, `\Rightarrow` `\Longrightarrow` is
    `\implies`, `\gets` is `\leftarrow`, `\rightarrow` is `\to`, `\stackrel{def}{=}` `\doteq` is
    `\triangleq`. An item may be None at the start or end: `= b`.
    """

    items: tuple[Syntax | None, ...]
    operators: tuple[str, ...]


@_node
class Annotated(Syntax):
    r"""`\underbrace{body}_{note}`, `\overbrace`, `\boxed`: the note is kept, not read."""

    body: Syntax
    note: str


@_node
class Words(Syntax):
    r"""Prose inside a formula, `\text{ and }`, that is no known operator or name."""

    text: str


# The fields of each kind of node in which there are nodes.
_PARTS = {kind: tuple(name for name, f in kind.__dataclass_fields__.items() if "Syntax" in f.type)
          for kind in Syntax.__subclasses__()}
