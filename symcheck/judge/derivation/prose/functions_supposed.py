r"""Functions supposed to be known ones: "If $\phi = \tanh$, then ..", "With $\phi = \sigma$", "if $\phi(z) = \max(0, z)$", "If $\phi$ is the
sigmoid", "even if $\phi' = 0$ everywhere", "with linear activations", "for the identity activation" hold to the end of their sentence,
"Let $\phi = \tanh$" from there on. A statement in such a sentence holds where it does with that formula."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names import functions_by_cases
from symcheck.judge.derivation.names.fresh import gives_formula
from symcheck.judge.derivation.numbers.values import with_formula
from symcheck.judge.derivation.rows.heads import arguments, is_call
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.wording import functions_named, restrictions, words
from symcheck.read.documents import Formula
from symcheck.read.elaborate_known import KNOWN, LETTERS
from symcheck.read.names import base_of, label
from symcheck.read.syntax import Accent, Product, Script, Symbol, Syntax
from symcheck.text import Source

_SUPPOSES = re.compile(r"\b(?:if|when|whenever|for|with|in\s+case|assuming|provided(?:\s+that)?|supposing|say)\b[^.$]{0,40}$", re.I)
# Before a slope that a function has from here on, to the end of the part.
_LASTING = re.compile(r"\b(?:suppose|supposing|assum(?:e|ing)|let|take|consider|restrict)\b[^.$]{0,60}$", re.I)
_CONSTANT = r"\mathring{k}"  # a name that no document has
_GIVES = re.compile(r"\b(?:let|take|choose|use|using|set|pick|define|where|now|is|be|suppose|assume|consider|fix)\b[^.$]{0,40}$", re.I)

_CASE = re.compile(r"(?:^|[.;:]\s+|[,(]\s*|\s)(?:if|when|whenever|in\s+case|assuming|provided(?:\s+that)?|supposing|say)(?:\s+(?:that|the\s+activation(?:\s+function)?))?\s*$", re.I)

# Right after a function: it is one of which the words do not give the formula, "is the sigmoid with slope $2$", "is linear".
_KIN = re.compile(r"\s*(?:is|were|was|be)\s+(?!not\b)[^.$]{0,40}?\b(?:sigmoid\w*|logistic|tanh|hyperbolic|re\s?lu|rectif\w+|softplus|identity|linear|affine|step|heaviside|gaussian|quadratic|cubic|"
                  r"exponential\w*|power|swish|gelu|elu|polynomial|square|squared|constant|sine|cosine|logarithm\w*|odd|even|absolute)\b", re.I)

# "For linear activations", "with the identity activation", "if all activations are the identity", "when the activation function is linear".
_LINEAR = (r"(?:(?:for|with|in\s+(?:the\s+case\s+of|case\s+of)|under|using)\s+(?:an?\s+|the\s+|all\s+|only\s+)?(?:linear|identity)\s+"
           r"(?:activations?(?:\s+functions?)?|units|hidden\s+units|non-?linearit(?:y|ies))|"
           r"(?:if|when|whenever|supposing|in\s+case)\s+(?:all\s+|the\s+|all\s+the\s+|every\s+|each\s+)?(?:activations?(?:\s+functions?)?|non-?linearit(?:y|ies)|hidden\s+units)"
           r"\s+(?:is|are|were|was)\s+(?:all\s+|just\s+|simply\s+)?(?:linear|(?:the\s+)?identity(?:\s+(?:function|map))?))")
_LINEAR_TOLD = re.compile(rf"(?:^|[,;(]\s*|\b(?:and|but|so|e\.\s?g\.,?|i\.\s?e\.,?|that|then|thus)\s+|^[^$]*?\s){_LINEAR}(?!\s*-)\b", re.I)

# "Unlike for linear activations": what is said is not said of these.
_OPPOSED = re.compile(r"\b(?:unlike|not|never|except|instead|rather|contrast|opposed|other\s+than|different(?:ly)?\s+from|whereas)\b[^,.;:]*$", re.I)
# "For ReLU units, ..", "with the tanh activation we get": of the only function without a formula, to the end of the sentence; and the same in the title of
# a paragraph, "Step 5, one dimension, ReLU.", from there on.
_KINDS = r"(?:\s+(?:activations?|units?|functions?|non-?linearit(?:y|ies)|networks?|case|hidden\s+units?)){0,2}"
_FOR_NAMED = re.compile(rf"(?:^|[.;:,(]\s*|\b(?:and|but|so|then)\s+)(?:for|with|under|using|in\s+the\s+case\s+of)\s+(?:an?\s+|the\s+|all\s+|only\s+)?{functions_named.NAMES}{_KINDS}"
                        r"(?=\s*(?:[,;:)]|$|(?:we|this|it|the|one|you)\b))", re.I)
_TITLED_NAMED = re.compile(rf"^\s*(?:\*\*|#{{1,6}}\s+|\\textbf\s*\{{|\\(?:sub)*(?:section|paragraph)\*?\s*\{{|\*|_)*\s*(?:\(?\w{{1,3}}[).]\s*)?(?:(?:step|case|part|example|exercise|problem|check|numbers|question)\b"
                           rf"(?:(?!\b(?:not|no|without|instead|unlike|versus|vs|or|and)\b)[^.$:;?!])*[,:(]|(?:with|for|using)\b)\s*(?:with\s+|for\s+|an?\s+|the\s+)*{functions_named.NAMES}{_KINDS}\s*[.:)]", re.I)


def by_name(state: State, sentence: str, paragraph: str, row: Source) -> None:
    """Take in the function that words call, of the only function of numbers without a formula: to the end of the sentence, or from a title on."""
    titled = _TITLED_NAMED.match(paragraph)
    found = titled or next(iter(m for m in _FOR_NAMED.finditer(sentence) if not _OPPOSED.search(sentence[:m.end()])), None)
    open_ones = {e.name for e in state.context.scope if e.kind == "function" and not e.function.known and is_scalar(e.function.codomain)} if found is not None else ()
    if len(open_ones) != 1:
        return
    kind = next(k for k, text in found.groupdict().items() if text)
    line = Source(f"{next(iter(open_ones))}(t) = {functions_named.FORMULAS[kind]}", row.name, row.locate(0)[0])
    if any(lines[-1].text == line.text for lines in state.formulas) or with_formula(state.context, line) is None:
        return
    state.formulas = [*state.formulas, (line,)]
    if titled is not None:
        state.formulas_of_part = [*state.formulas_of_part, (state.part, (line,))]


def linear(state: State, sentence: str, row: Source) -> bool:
    """Take in "For linear activations", of the only function of numbers without a formula, to the end of the sentence."""
    said = _LINEAR_TOLD.search(sentence)
    if said is None or _OPPOSED.search(sentence[:said.end()]):
        return False
    open_ones = {e.name for e in state.context.scope if e.kind == "function" and not e.function.known and is_scalar(e.function.codomain)}
    line = Source(f"{next(iter(open_ones))}(t) = t", row.name, row.locate(0)[0]) if len(open_ones) == 1 else None
    if line is None or with_formula(state.context, line) is None:
        return False
    if not any(lines[-1].text == line.text for lines in state.formulas):
        state.formulas = [*state.formulas, (line,)]
    return True


def called(state: State, row: Source, head: Syntax | None, formula: Formula, following: Formula | None) -> bool:
    r"""Take in "If $\phi$ is the sigmoid", "if $\phi$ is $\tanh$" of a function without a formula, to the end of the sentence."""
    if type(head) not in (Symbol, Accent) or not _CASE.search(formula.before):
        return False
    found = functions_named.IS.match(formula.after)
    named = base_of(head)
    entry = state.context.scope.bare(*named) if named is not None else None
    if found is not None and entry is None and label(head) in LETTERS:
        state.unused = found.lastgroup != LETTERS[label(head)][0]
        return True
    value = functions_by_cases.said_to_be(formula, following)
    if value is None and _KIN.match(formula.after):
        state.unused = state.unused or entry is not None and entry.kind == "function" and not entry.function.known
        return False
    if value is None or entry is None or entry.kind != "function" or entry.function.known or not is_scalar(entry.function.codomain):
        return False
    line = Source(f"{label(head)}(t) = {value}", row.name, row.locate(0)[0])
    if with_formula(state.context, line) is None:
        return False
    _suppose(state, line)
    return True


def _suppose(state: State, *lines: Source) -> None:
    """From here on a function is this one, in the place of what the sentence supposed it to be before."""
    name = lines[-1].text.split("(")[0]
    state.formulas = [*(held for held in state.formulas if held[-1].text.split("(")[0] != name), lines]
    state.formulas_before = -1, []


def supposed(state: State, s: Statement, before: str, after: str, following: str) -> bool:
    """Take in, to the end of the sentence, that a function without a formula is this one. `following`: the next formula."""
    constant, whole = _of_constant_slope(state, s, before, after, following)
    if constant is not None and not whole and (_SUPPOSES.search(before) or _LASTING.search(before)):
        state.unused = True  # at a place, of which the formulas here may speak
        return True
    if constant is not None and whole and with_formula(state.context, *constant) is not None:
        _suppose(state, *constant)
        if _LASTING.search(before):
            state.formulas_of_part = [*state.formulas_of_part, (state.part, constant)]
        return True
    line = _line(state, s)
    if line is None and words.IF.search(before) and len(s.pieces) == 2 and s.pieces[1] is not None and gives_formula(state, s) \
            and len(arguments(s.pieces[0].syntax)) == 1:
        line = s.cut(2)
    if line is None or not _SUPPOSES.search(before) or with_formula(state.context, line) is None:
        return False
    _suppose(state, line)
    return True


def _of_constant_slope(state: State, s: Statement, before: str, after: str, following: str) -> tuple[tuple[Source, ...] | None, bool]:
    r"""`\phi(t) = c t + k` with any k, of "if $\phi' = c$ everywhere": of a function of numbers without a formula, and a number c; and whether it
    is said of all that the function takes. As nothing is known of such a function, nothing is claimed of it, whatever the words before it are."""
    if len(s.pieces) != 2 or s.operators[0] not in ("=", r"\equiv") or None in s.pieces or words.NEGATED.search(before):
        return None, False
    head, value = s.pieces[0].syntax, state.read(s.pieces[1])
    whole = restrictions.everywhere(after, following) or not restrictions.limited(before, after) and (type(head) is Script or s.operators[0] == r"\equiv")
    at_letter = type(head) is Product and len(head.items) == 2 and is_call(head.items[1]) and re.search(r"\(\s*\\?[A-Za-z]+\s*\)\s*$", s.text(0)) is not None
    if at_letter:
        head = head.items[0]
    if type(head) is not Script or head.primes != 1 or head.sub is not None or head.sups or head.base is None or at_letter and not whole \
            or type(head.base) not in (Symbol, Accent) or value is None or value.op != "num":
        return None, False
    entry = state.context.scope.bare(*base_of(head.base))
    if entry is None or entry.kind != "function" or entry.function.known or not is_scalar(entry.function.codomain):
        return None, False
    return (Source(rf"{_CONSTANT} \in \mathbb{{R}}", s.row.name, s.line()),
            Source(f"{label(head.base)}(t) = ({s.text(1)}) t + {_CONSTANT}", s.row.name, s.line())), whole


def given(state: State, s: Statement, before: str) -> Statement | None:
    r"""`\phi(t) = \tanh(t)` of "Let $\phi = \tanh$": a definition."""
    line = _line(state, s) if _GIVES.search(before) and not words.NEGATED.search(before) else None
    return statements(state.context, line)[0] if line is not None else None


def _line(state: State, s: Statement) -> Source | None:
    r"""`\phi(t) = \tanh(t)` of `\phi = \tanh`."""
    if len(s.pieces) != 2 or s.operators != ["="] or None in s.pieces or type(s.pieces[0].syntax) not in (Symbol, Accent) \
            or type(s.pieces[1].syntax) is not Symbol:
        return None
    name, value = (label(p.syntax) for p in s.pieces)
    entry = state.context.scope.bare(*base_of(s.pieces[0].syntax))
    plain = re.sub(r"\\(?:operatorname|mathrm|text)\s*\{([^{}]*)\}|\\", r"\1", s.text(1)).strip()
    known = plain in KNOWN or s.pieces[1].syntax.name in LETTERS and state.context.scope.bare(value) is None
    if entry is None or entry.kind != "function" or entry.function.known or not known or not is_scalar(entry.function.codomain):
        return None
    return Source(f"{name}(t) = {s.text(1)}(t)", s.row.name, s.line())
