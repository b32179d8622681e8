r"""Normal laws of the inputs of two classes, `x \mid y = 1 \sim \mathcal{N}(\mu_1, \Sigma), \quad x \mid y = 0 \sim \mathcal{N}(\mu_0, \Sigma)`, as formulas.

The means are vectors like x and what stands for the spread is positive definite; where x is a number, so are both. Means and spreads that are no plain names,
`\sigma^2 I`, are what they say. Where words call $p_1(x)$ and $p_0(x)$ the class densities these are written out,
and where a prior `P(y = 1) = \pi` is told too, `P(y = 1 \mid x)` is what Bayes' rule makes of them. The mean and the variance given the class are known of x and of
an s that the document defines as `w^\top x + b`. Of anything else given the class they are not read: no law of x alone is told by these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from symcheck.read.documents import Document, Formula
from symcheck.text import Source

_NAME = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z])"
_PLAIN = rf"{_NAME}(?:\s*_\s*(?:\w|\{{\s*\w\s*\}}))?"
_GIVEN = r"\s*(?:\\,|\\;|\\:)?\s*(?:\\mid(?![A-Za-z])|\|)\s*(?:\\,|\\;|\\:)?\s*"
_LAW = re.compile(rf"(?P<x>{_NAME}){_GIVEN}(?P<c>[A-Za-z])\s*=\s*(?P<k>-?\s*\d)\s*\\sim\s*\\mathcal\s*(?:\{{\s*N\s*\}}|N)\s*(?:\\left)?\(\s*(?P<mean>[^(),=]+?)\s*,\s*(?P<spread>[^(),=]+?)\s*(?:\\right)?\)")
_ONLY_LAWS = re.compile(r"(?:\s|\\q?quad(?![A-Za-z])|\\[,;:!]|[&,;.]|\\text\s*\{\s*(?:and|und)\s*\})*")
_DENSITY = re.compile(r"\s*(?P<p>[a-z])\s*_\s*\{?\s*(?P<k>\d)\s*\}?\s*\(\s*(?P<x>[^()]+?)\s*\)\s*")
_CALLED = re.compile(r"\bfor\s+the\s+(?:two\s+|corresponding\s+)?(?:class(?:[\s-]+conditional)?\s+)densit(?:ies|y)(?:\s+functions?)?\b|\b(?:are|be|denote)\s+the\s+(?:two\s+|corresponding\s+)?class(?:[\s-]+conditional)?\s+densities\b", re.I)
_RESERVED = re.compile(r"\b(?:not|approximat\w*|estimat\w*|unnormali[sz]ed|up\s+to|suppose|if|would|instead)\b", re.I)
_PROBABILITY = r"(?:P|p|\\Pr|\\mathbb\s*\{?\s*P\s*\}?)\s*(?:\\left)?\(\s*"


@dataclass(frozen=True)
class ClassLaws:
    """`length`: of x, "" where it is a number; `means`: of each class, by its number; `letter`: that of the densities where it is told."""

    x: str
    label: str
    length: str
    spread: dict[int, str]
    means: dict[int, str]
    letter: str
    prior: tuple[int, str] | None

    def density(self, k: int, constant: bool) -> str:
        r"""The density of class k, written out; \pi may be another name here."""
        shift, spread = rf"\left({self.x} - {self.means[k]}\right)", self.spread[k]
        pi = r"\arccos\left(-1\right)" if constant else r"\pi"
        if not self.length:
            return rf"\left(2 {pi} {spread}\right)^{{-1/2}} \exp\left(-\frac{{1}}{{2 {spread}}} {shift}^2\right)"
        return rf"\left(\det\left(2 {pi} {spread}\right)\right)^{{-1/2}} \exp\left(-\frac{{1}}{{2}} {shift}^\top {spread}^{{-1}} {shift}\right)"

    def given_label(self) -> str:
        r"""The law of x given the label as one: what stands in it goes from that of one class to that of the other with the label."""
        (low, high), y = sorted(self.means), self.label
        weight = {0: (y, f"(1 - {y})"), 1: (f"({y} - 1)", f"(2 - {y})")}[low] if low >= 0 else (rf"\frac{{1 + {y}}}{{2}}", rf"\frac{{1 - {y}}}{{2}}")

        def mixed(of: dict[int, str]) -> str:
            return of[low] if of[low] == of[high] else rf"{weight[0]} \cdot \left({of[high]}\right) + {weight[1]} \cdot \left({of[low]}\right)"
        return rf"{self.x} \mid {y} \sim \mathcal{{N}}({mixed(self.means)}, {mixed(self.spread)})"

    def posterior(self, k: int) -> str:
        """The name of the chance of class k given x."""
        return rf"\mathcal{{P}}_{{{k}}}({self.x})"


def told(document: Document) -> ClassLaws | None:
    """The laws of both classes, where the document tells them for one name of known length, and of no third class."""
    found = [m for f in document.formulas for row in f.rows for m in _LAW.finditer(row.text)]
    names, numbers = {(m["x"], m["c"]) for m in found}, [int(re.sub(r"\s", "", m["k"])) for m in found]
    if len(names) != 1 or len(found) != 2 or len({*numbers}) != 2 or len({m["mean"] for m in found}) != 2 or not {*numbers} <= {-1, 0, 1, 2}:
        return None
    ((x, label),) = names
    lengths = {m[1].strip("{} ") for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(x)}\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(\{{\s*\w\s*\}}|\w)(?![\w{{])", document.text)}
    if not lengths and re.search(rf"(?<![A-Za-z\\]){re.escape(x)}\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*(?![\s^_{{])", document.text):
        lengths = {""}
    if len(lengths) != 1:
        return None
    of_class = dict(zip(numbers, found))
    rows = "\n".join(row.text for f in document.formulas for row in f.rows)
    priors = {(int(m[1]), m[2]) for m in re.finditer(rf"{_PROBABILITY}{label}\s*=\s*(-?\d)\s*(?:\\right)?\)\s*&?=\s*({_NAME})\s*(?:$|[,.;])", rows, re.M)}
    return ClassLaws(x, label, lengths.pop(), {k: m["spread"] for k, m in of_class.items()}, {k: m["mean"] for k, m in of_class.items()},
                     _letter(document.formulas, x, {*numbers}) if all(re.fullmatch(_PLAIN, m[part]) for m in found for part in ("mean", "spread")) else "", priors.pop() if len(priors) == 1 and next(iter(priors))[0] in of_class else None)


def _letter(formulas: Sequence[Formula], x: str, classes: set[int]) -> str:
    """The letter p of $p_1(x)$ and $p_0(x)$ that words call the densities of the classes; "" where they call none so."""
    for one, two in zip(formulas, formulas[1:]):
        found = [_DENSITY.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 else None for f in (one, two)]
        if None in found or {m["x"] for m in found} != {x} or len({m["p"] for m in found}) != 1 or {int(m["k"]) for m in found} != classes:
            continue
        clause = re.split(r"[.;]\s", one.before)[-1] + two.before + re.split(r"[.;]", two.after)[0]
        if two.before.strip() in ("and", ", and", ",") and _CALLED.search(two.after) and not _RESERVED.search(clause):
            return found[0]["p"]
    return ""


def rewritten(document: Document) -> Document:
    """The document with such laws as what they say of their names."""
    laws = told(document)
    if laws is None:
        return document
    given, moments = _chance(laws), _moments(laws, document)
    formulas, told_last = [], [row for f in document.formulas for row in f.rows if _LAW.search(row.text)][-1]
    for f in document.formulas:
        rows: list[Source] = []
        for row in f.rows:
            if _LAW.search(row.text) and _ONLY_LAWS.fullmatch(_LAW.sub("", row.text)):
                rows += [row.rewritten(line) for line in (*_declared(laws, row), *((*_defined(laws, document), laws.given_label()) if row is told_last else ()))]
            else:
                text = given.sub(lambda m: laws.posterior(int(m["k"])), row.text) if laws.letter and laws.prior else row.text
                for pattern, of_class in moments:
                    text = pattern.sub(lambda m: of_class[int(m["k"])], text)
                rows.append(row if text == row.text else row.rewritten(text))
        formulas.append(f if all(a is b for a, b in zip(rows, f.rows)) and len(rows) == len(f.rows) else replace(f, rows=tuple(rows)))
    return replace(document, formulas=tuple(formulas))


def as_written(text: str, laws: ClassLaws | None) -> str:
    """A step as the author wrote it."""
    if laws is not None:
        for k in laws.means:
            text = text.replace(laws.posterior(k), rf"P({laws.label} = {k} \mid {laws.x})")
    return text


def _chance(laws: ClassLaws) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z\\]){_PROBABILITY}{laws.label}\s*=\s*(?P<k>{'|'.join(map(str, sorted(laws.means)))}){_GIVEN}{re.escape(laws.x)}\s*(?:\\right)?\)")


def _moments(laws: ClassLaws, document: Document) -> list[tuple[re.Pattern[str], dict[int, str]]]:
    """What means and variances given a class look like, of x and of what is linear in it, and what they are for each class."""
    x, classes = re.escape(laws.x), "|".join(map(str, sorted(laws.means)))
    forms = {laws.x: ("", "")}
    linear = re.compile(rf"(?:^|[,;]|\\q?quad)\s*(?P<s>{_PLAIN})\s*(?:\(\s*{x}\s*\))?\s*&?=\s*(?P<w>{_PLAIN})\s*\^\s*(?:T|\\top|\\intercal|\{{\s*(?:T|\\top|\\mathsf\s*\{{?\s*T\s*\}}?)\s*\}})\s*{x}\s*(?P<b>[+-]\s*{_PLAIN})?\s*(?:$|[,.;])")
    found: dict[str, set[tuple[str, str]]] = {}
    for m in (m for f in document.formulas for row in f.rows for m in linear.finditer(row.text)):
        found.setdefault(m["s"], set()).add((m["w"], (m["b"] or "").strip()))
    forms |= {name: next(iter(told)) for name, told in found.items() if len(told) == 1}
    made = []
    for name, (w, b) in forms.items():
        of = rf"(?:\\left)?[\[(]\s*{re.escape(name)}\s*(?:\(\s*{x}\s*\))?{_GIVEN}{laws.label}\s*=\s*(?P<k>{classes})\s*(?:\\right)?[\])]"
        made.append((re.compile(rf"(?:\\mathbb\s*(?:\{{\s*E\s*\}}|E)|\\operatorname\s*\{{\s*E\s*\}}|\\E(?![A-Za-z]))\s*{of}"),
                     {k: rf"\left({w}^\top {mean} {b}\right)" if w else mean for k, mean in laws.means.items()}))
        made.append((re.compile(rf"(?:\\operatorname\s*\{{\s*(?:Var|Cov)\s*\}}|\\mathrm\s*\{{\s*(?:Var|Cov)\s*\}}|\\(?:Var|Cov)(?![A-Za-z]))\s*{of}"),
                     {k: rf"\left({w}^\top {spread} {w}\right)" if w else spread for k, spread in laws.spread.items()}))
    return made


def _declared(laws: ClassLaws, row: Source) -> list[str]:
    """What the laws of a row say of their means and spreads."""
    found, d = [*_LAW.finditer(row.text)], laws.length
    spreads = dict.fromkeys(m["spread"] for m in found if re.fullmatch(_PLAIN, m["spread"]) and re.sub(r"\W|bf|math|bold|symbol", "", m["spread"]) != "I")
    found = [m for m in found if re.fullmatch(_PLAIN, m["mean"])]
    if not d:
        return [rf"{name} \in \mathbb{{R}}" for name in dict.fromkeys((*(m["mean"] for m in found), laws.x))]
    return [rf"{laws.x} \in \mathbb{{R}}^{{{d}}}", *(rf"{s} \in \mathbb{{R}}^{{{d} \times {d}}} \text{{ positive definite}}" for s in spreads), *(rf"{m['mean']} \in \mathbb{{R}}^{{{d}}}" for m in found)]


def _defined(laws: ClassLaws, document: Document) -> list[str]:
    """The densities, and the chances of the classes given x."""
    if not laws.letter:
        return []
    taken = laws.prior is not None and laws.prior[1] == r"\pi" or re.search(r"(?<![A-Za-z])\\pi\s*(?:\\in|[<>=])", document.text) is not None
    densities = {k: f"{laws.letter}_{{{k}}}({laws.x})" for k in laws.means}
    lines = [f"{name} = {laws.density(k, taken)}" for k, name in densities.items()]
    if laws.prior is not None:
        of, pi = laws.prior
        weighed = {k: rf"{pi} {name}" if k == of else rf"(1 - {pi}) {name}" for k, name in densities.items()}
        lines += [rf"{laws.posterior(k)} = \frac{{{weighed[k]}}}{{{' + '.join(weighed.values())}}}" for k in laws.means]
    return lines


__all__ = ["ClassLaws", "as_written", "rewritten", "told"]
