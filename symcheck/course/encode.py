"""SymPy objects as LaTeX declarations and definitions, through the bridge.

`python -m symcheck.course.encode` writes the lines of every worksheet beside its module.
"""

from __future__ import annotations

from symcheck.course.problem import Problem, Row, digest, store
from symcheck.expr import Function, Variable
from symcheck.expr.latex import to_latex
from symcheck.read.context import Context

LETTERS = "ijkl"  # indices that number the members of a declared family
TRAITS = {"positive": "> 0", "nonnegative": r"\ge 0", "negative": "< 0", "nonzero": r"\ne 0"}


def encoded(problem: Problem) -> tuple[str, ...]:
    """The lines of a problem's rows. Raises `SymcheckError` where a row cannot be said."""
    context = Context(layout="either")
    lines: list[str] = []
    for row in problem.rows():
        for line in _row_lines(row, context):
            context.declare(line)
            lines.append(line)
    return tuple(lines)


def _row_lines(row: Row, context: Context) -> list[str]:
    if isinstance(row, str):
        return [row]
    if isinstance(row, tuple):
        from symcheck.bridge.sympy_in import from_sympy

        name, value = row
        return [f"{_spelled(name)} = {to_latex(from_sympy(value, context))}"]
    from symcheck.bridge.sympy_scope import declarations_from_sympy

    return [declaration(thing) for thing in declarations_from_sympy([row])]


def _spelled(name) -> str:
    """The left side of a definition: LaTeX, a symbol, a member `z[i]` or a function's `f(x)`."""
    if isinstance(name, str):
        return name
    from symcheck.bridge.sympy_scope import spelled

    return spelled(name)


def declaration(thing: Variable | Function) -> str:
    r"""The line that declares a variable or function: `W \in \mathbb{R}^{m \times n}`, `\lambda > 0`."""
    if isinstance(thing, Function):
        return rf"{thing.name} : \mathbb{{R}} \to \mathbb{{R}}"
    m, n = thing.shape
    if thing.family:
        letters = LETTERS[: len(thing.family)]
        ranges = ", ".join(rf"{k} = 1, \dots, {size}" for k, size in zip(letters, thing.family))
        return rf"{thing.name}_{{{''.join(letters)}}} \in \mathbb{{R}}, {ranges}"
    if thing.shape == (1, 1):
        for trait, words in TRAITS.items():
            if trait in thing.traits:
                return f"{thing.name} {words}"
        numbers = r"\mathbb{Z}" if "integer" in thing.traits else r"\mathbb{R}"
        return rf"{thing.name} \in {numbers}"
    return rf"{thing.name} \in \mathbb{{R}}^{{{m}}}" if n == 1 else (
        rf"{thing.name} \in \mathbb{{R}}^{{{m} \times {n}}}")


def write() -> None:
    """Keep the lines of every worksheet beside its module."""
    from symcheck.course.worksheet import load_worksheet, worksheet_names

    for name in worksheet_names():
        worksheet = load_worksheet(name)
        files = {p.rows.__code__.co_filename for p in worksheet.problems}
        for file in sorted(files):
            text = [digest(file)]
            for problem in worksheet.problems:
                text += [f"[{problem.name}]", *encoded(problem)]
            store(file).write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
