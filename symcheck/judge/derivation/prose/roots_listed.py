r"""Equations told with the list of what solves them: "$f'(t) = 0$ exactly when $t = a$ or $t = -a$", "It vanishes, $t^3 = t$, only for $t = 0$ or $t = \pm 1$".

Nothing gets a value by these. Each place has to solve the equation; that there are no others is known of a polynomial with as many roots as its degree, and left open else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.prose import claims_of_all, roots_named
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import reservations, restrictions, words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

# Between the equation and the first place that solves it; the others are excluded by some of these words.
_WHERE = re.compile(r"\s*,?\s*(?:if\s+and\s+only\s+if|iff|(?:(?:exactly|precisely|just|only)\s+)?(?:if|when|for|where|at))\s*(?:either\s*)?", re.I)
_OTHERS_EXCLUDED = re.compile(r"\b(?:exactly|precisely|just|only|iff)\b", re.I)
_OR = re.compile(r"[\s,]*(?:\b(?:or|and)\b(?:\s+(?:if|when|for|where|at))?)?\s*", re.I)
_WITH = re.compile(r"\s*,?\s*(?:where|with)\s*", re.I)
_PLACE = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?(?:\w|\\star)\}?)?)\s*=\s*(?P<value>[^=]*?)[\s.,;]*")
# Of a number that a name may have been given in words.
_PARAMETER = re.compile(r"\b(?:parameters?|constants?|coefficients?|values?|case|now|here|special)\b", re.I)


class RootsListed:
    """The lists met, with the formulas that were taken as parts of one."""

    def __init__(self, chains: Chains):
        self.chains, self.state = chains, chains.state
        self.taken: set[int] = set()  # where these formulas begin

    def judged(self, s: Statement, formula: Formula) -> bool:
        """Is this an equation told with a list of several places that solve it, or one of these? They are judged with the equation."""
        if formula.start in self.taken or self._after_noun(s, formula):
            return True
        places = self._places(formula) if not formula.display and len(s.pieces) == 2 and None not in s.pieces and s.operators == ["="] else []
        if len(places) < 2 and not (places and r"\pm" in places[0][1]["value"]):
            return False
        x = self.state.context_read(places[0][1]["name"])
        for p in s.pieces:
            self.chains.meanings.looked_up(p)
        left = self.state.read(s.pieces[0])
        right = self.state.beside(s.pieces[1], left) if left is not None else None
        if x is None or x.op != "var" or right is None or left is x or not is_scalar(x.shape) or not is_scalar(left.shape) or not is_scalar(right.shape):
            return False
        self.taken |= {f.start for f, _ in places}
        sentence = self.chains.meanings.survey.sentence(formula)
        residual = build.sub(left, right)
        if self._may_mean_another(residual, x, sentence, places):
            self.chains.outcome.passed_over(s.line(), s.row.text.strip())
            return True
        self._judge(residual, x, places, _OTHERS_EXCLUDED.search(formula.after) is not None or "only if" in formula.after)
        return True

    def _after_noun(self, s: Statement, formula: Formula) -> bool:
        r"""Judge the places of "The roots of $L'$ are $w = 0$ and $w = \pm a$"; False where this is not the first of several such places."""
        first = _PLACE.fullmatch(formula.rows[0].text) if not formula.display and len(formula.rows) == 1 and s.operators == ["="] else None
        sentence = self.chains.meanings.survey.sentence(formula)
        residual = roots_named.residual(self.state, sentence, first["name"]) if first is not None else None
        if residual is None:
            return False
        places = [(formula, first), *self._listed([(formula, first)])]
        if len(places) < 2 and r"\pm" not in first["value"]:
            return False
        self.taken |= {f.start for f, _ in places}
        x = self.state.context_read(first["name"])
        if words.IF.search(sentence) or self._may_mean_another(residual, x, sentence, places):
            self.chains.outcome.passed_over(s.line(), s.row.text.strip())
            return True
        self._judge(residual, x, places, True)
        return True

    def _may_mean_another(self, residual: Expr, x: Expr, sentence: str, places: list[tuple[Formula, re.Match[str]]]) -> bool:
        """Do the words tell this as an error, or may they give a parameter a value, or mean another function than that of the equation?"""
        last = next((f for f in self.chains.meanings.document.formulas if f.start == places[-1][0].start), places[-1][0])
        said = f"{sentence} § {re.split(r'[.;!?]', last.after)[0]}"
        if reservations.keeps(said) or reservations.mistaken(said) or reservations.altered(sentence) or restrictions.excepts(said):
            return True
        others = {n.data.name for n in residual.walk() if n.op == "var" and n is not x}
        return bool(others) and (claims_of_all.numbers_given(self.chains, [residual], but=[x.data.name]) or self._speaks_of(others, sentence))

    def _speaks_of(self, names: set[str], sentence: str) -> bool:
        """Do words since the last formula that is made of one of these speak of it alone, or of a parameter: "The parameter is now $4$", "If $c$ is $4$"?"""
        meanings = self.chains.meanings
        before = meanings.document.formulas[:meanings.at]
        made = max((k for k, f in enumerate(before) if any(len(row.text.strip(" .,;")) > len(n) and _holds(row.text, n) and "=" in row.text for row in f.rows for n in names)), default=-1)
        return any(row.text.strip(" .,;") in names for f in before[made + 1:] for row in f.rows) or any(
            _PARAMETER.search(f.before) for f in meanings.document.formulas[made + 1:meanings.at + 1]) or any(f"${n}$" in sentence for n in names)

    def _places(self, formula: Formula) -> list[tuple[Formula, re.Match[str]]]:
        """The formulas after this one that say where it holds."""
        return self._listed([]) if _WHERE.fullmatch(formula.after) is not None else []

    def _listed(self, before: list[tuple[Formula, re.Match[str]]]) -> list[tuple[Formula, re.Match[str]]]:
        """The places that stand one after the other from the next formula on, after those before."""
        found: list[tuple[Formula, re.Match[str]]] = []
        for f in self.chains.meanings.document.formulas[self.chains.meanings.at + 1:]:
            place = _PLACE.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None
            known = before + found
            if place is None or known and (place["name"] != known[0][1]["name"] or _OR.fullmatch(f.before) is None):
                break
            found.append((f, place))
        return found

    def _judge(self, residual: Expr, x: Expr, places: list[tuple[Formula, re.Match[str]]], alone: bool) -> None:
        count, first, told = 0, len(self.chains.outcome.steps), self._told_after(places)
        for f, place in places:
            row, signs = f.rows[0], ("  +", "  -") if r"\pm" in place["value"] else ("",)
            found = [(s, self._at(residual, x, s)) for sign in signs if (s := _statement(self.state, row, sign, told)) is not None]
            if len(found) != len(signs):
                continue
            count += len(signs)
            s, v = next(((s, v) for s, v in found if not v.right), found[0])
            self.chains.step(s, 0, v)
            step = self.chains.outcome.steps[-1]
            self.chains.outcome.steps[-1] = replace(step, source=row.text[row.text.index("=") + 1:].strip(" .,;\n")) if len(signs) > 1 or told else step
        new = self.chains.outcome.steps[first:]
        if alone and new and all(step.verdict.right for step in new) and not self._has_no_more(residual, x, count):
            self.chains.outcome.steps[-1] = replace(new[-1], verdict=Verdict(V.UNDECIDED, "whether nothing else solves the equation is not known"))

    def _told_after(self, places: list[tuple[Formula, re.Match[str]]]) -> tuple[str, ...]:
        r"""The name and the value of ", where $t_0 = \sqrt{c}$" after the list, of a name in it; nothing where there is none."""
        formulas = self.chains.meanings.document.formulas
        after = next((f for f in formulas if f.start > places[-1][0].start), None)
        said = _PLACE.fullmatch(after.rows[0].text) if after is not None and not after.display and _WITH.fullmatch(after.before) is not None else None
        return (said["name"], said["value"]) if said is not None and any(said["name"] in place["value"] for _, place in places) else ()

    def _at(self, residual: Expr, x: Expr, s: Statement) -> Verdict:
        self.chains.meanings.looked_up(s.pieces[1])
        value = self.state.read(s.pieces[1])
        if value is None or not is_scalar(value.shape):
            return Verdict(V.UNDECIDED, "the place could not be read")
        v = judge(self.state.context, build.substitute(residual, ((x.data, value),)), build.num(0))
        return replace(v, evidence=f"it solves the equation: {v.evidence}") if v.right else v

    def _has_no_more(self, residual: Expr, x: Expr, count: int) -> bool:
        """Is this a polynomial of a degree that is no larger than the number of roots that were found?"""
        for _ in range(count + 1):
            residual = build.derivative(residual, x, "column")
        return self.state.vanishes(residual)


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None


def _statement(state: State, row: Source, sign: str, told: tuple[str, ...]) -> Statement | None:
    r"""`t = a`; of `t = \pm a` the one with this sign; with the value of a name that is told later in its place."""
    text = row.text.replace(r"\pm", sign) if sign else row.text
    if told:
        text = re.sub(rf"{re.escape(told[0])}(?![A-Za-z])", lambda m: f"({told[1]})", text)
    try:
        found = statements(state.context, row.rewritten(text) if not told else Source(text, row.name, row.locate(0)[0]))
    except SymcheckError:
        return None
    return found[0] if len(found) == 1 and found[0].operators == ["="] and None not in found[0].pieces else None


__all__ = ["RootsListed"]
