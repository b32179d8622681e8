"""Verdicts shown: the text a student reads, the record a program reads, HTML in which nothing is markup."""

import json
from dataclasses import replace

import pytest

from symcheck.judge import verdict as V
from symcheck.judge.verdict import Counterexample, Verdict
from symcheck.report.html import verdict_html
from symcheck.report.json import line, record, verdict_of
from symcheck.report.text import HEADLINES, verdict_text
from symcheck.text import Source, Span
from symcheck.text.diagnostic import fail

EXAMPLE = Counterexample({"n": 2, "d": 1}, {"X": "[[1], [2]]", r"\hat{w}": "(3)"}, {r"\phi": "t -> t^2"},
                         "(4, 5)", "(6, 7)")
SHOWN = {
    "equal": (Verdict(V.EQUAL, "both sides have the same canonical form", shape="n x d"), """\
right
  both sides have the same canonical form
  both sides are n x d"""),
    "conditions": (Verdict(V.EQUAL_WHERE, "so it is", ("x \\ne 0", "y > 0")), """\
right, on the condition below
  so it is
  where x \\ne 0
    and y > 0"""),
    "layout": (Verdict(V.EQUAL_LAYOUT, "so it is", layout="row", message="Here it is the transpose."), """\
right in row layout
  Here it is the transpose.
  so it is"""),
    "different": (Verdict(V.DIFFERENT, "the sides differ", counterexample=EXAMPLE, shape="n x d",
                          mistake="A transpose is missing."), r"""
not equal
  A transpose is missing.
  the sides differ

  for example, with n = 2, d = 1:
    X           [[1], [2]]
    \hat{w}     (3)
    \phi        t -> t^2
    ----------
    left side   (4, 5)
    right side  (6, 7)""".lstrip("\n")),
    "undecided": (Verdict(V.UNDECIDED, "time limit of 3 s reached", message="time limit of 3 s reached"), """\
could not decide
  time limit of 3 s reached"""),
}


def refused(text, start, end):
    error = fail("undeclared-name", "z is not declared", Source(text), Span(start, end), help="Declare it.")
    return Verdict(V.UNREADABLE, "z is not declared", message=str(error),
                   extra={"diagnostic": error.diagnostic})


@pytest.mark.parametrize("name", SHOWN)
def test_text(name):
    verdict, text = SHOWN[name]
    assert verdict_text(verdict) == text


def test_a_refusal_keeps_its_caret_under_what_it_points_at():
    assert verdict_text(refused("x + z", 4, 5), title="2a") == """\
2a: could not read this
  undeclared-name: z is not declared

  1 | x + z
          ^

  help: Declare it."""


def test_every_word_has_a_headline():
    assert set(HEADLINES) == set(V.EXIT_CODE)


def test_colour_is_codes_around_the_same_text():
    import re

    for verdict, text in SHOWN.values():
        painted = verdict_text(verdict, colour=True)
        assert painted.startswith("\x1b[1;") and re.sub(r"\x1b\[[\d;]*m", "", painted) == text


def test_long_sentences_are_wrapped_and_hang():
    verdict = Verdict(V.EQUAL, "word " * 40)
    assert max(map(len, verdict_text(verdict, width=60).splitlines())) <= 60


HOSTILE = "\x1b[2J\u202e\ud800<script>alert('$x$')</script>&\\(y\\)"


def everywhere():
    example = Counterexample({HOSTILE: 1}, {HOSTILE: HOSTILE}, {HOSTILE: HOSTILE}, HOSTILE, HOSTILE)
    return [Verdict(word, HOSTILE, (HOSTILE,), example, HOSTILE + "\n  ^^^ " + HOSTILE, HOSTILE, HOSTILE,
                    HOSTILE, (HOSTILE,)) for word in V.EXIT_CODE]


def test_a_hostile_text_cannot_drive_a_terminal():
    for verdict in everywhere():
        text = verdict_text(verdict, title=HOSTILE)
        assert not any(c in text for c in "\x1b\u202e\ud800")
        text.encode()


def test_a_hostile_text_is_no_markup():
    for verdict in everywhere():
        html = verdict_html(verdict, title=HOSTILE)
        assert "<script" not in html and "$" not in html and "\\" not in html


@pytest.mark.parametrize("name", SHOWN)
def test_a_record_holds_the_verdict(name):
    verdict = SHOWN[name][0]
    text = line(record(verdict, seconds=0.5))
    assert text.isascii() and "\n" not in text
    again = verdict_of(json.loads(text))
    assert again == replace(verdict, extra={}, message=again.message)
    assert again.message == verdict.message or not verdict.message


def test_the_record_of_a_refusal_points_into_the_input():
    made = json.loads(line(record(refused("x + z", 4, 5))))
    assert made["diagnostic"] == {"id": "undeclared-name", "headline": "z is not declared", "span": [4, 5]}
    assert made["conditions"] == []
