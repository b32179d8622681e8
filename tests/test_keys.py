r"""Instructors' keys: labels as they are written, and every part with what the key says of it."""

import json
from pathlib import Path

import pytest

from symcheck.course import load_worksheet, worksheet_names
from symcheck.course.key import check_key, read_key
from symcheck.course.labels import labels
from tests.commands import symcheck
from tests.worksheets import rows

HERE = Path(__file__).parent / "keys"
IDS = [p.id for p in load_worksheet("cs189-fa20-dis7").parts]
D = tuple(x for x in IDS if x.startswith("2d"))

# text, the parts its labels name in order
LABELS = [
    ("# 2d-W1", ["2d-W1"]),
    ("## Problem 2(d), $W^{(1)}$", ["2d-W1"]),
    ("## 2d-w1: the first weights", ["2d-W1"]),
    ("**2d-W1.** text", ["2d-W1"]),
    ("2. **2d-W1**: text", ["2d-W1"]),
    ("- 2d-W1: text", ["2d-W1"]),
    ("(2d-W1) text", ["2d-W1"]),
    ("| 2d-W1 | $x$ |\n| 2a | $y$ |", ["2d-W1", "2a"]),
    (r"\section*{2d-W1}", ["2d-W1"]),
    (r"\subsection{Solution to 2d-W1}", ["2d-W1"]),
    (r"\item[2d-W1] text", ["2d-W1"]),
    (r"\item[(2d-W1)] text", ["2d-W1"]),
    (r"\paragraph{2d-W1.} text", ["2d-W1"]),
    (r"\noindent\textbf{2d-W1} text", ["2d-W1"]),
    (r"{\bf 2a}", []),  # a letter of TeX's own, no label
    (r"\begin{solution}[2d-W1]", ["2d-W1"]),
    ("# 2\n## (d)\n### W1\n### b", [tuple(x for x in IDS if x.startswith("2")), D, "2d-W1", "2d-b"]),
    ("## 2e\n**Analytic:** a. **Numerical:** b", [("2e-analytic", "2e-numerical"), "2e-analytic", "2e-numerical"]),
    ("## 2a\n### Solution\n## Remarks", ["2a", ()]),
    ("## 2a\n```\n# 2c\n```\n<!-- # 2f -->", ["2a"]),
    ("% \\section{2a}\n\\section{2f}", ["2f"]),
    ("The value 2a is known: see 2d-W1 above.", []),
    ("## 2d-W3", [()]),
]


@pytest.mark.parametrize("text, named", LABELS)
def test_labels(text, named):
    found = [x.parts[0] if len(x.parts) == 1 else x.parts for x in labels(text, IDS)]
    assert found == named


def test_a_label_that_is_nearly_one_is_told():
    (label,) = labels("text\n\n## 2d-W3\n", IDS)
    assert label.unknown[0] == "2d-W3" and label.line == 3


# document, worksheet, what becomes of the parts it has (the others are missing), notes, exit code
KEYS = [
    ("discussion7.tex", "cs189-fa20-dis7", {
        "2a": "right", "2b": "right", "2d-x4": "right in row layout", "2d-x3": "right", "2d-x2": "wrong",
        "2d-W1": "right", "2e-analytic": "right", "2e-numerical": "right", "2f": "not checked", "2g-w": "right",
        "2g-b": "wrong"}, 1, 1),
    ("discussion1.md", "eecs182-fa22-dis1", {
        "1a-gradient": "right", "1a-optimum": "right", "1a-update": "right", "1a-sgd": "right",
        "1b-gradient": "right", "1b-optimum": "wrong", "1b-vote": "right", "1b-sgd": "right"}, 0, 1),
    ("exercise5.md", "i2dl-ss20-ex5", {
        "two-layer-W1": "right", "two-layer-W2": "right", "two-layer-b2": "wrong", "momentum": "right"}, 0, 1),
]


@pytest.mark.parametrize("file, worksheet, statuses, notes, code", KEYS)
def test_a_key(file, worksheet, statuses, notes, code):
    key = check_key(load_worksheet(worksheet), (HERE / file).read_text(), file)
    assert {p.part: p.status for p in key.parts if p.status != "missing"} == statuses
    assert [p.part for p in key.parts] == [p.id for p in load_worksheet(worksheet).parts]
    assert len(key.notes) == notes and key.exit_code == code


def test_a_wrong_part_is_explained():
    key = check_key(load_worksheet("cs189-fa20-dis7"), (HERE / "discussion7.tex").read_text())
    (wrong,) = (p for p in key.parts if p.part == "2d-x2")
    assert wrong.line == 17 and wrong.verdict.counterexample is not None
    assert wrong.verdict.extra["sentence"] == r"The transpose of W^{(2)} is missing."


FIRST, WRONG = {}, {}
for row in rows():
    if row.mark in ("==", "=*"):
        FIRST.setdefault((row.worksheet, row.part), row.answer)
    if row.mark == "!=":
        WRONG.setdefault((row.worksheet, row.part), row.answer)


def written(name, answers, latex):
    """A key of these answers in Markdown or LaTeX."""
    parts = [(p, a) for (w, p), a in answers.items() if w == name]
    if latex:
        body = "\n".join(f"\\section*{{{p}}}\n\\[ {a} \\]" for p, a in parts)
        return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return "".join(f"## {p}\n\nThis is found by the chain rule.\n\n$${a}$$\n\n" for p, a in parts)


@pytest.mark.parametrize("latex", [False, True])
@pytest.mark.parametrize("name", worksheet_names())
def test_a_key_of_right_answers_is_right_in_every_part_it_has(name, latex):
    key = check_key(load_worksheet(name), written(name, FIRST, latex), kind="tex" if latex else "md")
    bad = [(p.part, p.status, p.answer) for p in key.parts if (name, p.part) in FIRST
           and not p.status.startswith("right")]
    assert not bad


@pytest.mark.parametrize("name", worksheet_names())
def test_a_key_of_wrong_answers_is_right_in_no_part(name):
    key = check_key(load_worksheet(name), written(name, WRONG, False))
    assert not [p for p in key.parts if p.status.startswith("right")]


# text, the worksheet, what its one answered part becomes
ONE = [
    ("## 2a\n$4x^3$ is wrong; so $\\boxed{4x^3+2x}$", "cs189-fa20-dis7", "right"),
    ("## 2a\n$$\\frac{d\\ell}{dx} = 4x^3$$ or\n$$\\frac{d\\ell}{dx} = 4x^3+2x$$", "cs189-fa20-dis7", "wrong"),
    ("## 2a\n$$\\qqq$$", "cs189-fa20-dis7", "unreadable"),
    ("## 2a\n$$4x^3 + 2z$$", "cs189-fa20-dis7", "unreadable"),
    ("## 2d\n$\\frac{\\partial \\ell}{\\partial x^{(4)}} = x^{(4)}$ and $a = b$", "cs189-fa20-dis7", "right"),
    ("## 2b\n```\nw -> x_i; x_i -> F\n```", "cs189-fa20-dis7", "right"),
]


@pytest.mark.parametrize("text, name, status", ONE)
def test_one_answer(text, name, status):
    (answered,) = (p for p in check_key(load_worksheet(name), text).parts if p.status != "missing")
    assert answered.status == status


def test_a_derivation_is_no_key():
    assert not any(g.parts for g in read_key(load_worksheet("cs189-fa20-dis7"), "# Proof\n\n$$a = b$$\n"))


def test_the_command(tmp_path):
    file = HERE / "discussion7.tex"
    shown = symcheck("verify", str(file), "--worksheet", "cs189-fa20-dis7")
    assert shown.returncode == 1 and not shown.stderr
    assert "2d-x2         line 17   wrong" in shown.stdout and "derived" in shown.stdout
    assert shown.stdout.splitlines()[-1] == \
        "discussion7.tex: 8 right, 2 wrong, 1 in words, which are not machine-checked, 6 missing"
    told = json.loads(symcheck("verify", str(file), "--worksheet", "cs189-fa20-dis7", "--json").stdout)
    parts = {p["part"]: p for p in told["parts"]}
    assert told["verdict"] == "different" and parts["2d-x2"]["mistake"] == "missing-transpose"
    assert parts["2d-x2"]["counterexample"]["lhs"] and parts["2b"]["status"] == "right"
    assert symcheck("verify", str(file), "--worksheet", "cs189").returncode == 2


def test_one_answer_that_hangs_does_not_cost_the_others(tmp_path):
    key = tmp_path / "key.md"
    key.write_text("## 2a\n$4x^3 + 2x$\n\n## 2d-x4\n$x^{(4)}$\n")
    done = symcheck("verify", str(key), "--worksheet", "cs189-fa20-dis7", "--seconds", "0.01", "--json")
    assert {p["status"] for p in json.loads(done.stdout)["parts"]} <= {"right", "undecided", "missing"}
