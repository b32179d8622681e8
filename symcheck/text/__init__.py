"""Source text, spans and the one record in which every message to a person ends."""

from symcheck.text.diagnostic import Diagnostic, SymcheckError
from symcheck.text.source import Source, Span

__all__ = ["Diagnostic", "Source", "Span", "SymcheckError"]
