r"""The commands that formulas may hold: each with its character and class.

Classes: `ord` a sign by itself, `bin` between operands, `rel` a relation, `big` with limits, `open`,
`close`, `punct`, `name` a word set upright (`log`), `limit` such a word with limits below (`min`).
The first spelling of a row is the one that is written.
"""

from __future__ import annotations

from typing import NamedTuple


class Symbol(NamedTuple):
    """A sign: the LaTeX that is written, its character (or word), its class."""

    latex: str
    char: str
    kind: str


_ORD = r"""
\alpha α, \beta β, \gamma γ, \delta δ, \epsilon ϵ, \varepsilon ε, \zeta ζ, \eta η, \theta θ, \vartheta ϑ, \iota ι, \kappa κ,
\lambda λ, \mu μ, \nu ν, \xi ξ, \pi π, \varpi ϖ, \rho ρ, \varrho ϱ, \sigma σ, \varsigma ς, \tau τ, \upsilon υ, \phi ϕ,
\varphi φ, \chi χ, \psi ψ, \omega ω, \Gamma Γ, \Delta Δ, \Theta Θ, \Lambda Λ, \Xi Ξ, \Pi Π, \Sigma Σ, \Upsilon Υ, \Phi Φ,
\Psi Ψ, \Omega Ω, \ell ℓ, \hbar ℏ, \imath ı, \jmath ȷ, \Re ℜ, \Im ℑ, \partial ∂, \nabla ∇, \infty ∞, \emptyset|\varnothing ∅,
\forall ∀, \exists ∃, \top ⊤, \bot ⊥, \intercal ⊺, \ddagger ‡, \angle ∠, \neg|\lnot ¬, \ldots|\dots|\dotsc|... …,
\cdots|\dotsb|\dotsm ⋯, \vdots ⋮, \ddots ⋱, \% %, \# #, \& &, \$ $, \_ _, ! !, ? ?, . ., \prime ′, \aleph ℵ, \wp ℘,
\triangle △, \square|\Box □, \blacksquare ■, \checkmark ✓, \S §, \P ¶, \clubsuit ♣, @ @, " ", ` `"""
_BIN = r"""
+ +, - −, \pm ±, \mp ∓, \cdot ·, \times ×, * ∗, \ast ∗, \star ⋆, \div ÷, \odot ⊙, \circledast ⊛, \otimes ⊗, \oplus ⊕,
\oslash ⊘, \ominus ⊖, \circ ∘, \bullet •, \cup ∪, \cap ∩, \setminus ∖, \backslash ∖, \land|\wedge ∧, \lor|\vee ∨, \amalg ⨿,
/|\slash /, \dagger †"""
_REL = r"""
= =, == ⩵, \ne|\neq|\not= ≠, <|\lt <, >|\gt >, \le|\leq|<= ≤, \leqslant ⩽, \ge|\geq|>= ≥, \geqslant ⩾, \ll ≪, \gg ≫,
\approx ≈, \simeq ≃, \thickapprox ≈, \equiv ≡, \cong ≅, := ≔, \triangleq ≜, \doteq ≐, \propto|\varpropto ∝,
\sim|\thicksim ∼, \in|\isin ∈, \notin|\not\in ∉, \ni ∋, \subset ⊂, \subseteq ⊆, \subsetneq ⊊, \supset ⊃, \supseteq ⊇,
\succ ≻, \succeq ⪰, \succcurlyeq ≽, \prec ≺, \preceq ⪯, \preccurlyeq ≼, \perp ⟂, \parallel ∥, \mid ∣,
\to|\rightarrow|-> →, \longrightarrow ⟶, \leftarrow|\gets ←, \longleftarrow ⟵, \mapsto ↦, \longmapsto ⟼,
\Rightarrow|=> ⇒, \implies|\Longrightarrow ⟹, \Leftarrow ⇐, \impliedby|\Longleftarrow ⟸, \Leftrightarrow ⇔,
\iff|\Longleftrightarrow|<=> ⟺, \leftrightarrow ↔, \therefore ∴, \because ∵, : :, \uparrow ↑, \downarrow ↓, \nearrow ↗,
\searrow ↘, \colon :, \vdash ⊢, \models ⊨, \asymp ≍, =: ≕, \lesssim ≲, \gtrsim ≳, \ne= ≠"""
_BIG = r"""
\sum ∑, \prod ∏, \coprod ∐, \int ∫, \iint ∬, \oint ∮, \bigcup ⋃, \bigcap ⋂, \bigoplus ⨁, \bigotimes ⨂, \bigodot ⨀"""
_OPEN = r"( (, [|\lbrack [, \{|\lbrace {, \langle ⟨, \lfloor ⌊, \lceil ⌈, \lvert |, \lVert ‖"
_CLOSE = r") ), ]|\rbrack ], \}|\rbrace }, \rangle ⟩, \rfloor ⌋, \rceil ⌉, \rvert |, \rVert ‖"
_BAR = r"| |, \vert |, \| ‖, \Vert ‖"
_NAMES = (r"log ln exp det tr Tr trace diag Diag rank vec vect softmax sigmoid relu ReLU sign sgn Pr Var Cov KL sin cos "
          r"tan cot sec csc sinh cosh tanh coth arcsin arccos arctan dim ker deg gcd lg hom arg")
_LIMITS = r"lim min max sup inf argmin argmax limsup liminf"
# The names that TeX itself has; the others are written by \operatorname.
TEX_NAMES = frozenset(r"log ln exp det Pr sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan dim ker deg gcd "
                      r"lg hom arg lim min max sup inf limsup liminf".split())


def _table() -> dict[str, Symbol]:
    made: dict[str, Symbol] = {}
    for kind, rows in (("ord", _ORD), ("bin", _BIN), ("rel", _REL), ("big", _BIG), ("open", _OPEN),
                       ("close", _CLOSE), ("bar", _BAR)):
        for row in rows.replace("\n", " ").split(", "):
            spellings, _, char = row.strip().rpartition(" ")
            first, *others = spellings.split("|") if spellings not in ("|", r"\|") else [spellings]
            for spelling in (first, *others):
                made[spelling] = Symbol(first, char, kind)
    made[","], made[";"] = Symbol(",", ",", "punct"), Symbol(";", ";", "punct")
    for kind, words in (("name", _NAMES), ("limit", _LIMITS)):
        for word in words.split():
            star = "*" if kind == "limit" else ""
            shown = {"argmin": r"arg\,min", "argmax": r"arg\,max"}.get(word, word)
            written = "\\" + word if word in TEX_NAMES else rf"\operatorname{star}{{{shown}}}"
            made["\\" + word] = Symbol(written, word.replace("arg", "arg ") if len(word) > 3 and word.startswith(
                "arg") and kind == "limit" else word, kind)
    return made


SYMBOLS = _table()
# Characters typed as they are: α for \alpha. The class of the sign is that of its command.
CHARACTERS = {s.char: s for s in reversed(list(SYMBOLS.values())) if len(s.char) == 1 and not s.char.isascii()}
CHARACTERS |= {"·": SYMBOLS[r"\cdot"], "−": SYMBOLS["-"], "′": SYMBOLS[r"\prime"], "∗": SYMBOLS["*"],
               "φ": SYMBOLS[r"\varphi"], "ϕ": SYMBOLS[r"\phi"], "‖": SYMBOLS[r"\|"], "‐": SYMBOLS["-"]}
SPACES = {r"\,": 3, r"\:": 4, r"\>": 4, r"\;": 5, r"\!": -3, r"\ ": 6, "~": 6, r"\quad": 18, r"\qquad": 36, r"\enspace": 9,
          r"\thinspace": 3, r"\medspace": 4, r"\thickspace": 5, r"\negthinspace": -3}
FONTS = {"mathbf": "bf", "boldsymbol": "bf", "bm": "bf", "pmb": "bf", "bold": "bf", "mathbfit": "bf", "symbf": "bf", "vb": "bf",
         "mathit": "it", "mathcal": "cal", "mathscr": "cal", "mathbb": "bb", "Bbb": "bb", "mathds": "bb", "mathbbm": "bb",
         "mathsf": "sf", "mathtt": "tt", "mathfrak": "frak", "frak": "frak", "mathrm": "rm", "mathnormal": "",
         "bf": "bf", "bfseries": "bf", "it": "it", "cal": "cal", "rm": "rm", "sf": "sf", "tt": "tt"}
SWITCHES = frozenset(("bf", "bfseries", "it", "cal", "rm", "sf", "tt"))
WORDS = {"text": "", "textnormal": "", "mbox": "", "hbox": "", "textrm": "", "texttt": "tt", "textsf": "sf", "textsc": "",
         "textit": "it", "emph": "it", "textbf": "bf", "intertext": "", "fbox": ""}
# Accents: the combining character, and Typst's name.
ACCENTS = {"hat": ("\u0302", "hat"), "widehat": ("\u0302", "hat"), "bar": ("\u0304", "macron"),
           "overline": ("\u0305", "overline"), "tilde": ("\u0303", "tilde"), "widetilde": ("\u0303", "tilde"),
           "dot": ("\u0307", "dot"), "ddot": ("\u0308", "dot.double"), "vec": ("\u20d7", "arrow"),
           "overrightarrow": ("\u20d7", "arrow"), "check": ("\u030c", "caron"), "widecheck": ("\u030c", "caron"),
           "underline": ("\u0332", "underline"), "acute": ("\u0301", "acute"), "grave": ("\u0300", "grave"),
           "breve": ("\u0306", "breve"), "mathring": ("\u030a", "circle")}
# Dropped: layout without an argument, with one, and what reads through to its argument.
DROPPED = frozenset((r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \displaylimits \nonumber "
                     r"\notag \small \large \Large \normalsize \footnotesize \scriptsize \centering \noindent \hfill \hline "
                     r"\strut \mathstrut \null \relax \allowbreak \nobreak \qed \qedhere \par \boldmath \unboldmath "
                     r"\protect \/").split())
SILENT = frozenset(r"\label \tag \hspace \vspace \phantom \hphantom \vphantom \color \cite \eqref \ref".split())
THROUGH = frozenset(r"\mathclap \smash \ensuremath \mathord \mathbin \mathinner \mathop \mathrel \matr".split())
SIZES = frozenset(r"\bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \big \Big \bigg \Bigg \bigm \Bigm \biggm \Biggm "
                  r"\middle".split())
TABLES = {**{f"{x}matrix": f"{x}matrix" for x in ("", "p", "b", "B", "v", "V", "small")}, "array": "matrix", "cases": "cases",
          "dcases": "cases", "rcases": "cases", **dict.fromkeys(
              "equation align aligned alignat alignedat gather gathered split eqnarray multline displaymath math".split(),
              "aligned")}
FRACTIONS = frozenset(r"\frac \dfrac \tfrac \cfrac \nicefrac \sfrac".split())
BINOMIALS = frozenset(r"\binom \dbinom \tbinom".split())
FENCES = {r"\norm": r"\|", r"\abs": "|"}
ANGLES = {"<": r"\langle", ">": r"\rangle"}
