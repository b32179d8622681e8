r"""LaTeX text to tokens: four parallel lists of spelling, code, start and end.

One regular expression cuts the text; the notation table gives each spelling its code. What is
decided here and nowhere else: comments, spaces and layout are dropped; `\left`, `\right` and the
`\big` family fold into the bracket they size; `\text{..}` becomes one token; enclosing displays
and final punctuation are stripped. Offsets are those of the text as it was given.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress
from typing import NamedTuple

from symcheck.read import notation
from symcheck.read.unicode import to_latex
from symcheck.text import Source, Span
from symcheck.text.diagnostic import fail

LENGTH = 20_000     # characters of input
DIGITS = 60         # characters of one number
PADDING = 6         # end tokens, so that looking ahead needs no bounds

# Codes up to OPERAND can begin an operand.
(LETTER, NUMBER, SYMBOL, RUN, WORD, BIG, OPEN, BEGIN, CONSTRUCT, FONT, ACCENT, SWITCH, BRACE,
 OPERAND) = range(14)
(TEXT, STACK, BAR, SIGN, PRODUCT, RELATION, ARROW, COMMA, LOGIC, QUAD, FORALL, SCRIPT, BANG, INFIX,
 AMP, ROW, CLOSE, END_BRACE, END_ENVIRONMENT, DOLLAR, UNKNOWN, REFUSED, BAD, END) = range(20, 44)
# SKIP and the codes from SPECIAL on are resolved here and never reach the parser.
SKIP, SPECIAL = 49, 50
(TEXT_MACRO, SIZE, DROPPED, ARRAY, NOT) = range(SPECIAL, SPECIAL + 5)

_CODES = {
    "letter": SYMBOL, "word": WORD, "big": BIG, "arg": BIG, "sign": SIGN, "product": PRODUCT,
    "relation": RELATION, "arrow": ARROW, "stack": STACK, "comma": COMMA, "logic": LOGIC,
    "quad": QUAD, "forall": FORALL, "open": OPEN, "close": CLOSE, "bar": BAR, "accent": ACCENT,
    "font": FONT, "switch": SWITCH, "text": TEXT_MACRO, "construct": CONSTRUCT, "infix": INFIX,
    "space": SKIP, "dropped": DROPPED, "size": SIZE, "refused": REFUSED,
}

_TOKEN = re.compile(
    r"[A-Za-z]+|[{}()^_&+,;'|/\[\]*]"
    r"|\\(?:(?:begin|end)[ \t]*\{[A-Za-z]+\*?\}|(?:operatorname|hspace|vspace|tag)\*"
    r"|(?:m?kern|[mh]skip)[ \t]*-?[0-9.]+[ \t]*[a-z]{2}|[A-Za-z]+"
    r"|\\(?:\*|[ \t]*\[[ \t]*-?[\d.]+[ \t]*[a-z]{2}[ \t]*\])?|[\s\S])"
    r"|[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]+)?|\s+|:=|=:|<=>|<=|>=|==|=>|->|!=|\.\.\.|(?<!\\left)(?<!\\right)\.[0-9]+"
    r"|%[^\n]*|\$\$?|[\s\S]")
_MACRO = re.compile(r"\\[A-Za-z]+")
_KERN = re.compile(r"\\(?:m?kern|[mh]skip)[^A-Za-z]")
_BRACE = re.compile(r"\\[\s\S]|[{}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ARRAY_OPTIONS = re.compile(r"\s*(?:\[[tbclr]\]\s*)?(?:\{[^{}]*\})?")
_ROW_OPTIONS = re.compile(r"\s*\[[tbclr]\]")
_PLAIN_TEXT = re.compile(r"(?:[A-Za-z0-9.\s~-]|\\[,;: !]|\\ )*")
_SPACES = re.compile(r"(?:\s|~|\\[,;: !])+")
_WRAPPERS = {"$": "$", "$$": "$$", r"\[": r"\]", r"\(": r"\)"}


class _Codes(dict):
    """Spelling -> code; what has no row is told from its first character."""

    def __missing__(self, token: str) -> int:
        first = token[0]
        if first.isascii() and first.isalpha():
            return RUN
        if first == "\\":
            return self._command(token)
        if first == "%" or first.isspace():
            return SKIP
        return NUMBER if token[-1] in "0123456789" else BAD

    @staticmethod
    def _command(token: str) -> int:
        if token[-1] == "}" and token.startswith("\\begin"):
            return ARRAY
        if token[-1] == "}" and token.startswith("\\end"):
            return END_ENVIRONMENT
        if token.startswith("\\\\"):
            return ROW
        if token[1:].isspace() or _KERN.match(token):
            return SKIP
        return UNKNOWN if len(token) > 1 else BAD


CODE = _Codes({s: _CODES[row.kind] for s, row in notation.ROWS.items() if row.kind in _CODES})
CODE.update(dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER))
CODE.update(dict.fromkeys("0123456789", NUMBER))
CODE.update({"{": BRACE, "}": END_BRACE, "^": SCRIPT, "_": SCRIPT, "'": SCRIPT, "&": AMP, "\\\\": ROW,
             r"\cr": ROW, "!": BANG, " ": SKIP, "\n": SKIP, r"\not": NOT, r"\prime": SYMBOL,
             **dict.fromkeys((*_WRAPPERS, *_WRAPPERS.values()), DOLLAR)})

# Brackets after `\left`, `\right` and their kin: which spelling and code each becomes.
_BARS = {"|": "|", r"\vert": "|", r"\mid": "|", r"\|": r"\|", r"\Vert": r"\|", r"\lvert": "|",
         r"\rvert": "|", r"\lVert": r"\|", r"\rVert": r"\|"}
_ANGLES = {"<": r"\langle", ">": r"\rangle"}


class Tokens(NamedTuple):
    """Parallel lists, ended by a token of code END."""

    texts: list[str]
    codes: list[int]
    starts: list[int]
    ends: list[int]


def tokenize(source: Source) -> Tokens:
    """The tokens of a text, then PADDING tokens of code END.

    Raises `SymcheckError` for limits, control characters, TeX commands and unfinished arguments.
    """
    text = source.text
    if len(text) > LENGTH:
        raise fail("input-too-long", f"the input has {len(text):,} characters", source,
                   Span(LENGTH, LENGTH + 1), f"at most {LENGTH:,} are read")
    found = _CONTROL.search(text)
    if found:
        raise fail("control-character", "the input holds a control character", source,
                   Span(*found.span()), f"this is the character U+{ord(found[0]):04X}")
    if text.isascii():
        tokens = _cut(source, text, None)
    else:
        latex, *origins = to_latex(source)
        if len(latex) > 8 * LENGTH:
            raise fail("input-too-long", "the input is too long once written as LaTeX", source,
                       Span(0, len(text)), f"it has {len(latex):,} characters then")
        tokens = _cut(source, latex, origins)
    if REFUSED in tokens.codes:
        at = tokens.codes.index(REFUSED)
        raise _refused(source, tokens.texts[at], Span(tokens.starts[at], tokens.ends[at]))
    _strip(tokens)
    last = tokens.ends
    end = last[-1] if last else len(text)
    for column, filler in zip(tokens, ("", END, end, end)):
        column.extend([filler] * PADDING)
    return tokens


def _refused(source: Source, macro: str, span: Span):
    return fail("forbidden-macro", "TeX commands are not carried out", source, span,
                f"{macro} is a command, not mathematics")


def _cut(source: Source, text: str, origins: tuple[list[int], list[int]] | None) -> Tokens:
    cut = _TOKEN.findall(text)
    codes = list(map(CODE.__getitem__, cut))
    if not cut or max(codes) < SPECIAL:
        ends = list(accumulate(map(len, cut)))
        starts = [0, *ends[:-1]] if cut else []
        if SKIP in codes:
            kept = [code != SKIP for code in codes]
            tokens = Tokens(*(list(compress(column, kept)) for column in (cut, codes, starts, ends)))
        else:
            tokens = Tokens(cut, codes, starts, ends)
    else:
        tokens = Tokens([], [], [], [])
        _Specials(source, text, tokens, origins).read_all(0, len(text))
    if origins is not None:
        begins, finishes = origins
        tokens.starts[:] = [begins[s] for s in tokens.starts]
        tokens.ends[:] = [finishes[max(e - 1, 0)] for e in tokens.ends]
    return tokens


class _Specials:
    r"""The rarer tokens: text, sizes, dropped arguments, array columns, `\not`."""

    def __init__(self, source: Source, text: str, tokens: Tokens, origins):
        self.source, self.text, self.tokens, self.origins = source, text, tokens, origins
        self.pending = ""       # `\left`.. or `\not` that waits for the token it changes
        self.pending_start = 0

    def read_all(self, position: int, finish: int) -> None:
        """Put the tokens of a part of the text."""
        resume = position    # where reading goes on after an argument that was skipped
        for token in _TOKEN.findall(self.text, position, finish):
            start = position
            position += len(token)
            code = CODE[token]
            if code == SKIP or start < resume:
                continue
            if code >= SPECIAL or self.pending:
                resume = self._read(token, code, start, position)
            else:
                self._put(token, code, start, position)
        if self.pending:
            raise self._fail("missing-argument", "a bracket should follow here", self.pending_start,
                             position, f"nothing follows {self.pending}")

    def _read(self, token: str, code: int, start: int, end: int) -> int:
        """Handle one token; returns the offset before which nothing else is read."""
        if self.pending:
            self._resolve(token, code, start, end)
            return end
        if code in (SIZE, NOT):
            self.pending, self.pending_start = token, start
            return end
        if code == DROPPED:
            found = self._braced(end)
            return found[2] if found else end
        if code == ARRAY:
            return self._begin(token, start, end)
        return self._text(token, start, end)

    def _put(self, text: str, code: int, start: int, end: int) -> None:
        texts, codes, starts, ends = self.tokens
        texts.append(text)
        codes.append(code)
        starts.append(start)
        ends.append(end)

    def _fail(self, id: str, headline: str, start: int, end: int, *facts: str, help: str = ""):
        return fail(id, headline, self.source, self._span(start, end), *facts, help=help)

    def _span(self, start: int, end: int) -> Span:
        if self.origins is None:
            return Span(start, end)
        return Span(self.origins[0][start], self.origins[1][max(end, start + 1) - 1])

    def _resolve(self, token: str, code: int, start: int, end: int) -> None:
        macro, self.pending = self.pending, ""
        start, given = self.pending_start, start
        if macro == r"\not":
            spelling = macro + token
            if CODE.get(spelling) != RELATION:
                raise self._fail("unknown-macro", "this negation is not known", start, end,
                                 f"{self.text[start:end].strip()} has no meaning here")
            return self._put(spelling, RELATION, start, end)
        side = notation.ROWS[macro].value
        token = _ANGLES.get(token, token)
        if side == "middle" or side == "big" and token == r"\mid":
            if token in _BARS:
                return self._put(r"\mid", BAR, start, end)
        elif token in _BARS and side in ("left", "right"):
            code = OPEN if side == "left" else CLOSE
            return self._put(f"\\{side}{_BARS[token]}", code, start, end)
        elif token == "." and side in ("left", "right"):
            return self._put(f"\\{side}.", OPEN if side == "left" else CLOSE, start, end)
        elif token == "." and side == "big":
            return None
        elif token in CODE and CODE[token] in (OPEN, CLOSE, BAR) or token in ("/", r"\backslash"):
            return self._put(token, CODE[token], start, end)
        raise self._fail("missing-argument", "a bracket should follow here", start, end,
                         f"{macro} needs a bracket, not {self.text[given:end].strip()}")

    def _braced(self, position: int) -> tuple[int, int, int] | None:
        """Content start, content end and end of the braces that follow, if any do."""
        text, n = self.text, len(self.text)
        while position < n and text[position].isspace():
            position += 1
        if position >= n or text[position] != "{":
            return None
        depth = 0
        for match in _BRACE.finditer(text, position):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if depth == 0:
                    return position + 1, match.start(), match.end()
        raise self._fail("unbalanced-bracket", "this brace is never closed", position, position + 1,
                         "no } matches it")

    def _begin(self, token: str, start: int, end: int) -> int:
        self._put(token, BEGIN, start, end)
        name = token[token.index("{") + 1:-1]
        if name in ("array", "alignat", "alignat*", "alignedat", "empheq"):
            return _ARRAY_OPTIONS.match(self.text, end).end()
        found = _ROW_OPTIONS.match(self.text, end)
        return found.end() if found else end

    def _text(self, macro: str, start: int, end: int) -> int:
        found = self._braced(end)
        if found is None:
            rest = self.text[end:].lstrip()
            if not rest or not rest[0].isalnum():
                raise self._fail("missing-argument", f"{macro} needs its words in braces", start,
                                 end, help=f"write {macro}{{..}}")
            after = len(self.text) - len(rest) + 1
            self._put(f"{macro}{{{rest[0]}}}", TEXT, start, after)
            return after
        first, last, after = found
        if macro.startswith(r"\operatorname") and not _PLAIN_TEXT.fullmatch(self.text, first, last):
            self._put(r"\mathrm", FONT, start, end)
            return end
        raw = self.text[first:last]
        if not _SPACES.sub("", raw):
            return after
        for found in _MACRO.finditer(self.text, first, last):
            if CODE.get(found[0]) == REFUSED:
                raise _refused(self.source, found[0], self._span(*found.span()))
        if "$" not in raw:
            if self.origins is not None and last > first:
                raw = self.source.text[slice(*self._span(first, last))]
            self._put(f"{macro}{{{raw}}}", TEXT, start, after)
            return after
        offset = first
        for k, piece in enumerate(re.split(r"\$", raw)):
            if k % 2 == 0:
                if _SPACES.sub("", piece):
                    self._put(f"{macro}{{{piece}}}", TEXT, offset, offset + len(piece))
            else:
                self.read_all(offset, offset + len(piece))
            offset += len(piece) + 1
        return after


def words_of(token: str) -> tuple[str, str]:
    """The macro and the plain words of a TEXT token."""
    macro, _, raw = token.partition("{")
    return macro, _SPACES.sub(" ", raw[:-1]).strip()


def _strip(tokens: Tokens) -> None:
    """Drop enclosing displays and final punctuation."""
    texts, codes = tokens.texts, tokens.codes
    low, high = 0, len(texts)
    while low < high:
        last, code = texts[high - 1], codes[high - 1]
        if code in (ROW, QUAD, COMMA) or last in (".", "?"):
            high -= 1
        elif codes[low] in (ROW, QUAD):
            low += 1
        elif high - low >= 2 and _wraps(tokens, low, high):
            low, high = low + 1, high - 1
        else:
            break
    if low or high < len(texts):
        for column in tokens:
            column[:] = column[low:high]


def _wraps(tokens: Tokens, low: int, high: int) -> bool:
    texts, codes = tokens.texts, tokens.codes
    opening, closing = texts[low], texts[high - 1]
    if codes[low] == DOLLAR:
        return _WRAPPERS.get(opening) == closing
    if codes[low] != BEGIN or codes[high - 1] != END_ENVIRONMENT:
        return False
    name = environment_of(opening)
    if environment_of(closing) != name or name not in notation.ROWS:
        return False
    kind = notation.ROWS[name].kind
    if kind != "display" and not (name == "array" and _is_layout(codes, low, high)):
        return False
    depth = 0
    for k in range(low, high - 1):
        depth += (codes[k] == BEGIN) - (codes[k] == END_ENVIRONMENT)
        if depth == 0:
            return False
    return True


def _is_layout(codes: list[int], low: int, high: int) -> bool:
    """Is this array a layout of formulas: does a relation stand in a cell of its own level?"""
    depth = 0
    for k in range(low + 1, high - 1):
        code = codes[k]
        if code in (OPEN, BRACE, BEGIN):
            depth += 1
        elif code in (CLOSE, END_BRACE, END_ENVIRONMENT):
            depth -= 1
        elif code == RELATION and depth == 0:
            return True
    return False


def environment_of(token: str) -> str:
    r"""The name in `\begin{..}` or `\end{..}`."""
    return token[token.index("{") + 1:-1]
