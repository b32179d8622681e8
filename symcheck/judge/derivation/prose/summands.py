r"""Names of what stands under the last sum: "Call the $i$-th bracket $\ell_i$", "let $\ell_i$ denote the $i$-th summand", "with $E_i$ the
$i$-th summand (sign included)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.statements import written
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Additive, BigOperator, Group, Product, Relation, Syntax
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.judge.derivation.state import Chain

_NAME = re.compile(r"\s*((?:\\[A-Za-z]+\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+))_\{?([a-z])\}?\s*")
_NOUN = r"(?:bracket(?:ed\s+(?:term|expression))?|summand|addend|parenthes[ie]s|term(?:\s+(?:of|in|under)\s+(?:the|this|that)\s+sum))"
# Right before the name, and around it.
_CALLED = re.compile(rf"\b(?:call|denote|write|abbreviate|name)\s+(?:by\s+)?(?:the\s+)?\$\s*([a-z])\s*\$\s*-?\s*th\s+{_NOUN}(?:\s+(?:above|here|as|by))*\s*$", re.I)
_LET = re.compile(r"\b(?:let|where|with|here)\s*$", re.I)
_BE = re.compile(r"^\s*(?:(?:be|being|denotes?|denoting|is|for|stands\s+for)\s+)?the\s*$", re.I)
_TH = re.compile(rf"^\s*-?\s*th\s+{_NOUN}\b", re.I)
# "the $i$-th summand (sign included)", "with its sign": of -(..) under `-\\sum`.
_BRACKET = re.compile(r"\b(?:bracket|parenthes)", re.I)
_WITHOUT_SIGN = re.compile(r"\b(?:sign\s+(?:excluded|left\s+out)|without\s+(?:its|the)\s+(?:minus\s+)?sign)\b", re.I)
_WITH_SIGN = re.compile(r"^[^.;:$]*?\b(?:sign\s+included|(?:including|together\s+with|with)\s+(?:its|the)\s+(?:minus\s+)?sign)\b", re.I)


def named(meanings: Meanings, row: Source, formula: Formula, chain: Chain | None) -> bool:
    """Declare a name of the i-th summand of the sum in the last piece of the chain."""
    found = _NAME.fullmatch(row.text)
    if found is None or chain is None or chain.wrong or chain.unread or _index(meanings, formula) != found[2]:
        return False
    bodies = list(_brackets(chain.last.syntax, found[2]))
    if len(bodies) != 1:
        return False
    body, negative = bodies[0]
    text = written(chain.last.source, body.span)
    words = meanings.survey.sentence(formula) + _words_after(meanings)
    if negative and _WITH_SIGN.search(_words_after(meanings)):
        text = rf"-\left( {text} \right)"
    elif negative and not (_BRACKET.search(words) or _WITHOUT_SIGN.search(words)):
        return False  # a summand of `-\\sum` may have the minus or not
    return meanings.declare(Source(f"{found[1]}_{found[2]} = {text}", row.name, row.locate(0)[0]))


def _index(meanings: Meanings, formula: Formula) -> str | None:
    """The letter that counts the summands, by the words around the name."""
    said = _CALLED.search(meanings.survey.sentence(formula))
    if said is not None:
        return said[1]
    formulas, at = meanings.document.formulas, meanings.at
    if _LET.search(formula.before) and at + 1 < len(formulas) and _BE.match(formulas[at + 1].before) \
            and len(formulas[at + 1].rows) == 1 and _TH.match(formulas[at + 1].after):
        return formulas[at + 1].rows[0].text.strip()
    return None


def _words_after(meanings: Meanings) -> str:
    """The words after the name, or after the letter of `$E_i$ the $i$-th summand`."""
    formulas, at = meanings.document.formulas, meanings.at
    return next((f.after for f in formulas[at + 1:at + 2] if _TH.match(f.after)), formulas[at].after)


def _brackets(s: Syntax, letter: str) -> Iterator[tuple[Syntax, bool]]:
    r"""What stands in the bracket right after `\sum_{i=1}^n`, at the end of a product; is it one after a minus?"""
    negative = [term for part in s.walk() if type(part) is Additive for sign, term in zip(part.signs, part.items) if sign == "-"]
    for part in s.walk():
        if type(part) is not Product or type(part.items[-1]) is not Group or len(part.items) < 2:
            continue
        sign, body = part.items[-2], part.items[-1]
        if type(sign) is BigOperator and sign.name == "sum" and sign.lower is not None and body.open in ("[", "(", r"\{") \
                and type(body.body) in (Additive, Product) and _counted(sign.lower) == letter:
            yield body.body, any(part is term for term in negative)


def _counted(lower: Syntax) -> str:
    return label(lower.items[0]) if type(lower) is Relation else label(lower)


__all__ = ["named"]
