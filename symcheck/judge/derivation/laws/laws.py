r"""What a law says of the names in it: \mu, \Sigma that is a covariance, the \sigma of \sigma^2, a probability p."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Index, Variable, build
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.laws import models
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.read.context import Context, Piece
from symcheck.read.elaborate_densities import UNKNOWN, Law
from symcheck.read.names import label
from symcheck.read.syntax import Additive, Bar, Group, Listing, Product, Root, Symbol
from symcheck.text import Source, SymcheckError

# One name: a run of letters such as `Xw` is a product.
_PLAIN = re.compile(r"(?:\\[A-Za-z]+|[A-Za-z])(?:_\w)?")
_ONE_SQUARE = re.compile(r"(\\?[a-z]+)(?:_\w)?\s*\^\s*\{?2\}?")
_SQUARE = re.compile(r"\\?[a-z]+(?:_\w)?\s*\^\s*\{?2\}?")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*\\?[A-Za-z]+\s*\}?(?:_(?:\{\w+\}|\w))?")
# A covariance of its own: no identity, which is bold too.
_SPREAD = re.compile(r"(?:\\[A-Za-z]+|[A-HJ-Z]|\\(?:mathbf|boldsymbol|bm|mathbfit)\s*(?:\{\s*(?:[A-HJ-Z]|\\[A-Z][a-z]+)\s*\}|[A-HJ-Z]|\\[A-Z][a-z]+))"
                     r"(?:_(?:\w|\{\w+\}))?")
# "drawn i.i.d. from", "samples of", right before a law; a law; `x_1, \\dots, x_n` or `x^{(1)}, \\dots, x^{(n)}`.
_FROM = re.compile(r"(?:\b(?:from|as|according\s+to|follow(?:s|ing)?|with\s+(?:distribution|law)|distributed|iid|independent)"
                   r"(?:\s+(?:the|an?)(?:\s+[\w-]+){1,3})?|\b(?:samples?|observations?|draws?|copies|measurements?|reali[sz]ations?)\s+of"
                   r"(?:\s+(?:the|an?)(?:\s+[\w-]+){1,3})?|\bi\.\s?i\.\s?d\.)\s*$", re.I)
# "has the prior", "the prior on $w$ is", right before a law.
_PRIOR = re.compile(r"\b(?:prior|distribution|law)(?:\s+(?:distribution|density|on|of|for|over))*(?:\s+(?:(?:the|our|its|this|each|an?)\s+)?(?:[a-z-]+\s+){0,2}(?=\$))?(?:\s*\$[^$]+\$)?\s*(?:is|be|being|:)?\s*(?:given\s+by\s*)?$", re.I)
_LAW = re.compile(r"^\s*(?:\\(?:mathcal|text|mathrm|operatorname)\s*\{?\s*[A-Z]\w*\s*\}?|N)\s*(?:\\left)?\(.*\)\s*[.,;]?\s*$", re.S)
_SAMPLES = re.compile(r"^\s*(\\?[A-Za-z]+|\\\w+\s*\{\s*\\?[A-Za-z]+\s*\})(?:_\{?1\}?|\^\{\s*\(\s*1\s*\)\s*\})\s*,.*(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,\s*"
                      r"\1(?:_\{?(?P<below>[A-Za-z])\}?|\^\{\s*\(\s*(?P<above>[A-Za-z])\s*\)\s*\})\s*(?P<set>\\in\b.*)?$", re.S)
# `\\mathbf{x} = (x_1, \\ldots, x_N)^\\top`, of its own entries; `\\mathcal{N}(x \\mid`, of any one of them.
GATHERED = re.compile(r"^\s*(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?(?P<letter>\\?[A-Za-z]+)\s*\}?\s*=\s*(?:\\left)?\s*[(\[](?P<list>\s*(?P=letter)_.*?)(?:\\right)?\s*[)\]]\s*(?:\^\s*(?:\{[^{}]*(?:\{\s*T\s*\})?\s*\}|T|\\top|\\intercal))?\s*$", re.S)
_AT_ONE = re.compile(r"(\(\s*)\\?[A-Za-z]+\s*(?:\\mid(?![A-Za-z])|\||;)\s*")
_DEPENDENT = re.compile(r"\bnot\s+(?:necessarily\s+|all\s+)?(?:mutually\s+)?independent|(?<!un)(?<!un-)\bcorrelated\b|\bdependent\s+(?:samples?|observations?|draws?|data|numbers|variables)\b", re.I)
_MATRIX = re.compile(r",\s*[^,]*(?:\b[A-Z]\b|\\(?:Sigma|Lambda|Gamma|mathbf))")
_FORMULA = re.compile(r"\$([^$]+)\$")
_NAME = re.compile(r"^\s*(\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{?\\?[A-Za-z]+\}?)(_\{?[a-z0-9]\}?|\^\{\s*\([a-z]\)\s*\})?\s*(?:\\in\b.*)?$", re.S)

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `x \\sim \\mathcal{N}(\\mu, \\Sigma)`, `y \\mid w \\sim \\mathcal{N}(Xw, \\sigma^2 I)`.
_GAUSSIAN = re.compile(r"^\s*([^=~]+?)(?:\s*(?:\\mid|\||;)[^=]*?)?\s*\\sim\s*(?:\\mathcal\s*\{?\s*N\s*\}?|"
                       r"N)?\s*(?:\\left)?\(([^,]*),(.*?)(?:\\right)?\)\s*[.,;]?\s*$")

# `\\overset{\\text{iid}}{\\sim}`.
_OVER = re.compile(r"\\(?:overset|stackrel)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*\\sim\s*\}")
# Space and the size of brackets; words after a law.
_SPACING = re.compile(r"\\[!,;:]|\\(?:left|right|[bB]ig+[lr]?)(?![A-Za-z])")
_WORDS_AFTER = re.compile(r"(?:\s|~|,|\\ |\\q?quad(?![A-Za-z]))*\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\}[\s.,;]*$")


def prepare(meanings: Meanings, row: Source) -> None:
    r"""Of `x \sim \mathcal{N}(\mu, \Sigma)`: what it says of \mu, of \Sigma, a covariance, and of the \sigma of \sigma^2."""
    found = _GAUSSIAN.match(_WORDS_AFTER.sub("", _OVER.sub(r"\\sim", _SPACING.sub(" ", row.text))))
    if found is None:
        _parameter(meanings, row)
        return
    name, mean, spread = (found[k].strip() for k in (1, 2, 3))
    e = next((e for text in (name, mean) if (e := meanings.shaped(text)) is not None), None)
    _told_anew(meanings, row, e)
    scale(meanings, row, spread, _range(e, name))
    lines = _of_each(meanings, row, e, name, mean, spread)
    listed = _SAMPLES.match(name)
    if e is None and listed is not None and listed["below"] and not listed["set"] and _PLAIN.fullmatch(mean) and _SQUARE.fullmatch(spread) \
            and meanings.shaped(f"{listed[1]}_i") is None and ((centre := meanings.shaped(mean)) is None or is_scalar(centre.shape)):  # of `X_1, \\dots, X_n \\sim ..`
        lines += [rf"{listed[1]}_i \in \mathbb{{R}}, i = 1, \dots, {listed['below']}", *([rf"{mean} \in \mathbb{{R}}"] if centre is None else [])]
    if e is None and _PLAIN.fullmatch(name) and _PLAIN.fullmatch(mean) and _SQUARE.fullmatch(spread):
        lines += [rf"{name} \in \mathbb{{R}}", rf"{mean} \in \mathbb{{R}}"]
    matrix = meanings.shaped(spread) if e is None or e.op == "num" else None
    if matrix is not None and is_matrix(matrix.shape):
        e = build.zeros((matrix.shape[0], 1))  # of a name whose shape is told after it
    if e is not None and is_vector(e.shape):
        d = e.shape[0]
        known = meanings.shaped(spread)
        if _SPREAD.fullmatch(spread) and (known is None or known.op == "var"):
            size = rf"\in \mathbb{{R}}^{{{d} \times {d}}} " if known is None else ""
            if known is None or not known.data.traits:
                lines.append(rf"{spread} {size}\text{{ positive definite}}")
        centre = meanings.shaped(mean)
        if _PLAIN.fullmatch(mean) and centre is None or _BOLD.fullmatch(mean) and (
                centre is None or centre.shape != e.shape):  # beside a number of the same letter
            lines.append(rf"{mean} \in \mathbb{{R}}^{{{d}}}")
    elif e is not None and is_scalar(e.shape):
        if _PLAIN.fullmatch(mean) and meanings.shaped(mean) is None:
            lines.append(rf"{mean} \in \mathbb{{R}}")
        if re.fullmatch(r"\\?[a-z]+(?:_\w)?", spread) and meanings.shaped(spread) is None:
            lines.append(f"{spread} > 0")
    for line in lines:
        meanings.declare(Source(line, row.name, row.locate(0)[0]))


def _told_anew(meanings: Meanings, row: Source, e: Expr | None) -> None:
    """Of a variable that was optimized over with another law, nothing says from here on that it is the same function that is optimized."""
    while e is not None and e.op in ("item", "entry"):
        e = e.args[0]
    if e is not None and e.op == "var" and letter_of(e.data.name) in map(letter_of, meanings.context.laws) \
            and (meanings.state.gradient_by(e) is not None or meanings.state.about(e) or any(o.by is e for o in meanings.state.objectives)):
        meanings.state.doubts.laws_anew[e.data.name] = row.locate(0)[0]


_INDEXED = re.compile(r"(\\?[a-z]+)_\{?([a-z])\}?")


def _of_each(meanings: Meanings, row: Source, e: Expr | None, name: str, mean: str, spread: str) -> list[str]:
    r"""What `x_i \sim \mathcal{N}(\mu, v_i)` says of the variances v_i, one for each of these numbers, also beside a v that is another one."""
    one, each = _INDEXED.fullmatch(name), _INDEXED.fullmatch(spread)
    if one is None or each is None or one[2] != each[2] or e is not None and not is_scalar(e.shape):
        return []
    told = [x.expr for x in meanings.context.scope.entries.get(each[1], ()) if x.kind == "quantity" and x.expr is not None]
    centre = meanings.shaped(mean) if _PLAIN.fullmatch(mean) else None
    if any(not is_scalar(x.shape) for x in [*told, *([centre] if centre is not None else [])]):
        return []
    numbers = [] if e is not None else [rf"{name} \in \mathbb{{R}}", *([rf"{mean} \in \mathbb{{R}}"] if centre is None and _PLAIN.fullmatch(mean) else [])]
    end = next((str(at.base.dim) for at in e.data if isinstance(at.base, Index)), "") if e is not None and e.op in ("item", "entry") else ""
    end = end or meanings.survey.end_of(each[2], row) or ""
    known = any(x.op != "let" and x.data.family for x in told)
    return [*numbers, *([] if known else [f"{spread} > 0" + (rf", {each[2]} = 1, \dots, {end}" if end else "")])]


def mean_of(context: Context, row: Source) -> Piece | None:
    r"""The $Xw$ of `y \mid w \sim \mathcal{N}(Xw, \sigma^2 I)`, as it is written."""
    found = _GAUSSIAN.match(row.text)
    if found is None:
        return None
    try:
        return statements(context, row.cut(*found.span(2)))[0].pieces[0]
    except SymcheckError:
        return None


# `m_j \\sim \\text{Bernoulli}(p)`, and what its argument is.
_ONE_ARGUMENT = re.compile(r"\\sim\s*(?:\\[a-z]+\s*\{\s*)?([A-Z][a-z]+)\w*\s*\}?\s*(?:\\left)?\(\s*(\\?[A-Za-z]+)\s*(?:\\right)?\)")
_TWO_ARGUMENTS = re.compile(r"\\sim\s*(?:\\[a-z]+\s*\{\s*)?U(?:nif(?:orm)?)?\s*\}?\s*(?:\\left)?[(\[]([^,]*),(.*?)(?:\\right)?[)\]]")
_PARAMETERS = {"Ber": r"\in (0, 1)", "Poi": "> 0", "Exp": "> 0"}


def _parameter(meanings: Meanings, row: Source) -> None:
    """The p of a Bernoulli law, the rate of others, where they have no meaning yet."""
    for text in (m.groups() if (m := _TWO_ARGUMENTS.search(row.text)) is not None else ()):
        if (end := re.fullmatch(r"\s*(-?)\s*(\\?[A-Za-z]+)\s*", text)) is not None and meanings.shaped(end[2]) is None:
            meanings.declare(Source(f"{end[2]} > 0" if m[1].strip() == f"-{m[2].strip()}" else rf"{end[2]} \in \mathbb{{R}}",
                                    row.name, row.locate(0)[0]))
    found = _ONE_ARGUMENT.search(row.text)
    said = _PARAMETERS.get(found[1][:3]) if found is not None else None
    if said is not None and meanings.shaped(found[2]) is None:
        meanings.declare(Source(f"{found[2]} {said}", row.name, row.locate(0)[0]))


def known(meanings: Meanings, v: Variable, law: Law) -> None:
    """A name has this law from here on."""
    meanings.context.laws = {**meanings.context.laws, v.name: law}
    meanings.context.remembered = {}


def known_moments(meanings: Meanings, v: Variable, moments: tuple[Expr, ...], alone: bool = True) -> None:
    """No more is known of a random name than its mean, or nothing: its covariance is a name of its own."""
    if moments:
        traits = ("nonnegative",) if is_scalar(v.shape) else ("symmetric", "possemidef")
        square = (v.shape[0], v.shape[0])
        moments += (build.var(Variable(rf"\operatorname{{Cov}}({v.name})", square, (), frozenset(traits))),)
    known(meanings, v, Law(UNKNOWN, (), None, moments, (), alone))


def known_spread(meanings: Meanings, v: Variable, spread: Expr, alone: bool = True) -> None:
    """No more is known of a random name than its covariance: its mean is a name of its own."""
    known(meanings, v, Law(UNKNOWN, (), None, (build.var(Variable(rf"\mathbb{{E}}[{v.name}]", v.shape)), spread), (), alone))


def _range(e: Expr | None, name: str) -> tuple[str, str]:
    """The letter of an entry of a vector and how far it runs."""
    letter = re.search(r"_\{?([a-z])\}?$", name)
    if e is None or e.op != "entry" or letter is None or not is_vector(e.args[0].shape):
        return "", ""
    return letter[1], str(next(n for n in e.args[0].shape if n != 1))


# `\\beta^{-1}`, `\\alpha^{-1} \\mathbf{I}_M`, `\\frac{1}{\\alpha} I`, `1/\\beta`: one by a precision.
_GREEK = r"\\(?:alpha|beta|gamma|tau|lambda|kappa|rho|delta|eta)(?![A-Za-z])"
_PRECISION = re.compile(rf"(?:(?P<power>{_GREEK})\s*\^\s*\{{\s*-\s*1\s*\}}|\\[dt]?frac\s*\{{?\s*1\s*\}}?\s*\{{\s*(?P<below>{_GREEK})\s*\}}|1\s*/\s*(?P<over>{_GREEK}))"
                        r"\s*(?:\\[,;:!]\s*)?(?:(?:\\(?:mathbf|mathbb|boldsymbol|bm)\s*\{?\s*)?I\s*\}?\s*(?:_\s*\{?\w\}?)?)?")
_PRECISIONS = re.compile(rf"\\mathcal\s*\{{?\s*N\s*\}}?.*,\s*{_PRECISION.pattern}\s*(?:\\right|\\[bB]igg?r?)?\s*\)", re.S)


def precisions(meanings: Meanings, piece: Piece | None) -> None:
    r"""Of `\prod_n \mathcal{N}(t_n \mid w^\top x_n, \beta^{-1})` with a \beta that has no meaning yet: a positive number."""
    found = _PRECISIONS.search(written(piece.source, piece.syntax.span)) if piece is not None else None
    if found is not None and not meanings.context.scope.entries.get(name := found["power"] or found["below"] or found["over"]):
        meanings.declare(Source(f"{name} > 0", piece.source.name, piece.source.locate(0)[0]))


def scale(meanings: Meanings, row: Source, spread: str, counted: tuple[str, str] = ("", "")) -> None:
    r"""Of a variance `\sigma^2`: the \sigma, a positive number, and so is the \beta of `\beta^{-1}`; of `\sigma_j^2` one for each j, where that is `counted` to an end."""
    precision = _PRECISION.fullmatch(spread.strip())
    if precision is not None and not meanings.context.scope.entries.get(name := precision["power"] or precision["below"] or precision["over"]):
        meanings.declare(Source(f"{name} > 0", row.name, row.locate(0)[0]))
    number = re.search(r"(\\sigma|\\tau|\\gamma|s)(?:_\{?\w\}?)?\s*\^\s*\{?2", spread) or _ONE_SQUARE.fullmatch(spread.strip())
    each = number is not None and counted[0] and re.search(rf"_\{{?{counted[0]}\}}?\s*\^", number[0]) is not None \
        and meanings.shaped(number[0].split("^")[0]) is None
    beside = number is not None and meanings.context.scope.bare(number[1])
    another = beside and beside.expr is not None and is_scalar(beside.expr.shape) and _NUMBERED_SCALE.match(number[0]) is not None and meanings.shaped(number[0].split("^")[0]) is None
    if number and (each or another or not beside) and not _is_called(number[1], meanings.document.text):
        root = number[0].split("^")[0].strip()
        letter, end = counted
        if another:
            meanings.declare(Source(rf"{root} \in \mathbb{{R}}", row.name, row.locate(0)[0]))
        meanings.declare(Source(f"{root} > 0" + (rf", {letter} = 1, \dots, {end}" if each else ""), row.name, row.locate(0)[0]))


# `\\sigma_0^2` beside \\sigma: another number.
_NUMBERED_SCALE = re.compile(r"\\?[a-z]+_\s*(?:\d|\{\s*\d\s*\})\s*\^")


def _is_called(name: str, text: str) -> bool:
    r"""Does a text take this as a function, `\sigma(z)`? `\sigma (X^\top X)^{-1}` is a product."""
    for m in re.finditer(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])\s*(?:\\left)?\s*\(", text):
        depth, k = 1, m.end()
        while depth and k < len(text):
            depth, k = depth + (text[k] == "(") - (text[k] == ")"), k + 1
        if not re.match(r"\s*\^\s*\{?\s*-\s*1", text[k:]):
            return True
    return False


_SCALE = re.compile(r"\\[a-z]+|[a-z]")


def noise_scale(meanings: Meanings, s: Statement) -> None:
    r"""The \sigma of `Y = Xw + \sigma N` with a noise N, where it has no meaning yet: a positive number."""
    value = s.pieces[1] if len(s.pieces) > 1 else None
    for term in value.syntax.items if value is not None and type(value.syntax) is Additive else ():
        _, factors = models.noise(meanings.state, term) or ("", [])
        for x in (f.body if type(f) is Root else f for f in factors):
            if type(x) is Symbol and _SCALE.fullmatch(x.name) and meanings.context.scope.bare(x.name) is None:
                meanings.declare(Source(f"{x.name} > 0", s.row.name, s.line(1)))


def drawn(meanings: Meanings, row: Source, sentence: str) -> bool:
    r"""Of "$x_1, \dots, x_n$ are drawn i.i.d. from $\mathcal{N}(\mu, \sigma^2)$", at its last formula: the x_i, with
    their law."""
    if _LAW.match(row.text) is None or _FROM.search(sentence) is None and _PRIOR.search(sentence) is None or _DEPENDENT.search(sentence) is not None:
        return False
    at = row.locate(0)[0]
    texts = [gathered["list"].strip() if (gathered := GATHERED.match(text)) is not None else text for text in _FORMULA.findall(sentence)]
    ends = {listed["below"] for text in texts if (listed := _SAMPLES.match(text)) is not None}
    for text in reversed(texts):
        listed, named = _SAMPLES.match(text), _NAME.match(text)
        if text.strip() in ends:
            continue  # "$N$ observations"
        if listed is not None:
            name = f"{listed[1]}_i" if listed["below"] else f"{listed[1]}^{{(i)}}"
            if meanings.shaped(name) is None and (listed["set"] or not _MATRIX.search(row.text)):
                where = listed["set"] or r"\in \mathbb{R}"
                meanings.declare(Source(rf"{name} {where}, i = 1, \dots, {listed['below'] or listed['above']}", row.name, at))
        elif named is not None:
            name = named[1] + (named[2] or "")
        else:
            continue
        e = meanings.shaped(name)
        if e is None or e.op not in ("var", "item") and not (listed is not None and e.op == "entry" and e.args[0].op == "var" and is_vector(e.args[0].shape)):
            return False
        law = meanings.context.laws.get(_variable(e).data.name)
        if law is not None and law.kind != UNKNOWN:
            return False
        law_here = _AT_ONE.sub(r"\1", row.text.strip().rstrip(".,;"), count=1)
        return meanings.declare(Source(rf"{name} \sim {law_here}", row.name, at))
    return False


def _variable(e: Expr) -> Expr:
    """The variable itself, or the family of a member."""
    return e if e.op == "var" else e.args[0]


def at_any_point(meanings: Meanings, head: Piece) -> None:
    r"""Of `p(x; \mu, \sigma^2) = ..` beside x_i with one law: x is any number, with the same law."""
    s = head.syntax
    while type(s) is Product and len(s.items) > 2:
        s = s.items[-2:] and Product(s.span, s.items[-2:], s.operators[-2:])
    if type(s) is not Product or len(s.items) != 2 or label(s.items[0]) not in ("p", "P", "f", r"\mathcal{N}") \
            or type(s.items[1]) is not Group:
        return
    body = s.items[1].body
    body = body.left if type(body) is Bar else body
    letter = body.items[0] if type(body) is Listing and ";" in body.separators[:1] else body
    if type(letter) is not Symbol or meanings.context.scope.bare(letter.name) is not None:
        return
    for name, law in meanings.context.laws.items():
        found = re.fullmatch(re.escape(letter.name) + r"(?:_\{?([a-z])\}?|\^\{?\(([a-z])\)\}?)", name)
        if found is None or law.source is None or not law.written:
            continue
        args = [written(law.source, a.span) for a in law.written]
        told = re.match(rf"\s*{re.escape(letter.name)}\s*[_^]\s*\{{?\(?([a-z])\b", law.source.text)  # as the law writes it, `t_n \\sim ..` of a t_i
        indices = {found[1] or found[2], *([told[1]] if told is not None else ())}
        if not any(re.search(rf"[_^]\{{?\(?{index}\b", a) for a in args for index in indices):
            at = head.source.locate(0)[0]
            kind = law.source.text[:law.written[0].span.start].rsplit(r"\sim", 1)[-1]
            meanings.declare(Source(rf"{letter.name} \in \mathbb{{R}}", head.source.name, at))
            meanings.declare(Source(rf"{letter.name} \sim {kind}{', '.join(args)})", head.source.name, at))
            return
