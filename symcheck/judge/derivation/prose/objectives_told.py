r"""Objectives that words speak of without a name: "the MAP estimate minimizes $\|y - Xw\|^2 + \lambda \|w\|^2$", "Multiplying by $2\sigma^2$, this is
equivalent to minimizing $..$", "this is ridge regression with $\lambda = ..$".

Such an expression has its optimum where the posterior or the likelihood has its own, by the laws of the data and of the parameter, or where the
display right before has it. What depends on a name that stands in neither claims nothing of it that could be judged.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations import constants, modes, optima
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement, statements, written
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import Gradient, Optimum, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Additive, Bar, Group, Listing, Script, Symbol
from symcheck.text import Source, SymcheckError

# Right before an objective: "minimizes", "is equivalent to minimizing the penalized loss", "solves" before a `\min_w`.
_OBJECTIVE = r"(?:\s+(?:the|an?|over\s+\$[^$]*\$)(?:\s+(?:[\w-]+\s+){0,3}(?:objective|cost|loss|criterion|function|expression|quantity|sum|error)(?:\s+function)?)?)?\s*:?\s*$"
_LEAST = re.compile(r"\bminimi[sz](?:es?|ing|ers?\s+of)\b" + _OBJECTIVE, re.I)
_MOST = re.compile(r"\bmaximi[sz](?:es?|ing|ers?\s+of)\b" + _OBJECTIVE, re.I)
_SOLVES = re.compile(r"\b(?:solves?|solution\s+(?:of|to)|solving)\b" + _OBJECTIVE, re.I)
# What is optimized by its name.
_POSTERIOR = re.compile(r"\bMAP\b|\b(?:maximum[\s-]+a[\s-]+posteriori|posterior\s+mode|mode\s+of\s+the\s+posterior)\b|\b(?:maximi[sz]\w+|minimi[sz]\w+)\s+(?:the\s+)?"
                        r"(?:negative\s+|minus\s+(?:the\s+)?)?(?:log[\s-]*)?posterior\b", re.I)
_LIKELIHOOD = re.compile(r"\bMLE?\b|\bmaximum[\s-]+likelihood\b|\b(?:maximi[sz]\w+|minimi[sz]\w+)\s+(?:the\s+)?(?:negative\s+|minus\s+(?:the\s+)?)?(?:log[\s-]*)?likelihood\b", re.I)
# Of what was written right before another form is told.
_SAME = re.compile(r"\b(?:multipl\w+|divid\w+|(?:re)?scal\w+|drop\w*|ignor\w+|omit\w*|discard\w*|remov\w+|equivalent(?:ly)?|same\s+as|amounts\s+to|tantamount\s+to)\b", re.I)
_RAISED = re.compile(r"^\s*(?:\\(?:log|ln|ell|mathcal\s*\{?\s*L)(?![A-Za-z])|p\s*\()")
_RIDGE = re.compile(r"\b(?:ridge(?:\s+(?:regression|estimat\w+|penalty|objective|problem|solution))?|Tikhonov(?:\s+regulari[sz]ation)?|"
                    r"(?:L2|L_2|\$\\?ell_2\$)[\s-]+regulari[sz]\w+(?:\s+(?:least\s+squares|regression))?|regulari[sz]ed\s+least\s+squares)\s*,?\s+"
                    r"(?:with|for|where)(?:\s+(?:the\s+)?(?:regulari[sz]ation\s+|penalty\s+)?(?:parameter|strength|weight|coefficient|constant))?\s*$", re.I)
# Before it: ridge regression on other data than those of the laws, "we rescale each row and run ridge with".
_OTHER_DATA = re.compile(r"\b(?:rescal\w+|scal(?:e[ds]?|ing)|transform\w*|whiten\w*|re-?weight\w*|weighted|standardi[sz]\w+|normali[sz](?:e[ds]?|ing)|augment\w*|stack\w*|cent(?:re|er)(?:d|s|ing)?|new\s+data|modified|"
                         r"replac\w+|on\s+(?:the\s+)?(?:data|pairs?|rows?))\b|\\(?:wide)?tilde|\\(?:wide)?hat\s*\{?\s*X|\\bar\s*\{?\s*X", re.I)
# "The negative log-likelihood is", "the log posterior then becomes, up to a constant,", right before an expression.
_LOG_OF = re.compile(r"\b(?:the|its|our)\s+(?P<negative>(?:negative|minus(?:\s+the)?)\s+)?log[\s-]*(?P<of>likelihood|posterior)(?:\s+(?:function|density))?"
                     r"(?:\s+(?:of|for|in)\s+(?:the\s+)?(?:data|\$[^$]*\$|\w+))?\s+(?:is|becomes|reads|equals)(?:\s+(?:then|thus|therefore|hence|now|just|simply))*"
                     r"(?:\s*,?\s*(?:up\s+to|except\s+for)\s+(?:[a-z]+\s+){0,3}constants?\s*,?)?\s*:?\s*$", re.I)
# "Up to terms without $\\theta$, ": what is left out.
_UP_TO = re.compile(r"\b(?:up\s+to|except\s+for|apart\s+from|dropping|ignoring|omitting)\s+(?:[a-z]+\s+){0,4}(?:terms?|constants?|summands?|factors?)[^,:]*[,:]", re.I)
# "so the maximum likelihood estimate is", "hence the minimizer of $J$ is", right before an expression.
_PLACE = re.compile(r"\b(?:the|its|our)\s+(?:unique\s+|global\s+|only\s+)?(?:(?:maximum[\s-]+likelihood|MAP|ML|least[\s-]+squares|maximum[\s-]+a[\s-]+posteriori)\s+(?:estimate|estimator|solution)|MLE|"
                    r"minimi[sz]er|maximi[sz]er|minimum|maximum|optimum)(?:\s+(?:of|for)\s+\$(?P<of>[^$]+)\$)?\s+is(?:\s+(?:at|attained\s+at|reached\s+at|then|thus|therefore|simply|just|given\s+by))*\s*:?\s*$", re.I)
# "the minimum is", with no "at": the place or the value there.
_OF_VALUE = re.compile(r"\b(?:minimum|maximum|optimum)\b(?!\s+(?:likelihood|a\s)|.*\b(?:at|reached|attained)\b)", re.I | re.S)
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)
_LOG_DENSITY = re.compile(r"\s*(?P<head>-?\s*\\(?:log|ln)\s*(?:\\[,;:!]\s*)?p\s*\(\s*(?P<of>\\?[A-Za-z]+)\s*\\mid(?![A-Za-z])[^()=]*\))\s*&?=")
_DENSITY = re.compile(r"(?<![A-Za-z\\])p\s*(?:\\left)?\(\s*(?P<of>[^()|;,]+?)\s*(?:\\mid(?![A-Za-z])|\||\))")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls what an estimate minimizes; False where it says nothing of the kind."""
    least, most = _LEAST.search(sentence), _MOST.search(sentence)
    solves = _SOLVES.search(sentence) if re.match(r"\s*\\(?:arg\s*\\?)?(?:min|max)", row.text) else None
    if least is None and most is None and solves is None:
        return False
    try:
        found = statements(chains.state.context, row)
    except SymcheckError:
        return False
    s = found[0] if len(found) == 1 and set(found[0].operators) <= EQUALITIES else None
    piece = s.pieces[-1] if s is not None else None
    if piece is None:
        return False
    inner = optima.read(chains.state, piece, row) if solves is not None else None
    if (inner is None or inner.piece is None) and solves is not None:
        return False
    chains.meanings.looked_up(piece if inner is None else inner.piece)
    known, told = _known(chains, sentence, piece), None
    if inner is not None:
        told = optima.read(chains.state, piece, row).optimum
    else:
        value = chains.state.read(piece)
        told = Optimum(value, known.by, most is None) if known is not None and value is not None else None
    return known is not None and told is not None and _compared(chains, s, known, told)


def density(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    r"""Judge an expression that the sentence before it calls the (negative) log-likelihood or log-posterior of the laws known: one that has the
    same derivative, and where the words or a term leave out a constant; False where it is none."""
    said = _LOG_OF.search(sentence)
    if said is None or modes.OTHER.search(_UP_TO.sub(" ", re.sub(r"\$[^$]*\$", "", sentence))):
        return False
    state = chains.state
    try:
        found = statements(state.context, row)
    except SymcheckError:
        return False
    s = found[0] if len(found) == 1 and not found[0].operators else None
    piece = s.pieces[0] if s is not None else None
    if piece is None:
        return False
    chains.meanings.looked_up(piece)
    known, value = _mode(chains, piece, said["of"].lower().startswith("post")), state.read(piece)
    if known is None or value is None or not is_scalar(value.shape) or value.op in ("var", "let") or has_derivative(value):
        return False
    own = build.known("log", known.objective)
    own = build.neg(own) if said["negative"] else own
    v = judge(state.context, own, value, hint=True)
    if not v.right:
        slope = judge(state.context, *(build.derivative(e, known.by, "column") for e in (own, value)), hint=True)
        left_out = constants.in_piece(state, piece) or constants.UP_TO.search(sentence) or constants.UP_TO.match(formula.after.lstrip(" ,")) or constants.left_out(state)
        if slope.word == V.DIFFERENT:
            v = replace(slope, message="the derivative of this is not that of the density")
        elif slope.right and left_out:
            v = Verdict(V.EQUAL, f"the difference does not hold {known.by.data.name}")
        else:
            return False
    with chains.apart():
        chains.step(s, 0, v, reason="by the laws of the data and of the parameter" if v.right else "")
    if v.right:
        state.objectives.append(Optimum(value, known.by, bool(said["negative"])))
    return True


def _known(chains: Chains, sentence: str, piece: Piece) -> Optimum | None:
    """The optimum that the sentence speaks of."""
    if modes.OTHER.search(re.sub(r"\$[^$]*\$", "", sentence)):
        return None
    if _POSTERIOR.search(sentence):
        return _mode(chains, piece, posterior=True)
    if _LIKELIHOOD.search(sentence):
        return _mode(chains, piece, posterior=False)
    return displayed(chains) if _SAME.search(sentence) else None


def _mode(chains: Chains, piece: Piece | None, posterior: bool) -> Optimum | None:
    """The mode of the one posterior, or likelihood, that the laws give, over a variable that the piece speaks of."""
    names = {label(n) for n in piece.syntax.walk() if type(n) in (Symbol, Script, Accent)} if piece is not None else set()
    found = [o for o in modes.every(chains.state, posterior) if piece is None or o.by.data.name in names]
    return found[0] if len(found) == 1 else None


def displayed(chains: Chains) -> Optimum | None:
    """What the display right before, or the one before the last formula among words, is about, as an objective: the variable is the one of its
    density or the argument of its name."""
    chain, at, formulas = chains.chain, chains.meanings.at, chains.meanings.document.formulas
    if chain is None or chain.unread or chain.wrong or not any(f.display for f in formulas[max(0, at - 2):at]):
        return None
    state, head = chains.state, written(chain.head.source, chain.head.syntax.span).strip()
    found = _DENSITY.search(head)
    by = state.context_read(found["of"]) if found is not None else None
    if by is None:
        taken = re.fullmatch(r"\\?[A-Za-z]+(?:\s*\{[^{}]*\})?(?:_\{?\w+\}?)?\s*\(\s*([^(),;|]+?)\s*\)", head)
        by = state.context_read(taken[1]) if taken is not None else None
    values = [e for p in (chain.head, chain.last) if (e := state.read(p)) is not None and is_scalar(e.shape) and not has_derivative(e)]
    if by is None or by.op != "var" or not values or not speaks_of(values[0], by):
        return None
    return Optimum(values[0], by, _RAISED.match(head) is None)


def place(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls the estimate, the minimizer or the maximizer: there the derivative taken last in this
    sentence or right before it is zero. False where it is none."""
    said = _PLACE.search(sentence)
    state, at = chains.state, chains.meanings.at
    if said is None or _CASE.match(formula.after) or modes.OTHER.search(re.sub(r"\$[^$]*\$", "", sentence)) or not state.gradients or at == 0:
        return False
    try:
        found = statements(state.context, row)
    except SymcheckError:
        return False
    s = found[0] if len(found) == 1 and not found[0].operators else None
    named = state.context_read(said["of"]) if said["of"] else None
    g = state.gradients[-1] if not said["of"] else state.gradient_by(named) if named is not None else None
    if s is None or s.pieces[0] is None or g is None or g.by.op != "var" or not _holds_derivative(chains, at - 1, g):
        return False
    chains.meanings.looked_up(s.pieces[0])
    value = state.read(s.pieces[0])
    if value is None or value.shape != g.by.shape or speaks_of(value, g.by) or value.op in ("var", "let") or not names_in(value) <= names_in(g.f):
        return False
    either = _OF_VALUE.search(said[0]) is not None
    v = equations.solution(state, g.by, value, [], g) if not either or names_in(value) else None
    if v is None or not v.right and (either or v.word != V.DIFFERENT):
        return False
    with chains.apart():
        chains.step(s, 0, v, reason="the derivative is zero there" if v.right else "")
    return True


def _holds_derivative(chains: Chains, k: int, g: Gradient) -> bool:
    """Does the statement in formula k begin with the derivative of this function?"""
    try:
        heads = [s.pieces[0] for row in chains.meanings.document.formulas[k].rows for s in statements(chains.state.context, row) if s.operators]
    except SymcheckError:
        return False
    read = [e for p in heads if p is not None and (e := chains.state.read(p)) is not None]
    return any(n.op == "derivative" and n.args[0] is g.f and n.args[1] is g.by for e in read for n in e.walk())


def _among_words(chains: Chains) -> Optimum | None:
    r"""The log-density, `-\log p(\theta \mid x) = ..`, that one of the last formulas among words says something of."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    for k in range(at - 1, max(-1, at - 4), -1):
        found = _LOG_DENSITY.match(formulas[k].rows[0].text) if not formulas[k].display else None
        if found is None:
            continue
        e, by = chains.state.context_read(found["head"]), chains.state.context_read(found["of"])
        if e is not None and by is not None and by.op == "var" and is_scalar(e.shape) and speaks_of(e, by):
            return Optimum(e, by, found["head"].lstrip().startswith("-"))
    return None


def gradient(chains: Chains, s: Statement) -> Gradient | None:
    r"""The derivative, of which nothing was written, that "Setting the gradient to zero: $X^\top (Xw - y) + \lambda w = 0$" sets to zero after the
    display of its function, or after the laws of a posterior."""
    found = displayed(chains) or _among_words(chains)
    sides = [e for p in s.pieces if p is not None and (e := chains.state.read(p)) is not None]
    return Gradient(found.objective, found.by) if found is not None and any(speaks_of(e, found.by) for e in sides) else None


def ridge(chains: Chains, s: Statement, sentence: str) -> None:
    r"""Judge "This is ridge regression with $\lambda = \sigma^2 / \tau^2$", where the laws of the data and of the parameter are known: the posterior
    has its mode where `\|y - X w\|^2 + \lambda \|w\|^2` is least. Half of that squared error or its mean may be meant as well, unless the display right
    before shows which; then the penalty may be half of \lambda, too."""
    if _RIDGE.search(sentence) is None or _OTHER_DATA.search(sentence) or modes.OTHER.search(re.sub(r"\$[^$]*\$", "", sentence)) or len(s.pieces) != 2 or s.pieces[1] is None:
        return
    state = chains.state
    known, value = _mode(chains, None, posterior=True), state.read(s.pieces[1])
    if known is None or value is None or not is_scalar(value.shape) or value.op == "num" or not names_in(value) <= names_in(known.objective):
        return
    errors = modes.misfit(state, known.by)
    if errors is None:
        return
    misfit, size = errors
    factors = ["", r"\frac{1}{2}", *((rf"\frac{{1}}{{{size}}}", rf"\frac{{1}}{{2 {size}}}") if size else ())]
    shown = next((f for f in factors if _shows(chains, rf"{f} {misfit}")), None)
    verdicts = {}
    for factor, half in [(f, "") for f in factors] if shown is None else [("", ""), (shown, ""), (shown, r"\frac{1}{2}")]:
        line = rf"{factor} {misfit} + {half} \left({s.text(1)}\right) \left\| {known.by.data.name} \right\|^2"
        told = state.context_read(line)
        if told is None:
            return
        verdicts[factor, half] = optima.same(state, known, Optimum(told, known.by, True))
    usual = [v for (factor, half), v in verdicts.items() if factor == (shown or "") and (not half or "2" in factor)]
    found = next((v for v in usual if v.right), next(iter(verdicts.values())))
    if found.right or all(v.word == V.DIFFERENT for v in verdicts.values()):
        with chains.apart():
            chains.step(s, 0, found, "optimum", "the mode of the posterior" if found.right else "")


def _shows(chains: Chains, misfit: str) -> bool:
    """Does the objective that the display right before ends with hold this squared error as a term of its own?"""
    chain, at, formulas = chains.chain, chains.meanings.at, chains.meanings.document.formulas
    if chain is None or chain.unread or chain.wrong or at == 0 or not formulas[at - 1].display:
        return False
    own, last = chains.state.context_read(misfit), chain.last
    found = optima.read(chains.state, last, last.source)
    piece = found.piece if found is not None else last
    if own is None or piece is None:
        return False
    syntax = piece.syntax
    while type(syntax) is Group and not isinstance(syntax.body, (Listing, Bar)):
        syntax = syntax.body
    terms = [t for sign, t in zip(syntax.signs, syntax.items) if sign in ("+", "")] if type(syntax) is Additive else []
    read = [e for t in terms if (e := chains.state.read(Piece(t, piece.source))) is not None]
    return any(e.shape == own.shape and judge(chains.state.context, own, e, hint=True).right for e in read)


def _compared(chains: Chains, s: Statement, known: Optimum, told: Optimum) -> bool:
    """A step where both have one place, or surely not."""
    g = told.objective
    if told.by is not known.by or not is_scalar(g.shape) or has_derivative(g) or not speaks_of(g, told.by) or g.op in ("var", "let") \
            or not names_in(g) <= names_in(known.objective):
        return False
    v = optima.same(chains.state, known, told)
    chains.state.objectives.append(told)
    if not v.right and v.word != V.DIFFERENT:
        return False
    with chains.apart():
        chains.step(s, max(0, len(s.operators) - 1), v, "optimum", "" if not v.right else "the same optimum")
    return True


__all__ = ["density", "displayed", "gradient", "judged", "place", "ridge"]
