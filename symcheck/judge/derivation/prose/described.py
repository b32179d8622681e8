r"""Names of which the words beside them say something: traits, the rows of a matrix, moments, what is minimized."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.chains import moments_told, posteriors
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import (
    assumptions,
    data_models,
    diagonals_told,
    lengths,
    one_sample,
    ranks,
    ties,
    unsized,
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
from symcheck.judge.derivation.prose.lines_described import LinesDescribed
from symcheck.judge.derivation.prose.moments_described import MomentsDescribed
from symcheck.judge.derivation.prose.objectives_in_words import ObjectivesInWords, is_slope_that_vanishes
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import (
    drawn_index,
    matrix_kinds,
    predicates_supposed,
    samples_gathered,
    told,
    words,
)
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import base_of, label
from symcheck.read.parser import parse
from symcheck.text import Source

# Of what is computed, not given.
_COMPUTED = re.compile(r"\b(?:softmax|probabilit\w+|predict\w+|outputs?|activations?|logits?|scores?|responses?|pre-?activations?)\b", re.I)
_NUMBERED = re.compile(r"^\s*(\\?[A-Za-z]+)_\{?(\d)\}?\s*$")
_VECTOR = re.compile(r"(?:vector|direction|\bcomponent|\baxis)s?\s*$", re.I)
# Right before a letter that may be any vector: "for all nonzero", "for an arbitrary direction".
_ANY = re.compile(r"\b(?:for|let|with|take|given)\s+(?:an?\s+|the\s+)?(?:any|all|every|each|arbitrary|nonzero|non-zero|fixed|some)"
                  r"(?:\s+(?:nonzero|non-zero|real|column|vectors?|directions?|arbitrary|fixed|test))*\s*$", re.I)
_LETTER = re.compile(r"\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*)?\\?[A-Za-z]+\s*\}?\s*")


class Described:
    """Declarations with the words beside them, and names that are only mentioned."""

    def __init__(self, state: State, meanings: Meanings, suppositions: Suppositions):
        self.state, self.meanings, self.suppositions = state, meanings, suppositions
        self.objectives_in_words = ObjectivesInWords(meanings)
        self.lines, self.moments = LinesDescribed(state, meanings), MomentsDescribed(state, meanings)
        self.number_at = -9  # the last formula that is a number by the words before it

    def declared(self, row: Source, op: str, formula: Formula) -> None:
        """A declaration in prose."""
        if told.is_unit_vector(row.text, formula.after):
            return  # e_1 means that wherever nothing else is declared
        name = told.matrix_named(row.text)
        if name is not None:
            self.lines.sides(name, formula)
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
            self.lines.samples(name, row)
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
        held = self.lines.held_by(at)
        if held is not None and samples_gathered.is_changed(formula.after):
            self.lines.doubted(held[0], row)
            return
        if held is not None and self.lines.is_line(row, *held):
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
            unsized.mentioned(self.meanings, name)
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
