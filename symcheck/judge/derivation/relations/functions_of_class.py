r"""Inequalities about a function without a formula that words call $L$-smooth, convex, $\mu$-strongly convex: `f(x_{k+1}) \le f(x_k) - \frac{1}{2L} \|\nabla f(x_k)\|^2`.

Such a claim is tried at members of the class, of one number and of two: quadratic functions, square roots, cosines, sums of them. It is `supported` where it holds for
all members of the class that is surely meant, and wrong where it fails for one of the class that is meant at most, whatever the step size is said to be anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr, ShapeError
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import function_classes
from symcheck.judge.derivation.wording.function_classes import FunctionClass
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
from symcheck.read.parser import parse
from symcheck.read.scope import Entry
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_NOT_STRICT = frozenset((r"\le", r"\ge", r"\leq", r"\geq", r"\leqslant", r"\geqslant"))
_STAR = r"(?:\^\s*\{?\s*(?:\\star|\\ast|\*)\s*\}?|_\s*\{?\s*(?:\\star|\\ast|\*)\s*\}?)"
_NAME = r"(?:\\[A-Za-z]+|[A-Za-z])(?:\s*[_^]\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w|\*|\+))*"
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_COMMANDS = re.compile(r"\\(?:nabla|frac|dfrac|tfrac|left|right|[bB]igg?[lr]?|top|langle|rangle|cdot|lVert|rVert|Vert|quad|qquad)(?![A-Za-z])")
# What a step size is told to be: a value made of the constants, or a bound.
_VALUE = r"(?P<value>[^=<>]+?)"
_SMALL = re.compile(r"\b(?:small|sufficiently|tiny|suitabl[ey]|appropriate\w*|admissible)\b", re.I)
_KEPT = re.compile(r"\b(?:keep|kept|from\s+(?:here|now)\s+on|henceforth|throughout|always|in\s+(?:all\s+)?(?:what\s+follows|the\s+(?:rest|sequel|following)))\b", re.I)
_KEPT_BEFORE = re.compile(r"(?:^|[.;:]\s+)(?:\W*)(?:from\s+(?:here|now)\s+on|henceforth|throughout|in\s+(?:all\s+)?(?:what\s+follows|the\s+(?:rest|sequel|following)))\b[^.;]*$", re.I)
_CHOSEN = re.compile(r"\b(?:let|with|for|set|setting|fix|take|choos\w+|pick|use|using|step(?:\s*size)?|rate|assume|suppose)\b[^.;]*$", re.I)
# In its sentence or after it: it is claimed of some places only.
_CONDITION = re.compile(r"\b(?:if|when(?:ever)?|unless|suppos\w+|assum\w+|provided|as\s+long\s+as|while|until|in\s+case|near|close\s+to|eventually|not|never|would|could|for\s+(?:some|large|small))\b|n't\b", re.I)
_LIMITED = re.compile(r"^\W*(?:if|when(?:ever)?|unless|provided|as\s+long|for|where|until|near|on|in\s+(?:the|this|that)\s+case|except|only|but)\b")
# Words of a kind of functions, however these say which.
_KIND = re.compile(r"\b(?:Lipschitz\w*|[\w$-]*smooth(?:ness)?|(?:quasi|strongly|strictly)?-?\s?con(?:vex|cave)\w*|curvature|(?:sub|super)harmonic|nondecreasing|nonincreasing|(?:in|de)creasing|monoton\w+)\b", re.I)
NOT_OF_KIND = "the words may tell a kind of this function that those tried are not of"
_FREE = "ABCDEGHPQRSTUVWZ"


def judged(chains: Chains, a: Piece, b: Piece, op: str) -> Verdict | None:
    """The verdict on an inequality about such a function; None where it is none, or nothing tells."""
    meanings, texts = chains.meanings, [written(p.source, p.syntax.span) for p in (a, b)]
    f = _function(chains, (a, b), texts) if op in _NOT_STRICT else None
    if f is None:
        return None
    formula, text = meanings.document.formulas[meanings.at], meanings.survey.text
    others = frozenset(e.name for e in chains.state.context.scope if e.kind in ("function", "map") and e.name != f)
    sure, most = function_classes.surely(text[:formula.start], f, others), function_classes.at_most(text, f)
    if function_classes.bound_told(f"{texts[0]} {op} {texts[1]}", f, text[:formula.start].rstrip("$ \n")):
        return Verdict(V.EQUAL, f"this is what the words suppose of {f}")
    trial = _Trial.of(chains, f, (a, b), texts, op, {sure.minimizer, most.minimizer} - {""})
    if trial is None:
        return None
    trial.step = min(trial.stepped(most), default="")
    values = _steps(chains, trial.step) if trial.step else []
    if not sure.is_any:
        standing = [value for value, stands in values if stands]
        for step in ("", *standing[-1:]):
            if all(v is not None and v.right for v in trial.verdicts(sure, step)):
                return Verdict(V.SUPPORTED, f"it holds for the functions of this kind that were tried, at many points{f', with {trial.step} = {step}' if step else ''}; that is no proof")
    if most.is_any or _is_of_fewer(chains, text) or trial.step and _SMALL.search(text):
        return None
    speaks_of = {*trial.points, *trial.others} - {trial.step, most.smooth, most.strong}
    if chains.state.unused or any(names_in(e) & speaks_of for _, *sides in chains.state.supposed for e in sides if isinstance(e, Expr)):
        return None
    failed = None
    for step in ("", *dict.fromkeys(value for value, _ in values)):
        failed = next((v for v in trial.verdicts(most, step) if v is not None and v.word == V.DIFFERENT), None)
        if failed is None:
            return None
    return failed


def _is_of_fewer(chains: Chains, text: str) -> bool:
    """May the words make it a claim of some functions or places only?"""
    formula = chains.meanings.document.formulas[chains.meanings.at]
    return function_classes.OTHERS.search(text) is not None or function_classes.FEWER.search(text[:formula.start]) is not None \
        or _CONDITION.search(re.sub(r"\$[^$]*\$", " ", chains.meanings.survey.sentence(formula))) is not None or _LIMITED.match(formula.after) is not None


def _function(chains: Chains, pieces: tuple[Piece, Piece], texts: list[str]) -> str | None:
    """The only function of these texts, or of the rule of the iterates in them, which has no formula."""
    rules = [rule for p in pieces for n in p.syntax.walk() if (rule := chains.meanings.recursions.gives(n)) is not None]
    rows = texts + [written(rule.source, rule.value.span) for rule in rules]
    names = [e.name for e in chains.state.context.scope if (e.kind == "function" or _is_sum_of_any(e)) and any(re.search(rf"(?<![A-Za-z\\]){re.escape(e.name)}\s*\(", t) for t in rows)]
    return names[0] if len(names) == 1 and _LETTER.fullmatch(names[0]) else None


def _is_sum_of_any(e: Entry) -> bool:
    r"""Is this `f(w) = \frac1n \sum_i f_i(w)` of functions without a formula? Then it may be any function itself."""
    if e.kind != "quantity" or not e.params or e.expr is None or e.expr.op != "let" or not is_scalar(e.expr.shape):
        return False
    nodes, params = list(e.expr.args[0].walk()), {p.name for p in e.params}
    return all(n.op in ("mul", "div", "sum", "entry", "apply", "size", "var", "num") for n in nodes) and names_in(e.expr) <= params and any(n.op == "sum" for n in nodes) \
        and all(n.data == 1 for n in nodes if n.op == "num") and [_is_any(n) and all(x.op == "var" for x in n.args) for n in nodes if n.op == "apply"] == [True]


def _is_any(n: Expr) -> bool:
    """Is this a function without a formula at some place?"""
    return n.op == "apply" and n.data[0].kind == "general" and not n.data[0].known


def doubt(chains: Chains, a: Piece, b: Piece) -> str:
    """Why values at which an inequality fails refute nothing: its function has no formula and may be told to be of a kind, of which those tried need not be; "" where they do."""
    sides = [e for p in (a, b) if (e := chains.state.read(p)) is not None]
    return NOT_OF_KIND if _KIND.search(chains.meanings.survey.text) and any(_is_any(n) for e in sides for n in e.walk()) else ""


def _taken(f: str, rows: list[str]) -> set[str]:
    """The names of what f and its derivative are taken at in these, sums of such."""
    return {name[0].strip() for row in rows for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(f)}\s*\(([^()]*)\)", row) for name in re.finditer(_NAME, _COMMANDS.sub(" ", m[1]))}


def _definition(chains: Chains, name: str) -> str:
    r"""`x^+ = x - \eta \nabla f(x)`, the last formula before the claim that defines this name, which has one; "" where there is none."""
    e = chains.state.context_read(name)
    if e is None or e.op != "let" or not is_vector(e.shape):
        return ""
    at, plain = chains.meanings.at, re.sub(r"\s", "", name)
    rows = [row.text.strip().rstrip(".,; ") for f in chains.meanings.document.formulas[:at] for row in f.rows]
    found = [row for row in rows if re.sub(r"\s", "", row.partition("=")[0].rstrip(": ")) == plain and row.count("=") == 1]
    return f"{name} = {found[-1].partition('=')[2].strip()}" if found else ""


class _Trial:
    """The two sides, with what their names are."""

    def __init__(self, chains: Chains, f: str, texts: list[str], op: str):
        self.chains, self.f, self.op = chains, f, op
        self.point, self.least = [x for x in _FREE if not any(x in t for t in texts)][:2]
        self.stars = any(re.search(rf"(?<![A-Za-z\\]){re.escape(f)}\s*{_STAR}", t) for t in texts)
        self.texts = [re.sub(rf"(?<![A-Za-z\\]){re.escape(f)}\s*{_STAR}", f" {self.least} ", t) for t in texts]
        self.points: list[str] = []
        self.given: list[str] = []  # iterates with what the rule makes them
        self.step = ""
        self.others: set[str] = set()
        self.starred = False  # does it speak of a minimizer?

    @classmethod
    def of(cls, chains: Chains, f: str, pieces: tuple[Piece, Piece], texts: list[str], op: str, minimizers: set[str]) -> _Trial | None:
        """The trial of a claim; None where it speaks of what is not known. `minimizers`: how the document writes those."""
        if sum(not any(x in t for t in texts) for x in _FREE) < 6:
            return None
        trial, recursions = cls(chains, f, texts, op), chains.meanings.recursions
        nodes = {written(p.source, n.span).strip(): n for p in pieces for n in p.syntax.walk() if counters.iterate(n) is not None}
        rows = [*trial.texts]
        for text, node in nodes.items():
            rule, (_, place) = recursions.gives(node), counters.iterate(node)
            if rule is not None and place.counter and place.number == rule.offset:
                rows.append(written(rule.source, rule.value.span))
                trial.given += [row] if (row := f"{text} = {rows[-1]}") not in trial.given else []
        rows += [row for row in (_definition(chains, name) for name in _taken(f, rows)) if row and (row in trial.given or trial.given.append(row) is None)]
        names = dict.fromkeys(re.sub(r"\s*\^\s*\{?\s*[2T]\s*\}?$", "", m[0].strip()).strip() for row in rows for m in re.finditer(_NAME, _COMMANDS.sub(" ", row)))
        taken = _taken(f, rows)
        for name in names:
            if name in (f, trial.least, *minimizers) or name in {g.partition("=")[0].strip() for g in trial.given}:
                continue
            e = chains.state.context_read(name)
            if e is None or is_scalar(e.shape):
                trial.others.add(name)
            elif is_vector(e.shape) and e.op in ("var", "item") and name in taken:
                trial.points.append(name)
            else:
                return None
        if any(re.search(rf"(?<![A-Za-z\\]){re.escape(f)}\s*{_STAR}\s*(?:\\left)?\(", t) for t in texts):
            return None  # a conjugate
        trial.starred = any(name in row for name in minimizers for row in rows)
        return trial

    def stepped(self, kind: FunctionClass) -> set[str]:
        """The numbers besides the constants of the class that the rule of the iterates is made of: the step size."""
        return {name for name in self.others - {kind.smooth, kind.strong} if any(re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", g) for g in self.given)}

    def verdicts(self, kind: FunctionClass, step: str) -> Iterator[Verdict | None]:
        """The verdicts for the members of a class, one after the other; None where one cannot be told."""
        if self.others - {kind.smooth, kind.strong, self.step}:
            yield None
            return
        lines = _constants(kind, self.step, step)
        for size in (1, 2):
            for member in _members(kind, size, self.point, needs_least=self.stars or bool(kind.minimizer)):
                yield self._verdict(kind, lines, size, member)

    def _verdict(self, kind: FunctionClass, lines: list[str], size: int, member: str) -> Verdict | None:
        space = r"\mathbb{R}" if size == 1 else r"\mathbb{R}^2"
        free = [name for name in self.points if name != kind.minimizer]
        if any(re.search(_STAR, name) for name in free) or not kind.minimizer and self.starred:
            return None  # a place of which nothing is told
        context = Context()
        try:
            for line in (*lines, rf"{self.point} \in {space}", rf"{self.least} \in \mathbb{{R}}", *([r"a_1 = \begin{pmatrix} 1 \\ 0 \end{pmatrix}", r"a_2 = \begin{pmatrix} 0 \\ 1 \end{pmatrix}"] if size == 2 else ()),
                         *(rf"{name} \in {space}" for name in free), *(() if "x" in free else (rf"x \in {space}",)), rf"{self.f}(x) = {member} + {self.least}",
                         *([f"{kind.minimizer} = {self.point}"] if kind.minimizer else ()), *self.given):
                context.declare(line)
            sides = [context.reading(Piece(parse(Source(t), context.words), Source(t))).expr for t in self.texts]
            v = order.of_values(replace(self.chains.state, context=context, unread_order=False), *sides, self.op)
        except (SymcheckError, ShapeError, Unsupported, Limit, RecursionError):
            return None
        return replace(v, message=f"for {self.f}(x) = {member} + {self.least}, {v.message}") if v.word == V.DIFFERENT else v


def _constants(kind: FunctionClass, step: str, value: str) -> list[str]:
    """What declares the constants of a class, with L at least \\mu, and a step size with its value or bound."""
    lines = [r"h_1 > 0", r"h_2 > 0"]
    lines += [f"{kind.strong} > 0"] if kind.strong else []
    lines += [f"{kind.smooth} = {kind.strong} + h_1" if kind.strong else f"{kind.smooth} > 0"] if kind.smooth else []
    return lines + ([f"{step} = {value}" if value else f"{step} > 0"] if step else [])


def _members(kind: FunctionClass, size: int, c: str, needs_least: bool) -> Iterator[str]:
    """Functions of a class, with their least value at c and no less than 0; without one only where none is spoken of."""
    if size == 1:
        yield from _of_number(kind, rf"(x - {c})", needs_least)
        return
    first, second = (list(_of_number(kind, rf"(a_{k}^\top (x - {c}))", needs_least)) for k in (1, 2))
    for k in range(len(first)):
        yield f"{first[k]} + {second[k - 1]}"


def _of_number(kind: FunctionClass, z: str, needs_least: bool) -> Iterator[str]:
    square = rf"\frac12 {z}^2"
    roots = [rf"{s} (\sqrt{{1 + {z}^2 / {s}}} - 1)" for s in (r"\frac{1}{16}", "1", "9")]
    if kind.strong and kind.smooth:
        m, h = kind.strong, "h_1"
        yield rf"{m} {square}"
        yield rf"({m} + {h}) {square}"
        yield rf"({m} + \frac{{{h}}}{{3}}) {square}"
        for root in roots:
            yield rf"{m} {square} + {h} {root}"
    elif kind.strong:
        yield rf"{kind.strong} {square}"
        yield rf"({kind.strong} + h_1) {square}"
        yield rf"{kind.strong} {square} + {z}^4"
        yield rf"{kind.strong} {square} + h_1 {roots[0]}"
    elif kind.smooth:
        L = kind.smooth
        yield rf"{L} {square}"
        yield rf"\frac{{{L}}}{{5}} {square}"
        for root in roots:
            yield rf"{L} {root}"
        if not kind.convex:
            yield rf"{L} (1 - \cos({z}))"
            if not needs_least:
                yield rf"(-{L} {square})"
    else:
        yield square
        yield rf"{z}^4"
        for root in roots:
            yield root


def _steps(chains: Chains, step: str) -> list[tuple[str, bool]]:
    """What the formulas among words say the step size is, a value or one below a bound, and whether that stands where the claim is."""
    meanings, found = chains.meanings, []
    text, at = meanings.survey.text, meanings.document.formulas[meanings.at].start
    name = re.escape(step)
    equal, below = re.compile(rf"\s*{name}\s*=\s*{_VALUE}\s*[.,;]?\s*"), re.compile(rf"\s*(?:0\s*<\s*)?{name}\s*(?:<|\\leq?(?:slant)?|\\in\s*\(\s*0\s*,)\s*{_VALUE}\s*[\])]?\s*[.,;]?\s*")
    for k, formula in enumerate(meanings.document.formulas):
        for row in formula.rows:
            m = equal.fullmatch(row.text) or below.fullmatch(row.text)
            if m is None or "nabla" in m["value"]:
                continue
            value = m["value"] if m.re is equal else rf"\frac{{1}}{{1 + h_2}} ({m['value']})"
            between = text[formula.start:at]
            stands = k < meanings.at and _CHOSEN.search(re.sub(r"\$[^$]*\$", " ", formula.before)) is not None and "\n\n" not in re.sub(r"\n\s*\n(?=\$\$)|(?<=\$\$)\s*\n\s*\n", "\n", between) \
                or k < meanings.at and (_KEPT.search(between.split(".")[0]) or _KEPT_BEFORE.search(re.sub(r"\$[^$]*\$", " ", formula.before))) is not None
            found.append((value, stands))
    return found


__all__ = ["judged"]
