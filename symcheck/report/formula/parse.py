r"""LaTeX to the tree of what is seen. What is not in the tables is `Unprintable`; nothing is left out but
spaces between letters, braces, sizes of brackets, and layout commands of the list below."""

from __future__ import annotations

import re
from functools import lru_cache

from symcheck.read.notation import ROWS
from symcheck.read.unicode import to_latex
from symcheck.report.formula.symbols import (
    ACCENTS,
    ANGLES,
    BINOMIALS,
    CHARACTERS,
    DROPPED,
    FENCES,
    FONTS,
    FRACTIONS,
    SILENT,
    SIZES,
    SPACES,
    SWITCHES,
    SYMBOLS,
    TABLES,
    THROUGH,
    WORDS,
    Symbol,
)
from symcheck.report.formula.tree import (
    PRIME,
    Accent,
    Align,
    Boxed,
    Fenced,
    Fraction,
    Letter,
    Node,
    Number,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Stack,
    Table,
    Word,
    side_by_side,
)
from symcheck.text import Source

LENGTH, DEPTH = 20_000, 50  # characters; brackets inside one another
_TOKEN = re.compile(
    r"\\(?:begin|end)[ \t]*\{[A-Za-z]+\*?\}|\\operatorname\*|\\not\s*(?:=|\\in(?![A-Za-z]))|\\[A-Za-z]+"
    r"|\\\\(?:\*|[ \t]*\[[ \t]*-?[\d.]+[ \t]*[a-z]{2}[ \t]*\])?|\\[\s\S]|\d+(?:\.\d+)?|\s+|%[^\n]*|:=|<=>|<=|>=|=>|->|\.\.\."
    r"|[\s\S]")
_PLAIN = re.compile(r"[A-Za-z0-9 .~*-]|\\[,;: !]")
_IN_WORDS = re.compile(r"\\[%&_#$ ,;:{}]|~|\\(?:quad|ldots|dots)(?![A-Za-z])|[^\\{}$~]")
_ESCAPED = {r"\ ": " ", r"\,": " ", r"\;": " ", r"\:": " ", "~": " ", r"\quad": "  ", r"\ldots": "…", r"\dots": "…"}


class Unprintable(ValueError):
    """A formula that the tables do not hold; the message says what in it."""


@lru_cache(4096)
def formula(latex: str) -> Row:
    """The tree of LaTeX without delimiters. Raises `Unprintable`."""
    if len(latex) > LENGTH:
        raise Unprintable("it is too long")
    if not latex.isascii():
        latex, *_ = to_latex(Source(latex))
    tokens = _TOKEN.findall(latex)
    reader = _Reader(tokens)
    row = reader.row(())
    if reader.peek():
        raise Unprintable(f"{reader.peek()} is not matched")
    return row


class _Reader:
    def __init__(self, tokens: list[str]):
        self.tokens, self.at, self.depth, self.font = tokens, 0, 0, ""

    def peek(self) -> str:
        while self.at < len(self.tokens) and (self.tokens[self.at].isspace() or self.tokens[self.at][0] == "%"):
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def expect(self, wanted: str) -> None:
        if (found := self.take()) != wanted:
            raise Unprintable(f"{wanted} is missing" if not found else f"{found} stands where {wanted} should")

    # --- rows -----------------------------------------------------------------------------------

    def row(self, ends: tuple[str, ...]) -> Row:
        """Items up to one of these tokens, which is not taken."""
        self.depth += 1
        if self.depth > DEPTH:
            raise Unprintable("it is nested too deeply")
        font, items = self.font, []
        while (token := self.peek()) and token not in ends and token != "}" and not token.startswith(r"\end"):
            if token == r"\right" or token == r"\\" or token[:2] == r"\\" and len(token) > 2:
                break
            if token in (r"\over", r"\choose"):
                self.at += 1
                below = self.row(ends)
                items = [Fraction(Row(tuple(items)), below, "frac" if token == r"\over" else "binom")]
                break
            node = self.item()
            if node is not None:
                items.append(node)
        self.font = font
        self.depth -= 1
        return Row(tuple(items))

    def item(self) -> Node | None:
        """One item with its scripts; None for what is dropped."""
        token = self.peek()
        base = Row() if token in ("^", "_", "'") else self.atom()
        sub, sup = None, []
        braced = isinstance(base, Stack) and base.brace
        while (token := self.peek()) in ("^", "_", "'") and token:
            self.at += 1
            if token == "'":
                sup.append(PRIME)
            elif token == "_":
                if sub is not None:
                    raise Unprintable("there are two subscripts")
                sub = self.argument()
            else:
                if any(x != PRIME for x in sup):
                    raise Unprintable("there are two superscripts")
                sup.append(self.argument())
        if sub is None and not sup:
            return base
        above = None if not sup else sup[0] if len(sup) == 1 else Row(tuple(x for part in sup for x in side_by_side(part)))
        if braced:
            return Stack(base.base, above, sub, base.brace)
        return Scripts(base if base is not None else Row(), sub, above)

    def argument(self) -> Node:
        """What a command or a script takes: a group, or one sign."""
        token = self.peek()
        if token == "{":
            return self.group()
        if not token or token in ("}", "&", "^", "_"):
            raise Unprintable("something is missing here")
        if token[0].isdigit() and len(token) > 1:
            self.tokens[self.at] = token[1:]
            return Number(token[0], self.font)
        node = self.atom()
        return Row() if node is None else node

    def group(self) -> Node:
        self.expect("{")
        row = self.row(("}",))
        self.expect("}")
        return row.items[0] if len(row.items) == 1 else row

    def raw(self) -> str:
        """The text of a braced argument as it was written, spaces included."""
        self.expect("{")
        depth, out = 1, []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return "".join(out)
            out.append(token)
        raise Unprintable("a brace is not closed")

    # --- atoms ----------------------------------------------------------------------------------

    def atom(self) -> Node | None:
        token = self.take()
        if token == "{":
            self.at -= 1
            return self.group()
        if token[0].isdigit():
            return Number(token, self.font)
        if len(token) == 1 and token.isascii() and token.isalpha():
            return Letter(token, token, self.font)
        if token == "&":
            return Align()
        symbol = SYMBOLS.get(token.replace(" ", "")) or CHARACTERS.get(token)
        if symbol is not None:
            return self.sign(symbol)
        if token in SPACES or token.startswith("\\") and token[1:].isspace():
            return Space(SPACES.get(token, 6))
        if token in DROPPED:
            return None
        if token.startswith(r"\begin"):
            return self.table(token[token.index("{") + 1:-1])
        if token.startswith("\\"):
            return self.command(token[1:])
        if token.isalpha():
            return Word(token)
        raise Unprintable(f"{token!r} is no sign of the table")

    def sign(self, symbol: Symbol) -> Node:
        if symbol.kind in ("name", "limit"):
            return Word(symbol.char, symbol.kind)
        if symbol.kind == "ord" and symbol.char.isalpha() and symbol.latex[:1] == "\\":
            return Letter(symbol.char, symbol.latex, self.font)
        return Sign(symbol)

    def command(self, name: str) -> Node | None:
        token = "\\" + name
        if token in FRACTIONS:
            return Fraction(self.argument(), self.argument())
        if token in BINOMIALS:
            return Fraction(self.argument(), self.argument(), "binom")
        if token == r"\sqrt":
            degree = None
            if self.peek() == "[":
                self.at += 1
                degree = self.row(("]",))
                self.expect("]")
            return Root(self.argument(), degree)
        if name in ACCENTS:
            return Accent(name, self.argument())
        if name in FONTS:
            return self.fonted(name)
        if name in WORDS:
            return self.words(self.raw() if self.peek() == "{" else self.take(), WORDS[name])
        if name in ("operatorname", "operatorname*"):
            return self.operator("limit" if name[-1] == "*" else "name")
        if token == r"\left":
            return self.fenced()
        if token in SIZES:
            symbol = self.delimiter()
            return None if symbol is None else Sign(symbol)
        if token in SILENT:
            self.raw()
            return None
        if token in THROUGH:
            return self.argument()
        return self.construct(token)

    def construct(self, token: str) -> Node | None:
        match token:
            case r"\boxed":
                return Boxed(self.argument())
            case r"\textcolor":
                self.raw()
                return self.argument()
            case r"\underbrace" | r"\overbrace":
                return Stack(self.argument(), brace=token[1:])
            case r"\overset" | r"\stackrel":
                over = self.argument()
                return Stack(self.argument(), over=over)
            case r"\underset":
                under = self.argument()
                return Stack(self.argument(), under=under)
            case r"\xrightarrow" | r"\xleftarrow":
                return Stack(Sign(SYMBOLS["\\long" + token[2:]]), over=self.argument())
            case r"\substack":
                self.expect("{")
                rows = self.rows("}")
                return Table("substack", rows)
            case r"\transpose":
                return Scripts(self.argument(), sup=Sign(SYMBOLS[r"\top"]))
            case r"\dv" | r"\pdv":
                mark = Letter("d", "d") if token == r"\dv" else Letter("∂", r"\partial")
                return Fraction(Row((mark, self.argument())), Row((mark, self.argument())))
        alias = ROWS.get(token)
        if alias is not None and alias.kind == "letter" and alias.value not in ("", token):
            return formula(alias.value).items[0]
        if token in FENCES:
            bar = SYMBOLS[FENCES[token]]
            return Fenced(bar, self.argument(), bar)
        raise Unprintable(f"{token} is not in the table")

    def fonted(self, name: str) -> Node | None:
        if name in SWITCHES:
            self.font = FONTS[name]
            return None
        before, self.font = self.font, FONTS[name]
        node = self.argument()
        self.font = before
        if FONTS[name] == "rm" and isinstance(node, Row) and node.items and all(
                isinstance(x, Letter) and x.char.isascii() for x in node.items):
            return Word("".join(x.char for x in node.items), "name")
        return node

    def operator(self, kind: str) -> Node:
        start = self.at
        inside = self.raw()
        if not all(_PLAIN.fullmatch(t) for t in _TOKEN.findall(inside) if not t.isdigit() and not t.isspace()):
            self.at = start
            return self.fonted("mathrm")
        return Word(re.sub(r"\\[,;: !]|~|\s+", " ", inside).strip(), kind)

    def words(self, raw: str, font: str) -> Node:
        """Words with formulas between dollars."""
        parts: list[Node] = []
        for k, piece in enumerate(re.split(r"(?<!\\)\$", raw)):
            if k % 2:
                parts.append(formula(piece))
                continue
            pieces = _IN_WORDS.findall(piece)
            if "".join(pieces) != piece:
                raise Unprintable("a command stands among words")
            text = re.sub(r"\s+", " ", "".join(_ESCAPED.get(p, p[1:] if p[0] == "\\" else p) for p in pieces))
            if text:
                parts.append(Word(text, "text", font))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    # --- brackets and tables --------------------------------------------------------------------

    def delimiter(self) -> Symbol | None:
        token = self.take()
        if token == ".":
            return None
        symbol = SYMBOLS.get(ANGLES.get(token, token))
        if symbol is None or symbol.kind not in ("open", "close", "bar") and token not in ("/", r"\backslash", r"\mid"):
            raise Unprintable(f"{token or 'nothing'} is no bracket")
        return symbol

    def fenced(self) -> Node:
        opening = self.delimiter()
        body = self.row(())
        self.expect(r"\right")
        return Fenced(opening, body, self.delimiter())

    def table(self, name: str) -> Node:
        kind = TABLES.get(name.rstrip("*"))
        if kind is None:
            raise Unprintable(f"the environment {name} is not in the table")
        if name in ("array", "alignat", "alignat*", "alignedat"):
            if self.peek() == "[":
                while self.take() not in ("]", ""):
                    pass
            self.raw()
        rows = self.rows(rf"\end{{{name}}}")
        if kind == "aligned" and len(rows) == 1:
            return Row(tuple(x for cell in rows[0] for x in side_by_side(cell)))
        return Table(kind, rows)

    def rows(self, end: str) -> tuple[tuple[Node, ...], ...]:
        """Cells up to the end, which is taken."""
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            cells.append(self.row(("&",)))
            token = self.take()
            if token == "&":
                continue
            if token[:2] != r"\\" and token.replace(" ", "") != end:
                raise Unprintable(f"{end} is missing")
            rows.append(tuple(cells))
            cells = []
            if token[:2] != r"\\":
                break
        if len(rows) > 1 and rows[-1] == (Row(),):
            rows.pop()
        return tuple(rows)
