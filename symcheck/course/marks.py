r"""Marks behind the names of an update rule: the number of the step, and which entry is meant.

`\theta_{t+1}`, `\theta^{(k)}`, `v'`, `w_{i,t}`, `\theta_{\text{new}}`, `\theta(t)`, `w_i^{k\top}`: what stands behind a name
is taken apart into its time and the rest (entries, a transpose), which stays for the reader.

A subscript letter is a time where it counts: where it is seen with `+1`, above, in brackets, or behind the parameter
at which a gradient is taken. Without that t, s, k and n count too (t alone for gradients, batches and names with an index
of their own), unless something is differentiated by the entry at that letter. A letter that a sum binds never counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_FONT = r"\\(?:boldsymbol|mathbf|mathrm|mathit|mathcal|bm|bf|vec)(?![A-Za-z])"
_LETTER = r"[A-Za-z]|\\(?:tau|ell|kappa)(?![A-Za-z])"
_COUNTED = r"[tknmsrij]|\\(?:tau|ell|kappa)(?![A-Za-z])"
_WORDS = {"old": 0, "prev": 0, "previous": 0, "current": 0, "curr": 0, "new": 1, "next": 1}
_WORD = rf"\\(?:text|textrm|mathrm|mbox|operatorname)\s*\{{\s*({'|'.join(_WORDS)})\s*\}}|({'|'.join(_WORDS)})(?![A-Za-z])"
_TRANSPOSE = r"\\top(?![A-Za-z])|\\intercal(?![A-Za-z])|\\(?:mathsf|mathrm|text)\s*\{\s*T\s*\}"
_NUMBERED = rf"({_COUNTED})\s*(?:([+-])\s*(\d+))?"
_SHIFTED = rf"({_LETTER})\s*([+-])\s*(\d+)"
_BRACKETED = re.compile(rf"\(\s*(?:{_NUMBERED}|(\d+))\s*\)|\[\s*(?:{_NUMBERED}|(\d+))\s*\]")
_PART = re.compile(rf"(?P<transpose>{_TRANSPOSE})|(?P<word>{_WORD})|(?P<shifted>{_SHIFTED})"
                   rf"|(?P<bracketed>{_BRACKETED.pattern})|(?P<new>\\prime(?![A-Za-z])|\+|')|(?P<letter>{_LETTER})"
                   r"|(?P<number>\d+)|(?P<space>[\s,;])|(?P<other>.)", re.DOTALL)
_TOKEN = re.compile(r"\\(?:text|textrm|mbox|operatorname|begin|end)\*?\s*\{[^{}]*\}"
                    r"|\\[A-Za-z]+|\\.|[A-Za-z]{4,}|.", re.DOTALL)
_BOUND = re.compile(r"\\(?:sum|prod|mathbb\s*\{?\s*E\s*\}?)\s*_\s*\{?\s*([a-z])(?![a-z])")
_COUNTERS = frozenset({"t", "s", "k", "n", r"\tau"})


@dataclass(frozen=True)
class Time:
    """Step `offset` of a counter: a letter, "" for old and new (0 and 1), "#" for numbers."""

    counter: str
    offset: int

    def __add__(self, steps: int) -> Time:
        return Time(self.counter, self.offset + steps)

    def __str__(self) -> str:
        if self.counter in ("", "#"):
            return str(self.offset) if self.counter else ("old", "new")[self.offset] if self.offset in (0, 1) else "?"
        return self.counter + (f"{self.offset:+d}" if self.offset else "")


@dataclass(frozen=True)
class Name:
    """A name whose marks are read: `pattern` without fonts, `indexed` where a first index is its own (`w_i`)."""

    role: str
    pattern: str
    indexed: bool = False


@dataclass(frozen=True)
class Marked:
    r"""A name with all that stands behind it, `text[start:end]` or `head + tail`.

    `parts`: of its scripts, (script, kind, text, time). `rest`: the tail without its time; `own`: the index of an indexed
    name; `entries`: the letters of entries.
    """

    name: Name
    start: int
    end: int
    head: str
    tail: str
    parts: tuple[tuple[str, str, str, Time | None], ...]
    time: Time | None = None
    rest: str = ""
    own: str = ""
    entries: tuple[str, ...] = ()


def marked(text: str, names: Iterable[Name], scalar: bool = False) -> list[Marked]:
    """Every occurrence of the names, in order, with times told from entries. `scalar`: nothing here has entries."""
    found = _scanned(text, [(n, re.compile(rf"(?:{n.pattern})(?![A-Za-z])" if n.pattern.startswith("\\") else n.pattern))
                            for n in names])
    counters = _counters(text, found, scalar)
    alone = counters - (_COUNTERS - {"t"} - _seen(found))
    return [_resolved(m, alone if m.name.indexed or m.name.role in ("gradient", "batch") else counters) for m in found]


def written(m: Marked, old: str = "", new: str = "") -> str:
    """The name without its time, of the same length; `old` in it is called `new`."""
    made = (m.head.replace(old, new) if old else m.head) + m.rest
    return made + " " * (m.end - m.start - len(made))


def bound(text: str) -> list[str]:
    """The letters that sums and means run over."""
    return _BOUND.findall(text)


# --- scanning -------------------------------------------------------------------------------------


def _scanned(text: str, names: list[tuple[Name, re.Pattern]]) -> list[Marked]:
    found, at = [], 0
    while at < len(text):
        for name, pattern in names:
            if m := pattern.match(text, at):
                head_end = _closed(text, at, m.end())
                end, parts = _scripts(text, head_end)
                found.append(Marked(name, at, end, text[at:head_end], text[head_end:end], tuple(parts)))
                at = end
                break
        else:
            at = _TOKEN.match(text, at).end()
    return found


def _closed(text: str, start: int, end: int) -> int:
    """Past the braces that close the fonts opened in front of a name."""
    opened = re.search(rf"(?:(?:{_FONT})\s*\{{\s*|(?<![A-Za-z_^}}])\{{\s*)+$", text[max(0, start - 60):start])
    for _ in range(opened[0].count("{") if opened else 0):
        closing = re.compile(r"\s*\}").match(text, end)
        if closing is None:
            break
        end = closing.end()
    return end


def _scripts(text: str, at: int):
    """The scripts, primes and bracketed times that follow: their end, and their parts."""
    parts = []
    while True:
        here = re.compile(r"\s*").match(text, at).end()
        if here < len(text) and text[here] in "_^":
            start = re.compile(r"\s*").match(text, here + 1).end()
            if start >= len(text):
                return at, parts
            end = _group(text, start)
            inner = text[start + 1:end - 1] if text[start] == "{" else text[start:end]
            parts += [(text[here], *p) for p in _parts(inner)]
        elif text[here:here + 1] == "'":
            end = here + 1
            parts.append(("^", "time", "'", Time("", 1)))
        elif m := _BRACKETED.match(text, here):
            end = m.end()
            parts.append(("(", "time", m[0], _bracketed_time(m)))
        else:
            return at, parts
        at = end


def _group(text: str, at: int) -> int:
    """The end of the group or token that begins here."""
    if text[at] != "{":
        token = _TOKEN.match(text, at).end()
        font = re.fullmatch(r"\\(?:mathrm|mathsf)", text[at:token]) and text[token:token + 1] == "{"
        return _group(text, token) if font else token
    depth = 0
    for k in range(at, len(text)):
        depth += (text[k] == "{") - (text[k] == "}")
        if depth == 0:
            return k + 1
    return len(text)


def _parts(inner: str):
    """(kind, text, time) of what stands in a script."""
    for m in _PART.finditer(inner):
        kind, said = m.lastgroup, m[0]
        kind = next(k for k in ("transpose", "word", "shifted", "bracketed", "new", "letter", "number", "space", "other")
                    if m[k] is not None)
        if kind == "word":
            yield "time", said, Time("", _WORDS[re.search(rf"{'|'.join(_WORDS)}", said)[0]])
        elif kind == "shifted":
            n = re.fullmatch(_SHIFTED, said)
            yield "time", said, Time(n[1], int(n[2] + n[3]))
        elif kind == "bracketed":
            yield "time", said, _bracketed_time(_BRACKETED.fullmatch(said))
        elif kind == "new":
            yield "time", said, Time("", 1)
        elif kind != "space":
            yield kind, said, None


def _bracketed_time(m: re.Match) -> Time:
    letter, sign, steps, number = m.groups()[:4] if m[0][0] == "(" else m.groups()[4:]
    if number:
        return Time("#", int(number))
    return Time(letter, int((sign or "+") + (steps or "0")))


# --- times and entries ----------------------------------------------------------------------------


def _seen(found: list[Marked]) -> set[str]:
    """The letters that are seen to count: with a number of steps, above, or in brackets."""
    return {time.counter if time else said for m in found for script, kind, said, time in m.parts
            if (time.counter not in ("", "#") if time else kind == "letter" and script == "^" and said != "T")}


def _counters(text: str, found: list[Marked], scalar: bool) -> set[str]:
    """The letters that count steps in this text."""
    seen, entries = _seen(found), set()
    for m in found:
        letters = [said for _, kind, said, time in m.parts if kind == "letter" and time is None and not m.name.indexed]
        before, after = text[:m.start].rstrip(), text[m.end:].lstrip()
        if scalar and m.name.role == "by" or m.name.role == "by" and before.endswith("(") and after[:1] in (")", ",", ";"):
            seen.update(letters)
        elif re.search(r"(?:\\partial|\\nabla\s*_\s*\{)(?:\s*\\[a-z]+\s*\{)?$", before):
            entries.update(letters)
    return (seen | (_COUNTERS - entries)) - set(bound(text))


def _resolved(m: Marked, counters: set[str]) -> Marked:
    """Each part is a time or stays. An index that an indexed name has alone is its own."""
    below = ([said for script, kind, said, _ in m.parts if script == "_" and kind in ("letter", "number")]
             or [said for script, _, said, time in m.parts if script == "_" and time and time.counter])
    own = next((x for x in below if x not in counters), below[0] if below else "") if m.name.indexed else ""
    times: list[Time] = []
    kept: dict[str, list[str]] = {"_": [], "^": []}
    for script, kind, said, time in m.parts:
        counts = kind == "letter" and (said in counters if script == "_" else said != "T")
        if script == "_" and said == own:
            time = None
        elif time is None:
            time = Time(said, 0) if counts else Time("#", int(said)) if kind == "number" and script == "_" else None
        if time is not None:
            times.append(time)
        else:
            kept["^" if script == "(" else script].append(said)
    rest = "".join(script + (said[0] if len(said) == 1 else f"{{{_joined(said)}}}")
                   for script, said in kept.items() if said)
    entries = tuple(x for x in kept["_"] if x != own and re.fullmatch(_LETTER, x))
    if len(set(times)) > 1 or len(rest) > len(m.tail):
        return replace(m, rest=m.tail)
    return replace(m, time=times[0] if times else None, rest=rest, own=own, entries=entries)


def _joined(parts: list[str]) -> str:
    return "".join(f"{p} " if re.fullmatch(r"\\[A-Za-z]+", p) else p for p in parts).rstrip()
