"""Which brace closes which, over a whole text at once, so that no reader of it searches twice."""

from __future__ import annotations

import re

_BRACE = re.compile(r"\\[\s\S]|[{}]")


class Braces:
    """`closing[k]` is where the brace opened at k is closed, `opening` the reverse."""

    def __init__(self, text: str):
        self.closing: dict[int, int] = {}
        self.opening: dict[int, int] = {}
        waiting: list[int] = []
        if "{" not in text or "}" not in text:
            return
        for m in _BRACE.finditer(text):
            if m[0] == "{":
                waiting.append(m.start())
            elif m[0] == "}" and waiting:
                at = waiting.pop()
                self.closing[at] = m.start()
                self.opening[m.start()] = at
