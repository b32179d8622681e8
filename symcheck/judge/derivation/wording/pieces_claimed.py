r"""Slopes and values of a function that words claim piece by piece: "The slope is $0$ for $x < 0$ and $1$ for $x > 0$", "On $(0, 1)$ the slope of
$f$ is $2$", "the slope to its left is $0$, to its right it is $w$", "$f$ has slope $-1$ to the right of the second kink", "At $x = 1$ the slope jumps
from $0$ to $2$".

Each becomes a display of its own, `f'(x) = 0, \quad x < 0`. Which function is meant is told by its name, or it is the only one of which the paragraph
speaks, or the last one that was defined;
the places of the kinks are those that the words told before. What cannot be told stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symcheck.read.documents import Document, Formula

# --- formulas ----------------------------------------------------------------------------------------------------------------------------------------

_LETTER = r"(?:\\(?:ell|alpha|beta|gamma|delta|theta|xi|eta|zeta|psi|omega|mu|tau|chi|(?:var)?phi|sigma|rho)(?![A-Za-z])|[a-zA-Z])"
_LOWER = r"(?:_\s*(?:\{[^{}]*\}|[A-Za-z0-9]))?"
_NAMED = rf"(?:\\(?:hat|tilde|bar|mathrm|operatorname)\s*(?:\{{\s*[A-Za-z]+\s*\}}|\s[A-Za-z])|{_LETTER}){_LOWER}"
_CALL = rf"\s*(?P<name>{_NAMED})\s*(?:\\left)?\(\s*(?P<letter>{_LETTER}{_LOWER})\s*(?P<rest>[;,|][^()=]*)?(?:\\right)?\)\s*"
_FUNCTION_SET = re.compile(rf"{_CALL}&?\s*:?=")
# `f`, `f(x)`, `f'(x) = ..`: a function that is spoken of; where another paragraph or item begins.
_MENTIONED = re.compile(rf"\s*(?P<name>{_NAMED})\s*'*\s*(?:(?:\\left)?\(\s*{_LETTER}{_LOWER}\s*(?:\\right)?\)\s*(?:$|[&:]*=)|$)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n\s*(?:\(\w{1,3}\)|\w{1,2}[.)]|[-*]|\\item\b|\#)\s")
_NUMBER_SET = re.compile(rf"\s*(?P<name>{_NAMED})\s*&?\s*:?=(?P<value>.*)", re.S)
# What makes a number a function with kinks: `h = \max(0, w x + b)`.
_KINKED = re.compile(r"\\max\b|ReLU|relu|\\begin\s*\{cases\}|\\[lr]?vert\b|\||_\s*\{?\s*\+|\\(?:var)?phi\b|\\sigma\b|\\rho\b")
_CURVED = re.compile(r"\^|\\(?:exp|log|ln|sin|cos|tanh|sqrt|sigma|(?:var)?phi|rho|psi)(?![A-Za-z])")
_ORDER = re.compile(r"<=?|>=?|\\(?:le|ge|leq|geq|leqslant|geqslant)(?![A-Za-z])")
_RELATION = re.compile(r"[=<>&]|\\(?:[lg]eq?(?:slant)?|neq?|in|iff|implies|to|approx|equiv|leftarrow|sim|subset|mapsto|[lc]?dots)(?![A-Za-z])|\\\\")
_INTERVAL = re.compile(rf"\s*(?:(?P<letter>{_LETTER}{_LOWER})\s*\\in\s*)?(?:\\left)?(?P<open>[(\[\]])\s*(?P<low>[^,;()\[\]]+?)\s*[,;]\s*"
                       r"(?P<high>[^,;()\[\]]+?)\s*(?:\\right)?(?P<close>[)\]\[])\s*")
_INFINITE = re.compile(r"[-+]?\s*\\infty\s*")
_PLACE = re.compile(rf"\s*(?P<letter>{_LETTER}{_LOWER})\s*=\s*(?P<value>[^=<>&]+?)\s*")
_NUMBER = re.compile(r"\s*(-?)\s*(?:\\[dt]?frac\s*\{?\s*(\d+)\s*\}?\s*\{?\s*(\d+)\s*\}?|(\d+(?:\.\d+)?)\s*(?:/\s*(\d+))?)\s*")

PIECE = "piece"  # instead of an environment, of these displays: their row says where it holds

_STOP = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!w\.r\.t)[.!?](?:\s|$)|\n\s*\n")

# --- the wording; formulas stand in it as <N3> (a name), <V3> (another expression), <C3> (an order or an interval), <P3> (x = a place), <X3> --------

_KINK = r"(?:kink|elbow|knee|hinge|break-?\s?point|switching\s+point|corner)"
_FUNCTION = r"(?:(?:the|this|our|its)\s+(?:whole\s+|full\s+|resulting\s+)?(?:function|network|unit|model|output|curve|graph|hat|sum)|it|this)"
_THING = rf"(?:(?:{_FUNCTION}\s+)?<[NV](?P<of>\d+)>|{_FUNCTION})"
_BY = r"(?:\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in)\s+<N(?P<by>\d+)>)?"
_IS = r"(?:\s+(?:is|equals|becomes|stays|takes\s+the\s+values?|has\s+the\s+values?)(?:\s+(?:simply|just|then|constant(?:ly)?|equal\s+to|always|exactly|therefore|thus|hence|now|again|indeed)\b,?)*)"
_SLOPE = r"(?:slope|derivative|gradient)"
_RELU = r"(?P<relu>(?:the\s+)?ReLU(?:\s+(?:function|activation))?)"
_OF_IT = rf"\b(?:the|its|whose)\s+(?P<word>{_SLOPE})(?:\s+of\s+(?:{_RELU}|{_THING}))?{_BY}"
_HAS = rf"(?:(?:\b|(?=<)){_THING}\s+(?:has|with|having)\s+(?:a\s+|the\s+)?(?:constant\s+)?slopes?(?:\s+of|\s+equal\s+to)?)"
# The beginnings of a claim, up to its first value.
_HEADS = {"slope": (rf"{_OF_IT}{_IS}", _HAS), "value": (rf"(?:(?:\bthe\s+(?:function|network)\s+)?<N(?P<of>\d+)>|<V(?P<call>\d+)>|\bthe\s+(?:function|network)){_IS}",)}
_VALUE = r"\s*[:-]?\s*<[VN](?P<value>\d+)>"
_ALL = r"(?:\s+(?:all|any|every|each|the|an?|open|whole|interval|region|range|segment|piece|half-?line|values?|inputs?|points?|of|with)\b)*"
_CONDITION = r"\s*(?:\(?\s*<C(?P<condition>\d+)>\s*\)?|(?P<sign>positive|negative)\s+<N(?P<signed>\d+)>)"
_BESIDE = rf"(?:it|this\s+point|(?:the|this|that)\s+(?:(?P<which>first|second|third|last|left|right)\s+)?{_KINK}|(?P<outer>both(?:\s+{_KINK}s)?|(?:the|all|both|all\s+the|both\s+the)\s+{_KINK}s))"
_SIDE = (rf"(?:(?:(?P<far>far|all\s+the\s+way)\s+(?:out\s+)?)?(?:(?:to|on)\s+(?P<its>its|the)\s+)?(?P<side>left|right)(?:\s+(?:hand\s+)?side)?(?:\s+of\s+(?:{_BESIDE}|<[NV](?P<beside>\d+)>))?"
         rf"|(?P<between>(?:in\s+)?between(?:\s+(?:them|(?:the|these|both)\s+(?:two\s+)?{_KINK}s|the\s+two))?))")
_FOR = r"(?:for|when(?:ever)?|where(?:ver)?|if|on|in|over|as\s+long\s+as|inside|within)"
_AMID = r"(?:in\s+)?between\s+<P(?P<low>\d+)>\s+and\s+<[PVN](?P<high>\d+)>"
_WHERE_BEFORE = rf"\s*\b(?:{_AMID}|{_FOR}{_ALL}{_CONDITION}|{_SIDE})\s*,?"
_WHERE_AFTER = rf"\s*,?\s*(?:but\s+|only\s+)?(?:{_AMID}|{_FOR}{_ALL}{_CONDITION}|{_SIDE})"
_ELSE = r"\s*,?\s*(?P<else>otherwise|else(?:where)?|everywhere\s+else)\b"
_JOIN = r"\s*[,;]?\s*-?\s*(?:(?:and|but|while|whereas|then|finally)\b\s*)*"
_AGAIN = (r"\s*(?:(?:it\s+(?:is|equals|becomes|has)|(?:the|its)\s+(?:slope|derivative|gradient|value)(?:\s+(?:is|equals|becomes))?|is|equals|has|with|we\s+have)\b\s*)?"
          r"(?:(?:again|constant(?:ly)?|(?:(?:an?|the|its)\s+)?slope(?:\s+of)?|equal\s+to|to)\b\s*)*")
_ENDS = re.compile(r"\s*(?:$|[.,;:)(]|(?:and|so|which|as|because|since|but|while|hence|thus|where)\b)")
_SIDE_OF_SLOPE = re.compile(rf"\b(?:the|its)\s+{_SLOPE}(?:\s+of\s+{_THING})?\s+{_SIDE}{_IS}{_VALUE}", re.I)
_BEGINS_AFTER = {kind: tuple(re.compile(head + _VALUE + _WHERE_AFTER, re.I) for head in heads) for kind, heads in _HEADS.items()}
_BEGINS_BEFORE = {kind: tuple(re.compile(rf"{_WHERE_BEFORE}\s*(?:(?:where|and\s+there)\s+)?(?:we\s+(?:have|see)\s+(?:that\s+)?)?(?:{head}){_VALUE}", re.I) for head in heads) for kind, heads in _HEADS.items()}
_NEXT_AFTER = re.compile(rf"{_JOIN}{_AGAIN}{_VALUE}(?:{_WHERE_AFTER}|{_ELSE})", re.I)
_NEXT_BEFORE = re.compile(rf"{_JOIN}{_WHERE_BEFORE}{_AGAIN}{_VALUE}", re.I)
# "For $x > 2$ we have $f(x) = 3 x$ and slope $3$": after an equation.
_AND_SLOPE = re.compile(rf"{_WHERE_BEFORE}\s*(?:(?:we\s+(?:have|get|find)|it\s+(?:is|becomes)|there)\s+(?:that\s+)?)?<[XPVN]\d+>\s*,?\s*(?:and|with)\s+(?:(?:the|a|has|its)\s+)*slope(?:\s+(?:is|of|equals))?{_VALUE}", re.I)
# "$f'(x) = a$ between the kinks", "$f'(x) = 1$ on $(0, 1)$"; "left of both elbows we have $f(x) = 0$": an equation and where it holds.
_EQUATION_THERE = re.compile(rf"<[XP](?P<value>\d+)>{_WHERE_AFTER}", re.I)
_EQUATION_BESIDE = re.compile(rf"(?:^|[.,;:(]|\b(?:and|but|while|whereas|then|finally|hence|so|thus))\s*{_SIDE}\s*,?\s*(?:(?:we\s+(?:have|get|find|see)|it\s+holds|there|one\s+has)\b\s*(?:that\s+)?)?<[XP](?P<value>\d+)>", re.I)
_HEADED = re.compile(rf"\s*(?:{_NAMED}\s*'*\s*(?:\\left)?\(\s*(?P<letter>{_LETTER}{_LOWER})\s*(?:\\right)?\)|\\[dt]?frac\s*\{{\s*(?:d|\\partial)[^{{}}]*\}}\s*\{{\s*(?:d|\\partial)\s*(?P<by>{_LETTER})\s*\}}"
                     rf"(?:\s*{_NAMED}\s*(?:\([^()=]*\))?)?)\s*=[^=]*")
_JUMPS = re.compile(rf"(?:\bat\s+(?:<P(?P<at>\d+)>|{_BESIDE}),?\s+)?{_OF_IT}\s+(?:jumps|changes|switches|goes|rises|drops|falls)(?:\s+(?:there|abruptly))?\s+from\s+<[VN](?P<first>\d+)>"
                    r"\s+to\s+<[VN](?P<second>\d+)>(?:\s+at\s+<P(?P<at_>\d+)>)?", re.I)
# "the slope jumps by <V0>", "the slope drops by <V0>", "the jump of the slope is <V0>".
_JUMPS_BY = re.compile(rf"(?:\bat\s+(?:<P(?P<at>\d+)>|{_BESIDE})[^.;<]*?,?\s+)?(?:{_OF_IT}\s+(?:(?P<up>jumps|changes|increases|rises|grows|goes\s+up|has\s+a\s+jump)|(?P<down>drops|falls|decreases|goes\s+down))(?:\s+(?:there|abruptly|suddenly))?\s+(?:by|of)"
                       rf"|\bthe\s+(?:jump|change)\s+(?:of|in)\s+(?:the\s+)?{_SLOPE}(?:\s+(?:there|at\s+{_BESIDE.replace('?P<which>', '?:').replace('?P<outer>', '?:')}))?\s+(?:is|equals))(?:\s+exactly)?\s+<[NV](?P<by_value>\d+)>(?:\s+at\s+<P(?P<at_>\d+)>)?", re.I)
# "From left to right the slopes are <V0>, <V1> and <V2>": one more than there are kinks.
_LIST = re.compile(r"(?P<ordered>\bfrom\s+left\s+to\s+right,?\s+)?\b(?:the|its|with)\s+(?:(?:two|three|four|five|successive|resulting)\s+)?slopes?(?:\s+(?:of|on|in)\s+(?:(?:the|its|these)\s+)?(?:\w+\s+)?"
                   rf"(?:pieces|segments|regions|parts|intervals))?(?:\s+of\s+{_THING})?(?P<ordered1>,?\s+from\s+left\s+to\s+right,?|\s+in\s+(?:this\s+)?order)?\s+(?:are|have\s+the\s+values)(?:\s+then)?\s*:?"
                   r"(?P<values>\s*<[VN]\d+>(?:\s*,?\s*(?:and|then)?\s*<[VN]\d+>)+)(?P<ordered2>,?\s*(?:\(\s*)?(?:from\s+left\s+to\s+right|in\s+(?:this\s+)?order))?", re.I)
# "both units are active, so", "only the first unit is on, and": said of a place that the words tell, or of a slope, beside them.
_UNIT = r"(?:(?:hidden|ReLU|of\s+the)\s+)*(?:units?|neurons?|nodes?|terms?|ReLUs?|rectifiers?|summands?)"
_UNITS_ARE = re.compile(rf"(?P<lead>\b\w+\s+)?(?P<units>\b(?:(?:both|all(?:\s+(?:the|of\s+the))?(?:\s+(?:two|three|four|\d))?|only\s+(?:the\s+)?(?:\w+|unit)|just\s+the\s+\w+|neither|none\s+of\s+the|no|the\s+(?:first|second|third|last|other))"
                        rf"(?:\s+{_UNIT})?|{_UNIT}\s+<[NV]\d+>)(?:\s+of\s+them)?\s+(?:is|are|remain|stay)s?\s+(?:still\s+|now\s+|already\s+|yet\s+|not\s+|also\s+)*"
                        r"(?:active|inactive|on|off|dead|zero|firing|silent|(?:switched|turned)\s+(?:on|off))\b\s*,?\s*(?:(?:so|and|hence|thus|therefore|which\s+means|i\.e\.)\b[\s,]*)*(?:(?:that|there)\b\s*)?,?)", re.I)
_SUPPOSES = re.compile(r"(?:if|when|whenever|where|while|once|unless|suppose|assume|that|provided|case|with)\s+", re.I)
# `e_1 < e_2`, `\\theta_1 < \\theta_2 < \\theta_3`: names in their order.
_ORDER_BESIDE = re.compile(rf"(?:\\q?quad|,)\s*(?P<names>{_NAMED}(?:\s*<\s*{_NAMED})+)\s*$")
_IN_ORDER = re.compile(rf"\s*(?P<names>{_NAMED}(?:\s*<\s*{_NAMED})+)\s*")
# In a sentence with one of these before it nothing is claimed.
_NO_CLAIM = re.compile(r"\b(?:suppos\w*|assum\w*|let|such\s+that|so\s+that|want\w*|should|must|choose\w*|pick|requir\w*|asks?|show|prove|whether|find|would|could|not|no\s+longer|never|nowhere|"
                       r"wrong\w*|defin\w*|convention|set|say|conjectur\w*|if\s+(?:we|the|it|our)|half|twice|minus|average|absolute|second)\b", re.I)
_OF_KINK = re.compile(rf"\b{_KINK}s?\b[^.;]*$", re.I)


@dataclass
class _Claim:
    """What words claim of a function on one piece: which formula is the value, which ones say where."""

    kind: str
    value: int
    of: int | None = None
    by: int | None = None
    relu: bool = False
    loosely: bool = False  # a "derivative" or "gradient": of the last thing that was defined, where that is a function
    condition: int | None = None
    sign: str = ""  # "positive", "negative" where the condition is no formula: the name that is so
    ends: tuple[int, int] | None = None  # the formulas of the places between which it holds
    shared: bool = False  # another formula holds under this condition too
    otherwise: int | None = None  # the condition of which it holds otherwise
    side: str = ""  # of kinks: "left", "right", "between"
    which: str = ""  # of several kinks
    outer: bool = False
    far: bool = False  # "far to the right"
    beside: int | None = None  # the formula of the place beside which it holds


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
                self.last = _key(m["name"])
            if (m := _MENTIONED.match(text)) is not None and (_key(m["name"]) in self.functions or _FUNCTION_SET.match(text)):
                self.mentioned.add(_key(m["name"]))
            if (m := _FUNCTION_SET.match(text)) is not None:
                self._define(m["name"], f"{m['name']}({m['letter']}{m['rest'] or ''})", m["letter"])
                self.bodies.setdefault(_key(m["name"]), text[m.end():])
                if _CURVED.search(text[m.end():]):
                    self.curved.add(_key(m["name"]))
            elif (m := _NUMBER_SET.match(text)) is not None and _KINKED.search(m["value"]):
                self._define(m["name"], m["name"], None)
            if (m := _IN_ORDER.fullmatch(text)) is not None or (m := _ORDER_BESIDE.search(text)) is not None:
                names = [name.strip() for name in m["names"].split("<")]
                self.ordered = names if all(self._is_kink(name) for name in names) else self.ordered
            if (p := _PLACE.fullmatch(text)) is not None and _OF_KINK.search(said):
                places = self.kinks.setdefault(p["letter"], [])
                places += [p["value"]] * (p["value"] not in places)
                self.owners[p["letter"], p["value"]] = self.topic

    def _is_kink(self, name: str) -> bool:
        """Does the document call this name with a number, or any of its kind, a kink, or take a ReLU of a letter less it?"""
        base = re.escape(re.split(r"_", name)[0].strip())
        return re.search(r"_", name) is not None and re.search(
            rf"\b{_KINK}s?\b[^.;$]{{0,60}}(?:\$[^$]*\$[^.;$]{{0,30}}){{0,2}}\$\s*{base}\s*_|\$\s*{base}\s*_[^$]*\$[^.;$]{{0,40}}\b{_KINK}|"
            rf"[(\[]\s*(?:0\s*,)?\s*{_LETTER}\s*-\s*{base}\s*_\s*(?:\{{\s*\w+\s*\}}|\w)\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]]", self.text, re.I) is not None

    def _define(self, name: str, head: str, letter: str | None) -> None:
        if _key(name) not in self.functions:
            self.functions[_key(name)] = head.strip(), letter
            self.kinks = {} if letter is None else {x: places for x, places in self.kinks.items() if x != letter}  # those of another function

    def function(self, name: str, letter: str) -> tuple[str, str] | None:
        """The function of this name, by this letter or any, and its letter; without a name the only one, or the only one that the paragraph speaks of."""
        inner = {key for key in self.functions if any(other != key and re.search(rf"(?<![A-Za-z\\]){re.escape(key)}\s*(?:\\left)?\(", body) for other, body in self.bodies.items())}
        if not name and not self.topic and sum((own or letter) == (letter or own) for key, (_, own) in self.functions.items() if key not in inner) > 1:
            return None
        for key, (head, own) in reversed(self.functions.items()):
            if (key == _key(name) if name else self.topic == key or not self.topic and key not in inner) and (own or letter) and letter in ("", own or letter):
                return head, own or letter
        return None

    def in_order(self, letter: str) -> list[str]:
        """The kinks from left to right: the only one, or numbers."""
        places = [p for p in self.kinks.get(letter, []) if not self.topic or self.owners.get((letter, p), "") in ("", self.topic)]
        if len(places) < 2:
            return places or self.ordered
        values = [_number(p) for p in places]
        return [] if None in values else [places[k] for k in sorted(range(len(places)), key=values.__getitem__)]


def rewritten(document: Document) -> Document:
    """The document with a display for each piece that words claim."""
    told, rows, dropped = Told(text=document.text), {}, set()
    for run in _runs(document.formulas):
        formulas = [document.formulas[k] for k in run]
        claims = list(_claims(_masked(formulas))) if not formulas[0].display else []
        said = ""
        for k, f in enumerate(formulas):
            said += f.before
            told.hear(f, said)
            said += "$"
        for claim in claims:
            text = _displayed(claim, formulas, told)
            if text:
                rows[run[claim.value]] = text
                dropped |= {run[k] for k in (*(claim.ends or ()), claim.beside, claim.condition if not claim.shared else None, claim.otherwise if claim.side in ("until", "from") else None) if k is not None}
    if not rows:
        return document
    formulas = tuple(replace(f, rows=(f.rows[0].rewritten(rows[k]),), display=True, environment=PIECE) if k in rows else f
                     for k, f in enumerate(document.formulas) if k not in dropped)
    return replace(document, formulas=formulas)


def _runs(formulas: tuple[Formula, ...]) -> Iterator[list[int]]:
    """The numbers of the formulas of each sentence; a display is a run of its own."""
    run: list[int] = []
    for k, f in enumerate(formulas):
        if run and (f.display or formulas[run[-1]].display or _STOP.search(f.before)):
            yield run
            run = []
        run.append(k)
    if run:
        yield run


def _masked(formulas: list[Formula]) -> str:
    """A sentence with signs for its formulas."""
    first = _STOP.split(formulas[0].before)[-1]
    words = [first, *(f.before for f in formulas[1:]), _STOP.split(formulas[-1].after + " ")[0]]
    signs = [f"<{_sort(f.rows[0].text.strip(' .,;') if len(f.rows) == 1 else '=')}{k}>" for k, f in enumerate(formulas)]
    return " ".join(x for pair in zip(words, [*signs, ""]) for x in pair)


def _sort(text: str) -> str:
    if re.fullmatch(rf"\s*{_NAMED}\s*", text):
        return "N"
    if _INTERVAL.fullmatch(text) or _ORDER.search(text) and "=" not in re.sub(r"[<>]=", "", text):
        return "C"
    if _RELATION.search(text) is None:
        return "V"
    return "P" if _PLACE.fullmatch(text) else "X"


def _claims(said: str) -> Iterator[_Claim]:
    """The claims of a sentence about pieces."""
    said = _UNITS_ARE.sub(lambda m: m[0] if _SUPPOSES.fullmatch(m["lead"] or "") else (m["lead"] or "") + " " * len(m["units"]), said)
    for kind in _HEADS:
        for patterns, following in ((_BEGINS_BEFORE, _NEXT_BEFORE), (_BEGINS_AFTER, _NEXT_AFTER)):
            for pattern in patterns[kind]:
                if (m := pattern.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]):
                    found = [_claim(kind, m, None), *_further(kind, m, following, said)]
                    if found[-1] is not None:
                        yield from found
                        return
    for pattern in (_EQUATION_THERE, _EQUATION_BESIDE):
        for m in pattern.finditer(said):
            if not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()):
                yield replace(_claim("equation", m, None), shared=pattern is _EQUATION_BESIDE)
    for m in _AND_SLOPE.finditer(said):
        if not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()):
            yield replace(_claim("slope", m, None), shared=True)
    if (m := _SIDE_OF_SLOPE.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]):
        found = [_claim("slope", m, None), *_further("slope", m, _NEXT_BEFORE, said)]
        if found[-1] is not None:
            yield from found
    elif (m := _JUMPS.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()):
        yield from _jump(m)
    elif (m := _JUMPS_BY.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()):
        at = int(m["at"] or m["at_"]) if m["at"] or m["at_"] else None
        yield _Claim("slope", int(m["by_value"]), int(m["of"]) if m["of"] else None, int(m["by"]) if m["by"] else None, bool(m["relu"]), _loosely(m.groupdict()),
                     sign="-" if m["down"] else "", otherwise=at, side="jump", which=(m["which"] or "").lower())
    elif (m := _LIST.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()) and (m["ordered"] or m["ordered1"] or m["ordered2"]):
        values = [int(k) for k in re.findall(r"<[VN](\d+)>", m["values"])]
        yield from (_Claim("slope", k, int(m["of"]) if m["of"] else None, side="listed", which=f"{n}/{len(values)}") for n, k in enumerate(values))


def _further(kind: str, first: re.Match, following: re.Pattern, said: str) -> list[_Claim | None]:
    """The pieces after the first one; None at the end where the words go on with something else."""
    found, last, at = [], _claim(kind, first, None), first.end()
    while (m := following.match(said, at)) is not None:
        last = _claim(kind, m, last)
        found.append(last)
        at = m.end()
    return found if _ENDS.match(said, at) else [*found, None]


def _claim(kind: str, m: re.Match, before: _Claim | None) -> _Claim:
    g = m.groupdict()
    number = {name: int(g[name]) if g.get(name) else None for name in ("value", "of", "call", "by", "condition")}
    c = _Claim(kind, number["value"], number["of"] if number["of"] is not None else number["call"], number["by"], bool(g.get("relu")), _loosely(g), number["condition"])
    if g.get("signed"):
        c.condition, c.sign = int(g["signed"]), " > 0" if g["sign"].lower() == "positive" else " < 0"
    if before is not None:
        c.of, c.by, c.relu, c.loosely = before.of, before.by, before.relu, before.loosely
        c.otherwise = before.condition if g.get("else") else None
    if g.get("low"):
        c.ends = int(g["low"]), int(g["high"])
    c.side = "between" if g.get("between") else (g.get("side") or "").lower()
    c.which, c.outer, c.far = (g.get("which") or "").lower(), bool(g.get("outer")), bool(g.get("far"))
    c.beside = int(g["beside"]) if g.get("beside") else None
    return c


def _loosely(groups: dict[str, str | None]) -> bool:
    return (groups.get("word") or "").lower() in ("derivative", "gradient") and not groups.get("of") and not groups.get("relu")


def _jump(m: re.Match) -> Iterator[_Claim]:
    g = m.groupdict()
    at = int(g["at"] or g["at_"]) if g["at"] or g["at_"] else None
    for value, side in (("first", "left"), ("second", "right")):
        yield _Claim("slope", int(g[value]), int(g["of"]) if g["of"] else None, int(g["by"]) if g["by"] else None, bool(g["relu"]), _loosely(g), otherwise=at,
                     side="until" if side == "left" else "from", which=(g["which"] or "").lower())


def _displayed(claim: _Claim, formulas: list[Formula], told: Told) -> str:
    """The claim as a formula; "" where it cannot be told of what it is, or where."""
    text = [f.rows[0].text.strip(" .,;") for f in formulas]
    if claim.kind == "equation":
        return _where_displayed(claim, text, told)
    by = text[claim.by].strip() if claim.by is not None else ""
    where = text[claim.condition] + claim.sign if claim.condition is not None else ""
    at = claim.otherwise if claim.side in ("until", "from") or claim.otherwise is not None else None
    letter = by or _letter(where or (text[at] if at is not None else "") or (text[claim.ends[0]] if claim.ends else "")) or (next(iter(told.kinks)) if len(told.kinks) == 1 and claim.side else "")
    of = text[claim.of] if claim.of is not None else ""
    if claim.relu:
        head = (r"\mathrm{ReLU}", letter)
    else:
        call = re.fullmatch(_CALL, of)
        head = told.function(call["name"] if call is not None else of, letter) or (told.function(call["name"] if call is not None else of, "") if not by else None)
    if head is None or not head[1] or claim.loosely and (claim.by is not None or told.last != _key(head[0].split("(")[0])):
        return ""
    function, letter = head
    if claim.side == "jump":
        return _jump_displayed(claim, text, function, letter, told)
    condition = order_in(where, letter) if where else _beside(claim, text, letter, told)
    if not condition:
        return ""
    left = rf"{function}'({letter})" if claim.relu else function if claim.kind == "value" else rf"\frac{{\partial}}{{\partial {letter}}} {function}" if "(" in function else rf"\frac{{\partial {function}}}{{\partial {letter}}}"
    return rf"{left} = {text[claim.value]} \quad \text{{if }} {condition}"


def _where_displayed(claim: _Claim, text: list[str], told: Told) -> str:
    """An equation of a function with the interval, or the side of kinks, where the words say that it holds; orders stand for themselves."""
    head = _HEADED.fullmatch(text[claim.value])
    letter = (head["letter"] or head["by"]) if head is not None else ""
    if not letter or claim.condition is not None and _INTERVAL.fullmatch(text[claim.condition]) is None:
        return ""
    where = order_in(text[claim.condition], letter) if claim.condition is not None else _beside(claim, text, letter, told)
    return rf"{text[claim.value]} \quad \text{{if }} {where}" if where else ""


def _jump_displayed(claim: _Claim, text: list[str], function: str, letter: str, told: Told) -> str:
    """The jump of a slope as the difference of two values of it; "" where the place is not known, or the slope is no constant beside it."""
    kinks = told.in_order(letter)
    place = _PLACE.fullmatch(text[claim.otherwise]) if claim.otherwise is not None else None
    if place is not None and place["letter"] == letter:
        at = place["value"] if place["value"] in told.kinks.get(letter, []) or _number(place["value"]) is not None or len(told.kinks.get(letter, [])) < 2 else ""
    else:
        k = {"first": 0, "left": 0, "second": 1, "third": 2, "last": -1, "right": -1}.get(claim.which, 0 if len(kinks) == 1 else None)
        at = kinks[k] if k is not None and place is None and -len(kinks) <= k < len(kinks) else ""
    call = re.fullmatch(_CALL, function)
    if not at or call is None or call["rest"] or _key(call["name"]) in told.curved or len(told.kinks.get(letter, [])) > 1 and _number(at) is None:
        return ""
    sides = [rf"{call['name'].strip()}'({at} {sign} \frac{{1}}{{1000}})" for sign in "+-"]
    return f"{sides[0]} - {sides[1]} = {claim.sign}({text[claim.value]})"


def _beside(claim: _Claim, text: list[str], letter: str, told: Told) -> str:
    """Where the claim holds, of a side of a kink or of what holds otherwise."""
    if claim.otherwise is not None and claim.side == "":
        return _opposite(order_in(text[claim.otherwise], letter))
    if claim.ends:
        places = [m["value"] if (m := _PLACE.fullmatch(text[k])) is not None else text[k] for k in claim.ends]
        return f"{places[0]} < {letter} < {places[1]}"
    kinks = told.in_order(letter)
    if claim.side in ("until", "from"):
        place = _PLACE.fullmatch(text[claim.otherwise]) if claim.otherwise is not None else None
        if place is not None and len(kinks) < 2 and place["letter"] == letter:
            kinks = [place["value"]]
        k = kinks.index(place["value"]) if place is not None and place["value"] in kinks else 0 if len(kinks) == 1 else None
        if k is None:
            return ""
        neighbor = k - 1 if claim.side == "until" else k + 1
        bound = kinks[neighbor] if 0 <= neighbor < len(kinks) else ""
        return (f"{bound} < " * bool(bound) + f"{letter} < {kinks[k]}") if claim.side == "until" else f"{kinks[k]} < {letter}" + f" < {bound}" * bool(bound)
    if claim.side == "listed":
        n, count = map(int, claim.which.split("/"))
        bounds = ["", *kinks, ""]
        return (f"{bounds[n]} < " * (n > 0) + letter + f" < {bounds[n + 1]}" * (n + 1 < count)) if count == len(kinks) + 1 else ""
    if claim.side == "between":
        return f"{kinks[0]} < {letter} < {kinks[1]}" if len(kinks) == 2 else ""
    if claim.beside is not None:
        return f"{letter} {'<' if claim.side == 'left' else '>'} {text[claim.beside]}" if claim.side else ""
    if claim.far and kinks and claim.side:
        return f"{letter} {'<' if claim.side == 'left' else '>'} {kinks[0 if claim.side == 'left' else -1]}"
    if claim.outer or not claim.which:
        k = (0 if claim.side == "left" else -1) if claim.outer and len(kinks) > 1 or not claim.outer and len(kinks) == 1 else None
    else:
        k = {"first": 0, "left": 0, "second": 1, "third": 2, "last": -1, "right": -1}[claim.which]
    if k is None or not claim.side or k >= len(kinks):
        return ""
    return f"{letter} {'<' if claim.side == 'left' else '>'} {kinks[k]}"


def order_in(text: str, letter: str) -> str:
    """The order that a condition is: `0 < x < 1` of `(0, 1)`."""
    m = _INTERVAL.fullmatch(text)
    if m is None:
        return text
    if m["letter"] and m["letter"] != letter:
        return ""
    low = "" if _INFINITE.fullmatch(m["low"]) else rf"{m['low']} {'<' if m['open'] in '(]' else chr(92) + 'le'} "
    high = "" if _INFINITE.fullmatch(m["high"]) else rf" {'<' if m['close'] in ')[' else chr(92) + 'le'} {m['high']}"
    return f"{low}{letter}{high}" if low or high else ""


def _opposite(order: str) -> str:
    """The opposite of one order, without the place between the two."""
    signs = _ORDER.findall(order)
    if len(signs) != 1:
        return ""
    left, right = _ORDER.split(order)
    return f"{left.strip()} {'<' if signs[0][0] == '>' or signs[0].startswith(chr(92) + 'g') else '>'} {right.strip()}"


def _letter(condition: str) -> str:
    """The letter that a condition is about: the side of it that is one."""
    m = _INTERVAL.fullmatch(condition) or _PLACE.fullmatch(condition)
    if m is not None:
        return m["letter"] or ""
    found = [side.strip() for side in _ORDER.split(condition) if re.fullmatch(rf"\s*{_LETTER}{_LOWER}\s*", side)]
    return found[0] if len(found) == 1 else ""


def _number(text: str) -> Fraction | None:
    m = _NUMBER.fullmatch(text)
    if m is None:
        return None
    value = Fraction(int(m[2]), int(m[3])) if m[2] else Fraction(m[4]) / int(m[5] or 1)
    return -value if m[1] else value


def _key(name: str) -> str:
    return re.sub(r"\s", "", name)
