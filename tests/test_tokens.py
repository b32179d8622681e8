"""Tokens: what is cut where, what is dropped, and how Unicode becomes LaTeX."""

import pytest

from symcheck.read.tokens import END, PADDING, tokenize
from symcheck.read.unicode import to_latex
from symcheck.text import Source, SymcheckError

TEXTS = [
    (r"\frac12x", [r"\frac", "12", "x"]),
    (r"a \, b~c\ d\quad e", ["a", "b", "c", "d", r"\quad", "e"]),
    ("a % comment { \n b", ["a", "b"]),
    (r"\left( a \right)", ["(", "a", ")"]),
    (r"\left| a \right| \left\| b \right\|", [r"\left|", "a", r"\right|", r"\left\|", "b",
                                              r"\right\|"]),
    (r"\bigl[ a \bigr] \Big| \left<a\right>", ["[", "a", "]", "|", r"\langle", "a", r"\rangle"]),
    (r"\left. a \right|_x", [r"\left.", "a", r"\right|", "_", "x"]),
    (r"p(a \middle| b)", ["p", "(", "a", r"\mid", "b", ")"]),
    (r"a \label{eq:1} \tag*{b} \phantom{x{y}} c", ["a", "c"]),
    (r"\text{if $x>0$, then}", [r"\text{if }", "x", ">", "0", r"\text{, then}"]),
    (r"\text{ } a", ["a"]),
    (r"\operatorname{arg\,min}", [r"\operatorname{arg\,min}"]),
    (r"\operatorname*{\arg\min}_w", [r"\mathrm", "{", r"\arg", r"\min", "}", "_", "w"]),
    (r"a \not= b", ["a", r"\not=", "b"]),
    (r"1{,}000 + .5 - 3.", ["1{,}000", "+", ".5", "-", "3"]),
    ("a...b", ["a", "...", "b"]),
    (r"a \\[2ex] b", ["a", r"\\[2ex]", "b"]),
    ("$$a.$$", ["a"]),
    (r"\begin{equation}\begin{aligned}[t] a \\ \end{aligned}.\end{equation}", ["a"]),
    (r"\begin{array}{c|c} a \end{array}", [r"\begin{array}", "a", r"\end{array}"]),
    (r"\begin{array}{rl} a &= b \end{array}", ["a", "&", "=", "b"]),
    (r"\begin{aligned}a\end{aligned} = \begin{aligned}b\end{aligned}",
     [r"\begin{aligned}", "a", r"\end{aligned}", "=", r"\begin{aligned}", "b", r"\end{aligned}"]),
    ("x<-1", ["x", "<", "-", "1"]),
]


@pytest.mark.parametrize("latex, texts", TEXTS)
def test_tokens(latex, texts):
    tokens = tokenize(Source(latex))
    assert tokens.texts[:-PADDING] == texts
    assert set(tokens.codes[-PADDING:]) == {END} and END not in tokens.codes[:-PADDING]
    spans = list(zip(tokens.starts, tokens.ends))
    assert all(0 <= start <= end <= len(latex) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:]))


UNICODE = [
    ("ŷ", r"\hat{y}"), ("y\u0302", r"\hat{y}"), ("θ̂", r"\hat{\theta }"),
    ("\\theta\u0302", r"\hat{\theta}"),
    ("x̄ x̃ ẋ ẍ x⃗ x̌", r"\bar{x} \tilde{x} \dot{x} \ddot{x} \vec{x} \check{x}"),
    ("W₂ x⁽¹⁾ Wᵀ x⁻¹ aᵢⱼ aₙ₊₁", "W_{2} x^{(1)} W^{T} x^{-1} a_{ij} a_{n+1}"),
    ("α∂", r"\alpha \partial "), ("½", r"\frac{1}{2}"), ("√10", r"\sqrt{10}"), ("√x", r"\sqrt x"),
    ("𝐖𝑊𝒩ℝ𝟙𝛉", r"\mathbf{W}W\mathcal{N}\mathbb{R}\mathbb{1}\mathbf{\theta }"),
    ("a ≠ b ∉ c", r"a \ne  b \notin  c"), ("=\u0338", r"\ne "), ("x\u200by", "xy"), ("a\u00a0b", "a b"),
    ("A⊤ A^⊤ W^{(2)⊤}", r"A^{\top} A^\top  W^{(2)\top }"),
    ("φ", r"\phi "), ("ϕ", r"\phi "), ("φϕ", r"\varphi \phi "), ("x′ y’", "x' y'"), ("☃", "☃"),
]


@pytest.mark.parametrize("text, latex", UNICODE)
def test_unicode_is_rewritten_and_traced(text, latex):
    written, starts, ends = to_latex(Source(text))
    assert written == latex
    assert len(starts) == len(ends) == len(latex)
    assert starts == sorted(starts) and ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends))


def test_spans_point_at_the_characters_that_were_typed():
    tokens = tokenize(Source("ŷ = W₂ \\text{für} x"))
    place = tokens.texts.index(r"\text{für}")
    assert (tokens.starts[place], tokens.ends[place]) == (7, 17)
    place = tokens.texts.index("2")
    assert (tokens.starts[place], tokens.ends[place]) == (5, 6)


@pytest.mark.parametrize("text, id", [
    ("x" * 20_001, "input-too-long"), ("ŷ" * 20_001, "input-too-long"), ("²½" * 9_000, "mixed-number"),
    ("½" * 19_000, "input-too-long"), ("a\x07", "control-character"), (r"\not x", "unknown-macro"),
    (r"\left", "missing-argument"), (r"\text{a", "unbalanced-bracket"),
    (r"a \input b", "forbidden-macro"),
    (r"\text{\write18{ls}}", "forbidden-macro"),
])
def test_refused_by_the_tokenizer(text, id):
    with pytest.raises(SymcheckError) as raised:
        tokenize(Source(text))
    assert raised.value.diagnostic.id == id
