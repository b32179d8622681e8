r"""How words say that a function runs: "So $\varphi$ is decreasing and convex", "$f$ is strictly concave in $w$".

They are judged by the derivatives of a function that the document has differentiated before, by the variable of that derivative. What is said of a region, denied or
supposed is no such claim. A claim counts as wrong where the contrary holds everywhere, or where it fails at some place and the function
holds no other name than its variable, of which the words might tell a sign that was not heard.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import since_told
from symcheck.judge.derivation.prose import orders_claimed
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import Gradient, State, names_in
from symcheck.judge.derivation.wording import cases_told, changes_told, reservations
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_TRAIT = r"(?:(?:strictly|strongly|monotonically|monotone|always|everywhere|also)\s+)*(?:increasing|decreasing|non-?\s?decreasing|non-?\s?increasing|convex|concave)"
_SAID = re.compile(rf"^\s*is\s+(?:(?:then|thus|hence|therefore|indeed|clearly|again|smooth\s+and|differentiable\s+and|twice\s+differentiable\s+and)\s+)*"
                   rf"(?P<traits>{_TRAIT}(?:\s*,?\s*(?:and|,|but)\s+(?:is\s+)?(?:also\s+)?{_TRAIT})*)\b(?P<rest>(?s:.*))", re.I)
_ONE = re.compile(r"(?P<strictly>\b(?:strictly|strongly)\s+)?(?P<kind>(?:non-?\s?)?(?:increasing|decreasing)|convex|concave)\b", re.I)
# "decreases in $x$", "grows as $x$ decreases", and what follows the variable.
_RUNS = re.compile(r"^\s*(?:(?:always|strictly|monotonically|then|thus|also)\s+)*(?:(?P<up>increases|grows|rises|goes\s+up|gets\s+larger)|decreases|shrinks|falls|goes\s+down|drops|gets\s+smaller)\s+(?:monotonically\s+)?"
                   r"(?:(?P<when>as|when|if)|in|with)\s*$", re.I)
_OTHER_RUNS = re.compile(r"^\s*(?:(?P<up>increases|grows|rises|goes\s+up|gets\s+larger)|decreases|shrinks|falls|goes\s+down|gets\s+smaller)\s*(?=[.,;:)]|$|and\b|so\b)", re.I)
# After it: said of a region or a case, or of another thing.
_LIMITED = re.compile(r"^\s*[,(]?\s*(?:for|on|when(?:ever)?|if|iff|where(?:ver)?|as|near|at|in|there|here|only|exactly|between|left|right|unless|provided|around|until|up|to|from|below|above|beyond|"
                      r"outside|inside|within|along|over|over|but(?!\s+not\s+(?:strictly|strongly))|functions?|combination|with|up)\b", re.I)
_IN = re.compile(r"^\s*(?:in|as\s+a\s+function\s+of|with\s+respect\s+to)(?:\s+the\s+\w+)?\s*$", re.I)
# Before it: of what is made of the function, or no claim.
_MADE_OF_IT = re.compile(r"\b(?:of|in|to|by|with|from|plus|minus|than|if|when(?:ever)?|whether|where|unless|suppose|assume|let|for|each|every|any|all|term|summand|some|not)\s*(?:that\s+)?(?:the\s+)?(?:\w+\s+)?$", re.I)
_NAME = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:\s*\{[^{}]*\})?(?:_\{?\w+\}?)?)\s*(?:\(\s*\\?[A-Za-z]+(?:\{[^{}]*\})?\s*\))?\s*")


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge what the words right after the name of a function say of it; False where they say nothing of the kind, or it cannot be told."""
    said, name = _SAID.match(formula.after), _NAME.fullmatch(row.text)
    if said is None and name is not None and (runs := _runs(chains, formula)) is not None and not (
            _MADE_OF_IT.search(formula.before) or reservations.keeps(sentence) or orders_claimed.supposes(sentence) or cases_told.opens(sentence) or cases_told.there(sentence) or changes_told.here(sentence)):
        g = _differentiated(chains, name["name"], None)
        known = g is not None and g.by.op == "var" and g.by.data.name == runs[1] and not chains.state.unread_order and not since_told.function_changed(chains.meanings, [name["name"].strip()])
        return known and of_function(chains, row, g, runs[0])
    if said is None or name is None or _MADE_OF_IT.search(formula.before) or reservations.keeps(sentence) or orders_claimed.supposes(sentence) \
            or cases_told.opens(sentence) or cases_told.there(sentence) or changes_told.here(sentence):
        return False
    by = _by(chains, said["rest"])
    if by is None and _LIMITED.match(said["rest"]):
        return False
    g = _differentiated(chains, name["name"], by)
    if g is None or chains.state.unread_order or since_told.function_changed(chains.meanings, [name["name"].strip()]):
        return False
    return of_function(chains, row, g, said["traits"])


def of_function(chains: Chains, row: Source, g: Gradient, traits: str) -> bool:
    """Judge words such as "decreasing and convex", told beside this row of a function; False where one of them cannot be decided."""
    found = [_told(chains.state, g, m["kind"].lower(), bool(m["strictly"])) for m in _ONE.finditer(traits)]
    if any(v is None or not (v.right or v.word == V.DIFFERENT) for v in found):
        return False
    try:
        piece = Piece(parse(row, chains.state.context.words), row)
    except SymcheckError:
        return False
    s = Statement([None, piece], [""], row, piece.syntax.span)
    for v, m in zip(found, _ONE.finditer(traits)):
        chains.step(s, 0, v, reason=f"it is {m[0].lower()}" if v.right else "")
    return True


def _runs(chains: Chains, formula: Formula) -> tuple[str, str] | None:
    """How the words right after a function say that it runs in a variable, "increasing" or "decreasing", and that variable."""
    said, following = _RUNS.match(formula.after), next(iter(chains.meanings.document.formulas[chains.meanings.at + 1:]), None)
    if said is None or following is None or following.display or not following.rows:
        return None
    other = _OTHER_RUNS.match(following.after) if said["when"] else None
    if said["when"] and other is None or not said["when"] and _LIMITED.match(following.after):
        return None
    up = bool(said["up"]) == (other is None or bool(other["up"]))
    return "increasing" if up else "decreasing", following.rows[0].text.strip()


def _differentiated(chains: Chains, name: str, by: Expr | None) -> Gradient | None:
    """The function of this name, which the document has differentiated, and its variable."""
    entry = next((e for e in chains.state.context.scope.entries.get(name.strip(), ()) if e.kind == "map" and e.body is not None), None)
    if entry is not None:
        own = by is None and len(entry.params) == 1 and is_scalar(entry.params[0].shape) and is_scalar(entry.body.shape) and f"{name.strip()}'" in chains.meanings.document.text
        return Gradient(entry.body, build.var(entry.params[0])) if own else None
    f = chains.meaning(name)
    if f is None or f.op != "let" or not is_scalar(f.shape):
        return None
    return next((g for g in reversed(chains.state.gradients) if g.f is f and g.by.op == "var" and (by is None or g.by is by)), None)


def _by(chains: Chains, rest: str) -> Expr | None:
    """The variable of "is convex in $w$"."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    if not _IN.match(rest) or at + 1 >= len(formulas) or formulas[at + 1].display or not formulas[at + 1].rows:
        return None
    return chains.state.context_read(formulas[at + 1].rows[0].text)


def _told(state: State, g: Gradient, kind: str, strictly: bool) -> Verdict | None:
    """The verdict on one of these words; None where it cannot be told."""
    slope = build.derivative(g.f, g.by, "column")
    bent, up = kind in ("convex", "concave"), kind == "convex" or "increasing" in kind and not kind.startswith("non") or re.match(r"non-?\s?decreasing", kind) is not None
    if not bent and not is_scalar(g.by.shape):
        return None
    if is_scalar(g.by.shape):
        e, own = (build.derivative(slope, g.by, "column") if bent else slope), None
    elif is_vector(g.by.shape) and g.by.shape[1] == 1:
        hessian = build.derivative(slope, g.by, "column")
        own = hessian if up else build.neg(hessian)
        e = None
    else:
        return None
    alone = names_in(g.f) <= {g.by.data.name, *((g.f.data.name,) if g.f.op == "let" else ())}
    if own is not None:
        v, contrary = order.definite(state, own), order.definite(state, build.neg(own))
    else:
        zero = build.num(0)
        v, contrary = (order.of_values(state, e, zero, op) for op in ((r"\ge", r"\le") if up else (r"\le", r"\ge")))
    if v.word == V.DIFFERENT and not (alone or contrary.right):
        return None
    return v


__all__ = ["judged", "of_function"]
