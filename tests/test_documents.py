r"""What in a Markdown or LaTeX file is mathematics: tables of files and their formulas, row by row."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from symcheck.read.context import Context
from symcheck.read.documents import read_document
from symcheck.read.documents.rows import blanked, rows
from symcheck.text import Source, Span
from symcheck.text.source import File, Piece
from tests.benchmarks.limits import HOSTILE, megabytes
from tests.patience import patience


def shown(text, kind="md"):
    """The formulas as `row | row`, in order."""
    return [" | ".join(row.text for row in f.rows) for f in read_document(text, "x", kind).formulas]


def display(inside, environment="align"):
    """The rows of one display."""
    document = read_document(rf"\begin{{{environment}}}{inside}\end{{{environment}}}", "x.tex")
    assert document.faults == ()
    return [row.text for f in document.formulas for row in f.rows]


# --- what is a formula ----------------------------------------------------------------------------

MARKDOWN = [
    # inline
    (r"Let $\lambda > 0$ and \(x \in \mathbb{R}^d\).", [r"\lambda > 0", r"x \in \mathbb{R}^d"]),
    ("It costs $5 and $6, or 7$ and 8$.", []),
    ("It costs $5, so $x = 5$ holds.", ["x = 5"]),
    (r"It costs \$5 and $x$ costs \$6.", ["x"]),
    ("Spaces: $ x = y $, but 5 $ and 6 $ are dollars.", ["x = y"]),
    ("Over a line: $a +\nb$.", ["a +\nb"]),
    ("Not over a paragraph: $a +\n\nb$.", []),
    (r"Words: $x > 0 \text{ for all $i$ here}$ and $y$.", [r"x > 0 \text{ for all $i$ here}", "y"]),
    ("Side by side: $a$$b$", ["a", "b"]),
    ("As on GitLab: $`a = b`$.", ["a = b"]),
    (r"A matrix: $\begin{bmatrix} a \\ b \end{bmatrix}$.", [r"\begin{bmatrix} a \\ b \end{bmatrix}"]),
    # displays
    ("$$a = b$$", ["a = b"]),
    ("$$\na = b\n$$", ["a = b"]),
    (r"\[ a = b \]", ["a = b"]),
    ("\\begin{align}\na &= b \\\\\n &= c\n\\end{align}", ["a &= b | &= c"]),
    ("$$\n\\begin{aligned}\na &= b \\\\\n &= c\n\\end{aligned}\n$$", ["a &= b | &= c"]),
    ("$$\na = b\n\n\\quad= c\n$$", ["a = b\n\n\\quad= c"]),
    ("```math\na = b \\\\ c = d\n```", ["a = b | c = d"]),
    ("~~~ latex\nLet $x > 0$. % $y$\n\\[ a = b \\]\n~~~", ["x > 0", "a = b"]),
    # lists, quotes, tables
    ("- one: $a$\n- two:\n  $$\n  a = b\n  $$", ["a", "a = b"]),
    ("> so\n> $$\n> a = b \\\\\n> c = d\n> $$", ["a = b | c = d"]),
    ("> $a +\n> b$", ["a +\nb"]),
    ("$$\na\n> b\n$$", ["a\n> b"]),
    ("| loss | gradient |\n|---|---|\n| $L$ | $2x$ |", ["L", "2x"]),
    # what is no mathematics
    ("`$a$` and ``$`b`$`` and $c$", ["c"]),
    ("```python\ncost = '$a$'\n```\n$b$", ["b"]),
    ("~~~\n$a$\n~~~", []),
    ("<!-- $a$ --> $b$ <pre>$c$</pre>", ["b"]),
    (r"[\[notebook\]](#) and \[x = 1\]", ["x = 1"]),
    ("---\ntitle: $a$\n---\n$b$", ["b"]),
    # macros
    ("$$\\newcommand{\\R}{\\mathbb{R}}$$ $x \\in \\R$", [r"x \in \mathbb{R}"]),
    ("$\\def\\sq#1{#1^2}$ $\\sq{x}$", ["x^2"]),
]


@pytest.mark.parametrize("text, formulas", MARKDOWN)
def test_markdown(text, formulas):
    document = read_document(text, "x.md")
    assert [" | ".join(row.text for row in f.rows) for f in document.formulas] == formulas
    assert document.faults == ()


LATEX = [
    (r"Let $x > 0$, \(y\), $$a = b$$ \[c = d\]", ["x > 0", "y", "a = b", "c = d"]),
    (r"It costs \$5. $x$", ["x"]),
    ("$x$ % $y$\n%$z$\n50\\% of $w$", ["x", "w"]),
    ("\\[ a\n% = b\n= c \\]", ["a\n= c"]),
    ("\\documentclass{article} $a$ \\begin{document} $b$ \\end{document} $c$", ["b"]),
    (r"\begin{equation} a = b \label{eq:a} \end{equation}", ["a = b"]),
    (r"\begin{subequations}\begin{align} a &= b \end{align}\end{subequations}", ["a &= b"]),
    (r"\begin{alignat}{2} a &= b \\ c &= d \end{alignat}", ["a &= b | c &= d"]),
    (r"\begin{eqnarray*} a &=& b \\ &=& c \end{eqnarray*}", ["a &=& b | &=& c"]),
    (r"\begin{displaymath} a \end{displaymath}\begin{math} b \end{math}", ["a", "b"]),
    ("\\begin{verbatim}$a$\\end{verbatim} \\verb|$b$| \\begin{lstlisting}\n$c\n\\end{lstlisting}$d$", ["d"]),
    (r"\begin{comment} \[ a \] \end{comment} \iffalse $b$ \fi $c$", ["c"]),
    (r"\section{Ridge $a$} \item $b$ \textbf{so $c$}", ["a", "b", "c"]),
    (r"\begin{itemize} \item $a$ \end{itemize}", ["a"]),
    ("\\begin{aligned} a &= b \\end{aligned}", ["a &= b"]),
    (r"\ensuremath{x = y}", ["x = y"]),
]


@pytest.mark.parametrize("text, formulas", LATEX)
def test_latex(text, formulas):
    document = read_document(text, "x.tex")
    assert [" | ".join(row.text for row in f.rows) for f in document.formulas] == formulas
    assert document.faults == ()


MACROS = [
    (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^d", r"x \in \mathbb{R}^d"),
    (r"\newcommand\x{\mathbf x}", r"\x", r"\mathbf x"),
    (r"\newcommand*{\norm}[1]{\lVert #1 \rVert}", r"\norm{Xw}^2", r"\lVert Xw \rVert^2"),
    (r"\newcommand{\pd}[2][L]{\frac{\partial #1}{\partial #2}}", r"\pd w + \pd[J]{w}",
     r"\frac{\partial L}{\partial w} + \frac{\partial J}{\partial w}"),
    (r"\def\d#1#2{\frac{d#1}{d#2}}", r"\d fx", r"\frac{df}{dx}"),
    (r"\DeclareMathOperator{\tr}{tr}", r"\tr(A)", r"\operatorname{tr}(A)"),
    (r"\DeclareMathOperator*{\am}{arg\,min}", r"\am_w f", r"\operatorname*{arg\,min}_w f"),
    (r"\DeclareMathOperator{\E}{\mathbb{E}}", r"\E[x]", r"\mathbb{E}[x]"),
    (r"\DeclarePairedDelimiter{\n}{\lVert}{\rVert}", r"\n*{x}\n[\big]{y}",
     r"\left\lVert x\right\rVert \left\lVert y\right\rVert "),
    (r"\newcommand{\a}{\b c}\newcommand{\b}{\beta}", r"\a", r"\beta c"),
    (r"\newcommand{\a}{1}\renewcommand{\a}{2}\providecommand{\a}{3}", r"\a", "2"),
    (r"\let\old\vec\renewcommand{\vec}[1]{\old{\mathbf{#1}}}", r"\vec x", r"\vec{\mathbf{x}}"),
    # an expansion is not run into what follows, and one argument stays one
    (r"\newcommand{\f}[1]{\alpha#1}", r"\f x", r"\alpha x"),
    (r"\newcommand{\a}{xy}\newcommand{\b}{z+1}", r"\frac\a\b", r"\frac{xy}{z+1}"),
    (r"\newcommand{\a}{xy}", r"\frac{1}\a + \sqrt\a + \hat\a", r"\frac{1}{xy} + \sqrt{xy} + \hat{xy}"),
    (r"\newcommand{\T}{^\top}", r"X\T y", r"X^\top y"),
]


@pytest.mark.parametrize("definitions, used, expanded", MACROS)
def test_macros(definitions, used, expanded):
    for text in (rf"{definitions}\begin{{document}}\[{used}\]\end{{document}}", rf"{definitions} \[{used}\]"):
        document = read_document(text, "x.tex")
        assert [row.text for f in document.formulas for row in f.rows] == [expanded.strip()]
        assert document.faults == ()


def test_macros_may_stand_for_displays():
    assert shown(r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}} \be a = b \ee",
                 "tex") == ["a = b"]


def test_what_a_macro_stands_for_is_shown_where_it_is_used():
    document = read_document("\\newcommand{\\sq}[1]{#1^2 + \\oops}\nLet\n$$ a = \\sq{bcd} $$", "x.tex")
    row, = document.formulas[0].rows
    assert row.text == r"a = bcd^2 + \oops"
    assert [row.locate(row.text.index(s)) for s in ("a", "bcd", "oops")] == [(3, 4), (3, 12), (3, 8)]
    at = row.text.index(r"\oops")
    assert row.extent(Span(at, at + 5)) == len(r"\sq{bcd}")


# The file, and its text as words are read in it.
WRITTEN_OUT = [
    (r"Let \(x > 0\), so \[ y = 1 \\[2pt] z \] holds.", "Let $x > 0$, so $$ y = 1 \\\\[2pt] z $$ holds."),
    ("\\newcommand{\\ex}[2]{#1^{(#2)}}\nfor $\\ex{x}{i}$ and \\(\\ex{y}{i}\\)", " \nfor $x^{(i)}$ and $y^{(i)}$"),
    ("$$\\def\\a{b}$$\n\nfor $\\a_i$", "$$ $$\n\nfor $b_i$"),
    ("the \\(i\\)-th row of \\(x_i\\)", "the $i$-th row of $x_i$"),
    ("(a\\) and \\(this\\)", "(a\\) and \\(this\\)"),
    ("`\\(a\\)` and $b$", "`\\(a\\)` and $b$"),
]


@pytest.mark.parametrize("file, text", WRITTEN_OUT)
def test_the_text_is_written_out(file, text):
    document = read_document(file, "x.md")
    assert document.text == text
    for f in document.formulas:
        assert text[f.start] == "$" and document.line(f.start) == f.rows[0].locate(0)[0]


# --- rows -----------------------------------------------------------------------------------------

ROWS = [
    (r"a &= b \\ &= c", ["a &= b", "&= c"]),
    (r"a &= b \\[2pt] &= c \\* &= d \\", ["a &= b", "&= c", "&= d"]),
    (r"a = b \\ [c] = d", ["a = b", "[c] = d"]),
    (r"a &= b \label{x} \\ &= c \tag{1} \notag \\ \hline", ["a &= b", "&= c"]),
    (r"a &= b, \\ &= c.", ["a &= b,", "&= c."]),
    (r"a &= b & \text{since } x > 0 \\ &= c", [r"a &= b & \text{since } x > 0", "&= c"]),
    # no row ends inside these
    (r"a &= \begin{cases} 1 & x \\ 0 & y \end{cases} \\ &= c",
     [r"a &= \begin{cases} 1 & x \\ 0 & y \end{cases}", "&= c"]),
    (r"a &= \begin{bmatrix} 1 \\ 2 \end{bmatrix}", [r"a &= \begin{bmatrix} 1 \\ 2 \end{bmatrix}"]),
    (r"\sum_{\substack{i \\ j}} x", [r"\sum_{\substack{i \\ j}} x"]),
    (r"a = \left( b \\ c \right)", [r"a = \left( b \\ c \right)"]),
    (r"a = \left\{ \begin{aligned} b \\ c \end{aligned} \right.",
     [r"a = \left\{ \begin{aligned} b \\ c \end{aligned} \right."]),
    # but here
    (r"\begin{split} a &= b \\ &= c \end{split}", ["a &= b", "&= c"]),
    (r"\begin{aligned}[t] a &= b \\ &= c \end{aligned}. \label{x}", ["a &= b", "&= c ."]),
    (r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}", ["a &=& b", "&=& c"]),
    (r"\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}", [r"\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}"]),
    (r"\begin{gathered} a = b \\ c = d \end{gathered} \\ e = f", ["a = b", "c = d", "e = f"]),
    # an unclosed brace or bracket spoils its own row only
    (r"a &= \frac{b}{c \\ &= d", [r"a &= \frac{b}{c", "&= d"]),
    (r"a &= \left( b \\ &= d", [r"a &= \left( b", "&= d"]),
    # a row that goes on from the one before
    (r"a &= b \\ &\quad + c", [r"a &= b &\quad + c"]),
    (r"a &= b \\ & - c \\ & \cdot d \\ &= e", ["a &= b & - c & \\cdot d", "&= e"]),
    (r"a &= b + \\ & c", ["a &= b + & c"]),
    (r"a &= \\ & b", ["a &= & b"]),
    (r"a &= f( \\ & b)", ["a &= f( & b)"]),
    (r"a &= \log \Big( b \\ & c + d \Big)", [r"a &= \log \Big( b & c + d \Big)"]),
    (r"a &= \left( b \right. \\ &\left. + c \right)", [r"a &= \left( b   + c \right)"]),
    (r"a &= b \\ &\phantom{=} + p(x = 1)", [r"a &= b &\phantom{=} + p(x = 1)"]),
    (r"a &= b \\ &+ c = d", [r"a &= b &+ c = d"]),
    (r"a &= b \\ &{}+ c", [r"a &= b &{}+ c"]),
    # and one that does not
    (r"a &= b \\ -c &= d", ["a &= b", "-c &= d"]),
    (r"w &= w^* \\ v &= 1", ["w &= w^*", "v &= 1"]),
    (r"A &= B^+ \\ C &= 1", ["A &= B^+", "C &= 1"]),
    (r"x &\in [0, 1) \\ y &\in [0, 1)", [r"x &\in [0, 1)", r"y &\in [0, 1)"]),
    (r"f(x) &= 1. \\ g &= 2", ["f(x) &= 1.", "g &= 2"]),
]


@pytest.mark.parametrize("inside, expected", ROWS)
def test_rows(inside, expected):
    for environment in ("align", "gather*"):
        assert display(inside, environment) == expected
    inside = inside.replace(r"\hline", "")
    assert shown(f"$$\n{inside}\n$$") == [" | ".join(expected)]


def test_a_multline_is_one_formula_over_lines():
    assert display(r"a = b \\ (c) \\ = d", "multline") == ["a = b (c)", "= d"]


def test_prose_between_rows_is_prose_and_its_formulas_count():
    document = read_document(r"\begin{align} a &= b \intertext{since $b > 0$ here} &= c \end{align}", "x.tex")
    assert [(f.rows[0].text, f.before, f.after, f.display) for f in document.formulas] == [
        ("a &= b", "", "since", True), ("b > 0", "since", "here", False), ("&= c", "here", "", True)]


# --- prose, kinds, directives ---------------------------------------------------------------------

def test_prose_around_formulas():
    text = "# Ridge\n\nLet **all** $x$ be *new*,\nwith care.\n\n- then\n  $$a = b$$\n"
    formulas = read_document(text, "x.md").formulas
    assert [(f.before, f.after) for f in formulas] == [
        ("\n\nRidge\n\nLet all", "be new, with care.\n\nthen"), ("be new, with care.\n\nthen", "")]
    text = r"\section{Ridge} We \emph{set} $x$, by~\eqref{a} 5\% of \begin{center}it\end{center} $$a$$"
    formulas = read_document(text, "x.tex").formulas
    assert [f.before for f in formulas] == ["\n\nRidge\n\nWe set", ", by 5% of it"]


@pytest.mark.parametrize("text, name, kind", [
    ("a % $x$", "notes.tex", "tex"), ("a % $x$", "notes.md", "md"), ("a % $x$", "document", "md"),
    ("\\section{A}\na % $x$", "document", "tex"), ("# A\n\n\\newcommand{\\a}{b}\n%$x$", "document", "md"),
])
def test_kind(text, name, kind):
    assert len(read_document(text, name).formulas) == (kind == "md")


DIRECTIVES = [
    ("<!-- symcheck: layout row -->", "md", [("layout", "row")]),
    ("<!-- symcheck: declare: x > 0\n  target \\nabla L -->", "md", [("declare", "x > 0"), ("target", "\\nabla L")]),
    ("a % symcheck: declare x \\in \\mathbb{R}^d\n%% symcheck: gaps", "tex",
     [("declare", "x \\in \\mathbb{R}^d")]),
    ("%symcheck: worksheet cs189-fa20-dis7\n%symcheck: part 2d-x", "tex",
     [("worksheet", "cs189-fa20-dis7"), ("part", "2d-x")]),
    ("---\ntitle: mine\nlayout: row\ndeclare: x > 0\n---\n", "md", [("layout", "row"), ("declare", "x > 0")]),
    ("---\ndeclare:\n  - x > 0\n  - 'y > 0'\n- \"\\\\lambda > 0\"\ngaps: yes\n---\n", "md",
     [("declare", "x > 0"), ("declare", "y > 0"), ("declare", "\\lambda > 0"), ("gaps", "yes")]),
    ("---\ndeclare: |\n  x > 0\n  y > 0\n---\n", "md", [("declare", "x > 0"), ("declare", "y > 0")]),
    ("---\nassume: [\"x > 0\", \"y > 0\"]\n---\n", "md", [("assume", "x > 0"), ("assume", "y > 0")]),
    ("\\newcommand{\\w}{\\mathbf w}\n% symcheck: declare \\w > 0\n", "tex", [("declare", "\\mathbf w > 0")]),
    ("<!-- nothing of ours: layout row --> % symcheck: layout row", "md", []),
]


@pytest.mark.parametrize("text, kind, expected", DIRECTIVES)
def test_directives(text, kind, expected):
    document = read_document(text, "x", kind)
    assert [(d.key, d.value.text) for d in document.directives if d.key != "gaps" or d.value.text] == expected
    assert document.faults == ()
    for d in document.directives:
        assert d.value.text == "" or "\\" in d.value.text or text[d.start:].lstrip("'\"").startswith(d.value.text)


# --- faults ---------------------------------------------------------------------------------------

FAULTS = [
    ("a\n\\begin{align} x\n\nThen $y$ is it.", "tex", ["2 unclosed-formula"], ["y"]),
    ("$$\na = b\n\nThen the end of $z$.\n\n$$\nc = d\n$$", "md", ["1 unclosed-formula"], ["z", "c = d"]),
    ("\\[ a\n\\[ b \\]", "tex", ["1 unclosed-formula"], ["b"]),
    ("Let $x^2 be\n\nso $y$.", "tex", ["1 unclosed-formula"], ["y"]),
    ("Let $x^2 be\n\nso $y$.", "md", ["1 unclosed-formula"], ["y"]),
    ("\\begin{align} a \\end{align*} $b$", "tex", ["1 unbalanced-environment"], ["a", "b"]),
    ("a\n\\end{align}\n$b$", "tex", ["2 unbalanced-environment"], ["b"]),
    ("\\begin{itemize}\\item \\[ a \\end{itemize} $b$", "tex", ["1 unclosed-formula"], ["b"]),
    ("\\input{a}\n$b$", "tex", ["1 forbidden-macro"], ["b"]),
    ("\\catcode`\\@=11\n\\begin{document}$b$", "tex", ["1 forbidden-macro"], ["b"]),
    ("```math\na = b\n\n$c$", "md", ["1 unclosed-formula"], ["c"]),
    ("\\begin{verbatim}\n$b$", "tex", ["1 unclosed-formula"], ["b"]),
    ("---\nlayuot: row\n---\n$b$", "md", ["2 not-a-directive"], ["b"]),
    ("---\nlayout: row\n\n$b$", "md", ["1 not-a-directive"], ["b"]),
    ("% symcheck: frobnicate\n$b$", "tex", ["1 not-a-directive"], ["b"]),
    ("\\newcommand{\\x}{\\x\\x} $\\x$", "tex", ["1 nesting-too-deep"], None),
    ("\\newcommand{\\x}{" + "y" * 1000 + "}" + "\n" * 3 + "$\\x$ " * 300, "tex", ["4 input-too-long"], None),
    ("\\newcommand{\\x}[1]{#1}\n$\\x$", "tex", ["2 missing-argument"], [r"\x"]),
    ("\\def\\x{y}$b$ \\frac\\x\\", "tex", [], ["b"]),
    ("\\newcommand{\\x\n$b$", "tex", ["1 missing-argument"], ["b"]),
    ("\\def\\x(#1){#1}\n$\\x(a)$", "tex", ["2 not-in-language"], [r"\x(a)"]),
    ("a\n\0$b$", "md", ["2 control-character"], ["b"]),
    (b"a\n\xff $b$", "md", ["2 not-utf8"], ["b"]),
    ("a\n\N{REPLACEMENT CHARACTER} $b$", "md", ["2 not-utf8"], ["b"]),
    ("$a$\n" + "b\n" * (1 << 19) + "$c$", "md", [f"{1 << 19} input-too-long"], ["a"]),
]


@pytest.mark.parametrize("text, kind, faults, formulas", FAULTS, ids=range(len(FAULTS)))
def test_a_fault_has_its_line_and_the_rest_is_read(text, kind, faults, formulas):
    document = read_document(text, "x", kind)
    assert [f"{d.source.locate(d.span.start)[0]} {d.id}" for d in document.faults] == faults
    assert all(d.help for d in document.faults if d.id != "not-a-directive")
    if formulas is not None:
        assert [row.text for f in document.formulas for row in f.rows] == formulas


def test_a_caret_points_into_the_file():
    text = "> We have\n>\n> $$\n>   a = b \\\\\n>   c = \\frac{1}{2} + zz\n> $$\n"
    row = read_document(text, "x.md").formulas[0].rows[1]
    with pytest.raises(Exception) as error:
        Context([r"a, b, c \in \mathbb{R}"]).read(row.cut(4, len(row.text)))
    assert str(error.value).splitlines()[2:4] == [
        r"5 | >   c = \frac{1}{2} + zz", "                          ^"]


# --- properties -----------------------------------------------------------------------------------

PIECES = [*"ab=+-&(){}[]$%#`>|.,*_ \n", "\n\n", "\\\\", "\\", "$$", "\\[", "\\]", "\\(", "\\)", "\\begin{align}",
          "\\end{align}", "\\begin{aligned}", "\\end{aligned}", "\\begin{equation}", "\\end{equation}", "\\left(",
          "\\right)", "\\text{", "\\intertext{", "\\label{a}", "\\newcommand{\\q}[1]{#1 c}", "\\q", "\\frac",
          "```", "```math\n", "\n> ", "<!--", "-->", "symcheck: declare x", "---\n", "\\begin{verbatim}",
          "\\def\\r{s}", "\\r", "\\input{x}", "\\item", "Then we have ", "\\begin{document}", "\\\\[2pt]", "λ", "\0"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(), st.sampled_from(["md", "tex"]))
def test_anything_is_read_and_every_character_is_the_files(text, kind):
    document, file = read_document(text, "x", kind), text.removeprefix("\ufeff")
    starts = [f.start for f in document.formulas]
    assert starts == sorted(starts) and all(0 <= at <= len(document.text) for at in starts)
    assert all(1 <= document.line(at) <= 1 + file.count("\n") for at in starts)
    for source in [row for f in document.formulas for row in f.rows] + [d.value for d in document.directives]:
        last = -1
        for k, character in enumerate(source.text):
            at, end = source.origin.place(k)
            assert 0 <= at <= end <= len(file)
            if source.origin.exact(k):
                assert file[at] == character
                line, column = source.locate(k)
                assert file.split("\n")[line - 1][column - 1:column] in (character, "")
            if "\\q" not in text:
                assert at >= last
                last = at
    for fault in document.faults:
        assert str(fault)


@example("a\\\\{}\\\\a")
@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a", "b ", "=", "+", "\\\\", "&", "\n", "{", "}", "\\left(", "\\right)", "(", ")"]),
                max_size=30).map("".join))
def test_rows_lose_nothing_but_their_separators(text):
    source = File(text).source([Piece(0, 0, -1)], text)
    found = "".join(row.text for row, _ in rows(blanked(source, False)))
    bare = [s.replace("\\\\", "").replace(" ", "").replace("\n", "") for s in (text, found)]
    dropped = len(bare[0]) - len(bare[1])
    inner = [s.replace("{", "").replace("}", "") for s in bare]  # braces around a row, or around nothing, may go
    assert bare[0] == bare[1] or dropped > 0 and dropped % 2 == 0 and inner[0] == inner[1]


@given(st.text(alphabet="ab\n"), st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_a_source_knows_its_place(text, start, end):
    whole = Source(text, "x", 5)
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    part = whole.cut(start, end)
    again = part.cut(0, len(part.text))
    for k in range(end - start):
        assert whole.locate(start + k) == part.locate(k) == again.locate(k)
        assert whole.line(start + k) == part.line(k)


def test_a_source_that_is_rewritten_stays_in_its_place():
    part = Source("abc\ndef").cut(4, 7)
    assert part.rewritten("xyz").locate(2) == (2, 3)
    assert part.rewritten("longer than it was").locate(9) == (2, 1)
    assert part.rewritten("longer than it was").extent(Span(3, 4)) == 3


# --- limits ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_megabyte_is_read_to_its_end(piece):
    with patience():
        for text, kind in megabytes(piece):
            read_document(text, "x", kind)
