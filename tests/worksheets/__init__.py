"""Answers to worksheets, right and wrong, in tables; and mutants of right ones.

A row is `MARK answer` under the id of its part in brackets. MARK is `==` right, `=*` right and the
reference that is mutated, `!=` wrong, `!!` cannot be read, `??` cannot be decided (prose, or the question again).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
MARKS = ("==", "=*", "!=", "!!", "??")


@dataclass(frozen=True)
class Row:
    """One answer with its mark."""

    worksheet: str
    part: str
    mark: str
    answer: str
    line: int

    def __str__(self) -> str:
        return f"{self.worksheet}:{self.line} {self.part}"


def rows() -> list[Row]:
    """Every row of every table."""
    found = []
    for file in sorted(FOLDER.glob("*.txt")):
        part = ""
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("["):
                part = line.strip()[1:-1]
            elif line.strip() and not line.startswith("%"):
                mark, answer = line.split(None, 1)
                if mark not in MARKS or not part:
                    raise ValueError(f"{file.name}:{number}: no mark or no part: {line}")
                found.append(Row(file.stem, part, mark, answer, number))
    return found


def mutants(answer: str) -> dict[str, str]:
    """What a slip makes of an answer: kind -> text. Some of them may still be right."""
    made: dict[str, str] = {}
    left, arrow, right = _sides(answer)

    def add(kind: str, text: str) -> None:
        if text != right and text not in made.values():
            made[kind] = text

    for k, m in enumerate(re.finditer(r"\\top", right)):
        cut = right[:m.start()] + right[m.end():]
        cut = re.sub(r"\^\{?(?=\s|\)|$|\\|[a-zA-Z])\}?", "", cut) if "^{}" not in cut else cut
        cut = re.sub(r"\^(?=[\s)}]|$)", "", cut)
        add(f"transpose {k} dropped", cut)
    add("sign of the whole", f"-({right})")
    add("factor of the whole", f"2 ({right})")
    add("half of the whole", rf"\frac{{1}}{{2}} ({right})")
    for k, m in enumerate(re.finditer(r" - | \+ ", right)):
        other = " + " if m[0] == " - " else " - "
        add(f"sign {k}", right[:m.start()] + other + right[m.end():])
    for k, m in enumerate(re.finditer(r"'", right)):
        add(f"prime {k} dropped", right[:m.start()] + right[m.end():])
    for k, m in enumerate(re.finditer(r"(?<![_^{\d])2 ", right)):
        add(f"factor {k} dropped", right[:m.start()] + right[m.end():])
    for k, m in enumerate(re.finditer(r"\^\{\((\d)\)", right)):
        other = "2" if m[1] == "1" else "1"
        add(f"label {k}", right[:m.start(1)] + other + right[m.end(1):])
    for k, m in enumerate(re.finditer(r"_([12])(?!\d)", right)):
        other = "2" if m[1] == "1" else "1"
        add(f"label {k} below", right[:m.start(1)] + other + right[m.end(1):])
    for k, m in enumerate(re.finditer(r"\\odot", right)):
        add(f"product {k} for Hadamard", right[:m.start()] + " " + right[m.end():])
        add(f"sum {k} for Hadamard", right[:m.start()] + "+" + right[m.end():])
    for k, m in enumerate(re.finditer(r"_\{?([ij])\}?", right)):
        add(f"index {k} by one", f"{right[:m.start()]}_{{{m[1]}+1}}{right[m.end():]}")
    if r"\sum" in right:
        add("sum dropped", re.sub(r"\\sum(?:_\{[^{}]*\})?(?:\^\{?\w\}?)?", "", right))
    for name in ("N", "n"):
        add("division dropped", re.sub(rf"\\frac\{{(\w*)\}}\{{{name}\}}", r"\1", right))
    factors = re.findall(r"\s(?:[A-Za-z](?:[_^]\{?[\w()\\ ]+\}?)*|x\^\\top)(?=\s|$)", right)
    for k, f in enumerate(factors):
        at = right.index(f)
        add(f"factor {f.strip()} dropped ({k})", right[:at] + right[at + len(f):])
    words = right.split(" ")
    for k in range(len(words) - 1):
        if all(re.fullmatch(r"[A-Za-z](?:[_^]\{?[\w()\\]+\}?)*", w) for w in words[k:k + 2]):
            add(f"order {k}", " ".join([*words[:k], words[k + 1], words[k], *words[k + 2:]]))
    return {kind: left + arrow + text for kind, text in made.items()}


def _sides(answer: str) -> tuple[str, str, str]:
    """The left side, the sign, the last right side."""
    for sign in (r"\leftarrow", "="):
        if sign in re.sub(r"\{[^{}]*\}", lambda m: " " * len(m[0]), answer):
            at = answer.rindex(sign)
            return answer[:at], sign + " ", answer[at + len(sign):].strip()
    return "", "", answer
