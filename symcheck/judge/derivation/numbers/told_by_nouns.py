r"""Numbers that words give to what a noun calls: "with inputs $1, 2, -1$ and labels $0, 1, 0$", "the targets are $1$, $1$ and $3$", "a neuron with weight $1$".

The noun says of which name these are the values: of the one that the document calls so, "inputs $x_i$", "the bias $b$"; where it calls none so, of the only
letter of this kind that stands for such a thing by custom. Where it cannot be told which name is meant, or there are too many or too few numbers, what
this part says of numbers is left open: never is it judged as if none were given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from symcheck.expr import Expr
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.values import is_numeric, value_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.patterns import NAME

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.judge.derivation.numbers.places import Given
    from symcheck.read.documents import Formula


class _Kind(NamedTuple):
    """A kind of data: the nouns that call it, and the letters that stand for it by custom."""

    nouns: str
    letters: tuple[str, ...]


_FONTS = (r"\mathbf{%s}", r"\mathbf %s", r"\boldsymbol{%s}", r"\bm{%s}", r"\vec{%s}", r"\vec %s")
_KINDS = (
    _Kind(r"inputs?|features?|covariates?|regressors?|predictors?|abscissae?|$x$-values", ("x", "a")),
    _Kind(r"targets?|labels?|responses?|desired\s+outputs?|ordinates?|$y$-values", ("y", "t")),
    _Kind(r"weights?", ("w",)),
    _Kind(r"bias(?:es)?|intercepts?|offsets?", ("b",)),
    _Kind(r"scores?|logits?|pre-?activations?", ("z", "a", "s")),
    _Kind(r"learning\s+rates?|step\s+sizes?", (r"\eta", r"\alpha")),
    _Kind(r"(?:noise\s+|error\s+)?variances?", ()),
    _Kind(r"standard\s+deviations?", (r"\sigma", "s")),
)
_WEIGHTS, _VARIANCES = 2, 6
# Data of which nothing but the numbers is told, as points_listed.py takes them.
_OBSERVED = r"data(?:\s*set)?|observations?|measurements?|readings?|outcomes?|values?|samples?|numbers?|counts|(?:waiting\s+|inter-?arrival\s+|life)?times|durations|lengths|heights"
_MADE = r"(?:we|one)\s+(?:\w+\s+)?(?:observe|measure|record|see)d?|(?:having|have|has|had|were|was)\s+(?:observed|measured|recorded)|consists?\s+of|comprises?|contains?"
_JOINT = r"(?:\s+(?:vectors?|values?))?(?:\s*(?:=|:)\s*|\s+(?:(?:all|both|now|again|then|just|respectively|the|to|be|being|is|are|was|were|of|equals?|equal\s+to|given|by|as|reads?|has|have|values?|numbers?)\s+)*)$"
_ADJECTIVE = r"(?:(?:the|a|an|our|its|some|one|two|three|four|five|single|scalar|initial|training|raw|class|observed|corresponding|matching|current|whose|respective|true|and|with|for|of)\s+)*"
_BEFORE = [re.compile(rf"(?<![-\w]){_ADJECTIVE}(?P<noun>{kind.nouns.replace('$', '§')}){_JOINT}", re.I) for kind in _KINDS]
_OF_DATA = re.compile(rf"\b(?:(?P<what>{_OBSERVED}){_JOINT}|(?:{_MADE})(?:\s+(?:(?:the|three|two|four|five|numbers?|values?|data|points?)\s+)*)\s*$)", re.I)
# "with $1, 2$ as inputs".
_AFTER = [re.compile(rf"^\s*as\s+(?:the\s+|our\s+|its\s+)?(?:{kind.nouns.replace('$', '§')})\b", re.I) for kind in _KINDS]

# Nouns that these words make another thing.
_OF_ANOTHER = "".join(rf"(?<!{word}[\s-])" for word in ("working", "predicted", "fitted", "rescaled", "weighted", "pseudo", "transformed", "hidden", "centred", "centered", "mean", "noisy", "new", "softmax", "test"))
# A clause that gives no numbers: it denies them, bounds them, counts, compares or speaks of what comes out.
_NO_DATA = re.compile(r"n't\b|\b(?:not|never|neither|nor|no|unless|would|could|should|might|instead\s+of|rather|than|between|from|range|at\s+(?:least|most)|up\s+to|below|above|under|over|about|only|either|or|all|every|each|"
                      r"any|some|predict\w*|new|updated|next|optimal|best|fitted|estimated|becomes?|moves?|rises?|falls?|drops?|grows?|shrinks?|changes?|changed|goes|comes?|gives?|yields?|get|gets|obtain\w*|find|finds|hence|so|thus|"
                      r"therefore|then|ranks?|times|sum|mean|average|total|number|size|length|norm|rate\s+of|derivative|gradient|first|second|third|last|larger|smaller|greater|hidden|noise|prior|output)\b", re.I)
_ENTRY = r"[-+]?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+(?![\d.]))?|\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)|\\(?:log|ln)\s*(?:\d|\{\s*\d+\s*\}))"
_NUMBERS = re.compile(rf"\s*(?:\\left\s*)?(?:\\\{{|\(|\[)?\s*({_ENTRY}(?:\s*[,;]\s*(?:\\[,;: ]\s*)?{_ENTRY})*)\s*(?:\\right\s*)?(?:\\\}}|\)|\])?(?:\^\s*\{{?\s*(?:\\top|\\intercal|T)\s*\}}?)?\s*[.,;]?\s*")
# `x_i = 1, 2, 3`, `(x_1, x_2) = (1, 2)`, `\{x_i\} = \{1, 2\}`.
_OF_MEMBERS = re.compile(rf"\s*(?:\\\{{|\()?\s*({NAME})\s*(?:\\\}}|\))?\s*=\s*(?:\\\{{|\()?\s*({_ENTRY}(?:\s*,\s*{_ENTRY})+)\s*(?:\\\}}|\))?\s*[.,;]?\s*")
_TUPLE = re.compile(rf"\s*\(\s*(?P<letter>\\?[A-Za-z]+)(?P<open>_\{{?|\^\{{?\(|\^\{{\()1(?P<close>\)?\}}?)(?P<more>(?:\s*,\s*(?P=letter)(?P=open)\d(?P=close))+)\s*\)\s*=\s*\(\s*({_ENTRY}(?:\s*,\s*{_ENTRY})+)\s*\)\s*[.,;]?\s*")
_MEMBER = re.compile(r"(?P<letter>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z]))\s*(?:_\s*\{?\s*[a-z]\s*\}?|\^\s*\{?\s*\(\s*[a-z]\s*\)\s*\}?)")
# "Their variances are", of what was computed; "the noise variances are" gives them.
_COMES_OUT = re.compile(r"(?<!noise )(?<!error )(?<!known )(?<!measurement )\b(?:variances?|standard\s+deviations?)\s+(?:\w+\s+)*?(?:is|are|was|were|equals?|reads?|has|have)\b|\b(?:its|their|whose|has|have|sample|empirical|posterior|predictive|estimated)\s+"
                        r"(?:\w+\s+)?(?:variances?|standard\s+deviations?)", re.I)
_GIVES_WEIGHTS = re.compile(r"\b(?:variances?|standard\s+deviations?|precisions?|deviations)\b", re.I)
_FAMILY = r"(?:\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{\s*\\?[A-Za-z]+\s*\})(?:\s*_\s*(?:[a-z]|\{\s*[a-z]\s*\}))?"
_PAIRED = re.compile(rf"\(\s*{NAME}\s*,\s*{NAME}\s*\)")
_JOINED = re.compile(r"\s*(?:,\s*)?(?:and\s*)?")
_PARAGRAPH = re.compile(r"\n\s*\n")


def take(meanings: Meanings, text: str, formula: Formula) -> bool:
    """Take in the numbers at hand, and those of the formulas that go on with them; False where words call them nothing."""
    instances, state = meanings.instances, meanings.state
    if (found := _NUMBERS.fullmatch(text)) is None or formula.display:
        return False
    clause = _clause(state.said)
    kind = next((k for k, p in enumerate(_BEFORE) if p.search(clause)), None)
    if kind is None:
        kind = next((k for k, p in enumerate(_AFTER) if p.search(formula.after)), None)
    observed = kind is None and _OF_DATA.search(clause) is not None
    if kind is None and not observed:
        return False
    if kind is not None and kind >= _VARIANCES and _COMES_OUT.search(clause) is not None:
        return False
    m = _BEFORE[kind].search(clause) if kind is not None else _OF_DATA.search(clause)
    earlier = clause[:m.start()] if m is not None else clause
    numbers, count = _series(meanings, found[1])
    if text.lstrip().startswith(("(", "[", r"\left")) and (count or observed and _PAIRED.search(meanings.document.text)):
        return False  # vectors, or pairs
    if _NO_DATA.search(earlier) is not None or re.search(r"\bnot\b|\bno\s", clause[len(earlier):]):
        if len(numbers) > 1:
            instances.vague = state.part  # these or others may be the numbers here
        return False
    if observed:
        if len(numbers) < 2:
            return False
        values = [value for one in numbers if (value := _value(state, one)) is not None]
        called = _called(meanings, m["what"]) if m is not None and m["what"] else set()
        done = len(values) == len(numbers) and (len(called) == 1 and _given(meanings, *called, numbers) or instances.listing(values))
    else:
        names = _variances(meanings) if kind == _VARIANCES else [(name, False) for name in _names(meanings, kind)]
        done = any(_given(meanings, name, numbers, squares) for name, squares in names) \
            or kind == _WEIGHTS and not names and _GIVES_WEIGHTS.search(earlier) is not None  # "with variances $1, 4$ the weights are $1, \\frac14$": what comes out, of no name
    if not done and not observed:
        instances.vague = state.part
    meanings.taken.update(range(meanings.at + 1, meanings.at + 1 + count))
    return True


def members(meanings: Meanings, text: str) -> bool:
    r"""Take in `x_i = 1, 2, 3`, or `(x_1, x_2, x_3) = (1, 2, 3)`, as the members of this family; False of anything else."""
    listed, each = _OF_MEMBERS.fullmatch(text), _TUPLE.fullmatch(text)
    if each is not None:
        numbers = [x.strip() for x in each[5].split(",")]
        count = 1 + each["more"].count(",")
        return count == len(numbers) and words.CONCLUDES.search(_clause(meanings.state.said)) is None and _given(meanings, each["letter"], numbers)
    one = _MEMBER.fullmatch(listed[1]) if listed is not None else None
    if one is None or words.CONCLUDES.search(_clause(meanings.state.said)) is not None:
        return False
    return _given(meanings, one["letter"], [x.strip() for x in listed[2].split(",")])


def _clause(said: str) -> str:
    """The words since the last sentence or paragraph, up to the numbers, formulas as one mark each."""
    text = _PARAGRAPH.split(said)[-1]
    text = re.sub(r"\([^()]*\)", " ", text)
    text = re.sub(r"\\emph\{([^{}]*)\}|\*([^*]*)\*", lambda m: m[1] or m[2] or "", words.SENTENCES.split(text)[-1])
    return re.split(r"[;:]\s(?=\s*\w)|,\s+(?=so\b)", re.sub(r"\$[^$]*\$", "§", text))[-1].rstrip("$ ") + " "


def _series(meanings: Meanings, first: str) -> tuple[list[str], int]:
    """The numbers of "$1$, $2$ and $3$", and over how many more formulas these go on."""
    numbers, count = [x.strip() for x in re.split(r"[,;]", first)], 0
    for f in meanings.document.formulas[meanings.at + 1:]:
        found = _NUMBERS.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 and f.before.strip() and _JOINED.fullmatch(f.before) else None
        if found is None:
            break
        numbers, count = [*numbers, *(x.strip() for x in re.split(r"[,;]", found[1]))], count + 1
    return numbers, count


def _names(meanings: Meanings, kind: int) -> list[str]:
    """The letters that the document calls by the nouns of this kind, if there is one alone, or else those that stand for it by custom."""
    nouns, letters = _KINDS[kind].nouns.replace("$", "§"), _KINDS[kind].letters
    found = _called(meanings, nouns)
    if len(found) == 1:
        return [*found]
    custom = [x for letter in letters for x in (letter, *(font % letter for font in _FONTS)) if _is_known(meanings, x)]
    return [x for x in custom if not found or x in found][:1]


def _called(meanings: Meanings, nouns: str) -> set[str]:
    """The letters that the document calls by these nouns before the formula at hand."""
    text = meanings.document.text[:meanings.document.formulas[meanings.at].start]
    called = [m[1] for m in re.finditer(rf"{_OF_ANOTHER}\b(?:{nouns})(?:\s+(?:vectors?|column|numbers|values|matrix))?\s+\$\s*({NAME})(?!\s*[-+(])", text, re.I)]
    called += [m[1] for m in re.finditer(rf"\$\s*({NAME})[^$]*\$\s+(?:is|are|be|as|denotes?|holds?|contains?|collects?)\s+(?:the|an?|our)\s+(?:\w+\s+){{0,2}}?(?:{nouns})\b", text, re.I)]
    return {_letter(name) for name in called} - {""}


def _letter(name: str) -> str:
    r"""The x of `x_i`, `x^{(i)}`, and of `x`."""
    one = _MEMBER.fullmatch(name.strip()) or re.match(r"(?P<letter>(?:\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z]))|\\?[A-Za-z]+)", name.strip())
    return one["letter"] if one is not None else ""


def _is_known(meanings: Meanings, letter: str) -> bool:
    return any(meanings.state.context_read(x) is not None for x in (letter, f"{letter}_1", f"{letter}^{{(1)}}"))


def _value(state, text: str):
    e = state.context_read(text)
    value = value_of(e) if e is not None and is_numeric(e) else None
    return None if value is None or value.size != 1 else value.ravel()[0]


def _variances(meanings: Meanings) -> list[tuple[str, bool]]:
    r"""The letter of which the document calls the squares variances, "with variances $\sigma_i^2$", or that stand in its normal laws, with True; a letter that is
    a variance itself with False. None where there are several."""
    text = meanings.document.text[:meanings.document.formulas[meanings.at].start]
    called = [(_letter(m[1]), m[2] is not None) for m in re.finditer(rf"{_OF_ANOTHER}\bvariances?\s+(?:is\s+|are\s+)?\$\s*({_FAMILY})\s*(\^\s*\{{?2\}}?)?\s*(?:\$|[,>=]|\\in\b)", text, re.I)]
    called += [(_letter(m[1]), m[2] is not None) for m in re.finditer(rf"\\mathcal\s*\{{?\s*N\s*\}}?\s*(?:\\left)?\([^(),]*,\s*({_FAMILY})\s*(\^\s*\{{?2\}}?)?\s*(?:\\right)?\)", text)]
    return called[:1] if len({*called}) == 1 and called[0][0] else []


def _given(meanings: Meanings, letter: str, numbers: list[str], squares: bool = False) -> bool:
    """Give the name these numbers: as its members, as its entries, or as its value. `squares`: they are those of its squares."""
    state, instances = meanings.state, meanings.instances
    values = [_value(state, x) for x in numbers]
    if any(v is None or squares and v < 0 for v in values):
        return False
    values = [places.root(v) for v in values] if squares else values
    e = state.context_read(letter)
    if len(values) == 1 and _is_variable(e) and is_scalar(e.shape) and not e.data.family:
        return _hold(instances, [places.given(e, np.array(values[0], dtype=object), {})])
    sizes = dict(instances.sizes) if instances.open else {}
    for form in (f"{letter}^{{(%d)}}", f"{letter}_%d"):
        parts = [state.context_read(form % (k + 1)) for k in range(len(values))]
        if all(p is not None and p.op in ("item", "entry") and _root(p) is not None for p in parts) and len({_root(p).data for p in parts}) == 1:
            length = _count(parts[0])
            if isinstance(length, str) and sizes.get(length, len(values)) != len(values) or isinstance(length, int) and length != len(values):
                return False
            sizes |= {length: len(values)} if isinstance(length, str) else {}
            found = [places.given(p, np.array(v, dtype=object), sizes) for p, v in zip(parts, values)]
            if None not in found:
                found += _as_rows(meanings, letter, values, sizes)
                return _hold(instances, found, {length: len(values)} if isinstance(length, str) else {})
            return False
    if len(values) > 1 and _is_variable(e) and is_vector(e.shape):
        return _hold(instances, [places.given(e, np.array(values, dtype=object), sizes)])
    whole = _matrix_of_rows(e)
    if whole is not None and sizes.get(whole.shape[1], whole.shape[1]) == 1:
        return _hold(instances, [places.given(whole, np.array(values, dtype=object).reshape(-1, 1), sizes)])
    return False


def _as_rows(meanings: Meanings, letter: str, values: list, sizes: dict[str, int]) -> list[Given]:
    r"""The same numbers as the column X of one feature, where words say that the samples are the rows of X."""
    text = meanings.document.text[:meanings.document.formulas[meanings.at].start]
    m = re.search(rf"\$\s*({NAME})(?:\s*\\in[^$]*)?\$\s+(?:[\w-]+\s+){{0,5}}?(?:with|whose|having|has|have)\s+(?:the\s+|as\s+)?rows\s+(?:are\s+)?(?:the\s+)?\$\s*\(?\s*{re.escape(letter)}\s*[_^]", text)
    whole = meanings.state.context_read(m[1]) if m is not None else None
    if not _is_variable(whole) or is_scalar(whole.shape) or sizes.get(whole.shape[1], whole.shape[1]) != 1:
        return []
    found = places.given(whole, np.array(values, dtype=object).reshape((-1, 1) if is_matrix(whole.shape) else (-1,)), sizes)
    return [found] if found is not None else []


def _matrix_of_rows(e: Expr | None) -> Expr | None:
    r"""The matrix A whose rows the samples a_i are, where this is any one of them."""
    found = {n.args[0] for n in e.walk() if n.op == "entry" and n.args[0].op == "var" and is_matrix(n.args[0].shape) and len(n.data) == 1} if e is not None and e.op == "let" else set()
    return found.pop() if len(found) == 1 else None


def _is_variable(e: Expr | None) -> bool:
    return e is not None and e.op == "var"


def _root(e: Expr) -> Expr | None:
    r"""The variable of which this is a member or an entry, X of a sample that is a row of it."""
    while e.op in ("item", "entry", "array", "transpose", "let", "row", "column") and e.args:
        e = e.args[0]
    return e if e.op == "var" else None


def _count(part: Expr) -> str | int | None:
    """How many members or entries there are."""
    v = part.args[0]
    sizes = (*v.data.family, *v.shape) if v.op in ("var", "let") else ()
    return sizes[0] if sizes else None


def _hold(instances, found: list[Given | None], sizes: dict[str, int] | None = None) -> bool:
    if None in found:
        return False
    for one in found:
        instances.hold(one)
    instances.sizes |= sizes or {}
    for size, n in (sizes or {}).items():
        if n > 1:
            instances.state.special[size] = (instances.state.part, n)
    return True


__all__ = ["members", "take"]
