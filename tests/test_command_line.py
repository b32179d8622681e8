"""The command-line contract of design section 7: exit codes, records, batches, usage errors."""

import json
import os
import subprocess
import sys

import pytest

from symcheck.faces.command_equal import declarations
from tests.commands import VECTORS, as_lines, records, symcheck

X = r"x \in \mathbb{R}"

# left side, right side, declarations, verdict, exit code
SINGLE = [
    (r"\nabla_w \|Xw - y\|^2", r"2X^\top(Xw - y)", VECTORS, "equal", 0),
    (r"\nabla_w \|Xw - y\|^2", r"X^\top(Xw - y)", VECTORS, "different", 1),
    (r"\nabla_w \|Xw - y\|^2", r"2X(Xw - y)", VECTORS, "unreadable", 2),
    (r"\frac{\partial}{\partial w} \|Xw\|^2", r"2w^\top X^\top X", VECTORS, "equal_layout", 0),
    ("x/x", "1", X, "equal_where", 0),
    ("-x", "-1x", X, "equal", 0),
    ("-x", "x", X, "different", 1),
    ("x + z", "x", X, "unreadable", 2),
    (r"\frac{x", "x", X, "unreadable", 2),
]


@pytest.mark.parametrize("lhs, rhs, declare, verdict, code", SINGLE)
def test_a_single_equal(lhs, rhs, declare, verdict, code):
    shown = symcheck("equal", lhs, rhs, "--declare", declare)
    told = symcheck("equal", lhs, rhs, "--declare", declare, "--json")
    (record,) = records(told)
    assert record["verdict"] == verdict, record
    assert (told.returncode, shown.returncode) == (code, code)
    assert record["evidence"] and type(record["conditions"]) is list and record["seconds"] >= 0
    assert ("counterexample" in record) == (verdict == "different")
    assert shown.stdout.strip() and not shown.stderr and not told.stderr
    assert "\x1b" not in shown.stdout
    if verdict == "unreadable":
        assert "^" in shown.stdout and record["diagnostic"]["span"][1] > 0


def test_the_text_of_a_wrong_answer():
    done = symcheck("equal", r"\frac{d}{dx} x^3", "3x", "--declare", X)
    assert done.stdout.splitlines()[0] == "not equal"
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row[0] for row in rows if row][-4:-2] == ["x", "----------"]
    assert [row[:2] for row in rows][-2:] == [["left", "side"], ["right", "side"]]


def test_layout_is_a_policy():
    sides = (r"\frac{\partial}{\partial w} \|Xw\|^2", r"2w^\top X^\top X", "--declare", VECTORS, "--json")
    words = [records(symcheck("equal", *sides, "--layout", layout))[0]["verdict"]
             for layout in ("column", "row", "either")]
    assert words == ["equal_layout", "equal", "equal"]


def test_declarations_are_cut_at_line_ends_and_semicolons_outside_brackets():
    texts = (r"x \in \mathbb{R};\; y > 0", r"p(y; \theta) = y", "a = 1\n\n b = 2 ;")
    assert declarations(texts) == [r"x \in \mathbb{R}", r"\; y > 0", r"p(y; \theta) = y", "a = 1",
                                   "b = 2"]


def test_an_expression_from_standard_input():
    assert symcheck("equal", "-", "2x", "--declare", X, given="x + x\n").returncode == 0
    assert symcheck("equal", "3x", "-", "--declare", X, given="x + x\n").returncode == 1
    assert symcheck("equal", "x", "-", "--declare", X, given=b"\xff").returncode == 2


def test_the_time_limit_of_a_single_check_can_be_set():
    done = symcheck("equal", "x + x", "2x", "--declare", X, "--json", "--seconds", "0.01",
                    "--memory", "512")
    assert (records(done)[0]["verdict"], done.returncode) in {("equal", 0), ("undecided", 3)}


# arguments, what the message says
USAGE = [
    (["equal"], "two expressions are wanted"),
    (["equal", "x"], "two expressions are wanted"),
    (["equal", "x", "x", "--declar", "x"], "no option --declar"),
    (["equal", "x", "x", "--layout", "diagonal"], "diagonal"),
    (["equal", "-", "-"], "only one"),
    (["equal", "--batch", "no-such-file.jsonl"], "cannot read no-such-file.jsonl"),
    (["equal", "x", "x", "--batch", "f"], "--batch takes its cases"),
    (["equl", "x", "x"], "did you mean equal?"),
    (["check"], "WORKSHEET, PART and ANSWER are wanted"),
    (["check", "w", "p", "a", "--file", "f"], "--file takes"),
]


@pytest.mark.parametrize("arguments, says", USAGE)
def test_usage_errors_exit_with_2_and_say_what_is_wanted(arguments, says):
    done = symcheck(*arguments)
    assert done.returncode == 2
    assert says in done.stderr and not done.stdout


def test_help_and_version():
    done = symcheck("--help")
    assert done.returncode == 0
    for name in ("equal", "check", "worksheets", "demo"):
        assert name in done.stdout
        assert symcheck(name, "--help").returncode == 0
    assert symcheck("--version").stdout.startswith("symcheck, version ")


# --- batches --------------------------------------------------------------------------------------

RIGHT = {"declare": [X], "lhs": "x + x", "rhs": "2x"}
WRONG = {"declare": [X], "lhs": "x + x", "rhs": "3x"}
UNREADABLE = {"declare": [X], "lhs": "x + z", "rhs": "3x"}

# a line of a batch: what its message says
BAD_LINES = {
    b'{"id": 1': "invalid JSON",
    b"[1, 2]": "a JSON object is wanted",
    b'{"id": 1, "lhs": "x"}': '"rhs" is missing',
    b'{"id": 1, "lhs": "x", "rhs": 3}': '"rhs" must be text',
    b'{"id": 1, "lhs": "x", "rhs": "x", "declare": 3}': '"declare" must be a list',
    b'{"id": 1, "lhs": "x", "rhs": "x", "layout": "up"}': '"layout" must be',
    b'{"id": 1, "lhs": "\xff", "rhs": "x"}': "invalid UTF-8 at byte 19",
    b"[" * 100_000: "nested too deeply",
    b'{"id": 1, "lhs": "' + b"x" * (5 << 20) + b'"}': "longer than 4 MiB",
}


def batch(cases, *arguments):
    return symcheck("equal", "--batch", "-", "--json", *arguments, given=as_lines(cases))


def test_a_batch_keeps_the_order_of_its_lines():
    cases = [{"id": k, **(RIGHT if k % 3 else WRONG)} for k in range(100)]
    for jobs in ("1", "2"):
        done = batch(cases, "--jobs", jobs)
        found = records(done)
        assert [r["id"] for r in found] == list(range(100))
        assert [r["verdict"] for r in found] == ["equal" if k % 3 else "different" for k in range(100)]
        assert done.returncode == 1 and not done.stderr


@pytest.mark.parametrize("line", BAD_LINES, ids=BAD_LINES.values())
def test_a_bad_line_is_told_and_does_not_stop_the_rest(line):
    done = batch([{"id": 0, **RIGHT}, line, {"id": 2, **RIGHT}])
    first, bad, last = records(done)
    assert (first["verdict"], last["verdict"]) == ("equal", "equal")
    assert bad["verdict"] == "unreadable" and bad["message"].startswith("line 2: ")
    assert BAD_LINES[line] in bad["message"]
    assert done.returncode == 2


def test_blank_lines_and_a_byte_order_mark_are_read_through():
    done = symcheck("equal", "--batch", "-", "--json",
                    given=b"\xef\xbb\xbf" + as_lines(["", {"id": 7, **RIGHT}, "  "]))
    assert [r["id"] for r in records(done)] == [7] and done.returncode == 0


@pytest.mark.parametrize("cases, code", [
    ([RIGHT], 0), ([], 0), ([RIGHT, WRONG, UNREADABLE], 1), ([RIGHT, UNREADABLE], 2)])
def test_the_exit_code_of_a_batch(cases, code):
    assert batch(cases).returncode == code


def test_ids_of_any_kind_come_back_and_output_is_ascii():
    ids = ["é", None, 3.5, ["a", {"b": 1}], "\ud800", "</script>"]
    done = batch([{"id": i, **WRONG} for i in ids])
    assert [r["id"] for r in records(done)] == ids
    assert done.stdout.isascii()


def test_declarations_that_cannot_be_read_make_their_line_unreadable():
    (record,) = records(batch([{"id": 0, "declare": [r"x \in"], "lhs": "x", "rhs": "x"}]))
    assert record["verdict"] == "unreadable" and record["message"]


def test_a_batch_as_text_names_each_line():
    done = symcheck("equal", "--batch", "-", given=as_lines([{"id": "ann", **RIGHT}, "{",
                                                             {"id": "bob", **WRONG}]))
    heads = [line for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads == ["ann: right", "could not read this", "bob: not equal"]


def test_each_result_is_there_before_the_next_line_is_written():
    process = subprocess.Popen([sys.executable, "-m", "symcheck", "equal", "--batch", "-", "--json"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for k in range(3):
        process.stdin.write(json.dumps({"id": k, **RIGHT}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == k
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


def test_a_reader_that_goes_away_is_no_crash():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "symcheck", "equal", "--batch", "-", "--json"],
                          input=as_lines([RIGHT] * 50), stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert done.returncode == 3 and b"Traceback" not in done.stderr


# --- worksheets -----------------------------------------------------------------------------------

W1 = r"\mathrm{diag}(\Phi'(x^{(1)})) W^{(2)\top} x^{(4)} x^\top"
# worksheet, part, answer, verdict, exit code
ANSWERS = [
    ("cs189-fa20-dis7", "2d-W1", W1, "equal", 0),
    ("cs189-fa20-dis7", "2d-W1", r"\frac{\partial \ell}{\partial W^{(1)}} = " + W1, "equal", 0),
    ("cs189-fa20-dis7", "2d-W1", W1.replace(r"\top} x^{(4)}", "} x^{(4)}"), "different", 1),
    ("cs189-fa20-dis7", "2d-W1", W1.removesuffix(r"^\top"), "unreadable", 2),
    ("cs189-fa20-dis7", "2d-W9", W1, "unreadable", 2),
    ("cs189-fa20-dis8", "2d-W1", W1, "unreadable", 2),
]


@pytest.mark.parametrize("worksheet, part, answer, verdict, code", ANSWERS)
def test_a_single_check(worksheet, part, answer, verdict, code):
    shown = symcheck("check", worksheet, part, answer)
    told = symcheck("check", worksheet, part, "-", "--json", given=answer)
    (record,) = records(told)
    assert record["verdict"] == verdict, record
    assert (told.returncode, shown.returncode) == (code, code)
    assert shown.stdout.startswith(f"{part}: ")


def test_an_unknown_worksheet_or_part_suggests_the_nearest():
    assert "cs189-fa20-dis7" in symcheck("check", "cs189-fa20-dis8", "2a", "x").stdout
    assert "Did you mean 2d-W" in symcheck("check", "cs189-fa20-dis7", "2d-W9", "x").stdout
    assert "cs189-fa20-dis7" in symcheck("worksheets", "cs189-fa20-dis8").stderr
    assert symcheck("worksheets", "cs189-fa20-dis8").returncode == 2


def test_a_file_of_answers():
    lines = [{"id": k, "worksheet": sheet, "part": part, "answer": answer}
             for k, (sheet, part, answer, _, _) in enumerate(ANSWERS)]
    done = symcheck("check", "--file", "-", "--json",
                    given=as_lines([*lines, "{", {"id": "x", "worksheet": "w", "part": "p"}]))
    found = records(done)
    assert [r["verdict"] for r in found] == [row[3] for row in ANSWERS] + ["unreadable"] * 2
    assert [r["id"] for r in found] == [*range(len(ANSWERS)), None, "x"]
    assert '"answer" is missing' in found[-1]["message"] and done.returncode == 1


def test_the_list_of_worksheets_and_of_parts():
    (sheets,) = records(symcheck("worksheets", "--json"))
    assert "cs189-fa20-dis7" in [sheet["name"] for sheet in sheets]
    listed = symcheck("worksheets").stdout
    for sheet in sheets:
        assert sheet["name"] in listed
        shown = symcheck("worksheets", sheet["name"]).stdout
        assert records(symcheck("worksheets", sheet["name"], "--json")) == [sheet]
        for part in sheet["parts"]:
            assert part["id"] in shown and part["text"]


def test_the_demo_shows_the_main_job():
    done = symcheck("demo")
    assert done.returncode == 0, done.stdout
    for words in ("2d-W1:", "    right\n", "    not equal\n", "    the shapes do not fit\n", "for example"):
        assert words in done.stdout
