"""`symcheck worksheets`: what there is, or one worksheet's parts with what each asks."""

from __future__ import annotations

import textwrap

import click

from symcheck.faces.command_group import show
from symcheck.report.json import line


@click.command("worksheets")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def command(name, as_json):
    """List the worksheets, or the parts of worksheet NAME and what each asks."""
    from symcheck.course import load_worksheet, worksheet_names
    from symcheck.text import SymcheckError

    if name is None:
        sheets = [load_worksheet(known) for known in worksheet_names()]
        if as_json:
            click.echo(line([_record(sheet) for sheet in sheets]))
            return 0
        margin = max((len(sheet.name) for sheet in sheets), default=0) + 2
        for sheet in sheets:
            click.echo(f"{sheet.name.ljust(margin)}{sheet.title} ({len(sheet.parts)} parts)")
        click.echo("\n`symcheck worksheets NAME` shows a worksheet's parts.")
        return 0
    try:
        sheet = load_worksheet(name)
    except SymcheckError as error:
        raise click.UsageError(str(error)) from None
    click.echo(line(_record(sheet)) if as_json else _listing(sheet, show()["width"]))
    return 0


def _record(sheet) -> dict:
    return {"name": sheet.name, "title": sheet.title, "source": sheet.source,
            "parts": [{"id": part.id, "text": part.plain} for part in sheet.parts]}


def _listing(sheet, width: int) -> str:
    """Title, text and parts, each part's text beside its id; a problem's text before its parts."""
    from symcheck.report.formula.plain import in_unicode as plain

    lines = [sheet.title, *([sheet.source] if sheet.source else []), ""]
    for paragraph in plain(sheet.text).strip().split("\n\n"):
        lines += [*textwrap.wrap(paragraph, width, break_long_words=False), ""]
    margin = max(len(part.id) for part in sheet.parts) + 2
    problem = None
    for part in sheet.parts:
        if part.problem is not problem and part.problem.text:
            problem = part.problem
            lines += [*([""] if lines[-1] else []), *textwrap.wrap(plain(problem.text), width, break_long_words=False,
                                                                   break_on_hyphens=False), ""]
        lines += textwrap.wrap(part.plain, width, initial_indent=part.id.ljust(margin),
                               subsequent_indent=" " * margin, break_long_words=False,
                               break_on_hyphens=False)
    return "\n".join(lines)
