"""Indices: subscripts, sums and products over them, series written with dots."""

from tests.oracle.errors import Unsupported
from tests.oracle.names import plain
from tests.oracle.tokens import GREEK
from tests.oracle.vocabulary import CLOSING, OPENERS, RELATIONS, fresh


class Folds:
    """Mixed into Parser."""

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

    def indices(self, toks):
        """Index expressions of a subscript: comma separated, or one letter each."""
        toks = list(toks)
        while len(toks) > 1 and toks[0] in {"(", "{", "["} and toks[-1] in {")", "}", "]"}:
            toks = toks[1:-1]
        parts, depth = [[]], 0
        for tok in toks:
            depth += (tok in {"(", "{", "["}) - (tok in {")", "}", "]"})
            if tok == "," and depth == 0:
                parts.append([])
            else:
                parts[-1].append(tok)
        if len(parts) == 1 and len(toks) > 1 and all(
                (t.isalnum() and len(t) == 1) or t in GREEK.values() or t == r"\ell" for t in toks):
            if not all(t.isdigit() for t in toks):
                parts = [[t] for t in toks]
        return [self.one_index(p) for p in parts]

    def one_index(self, toks):
        while len(toks) > 1 and toks[0] in {"(", "{"} and toks[-1] in {")", "}"}:
            toks = toks[1:-1]
        if plain(toks) in {":", "\\cdot", "*"}:
            return ("slice",)
        if len(toks) == 1 and toks[0] not in self.bound:
            name = toks[0]
            entry = self.names.get(name)
            if (name.isalpha() or name == r"\ell") and (entry is None or entry.kind == "index"):
                return ("idx", name)
        return self.sub(toks)


def series(first, last):
    """(low, high, index, template) of `a_1, \\dots, a_n` from its first and last member."""
    name, found = f"dots{fresh()}", []

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


def at_index(node, name, value):
    """The node with an index at a number."""
    if node == ("idx", name):
        return ("num", float(value))
    return tuple(at_index(n, name, value) for n in node) if isinstance(node, tuple) else node
