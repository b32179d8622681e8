"""JSON lines to jobs: a bad line becomes a record that says so, and the lines after it are served.

The input may be a pipe whose writer waits for each answer before it writes the next line, so lines are
handed on as they come.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable

from symcheck.faces.pool import Item
from symcheck.faces.workers import Record

LINE_BYTES = 4 << 20
_READ = 1 << 16

EQUAL_FIELDS = {"lhs": str, "rhs": str}
CHECK_FIELDS = {"worksheet": str, "part": str, "answer": str}
_KINDS = {str: "text", list: "a list", bool: "true or false"}


class LineFeed:
    """Items from the JSON lines of a file descriptor; `to_job` makes a record a job or raises."""

    def __init__(self, fd: int, to_job: Callable[[Record], Record]):
        self._fd, self._to_job = fd, to_job
        self._rest = bytearray()
        self._skipping = False  # inside a line that is too long
        self._number = 0
        self.done = False

    def fileno(self) -> int:
        return self._fd

    def take(self) -> list[Item]:
        chunk = os.read(self._fd, _READ)
        items: list[Item] = []
        if not chunk:
            self.done = True
            if self._rest and not self._skipping:
                items += self._item(bytes(self._rest))
            return items
        self._rest += chunk
        *lines, rest = self._rest.split(b"\n")
        self._rest = rest
        for line in lines:
            if self._skipping:
                self._skipping = False
            else:
                items += self._item(bytes(line))
        if len(self._rest) > LINE_BYTES:
            if not self._skipping:
                items += self._item(bytes(self._rest))
            self._skipping, self._rest = True, bytearray()
        return items

    def _item(self, line: bytes) -> list[Item]:
        """The item of one line; none for a blank one."""
        self._number += 1
        if self._number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            return []
        record: Record = {}
        try:
            if len(line) > LINE_BYTES:
                raise ValueError(f"the line is longer than {LINE_BYTES >> 20} MiB")
            record = _object(line)
            job = {**self._to_job(record), **_id(record)}
            return [Item(job, size=len(line))]
        except ValueError as error:
            message = f"line {self._number}: {error}"
            return [Item(record={**_id(record), **unreadable(message)})]


def unreadable(message: str) -> Record:
    """The record of a line that holds no case."""
    return {"verdict": "unreadable", "evidence": "the line could not be read", "conditions": [],
            "message": message, "seconds": 0.0}


def equal_job(record: Record) -> Record:
    """The job of a line of `equal --batch`."""
    _require(record, EQUAL_FIELDS)
    declare = record.get("declare") or []
    if isinstance(declare, str):
        declare = [declare]
    if not isinstance(declare, list) or not all(isinstance(d, str) for d in declare):
        raise ValueError('"declare" must be a list of declarations and definitions')
    layout = record.get("layout")
    if layout is not None and layout not in ("column", "row", "either"):
        raise ValueError('"layout" must be "column", "row" or "either"')
    return {"do": "equal", "declare": declare, "lhs": record["lhs"], "rhs": record["rhs"],
            "layout": layout}


def check_job(record: Record) -> Record:
    """The job of a line of `check --file`."""
    _require(record, CHECK_FIELDS)
    return {"do": "check", **{key: record[key] for key in CHECK_FIELDS}}


def _object(line: bytes) -> Record:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"invalid UTF-8 at byte {error.start + 1}") from None
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"invalid JSON at character {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        raise ValueError("invalid JSON: nested too deeply") from None
    if not isinstance(record, dict):
        raise ValueError("invalid line: a JSON object is wanted")
    return record


def _require(record: Record, fields: dict[str, type]) -> None:
    for key, kind in fields.items():
        if key not in record:
            raise ValueError(f'"{key}" is missing')
        if not isinstance(record[key], kind):
            raise ValueError(f'"{key}" must be {_KINDS[kind]}')


def _id(record: Record) -> Record:
    return {"id": record.get("id")}
