r"""What names may mean beside what is known of them: a line that speaks of such a name is never called different.

The definition of a name may not have been read, its shape may only have been guessed, a size may have been given a
number (`take $d = 1$`) that could not be put in. Then a refutation refutes a reading, not the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.expr import Expr, Function
from symcheck.expr.shape import is_matrix, is_scalar, is_vector
from symcheck.judge.derivation.rows import dependent
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.read.context import Piece
from symcheck.read.documents import Document
from symcheck.read.names import label
from symcheck.read.syntax import Accent, BigOperator, Script, Symbol, Syntax
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.state import State


# Words that speak of the function that is 1 right of 0, and the note of a reading that took a name for it.
_STEP = re.compile(r"Heaviside|\b(?:unit[- ])?step[- ]function|\bunit\s+step\b", re.I)
_STEP_TAKEN = "taken as the Heaviside step"
# Words of a softmax that do not tell whether each row of a matrix sums to one or each column.
_AXIS = re.compile(r"\bsoftmax\w*\b[^.]{0,120}?\b(?:(?:over|along|across)\s+(?:the\s+|all\s+)?|to\s+the\s+)(?:rows|columns)\b", re.I)
_AXIS_TOLD = re.compile(r"\bsoftmax\w*\b[^.]{0,120}?(?:\b(?:row|column)-?\s?wise|\brow\s+by\s+row|\bcolumn\s+by\s+column|\b(?:each|every)\s+(?:row|column)\b)|"
                        r"\b(?:row|column)-?\s?wise\s+softmax|\b(?:each|every)\s+(?:row|column)\b[^.]{0,60}?\b(?:sums?\s+to|probabilit|distribution)|\b(?:rows|columns)\b[^.]{0,40}?\bsums?\s+to", re.I)
_LAYER = re.compile(r"([(\[][a-z][)\]])")
# "x = 2" outside of formulas; the first pair of numbers of "the batch holds $(1, 1)$ and $(2, 5)$".
_PLAIN_NUMBER = re.compile(r"(?<![\w\\$^{}=+*/-])([A-Za-z])\s*=\s*[-+]?\d+(?:\.\d+)?(?![\w$^{}*/+]|\.\d)")
_MEMBER = re.compile(r"\s*\(\s*[-+\d.]+\s*,\s*[-+\d.]+\s*\)\s*")
_OF_BATCH = re.compile(r"\bbatch\s+(?:now\s+)?(?:holds|contains|consists\s+of|has|is|of)\b[^$]*$", re.I)
# What stands in numbers beside digits, `\\ln 2`, `(1, 0)^\\top`.
_OF_NUMBERS = frozenset(("ln", "log", "exp", r"\ln", r"\log", r"\exp", r"\pi", "e", r"\top", "T", r"\intercal"))


def _untied(state: State, *pieces: Piece | None) -> tuple[str, str] | None:
    r"""(X, u) where one side speaks of vectors u_i and the other of a matrix X that is as large as one with these as its rows or columns, and nothing
    ties the one to the other: that X is made of them may have been told in words."""
    sides = [{n.data for n in e.walk() if n.op == "var"} for p in pieces if p is not None and (e := state.read(p)) is not None]
    for u in {v for side in sides for v in side if len(v.family) == 1 and is_vector(v.shape)}:
        size = {*u.family, *(n for n in u.shape if n != 1)}
        held = {v for side in sides for v in side if not v.family and v not in state.context.definitions and is_matrix(v.shape) and set(v.shape) == size and len(size) == 2}
        found = [X for X in held if not any({X, u} <= side for side in sides) and any(X in side for side in sides)]
        if found:
            return min(found, key=lambda v: v.name).name, u.name
    return None


def of_steps(verdict: Verdict, text: str) -> str:
    """Why a difference says nothing where a name without a meaning was taken for the Heaviside step, in a document that does
    not speak of it: it may be a number before brackets."""
    taken = next((n for n in verdict.notes if _STEP_TAKEN in n), "")
    return f"{taken.split(' ')[0]} is not declared" if taken and not _STEP.search(text) else ""


def of_axis(document: Document, exprs: list[Expr]) -> str:
    """Why a difference of the softmax of a matrix says nothing where words beside it leave open which way it is taken."""
    if _AXIS.search(document.text) is None or _AXIS_TOLD.search(document.text) is not None:
        return ""
    taken = any(n.op == "softmax" and is_matrix(n.args[0].shape) for e in exprs for n in e.walk())
    return "the words do not tell whether the rows or the columns of the softmax sum to one" if taken else ""


def of_plain_numbers(document: Document, at: int, names: set[str]) -> str:
    """Why a difference says nothing where the words before formula `at` give one of these names a number outside of formulas, "the pair x = 2, y = 6", or
    a batch its members, "the batch holds $(1, 1)$ and $(2, 5)$", which are not read."""
    before = document.formulas[:at + 1]
    for f in before:
        if found := [m[1] for m in _PLAIN_NUMBER.finditer(f.before) if m[1] in names]:
            return f"{found[0]} has a number in the words, which was not read"
    if any(_MEMBER.fullmatch(row.text) and _OF_BATCH.search(f.before) for f in before[:-1] for row in f.rows):
        return "the members of a batch that the words list were not read"
    return ""


class Doubts:
    """`lost`: names whose definition could not be read (as written, with the other names in it); `guessed`: names with a guessed shape; `sizes`: sizes that
    the words gave a number, with the part of the document in which they did, and whether only shapes are in doubt; `in_words`:
    variables of which only words say what they are made of, so that they may depend on others; `unruled`: letters of iterates that no rule gives any more."""

    def __init__(self) -> None:
        self.lost: dict[str, tuple[str, frozenset[str]]] = {}
        self.through: dict[str, frozenset[str]] = {}  # the names in what was lost
        self.guessed: set[str] = set()
        self.starts: set[str] = set()  # letters of names that start at 0, of no known shape
        self.sizes: dict[str, tuple[int, bool]] = {}
        self.loose: set[str] = set()  # numbers first met in a claim, which may be tied to other names
        self.anew: dict[str, int] = {}  # names that have another shape in a part with an example, and that part
        self.unruled: set[str] = set()  # letters of iterates whose step the words have made another one, which no formula gives
        self.in_words: set[str] = set()  # variables of which words say how they come about
        self.gathered: set[str] = set()  # matrices of which words say what their rows or columns are, which could not be used
        self.listed: set[str] = set()  # data for which the document gives numbers somewhere, of which it is not told where they hold
        self.kinds: dict[str, str] = {}  # matrices that words call of a kind which no equation says, and the words
        self.exchanged: dict[str, tuple[str, str]] = {}  # losses for which one of another kind was taken: this kind, and the text before it
        self.objectives: set[str] = set()  # variables of which words with a reservation say what is optimized over them
        self.laws_anew: dict[str, int] = {}  # variables that were optimized over and got another law since, and the line of that
        self.members: dict[str, str] = {}  # matrices of a kind that says more than the equations taken from it, and the kind
        self.depends: dict[str, set[str]] = {}  # names that the document differentiates, and by which
        self.of_one: frozenset[str] = frozenset()  # sums over all examples, which may be those of a single one in the formula at hand
        self.spoken: set[str] = set()  # names beside which words may tell what they are, in a way that could not be used
        self.without: dict[str, bool] = {}  # functions of which no formula was found: any ones, or those that words tell; of vectors?

    def lose(self, state: State, head: Piece, value: Piece | None) -> None:
        """The definition of what stands here could not be read. What is declared means something without it: there
        only what speaks of its other names too is in doubt."""
        known = state.read(head)
        while known is not None and known.op in ("entry", "item"):
            known = known.args[0]
        declared = known is not None and known.op in ("var", "let") and value is not None
        others = frozenset(_names(value.syntax)) - {_named(head.syntax)} if declared else frozenset()
        if name := _named(head.syntax):
            self.lost[name] = label(head.syntax), others
            self.through[name] = frozenset(map(_plain, _names(value.syntax))) if value is not None else frozenset()

    def start(self, head: Piece) -> None:
        """Of `h_0 = 0` nothing says whether it is a number."""
        found = list(_names(head.syntax))
        self.guessed.update(found[:1])
        self.starts.update(found[1:2])

    def _put_in_on_one_side(self, state: State, *pieces: Piece | None) -> str:
        """The listed data that one of two pieces speaks of, and the other does not."""
        return self._on_one_side(state, self.listed, *pieces)

    def _on_one_side(self, state: State, names: set[str], *pieces: Piece | None) -> str:
        held = [names & {*_names(p.syntax), *(_held(e) if (e := state.read(p)) is not None else ())} for p in pieces if p is not None]
        return min(set().union(*held)) if any(held) and not all(held) else ""

    def differentiated(self, state: State, *pieces: Piece | None) -> str:
        """A variable in what is differentiated, which the document differentiates by the same; "" where there is none."""
        return dependent.constant(self.depends, [e for p in pieces if p is not None and (e := state.read(p)) is not None]) if self.depends else ""

    def told_kind(self, name: Syntax, kind: str) -> None:
        """Words call a name of a kind that no equation says."""
        self.kinds[next(_names(name))] = kind

    def found(self, head: Piece | None, value: Piece | None) -> None:
        """What stands here has a definition now. A number for what was made of other names is what it comes to, not what it means."""
        numeric = value is not None and {*_names(value.syntax)} <= _OF_NUMBERS
        if head is not None and not (numeric and self.through.get(_named(head.syntax))):
            self.lost.pop(_named(head.syntax), None)
        for name in (*_names(head.syntax),)[:1] if head is not None else ():
            self.kinds.pop(name, None)

    def lost_head(self, head: Piece) -> str:
        """The name that begins this, as it was written where its definition could not be read; "" where none was lost."""
        return self.lost.get(_named(head.syntax), ("", None))[0]

    def declared(self, name: str) -> None:
        """A name is declared, whatever was written of it before."""
        self.lost.pop(name, None)
        self.lost.pop(re.sub(r"_\{?[a-z]\w*\}?", "_", name), None)

    def of(self, state: State, shapes: bool, *pieces: Piece | None) -> str:
        """Why a difference between these pieces says nothing, "" where it does; `shapes`: is it one of shapes?"""
        names = {name for p in pieces if p is not None for name in _names(p.syntax)}
        inside = names.union(*(_held(e) for p in pieces if p is not None and (e := state.read(p)) is not None))
        for name, (head, others) in self.lost.items():
            if others & names if others and name.removesuffix("_") in inside else not others and _are_held(name, names, state):
                return f"the definition of {head} could not be read"
        by = {_plain(v) for p in pieces if p is not None and (e := state.read(p)) is not None for v in _variables(e)}
        for name, held in self.through.items():
            if name in self.lost and held & by:
                return f"the definition of {self.lost[name][0]} could not be read"
        for name, variables in state.unsure.items():
            if inside & variables or name in inside:
                return f"what {name} is for the model of this part is told in words only"
        if found := self.in_words & {v for p in pieces if p is not None and (e := state.read(p)) is not None for v in _without(e)}:
            return f"what {min(found)} is made of is told in words that could not be used"
        if found := self.differentiated(state, *pieces):
            return f"{found} depends on what it is differentiated by here, and no formula says how"
        if self.spoken and (found := self.spoken & (names | inside | {f.name for p in pieces if p is not None and (e := state.read(p)) is not None for f in functions_of(e)})):
            return f"words beside {min(found)} may tell what it is, and could not be used"
        if self.listed and (found := self._put_in_on_one_side(state, *pieces)):
            return f"{found} may have the numbers here that the document gives somewhere"
        if found := sorted(self.kinds.keys() & (names | inside)):
            return f"{found[0]} is told to be {self.kinds[found[0]]}, which could not be used"
        if found := self.of_one & (names | inside):
            return f"words speak of a single example, and {min(found)} may be meant for it alone or not"
        if self.gathered and (found := self._on_one_side(state, self.gathered, *pieces)):
            return f"what the rows or columns of {found} are is told in words that could not be used"
        if found := _untied(state, *pieces):
            return f"nothing says how {found[0]} is made of {found[1]}"
        if self.loose and (found := (self.loose & _numbers(state, *pieces)) - _numbered(state, *pieces)):
            return f"nothing says what {min(found)} is"
        if self.unruled and (found := self.unruled & {name for p in pieces if p is not None for name in _with_scripts(p.syntax)}):
            return f"the step that gives {min(found)} is another one here, which was not read"
        if shapes and (found := _of_own_sizes(state, names)):
            return f"how large a member of {min(found)} is goes with its number"
        if shapes and (found := names & self.guessed):
            return f"nothing says what {min(found)} is: its shape was guessed"
        if shapes and (found := {name for p in pieces if p is not None for name in _bare(p.syntax) if _stands_for_members(state, name)}):
            return f"nothing but its members says what {min(found)} is"
        if shapes and (found := {name for name in names & self.anew.keys() if self.anew[name] not in state.within}):
            return f"{min(found)} had another shape in an example before this part"
        if shapes and (found := names & self.starts) and any(type(x) is BigOperator for p in pieces if p is not None for x in p.syntax.walk()):
            return f"nothing says what {min(found)} starts as: its shape was guessed"
        for p in pieces:
            e = state.read(p) if p is not None else None
            for f in functions_of(e) if e is not None else ():
                family = f.kind == "general" and not is_scalar(f.codomain)
                if any(row.kind in ("map", "quantity") and (row.sub_slots > 0) == family and not row.sub for row in state.context.scope.entries.get(f.name, ())):
                    return f"{f.name} has got a formula since, but this is made of any {f.name}"
        cases = {size for size, (part, of_shapes) in self.sizes.items() if part == state.part and (shapes or not of_shapes)}
        if cases and (found := cases & _sizes(state, pieces, cases)):
            return f"the case of a number for {min(found)} in the words before could not be used"
        return ""


def _numbered(state: State, *pieces: Piece | None) -> set[str]:
    """The names that were given numbers in this part, where one of these pieces is a number."""
    exprs = [e for p in pieces if p is not None and (e := state.read(p)) is not None]
    part, pairs = state.put_in
    return {v.data.name for v, _ in pairs} if part == state.part and any(not _held(e) for e in exprs) else set()


def _numbers(state: State, *pieces: Piece | None) -> set[str]:
    """The names of numbers in pieces, and in what their names are defined as."""
    return {n.data.name for p in pieces if p is not None and (e := state.read(p)) is not None for n in e.walk() if n.op in ("var", "let") and is_scalar(n.shape)}


def functions_of(e: Expr) -> Iterator[Function]:
    """The functions in an expression that have no formula there."""
    for n in e.walk():
        if n.op in ("apply", "apply_many", "jacobian"):
            f = n.data[0] if n.op == "apply" else n.data
            if not f.known:
                yield f


def _variables(e: Expr) -> Iterator[str]:
    """The names by which something is differentiated that does not hold them, as far as is known."""
    for n in e.walk():
        if n.op in ("derivative", "jacobian") and len(n.args) == 2 and n.args[1] not in n.args[0].walk():
            yield from _held(n.args[1])


def _without(e: Expr) -> Iterator[str]:
    """The variables in what is differentiated by something that it does not hold, as far as is known."""
    for n in e.walk():
        if n.op == "derivative":
            of, by = ({x.data.name for x in a.walk() if x.op == "var"} for a in n.args)
            if not of & by:
                yield from of


def _plain(name: str) -> str:
    return re.sub(r"[{}^\s]", "", name)


def _of_own_sizes(state: State, names: set[str]) -> set[str]:
    r"""Members of which each is as large as its number says, as the W_\ell with n_\ell rows; a size that a single name has too goes with no number."""
    variables = state.context.variables.values()
    single = {n for v in variables if not v.family for n in v.shape}
    return {v.name for v in variables if v.family and {v.name, v.name.split("_")[0]} & names and any(n not in single and _SIZE_OF_ONE.search(str(n)) for n in v.shape)}


# The d_k and d_{k-1} of `W_k \in \mathbb{R}^{d_k \times d_{k-1}}`: for W_2 these are d_2 and d_1.
_SIZE_OF_ONE = re.compile(r"_\{?(?:\\ell|[ijkl])(?:\s*[-+]\s*\d)?\}?$")
# "this axis has length m_X": a length that inference gave to X.
_OWN_LENGTH = re.compile(r"\baxis has length [mn]_\{?[A-Za-z]+\}?")


def misfit(v: Verdict) -> bool:
    r"""Was it refused for its shapes? An entry of a number is another name, rather: `\sigma_j` beside `\sigma`. A sum that runs to the author's N
    over names whose shapes were found by their use says no more than that N is their length."""
    diagnostic = v.extra.get("diagnostic")
    if diagnostic is not None and diagnostic.headline.startswith("the sum over") and _OWN_LENGTH.search(v.message):
        return False
    return diagnostic is not None and diagnostic.id in ("shape-mismatch", "not-square") \
        and not diagnostic.headline.endswith("has no entries")


def of_shapes(v: Verdict) -> bool:
    """Do the sides differ in shape?"""
    return misfit(v) or "shapes" in v.evidence


def unread_otherwise(state: State, piece: Piece, before: Piece) -> Verdict | None:
    """What keeps a piece, or the one before it, from being read in the layout in which its shapes fit."""
    for layout in ("column", "row") if state.layout == "either" else ():
        for p in (piece, before):
            try:
                state.context.reading(p, layout)
            except SymcheckError as error:
                if error.diagnostic.id in ("no-definition", "undeclared-name"):
                    return unreadable(error)
                break
    return None


def _are_held(lost: str, names: set[str], state: State) -> bool:
    """Is this name among others, or a member of it without a definition: a^{(L)} of the a^{(l)} whose definition could
    not be read?"""
    if lost in names:
        return True
    if not _LAYER.search(lost):
        return False
    pattern = "".join(re.escape(part) if k % 2 == 0 else r"[(\[][^()\[\]]*[)\]]" for k, part in enumerate(_LAYER.split(lost)))
    defined = {_plain(v.name) for v in state.context.definitions}
    return any(re.fullmatch(pattern, name) and _plain(name) not in defined for name in names)


def _held(e: Expr) -> set[str]:
    """The names in an expression, and in what they are defined as."""
    return {node.data.name for node in e.walk() if node.op in ("var", "let")}


def _sizes(state: State, pieces: tuple[Piece | None, ...], cases: set) -> set:
    """The sizes of all that the pieces speak of, and `cases` where one cannot be read."""
    exprs = [state.read(p) for p in pieces if p is not None]
    if None in exprs:
        return cases
    return {size for e in exprs for node in e.walk() for size in (*node.shape, node.data if node.op == "size" else "")}


def _named(head: Syntax) -> str:
    """The name that a head gives a meaning, `f` of `f(x)`."""
    return next(_names(head), "")


def _names(s: Syntax) -> Iterator[str]:
    """The names in a piece of syntax, with the marks that tell them apart (`p^{+}`, `w_{-i}`) but with one mark for all
    letters that may be indices."""
    kind = type(s)
    if kind is Symbol or kind is Accent:
        yield label(s)
    elif kind is Script and s.base is not None and type(s.base) in (Symbol, Accent):
        marks = "".join(m for m in map(_mark, (s.sub, *s.sups)) if m) + "'" * s.primes
        yield label(s.base) + marks
        yield label(s.base)
        for part in s.children()[1:]:
            yield from _names(part)
    else:
        for part in s.children():
            yield from _names(part)


def _bare(s: Syntax) -> Iterator[str]:
    """The letters that stand here without a subscript."""
    if type(s) is Symbol:
        yield label(s)
    for part in s.children() if type(s) is not Script or s.sub is None else s.children()[1:]:
        yield from _bare(part)


def _stands_for_members(state: State, name: str) -> bool:
    """Has this letter a meaning by functions f_i alone, so that `f(w)` is read as the vector of their values?"""
    entries = [e for e in state.context.scope.entries.get(name, ()) if e.kind == "quantity" and e.params]
    return bool(entries) and all(e.sub_slots for e in entries)


def _with_scripts(s: Syntax) -> Iterator[str]:
    """The letters that have a number or a counter here: w of `w_2` and `w_{t+1}`."""
    return (label(x.base) for x in s.walk() if type(x) is Script and x.base is not None and (x.sub is not None or x.sups))


def _mark(s: Syntax | None) -> str:
    text = label(s) if s is not None else ""
    if text in (r"\top", "T", "2", "-1"):
        return ""
    return "_" if text.isalpha() and text.islower() else text
