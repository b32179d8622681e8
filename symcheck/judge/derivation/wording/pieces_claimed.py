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
from dataclasses import replace

from symcheck.judge.derivation.wording.functions_and_kinks import (
    CALL,
    INTERVAL,
    LETTER,
    LOWER,
    NAMED,
    ORDER,
    PLACE,
    Told,
    letter_of,
    name_key,
    number,
    opposite,
    order_in,
)
from symcheck.judge.derivation.wording.pieces_said import Claim, claimed
from symcheck.read.documents import Document, Formula

_RELATION = re.compile(r"[=<>&]|\\(?:[lg]eq?(?:slant)?|neq?|in|iff|implies|to|approx|equiv|leftarrow|sim|subset|mapsto|[lc]?dots)(?![A-Za-z])|\\\\")
PIECE = "piece"  # instead of an environment, of these displays: their row says where it holds
_STOP = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!w\.r\.t)[.!?](?:\s|$)|\n\s*\n")
_HEADED = re.compile(rf"\s*(?:{NAMED}\s*'*\s*(?:\\left)?\(\s*(?P<letter>{LETTER}{LOWER})\s*(?:\\right)?\)|\\[dt]?frac\s*\{{\s*(?:d|\\partial)[^{{}}]*\}}\s*\{{\s*(?:d|\\partial)\s*(?P<by>{LETTER})\s*\}}"
                     rf"(?:\s*{NAMED}\s*(?:\([^()=]*\))?)?)\s*=(?!.*(?:[<>&]|\\(?:[lg]eq?|neq?|in|iff|implies|to|approx|Rightarrow)(?![A-Za-z]))).*")


def rewritten(document: Document) -> Document:
    """The document with a display for each piece that words claim."""
    told, rows, dropped = Told(text=document.text), {}, set()
    for run in _runs(document.formulas):
        formulas = [document.formulas[k] for k in run]
        claims = list(claimed(_masked(formulas))) if not formulas[0].display else []
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
    formulas, ended = [], ""  # the words up to the end of a sentence, before what is dropped
    for k, f in enumerate(document.formulas):
        if k in dropped:
            ended += "".join(f.before[:m.end()] for m in [*_STOP.finditer(f.before)][-1:])
            continue
        f = replace(f, before=ended + f.before) if ended else f
        formulas.append(replace(f, rows=(f.rows[0].rewritten(rows[k]),), display=True, environment=PIECE) if k in rows else f)
        ended = ""
    return replace(document, formulas=tuple(formulas))


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
    if re.fullmatch(rf"\s*{NAMED}\s*", text):
        return "N"
    if INTERVAL.fullmatch(text) or ORDER.search(text) and "=" not in re.sub(r"[<>]=", "", text):
        return "C"
    if _RELATION.search(text) is None:
        return "V"
    return "P" if PLACE.fullmatch(text) else "X"


def _displayed(claim: Claim, formulas: list[Formula], told: Told) -> str:
    """The claim as a formula; "" where it cannot be told of what it is, or where."""
    text = [f.rows[0].text.strip(" .,;") for f in formulas]
    if claim.kind == "equation":
        return _where_displayed(claim, text, told)
    by = text[claim.by].strip() if claim.by is not None else ""
    where = text[claim.condition] + claim.sign if claim.condition is not None else ""
    at = claim.otherwise if claim.side in ("until", "from") or claim.otherwise is not None else None
    letter = by or letter_of(where or (text[at] if at is not None else "") or (text[claim.ends[0]] if claim.ends else "")) or (next(iter(told.kinks)) if len(told.kinks) == 1 and claim.side else "")
    of = text[claim.of] if claim.of is not None else ""
    if claim.relu:
        head = (r"\mathrm{ReLU}", letter)
    else:
        call = re.fullmatch(CALL, of)
        head = told.function(call["name"] if call is not None else of, letter) or (told.function(call["name"] if call is not None else of, "") if not by else None)
    if head is None or not head[1] or claim.loosely and (claim.by is not None or told.last != name_key(head[0].split("(")[0])):
        return ""
    function, letter = _of_entry(head[0], told.text, head[1]), head[1]
    if claim.side == "jump":
        return _jump_displayed(claim, text, function, letter, told)
    condition = order_in(where, letter) if where else _beside(claim, text, letter, told)
    if not condition:
        return ""
    left = rf"{function}'({letter})" if claim.relu else function if claim.kind == "value" else rf"\frac{{\partial}}{{\partial {letter}}} {function}" if "(" in function else rf"\frac{{\partial {function}}}{{\partial {letter}}}"
    return rf"{left} = {text[claim.value]} \quad \text{{if }} {condition}"


def _of_entry(function: str, text: str, letter: str) -> str:
    r"""The entry of an array that depends on this entry of another one: of `A = \max(0, Z)` the A_{nh} for Z_{nh}; else the function as it is."""
    lower = re.search(r"_\s*(?:\{\s*[a-z](?:\s*,?\s*[a-z])*\s*\}|[a-z])\s*$", letter)
    if lower is None or not re.fullmatch(r"\\?[A-Za-z]+", function.strip()):
        return function
    bare, entry = re.escape(letter[:lower.start()].strip()), function.strip() + lower[0].strip()
    entrywise = rf"(?<![A-Za-z\\]){re.escape(function.strip())}\s*&?\s*:?=\s*(?:\\max(?![A-Za-z])|\\?[A-Za-z]+(?:\s*\{{\s*[A-Za-z]+\s*\}})?)\s*(?:\\left|\\[bB]igl?)?\(\s*(?:0\s*,\s*)?{bare}\s*(?:,\s*0\s*)?(?:\\right|\\[bB]igr?)?\)"
    return entry if entry in text or re.search(entrywise, text) is not None else function


def _where_displayed(claim: Claim, text: list[str], told: Told) -> str:
    """An equation of a function with the interval, or the side of kinks, where the words say that it holds; orders stand for themselves."""
    head = _HEADED.fullmatch(text[claim.value])
    letter = (head["letter"] or head["by"]) if head is not None else ""
    if not letter or claim.condition is not None and INTERVAL.fullmatch(text[claim.condition]) is None:
        return ""
    where = order_in(text[claim.condition], letter) if claim.condition is not None else _beside(claim, text, letter, told)
    return rf"{text[claim.value]} \quad \text{{if }} {where}" if where else ""


def _jump_displayed(claim: Claim, text: list[str], function: str, letter: str, told: Told) -> str:
    """The jump of a slope as the difference of two values of it; "" where the place is not known, or the slope is no constant beside it."""
    kinks = told.in_order(letter)
    place = PLACE.fullmatch(text[claim.otherwise]) if claim.otherwise is not None else None
    if place is not None and place["letter"] == letter:
        at = place["value"] if place["value"] in told.kinks.get(letter, []) or number(place["value"]) is not None or len(told.kinks.get(letter, [])) < 2 else ""
    else:
        k = {"first": 0, "left": 0, "second": 1, "third": 2, "last": -1, "right": -1}.get(claim.which, 0 if len(kinks) == 1 else None)
        at = kinks[k] if k is not None and place is None and -len(kinks) <= k < len(kinks) else ""
    call = re.fullmatch(CALL, function)
    if not at or call is None or call["rest"] or name_key(call["name"]) in told.curved or len(told.kinks.get(letter, [])) > 1 and number(at) is None:
        return ""
    sides = [rf"{call['name'].strip()}'({at} {sign} \frac{{1}}{{1000}})" for sign in "+-"]
    return f"{sides[0]} - {sides[1]} = {claim.sign}({text[claim.value]})"


def _beside(claim: Claim, text: list[str], letter: str, told: Told) -> str:
    """Where the claim holds, of a side of a kink or of what holds otherwise."""
    if claim.otherwise is not None and claim.side == "":
        return opposite(order_in(text[claim.otherwise], letter))
    if claim.ends:
        places = [m["value"] if (m := PLACE.fullmatch(text[k])) is not None else text[k] for k in claim.ends]
        return f"{places[0]} < {letter} < {places[1]}"
    kinks = told.in_order(letter)
    if claim.side in ("until", "from"):
        place = PLACE.fullmatch(text[claim.otherwise]) if claim.otherwise is not None else None
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
        place = PLACE.fullmatch(text[claim.beside])
        if place is not None and place["letter"] != letter:
            return ""
        return f"{letter} {'<' if claim.side == 'left' else '>'} {place['value'] if place is not None else text[claim.beside]}" if claim.side else ""
    if claim.far and kinks and claim.side:
        return f"{letter} {'<' if claim.side == 'left' else '>'} {kinks[0 if claim.side == 'left' else -1]}"
    if claim.outer or not claim.which:
        k = (0 if claim.side == "left" else -1) if claim.outer and len(kinks) > 1 or not claim.outer and len(kinks) == 1 else None
    else:
        k = {"first": 0, "left": 0, "second": 1, "third": 2, "last": -1, "right": -1}[claim.which]
    if k is None or not claim.side or k >= len(kinks):
        return ""
    return f"{letter} {'<' if claim.side == 'left' else '>'} {kinks[k]}"
