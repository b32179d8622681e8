"""The factors an expression is made of; their composite kinds are in the modules mixed in."""

from tests.oracle.brackets import Brackets
from tests.oracle.calculus import Calculus
from tests.oracle.calls import Calls
from tests.oracle.errors import Unsupported
from tests.oracle.folds import Folds
from tests.oracle.names import plain
from tests.oracle.tokens import FONTS, group_end
from tests.oracle.vocabulary import BRACKETS, BUILTIN_MACROS

SPECIAL = {r"\frac", r"\sum", r"\prod", r"\sqrt", r"\nabla", r"\begin", r"\langle", "<",
           r"\underbrace", r"\partial", r"\overbrace", r"\boxed", r"\infty", r"\lvert", r"\lVert",
           r"\|", "|", "||", r"\Pi", r"\Sigma", r"\binom", r"\int"}


class Atoms(Brackets, Calculus, Calls, Folds):
    """Mixed into Parser; every method leaves the cursor behind what it read."""

    def primary(self):
        tok = self.peek()
        if tok is None:
            raise Unsupported("unexpected end of expression")
        if tok.isdigit():
            return self.number()
        if tok in SPECIAL:
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
                self.next()
                below = self.group()
                if below not in (["F"], ["2"]):
                    return ("inner", left, right, self.sub(below))
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
