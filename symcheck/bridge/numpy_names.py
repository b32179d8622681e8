"""Names, sizes and positions in NumPy source.

A Python name is given out once, and is no keyword and nothing that the source imports. Positions
count from 1 in an expression and from 0 in NumPy.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field, replace

from symcheck.expr.names import At, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import Dim


@dataclass
class Names:
    """Python names given out so far, and what the source needs besides the expression.

    Names of an inner scope (`with_bound`) share the tables of the outer one, so what either needs
    is known to both.
    """

    variables: dict[Variable, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    free: dict[Index, str] = field(default_factory=dict)
    bound: dict[Index, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"np", "math", "t"})

    def fresh(self, name: str) -> str:
        plain = re.sub(r"\\text|[^A-Za-z0-9_]", "", name) or "x"
        plain = "x" + plain if plain[0].isdigit() else plain
        plain += "_" if keyword.iskeyword(plain) else ""
        unique, n = plain, 2
        while unique in self.taken:
            unique, n = f"{plain}_{n}", n + 1
        self.taken.add(unique)
        return unique

    def of(self, table: dict, key, name: str) -> str:
        if key not in table:
            table[key] = self.fresh(name)
        return table[key]

    def with_bound(self, bound: dict[Index, str]) -> Names:
        """The same names within a sum or an array over these indices."""
        return replace(self, bound={**self.bound, **bound})

    def size(self, dim: Dim) -> str:
        return str(dim) if isinstance(dim, int) else self.of(self.sizes, dim, dim)

    def shape(self, e: Expr) -> str:
        return f"({self.size(e.shape[0])}, {self.size(e.shape[1])})"

    def position(self, at: At) -> str:
        """A position counted from 1."""
        if at.base is None:
            return str(at.offset)
        if not isinstance(at.base, Index):
            base = self.size(at.base)
        elif at.base in self.bound:
            base = self.bound[at.base]
        else:
            base = self.of(self.free, at.base, at.base.name)
        return base if not at.offset else f"{base} {'+' if at.offset > 0 else '-'} {abs(at.offset)}"

    def place(self, at: At) -> str:
        """A position counted from 0."""
        return self.position(At(at.base, at.offset - 1))
