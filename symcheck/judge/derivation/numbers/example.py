r"""The numbers given in an example: "Take $J$ from (b) with $N = 2$, $x_1 = 1$, $x_2 = 2$ and $\theta_0 = 0$".

They hold to the end of the part of the document. A name that has a definition may be given a value of its own ("Take
$z = (1, -1)^\top$"), from which the example goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.methods.counters import iterate
from symcheck.judge.derivation.methods.iterates import Iterates
from symcheck.judge.derivation.methods.recursions import Recursions
from symcheck.judge.derivation.numbers import (
    class_given,
    data_released,
    members_given,
    places,
    spectra_given,
)
from symcheck.judge.derivation.numbers.example_words import (
    BIAS,
    BIASES_CALLED,
    CONCLUDED,
    DATA,
    DATA_TITLE,
    DRAWN,
    FOUND,
    GIVES,
    GIVES_ANEW,
    GOES_IN,
    GOES_IN_AS,
    HEADED,
    JOINED,
    LET,
    NEXT,
    NO_BIASES,
    NOUN_NEXT,
    OF_A_SAMPLE,
    OF_LABEL,
    OF_NUMBERS,
    OPENS,
    STARTS,
    TAKES_NEXT,
    TEST,
    TITLE,
    WITHOUT,
    many,
    several,
)
from symcheck.judge.derivation.numbers.places import Given
from symcheck.judge.derivation.numbers.values import comes_of_numbers, comes_out, number, put_in
from symcheck.judge.derivation.numbers.values import given as values_given
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.extremes_of_spectra import Extremes
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Symbol

# Between paragraphs of words.
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
# The number of a layer, or the letter of any.
_LAYER, _ANY_LAYER = re.compile(r"\^\{[\[(]\d[\])]\}$"), re.compile(r"\^\{[\[(](?:\\ell|[a-z])[\])]\}$")


class Example:
    """The values given in the part of the document at hand."""

    def __init__(self, state: State, recursions: Recursions, iterates: Iterates):
        self.state, self.recursions, self.iterates = state, recursions, iterates
        self.part = -1
        self.stepped = -1  # the part in which a step was one of the best size
        self.spectra: tuple[Extremes, ...] = ()  # the names of extreme eigenvalues
        self.unsure: set[str] = set()  # names to which words may have given another number since
        self.sizes: dict[str, int] = {}
        self.values: dict[str, dict[tuple[int, ...], Fraction]] = {}  # of each entry, by the name of the variable
        self.freed: list[Expr] = []  # names with a definition that were given a value of their own
        self.zeros: frozenset[str] = frozenset()  # variables said to be zero, of whatever length
        self.around: tuple | None = None  # what was given in the part around this one
        self.counted: set[str] = set()  # sizes that are the number of the points listed
        self.lasting: tuple[int, int] | None = None  # the part of which the title says that it gives data, and its section
        self.unplaced = -1  # the part with a list of data of which nothing says which they are
        self.vague = -1  # the part with numbers of which nothing says what they are
        self.ends: dict[Expr, Fraction] = {}  # values of the last of several numbers, `\\lambda_d = 9`, however many there are
        self.put_in_only: set[str] = set()  # names of which no words told the numbers that a formula put in for them
        self.former: tuple[dict, dict, list, frozenset] = {}, {}, [], frozenset()  # sizes, values, names with values of their own and zeros that parts before gave
        self.classes: set[str] = set()  # labels of which words told the class
        self.labels: dict[str, int] = {}  # letters of classes that have a number here
        self.class_heard = (-1, -1)  # the part in which words told it last, and where
        self.in_turn: tuple[int, tuple, list] = -1, (), []  # samples that steps take in turn: the part, the names of one, the values of each
        self.reached: dict = {}  # the iterate that the step before came to
        self.step_known = False  # is it known what the step before the one at hand came to?
        self.lately = False  # was the last formula a value given?
        self.after_value = False  # and the one before this one

    @property
    def open(self) -> bool:
        self._return()
        return self._holds(self.part) and bool(self.values or self.sizes or self.labels)

    def _holds(self, part: int) -> bool:
        """Does what was given in that part hold here? What a paragraph called "Toy data" gives holds to the end of the section."""
        return part in self.state.within or self.lasting == (part, self.state.within[-1]) and not data_released.released(self.state.since, self.values)

    def given(self, s: Statement, before: str, headed: bool = False) -> bool:
        """Take in `x_1 = 2` as a value; False where it is none. `headed`: it stands in a list of values at the head of what is said of them."""
        self.after_value = self.lately
        before = WITHOUT.sub(" ", before)
        after_colon = self.lately and before.strip() == ":"
        listed, self.lately = self.lately and JOINED.fullmatch(before) is not None, False
        if len(s.pieces) > 2 and None not in s.pieces and {*s.operators} == {"="} and all(map(self._is_named, s.pieces[:-1])):
            value = s.pieces[-1]  # `d = h = 2`, `\\alpha = \\beta = 3`, `\\sigma^2 = \\tau^2 = 2`
            each = [self.given(replace(s, pieces=[p, value], operators=["="]), before if not k else ",", headed) for k, p in enumerate(s.pieces[:-1])]
            return all(each)
        if len(s.pieces) != 2 or None in s.pieces or s.operators != ["="]:
            return False
        if class_given.numbered(self, s, before):
            return True
        s = members_given.of_samples(self, s)
        said = words.SENTENCES.split(self.state.said.rstrip())[-1]
        if self.open and NO_BIASES.search(_PARAGRAPHS.split(self.state.said.rstrip())[-1]):
            self._without_biases()
        clause = words.SENTENCES.split(re.split(r"[,;:]", before)[-1])[-1] if before.strip(" ,;:\n") else ""
        following = self._is_next_member(s.pieces[0], before)
        listed = listed or following
        members = members_given.members(self, s)
        value = number(self.state, s.pieces[1]) if members is None else np.array([*members.entries.values()])
        head = s.pieces[0]
        value = self._identity(head, s.pieces[1]) if value is None else self._as_matrix(value, head, s.pieces[1])
        titled = any(map(OF_NUMBERS.search, self.state.titles))
        told = titled and DATA.search(said) is not None and (e := self.state.read(head)) is not None and e.op in ("var", "item")
        goes_in = headed or following or self._goes_in(head, clause, said) or self.open and self._is_label(head, said)
        if after_colon and (e := self.state.read(head)) is not None and e.op == "let" and not headed:
            return False  # `For $t = 0$ and $o = 1$: $\\delta = 1$`
        if value is None or DRAWN.search(clause) and TAKES_NEXT.search(clause) is None and not goes_in or not listed and self._goes_on_drawn(head, before) or not (
                listed or told or goes_in or self.open and GOES_IN.fullmatch(clause) or GIVES.search(clause or said) or HEADED.search(self.state.said) or titled and TEST.fullmatch(re.split(r"\n\s*\n", before)[-1])):
            return False
        opens = OPENS.search(said) is not None or HEADED.search(self.state.said) is not None or several(self.state.paragraph) or self.open or told or goes_in \
            or TITLE.search(self.state.paragraph) is not None and (value.size == 1 or self._is_of_any_size(head)) \
            or (titled or value.size > 1 and LET.fullmatch(said) is not None) and self._is_of_any_size(head) or titled and many(self.state.paragraph) \
            or OF_A_SAMPLE.fullmatch(clause) is not None and bool(self.values)
        if self._is_size(head):
            if value.size != 1 or value.ravel()[0] != int(value.ravel()[0]) or value.ravel()[0] < 1:
                return False
            self.begin()
            self.sizes[label(head.syntax)] = int(value.ravel()[0])
            self.state.special[label(head.syntax)] = (self.state.part, int(value.ravel()[0]))
            self.lately = True
            return True
        if members is not None:  # of no other use than as data
            self.begin()
            self._take_family(members)
            self.lately = True
            return True
        e, value = places.rooted(self.state.read(head), value)
        if _is_last(e) and (opens or listed) and value.size == 1 and isinstance(value.ravel()[0], (int, Fraction)):
            self.begin()
            self.ends[e] = Fraction(value.ravel()[0])
            self.lately = True
            return True
        if e is None or not (opens or e.op == "item" or self._is_of_data(e, said)) or e.op not in ("var", "let", "item", "entry") or comes_out(self.state, e) \
                or e not in self.freed and comes_of_numbers(self.state, e, self.values) and GIVES_ANEW.search(clause) is None:
            return False
        found = places.given(e, value, self.sizes if self.open else {})
        if found is None or self._numbered(head) and not STARTS.search(clause):
            return False
        whole = places.of_defined(e)
        whole = whole if whole is not None and found.name == whole.data.name else None  # not the x_i of rows of a matrix X, which has the numbers
        if whole is not None and whole not in self.freed and not self._is_told_anew(whole, before, clause, said):
            return False
        self.begin()
        whole = whole or e
        if whole.op == "let" and whole not in self.freed:
            self.freed.append(whole)
        self._take_members(e, value)
        self._take(found)
        put_in(self.state, s)
        self.lately = True
        return True

    def _is_told_anew(self, whole: Expr, before: str, clause: str, said: str) -> bool:
        """Do the words give numbers to members of what has a definition, "take the residuals $r_1 = 0.5$", "take $h = 1$ and the residuals $r_1 = 0.5$"?"""
        if comes_of_numbers(self.state, whole, self.values):
            return False
        goes_on = self.after_value and NOUN_NEXT.fullmatch(before) is not None and DRAWN.search(said) is None
        return GIVES_ANEW.search(said if goes_on else clause) is not None

    def _take_family(self, members: Given) -> None:
        """Take in numbers of the members of a family, whatever these are made of."""
        self.freed += [x.expr for x in self.state.context.scope if x.expr is not None and x.expr.op == "let" and x.expr.data.name == members.name]
        self._take(members)

    def _take_members(self, e: Expr, value: np.ndarray) -> None:
        """Take in what a value for the list of all of them says of the members of a family."""
        if (members := places.of_members(e, value, self.sizes if self.open else {})) is not None:
            self._take_family(members)

    def _is_of_data(self, e: Expr, said: str) -> bool:
        """Is this an entry with a number of a vector of which the words give data: "four points: $x_1 = 2$", with nothing set up for it?"""
        return e.op == "entry" and e.args[0].op == "var" and all(at.base is None for at in e.data) and DATA.search(said) is not None \
            and not self.state.about(e.args[0]) and self.state.gradient_by(e.args[0]) is None

    def _goes_in(self, head: Piece, clause: str, said: str) -> bool:
        """Do the words say that these numbers go in, with nothing set up of which they could be the solution?"""
        if GOES_IN_AS.fullmatch(clause) is None:
            return False
        earlier, e = GOES_IN_AS.sub(" ", said.rstrip().removesuffix(clause.rstrip())), self.state.read(head)
        return e is not None and not any(p.search(earlier) for p in (DRAWN, words.SETS, words.CONCLUDES)) and not self.state.about(e)

    def _is_label(self, head: Piece, said: str) -> bool:
        """Do the words tell the class of the sample right before these numbers for a name without any?"""
        e = self.state.read(head)
        return e is not None and e.op == "var" and is_vector(e.shape) and e.data.name not in self.values and OF_LABEL.search(said) is not None

    def array_given(self, s: Statement, meaning: Callable[[State, Statement], str | None]) -> bool:
        r"""Take in `W = \begin{pmatrix} 1 & 2 \end{pmatrix}`, where it would have no `meaning`; not of an iterate that a recursion gives."""
        if s.pieces[0] is None or self._numbered(s.pieces[0]) or not values_given(self.state, s, meaning):
            return False
        name, value = self.state.read(s.pieces[0]), number(self.state, s.pieces[1])
        found = places.given(name, value, self.sizes if self.open else {}) if value is not None else None
        if found is None and name.op == "let" and value is None:
            return False  # `R = I` of an R with a formula and of any size: supposed or claimed
        if found is not None:
            self.begin()
            if name.op == "let" and name not in self.freed:
                self.freed.append(name)
            self._take_members(name, value)
            self._take(found)
            self.lately = True
        return True

    def _goes_on_drawn(self, head: Piece, before: str) -> bool:
        """Of `we get $h = 2$ and $L = 5$` the second one: is the last word of the sentence that tells of values one that draws them, or
        is this made of data with numbers, as what stands before it?"""
        if JOINED.fullmatch(before) is None or not self.open:
            return False
        said = words.SENTENCES.split(self.state.said.rstrip())[-1].removesuffix(before.rstrip())
        drawn, found, given = (max((m.start() for m in p.finditer(said)), default=-1) for p in (DRAWN, FOUND, GIVES))
        drawn = max(drawn, found)
        e = places.base(self.state.read(head))
        return drawn > given or e is not None and e not in self.freed and comes_of_numbers(self.state, e, self.values)

    def _is_next_member(self, head: Piece, before: str) -> bool:
        r"""Is this the w_2 of `$w_1 = 1$; then $w_2 = 2$`, of numbers one of which was given right before and which nothing computes?"""
        e = self.state.read(head) if self.after_value and NEXT.fullmatch(before) is not None else None
        if e is None or e.op not in ("item", "entry") or e.args[0].op != "var" or any(at.base is not None for at in e.data) or self._numbered(head):
            return False
        known = self.values.get(e.args[0].data.name, {})
        return bool(known) and tuple(at.offset - 1 for at in e.data) not in known

    def _is_named(self, piece: Piece) -> bool:
        """Is this a size, a variable, the square of one, or a member with its number?"""
        if self._is_size(piece):
            return True
        e = self.state.read(piece)
        if e is None or e.op == "var" and type(piece.syntax) is not Symbol:
            return False
        if e.op in ("item", "entry"):
            return e.args[0].op == "var" and all(at.base is None for at in e.data) and not self._numbered(piece)
        return (e.args[0] if e.op == "power" and e.args[1].op == "num" else e).op == "var"

    def _is_size(self, piece: Piece) -> bool:
        """Is this a size, and no variable too?"""
        return type(piece.syntax) is Symbol and label(piece.syntax) in self.state.context.dims \
            and self.state.context.scope.bare(label(piece.syntax)) is None

    def _as_matrix(self, value: np.ndarray, head: Piece, piece: Piece) -> np.ndarray:
        """The value with an axis of length 1 where a matrix is given as one column or row."""
        e, given = self.state.read(head), self.state.read(piece)
        fits = e is not None and is_matrix(e.shape) and value.ndim == 1 and given is not None and all(isinstance(n, int) for n in given.shape)
        return value.reshape(given.shape) if fits and value.size == given.shape[0] * given.shape[1] else value

    def _is_of_any_size(self, head: Piece) -> bool:
        """Is this a name with a size in letters, to which numbers give one?"""
        e = self.state.read(head)
        return e is not None and e.op in ("var", "let") and any(isinstance(size, str) for size in e.shape)

    def _identity(self, head: Piece, piece: Piece) -> np.ndarray | None:
        """The value of the I in `W = I` where the sizes of W are numbers here."""
        e = self.state.read(head) if self.open and label(piece.syntax) == "I" else None
        sizes = [self.sizes.get(d, d) for d in e.shape] if e is not None and is_matrix(e.shape) else []
        if not sizes or sizes[0] != sizes[1] or not isinstance(sizes[0], int):
            return None
        return np.array([[Fraction(int(i == j)) for j in range(sizes[0])] for i in range(sizes[0])], dtype=object)

    def _without_biases(self) -> None:
        """`zero biases`: each variable b, b_1, b^{(1)} is zero, and each that the document calls a bias."""
        called = {re.sub(r"\s", "", name) for m in BIASES_CALLED.finditer(self.state.text_so_far) for name in m.groups() if name}
        layers = {_ANY_LAYER.sub("", name) for name in called if _ANY_LAYER.search(name)}  # `c^{(l)}`: each c^{(1)}
        for name in self.state.context.variables:
            if (BIAS.fullmatch(name) or name in called or _LAYER.sub("", name) in layers and _LAYER.search(name)) and name not in self.values:
                self.values[name] = {}
                self.zeros |= {name}

    def _take(self, found: Given) -> None:
        known = self.values.setdefault(found.name, {})
        if found.zero:
            known.clear()
        known.update(found.entries)
        self.zeros = self.zeros | {found.name} if found.zero else self.zeros - {found.name}
        self.sizes |= found.sizes
        ends = spectra_given.ends(self.spectra, found.name, known)
        self.values |= ends
        self.unsure -= {found.name, *ends}
        for size, n in found.sizes.items():
            if n == 1:  # authors write what is 1 x 1 as a number
                self.state.special[size] = (self.state.part, n)

    def started(self, s: Statement) -> None:
        r"""Take in the value of `start at $w_0 = 0$`, of the first iterate of a method whose rule is known: what it gives comes to numbers then."""
        head = iterate(s.pieces[0].syntax) if len(s.pieces) == 2 and None not in s.pieces and s.operators == ["="] else None
        if head is None or head[1].counter or head[0] not in self.recursions.rules or self._numbered(s.pieces[0]):
            return
        value, e = number(self.state, s.pieces[1]), self.state.read(s.pieces[0])
        found = places.given(e, value, self.sizes if self.open else {}) if value is not None and e is not None and e.op == "var" else None
        if found is not None:
            self.hold(found)

    def of_method(self, s: Statement, before: str) -> None:
        r"""Take in the number of `step size $\eta = 0.1$`, where the rule of a method is made of \eta, and of `from $w_0 = 0$`, where a rule gives the
        iterates after it: what the method gives comes to numbers then. A number that is drawn, `so $a = 1$`, is none that is given."""
        if CONCLUDED.search(re.split(r"[;:]|\.\s", before)[-1]):
            return
        self.started(s)
        e, value = self.state.read(s.pieces[0]), number(self.state, s.pieces[1])
        if e is None or e.op != "var" or value is None or not is_scalar(e.shape) or e.data.family:
            return
        rules = (self.state.read(Piece(rule.value, rule.source)) for rule in self.recursions.rules.values())
        found = places.given(e, value, self.sizes if self.open else {}) if any(r is not None and e in r.walk() for r in rules) else None
        if found is not None:
            self.hold(found)

    def hold(self, found: Given) -> None:
        """Take in a value as given in the part at hand."""
        self.begin()
        self._take(found)
        self.lately = True

    def begin(self) -> None:
        """What is given from here on holds in the part at hand; what was given in one around it holds on."""
        if self.open and self.part != self.state.part:
            self.around = self.part, dict(self.sizes), {n: dict(v) for n, v in self.values.items()}, list(self.freed), self.zeros
        elif not self.open:
            self.former = self._with_former()
            self.lasting = (self.state.part, self.state.within[-1]) if any(map(DATA_TITLE.match, self.state.titles[:1])) else None
            self.sizes, self.values, self.freed, self.zeros, self.around, self.counted, self.ends, self.labels, self.unsure = {}, {}, [], frozenset(), None, set(), {}, {}, set()
        self.part = self.state.part

    def _with_former(self) -> tuple[dict, dict, list, frozenset]:
        """What was given last, beside what parts before gave to other names."""
        sizes, values, freed, zeros = self.former
        return sizes | self.sizes, values | self.values, [*self.freed, *(e for e in freed if e not in self.freed)], zeros | self.zeros

    def _return(self) -> None:
        """Of two items the second has nothing of what the first one gave."""
        if not self._holds(self.part) and self.around is not None and self._holds(self.around[0]):
            (self.part, self.sizes, self.values, self.freed, self.zeros), self.around = self.around, None

    def _numbered(self, head: Piece) -> bool:
        """Is this an iterate after the start, which the recursion gives?"""
        return self.recursions.gives(head.syntax) is not None


def _is_last(e: Expr | None) -> bool:
    r"""Is this the \lambda_d of \lambda_1, \dots, \lambda_d?"""
    return e is not None and e.op in ("item", "entry") and e.args[0].op == "var" and len(e.data) == 1 and isinstance(e.data[0].base, str) \
        and e.data[0].offset == 0 and is_scalar(e.shape)
