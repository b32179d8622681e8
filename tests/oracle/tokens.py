"""LaTeX (and Unicode) source to a flat list of token strings, with layout-only commands dropped."""

import re
import unicodedata

from tests.oracle.errors import Unsupported

GREEK = dict(zip(
    "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϕϵ",
    r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \pi \rho "
    r"\sigma \tau \upsilon \phi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi \Psi "
    r"\Omega \phi \epsilon".split(), strict=True))
SYMBOLS = {
    "∂": r"\partial", "∇": r"\nabla", "⊤": r"\top", "‖": r"\|", "⊙": r"\odot", "∘": r"\circ",
    "⊗": r"\otimes", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "≤": r"\le", "≥": r"\ge",
    "≠": r"\neq", "∈": r"\in", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "𝔼": r"\mathbb{E}",
    "∑": r"\sum", "∏": r"\prod", "√": r"\sqrt", "−": "-", "∗": "*", "…": r"\dots", "→": r"\to",
    "⟨": r"\langle", "⟩": r"\rangle", "ℓ": r"\ell", "∼": r"\sim", "′": "'", "″": "''", "𝟙": r"\mathbb{1}",
    "½": r"\frac{1}{2}", "∥": r"\|", "𝟏": r"\mathbf{1}", "𝟎": r"\mathbf{0}", "²": "^{2}", "³": "^{3}",
    "†": r"^\dagger",
}
SUPS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀⁿⁱ", "0123456789+-()Tni", strict=True))
SUBS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₖₙₘₜₓ", "0123456789+-()ijknmtx", strict=True))
ACCENTS = {"\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar", "\u0305": r"\bar",
           "\u20d7": r"\vec", "\u0307": r"\dot"}
FONTS = {r"\mathbf", r"\boldsymbol", r"\bm", r"\mathcal", r"\pmb", r"\mathit", r"\textbf", r"\bold",
         r"\mathfrak", r"\mathscr", r"\vec", r"\overrightarrow", r"\mathsf", r"\mathtt",
         r"\symbf", r"\mathnormal", r"\boldmath"}
TEXTS = {r"\text", r"\mathrm", r"\operatorname", r"\mbox", r"\textrm", r"\textit", r"\textsf", r"\mathsf",
         r"\texttt", r"\operatorname*", r"\rm", r"\textnormal", r"\mathop", r"\mathit", r"\mathtt"}
ACCENT_MACROS = {r"\hat", r"\widehat", r"\bar", r"\overline", r"\tilde", r"\widetilde", r"\dot", r"\check",
                 r"\ddot", r"\breve", r"\acute", r"\underline"}
DROPPED = {"\\,", "\\;", "\\!", "\\:", "\\ ", "~", r"\quad", r"\qquad", r"\displaystyle", r"\textstyle",
           r"\limits", r"\nolimits", "&", r"\nonumber", r"\bf", r"\rm", r"\small", r"\large", "\\>",
           r"\scriptstyle", r"\thinspace", r"\notag", r"\mathstrut", r"\bigl.", r"\strut", r"\it",
           r"\medspace", r"\thickspace", r"\enspace", r"\mathord", r"\mathbin", r"\mathrel", r"\allowbreak"}
SAME = {r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\leq": r"\le", r"\geq": r"\ge",
        r"\gt": ">", r"\lt": "<", r"\ne": r"\neq", r"\triangledown": r"\nabla", r"\intercal": r"\top",
        r"\ln": r"\log", r"\mid": "|", r"\vert": "|", r"\Vert": r"\|", r"\lbrace": r"\{",
        r"\rbrace": r"\}", r"\ast": "*", r"\ldots": r"\dots", r"\cdots": r"\dots", r"\vdots": r"\dots",
        r"\lbrack": "[", r"\rbrack": "]", r"\rightarrow": r"\to",
        r"\leqslant": r"\le", r"\geqslant": r"\ge",
        r"\varepsilon": r"\epsilon", r"\varphi": r"\phi", r"\widehat": r"\hat", r"\overline": r"\bar",
        r"\widetilde": r"\tilde", r"\bigodot": r"\odot", r"\star": "*", r"\triangleq": ":=",
        r"\coloneqq": ":=", r"\doteq": ":=", r"\bullet": r"\cdot", r"\tr": "w:tr", r"\Tr": "w:tr",
        r"\diag": "w:diag", r"\softmax": "w:softmax", r"\relu": "w:relu", r"\lparen": "(", r"\rparen": ")",
        r"\T": r"\top", r"\sgn": "w:sign", r"\prime": "'", r"\lim": "w:lim", r"\kron": r"\otimes"}
_SIZED = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)(?![a-zA-Z])")
_TOKEN = re.compile(r"\\operatorname\*|\\[a-zA-Z]+|\\.|\d|[a-zA-Z]|:=|\|\||\S", re.S)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 ,.\-]*|\d+|\s*")


def _accented(char: str) -> str:
    base, *marks = unicodedata.normalize("NFD", char)
    base = GREEK.get(base, base)
    for mark in marks:
        if mark not in ACCENTS:
            raise Unsupported(f"character {char!r}")
        base = ACCENTS[mark] + "{" + base + "}"
    return base + " "


def from_unicode(source: str) -> str:
    """The LaTeX spelling of Unicode mathematics."""
    source = unicodedata.normalize("NFC", source)
    out, i = [], 0
    while i < len(source):
        char = source[i]
        for table, sign in ((SUPS, "^"), (SUBS, "_")):
            if char in table:
                run = ""
                while i < len(source) and source[i] in table:
                    run, i = run + table[source[i]], i + 1
                out.append(f"{sign}{{{run}}}")
                break
        else:
            i += 1
            if ord(char) < 128:
                out.append(char)
                continue
            follow = ""
            while i < len(source) and source[i] in ACCENTS:
                follow, i = follow + source[i], i + 1
            if char in SYMBOLS:
                out.append(SYMBOLS[char] + " ")
                continue
            folded = unicodedata.normalize("NFKC", char) if ord(char) > 0x1D3FF else char
            out.append(_accented(folded + follow))
    return "".join(out)


def _merge_accents(source: str) -> str:
    for mark, macro in ACCENTS.items():
        source = re.sub("([A-Za-z])" + mark, lambda m, macro=macro: macro + "{" + m.group(1) + "}", source)
    return source


def group_end(toks: list[str], i: int) -> int:
    """Index of the brace closing the one at i."""
    depth = 0
    for j in range(i, len(toks)):
        depth += (toks[j] == "{") - (toks[j] == "}")
        if depth == 0:
            return j
    raise Unsupported("unbalanced braces")


def _sized(source: str) -> str:
    """\\left| and friends to one-sided bars; other sized brackets to plain ones."""
    source = re.sub(r"\\left\s*(\||\\vert)\s*\\left\s*(\||\\vert)", r"\\lVert ", source)
    source = re.sub(r"\\right\s*(\||\\vert)\s*\\right\s*(\||\\vert)", r"\\rVert ", source)
    for side, letter in (("left", "l"), ("right", "r")):
        for size in (side, *(f"{b}{letter}" for b in ("big", "Big", "bigg", "Bigg"))):
            stem = r"\\" + size + r"(?![a-zA-Z])\s*"
            source = re.sub(stem + r"(\\\||\\Vert\b)", rf"\\{letter}Vert ", source)
            if letter == "r":  # \right|_{x=0} evaluates at a point
                source = re.sub(stem + r"(?:\||\\vert\b)(?=\s*_)", "|", source)
            source = re.sub(stem + r"(\||\\vert\b)", rf"\\{letter}vert ", source)
            source = re.sub(stem + r"\.", "", source)
    return _SIZED.sub(" ", source)


def tokenize(source: str) -> list[str]:
    """Token strings: commands, single digits and letters, `w:word` for text, `bb:R` for \\mathbb."""
    source = _sized(from_unicode(_merge_accents(source)))
    source = re.sub(r"\\(color|textcolor|label|tag|hspace|vspace|colorbox)\*?\s*\{[^{}]*\}", "", source)
    source = _cells(re.sub(r"(?<!\\)%.*", "", source))
    source, words = _texts(source)
    raw = _TOKEN.findall(source)
    out = []
    for tok in raw:
        tok = SAME.get(tok, tok)
        if tok not in DROPPED and not tok.isspace():
            out.append(tok)
    while out and out[-1] in {",", ".", ";", "\\\\"}:
        out.pop()
    return _restore(out, words)


CELL = "\ue010"
_TABLE = re.compile(r"\\(begin|end)\s*\{(\w*matrix\*?|d?cases|array)\}")


def _cells(source: str) -> str:
    """Inside matrices, arrays and cases `&` separates cells; elsewhere it is layout."""
    out, depth, last = [], 0, 0
    for match in _TABLE.finditer(source):
        piece = source[last:match.start()]
        out += [piece.replace("&", CELL) if depth else piece, match.group(0)]
        depth += 1 if match.group(1) == "begin" else -1
        last = match.end()
    return "".join(out) + source[last:]


_MARKED = "\ue000"


def _texts(source: str) -> tuple[str, list[str]]:
    """Text-like macros with plain content become one private-use token; and the words they held."""
    names = "|".join(re.escape(t[1:]) for t in sorted(TEXTS, key=len, reverse=True))
    words: list[str] = []

    def keep(match):
        content = match.group(2).strip()
        if not _WORD.fullmatch(content):
            return "{" + match.group(2) + "}"
        words.append(("bb:" if match.group(1) == "mathbb" else "w:") + content)
        return f" {_MARKED}{chr(0xE100 + len(words) - 1)} "

    pattern = rf"\\({names}|mathbb)\s*\{{([^{{}}\\$]*)\}}"
    source = re.sub(r"\\mathbb\s*([A-Za-z0-9])", r"\\mathbb{\1}", source)
    source = re.sub(rf"\\({names})\s+([A-Za-z])(?![A-Za-z])", r"\\\1{\2}", source)
    return re.sub(pattern, keep, source), words


def _restore(toks: list[str], words: list[str]) -> list[str]:
    out, i = [], 0
    while i < len(toks):
        if toks[i] == _MARKED:
            word = words[ord(toks[i + 1]) - 0xE100]
            single = word[2:] if word.startswith("w:") and len(word) == 3 else word
            out.append({"w:ln": "w:log"}.get(single, single))
            i += 2
        else:
            out.append(toks[i])
            i += 1
    return out
