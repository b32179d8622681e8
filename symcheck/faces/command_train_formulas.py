"""`symcheck train formulas`: what the trainer runs, in LaTeX, judged before your eyes."""

from __future__ import annotations

import click


@click.command("formulas")
@click.option("--latex", is_flag=True, help="Print the formulas only, as Markdown that `symcheck verify` reads.")
def command(latex):
    """Show the formulas that the trainer runs, and verify each against the derivative of the loss.

    The exit code is that of `symcheck verify`: 0 where all are right.
    """
    from symcheck.train import formulas
    from symcheck.train.network.optimizers import RULES

    text = formulas.shown()
    click.echo(text)
    if latex:
        return 0
    for rule in RULES.values():
        click.echo(f"{rule.name}, {rule.says}:\n")
        for line in rule.latex[:-1]:
            click.echo(f"    {line}")
        click.echo(f"    \\theta \\leftarrow {rule.latex[-1]}\n")
    from symcheck import verify

    judged = verify(text)
    click.echo(judged)
    return judged.exit_code
