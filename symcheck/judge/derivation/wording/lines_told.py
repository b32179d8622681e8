r"""Which vectors are the rows or columns of a matrix, as words say it: "$x_i$ is the $i$-th row of $X$", "with $p_i$ and $x_i$ the
$i$-th columns of $P$ and $X$", "the columns of $U$ are $u_1, \dots, u_k$", "$u_w \in ..$; they are the columns of $U$".
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import NAME, WHOLE, Described, text_of
from symcheck.read.documents import Formula

_ARE_LINES = re.compile(r"^[\s,;.(:]*(?:(?:and|where|with)\s+)?(?:(?:they|these|which|that|them|the)\s+)?(?:vectors\s+)?"
                        r"(?:(?:as|are|form|be|make up|for|denotes?|being)\s+(?:the\s+)?|the\s+(?=(?:column|row)s))(column|row)s?(?:\s+vectors)?\s+of(?:\s+[\w-]+){0,3}\s*$",
                        re.I)
_APPOSED_LINES = re.compile(r"^[\s,;.(:]*the\s+(?:column|row)s", re.I)
_MEMBER = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?)?\\?[A-Za-z]+\}?)_\{?([a-z])\}?\s*"
                     r"(\^\s*\{?\s*(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)\s*\}?)?\s*(?:\\in\b.*)?$")
_JOIN = r"\s*(?:,\s*(?:and\s+)?|and\s+|&\s*)"
# After the first member: further ones, the index, the side, the matrices.
_COUNTED = re.compile(rf"^((?:{_JOIN}§\d+)*)\s*,?\s*(?:(?:be|is|are|denotes?|for|as|being|stands?\s+for)\s+)?(?:the\s+)?§(\d+)\s*-?\s*(?:th|st|nd|rd)\s+"
                      rf"(column|row)s?(?:\s+vectors?)?\s+of\s+(?:[\w-]+\s+){{0,3}}?(§\d+(?:{_JOIN}§\d+)*)", re.I)
# "$x_j$ is column $j$": of the matrix with the same letter, or of the one named after it.
_OWN = re.compile(r"^\s*,?\s*(?:is|denotes|be|for|being|means)\s+(?:the\s+)?(column|row)\s+§(\d+)(?:\s+of\s+(?:[\w-]+\s+){0,2}?§(\d+))?", re.I)
# Around a list: "the columns of §3 are §4", "§3 has the rows §4".
# The same of all members: "$u_i$ and $v_i$ are the columns of $U$ and $V$".
_ALL = re.compile(rf"^((?:{_JOIN}§\d+)+)\s*,?\s*(?:(?:are|be|denote|form|being|for|as)\s+(?:the\s+)?|the\s+)()(column|row)s(?:\s+vectors)?\s+of\s+(?:[\w-]+\s+){{0,3}}?(§\d+(?:{_JOIN}§\d+)+)", re.I)
# "the columns of $U$ and $V$ are $u_i$ and $v_i$", "denote the columns of $U$ and $V$ by $u_i$ and $v_i$", with the members before.
_EACH_BY = re.compile(rf"\b(?P<side>column|row)s(?:\s+vectors)?\s+of\s+(?P<wholes>§\d+(?:{_JOIN}§\d+)+)\s*,?\s*(?:are|be|being|by|as)\s+(?:denoted\s+(?:by\s+)?|called\s+)?(?P<members>(?:§\d+{_JOIN})*)$", re.I)
# "let $u_i, v_i$ be the columns of $U, V$", in one formula each.
_TOGETHER = re.compile(r"^\s*,?\s*(?:(?:are|be|denote|form|being|for|as)\s+(?:the\s+)?|the\s+)(column|row)s(?:\s+vectors)?\s+of\s+(?:[\w-]+\s+){0,2}?§(\d+)", re.I)
# "the columns $u_i$ of $U$ and", before $v_i$ "of" $V$.
_ONE_BEFORE = re.compile(rf"\b(column|row)s(?:\s+vectors)?\s+§\d+\s*of\s+§\d+{_JOIN}$", re.I)
_LISTED_AFTER = re.compile(r"\b(column|row)s?(?:\s+vectors?)?\s+of\s+(?:[\w-]+\s+){0,3}?§(\d+)\s*,?\s*(?:(?:be|are|being|as|by|is)\s+|denoted\s+(?:by\s+)?|called\s+|:\s*|,\s*)+$", re.I)
# After a list: "are the columns of §3".
_LIST_ARE = re.compile(r"^[\s,(]*(?:are|be|being|denote|as|form|for)?\s*(?:the\s+)?(column|row)s?(?:\s+vectors)?\s+of\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?§(\d+)", re.I)
_OF_LINES = (r"\s*,?\s*(?:(?:both|each|all)\s+)?(?:(?:has|have|with|having|whose|of|(?:stack|collect|gather)(?:s|ing)?)\s+)(?:the\s+|as\s+|its\s+|their\s+|orthonormal\s+)*"
             r"(column|row)s?(?:\s+vectors?)?\s*(?:are\s+|is\s+|being\s+|:\s*)?")
_LISTED_WITH = re.compile(rf"§(\d+){_OF_LINES}$", re.I)
_HAVE = re.compile(r"\b(?:have|stack|collect|gather)\b", re.I)
# The same of several matrices, "§3 and §4 have the columns §5 and", with the members before.
_EACH_WITH = re.compile(rf"(?P<wholes>§\d+(?:{_JOIN}§\d+)+){_OF_LINES}(?P<members>(?:§\d+{_JOIN})*)$", re.I)
_LIST = re.compile(rf"^\s*({NAME})\s*,\s*(?:\\[lc]?dots[cbmi]?|\.\.\.|{NAME}\s*,\s*(?:\\[lc]?dots[cbmi]?|\.\.\.))\s*,\s*({NAME})\s*(?:\\in\b.*)?$", re.S)
_FIRST = re.compile(r"^(.*?)\s*_\s*\{?1\}?\s*(\^\s*\{?\s*(?:\\top|T)\s*\}?)?$", re.S)
# Around a member or a list: "the columns §3 of §4", "each row §3 of the matrix §4"; not of lines that are made of others.
_LINE_BEFORE = re.compile(r"(?<!normalised )(?<!normalized )(?<!scaled )(?<!centred )(?<!centered )(?<!whitened )(?<!remaining )(?<!other )(?<!first )(?<!last )"
                          r"(?<!zero )(?<!selected )(?<!permuted )\b(column|row)s?(?:\s+vectors?)?\s*$", re.I)
_MATRIX_AFTER = re.compile(r"^\s*of\s+(?:[\w-]+\s+){0,3}?§(\d+)", re.I)
# Before a member: "the $i$-th row of §3 is written", "row $i$ of §3 is denoted by".
_COUNTED_BEFORE = re.compile(r"(?:§(?P<n>\d+)\s*-?\s*(?:th|st|nd|rd)\s+(?P<side>column|row)(?:\s+vector)?|\b(?P<side2>column|row)\s+(?:number\s+)?§(?P<n2>\d+))\s*of\s+(?:(?:the|our|this|design|data|matrix)\s+){0,3}?"
                             r"§(?P<of>\d+)\s*,?\s*(?:(?:is|be|as|by|being|we|now|simply|then|denoted|written|called|denote|write|call|it|which|that)\s+)+$", re.I)
_STOP = re.compile(r"[.?!](?:\s|$)")
REACH = 7  # formulas that such words may stand between


def lines(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """What formula k, a member or a list of members, is said to be: lines of matrices."""
    if formulas[k].display:
        return []
    return _listed(formulas, k) or _counted(formulas, k) or _counted_before(formulas, k) or _each_by(formulas, k) or _together(formulas, k) or _of_one(formulas, k) or _apposed(formulas, k)


def had(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`$X$ has rows $x_i^\top$`, `$X \in ..$ with columns $x_i$`: rows that are written as the transposes that they are, or columns."""
    member, of = _MEMBER.match(text_of(formulas[k])), _with_lines(formulas, k)
    if member is None or of is None or (of[1].lower() == "row") != bool(member[3]):
        return []
    return _line(formulas, k, of[1], of[0])


def _with_lines(formulas: tuple[Formula, ...], k: int) -> tuple[int, str] | None:
    """The matrix of which the words before formula k say that it has this as its rows or columns, and which of these."""
    before = _before(formulas, k)
    if (each := of_several(formulas, k)) is not None or _share(before):
        return each
    one = _LISTED_WITH.search(before)
    return (int(one[1]), one[2]) if one is not None else None


def of_several(formulas: tuple[Formula, ...], k: int) -> tuple[int, str] | None:
    """The same of several matrices with as many members, or lists of them: the one at the place of formula k; None for other words."""
    said = _EACH_WITH.search(_before(formulas, k))
    wholes = re.findall(r"§(\d+)", said["wholes"]) if said is not None else []
    place = said["members"].count("§") if said is not None else 0
    if place >= len(wholes) or not _has_as_many(formulas, k, len(wholes) - place):
        return None
    return int(wholes[place]), said[2].lower()


def _share(before: str) -> bool:
    """Do the words right before a formula speak of lines that several matrices have?"""
    said = _EACH_WITH.search(before)
    return said is not None and _HAVE.search(said[0]) is not None


def _has_as_many(formulas: tuple[Formula, ...], k: int, number: int) -> bool:
    """Are there as many members or lists of them, formula k the first?"""
    return k + number <= len(formulas) and all(n == k or re.fullmatch(_JOIN, formulas[n].before + " ") for n in range(k, k + number)) \
        and all(_MEMBER.match(text_of(f)) or _LIST.match(text_of(f)) for f in formulas[k:k + number])


def _apposed(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`the columns $u_j$ of $U$`, `the rows $x_1, .., x_n$ of $X$`."""
    before = _before(formulas, k)
    side, of = _LINE_BEFORE.search(before) or _ONE_BEFORE.search(before), _MATRIX_AFTER.match(_after(formulas, k))
    if side is None or of is None or int(of[1]) != k + 1:
        return []
    if _MEMBER.match(text_of(formulas[k])) is not None:
        return _line(formulas, k, side[1], k + 1)
    found, whole = _LIST.match(text_of(formulas[k])), WHOLE.match(text_of(formulas[k + 1]))
    first = _FIRST.match(found[1]) if found is not None else None
    if first is None or whole is None:
        return []
    return [_named(first[1], next(x for x in "ijk" if x not in found[2].replace(first[1], "")), whole[1], side[1])]


def _of_one(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`u_w \in ..; they are the columns of $U \in ..$`."""
    member = _MEMBER.match(text_of(formulas[k]))
    side = _ARE_LINES.match(formulas[k + 1].before) if member is not None and k + 1 < len(formulas) else None
    apposed = side is not None and _APPOSED_LINES.match(formulas[k + 1].before) is not None  # "$\\hat y_i$, $y_i$ the rows of $\\hat Y$, $Y$"
    if apposed and re.match(r"[\s,]*[.;:(]", formulas[k + 1].before):
        return []  # "labels $y_i$. The rows of $X$ are"
    if k and re.fullmatch(_JOIN, formulas[k].before + " ") and (apposed and "=" not in text_of(formulas[k - 1]) or _MEMBER.match(text_of(formulas[k - 1]))):
        return []  # one of several, each of a matrix of its own
    return _line(formulas, k, side[1], k + 1) if side is not None else []


def _counted(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`$x_i$ is the $i$-th row of $X$`, for each of several."""
    member = _MEMBER.match(text_of(formulas[k]))
    after = _after(formulas, k) if member is not None else ""
    if (of_own := _OWN.match(after)) is not None and re.fullmatch(r"\s*[a-z]\s*", member[1]) and text_of(formulas[int(of_own[2])]).strip() == member[2]:
        whole = WHOLE.match(text_of(formulas[int(of_own[3])])) if of_own[3] else None
        return [_named(member[1], member[2], whole[1] if whole is not None else member[1].strip().upper(), of_own[1])]
    found = _COUNTED.match(after) or _ALL.match(after)
    if found is None or found[2] and re.sub(r"[\s{}]|\\text|\^|th", "", text_of(formulas[int(found[2])])) != member[2]:
        return []
    members = [k, *(int(n) for n in re.findall(r"§(\d+)", found[1]))]
    whole = [int(n) for n in re.findall(r"§(\d+)", found[4])]
    if len(whole) == 1 < len(members) or len(whole) < len(members):
        return []
    return [d for one, of in zip(members, whole) for d in _line(formulas, one, found[3], of)]


def _counted_before(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`The $i$-th row of $X$ is written $x_i^T$`."""
    member = _MEMBER.match(text_of(formulas[k]))
    said = _COUNTED_BEFORE.search(_before(formulas, k).rstrip() + " ") if member is not None else None
    if said is None or re.sub(r"[\s{}]|\\text|\^|th", "", text_of(formulas[int(said["n"] or said["n2"])])) != member[2]:
        return []
    return _line(formulas, k, said["side"] or said["side2"], int(said["of"]))


def _each_by(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`the columns of $U$ and $V$ are $u_i$ and $v_i$`: the one of them at the place of formula k."""
    said = _EACH_BY.search(_before(formulas, k)) if _MEMBER.match(text_of(formulas[k])) is not None else None
    wholes = re.findall(r"§(\d+)", said["wholes"]) if said is not None else []
    place = said["members"].count("§") if said is not None else 0
    if place >= len(wholes) or not _has_as_many(formulas, k, len(wholes) - place):
        return []
    return _line(formulas, k, said["side"], int(wholes[place]))


def _together(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    """`let $u_i, v_i$ be the columns of $U, V$`."""
    members = [_MEMBER.match(x) for x in text_of(formulas[k]).split(",")]
    if len(members) < 2 or None in members or (said := _TOGETHER.match(_after(formulas, k))) is None:
        return []
    wholes = [x.strip() for x in text_of(formulas[int(said[2])]).split(",")]
    if len(wholes) != len(members) or not all(re.fullmatch(NAME, x) for x in wholes):
        return []
    return [_named(m[1], m[2], whole, said[1]) for m, whole in zip(members, wholes)]


def _line(formulas: tuple[Formula, ...], k: int, side: str, n: int) -> list[Described]:
    r"""`x_i = X_{i,:}^\top` of member k and matrix n."""
    member, whole = _MEMBER.match(text_of(formulas[k])), WHOLE.match(text_of(formulas[n]))
    if member is None or whole is None:
        return []
    first = [Described(whole[1], text_of(formulas[n]))] if r"\in" in text_of(formulas[n]) else []
    return [*first, _named(member[1], member[2], whole[1], side)]


def _named(letter: str, i: str, matrix: str, side: str) -> Described:
    line = rf"{matrix}_{{{i},:}}^\top" if side.lower() == "row" else rf"{matrix}_{{:,{i}}}"
    return Described(f"{letter}_{i}", f"{letter}_{i} = {line}", is_line=True)


def _listed(formulas: tuple[Formula, ...], k: int) -> list[Described]:
    r"""`the columns of $U$ are $u_1, \dots, u_k$`."""
    found = _LIST.match(text_of(formulas[k]))
    first = _FIRST.match(found[1]) if found is not None else None
    if first is None:
        return []
    before = _before(formulas, k)
    if (of := _LISTED_AFTER.search(before)) is not None:
        side, n = of[1], int(of[2])
    elif (of := _with_lines(formulas, k)) is not None:
        n, side = of
    elif (of := _LIST_ARE.match(_after(formulas, k))) is not None:
        side, n = of[1], int(of[2])
    else:
        return []
    whole = WHOLE.match(text_of(formulas[n]))
    i = next(x for x in "ijk" if x not in found[2].replace(first[1], ""))
    return [_named(first[1], i, whole[1], side)] if whole is not None else []


def _after(formulas: tuple[Formula, ...], k: int) -> str:
    """The words after formula k, to the end of the sentence, with `§7` for formula 7."""
    text = ""
    for n in range(k + 1, min(k + 1 + REACH, len(formulas))):
        gap = formulas[n].before
        stop = _STOP.search(gap)
        if stop is not None or formulas[n].display:
            return re.sub(r"\s+", " ", text + gap[:stop.start() if stop is not None else None]).strip()
        text += f"{gap} §{n}"
    return re.sub(r"\s+", " ", text).strip()


def _before(formulas: tuple[Formula, ...], k: int) -> str:
    """The words of the sentence before formula k, with `§7` for formula 7."""
    text = ""
    for n in range(k, max(k - 5, -1), -1):
        gap = _STOP.split(formulas[n].before)
        text = f"{gap[-1]} {text}"
        if len(gap) > 1 or not n or formulas[n - 1].display:
            break
        text = f"§{n - 1}{text}"
    return re.sub(r"\s+", " ", text)
