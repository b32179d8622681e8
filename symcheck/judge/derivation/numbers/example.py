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
from symcheck.judge.derivation.numbers import data_released, places
from symcheck.judge.derivation.numbers.places import Given
from symcheck.judge.derivation.numbers.values import comes_of_numbers, comes_out, number, put_in
from symcheck.judge.derivation.numbers.values import given as values_given
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.hot_places import CLASS, TRUE
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.parser import parse
from symcheck.read.syntax import Symbol
from symcheck.text import Source

_OPENS = re.compile(r"\b(take|examples?|for\s+instance|numerical\w*|numbers|concrete\w*|plug\w*|put(?:ting)? in|sanity|quick\s+check|"
                    r"try\s+(?:it|this)|by\s+hand|tiny|toy)\b", re.I)
_NUMBERS = r"\b(?:numbers?|numerical\w*|examples?|by\s+hand|toy|concrete\w*)\b"
_TITLE = re.compile(rf"\*\*[^*]*{_NUMBERS}[^*]*\*\*|\\(?:textbf|emph|paragraph)\*?\{{[^{{}}]*{_NUMBERS}", re.I)
# The title of a paragraph that gives data: "**Toy data.**", "\\textbf{The numbers}".
_DATA_TITLE = re.compile(r"\s*(?:\*\*|\\(?:noindent\s*)?\\?(?:textbf|paragraph)\*?\s*\{)\s*(?:(?:\(?\w\)|\d+[.)])\s*)?"
                         r"(?:(?:the|our|some|a|toy|tiny|small|given|training|numerical|concrete|example|sample|input|initial)\s+){0,4}"
                         r"(?:data(?:\s*set)?|numbers?|samples|points|values|example|set-?up)\b[^*{}]{0,40}(?:\*\*|\})", re.I)
_GIVES = re.compile(r"\b(take|taking|let|with|for|suppose|assume|start\w*|begin\w*|choose|pick|put|fix|set|where|say|example|input|"
                    r"target|data|points?|samples?|and|at|from|use|again|try)\b", re.I)
# "For $K = 3$: logits $a = ..$ give": the name of what goes in, and no more, before its numbers in an example.
_GOES_IN = re.compile(r"\s*(?:(?:the|our|some|two|three|raw|initial|training|feature)\s+)*(?:logits?|scores?|inputs?|pre-?activations?|weights?|features?|parameters?|"
                      r"margins?|labels?|targets?|data|points?|samples?|observations?)(?:\s+vectors?)?\s*", re.I)
# What is said of biases in an example, and how these are written.
_NO_BIASES = re.compile(r"\b(?:zero|no|without(?:\s+any)?)\s+bias(?:es)?\b|\b(?:all\s+)?bias(?:es)?\s+(?:terms\s+)?(?:(?:are|is|be|set|equal)\s+)*(?:to\s+)?(?:zero|0\b)", re.I)
_BIAS = re.compile(r"b(?:_\{?\w\}?|\^\{?[\[(]?\d[\])]?\}?)?|\\(?:mathbf|boldsymbol|bm)\{b\}(?:_\{?\w\}?|\^\{?[\[(]?\d[\])]?\}?)?")
# Right before numbers: "Numbers: $N = 2$, ..", "A numerical example for".
_HEADED = re.compile(r"\b(?:numbers|numerically|numerical\s+(?:example|values?|check|instance)|concrete\s+(?:example|numbers|values)|example|values)"
                     r"(?:\s+for)?\W*$", re.I)
# "The numerical values are $x = 2$", "the inputs and weights are given as": the numbers that go in, and no more, before what they are.
_GOES_IN_AS = re.compile(r"\W*(?:(?:the|our|all|its|some|these|their|here|now|and|with|while|where|numerical|concrete|given|following|particular|specific|chosen|initial|"
                         r"current|input|parameter|weight|actual|required|training|corresponding|associated|matching|respective|observed|measured|output|target)\s+)*"
                         r"(?:values?|numbers?|data|inputs?|weights?|parameters?|constants?|scalars?|variables?|targets?|labels?|outputs|responses|observations|features|samples|points)"
                         r"(?:\s+(?:and|of|for|in|at)(?:\s+(?:the|all|our|these|this|each|a))*\s+(?:values?|numbers?|data|inputs?|weights?|parameters?|constants?|scalars?|"
                         r"variables?|labels?|targets?|biases|quantities|letters|leaves|nodes|graph|example|exercise|problem)){0,3}"
                         r"\s+(?:are|is|read|be|have\s+(?:the\s+)?values?|take\s+(?:the\s+)?values?)"
                         r"(?:\s+(?:given|chosen|set|fixed|taken|specified))?(?:\s+(?:by|as|to(?:\s+be)?|at|as\s+follows|the\s+following))?\s*", re.I)
# "If the second class is the true one, $y = (0, 1, 0)$", "the true class is the second, so $y = ..$": the label goes into an example.
_OF_LABEL = re.compile(rf"\b(?:{TRUE}\s+{CLASS}\s+(?:is|being|be)\s+(?:the\s+)?\w+(?:\s+one)?|"
                       rf"{CLASS}\s+(?:\w+\s+)?(?:is|being|be|were)\s+(?:the\s+)?{TRUE}(?:\s+(?:one|{CLASS}))?)"
                       r"\s*[,;:(]?\s*(?:(?:so|i\.e\.|that\s+is|hence|thus|then|with|and)(?:\s+that)?[\s,]*)?(?:the\s+(?:one-hot\s+)?(?:label|target)(?:\s+vector)?\s+is\s+)?$", re.I)
# The title of a part in which data are numbers, and what such data are called: "Three points in the plane: $x_1 = ..$".
OF_NUMBERS = re.compile(_NUMBERS, re.I)
_DATA = re.compile(r"\b(?:points?|samples?|observations?|examples?|data|labels?|targets?|inputs?|pairs?|rows|features?|weights?|parameters?)\b"
                   r"(?!.*\b(?:so|hence|thus|therefore|then|gives?|get|obtain\w*|yields?|becomes?|solution|optimum|minimi[sz]er|result\w*|if|new|"
                   r"updated|next)\b)", re.I | re.S)
# What gives a value to a name that has a definition: "Take $z = 2$" goes on from this z.
_GIVES_ANEW = re.compile(r"\b(?:take|taking|let|suppose|assume|choose|pick|put|fix|set|setting|say|start\w*|use|given|input|instead|try)\b", re.I)
_TUPLE = re.compile(r"^\s*\(\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*\)\s*$")
_ENTRY = r"[-+]?\d+(?:\.\d+)?"
_ROW = re.compile(rf"\(\s*{_ENTRY}\s*(?:,\s*{_ENTRY}\s*)+\)(?:\s*\^\s*\{{?\s*(?:\\(?:top|intercal|(?:mathsf|mathrm|mathtt)\s*\{{?T\}}?)|T)\s*\}}?)?")
# `(1, 2), (2, 3), (3, 7)`, several points in one formula.
_POINTS_LISTED = re.compile(rf"^\s*(?:\\\{{)?\s*{_ROW.pattern}(?:\s*[,;]\s*(?:\\[,; ]|\\q?quad)?\s*{_ROW.pattern})+\s*(?:\\\}})?\s*[.,;]?\s*$")
_LISTING = re.compile(rf"^\s*(?:\\\{{)?\s*{_ENTRY}\s*(?:,\s*(?:\\[,; ])?\s*{_ENTRY}\s*)+(?:\\\}})?\s*$")
_POINT = re.compile(_ROW.pattern + r"\s*[.,;]?\s*")  # one of several points
# `(x_i, y_i)` of the data, or `(x_1, y_1)` of `(x_1, y_1), \\dots, (x_N, y_N)`.
_PAIR = re.compile(r"\(\s*([a-z][_^]\{?\(?([a-z]|1(?=\)?\}?\s*,))\)?\}?)\s*,\s*([a-z][_^]\{?\(?\2\)?\}?)\s*\)")
_POINTS = re.compile(r"\b(?:points?|pairs?|samples?|examples?|data|observations?|measurements?|values?|numbers?|(?:waiting\s+|inter-?arrival\s+|life)?times|counts|readings|outcomes|labels|"
                     r"durations|lengths|weights|heights|tosses|flips|draws|scores)\b", re.I)
_STARTS = re.compile(r"\b(start|begin|initial)", re.I)
DRAWN = re.compile(r"\b(so|hence|thus|therefore|then|gives?|get|is|are|obtain\w*|yields?|becomes?|solution|optimum|"
                    r"minimi[sz]er|result\w*|if)\b", re.I)
_CONCLUDED = re.compile(r"\b(?:so|hence|thus|therefore|then|gives?|get|obtain\w*|yields?|becomes?|solution|optimum|minimi[sz]er|result\w*|if)\b", re.I)
# "With $x = 2$, $w = 1$ and $y = 5$", "Evaluate it at $x = 2$, $w = 1$", "Starting from $w_0 = 1$ with $\\alpha = 0.1$".
_VALUE = r"\$\s*([^$=]{1,16}?)\s*=\s*(?:[-+]?\s*(?:\d[\d.]*(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d))|\([-+\d.,\s]+\)(?:\s*\^[^$]{1,9})?|\\begin\{[pb]matrix\}[^$A-Za-z]*\\end\{[pb]matrix\})\s*\$"
# "Use the sample", "at the training point", "with the weights": what the numbers are, right before them.
_THING = r"(?:(?:the|a|an|one|this|our|these)\s+(?:(?:single|training|first|one|data|input|initial|sample|example|current|concrete|following|specific|new)\s+){0,2}" \
         r"(?:samples?|examples?|points?|pairs?|inputs?|datum|observations?|values?|numbers?|parameters?|weights?|case|choices?|network|unit|data)\s+)?"
_STARTING = r"(?:we\s+|then\s+)*(?:start|begin|initiali[sz])\w*\s+(?:(?:the\s+)?(?:iteration|method|weight|parameter)s?\s+)?(?:at|from|with|to)"
_LISTED = re.compile(rf"\b(?:with|for|at|given|when|let|set|put|fix|choose|pick|use|suppose|say|from|{_STARTING})\s+{_THING}{_VALUE}((?:\s*(?:,|,?\s*and|with|[.,;]?\s*(?:and\s+)?{_STARTING})\s*{_VALUE})+)",
                     re.I)
# "At $(w, x, y) = (1, 3, 1)$", "at the point $(a, b) = (2, -1)$".
_TUPLES = re.compile(r"\b(?:with|for|at|given|when|let|set|put|fix|choose|pick|use|suppose|say)\s+(?:the\s+(?:point|place|values?)\s+)?"
                     r"\$\s*\([^()$=]*,[^()$=]*\)\s*=\s*\(\s*[-+]?[\d.]+\s*(?:,\s*[-+]?[\d.]+\s*)+\)\s*\$", re.I)

# "Use the sample $x = 3$", after a part that gave numbers.
_OF_A_SAMPLE = re.compile(rf"(?:(?:now|next|then|we|let\s+us|and)\s+)*(?:with|for|at|given|take|taking|use|using|consider|pick|choose|feed(?:\s+in)?)\s+{_THING}\s*", re.I)
# Between the numbers of one member and those of the next, "; then", ", and for the second unit".
_NEXT = re.compile(r"[\s,;.:]*(?:(?:and|then|next|finally|lastly|also|further|for|the|unit|neuron|sample|point|number|first|second|third|fourth|last|\d)\b[\s,;:]*)+", re.I)
# Between two formulas of a list.
_JOINED = re.compile(r"[\s,;&]*(and)?[\s,;]*")


class Example:
    """The values given in the part of the document at hand."""

    def __init__(self, state: State, recursions: Recursions, iterates: Iterates):
        self.state, self.recursions, self.iterates = state, recursions, iterates
        self.part = -1
        self.sizes: dict[str, int] = {}
        self.values: dict[str, dict[tuple[int, ...], Fraction]] = {}  # of each entry, by the name of the variable
        self.freed: list[Expr] = []  # names with a definition that were given a value of their own
        self.zeros: frozenset[str] = frozenset()  # variables said to be zero, of whatever length
        self.around: tuple | None = None  # what was given in the part around this one
        self.counted: set[str] = set()  # sizes that are the number of the points listed
        self.lasting: tuple[int, int] | None = None  # the part of which the title says that it gives data, and its section
        self.vague = -1  # the part with numbers of which nothing says what they are
        self.ends: dict[Expr, Fraction] = {}  # values of the last of several numbers, `\\lambda_d = 9`, however many there are
        self.put_in_only: set[str] = set()  # names of which no words told the numbers that a formula put in for them
        self.former: tuple[dict, dict, list, frozenset] = {}, {}, [], frozenset()  # sizes, values, names with values of their own and zeros that parts before gave
        self.lately = False  # was the last formula a value given?
        self.after_value = False  # and the one before this one

    @property
    def open(self) -> bool:
        self._return()
        return self._holds(self.part) and bool(self.values or self.sizes)

    def _holds(self, part: int) -> bool:
        """Does what was given in that part hold here? What a paragraph called "Toy data" gives holds to the end of the section."""
        return part in self.state.within or self.lasting == (part, self.state.within[-1]) and not data_released.released(self.state.since, self.values)

    def given(self, s: Statement, before: str, headed: bool = False) -> bool:
        """Take in `x_1 = 2` as a value; False where it is none. `headed`: it stands in a list of values at the head of what is said of them."""
        self.after_value = self.lately
        after_colon = self.lately and before.strip() == ":"
        listed, self.lately = self.lately and _JOINED.fullmatch(before) is not None, False
        if len(s.pieces) == 3 and None not in s.pieces and s.operators == ["=", "="] and all(map(self._is_named, s.pieces[:2])):
            value = s.pieces[2]  # `d = h = 2`, `\\alpha = \\beta = 3`
            both = [self.given(replace(s, pieces=[p, value], operators=["="]), before if not k else ",", headed) for k, p in enumerate(s.pieces[:2])]
            return all(both)
        if len(s.pieces) != 2 or None in s.pieces or s.operators != ["="]:
            return False
        s = self._of_samples(s)
        said = words.SENTENCES.split(self.state.said.rstrip())[-1]
        if self.open and _NO_BIASES.search(said):
            self._without_biases()
        clause = words.SENTENCES.split(re.split(r"[,;:]", before)[-1])[-1] if before.strip(" ,;:\n") else ""
        following = self._is_next_member(s.pieces[0], before)
        listed = listed or following
        members = self._members(s)
        value = number(self.state, s.pieces[1]) if members is None else np.array([*members.entries.values()])
        head = s.pieces[0]
        value = self._identity(head, s.pieces[1]) if value is None else self._as_matrix(value, head, s.pieces[1])
        titled = any(map(OF_NUMBERS.search, self.state.titles))
        told = titled and _DATA.search(said) is not None and (e := self.state.read(head)) is not None and e.op in ("var", "item")
        goes_in = headed or following or self._goes_in(head, clause, said) or self.open and self._is_label(head, said)
        if after_colon and (e := self.state.read(head)) is not None and e.op == "let" and not headed:
            return False  # `For $t = 0$ and $o = 1$: $\\delta = 1$`
        if value is None or DRAWN.search(clause) and not goes_in or not listed and self._goes_on_drawn(head, before) or not (
                listed or told or goes_in or self.open and _GOES_IN.fullmatch(clause) or _GIVES.search(clause or said) or _HEADED.search(self.state.said)):
            return False
        opens = _OPENS.search(said) is not None or _several(self.state.paragraph) or self.open or told or goes_in \
            or _TITLE.search(self.state.paragraph) is not None and (value.size == 1 or self._is_of_any_size(head)) \
            or titled and self._is_of_any_size(head) or _OF_A_SAMPLE.fullmatch(clause) is not None and bool(self.values)
        if self._is_size(head):
            if value.size != 1 or value.ravel()[0] != int(value.ravel()[0]) or value.ravel()[0] < 1:
                return False
            self._begin()
            self.sizes[label(head.syntax)] = int(value.ravel()[0])
            self.state.special[label(head.syntax)] = (self.state.part, int(value.ravel()[0]))
            self.lately = True
            return True
        if members is not None:  # of no other use than as data
            self._begin()
            self.freed += [x.expr for x in self.state.context.scope if x.expr is not None and x.expr.op == "let" and x.expr.data.name == members.name]
            self._take(members)
            self.lately = True
            return True
        e, value = places.rooted(self.state.read(head), value)
        if _is_last(e) and (opens or listed) and value.size == 1 and isinstance(value.ravel()[0], (int, Fraction)):
            self._begin()
            self.ends[e] = Fraction(value.ravel()[0])
            self.lately = True
            return True
        if e is None or not (opens or e.op == "item" or self._is_of_data(e, said)) or e.op not in ("var", "let", "item", "entry") or comes_out(self.state, e) \
                or e not in self.freed and comes_of_numbers(self.state, e, self.values) and _GIVES_ANEW.search(clause) is None:
            return False
        found = places.given(e, value, self.sizes if self.open else {})
        if found is None or self._numbered(head) and not _STARTS.search(clause):
            return False
        self._begin()
        if e.op == "let" and e not in self.freed:
            self.freed.append(e)
        self._take(found)
        put_in(self.state, s)
        self.lately = True
        return True

    def _is_of_data(self, e: Expr, said: str) -> bool:
        """Is this an entry with a number of a vector of which the words give data: "four points: $x_1 = 2$", with nothing set up for it?"""
        return e.op == "entry" and e.args[0].op == "var" and all(at.base is None for at in e.data) and _DATA.search(said) is not None \
            and not self.state.about(e.args[0]) and self.state.gradient_by(e.args[0]) is None

    def _goes_in(self, head: Piece, clause: str, said: str) -> bool:
        """Do the words say that these numbers go in, with nothing set up of which they could be the solution?"""
        if _GOES_IN_AS.fullmatch(clause) is None:
            return False
        earlier, e = _GOES_IN_AS.sub(" ", said.rstrip().removesuffix(clause.rstrip())), self.state.read(head)
        return e is not None and not any(p.search(earlier) for p in (DRAWN, words.SETS, words.CONCLUDES)) and not self.state.about(e)

    def _is_label(self, head: Piece, said: str) -> bool:
        """Do the words tell the class of the sample right before these numbers for a name without any?"""
        e = self.state.read(head)
        return e is not None and e.op == "var" and is_vector(e.shape) and e.data.name not in self.values and _OF_LABEL.search(said) is not None

    def array_given(self, s: Statement, meaning: Callable[[State, Statement], str | None]) -> bool:
        r"""Take in `W = \begin{pmatrix} 1 & 2 \end{pmatrix}`, where it would have no `meaning`; not of an iterate that a recursion gives."""
        if s.pieces[0] is None or self._numbered(s.pieces[0]) or not values_given(self.state, s, meaning):
            return False
        name, value = self.state.read(s.pieces[0]), number(self.state, s.pieces[1])
        found = places.given(name, value, self.sizes if self.open else {}) if value is not None else None
        if found is not None:
            self._begin()
            if name.op == "let" and name not in self.freed:
                self.freed.append(name)
            self._take(found)
            self.lately = True
        return True

    def _goes_on_drawn(self, head: Piece, before: str) -> bool:
        """Of `we get $h = 2$ and $L = 5$` the second one: is the last word of the sentence that tells of values one that draws them, or
        is this made of data with numbers, as what stands before it?"""
        if _JOINED.fullmatch(before) is None or not self.open:
            return False
        said = words.SENTENCES.split(self.state.said.rstrip())[-1].removesuffix(before.rstrip())
        drawn, given = (max((m.start() for m in p.finditer(said)), default=-1) for p in (DRAWN, _GIVES))
        e = places.base(self.state.read(head))
        return drawn > given or e is not None and e not in self.freed and comes_of_numbers(self.state, e, self.values)

    def _is_next_member(self, head: Piece, before: str) -> bool:
        r"""Is this the w_2 of `$w_1 = 1$; then $w_2 = 2$`, of numbers one of which was given right before and which nothing computes?"""
        e = self.state.read(head) if self.after_value and _NEXT.fullmatch(before) is not None else None
        if e is None or e.op not in ("item", "entry") or e.args[0].op != "var" or any(at.base is not None for at in e.data) or self._numbered(head):
            return False
        known = self.values.get(e.args[0].data.name, {})
        return bool(known) and tuple(at.offset - 1 for at in e.data) not in known

    def _is_named(self, piece: Piece) -> bool:
        """Is this a size, or a variable?"""
        return self._is_size(piece) or type(piece.syntax) is Symbol and (e := self.state.read(piece)) is not None and e.op == "var"

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
        """Is this a variable with a size in letters, to which numbers give one?"""
        e = self.state.read(head)
        return e is not None and e.op == "var" and any(isinstance(size, str) for size in e.shape)

    def _identity(self, head: Piece, piece: Piece) -> np.ndarray | None:
        """The value of the I in `W = I` where the sizes of W are numbers here."""
        e = self.state.read(head) if self.open and label(piece.syntax) == "I" else None
        sizes = [self.sizes.get(d, d) for d in e.shape] if e is not None and is_matrix(e.shape) else []
        if not sizes or sizes[0] != sizes[1] or not isinstance(sizes[0], int):
            return None
        return np.array([[Fraction(int(i == j)) for j in range(sizes[0])] for i in range(sizes[0])], dtype=object)

    def _without_biases(self) -> None:
        """`zero biases`: each variable b, b_1, b^{(1)} is zero."""
        for name in self.state.context.variables:
            if _BIAS.fullmatch(name) and name not in self.values:
                self.values[name] = {}
                self.zeros |= {name}

    def _members(self, s: Statement) -> Given | None:
        r"""Of `w = (2, -1)` beside numbers w_i without a w: the values of these, as many as there are."""
        name, text = label(s.pieces[0].syntax), s.text(1)
        entries = self.state.context.scope.entries.get(name, ()) if type(s.pieces[0].syntax) is Symbol else ()
        found = [e.expr for e in entries if e.expr is not None and e.expr.op in ("var", "let") and e.expr.data.family and is_scalar(e.expr.shape)]
        if len(found) != 1 or len(entries) != 1 or len(found[0].data.family) != 1 or _ROW.fullmatch(text.strip()) is None:
            return None
        (size,), values = found[0].data.family, [Fraction(x) for x in re.findall(_ENTRY, text)]
        known = size if isinstance(size, int) else self.sizes.get(size) if self.open else None
        if known not in (None, len(values)):
            return None
        return Given(found[0].data.name, {(k,): x for k, x in enumerate(values)}, {} if isinstance(size, int) else {size: len(values)})

    def _of_samples(self, s: Statement) -> Statement:
        r"""`X = (1, 2)` of `x = (1, 2)`, where x has no meaning and the numbers x_i are the entries of a vector X."""
        name = label(s.pieces[0].syntax) if type(s.pieces[0].syntax) is Symbol else ""
        if not name or self.state.read(s.pieces[0]) is not None or _ROW.fullmatch(s.text(1).strip()) is None:
            return s
        first = self.state.context_read(f"{name}_1")
        if first is None or first.op != "entry" or first.args[0].op != "var" or first.args[0].data.name != name.upper():
            return s
        whole = Source(first.args[0].data.name, s.row.name, s.line())
        return replace(s, pieces=[Piece(parse(whole, self.state.context.words), whole), s.pieces[1]])

    def _take(self, found: Given) -> None:
        known = self.values.setdefault(found.name, {})
        if found.zero:
            known.clear()
        known.update(found.entries)
        self.zeros = self.zeros | {found.name} if found.zero else self.zeros - {found.name}
        self.sizes |= found.sizes
        for size, n in found.sizes.items():
            if n == 1:  # authors write what is 1 x 1 as a number
                self.state.special[size] = (self.state.part, n)

    def points(self, text: str, said: str, document: str) -> bool:
        r"""Take in the next of `the points $(1, 2)$ and $(2, 3)$` as x_k and y_k, where the data are pairs (x_i, y_i)."""
        if _POINTS_LISTED.match(text):
            rows = _ROW.findall(text)
            said = f"{said} points" if self._as_many(len(rows), said, document) else said
            return all([self.points(row, said, document) for row in rows])
        if _LISTING.match(text) and _POINTS.search(words.SENTENCES.split(said.rstrip())[-1]):
            return self._listing([Fraction(x) for x in re.findall(_ENTRY, text)])
        found, pair = _TUPLE.match(text), _PAIR.search(document)
        if pair is None and _POINT.fullmatch(text) is not None and _POINTS.search(words.SENTENCES.split(said.rstrip())[-1]):
            return self._vector([Fraction(x) for x in re.findall(_ENTRY, text)])
        if found is None or pair is None or not _POINTS.search(said):
            return False
        read = [self.state.context_read(name) for name in pair.group(1, 3)]
        if any(e is None or e.op not in ("item", "entry") or e.args[0].op != "var" for e in read):
            return False
        self._begin()
        for e, value in zip(read, found.groups()):
            known = self.values.setdefault(e.args[0].data.name, {})
            known[len(known),] = Fraction(value)
            size = next(iter((*e.args[0].data.family, *e.args[0].shape)), None)
            if isinstance(size, str) and (size not in self.sizes or size in self.counted):
                self.sizes[size] = len(known)  # there are as many as are listed, where their number is not given
                self.counted.add(size)
        self.lately = True
        return True

    def _as_many(self, count: int, said: str, document: str) -> bool:
        r"""Right after "with $N = 3$": are these N rows of numbers, where the data are N pairs? They are the data."""
        pair = _PAIR.search(document)
        e = self.state.context_read(pair[1]) if pair is not None and self.lately and _GIVES.search(words.SENTENCES.split(said.rstrip())[-1]) else None
        size = next(iter((*e.args[0].data.family, *e.args[0].shape)), None) if e is not None and e.op in ("item", "entry") \
            and e.args[0].op == "var" else None
        return self.open and size in self.sizes and self.sizes[size] == count

    def _vector(self, numbers: list[Fraction]) -> bool:
        """Take in the next of `the points $(1, 2)$, $(0, 1)$` as the next member of the only family of vectors, of which there are as many as
        are listed; where there are several families, nothing is known of which."""
        families = [v for v in self.state.context.variables.values() if len(v.family) == 1 and is_vector(v.shape)]
        if len(families) != 1:
            self.vague = self.state.part
            return False
        (v,) = families
        known = self.values.get(v.name, {}) if self.open else {}
        size, length = v.family[0], v.shape[0]
        count = 1 + max((place[0] for place in known), default=-1)
        if (length if isinstance(length, int) else self.sizes.get(length, len(numbers)) if self.open else len(numbers)) != len(numbers) \
                or count and size not in self.counted or isinstance(size, int):
            self.vague = self.state.part
            return False
        self._begin()
        self._take(Given(v.name, {(count, k): x for k, x in enumerate(numbers)}, {} if isinstance(length, int) else {length: len(numbers)}))
        self.sizes[size] = count + 1
        self.counted.add(size)
        self.lately = True
        return True

    def _listing(self, numbers: list[Fraction]) -> bool:
        """Take in `the data $1, 2, 6$` as the members of the only family of numbers; where there are several, nothing is known of which."""
        families = [v for v in self.state.context.variables.values() if len(v.family) == 1 and is_scalar(v.shape)]
        if len(families) > 1 and self.state.solved:  # those of which the last estimate is made
            made = names_in(next(reversed(self.state.solved.values())))
            families = [v for v in families if v.name in made] or families
        size = families[0].family[0] if len(families) == 1 else None
        if size is None or (size if isinstance(size, int) else self.sizes.get(size, len(numbers)) if self.open else len(numbers)) != len(numbers):
            self.vague = self.state.part
            return False
        self._begin()
        self._take(Given(families[0].name, {(k,): x for k, x in enumerate(numbers)}, {} if isinstance(size, int) else {size: len(numbers)}))
        self.lately = True
        return True

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
        if _CONCLUDED.search(re.split(r"[;:]|\.\s", before)[-1]):
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
        self._begin()
        self._take(found)
        self.lately = True

    def _begin(self) -> None:
        """What is given from here on holds in the part at hand; what was given in one around it holds on."""
        if self.open and self.part != self.state.part:
            self.around = self.part, dict(self.sizes), {n: dict(v) for n, v in self.values.items()}, list(self.freed), self.zeros
        elif not self.open:
            self.former = self._with_former()
            self.lasting = (self.state.part, self.state.within[-1]) if any(map(_DATA_TITLE.match, self.state.titles[:1])) else None
            self.sizes, self.values, self.freed, self.zeros, self.around, self.counted, self.ends = {}, {}, [], frozenset(), None, set(), {}
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


def _several(paragraph: str) -> bool:
    """Do the words give numbers to several names at once?"""
    if _TUPLES.search(paragraph):
        return True
    found = next(reversed([*_LISTED.finditer(paragraph)]), None)
    return found is not None and len({found[1], *re.findall(_VALUE, found[2])}) > 1


def _is_last(e: Expr | None) -> bool:
    r"""Is this the \lambda_d of \lambda_1, \dots, \lambda_d?"""
    return e is not None and e.op in ("item", "entry") and e.args[0].op == "var" and len(e.data) == 1 and isinstance(e.data[0].base, str) \
        and e.data[0].offset == 0 and is_scalar(e.shape)
