"""Naming mistakes: rows of a table that turn the right line into the student's."""

from symcheck.judge.mistakes.name import Mistake, name_misfit, name_mistake
from symcheck.judge.mistakes.rows import MISTAKES, Row

__all__ = ["MISTAKES", "Mistake", "Row", "name_misfit", "name_mistake"]
