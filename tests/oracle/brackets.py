"""Brackets, bars, indicators, conditions, matrices and cases."""

from tests.oracle.errors import Unsupported
from tests.oracle.folds import series
from tests.oracle.names import plain
from tests.oracle.tokens import group_end
from tests.oracle.vocabulary import BRACKETS, CLOSING, OPENERS, RELATIONS, TEXT_CONDITION

CONNECTIVES = (({"w:or", r"\lor", r"\vee"}, "or"), ({"w:and", r"\land", r"\wedge", ","}, "and"))


class Brackets:
    """Mixed into Parser; every method leaves the cursor behind what it read."""

    def indicator_follows(self):
        tok = self.peek()
        if tok == "_":
            if self.peek(1) == "{":
                inner = self.toks[self.pos + 2:group_end(self.toks, self.pos + 1)]
                return any(t in RELATIONS for t in inner)
            return False
        return tok in BRACKETS and any(t in RELATIONS for t in self.bracket_tokens())

    def bracket_tokens(self):
        """Top-level tokens inside the bracket at the cursor (bars do not count as depth)."""
        end = self.bracket_end(self.pos)
        depth, out = 0, []
        for tok in self.toks[self.pos + 1:end]:
            depth += (tok in OPENERS or tok == r"\begin") - (tok in CLOSING or tok == r"\end")
            if depth == 0:
                out.append(tok)
        return out

    def bracket_end(self, start):
        depth = 0
        for j in range(start, len(self.toks)):
            depth += (self.toks[j] in OPENERS) - (self.toks[j] in CLOSING)
            if depth == 0:
                return j
        raise Unsupported("unbalanced brackets")

    def indicator(self):
        if self.accept("_"):
            return ("ind", self.condition(self.group()))
        end = self.bracket_end(self.pos)
        inner = self.toks[self.pos + 1:end]
        self.pos = end + 1
        return ("ind", self.condition(inner))

    def condition(self, toks):
        """A comparison (chains allowed) or several joined by a comma, `and` or `or`."""
        toks = [t for t in toks if t not in {"w:if", "w:for", "w:when"}]
        while len(toks) > 1 and toks[0] in OPENERS and self.closes(toks):
            toks = toks[1:-1]
        if not toks or plain(toks) in {"otherwise", "else"}:
            return ("else",)
        for word, kind in CONNECTIVES:
            parts, depth = [[]], 0
            for tok in toks:
                depth += (tok in OPENERS or tok == r"\begin") - (tok in CLOSING or tok == r"\end")
                if tok in word and depth == 0:
                    parts.append([])
                else:
                    parts[-1].append(tok)
            if len(parts) > 1:
                return (kind, tuple(self.condition(p) for p in parts if p))
        sides, ops, depth = [[]], [], 0
        for tok in toks:
            depth += (tok in OPENERS) - (tok in CLOSING)
            if tok in RELATIONS and depth == 0:
                ops.append(RELATIONS[tok])
                sides.append([])
            else:
                sides[-1].append(tok)
        if not ops:
            raise Unsupported(f"condition {' '.join(toks)}")
        nodes = [self.sub(s) for s in sides]
        return ("and", tuple(("rel", op, a, b)
                             for op, a, b in zip(ops, nodes, nodes[1:], strict=False)))

    def closes(self, toks):
        """Whether the first bracket of the tokens is closed by the last one."""
        depth = 0
        for i, tok in enumerate(toks):
            depth += (tok in OPENERS) - (tok in CLOSING)
            if depth == 0:
                return i == len(toks) - 1
        return False

    def bracket(self):
        if any(t in RELATIONS for t in self.bracket_tokens()) and not self.has_inner_angle():
            return self.indicator()
        close = BRACKETS[self.next()]
        saved, self.bars = self.bars, []
        items, dots = [self.expression()], False
        while self.accept(","):
            if self.accept(r"\dots"):
                dots = True
            else:
                items.append(self.expression())
        self.bars = saved
        if self.peek() not in {close, ")", "]"}:
            raise Unsupported(f"expected {close}, found {self.peek()}")
        self.next()
        if dots:
            return ("rowover", *series(items[0], items[-1]))
        return items[0] if len(items) == 1 else ("matrix", (tuple(items),))

    def has_inner_angle(self):
        inner = self.bracket_tokens()
        return "<" in inner and ">" in inner and "," in inner

    def bar_group(self):
        opener = self.next()
        opener = r"\|" if opener == "||" else opener
        self.bars.append(opener)
        body = self.expression()
        tok = self.next()
        if tok == "||" and opener == "|":
            self.pos -= 1
            self.toks[self.pos] = "|"
        elif tok != {r"\lvert": r"\rvert", r"\lVert": r"\rVert"}.get(opener, opener) and not (
                opener == r"\|" and tok == "||"):
            raise Unsupported(f"bars opened by {opener} and closed by {tok}")
        self.bars.pop()
        kind = None
        if self.peek() == "_":
            self.next()
            kind = self.group()
        if opener in {"|", r"\lvert"} and kind is None:
            return ("bars", body)
        text = plain(kind or ())
        if text in {"", "2", "F", "1", r"\infty", "\\ell2", "Fro", "fro"}:
            return ("norm", {"": "2", "\\ell2": "2"}.get(text, text), body)
        return ("norm", self.sub(kind), body)

    def environment(self):
        name = plain(self.group())
        depth, rows, row, cell = 1, [], [], []
        if name in {"array"}:
            self.group()
        while True:
            tok = self.next()
            depth += (tok == r"\begin") - (tok == r"\end")
            if depth == 0:
                self.group()
                break
            if tok in {"\\\\", "\ue010"} and depth == 1:
                row.append(cell)
                if tok == "\\\\":
                    rows.append(row)
                    row = []
                cell = []
            else:
                cell.append(tok)
        row.append(cell)
        rows.append(row)
        rows = [r for r in rows if any(r)]
        if name in {"cases", "dcases", "rcases"}:
            return ("cases", tuple(self.case_row(r) for r in rows))
        cells = tuple(tuple(self.sub(c) if c else ("num", 0.0) for c in r) for r in rows)
        if name in {"aligned", "split", "gathered"} and len(cells) == 1 and len(cells[0]) == 1:
            return cells[0][0]
        if name == "vmatrix":
            return ("call", "det", 0, (("matrix", cells),))
        if name == "Vmatrix":
            return ("norm", "2", ("matrix", cells))
        return ("matrix", cells)

    def case_row(self, row):
        if len(row) == 1:  # the condition written without &
            toks = row[0]
            cut = next((i for i, t in enumerate(toks) if t in TEXT_CONDITION or t == ","), None)
            if cut is None:
                raise Unsupported("a row of cases without its condition")
            row = [toks[:cut], toks[cut:]]
        value, cond = row[0], row[1]
        while value and value[-1] == ",":
            value = value[:-1]
        while cond and cond[-1] in {",", "."}:
            cond = cond[:-1]
        return self.sub(value), self.condition(cond)
