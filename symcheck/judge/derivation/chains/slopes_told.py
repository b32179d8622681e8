r"""Derivatives whose left side is told in words: "The gradient is $2X^\top(Xw - y)$", "The derivative of $F$ with respect to $w$ is
$..$", "its Hessian is $X^\top W X$". They are of the function named, or of the last line of the display right before, or of the only function
of these names that was defined."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains import (
    linking,
    slopes_collected,
    slopes_of_expressions,
    slopes_set_to_zero,
)
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.names.equations_read import is_misfit, statement
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.heads import arguments
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import Chain, Gradient, State, called, names_in, speaks_of
from symcheck.judge.derivation.wording import changes_told
from symcheck.judge.derivation.wording.patterns import APPOSED
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_OF = (r"(?:\s+of\s+(?:(?:(?:the|our|this|a)\s+" + APPOSED + r")?\$(?P<of>[^$]+)\$|(?:this|it|that|both)|(?:the|this|that)\s+(?:(?:whole|new|negative|minus|last|latter|final|second|full|"
       r"resulting|regulari[sz]ed|penali[sz]ed|rescaled|simplified|equivalent)\s+|log-?\s?)*"
       r"(?:objective(?:\s+function)?|loss|cost|sum|function|criterion|expression|log\s?\w*|posterior|likelihood|right[- ]hand\s+side)))?")
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:the\s+(?:(?:single|individual|matrix|\w+-th)\s+)?(?:entry|entries|elements?|components?|coordinates?|coefficients?|weights?|parameters?|vectors?|matrix|bias|variable)\s+)?\$(?P<by>[^$]+)\$)?"
# "with respect to the output", "at the logits": what words call by what it is in the network.
_ROLE = (r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|at|by)\s+the\s+(?P<role>(?:(?:final|scalar|network|network's|model|model's|predicted|hidden|last|vector\s+of)\s+)*"
         r"(?:outputs?|predictions?|logits?|scores?|pre-?activations?|activations?|margin|probabilit(?:y|ies)|residuals?|hidden\s+(?:layer|vector|state|representation)|code))"
         r"(?:\s+vector)?)?")
_NOUN = r"(?:first\s+|partial\s+)?(?:gradient|derivative|slope)|partial(?=\s+(?:of|with|w\.?\s?r))|(?P<second>hessian(?:\s+matrix)?|second\s+derivative|curvature)"
_IS = re.compile(rf"\b(?:the|its|this|whose|has(?:\s+the)?)\s+(?:{_NOUN}){_OF}(?:{_BY}|{_ROLE})\s+"
                 r"(?:is|equals|becomes|reads|comes\s+out\s+as)(?:\s+(?:then|thus|therefore|now|just|simply|hence))?\s*:?\s*$", re.I)
# "The loss $J(w) = ..$ has the gradient $..$", and after what was said so ", and the Hessian $..$".
_HAS = re.compile(rf"^[\s,]*(?:which\s+)?(?:has|having|with)\s+(?:(?:the|a|an|as)\s+)?(?:{_NOUN}){_BY}\s*:?\s*$", re.I)
_AND = re.compile(rf"^[\s,;]*(?:and|while)\s+(?:has\s+)?(?:(?:the|its|a|an|as)\s+)?(?:{_NOUN}){_BY}\s*(?:is|equals|reads)?\s*:?\s*$", re.I)
# "The Hessian $..$ is positive definite", "since its Hessian $..$ is": beside the noun, with nothing of what it is after it.
_APPOSED = re.compile(rf"(?:^|[.;,:]\s*|\b(?:so|hence|since|because|and|as|that|but)\s+)(?:the|its)\s+(?:{_NOUN}){_OF}{_BY}\s*$", re.I)
_IS_SAID = re.compile(r"\s*,?\s*(?:is|has|vanishes|being)\b", re.I)
# ", and with respect to $b$ it is", after a derivative by another name.
_AND_BY = re.compile(r"[\s,;]*(?:and|while)?\s*,?\s*(?:the\s+(?:one|gradient|derivative)\s+|that\s+)?(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|by|in)\s+\$(?P<by>[^$]+)\$\s+(?:it\s+)?(?:is|equals|gives|reads)\s*:?\s*$", re.I)

# "Similarly, the gradient with respect to $a$ is", after other derivatives of the same function.
_SIMILARLY = re.compile(r"\b(?:similarly|likewise|analogously|in\s+the\s+same\s+way|by\s+symmetry|by\s+the\s+same\s+(?:argument|reasoning|token))\b[^$]*$", re.I)
# Words before "the gradient is" that say nothing else of it: of what it is, how it is taken, what follows.
_OPENS = re.compile(r"^[\s\W\d]*(?:(?:that\s+is|i\.\s?e\.|and|or|but|so|now|next|then|here|thus|hence|therefore|again|also|moreover|furthermore|besides|additionally|in\s+addition|of\s+course|[a-z]{3,}ly|first|second|finally|clearly|indeed|consequently|accordingly|similarly|likewise|as|since|because|while|where|with|that|"
                    r"note|notice|recall|observe|we|one|you|I|see|know|find|get|obtain|have|compute|conclude|check|verify|read\s+off|it|is|follows|can|to|easy|clear|obvious|immediate|be|been|seen|checked|shown|"
                    r"(?:an?|the)\s+(?:(?:short|simple|direct|straightforward|easy|quick|little|similar|same|standard)\s+)*(?:calculation|computation|argument|check|differentiation)|gives|yields|"
                    r"this|means|shows|which|whose|its|in\s+particular|in\s+(?:matrix|vector|index|other)\s+\w+|"
                    r"by\s+(?:the\s+)?(?:(?:chain|product|quotient|power|sum)\s+rules?|linearity|symmetry|definition|inspection|hand|direct\s+\w+)(?:\s+(?:and|of)\s+\w+(?:\s+\w+)?)?|"
                    r"(?:expanding|differentiating|computing|taking|using|writing|collecting|multiplying|applying|step|part|solution|answer|proof|gradient|derivative|hessian|slope)\b[^,.;:]{0,60}[,:]|"
                    r"(?:for|of|on)\s+(?:this|that|the|our)\s+(?:(?:\w+[\s-]+){0,2}(?:function|loss|objective|cost|model|problem|case|half[\s-]?line|branch|side|region|interval|piece|part)(?:\s+(?:function|above))?)|"
                    r"(?:when(?:ever)?|if|for|where|as\s+long\s+as)\s+(?:all\s+)?\$[^$=]*(?:[<>=]|\\(?:[lg]eq?|in)(?![A-Za-z]))[^$=]*\$|"
                    r"\$[^$]*\$)[\s,:*()\-]*)*$", re.I)

# "For a square matrix $A \\in \\mathbb{R}^{n \\times n}$, not necessarily symmetric," before the derivative of what is written out: what its letters are.
_OF_A_KIND = re.compile(r"[\s\W\d]*(?:for|let|with|given)\s+(?:an?|any|all|every|some|fixed|constant|the)\b(?:(?!\b(?:if|when\w*|where|at|case|only|assum\w*|suppos\w*)\b)[^.;])*", re.I | re.S)
# What says there of what kind a letter is.
_DECLARES = re.compile(r"\$[^$]*\\in(?![A-Za-z])[^$]*\$|\b(?:matri(?:x|ces)|vectors?|scalars?|(?:real\s+)?numbers?|constants?)\s+\$|\b(?:any|all|every|some|fixed|constant|given)\s+(?:(?!loss|function|penalt|regul|model)[\w-]+\s+){0,2}\$", re.I)
_CLAUSE_ENDS = re.compile(r"[;:]\s|\$[^$]*=[^$]*\$\s*,?\s*(?:and|so|but|thus|hence|therefore)?(?=[\s,])|\b(?:is|equals|reads|becomes)\s+\$[^$]*\$(?=[\s,])", re.I)
# ", whose derivative in", right before a name, right after a display.
_NAME_ALONE = re.compile(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*")
_WHOSE_BY = re.compile(r"[\s,;.]*(?:and\s+|with\s+)?(?:whose|its)\s+(?:\w+\s+){0,2}(?:derivative|gradient|slope|Hessian)\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by|over)\s*(?:the\s+\w+\s*)?", re.I)
# ", whose gradient is", ", and its gradient with respect to", right after an expression.
_WHOSE = re.compile(r"^[\s,;]*(?:and\s+)?(?:whose|its)\b", re.I)
# ", which vanishes only at", right before a place.
_VANISHES = re.compile(r"^[\s,.]*(?:which|this|it|that)\s+(?:vanishes|is\s+(?:zero|equal\s+to\s+zero)|becomes\s+zero|equals\s+zero)\s+(?:only\s+|exactly\s+|precisely\s+)?(?:at|for|when|where|if)\s*$", re.I)
# The same in a sentence of its own, after what something is.
_ITS, _WHAT_IS = re.compile(r"^\s*\.\s+Its\b"), re.compile(r"\b(?:is|equals|reads|becomes)(?:\s*,[^,.;$]*,|\s+(?:then|thus|therefore|hence|now|just|simply))?\s*$", re.I)
# `-\\log p(w \\mid y) =`, and in what it is a function.
_LOG_DENSITY = re.compile(r"^\s*-?\s*\\(?:log|ln)\s*(?:\\[,;:!]\s*)?p\s*(?:\\left)?\(\s*(?P<of>\\?[A-Za-z]+)\s*\\mid(?![A-Za-z])")

# "the determinant of the Hessian is $..$": of what is made of it.
_MADE_OF_IT = re.compile(r"\b(?:determinant|trace|inverse|eigenvalues?|norm|square|negative|sign|size|length|magnitude|rows?|columns?|entries|rank|transpose|expectation|mean|average|estimate)\s+of\s+(?:the|its|this)\s+\w+(?:\s+\w+)?[^$]*$", re.I)
# "At this point the gradient is $-4$": no derivative in general.
_HEAD = re.compile(r"\s*(\\?[A-Za-z]+(?:\s*\{\s*\\?[A-Za-z]+\s*\}|\s+[A-Za-z](?![A-Za-z]))?(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*)\s*(?:=|:=|\\in\b|$)")
_INLINE = re.compile(r"\b(?:at|there|here|point|for|when|now|then)\b", re.I)
# Before and in the condition under which a sentence says what the gradient is.
_ON = re.compile(r"(?:^|[.;]\s+|\n)\W*(?:on|for|where|when|if|in|while|as\s+long\s+as)\b[^.;]*$", re.I)
_ORDER = re.compile(r"\s*(\\?[A-Za-z]\w*)\s*(?:[<>]|\\[gl]eq?(?![A-Za-z]))")
# "For $f(u) = ..$ the gradient is".
_FOR = re.compile(r"(?:^|[.;]\s+|\n)\W*(?:[\d.]+\s*)?(?:for|of|with|in\s+the\s+case\s+of)(?:\s+the\s+(?:\w+\s+)?(?:function|loss|objective|form|quadratic|cost))?\s*$", re.I)
# Right after the expression: it is the gradient in a case only.
_CASE = re.compile(r"^\s*,?\s*(?:only\s+)?(?:when(?:ever)?|if|where|for|on|at|as\s+long|unless|in\s+(?:the|this|that)\s+case)\b", re.I)

# ", where $\\sigma(z) = ..$": what a name in it stands for; after that, maybe, "is the sigmoid", ", and second derivative".
_WHERE = re.compile(r"^\s*,?\s*(?:where|with)\s*$", re.I)
_MEANS = re.compile(r"\s*(?P<head>[^=<>]+?)\s*:?=(?!.*[<>])", re.S)
_CALL = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*(?:\\left)?\(\s*\\?[A-Za-z]+\s*(?:\\right)?\)")
_AND_THEN = re.compile(r"^\s*(?:(?:is|denotes)\s+(?:the|an?)\s+(?:[\w-]+\s*){1,4}|as\s+(?:usual|before|above))?" + _AND.pattern[1:], re.I)


def by_name(sentence: str) -> str | None:
    """The name by which the words right before a formula call it the derivative, "the slope in $x$ is"."""
    m = _IS.search(sentence)
    return m["by"] if m is not None else None


def judged(chains: Chains, row: Source, sentence: str) -> bool:
    """Judge an expression that the sentence before it calls a gradient or a Hessian; False where it does not."""
    formula = chains.meanings.document.formulas[chains.meanings.at]
    goes_on = _AND.match(formula.before) if chains.slope_told is not None and chains.slope_told[0] == chains.meanings.at - 1 else None
    if goes_on is None and chains.slope_told is not None and chains.slope_told[0] == chains.meanings.at - 2:
        goes_on = _AND_BY.search(sentence) or _says_meaning(chains, chains.slope_told[0]) and _AND_THEN.match(formula.before) or None
    if slopes_collected.told(sentence):
        return slopes_collected.judged(chains, row, formula)
    then = goes_on if goes_on is not None and goes_on.re is _AND_THEN else None
    said = then or _IS.search(sentence) or _HAS.search(formula.before) or goes_on
    apposed = _APPOSED.search(sentence) if said is None and _IS_SAID.match(formula.after) else None
    said = said or apposed
    if said is not None and said.re is _IS and is_otherwise(said, _clause(sentence[:said.start()])):
        return False  # of a part of it, a multiple, or under a condition told in words
    if said is None or _CASE.match(formula.after) and not _says_meaning(chains, chains.meanings.at) or _MADE_OF_IT.search(sentence):
        return False
    state, groups = chains.state, said.groupdict()
    try:
        piece = Piece(parse(row, state.context.words), row)
    except SymcheckError:
        return False
    chains.meanings.looked_up(piece)
    alike = chains.slope_told is not None and chains.meanings.at - chains.slope_told[0] < 6 and groups.get("by") and _SIMILARLY.search(sentence[:said.start()])
    f, named, told_by = _told(chains, groups.get("of"), goes_on is not None or bool(alike), bool(groups.get("by")))
    role = groups.get("role")
    told_by = groups.get("by") or (_of_role(chains, role) if role else told_by)
    if role and not told_by:
        return False
    value, twice = state.read(piece), bool(groups.get("second"))
    if role:
        f = _above(state, state.context_read(told_by))
    if groups.get("by") and not groups.get("of") and _is_constant_in(f, state.context_read(told_by)):  # "$\\hat s = ..$. The derivative in $\\mu$ is": not of that
        f, named = next(iter(state.losses_of(state.context_read(told_by))), None), ""
    zeroed = slopes_set_to_zero.last(state) if twice and not role and not groups.get("of") and goes_on is None else None
    if zeroed is not None and (f is None or not speaks_of(f, zeroed.by)):
        f, named, told_by = zeroed.f, "", told_by or zeroed.by.data.name
        if f is None:
            return False
    elif f is None and value is not None and not role:
        f = _only_loss(state, value, twice)
    if told_by and not groups.get("of") and goes_on is None and f is not None and not is_scalar(f.shape):
        f, named = None, ""  # "Let $\\delta = ..$. Then the gradient with respect to $W$ is": of no vector
    if f is None and told_by and not groups.get("of") and "gradient" in said[0].lower():
        f = _whole(state, state.context_read(told_by))
    if apposed is not None and (value is None or value.op in ("var", "let")):
        return False  # a name of it
    first = (_differentiated(chains) or _of_vanishing(chains, f)) if twice and not groups.get("of") and goes_on is None else None
    if first is not None:
        f, named = first.f, ""  # "$f'(m) = ..$. The second derivative is": of f
    hessian = "hessian" in said[0].lower() and not groups.get("of") and bool(state.gradients) and is_vector(state.gradients[-1].by.shape)
    if f is None and hessian:
        f, named = state.gradients[-1].f, ""  # of the function of which the gradient was spoken of last
    else:
        hessian = False
    if f is None or not is_scalar(f.shape) or value is not None and (has_derivative(value) or value.is_zero):
        return False
    if value is not None and not names_in(value) and (chains.meanings.instances.open or _INLINE.search(sentence)) and not role:
        return False  # at numbers
    s = Statement([None, piece], ["="], row, piece.syntax.span)
    wanted = state.context_read(told_by) if told_by else first.by if first is not None else None
    wanted = state.gradients[-1].by if hessian else wanted
    if wanted is not None and wanted is f:
        return False  # "$z = \\log p$ with $p = \\sigma(z)$, and its derivative with respect to $p$ is": of what stands before
    if value is None and wanted is not None and not twice and are_declared(chains.meanings, piece) and is_misfit(state.context, piece):
        chains.step(s, 0, Verdict(V.DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together"))
        return True
    if value is None:
        return _written_out(chains, named, told_by, twice, row)
    names = [wanted] if wanted is not None else _variables(f, value, twice)
    slopes = [(e, build.derivative(f, e, "column")) for e in names]
    verdicts = [(e, judge(state.context, build.derivative(slope, e, "column") if twice else slope, value)) for e, slope in slopes]
    found = next(((e, v) for e, v in verdicts if v.right), verdicts[0] if len(verdicts) == 1 else None)
    if found is None:
        last = [g.by for g in state.gradients]
        found = next(((e, v) for by in reversed(last) for e, v in verdicts if e is by), None)
    if found is None and not groups.get("of") and not _follows_display(chains)[0]:
        return False
    if found is None and groups.get("of") and not twice and "gradient" in said[0].lower() and (only := _only_vector(f)) is not None and is_scalar(value.shape) and names_in(value):
        found = only, Verdict(V.DIFFERENT, "the shapes do not fit", message="the gradient is a vector, and this is a number")
    by, verdict = found or (None, Verdict(V.UNDECIDED, "by what this is a derivative cannot be told"))
    if verdict.word == V.DIFFERENT and since_told.function_changed(chains.meanings, [f.data.name] if f.op == "let" else []):
        verdict = Verdict(V.UNDECIDED, "words before it may have changed the function")
    elif verdict.word == V.DIFFERENT and not groups.get("of") and by is not None and by.op == "var" and by.data.name in state.doubts.objectives:
        verdict = Verdict(V.UNDECIDED, f"what is optimized over {by.data.name} here the words do not plainly say")
    elif verdict.right and f.op == "let" and since_told.term_added(chains.meanings, [f.data.name]):
        verdict = Verdict(V.UNDECIDED, "this is the derivative without the penalty that words add to the function")
    if verdict.word == V.DIFFERENT and not groups.get("of") and slopes_of_expressions.may_be_meant(chains, said[0], f):
        return False
    chains.step(s, 0, verdict, reason=f"the {'second ' * twice}derivative by {called(by)}" if verdict.right else "")
    chains.slope_told = chains.meanings.at, f, named, told_by
    if by is not None:
        state.saw(build.derivative(f, by, "column"))
    return True


def is_otherwise(said: re.Match[str], clause: str) -> bool:
    """May the words before "the gradient of $f$ is" make it one of something else than f?"""
    if changes_told.here(clause):
        return True
    return _OPENS.search(clause) is None and not (said.groupdict().get("of") and _OF_A_KIND.fullmatch(clause) and _DECLARES.search(clause))


def _says_meaning(chains: Chains, k: int) -> bool:
    """Does what stands behind formula k, "where $\\sigma(z) = ..$", say what a function, or a name without a meaning before, stands for? Then it is no case."""
    formulas = chains.meanings.document.formulas
    if k + 1 >= len(formulas) or formulas[k + 1].display or _WHERE.match(formulas[k + 1].before) is None or not formulas[k + 1].rows:
        return False
    said = _MEANS.match(formulas[k + 1].rows[0].text)
    return said is not None and (_CALL.fullmatch(said["head"]) is not None or k >= chains.meanings.at and chains.state.context_read(said["head"]) is None
                                 or k < chains.meanings.at and (e := chains.state.context_read(said["head"])) is not None and e.op == "let")


def _clause(before: str) -> str:
    """The clause that words go on in after a semicolon, a colon, a relation, or what something is."""
    return _CLAUSE_ENDS.split(re.sub(r"\\[()]", "$", before))[-1]


def _of_role(chains: Chains, role: str) -> str:
    """The one name that the document calls by this, "a scalar output $\\hat y = ..$", as it is written there; "" where there are several or none."""
    words = re.split(r"\s+", role.lower())[-1].removesuffix("s")
    said = re.compile(rf"\b{re.escape(words)}s?\s*(?:vector\s*)?$", re.I)
    found = set()
    for formula in chains.meanings.document.formulas[:chains.meanings.at]:
        if said.search(formula.before) and (m := _HEAD.match(formula.rows[0].text)) is not None:
            found.add(m[1].strip())
    return found.pop() if len(found) == 1 else ""


def _differentiated(chains: Chains) -> Gradient | None:
    """The function of which the display right before gives the first derivative, and by what; None where it gives none."""
    if chains.chain is None or chains.chain.unread or not _follows_display(chains)[0]:
        return None
    e = chains.state.read(chains.chain.head)
    while e is not None and (e.op in ("neg", "transpose") or e.op == "let" and e.args[0].op == "derivative"):
        e = e.args[0]
    found = None
    while e is not None and e.op == "derivative" and is_scalar(e.args[0].shape):
        found, e = Gradient(*e.args), e.args[0]
    return found


def _of_vanishing(chains: Chains, f: Expr | None) -> Gradient | None:
    r"""The function whose derivative, displayed right before, vanishes where the formula in between says, "which vanishes only at $\hat\mu = \bar x$"; None where
    that place is no name with a hat or a star of its variable."""
    earlier, gradients = chains.meanings.document.formulas[max(0, chains.meanings.at - 2):chains.meanings.at], chains.state.gradients
    if f is None or f.op != "let" or len(earlier) < 2 or not earlier[0].display or _VANISHES.search(earlier[1].before) is None or not gradients or chains.chain is None or chains.chain.unread:
        return None
    slope, last = chains.state.read(chains.chain.head), gradients[-1]
    if slope is None or slope.op != "derivative" or slope.args[:2] != (last.f, last.by) or last.by.op != "var" or not is_scalar(last.f.shape):
        return None
    return last if f.data.name != last.by.data.name and last.by.data.name in re.findall(r"\\?[A-Za-z]+", f.data.name) else None


def _above(state: State, name: Expr | None) -> Expr | None:
    """The one number made of a name that no other one is made of."""
    made = [f for f in state.context.definitions.values() if name is not None and f is not name and f.op == "let" and is_scalar(f.shape)
            and not f.data.family and speaks_of(f, name)]
    made = [f for f in made if not any(other is not f and speaks_of(other, f) for other in made)]
    return made[0] if len(made) == 1 else None


def _told(chains: Chains, of: str | None, goes_on: bool, by: bool = False) -> tuple[Expr | None, str, str]:
    """The function of which the words say a derivative, its name as written, and by what."""
    if goes_on and not of and chains.slope_told is not None:
        return chains.slope_told[1:]
    follows, conditioned = _follows_display(chains)  # else the sentence may be about what stands in between
    if of or follows:
        f = _function(chains, of)
        return (f, of or "", conditioned) if of or f is not None and is_scalar(f.shape) else (None, "", "")
    found = _just_defined(chains, by)
    if found[0] is None and chains.slope_told is not None and chains.slope_told[0] == chains.meanings.at - 1:
        return chains.slope_told[1:]
    return found


def _written_out(chains: Chains, name: str, by: str, second: bool, row: Source) -> bool:
    """Judge what is called a Hessian, or a gradient that cannot be read as it stands, as an equation with its left side."""
    if not name or not by:
        return False
    left = rf"\nabla_{{{by}}}^2 {name}" if second else rf"\nabla_{{{by}}} {name}"
    s = statement(chains.state.context, f"{left} = {row.text}", row)
    if s is None or chains.state.read(s.pieces[0]) is None:
        return False
    with chains.apart():
        chains.chain = Chain(s.pieces[0], s.pieces[0])
        linking.link(chains, s, 0)
    chains.slope_told = chains.meanings.at, chains.state.context_read(name), name, by
    return True


def _follows_display(chains: Chains) -> tuple[bool, str]:
    """Does a display stand right before this formula, or before the condition with which its sentence begins, "On the half line
    $w > 0$"? The name of which that is a condition."""
    earlier = chains.meanings.document.formulas[max(0, chains.meanings.at - 2):chains.meanings.at]
    if not earlier or earlier[-1].display:
        return bool(earlier), ""
    if len(earlier) == 2 and earlier[0].display and _NAME_ALONE.fullmatch(earlier[-1].rows[0].text) and _WHOSE_BY.fullmatch(earlier[-1].before):
        return True, ""  # ", whose derivative in $\\mu$ is"
    order = _ORDER.match(earlier[-1].rows[0].text) if len(earlier) == 2 and earlier[0].display and _ON.search(earlier[-1].before) else None
    return order is not None, order[1] if order is not None else ""


def _just_defined(chains: Chains, by: bool) -> tuple[Expr | None, str, str]:
    r"""The function that the formula right before defines, "Let $E(w) = \|Xw - y\|^2$. Its gradient is", and its argument;
    or, where the words tell `by` what, what it is about, "$a^\top M b = ..$. The derivative with respect to $M_{ij}$ is"."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    k = at - 1
    while k > max(0, at - 4) and not formulas[k].display and re.fullmatch(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*", formulas[k].rows[0].text):
        k -= 1  # "with respect to $w$", "where $c$ does not depend on $w$"
    before, between = formulas[k] if at else None, " ".join(f.before for f in formulas[k + 1:at + 1])
    if before is None or before.display or re.search(r"[.;,]|\b(?:whose|has|having|with)\b", between) is None and not _FOR.search(before.before) or "\n\n" in between.strip():
        return None, "", ""
    try:
        written = statements(chains.state.context, before.rows[-1])
    except SymcheckError:
        return None, "", ""
    s = next((s for s in reversed(written) if s.operators), None)
    if s is None and len(written) == 1 and written[0].pieces[0] is not None and (
            _HAS.search(formulas[at].before) or k < at and (_WHOSE.match(formulas[k + 1].before) or _ITS.match(formulas[k + 1].before) and _WHAT_IS.search(before.before))
            or _WHAT_IS.search(before.before) and slopes_of_expressions.UP_TO.match(between)):
        return chains.state.read(written[0].pieces[0]), "", slopes_of_expressions.argument_in(chains.state, written[0].pieces[0])  # "The risk $R(w) + \\lambda w^2$ has the gradient", "The penalty is $\\lambda w^2$. Its derivative in"
    head = chains.state.read(s.pieces[0]) if s is not None and s.operators[0] in ("=", ":=") and s.pieces[0] is not None else None
    if head is not None and _LOG_DENSITY.match(s.text(0)) and is_scalar(head.shape) and not has_derivative(head):
        return head, "", _LOG_DENSITY.match(s.text(0))["of"]
    if by and head is not None and is_scalar(head.shape) and head.op not in ("var", "let", "num", "entry", "item") and not has_derivative(head):
        return head, "", ""
    if head is None or head.op != "let" or has_derivative(head) or not names_in(head.args[0]):
        return None, "", ""
    taken = arguments(s.pieces[0].syntax)
    return head, s.text(0).strip(), next(iter(taken)) if len(taken) == 1 else ""


def _function(chains: Chains, name: str | None) -> Expr | None:
    if name:
        head, _, value = name.partition("=")  # "of $f(X) = \\operatorname{tr}(A X)$"
        return chains.meaning(head) or (chains.meaning(value) if value else None)
    chain = chains.chain
    if chain is None or chain.unread:
        return None
    found = optima.read(chains.state, chain.last, chain.last.source)  # of `\\arg\\min_w f(w)` the objective
    if found is not None and found.optimum is not None:
        return found.optimum.objective
    head, last, known = chains.state.read(chain.head), chains.state.read(chain.last), [*chains.state.optima.values()][-1:]
    if known and head is not None and head.op in ("var", "let") and last is not None and not speaks_of(last, known[0].by) and head is not known[0].by \
            and head in {*known[0].objective.walk()}:
        return known[0].objective  # `\\hat w = \\arg\\min_w f(w) + \\lambda |w|, \\quad \\lambda = 2 c`: of what was optimized, and not of its weight
    return last


def _variables(f: Expr, value: Expr, twice: bool) -> list[Expr]:
    """The variables of f with the shape of its gradient, or of which its Hessian has the shape."""
    found = [n for n in f.walk() if n.op == "var" and _fits(n.shape, value.shape, twice) and speaks_of(f, n) and not n.data.family]
    return list(dict.fromkeys(found))


def _only_vector(f: Expr) -> Expr | None:
    """The only variable that a function holds, where it is a vector."""
    names = {n for n in f.walk() if n.op == "var"}
    return names.pop() if len(names) == 1 and is_vector(next(iter(names)).shape) and not next(iter(names)).data.family else None


def _fits(name: tuple, value: tuple, twice: bool) -> bool:
    return name == value if not twice else is_scalar(name) and is_scalar(value) or is_vector(name) and name[1] == 1 and value == (name[0], name[0])


def _whole(state: State, by: Expr | None) -> Expr | None:
    """The only number with a definition that a name is a part of and that is no part of another one: the loss of a network."""
    numbers = [f for f in state.context.definitions.values() if by is not None and f.op == "let" and is_scalar(f.shape) and not f.data.family
               and "'" not in f.data.name and speaks_of(f, by)]
    whole = [f for f in numbers if f is not by and not any(other is not f and speaks_of(other, f) for other in numbers)]
    return whole[0] if len(whole) == 1 else None


def _is_constant_in(f: Expr | None, by: Expr | None) -> bool:
    """Is this a variable of which nothing in f is made?"""
    return f is not None and by is not None and by.op == "var" and not speaks_of(f, by)


def _only_loss(state: State, value: Expr, twice: bool) -> Expr | None:
    """The only number that was defined as a function of a variable with the shape that this derivative tells, and of which it speaks."""
    names = {n for n in value.walk() if n.op == "var" and _fits(n.shape, value.shape, twice) and not n.data.family}
    losses = {f for n in names for f in state.losses_of(n)}
    if not losses and twice and not is_scalar(value.shape):  # `A^\\top A`: of a square
        found = [f for f in state.context.definitions.values() if f.op == "let" and is_scalar(f.shape) and not f.data.family and _variables(f, value, twice)]
        losses = {f for f in found if not any(other is not f and speaks_of(other, f) for other in found)}
    return losses.pop() if len(losses) == 1 else None
