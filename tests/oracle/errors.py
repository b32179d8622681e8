"""What can go wrong while the oracle reads or evaluates; each leads to one verdict."""


class Unsupported(Exception):
    """The oracle cannot read or evaluate this."""


class ShapeError(Exception):
    """The expression is ill-typed at concrete dimensions."""


class BadPoint(Exception):
    """This point does not serve: outside a domain, on a kink, or badly conditioned."""


class NeedRange(Exception):
    """An index without a value was used; size is the range its place allows (None if unknown)."""

    def __init__(self, index, size=None):
        super().__init__(index, size)
        self.index, self.size = index, size


class NeedSize(Exception):
    """A size-less I, 1, 0 or e_i occurrence was used before a size was tried for it."""

    def __init__(self, ident):
        super().__init__(ident)
        self.ident = ident
