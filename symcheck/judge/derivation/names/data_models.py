r"""Data told by a model with noise, `y_i = w^\top x_i + \epsilon_i`, in a document that differentiates by w: the y_i were observed, so that a
derivative by w holds them fixed. Of the law of the noise, which may stand after it, they get theirs; where none is known, their mean is a name of
its own. What speaks of the noise beside them or beside w is left open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_vector
from symcheck.judge.derivation.laws import laws, models
from symcheck.judge.derivation.names import ahead, laws_told, lengths
from symcheck.judge.derivation.names.usage import named_in
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.state import names_in
from symcheck.read.context import Piece
from symcheck.read.elaborate_densities import UNKNOWN
from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.syntax import Accent, Additive, Product, Script, Symbol, Syntax
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathbfit|vec)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]+))")
# `\\nabla_w`, `\\partial w`, `\\arg\\min_w`, `\\min_w`, and a function of it: `L(w)`, `\\ell(\\theta, \\sigma)`.
_BY = (r"(?:\\nabla\s*_\s*\{?|\\partial\s*|\\mathrm\s*\{?\s*d\s*\}?\s*|\\[dt]?frac\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{\s*d\s*|\\(?:arg)?\\?m(?:in|ax)\s*(?:\\limits)?\s*_\s*\{?|(?:[A-Za-z}]|\\ell)\s*(?:\\left|\\[bB]igl?)?\()\s*%s"
       r"(?![A-Za-z_^])")
# What a document that differentiates or minimizes writes: `\\nabla`, `f'(x)`, `\\frac{d}{dw}`, `\\frac{\\mathrm{d} L}{\\mathrm{d} w}`.
_DERIVES = re.compile(r"\\nabla|\\partial|\\m(?:in|ax)(?![a-z])|\\argm|[A-Za-z]'+\s*\(|\\[dt]?frac\s*\{\s*(?:\\mathrm\s*\{?\s*)?d(?![a-z])|\\mathrm\s*\{\s*d\s*\}")
# Before a model of data that were told before, and what asks for one.
_SUPPOSES = re.compile(r"\b(?:suppos\w+|assum\w+|model\w*|now\s+let)\b[^.;$]*$", re.I)
_MOMENTS = re.compile(r"\bunbiased\b|\b(?:co)?variances?\b|\\mathbb\s*\{?\s*E(?![a-z])|\\operatorname\*?\s*\{\s*(?:Var|Cov)\s*\}|\\mathrm\s*\{\s*(?:Var|Cov)\s*\}", re.I)
# What says that a letter stands for noise, and what says that it is a small number.
_SAYS_NOISE = re.compile(r"\bnois|\b(?:scalar|linear|regression|simple|data|additive|generative|statistical)\s+(?:regression\s+)?model\b|\bGaussian|\bnormal(?:ly)?\s+distributed|\\sim(?![a-z])|\berrors?\b|\bi\.?\s?i\.?\s?d\b|\brandom\b|\bdisturbances?\b|\bresiduals?\b", re.I)
_SMALL = re.compile(r"\bnumerical\s+stability|\bsmall\s+(?:positive\s+)?(?:constant|number)|\bdivi(?:de|sion|ding)\s+by\s+zero", re.I)
_OTHER_LETTERS = frozenset(("n", "N", "z", "Z", "v", "e", r"\eta", r"\nu"))  # of other things too
_CAPITAL = re.compile(r"[A-Z]|\\(?:mathbf|boldsymbol|bm)\s*(?:\{\s*(?:[A-Z]|\\[A-Z][a-z]+)\s*\}|[A-Z])|\\[A-Z][a-z]+")
# What a document with numbers alone does not write.
_BEYOND_NUMBERS = re.compile(r"\\(?:top|intercal|mathbf|boldsymbol|bm|vec|langle|cdot|lVert)(?![A-Za-z])|\^\s*(?:\{\s*T(?![A-Za-z])|T)|\\\||\\mathbb\s*\{?\s*R\s*\}?\s*\^|(?<![A-Za-z\\])[A-HJ-KM-Z](?![A-Za-z(])")
_BEYOND_WORDS = re.compile(r"\b(?:vectors?|matri(?:x|ces)|features|inner\s+product|dot\s+product)\b", re.I)
# `y \\sim`, `y \\mid X, w \\sim`
_GIVEN_LAW = re.compile(r"^\s*(\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:(?:\\mid(?![A-Za-z])|\||;)[^=~]*?)?\\sim(?![a-z])")
# `I_d`, `\\mathbf{I}_{n}`
_IDENTITY_OF = r"(?<![A-Za-z\\])(?:I|\\(?:mathbf|mathbb|mathrm|bm|boldsymbol)\s*\{?\s*I\s*\}?)\s*_\s*\{?\s*(?P<size>[A-Za-z])\s*\}?(?![A-Za-z])"
_LAW = re.compile(r"^\s*(?:\\(?:mathcal|text|mathrm)\s*\{?\s*N\s*\}?|N)\s*(?:\\left)?\(.*\)\s*[.,;]?\s*$", re.S)


def taken(meanings: Meanings, s: Statement) -> bool:
    """Take in a statement as what data are made of; False where it is none, or nothing differentiates by what they are made of."""
    head, piece = s.pieces[0], s.pieces[1] if len(s.pieces) == 2 else None
    noise = _noise(piece.syntax, meanings.state.rows) if piece is not None and s.operators == ["="] else None
    if noise is None or not _is_name(head.syntax) or not _SAYS_NOISE.search(meanings.document.text) or _SMALL.search(meanings.document.text) or written(s.row, head.syntax.span).replace(" ", "") in meanings.state.differentiated:
        return False
    rest = [(sign, t) for sign, t in zip(piece.syntax.signs, piece.syntax.items) if t is not noise]
    if _supposed_of_data(meanings, s, rest, noise):
        return True
    parameters = {n.bare for _, t in rest for n in named_in(t)} - {n.bare for n in named_in(head.syntax)}
    if not any(map(_Document(meanings).differentiates_by, parameters)) and not meanings.state.likelihoods:
        return False
    known = meanings.state.read(head)
    if known is not None and (known.op not in ("var", "item", "entry") or meanings.state.equations or meanings.state.gradients):
        return False  # it is told what y is: the words say what the equation is
    _numbers(meanings, [n for _, t in rest for n in named_in(t)], s)
    mean = _read(meanings, "".join(f" {sign} {written(s.row, t.span)}" for sign, t in rest).strip().removeprefix("+"), s)
    if mean is None or not _noise_known(meanings, written(s.row, noise.span), mean, s):
        return False
    if not models.law_of(meanings.state, s, asked=True) and not _declared(meanings, s, mean, known):
        return False
    told, unseen = meanings.state.read(head), meanings.state.read(Piece(noise, s.row))
    if told is not None and unseen is not None:
        meanings.state.dropped += [names_in(unseen) | {n} for n in names_in(told) | names_in(mean)]
    return True


def _supposed_of_data(meanings: Meanings, s: Statement, rest: list[tuple[str, Syntax]], noise: Syntax) -> bool:
    r"""Take in "Suppose that $t = A \theta_0 + \xi$ with independent errors $\xi_i$ of mean zero and variance $v_i$" of data t that were any vector so far: means and
    variances of what is made of them follow this model from here on."""
    known, base = meanings.state.read(s.pieces[0]), written(s.row, noise.span).strip()
    if known is None or known.op != "var" or known.data.name in meanings.context.laws or _SUPPOSES.search(meanings.state.before) is None or _MOMENTS.search(meanings.document.text) is None:
        return False
    told = [t for t in meanings.laws_to_come if t.kind in ("", r"\mathcal{N}") and meanings.at < t.at <= meanings.at + 6 and t.args[:1] == ("0",) and not t.covariance
            and len(t.names) == 1 and re.fullmatch(rf"{re.escape(base)}_\{{?([a-z])\}}?", t.names[0][0])]
    text = "".join(f" {sign} {written(s.row, t.span)}" for sign, t in rest).strip().removeprefix("+").strip()
    product = rest[0][1] if len(told) == 1 == len(rest) and type(rest[0][1]) is Product and len(rest[0][1].items) == 2 else None
    if product is not None and all(map(_is_name, product.items)):
        x, w = (written(s.row, p.span).strip() for p in product.items)
        matrix = meanings.shaped(x)
        if matrix is not None and is_matrix(matrix.shape) and meanings.shaped(w) is None:
            meanings.declare(Source(rf"{w} \in \mathbb{{R}}^{{{matrix.shape[1]}}}", s.row.name, s.line()))
    mean = _read(meanings, text, s) if len(told) == 1 and told[0].apart and is_vector(known.shape) else None
    if mean is None or mean.shape != known.shape or known.shape[1] != 1:
        return False
    (law,) = told
    i, head = law.names[0][0][len(base) + 1:].strip("{}"), s.text(0).replace("&", "").strip()
    lines = [rf"{head}_{{{i}}} \sim {law.kind}(({text})_{{{i}}}, {law.args[1]})"]
    if re.search(rf"_\{{?{i}\}}?", law.args[1]) and meanings.shaped(law.args[1]) is None:
        lines.insert(0, rf"{law.args[1]} > 0, {i} = 1, \dots, {known.shape[0]}")
    if not all([meanings.declare(Source(line, s.row.name, s.line())) for line in lines]):
        return False
    meanings.laws_to_come = [t for t in meanings.laws_to_come if t is not law]
    return True


def _with_moments(meanings: Meanings, s: Statement, noise: Syntax) -> Source | None:
    r"""`y \sim (X \beta, \Sigma)` of a noise of which the mean 0 and the covariance are known, and no more."""
    law = meanings.context.laws.get(written(s.row, noise.span).replace("&", "").strip())
    if law is None or law.kind not in ("", UNKNOWN) or len(law.written) != 2 or law.source is None or written(law.source, law.written[0].span).strip(" {}") != "0":
        return None
    mean = s.row.text[s.pieces[1].syntax.span.start:noise.span.start].rstrip().removesuffix("+")
    return Source(rf"{s.text(0).replace('&', '')} \sim ({mean}, {written(law.source, law.written[1].span)})", s.row.name, s.line())


def shapes(meanings: Meanings, s: Statement) -> None:
    r"""Of a linear model `y = X \beta + \varepsilon` with names that are declared nowhere, in a document that writes `X^\top`: X is a matrix, \beta
    and the noise are vectors; beside a matrix X \beta is one, where it has no law."""
    noise = _noise(s.pieces[1].syntax, meanings.state.rows) if len(s.pieces) == 2 and None not in s.pieces and s.operators == ["="] else None
    product = s.pieces[1].syntax.items[0] if noise is not None and len(s.pieces[1].syntax.items) == 2 else None
    if product is None or type(product) is not Product or len(product.items) != 2 or not all(map(_is_name, (s.pieces[0].syntax, *product.items))):
        return
    y, x, w, e = (written(s.row, p.span).replace("&", "").strip() for p in (s.pieces[0].syntax, *product.items, noise))
    if not _CAPITAL.fullmatch(x) or any(_CAPITAL.fullmatch(name) or "_" in name for name in (y, w, e)) or meanings.shaped(y) is not None \
            or re.search(re.escape(x) + r"\s*(?:\^\s*(?:\{?\s*\\(?:top|intercal)(?![A-Za-z])|\{\s*T(?![A-Za-z])|T)|')", meanings.document.text) is None:
        return
    if _unknown(meanings, x) and not any(meanings.kinds.declare(k, x) for k in range(meanings.at, min(meanings.at + meanings.ahead, len(meanings.document.formulas)))):
        ahead.declared_later(meanings, x, meanings.at)
    unknown = [name for name in (x, w, e) if _unknown(meanings, name)]
    matrix = meanings.shaped(x)
    if matrix is not None and matrix.op == "var" and is_matrix(matrix.shape) and not matrix.data.family and w in unknown and not any(
            _told_elsewhere(meanings, name) for name in (y, w)) and not any(
            re.match(rf"\s*{re.escape(w)}(?![A-Za-z])[^=~]*\\sim(?![a-z])", row) for row in meanings.survey.rows):
        line = rf"{w} \in \mathbb{{R}}^{{{matrix.shape[1]}}}"
        if meanings.declare(Source(line, s.row.name, s.line())):
            meanings.outcome.taken.append(line)
        return
    if x not in unknown or len(unknown) < 3 or any(_told_elsewhere(meanings, name) for name in (y, x, w, e)):
        return
    tag = re.sub(r"[^A-Za-z]", "", _FONT.sub(r"\1\2", x))
    n, d = _size_in_law(meanings, e) or _size_in_law(meanings, y) or f"m_{{{tag}}}", _size_in_law(meanings, w) or f"n_{{{tag}}}"
    lines = [rf"{x} \in \mathbb{{R}}^{{{n} \times {d}}}", rf"{w} \in \mathbb{{R}}^{{{d}}}", rf"{e} \in \mathbb{{R}}^{{{n}}}"]
    if all([meanings.declare(Source(line, s.row.name, s.line())) for line in lines]):
        meanings.outcome.taken += lines


def _numbers(meanings: Meanings, names: list, s: Statement) -> None:
    r"""Declare the w and the x_i of `y_i = w x_i + \epsilon_i`, which have no meaning yet, in a document that writes numbers alone."""
    if any(_BEYOND_NUMBERS.search(row) for row in meanings.state.rows) or _BEYOND_WORDS.search(meanings.document.text):
        return
    for n in names:
        below = next(iter(n.below), "")
        end = meanings.survey.ranges.get(below)
        if re.fullmatch(r"[a-z]|\\[a-z]+", n.base) is None or n.above or below and (end is None or len(n.below) > 1):
            continue
        written_as = f"{n.base}_{below}" if below else n.base
        if meanings.shaped(written_as) is None and meanings.context.scope.bare(n.base) is None:
            meanings.declare(Source(rf"{written_as} \in \mathbb{{R}}" + (rf", {below} = 1, \dots, {end}" if below else ""), s.row.name, s.line()))


def law_shapes(meanings: Meanings, row: Source) -> None:
    r"""Of `y \sim \mathcal{N}(X \beta, \Sigma)` with a matrix X, which may be declared after it, and a y and a \beta of which the document says
    nowhere how long they are: their shapes."""
    mean = laws.mean_of(meanings.context, row)
    found = _GIVEN_LAW.match(row.text)
    if found is None or mean is None or type(mean.syntax) is not Product or len(mean.syntax.items) != 2 or not all(map(_is_name, mean.syntax.items)):
        return
    x, w = (written(mean.source, p.span).strip() for p in mean.syntax.items)
    y = found[1].strip()
    if not _CAPITAL.fullmatch(x) or any(_CAPITAL.fullmatch(name) or "_" in name for name in (y, w)) or any(_told_elsewhere(meanings, name) for name in (y, w)):
        return
    meanings.looked_up(Piece(mean.syntax.items[0], mean.source))
    matrix = meanings.shaped(x)
    if matrix is None or matrix.op != "var" or not is_matrix(matrix.shape):
        return
    for name, size in ((w, matrix.shape[1]), (y, matrix.shape[0])):
        if meanings.shaped(name) is None:
            meanings.declare(Source(rf"{name} \in \mathbb{{R}}^{{{size}}}", row.name, row.locate(0)[0]))


def _unknown(meanings: Meanings, name: str) -> bool:
    """Has a name no meaning, or only that of a known number, as e?"""
    e = meanings.shaped(name)
    return e is None or e.op == "const"


def _told_elsewhere(meanings: Meanings, name: str) -> bool:
    """Does the document say where a name lies, or how long it is, or write parts of it, whose number may have another letter?"""
    at, usage = re.escape(name), meanings.inference.usage.uses
    bare = {_FONT.sub(r"\1\2", name), _FONT.sub(r"\1\2", name).lower()}
    if any(u.name.below or u.name.above for n, uses in usage.items() if _FONT.sub(r"\1\2", n) in bare for u in uses) or re.search(
            rf"\b(?:rows?|columns?|samples|matri(?:x|ces))\b[^$]{{0,20}}\${at}\$|\${at}\$[^$]{{0,40}}\b(?:rows?|columns?)\b(?!\s+rank)", meanings.document.text):
        return True
    return ahead.declared_later(meanings, name, meanings.at) or meanings.kinds.line_ahead(name) or any(
        re.search(rf"(?<![A-Za-z\\]){at}(?![A-Za-z])[^=]*\\in(?![A-Za-z])", row) for row in meanings.survey.rows)


def _size_in_law(meanings: Meanings, name: str) -> str | None:
    r"""The d of `w \sim \mathcal{N}(0, \tau^2 I_d)`, which the document writes of the name."""
    of = re.compile(rf"\s*{re.escape(name)}(?![A-Za-z_^])[^=~]*?\\sim(?![a-z]).*{_IDENTITY_OF}")
    return next((m["size"] for row in meanings.survey.rows if (m := of.match(row)) is not None), None)


class _Document:
    """The text of the document without fonts."""

    def __init__(self, meanings: Meanings):
        self.text = "\n".join(_FONT.sub(r"\1\2", row) for row in meanings.state.rows)

    def differentiates_by(self, name: str) -> bool:
        name = _FONT.sub(r"\1\2", name)
        return re.search(_BY % re.escape(name), self.text) is not None and _DERIVES.search(self.text) is not None


def _noise(s: Syntax, rows: tuple[str, ...]) -> Syntax | None:
    r"""The last term of a sum, where it is a letter of noise: `\epsilon`, `\varepsilon_i`, or an `e` of which the `rows` of the document tell a law."""
    last = s.items[-1] if type(s) is Additive and len(s.items) > 1 and s.signs[-1] in ("+", "") else None
    if last is None or not _is_name(last):
        return None
    letter = label(last.base if type(last) is Script else last)
    has_law = letter in _OTHER_LETTERS and any(re.match(rf"\s*{re.escape(letter)}(?![A-Za-z])[^=~]{{0,12}}\\sim(?![a-z])", row) for row in rows)
    return last if letter in models.NOISE and (has_law or letter not in _OTHER_LETTERS) else None


def _is_name(s: Syntax) -> bool:
    r"""Is this `y`, `y_i`, `y^{(i)}`, no transpose and no power?"""
    if type(s) is not Script:
        return type(s) in (Symbol, Accent)
    return s.base is not None and base_of(s.base) is not None and not s.primes and not any(is_transpose(x) or label(x) == "2" for x in s.sups)


def _read(meanings: Meanings, text: str, s: Statement) -> Expr | None:
    """What a text means, once the names that it lacks were looked for."""
    try:
        piece = statements(meanings.context, Source(text, s.row.name, s.line()))[0].pieces[0]
    except SymcheckError:
        return None
    meanings.looked_up(piece)
    return meanings.state.read(piece)


def _noise_known(meanings: Meanings, noise: str, mean: Expr, s: Statement) -> bool:
    """Declare the noise beside a mean, and its law where that stands after it; is the noise such that the model can be taken?"""
    if _unknown(meanings, noise) and not meanings.declare(Source(models.declaration(noise, mean), s.row.name, s.line())):
        return False
    base = re.split(r"[_^]", noise)[0].strip()
    if any(name.split("_")[0].split("^")[0] == base for name in meanings.context.laws):
        return all(law.kind in models.GAUSSIAN for name, law in meanings.context.laws.items() if name.split("_")[0].split("^")[0] == base)
    for formula in meanings.document.formulas[meanings.at + 1:meanings.at + 3]:
        text = formula.rows[0].text
        if re.match(rf"\s*{re.escape(base)}[^=]*\\sim", text):
            return meanings.declare(formula.rows[0])
        if _LAW.match(text) is not None and base in meanings.survey.sentence(formula):
            return meanings.declare(Source(rf"{noise} \sim {text.strip().rstrip('.,;')}", s.row.name, s.line()))
    lengths.laws_ahead(meanings, base)
    return not laws_told.of_name(meanings, noise) or any(name.split("_")[0] == base and law.kind in models.GAUSSIAN for name, law in meanings.context.laws.items())


def _declared(meanings: Meanings, s: Statement, mean: Expr, known: Expr | None) -> bool:
    """Declare data of which no more is known than that they are random."""
    if known is None and not meanings.declare(Source(models.declaration(s.text(0).replace("&", ""), mean), s.row.name, s.line())):
        return False
    e = meanings.state.read(s.pieces[0])
    while e is not None and e.op in ("item", "entry"):
        e = e.args[0]
    if e is None or e.op != "var":
        return False
    if e.data.name not in meanings.context.laws:
        laws.known_moments(meanings, e.data, ())
        meanings.noisy.append((s, e.data))
    return True


def heard(meanings: Meanings) -> None:
    """Data of which a model told only that they are random get its law, once that of the noise is known."""
    for s, data in [*meanings.noisy]:
        known = meanings.context.laws
        if data.name not in known or known[data.name].kind != UNKNOWN:
            meanings.noisy.remove((s, data))
            continue
        noise = s.pieces[1].syntax.items[-1]
        line = _with_moments(meanings, s, noise)
        if line is None and models.noise(meanings.state, noise) is None:
            continue
        meanings.noisy.remove((s, data))
        meanings.context.laws = {name: law for name, law in known.items() if name != data.name}
        if not (meanings.declare(line) if line is not None else models.law_of(meanings.state, s, asked=True)):
            meanings.context.laws = known
        meanings.context.remembered = {}
