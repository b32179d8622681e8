"""A file to its formulas: where its mathematics stands, row by row, with places in the file."""

from symcheck.read.documents.directives import Directive
from symcheck.read.documents.document import Document, Formula, read_document

__all__ = ["Directive", "Document", "Formula", "read_document"]
