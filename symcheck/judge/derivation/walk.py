"""A document from its first line to its last: what is declared, defined, set up and claimed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation import equations as E
from symcheck.judge.derivation import (
    links,
    models,
    naming,
    optima,
    order,
    proportional,
    rephrasing,
    updates,
)
from symcheck.judge.derivation.limit import limited
from symcheck.judge.derivation.links import EQUALITIES, Link
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.derivation.state import Chain, Equation, Gradient, State, called, name_of, undecorated
from symcheck.judge.derivation.statements import Statement, counted, is_range, statements, written
from symcheck.judge.equality import equal, judge, unreadable
from symcheck.judge.verdict import Verdict
from symcheck.read.context import LAYOUTS, Context, Piece
from symcheck.read.documents import Document, Formula
from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.reading import whole_span
from symcheck.read.syntax import (
    Accent,
    Bar,
    Group,
    Listing,
    Number,
    Product,
    Script,
    Symbol,
    Syntax,
)
from symcheck.text import Source, Span, SymcheckError

ORDER = frozenset((r"\le", r"\ge", "<", ">", r"\ll", r"\gg", "<=", ">="))
ABOUT = frozenset((r"\approx", r"\simeq", r"\sim"))
_UNDECLARED = re.compile(r"^(.*?) is not declared$")
# Words before an inline equation that make it the definition of a declared variable on its left; and those
# that make it a case, a place, or a wish.
_DEFINES = re.compile(r"\b(where|let|define[ds]?|denote|put|write|call|given by|setting|model|layer|with)\b[^.]{0,30}$", re.I)
_CASE = re.compile(r"\b(at|when|if|case|unless|evaluated at|as|than|for|until|since)\s*(?:the point\s*)?$", re.I)
_HOPED = re.compile(r"\b(fit|want|hope|expect|predict|approximate|guess|like to have|such that)\w*\s*$", re.I)
# Words before an inline equation that is assumed.
_WITH = re.compile(r"\b(with|where|assum\w*|suppose|such that|satisf\w*|given|and|so that|that|that is|since|because|label\w*|"
                   r"constraint|let|i\.e|unit vectors?|cent(?:red|ered)|normali[sz]ed|distribution|orthonormal|"
                   r"orthogonal|symmetric)\W*$", re.I)
_IMPLIES = re.compile(r"[\s&]*(?:\\q?quad\s*|\\[;,: ]\s*)*\\(iff|implies|Rightarrow|Leftrightarrow|Longrightarrow|"
                      r"Longleftrightarrow|therefore)\b")
_SUCH = re.compile(r"\b(with|such that|where|satisfying|suppose|assume|let|factori[sz]\w+|decomposition)\W*$", re.I)
_SUPPOSED = re.compile(r"\b(if|suppose|let|assum\w*|want|when|whether|unless|were|would|should|not|setting|set|until|where)\b"
                       r"[^.]{0,40}$", re.I)
# Words before an inline equation that follows from the derivative set to zero before.
_NORMAL = re.compile(r"\b(yields?|gives?|are|get|obtain|reads?|leads? to|becomes?)\b[^.$]*\bnormal equations?\W*$"
                     r"|\bnormal equations? (are|is|reads?)\W*$", re.I)
# Words before an inline equation that is a fact, from which the next formula is drawn.
_REASON = re.compile(r"\b(because|since|note that|recall|using|by|identity|fact that|we know|we use)\b[^.]*$", re.I)
# Words before an inline equation between expressions that hold no names of their own: what is assumed is not
# introduced like this.
_FACT = re.compile(r"\b(note that|recall that|recall|we know that|it is known that|identity|fact that|expanding)\W*$", re.I)
_OPTIMUM = re.compile(r"\b(minimi[sz]\w*|maximi[sz]\w*|optim\w+|solution|estimator|estimate|MLE|MAP|stationary)\b", re.I)
_SENTENCE = re.compile(r"[.;:]\s+[A-Z]|\n\s*\n")
# `_{i=1}^N` and `i = 1, \\dots, N`, wherever they stand; names with one index in a declaration.
_RANGE = re.compile(r"_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*(\{\s*[A-Za-z]\w*\s*\}|[A-Za-z])"
                    r"|(?<![A-Za-z\\])([a-z])\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*([A-Za-z](?:_\w)?)")
_MEMBER = re.compile(r"\\in\b|\\sim\b|:|\\colon\b|[<>]|\\[gl]eq?\b")
_INDEXED = re.compile(r"[_^]\s*(?:\{\s*\(?\s*([a-z])\s*\)?\s*\}|([a-z])(?![A-Za-z]))")
# `y_1, \\dots, y_N`: how far the index of y runs, whatever its letter.
_LISTED = re.compile(r"([A-Za-z]|\\[A-Za-z]+)_\{?1\}?\s*,\s*(?:\1_\{?2\}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,\s*"
                     r"\1_\{?([A-Za-z])\}?")
# The head of `p(y \\mid w) = ..`: with two of different names, p is no one function.
_DENSITY = re.compile(r"[pP]\s*(?:\\left)?\(([^|;()\\]*)[^=]*?\)\s*&?\s*(?:=|\\propto)")
_HATTED = re.compile(r"^(?:\\(?:wide)?hat\{(\\?[A-Za-z]+)\}|(\\?[A-Za-z]+)\^\{?(?:\*|\\star|\\ast)\}?)$")
# The letter of `f(t) = ..`, which may be spoken of as any number.
_FORMAL = re.compile(r"\(\s*([a-z]|\\[a-z]+)\s*\)\s*&?\s*:?=")
# A name without scripts that is given a meaning: `L = ..`, `\\ell(w) = ..`.
_BARE = re.compile(r"(?:^|\\q?quad|,|;)\s*((?:\\[A-Za-z]+|[A-Za-z])(?:\s*\{[A-Za-z\\]+\})?)\s*(?:\([^()=$]*\))?\s*&?\s*:?=")
# A general function whose derivative is put on a diagonal or multiplied entry by entry acts entrywise.
_ENTRYWISE = r"(?:diag|odot|circ)\s*\}?\s*(?:\\left|\\[bB]igl?)?\s*[({\[]*\s*%s\s*(?:'|\^\{?\\prime|\^\{\(1)"
_LETTERS = frozenset("ABCDFGHJKLMQRSTUVWXYZ")  # single capitals that may name a function of the author's own
AHEAD = 6  # formulas looked through for the meaning of a name that is explained afterwards


def verify_document(document: Document, context: Context | None = None, *, layout: str | None = None,
                    gaps: bool = False, seconds: float | None = None) -> Derivation:
    """The judged document. `context` gives declarations to begin with (a worksheet's); `layout` is that of
    derivatives, by default what the document says, else either; `gaps` reports results restated without
    steps; `seconds` limits each step."""
    return _Walk(document, context, layout, gaps, seconds).run()


class _Sided(NamedTuple):
    """A right link that may be right in one layout only."""

    left: Piece
    right: Piece
    line: int
    row: bool
    by_matrix: bool
    verdict: Verdict


class _Walk:
    def __init__(self, document: Document, context: Context | None, layout: str | None, gaps: bool,
                 seconds: float | None):
        self.document = document
        self.gaps = gaps
        self.seconds = seconds
        self.outcome = Derivation(document.name, faults=list(document.faults))
        said = next((d.value.text.strip() for d in document.directives if d.key == "layout"), "either")
        layout = layout or (said if said in LAYOUTS else "either")
        ascent = re.search(r"\bascent\b|maximi[sz]|\bclimb|\buphill", document.text, re.I) is not None
        self.state = State(context.copy() if context is not None else Context(), layout, ascent)
        self.state.descent = re.search(r"\bdescent\b|\bSGD\b|gradient step", document.text, re.I) is not None
        self.state.otherwise = re.search(r"\bNewton|momentum|\bAdam\b|precondition|natural gradient|Nesterov|velocity|proximal",
                                         document.text, re.I) is not None
        self.chain: Chain | None = None
        self.introduced: dict[Expr, tuple[int, Statement]] = {}  # names defined in passing
        self.meant: dict[Expr, Expr] = {}  # what blamed names are used as
        self.sided: list[_Sided] = []  # links between arrays with a derivative
        self.pending: list[Source] = []  # assumptions whose names are not declared yet
        self.waiting: list[Statement] = []  # definitions in prose that need names explained after them
        self.displays, self.equation_at = 0, -9  # displays so far, and the last with an equation
        self.words = ""  # prose since the last display
        self.leads_on = False  # does an implication follow the row being judged?
        self.own: set[str] = set()  # letters that the definition at hand takes as arguments
        self.depth = 0  # of definitions fetched for one another
        self.taken: set[int] = set()  # formulas whose definitions were needed before their turn
        self.missed: dict[str, str] = {}
        self.state.context.foreseen = frozenset(
            m[1].strip() for f in document.formulas for row in f.rows for m in _BARE.finditer(row.text))
        self.densities = len({re.split(r"[=,]", m[1])[0].strip() for f in document.formulas for row in f.rows
                              if (m := _DENSITY.match(row.text))})
        self.formals = {m[1] for f in document.formulas for row in f.rows for m in _FORMAL.finditer(row.text)}
        self.ends = {m[1]: m[2] for m in _LISTED.finditer(document.text)}
        self.ranges = {m[1] or m[3]: (m[2] or m[4]).strip("{}") for m in _RANGE.finditer(document.text)}

    @property
    def context(self) -> Context:
        return self.state.context

    def run(self) -> Derivation:
        events = [(d.start, d) for d in self.document.directives] + [
            (f.start, f) for f in self.document.formulas]
        order = {id(f): k for k, f in enumerate(self.document.formulas)}
        for _, event in sorted(events, key=lambda e: e[0]):
            if isinstance(event, Formula):
                self._heard(event)
                self._formula(event, order[id(event)])
            elif event.key == "declare":
                self._declare(event.value, loud=True)
            elif event.key == "assume":
                self.pending.append(event.value)
            self._assume()
            self.waiting = [s for s in self.waiting
                            if not models.law_of(self.state, s) and not self._define_ahead(s)]
        for row in self.pending:
            self._declare(row, loud=True)
        self._ended()
        self._targets()
        self._layouts()
        return self.outcome

    def _heard(self, formula: Formula) -> None:
        """The words since the last display; a display without words of its own goes on with the last ones."""
        self.words += " " + formula.before
        if self.words.strip(" .,;:\n") or not formula.display:
            self.state.prose = self.words
        if formula.display:
            self.words = ""

    def _assume(self) -> None:
        """Take in the assumptions whose names have their meaning by now."""
        for row in list(self.pending):
            try:
                self.context.declare(row)
                self.pending.remove(row)
            except SymcheckError:
                continue

    def _layouts(self) -> None:
        """Where some steps are right in column layout only and others in row layout only: said so, and the
        transpose of a gradient by a matrix, which few write on purpose, is then wrong."""
        rows = [x for x in self.sided if x.row]
        if not rows:
            return
        columns = [x for x in self.sided if not x.row
                   and not equal(self.context, x.left, x.right, "row").right]
        turned = [x for x in rows if x.by_matrix]
        if len(turned) == len(rows) and (columns or len(turned) == 1):
            for x in turned:
                step = next((s for s in self.outcome.steps if s.line == x.line and s.verdict is x.verdict), None)
                if step is not None:
                    self.outcome.replace(step, verdict=replace(
                        x.verdict, word=V.DIFFERENT, mistake="row-for-column", notes=(), message=(
                            "this is the transpose of the gradient, which has the shape of the matrix")))
        elif columns:
            self.outcome.layout = (f"column layout is used on line {columns[0].line} and row layout on line "
                                   f"{rows[0].line}: the derivation mixes them")

    def _ended(self) -> None:
        """A chain is over: what became of its result."""
        if self.chain is not None and self.chain.wrong and not self.outcome.result:
            self.outcome.result = naming.result(self.state, self.chain)

    # --- formulas -------------------------------------------------------------------------------

    def _formula(self, formula: Formula, number: int) -> None:
        self.number = number
        if not formula.display:
            if number not in self.taken:
                self._inline(formula)
            return
        self.displays += 1
        for number, row in enumerate(formula.rows):
            self.state.near = self.displays - self.equation_at <= 1
            self.leads_on = bool(number + 1 < len(formula.rows) and _IMPLIES.match(formula.rows[number + 1].text))
            try:
                found = statements(self.context, row)
            except SymcheckError as error:
                if not self._row_declares(row):
                    self._unreadable(row, Span(0, len(row.text)), error)
                continue
            first = next((s for s in found if s.operators), None)
            if first is not None and first.declares and self._row_declares(row, found):
                continue
            for k, s in enumerate(found):
                self.leads_on = self.leads_on or any(t.logic for t in found[k + 1:])
                self._statement(s, alone=len(found) == 1)
                if k == 0 and s.declares:
                    break

    def _row_declares(self, row: Source, found: list[Statement] | None = None) -> bool:
        """A row of declarations, taken as a whole."""
        try:
            self.context.declare(self._ranged(row))
        except SymcheckError as error:
            if found is None:
                return False
            lone = [s for s in found if s.operators]
            if len(lone) > 1:
                done = [self._declare(self._cut(s, len(s.pieces))) for s in lone]
                if any(done):
                    return True
            if error.diagnostic.id not in ("already-declared", "redeclared"):
                self._unreadable(row, found[0].span, error)
        return True

    def _inline(self, formula: Formula) -> None:
        """Mathematics in prose: what declares or defines counts, the rest is not judged."""
        for row in formula.rows:
            try:
                found = statements(self.context, row)
            except SymcheckError:
                continue
            s = next((s for s in found if s.operators), None)
            if s is None:
                continue
            op = s.operators[0]
            if s.declares or op in ORDER:
                self._declare(row) or self._declare_joined(row)
            elif op in EQUALITIES and s.pieces[0] is not None:
                for one in found:
                    if one.operators and one.operators[0] in EQUALITIES and one.pieces[0] is not None:
                        self._inline_equation(one, formula)

    def _inline_equation(self, s: Statement, formula: Formula) -> None:
        """An equation in prose: a model, a definition, an equation set up, an assumption; else no matter."""
        if s.pieces[1] is not None:
            self.chain, kept = Chain(s.pieces[0], s.pieces[0]), self.chain
            self.own = _arguments(s.pieces[0].syntax)
            self._looked_up(s.pieces[1])
            self.chain, self.own = kept, set()
        if s.pieces[1] is not None and self.densities > 1 and models.written_density(self.state, s):
            return
        if _is_operator(s.pieces[0].syntax) or models.law_of(self.state, s) or self._observed(s):
            return
        before, fresh = formula.before, self._fresh(s)
        variable = self._is_variable(s.pieces[0])
        if fresh is None and self.state.equations and _NORMAL.search(before):
            self._aside(s)
        elif fresh is None and E.SETS.search(before[-60:]) and len(s.pieces) == 2:
            self._set_up(s)
        elif fresh == "solution":
            self._ended()
            kept = self.chain
            self._introduce_solution(s)
            self._ended()
            self.chain = kept
        elif fresh == "definition" and not _HOPED.search(before) and (
                not variable or _DEFINES.search(self.words) and not _CASE.search(before)
                and type(s.pieces[1].syntax) is not Number):
            if not self._define_ahead(s):
                self.waiting.append(s)
        elif fresh is None and s.pieces[1] is not None and (
                _WITH.search(before) and _is_constant(s.pieces[1].syntax)
                or _SUCH.search(before) and self._is_variable(s.pieces[1])
                and not self._is_settled(s.pieces[0])):
            self._declare(self._cut(s, 2), note=s.row)
        elif fresh is None and s.pieces[1] is not None:
            self._inline_claim(s, before)
            name, body = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
            if name is not None and name.op == "let" and body is not None and body.shape == name.shape \
                    and judge(self.context, name, body, hint=True).right:
                rephrasing.rephrase(self.context, name, body)

    def _inline_claim(self, s: Statement, before: str) -> None:
        """A derivative stated in prose is a step like one in a display, unless it is only supposed."""
        head, value = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        if head is None or value is not None and E.is_zero(value) or _SUPPOSED.search(before):
            return
        known = head.op == "let" or self._is_known_function(s.pieces[0].syntax) or (
            _REASON.search(self.words) and self._is_identity(head)) or (
            value is not None and _FACT.search(before) and not _is_constant(s.pieces[1].syntax)
            and "var" not in (head.op, value.op) and not self.state.optima)
        if links.has_derivative(head) or known and value is not None:
            self._aside(s)

    def _aside(self, s: Statement) -> None:
        """A statement in prose as a chain of its own, which the chain around it does not notice."""
        kept = self.chain
        self._ended()
        self.chain = Chain(s.pieces[0], s.pieces[0])
        for k, op in enumerate(s.operators):
            if op in EQUALITIES and s.pieces[k + 1] is not None:
                self._link(s, k)
        self._ended()
        self.chain = kept

    def _is_settled(self, head: Piece) -> bool:
        """A derivative of something that has a meaning: what it is equal to is not the author's to choose."""
        e = self.state.read(head)
        return e is not None and links.has_derivative(e) and all(
            n.data[0].known for n in e.walk() if n.op == "apply")

    def _is_identity(self, head: Expr) -> bool:
        """Would an equation with this head be one between functions that are known, not one that is assumed?"""
        functions = [n.data[0] for n in head.walk() if n.op == "apply"]
        return bool(functions) and all(f.known for f in functions) \
            and not self.state.optima

    def _is_variable(self, piece: Piece) -> bool:
        e = self.state.read(piece)
        return e is not None and e.op == "var"

    def _observed(self, s: Statement) -> bool:
        """`we observe $Y = y$`: y is a value of Y."""
        if len(s.pieces) != 2 or s.pieces[1] is None:
            return False
        left, right = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        named = base_of(s.pieces[1].syntax)
        if left is None or left.op != "var" or right is not None or named is None \
                or left.data.name not in self.context.laws:
            return False
        return self._declare(Source(models.declaration(s.text(1), left), s.row.name, self._line(s)))

    def _declare_joined(self, row: Source) -> bool:
        r"""`$x_i \in \mathbb{R}$ for $i = 1, \dots, N$`: with the inline formulas beside it."""
        formulas, n = self.document.formulas, self.number
        for first, last in ((n, n + 1), (n - 1, n), (n, n + 2), (n - 1, n + 1), (n - 2, n)):
            parts = formulas[max(first, 0):last + 1]
            if first < 0 or len(parts) < last - first + 1 or any(f.display for f in parts):
                continue
            if any(_SENTENCE.search(f.before) for f in parts[1:]):
                continue
            line = ", ".join(f.rows[0].text for f in parts if f.rows)
            if self._declare(Source(line, row.name, row.locate(0)[0])):
                return True
        return False

    def _ranged(self, row: Source) -> Source:
        r"""A declaration of `x_i` with the range of i that the document states elsewhere, and one of \Phi
        as elementwise where the document treats it so."""
        function = re.match(r"\s*(\\?[A-Za-z]+)\s*(?::|\\colon)\s*\S.*\\(?:to|rightarrow)\b", row.text)
        if function and "wise" not in row.text and re.search(
                _ENTRYWISE % re.escape(function[1]), self.document.text):
            return Source(row.text + r" \text{ elementwise}", row.name, row.locate(0)[0])
        if not _MEMBER.search(row.text) or _RANGE.search(row.text):
            return row
        names = _MEMBER.split(row.text)[0]
        letters = dict.fromkeys(m[1] or m[2] for m in _INDEXED.finditer(names))
        ends = {i: self.ranges.get(i) or next((n for name, n in self.ends.items() if re.search(
            re.escape(name) + r"[_^]\s*\{?\(?\s*" + i, names)), None) for i in letters}
        known = [f", {i} = 1, \\dots, {n}" for i, n in ends.items() if n and not self._is_index(i)]
        return Source(row.text + "".join(known), row.name, row.locate(0)[0]) if known else row

    def _is_index(self, letter: str) -> bool:
        entry = self.context.scope.bare(letter)
        return entry is not None and entry.kind == "index"

    def _set_up(self, s: Statement) -> None:
        """`Setting $\\nabla L = 0$ gives`: an equation that holds from here on."""
        x = self.state.read(s.pieces[0])
        y = self.state.read(s.pieces[1], x)
        if x is None or y is None:
            return
        x, y = (E.zero_like(y), y) if E.is_zero(x) else (x, E.zero_like(x) if E.is_zero(y) else y)
        gradient = E.sets_up(self.state, x, y, None)
        if gradient is not None:
            self.state.saw(x, y)
            self.state.equations.append(Equation(x, y, self._line(s), gradient.by))
            self.equation_at = self.displays

    def _declare(self, row: Source, loud: bool = False, note: Source | None = None) -> bool:
        try:
            self.context.declare(self._ranged(row))
            return True
        except SymcheckError as error:
            if loud:
                self._unreadable(row, Span(0, len(row.text)), error)
            else:
                self.missed[(note or row).text.strip()] = error.diagnostic.headline
            return False

    # --- statements -----------------------------------------------------------------------------

    def _statement(self, s: Statement, alone: bool) -> None:
        if not s.operators:
            if s.pieces[0] is not None and alone and not is_range(s):
                self.chain = Chain(s.pieces[0], s.pieces[0])
            return
        if s.declares:
            self._row_declares(self._cut(s, len(s.pieces)), [s])
            return
        s = counted(s, self.context)
        first, start = s.pieces[0], 0
        if first is None:
            if self.chain is None:
                self._step(s, 0, _no_start(s), "statement")
                self.chain = Chain(s.pieces[1], s.pieces[1])
                start = 1
        else:
            start = self._begin(s)
        for k in range(start, len(s.operators)):
            if s.pieces[k + 1] is not None:
                self._link(s, k)

    def _begin(self, s: Statement) -> int:
        """The head of a new chain; how many of its links are definitions and are not judged."""
        self._ended()
        head = s.pieces[0]
        self.chain = Chain(head, head)
        op = s.operators[0]
        if op in updates.ARROWS:
            self._needed(s, 0)
        update = updates.taken(self.state, s)
        if update is not None:
            self._step(s, 0, update, "update")
            self.chain = Chain(head, s.pieces[1], not update.right)
            return 1
        if op not in EQUALITIES and op != r"\propto":
            self._needed(s, 0)
            return 0
        if optima.read(self.state, head, s.row) is not None:
            return 0
        optimum = optima.read(self.state, s.pieces[1], s.row) if s.pieces[1] is not None else None
        if optimum is not None and op in EQUALITIES:
            return self._introduce_optimum(s, optimum)
        if s.pieces[1] is not None and op in EQUALITIES | {r"\propto"}:
            self.own = _arguments(head.syntax)
            self._looked_up(s.pieces[1])
            self.own = set()
        if op in EQUALITIES and models.law_of(self.state, s):
            return len(s.operators)
        if (op == r"\propto" or op in EQUALITIES and self.densities > 1) and models.written_density(self.state, s):
            self.chain = Chain(s.pieces[0], s.pieces[1])
            return 1
        self._argument(head)
        fresh = self._fresh(s)
        if fresh is None or op == r"\propto":
            self._needed(s, 0)
            return 0
        if fresh == "solution":
            return self._introduce_solution(s)
        return self._define(s)

    def _argument(self, head: Piece) -> None:
        r"""Of `\sigma'(t) = ..` with a known \sigma and an undeclared t: t is any number."""
        s = head.syntax
        if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or not _is_call(s.items[1]):
            return
        function, letter = s.items[0], s.items[1].body
        named = base_of(function.base if type(function) is Script else function)
        if type(letter) is not Symbol or named is None or self.context.scope.bare(*base_of(letter)) is not None:
            return
        entry = self.context.scope.bare(*named)
        if (entry is not None and (entry.kind == "map" or entry.kind == "function"
                                   and entry.function.kind == "elementwise")
                or entry is None and named[0] in (r"\sigma", r"\tanh", "tanh") and type(function) is Script):
            self._declare(Source(rf"{label(letter)} \in \mathbb{{R}}", head.source.name, 1))

    def _define(self, s: Statement) -> int:
        line = self._cut(s, 2)
        before = self.state.read(s.pieces[0])
        for _ in range(4):
            try:
                self.context.declare(line)
                break
            except SymcheckError as error:
                if not self._fetch(error):
                    self._undefined(s, error)
                    self.chain = Chain(s.pieces[1], s.pieces[1]) if s.pieces[1] is not None else None
                    return 1
        name = self.state.read(s.pieces[0])
        self.state.saw(name, self.state.read(s.pieces[1]))
        if name is not None and name.op == "let":
            if before is not None and before.op == "var":
                rephrasing.bind(self.context, before, name)
            rephrasing.abstract(self.context, name)
            name = self.state.read(s.pieces[0])
            self.introduced[name] = (len(self.outcome.steps), s)
        self.chain = Chain(s.pieces[0], s.pieces[1])
        return 1

    def _undefined(self, s: Statement, error: SymcheckError) -> None:
        """A definition that could not be taken in: wrong where its shapes do not fit. What has no name on
        its left (a joint density) is an expression from which a chain goes on."""
        if error.diagnostic.id == "not-a-name" and self.state.read(s.pieces[1]) is not None:
            return
        v = unreadable(error)
        if _misfit(v):
            self._step(s, 0, replace(v, word=V.DIFFERENT, evidence="the shapes do not fit"), "definition")
        else:
            self._unreadable(s.row, s.span, error)

    def _fresh(self, s: Statement) -> str | None:
        """'definition' or 'solution' where the head is a name that gets its meaning here."""
        head, other = s.pieces[0], s.pieces[1]
        if other is None or not _nameable(head.syntax):
            return None
        unknown = self._unknown(head.syntax)
        named = base_of(head.syntax) if type(head.syntax) in (Symbol, Accent) else None
        if named is not None and self.context.scope.bare(*named) is None and named[0] in self.context.foreseen \
                and named[0] in self.context.scope.entries:
            return "definition"  # L beside a family L_i
        if _is_operator(head.syntax):
            return None
        known = self.state.read(head)
        base = head.syntax.items[0] if type(head.syntax) is Product else head.syntax
        primes = False
        while type(base) is Script and base.base is not None:
            base, primes = base.base, primes or base.primes > 0
        named = base_of(base)
        if known is not None and unknown is None and named is not None and not primes and (
                type(head.syntax) in (Script, Product)) and known.op != "const" \
                and (type(head.syntax) is Script or named[0] in _LETTERS) and named[0] not in self.context.scope.entries:
            return "definition"  # a_1 beside a matrix A, of which it could be a column; H(p) of no Hessian
        if known is None:
            if self._is_known_function(head.syntax):
                return None
            return "solution" if unknown is not None and not self._mentions(other, unknown) else "definition"
        if type(head.syntax) is Script and any(label(x) == "+" for x in head.syntax.sups) and (
                not is_matrix(known.shape)):
            return "definition"  # w^+, the next w: a vector has no pseudo-inverse
        if known.op == "const" and type(head.syntax) is Symbol:
            return "definition"  # e, where it is no number
        if type(head.syntax) is Script and known.op in ("transpose", "pinv", "power") and (
                head.syntax.primes and not self.context.prime_transpose):
            return "definition"  # m', the next m
        if known.op == "entry" and known.args[0].op == "var" and is_scalar(known.shape):
            value = self.state.read(other)
            if value is not None and value.shape == known.args[0].shape:
                return "definition"  # w_1, another vector beside w
        if known.op != "var" or name_of(head.syntax) in self.state.optima:
            return None
        if self.state.about(known) or self._optimized(known, other) \
                or known.data.name in self.context.distributions or self._mentions(other, known):
            return None
        return "definition"

    def _optimized(self, known: Expr, value: Piece) -> bool:
        """Is `known = value` the solution of a gradient set to zero? Then the value holds no names that the
        objective does not."""
        gradient = self.state.gradient_by(known)
        if gradient is None:
            return False
        e = self.state.read(value, known)
        held = {n for n in gradient.f.walk() if n.op == "var"}
        return e is not None and {n for n in e.walk() if n.op == "var"} <= held

    def _is_known_function(self, s: Syntax) -> bool:
        """`f(x)` of a function that has a meaning already."""
        if type(s) is not Product:
            return False
        head = s.items[0]
        named = base_of(head.base if type(head) is Script and head.base is not None else head)
        entry = self.context.scope.bare(*named) if named is not None else None
        return entry is not None and (entry.kind in ("function", "map") or entry.kind == "quantity"
                                      and entry.expr is not None and entry.expr.op == "let" and _is_call(s.items[1]))

    def _mentions(self, piece: Piece, e) -> bool:
        value = self.state.read(piece, e)
        return value is not None and any(node is e for node in value.walk())

    def _unknown(self, s: Syntax):
        r"""The w of `\hat w` or `w^*` where w is what is solved for."""
        bare = undecorated(s)
        if bare is None:
            return None
        e = self.state.read(Piece(bare, Source(" " * (bare.span.end + 1))))
        if e is None or e.op != "var":
            return None
        if self.state.about(e) or self.state.gradient_by(e) is not None:
            return e
        if not _OPTIMUM.search(self.state.prose):
            return None
        for f in self.state.losses_of(e):
            self.state.gradients.append(Gradient(f, e))
            return e
        return None

    def _introduce_solution(self, s: Statement) -> int:
        r"""`\hat w = (X^\top X)^{-1} X^\top y`: checked against the equation, then a definition."""
        unknown = self._unknown(s.pieces[0].syntax)
        value = self.state.read(s.pieces[1], unknown)
        if value is None:
            return self._define(s)
        gradient = self.state.gradient_by(unknown)
        v = E.solution(self.state, unknown, value, self.state.equations, gradient)
        if v is None:
            return self._define(s)
        if v.right:
            self.state.solved[unknown] = value
            self.equation_at = self.displays
        self._step(s, 0, v, "claim", reason=f"solves for {called(unknown)}" if v.right else "")
        self._declare(self._cut(s, 2))
        self.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
        return 1

    def _introduce_optimum(self, s: Statement, found: optima.Objective) -> int:
        r"""`\hat w = \arg\min_w L(w)`: from here on \hat w is that place."""
        name = name_of(s.pieces[0].syntax)
        if isinstance(found.fault, SymcheckError):
            if self._fetch(found.fault):
                found = optima.read(self.state, s.pieces[1], s.row)
            if isinstance(found.fault, SymcheckError):
                self._step(s, 0, unreadable(found.fault), "statement")
                return 1
        known = self.state.optima.get(name)
        if known is not None:
            v = optima.same(self.state, known, found.optimum)
            self._step(s, 0, v, "optimum")
            self.chain = Chain(s.pieces[0], s.pieces[1], not v.right)
            return 1
        if found.values:
            self.chain = Chain(s.pieces[1], s.pieces[1])
            return 1
        self.state.optima[name] = found.optimum
        self.state.objectives.append(found.optimum)
        self.chain = Chain(s.pieces[0], s.pieces[1])
        return 1

    # --- links ----------------------------------------------------------------------------------

    def _link(self, s: Statement, k: int) -> None:
        chain, op, piece = self.chain, s.operators[k], s.pieces[k + 1]
        if op == "=:" and self.state.read(piece) is None:
            left = written(chain.last.source, chain.last.syntax.span)
            self._declare(Source(f"{s.text(k + 1)} = {left}", s.row.name, self._line(s)))
            return
        self._needed(s, k)
        link = limited(lambda: self._judged(s, chain, op, piece, s.row), self.seconds)
        if link.verdict.word == V.UNREADABLE and _misfit(link.verdict) and not _formal_product(s.text(k + 1)):
            v = replace(link.verdict, word=V.DIFFERENT, evidence="the shapes do not fit")
            self._step(s, k, naming.misfit(self.state, chain, piece, v))
            chain.wrong = True
            return
        if link.verdict.word == V.UNREADABLE:
            self._step(s, k, link.verdict, "statement")
            if self.state.read(piece) is not None:
                self.chain = Chain(piece, piece)
            return
        if link.equation is not None:
            if s.logic == r"\iff" and self.state.equations and link.kind == "claim":
                v = links.converse(self.state, self.state.equations[-1], link.equation)
                link = link if v is None else Link(v)
            if link.equation is not None:
                self.state.equations.append(link.equation)
                self.equation_at = self.displays
                self.state.near = True
        if link.verdict.word == V.EQUAL_LAYOUT and self.state.layout != "either":
            link.verdict = replace(link.verdict, word=V.DIFFERENT, mistake="row-for-column")
        if link.verdict.word == V.DIFFERENT and link.kind == "claim":
            blamed = None
            if not naming.as_meant(self.state, chain, piece, self.meant):
                blamed = naming.blamed(self.state, chain, piece, self.introduced, self.meant)
                if blamed is not None:
                    self._blame(*blamed)
                    self.meant[blamed[0]] = blamed[1]
            if blamed is not None or naming.as_meant(self.state, chain, piece, self.meant):
                self._step(s, k, Verdict(V.EQUAL, "right with what the name blamed before is used as"),
                           follows=True)
                chain.last = piece
                return
            link.verdict = naming.named(self.state, chain, piece, link.verdict)
        self._step(s, k, link.verdict, link.kind, follows=chain.wrong and link.verdict.right,
                   reason=link.reason)
        if op in (r"\in", r"\succ", r"\succeq", r"\prec", r"\preceq"):
            self._step(s, k, link.verdict)
            return
        if link.verdict.word in (V.EQUAL, V.EQUAL_WHERE) and op in EQUALITIES and not chain.wrong:
            name, body = self.state.read(chain.head), self.state.read(piece)
            if name is not None and body is not None:
                rephrasing.rephrase(self.context, name, body)
        if link.verdict.right and link.kind == "claim" and op in EQUALITIES:
            self._side(chain.last, piece, link.verdict, self._line(s, k + 1))
        chain.wrong = chain.wrong or link.verdict.word == V.DIFFERENT
        chain.last = piece
        chain.operators.append(op)

    def _side(self, a: Piece, b: Piece, v: Verdict, line: int) -> None:
        """Remember a link whose truth may hang on the layout of derivatives."""
        e = self.state.read(a)
        if e is not None and not is_scalar(e.shape) and any(n.op == "derivative" for n in e.walk()):
            row = any(note.startswith("right in row layout") for note in v.notes)
            by_matrix = e.op == "derivative" and is_matrix(e.args[1].shape) and is_scalar(e.args[0].shape)
            self.sided.append(_Sided(a, b, line, row, by_matrix, v))

    def _blame(self, name: Expr, slope: Expr, why: str) -> None:
        """The definition of a name is at fault: its line is the wrong step."""
        at, s = self.introduced.pop(name)
        piece = s.pieces[1]
        line, column = s.row.locate(piece.syntax.span.start)
        v = naming.explained(slope, name, Verdict(V.DIFFERENT, why, message=why))
        step = Step(line, column, written(s.row, piece.syntax.span), s.operators[0], v, "definition")
        self.outcome.steps.insert(at, step)
        for other, (place, t) in list(self.introduced.items()):
            if place >= at:
                self.introduced[other] = (place + 1, t)

    def _judged(self, s: Statement, chain: Chain, op: str, piece: Piece, row: Source) -> Link:
        state, line = self.state, self._line(s)
        if op == r"\propto":
            return Link(proportional.judged(state, chain, chain.last, piece))
        if op in ORDER:
            return Link(order.judged(state, chain.last, piece, op))
        if op in (r"\succ", r"\succeq", r"\prec", r"\preceq"):
            return Link(order.definiteness(state, chain.last, piece, op))
        if op in ABOUT:
            return Link(order.about(state, chain.last, piece))
        if op == r"\in":
            return Link(order.member(state, chain.last, piece))
        if op not in EQUALITIES:
            return Link(Verdict(V.UNDECIDED, f"{op} is not judged"))
        found = optima.read(state, piece, row)
        if found is not None and found.optimum is not None:
            state.objectives.append(found.optimum)
        before = optima.of_piece(state, chain)
        if before is not None or found is not None:
            first = None if chain.wrong else state.optima.get(name_of(chain.head.syntax))
            return optima.link(state, before, found, piece, first, chain.last)
        return links.equality(state, chain, chain.last, piece, line,
                              s.logic or (links.LEADS_ON if self.leads_on else ""))

    # --- names explained afterwards -------------------------------------------------------------

    def _needed(self, s: Statement, k: int) -> None:
        """Fetch definitions of names in these pieces that stand further down ("where z = Wx")."""
        for piece in (self.chain.last, s.pieces[k + 1]):
            if piece is not None:
                self._looked_up(piece)

    def _looked_up(self, piece: Piece) -> None:
        for _ in range(6):
            try:
                self.context.reading(piece)
                return
            except SymcheckError as error:
                if not self._fetch(error):
                    return

    def _fetch(self, error: SymcheckError) -> bool:
        """Declare the name that an error misses, where a formula shortly after says what it is."""
        found = _UNDECLARED.match(error.diagnostic.headline)
        if error.diagnostic.id != "undeclared-name" or found is None:
            return False
        name = found[1]
        if self._other_name(name, error):
            return True
        formulas = self.document.formulas
        for k in range(self.number, min(self.number + AHEAD, len(formulas))):
            if k in self.taken:
                continue
            for row in formulas[k].rows:
                if self._explained(row, name, whole=k != self.number):
                    if not formulas[k].display:
                        self.taken.add(k)
                    self._laws_ahead(name)
                    return True
        capital = self.context.scope.bare(name.swapcase())
        if len(name) == 1 and name.swapcase() in self.context.laws and capital is not None:
            return self._declare(Source(models.declaration(name, capital.expr), error.diagnostic.source.name, 1))
        if name in self.formals - self.own and self.context.scope.bare(name) is None:
            return self._declare(Source(rf"{name} \in \mathbb{{R}}", error.diagnostic.source.name, 1))
        if name in self.ranges.values():  # the end of a sum: a number of terms
            return self._declare(Source(rf"{name} \in \mathbb{{N}}", error.diagnostic.source.name, 1))
        return False

    def _other_name(self, name: str, error: SymcheckError) -> bool:
        r"""`\hat w` in an equation where w is solved for: another name of w."""
        alias = _HATTED.match(name)
        bare = self.context.scope.bare(alias[1] or alias[2]) if alias is not None else None
        if bare is None or bare.kind != "quantity" or bare.expr.op != "var" or not (
                self.state.about(bare.expr) or self.state.gradient_by(bare.expr) is not None):
            return False
        return self._declare(Source(f"{name} = {bare.name}", error.diagnostic.source.name, 1))

    def _laws_ahead(self, name: str) -> None:
        r"""The law `N \sim ..` of a name whose shape was found after it."""
        for k in range(self.number, min(self.number + AHEAD, len(self.document.formulas))):
            for row in self.document.formulas[k].rows:
                if name not in self.context.laws and row.text.strip().startswith(name) and r"\sim" in row.text:
                    self._declare(row)

    def _explained(self, row: Source, name: str, whole: bool) -> bool:
        """Take in what this row says of the name, if it declares or defines it."""
        try:
            found = statements(self.context, row)
        except SymcheckError:
            return False
        bare = re.split(r"[_^]", name)[0]
        heads: list[str] = []
        for s in found:
            if s.pieces[0] is None:
                continue
            heads += _heads(s.pieces[0].syntax)
            if not s.operators:
                continue
            here = name in heads or bare in heads
            heads = []
            op = s.operators[0]
            if not here:
                continue
            if s.declares or op in ORDER:
                return self._declare(row) or self._declare(self._cut(s, len(s.pieces))) \
                    or self._declare_joined(row)
            if op in EQUALITIES and self.depth < 4:
                self.depth += 1
                try:
                    return self._define_ahead(s)
                finally:
                    self.depth -= 1
        return False

    def _define_ahead(self, s: Statement) -> bool:
        line = self._cut(s, 2)
        before = self.state.read(s.pieces[0])
        for _ in range(4):
            try:
                self.context.declare(line)
                name = self.state.read(s.pieces[0])
                if name is not None and name.op == "let":
                    if before is not None and before.op == "var":
                        rephrasing.bind(self.context, before, name)
                    rephrasing.abstract(self.context, name)
                return True
            except SymcheckError as error:
                if not self._fetch(error):
                    line = self._without_arguments(s, error)
                    if line is None:
                        return False
        return False

    def _without_arguments(self, s: Statement, error: SymcheckError) -> Source | None:
        """`H(p) = ..` where p is no name of its own: H alone is defined."""
        head = s.pieces[0].syntax
        if type(head) is not Product or not _is_call(head.items[-1]) or s.pieces[1] is None:
            return None
        span = error.diagnostic.span
        if error.diagnostic.id != "undeclared-name" or span is None or span.start > len(s.text(0)):
            return None
        left = written(s.row, head.items[0].span)
        return Source(f"{left} = {s.text(1)}", s.row.name, self._line(s))

    # --- reporting ------------------------------------------------------------------------------

    def _cut(self, s: Statement, pieces: int) -> Source:
        """The text of the first pieces of a statement as a source of its own."""
        kept = [p for p in s.pieces[:pieces] if p is not None]
        return s.row.cut(*whole_span(s.row.text, kept[0].syntax.span.start, kept[-1].syntax.span.end))

    def _line(self, s: Statement, k: int = 0) -> int:
        piece = s.pieces[k]
        start = piece.syntax.span.start if piece is not None else s.span.start
        return s.row.locate(start)[0]

    def _step(self, s: Statement, k: int, verdict: Verdict, kind: str = "claim",
              follows: bool = False, reason: str = "") -> None:
        piece = s.pieces[k + 1] if k + 1 < len(s.pieces) else s.pieces[-1]
        span = piece.syntax.span if piece is not None else s.span
        line, column = s.row.locate(span.start)
        self.outcome.add(Step(line, column, written(s.row, span),
                              s.operators[k] if k < len(s.operators) else "", verdict, kind, follows,
                              reason))

    def _unreadable(self, row: Source, span: Span, error: SymcheckError) -> None:
        at = error.diagnostic.span.start if error.diagnostic.span is not None and \
            error.diagnostic.source is row else span.start
        line, column = row.locate(at)
        self.outcome.add(Step(line, column, row.text.strip(), "", unreadable(error), "statement"))

    def _targets(self) -> None:
        """The last result against the targets that directives name."""
        for d in self.document.directives:
            if d.key != "target" or self.chain is None:
                continue
            try:
                v = equal(self.context, d.value, self.chain.last, self.state.layout)
            except SymcheckError as error:
                v = unreadable(error)
            line, column = d.value.locate(0)
            self.outcome.add(Step(line, column, d.value.text.strip(), "target", v, "claim"))


def _is_operator(s: Syntax) -> bool:
    r"""`\mathbb{E}[y]`, `\operatorname{Var}(x)`, `P(A)`: never names that a claim could define."""
    if type(s) is Product and base_of(s.items[0]) is not None and base_of(s.items[0])[0] in ("P", r"\Pr", "E", "Pr") \
            and len(s.items) == 2 and _is_call(s.items[1]):
        return True
    while type(s) is Product:
        s = s.items[0]
    base = s.base if type(s) is Script else s
    named = base_of(base) if base is not None else None
    return named is not None and (named[1] == "bb" and named[0] in "EPV" or named[0].strip("\\{}").split("{")[-1] in (
        "E", "Var", "Cov", "P", "Pr", "Tr", "tr", "det", "diag", "nabla", "partial") and named[1] in ("text", "rm", "bb"))


def _is_constant(s: Syntax | None) -> bool:
    """A number, `I`, `\\mathbf 1`, or the transpose of a name: what an assumption is an equation with."""
    if type(s) is Number:
        return True
    if type(s) is Script:
        return s.base is not None and base_of(s.base) is not None and (
            is_transpose(s.sups[0]) if len(s.sups) == 1 else s.sub is not None and label(s.base) in ("I", "1", "0"))
    return type(s) is Symbol and s.name in ("I", "1", "0")


def _heads(s: Syntax) -> list[str]:
    """The labels by which the name on the left of a statement may be asked for."""
    while type(s) is Product and len(s.items) == 2 and _is_call(s.items[1]):
        s = s.items[0]
    found = [label(s)]
    while type(s) is Script and s.base is not None:
        s = s.base
        found.append(label(s))
    return found


def _arguments(s: Syntax) -> set[str]:
    """The letters that a head `f(x, y)` takes."""
    if type(s) is not Product or not _is_call(s.items[-1]):
        return set()
    group = s.items[-1].base if type(s.items[-1]) is Script else s.items[-1]
    parts, found = [group.body], set()
    while parts:
        x = parts.pop()
        if type(x) is Bar:
            parts += [x.left, x.right]
        elif type(x) is Listing:
            parts += x.items
        else:
            found.add(label(x))
    return found


def _misfit(v: Verdict) -> bool:
    """Was it refused for its shapes?"""
    diagnostic = v.extra.get("diagnostic")
    return diagnostic is not None and diagnostic.id in ("shape-mismatch", "not-square")


def _formal_product(text: str) -> bool:
    """A product of partial derivatives, which many write in an order that does not conform."""
    return text.count(r"\partial") >= 4


def _nameable(s: Syntax) -> bool:
    """A name with scripts, or a call of one."""
    if type(s) in (Symbol, Accent):
        return True
    if type(s) is Script:
        return s.base is not None and (base_of(s.base) is not None or type(s.base) in (Accent, Group))
    return type(s) is Product and len(s.items) == 2 and not any(s.operators) and \
        type(s.items[1]) in (Group, Script) and _nameable(s.items[0]) and _is_call(s.items[1]) \
        and _of_names(s.items[1])


def _of_names(s: Syntax) -> bool:
    """Does a call hold nothing but names, as a definition's does?"""
    group = s.base if type(s) is Script else s
    parts = [group.body]
    while parts:
        x = parts.pop()
        if type(x) is Bar:
            parts += [x.left, x.right]
        elif type(x) is Listing:
            parts += x.items
        elif base_of(x.base if type(x) is Script and x.base is not None else x) is None:
            return False
    return True


def _is_call(s: Syntax) -> bool:
    if type(s) is Script:
        s = s.base
    return type(s) is Group and s.open in ("(", "[")


def _no_start(s: Statement) -> Verdict:
    return Verdict(V.UNREADABLE, "nothing stands before this relation",
                   message="missing-operand: nothing stands before this relation")


__all__ = ["verify_document"]
