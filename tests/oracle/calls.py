"""Function calls, known and declared, and symbols that are not declared."""

from tests.oracle.errors import Unsupported
from tests.oracle.names import plain
from tests.oracle.vocabulary import BRACKETS, GREEK_FUNCTIONS, OPERATOR_WORDS, PRODUCT_LIKE, fresh

SIZED = {"I": "eye", "1": "ones", "0": "zeros", "e": "basis"}


class Calls:
    """Mixed into Parser."""

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
        if tok in BRACKETS:
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
        if tok in {"(", "["}:
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
        if self.peek() != "^" and all(
                a[0] == "ref" and not a[3] and self.depends(node, a[1]) for a in args):
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
            node = ("flex", "basis", fresh(), tuple(self.indices(sub)))
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
        return ("flex", SIZED[word], fresh(), sizes)
