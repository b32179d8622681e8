"""`symcheck sheet`: a worksheet's problems, with worked solutions, as LaTeX, PDF or HTML."""

from __future__ import annotations

import click

from symcheck.faces.sheets import Sheet


@click.command("sheet")
@click.argument("worksheet")
@click.option("-o", "--output", "output", metavar="OUT",
              help="The file to write: .pdf, .tex or .html. LaTeX on standard output if not given.")
@click.option("--problems-only", is_flag=True, help="The students' sheet: no solutions, room to write.")
@click.option("--layout", type=click.Choice(["column", "row"]), default="column", show_default=True,
              help="Layout of derivatives.")
@click.option("--latexmk", is_flag=True, help="Make the PDF with TeX instead of the embedded typesetter.")
def command(worksheet, output, problems_only, layout, latexmk):
    """Print WORKSHEET with the solutions that are derived from it; `symcheck worksheets` lists them.

    \b
    symcheck sheet cs189-fa20-dis7 -o solutions.pdf
    symcheck sheet cs189-fa20-dis7 -o problems.pdf --problems-only
    """
    from symcheck.text import SymcheckError

    out = Sheet.at(output, latexmk)
    try:
        from symcheck.course import load_worksheet
        from symcheck.course.sheet import sheet_page
        from symcheck.report.page.files import in_form

        page = sheet_page(load_worksheet(worksheet), problems_only=problems_only, layout=layout)
        data = in_form(page, out.wanted if out is not None else "tex")
    except SymcheckError as error:
        raise click.UsageError(str(error)) from None
    if out is None:
        click.echo(data.decode(), nl=False)
        return 0
    return 0 if out.write(data) else 2
