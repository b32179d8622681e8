"""What a difference is worth beside the hypotheses of a document: one that a sentence before made, one of which no use
could be made, names whose meaning is in doubt."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_matrix, is_scalar, is_vector, long_axes
from symcheck.judge import verdict as V
from symcheck.judge.agreement import agrees_somewhere
from symcheck.judge.claims import equations as assumed
from symcheck.judge.derivation import doubts
from symcheck.judge.derivation.chains import existence_supposed, given_without_law, told_alone
from symcheck.judge.derivation.names.solved_names import solved_for
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.relations import members_of_kinds
from symcheck.judge.derivation.relations.link import Link
from symcheck.judge.derivation.rows.statements import written
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import Chain, State, names_in, speaks_of
from symcheck.judge.derivation.wording import changes_told, words
from symcheck.judge.derivation.wording.patterns import NAME, letter_of
from symcheck.judge.equality import equal
from symcheck.judge.ladder import question
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.elaborate_densities import GAUSSIAN
from symcheck.read.syntax import Accent
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import SymcheckError

# `\\mathbb{E}[..]`, and what stands behind the bar in `\\mathbb{E}[a \\mid t]`.
_MOMENT = re.compile(r"(?:\\(?:mathbb\s*\{?\s*[EV]|(?:operatorname|mathrm|text)\s*\{\s*(?:E|Var|Cov)\s*\}|Var|Cov|E)(?![A-Za-z])|(?<![A-Za-z\\])E(?=\s*(?:\\left|\\[bB]igg?l?)?\s*\[))")
_GIVEN = re.compile(rf"{_MOMENT.pattern}[^=\[(]*[\[(][^=\])]*?(?:\\mid|(?<![\\|])\|(?!\|))([^=|\])]*)[\])]")
_OVER_A_SET = re.compile(r"\\mathcal\s*\{?\s*B|_\s*\{\s*\w\s*\\in\b")
# `\\operatorname{Cov}(w \\mid X, y)`, `\\mathbb{E}[w \\mid y]`.
_MOMENT_GIVEN = re.compile(rf"{_MOMENT.pattern}[^=\[(]*[\[(]\s*(?P<of>{NAME})\s*(?:\\mid(?![A-Za-z])|(?<![\\|])\|(?!\|))(?P<data>[^=|\])]*)[\])]")
_PLAIN = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm)(?![A-Za-z])|[{}\s]")
# "Its covariance is", "for this estimate": said of what was found in the case before.
_POINTS_BACK = re.compile(r"^(?!.*\b(?:general|always|any|every|all|arbitrary)\b).*\b(?:its|their|this|these|the\s+(?:estimate|estimator|solution|minimi[sz]er|maximi[sz]er))\b", re.I | re.S)
# Another case than the one before.
_ANOTHER_CASE = re.compile(r"\b(?:if|when|whenever|otherwise|else|unless|case|for|where|with|while)\b", re.I)
# What words say of matrices, vectors and functions, beside what is read as a trait.
_PROPERTY = re.compile(r"\b(?:orthonormal|orthogonal(?!\s+to\b)|rotation|permutation|idempotent|unit[- ](?:norm|length)|norm\s+one|"
                       r"length\s+one|triangular|identity\s+matrix|commut(?:e|es|ing)|PSD|off-?diagonal|column\s+space)\b", re.I)
# What says of the letter I alone that it is the identity matrix: "where $I_n$ is the $n \\times n$ identity matrix", "with the identity matrix $I$".
_IDENTITY = r"\$\s*(?:I|\\(?:mathbf|mathbb|mathrm|bm|boldsymbol)\s*\{?\s*I\s*\}?)\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?\$"
_OF_IDENTITY = re.compile(rf"{_IDENTITY}(?:\s*(?:,|and)\s*{_IDENTITY})*\s*,?\s*(?:(?:is|are|denotes?|denoting|being|be|stands?\s+for|means|for)\s+)?(?:(?:the|an?|all)\s+)?(?:\$[^$]*\$\s*-?\s*|\w+[- ]by[- ]\w+\s+)?identity\s+matri(?:x|ces)\b|"
                          rf"\bidentity\s+matri(?:x|ces)\s*,?\s*{_IDENTITY}", re.I)
# "The label $y$ of a sample of class $c$ is one-hot", "the one-hot label $y$".
_ONE_HOT = re.compile(r"\b(?:labels?|targets?|vectors?)\s+\$\s*(?P<a>\\?[A-Za-z]+)\s*\$[^.;]*?\b(?:is|are|being)\s+(?:an?\s+)?one-?\s?hot\b|\bone-?\s?hot\s+(?:[\w-]+\s+){0,3}\$\s*(?P<b>\\?[A-Za-z]+)\s*\$", re.I)
# "the off-diagonal entries are $-p_k p_j$": entries that are told, and no property.
_ENTRIES_TOLD = re.compile(r"\boff-?diagonal\s+(?:entries|elements|ones|terms)\s+(?:are|equal|read|being)\s*(?=\$)(?!\$\s*0\b)", re.I)
# "If it is symmetric", "and assume that the matrix is orthogonal": supposed of a matrix that is not named there.
_TRAIT_OF_IT = re.compile(r"\b(?:if|when|whenever|unless|provided|assum(?:e|es|ed|ing)|suppos(?:e|es|ed|ing)|requir(?:e|es|ed|ing)|let)\b[^.;$]*?\b(?:it|they|this\s+matrix|the\s+matrix)\s+"
                          r"(?:is|are|be|to\s+be|has|happens\s+to\s+be)\s+(?:also\s+|moreover\s+|even\s+|both\s+)?(?:an?\s+)?(?:real\s+)?(symmetric|self-?adjoint|orthogonal|positive|invertible|diagonal|"
                          r"idempotent|skew|anti-?symmetric|normal|triangular|rotation|reflection|projection|permutation|of\s+(?:full\s+)?rank|full\s+rank)\b", re.I)
_OF_TRAIT = {"positive": "posdef", "self-adjoint": "symmetric"}
_CASE_ONLY = re.compile(r"\b(?:if|when|whenever|case|unless)\b", re.I)
_NAMES = re.compile(r"\\?[A-Za-z]+")
# The a of `\\bar{a}`, which is a derivative by it where bars are such.
_MARKED = re.compile(r"(?:\\(?:bar|tilde|hat|dot)\s*\{?\s*|d)(\\?[A-Za-z])\s*\}?")
# `dW`, `\\bar{W}`, and the braces in which such a name was written out: derivatives that do not name their loss.
_LOSS_UNNAMED = re.compile(r"\s*&?\s*(?:\{\s*\\frac\s*\{\s*\\partial|\\left\(\s*\w+\s*\\frac\s*\{\s*\\partial|d[A-Za-z](?![A-Za-z])|\\(?:bar|tilde|hat|dot|overline)(?![A-Za-z])|\\(?:mathrm|text)\s*\{\s*(?:d|grad))")
# "It vanishes iff", right before the display of a condition.
_ONLY_WHEN = re.compile(r"\b(?:iff|(?:if\s+and\s+)?only\s+(?:if|when|for|where)|(?:exactly|precisely|just)\s+(?:if|when|for|where)|when(?:ever)?|if)\s*:?\s*$", re.I)
_WITHOUT_REPLACEMENT = re.compile(r"\bwithout\s+replacement\b", re.I)


def weighed(state: State, link: Link, op: str, chain: Chain, piece: Piece, made_of: set[str], valued: frozenset[str] = frozenset()) -> Verdict:
    """The verdict on a link that differs as it stands, or is not decided: right where a hypothesis that the document made
    says so, open where one is in the way. `op`: its relation; `made_of`: the names in the rules that give its iterates; `valued`: those to which the
    example at hand gives numbers, with which this was judged."""
    if state.unheld and (v := _whatever_the_matrices(state, chain.last, piece)) is not None:
        return v
    if link.verdict.word != V.DIFFERENT:
        return link.verdict
    if link.kind == "claim" and (v := _as_before(state, chain.last, piece)) is not None:
        return v
    if link.kind == "claim" and _with_signs_before(state, chain.last, piece):
        return Verdict(V.UNDECIDED, "it holds where a name has the sign that a sentence before supposed")
    if chain.last is chain.head and _ONLY_WHEN.search(state.said.rstrip()) and (e := state.read(chain.head)) is not None and e.op == "var" and not _is_argument(state, e):
        return Verdict(V.UNDECIDED, "the words make it a condition, of something that could not be used")
    if state.doubts.objectives and (e := solved_for(state, chain.head.syntax)) is not None and e.op == "var" and e.data.name in state.doubts.objectives:
        return Verdict(V.UNDECIDED, f"what is optimized over {e.data.name} here the words do not plainly say")
    if state.doubts.laws_anew and (name := _under_another_law(state, chain, piece)):
        return Verdict(V.UNDECIDED, f"{name} has another law since it was optimized over, and what is optimized now was not told in a formula")
    if _of_another_loss(state, chain.head):
        return Verdict(V.UNDECIDED, "the words before may speak of another loss, and its derivative is not named by a loss")
    if (e := state.read(chain.last)) is not None and e.op == "let" and e.args[0].op == "var" and e.data.name == rf"\hat{{{e.args[0].data.name}}}" and not doubts.of_shapes(link.verdict) \
            and (right := state.read(piece)) is not None and e.args[0].data.name in names_in(right):  # of data made with the true one, `y = X \\theta + \\epsilon`
        return Verdict(V.UNDECIDED, f"{e.data.name} was read as another name of {e.args[0].data.name}, and what it was found to be is not known here")
    if changes_told.over_examples(state.paragraph) and any(e is not None and "derivative" in e.ops for e in map(state.read, (chain.head, chain.last))):
        return Verdict(V.UNDECIDED, "the words before make the loss one of several examples, for which no formula was read")
    if name := _unconnected(state, chain.last, piece):
        return Verdict(V.UNDECIDED, f"how what is differentiated depends on {name} was not said, or not read")
    if name := _differentiated_along(state, chain.last, piece):
        return Verdict(V.UNDECIDED, f"the words tie {name} to what is differentiated: whether that is held fixed was not said")
    if (state.unused if link.at_numbers else open_here(state, chain.last, piece)) and not _is_through(state, chain.last, piece) or _depends(state, made_of, valued, chain.last, piece):
        return Verdict(V.UNDECIDED, "a hypothesis in the words before could not be used")
    if state.somewhere and not link.at_numbers and _holds_somewhere(state, chain.last, piece):
        return Verdict(V.UNDECIDED, "it holds in some region, and of which one the words speak was not read")
    if state.one_dimension and not link.at_numbers and any(e is not None and not e.is_zero and not names_in(e) for e in (state.read(chain.last), state.read(piece))) \
            and not all(map(is_numeric, map(state.read, (chain.last, piece)))):
        return Verdict(V.UNDECIDED, "it is a number here, of data of which the words may tell")
    if state.one_dimension and not link.at_numbers and (name := _met_in_one_dimension(state, chain.last, piece)):
        return Verdict(V.UNDECIDED, f"what the words say of {name} in this case may not have been read")
    of_means = (chain.last, piece) if given_without_law.are_fixed(state, chain.last, piece) else (chain.head, chain.last, piece)
    if why := _unread_law(state, *of_means) or given_without_law.doubt(state, *of_means):
        return Verdict(V.UNDECIDED, why)
    if link.kind == "claim" and (why := existence_supposed.doubt(state, op, chain.last, piece)):
        return Verdict(V.UNDECIDED, why)
    if why := state.doubts.of(state, doubts.of_shapes(link.verdict), chain.last, piece) or told_alone.doubt(state, op, chain.last, piece):
        return Verdict(V.UNDECIDED, why)
    if (kinds := _kinds_here(state, chain.last, piece)) and not doubts.of_shapes(link.verdict) and not (op == "=" and members_of_kinds.shown(state, kinds, chain.last, piece)):
        return Verdict(V.UNDECIDED, f"{min(kinds)} is told to be a {kinds[min(kinds)]}, which says more than could be used")
    if not link.at_numbers and _is_size_alone(state, chain.last, piece):
        return Verdict(V.UNDECIDED, "a size, which may be this number here")
    if doubts.of_shapes(link.verdict) and _of_another_size(state, chain.last, piece):
        return Verdict(V.UNDECIDED, "these may be the numbers of an example, of another size")
    if name := _told_only(state, chain.last, piece):
        return Verdict(V.UNDECIDED, f"what the words say of {name} could not be used")
    if chain.unread and _speaks_of_more(state, piece, chain.last):
        return Verdict(V.UNDECIDED, "the part before could not be read, and this holds names of its own")
    return link.verdict


def _is_argument(state: State, e: Expr) -> bool:
    """Has the document a function of this variable, by a formula or a derivative? Then the condition can be about that."""
    return state.gradient_by(e) is not None or any(x.kind == "map" and any(p.name == e.data.name for p in x.params) or x.expr is not None and x.expr.op == "let" and is_scalar(x.expr.shape)
                                                   and speaks_of(x.expr, e) for x in state.context.scope)


def _met_in_one_dimension(state: State, *pieces: Piece) -> str:
    """A vector on one side that only the case of vectors of the length 1 at hand has named, where the other holds one that was known before: how these
    hang together the words may say; "" where there is none."""
    sides = [{n.data.name: n for n in e.walk() if n.op == "var"} if (e := state.read(p)) is not None else {} for p in pieces]
    new = [{name for name, n in names.items() if name not in state.known_in_general and not is_scalar(n.shape) and "noise" not in n.data.traits} for names in sides]
    return next((name for mine, others in ((new[0], sides[1]), (new[1], sides[0])) for name in sorted(mine - others.keys()) if others.keys() - new[0] - new[1]), "")


def _is_size_alone(state: State, *pieces: Piece) -> bool:
    """Is one of two sides a size and the other a number, as in `P = Q = 2` with a P that means nothing?"""
    ops = [e.op for p in pieces if (e := state.read(p)) is not None]
    return sorted(ops) == ["num", "size"]


def _of_another_size(state: State, *pieces: Piece) -> bool:
    r"""Is one of two sides a list of numbers, `(0.7, 0.2, 0.1)`, and the other a vector of any length? In an example that has a number."""
    x, y = map(state.read, pieces)
    if x is None or y is None or is_numeric(x) == is_numeric(y):
        return False
    numbers, other = (x, y) if is_numeric(x) else (y, x)
    return len(long_axes(numbers.shape)) == len(long_axes(other.shape)) and all(isinstance(n, str) for n in long_axes(other.shape))


def _holds_somewhere(state: State, a: Piece, b: Piece) -> bool:
    """Are these equal on a part of all values, as a function with kinks and one of its pieces are?"""
    x, y = state.read(a), state.read(b)
    if x is None or y is None or x.shape != y.shape:
        return True
    try:
        return agrees_somewhere(question(x, y, assumed(state.context)))
    except (Unsupported, Limit, SymcheckError):
        return True


def _unconnected(state: State, *pieces: Piece) -> str:
    """A name by which one of these differentiates a name that is defined without it, where the other side is no zero: the definition
    may have been read without what ties them."""
    for e in (x for p in pieces if (x := state.read(p)) is not None):
        for n in e.walk():
            if n.op == "derivative" and n.args[0].op == "let" and n.args[1].op in ("var", "let") \
                    and all(m.op not in ("var", "let") or m.data != n.args[1].data for m in n.args[0].walk()):
                return n.args[1].data.name
    return ""


def _of_another_loss(state: State, head: Piece) -> bool:
    """Do the words of this sentence change the loss, "With the regulariser it becomes", where a derivative of it stands that does not say of which?"""
    text, start, e = head.source.text, head.syntax.span.start, state.read(head)
    if type(head.syntax) is Accent and (e is None or e.op != "let" or e.args[0].op != "derivative"):
        return False  # an estimate, a mean
    return _LOSS_UNNAMED.match(text, start - 1 if text[:start].endswith("{") else start) is not None and changes_told.here(words.SENTENCES.split(state.said)[-1])


def _told_only(state: State, *pieces: Piece) -> str:
    """A name in these pieces of which the words say what the statement may need, and nothing is known; "" where there is none."""
    exprs = [e for p in pieces if (e := state.read(p)) is not None]
    held = {n.data for e in exprs for n in e.walk() if n.op == "var"}
    assumed = {n for op, a, b, *_ in state.context.assumptions if op == "=" for n in names_in(a) | names_in(b)}
    assumed |= {f.whole.data.name for f in state.factored}  # "orthonormal" is said of what it is made of
    said = state.text_so_far
    for m in _TRAIT_OF_IT.finditer(said):
        for v in held:
            if len(v.shape) == 2 and v.shape[0] == v.shape[1] != 1 and not v.traits & {m[1].lower(), _OF_TRAIT.get(m[1].lower())}:
                return v.name
    for m in _ONE_HOT.finditer(said):  # of a label that nothing declares, and of which no equation was taken from the words
        told = {m["a"] or m["b"]}
        for v in held:
            if v.name in told and is_vector(v.shape) and v.name not in assumed and v.name not in state.context.definitions \
                    and not any(re.match(rf"(?:[^=]*[\s,])?{re.escape(v.name)}[^=]*\\in(?![A-Za-z])", row) for row in state.rows):
                return v.name
    released = max((m.end() for m in words.RELEASES.finditer(said)), default=0)
    for sentence in words.SENTENCES.split(said[released:]):
        sentence = _ENTRIES_TOLD.sub(" ", _OF_IDENTITY.sub(" ", sentence))
        plain = re.sub(r"\$[^$]*\$", " ", sentence)
        if not _PROPERTY.search(plain) or _CASE_ONLY.search(plain):
            continue
        told = {base for m in re.finditer(r"\$([^$]*)\$", sentence) for base in _NAMES.findall(m[1].split("=")[0])}
        for v in held:
            if (v.name in told or v.family and v.name.partition("_")[0] in told) and not v.traits and v.name not in assumed and v.name not in state.context.laws \
                    and v.name not in state.context.definitions:
                return v.name
    return ""


def _kinds_here(state: State, *pieces: Piece) -> dict[str, str]:
    """The matrices in these pieces of a kind that says more than its equations, and the kinds."""
    held = set().union(*(names_in(e) for p in pieces if (e := state.read(p)) is not None)) if state.doubts.members else set()
    return {name: kind for name, kind in state.doubts.members.items() if name in held}


def _unread_law(state: State, *pieces: Piece) -> str:
    """Why a mean or variance in these pieces may be another than it was read as."""
    texts = [written(p.source, p.syntax.span) for p in pieces]
    moments = any(map(_MOMENT.search, texts))
    if moments and _WITHOUT_REPLACEMENT.search(state.since) and not _OVER_A_SET.search(state.since):
        return "draws without replacement depend on each other"
    given = [m[1] for text in texts for m in _GIVEN.finditer(text)]
    known = {_PLAIN.sub("", name): law for name, law in state.context.laws.items()}
    lawless = [x for text in given if (x := _PLAIN.sub("", text)) not in known and not _is_model(state, text) or x in known and known[x].kind not in GAUSSIAN and known[x].source is not None and any(
        y != x and re.search(rf"(?<![A-Za-z\\]){re.escape(y)}(?![A-Za-z])", _PLAIN.sub(" ", known[x].source.text)) for y in known)]
    if lawless and not _only_indices(state, given, pieces):
        return f"nothing says how what is random depends on {lawless[0]}"
    held = {name for p in pieces if moments and (e := state.read(p)) is not None for name in names_in(e)} & state.lawless
    return f"no law of {min(held)} is known" if held else ""


def _is_model(state: State, given: str) -> bool:
    """Are all names of this list fixed matrices, or made of names with laws, so that it is known how what is random depends on them?"""
    read = [state.context_read(name) for name in given.split(",")]
    made = [e for e in read if e is None or not is_matrix(e.shape)]
    return bool(made) and None not in made and all(e.op in ("let", "var") and names_in(e) & state.context.laws.keys() for e in made)


def unknown_posterior(state: State, head: Piece) -> bool:
    r"""Is this the mean or covariance of a w with a law of its own, given a y that has none, while the document writes a density of y given w? Then
    its own law says nothing of it."""
    found = _MOMENT_GIVEN.search(written(head.source, head.syntax.span))
    of = letter_of(found["of"]) if found is not None else ""
    if of not in state.context.laws:
        return False
    given = [letter_of(name) for name in re.findall(NAME, found["data"])]
    return any(re.search(rf"(?<![A-Za-z\\])[pP]\s*\(\s*{re.escape(name)}(?![A-Za-z])[^|()]*?(?:\\mid(?![A-Za-z])|\|)[^()]*?(?<![A-Za-z\\]){re.escape(of)}(?![A-Za-z])", row)
               for name in given if name not in state.context.laws for row in state.rows)


def _only_indices(state: State, given: list[str], pieces: tuple[Piece, ...]) -> bool:
    r"""Is nothing random here but the index that the step draws, given the iterate `w_t` that it starts from?"""
    drawn = any(law == "uniform" for law, _ in state.context.distributions.values())
    exprs = [e for p in pieces if (e := state.read(p)) is not None]
    return drawn and all(re.fullmatch(r"\s*\\?[A-Za-z]+_\{?[a-z]\}?\s*(?:=.*)?", x) for x in given) and bool(exprs) \
        and not any(names_in(e) & {*state.context.laws} for e in exprs)


def _as_before(state: State, *pieces: Piece) -> Verdict | None:
    """The verdict where an order that a sentence before supposed, in this part of the document, still holds; None where
    that does not make the link right. Of an equation supposed before only words that point back may still speak: then it is open."""
    former = [a for part, a in state.former if part == state.part]
    equations = [a for a in former if a[0] == "="]
    held = _in_one_case([a for a in former if a[0] != "="])
    if equations and _POINTS_BACK.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        context = state.context.copy()
        context.assumptions = [*context.assumptions, *held, equations[-1]]
        if equal(context, *pieces, state.layout).right and not equal(state.context, *pieces, state.layout).right:
            return Verdict(V.UNDECIDED, "it holds in the case that was supposed last, of which the words may still speak")
    if not held or state.supposed or any(_tells_cases(e) for p in pieces if (e := state.read(p)) is not None) or _ANOTHER_CASE.search(words.SENTENCES.split(state.said.rstrip())[-1]):
        return None
    context = state.context.copy()
    context.assumptions = [*context.assumptions, *held]
    v = equal(context, *pieces, state.layout)
    shown = ", ".join(f"{to_latex(a)} {op} {to_latex(b)}" for op, a, b in held)
    return replace(v, evidence=f"{v.evidence}; it is supposed, as before, that {shown}") if v.right else None


def _in_one_case(orders: list[tuple]) -> list[tuple]:
    """The orders without those of which the opposite was supposed too: after both cases what follows is about neither."""
    above = {(a, b) if op in (">", r"\ge") else (b, a) for op, a, b, *_ in orders}
    return [o for o in orders if not {(o[1], o[2]), (o[2], o[1])} <= above]


def _tells_cases(e: Expr) -> bool:
    r"""Are cases told apart in this itself, as by `\mathbb{1}[x > 0]`, beside what its names mean?"""
    return e.op in ("indicator", "cases") or e.op != "let" and any(map(_tells_cases, e.args))


_SIGNS = {"positive": ">", "nonnegative": r"\ge", "negative": "<"}


def _with_signs_before(state: State, *pieces: Piece) -> bool:
    """Is a link right where names have the signs that were supposed last, in a sentence of this part that is over?"""
    last = {before: supposed for part, supposed, before in state.signs if part == state.part}
    held = [(op, build.var(v), build.num(0)) for v, supposed in last.items() if is_scalar(v.shape) and not v.family
            for sign, op in _SIGNS.items() if sign in supposed.traits - v.traits]
    context = state.context.copy()
    context.assumptions = [*context.assumptions, *held]
    return bool(held) and equal(context, *pieces, state.layout).right


def _differentiated_along(state: State, *pieces: Piece) -> str:
    """A variable by which one of these differentiates, where this sentence supposes it to be the same as another, "When $b = a$", or supposes
    another value of what has a definition, "for $c = f(a)$": the author may mean the derivative of what that makes."""
    tied = [(x, y) for op, x, y, *_ in state.supposed if op == "=" and (y.op == "var" or x.op == "let")]
    if not tied:
        return ""
    nodes = [n for p in pieces if (e := state.read(p)) is not None for n in e.walk()]
    slopes = [n for n in nodes if n.op == "derivative"]
    by = {n.args[1].data.name for n in slopes if n.args[1].op in ("var", "let")}
    by |= {m[1] for n in nodes if slopes and n.op == "let" and (m := _MARKED.fullmatch(n.data.name)) is not None}
    return next((name for name in sorted(by) if any(name in names_in(x) | names_in(y) for x, y in tied)), "")


def _under_another_law(state: State, chain: Chain, piece: Piece) -> str:
    """The variable of which a condition for an optimum speaks, or an optimum, that has another law since it was optimized over; "" of none."""
    held, zero = [e for p in (chain.head, chain.last, piece) if (e := state.read(p)) is not None], state.read(piece)
    solved = solved_for(state, chain.head.syntax)
    stands_for = held if zero is not None and (zero.op == "zeros" or zero.op == "num" and not zero.data) or chain.operators[-1:] == [r"\iff"] else [solved] if solved is not None else []
    names = {n for e in stands_for for n in names_in(e)}
    return next((name for name, line in state.doubts.laws_anew.items() if name in names and not any(g.line > line and g.by.op == "var" and g.by.data.name == name for g in state.gradients)), "")


def _whatever_the_matrices(state: State, a: Piece, b: Piece) -> Verdict | None:
    """The verdict where a link follows from what was supposed of matrices with a definition, whatever they are."""
    x = state.read(a)
    y = state.read(b, x) if x is not None else None
    if y is None:
        return None
    return equations.in_general(state, x, equations.zero_like(x) if y.is_zero else y, state.unheld)


def open_here(state: State, *pieces: Piece, misfit: bool = False) -> bool:
    """Does a hypothesis hold here of which no use can be made, as that a size of which these speak is 1? `misfit`: one
    of them cannot be read for its shapes."""
    sizes = {size for size, (part, n) in state.special.items() if part in (-1, state.part) and n == 1}
    return state.unused and not misfit or bool(sizes) and any(
        misfit if e is None else any(sizes & {*n.shape, n.data if n.op == "size" else ""} for n in e.walk())
        for e in map(state.read, pieces))


def _is_through(state: State, a: Piece, b: Piece) -> bool:
    """Do the names of a hypothesis in words stand in neither side but by a name that the sentence says the value of?"""
    sides = [state.read(p) for p in (a, b)]
    return bool(state.through) and None not in sides and not any(state.through & names_in(e) for e in sides)


def _speaks_of_more(state: State, piece: Piece, before: Piece) -> bool:
    """Does a piece hold names that the one before does not?"""
    e, known = state.read(piece), state.read(before)
    return e is not None and known is not None and not names_in(e) <= names_in(known)


def _depends(state: State, made_of: set[str], valued: frozenset[str], *pieces: Piece) -> bool:
    """Does a link speak of all that an assumption ties of which no use could be made? Not of numbers alone: they are as they are."""
    if not state.dropped:
        return False
    names = made_of.union(*(free(e) for p in pieces if (e := state.read(p)) is not None))
    return any(d and d <= names and not d <= valued for d in state.dropped)


def free(e: Expr, known: dict[Expr, set[str]] | None = None) -> set[str]:
    """The variables that the value of an expression depends on: of J(X a) not the w of J(w)."""
    known = {} if known is None else known
    if e not in known:
        inside = [free(x, known) for x in e.args]
        if e.op == "substitute":
            inside[0] = inside[0] - {v.name for v in e.data}
        known[e] = {e.data.name} if e.op == "var" else set().union(*inside)
    return known[e]
