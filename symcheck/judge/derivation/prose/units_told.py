r"""ReLU units that words call active or not: "If the unit is active, $f(x) = w x + b$", "$\partial f / \partial w = 0$ when the neuron is off".
That is a sign of what the ReLU is taken of, where the document has one ReLU of a number, or the words speak of both or all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import State
from symcheck.text import Source

_UNIT = r"(?:units?|neurons?|nodes?|(?:[Rr]e\s*-?\s*LUs?|\$\\(?:mathrm|text|operatorname)\{ReLU\}\$)(?:\s+units?)?|gates?|activations?)"
_ON = r"(?P<on>(?:switched\s+|turned\s+)?on|active|activated|alive|open|firing|fires)"
_OFF = r"(?P<off>(?:switched\s+|turned\s+)?off|inactive|not\s+active|not\s+activated|dead|closed|silent)"
_WHICH = r"(?P<which>the|this|our|a|an|its|that|both|all|the\s+(?:hidden|single|two|three)|both\s+hidden|all\s+(?:the\s+)?hidden)"
_IS = rf"(?:{_WHICH}\s+{_UNIT}\s+(?:is|are|stays?|remains?)?\s*(?:{_ON}|{_OFF})\b|(?P<thing>active|inactive|dead)\s+{_UNIT}\b|(?P<side>active|inactive)\s+"
_IS += r"(?:side|region|regime|branch|case|part|phase)\b)"
_CASE = r"(?:if|when(?:ever)?|where(?:ver)?|while|as\s+long\s+as|provided(?:\s+that)?|assum(?:e|es|ing)(?:\s+that)?|suppos(?:e|ing)(?:\s+that)?|given\s+that|since|because|as|once|in\s+case|" \
        r"in|on|for|with)"
_BEFORE = re.compile(rf"\b{_CASE}\s+(?:that\s+)?(?:(?:the|an?)\s+)?{_IS}(?![^$]*\band\s*$)"
                     r"(?:\s+(?:at|for)\s+\$[^$]*\$|\s*\([^()]*\$[^$]*\$[^()]*\))?\s*(?:[,:]|then\b|we\b|the\b|this\b|it\b|so\b)[^;]*$", re.I)
# "On the active side $h = w x + b$".
_SIDE = re.compile(r"\b(?:on|in|for|over)\s+(?:the|its|this|that)\s+(?P<side>(?:in)?active)\s+(?:side|region|regime|branch|case|part|phase)(?P<on>)(?P<thing>)(?P<which>)\s*$", re.I)
_OF_ITS_OWN = re.compile(rf"\b(?:assum(?:e|ing)|suppos(?:e|ing)|consider|case\s*\w*\s*[:.(]|let)\s+(?:that\s+)?(?:(?:the|an?)\s+)?{_IS}[^.;:$]*[.:]", re.I)
_SUPPOSED = re.compile(rf"\b{_CASE}\s+(?:that\s+)?(?:(?:the|an?)\s+)?{_IS}", re.I)
_AFTER = re.compile(rf"^\s*,?\s*(?:(?:only|exactly|precisely|just)\s+)?{_CASE}\s+(?:that\s+)?(?:(?:the|an?)\s+)?{_IS}", re.I)


def before(state: State, said: str) -> list[Source] | None:
    """What the sentence before a formula supposes of units; None where it speaks of none that are known."""
    return _signs(state, _BEFORE.search(said) or _SIDE.search(said))


def of_its_own(state: State, said: str) -> list[Source] | None:
    """What a sentence of its own supposes of units: "Assume the unit is active."."""
    return _signs(state, next(reversed([*_OF_ITS_OWN.finditer(said)]), None))


def after(state: State, said: str) -> list[Source] | None:
    """The same of the words right after a formula."""
    return _signs(state, _AFTER.search(said))


def without(said: str) -> str:
    """The words before a formula without what they suppose of units: that is no hypothesis of the formula."""
    return _SUPPOSED.sub(" ", said)


def _signs(state: State, found: re.Match | None) -> list[Source] | None:
    """The inequalities that the words mean; [] where they do not tell of which unit."""
    if found is None:
        return None
    args = list(taken(state))
    if not args:
        return None
    called = (found["thing"] or found["side"] or "").lower()
    op = ">" if found["on"] or called == "active" else "<"
    several = (found["which"] or "").lower().startswith(("both", "all"))
    if len(args) > 1 and not several or any(not is_scalar(a.shape) for a in args):
        return []
    return [Source(f"{to_latex(a)} {op} 0", "the unit", 1) for a in args]


def taken(state: State) -> Iterator[Expr]:
    """What the document takes a ReLU of, each once, by its name where it has one."""
    seen: dict[Expr, Expr] = {}
    for entry in state.context.scope:
        for a in arguments(entry.expr) if entry.kind == "quantity" and entry.expr is not None else ():
            if a.op == "var" and a.data in entry.params:
                continue  # the t of `r(t) = \\max(0, t)`
            key = a
            while key.op == "let":
                key = key.args[0]
            if key not in seen or a.op == "let":
                seen[key] = a
    return iter(seen.values())


def arguments(e: Expr) -> Iterator[Expr]:
    """What ReLUs in an expression are taken of; of a function that has one, what it is called with."""
    for n in _outside(e, set()):
        if n.op == "substitute":
            values = dict(zip(n.data, n.args[1:]))
            yield from (values[a.data] if a.op == "var" and a.data in values else build.substitute(a, tuple(values.items()))
                        for a in arguments(n.args[0]))
        elif (a := argument(n)) is not None:
            yield a


def _outside(e: Expr, seen: set[Expr]) -> Iterator[Expr]:
    """What stands in an expression, each once, and not in the functions that it calls."""
    if e in seen:
        return
    seen.add(e)
    yield e
    for x in e.args[1:] if e.op == "substitute" else e.args:
        yield from _outside(x, seen)


def argument(e: Expr) -> Expr | None:
    r"""The z of `\operatorname{ReLU}(z)`, `\max(0, z)`."""
    if e.op == "apply" and e.data[0].known == "relu" and not e.data[1]:
        return e.args[0]
    others = [a for a in e.args if not a.is_zero] if e.op == "extremum" and e.data == "max" else []
    return others[0] if len(others) == 1 < len(e.args) else None
