"""An experiment as an `.npz` file and back. The file holds arrays and JSON, never pickled objects."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import numpy as np

from symcheck.text import SymcheckError
from symcheck.text.diagnostic import fail
from symcheck.train.relu.run import Experiment, History
from symcheck.train.relu.settings import LARGEST_SAVES, Samples, Settings

FORMAT = 1
LARGEST = 2 * LARGEST_SAVES  # bytes of all arrays
_COLUMNS = ("steps", "w1", "b1", "w2", "b2", "train_error", "test_error")


def save(experiment: Experiment, path: str | os.PathLike) -> None:
    """Write the file whole or not at all: an interruption leaves the old one."""
    about = {"format": FORMAT, "settings": experiment.settings.record(),
             "runs": [{"mode": h.mode, "width": h.width, "ended": h.ended} for h in experiment.runs]}
    arrays = {f"run{n}_{c}": getattr(h, c) for n, h in enumerate(experiment.runs) for c in _COLUMNS}
    path = Path(path)
    beside = path.with_name(path.name + ".part")
    with open(beside, "wb") as file:
        np.savez_compressed(file, about=np.array(json.dumps(about)), **experiment.samples._asdict(), **arrays)
    os.replace(beside, path)


def load(path: str | os.PathLike) -> Experiment:
    """The experiment in a file. Raises `SymcheckError` (`bad-save`) where it is none, and `OSError`."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise _bad(path, f"unpacked it is larger than {LARGEST >> 20} MiB")
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(str(file["about"]))
            if about["format"] != FORMAT:
                raise _bad(path, f"its format is {about['format']!r}, not {FORMAT}")
            settings = Settings.of_record(about["settings"])
            samples = Samples(*(file[name] for name in Samples._fields))
            runs = [_history(file, n, r, settings) for n, r in enumerate(about["runs"])]
    except (KeyError, ValueError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise _bad(path, f"{type(error).__name__}: {error}") from None
    if len(samples.x) != settings.samples or not all(np.isfinite(a).all() for a in samples):
        raise _bad(path, "the samples are not those of its settings")
    return Experiment(settings, samples, runs)


def _history(file, number: int, record: dict, settings: Settings) -> History:
    columns = [file[f"run{number}_{c}"] for c in _COLUMNS]
    saves, width = len(columns[0]), record["width"]
    shapes = [(saves,), *[(saves, width)] * 3, *[(saves,)] * 3]
    if not saves or [c.shape for c in columns] != shapes:
        raise ValueError(f"run {number} has arrays of other shapes")
    return History(record["mode"], width, settings.rate(record["mode"]), *columns, record["ended"])


def _bad(path, why: str) -> SymcheckError:
    return fail("bad-save", f"{os.fspath(path)} holds no training that can be read", help=f"({why})")
