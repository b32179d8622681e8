"""One level of a formula: factors gathered into terms, sums, relation chains and lists.

The parser feeds a `Chain` item by item; each `close_*` folds what was gathered since the last
separator of that strength. A chain with one item is that item, so no node is made for nothing.
"""

from __future__ import annotations

from symcheck.read import faults
from symcheck.read.syntax import (
    Additive,
    Annotated,
    Bar,
    BigOperator,
    Group,
    Listing,
    Product,
    Relation,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Span

ITEMS = 2_000       # items of one chain
BARS = 20           # bars that divide one level

# Functions written with a backslash: a sign after one belongs to its argument, `\exp -x`, and so
# do braces, `\exp{a + b}`.
_FUNCTIONS = frozenset(
    "log ln exp det tr Tr sin cos tan cot sec csc sinh cosh tanh coth sech csch".split())


_tuple = tuple.__new__


class Chain:
    """What stands between two brackets, as far as it has been read."""

    __slots__ = ("parser", "closer", "script", "items", "operators", "operator", "terms", "signs",
                 "sign", "start", "links", "relations", "parts", "separators", "lefts", "braced",
                 "place", "opening")

    def __init__(self, parser, closer: str, script: bool, items: list[Syntax]):
        self.parser = parser
        self.closer = closer        # the bar that ends this level, if a bar does
        self.script = script        # is this the inside of a sub- or superscript?
        self.items = items
        self.operators = [""] * len(items)
        self.operator = ""          # read, and waiting for the item after it
        self.terms: list[Syntax] = []
        self.signs: list[str] = []
        self.sign = ""              # before the product being gathered
        # self.start: where the leading sign of the sum stands, set with it.
        self.links: list[Syntax | None] = []
        self.relations: list[str] = []
        # self.opening: where a chain without left side starts; self.place: the last relation
        # operator or separator. Both are set when one is read.
        self.parts: list[Syntax] = []
        self.separators: list[str] = []
        self.lefts: list[Syntax] = []
        self.braced = False         # may an item stand in TeX braces?

    def pending(self) -> bool:
        """Does what is begun need more: a sign or a relation without its right side?"""
        return bool(self.operator or not self.items and (self.sign or self.terms or self.relations))

    def add(self, item: Syntax) -> None:
        """A factor was read, or under a brace a term with its sign."""
        if type(item) is Annotated and self._is_term(item):
            self.terms.append(self.close_product())
            self.signs.append(self.sign or "+")
            self.sign = "+"
        self.items.append(item)
        self.operators.append(self.operator)
        self.operator = ""

    def _is_term(self, item: Annotated) -> bool:
        r"""Is this the `\underbrace{- b}_{..}` of `\underbrace{w x}_{..} \underbrace{- b}_{..}`, which in print is a term with its sign?"""
        if not self.items or self.operator or takes_operand(self.items[-1]):
            return False
        plus = self.parser.source.text[item.span.start:item.body.span.start].rstrip().endswith("+")  # which leaves no node
        return plus or type(item.body) is Additive and len(item.body.items) == 1

    def close_product(self) -> Syntax | None:
        items = self.items
        count = len(items)
        if self.operator:
            raise faults.dangling(self.parser, self.operator)
        if not count:
            return None
        if self.braced:
            self._check_braces()
        if count == 1:
            node = items[0]
        else:
            if count > ITEMS:
                raise faults.too_many(self.parser, items[ITEMS].span, "factors")
            span = _tuple(Span, (items[0].span[0], items[-1].span[1]))
            node = Product(span, tuple(items), tuple(self.operators))
        items.clear()
        self.operators.clear()
        return node

    def close_sum(self) -> Syntax | None:
        node = self.close_product()
        sign, self.sign = self.sign, ""
        if node is None:
            if sign:
                raise faults.dangling(self.parser, sign)
            return None
        if self.terms:
            self.terms.append(node)
            self.signs.append(sign)
            start = self.start if self.signs[0] != "+" else self.terms[0].span[0]
            if len(self.terms) > ITEMS:
                raise faults.too_many(self.parser, self.terms[ITEMS].span, "terms")
            span = _tuple(Span, (start, node.span[1]))
            node = Additive(span, tuple(self.terms), tuple(self.signs))
            self.terms.clear()
            self.signs.clear()
        elif sign and sign != "+":
            node = Additive(Span(self.start, node.span[1]), (node,), (sign,))
        return node

    def close_relation(self) -> Syntax | None:
        node = self.close_sum()
        if not self.relations:
            return node
        self.links.append(node)
        if len(self.links) > ITEMS:
            raise faults.too_many(self.parser, self.place, "relations")
        last = node.span[1] if node is not None else self.place.end
        first = self.links[0].span[0] if self.links[0] is not None else self.opening
        node = Relation(Span(first, last), tuple(self.links), tuple(self.relations))
        self.links.clear()
        self.relations.clear()
        return node

    def relate(self, operator: str, place: Span) -> None:
        """A relation operator was read."""
        node = self.close_sum()
        if node is None:
            if self.relations:
                raise faults.stray(self.parser, place, operator)
            self.opening = place.start
        self.links.append(node)
        self.relations.append(operator)
        self.place = place

    def split(self, separator: str, place: Span) -> None:
        """A separator was read: close what is before it."""
        node = self.close_relation()
        if node is not None:
            self.parts.append(node)
            self.separators.append(separator)
        elif not self.separators:
            if separator in (",", ";", r"\land", r"\lor"):
                raise faults.missing_operand(self.parser, place, separator)
        elif separator not in ("", r"\quad", r"\\"):
            if self.separators[-1] in (",", ";"):
                raise faults.missing_operand(self.parser, place, separator)
            self.separators[-1] = separator
        self.place = place

    def close_listing(self) -> Syntax | None:
        node = self.close_relation()
        if not self.parts:
            return node
        if node is not None:
            self.parts.append(node)
        elif self.separators.pop() in (",", ";", r"\land", r"\lor"):
            raise faults.missing_operand(self.parser, self.place, ",")
        if len(self.parts) == 1:
            node = self.parts[0]
        else:
            if len(self.parts) > ITEMS:
                raise faults.too_many(self.parser, self.parts[ITEMS].span, "entries")
            span = Span(self.parts[0].span[0], self.parts[-1].span[1])
            node = Listing(span, tuple(self.parts), tuple(self.separators))
        self.parts.clear()
        self.separators.clear()
        return node

    def given(self, place: Span) -> None:
        r"""A bar that divides, as in `p(x | y)`, was read."""
        node = self.close_listing()
        if node is None:
            raise faults.missing_operand(self.parser, place, "|")
        self.lefts.append(node)
        if len(self.lefts) > BARS:
            raise faults.too_many(self.parser, place, "bars")
        self.place = place

    def close(self) -> Syntax | None:
        """Everything gathered, as one node; None when there is nothing."""
        if not (self.relations or self.parts or self.lefts):
            node = self.close_sum()
        else:
            node = self.close_listing()
        if self.lefts:
            if node is None:
                raise faults.missing_operand(self.parser, self.place, "|")
            left, *rest = *self.lefts, node
            for right in rest:
                left = Bar(Span(left.span[0], right.span[1]), left, right)
            node = left
        if type(node) is Group and not node.open and not node.close:
            return node.body
        return node

    def _check_braces(self) -> None:
        """Refuse braces that hide a sum in a product, since they do not show in print."""
        self.braced = False
        alone = len(self.items) == 1 and self.sign in ("", "+")
        for k, item in enumerate(self.items):
            if alone or type(item) is not Group or item.open or item.close:
                continue
            body = item.body
            if type(body) is Additive:
                if len(body.items) == 1 and (k == 0 or self.operators[k]):
                    continue
                if k and not self.operators[k] and is_function(self.items[k - 1]):
                    continue
            elif type(body) is Product:
                continue
            elif type(body) not in (Relation, Listing, Bar):
                continue
            raise faults.invisible(self.parser, item.span)


def is_function(node: Syntax) -> bool:
    r"""Is this a `\log`-like function name, perhaps with scripts, that waits for its argument?"""
    if type(node) is Script:
        node = node.base
    return type(node) is Symbol and node.name in _FUNCTIONS


def takes_operand(node: Syntax) -> bool:
    """Must an operand follow this item, so that a sign or bar after it begins that operand?"""
    return type(node) is BigOperator or is_function(node)
