"""The JSON record of a verdict: the contract that other programs read. ASCII only, one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from symcheck.judge import verdict as V

if TYPE_CHECKING:
    from symcheck.judge.verdict import Verdict


def record(verdict: Verdict, **more: Any) -> dict[str, Any]:
    """{"verdict", "evidence", "conditions", "counterexample"?, "mistake"?, "message"?, ...} and `more`.

    A refusal also gives its `diagnostic`: the message's frozen id and the span it points at,
    offsets from 0 into the text that was given.
    """
    result = {**verdict.as_dict(), **more}
    if verdict.word in (V.UNDECIDED, V.UNREADABLE):
        result.setdefault("message", verdict.evidence)
    diagnostic = verdict.extra.get("diagnostic")
    if diagnostic is not None:
        result["diagnostic"] = {"id": diagnostic.id, "headline": diagnostic.headline}
        if diagnostic.span is not None:
            result["diagnostic"]["span"] = [diagnostic.span.start, diagnostic.span.end]
    return result


def line(record: dict[str, Any]) -> str:
    """A record as one line of ASCII, whatever characters stand in it."""
    return json.dumps(record, ensure_ascii=True)


def verdict_of(record: dict[str, Any]) -> Verdict:
    """The verdict of a record, for showing it."""
    example = record.get("counterexample")
    return V.Verdict(
        record["verdict"], record.get("evidence", ""), tuple(record.get("conditions", ())),
        None if example is None else V.Counterexample(**example),
        **{key: record.get(key, "") for key in ("message", "mistake", "layout", "shape")},
        notes=tuple(record.get("notes", ())))
