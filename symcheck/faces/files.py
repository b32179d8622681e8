"""Files of the command line: read within bounds, written whole or not at all."""

from __future__ import annotations

import os
import sys
from base64 import b64decode
from pathlib import Path

import click

from symcheck.faces.workers import Record


def read(path: str, most: int) -> bytes:
    """What stands in a file, or for `-` on standard input. Raises `click.UsageError` where it cannot be read or
    is longer than `most` bytes."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > most:
        size = f"{most >> 20} MiB" if most >> 20 else f"{most >> 10} KiB"
        raise click.UsageError(f"{path} is larger than {size}")
    return data


def form_of(path: str, endings: dict[str, str]) -> str:
    """The form that the ending of a file's name asks for. Raises `click.UsageError` for other endings."""
    form = endings.get(Path(path).suffix.lower())
    if form is None:
        raise click.UsageError(f"{path}: the file's name must end in {', '.join(endings)}")
    return form


def write(path: str, data: bytes) -> bool:
    """Write a file and say so on standard error, or why it is not there; True where it is."""
    partial = f"{path}.part"
    try:
        with open(partial, "wb") as file:
            file.write(data)
        os.replace(partial, path)
    except OSError as error:
        click.echo(f"symcheck: cannot write {path}: {error.strerror}", err=True)
        return False
    click.echo(f"wrote {path}", err=True)
    return True


def put(data: bytes, path: str | None) -> int:
    """Write what was made, or print it where no file is named; the result is the exit code."""
    if path is not None:
        return 0 if write(path, data) else 2
    click.echo(data.decode(), nl=False)
    return 0


def put_drawing(record: Record, path: str | None) -> int:
    """`put` for the `data` of a record in base64, or the reason why there is none; the result is the exit code."""
    if "data" in record:
        return put(b64decode(record["data"]), path)
    message = record.get("message", "nothing was drawn")
    if record.get("exit_code") == 2:
        raise click.UsageError(message)
    click.echo(f"symcheck: {message}", err=True)
    return 3
