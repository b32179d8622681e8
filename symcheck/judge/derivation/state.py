"""What holds at a place of a derivation: the context, equations set up, derivatives taken, optima."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from symcheck.expr import Expr, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.doubts import Doubts
from symcheck.judge.judging import judge
from symcheck.read.assumptions import rebuild
from symcheck.read.context import Context, Piece
from symcheck.read.names import base_of, label, spread
from symcheck.read.syntax import Accent, Group, Script, Symbol, Syntax
from symcheck.text import SymcheckError


class Equation(NamedTuple):
    """lhs = rhs holds from `line` on, though not identically; it was set up to find `unknown`. `supposed`: it is the P of a
    `P \\implies Q`, and another such P need not follow from it."""

    lhs: Expr
    rhs: Expr
    line: int
    unknown: Expr | None = None
    supposed: bool = False

    @property
    def residual(self) -> Expr:
        if self.rhs.is_zero:
            return self.lhs
        return build.sub(self.lhs, self.rhs)


class Gradient(NamedTuple):
    """A derivative of a scalar f that was spoken of, first in this `line`; 0 where that is not known. `factor`: it was only
    written as a part of something, as the `dr/dw` of `r dr/dw`."""

    f: Expr
    by: Expr
    line: int = 0
    factor: bool = False


class Optimum(NamedTuple):
    """The place of the least (or greatest) value of an objective; `domain`: over what else than all values, as it is written."""

    objective: Expr
    by: Expr
    least: bool
    domain: str = ""


class Factored(NamedTuple):
    """A matrix with its singular value decomposition, and the letters of the factors and of what they are made of."""

    whole: Expr
    product: Expr
    names: frozenset[str]


@dataclass
class Chain:
    """The chain being gone on with: its first and last piece, whether a link of it was wrong, and whether it ends
    with a piece that does not fit, or one that could not be read (`last` is the one before)."""

    head: Piece
    last: Piece
    wrong: bool = False
    misfit: bool = False
    unread: bool = False
    turned: bool = False  # was a link right in another layout of derivatives than its pieces are read in?
    operators: list[str] = field(default_factory=list)


@dataclass
class State:
    context: Context
    layout: str = "either"
    ascent: bool = False  # does the document speak of climbing?
    descent: bool = False  # of gradient descent or stochastic gradient steps?
    otherwise: bool = False  # of steps that are no multiples of a gradient (Newton, momentum)?
    chances: bool = False  # of densities, laws or likelihoods?
    likelihoods: bool = False  # of likelihoods, priors or densities given something?
    blackboard: bool = False  # of means in blackboard letters?
    differentiated: frozenset[str] = frozenset()  # names of which the document writes derivatives: `\\frac{\\partial z}{..}`
    former: list[tuple[int, tuple]] = field(default_factory=list)  # orders supposed for a sentence that is over, and its part
    signs: list[tuple[int, Variable, Variable]] = field(default_factory=list)  # the same of signs, but after "if": names as supposed, and as they are
    equations: list[Equation] = field(default_factory=list)
    gradients: list[Gradient] = field(default_factory=list)
    vanishing: list[Gradient] = field(default_factory=list)  # derivatives without a formula that the words right before an equation may set to zero
    surely_vanishing: bool = False  # is it the one of them that there is?
    place_told: bool = False  # do the words before a display tell what holds where a function is stationary?
    rewritten: dict[str, Optimum] = field(default_factory=dict)  # the same as the last line found right writes them
    optima: dict[str, Optimum] = field(default_factory=dict)
    optima_at: dict[str, int] = field(default_factory=dict)  # in which line each of these was introduced
    objectives: list[Optimum] = field(default_factory=list)
    updated: dict[Expr, Expr] = field(default_factory=dict)  # what the last right update makes of a name
    solved: dict[Expr, Expr] = field(default_factory=dict)
    shown: dict[Expr | Variable, Piece] = field(default_factory=dict)  # derivatives, and names made of some, with what they were shown to be
    places: set[Expr] = field(default_factory=set)  # fixed points with a name: what one is found to be is its definition
    named_on: dict[str, int] = field(default_factory=dict)  # by name with a definition: the line of it
    named_when: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)  # by name with a definition: the
    # names known then, and the part of the document
    factored: list[Factored] = field(default_factory=list)  # matrices that were said to be a product of others
    part: int = 0  # headings and numbers of parts so far
    titles: tuple[str, ...] = ()  # the first lines of these
    within: tuple[int, ...] = (0,)  # this part and those around it: the section of an item
    said: str = ""  # the words before the formula at hand since the last display
    before: str = ""  # those since the last formula
    since: str = ""  # the text since this part of the document began
    displayed: bool = False  # is the formula at hand a display?
    paragraph: str = ""  # the words right before the formula at hand, with the formulas among them
    text_so_far: str = ""  # the document up to the formula at hand and the words after it
    around: str = ""  # of these the last ones
    unheld: list[Equation] = field(default_factory=list)  # supposed of names with a definition, which no values may meet
    penalties: list[tuple[Expr, int]] = field(default_factory=list)  # terms that words add to the loss, with no name for the sum, and their part
    dropped: list[set[str]] = field(default_factory=list)  # variables of assumptions of which no use could be made
    declared_in: dict[str, int] = field(default_factory=dict)  # the part in which a name was declared
    taken_in: dict[str, int] = field(default_factory=dict)  # the part in which the last new derivative by a name was taken
    law_in: dict[str, int] = field(default_factory=dict)  # the part in which a name got its law
    formulas_of_part: list = field(default_factory=list)  # of them, those that hold in all of a part, beside it
    formulas: list = field(default_factory=list)  # of functions that have none, as this sentence supposes (`tuple[Source, ..]`: constants, then the formula)
    formulas_before: tuple[int, list] = (-1, [])  # the last ones that a sentence supposed, which the next ones may mean, and the part
    generic: dict[Variable, Expr] = field(default_factory=dict)  # definitions that hold functions without a formula, as they were first
    instances: dict = field(default_factory=dict)  # functions of which an example gives one with numbers, by their letters
    given_anew: set[Variable] = field(default_factory=set)  # of these the names that were given another meaning
    unsure: dict[str, set[str]] = field(default_factory=dict)  # losses of another model here, by their names, with their variables
    layouts: set[str] = field(default_factory=set)
    prose: str = ""
    objective: Expr | None = None  # what the words speak of minimizing
    restated: dict[str, tuple[int, Expr]] = field(default_factory=dict)  # what functions were found to be at a place, and in which section
    values: list[tuple[Expr, Expr]] = field(default_factory=list)  # numbers given to names that have a meaning
    put_in: tuple[int, list[tuple[Expr, Expr]]] = (-1, [])  # numbers put in for variables ("Let $a = 1$."), and the part they hold in
    supposed: list[tuple] = field(default_factory=list)  # the hypotheses that hold here
    traits: list[tuple[Variable, Variable]] = field(default_factory=list)  # names with what this sentence supposes of them, and as they were before it
    standing: list = field(default_factory=list)  # hypotheses that hold until they are taken back
    somewhere: bool = False  # do the words speak of a region of which it was not read which one it is?
    unused: bool = False  # does a hypothesis hold here of which no use can be made?
    through: frozenset[str] = frozenset()  # the names of which that hypothesis is, where the sentence says what a name made of them is then
    special: dict[str, tuple[int, int]] = field(default_factory=dict)  # sizes that are numbers here, as `d = 1`: the
    # part of the document in which they are, -1 for this sentence alone, and the number
    one_dimension: bool = False  # are vectors numbers here?
    known_in_general: frozenset[str] = frozenset()  # the variables that were known before they became numbers
    objective_lost: bool = False  # and was the function differentiated last one without a name, which could not be written with numbers?
    unread_order: bool = False  # was an inequality supposed that could not be taken in?
    hidden: set[Variable] = field(default_factory=set)  # the free names of losses without a formula
    doubts: Doubts = field(default_factory=Doubts)
    rows: tuple[str, ...] = ()  # of all formulas of the document
    lengths_told: dict = field(default_factory=dict)  # lengths of names that nothing declares, by the sizes that sets give to what is made of them
    ends: dict[str, str] = field(default_factory=dict)  # how far an index letter runs, where the document says one end only
    lawless: set[str] = field(default_factory=set)  # names in means of which no law was known
    part_line: int = 1  # the line on which the part of the document at hand begins
    section: int = 0  # the last part that begins with more than the number of an item of a list
    line: int = 1  # the line on which the formula at hand begins
    jacobians_in_rows: bool = False  # do the words say that Jacobians have a row for each output, and nothing of gradients?
    gradients_shaped: bool = False  # do gradients have the shapes of what they are by, as words say or their names, as in code?
    matrix_gradients_shaped: bool = False  # do those by matrices, as words say?
    near: bool = False  # was an equation set up in this display or the one before it?

    def __post_init__(self) -> None:
        if self.layout in ("row", "mixed"):  # a name defined as a derivative is one in this layout then
            self.context = self.context.with_layout(self.layout)

    @property
    def sizes(self) -> dict[str, int]:
        """The sizes that are numbers here. In one dimension other things can be written than with vectors: d = 1 is
        no such case."""
        return {size: n for size, (part, n) in self.special.items() if part in (-1, self.part) and n > 1}

    def read(self, piece: Piece, like: Expr | None = None) -> Expr | None:
        """The expression of a piece in the layout of the document, None where it cannot be read."""
        for layout in ("column", "row") if self.layout == "either" else (self.layout,):
            try:
                return self.context.reading(piece, layout, like).expr
            except SymcheckError:
                continue
        return None

    def context_read(self, text: str) -> Expr | None:
        """What a text means, None where it cannot be read."""
        try:
            return self.context.read(text)
        except SymcheckError:
            return None

    def sides(self, a: Piece, b: Piece) -> tuple[Expr, Expr]:
        """Both sides of a relation, derivatives as columns. Raises `SymcheckError`."""
        x = self.context.reading(a, "column").expr
        return x, self.context.reading(b, "column", x).expr

    def vanishes(self, e: Expr) -> bool:
        """Is an expression 0 whatever its names are, as far as is known?"""
        return judge(self.context, e, build.num(0) if is_scalar(e.shape) else build.zeros(e.shape), hint=True).right

    def beside(self, piece: Piece, like: Expr) -> Expr | None:
        """The expression of a piece beside another: a plain 0 has its shape."""
        e = self.read(piece, like)
        zero = e is not None and e.op == "num" and not e.data
        return build.zeros(like.shape) if zero and not is_scalar(like.shape) else e

    def under(self, equations: Iterable[Equation]) -> Context:
        """The context in which the equations hold too."""
        new = self.context.copy()
        new.assumptions += [("=", e.lhs, e.rhs) for e in equations]
        return new

    def renew(self) -> None:
        """Bring what is kept of earlier formulas up to the names as they are now."""
        for new in self.context.renewals:
            self.gradients[:] = [g._replace(f=new(g.f), by=new(g.by)) for g in self.gradients]
            for held in (self.equations, self.unheld):
                held[:] = [e._replace(lhs=new(e.lhs), rhs=new(e.rhs), unknown=None if e.unknown is None else new(e.unknown))
                           for e in held]
            self.objectives[:] = [_renewed(o, new) for o in self.objectives]
            self.optima = {name: _renewed(o, new) for name, o in self.optima.items()}
            self.solved = {new(x): new(y) for x, y in self.solved.items()}
            self.factored = [f._replace(whole=new(f.whole), product=new(f.product)) for f in self.factored]
            self.restated = {name: (part, new(e)) for name, (part, e) in self.restated.items()}
            self.objective = None if self.objective is None else new(self.objective)
        self.context.renewals = []
        self._slopes_by()

    def settle(self, place: Expr, value: Expr) -> None:
        """From here on a place is what it was found to be."""
        entry = next(e for e in self.context.scope if e.expr is place)
        self.places.discard(place)
        rebuild(self.context, entry, place.data, place.data, build.let(place.data, value))
        self.renew()

    def saw(self, *exprs: Expr | None) -> None:
        """Remember the derivatives of scalars that these speak of."""
        for e in exprs:
            if e is None:
                continue
            whole = e
            while whole.op in ("neg", "transpose"):
                whole = whole.args[0]
            called = {node.args[0]: node for node in e.walk() if node.op == "substitute"}  # `\nabla f(x)` of an f of any argument
            for node in e.walk():
                if node.op == "derivative" and is_scalar(node.args[0].shape) \
                        and node.args[0].op != "derivative":
                    found = Gradient(*_at_variable(node, called.get(node)), self.line, node is not whole and called.get(node) is not whole)
                    known = next((k for k, g in enumerate(self.gradients) if g[:2] == found[:2]), None)
                    if known is not None and not found.factor:
                        self.gradients[known] = self.gradients[known]._replace(factor=False)
                    elif known is None and variable_of(found.by).op in ("var", "let"):
                        self.gradients.append(found)
                        self.taken_in[variable_of(found.by).data.name] = self.part
        self._slopes_by()

    def _slopes_by(self) -> None:
        """By what a bare nabla is, where nothing else tells: the one vector by which derivatives were taken so far."""
        taken = [g for g in self.gradients if not (is_scalar(g.by.shape) and names_in(g.f) == names_in(g.by))]  # not `\frac{d}{dm} \log(1 + e^{-m})`, of m alone
        by = {variable_of(g.by) for g in taken}
        argument = self._only_argument()
        if len(by) == 1 and all(is_vector(g.by.shape) for g in taken):
            only = by.pop()
        else:
            only = argument if all(is_scalar(g.by.shape) or variable_of(g.by) is argument for g in self.gradients) else None
        if only is not self.context.slopes_by:
            self.context.slopes_by, self.context.remembered = only, {}

    def _only_argument(self) -> Expr | None:
        """The vector that is the one argument of every function with a formula: a bare nabla is by it."""
        found = {e.params for e in self.context.scope if e.params and e.expr is not None and e.kind == "quantity"}
        if len(found) != 1 or len(params := found.pop()) != 1 or not is_vector(params[0].shape):
            return None
        return next((e.expr for e in self.context.scope if e.expr is not None and e.expr.op == "var" and e.expr.data == params[0]), None)

    def gradient_by(self, unknown: Expr) -> Gradient | None:
        """The last derivative taken by a variable; one that is only a factor of others where there is no other. A second derivative, of a
        function that is called f', is set to zero by nobody."""
        taken = [g for g in reversed(self.gradients) if g.by is unknown and not (g.f.op == "let" and "'" in g.f.data.name)]
        return next((g for g in taken if not g.factor), taken[0] if taken else None)

    @property
    def in_case(self) -> bool:
        """Does what is judged now hold under a hypothesis that may be over later?"""
        return bool(self.supposed or self.traits or self.standing or self.unused)

    def losses_of(self, unknown: Expr) -> list[Expr]:
        """The scalar last defined of which the name is a part, where no derivative was spoken of; none where that is the
        derivative `f'` of an f that was not read."""
        for f in reversed(list(self.context.definitions.values())):
            if f.op == "let" and is_scalar(f.shape) and not f.data.family and speaks_of(f, unknown):
                return [] if "'" in f.data.name else [f]
        return []

    def equations_beside(self, gradient: Gradient | None) -> list[Equation]:
        """The equations without those of the same unknown in earlier parts, where the derivative is of a function of this part."""
        if gradient is None or gradient.line < self.part_line:
            return self.equations
        return [e for e in self.equations if e.line >= self.part_line or e.unknown is not gradient.by]

    def about(self, unknown: Expr) -> list[Equation]:
        """The equations that speak of a variable."""
        return [e for e in self.equations if speaks_of(e.lhs, unknown) or speaks_of(e.rhs, unknown)]


def _renewed(o: Optimum, new) -> Optimum:
    return Optimum(new(o.objective), new(o.by), o.least, o.domain)


def variable_of(e: Expr) -> Expr:
    r"""The \sigma of `\sigma^2`, `\sigma_k`, `\sigma_k^2`, by which derivatives are taken too."""
    if e.op == "power" and e.args[1].op == "num":
        e = e.args[0]
    return e.args[0] if e.op in ("item", "entry") else e


def is_made_of(e: Expr | None, v: Expr) -> bool:
    r"""Is this a name whose definition is the inverse or a power of one variable, as \Lambda = \Sigma^{-1} is of \Sigma?"""
    if e is None or e.op != "let" or v.op != "var":
        return False
    body = e.args[0]
    while body.op == "div" and body.args[0].op == "num":
        body = body.args[1]
    return body.op in ("inverse", "power") and body.args[0] is v or body is v


def called(e: Expr) -> str:
    """How a variable, member or entry is written."""
    return e.data.name if e.op in ("var", "let") else to_latex(e)


def _at_variable(slope: Expr, called: Expr | None) -> tuple[Expr, Expr]:
    """What is differentiated, and by what: of a function that is called with a variable, by this."""
    f, by = slope.args
    if called is None or by.op != "var" or by.data not in called.data:
        return f, by
    value = called.args[1 + called.data.index(by.data)]
    return (build.substitute(f, tuple(zip(called.data, called.args[1:]))), value) if value.op == "var" else (f, by)


def speaks_of(e: Expr, name: Expr) -> bool:
    return any(node is name for node in e.walk())


def names_in(e: Expr) -> set[str]:
    """The variables of an expression, those in what its names are defined as among them."""
    return {node.data.name for node in e.walk() if node.op == "var"}


def are_alike(a: Expr, b: Expr) -> bool:
    """Are these two expressions, neither a mere name or number, of the same variables? What is supposed or set
    up ties different ones."""
    return not _MERE & {a.op, b.op} and names_in(a) == names_in(b) != set()


def is_mere(e: Expr) -> bool:
    """Is this a name or a number, and nothing is done to it?"""
    return e.op in _MERE


def holds_no_more(a: Expr, b: Expr) -> bool:
    """Are all variables of a among those of b?"""
    return names_in(a) <= names_in(b)


_MERE = frozenset(("var", "let", "item", "entry", "num", "zeros", "eye", "ones"))
_STARS = frozenset(("*", r"\star", r"\ast", r"\dagger", r"\text{opt}", "opt", r"\text{new}"))
_PENALTIES = frozenset((r"\lambda", r"\alpha", r"\gamma", r"\tau", r"\rho", r"\delta", r"\mu"))  # below an optimum that is made of them
_SOLUTIONS = ("MAP", "MLE", "ML", "map", "mle", "ml", "opt", "OLS", "ols", "LS", "ls", "ridge", "WLS", "min",
              "max", "best", "R", "RR", "GLS")


def hatted_names(name: str) -> tuple[str, ...]:
    r"""How the optimal value of a name is written: `\hat{w}`, `w^*`."""
    return rf"\hat{{{name}}}", rf"\widehat{{{name}}}", f"{name}^*", rf"{name}^\star", f"{name}^{{*}}"


def _plain(s: Syntax) -> str:
    """The letters of a subscript: `ML` of `_{ML}`, `_{\\text{ML}}`."""
    return re.sub(r"\\(?:text|mathrm|rm)\b|[{}\s]", "", label(s))


def undecorated(s: Syntax) -> Syntax | None:
    r"""The w of `\hat w`, `w^*`, `w_{\text{MAP}}`; None of what carries no such mark."""
    s = spread(s)
    if type(s) is Accent and s.kind in ("hat", "widehat", "tilde", "bar"):
        return s.body
    if type(s) is not Script or s.base is None:
        return None
    base, sub, sups = s.base, s.sub, list(s.sups)
    found = False
    if sub is not None and (_plain(sub) in _STARS or _plain(sub) in _SOLUTIONS):
        sub, found = None, True
    kept = [x for x in sups if not (type(x) is Symbol and x.name in _STARS)]
    if len(kept) < len(sups):
        sups, found = kept, True
    if type(base) is Accent and base.kind in ("hat", "widehat"):
        base, found = base.body, True
        if sub is not None and _plain(sub) in _PENALTIES:
            sub = None  # `\hat w_\lambda`, the optimum for this \lambda
    if type(base) is Group and base.open == "" and base_of(base.body) is not None:
        base = base.body
    if not found:
        return None
    if sub is None and not sups and not s.primes:
        return base
    return Script(s.span, base, sub, tuple(sups), s.primes)


def name_of(s: Syntax) -> str:
    """The label under which an optimum is kept."""
    return label(spread(s))
