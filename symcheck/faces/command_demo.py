r"""`symcheck demo`: the main job on real answers to a real worksheet, right ones and wrong ones."""

from __future__ import annotations

import textwrap
import time

import click

from symcheck.faces.command_group import record_text, show
from symcheck.faces.command_line import IMPORTS
from symcheck.faces.pool import Item, Listed, Pool
from symcheck.faces.workers import Limits

SHEET = "cs189-fa20-dis7"
# part, answer, what there is to see, the verdict
ANSWERS = [
    ("2d-W1", r"\mathrm{diag}(\Phi'(\mathbf{x}^{(1)}))\mathbf{W}^{(2)\top}\mathbf{x}^{(4)}\mathbf{x}^\top",
     "The gradient by the first layer's weights, in terms of the intermediates.", "equal"),
    ("2d-W1", r"\left(\Phi'(W^{(1)}x + b) \odot W^{(2)\top}(W^{(2)}\Phi(W^{(1)}x + b) - y)\right) x^\top",
     "The same, written out and with an elementwise product: another form, as right.", "equal"),
    ("2d-W1", r"\mathrm{diag}(\Phi'(x^{(1)})) W^{(2)} x^{(4)} x^\top",
     "A transpose is left out. Both weight matrices are square, so the shapes do not show it; "
     "numbers do.", "different"),
    ("2d-W1", r"\mathrm{diag}(\Phi'(x^{(1)})) W^{(2)\top} x^{(4)} x",
     "The last transpose is left out: now the shapes do not fit.", "unreadable"),
    ("2d-b", r"W^{(2)\top}\left(W^{(2)}\Phi(x^{(1)}) - y\right) \odot \Phi'(x^{(1)})",
     "The gradient by the bias.", "equal"),
    ("2a", "4x^3 + x", "A derivative with a factor lost.", "different"),
]


@click.command("demo")
def command():
    """Judge real answers to a real worksheet: right ones, wrong ones, one in another form."""
    styles = show()
    begun = time.monotonic()
    click.echo(f"Worksheet {SHEET}, problem 2d: the loss of a network with two layers,\n"
               "    ℓ = ½ ‖W⁽²⁾ Φ(W⁽¹⁾ x + b) - y‖²,\n"
               "and students' answers for its gradients. No answer key is stored: the right answers are\n"
               "derived from the loss.\n")
    jobs = [Item({"id": k, "do": "check", "worksheet": SHEET, "part": part, "answer": answer,
                  "show": {**styles, "width": styles["width"] - 4}})
            for k, (part, answer, _, _) in enumerate(ANSWERS)]
    as_wanted = True
    with Pool(1, Limits(), imports=IMPORTS["check"], fork=True) as pool:
        for record in pool.records(Listed(jobs)):
            part, answer, says, word = ANSWERS[record["id"]]
            as_wanted &= record["verdict"] == word
            click.echo("\n".join(textwrap.wrap(says, styles["width"])))
            click.echo(f"  {part}:  {answer}")
            click.echo(textwrap.indent(record.get("text") or record_text(record), "    ") + "\n")
    click.echo(f"{len(ANSWERS)} answers judged in {time.monotonic() - begun:.1f} s. Your own:\n"
               f"  symcheck check {SHEET} 2d-x 'ANSWER'\n  symcheck worksheets")
    return 0 if as_wanted else 3
