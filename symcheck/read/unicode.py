"""Unicode mathematics rewritten as LaTeX, with every character traced to where it came from.

`to_latex` maps Greek, mathematical letters, accents, raised and lowered characters and operators
to the spellings of the notation table, so that the rest of the reader sees LaTeX only. A character
without a mapping stays itself and is refused, by name, when the parser meets it: nothing is dropped
but invisible marks. Where `φ` and `ϕ` (or `ε` and `ϵ`) occur together they stay distinct; alone,
either is `\\phi` (`\\epsilon`), as people type them.
"""

from __future__ import annotations

import re
import unicodedata

from symcheck.text import Source, Span
from symcheck.text.diagnostic import fail

_GREEK = {
    **dict(zip("αβγδεζηθικλμνξπρστυφχψω", (
        r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi "
        r"\pi \rho \sigma \tau \upsilon \phi \chi \psi \omega").split())),
    **dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", (
        r"\Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega").split())),
    **dict(zip("ϵϑϖϱςϕ", r"\epsilon \vartheta \varpi \varrho \varsigma \phi".split())),
    "ο": "o", "µ": r"\mu", "∆": r"\Delta", "Ω": r"\Omega",
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX")),
}

# Private characters for the numbers of layers, read as (0), (1), ..: no writer uses them.
RINGS = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009"
# The same for the lower index of a name with a number above it: read as ^{(1)}_, ^{(2)}_, .. .
LOWERED = "\ue010\ue011\ue012\ue013\ue014"
# `x + y = 3 \\quad ①`: the mark of an equation at its end.
_MARKED = re.compile(r"(?:\\q?quad|\\[,;:! ]|[\s~&])*(?P<mark>[⓪①-⑳❶-❿⓵-⓾])(?=[\s.,;]*(?:\\\\|$))")

_SYMBOLS = {
    "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "√": r"\sqrt",
    "∛": r"\sqrt[3]", "∜": r"\sqrt[4]", "‖": r"\|", "∥": r"\|", "∣": r"\mid", "⊙": r"\odot",
    "∘": r"\circ", "○": r"\circ", "⊗": r"\otimes", "⊕": r"\oplus", "·": r"\cdot", "⋅": r"\cdot",
    "∙": r"\cdot", "•": r"\cdot", "×": r"\times", "÷": r"\div", "∗": "*", "⋆": "*", "★": "*",
    "−": "-", "–": "-", "‐": "-", "‑": "-", "±": r"\pm", "∓": r"\mp", "⁄": "/", "∕": "/",
    "∈": r"\in", "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset", "⊆": r"\subset", "⊃": r"\supset",
    "⊇": r"\supset", "∪": r"\cup", "∩": r"\cap", "∖": r"\setminus", "∅": r"\emptyset",
    "≤": r"\le", "≥": r"\ge", "⩽": r"\le", "⩾": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "≃": r"\approx", "≡": r"\equiv", "≅": r"\cong", "≜": r"\triangleq", "≝": r"\triangleq",
    "≐": r"\triangleq", "≔": ":=", "∶": ":", "≕": "=:", "∝": r"\propto", "∼": r"\sim", "≪": r"\ll",
    "≫": r"\gg", "≻": r"\succ", "≽": r"\succeq", "⪰": r"\succeq", "≺": r"\prec", "≼": r"\preceq",
    "⪯": r"\preceq", "→": r"\to", "⟶": r"\to", "←": r"\leftarrow", "⟵": r"\leftarrow",
    "↦": r"\mapsto", "⇒": r"\implies", "⟹": r"\implies", "⇐": r"\impliedby", "⇔": r"\iff",
    "⟺": r"\iff", "↔": r"\leftrightarrow", "∴": r"\therefore", "∞": r"\infty",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "⊤": r"\top", "⊺": r"\intercal",
    "⊥": r"\perp", "†": r"\dagger", "‡": r"\ddagger", "′": "'", "’": "'", "‘": "'", "″": "''",
    "‴": "'''", "…": r"\ldots", "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots", "∀": r"\forall",
    "∃": r"\exists", "∧": r"\land", "∨": r"\lor", "ℓ": r"\ell", "ı": r"\imath", "ȷ": r"\jmath",
    "ℏ": r"\hbar", "𝟙": r"\mathbb{1}", "𝟘": r"\mathbb{0}", "│": "|", "，": ",", "（": "(", "）": ")",
    **{ring: f"{{({k})}}" for k, ring in enumerate(RINGS)}, **{mark: f"^{{({k + 1})}}_" for k, mark in enumerate(LOWERED)}, "＝": "=", "＋": "+", "：": ":", "；": ";", "。": ".",
}

_MARKS = {
    "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot",
    "\u0308": "ddot", "\u20d7": "vec", "\u20d1": "vec", "\u030c": "check", "\u0332": "underline",
    "\u0331": "underline", "\u0301": "acute", "\u0300": "grave", "\u0306": "breve",
    "\u030a": "mathring",
}
# Marks that are raised by themselves: `A⊤` is `A^\top`.
_RAISED_MARKS = frozenset("⊤⊺†‡")
_NEGATED = {"=": r"\ne ", "∈": r"\notin ", "∼": r"\not\sim "}

# Zero-width marks, invisible operators and variation selectors carry no meaning of their own.
_INVISIBLE = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\ufe0e\ufe0f\u00ad"

# Letters of other scripts that look like Latin ones: refused, with the Latin letter named.
LOOKALIKES = dict(zip("асеорхуіјѕһԁԛԝАВЕКМНОРСТХУ", "aceopxyijshdqwABEKMHOPCTXY"))

_STYLES = (("DOUBLE-STRUCK", "bb"), ("FRAKTUR", "frak"), ("BLACK-LETTER", "frak"),
           ("SCRIPT", "cal"), ("BOLD", "bf"), ("SANS-SERIF", "sf"), ("MONOSPACE", "tt"))

_RAISED = ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᶿ")
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"

_UNIT = re.compile(
    rf"(?P<raised>[{_RAISED}]+)|(?P<lowered>[{_LOWERED}]+)|√(?P<root>\d+)"
    rf"|(?P<base>\\[A-Za-z]+|\\[\s\S]|[\s\S])(?P<marks>[\u0300-\u036f\u20d0-\u20ff{_INVISIBLE}]*)")


def to_latex(source: Source) -> tuple[str, list[int], list[int]]:
    """The text as LaTeX, and for each of its characters where its original starts and ends.

    Raises `SymcheckError` (`mixed-number`) for a number directly before `½`.
    """
    text = source.text
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    marks = {m.start("mark") for m in _MARKED.finditer(text) if text[:m.start()].strip()[-1:] not in ("", "^", "_")}
    apart = ("φ" in text and "ϕ" in text, "ε" in text and "ϵ" in text)

    def put(latex: str, start: int, end: int) -> None:
        out.append(latex)
        starts.extend([start] * len(latex))
        ends.extend([end] * len(latex))

    def put_each(characters: str, start: int) -> None:
        for offset, character in enumerate(characters):
            put(_character(character), start + offset, start + offset + 1)

    for match in _UNIT.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if kind in ("raised", "lowered"):
            put("^{" if kind == "raised" else "_{", start, start + 1)
            put_each(match[kind], start)
            put("}", end - 1, end)
        elif kind == "root":
            put(r"\sqrt{", start, start + 1)
            put_each(match[kind], start + 1)
            put("}", end - 1, end)
        else:
            if start in marks:
                continue
            _put_cluster(put, source, match["base"], match["marks"], start, apart)
    return "".join(out), starts, ends


def _put_cluster(put, source: Source, base: str, marks: str, start: int, apart) -> None:
    """A character or macro with the combining marks that follow it."""
    end = start + len(base) + len(marks)
    if (base.isascii() or base[0] == "\\") and not marks:
        for offset, character in enumerate(base):
            put(character, start + offset, start + offset + 1)
        return
    if "\u0338" in marks and base in _NEGATED:
        put(_NEGATED[base], start, end)
        return
    if base == "ϕ" and apart[0] or base == "ϵ" and apart[1]:
        latex = {"ϕ": r"\phi ", "ϵ": r"\epsilon "}[base]
    elif base == "φ" and apart[0] or base == "ε" and apart[1]:
        latex = {"φ": r"\varphi ", "ε": r"\varepsilon "}[base]
    elif base.isascii() or base[0] == "\\":
        latex = base
    elif base in _RAISED_MARKS:
        latex = _SYMBOLS[base]
        latex = f"{latex} " if _is_raised(source.text, start) else f"^{{{latex}}}"
    else:
        composed = unicodedata.normalize("NFD", base)
        if len(composed) > 1 and composed[0] in _NEGATED and composed[1] == "\u0338":
            latex = _NEGATED[composed[0]]
        elif len(composed) > 1 and all(c in _MARKS for c in composed[1:]):
            latex, marks = _character(composed[0]), composed[1:] + marks
        else:
            latex = _character(base)
        if latex.startswith(r"\frac") and start and source.text[start - 1].isdigit():
            raise fail("mixed-number", "a number directly before a fraction can mean two things",
                       source, Span(start - 1, end), "to some this is a sum, to others a product",
                       help="write the sum or the product: 2 + ½ or 2 · ½")
    for mark in marks:
        if mark in _MARKS:
            latex = f"\\{_MARKS[mark]}{{{latex}}}"
        elif mark not in _INVISIBLE:
            latex += mark
    put(latex, start, end)


def _is_raised(text: str, start: int) -> bool:
    """Does a superscript hold this place already?"""
    before = text[:start].rstrip()
    if before[-1:] in ("", "^", "_"):
        return True
    depth = 0
    for k in range(len(before) - 1, -1, -1):
        depth += (before[k] == "}") - (before[k] == "{")
        if depth < 0:
            return before[:k].rstrip()[-1:] == "^"
    return False


def _character(character: str) -> str:
    """The LaTeX of one character; itself where there is none."""
    if character.isascii():
        return character
    known = _SYMBOLS.get(character) or _GREEK.get(character)
    if known:
        return known + " " if known[0] == "\\" and known[-1].isalpha() else known
    if character in _INVISIBLE:
        return ""
    if character.isspace():
        return "\n" if character in "\u2028\u2029\x85" else " "
    plain = unicodedata.normalize("NFKC", character)
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith("<fraction>"):
        above, _, below = plain.partition("⁄")
        return rf"\frac{{{above}}}{{{below}}}" if below else character
    if decomposition.startswith(("<super>", "<sub>")) and len(plain) == 1:
        return _character(plain)
    if decomposition.startswith("<font>") and len(plain) == 1:
        name = unicodedata.name(character, "")
        font = next((font for style, font in _STYLES if style in name), "")
        if "BOLD" in name and font == "sf":
            font = "bf"
        latex = _character(plain)
        return rf"\math{font}{{{latex}}}" if font else latex
    return character
