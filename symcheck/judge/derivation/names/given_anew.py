r"""Names with a definition that a statement gives another one: "Let now $f(x) = ..$" in another part, for other arguments, of other data."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.names.solved_names import mentions, solved_for
from symcheck.judge.derivation.rows.heads import (
    arguments,
    is_call,
)
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import (
    State,
    names_in,
    undecorated,
)
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.read.context import Piece
from symcheck.read.names import base_of, label
from symcheck.read.scope import Entry
from symcheck.read.syntax import Accent, Listing, Product, Script, Symbol
from symcheck.text import SymcheckError

_LET = re.compile(r"\blet(?:\s*(?:,|\band\b))*\s*$", re.I)
# "With the cross-entropy cost", "let us switch to the squared loss": a kind of loss or model, right before its formula.
_OF_A_KIND = re.compile(r"\b(?:with|for|under|using|use|uses|tak(?:e|ing)|choos(?:e|ing)|pick(?:ing)?|switch(?:ing)?(?:\s+over)?\s+to|go(?:ing)?\s+(?:over\s+)?to|turn(?:ing)?\s+to)\s+(?:the|an?)\s+"
                        r"(?P<kind>(?:(?!same|usual|above|given|original|first|old|earlier|previous|our|this)[\w-]+\s+){1,3}?(?:cost|loss|objective|error|criterion|activation|model|network|kernel|prior|penalty|likelihood)|"
                        r"cross-?\s?entropy|hinge|squared?\s+error|mse)(?:\s+function)?[\s,:]*$", re.I)
# "Take the cross-entropy, with natural logarithms and $0 \\le y \\le 1$:", "Let us replace it by the log-cosh loss": a sentence that only brings in such a kind.
_BRINGS_IN = re.compile(r"^\W*(?:(?:now|next|instead|so|then|suppose)\b[\s,]*)*(?:(?:let\s+us|let['’]s|we|one)\s+(?:(?:now|next|instead|therefore|can|could|may|will|might)\s+)*)?"
                        r"(?:take|use|try|choose|pick|consider|introduce|adopt|switch(?:\s+over)?\s+to|go\s+over\s+to|turn\s+to|move\s+(?:on\s+)?to|(?:replace|exchange|swap)\s+(?:it|this|that|the\s+[\w-]+(?:\s+[\w-]+)?)\s+(?:by|with|for))\s+"
                        r"(?:the|an?)\s+(?P<kind>(?:(?!same|usual|above|given|original|first|old|earlier|previous|our|this|derivative|gradient|logarithm|expectation|mean|sum|expanded|simplified|resulting|rewritten|whole|full|entire|present|current|total)[\w-]+\s+){1,3}?"
                        r"(?:cost|loss|objective|error|criterion|activation|penalty|likelihood)|cross-?\s?entropy|hinge|squared?\s+error|mse)(?:\s+function)?(?:\s+instead)?"
                        r"(?:\s*,?\s*\(?(?:with|where|for|in\s+which|assuming|of)\b(?!\s+respect)[^.;:]*?)?[\s,:)]*$", re.I)
_FOR_VALUE = re.compile(r"^\W*(?:(?:so|thus|hence|then|now|e\.g\.|and)\b[\s,]*)*(?:for|with|when|if|at|taking|choosing)\b", re.I)
# Right before `f(x) = 1 + 2 \\operatorname{ReLU}(x - 1)`, an f with other names in it.
_EXAMPLE = re.compile(r"\b(?:(?:(?:numerical|concrete|worked|small|toy|simple|quick)\s+)?example|(?:for|as\s+an)\s+example|for\s+instance|concretely|in\s+numbers|numerically)"
                      r"(?:\s+\d+)?[\s.:,;})*]*(?:(?:the|a)\s+(?:function|network|model)\s+)?$", re.I)

# "Your example, with $m = 3$:", "For example, with $a = 3$ and $b = 1$,", right before such a formula.
_EXAMPLE_WITH = re.compile(r"\b(?:example|for\s+instance|concretely)[\s,:]*(?:(?:with|where|for|has|take|let|say)\s+)?(?:\$[^$=]*=[^$]*\$(?:\s*,?\s*(?:and\s+)?))+"
                           r"[\s.:,;)*]*(?:(?:we\s+(?:have|get)|this\s+gives|gives|the\s+(?:function|network|model)(?:\s+is)?)\s*)?$", re.I)


def renamed(state: State, s: Statement) -> Expr | None:
    """The name with a definition that a statement gives another one, None where it claims something of it.

    A claim is of the variables that the definition holds. What tells a new definition from a false claim is a
    new part of the document with a value of other variables, or the words: "Let", "now consider", "instead".
    """
    head, other = s.pieces[0], s.pieces[1]
    if (vector := of_another_range(state, s)) is not None:
        return vector
    base = head.syntax.items[0] if type(head.syntax) is Product and is_call(head.syntax.items[-1]) else head.syntax
    if other is not None and type(base) is Script and base is not head.syntax:
        return _with_subscript(state, head, base, other)
    if other is None or type(base) not in (Symbol, Accent):
        return None
    entry = state.context.scope.bare(*base_of(base))
    if base is not head.syntax and any(e is not None and e.op != "var" for e in arguments_read(state, head)) \
            and not _in_its_letters(state, head, entry):
        return None  # f at a place: f(w^+), f(0)
    if base is not head.syntax and entry is not None and entry.kind == "quantity" and entry.params \
            and len(entry.params) != len(arguments(head.syntax)):
        return entry.expr  # of other arguments: another function
    if base is not head.syntax and entry is not None and _takes_another_shape(state, head, other, entry):
        return entry.expr
    known = state.read(Piece(base, head.source))
    if known is None or known.op != "let" or known.data.family or known.data.name not in state.named_when:
        return None
    value = state.read(other)
    if value is None and base is not head.syntax and _brings_in(state, other):
        return known
    if value is None or value.shape == known.shape and judge(state.context, known, value, hint=True).right:
        return None
    draws = [drawn(state, e) for e in (known, value)]
    if all(draws) and draws[0] != draws[1]:
        return known  # of other draws nothing is claimed
    said = words.SENTENCES.split(words.ABBREVIATION.sub("", state.said))[-1]
    if is_example(state, s, known, value):
        return known  # numbers for all of its parameters
    if any(f.whole.data.name in names_in(known) and names_in(value) - names_in(known) <= f.names for f in state.factored):
        return None  # `P = U U^\\top` after `A = U S V^\\top`, of a P that is made of A
    names, part = state.named_when[known.data.name]
    later = names_in(value) - names_in(known)
    if undecorated(base) is not None and part != state.part and later and solved_for(state, base) is not None:
        return known  # the minimizer of another objective, which is checked
    if words.ADDS.search(said):
        return known if later else None
    if (kind := _of_another_kind(state)) is not None:
        state.doubts.exchanged[known.data.name] = kind, state.text_so_far.lower().replace(kind, "")
        return known
    if base is not head.syntax and entry is not None and entry.params and _is_of_other_data(state, known, value, {p.name for p in entry.params}, arguments(head.syntax)):
        return known
    if words.CONCLUDES.search(said):
        return None
    if words.ANSWERS.search(state.said) and not words.ANOTHER.search(said):
        return known if part != state.part and later else None
    if words.CASE.search(said):
        return known if part != state.part and base is not head.syntax else None  # "For $L(x) = ..$ we have"
    if base is head.syntax and not _LET.search(said) and not words.ANOTHER.search(said) and _is_supposed_of(state, known, said):
        return None  # "For $\\eta = 1/L$ the second entry is $0$ and $\\rho = ..$": a special case of what it is
    begins = words.BEGINS.search(said) and (part != state.part or names_in(value) != names_in(known)
                                            or words.ANOTHER.search(said) or _LET.search(said))
    return known if begins or part != state.part and later else None


def _is_supposed_of(state: State, known: Expr, said: str) -> bool:
    """Does the sentence begin with a value for a name that the definition holds, or that was put in there by now?"""
    return _FOR_VALUE.match(said) is not None and any(op == "=" and x.op == "var" and (x.data.name in names_in(known) or names_in(y) & names_in(known)) for op, x, y, *_ in state.supposed)


def _brings_in(state: State, other: Piece) -> bool:
    r"""Do the words begin with another function, "For linear regression we take $J(w) = ..$", of names that have no meaning yet?"""
    said = words.SENTENCES.split(words.ABBREVIATION.sub("", state.said))[-1]
    if words.BEGINS.search(said) is None or words.CONCLUDES.search(said) or words.CASE.search(said) or words.ADDS.search(said):
        return False
    try:
        state.context.reading(other, "column")
    except SymcheckError as error:
        return error.diagnostic.id == "undeclared-name"
    return False


def is_example(state: State, s: Statement, known: Expr, value: Expr) -> bool:
    """Is this a function of which an example gives numbers for its parameters?"""
    head = s.pieces[0].syntax
    told = _EXAMPLE.search(state.before) or _EXAMPLE_WITH.search(words.SENTENCES.split(state.paragraph)[-1])
    return told is not None and is_call(head.items[-1] if type(head) is Product else head) and names_in(value) < names_in(known)


def _with_subscript(state: State, head: Piece, base: Script, other: Piece) -> Expr | None:
    r"""The hypothesis `h_\theta(x) = \theta^\top x` of an earlier part, where words begin with another one of its letters: "Now let $h_\theta(x) = g(\theta^\top x)$"."""
    if base.base is None or base_of(base.base) is None or base.sups or base.primes or base.sub is None:
        return None
    found = [e for e in state.context.scope.entries.get(base_of(base.base)[0], ()) if e.sub == label(base.sub) and e.params and e.expr is not None]
    said = words.SENTENCES.split(state.said)[-1]
    if len(found) != 1 or {p.name for p in found[0].params} != arguments(head.syntax) or words.BEGINS.search(said) is None or words.CONCLUDES.search(said) or words.CASE.search(said):
        return None
    known, value = state.read(head), state.read(other)
    if known is None or value is not None and known.shape == value.shape and judge(state.context, known, value, hint=True).right:
        return None
    name = found[0].expr.data.name if found[0].expr.op in ("var", "let") else ""
    later = name in state.named_when and state.named_when[name][1] != state.part
    return found[0].expr if later or words.ANOTHER.search(said) else None


def _takes_another_shape(state: State, head: Piece, other: Piece, entry: Entry) -> bool:
    r"""Is this `J(W) = \|Y - X W\|_F^2` of a matrix W after `J(w) = ..` of a vector: another function with the letter, as no claim of the first one could be?"""
    taken = arguments_read(state, head)
    if entry.kind != "quantity" or len(entry.params) != 1 or len(taken) != 1 or taken[0] is None or taken[0].op != "var" or taken[0].data.family:
        return False
    shape, known = taken[0].shape, entry.params[0].shape
    return shape != known and shape[::-1] != known and not is_scalar(known) and not is_scalar(shape) and mentions(state, other, taken[0])


def _is_of_other_data(state: State, known: Expr, value: Expr, letters: set[str], taken: set[str]) -> bool:
    r"""Is this `\ell(\gamma) = n \log \gamma - \gamma \sum_i t_i` of a function that was defined for another letter and of other data, the y_i: another
    function, of which no claim could be without its own data?"""
    if letters & taken:
        return False
    variables = state.context.variables
    data = [{name for name in names_in(e) if (v := variables.get(name)) is not None and (v.family or not is_scalar(v.shape))} - letters - taken for e in (known, value)]
    return bool(data[0]) and bool(data[1]) and not data[0] & data[1]


def _in_its_letters(state: State, head: Piece, entry: Entry | None) -> bool:
    r"""Is this `f(u) = ..` where f was defined in the letter u in an earlier part, and words begin with another f: "Finally let .. and
    $f(u) = c^\top u$"? That u is made of others then says nothing of f."""
    if entry is None or entry.kind != "quantity" or not entry.params or {p.name for p in entry.params} != arguments(head.syntax):
        return False
    said = words.SENTENCES.split(state.said)[-1]
    known = entry.expr.data.name if entry.expr is not None and entry.expr.op == "let" else None
    return known in state.named_when and state.named_when[known][1] != state.part and words.BEGINS.search(said) is not None \
        and not words.CONCLUDES.search(said) and not words.CASE.search(said)


def _of_another_kind(state: State) -> str | None:
    """The kind of loss or model that the words right before a formula call it and that the text has not spoken of so far."""
    kind = _OF_A_KIND.search(state.before) or _BRINGS_IN.search(words.SENTENCES.split(state.paragraph.rstrip())[-1].strip())
    return kind["kind"].lower() if kind is not None and state.text_so_far.lower().count(kind["kind"].lower()) == 1 else None


def of_another_range(state: State, s: Statement) -> Expr | None:
    r"""The vector z of length K where "now let $z_n = ..$" is said of an n that runs to N: z_n is no entry of it, but a name for
    each n."""
    head = s.pieces[0].syntax
    if type(head) is not Script or type(head.sub) is not Symbol or head.sups or head.primes or s.pieces[1] is None:
        return None
    named = base_of(head.base) if head.base is not None else None
    entry = state.context.scope.bare(*named) if named is not None else None
    end, said = state.ends.get(head.sub.name), words.SENTENCES.split(state.said)[-1]
    if end is None or entry is None or entry.kind != "quantity" or entry.expr is None or not is_vector(entry.expr.shape) \
            or entry.expr.shape[0] == end or end not in state.context.dims or state.context.scope.bare(head.sub.name) is not None:
        return None
    return entry.expr if words.BEGINS.search(said) and not words.CONCLUDES.search(said) else None


def drawn(state: State, e: Expr) -> set[str]:
    """The random indices and batches that an expression depends on."""
    chosen = {d.chosen.data.name for d in state.context.draws.values()}
    return {n for n in names_in(e) if n in chosen or n.startswith(r"\mathbf{1}_") and n in state.context.laws}


def arguments_read(state: State, head: Piece) -> list[Expr | None]:
    """What stands in the brackets of `f(x, y)`, None for a letter that has no meaning."""
    group = head.syntax.items[-1]
    group = group.base if type(group) is Script else group
    items = group.body.items if type(group.body) is Listing else (group.body,)
    return [state.read(Piece(item, head.source)) for item in items]
