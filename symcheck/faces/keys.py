"""A key checked under limits: each of its answers is judged in a worker, and one that hangs is undecided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from symcheck.faces.command_group import show
from symcheck.faces.command_line import IMPORTS
from symcheck.faces.workers import Limits, Record, Worker, ask, next_worker

if TYPE_CHECKING:
    from symcheck.course.key import CheckedKey


def checked_key(worker: Worker, job: Record, use: Limits) -> CheckedKey | None:
    """The key that a document is, judged part by part; None where no label of it names a part.

    `worker` reads the document; each answer has the limits `use`. Raises `click.UsageError` for a
    worksheet that there is not.
    """
    from symcheck.course import load_worksheet
    from symcheck.course.key import Answered, Given, assembled
    from symcheck.report.json import verdict_of
    from symcheck.text import SymcheckError

    try:
        sheet = load_worksheet(job["worksheet"])
    except SymcheckError as error:
        raise click.UsageError(str(error)) from None
    given = [Given(tuple(parts), tuple(attempts), line)
             for parts, attempts, line in ask(worker, {**job, "do": "read key"}).get("given", ())]
    if not any(g.parts for g in given):
        return None
    answers: list[tuple[Given, Answered | None]] = []
    judging = None
    try:
        for g in given:
            if not g.parts:
                answers.append((g, None))
                continue
            judging = next_worker(judging, use, IMPORTS["check"])
            found = ask(judging, {"do": "key", "worksheet": sheet.name, "parts": g.parts,
                                  "attempts": g.attempts, "line": g.line})
            if "verdict" not in found:
                answers.append((g, None))
                continue
            answers.append((g, Answered(found.get("part", g.parts[0]), g.line, found.get("answer", g.attempts[0]),
                                        replace(verdict_of(found), extra=found.get("extra", {})))))
    finally:
        if judging is not None:
            judging.end()
    return assembled(sheet, job["name"], answers)


def printed(key: CheckedKey, as_json: bool) -> str:
    """The key as a line of JSON or as text."""
    from symcheck.report.key_text import key_record, key_text

    if as_json:
        from symcheck.report.json import line

        return line(key_record(key))
    return key_text(key, **show())


def key_sheet(key: CheckedKey, form: str) -> dict[str, str]:
    """The key as a file in a form, `data` in base64; or `message`, where the typesetter is missing."""
    from base64 import b64encode

    from symcheck.course import load_worksheet
    from symcheck.course.key_page import key_page
    from symcheck.report.page.files import in_form
    from symcheck.text import SymcheckError

    try:
        return {"data": b64encode(in_form(key_page(key, load_worksheet(key.worksheet)), form)).decode()}
    except SymcheckError as error:
        return {"message": str(error)}
