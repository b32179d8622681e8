r"""Equations among words about what is random, and about optima: models, densities, means, `\arg\min`."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.judge.derivation.laws import entry_densities, laws, models
from symcheck.judge.derivation.names import data_models, laws_told, letters_taken, models_told_anew
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.fresh import (
    is_variable,
    operates,
)
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.prose.claims import Claims
from symcheck.judge.derivation.prose.definitions import Definitions
from symcheck.judge.derivation.prose.described import Described
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, name_of
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Bar, Group, Product, Symbol

# `p(y_i \\mid x_i, w) =`: the chance of one observation, which is what the model says.
_OBSERVATION = (r"[pP]\s*(?:\\left)?\(\s*(?P<of>(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?[a-z]\s*\}?\s*_\s*\{?\s*[a-z]\s*\}?)\s*(?:\\mid(?![A-Za-z])|\||;)(?P<given>[^()=]*?)(?:\\right)?\)")
_GIVEN_DATA, _GIVEN_DATA_SOMEWHERE = re.compile(rf"\s*{_OBSERVATION}\s*&?\s*="), re.compile(rf"(?<![A-Za-z\\]){_OBSERVATION}")
_BAYES = re.compile(r"\bBayes\b|\bposterior\b", re.I)


class Operators:
    """Rules of `equations.py` for models and densities, and for what begins with an operator."""

    def __init__(self, state: State, meanings: Meanings, suppositions: Suppositions, described: Described, definitions: Definitions,
                 remarks: Remarks, claims: Claims):
        self.state, self.meanings, self.suppositions, self.described = state, meanings, suppositions, described
        self.definitions, self.remarks, self.claims = definitions, remarks, claims

    def density(self, e: Equation) -> bool:
        r"""`the density $p(w_j) = \frac{1}{2b} e^{-|w_j|/b}$`"""
        told = self.meanings.survey.densities > 1 or words.DENSITY.search(e.before) is not None or models.is_another_prior(self.state, e.s) \
            or self._is_of_observation(e)
        if told and (normal := models.NORMAL.match(e.s.text(1).strip())) is not None:
            laws.scale(self.meanings, e.s.row, normal[2])
        if told:
            letters_taken.all_samples(self.meanings, e.s)
            laws.precisions(self.meanings, e.s.pieces[1])
        return entry_densities.taken(self.state, e.s) or told and models.written_density(self.state, e.s)

    def _is_of_observation(self, e: Equation) -> bool:
        r"""Is this the chance of one observation, `p(y_i \mid x_i, w) = ..`, which the model says, given the same wherever it is spoken of?"""
        here = _GIVEN_DATA.match(e.s.row.text)
        if here is None or any(p.search(e.before) for p in (words.IF, words.NEGATED, words.CONCLUDES, _BAYES)):
            return False
        again = [m for row in self.meanings.survey.rows for m in _GIVEN_DATA_SOMEWHERE.finditer(row)]
        return len({re.sub(r"[\s{}]", "", m["given"]) for m in again if m["of"].strip() == here["of"].strip()}) == 1

    def logarithm(self, e: Equation) -> bool:
        r"""`The log-likelihood is $\log L(\theta) = k \log \theta + ..$` of an L without a meaning: what L is."""
        logged = models.of_logarithm(self.state, e.s)
        if logged is None or words.IF.search(e.before) or define(self.meanings, logged, bare=True) is not None:
            return False
        if len(e.s.pieces) > 2:
            self.remarks.aside(e.s, start=1)
        return True

    def of_optima(self, e: Equation) -> bool:
        r"""`$\arg\min_w \|Xw - y\| = \arg\min_w \|Xw - y\|^2$`"""
        if self._optimum_again(e):
            return True
        if optima.read(self.state, e.s.pieces[0], e.s.row) is None or words.IF.search(e.before):
            return False
        value = self.state.read(e.s.pieces[1])
        if value is not None and value.op in ("var", "let") or optima.read(self.state, e.s.pieces[1], e.s.row) is None and nameable(e.s.pieces[1].syntax):
            self.claims.passed_over(e.s)  # `$\\arg\\min_w f(w) = w^\\star$`: a name for it
        else:
            self.remarks.as_displayed(e.s)
        return True

    def _optimum_again(self, e: Equation) -> bool:
        r"""`thus $\hat w = \arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2$` of a \hat w that was said to be an optimum."""
        if name_of(e.s.pieces[0].syntax) not in self.state.optima or len(e.s.pieces) != 2 or words.IF.search(e.before) \
                or (found := optima.read(self.state, e.s.pieces[1], e.s.row)) is None or found.values:
            return False
        if found.piece is not None:
            self.meanings.looked_up(found.piece)
        self.remarks.as_displayed(e.s)
        return True

    def of_an_operator(self, e: Equation) -> bool:
        r"""`$\mathbb{E}[\xi] = 0$`: given, or claimed."""
        if not operates(self.state, e.s.pieces[0].syntax):
            return False
        if self.moments(e.s, e.before):
            return True
        readable = self.state.read(e.s.pieces[0]) is not None
        if readable and self._is_of_the_defined(e):
            self.remarks.aside(e.s)
        elif not (readable and self.claims.claimed(e.s, e.before)):
            self.claims.passed_over(e.s)
        return True

    def _is_of_the_defined(self, e: Equation) -> bool:
        r"""`has $\mathbb{E}[\hat\beta \mid X] = \beta$` of a \hat\beta with a definition: of that nothing is assumed."""
        head = e.s.pieces[0].syntax
        last = head.items[-1] if type(head) is Product else None
        body = last.body if type(last) is Group else last if last is not None and len(head.items) == 2 and type(last) in (Symbol, Accent) else None
        body = body.left if type(body) is Bar else body
        inner = self.state.read(Piece(body, e.s.row)) if body is not None else None
        return inner is not None and any(n.op == "let" for n in inner.walk()) and not any(
            p.search(e.before) for p in (words.SUPPOSED, words.WITH, words.WHERE, words.GIVEN, words.HYPOTHESIS))

    def model(self, e: Equation) -> bool:
        r"""`$Y = X w + N$` with a noise N; `$y = y_0$` that was observed; a value put into something."""
        e.plugged = words.PLUGS.search(e.before) is not None and words.INTO.match(e.after) is not None \
            or words.PUT_BEFORE.search(e.before) is not None and words.PUT_AFTER.match(e.after) is not None
        if e.plugged and self._has_law(e.s):
            return self.suppositions.equation(e.s)
        if self.state.likelihoods:
            laws_told.of_noise(self.meanings, e.s, self.meanings.at)
        return (models.law_of(self.state, e.s) or data_models.taken(self.meanings, e.s)) and not e.plugged or self.described.moments.observed(e.s) \
            or e.plugged and self.suppositions.equation(e.s)

    def _has_law(self, s: Statement) -> bool:
        """Has the head of an equation, or what it holds by its members, a law already?"""
        head = self.state.read(s.pieces[0])
        letters = {name.split("_")[0].split("^")[0] for name in self.state.context.laws}
        return head is not None and any(n.op in ("var", "let") and n.data.name.split("_")[0].split("^")[0] in letters for n in head.walk())

    def data_model(self, e: Equation) -> bool:
        r"""`Suppose $y = X w + \varepsilon$ with $\operatorname{Cov}(\varepsilon) = ..$`, of data y of which equations speak already, and of
        a noise that gets its meaning after it: what is random in y."""
        said = words.SENTENCES.split(self.state.said)[-1]
        if e.fresh is not None or not is_variable(self.state, e.s.pieces[0]) or not models.has_noise(e.s) or words.MODELS_DATA.search(said) is None \
                or any(label(x) == label(e.s.pieces[0].syntax) for x in e.s.pieces[1].syntax.walk()):
            return False
        anew = models_told_anew.takes_the_place(self.meanings, e.s)
        if anew or models_told_anew.noise_unknown(self.meanings, e.s):
            models_told_anew.begin(self.meanings, e.s)
        elif self.state.read(e.s.pieces[1]) is not None:
            return False
        self.definitions.take(e.s)
        return True

    def moments(self, s: Statement, before: str) -> bool:
        r"""Take in `\mathbb{E}[\xi_1] = \mathbb{E}[\xi_2] = 0`, of which the words say that it is given."""
        if None in s.pieces or not all(operates(self.state, p.syntax) for p in s.pieces[:-1]):
            return False
        return all([self.described.moments.moment(replace(s, pieces=[p, s.pieces[-1]], operators=s.operators[:1]), before)
                    for p in s.pieces[:-1]])
