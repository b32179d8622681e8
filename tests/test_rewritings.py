r"""Documents that are right whole stay so in another writing: other letters, other delimiters, another markup.

Each rewriting of the table `REWRITINGS` changes no meaning. `SAMPLE` names documents of `tests/documents` and the rewritings that change them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from symcheck.faces.documents import derivation_of

DOCUMENTS = Path(__file__).parent / "documents"
_MATH = re.compile(r"\$\$.+?\$\$|\\\[.+?\\\]|\$[^$\n]+\$|\\begin\{(equation|align|gather|multline)\*?\}.+?\\end\{\1\*?\}", re.S)
_DISPLAY = re.compile(r"(?<!\\)\$\$(.+?)\$\$", re.S)
_TOKEN = re.compile(r"\\(?:text\w*|operatorname\*?|begin|end|label|tag|mathcal|mathbb|mathrm)\s*(?:\{[^{}]*\})?|\\[A-Za-z]+|\\.|.", re.S)


def _in_math(text: str, rewrite: Callable[[str], str]) -> str:
    return _MATH.sub(lambda m: rewrite(m[0]), text)


def renamed(old: str, new: str) -> Callable[[str], str]:
    """Another letter for one, where it stands in formulas as a letter alone; the new one must be free."""
    def rewrite(formula: str) -> str:
        made = ""
        for token in _TOKEN.findall(formula):
            joined = re.search(r"\\[A-Za-z]+$", made) is not None
            token = new if token == old else token
            made += " " + token if joined and token[0].isalpha() else token
        return made

    def apply(text: str) -> str:
        letters = {t for m in _MATH.finditer(text) for t in _TOKEN.findall(m[0])}
        assert old in letters and new not in letters
        return _in_math(text, rewrite)
    return apply


def brackets(text: str) -> str:
    r"""`\[ .. \]` for `$$ .. $$`."""
    return _DISPLAY.sub(lambda m: rf"\[{m[1]}\]", text)


def equations(text: str) -> str:
    """An environment for each display that holds none and stands on lines of its own."""
    return re.sub(r"^\$\$((?:(?!\\begin|\\tag|\$|\n\s*\n).)+?)\$\$$", lambda m: "\\begin{equation}\n" + m[1].strip() + "\n\\end{equation}", text, flags=re.S | re.M)


def upright(text: str) -> str:
    r"""`^T` for `^\top`."""
    return text.replace(r"^\top", "^T").replace(r"^{\top}", "^T")


def norms(text: str) -> str:
    r"""`\lVert .. \rVert_2^2` for `\|..\|^2`."""
    return _in_math(text, lambda f: re.sub(r"\\\|((?:(?!\\\|).)+?)\\\|\^2", r"\\lVert \1 \\rVert_2^2", f, flags=re.S))


def slashes(text: str) -> str:
    r"""`(1/2)` for `\frac{1}{2}` as a factor."""
    return _in_math(text, lambda f: re.sub(r"(?<![\^_{])\\[td]?frac(?:\{1\}\{2\}|12)\s*(?=[(\\A-Za-z])", "(1/2) ", f))


def latex(text: str) -> str:
    """A LaTeX file of a Markdown one."""
    kept: list[str] = []
    text = _MATH.sub(lambda m: kept.append(m[0]) or f"\x02{len(kept) - 1}\x03", text)
    text = re.sub(r"^#+ (.*)$", r"\\section*{\1}", text, flags=re.M)
    text = re.sub(r"\*\*([^*\n]+)\*\*", r"\\textbf{\1}", text)
    text = re.sub(r"(?<![*_\w])[*_]([^*_\n]+)[*_](?![*\w])", r"\\emph{\1}", text)
    text = re.sub(r"((?:^[-*] .*\n?)+)", lambda m: "\\begin{itemize}\n" + re.sub(r"^[-*] ", r"\\item ", m[1], flags=re.M) + "\n\\end{itemize}\n", text, flags=re.M)
    text = re.sub("\x02(\\d+)\x03", lambda m: kept[int(m[1])], text)
    return "\\documentclass{article}\n\\begin{document}\n" + brackets(text) + "\n\\end{document}\n"


REWRITINGS: dict[str, Callable[[str], str]] = {
    "brackets": brackets, "equations": equations, "upright": upright, "norms": norms, "slashes": slashes, "latex": latex,
    "w as v": renamed("w", "v"), "w as theta": renamed("w", r"\theta"), "x as u": renamed("x", "u"), "X as A": renamed("X", "A"),
    "y as t": renamed("y", "t"), "n as m": renamed("n", "m"), "eta as gamma": renamed(r"\eta", r"\gamma"), "lambda as rho": renamed(r"\lambda", r"\rho"),
}
SAMPLE = (
    ("handout_35.md", "brackets"),
    ("handout_702.md", "brackets"),
    ("handout_588.md", "equations"),
    ("handout_544.md", "equations"),
    ("handout_198.md", "equations"),
    ("handout_131.tex", "upright"),
    ("handout_182.tex", "upright"),
    ("handout_25.tex", "norms"),
    ("handout_203.tex", "norms"),
    ("handout_710.md", "slashes"),
    ("handout_27.tex", "slashes"),
    ("handout_93.md", "latex"),
    ("handout_115.md", "latex"),
    ("handout_559.md", "w as v"),
    ("handout_03.md", "w as v"),
    ("handout_542.md", "w as v"),
    ("handout_132.tex", "w as theta"),
    ("handout_36.tex", "w as theta"),
    ("handout_565.md", "x as u"),
    ("handout_641.md", "x as u"),
    ("handout_87.tex", "x as u"),
    ("handout_585.md", "x as u"),
    ("handout_565.md", "X as A"),
    ("handout_40.tex", "X as A"),
    ("handout_451.md", "X as A"),
    ("handout_489.tex", "y as t"),
    ("handout_150.md", "y as t"),
    ("handout_398.md", "n as m"),
    ("handout_585.md", "n as m"),
    ("handout_718.md", "eta as gamma"),
    ("handout_511.tex", "eta as gamma"),
    ("handout_180.tex", "lambda as rho"),
    ("handout_424.md", "lambda as rho"),
)


@pytest.mark.parametrize("name, rewriting", SAMPLE)
def test_stays_right(name: str, rewriting: str) -> None:
    path = DOCUMENTS / name
    text = path.read_text()
    made = REWRITINGS[rewriting](text)
    kind = "tex" if rewriting == "latex" else path.suffix[1:]
    found = derivation_of(made, name, kind)
    assert made != text
    assert all(step.verdict.right for step in found.steps), found.summary
    assert found.steps
