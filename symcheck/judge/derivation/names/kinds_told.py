r"""Kinds, sizes and sums that words give to names, "$b_1$ is a row vector of length $M$", taken in when the names are needed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.wording import extremes_of_spectra
from symcheck.judge.derivation.wording.descriptions import Described, descriptions
from symcheck.judge.derivation.wording.lines_told import REACH, had, lines
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_SIZED_IDENTITY = re.compile(r"(?<![A-Za-z\\])(?:I|\\(?:mathbf|mathbb|mathrm|bm|boldsymbol)\s*\{\s*I\s*\})\s*_\s*\{?\s*[A-Za-z]")

_DERIVATIVE = re.compile(r"[JH]_\{?(\\?[A-Za-z]+)\}?$")

# What ends a sentence between two formulas; a letter in a font; how a sentence begins that explains the display before it.
_SENTENCE_ENDS = re.compile(r"[.?!](?:\s|$)|\n\s*\n")
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathbfit|vec)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm)\s*\{?\s*\\?[A-Za-z]+\s*\}?$")  # a missed name is called without its font
_HERE = re.compile(r"\W*(?:here|where|with|in\s+which|again)\b", re.I)
# `X \\in \\mathbb{R}^{N \\times d}`, and what its rows are.
_LINES = re.compile(r"(.*\\in\s*\\mathbb\{R\}\^\{\s*\S+\s*\\times\s*)(?:[a-zA-Z])\s*\}")
_ROWS = re.compile(r"\brows\s*$", re.I)
_ROW = re.compile(r"\s*([^\s^]+)\s*(?:\^\s*\{?\s*(?:\\top|\\intercal|T|\\mathsf\s*\{?T\}?)\s*\}?)?\s*[.,;]?\s*")
_MADE_UP = re.compile(r"n_(?:\{\w+\}|\w+)")


class KindsTold:
    """What the words around each formula say of names; `summed`: what is told to sum to one, until its shape is known."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.described = descriptions(meanings.document)
        for k, more in extremes_of_spectra.described(meanings.document).items():
            self.described[k] = [*self.described.get(k, ()), *more]
        self.summed: list[tuple[Described, Source]] = []

    def declare(self, k: int, name: str = "", sums_only: bool = False) -> bool:
        """Declare what the words around formula k describe, or the one name of it; names with a meaning keep it. `sums_only`: of a formula that has told what
        its name is, take in what the words tell to sum to one."""
        done = False
        row = self.meanings.document.formulas[k].rows[0] if self.described.get(k) else None
        if sums_only:
            self.summed += [(d, row) for d in self.described.get(k, ()) if d.sums]
            return False
        for d in self.described.get(k, ()):
            if d.kind == "scalar" and self.meanings.survey.is_spoken_for(d.name):
                continue  # "a scalar input $x$, $k$ hidden units"
            if name not in ("", d.name) and not (_BOLD.match(d.name) and letter_of(d.name) == name) or d.name == "I" and _SIZED_IDENTITY.search(self.meanings.survey.text):
                continue  # beside I_k a declared I would be a matrix of which I_k is a row
            if self._is_derivative(d.name):
                continue
            like = self.meanings.shaped(d.like) if d.like else None
            line = models.declaration(d.name, like) if like is not None else self._of_known_rows(d, k)
            known = (self.meanings.shaped(d.name) if d.kind != "scalar" else self.meanings.context.scope.bare(d.name)) is not None and not d.says_more and not (d.is_line and self._is_implied(d.name))
            if known and d.is_line and k == self.meanings.at and (e := self.meanings.shaped(d.name)) is not None and e.op == "entry":
                known = not self._forget_any(d.name.split("_")[0])
            if line and not known and self.meanings.declare(Source(line, row.name, row.locate(0)[0])):
                done = True
                if d.kind == "tied":
                    self.meanings.state.doubts.loose.add(d.name)
                if d.is_line:
                    self.meanings.taken.add(k)
            elif d.is_line and k == self.meanings.at and self._is_of_another(d):
                self.meanings.state.doubts.lost[letter_of(d.name)[:-1]] = d.name, frozenset()
            if d.sign:
                self.meanings.pending.append((Source(d.sign, row.name, row.locate(0)[0]), False))
            if d.sums:
                self.summed.append((d, row))
            if d.value and (done or not line):
                done = self.meanings.declare(Source(d.value, row.name, row.locate(0)[0])) or done
        return done

    def _of_known_rows(self, d: Described, k: int) -> str:
        r"""`X \in \mathbb{R}^{N \times d}` "with rows $x_i^\top$", of which a length of its own was made up before these words: that is the d of the words."""
        said, near = _LINES.fullmatch(d.line), self.meanings.document.formulas[k + 1:k + 5]
        row = next((m for f in near if _ROWS.search(f.before) and len(f.rows) == 1 and (m := _ROW.fullmatch(f.rows[0].text)) is not None), None) if said is not None else None
        one = self.meanings.shaped(row[1].strip()) if row is not None else None
        length = str(one.shape[0]) if one is not None and is_vector(one.shape) else ""
        return f"{said[1]}{length}}}" if _MADE_UP.fullmatch(length) and length not in self.meanings.document.text else d.line

    def lines_after(self) -> None:
        r"""Declare the v_j of the formula at hand of which the same sentence tells after it that they are the columns of V: without these words v_j
        would be read as a row."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        text = _FONT.sub(r" \1", " ".join(row.text for row in formulas[at].rows))
        self._used_at_display(at)
        for k in range(at + 1, min(at + 1 + REACH, len(formulas))):
            if formulas[k].display or _SENTENCE_ENDS.search(formulas[k].before) or k == at + 1 and text.rstrip(r"\ ").endswith(".") and not _HERE.match(formulas[k].before):
                return
            for d in lines(formulas, k) or had(formulas, k):
                letter = d.name.split("_")[0]
                if d.is_line and re.search(rf"(?:(?<![A-Za-z\\])|(?<=_[a-z])){re.escape(letter_of(letter))}\s*_", text) and self.meanings.shaped(d.name) is not None \
                        and (self._forget_any(letter) or self._is_implied(d.name)):
                    self.meanings.declare(Source(d.line, self.meanings.document.name, formulas[k].rows[0].locate(0)[0]))

    def _used_at_display(self, at: int) -> None:
        r"""Take in that entries sum to one, of which the sentence says behind a display that it was used: "where we used that the entries of $y$ sum to one"."""
        formulas = self.meanings.document.formulas
        if formulas[at].display and at + 1 < len(formulas) and re.match(r"\s*[a-z]", formulas[at + 1].before) and not re.search(r"[.;]\s", formulas[at + 1].before):
            used = [(d, formulas[at + 1].rows[0]) for d in self.described.get(at + 1, ()) if d.sums and not d.line]
            self.summed += used
            if used:
                self.meanings.assume()

    def _forget_any(self, letter: str) -> bool:
        r"""Forget the v of "for any $v \ne 0$", whose entries the columns v_j are not; False where this is another v."""
        entry = self.meanings.context.scope.bare(letter)
        if letter not in self.meanings.any_vectors or entry is None or self.meanings.shaped(letter).op != "var":
            return False
        self.meanings.any_vectors.discard(letter)
        self.meanings.context.scope.drop(entry)
        self.meanings.context.remembered = {}
        return True

    def line_ahead(self, base: str, anywhere: bool = False) -> bool:
        """Declare the members of this letter of which a matrix is told to have the rows or columns shortly after the formula at hand or in its
        paragraph, or `anywhere` after it."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        for k in range(at + 1, len(formulas)):
            if not anywhere and k >= at + self.meanings.ahead and any(f.display or "\n\n" in f.before for f in formulas[at + self.meanings.ahead:k + 1]):
                break
            told = lines(formulas, k)
            found = had(formulas, k) or (told if any(d.is_line for d in told) else [])
            if any(d.is_line and letter_of(d.name).startswith(f"{base}_") for d in found):
                where = formulas[k].rows[0].locate(0)[0]
                self._wholes(found, at + 1, k)
                return all([self.meanings.shaped(d.name) is not None and not (d.is_line and self._is_implied(d.name)) or self.meanings.declare(Source(d.line, self.meanings.document.name, where)) for d in found])
        return False

    def _wholes(self, found: list[Described], first: int, last: int) -> None:
        """Declare the matrices of which these are the rows or columns, where the words around formulas `first` to `last` say how large they are."""
        for whole in {d.line.partition("=")[2].rpartition("_")[0].strip() for d in found if d.is_line}:
            if whole and self.meanings.shaped(whole) is None:
                any(self.declare(j, whole) for j in range(first, last + 1))

    def sums_as(self, one: str, member: str) -> None:
        """What is told to sum to one of `y_i` holds for y, any one of these."""
        told_so = next((d for ds in self.described.values() for d in ds if d.sums and re.fullmatch(rf"{re.escape(member)}_\{{?[a-z]\}}?", d.name)), None)
        if told_so is not None:
            row = self.meanings.document.formulas[self.meanings.at].rows[0]
            self.summed.append((replace(told_so, name=one), row))

    def sums(self) -> list[Source]:
        """The equations of what is told to sum to one, of names that have a meaning by now."""
        met = [(d, row) for d, row in self.summed if self.meanings.shaped(d.name) is not None]
        self.summed = [x for x in self.summed if x not in met]
        lines = [(self._sums(d), row) for d, row in met]
        return [Source(line, row.name, row.locate(0)[0]) for line, row in lines if line is not None]

    def _is_derivative(self, name: str) -> bool:
        r"""Is this the Jacobian J_f or the Hessian H_f of a function that is known, of which the words say only how large it is?"""
        found = _DERIVATIVE.match(name)
        entry = self.meanings.context.scope.bare(found[1]) if found is not None else None
        return entry is not None and (entry.kind in ("function", "map") or entry.params != ())

    def _is_implied(self, member: str) -> bool:
        r"""Is `x_j` known as a row of X only because X is?"""
        letter = member.rsplit("_", 1)[0]
        return not any(letter_of(e.base) == letter_of(letter) for e in self.meanings.context.scope if e.expr is not None and e.expr.op in ("var", "let"))

    def _is_of_another(self, d: Described) -> bool:
        r"""Is the p_i told to be a column of P an entry of a vector p, by what is known?"""
        one, line = self.meanings.shaped(d.name), self.meanings.shaped(d.line.partition("=")[2]) if "=" in d.line else None
        return one is not None and line is not None and one.shape != line.shape

    def _sums(self, d: Described) -> str | None:
        """The equation of a one-hot vector, or of a matrix of them, that has no meaning of its own."""
        e = self.meanings.shaped(d.name)
        if e is None or e.op not in ("var", "item") or is_scalar(e.shape):
            return None
        i, c = [x for x in "icabjk" if self.meanings.context.scope.bare(x) is None and x not in e.shape][:2]
        if e.op == "item":
            return rf"\mathbf{{1}}^\top {d.name} = 1" if e.shape[1] == 1 else rf"{d.name} \mathbf{{1}} = 1"
        if not is_matrix(e.shape):
            return rf"\sum_{{{c}=1}}^{{{next(n for n in e.shape if n != 1)}}} {d.name}_{c} = 1"
        place, size = (c + i, e.shape[0]) if d.sums == "columns" else (i + c, e.shape[1])
        return rf"\sum_{{{c}=1}}^{{{size}}} {d.name}_{{{place}}} = 1"
