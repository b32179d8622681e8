r"""What prose tells of names: "Let $A \in \mathbb{R}^{d \times d}$ be symmetric", rows, the layout of derivatives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.judge.derivation.wording import reservations, restrictions
from symcheck.read.documents import Formula
from symcheck.text import Source

_TRAIT = (r"(?<![-\w])(?:symmetric|positive[- ](?:semi-?)?definite|invertible|non-?singular|orthogonal(?!\s+(?:columns|rows|project\w+|complement\w*|to\b))|"
          r"diagonal|"
          r"full (?:column |row )?rank)")
_NOT = re.compile(r"\b(?:not|no|non|un|unless|without|whether|neither|nor|need|general)\b", re.I)
_COVARIANCE = re.compile(r"^[\s,]*(?:be|is|are)?\s*(?:an?|the)\s+(?:\w+\s+)?(?:covariance|kernel|"
                         r"Gram)\s+matrix", re.I)
_OF_COVARIANCE = re.compile(r"\b(?:covariance|kernel|Gram) matrix\s*$", re.I)
_HESSIAN = re.compile(r"^[\s,]*(?:be|is|are|denotes?|for)?\s*(?:an?|the|its)\s+(?:\w+\s+)?Hessian\b(?!\s+(?:vector|product|of\s+(?:the\s+)?(?:vector|map)))", re.I)
_OF_HESSIAN = re.compile(r"\bHessian(?:\s+matrix)?\s*$", re.I)
_TRAITS = rf"{_TRAIT}(?:(?:\s*,\s*|\s+)(?:and\s+)?{_TRAIT})*"
# "be symmetric and positive definite", right after a formula; "a symmetric matrix", right before one.
_AFTER = re.compile(rf"^[\s,(]*(?:(?:be|is|are|being|which|that|it|since|because|assumed|supposed|to|always|both|all|an?|the|some|any|given|"
                    rf"fixed|and|real|has|have|having|of|matrix|data|design|feature)[\s,]+)*"
                    rf"({_TRAITS})\b(?!\s+(?:if|iff|when|exactly|only)\b)", re.I)
# Between declarations, and after the last of several.
_JOINS = re.compile(r"^\s*(?:,|,?\s*and)\s*$", re.I)
_RELATES = re.compile(r"[=<>]|\\(?:le|ge|ne|leq|geq|neq|sim|to)(?![A-Za-z])")
_OF_SEVERAL = re.compile(r"^\s*(?:be|are|both|all)\b", re.I)
# "and diagonal", right before the next formula: what is said of that.
_OF_THE_NEXT = re.compile(rf"[\s,]*\band\s+(?:an?\s+|with\s+|the\s+|its\s+)?(?:{_TRAITS}\s*(?:matrix|Hessian(?:\s+matrix)?|covariance|precision)?|Hessian(?:\s+matrix)?)\s*", re.I)
_BEFORE = re.compile(rf"\b({_TRAITS})\s*(?:(?:[a-z]+\s+)?(?:covariances?|precision|Hessian|kernel|Gram|scatter))?\s*(?:matrix|matrices)?\s*$", re.I)
_ONE = re.compile(_TRAIT, re.I)
_ROWS = re.compile(r"\b(row|column)s?\b(?!\s+rank\b)[^.$]{0,30}$", re.I)
# A letter, with a command that sets it bold or the like; the command may do without braces, `\\mathbf X`, `\\boldsymbol\\phi`.
_LETTER = (r"(?:\\(?:mathbf|boldsymbol|bm|mathsf|vec|hat|tilde|bar)\s*(?:\\[A-Za-z]+|(?<=\s)[A-Za-z](?![A-Za-z]))|"
           r"\\[A-Za-z]+\s*\{\s*(?:[A-Za-z]|\\[A-Za-z]+)\s*\}|\\[A-Za-z]+|[A-Za-z])")
_SAMPLE = re.compile(rf"^\s*({_LETTER}_\{{?([a-z])\}}?)\s*"
                     r"(?:\^\s*(?:\{\s*)?(?:\\top|\\intercal|T|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{?\s*T\s*\}?)(?:\s*\})?)?\s*$")
_NAMED = re.compile(rf"^\s*({_LETTER})\s*(?:\\in\b|$)")
_ALL_NAMED = re.compile(rf"^\s*({_LETTER}(?:\s*,\s*{_LETTER})*)\s*(?:\\in\b|$)")
# Right before a name: "for every nonzero", "for any vector".
_ANY_VECTOR = re.compile(r"\b(?:for|over|take|consider)\s+(?:any|every|all|each|an?|arbitrary|some)(?:\s+(?:non-?\s?zero|non-?\s?trivial|fixed|unit|"
                         r"arbitrary|real|given|(?:column\s+)?vectors?|directions?))*\s*$", re.I)
_ROW_LAYOUT = re.compile(r"\b(?:row|numerator)[- ]layout|\bnumerator[- ]convention|\blayout\W{1,5}row\b|"
                         r"(?:derivative|gradient) of a scalar\b[^.]{0,40}\bis a row\b|\bgradients are "
                         r"rows?\b|\bone\s+row\s+(?:per|for\s+(?:each|every))\s+(?:output|(?:entry|component)\s+of\s+(?:the\s+)?(?:output|numerator|function))", re.I)
# "Jacobians have entry $(i, j)$ equal to the derivative of output $i$ by input $j$".
_ENTRIES_OF_JACOBIANS = re.compile(
    r"\b(?:jacobians?|derivatives?\s+of\s+vectors?|(?:jacobian|derivative)\s+matri(?:x|ces))\b[^.;]{0,60}?\b(?:entry|entries|element|component)s?\b[^.;]{0,10}"
    r"\$\s*\(?\s*(?P<i>[a-z])\s*,?\s*(?P<j>[a-z])\s*\)?\s*\$[^.;]{0,40}?\b(?:derivatives?|partials?|sensitivity|change)\s+of\s+(?:the\s+)?"
    r"(?:outputs?|entry|component|function|coordinate)?\s*(?:number\s+)?\$\s*(?:[a-zA-Z]_)?(?P<of>[a-z])\s*\$[^.;]{0,30}?\b(?:by|to|in|wrt|w\.r\.t\.)\s+(?:the\s+)?"
    r"(?:inputs?|entry|component|variable|argument|coordinate)?\s*(?:number\s+)?\$\s*(?:[a-zA-Z]_)?(?P<by>[a-z])\s*\$", re.I)
# "A Jacobian $\\partial u / \\partial v$ has the entry $\\partial u_i / \\partial v_j$ in row $i$ and column $j$", "the Jacobian has $(i, j)$ entry $\\frac{\\partial u_i}{\\partial v_j}$".
_D = r"(?:\\partial(?![A-Za-z])|(?<![A-Za-z])d(?![A-Za-z])|\\mathrm\s*\{\s*d\s*\})"
_ENTRY = r"(?:\\[A-Za-z]+\s*\{\s*\\?[A-Za-z]+\s*\}|\\?[A-Za-z])\s*_\s*\{?\s*(?P<%s>[a-z])(?![A-Za-z])\s*\}?"
_SLOPE_OF_ENTRIES = (rf"(?:\\[dt]?frac\s*\{{\s*{_D}\s*{_ENTRY % 'of'}\s*\}}\s*\{{\s*{_D}\s*{_ENTRY % 'by'}\s*\}}|"
                     rf"{_D}\s*{_ENTRY % 'of2'}\s*/\s*{_D}\s*{_ENTRY % 'by2'})")
_JACOBIANS = r"\b(?:jacobians?|derivatives?\s+of\s+(?:a\s+)?vectors?|(?:jacobian|derivative)\s+matri(?:x|ces))\b"
_SLOPES_IN_JACOBIANS = tuple(re.compile(_JACOBIANS + tail, re.I) for tail in (
    rf"[^.;]{{0,80}}?\b(?:entry|entries|element|component)s?\b[^.;$]{{0,20}}\$\s*{_SLOPE_OF_ENTRIES}\s*\$[^.;$]{{0,20}}?\brow\s+(?:number\s+)?\$\s*(?P<i>[a-z])\s*\$"
    r"[^.;$]{0,20}?\bcolumn\s+(?:number\s+)?\$\s*(?P<j>[a-z])\s*\$",
    rf"[^.;]{{0,80}}?\$\s*\(?\s*(?P<i>[a-z])\s*,?\s*(?P<j>[a-z])\s*\)?\s*\$[^.;$]{{0,10}}\b(?:entry|entries|element|component)s?\b[^.;$]{{0,20}}\$\s*{_SLOPE_OF_ENTRIES}",
    rf"[^.;]{{0,80}}?\b(?:entry|entries|element|component)s?\b[^.;$]{{0,10}}\$\s*\(?\s*(?P<i>[a-z])\s*,?\s*(?P<j>[a-z])\s*\)?\s*\$[^.;$]{{0,30}}\$\s*{_SLOPE_OF_ENTRIES}",
    rf"[^.;]{{0,80}}?\$[^$]*(?:[)\]]|(?<![A-Za-z\\])J)\s*_\s*\{{\s*(?P<i>[a-z])\s*,?\s*(?P<j>[a-z])\s*\}}\s*:?=\s*{_SLOPE_OF_ENTRIES}\s*[.,]?\s*\$"))
# `J = \\frac{\\partial y}{\\partial x} \\in \\mathbb{R}^{m \\times n}`
_SHAPED_JACOBIAN = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}\s*(?P<of>\\?[A-Za-z]+)\s*\}}\s*\{{\s*{_D}\s*(?P<by>\\?[A-Za-z]+)\s*\}}\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*\{{\s*(?P<p>\w+)\s*\\times\s*(?P<q>\w+)\s*\}}")
# `\\frac{\\partial u}{\\partial v}` "with one row per entry of $u$".
_LINES_PER = re.compile(r"\\frac\{\\partial\s*(\w+)\}\{\\partial\s*(\w+)\}[^.]*?\bone\s+row\s+(?:per|for\s+(?:each|every))\s+"
                        r"(?:entry|component)\s+of\s+\$\s*(\w+)\s*\$", re.S)
_COLUMN_LAYOUT = re.compile(r"\b(?:column|denominator)[- ]layout|\bdenominator[- ]convention|"
                            r"\blayout\W{1,5}column\b", re.I)
# "gradients are column vectors", "every gradient has the shape of its variable".
_COLUMN_GRADIENTS = re.compile(r"\bgradients?\b[^.;$]{0,60}?\b(?:is|are|as|be|being)\s+(?:(?:always|all|written|taken|treated|a|the)\s+){0,3}columns?\b|"
                               r"\bgradients?\b[^.;$]{0,60}?\b(?:have|has|keeps?|takes?|with)\s+the\s+(?:same\s+)?shapes?\s+(?:of|as)\b", re.I)
# "Gradients have the shape of the thing we differentiate by", "every gradient is a column", "we write all gradients as column vectors".
_ANY_GRADIENT = r"(?:\bgradients\b|\b(?:every|each|any|all|an?y?\s+scalar)\s+(?:[a-z]+\s+){0,2}?(?:gradient|derivative)\b|\bderivatives?\s+of\s+(?:(?:the|a|any|our)\s+)?(?:scalars?|numbers?|(?:scalar\s+)?loss(?:es)?)\b)"
_SHAPED_GRADIENTS = re.compile(
    _ANY_GRADIENT + r"(?:[^.;:]|w\.\s?r\.\s?t\.){0,60}?(?:\b(?:have|has|keeps?|takes?|shares?|inherits?|gets?|with|in)\s+(?:(?:exactly|always|all)\s+)*the\s+(?:(?:same|very)\s+)*shapes?\s+(?:of|as)\b|"
    r"\b(?:is|are|as|be|being|stay|remain)\s+(?:(?:always|all|again|written|taken|treated|regarded|as|a|to\s+be)\s+){0,3}\W{0,3}columns?(?:[\s-]+vectors?)?\b(?!\s+of\b)|"
    r"\b(?:is|are)\s+(?:always\s+)?(?:of\s+the\s+same\s+shape|shaped\s+like|as\s+large)\s+as\b|\b(?:is|are)\s+(?:always\s+)?shaped\s+like\b)", re.I)
# "The gradients with respect to the two matrices are stored in the shape of the matrices": of gradients by vectors nothing is said.
_BY_MATRICES = re.compile(r"\b(?:gradients?|derivatives?)(?:\s+of\s+(?:the\s+\w+|\$[^$]*\$))?\s+(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|by|for)\s+(?:(?!vector|bias)[\w-]+\s+){0,3}matri(?:x|ces)\b(?!\s*(?:,|and|or)\b[^.;]*\bvectors?\b)|"
                          r"\bmatrix\s+(?:gradients?|derivatives?)\b", re.I)
# What is so elsewhere.
_ELSEWHERE = re.compile(r"\b(?:pytorch|torch|numpy|jax|tensorflow|in\s+code|code|software|framework\w*|librar\w+|autograd|rows?|collect\w*|stack\w*|gather\w*|arrang\w*|put)\b", re.I)
# "Derivatives of a scalar with respect to a vector are *rows*", "we write gradients as row vectors".
_ROW_SLOPES = re.compile(r"\b(?:derivatives?|gradients?|adjoints?|sensitivit(?:y|ies)|cotangents?)\b(?!\s+of\s+(?:vectors?|the\s+vector))(?:\s+of\s+(?:the\s+\w+\s+)?\$\s*\\?[A-Za-z]+\s*\$(?!\s+(?:with\s+respect\s+to|by|in)\s+(?:the\s+)?(?:\w+\s+)?(?:\$|matri)))?[^.:;$]{0,60}?"
                         r"\b(?:is|are|as|be)\s+(?:(?:always|all|written|taken|treated|regarded|to\s+be|as)\s+){0,3}\W{0,3}(?:\\(?:emph|textbf|textit)\s*\{)?"
                         r"(?:a\s+)?rows?(?:[\s-]+vectors?)?\b(?!\s+of\b)", re.I)
# "the row vector $v = ..$", "$v = ..$ be the row of derivatives", "$v = ..$, a row vector".
_ROW_BEFORE = re.compile(r"\brow(?:[\s-]+vector)?(?:\s+of\s+(?:partial\s+)?derivatives)?\W*$", re.I)
_ROW_AFTER = re.compile(r"^\W*(?:(?:which\s+)?(?:is|be|as|denotes?|for)\s+)?(?:a|the)\s+row(?:[\s-]+vector)?\b(?!\s+of\b(?!\s+(?:partial\s+)?derivatives))",
                        re.I)
_NOT_OURS = re.compile(r"\b(?:not|would|some|other|others|unlike|instead|if one|books?|many|"
                       r"authors?)\b", re.I)


_UNIT_VECTOR = re.compile(r"^[\s,(]*(?:be|is|denotes?|for)?\s*(?:the\s+)?(?:\w+(?:-?\s?th)?\s+)?(?:\$\w\$\s*-?\s*th\s+)?(?:standard\s+|canonical\s+)?"
                          r"(?:unit|basis)(?:\s+basis)?\s+vectors?\b", re.I)
# After and before a formula that is what an item or a sentence is about: "- $x > 1$: both are on", "Case 2 ($0 < x < 1$):".
_COLON = re.compile(r"[\s*)]*[:—–]")
_AT_THE_HEAD = re.compile(r"(?:^|[.;:!?]|\n|\*|\\item\b|[-—–])\s*\**\s*\(?(?:(?:case|region|regime|part|piece|interval|range)\s*\w{0,3}\s*[:.,(]*\s*)?$", re.I)


def is_unit_vector(text: str, after: str) -> bool:
    r"""`$e_1 \in \mathbb{R}^m$ is the first unit vector`."""
    return re.match(r"\s*(?:\\mathbf\s*\{?)?e\}?_\{?\w\}?\s*\\in", text) is not None and _UNIT_VECTOR.match(after) is not None


def said_after(formulas: tuple[Formula, ...], k: int) -> str:
    r"""The words after declaration or name k; of `$R \in ..$ and $Q \in ..$ are symmetric` those after the last of them."""
    last = k
    while last + 1 < len(formulas) and _JOINS.match(formulas[last].after) and not formulas[last + 1].display \
            and formulas[last + 1].rows and not _RELATES.search(formulas[last + 1].rows[0].text):
        last += 1
    return formulas[last].after if last > k and _OF_SEVERAL.match(formulas[last].after) else formulas[k].after


# A property that is spoken of and not given.
_DENIED = re.compile(r"\b(?:not|nothing|nobody|nowhere|hardly|even\s+if|whether|cannot|without|drop\w*|wrong\s+to|never|no\s+longer|some\s+(?:authors|books|people)|often|usually|(?:we|one)\s+(?:will|could|"
                     r"might|would))\b|n['’]t\b", re.I)
_OR_NOT = re.compile(r"\bor\s+not\b|\bneed\s+not\b|\bnot\s+(?:necessarily|in\s+general|be)\b|\bis\s+not\b", re.I)


def with_traits(row: Source, before: str, after: str) -> Source:
    """The formula with what the words beside it say of its matrix."""
    if _OF_THE_NEXT.fullmatch(after):
        after = ""
    before, after = re.split(r"[.;:]\s", before)[-1], re.split(r"[.;:](?:\s|$)|(?<=\?)", after)[0]
    if _NOT.search(before[-40:]) or "?" in after or _DENIED.search(before) or reservations.keeps(before) or _OR_NOT.search(after):
        return row
    if has_in_part(before, after) or _LINES_OF.search(before):
        return row  # "the columns of $X$ are orthogonal": said of these
    said = [m[1] for m in (_BEFORE.search(before), _AFTER.match(after)) if m is not None]
    if _COVARIANCE.match(after) or _OF_COVARIANCE.search(before):
        said.append("positive semidefinite")
    elif _HESSIAN.match(after) or _OF_HESSIAN.search(before):
        said.append("symmetric")
    words = dict.fromkeys(re.sub(r"[-\s]+", " ", w.lower()).replace("semi definite", "semidefinite").replace(
        "non singular", "nonsingular") for text in said for w in _ONE.findall(text))
    if not words:
        return row
    return Source(f"{row.text} \\text{{ {' '.join(words)}}}", row.name, row.locate(0)[0])


def has_in_part(before: str, after: str) -> str:
    """The properties that the words beside a matrix tell of a part of it, "symmetric up to noise", or of what it is made of, "an orthogonal matrix times a number"."""
    behind = _AFTER.match(after)
    if behind is not None:
        return behind[1] if restrictions.in_part(after[behind.end():]) else ""
    ahead = _BEFORE.search(before)
    return ahead[1] if ahead is not None and restrictions.in_part(after) else ""


# "; we assume that it is invertible", "(assumed to be invertible)", of the formula right before.
_OF_IT = re.compile(rf"^[^$]*?\b(?:(?:we|let\s+us|I)\s+(?:(?:now|also|further(?:more)?|always|will|shall|moreover|additionally)\s+)?"
                    rf"(?:assume|suppose|require)(?:\s+that)?\s+(?:it|this(?:\s+matrix)?)\s+(?:is|be|to\s+be|has)|(?:which|and)?\s*(?:is\s+|we\s+)?(?:assumed|supposed|assume|suppose)(?:\s+to\s+(?:be|have))?)\s+"
                    rf"({_TRAITS})\b(?!\s+(?:if|iff|when|exactly|only)\b)", re.I)
_HEAD = re.compile(rf"^\s*({_LETTER})\s*(?:=|:=|\\in\b|$)")


def of_it(row: Source, after: str) -> Source | None:
    r"""`C \text{ invertible}` of "$C = \frac1n X X^\top$; we assume that it is invertible"."""
    head, said = _HEAD.match(row.text), _OF_IT.match(after)
    if head is None or said is None or _DENIED.search(after[:said.end()]):
        return None
    words = [re.sub(r"[-\s]+", " ", w.lower()).replace("non singular", "nonsingular") for w in _ONE.findall(said[1])]
    return Source(f"{head[1]} \\text{{ {' '.join(words)}}}", row.name, row.locate(0)[0])


_ANY = re.compile(r"^[\s,]*(?:be|is)?\s*(?:an?\s+)?(?:arbitrary|any|general)\b|\b(?:arbitrary|any|"
                  r"general)(?:\s+\w+)?\s*$", re.I)


def is_any(before: str, after: str) -> bool:
    """Do the words say of a matrix that nothing is known of it?"""
    return _ANY.search(before) is not None or _ANY.match(after) is not None


_ORTHONORMAL = re.compile(r"^[\s,]*(?:(?:be|have|has|with|is|a|the|matrix|"
                          r"whose)[\s,]+)*orthonormal\s+(columns|rows)\b|"
                          r"^[\s,]*(?:with|have|has|whose)[\s,]+(columns|"
                          r"rows)\s+(?:are\s+)?orthonormal", re.I)
# "the columns of", before a matrix, and "are orthonormal", after it.
_LINES_OF = re.compile(r"\b(columns|rows)\s+of(?:\s+(?:an?|the))?(?:\s+(?:[a-z]+\s+)?matrix)?\s*$", re.I)
_ARE_ORTHONORMAL = re.compile(r"^[\s,]*(?:be|are|is|form|being|(?:which\s+)?are)\s+(?:(?:all|an|mutually|pairwise)\s+)?"
                              r"orthonormal\b(?!\s+or\b)", re.I)
# Before it: then nothing is said of them.
_NOT_ORTHONORMAL = re.compile(r"\b(?:whether|unless|not|never|nor|without|nobody|no\s+one|wrong|false|untrue|mistaken|even\s+(?:if|when|though)|would|were|cannot)\b[^.;$]*$|n't\b[^.;$]*$", re.I)
_LACKS = re.compile(rf"^[\s,]*(?:(?:is|are)\s+)?not\s+(?:necessarily\s+)?{_TRAIT}", re.I)
_LISTED = re.compile(r"^\s*(\\mathbf\{?[A-Z]\}?|\\[A-Z][a-z]+|"
                     r"[A-Z])\s*=\s*(?:\\left)?\s*[\[(]\s*(\S+?)(?:_\{?1\}?|\s*\^\s*\{\s*(?P<open>[(\[])\s*1\s*[)\]]\s*\})\s*[,&;].*?"
                     r"(?:\\right)?\s*[\])]\s*(\^\s*\{?\s*(?:\\top|T|"
                     r"\\intercal)\s*\}?)?\s*(\\in\b.*)$", re.S)


def any_vector(before: str) -> bool:
    """Do the words right before a name say that something holds for every one?"""
    return _ANY_VECTOR.search(before) is not None


def orthonormal(matrix: str, before: str, after: str) -> str | None:
    r"""`U^\top U = I` of a matrix with orthonormal columns."""
    found, lines = _ORTHONORMAL.match(after), _LINES_OF.search(before)
    if found is None and (lines is None or _ARE_ORTHONORMAL.match(after) is None) or _NOT_ORTHONORMAL.search(before):
        return None
    side = lines[1] if found is None else found[1] or found[2]
    columns = side.lower() == "columns"
    return rf"{matrix}^\top {matrix} = I" if columns else rf"{matrix} {matrix}^\top = I"


def lacks(after: str) -> bool:
    """Do the words say that a matrix is not symmetric, not invertible?"""
    return _LACKS.match(after) is not None


def listed(text: str) -> tuple[str, str, str] | None:
    r"""Of `X = [x_1, \dots, x_n] \in \mathbb{R}^{d \times n}`: (`X \in ..`, `x_i` or `x^{(i)}`, `X_{:,i}` as the samples)."""
    found = _LISTED.match(text)
    if found is None:
        return None
    matrix, sample, opens, turned, where = found.groups()
    lines = rf"{matrix}_{{i,:}}^\top" if turned else rf"{matrix}_{{:,i}}"
    return f"{matrix} {where}", f"{sample}_i" if opens is None else f"{sample}^{{{opens}i{')' if opens == '(' else ']'}}}", lines


def line_of(text: str, matrix: str, side: str) -> str | None:
    r"""`x_i = X_{i,:}^\top` of a row `x_i^\top` of X; None for what is no sample."""
    sample = _SAMPLE.match(text)
    if sample is None:
        return None
    if side == "row":
        return rf"{sample[1]} = {matrix}_{{{sample[2]},:}}^\top"
    return rf"{sample[1]} = {matrix}_{{:,{sample[2]}}}"


def matrices_named(text: str) -> list[str]:
    r"""The names in `X \in ..` or `X, Y \in ..` or of a lone `X`."""
    found = _ALL_NAMED.match(text)
    return re.split(r"\s*,\s*", found[1].strip()) if found is not None else []


def is_counted_line(before: str, letter: str) -> bool:
    """Do the words after an index, "its $c$-th row is", say which line of the matrix before it comes next?"""
    return re.fullmatch(r"\s*[a-z]\s*", letter) is not None and re.match(r"\s*-?\s*th\s+(?:row|column)\s+(?:is|be|by)\b", before) is not None


def holds_lines(before: str) -> str | None:
    """'row' or 'column' where the words before a formula say that it is one of a matrix."""
    side = _ROWS.search(before)
    return side and side[1].lower()


def matrix_named(text: str) -> str | None:
    """The name in `X \\in ..` or of a lone `X`."""
    found = _NAMED.match(text)
    return found and found[1]


def is_sample(text: str) -> bool:
    return _SAMPLE.match(text) is not None


_AT = re.compile(r"\b(at|when|if|for|case|unless|evaluated at|as|until)\s*(?:the\s+)?(?:point\s*)?$", re.I)
_IN_BRACKETS = re.compile(rf"\([^()]*{_AT.pattern}", re.I)
_BEGINS = re.compile(r"\b(?:start|begin|initiali[sz])\w*(?:\s+\w+)?\s+at\s*$", re.I)
_NUMBER = re.compile(r"^\s*\\?[A-Za-z]+\s*=\s*[-+]?\s*[\d.]+\s*$")


def begins(before: str) -> bool:
    """Right before where something starts: "Start at"."""
    return _BEGINS.search(before) is not None


def says_where(text: str, before: str, after: str) -> bool:
    """Does `x = 0` in an aside, "(we set it to zero at $x = 0$)", speak of a place and of nothing around it?"""
    return _IN_BRACKETS.search(before) is not None and after.lstrip()[:1] == ")" and "=" in text


def heads_part(formula: Formula) -> bool:
    """Is this `- $0 < x < 1$: ..`, with which an item or a sentence begins and a colon goes on?"""
    return _COLON.match(formula.after) is not None and _AT_THE_HEAD.search(formula.before) is not None


def is_place(text: str, before: str) -> bool:
    """Is `at $x = 0$` a place: no value of a name that has no meaning yet?"""
    return _AT.search(before) is not None and not _BEGINS.search(before) and _NUMBER.match(text) is not None


_WITH = re.compile(r"\b(?:with|for|when|if|choosing|taking|setting|putting)\s*$", re.I)
_PUT = re.compile(rf"{_WITH.pattern}|\b(?:choose|take|set|put|let|letting|insert(?:ing)?|plug(?:ging)?\s+in)\s*$", re.I)
# "Put $R = I$ and the ordinary normal equations are back", "Set $R = I$ to recover the usual loss".
_IS_BACK = re.compile(r"^\s*(?:,?\s*(?:and|then)?\s*,?\s*(?:(?:the|our|we|one|you|this|it|that|everything)\b[^.;:$]{0,60}?\s)(?:(?:is|are|comes?)\s+(?:\w+\s+)?back\b"
                      r"|(?:gets?|have|has|obtains?|finds?|returns?\s+to|recovers?)\s+(?:back\s+)?(?:the|our)\s+(?:usual|ordinary|plain|standard|classical|unweighted|"
                      r"unregulari[sz]ed|original|familiar)\b|(?:re-?appears?|returns?)\b)|(?:in\s+order\s+)?to\s+(?:recover|get\s+back|return\s+to)\b)", re.I)
_WOULD = re.compile(r"^\s*,?\s*(?:(?:then|this|it|we|one|that|everything|(?:the|our) (?:\w+ ){0,3}?\w+)\s+){1,2}?(?:would|reduces?|becomes?|"
                    r"recovers?|gets? back|obtains? the usual|is just|is (?:again )?the (?:usual|ordinary)|"
                    r"simplifie[sd]|coincides?)\b", re.I)

# An equation that is the subject of its sentence, and words of what it brings back.
_SENTENCE_BEGINS = re.compile(r"(?:^|[.:;]\s|\n)\s*(?:[-*+]|\d+[.)]|\\item)?\s*(?:(?:the\s+)?(?:special\s+)?(?:case|choice)|and|but|here|choosing|"
                              r"setting|taking|putting|for\s+example)?\W*$", re.I)
_IS_THE_USUAL = re.compile(r"^\s*(?:(?:gives?|brings?|leads?|gets?|takes?)\s+(?:us\s+)?back\b|recovers?\b|reduces?\s+(?:this\s+|it\s+)?to\b|"
                           r"(?:gives?|yields?|is|corresponds\s+to|amounts\s+to|means|results\s+in|leads\s+to|produces)\s+(?:just\s+|simply\s+|again\s+)?"
                           r"(?:the\s+|an?\s+)?(?:usual|ordinary|plain|standard|classical|unweighted|unregulari[sz]ed|original|familiar|"
                           r"special\s+case|case\s+of|limit\w*|no\s+\w+))\b", re.I)


def is_special_case(before: str, after: str) -> bool:
    """"With $W = I$ this would be ordinary least squares", "$W = I$ gives back ordinary least squares": W keeps what it is."""
    return _WITH.search(before) is not None and _WOULD.match(after) is not None \
        or _PUT.search(before) is not None and _IS_BACK.match(after) is not None \
        or _SENTENCE_BEGINS.search(before) is not None and _IS_THE_USUAL.match(after) is not None


# "$b = 16$ gives", at the head of a sentence or a clause.
_CLAUSE_BEGINS = re.compile(r"(?:^|[.:;,]\s*(?:and\b)?|\n)\s*(?:[-*+]|\d+[.)]|\\item)?\s*(?:(?:but|while|whereas|with|for|taking|choosing|setting|now|instead|already|then)(?:\s+|$))*$", re.I)
_GIVES = re.compile(r"^\s*(?:,\s*)?(?:(?:instead|only|already|then|we|one|would|it)\s+)*(?:gives?|yields?|leads?\s+to|results?\s+in|produces?|gets?|obtains?)\b", re.I)


def gives(before: str, after: str) -> bool:
    """Is this a value for which the words go on to say what comes out?"""
    return _CLAUSE_BEGINS.search(before) is not None and _GIVES.match(after) is not None


# Right before a number for a name that has one: "(b) For $y = -1$", "Now take $x = 3$", "with label $y = -1$".
_ANEW = re.compile(r"(?:^|[.:;,(]\s*(?:and\b|but\b)?|\n|\))\s*(?:[-*+]|\d+[.)]|\(?[a-z]\)|\\item)?\s*(?:(?:and|but|now|next|finally|instead|similarly|again)[\s,]+)*"
                   r"(?:for|with|at|take|taking|choosing|setting|let|suppose|consider|now)\s+(?:(?:the|a|an|another|its|new|true|of|second|third|next|other)\s+)*"
                   r"(?:(?:input|label|target|value|class|point|example|sample|step\s+size|learning\s+rate|rate)\s+)?$", re.I)


def puts_anew(before: str) -> bool:
    """Do the words right before a number give it to a name?"""
    return _ANEW.search(before) is not None


_SUBJECT = re.compile(r"\\(?:text|mathrm|operatorname|mbox)\s*\{\s*(?:s\.?\s*t\.?|subject\s+to|such\s+that)\s*:?\s*\}", re.I)


def is_constraint(text: str, start: int) -> bool:
    r"""Does what begins here stand after `\text{s.t.}` in its row?"""
    return any(m.end() <= start for m in _SUBJECT.finditer(text))


_SCALARS = re.compile(r"\b(?:scalars?|scalar (?:parameter|weight|variable|constant|input|output)s?|real numbers?|"
                      r"real(?:-valued)? (?:parameter|constant|variable|coefficient)s?)\s*$", re.I)
_LETTER = re.compile(r"\s*(?:\\[A-Za-z]+|[A-Za-z])(?:_\{?\w\}?)?\s*$")


_ENTRIES = re.compile(r"\b(?:with|of|whose|has|having|collects|contains|holds|stacks)\b[^.$]{0,30}\b(?:entries|components|elements|"
                      r"coordinates)(?:\s+(?:are|is|being|given by))?\s*$", re.I)
_ENTRY = re.compile(r"^-?(?:th|st)\s+(?:entry|component|element|coordinate)\s+(?:is|equals|being)\s*$", re.I)
_WHOSE = re.compile(r"\b(?:whose|with|its)\s*$", re.I)


def entries(before: str) -> bool:
    """Do the words right before a formula say that it is the entries of a vector named before?"""
    return _ENTRIES.search(before) is not None


def counted_entry(before: str, earlier: str) -> bool:
    """`whose`, an index, `-th entry is`?"""
    return _ENTRY.match(before) is not None and _WHOSE.search(earlier) is not None


def scalar(text: str, before: str) -> bool:
    """Is this a name of which the words right before it say that it is a number?"""
    return _LETTER.match(text) is not None and _SCALARS.search(before) is not None


def slopes_are_rows(text: str) -> bool:
    """Does the prose say that derivatives of numbers by vectors are rows?"""
    return any(_ROW_SLOPES.search(s) and not _NOT_OURS.search(s) for s in re.split(r"[.!?]\s|\n\s*\n", text))


def gradients_shaped(text: str) -> bool:
    """Does the prose say that gradients of numbers have the shape of what they are by, and nowhere that they are rows?"""
    ours = [s for s in re.split(r"[.!?;]\s|\n\s*\n", text) if not _NOT_OURS.search(s)]
    return any(_SHAPED_GRADIENTS.search(s) and not _ELSEWHERE.search(s) and not _BY_MATRICES.search(s) for s in ours) and not slopes_are_rows(text) and layout(text) is None


def matrix_gradients_shaped(text: str) -> bool:
    """Does the prose say of gradients by matrices that they have the shape of these?"""
    ours = [s for s in re.split(r"[.!?;]\s|\n\s*\n", text) if not _NOT_OURS.search(s)]
    return any(_SHAPED_GRADIENTS.search(s) and not _ELSEWHERE.search(s) and _BY_MATRICES.search(s) for s in ours)


def is_row(before: str, after: str) -> bool:
    """Do the words beside a definition say that it is a row?"""
    return _ROW_BEFORE.search(before) is not None or _ROW_AFTER.match(after) is not None


def jacobians_in_rows(text: str) -> bool:
    """Does the prose say that Jacobians of vectors have a row for each output? Of gradients of numbers that says nothing."""
    ours = [s for s in re.split(r"[.!?]\s|\n\s*\n", text) if not _NOT_OURS.search(s)]
    found = [m.groupdict() for p in (_ENTRIES_OF_JACOBIANS, *_SLOPES_IN_JACOBIANS) for m in map(p.search, ours) if m is not None]
    of_entries = [(m["i"], m["j"], m["of"] or m["of2"], m["by"] or m["by2"]) for m in ({"of2": None, "by2": None, **m} for m in found)]
    said = [i == of for i, j, of, by in of_entries if {i, j} == {of, by}] + list(_shapes_of_jacobians(text))
    return bool(said) and all(said)


def _shapes_of_jacobians(text: str) -> Iterator[bool]:
    r"""Of each `\frac{\partial y}{\partial x} \in \mathbb{R}^{m \times n}` of vectors y and x of other lengths: has it a row for each entry of y?"""
    for m in _SHAPED_JACOBIAN.finditer(text):
        lengths = [{n[1].strip("{ }") for n in re.finditer(rf"(?<![A-Za-z\\]){re.escape(x.strip())}\s*\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(\{{\s*\w+\s*\}}|\w)(?!\w)", text)} for x in (m["of"], m["by"])]
        if all(len(n) == 1 for n in lengths) and lengths[0] != lengths[1] and {m["p"], m["q"]} == lengths[0] | lengths[1]:
            yield {m["p"]} == lengths[0]


def layout(text: str) -> str | None:
    """The layout of derivatives that the prose declares."""
    ours = [s for s in re.split(r"[.!?]\s|\n\s*\n", text) if not _NOT_OURS.search(s)]
    rows, columns = (any(p.search(s) for s in ours) for p in (_ROW_LAYOUT, _COLUMN_LAYOUT))
    for m in _LINES_PER.finditer(text):
        rows, columns = rows or m[3] == m[1], columns or m[3] == m[2]
    if rows and r"\nabla" not in text and any(map(_COLUMN_GRADIENTS.search, ours)):  # gradients by nabla are columns beside rows too
        return "mixed"  # Jacobians of vectors m x n, gradients of numbers columns
    return None if rows == columns else "row" if rows else "column"
