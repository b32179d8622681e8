"""Where a sheet goes: its kind told by the file's ending, written whole or not at all."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

import click

from symcheck.faces.files import write


@dataclass(frozen=True)
class Sheet:
    """A file to write: `form` is pdf, tex or html; with `latexmk` the PDF is made by TeX."""

    path: str
    form: str
    latexmk: bool = False

    @staticmethod
    def at(path: str | None, latexmk: bool = False, files: int = 1) -> Sheet | None:
        """The sheet that options ask for, or None. Raises `click.UsageError`."""
        from symcheck.report.page.files import form_of
        from symcheck.text import SymcheckError

        if path is None:
            if latexmk:
                raise click.UsageError("--latexmk says how the PDF of a sheet is made; name the sheet too")
            return None
        if files > 1:
            raise click.UsageError("a sheet is made of one FILE")
        try:
            form = form_of(path)
        except SymcheckError as error:
            raise click.UsageError(str(error)) from None
        if latexmk and form != "pdf":
            raise click.UsageError(f"--latexmk makes a PDF; {path} is none")
        return Sheet(path, form, latexmk)

    @property
    def wanted(self) -> str:
        """The form in which the page is handed over."""
        return "tex" if self.latexmk else self.form

    def written(self, made: dict[str, str]) -> bool:
        """Write what a worker made, `data` in base64; says on standard error why where it did not."""
        if "data" not in made:
            click.echo(f"symcheck: no sheet was written: {made.get('message', 'the file was not judged')}", err=True)
            return False
        return self.write(b64decode(made["data"]))

    def write(self, data: bytes) -> bool:
        """Write the sheet; True where it is there."""
        from symcheck.text import SymcheckError

        if self.latexmk:
            from symcheck.report.page.tex import pdf_by_latexmk

            try:
                data = pdf_by_latexmk(data.decode())
            except SymcheckError as error:
                click.echo(f"symcheck: cannot write {self.path}: {error}", err=True)
                return False
        return write(self.path, data)
