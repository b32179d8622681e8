r"""Equations among words that speak of a special case: a size, a value for a while, another meaning for a while."""

from __future__ import annotations

import re

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import assumptions
from symcheck.judge.derivation.names.fresh import gives_formula
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose import (
    functions_supposed,
    same_place,
    values_over,
)
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.prose.values_held import (
    data_of,
    is_any_entry,
    is_any_member,
)
from symcheck.judge.derivation.rows.heads import nameable
from symcheck.judge.derivation.rows.statements import ORDER, Statement
from symcheck.judge.derivation.state import State, names_in, speaks_of, variable_of
from symcheck.judge.derivation.wording import entries_told, told, words
from symcheck.judge.derivation.wording.patterns import letter_of
from symcheck.judge.judging import judge
from symcheck.read.reading import fresh_uid, whole_span
from symcheck.read.syntax import Number
from symcheck.text import Source, SymcheckError

# A name with letters as its indices.
_ENTRY = re.compile(r"\s*(?P<name>\\?[A-Za-z]+\s*(?:\{[^{}]*\})?|\\[A-Za-z]+\s+[A-Za-z])\s*_\s*(?:[a-z]|\{\s*[a-z](?:\s*,?\s*[a-z])*\s*\})\s*")
# Right after `$t_k = 1$`: it is said of each entry.
_OF_ALL = re.compile(r"\s*,?\s*(?:for|at|in)\s+(?:all|every|each)\b", re.I)
# Words before the first formula of a sentence that supposes it, and the rest of one that goes on to say what follows.
_OPENS_IF = re.compile(r"^\W*(?:(?:now|but|and|so|for\s+example|in\s+particular|as\s+a\s+check)\W+)*(?:if|when(?:ever)?|in\s+case)\b[^$]*$", re.I)
_GOES_ON = re.compile(r"\$|\b(?:then|so|we|the|this)\b", re.I)
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)", re.S)


class SpecialCases:
    """Rules of `equations.py` for cases: nothing is claimed by these, and nothing means anything else from here on."""

    def __init__(self, state: State, meanings: Meanings, chains: Chains, suppositions: Suppositions):
        self.state, self.meanings, self.chains, self.suppositions = state, meanings, chains, suppositions

    def size(self, e: Equation) -> bool:
        """`We first take $d = 1$`, `let $k = p = 1$`."""
        e.s = functions_supposed.given(self.state, e.s, e.before) or e.s
        e.unheard = self.state.read(e.s.pieces[1]) is None
        sized = self.suppositions.sizes.supposed(e.s, e.formula)
        return self._of_size(e.s, sized) or sized

    def _of_size(self, s: Statement, sized: bool) -> bool:
        """`We first take $d = 1$`, `let $k = p = 1$`: a case, not a claim; `sized`: one to the end of the sentence, after
        which the author may still write numbers for vectors."""
        sides = [self.state.read(p) for p in s.pieces if p is not None]
        if None in sides or sides[0].op != "size" or any(e.op not in ("size", "num") for e in sides):
            return False
        self.state.doubts.sizes.update((e.data, (self.state.part, sized)) for e in sides if e.op == "size")
        return True

    def size_chosen(self, e: Equation) -> bool:
        """`for $N = 2$`: a size that is free is chosen, nothing is claimed of it."""
        held = self.state.read(e.s.pieces[0])
        return held is not None and held.op == "size" and type(e.s.pieces[1].syntax) is Number

    def replacement(self, e: Equation) -> bool:
        """`replacing $z = Wx$ by`"""
        return words.REPLACES.search(e.before) is not None and self.suppositions.held.replace(e.s) or self._generalized(e)

    def _generalized(self, e: Equation) -> bool:
        r"""`With a temperature $T > 0$, i.e. $p = \operatorname{softmax}(z / T)$`, of a p with a definition that this is for T = 1: what it is to the end of the
        sentence; what speaks of T after it is left open."""
        name = self.state.read(e.s.pieces[0])
        held = name.args[0].args[0] if name is not None and name.op == "array" and name.args[0].op == "item" and len(name.data[0]) == 1 else name  # `p_i = ..`
        value = self.state.read(e.s.pieces[1], name) if held is not None and held.op == "let" and len(e.s.pieces) == 2 and e.s.operators == ["="] else None
        if value is None or value.shape != name.shape or len(held.data.family) != (held is not name) or speaks_of(value, held):
            return False
        new = {n for n in value.walk() if n.op == "var" and n.data.name in names_in(value) - names_in(name)}
        if len(new) != 1 or not is_scalar((t := new.pop()).shape) or not self._is_new_here(t.data.name, e):
            return False
        if not any(judge(self.state.context, name, build.substitute(value, ((t.data, build.num(n)),)), hint=True).right for n in (1, 0)):
            return False
        self.suppositions.held.others.append(held)
        self.suppositions.choices.append({t.data.name})
        if held is not name:
            i = Index("i", held.data.family[0], fresh_uid())
            value = build.array((i,), build.entry(value, (At(i, 0),)), held.shape, 1)
        return self.suppositions.held.put(held.data, build.let(held.data, value))

    def _is_new_here(self, name: str, e: Equation) -> bool:
        """Does the sentence of an equation bring in this name before it, of which no formula before the sentence speaks?"""
        sentence, letter = self.meanings.survey.sentence(e.formula), re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")
        start = e.formula.start - len(sentence) - 4
        earlier = [row.text for f in self.meanings.document.formulas[:self.meanings.at] if f.start < start for row in f.rows]
        return any(map(letter.search, re.findall(r"\$([^$]*)\$", sentence))) and not any(map(letter.search, earlier))

    def special_case(self, e: Equation) -> bool:
        r"""`for $\lambda = 0$`, `putting in $a = b$ and .. to zero`"""
        if values_over.is_of_case(self.meanings, e.s, e.formula) and self.suppositions.equation(e.s):
            self.suppositions.held.stays = True
            return True
        if not (told.is_special_case(e.before, e.after) and not self._is_new(e.s)
                or words.PUTS_IN.search(e.before) and words.AND_ZERO.match(e.after)):
            return False
        if not self.suppositions.equation(e.s):
            self.state.unused = True
        return True

    def _is_new(self, s: Statement) -> bool:
        """Is this a name without a meaning, and what it is equal to has one?"""
        return nameable(s.pieces[0].syntax) and self.state.read(s.pieces[0]) is None and self.state.read(s.pieces[1]) is not None

    def same_place(self, e: Equation) -> bool:
        r"""`it is $\hat w$ for the choice $\lambda = \frac{s^2}{n \tau^2}$`, of the place that the equation before gives."""
        return same_place.judged(self.meanings, self.chains, e.s, e.before)

    def any_member(self, e: Equation) -> bool:
        """`If $y_i = 1$`, `if $y_i = -1$` of any one of the y_i."""
        held = self.state.read(e.s.pieces[0])
        if held is not None and self._members_made(e, held):
            return True
        if held is None or not is_numeric(self.state.read(e.s.pieces[1])) or not words.HYPOTHESIS.search(e.before) or words.BEGINS.search(e.before):
            return False
        if held.op in ("item", "entry") and held.args[0].data in self.suppositions.held.values:  # of the case before, in the same sentence
            v = held.args[0].data
            self.suppositions.held.leaves(held.args[0])
            self.state.supposed = [x for x in self.state.supposed if not (x[0] == "=" and x[1].op == "var" and x[1].data == v)]
            held = self.state.read(e.s.pieces[0])
        if not is_any_member(held) and not is_any_entry(held):
            return False
        of_one = held.op == "entry" and _OF_ALL.match(e.after) is None  # the others have values of their own
        self.state.unused = not self.suppositions.held.members(e.s, held) or of_one or self.state.unused
        return True

    def _members_made(self, e: Equation, held: Expr) -> bool:
        r"""`If the data lie on a line, $y_i = c x_i$ for all $i$, then ..`: what all y_i are made of, to the end of the sentence."""
        sentence = self.meanings.survey.sentence(e.formula)
        if not is_any_member(held) and not is_any_entry(held) or len(e.s.pieces) != 2 or e.s.operators != ["="] or _OPENS_IF.match(sentence) is None \
                or _GOES_ON.search(_FORMULA.sub("", self.meanings.survey.rest(e.formula), count=1)) is None:
            return False
        value = self.state.read(e.s.pieces[1])
        if value is None or is_numeric(value) or not isinstance(value.shape, tuple) or value.shape != held.shape or speaks_of(value, held.args[0]):
            return False
        if names_in(value) & {variable_of(g.by).data.name for g in self.state.gradients if variable_of(g.by).op in ("var", "let")}:
            self.state.unused = True  # a derivative by what these are made of is taken before they are put in
            return True
        name, context = held.args[0], self.state.context.copy()
        try:
            context.declare(e.s.cut(2).text)
        except SymcheckError:
            return False
        made, entry = context.definitions.get(name.data), next((x for x in self.state.context.scope if x.expr is name), None)
        if made is None or made.op != "let" or entry is None:
            return False
        self.suppositions.held.take(entry, name, made.args[0])
        self.suppositions.told_at = self.meanings.at
        return True

    def vector_as_number(self, e: Equation) -> bool:
        """`When $x_n = 1$ for all $n$` of vectors x_n: they have the length 1 to the end of the sentence; what differs in it is left open."""
        held = self.state.read(e.s.pieces[0])
        if held is None or type(e.s.pieces[1].syntax) is not Number or not e.s.pieces[1].syntax.value or not is_vector(held.shape) \
                or not nameable(e.s.pieces[0].syntax) or not words.HYPOTHESIS.search(e.before) or self.suppositions.one.size:
            return False
        size = held.shape[0]
        if type(size) is str and size in self.state.context.dims:
            self.state.special[size] = -1, 1
            self.suppositions.one.for_a_while(size, e.formula)
        self.state.unused = True
        return True

    def of_class(self, e: Equation) -> bool:
        """`$y_k = 1$ for the true class $k$ and $y_k = 0$ otherwise`: a value of one entry, which is not told to be that of all of them.
        Of a vector that is not said to be one-hot what differs below may be equal because of it; a name without a meaning gets none."""
        held = self.state.read(e.s.pieces[0])
        if held is not None and held.op == "entry" and held.args[0].op == "let" and "indicator" in held.args[0].ops and entries_told.is_of_others(self.meanings.document.formulas, self.meanings.at):
            return True
        if type(e.s.pieces[1].syntax) is not Number \
                or not (words.OF_ONE_ENTRY.match(e.after) or words.OF_SOME_ENTRIES.match(e.after) or words.ELSE_AFTER.match(e.after)):
            return False
        if held is None:
            named = _ENTRY.fullmatch(e.s.text(0))
            self.state.dropped += [{re.sub(r"\s", "", named["name"])}] if named is not None else []
            return named is not None
        if held.op not in ("entry", "item") or held.args[0].op not in ("var", "let") or not any(isinstance(at.base, Index) and not at.base.uid for at in held.data):
            return False
        if held.args[0].op == "let":
            return "indicator" in held.args[0].ops  # of the others, by the class that was told
        names = names_in(held)
        if not any(d.sums and letter_of(d.name) in names for found in self.meanings.kinds.described.values() for d in found):
            self.state.dropped.append(names)
        return True

    def _renamed_member(self, s: Statement) -> bool:
        r"""`$p = 1$ and $a_i = x_i > 0$` of known members a_i and an x that has no meaning: where vectors have the length 1, x_i is another name of a_i."""
        left, right = s.text(0).strip(), s.text(1).strip()
        ends = _ENTRY.fullmatch(left), _ENTRY.fullmatch(right)
        if not self.suppositions.one.size or None in ends or left[ends[0].end("name"):] != right[ends[1].end("name"):]:
            return False
        if (known := self.state.read(s.pieces[1])) is not None:
            letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(ends[1]['name'])}(?![A-Za-z])")
            entry = next((e for e in self.state.context.scope if known.op in ("item", "entry") and e.expr is known.args[0]), None)
            if entry is None or entry.expr.op != "var" or any(letter.search(row.text) for f in self.meanings.document.formulas[:self.meanings.at] for row in f.rows):
                return False
            self.state.context.scope.drop(entry)  # one made up when its name was looked up
            self.state.context.remembered = {}
        if not self.meanings.declare(Source(f"{right} = {left}", s.row.name, s.row.locate(0)[0])):
            return False
        if s.operators[1:2] and s.operators[1] in ORDER:
            assumptions.suppose(self.meanings, Source(f"{left} {s.operators[1]} {s.text(2)}", s.row.name, s.row.locate(0)[0]))
        return True

    def in_list(self, e: Equation) -> bool:
        r"""`For $p = 1$, $K = \lambda > 0$ and $x_i = 1$` of a size p and names with a meaning: a case, and nothing that they are from here
        on. What differs in the sentence is left open."""
        found = words.SPECIAL_LIST.search(self.meanings.survey.sentence(e.formula))
        if found is None or found[1] not in {*self.state.context.dims, *self.state.special, self.suppositions.one.size} or e.s.operators[0] != "=" or None in e.s.pieces:
            return False
        if self.suppositions.held.all_alike(e.s):
            return True
        if gives_formula(self.state, e.s):
            return False  # `Take $n = 3$ and $\ell_i(w) = \frac12 (w - y_i)^2$`: what a function is from here on
        head = self.state.read(e.s.pieces[0])
        if head is None and type(e.s.pieces[1].syntax) is not Number or head is not None and head.op not in ("var", "item", "entry"):
            return False
        made = head is not None and head.op != "var" and data_of(head.args[0]) is None
        if made and "=" not in "".join(re.findall(r"\$[^$]*\$", self.meanings.survey.rest(e.formula))[1:]):
            return False  # `For $K = 2$, $p_1 = \\sigma(z_1 - z_2)$`: nothing else is claimed
        if self.suppositions.one.alike and made:
            return False  # `$p = 1$, $x_i = 1$ and $\\mu_i = t_i e^w$`: what follows for a name with a definition
        if head is not None and self._renamed_member(e.s):
            return True
        if head is not None and head.op == "var" and is_vector(head.shape) and len(e.s.pieces) == 2 and self.suppositions.equation(e.s):
            return True  # `$A = \mathbf{1}$` of an A with one column
        if e.s.operators[1:2] and e.s.operators[1] in ORDER:
            assumptions.suppose(self.meanings, e.s.row.cut(*whole_span(e.s.row.text, e.s.pieces[1].syntax.span.start, e.s.pieces[-1].syntax.span.end)))
        self.state.unused = True
        return True
