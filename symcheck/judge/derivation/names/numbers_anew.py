r"""Parts in which letters of vectors and matrices stand for numbers: "(c) Scalar model $\hat y = w x$" after $X \mathbf{w} - \mathbf{y}$.

Where words tell that a part speaks of numbers, and it has no vector, transpose or norm in it, its letters are names of their own: those that are
vectors or matrices elsewhere (in bold face, in $\mathbb{R}^d$, or as the capital that gathers them), and those of functions that it defines anew. They are
read as letters that the document has nowhere, and written again as they were in what is said of the steps. A part that goes on with what was
defined of the vectors, as `\frac{dL}{dw}` of a loss that it does not define, is none of these: there the vectors themselves have the length 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from symcheck.judge.derivation.names import summed_by_entries
from symcheck.judge.derivation.outcome import Derivation, Step
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Directive, Document, Formula
from symcheck.text import Source

_FONT = r"\\(?:mathbf|boldsymbol|bm|mathbfit|pmb|symbf|vec)(?![A-Za-z])\s*"
# A letter in bold face, what is no letter of a formula, and a letter.
_TOKEN = re.compile(rf"{_FONT}(?:\{{\s*(?P<bold>[A-Za-z])\s*\}}|(?P<bare>[A-Za-z])(?![A-Za-z]))"
                    r"|\\(?:text\w*|math(?!bf)[a-z]+|operatorname|mbox|begin|end|label|tag|ref|eqref)\*?\s*(?:\{[^{}]*\}|[A-Za-z])|\\[A-Za-z]+|\\.|(?P<plain>[A-Za-z])", re.S)
# What no formula of numbers has.
_NO_NUMBERS = re.compile(rf"{_FONT}|\\(?:top|intercal|odot|nabla|operatorname|\||lVert|Vert|times|begin\s*\{{[a-zA-Z]?matrix)(?![A-Za-z])|\\\||\^\s*(?:T(?![A-Za-z])|\{{\s*T\s*\}})|"
                         r"\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)\s*\^|_\s*\{\s*[a-z]\s*,?\s*[a-z]\s*\}")
# `w, b \\in \\mathbb{R}^d`, `X^\\top`: vectors and matrices in plain type.
_IN_SPACE = re.compile(r"(?P<names>[^=\\]*?)(?:\\in|∈)\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)\s*\^")
_TURNED = re.compile(r"(?<![A-Za-z\\])([A-Za-z])(?:_\s*(?:\w|\{[^{}]*\}))?\s*\^\s*(?:T(?![A-Za-z])|\{\s*T\s*\}|\{?\s*\\(?:top|intercal)(?![A-Za-z]))")
# `w \\in \\mathbb{R}`, `x, y \\in \\R`: numbers.
_IS_NUMBER = re.compile(r"\s*(?P<names>[A-Za-z](?:\s*,\s*[A-Za-z])*)\s*\\in\s*\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)(?![A-Za-z])\s*[.,;]?\s*")
_LETTERS = re.compile(r"\s*(?P<names>[A-Za-z](?:\s*,\s*[A-Za-z])*)\s*[.,;]?\s*")
# Words that a part speaks of numbers alone.
_SETTING = r"(?:model|case|version|setting|example|problem|regression|network|neuron|unit|toy|exercise|warm-?up|counterpart|analogue?|variant)"
_TELLS = re.compile(rf"\b(?:scalar|one-parameter|single-parameter|one-weight|single-weight|one-feature|single-feature|univariate|one-dimensional|1-?D)\s+(?:[a-z-]+\s+){{0,2}}{_SETTING}s?\b"
                    rf"|\b{_SETTING}\s+(?:with|in)\s+(?:only\s+|just\s+)?(?:one|a\s+single|a\s+scalar)\s+(?:parameter|weight|feature|dimension|variable|input|number)\b"
                    r"|\b(?:everything|all\s+(?:quantities|variables|symbols|letters|names|of\s+them))\s+(?:is|are|be|being|becomes?)\s+(?:now\s+|here\s+|just\s+|simply\s+|plain\s+)*(?:an?\s+)?(?:real\s+)?(?:scalars?|numbers?|one-dimensional)\b"
                    r"|\b(?:for|with|of|in|to)\s+(?:only\s+|just\s+)?(?:one|a\s+single|a\s+scalar)\s+(?:scalar\s+|real\s+)?(?:parameter|weight|feature|dimension)\b|\bfunctions?\s+of\s+(?:one|a\s+single|two|three|a\s+few|several)?\s*(?:(?:real|plain)\s+)?(?:numbers?|scalars?|scalar\s+variables?|real\s+variables?)\b|[,.(:]\s*(?:one\s+dimension|1-?D|scalars?(?:\s+only)?|numbers\s+only)\s*[,.):]", re.I)
# Right before the name of a number.
_CALLS = re.compile(r"(?<!\bthe\s)(?<!\bthis\s)\b(?:scalars?|numbers?|slope|(?:scalar|single|one|real)\s+(?:parameters?|weights?|inputs?|variables?|features?|numbers?|slopes?))\s*(?:\$\d+\$\s*(?:,|and|,\s*and)\s*)*$", re.I)
# "is just a number", "are scalars", right after the name; and what supposes that.
_IS_ONE = re.compile(r"\s*(?:is|are|be|becomes?|will\s+be|denotes?)\s+(?:(?:now|just|only|simply|here|then|both|all|again|plain|real|from\s+(?:now|here)\s+on)\s+)*(?:an?\s+|one\s+)?(?:(?:single|real|plain|one|ordinary)[\s-]+)*(?:numbers?|scalars?)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|when(?:ever)?|unless|not|never|suppose|since|because|where|each|every|entr(?:y|ies)|components?|check|that)\b", re.I)
# Words that take it back, in the sentence of these.
_DENIED = re.compile(r"\b(?:not|no|never|unlike|instead|rather|whereas|contrast|longer|than|as\s+in|like|above|earlier|before)\b", re.I)
# "In the first setting", of numbers told before.
_AGAIN = re.compile(r"\b(?:in|for|of|to|back\s+to)\s+(?:the|our)\s+(?:first|scalar|previous|last|one-dimensional|univariate|single-feature|one-parameter)\s+(?:setting|case|model|part|problem|version|example)\b", re.I)
# `d = 1`, and this size in `\\mathbb{R}^d`.
_SIZE_ONE = re.compile(r"\s*([A-Za-z])\s*=\s*(?:[a-z]\s*=\s*)*1\s*[.,;]?\s*")
_OF_SPACE = r"\\(?:mathbb\s*\{?\s*R\s*\}?|R|Reals)\s*\^\s*(?:\{[^{}]*(?<![A-Za-z\\])%s(?![A-Za-z])|%s)"
_VECTOR = re.compile(r"\b(?:vectors?|matri(?:x|ces))\s*$", re.I)
_SECTION = re.compile(r"\s*(?:#{1,6}\s|\\(?:sub)*section\b|\\begin\s*\{(?:exercise|problem|example|theorem|lemma)\}|\*\*(?:Exercise|Problem|Question|Task|Aufgabe)\b)", re.I)
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n(?=\s*(?:#{1,6}\s|\\(?:sub)*section\b|\\item\b))")
_SENTENCE = re.compile(r"(?<=[.!?;:])[*_}$]*\s+(?=[*_(\\]*[A-Z$])")
_CLOSES = {"$": re.compile(r"(?<!\\)\$"), "$$": re.compile(r"\$\$"), r"\[": re.compile(r"\\\]"), r"\(": re.compile(r"\\\)")}
# What an equation says what it is, `\\hat y = ..`, `L(w) = ..`, and what stands on its right side.
_NAME = r"(?:\\(?:hat|tilde|bar|widehat|mathcal)\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z])|\\[a-z]+|[A-Za-z])"
_HEAD = re.compile(rf"(?:^|[,;&:]|\\q?quad(?![a-z])|\\text\s*\{{[^{{}}]*\}}|\\\\)[\s&]*(?P<name>{_NAME})\s*(?:_\s*(?:\w|\{{[^{{}}]*\}}))?\s*(?:\([^()]*\))?\s*&?\s*:?=(?P<value>(?:(?!\\q?quad)[^=]|(?<=[a-z])\s*=\s*(?=\d))*)")
_SIGN = re.compile(r"\\ell|\\mathcal[A-Z]")  # names of losses that are no letters
_NEVER = frozenset("deijklmnIRNETPO")  # differentials, counters and sizes, spaces and operators
_SMALL, _LARGE = "uvsqtzrcbogyxwh", "JLFQGHCS"  # letters to read others as
_FUNCTIONS = "fghq"


@dataclass(frozen=True)
class _Block:
    """A part of the text between two breaks, with its formulas; `words`: with a number in the place of each of them."""

    start: int
    end: int
    formulas: tuple[Formula, ...]
    words: str

    @property
    def rows(self) -> list[str]:
        return [row.text for f in self.formulas for row in f.rows]


def told(document: Document) -> dict[str, str]:
    """As which letter each is read in the parts of numbers; {} where there is none."""
    return _told(document)[0]


def rewritten(document: Document) -> Document:
    """The document with other letters in its parts of numbers, as long as it was."""
    letters, parts = _told(document)
    if not letters:
        return document
    text = document.text
    inside = [f for block in parts for f in block.formulas]
    for f in inside:
        end = _end(text, f)
        text = text[:f.start] + _with(text[f.start:end], letters) + text[end:]
    formulas = tuple(replace(f, rows=tuple(row.rewritten(_with(row.text, letters)) for row in f.rows)) if any(f is g for g in inside) else f for f in document.formulas)
    return replace(document, text=text, formulas=formulas, directives=(*document.directives, *_declared(document, parts, letters)))


def _declared(document: Document, parts: list[_Block], letters: dict[str, str]) -> Iterator[Directive]:
    """Declarations of the letters that words alone tell to be numbers, where they have no index, get no formula and are given no list of values;
    of those that the document has in these parts alone, too."""
    if not any(_TELLS.search(block.words) for block in parts):
        return
    rows = [row for block in parts for row in block.rows]
    heads = _heads(rows)
    own = {*_plain(rows)} - {x for f in document.formulas if not any(f is g for block in parts for g in block.formulas) for row in f.rows for x in _letters(row.text)}
    for old in sorted({*(x for x in letters if len(x) == 1), *(c for c in own if c.islower() and c not in _NEVER)}):
        uses = [row[m.end():] for row in rows for m in _TOKEN.finditer(row) if m["plain"] == old]
        if old not in heads and not any(re.match(r"\s*(?:_|'|=\s*\(|\()", after) for after in uses) and not any(
                (m := _IS_NUMBER.fullmatch(row)) is not None and old in m["names"] for row in rows):
            line = document.line(parts[0].start)
            yield Directive("declare", Source(rf"{letters.get(old, old)} \in \mathbb{{R}}", document.name, line), parts[0].start)


def restored(outcome: Derivation, letters: dict[str, str]) -> None:
    """The steps, and what is said of them, with the letters as they are written in the file."""
    written = {new: old for old, new in letters.items()}
    if not written:
        return
    alone = re.compile(rf"(?<![A-Za-z\\])(d?)([{''.join(x for x in written if len(x) == 1) or '-'}])(?![A-Za-z])")
    signs = re.compile(rf"(?:{'|'.join(re.escape(x) for x in written if len(x) > 1) or '(?!)'})(?![A-Za-z])")

    def said(text: str) -> str:
        return signs.sub(lambda m: written[m[0]], alone.sub(lambda m: m[1] + written.get(m[2], m[2]), text))

    outcome.steps[:] = [_restored(step, said, written) for step in outcome.steps]
    outcome.taken[:] = map(said, outcome.taken)
    outcome.passed[:] = [(line, _with(text, written)) for line, text in outcome.passed]


def _restored(step: Step, said: Callable[[str], str], written: dict[str, str]) -> Step:
    v = step.verdict
    shown = v.counterexample
    if shown is not None:
        shown = replace(shown, values={said(k): x for k, x in shown.values.items()}, functions={said(k): said(x) for k, x in shown.functions.items()},
                        lhs=said(shown.lhs), rhs=said(shown.rhs))
    verdict: Verdict = replace(v, evidence=said(v.evidence), conditions=tuple(map(said, v.conditions)), counterexample=shown, message=said(v.message), mistake=said(v.mistake),
                               notes=tuple(map(said, v.notes)), extra={k: said(x) if isinstance(x, str) else x for k, x in v.extra.items()})
    return replace(step, source=_with(step.source, written), verdict=verdict, reason=said(step.reason))


def _with(text: str, letters: dict[str, str]) -> str:
    """A formula with other letters, but in bold face and in words."""
    return _TOKEN.sub(lambda m: letters.get(m[0], m[0]), text)


def _told(document: Document) -> tuple[dict[str, str], list[_Block]]:
    blocks = _blocks(document)
    vectors = _vectors(blocks)
    parts = _parts(blocks, vectors)
    inside = {id(f) for block in parts for f in block.formulas}
    within = [row.text for f in document.formulas for row in f.rows if id(f) in inside]
    outside = [row.text for f in document.formulas for row in f.rows if id(f) not in inside]
    if any((m := _SIZE_ONE.fullmatch(row)) is not None and re.search(_OF_SPACE % (m[1], m[1]), "\n".join(outside)) for row in within):
        return {}, []  # `d = 1`, of vectors in $\mathbb{R}^d$: those themselves
    others = {c for c in _plain(within) if c not in _NEVER and c.islower() and ({c, c.upper()} & vectors)}
    if not others or not any(_is_bare(row, others) for row in within):
        return {}, []
    heads, known = _heads(within), _heads(outside)
    used = {name for name in known if any(_uses(row, name) for row in within)}
    if any(name not in heads and (name in others or {*_letters(known[name])} & {x for c in others for x in (c, c.upper())}) for name in used):
        return {}, []  # it goes on with what was defined of the vectors
    anew = {name for name in used & {*heads} if len(name) == 1 and name not in _NEVER}
    letters = _free(others | anew, anew, document)
    signs = _free_signs({name for name in used & {*heads} if _SIGN.fullmatch(name)}, document)
    return (letters | signs, parts) if letters is not None and signs is not None else ({}, [])


def _free_signs(wanted: set[str], document: Document) -> dict[str, str] | None:
    r"""The same for `\ell` and `\mathcal{L}`, by signs that are as long."""
    rows = "\n".join(row.text for f in document.formulas for row in f.rows)
    found: dict[str, str] = {}
    for name in sorted(wanted):
        script = name[-1] if name != r"\ell" else ""
        spellings = (rf"\mathcal{{{script}}}", rf"\mathcal {script}") if script else (name,)
        pool = [tuple(x[:x.rindex(script)] + c + x[x.rindex(script) + 1:] for x in spellings) for c in "KGFQB"] if script else [(x,) for x in (r"\chi", r"\psi", r"\tau", r"\rho")]
        new = next((x for x in pool if not any(re.search(re.escape(y) + "(?![A-Za-z])", rows) or y in found.values() for y in x)), None)
        if new is None:
            return None
        found |= dict(zip(spellings, new))
    return found


def _free(wanted: set[str], functions: set[str], document: Document) -> dict[str, str] | None:
    """Letters that the document has nowhere, for those wanted; None where there are too few."""
    taken = {x.lower() for f in document.formulas for row in f.rows for x in _letters(row.text)} | {
        x for f in document.formulas for row in f.rows for x in _letters(row.text)}
    found: dict[str, str] = {}
    for c in sorted(wanted):
        pool = _LARGE if c.isupper() else _FUNCTIONS if c in functions & {*_FUNCTIONS} else _SMALL
        new = next((x for x in pool if x not in taken and x not in found.values()), None)
        if new is None:
            return None
        found[c] = new
    return found


def _parts(blocks: list[_Block], vectors: set[str]) -> list[_Block]:
    """The blocks in which letters are those of numbers."""
    found: list[_Block] = []
    within = False
    summed = summed_by_entries.letters([row for block in blocks for row in block.rows])
    for block in blocks:
        pure = _is_of_numbers(block, vectors, summed)
        begins = pure and _tells(block, vectors)
        again = pure and bool(found) and _AGAIN.search(block.words) is not None
        within = begins or again or within and pure and not _SECTION.match(block.words)
        if within:
            found.append(block)
    return found


def _tells(block: _Block, vectors: set[str]) -> bool:
    """Do the words or the formulas of a block tell that letters of vectors are numbers in it?"""
    for m in _TELLS.finditer(block.words):
        if _DENIED.search(_around(block.words, m.start(), m.end())) is None:
            return True
    for k, f in enumerate(block.formulas):
        before, _, after = block.words.partition(f"${k}$")
        text = f.rows[0].text if len(f.rows) == 1 and not f.display else ""
        number = _IS_NUMBER.fullmatch(text) or (_CALLS.search(before) or _is_called(before, after)) and _LETTERS.fullmatch(text)
        if number and {x for c in number["names"] if c.isalpha() for x in (c, c.upper())} & vectors \
                and _DENIED.search(re.split(r"[.;:!?]\s", before)[-1]) is None:
            return True
    return False


def _is_called(before: str, after: str) -> bool:
    """Do the words make the letter between them a number, "From here on $w$ is a number"?"""
    return _IS_ONE.match(after) is not None and _SUPPOSED.search(re.split(r"[.;:!?]\s", before)[-1]) is None


def _around(words: str, start: int, end: int) -> str:
    """The sentence around a place, up to the words there and after them."""
    return re.split(r"[.;:!?]\s", words[:start])[-1] + re.split(r"[.;:!?](?:\s|$)", words[end:])[0]


def _is_of_numbers(block: _Block, vectors: set[str], summed: set[str]) -> bool:
    """Is there nothing in the formulas of a block that only vectors and matrices have? `summed`: vectors that other parts write as numbers."""
    if any(_VECTOR.search(block.words[:block.words.index(f"${k}$")]) for k in range(len(block.formulas))):
        return False
    return not any(_NO_NUMBERS.search(row) or any({*pair} <= summed for pair in summed_by_entries.products(row)) or any(c.isupper() and c in vectors for c in _plain([row])) for row in block.rows)


def _vectors(blocks: list[_Block]) -> set[str]:
    """The letters that are vectors or matrices somewhere: in bold face, transposed, in a space, called so, or summed over their entries."""
    found: set[str] = set()
    for block in blocks:
        for k, f in enumerate(block.formulas):
            called = _VECTOR.search(block.words[:block.words.index(f"${k}$")]) is not None
            for row in f.rows:
                found |= {m["bold"] or m["bare"] for m in _TOKEN.finditer(row.text) if m["bold"] or m["bare"]}
                found |= {m[1] for m in _TURNED.finditer(row.text)}
                found |= {c for m in _IN_SPACE.finditer(row.text) for c in _plain([m["names"]])}
                found |= {*_plain([row.text])} if called and _LETTERS.fullmatch(row.text) else set()
    found |= summed_by_entries.letters([row for block in blocks for row in block.rows])
    return found - _NEVER | found & {"E", "P", "T", "O"}


def _heads(rows: list[str]) -> dict[str, str]:
    """The names that equations say what they are, by more than numbers, with what they say."""
    found: dict[str, str] = {}
    for row in rows:
        for m in _HEAD.finditer(row):
            if {*_letters(m["value"])} - {"e", "d"}:
                name = re.sub(r"[\s{}]", "", m["name"])
                found[name] = found.get(name, "") + " " + m["value"]
    return found


def _uses(row: str, name: str) -> bool:
    """Does a row have this name in it?"""
    if len(name) == 1:
        return name in _plain([row])
    return re.search(re.escape(name) + ("(?![A-Za-z])" if name[-1].isalpha() else ""), re.sub(r"[\s{}]", "", row)) is not None


def _is_bare(row: str, letters: set[str]) -> bool:
    """Does one of these letters stand in a row without an index?"""
    return any(m["plain"] in letters and not re.match(r"\s*_", row[m.end():]) for m in _TOKEN.finditer(row))


def _plain(rows: list[str]) -> set[str]:
    return {m["plain"] for row in rows for m in _TOKEN.finditer(row) if m["plain"]}


def _letters(text: str) -> Iterator[str]:
    return (x for m in _TOKEN.finditer(text) if (x := m["bold"] or m["bare"] or m["plain"]))


def _end(text: str, f: Formula) -> int:
    """Where a formula ends in the text."""
    opened = next((x for x in ("$$", "$", r"\[", r"\(") if text.startswith(x, f.start)), None)
    if opened is not None:
        closed = _CLOSES[opened].search(text, f.start + len(opened))
    else:
        closed = re.compile(rf"\\end\s*\{{\s*{re.escape(f.environment)}\s*\}}").search(text, f.start)
    return closed.end() if closed is not None else f.start


def _blocks(document: Document) -> list[_Block]:
    """The text in blocks: paragraphs, cut at the sentence that tells of numbers."""
    text, places = document.text, [0, *(m.end() for m in _BREAK.finditer(document.text))]
    blocks = []
    for start, end in zip(places, [*places[1:], len(text)]):
        whole = _block(document, start, end)
        cuts = [m.end() for m in _SENTENCE.finditer(text, start, end) if not any(f.start < m.end() < _end(text, f) for f in whole.formulas)]
        told = [k for k, s in enumerate(_cut(document, start, end, cuts)) if _TELLS.search(s.words) or any(
            _IS_NUMBER.fullmatch(row) for row in s.rows) or any(_CALLS.search(before) or _is_called(before, after) for j in range(len(s.formulas)) for before, _, after in [s.words.partition(f"${j}$")])]
        pieces = _cut(document, start, end, cuts)
        at = next(iter(told), 0)
        blocks += _cut(document, start, end, [pieces[at].start]) if at else [whole]
    return blocks


def _cut(document: Document, start: int, end: int, cuts: list[int]) -> list[_Block]:
    places = [start, *cuts]
    return [_block(document, a, b) for a, b in zip(places, [*places[1:], end])]


def _block(document: Document, start: int, end: int) -> _Block:
    inside = tuple(takewhile(lambda f: f.start < end, (f for f in document.formulas if f.start >= start)))
    words, at = [], start
    for k, f in enumerate(inside):
        words += [document.text[at:f.start], f"${k}$"]
        at = max(_end(document.text, f), at)
    return _Block(start, end, inside, "".join([*words, document.text[at:end]]))
