r"""What words give of random names without a law: a value that is observed, their mean and their covariance."""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import Statement, written
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import (
    words,
)
from symcheck.read.context import Piece
from symcheck.read.elaborate_densities import UNKNOWN
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Group, Product, Script, Symbol, Syntax
from symcheck.text import Source

_SIZE = re.compile(r"\bI\}?\s*_\s*\{?\s*([A-Za-z])\b")
_MEANS, _COVARIANCES = frozenset(("E",)), frozenset(("Cov", "Var", "V"))
_MEMBER = re.compile(r"\\?[A-Za-z]+_\{?[a-z]\}?")
# What has mean zero without a formula that says so.
_CENTERED = re.compile(r"\b(?:zero[- ]mean|mean[- ]zero|(?:means?|expectations?)\s+(?:of\s+)?(?:zero|\$\s*0)|cent(?:red|ered)|noise|errors?|disturbances?|residuals?)\b", re.I)
_MOMENT_OF = re.compile(r"\b(?:with|has|have)\b[^.$]*\b(?:means?|expectations?|variances?|covariances?)\s*$", re.I)


class MomentsDescribed:
    """Means and covariances as words tell them, one after the other."""

    def __init__(self, state: State, meanings: Meanings):
        self.state, self.meanings = state, meanings
        self.unshaped: dict[str, str] = {}  # means, as told, of names that have no shape yet
        self.moments: dict[str, list] = {}  # mean and covariance, as told, of names without a law

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


__all__ = ["MomentsDescribed"]
