r"""Vectors told by the list of their own entries, `z = (z_1, \dots, z_K)^\top \in \mathbb{R}^K`, of which neither z nor z_k has a meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import Statement, statements
from symcheck.judge.derivation.wording import reservations
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Symbol
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# A letter without a script, `\\hat y` too; no letter in a font of vectors.
_NAME = r"((?:\\(?:hat|tilde|bar|check|widehat|widetilde|overline)(?![A-Za-z])\s*\{?\s*)?\\?[A-Za-z]+\s*\}?)"
_END = r"\{?\s*([A-Za-z]|\d+)\s*\}?"
# `(z_1, \\dots, z_K)`, `[z_1, z_2, \\dots, z_K]^\\top`.
_LIST = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]\s*" + _NAME + r"\s*_\s*\{?\s*1\s*\}?\s*,\s*"
                   r"(?:\1\s*_\s*\{?\s*2\s*\}?\s*,\s*)?(?:\\[lc]?dots[cbmi]?|\.\.\.)\s*,"
                   rf"\s*\1\s*_\s*{_END}\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]]\s*"
                   r"(\^\s*\{?\s*(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|rm)\s*\{?\s*T\s*\}?)\s*\}?)?[\s.,;]*")
# `\\mathbb{R}^K`, `[0, 1]^{K}`, `\\mathbb{R}^{K \\times 1}`: the length of the columns in a set.
_COLUMNS = re.compile(rf"[^^]*\^\s*(?:{_END}|\{{\s*(\w+)\s*\\times\s*1\s*\}})[\s.,;]*")
# "Let $..$ be real logits", "Let $..$ denote a vector of scores"; a vector of something else may hold anything, and "positive" says more than where it lies.
_NUMBERS = (r"(?:(?:a|an|the|some|any|given|fixed|arbitrary)\s+)*(?:(?:real(?:-valued)?|column|input|output|arbitrary|given|fixed|unnormali[sz]ed|raw)\s+)*"
            r"(?:(?:vectors?|tuple|list|collection|set)\s+of\s+(?:(?:the|arbitrary|unnormali[sz]ed|raw)\s+)*(?:real(?:-valued)?\s+)?(?:numbers|scalars|logits|scores|activations|(?<=real\s)(?:parameters|weights|coefficients|variables))|"
            r"real(?:-valued)?\s+(?:column\s+)?(?:vector|numbers|scalars|parameters|weights|coefficients|variables)|numbers|scalars|logits?(?:\s+vector)?|scores|score\s+vector|pre-?activations)")
_LETS = re.compile(r"(?:^|[.;:!?,]\s+|\n|\band\s+)\W*(?:let|and\s+let)\s*$", re.I)
_BE_NUMBERS = re.compile(rf"\s*(?:be|denote|stand\s+for|collect)\s+{_NUMBERS}(?=\s*(?:[.,;:]|and\b|of\s+(?:a|the|one)\b|with\s*$|$))", re.I)
_OF_NUMBERS = re.compile(rf"(?<![\w-]){_NUMBERS}\s*$", re.I)
# "For a vector $..$ of activations": the same, with the name between.
_A_VECTOR = re.compile(r"(?:^|[\s(])(?:an?|the|each|every|any|one|some|input|output)\s+(?:(?:real|column|input|output|given|fixed|arbitrary)\s+)*(?:vector|tuple|list)\s*$", re.I)
_OF_SUCH = re.compile(r"\s*of\s+(?:(?:the|its|arbitrary|unnormali[sz]ed|raw|real|scalar|given|observed)\s+)*(?:numbers|scalars|logits|scores|(?:pre-?)?activations|inputs|features|feature\s+values|coefficients|residuals|measurements|values|"
                      r"outputs|parameters|weights|real\s+variables|entries)(?=\s*(?:[.,;:()]|(?:and|with|for|in|let|we|the|is|are|has|have|from|over)\b|$))", re.I)
# What all vectors but some with other equations obey.
_GENERIC = re.compile(r",?\s*\bnot\s+all\s+(?:of\s+(?:them|its\s+entries|these)\s+|entries\s+)?(?:(?:are|being)\s+)?(?:equal(?:\s+to\s+zero)?|zero|the\s+same|identical)\b", re.I)
# What the words may say of the numbers besides: that is not taken in here.
_RESTRICTED = re.compile(r"\b(?:positive|negative|non-?(?:zero|negative|positive)|distinct|different|unit|sum\w*|add\w*|sort\w*|order\w*|increasing|decreasing|probabilit\w+|integers?|binary|complex|random|"
                         r"independent|centred|centered|normali[sz]ed|bounded|equal|zero|at\s+(?:least|most)|constrain\w*|subject|such\s+that|satisf\w+)\b", re.I)
# Where the left side of an equation begins, up to its letter; that of \\hat z says nothing of z.
_BEGINS = r"(?:^|[,;&]|\\q?quad(?![a-z])|\\text\s*\{[^{}]*\})[\s&]*(?:\\(?:mathbf|boldsymbol|bm|vec)(?![A-Za-z])\s*\{?\s*)*"
_NUMBER_LIST = r"\s*(?:\\left)?\s*[(\[]\s*-?\s*\d"  # the numbers of an example
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")


def declare(meanings: Meanings, s: Statement) -> bool:
    r"""Is this `z = (z_1, \dots, z_K)^\top` the list of the entries of a z without a meaning? Then z is declared: in the set behind the list, if its vectors
    have this many entries; without a set as a column of numbers, if the words say that they are, or if the list is transposed and the document says
    nowhere else what its members are."""
    _make_way(meanings, s)
    if s.operators[1:] not in ([], [r"\in"]) or (listed := _own_entries(meanings, s)) is None:
        return False
    name, letter, end = s.text(0).strip(), listed[1], listed[2]
    if len(s.pieces) == 3:
        length = _COLUMNS.fullmatch(s.text(2))
        if length is None or end not in length.groups():
            return False
        space = s.text(2).strip(" .,;\n")
    elif not _are_numbers(meanings, letter) and (listed[3] is None or _is_told(meanings, letter)):
        return False
    else:
        space = rf"\mathbb{{R}}^{{{end}}}"
    return meanings.declare(Source(rf"{name} \in {space}", s.row.name, s.line()))


def _make_way(meanings: Meanings, s: Statement) -> None:
    r"""Before `y = (y_1, \dots, y_n)^\top` of numbers y_i: the y of a model of any one sample, `P(y \mid x) = ..`, which is declared nowhere, is another one."""
    if len(s.pieces) != 2 or None in s.pieces or s.operators[0] not in EQUALITIES or type(s.pieces[0].syntax) is not Symbol \
            or (listed := _LIST.fullmatch(s.text(1))) is None or _plain(listed[1]) != _plain(s.text(0).strip()) or listed[3] is None:
        return
    name, scope = label(s.pieces[0].syntax), meanings.context.scope
    entries = [e for e in scope.entries.get(name, ()) if e.expr is not None]
    one = [e for e in entries if e.expr.op == "var" and is_scalar(e.expr.shape) and not e.expr.data.family]
    members = [e for e in entries if e.expr.op == "var" and e.expr.data.family]
    if len(one) == 1 and members and len(entries) == len(one) + len(members) and not _is_declared(meanings, s.text(0).strip()):
        scope.drop(one[0])
        meanings.context.remembered = {}


def _is_declared(meanings: Meanings, letter: str) -> bool:
    r"""Does a formula say of the letter alone in what it lies, `y \in ..`, `a, y > 0`?"""
    told = re.compile(rf"(?:^|,)\s*{re.escape(letter)}\s*(?:,[^=|()]*?)?(?:\\(?:in|sim|ge|le|geq|leq|ne|neq)(?![A-Za-z])|[<>])")
    return any(told.search(row.text) for f in meanings.document.formulas for row in f.rows)


def without_list(meanings: Meanings, s: Statement) -> Statement:
    r"""`z = W x + b` of `z = (z_1, \dots, z_K)^\top = W x + b` with a z without a meaning, where W x + b is a column of K numbers."""
    if len(s.pieces) < 3 or s.operators[1] not in EQUALITIES or (listed := _own_entries(meanings, s)) is None:
        return s
    value = meanings.state.read(s.pieces[2])
    if value is None or not is_vector(value.shape) or str(value.shape[0]) != listed[2]:
        return s
    line = Source(f"{s.text(0)} {s.operators[0]} {s.row.text[s.pieces[2].syntax.span.start:s.span.end]}", s.row.name, s.line())
    return statements(meanings.context, line)[0]


def _own_entries(meanings: Meanings, s: Statement) -> re.Match[str] | None:
    r"""The list of the entries of a name without a meaning that an equation begins with: (.., letter, end, transposition)."""
    if len(s.pieces) < 2 or None in s.pieces or s.operators[0] not in EQUALITIES or type(s.pieces[0].syntax) not in (Symbol, Accent) \
            or (listed := _LIST.fullmatch(s.text(1))) is None:
        return None
    name = s.text(0).strip()
    in_font = _FONT.fullmatch(name)
    known = meanings.context.scope.entries.get(in_font[1] if in_font else label(s.pieces[0].syntax))
    fits = _plain(listed[1]) in (_plain(name), in_font and in_font[1]) and listed[2] != "1"
    return listed if fits and not known and meanings.state.read(s.pieces[0]) is None else None


def _plain(name: str) -> str:
    r"""A name without the braces and blanks around its letter, `\hat y` as `\hat{y}`."""
    return re.sub(r"[\s{}]", "", name)


def _are_numbers(meanings: Meanings, letter: str) -> bool:
    r"""Do the words right beside `z = (z_1, \dots, z_K)` declare a vector of numbers: "Let $..$ be real logits", "Consider a real vector $..$"?"""
    formula = meanings.document.formulas[meanings.at]
    said = meanings.survey.sentence(formula)
    if not formula.display and _A_VECTOR.search(formula.before) and _OF_SUCH.match(formula.after) and not _is_told(meanings, letter):
        rest = re.split(r"\$\$|\\begin\b|\\\[|```", meanings.survey.rest(formula))[0]  # up to a display
        whole = _GENERIC.sub("", re.sub(r"\$[^$]*\$", " § ", said + " " + rest))
        return not (reservations.keeps(whole) or reservations.altered(whole) or _RESTRICTED.search(whole))
    if formula.display or reservations.keeps(said) or reservations.altered(said) or _RESTRICTED.search(re.sub(r"\$[^$]*\$", " § ", said)):
        return False
    if _LETS.search(formula.before) is not None and _BE_NUMBERS.match(formula.after) is not None:
        return True
    return _OF_NUMBERS.search(formula.before) is not None and not _is_told(meanings, letter)


def _is_told(meanings: Meanings, letter: str) -> bool:
    r"""Does the document say of z or of z_k what it is, `z_k \in ..`, `z_k \sim ..`, `z_k = ..`? An equation that only ends its left side with z, `A z = ..`, says
    nothing of that."""
    letters = r"\s*\{?\s*".join(map(re.escape, re.findall(r"\\[A-Za-z]+|[A-Za-z]+", letter)))
    own = rf"(?<![A-Za-z\\]){letters}\s*\}}?\s*(?:[_^]\s*(?:\{{[^{{}}]*\}}|\w)\s*)*"
    told = re.compile(rf"{own}(?:,[^$=]*?)?(?:\\(?:in|sim)(?![A-Za-z]))|{_BEGINS}{own}:?=(?!\s*(?:\\left)?\s*[(\[]\s*{letters}\s*\}}?\s*_|{_NUMBER_LIST})")
    return any(told.search(row.text) for f in meanings.document.formulas for row in f.rows)
