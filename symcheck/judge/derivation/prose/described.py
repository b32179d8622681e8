r"""Names of which the words beside them say something: traits, the rows of a matrix, moments, what is minimized."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.chains import moments_told, posteriors
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import (
    assumptions,
    data_models,
    diagonals_told,
    features_told,
    lengths,
    one_sample,
    ranks,
    samples_anew,
    ties,
)
from symcheck.judge.derivation.names.fresh import is_any_diagonal
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose import (
    abbreviations,
    only_lines,
    pairs,
    penalties_told,
    summands,
    vectors_of_entries,
)
from symcheck.judge.derivation.prose.objectives_in_words import ObjectivesInWords, is_slope_that_vanishes
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.state import State, speaks_of
from symcheck.judge.derivation.wording import (
    drawn_index,
    lines_told,
    matrix_kinds,
    predicates_supposed,
    samples_gathered,
    told,
    words,
)
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.elaborate_densities import UNKNOWN
from symcheck.read.names import base_of, label
from symcheck.read.parser import parse
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Group, Product, Script, Symbol, Syntax
from symcheck.text import Source

_SIZE = re.compile(r"\bI\}?\s*_\s*\{?\s*([A-Za-z])\b")
_MEANS, _COVARIANCES = frozenset(("E",)), frozenset(("Cov", "Var", "V"))


# Of what is computed, not given.
_COMPUTED = re.compile(r"\b(?:softmax|probabilit\w+|predict\w+|outputs?|activations?|logits?|scores?|responses?|pre-?activations?)\b", re.I)
_MEMBER = re.compile(r"\\?[A-Za-z]+_\{?[a-z]\}?")
# What has mean zero without a formula that says so.
_CENTERED = re.compile(r"\b(?:zero[- ]mean|mean[- ]zero|(?:means?|expectations?)\s+(?:of\s+)?(?:zero|\$\s*0)|cent(?:red|ered)|noise|errors?|disturbances?|residuals?)\b", re.I)
_MOMENT_OF = re.compile(r"\b(?:with|has|have)\b[^.$]*\b(?:means?|expectations?|variances?|covariances?)\s*$", re.I)
_NUMBERED = re.compile(r"^\s*(\\?[A-Za-z]+)_\{?(\d)\}?\s*$")
_VECTOR = re.compile(r"(?:vector|direction|\bcomponent|\baxis)s?\s*$", re.I)
# Right before a letter that may be any vector: "for all nonzero", "for an arbitrary direction".
_ANY = re.compile(r"\b(?:for|let|with|take|given)\s+(?:an?\s+|the\s+)?(?:any|all|every|each|arbitrary|nonzero|non-zero|fixed|some)"
                  r"(?:\s+(?:nonzero|non-zero|real|column|vectors?|directions?|arbitrary|fixed|test))*\s*$", re.I)
_OF_SIZE = re.compile(r"\s*\(?\s*\\?[A-Za-z\d]+(?:_\{?\w+\}?)?\s*\\times\s*\\?[A-Za-z\d]+(?:_\{?\w+\}?)?\s*\)?\s*")
# After the rows: "stack $y_i$ into $y$ and the rows $x_i^\\top$ into $X$", of the matrix that follows.
_INTO = re.compile(r"^\s*(?:together\s+)?(?:in|into|to\s+(?:form|make|build))\b\s*(?:(?:the|an?|one)\b\s*)?(?:[a-z]+\s+)?(?:matrix)?\s*$", re.I)
_BE = re.compile(r"(?:(?:to\s+)?(?:be|is|denotes?|for|stands\s+for|as|into)\s+)?(?:the|an?)(?:\s+[\w-]+)?", re.I)
_LETTER = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*)?\\?[A-Za-z]+\s*\}?\s*")


class Described:
    """Declarations with the words beside them, and names that are only mentioned."""

    def __init__(self, state: State, meanings: Meanings, suppositions: Suppositions):
        self.state, self.meanings, self.suppositions = state, meanings, suppositions
        self.objectives_in_words = ObjectivesInWords(meanings)
        self.number_at = -9  # the last formula that is a number by the words before it
        self.unshaped: dict[str, str] = {}  # means, as told, of names that have no shape yet
        self.moments: dict[str, list] = {}  # mean and covariance, as told, of names without a law

    def declared(self, row: Source, op: str, formula: Formula) -> None:
        """A declaration in prose."""
        if told.is_unit_vector(row.text, formula.after):
            return  # e_1 means that wherever nothing else is declared
        name = told.matrix_named(row.text)
        if name is not None:
            self._lines_told(name, formula)
            if (line := told.orthonormal(name, formula.before, formula.after)) is not None:
                self.meanings.pending.append((Source(line, row.name, row.locate(0)[0]), False))
            if told.is_any(formula.before, formula.after):
                self.meanings.without_traits(name)
        if op == r"\sim" and moments_told.law(self.suppositions.chains, row, self.meanings.survey.sentence(formula)):
            return
        if op == r"\sim" and posteriors.to_come(self.suppositions.chains, row):
            return
        if op == r"\sim":
            posteriors.judge(self.suppositions.chains, row)
            data_models.law_shapes(self.meanings, row)
            lengths.shaped_ahead(self.meanings, row)
        if op == r"\in" and (self._is_chosen(row, formula) or self._is_gathered(name)):
            return
        traits = op == r"\in" and not self._is_defined(name)
        said = told.with_traits(row, formula.before, told.said_after(self.meanings.document.formulas, self.meanings.at)) if traits else row
        taken = self.meanings.declare(said) or said is not row and self.meanings.declare(row) \
            or self.meanings.declare_joined(row)
        if taken and op == r"\in" and name is not None:
            self._ranked(name, row, formula)
            self._holds_samples(name, row)
        if op == r"\in" and name is not None and "^" in row.text and _COMPUTED.search(self.meanings.survey.rest(formula)):
            self.state.doubts.in_words.add(label(parse(Source(name, row.name, row.locate(0)[0]), self.state.context.words)))
        if op == r"\sim" and matrix_kinds.drawn_together(formula.after):
            self._drawn_together()
        elif not taken and op == r"\sim":
            self.meanings.pending.append((row, False))
        if not taken and op in (r"\succ", r"\succeq"):
            self.state.unread_order = True

    def _drawn_together(self) -> None:
        """Of the names of this sentence, which are not drawn by themselves, no law is known: that of each alone says nothing of what is made of both."""
        formulas, k = self.meanings.document.formulas, self.meanings.at
        while k >= 0 and formulas[k].rows and r"\sim" in formulas[k].rows[0].text:
            for name in re.split(r"\s*,\s*", formulas[k].rows[0].text.partition(r"\sim")[0].strip()):
                self.state.context.laws.pop(name, None)
                self.state.doubts.kinds[name] = "drawn together with another one"
            if words.SENTENCE.search(formulas[k].before):
                break
            k -= 1

    def _is_defined(self, name: str | None) -> bool:
        """Has a matrix got its definition already, fetched from further on? Its traits are what that makes them."""
        e = self.meanings.shaped(name) if name is not None else None
        return e is not None and e.op == "let" and not is_any_diagonal(e)

    def _at_random(self, row: Source, formula: Formula) -> str | None:
        r"""`i \sim \{1, \dots, n\}` of "draw $i$ uniformly at random", where all names before it that have this index run to one end."""
        letter = drawn_index.at_random(row.text, formula.before, formula.after)
        if letter is None or re.search(r"\b(?:non-?uniform|weighted|importance|proportional|with\s+(?:probabilit|weight))", self.meanings.survey.sentence(formula) + formula.after, re.I):
            return None
        text = "\n".join(r.text for f in self.meanings.document.formulas[:self.meanings.at] for r in f.rows)
        numbered = {m[1] for m in re.finditer(rf"(\\?[A-Za-z]+)_\{{?{letter}\b", text)}
        ends = {v.family[0] for name, v in self.state.context.variables.items() if v.family and len(v.family) == 1 and re.split(r"[_^]", name)[0] in numbered}
        return rf"{letter} \sim \{{1, \dots, {ends.pop()}\}}" if len(ends) == 1 else None

    def _is_chosen(self, row: Source, formula: Formula) -> bool:
        r"""`pick $i \in \{1, 2\}$ with equal probability`: a random index."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        following = formulas[at + 1] if at + 1 < len(formulas) and not formulas[at + 1].display else None
        line = drawn_index.chosen(row.text, formula.before, formula.after, *(
            (following.rows[0].text, following.after) if following is not None else ("", "")))
        return line is not None and self.meanings.declare(Source(line, row.name, row.locate(0)[0]))

    def _is_gathered(self, name: str | None) -> bool:
        """Are the entries of a matrix defined, fetched from further on, before the matrix is declared? Then it is made of them."""
        e = self.meanings.shaped(name) if name is not None else None
        named = base_of(parse(Source(name, "name", 1), self.state.context.words)) if e is not None and e.op == "array" else None
        return named is not None and ties.gathered(self.state.context, *named, e.shape)

    def mentioned(self, row: Source, formula: Formula) -> None:
        """A name or expression without a relation, of which the words say something."""
        at, formulas = self.meanings.at, self.meanings.document.formulas
        sentence = self.meanings.survey.sentence(formula)
        if laws.drawn(self.meanings, row, sentence) \
                or diagonals_told.define_by(self.meanings, at):
            return
        if penalties_told.taken(self.meanings, row, formula) or penalties_told.unnamed(self.meanings, row, formula) \
                or one_sample.one_told(self.meanings, row, sentence):
            return
        if pairs.told(self.meanings, row) or only_lines.told(self.meanings, row, formula) or summands.named(self.meanings, row, formula, self.suppositions.chains.chain):
            return
        if abbreviations.told(self.meanings, row, formula):
            return
        held = self._held_by(at)
        if held is not None and samples_gathered.is_changed(formula.after):
            self._doubted(held[0], row)
            return
        if held is not None and self._is_line(row, *held):
            return
        line = drawn_index.drawn(row.text, formula.after, formulas[at + 1].rows[0].text) if at + 1 < len(formulas) else None
        line = line or drawn_index.independent(row.text, [(f.before, f.rows[0].text) for f in formulas[at + 1:at + 4] if not f.display])
        line = line or self._at_random(row, formula)
        if line is not None:
            self.meanings.declare(Source(line, row.name, row.locate(0)[0]))
            return
        if self._numbers(row, formula, at) or self._vector(row, formula):
            return
        if vectors_of_entries.taken(self.meanings, row, formula):
            return
        name = told.matrix_named(row.text)
        if _LETTER.fullmatch(row.text) is not None and _ANY.search(formula.before) and lengths.any_vector(self.meanings, row.text.strip(), row):
            return
        if name is not None:
            if told.any_vector(formula.before):
                lengths.any_vector(self.meanings, name, row)
        known = name is not None and self._named(name, row, formula)
        if name is not None:
            self._ranked(name, row, formula)
        said = told.with_traits(row, formula.before, told.said_after(formulas, at))
        if said is row:
            self._objective(row, formula)
            if not known:
                self._predicate(row, formula)
        elif words.CLAIMS.search(formula.before) is None:
            if words.IF.search(formula.before) or words.FOR_ONE.search(formula.before):
                self.suppositions.scoped(said)
            elif self.suppositions.of_its_own(formula):
                self.suppositions.standing.take(said, formula)
            elif not assumptions.suppose(self.meanings, said) and name is not None and self.meanings.shaped(name) is None:
                self.meanings.pending.append((said, False))  # of a matrix that formulas after these words use

    def _predicate(self, row: Source, formula: Formula) -> None:
        """`If $A$ is a column of ones`: its value to the end of the sentence; what else is supposed of an array in words leaves open what differs."""
        e = self.state.context_read(row.text)
        if e is None or e.op != "var" or is_scalar(e.shape):
            return
        sentence, value, one = self.meanings.survey.sentence(formula), predicates_supposed.value(formula.after), self.suppositions.one
        supposed = predicates_supposed.is_supposed(sentence)
        if is_matrix(e.shape) and predicates_supposed.single_line(sentence, formula.before, formula.after) and e.shape[1] in self.state.context.dims and not one.size:
            self.state.special[e.shape[1]] = -1, 1
            one.for_a_while(e.shape[1], formula)
            e, supposed = self.state.context_read(row.text), True
        elif not supposed and not (one.size and predicates_supposed.opens_case(sentence, formula.before, one.size)):
            return
        if value and e is not None and e.op == "var" and is_vector(e.shape):
            line = Source(f"{row.text.strip()} = {value}", row.name, row.locate(0)[0])
            found = statements(self.state.context, line)
            if len(found) == 1 and (one.size and self.suppositions.held.in_part(found[0]) or self.suppositions.equation(found[0])):
                return
        if value or predicates_supposed.says_something(formula.after):
            self.state.unused = True

    def _ranked(self, name: str, row: Source, formula: Formula) -> None:
        r"""`$A$ has rank $p$`: supposed, after "if" to the end of the sentence."""
        if (line := ranks.named(self.meanings, name)) != "" and words.CLAIMS.search(formula.before) is None:
            said = Source(line, row.name, row.locate(0)[0])
            if words.IF.search(formula.before):
                self.suppositions.scoped(said)
            else:
                assumptions.suppose(self.meanings, said)

    def _numbers(self, row: Source, formula: Formula, at: int) -> bool:
        r"""`the scalars $\gamma$ and $\beta$`: numbers, where they have no meaning yet."""
        joined = at == self.number_at + 1 and words.JOINED.match(formula.before) is not None
        if not (told.scalar(row.text, formula.before) or joined and told.scalar(row.text, "scalars")) \
                or self.meanings.survey.is_spoken_for(row.text.strip()):
            return False
        self.number_at = at
        return self.meanings.shaped(row.text) is None and self.meanings.declare(
            Source(rf"{row.text.strip()} \in \mathbb{{R}}", row.name, row.locate(0)[0]))

    def _vector(self, row: Source, formula: Formula) -> bool:
        r"""`the eigenvector $u_1$` beside a vector u: another vector of its shape, no entry."""
        found = _NUMBERED.match(row.text)
        entry = self.state.context.scope.bare(found[1]) if found is not None else None
        if entry is None or not _VECTOR.search(formula.before) or entry.kind != "quantity" or is_scalar(entry.expr.shape) \
                or any(e.sub == found[2] for e in self.state.context.scope.entries[found[1]]):
            return False
        return self.meanings.declare(Source(models.declaration(row.text.strip(), entry.expr), row.name, row.locate(0)[0]))

    def _named(self, name: str, row: Source, formula: Formula) -> bool:
        """Take in what words say of a matrix; True where that is all that they suppose of it."""
        known = False
        if told.is_any(formula.before, formula.after):
            self.meanings.without_traits(name)
        if (line := told.orthonormal(name, formula.before, formula.after)) is not None:
            line = Source(line, row.name, row.locate(0)[0])
            if words.IF.search(formula.before):
                known = self.suppositions.scoped(line)
            else:
                self.meanings.declare(line)
        if told.lacks(formula.after):
            self.suppositions.without_traits(name)
        return known

    def _objective(self, row: Source, formula: Formula) -> None:
        """`The minimizer of $\\|Xw - y\\|^2$ is`."""
        slope = is_slope_that_vanishes(formula)
        if slope or words.OBJECTIVE.search(formula.before):
            e = self.state.read(Piece(parse(row, self.state.context.words), row))
            if e is not None and slope:
                self.objectives_in_words.slope(e)
            elif e is not None and is_scalar(e.shape) and e.op not in ("var", "let"):
                self.state.objective = e
                self.objectives_in_words.take(e, formula)

    def _holds_samples(self, matrix: str, row: Source) -> None:
        """Take in that a matrix holds the samples, which have another letter, as its rows or columns."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        held = samples_gathered.samples_held(formulas, at)
        line = self.meanings.shaped(held[0]) if held is not None else None
        entry = self._entry(matrix, row)
        known = line is not None and entry is not None and entry.expr is not None and ties.defined_by_lines(self.state.context, entry, line, held[1])
        if not known and samples_gathered.tells_lines(formulas, at) and samples_gathered.are_numbered(formulas) and not self._holds_its_own(matrix, row):
            self._doubted(matrix, row)

    def _holds_its_own(self, matrix: str, row: Source) -> bool:
        """Are the lines of a matrix told to be the samples of its own letter, and is it tied to these so?"""
        held = samples_gathered.samples_held(self.meanings.document.formulas, self.meanings.at, own=True)
        line, entry = self.meanings.shaped(held[0]) if held is not None else None, self._entry(matrix, row)
        if line is None or entry is None or entry.expr is None or not is_matrix(entry.expr.shape) or line.op != "item":
            return False
        lines, length = entry.expr.shape if held[1] == "row" else entry.expr.shape[::-1]
        return line.shape == (length, 1) and [str(x) for x in line.args[0].data.family] == [str(lines)]

    def _doubted(self, matrix: str, row: Source) -> None:
        """Judge nothing of a matrix of which words say what its lines are, which could not be used."""
        entry = self._entry(matrix, row)
        if entry is not None and entry.expr is not None and entry.expr.op == "var":
            self.state.doubts.gathered.add(entry.expr.data.name)

    def _entry(self, matrix: str, row: Source) -> Entry | None:
        """What is known of a matrix by its name."""
        named = base_of(parse(Source(matrix, row.name, row.locate(0)[0]), self.state.context.words))
        return self.state.context.scope.bare(*named) if named is not None else None

    def _lines_told(self, matrix: str, formula: Formula) -> None:
        r"""`X \in ..` with words that say what its rows are: not the samples of its letter, or which side of a
        square one they are."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        side = told.holds_lines(formula.after)
        if side is not None and at + 1 < len(formulas):
            following = formulas[at + 1].rows[0].text
            self.meanings.sides[matrix] = side if told.is_sample(following) or r"\in" in following else ""

    def _held_by(self, at: int) -> tuple[str, str] | None:
        r"""("X", "row") of `X \in ..` with the rows `(x_i - \bar x)^\top`, and of each of several matrices with the rows that
        are listed in their order."""
        formulas, first = self.meanings.document.formulas, at
        if _INTO.match(formulas[at].after) and at + 1 < len(formulas) and r"\times" in formulas[at + 1].rows[-1].text:
            return None
        if (each := lines_told.of_several(formulas, at)) is not None:
            names = told.matrices_named(formulas[each[0]].rows[-1].text)
            return (names[0], each[1]) if len(names) == 1 else None
        while first and (side := told.holds_lines(formulas[first].before)) is None and not formulas[first].display \
                and words.JOINED.match(formulas[first].before):
            first -= 1
        if not first or side is None or not formulas[first - 1].rows:
            return None
        if first == at > 1 and told.is_counted_line(formulas[at].before, formulas[at - 1].rows[-1].text):
            first = at = at - 1  # `its $c$-th row is $w_c^\\top$`
        whole = first - 1
        if whole and _OF_SIZE.fullmatch(formulas[whole].rows[-1].text) and _BE.fullmatch(formulas[whole].before.strip()):
            whole -= 1  # `let $A$ be the $n \\times d$ matrix with rows $x_i^\\top$`
        names = told.matrices_named(formulas[whole].rows[-1].text) if formulas[whole].rows else []
        return (names[at - first], side) if at - first < len(names) else None

    def _is_line(self, row: Source, matrix: str, side: str) -> bool:
        """Take in what a row or column of a matrix is: the samples, which are not known otherwise, or what defines the matrix."""
        if "(" in row.text and self.meanings.shaped(row.text) is None:
            features_told.declare(self.meanings, Piece(parse(row, self.state.context.words), row))
        self.meanings.copies.of_line(row)
        line, told_so = self.meanings.shaped(row.text), told.line_of(row.text, matrix, side)
        entry = self._entry(matrix, row)
        defined = line is not None and any(n.op == "let" for n in line.walk())
        if defined and entry is not None and speaks_of(line, entry.expr):
            return True  # it is a line of this matrix already
        if line is not None and entry is not None and (told_so is None or defined) \
                and ties.defined_by_lines(self.state.context, entry, line, side):
            return True
        if told_so is not None:
            size = entry.expr.shape[side == "row"] if entry is not None and entry.expr is not None and is_matrix(entry.expr.shape) else 1
            own = letter_of(told_so.partition("_")[0].strip()).lower() == letter_of(matrix).lower()
            if own and line is not None and line.op != "let" and is_scalar(line.shape) and size != 1:  # numbers x_i of an earlier part
                samples_anew.declared(self.meanings, Source(rf"{told_so.partition('=')[0]} \in \mathbb{{R}}^{{{size}}}", row.name, row.locate(0)[0]))
            self.meanings.declare(Source(told_so, row.name, row.locate(0)[0]))
        return told_so is not None

    def observed(self, s: Statement) -> bool:
        """`we observe $Y = y$`: y is a value of Y."""
        if len(s.pieces) != 2 or s.pieces[1] is None:
            return False
        left, right = self.state.read(s.pieces[0]), self.state.read(s.pieces[1])
        named = base_of(s.pieces[1].syntax)
        if left is None or left.op != "var" or right is not None or named is None \
                or left.data.name not in self.state.context.laws:
            return False
        return self.meanings.declare(Source(models.declaration(s.text(1), left), s.row.name, s.line()))

    def _is_unexplained(self, name: Syntax, s: Statement) -> bool:
        """Is this a name of which nothing is known but perhaps its shape? What is said of its mean and covariance is given."""
        e = self.state.read(Piece(name, s.row))
        law = self.state.context.laws.get(e.data.name) if e is not None and e.op == "var" else None
        return e is None or e.op == "var" and (law is None or law.kind == UNKNOWN and e.data.name in self.moments)

    def moment(self, s: Statement, before: str) -> bool:
        r"""`with $\mathbb{E}[\epsilon] = 0$ and $\operatorname{Cov}(\epsilon) = \sigma^2 I$`: a law, as far as means and
        covariances go. False where this is another equation of moments."""
        head = s.pieces[0].syntax
        group = head.items[-1] if type(head) is Product else None
        operator = head.items[0] if type(head) is Product else None
        given = _MOMENT_OF.search(before) or (words.TOLD_IN.search(words.SENTENCES.split(self.state.said)[-1])
                                              if words.JOINED.match(before) else words.WITH.search(before))
        if type(group) is not Group or type(operator) is Script or s.pieces[1] is None \
                or not (given or label(group.body) in models.NOISE and self._is_unexplained(group.body, s)):
            return False
        letter = (base_of(operator) or (label(operator), ""))[0].strip("\\")
        if letter in _COVARIANCES:
            laws.scale(self.meanings, s.row, s.text(1))
        e = self.state.read(Piece(group.body, s.row))
        name = written(s.row, group.body.span)
        if e is None and (type(group.body) in (Symbol, Accent) or _MEMBER.fullmatch(name)) and letter in _MEANS | _COVARIANCES:
            size = _SIZE.search(s.text(1))
            if letter in _MEANS:
                self.unshaped[name] = s.text(1)  # until its covariance says what shape it has
                return True
            spread = self.state.read(s.pieces[1]) if size is None and letter == "Cov" else None
            length = size[1] if size is not None else spread.shape[0] if spread is not None and is_matrix(spread.shape) and len(set(spread.shape)) == 1 else None
            if length is None and letter == "Cov":
                return False
            self.meanings.declare(Source(rf"{name} \in \mathbb{{R}}" + (f"^{{{length}}}" if length else ""), s.row.name,
                                         s.line()))
            e = self.state.read(Piece(group.body, s.row))
            if e is not None and name in self.unshaped:
                v = e.args[0] if e.op == "item" else e
                self.moments[v.data.name] = [self.unshaped[name], None]
        if letter in _MEANS and e is not None and e.op in ("mul", "outer") and len(e.args) == 2 \
                and e.args[1].op == "transpose" and e.args[1].args[0] is e.args[0]:
            e, letter = e.args[0], "Cov"
            name = e.data.name if e.op == "var" else name  # the mean of \\epsilon \\epsilon^\\top, where that of \\epsilon is 0
            if e.op == "var" and (self.moments.get(e.data.name, ["0"])[0] or "0").strip(" {}\\mathbf.") != "0":
                return False
        whole = e is not None and e.op in ("var", "item", "entry")
        e = e.args[0] if e is not None and e.op in ("item", "entry") else e
        if e is None or e.op == "let":  # of a name with a definition it is claimed
            return False
        law = self.state.context.laws.get(e.data.name) if e.op == "var" else None
        if e.op != "var" or letter not in _MEANS | _COVARIANCES:  # `\mathbb{E}[\|g\|^2] = \sigma^2` of a g without a law
            return any(n.op == "var" and (law := self.state.context.laws.get(n.data.name)) is not None
                       and law.kind == UNKNOWN for n in e.walk())
        if law is not None and law.kind != UNKNOWN:
            return False
        known = self.moments.setdefault(e.data.name, [self.unshaped.get(e.data.name), None])
        known[letter in _COVARIANCES] = s.text(1)
        if known[1] is not None and known[0] is None and _CENTERED.search(self.meanings.document.text):
            known[0] = "0"
        if known[1] is not None and known[0] is None:
            spread = self.state.read(s.pieces[1], e if is_scalar(e.shape) else build.zeros((e.shape[0], e.shape[0])))
            if spread is None:
                return False
            laws.known_spread(self.meanings, e.data, spread, law is None or law.alone)
        elif known[1] is not None:
            taken = self.meanings.declare(Source(rf"{name if whole else e.data.name} \sim ({known[0]}, {known[1]})", s.row.name, s.line()))
            if taken and law is not None:
                self.state.context.laws[e.data.name].alone = law.alone
        elif not e.data.family and (is_scalar(e.shape) or is_vector(e.shape)) and (
                mean := self.state.beside(s.pieces[1], e)) is not None and mean.shape == e.shape:
            laws.known_moments(self.meanings, e.data, (mean,), law is None or law.alone)
        return True
