r"""Terms that words add to a loss: "add $\frac{\lambda}{2} \|w\|^2$ to the loss. Call the new loss $J_\lambda$": what J_\lambda is. Where the sum
gets no name, "Add the penalty $\frac{\lambda}{2} \|w\|^2$ and take one step", steps go down the derivative of both."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.relations.updates import DROPPED
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_LOSS = r"(?:loss|objective|cost|error|risk|criterion)(?:\s+function)?"
_ADD = re.compile(rf"\badd(?:s|ed|ing)?(?:\s+to\s+(?:the|our|this)\s+{_LOSS})?(?:[\s-]+(?:an?|the|another|weight|decay|ridge|extra|additional|penalty|"
                  r"regulari[sz]\w+|term|L2|l2|quadratic))*\s*$", re.I)
# The same of what is called a penalty: "We now add an L2 penalty".
_PENALTY = re.compile(rf"\b(?:add(?:s|ed|ing)?|includ(?:e|es|ed|ing)|append(?:s|ed|ing)?)(?:\s+to\s+(?:the|our|this)\s+{_LOSS})?\s+"
                      r"(?:(?:an?|the|another|extra|additional|quadratic|squared|ridge|weight|L2|l2|\$?\\?ell_2\$?)[\s-]+){0,4}"
                      r"(?:penalty|regulari[sz](?:er|ation)|(?:weight[\s-]+)?decay)(?:[\s-]+term)?(?:\s+of)?\s*$", re.I)
# "With weight decay", at the beginning of a sentence: of the steps that it goes on to tell.
_WITH = re.compile(r"^\s*(?:now\s+)?with\s+(?:(?:an?|the|additional|extra|quadratic|squared|ridge|L2|l2|\$?\\?ell_2\$?)[\s-]+){0,3}"
                   r"(?:penalty|regulari[sz](?:er|ation)|weight[\s-]+decay)(?:[\s-]+term)?(?:\s+of)?\s*$", re.I)
# "We do not want to add the penalty", "instead of adding a penalty", "without an added penalty", before the verb: no penalty is added.
_DENIED = re.compile(r"(?:\b(?:not|never|cannot|instead\s+of|rather\s+than|other\s+than|without|avoid\w*|refrain\w*(?:\s+from)?|nobody|nothing)\b|n't\b)"
                     r"(?:\s+(?!(?:but|and|then|we|one|only|let)\b)[\w-]+){0,3}\s*$", re.I)
# Words in its sentence that may say so.
_DOUBTED = re.compile(r"\b(?:not|never|no|none|nor|neither|cannot|instead|rather|without|unlike|before|until|unless|whether|had|later|nobody|nothing|omit\w*|remov\w*|drop\w*|"
                      r"skip\w*|forget\w*|forgot\w*)\b|n't\b", re.I)
# "Now drop the penalty again", "without the penalty", "the plain loss": what was added holds no more.
_NAMED = r"(?:\$[^$]*\$\s+)?(?:[\w-]+\s+){0,2}(?:penalt\w+|regulari[sz]\w+|decay)\b"
_DROPPED = re.compile(rf"\b(?:drop\w*|remov\w*|omit\w*|discard\w*|leav\w+\s+out|(?:switch|turn)\w*\s+off|without|no|no\s+longer|forget\w*|ignor\w+|take\s+away|"
                      rf"tak\w+\s+out|get\s+rid\s+of|undo)\s+(?:(?:the|this|that|our|any|an?|again)\s+){{0,2}}{_NAMED}|\b(?:penalt\w+|regulari[sz]\w+|decay)\s+(?:term\s+)?"
                      r"(?:is|gets|has\s+been|was)\s+(?:now\s+|again\s+)?(?:dropped|removed|omitted|gone|discarded|left\s+out|switched\s+off|turned\s+off)|"
                      r"\bun(?:penali[sz]ed|regulari[sz]ed)\b|\b(?:for|of|on|down|along|back\s+to|return\s+to|only)\s+(?:the|our)\s+(?:original|plain|bare)\s+(?:loss|objective|cost|problem)\b|"
                      r"\b(?:step|descent|update)\s+(?:for|on|of)\s+(?:\$[^$]*\$|the\s+loss)\s+(?:alone|only|by\s+itself)\b|\bloss\s+(?:\$[^$]*\$\s+)?(?:alone|by\s+itself)\b", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
_TO_LOSS = re.compile(rf"^\s*to\s+(?:the|our|this|that)\s+(?:\w+\s+){{0,2}}{_LOSS}\b(?P<named>\s*$)?", re.I)
# "Adding $\\frac{\\lambda}{2} w^2$ to a loss $L(w)$".
_TO_ANY_LOSS = re.compile(rf"^\s*to\s+(?:an?|any|some|each|every|the|our|this|that)\s+(?:[\w-]+\s+){{0,2}}{_LOSS}\b", re.I)
_WITH_WEIGHT = re.compile(r"\s*,?\s*(?:with|for|where)\s*(?:(?:a|some)\s+)?", re.I)
_OF_WEIGHT = re.compile(r"\s*\\?[A-Za-z]+\s*(?:>|\\g(?:t|eq?)(?![A-Za-z])|\\in(?![A-Za-z]))")
_CALLS = re.compile(r"\b(?:call|calls|called|denote|denoted|name|named|write|gives?|giving|becomes|as|by|is)\b[^.;$]*$", re.I)
_WHOLE = re.compile(rf"^\s*({NAME}\s*(?:\([^()]*\))?)\s*$")
_WEIGHT = re.compile(r"^\s*(?:\\[dt]?frac\s*\{?)?\s*(\\(?:lambda|mu|alpha|beta|gamma|tau|rho|eta|kappa|nu))(?![A-Za-z_])")
# "and call the new objective", "gives the regularised loss", "the penalised cost is denoted by", before the name of the sum.
_NEW = r"(?:new|regulari[sz]ed|penali[sz]ed|resulting|total|augmented|combined|modified|full|ridge|whole)"
_CALLS_SUM = re.compile(rf"\b(?:(?:call|denote|name|write|obtain|get|giv(?:e|es|ing)|yield(?:s|ing)?)\s+(?:(?:by|us|for)\s+)?(?:(?:the|an?|our|this)\s+)?"
                        rf"(?:{_NEW}\s+(?:\w+\s+)?{_LOSS}|(?:sum|result|outcome)|{_LOSS})(?:\s+(?:by|as|is|be))?"
                        rf"|(?:the|our|this)\s+(?:{_NEW}\s+(?:\w+\s+)?{_LOSS}|sum|result)\s+(?:is|be|becomes|is\s+(?:called|denoted(?:\s+by)?|named|written(?:\s+as)?)))\s*$", re.I)
# "Write $L_\\lambda$ for the loss plus", "let $J$ be the loss with the penalty": the name stands before the term.
_NAMES_SUM = re.compile(r"\b(?:write|writing|let|call|denote\s+by|with)\s*$", re.I)
_PLUS = re.compile(rf"^\s*(?:for|be|denote|denotes|is|stand\s+for)\s+(?:the|our|this)\s+(?:\w+\s+)?{_LOSS}\s+(?:plus|together\s+with|with)"
                   r"(?:\s+(?:an?|the|added|extra|additional|penalty|regulari[sz]\w+|term|ridge|quadratic))*\s*$", re.I)
# A loss by its letter, where its formula begins: `\\ell(w) =`, `\\hat{R}_n(w) =`.
_LOSS_HEAD = re.compile(r"^\s*(?P<name>(?:\\(?:mathcal|mathrm|hat|tilde|bar)\s*\{?\s*)?(?:[LJECRQFf]|\\ell)\s*\}?(?:_\{?[A-Z\d]\w*\}?)?)\s*(?:\\left\s*)?\((?P<of>[^()=;|]*?)(?:\\right\s*)?\)\s*&?\s*:?=")
_L2 = re.compile(r"^\s*(?:L|\\ell)_\{?[12]\}?\s*$")
AHEAD = 3  # formulas after it among which the sum gets its name


def taken(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Take in the definition of the sum at the term that is added; False where the words add nothing, or the sum gets no name."""
    to = _TO_LOSS.match(_after(meanings, formula))
    formulas, at = meanings.document.formulas, meanings.at
    said = _SENTENCES.split(formula.before)[-1]
    if at and not formulas[at - 1].display and _L2.match(formulas[at - 1].rows[0].text):
        said = f"{_SENTENCES.split(formulas[at - 1].before)[-1]} L2 {formula.before}"
    added = _PENALTY.search(said) or _ADD.search(said)
    if added is not None and _DENIED.search(said[:added.start()]):
        return False
    if at and _PLUS.match(formula.before) and not formulas[at - 1].display and _NAMES_SUM.search(formulas[at - 1].before):
        return _sum_called(meanings, row, formulas[at - 1].rows[0].text)
    if (to is None or to["named"] is None) and added is not None and "=" not in row.text and (name := _named_sum(meanings)) is not None \
            and _sum_called(meanings, row, name):
        return True
    if to is None or not _ADD.search(formula.before):
        return False
    first = at + 1
    if to["named"] is not None:
        if first >= len(formulas) or formulas[first].display:
            return False
        loss, first = formulas[first].rows[0].text.strip(), first + 1
    else:
        loss = _last_loss(meanings)
    for k in range(first, min(first + AHEAD, len(formulas))):
        named = _WHOLE.match(formulas[k].rows[0].text) if not formulas[k].display and len(formulas[k].rows) == 1 else None
        if formulas[k].display:
            break
        if named is None or not _CALLS.search(formulas[k].before) or meanings.shaped(named[1]) is not None:
            continue
        line = Source(f"{named[1]} = {loss} + {row.text.strip()}", row.name, row.locate(0)[0])
        try:
            found = statements(meanings.context, line)
        except SymcheckError:
            return False
        _declare_weight(meanings, row)
        meanings.looked_up(found[0].pieces[1])
        return bool(loss) and define(meanings, found[0], bare=True) is None
    return False


def _after(meanings: Meanings, formula: Formula) -> str:
    r"""The words after a term, or after the condition on its weight, "with $\beta > 0$ to the loss"; "to $f$" of a loss by its letter is "to the loss"."""
    formulas, at = meanings.document.formulas, meanings.at
    following = next(iter(formulas[at + 1:]), None)
    after = formula.after
    if following is not None and not following.display and _WITH_WEIGHT.fullmatch(formula.after) and len(following.rows) == 1 and _OF_WEIGHT.match(following.rows[0].text):
        after, following = following.after, next(iter(formulas[at + 2:]), None)
    if following is None or following.display or len(following.rows) != 1 or not re.fullmatch(r"\s*to\s*", after):
        return after
    letter = re.sub(r"\s|\(.*", "", following.rows[0].text)
    heads = (_LOSS_HEAD.match(row.text) for f in formulas[:at] for row in f.rows)
    return " to the loss" + following.after if any(m is not None and re.sub(r"\s", "", m["name"]) == letter for m in heads) else after


def _named_sum(meanings: Meanings) -> str | None:
    """What the next formulas of the sentence or the next one call the loss with the term."""
    formulas, at = meanings.document.formulas, meanings.at
    for f in formulas[at + 1:at + 1 + AHEAD]:
        if f.display or len(f.rows) != 1 or "\n\n" in f.before:
            return None
        if _WHOLE.match(f.rows[0].text) and _CALLS_SUM.search(f.before):
            return f.rows[0].text
    return None


def _sum_called(meanings: Meanings, row: Source, text: str) -> bool:
    """Define a name as the only loss that has a formula so far and a term; False where there is none, or there are several."""
    named = _WHOLE.match(text)
    heads = {re.sub(r"\s|\\(?:left|right)", "", m["name"] + "|" + m["of"]): m for f in meanings.document.formulas[:meanings.at] for r in f.rows
             if (m := _LOSS_HEAD.match(r.text)) is not None}
    if named is None or len(heads) != 1 or meanings.shaped(named[1]) is not None:
        return False
    (loss,) = heads.values()
    head = named[1] if "(" in named[1] else f"{named[1]}({loss['of']})"
    line = Source(f"{head} = {loss['name']}({loss['of']}) + {row.text.strip().rstrip('.,;')}", row.name, row.locate(0)[0])
    try:
        found = statements(meanings.context, line)
    except SymcheckError:
        return False
    _declare_weight(meanings, row)
    meanings.looked_up(found[0].pieces[1])
    e = meanings.state.read(found[0].pieces[1])
    return e is not None and is_scalar(e.shape) and define(meanings, found[0]) is None


def _declare_weight(meanings: Meanings, row: Source) -> None:
    r"""Declare the \lambda of `\frac{\lambda}{2} \|w\|^2`, where nothing does."""
    weight = _WEIGHT.match(row.text)
    if weight is not None and meanings.context.scope.bare(weight[1]) is None:
        meanings.declare(Source(rf"{weight[1]} \in \mathbb{{R}}", row.name, row.locate(0)[0]))


def unnamed(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Remember a penalty that is added to the loss, where the sum gets no name; False where the words add none. Where they may not mean to add it, it is in doubt."""
    said = _SENTENCES.split(formula.before)[-1]
    added = _PENALTY.search(said) or _WITH.search(said) or _TO_ANY_LOSS.match(_after(meanings, formula)) and _ADD.search(said)
    if not added or _DENIED.search(said[:added.start()]) or "=" in row.text or _is_in_a_loss(meanings, row):
        return False
    try:
        found = statements(meanings.context, row)
    except SymcheckError:
        return False
    piece = found[0].pieces[0] if len(found) == 1 and not found[0].operators else None
    if piece is None:
        return False
    meanings.looked_up(piece)
    if meanings.state.read(piece) is None:
        _declare_weight(meanings, row)
        meanings.looked_up(piece)
    term = meanings.state.read(piece)
    if term is None or not is_scalar(term.shape) or added.re is _WITH and any(n is term for g in meanings.state.gradients for n in g.f.walk()):
        return False  # of a loss that holds it already
    meanings.state.penalties.append((term, DROPPED if _DOUBTED.search(said[:added.start()]) else meanings.state.part))
    return True


def heard(meanings: Meanings, formula: Formula) -> None:
    """Penalties that the words before a formula take back are in doubt from here on."""
    state = meanings.state
    if state.penalties and _DROPPED.search(formula.before):
        state.penalties[:] = [(term, DROPPED) for term, _ in state.penalties]


def _is_in_a_loss(meanings: Meanings, row: Source) -> bool:
    r"""Does one of the next formulas define the sum, `\tilde L(w) = L(w) + \frac{\lambda}{2} \|w\|^2`? Then the penalty is in that one."""
    def plain(text: str) -> str:
        return re.sub(r"\s|_\{?2\}?(?=\^)|\\[lr]Vert|\\\||&", "", text)

    term = plain(row.text)
    return any("=" in r.text and plain(r.text).partition("=")[2].rstrip(".,;").endswith("+" + term)
               for f in meanings.document.formulas[meanings.at + 1:meanings.at + 1 + AHEAD] for r in f.rows)


def _last_loss(meanings: Meanings) -> str:
    """The loss of which the last derivative was taken, where it has a name."""
    f = next((g.f for g in reversed(meanings.state.gradients) if g.f.op == "let" and is_scalar(g.f.shape)), None)
    entry = next((e for e in meanings.context.scope if f is not None and e.expr is f and not e.params), None)
    return entry.name if entry is not None else ""
