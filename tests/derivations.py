"""The worked documents of `derivations/` and `tests/documents/`, and the errors planted in them.

Beside NAME.md or NAME.tex stands NAME.flaws, a table with a row for each planted error:

    line | old text => new text | mistake

The old text stands once in that line of the document. `-` is a mistake without a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "derivations", ROOT / "tests" / "documents")


@dataclass(frozen=True)
class Flaw:
    path: Path
    line: int
    old: str
    new: str
    mistake: str

    @property
    def id(self) -> str:
        return f"{self.path.stem}:{self.line}:{self.old}"

    def planted(self) -> str:
        """The document with the error in it."""
        rows = self.path.read_text("utf-8").split("\n")
        row = rows[self.line - 1]
        assert row.count(self.old) == 1, f"{self.id}: the text stands {row.count(self.old)} times"
        rows[self.line - 1] = row.replace(self.old, self.new)
        return "\n".join(rows)


def documents() -> list[Path]:
    return sorted(p for folder in FOLDERS if folder.is_dir() for p in folder.iterdir()
                  if p.suffix in (".md", ".tex") and p.name != "README.md")


def flaws(path: Path) -> list[Flaw]:
    table = path.with_suffix(".flaws")
    if not table.exists():
        return []
    found = []
    for number, row in enumerate(table.read_text("utf-8").splitlines(), 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        line, rest = row.split("|", 1)
        edit, mistake = rest.rsplit("|", 1)
        assert " => " in edit, f"{table.name}:{number}: no ` => `"
        old, new = edit.split(" => ", 1)
        found.append(Flaw(path, int(line), old.strip(" ") if old.strip() else old, new.strip(" "),
                          mistake.strip()))
    return found
