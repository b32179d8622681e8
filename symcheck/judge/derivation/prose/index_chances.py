r"""Random indices that are not drawn uniformly: "suppose instead that $\Pr(i = j) = p_j$", "sample $i$ with probability $p_i$". They have
these chances until the words call them uniform again. Where words speak of equal chances of anything, "in plain SGD every index is equally likely",
nobody can tell whether they are in force from there on: no mean over such an index is judged until its chances are told again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Index
from symcheck.judge.derivation.rows.chances import is_chance
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.names import label
from symcheck.read.syntax import Group, Product, Relation, Script, Symbol

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# "sample an index $i$ with probability $p_i$", "$i$ is drawn with probabilities $p_i$": what stands before `p_i`, its formulas in dollars.
_DRAWN = re.compile(r"(?:\b(?:draw|pick|choos|select|sampl|tak)\w*\b[^.$]{0,40}\$\s*(?P<a>[A-Za-z])\s*(?:\\in\b[^$]*)?\$|\$\s*(?P<b>[A-Za-z])\s*\$[^.$]{0,30}\b(?:drawn|picked|chosen|selected|sampled|taken)\b)"
                    r"[^.$]{0,40}(?:\$[^$]*\$[^.$]{0,20})?\bwith\s+(?:a\s+|the\s+)?(?:non-?uniform\s+)?(?:probabilit(?:y|ies)|chances?)(?:\s+of)?\s*$", re.I)
_UNIFORM = re.compile(r"(?<!non-)(?<!non)(?<!not )\buniform(?:ly)?\b", re.I)

# Of equal chances, told in words or by `1/n` after "with probability"; where it is only spoken of, to say what is otherwise.
_ALIKE = re.compile(r"(?<!non-)(?<!non)\buniform(?:ly)?\b|\bequally\s+(?:likely|probable|often)\b|\bequiprobable\b|\b(?:with\s+)?(?:equal|the\s+same)\s+(?:probabilit(?:y|ies)|chances?|odds)\b|"
                    r"\bat\s+random\b(?!\s*,?\s*(?:with|according|from|by|proportional))|\b(?:plain|vanilla|ordinary|standard|usual|classical|simple)\s+"
                    r"(?:SGD|stochastic\s+gradient|(?:mini-?batch(?:ing)?|sampling))\b", re.I)
_WITH_CHANCE = re.compile(r"\b(?:probabilit(?:y|ies)|chances?)(?:\s+of)?\s*$", re.I)
_ONE_OVER = re.compile(r"\s*(?:\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{?\s*[A-Za-z]\s*\}?|1\s*/\s*[A-Za-z])\s*")
_DENIED = re.compile(r"\b(?:unlike|instead\s+of|rather\s+than|compared|than|contrast|versus|vs|not|no\s+longer|never)\b", re.I)


def spoken(meanings: Meanings, formula: Formula) -> None:
    """Forget the chances of all indices where the words right before a formula speak of equal ones, or it is `1/n` itself."""
    chances = meanings.context.chances
    if not chances or not (_ALIKE.search(formula.before) or _WITH_CHANCE.search(formula.before) and _ONE_OVER.fullmatch(formula.rows[0].text)) \
            or _DENIED.search(meanings.survey.sentence(formula)):
        return
    if formula.rows[0].text.strip() in chances and _UNIFORM.search(formula.before):
        return  # "with uniform $i$": told of this one, which is taken in as such
    meanings.context.drawn_otherwise |= chances.keys()
    _put(meanings, {})


def told(meanings: Meanings, s: Statement) -> bool:
    r"""Take in `\Pr(i = j) = p_j`."""
    if len(s.pieces) != 2 or None in s.pieces or s.operators != ["="]:
        return False
    head = _event(s.pieces[0])
    return head is not None and _taken(meanings, head[0], head[1], s.pieces[1])


def mentioned(meanings: Meanings, piece: Piece | None, before: str, sentence: str) -> bool:
    r"""Take in the p_i of "sample $i$ with probability $p_i$"; of "with uniform $i$" forget the chances told before. `before` are the words up to
    the piece, `sentence` has the formulas among these."""
    if piece is None:
        return False
    if type(piece.syntax) is Symbol and label(piece.syntax) in meanings.context.chances:
        if _UNIFORM.search(words.SENTENCES.split(before.rstrip())[-1]):
            _put(meanings, {i: p for i, p in meanings.context.chances.items() if i != label(piece.syntax)})
        return False
    drawn = _DRAWN.search(sentence)
    return drawn is not None and _taken(meanings, drawn["a"] or drawn["b"], drawn["a"] or drawn["b"], piece)


def _event(piece: Piece) -> tuple[str, str] | None:
    """The i and the j of `P(i = j)`, two letters."""
    s = piece.syntax
    if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or not (is_chance(s) or label(s.items[0]) in (r"\Pr", r"\mathbb{P}")):
        return None
    event = s.items[1].body
    if type(event) is not Relation or event.operators != ("=",) or any(type(x) is not Symbol or len(x.name) != 1 for x in event.items):
        return None
    return label(event.items[0]), label(event.items[1])


def _taken(meanings: Meanings, i: str, j: str, value: Piece) -> bool:
    """The chance of j is p_j, one number for each index or an entry of a vector."""
    if type(value.syntax) is not Script or value.syntax.sub is None or label(value.syntax.sub) != j:
        return False
    meanings.looked_up(value)
    e = meanings.state.read(value)
    if e is None or e.op not in ("item", "entry") or e.args[0].op not in ("var", "let") or len(e.data) != 1 \
            or type(e.data[0].base) is not Index or e.data[0].offset or (e.op == "entry" and e.args[0].data.family):
        return False
    meanings.context.drawn_otherwise -= {i}
    _put(meanings, meanings.context.chances | {i: e.args[0]})
    return True


def _put(meanings: Meanings, chances: dict) -> None:
    meanings.context.chances, meanings.context.remembered = chances, {}
    meanings.state.renew()
