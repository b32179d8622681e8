r"""A matrix said to hold the samples under another letter: "Collect the inputs as rows of the design matrix $\Phi \in \mathbb{R}^{n \times d}$",
"let $A$ be the matrix whose columns are the data points". The samples are the one family of vectors that the document has before it."""

from __future__ import annotations

import re

from symcheck.judge.derivation.wording.patterns import WHOLE, letter_of, text_of
from symcheck.read.documents import Formula

_INPUTS = r"(?:inputs?|samples?|data|points?|examples?|observations?)"
_NOUN = (r"(?:all\s+)?(?:of\s+)?(?:the|our|these|those)?\s*(?:(?:\$?[nNmM]\$?|training|input|data|given|observed|feature|covariate|individual)\s+)*"
         r"(?P<%s>" + _INPUTS + r"|features?|(?:feature\s+)?vectors?|covariates?|regressors?|predictors?)")
_SAMPLES, _HELD = _NOUN % "samples", _NOUN % "held"
_SIDE = r"(?:the\s+|its\s+)?(?P<side>row|column)s?"
_MATRIX = r"(?:the\s+|an?\s+|one\s+)?(?:(?:single|big|design|data|feature|input|sample)\s+)*(?:matrix)?"
# Right before the matrix: "collect the inputs as rows of the design matrix".
_BEFORE = re.compile(rf"\b(?:collect|stack|gather|put|arrang|writ|stor|plac|combin|assembl|pack|list)\w*\s+{_SAMPLES}\s+(?:together\s+)?(?:as|into|in|to\s+be|to\s+form)\s+{_SIDE}\s+of\b\s*{_MATRIX}\s*$"
                     rf"|\b(?P<rows>row|column)s?\s+of\b\s*{_MATRIX}\s*$", re.I)
_ARE = re.compile(rf"^\s*(?:are|hold|contain|store)\s+{_SAMPLES}\s*(?P<end>$|[.,;)])", re.I)
# Right after it: "be the matrix whose rows are the inputs", "(one sample per row)", "with the data points as columns".
_AFTER = re.compile(rf"^\s*,?\s*\(?\s*(?:(?:be|is|denotes?)\s+{_MATRIX}\s*,?\s*)?(?:(?:whose|the|with|its|where\s+the|of\s+which\s+the)\s+{_SIDE}\s+(?:are|hold|contain|being|of\s+which\s+are)\s+{_SAMPLES}"
                    rf"|(?:with\s+)?{_HELD}\s+(?:as|in|form)\s+{_SIDE.replace('side', 'last')})\s*\)?\s*(?P<end>$|[.,;:)]|and\b)", re.I)
# What may follow where the words before the matrix have told all.
_NO_MORE = re.compile(r"^\s*(?:$|[.;:)]|(?:,|,?\s*and|,?\s*so|,?\s*where)\s*(?:$|(?:let|put|set|write|denote|collect|stack|gather|similarly|(?:we\s+)?(?:assume|suppose|model|consider|define|use|fit|minimi[sz]e|place)|the\s+(?:targets?|labels?|outputs?|responses?))\b))", re.I)
# Right after one of them: "the inputs $x_i$ divided by $\sqrt{n}$".
_CHANGED = re.compile(r"^\s*,?\s*(?:each\s+(?:of\s+(?:which|them)\s+)?)?(?:(?:is|are|being)\s+)?(?:divided|multiplied|scaled|weighted|shifted|minus|plus|times|less|cent(?:red|ered)|whitened|standardi[sz]ed|normali[sz]ed|after|without)\b", re.I)
# What makes them other vectors than the samples: "centred", "whitened", "a feature map of".
_OTHERS = re.compile(r"\b(?:cent(?:red|ered)|whitened|standardi[sz]ed|normali[sz]ed|scaled|weighted|transformed|mapped|remaining|hidden|first|last|some|distinct|test|new|not|never|embedded|augmented|divid\w*|subtract\w*|"
                     r"shift\w*|multipl\w*|times|without|except|but|after)\b", re.I)
_CLAUSE = re.compile(r"[.;:](?:\s|$)|\n\s*\n")
# Whatever it holds: "stack the centred inputs as rows of", "whose columns are the whitened inputs".
_LINES_BEFORE = re.compile(rf"\b(?:collect|stack|gather|put|arrang|writ|stor|plac|combin|assembl|pack|list)\w*\b[^.;:$]*\b(?:rows?|columns?)\s+of\b\s*{_MATRIX}\s*$", re.I)
_LINES_AFTER = re.compile(rf"\s*,?\s*(?:(?:be|is|denotes?)\s+{_MATRIX}\s*,?\s*)?(?:whose|with|of\s+which)\s+(?:the\s+)?(?:rows?|columns?)\s+(?:are|is|hold|contain|store|being)\s+[a-z][^$]*?[.;,]", re.I)
_MEMBER = re.compile(r"^\s*\(?\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z]))_\{?([a-z])\}?\s*(?:,[^\\]*\)|\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?)\s*\^.*)?$")
# Beside a member: "the inputs $x_i$", "$x_i$, $i = 1, .., n$, be the inputs", "the pairs $(x_i, y_i)$".
_CALLED_BEFORE = re.compile(r"(?:^|[,;]|\b(?:let|given|have|consider|with|and|for|observe|suppose|are|be|a\s+set\s+of)\b)\s*"
                            r"(?:(?:the|our|these|those|\$?[nNmM]\$?|\d+|set\s+of|training|input|data|known|observed|fixed|given|iid|independent)\s+)*"
                            rf"(?P<noun>{_INPUTS}|(?:feature\s+)?vectors?|features?|covariates?|regressors?|predictors?)\s*(?:(?:be|are|is|by|consists?\s+of|,|:)\s*)*$", re.I)
_CALLED_AFTER = re.compile(rf"^[\s,]*(?:(?:for(?:\s+all|\s+each|\s+every)?|with|where)?\s*\$[^$]*\$[\s,]*)*(?:be|is|are|denotes?)\s+{_SAMPLES}(?!\s+of\b)", re.I)
_PAIRS_BEFORE = re.compile(r"\b(?:pairs?|data(?:\s*set)?|samples?|examples?|training\s+(?:set|data)|observations?)\s*(?:of\s+(?:pairs|data|the\s+form)\s*)?(?:be|are|is|,|:)?\s*$", re.I)
_CALLED_OTHERWISE = re.compile(r"^[\s,]*(?:(?:for(?:\s+all|\s+each|\s+every)?|with|where)?\s*\$[^$]*\$[\s,]*)*(?:be|is|are|denotes?|as|the|an?|some)\b", re.I)
_SPACES = re.compile(r"(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?(?![A-Za-z]))\s*\^\s*(?:\{[^{}]*\}|\w)")
_NUMBERED = re.compile(r"[_^]\s*(?:\{\s*[(\[]?\s*[g-nr-t](?![A-Za-z])[^{}]*\}|[g-nr-t](?![A-Za-z]))")
_OPENS = re.compile(r"(?:^|[.;:,]|\b(?:let|and|with|where|for|given|suppose|having))\s*$", re.I)
_LISTED = re.compile(r"^\s*((?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|[A-Za-z]))_\{?1\}?\s*,.*\\[lc]?dots.*,\s*\1_\{?[A-Za-z]\}?\s*\\in(?![a-z])")
_IN = re.compile(r"\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R(?:eals)?(?![A-Za-z]))\s*\^(?!\s*\{[^{}]*\\times)")


def samples_held(formulas: tuple[Formula, ...], k: int, own: bool = False) -> tuple[str, str] | None:
    """(a sample, `row` or `column`) of matrix k, where the words say that it holds the one family of samples before it; `own`: one of its own letter,
    which is tied to it without words."""
    whole = WHOLE.match(text_of(formulas[k])) if not formulas[k].display else None
    if whole is None or r"\times" not in text_of(formulas[k]):
        return None
    told = _told(formulas, k)
    if told is None or _OTHERS.search(_sentence(formulas, k)):
        return None
    side, noun, runs_on = told
    members = _members(formulas[:k])
    if len(members) != 1 or any((letter_of(x).lower() == letter_of(whole[1]).lower()) != own for x, _ in members):
        return None  # those of one letter are tied without words
    letter, i = members.pop()
    if not _is_called(formulas[:k], letter, i, noun) or runs_on and not _comes_next(formulas, k + 1, letter, i):
        return None
    return f"{letter}_{i}", side


def _told(formulas: tuple[Formula, ...], k: int) -> tuple[str, str, bool] | None:
    """What the words beside matrix k tell: `row` or `column`, what these are called, and whether the words run into the next formula."""
    before, after = re.split(r"[.;:]\s|\n\s*\n", formulas[k].before)[-1], _CLAUSE.split(formulas[k].after)[0]
    after += "." if after != formulas[k].after or k + 1 == len(formulas) else ""
    found = _BEFORE.search(before)
    if found is not None and found["side"]:
        return (found["side"].lower(), found["samples"], False) if _NO_MORE.match(after) else None
    if found is not None and (are := _ARE.match(after)) is not None:
        return found["rows"].lower(), are["samples"], not are["end"]
    if (found := _AFTER.match(after)) is None:
        return None
    return (found["side"] or found["last"]).lower(), found["samples"] or found["held"], not found["end"]


def _sentence(formulas: tuple[Formula, ...], k: int) -> str:
    """The words of the sentence in which formula k stands."""
    words = [_CLAUSE.split(formulas[k].before)[-1], _CLAUSE.split(formulas[k].after)[0]]
    for n in range(k, 0, -1):
        if formulas[n - 1].display or _CLAUSE.search(formulas[n].before):
            break
        words.insert(0, _CLAUSE.split(formulas[n - 1].before)[-1])
    for n in range(k + 1, len(formulas)):
        if formulas[n].display or _CLAUSE.search(formulas[n].before):
            break
        words.append(_CLAUSE.split(formulas[n].after)[0])
    return " ".join(words)


def _comes_next(formulas: tuple[Formula, ...], k: int, letter: str, i: str) -> bool:
    """Is formula k this member alone, as a column or a row?"""
    member = rf"\s*{re.escape(letter)}_\{{?{i}\}}?\s*(?:\^\s*\{{?\s*(?:\\top|\\intercal|\\(?:mathsf|mathrm|mathbf|rm|text)\s*\{{?\s*T\s*\}}?|T)\s*\}}?)?\s*"
    return k < len(formulas) and re.fullmatch(member, text_of(formulas[k])) is not None and re.match(r"\s*(?:$|[.,;:)]|and\b)", formulas[k].after) is not None \
        and (formulas[k].after.strip() != "" or k + 1 == len(formulas))


def _is_called(formulas: tuple[Formula, ...], letter: str, i: str, noun: str) -> bool:
    """Are the members called as those which the matrix holds: inputs, samples and data alike, other vectors by the same noun?

    The first of pairs are inputs, and so are vectors x_i that are called nothing."""
    here = rf"\s*\(?\s*{re.escape(letter)}_\{{?(?:{i}|1)\}}?(?![A-Za-z])"
    pair = rf"\s*\\?\{{?\s*\(\s*{re.escape(letter)}_\{{?(?:{i}|1)\}}?\s*,"
    nouns, others = set(), False
    for k, f in enumerate(formulas):
        text = text_of(f)
        if re.match(pair, text) and _PAIRS_BEFORE.search(f.before):
            nouns.add("inputs")
        elif re.match(here, text) and (_IN.search(text) or re.fullmatch(here + r"\s*\)?\s*", text)):
            after = "".join(f"{g.after} $.$ " if re.match(r"\s*[a-z]\s*(?:=|\\in)", text_of(g)) or g is f else "" for g in formulas[k:k + 2])
            found = [m for m in (_CALLED_BEFORE.search(f.before), _CALLED_AFTER.match(after)) if m is not None]
            nouns |= {m.groupdict().get("noun") or m.groupdict().get("samples") for m in found}
            others = others or not found and _IN.search(text) is not None and (_CALLED_OTHERWISE.match(after) is not None or not _OPENS.search(f.before))
    if re.fullmatch(_INPUTS, noun, re.I):
        return not others and (any(re.fullmatch(_INPUTS, n, re.I) for n in nouns) or not nouns and letter_of(letter) == "x")
    return not others and any(_stem(n) == _stem(noun) for n in nouns)


def _stem(noun: str) -> str:
    return re.sub(r"\s+", " ", noun.lower()).removesuffix("s")


def tells_lines(formulas: tuple[Formula, ...], k: int) -> bool:
    """Do the words right before or after matrix k say what its rows or columns are, with no formula for them?"""
    return _LINES_BEFORE.search(formulas[k].before) is not None or _LINES_AFTER.match(formulas[k].after) is not None


def are_numbered(formulas: tuple[Formula, ...]) -> bool:
    """Does a formula of the document number anything by an index, of which the lines of a matrix may be made?"""
    return any(_NUMBERED.search(_SPACES.sub(" ", row.text)) for f in formulas for row in f.rows)


def is_changed(after: str) -> bool:
    """Do the words right after a line of a matrix make it another vector?"""
    return _CHANGED.match(after) is not None


def _members(formulas: tuple[Formula, ...]) -> set[tuple[str, str]]:
    """The families of vectors among these formulas: (letter, index)."""
    found: set[tuple[str, str]] = set()
    for f in formulas:
        text = text_of(f)
        member = _MEMBER.match(text)
        if member is not None and _IN.search(text):
            found.add((member[1].strip(), member[2]))
        elif (listed := _LISTED.match(text)) is not None and _IN.search(text):
            found.add((listed[1].strip(), "i"))
    return {(letter, i) for letter, i in found if i != "i" or not any(other == letter and j != "i" for other, j in found)}
