"""What the README and the documents show is what happens; links lead somewhere."""

import re

import pytest

from symcheck.faces.command_line import COMMANDS
from tests.readme import DOCUMENTS, ROOT, blocks, real, steady

BLOCKS = [(path.relative_to(ROOT), kind, text) for path in DOCUMENTS for kind, text in blocks(path)]


@pytest.mark.parametrize("path, kind, text", BLOCKS, ids=[f"{p}-{k}" for k, (p, *_) in enumerate(BLOCKS)])
def test_an_example_shows_what_happens(path, kind, text):
    """`python -m tests.readme` writes the real outputs into the documents."""
    assert steady(real(kind, text)) == steady(text)


def test_the_readme_has_two_commands_to_begin_with():
    text = (ROOT / "README.md").read_text()
    setting_up = [line.strip() for line in text.splitlines() if line.startswith("    ") and "pip" in line]
    assert len(setting_up) == 2
    assert setting_up[0].endswith("&& symcheck demo") and "&& pytest" in setting_up[1]
    assert setting_up[1] in (ROOT / ".ci" / "run").read_text()


def test_the_first_screen_shows_the_problem_a_command_and_its_output():
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])
    assert "$ symcheck check cs189-fa20-dis7 2d-W1" in first and "2d-W1: right" in first


@pytest.mark.parametrize("path", DOCUMENTS, ids=[str(p.relative_to(ROOT)) for p in DOCUMENTS])
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_every_command_is_documented():
    text = (ROOT / "docs" / "command-line.md").read_text()
    for name in COMMANDS:
        assert f"## {name}\n" in text
