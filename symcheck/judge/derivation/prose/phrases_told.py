r"""Values of noun phrases: "The inverse of $A B$ is $B^{-1} A^{-1}$", "the variance of $y$ is $p (1 - p)$", "$A$ has trace $5$ and determinant $6$", "By the quotient
rule the derivative of $\frac{x}{1 + x^2}$ is $..$", "Differentiating $\log \sigma(z)$ with respect to $z$ yields $..$".

Each phrase is written as a formula (`wording/noun_phrases.py`) and judged as the equation it stands for, a step only where that is decided. Letters of a function
that is differentiated, which have no meaning in the document, are any numbers, vectors of one length and square matrices, as they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, product

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.names.equations_read import is_misfit
from symcheck.judge.derivation.names.sizes_settled import are_declared
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.links import has_derivative
from symcheck.judge.derivation.rows import of_functions
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.state import names_in, speaks_of
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.derivation.wording.noun_phrases import DERIVATIVES, FUNCTIONS, MOMENTS, Phrase
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context, Piece
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
_CONDITION = re.compile(r"\s*(?P<letter>[a-z])\s*(?:[<>]|\\neq?(?![A-Za-z])|\\not\s*=|\\[gl]eq?(?![A-Za-z]))\s*0\s*")
_AT_ZERO = re.compile(r"^\s*at\s+(?:the\s+origin|zero)\b", re.I)
_AT = re.compile(r"^\s*at\s*$", re.I)
_IS_ZERO = re.compile(r"\s*(?:[a-z]\s*=\s*)?0\s*")
_UPRIGHT = re.compile(r"\\(?:mathbb|operatorname|mathrm|text)\s*\{[^{}]*\}")
_LETTER = re.compile(r"(?P<greek>\\(?:alpha|beta|gamma|theta|mu|nu|rho|tau|lambda|delta|epsilon|xi|eta|kappa|omega)(?![A-Za-z]))|\\[A-Za-z]+|[A-Za-z]")
_ZERO = re.compile(r"(?<= at )⟦(\d+)⟧")
# "for a uniformly drawn $i$": that index is drawn, which is no case.
_DRAWN_FOR = re.compile(r"\s(?:for|with|over)\s+(?:an?|the)\s+uniformly\s+(?:at\s+random\s+)?(?:drawn|chosen|sampled|selected|picked|random)(?:\s+(?:index|sample|example|point))?\s+(?:\$\s*\w\s*\$|\\\(\s*\w\s*\\\))\s", re.I)
_ARGUMENT = re.compile(r"\(\s*(\\?[a-z]+)\s*\)")
_VARIABLES = ("x", "w", r"\theta", "z", "t", "u", "v", r"\beta", "s", "r", "X", "W")
_CALLED = re.compile(rf"(?P<name>{NAME})\s*\(\s*\\?[a-z]+\s*\)")
_NAMED = re.compile(r"\s*(?P<head>[^=<>]+?)\s*&?\s*:?=(?!=)")
_MEMBER = re.compile(r"\s*(?P<head>[^=<>]+?)\s*(?:\\in|\\sim)(?![A-Za-z])")
# `f_i(w) =`
_MEMBER_FUNCTION = re.compile(rf"\s*(?P<of>\\?[A-Za-z]+_\{{?[ijk]\}}?\s*\(\s*(?P<by>{NAME})\s*\))\s*&?\s*:?=")
_STOP = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
# `x_1, \dots, x_n`
_LISTED = re.compile(r"(?:,|\\[lc]?dots)")
_CHOICES = 8  # meanings of letters that are tried
_BACK = 3  # formulas before it of which "its" may speak


@dataclass(frozen=True)
class Claim:
    """What a phrase says something of, as it is written, by what, in which context, and where."""

    phrase: Phrase
    of: str
    by: str
    traits: str = ""
    where: str = ""


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
                    return self._of_kind(p)
                whose = before[m.end():].lower().startswith("whose")
                return self._named(p, texts, traits) if p.of is not None or p.function else self._of_subject(p, before[m.end():], whose)
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

    def _of_subject(self, p: Phrase, words: str, whose: bool) -> Claim | None:
        """The phrase of what "its" or "whose" speaks of: what was told of last, or the only formula before it that can be meant."""
        meanings = self.chains.meanings
        goes_on = self.last is not None and meanings.at == self.at + 1 and (
            _STOP.search(meanings.document.formulas[meanings.at].before) is None or {*p.nouns} <= MOMENTS and {*self.last.phrase.nouns} <= MOMENTS)
        if goes_on and not DERIVATIVES & {*p.nouns} and words.lower().startswith("its"):
            return Claim(p, self.last.of, self.last.by, self.last.traits)
        if p.nouns == ("mean", "gradient") and not whose:
            return self._of_any_member(p)
        if not whose and not words.lower().startswith("its"):
            return None
        if {*p.nouns} <= MOMENTS and not whose:
            found = self._random_before(p)
        else:
            found = []
            for k in range(meanings.at - 1, max(-1, meanings.at - 1 - (0 if whose else _BACK)) - whose, -1):
                f = meanings.document.formulas[k]
                if k < 0 or f.display or len(f.rows) != 1:
                    break
                e = self._value(_head(f.rows[0].text))
                if _fits(p, e) and (not MOMENTS & {*p.nouns} or self._is_random(e)):
                    found.append((_head(f.rows[0].text), e))
                if whose or _STOP.search(f.before) and k < meanings.at - 1 and not MOMENTS & {*p.nouns}:
                    break
        last = [text for text, e in found if all(e is other or speaks_of(e, other) for _, other in found)]  # made of all others
        return Claim(p, last[0], "") if last and len({*last}) == 1 else None

    def _random_before(self, p: Phrase) -> list[tuple[str, Expr]]:
        """What is random in this sentence and in the two before it, each as it is written; none where a formula right there may be meant that is not understood."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        found, sentences = [], _STOP.search(formulas[at].before) is not None
        for f in reversed(formulas[:at]):
            if f.display or len(f.rows) != 1:
                return found * (sentences > 1)
            head = _head(f.rows[0].text)
            e = self._value(head)
            if e is None and _LISTED.search(head) is None and sentences < 2:
                return []
            if _fits(p, e) and self._is_random(e):
                found.append((head, e))
            sentences += _STOP.search(f.before) is not None
            if sentences > 2:
                break
        return found

    def _is_random(self, e: Expr) -> bool:
        return e.op != "var" and bool(names_in(e) & self.chains.state.context.laws.keys())

    def _of_any_member(self, p: Phrase) -> Claim | None:
        r"""The phrase of "the expected gradient", of the one function f_i that is numbered by a random index."""
        formulas, at = self.chains.meanings.document.formulas, self.chains.meanings.at
        found = {(m["of"], m["by"]) for f in formulas[:at] for r in f.rows if (m := _MEMBER_FUNCTION.match(r.text)) is not None}
        return Claim(p, *found.pop()) if len(found) == 1 and {"i", "j", "k"} & {*self.chains.state.context.distributions} else None

    def _of_kind(self, p: Phrase) -> Claim | None:
        """The phrase of "the hat matrix": of the only matrix with a definition of which the noun can be said."""
        found = [v.name for v, e in self.chains.state.context.definitions.items() if e.op == "let" and not e.data.family and _fits(p, e) and not is_vector(e.shape)]
        return Claim(p, found[0], "") if len(found) == 1 else None

    def _place(self, formula: Formula) -> str | None:
        """Behind the value: "" of one in general, the condition or the place (`=0`) of another; None where it cannot be told."""
        if equals_told.ends(formula.after):
            return ""
        meanings = self.chains.meanings
        following = next(iter(meanings.document.formulas[meanings.at + 1:]), None)
        if _AT_ZERO.match(formula.after):
            return "=0"
        text = following.rows[0].text if following is not None and not following.display and len(following.rows) == 1 else ""
        if _WHERE.match(formula.after) and following is not None and following.before == formula.after and _CONDITION.fullmatch(text):
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
        of = _head(claim.of) if self._value(_head(claim.of)) is not None else claim.of
        e = self._value(of)
        if e is None:
            return None
        if DERIVATIVES & {*p.nouns}:
            by = claim.by or _only_variable(e)
            x = self._value(by) if by else None
            if x is None or x.op not in ("var", "entry", "item") or not is_scalar(e.shape):
                return None
            left = p.left(of, by, is_scalar(x.shape))
        else:
            if e.op in ("num", "size", "index") or e.op == "var" and not MOMENTS & {*p.nouns} or not _fits(p, e) or has_derivative(e) and not MOMENTS & {*p.nouns}:
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
        called = _CALLED.fullmatch(_head(claim.of))
        s = equations_read.looked_up(self.chains.meanings, rf"{called['name']}'(0) = {text}", row) if called is not None else None
        if s is None or self.chains.state.read(s.pieces[0]) is None:
            return None
        return self.remarks.aside_if_decided(s)

    def _has_drawn_law(self, e: Expr, text: str) -> bool:
        r"""Has a random name a law in symbols, `y \sim ..`, in which this is not written?"""
        law = self.chains.state.context.laws.get(e.data.name)
        rows = [r.text for f in self.chains.meanings.document.formulas[:self.chains.meanings.at] for r in f.rows]
        drawn = [t for t in rows if r"\sim" in t and _head(t).strip() == e.data.name]
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
            if argument is not None and not _letters(text):
                context = self.chains.state.context.copy()
                context.declare(rf"{argument[1]} \in \mathbb{{R}}")
                return self._decided(found[0], context, "the derivative")
        return None

    def _decided(self, s: Statement, context: Context, reason: str) -> bool:
        """Make an equation a step where it is decided in this context."""
        v = self._verdict(s, context)
        if not v.right and v.word != V.DIFFERENT:
            return False
        self.chains.step(s, 0, v, reason=reason if v.right else "")
        return True

    def _of_any_letters(self, claim: Claim, row: Source) -> bool:
        """Judge a derivative whose letters have no meaning in the document: of any numbers, vectors and matrices as they are written."""
        p, text = claim.phrase, row.text.strip().rstrip(".,;")
        if not {*p.nouns} <= DERIVATIVES or len(p.nouns) != 1:
            return False
        of = claim.of
        if p.function:
            condition = _CONDITION.fullmatch(claim.where or "")
            letters = _letters(text) or ([condition["letter"]] if condition is not None else ["z"])
            if len(letters) != 1:
                return False
            of = FUNCTIONS[p.function][1]
            of = rf"{of}({letters[0]})" if of in (r"\tanh", r"\sigma") else re.sub(r"\bz\b", letters[0], of)
            text = {r"\sigma": rf"\sigma({letters[0]})"}.get(re.sub(r"\s", "", text), text)
        elif "=" in of or r"\in" in of:
            return False
        if claim.where == "=0":
            return False
        contexts = list(islice(self._contexts(of, text, claim), _CHOICES))
        for context, declared in contexts:
            likely = [claim.by] if claim.by else [x for x in _VARIABLES if x in declared and x in _letters(of)] or declared[:1] * (len(declared) == 1)
            found = [(by, s, v) for by in likely if (found := self._derived(p, of, by, text, row, context, len(contexts) == 1)) is not None for s, v in [found]]
            right = next((f for f in found if f[2].right), found[0] if len(found) == len(likely) == 1 else None)
            if right is None:
                if found:
                    return False
                continue
            by, s, v = right
            self.chains.step(s, 0, v, reason=f"the {'second ' * (p.nouns[0] == 'hessian')}derivative by {by}" if v.right else "")
            self.context = context
            return True
        return False

    def _derived(self, p: Phrase, of: str, by: str, text: str, row: Source, context: Context, alone: bool) -> tuple[Statement, Verdict] | None:
        """The claim as an equation in a context, and its verdict; None where it cannot be read, or it is not decided. `alone`: is this the only context?"""
        x = _read(context, by)
        if x is None or x.op != "var":
            return None
        s = equations_read.equation(context, f"{p.left(of, by, is_scalar(x.shape))} = {text}", row)
        if s is None or _piece(context, s.pieces[0]) is None or _piece(context, s.pieces[1]) is None and not (alone and is_misfit(context, s.pieces[1])):
            return None
        v = self._verdict(s, context)
        return (s, v) if v.right or v.word == V.DIFFERENT else None

    def _verdict(self, s: Statement, context: Context) -> Verdict:
        if is_misfit(context, s.pieces[1]):
            return Verdict(V.DIFFERENT, "the shapes do not fit", message="the shapes of this do not fit together")
        return equal(context, *s.pieces, self.chains.state.layout)

    def _contexts(self, of: str, text: str, claim: Claim):
        """The contexts in which the letters without a meaning have one, the likeliest first, and these letters."""
        context = self.chains.state.context.copy()
        missing = [x for x in dict.fromkeys(_letters(f"{of} {text} {claim.by}")) if _read(context, x) is None]
        if any(self._is_spoken_of(x) for x in missing) or not missing and not claim.traits:
            return
        vectors = r"\top" in of or r"\|" in of or any(x.isupper() for x in missing)
        if not missing or len(missing) > 5:
            return
        shaped = [n for x in _letters(of) if (n := _read(context, x)) is not None and not is_scalar(n.shape)] if vectors else []
        sizes = list(dict.fromkeys(str(d) for n in shaped for d in n.shape if d != 1)) or ["n"]
        if len(sizes) > 1 and any(x.isupper() for x in missing):
            return
        small = [x for x in missing if not x.isupper()]
        for kinds in product(*[(*sizes, "") if vectors and x.islower() else ("",) for x in small]):
            trial = context.copy()
            try:
                for x, size in zip(small, kinds):
                    trial.declare(rf"{x} \in \mathbb{{R}}^{{{size}}}" if size else rf"{x} \in \mathbb{{R}}")
                for x in (x for x in missing if x.isupper()):
                    trait = r" \text{ symmetric}" if claim.traits and _head(claim.traits) == x else ""
                    trial.declare(rf"{x} \in \mathbb{{R}}^{{{sizes[0]} \times {sizes[0]}}}{trait}")
                if claim.where and claim.where != "=0":
                    trial.declare(claim.where)
            except SymcheckError:
                continue
            f = _read(trial, of)
            if f is not None and is_scalar(f.shape):
                yield trial, missing

    def _is_spoken_of(self, letter: str) -> bool:
        """Does a formula before this sentence hold the letter? Then words may say what it is."""
        meanings = self.chains.meanings
        sentence = meanings.survey.sentence(meanings.document.formulas[meanings.at])
        count = len(noun_phrases.INLINE.findall(sentence))
        rows = [r.text for f in meanings.document.formulas[:max(0, meanings.at - count)] for r in f.rows]
        return any(letter in _letters(re.sub(r"\\[a-z]+\s*\(\s*[a-z]\s*\)", "", t)) for t in rows) and not self._was_told(letter)

    def _was_told(self, letter: str) -> bool:
        """Did the last phrase, right before, hold this letter as any one?"""
        return self.context is not None and _read(self.context, letter) is not None and self.chains.meanings.at - self.at <= 2

    def _value(self, text: str) -> Expr | None:
        s = equations_read.looked_up(self.chains.meanings, f"{text.strip()} = 0", self.chains.meanings.document.formulas[self.chains.meanings.at].rows[0]) if text.strip() else None
        return self.chains.state.read(s.pieces[0]) if s is not None else None

def _without_kind(sentence: str, words: str) -> str:
    """The sentence without the kind of matrix that it begins with, "For symmetric $A$," which the claim takes in, and without what need not hold."""
    sentence = _NOT_NEEDED.sub(" ", sentence)
    if _FOR_ANY.match(words) is None:
        return sentence
    first = noun_phrases.INLINE.search(sentence)
    return sentence[first.end():].lstrip(" ,")


def _head(text: str) -> str:
    """What a formula is about: the left side of an equation, or of a declaration."""
    found = _MEMBER.match(text) or _NAMED.match(text)
    return found["head"].strip() if found is not None else text.strip()


def _fits(p: Phrase, e: Expr | None) -> bool:
    """Can the innermost noun be said of this?"""
    if e is None:
        return False
    square = len(e.shape) == 2 and e.shape[0] == e.shape[1] and not is_scalar(e.shape)
    noun = p.nouns[-1]
    if noun in ("trace", "determinant", "inverse"):
        return square
    if noun in ("logarithm", "odds", "log odds", "second moment", "reciprocal", "square"):
        return is_scalar(e.shape)
    return noun not in ("norm", "squared norm", "transpose") or not is_scalar(e.shape)


def _only_variable(e: Expr) -> str:
    """The only name in this that has no definition, as it is written; "" where there are several."""
    names = {n.data.name for n in e.walk() if n.op == "var"}
    return names.pop() if len(names) == 1 else ""


def _letters(text: str) -> list[str]:
    """The names of one letter in a formula, as they are written."""
    return [m["greek"] or m[0] for m in _LETTER.finditer(_UPRIGHT.sub(" ", text)) if m[0] not in ("e", "I") and (m["greek"] or not m[0].startswith("\\"))]


def _plain(text: str) -> str:
    return re.sub(r"[\s{}]", "", text)


def _read(context: Context, text: str) -> Expr | None:
    try:
        return context.read(text)
    except SymcheckError:
        return None


def _piece(context: Context, piece: Piece) -> Expr | None:
    try:
        return context.reading(piece).expr
    except SymcheckError:
        return None


__all__ = ["PhrasesTold"]
