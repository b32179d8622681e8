"""What the reader says when it cannot read: one function for each message.

Each takes the parser, for the source and the place, and returns the error to raise.
"""

from __future__ import annotations

from symcheck.read import notation
from symcheck.read.tokens import (
    AMP,
    BAD,
    CLOSE,
    DOLLAR,
    END,
    END_BRACE,
    END_ENVIRONMENT,
    UNKNOWN,
    environment_of,
)
from symcheck.read.unicode import LOOKALIKES
from symcheck.text import Span, SymcheckError
from symcheck.text.diagnostic import fail

_NAMES = {"cdot": r"\cdot", "times": r"\times", "odot": r"\odot", "circ": r"\circ",
          "otimes": r"\otimes", "oplus": r"\oplus", "cup": r"\cup", "cap": r"\cap",
          "setminus": r"\setminus"}


def fault(parser, id: str, headline: str, span: Span, *facts: str, help: str = "") -> SymcheckError:
    """The error for a place in the text that the parser reads."""
    return fail(id, headline, parser.source, span, *facts, help=help)


def here(parser, back: int = 0) -> Span:
    """The span of the token where the parser stands, or of one before it."""
    i = max(0, parser.i - back)
    start, end = parser.starts[i], parser.ends[i]
    if start == end and start:
        return Span(start - 1, end)
    return Span(start, end)


def shown(parser, i: int) -> str:
    """A token as its author typed it."""
    return parser.source.text[parser.starts[i]:parser.ends[i]] or "the end"


def too_deep(parser) -> SymcheckError:
    return fault(parser, "nesting-too-deep", "brackets are nested too deeply", here(parser),
                 "at most 100 levels are read")


def too_many(parser, span: Span, what: str) -> SymcheckError:
    return fault(parser, "too-many-items", f"there are too many {what} in one chain", span,
                 "at most 2,000 are read")


def dangling(parser, operator: str) -> SymcheckError:
    name = _NAMES.get(operator, operator)
    return fault(parser, "missing-operand", f"nothing follows {name}", here(parser, 1),
                 f"{name} needs something on its right")


def stray(parser, span: Span, operator: str) -> SymcheckError:
    name = _NAMES.get(operator, operator)
    return fault(parser, "stray-operator", f"{name} stands where a value should", span,
                 f"a value should stand before this {name}")


def missing_operand(parser, span: Span, separator: str) -> SymcheckError:
    return fault(parser, "missing-operand", f"there is nothing beside this {separator}", span,
                 "an entry is missing")


def invisible(parser, span: Span) -> SymcheckError:
    inner = parser.source.text[span.start:span.end]
    plain = inner[1:-1] if inner[:1] == "{" and inner[-1:] == "}" else inner
    return fault(parser, "invisible-braces", "these braces do not show in print", span,
                 "printed, this reads as if the braces were not there",
                 help=f"write ({plain.strip()}) if that is meant")


def missing_argument(parser, macro: str, place: Span, example: str = "") -> SymcheckError:
    if macro in notation.ROWS:
        example = notation.ROWS[macro].example
    return fault(parser, "missing-argument", f"{macro} needs an argument", place,
                 "nothing that could be one follows",
                 help=f"write it as in {example}" if example else "")


def empty_group(parser, span: Span) -> SymcheckError:
    return fault(parser, "empty-group", "there is nothing between these brackets", span,
                 "something should stand here")


def unclosed(parser, opening: str, place: Span) -> SymcheckError:
    """A bracket is open where the parser cannot go on: by what follows, say why."""
    code = parser.codes[parser.i]
    if code in (CLOSE, END_BRACE):
        return fault(parser, "unbalanced-bracket", "this bracket closes another one", here(parser),
                     f"the {opening} of position {place.start + 1} is still open",
                     help=f"close the {opening} before it")
    if code in (END, AMP, END_ENVIRONMENT, DOLLAR) and opening.startswith(r"\begin"):
        return fault(parser, "unbalanced-environment", "this environment is never ended", place,
                     rf"no \end follows this {opening}")
    if code in (END, AMP, END_ENVIRONMENT, DOLLAR):
        return fault(parser, "unbalanced-bracket", "this bracket is never closed", place,
                     f"no bracket closes this {opening}")
    return unexpected(parser)


def unexpected(parser) -> SymcheckError:
    """The token where the parser stands fits nowhere: by its kind, say why."""
    i = parser.i
    code, text, span = parser.codes[i], parser.texts[i], here(parser)
    if code == UNKNOWN and text in (r"\begin", r"\end"):
        return missing_argument(parser, text, span, rf"{text}{{bmatrix}}")
    if code == UNKNOWN:
        return unknown_macro(parser, text, span)
    if code == CLOSE or code == END_BRACE:
        return fault(parser, "unbalanced-bracket", "this bracket was never opened", span,
                     f"no bracket before it matches {shown(parser, i)}")
    if code == END_ENVIRONMENT:
        name = environment_of(text)
        return fault(parser, "unbalanced-environment", "this environment was never begun", span,
                     rf"no \begin{{{name}}} matches it")
    if code == DOLLAR:
        return fault(parser, "stray-delimiter", "one formula is read at a time", span,
                     f"this {text} ends or begins another")
    if code == BAD:
        return unknown_character(parser, text, span)
    if code == END:
        return fault(parser, "missing-operand", "the formula ends too early", span,
                     "something should follow")
    return fault(parser, "stray-operator", f"{shown(parser, i)} cannot stand here", span,
                 "nothing before it can take it")


def unknown_macro(parser, text: str, span: Span) -> SymcheckError:
    from difflib import get_close_matches

    known = [s for s, row in notation.ROWS.items()
             if s[0] == "\\" and s[1:].isalpha() and row.kind != "refused"]
    near = [s for s in get_close_matches(text, known, n=3, cutoff=0.7)
            if s[1].lower() == text[1:2].lower() or sorted(s) == sorted(text)][:1]
    joined = [s for s in known if len(s) > 2 and text.startswith(s) and s[-1].isalpha()]
    help = f"did you mean {near[0]}?" if near else ""
    if joined and not near:
        best = max(joined, key=len)
        help = f"did you mean {best} {text[len(best):]}?"
    return fault(parser, "unknown-macro", "this command is not known", span,
                 f"{text} is not in the notation table", help=help)


def unknown_character(parser, text: str, span: Span) -> SymcheckError:
    import unicodedata

    if text in LOOKALIKES:
        return fault(parser, "unknown-character", "this letter only looks like a Latin one", span,
                     f"it is {unicodedata.name(text, 'a letter').lower()}",
                     help=f"type the Latin letter {LOOKALIKES[text]}")
    name = unicodedata.name(text, "") if len(text) == 1 else ""
    fact = f"it is {name.lower()}" if name else f"it is the character U+{ord(text[0]):04X}"
    return fault(parser, "unknown-character", "this character has no meaning here", span, fact)


def braces_needed(parser, span: Span, typed: str, meant: str) -> SymcheckError:
    return fault(parser, "braces-needed", "a script of several characters needs braces", span,
                 f"of {typed} only the first character is raised or lowered in print",
                 help=f"write {meant}")


def two_numbers(parser, first: Span, second: Span) -> SymcheckError:
    return fault(parser, "ambiguous-number", "two numbers stand side by side", first.to(second),
                 "this is one number to some and a product to others",
                 help=r"write \cdot between them, or no space")


def unknown_environment(parser, name: str, span: Span) -> SymcheckError:
    from difflib import get_close_matches

    known = [s for row in notation.ENVIRONMENTS for s in row.spellings]
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return fault(parser, "unknown-environment", "this environment is not known", span,
                 f"{name} is not in the notation table",
                 help=f"did you mean {near[0]}?" if near else "")
