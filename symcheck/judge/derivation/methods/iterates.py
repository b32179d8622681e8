r"""Iterates: `w_t` and `w_{t+1}` of a method that is written with a counter of its steps.

A base that the document writes with t + 1 somewhere has a value at each step: w_t is a variable with the shape of
w, and w_{t+1} gets its meaning from the update. Families (`x_i`), layers and letters that sums run over are none.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.laws.models import declaration
from symcheck.read.context import Context
from symcheck.read.scope import Entry

_NEXT = re.compile(r"(\\(?:bm|mathbf|boldsymbol|hat|tilde)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|"
                   r"[A-Za-z])\s*"
                   r"(?:_\s*\{\s*([a-z])\s*\+\s*1\s*\}|\^\s*\{\s*\(\s*([a-z])\s*\+\s*1\s*\)\s*\})")
# `m_t = \beta m_{t-1} + ..`
_BEFORE = re.compile(r"_\s*\{?\s*([a-km-z])\s*\}?\s*&?\s*:?=[^\n]*?_\s*\{\s*\1\s*-\s*1\s*\}")
# `x_{k+1} = x_k + ..`: a step, though sums run over k too.
_STEP = re.compile(r"(\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])\s*_\s*\{\s*([a-z])\s*\+\s*1\s*\}\s*&?\s*:?=[^\n$]*?(?<![A-Za-z\\])\1_\s*\{?\s*\2(?![\w +-])")
# `\\eta_t = \\frac{\\eta_0}{1 + t}`: a step size that changes with the step.
_SCHEDULE = re.compile(r"\\(?:eta|alpha|gamma|epsilon|varepsilon|tau)\s*_\s*(?:\{\s*([kts])\s*\}|([kts])(?![A-Za-z]))\s*&?\s*:?=(?=[^\n$=]*(?<![A-Za-z\\_])(?:\1|\2)(?![A-Za-z]))")
# `w_t - c = (w_0 - c) q^t`, `w_t = 1 + 2 \cdot 0.4^t`: a closed form of what has a start.
_CLOSED = re.compile(r"(?<![A-Za-z\\])(\\[A-Za-z]+|[A-Za-z])\s*_\s*(?:\{\s*([kt])\s*\}|([kt])(?![A-Za-z]))[^=\n$&,;]*&?=[^\n$=]*\^\s*(?:(?:\2|\3)(?![A-Za-z])|\{\s*(?:\2|\3)\s*\})")
# `w \\leftarrow w - \\eta J'(w)`: the w_t of the same document are what its steps make.
_MOVED = re.compile(r"(?<![A-Za-z\\])([a-z]|\\(?:theta|beta|mu))\s*&?\s*(?:\\leftarrow|\\gets)(?![A-Za-z])\s*&?\s*\1(?![A-Za-z_^])")
_BASE = (r"(\\(?:bm|mathbf|boldsymbol|hat|tilde)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
         r"_\s*(?:%s(?![A-Za-z])|\{\s*%s\s*\}|\{\s*%s\s*-\s*1\s*\})")
_LISTED = re.compile(r"\s*(\\?[A-Za-z]+)_\{?[01]\}?\s*,\s*\1_\{?[12]\}?\s*,\s*\\[lc]?dots\s*,?\s*(\\in\b.*)$")
# `k = 0, \dots, K - 1`: after how many steps a method ends.
_END = re.compile(r"(?<![A-Za-z\\])([a-z])\s*=\s*[01]\s*,(?:\s*[12]\s*,)?\s*\\[lc]?dots\s*,\s*([A-Z])(?![A-Za-z_^])")
_START = re.compile(r"\s*(\\?[A-Za-z]+)_\{?0\}?\s*(\\in\b.*)$")
_FONT = re.compile(r"\\(?:bm|mathbf|boldsymbol)\s*\{\s*(\\?[A-Za-z]+)\s*\}")
_BOUND = re.compile(r"\\(?:sum|prod)\s*(?:\\limits)?\s*_\s*\{?\s*([a-z])\b")


class Iterates:
    """The iterates of a document, as it writes them."""

    def __init__(self, text: str):
        scheduled = frozenset(m[1] or m[2] for m in _SCHEDULE.finditer(text))
        bound = set(_BOUND.findall(text)) - {m[2] for m in _STEP.finditer(text)} - scheduled
        self.now: dict[str, str] = {}  # w_t: w
        self.letters = frozenset(m[2] or m[3] for m in _NEXT.finditer(text)) | frozenset(_BEFORE.findall(text))
        self.letters |= scheduled | frozenset(m[2] or m[3] for m in _CLOSED.finditer(text) if re.search(rf"(?<![A-Za-z\\]){re.escape(m[1])}\s*_\s*\{{?\s*0", text)) - bound
        self.letters |= frozenset("t" for m in _MOVED.finditer(text) if re.search(rf"(?<![A-Za-z\\]){re.escape(m[1])}\s*_\s*(?:t(?![A-Za-z])|\{{\s*t\s*\}})", text))
        self.letters -= bound
        self.ends = frozenset(m[2] for m in _END.finditer(text) if m[1] in self.letters) - self.letters
        for m in _NEXT.finditer(text):
            counter = m[2] or m[3]
            if counter in bound:
                continue
            base = m[1].replace(" ", "")
            self.now[f"{base}_{counter}" if m[2] else f"{base}^{{({counter})}}"] = base
            if m[2]:
                self.now |= {f"{base}_{n}": base for n in re.findall(re.escape(base) + r"_\{?(\d)(?!\d)", text)}
            else:
                self.now |= {f"{base}^{{({n})}}": base for n in re.findall(re.escape(base) + r"\s*\^\s*\{\s*\((\d)\)\s*\}", text)}
        for t in self.letters:
            for m in re.finditer(_BASE % (t, t, t), text):
                base = m[1].replace(" ", "")
                self.now |= {f"{base}_{t}": base, f"{base}_{{{t}-1}}": base}
        self.numbered = {f"{base}_{n}": base for base in {b for n, b in self.now.items() if "^" not in n}
                         for n in re.findall(re.escape(base) + r"_\{?([1-9])(?!\d)", text)}  # w_1: w

    def declare(self, context: Context) -> None:
        """The present value, and those at numbered steps, of each iterate whose letter has a shape by now."""
        for name, base in self.now.items():
            bare = context.scope.bare(letter_of(base))
            if bare is not None and bare.kind == "quantity" and bare.expr.op == "var" and not bare.expr.data.family:
                self._declare(context, name, bare.expr)

    def in_its_font(self, name: str) -> str:
        r"""The iterate `\mathbf{v}_t` that a message calls v_t; the name itself where the document has no such one."""
        if name in self.now:
            return name
        return next((x for x, base in self.now.items() if letter_of(base) != base and letter_of(base) + x.removeprefix(base) == name), name)

    def starts(self, name: str) -> bool:
        """Is this the first of iterates: `v_0`?"""
        return re.sub(r"_\s*\{?\s*0\s*\}?\s*$", "", name).replace(" ", "") in self.now.values()

    def listed(self, text: str) -> list[str]:
        r"""The declarations of iterates in `h_1, h_2, \dots \in \mathbb{R}`, a sequence without an end."""
        found = _LISTED.match(text)
        if found is None:
            return []
        base = found[1].replace(" ", "")
        return [f"{name} {found[2]}" for name, of in self.now.items() if of == base]

    def sequence(self, text: str, context: Context) -> list[str]:
        """The declarations of iterates in a declaration of the first ones."""
        return self.listed(text) or self.started(text, context)

    def started(self, text: str, context: Context) -> list[str]:
        r"""The declarations of iterates after `Let $x_0 \in \mathbb{R}$` beside an x of another shape: they have that of the start, and
        what was taken of them before is dropped."""
        found = _START.match(text)
        base = found[1].replace(" ", "") if found is not None else ""
        bare = context.scope.bare(letter_of(base)) if base in self.now.values() else None
        if bare is None or bare.kind != "quantity" or bare.expr.data.family:
            return []
        trial = context.copy()
        for e in list(self.entries(base, trial)):
            trial.scope.drop(e)
        trial.declare(f"{base}_0 {found[2]}")
        if trial.read(f"{base}_0").shape == bare.expr.shape:
            return []
        for e in [e for e in self.entries(base, context) if e.sub is not None and e.expr is not None and e.expr.op == "var"]:
            context.scope.drop(e)
        context.remembered = {}
        return [f"{base}_0 {found[2]}", *(f"{name} {found[2]}" for name, of in self.now.items() if of == base and name != f"{base}_0")]

    def stands_in(self, name: str, text: str) -> bool:
        """Is this iterate written in a text?"""
        base, mark = self.now[name], name.removeprefix(self.now[name]).strip("_^{}")
        return re.search(rf"(?<![A-Za-z\\]){re.escape(base)}\s*[_^]\s*\{{?\s*{re.escape(mark)}\s*(?!\w)", text) \
            is not None if not base.startswith("\\") else re.search(
            rf"{re.escape(base)}\s*[_^]\s*\{{?\s*{re.escape(mark)}\s*(?!\w)", text) is not None

    def like(self, name: str, context: Context) -> Expr | None:
        """A name of the same letter, `w_0` or `w_1`, whose shape an iterate has."""
        base = self.now.get(name) or self.numbered.get(name)
        if base is None:
            return None
        scripted_first = sorted(self.entries(base, context), key=lambda e: e.bare)
        return next((e.expr for e in scripted_first if e.kind == "quantity" and shaped(e.expr)), None)

    def entries(self, base: str, context: Context) -> list[Entry]:
        """What is known of the letter of iterates, with and without scripts."""
        return context.scope.entries.get(letter_of(base), [])

    def _declare(self, context: Context, name: str, like: Expr) -> None:
        base = self.now[name]
        sub = name.removeprefix(base)
        known = any(e.sub is not None and f"_{e.sub}" == sub or e.sup is not None and e.sup in sub
                    or e.sub_slots or e.sup_slots for e in self.entries(base, context))
        if not known:
            context.declare(declaration(name, like))


def letter_of(base: str) -> str:
    r"""w of `\mathbf{w}`: a font makes no other name; `\hat{w}` is one."""
    found = _FONT.fullmatch(base)
    return found[1] if found is not None else base


def shaped(e: Expr | None) -> bool:
    """Does the meaning of a name say what shape its iterates have? A start at 0 does not."""
    return e is not None and not e.data.family and not (e.op == "let" and e.args[0].is_zero and is_scalar(e.shape))
