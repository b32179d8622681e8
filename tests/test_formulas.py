r"""Formulas set in type: nothing lost, nothing added, and nothing that is not in the table let through."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
import typst

from symcheck.read.documents import read_document
from symcheck.read.notation import TABLE
from symcheck.report.formula import Unprintable, formula
from symcheck.report.formula.extent import at_relation, extent, lines
from symcheck.report.formula.latex import to_tex
from symcheck.report.formula.mathml import to_mathml
from symcheck.report.formula.parse import _TOKEN
from symcheck.report.formula.plain import to_plain
from symcheck.report.formula.symbols import DROPPED, SILENT, SIZES, SPACES, SWITCHES, SYMBOLS, THROUGH
from symcheck.report.formula.tree import Row, children
from symcheck.report.formula.typst import to_typst
from tests.derivations import documents
from tests.test_latex import TABLE as EXPRESSIONS
from tests.worksheets import rows

# LaTeX, as plain text, as LaTeX written back
SHOWN = [
    (r"\frac{\partial \ell}{\partial W^{(1)}} = (\Phi'(x^{(1)}) \odot W^{(2)\top} x^{(4)}) x^\top",
     "∂ℓ/∂W⁽¹⁾ = (Φ'(x⁽¹⁾) ⊙ W⁽²⁾ᵀ x⁽⁴⁾)xᵀ",
     r"\frac{\partial\ell}{\partial W^{(1)}}=(\Phi^{\prime}(x^{(1)})\odot W^{(2)\top}x^{(4)})x^{\top}"),
    (r"\frac12 x^12", "½x¹2", r"\frac{1}{2}x^{1}2"),
    (r"{a \over b} - {n \choose k}", "a/b - (n over k)", r"\frac{a}{b}-\binom{n}{k}"),
    (r"W⁽²⁾x + α", "W⁽²⁾ x + α", r"W^{(2)}x+\alpha"),
    (r"\mathrm{diag}(v)", "diag(v)", r"\operatorname{diag}(v)"),
    (r"\arg\min_w \mathcal L(w)", "arg min_w L(w)", r"\arg\min_{w}\mathcal{L}(w)"),
    (r"\left. f \right|_{x = 0}", "f|ₓ₌₀", r"\left. f \right|_{x=0}"),
    (r"\begin{cases} 1 & \text{if } x > 0 \\ 0 \end{cases}", "{1 if x > 0; 0}",
     r"\begin{cases} 1 & \text{if }x>0 \\ 0 \end{cases}"),
    (r"{\bf x} y", "xy", r"\mathbf{x}y"),
    (r"x \not= y", "x ≠ y", r"x\ne y"),
    (r"\sqrt[3]{x+1}", "³√(x + 1)", r"\sqrt[{3}]{x+1}"),
]


@pytest.mark.parametrize("latex, plain, back", SHOWN)
def test_shown(latex, plain, back):
    tree = formula(latex)
    assert (to_plain(tree), to_tex(tree)) == (plain, back)
    assert formula(back) == formula(to_tex(formula(back)))


# What TeX would carry out, or what no table holds: never a formula.
REFUSED = [r"\input{/etc/passwd}", r"\write18{ls}", r"\immediate\write18{ls}", r"\catcode`\%=0", r"\def\x{y}", r"\csname x\endcsname",
           r"\text{\input{x}}", r"\mathrm{\input{x}}", r"\operatorname{\write18{x}}", r"\begin{filecontents}{x}\end{filecontents}",
           r"\text{$\input{x}$}", r"\include{x}", r"\openout1=x", r"\special{x}", r"\directlua{x}", r"\url{x}", r"\href{x}{y}",
           r"\htmlClass{x}{y}", r"\newcommand{\a}{b}", r"\loop\repeat", r"{" * 60 + "x" + "}" * 60, "x" * 20_001, "{", "}", r"\left( x",
           r"x^", r"\frac{a}", r"x_1_2", r"x^1^2", "#let x = 1", "$x$", "\x07", r"\begin{lstlisting}x\end{lstlisting}",
           r"\\", r"\right)", r"\text{x", r"\unknown"]


@pytest.mark.parametrize("latex", REFUSED)
def test_refused(latex):
    with pytest.raises(Unprintable):
        formula(latex)


CORPUS = list(dict.fromkeys(
    [r.answer for r in rows() if r.mark != "??"]
    + [row.text for path in documents() for f in read_document(path.read_text(), path.name).formulas for row in f.rows]))
# Commands that are expanded: their signs are others.
EXPANDED = re.compile(r"\\(?:pdv|dv|norm|abs|transpose|left|right|middle|[bB]ig|xrightarrow|xleftarrow|substack|over|choose"
                      r"|tag|label|color|textcolor|hspace|begin|text|mbox|operatorname|mathrm|rm|emph|mathbb|mathds|not|cellcolor|vphantom)(?![a-z])|[^\x00-\x7f]")


def test_nearly_all_that_authors_write_is_printable():
    refused = [latex for latex in CORPUS if not printable(latex)]
    assert len(CORPUS) > 4000 and len(refused) <= 10, refused


def printable(latex):
    try:
        return bool(formula(latex).items) or True
    except Unprintable:
        return False


def signs(latex):
    """How often each sign occurs, braces, spaces and sizes aside."""
    found = Counter()
    for t in _TOKEN.findall(latex):
        if t.isspace() or t in "{}&" or t in DROPPED | THROUGH | SIZES or t in SPACES or t[0] == "%" or t in SILENT or t == "^":
            continue
        name = t[1:]
        if t[0] == "\\" and (name in SWITCHES or name.startswith(("math", "bold", "bm", "pmb", "boxed", "text"))):
            continue
        t = {r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\widehat": r"\hat", r"\stackrel": r"\overset", r"'": r"\prime"}.get(t, t)
        t = SYMBOLS[t].latex if t in SYMBOLS else t
        for c in t if t[0].isdigit() else (t,):
            found[c] += 1
    return found


def test_what_is_written_back_has_the_same_signs():
    compared = 0
    for latex in CORPUS:
        if EXPANDED.search(latex) or "{" in re.sub(r"\\.", "", latex) and "\\\\" in latex or not printable(latex):
            continue
        compared += 1
        back = to_tex(formula(latex)).replace(r"\mathrel{:=}", ":=")
        back = re.sub(r"\\operatorname\*?\{([A-Za-z]+)\}", r"\\\1 ", back)
        assert signs(back) == signs(latex), (latex, back)
    assert compared > 3000


def leaves(node):
    below = children(node)
    return [x for child in below for x in leaves(child)] if below else [node] if not isinstance(node, Row) else []


def test_every_formula_is_mathml_and_typst():
    sources = []
    for latex in CORPUS:
        if printable(latex):
            tree = formula(latex)
            root = ElementTree.fromstring(to_mathml(tree))
            assert len("".join(root.itertext())) >= len(leaves(tree)) // 2
            sources.append(f"${to_typst(tree)}$")
    page = "#set page(width: 60cm, height: auto)\n" + "\n".join(sources)
    assert typst.compile(page.encode(), format="svg")


@pytest.mark.parametrize("row", [r for r in TABLE if r.kind not in ("refused", "kern", "dropped", "text")], ids=lambda r: r.spellings[0])
def test_the_notation_that_is_read_is_printable(row):
    assert printable(row.example), row.example


@pytest.mark.parametrize("expr, latex", EXPRESSIONS, ids=[latex for _, latex in EXPRESSIONS])
def test_every_expression_of_ours_is_printable(expr, latex):
    assert printable(latex)


# formula, width in letters, the lines it is cut into
BROKEN = [
    ("a = b + c", 60, ["a=b+c"]),
    ("a = b + c = d + e", 10, ["a=b+c", "=d+e"]),
    ("(a + b + c + d) x", 4, ["(a+b+c+d)x"]),
    ("a + b + c", 5.5, ["a+b", "+c"]),
    ("-a", 1, ["-a"]),
]


@pytest.mark.parametrize("latex, width, cut", BROKEN)
def test_lines(latex, width, cut):
    parts = lines(formula(latex), width)
    assert [to_tex(p) for p in parts] == cut
    assert sum(len(leaves(p)) for p in parts) == len(leaves(formula(latex)))


def test_the_relation_that_divides_a_line():
    left, right = at_relation(formula(r"p(a = b) \overset{!}{=} c = d"))
    assert (to_tex(left), to_tex(right)) == ("p(a=b)", r"\overset{!}{=}c=d")
    assert extent(left) < extent(Row((*left.items, *right.items)))
