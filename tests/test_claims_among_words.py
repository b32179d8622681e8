r"""A claim is judged whatever words lead to it: each right one is called right, each wrong one wrong, after every one of many beginnings of a sentence.

A claim that no rule of wording takes in is passed over in silence, which no list of documents shows; this table does.
"""

import random

import pytest

from symcheck.faces.documents import derivation_of

# A setting, a right claim and a wrong one.
CLAIMS = {
    "gradient": (r"Let $X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$ and $L(w) = \frac12 \|X w - y\|^2$.",
                 r"\nabla L(w) = X^\top (X w - y)", r"\nabla L(w) = X^\top (y - X w)"),
    "second derivative": (r"Let $w, a \in \mathbb{R}$ and $f(w) = (w - a)^2$.", r"f''(w) = 2", r"f''(w) = 1"),
    "derivative by a quotient": (r"Let $z \in \mathbb{R}$ and $p = \sigma(z)$ with the sigmoid $\sigma$.", r"\frac{dp}{dz} = p (1 - p)", r"\frac{dp}{dz} = p (1 + p)"),
    "value": (r"Let $w \in \mathbb{R}$ and $f(w) = (w - 1)^2$.", r"f(3) = 4", r"f(3) = 2"),
    "order": (r"Let $w \in \mathbb{R}$ and $f(w) = (w - 1)^2$.", r"f''(w) > 0", r"f''(w) < 0"),
    "order of matrices": (r"Let $X \in \mathbb{R}^{n \times d}$ and $\lambda > 0$. Put $H = X^\top X + \lambda I$.", r"H \succ 0", r"H \prec 0"),
    "identity of matrices": (r"Let $A, B \in \mathbb{R}^{n \times n}$ be invertible.", r"(A B)^{-1} = B^{-1} A^{-1}", r"(A B)^{-1} = A^{-1} B^{-1}"),
    "shape": (r"Let $x \in \mathbb{R}^d$, $W \in \mathbb{R}^{m \times d}$ and $z = W x$.", r"W^\top z \in \mathbb{R}^d", r"W^\top z \in \mathbb{R}^m"),
    "law": (r"Let $x, y \sim \mathcal{N}(0, 1)$ be independent.", r"x + y \sim \mathcal{N}(0, 2)", r"x + y \sim \mathcal{N}(0, 4)"),
    "proportional": (r"Let $w \sim \mathcal{N}(0, \tau^2 I_d)$ with $\tau > 0$.", r"p(w) \propto e^{-\|w\|^2 / (2 \tau^2)}", r"p(w) \propto e^{-\|w\|^2 / \tau^2}"),
    "sum": (r"Let $z \in \mathbb{R}^K$ and $p_k = e^{z_k} / \sum_{j=1}^K e^{z_j}$.", r"\sum_{k=1}^K p_k = 1", r"\sum_{k=1}^K p_k = K"),
    "equivalence": (r"Let $w \in \mathbb{R}$ and $f(w) = (w - 1)^2$.", r"f'(w) = 0 \iff w = 1", r"f'(w) = 0 \iff w = -1"),
}
LEADS = """Moreover,|And|Also,|Also|Furthermore,|In addition,|Similarly,|Again,|Finally,|Next,|Further,|Besides,|Here|Now|Note that|Note|Notice that|Observe that|Indeed,|In fact,|Clearly,|
Obviously,|Of course,|Consequently,|Accordingly,|As a result,|Therefore|Thus|Hence|So|Then|It follows that|This means|This means that|This gives|This yields|This implies|This shows|We get|We find|
We see|We see that|We conclude that|We also have|We also get|One finds|One checks that|It is easy to see that|A short computation gives|Direct computation gives|In other words,|Equivalently,|That is,|
In particular,|On the other hand,|As expected,|As before,|Recall that|Remember that|By symmetry,|By linearity,|By the chain rule,|From this,|From the above,|The result is|Result:|
Answer:|Check:|And so|And then|But|But then|Yet|Still,|However,|Conversely,|Altogether,|In total,|In short,|In summary,|To sum up,|Overall,|Putting it together,|Simplifying,|Rearranging,|I get|
I find|I obtain|So I get|Finally we have|Remark:|You can see that|More precisely,|Explicitly,|Written out,|In symbols,|By the way,|Trivially,|Since|Because|First,|Secondly,|Lastly,""".replace("\n", "").split("|")


def words(setting: str, lead: str, claim: str) -> list[str]:
    return [s.verdict.word for s in derivation_of(f"{setting} {lead} ${claim}$.", "words.md", "md").steps]


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_claim_is_judged_whatever_leads_to_it(kind):
    setting, right, wrong = CLAIMS[kind]
    leads = random.Random(kind).sample(LEADS, 40)
    silent = [lead for lead in leads if "different" not in words(setting, lead, wrong)]
    refused = [lead for lead in leads if not (found := words(setting, lead, right)) or {*found} & {"different", "undecided", "unreadable"}]
    assert (silent, refused) == ([], [])


# What supposes a claim, denies it or speaks of a case leaves it open: the wrong one is not called right, the right one not wrong.
SUPPOSED = ["If", "Suppose that", "Assume", "We do not have", "It would be nice to have", "When", "Unless", "One might think that"]


@pytest.mark.parametrize("kind", CLAIMS)
def test_what_is_supposed_or_denied_claims_nothing(kind):
    setting, right, wrong = CLAIMS[kind]
    called = [lead for lead in SUPPOSED if "different" in words(setting, lead, right)]
    assert called == []
