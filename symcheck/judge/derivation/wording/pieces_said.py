r"""What sentences claim of a function piece by piece, read off a sentence in which signs stand for its formulas:
<N3> a name, <V3> another expression, <C3> an order or an interval, <P3> `x = a` of a place, <X3> anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

KINK = r"(?:kink|elbow|knee|hinge|break-?\s?point|switching\s+point|corner)"
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
_BESIDE = rf"(?:it|this\s+point|(?:the|this|that)\s+(?:(?P<which>first|second|third|last|left|right)\s+)?{KINK}|(?P<outer>both(?:\s+{KINK}s)?|(?:the|all|both|all\s+the|both\s+the)\s+{KINK}s))"
_SIDE = (rf"(?:(?:(?P<far>far|all\s+the\s+way)\s+(?:out\s+)?)?(?:(?:to|on)\s+(?P<its>its|the)\s+)?(?P<side>left|right)(?:\s+(?:hand\s+)?side)?(?:\s+of\s+(?:(?:the\s+(?:\w+\s+)?{KINK}\s+at\s+)?<[NVP](?P<beside>\d+)>|{_BESIDE}))?"
         r"|(?P<until>(?:before|below|up\s+to|until)\s+<P(?P<end>\d+)>)|(?P<since>(?:after|above|beyond|past)\s+<P(?P<start>\d+)>|from\s+<P(?P<onset>\d+)>\s+on(?:wards?)?\b)"
         rf"|(?P<between>(?:in\s+)?between(?:\s+(?:them|(?:the|these|both)\s+(?:two\s+)?{KINK}s|the\s+two))?))")
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
_EQUATION_BESIDE = re.compile(rf"(?:^|[.,;:(]|\b(?:and|but|while|whereas|then|finally|hence|so|thus))\s*{_SIDE}\s*,?\s*(?:(?:we\s+(?:have|get|find|see)|it\s+holds|there|one\s+has)\b\s*(?:that\s+)?)?"
                              rf"(?:{_FUNCTION}\s+(?:is|stays|becomes|remains)\s+(?:constant|flat|linear|zero|affine|steep(?:er)?|increasing|decreasing)\s*(?:there\s*)?[,:]?\s*(?:(?:namely|and|so|with|i\.e\.,?|that\s+is,?)\s+)?)?<[XP](?P<value>\d+)>", re.I)
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
_UNITS_ARE = re.compile(rf"(?P<lead>\b\w+\s+)?(?P<units>\b(?:nothing|(?:both|all(?:\s+(?:the|of\s+the))?(?:\s+(?:two|three|four|\d))?|only\s+(?:the\s+)?(?:\w+|unit)|just\s+the\s+\w+|neither|none\s+of\s+the|no|the\s+(?:first|second|third|last|other))"
                        rf"(?:\s+{_UNIT})?|{_UNIT}\s+<[NV]\d+>)(?:\s+of\s+them)?\s+(?:is|are|remain|stay)s?\s+(?:still\s+|now\s+|already\s+|yet\s+|not\s+|also\s+)*"
                        r"(?:active|inactive|on|off|dead|zero|firing|silent|(?:switched|turned)\s+(?:on|off))\b\s*,?\s*(?:(?:so|and|hence|thus|therefore|which\s+means|i\.e\.)\b[\s,]*)*(?:(?:that|there)\b\s*)?,?)", re.I)
_SUPPOSES = re.compile(r"(?:if|when|whenever|where|while|once|unless|suppose|assume|that|provided|case|with)\s+", re.I)
# In a sentence with one of these before it nothing is claimed.
_NO_CLAIM = re.compile(r"\b(?:suppos\w*|assum\w*|let|such\s+that|so\s+that|want\w*|should|must|choose\w*|pick|requir\w*|asks?|show|prove|whether|find|would|could|not|no\s+longer|never|nowhere|"
                       r"wrong\w*|defin\w*|convention|set|say|conjectur\w*|if\s+(?:we|the|it|our)|half|twice|minus|average|absolute|second)\b", re.I)


@dataclass
class Claim:
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


def claimed(said: str) -> Iterator[Claim]:
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
        yield Claim("slope", int(m["by_value"]), int(m["of"]) if m["of"] else None, int(m["by"]) if m["by"] else None, bool(m["relu"]), _loosely(m.groupdict()),
                     sign="-" if m["down"] else "", otherwise=at, side="jump", which=(m["which"] or "").lower())
    elif (m := _LIST.search(said)) is not None and not _NO_CLAIM.search(said[:m.end()]) and _ENDS.match(said, m.end()) and (m["ordered"] or m["ordered1"] or m["ordered2"]):
        values = [int(k) for k in re.findall(r"<[VN](\d+)>", m["values"])]
        yield from (Claim("slope", k, int(m["of"]) if m["of"] else None, side="listed", which=f"{n}/{len(values)}") for n, k in enumerate(values))


def _further(kind: str, first: re.Match, following: re.Pattern, said: str) -> list[Claim | None]:
    """The pieces after the first one; None at the end where the words go on with something else."""
    found, last, at = [], _claim(kind, first, None), first.end()
    while (m := following.match(said, at)) is not None:
        last = _claim(kind, m, last)
        found.append(last)
        at = m.end()
    return found if _ENDS.match(said, at) else [*found, None]


def _claim(kind: str, m: re.Match, before: Claim | None) -> Claim:
    g = m.groupdict()
    number = {name: int(g[name]) if g.get(name) else None for name in ("value", "of", "call", "by", "condition")}
    c = Claim(kind, number["value"], number["of"] if number["of"] is not None else number["call"], number["by"], bool(g.get("relu")), _loosely(g), number["condition"])
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
    if g.get("until") or g.get("since"):
        c.side, c.beside = ("left" if g.get("until") else "right"), int(g.get("end") or g.get("start") or g["onset"])
    return c


def _loosely(groups: dict[str, str | None]) -> bool:
    return (groups.get("word") or "").lower() in ("derivative", "gradient") and not groups.get("of") and not groups.get("relu")


def _jump(m: re.Match) -> Iterator[Claim]:
    g = m.groupdict()
    at = int(g["at"] or g["at_"]) if g["at"] or g["at_"] else None
    for value, side in (("first", "left"), ("second", "right")):
        yield Claim("slope", int(g[value]), int(g["of"]) if g["of"] else None, int(g["by"]) if g["by"] else None, bool(g["relu"]), _loosely(g), otherwise=at,
                     side="until" if side == "left" else "from", which=(g["which"] or "").lower())
