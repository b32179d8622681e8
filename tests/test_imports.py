"""Who may import whom (design, section 2): a folder imports what stands above it; SymPy and NumPy are lazy."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["text", "expr", "read", "tensor", "bridge", "judge", "derive", "report", "course", "train",
         "faces"]
NOT = {("read", "tensor"), ("tensor", "read")}  # both know expr, neither the other
SYMPY = {"sympy", "latex2sympy2_extended", "antlr4"}
SYMPY_FOLDERS = {"bridge"}
PUBLIC = {"Context", "SymcheckError", "Verdict", "Worksheet", "check", "derive", "equal",
          "load_worksheet", "read", "sketch", "verify"}


def imported(tree):
    """(module, whether at the top level) of every import in a file, those by name included."""
    lazy = {n for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.Lambda)
            for n in ast.walk(f)}
    typing = {n for f in ast.walk(tree) if isinstance(f, ast.If) and "TYPE_CHECKING" in ast.dump(f.test)
              for n in ast.walk(f)}
    for node in ast.walk(tree):
        if node in typing:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node not in lazy
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node not in lazy
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "import_module", "__import__") and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value, False


def faults(text, folder):
    """What a file of `folder` may not import."""
    found = []
    for name, _ in imported(ast.parse(text)):
        parts = name.split(".")
        if parts[0] in SYMPY and folder not in SYMPY_FOLDERS:
            found.append(f"{name}: SymPy is for bridge/ and worksheets")
        if parts[0] == "worksheets" and folder != "course":
            found.append(f"{name}: only course/ loads worksheets")
        if parts[0] != "symcheck" or len(parts) < 2 or parts[1] not in ORDER:
            continue
        other = parts[1]
        if ORDER.index(other) > ORDER.index(folder) or (folder, other) in NOT:
            found.append(f"{name}: {folder}/ may not know {other}/")
    return found


# The rooms of `judge/derivation/` in the order of its docstring: a room imports what stands above it.
ROOMS = re.findall(r"^    (\w+)(?:/|\.py) ", (ROOT / "symcheck/judge/derivation/__init__.py").read_text(), re.M)
STEPS = sorted((ROOT / "symcheck/judge/derivation").glob("**/*.py"))


def room_faults(text, room):
    """What a file of the room `room` of `judge/derivation/` may not import."""
    rooms = [name.split(".")[3] for name, _ in imported(ast.parse(text)) if name.startswith("symcheck.judge.derivation.")]
    return [other for other in rooms if ROOMS.index(other) > ROOMS.index(room)]


@pytest.mark.parametrize("path", STEPS, ids=[str(p.relative_to(ROOT)) for p in STEPS])
def test_a_room_of_derivations_imports_only_what_stands_above_it(path):
    room = path.relative_to(ROOT / "symcheck/judge/derivation").with_suffix("").parts[0]
    assert room == "__init__" or not room_faults(path.read_text(), room)


def test_a_planted_room_is_caught():
    assert room_faults("from symcheck.judge.derivation.prose.prose import Prose", "names") == ["prose"]
    assert not room_faults("from symcheck.judge.derivation.names import fresh", "prose")


def test_a_package_lists_its_modules():
    for package in (p.parent for p in STEPS if p.name == "__init__.py" and p.parent.name != "derivation"):
        listed = re.findall(r"^    (\w+)\.py ", (package / "__init__.py").read_text(), re.M)
        assert sorted(listed) == sorted(p.stem for p in package.glob("*.py") if p.stem != "__init__"), package.name


FILES = sorted(path for folder in ORDER for path in (ROOT / "symcheck" / folder).glob("**/*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_a_folder_imports_only_what_stands_above_it(path):
    folder = path.relative_to(ROOT / "symcheck").parts[0]
    assert not faults(path.read_text(), folder)


# folder, a planted import, whether it must be caught
PLANTED = [
    ("expr", "from symcheck.read.context import Context", True),
    ("expr", "from symcheck import read", True),
    ("read", "import symcheck.tensor.array", True),
    ("tensor", "from symcheck.read import tokens", True),
    ("judge", "def f():\n    from symcheck.report.text import verdict_text", True),
    ("judge", "def f():\n    import sympy as sp", True),
    ("faces", "from sympy import Symbol", True),
    ("report", "def f():\n    return import_module('symcheck.faces.jobs')", True),
    ("judge", "import worksheets.cs189_fa20_dis7", True),
    ("bridge", "import sympy", False),
    ("judge", "from symcheck.bridge.sympy_in import from_sympy", False),
    ("faces", "from symcheck.course import load_worksheet", False),
]


@pytest.mark.parametrize("folder, text, bad", PLANTED)
def test_a_planted_import_is_caught(folder, text, bad):
    assert bool(faults(text, folder)) == bad


def test_worksheets_use_the_public_names():
    for path in (ROOT / "worksheets").glob("**/*.py"):
        for name, _ in imported(ast.parse(path.read_text())):
            parts = name.split(".")
            if parts[0] == "symcheck":
                assert parts[1] in PUBLIC or parts[:2] == ["symcheck", "course"], f"{path.name}: {name}"


def test_heavy_packages_are_imported_lazily():
    """At the top level, NumPy only in modules that are themselves imported when they are needed."""
    heavy = after("import symcheck.judge.equality, symcheck.read.declare, symcheck.faces.jobs",
                  "import symcheck.faces.command_equal, symcheck.report.text")
    assert not heavy & {"sympy", "numpy", "rich", "pebble", "antlr4", "mpmath"}


def test_a_simple_equal_does_not_import_sympy():
    judged = after("from symcheck.faces.jobs import answer", *(
        f"assert answer({job!r})['verdict'] == {word!r}" for job, word in SIMPLE))
    assert "symcheck.judge.equality" in judged
    assert not judged & {"sympy", "latex2sympy2_extended", "antlr4"}


def test_importing_symcheck_costs_nothing():
    assert not after("import symcheck") & {"sympy", "numpy", "click", "dataclasses", "inspect"}
    assert after("from symcheck import *; equal, read('1 + 1')")


def test_the_parent_of_a_single_check_imports_no_engine():
    names = after("from symcheck.faces.command_line import main",
                  r"assert main(['equal', 'x + x', '2x', '--declare', r'x \in \mathbb{R}']) == 0")
    assert not names & {"numpy", "sympy", "rich", "symcheck.read.context", "symcheck.judge.equality"}


X = {"do": "equal", "declare": [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d"]}
SIMPLE = [
    ({**X, "lhs": r"\nabla_w \|Xw\|^2", "rhs": r"2X^\top X w"}, "equal"),
    ({**X, "lhs": r"\nabla_w \|Xw\|^2", "rhs": r"X^\top X w"}, "different"),
    ({**X, "lhs": r"\nabla_w \|Xw\|^2", "rhs": r"X X w"}, "unreadable"),
]


def after(*statements):
    """The names of all modules that a fresh interpreter has imported after these statements."""
    program = "\n".join([*statements, "import sys; print('\\n'.join(sys.modules), file=sys.stderr)"])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())
