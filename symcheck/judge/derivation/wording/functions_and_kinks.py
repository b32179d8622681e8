r"""The functions that a document has told so far, and the places of their kinks from left to right; orders and intervals as conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from symcheck.judge.derivation.wording.pieces_said import KINK
from symcheck.read.documents import Formula

LETTER = r"(?:\\(?:ell|alpha|beta|gamma|delta|theta|xi|eta|zeta|psi|omega|mu|tau|chi|(?:var)?phi|sigma|rho)(?![A-Za-z])|[a-zA-Z])"
LOWER = r"(?:_\s*(?:\{[^{}]*\}|[A-Za-z0-9]))?"
NAMED = rf"(?:\\(?:hat|tilde|bar|mathrm|operatorname)\s*(?:\{{\s*[A-Za-z]+\s*\}}|\s[A-Za-z])|{LETTER}){LOWER}"
CALL = rf"\s*(?P<name>{NAMED})\s*(?:\\left)?\(\s*(?P<letter>{LETTER}{LOWER})\s*(?P<rest>[;,|][^()=]*)?(?:\\right)?\)\s*"
_FUNCTION_SET = re.compile(rf"{CALL}&?\s*:?=")
# `f`, `f(x)`, `f'(x) = ..`: a function that is spoken of; where another paragraph or item begins.
_MENTIONED = re.compile(rf"\s*(?P<name>{NAMED})\s*'*\s*(?:(?:\\left)?\(\s*{LETTER}{LOWER}\s*(?:\\right)?\)\s*(?:$|[&:]*=)|$)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n\s*(?:\(\w{1,3}\)|\w{1,2}[.)]|[-*]|\\item\b|\#)\s")
_NUMBER_SET = re.compile(rf"\s*(?P<name>{NAMED})\s*&?\s*:?=(?P<value>.*)", re.S)
# What makes a number a function with kinks: `h = \max(0, w x + b)`.
_KINKED = re.compile(r"\\max\b|ReLU|relu|\\begin\s*\{cases\}|\\[lr]?vert\b|\||_\s*\{?\s*\+|\\(?:var)?phi\b|\\sigma\b|\\rho\b")
_CURVED = re.compile(r"\^|\\(?:exp|log|ln|sin|cos|tanh|sqrt|sigma|(?:var)?phi|rho|psi)(?![A-Za-z])")
ORDER = re.compile(r"<=?|>=?|\\(?:le|ge|leq|geq|leqslant|geqslant)(?![A-Za-z])")
INTERVAL = re.compile(rf"\s*(?:(?P<letter>{LETTER}{LOWER})\s*\\in\s*)?(?:\\left)?(?P<open>[(\[\]])\s*(?P<low>[^,;()\[\]]+?)\s*[,;]\s*"
                       r"(?P<high>[^,;()\[\]]+?)\s*(?:\\right)?(?P<close>[)\]\[])\s*")
_INFINITE = re.compile(r"[-+]?\s*\\infty\s*")
PLACE = re.compile(rf"\s*(?P<letter>{LETTER}{LOWER})\s*=\s*(?P<value>[^=<>&]+?)\s*")
_NUMBER = re.compile(r"\s*(-?)\s*(?:\\[dt]?frac\s*\{?\s*(\d+)\s*\}?\s*\{?\s*(\d+)\s*\}?|(\d+(?:\.\d+)?)\s*(?:/\s*(\d+))?)\s*")
# `e_1 < e_2`, `\\theta_1 < \\theta_2 < \\theta_3`: names in their order.
_ORDER_BESIDE = re.compile(rf"(?:\\q?quad|,)\s*(?P<names>{NAMED}(?:\s*<\s*{NAMED})+)\s*$")
_IN_ORDER = re.compile(rf"\s*(?P<names>{NAMED}(?:\s*<\s*{NAMED})+)\s*")
_OF_KINK = re.compile(rf"\b{KINK}s?\b[^.;]*$", re.I)


@dataclass
class Told:
    """What the document has told so far: functions, and the kinks on the axis of a letter."""

    functions: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # by name: the head as written, and its letter
    kinks: dict[str, list[str]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)  # by name: what the function is
    last: str = ""  # the name defined last
    curved: set[str] = field(default_factory=set)  # functions of which not every piece is a line
    mentioned: set[str] = field(default_factory=set)  # the functions that this paragraph speaks of
    ordered: list[str] = field(default_factory=list)  # names of kinks from left to right, as an order between them says
    text: str = ""  # of the document
    owners: dict[tuple[str, str], str] = field(default_factory=dict)  # of which function a kink was told, where the paragraph speaks of one

    @property
    def topic(self) -> str:
        """The only function of which this paragraph speaks, "" where there are several or none."""
        return next(iter(self.mentioned)) if len(self.mentioned) == 1 else ""

    def hear(self, f: Formula, said: str) -> None:
        if _PARAGRAPH.search(f.before) is not None:
            self.mentioned = set()
        for row in f.rows:
            text = row.text.strip(" .,;&")
            if (m := _NUMBER_SET.match(text) or _FUNCTION_SET.match(text)) is not None:
                self.last = name_key(m["name"])
            if (m := _MENTIONED.match(text)) is not None and (name_key(m["name"]) in self.functions or _FUNCTION_SET.match(text)):
                self.mentioned.add(name_key(m["name"]))
            if (m := _FUNCTION_SET.match(text)) is not None:
                self._define(m["name"], f"{m['name']}({m['letter']}{m['rest'] or ''})", m["letter"])
                self.bodies.setdefault(name_key(m["name"]), text[m.end():])
                if _CURVED.search(text[m.end():]):
                    self.curved.add(name_key(m["name"]))
            elif (m := _NUMBER_SET.match(text)) is not None and _KINKED.search(m["value"]):
                self._define(m["name"], m["name"], None)
            if (m := _IN_ORDER.fullmatch(text)) is not None or (m := _ORDER_BESIDE.search(text)) is not None:
                names = [name.strip() for name in m["names"].split("<")]
                self.ordered = names if all(self._is_kink(name) for name in names) else self.ordered
            if (p := PLACE.fullmatch(text)) is not None and _OF_KINK.search(said):
                places = self.kinks.setdefault(p["letter"], [])
                places += [p["value"]] * (p["value"] not in places)
                self.owners[p["letter"], p["value"]] = self.topic

    def _is_kink(self, name: str) -> bool:
        """Does the document call this name with a number, or any of its kind, a kink, or take a ReLU of a letter less it?"""
        base = re.escape(re.split(r"_", name)[0].strip())
        return re.search(r"_", name) is not None and re.search(
            rf"\b{KINK}s?\b[^.;$]{{0,60}}(?:\$[^$]*\$[^.;$]{{0,30}}){{0,2}}\$\s*{base}\s*_|\$\s*{base}\s*_[^$]*\$[^.;$]{{0,40}}\b{KINK}|"
            rf"[(\[]\s*(?:0\s*,)?\s*{LETTER}\s*-\s*{base}\s*_\s*(?:\{{\s*\w+\s*\}}|\w)\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]]", self.text, re.I) is not None

    def _define(self, name: str, head: str, letter: str | None) -> None:
        if name_key(name) not in self.functions:
            self.functions[name_key(name)] = head.strip(), letter
            self.kinks = {} if letter is None else {x: places for x, places in self.kinks.items() if x != letter}  # those of another function

    def function(self, name: str, letter: str) -> tuple[str, str] | None:
        """The function of this name, by this letter or any, and its letter; without a name the only one, or the only one that the paragraph speaks of."""
        inner = {key for key in self.functions if any(other != key and re.search(rf"(?<![A-Za-z\\]){re.escape(key)}\s*(?:\\left)?\(", body) for other, body in self.bodies.items())}
        if not name and not self.topic and sum((own or letter) == (letter or own) for key, (_, own) in self.functions.items() if key not in inner) > 1:
            return None
        for key, (head, own) in reversed(self.functions.items()):
            if (key == name_key(name) if name else self.topic == key or not self.topic and key not in inner) and (own or letter) and letter in ("", own or letter):
                return head, own or letter
        return None

    def in_order(self, letter: str) -> list[str]:
        """The kinks from left to right: the only one, or numbers."""
        places = [p for p in self.kinks.get(letter, []) if not self.topic or self.owners.get((letter, p), "") in ("", self.topic)]
        if len(places) < 2:
            return places or self.ordered
        values = [number(p) for p in places]
        return [] if None in values else [places[k] for k in sorted(range(len(places)), key=values.__getitem__)]


def order_in(text: str, letter: str) -> str:
    """The order that a condition is: `0 < x < 1` of `(0, 1)`."""
    m = INTERVAL.fullmatch(text)
    if m is None:
        return text
    if m["letter"] and m["letter"] != letter:
        return ""
    low = "" if _INFINITE.fullmatch(m["low"]) else rf"{m['low']} {'<' if m['open'] in '(]' else chr(92) + 'le'} "
    high = "" if _INFINITE.fullmatch(m["high"]) else rf" {'<' if m['close'] in ')[' else chr(92) + 'le'} {m['high']}"
    return f"{low}{letter}{high}" if low or high else ""


def opposite(order: str) -> str:
    """The opposite of one order, without the place between the two."""
    signs = ORDER.findall(order)
    if len(signs) != 1:
        return ""
    left, right = ORDER.split(order)
    return f"{left.strip()} {'<' if signs[0][0] == '>' or signs[0].startswith(chr(92) + 'g') else '>'} {right.strip()}"


def letter_of(condition: str) -> str:
    """The letter that a condition is about: the side of it that is one."""
    m = INTERVAL.fullmatch(condition) or PLACE.fullmatch(condition)
    if m is not None:
        return m["letter"] or ""
    found = [side.strip() for side in ORDER.split(condition) if re.fullmatch(rf"\s*{LETTER}{LOWER}\s*", side)]
    return found[0] if len(found) == 1 else ""


def number(text: str) -> Fraction | None:
    m = _NUMBER.fullmatch(text)
    if m is None:
        return None
    value = Fraction(int(m[2]), int(m[3])) if m[2] else Fraction(m[4]) / int(m[5] or 1)
    return -value if m[1] else value


def name_key(name: str) -> str:
    return re.sub(r"\s", "", name)
