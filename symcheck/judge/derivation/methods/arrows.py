r"""`w_{t+1} \leftarrow w_t - ..`: with a counter on both sides the arrow says what the next iterate is, as `=` does; in `w \leftarrow w - ..` w is
given another value. `w \to w - \eta \nabla C`, `w \rightarrow w' = w - \eta \nabla C` and, among words, `w := w - ..` are updates, too, where the words speak of steps.
Texts keep their length, so that a step stays in its place in the file."""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.read.documents import Document

_NAME = r"(?:\\(?:bm|mathbf|boldsymbol|hat|tilde|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
# The arrow after `w_{t+1}`, `w^{(t+1)}`, where w_t, `w^{(t)}` comes after it.
_ARROW = re.compile(rf"(?P<head>(?P<name>{_NAME})\s*(?:_\s*\{{\s*(?P<below>[a-z])\s*\+\s*1\s*\}}|\^\s*\{{\s*\(\s*(?P<above>[a-z])\s*\+\s*1\s*\)\s*\}})\s*&?\s*)"
                    r"(?P<arrow>\\leftarrow|\\gets|←)(?P<rest>(?![A-Za-z]).*)$", re.S)

_SCRIPTS = r"(?:\s*[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|\w))*"
# `w \\to w - ..`, `w_k \\rightarrow w_k' = w_k - ..`, `W := W - ..`: a name, the sign, and what the name is from then on.
_RENEWED = re.compile(rf"(?:^|(?<=[,;&])|(?<=quad))(?P<head>\s*(?P<name>{_NAME}{_SCRIPTS})\s*&?\s*)(?P<arrow>(?:\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])|→|:=)"
                      rf"(?:\s*(?P<again>{_NAME}{_SCRIPTS})\s*'\s*&?\s*=)?)(?P<rest>(?:(?!\\q?quad|:=|\\(?:to|rightarrow)(?![A-Za-z])).)*)", re.S)
_RATE = re.compile(r"\\(?:eta|alpha|gamma|tau|epsilon|varepsilon)(?![A-Za-z])")
_SLOPE = re.compile(r"\\(?:nabla|partial)(?![A-Za-z])|(?<![A-Za-z\\])d[A-Z](?![A-Za-z])")
_DECAYED = r"(?:\\left|\\[bB]igg?l?)?\s*[(\[]\s*1\s*[-+]"
_STEPS = re.compile(r"\bdescent\b|\bSGD\b|\blearning[\s-]+rates?\b|\bupdat\w+|\bgradient\s+steps?\b|\b(?:learning|update)\s+rules?\b|\bstep[\s-]+(?:sizes?|lengths?)\b", re.I)


def rewritten(document: Document) -> Document:
    """The document with `=` for such arrows."""
    steps = _STEPS.search(document.text) is not None
    rows = [row.text for f in document.formulas for row in f.rows]
    if not any(_ARROW.search(text) or steps and _RENEWED.search(text) for text in rows):
        return document
    return replace(document, formulas=tuple(replace(f, rows=tuple(row.rewritten(_renewed(_put(row.text), f.display) if steps else _put(row.text)) for row in f.rows))
                                            for f in document.formulas))


def _renewed(text: str, display: bool) -> str:
    """The text with an arrow to the left for each sign that gives a name the value of a step from where it is."""
    for m in reversed([*_RENEWED.finditer(text)]):
        name, first = _bare(m["name"]), _bare(m["rest"]).lstrip("&")
        stands = re.match(rf"(?:{re.escape(name)}[-+]|{_DECAYED}[^=]*{re.escape(name)})", first) is not None
        if not stands or m["again"] is not None and _bare(m["again"]) != name or display and m["arrow"] == ":=":
            continue
        if _SLOPE.search(m["rest"]) or _RATE.search(m["rest"].replace(m["name"], "")) and "-" in first:
            text = text[:m.start("arrow")] + "←".ljust(len(m["arrow"])) + text[m.end("arrow"):]
    return text


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _put(text: str) -> str:
    m = _ARROW.search(text)
    if m is None:
        return text
    mark = rf"_\s*\{{?\s*{m['below']}(?![A-Za-z+\s]*\+)" if m["below"] else rf"\^\s*\{{\s*\(\s*{m['above']}\s*\)"
    if re.search(re.escape(m["name"]) + r"\s*" + mark, m["rest"]) is None:
        return text
    return text[:m.start("arrow")] + "=".ljust(len(m["arrow"])) + m["rest"]
