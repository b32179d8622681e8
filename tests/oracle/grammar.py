"""Recursive-descent reader: tokens to nested tuples. Sums, products, scripts and symbols.

Nodes are tuples whose first item is the kind; `atoms.py` makes the composite ones.
"""

from tests.oracle.atoms import Atoms
from tests.oracle.errors import Unsupported
from tests.oracle.folds import at_index, series
from tests.oracle.names import find, plain, strip_sup
from tests.oracle.tokens import ACCENT_MACROS, FONTS, GREEK, group_end, tokenize
from tests.oracle.vocabulary import BUILTIN_MACROS, OPERATOR_WORDS, TYPED

PRODUCTS = {r"\cdot": ".", r"\times": "x", "*": "*", "/": "/", r"\odot": "o", r"\circ": "o",
            r"\otimes": "k", r"\div": "/"}
CLOSERS = {"+", "-", ")", "]", "}", ",", "=", "<", ">", r"\}", r"\rangle", "\\\\", r"\end", ";", ":=",
           r"\le", r"\ge", r"\neq", r"\in", r"\to", r"\rvert", r"\rVert", r"\pm", ":", r"\succ", r"\approx",
           r"\sim", "!", r"\iff", r"\implies", r"\land", r"\wedge", r"\rfloor", "w:if", "w:otherwise"}


class Parser(Atoms):
    """One expression over declared names; bound holds the index letters in scope."""

    def __init__(self, toks, names, bound=()):
        self.toks, self.names, self.bound = list(toks), names, frozenset(bound)
        self.pos, self.bars = 0, []

    # --- token access
    def peek(self, ahead=0):
        i = self.pos + ahead
        return self.toks[i] if i < len(self.toks) else None

    def next(self):
        tok = self.peek()
        if tok is None:
            raise Unsupported("unexpected end of expression")
        self.pos += 1
        return tok

    def accept(self, *options):
        if self.peek() in options:
            return self.next()
        return None

    def expect(self, tok):
        if self.peek() != tok:
            raise Unsupported(f"expected {tok}, found {self.peek()}")
        return self.next()

    def group(self):
        """Tokens of a braced group, or one token as TeX takes an argument."""
        tok = self.peek()
        if tok == "{":
            end = group_end(self.toks, self.pos)
            inner = self.toks[self.pos + 1:end]
            self.pos = end + 1
            return inner
        self.next()
        if tok == "-" and self.peek() not in {None, "}"}:  # e^-x without its braces
            return ["-", *self.group()]
        if tok in FONTS or tok in ACCENT_MACROS or tok in {r"\sqrt"}:
            return [tok, "{", *self.group(), "}"]
        return [tok]

    def sub(self, toks, bound=()):
        """Parse other tokens completely, in the same scope."""
        return parse_tokens(toks, self.names, self.bound | set(bound))

    # --- sums and products
    def expression(self):
        parts, sign = [], 1
        while (tok := self.accept("+", "-")):
            sign = -sign if tok == "-" else sign
        parts.append((sign, self.term()))
        while (tok := self.accept("+", "-")):
            sign = 1 if tok == "+" else -1
            while (more := self.accept("+", "-")):
                sign = -sign if more == "-" else sign
            if self.accept(r"\dots"):  # x_1 + \dots + x_n
                self.expect("+")
                low, high, name, body = series(parts.pop()[1], self.term())
                while parts and parts[-1][1] == at_index(body, name, len(parts)):
                    low = ("num", float(len(parts)))
                    parts.pop()
                parts.append((sign, ("sum", ((name, low, high),), body, ())))
            else:
                parts.append((sign, self.term()))
        if len(parts) == 1:
            return parts[0][1] if parts[0][0] == 1 else ("neg", parts[0][1])
        return ("add", tuple(parts))

    def starts_factor(self):
        tok = self.peek()
        if tok is None or tok in CLOSERS or tok in PRODUCTS:
            return False
        if tok in {"|", r"\|", "||"}:
            if tok == "|" and self.peek(1) == "_" and "|" not in self.bars:
                return False
            return not self.bars or self.bars[-1] not in {"|", r"\|"} or (
                self.bars[-1] != tok and tok != "||")
        return tok not in {"^", "_", "'"}

    def term(self, stop_at_functions=False, until=False, point=True):
        """A chain of factors; evaluated with Hadamard looser than juxtaposition."""
        first = self.factor()
        rest = []
        while True:
            tok = self.peek()
            if tok in PRODUCTS and not stop_at_functions:
                self.next()
                negative = False
                while (sign := self.accept("+", "-")):
                    negative ^= sign == "-"
                right = self.factor()
                rest.append((PRODUCTS[tok], ("neg", right) if negative else right))
            elif until and tok in {r"\prod", r"\sum"}:
                break
            elif tok == r"\dots":  # x_1 \dots x_n
                self.next()
                low, high, name, body = series(rest[-1][1] if rest else first, self.factor())
                over = ("prod", ((name, low, high),), body, ())
                rest = [*rest[:-1], ("j", over)] if rest else rest
                first = first if rest else over
            elif self.starts_factor() and not (stop_at_functions and self.at_function()):
                rest.append(("j", self.factor()))
            else:
                break
        node = ("chain", first, tuple(rest)) if rest else first
        while point and self.peek() == "|" and self.peek(1) == "_" and "|" not in self.bars:
            self.next()
            node = self.evaluated_at(node)
        return node

    def at_function(self):
        tok = self.peek()
        if tok in BUILTIN_MACROS or tok in {r"\sum", r"\prod"}:
            return True
        return tok is not None and tok.startswith("w:") and tok[2:] in OPERATOR_WORDS

    def factor(self):
        if self.peek() == "{" and self.peek(1) == "}":  # {}^T x or an empty group
            self.next(), self.next()
            if self.peek() == "^":
                self.next()
                marks = strip_sup(self.group())[1]
                return self.marked(self.factor(), marks)
            return self.factor()
        if self.peek() in {"+", "-"}:
            sign = self.next()
            node = self.factor()
            return ("neg", node) if sign == "-" else node
        return self.postfix(self.primary())

    # --- scripts after any factor
    def postfix(self, node):
        while (tok := self.peek()) in {"^", "_", "'", "!"}:
            self.next()
            if tok == "_":
                node = self.take_entry(node, self.indices(self.group()))
            elif tok == "'":
                node = ("T", node)
            elif tok == "!":
                node = ("call", "factorial", 0, (node,))
            else:
                node = self.superscript(node, self.group())
        return node

    def take_entry(self, node, idxs):
        if node[0] == "ref" and not node[3]:
            return ("ref", node[1], node[2], tuple(idxs))
        return ("entry", node, tuple(idxs))

    def marked(self, node, marks):
        for mark in marks:
            if mark == "prime":
                mark = "T"
            node = (mark, node)
        return node

    def superscript(self, node, toks):
        name, marks = strip_sup(toks, self.names.spelled)
        if name:
            if name[0] in {r"\odot", r"\circ"}:
                node = ("call", "hpow", 0, (node, self.sub(name[1:])))
            elif plain(name) == "*":
                raise Unsupported("star on an expression")
            else:
                node = ("pow", node, self.sub(name))
        return self.marked(node, marks)

    # --- symbols
    def base_symbol(self):
        """(exact, plain) of the symbol at the cursor, without scripts; None if it is none."""
        start, tok = self.pos, self.peek()
        if tok in FONTS or tok in ACCENT_MACROS:
            self.next()
            inner = self.group()
            bare = [t for t in inner if t not in FONTS and t not in {"{", "}"}]
            if tok in ACCENT_MACROS:
                return tok + "".join(inner), tok + plain(inner)
            word = plain(inner)
            if len(bare) == 1 or self.names.get(word) or (bare and bare[0] in ACCENT_MACROS
                                                          and "^" not in bare and "_" not in bare):
                if len(bare) == 1 and bare[0] in {"0", "1"}:
                    self.pos = start
                    return None
                return tok + "".join(inner), word
            self.toks[start:self.pos] = ["{", *inner, "}"]
            self.pos = start
            return None
        if tok.startswith(("w:", "bb:")):
            self.next()
            return tok, tok.split(":", 1)[1]
        if tok.isalpha() or tok in GREEK.values() or tok == r"\ell":
            for word in (*self.names.words(), *TYPED):
                run = "".join(self.toks[self.pos:self.pos + len(word)])
                if run == word and tok.isalpha() and len(word) > 1 and (
                        word in self.names.words() or not self.all_single(word)):
                    self.pos += len(word)
                    return "w:" + word, word
            self.next()
            return tok, tok
        return None

    def all_single(self, word):
        return all(self.names.get(c) is not None or c in self.names.dims for c in word)

    def scripts(self):
        """Raw scripts directly after a symbol: sub tokens, list of superscripts, primes."""
        sub, sups, primes = None, [], 0
        while (tok := self.peek()) in {"_", "^", "'"}:
            if tok == "_" and sub is not None:
                break
            self.next()
            if tok == "_":
                sub = self.group()
            elif tok == "'":
                primes += 1
            else:
                toks = self.group()
                if plain(toks) and set(plain(toks)) == {"'"}:
                    primes += len(plain(toks))
                else:
                    sups.append(toks)
        return sub, sups, primes

    def symbol(self, base_exact, base):
        start = self.pos
        sub, sups, primes = self.scripts()
        late = sub is not None and self.toks[start] == "^" and len(sub) > 1
        sup, marks = strip_sup(sups[0], self.names.spelled) if sups else ([], [])
        later = sups[1:]
        if not sup and sups and not marks:
            sup = None
        if primes:  # a primed name that is declared
            primed = find(self.names, base_exact + "'" * primes, base + "'" * primes, sub, sup or None)
            if primed:
                return self.finish(primed, marks, later, 0, base)
        if base in self.bound or (base in self.names.index_ranges and base not in self.names.spelled):
            node = ("idx", base)
            if sup:
                node = ("pow", node, self.sub(sup))
            return node if not sub else self.fail(f"index {base} with a subscript")
        found = find(self.names, base_exact, base, sub, sup or None)
        if found is None and sups and not sup:  # T, t or -1 as part of a name
            found = find(self.names, base_exact, base, sub, sups[0])
            if found is not None and found[2] is None:
                marks = []
            else:
                found = None
        if found is None:
            return self.unknown(base_exact, base, sub, sup, marks, later, primes)
        if late and marks and found[1] is not None and found[0].slots == (0, 0):  # A^T_{ij}
            node = self.finish((found[0], None, *found[2:]), marks, later, primes, base)
            return self.take_entry(node, self.indices(sub))
        return self.finish(found, marks, later, primes, base)

    def finish(self, found, marks, later, primes, base):
        entry, sub, sup, family_sup = found
        fam = []
        if entry.slots[0]:
            if sub is None:
                if entry.kind not in {"func", "function"}:
                    raise Unsupported(f"family {entry.key} without its index")
            else:
                idxs = self.indices(sub)
                fam += idxs[:entry.slots[0]]
                sub = None
                ent = idxs[entry.slots[0]:]
        else:
            ent = []
        if entry.slots[1]:
            if family_sup is None:
                raise Unsupported(f"family {entry.key} without its index")
            fam += self.indices(family_sup)
        if entry.kind in {"func", "function"}:
            node = self.applied(entry, tuple(fam), primes, sub, sup)
        else:
            if sub is not None and entry.kind == "dim":
                raise Unsupported(f"dimension {base} with a subscript")
            ent = self.indices(sub) if sub is not None else ent
            node = ("dim", entry.key) if entry.kind == "dim" else ("ref", entry.key, tuple(fam), tuple(ent))
            if sup:
                node = self.superscript(node, sup)
            for _ in range(primes):
                node = ("T", node)
        node = self.marked(node, marks)
        for toks in later:
            node = self.superscript(node, toks)
        return self.value_call(node, entry)

    def fail(self, why):
        raise Unsupported(why)


def parse_tokens(toks, names, bound=()):
    """The node of a complete token list."""
    parser = Parser(toks, names, bound)
    node = parser.expression()
    if parser.peek() is not None:
        raise Unsupported(f"unread from {' '.join(parser.toks[parser.pos:parser.pos + 6])}")
    return node


def parse(source, names, bound=()):
    """The node of LaTeX source."""
    return parse_tokens(tokenize(source), names, bound)
