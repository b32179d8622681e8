r"""Parts that ask for a quantity: a derivative, or a value, derived from the definitions.

The target is LaTeX read in the problem's context; the engine differentiates. `<i>` in a target is an
index that an answer may call by another letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import permutations

from symcheck.course.answer import Reading, best_of, noted, readings, undecided, wrong
from symcheck.course.beside import Main, main_statement, shaped
from symcheck.course.clauses import EQUALITIES, Statement
from symcheck.course.components import by_whole, component, components, whole
from symcheck.course.problem import Problem, View
from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.equality import equal
from symcheck.judge.judging import judge
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Context, Piece, indices_of
from symcheck.text import SymcheckError

RESTATED = "this restates the question; write the answer out"


@dataclass(frozen=True)
class Quantity:
    r"""Asks for `target`.

    `also`: other quantities that an answer may be about when its left side names one (the local
    derivatives on the way). `called`: patterns of left sides that name the target in words of the
    part's own (`g_i`). `others`: further targets that the right side alone may give.
    `estimates`: what the target may be said to approximate, `estimates \approx target`.
    `stated`: the target under the name that the question gives it (an expectation), for the worked solution.
    `note` is added to a right verdict. `generic`: may the target itself be the answer (a rule)?
    """

    target: str
    also: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    estimates: str = ""
    stated: str = ""
    note: str = ""
    generic: bool = False
    spellings: tuple[tuple[str, str], ...] = ()
    views: tuple[View, ...] = ()

    def judge(self, problem: Problem, answer: str) -> Verdict:
        return best_of(self._in(r) for r in readings(problem, answer, self.spellings, self.views))

    def _in(self, r: Reading | SymcheckError) -> Verdict:
        if isinstance(r, SymcheckError):
            return unreadable(r)
        found = self._main(r)
        if isinstance(found, Verdict):
            return found
        return found.settled(self._said(r, found.context, found.statement),
                             lambda context: self._said(r, context, found.statement))

    def _main(self, r: Reading) -> Main | Verdict:
        return main_statement(r, lambda s, c: self._asked(s, c) is not None)

    def _said(self, r: Reading, context: Context, statement: Statement) -> Verdict:
        """The verdict on the statement that answers, with what it says of its own shape."""
        if self.estimates and r"\approx" in statement.operators:
            return self._estimate(statement, context)
        if statement.operators[-1:] == [r"\in"]:
            *pieces, space = statement.pieces
            v = self._judged(r, context, replace(statement, pieces=pieces, operators=statement.operators[:-1]))
            return shaped(v, context, pieces[-1], replace(statement, pieces=[space])) if v.right else v
        return self._judged(r, context, statement)

    def _judged(self, r: Reading, context: Context, statement: Statement) -> Verdict:
        """The verdict on a statement about one of the targets, or on an expression alone."""
        targets, pieces = self._targets(statement, context), statement.pieces
        if isinstance(targets, Verdict):
            return targets
        if statement.operators:
            if any(o not in EQUALITIES for o in statement.operators):
                return undecided(f"the relation {statement.operators[0]} is not judged here")
            pieces = pieces[1:]
        v = best_of(judged(context, t, pieces, self.generic) for t in targets)
        if v.right and not self.generic and self._restated(context, pieces):
            return undecided(RESTATED, shape=v.shape)
        if not v.right and not statement.operators and any(
                judged(context, e, pieces, True).right for e in self._wholes(context)):
            return undecided("this is the derivative by all entries at once; the question is about one")
        if v.right and not statement.operators and (others := self._renamed(context, pieces)):
            v = noted(v, f"the indices of the question are called {', '.join(others)} here")
        if v.word == V.DIFFERENT and not statement.operators and self._is_other_entry(context, pieces[0]):
            return undecided("this is an entry of what is asked, but which one is not said; write it as an "
                             "equation, with the entry on the left")
        return noted(v, r.view.note, self.note) if v.right else v

    def explained(self, problem: Problem, answer: str, v: Verdict) -> Verdict:
        """A wrong verdict on an answer with the mistake that turns the right one into it, where just one does."""
        from symcheck.judge.claims import equations
        from symcheck.judge.mistakes import name_mistake

        for r in readings(problem, answer, self.spellings, self.views):
            if isinstance(r, SymcheckError):
                continue
            found = self._main(r)
            targets = found if isinstance(found, Verdict) else self._targets(found.statement, found.context)
            if isinstance(targets, Verdict):
                continue
            statement, context = found.statement, found.context
            for target in targets:
                for layout in ("column", "row"):
                    try:
                        right = read_side(context, target, layout)
                        wrong = read_side(context, statement.pieces[-1], layout, right)
                    except SymcheckError:
                        continue
                    mistake = name_mistake(right, wrong, equations(context))
                    if mistake is not None:
                        return replace(v, mistake=mistake.id, extra={**v.extra, "sentence": mistake.sentence})
        return v

    def _renamed(self, context: Context, pieces: list[Piece]) -> list[str]:
        """The letters of an answer, where they are not those of the question."""
        letters = free_letters(context, pieces)
        own = set(re.findall(r"<(\w)>", self.target))
        return letters if own and not own >= set(letters) else []

    def _restated(self, context: Context, pieces: list[Piece]) -> bool:
        """Is the answer one of the questions again?"""
        letters = free_letters(context, pieces[-1:])
        asked = (t for target in (self.target, *self.others) for t in lettered(target, letters))
        return any(restates(context, t, pieces[-1]) for t in (*asked, *self._wholes(context)))

    def _wholes(self, context: Context) -> tuple[Expr, ...]:
        """What is asked of one entry, of all at once."""
        try:
            asked = [read_side(context, own_letters(t), "column") for t in (self.target, *self.others)]
        except SymcheckError:
            return ()
        return tuple(e for e in map(by_whole, asked) if e is not None)

    def _is_other_entry(self, context: Context, piece: Piece) -> bool:
        """Is an answer without a left side a component, with row and column the other way round?"""
        return any(equal(context, e, piece).right
                   for t in (self.target, *self.others)
                   for e in components(context, t, free_letters(context, [piece]))[1:])

    def _estimate(self, s: Statement, context: Context) -> Verdict:
        at = s.operators.index(r"\approx") + 1
        if not EQUALITIES.issuperset(s.operators[:at - 1] + s.operators[at:]):
            return undecided("only one sign of approximation is judged")
        v = judged(context, self.estimates, s.pieces[:at], True)
        return judged(context, self.target, s.pieces[at:], self.generic) if v.right else v

    def _targets(self, s: Statement, context: Context) -> tuple[str | Expr, ...] | Verdict:
        """The targets that the answer may be about; a verdict where its left side is about another."""
        if not s.operators:
            letters = free_letters(context, s.pieces)
            targets = [t for target in (self.target, *self.others) for t in lettered(target, letters)]
            return *targets, *(e for t in targets for e in components(context, t, letters)[:1])
        target = self._asked(s, context)
        if target is not None:
            return (target,)
        try:
            left = read_side(context, s.pieces[0], "column")
        except SymcheckError as error:
            return unreadable(error)
        if "foreign" in left.ops:  # a limit, an integral: it may well be what is asked
            return undecided(f"whether the left side is what is asked, {own_letters(self.target)}, could not be told")
        return wrong(f"the left side is not what is asked: that is {own_letters(self.target)}")

    def _asked(self, s: Statement, context: Context) -> str | Expr | None:
        """The target that a left side names, or the component of one."""
        letters = free_letters(context, s.pieces)
        if any(matches(pattern, s.left) for pattern in self.called):
            return lettered(self.target, letters)[0]
        targets = (self.target, *self.others, *self.also)
        for target in targets:
            for t in lettered(target, letters):
                if equal(context, t, s.pieces[0]).right:
                    return t
        asked = [t for target in targets for t in lettered(target, letters)]
        return next((e for t in asked for e in (component(context, t, s.pieces[0]), whole(context, t, s.pieces[0]))
                     if e is not None), None)


def matches(pattern: str, text: str) -> bool:
    """Does a pattern fit the whole text, spaces and fonts aside?"""
    return re.fullmatch(pattern, plain(text)) is not None


def plain(text: str) -> str:
    """Text without spaces, size commands and fonts, one-letter scripts without braces."""
    text = re.sub(r"\\(?:boldsymbol|mathbf|bm|bf|vec|mathrm|mathcal|text|operatorname)(?![A-Za-z])", "",
                  text)
    text = re.sub(r"\\(?:left|right|big|Big|,|;|:|!|displaystyle)(?![A-Za-z])|[\s&]", "", text)
    previous = None
    while previous != text:
        previous = text
        text = re.sub(r"\{(\\[A-Za-z]+|[^\\{}])\}", r"\1", text)
        text = re.sub(r"\{\{([^{}]*)\}\}", r"{\1}", text)
    return text


def free_letters(context: Context, pieces: list[Piece]) -> list[str]:
    """Free indices of what can be read."""
    found: set[str] = set()
    for piece in pieces:
        for layout in ("column", "row"):
            try:
                found |= set(indices_of(read_side(context, piece, layout)))
                break
            except SymcheckError:
                continue
    return sorted(found)


def lettered(target: str, letters: list[str]) -> list[str]:
    """The target with `<i>`, `<j>` named as the answer may mean: letters of the target keep their
    place, others take the places that are left."""
    wanted = list(dict.fromkeys(re.findall(r"<(\w)>", target)))
    spare = [x for x in letters if x not in wanted][:4]
    free = [x for x in wanted if x not in letters]
    spare += free[:max(0, len(free) - len(spare))]
    made = []
    for order in permutations(spare, len(free)):
        names = {x: x for x in wanted} | dict(zip(free, order))
        made.append(re.sub(r"<(\w)>", lambda m: names[m[1]], target))
    return list(dict.fromkeys(made))


def own_letters(target: str) -> str:
    """The target with its own letters for the indices: i for `<i>`."""
    return re.sub(r"<(\w)>", r"\1", target)


def judged(context: Context, target: str | Expr, pieces: list[Piece], generic: bool = False) -> Verdict:
    """The verdict on a chain, each link against the target, all in one layout."""
    v = _in_layouts(context, target, pieces)
    if v.right and not generic and restates(context, target, pieces[-1]):
        return undecided(RESTATED, shape=v.shape)
    return v


def _in_layouts(context: Context, target: str | Expr, pieces: list[Piece]) -> Verdict:
    if len(pieces) == 1:
        return equal(context, target, pieces[0])
    verdicts = [equal(context, target, p) for p in pieces]
    for v in verdicts:
        if not v.right:
            return v
    for layout in ("column", "row"):
        each = [equal(context, target, p, layout) for p in pieces]
        if all(v.right and v.word != V.EQUAL_LAYOUT for v in each):
            return _joined(verdicts)
    return noted(_joined(verdicts), "the parts of this chain are not in the same layout")


def _joined(verdicts: list[Verdict]) -> Verdict:
    """One verdict on a chain: the weakest, with the conditions of all."""
    weak = max(verdicts, key=lambda v: [V.EQUAL, V.EQUAL_LAYOUT, V.EQUAL_WHERE, V.SUPPORTED].index(v.word))
    conditions = tuple(dict.fromkeys(c for v in verdicts for c in v.conditions))
    notes = tuple(dict.fromkeys(n for v in verdicts for n in v.notes))
    return replace(weak, conditions=conditions, notes=notes)


def restates(context: Context, target: str | Expr, piece: Piece) -> bool:
    """Is the answer the question again: does the asked derivative or name stand in it?"""
    for layout in ("column", "row"):
        try:
            asked, given = read_side(context, target, layout), read_side(context, piece, layout)
        except SymcheckError:
            continue
        if asked.op == "derivative" and given.op == "derivative" and same_variable(asked, given):
            return True
        if asked.op == "derivative" and asked.args[0].op == "apply" and primed(asked.args[0], given):
            return True
        if asked.op in ("derivative", "let", "item", "entry") and stands_in(asked, given):
            return True
    return False


def same_variable(a: Expr, b: Expr) -> bool:
    """Are two derivatives by one name, of what is equal?"""
    return a.args[1] is b.args[1] and a.args[0].shape == b.args[0].shape and not (
        a.args[0] is not b.args[0] and judge(Context(), a.args[0], b.args[0]).word != V.EQUAL)


def primed(value: Expr, given: Expr) -> bool:
    """Does a derivative of the function of `value`, at the same place, stand in `given`?"""
    return any(n.op == "apply" and n.data[0] == value.data[0] and n.data[1] and n.args == value.args
               for n in given.walk())


def stands_in(asked: Expr, given: Expr) -> bool:
    """Does `asked` occur in `given`, outside of definitions?"""
    stack, seen = [given], set()
    while stack:
        node = stack.pop()
        if node is asked:
            return True
        if node not in seen:
            seen.add(node)
            if node.op not in ("let", "derivative"):
                stack.extend(node.args)
            elif node.op == "let" and node.args[0].op == "derivative":
                stack.append(node.args[0])
    return False
