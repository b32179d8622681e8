r"""The notation table: every spelling the reader knows, what it is, what it means, an example.

The tokenizer, the parser and the page `docs/language.md` are all made from these rows, so a
spelling is known exactly when it has a row. `kind` says how the parser treats it, `value` is the
canonical name in the tree (see `syntax.py`). Unicode input is mapped to these spellings first
(`unicode.py`).
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """Spellings of one notation, its kind, its canonical name, its meaning, an example."""

    kind: str
    spellings: tuple[str, ...]
    value: str
    means: str
    example: str


def _rows(kind: str, *lines: tuple[str, str, str, str]) -> tuple[Row, ...]:
    return tuple(Row(kind, tuple(spellings.split()), value or spellings, means, example)
                 for spellings, value, means, example in lines)


def _each(kind: str, names: str, means: str, example: str) -> tuple[Row, ...]:
    return tuple(Row(kind, (name,), name, means.format(name.lstrip("\\")), example.format(name))
                 for name in names.split())


LETTERS = (
    *_each("letter", r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta "
           r"\iota \kappa \lambda \mu \nu \xi \pi \varpi \rho \varrho \sigma \varsigma \tau "
           r"\upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma "
           r"\Upsilon \Phi \Psi \Omega", "the Greek letter {}", "{} x"),
    *_rows("letter",
           (r"\ell", "", "a script l, often a loss", r"\ell(w)"),
           (r"\hbar", "", "a letter", r"\hbar"),
           (r"\imath", "", "a dotless i", r"\imath"),
           (r"\jmath", "", "a dotless j", r"\jmath"),
           (r"\infty", "", "infinity", r"\lim_{t \to \infty} t"),
           (r"\emptyset \varnothing", r"\emptyset", "the empty set", r"\emptyset"),
           (r"\partial", "", "a partial derivative", r"\frac{\partial L}{\partial w}"),
           (r"\nabla \triangledown", r"\nabla", "a gradient", r"\nabla_w L"),
           (r"\top", "", "a transpose, as a superscript", r"A^\top"),
           (r"\intercal", "", "a transpose, as a superscript", r"A^\intercal"),
           (r"\bot", "", "a letter", r"x^\bot"),
           (r"\dagger", "", "a pseudo-inverse, as a superscript", r"X^\dagger"),
           (r"\ddagger", "", "a mark, as a superscript", r"X^\ddagger"),
           (r"\dots \ldots \cdots \vdots \ddots \dotsc \dotsb \dotsm ...", r"\ldots",
            "and so on", r"1, \dots, N"),
           (r"\Re", "", "the real part", r"\Re z"),
           (r"\Im", "", "the imaginary part", r"\Im z"),
           (r"\R", r"\mathbb{R}", "the real numbers", r"x \in \R^d"),
           (r"\E", r"\mathbb{E}", "an expectation", r"\E[x]"),
           (r"\T", r"\top", "a transpose, as a superscript", r"A^\T"),
           ),
)

WORDS = (
    *_rows("word",
           (r"\log", "log", "the natural logarithm", r"\log x"),
           (r"\ln", "ln", "the natural logarithm", r"\ln x"),
           (r"\exp", "exp", "the exponential", r"\exp(x)"),
           (r"\det", "det", "the determinant", r"\det A"),
           (r"\tr \Tr \trace", "tr", "the trace", r"\tr(A)"),
           (r"\diag", "diag", "the diagonal matrix of a vector", r"\diag(v)"),
           (r"\rank", "rank", "the rank", r"\rank A"),
           (r"\vect", "vec", "the columns stacked", r"\vect(A)"),
           (r"\softmax", "softmax", "softmax", r"\softmax(z)"),
           (r"\sigmoid", "sigmoid", "the sigmoid", r"\sigmoid(z)"),
           (r"\relu \ReLU", "ReLU", "the rectifier max(0, x)", r"\relu(z)"),
           (r"\sign \sgn", "sign", "the sign", r"\sign(x)"),
           (r"\Pr", "Pr", "a probability", r"\Pr(x)"),
           (r"\Var", "Var", "the variance", r"\Var(x)"),
           (r"\Cov", "Cov", "the covariance", r"\Cov(x)"),
           (r"\KL", "KL", "the Kullback-Leibler divergence", r"\KL(p, q)"),
           ),
    *(Row("word", ("\\" + name,), name, f"the function {name}", f"\\{name} x") for name in
      "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan dim ker deg gcd".split()),
)

# Names of more than one letter that are words also when typed as plain letters or in roman.
PLAIN_WORDS = frozenset(
    "log ln exp det tr Tr trace diag Diag blockdiag rank vec softmax sigmoid relu ReLU sign sgn Pr "
    "Var Cov KL sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arcsinh "
    "arccosh arctanh arsinh arcosh artanh asinh acosh atanh dim ker deg gcd "
    "logsumexp softplus logit erf span const sqrt max min argmin argmax lim sup inf "
    "gelu GELU elu ELU SiLU silu Softmax Heaviside prod".split())

# Words between formulas or before a condition; never names.
PROSE = frozenset(
    "if If for For where Where and when with or else otherwise Otherwise then let Let since such "
    "that so thus hence because subject given is are denotes define as w.r.t. s.t. i.e. e.g. any "
    "all each o.w. elementwise iff therefore Therefore So Thus Hence Then Since Because Finally finally shape dimension "
    "dimensions gives yields implies Setting setting".split())
PLAIN_PROSE = frozenset(
    "if otherwise else for where and when with then let Let since such that".split())

BIG_OPERATORS = _rows(
    "big",
    (r"\sum", "sum", "a sum", r"\sum_{i=1}^n x_i"),
    (r"\prod", "prod", "a product", r"\prod_{i=1}^n x_i"),
    (r"\int", "int", "an integral", r"\int_0^1 x \, dx"),
    (r"\lim", "lim", "a limit", r"\lim_{t \to 0} f(t)"),
    (r"\min", "min", "a minimum", r"\min_w f(w)"),
    (r"\max", "max", "a maximum, also of pairs", r"\max(0, x)"),
    (r"\sup", "sup", "a supremum", r"\sup_w f(w)"),
    (r"\inf", "inf", "an infimum", r"\inf_w f(w)"),
    (r"\argmin", "argmin", "the minimizer", r"\argmin_w f(w)"),
    (r"\argmax", "argmax", "the maximizer", r"\argmax_w f(w)"),
)
ARG = _rows("arg", (r"\arg", "arg", r"the place of a minimum or maximum", r"\arg\min_w f(w)"))

SIGNS = _rows("sign", ("+", "", "plus", "a + b"), ("-", "", "minus", "a - b"),
              (r"\pm", "", "plus or minus", r"a \pm b"), (r"\mp", "", "minus or plus", r"a \mp b"))

PRODUCTS = _rows(
    "product",
    (r"\cdot \bullet", "cdot", "a product; of vectors the dot product", r"a \cdot b"),
    (r"\times", "times", "a product of numbers or sizes", r"d \times d"),
    (r"* \ast \star", "*", "a product; as a superscript an optimum", "a * b"),
    (r"/ \div \slash", "/", "divided by: 1/2x is (1/2)x; vectors entry by entry", "a / b"),
    (r"\oslash", "oslash", "the entry-by-entry quotient", r"a \oslash b"),
    (r"\odot \circledast", "odot", "the entry-by-entry product", r"a \odot b"),
    (r"\circ", "circ", "the entry-by-entry product, or composition", r"A \circ B"),
    (r"\otimes", "otimes", "the Kronecker or outer product", r"a \otimes b"),
    (r"\oplus", "oplus", "the direct sum", r"A \oplus B"),
    (".", "", "a product", r"\delta . h^T"),
    (r"\cup", "cup", "a union", r"A \cup B"),
    (r"\cap", "cap", "an intersection", r"A \cap B"),
    (r"\setminus \backslash", "setminus", "a set difference", r"A \setminus B"),
)

RELATIONS = _rows(
    "relation",
    ("= ==", "=", "equals", "a = b"),
    (r"\ne \neq \not= !=", r"\ne", "is not equal to", r"i \ne j"),
    (r"< \lt", "<", "is less than", "a < b"),
    (r"> \gt", ">", "is greater than", "a > b"),
    (r"\le \leq \leqslant <=", r"\le", "is at most", r"a \le b"),
    (r"\ge \geq \geqslant >=", r"\ge", "is at least", r"a \ge b"),
    (r"\ll", "", "is much less than", r"a \ll b"),
    (r"\gg", "", "is much greater than", r"a \gg b"),
    (r"\approx \simeq \thickapprox", r"\approx", "is about", r"a \approx b"),
    (r"\equiv", "", "is identically, or is defined as", r"a \equiv b"),
    (r"\cong", "", "is congruent to", r"a \cong b"),
    (r":= \coloneqq", ":=", "is defined as", "a := b"),
    ("=: \\eqqcolon", "=:", "defines what follows", "a =: b"),
    (r"\triangleq \doteq", r"\triangleq", "is defined as", r"a \triangleq b"),
    (r"\propto \varpropto", r"\propto", "is proportional to", r"a \propto b"),
    (r"\sim \thicksim", r"\sim", "is distributed as", r"w \sim \mathcal{N}(0, I)"),
    (r"\in \isin", r"\in", "is in", r"x \in \mathbb{R}^d"),
    (r"\notin \not\in", r"\notin", "is not in", r"x \notin S"),
    (r"\ni", "", "contains", r"S \ni x"),
    (r"\subset \subseteq \subsetneq", r"\subset", "is a subset of", r"A \subset B"),
    (r"\supset \supseteq", r"\supset", "is a superset of", r"A \supset B"),
    (r"\succ", "", "is positive definite against", r"Q \succ 0"),
    (r"\succeq \succcurlyeq", r"\succeq", "is positive semidefinite against", r"Q \succeq 0"),
    (r"\prec", "", "is negative definite against", r"Q \prec 0"),
    (r"\preceq \preccurlyeq", r"\preceq", "is negative semidefinite against", r"Q \preceq 0"),
    (r"\perp", "", "is orthogonal to, or independent of", r"a \perp b"),
    (r"\parallel", "", "against, in a divergence", r"D(P \parallel Q)"),
    (r"\to \rightarrow \longrightarrow ->", r"\to", "to", r"f : \mathbb{R} \to \mathbb{R}"),
    (r"\leftarrow \gets \longleftarrow", r"\leftarrow", "is updated to", r"w \leftarrow w - g"),
    (r"\mapsto \longmapsto", r"\mapsto", "is mapped to", r"x \mapsto x^2"),
    (r"\implies \Rightarrow \Longrightarrow =>", r"\implies", "implies", r"a = b \implies b = a"),
    (r"\therefore", r"\implies", "therefore", r"\therefore a = b"),
    (r"\impliedby \Leftarrow \Longleftarrow", r"\impliedby", "is implied by",
     r"a = b \impliedby b = a"),
    (r"\iff \Leftrightarrow \Longleftrightarrow <=>", r"\iff", "if and only if", r"a = b \iff b = a"),
    (r"\leftrightarrow", "", "corresponds to", r"a \leftrightarrow b"),
    (r": \colon", ":", "such that, or maps", r"f : \mathbb{R} \to \mathbb{R}"),
)
ARROWS = _rows("arrow", (r"\xrightarrow", r"\to", "to, with a note", r"a \xrightarrow{n} b"),
               (r"\xleftarrow", r"\leftarrow", "is updated to, with a note", r"a \xleftarrow{n} b"))
STACKS = _rows(
    "stack",
    (r"\stackrel", "over", "a relation with a note above", r"a \stackrel{def}{=} b"),
    (r"\overset", "over", "a relation with a note above", r"a \overset{!}{=} b"),
    (r"\underset", "under", "a note or limit below", r"\underset{w}{\arg\min} f(w)"),
    (r"\mathrel", "through", "read through", r"a \mathrel{\overset{!}{=}} b"),
)

SEPARATORS = (
    *_rows("comma", (",", "", "separates", "f(a, b)"), (";", "", "separates", r"p(y; \theta)")),
    *_rows("logic", (r"\land \wedge", r"\land", "and", r"i = j \land k = l"),
           (r"\lor \vee", r"\lor", "or", r"i = j \lor k = l")),
    *_rows("quad", (r"\quad \qquad \enspace", r"\quad", "a wide space: separates claims and cells",
                    r"a = b \quad c = d")),
    *_rows("forall", (r"\forall", "", "for all", r"x_i = 0 \quad \forall i"),
           (r"\exists", "", "there is", r"\exists i")),
)

BRACKETS = (
    *_rows("open", ("(", "", "groups, or applies a function", "(a + b)"),
           (r"[ \lbrack", "[", "groups, or a row of entries", "[a + b]"),
           (r"\{ \lbrace", "{", "groups, a set or a condition", r"\{1, 2\}"),
           (r"\langle", "", "an inner product", r"\langle a, b \rangle"),
           (r"\lfloor", "", "rounds down", r"\lfloor x \rfloor"),
           (r"\lceil", "", "rounds up", r"\lceil x \rceil"),
           (r"\lvert", "|", "an absolute value, determinant or norm", r"\lvert x \rvert"),
           (r"\lVert", r"\|", "a norm", r"\lVert x \rVert")),
    *_rows("close", (")", "", "closes", "(a + b)"), (r"] \rbrack", "]", "closes", "[a + b]"),
           (r"\} \rbrace", "}", "closes", r"\{1, 2\}"),
           (r"\rangle", "", "closes", r"\langle a, b \rangle"),
           (r"\rfloor", "", "closes", r"\lfloor x \rfloor"),
           (r"\rceil", "", "closes", r"\lceil x \rceil"),
           (r"\rvert", "|", "closes", r"\lvert x \rvert"),
           (r"\rVert", r"\|", "closes", r"\lVert x \rVert")),
    *_rows("bar", (r"| \vert", "|", "absolute value, determinant, norm; 'given'; 'evaluated at'",
                   "p(x | y) + |x|"),
           (r"\mid", "", "given", r"p(x \mid y)"),
           (r"\| \Vert", r"\|", "a norm", r"\|x\|_2^2")),
)

ACCENTS = _rows(
    "accent",
    (r"\hat \widehat", "hat", "a hat", r"\hat y"),
    (r"\bar \overline", "bar", "a bar", r"\bar x"),
    (r"\tilde \widetilde", "tilde", "a tilde", r"\tilde x"),
    (r"\dot", "dot", "a dot", r"\dot x"),
    (r"\ddot", "ddot", "two dots", r"\ddot x"),
    (r"\vec \overrightarrow", "vec", "an arrow", r"\vec x"),
    (r"\check \widecheck", "check", "a check", r"\check x"),
    (r"\underline", "underline", "a line below", r"\underline x"),
    (r"\acute", "acute", "an accent", r"\acute x"),
    (r"\grave", "grave", "an accent", r"\grave x"),
    (r"\breve", "breve", "an accent", r"\breve x"),
    (r"\mathring", "ring", "a ring", r"\mathring x"),
)

FONTS = (
    *_rows("font",
           (r"\mathbf \boldsymbol \bm \pmb \bold \mathbfit \symbf \vb", "bf", "bold",
            r"\mathbf{x}"),
           (r"\mathit", "it", "italic", r"\mathit{x}"),
           (r"\mathcal \mathscr", "cal", "calligraphic", r"\mathcal{L}"),
           (r"\mathbb \Bbb \mathds \mathbbm", "bb", "blackboard bold", r"\mathbb{R}"),
           (r"\mathsf", "sf", "sans serif", r"A^\mathsf{T}"),
           (r"\mathtt", "tt", "typewriter", r"\mathtt{x}"),
           (r"\mathfrak \frak", "frak", "Fraktur", r"\mathfrak{g}"),
           (r"\mathrm", "rm", "upright: a word or letter", r"\mathrm{diag}(v)"),
           (r"\mathnormal", "", "the usual font", r"\mathnormal{x}")),
    *_rows("switch", (r"\bf \bfseries", "bf", "bold from here", r"{\bf x}"),
           (r"\it", "it", "italic from here", r"{\it x}"),
           (r"\cal", "cal", "calligraphic from here", r"{\cal L}"),
           (r"\rm", "rm", "upright from here", r"{\rm d}"),
           (r"\sf", "sf", "sans serif from here", r"{\sf T}"),
           (r"\tt", "tt", "typewriter from here", r"{\tt x}")),
    *_rows("text",
           (r"\text \textnormal \mbox \hbox \texttt \textsf \textsc \intertext", "text",
            "a word or prose", r"w_{\text{MAP}}"),
           (r"\textit \emph", "text", "a word or prose", r"\textit{loss}"),
           (r"\textrm", "rm", "a word or prose", r"\textrm{softmax}(z)"),
           (r"\textbf", "bf", "a bold word or letter", r"\textbf{X} w"),
           (r"\operatorname \operatorname*", "rm", "the name of a function", r"\operatorname{tr}(A)")),
)

CONSTRUCTS = _rows(
    "construct",
    (r"\frac \dfrac \tfrac \cfrac \nicefrac \sfrac", "fraction", "a fraction", r"\frac{a}{b}"),
    (r"\sqrt", "root", "a root", r"\sqrt[n]{x}"),
    (r"\binom \dbinom \tbinom", "binomial", "a binomial coefficient", r"\binom{n}{k}"),
    (r"\dv", "total", "a derivative", r"\dv{f}{x}"),
    (r"\pdv", "partial", "a partial derivative", r"\pdv{f}{x}"),
    (r"\norm", "norm", "a norm", r"\norm{x}"),
    (r"\abs", "abs", "an absolute value", r"\abs{x}"),
    (r"\transpose", "transpose", "a transpose", r"\transpose{A}"),
    (r"\underbrace \overbrace", "brace", "its note is kept, not read", r"\underbrace{a}_{n}"),
    (r"\boxed \fbox \mathclap \smash \ensuremath \mathord \mathbin \mathinner \substack "
     r"\matr", "through", "read through", r"\boxed{a}"),
    (r"\mathop", "operator", "read through, with limits", r"\mathop{\arg\min}_w f(w)"),
    (r"\textcolor", "colored", "read through", r"\textcolor{red}{x}"),
)
INFIX = _rows("infix", (r"\over", "over", "a fraction", r"{a \over b}"),
              (r"\choose", "choose", "a binomial coefficient", r"{n \choose k}"))

ENVIRONMENTS = (
    *_rows("matrix",
           ("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix "
            "array pmatrix* bmatrix* matrix* vmatrix*", "", "a matrix",
            r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}")),
    *_rows("cases", ("cases dcases cases* dcases* rcases", "", "values with conditions",
                     r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}")),
    *_rows("display",
           ("equation equation* align align* aligned alignat alignat* alignedat gather gather* "
            "gathered split eqnarray eqnarray* multline multline* displaymath math flalign flalign* "
            "subequations empheq", "", "read through", r"\begin{aligned} a &= b \end{aligned}")),
)

DROPPED = (
    *_rows("space",
           (r"\, \; \: \! \> ~ \  \thinspace \medspace \thickspace \negthinspace \/", "",
            "a space", r"a \, b"),
           (r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits "
            r"\displaylimits \nonumber \notag \small \large \Large \LARGE \huge \Huge \normalsize "
            r"\footnotesize \scriptsize \tiny \centering \noindent \hfill \hline \strut \mathstrut "
            r"\null \relax \allowbreak \nobreak \qed \qedhere \checkmark \square \blacksquare \par \boldmath \unboldmath \protect",
            "", "layout, dropped", r"\displaystyle a")),
    *_rows("kern", (r"\mkern \kern \hskip \mskip", "", "a space of a given width", r"A \mkern-2mu B")),
    *_rows("dropped",
           (r"\label \tag \tag* \hspace \hspace* \vspace \vspace* \phantom \hphantom \vphantom \color "
            r"\cite \eqref \ref", "", "dropped with its argument", r"a = b \label{eq:a}")),
)
SIZES = _rows(
    "size",
    (r"\left \bigl \Bigl \biggl \Biggl", "left", "a large opening bracket", r"\left( a \right)"),
    (r"\right \bigr \Bigr \biggr \Biggr", "right", "a large closing bracket", r"\bigl( a \bigr)"),
    (r"\big \Big \bigg \Bigg", "big", "a large bracket", r"\Big[ a \Big]"),
    (r"\middle \bigm \Bigm \biggm \Biggm", "middle", "a large bar", r"\left( a \middle| b \right)"),
)
REFUSED = _rows(
    "refused",
    (r"\input \include \write \openout \openin \read \def \edef \gdef \xdef \let \newcommand "
     r"\renewcommand \providecommand \DeclareMathOperator \newenvironment \catcode \csname "
     r"\endcsname \usepackage \documentclass \immediate \special \loop \expandafter \directlua "
     r"\ShellEscape \verb \includegraphics \href \url \htmlClass \htmlStyle \htmlId \futurelet "
     r"\afterassignment \everymath \jobname \meaning", "", "a TeX command, refused", r"\input{x}"),
)

TABLE: tuple[Row, ...] = (
    *LETTERS, *WORDS, *BIG_OPERATORS, *ARG, *SIGNS, *PRODUCTS, *RELATIONS, *ARROWS, *STACKS,
    *SEPARATORS, *BRACKETS, *ACCENTS, *FONTS, *CONSTRUCTS, *INFIX, *ENVIRONMENTS, *DROPPED, *SIZES,
    *REFUSED,
)

# spelling -> row; environments are spelled by their names.
ROWS: dict[str, Row] = {spelling: row for row in TABLE for spelling in row.spellings}
