r"""The samples x_i beside the x of a function of any one, `p(x; \beta) = \sigma(\beta^\top x)` and `p(x_i; \beta)`, of which the document declares neither: vectors of
one length, as many as the index runs to; or as the words further on tell, "the matrix with rows $x_i^\top$". And the y_i of a sample that is announced
after a part about one number y."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.names.usage import named_in
from symcheck.read.context import Piece
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# `p(x`, `h_\\theta(x`, and what stands in the brackets up to a comma, a bar or the end.
_CALL = re.compile(r"(\\?[A-Za-z]+(?:_\{?\\?[A-Za-z]+\}?)?)\s*(?:\\left|\\[bB]igl?)?\(\s*(\\?[A-Za-z]+(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))?)\s*(?=[;,)|\\])")
# `y^{(i)}`, as a missing name is written.
_MARKED = re.compile(r"(\\?[A-Za-z]+)\^\{\(([a-z])\)\}")
# Right before a list of data.
_SAMPLE = re.compile(r"\b(?:samples?|observations?|data|dataset|measurements?|draws?|counts?|labels?|responses?|targets?|values|independent|outcomes?)(?:\s+(?:are|is|points?|of|set))?[\s(]*$", re.I)
# `\\ell_i`, as a missing name is written.
_COUNTED = re.compile(r"(\\?[A-Za-z]+)_(?:\{([a-z])\}|([a-z]))'*")
_PAIRS = re.compile(r"\b(?:pairs?|points?|examples?|samples?|observations?|data(?:set)?|measurements?|instances?)(?:\s+(?:are|is|of|set|points?|the\s+form))*[\s(:]*$", re.I)
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]+))")


def declare(meanings: Meanings, piece: Piece) -> bool:
    """Declare the samples of which a piece names any one, before it is taken for one vector with entries x_i."""
    done = False
    for base in dict.fromkeys(n.base for n in named_in(piece.syntax) if not n.sub and not n.sup):
        if meanings.context.scope.entries.get(base) or base in meanings.iterates.letters:
            continue
        found = _family(meanings, base)
        if found is None or ahead.declared_later(meanings, base, meanings.at):
            continue
        member, letter, end = found
        if meanings.kinds.line_ahead(base, anywhere=True) or re.search(rf"(?<![A-Za-z\\]){re.escape(base)}\s*[_^]\s*\{{?\(?{letter}[^=]*\\in(?![A-Za-z])", meanings.document.text):
            done = True
            continue
        line = rf"{member} \in \mathbb{{R}}^{{n_{{{re.sub(r'[^A-Za-z]', '', base)}}}}}, {letter} = 1, \dots, {end}"
        if meanings.declare(Source(line, piece.source.name, piece.source.locate(0)[0])):
            meanings.outcome.taken.append(line)
            done = True
    return done


def beside_number(meanings: Meanings, piece: Piece) -> bool:
    r"""Declare the y_i of "For a sample $y_1, \dots, y_n$", or of "$N$ examples $(x_i, y_i)$", beside a y that was one number until here: it has no entries."""
    done = False
    for name in named_in(piece.syntax):
        one = meanings.context.scope.bare(name.base)
        if len(name.below) != 1 or name.above or one is None or one.kind != "quantity" or one.expr.op != "var" or not is_scalar(one.expr.shape) \
                or any(e.sub_slots for e in meanings.context.scope.entries[name.base]):
            continue
        end = _listed(meanings, name.base) or _paired(meanings, name.base, name.below[0])
        v = one.expr.data
        values = r" \in \{{{', '.join(map(str, sorted(v.values)))}\}}" if v.values else r" \in \mathbb{R}"
        if end is not None and meanings.declare(Source(rf"{name.base}_{name.below[0]}{values}, {name.below[0]} = 1, \dots, {end}", piece.source.name, piece.source.locate(0)[0])):
            done = True
    return done


def of_singles(meanings: Meanings, name: str, source: str) -> bool:
    r"""Give the \ell_i of "where $\ell_i$ is the loss of example $i$" its meaning, where \ell was defined for one example $(x, y)$ beside examples $(x_i, y_i)$."""
    found = _COUNTED.fullmatch(name)
    of = meanings.context.scope.bare(found[1]) if found is not None else None
    if of is None or of.kind != "quantity" or of.expr.op != "let" or of.expr.data.family:
        return False
    letter = found[2] or found[3]
    for v in [n.data for n in of.expr.args[0].walk() if n.op == "var" and is_scalar(n.shape) and not n.data.family]:
        end = _paired(meanings, v.name, letter)
        if end is not None and not any(e.sub_slots for e in meanings.context.scope.entries[v.name]):
            meanings.declare(Source(rf"{v.name}_{letter} \in \mathbb{{R}}, {letter} = 1, \dots, {end}", source, 1))
    return meanings.copies.declare(name, source)


def of_vector(meanings: Meanings, name: str, source: str) -> bool:
    r"""Declare the y^{(i)} of a vector y of as many numbers as there are samples x^{(i)}, where the document says of y^{(i)} nothing else: the i-th of them."""
    found = _MARKED.fullmatch(name)
    whole = meanings.context.scope.bare(found[1]) if found is not None else None
    if whole is None or whole.kind != "quantity" or whole.expr.op != "var" or not is_vector(whole.expr.shape):
        return False
    end = meanings.survey.ranges.get(found[2])
    families = [e for entries in meanings.context.scope.entries.values() for e in entries if e.sup_slots == 1 and e.expr is not None and e.expr.op in ("var", "let") and e.expr.data.family == (end,)]
    told = re.search(rf"(?<![A-Za-z\\]){re.escape(found[1])}\s*\}}?\s*\^\s*\{{\s*\(\w\)\s*\}}\s*(?:=|:|\\in(?![a-z])|\\sim)", meanings.document.text)
    return end == whole.expr.shape[0] and bool(families) and told is None and meanings.declare(Source(f"{name} = {found[1]}_{found[2]}", source, 1))


def _listed(meanings: Meanings, base: str) -> str | None:
    r"""The n of a sample `y_1, \dots, y_n` that words announce."""
    letter = re.escape(base)
    listed = re.compile(rf"\s*\(?\s*{letter}\s*_\s*\{{?1\}}?\s*,\s*(?:{letter}\s*_\s*\{{?2\}}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,\s*{letter}\s*_\s*\{{?([A-Za-z])\}}?\s*\)?(?![\^=]).*", re.S)
    found = {m[1] for f in meanings.document.formulas if not f.display and _SAMPLE.search(f.before) for row in f.rows if (m := listed.fullmatch(row.text)) is not None}
    return found.pop() if len(found) == 1 else None


def _paired(meanings: Meanings, base: str, letter: str) -> str | None:
    r"""The n of the pairs `(x_i, y_i)` of numbers that words announce, one of which has this letter, with an i that runs to n."""
    pair = re.compile(rf"\s*(?:\\\{{)?\s*\(\s*(\\?[A-Za-z]+)\s*_\s*\{{?{letter}\}}?\s*,\s*(\\?[A-Za-z]+)\s*_\s*\{{?{letter}\}}?\s*\).*", re.S)
    told = any(base in m.groups() and _PAIRS.search(f.before) for f in meanings.document.formulas if not f.display for row in f.rows[:1]
               if (m := pair.fullmatch(row.text)) is not None)
    return meanings.survey.ranges.get(letter) if told else None


def _family(meanings: Meanings, base: str) -> tuple[str, str, str] | None:
    r"""(x_i, i, N) where the document takes one function of x and of x_i, and writes x_i as a vector; None where it does not."""
    taken: dict[str, set[str]] = {}
    for row in meanings.survey.rows:
        for m in _CALL.finditer(_FONT.sub(r"\1\2", row)):
            taken.setdefault(m[1], set()).add(re.sub(r"[\s{}]", "", m[2]))
    member = re.compile(rf"{re.escape(base)}(_([a-z])|\^\(([a-z])\))")
    for at in taken.values():
        letters = {(m[1][0], m[2] or m[3]) for x in at if (m := member.fullmatch(x)) is not None}
        if base not in at or len(letters) != 1:
            continue
        mark, letter = letters.pop()
        end = meanings.survey.ranges.get(letter)
        uses = [u for u in meanings.inference.usage.uses.get(f"{base}_" if mark == "_" else f"{base}^", ()) if letter in (*u.name.below, *u.name.above)] \
            or [u for us in meanings.inference.usage.uses.values() for u in us if u.name.base == base and letter in (*u.name.below, *u.name.above)]
        if end is not None and any(u.transposed for u in uses):
            return (f"{base}_{letter}" if mark == "_" else f"{base}^{{({letter})}}"), letter, end
    return None


__all__ = ["declare"]
