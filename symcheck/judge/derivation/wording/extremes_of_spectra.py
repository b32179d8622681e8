r"""Names for the least and the greatest eigenvalue of a matrix, and for all of them, as words give them: "denote by $m$ and $M$ the smallest and the largest eigenvalue
of $P$", "with eigenvalues between $m$ and $M$ (both attained)", `$0 < \mu = \lambda_1 \le \dots \le \lambda_d = L$`, `$L = \lambda_{\max}(A)$`.

Bounds that words do not say to be attained are no eigenvalues: they get no name here, and neither do those of what is made of the matrix, or of moduli. The clause has
to be understood to its ends: "the square root of the largest eigenvalue of $A$ is $M$" and "is $M$ times two" give no name, which is in doubt then."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from symcheck.judge.derivation.wording import reservations
from symcheck.judge.derivation.wording.entries_told import SPECTRUM
from symcheck.judge.derivation.wording.patterns import NAME, Described, letter_of, text_of
from symcheck.read.documents import Document, Formula

_LEAST = r"(?:smallest|least|minimal|minimum|lowest)"
_MOST = r"(?:largest|greatest|maximal|maximum|biggest|highest)"
_THE = r"(?:(?:the|its|their|both)\s+)*"
_ONE = r"\s*§(?P<{}>\d+)\s*"
_EV = r"eigenvalues?"
_OF = r"(?:\s+of\s+(?:the\s+)?(?:(?:Hessian|symmetric|matrix|matrices|Hessian\s+matrix)\s+)*§(?P<{}>\d+))?(?!\s+of\b)"
_OF_ONE = _OF.format("of")
_ENDS = rf"(?:(?P<up>{_THE}{_LEAST}(?:\s+{_EV})?\s+and\s+{_THE}{_MOST})|(?P<down>{_THE}{_MOST}(?:\s+{_EV})?\s+and\s+{_THE}{_LEAST}))\s+{_EV}{_OF_ONE}"
_PAIR = r"\s*§(?P<a>\d+)\s+and\s+§(?P<b>\d+)"
_PAIRED = tuple(re.compile(x, re.I) for x in (
    # "the smallest and the largest eigenvalue of $P$ by $m$ and $M$", "are denoted $m$ and $M$".
    rf"{_ENDS}(?:\s*,?\s*(?:respectively\s*,?\s*)?(?:are|be|is)?\s*(?:(?:written|denoted|called|named)\s+)?(?:by|as)?)?{_PAIR}",
    # "by $m$ and $M$ the smallest and largest eigenvalues of $P$", "let $m$ and $M$ be the .. of $P$".
    rf"{_PAIR}\s*,?\s*(?:(?:are|be|denote|stand\s+for|mean|as|for|being)\s+)?{_ENDS}"))
_EXTREME = tuple(re.compile(x, re.I) for x in (
    # "the extreme eigenvalues $m < M$ of $P$", "eigenvalues between $m$ and $M$ (both attained)".
    rf"\bextrem\w+\s+{_EV}{_OF_ONE}{_ONE.format('order')}(?:of\s+§(?P<of2>\d+))?",
    rf"\bextrem\w+\s+{_EV}{_OF_ONE}{_PAIR}",
    rf"\b{_EV}{_OF_ONE}\s+(?:(?:lie|are|all|that|which)\s+)*(?:between|in|from|range\s+from){_PAIR.replace('and', '(?:and|to)')}\s*[,(]?\s*(?:where\s+)?(?:both|each|the\s+two)\s+(?:ends\s+)?"
    r"(?:(?:of\s+(?:which|them)\s+)?(?:are|is|being)\s+)?(?:attained|eigenvalues|taken)"))
# "the smallest eigenvalue of $A$ is called $m$", "its smallest eigenvalue $m > 0$", "$m$ is the smallest eigenvalue of $A$", "(the) largest one $M$".
_AFTER = re.compile(rf"\b(?:(?P<low>{_LEAST})|(?P<high>{_MOST}))\s+(?:{_EV}{_OF_ONE}|one)\s*(?:(?:is|be|are)\s+)?(?:(?:called|denoted|written|named)\s+)?(?:by\s+|as\s+)?{_ONE.format('name')}(?:of\s+§(?P<of2>\d+))?", re.I)
_BEFORE = re.compile(rf"{_ONE.format('name')}(?:is|be|denotes?|for|stands\s+for|being|=)?\s*(?:the|its)\s+(?:(?P<low>{_LEAST})|(?P<high>{_MOST}))\s+(?:{_EV}{_OF_ONE}|one)\b", re.I)
_HALVES = re.compile(r"\b(?:eigenvalues?|one)\b", re.I)
_FAMILY = tuple(re.compile(x, re.I) for x in (
    rf"\b{_EV}{_OF_ONE}\s*(?:(?:are|be|is|by|called|denoted|as)\s+)*§(?P<all>\d+)",
    rf"§(?P<all>\d+)\s+(?:are|be|is|denote|for)\s+(?:(?:the|an?|any|all|its)\s+)*(?:{_EV}|those)\s+of\s+§(?P<of>\d+)"))
_ORDER = re.compile(rf"^\s*(?:0\s*<\s*)?({NAME})\s*(?:<|\\leq?(?![a-z]))\s*({NAME})\s*$")
_POSITIVE_NAME = re.compile(rf"^\s*({NAME})\s*(?:>\s*0)?\s*$")
_MARKED = re.compile(rf"^\s*({NAME})\s*:?=\s*\\lambda_\s*\{{?\s*(?:\\(?:mathrm|text|operatorname)\s*\{{\s*)?\\?(min|max)\s*\}}*\s*(?:\(\s*({NAME})\s*\))?\s*$")
_MEMBER = re.compile(r"^\s*(\\?[A-Za-z]+)_\{?(?:[a-z]|1)\}?\s*(?:>\s*0|\\geq?\s*0|,.*\\[lc]?dots.*)?$", re.S)
_MATRIX = re.compile(rf"^\s*({NAME})\s*(?:\\in\b.*|\\succ(?:eq)?\s*0\s*|\\in\b.*)?$", re.S)
_OTHER = re.compile(r"n't\b|\b(?:not|instead|inverse|modulus|moduli|absolute|magnitudes?|nonzero|non-zero|approximat\w*|estimat\w*|unless|were|would|second|distinct|kernel)\b", re.I)
_BOUNDED = re.compile(r"\bat\s+(?:most|least)\b|\bbound\w*\b", re.I)
_DEFINITE = re.compile(r"positive[\s-]+definite|\\succ\s*0|\\(?:mathbf|mathbb)\s*\{?\s*S\s*\}?\s*_\s*\{?\s*\+\+")
_STOP = re.compile(r"[.?!;](?=\s|$)|\n\s*\n")
# What may stand before such a phrase, so that nothing is said of what it names; "and" only after what is complete.
_LEADS = re.compile(rf"(?:^\W*|[,:(—–]\s*|(?:(?:§\d+|[,:]|\b(?:symmetric|definite|semidefinite|diagonalizable))\s*|^\W*)\band\s+|\b(?:with|by|denote|call|name|write|let|where|that|so|has|have|having|whose|if|"
                    rf"then|when|here|suppose|assume|as|since|because|recall|while|moreover|also|now|throughout|take|numbers?|constants?)\s+){_THE}\s*$", re.I)
# What may go on after it: nothing that changes what has the name.
_GOES_ON = re.compile(rf"\s*(?:$|[:)]|[(,—–]?\s*(?:$|(?:both|so|then|thus|hence|therefore|respectively|where|we|let|consider|counted|(?:and\s+)?with\s+(?:§|{_THE}(?:{_LEAST}|{_MOST})|eigenvectors?))\b|"
                      rf"with\s+§|which\s+(?:is|are)\s+(?:both\s+)?(?:positive|simple|attained|real|known|finite)\b|and(?:\s+(?:let|the|its|we|that|consider|all|denote|call|write|has|{_LEAST}|{_MOST})\b|\s*$))|"
                      rf",\s*(?:(?:the|its|all|an?|in|for|gradient|starting)\b|§))", re.I)
_AND_ANOTHER = re.compile(rf"\s*,?\s*and\s+§(?P<n>\d+)(?P<what>\s*(?:(?:is|be|denotes?|for)\s+)?{_THE}(?:{_LEAST}|{_MOST})\b)?", re.I)


# Before a name of an eigenvalue, or before the first of two: no matrix stands there.
_NUMBER_NAMED = re.compile(r"\b(?:eigenvalues?|one|between|from|by)(?:\s+and)?\s*$", re.I)
# What makes another matrix of one: "we replace $A$ by $2A$", "let $A$ be scaled by two".
_ANOTHER = r"(?:replac|scal|rescal|multipl|perturb|shift|doubl|halv|chang|modif|invert|regulari[sz]|truncat|whiten|damp|preconditi)\w*"
_CHANGED = re.compile(rf"\b{_ANOTHER}\s+(?:the\s+)?(?:(?:symmetric\s+)?(?:matrix|Hessian)\s+)?§(\d+)|§(\d+)\s+(?:is|be|gets|was|has\s+been)\s+(?:then\s+|now\s+|also\s+)?{_ANOTHER}", re.I)


@dataclass(frozen=True)
class Extremes:
    """From formula `at` on: the names of the least and the greatest eigenvalue of `matrix`, and the letter that has all of them as its members; "" of what has none.
    `end` is the last index of the family where these are in their order, and `positive` whether all of them are told to be."""

    at: int
    matrix: str
    least: str = ""
    greatest: str = ""
    family: str = ""
    end: str = ""
    positive: bool = False

    @property
    def names(self) -> set[str]:
        return {x for x in (self.least, self.greatest, self.family) if x}


@lru_cache(maxsize=4)
def extremes(document: Document) -> tuple[Extremes, ...]:
    """What the words of a document call extreme eigenvalues, in their order; those of one matrix are told together."""
    formulas, found, k = document.formulas, [], 0
    while k < len(formulas):
        end = _end(formulas, k)
        new: list[Extremes] = []
        for told in _told(formulas, k, end):
            last = next((x for x in reversed(found + new) if x.matrix == told.matrix), None)
            if last is not None and not (last.names and told.least and last.least or told.greatest and last.greatest or told.family and last.family):
                told = replace(last, at=told.at, **{n: v for n in ("least", "greatest", "family", "end", "positive") if (v := getattr(told, n))})
            new.append(told)
        changed = _CHANGED.findall(_said(formulas, k, end))
        matrices = {text_of(formulas[int(n)]).strip() for pair in changed for n in pair if n}
        new += [replace(x, at=k, least="", greatest="", family="") for x in {x.matrix: x for x in found + new}.values() if x.matrix in matrices]
        found += [*_taken_back(found, new, [(at, name) for at, name, _ in _some(document) if k <= at < end]), *new]
        k = end
    return tuple(found)


def are_ordered(document: Document, at: int) -> bool:
    r"""Is formula `at` the order of all eigenvalues, `0 < \mu = \lambda_1 \le \dots \le \lambda_n = L`, of which both ends have a name?"""
    return any(x.at == at and x.least and x.greatest and x.family and x.end for x in extremes(document))


def _taken_back(found: list[Extremes], new: list[Extremes], some: list[tuple[int, str]]) -> list[Extremes]:
    """What is left of what was told so far where a sentence gives the names to the eigenvalues of others, understood or not."""
    matrices = {x.matrix for x in new}
    names = {name: x.at for x in new for name in (x.least, x.greatest) if name} | {name: at for at, name in some if not any(name in x.names for x in new)}
    latest = {x.matrix: x for x in found}
    return [replace(x, at=max(names[n] for n in over), least="" if x.least in over else x.least, greatest="" if x.greatest in over else x.greatest)
            for x in latest.values() if x.matrix not in matrices and (over := {x.least, x.greatest} & names.keys())]


def described(document: Document) -> dict[int, list[Described]]:
    """The numbers that the names are, by the number of the formula that holds them."""
    found: dict[int, list[Described]] = {}
    known: set[str] = set()
    for told in extremes(document):
        for name in (told.least, told.greatest):
            if name and name not in known and not told.end:
                said = f"{name} > 0" if told.positive else rf"{name} \in \mathbb{{R}}"
                found.setdefault(told.at, []).append(Described(name, said, kind="tied"))
                known.add(name)
    for at, name, number in _some(document):
        if number and name == r"\sigma" and name not in known:  # which would be the sigmoid
            found.setdefault(at, []).append(Described(name, rf"{name} \in \mathbb{{R}}", kind="tied"))
            known.add(name)
    return found


# Names of extreme eigenvalues of what has none here: "let $\\beta$ be the largest eigenvalue of the inverse of $A$", "the spectral radius $r$".
_CALLED = rf"(?:(?:{_LEAST}|{_MOST}|dominant|leading|top)\s+(?:(?:one\s+)?(?:of|among)\s+(?:all\s+|both\s+)?(?:the\s+|their\s+|its\s+|these\s+)?(?:\w+\s+)?)?(?:{_EV}|singular\s+values?)|spectral\s+(?:radius|norm)|condition\s+number)"
_SOME_AFTER = re.compile(rf"{_CALLED}(?:\s+of\s+[^.;:§]{{0,40}}§\d+)?(?!\s+of\b)\s*(?:(?:is|be|are)\s+)?(?:(?:called|denoted|written|named)\s+)?(?:by\s+|as\s+)?{_ONE.format('name')}", re.I)
_SOME_BEFORE = re.compile(rf"{_ONE.format('name')}(?:(?:[a-z]+\s+){{0,4}}?(?:is|be|denotes?|for|stands\s+for|being))?\s*(?:not\s+)?(?:(?:the|its|an?|twice|half|double|one|two|§\d+)\s+)(?:(?!with\b|having\b|whose\b)[^§.;:,]){{0,60}}?\b{_CALLED}", re.I)


# What has such an eigenvalue and is no number: "$v$ the eigenvector of the largest eigenvalue".
_NO_NUMBER = re.compile(r"\b(?:\w*vectors?|directions?|\w*matrix|matrices|\w*spaces?|sets?|basis|bases|projections?|projectors?|diagonals?|functions?|axis|axes)\b", re.I)


@lru_cache(maxsize=4)
def in_words(document: Document) -> dict[int, frozenset[str]]:
    """The names that words call extreme eigenvalues, or what is made of these, understood or not, by the number of the formula: they mean more than what
    declares them says."""
    found = {x.at: frozenset((x.least, x.greatest)) - {""} for x in extremes(document)}
    for k, name, _ in _some(document):
        found[k] = found.get(k, frozenset()) | {name}
    return found


@lru_cache(maxsize=4)
def _some(document: Document) -> tuple[tuple[int, str, bool], ...]:
    """The formulas and names of what words call extreme eigenvalues, or say to be made of one, and whether they are numbers for sure."""
    formulas, found, k = document.formulas, [], 0
    while k < len(formulas):
        end = _end(formulas, k)
        said = _said(formulas, k, end)
        for pattern in (_SOME_AFTER, _SOME_BEFORE):
            for m in pattern.finditer(said):
                if name := _name(text_of(formulas[int(m["name"])]).strip()):
                    clause = re.split(r"[,:]|§", said[:m.start()])[-1] if pattern is _SOME_AFTER else ""
                    found.append((int(m["name"]), name, _NO_NUMBER.search(clause + m[0]) is None))
        k = end
    return tuple(found)


def _end(formulas: tuple[Formula, ...], k: int) -> int:
    """One past the last formula of the sentence of formula k."""
    end = k + 1
    while end < len(formulas) and not _STOP.search(formulas[end].before) and not formulas[end].display and not formulas[end - 1].display:
        end += 1
    return end


def _said(formulas: tuple[Formula, ...], k: int, end: int) -> str:
    """The words of one sentence, with `§7` for formula 7."""
    said = _STOP.split(formulas[k].before)[-1]
    for n in range(k, end):
        after = formulas[n + 1].before if n + 1 < len(formulas) else formulas[n].after
        said += f" §{n} " + (after if n + 1 < end else _STOP.split(after)[0])
    return re.sub(r"\s+", " ", said)


def _told(formulas: tuple[Formula, ...], k: int, end: int) -> list[Extremes]:
    """What one sentence tells."""
    said = _said(formulas, k, end)
    texts = {n: text_of(formulas[n]).strip() for n in range(k, end)}
    found: list[Extremes] = []

    def tell(place: int, of: str | None, **names: str) -> None:
        if names and all(names.values()) and (matrix := _matrix(formulas, texts, place, of)):
            text = "".join(f.before + text_of(f) for f in formulas[max(0, place - 6):place + 3])
            low = re.escape(names.get("least") or "§")
            positive = _DEFINITE.search(text) is not None or re.search(rf"0\s*<\s*{low}(?![A-Za-z])|(?<![A-Za-z\\]){low}\s*>\s*0", text) is not None
            found.append(Extremes(place, matrix, positive=positive, **names))

    for n, text in texts.items():
        if (s := SPECTRUM.match(text)) is not None and r"\ge" not in text and not re.search(r"(?<!0)\s>", text) and re.search(r"\beigenvalues\b", formulas[n].before, re.I):
            if matrix := _matrix(formulas, texts, n, None):
                found.append(Extremes(n, matrix, s[3] or "", s[6] or "", s[4], s[5], s[2] == "<"))
        if (m := _MARKED.match(text)) is not None:
            tell(n, m[3] and f"={m[3]}", **{"least" if m[2] == "min" else "greatest": m[1]})
    if found or "eigenvalue" not in said.lower() or _OTHER.search(said) or reservations.keeps(said):
        return found
    for pattern in _PAIRED:
        if (m := pattern.search(said)) is not None and _is_whole(said, m, texts):
            a, b = (_name(texts[int(m[x])]) for x in "ab")
            least, greatest = (a, b) if m["up"] else (b, a)
            if least and greatest:
                tell(max(int(m["a"]), int(m["b"])), m["of"], least=least, greatest=greatest)
                return found
    for pattern in _EXTREME:
        if (m := pattern.search(said)) is None or not _is_whole(said, m, texts):
            continue
        groups = m.groupdict()
        order = _ORDER.match(texts[int(m["order"])]) if groups.get("order") else None
        pair = order.groups() if order is not None else (_name(texts[int(m["a"])]), _name(texts[int(m["b"])])) if groups.get("a") else ("", "")
        if all(pair) and (pattern is not _EXTREME[1] or _in_order(formulas, *pair)):
            tell(int(groups.get("order") or m["b"]), m["of"] or groups.get("of2"), least=pair[0], greatest=pair[1])
            return found
    if _BOUNDED.search(said) is None:
        of = None
        for pattern in (_AFTER, _BEFORE):
            for m in pattern.finditer(said):
                of = m["of"] or m.groupdict().get("of2") or of
                if not _is_whole(said, m, texts):
                    continue
                tell(int(m["name"]), of, **{"least" if m["low"] else "greatest": _name(texts[int(m["name"])])})
            if found:
                return found
    for pattern in _FAMILY:
        if (m := pattern.search(said)) is not None and _is_whole(said, m, texts) and (family := _MEMBER.match(texts[int(m["all"])])) is not None:
            tell(int(m["all"]), m["of"], family=family[1])
            break
    return found


def _is_whole(said: str, m: re.Match[str], texts: dict[int, str]) -> bool:
    """Is this phrase of a sentence understood to the ends of its clause?"""
    if _LEADS.search(said[:m.start()] + " ") is None:
        return False
    another = _AND_ANOTHER.match(said, m.end())
    if another is not None:  # no second matrix, and nothing else that is only called by its name
        return another["what"] is not None or _name(texts.get(int(another["n"]), "?")) == ""
    return _GOES_ON.match(said, m.end()) is not None


def _name(text: str) -> str:
    m = _POSITIVE_NAME.match(text)
    return m[1] if m is not None else ""


def _in_order(formulas: tuple[Formula, ...], a: str, b: str) -> bool:
    """Does the document say that the first of two extremes is the smaller one?"""
    order = re.compile(rf"{re.escape(a)}\s*(?:<|\\leq?(?![a-z]))\s*{re.escape(b)}")
    return any(order.search(row.text) for f in formulas for row in f.rows)


def _matrix(formulas: tuple[Formula, ...], texts: dict[int, str], k: int, of: str | None) -> str:
    """The matrix of which the words speak, or the one right before; "" where it has no name."""
    if of is not None:
        m = re.match(rf"^({NAME})$", of[1:] if of.startswith("=") else texts[int(of)])
        return letter_of(m[1]) if m is not None else ""
    for n in range(k - 1, max(-1, k - 5), -1):
        if not formulas[n].display and (m := _MATRIX.match(text_of(formulas[n]))) is not None and (letter := letter_of(m[1])).isupper() \
                and not _NUMBER_NAMED.search(formulas[n - 1].before * (n > 0 and formulas[n].before.strip() == "and") + " " + formulas[n].before):
            return letter
    return ""


__all__ = ["Extremes", "are_ordered", "described", "extremes", "in_words"]
