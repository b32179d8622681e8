r"""Losses without a formula: `some differentiable loss $\mathcal{L}$ of the output`.

Of such a loss the text says derivatives only, and what it says of them holds for every function of the
outputs. Outputs are the names by which the document differentiates the loss and which no other of these
depends on. The loss is c + <G, o> for each output o, with a free number c and a free array G that is
its gradient: at one point its value and its first derivatives are any whatever, so a claim of first order
holds for this loss exactly where it holds for all. What is of higher order, or at another point, is not
decided; nor is anything refuted that the text may have told of the loss in words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.verdict import Verdict
from symcheck.read.assumptions import rebuild
from symcheck.read.documents import Document
from symcheck.read.reading import fresh_uid
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.state import State
    from symcheck.read.context import Context

_LETTER = (r"(?:\\math(?:cal|scr|frak|rm|bf|sf|it)\s*(?:\{\s*[A-Z]\s*\}|[A-Z])|\\ell(?![A-Za-z])"
           r"|\\(?:text|mathrm)\s*\{[Ll]oss\}|[A-Zf](?![A-Za-z]))")
_D = r"(?:\\partial(?![A-Za-z])|\\mathrm\s*\{?d\}?|d(?=[\sA-Z\\]))"
_OF = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}\s*({_LETTER})\s*\}}\s*(?=\{{)")
_BEFORE = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}\s*\}}\s*(?=\{{)")
_SLOPE = re.compile(r"\\nabla\s*_\s*")
_SLASHED = re.compile(rf"{_D}\s*({_LETTER})\s*/\s*{_D}\s*(\\?[A-Za-z]+(?:[_^](?:\{{[^{{}}]*\}}|\w))*)")
_NEXT = re.compile(rf"\s*\}}?\s*({_LETTER})")
# What tells a loss in words: its name stands for a formula, known to the reader.
_KNOWN = re.compile(r"cross[- ]entropy|squared|square loss|\bMSE\b|quadratic|hinge|logistic|log[- ]?loss|likelihood|"
                    r"absolute|Huber|\bleast|\bsum of\b|divergence|\bELBO\b|mean loss|average", re.I)
_WHATEVER = re.compile(r"\b(some|any|arbitrary|generic|whatever|unspecified|e\.g|such as|for example|abstract)\b", re.I)
_MORE = re.compile(r"regulari[sz]|weight decay|penalt", re.I)
_SENTENCES = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


class Loss(NamedTuple):
    """A loss as it stands: its name as defined, the outputs, and the arrays that are its gradients by these."""

    name: Expr
    outputs: tuple[Expr, ...]
    free: frozenset[Variable]


class Upstream:
    """The losses of a document that have no formula, each taken in when a formula speaks of it."""

    def __init__(self, document: Document, state: State):
        self.state = state
        self.losses: dict[str, Loss] = {}  # by name, as written
        rows = [row.text for f in document.formulas for row in f.rows]
        self.sought = {name: by for name, by in differentiated(rows).items()
                       if not any(_gives(name, row) for row in rows) and not _told(name, document.text)}
        self.more = _MORE.search(document.text) is not None

    @property
    def context(self) -> Context:
        return self.state.context

    def met(self, row: Source) -> None:
        """Take in the losses that a row speaks of, with the outputs known by now."""
        for name, by in self.sought.items():
            if re.search(_spelled(name), row.text):
                self._settle(name, by, row.name)

    def _settle(self, name: str, by: tuple[str, ...], source: str) -> None:
        known, entry = self.losses.get(name), self._entry(name)
        if entry is not None:
            if known is None or entry.expr.op != "let" or entry.expr.data != known.name.data:
                return  # the letter is that of something else
            known = self.losses[name] = _as_it_stands(entry.expr, known)
        outputs = self._outputs(by, known)
        if not outputs or known is not None and set(outputs) == set(known.outputs):
            return
        if known is not None and not all(any(n is old for new in outputs for n in new.walk()) for old in known.outputs):
            self.context.scope.drop(entry)  # another layer: another loss
            entry = None
        if entry is None:
            try:
                self.context.declare(Source(rf"{name} \in \mathbb{{R}}", source, 1))
            except SymcheckError:
                return
            entry = self._entry(name)
        v = entry.expr.data
        value, free = _any_function(v, outputs)
        loss = build.let(v, value)
        rebuild(self.context, entry, v, v, loss)
        self.context.definitions[v] = loss
        self.context.remembered = {}
        self.losses[name] = Loss(loss, outputs, free)

    def _entry(self, name: str):
        """The quantity of this spelling, in this font where the letter has several."""
        try:
            e = self.context.read(name)
        except SymcheckError:
            return None
        font = re.match(r"\\math([a-z]+)", name)
        rows = [x for x in self.context.scope if x.expr is e and x.kind == "quantity"]
        return next((x for x in rows if font is None or x.font == font[1]), None)

    def _outputs(self, by: tuple[str, ...], known: Loss | None) -> tuple[Expr, ...]:
        """Of the names the document differentiates by, those that no other of them depends on."""
        found: dict[Expr, frozenset[Expr]] = {}
        for text in by:
            try:
                e = self.context.read(text)
            except SymcheckError:
                continue
            while e.op in ("item", "entry", "row", "column"):
                e = e.args[0]
            inside = frozenset(e.walk())
            if e.op in ("var", "let") and (known is None or known.name not in inside and not any(
                    n.op == "var" and n.data in known.free for n in inside)):
                found[e] = inside
        last = [e for e in found if not any(e in inside for other, inside in found.items() if other is not e)]
        return tuple([e for e in last if e.op == "let"] or last)

    def judged(self, verdict: Verdict, *sides: Expr | None) -> Verdict:
        """The verdict on a relation, left open where nothing follows for every loss."""
        if verdict.word in (V.UNREADABLE, V.UNDECIDED) or not self.losses:
            return verdict
        nodes = [frozenset(e.walk()) for e in sides if e is not None]
        for loss in self.losses.values():
            held = [any(n.op == "var" and n.data in loss.free for n in side) for side in nodes]
            if any(held) and (why := self._open(loss, verdict, held, nodes)):
                return Verdict(V.UNDECIDED, why)
        return verdict

    def _open(self, loss: Loss, verdict: Verdict, held: list[bool], nodes: list[frozenset[Expr]]) -> str:
        name = loss.name.data.name
        if any(_beyond(side, loss) for side in nodes):
            return f"{name} has no formula here: only its first derivatives are judged"
        if verdict.word != V.DIFFERENT:
            return ""
        inside = frozenset().union(*(o.walk() for o in loss.outputs))
        for side in nodes:
            for n in side:
                if n.op == "derivative" and _whole(n.args[1]) not in inside and loss.name in n.args[0].walk():
                    return f"how {name} depends on {to_latex(n.args[1])} was not said, or not read"
        if not all(held):
            return f"{name} has no formula here: what its derivatives are equal to is not known"
        return f"{name} may have terms that were told in words" if self.more else ""


def differentiated(rows: list[str]) -> dict[str, tuple[str, ...]]:
    """By name of what is differentiated in a document: by what, as written."""
    found: dict[str, dict[str, None]] = {}

    def keep(name: str, by: str) -> None:
        if by:
            found.setdefault(_plain(name), {})[by] = None

    for row in rows:
        for m in _OF.finditer(row):
            below = _braced(row, m.end())
            keep(m[1], re.sub(rf"^\s*{_D}\s*", "", below) if not re.match(rf"\s*{_D}\s*\^", below) else "")
        for m in _BEFORE.finditer(row):
            below = _braced(row, m.end())
            if after := _NEXT.match(row, m.end() + len(below) + 2):
                keep(after[1], re.sub(rf"^\s*{_D}\s*", "", below))
        for m in _SLOPE.finditer(row):
            by = _braced(row, m.end()) if row[m.end():m.end() + 1] == "{" else \
                (re.match(r"\\[A-Za-z]+|\w", row[m.end():]) or [""])[0]
            if after := _NEXT.match(row, m.end() + len(by) + 2 * (row[m.end():m.end() + 1] == "{")):
                keep(after[1], by)
        for m in _SLASHED.finditer(row):
            keep(m[1], m[2])
    return {name: tuple(by) for name, by in found.items()}


def _braced(text: str, at: int) -> str:
    """What stands in the braces that open at a place."""
    depth = 0
    for k in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[k], 0)
        if not depth:
            return text[at + 1:k]
    return ""


def _plain(name: str) -> str:
    r"""`\mathcal{L}` of `\mathcal L`."""
    return re.sub(r"^(\\math[a-z]+)\s*\{?\s*([A-Z])\s*\}?$", r"\1{\2}", name.strip())


def _spelled(name: str) -> str:
    """A pattern for a name in either spelling."""
    m = re.match(r"(\\math[a-z]+)\{(\w)\}$", name)
    if m is not None:
        return rf"{re.escape(m[1])}\s*(?:\{{\s*{m[2]}\s*\}}|{m[2]}(?![A-Za-z]))"
    return rf"(?<![A-Za-z\\{{]){re.escape(name)}(?![A-Za-z])" if len(name) == 1 else re.escape(name)


def _gives(name: str, row: str) -> bool:
    """Is the name defined, declared or described in a row?"""
    return re.search(rf"(?:^|\\q?quad|[,;&]|\\text\{{[^{{}}]*\}})\s*{_spelled(name)}\s*(?:_\{{?\\?\w+\}}?)?"
                     rf"(?:\([^()=]*(?:\([^()]*\)[^()=]*)*\))?\s*&?\s*(?::?=|\\in\b|:|\\colon\b|\\triangleq|"
                     rf"\\equiv|\\approx|\\sim|\\leftarrow)", row) is not None


def _told(name: str, text: str) -> bool:
    """Do the words say which loss it is?"""
    for sentence in _SENTENCES.split(text):
        if _KNOWN.search(sentence) and not _WHATEVER.search(sentence) and re.search(
                rf"\$\s*{_spelled(name)}\s*\$", sentence):
            return True
    return False


def _as_it_stands(name: Expr, known: Loss) -> Loss:
    """The loss after definitions that are in it may have changed."""
    names = {o.data for o in known.outputs}
    return Loss(name, tuple(n for n in name.walk() if n.op in ("var", "let") and n.data in names), known.free)


def _any_function(v: Variable, outputs: tuple[Expr, ...]) -> tuple[Expr, frozenset[Variable]]:
    """c + <G, o> summed over the outputs o, and the free names in it."""
    value = build.var(Variable(f"{v.name}_0"))
    free = {value.data}
    for o in outputs:
        slope = Variable(rf"\frac{{\partial {v.name}}}{{\partial {o.data.name}}}", o.shape, o.data.family)
        free.add(slope)
        indices = tuple(Index("abcd"[k], d, fresh_uid()) for k, d in enumerate(o.data.family))
        a, b = build.var(slope), o
        if indices:
            at = tuple(At(i) for i in indices)
            a, b = build.item(a, at), build.item(b, at)
        part = build.mul(a, b) if is_scalar(o.shape) else build.reduce("sum", build.hadamard(a, b))
        for i in reversed(indices):
            part = build.sum_over(i, part)
        value = build.add(value, part)
    return value, frozenset(free)


def _whole(e: Expr) -> Expr:
    while e.op in ("item", "entry", "row", "column"):
        e = e.args[0]
    return e


def _beyond(side: frozenset[Expr], loss: Loss) -> bool:
    """Is this of the loss at another point, or of higher than the first order in it?"""
    def holds(e: Expr) -> bool:
        return any(m.op == "var" and m.data in loss.free for m in e.walk())

    return any(n.op == "substitute" and holds(n.args[0]) or n.op in ("derivative", "jacobian") and any(
        m.op == "derivative" and holds(m) for m in n.args[0].walk()) for n in side)
