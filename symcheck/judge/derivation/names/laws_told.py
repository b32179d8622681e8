r"""Laws told in words: "the entries of $W$ are independent with mean $0$ and variance $s^2$", "$m_j = 1$ with probability
$p$", "a random vector $x$".

Sentences are read before any formula has a meaning, with § for their formulas; what they tell becomes a declaration,
`W \sim (0, s^2)`, as soon as the names in it have a meaning. Of a name that is only said to be random the mean and the
covariance are names of their own: what holds for all of them is right, nothing is called wrong by them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from symcheck.expr import Function, Variable, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import chances_told, draws_told, lengths, priors_told
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.documents import Document
from symcheck.read.elaborate_densities import UNKNOWN, Law
from symcheck.read.names import label
from symcheck.read.syntax import Script, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_F = r"§(\d+)"
_OF = r"[-\s]+(?:(?:of|is|are|equal\s+to|vector|matrix)\s+)*"
# "The mean of $y$ is": $y$ is no mean.
_NOT_OF = r"(?![-\s]+of\s+(?:the\s+)?§\d+\s+(?:is|are|equals?|becomes)\b)"
_MEAN = re.compile(rf"\bzero[- ]mean\b|\bzero\s+expectation\b|\bcent(?:er|re)d\b|\b(?:means?|expectations?|expected\s+values?)"
                   rf"{_NOT_OF}{_OF}(?:zero\b|{_F})", re.I)
_SPREAD = re.compile(rf"\bunit\s+variances?\b|\bidentity\s+covariance\b|\b(co)?variances?{_NOT_OF}{_OF}(?:(?:one|unity)\b|{_F})",
                     re.I)
# "of known precision (inverse variance) $\\beta$".
_PRECISION = re.compile(rf"\b(?:unit\s+precisions?\b|precisions?(?:\s*\([^()§]*\))?{_NOT_OF}{_OF}(?:(?:one|unity)\b|{_F}))", re.I)
# "of a distribution with variance $v$ from $n$ independent samples $x_1, \\dots, x_n$".
_SAMPLES = re.compile(rf"\b(?:samples?|observations?|draws?|copies|measurements?)\s+{_F}", re.I)
_GLUE = re.compile(r"(?:\s|,|\b(?:and|with|but|the|an?|common|same|finite|constant|known)\b)*")
_SIGNS = re.compile(r"\bRademacher\b|\bindependent\s+(?:random\s+|uniform\s+)*signs\b", re.I)
# "$m_j = 1$ with probability $p$", "is $1$ with probability $p$", "Bernoulli variables with parameter $p$".
_ONE = re.compile(rf"{_F}\s*,?\s*(?:is\s+|are\s+|equals?\s+)?(?:independently\s+)?with\s+(?:success\s+)?probability\s+{_F}", re.I)
_BECOMES_ONE = re.compile(rf"\b(?:is|are|equals?|being|takes?|set\s+to)\s+(?:independently\s+)?(?:the\s+value\s+)?(?:one\b|{_F})\s+"
                          rf"(?:independently\s+)?with\s+probability\s+{_F}", re.I)
# "the mask $m$ .. every entry is kept with probability $p$".
_MASK = re.compile(rf"\bmasks?\s+(?:vector\s+|matrix\s+|with\s+entries\s+)?{_F}", re.I)
_KEPT = re.compile(rf"\b(?:(kept|keeps|retained|survives?)|dropped|drops|removed|zeroed\s+out|set\s+to\s+zero)\s+(?:each\s+\w+\s+|every\s+\w+\s+)?"
                   rf"(?:independently\s+)?with\s+probability\s+{_F}", re.I)
_BERNOULLI = re.compile(rf"\bBernoulli(?:\s+(?:random|variables?|distributed|entries|masks?|numbers?|distribution))*\s+with\s+"
                        rf"(?:the\s+)?(?:parameter|success\s+probability|probability|mean){_OF}{_F}", re.I)
_RANDOM = re.compile(rf"(?<![-\w])random\s+(?:(?:variable|vector|number|matrix|estimator|mask|quantity|scalar|noise|weight|input|"
                     rf"gradient|feature)(?:s|ies)?\s+){{0,2}}{_F}|{_F}\s*,?\s*(?:(?:be|is|are|which|an?|the|two|of|independent|"
                     rf"identically|distributed)[\s,]+)*random\b(?!ly|\s+(?:search|forest|feature|initial|index|indices|subset|batch))",
                     re.I)
_ESTIMATOR = re.compile(rf"\b(?:estimator|estimate|predictor|prediction|learned\s+\w+)\s+{_F}", re.I)
_DATA = re.compile(r"\brandom|\btraining\s+(?:set|data|sample)|\b(?:data|sample)s?\b", re.I)
_A_NUMBER = re.compile(r"\brandom\s+(?:\w+\s+)?(?:numbers?|variables?|scalars?)\b", re.I)
_GAUSSIAN = re.compile(r"\b(?:Gaussian|normal(?:ly)?)\b", re.I)
_OF_FUNCTION = r"(?!\s+(?:c\.?d\.?f|p\.?d\.?f|(?:cumulative|probability)\s+|(?:distribution|density)\s+function|density|quantile|tables?\b))"
_STANDARD = re.compile(r"(?<!function of the )(?<!function of a )(?<!cdf of the )(?<!cdf of a )(?<!density of the )(?<!density of a )(?<!pdf of the )(?<!pdf of a )"
                       r"\bstandard\s+(?:multivariate\s+)?(?:normal|Gaussian)(?!ly\s+not)\b" + _OF_FUNCTION + r"|\b(?:normal|Gaussian)\s+with\s+unit\s+covariance\b", re.I)
_VECTOR = re.compile(r"\b(?:vectors?|multivariate|(?:normal|Gaussian)(?:\s+(?:random|noise))?\s+(?:entries|components?|coordinates?|elements?))\b", re.I)
_ENTRIES = re.compile(r"\b(?:entries|entry|components?|coordinates?|elements?)\b", re.I)
_APART = re.compile(r"\b(?:independent(?:ly)?|uncorrelated|i\.?\s*i\.?\s*d\b)", re.I)
_TOGETHER = re.compile(r"\b(?:not\s+(?:necessarily\s+)?independent|(?<!un)correlated|dependent\s+(?:random|variables))\b", re.I)
_POSTERIOR = re.compile(r"\b(?:posterior|(?:given|conditional(?:ly)?|conditioned)\s+(?:on\s+)?(?:the\s+)?(?:data|labels|observations|targets))\b", re.I)
# "with a fixed $\\theta_0$ and independent errors $\\xi_i$ of mean zero": the first is none of those.
_IS_FIXED = re.compile(r"\b(?:fixed|deterministic|constant|known|given|true|unknown|non-?random)\s+(?:(?:but|and)\s+\w+\s+)?(?:(?:parameters?|vectors?|weights?|coefficients?|numbers?|value)\s+)?$", re.I)
_FIXED = re.compile(r"\b(?:not|non)[- ]random\b|\bfixed\b|\bdeterministic\b", re.I)
# Before a formula that is no subject: "independent of $x$", "for all $i$".
_OBJECT = re.compile(r"\b(?:independent\s+(?:of|from)(?:\s+the)?(?:\s+\w+)?|given|conditional\s+on|for\s+(?:all|every|each)|"
                     r"function\s+of|depend\w*\s+on)\s*$", re.I)
_JOINS = re.compile(r"^\s*(?:,|,?\s*and)\s+(?:(?!(?:let|suppose|assume|where|with|for|from|in|has|is)\b)\w+\s+){0,3}$|^\s*,\s*$", re.I)

_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|hat|tilde|bar|vec|widehat)\s*\{?\s*\\?[A-Za-z]+\s*\}?|\\?[A-Za-z]+)"
_NAME = rf"{_LETTER}(?:_(?:\{{[^{{}}]*\}}|\w))?(?:\^(?:\{{\([a-z]\)\}}|\*))?"
_NAMES = re.compile(rf"^\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*(\\in\b.*)?(?:(?::|\\colon)\s*\\mathbb.*)?$", re.S)
_LISTED = re.compile(rf"^\s*({_LETTER})(?:_\{{?1\}}?|\^\{{\s*\(\s*1\s*\)\s*\}})\s*,.*\\[lc]?dots[cbmi]?\s*,\s*"
                     rf"\1(?:_\{{?(?P<below>[A-Za-z])\}}?|\^\{{\s*\(\s*(?P<above>[A-Za-z])\s*\)\s*\}})\s*(?P<set>\\in\b.*)?$", re.S)
# `\\mathbb{E}[\\hat f(x)]`, `\\operatorname{Var}(X)`: what means are taken of on its own is random.
_MEAN_OF = re.compile(r"(?:\\mathbb\s*\{?\s*[EV]\s*\}?|\\(?:operatorname|mathrm|text)\s*\{\s*(?:E|Var)\s*\}|\\(?:E|Var)(?![A-Za-z]))\s*"
                      rf"(?:\\left|\\[bB]igg?l?)?\s*[\[({{]\s*({_LETTER})\s*(?:\([^()]*\)\s*)?(?:\\right|\\[bB]igg?r?)?\s*[\])}}](?!\s*[{{^_])")
_LAW_SIGN = re.compile(r"\\sim(?![A-Za-z])")
_SEVERAL = re.compile(r"^[^{}()=]*(?:\{[^{}]*\}[^{}()=]*)*,")
_INDEXED = re.compile(rf"^({_LETTER})_\{{?[a-z]\}}?$")
_EQUALS_ONE = re.compile(rf"^\s*({_NAME})\s*=\s*1\s*$")
_ENDS = re.compile(r"(?<!i\.i\.d)(?<!i\.\si\.\sd)(?<!i\.e)(?<!e\.g)(?<!resp)[.?!;](?=\s|$)")
_NUMBERED = re.compile(r"^\s*[a-z]\s*=|\\[lc]?dots\s*,?\s*[A-Za-z0-9]+\s*\\?\}?\s*$")


class Told(NamedTuple):
    """What a sentence says of names: `where` they are from, as far as it says, and their law with its arguments; known
    before formula `at`."""

    names: tuple[tuple[str, str], ...]
    kind: str
    args: tuple[str, ...]
    entries: bool
    apart: bool
    covariance: bool
    at: int
    line: int
    taken: tuple[int, ...] = ()  # formulas of which this is all they say


def in_words(document: Document) -> list[Told]:
    """The laws that the words of a document tell."""
    found: list[Told] = []
    whole = draws_told.data_range([row.text for f in document.formulas for row in f.rows])
    sets: list[str] = []  # from which indices were drawn so far
    for sentence, last in _sentences(document):
        found += _Sentence(document, sentence, last).told(sets, whole)
    for rule in (chances_told.told, priors_told.told):
        found += rule(document, lambda names, kind, args, k: Told(
            names, kind, args, False, _APART.search(document.formulas[k].before) is not None, False, k, document.formulas[k].rows[0].locate(0)[0]))
    said = {name for t in found for name, _ in t.names}
    taken = dict.fromkeys(re.sub(r"\s", "", m[1]) for f in document.formulas for row in f.rows for m in _MEAN_OF.finditer(row.text))
    lone = [name for name in taken if not any(re.sub(r"\s", "", other) == name for other in said)]
    return found + [Told(((name, ""),), "?", (), False, False, False, 0, 1) for name in lone]


def _sentences(document: Document):
    """(words with § and the number of each formula, the number of the last formula) of each sentence."""
    words, last = "", -1
    for k, formula in enumerate(document.formulas):
        *done, rest = _ENDS.split(formula.before)
        for part in done:
            words += part
            if last >= 0:
                yield words, last
            words, last = "", -1
        words += rest
        if formula.display:
            if last >= 0:
                yield words, last
            words, last = "", -1
        else:
            words += f" §{k} "
            last = k
            if k + 1 == len(document.formulas):
                words += _ENDS.split(formula.after)[0]
    if last >= 0:
        yield words, last


class _Sentence:
    def __init__(self, document: Document, words: str, last: int):
        self.document, self.words, self.last = document, words, last
        self.places = [(m.start(), int(m[1])) for m in re.finditer(_F, words)]
        self.taken: set[int] = set()  # formulas that are arguments of laws

    def text(self, k: int | str) -> str:
        return self.document.formulas[int(k)].rows[-1].text.strip().rstrip(".,;")

    def told(self, sets: list[str], whole: str | None = None) -> list[Told]:
        found = [*self.moments(), *self.bernoulli(), *self.standard()]
        formulas = [(k, self.text(k)) for _, k in self.places]
        found += draws_told.told(self.words, formulas, sets, self.make, whole)
        subjects = {name for t in found for name, _ in t.names}
        return found + [t for t in self.random() if not subjects & {name for name, _ in t.names}]

    def make(self, names, kind: str, args: tuple[str, ...], covariance: bool = False) -> Told:
        line = self.document.formulas[self.last].rows[-1].locate(0)[0]
        return Told(names, kind, args, _ENTRIES.search(self.words) is not None, _APART.search(self.words) is not None,
                    covariance, self.last + 1, line)

    def moments(self):
        """"with mean $0$ and variance $1$", in either order, with the names before the variance."""
        means = [(m, m[1] and self.text(m[1]) or "0") for m in _MEAN.finditer(self.words)]
        self.taken |= {int(m[1]) for m, _ in means if m[1]}
        kind = r"\mathcal{N}" if _GAUSSIAN.search(self.words) else ""
        spreads = [(m, m[2], m[1] is not None) for m in _SPREAD.finditer(self.words)]
        if kind and not spreads:
            spreads = [(m, m[1], re.search(r"\bmatri(?:x|ces)\b", m[0]) is not None) for m in _PRECISION.finditer(self.words)]
        self.taken |= {int(of) for _, of, _ in spreads if of}
        begin = 0
        for m, of, covariance in spreads:
            before = [(x, mean) for x, mean in means if begin <= x.start() < m.start()]
            after = [(x, mean) for x, mean in means if x.start() >= m.end()
                     and _GLUE.fullmatch(self.words, m.end(), x.start())]
            named = self.subject(m.start(), begin)
            if _POSTERIOR.search(self.words, begin, m.start()):  # "quadratic in $w$, so the posterior is Gaussian with mean": no law of w in general
                begin = m.end()
                continue
            if not named and (drawn := _SAMPLES.search(self.words, m.end())) is not None:
                named = self.names(int(drawn[1]))
            begin = m.end()
            if not (before or after) or not named:
                continue
            mean = before[-1][1] if before else after[0][1]
            identity = m[0].lower().startswith("identity")
            if _SEVERAL.search(mean):
                continue  # "with means $\mu_0, \mu_1$": of several names or classes
            mean, spread = _value(mean), _value(self.text(of)) if of else "I" if identity else "1"
            if of and m.re is _PRECISION:
                spread = rf"({spread})^{{-1}}"
            yield self.make(named, kind, (mean, spread), identity or covariance)

    def bernoulli(self):
        signs = _SIGNS.search(self.words)
        if signs is not None and (named := self.subject(signs.start(), 0)):
            yield self.make(named, "", ("0", "1"))._replace(entries=True)
        for m in _ONE.finditer(self.words):
            found = _EQUALS_ONE.match(self.text(m[1]))
            if found is not None:
                others = [k for _, k in self.places if self.text(k).replace(" ", "") == f"{found[1]}=0".replace(" ", "")]
                yield self.make(((found[1], ""),), r"\text{Bernoulli}", (_value(self.text(m[2])),))._replace(
                    at=int(m[1]), taken=(int(m[1]), *others))
        for pattern in (_BECOMES_ONE, _BERNOULLI):
            for m in pattern.finditer(self.words):
                *one, p = m.groups()
                if one and one[0] is not None and self.text(one[0]) != "1":
                    continue
                named = self.subject(m.start(), 0)
                if named:
                    yield self.make(named, r"\text{Bernoulli}", (_value(self.text(p)),))

        mask, kept = _MASK.search(self.words), _KEPT.search(self.words)
        if mask is not None and kept is not None and (named := self.names(int(mask[1]))):
            p = _value(self.text(kept[2]))
            yield self.make(named, r"\text{Bernoulli}", (p if kept[1] else f"1 - {p}",))

    def standard(self):
        """"$N$ has i.i.d. standard normal entries", "a standard Gaussian vector $z$": the names before, or right after."""
        m = _STANDARD.search(self.words)
        if m is None or _SPREAD.search(self.words):
            return
        after = re.compile(rf"(?:\s+(?:random|noise|variables?|vectors?|numbers?))*\s+{_F}", re.I).match(self.words, m.end())
        named = self.names(int(after[1])) if after is not None else self.subject(m.start(), 0)
        whole = _VECTOR.search(self.words) is not None or _ENTRIES.search(self.words) is not None
        if named:
            yield self.make(named, r"\mathcal{N}", ("0", "I" if whole else "1"), whole)

    def random(self):
        if _DATA.search(self.words):
            for m in _ESTIMATOR.finditer(self.words):
                if names := self.names(int(m[1])):
                    yield self.make(names, "?", ())
        if _FIXED.search(self.words):
            return
        for m in _RANDOM.finditer(self.words):
            names = self.names(int(m[1] or m[2]))
            if names:
                yield self.make(names, "?", ("number",) if _A_NUMBER.search(self.words, m.start()) else ())

    def subject(self, end: int, begin: int) -> tuple[tuple[str, str], ...]:
        """The names before a place of the sentence that it is about: the last one, and those joined with it."""
        found: tuple[tuple[str, str], ...] = ()
        after = 0
        for start, k in reversed(self.places):
            if not begin <= start < end or k in self.taken:
                continue
            if not found and _LAW_SIGN.search(self.text(k)):
                break  # of `\\mu \\sim \\mathcal{N}(m, s)` "with mean $m$ and variance $s$": it has its law, and what stands before it none
            names = self.names(k)
            if found and (not _JOINS.match(self.words[start + len(f"§{k}"):after]) or _IS_FIXED.search(self.words[:start])):
                break
            if not names or _OBJECT.search(self.words[:start]):
                if found:
                    break
                continue
            found, after = names + found, start
        return found

    def names(self, k: int) -> tuple[tuple[str, str], ...]:
        text = self.text(k)
        listed = _listed(text)
        if listed is None and any((one := _listed(self.text(j))) is not None and text.strip() in (one["below"], one["above"]) for _, j in self.places):
            return ()  # "$N$ observations", of x_1 to x_N
        if listed is not None:
            member = f"{listed[1]}_i" if listed["below"] else f"{listed[1]}^{{(i)}}"
            return ((member, rf"{listed['set'] or ''}, i = 1, \dots, {listed['below'] or listed['above']}"),)
        named = _NAMES.match(text)
        if named is None or _NUMBERED.search(text) and named[2] is None:
            return ()
        return tuple((name.strip(), named[2] or "") for name in re.split(r",(?![^{]*\})", named[1]))


def _listed(text: str) -> re.Match[str] | None:
    r"""The list `x_1, \dots, x_N`, alone or as the entries of the vector with its letter."""
    gathered = laws.GATHERED.match(text)
    return _LISTED.match(gathered["list"].strip() if gathered is not None else text)


def _value(text: str) -> str:
    r"""The \sigma^2 of `\sigma^2 > 0`."""
    return re.split(r"\\neq?\b|\\in\b|[<>=]|\\[gl]eq?\b", text)[0].strip()


def of_noise(meanings: Meanings, s: Statement, number: int) -> None:
    r"""Take in the law of the noise in `t_n = w^\top x_n + \varepsilon_n`, "in which the $\varepsilon_n$ are independent and Gaussian", where its sentence goes on to tell it."""
    for x in s.pieces[1].syntax.walk() if models.has_noise(s) else ():
        if type(x) in (Symbol, Script) and label(getattr(x, "base", None) or x) in models.NOISE:
            of_name(meanings, s.row.text[x.span.start:x.span.end].strip(), number)


_BESIDE = 6  # formulas within which a sentence goes on to tell the law of the noise in a model


def heard(meanings: Meanings) -> bool:
    """Take in the laws that the words before the formula at hand tell, of names that have a meaning by now; False
    where there are none."""
    known = len(meanings.laws_to_come)
    meanings.laws_to_come = [t for t in meanings.laws_to_come if t.at > meanings.at or not _take(meanings, t)]
    return len(meanings.laws_to_come) < known


def of_name(meanings: Meanings, name: str, beside: int = -1) -> bool:
    r"""Take in the law of "$Y = Xw + N$ where $N$ is a standard normal vector" when N is asked for; is there one? `beside`: the formula that asks, where it
    is one further on."""
    for t in [t for t in meanings.laws_to_come if t.args and (t.at <= meanings.at + meanings.ahead or beside < t.at <= beside + _BESIDE) and any(n == name for n, _ in t.names)]:
        if _take(meanings, t):
            meanings.laws_to_come = [other for other in meanings.laws_to_come if other is not t]
            return meanings.shaped(name) is not None
    return False


def _take(meanings: Meanings, told: Told) -> bool:
    """Take in what is told, as soon as its names have a meaning; False where they have none yet."""
    return all([_declare(meanings, told, name, where) for name, where in told.names])


def _declare(meanings: Meanings, told: Told, name: str, where: str) -> bool:
    if told.kind in ("draws", "batch", "members"):
        return draws_told.declare(meanings, told, name, where)
    if name in meanings.survey.ranges or meanings.survey.counts(name):
        return True  # an index, or a number of things
    known = meanings.shaped(name)
    if told.kind == chances_told.OTHER:
        if known is not None and known.op in ("var", "item"):
            chances_told.forget(meanings, known.data if known.op == "var" else known.args[0].data)
        return True
    member, one = _INDEXED.match(name), name
    if (known is None or known.op == "entry") and member is not None and (whole := meanings.shaped(member[1])) is not None and whole.op == "var" \
            and is_vector(whole.shape):  # m_j of a vector m: what is told of each entry
        name, known, told = member[1], whole, told._replace(entries=True)
        if told.kind == r"\mathcal{N}" and re.fullmatch(_LETTER, told.args[0]) is not None and meanings.shaped(told.args[0]) is None:
            meanings.declare(Source(rf"{told.args[0]} \in \mathbb{{R}}", meanings.document.name, told.line))  # the mean of an entry
    if told.kind == "?" and known is None:
        if _unknown_function(meanings, name):
            return True
        if not told.args and r"\in" not in where:
            return False
    if known is None:
        if (told.covariance or told.entries and member is None) and r"\in" not in where:
            lengths.vector_by_use(meanings, name, Source(name, meanings.document.name, told.line))
            if meanings.shaped(name) is None:
                return False
    if known is None and meanings.shaped(name) is None:
        counted = re.search(r",\s*i\s*=.*$", where)
        inside = where if r"\in" in where else r" \in \mathbb{R}" + (counted[0] if counted else "")
        meanings.declare(Source(f"{name} {inside}", meanings.document.name, told.line))
    known = meanings.shaped(name)
    if known is None or known.op not in ("var", "item"):
        return False
    v = known.data if known.op == "var" else known.args[0].data
    law = meanings.context.laws.get(v.name)
    if law is not None and law.kind != UNKNOWN and meanings.state.law_in.get(v.name, meanings.state.part) == meanings.state.part:
        return True
    if told.kind == "?" and law is not None and law.kind != UNKNOWN:
        return True
    chances_told.restrict(meanings, told, v)
    priors_told.declare_chance(meanings, told)
    if told.kind == "?":
        return law is not None or _unknown(meanings, v, told)
    if told.args == ("0", "I") and not is_vector(v.shape):
        told = told._replace(args=("0", "1"), covariance=False)
    whole = is_scalar(v.shape) or told.entries or told.kind == r"\text{Bernoulli}"
    if not (told.covariance and is_vector(v.shape) or whole and (told.apart or is_scalar(v.shape) and not v.family
                                                                 or _APART.search(meanings.document.text))):
        return False
    of = one if told.kind == r"\mathcal{N}" and one != name and all((e := meanings.shaped(x)) is None or is_scalar(e.shape) for x in told.args) else name
    if not meanings.declare(Source(rf"{of} \sim {told.kind}({', '.join(told.args)})", meanings.document.name, told.line)):
        return False
    meanings.context.laws[v.name].alone = not told.apart and not _APART.search(meanings.document.text) \
        or _TOGETHER.search(meanings.document.text) is not None
    return True


def _unknown_function(meanings: Meanings, name: str) -> bool:
    """A random function without a formula, as an estimator that depends on the data."""
    for f in meanings.context.functions.values():
        if isinstance(f, Function) and not f.known and re.sub(r"[{}\s]", "", f.name) == re.sub(r"[{}\s]", "", name):
            meanings.context.laws = {**meanings.context.laws, f.name: Law(UNKNOWN)}
            meanings.context.remembered = {}
            return True
    return False


def _unknown(meanings: Meanings, v: Variable, told: Told) -> bool:
    r"""Of a random name without a law: its mean and its covariance, names of their own; of a family or a matrix none."""
    unsaid = _TOGETHER.search(meanings.document.text) is not None or not _APART.search(meanings.document.text)
    if v.family or not (is_scalar(v.shape) or is_vector(v.shape)):
        laws.known_moments(meanings, v, ())
    else:
        laws.known_moments(meanings, v, (build.var(Variable(rf"\mathbb{{E}}[{v.name}]", v.shape)),), unsaid)
    return True
