"""The composite factors: fractions and derivatives, sums, functions, brackets, matrices, cases."""

import itertools

from tests.oracle.calculus import Calculus
from tests.oracle.errors import Unsupported
from tests.oracle.names import find, plain
from tests.oracle.tokens import ACCENT_MACROS, FONTS, group_end
from tests.oracle.vocabulary import (
    BUILTIN_MACROS,
    GREEK_FUNCTIONS,
    OPERATOR_WORDS,
    RELATIONS,
    TEXT_CONDITION,
)

_ids = itertools.count(1)
BRACKETS = {"(": ")", "[": "]", r"\{": r"\}"}
OPENERS = {"(", "[", "{", r"\{"}
CLOSING = {")", "]", "}", r"\}"}
SIZED = {"I": "eye", "1": "ones", "0": "zeros", "e": "basis"}


class Atoms(Calculus):
    """Mixed into Parser; every method leaves the cursor behind what it read."""

    def primary(self):
        tok = self.peek()
        if tok is None:
            raise Unsupported("unexpected end of expression")
        if tok.isdigit():
            return self.number()
        if tok in {r"\frac", r"\sum", r"\prod", r"\sqrt", r"\nabla", r"\begin", r"\langle", "<", r"\underbrace",
                   r"\partial", r"\overbrace", r"\boxed", r"\infty", r"\lvert", r"\lVert", r"\|", "|", "||",
                   r"\Pi", r"\Sigma", r"\binom", r"\int"}:
            node = self.special(tok)
            if node is not None:
                return node
        if tok in BRACKETS:
            return self.bracket()
        if tok == "{":
            end = group_end(self.toks, self.pos)
            inner = self.toks[self.pos + 1:end]
            self.pos = end + 1
            return self.sub(inner)
        if tok in BUILTIN_MACROS and self.names.get(tok) is None:
            self.next()
            return self.builtin(BUILTIN_MACROS[tok])
        start = self.pos
        base = self.base_symbol()
        if base is None:
            if self.peek() == "{":
                return self.primary()
            node = self.constant(start)
            if node is not None:
                return node
            raise Unsupported(f"unknown token {self.peek()}")
        if base[1] in {"1", "0"}:
            self.pos = start
            return self.constant(start)
        return self.symbol(*base)

    def special(self, tok):
        if tok in {r"\Sigma", r"\Pi"}:
            if self.peek(1) == "_" and self.names.get(tok) is None:
                self.next()
                return self.big_sum("sum" if tok == r"\Sigma" else "prod")
            return None
        if tok in {r"\lvert", r"\lVert", r"\|", "|", "||"}:
            return self.bar_group()
        self.next()
        if tok == r"\frac":
            return self.fraction()
        if tok in {r"\sum", r"\prod"}:
            return self.big_sum(tok[1:])
        if tok == r"\sqrt":
            root = None
            if self.peek() == "(":
                return ("call", "sqrt", 0, (self.bracket(),))
            if self.accept("["):
                end = self.toks.index("]", self.pos)
                root, self.pos = self.sub(self.toks[self.pos:end]), end + 1
            body = self.sub(self.group())
            return ("call", "sqrt", 0, (body,)) if root is None else (
                "pow", body, ("frac", ("num", 1.0), root))
        if tok == r"\nabla":
            return self.nabla()
        if tok == r"\partial":
            return self.partial_operator()
        if tok == r"\begin":
            return self.environment()
        if tok in {r"\langle", "<"}:
            left = self.expression()
            self.expect(",")
            right = self.expression()
            if self.next() not in {r"\rangle", ">"}:
                raise Unsupported("inner product without its end")
            if self.peek() == "_":
                self.next(), self.group()
            return ("inner", left, right)
        if tok in {r"\underbrace", r"\overbrace", r"\boxed"}:
            node = self.sub(self.group())
            if tok != r"\boxed" and self.peek() in {"_", "^"}:
                self.next(), self.group()
            return node
        if tok == r"\binom":
            return ("call", "binom", 0, (self.sub(self.group()), self.sub(self.group())))
        if tok == r"\int":
            return self.integral()
        if tok == r"\infty":
            return ("num", float("inf"))
        raise Unsupported(f"unknown token {tok}")

    def number(self):
        digits = self.next()
        if digits == "1" and self.indicator_follows():
            return self.indicator()
        while (tok := self.peek()) is not None and (tok.isdigit() or (
                tok == "." and (self.peek(1) or "").isdigit())):
            digits += self.next()
        return ("num", float(digits))

    # --- constants whose size is found by trying: I, 1, 0, e_i; and indicators
    def constant(self, start):
        self.pos = start
        tok = self.peek()
        if tok in FONTS:
            self.next()
            word = plain(self.group())
        elif tok.startswith(("bb:", "w:")):
            word = plain([self.next()])
        else:
            return None
        if word not in {"1", "0"}:
            self.pos = start
            return None
        if word == "1" and self.indicator_follows():
            return self.indicator()
        return self.sized(word)

    def sized(self, word):
        """A size-less constant, with its sizes when a subscript states them."""
        sizes = ()
        if self.peek() == "_":
            self.next()
            toks = self.group()
            while toks and toks[0] == "(" and toks[-1] == ")":
                toks = toks[1:-1]
            pieces, last = [[]], None
            for last in toks:
                if last in {",", r"\times"}:
                    pieces.append([])
                else:
                    pieces[-1].append(last)
            sizes = tuple(self.sub(p) for p in pieces)
        return ("flex", SIZED[word], next(_ids), sizes)

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
            depth += (tok in OPENERS) - (tok in CLOSING)
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
        for word, kind in (({"w:or", r"\lor", r"\vee"}, "or"), ({"w:and", r"\land", r"\wedge", ","}, "and")):
            parts, depth = [[]], 0
            for tok in toks:
                depth += (tok in OPENERS) - (tok in CLOSING)
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

    # --- brackets, bars, matrices, cases
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

    # --- sums and products over indices
    def big_sum(self, kind):
        low = high = None
        while self.peek() in {"_", "^"}:
            if self.next() == "_":
                low = self.group()
            else:
                high = self.group()
        binders, conds = self.binders(low or [], high)
        saved = self.bound
        self.bound = saved | {b[0] for b in binders}
        body = self.term(until=kind == "prod" and self.next_product([b[0] for b in binders]))
        conds = tuple(self.condition(c) for c in conds)
        self.bound = saved
        return (kind, tuple(binders), body, conds)

    def next_product(self, letters):
        """Whether a later \\prod of the term does not use these indices: the body ends before it."""
        for i in range(self.pos + 1, len(self.toks)):
            if self.toks[i] in {r"\prod", r"\sum"}:
                return not any(t in letters for t in self.toks[i + 1:])
            if self.toks[i] in {"+", "-", ")", "]", "}"}:
                return False
        return False

    def binders(self, low, high):
        """[(index, low, high)] and the token lists of further conditions."""
        low = [t for t in low if t not in {"{", "}"}] if r"\substack" in low else list(low)
        low = ["," if t == "\\\\" else t for t in low if t != r"\substack"]
        if low and low[0] == "(" and low[-1] == ")" and "=" not in low:
            low = low[1:-1]
        parts, depth = [[]], 0
        for tok in low:
            depth += (tok in OPENERS) - (tok in CLOSING)
            if tok == "," and depth == 0:
                parts.append([])
            else:
                parts[-1].append(tok)
        top = self.sub(high) if high else None
        out, conds = [], []
        for part in parts:
            if not part:
                continue
            rel = next((i for i, t in enumerate(part) if t in RELATIONS), None)
            if rel is None:
                out.append((self.index_name(part), None, top))
            elif part[rel] == "=":
                first = self.sub(part[rel + 1:]) if part[rel + 1:] else None
                for name in "".join(part[:rel]).split(","):
                    out.append((name, first, top))
            elif part[rel] == r"\in":
                out.append((self.index_name(part[:rel]), None, self.set_top(part[rel + 1:])))
            else:
                names = [t for t in part[:rel] if t.isalpha() and t not in self.bound]
                if not names or names[0] in {o[0] for o in out}:
                    conds.append(part)
                    continue
                out.append((names[0], None, top))
                other = [t for t in part[rel + 1:] if t.isalpha() and t not in self.bound
                         and self.names.get(t) is None and t not in self.names.index_ranges]
                if part[rel] in {"<", r"\le"} and other and other[0] not in {o[0] for o in out}:
                    out.append((other[0], None, top))
                conds.append(part)
        return out, conds

    def index_name(self, toks):
        name = plain(toks)
        if not name or not (name.isalpha() or name.startswith("\\") or name.rstrip("'").isalpha()):
            raise Unsupported(f"summation index {' '.join(toks)}")
        return name

    def set_top(self, toks):
        text = plain([t for t in toks if t not in {r"\{", r"\}", "[", "]"}])
        if "\\dots" in text:
            return self.sub([t for t in toks if t not in {r"\{", r"\}"}][-1:])
        if toks[0] == "[":
            return self.sub(toks[1:-1])
        raise Unsupported(f"sum over a set {text}")

    # --- functions
    def builtin(self, name):
        """A known function after its name: scripts, then argument."""
        if name in {"max", "min"} and self.peek() == "_":
            self.next()
            low = self.group()
            binders, conds = self.binders(low, None)
            saved, self.bound = self.bound, self.bound | {b[0] for b in binders}
            body = self.term()
            conds = tuple(self.condition(c) for c in conds)
            self.bound = saved
            return (name + "over", tuple(binders), body, conds)
        power, primes, sub, inverse = None, 0, None, False
        while self.peek() in {"^", "'", "_"}:
            tok = self.next()
            if tok == "'":
                primes += 1
            elif tok == "_":
                sub = self.group()
            else:
                toks = self.group()
                if set(plain(toks)) == {"'"}:
                    primes += len(plain(toks))
                elif plain(toks) == "-1":
                    inverse = True
                else:
                    power = self.sub(toks)
        args = self.arguments()
        if sub is not None and name == "log":
            if plain(sub) != "e":
                node = ("frac", ("call", name, primes, args), ("call", "log", 0, (self.sub(sub),)))
                return node if power is None else ("pow", node, power)
            sub = None
        node = ("call", name, primes, args)
        if inverse:
            raise Unsupported(f"inverse function of {name}")
        if sub is not None:
            node = ("entry", node, tuple(self.indices(sub)))
        return node if power is None else ("pow", node, power)

    def arguments(self):
        """Bracketed arguments, or the juxtaposed run up to the next operator."""
        tok = self.peek()
        if tok in BRACKETS and not (tok == "[" and False):
            close = BRACKETS[self.next()]
            saved, self.bars = self.bars, []
            items = [self.expression()]
            while self.accept(",", ";", "|"):
                items.append(self.expression())
            self.bars = saved
            if self.peek() not in {close, ")", "]"}:
                raise Unsupported(f"expected {close}, found {self.peek()}")
            self.next()
            return tuple(items)
        if tok == "{":
            return (self.sub(self.group()),)
        return (self.term(stop_at_functions=True),)

    def applied(self, entry, fam, primes, sub, sup):
        """A declared or defined function at its argument, or itself when none follows."""
        head = ("apply", entry.key, fam, primes)
        tail = []
        if sup:
            tail.append(("^", sup))
        tok = self.peek()
        if tok in {"(", "["} or (tok == "{" and False):
            node = (*head, self.arguments())
        elif tok is not None and self.starts_factor() and not entry.params and tok not in {
                r"\frac", r"\sum", "|", r"\|"} and self.peek() not in PRODUCT_LIKE:
            saved = self.pos
            try:
                node = (*head, (self.factor(),))
            except Unsupported:
                self.pos = saved
                node = (*head, None)
        else:
            node = (*head, None)
        if sub is not None:
            node = ("entry", node, tuple(self.indices(sub)))
        for _, toks in tail:
            node = self.superscript(node, toks)
        return node

    def value_call(self, node, entry):
        """L(w, b) where L is a defined value: the arguments only name what it depends on."""
        if self.peek() != "(" or entry.kind not in {"value", "entries"} or node[0] != "ref":
            return node
        saved = self.pos
        try:
            args = self.arguments()
        except Unsupported:
            self.pos = saved
            return node
        if self.peek() != "^" and all(a[0] == "ref" and not a[3] and self.depends(node, a[1]) for a in args):
            return node
        self.pos = saved
        return node

    def depends(self, node, key, seen=frozenset()):
        """Whether a node uses a name, itself or through definitions."""
        if not isinstance(node, tuple):
            return False
        if node and node[0] == "ref" and node[1] not in seen:
            body = self.names.entries[node[1]].body
            return node[1] == key or self.depends(body, key, seen | {node[1]})
        return any(self.depends(part, key, seen) for part in node)

    def unknown(self, base_exact, base, sub, sup, marks, later, primes):
        """A symbol that is not declared: a known function, constant or free index."""
        if base == "lim" and sub:
            return self.limit(sub)
        word = OPERATOR_WORDS.get(base) or GREEK_FUNCTIONS.get(base)
        scripts = [(t, s) for t, s in (("_", sub), ("^", sup)) if s]
        if word:
            back = [x for t, s in scripts for x in (t, "{", *s, "}")] + ["'"] * primes
            back += [x for m in marks for x in ("^", "{", *({"T": ["\\top"], "inv": ["-", "1"]}[m]), "}")]
            self.toks[self.pos:self.pos] = back
            return self.builtin(word)
        if base in {"D", "J", "H"} or base in {r"\mathbb{E}"}:
            return self.marked(self.operator(base, base_exact, sub, sup), marks)
        if base == "E":
            return self.marked(self.expectation(sub), marks)
        if base in {"I", "1"} and base_exact.startswith(("bb:", "w:", r"\mathbb")) and not sub and (
                self.indicator_follows()):
            return self.indicator()
        node = self.letter(base, sub, sup)
        node = self.marked(node, marks)
        for toks in later:
            node = self.superscript(node, toks)
        return node

    def letter(self, base, sub, sup):
        if base in {"I", r"\mathbbI"}:
            both = self.indices(sub) if sub and r"\times" not in sub else []
            if len(both) == 2 and all(n[0] == "idx" for n in both) and not sup:
                return ("ind", ("rel", "=", both[0], both[1]))
            if sub:
                self.toks[self.pos:self.pos] = ["_", "{", *sub, "}"]
            node = self.sized("I")
            return self.superscript(node, sup) if sup else node
        if base == "e" and sub:
            node = ("flex", "basis", next(_ids), tuple(self.indices(sub)))
            return self.superscript(node, sup) if sup else node
        if base == "e":
            node = ("num", 2.718281828459045)
            return ("call", "exp", 0, (self.sub(sup),)) if sup else node
        if base == r"\pi" and not sub:
            node = ("num", 3.141592653589793)
            return self.superscript(node, sup) if sup else node
        if base == r"\delta" and (sub or sup):
            both = self.indices([*(sub or []), *(sup or [])])
            if len(both) == 2:
                return ("ind", ("rel", "=", both[0], both[1]))
        if len(base) == 1 and base.isalpha() and not sub and not sup and (
                base in "ijklmnqrstabc" or base in self.names.index_ranges):
            return ("idx", base)
        raise Unsupported(f"undeclared name {base}" + (f"_{plain(sub)}" if sub else "")
                          + (f"^{plain(sup)}" if sup else ""))


def series(first, last):
    """(low, high, index, template) of `a_1, \\dots, a_n` from its first and last member."""
    name, found = f"dots{next(_ids)}", []

    def merge(a, b):
        if a == b:
            return a
        if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b) and (
                a[:1] == b[:1] or isinstance(a[0], tuple)) and a[0] not in {"num", "dim", "idx"}:
            return tuple(merge(x, y) for x, y in zip(a, b, strict=True))
        if isinstance(a, tuple) and a[0] == "num":
            found.append((a, b))
            return ("idx", name)
        raise Unsupported("the pattern of the dots")

    node = merge(first, last)
    if len(set(found)) != 1:
        raise Unsupported("the pattern of the dots")
    return (*found[0], name, node)


PRODUCT_LIKE = {r"\cdot", r"\times", "*", "/", r"\odot", r"\circ", r"\otimes"}
__all__ = ["ACCENT_MACROS", "Atoms", "find"]
