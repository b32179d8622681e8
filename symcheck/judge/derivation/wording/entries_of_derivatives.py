r"""How derivatives are laid out, told by their entries: "$\frac{\partial v}{\partial u}$ has the entries $\left(\frac{\partial v}{\partial u}\right)_{ij} = \frac{\partial v_j}{\partial u_i}$".

Beside words that name the same layout this says no more than they do: no name gets a meaning by it, and nothing hangs on it.
"""

from __future__ import annotations

import re

_D = r"\\(?:partial|mathrm\s*\{\s*d\s*\})(?![A-Za-z])"
_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z]+)"
_ENTRY = r"_\s*(?:\{\s*(?P<%s>[a-z])\s*\}|(?P<%s>[a-z]))"
_FRACTION = rf"\\[dt]?frac\s*\{{\s*{_D}\s*(?P<v>{_LETTER})\s*\}}\s*\{{\s*{_D}\s*(?P<u>{_LETTER})\s*\}}"
_TOLD = re.compile(rf"\s*(?:\\left\s*)?[(\[]\s*{_FRACTION}\s*(?:\\right\s*)?[)\]]\s*_\s*\{{\s*(?P<row>[a-z])\s*,?\s*(?P<column>[a-z])\s*\}}\s*:?=\s*"
                   rf"\\[dt]?frac\s*\{{\s*{_D}\s*(?P=v)\s*{_ENTRY % ('of', 'of_')}\s*\}}\s*\{{\s*{_D}\s*(?P=u)\s*{_ENTRY % ('by', 'by_')}\s*\}}\s*[.,;]?\s*")


def layout(row: str) -> str | None:
    """The layout that an equation tells so, "row" where the entries of what is differentiated count the rows; None of any other equation."""
    m = _TOLD.fullmatch(row)
    if m is None or m["row"] == m["column"]:
        return None
    of, by = m["of"] or m["of_"], m["by"] or m["by_"]
    return "row" if (m["row"], m["column"]) == (of, by) else "column" if (m["row"], m["column"]) == (by, of) else None
