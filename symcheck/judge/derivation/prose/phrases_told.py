r"""Values of noun phrases: "The inverse of $A B$ is $B^{-1} A^{-1}$", "the variance of $y$ is $p (1 - p)$", "$A$ has trace $5$ and determinant $6$", "By the quotient
rule the derivative of $\frac{x}{1 + x^2}$ is $..$", "Differentiating $\log \sigma(z)$ with respect to $z$ yields $..$".

Each phrase is written as a formula (`wording/noun_phrases.py`) and judged as the equation it stands for, a step only where that is decided. What "its" speaks of is
found in `phrase_subjects.py`, letters without a meaning in the document are those of `phrases_of_letters.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose import equals_told, phrase_subjects, phrases_of_letters
from symcheck.judge.derivation.prose.phrase_subjects import Claim, fits, head, value_of
from symcheck.judge.derivation.prose.phrases_of_letters import CONDITION
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows import of_functions
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.derivation.wording.noun_phrases import DERIVATIVES, FUNCTIONS, MOMENTS, Phrase
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.context import Context
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

# What may stand between the verb and the formula: "is the indicator", "is the matrix".
_APPOSITIVE = r"(?:\s+(?:the|an?|just\s+the)\s+(?:(?:indicator(?:\s+function)?|matrix|vector|constant|number|value|scalar|expression|identity|sigmoid|function)\s*)+)?"
_IS = re.compile(rf"^(?P<before>.*\S)\s+{equals_told.IS}\s*{equals_told.ADVERB}{_APPOSITIVE}:?\s*$", re.I | re.S)
# Where a clause may begin that speaks of the phrase.
_CLAUSE = re.compile(r"^\s*|[,;:(]\s*|\b(?:and|so|hence|thus|therefore|then|that|because|since|while|but|where|as|now|here|also|again|conclude|consequently|accordingly|"
                     r"(?:product|quotient|chain|power|sum|Leibniz)\s+rule)\s+|(?=\bwhose\b)", re.I)
_HAS = re.compile(r"⟦(?P<of>\d+)⟧[\s,]*(?:(?:which|it|then|therefore|thus|hence|also|now|clearly)\s+)*has\s+(?P<nouns>[a-z][^⟦]*?(?:(?:with\s+respect\s+to|w\.?r\.?t\.?)\s+⟦\d+⟧)?)"
                  r"\s*(?:equal\s+to)?\s*$", re.I)
_THEN = r"(?:gives|yields|we\s+(?:get|obtain|find|have)|leads\s+to|results\s+in|produces|shows)\s*(?:us\s+)?:?\s*$"
_DIFFERENTIATING = re.compile(rf"(?:^|[.;:,]\s*|\b(?:and|so|now|then|first)\s+)(?:differentiating|taking\s+the\s+(?:derivative|gradient)\s+of)\s+(?:the\s+)?(?P<of>[^⟦]*⟦\d+⟧)\s*"
                              rf"(?P<twice>twice\s+)?(?P<by>(?:with\s+respect\s+to|w\.?r\.?t\.?|in|by)\s+⟦\d+⟧)?[\s,]*{_THEN}", re.I)
_AND_HAS = re.compile(r"^[\s,]*and\s+(?:has\s+)?(?:(?:the|its|an?)\s+)?(?P<nouns>[a-z][a-z\s-]*?)(?:\s+(?:is|equals))?\s*$", re.I)
_AND = re.compile(r"^[\s,;]*(?:and|but|while\s+it\s+is)(?:\s+(?:it\s+(?:is|equals)|is|equals))?\s*$", re.I)
# "For symmetric $A$,", before what is said of any such matrix.
_FOR_ANY = re.compile(r"^[\s\W]*(?:for|let|with)\s+(?:(?:an?|any|every|all)\s+)?(?P<kind>(?:(?:symmetric|square|real|fixed|constant|given)\s+)+)(?:matrix\s+|matrices\s+)?⟦(?P<of>\d+)⟧(?:\s*,|\s+(?=the\b))", re.I)
_NOT_NEEDED = re.compile(r",?\s*\(?\bnot\s+necessarily\s+\w+\)?\s*,?", re.I)
# Behind the value: where alone it has this value.
_WHERE = re.compile(r"^\s*,?\s*(?:for|if|when|whenever|where|provided)\s*(?:that\s+)?(?:all\s+|any\s+)?$", re.I)
_AT_ZERO = re.compile(r"^\s*at\s+(?:the\s+origin|zero)\b", re.I)
_AT = re.compile(r"^\s*at\s*$", re.I)
_IS_ZERO = re.compile(r"\s*(?:[a-z]\s*=\s*)?0\s*")
_ZERO = re.compile(r"(?<= at )⟦(\d+)⟧")
# "for a uniformly drawn $i$": that index is drawn, which is no case.
_DRAWN_FOR = re.compile(r"\s(?:for|with|over)\s+(?:an?|the)\s+uniformly\s+(?:at\s+random\s+)?(?:drawn|chosen|sampled|selected|picked|random)(?:\s+(?:index|sample|example|point))?\s+(?:\$\s*\w\s*\$|\\\(\s*\w\s*\\\))\s", re.I)
_ARGUMENT = re.compile(r"\(\s*(\\?[a-z]+)\s*\)")
_CALLED = re.compile(rf"(?P<name>{NAME})\s*\(\s*\\?[a-z]+\s*\)")


class PhrasesTold:
    """The phrase of which a value was told last, by which formula, and the context in which its letters have a meaning, where that is its own."""

    def __init__(self, chains: Chains, remarks: Remarks):
        self.chains, self.remarks = chains, remarks
        self.at, self.last, self.context = -9, None, None

    def judged(self, row: Source, formula: Formula, sentence: str) -> bool:
        """Judge an expression that the words before it call the value of a phrase; False where they do not, or it is not decided."""
        if formula.display:
            return False
        sentence = _DRAWN_FOR.sub(" ", sentence)
        words, texts = noun_phrases.tokens(sentence)
        words = _ZERO.sub(lambda m: "zero" if _IS_ZERO.fullmatch(texts[int(m[1])]) else m[0], words)
        claim = self._claim(words, texts, formula)
        if claim is None or equals_told.denied(_without_kind(sentence, words)):
            return False
        where = "=0" if claim.phrase.at_zero and equals_told.ends(formula.after) else None if claim.phrase.at_zero else self._place(formula)
        if where is None or where and not DERIVATIVES & {*claim.phrase.nouns}:
            return False
        claim = Claim(claim.phrase, claim.of, claim.by, claim.traits, where)
        known = self._in_document(claim, row) if not claim.traits and (where in ("", "=0") or claim.phrase.function) else None
        done = known if known is not None else self._of_any_letters(claim, row)
        self.at, self.last = self.chains.meanings.at + bool(where and not where.startswith("=")), claim
        return done

    def _claim(self, words: str, texts: list[str], formula: Formula) -> Claim | None:
        """What the words before a formula call its value."""
        traits = ""
        if (any_ := _FOR_ANY.match(words)) is not None:
            traits = texts[int(any_["of"])] if "symmetric" in any_["kind"].lower() else ""
            words = words[any_.end():]
        follows = self.at == self.chains.meanings.at - 1 and self.last is not None
        that = self.last.phrase.nouns if self.last is not None and self.chains.meanings.at - self.at <= 2 else ()
        if follows and _AND.match(formula.before) and self.last.where:
            return self.last
        if follows and (said := _AND_HAS.match(formula.before)) is not None and (p := noun_phrases.phrase(said["nouns"])) is not None and p.of is None and not p.function:
            return Claim(Phrase(p.nouns, function=self.last.phrase.function), self.last.of, self.last.by, self.last.traits)
        if (said := _DIFFERENTIATING.search(words)) is not None:
            p = noun_phrases.phrase(f"the {'second ' * bool(said['twice'])}derivative of {said['of']} {said['by'] or ''}")
            return self._named(p, texts, traits)
        if (said := _HAS.search(words)) is not None:
            p = noun_phrases.phrase(said["nouns"])
            earlier = self._earlier()
            if p is None or p.of is not None or p.function or earlier is None or not equals_told.is_subject(earlier):
                return None
            return self._named(Phrase(p.nouns, int(said["of"]), p.by), texts, traits)
        if (said := _IS.match(words)) is None:
            return None
        before = said["before"]
        for m in _CLAUSE.finditer(before):
            p = noun_phrases.phrase(before[m.end():], that)
            if p is not None:
                if p.kind:
                    return phrase_subjects.of_kind(self.chains, p)
                whose = before[m.end():].lower().startswith("whose")
                if p.of is not None or p.function:
                    return self._named(p, texts, traits)
                last = self.last if self.chains.meanings.at == self.at + 1 else None
                about = "its " + before[m.end():][4:] if phrase_subjects.has_one_subject(p, before[m.end():], formula, before[:m.end()]) else before[m.end():]
                return phrase_subjects.of_subject(self.chains, p, about, whose, last)
        return None

    def _named(self, p: Phrase | None, texts: list[str], traits: str) -> Claim | None:
        if p is None:
            return None
        of = texts[p.of] if p.of is not None else ""
        function = p.function or noun_phrases.function_written(of)
        return Claim(replace(p, function=function), of, texts[p.by] if p.by is not None else "", traits)

    def _earlier(self) -> Formula | None:
        at = self.chains.meanings.at
        return self.chains.meanings.document.formulas[at - 1] if at else None

    def _of_any_letters(self, claim: Claim, row: Source) -> bool:
        """Judge a claim about letters that have no meaning in the document."""
        told = self.context if self.chains.meanings.at - self.at <= 2 else None
        found = phrases_of_letters.judged(self.chains, claim, row, told)
        if found is not None:
            self.context = found
        return found is not None

    def _place(self, formula: Formula) -> str | None:
        """Behind the value: "" of one in general, the condition or the place (`=0`) of another; None where it cannot be told."""
        if equals_told.ends(formula.after):
            return ""
        meanings = self.chains.meanings
        following = next(iter(meanings.document.formulas[meanings.at + 1:]), None)
        if _AT_ZERO.match(formula.after):
            return "=0"
        text = following.rows[0].text if following is not None and not following.display and len(following.rows) == 1 else ""
        if _WHERE.match(formula.after) and following is not None and following.before == formula.after and CONDITION.fullmatch(text):
            return text.strip()
        if _AT.match(formula.after) and _IS_ZERO.fullmatch(text):
            return "=0"
        return None

    def _in_document(self, claim: Claim, row: Source) -> bool | None:
        """Judge the claim in the context of the document; None where its left side has no meaning there."""
        state, meanings, p = self.chains.state, self.chains.meanings, claim.phrase
        text = row.text.strip().rstrip(".,;")
        if p.function:
            return self._of_function(claim, text, row)
        if claim.where:
            return self._slope_at_zero(claim, text, row) if claim.where == "=0" and p.nouns == ("gradient",) else None
        of = head(claim.of) if value_of(self.chains, head(claim.of)) is not None else claim.of
        e = value_of(self.chains, of)
        if e is None:
            return None
        if DERIVATIVES & {*p.nouns}:
            by = claim.by or _only_variable(e)
            x = value_of(self.chains, by) if by else None
            if x is None or x.op not in ("var", "entry", "item") or not is_scalar(e.shape):
                return None
            left = p.left(of, by, is_scalar(x.shape))
        else:
            if e.op in ("num", "size", "index") or e.op == "var" and not MOMENTS & {*p.nouns} or not fits(p, e) or has_derivative(e) and not MOMENTS & {*p.nouns}:
                return False
            if MOMENTS & {*p.nouns} and e.op == "var" and (p.nouns[-1] != "second moment" and not self._has_drawn_law(e, text)):
                return False
            left = p.left(of)
            if p.nouns == ("variance",) and not is_scalar(e.shape):
                left = rf"\operatorname{{Cov}}\left({of}\right)"
        s = equations_read.looked_up(self.chains.meanings, f"{left} = {text}", row)
        if s is None or state.read(s.pieces[0]) is None:
            return None
        if state.read(s.pieces[1]) is None and not are_declared(meanings, s.pieces[1]):
            return False
        self.context = None
        return self.remarks.aside_if_decided(s)

    def _slope_at_zero(self, claim: Claim, text: str, row: Source) -> bool | None:
        r"""Judge the slope at the origin of a function that is defined, `\sigma(z) = ..`, by its name."""
        called = _CALLED.fullmatch(head(claim.of))
        s = equations_read.looked_up(self.chains.meanings, rf"{called['name']}'(0) = {text}", row) if called is not None else None
        if s is None or self.chains.state.read(s.pieces[0]) is None:
            return None
        return self.remarks.aside_if_decided(s)

    def _has_drawn_law(self, e: Expr, text: str) -> bool:
        r"""Has a random name a law in symbols, `y \sim ..`, in which this is not written?"""
        law = self.chains.state.context.laws.get(e.data.name)
        rows = [r.text for f in self.chains.meanings.document.formulas[:self.chains.meanings.at] for r in f.rows]
        drawn = [t for t in rows if r"\sim" in t and head(t).strip() == e.data.name]
        return law is not None and bool(drawn) and not any(_plain(text) in _plain(t.partition(r"\sim")[2]) for t in drawn)

    def _of_function(self, claim: Claim, text: str, row: Source) -> bool | None:
        r"""Judge what is told of a function that is called by name: "the derivative of $\tanh$ is $1 - \tanh^2$"."""
        p, written = claim.phrase, FUNCTIONS[claim.phrase.function][1]
        if not DERIVATIVES & {*p.nouns} or len(p.nouns) > 1 or p.nouns != ("gradient",):
            return None
        bare = written in (r"\tanh", r"\sigma")
        if claim.where == "=0":
            if not bare:
                return None
            s = equations_read.equation(self.chains.state.context, rf"{written}'(0) = {text}", row)
            return s is not None and self.remarks.aside_if_decided(s)
        if bare and not claim.where:
            try:
                found = of_functions.applied(self.chains.state.context, statements(self.chains.state.context, Source(f"{written}' = {text}", row.name, row.locate(0)[0])))
            except SymcheckError:
                found = []
            argument = _ARGUMENT.search(found[0].text(0)) if len(found) == 1 and None not in found[0].pieces and len(found[0].pieces) == 2 else None
            if argument is not None and not phrases_of_letters.letters(text):
                context = self.chains.state.context.copy()
                context.declare(rf"{argument[1]} \in \mathbb{{R}}")
                return self._decided(found[0], context, "the derivative")
        return None

    def _decided(self, s: Statement, context: Context, reason: str) -> bool:
        """Make an equation a step where it is decided in this context."""
        v = phrases_of_letters.verdict(self.chains, s, context)
        if not v.right and v.word != V.DIFFERENT:
            return False
        self.chains.step(s, 0, v, reason=reason if v.right else "")
        return True


def _without_kind(sentence: str, words: str) -> str:
    """The sentence without the kind of matrix that it begins with, "For symmetric $A$," which the claim takes in, and without what need not hold."""
    sentence = _NOT_NEEDED.sub(" ", sentence)
    if _FOR_ANY.match(words) is None:
        return sentence
    first = noun_phrases.INLINE.search(sentence)
    return sentence[first.end():].lstrip(" ,")


def _only_variable(e: Expr) -> str:
    """The only name in this that has no definition, as it is written; "" where there are several."""
    names = {n.data.name for n in e.walk() if n.op == "var"}
    return names.pop() if len(names) == 1 else ""


def _plain(text: str) -> str:
    return re.sub(r"[\s{}]", "", text)


__all__ = ["PhrasesTold"]
