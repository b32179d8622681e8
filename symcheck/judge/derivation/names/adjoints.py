r"""Names of derivatives of a loss that words give: `let $\delta$ denote the upstream gradient $\partial L / \partial z$`,
`$\frac{\partial L}{\partial y} = g$` of a g that has no meaning yet, `the gradient $g$ of $L$ with respect to $z$`,
and a mark for all of them: `we write $\bar v = \frac{\partial L}{\partial v}$ for every $v$`, `$dW = \frac{\partial L}{\partial W}$`.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.judge.derivation.names.defining import define, forget
from symcheck.judge.derivation.names.labelled import Labelled
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.upstream import Upstream
from symcheck.judge.derivation.rows.differentiation import derivatives, plain
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import gradient_names
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_BASE = r"(?:\\[A-Za-z]+|[A-Za-z])"
_MARK = re.compile(rf"\\(bar|overline|tilde|hat|dot|widetilde|widehat)\s*(?:\{{\s*({_BASE})\s*\}}|({_BASE}))")
# "a bar means the derivative of $L$ by that variable", "bars denote adjoints".
_MARK_TOLD = re.compile(r"\b(?:an?\s+|the\s+)?(?:over-?)?(?P<mark>bar|hat|tilde|dot)s?(?:\s+(?:over|on|above|upon)\s+(?:an?|the|each|every|any)\s+\w+)?\s+(?:always\s+|again\s+|here\s+|will\s+)*"
                        r"(?:denot(?:es?|ing)|means?|meaning|stands?\s+for|for|marks?|indicates?|is|are)\s+[\"'\u201c`]*"
                        r"(?:(?:an?|the|its|their|such|that|this|partial|total|upstream|corresponding|respective|loss|error)\s+)*"
                        r"\b(?:derivatives?|gradients?|adjoints?|partials?|sensitivit(?:y|ies))\b(?:\s+of\s+(?:the\s+(?:loss|cost|output|objective|error)\s*)?\$(?P<loss>[^$]+)\$)?", re.I)
# "let $\bar c$ be the gradient of the loss with respect to $c$": of the other names with a bar, too, where words say so.
_ONE_MARKED = re.compile(r"\$\s*\\(?P<mark>bar|hat|tilde|dot)\s*(?:\{\s*(?P<base>\\?[A-Za-z]+)\s*\}|(?P<letter>\\?[A-Za-z]))\s*(?:\\in\b[^$]*)?\$\s*,?\s*(?:be|is|denotes?|for|means|stands\s+for|as)\s+"
                         r"(?:the\s+)?(?:upstream\s+|given\s+|incoming\s+)?(?:gradient|derivative|adjoint|sensitivity)\s+of\s+(?:the\s+|some\s+|a\s+)?(?:scalar\s+)?(?:final\s+)?"
                         r"(?:loss|cost|objective|error)(?:\s+function)?\s*(?:\$(?P<loss>[^$]+)\$\s*)?(?:with\s+respect\s+to|w\.?r\.?t\.?|by|in)\s+\$\s*(?P<by>\\?[A-Za-z]+)\s*\$", re.I)
# `dW_2`, `dZ^{[1]}`; `dx` below a fraction bar is no name.
_D = re.compile(r"(?<![A-Za-z\\{])d([A-Za-z])(?![A-Za-z])((?:[_^](?:\{[^{}]*\}|\w))*)")
_PARTS = re.compile(r"\\q?quad(?![a-z])|\\\\|(?<!\\)[,;](?=\s)")  # between the equations of a row
_DIFFERENTIALS = re.compile(r"\\frac\s*\{\s*d\b|\\frac\s*\{\s*d[A-Za-z\\]|\\int(?![a-z])")
_UNNAMED = r"\mathcal{L}"  # of a loss that only words speak of
_IS = re.compile(r"\s*(?:_\s*(\{[^{}]*\}|\w))?\s*&?\s*:?=\s*")
_GENERAL = re.compile(r"\b(same|other|others|every|each|all|any|likewise|similar\w*|analog\w*|convention|notation|"
                      r"denotes?|throughout|correspond\w*|generally|whatever)\b", re.I)
_NAME = re.compile(r"^\s*((?:\\[A-Za-z]+\s*\{[^{}]*\}|\\?[A-Za-z]+)(?:[_^](?:\{[^{}]*\}|\\?\w+))*)\s*(?:\\in\b.*)?$", re.S)
_DENOTES = re.compile(r"^[\s,]*(?:denotes?|be|is|stands? for|for|means|represents?|as)\b[^.$]*$", re.I)
_NAMED_BEFORE = re.compile(r"\b(?:denote|write|call|abbreviate|name|refer to|shorthand)\b[^.$]*$", re.I)
_BY = re.compile(r"^[\s,]*(?:by|as|with|simply|just|is called|=:)?[\s,]*$", re.I)
_GRADIENT = re.compile(r"\b(?:gradient|derivative|sensitivity)\b", re.I)
_RESPECT = re.compile(r"\b(?:with respect to|w\.?\s?r\.?\s?t\.?|in)(?:\s+the)?(?:\s+\w+){0,2}\s*$", re.I)
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")


class Adjoints:
    """`marks`: accents that make the name of a derivative of what they stand on, each with the loss."""

    def __init__(self, meanings: Meanings, upstream: Upstream):
        self.meanings, self.upstream = meanings, upstream
        self.marks: dict[str, str] = {}
        self.only: dict[str, set[str]] = {}  # the names of which a mark is told, where it is not told of any
        self.otherwise = {mark: gradient_names.defined_otherwise(meanings.document, mark, set()) for mark in gradient_names.ACCENTS}
        self.labelled = Labelled(meanings)
        rows = [row for formula in meanings.document.formulas for row in formula.rows]
        self._prefixed([row.text for row in rows])
        for formula in meanings.document.formulas:
            around = formula.before[-160:] + " " + formula.after[:200]
            for row in formula.rows if _GENERAL.search(around) else ():
                self._marked(row.text)
        general = set(self.marks)
        for m in _MARK_TOLD.finditer(meanings.document.text):
            if loss := (m["loss"] or self._only_loss()).strip():
                self.marks.setdefault(m["mark"].lower(), loss)
                general.add(m["mark"].lower())
        for m in _ONE_MARKED.finditer(meanings.document.text):
            loss = (m["loss"] or self._only_loss() or _UNNAMED).strip()
            if m["by"] == (m["base"] or m["letter"]) and (loss != _UNNAMED or _UNNAMED not in meanings.document.text):
                self.marks.setdefault(m["mark"].lower(), loss)
                sentence = _SENTENCE.split(meanings.document.text[:m.start()])[-1] + _SENTENCE.split(meanings.document.text[m.start():])[0]
                if not gradient_names.said_of_any(sentence, m["by"]):
                    self.only.setdefault(m["mark"].lower(), set()).add(m["by"])
                upstream.sought.setdefault(loss, (m["by"],))
        self.only = {mark: of for mark, of in self.only.items() if mark not in general}
        for row in rows if self.marks else ():
            for m in _MARK.finditer(row.text):
                if self.marks.get(m[1]) in upstream.sought:
                    upstream.sought[self.marks[m[1]]] += (m[2] or m[3],)

    def _prefixed(self, rows: list[str]) -> None:
        r"""`dW = \frac{\partial L}{\partial W}`, `dW := \nabla_W L`: dW is a name, and so are the others with a d."""
        if any(map(_DIFFERENTIALS.search, rows)):
            return
        for text in rows:
            for m in _D.finditer(text):
                relation = _IS.match(text, m.end())
                for start, _, name, by in derivatives(text) if relation is not None else ():
                    if start == relation.end() and re.sub(r"[\s{}]", "", by) == re.sub(r"[\s{}]", "", m[1] + m[2]):
                        self.marks["d"] = plain(name)
        if "d" not in self.marks and (loss := self._of_code(rows)):
            self.marks["d"] = loss
        if "d" in self.marks:
            context, name = self.meanings.context, self.marks["d"]
            found = [m for text in rows for m in _D.finditer(text)]
            context.words |= {"d" + m[1] for m in found}
            if name in self.upstream.sought:
                self.upstream.sought[name] += tuple(dict.fromkeys(m[1] + m[2] for m in found))

    def _of_code(self, rows: list[str]) -> str:
        r"""The one loss of a document that writes `dS = \frac1N (S - T)`, as in code: no differential is made of no other. "" where there
        is none such."""
        parts = [part.lstrip(" &") for text in rows for part in _PARTS.split(text)]
        alone = any(m is not None and (relation := _IS.match(part, m.end())) is not None and not _D.search(part, relation.end())
                    and part[relation.end():].strip(" .,;0") for part in parts for m in (_D.match(part),))
        loss = self._only_loss()
        if not alone or not loss:
            return ""
        # where its own differential is written, dS is one too
        return "" if any(re.search(rf"(?<![A-Za-z\\{{])d\s*(?:\\[,!]\s*)?{re.escape(loss)}(?![A-Za-z])", text) for text in rows) else loss

    def _only_loss(self) -> str:
        return gradient_names.the_loss(self.meanings.document)

    def _marked(self, text: str) -> None:
        r"""`\bar V = \frac{\partial L}{\partial V}`, with words that speak of others too."""
        for m in _MARK.finditer(text):
            if (relation := _IS.match(text, m.end())) is None:
                continue
            marked = (m[2] or m[3]) + (f"_{relation[1]}" if relation[1] else "")
            for start, _, name, by in derivatives(text):
                if start == relation.end() and re.sub(r"[\s{}]", "", by) == re.sub(r"[\s{}]", "", marked):
                    self.marks[m[1]] = plain(name)

    def met(self, row: Source) -> None:
        """Take in the marked names of a row, of what the loss depends on."""
        if _UNNAMED in self.marks.values() and _UNNAMED in self.upstream.sought:
            self.upstream.met(Source(_UNNAMED, row.name, 1))
        self.labelled.met(row)
        for m in _MARK.finditer(row.text) if self.marks else ():
            if self._is_meant(m[1], m[2] or m[3]):
                self._meant(m[1], rf"\{m[1]}{{{m[2] or m[3]}}}", m[2] or m[3], row)
        for m in _D.finditer(row.text) if "d" in self.marks else ():
            self._meant("d", m[0], m[1] + m[2], row)

    def _is_meant(self, mark: str, base: str) -> bool:
        """Is the name with this accent a derivative, as far as the words go?"""
        if mark in self.only:
            return base in self.only[mark] or mark == "bar" and self._is_passed_back(base, self.only[mark])
        return base not in self.otherwise.get(mark, ())

    def _is_passed_back(self, base: str, told: set[str]) -> bool:
        r"""Does the document write `\bar a = \bar c \odot b` of this name, with a \bar c that was told to be a derivative?"""
        made = "|".join(map(re.escape, told))
        bar = r"\\bar\s*\{?\s*"
        return any(re.search(rf"{bar}{re.escape(base)}(?![A-Za-z])\s*\}}?\s*&?\s*=[^=]*{bar}(?:{made})(?![A-Za-z])", row.text)
                   for f in self.meanings.document.formulas for row in f.rows)

    def _meant(self, mark: str, marked: str, base: str, row: Source) -> None:
        """Define a marked name as the derivative that it stands for, where it has no meaning yet, or that of what had this name before."""
        loss = self.meanings.shaped(self.marks[mark]) if mark in self.marks else None
        known, e = self.meanings.shaped(marked), self.meanings.shaped(base)
        if loss is None or loss.op != "let" or e is None or known is not None and not _is_of_another(known, loss, e):
            return
        if known is not None:
            forget(self.meanings, known)
        if e.op in ("var", "let") and any(n is e for n in loss.args[0].walk()):
            self.meanings.declare(Source(rf"{marked} = \frac{{\partial {self.marks[mark]}}}{{\partial {base}}}",
                                         row.name, row.locate(0)[0]))

    def turned(self, s: Statement) -> bool:
        r"""`\frac{\partial L}{\partial y} = g` of a g that nothing is known of: what g means."""
        if s.operators[:1] not in (["="], [":="], ["=:"]) or len(s.pieces) > 3 or None in s.pieces[:2] \
                or len(s.pieces) == 3 and s.operators[1] != r"\in" or not nameable(s.pieces[1].syntax):
            return False
        state = self.meanings.state
        slope, name = state.read(s.pieces[0]), state.read(s.pieces[1])
        if slope is None or slope.op != "derivative" or not self.upstream.speaks(slope):
            return False
        if name is not None and (name.op != "var" or name.shape != slope.shape or self.upstream.holds(name)):
            return False
        return self._named(s.text(1), s.text(0), s.row)

    def mentioned(self, row: Source, formula: Formula) -> bool:
        """A formula that the words beside it make the name of a derivative, or the derivative of which a name stands
        before it."""
        formulas, at = self.meanings.document.formulas, self.meanings.at
        if not at or not formulas[at - 1].rows or formulas[at - 1].display:
            return False
        last, before = formulas[at - 1].rows[-1].text, formula.before
        here, there = _lone(row.text), _lone(last)
        if here and _DENOTES.match(before) and (name := _NAME.match(last)):
            return self._named(name[1], row.text, row)
        if there and _BY.match(before) and _NAMED_BEFORE.search(formulas[at - 1].before) \
                and (name := _NAME.match(row.text)):
            return self._named(name[1], last, row)
        return self._with_respect(row, formulas[max(at - 2, 0):at], before)

    def _with_respect(self, row: Source, earlier: tuple[Formula, ...], before: str) -> bool:
        """`let $g$ denote the gradient of $L$ with respect to $z$`."""
        if not _RESPECT.search(before) or not earlier or len(earlier[-1].rows) != 1:
            return False
        loss, named = plain(earlier[-1].rows[0].text), earlier[0]
        if loss in self.upstream.sought and len(earlier) == 2:
            said = earlier[-1].before
        else:
            loss = next(iter(self.upstream.sought)) if len(self.upstream.sought) == 1 else ""
            said, named = before, earlier[-1]
        name = _NAME.match(named.rows[-1].text) if named.rows and not named.display else None
        if not loss or name is None or not _DENOTES.match(said) or not _GRADIENT.search(said):
            return False
        self.upstream.sought[loss] += (row.text.strip(),)
        self.upstream.met(Source(loss, row.name, 1))
        return self._named(name[1], rf"\frac{{\partial {loss}}}{{\partial {row.text.strip()}}}", row)

    def _named(self, name: str, slope: str, row: Source) -> bool:
        """Define a name as a derivative of a loss without a formula, unless it has a meaning."""
        known = self.meanings.shaped(name)
        if known is not None and (known.op != "var" or self.upstream.holds(known)):
            return False
        try:
            found = statements(self.meanings.context, Source(f"{name} = {slope}", row.name, row.locate(0)[0]))
        except SymcheckError:
            return False
        meant = self.meanings.state.read(found[0].pieces[1])
        if meant is None or not self.upstream.speaks(meant) or known is not None and known.shape != meant.shape:
            return False
        return define(self.meanings, found[0]) is None


def _is_of_another(known: Expr, loss: Expr, by: Expr) -> bool:
    """Is a name the derivative of a loss by what had the same name as `by`, or of another loss of this name?"""
    slope = known.args[0] if known.op == "let" else known
    return slope.op == "derivative" and slope.args[0].op == "let" and slope.args[1].op in ("let", "var") and (slope.args[0] is not loss or slope.args[1] is not by) \
        and slope.args[0].data.name == loss.data.name and slope.args[1].data.name == by.data.name


def _lone(text: str) -> bool:
    """Is this a derivative and nothing else?"""
    found = list(derivatives(text))
    return len(found) == 1 and not text[:found[0][0]].strip() and not text[found[0][1]:].strip(" .,;")
