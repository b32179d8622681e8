r"""Diagonal matrices told by their entries: "where $\Omega$ is the diagonal matrix with $\Omega_{ii} = p_i (1 - p_i)$", "the diagonal
matrix of the weights $\omega_i$", "with $\omega_1, \dots, \omega_n$ on the diagonal"; and by the vector of them, "$D$ is the diagonal
matrix with $\phi'(z)$ on its diagonal".

The words have to say that the matrix is diagonal: of a general one such an equation says nothing of the other entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcheck.judge.derivation.wording import reservations

_DIAGONAL = re.compile(r"\bdiagonal\b", re.I)
_ENTRY = re.compile(r"^\s*[\[(]?\s*((?:\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})(?:\s*\^\s*\{\s*\(\s*\w+\s*\)\s*\})?)\s*[\])]?\s*"
                    r"_\s*(?:\{\s*([a-z])\s*,?\s*\2\s*\})\s*:?=\s*(.+?)\s*[.,;]?\s*$", re.S)
# `s_i = \\sigma(m_i)`: an entry with its own name.
_NAMED_ENTRY = re.compile(r"^\s*(\\?[A-Za-z]+\s*_\s*(?:\{\s*[a-z]\s*\}|[a-z](?![A-Za-z])))\s*:?=(?!.*=)", re.S)
_ITS_ENTRIES = re.compile(r"\bdiagonal\b(?:\s+matrix)?(?:[\s,]+(?:with|of|whose|has|the|its|diagonal|(?:\$[a-z]\$)-?th))*"
                          r"[\s,]*\b(?:entry|entries|elements?)\b(?:\s+(?:are|is|equal))*\s*$", re.I)
# "the diagonal matrix of the", "the diagonal matrix with the weights", right before the numbers themselves, not what is made of them.
_ITS_NUMBERS = re.compile(r"\bdiagonal\s+(?:\w+\s+)?matrix(?:\s+\$[^$]*\$)?(?:[\s,]+(?:of|with|whose|has|that|containing|contains|holding|holds|"
                          r"carrying|carries|formed|made|built|from|by|which|on|its|the|main|diagonal|all))+(?:\s+(?:(?!inverse|reciprocal|square|root|"
                          r"log|absolute|negative|of\b|as\b|in\b|at\b|same|number)[\w-]+)){0,2}\s*$", re.I)
_LIST = re.compile(r"^\s*(\\?[A-Za-z]+)\s*_\s*\{?\s*1\s*\}?\s*,\s*(?:\1\s*_\s*\{?\s*2\s*\}?\s*,\s*)?\\[lc]?dots[cb]?\s*,\s*\1\s*_\s*"
                   r"\{?\s*[A-Za-z]\s*\}?\s*$")
_MATRIX = re.compile(r"\$\s*(\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:\\in\b[^$]*)?\$")
# "let $q$ be the vector of fitted probabilities with $i$th element", "$q \\in \\mathbb{R}^N$ is the vector whose $i$-th entry is", right before an entry.
_VECTOR = re.compile(r"\$\s*(?P<name>\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:\\in(?![a-z])[^$]*)?\$\s*,?\s*(?:be|is|denotes?|for|as|being)?\s*(?:the|a|that)\s+(?:(?:column|\$[^$]*\$-?)\s*)?vector"
                     r"(?:\s+(?:of|in)\s+(?:the\s+)?(?:(?!with\b|whose\b)[\w-]+\s+){0,3}(?:\$[^$]*\$)?)?\s*,?\s*(?:with|whose|having|that\s+has|which\s+has)\s+(?:the\s+|its\s+)?\$\s*(?P<i>[a-z])\s*\$\s*-?\s*th\s+"
                     r"(?:entry|element|component|coordinate)(?:\s+(?:is|equals|being|equal\s+to|given\s+by))*\s*$", re.I)
# "let $q$ be the vector of fitted probabilities", "$q$ the vector of the values", right before what stands for any entry of it, `p(x_i)`.
_VECTOR_OF = re.compile(r"\$\s*(?P<name>\\?[A-Za-z]+|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\})\s*(?:\\in(?![a-z])[^$]*)?\$\s*,?\s*(?:be|is|denotes?|for|as|being|collects?|contains|holds)?\s*(?:the|a)\s+(?:(?:column|\$[^$]*\$-?)\s*)?"
                        r"vector\s+of\s+(?:all\s+)?(?:the\s+)?(?:(?:fitted|predicted|estimated|model|class|success|current|corresponding|resulting|\$N\$)\s+)*"
                        r"(?:probabilit(?:y|ies)|values|predictions|outputs|means|responses|scores|activations|entries)\s*$", re.I)
_CALL_OF_ONE = re.compile(r"^\s*\\?[A-Za-z]+(?:\s*_\s*\\?[A-Za-z]+)?\s*(?:\\left)?\(.*\)\s*[.,;]?\s*$", re.S)
_INDEX = re.compile(r"_\s*(?:\{\s*([a-z])\s*\}|([a-z])(?![A-Za-z]))")

# Between the name of the matrix and the vector on its diagonal: ", the diagonal matrix with", "being the diagonal matrix whose diagonal is".
_BY_VECTOR = re.compile(r"^[\s,(]*(?:where\s+)?(?:is|be|being|denotes?|for|as|means)?\s*(?:the|a|some|that)\s+(?:\w+\s+)?diagonal\s+matrix\s+"
                        r"(?P<how>with|of|having|carrying|containing|holding|that\s+(?:has|carries|contains|holds)|whose\s+(?:main\s+)?diagonal\s+(?:is|equals|contains|holds|consists\s+of)|"
                        r"with\s+(?:main\s+)?diagonal|formed\s+(?:from|by|of)|built\s+from|made\s+(?:from|of|up\s+of))"
                        r"(?:\s+(?:the\s+)?(?:vector|entries\s+of|components\s+of|elements\s+of|values|derivatives|slopes))*\s*$", re.I)
_ON_DIAGONAL = re.compile(r"^[\s,]*(?:on|along|down)\s+(?:the|its)\s+(?:main\s+)?diagonal\b", re.I)
_NAMED = re.compile(r"^\s*(\\?[A-Za-z]+(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*|\\[a-z]+\s*\{\s*\\?[A-Za-z]+\s*\}(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*)\s*$")


def by_vector(text: str, before: str, after: str, holder: str) -> str | None:
    r"""`D = \operatorname{diag}(\phi'(z))` of "$D$ is the diagonal matrix with $\phi'(z)$ on its diagonal"; `holder` is the formula before the
    words. None where they do not say so."""
    said, name = _BY_VECTOR.match(before), _NAMED.match(holder)
    if said is None or name is None or re.search(r"=|\\in(?![a-z])|dots|[<>]", text):
        return None
    if said["how"].lower() in ("with", "having", "carrying", "containing", "holding", "that has") and not _ON_DIAGONAL.match(after):
        return None
    if reservations.altered(re.split(r"[.;]", after)[0]):
        return None  # "with $v$ on its diagonal, squared entrywise"
    return rf"{name[1].strip()} = \operatorname{{diag}}({text.strip().rstrip('.,;')})"


# "Collect these numbers in the diagonal matrix", right before its name.
_COLLECTS = re.compile(r"^[^$]*\b(?:collect|gather|put|place|writ|arrang|stack|stor|assembl)\w*\s+(?:(?:all\s+(?:of\s+)?)?(?:these|those|them))(?:\s+(?:\w+\s+)?(?:numbers|values|derivatives|factors|slopes|entries|quantities|terms))?\s+"
                       r"(?:in|into|as|on|along)\s+(?:(?:the|a|one)\s+(?:\w+\s+)?diagonal\s+matrix|the\s+(?:main\s+)?diagonal\s+of\s+(?:the|a)\s+(?:\w+\s+)?matrix)\s*$", re.I)
_OF_DERIVATIVE = re.compile(r"^\s*(?:\\[dt]?frac\s*\{\s*)?(?:\\partial|d(?=[\s\\A-Za-z]))[^=]*=(?P<value>.*)$", re.S)


def collected(text: str, before: str, holder: str, is_taken: Callable[[str], bool]) -> str | None:
    r"""`D_{ij} = \delta_{ij} (1 - a_j^2)` of "$\partial a_j / \partial z_j = 1 - a_j^2$. Collect these numbers in the diagonal matrix $D$"; `holder` is the formula
    before the words, and no index gets a name that is taken. None where they do not say so."""
    name, told = _NAMED.match(text.strip().rstrip(".,;")), _OF_DERIVATIVE.match(holder)
    if name is None or told is None or _COLLECTS.match(before) is None or reservations.keeps(before):
        return None
    value = told["value"].split("=")[-1].strip().rstrip(".,;")
    indices = {m[1] or m[2] for m in _INDEX.finditer(re.sub(r"\\partial|\\[dt]?frac", "", told[0]))}
    return _line(name[1].strip(), indices.pop(), value, is_taken) if len(indices) == 1 and _INDEX.search(value) else None


def of_entry(text: str) -> str:
    r"""The D of `D_{ii} = ..`; "" of anything else."""
    found = _ENTRY.match(text)
    return found[1] if found is not None else ""


def definition(text: str, before: str, is_taken: Callable[[str], bool]) -> str | None:
    r"""`\Omega_{ij} = \delta_{ij} p_i` of `\Omega_{ii} = p_i`, or of the entries `p_i` alone, where the words of the
    sentence before (with its formulas) say that the matrix is diagonal; None where they do not. The other index gets no name that is taken."""
    if _DIAGONAL.search(before) is None:
        return None
    found = _ENTRY.match(text)
    if found is not None:
        return _line(found[1], found[2], found[3], is_taken)
    written = [m[1] for text_of in re.findall(r"\$[^$]*\$", before) if (m := _MATRIX.fullmatch(text_of)) is not None]
    matrices = [name for name in written if re.fullmatch("[a-z]", name) is None]  # not the i of "$i$th"
    if (listed := _LIST.match(text.strip().rstrip(".,;"))) is not None:
        text = f"{listed[1]}_i"
    if (named := _NAMED_ENTRY.match(text)) is not None:
        text = named[1]
    indices = {m[1] or m[2] for m in _INDEX.finditer(text)}
    if (_ITS_ENTRIES.search(before) or _ITS_NUMBERS.search(before)) and matrices and len(indices) == 1 and not re.search(r"=|\\in\b|dots|[<>]", text):
        return _line(matrices[-1], indices.pop(), text.strip().rstrip(".,;"), is_taken)
    return None


# "is diagonal with ones at the active units", "be the diagonal matrix whose entries are": words that say more of a matrix than that it is diagonal.
_SAYS_MORE = re.compile(r"^[\s,(]*(?:(?:where|which|that)\s+)?(?:is|be|being|denotes?|for|as)?\s*(?:(?:the|an?|some)\s+)?(?:\w+\s+)?diagonal(?:\s+matrix)?\s*,?\s*"
                        r"(?:whose|with|of|having|(?:that|which)\s+(?:has|holds|contains|carries)|containing|holding|carrying|formed|built|made)\b"
                        r"(?!\s+(?:(?:strictly|all|only|its|the|main)\s+)*(?:diagonal\s+)?(?:size|order|dimension|positive|non-?\s?negative|non-?\s?zero|real|arbitrary|any|distinct)\b)", re.I)


def says_more(text: str, after: str) -> str:
    """The name of a matrix of which the words right behind it say more than that it is diagonal; "" where they do not."""
    found = _MATRIX.fullmatch(f"${text.strip().rstrip('.,;')}$")
    return found[1] if found is not None and _SAYS_MORE.match(after) else ""


# "$D_{ii} = 1$ if unit $i$ is active", right after an entry: a value of some entries.
_OF_SOME = re.compile(r"^\s*,?\s*\(?\s*(?:(?:exactly|only|precisely|just)\s+)?(?:if|when(?:ever)?|unless|wherever|as\s+long\s+as|provided|for\s+(?:(?:all|every|each|any|the|an?)\s+)?(?:in)?active)\b", re.I)


def of_some(text: str, after: str) -> bool:
    """Do the words behind the value of an entry, told in a case that was not read, say when an entry has it?"""
    return _OF_SOME.match(after) is not None and r"\begin" not in text


def names_entries(text: str) -> bool:
    r"""Is this `s_i = \sigma(m_i)`, what the entries are called and what they are?"""
    return _NAMED_ENTRY.match(text) is not None


def entry_of_vector(text: str, before: str) -> str | None:
    r"""`q_i = p(x_i)` of the entry `p(x_i)` that words call the i-th one of a vector q; None where they do not."""
    of = _VECTOR_OF.search(before)
    indices = {m[1] or m[2] for m in _INDEX.finditer(text)}
    if of is not None and len(indices) == 1 and _CALL_OF_ONE.match(text) and not re.search(r"=|\\in(?![a-z])|dots|[<>]", text):
        return f"{of['name']}_{indices.pop()} = {text.strip().rstrip('.,;')}"
    said = _VECTOR.search(before)
    if said is None or re.search(r"=|\\in(?![a-z])|dots|[<>]", text) or said["i"] not in {m[1] or m[2] for m in _INDEX.finditer(text)}:
        return None
    return f"{said['name']}_{said['i']} = {text.strip().rstrip('.,;')}"


def matrix(line: str) -> str:
    """The name that such a line defines."""
    return line.split("_{")[0]


def _line(matrix: str, i: str, value: str, is_taken: Callable[[str], bool]) -> str | None:
    r"""The entries of the whole matrix. The Kronecker delta is written as an indicator where the document has a delta of its own."""
    if r"\dots" in value or "=" in re.sub(r"_\s*\{[^{}]*\}", "", value):
        return None
    j = next((x for x in "jkluvmnpqrst" if x != i and not is_taken(x) and not re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", value)), None)
    one = rf"\mathbb{{1}}[{i} = {j}]" if is_taken(r"\delta") or r"\delta" in value else rf"\delta_{{{i}{j}}}"
    return rf"{matrix}_{{{i}{j}}} = {one} ({value})" if j is not None else None
