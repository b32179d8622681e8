"""The notebooks of `docs/notebooks/`: executed cell by cell, as a student would."""

import ast
import contextlib
import io
import json
import warnings

import pytest

from tests.readme import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
SHOWN = ("_repr_mimebundle_", "_repr_html_", "_repr_png_")


def executed(path):
    """(source, what the last line shows in a notebook, what was printed) of every code cell."""
    names = {"__name__": "__main__"}
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            exec(compile(tree, path.name, "exec"), names)
            value = None if last is None else eval(compile(last, path.name, "eval"), names)
        yield "".join(cell["source"]), value, printed.getvalue()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_every_cell_runs_and_shows_something(path):
    shown = []
    for source, value, printed in executed(path):
        assert value is not None or printed, source
        method = next((m for m in SHOWN if hasattr(value, m) and getattr(value, m)()), None)
        shown.append((source, method or str(value), printed))
    assert len(shown) > 10
    if path.name == "training.ipynb":
        methods = [m for _, m, _ in shown]
        assert methods[0] == "_repr_html_" and methods.count("_repr_png_") >= 9
        reports = [text for _, text, _ in shown if text.startswith(("forward pass", "backward pass"))]
        assert [r.splitlines()[0].split()[-1] for r in reports] == ["right", "wrong", "right"]
        assert "where its derivative belongs" in reports[1]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_is_kept_without_outputs(path):
    """Outputs would be stale one day, and fill the history with pictures."""
    book = json.loads(path.read_text())
    assert book["nbformat"] == 4
    assert all(not c.get("outputs") and c.get("execution_count") is None for c in book["cells"])
    assert len({c["id"] for c in book["cells"]}) == len(book["cells"])
