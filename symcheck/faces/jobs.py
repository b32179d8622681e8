"""What a worker does with one job: a dict in, the record of the contract out.

    {"do": "equal", "declare": [...], "lhs", "rhs", "layout"?}
    {"do": "check", "worksheet", "part", "answer"}
    {"do": "verify", "name", "text", "kind"?, "worksheet"?, ...}    a derivation
    {"do": "read key", "worksheet", "name", "text", "kind"?}        what a key gives, part by part
    {"do": "key", "worksheet", "parts", "attempts", "line"}         one of these, judged

With `"show": {"colour", "width"}` the record also holds the verdict's terminal text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from symcheck.report.json import record

if TYPE_CHECKING:
    from symcheck.judge.derivation.outcome import Derivation
    from symcheck.judge.verdict import Verdict
    from symcheck.read.context import Context

CONTEXTS = 256  # contexts kept, since the lines of a batch often share their declarations
VERDICTS = 1024  # verdicts kept, since many students give the same answer
KEPT_CHARACTERS = 5_000  # of the answers whose verdicts are kept
FIELDS = ("lhs", "rhs", "layout", "worksheet", "part", "answer")


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """The record of a job, without its time."""
    if job["do"] in DOCUMENTS:
        return DOCUMENTS[job["do"]](job)
    fields = [job.get(key) for key in FIELDS]
    short = sum(len(field or "") for field in fields) <= KEPT_CHARACTERS
    judge = judged if short else judged.__wrapped__
    verdict = judge(job["do"], tuple(job.get("declare", ())), *fields)
    result = record(verdict)
    show = job.get("show")
    if show is not None:
        from symcheck.report.text import verdict_text

        result["text"] = verdict_text(verdict, **show)
    return result


def _verified(job: dict[str, Any]) -> dict[str, Any]:
    """The record of a document, and its terminal text."""
    from symcheck.faces.documents import derivation_of

    derivation = derivation_of(job["text"], job["name"], job.get("kind"), worksheet=job.get("worksheet"),
                               part=job.get("part"), layout=job.get("layout"), gaps=bool(job.get("gaps")),
                               seconds=job.get("seconds"))
    result = {**derivation.as_dict(), "exit_code": derivation.exit_code}
    if job.get("show") is not None:
        from symcheck.report.derivation_text import derivation_text

        result["text"] = derivation_text(derivation, text=job["text"], **job["show"])
    if job.get("sheet"):
        result["sheet"] = _sheet(job, derivation)
    return result


def _sheet(job: dict[str, Any], derivation: Derivation) -> dict[str, str]:
    """The judged document as a file of the kind that `sheet` names, in base64; or what is missing."""
    from base64 import b64encode

    from symcheck.read.documents import read_document
    from symcheck.report.derivation_page import derivation_page
    from symcheck.report.page.files import in_form
    from symcheck.text import SymcheckError

    page = derivation_page(read_document(job["text"], job["name"], job.get("kind")), derivation)
    try:
        return {"data": b64encode(in_form(page, job["sheet"])).decode()}
    except SymcheckError as error:
        return {"message": str(error)}


def _key(job: dict[str, Any]) -> dict[str, Any]:
    """What a key gives for the parts of a worksheet."""
    from symcheck.course import load_worksheet
    from symcheck.course.key import read_key

    given = read_key(load_worksheet(job["worksheet"]), job["text"], job["name"], job.get("kind"))
    return {"given": [[g.parts, g.attempts, g.line] for g in given]}


def _keyed(job: dict[str, Any]) -> dict[str, Any]:
    """The verdict on what a key gives; without `part` where it is about none."""
    from symcheck.course import load_worksheet
    from symcheck.course.key import Given, judged

    found = judged(load_worksheet(job["worksheet"]),
                   Given(tuple(job["parts"]), tuple(job["attempts"]), job["line"]))
    if found is None:
        return {}
    extra = {key: found.verdict.extra[key] for key in ("sentence", "sides") if key in found.verdict.extra}
    return {**record(found.verdict), "part": found.part, "answer": found.answer, "extra": extra}


def _derived(job: dict[str, Any]) -> dict[str, Any]:
    """The record of a worked solution, and its text."""
    from symcheck.faces.derivations import derived

    return derived(job)


def _graph(job: dict[str, Any]) -> dict[str, Any]:
    from symcheck.faces.graphs import graph_record

    return graph_record(job)


def _sketch(job: dict[str, Any]) -> dict[str, Any]:
    from symcheck.faces.sketching import sketch_record

    return sketch_record(job)


DOCUMENTS = {"graph": _graph, "sketch": _sketch, "derive": _derived, "verify": _verified, "read key": _key, "key": _keyed}


@lru_cache(VERDICTS)
def judged(do: str, declare: tuple[str, ...], lhs: str, rhs: str, layout: str | None, worksheet: str,
           part: str, text: str) -> Verdict:
    """The verdict on a job's fields."""
    if do == "check":
        return check_verdict(worksheet, part, text)
    return equal_verdict(declare, lhs, rhs, layout)


def equal_verdict(declare: tuple[str, ...], lhs: str, rhs: str, layout: str | None) -> Verdict:
    """The verdict on two sides under declarations; any of them may be unreadable."""
    from symcheck.judge.equality import equal
    from symcheck.judge.verdict import unreadable
    from symcheck.text import SymcheckError

    try:
        context = context_of(declare)
    except SymcheckError as error:
        return unreadable(error)
    return equal(context, lhs, rhs, layout)


def check_verdict(worksheet: str, part: str, text: str) -> Verdict:
    """The verdict on an answer to a part of a worksheet."""
    from symcheck.course import load_worksheet
    from symcheck.judge.verdict import unreadable
    from symcheck.text import SymcheckError

    try:
        return load_worksheet(worksheet).check(part, text)
    except SymcheckError as error:
        return unreadable(error)


@lru_cache(CONTEXTS)
def context_of(declare: tuple[str, ...]) -> Context:
    """The context of some declarations and definitions. Raises `SymcheckError`."""
    from symcheck.read.context import Context

    return Context(declare)
